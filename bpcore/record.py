"""The record: what is known of one displayed equality, and of all those of a page.

A record can be published as data: where the equality stands, both sides as LaTeX, the rule, the
verdict, how far its sides are apart at iris flowers, and what became of its mutants.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from bpcore.anchor import Anchors
from bpcore.blocks import Block, Derivation, Result, Table, Worked, every
from bpcore.claim import Claim
from bpcore.errors import Refusal
from bpcore.expr import Expr, Index
from bpcore.measured import deviation, power_above
from bpcore.page import Page, tokens, words
from bpcore.sweep import Survivor, Sweep, swept
from bpcore.tex import latex
from bpcore.verdict import Verdict


@dataclass(frozen=True, eq=False)
class Record:
    """One displayed equality and the evidence for it.

    ``id`` is its anchor on the page; ``kind`` says whether it is a step, a result, a worked line, a
    cell of a table or stands in prose; ``exponent`` bounds the relative deviation of its sides at
    iris flowers, in doubles: below ten to its power, None where they have no value there; ``every``
    are indices free on one side only, of which every value is meant.
    """

    id: str
    page: str
    kind: str
    left: Expr
    right: Expr
    rule: str
    verdict: Verdict
    exponent: int | None
    sweep: Sweep
    every: tuple[Index, ...] = ()

    @property
    def survivors(self) -> list[Survivor]:
        """The mutants that are true as well."""
        return self.sweep.survivors

    def as_data(self) -> dict[str, object]:
        """Return the record as JSON holds it."""
        return {
            "id": f"{self.page}#{self.id}",
            "page": self.page,
            "kind": self.kind,
            "left": latex(self.left),
            "right": latex(self.right),
            "every": [index.letter for index in self.every],
            "rule": self.rule,
            "verdict": self.verdict.unconditional,
            "condition": self.verdict.condition.said(lambda node: f"$`{latex(node)}`$"),
            "rung": str(self.verdict.rung),
            "widths": list(self.verdict.widths),
            "points": self.verdict.points,
            "apart_on_iris": None if self.exponent is None else f"1e{self.exponent}",
            "mutants": self.sweep.tried,
            "refused": self.sweep.refused,
            "true": [
                {
                    "slip": str(one.slip),
                    "line": latex(one.line),
                    "verdict": str(one.verdict) if one.verdict else "the line above again",
                }
                for one in self.survivors
            ],
        }


class Records:
    """The records of a page, in reading order, found again by what they are about."""

    def __init__(self, page: Page) -> None:
        """Look at every equality of a page; raises a `Refusal` for a mutant left undecided."""
        self.page = page
        self.all: list[Record] = []
        self._of: dict[int, Record] = {}
        self._met: dict[tuple[int, int], tuple[int | None, Sweep]] = {}
        for about, kind, id_, rule, claim in equalities(page):
            if id(about) not in self._of:
                found = self._record(claim, kind, id_, rule)
                self.all.append(found)
                self._of[id(about)] = found

    def of(self, about: object) -> Record | None:
        """Return the record of a step, a worked line or a claim; None for one of another page."""
        return self._of.get(id(about))

    def _record(self, claim: Claim, kind: str, id_: str, rule: str) -> Record:
        same = id(claim.left), id(claim.right)
        if same not in self._met:
            apart = deviation(claim.left, claim.right, self.page.examples, claim.every)
            try:
                sweep = swept(claim.left, claim.right, claim.every)
            except Refusal as refusal:
                raise refusal.at(
                    f"a mutant of {claim.label} on the page {self.page.name}"
                ) from None
            self._met[same] = (None if apart is None else power_above(apart)), sweep
        exponent, sweep = self._met[same]
        return Record(
            id_,
            self.page.name,
            kind,
            claim.left,
            claim.right,
            rule,
            claim.verdict,
            exponent,
            sweep,
            claim.every,
        )


_known: WeakKeyDictionary[Page, Records] = WeakKeyDictionary()


def records(page: Page) -> Records:
    """Return the records of a page, found once for each page."""
    if page not in _known:
        _known[page] = Records(page)
    return _known[page]


def equalities(page: Page) -> Iterator[tuple[object, str, str, str, Claim]]:
    """Yield every equality displayed on a page: what it is about, kind, anchor, rule and claim.

    Claims in prose and cells that are results of some page stand there, not here.
    """
    anchors = Anchors()
    given: dict[int, str] = {}

    def anchor(kind: str, about: object, claim: Claim) -> str:
        if id(about) not in given:
            given[id(about)] = anchors.new(kind, claim.left, claim.right)
        return given[id(about)]

    results = (block for block in every(page.blocks) if isinstance(block, Result))
    named = {result.chain: result.claim.name for result in results}
    for block in every(page.blocks):
        match block:
            case Derivation(chain=chain):
                own = named.get(chain) or anchor("chain", chain, chain.claim)
                steps = zip(chain.steps, chain.claims, strict=True)
                for number, (step, claim) in enumerate(steps, 1):
                    yield step, "step", f"{own}-{number}", str(step.reason.rule), claim
            case Result(claim=claim):
                yield claim, "result", claim.name, "", claim
            case Worked(lines=lines):
                for line in lines:
                    yield line, "worked", anchor("line", line, line.claim), "", line.claim
            case Table(rows=rows):
                for cell in (cell for row in rows for cell in row if isinstance(cell, Claim)):
                    if not cell.name:
                        yield cell, "cell", anchor("cell", cell, cell), "", cell
        for claim in spoken(block):
            if not claim.name:
                yield claim, "prose", anchor("said", claim, claim), "", claim


def spoken(block: Block) -> Iterator[Claim]:
    """Yield the claims that stand in the prose of a block."""
    for text in words(block):
        yield from (thing for thing in tokens(text) if isinstance(thing, Claim))
