"""The index calculus asked about random pairs, each evaluated in numbers too.

`python -m tests.index_fuzz 0 500` examines five hundred pairs and prints the counts as JSON.
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import Any

from bpcore import exp
from bpcore.domain import Domain, Dual, Floats, OutsideDomain, Precise, Scalar, slope_of
from bpcore.evaluate import Evaluator, Setting, Value, as_rows, as_value, entries
from bpcore.expr import Derivative, Expr, Index, Name
from bpcore.function import Function
from bpcore.indexed import (
    CannotRead,
    Reader,
    Reading,
    equal_at_any_width,
    every_entry,
    place,
    whole_entry,
)
from bpcore.normal import Atom, Place, Poly, TooIntricate
from bpcore.tree import key
from tests import random_index as stock
from tests.random_index import DEFINED, LEAVES, Maker, Rewriter, fresh, mutated

ASSIGNMENTS = ({"n": 3, "m": 2, "p": 4}, {"n": 2, "m": 4, "p": 3})
CLOSE = 1e-9
POSITIVE = frozenset({stock.q, stock.S})  # the one is said to be, the other is softmax
LONGEST = 100  # terms of one sum in a normal form


@dataclass(frozen=True)
class Pair:
    """Two expressions, how they were made and how they are read."""

    kind: str  # different, rewriting or mutant
    left: Expr
    right: Expr
    scope: tuple[Index, ...]
    keep: frozenset[Name]
    opaque: bool
    seed: int

    def answer(self) -> bool:
        """Return what the index calculus says."""
        kept = self.keep | {*LEAVES}
        return equal_at_any_width(self.left, self.right, kept.__contains__, self.opaque)


def pair(seed: int) -> Pair:
    """Return one random pair; the same seed gives the same one."""
    draw = random.Random(seed)
    scope = [fresh("n"), fresh("n"), fresh("m"), fresh(2)][: draw.randint(1, 4)]
    some = [name for name in DEFINED if draw.random() < 0.3]
    keep = frozenset(draw.choice(([], some, DEFINED)))
    opaque = draw.random() < 0.15
    make, rewrite = Maker(draw), Rewriter(draw, keep, opaque)
    shape = draw.choice(((),) * 3 + (("n", 1), ("n", "n"), ("n", "m")))
    depth = draw.choice((1, 2, 2, 3, 3)) - bool(shape)
    left = make.array(shape, depth, scope) if shape else make.scalar(depth, scope)
    kind = ("different", "rewriting", "mutant", "rewriting", "mutant")[seed % 5]
    if kind == "different":
        right = make.array(shape, depth, scope) if shape else make.scalar(depth, scope)
    else:
        right = rewrite.rewritten(left, draw.choice((1, 2, 3, 5)))
    if kind == "mutant":
        right = mutated(right, draw, scope)
        right = right if right.shape == left.shape else rewrite.rewritten(left * 2, 1)
    return Pair(kind, left, right, tuple(scope), keep, opaque, seed)


# -- numbers ---------------------------------------------------------------------------------


def generic(domain: Domain, rows: int, columns: int, label: str, positive: bool = False) -> Value:
    """Return unsymmetric numbers of both signs."""
    draw = random.Random(label)
    signs = (1,) if positive else (-1, 1)
    return as_value(
        tuple(
            tuple(
                domain.number(Fraction(draw.choice(signs) * draw.randint(20, 150), 97))
                for _ in range(columns)
            )
            for _ in range(rows)
        )
    )


def any_function(argument: Expr) -> Expr:
    """Return an instance of the unspecified function, with derivatives of every order."""
    return argument**2 / 3 - argument / 7 + 1 / (2 + (argument - Fraction(1, 3)) ** 2)


def cost(domain: Domain, rate: int) -> Callable[[list[Scalar]], Scalar]:
    """Return an instance of an opaque cost."""

    def value(under: list[Scalar]) -> Scalar:
        one = domain.number(Fraction(1))
        first = reduce(lambda a, b: a + b, (u * (k + rate) for k, u in enumerate(under)))
        second = reduce(lambda a, b: a + b, (u * u * (3 * k - rate) for k, u in enumerate(under)))
        return second * first / 9 - first + one / (2 + first * first / 5)

    return value


def setting(pair: Pair, domain: Domain, widths: dict[str, int], turn: int) -> Setting:
    """Return where a pair is evaluated, but for its indices."""
    sizes = Setting({}, widths)
    values = {
        name: generic(domain, *sizes.sizes(name.shape), f"{name.text}{turn}", name in POSITIVE)
        for name in (*LEAVES, *sorted(pair.keep, key=lambda name: name.text))
    }
    seen: dict[object, int] = {}

    def atom(node: Derivative, here: Setting) -> Value:
        label = seen.setdefault(key(node, free=here.place), len(seen))
        return generic(domain, *here.sizes(node.shape), f"derivative {label} {turn}")

    costs = {stock.C: cost(domain, 2), stock.K: cost(domain, 5)}
    functions = {stock.g: any_function}
    return Setting(values, widths, {}, functions, opaque=atom if pair.opaque else None, costs=costs)


def places(pair: Pair, widths: dict[str, int]) -> list[dict[Index, int]]:
    """Return some values of the free indices, equal ones and different ones."""
    ranges = [range(1, Setting({}, widths).width(one.width) + 1) for one in pair.scope]
    every = [dict(zip(pair.scope, numbers, strict=True)) for numbers in product(*ranges)]
    return random.Random(pair.seed).sample(every, min(2, len(every)))


def numbers(pair: Pair, domain: Domain, widths: dict[str, int], turn: int) -> Any:
    """Return all entries of both sides, or None where they have no value."""
    left, right = [], []
    at, evaluator = setting(pair, domain, widths, turn), Evaluator(domain)
    try:
        for place in places(pair, widths):
            here = Setting(
                at.values, widths, place, at.functions, at.opaque, at.costs, known=at.known
            )
            left += entries(evaluator.value(pair.left, here))
            right += entries(evaluator.value(pair.right, here))
    except (ZeroDivisionError, OutsideDomain, OverflowError):
        return None
    return (left, right) if all(map(math.isfinite, map(float, (*left, *right)))) else None


def agree(pair: Pair, widths: dict[str, int]) -> bool | None:
    """Tell whether both sides are equal at generic values; None where they have no value.

    Floats that disagree may have lost their digits: then 50 of them decide.
    """
    for turn in range(3):
        found = numbers(pair, Floats(), widths, turn)
        if found is not None and not close(*found):
            found = numbers(pair, Precise(), widths, turn)
        if found is not None:
            return close(*found)
    return None


def close(left: list[Scalar], right: list[Scalar]) -> bool:
    """Tell whether numbers agree, relative to the larger of each two."""
    tiny = max(1e-12 * max(map(abs, (*left, *right))), 1e-40)
    return all(
        abs(a - b) <= CLOSE * max(abs(a), abs(b)) + tiny for a, b in zip(left, right, strict=True)
    )


# -- the normal form itself ------------------------------------------------------------------


@dataclass
class Form:
    """Evaluates normal forms, knowing only what each kind of atom stands for."""

    reader: Reader
    evaluator: Evaluator
    at: Setting

    def value(self, poly: Poly, places: dict[Place, int]) -> Scalar:
        """Return the value of a form where its free indices have numbers.

        Raises `OverflowError` where that would take too long.
        """
        whole = self.evaluator.domain.number(Fraction(0))
        for (bounds, factors), coefficient in poly:
            ranges = [range(1, self.width(place[2]) + 1) for place in bounds]
            if math.prod(map(len, ranges)) > LONGEST:
                raise OverflowError
            for chosen in product(*ranges):
                here = {**places, **dict(zip(bounds, chosen, strict=True))}
                term = self.evaluator.domain.number(coefficient)
                for atom, power in factors:
                    term = term * self.atom(atom, here) ** power
                whole = whole + term
        return whole

    def width(self, text: str) -> int:
        """Return a width as a number."""
        return int(text) if text.isdigit() else self.at.width(text)

    def atom(self, atom: Atom, places: dict[Place, int]) -> Scalar:
        """Return the value of an atom."""

        def number(place: Place) -> int:
            if place[0] != "number" and place not in places:
                raise WrongForm(f"{atom} is left at a place of its own: {place}")
            return int(place[1]) if place[0] == "number" else places[place]

        match atom[0]:
            case "entry":
                row, column = map(number, atom[2])
                name = self.reader.named_by(atom[1])
                return as_rows(self.evaluator.named(name, self.at))[row - 1][column - 1]
            case "width":
                return self.evaluator.domain.number(Fraction(self.width(atom[1])))
            case "delta":
                return self.evaluator.domain.number(Fraction(number(atom[1]) == number(atom[2])))
            case "sum":
                return self.value(atom[1], places)
            case "root":
                logarithm = self.evaluator.domain.log(self.value(atom[2], places))
                return self.evaluator.domain.exp(logarithm / atom[1])
            case "constant":
                return self.evaluator.domain.phi(self.evaluator.domain.number(Fraction(0)))
            case "function":
                return self.function(atom[1], atom[2], self.value(atom[3], places))
            case "partial":
                steps = [(label, number(row), number(column)) for label, row, column in atom[2]]
                return self.cost(self.reader.named_by(atom[1]), steps, self.reader.points[atom[3]])
        raise AssertionError(atom[0])

    def function(self, label: str, primes: int, argument: Scalar) -> Scalar:
        """Return a function or one of its derivatives at a number."""
        known = [f for f in self.reader.known.values() if isinstance(f, Function)]
        one = next((f for f in known if self.reader.label(f) == label), exp)
        for _ in range(primes):
            one = one.prime
        return self.evaluator.applied(one, argument, self.at)

    def cost(
        self, name: Name, steps: list[tuple[str, int, int]], point: tuple[Poly, ...]
    ) -> Scalar:
        """Return a partial derivative of an opaque cost."""
        under = []
        for one, form in zip(name.of, point, strict=True):
            rows, columns = self.at.sizes(one.shape)
            for r, c in product(range(1, rows + 1), range(1, columns + 1)):
                some = dict(zip(every_entry(one), (r, c), strict=True))
                entry = self.value(form, some)
                for level, step in enumerate(steps, start=1):
                    entry = Dual(entry, int(step == (self.reader.label(one), r, c)), level)
                under.append(entry)
        value = self.at.costs[name](under)
        for level in range(len(steps), 0, -1):
            value = slope_of(value, level)
        return value


def form_agrees(pair: Pair, domain: Domain) -> bool | None:
    """Tell whether the normal form of the left side has its value; None where there is none."""
    widths = ASSIGNMENTS[pair.seed % 2]
    reader, evaluator = Reader(), Evaluator(domain)
    here = replace(setting(pair, domain, widths, 0), indices=places(pair, widths)[0])
    how = Reading((pair.keep | {*LEAVES}).__contains__, functions=pair.seed % 3 == 0)
    rows, columns = here.sizes(pair.left.shape)
    at = whole_entry(pair.left)
    free = {place(one, how): number for one, number in here.indices.items()}
    numbers = {at[0]: rows, at[1]: columns, **free}
    try:
        form = reader.entry(pair.left, at, how)
        value = Form(reader, evaluator, here).value(form, numbers)
        expected = as_rows(evaluator.value(pair.left, here))[rows - 1][columns - 1]
    except (CannotRead, TooIntricate, ZeroDivisionError, OutsideDomain, OverflowError):
        return None
    return close([expected], [value]) if math.isfinite(float(expected)) else None


# -- the fuzz --------------------------------------------------------------------------------


class WrongForm(AssertionError):
    """An expression was read as something else."""


class FalseProof(AssertionError):
    """The calculus called two expressions equal that are not."""


def examined(seeds: range) -> Counter[str]:
    """Return counts of what the calculus said; raises `FalseProof` for a falsehood."""
    counts: Counter[str] = Counter()
    for seed in seeds:
        one = pair(seed)
        right = None if one.opaque else form_agrees(one, Floats())
        if right is False and form_agrees(one, Precise()) is False:
            raise WrongForm(f"{one.seed}: {one.left!r}, kept {one.keep}")
        counts["normal forms compared with numbers"] += right is not None
        answer = one.answer()
        found = [agree(one, widths) for widths in ASSIGNMENTS[: 2 if answer else 1]]
        if answer and False in found:
            raise FalseProof(f"{one.seed}: {one.left!r}  =  {one.right!r}, kept {one.keep}")
        if one.kind == "rewriting" and False in found:
            raise AssertionError(f"no true rewriting: {one.seed}: {one.left!r}  =  {one.right!r}")
        counts[one.kind] += 1
        counts[f"{one.kind}, called equal"] += answer
        counts[f"{one.kind}, equal in numbers"] += found[0] is True
        counts["called equal and compared with numbers"] += answer and None not in found
    return counts


if __name__ == "__main__":
    print(json.dumps(examined(range(int(sys.argv[1]), int(sys.argv[2])))))
