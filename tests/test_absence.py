"""Absent values: the smallest part without one is told, with the numbers and the reason."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bpcore import N, column, d, exp, index, let, log, relu, scalar, sigmoid, sqrt, total
from bpcore.absence import absence, told
from bpcore.enclosure import Enclosed
from bpcore.evaluate import Setting, each
from bpcore.expr import Expr, Name
from bpcore.given import Reader
from bpcore.worked import Numbers

x, y, u = scalar("x"), scalar("y"), column("u", 3)
i = index("i", 3)
q = let("q", x / y)
AT: dict[Name, object] = {x: -2, y: 0, u: [[1], [0], [2]]}


def said(expr: Expr, given: dict[Name, object]) -> str | None:
    """Return what is said of an expression at given numbers."""
    field, numbers = Enclosed(80), Numbers(given).given  # type: ignore[arg-type]
    reader = Reader(field)
    at = Setting({name: each(value, field.number) for name, value in numbers.items()})
    found = absence(reader, expr, at)
    return None if found is None else told(found, reader, 80, numbers)


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (exp(x) + 1 / y, "1 / y has no value where y is 0: y is zero"),
        (exp(q) + 1, "x / y has no value where x is -2, y is 0: y is zero"),
        (1 + sqrt(x) * y, "sqrt(x) has no value where x is -2: sqrt is taken of -2"),
        (log(x * N(1, 2)), "log(x * (1/2)) has no value where x is -2: log is taken of -1"),
        (y**-1, "y**-1 has no value where y is 0: y is zero"),
        (total(i, 1 / u[i]), "1 / u[i] has no value where i is 2: u[i] is zero"),
        (d(1 / y, y), "1 / y has no value where y is 0: y is zero"),
        (d(relu(y), y), "d(relu(y), y) has no value where y is 0: relu(y) has a value there, but"),
        (exp(exp(-10 * x)), "exp(exp((-10) * x)) has no value where x is -2: it is too large"),
        (1 / (1 - sigmoid(-500 * x)), "turns on a sign that 80 digits do not tell where x is -2"),
    ],
)
def test_the_smallest_part_is_told(expr: Expr, expected: str) -> None:
    """Under definitions, in one term of a sum, inside a derivative."""
    assert expected in (said(expr, AT) or "")


def test_what_has_a_value_is_not_told() -> None:
    """The must-fail twin."""
    assert said(exp(x) + q, {**AT, y: Fraction(1, 3)}) is None
