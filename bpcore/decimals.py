"""Numbers as they are displayed: as many decimals as are needed, and powers of ten where those end.

Everything displayed is a fraction, so that it is the same on every machine.
"""

from __future__ import annotations

from fractions import Fraction
from math import log10

from bpcore.expr import Array, Num
from bpcore.tex import decimal_text

FEWEST, MOST = 4, 14  # decimals displayed
WHOLE = 200  # digits before the point; a larger number has a power of ten
EXACT = 6  # decimals of a number that is shown exactly


def rounded(value: Fraction, digits: int) -> Num:
    """Return a number with so many decimals.

    >>> rounded(Fraction(2, 3), 4)
    0.6667
    """
    return Num(Fraction(round(value * 10**digits), 10**digits), digits)


def with_power(value: Fraction, digits: int) -> Num:
    """Return a number with so many digits and a power of ten; zero has none.

    >>> with_power(Fraction(1, 3 * 10**20), 4)
    3.333e-21
    """
    power = power_of(value)
    mantissa = Fraction(round(value / Fraction(10) ** (power - digits + 1)))
    if abs(mantissa) == 10**digits:  # nines that were rounded up
        power, mantissa = power + 1, mantissa / 10
    return Num(mantissa * Fraction(10) ** (power - digits + 1), digits - 1, power)


def power_of(value: Fraction) -> int:
    """Return the power of ten of a number's first digit."""
    size = abs(value)
    guess = round((size.numerator.bit_length() - size.denominator.bit_length()) * log10(2))
    while size < Fraction(10) ** guess:
        guess -= 1
    while size >= Fraction(10) ** (guess + 1):
        guess += 1
    return guess


def decimal(value: Fraction, digits: int) -> Num:
    """Return a number that is not zero with so many decimals, or more where few would count.

    With a power of ten, it has so many digits.

    >>> decimal(Fraction(2, 3), 4), decimal(Fraction(1, 1500), 4), decimal(Fraction(1, 3**40), 4)
    (0.6667, 0.0006667, 8.225e-20)
    """
    if vanishing(value) or abs(value) >= 10**WHOLE:
        return with_power(value, digits)
    return rounded(value, max(digits, decimals_for(value)))


def vanishing(value: Fraction) -> bool:
    """Tell whether the decimals that are displayed at most show fewer than four digits."""
    return bool(abs(value) * 10 ** (MOST - FEWEST + 1) < 1)


def decimals_for(value: Fraction) -> int:
    """Return four decimals, or more where fewer than four digits would count."""
    size, digits = abs(value), FEWEST
    while size and size * 10 ** (digits - FEWEST + 1) < 1 and digits < MOST:
        digits += 1
    return digits


def terminating(value: Fraction) -> int | None:
    """Return how many decimals show a number exactly, or None if more than six would be needed."""
    exact = (digits for digits in range(EXACT + 1) if (value * 10**digits).denominator == 1)
    return next(exact, None)


def exactly(value: Fraction) -> Num | None:
    """Return a number that few decimals show exactly; None if they do not."""
    digits = terminating(value)
    return None if digits is None or abs(value) >= 10**WHOLE else Num(value, digits)


def reads_as(value: Fraction, shown: Num) -> bool:
    """Tell whether a value is displayed like a number, to its last digit.

    >>> reads_as(Fraction(2, 3), rounded(Fraction(2, 3), 4)), reads_as(Fraction(2, 3), Num(0, 4))
    (True, False)
    """
    digits, tens = shown.digits or 0, Fraction(10) ** shown.power
    return decimal_text(value / tens, digits) == decimal_text(shown.value / tens, digits)


def short(value: Fraction) -> Num:
    """Return a number with few decimals, or fewer if 30 digits show no more."""
    if value and vanishing(value):
        return with_power(value, FEWEST)
    value = Fraction(round(value * 10**30), 10**30)
    digits = terminating(value)
    if digits is not None and digits <= FEWEST:
        return Num(value, digits)
    return decimal(value, FEWEST)


def long(value: Fraction) -> Num:
    """Return a number with ten digits that count at least, as numbers are compared."""
    if value and (vanishing(value) or abs(value) >= 10**WHOLE):
        return with_power(value, 10)
    return rounded(value, max(decimals_for(value) + 6, 10))


def in_short(value: Fraction) -> str:
    """Return a number as messages tell it: with twelve digits, or four and a power of ten.

    >>> in_short(Fraction(1, 2)), in_short(Fraction(10, 3)), in_short(Fraction(-1, 3**80))
    ('0.5', '3.33333333333', '-6.765e-39')
    """
    if value and not 1 <= abs(value) * 10**9 <= 10**21:
        return written(with_power(value, 4))
    return f"{float(value):.12g}"


def written(shown: Num | Array) -> str:
    """Return displayed numbers as messages tell them, with the digits that are displayed.

    >>> written(rounded(Fraction(1), 4)), written(with_power(Fraction(1, 3**40), 4))
    ('1.0000', '8.225e-20')
    """
    if isinstance(shown, Array):
        return repr(shown)
    mantissa = decimal_text(shown.value / Fraction(10) ** shown.power, shown.digits or 0)
    return f"{mantissa}e{shown.power}" if shown.power else mantissa


def numbers_in(shown: Num | Array) -> list[Num]:
    """Return the numbers displayed, row after row."""
    if isinstance(shown, Num):
        return [shown]
    return [entry for row in shown.rows for entry in row if isinstance(entry, Num)]
