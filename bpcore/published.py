"""What is published: the places that others may link to, which stay.

Results and boxes about mistakes keep their anchors.  The list of them is written with the pages; a
run that would lose one of the list stops.  This module knows pages and their blocks, and no files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bpcore.blocks import CallOut, Kind, Result, every
from bpcore.errors import ResultMissing
from bpcore.page import Page

NOTICE = (
    "# Written by bpcore/published.py with `bpcore regenerate`: places that stay where they are."
)


def places(page: Page) -> Iterator[str]:
    """Yield the places of a page that stay, as ``page#anchor``, in reading order."""
    for block in every(page.blocks):
        match block:
            case Result(claim=claim, formerly=formerly):
                yield from (f"{page.name}#{anchor}" for anchor in (claim.name, *formerly))
            case CallOut(kind=Kind.MISTAKE, anchor=anchor, formerly=formerly):
                yield from (f"{page.name}#{one}" for one in (anchor, *formerly))


def published(pages: Iterable[Iterable[str]]) -> str:
    """Return the list of the places of all pages."""
    return "\n".join([NOTICE, *(place for places in pages for place in places)]) + "\n"


def check_kept(before: str, pages: Mapping[str, Iterable[str]]) -> None:
    """Raise `ResultMissing` if places in a published list are not on their pages any more.

    ``pages`` are places by the name of their page; those of other pages are passed over.
    """
    found = {name: set(there) for name, there in pages.items()}
    lost = []
    for place in listed(before):
        name, _, anchor = place.partition("#")
        if name in found and place not in found[name]:
            lost.append(
                f"{place} was published, and others may link to it, but the page has no such place "
                f"any more: give the result its name back, or say formerly={anchor!r} at the one "
                "that takes its place; with --retract it goes"
            )
    if lost:
        raise ResultMissing("\n".join(lost))


def check_pages_kept(before: str, names: Iterable[str]) -> None:
    """Raise `ResultMissing` if the page of a published place is gone."""
    there = set(names)
    for place in listed(before):
        name, _, _ = place.partition("#")
        if name not in there:
            raise ResultMissing(
                f"{place} was published, and others may link to it, but there is no page {name} "
                "any more: bring it back; with --retract its places go"
            )


def listed(text: str) -> list[str]:
    """Return the places in a list."""
    return [line for line in text.splitlines() if line and not line.startswith("#")]
