"""The quotient: zero is seen without cancelling, and the work is bounded."""

from __future__ import annotations

from functools import reduce
from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from bpcore.quotient import MOST_PRODUCTS, Quotients, TooManyTerms

X, Y, Z = letters = sympy.symbols("x y z")


def quotients() -> Quotients:
    """Return what reads expressions in three letters."""
    return Quotients(sympy.polys.rings.PolyRing(letters, sympy.QQ, sympy.lex))


def above(expression: Any) -> Any:
    """Return the polynomial above."""
    return quotients().of(sympy.sympify(expression)).above


ZERO = [
    1 / X + 1 / Y - (X + Y) / (X * Y),
    1 / (2 * X + 2) - 1 / (X + 1) / 2,
    (X**2 - Y**2) / (X - Y) - X - Y,
    1 / (1 + 1 / X) - X / (X + 1),
    (X + Y) ** -2 - 1 / (X**2 + 2 * X * Y + Y**2),
    X / Y / Z - X / (Y * Z),
    (3 * X / 7) ** -3 - sympy.Rational(343, 27) / X**3,
]


@pytest.mark.parametrize("zero", ZERO, ids=str)
def test_zero_is_seen(zero: Any) -> None:
    """And what differs by a little is not."""
    assert not above(zero)
    assert above(zero + sympy.Rational(1, 1000))
    assert above(zero + X / (Y + 1))


def test_what_is_no_rational_function_is_refused() -> None:
    """A root, a function, a division by zero."""
    nothing = sympy.Add(X / Y, -X / Y, evaluate=False)
    for wrong in (sympy.sqrt(X), sympy.exp(X), sympy.Pow(nothing, -1, evaluate=False)):
        with pytest.raises(ValueError, match=r"no rational function|a division by zero"):
            quotients().of(wrong)


def test_the_work_is_bounded() -> None:
    """By products of terms; a power of a single term is one product."""
    read = quotients()
    assert len(read.of(X ** (10**7) * Y).above) == 1
    assert len(read.of(X ** -(10**7)).below) == 1
    with pytest.raises(TooManyTerms):
        quotients().of((X + Y + Z) ** 500)
    with pytest.raises(TooManyTerms):
        quotients().of((X + Y) ** (10**7))
    assert read.products < MOST_PRODUCTS


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(*[st.integers(-3, 3)] * 4), min_size=1, max_size=4))
def test_it_agrees_with_cancelling(parts: list[tuple[int, ...]]) -> None:
    """On random fractions and their sums, as SymPy brings them over one denominator."""
    terms = [(a * X + b) / (c * Y + d * X + 5) for a, b, c, d in parts]
    whole = reduce(lambda one, other: one * X + 1 / (other + Z), terms)
    found = above(whole - sympy.cancel(sympy.together(whole)))
    assert not found
    assert above(whole - sympy.cancel(sympy.together(whole)) + 1 / (X + 4))
