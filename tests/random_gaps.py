"""Random expressions that have no value somewhere: quotients, logarithms, gates, derivatives.

And whether one has a value at a point, found by evaluating it there: nothing is read off it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import count, product
from random import Random

from bpcore import N, array, column, dot, index, let, log, odot, partial, relu, scalar, total
from bpcore.condition import Condition
from bpcore.domain import OutsideDomain, Precise
from bpcore.edges import ByEntry
from bpcore.errors import Refusal
from bpcore.evaluate import Setting, Value, as_value, entries
from bpcore.expr import Expr, Index, Name
from bpcore.function import gate, leaky_relu
from bpcore.needs import Kind, Need
from bpcore.sampling import converted

x, y = scalar("x"), scalar("y")
v, u = column("v", 2), column("u", 2)
A = array("A", 2, 2)
NAMES = (x, y, v, u, A)
SHORT = (0, 1, -1, 2, -2)
STEPS = 200_000


@dataclass
class Writer:
    """Writes expressions, each with a depth; the same seed writes the same ones."""

    draw: Random
    letters: Iterator[int] = field(default_factory=count)

    def expression(self) -> Expr:
        """Return a scalar or a column that can be written."""
        while True:
            try:
                depth = self.draw.choice([1, 2, 3])
                return self.scalar(depth) if self.draw.random() < 0.5 else self.column(depth)
            except Refusal:
                continue

    def scalar(self, depth: int, free: tuple[Index, ...] = ()) -> Expr:
        """Return a scalar in which some indices may stand."""
        entries_of = [array_[i] for i in (1, 2, *free) for array_ in (v, u)]
        if depth == 0:
            return self.draw.choice([x, y, N(self.draw.choice([1, 2, -1])), *entries_of])
        one, other = self.scalar(depth - 1, free), self.scalar(depth - 1, free)
        i = index("ijk"[len(free)], 2)
        forms = [
            lambda: one + other,
            lambda: one - other,
            lambda: one * other,
            lambda: one * other,
            lambda: one / other,
            lambda: one ** self.draw.choice([-1, 2, -2, 3]),
            lambda: self.draw.choice([log, relu, gate, leaky_relu])(one),
            lambda: let(f"h_{next(self.letters)}", self.scalar(depth - 1)),
            lambda: total(i, self.scalar(depth - 1, (*free, i)) * v[i]),
            lambda: partial(self.scalar(depth - 1), self.draw.choice([x, y, v[1], v[2]])),
            lambda: dot(self.column(depth - 1), self.column(depth - 1)),
            lambda: self.column(depth - 1)[self.draw.choice([1, 2, *free])],
        ]
        return self.draw.choice(forms)()

    def column(self, depth: int) -> Expr:
        """Return a column of two entries."""
        if depth == 0:
            return self.draw.choice([v, u])
        one, other = self.column(depth - 1), self.column(depth - 1)
        forms = [
            lambda: one + other,
            lambda: odot(one, other),
            lambda: self.draw.choice([relu, log, gate])(one),
            lambda: A @ one,
            lambda: let(f"k_{next(self.letters)}", one),
            lambda: partial(self.scalar(depth - 1), v),
            lambda: one / self.scalar(depth - 1),
        ]
        return self.draw.choice(forms)()

    def point(self) -> Setting:
        """Return a point of short numbers, many of them zero or equal."""
        values: dict[Name, Value] = {}
        for name in NAMES:
            rows, columns = name.shape or (1, 1)
            assert isinstance(rows, int)
            assert isinstance(columns, int)
            numbers = [
                tuple(Fraction(self.draw.choice(SHORT)) for _ in range(columns))
                for _ in range(rows)
            ]
            values[name] = as_value(tuple(numbers))
        return Setting(converted(values, Precise()))


def value(node: Expr, at: Setting) -> list[object] | None:
    """Return the entries of an expression at a point; None if it has no value there."""
    try:
        return entries(ByEntry(Precise(), STEPS).value(node, replace(at, known={})))
    except (ZeroDivisionError, OutsideDomain):
        return None


def met_at(need: Need, at: Setting) -> bool:
    """Tell whether a need is met at a point, at all values of its indices."""
    for numbers in product((1, 2), repeat=len(need.every)):
        there = replace(at, indices=dict(zip(need.every, numbers, strict=True)))
        found = value(need.of, there)
        if found is None:
            return False
        (number,) = found
        if number == 0 or (need.kind is Kind.POSITIVE and number < 0):  # type: ignore[operator]
            return False
    return True


def holds_at(condition: Condition, at: Setting) -> bool:
    """Tell whether a condition holds at a point."""
    return all(met_at(need, at) for need in condition.needs)
