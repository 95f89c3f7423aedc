"""Numbers on hand-written pages: counted while the site is built, never typed.

A page says `<b data-count="equalities">All</b> equalities are checked`.  GitHub shows the word, the
site the number, from the data of the verification report.  It knows MkDocs and that data.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

REPORT = "verification.json"
COUNT = re.compile(r'(<b data-count="(?P<what>[^"]*)">)[^<]*(</b>)')


class NothingToCount(LookupError):
    """A page asks for a number that the report does not give."""


def counts(report: dict[str, Any]) -> dict[str, int]:
    """Return what can be asked for, from the data of the verification report.

    >>> records = [{"page": "a", "refused": 3, "true": []}, {"page": "b", "refused": 4, "true": []}]
    >>> counts({"undecided": 0, "equalities": records})
    {'equalities': 2, 'pages': 2, 'undecided': 0, 'refused': 7}
    """
    records = report["equalities"]
    return {
        "equalities": len(records),
        "pages": len({record["page"] for record in records}),
        "undecided": report["undecided"],
        "refused": sum(record["refused"] for record in records),
    }


def counted(html: str, found: dict[str, int]) -> str:
    """Return a page with its numbers in; raise `NothingToCount` for one that is not there.

    >>> counted('<b data-count="pages">All</b> pages', {"pages": 1234})
    '<b data-count="pages">1,234</b> pages'
    """

    def number(asked: re.Match[str]) -> str:
        if asked["what"] not in found:
            raise NothingToCount(f"{asked['what']} is not counted, only {', '.join(found)}")
        return f"{asked[1]}{found[asked['what']]:,}{asked[3]}"

    return COUNT.sub(number, html)


def on_page_content(html: str, config: MkDocsConfig, **kwargs: Any) -> str:
    """Put the numbers of a page in: MkDocs calls this for each page."""
    if not COUNT.search(html):
        return html
    report = json.loads((Path(config.docs_dir) / REPORT).read_text("utf-8"))
    return counted(html, counts(report))
