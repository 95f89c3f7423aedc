"""Enclosed numbers: the truth lies inside, whatever is done, and what is exact stays exact."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpcore.domain import Dual, OutsideDomain, WithDuals, slope_of
from bpcore.enclosure import BITS, LONG, Enclosed, Enclosure, Undetermined, together

FEW, MANY = Enclosed(20), Enclosed(600)
HALF = Fraction(1, 2)
UNARY: list[Callable[[Enclosed, Any], Any]] = [
    lambda field, x: field.exp(x),
    lambda field, x: field.log(x),
    lambda field, x: field.Phi(x),
    lambda field, x: field.phi(x),
    lambda field, x: field.gate(x),
    lambda field, x: -x,
    lambda field, x: x**2,
    lambda field, x: x**7,
    lambda field, x: x**-3,
    lambda field, x: 1 / x,
    lambda field, x: 1 - x,
]
BINARY: list[Callable[[Any, Any], Any]] = [
    lambda x, y: x + y,
    lambda x, y: x - y,
    lambda x, y: x * y,
    lambda x, y: x / y,
]


def built(field: Enclosed, seed: int) -> Enclosure:
    """Return a number that is worked out in many steps, the same ones for the same seed."""
    draw = random.Random(seed)
    known = [field.number(Fraction(draw.randint(-40, 40), draw.randint(1, 9))) for _ in range(3)]
    for _ in range(12):
        if draw.random() < 0.5:
            found = draw.choice(UNARY)(field, draw.choice(known))
        else:
            found = draw.choice(BINARY)(draw.choice(known), draw.choice(known))
        known.append(found)
    return known[-1]


@given(st.integers(0, 10**9))
@settings(max_examples=400, deadline=None)
def test_the_truth_lies_inside(seed: int) -> None:
    """Twenty digits at every step enclose what six hundred digits say."""
    try:
        truth = built(MANY, seed)
    except (ArithmeticError, OutsideDomain):
        return
    try:
        found = built(FEW, seed)
    except Undetermined:
        return
    low, high = found.ends
    least, greatest = truth.ends
    assert low <= greatest
    assert least <= high
    if found.exact is not None:
        assert found.exact == truth.exact


def test_a_radius_that_is_too_small_is_seen() -> None:
    """The must-fail twin: balls a thousandth as wide miss the truth now and then."""
    missed = 0
    for seed in range(400):
        try:
            truth, found = built(MANY, seed), built(FEW, seed)
        except ArithmeticError:
            continue
        middle, spread = found.ball
        low, high = Enclosure(FEW, None, (middle, spread - 10)).ends
        missed += found.exact is None and not low <= truth.middle <= high
    assert missed > 20


def test_fifty_digits_are_left_where_little_is_lost() -> None:
    """The must-fail twin of one that encloses everything in everything."""
    field = Enclosed(80)
    e = field.exp(field.number(Fraction(1)))
    whole = field.number(Fraction(0))
    for number in range(1, 200):
        whole = whole + e / number - field.log(field.number(Fraction(number + 1)))
    assert whole.known_to(70)
    assert not whole.known_to(81)


def test_digits_that_cancel_are_counted() -> None:
    """One minus a saturated sigmoid is nothing for twenty digits, and something for a hundred."""
    for digits, nothing in ((20, True), (100, False)):
        field = Enclosed(digits)
        a = 1 / (1 + field.exp(field.number(Fraction(-100))))
        assert nothing == (1 - a).may_be_zero
    assert (1 - a).known_to(50)


def test_what_is_exact_stays_exact() -> None:
    """Rationals, zero times anything, a number less itself, and the functions at their points."""
    x = FEW.number(Fraction(1, 3))
    e = FEW.exp(x)
    for expected, found in (
        (Fraction(10, 9), x**2 + 1),
        (Fraction(0), e * 0),
        (Fraction(0), e - e),
        (Fraction(1), e**0),
        (Fraction(1), FEW.exp(FEW.number(Fraction(0)))),
        (Fraction(0), FEW.log(FEW.number(Fraction(1)))),
        (HALF, FEW.Phi(FEW.number(Fraction(0)))),
        (Fraction(1), FEW.gate(e)),
        (Fraction(3, 2), FEW.number(Fraction(9, 4)).root()),
    ):
        assert expected == getattr(found, "exact", found)
    assert e * 1 is e
    assert e + 0 is e
    assert FEW.number(Fraction(2)).root() is None
    assert e.root() is None


def test_a_fraction_that_fills_pages_is_rounded() -> None:
    """Or it would grow with every step."""
    whole = FEW.number(Fraction(1, 3))
    for _ in range(20):
        whole = whole * whole
    assert whole.exact is None
    assert whole.known_to(15)
    assert (FEW.number(Fraction(3)) ** LONG).exact is None


@pytest.mark.parametrize(
    "ask",
    [
        lambda zero: zero.sign,
        lambda zero: zero == 0,
        lambda zero: 1 / zero,
        lambda zero: FEW.log(zero),
        lambda zero: FEW.gate(zero),
        lambda zero: FEW.exp(zero * 10**40),
    ],
)
def test_what_cannot_be_told_is_not_told(ask: Callable[[Any], Any]) -> None:
    """A number that may be zero or not, for all that twenty digits say."""
    e = FEW.exp(FEW.number(Fraction(1)))
    with pytest.raises(Undetermined):
        ask((e + 1) * (e - 1) - (e * e - 1))


@pytest.mark.parametrize(
    ("error", "ask"),
    [
        (ZeroDivisionError, lambda field: 1 / field.number(Fraction(0))),
        (ZeroDivisionError, lambda field: field.number(Fraction(0)) ** -1),
        (OutsideDomain, lambda field: field.log(field.number(Fraction(-1)))),
        (OutsideDomain, lambda field: field.log(-field.exp(field.number(Fraction(1))))),
        (OverflowError, lambda field: field.exp(field.number(Fraction(10**9)))),
        (OverflowError, lambda field: field.exp(field.number(Fraction(9))) ** 10**9),
    ],
)
def test_where_there_is_no_value_there_is_none(
    error: type[Exception], ask: Callable[[Enclosed], Any]
) -> None:
    """And where it is too large to be written down."""
    with pytest.raises(error):
        ask(FEW)


def test_what_is_too_small_to_be_written_is_nearly_nothing() -> None:
    """It is not zero for certain, and neither is it anything else."""
    tiny = FEW.exp(FEW.number(Fraction(-(10**9))))
    assert tiny.may_be_zero
    assert not tiny.is_zero
    assert (1 + tiny).known_to(15)
    for place, expected in ((-3000, 0), (3000, 1)):
        low, high = FEW.Phi(FEW.number(Fraction(place))).ends
        assert low <= expected <= high


def test_a_dual_number_carries_its_slope() -> None:
    """Of a product, a quotient, a power and an exponential; at a kink there is none."""
    domain = WithDuals(FEW)
    x = Dual(FEW.number(Fraction(2)), 1, 1)
    assert Fraction(12) == slope_of(x**3, 1).exact
    assert Fraction(-1, 4) == slope_of(1 / x, 1).exact
    assert slope_of(domain.exp(x) * x, 1).known_to(15)
    with pytest.raises(OutsideDomain):
        domain.gate(Dual(FEW.number(Fraction(0)), 1, 1))


def test_logarithms_of_radii_add_up() -> None:
    """Two of a kind are twice as much, and nothing adds nothing."""
    assert together(3.0, 3.0) == pytest.approx(4.0, abs=1e-5)
    assert together(-10.0, float("-inf")) == pytest.approx(-10.0, abs=1e-5)
    assert together(float("-inf")) == float("-inf")


def test_sizes_are_bounded_on_both_sides() -> None:
    """In binary logarithms, closely."""
    e = FEW.exp(FEW.number(Fraction(3)))
    assert e.log_at_least <= 3 * 1.4426950408889634 <= e.log_at_most
    assert e.log_at_most - e.log_at_least < 1e-5
    assert (e - e).log_at_most == float("-inf")
    assert BITS == pytest.approx(3.321928094887362)
