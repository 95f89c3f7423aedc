"""The source list: every numbered statement of the source documents, and where the book meets it.

The rows are data (a TOML file beside the derivations); a page says at the statement which rows it
covers.  This module knows rows and pages; it reads no file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpcore.blocks import (
    Block,
    CallOut,
    Code,
    Compared,
    Definition,
    Derivation,
    Misfit,
    Picture,
    Reveal,
    Tab,
    Wrong,
    claims,
    every,
)
from bpcore.claim import weakness
from bpcore.edition import Edition
from bpcore.errors import NameClash, ResultMissing
from bpcore.page import Page
from bpcore.record import spoken

if TYPE_CHECKING:
    from bpcore.summary import Summary

WORDS = {
    "true": "true",
    "true-if": "true on a condition",
    "false": "false",
    "garbled": "garbled, rebuilt",
    "convention": "convention",
    "teaching": "matter of teaching",
    "code": "matter of code",
}


@dataclass(frozen=True)
class Row:
    """One statement of a source.

    The note is for authors and not displayed: what a page says of a statement, it proves.
    """

    id: str
    says: str
    status: str
    note: str = ""


@dataclass(frozen=True)
class Source:
    """One source document; ``finished`` promises that every row of it is covered."""

    id: str
    title: str
    kind: str
    credit: str
    finished: bool
    rows: tuple[Row, ...]


def parse(text: str) -> tuple[Source, ...]:
    """Return the sources listed in a TOML text.

    Raises `NameClash` for an id that stands twice, `ResultMissing` for an unknown status.
    """
    found = tuple(
        Source(
            id=entry["id"],
            title=entry["title"],
            kind=entry["kind"],
            credit=entry["credit"],
            finished=entry["finished"],
            rows=tuple(Row(**row) for row in entry.get("row", [])),
        )
        for entry in tomllib.loads(text).get("source", [])
    )
    seen: set[str] = set()
    for row in (row for source in found for row in source.rows):
        if row.id in seen:
            raise NameClash(f"row {row.id} stands twice in the source list")
        if row.status not in WORDS:
            raise ResultMissing(f"row {row.id} has the unknown status {row.status!r}")
        seen.add(row.id)
    return found


def covers(page: Page) -> Iterator[str]:
    """Yield the rows that a page covers, in the order of the page."""
    yield from (row for row, _ in met_at(page))


def met_at(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the rows that a page covers, each with how the statement there was established."""
    for block in every(page.blocks):
        for row in block.covers:
            yield row, established(block)
        if isinstance(block, Derivation):
            for step in block.chain.steps:
                for row in step.reason.covers:
                    yield row, step.verdict.briefly


def established(block: Block) -> str:
    """Return in a few words how what a block states was established."""
    match block:
        case Wrong():
            return "refuted with numbers"
        case Misfit():
            return "refused: shapes do not fit"
        case Compared():
            return "compared with differences"
        case Code():
            return "run"
        case Picture():
            return "drawn by the program"
        case Definition():
            return "defined"
        case CallOut(blocks=[*inside]) | Reveal(blocks=[*inside]) | Tab(blocks=[*inside]):
            return ", ".join(dict.fromkeys(map(established, inside))) or "told"
    found = [claim.verdict for claim in (*claims(block), *spoken(block))]
    return max(found, key=weakness).briefly if found else "told"


def coverage(sources: Iterable[Source], pages: Iterable[Summary]) -> dict[str, list[Summary]]:
    """Return the pages on which each row is met, in the pages' order.

    Raises `ResultMissing` for a row that is not in the list, and for a finished source with a row
    that no page covers; `NameClash` for a row that one page covers twice.
    """
    listed = list(sources)
    met: dict[str, list[Summary]] = {row.id: [] for source in listed for row in source.rows}
    for page in pages:
        for row, _ in page.met:
            if row not in met:
                raise ResultMissing(f"the page {page.name} covers {row}, which no source has")
            if page in met[row]:
                raise NameClash(f"the page {page.name} covers {row} twice: which anchor is meant?")
            met[row].append(page)
    for source in listed:
        missing = [row.id for row in source.rows if not met[row.id]]
        if source.finished and missing:
            raise ResultMissing(
                f"source {source.id} is declared finished, but no page covers {', '.join(missing)}"
            )
    return met


def source_map(sources: Iterable[Source], pages: Iterable[Summary], folder: str) -> str:
    """Return the page that leads from every row to where it is met, as Markdown."""
    listed = list(sources)
    pages = list(pages)
    met = coverage(listed, pages)
    how = {(row, page.name): said for page in pages for row, said in page.met}
    parts = [
        "# Source map",
        Edition().notice(f"{folder}/sources.toml"),
        "Every numbered statement of the source documents, what became of it, and the place in "
        "this book that shows, proves, corrects or answers it.",
        "| source | statements | met in this book | state |\n| --- | --- | --- | --- |\n"
        + "\n".join(summary(source, met) for source in listed),
    ]
    for source in listed:
        parts.append(f"## Source {source.id}: {escaped(source.title)}")
        lines = ["| row | what it says | judged | where, and how it was established there |"]
        lines += ["| --- | --- | --- | --- |"]
        lines += [row_text(row, met[row.id], folder, how) for row in source.rows]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def summary(source: Source, met: dict[str, list[Summary]]) -> str:
    """Return one line of the overview."""
    done = sum(1 for row in source.rows if met[row.id])
    state = "finished" if source.finished else "in progress"
    return f"| {source.id}, {source.kind} | {len(source.rows)} | {done} | {state} |"


def row_text(row: Row, pages: list[Summary], folder: str, how: dict[tuple[str, str], str]) -> str:
    """Return one row of the table; ``how`` tells by row and page how the statement was shown."""
    where = "<br>".join(
        f"[{page.title}]({folder}/{page.name}.md#{row.id}) ({how[row.id, page.name]})"
        for page in pages
    )
    mark = f'<a id="{row.id}"></a>{row.id}'
    return f"| {mark} | {escaped(row.says)} | {WORDS[row.status]} | {where or 'not yet'} |"


def escaped(text: str) -> str:
    """Return a text in which nothing is taken for Markdown."""
    return "".join(f"&#{ord(sign)};" if sign in "\\*_|<[`&$" else sign for sign in text)
