"""The counterexample: numbers at which the two sides of an equality differ, told in words.

Only names without a definition get numbers, so that nothing is told that cannot occur; what names
on display come to there is worked out.  Where a function or a cost is unspecified, the message
says what was assumed of it: its values and slopes at the points concerned, which a differentiable
function can have.  Both sides are exact, or their difference stays the same with more digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement, count
from typing import TYPE_CHECKING

import mpmath

from bpcore.domain import (
    Domain,
    Dual,
    NotExact,
    Precise,
    Scalar,
    Unknown,
    slope_of,
    undualed,
)
from bpcore.evaluate import Evaluator, Setting, Value, entries
from bpcore.expr import Name
from bpcore.function import Function
from bpcore.sampling import converted, displayed, readable_points

if TYPE_CHECKING:
    from bpcore.ladder import Place, Question

MOST_SHOWN = 20  # entries of an array
MOST_TOLD = 24  # values that are assumed
GENERIC = 20  # generic points in each place
PLAIN = -1  # the turn of functions and costs with short numbers
SHORTEST, LONGEST = 1e-280, 1e280  # numbers that a double holds


@dataclass(frozen=True)
class Try:
    """Numbers for all names without a definition, and which functions are taken there."""

    point: dict[Name, Value]
    place: Place
    turn: int
    far: bool


def counterexample(question: Question) -> str | None:
    """Return in words a point where the sides differ, as short as can be found, or None."""
    for one in tries(question):
        met = question.sides_at(one.point, one.place, question.all_the_way, one.turn, far=one.far)
        if met is not None and not met[3]:
            return described(question, one, *met[:3])
    return None


def tries(question: Question) -> Iterator[Try]:
    """Yield points, the most readable first, and last one at which the sides are known to differ.

    How many there are is counted in operations.
    """
    sense = question.all_the_way
    names, places = question.vary(sense), (*question.places, *question.further_places)
    most = question.most_tries
    for far in (False, True):
        left = count(most // 2, -1)
        for place in places:
            sizes = {name: question.size(name, place) for name in names}
            for point in readable_points(names, sizes):
                if next(left) <= 0:
                    break
                yield Try(point, place, PLAIN, far)
        left = count(most // 2, -1)
        for place in places:
            for turn in range(GENERIC):
                if next(left) <= 0:
                    break
                yield Try(question.generic(sense, place, turn), place, turn, far)
            for turn, point in enumerate(question.in_regions(place)):
                yield Try(point, place, turn, far)
    if question.difference is not None:
        place, turn = question.difference
        yield Try(question.generic(sense, place, turn), place, turn, far=False)


# -- in words --------------------------------------------------------------------------------


def described(
    question: Question, one: Try, domain: Domain, left: Sequence[Scalar], right: Sequence[Scalar]
) -> str:
    """Return a counterexample in words."""
    differs = max(range(len(left)), key=lambda k: abs(left[k] - right[k]))
    mine, other = shown(left[differs]), shown(right[differs])
    where = f" in entry {differs + 1}" if len(left) > 1 else ""
    if mine == other:
        where += f"; they differ by {shown(left[differs] - right[differs])}"
    try:
        means, told = witnessed(question, one, domain)
    except NotExact:  # a number that drops out of both sides, such as a logarithm times nothing
        means, told = witnessed(question, one, Precise())
    so = f" (so that {', '.join(means)})" if means else ""
    more = ", and so on" if len(told) > MOST_TOLD else ""
    assumed = f"; assumed there: {', '.join(told[:MOST_TOLD])}{more}" if told else ""
    return (
        f"at {given(one.point, one.place)}{so} the left side is {mine} and the right side is "
        f"{other}{where}{assumed}"
    )


def witnessed(question: Question, one: Try, domain: Domain) -> tuple[list[str], list[str]]:
    """Return what names on display come to at a point, and what is assumed there, in words.

    Raises `NotExact` where that is no fraction and exact numbers are asked for.
    """
    met = Witness(domain)
    at = question.setting(converted(one.point, domain), one.place, one.turn, domain)
    for side in question.sides:
        met.value(side, at)
    means = [
        f"{name.text} = {shown(met.value(name, at))}"
        for name in displayed(question.sides)
        if name.definition is not None
    ]
    return means, list(met.assumed(at))


def given(point: dict[Name, Value], place: Place) -> str:
    """Return a point in words: every name, width and index with its number."""
    words = [f"{name.text} = {shown(value)}" for name, value in point.items()]
    words += [f"{letter} = {number}" for letter, number in place.widths.items()]
    words += [f"{index.letter} = {number}" for index, number in place.indices.items()]
    return ", ".join(words) or "any values"


def shown(value: Value) -> str:
    """Return a number or array in words: a fraction if exact, else twelve digits.

    Raises `NotExact` for a number of which nothing is known.

    >>> shown(((Fraction(1, 2), Fraction(-3)),)), shown(mpmath.mpf(10) ** -400)
    ('[1/2, -3]', '1.0e-400')
    """
    if isinstance(value, tuple):
        rows = ["[" + ", ".join(map(shown, row[:MOST_SHOWN])) + more(row) + "]" for row in value]
        return rows[0] if len(rows) == 1 else f"[{', '.join(rows[:MOST_SHOWN])}{more(rows)}]"
    if isinstance(value, (int, Fraction)):
        return str(value)
    if isinstance(value, Unknown):
        raise NotExact
    if value == 0 or SHORTEST < abs(value) < LONGEST:
        return f"{float(value):.12g}"
    return str(mpmath.nstr(value, 12))


def more(entries_: Sequence[object]) -> str:
    """Return that there are more entries than are shown, if there are."""
    left = len(entries_) - MOST_SHOWN
    return f", and {left} more" if left > 0 else ""


# -- what was assumed ------------------------------------------------------------------------


@dataclass
class Asked:
    """Where an unspecified function or cost was asked for: at which numbers, and up to which slope.

    ``least`` is the lowest derivative that was asked for there, ``most`` the highest.
    """

    at: tuple[Scalar, ...]
    least: int
    most: int


class Witness(Evaluator):
    """Reads expressions, and notes what it asks unspecified functions and costs."""

    def __init__(self, domain: Domain) -> None:
        """Take the kind of numbers."""
        super().__init__(domain)
        self.functions: dict[Function, list[Asked]] = {}
        self.costs: dict[Name, list[Asked]] = {}

    def applied(self, function: Function, argument: Scalar, at: Setting) -> Scalar:
        """Return a function's value."""
        base = function.base or function
        if base.unspecified:
            note(self.functions.setdefault(base, []), (argument,), function.primes)
        return super().applied(function, argument, at)

    def cost(self, name: Name, under: list[Scalar], at: Setting) -> Scalar:
        """Return the value of an opaque name."""
        note(self.costs.setdefault(name, []), tuple(under), 0)
        return super().cost(name, under, at)

    def assumed(self, at: Setting) -> Iterator[str]:
        """Yield what was assumed, in words."""
        for function, asked in self.functions.items():
            for one in asked:
                for primes in range(one.least, one.most + 1):
                    derived = function
                    for _ in range(primes):
                        derived = derived.prime
                    value = super().applied(derived, one.at[0], at)
                    yield f"{function.text}{marks(primes)}({shown(one.at[0])}) = {shown(value)}"
        for name, asked in self.costs.items():
            for one in asked:
                yield from self.slopes(name, one, at)

    def slopes(self, name: Name, asked: Asked, at: Setting) -> Iterator[str]:
        """Yield the value of a cost at a point, and its slopes by what it depends on."""
        places = [
            (under, k) for under in name.of for k in range(len(entries(self.named(under, at))))
        ]
        for order in range(asked.least, asked.most + 1):
            for chosen in combinations_with_replacement(range(len(places)), order):
                value = self.derived(name, asked.at, chosen, at)
                by = ", ".join(entry(*places[k], at, self) for k in chosen)
                yield (
                    f"{name.text} = {shown(value)}"
                    if not chosen
                    else (f"the slope of {name.text} by {by} = {shown(value)}")
                )

    def derived(
        self, name: Name, under: tuple[Scalar, ...], chosen: tuple[int, ...], at: Setting
    ) -> Scalar:
        """Return a derivative of a cost by some of what it depends on, one after another."""
        moved = list(under)
        for level, place in enumerate(chosen, start=1):
            moved[place] = moved[place] + Dual(0, 1, level)
        value = super().cost(name, moved, at)
        for level in range(len(chosen), 0, -1):
            value = slope_of(value, level)
        return value


def note(asked: list[Asked], arguments: tuple[Scalar, ...], primes: int) -> None:
    """Note that something was asked for, together with what was asked at the same numbers."""
    numbers = tuple(map(undualed, arguments))
    order = primes + max(map(levels, arguments), default=0)
    known = next((one for one in asked if one.at == numbers), None)
    if known is None:
        asked.append(Asked(numbers, primes, order))
    else:
        known.least, known.most = min(known.least, primes), max(known.most, order)


def levels(value: Scalar) -> int:
    """Return along how many directions a number moves."""
    return 1 + levels(value.value) if isinstance(value, Dual) else 0


def marks(primes: int) -> str:
    """Return the marks of a derivative."""
    return "'" * primes


def entry(name: Name, k: int, at: Setting, reader: Evaluator) -> str:
    """Return an entry of a name as code."""
    if not name.shape:
        return name.text
    _, columns = at.sizes(name.shape)
    if 1 in name.shape:
        return f"{name.text}[{k + 1}]"
    return f"{name.text}[{k // columns + 1}, {k % columns + 1}]"
