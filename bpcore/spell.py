"""Sums and arrays written out: term by term and entry by entry.

Terms that a Kronecker delta removes are struck out.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

from bpcore.arguments import checked
from bpcore.errors import IndexMisused, ShapesDiffer
from bpcore.expr import (
    DEEPEST,
    Add,
    Apply,
    Array,
    At,
    Delta,
    Derivative,
    Diag,
    Div,
    Dressed,
    Entry,
    Expr,
    Index,
    MatMul,
    Mul,
    Name,
    Neg,
    Num,
    Odot,
    Operand,
    Outer,
    Struck,
    Sub,
    Sum,
    Transpose,
    expr,
)
from bpcore.shape import is_column, text
from bpcore.tree import rebuild, walk

MOST_ENTRIES = 2000


@checked
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
    if whole.index.width > DEEPEST:
        raise IndexMisused(f"{whole.index.width:,} terms written out fill pages: leave the sum")
    numbers = range(1, whole.index.width + 1)
    terms = [at_place(whole.body, whole.index, number) for number in numbers]
    return reduce(Add, (Struck(term) if vanishes(term) else term for term in terms))


@checked
def listed(*rows: Operand | tuple[Operand, ...]) -> Array:
    """Return an array written out row by row; a column needs no parentheses around its entries.

    >>> from bpcore.language import scalar
    >>> x, y = scalar("x"), scalar("y")
    >>> listed(x, y), listed((x, 0), (0, y))
    (array([[x], [y]]), array([[x, 0], [0, y]]))
    """
    whole = [row if isinstance(row, tuple) else (row,) for row in rows]
    return Array(tuple(tuple(expr(entry) for entry in row) for row in whole))


@checked
def entries(whole: Expr) -> Array:
    """Return an array of known widths as an array written out, every entry by itself.

    Raises `ShapesDiffer` for a scalar and for widths that are letters.

    >>> from bpcore.language import column, matrix
    >>> W, x = matrix("W", 2, 2), column("x", 2)
    >>> entries(W @ x)
    array([[W[1, 1] * x[1] + W[1, 2] * x[2]], [W[2, 1] * x[1] + W[2, 2] * x[2]]])
    """
    if not whole.shape or not all(isinstance(width, int) for width in whole.shape):
        raise ShapesDiffer(f"{whole!r} is no array of known widths: its entries cannot be listed")
    if int(whole.shape[0]) * int(whole.shape[1]) > MOST_ENTRIES:
        raise ShapesDiffer(f"{whole!r} is {text(whole.shape)}: so many entries fill pages")
    rows, columns = (range(1, int(width) + 1) for width in whole.shape)
    return Array(tuple(tuple(one_entry(whole, i, j) for j in columns) for i in rows))


def one_entry(whole: Expr, i: int, j: int) -> Expr:
    """Return the entry in row i and column j, taken inside what the array is made of."""
    match whole:
        case Array(rows=rows):
            return rows[i - 1][j - 1]
        case Transpose(operand=operand):
            return one_entry(operand, j, i)
        case Odot(left=left, right=right):
            return Mul(one_entry(left, i, j), one_entry(right, i, j))
        case Outer(left=left, right=right):
            return Mul(one_entry(left, i, 1), one_entry(right, 1, j))
        case MatMul(left=left, right=right):
            between = range(1, int(left.shape[1]) + 1)
            terms: list[Expr] = [
                Mul(one_entry(left, i, k), one_entry(right, k, j)) for k in between
            ]
            return reduce(Add, terms)
        case Diag(operand=operand):
            along = (i, 1) if is_column(operand.shape) else (1, i)
            return one_entry(operand, *along) if i == j else Num(Fraction(0))
        case Add() | Sub() | Neg() | Apply() | Mul() | Div() | Dressed():
            return rebuild(whole, lambda part: one_entry(part, i, j) if part.shape else part)
        case Derivative(of=of, by=by) if of.shape and by.shape:
            return whole.put(one_of_line(of, i), one_of_line(by, j))
        case Derivative(of=of, by=by) if by.shape:
            return whole.put(of, one_entry(by, i, j))
        case Derivative(of=of, by=by):
            return whole.put(one_entry(of, i, j), by)
        case Name() if 1 in whole.shape:
            return Entry(whole, (max(i, j),))
    return Entry(whole, (i, j))


def one_of_line(line: Expr, place: int) -> Expr:
    """Return an entry of a column or row."""
    return one_entry(line, *((place, 1) if is_column(line.shape) else (1, place)))


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
        return inner.put(inner.of, at_place(inner.by, index, number))
    return inner
