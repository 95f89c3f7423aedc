"""The NumPy reading: an expression as Python source that NumPy runs, at concrete widths.

A scalar is a number, every array has two sides, also a column; entries count from 0.  What stands
for a name, a derivative or a function is decided by a `Scope`: this module only writes down what
works on them.  It refuses what it cannot write, and never guesses.
"""

from __future__ import annotations

from fractions import Fraction
from functools import singledispatch
from typing import Protocol

from bpcore.code import ADDS, ATOM, MULTIPLIES, POWER, Text, at_least
from bpcore.errors import Refusal
from bpcore.expr import (
    Add,
    Apply,
    Array,
    At,
    Binary,
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
from bpcore.shape import Width


class NotInNumPy(Refusal):
    """Something has no value here that NumPy could work out."""


class Scope(Protocol):
    """What names mean where the source stands; every answer binds as tightly as a name."""

    def name(self, name: Name) -> str:
        """Return the variable of a name."""

    def derivative(self, node: Derivative) -> str:
        """Return what holds the value of a derivative."""

    def function(self, function: Function) -> str:
        """Return what a function is called."""

    def index(self, index: Index) -> str:
        """Return the variable of an index, which counts from 0."""

    def width(self, width: Width) -> int:
        """Return a width as a number."""


def as_numpy(expr: Expr, scope: Scope) -> str:
    """Return an expression as NumPy source; raises `NotInNumPy` if the scope has no value."""
    return text(expr, scope)[0]


@singledispatch
def text(expr: Expr, scope: Scope) -> Text:
    """Return the source of an expression and how tightly it binds."""
    raise AssertionError(f"no NumPy for {type(expr).__name__}")


def infix(expr: Binary, sign: str, binds: int, scope: Scope) -> Text:
    """Return two operands with a sign between them; the right one binds more tightly."""
    left = at_least(binds, text(expr.left, scope))
    return f"{left} {sign} {at_least(binds + 1, text(expr.right, scope))}", binds


@text.register
def _(expr: Num, scope: Scope) -> Text:
    return number(expr.value)


def number(value: Fraction) -> Text:
    """Return a number: whole, as a decimal where it is one, else as a quotient.

    >>> number(Fraction(-1, 8)), number(Fraction(1, 3))
    (('-0.125', 0), ('1 / 3', 1))
    """
    if value.denominator == 1:
        return str(value), ADDS if value < 0 else ATOM
    if Fraction(str(float(value))) == value:
        return repr(float(value)), ADDS if value < 0 else ATOM
    return f"{value.numerator} / {value.denominator}", ADDS if value < 0 else MULTIPLIES


@text.register
def _(expr: WidthOf, scope: Scope) -> Text:
    return str(scope.width(expr.width)), ATOM


@text.register
def _(expr: Ones, scope: Scope) -> Text:
    return f"np.ones(({scope.width(expr.width)}, 1))", ATOM


@text.register
def _(expr: Array, scope: Scope) -> Text:
    rows = (", ".join(as_numpy(entry, scope) for entry in row) for row in expr.rows)
    return f"np.array([{', '.join(f'[{row}]' for row in rows)}])", ATOM


@text.register
def _(expr: Name, scope: Scope) -> Text:
    return scope.name(expr), ATOM


@text.register
def _(expr: Add, scope: Scope) -> Text:
    return infix(expr, "+", ADDS, scope)


@text.register
def _(expr: Sub, scope: Scope) -> Text:
    return infix(expr, "-", ADDS, scope)


@text.register(Mul)
@text.register(Odot)
def _(expr: Mul | Odot, scope: Scope) -> Text:
    return infix(expr, "*", MULTIPLIES, scope)


@text.register
def _(expr: Div, scope: Scope) -> Text:
    return infix(expr, "/", MULTIPLIES, scope)


@text.register
def _(expr: MatMul, scope: Scope) -> Text:
    source, binds = infix(expr, "@", MULTIPLIES, scope)
    return (source, binds) if expr.shape else (f"({source}).item()", ATOM)


@text.register
def _(expr: Outer, scope: Scope) -> Text:
    return f"np.outer({as_numpy(expr.left, scope)}, {as_numpy(expr.right, scope)})", ATOM


@text.register
def _(expr: Dot, scope: Scope) -> Text:
    return f"np.vdot({as_numpy(expr.left, scope)}, {as_numpy(expr.right, scope)})", ATOM


@text.register
def _(expr: Neg, scope: Scope) -> Text:
    return f"-{at_least(MULTIPLIES, text(expr.operand, scope))}", ADDS


@text.register
def _(expr: Dressed, scope: Scope) -> Text:
    return text(expr.operand, scope)


@text.register
def _(expr: Pow, scope: Scope) -> Text:
    return f"{at_least(ATOM, text(expr.operand, scope))}**{expr.exponent}", POWER


@text.register
def _(expr: Transpose, scope: Scope) -> Text:
    if not expr.shape:
        return text(expr.operand, scope)
    return f"{at_least(ATOM, text(expr.operand, scope))}.T", ATOM


@text.register
def _(expr: Diag, scope: Scope) -> Text:
    return f"np.diagflat({as_numpy(expr.operand, scope)})", ATOM


@text.register
def _(expr: Apply, scope: Scope) -> Text:
    return f"{scope.function(expr.function)}({as_numpy(expr.operand, scope)})", ATOM


def place(at: At, scope: Scope) -> str:
    """Return an index or number, counted from 0."""
    return scope.index(at) if isinstance(at, Index) else str(at - 1)


@text.register
def _(expr: Entry, scope: Scope) -> Text:
    row, column = (place(at, scope) for at in expr.position)
    return f"{at_least(ATOM, text(expr.array, scope))}[{row}, {column}]", ATOM


@text.register
def _(expr: Delta, scope: Scope) -> Text:
    # a truth value would do for most, but its exponential has three digits
    return f"float({place(expr.first, scope)} == {place(expr.second, scope)})", ATOM


@text.register
def _(expr: Sum, scope: Scope) -> Text:
    letter = scope.index(expr.index)
    over = f"range({scope.width(expr.index.width)})"
    return f"sum({as_numpy(expr.body, scope)} for {letter} in {over})", ATOM


@text.register
def _(expr: Derivative, scope: Scope) -> Text:
    return scope.derivative(expr), ATOM
