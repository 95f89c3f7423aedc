"""What is told of the book as a whole, made from the summaries of its pages."""

from __future__ import annotations

from collections.abc import Sequence

from bpcore.dependencies import dependencies
from bpcore.edition import Edition
from bpcore.published import published
from bpcore.sources import Source, source_map
from bpcore.summary import Summary
from bpcore.verification import as_json, report

SOURCE_MAP = "source-map.md"
PUBLISHED = "published.txt"
VERIFICATION, VERIFICATION_DATA = "verification.md", "verification.json"


def overviews(
    pages: Sequence[Summary], sources: Sequence[Source], edition: Edition
) -> dict[str, str]:
    """Return the report, what rests on what, the list of places and the source map, by path.

    Raises `ResultMissing` and `NameClash` for what does not hold together over pages.
    """
    found = {
        VERIFICATION: report(pages, edition, quotes=bool(sources)),
        VERIFICATION_DATA: as_json(pages),
        PUBLISHED: published(page.places for page in pages),
        **dependencies(pages, edition.folder),
    }
    if sources:
        found[SOURCE_MAP] = source_map(sources, pages, edition.folder)
    return found
