"""Decimals: as many as are needed, and a power of ten where they end."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpcore.code import as_code
from bpcore.decimals import (
    decimal,
    exactly,
    in_short,
    long,
    power_of,
    reads_as,
    rounded,
    short,
    with_power,
    written,
)
from bpcore.expr import Array, Num
from bpcore.language import scalar
from bpcore.tex import latex

numbers = st.builds(
    lambda mantissa, power: Fraction(mantissa) * Fraction(10) ** power,
    st.integers(-(10**9), 10**9).filter(bool),
    st.integers(-400, 400),
)


@given(numbers, st.integers(4, 30))
def test_a_power_of_ten_keeps_so_many_digits(value: Fraction, digits: int) -> None:
    """The first is not zero, and the last is rounded."""
    shown = with_power(value, digits)
    assert abs(shown.value - value) * 2 <= Fraction(10) ** (shown.power - digits + 1)
    assert 1 <= abs(shown.value) / Fraction(10) ** shown.power < 10
    assert reads_as(value, shown)


@given(numbers)
def test_the_power_of_the_first_digit(value: Fraction) -> None:
    """Not one more and not one less."""
    assert Fraction(10) ** power_of(value) <= abs(value) < Fraction(10) ** (power_of(value) + 1)


@pytest.mark.parametrize(
    ("value", "tex", "code", "said"),
    [
        (Fraction(2, 3), "0.6667", "0.6667", "0.6667"),
        (Fraction(1, 15000), "0.00006667", "6.667e-05", "0.00006667"),
        (Fraction(1, 10**11), "0.00000000001000", "1e-11", "0.00000000001000"),
        (Fraction(99, 10**13), r"9.900 \cdot 10^{-12}", "9.9e-12", "9.900e-12"),
        (-Fraction(1, 3**40), r"-8.225 \cdot 10^{-20}", "-8.225e-20", "-8.225e-20"),
        (Fraction(99999, 10**25), r"1.000 \cdot 10^{-20}", "1.0e-20", "1.000e-20"),
        (Fraction(7**300), r"3.384 \cdot 10^{253}", "3.384e253", "3.384e253"),
    ],
)
def test_numbers_are_displayed(value: Fraction, tex: str, code: str, said: str) -> None:
    """In LaTeX, in code and in messages alike; what rounds up to ten is one."""
    shown = decimal(value, 4)
    assert (tex, code, said) == (latex(shown), as_code(shown), written(shown))


def test_a_number_with_a_power_stands_in_parentheses_where_a_product_would() -> None:
    """Behind a factor and under a power, not in a sum; a minus as everywhere."""
    tiny, x = with_power(Fraction(1, 3**40), 4), scalar("x")
    plain = r"8.225 \cdot 10^{-20}"
    assert rf"x \, ({plain})" in (latex(x * tiny), latex(x * tiny).replace(r"\cdot (", r"\, ("))
    assert rf"({plain})^{{2}}" == latex(tiny**2)
    assert rf"1 - {plain}" == latex(1 - tiny)
    assert rf"{plain} + x" == latex(tiny + x)
    assert rf"1 - (-{plain})" == latex(1 - with_power(Fraction(-1, 3**40), 4))


def test_a_last_digit_that_differs_is_read() -> None:
    """The must-fail twin, with and without a power."""
    assert not reads_as(Fraction(2, 3), rounded(Fraction(6666, 10**4), 4))
    assert not reads_as(Fraction(0), with_power(Fraction(1, 10**20), 4))
    assert not reads_as(Fraction(1001, 10**23), with_power(Fraction(1, 10**20), 4))


def test_what_ends_is_exact() -> None:
    """Within six decimals, and not over pages."""
    assert Num(Fraction(1, 8), 3).digits == getattr(exactly(Fraction(1, 8)), "digits", None)
    assert exactly(Fraction(1, 3)) is None
    assert exactly(Fraction(10**300)) is None


def test_numbers_that_are_compared() -> None:
    """With ten digits or more alone, with four in an array."""
    assert "0.6666666667" == written(long(Fraction(2, 3)))
    assert "3.333333333e-21" == written(long(Fraction(1, 3 * 10**20)))
    assert "0.0000000000" == written(long(Fraction(0)))
    assert ["0.6667", "3.333e-21", "0", "0.5"] == [
        written(short(value))
        for value in (Fraction(2, 3), Fraction(1, 3 * 10**20), Fraction(0), Fraction(1, 2))
    ]


def test_numbers_in_messages() -> None:
    """Whatever their size, and whole arrays."""
    assert "0" == in_short(Fraction(0))
    assert "0.1" == in_short(Fraction(1, 10))
    assert "1.000e-300" == in_short(Fraction(1, 10**300))
    assert "1.000e400" == in_short(Fraction(10**400))
    assert "array([[0.5]])" == written(Array(((rounded(Fraction(1, 2), 4),),)))
