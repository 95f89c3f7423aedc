"""The symbol table of a page: what every letter on it means, as plain data.

It is published beside the page, for programs that know nothing of this library: each name's LaTeX,
shape, definition, dependencies and bounds; functions with their definitions; widths; over which
widths each index runs; the numbers of the worked examples; and what has to differ from zero, or be
positive, for lines that are claimed on a condition.  All mathematics in it is LaTeX.

Names and functions stand in the order in which the page leads to them.  Where tabs are versions of
one another, in which a letter may mean different things, an entry says in which it holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from bpcore.alike import check_apart, things
from bpcore.blocks import Instances, Tab, every, versions
from bpcore.claim import Claim
from bpcore.edition import NO_BOOK, Edition
from bpcore.errors import NameClash
from bpcore.expr import Apply, Expr, Index, Name, Num, WidthOf
from bpcore.function import Function
from bpcore.given import written
from bpcore.inline import resolve
from bpcore.page import Page, displayed
from bpcore.record import equalities
from bpcore.tex import for_every, latex, width_tex
from bpcore.tree import names

ARGUMENT = Name("x", "x")
ZERO = Num(Fraction(0))


@dataclass
class Met:
    """What a page leads to, each thing with the tabs in which it is met."""

    names: dict[Name, set[str]] = field(default_factory=dict)
    functions: dict[Function, set[str]] = field(default_factory=dict)
    indices: dict[str, set[str]] = field(default_factory=dict)
    widths: set[str] = field(default_factory=set)

    def look(self, node: Expr, tab: str, done: set[object]) -> None:
        """Note everything in an expression, and in the definitions that it leads to."""
        for thing in things(node):
            match thing:
                case Index(letter=letter, width=width):
                    self.indices.setdefault(letter, set()).add(width_tex(width))
                case WidthOf(width=width):
                    self.widths.add(width_tex(width))
                case Function():
                    self.apply(thing, tab, done)
                case Name() if thing not in done:
                    done.add(thing)
                    self.names.setdefault(thing, set()).add(tab)
                    self.widths |= {width_tex(w) for w in thing.shape if isinstance(w, str)}
                    for under in (thing.definition, *thing.of):
                        if under is not None:
                            self.look(under, tab, done)

    def apply(self, function: Function, tab: str, done: set[object]) -> None:
        """Note a function, and those that its definition applies."""
        base = function.base or function
        if base.given or base in done:
            return
        done.add(base)
        self.functions.setdefault(base, set()).add(tab)
        if base.meaning is not None:
            for thing in things(base.meaning(ARGUMENT)):
                if isinstance(thing, Function):
                    self.apply(thing, tab, done)


def met(page: Page) -> Met:
    """Return everything with a letter that a page displays or that its definitions lead to.

    Raises `NameClash` if two names that are not the same quantity, or two functions, are written
    alike in one version of the page: also where no reader sees them both.
    """
    titles = sorted({block.title for block in every(page.blocks) if isinstance(block, Tab)})
    found = Met()
    for tab, blocks in zip(titles or [""], versions(page.blocks), strict=True):
        done: set[object] = set()
        for block in blocks:
            for node in displayed(block):
                found.look(node, tab, done)
            if isinstance(block, Instances):
                for _, put_in in (pair for case in block.cases for pair in case):
                    found.apply(put_in, tab, done)
        try:
            check_apart(name for name in found.names if name in done)
            check_apart(Apply(function, ZERO) for function in found.functions if function in done)
        except NameClash as clash:
            raise clash.at(f"the table of symbols of the page {page.name}") from None
    return found


def symbol_table(page: Page, edition: Edition = NO_BOOK) -> str:
    """Return the table of a page of a book as JSON."""
    found = met(page)
    every_tab = set().union(*found.names.values()) if found.names else set()
    data = {
        "page": page.name,
        "written_by": edition.script(page.name),
        "widths": sorted(found.widths),
        "indices": {letter: sorted(over) for letter, over in sorted(found.indices.items())},
        "functions": [
            {
                "tex": function.tex,
                "argument": latex(ARGUMENT),
                "body": latex(function.meaning(ARGUMENT)) if function.meaning else None,
                "versions": some(tabs, every_tab),
            }
            for function, tabs in found.functions.items()
        ],
        "numbers": [
            [{"tex": name.tex, "value": latex(written(value))} for name, value in one.given.items()]
            for one in page.examples
        ],
        "symbols": list(rows(found, every_tab)),
        "conditions": [
            {"line": id_, "needs": claim.verdict.condition.as_data()}
            for _, _, id_, _, claim in equalities(page)
            if claim.verdict.condition
        ],
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def rows(found: Met, every_tab: set[str]) -> Iterator[dict[str, object]]:
    """Yield one row for each name; names that say the same of the same letter share a row."""
    shared: dict[str, tuple[dict[str, object], set[str]]] = {}
    for name, tabs in found.names.items():
        row = row_of(name)
        _, there = shared.setdefault(json.dumps({**row, "meaning": ""}), (row, set()))
        there |= tabs
    for row, tabs in shared.values():
        yield {**row, "versions": some(tabs, every_tab)}


def row_of(name: Name) -> dict[str, object]:
    """Return what the table says of one name."""
    meant = name.definition
    return {
        "tex": name.tex,
        "shape": [width_tex(w) if isinstance(w, str) else w for w in name.shape],
        "definition": None if meant is None else latex(meant),
        "depends_on": [] if meant is None else sorted({one.tex for one in names(meant)}),
        "of": [one.tex for one in name.of],
        "entry": name.entry,
        "examples": name.examples,
        "between": [None if end is None else str(Fraction(end)) for end in name.between],
        **({"assumed": True} if name.assumed else {}),
        **({"closed": list(name.closed)} if any(name.closed) else {}),
        **({"abbreviation": True} if name.abbreviation else {}),
        "meaning": resolve(name.meaning, plain),
    }


def some(tabs: set[str], every_tab: set[str]) -> list[str]:
    """Return the tabs in which something holds; none are named where it holds in all of them."""
    return [] if tabs == every_tab else sorted(tabs)


def plain(thing: object) -> str:
    """Return what stands in a meaning for an expression, an index or a claim, as LaTeX."""
    if isinstance(thing, Claim):
        return f"{latex(thing.left)} = {latex(thing.right)}{for_every(thing.every)}"
    if isinstance(thing, Index):
        return thing.letter
    return latex(thing) if isinstance(thing, Expr) else str(thing)
