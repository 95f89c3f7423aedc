"""What the search is given: prose, with the words of readers, and without the records."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bpcore.site.search import (
    NoSuchPlace,
    searchable,
    with_own_search,
    with_words,
    words_of,
    written_apart,
)
from tests.conftest import ROOT

MOST_BYTES = 800_000


def index(site: Path) -> list[dict[str, Any]]:
    """Return the entries of the site's search index."""
    text = (site / "search/index.js").read_text("utf-8")
    entries: list[dict[str, Any]] = json.loads(text[len("self.bpIndex = ") :].rstrip(";\n"))["docs"]
    return entries


def test_remarks_and_worked_lines_are_left_out() -> None:
    """The reason of a step stays."""
    html = '<p>cancel <small>algebra</small><sup>✓</sup></p><div class="bp-worked"><p>3</p></div>'

    assert "<p>cancel </p>" == searchable(html)


def test_a_table_keeps_its_sentences() -> None:
    """Symbols and numbers go; of a row that says something the words stay, cell by cell."""
    numbers = "<table><tr><td>S</td><td>3.14159</td></tr></table>"
    symbols = "<table><tr><th>symbol</th></tr><tr><td>what this very letter means</td></tr></table>"
    prose = "<tr><td>S0-1</td><td>Who wonders where this comes from</td><td>0.5</td></tr>"

    assert not searchable(numbers + symbols)
    assert "<p>S0-1 · Who wonders where this comes from</p>" == searchable(
        f"<table>{prose}</table>"
    )


def test_words_for_a_place_that_is_not_there_are_refused() -> None:
    """A renamed heading would lose its words without a sound."""
    entries: list[dict[str, Any]] = [{"location": "a.html#b", "title": "B", "text": ""}]
    with pytest.raises(NoSuchPlace, match=r"a\.md#c"):
        with_words(entries, {"a.md#c": ["word"]})

    with_words(entries, {"a.md#b": ["word"]})
    assert ["word"] == entries[0]["tags"]


def test_the_index_holds_no_records(site: Path) -> None:
    """Neither verdicts with their numbers, nor digits of tables, nor TeX."""
    for entry in index(site):
        prose = re.sub(r"<pre>.*?</pre>", "", entry["text"], flags=re.DOTALL)
        said = f"{entry['title']} {prose}"
        assert not re.search(r"2\.6160744022|\\frac|\\partial|\(⊤\)", said), entry["location"]
        blocks = [re.sub(r"<[^>]*>", "", block) for block in re.findall(r"<p>.*?</p>", prose)]
        assert [] == [block for block in blocks if not re.search(r"[^\W\d_]", block)]
        assert not re.search(r"wrong versions were tried|\w-\d+ proved for", said)
        assert "✓" not in said or entry["location"].startswith("how-it-is-checked"), said


def test_sections_that_are_the_same_on_every_page_are_not_found(site: Path) -> None:
    """Or "check" would find thirty of them."""
    titles = {entry["title"] for entry in index(site)}

    assert {"How this page was checked", "Take this page with you"}.isdisjoint(titles)
    assert {"The Jacobian of softmax", "At the kink", "Glossary"} <= titles


def test_the_index_is_small(site: Path) -> None:
    """Who searches on a phone loads it whole."""
    assert 200_000 < (site / "search/index.js").stat().st_size < MOST_BYTES


def test_the_words_of_readers_are_in_the_index(site: Path) -> None:
    """All of them, at their places."""
    words, same = words_of(ROOT / "docs")
    found = {e["location"].replace(".html", ".md"): e["tags"] for e in index(site) if "tags" in e}

    assert len(words) > 20
    assert words == found
    assert all(" " not in word for group in same for word in group)
    assert not (site / "search.toml").exists()


def test_a_page_loads_no_index(site: Path) -> None:
    """What the theme asks for at once, from a server or from a folder, has no entries."""
    for name in ("search_index.json", "search_index.js"):
        text = (site / "search" / name).read_text("utf-8")
        assert len(text) < 1000
        assert [] == json.loads(text[text.index("{") :])["docs"]


def test_every_page_starts_the_search_of_the_book(site: Path) -> None:
    """From wherever it lies; the theme's own is started nowhere."""
    for page in site.rglob("*.html"):
        html = page.read_text("utf-8")
        for found in re.findall(r'"search": "([^"]*)"', html):
            assert found.endswith("assets/search/worker.js"), page
            assert (page.parent / found).is_file() or page.name == "404.html"
    assert 'assets/search/worker.js"' in (site / "derivations/neuron.html").read_text("utf-8")


@pytest.mark.parametrize("before", ["", "./", "../", "/", "/book/", "https://host/book/"])
def test_the_search_is_found_from_wherever_a_page_lies(before: str) -> None:
    """The page for wrong addresses names the place of the book on its server."""
    theirs = f'"search": "{before}assets/javascripts/workers/search.a7633da7.min.js"'

    assert f'"search": "{before}assets/search/worker.js"' == with_own_search(theirs)


def test_a_search_that_is_started_otherwise_is_noticed() -> None:
    """Or it would ask an index without entries, and find nothing for ever."""
    with pytest.raises(ValueError, match="not known"):
        with_own_search('<script id="__config">{"search": "assets/workers/find.js"}</script>')


def test_a_site_without_a_search_is_left_alone(tmp_path: Path) -> None:
    """Nothing is written where the search is switched off, and no words are needed."""
    written_apart(tmp_path, [])

    assert [] == list(tmp_path.iterdir())
    assert ({}, []) == words_of(tmp_path)


def test_the_reader_sees_the_whole_page(site: Path) -> None:
    """What is kept from the search is still shown."""
    page = (site / "derivations/neuron.html").read_text("utf-8")

    assert 'id="how-this-page-was-checked"' in page
    assert 'class="bp-worked"' in page
    assert "2.6160744022" in page
