"""The source list: every row met, none unknown, none twice, and finished sources complete."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable

import pytest

from bpcore import Page, algebra, scalar
from bpcore.book import Book
from bpcore.errors import NameClash, ResultMissing
from bpcore.sources import WORDS, Source, coverage, covers, escaped, parse, source_map
from bpcore.summary import summarised
from tests.books import REAL

LIST = """
[[source]]
id = "0"
title = "A post"
kind = "forum post"
credit = "someone"
finished = {finished}

[[source.row]]
id = "S0-1"
says = "a | b < c"
status = "true"

[[source.row]]
id = "S0-2"
says = "dL/da = y"
status = "false"
note = "a sign is lost"
"""
x, y = scalar("x"), scalar("y")


def listed(finished: bool = False) -> tuple[Source, ...]:
    """Return a source with two rows."""
    return parse(LIST.format(finished=str(finished).lower()))


def page(rows: str, name: str = "p", step: str = "") -> Page:
    """Return a page that covers rows, by words and at a step."""
    found = Page(name, f"Page {name}")
    found.text("Words.", covers=rows)
    found.chain(x + y, algebra("turn", covers=step), y + x)
    return found


def test_rows_are_read() -> None:
    """With their notes."""
    (source,) = listed()
    assert ["S0-1", "S0-2"] == [row.id for row in source.rows]
    assert ("", "a sign is lost") == (source.rows[0].note, source.rows[1].note)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("S0-2", "S0-1", NameClash),
        ('"false"', '"wrongish"', ResultMissing),
        ("note", "remark", TypeError),
        ("finished", "done", KeyError),
    ],
)
def test_a_list_with_a_slip_is_refused(old: str, new: str, kind: type[Exception]) -> None:
    """An id twice, an unknown word, an unknown or missing field."""
    with pytest.raises(kind):
        parse(LIST.format(finished="false").replace(old, new))


def test_rows_are_covered_by_blocks_and_steps() -> None:
    """In the order of the page."""
    assert ["S0-1", "S0-2"] == list(covers(page("S0-1", step="S0-2")))


def test_a_row_may_be_met_on_two_pages() -> None:
    """In the order of the pages."""
    one, other = summarised(page("S0-1")), summarised(page("S0-1", "q"))
    assert [one, other] == coverage(listed(), [one, other])["S0-1"]


@pytest.mark.parametrize(
    ("rows", "finished", "said"),
    [
        ("S0-9", False, "the page p covers S0-9, which no source has"),
        ("S0-1 S0-1", False, "the page p covers S0-1 twice"),
        ("S0-1", True, "source 0 is declared finished, but no page covers S0-2"),
    ],
)
def test_a_row_that_is_unknown_twice_or_missing_is_refused(
    rows: str, finished: bool, said: str
) -> None:
    """The must-fail twin of coverage."""
    with pytest.raises((ResultMissing, NameClash), match=said):
        coverage(listed(finished), [summarised(page(rows))])


def test_the_map_leads_to_every_anchor() -> None:
    """And says which rows wait."""
    text = source_map(listed(), [summarised(page("S0-1"))], "derivations")
    assert "[Page p](derivations/p.md#S0-1)" in text
    assert "| not yet |" in text
    assert "| 0, forum post | 2 | 1 | in progress |" in text


def test_words_of_a_source_are_not_taken_for_markdown() -> None:
    """Neither bars nor stars nor mathematics."""
    said = escaped("a | b * c _ d < e [f] `g` $h$ \\ &")
    assert not set("|*_<[`$\\") & set(said)
    assert "a | b" not in source_map(listed(), [], "derivations")


def rows(sources: Iterable[Source]) -> list[str]:
    """Return the ids of all rows."""
    return [row.id for source in sources for row in source.rows]


def test_the_real_list_is_whole() -> None:
    """Four sources, 237 rows, known words only."""
    real = Book(REAL).sources()
    assert 4 == len(real)
    assert 237 == len(rows(real)) == len(set(rows(real)))
    assert {row.status for source in real for row in source.rows} <= set(WORDS)


def test_the_first_source_is_finished() -> None:
    """All its thirty rows are demanded."""
    first = Book(REAL).sources()[0]
    assert first.finished
    assert [f"S0-{number}" for number in range(1, 31)] == [row.id for row in first.rows]


def test_the_real_list_is_plain_toml() -> None:
    """Anyone can read it without us."""
    assert tomllib.loads((REAL / "sources.toml").read_text("utf-8"))["source"]
