"""The expression: a tree that holds what is displayed, in the author's order.

The tree never simplifies itself: ``y * (1 / a)`` stays ``y * (1 / a)``.  Shapes are checked when a
node is built, floats are refused, and ``==`` is refused because an equality is something to be
proved, not asked.  One tree has many readings (LaTeX, code, numbers, SymPy), each in a module of
its own; this module imports neither SymPy nor NumPy and knows no page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, NoReturn

from bpcore import shape as shapes
from bpcore.errors import IndexMisused, NotAnExpression, NotDifferentiable, ShapesDiffer
from bpcore.shape import SCALAR, Shape, Width

if TYPE_CHECKING:
    from bpcore.function import Function


class Expr:
    """Anything that can stand in an equation.

    Operators: ``+ - / **`` as usual, ``*`` for a product with at least one scalar, ``@`` for the
    matrix product; ``odot``, ``outer`` and ``dot`` name the other products.
    """

    shape: Shape = SCALAR
    children: ClassVar[tuple[str, ...]] = ()

    def __add__(self, other: Operand) -> Expr:
        return Add(self, expr(other))

    def __radd__(self, other: Operand) -> Expr:
        return Add(expr(other), self)

    def __sub__(self, other: Operand) -> Expr:
        return Sub(self, expr(other))

    def __rsub__(self, other: Operand) -> Expr:
        return Sub(expr(other), self)

    def __mul__(self, other: Operand) -> Expr:
        return Mul(self, expr(other))

    def __rmul__(self, other: Operand) -> Expr:
        return Mul(expr(other), self)

    def __truediv__(self, other: Operand) -> Expr:
        return Div(self, expr(other))

    def __rtruediv__(self, other: Operand) -> Expr:
        return Div(expr(other), self)

    def __matmul__(self, other: Operand) -> Expr:
        return MatMul(self, expr(other))

    def __neg__(self) -> Expr:
        return Neg(self)

    def __pow__(self, exponent: int) -> Expr:
        return Pow(self, exponent)

    def __getitem__(self, at: At | tuple[At, At]) -> Expr:
        return Entry(self, at if isinstance(at, tuple) else (at,))

    def __iter__(self) -> NoReturn:
        raise NotAnExpression(f"{self!r} cannot be walked through; name its entries with an index")

    @property
    def T(self) -> Expr:  # noqa: N802 - the field's name for the transpose
        """The transpose."""
        return Transpose(self)

    def __eq__(self, other: object) -> NoReturn:
        raise NotAnExpression(
            f"{self!r} == ... asks for a truth value; an equality is a claim: "
            "write it as a step of a chain"
        )

    __hash__ = object.__hash__

    def __bool__(self) -> NoReturn:
        raise NotAnExpression(f"{self!r} has no truth value")

    def __repr__(self) -> str:
        from bpcore.code import as_code  # the code reading builds on this module

        return as_code(self)

    def __format__(self, spec: str) -> str:
        """Return a token for prose: the page puts this expression's mathematics in its place."""
        from bpcore.inline import token  # the token holds an expression

        return token(self)


Operand = Expr | int | Fraction
Constant = int | Fraction


def expr(value: object) -> Expr:
    """Return the value as an expression; whole numbers and fractions are wrapped.

    Raises `NotAnExpression` for floats, truth values and anything else.

    >>> expr(0.5)
    Traceback (most recent call last):
    bpcore.errors.NotAnExpression: the float 0.5 has no exact meaning here; write a fraction, ...
    """
    if isinstance(value, Expr):
        return value
    if isinstance(value, float):
        near = Fraction(value).limit_denominator(1000)
        raise NotAnExpression(
            f"the float {value!r} has no exact meaning here; write a fraction, "
            f"N({near.numerator}, {near.denominator})"
        )
    if isinstance(value, bool) or not isinstance(value, (int, Fraction)):
        raise NotAnExpression(f"{value!r} of type {type(value).__name__} is not an expression")
    return Num(Fraction(value))


@dataclass(frozen=True, eq=False, repr=False)
class Num(Expr):
    """A rational number; ``digits`` says how many decimals are displayed, if it is a decimal.

    ``power`` is the power of ten that is taken out of it, if it is displayed with one.
    """

    value: Fraction
    digits: int | None = None
    power: int = 0


@dataclass(frozen=True, eq=False, repr=False)
class WidthOf(Expr):
    """A width used as a number, such as the m of 1/m."""

    width: str


@dataclass(frozen=True, eq=False, repr=False)
class Ones(Expr):
    """The column whose entries are all 1."""

    width: Width
    shape: Shape = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", shapes.shape_of(self.width, 1))


@dataclass(frozen=True, eq=False, repr=False)
class Array(Expr):
    """An array written out: rows of scalars."""

    rows: tuple[tuple[Expr, ...], ...]
    shape: Shape = field(init=False)

    def __post_init__(self) -> None:
        lengths = {len(row) for row in self.rows}
        if len(lengths) != 1 or 0 in lengths or any(e.shape for row in self.rows for e in row):
            raise ShapesDiffer("an array is written out in rows of scalars, all of one length")
        object.__setattr__(self, "shape", shapes.shape_of(len(self.rows), lengths.pop()))


@dataclass(frozen=True, eq=False, repr=False)
class Index:
    """An index: a letter that runs from 1 to a width."""

    letter: str
    width: Width

    def __repr__(self) -> str:
        return f"{self.letter} in 1..{self.width}"

    def __format__(self, spec: str) -> str:
        """Return a token for prose."""
        from bpcore.inline import token

        return token(self)


At = Index | int


@dataclass(frozen=True, eq=False, repr=False)
class Name(Expr):
    """A named quantity: it prints as its name and means its definition, if it has one.

    ``between`` are the ends of the interval of its values (None: unbounded), ``closed`` says which
    of them are reached, ``assumed`` that this is a condition and not proved of the definition;
    ``tex`` is its LaTeX, ``entry`` the LaTeX of its entries' letter; ``examples`` says that its
    rows are examples, so that entries print as ``x^{(i)}``.  A name with ``of`` is *opaque*: a
    number that depends on the entries of those names in any differentiable way.  An
    ``abbreviation`` stands for its definition wherever it is displayed: it moves along with what it
    is made of, and is never held.
    """

    text: str
    tex: str
    shape: Shape = SCALAR
    definition: Expr | None = None
    between: tuple[Fraction | None, Fraction | None] = (None, None)
    meaning: str = ""
    entry: str = ""
    examples: bool = False
    of: tuple[Name, ...] = ()
    closed: tuple[bool, bool] = (False, False)
    assumed: bool = False
    abbreviation: bool = False

    @property
    def independent(self) -> bool:
        """Whether nothing determines the name's value."""
        return self.definition is None and not self.of

    def __post_init__(self) -> None:
        if self.definition is not None:
            shapes.same(
                f"the definition of {self.text}",
                self.shape,
                self.definition.shape,
                (self.text, repr(self.definition)),
            )


@dataclass(frozen=True, eq=False, repr=False)
class Binary(Expr):
    """A node with a left and a right operand."""

    left: Expr
    right: Expr
    shape: Shape = field(init=False)
    children: ClassVar[tuple[str, ...]] = ("left", "right")
    kind: ClassVar[str] = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", self.combine(self.left.shape, self.right.shape))

    @property
    def operands(self) -> tuple[str, str]:
        """Both operands as text, for messages."""
        return repr(self.left), repr(self.right)

    def combine(self, left: Shape, right: Shape) -> Shape:
        """Return the shape of the whole from the shapes of the operands."""
        if isinstance(self.left, Num) or isinstance(self.right, Num):
            return left or right
        return left if left == right else shapes.same(self.kind, left, right, self.operands)


class Add(Binary):
    """A sum; a plain number is added to every entry of an array."""

    kind = "a sum"


class Sub(Binary):
    """A difference; a plain number meets every entry of an array."""

    kind = "a difference"


class Mul(Binary):
    """A product in which at least one factor is a scalar."""

    kind = "a product with *"

    def combine(self, left: Shape, right: Shape) -> Shape:
        """Return the shape of the factor that is not a scalar."""
        if left and right:
            raise ShapesDiffer(
                f"{self.operands[0]} is {shapes.text(left)} and {self.operands[1]} is "
                f"{shapes.text(right)}: say which product is meant, @ (matrix), odot "
                "(elementwise), outer or dot"
            )
        return left or right


class Div(Binary):
    """A quotient; what is divided by is a scalar."""

    kind = "a quotient"

    def combine(self, left: Shape, right: Shape) -> Shape:
        """Return the shape of the numerator."""
        if right:
            raise ShapesDiffer(
                f"only a scalar divides, but {self.operands[1]} is {shapes.text(right)}"
            )
        if isinstance(self.right, Num) and self.right.value == 0:
            raise NotAnExpression(f"{self.operands[0]} is divided by zero")
        return left


class MatMul(Binary):
    """The matrix product: rows by columns, summed over what lies between."""

    kind = "a matrix product"

    def combine(self, left: Shape, right: Shape) -> Shape:
        """Return rows of the left by columns of the right."""
        return shapes.product(left, right, self.operands)


class Odot(Binary):
    """The elementwise (Hadamard) product of two arrays of one shape."""

    kind = "an elementwise product"

    def combine(self, left: Shape, right: Shape) -> Shape:
        """Return the common shape."""
        if not left or not right:
            raise ShapesDiffer(
                f"an elementwise product needs two arrays, but {self.operands[0]} is "
                f"{shapes.text(left)} and {self.operands[1]} is {shapes.text(right)}"
            )
        return shapes.same(self.kind, left, right, self.operands)


class Outer(Binary):
    """The outer product of a column and a row: every entry by every entry."""

    kind = "an outer product"

    def combine(self, left: Shape, right: Shape) -> Shape:
        """Return the rows of the column by the columns of the row."""
        if not (shapes.is_column(left) and shapes.is_row(right)):
            raise ShapesDiffer(
                f"an outer product needs a column and a row, but {self.operands[0]} is "
                f"{shapes.text(left)} and {self.operands[1]} is {shapes.text(right)}"
            )
        return shapes.product(left, right, self.operands)


class Dot(Binary):
    """The scalar product of two columns (or two rows) of one length."""

    kind = "a scalar product"

    def combine(self, left: Shape, right: Shape) -> Shape:
        """Return a scalar."""
        shapes.same(self.kind, left, right, self.operands)
        if not (shapes.is_column(left) or shapes.is_row(left)):
            raise ShapesDiffer(
                f"a scalar product needs two columns or two rows, not {shapes.text(left)}"
            )
        return SCALAR


@dataclass(frozen=True, eq=False, repr=False)
class Unary(Expr):
    """A node with one operand of the same shape."""

    operand: Expr
    shape: Shape = field(init=False)
    children: ClassVar[tuple[str, ...]] = ("operand",)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", self.operand.shape)


class Neg(Unary):
    """The negative."""


class Dressed(Unary):
    """The same value, marked for the reader."""


class Struck(Dressed):
    """The same value, struck out: a term that vanishes is shown to vanish."""


class Pending(Dressed):
    """The same value in a box: what the next step works on."""


@dataclass(frozen=True, eq=False, repr=False)
class Labelled(Dressed):
    """The same value above a brace, with words that say where it comes from."""

    said: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9 ,-]*[A-Za-z0-9])?", self.said):
            raise NotAnExpression(f"a brace carries plain words, not {self.said!r}")
        super().__post_init__()


class Transpose(Unary):
    """The transpose."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", shapes.transposed(self.operand.shape))


class Diag(Unary):
    """The square matrix with a column's (or row's) entries on its diagonal and zeros elsewhere."""

    def __post_init__(self) -> None:
        found = self.operand.shape
        if not (shapes.is_column(found) or shapes.is_row(found)):
            raise ShapesDiffer(f"Diag needs a column or a row, not {shapes.text(found)}")
        width = found[0] if shapes.is_column(found) else found[1]
        object.__setattr__(self, "shape", (width, width))


@dataclass(frozen=True, eq=False, repr=False)
class Pow(Expr):
    """A whole power of a scalar."""

    operand: Expr
    exponent: int
    children: ClassVar[tuple[str, ...]] = ("operand",)

    def __post_init__(self) -> None:
        if isinstance(self.exponent, bool) or not isinstance(self.exponent, int):
            raise NotAnExpression(f"a power is a whole number, not {self.exponent!r}")
        if self.operand.shape:
            raise ShapesDiffer(
                f"only a scalar has a power here, {self.operand!r} is "
                f"{shapes.text(self.operand.shape)}; write odot or @"
            )


@dataclass(frozen=True, eq=False, repr=False)
class Apply(Expr):
    """A scalar function applied to a scalar, or to every entry of an array."""

    function: Function
    operand: Expr
    shape: Shape = field(init=False)
    children: ClassVar[tuple[str, ...]] = ("operand",)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", self.operand.shape)


@dataclass(frozen=True, eq=False, repr=False)
class Entry(Expr):
    """One entry of an array: ``x[i]`` of a column or row, ``X[i, j]`` of a matrix."""

    array: Expr
    at: tuple[At, ...]
    children: ClassVar[tuple[str, ...]] = ("array",)

    def __post_init__(self) -> None:
        found = self.array.shape
        ranges = [width for width in found if width != 1] if len(self.at) == 1 else list(found)
        if not found or len(ranges) != len(self.at):
            raise IndexMisused(
                f"{self.array!r} is {shapes.text(found)}: {len(self.at)} index(es) do not fit"
            )
        for at, width in zip(self.at, ranges, strict=True):
            check_range(self.array, at, width)

    @property
    def position(self) -> tuple[At, At]:
        """Row and column, also where only one index was written."""
        if len(self.at) == 2:
            return self.at[0], self.at[1]
        return (self.at[0], 1) if shapes.is_column(self.array.shape) else (1, self.at[0])


def check_range(array: Expr, at: At, width: Width) -> None:
    """Raise `IndexMisused` if an index cannot point into a width."""
    if isinstance(at, Index):
        if at.width != width:
            raise IndexMisused(
                f"index {at.letter} runs over {at.width}, but that side of {array!r} "
                f"({shapes.text(array.shape)}) is {width} long"
            )
    elif isinstance(at, bool) or not isinstance(at, int) or at < 1:
        raise IndexMisused(f"{at!r} is not an index; entries are counted from 1")
    elif isinstance(width, int) and at > width:
        raise IndexMisused(f"there is no entry {at}: that side of {array!r} is {width} long")


@dataclass(frozen=True, eq=False, repr=False)
class Delta(Expr):
    """The Kronecker delta: 1 where both indices agree, else 0."""

    first: At
    second: At

    def __post_init__(self) -> None:
        widths = {at.width for at in (self.first, self.second) if isinstance(at, Index)}
        if len(widths) > 1:
            raise IndexMisused(
                f"a delta of indices over different ranges: {sorted(map(str, widths))}"
            )


@dataclass(frozen=True, eq=False, repr=False)
class Sum(Expr):
    """The sum of a scalar over every value of an index."""

    index: Index
    body: Expr
    children: ClassVar[tuple[str, ...]] = ("body",)

    def __post_init__(self) -> None:
        from bpcore.tree import free_indices, walk  # walking builds on this module

        if self.body.shape:
            raise ShapesDiffer(f"a sum over {self.index.letter} adds scalars, not {self.body!r}")
        if any(isinstance(n, Sum) and n.index is self.index for n in walk(self.body)):
            raise IndexMisused(f"index {self.index.letter} is bound by two nested sums")
        if self.index not in free_indices(self.body):
            raise IndexMisused(
                f"index {self.index.letter} does not occur in {self.body!r}: the sum would only "
                f"multiply by {self.index.width}"
            )


@dataclass(frozen=True, eq=False, repr=False)
class Derivative(Expr):
    """The derivative of ``of`` with respect to the name (or entry) ``by``.

    ``by`` moves by itself and everything between ``of`` and ``by`` moves along, but for the names
    in ``held``, which stay at their values; ``partial`` says with which sign it is written.  A
    scalar by an array has the array's shape; a column or row by a column or row is the Jacobian,
    row = output.
    """

    of: Expr
    by: Expr
    partial: bool = False
    held: tuple[Name, ...] = ()
    shape: Shape = field(init=False)
    children: ClassVar[tuple[str, ...]] = ("of",)

    def __post_init__(self) -> None:
        from bpcore.tree import walk  # walking builds on this module

        base = self.by.array if isinstance(self.by, Entry) else self.by
        if not isinstance(base, Name):
            raise NotDifferentiable(
                f"{self.of!r} cannot be differentiated by {self.by!r}: give that quantity a name"
            )
        if any(isinstance(n, Derivative) and base.definition is not None for n in walk(self.of)):
            raise NotDifferentiable(
                f"the second derivative through {base.text}, which depends on other names, is "
                "ambiguous"
            )
        object.__setattr__(self, "shape", jacobian(self.of, self.by))

    @property
    def variable(self) -> Name:
        """The name that is differentiated by, whole or in one entry."""
        base = self.by.array if isinstance(self.by, Entry) else self.by
        assert isinstance(base, Name)
        return base

    def put(self, of: Expr, by: Expr) -> Derivative:
        """Return the same derivative, written alike and with the same held, of and by others."""
        return replace(self, of=of, by=by)


def jacobian(of: Expr, by: Expr) -> Shape:
    """Return the shape of a derivative; raises `ShapesDiffer` where two sides are too few."""
    if not by.shape:
        return of.shape
    if not of.shape:
        return by.shape
    if 1 in of.shape and 1 in by.shape:
        return shapes.shape_of(shapes.length(of.shape), shapes.length(by.shape))
    raise ShapesDiffer(
        f"the derivative of {of!r} ({shapes.text(of.shape)}) by {by!r} ({shapes.text(by.shape)}) "
        "has more than two sides: write its entries with indices"
    )
