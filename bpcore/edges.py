"""Edges: points at which a side of an equality may have no value, looked at one by one.

Zeros of each name, ties between entries, a singular matrix, ends of intervals, saturated numbers of
both signs.  Each side is evaluated by itself there.  If one has a value where the other has none,
the condition of the equality has to exclude the point.  This is a net beneath `bpcore.lost_values`,
which reads off the trees what holds at all points: here nothing is read off, and little is seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from bpcore.bounds import assumptions
from bpcore.condition import Condition
from bpcore.domain import Domain, Exact, Floats, NotExact, OutsideDomain, Precise, Scalar, Unknown
from bpcore.evaluate import Evaluator, Setting, Value, as_value, entries
from bpcore.expr import Apply, Div, Entry, Expr, Name, Num, Pow, WidthOf
from bpcore.function import ANYWHERE
from bpcore.needs import Kind, Need, needs
from bpcore.sampling import converted, leaves, nodes_under, readable
from bpcore.signs import met
from bpcore.unfold import entry_of

if TYPE_CHECKING:
    from bpcore.ladder import Place, Question

Point = dict[Name, Value]
FEW_STEPS, MANY_STEPS = 200, 4000  # of evaluation, for one equality
LONG = 400  # digits by which a value that doubles do not find is looked for again
SATURATED = Fraction(40)  # far enough for doubles to lose the one beside an exponential


def uncovered(question: Question, condition: Condition) -> str:
    """Return an edge, in words, at which one side alone has a value and the condition says nothing.

    The text is empty if there is none among those looked at, which are as many as a number of steps
    of evaluation allows: few where nothing is asked for that could be missing.
    """
    asked = [*needs(question.left), *needs(question.right)]
    if not asked and not may_lack(question):
        return ""
    look = Look(question, question.places[0], FEW_STEPS if all(map(met, asked)) else MANY_STEPS)
    try:
        for turn, point in enumerate(edges(question, look.place)):
            if look.one_sided(point, turn, Floats()) and not look.excluded(point, turn, condition):
                words = look.confirmed(point, turn)
                if words:
                    return words
    except TooManySteps:
        pass
    return ""


def may_lack(question: Question) -> bool:
    """Tell whether a divisor, or a function with a domain, stands under the sides."""
    for node in nodes_under(question.sides):
        match node:
            case Div(right=right) if not isinstance(right, (Num, WidthOf)):
                return True
            case Pow(exponent=exponent) if exponent < 0:
                return True
            case Apply(function=function) if function.domain != ANYWHERE:
                return True
    return False


class TooManySteps(Exception):
    """An evaluation, with those before it, took as many steps as are allowed."""


class Careful(Precise):
    """Many digits, and no exponential that could vanish beside a number by having too few of them.

    One further out than there are digits raises `OverflowError`, as it takes more than a third of
    them to write it beside a one: then it is not known whether a side has a value.
    """

    def exp(self, value: Scalar) -> Scalar:
        """Return e to the value."""
        if abs(value) > self.digits:
            raise OverflowError
        return super().exp(value)

    def Phi(self, value: Scalar) -> Scalar:  # noqa: N802 - the field's name
        """Return the share of a standard normal distribution below the value."""
        if value * value > self.digits:
            raise OverflowError
        return super().Phi(value)


class ByEntry(Evaluator):
    """Reads an entry of an array by itself, whatever the other entries are; counts its steps."""

    def __init__(self, domain: Domain, steps: int) -> None:
        """Take a kind of number, and how many steps are allowed."""
        super().__init__(domain)
        self.left = steps

    def value(self, expr: Expr, at: Setting) -> Value:
        """Return the value of an expression; raises `TooManySteps`."""
        self.left -= 1
        if self.left < 0:
            raise TooManySteps
        if isinstance(expr, Entry):
            array = expr.array
            if isinstance(array, Name) and array.definition is not None and array not in at.values:
                return self.value(entry_of(array.definition, expr.at), at)
            inner = entry_of(array, expr.at)
            if not isinstance(inner, Entry):
                return self.value(inner, at)
        return super().value(expr, at)


# -- points ----------------------------------------------------------------------------------


def edges(question: Question, place: Place) -> Iterator[Point]:
    """Yield points at edges, each inside the intervals of its names."""
    names = leaves(question.sides)
    sizes = {name: question.size(name, place) for name in names}
    plain = {name: filled(name, sizes[name], None) for name in names}
    for value in (Fraction(0), Fraction(1), Fraction(-1)):
        yield {name: filled(name, sizes[name], value) for name in names}
    for name in names:
        yield {**plain, name: filled(name, sizes[name], Fraction(0))}
        for far in (SATURATED, -SATURATED):
            yield {**plain, name: filled(name, sizes[name], far)}
        rows, columns = sizes[name]
        if rows * columns > 1:
            yield {**plain, name: with_one_zero(name, plain[name])}
        if rows > 1 and columns > 1:
            yield {**plain, name: singular(name, rows, columns)}
    for end in (0, 1):
        closed = [name for name in names if name.closed[end] and name.between[end] is not None]
        if closed:
            yield {**plain, **{n: filled(n, sizes[n], n.between[end]) for n in closed}}


def filled(name: Name, size: tuple[int, int], value: Fraction | None) -> Value:
    """Return an array filled with a number, or with short ones where it has to be another."""
    if value is not None and lies_in(name, value):
        numbers = [value]
    else:
        numbers = [one for one in readable(name) if one] or list(readable(name))
    rows, columns = size
    return as_value(
        tuple(
            tuple(numbers[(i * columns + j) % len(numbers)] for j in range(columns))
            for i in range(rows)
        )
    )


def lies_in(name: Name, value: Fraction) -> bool:
    """Tell whether a number lies in the interval of a name."""
    (low, high), (low_closed, high_closed) = name.between, name.closed
    above = low is None or value > low or (low_closed and value == low)
    return above and (high is None or value < high or (high_closed and value == high))


def with_one_zero(name: Name, value: Value) -> Value:
    """Return an array with zero in the place of its first entry, if that may be zero."""
    if not lies_in(name, Fraction(0)):
        return value
    (_, *first), *others = value
    return ((Fraction(0), *first), *others)


def singular(name: Name, rows: int, columns: int) -> Value:
    """Return a matrix in which each row is a multiple of the first, if its entries may be those."""
    found = tuple(tuple(Fraction((i + 1) * (j + 1)) for j in range(columns)) for i in range(rows))
    within = all(lies_in(name, entry) for row in found for entry in row)
    return found if within else filled(name, (rows, columns), None)


# -- values ----------------------------------------------------------------------------------


@dataclass
class Look:
    """Both sides of an equality, evaluated by themselves in a place, with so many steps left."""

    question: Question
    place: Place
    steps: int

    def setting(self, point: Point, turn: int, domain: Domain) -> Setting:
        """Return where the sides are evaluated."""
        return self.question.setting(converted(point, domain), self.place, turn, domain)

    def value(self, node: Expr, at: Setting, domain: Domain) -> list[Scalar]:
        """Return the entries of an expression; raises what evaluating it raises."""
        reader = ByEntry(domain, self.steps)
        try:
            return entries(reader.value(node, at))
        finally:
            self.steps = reader.left

    def one_sided(
        self, point: Point, turn: int, domain: Domain
    ) -> tuple[str, str, list[Scalar]] | None:
        """Return which side alone has a value, the other side, and that value; None for both.

        None, too, where neither has one, and where a domain does not know.
        """
        found = {}
        at = self.setting(point, turn, domain)
        for name, side in zip(("left", "right"), self.question.sides, strict=True):
            try:
                found[name] = self.value(side, replace(at, known={}), domain)
            except (ZeroDivisionError, OutsideDomain):
                continue
            except (NotExact, OverflowError):
                return None
            if any(isinstance(one, Unknown) or one != one for one in found[name]):
                return None
        if len(found) != 1:
            return None
        ((name, here),) = found.items()
        return name, "right" if name == "left" else "left", here

    def confirmed(self, point: Point, turn: int) -> str:
        """Return in words what stands where one side alone has a value, by exact numbers.

        Where these are not known, many digits decide; the text is empty if doubles were wrong.
        """
        from bpcore.counterexample import given, shown  # the ladder asks for edges

        for domain in (Exact(), Careful(LONG)):
            found = self.one_sided(point, turn, domain)
            if found is not None:
                has, other, here = found
                where, number = given(point, self.place), shown(as_value((tuple(here),)))
                return f"at {where} the {has} side is {number} and the {other} side has no value"
        return ""

    def excluded(self, point: Point, turn: int, condition: Condition) -> bool:
        """Tell whether a condition, or an assumed bound, excludes a point."""
        at = self.setting(point, turn, Precise())
        assumed = assumptions(*self.question.sides)
        return any(self.fails(need, at) for need in condition.needs) or any(
            self.leaves_bounds(name, at) for name in assumed
        )

    def fails(self, need: Need, at: Setting) -> bool:
        """Tell whether a need is not met at a point, at some values of its indices.

        What has no value is not met.
        """
        for numbers in product(*(range(1, at.width(index.width) + 1) for index in need.every)):
            there = dict(zip(need.every, numbers, strict=True))
            try:
                (found,) = self.value(
                    need.of, replace(at, indices={**at.indices, **there}), Precise()
                )
            except (ArithmeticError, ValueError):
                return True
            if found == 0 or (need.kind is Kind.POSITIVE and found < 0):
                return True
        return False

    def leaves_bounds(self, name: Name, at: Setting) -> bool:
        """Tell whether a name leaves the bounds that are assumed of it."""
        try:
            found = self.value(name, at, Precise())
        except (ArithmeticError, ValueError):
            return True
        return any(
            (low is not None and one < low) or (high is not None and one > high)
            for low, high in (map_to(name.between, Precise()),)
            for one in found
        )


def map_to(ends: tuple[Fraction | None, Fraction | None], domain: Domain) -> tuple[Scalar, Scalar]:
    """Return the ends of an interval as numbers of a domain."""
    low, high = (None if end is None else domain.number(end) for end in ends)
    return low, high
