"""The words in which a derivation is written: names, definitions, indices, sums, derivatives.

Everything here builds expressions; nothing reads, proves or prints them.
"""

from __future__ import annotations

from fractions import Fraction

from bpcore.errors import IndexMisused, NotAnExpression
from bpcore.expr import (
    At,
    Delta,
    Derivative,
    Diag,
    Dot,
    Expr,
    Index,
    Labelled,
    Name,
    Num,
    Odot,
    Ones,
    Operand,
    Outer,
    Pending,
    Sum,
    WidthOf,
    expr,
)
from bpcore.naming import entry_of, tex_of
from bpcore.shape import SCALAR, Width, shape_of
from bpcore.tree import free_indices

Bounds = tuple[int | Fraction | None, int | Fraction | None]
UNBOUNDED: Bounds = (None, None)


def N(numerator: int, denominator: int = 1) -> Num:
    """Return a whole number or a fraction as an expression.

    >>> N(1, 2)
    1/2
    """
    for part in (numerator, denominator):
        if isinstance(part, bool) or not isinstance(part, int):
            raise NotAnExpression(
                f"N takes whole numbers, not {part!r}; write a fraction as N(1, 2)"
            )
    return Num(Fraction(numerator, denominator))


def exact(bounds: Bounds) -> tuple[Fraction | None, Fraction | None]:
    """Return the ends of an open interval as fractions."""
    low, high = (None if end is None else Fraction(end) for end in bounds)
    if low is not None and high is not None and not low < high:
        raise NotAnExpression(f"no number lies between {low} and {high}")
    return low, high


def scalar(text: str, meaning: str = "", between: Bounds = UNBOUNDED) -> Name:
    """Return a number that has a name, with any value in the open interval ``between``."""
    return Name(text, tex_of(text), meaning=meaning, between=exact(between))


def array(
    text: str,
    rows: Width,
    columns: Width,
    meaning: str = "",
    *,
    between: Bounds = UNBOUNDED,
    entry: str = "",
    examples: bool = False,
) -> Name:
    """Return a named array of ``rows`` by ``columns``; widths are numbers or letters.

    ``entry`` is the letter of its entries (by default the small letter of its own); ``examples``
    says that its rows are examples, counted in parentheses above the letter.
    """
    letter = entry or entry_of(text)
    return Name(
        text,
        tex_of(text),
        shape_of(rows, columns),
        between=exact(between),
        meaning=meaning,
        entry=tex_of(letter),
        examples=examples,
    )


def column(text: str, width: Width, meaning: str = "", between: Bounds = UNBOUNDED) -> Name:
    """Return a named column of ``width`` entries."""
    return array(text, width, 1, meaning, between=between)


def row(text: str, width: Width, meaning: str = "", between: Bounds = UNBOUNDED) -> Name:
    """Return a named row of ``width`` entries."""
    return array(text, 1, width, meaning, between=between)


def matrix(text: str, rows: Width, columns: Width, meaning: str = "") -> Name:
    """Return a named matrix."""
    return array(text, rows, columns, meaning)


def let(
    text: str,
    definition: Operand,
    meaning: str = "",
    between: Bounds = UNBOUNDED,
    *,
    entry: str = "",
    examples: bool = False,
) -> Name:
    """Return a name that prints as its name and means its definition.

    ``between`` is the open interval in which its values lie, whatever its definition is fed with;
    the checker tries that too.
    """
    meant = expr(definition)
    if free_indices(meant):
        loose = ", ".join(sorted(index.letter for index in free_indices(meant)))
        raise IndexMisused(f"the definition of {text} leaves the index {loose} free")
    letter = entry or entry_of(text)
    return Name(
        text,
        tex_of(text),
        meant.shape,
        meant,
        exact(between),
        meaning,
        tex_of(letter) if meant.shape != SCALAR else "",
        examples,
    )


def opaque(text: str, *of: Name, meaning: str = "") -> Name:
    """Return a number of which is known only that it depends on some names, differentiably."""
    if not of:
        raise NotAnExpression(f"say what {text} depends on")
    return Name(text, tex_of(text), meaning=meaning, of=of)


def index(letter: str, over: Width) -> Index:
    """Return an index that runs from 1 to a width.

    >>> index("i", over="m")
    i in 1..m
    """
    if len(letter) != 1 or not letter.isascii() or not letter.isalpha():
        raise NotAnExpression(f"an index is one letter, not {letter!r}")
    return Index(letter, over)


def ones(width: Width) -> Ones:
    """Return the column of ``width`` ones."""
    return Ones(width)


def width(letter: str) -> WidthOf:
    """Return a width as a number, for factors such as one over the number of examples."""
    return WidthOf(letter)


def total(over: Index, body: Operand) -> Sum:
    """Return the sum of ``body`` over every value of an index."""
    return Sum(over, expr(body))


def odot(left: Operand, right: Operand) -> Odot:
    """Return the elementwise product of two arrays of one shape."""
    return Odot(expr(left), expr(right))


def outer(left: Operand, right: Operand) -> Outer:
    """Return the outer product of a column and a row."""
    return Outer(expr(left), expr(right))


def dot(left: Operand, right: Operand) -> Dot:
    """Return the scalar product of two columns or two rows."""
    return Dot(expr(left), expr(right))


def diag(entries: Operand) -> Diag:
    """Return the square matrix with these entries on its diagonal."""
    return Diag(expr(entries))


def pending(value: Operand) -> Pending:
    """Return the same value in a box: the next step works on it."""
    return Pending(expr(value))


def labelled(value: Operand, said: str) -> Labelled:
    """Return the same value above a brace that says in plain words where it comes from."""
    return Labelled(expr(value), said)


def kronecker(first: At, second: At) -> Delta:
    """Return 1 where both indices agree, else 0."""
    return Delta(first, second)


def d(of: Operand, by: Expr) -> Derivative:
    """Return the derivative of one quantity with respect to a named one, written with d."""
    return Derivative(expr(of), by)


def partial(of: Operand, by: Expr) -> Derivative:
    """Return the same derivative written with the sign for several variables."""
    return Derivative(expr(of), by, partial=True)
