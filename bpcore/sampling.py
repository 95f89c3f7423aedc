"""Where two sides are compared: readable points first, then generic ones.

A readable point refutes in a way a person can redo; a generic one (unsymmetric fractions of both
signs, pairwise distinct widths) leaves a wrong formula nowhere to hide.  What may vary is found
here too: the free names under two sides, or names held apart from their definitions.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count, product
from math import prod

from bpcore.domain import Domain
from bpcore.evaluate import Value, as_value, each
from bpcore.expr import Apply, Derivative, Expr, Index, Name, Sum, WidthOf
from bpcore.function import Function
from bpcore.shape import letters
from bpcore.tree import depends, everything_under, indices_at, moves, parts, walk

READABLE = tuple(
    Fraction(n, m) for n, m in [(0, 1), (1, 1), (-1, 1), (2, 1), (1, 2), (-2, 1), (3, 1)]
)
OFTEN = 6  # one in so many numbers is an end of an interval that is reached
INSIDE = tuple(Fraction(n, 10) for n in (5, 3, 2, 8, 6, 1))
ASSIGNMENTS = 3  # of numbers to the widths that are letters


Sides = tuple[Expr, Expr]


def nodes_under(sides: Sides) -> list[Expr]:
    """Return all nodes of two sides and of the definitions they lead to, as they appear."""
    found: list[Expr] = []
    opened: set[Name] = set()
    waiting = list(reversed(sides))
    while waiting:
        for node in walk(waiting.pop()):
            found.append(node)
            if isinstance(node, Name) and node.definition is not None and node not in opened:
                opened.add(node)
                waiting.append(node.definition)
            if isinstance(node, Name) and node.of and node not in opened:
                opened.add(node)
                waiting.extend(node.of)
    return found


def in_order(found: Iterable[Name], sides: Sides) -> list[Name]:
    """Return names without repetition, in order of their text, namesakes as they appear."""
    wanted = set(found)
    as_met = dict.fromkeys(node for node in nodes_under(sides) if isinstance(node, Name))
    return sorted((n for n in as_met if n in wanted), key=lambda name: (name.text, name.tex))


def told_apart(names: Iterable[Name]) -> Iterator[tuple[Name, int]]:
    """Yield names, each with the number of its namesakes before it: they are not the same."""
    seen: Counter[tuple[str, str]] = Counter()
    for name in names:
        yield name, seen[name.text, name.tex]
        seen[name.text, name.tex] += 1


def displayed(sides: Sides) -> list[Name]:
    """Return the names displayed outside derivatives, and what the derivatives lead to."""
    shown = {n for side in sides for n in shown_outside(side)}
    below = {n for n in below_derivatives(sides, shown) if n.independent}
    return in_order(shown | below, sides)


def variables(sides: Sides) -> list[Name]:
    """Return what is differentiated by, and the names without a definition beside it.

    Of two variables of which one depends on the other, only that other one varies by itself.
    """
    found = {n.variable for side in sides for n in walk(side) if isinstance(n, Derivative)}
    first = frozenset(v for v in found if not any(depends(v, u) for u in found if u is not v))
    under = {n for side in sides for n in everything_under(side, stop=first)}
    return in_order((n for n in under if n.independent or n in first), sides)


def leaves(sides: Sides) -> list[Name]:
    """Return the names without a definition under both sides."""
    under = {n for side in sides for n in everything_under(side)}
    return in_order((n for n in under if n.independent), sides)


def shown_outside(node: Expr) -> Iterator[Name]:
    """Yield the names displayed in a node, those differentiated by and those held included."""
    if isinstance(node, Derivative):
        yield node.variable
        yield from node.held
        return
    if isinstance(node, Name):
        yield node
    for part in parts(node):
        yield from shown_outside(part)


def below_derivatives(sides: Sides, shown: set[Name]) -> Iterator[Name]:
    """Yield everything that the derivatives in two sides lead to, stopping at names on display.

    A name on display that depends on the variable is unfolded inside the derivative.
    """
    for side in sides:
        for node in walk(side):
            if isinstance(node, Derivative):
                by = node.variable
                held = frozenset(node.held)
                fixed = {n for n in shown if n is by or not moves(n, by, held)}
                yield from everything_under(node.of, frozenset(fixed))


def width_letters(sides: Sides) -> list[str]:
    """Return the letters of all widths under two sides, in alphabetical order."""
    found: set[str] = set()
    for node in nodes_under(sides):
        found |= letters(node.shape)
        if isinstance(node, WidthOf):
            found.add(node.width)
        bound = (node.index,) if isinstance(node, Sum) else ()
        ranges = [at.width for at in (*bound, *indices_at(node)) if isinstance(at, Index)]
        found |= {width for width in ranges if isinstance(width, str)}
    return sorted(found)


def largest_place(sides: Sides) -> int:
    """Return the largest number that an index is set to under two sides; 1 if there is none."""
    places = (at for node in nodes_under(sides) for at in indices_at(node))
    return max((at for at in places if isinstance(at, int)), default=1)


def width_assignments(found: list[str], least: int = 2) -> list[dict[str, int]]:
    """Return three assignments of pairwise distinct widths; one, of nothing, if there are none.

    None is another one in another order, and they have different sums and products, so that no
    total of widths tells less than the widths do.  All are at least 2, and at least ``least``, so
    that the entries asked for are there.

    >>> width_assignments(["m", "n"])
    [{'m': 2, 'n': 3}, {'m': 4, 'n': 2}, {'m': 2, 'n': 5}]
    """
    if not found:
        return [{}]
    least = max(2, least)
    others = tuple(range(least, least + len(found) - 1))
    chosen = []
    for turn in range(ASSIGNMENTS):
        numbers = (*others, least + len(found) - 1 + turn)
        by = turn % len(found)  # so that no letter keeps its number
        chosen.append(dict(zip(found, (*numbers[by:], *numbers[:by]), strict=True)))
    return chosen


def further_assignments(found: list[str], least: int = 2) -> list[dict[str, int]]:
    """Return two assignments of larger widths, at which points can still refute; none of nothing.

    >>> further_assignments(["m", "n"])
    [{'m': 7, 'n': 8}, {'m': 12, 'n': 11}]
    """
    if not found:
        return []
    start, width = max(2, least) + 5, len(found)
    ahead = range(start, start + width)
    back = range(start + 2 * width + 1, start + width + 1, -1)
    return [dict(zip(found, numbers, strict=True)) for numbers in (ahead, back)]


def index_assignments(
    free: frozenset[Index], widths: dict[str, int], most: int = 0
) -> list[dict[Index, int]]:
    """Return every value of the free indices; if there are more than ``most``, so many of them."""
    order = sorted(free, key=lambda index: index.letter)
    sizes = [width if isinstance(width := one.width, int) else widths[width] for one in order]
    if not most or prod(sizes) <= most:
        every = product(*(range(1, size + 1) for size in sizes))
        return [dict(zip(order, numbers, strict=True)) for numbers in every]
    apart = range(0, prod(sizes), -(-prod(sizes) // most))
    return [dict(zip(order, decoded(place, sizes), strict=True)) for place in apart]


def decoded(place: int, sizes: list[int]) -> list[int]:
    """Return the indices, counted from 1, of what stands at a place when all are in order."""
    found = []
    for size in reversed(sizes):
        place, index = divmod(place, size)
        found.append(index + 1)
    return found[::-1]


def functions_under(sides: Sides) -> list[Function]:
    """Return the unspecified functions under two sides, in order of text, then appearance."""
    bases = [
        node.function.base or node.function
        for node in nodes_under(sides)
        if isinstance(node, Apply)
    ]
    found = dict.fromkeys(base for base in bases if base.unspecified)
    return sorted(found, key=lambda function: function.text)


@dataclass(frozen=True)
class Sampler:
    """Draws values for names; the same seed gives the same values on every machine."""

    seed: int

    def generic(
        self, name: Name, rows: int, columns: int, turn: int, namesakes: int = 0
    ) -> list[list[Fraction]]:
        """Return unsymmetric fractions inside the name's interval, of both signs if it has none.

        ``namesakes`` keeps apart names that are written alike but are not the same.
        """
        draw = random.Random(f"{self.seed}/{name.text}/{name.tex}/{namesakes}/{turn}")
        return [[inside(name, draw) for _ in range(columns)] for _ in range(rows)]

    def short(
        self, name: Name, rows: int, columns: int, turn: int, namesakes: int = 0
    ) -> list[list[Fraction]]:
        """Return small whole numbers other than zero, of both signs."""
        draw = random.Random(f"{self.seed}/{name.text}/{name.tex}/{namesakes}/{turn}")
        small = [number for number in range(-3, 4) if number]
        return [[Fraction(draw.choice(small)) for _ in range(columns)] for _ in range(rows)]

    def coefficients(self, function: Function, turn: int, place: int = 0) -> list[Fraction]:
        """Return six coefficients for an instance of the unspecified function at a place."""
        draw = random.Random(f"{self.seed}/{function.text}/{place}/{turn}")
        if turn < 0:  # to be told to a reader
            return [Fraction(draw.choice([-1, 1]) * draw.randint(1, 5)) for _ in range(6)]
        return [Fraction(draw.choice([-1, 1]) * draw.randint(3, 40), 17) for _ in range(6)]


def inside(name: Name, draw: random.Random) -> Fraction:
    """Return one generic fraction of a name's interval, now and then an end that is reached."""
    low, high = name.between
    reached = [end for end, closed in zip(name.between, name.closed, strict=True) if closed]
    if reached and not draw.randrange(OFTEN):
        end = draw.choice(reached)
        assert end is not None
        return end
    if low is not None and high is not None:
        return low + (high - low) * Fraction(draw.randint(1, 988), 989)
    step = Fraction(draw.randint(1, 300), 97)
    if low is not None:
        return low + step
    if high is not None:
        return high - step
    return step * draw.choice([-1, 1])


def readable(name: Name) -> tuple[Fraction, ...]:
    """Return short numbers inside a name's interval, simplest first."""
    low, high = name.between
    reached = tuple(
        end
        for end, closed in zip(name.between, name.closed, strict=True)
        if closed and end is not None
    )
    if low is not None and high is not None:
        return (*(low + (high - low) * share for share in INSIDE), *reached)
    return (
        *(
            value
            for value in (*READABLE, *INSIDE)
            if (low is None or value > low) and (high is None or value < high)
        ),
        *reached,
    )


def readable_points(
    found: list[Name], sizes: dict[Name, tuple[int, int]]
) -> Iterator[dict[Name, Value]]:
    """Yield points of short numbers, simplest first; no more than a few hundred."""
    choices: list[list[tuple[tuple[Fraction, ...], ...]]] = []
    for name in found:
        rows, columns = sizes[name]
        numbers = readable(name)
        if rows * columns == 1:
            choices.append([((number,),) for number in numbers])
        else:
            choices.append([cycled(numbers, rows, columns, start) for start in range(3)])
    for _, chosen in zip(range(400), product(*choices), strict=False):
        yield {name: as_value(value) for name, value in zip(found, chosen, strict=True)}


def cycled(
    numbers: tuple[Fraction, ...], rows: int, columns: int, start: int
) -> tuple[tuple[Fraction, ...], ...]:
    """Return an array filled with short numbers, one after another."""
    place = count(start + 1)
    return tuple(
        tuple(numbers[next(place) % len(numbers)] for _ in range(columns)) for _ in range(rows)
    )


def converted(point: dict[Name, Value], domain: Domain) -> dict[Name, Value]:
    """Return a point of fractions as numbers of a domain."""
    return {name: each(value, domain.number) for name, value in point.items()}
