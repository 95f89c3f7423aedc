"""Real numbers with what is known of them: a fraction where they are exact, else a ball around.

A ball is a middle of many digits and a radius; the number lies inside, whatever was rounded on the
way.  So two numbers differ for certain where their balls are apart, and nothing follows where they
meet: whoever asks takes more digits.  The radius is kept as its binary logarithm, which is cheap
and neither too small nor too large for a double.  Knows mpmath's numbers and `domain`.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from math import ceil, inf, isqrt, log2
from typing import Any

import mpmath
from mpmath import libmp

from bpcore.domain import LARGEST, OutsideDomain

Middle = tuple[int, int, int, int]  # as mpmath holds it: sign, mantissa, exponent, bits of mantissa
BITS = 3.3219280948873626  # for each decimal digit
FAR = 10  # bits; beyond 2 to this, a normal density is too small to be written down
LONG = 2**17  # bits of a fraction; a longer one is rounded
ROUNDED = 2  # units in the last place by which a function of mpmath may be off, as a power of two
SLACK = 1e-6  # for what the logarithms of radii lose themselves
NEAREST = "n"


class Undetermined(ArithmeticError):
    """More digits are needed: a sign, or whether there is a value at all, cannot be told."""


class Enclosed:
    """Real numbers, exact or to so many digits at every step.

    Where it does not matter what is exact, ``rational=False`` rounds at once, which is quicker;
    only 0 and 1 stay what they are.
    """

    def __init__(self, digits: int, *, rational: bool = True) -> None:
        """Take the digits that each step keeps."""
        self.digits, self.rational = digits, rational
        self.bits = ceil(digits * BITS)

    def number(self, value: Fraction) -> Enclosure:
        """Return the rational itself."""
        return self.exactly(value)

    def exactly(self, value: Fraction) -> Enclosure:
        """Return a rational; one that takes pages to write is rounded."""
        whole = Enclosure(self, value)
        if self.rational:
            short = value.numerator.bit_length() + value.denominator.bit_length() <= LONG
        else:
            short = value.denominator == 1 and 0 <= value.numerator <= 1
        return whole if short else self.ball(*whole.ball)

    def ball(self, middle: Middle, spread: float) -> Enclosure:
        """Return a number that lies within two to the power of ``spread`` of a middle."""
        return Enclosure(self, None, (middle, spread))

    def about(self, middle: Middle, digits: int) -> Enclosure:
        """Return a number of which so many digits are taken to be right."""
        return self.ball(middle, size(middle) - digits * BITS)

    def rounded(self, middle: Middle, *spreads: float, off: int = 0) -> Enclosure:
        """Return a number whose middle was rounded just now; ``spreads`` were there before."""
        return self.ball(middle, together(*spreads, size(middle) - self.bits + off))

    # -- the functions that are given -------------------------------------------------------

    def exp(self, value: Any) -> Enclosure:
        """Return e to the value; raises `OverflowError` for what takes for ever to write down.

        Within a radius r below one it changes by less than 2 r, relatively.  What is far too small
        to be written down is zero but for that much.
        """
        value = self.taken(value)
        if value.is_zero:
            return self.exactly(Fraction(1))
        middle, spread = value.ball
        if spread > -1:
            raise Undetermined
        if size(middle) > log2(LARGEST):
            if not middle[0]:
                raise OverflowError
            return self.ball(libmp.fzero, -float(LARGEST) / 2)
        found = libmp.mpf_exp(middle, self.bits, NEAREST)
        return self.rounded(found, size(found) + spread + 1, off=ROUNDED)

    def log(self, value: Any) -> Enclosure:
        """Return the natural logarithm; raises `OutsideDomain` at zero and below.

        Its slope is one over the number, and at half the number it is twice that at most.
        """
        value = self.taken(value)
        if value.sign <= 0:
            raise OutsideDomain
        if value.exact == 1:
            return self.exactly(Fraction(0))
        middle, spread = value.ball
        if spread > size(middle) - 3:
            raise Undetermined
        found = libmp.mpf_log(middle, self.bits, NEAREST)
        return self.rounded(found, spread - size(middle) + 2, off=ROUNDED)

    def gate(self, value: Any) -> Enclosure:
        """Return 1 for a positive value, else 0."""
        return self.exactly(Fraction(int(self.taken(value).sign > 0)))

    def Phi(self, value: Any) -> Enclosure:  # noqa: N802
        """Return the share of a standard normal distribution below the value.

        Its slope is the density.  Far out it is 0 or 1, but for less than the density there.
        """
        value = self.taken(value)
        if value.is_zero:
            return self.exactly(Fraction(1, 2))
        middle, spread = value.ball
        if size(middle) > FAR:
            return self.ball(libmp.fzero if middle[0] else libmp.fone, value.density)
        found = self.by_mpmath("ncdf", middle)
        return self.rounded(found, value.density + spread, off=ROUNDED)

    def phi(self, value: Any) -> Enclosure:
        """Return the density of the standard normal distribution, whose slope is -x times it."""
        value = self.taken(value)
        middle, spread = value.ball
        if size(middle) > FAR:
            return self.ball(libmp.fzero, value.density)
        found = self.by_mpmath("npdf", middle)
        steep = max(0, size(middle), spread) + 1
        return self.rounded(found, value.density + spread + steep, off=ROUNDED)

    @cached_property
    def context(self) -> Any:
        """A context of mpmath with room for what its own formulas lose."""
        context = mpmath.mp.clone()
        context.prec = self.bits + 30
        return context

    def by_mpmath(self, name: str, middle: Middle) -> Middle:
        """Return what a function of mpmath gives."""
        found: Middle = getattr(self.context, name)(self.context.make_mpf(middle))._mpf_
        return found

    def taken(self, value: Any) -> Enclosure:
        """Return a number, or a rational as one."""
        if isinstance(value, Enclosure):
            return value
        return self.exactly(Fraction(value))


class Enclosure:
    """A real number: ``exact`` where that is known, and a ball in which it lies."""

    __slots__ = ("_ball", "exact", "field")

    def __init__(
        self,
        field: Enclosed,
        exact: Fraction | None,
        ball: tuple[Middle, float] | None = None,
    ) -> None:
        """Take a fraction, or a ball."""
        self.field, self.exact, self._ball = field, exact, ball

    @property
    def ball(self) -> tuple[Middle, float]:
        """The middle, and the binary logarithm of the radius."""
        if self._ball is None:
            assert self.exact is not None
            top, below, bits = self.exact.numerator, self.exact.denominator, self.field.bits
            middle = libmp.from_rational(top, below, bits, NEAREST)
            fits = below & (below - 1) == 0 and top.bit_length() <= bits
            self._ball = middle, -inf if fits else size(middle) - bits
        return self._ball

    # -- what is known ----------------------------------------------------------------------

    @property
    def is_zero(self) -> bool:
        """Whether it is known to be zero."""
        return self.exact is not None and not self.exact

    @property
    def may_be_zero(self) -> bool:
        """Whether it is zero for all that is known."""
        if self.exact is not None:
            return not self.exact
        middle, spread = self.ball
        return not middle[1] or size(middle) - 2 <= spread

    @property
    def sign(self) -> int:
        """1, 0 or -1; raises `Undetermined` where that cannot be told."""
        if self.exact is not None:
            return (self.exact > 0) - (self.exact < 0)
        if self.may_be_zero:
            raise Undetermined
        return -1 if self.ball[0][0] else 1

    @property
    def density(self) -> float:
        """The binary logarithm of an upper bound of the normal density on its ball."""
        middle, spread = self.ball
        if not middle[1] or size(middle) - 2 <= spread:
            return -1.0
        near = (
            2.0 ** min(size(middle) - 2, FAR - 1.0)
            if size(middle) > FAR
            else (float(libmp.to_float(libmp.mpf_abs(middle))) * (1 - 1e-9) - 2.0**spread)
        )
        return float(-1 - near * near / 2 * log2(2.718281828))

    @property
    def log_at_most(self) -> float:
        """The binary logarithm of its size, or more."""
        return together(log_of(self.ball[0]), self.ball[1])

    @property
    def log_at_least(self) -> float:
        """The binary logarithm of its size, or less."""
        if self.may_be_zero:
            return -inf
        found = log_of(self.ball[0])
        return found + log2(1 - 2.0 ** (self.ball[1] - found)) - SLACK

    def known_to(self, digits: int) -> bool:
        """Tell whether so many digits count, from the first that is not zero."""
        if self.exact is not None:
            return True
        middle, spread = self.ball
        return bool(middle[1]) and spread <= size(middle) - 1 - digits * BITS

    @property
    def middle(self) -> Fraction:
        """The middle of the ball, or the number itself."""
        return self.exact if self.exact is not None else fraction(self.ball[0])

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """Two fractions between which it lies."""
        if self.exact is not None:
            return self.exact, self.exact
        middle, spread = self.ball
        radius = Fraction(2) ** ceil(spread) if spread > -inf else Fraction(0)
        return fraction(middle) - radius, fraction(middle) + radius

    def __eq__(self, value: object) -> bool:
        """Tell whether it is the same number; raises `Undetermined` where that cannot be told."""
        found: Enclosure = self - value
        return found.sign == 0

    __hash__ = None  # type: ignore[assignment]

    # -- arithmetic -------------------------------------------------------------------------

    def other(self, value: Any) -> Enclosure | None:
        """Return the other operand as such a number; None for a dual number, which knows itself."""
        if isinstance(value, Enclosure):
            return value
        if isinstance(value, (int, float, Fraction)):
            return self.field.exactly(Fraction(value))
        return None

    def __add__(self, value: Any) -> Any:
        other = self.other(value)
        if other is None:
            return NotImplemented
        if self.exact is not None and other.exact is not None:
            return self.field.exactly(self.exact + other.exact)
        if self.is_zero or other.is_zero:
            return other if self.is_zero else self
        (a, da), (b, db) = self.ball, other.ball
        return self.field.rounded(libmp.mpf_add(a, b, self.field.bits, NEAREST), da, db)

    __radd__ = __add__

    def __neg__(self) -> Enclosure:
        if self.exact is not None:
            return Enclosure(self.field, -self.exact)
        middle, spread = self.ball
        return self.field.ball(libmp.mpf_neg(middle), spread)

    def __sub__(self, value: Any) -> Any:
        """Subtract; a number less itself is zero, whatever it is."""
        if value is self:
            return self.field.exactly(Fraction(0))
        other = self.other(value)
        return NotImplemented if other is None else self + (-other)

    def __rsub__(self, value: Any) -> Any:
        other = self.other(value)
        return NotImplemented if other is None else other + (-self)

    def __mul__(self, value: Any) -> Any:
        other = self.other(value)
        if other is None:
            return NotImplemented
        if self.exact is not None and other.exact is not None:
            return self.field.exactly(self.exact * other.exact)
        if self.is_zero or other.is_zero:
            return self.field.exactly(Fraction(0))
        if self.exact == 1 or other.exact == 1:
            return other if self.exact == 1 else self
        (a, da), (b, db) = self.ball, other.ball
        middle = libmp.mpf_mul(a, b, self.field.bits, NEAREST)
        return self.field.rounded(middle, size(a) + db, size(b) + da, da + db)

    __rmul__ = __mul__

    def __truediv__(self, value: Any) -> Any:
        """Divide: where the divisor is off by half of itself at most, a quotient by the double."""
        other = self.other(value)
        if other is None:
            return NotImplemented
        if other.sign == 0:
            raise ZeroDivisionError
        if self.exact is not None and other.exact is not None:
            return self.field.exactly(self.exact / other.exact)
        if self.is_zero:
            return self
        (a, da), (b, db) = self.ball, other.ball
        if db > size(b) - 3:
            raise Undetermined
        middle = libmp.mpf_div(a, b, self.field.bits, NEAREST)
        below = size(b) - 2
        return self.field.rounded(middle, da - below, size(middle) + db - below)

    def __rtruediv__(self, value: Any) -> Any:
        other = self.other(value)
        return NotImplemented if other is None else other / self

    def __pow__(self, exponent: int) -> Any:
        """Raise to a power n: within r of x it is off by n r (|x| + r) to the n - 1 at most."""
        if exponent == 0:
            return self.field.exactly(Fraction(1))
        if exponent < 0:
            return 1 / self**-exponent
        if self.exact is not None:
            long = self.exact.numerator.bit_length() + self.exact.denominator.bit_length()
            if long * exponent <= LONG:
                return self.field.exactly(self.exact**exponent)
        middle, spread = self.ball
        if not middle[1]:
            return self.field.ball(middle, exponent * spread)
        if abs(size(middle)) * exponent > LARGEST * BITS:
            raise OverflowError
        found = libmp.mpf_pow_int(middle, exponent, self.field.bits, NEAREST)
        around = together(log_of(middle), spread)
        return self.field.rounded(
            found, log2(exponent) + spread + around * (exponent - 1), off=ROUNDED
        )

    def root(self) -> Fraction | None:
        """Return the square root of a positive number where it is a fraction."""
        if self.exact is None or self.exact <= 0:
            return None
        top, below = isqrt(self.exact.numerator), isqrt(self.exact.denominator)
        found = Fraction(top, below)
        return found if found * found == self.exact else None

    def __repr__(self) -> str:
        if self.exact is not None:
            return str(self.exact)
        middle, spread = self.ball
        return f"{libmp.to_str(middle, 15)} (+- 2^{spread:.0f})"


def size(middle: Middle) -> float:
    """Return the exponent of a power of two that is above a number and at most twice of it."""
    return middle[2] + middle[3] if middle[1] else -inf


def log_of(middle: Middle) -> float:
    """Return the binary logarithm of a number's size."""
    return log2(middle[1]) + middle[2] if middle[1] else -inf


def together(*spreads: float) -> float:
    """Return the binary logarithm of a sum of numbers that are given by theirs, no less."""
    most = max(spreads)
    if most == -inf:
        return most
    return most + log2(sum(2.0 ** (spread - most) for spread in spreads)) + SLACK


def fraction(middle: Middle) -> Fraction:
    """Return a number of mpmath as the fraction it is."""
    sign, mantissa, exponent, _ = middle
    found = Fraction(int(mantissa)) * Fraction(2) ** exponent
    return -found if sign else found
