"""Shapes: the widths of a scalar, column, row or matrix, as numbers or letters.

A width is a positive whole number or a letter such as ``"n"`` that stands for any width.  A shape
is ``()`` for a scalar or ``(rows, columns)``; a column is ``(n, 1)`` and a row ``(1, n)``.  One row
and one column together are a scalar.  Widths are compared by name, so a lost transpose is refused
whatever the letters stand for.  This module knows nothing of expressions.
"""

from __future__ import annotations

from bpcore.errors import ShapesDiffer

Width = int | str
Shape = tuple[Width, ...]
SCALAR: Shape = ()


def shape_of(rows: Width, columns: Width) -> Shape:
    """Return the shape of an array of so many rows and columns; 1 by 1 is a scalar."""
    for width in (rows, columns):
        if isinstance(width, bool) or (isinstance(width, int) and width < 1):
            raise ShapesDiffer(f"a width is a letter or a number from 1 up, not {width!r}")
    return SCALAR if (rows, columns) == (1, 1) else (rows, columns)


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
