"""Numbers of equations: counted on a page by the book, in chapters when the site is built."""

from __future__ import annotations

import re
from pathlib import Path

from bpcore import algebra, scalar
from bpcore.markdown import markdown
from bpcore.page import Page
from bpcore.site.numbered import chapters, numbered
from tests.conftest import ROOT

SITE_NUMBER = re.compile(r'<a class="bp-number" href="#([\w-]+)"[^>]*>\((\d+)\.(\d+)\)</a>')


def test_a_page_counts_its_results() -> None:
    """From one, each beside its title and leading to itself."""
    page = Page("p", "T")
    x = scalar("x")
    page.chain(x + x, algebra("twice"), 2 * x, name="twice")
    page.chain(x * x, algebra("a square"), x**2, name="square")
    text = markdown(page)

    assert [("twice", "1"), ("square", "2")] == re.findall(
        r'bp-number" href="#(\w+)"[^>]*>\((\d)\)', text
    )


def test_a_page_without_results_is_no_chapter() -> None:
    """Numbers have no gaps."""
    result = '<a class="bp-number" href="#r">(1)</a>'

    assert {"b.md": 1, "d.md": 2} == chapters(
        [("a.md", ""), ("b.md", result), ("c.md", "text"), ("d.md", result)]
    )


def test_only_numbers_of_results_are_changed() -> None:
    """A bracketed number in prose stays."""
    text = 'case (1) <a class="bp-number" href="#r">(1)</a>'

    assert 'case (1) <a class="bp-number" href="#r">(7.1)</a>' == numbered(text, 7)


def test_the_site_counts_chapters_in_reading_order(site: Path) -> None:
    """Every page of a chapter has its number, results count up, and chapters follow the menu."""
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    order = re.findall(r"- (derivations/\w+)\.md", config)
    expected = 0
    for name in order:
        found = SITE_NUMBER.findall((site / f"{name}.html").read_text("utf-8"))
        if found:
            expected += 1
            assert {str(expected)} == {chapter for _, chapter, _ in found}, name
            assert [str(n) for n in range(1, len(found) + 1)] == [n for _, _, n in found]
    assert expected > 25
