"""Slips: what a student who makes a usual mistake finds, and whether that can be told from right.

A mistake that hardly changes the number hides: whoever makes it believes to have understood.  So
the numbers of an exercise are drawn again and again until each usual slip shows, and whoever gives
numbers of their own is told which slip they would hide.  All of it is decided by enclosures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import NamedTuple

from bpcore.arguments import checked
from bpcore.decimals import FEWEST, decimal, exactly, in_short
from bpcore.enclosure import Enclosure
from bpcore.errors import Refusal
from bpcore.expr import Expr, Num, Operand, expr
from bpcore.given import Given, GivenNumbers, flat

LEAST = Fraction(1, 20)  # by which a wrong number differs from the right one, of the larger of both
TRIES = 500


class SlipHides(Refusal):
    """At the given numbers a usual slip cannot be told from the right answer, or from another."""


class Slip(NamedTuple):
    """What somebody did, in words, and the expression that they worked out instead."""

    words: str
    found: Operand


class Question(NamedTuple):
    """What is asked for, and the slips that are usual."""

    answer: Operand
    slips: Sequence[Slip]


class Draw:
    """Numbers drawn by a seed: the same for the same seed, in every version of Python.

    >>> draw = Draw(1)
    >>> [draw.whole(1, 6) for _ in range(5)], str(draw.tenths(5, 25)), draw.sign()
    ([1, 6, 5, 2, 3], '7/5', -1)
    """

    def __init__(self, seed: int) -> None:
        """Take the seed."""
        self.random = Random(seed)  # of which only `random` itself is promised to stay the same

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both of them included."""
        return low + int(self.random.random() * (high - low + 1))

    def tenths(self, low: int, high: int) -> Fraction:
        """Return as many tenths as a whole number says that lies between two."""
        return Fraction(self.whole(low, high), 10)

    def sign(self) -> int:
        """Return one or minus one."""
        return 1 if self.random.random() < 0.5 else -1


@checked
def drawn_numbers(
    seed: int, given: Callable[[Draw], Given], questions: Sequence[Question]
) -> Given:
    """Return numbers, drawn by a seed, at which every slip of every question shows.

    ``given`` draws one set of numbers.  Raises `SlipHides` if so many sets have a slip that hides,
    with what hides in the last one.

    >>> from bpcore.language import scalar
    >>> x = scalar("x")
    >>> asked = Question(x**2, [Slip("doubled instead of squaring", 2 * x)])
    >>> found = drawn_numbers(1, lambda draw: {x: draw.whole(1, 3)}, [asked])
    >>> [int(value) for value in found.values()]
    [1]
    >>> drawn_numbers(1, lambda draw: {x: 2}, [asked])
    Traceback (most recent call last):
    bpcore.slips.SlipHides: doubled instead of squaring: 2 * x is 4 at these numbers, and the ...
    """
    draw, last = Draw(seed), SlipHides("no question was asked")
    for _ in range(TRIES):
        numbers = given(draw)
        try:
            for question in questions:
                check_shown(GivenNumbers(numbers), question)
        except SlipHides as hides:
            last = hides
        else:
            return numbers
    raise SlipHides(f"{last}; {TRIES} draws found no numbers without such a slip")


def check_shown(numbers: GivenNumbers, question: Question) -> list[Num]:
    """Return what each slip gives, as it is displayed; raises `SlipHides` if one cannot be told.

    A wrong number differs from the right one by a twentieth of the larger at least, and no two
    wrong ones are displayed alike.
    """
    right = number(numbers, expr(question.answer))
    values = [(slip, number(numbers, expr(slip.found))) for slip in question.slips]
    for slip, value in values:
        if not apart(right, value):
            raise SlipHides(
                f"{slip.words}: {slip.found!r} is {short(value)} at these numbers, and the right "
                f"answer {question.answer!r} is {short(right)}: choose numbers that tell them apart"
            )
    shown = [(slip, displayed(value)) for slip, value in values]
    for (one, first), (other, second) in combinations(shown, 2):
        if first.value == second.value:
            raise SlipHides(
                f"{one.words} and {other.words} both give {in_short(first.value)} at these "
                "numbers: choose others"
            )
    return [value for _, value in shown]


def number(numbers: GivenNumbers, of: Expr) -> Enclosure:
    """Return what is known of a number."""
    (found,) = flat(numbers.rows(of))
    return found


def displayed(value: Enclosure) -> Num:
    """Return a number as pages show it: exactly, or with few decimals."""
    exact = exactly(value.exact) if value.exact is not None else None
    return decimal(value.middle, FEWEST) if exact is None else exact


def apart(one: Enclosure, other: Enclosure) -> bool:
    """Tell whether two numbers are visibly apart, for certain.

    >>> from bpcore.enclosure import Enclosed
    >>> of = Enclosed(20).exactly
    >>> apart(of(Fraction(1)), of(Fraction(20, 19))), apart(of(Fraction(1)), of(Fraction(1)))
    (True, False)
    """
    low, high = (one - other).ends
    larger = max(abs(end) for value in (one, other) for end in value.ends)
    return larger > 0 and max(low, -high) >= LEAST * larger


def short(value: Enclosure) -> str:
    """Return a number in a message."""
    return in_short(value.middle)
