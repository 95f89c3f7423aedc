"""The words in which a derivation is written: names, definitions, indices, sums, derivatives.

Everything here builds expressions; nothing reads, proves or prints them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bpcore.arguments import checked, shown
from bpcore.errors import IndexMisused, NotAnExpression, NotDifferentiable
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
from bpcore.shape import SCALAR, Width, check_width, shape_of
from bpcore.tree import free_indices


@dataclass(frozen=True)
class Closed:
    """An end that belongs to an interval."""

    value: Fraction


End = int | Fraction | Num | Closed | None
Bounds = tuple[End, End]
UNBOUNDED: Bounds = (None, None)


def N(numerator: int, denominator: int = 1) -> Num:
    """Return a whole number or a fraction as an expression.

    >>> N(1, 2)
    1/2
    """
    for part in (numerator, denominator):
        if isinstance(part, bool) or not isinstance(part, int):
            raise NotAnExpression(
                f"N takes whole numbers, not {shown(part)}; write a fraction as N(1, 2)"
            )
    if not denominator:
        raise NotAnExpression(f"N({shown(numerator)}, 0) divides by zero")
    return Num(Fraction(numerator, denominator))


@checked
def closed(end: int | Fraction | Num) -> Closed:
    """Return an end that is reached, for the interval of a name; without this word none is.

    >>> a = scalar("a", between=(0, 1))
    >>> let("v", a * (1 - a), between=(0, closed(N(1, 4)))).closed
    (False, True)
    """
    return Closed(number_at(end))


def number_at(end: object) -> Fraction:
    """Return an end of an interval as a fraction; raises `NotAnExpression` for anything else."""
    if isinstance(end, Closed):
        return end.value
    found = expr(end)
    if not isinstance(found, Num):
        raise NotAnExpression(f"an interval ends at a number, not at {found!r}")
    return found.value


def ends(bounds: Bounds) -> tuple[tuple[Fraction | None, Fraction | None], tuple[bool, bool]]:
    """Return the ends of an interval as fractions, and which of them are reached."""
    if not isinstance(bounds, tuple) or len(bounds) != 2:
        raise NotAnExpression(f"an interval is a pair of ends, such as (0, 1), not {shown(bounds)}")
    low, high = (None if end is None else number_at(end) for end in bounds)
    if low is not None and high is not None and not low < high:
        raise NotAnExpression(f"no number lies between {low} and {high}")
    return (low, high), (isinstance(bounds[0], Closed), isinstance(bounds[1], Closed))


@checked
def scalar(text: str, meaning: str = "", between: Bounds = UNBOUNDED) -> Name:
    """Return a number that has a name, with any value in the interval ``between``.

    Its ends are not reached, unless they are `closed`.

    Raises `NotAnExpression` for a text that is no name, and for an interval without numbers in it.

    >>> scalar("dL_dz"), scalar("y", "the target", between=(0, 1)).between
    (dL_dz, (Fraction(0, 1), Fraction(1, 1)))
    >>> scalar("2z")
    Traceback (most recent call last):
    bpcore.errors.NotAnExpression: '2z' is not a name here: letters, then _hat, ...
    """
    lies, reached = ends(between)
    return Name(text, tex_of(text), meaning=meaning, between=lies, closed=reached)


@checked
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

    >>> X = array("X", "m", 4, "four measurements of each flower", examples=True)
    >>> X.shape, X[2, 3]
    (('m', 4), X[2, 3])
    """
    letter = entry or entry_of(text)
    lies, reached = ends(between)
    return Name(
        text,
        tex_of(text),
        shape_of(rows, columns),
        between=lies,
        closed=reached,
        meaning=meaning,
        entry=tex_of(letter),
        examples=examples,
    )


@checked
def column(text: str, width: Width, meaning: str = "", between: Bounds = UNBOUNDED) -> Name:
    """Return a named column of ``width`` entries.

    >>> column("a", 3).shape, column("a", "n").shape
    ((3, 1), ('n', 1))
    """
    return array(text, width, 1, meaning, between=between)


@checked
def row(text: str, width: Width, meaning: str = "", between: Bounds = UNBOUNDED) -> Name:
    """Return a named row of ``width`` entries.

    >>> row("x", 4).shape
    (1, 4)
    """
    return array(text, 1, width, meaning, between=between)


@checked
def matrix(text: str, rows: Width, columns: Width, meaning: str = "") -> Name:
    """Return a named matrix.

    >>> W, x = matrix("W", "n", "m", "the weights of a layer"), column("x", "m", "its input")
    >>> (W @ x).shape
    ('n', 1)
    >>> x @ W
    Traceback (most recent call last):
    bpcore.errors.ShapesDiffer: a matrix product needs as many columns on the left ... W is n x m
    """
    return array(text, rows, columns, meaning)


@checked
def let(
    text: str,
    definition: Operand,
    meaning: str = "",
    between: Bounds = UNBOUNDED,
    *,
    entry: str = "",
    examples: bool = False,
    assume: bool = False,
    abbreviation: bool = False,
) -> Name:
    """Return a name that prints as its name and means its definition.

    ``between`` is the interval in which its values lie, whatever its definition is fed with; its
    ends are not reached, unless they are `closed`.  The checker proves that, or refuses it.  With
    ``assume=True`` it is a condition instead: whatever is proved with such a name holds where its
    values lie so, and says it.  An ``abbreviation`` is short for its definition wherever it stands:
    it moves along in every derivative and is never held, and the page says so where it is defined.

    Raises `IndexMisused` if an index is free in the definition, and `NotAnExpression` if nothing
    is assumed.

    >>> a, y = scalar("a"), scalar("y")
    >>> r = let("r", a - y, "the residual")
    >>> r, r.definition, r**2
    (r, a - y, r**2)
    """
    meant = expr(definition)
    if free_indices(meant):
        loose = ", ".join(sorted(index.letter for index in free_indices(meant)))
        raise IndexMisused(f"the definition of {text} leaves the index {loose} free")
    letter = entry or entry_of(text)
    lies, reached = ends(between)
    if assume and lies == UNBOUNDED:
        raise NotAnExpression(f"say what is assumed of {text}: between=(low, high)")
    return Name(
        text,
        tex_of(text),
        meant.shape,
        meant,
        lies,
        meaning,
        tex_of(letter) if meant.shape != SCALAR else "",
        examples,
        closed=reached,
        assumed=assume,
        abbreviation=abbreviation,
    )


@checked
def opaque(text: str, *of: Name, meaning: str = "") -> Name:
    """Return a number of which is known only that it depends on some names, differentiably.

    Raises `NotAnExpression` if nothing is named.

    >>> a = column("a", "n")
    >>> partial(opaque("C", a, meaning="any cost"), a).shape
    ('n', 1)
    """
    if not of:
        raise NotAnExpression(f"say what {text} depends on")
    return Name(text, tex_of(text), meaning=meaning, of=of)


@checked
def index(letter: str, over: Width) -> Index:
    """Return an index that runs from 1 to a width.

    >>> index("i", over="m")
    i in 1..m
    """
    if len(letter) != 1 or not letter.isascii() or not letter.isalpha():
        raise NotAnExpression(f"an index is one letter, not {letter!r}")
    check_width(over)
    return Index(letter, over)


@checked
def ones(width: Width) -> Ones:
    """Return the column of ``width`` ones.

    >>> x = column("x", "m")
    >>> ones("m").T @ x
    ones((m, 1)).T @ x
    """
    check_width(width)
    return Ones(width)


@checked
def width(letter: str) -> WidthOf:
    """Return a width as a number, for factors such as one over the number of examples.

    >>> i, L = index("i", "m"), column("L", "m")
    >>> 1 / width("m") * total(i, L[i])
    1 / m * sum(L[i] for i in 1..m)
    """
    check_width(letter)
    return WidthOf(letter)


@checked
def total(over: Index, body: Operand) -> Sum:
    """Return the sum of ``body`` over every value of an index.

    >>> i, x = index("i", "n"), column("x", "n")
    >>> total(i, x[i] ** 2)
    sum(x[i]**2 for i in 1..n)
    """
    return Sum(over, expr(body))


@checked
def odot(left: Operand, right: Operand) -> Odot:
    """Return the elementwise product of two arrays of one shape.

    Raises `ShapesDiffer` if the shapes are not the same.

    >>> odot(column("a", "n"), column("b", "n"))
    a * b
    """
    return Odot(expr(left), expr(right))


@checked
def outer(left: Operand, right: Operand) -> Outer:
    """Return the outer product of a column and a row.

    Raises `ShapesDiffer` for anything but a column and a row.

    >>> outer(column("delta", "n"), row("x", "m")).shape
    ('n', 'm')
    """
    return Outer(expr(left), expr(right))


@checked
def dot(left: Operand, right: Operand) -> Dot:
    """Return the scalar product of two columns or two rows.

    Raises `ShapesDiffer` if they have not as many entries.

    >>> dot(column("w", "n"), column("x", "n"))
    dot(w, x)
    """
    return Dot(expr(left), expr(right))


@checked
def diag(entries: Operand) -> Diag:
    """Return the square matrix with these entries on its diagonal.

    >>> diag(column("a", "n")).shape
    ('n', 'n')
    """
    return Diag(expr(entries))


@checked
def pending(value: Operand) -> Pending:
    """Return the same value in a box: the next step works on it.

    >>> z = scalar("z")
    >>> pending(z**2)
    z**2
    """
    return Pending(expr(value))


@checked
def labelled(value: Operand, said: str) -> Labelled:
    """Return the same value above a brace that says in plain words where it comes from.

    >>> z = scalar("z")
    >>> labelled(2 * z, "from the square")
    2 * z
    """
    return Labelled(expr(value), said)


@checked
def kronecker(first: At, second: At) -> Delta:
    """Return 1 where both indices agree, else 0.

    >>> kronecker(index("i", "n"), index("j", "n"))
    (i == j)
    """
    return Delta(first, second)


@checked
def d(of: Operand, by: Expr) -> Derivative:
    """Return the whole slope of one quantity by a named one, written with a straight d.

    Everything between the two moves along.  It stands there as it is written, and is worked out by
    no one but the checker.

    >>> x = scalar("x")
    >>> y = let("y", x**2)
    >>> d(x * y, x)
    d(x * y, x)
    """
    return said(Derivative(expr(of), by))


@checked
def partial(of: Operand, by: Expr, *, holding: Name | tuple[Name, ...] = ()) -> Derivative:
    """Return a derivative written with the sign for several variables.

    Names in ``holding`` stay at their values while the variable moves; everything else between the
    two moves along.  By an array it has the shape of the array; of an array by an array it is a
    Jacobian, with a row for each entry above and a column for each entry below.

    Raises `NotDifferentiable` for what shows the variable and a name that depends on it, if that
    name is neither held nor an abbreviation, and for holding what cannot be held or does nothing.

    >>> x, W = column("x", "m"), matrix("W", "n", "m")
    >>> partial(W @ x, x).shape
    ('n', 'm')
    >>> t = scalar("t")
    >>> y = let("y", t**2)
    >>> f = let("f", t * y)
    >>> partial(f, t, holding=y)
    partial(f, t, holding=y)
    >>> partial(f, t)
    Traceback (most recent call last):
    bpcore.errors.NotDifferentiable: partial(f, t) can be read in two ways, because f shows t ...
    """
    held = holding if isinstance(holding, tuple) else (holding,)
    for name in held:
        if not isinstance(name, Name):
            raise NotDifferentiable(f"what is held has a name, and {shown(name)} is none")
    return said(Derivative(expr(of), by, True, held))


def said(node: Derivative) -> Derivative:
    """Return a derivative that says beyond doubt what moves."""
    from bpcore.dependence import check_said  # it reads expressions, which takes longer to load

    check_said(node)
    return node
