"""The expression: a tree that holds what is displayed, in the author's order.

The tree never simplifies itself: ``y * (1 / a)`` stays ``y * (1 / a)``.  Shapes are checked when a
node is built, floats are refused, and ``==`` is refused because an equality is something to be
proved, not asked.  One tree has many readings (LaTeX, code, numbers, SymPy), each in a module of
its own; this module imports neither SymPy nor NumPy and knows no page.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from bpcore import shape as shapes
from bpcore.arguments import shown
from bpcore.errors import (
    IndexMisused,
    NotAnExpression,
    NotDifferentiable,
    ShapesDiffer,
    StepIsTooLarge,
)
from bpcore.shape import SCALAR, Shape, Width

if TYPE_CHECKING:
    from bpcore.function import Function

DEEPEST, HIGHEST = 500, 2000  # operations above one another: displayed, and with names put in
# Readings of a tree call themselves, up to four times for each operation and more inside SymPy.
# Python's own limit is for programs that never end; here the depth is limited before.
sys.setrecursionlimit(max(sys.getrecursionlimit(), 12_000))
MOST_BITS = 13_000  # of a number: those after it fill pages


class Measured(type):
    """The type of all kinds of node: whenever one is built, its depth is known and limited."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Return a node; raises `NotAnExpression` for one that is deeper than can be read."""
        node: Expr = super().__call__(*args, **kwargs)
        below = tuple(node.below())
        depth = 1 + max((one.depth for one in below), default=0)
        meant = node.meant()
        height = 1 + max((one.height for one in (*below, *meant)), default=0)
        if depth > DEEPEST:
            raise NotAnExpression(
                f"this expression is {depth} operations deep, and {DEEPEST} is the most that is "
                "read: give parts of it names (let), or write a long sum with total(index, term)"
            )
        if height > HIGHEST:
            raise NotAnExpression(
                f"with all that its names mean this is {height} operations deep, and {HIGHEST} is "
                "the most that is read: let it depend on names without a definition (scalar, "
                "column, opaque), and prove what these are for themselves"
            )
        object.__setattr__(node, "depth", depth)
        object.__setattr__(node, "height", height)
        return node


class Expr(metaclass=Measured):
    """Anything that can stand in an equation.

    Operators: ``+ - / **`` as usual, ``*`` for a product with at least one scalar, ``@`` for the
    matrix product; ``odot``, ``outer`` and ``dot`` name the other products.
    """

    shape: Shape = SCALAR
    depth: int = 1  # operations above one another, as displayed
    height: int = 1  # the same with what names mean put in
    names_shown: frozenset[Name] | None = None  # the names displayed, once they were asked for
    children: ClassVar[tuple[str, ...]] = ()

    def below(self) -> Iterable[Expr]:
        """Return the nodes right beneath this one."""
        return (getattr(self, child) for child in self.children)

    def meant(self) -> Iterable[Expr]:
        """Return what a name stands for."""
        return ()

    def __add__(self, other: Operand) -> Expr:
        return Add(self, expr(other))

    def __radd__(self, other: Operand) -> Expr:
        if type(other) is int and not other:
            raise NotAnExpression(
                f"0 + {self!r}: Python's sum begins with zero, and a line shows what is written; "
                "write total(index, term), or the terms with + between them"
            )
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

    def __rmatmul__(self, other: Operand) -> Expr:
        return MatMul(expr(other), self)

    def __neg__(self) -> Expr:
        return Neg(self)

    def __pow__(self, exponent: int | Num, modulo: object = None) -> Expr:
        if modulo is not None:
            raise NotAnExpression(f"{self!r}: there is no division with a remainder")
        if isinstance(exponent, Num) and exponent.value.denominator == 1:
            exponent = int(exponent.value)
        return Pow(self, exponent)  # type: ignore[arg-type] # it says what else there is

    def __pos__(self) -> Expr:
        return self

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


# what Python would make of an operator that no expression has, and what to write instead
INSTEAD = {
    "lt le gt ge": "an order has no truth value here, and neither have max and min; gate(z) is 1 "
    "where z is positive, positive_part(z) the larger of z and 0",
    "abs": "the size of z is positive_part(z) + positive_part(-z)",
    "round floor ceil trunc": "nothing is rounded; numbers are put in with page.worked, which "
    "chooses the digits",
    "float int complex index": "it has no number of its own: numbers are put in with page.numbers, "
    "and exp, log and all functions are those of bpcore",
    "array array_ufunc": "NumPy cannot compute with it: use the functions of bpcore, N(1, 2) for a "
    "number, listed(...) for an array",
    "len": "its widths are in .shape; width('n') is a width as a number",
    "floordiv rfloordiv mod rmod divmod rdivmod": "there is no division with a remainder; write / "
    "for a quotient",
    "rpow": "a power whose exponent varies is exp(z * log(a))",
    "and rand or ror xor rxor": "it has no bits; a power is written **",
    "lshift rlshift rshift rrshift invert": "it has no bits",
    "call": "it is no function: a product is written *",
    "setitem delitem": "it does not change; an array is written out with listed(...)",
}


def refusing(said: str) -> Callable[..., NoReturn]:
    """Return a method that refuses, and says what to write instead."""

    def refuse(self: object, *others: object, **more: object) -> NoReturn:
        raise NotAnExpression(f"{self!r}: {said}")

    return refuse


def refuse_operators(kind: type, instead: dict[str, str]) -> None:
    """Let a class refuse operators, each with what to write instead."""
    for operators, said in instead.items():
        for operator in operators.split():
            setattr(kind, f"__{operator}__", refusing(said))


ARITHMETIC = "add radd sub rsub mul rmul truediv rtruediv matmul rmatmul pow neg pos"
OTHERS = " ".join(operators for operators in INSTEAD if operators not in ("call", "len"))
refuse_operators(Expr, INSTEAD)


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
        if not isfinite(value):
            raise NotAnExpression(f"{value!r} is no number here")
        near = Fraction(value).limit_denominator(1000)
        raise NotAnExpression(
            f"the float {value!r} has no exact meaning here; write a fraction, "
            f"N({near.numerator}, {near.denominator})"
        )
    if isinstance(value, bool) or not isinstance(value, (int, Fraction)):
        hint = "; write N(1, 2) or listed(...)" if hasattr(value, "dtype") else ""
        raise NotAnExpression(
            f"{shown(value)} of type {type(value).__name__} is not an expression{hint}"
        )
    return Num(Fraction(value))


@dataclass(frozen=True, eq=False, repr=False)
class Num(Expr):
    """A rational number; ``digits`` says how many decimals are displayed, if it is a decimal.

    ``power`` is the power of ten that is taken out of it, if it is displayed with one.
    """

    value: Fraction
    digits: int | None = None
    power: int = 0

    def __post_init__(self) -> None:
        bits = self.value.numerator.bit_length(), self.value.denominator.bit_length()
        if max(bits) > MOST_BITS and not self.power:
            raise StepIsTooLarge(
                f"a number of about {max(bits) * 3 // 10:,} digits fills pages: write it as a "
                "power, or give it a name"
            )


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
        if not isinstance(self.rows, tuple) or not all(
            isinstance(row, tuple) and all(isinstance(one, Expr) for one in row)
            for row in self.rows
        ):
            raise NotAnExpression(
                f"an array is written out in rows of expressions, not as {shown(self.rows)}: "
                "write listed(...)"
            )
        lengths = {len(row) for row in self.rows}
        if len(lengths) != 1 or 0 in lengths or any(e.shape for row in self.rows for e in row):
            raise ShapesDiffer("an array is written out in rows of scalars, all of one length")
        object.__setattr__(self, "shape", shapes.shape_of(len(self.rows), lengths.pop()))

    def below(self) -> Iterable[Expr]:
        """Return the entries."""
        return (entry for row in self.rows for entry in row)


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


refuse_operators(
    Index,
    {f"{ARITHMETIC} {OTHERS}": "an index is a place and no number; there is no arithmetic with it"},
)
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

    def meant(self) -> Iterable[Expr]:
        """Return the definition, or what the name depends on."""
        return self.of if self.definition is None else (self.definition,)

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
            raise NotAnExpression(
                f"a power is a whole number, not {shown(self.exponent)}; a root is sqrt(z), a "
                "power that varies exp(w * log(z))"
            )
        if self.exponent.bit_length() > MOST_BITS:
            raise StepIsTooLarge(f"a power of {self.exponent.bit_length():,} bits fills pages")
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
        places = self.first, self.second
        widths = {at.width for at in places if isinstance(at, Index)}
        for at in places:
            if isinstance(at, Index):
                continue
            if isinstance(at, bool) or not isinstance(at, int) or not 1 <= at <= shapes.WIDEST:
                raise IndexMisused(f"{shown(at)} is not an index; entries are counted from 1")
            if any(isinstance(width, int) and at > width for width in widths):
                raise IndexMisused(f"there is no place {at} from 1 to {widths.pop()}")
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

    def below(self) -> Iterable[Expr]:
        """Return what is differentiated, and what by."""
        return self.of, self.by

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
