"""The code reading: an expression as Python that NumPy runs.

``as_code`` is what a reader can type; it is also how expressions appear in error messages.
"""

from __future__ import annotations

from fractions import Fraction
from functools import singledispatch

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

ADDS, MULTIPLIES, POWER, ATOM = range(4)
Text = tuple[str, int]


def as_code(expr: Expr) -> str:
    """Return an expression as Python source; functions keep their names.

    >>> from bpcore.language import scalar
    >>> y, a = scalar("y"), scalar("a")
    >>> print(as_code((a - y) / (a * (1 - a))))
    (a - y) / (a * (1 - a))
    """
    return text(expr)[0]


@singledispatch
def text(expr: Expr) -> Text:
    """Return the source of an expression and how tightly it binds."""
    raise AssertionError(f"no code for {type(expr).__name__}")


def at_least(binds: int, source: Text) -> str:
    """Return the source, in parentheses if it binds too loosely."""
    return f"({source[0]})" if source[1] < binds else source[0]


def infix(expr: Binary, sign: str, binds: int) -> Text:
    """Return two operands with a sign between them; the right one binds more tightly."""
    left, right = at_least(binds, text(expr.left)), at_least(binds + 1, text(expr.right))
    return f"{left} {sign} {right}", binds


@text.register
def _(expr: Num) -> Text:
    if expr.power:
        mantissa = float(expr.value / Fraction(10) ** expr.power)
        return f"{mantissa}e{expr.power}", ADDS if expr.value < 0 else ATOM
    if expr.digits is not None:
        return (as_decimal(expr.value), ADDS if expr.value < 0 else ATOM)
    whole = expr.value.denominator == 1
    return str(expr.value), ADDS if expr.value < 0 else ATOM if whole else MULTIPLIES


def as_decimal(value: Fraction) -> str:
    """Return a number as a double is written; one that is too large for doubles as it stands."""
    try:
        return str(float(value))
    except OverflowError:
        return str(value)


@text.register
def _(expr: WidthOf) -> Text:
    return expr.width, ATOM


@text.register
def _(expr: Ones) -> Text:
    return f"ones(({expr.width}, 1))", ATOM


@text.register
def _(expr: Array) -> Text:
    rows = (f"[{', '.join(as_code(entry) for entry in row)}]" for row in expr.rows)
    return f"array([{', '.join(rows)}])", ATOM


@text.register
def _(expr: Name) -> Text:
    return expr.text, ATOM


@text.register
def _(expr: Add) -> Text:
    return infix(expr, "+", ADDS)


@text.register
def _(expr: Sub) -> Text:
    return infix(expr, "-", ADDS)


@text.register(Mul)
@text.register(Odot)
def _(expr: Mul | Odot) -> Text:
    return infix(expr, "*", MULTIPLIES)


@text.register(MatMul)
def _(expr: MatMul) -> Text:
    return infix(expr, "@", MULTIPLIES)


@text.register
def _(expr: Div) -> Text:
    return infix(expr, "/", MULTIPLIES)


@text.register
def _(expr: Outer) -> Text:
    return f"outer({as_code(expr.left)}, {as_code(expr.right)})", ATOM


@text.register
def _(expr: Dot) -> Text:
    return f"dot({as_code(expr.left)}, {as_code(expr.right)})", ATOM


@text.register
def _(expr: Neg) -> Text:
    return f"-{at_least(MULTIPLIES, text(expr.operand))}", ADDS


@text.register
def _(expr: Dressed) -> Text:
    return text(expr.operand)


@text.register
def _(expr: Pow) -> Text:
    return f"{at_least(ATOM, text(expr.operand))}**{expr.exponent}", POWER


@text.register
def _(expr: Transpose) -> Text:
    return f"{at_least(ATOM, text(expr.operand))}.T", ATOM


@text.register
def _(expr: Diag) -> Text:
    return f"diag({as_code(expr.operand)})", ATOM


@text.register
def _(expr: Apply) -> Text:
    form = expr.function.code or f"{expr.function.text}(#)"
    return form.replace("#", as_code(expr.operand)), ATOM


def place(at: At) -> str:
    """Return an index or number as it is written between brackets."""
    return at.letter if isinstance(at, Index) else str(at)


@text.register
def _(expr: Entry) -> Text:
    places = ", ".join(place(at) for at in expr.at)
    return f"{at_least(ATOM, text(expr.array))}[{places}]", ATOM


@text.register
def _(expr: Delta) -> Text:
    return f"({place(expr.first)} == {place(expr.second)})", ATOM


@text.register
def _(expr: Sum) -> Text:
    return f"sum({as_code(expr.body)} for {expr.index.letter} in 1..{expr.index.width})", ATOM


@text.register
def _(expr: Derivative) -> Text:
    sign = "partial" if expr.partial else "d"
    held = [name.text for name in expr.held]
    kept = f", holding={held[0]}" if len(held) == 1 else f", holding=({', '.join(held)})"
    return f"{sign}({as_code(expr.of)}, {as_code(expr.by)}{kept if held else ''})", ATOM
