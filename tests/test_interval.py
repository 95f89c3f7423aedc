"""Intervals: nothing that an operation can give is left out; ends are reached where they are."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

import pytest

from bpcore.interval import (
    ANYWHERE,
    NONNEGATIVE,
    POSITIVE,
    Interval,
    point,
    positive_over,
    quadratic_over,
    root_above,
    root_below,
)

F = Fraction
ENDS = (None, F(-2), F(-1, 2), F(0), F(1, 3), F(3))


def every() -> list[Interval]:
    """Return intervals with all kinds of ends."""
    found = [point(F(2, 3)), point(0)]
    for low, high in product(ENDS, ENDS):
        if low is None or high is None or low < high:
            for closed in product((False, True), repeat=2):
                found.append(
                    Interval(
                        low, high, closed[0] and low is not None, closed[1] and high is not None
                    )
                )
    return found


def numbers(of: Interval) -> list[Fraction]:
    """Return numbers of an interval, ends that are reached and numbers near the others."""
    near = F(1, 10**6)
    low = of.low if of.low is not None else (of.high or F(0)) - 1000
    high = of.high if of.high is not None else low + 1000
    if low == high:
        return [low]
    found = [low + (high - low) * share for share in (near, F(1, 3), F(2, 3), 1 - near)]
    found += [F(0)] * (of.nonnegative is False and (-of).nonnegative is False)
    return found + [low] * of.low_closed + [high] * of.high_closed


def holds(of: Interval, number: Fraction) -> bool:
    """Tell whether a number belongs to an interval."""
    return point(number).inside(of)


@pytest.mark.parametrize("one", every(), ids=str)
def test_no_result_is_left_out(one: Interval) -> None:
    """Of sums, differences, products, powers, quotients, hulls and what two have in common."""
    for a in numbers(one):
        for power in (0, 1, 2, 3, 4):
            assert holds(one.power(power), a**power), (one, power, a)
        if a:
            assert holds(one.inverse(), 1 / a)
            assert holds(one.power(-2), a**-2)
            assert holds(one.power(-3), a**-3)
        assert holds(-one, -a)
        assert holds(one.times_over(3), 3 * a)
        for count in (1, 2, 7):
            assert holds(one.times_over(None), count * a)
    draw = random.Random(str(one))
    for other in draw.sample(every(), 12):
        for a, b in product(numbers(one), numbers(other)):
            assert holds(one + other, a + b)
            assert holds(one - other, a - b)
            assert holds(one * other, a * b), (one, other, a, b)
            assert holds(one.hull(other), a)
            assert holds(one.hull(other), b)
            if holds(other, a):
                assert holds(one.meet(other), a)
                assert not one.misses(other)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Interval(F(-1), F(2)).power(2), "[0, 4)"),
        (Interval(F(-3), F(2), True).power(2), "[0, 9]"),
        (Interval(F(0), F(1)) * Interval(F(5), None), "(0, oo)"),
        (Interval(F(0), F(1), True) * Interval(F(5), None), "[0, oo)"),
        (Interval(F(1), F(2), True, True).inverse(), "[1/2, 1]"),
        (Interval(F(0), F(2), False, True).inverse(), "[1/2, oo)"),
        (Interval(F(-2), F(0), True).inverse(), "(-oo, -1/2]"),
        (Interval(F(-1), F(1)).inverse(), "(-oo, oo)"),
        (NONNEGATIVE.times_over(None), "[0, oo)"),
        (Interval(F(-1), F(1)).times_over(None), "(-oo, oo)"),
        (quadratic_over([F(0), F(1), F(-1)], Interval(F(0), F(1))), "(0, 1/4]"),
        (quadratic_over([F(1), F(-2), F(1)], ANYWHERE), "[0, oo)"),
        (quadratic_over([F(3), F(2)], POSITIVE), "(3, oo)"),
    ],
)
def test_ends_are_as_near_as_they_can_be(found: Interval, expected: str) -> None:
    """And reached where they are."""
    assert expected == str(found)


@pytest.mark.parametrize(
    ("polynomial", "over", "is_positive"),
    [
        ([F(1), F(-1), F(0), F(1)], POSITIVE, True),  # t^3 - t + 1
        ([F(3, 10), F(-1), F(0), F(1)], POSITIVE, False),
        ([F(0), F(1), F(-1)], Interval(F(0), F(1)), True),
        ([F(0), F(1), F(-1)], Interval(F(0), F(1), True), False),
        ([F(0), F(1), F(-1)], Interval(F(0), F(1), False, True), False),
        ([F(1, 10**12), F(0), F(1)], ANYWHERE, True),
        ([F(0), F(0), F(1)], ANYWHERE, False),
        ([F(-1, 10**12), F(0), F(1)], ANYWHERE, False),
        ([F(25), F(-10), F(1)], Interval(F(5), None), True),
        ([F(25), F(-10), F(1)], Interval(F(4), None), False),
        ([F(5)], ANYWHERE, True),
        ([F(0)], ANYWHERE, False),
        ([F(-10), F(1)], Interval(F(10), None), True),
        ([F(10), F(-1)], Interval(None, F(10)), True),
        ([F(10), F(-1)], Interval(None, F(10), False, True), False),
    ],
)
def test_roots_are_counted(polynomial: list[Fraction], over: Interval, is_positive: bool) -> None:
    """Wherever they are, and at the ends too."""
    assert is_positive == positive_over(polynomial, over)


def test_what_sturm_says_agrees_with_values() -> None:
    """On polynomials made of known roots."""
    draw = random.Random(7)
    for _ in range(300):
        roots = [F(draw.randint(-9, 9), draw.randint(1, 4)) for _ in range(draw.randint(1, 5))]
        polynomial = [F(draw.choice((-1, 1)))]
        for root in roots:
            shifted = [F(0), *polynomial]
            polynomial = [a - root * b for a, b in zip(shifted, [*polynomial, F(0)], strict=True)]
        low = F(draw.randint(-12, 8))
        over = Interval(low, low + draw.randint(1, 9), draw.random() < 0.5, draw.random() < 0.5)
        assert over.high is not None
        at = [*sorted(root for root in roots if low < root < over.high)]
        middles = [(a + b) / 2 for a, b in zip([low, *at], [*at, over.high], strict=True)]
        ends = [low] * over.low_closed + [over.high] * over.high_closed
        values = [sum(c * t**k for k, c in enumerate(polynomial)) for t in (*middles, *at, *ends)]
        assert positive_over(polynomial, over) == all(value > 0 for value in values)


def test_roots_of_numbers_lie_between_fractions() -> None:
    """Exactly where they are fractions."""
    for value in (F(2), F(1, 3), F(49, 4), F(0), F(10**30 + 1), F(1, 10**20)):
        assert root_below(value) ** 2 <= value <= root_above(value) ** 2
    assert F(7, 2) == root_below(F(49, 4)) == root_above(F(49, 4))
