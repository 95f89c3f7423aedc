"""Shapes: the widths of a scalar, column, row or matrix, as numbers or letters.

A width is a positive whole number or a letter such as ``"n"`` that stands for any width.  A shape
is ``()`` for a scalar or ``(rows, columns)``; a column is ``(n, 1)`` and a row ``(1, n)``.  One row
and one column together are a scalar.  Widths are compared by name, so a lost transpose is refused
whatever the letters stand for.  This module knows names and nothing of expressions.
"""

from __future__ import annotations

from bpcore.errors import NotAnExpression, ShapesDiffer
from bpcore.naming import tex_of

Width = int | str
Shape = tuple[Width, ...]
SCALAR: Shape = ()
WIDEST = 10**6


def shape_of(rows: Width, columns: Width) -> Shape:
    """Return the shape of an array of so many rows and columns; 1 by 1 is a scalar.

    Raises `ShapesDiffer` or `NotAnExpression` for what is no width.
    """
    for width in (rows, columns):
        check_width(width)
    return SCALAR if (rows, columns) == (1, 1) else (rows, columns)


def check_width(width: object) -> None:
    """Raise `ShapesDiffer` for a number that is no width, `NotAnExpression` for what is no letter.

    >>> check_width("n_1")
    >>> check_width("n-k+1")
    Traceback (most recent call last):
    bpcore.errors.NotAnExpression: 'n-k+1' is no width: give what it comes to a letter of its own
    """
    if isinstance(width, str):
        try:
            tex_of(width)
        except NotAnExpression as refusal:
            counted = set(width) & set("+-*/")
            said = "give what it comes to a letter of its own" if counted else refusal.message
            raise NotAnExpression(f"{width!r} is no width: {said}") from None
    elif isinstance(width, bool) or not isinstance(width, int) or width < 1:
        raise ShapesDiffer(f"a width is a letter or a number from 1 up, not {width!r}")
    elif width > WIDEST:
        raise ShapesDiffer(f"a width is {WIDEST} at most, or a letter for any number")


def text(shape: Shape) -> str:
    """Return the shape in words: ``scalar`` or ``3 x n``."""
    return " x ".join(str(width) for width in shape) if shape else "scalar"


def same(kind: str, left: Shape, right: Shape, operands: tuple[str, str]) -> Shape:
    """Return the common shape of two operands of a sum or an elementwise product."""
    if left != right:
        raise ShapesDiffer(
            f"{kind} needs equal shapes, but {operands[0]} is {text(left)} "
            f"and {operands[1]} is {text(right)}"
        )
    return left


def product(left: Shape, right: Shape, operands: tuple[str, str]) -> Shape:
    """Return the shape of a matrix product, rows of the left by columns of the right."""
    if not left or not right:
        raise ShapesDiffer(
            f"a matrix product needs two arrays, but {operands[0]} is {text(left)} "
            f"and {operands[1]} is {text(right)}; write * for a scalar factor"
        )
    if left[1] != right[0]:
        raise ShapesDiffer(
            f"a matrix product needs as many columns on the left as rows on the right, but "
            f"{operands[0]} is {text(left)} and {operands[1]} is {text(right)}"
        )
    return shape_of(left[0], right[1])


def transposed(shape: Shape) -> Shape:
    """Return the shape with rows and columns exchanged."""
    return (shape[1], shape[0]) if shape else SCALAR


def is_column(shape: Shape) -> bool:
    """Tell whether the shape is that of a column with more than one entry."""
    return bool(shape) and shape[1] == 1


def is_row(shape: Shape) -> bool:
    """Tell whether the shape is that of a row with more than one entry."""
    return bool(shape) and shape[0] == 1


def length(shape: Shape) -> Width:
    """Return how many entries a column or row has."""
    return shape[0] if is_column(shape) else shape[1]


def letters(shape: Shape) -> frozenset[str]:
    """Return the letters among the widths of a shape."""
    return frozenset(width for width in shape if isinstance(width, str))
