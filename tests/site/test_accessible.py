"""Repairs for those who listen: names of signs, headers of rows, and one place for each id."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.exceptions import PluginError

from bpcore.site.accessible import apart, headed, on_page_content, on_post_page, repaired, spoken

SEARCH = '<div data-md-component="search" role="dialog">'


def test_a_sign_says_what_it_leads_to() -> None:
    """The first sentence of the verdict is enough; the rest stays in the title."""
    told = spoken('<a href="#a" title="Proved for any width. Both sides agree.">✓</a>')

    assert 'aria-label="Proved for any width: evidence">✓</a>' in told
    assert 'title="Proved for any width. Both sides agree."' in told
    assert "<a href='#a'>words</a>" == spoken("<a href='#a'>words</a>")


def test_a_table_has_a_corner_or_a_head() -> None:
    """Rows are named where the corner is empty, in that table and no other."""
    cornered = (
        "<table><thead><tr><th></th><th>b</th></tr></thead><tr><td>r</td><td>1</td></tr></table>"
    )
    full = cornered.replace("<th></th>", "<th>a</th>")

    assert cornered.replace("<th></th>", "<td></td>").replace(
        "<td>r</td>", '<th scope="row">r</th>'
    ) + full == headed(cornered + full)


def test_a_heading_gives_way_to_a_result() -> None:
    """In the page and in its contents, below other headings too."""
    link = SimpleNamespace(id="relu", children=[])
    page = SimpleNamespace(toc=[SimpleNamespace(id="top", children=[link])])
    html = '<h3 id="relu">ReLU</h3><p><a id="relu"></a></p><h3 id="other">Other</h3>'

    moved = on_page_content(html, page=page)  # type: ignore[arg-type]

    assert '<h3 id="relu-section">' in moved
    assert '<a id="relu">' in moved
    assert '<h3 id="other">' in moved
    assert "relu-section" == link.id
    assert moved == apart(moved)


def test_a_theme_that_changed_stops_the_build() -> None:
    """A name that cannot be given is missed."""
    assert 'role="dialog" aria-label="Search"' in repaired(SEARCH)
    page = SimpleNamespace(file=SimpleNamespace(src_uri="a.md"))
    with pytest.raises(PluginError, match=r"a\.md: the theme does not write"):
        on_post_page("<div>", page=page)  # type: ignore[arg-type]


def test_contents_of_the_site_lead_to_places_that_exist(site: Path) -> None:
    """Where a heading gave way, its links followed."""
    moved = 0
    for path in sorted(site.rglob("*.html")):
        html = path.read_text("utf-8")
        ids = set(re.findall(r' id="([^"]+)"', html))
        links = re.findall(r'<a href="#([^"]+)" class="md-nav__link"', html)
        assert set(links) <= ids, path
        moved += sum(link.endswith("-section") for link in links)
    assert moved > 0
