"""The plain text of an equation reads like the equation."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpcore.typeset import Cache, Typesetter


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("∂L/∂a^[l]", r"\frac{\partial L}{\partial a^{[l]}}"),
        ("(a−y)/(a(1−a))", r"\frac{a - y}{a (1 - a)}"),
        ("n_l×n_(l−1)", r"n_l \times n_{l-1}"),
        ("∑_(i=1)^n x_i", r"\sum_{i=1}^{n} x_i"),
        ("∑_k x_k", r"\sum_{k} x_k"),
        ("d/dz σ(z)", r"\frac{d}{dz} \sigma(z)"),
        ("W^⊤ δ", r"W^{\top} \, \delta"),
        ("ŷ = σ(z)", r"\hat{y} = \sigma(z)"),
        ("σ′(z)", r"\sigma'(z)"),
        ("[1 2; 3 4]", r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"),
        ("√(x+y)", r"\sqrt{x + y}"),
        ("a < b", "a < b"),
        ("Diag(a)", r"\mathrm{Diag}(a)"),
    ],
)
def test_an_equation_reads_as_text(text: str, tex: str, tmp_path: Path) -> None:
    """Grouping is kept, so a fraction and a script say where they end."""
    assert Typesetter(Cache(tmp_path)).equation(tex, False).plain == text


def test_grouping_is_told_apart(tmp_path: Path) -> None:
    """The twin: two equations that differ in grouping differ as text."""
    typesetter = Typesetter(Cache(tmp_path))
    one, other = typesetter.equation("x^{a+b}", False), typesetter.equation("x^a+b", False)
    assert one.plain != other.plain
