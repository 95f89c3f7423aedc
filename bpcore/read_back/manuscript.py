"""Manuscripts: the Markdown of a page in, HTML with the same elements as its built page out.

What is displayed stands in ```` ```math ```` fences and in ``$`…`$``; around that a page has
headings, lists, tables, quotes, boxes of HTML, and versions that comments mark.  Nothing else is
looked at: words are for people.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape

Line = tuple[int, str]  # its number in the file, and its text

FENCE = re.compile(r"(`{3,})\s*([^`]*)$")
BOX = re.compile(r"<(div|details)\b[^>]*>$")
TAB = re.compile(r"<!-- tab: (.+) -->$")
TABS_END = "<!-- end of tabs -->"
ITEM = re.compile(r"(?:\d+\.|-) +")
RULE = re.compile(r"\|[\s:|-]+\|$")
MATHEMATICS = re.compile(r"\$`(.+?)`\$|(`+)(?!`)(.+?)(?<!`)\2(?!`)")
PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
LINK = re.compile(r"\[([^\[\]]*)\]\(([^\s()]*)(?: \"[^\"]*\")?\)")
NOTE = '<annotation encoding="application/x-tex">{}</annotation>'
HIDDEN = re.compile(r"\x00(\d+)\x00")


def as_html(text: str) -> str:
    """Return a page of Markdown as HTML, in which equations tell their lines.

    >>> print(as_html("So [it is](b.md)."))
    <article><p>So <a href="b.md">it is</a>.
    </p></article>
    """
    lines = list(enumerate(text.splitlines(), 1))
    return f"<article>{joined(lines)}</article>"


def joined(lines: list[Line]) -> str:
    """Return the blocks of some lines; items of a list that follow each other are one list."""
    return "".join(blocks(lines)).replace("</ul><ul>", "")


def blocks(lines: list[Line]) -> Iterator[str]:
    """Yield the blocks of some lines."""
    at = 0
    while at < len(lines):
        number, line = lines[at]
        fence, box = FENCE.match(line), BOX.match(line)
        if not line.strip() or (line.startswith("<!--") and not TAB.match(line)):
            at += 1
        elif fence:
            end = until(lines, at + 1, fence[1].__eq__)
            if fence[2] == "math":
                tex = "\n".join(text for _, text in lines[at + 1 : end])
                yield formula("bp-eq", number, tex)
            at = end + 1
        elif box:
            end = closing(lines, at, box[1])
            yield line + joined(lines[at + 1 : end]) + f"</{box[1]}>"
            at = end + 1
        elif TAB.match(line):
            end = until(lines, at, lambda text: text == TABS_END)
            yield tabs(lines[at:end])
            at = end + 1
        elif line.startswith(">"):
            end = until(lines, at, lambda text: not text.startswith(">"))
            inner = [(n, text[1:].removeprefix(" ")) for n, text in lines[at:end]]
            yield f"<blockquote>{joined(inner)}</blockquote>"
            at = end
        elif line.startswith("|"):
            end = until(lines, at, lambda text: not text.startswith("|"))
            yield table(lines[at:end])
            at = end
        elif ITEM.match(line):
            end = after_item(lines, at)
            yield f"<ul><li>{joined(without_margin(lines[at:end]))}</li></ul>"
            at = end
        else:
            end = until(lines, at + 1, begins_another)
            yield f"<p>{words(lines[at:end])}</p>"
            at = end


def until(lines: list[Line], at: int, found: Callable[[str], bool]) -> int:
    """Return where the first line is found, from a place on; the end if there is none."""
    return next((k for k in range(at, len(lines)) if found(lines[k][1])), len(lines))


def closing(lines: list[Line], at: int, tag: str) -> int:
    """Return where the box that opens at a place is closed."""
    depth = 0
    for k in range(at, len(lines)):
        depth += bool(re.match(rf"<{tag}\b", lines[k][1])) - (lines[k][1] == f"</{tag}>")
        if not depth:
            return k
    raise ValueError(f"line {lines[at][0]}: a box is not closed")


def begins_another(line: str) -> bool:
    """Tell whether a line is no more of the paragraph before it."""
    begins = (FENCE, BOX, TAB, ITEM)
    return not line.strip() or line[0] in "|>" or any(one.match(line) for one in begins)


def after_item(lines: list[Line], at: int) -> int:
    """Return where an item of a list ends: before the next line that is not set in."""
    return until(lines, at + 1, lambda text: bool(text.strip()) and not text.startswith("  "))


def without_margin(lines: list[Line]) -> list[Line]:
    """Return the lines of an item without its number or dash, and as far to the left."""
    (number, first), *rest = lines
    margin = min((len(t) - len(t.lstrip()) for _, t in rest if t.strip()), default=0)
    return [(number, ITEM.sub("", first, count=1)), *((n, text[margin:]) for n, text in rest)]


def tabs(lines: list[Line]) -> str:
    """Return versions of the same, each under its title."""
    starts = [k for k, (_, text) in enumerate(lines) if TAB.match(text)]
    labels, bodies = [], []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        title = TAB.sub(r"\1", lines[start][1])
        labels.append(f"<label>{escape(title)}</label>")
        inner = joined(lines[start + 1 : end])
        bodies.append(f'<div class="tabbed-block">{inner}</div>')
    return f'<div class="tabbed-set">{"".join((*labels, *bodies))}</div>'


def table(lines: list[Line]) -> str:
    """Return rows of cells; the first has the headings."""
    found: list[str] = []
    for line in lines:
        if not RULE.match(line[1]):
            tag = "td" if found else "th"
            cells = words([line]).strip().removeprefix("|").removesuffix("|").split("|")
            found.append("".join(f"<{tag}>{cell.strip()}</{tag}>" for cell in cells))
    inner = "".join(f"<tr>{row}</tr>" for row in found)
    return f'<table data-line="{lines[0][0]}">{inner}</table>'


def words(lines: Iterable[Line]) -> str:
    """Return text with its formulas and links; what is code says nothing."""
    kept: list[str] = []
    said: list[str] = []
    for number, line in lines:
        at = 0
        for found in MATHEMATICS.finditer(line):
            shown = formula("bp-m", number, found[1]) if found[1] else "<code></code>"
            said += [line[at : found.start()], f"\x00{len(kept)}\x00"]
            kept.append(shown)
            at = found.end()
        said += [line[at:], "\n"]
    text = "".join(said)
    text = LINK.sub(r'<a href="\2">\1</a>', PICTURE.sub("", text))
    return HIDDEN.sub(lambda found: kept[int(found[1])].replace("|", "&#124;"), text)


def formula(tag: str, line: int, tex: str) -> str:
    """Return a formula as a built page has it: the LaTeX is a note in it."""
    return f'<{tag} data-line="{line}">{NOTE.format(escape(tex, quote=False))}</{tag}>'
