"""An equality at iris flowers, in double precision: how far its two sides are apart.

Where a page works with given numbers, both sides are taken there.  Everything else that varies
takes measurements of flowers, so that even a line about any function and any width meets numbers
that somebody measured.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache

from bpcore.domain import Floats
from bpcore.evaluate import Evaluator, Setting, Value, as_value, each, entries
from bpcore.expr import Expr, Index, Name
from bpcore.iris import FLOWERS, flower
from bpcore.ladder import Place, Question, Sense
from bpcore.sampling import converted, index_assignments
from bpcore.worked import Numbers

PLACES, TURNS = 4, 12  # places looked at; flowers tried until both sides have a value
MANY = 20  # beyond so many examples one place is enough: each brings them all
LARGEST = 8  # cm, more than any measurement
MIDDLE = Fraction(3, LARGEST)  # 3 cm is about the mean of all
FLOOR = 12  # no bound below 1e-12 is given: the last digits of doubles differ between machines
NOTHING = 1e-13  # beside what is put in: what doubles leave of zero
NO_VALUE = (ArithmeticError, ValueError)


def deviation(
    left: Expr, right: Expr, examples: Iterable[Numbers] = (), every: Iterable[Index] = ()
) -> float | None:
    """Return how far two sides are apart, relative to their largest entry; None without a value.

    Where a line comes to zero, what doubles leave of it is set beside the largest number that is
    put in, or beside one.

    ``examples`` are the numbers given on the page; those that fix everything under both sides
    are used, besides the flowers.
    """
    question = Question(left, right, every)
    found = [apart for at in settings(question, examples) if (apart := at_one(question, at)) >= 0]
    return max(found, default=None)


def settings(question: Question, examples: Iterable[Numbers]) -> Iterator[list[Setting]]:
    """Yield lists of settings, of each of which the first with a value counts."""
    for given in examples:
        yield from at_given(question, given)
    places = [place for place in question.places if place.widths == question.places[0].widths]
    for place in places[:: max(1, len(places) // PLACES)]:
        yield [at_flower(question, place, turn) for turn in range(TURNS)]


def at_given(question: Question, given: Numbers) -> Iterator[list[Setting]]:
    """Yield where the given numbers put both sides, if they fix everything under them."""
    widths, domain = given.at.widths, Floats()
    fixed = all(name in given.given for name in question.vary(Sense.UNFOLDED))
    if question.unknown or not fixed or any(letter not in widths for letter in question.letters):
        return
    try:
        values = {name: each(value, domain.number) for name, value in given.given.items()}
    except OverflowError:  # no double is so large: the line has its numbers from the flowers
        return
    at = Setting(values, widths)
    wide = any(number > MANY for number in widths.values())
    for indices in index_assignments(question.free, dict(widths))[: 1 if wide else PLACES]:
        yield [replace(at, indices=indices, known={})]


def at_flower(question: Question, place: Place, turn: int) -> Setting:
    """Return a setting in which names take measurements, beginning with some flower."""
    values = {
        name: measured(name, *question.size(name, place), turn)
        for name in question.vary(Sense.UNFOLDED)
    }
    domain = Floats()
    return question.setting(converted(values, domain), place, turn, domain)


@cache
def measurements() -> tuple[Fraction, ...]:
    """Return all measurements in cm, flower after flower."""
    numbers = range(1, FLOWERS + 1)
    return tuple(value for number in numbers for value in flower(number).features)


def measured(name: Name, rows: int, columns: int, turn: int) -> Value:
    """Return measurements for a name, moved into its interval; where they begin is the name's."""
    found = measurements()
    start = 4 * (zlib.crc32(f"{name.text}/{name.tex}/{turn}".encode()) % FLOWERS)
    drawn = iter(found[start:] + found)
    return as_value(
        tuple(tuple(within(name, next(drawn)) for _ in range(columns)) for _ in range(rows))
    )


def within(name: Name, measurement: Fraction) -> Fraction:
    """Return a measurement, moved into a name's interval; scaled to about zero if it has none.

    Unscaled, sums of centimetres would drive every sigmoid to where doubles cannot follow.
    """
    low, high = name.between
    measurement = measurement / LARGEST
    if low is not None and high is not None:
        return low + (high - low) * measurement
    if low is not None:
        return low + measurement
    return high - measurement if high is not None else measurement - MIDDLE


def at_one(question: Question, at: list[Setting]) -> float:
    """Return how far both sides are apart at the first setting where they have values, else -1."""
    reader = Evaluator(Floats())
    for one in at:
        try:
            left, right = (entries(reader.value(side, one)) for side in question.sides)
        except NO_VALUE:
            continue
        scale = max(abs(value) for value in (*left, *right))
        apart = max(abs(a - b) for a, b in zip(left, right, strict=True))
        if math.isfinite(scale) and math.isfinite(apart):
            put_in = [abs(x) for value in one.values.values() for x in entries(value)]
            if scale < NOTHING * max([1, *put_in]):
                scale = max([1, *put_in])
            return float(apart / scale)
    return -1.0


def power_above(apart: float) -> int:
    """Return the exponent of the power of ten above a deviation, not below -12.

    >>> power_above(3e-9), power_above(2e-16), power_above(0.0)
    (-8, -12, -12)
    """
    return max(-FLOOR, math.floor(math.log10(apart)) + 1) if apart else -FLOOR
