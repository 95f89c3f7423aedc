"""The built site: whole, fresh, offline, and refused when something is wrong."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from bpcore.book import Book
from tests.conftest import ROOT, build


def regenerate(*options: str) -> subprocess.CompletedProcess[str]:
    """Return how a run of the regenerating command went."""
    return subprocess.run(
        [sys.executable, "-m", "derivations", *options], capture_output=True, text=True, cwd=ROOT
    )


def test_a_hand_edit_of_a_page_is_found(docs: Path) -> None:
    """A sign changed by hand in a generated page makes the check fail, with a diff."""
    page = docs / "derivations" / "neuron.md"
    text = page.read_text("utf-8")
    page.write_text(text.replace("= a - y", "= y - a", 1), "utf-8")

    result = regenerate("--check", "--only", "neuron", "--docs", str(docs))

    assert 1 == result.returncode
    assert "y - a" in result.stdout
    assert "neuron.md" in result.stderr


def test_a_lost_page_is_found(docs: Path) -> None:
    """A page that was deleted is missed."""
    (docs / "derivations" / "sigmoid.md").unlink()

    result = regenerate("--check", "--only", "sigmoid", "--docs", str(docs))

    assert 1 == result.returncode
    assert "sigmoid.md" in result.stderr


def test_every_derivation_is_in_the_navigation() -> None:
    """A page nobody can reach is not published."""
    text = (ROOT / "mkdocs.yml").read_text("utf-8")

    for name in Book(ROOT / "derivations").names:
        assert f"derivations/{name}.md" in text


def test_the_site_has_every_page(site: Path) -> None:
    """Each Markdown page became an HTML page."""
    expected = {
        page.relative_to(ROOT / "docs").with_suffix(".html")
        for page in (ROOT / "docs").rglob("*.md")
    }

    assert expected == {page.relative_to(site) for page in site.rglob("*.html")} - {
        Path("404.html")
    }


def test_every_displayed_equation_is_typeset(site: Path) -> None:
    """As many equations stand in the HTML as fences in the Markdown, each with its TeX."""
    fences = (ROOT / "docs/derivations/neuron.md").read_text("utf-8").count("```math")
    html = (site / "derivations/neuron.html").read_text("utf-8")

    assert 20 < fences == html.count("<bp-eq")
    assert html.count("katex-html") == html.count("application/x-tex")
    assert "```" not in html


def test_no_page_asks_another_host_for_anything(site: Path) -> None:
    """Styles, scripts, fonts and pictures all come from the site itself."""
    asking = re.compile(r"""(?:src|href)=["'](?:https?:)?//[^"']*["'][^>]*>""")
    for page in site.rglob("*.html"):
        for tag in asking.findall(page.read_text("utf-8")):
            assert "<a " in tag or tag.startswith("href"), f"{page}: {tag}"
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", sheet.read_text("utf-8")), sheet


def test_pictures_stand_in_their_pages(site: Path) -> None:
    """Every picture of a page is part of it and named by its text alternative."""
    shown = re.compile(r"!\[([^]]+)\]\(pictures/[^)]+\.svg\)")
    told = 0
    for page in sorted((ROOT / "docs/derivations").glob("*.md")):
        alternatives = shown.findall(page.read_text("utf-8"))
        html = (site / "derivations" / f"{page.stem}.html").read_text("utf-8")
        named = re.findall(r'<svg role="img" aria-label="([^"]+)"', html)
        assert alternatives == [unescape(name) for name in named], page
        assert 'src="pictures/' not in html
        told += len(named)
    assert told > 20


def test_search_holds_words_and_no_tex(site: Path) -> None:
    """Whoever searches finds prose, not backslashes."""
    script = (site / "search" / "index.js").read_text("utf-8")
    index = json.loads(script[script.index("{") :].rstrip(";\n"))
    texts = " ".join(e["text"] for e in index["docs"] if e["location"].startswith("derivations/"))

    assert "binary cross-entropy" in texts
    assert r"\frac" not in texts
    assert "katex" not in texts


def test_an_equation_that_cannot_be_typeset_stops_the_build(docs: Path, tmp_path: Path) -> None:
    """The message names the page, the line and the equation."""
    page = docs / "derivations" / "sigmoid.md"
    lines = page.read_text("utf-8").splitlines()
    line = lines.index("```math")
    lines[line + 1] = r"\frac{a}{"
    page.write_text("\n".join(lines), "utf-8")

    result = build(docs, tmp_path / "site")

    assert 0 != result.returncode
    assert f"derivations/sigmoid.md:{line + 1}" in result.stdout + result.stderr
    assert r"\frac{a}{" in result.stdout + result.stderr


def test_a_dead_link_stops_the_build(docs: Path, tmp_path: Path) -> None:
    """A strict build does not publish a link that leads nowhere."""
    page = docs / "index.md"
    page.write_text(page.read_text("utf-8") + "\n[gone](derivations/gone.md)\n", "utf-8")

    assert 0 != build(docs, tmp_path / "site").returncode


@pytest.mark.parametrize("anchor", ["dL_dz", "S0-8", "S0-24", "path"])
def test_anchors_stand_in_the_page(site: Path, anchor: str) -> None:
    """Results and ledger rows can be linked to."""
    assert f'id="{anchor}"' in (site / "derivations/neuron.html").read_text("utf-8")


def test_the_source_map_leads_to_anchors_that_exist(site: Path) -> None:
    """Every link of the map is followed."""
    links = re.findall(
        r'href="(derivations/\w+\.html)#([\w-]+)"', (site / "source-map.html").read_text("utf-8")
    )

    assert len(links) >= 30
    for page, anchor in links:
        assert f'id="{anchor}"' in (site / page).read_text("utf-8"), f"{page}#{anchor}"


@pytest.mark.parametrize(("number", "count"), [("000", 30), ("001", 130), ("002", 19), ("003", 58)])
def test_a_finished_source_is_wholly_covered(number: str, count: int) -> None:
    """Each of its rows is met on at least one page, as committed."""
    source = next(s for s in Book(ROOT / "derivations").sources() if s.id == number)
    pages = (page.read_text("utf-8") for page in (ROOT / "docs/derivations").glob("*.md"))
    met = {row for page in pages for row in re.findall(r'<a id="(S\d-\d+)"></a>', page)}

    assert source.finished
    assert count == len(source.rows)
    assert {row.id for row in source.rows} <= met


def test_the_list_has_every_row_of_the_four_sources() -> None:
    """237 rows, none twice."""
    counts = {source.id: len(source.rows) for source in Book(ROOT / "derivations").sources()}

    assert {"000": 30, "001": 130, "002": 19, "003": 58} == counts


def test_the_versions_stay_in_their_ranges() -> None:
    """MkDocs below 2 and Material below 10, pinned exactly, and no index host named."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")

    assert re.search(r"^mkdocs==1\.[6-9]", lock, re.MULTILINE)
    assert re.search(r"^mkdocs-material==9\.([7-9]|\d\d)\.", lock, re.MULTILINE)
    assert "://" not in lock


def test_ci_runs_the_command_of_the_readme() -> None:
    """No second way to test."""
    assert "make test" in (ROOT / ".ci/run").read_text("utf-8")
    assert "make test" in (ROOT / "README.md").read_text("utf-8")
