r"""Equations in Markdown source: where they stand, and what only looks like one.

Two forms are equations, because both also survive on GitHub: ```` ```math ```` fences and
``$`…`$`` inside a line.  This module knows lines of text; it knows no KaTeX and no Markdown
library.  What would reach a reader as raw TeX (`$$`, `\(`, `\[`, `$…$`, a fence that does not
end) is a fault.  Code, code spans, comments and escaped signs are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

FENCE = re.compile(
    r"(?P<prefix>[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*[ \t>]*)"
    r"(?P<run>`{3,}|~{3,})[ \t]*(?P<info>[^`]*?)[ \t]*"
)
ITEM = re.compile(r"(?:[-*+]|\d+[.)])(?=[ \t])")
PROSE = re.compile(
    r"""
      <!--.*?-->                                                    # a comment
    | <(?P<raw>code|pre|script|style|kbd|samp)\b.*?</(?P=raw)>      # raw HTML that shows code
    | \\[\\$`]                                                      # an escaped sign
    | \$`(?P<tex>[^`\n]+)`\$                                        # an equation
    | (?P<fence>(?:`{3,}|~{3,})\ *math\b)
    | (?P<half>\$`)
    | (?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)                    # a code span
    | (?P<foreign>\$\$|\\\(|\\\[|\$(?=[^\s$])[^$`\n]*(?<=\S)\$(?![\d`]))
    """,
    re.DOTALL | re.VERBOSE,
)
REASONS = {
    "fence": "a math fence must begin its own line, be ended, and stand in its list or quote",
    "half": "an equation inside a line ends with `$, on the same line",
    "foreign": "write a ```math fence or $`…`$; a plain dollar sign is \\$",
}


class Author(Protocol):
    """Who takes the equations and the faults that are found."""

    def put(self, line: int, tex: str, display: bool) -> str:
        """Return what shall stand in the text for an equation."""

    def complain(self, line: int, text: str, reason: str) -> None:
        """Hear of something that is not an equation."""


class Reader:
    """An author who changes nothing and remembers what is wanted."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.wanted: list[tuple[str, bool]] = []

    def put(self, line: int, tex: str, display: bool) -> str:
        """Remember an equation."""
        self.wanted.append((tex, display))
        return ""

    def complain(self, line: int, text: str, reason: str) -> None:
        """Leave faults to the author who writes."""


@dataclass(frozen=True)
class Fence:
    """A block between fences: lines `start` to `end`, counted from 0, both fences included."""

    start: int
    end: int
    prefix: str
    info: str

    @property
    def quotes(self) -> int:
        """Return how many block quotes the fence stands in."""
        return self.prefix.count(">")

    def tex(self, lines: list[str]) -> str:
        """Return the text between the fences, without indentation and marks of quotes."""
        inside = lines[self.start + 1 : self.end]
        return "\n".join(unquoted(line, self.quotes) or "" for line in inside).strip()


def replaced(lines: list[str], author: Author) -> list[str]:
    """Return the lines with every equation replaced by what the author puts there."""
    done: list[str] = []
    for block in blocks(lines):
        if isinstance(block, range):
            done += prose([lines[at] for at in block], block.start, author)
        elif block.info == "math":
            done += displayed(block, lines, author)
        else:
            done += lines[block.start : block.end + 1]
    return done


def wanted(lines: list[str]) -> list[tuple[str, bool]]:
    """Return the TeX of all equations in the lines, and whether each stands alone.

    >>> wanted(["The loss $`L`$:", "```math", "L = 1", "```"])
    [('L', False), ('L = 1', True)]
    """
    reader = Reader()
    replaced(lines, reader)
    return reader.wanted


def blocks(lines: list[str]) -> Iterator[Fence | range]:
    """Yield the fences, and the paragraphs between them as ranges of lines."""
    at = start = 0
    while at < len(lines):
        fence = fence_at(lines, at)
        if fence is not None or not lines[at].strip():
            yield range(start, at)
            start = at
        if fence is not None:
            yield fence
            start = at = fence.end + 1
        else:
            at = after_comment(lines, at) + 1
    yield range(start, len(lines))


def after_comment(lines: list[str], at: int) -> int:
    """Return the last line of the comment that begins a line, or the line itself."""
    if not lines[at].lstrip().startswith("<!--"):
        return at
    return next((end for end in range(at, len(lines)) if "-->" in lines[end]), at)


def fence_at(lines: list[str], at: int) -> Fence | None:
    """Return the fenced block that begins at a line, if one does and ends."""
    found = FENCE.fullmatch(lines[at])
    if found is None:
        return None
    quotes = found["prefix"].count(">")
    last = re.compile(rf"\s*{found['run'][0]}{{{len(found['run'])},}}\s*")
    for end in range(at + 1, len(lines)):
        line = unquoted(lines[end], quotes)
        if line is None:
            return None
        if last.fullmatch(line):
            return Fence(at, end, found["prefix"], found["info"])
    return None


def unquoted(line: str, quotes: int) -> str | None:
    """Return a line without the marks of its block quotes, or None if it has left them."""
    for _ in range(quotes):
        line = line.lstrip()
        if not line.startswith(">"):
            return None
        line = line[1:]
    return line


def displayed(fence: Fence, lines: list[str], author: Author) -> list[str]:
    """Return the lines that stand for a math fence: a paragraph of its own, where it stood."""
    stand_in = author.put(fence.start + 1, fence.tex(lines), True)
    around = ITEM.sub(lambda mark: " " * len(mark[0]), fence.prefix)
    blank = around.rstrip()
    before = [blank] if around == fence.prefix else []
    return [*before, fence.prefix + stand_in, blank]


def prose(lines: list[str], start: int, author: Author) -> list[str]:
    """Return a paragraph with the equations inside its lines replaced."""
    text = "\n".join(lines)

    def replace(found: re.Match[str]) -> str:
        line = start + text.count("\n", 0, found.start()) + 1
        if found["tex"] is not None:
            return author.put(line, found["tex"].strip(), False)
        for name, reason in REASONS.items():
            if found[name] is not None:
                author.complain(line, found[0], reason)
        return found[0]

    return PROSE.sub(replace, text).split("\n") if lines else []
