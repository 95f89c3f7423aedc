"""The plain text of an equation: what stands for it where only text can stand.

Titles of windows, tables of contents, addresses of headings and the search index take text.
Read from MathML, so that every symbol is the one KaTeX prints.  Meant for people and for search,
not as a second notation: grouping is kept, fonts are lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from xml.etree import ElementTree

MATHML = re.compile(r"<math .*?</math>", re.DOTALL)
NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
RELATIONS = frozenset("=≠≈≡<>≤≥∈→↦⇒∝,;")
LARGE = frozenset("∑∏")
OPERATORS = frozenset("d∂")
INVISIBLE = re.compile("[\u200b\u2061-\u2064\ufeff]")
ONE_THING = re.compile(r"\w*[\u0300-\u036f\u20d7′]*|⊤|\[.*\]|\(.*\)")
ACCENTS = {"^": "\u0302", "~": "\u0303", "ˉ": "\u0304", "¯": "\u0304", "˙": "\u0307", "⃗": "\u20d7"}


def plain_text(html: str) -> str:
    """Return the plain text of an equation that KaTeX set.

    >>> plain_text('<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mfrac>'
    ...     '<mrow><mi>∂</mi><mi>L</mi></mrow><mrow><mi>∂</mi><msub><mi>W</mi><mn>1</mn></msub>'
    ...     '</mrow></mfrac><annotation>…</annotation></semantics></math>')
    '∂L/∂W_1'
    """
    found = MATHML.search(html)
    if found is None:
        return ""
    text = INVISIBLE.sub("", text_of(ElementTree.fromstring(found[0])))
    return unicodedata.normalize("NFC", " ".join(text.split()))


def text_of(node: ElementTree.Element) -> str:
    """Return the text of one element of MathML."""
    write = WRITERS.get(node.tag.removeprefix(NAMESPACE))
    if write is not None:
        return write(node)
    return "".join(map(text_of, node)) if len(node) else node.text or ""


def parts(node: ElementTree.Element) -> list[str]:
    """Return the texts of an element's children."""
    return [text_of(child) for child in node]


def grouped(text: str) -> str:
    """Return a text without blanks, in parentheses unless it is plainly one thing."""
    text = text.replace(" ", "")
    return text if ONE_THING.fullmatch(text) else f"({text})"


def operator(node: ElementTree.Element) -> str:
    """Return a sign, with room around it when it relates two sides."""
    sign = node.text or ""
    return f" {sign} " if sign in RELATIONS else sign


def fraction(node: ElementTree.Element) -> str:
    """Return numerator over denominator."""
    above, below = (
        text if text.startswith("∂") and not set(text) & set("+−") else grouped(text)
        for text in parts(node)
    )
    ratio = f"{above}/{below}"
    return f"{ratio} " if above in OPERATORS else ratio  # what is differentiated comes next


def scripts(*signs: str) -> Callable[[ElementTree.Element], str]:
    """Return a writer of a base with scripts behind these signs."""

    def write(node: ElementTree.Element) -> str:
        base, *rest = parts(node)
        marks = zip(signs, rest, strict=True)
        written = (text if set(text) <= {"′"} else sign + grouped(text) for sign, text in marks)
        room = " " if base in LARGE else ""
        return base + "".join(written) + room

    return write


def over(node: ElementTree.Element) -> str:
    """Return a base with its accent, or with what stands above it."""
    base, mark = parts(node)
    if node.get("accent") != "true":
        return f"{base}^{grouped(mark)}"
    return base + ACCENTS.get(mark, mark)


def nothing(node: ElementTree.Element) -> str:
    """Return no text: for what is not printed."""
    return ""


WRITERS: dict[str, Callable[[ElementTree.Element], str]] = {
    "annotation": nothing,
    "mphantom": nothing,
    "mo": operator,
    "mfrac": fraction,
    "msub": scripts("_"),
    "msup": scripts("^"),
    "msubsup": scripts("_", "^"),
    "munder": scripts("_"),
    "munderover": scripts("_", "^"),
    "mover": over,
    "msqrt": lambda node: f"√{grouped(''.join(parts(node)))}",
    "mspace": lambda node: " ",
    "mtable": lambda node: "; ".join(parts(node)),
    "mtr": lambda node: " ".join(parts(node)),
}
