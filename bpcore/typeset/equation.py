"""An equation, typeset: its TeX, its plain text, its height and its HTML.

The HTML of a displayed equation is some ten kilobytes, so it is held compressed until a page is
written.  This module knows what KaTeX's HTML looks like; it runs no JavaScript.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import asdict, dataclass
from html import escape

from bpcore.typeset.plain import plain_text

STRUT = re.compile(
    r'class="katex-strut" style="height:([\d.]+)em;(?:vertical-align:(-?[\d.]+)em;)?'
)
ABOVE, BELOW = 0.91, 0.29  # em: the parts of a line of KaTeX_Main, 1.2 em high, at its base line
BELOW_ITALIC = 0.35  # of a line that holds letters of KaTeX_Math


@dataclass(frozen=True)
class Equation:
    """An equation in its own element: `bp-eq` on lines of its own, `bp-m` inside a line."""

    tex: str
    display: bool
    plain: str
    height: float
    packed: bytes

    @property
    def html(self) -> str:
        """Return the equation as HTML with MathML."""
        inner = zlib.decompress(self.packed).decode()
        if not self.display:
            return f"<bp-m data-search-exclude>{inner}</bp-m>"
        return f'<bp-eq data-search-exclude style="--bp-height:{self.height:g}em">{inner}</bp-eq>'

    def stand_in(self, number: int) -> str:
        """Return what stands for the equation until the page is written."""
        tag, inner = ("bp-eq", "") if self.display else ("bp-m", escape(self.plain, quote=False))
        return f'<{tag} n="{number}">{inner}</{tag}>'


STAND_IN = re.compile(r'<(bp-eq|bp-m) n="(\d+)">[^<]*</\1>')


def equation(tex: str, display: bool, html: str) -> Equation:
    """Return the equation whose HTML KaTeX wrote."""
    return Equation(tex, display, plain_text(html), height(html), zlib.compress(html.encode()))


def height(html: str) -> float:
    """Return the height in em of a displayed equation, from the struts KaTeX gives its parts."""
    above, below = ABOVE, BELOW_ITALIC if "mathnormal" in html else BELOW
    for total, shift in STRUT.findall(html):
        depth = -float(shift or 0)
        above, below = max(above, float(total) - depth), max(below, depth)
    return round(above + below, 4)


def pack(thing: Equation) -> bytes:
    """Return an equation as bytes: one line about it, then its HTML, compressed."""
    head = {name: value for name, value in asdict(thing).items() if name != "packed"}
    head["check"] = zlib.crc32(thing.packed)
    return json.dumps(head).encode() + b"\n" + thing.packed


def unpack(record: bytes, tex: str, display: bool) -> Equation | None:
    """Return the equation in a record, or None if it is damaged or about another equation."""
    try:
        line, packed = record.split(b"\n", 1)
        head = json.loads(line)
        whole = head.pop("check") == zlib.crc32(packed)
        found = Equation(packed=packed, **head)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return found if whole and (found.tex, found.display) == (tex, display) else None
