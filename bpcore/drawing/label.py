"""Labels: expressions and words as the text that Matplotlib sets, with their measures."""

from __future__ import annotations

import re

from bpcore.claim import Claim
from bpcore.errors import CannotBeDrawn, TypedByHand
from bpcore.expr import Expr, Index
from bpcore.inline import TOKEN, resolve
from bpcore.tex import for_every, latex

Label = str | int | Expr
TYPED = re.compile(r"[=≈≠≤≥<>∂∑σ$\\]")


def set_text(label: Label) -> str:
    """Return a label as Matplotlib sets it, mathematics between dollar signs.

    Raises `TypedByHand` for mathematics in words, and `CannotBeDrawn` for LaTeX that Matplotlib
    cannot set.

    >>> from bpcore.language import scalar
    >>> set_text(f"the slope at {scalar('z')}")
    'the slope at $z$'
    """
    if isinstance(label, bool) or not isinstance(label, (str, int, Expr)):
        raise CannotBeDrawn(f"a label is words, a whole number or an expression, not {label!r}")
    words = f"{label}" if isinstance(label, Expr) else str(label)
    typed = TYPED.search(TOKEN.sub("", words))
    if typed:
        raise TypedByHand(
            f"{typed[0]!r} is typed in the label {TOKEN.sub('…', words)!r}; mathematics in labels "
            "is an expression in braces"
        )
    text = resolve(" ".join(words.split()), in_dollars)
    measure(text, 10)
    return text


def in_dollars(thing: object) -> str:
    """Return what stands in a label for an expression, an index or a claim."""
    if isinstance(thing, Claim):
        return f"${latex(thing.left)} = {latex(thing.right)}{for_every(thing.every)}$"
    if isinstance(thing, Index):
        return f"${thing.letter}$"
    assert isinstance(thing, Expr)
    return f"${latex(thing)}$"


def tall(text: str) -> str:
    """Return a text whose fractions stand as large as on a line of their own."""
    return text.replace(r"\frac", r"\dfrac")


def measure(text: str, size: float) -> tuple[float, float]:
    """Return the width and height of a text set in a size, all in pixels."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.mathtext import MathTextParser

    from bpcore.drawing.canvas import look

    if not text:
        return 0.0, 0.0
    with look():
        try:
            parsed = MathTextParser("path").parse(text, 72, FontProperties(size=size))
        except ValueError as error:
            said = " ".join(str(error).split())
            raise CannotBeDrawn(f"the label {text!r} cannot be set: {said}") from None
    return float(parsed.width), float(parsed.height + parsed.depth)
