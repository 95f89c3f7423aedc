"""The summary of a page: what the book as a whole has to know of it, as plain data.

The report, the source map and the pictures of what rests on what are made from summaries, so a page
can be proved in one process and told of in another, or be remembered from an earlier run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from bpcore.blocks import CallOut, Compared, Kind, Misfit, Result, Ruled, Wrong, every
from bpcore.claim import Chain
from bpcore.inline import resolve
from bpcore.markdown import prose, ruled, with_condition
from bpcore.mutants import Slip
from bpcore.page import Page
from bpcore.published import places
from bpcore.record import Record, records
from bpcore.rules import Rule
from bpcore.sources import met_at


@dataclass(frozen=True)
class Known:
    """A result: its page, name and title, and the results it rests on, as ``page/name``."""

    page: str
    name: str
    title: str
    rests_on: tuple[str, ...]

    @property
    def key(self) -> str:
        """How other pages cite it."""
        return f"{self.page}/{self.name}"


@dataclass(frozen=True)
class StillTrue:
    """A spoilt version that is true: the line's anchor, the slip, the version, how it was shown."""

    line: str
    slip: str
    version: str
    shown: str


@dataclass(frozen=True)
class Summary:
    """What is known of a page that was proved.

    ``title`` is Markdown and ``words`` the same without mathematics; ``equalities`` are the records
    as data; ``slips`` counts, by kind, the spoilt versions that could not be written, were refuted,
    are true; ``mistakes`` are titles and anchors; ``refuted`` counts them with those outside boxes;
    ``differences`` is the largest deviation from differences, empty for none; ``met`` are the rows
    of the sources with how they were established; ``rests_on`` are pages; ``unclaimed`` are the
    words of which the author says that they claim no equality, in Markdown.
    """

    name: str
    title: str
    words: str
    equalities: tuple[dict[str, Any], ...]
    slips: dict[str, tuple[int, int, int]]
    survivors: tuple[StillTrue, ...]
    mistakes: tuple[tuple[str, str], ...]
    refuted: int
    differences: str
    met: tuple[tuple[str, str], ...]
    results: tuple[Known, ...]
    rests_on: tuple[str, ...]
    derivations: tuple[Ruled, ...]
    places: tuple[str, ...]
    unclaimed: tuple[str, ...] = ()

    @property
    def tried(self) -> int:
        """How many spoilt versions there were."""
        return sum(record["mutants"] for record in self.equalities)

    @property
    def as_data(self) -> dict[str, Any]:
        """The summary as JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Return a summary from what JSON held; raises `KeyError` or `TypeError` for other data."""
        return cls(
            name=data["name"],
            title=data["title"],
            words=data["words"],
            equalities=tuple(data["equalities"]),
            slips={slip: tuple(counts) for slip, counts in data["slips"].items()},
            survivors=tuple(StillTrue(**one) for one in data["survivors"]),
            mistakes=tuple((title, anchor) for title, anchor in data["mistakes"]),
            refuted=data["refuted"],
            differences=data["differences"],
            met=tuple((row, how) for row, how in data["met"]),
            results=tuple(
                Known(**{**one, "rests_on": tuple(one["rests_on"])}) for one in data["results"]
            ),
            rests_on=tuple(data["rests_on"]),
            derivations=tuple(
                Ruled(**{**one, "rules": tuple(map(Rule, one["rules"]))})
                for one in data["derivations"]
            ),
            places=tuple(data["places"]),
            unclaimed=tuple(data["unclaimed"]),
        )


def summarised(page: Page) -> Summary:
    """Return the summary of a page; raises a `Refusal` for a mutant left undecided."""
    found = records(page).all
    blocks = list(every(page.blocks))
    checks = [check for b in blocks if isinstance(b, Compared) for check in b.checks]
    return Summary(
        name=page.name,
        title=prose(page.title),
        words=resolve(page.title, repr),
        equalities=tuple(record.as_data() for record in found),
        slips=counted(found),
        survivors=tuple(survivors(found)),
        mistakes=tuple(
            (prose(block.title), block.anchor)
            for block in blocks
            if isinstance(block, CallOut) and block.kind is Kind.MISTAKE
        ),
        refuted=sum(isinstance(block, (Wrong, Misfit)) for block in blocks),
        differences=max((check.apart for check in checks), key=float, default=""),
        met=tuple(met_at(page)),
        results=tuple(of_page(page)),
        rests_on=page_rests_on(page),
        derivations=tuple(ruled(page)),
        places=tuple(places(page)),
        unclaimed=tuple(prose(words) for words in page.unclaimed),
    )


def at_named_widths(page: Summary) -> list[dict[str, Any]]:
    """Return the records of the equalities that are proved at named widths only."""
    return [record for record in page.equalities if record["widths"]]


def counted(found: list[Record]) -> dict[str, tuple[int, int, int]]:
    """Return, by slip, how many versions could not be written, were refuted, are true."""
    sweeps = [record.sweep for record in found]
    return {
        str(slip): (
            sum(sweep.unwritable[slip] for sweep in sweeps),
            sum(sweep.refuted[slip] for sweep in sweeps),
            sum(one.slip is slip for sweep in sweeps for one in sweep.survivors),
        )
        for slip in Slip
    }


def survivors(found: list[Record]) -> Iterator[StillTrue]:
    """Yield the spoilt versions that are true."""
    for record in found:
        for one in record.survivors:
            shown = (
                with_condition(one.verdict)
                if one.verdict
                else "reads like the line itself or the one above"
            )
            yield StillTrue(record.id, str(one.slip), repr(one.line), shown)


def of_page(page: Page) -> Iterator[Known]:
    """Yield the results of a page with what their chains cite."""
    for block in every(page.blocks):
        if isinstance(block, Result):
            title = resolve(block.title, repr) or block.claim.name
            yield Known(page.name, block.claim.name, title, cited(block.chain))


def cited(chain: Chain | None) -> tuple[str, ...]:
    """Return the results that the steps of a chain cite, each once."""
    steps = chain.steps if chain is not None else ()
    found = (f"{claim.page}/{claim.name}" for step in steps for claim in step.reason.cites)
    return tuple(dict.fromkeys(found))


def page_rests_on(page: Page) -> tuple[str, ...]:
    """Return the other pages of which a page cites results, in its steps or in its prose."""
    return tuple(dict.fromkeys(claim.page for claim in page.cited))
