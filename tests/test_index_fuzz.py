"""The index calculus against numbers, on thousands of random pairs.

Whatever it calls equal must be equal at two assignments of distinct widths, for generic values of
both signs; it may leave undecided what it likes, but not too much of what is true.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import product
from multiprocessing import get_context
from typing import Any

import pytest

from bpcore import indexed, normal
from bpcore.domain import Domain, Floats, OutsideDomain, Precise, Scalar
from bpcore.evaluate import Evaluator, Setting, Value, as_value, entries
from bpcore.expr import Derivative, Expr, Index, Name, key
from bpcore.indexed import equal_at_any_width
from tests import random_index as stock
from tests.random_index import DEFINED, LEAVES, Maker, Rewriter, fresh, mutated

PAIRS, CHUNK = 12_600, 300
ASSIGNMENTS = ({"n": 3, "m": 2, "p": 4}, {"n": 2, "m": 4, "p": 3})
CLOSE = 1e-9
DECIDED = 0.9  # of the true rewritings, at least


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
    depth = draw.choice((1, 2, 3, 3, 4)) - bool(shape)
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
        name: generic(domain, *sizes.sizes(name.shape), f"{name.text}{turn}", name is stock.q)
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
    return random.Random(pair.seed).sample(every, min(4, len(every)))


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


# -- the fuzz --------------------------------------------------------------------------------


class FalseProof(AssertionError):
    """The calculus called two expressions equal that are not."""


def examined(seeds: range) -> Counter[str]:
    """Return counts of what the calculus said; raises `FalseProof` for a falsehood."""
    counts: Counter[str] = Counter()
    for seed in seeds:
        one = pair(seed)
        answer = one.answer()
        found = [agree(one, widths) for widths in ASSIGNMENTS[: 2 if answer else 1]]
        if answer and False in found:
            raise FalseProof(f"{one.seed}: {one.left}  =  {one.right}, kept {one.keep}")
        if one.kind == "rewriting" and False in found:
            raise AssertionError(f"no true rewriting: {one.seed}: {one.left}  =  {one.right}")
        counts[one.kind] += 1
        counts[f"{one.kind}, called equal"] += answer
        counts[f"{one.kind}, equal in numbers"] += found[0] is True
        counts["called equal and compared with numbers"] += answer and None not in found
    return counts
