"""Zero as it is written, and nothing that has to be worked out."""

from __future__ import annotations

import pytest

from bpcore import N, column, d, diag, dot, index, kronecker, matrix, outer, scalar, total
from bpcore.expr import Expr
from bpcore.zero import is_slope_of_nothing, is_written_zero, shows_nothing

x, y = scalar("x"), scalar("y")
v, W, i = column("v", "n"), matrix("W", "n", "m"), index("i", "n")


@pytest.mark.parametrize(
    "node",
    [
        N(0),
        0 * x,
        -(0 * x) + 0,
        (0 * x) ** 2,
        0 / x,
        (0 * v)[i],
        total(i, 0 * v[i]),
        (0 * W).T @ v,
        dot(0 * v, v),
        outer(v, 0 * v.T),
        diag(0 * v),
        d(0 * x, x),
    ],
    ids=repr,
)
def test_a_zero_in_it_makes_it_zero(node: Expr) -> None:
    """In a product, in all terms of a sum, in what a sum or a derivative is of."""
    assert is_written_zero(node)


@pytest.mark.parametrize(
    "node",
    [x - x, (0 * x) ** 0, 0 * x + y, d(y, x), kronecker(1, 2), N(1) - 1, total(i, v[i] - v[i])],
    ids=repr,
)
def test_what_comes_to_zero_does_not(node: Expr) -> None:
    """It has to be worked out: that it is zero is something to prove."""
    assert not is_written_zero(node)


def test_a_slope_of_nothing_is_known_by_its_names() -> None:
    """Two of them are one zero."""
    assert is_slope_of_nothing(d(y * y, x))
    assert not is_slope_of_nothing(d(x * y, x))
    assert shows_nothing(d(y, x), d(y * y, x))
    assert shows_nothing(0 * x, N(0))
    assert not shows_nothing(d(y, x), N(0))
    assert not shows_nothing(x - x, N(0))
