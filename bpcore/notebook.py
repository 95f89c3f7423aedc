"""The notebook: a page that runs in Jupyter, with NumPy and nothing of this library installed.

Prose and equations become Markdown cells in the form that Jupyter knows, sessions and worked
examples code cells that check themselves against the page.  What sessions import of this library
goes along in a cell of its own.  The JSON is written here, because it is little; whether it is a
notebook is checked in the tests, by the library for that.  Knows blocks, and no files.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import singledispatchmethod
from textwrap import indent

import bpcore
from bpcore.blocks import (
    Block,
    CallOut,
    Code,
    Compared,
    Derivation,
    Explorer,
    Given,
    Instances,
    Picture,
    Reveal,
    Tab,
    Table,
    Tabs,
    Worked,
    claims,
    every,
)
from bpcore.carried import carried, functions
from bpcore.claim import Claim
from bpcore.edition import NO_BOOK, Edition
from bpcore.markdown import prose, shown
from bpcore.page import Page
from bpcore.statement import Statement, alive, modules, needs, statements
from bpcore.worked import Numbers
from bpcore.worksheet import Sheet

ANCHOR = re.compile(r'<a id="[^"]*"></a>|</?div[^>]*>')
NUMBER = re.compile(r'<a class="bp-number"[^>]*>(\([0-9]+\))</a>')
INLINE = re.compile(r"\$`([^`]+)`\$")
FENCE = re.compile(r"^(?P<before>[ >]*)```math\n(?P<tex>.*?)\n[ >]*```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r'\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<to>[^()\s]*)(?: "[^"]*")?\)')
ASIDE = "\ue002"  # around the number of an equation that was put aside
SUMMARY = re.compile(r'<details class="bp-try" markdown="1">\n<summary>(.*?)</summary>')
WIDE = 79  # characters of a file's line, taken along
HELPERS = ("agree", "compare", "five_points", "installed")
PRELUDE = """import importlib.util
import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
"""
UNPACK = """
import importlib.util
import sys
import tempfile
from pathlib import Path

if importlib.util.find_spec("bpcore") is None:  # else the library itself is used
    folder = Path(tempfile.mkdtemp(prefix="bpcore-"))
    for name, text in FILES.items():
        path = folder / "bpcore" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))"""


@dataclass
class Cell:
    """A cell before it has its place: its kind, its text, what it prints, whether it is folded."""

    kind: str
    source: str
    output: str = ""
    folded: bool = False

    def as_data(self, place: str) -> dict[str, object]:
        """Return the cell as a notebook holds it; its id comes from its place."""
        data: dict[str, object] = {"cell_type": self.kind, "id": place, "metadata": {}}
        if self.folded:
            data["metadata"] = {"jupyter": {"source_hidden": True}}
        data["source"] = self.source.splitlines(keepends=True)
        if self.kind == "code":
            data |= {"execution_count": None, "outputs": self.outputs}
        return data

    @property
    def outputs(self) -> list[dict[str, object]]:
        """What the page shows below the cell."""
        if not self.output:
            return []
        lines = f"{self.output}\n".splitlines(keepends=True)
        return [{"output_type": "stream", "name": "stdout", "text": lines}]


def notebook(page: Page, edition: Edition = NO_BOOK) -> str:
    """Return a page of a book as a notebook: the same bytes for the same page.

    Raises `ResultMissing` if a session imports what cannot be taken along.
    """
    cells = Builder(page, edition).cells()
    data = {
        "metadata": {
            "written_by": (
                f"{edition.script(page.name)} with `bpcore regenerate`; do not edit by hand"
            ),
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
        "cells": [cell.as_data(f"{page.name}-{place}") for place, cell in enumerate(cells, 1)],
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def converted(text: str) -> str:
    """Return Markdown of a page as Jupyter shows it, without what leads to other places.

    >>> print(converted('<a id="x"></a>see [the $`z`$](a.md#b) and [it](https://a.b/c)'))
    see the $z$ and [it](https://a.b/c)
    """
    text = SUMMARY.sub(r"**\1**", text).replace("</details>", "")
    text = NUMBER.sub(r"\1", ANCHOR.sub("", text))
    kept: list[str] = []  # equations, put aside: a bracket before a parenthesis is no link

    def aside(before: str, equation: str) -> str:
        kept.append(equation)
        return f"{before}{ASIDE}{len(kept) - 1}{ASIDE}"

    text = FENCE.sub(lambda found: aside(found["before"], f"$${one_line(found)}$$"), text)
    text = INLINE.sub(lambda found: aside("", f"${found[1]}$"), text)
    text = LINK.sub(lambda found: found[0] if "://" in found["to"] else found["text"], text)
    text = re.sub(f"{ASIDE}([0-9]+){ASIDE}", lambda found: kept[int(found[1])], text)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def one_line(fence: re.Match[str]) -> str:
    """Return the LaTeX of a fence in one line, so that no mark of a quotation gets into it."""
    return " ".join(line.lstrip(" >") for line in fence["tex"].splitlines())


@dataclass
class Builder:
    """Goes over a page and makes its cells."""

    page: Page
    edition: Edition = NO_BOOK
    sheet: Sheet | None = None
    made: list[Cell] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    done: int = 0  # statements that stand in cells already

    def __post_init__(self) -> None:
        blocks = [one for one in every(self.page.blocks) if isinstance(one, Code)]
        self.statements = [one for block in blocks for one in statements(block.session)]
        self.needs = needs(self.statements, bpcore.__all__)
        self.claims = usable(self.page)

    def cells(self) -> list[Cell]:
        """Return the cells of the page, what they need in front."""
        self.put(self.page.blocks)
        code = "\n".join(cell.source for cell in self.made if cell.kind == "code")
        return [Cell("markdown", self.title(bool(code))), *self.first(code), *merged(self.made)]

    def title(self, runs: bool) -> str:
        """Return the title, where the notebook comes from, and what it needs."""
        wanted = sorted({one for each in self.needs for one in each})
        besides = f" Cells that need {' and '.join(wanted)} say so and are skipped without."
        book = f" of the book {self.edition.named}" if self.edition.title else ""
        parts = [
            f"# {converted(prose(self.page.title))}",
            f"This is the page *{self.page.name}*{book}. There, every equality was "
            "proved by a program, and links lead to the proofs.",
        ]
        chosen = [one.words for one in self.page.choices.values() if one.chosen]
        if chosen:
            parts.append(f"*Chosen for this copy: {', '.join(chosen)}.*")
        if runs:
            parts.append(
                "Run the cells from top to bottom. They need Python 3.11 or newer and NumPy, and "
                "nothing of the book installed. Worked examples check each number against the one "
                "on the page." + (besides if wanted else "")
            )
        return "\n\n".join(parts)

    def first(self, code: str) -> Iterator[Cell]:
        """Yield the cells with what the others use."""
        files = carried(modules(self.statements, bpcore.__all__))
        if files:
            yield Cell(
                "markdown",
                "The next cell holds the files of the book's network and data that this page uses, "
                f"as they are: {', '.join(f'`{name}`' for name in files)}.",
            )
            yield Cell("code", packed(files), folded=True)
        used = [name for name in HELPERS if re.search(rf"\b{name}\(", code)]
        if used:
            yield Cell("markdown", "What the cells below check numbers with.")
            yield Cell("code", f"{PRELUDE}\n\n{functions('agreement', used)}", folded=True)

    # -- blocks -----------------------------------------------------------------------------

    def put(self, blocks: Iterable[Block]) -> None:
        """Make cells of blocks."""
        for block in blocks:
            self.cell(block)

    def say(self, text: str) -> None:
        """Put down Markdown as it stands on the page."""
        said = converted(text)
        if said:
            self.made.append(Cell("markdown", said))

    @singledispatchmethod
    def cell(self, block: Block) -> None:
        """Make cells of one block."""
        self.say(shown(block, self.page))

    @cell.register
    def _(self, block: CallOut) -> None:
        outside, self.made = self.made, []
        self.say(f"**{block.kind.capitalize()}: {prose(block.title)}**")
        self.put(block.blocks)
        self.made = [*outside, *map(quoted, merged(self.made))]

    @cell.register
    def _(self, block: Reveal) -> None:
        self.say(f"**{prose(block.summary)}**")
        self.put(block.blocks)

    @cell.register
    def _(self, block: Tabs) -> None:
        self.put(block.blocks)

    @cell.register
    def _(self, block: Tab) -> None:
        self.say(f"**{block.title}**")
        self.put(block.blocks)

    @cell.register
    def _(self, block: Picture) -> None:
        said = f"*Picture: {block.alt}*"
        self.say("\n\n".join([said, prose(block.caption, self.page)] if block.caption else [said]))

    @cell.register
    def _(self, block: Explorer) -> None:
        self.say("*On the page of the book, numbers of this network can be changed here.*")

    @cell.register
    def _(self, block: Given) -> None:
        self.say(shown(block, self.page))
        self.fetch(self.at(block.numbers))

    @cell.register
    def _(self, block: Worked) -> None:
        self.say(shown(block, self.page))
        sheet = self.at(block.numbers)
        for line in block.lines:
            sheet.worked(line)
        self.fetch(sheet)

    @cell.register
    def _(self, block: Compared) -> None:
        self.say(shown(block, self.page))
        sheet = self.at(block.numbers)
        for check in block.checks:
            sheet.compared(check)
        self.fetch(sheet)

    @cell.register
    def _(self, block: Instances) -> None:
        self.say(shown(block, self.page))
        sheet = self.at(block.numbers)
        for check, case in zip(block.checks, block.cases, strict=True):
            sheet.put_in(dict(case))
            sheet.compared(check)
        sheet.put_in({})
        self.fetch(sheet)

    @cell.register
    def _(self, block: Code) -> None:
        count = len(statements(block.session))
        span = slice(self.done, self.done + count)
        self.done += count
        self.made += session_cells(self.statements[span], self.needs[span])
        stored = {name for one in self.statements[span] for name in one.stores}
        if self.sheet and stored & self.sheet.own_names:
            self.sheet = None  # its variables mean something else now

    # -- worked examples --------------------------------------------------------------------

    def at(self, numbers: Numbers) -> Sheet:
        """Return the sheet on some numbers; a new one begins with these."""
        if self.sheet is None or self.sheet.numbers is not numbers:
            taken = alive(self.statements[: self.done], self.statements[self.done :])
            self.sheet = Sheet(numbers, self.claims, taken)
            self.sheets.append(self.sheet)
        return self.sheet

    def fetch(self, sheet: Sheet) -> None:
        """Put down what a sheet has worked out."""
        source = sheet.fetch()
        if source:
            self.made.append(Cell("code", source, output=sheet.printed()))


def usable(page: Page) -> list[Claim]:
    """Return what was proved on a page or is cited there: results first, single steps not."""
    found = [*page.results.values()]
    for block in every(page.blocks):
        if isinstance(block, Derivation):
            found.append(block.chain.claim)
        elif isinstance(block, (Worked, Table)):
            found += claims(block)
    return [*found, *page.cited]


def session_cells(all_: list[Statement], wanted: list[tuple[str, ...]]) -> Iterator[Cell]:
    """Yield statements as cells: one ends where something is printed, or where more is needed."""
    group: list[Statement] = []
    for place, one in enumerate(all_):
        group.append(one)
        last = place + 1 == len(all_) or wanted[place + 1] != wanted[place]
        if last or one.output:
            yield of_session(group, wanted[place])
            group = []


def of_session(group: list[Statement], wanted: tuple[str, ...]) -> Cell:
    """Return one cell; what needs more than NumPy runs only if that is there."""
    output = "\n".join(one.output for one in group if one.output)
    if not wanted:
        return Cell("code", spaced(group, [one.source for one in group]), output)
    asked = ", ".join(f'"{name}"' for name in wanted)
    body = spaced(group, [printing(one) for one in group])
    return Cell("code", f"if installed({asked}):\n{indent(body, '    ')}", output)


def spaced(group: list[Statement], sources: list[str]) -> str:
    """Return sources one below another, functions and classes apart from the rest."""
    found = sources[0]
    for place, source in enumerate(sources[1:]):
        apart = group[place].keeps_a_name or group[place + 1].keeps_a_name
        found += f"\n\n{source}" if apart else f"\n{source}"
    return found


def printing(one: Statement) -> str:
    """Return the source of a statement that shows its value also where no cell ends.

    >>> printing(Statement("a + 1", "2", frozenset(), frozenset("a")))
    'print(repr(a + 1))'
    """
    node = one.node
    if not one.output or not isinstance(node, ast.Expr):
        return one.source
    if isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "print":
        return one.source
    shown = f"({one.source})" if isinstance(node.value, ast.Tuple) else one.source
    return f"print(repr({shown}))"


def packed(files: dict[str, str]) -> str:
    """Return a cell that puts files into a folder of their own from which they can be imported."""
    texts = []
    for name, text in files.items():
        assert "'''" not in text
        assert not text.endswith("\\")
        texts.append(f"    \"{name}\": r'''{text}''',")
    return "\n".join(["FILES = {", *texts, "}", UNPACK])


def merged(cells: list[Cell]) -> Iterator[Cell]:
    """Yield cells with neighbouring Markdown in one, a new one at each heading."""
    open_: Cell | None = None
    for cell in cells:
        if cell.kind != "markdown":
            yield from [open_] if open_ else []
            open_ = None
            yield cell
        elif open_ and not cell.source.startswith("#"):
            open_.source += f"\n\n{cell.source}"
        else:
            yield from [open_] if open_ else []
            open_ = Cell("markdown", cell.source)
    yield from [open_] if open_ else []


def quoted(cell: Cell) -> Cell:
    """Return a cell with its Markdown as a quotation; code stays what it is."""
    if cell.kind == "markdown":
        cell.source = "\n".join(f"> {line}".rstrip() for line in cell.source.splitlines())
    return cell
