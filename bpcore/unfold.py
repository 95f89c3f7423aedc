"""Unfolding and rewriting: names replaced by their definitions, proved equalities put to use.

The variable of a derivative is a name of its own inside it, and so is what it holds: unfolding
``dL/da`` opens L but leaves a alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bpcore.effort import MOST_WRITTEN, check_written, written_out
from bpcore.errors import NotDifferentiable
from bpcore.expr import (
    Add,
    Apply,
    Array,
    At,
    Delta,
    Derivative,
    Div,
    Dressed,
    Entry,
    Expr,
    Mul,
    Name,
    Neg,
    Num,
    Odot,
    Ones,
    Pow,
    Sub,
    Sum,
    Transpose,
    WidthOf,
)
from bpcore.tree import apart, everything_under, free_indices, key, names, parts, rebuild

Binding = dict[Name, Expr]
Equality = tuple[Expr, Expr]


def unfolded(
    node: Expr, *, functions: bool = False, holding: frozenset[Name] = frozenset()
) -> Expr:
    """Return a node with every name replaced by its definition, and functions too if asked.

    Raises `StepIsTooLarge` if that makes it too long.
    """
    check_written(node)
    return opened(node, functions=functions, holding=holding)


def opened(node: Expr, *, functions: bool, holding: frozenset[Name]) -> Expr:
    """Return the same, of a node that is known to be short enough."""
    if isinstance(node, Name):
        if node.definition is None or node in holding:
            return node
        return opened(node.definition, functions=functions, holding=holding)
    if isinstance(node, Sum):
        body = opened(node.body, functions=functions, holding=holding)
        return Sum(node.index, apart(body, frozenset({node.index})))
    if isinstance(node, Derivative):
        holding = holding | {node.variable, *node.held}
    inner = rebuild(node, lambda part: opened(part, functions=functions, holding=holding))
    if functions and isinstance(inner, Apply) and not inner.shape:
        meaning = inner.function.meaning
        if meaning is not None:
            return opened(meaning(inner.operand), functions=True, holding=holding)
    return entry_by_entry(inner)


def entry_by_entry(node: Expr) -> Expr:
    """Return an entry of a derivative as the derivative of or by an entry, and one of a list."""
    if not isinstance(node, Entry):
        return node
    if isinstance(node.array, Array):
        row, column = node.position
        if isinstance(row, int) and isinstance(column, int):
            return node.array.rows[row - 1][column - 1]
        return node
    if not isinstance(node.array, Derivative):
        return node
    whole = node.array
    if whole.of.shape and whole.by.shape and len(node.at) == 2:  # a Jacobian: row = output
        row, column = node.at
        return whole.put(Entry(whole.of, (row,)), Entry(whole.by, (column,)))
    if whole.of.shape and not whole.by.shape:
        return whole.put(Entry(whole.of, node.at), whole.by)
    if whole.of.shape:
        return node
    return whole.put(whole.of, Entry(whole.by, node.at))


def entry_of(array: Expr, at: tuple[At, ...]) -> Expr:
    """Return an entry of an array, taken inside what works on each entry by itself."""
    match array:
        case Odot(left=left, right=right):
            return Mul(entry_of(left, at), entry_of(right, at))
        case Transpose(operand=operand):
            return entry_of(operand, at[::-1])
        case Add() | Sub() | Neg() | Apply() | Mul() | Div() | Dressed():
            return rebuild(array, lambda part: entry_of(part, at) if part.shape else part)
    return entry_by_entry(Entry(array, at))


def same_by_definition(left: Expr, right: Expr) -> bool:
    """Tell whether two nodes are the same tree once definitions are written out.

    False also where that would take more signs than anyone compares.
    """
    if max(written_out(left), written_out(right)) > MOST_WRITTEN:
        return False
    return any(
        key(unfolded(left, functions=functions)) == key(unfolded(right, functions=functions))
        for functions in (False, True)
    )


def match(pattern: Expr, node: Expr, bound: Binding, open_: frozenset[Name]) -> bool:
    """Tell whether a node has the form of a pattern; ``bound`` collects what its names stand for.

    Names in ``open_`` stand for anything of their shape, all others for themselves.
    """
    if isinstance(pattern, Name):
        if pattern in bound:
            return key(bound[pattern]) == key(node)
        if pattern is not node and (pattern not in open_ or pattern.shape != node.shape):
            return False
        bound[pattern] = node
        return True
    if type(pattern) is not type(node):
        return False
    if not same_at_node(pattern, node):
        return False
    pairs = list(zip(parts(pattern), parts(node), strict=True))
    if isinstance(pattern, Derivative) and isinstance(node, Derivative):
        if len(pattern.held) != len(node.held):
            return False
        pairs += [(pattern.by, node.by), *zip(pattern.held, node.held, strict=True)]
    return all(match(one, other, bound, open_) for one, other in pairs)


def open_names(left: Expr, right: Expr) -> frozenset[Name]:
    """Return the names of an equality that may stand for anything.

    Those are the names that depend on nothing, and that nothing on display depends on: where L
    means something in terms of z, an equality about L and z holds for that z alone.
    """
    shown = names(left) | names(right)
    dependent = {name for name in shown if not name.independent}
    tied = {under for name in dependent for under in everything_under(name)}
    return shown - tied


def same_at_node(pattern: Expr, node: Expr) -> bool:
    """Tell whether what stands at two nodes of one type, beneath no operand, is the same."""
    match_on = {
        Num: ("value",),
        WidthOf: ("width",),
        Ones: ("width",),
        Pow: ("exponent",),
        Apply: ("function",),
        Entry: ("at",),
        Delta: ("first", "second"),
        Sum: ("index",),
    }
    fields = match_on.get(type(pattern), ())
    return all(getattr(pattern, name) == getattr(node, name) for name in fields)


def filled(node: Expr, bound: Binding) -> Expr:
    """Return a node with names replaced by what they stand for; no sum catches their indices."""
    caught = frozenset(index for part in bound.values() for index in free_indices(part))
    return put_in(apart(node, caught), bound)


def put_in(node: Expr, bound: Binding) -> Expr:
    """Return a node with names replaced, in which no index can be caught."""
    if isinstance(node, Name):
        return bound.get(node, node)
    if isinstance(node, Derivative):
        by = put_in(node.by, bound)
        held = tuple(name for one in node.held if isinstance(name := put_in(one, bound), Name))
        if len(held) < len(node.held):
            raise NotDifferentiable(f"{node!r}: what is held has to keep a name")
        return replace(node, of=put_in(node.of, bound), by=by, held=held)
    if isinstance(node, Sum):
        body = put_in(node.body, bound)
        return Sum(node.index, apart(body, frozenset({node.index})))
    return rebuild(node, lambda part: put_in(part, bound))


def rewritten(node: Expr, equalities: Sequence[Equality]) -> Expr:
    """Return a node with every part that has the form of a left side replaced by its right side."""
    for left, right in equalities:
        bound: Binding = {}
        if match(left, node, bound, open_names(left, right)):
            return filled(right, bound)
    return rebuild(node, lambda part: rewritten(part, equalities))
