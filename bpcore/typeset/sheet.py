"""A sheet: the equations of a conversion or of a whole site, each set once and numbered.

While Markdown is converted a number stands for an equation; the sheet puts the HTML in when the
page is ready.  It knows equations and their stand-ins; it knows no Markdown library and no site.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from html import escape

from bpcore.typeset.equation import STAND_IN, Equation
from bpcore.typeset.katex import CannotTypeset, Typesetter, Wanted

LINK = re.compile(
    r'<a(?P<attributes> [^>]*)>(?P<equation><bp-m n="(?P<number>\d+)">[^<]*</bp-m>)</a>'
)
PLACES = re.compile(
    r"<(?P<end>/?)(?:pre|code|script|style|title|textarea)\b"
    r'|=\s*"[^"<>]*<bp-(?:eq|m) n="(?P<attribute>\d+)"'
    r'|<bp-(?:eq|m) n="(?P<number>\d+)"'
)


class Sheet:
    """Equations by number, and the faults that were found on the way, by line."""

    def __init__(self, typesetter: Typesetter) -> None:
        """Begin with no equations."""
        self.faults: list[tuple[int, CannotTypeset]] = []
        self._typesetter = typesetter
        self._equations: list[Equation] = []
        self._numbers: dict[Wanted, int] = {}

    def prepare(self, wanted: Iterable[Wanted]) -> None:
        """Set many equations at once; what cannot be set is told when its number is wanted."""
        missing = [each for each in dict.fromkeys(wanted) if each not in self._numbers]
        for each, answer in zip(missing, self._typesetter.equations(missing), strict=True):
            if isinstance(answer, Equation):
                self._keep(each, answer)

    def _keep(self, wanted: Wanted, answer: Equation) -> None:
        """Give an equation the next number."""
        self._numbers[wanted] = len(self._equations)
        self._equations.append(answer)

    def number(self, tex: str, display: bool) -> int:
        """Return the number of an equation; raise `CannotTypeset` if it cannot be set."""
        if (tex, display) not in self._numbers:
            self._keep((tex, display), self._typesetter.equation(tex, display))
        return self._numbers[tex, display]

    def __getitem__(self, number: int) -> Equation:
        """Return the equation of a number."""
        return self._equations[number]

    def fault(self, line: int, error: CannotTypeset) -> None:
        """Keep a fault."""
        self.faults.append((line, error))

    def take_faults(self) -> list[tuple[int, CannotTypeset]]:
        """Return the faults in the order of lines, and forget them."""
        taken, self.faults = sorted(self.faults, key=lambda fault: fault[0]), []
        return taken

    def inserted(self, html: str) -> str:
        """Return a page with its equations in place of their stand-ins.

        A link that is nothing but an equation is named by its plain text: in lists of links, and to
        programs that find no name in MathML.
        """
        return STAND_IN.sub(lambda found: self[int(found[2])].html, LINK.sub(self._named, html))

    def _named(self, link: re.Match[str]) -> str:
        """Return a link around the stand-in of an equation, with a name."""
        plain = self[int(link["number"])].plain
        return f'<a{link["attributes"]} aria-label="{escape(plain)}">{link["equation"]}</a>'

    def expect(self, wanted: Iterable[tuple[int, int]], html: str) -> None:
        """Keep as a fault each (line, number) that a reader of the page would not see."""
        seen = Counter(visible(html))
        for line, number in wanted:
            seen[number] -= 1
            if seen[number] < 0:
                reason = "it does not reach the page: is it inside code, or an attribute?"
                self.fault(line, CannotTypeset(self[number].tex, reason))


def visible(html: str) -> list[int]:
    """Return the numbers of the stand-ins that stand in text, not in code or attributes."""
    depth, numbers = 0, []
    for found in PLACES.finditer(html):
        if found["number"] is not None and depth == 0:
            numbers.append(int(found["number"]))
        elif found["end"] is not None:
            depth += -1 if found["end"] else 1
    return numbers
