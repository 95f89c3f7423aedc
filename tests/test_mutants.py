"""Every step of the first pages, mutated: what is no longer true is no longer proved.

A mutant is one small change of a right side: a sign, a lost term, a doubled factor, one name for
another, a transpose.  It counts if it really differs in numbers, seen by floats and without the
checker.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from bpcore import N, Page, d, let, partial, prove, scalar
from bpcore.blocks import Derivation, every
from bpcore.domain import Floats
from bpcore.errors import Refusal, StepIsFalse
from bpcore.evaluate import Evaluator, Setting, entries
from bpcore.expr import Add, Derivative, Expr, MatMul, Mul, Name, Neg, Num, Odot, Sub, Transpose
from bpcore.mutants import Slip
from bpcore.mutants import mutants as slipped
from bpcore.sampling import functions_under
from bpcore.sweep import swept
from bpcore.tree import everything_under, free_indices, names, parts, rebuild
from tests.books import NAMES, real_pages

WIDTHS = {"m": 3, "n": 2}


def steps(page: Page) -> Iterator[tuple[Expr, Expr]]:
    """Yield both sides of every sign of every chain on a page."""
    for block in every(page.blocks):
        if isinstance(block, Derivation):
            left = block.chain.start
            for step in block.chain.steps:
                yield left, step.right
                left = step.right


def at_root(node: Expr, others: list[Name]) -> Iterator[Expr]:
    """Yield the mutants of a node itself."""
    yield Neg(node)
    match node:
        case Add(left=left, right=right):
            yield Sub(left, right)
            if left.shape == node.shape:
                yield left
        case Sub(left=left, right=right):
            yield Add(left, right)
            if left.shape == node.shape:
                yield left
        case Mul() | Odot() | MatMul():
            yield Mul(N(2), node)
        case Num(value=value):
            yield Num(value + 1)
        case Name():
            yield from (other for other in others if other is not node)
        case Transpose(operand=operand) if operand.shape == node.shape:
            yield operand


def mutants(node: Expr, others: list[Name]) -> Iterator[Expr]:
    """Yield a tree with one place changed, for every place outside derivatives."""
    yield from at_root(node, [other for other in others if other.shape == node.shape])
    if isinstance(node, Derivative):
        return
    for place, part in enumerate(parts(node)):
        for changed in mutants(part, others):
            try:
                yield with_part(node, place, changed)
            except Refusal:  # shapes that do not fit, or an index that is gone
                continue


def with_part(node: Expr, place: int, changed: Expr) -> Expr:
    """Return a node with another part at one place."""
    new = list(parts(node))
    new[place] = changed
    following = iter(new)
    return rebuild(node, lambda part: next(following))


def somewhere(name: Name, draw: random.Random) -> Any:
    """Return a value for a leaf, as rows if it is an array."""
    if not name.shape:
        return draw.uniform(0.2, 2)
    rows, columns = (WIDTHS.get(str(width), width) for width in name.shape)
    return tuple(tuple(draw.uniform(0.2, 2) for _ in range(int(columns))) for _ in range(int(rows)))


def differ(left: Expr, right: Expr) -> bool:
    """Tell by floats whether two sides really differ, names opened all the way."""
    draw = random.Random(7)
    leaves = sorted(
        {n for side in (left, right) for n in everything_under(side) if n.definition is None},
        key=lambda name: name.text,
    )
    indices = {index: 2 for index in free_indices(left) | free_indices(right)}
    known = {f: (lambda t, k=k: t**3 + k * t) for k, f in enumerate(functions_under((left, right)))}
    at = Setting({name: somewhere(name, draw) for name in leaves}, WIDTHS, indices, known)
    try:
        one, other = (entries(Evaluator(Floats()).value(side, at)) for side in (left, right))
    except ArithmeticError:
        return False
    return any(not math.isclose(a, b, rel_tol=1e-6) for a, b in zip(one, other, strict=True))


@cache
def wrong(name: str) -> tuple[tuple[Expr, Expr], ...]:
    """Return the mutants of one page that really differ."""
    found = []
    for left, right in steps(real_pages()[name]):
        others = sorted(names(left) | names(right), key=lambda one: one.text)
        found += [(left, m) for m in mutants(right, others) if differ(left, m)]
    return tuple(found)


@pytest.mark.parametrize("name", NAMES)
def test_no_mutant_is_proved(name: str) -> None:
    """Each of every third is refused as false, with a counterexample; the sweep tries all."""
    for left, mutant in wrong(name)[::3]:
        with pytest.raises(StepIsFalse, match="the left side is"):
            prove(left, mutant)


def test_there_are_many_mutants() -> None:
    """So that nothing silently did nothing: on every page, and many together."""
    counts = {name: len(wrong(name)) for name in NAMES}
    assert min(counts.values()) >= 10, counts
    assert sum(counts.values()) > 150, counts


def test_a_mutant_that_is_true_does_not_count() -> None:
    """The must-fail twin of the filter: what does not differ is not demanded to be refused."""
    x, y = scalar("x"), scalar("y")
    assert not differ(x + y, y + x)
    assert differ(x + y, x - y)


def test_every_place_is_mutated() -> None:
    """Signs, terms, factors, names, at the top and below."""
    x, y = scalar("x"), scalar("y")
    found = {repr(one) for one in mutants(x * y + 1, [x, y])}
    assert {
        "-(x * y + 1)",
        "x * y",
        "x * y - 1",
        "2 * (x * y) + 1",
        "y * y + 1",
        "x * y + 2",
    } <= found
    assert "x * y + 1" not in found


def test_held_for_whole_and_the_reverse_are_slips() -> None:
    """Only where something moves beside the variable, or one of several things is held."""
    x, t = scalar("x"), scalar("t")
    y = let("y", x**2)
    z = let("z", x**3)
    f, g = let("f", x * y), let("g", x * y * z)

    def held(left: Expr, right: Expr) -> list[str]:
        return [repr(m.line) for m in slipped(left, right) if m.slip is Slip.HELD]

    assert held(t, d(f, x)) == ["partial(f, x, holding=y)"]
    assert held(t, partial(f, x, holding=y)) == ["d(f, x)"]
    assert "d(g, x)" in held(t, partial(g, x, holding=(y, z)))
    assert "partial(g, x, holding=(y, z))" in held(t, d(g, x))
    assert held(t, d(y, x)) == []
    paths = partial(f, x, holding=y) + partial(f, y, holding=x) * d(y, x)
    found = swept(d(f, x), paths)
    assert found.refuted[Slip.HELD] + found.unwritable[Slip.HELD] >= 2
    assert not found.survivors
