"""What rests on what: read from the citations, drawn, refused where it does not hold together."""

from __future__ import annotations

import re
from dataclasses import replace
from graphlib import CycleError
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bpcore.dependencies import dependencies, results
from bpcore.drawing.graph import Node, graph
from bpcore.errors import CannotBeDrawn, ResultMissing
from bpcore.summary import summarised
from tests.books import ROOT, book, real_pages, script

DOCS = ROOT / "docs"
BASE = 'p.chain(x * (x + y), algebra("multiply out"), x**2 + x * y, name="square")'
TOP_OWN = (
    "slope = p.chain(d(x**2, x), elementary('the slope of a square'), 2 * x, name='first')\n"
    "p.chain(y * d(x**2, x), by(slope), y * (2 * x), name='second')"
)


def linked(svg: str) -> set[str]:
    """Return where the boxes of a picture lead."""
    return set(re.findall(r'<a href="([^"]+)"', svg))


def test_edges_are_the_citations_of_the_steps(tmp_path: Path) -> None:
    """Of the same page and of another; what cites nothing rests on definitions."""
    found = book(tmp_path, base=script(BASE), own=script(TOP_OWN))
    known = results(summarised(found.page(name)) for name in found.names)
    assert {key: one.rests_on for key, one in known.items()} == {
        "base/square": (),
        "own/first": (),
        "own/second": ("own/first",),
    }


def test_the_real_edges_are_those_that_the_pages_print() -> None:
    """A second reading: every ``by [..](..)`` of the committed Markdown, and no other."""
    pages = real_pages()
    known = results(map(summarised, pages.values()))
    for name, page in pages.items():
        text = (DOCS / "derivations" / f"{name}.md").read_text("utf-8")
        printed = set()
        for line in re.findall(r"^\d+\. .*<small>", text, re.MULTILINE):
            cited = re.findall(r"\]\((?:(\w+)\.md)?#(\w+)\)", line.partition("<small>")[0])
            printed |= {f"{other or name}/{result}" for other, result in cited}
        edges = {one for result in known.values() if result.page == name for one in result.rests_on}
        assert edges <= printed, name
        assert edges or page.name in ("sigmoid", "examples"), name


def test_every_result_is_drawn_and_told() -> None:
    """As a link in the picture of its page, and in words."""
    text = (DOCS / "dependencies.md").read_text("utf-8")
    for path in sorted((DOCS / "derivations").glob("*.md")):
        anchors = re.findall(
            r'^<a id="(\w+)"></a>\n\n> \*\*', path.read_text("utf-8"), re.MULTILINE
        )
        if not anchors:
            continue
        svg = (DOCS / "pictures" / f"dependencies-{path.stem}.svg").read_text("utf-8")
        ET.fromstring(svg.partition("-->")[2])
        for anchor in anchors:
            assert f"derivations/{path.stem}.html#{anchor}" in linked(svg)
            assert f"(derivations/{path.stem}.md#{anchor})" in text


def test_a_circle_and_a_missing_result_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither can come from pages that were proved; the reading checks it all the same."""
    found = book(tmp_path, base=script(BASE))
    page = found.page("base")
    monkeypatch.setattr("bpcore.summary.cited", lambda chain: ("base/square",))
    with pytest.raises(ResultMissing, match=r"rest on one another: base/square -> base/square"):
        results([summarised(page)])
    monkeypatch.setattr("bpcore.summary.cited", lambda chain: ("base/lost",))
    with pytest.raises(ResultMissing, match="base/square rests on base/lost, which no page proves"):
        results([summarised(page)])


def test_the_book_writes_page_and_pictures(tmp_path: Path) -> None:
    """With links that lead to the results."""
    found = book(tmp_path, base=script(BASE), own=script(TOP_OWN))
    texts = dependencies([summarised(found.page(name)) for name in found.names], "derivations")
    assert set(texts) == {
        "dependencies.md",
        "pictures/dependencies-base.svg",
        "pictures/dependencies-own.svg",
    }
    assert "rests on [first](derivations/own.md#first)" in texts["dependencies.md"]
    assert "On it rests [second](derivations/own.md#second)" in texts["dependencies.md"]


def test_foundations_stand_at_the_left() -> None:
    """Each box behind what it rests on; a curve for every edge; the same bytes each time."""
    nodes = [Node(key, f"Result {key}", f"#{key}") for key in "abcd"]
    edges = {"b": ["a"], "c": ["b", "a"]}
    svg = graph(nodes, edges)
    left = dict(re.findall(r'<a href="#(\w)">.*?<rect x="(\d+)"', svg))
    assert int(left["a"]) == int(left["d"]) < int(left["b"]) < int(left["c"])
    assert svg.count("<path") == 3
    assert svg == graph(nodes, edges)
    assert "&lt;" in graph([replace(nodes[0], words="a < b")], {})


def test_a_graph_that_cannot_be_drawn() -> None:
    """No boxes, an edge to nowhere, a circle."""
    with pytest.raises(CannotBeDrawn):
        graph([], {})
    node = Node("a", "A", "#a")
    with pytest.raises(CannotBeDrawn, match="lost"):
        graph([node], {"a": ["lost"]})
    with pytest.raises(CycleError):
        graph([node], {"a": ["a"]})
