"""The kinds of number: exact, long, floating, and dual numbers that keep their levels apart."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bpcore.domain import (
    DIGITS,
    Dual,
    Exact,
    Floats,
    NotExact,
    OutsideDomain,
    Precise,
    Unknown,
    WithDuals,
    rational,
    slope_of,
)

numbers = st.fractions(min_value=-5, max_value=5, max_denominator=20)
ONE = Fraction(1)


def slope(function: Callable[[Any], Any], at: Any, level: int = 1) -> Any:
    """Return a derivative by a dual number of a level."""
    return slope_of(function(Dual(at, 1, level)), level)


def test_exact_numbers_stay_exact() -> None:
    """exp and log are known at one point each."""
    assert ONE == Exact().exp(Fraction(0))
    assert Fraction(0) == Exact().log(ONE)
    assert isinstance(Exact().exp(ONE), Unknown)
    assert isinstance(Exact().log(Fraction(2)), Unknown)


@pytest.mark.parametrize("domain", [Exact(), Precise(), Floats()])
@pytest.mark.parametrize("value", [0, -1])
def test_no_logarithm_at_zero_and_below(domain: Any, value: int) -> None:
    """In no kind of number."""
    with pytest.raises(OutsideDomain):
        domain.log(domain.number(Fraction(value)))


def test_an_unknown_number_drops_out_or_stays() -> None:
    """Nothing times it is nothing; whatever else is done, it stays unknown."""
    unknown = Unknown()
    assert Fraction(0) == unknown * Fraction(0)
    assert Fraction(1) == unknown**0
    for found in (unknown - unknown, 2 + unknown, 1 - unknown, -unknown, unknown / 2, unknown**2):
        assert isinstance(found, Unknown)


@pytest.mark.parametrize(
    "divide",
    [
        lambda u: 1 / u,
        lambda u: u / u,
        lambda u: u / 0,
        lambda u: u**-1,
        Exact().log,
    ],
)
def test_an_unknown_number_that_may_be_zero_is_not_divided_by(divide: Any) -> None:
    """The must-fail twin: log(2) - log(2) would be a zero that nobody sees."""
    with pytest.raises(NotExact):
        divide(Unknown())


def test_fifty_digits_count() -> None:
    """Against a value known to more digits."""
    e = Precise().exp(Precise().number(ONE))
    truth = Fraction("2.718281828459045235360287471352662497757247093699959574966967628")
    assert abs(rational(e) - truth) < Fraction(1, 10**DIGITS)


def test_more_digits_can_be_asked_for() -> None:
    """One beside e to the power of 400 is seen with a thousand digits, and with fifty not."""
    for digits, seen in ((DIGITS, False), (1000, True)):
        domain = Precise(digits)
        large = domain.exp(domain.number(Fraction(400)))
        assert seen == (large + 1 != large)


def test_nobody_elses_precision_is_changed() -> None:
    """The contexts are clones."""
    before = mpmath.mp.dps
    Precise(1000).exp(1)
    assert before == mpmath.mp.dps


@given(numbers, numbers)
def test_dual_numbers_follow_the_rules_of_school(x: Fraction, c: Fraction) -> None:
    """Sum, difference, product, power, on either side of a constant."""
    assert slope(lambda t: c + t, x) == slope(lambda t: t + c, x) == 1
    assert slope(lambda t: c - t, x) == slope(lambda t: -t, x) == -1
    assert c == slope(lambda t: c * t, x) == slope(lambda t: t * c, x)
    assert 2 * x == slope(lambda t: t * t, x) == slope(lambda t: t**2, x)
    assert 0 == slope(lambda t: t**0, x)


@given(numbers, numbers)
def test_dual_quotients(x: Fraction, c: Fraction) -> None:
    """Below, above, and both."""
    assume(x != 0)
    assert -c / x**2 == slope(lambda t: c / t, x)
    assert -1 / x**2 == slope(lambda t: t**-1, x)
    assert 0 == slope(lambda t: t / t, x)
    assume(c != 0)
    assert 1 / c == slope(lambda t: t / c, x)


@given(numbers, numbers)
def test_nested_duals_keep_inner_and_outer_apart(x: Fraction, y: Fraction) -> None:
    """The classical trap: d/dx (x * d/dy (x + y)) is 1, not 2."""
    found = slope(lambda t: t * slope(lambda s: t + s, y, 2), x)
    assert found == 1


@given(numbers, numbers)
def test_nested_duals_give_mixed_second_derivatives(x: Fraction, y: Fraction) -> None:
    """Of x^2 y^3, in both orders, and whichever number stands left."""
    expected = 6 * x * y**2
    assert expected == slope(lambda t: slope(lambda s: t**2 * s**3, y, 2), x)
    assert expected == slope(lambda s: slope(lambda t: s**3 * t**2, x, 2), y)


@given(numbers)
def test_nested_duals_of_one_variable_give_its_second_derivative(x: Fraction) -> None:
    """Of the cube, and of one over the variable."""
    assert 6 * x == slope(lambda t: slope(lambda s: s**3, t, 2), x)
    assume(x != 0)
    assert 2 / x**3 == slope(lambda t: slope(lambda s: 1 / s, t, 2), x)


def test_a_constant_has_no_slope() -> None:
    """And neither has a number that is dual at another level."""
    assert 0 == slope_of(Fraction(3), 1)
    assert 0 == slope_of(Dual(1, 7, 1), 2)


def test_a_level_that_is_mixed_up_is_seen() -> None:
    """The must-fail twin: one level for both derivatives gives the famous wrong two."""
    wrong = slope(lambda t: t * slope(lambda s: t + s, Fraction(5), 1), Fraction(3))
    assert wrong != 1


def test_functions_of_dual_numbers() -> None:
    """exp keeps its value as slope, log divides by it, at nested levels too."""
    domain = WithDuals(Floats())
    assert math.exp(2) == pytest.approx(slope(domain.exp, 2.0), rel=1e-15)
    assert 0.5 == slope(domain.log, 2.0)
    twice = slope(lambda t: slope(domain.log, t, 2), 2.0)
    assert twice == pytest.approx(-0.25, rel=1e-15)


@given(numbers)
def test_a_long_number_is_the_fraction_it_is(x: Fraction) -> None:
    """Up to its last binary digit."""
    assert abs(rational(Precise().number(x)) - x) <= abs(x) / 10**79
    assert x == rational(x)
