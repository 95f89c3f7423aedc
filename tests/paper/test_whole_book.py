"""The whole book as LaTeX, and through TeX: its equations, labels, numbers, its paper."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bpcore.paper.document import document, own
from bpcore.paper.navigation import Book, read
from bpcore.paper.pictures import convert
from bpcore.paper.places import LEFT_OUT, label
from bpcore.paper.typeset import Outcome, missing, typeset
from bpcore.site.numbered import NUMBER
from tests.books import ROOT

FOLDED = "<summary>The evidence, line by line</summary>"
DISPLAYED = re.compile(r"\\bpdisplay\{%\n(.*?)\n\}$", re.DOTALL | re.MULTILINE)
IN_LINES = re.compile(r"\\bpinline\{\\\((.*?)\\\)\}", re.DOTALL)
LABELS = re.compile(
    r"\\(?:bplabel|bpchapter\{\d+\}\{.*\}|bpunnumbered\{.*\}|begin\{bpresult\}\{.*?\}\{\d+\})"
    r"\{([A-Za-z0-9/:._-]+)\}"
)
REFERENCES = re.compile(r"\\bp(?:result|chapter|page)link\{([^}]+)\}|\\bpmark\{([^}]+)\}")


@pytest.fixture(scope="module")
def book() -> Book:
    """Return this book."""
    return read(ROOT / "mkdocs.yml", "0.0.0")


@pytest.fixture(scope="module")
def latex(book: Book) -> str:
    """Return this book as LaTeX."""
    return document(book)


@pytest.fixture(scope="module")
def chapters(latex: str) -> dict[str, str]:
    """Return the LaTeX of each page of the site."""
    pieces = re.split(r"^%% page (.+)\n", latex, flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def printed_lines(text: str) -> Iterator[str]:
    """Yield the lines of a page that are printed; read as text, not as Markdown."""
    out = folded = ""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.startswith("## ") or line.startswith("# "):
            out = line if line.removeprefix("## ") in LEFT_OUT else ""
        if line.startswith("<details") and lines[number + 1] == FOLDED:
            folded = line
        if not (out or folded):
            yield line.removeprefix("> ").strip()
        if line == "</details>":
            folded = ""


def equations(text: str) -> tuple[Counter[str], Counter[str]]:
    """Return the displayed equations of a page and those in its lines, with how often each is."""
    displayed: Counter[str] = Counter()
    in_lines: Counter[str] = Counter()
    ticks, mathematics, found = "", False, [""]
    for line in printed_lines(text):
        fence = re.match(r"(`{3,})(.*)", line)
        if ticks and line == ticks:
            displayed.update(["\n".join(found)] if mathematics else [])
            ticks = ""
        elif ticks:
            found.append(line)
        elif fence:
            ticks, mathematics, found = fence[1], fence[2] == "math", []
        else:
            in_lines.update(re.findall(r"\$`([^`]+)`\$", line))
    return displayed, in_lines


def test_the_equations_on_paper_are_those_of_the_pages(
    book: Book, chapters: dict[str, str]
) -> None:
    """Every one, as often as it stands there, displayed or in a line; and no other."""
    counted = 0
    for page in book.pages:
        displayed, in_lines = equations(page.text)
        latex = chapters[page.path]
        assert displayed == Counter(DISPLAYED.findall(latex)), page.path
        assert in_lines == Counter(IN_LINES.findall(latex)), page.path
        counted += displayed.total() + in_lines.total()
    assert counted > 100 * len(book.chapters)


def test_labels_are_unique_and_references_resolve(latex: str) -> None:
    """No link leads to nowhere, none to two places."""
    labels = Counter(LABELS.findall(latex))
    cited = {first or second for first, second in REFERENCES.findall(latex)}
    assert [] == [name for name, count in labels.items() if count > 1]
    assert set() == cited - set(labels)
    assert len(cited) > len(set(label(page) for page in labels if ":" not in page))


def test_every_page_of_the_navigation_is_a_chapter(book: Book, chapters: dict[str, str]) -> None:
    """In its order, behind the page on how to read the printed book."""
    assert ["front.md", *(page.path for page in book.pages)] == list(chapters)


def test_what_is_left_out_is_told_on_the_first_pages() -> None:
    """Nobody looks for it in vain."""
    front = own("front.md")
    assert [] == [title for title in LEFT_OUT if f"*{title}*" not in front]


def test_verdicts_are_explained_on_the_first_pages(book: Book) -> None:
    """Each verdict that stands beside a line has a row in the table, up to its numbers."""
    words = {
        found.partition(":")[0].lower()
        for page in book.pages
        for found in re.findall(r"\[([^]`]+)\]\(#evidence-", page.text)
    }
    assert {"✓", "proved for all values"} < words
    assert "A small ✓" in own("front.md")
    assert set() == {word for word in words - {"✓"} if f"| {word}" not in own("front.md")}


def test_paper_knows_neither_expressions_nor_proofs() -> None:
    """Of the rest of bpcore it uses the refusal, the numbers of chapters and the marks of tabs."""
    used = {
        node.module
        for path in sorted((ROOT / "bpcore" / "paper").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bpcore")
    }
    own_rooms = {name for name in used if str(name).startswith("bpcore.paper")}
    assert {"bpcore.errors", "bpcore.site.numbered", "bpcore.tabs"} == used - own_rooms


@pytest.fixture(scope="module")
def compiled(
    book: Book, latex: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Outcome]:
    """Return the book made by TeX."""
    if lacking := missing():
        pytest.skip(lacking)
    written = tmp_path_factory.mktemp("paper") / "book.tex"
    written.write_text(latex, "utf-8")
    convert(book, written.parent / "pictures")
    return written, typeset(written)


def test_tex_sets_the_whole_book(compiled: tuple[Path, Outcome], book: Book) -> None:
    """No reference is lost, no label given twice, nothing runs off the paper."""
    written, outcome = compiled
    assert [] == outcome.complaints
    assert outcome.pages > len(book.pages)
    assert written.with_suffix(".pdf").read_bytes().startswith(b"%PDF")


def test_results_have_the_numbers_of_the_site(compiled: tuple[Path, Outcome], book: Book) -> None:
    """As TeX counted them, which is what references print: the chapter, then the number there."""
    notes = compiled[0].with_suffix(".aux").read_text("utf-8")
    counted = dict(re.findall(r"\\newlabel\{([^}]+)\}\{\{\S+ \{([\d.]*)\}", notes))
    expected = {}
    for page in book.pages:
        for tag, number, _ in NUMBER.findall(page.text):
            anchor = re.search(r'href="#([^"]+)"', tag)
            assert anchor is not None
            name = label(f"{page.path}#{anchor[1]}")
            expected[name] = f"{book.chapters[page.path]}.{number}"
    assert expected
    assert expected == {name: counted.get(name) for name in expected}


def test_chapters_have_the_numbers_of_the_site(compiled: tuple[Path, Outcome], book: Book) -> None:
    """And pages without results have none."""
    notes = compiled[0].with_suffix(".toc").read_text("utf-8")
    numbered = re.findall(r"\{chapter\}\{\\chapternumberline \{(\d+)\}", notes)
    assert [str(number) for number in sorted(book.chapters.values())] == numbered
    without = re.findall(r"\{chapter\}\{(?!\\chapternumberline)", notes)
    assert len(without) == 1 + len(book.pages) - len(book.chapters)
