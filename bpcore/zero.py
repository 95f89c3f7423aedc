"""Zero: what is zero as it is written, before anything is worked out.

That two such sides are equal would show nothing.  Zero is a value like any other: what comes to
zero, such as the sum of the slopes of softmax, is proved like any other line.
"""

from __future__ import annotations

from bpcore.expr import (
    Add,
    Array,
    Derivative,
    Diag,
    Div,
    Dot,
    Dressed,
    Entry,
    Expr,
    MatMul,
    Mul,
    Neg,
    Num,
    Odot,
    Outer,
    Pow,
    Sub,
    Sum,
    Transpose,
)
from bpcore.tree import moves, parts


def is_written_zero(node: Expr) -> bool:
    """Tell whether a node is zero by a zero in it: 0, a product with 0, a sum of such.

    >>> from bpcore.language import scalar
    >>> x = scalar("x")
    >>> is_written_zero(0 * x + 0), is_written_zero(x - x)
    (True, False)
    """
    match node:
        case Num(value=value):
            return value == 0
        case Mul() | Odot() | MatMul() | Outer() | Dot():
            return any(map(is_written_zero, parts(node)))
        case Add() | Sub() | Array():
            return all(map(is_written_zero, parts(node)))
        case Div(left=left):
            return is_written_zero(left)
        case Pow(operand=operand, exponent=exponent):
            return exponent > 0 and is_written_zero(operand)
        case Neg() | Dressed() | Transpose() | Diag() | Entry() | Sum() | Derivative():
            return all(map(is_written_zero, parts(node)))
    return False


def is_slope_of_nothing(node: Expr) -> bool:
    """Tell whether a node is a derivative by something on which nothing in it depends.

    >>> from bpcore.language import d, scalar
    >>> x, y = scalar("x"), scalar("y")
    >>> is_slope_of_nothing(d(y, x)), is_slope_of_nothing(d(x, x))
    (True, False)
    """
    return isinstance(node, Derivative) and not moves(node.of, node.variable, frozenset(node.held))


def shows_nothing(left: Expr, right: Expr) -> bool:
    """Tell whether two sides are the same zero: both as written, or both slopes of nothing."""
    return any(kind(left) and kind(right) for kind in (is_written_zero, is_slope_of_nothing))
