"""The kinds of number an expression can be evaluated in.

A domain knows its numbers: how a rational becomes one, and what the given functions do, each under
its text.  Exact rationals refute at a glance and stop at the first transcendental value; 50 digits
go further; floats are what NumPy computes.  Dual numbers carry a derivative through any of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

import mpmath

Scalar = Any  # a number of the domain: Fraction, mpf, float, SymPy expression or Dual

DIGITS = 50
GUARD = 30
LARGEST = 10**6  # exponent; e to the power of e to the power of it has a million digits


class Domain(Protocol):
    """A kind of number."""

    def number(self, value: Fraction) -> Scalar:
        """Return a rational as a number of this kind."""

    def exp(self, value: Scalar) -> Scalar:
        """Return e to the value."""

    def log(self, value: Scalar) -> Scalar:
        """Return the natural logarithm of a positive value."""

    def gate(self, value: Scalar) -> Scalar:
        """Return 1 for a positive value, else 0."""

    def Phi(self, value: Scalar) -> Scalar:  # noqa: N802 - the field's name
        """Return the share of a standard normal distribution below the value."""

    def phi(self, value: Scalar) -> Scalar:
        """Return the density of the standard normal distribution."""


class NotExact(ArithmeticError):
    """A value has no exact rational."""


class Unknown:
    """A real number that is no rational known exactly, such as log(2).

    It may stand in a computation as long as it drops out: nothing times it is nothing.
    """

    def unknown(self, other: Scalar) -> Scalar:
        """Return an unknown again; a dual number knows itself what to do with one."""
        return NotImplemented if isinstance(other, Dual) else self

    __add__ = __radd__ = __sub__ = __rsub__ = unknown

    def __neg__(self) -> Unknown:
        return self

    def __mul__(self, other: Scalar) -> Scalar:
        if isinstance(other, Dual):
            return NotImplemented
        return other if isinstance(other, (int, Fraction)) and other == 0 else self

    __rmul__ = __mul__

    def __truediv__(self, other: Scalar) -> Scalar:
        if isinstance(other, Dual):
            return NotImplemented
        if isinstance(other, Unknown) or other == 0:
            raise NotExact  # whether that is a division by zero cannot be told
        return self

    def __rtruediv__(self, other: Scalar) -> Scalar:
        raise NotExact  # it may be zero

    def __pow__(self, exponent: int) -> Scalar:
        if exponent < 0:
            raise NotExact  # it may be zero
        return self if exponent else Fraction(1)


class OutsideDomain(ArithmeticError):
    """A function has no real value there."""


class Exact:
    """Rational numbers; ``exp`` and ``log`` are unknown except where they are rational."""

    def number(self, value: Fraction) -> Fraction:
        """Return the rational itself."""
        return value

    def exp(self, value: Scalar) -> Scalar:
        """Return 1 at 0, an unknown elsewhere."""
        return Fraction(1) if not isinstance(value, Unknown) and value == 0 else Unknown()

    def log(self, value: Scalar) -> Scalar:
        """Return 0 at 1, an unknown elsewhere; raises `OutsideDomain` at zero and below."""
        if isinstance(value, Unknown):
            raise NotExact  # it may not be positive
        if value <= 0:
            raise OutsideDomain
        return Fraction(0) if value == 1 else Unknown()

    def gate(self, value: Scalar) -> Scalar:
        """Return 1 for a positive value, else 0; an unknown for an unknown."""
        return value if isinstance(value, Unknown) else Fraction(int(value > 0))

    def Phi(self, value: Scalar) -> Scalar:  # noqa: N802
        """Return one half at 0, an unknown elsewhere."""
        return Fraction(1, 2) if not isinstance(value, Unknown) and value == 0 else Unknown()

    def phi(self, value: Scalar) -> Scalar:
        """Return an unknown: the density has no rational value."""
        return Unknown()


class Precise:
    """Real numbers with 50 digits that count (or more) and 30 besides against cancellation."""

    def __init__(self, digits: int = DIGITS) -> None:
        """Make a context of its own, so that nobody's precision is changed."""
        self.digits = digits
        self.context = mpmath.mp.clone()
        self.context.dps = digits + GUARD

    def number(self, value: Fraction) -> Scalar:
        """Return the nearest number."""
        return self.context.mpf(value.numerator) / value.denominator

    def exp(self, value: Scalar) -> Scalar:
        """Return e to the value; raises `OverflowError` for what takes for ever to write down."""
        if abs(value) > LARGEST:
            raise OverflowError
        return self.context.exp(value)

    def log(self, value: Scalar) -> Scalar:
        """Return the natural logarithm; raises `OutsideDomain` at zero and below."""
        if value <= 0:
            raise OutsideDomain
        return self.context.log(value)

    def gate(self, value: Scalar) -> Scalar:
        """Return 1 for a positive value, else 0.

        Raises `OutsideDomain` for what may be the rounding of a zero: its sign cannot be told.
        """
        if value != 0 and abs(value) < self.context.mpf(10) ** -self.digits:
            raise OutsideDomain
        return self.context.mpf(int(value > 0))

    def Phi(self, value: Scalar) -> Scalar:  # noqa: N802
        """Return the share of a standard normal distribution below the value."""
        return self.context.ncdf(value)

    def phi(self, value: Scalar) -> Scalar:
        """Return the density of the standard normal distribution."""
        return self.context.npdf(value)


class Floats:
    """Double precision, the numbers of NumPy."""

    def number(self, value: Fraction) -> float:
        """Return the nearest double."""
        return float(value)

    def exp(self, value: float) -> float:
        """Return e to the value."""
        return math.exp(value)

    def log(self, value: float) -> float:
        """Return the natural logarithm; raises `OutsideDomain` at zero and below."""
        if value <= 0:
            raise OutsideDomain
        return math.log(value)

    def gate(self, value: float) -> float:
        """Return 1 for a positive value, else 0."""
        return float(value > 0)

    def Phi(self, value: float) -> float:  # noqa: N802
        """Return the share of a standard normal distribution below the value."""
        return math.erfc(-value / math.sqrt(2)) / 2

    def phi(self, value: float) -> float:
        """Return the density of the standard normal distribution."""
        return math.exp(-value * value / 2) / math.sqrt(2 * math.pi)


@dataclass(frozen=True)
class Dual:
    """A value with its derivative along one direction, told from others by its level.

    Nested derivatives have higher levels; a number of a lower level is a constant for a higher
    one, which is what keeps the inner derivative apart from the outer.
    """

    value: Scalar
    slope: Scalar
    level: int

    def split(self, other: Scalar) -> tuple[Scalar, Scalar, Scalar, Scalar, int]:
        """Return values and slopes of both numbers at the higher of their levels."""
        there = other.level if isinstance(other, Dual) else -1
        level = max(self.level, there)
        mine = (self.value, self.slope) if self.level == level else (self, 0)
        theirs = (other.value, other.slope) if there == level else (other, 0)
        return *mine, *theirs, level

    def __add__(self, other: Scalar) -> Dual:
        a, da, b, db, level = self.split(other)
        return Dual(a + b, da + db, level)

    __radd__ = __add__

    def __neg__(self) -> Dual:
        return Dual(-self.value, -self.slope, self.level)

    def __sub__(self, other: Scalar) -> Dual:
        a, da, b, db, level = self.split(other)
        return Dual(a - b, da - db, level)

    def __rsub__(self, other: Scalar) -> Dual:
        a, da, b, db, level = self.split(other)
        return Dual(b - a, db - da, level)

    def __mul__(self, other: Scalar) -> Dual:
        a, da, b, db, level = self.split(other)
        return Dual(a * b, da * b + a * db, level)

    __rmul__ = __mul__

    def __truediv__(self, other: Scalar) -> Dual:
        a, da, b, db, level = self.split(other)
        return Dual(a / b, (da * b - a * db) / (b * b), level)

    def __rtruediv__(self, other: Scalar) -> Dual:
        return Dual(other / self.value, -other * self.slope / (self.value * self.value), self.level)

    def __pow__(self, exponent: int) -> Dual:
        slope = exponent * self.value ** (exponent - 1) * self.slope if exponent else 0 * self.slope
        return Dual(self.value**exponent, slope, self.level)


class WithDuals:
    """A domain whose numbers may be dual over those of another domain."""

    def __init__(self, base: Domain) -> None:
        """Keep the domain underneath."""
        self.base = base

    def number(self, value: Fraction) -> Scalar:
        """Return a constant."""
        return self.base.number(value)

    def exp(self, value: Scalar) -> Scalar:
        """Return e to the value; its slope is the same times the slope."""
        if not isinstance(value, Dual):
            return self.base.exp(value)
        found = self.exp(value.value)
        return Dual(found, found * value.slope, value.level)

    def log(self, value: Scalar) -> Scalar:
        """Return the logarithm; its slope is the slope over the value."""
        if not isinstance(value, Dual):
            return self.base.log(value)
        return Dual(self.log(value.value), value.slope / value.value, value.level)

    def gate(self, value: Scalar) -> Scalar:
        """Return the gate, of slope 0; raises `OutsideDomain` at zero, where it has no slope.

        Raises `NotExact` for an unknown, which may be zero.
        """
        if not isinstance(value, Dual):
            return self.base.gate(value)
        if isinstance(undualed(value), Unknown):
            raise NotExact
        if undualed(value) == 0:
            raise OutsideDomain
        return Dual(self.gate(value.value), 0, value.level)

    def Phi(self, value: Scalar) -> Scalar:  # noqa: N802
        """Return the normal distribution; its slope is the density times the slope."""
        if not isinstance(value, Dual):
            return self.base.Phi(value)
        return Dual(self.Phi(value.value), self.phi(value.value) * value.slope, value.level)

    def phi(self, value: Scalar) -> Scalar:
        """Return the density; its slope is minus the value times the density times the slope."""
        if not isinstance(value, Dual):
            return self.base.phi(value)
        found = self.phi(value.value)
        return Dual(found, -(value.value * found) * value.slope, value.level)


def undualed(value: Scalar) -> Scalar:
    """Return the number that a dual number is a small step away from."""
    return undualed(value.value) if isinstance(value, Dual) else value


def slope_of(value: Scalar, level: int) -> Scalar:
    """Return the derivative that a number carries at a level."""
    return value.slope if isinstance(value, Dual) and value.level == level else 0


def rational(value: Scalar) -> Fraction:
    """Return an exact or 50-digit number as the fraction it is."""
    if isinstance(value, (int, Fraction)):
        return Fraction(value)
    sign, mantissa, exponent, _ = value._mpf_
    size = Fraction(int(mantissa)) * Fraction(2) ** exponent
    return Fraction(-size if sign else size)
