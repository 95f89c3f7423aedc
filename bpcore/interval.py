"""Intervals of numbers, with ends that are reached or not, and arithmetic that loses nothing.

An interval says where a quantity lies *wherever it has a value*.  Ends are fractions, so every
statement here is exact; an operation returns an interval that holds every result of operands out of
its intervals, and calls an end reached unless it is shown not to be.  This module knows numbers
only; which quantity lies where is told by `bpcore.bounds`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import isqrt

End = tuple[int, Fraction]  # (-1, 0) below all numbers, (0, number), (1, 0) above all numbers
BELOW: End = (-1, Fraction(0))
ABOVE: End = (1, Fraction(0))
MOST_DIGITS = 20_000  # binary ones of an end; one that has more is not told
FINE = 10**6  # a square root is told to one part in so many


def digits(end: Fraction | None) -> int:
    """Return how many binary digits an end has beyond those of 0, 1 and -1."""
    if end is None or end in (0, 1, -1):
        return 0
    return max(end.numerator.bit_length(), end.denominator.bit_length())


@dataclass(frozen=True)
class Interval:
    """All numbers between two ends; None is no end, and an end may belong to the interval.

    >>> square = Interval(Fraction(-1), Fraction(2)).power(2)
    >>> print(square, square + Interval(Fraction(1), None), sep="; ")
    [0, 4); (1, oo)
    """

    low: Fraction | None = None
    high: Fraction | None = None
    low_closed: bool = False
    high_closed: bool = False

    def __post_init__(self) -> None:
        if digits(self.low) > MOST_DIGITS:
            object.__setattr__(self, "low", None)
            object.__setattr__(self, "low_closed", False)
        if digits(self.high) > MOST_DIGITS:
            object.__setattr__(self, "high", None)
            object.__setattr__(self, "high_closed", False)

    @property
    def positive(self) -> bool:
        """Whether all its numbers are above zero."""
        return self.low is not None and (self.low > 0 or (self.low == 0 and not self.low_closed))

    @property
    def nonnegative(self) -> bool:
        """Whether none of its numbers is below zero."""
        return self.low is not None and self.low >= 0

    @property
    def nonzero(self) -> bool:
        """Whether zero is not among its numbers."""
        return self.positive or (-self).positive

    def inside(self, other: Interval) -> bool:
        """Tell whether all numbers of this interval belong to another."""
        return above(self.low, self.low_closed, other.low, other.low_closed) and above(
            negative(self.high), self.high_closed, negative(other.high), other.high_closed
        )

    def meet(self, other: Interval) -> Interval:
        """Return the numbers of both; of intervals that have none in common, the first."""
        return self if self.misses(other) else made(*self.common(other))

    def misses(self, other: Interval) -> bool:
        """Tell whether two intervals have no number in common."""
        low, high = self.common(other)
        return low[0] > high[0] or (low[0] == high[0] and not (low[1] and high[1]))

    def common(self, other: Interval) -> tuple[tuple[End, bool], tuple[End, bool]]:
        """Return the greater of two low ends and the smaller of two high ones."""
        low = max(self.lower, other.lower, key=lambda end: (end[0], not end[1]))
        return low, min(self.upper, other.upper, key=lambda end: (end[0], end[1]))

    def hull(self, other: Interval) -> Interval:
        """Return the smallest interval that holds both."""
        low = min(self.lower, other.lower, key=lambda end: (end[0], not end[1]))
        return made(low, max(self.upper, other.upper, key=lambda end: (end[0], end[1])))

    @property
    def lower(self) -> tuple[End, bool]:
        """The low end, and whether it is reached."""
        return (BELOW, False) if self.low is None else ((0, self.low), self.low_closed)

    @property
    def upper(self) -> tuple[End, bool]:
        """The high end, and whether it is reached."""
        return (ABOVE, False) if self.high is None else ((0, self.high), self.high_closed)

    def __neg__(self) -> Interval:
        return Interval(negative(self.high), negative(self.low), self.high_closed, self.low_closed)

    def __add__(self, other: Interval) -> Interval:
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(
            low,
            high,
            low is not None and self.low_closed and other.low_closed,
            high is not None and self.high_closed and other.high_closed,
        )

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        """Return the products: a product is largest and smallest at ends of both factors.

        It is linear in each factor by itself, so between two ends it lies between its values there.
        """
        corners = [
            corner(a, b) for a in (self.lower, self.upper) for b in (other.lower, other.upper)
        ]
        low = min(corners, key=lambda end: (end[0], not end[1]))
        return made(low, max(corners, key=lambda end: (end[0], end[1])))

    def inverse(self) -> Interval:
        """Return one over its numbers but zero; that falls on each side of zero."""
        if not (self.nonnegative or (-self).nonnegative):
            return ANYWHERE
        if not self.nonnegative:
            return -(-self).inverse()
        low = Fraction(0) if self.high is None else at_least_one_over(self.high)
        if low is None:  # the interval is zero alone
            return ANYWHERE
        high = None if not self.low else 1 / self.low
        return Interval(
            low,
            high,
            self.high is not None and self.high_closed,
            high is not None and self.low_closed,
        )

    def power(self, exponent: int) -> Interval:
        """Return its numbers to a whole power: rising above zero, and alike or opposite below."""
        if exponent == 0:
            return point(1)
        if exponent < 0:
            return self.power(-exponent).inverse()
        if max(map(digits, (self.low, self.high))) * exponent > MOST_DIGITS:
            return POSITIVE if self.positive else ANYWHERE if exponent % 2 else NONNEGATIVE
        if exponent % 2 and not self.nonnegative:
            low = None if self.low is None else self.low**exponent
            high = None if self.high is None else self.high**exponent
            return Interval(low, high, self.low_closed, self.high_closed)
        if self.nonnegative:
            high = None if self.high is None else self.high**exponent
            assert self.low is not None
            return Interval(self.low**exponent, high, self.low_closed, self.high_closed)
        if (-self).nonnegative:
            return (-self).power(exponent)
        one, other = (
            Interval(Fraction(0), self.high, True, self.high_closed),
            Interval(Fraction(0), negative(self.low), True, self.low_closed),
        )
        return one.power(exponent).hull(other.power(exponent))

    def times_over(self, number: int | None) -> Interval:
        """Return the sums of so many of its numbers; None is any number from one up.

        Of numbers that are not negative no sum is below the least of one; else nothing is known.
        """
        if number is not None:
            return self * point(number)
        low, high = self.low, self.high
        has_low = low is not None and low >= 0
        has_high = high is not None and high <= 0
        return Interval(
            low if has_low else None,
            high if has_high else None,
            has_low and self.low_closed,
            has_high and self.high_closed,
        )

    def __str__(self) -> str:
        """Return it as it is written, such as ``[0, 1)``."""
        left = "[" if self.low_closed else "("
        right = "]" if self.high_closed else ")"
        low = "-oo" if self.low is None else self.low
        high = "oo" if self.high is None else self.high
        return f"{left}{low}, {high}{right}"


ANYWHERE = Interval()
POSITIVE = Interval(Fraction(0), None)
NONNEGATIVE = Interval(Fraction(0), None, True)
SHARE = Interval(Fraction(0), Fraction(1), True, True)


def point(value: Fraction | int) -> Interval:
    """Return the interval of one number."""
    return Interval(Fraction(value), Fraction(value), True, True)


def made(low: tuple[End, bool], high: tuple[End, bool]) -> Interval:
    """Return the interval between two ends."""
    return Interval(
        None if low[0][0] else low[0][1],
        None if high[0][0] else high[0][1],
        low[1] and not low[0][0],
        high[1] and not high[0][0],
    )


def corner(one: tuple[End, bool], other: tuple[End, bool]) -> tuple[End, bool]:
    """Return the product of two ends, and whether it is reached.

    Zero times what has no end is zero: whatever the other factor is, with zero it makes zero, so it
    is reached if zero is.
    """
    (kind, value), closed = one
    (other_kind, other_value), other_closed = other
    zero, other_zero = not kind and not value, not other_kind and not other_value
    if zero or other_zero:
        return (0, Fraction(0)), (zero and closed) or (other_zero and other_closed)
    if kind or other_kind:
        sign = (kind or (1 if value > 0 else -1)) * (other_kind or (1 if other_value > 0 else -1))
        return (sign, Fraction(0)), False
    return (0, value * other_value), closed and other_closed


def negative(end: Fraction | None) -> Fraction | None:
    """Return an end on the other side of zero."""
    return None if end is None else -end


def above(end: Fraction | None, closed: bool, least: Fraction | None, reached: bool) -> bool:
    """Tell whether a low end is no lower than another."""
    if least is None:
        return True
    return end is not None and (end > least or (end == least and (reached or not closed)))


def at_least_one_over(high: Fraction) -> Fraction | None:
    """Return one over a high end that is not below zero; None for zero."""
    return 1 / high if high else None


def root_below(value: Fraction) -> Fraction:
    """Return a fraction that is no larger than the square root of a number, and nearly it."""
    top, below = value.numerator, value.denominator
    return Fraction(isqrt(top * below * FINE * FINE), below * FINE)


def root_above(value: Fraction) -> Fraction:
    """Return a fraction that is no smaller than the square root of a number, and nearly it."""
    low = root_below(value)
    return low if low * low == value else low + Fraction(1, value.denominator * FINE)


# -- polynomials in one variable -------------------------------------------------------------

Coefficients = Sequence[Fraction]  # of the powers 0, 1, 2, ...


def value_at(polynomial: Coefficients, at: Fraction) -> Fraction:
    """Return the value of a polynomial at a number."""
    whole = Fraction(0)
    for coefficient in reversed(polynomial):
        whole = whole * at + coefficient
    return whole


def quadratic_over(polynomial: Coefficients, over: Interval) -> Interval:
    """Return exactly the values of a polynomial of degree two at most, over an interval.

    c + b t + a t^2 is a (t + b/2a)^2 + c - b^2/4a: the square's own values are exact, as the
    variable stands there once.
    """
    c, b, a = (*polynomial, Fraction(0), Fraction(0))[:3]
    if not a:
        return over * point(b) + point(c)
    shift = b / (2 * a)
    return (over + point(shift)).power(2) * point(a) + point(c - a * shift * shift)


def positive_over(polynomial: Coefficients, over: Interval) -> bool:
    """Tell whether a polynomial is above zero everywhere in an interval, by Sturm's theorem.

    The theorem counts its different roots between two ends.  Without roots its sign does not
    change, so one value tells it.  A root at an end is divided out first: beside that end it
    counts with the sign of the divisor, and at the end itself the value is zero, which only an end
    that is not reached allows.
    """
    found = trimmed(polynomial)
    if len(found) <= 1:
        return bool(found) and found[0] > 0
    for end, closed, sign in ((over.low, over.low_closed, 1), (over.high, over.high_closed, -1)):
        while end is not None and not value_at(found, end):
            if closed:
                return False
            found = [sign * c for c in divided(found, (-end, Fraction(1)))[0]]
    if value_at(found, between(over)) <= 0:
        return False
    chain = sturm_chain(found)
    return changes(chain, over.low, -1) == changes(chain, over.high, 1)


def between(over: Interval) -> Fraction:
    """Return a number of an interval."""
    if over.low is not None and over.high is not None:
        return (over.low + over.high) / 2
    if over.low is not None:
        return over.low + 1
    return Fraction(0) if over.high is None else over.high - 1


def trimmed(polynomial: Coefficients) -> list[Fraction]:
    """Return a polynomial without leading zeros."""
    found = list(polynomial)
    while found and not found[-1]:
        found.pop()
    return found


def divided(top: Coefficients, by: Coefficients) -> tuple[list[Fraction], list[Fraction]]:
    """Return quotient and remainder of two polynomials."""
    rest, quotient = list(top), [Fraction(0)] * max(1, len(top) - len(by) + 1)
    while len(rest) >= len(by):
        share, place = rest[-1] / by[-1], len(rest) - len(by)
        quotient[place] = share
        for k, coefficient in enumerate(by):
            rest[place + k] -= share * coefficient
        rest.pop()
    return quotient, trimmed(rest)


def sturm_chain(polynomial: Coefficients) -> list[list[Fraction]]:
    """Return a polynomial, its slope, and the negatives of the remainders of Euclid's algorithm."""
    chain = [list(polynomial), [k * c for k, c in enumerate(polynomial)][1:]]
    while chain[-1]:
        chain.append([-c for c in divided(chain[-2], chain[-1])[1]])
    return chain[:-1]


def changes(chain: list[list[Fraction]], at: Fraction | None, side: int) -> int:
    """Return how often the sign changes along a chain at a number, or far out on one side."""
    signs = []
    for one in chain:
        if at is not None:
            value = value_at(one, at)
        else:
            value = one[-1] * (side if len(one) % 2 == 0 else 1)
        if value:
            signs.append(value > 0)
    return sum(a != b for a, b in pairwise(signs))
