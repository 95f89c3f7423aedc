"""Sums written out: every term by itself, with those struck out that a Kronecker delta removes."""

from __future__ import annotations

from functools import reduce

from bpcore.errors import IndexMisused
from bpcore.expr import Add, At, Delta, Derivative, Entry, Expr, Index, Struck, Sum, rebuild, walk


def spelled(whole: Expr) -> Expr:
    """Return a sum over a width that is a number, written out term by term.

    Raises `IndexMisused` for a sum over a letter, whose terms cannot be counted.

    >>> from bpcore.language import column, index, kronecker, total
    >>> a, k = column("a", 3), index("k", over=3)
    >>> spelled(total(k, a[k] * kronecker(k, 2)))
    a[1] * (1 == 2) + a[2] * (2 == 2) + a[3] * (3 == 2)
    """
    if not isinstance(whole, Sum) or not isinstance(whole.index.width, int):
        raise IndexMisused(f"{whole!r} is no sum with a known number of terms")
    numbers = range(1, whole.index.width + 1)
    terms = [at_place(whole.body, whole.index, number) for number in numbers]
    return reduce(Add, (Struck(term) if vanishes(term) else term for term in terms))


def vanishes(term: Expr) -> bool:
    """Tell whether a term holds a delta of two different numbers."""
    deltas = (node for node in walk(term) if isinstance(node, Delta))
    return any(
        isinstance(d.first, int) and isinstance(d.second, int) and d.first != d.second
        for d in deltas
    )


def at_place(node: Expr, index: Index, number: int) -> Expr:
    """Return a node with an index replaced by a number."""

    def put(at: At) -> At:
        return number if at is index else at

    if isinstance(node, Delta):
        return Delta(put(node.first), put(node.second))
    inner = rebuild(node, lambda part: at_place(part, index, number))
    if isinstance(inner, Entry):
        return Entry(inner.array, tuple(put(at) for at in inner.at))
    if isinstance(inner, Derivative):
        return Derivative(inner.of, at_place(inner.by, index, number), inner.partial)
    return inner
