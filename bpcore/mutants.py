"""Mutants: a formula with one place changed, in the ways in which formulas are got wrong.

Each is the slip of a pen that somebody has made: a lost sign, a factor too many, a transpose
forgotten, a sum that lost a term, the wrong layer.  Nothing is evaluated here; what becomes of the
mutants is the business of `bpcore.sweep`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import partial as bind

from bpcore.dependence import check_depends, check_said, in_order, own, shows
from bpcore.errors import Refusal
from bpcore.expr import (
    Add,
    Apply,
    Array,
    At,
    Binary,
    Delta,
    Derivative,
    Div,
    Dot,
    Entry,
    Expr,
    Index,
    MatMul,
    Mul,
    Name,
    Neg,
    Num,
    Odot,
    Outer,
    Pow,
    Sub,
    Sum,
    Transpose,
    WidthOf,
    expr,
)
from bpcore.function import ANYWHERE, gate
from bpcore.tree import depends, everything_under, parts, rebuild, reindexed, walk

Attempt = tuple["Slip", Callable[[], Expr]]


OPEN = (False, False)  # neither end of an interval is reached


class Slip(StrEnum):
    """The kinds of slip."""

    SIGN = "sign"
    FACTOR = "constant factor"
    DROPPED = "term or factor dropped"
    DOUBLED = "term or factor twice"
    NUMBER = "number"
    NAME = "other quantity, such as that of the next layer"
    SLOPE = "function for its derivative, or the reverse"
    VARIABLE = "derivative of or by something else"
    HELD = "whole slope for one that holds something, or the reverse"
    INDEX = "index"
    TRANSPOSE = "transpose"
    PRODUCT = "kind or order of product"
    SUM = "sum lost"
    RANGE = "sum over the wrong range"
    MEAN = "mean for sum, or the reverse"
    GATE = "gate dropped"
    UPSIDE_DOWN = "quotient upside down"
    ASSUMPTION = "assumption removed"


@dataclass(frozen=True, eq=False)
class Mutant:
    """A line with one slip in it; None if such a line cannot even be written."""

    slip: Slip
    line: Expr | None


@dataclass(frozen=True)
class Scope:
    """What a slip may mistake something for: the quantities, indices and widths around."""

    names: tuple[Name, ...]
    indices: tuple[Index, ...]
    widths: tuple[str, ...]

    @classmethod
    def of(cls, *sides: Expr) -> Scope:
        """Return the scope of an equality, in the order of its display."""
        nodes = [node for side in sides for node in walk(side)]
        found = (at for node in nodes for at in places(node) if isinstance(at, Index))
        return cls(
            tuple(dict.fromkeys(node for node in nodes if isinstance(node, Name))),
            tuple(dict.fromkeys(found)),
            tuple(dict.fromkeys(node.width for node in nodes if isinstance(node, WidthOf))),
        )

    def bound(self, index: Index) -> Scope:
        """Return the scope inside a sum."""
        return self if index in self.indices else replace(self, indices=(*self.indices, index))


def places(node: Expr) -> tuple[At, ...]:
    """Return the places that stand at a node itself."""
    match node:
        case Entry(at=at):
            return at
        case Delta(first=first, second=second):
            return (first, second)
    return ()


def mutants(left: Expr, right: Expr) -> Iterator[Mutant]:
    """Yield the right side of an equality with one slip in it, for every place and kind of slip."""
    yield from inside(right, Scope.of(left, right), whole=True)


def inside(node: Expr, scope: Scope, *, whole: bool) -> Iterator[Mutant]:
    """Yield a node with one slip in it or below; ``whole`` says that it is no mere factor.

    The sign and the multiple of a factor are those of its product, so they are turned only once.
    """
    yield from map(written, slips(node, scope))
    if whole:
        turned = node.operand if isinstance(node, Neg) else Neg(node)
        yield from (Mutant(Slip.SIGN, turned), Mutant(Slip.FACTOR, Mul(Num(Fraction(2)), node)))
    if isinstance(node, Derivative) and isinstance(node.of, (Name, Entry)):
        return
    within = scope.bound(node.index) if isinstance(node, Sum) else scope
    apart = isinstance(node, (Add, Sub, Apply, Array))
    for place, part in enumerate(parts(node)):
        for mutant in inside(part, within, whole=apart and not isinstance(part, Num)):
            line = mutant.line
            yield Mutant(mutant.slip, None if line is None else with_part(node, place, line))


def with_part(node: Expr, place: int, changed: Expr) -> Expr | None:
    """Return a node with another part at one place; None if that cannot be written."""
    new = list(parts(node))
    new[place] = changed
    following = iter(new)
    try:
        return rebuild(node, lambda part: next(following))
    except Refusal:
        return None


def written(slip: Attempt) -> Mutant:
    """Return the mutant that a slip builds; building it may be refused."""
    kind, build = slip
    try:
        return Mutant(kind, build())
    except Refusal:
        return Mutant(kind, None)


def slips(node: Expr, scope: Scope) -> Iterator[Attempt]:
    """Yield the slips that can happen at a node itself, each with what builds it."""
    match node:
        case Num(value=value):
            yield Slip.NUMBER, lambda: Num(value + 1)
        case WidthOf(width=width):
            for other in scope.widths:
                if other != width:
                    yield Slip.MEAN, bind(WidthOf, other)
        case Name():
            for name in scope.names:
                if name.shape == node.shape and name is not node:
                    yield Slip.NAME, bind(expr, name)
            if node.shape and 1 not in node.shape:
                yield Slip.TRANSPOSE, lambda: Transpose(node)
        case Transpose(operand=operand):
            yield Slip.TRANSPOSE, lambda: operand
        case Pow(operand=operand, exponent=exponent):
            yield Slip.NUMBER, lambda: Pow(operand, exponent + 1)
            yield Slip.DROPPED, lambda: operand
        case Apply():
            yield from of_function(node)
        case Entry() | Delta():
            yield from of_index(node, scope)
        case Sum(index=index, body=body):
            first = reindexed(body, index, 1)
            yield Slip.SUM, lambda: first
            yield Slip.RANGE, lambda: Sub(node, first)
            if isinstance(index.width, str):
                share = Div(Num(Fraction(1)), WidthOf(index.width))
                yield Slip.MEAN, lambda: Mul(share, node)
        case Derivative():
            yield from of_derivative(node, scope)
        case Binary(left=left, right=right):
            yield from of_two(node, left, right)


def of_two(node: Binary, left: Expr, right: Expr) -> Iterator[Attempt]:
    """Yield the slips at a sum, a product or a quotient."""
    mean = isinstance(left, Div) and isinstance(left.right, WidthOf)
    match node:
        case Add():
            yield Slip.SIGN, lambda: Sub(left, right)
            yield Slip.DOUBLED, lambda: Add(node, right)
        case Sub():
            yield Slip.SIGN, lambda: Add(left, right)
            yield Slip.DOUBLED, lambda: Sub(node, right)
        case Div():
            yield Slip.UPSIDE_DOWN, lambda: Div(right, left)
            yield Slip.DOUBLED, lambda: Div(node, right)
        case Mul():
            yield Slip.DOUBLED, lambda: Mul(left, node) if not left.shape else Mul(node, right)
        case Odot():
            yield Slip.PRODUCT, lambda: MatMul(left, right)
            yield Slip.DOUBLED, lambda: Odot(node, right)
        case MatMul():
            yield Slip.PRODUCT, lambda: Odot(left, right)
            yield Slip.PRODUCT, lambda: MatMul(right, left)
        case Outer():
            yield Slip.PRODUCT, lambda: Odot(left, Transpose(right))
            yield Slip.TRANSPOSE, lambda: Outer(turned(right), turned(left))
        case Dot():
            yield Slip.PRODUCT, lambda: Odot(left, right)
    if node.shape == left.shape:
        gated = isinstance(right, Apply) and right.function is gate
        yield Slip.GATE if gated else Slip.DROPPED, lambda: left
    if node.shape == right.shape and not isinstance(node, Div):
        gated = isinstance(left, Apply) and left.function is gate
        yield (
            Slip.GATE if gated else Slip.MEAN if mean else Slip.DROPPED,
            lambda: Neg(right) if isinstance(node, Sub) else right,
        )


def turned(node: Expr) -> Expr:
    """Return the transpose; that of a transpose is what stands under it."""
    return node.operand if isinstance(node, Transpose) else Transpose(node)


def of_function(node: Apply) -> Iterator[Attempt]:
    """Yield the slips at a function: lost, or taken for its derivative."""
    function, operand = node.function, node.operand
    if function is gate and not node.shape:
        yield Slip.GATE, lambda: Num(Fraction(1))
    else:
        yield Slip.DROPPED, lambda: operand
    if not function.given:
        yield Slip.SLOPE, lambda: Apply(function.prime, operand)
    if function.base is not None:
        yield Slip.SLOPE, bind(Apply, function.base, operand)


def of_index(node: Entry | Delta, scope: Scope) -> Iterator[Attempt]:
    """Yield the slips at an index: another one in its place, or the first entry, or the order."""
    here = places(node)
    for k, at in enumerate(here):
        wide = at.width if isinstance(at, Index) else None
        others: list[At] = [i for i in scope.indices if i is not at and wide in (None, i.width)]
        for other in (*others, *([1] if isinstance(at, Index) else [at - 1 if at > 1 else 2])):
            yield Slip.INDEX, bind(placed, node, (*here[:k], other, *here[k + 1 :]))
    if len(here) == 2 and isinstance(node, Entry):
        yield Slip.TRANSPOSE, bind(placed, node, here[::-1])


def placed(node: Entry | Delta, at: tuple[At, ...]) -> Expr:
    """Return an entry or a delta at other places."""
    return Entry(node.array, at) if isinstance(node, Entry) else Delta(*at)


def of_derivative(node: Derivative, scope: Scope) -> Iterator[Attempt]:
    """Yield the slips at a derivative: of another quantity, by another one, or at another index."""
    of, by = node.of, node.by
    for place, part in enumerate((of, by)):
        base = part.array if isinstance(part, Entry) else part
        for name in scope.names:
            if isinstance(base, Name) and name is not base and name.shape == base.shape:
                other = bind(Entry, name, part.at) if isinstance(part, Entry) else bind(expr, name)
                yield Slip.VARIABLE, bind(rebuilt, node, place, other)
    for place, part in enumerate((of, by)):
        if isinstance(part, Entry):
            for slip, build in of_index(part, scope):
                yield slip, bind(rebuilt, node, place, build)
    yield from of_held(node)


def rebuilt(node: Derivative, place: int, build: Callable[[], Expr]) -> Expr:
    """Return a derivative with what is built above (place 0) or below."""
    of, by = (build(), node.by) if place == 0 else (node.of, build())
    return sound(node.put(of, by))


def sound(node: Derivative) -> Derivative:
    """Return a derivative that can be written and shown; raises `NotDifferentiable` if not."""
    check_said(node)
    check_depends(node)
    return node


def of_held(node: Derivative) -> Iterator[Attempt]:
    """Yield the slips between the whole slope and one that holds something."""
    if node.held:
        yield Slip.HELD, lambda: sound(replace(node, partial=False, held=()))
        for name in node.held if len(node.held) > 1 else ():
            fewer = tuple(one for one in node.held if one is not name)
            yield Slip.HELD, bind(held_instead, node, fewer)
        return
    shown = own(node.of) if isinstance(node.of, Name) else shows(node.of)
    moving = [n for n in in_order(shown) if n is not node.variable and depends(n, node.variable)]
    if len(moving) > 1 or (moving and node.variable in shown):
        for name in moving:
            yield Slip.HELD, bind(held_instead, node, (name,))
        if len(moving) > 1 and node.variable in shown:
            yield Slip.HELD, bind(held_instead, node, tuple(moving))


def held_instead(node: Derivative, held: tuple[Name, ...]) -> Expr:
    """Return a derivative that holds something else."""
    return sound(replace(node, partial=True, held=held))


def assumed(left: Expr, right: Expr) -> list[Name]:
    """Return the names under an equality whose values are assumed to lie between bounds."""
    found = {n for side in (left, right) for n in everything_under(side)}
    bounded = (n for n in found if n.independent and n.between != ANYWHERE)
    return sorted(bounded, key=lambda name: (name.text, name.tex))


def unbounded(side: Expr, name: Name, known: dict[Expr, Expr]) -> Expr:
    """Return an expression in which nothing is assumed of a name, in definitions neither.

    ``known`` keeps one new name for each old one, over both sides of an equality.
    """
    if side not in known:
        known[side] = without_bounds(side, name, known)
    return known[side]


def without_bounds(side: Expr, name: Name, known: dict[Expr, Expr]) -> Expr:
    """Return the same, made anew."""
    if side is name:
        return replace(name, between=ANYWHERE, closed=OPEN)
    if isinstance(side, Name):
        if not depends(side, name):
            return side
        of = tuple(one for old in side.of if isinstance(one := unbounded(old, name, known), Name))
        meant = None if side.definition is None else unbounded(side.definition, name, known)
        return replace(side, definition=meant, of=of, between=ANYWHERE, closed=OPEN, assumed=False)
    if isinstance(side, Derivative):
        above, below = (unbounded(part, name, known) for part in (side.of, side.by))
        held = (unbounded(one, name, known) for one in side.held)
        return replace(
            side, of=above, by=below, held=tuple(one for one in held if isinstance(one, Name))
        )
    return rebuild(side, lambda part: unbounded(part, name, known))
