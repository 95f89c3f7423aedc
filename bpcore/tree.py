"""Walking the tree: what stands beneath a node, what it depends on, and the node rebuilt.

Everything here goes over nodes that exist already; nothing is evaluated, printed or proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bpcore.expr import (
    Apply,
    Array,
    At,
    Binary,
    Delta,
    Derivative,
    Entry,
    Expr,
    Index,
    Labelled,
    Name,
    Num,
    Ones,
    Pow,
    Sum,
    Unary,
    WidthOf,
)


def parts(node: Expr) -> tuple[Expr, ...]:
    """Return the operands of a node, in the order in which they are displayed."""
    if isinstance(node, Array):
        return tuple(entry for row in node.rows for entry in row)
    return tuple(getattr(node, child) for child in node.children)


def walk(node: Expr) -> Iterator[Expr]:
    """Yield a node and everything displayed beneath it, not what its names mean."""
    yield node
    for part in parts(node):
        yield from walk(part)
    if isinstance(node, Derivative):
        yield from walk(node.by)
        yield from node.held


def rebuild(node: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """Return the node with ``change`` applied to its operands; shapes are checked again."""
    old = parts(node)
    new = tuple(change(part) for part in old)
    if all(a is b for a, b in zip(old, new, strict=True)):
        return node
    match node:
        case Labelled(said=said):
            return Labelled(new[0], said)
        case Binary() | Unary():
            return type(node)(*new)
        case Array(rows=rows):
            long = len(rows[0])
            return Array(tuple(new[k : k + long] for k in range(0, len(new), long)))
        case Pow(exponent=exponent):
            return Pow(new[0], exponent)
        case Apply(function=function):
            return Apply(function, new[0])
        case Entry(at=at):
            return Entry(new[0], at)
        case Sum(index=index):
            return Sum(index, new[0])
        case Derivative(by=by):
            return node.put(new[0], by)
    raise AssertionError(f"no way to rebuild {type(node).__name__}")


def indices_at(node: Expr) -> tuple[At, ...]:
    """Return the places that stand at the node itself."""
    match node:
        case Entry(at=at):
            return at
        case Delta(first=first, second=second):
            return (first, second)
    return ()


def free_indices(node: Expr) -> frozenset[Index]:
    """Return the indices of a node that no sum inside it binds, definitions unfolded or not."""
    found = frozenset(at for at in indices_at(node) if isinstance(at, Index))
    for part in parts(node):
        found |= free_indices(part)
    if isinstance(node, Derivative):
        found |= free_indices(node.by)
    return found - {node.index} if isinstance(node, Sum) else found


def names(node: Expr) -> frozenset[Name]:
    """Return the names displayed in a node; found once for each, since nodes do not change."""
    if node.names_shown is None:
        found = frozenset(n for n in walk(node) if isinstance(n, Name))
        object.__setattr__(node, "names_shown", found)
        return found
    return node.names_shown


def depends(node: Expr, on: Name) -> bool:
    """Tell whether a node depends on a name, through any definitions."""
    return on in everything_under(node)


def moves(node: Expr, by: Name, held: frozenset[Name] = frozenset()) -> bool:
    """Tell whether a node moves with a name while the names that are held stay where they are."""
    return by in everything_under(node, held)


def everything_under(node: Expr, stop: frozenset[Name] = frozenset()) -> frozenset[Name]:
    """Return the names displayed in a node and all names that their definitions lead to.

    The definitions of names in ``stop`` are not looked into.
    """
    found: set[Name] = set()
    waiting = list(names(node))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            if name not in stop:
                waiting.extend(names(name.definition) if name.definition is not None else name.of)
    return frozenset(found)


def gathered(node: Derivative) -> tuple[Derivative, tuple[At, At]] | None:
    """Return the array of derivatives that a derivative of or by an entry belongs to, and where.

    The entry of ``dC/dw`` at k is ``dC/dw_k``, and that of a Jacobian ``da/dz`` at i, j is
    ``da_i/dz_j``; None for a derivative that belongs to no such array.
    """
    of, by = node.of, node.by
    if isinstance(by, Entry) and isinstance(of, Entry):
        if 1 not in of.array.shape or 1 not in by.array.shape:
            return None
        (above,), (below,) = of.at[:1], by.at[:1]
        if len(of.at) == len(by.at) == 1:
            return node.put(of.array, by.array), (above, below)
        return None
    if isinstance(by, Entry) and not of.shape:
        return node.put(of, by.array), by.position
    if isinstance(of, Entry) and not by.shape:
        return node.put(of.array, by), of.position
    return None


def reindexed(node: Expr, old: Index, new: At) -> Expr:
    """Return a node in which one index is replaced by another, or a number, where it is free."""

    def change(part: Expr) -> Expr:
        return reindexed(part, old, new)

    def place(at: At) -> At:
        return new if at is old else at

    match node:
        case Sum(index=index) if index is old:
            return node
        case Entry(array=array, at=at):
            return Entry(change(array), tuple(map(place, at)))
        case Delta(first=first, second=second):
            return Delta(place(first), place(second))
        case Derivative(of=of, by=by):
            return node.put(change(of), change(by))
    return rebuild(node, change)


def apart(node: Expr, taken: frozenset[Index]) -> Expr:
    """Return a node whose sums bind none of the indices that are taken: they get fresh ones."""
    if isinstance(node, Sum) and node.index in taken:
        fresh = Index(node.index.letter, node.index.width)
        node = Sum(fresh, reindexed(node.body, node.index, fresh))
    return rebuild(node, lambda part: apart(part, taken))


def key(
    node: Expr, bound: tuple[Index, ...] = (), free: Callable[[At], object] = lambda at: at
) -> tuple[object, ...]:
    """Return a value that two nodes share exactly when they are the same tree.

    What letter a sum runs over makes no difference; ``bound`` are the indices of the sums around,
    ``free`` says what any other index, or a number in its place, counts as.
    """

    def place(at: At) -> object:
        depths = [depth for depth, index in enumerate(bound) if index is at]
        return ("bound", depths[-1]) if depths else free(at)

    def inner(part: Expr) -> tuple[object, ...]:
        return key(part, bound, free)

    match node:
        case Num(value=value):
            return ("Num", value)
        case WidthOf(width=width) | Ones(width=width):
            return (type(node).__name__, width)
        case Name():
            return ("Name", id(node))
        case Delta(first=first, second=second):
            return ("Delta", place(first), place(second))
        case Pow(operand=operand, exponent=exponent):
            return ("Pow", inner(operand), exponent)
        case Apply(function=function, operand=operand):
            return ("Apply", id(function), inner(operand))
        case Entry(array=array, at=at):
            return ("Entry", inner(array), *map(place, at))
        case Sum(index=index, body=body):
            return ("Sum", index.width, key(body, (*bound, index), free))
        case Derivative(of=of, by=by, held=held):
            return ("Derivative", inner(of), inner(by), *sorted(map(id, held)))
    return (type(node).__name__, *node.shape[:1], *map(inner, parts(node)))
