"""The LaTeX reading: an expression in the author's order, with few parentheses, never ambiguous.

A printed piece carries what its surroundings must know: how tightly it binds, whether its right
end is open (a sum's scope runs on), whether it begins with a sign or a digit.  Products are told
apart by their signs: a thin space (scalar or matrix product), a centred dot (before digits, signs
and fractions, and for the scalar product of two arrays), circled dot (elementwise), circled cross
(outer).  A function's parenthesis follows its name closely, a factor's after a thin space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import singledispatch

from bpcore.arguments import checked
from bpcore.errors import IndexMisused
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
    Entry,
    Expr,
    Index,
    Labelled,
    MatMul,
    Mul,
    Name,
    Neg,
    Num,
    Odot,
    Ones,
    Outer,
    Pending,
    Pow,
    Struck,
    Sub,
    Sum,
    Transpose,
    WidthOf,
)
from bpcore.naming import tex_of
from bpcore.shape import Width, is_column, is_row
from bpcore.tree import free_indices

ADDS, MULTIPLIES, FRACTION, ATOM = range(4)


@dataclass(frozen=True)
class Piece:
    """Printed LaTeX with what its surroundings must know about it."""

    tex: str
    binds: int = ATOM
    kind: str = ""
    open: bool = False
    signed: bool = False
    digit: bool = False
    tall: bool = False
    scripted: bool = False


def for_every(indices: Iterable[Index]) -> str:
    """Return that an equality holds for every value of some indices, behind it; nothing for none.

    >>> for_every([Index("j", "m"), Index("i", "n")])
    ' \\\\qquad \\\\text{for every } i, j'
    """
    letters = ", ".join(sorted(index.letter for index in indices))
    return rf" \qquad \text{{for every }} {letters}" if letters else ""


@checked
def latex(expr: Expr) -> str:
    """Return an expression as LaTeX for KaTeX, MathJax and GitHub.

    >>> from bpcore.language import scalar
    >>> y, a = scalar("y"), scalar("a")
    >>> print(latex(-y * (1 / a) + (1 - y) / (1 - a)))
    -y \\cdot \\frac{1}{a} + \\frac{1 - y}{1 - a}
    """
    return piece(expr).tex


@singledispatch
def piece(expr: Expr) -> Piece:
    """Return an expression printed, with what its surroundings must know."""
    raise AssertionError(f"no LaTeX for {type(expr).__name__}")


def wrapped(inner: Piece) -> Piece:
    """Return the piece in parentheses that grow with it."""
    left, right = (r"\left(", r"\right)") if inner.tall else ("(", ")")
    return Piece(f"{left}{inner.tex}{right}", tall=inner.tall)


def at_least(binds: int, inner: Piece, *, last: bool = True) -> Piece:
    """Return the piece, in parentheses if it binds too loosely or its open end is not the last."""
    loose = inner.binds < binds or (inner.open and not last)
    return wrapped(inner) if loose else inner


def number_text(value: Fraction, digits: int | None) -> str:
    """Return a rational number as LaTeX: a decimal with so many digits, or a fraction."""
    if digits is not None:
        return decimal_text(value, digits)
    if value.denominator == 1:
        return str(value.numerator)
    sign = "-" if value < 0 else ""
    return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"


def decimal_text(value: Fraction, digits: int) -> str:
    """Return a rational number with exactly so many decimals, rounded half to even."""
    scaled = round(value * 10**digits)
    whole, rest = divmod(abs(scaled), 10**digits)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole}.{rest:0{digits}d}" if digits else f"{sign}{whole}"


@piece.register
def _(expr: Num) -> Piece:
    text = number_text(expr.value / Fraction(10) ** expr.power, expr.digits)
    if expr.power:
        signed = expr.value < 0
        text, binds = rf"{text} \cdot 10^{{{expr.power}}}", ADDS if signed else MULTIPLIES
        return Piece(text, binds, "number", signed=signed, digit=not signed)
    fraction = r"\frac" in text
    negative = text.startswith("-")
    binds = ADDS if negative else FRACTION if fraction else ATOM
    return Piece(text, binds, signed=negative, digit=not negative, tall=fraction)


@piece.register
def _(expr: WidthOf) -> Piece:
    text = width_tex(expr.width)
    return Piece(text, scripted="^" in text)


@piece.register
def _(expr: Ones) -> Piece:
    return Piece(r"\mathbf{1}")


@piece.register
def _(expr: Array) -> Piece:
    rows = [" & ".join(cell_tex(entry) for entry in row) for row in expr.rows]
    return Piece(rf"\begin{{bmatrix}} {row_end(rows).join(rows)} \end{{bmatrix}}", tall=True)


def row_end(rows: list[str]) -> str:
    """Return a line break with the room that fractions, or layers above letters, need."""
    if any(r"\frac" in row for row in rows):
        return r" \\[1em] "
    return r" \\[0.3em] " if any("^{[" in row for row in rows) else r" \\ "


def cell_tex(entry: Expr) -> str:
    """Return an entry of an array; after a line break a bracket would be read as a length."""
    tex = latex(entry)
    return f"{{{tex}}}" if tex.startswith("[") else tex


@piece.register
def _(expr: Name) -> Piece:
    return Piece(expr.tex, scripted="^" in expr.tex)


def sum_tex(expr: Binary, sign: str) -> Piece:
    """Return two terms with a sign between them."""
    left = at_least(ADDS, piece(expr.left), last=False)
    right = at_least(MULTIPLIES, piece(expr.right))
    return Piece(
        f"{left.tex} {sign} {right.tex}",
        ADDS,
        open=right.open,
        signed=left.signed,
        digit=left.digit,
        tall=left.tall or right.tall,
    )


@piece.register
def _(expr: Add) -> Piece:
    return sum_tex(expr, "+")


@piece.register
def _(expr: Sub) -> Piece:
    return sum_tex(expr, "-")


@piece.register
def _(expr: Neg) -> Piece:
    inner = at_least(MULTIPLIES, piece(expr.operand))
    return Piece(f"-{inner.tex}", ADDS, open=inner.open, signed=True, tall=inner.tall)


def first_factor(expr: Expr, kind: str) -> Piece:
    """Return the left operand of a product: a leading minus needs no parentheses there."""
    inner = piece(expr)
    if isinstance(expr, Neg):
        operand = at_least(MULTIPLIES, piece(expr.operand), last=False)
        if operand.binds == MULTIPLIES and operand.kind != kind:
            operand = wrapped(operand)
        return Piece(f"-{operand.tex}", ADDS, signed=True, tall=operand.tall)
    if inner.signed and inner.kind == kind:  # a product that itself begins with a minus
        return at_least(ADDS, inner, last=False)
    if inner.binds == MULTIPLIES and inner.kind != kind:
        return wrapped(inner)
    return at_least(MULTIPLIES, inner, last=False)


def product_tex(expr: Binary, kind: str, sign: str) -> Piece:
    """Return two factors with a sign between them."""
    left = first_factor(expr.left, kind)
    right = piece(expr.right)
    scope_runs_on = isinstance(expr.right, Sum) and kind == "scalar"
    if not scope_runs_on:
        right = at_least(FRACTION, right)
    return Piece(
        f"{left.tex} {sign} {right.tex}",
        ADDS if left.signed else MULTIPLIES,
        kind,
        open=right.open,
        signed=left.signed,
        digit=left.digit,
        tall=left.tall or right.tall,
    )


@piece.register
def _(expr: Mul) -> Piece:
    ends_in_fraction = isinstance(last_factor(expr.left), (Div, Derivative, Num))
    begins_tall = isinstance(expr.right, (Div, Derivative))
    bare = piece(expr.right)
    dotted = bare.signed or at_least(FRACTION, bare).digit or begins_tall
    if ends_in_fraction and not isinstance(last_factor(expr.left), Num):
        dotted = dotted or not isinstance(expr.right, Sum)
    return product_tex(expr, "scalar", r"\cdot" if dotted else r"\,")


def last_factor(expr: Expr) -> Expr:
    """Return the factor at the right end of a product."""
    return last_factor(expr.right) if isinstance(expr, Mul) else expr


@piece.register
def _(expr: MatMul) -> Piece:
    outer = is_column(expr.left.shape)  # a dot of two vectors would be their scalar product
    dotted = isinstance(expr.right, (Div, Derivative)) and not outer
    return product_tex(expr, "matrix", r"\cdot" if dotted else r"\,")


@piece.register
def _(expr: Odot) -> Piece:
    return product_tex(expr, "elementwise", r"\odot")


@piece.register
def _(expr: Outer) -> Piece:
    return product_tex(expr, "outer", r"\otimes")


@piece.register
def _(expr: Dot) -> Piece:
    return product_tex(expr, "dot", r"\cdot")


@piece.register
def _(expr: Div) -> Piece:
    return Piece(rf"\frac{{{latex(expr.left)}}}{{{latex(expr.right)}}}", FRACTION, tall=True)


def scriptable(expr: Expr) -> Piece:
    """Return a piece that can carry a power or a transpose without being misread."""
    inner = at_least(ATOM, piece(expr))
    return wrapped(inner) if inner.scripted else inner


@piece.register
def _(expr: Pow) -> Piece:
    base = scriptable(expr.operand)
    return Piece(f"{base.tex}^{{{expr.exponent}}}", scripted=True, tall=base.tall, digit=base.digit)


@piece.register
def _(expr: Struck) -> Piece:
    inner = at_least(MULTIPLIES, piece(expr.operand))
    return Piece(rf"\textcolor{{gray}}{{\cancel{{{inner.tex}}}}}", MULTIPLIES, tall=inner.tall)


PENDING = "firebrick"  # the site's style sheet lightens it on a dark page


@piece.register
def _(expr: Pending) -> Piece:
    return Piece(rf"\textcolor{{{PENDING}}}{{\boxed{{{latex(expr.operand)}}}}}", tall=True)


@piece.register
def _(expr: Labelled) -> Piece:
    inner = at_least(MULTIPLIES, piece(expr.operand))
    said = rf"\text{{{expr.said}}}"
    return Piece(rf"\underbrace{{{inner.tex}}}_{{{said}}}", scripted=True, tall=True)


@piece.register
def _(expr: Transpose) -> Piece:
    base = scriptable(expr.operand)
    return Piece(rf"{base.tex}^{{\top}}", scripted=True, tall=base.tall)


@piece.register
def _(expr: Diag) -> Piece:
    inner = piece(expr.operand)
    return Piece(rf"\mathrm{{Diag}}{wrapped(inner).tex}", tall=inner.tall)


def is_exp(expr: Expr) -> bool:
    """Tell whether an expression is e to a power; a function that is only called exp is not."""
    return isinstance(expr, Apply) and expr.function.tex == "e"


@piece.register
def _(expr: Apply) -> Piece:
    inner = piece(expr.operand)
    if is_exp(expr):
        return Piece(f"e^{{{inner.tex}}}", scripted=True, tall=inner.tall)
    if expr.function.form:
        form = expr.function.form
        if inner.tall:
            form = re.sub(r"[\[(]", r"\\left\g<0>", re.sub(r"[\])]", r"\\right\g<0>", form))
        bracketed = form.endswith("]")
        return Piece(form.replace("#", inner.tex), scripted=not bracketed, tall=inner.tall)
    return Piece(expr.function.tex + wrapped(inner).tex, scripted=True, tall=inner.tall)


@piece.register
def _(expr: Entry) -> Piece:
    below = places_tex(expr.at, line=is_column(expr.array.shape) or is_row(expr.array.shape))
    if not isinstance(expr.array, Name):
        base = scriptable(expr.array)
        return Piece(f"{base.tex}_{{{below}}}", scripted=True, tall=base.tall)
    letter = expr.array.entry or expr.array.tex
    if not expr.array.examples:
        return Piece(subscripted(letter, below), scripted="^" in letter)
    example, feature = expr.position
    letter, _, layer = letter.partition("^")
    if not is_column(expr.array.shape):
        letter = subscripted(letter, place_tex(feature))
    return Piece(f"{letter}^{{{layer_tex(layer)}({place_tex(example)})}}", scripted=True)


def layer_tex(layer: str) -> str:
    """Return what stands above a letter before the number of an example: ``[l]`` or ``L,``."""
    inner = layer.removeprefix("{").removesuffix("}")
    return inner if inner.endswith("]") or not inner else f"{inner},"


def subscripted(letter: str, places: str) -> str:
    """Return a letter with places below; a letter that has a subscript already is kept apart."""
    return f"{{{letter}}}_{{{places}}}" if "_" in letter else f"{letter}_{{{places}}}"


def place_tex(at: At) -> str:
    """Return one index or number."""
    return at.letter if isinstance(at, Index) else str(at)


def places_tex(at: tuple[At, ...], *, line: bool = False) -> str:
    """Return indices side by side, with commas where they could be read as one number.

    In a column or row (a ``line``) ``12`` is the twelfth place; in a matrix it is row 1, column 2.
    """
    texts = [place_tex(one) for one in at]
    short = all(len(text) == 1 for text in texts) and not (line and "".join(texts).isdigit())
    return ("" if short else ", ").join(texts)


@piece.register
def _(expr: Delta) -> Piece:
    places = [place_tex(expr.first), place_tex(expr.second)]
    apart = " " if all(len(place) == 1 for place in places) else ", "
    return Piece(rf"\Delta_{{{apart.join(places)}}}")


def width_tex(width: Width) -> str:
    """Return a width as LaTeX; raises `NotAnExpression` for a letter that is not a name."""
    return tex_of(width) if isinstance(width, str) else str(width)


def check_letter(expr: Sum) -> None:
    """Raise `IndexMisused` if the sum would catch another index that is printed like its own."""
    own = expr.index
    if any(other.letter == own.letter and other is not own for other in free_indices(expr.body)):
        raise IndexMisused(
            f"the sum over {own.letter} would catch another index {own.letter} in {expr.body!r}: "
            "give one of them another letter"
        )


@piece.register
def _(expr: Sum) -> Piece:
    check_letter(expr)
    body = at_least(MULTIPLIES, piece(expr.body))
    sign = rf"\sum_{{{expr.index.letter}=1}}^{{{width_tex(expr.index.width)}}}"
    return Piece(f"{sign} {body.tex}", MULTIPLIES, "sum", open=True, tall=True)


@piece.register
def _(expr: Derivative) -> Piece:
    if expr.held:
        bare = latex(replace(expr, held=()))
        beside = ", ".join(name.tex for name in expr.held)
        return Piece(rf"\left({bare}\right)_{{{beside}}}", scripted=True, tall=True)
    sign = r"\partial " if expr.partial else "d"
    below = sign + latex(expr.by)
    if isinstance(expr.of, Name) or (
        isinstance(expr.of, Entry) and isinstance(expr.of.array, Name)
    ):
        return Piece(rf"\frac{{{sign}{latex(expr.of)}}}{{{below}}}", FRACTION, tall=True)
    inner = piece(expr.of)
    simple = isinstance(expr.of, Apply) and not is_exp(expr.of)
    inner = inner if simple else wrapped(inner)
    return Piece(
        rf"\frac{{{sign.strip()}}}{{{below}}} {inner.tex}",
        MULTIPLIES,
        "operator",
        open=True,
        tall=True,
    )
