"""Small pages on paper: what becomes of each kind of thing, and what is refused, with its line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bpcore.paper import CannotPrint, document, read
from bpcore.paper.__main__ import main
from bpcore.paper.pictures import convert
from bpcore.paper.typeset import missing, typeset
from tests.books import ROOT

needs_tex = pytest.mark.skipif(bool(missing()), reason=missing())
HERE = """# How it is checked

## What a verdict means

Nothing here.
"""


def small(folder: Path, page: str) -> Path:
    """Write a book with one page of interest, one.md, and return its settings."""
    docs = folder / "docs"
    docs.mkdir(exist_ok=True)
    (docs / "one.md").write_text(f"# One\n\n{page}", "utf-8")
    (docs / "how-it-is-checked.md").write_text(HERE, "utf-8")
    settings = folder / "mkdocs.yml"
    settings.write_text("site_name: Small\nnav: [one.md, how-it-is-checked.md]\n", "utf-8")
    return settings


def printed(folder: Path, page: str) -> str:
    """Return the LaTeX of a small page, its title aside."""
    latex = document(read(small(folder, page), "1.0"))
    return latex.partition("%% page one.md\n")[2].partition("%% page")[0]


@pytest.mark.parametrize(
    ("page", "line", "word"),
    [
        ("text\n\n<video></video>", 5, "'video'"),
        ('text\n\n<div class="bp-new" markdown="1">\n\nx\n\n</div>', 5, "bp-new"),
        ("a <u>word</u>", 3, "'u'"),
        ("first\n\nsecond\nline with <kbd>K</kbd>", 6, "'kbd'"),
        ('<div class="bp-chain" markdown="1">\n\nopen', 3, "not closed"),
        ("a <b>word</small>", 3, "</small>"),
        ("text\n\n\N{SNOWMAN}", 5, "U+2603"),
        ("```math\na\n\nb\n```", 3, "empty line"),
        ("[away](two.md)", 3, "two.md leads nowhere"),
        ("[away](#lost)", 3, "#lost leads nowhere"),
        ('<a id="x"></a>\n\n<a id="x"></a>\n\ntext', 5, "two places"),
        ('text <a class="bp-number" href="#x" title="t">(1)</a>', 3, "number"),
        ('<div class="bp-chain" markdown="1">\n\n```math\na\n```\n\n1. why\n\n</div>', 9, "a step"),
        ("<!DOCTYPE html>", 3, "DOCTYPE"),
        ("##### too deep", 3, "h5"),
    ],
)
def test_what_is_not_known_is_refused_with_page_and_line(
    tmp_path: Path, page: str, line: int, word: str
) -> None:
    """Nothing is dropped in silence."""
    with pytest.raises(CannotPrint) as refused:
        printed(tmp_path, page)
    assert str(refused.value).startswith(f"one.md:{line}: ")
    assert word in str(refused.value)


def test_a_page_that_does_not_begin_with_its_title_is_refused(tmp_path: Path) -> None:
    """A chapter needs one."""
    settings = small(tmp_path, "text")
    (tmp_path / "docs" / "one.md").write_text("text\n", "utf-8")
    with pytest.raises(CannotPrint, match=r"one\.md:1: .*title"):
        document(read(settings, "1.0"))


@pytest.mark.parametrize(
    ("page", "latex"),
    [
        ("5 % & #1 {x} ~ ^ \\\\ a_b $", r"5 \% \& \#1 \{x\} \textasciitilde{} \textasciicircum{} "),
        ("``a--b`c``", r"\bpcode{a-{}-b\textasciigrave{}c}"),
        ("*one* **two**", r"\emph{one} \textbf{two}"),
        ("so $`a_{1} < b`$.", r"so \bpinline{\(a_{1} < b\)}."),
        ("[out](https://example.org/a_b#c%20)", r"\href{https://example.org/a\_b\#c\%20}{out}"),
        ("[how](how-it-is-checked.md)", r"\bppagelink{how-it-is-checked}{how}"),
        (
            "> [!CAUTION]\n> **Upside down**\n>\n> Wrong.",
            r"\begin{bpmistake}{Common mistake}{\text",
        ),
        ("> [!NOTE]\n> Just so.", r"\begin{bpnote}{Note}{}"),
        ("3. three\n4. four", r"\setcounter{enumi}{2}"),
        ("one<br>two", "one\\newline\ntwo"),
        ("```text\n  a  b\n```", r"\bpline{\ \ a \ b}"),
        ("| a | b |\n| --- | --- |\n| 1 | 2 |", r"\bpheadrow a"),
        ("---", r"\bprule"),
        ("> said", r"\begin{quote}"),
    ],
)
def test_each_kind_of_thing_has_its_form(tmp_path: Path, page: str, latex: str) -> None:
    """Escaped, where TeX would read a command."""
    assert latex in printed(tmp_path, page)


def test_a_result_is_numbered_by_chapter_and_place(tmp_path: Path) -> None:
    """Its label is that of the anchor before it, and what cites it prints its number."""
    page = (
        'by [it](#slope)\n\n<a id="slope"></a><a id="S0"></a>\n\n'
        '> **Slope** <a class="bp-number" href="#slope" title="t">(7)</a>\n>\n'
        "> ```math\n> a = b\n> ```\n>\n> <small>[True](#slope)</small>\n"
    )
    latex = printed(tmp_path, page)
    assert r"\bpchapter{1}{\texorpdfstring{One}{One}}{one}" in latex
    assert r"\bpresultlink{one:slope}{it}" in latex
    assert r"\begin{bpresult}{\textbf{Slope}}{7}{one:slope}" + "\n" in latex
    assert "\\bpdisplay{%\na = b\n}" in latex


def test_what_is_left_out_leaves_no_label_and_no_link(tmp_path: Path) -> None:
    """Words of a link stay; the place it leads to is not on paper."""
    page = '[proof](#e)\n\n## Take this page with you\n\n<a id="e"></a>gone\n\n## After\n\nback'
    latex = printed(tmp_path, page)
    assert "gone" not in latex
    assert "back" in latex
    assert "\nproof\n" in latex


def test_versions_side_by_side_are_printed_one_below_the_other(tmp_path: Path) -> None:
    """With their titles, which stand in the text."""
    page = (
        "<!-- tab: A -->\n\n**A**\n\none\n\n<!-- tab: B -->\n\n**B**\n\ntwo\n\n<!-- end of tabs -->"
    )
    latex = printed(tmp_path, page)
    assert [2, 1] == [latex.count("\\bptab\n"), latex.count(r"\bptabsend")]
    assert latex.index(r"\textbf{A}") < latex.index("\none\n") < latex.index(r"\textbf{B}")


def test_the_document_is_the_same_bytes_under_other_hash_seeds(tmp_path: Path) -> None:
    """Sets have no say in it."""
    settings = small(tmp_path, "[a](#b) [c](#d)\n\n<a id='b'></a>\n\nx\n\n<a id='d'></a>\n\ny")
    made = []
    for seed in ("1", "2"):
        to = tmp_path / seed
        subprocess.run(
            [sys.executable, "-m", "bpcore.paper", "--settings", str(settings), "--to", str(to)],
            check=True,
            capture_output=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        made.append((to / "book.tex").read_bytes())
    assert made[0] == made[1]


def test_without_tex_one_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The LaTeX is written all the same."""
    monkeypatch.setenv("PATH", str(tmp_path))
    told = ["--settings", str(small(tmp_path, "text")), "--to", str(tmp_path), "--pdf"]
    result = CliRunner().invoke(main, told)
    assert 1 == result.exit_code
    assert "apt-get install texlive-latex-base" in result.output
    assert (tmp_path / "book.tex").exists()


def test_a_page_that_cannot_be_printed_ends_the_command(tmp_path: Path) -> None:
    """With the place, and no traceback."""
    told = ["--settings", str(small(tmp_path, "\N{SNOWMAN}")), "--to", str(tmp_path)]
    result = CliRunner().invoke(main, told)
    assert 1 == result.exit_code
    assert "Error: one.md:3: the character" in result.output


def test_a_picture_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """In its place TeX would print a frame."""
    book = read(small(tmp_path, "![Words](pictures/lost.svg)"), "1.0")
    assert r"\bppicture{pictures-lost}" in document(book)
    with pytest.raises(CannotPrint, match="no picture pictures/lost"):
        convert(book, tmp_path / "pictures")


@needs_tex
def test_a_drawing_becomes_a_pdf_and_a_broken_one_is_refused(tmp_path: Path) -> None:
    """The converter's own words are handed on."""
    book = read(small(tmp_path, "![Words](a.svg)"), "1.0")
    drawing = tmp_path / "docs" / "a.svg"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "utf-8")
    convert(book, tmp_path / "pictures")
    assert (tmp_path / "pictures" / "a.pdf").read_bytes().startswith(b"%PDF")
    drawing.write_text("<svg", "utf-8")
    with pytest.raises(CannotPrint, match=r"a\.svg cannot be converted"):
        convert(book, tmp_path / "pictures")


@needs_tex
def test_an_error_of_tex_is_told_with_page_line_and_equation(tmp_path: Path) -> None:
    """Not as a log of a thousand lines."""
    settings = small(tmp_path, "text\n\n```math\n\\fraq{a}{b}\n```\n")
    (tmp_path / "book.tex").write_text(document(read(settings, "1.0")), "utf-8")
    with pytest.raises(CannotPrint) as refused:
        typeset(tmp_path / "book.tex")
    assert str(refused.value).startswith("one.md:5: Undefined control sequence.")
    assert r"\fraq{a}{b}" in str(refused.value)


@needs_tex
def test_every_character_can_be_set_and_what_is_too_wide_is_told(tmp_path: Path) -> None:
    """All signs that the pages may use, in text, code and a heading; then one endless word."""
    from bpcore.paper.characters import ESCAPED, MATHEMATICAL, TYPOGRAPHIC

    signs = " ".join([*MATHEMATICAL, *TYPOGRAPHIC, "éŷÄß"])
    code = "".join(ESCAPED).replace("`", "")
    page = f"## {signs}\n\n{signs}\n\n`{code} {signs}`\n\n```text\n{code}\n```\n\n`{'w' * 200}`\n"
    (tmp_path / "book.tex").write_text(document(read(small(tmp_path, page), "1.0")), "utf-8")
    outcome = typeset(tmp_path / "book.tex")
    assert ["one.md:13"] == [told.partition(": ")[0] for told in outcome.complaints]
    assert "pt too wide" in outcome.complaints[0]
