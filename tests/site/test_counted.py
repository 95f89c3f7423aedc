"""Numbers on hand-written pages are those of the verification report."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bpcore.site.counted import NothingToCount, counted, counts
from tests.conftest import ROOT

REPORT = json.loads((ROOT / "docs/verification.json").read_text("utf-8"))
SHOWN = re.compile(r'<b data-count="(\w+)">([^<]*)</b>')


def test_the_home_page_shows_what_the_report_counts(site: Path) -> None:
    """Each number, as the report itself prints it in words."""
    shown = dict(SHOWN.findall((site / "index.html").read_text("utf-8")))
    report = (ROOT / "docs/verification.md").read_text("utf-8")

    assert {name: f"{count:,}" for name, count in counts(REPORT).items()} == shown
    assert (
        f"displays {shown['equalities'].replace(',', '')} equalities on {shown['pages']}" in report
    )
    assert f"{shown['refused'].replace(',', '')} were refused" in report


def test_no_number_is_typed_on_the_home_page() -> None:
    """In the Markdown a word stands in the place of each."""
    page = (ROOT / "docs/index.md").read_text("utf-8")

    assert 4 == len(SHOWN.findall(page))
    assert [] == [words for _, words in SHOWN.findall(page) if re.search(r"\d", words)]
    before_the_session = page.partition("```pycon")[0]
    assert not re.search(r"\d", re.sub(r"<[^>]*>", "", before_the_session))


def test_a_number_that_nobody_counts_stops_the_build() -> None:
    """Instead of a page with a word in the place of a number."""
    with pytest.raises(NothingToCount, match="flowers is not counted, only pages"):
        counted('<b data-count="flowers">All</b> flowers', {"pages": 3})
