"""Given numbers: what follows from them is exact or enclosed, or it is said what is missing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bpcore import (
    N,
    column,
    exp,
    index,
    let,
    opaque,
    scalar,
    sigmoid,
    sqrt,
    total,
    unspecified,
    width,
)
from bpcore.errors import NotAnExpression, NothingChecked
from bpcore.expr import Expr
from bpcore.given import GivenNumbers, constant, fractions, nearly, outside

z, x, u = scalar("z"), scalar("x"), column("u", "n")
i = index("i", "n")
a = let("a", sigmoid(z), between=(0, 1))


def test_what_is_rational_stays_exact() -> None:
    """Through definitions, sums, roots of squares and a sigmoid at zero."""
    here = GivenNumbers({z: 0, x: N(9, 4), u: [[1], [N(1, 2)]]})
    for expected, expr in (
        (Fraction(1, 2), a),
        (Fraction(3, 2), sqrt(x)),
        (Fraction(5, 4), total(i, u[i] ** 2)),
        (Fraction(2), 1 * width("n")),
    ):
        assert expected == here.rows(expr)[0][0].exact


def test_digits_are_raised_until_enough_count() -> None:
    """One less a saturated sigmoid has fifty digits, as many as are asked for, or none."""
    for place, digits in ((10, 50), (300, 50), (3000, 50), (10, 500)):
        assert GivenNumbers({z: place}).rows(1 - a, digits)[0][0].known_to(digits)
    assert nearly(GivenNumbers({z: 10**6}).rows(1 - a)[0][0]) == 0


@pytest.mark.parametrize(
    ("expr", "says"),
    [
        (z * x, "no number is given for x"),
        (exp(let("b", z * x)), "no number is given for x"),
        (total(i, u[i]), "no number is given for u"),
        (1 * width("n"), "the width n is not known"),
        (unspecified("g")(z), "g may be any function"),
        (opaque("C", z) * 1, "C may depend on"),
        (1 / z, "1 / z has no value where z is 0"),
        (exp(10**9 + z), "too large to be written down"),
    ],
)
def test_what_is_missing_is_told(expr: Expr, says: str) -> None:
    """A number, a width, a function, a value."""
    with pytest.raises(NothingChecked, match=says):
        GivenNumbers({z: 0}).rows(expr)


def test_a_given_definition_needs_nothing_below_it() -> None:
    """The must-fail twin: without it the names below are needed."""
    b = let("b", z * x)
    assert GivenNumbers({b: 3}).rows(b + 1)[0][0].exact == 4
    with pytest.raises(NothingChecked):
        GivenNumbers({z: 3}).rows(b + 1)


def test_numbers_are_whole_or_fractions() -> None:
    """Written out of such, too; nothing with a name, and no root that is none."""
    assert Fraction(-1, 6) == fractions(-N(1, 2) / 3)
    assert ((Fraction(1), Fraction(2)),) == fractions([[1, 2]])
    assert constant(sqrt(N(4))) == 2
    assert constant(sqrt(N(2))) is None
    for wrong in (z, 0.5, sqrt(N(2)), [1, 2], [[]], "1", 1 / (N(1) - 1)):
        with pytest.raises(NotAnExpression):
            fractions(wrong)


def test_a_value_is_outside_only_where_that_is_certain() -> None:
    """At an open end it is, at a closed one it is not."""
    here = GivenNumbers({z: 0})
    for value, expected in ((N(1), True), (N(0), True), (N(1, 2), False), (N(2), True)):
        assert expected == outside(here.rows(value)[0][0], a)
    assert not outside(GivenNumbers({z: 10**6}).rows(a)[0][0], a)
