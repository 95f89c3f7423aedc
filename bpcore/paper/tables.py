"""How wide the columns of a table become: as wide as their words if all fit, else shared fairly."""

from __future__ import annotations

import re

from bpcore.paper.markup import Node

LINE = 86  # letters on a line of a table
COMMAND = re.compile(r"\\(?:mathrm|mathit|mathbf|displaystyle|left|right|begin|end|text)\b|[{}_^,]")
MATRIX = re.compile(r"\\begin\{bmatrix\}(.*?)\\end\{bmatrix\}", re.DOTALL)
ROW = r"\\"
NAMED = re.compile(r"\\[A-Za-z]+")
SCRIPTS = re.compile(r"(?:[_^](?:\{[^{}]*\}|\\[A-Za-z]+|[^\\{}])){1,2}")
SCRIPT = re.compile(r"[_^](\{[^{}]*\}|\\[A-Za-z]+|[^\\{}])")
SMALL = "\N{DOT ABOVE}"  # stands for a sign above or below others
WIDTHS = {SMALL: 0.75, " ": 0.35, "&": 2.2, "=": 2.4, "+": 2.4, "-": 1.8}  # others: 1.15
FRACTION = re.compile(r"\\frac\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}")


def widths(rows: list[list[Node]]) -> list[float]:
    """Return the widths of the columns of a table, as shares of a line; together at most 1.

    A column gets what its longest cell needs.  If that is too much, the columns share the line.
    """
    wanted = [max(length(cell) for cell in column) + 1.0 for column in zip(*rows, strict=True)]
    if sum(wanted) <= LINE:
        return [width / LINE for width in wanted]
    words = [max(longest_word(cell) for cell in column) + 1.5 for column in zip(*rows, strict=True)]
    tall = [max(widest_equation(cell) for cell in column) for column in zip(*rows, strict=True)]
    return shares(wanted, least(words, tall))


def least(words: list[float], equations: list[float]) -> list[float]:
    """Return how wide columns have to be: words do not shrink, equations do if they must.

    >>> least([10, 20], [30, 0])
    [30, 20]
    >>> least([46, 20], [100, 0])
    [66.0, 20.0]
    """
    wished = list(map(max, words, equations))
    if sum(wished) <= LINE:
        return wished
    extra = [wish - word for wish, word in zip(wished, words, strict=True)]
    room = max(0.0, LINE - sum(words)) / (sum(extra) or 1)
    return [word + more * room for word, more in zip(words, extra, strict=True)]


def shares(wanted: list[float], least_: list[float]) -> list[float]:
    """Return shares of a line for columns that want more than there is.

    >>> shares([10, 200], [10, 20])
    [0.11..., 0.88...]
    """
    granted = list(least_)
    room = LINE - sum(least_)
    while room > 0.01:
        short = [i for i, want in enumerate(wanted) if want - granted[i] > 0.01]
        if not short:
            break
        needs = [(wanted[i] - granted[i]) ** 0.75 for i in short]
        given = [
            min(room * n / sum(needs), wanted[i] - granted[i])
            for n, i in zip(needs, short, strict=True)
        ]
        for i, more in zip(short, given, strict=True):
            granted[i] += more
        room -= sum(given)
    return [width / max(LINE, sum(granted)) for width in granted]


def length(cell: Node) -> float:
    """Return about how many letters wide a cell is, on one line."""
    lines = [0.0]
    for node in cell.walk():
        if node.kind == "br":
            lines.append(0.0)
        elif node.kind == "equation":
            lines[-1] += width_of_equation(node.content)
        elif node.kind == "code_inline":
            lines[-1] += 1.15 * len(node.content)
        elif node.kind == "text":
            lines[-1] += len(node.content)
        elif node.kind == "link":
            lines[-1] += REFERENCE if node.attributes["href"] else 0
    return max(lines)


REFERENCE = 7  # letters of a number or page behind a link


def longest_word(cell: Node) -> float:
    """Return about how many letters the longest word of a cell has."""
    longest = 0.0
    for node in cell.walk():
        if node.kind == "code_inline":
            parts = re.split(r"(?<=[ /._(,=])", node.content)
            longest = max([longest, *(1.15 * len(part) for part in parts)])
        elif node.kind == "text":
            longest = max([longest, *(len(word) for word in node.content.split())])
    return longest


def widest_equation(cell: Node) -> float:
    """Return about how many letters wide the widest equation of a cell is."""
    found = (node.content for node in cell.walk() if node.kind == "equation")
    return max(map(width_of_equation, found), default=0.0)


def width_of_equation(tex: str) -> float:
    """Return about how many letters wide an equation in a line is.

    >>> width_of_equation("x_{1}") < width_of_equation(r"\\frac{a}{b} + c") < 8
    True
    """
    tex = MATRIX.sub(lambda found: max(found[1].split(ROW), key=len), tex)
    tex = SCRIPTS.sub(lambda found: smaller(*SCRIPT.findall(found[0])), tex)
    tall = r"\displaystyle" in tex
    while FRACTION.search(tex):
        tex = FRACTION.sub(
            lambda found: max(found.groups(), key=len) if tall else smaller(*found.groups()), tex
        )
    return sum(WIDTHS.get(sign, 1.15) for sign in signs(tex))


def smaller(*parts: str) -> str:
    """Return what is set small, above one another: as many small signs as the longest part has."""
    return SMALL * max(len(signs(part)) for part in parts)


def signs(tex: str) -> str:
    """Return one sign for each that is seen."""
    named = COMMAND.sub("", tex)
    return NAMED.sub(lambda found: "xxx" if found[0] in (r"\log", r"\tanh") else "x", named)
