"""The blocks of a page: what can stand on it, as data.

A block holds claims, expressions and words; it knows neither Markdown nor files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bpcore.claim import Chain, Claim
from bpcore.explorer import Exploration
from bpcore.expr import Expr, Name
from bpcore.function import Function
from bpcore.rules import Rule
from bpcore.worked import Check, Line, Numbers, Refutation


@dataclass(frozen=True, kw_only=True)
class Block:
    """Something on a page; ``covers`` lists the ledger rows that it shows, proves or corrects.

    ``formerly`` holds anchors that it had before, under which links still find it.
    """

    covers: tuple[str, ...] = ()
    anchor: str = ""
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heading(Block):
    """A heading; level 2 parts the page, level 3 parts a part."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Prose(Block):
    """A paragraph, with tokens where expressions and claims stand."""

    text: str


@dataclass(frozen=True)
class Symbols(Block):
    """What the letters stand for."""

    names: tuple[Name, ...]


@dataclass(frozen=True)
class Definition(Block):
    """A name and what it means."""

    name: Name


@dataclass(frozen=True)
class Derivation(Block):
    """A chain of equalities."""

    chain: Chain


@dataclass(frozen=True)
class Result(Block):
    """A claim with a name, which other pages can cite.

    ``number`` counts the results of the page; ``chain`` is the derivation that the claim was proved
    by, if it was one.
    """

    claim: Claim
    title: str
    number: int
    chain: Chain | None = None


class Kind(StrEnum):
    """The kinds of call-out, called as GitHub and Material call them."""

    NOTE = "note"
    IMPORTANT = "important"
    MISTAKE = "caution"


@dataclass(frozen=True)
class CallOut(Block):
    """A box with a title around other blocks."""

    kind: Kind
    title: str
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Reveal(Block):
    """Blocks that stay hidden until the reader has tried."""

    summary: str
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Tab(Block):
    """One of several versions of the same, under its title."""

    title: str
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Tabs(Block):
    """Versions of the same, of which the reader chooses one."""

    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Wrong(Block):
    """A false equality, refuted with numbers."""

    refutation: Refutation


@dataclass(frozen=True)
class Misfit(Block):
    """What the checker says to an expression whose shapes do not fit."""

    said: str


@dataclass(frozen=True)
class Given(Block):
    """The numbers that a worked example starts from."""

    values: tuple[tuple[Expr, Expr], ...]
    numbers: Numbers


@dataclass(frozen=True)
class Worked(Block):
    """Claims with numbers put in; ``numbers`` are those it starts from."""

    lines: tuple[Line, ...]
    numbers: Numbers


@dataclass(frozen=True)
class Compared(Block):
    """Derivatives beside five-point differences, at some numbers."""

    checks: tuple[Check, ...]
    numbers: Numbers


@dataclass(frozen=True)
class Instances(Compared):
    """Proved formulas with functions put in for unspecified ones, beside five-point differences.

    ``cases`` says for each check which function stands for which.
    """

    cases: tuple[tuple[tuple[Function, Function], ...], ...]


@dataclass(frozen=True)
class Picture(Block):
    """A picture: its file's name, its SVG, what it shows in plain words, and a caption."""

    name: str
    svg: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Explorer(Block):
    """A network whose numbers a reader can change."""

    shown: Exploration


@dataclass(frozen=True)
class Table(Block):
    """Rows of cells under headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str | Expr | Claim, ...], ...]


@dataclass(frozen=True)
class Ruled:
    """A derivation somewhere in the book: where it stands, how it is called, which rules it uses.

    ``anchor`` is empty where it has no name; ``title`` is printed already.
    """

    anchor: str
    title: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class RuledPage:
    """A page by name and title, printed already, with the derivations on it."""

    name: str
    title: str
    derivations: tuple[Ruled, ...]


@dataclass(frozen=True)
class RulesUsed(Block):
    """Which rule stands at which step, of every derivation of some pages."""

    pages: tuple[RuledPage, ...]


@dataclass(frozen=True)
class Code(Block):
    """A Python session: statements and what they print, run when the page is made."""

    session: str


def every(blocks: list[Block]) -> Iterator[Block]:
    """Yield blocks and the blocks inside them, in reading order."""
    for block in blocks:
        yield block
        if isinstance(block, (CallOut, Reveal, Tabs, Tab)):
            yield from every(block.blocks)


def versions(blocks: list[Block]) -> Iterator[list[Block]]:
    """Yield, for every title that a tab has, what a reader sees who chooses the tabs of that title.

    Tabs of different titles are different versions, in which one letter may mean different things;
    so are the columns of a table whose headings are titles of tabs.
    """
    titles = {block.title for block in every(blocks) if isinstance(block, Tab)}
    for title in sorted(titles) or [""]:
        yield list(without(titles - {title}, blocks))


Place = tuple[tuple[tuple[str, ...], str], ...]  # of the tabs around: titles of the group, and own


def placed(blocks: list[Block]) -> Iterator[tuple[Block, Place]]:
    """Yield blocks as `every` does, each with the tabs that it stands in.

    A column of a table whose heading is the title of a tab belongs to that tab's version.
    """
    tabs = [block for block in every(blocks) if isinstance(block, Tabs)]
    groups = {title: titles_of(group) for group in tabs for title in titles_of(group)}
    yield from placed_in(blocks, (), groups)


def titles_of(group: Tabs) -> tuple[str, ...]:
    """Return the titles of a group of tabs, in their order."""
    return tuple(block.title for block in group.blocks if isinstance(block, Tab))


def placed_in(
    blocks: list[Block], place: Place, groups: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[Block, Place]]:
    """Yield the blocks that stand in a place, and those inside them, with theirs."""
    for block in blocks:
        match block:
            case Table(headings=headings, rows=rows):
                yield replace(block, rows=()), place
                for number, heading in enumerate(headings):
                    column = replace(block, headings=(), rows=tuple((row[number],) for row in rows))
                    own: Place = ((groups[heading], heading),) if heading in groups else ()
                    yield column, (*place, *own)
            case Tabs():
                yield block, place
                for tab in block.blocks:
                    title = tab.title if isinstance(tab, Tab) else ""
                    inner: Place = (*place, (titles_of(block), title))
                    yield from placed_in([tab], inner, groups)
            case CallOut() | Reveal() | Tab():
                yield block, place
                yield from placed_in(block.blocks, place, groups)
            case _:
                yield block, place


def without(hidden: set[str], blocks: list[Block]) -> Iterator[Block]:
    """Yield blocks as `every` does, tabs and columns with a hidden title left out."""
    for block in blocks:
        if isinstance(block, Tab) and block.title in hidden:
            continue
        if isinstance(block, Table):
            kept = [k for k, heading in enumerate(block.headings) if heading not in hidden]
            yield replace(block, rows=tuple(tuple(row[k] for k in kept) for row in block.rows))
            continue
        yield block
        if isinstance(block, (CallOut, Reveal, Tabs, Tab)):
            yield from without(hidden, block.blocks)


def claims(block: Block) -> Iterator[Claim]:
    """Yield the claims of one block."""
    match block:
        case Derivation(chain=chain):
            yield from chain.claims
        case Result(claim=claim):
            yield claim
        case Worked(lines=lines):
            yield from (line.claim for line in lines)
        case Table(rows=rows):
            yield from (cell for row in rows for cell in row if isinstance(cell, Claim))
