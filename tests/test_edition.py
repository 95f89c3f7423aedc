"""What a book says of itself: read, refused where it is unclear, and shown on its pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpcore.edition import NO_BOOK, parsed
from bpcore.errors import ScriptFailed
from bpcore.markdown import markdown
from bpcore.notebook import notebook
from tests.books import REAL, SQUARE, book, script

OWN = """
title = "Losses, proved"
version = "2"
explained = "how.md"
page_checked = "So do the tests."
"""


def test_a_book_says_what_it_is(tmp_path: Path) -> None:
    """On its pages, in its notebooks and in its report."""
    found = book(tmp_path, a=script())
    (tmp_path / "derivations" / "book.toml").write_text(OWN, "utf-8")
    page = found.page("a")

    text = markdown(page, found.edition)
    assert "a page of *Losses, proved*, version 2" in text
    assert "[How](../how.md) is told elsewhere; the [verification report]" in text
    assert "on your machine. So do the tests." in text
    assert "of the book *Losses, proved*, version 2" in notebook(page, found.edition)
    assert "[how it is checked](how.md)" in found.texts()["verification.md"]


def test_a_book_that_says_nothing_assumes_nothing_of_another(tmp_path: Path) -> None:
    """No title, no page and no test of the first book."""
    texts = book(tmp_path, a=script()).texts()

    assert NO_BOOK == book(tmp_path).edition
    for path, text in texts.items():
        for word in (
            "Backpropagation, proved",
            "how-it-is-checked",
            "read-back",
            "tests/",
            "make test",
            "make pages",
        ):
            assert word not in text, path
    assert "To cite it: “A tiny page”." in texts["derivations/a.md"]
    assert "*Proved for any width*" in texts["verification.md"]
    assert "source map" not in texts["verification.md"]


def test_the_first_book_says_all_that_can_be_said() -> None:
    """Each word of an edition is in use."""
    edition = parsed((REAL / "book.toml").read_text("utf-8"), "derivations")
    assert all(vars(edition).values())
    assert set() == {name for name, said in vars(edition).items() if "\n" in said}


def test_the_folder_of_the_scripts_may_have_another_name(tmp_path: Path) -> None:
    """Then the pages name it, and stand in one of that name."""
    home = tmp_path / "proofs"
    book(tmp_path, a=script(SQUARE.format("multiply out")))
    (tmp_path / "derivations").rename(home)
    texts = type(book(tmp_path))(home).texts()

    assert "Written by proofs/a.py with" in texts["proofs/a.md"]
    assert "](../../proofs/a.py)" in texts["proofs/a.md"]
    assert "`bpcore check proofs --only a`" in texts["proofs/a.md"]
    assert not any("derivations/" in text for text in texts.values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = Losses", "derivations/book.toml: no TOML: "),
        ('author = "x"', "derivations/book.toml: nothing is called author; what can be said is"),
        (
            'require = "all"',
            "derivations/book.toml: what can be required is 'any width', not 'all'",
        ),
        ("version = 2", "derivations/book.toml: version needs a text, in quotes"),
    ],
)
def test_what_is_unclear_is_refused(text: str, said: str) -> None:
    """With the file, and what was expected."""
    with pytest.raises(ScriptFailed) as refusal:
        parsed(text, "derivations")
    assert str(refusal.value).startswith(said)
