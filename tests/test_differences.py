"""Differences run into a slope, or they do not."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from bpcore.differences import Left, Unseen, Unsmooth, displayed, fits, five_points, judged
from bpcore.enclosure import Enclosed, Enclosure
from bpcore.errors import NothingChecked

Of = Callable[[Enclosed, Enclosure], Enclosure]


def difference(of: Of, at: Fraction) -> Callable[[Fraction, int], Enclosure]:
    """Return the differences of a function at a place."""

    def measure(step: Fraction, digits: int) -> Enclosure:
        field = Enclosed(digits)
        try:
            return five_points(lambda by: of(field, field.number(at) + by), step)
        except ArithmeticError as error:
            raise NothingChecked("no value there") from error

    return measure


def verdict(of: Of, slope: Of, at: Fraction) -> bool:
    """Return whether the differences of a function fit a slope at a place."""

    def again(digits: int) -> Enclosure:
        return slope(Enclosed(digits), Enclosed(digits).number(at))

    return fits(difference(of, at), again(80), again)


CASES: list[tuple[Of, Of, Fraction]] = [
    (lambda field, x: field.exp(x), lambda field, x: field.exp(x), Fraction(1)),
    (lambda field, x: x**5, lambda field, x: 5 * x**4, Fraction(0)),
    (lambda field, x: x**5, lambda field, x: 5 * x**4, Fraction(1, 10**4)),
    (lambda field, x: x**3, lambda field, x: 3 * x**2, Fraction(0)),
    (lambda field, x: field.exp(x) - x, lambda field, x: field.exp(x) - 1, Fraction(0)),
    (
        lambda field, x: field.exp(10**60 * x),
        lambda field, x: 10**60 * field.exp(10**60 * x),
        Fraction(0),
    ),
]


@pytest.mark.parametrize(("of", "slope", "at"), CASES)
def test_the_right_slope_fits_and_no_other_does(of: Of, slope: Of, at: Fraction) -> None:
    """Off by whatever, above or below."""
    assert verdict(of, slope, at)
    for share in (Fraction(1, 10**9), Fraction(-1, 10**30), Fraction(-2)):

        def off(field: Enclosed, x: Enclosure, share: Fraction = share) -> Enclosure:
            found = slope(field, x)
            return found + share if found.is_zero else found * (1 + share)

        assert not verdict(of, off, at)


def test_what_is_left_falls_or_stays() -> None:
    """It falls for the slope of a fifth power at zero, and stays for one that is off."""
    measure = difference(lambda field, x: x**5, Fraction(0))
    zero, off = Fraction(0), Fraction(1, 10**100)
    for slope, expected in (
        (zero, [Left.FALLS] * 3),
        (off, [Left.FALLS, Left.STAYS, Left.STAYS]),
    ):

        def again(digits: int, slope: Fraction = slope) -> Enclosure:
            return Enclosed(digits).number(slope)

        assert expected == list(judged(measure, again(80), again))


def constant(field: Enclosed, x: Enclosure) -> Enclosure:
    """Return a number that does not depend on its argument."""
    return field.exp(field.number(Fraction(1)))


def exponential(field: Enclosed, x: Enclosure) -> Enclosure:
    """Return the exponential."""
    return field.exp(x)


def logarithm(field: Enclosed, x: Enclosure) -> Enclosure:
    """Return the logarithm."""
    return field.log(x)


def test_a_slope_too_small_to_be_seen_is_not_taken_for_right() -> None:
    """Whatever its sign is."""
    for sign in (1, -1):

        def again(digits: int, sign: int = sign) -> Enclosure:
            return Enclosed(digits).number(Fraction(sign, 10**9000))

        with pytest.raises(Unseen):
            fits(
                difference(lambda field, x: field.exp(field.number(Fraction(1))) * 1, Fraction(0)),
                again(80),
                again,
            )


def test_where_a_function_has_no_values_there_is_nothing_to_compare() -> None:
    """However near."""

    def measure(step: Fraction, digits: int) -> Enclosure:
        raise NothingChecked("no value there")

    one = Enclosed(80).number(Fraction(1))
    with pytest.raises(Unsmooth):
        fits(measure, one, lambda digits: one)
    with pytest.raises(Unsmooth):
        displayed(measure, one)


def test_the_largest_step_that_is_close_is_displayed() -> None:
    """A thousandth where it does, a smaller one beside an edge or a bend."""
    field = Enclosed(80)
    plain = displayed(
        difference(lambda field, x: field.exp(x), Fraction(0)), field.number(Fraction(1))
    )
    assert 10**-15 < abs(plain.middle - 1) < 10**-12
    at = Fraction(1, 10**4)
    near = displayed(difference(logarithm, at), field.number(1 / at))
    assert abs(near.middle * at - 1) < 10**-9
