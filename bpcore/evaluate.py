"""Evaluation: an expression read in any domain of numbers, at concrete widths.

One evaluator serves exact rationals, 50 digits, floats and SymPy; only `derivative` differs (dual
numbers here, SymPy's own differentiation in `bpcore.symbolic`), so that two independent
differentiations meet in every proof.  A scalar is a number, an array a tuple of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from bpcore.domain import Domain, Dual, NotExact, Scalar, WithDuals, slope_of, undualed
from bpcore.errors import IndexMisused
from bpcore.expr import (
    Add,
    Apply,
    Array,
    At,
    Delta,
    Derivative,
    Diag,
    Div,
    Dot,
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
    Ones,
    Outer,
    Pow,
    Sub,
    Sum,
    Transpose,
    WidthOf,
)
from bpcore.function import Function
from bpcore.shape import Shape, Width, is_column
from bpcore.tree import moves

MOST_DIGITS = 200_000  # binary ones of a power that is written down exactly

Value = Any  # a Scalar, or a tuple of rows of Scalars
Rows = tuple[tuple[Scalar, ...], ...]


@dataclass(frozen=True)
class Setting:
    """Where an expression is evaluated.

    ``values`` gives names their values (free names, and names held apart from their definition);
    ``widths`` and ``indices`` give letters their numbers; ``functions`` says what an unspecified
    function is here, ``costs`` what a name is that depends on others in a way nobody knows;
    ``opaque`` gives whole derivatives a value without looking inside.  ``known`` remembers what
    definitions came to, which no index can change.
    """

    values: Mapping[Name, Value]
    widths: Mapping[str, int] = field(default_factory=dict)
    indices: Mapping[Index, int] = field(default_factory=dict)
    functions: Mapping[Function, Callable[[Expr], Expr]] = field(default_factory=dict)
    opaque: Callable[[Derivative, Setting], Value] | None = None
    costs: Mapping[Name, Callable[[list[Scalar]], Scalar]] = field(default_factory=dict)
    level: int = 0
    known: dict[Name, Value] = field(default_factory=dict)

    def width(self, width: Width) -> int:
        """Return a width as a number."""
        return width if isinstance(width, int) else self.widths[width]

    def place(self, at: At) -> int:
        """Return an index as a number counted from 1."""
        if not isinstance(at, Index):
            return at
        if at not in self.indices:
            raise IndexMisused(f"index {at.letter} has no value here")
        return self.indices[at]

    def sizes(self, shape: Shape) -> tuple[int, int]:
        """Return rows and columns as numbers; a scalar is 1 by 1."""
        return (self.width(shape[0]), self.width(shape[1])) if shape else (1, 1)


def each(array: Value, change: Callable[[Scalar], Scalar]) -> Value:
    """Return an array or a number with every entry changed."""
    if not isinstance(array, tuple):
        return change(array)
    return tuple(tuple(change(entry) for entry in row) for row in array)


def pair(left: Value, right: Value, join: Callable[[Scalar, Scalar], Scalar]) -> Value:
    """Return two arrays joined entry by entry; a number meets every entry."""
    if not isinstance(left, tuple):
        return each(right, lambda entry: join(left, entry))
    if not isinstance(right, tuple):
        return each(left, lambda entry: join(entry, right))
    return tuple(
        tuple(join(a, b) for a, b in zip(one, other, strict=True))
        for one, other in zip(left, right, strict=True)
    )


def as_rows(value: Value) -> Rows:
    """Return a value as rows, a number as one row of one."""
    return value if isinstance(value, tuple) else ((value,),)


def as_value(rows: Rows) -> Value:
    """Return rows as a value: one row of one entry is a number."""
    return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows


def entries(value: Value) -> list[Scalar]:
    """Return every entry, row by row."""
    return [entry for row in as_rows(value) for entry in row]


def turned(value: Value) -> Value:
    """Return the transpose."""
    return as_value(tuple(zip(*as_rows(value), strict=True)))


def multiplied(left: Value, right: Value) -> Value:
    """Return the matrix product."""
    columns = tuple(zip(*as_rows(right), strict=True))
    return as_value(
        tuple(tuple(scalar_product(row, column) for column in columns) for row in as_rows(left))
    )


def scalar_product(left: Iterable[Scalar], right: Iterable[Scalar]) -> Scalar:
    """Return the sum of the products of entries in the same place."""
    return summed(a * b for a, b in zip(left, right, strict=True))


def summed(terms: Iterable[Scalar]) -> Scalar:
    """Return the sum of one or more terms, from the left."""
    terms = iter(terms)
    whole = next(terms)
    for term in terms:
        whole = whole + term
    return whole


def raised(value: Scalar, exponent: int) -> Scalar:
    """Return a whole power; raises `NotExact` for an exact number of too many digits."""
    plain = undualed(value)
    if isinstance(plain, int | Fraction) or getattr(plain, "is_Rational", False):
        digits = max(int(plain.numerator).bit_length(), int(plain.denominator).bit_length())
        if digits > 1 and digits * abs(exponent) > MOST_DIGITS:
            raise NotExact
    return value**exponent


class Evaluator:
    """Reads expressions in one domain."""

    def __init__(self, domain: Domain) -> None:
        """Take dual numbers over the domain, so that derivatives can be read too."""
        self.domain: Domain = WithDuals(domain)

    def value(self, expr: Expr, at: Setting) -> Value:
        """Return the value of an expression.

        Raises `OutsideDomain` or `ZeroDivisionError` where there is none, `NotExact` where the
        domain has none.
        """
        match expr:
            case Num(value=value):
                return self.domain.number(value)
            case WidthOf(width=width):
                return self.domain.number(Fraction(at.width(width)))
            case Array(rows=rows):
                return tuple(tuple(self.value(entry, at) for entry in row) for row in rows)
            case Ones(width=width):
                one = self.domain.number(Fraction(1))
                return ((one,),) * at.width(width)
            case Name():
                return self.named(expr, at)
            case Add(left=left, right=right):
                return pair(self.value(left, at), self.value(right, at), lambda a, b: a + b)
            case Sub(left=left, right=right):
                return pair(self.value(left, at), self.value(right, at), lambda a, b: a - b)
            case Mul(left=left, right=right) | Odot(left=left, right=right):
                return pair(self.value(left, at), self.value(right, at), lambda a, b: a * b)
            case Div(left=left, right=right):
                divisor = self.value(right, at)
                return each(self.value(left, at), lambda a: a / divisor)
            case MatMul(left=left, right=right) | Outer(left=left, right=right):
                return multiplied(self.value(left, at), self.value(right, at))
            case Dot(left=left, right=right):
                return scalar_product(entries(self.value(left, at)), entries(self.value(right, at)))
            case Dressed(operand=operand):
                return self.value(operand, at)
            case Neg(operand=operand):
                return each(self.value(operand, at), lambda a: -a)
            case Transpose(operand=operand):
                return turned(self.value(operand, at))
            case Diag(operand=operand):
                return self.diagonal(entries(self.value(operand, at)))
            case Pow(operand=operand, exponent=exponent):
                return raised(self.value(operand, at), exponent)
            case Apply(function=function, operand=operand):
                inner = self.value(operand, at)
                return each(inner, lambda a: self.applied(function, a, at))
            case Entry(array=array):
                row, column = (at.place(one) for one in expr.position)
                return as_rows(self.value(array, at))[row - 1][column - 1]
            case Delta(first=first, second=second):
                return self.domain.number(Fraction(int(at.place(first) == at.place(second))))
            case Sum(index=index, body=body):
                return summed(
                    self.value(body, replace(at, indices={**at.indices, index: number}))
                    for number in range(1, at.width(index.width) + 1)
                )
            case Derivative():
                return at.opaque(expr, at) if at.opaque else self.derivative(expr, at)
        raise AssertionError(f"no value for {type(expr).__name__}")

    def named(self, name: Name, at: Setting) -> Value:
        """Return the value of a name: the one it is given, or that of its definition."""
        if name in at.values:
            return at.values[name]
        if name not in at.known:
            if name.of:
                known = [entry for under in name.of for entry in entries(self.named(under, at))]
                at.known[name] = self.cost(name, known, at)
                return at.known[name]
            if name.definition is None:
                raise AssertionError(f"{name.text} has neither a value nor a definition")
            at.known[name] = self.value(name.definition, at)
        return at.known[name]

    def cost(self, name: Name, under: list[Scalar], at: Setting) -> Scalar:
        """Return the value of an opaque name, given the entries of what it depends on."""
        return at.costs[name](under)

    def diagonal(self, found: list[Scalar]) -> Value:
        """Return a square array with these entries on its diagonal."""
        zero = self.domain.number(Fraction(0))
        return tuple(
            tuple(entry if i == j else zero for j in range(len(found)))
            for i, entry in enumerate(found)
        )

    def applied(self, function: Function, argument: Scalar, at: Setting) -> Scalar:
        """Return a function's value."""
        if function.given:
            return getattr(self.domain, function.text)(argument)
        base = function.base or function
        if base.meaning is None:
            variable, formula = written_out(at.functions[base], function.primes)
        else:
            variable, formula = known_formula(base, function.primes)
        return self.value(
            formula, replace(at, values={**at.values, variable: argument}, opaque=None)
        )

    def derivative(self, expr: Derivative, at: Setting) -> Value:
        """Return a derivative by dual numbers, one entry of the variable after another."""
        return by_entries(self, expr, at, self.slope)

    def slope(self, expr: Derivative, at: Setting, place: tuple[int, int]) -> Value:
        """Return the derivative along one entry of the variable."""
        level = at.level + 1
        rows = as_rows(self.named(expr.variable, at))
        there = tuple(
            tuple(Dual(x, 1, level) if (i, j) == place else x for j, x in enumerate(row))
            for i, row in enumerate(rows)
        )
        inside = replace(moved(expr, as_value(there), self, at), level=level)
        return each(self.value(expr.of, inside), lambda a: slope_of(a, level))


@lru_cache(maxsize=256)
def written_out(meaning: Callable[[Expr], Expr], primes: int) -> tuple[Name, Expr]:
    """Return a variable, and a function of it differentiated so many times.

    A point asks for the same few functions again and again.
    """
    variable = Name("t", "t")
    formula = meaning(variable)
    for _ in range(primes):
        formula = Derivative(formula, variable)
    return variable, formula


@cache
def known_formula(function: Function, primes: int) -> tuple[Name, Expr]:
    """Return the same for a function that has a definition."""
    assert function.meaning is not None
    return written_out(function.meaning, primes)


def moved(expr: Derivative, there: Value, reader: Evaluator, at: Setting) -> Setting:
    """Return a setting in which the variable of a derivative is somewhere else.

    What is held keeps the value that it has here; all else that depends on the variable is
    unfolded.
    """
    variable, held = expr.variable, frozenset(expr.held)
    kept = {name: old for name, old in at.values.items() if not moves(name, variable, held)}
    stays = {name: reader.named(name, at) for name in expr.held}
    return replace(at, values={**kept, **stays, variable: there}, opaque=None, known={})


def by_entries(
    evaluator: Evaluator,
    expr: Derivative,
    at: Setting,
    along: Callable[[Derivative, Setting, tuple[int, int]], Value],
) -> Value:
    """Return a derivative put together from its entries."""
    if isinstance(expr.by, Entry):
        row, column = (at.place(one) for one in expr.by.position)
        return along(expr, at, (row - 1, column - 1))
    rows, columns = at.sizes(expr.by.shape)
    if not expr.of.shape:
        return as_value(
            tuple(tuple(along(expr, at, (i, j)) for j in range(columns)) for i in range(rows))
        )
    if not expr.by.shape:
        return along(expr, at, (0, 0))
    line = (
        [(j, 0) for j in range(rows)]
        if is_column(expr.by.shape)
        else [(0, j) for j in range(columns)]
    )
    slopes = [entries(along(expr, at, place)) for place in line]
    return as_value(tuple(zip(*slopes, strict=True)))
