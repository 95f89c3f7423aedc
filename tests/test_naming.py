"""Names in code become LaTeX, one to one."""

from __future__ import annotations

import pytest

from bpcore.errors import NotAnExpression
from bpcore.naming import GREEK, entry_of, tex_of

SOME = ["a", "A", "w_1", "w_12", "w_in", "y_hat", "y_hat_1", "dz", "delta", "Theta", "delta_1", "T"]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("z", "z"),
        ("w_{1}", "w_1"),
        (r"w_{\mathrm{in}}", "w_in"),
        (r"\hat{y}", "y_hat"),
        (r"\hat{y}_{1}", "y_hat_1"),
        (r"\mathit{dz}", "dz"),
        (r"\delta", "delta"),
        (r"\lambda", "lambda"),
    ],
)
def test_a_name_prints_as_expected(expected: str, text: str) -> None:
    """Letters, subscripts, hats, words, Greek."""
    assert expected == tex_of(text)


@pytest.mark.parametrize(
    "text", ["e", "d", "if", "1a", "a b", "a_1_2", "_a", "", "$x$", r"\alpha", "a-b", "a_", "é"]
)
def test_what_is_no_name_is_refused(text: str) -> None:
    """Reserved letters, keywords, LaTeX typed by hand."""
    with pytest.raises(NotAnExpression, match="is not a name here"):
        tex_of(text)


def test_what_is_taken_says_by_what() -> None:
    """The entries of an array whose small letter is taken keep the capital."""
    for text, said in (("e", "exponential"), ("d", "differentiation"), ("Delta", "Kronecker")):
        with pytest.raises(NotAnExpression, match=said):
            tex_of(text)
    assert ["E", "D^[l]", "w^[l]", "delta"] == [
        entry_of(text) for text in ("E", "D^[l]", "W^[l]", "delta")
    ]
    with pytest.raises(NotAnExpression, match="a name is a text"):
        tex_of(3)  # type: ignore[arg-type]


def test_different_names_print_differently() -> None:
    """No two of a list, and no Greek letter like another."""
    assert len(SOME) == len({tex_of(text) for text in SOME})
    assert len(GREEK) == len({tex_of(text) for text in GREEK})
