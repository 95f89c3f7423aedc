"""Differences: the slope of a function from its values beside a point, and whether a slope fits.

Of a smooth function the five-point difference with step h is off by a multiple of the fourth power
of h (and of higher ones).  So a slope is right only if the differences run into it as the step gets
smaller: either they meet it in forty digits, or what is left falls with every halving of the step,
as it does for the right slope (to a sixteenth) and for no other (it stays).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum, auto
from fractions import Fraction
from math import ceil
from typing import Any

from bpcore.absence import NO_VALUE
from bpcore.domain import DIGITS, GUARD, Domain
from bpcore.enclosure import BITS, Enclosure
from bpcore.errors import NothingChecked

STEP = Fraction(1, 1000)  # of the difference on display, where that is close enough
CLOSE = 9  # digits in which the difference on display and the slope agree
MEETING = 40  # digits in which some difference and the slope agree
MOST_ZEROS = 6000  # behind the point of a slope that is still looked at
WEIGHTS = {-2: 1, -1: -8, 1: 8, 2: -1}  # over twelve steps
# steps, and the digits of the values: the fourth power of the step has to be seen beside them
SHOWN = (
    (STEP, DIGITS + GUARD),
    (STEP**2, 120),
    (STEP**4, 160),
    (Fraction(1, 10**20), 160),
)
QUICK = (Fraction(1, 10**15), DIGITS + GUARD)  # 60 digits of what is left out, 65 of what is lost
JUDGING = ((Fraction(1, 10**20), 160), (Fraction(1, 10**50), 360), (Fraction(1, 10**150), 1000))

Difference = Callable[[Fraction, int], Enclosure]  # with a step, from values of so many digits
Slope = Callable[[int], Enclosure]  # with so many digits


class Unsmooth(ArithmeticError):
    """A function has no values beside a point, however near."""


class Unseen(ArithmeticError):
    """A slope is so small that no difference with as many digits as may be shows anything of it."""


class Left(Enum):
    """What is left between a difference and a slope, and what becomes of it at half the step."""

    NOTHING = auto()  # beside the slope
    FALLS = auto()
    STAYS = auto()
    UNSEEN = auto()  # too few digits to tell it from zero


def five_points(
    value: Callable[[Fraction], Any], step: Fraction, domain: Domain | None = None
) -> Any:
    """Return a slope from four neighbours, given what the function is at a distance.

    A ``domain`` whose numbers do not meet fractions gives the step too.

    >>> from bpcore.enclosure import Enclosed
    >>> five_points(lambda by: Enclosed(80).number((2 + by) ** 4), Fraction(1, 10))
    32
    """
    first, *others = (value(places * step) * weight for places, weight in WEIGHTS.items())
    for other in others:
        first = first + other
    return first / (12 * step if domain is None else domain.number(12 * step))


def quickly(difference: Difference, slope: Enclosure) -> Enclosure | None:
    """Return the difference on display where a quick look suffices, else None.

    Values without enclosures may have lost digits; but what meets the slope in forty has not.
    """
    try:
        near, shown = difference(*QUICK), difference(*SHOWN[0])
    except NothingChecked:
        return None
    met = agree(near - slope, slope, MEETING) and agree(shown - slope, slope, CLOSE)
    return shown if met else None


def fits(difference: Difference, slope: Enclosure, again: Slope) -> bool:
    """Tell whether the differences run into a slope; ``again`` gives it with more digits.

    A slope that is off by e leaves no less than about e at every step.  It would pass only if e
    were far smaller than the fourth power of the smallest step, or than the last digits there, and
    there are more of these the smaller the slope is.  Raises `Unsmooth` where there are no
    differences, and `Unseen` where they show nothing.
    """
    found = list(judged(difference, slope, again))
    if not found:
        raise Unsmooth
    if found[-1] is Left.UNSEEN and not slope.may_be_zero:
        raise Unseen
    return found[-1] is Left.NOTHING or not {*found[-2:]} - {Left.FALLS, Left.UNSEEN}


def judged(difference: Difference, slope: Enclosure, again: Slope) -> Iterator[Left]:
    """Yield what is left at smaller and smaller steps, until nothing is."""
    for step, least in JUDGING:
        digits = least + below(slope)
        try:
            meant = again(digits)
            left = difference(step, digits) - meant
            if agree(left, meant, MEETING):
                yield Left.NOTHING
                return
            half = difference(step / 2, digits) - meant
        except (*NO_VALUE, NothingChecked):
            continue
        if left.may_be_zero and half.may_be_zero:
            yield Left.UNSEEN
        else:
            yield Left.FALLS if half.log_at_most <= left.log_at_least - 3 else Left.STAYS


def below(slope: Enclosure) -> int:
    """Return how many zeros a slope has behind its point: so many more digits it takes to see it.

    They are tens, so that slopes alike take the same.
    """
    zeros = 0 if slope.may_be_zero else max(0.0, -slope.log_at_least / BITS)
    return 10 * ceil(min(zeros, MOST_ZEROS) / 10)


def agree(left: Enclosure, slope: Enclosure, digits: int) -> bool:
    """Tell whether what is left is nothing beside so many digits of a slope."""
    return not slope.may_be_zero and left.log_at_most <= slope.log_at_least - digits * BITS


def displayed(difference: Difference, slope: Enclosure) -> Enclosure:
    """Return the difference with the largest step that is close to the slope, else the smallest.

    Raises `Unsmooth` where there is none.
    """
    found = None
    for step, least in SHOWN:
        try:
            found = difference(step, least + below(slope))
        except NothingChecked:
            continue
        if agree(found - slope, slope, CLOSE):
            return found
    if found is None:
        raise Unsmooth
    return found
