"""Which rule stands where: collected from the pages, counted, linked, never typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpcore.book import Book
from bpcore.errors import Refusal, ResultMissing
from bpcore.markdown import markdown, ruled
from bpcore.page import Page
from bpcore.rules import DIFFERENTIATES, IN_SHORT, MEANS, Rule
from tests.books import SQUARE, book, script

SLOPE = 'p.chain(d(x**3, x), elementary("power"), 3 * x**2, name="cube", title="The cube")'
LOOSE = 'p.chain(d(x * y, x), product_rule("both"), d(x, x) * y + x * d(y, x))'
TWO_WAYS = """
start = d(x * x, x)
both = product_rule("both"), d(x, x) * x + x * d(x, x)
p.chain(start, *both, name="one_way", title="One way")
found = p.chain(start, *both, elementary("by itself"), 1 * x + x * 1)
p.result(found, "another", "Another")
"""
INDEX = SQUARE.format("multiply out") + "\np.rules_used({first})"


def three(folder: Path, first: str = '"slope"', more: str = "") -> Book:
    """Return a book of two pages with derivatives and one that looks at them."""
    return book(
        folder,
        slope=script(SLOPE + "\n" + LOOSE + more, "Slopes"),
        square=script(title="A square"),
        which=script(INDEX.format(first=first), "Which rule?"),
    )


def test_derivations_are_found_under_the_rules_they_use(tmp_path: Path) -> None:
    """With a link where one has a name; a page without derivatives has no row."""
    text = markdown(three(tmp_path, more=TWO_WAYS).page("which"))
    assert "<summary>product rule: where it is used</summary>" in text
    assert (
        r"- Slopes: from $`\frac{d}{dx} (x \, y)`$ on, [One way](slope.md#one_way), "
        "[Another](slope.md#another)" in text
    )
    assert "elementary derivative: where" not in text  # nearly every derivation has one
    assert "| [Slopes](slope.md) | 2 |" in text
    assert "[A square](square.md)" not in text
    assert "Which rule?](which.md)" not in text


def test_two_derivations_that_begin_alike_are_told_apart(tmp_path: Path) -> None:
    """Each leads to its own place: a result knows its chain, whatever it starts with."""
    pages = three(tmp_path, more=TWO_WAYS)
    rows = ruled(pages.page("slope"))
    assert [row.anchor for row in rows] == ["cube", "", "one_way", "another"]


def test_rules_are_counted(tmp_path: Path) -> None:
    """Every rule of the closed list has a row with what it says."""
    text = markdown(three(tmp_path).page("which"))
    assert f"| **elementary derivative** | {MEANS[Rule.ELEMENTARY]} | 1 |" in text
    assert f"| algebra | {MEANS[Rule.ALGEBRA]} | 1 |" in text
    assert f"| **quotient rule** | {MEANS[Rule.QUOTIENT]} | 0 |" in text


def test_another_step_changes_the_count(tmp_path: Path) -> None:
    """The must-fail twin: nothing is remembered or typed."""
    before = markdown(three(tmp_path).page("which"))
    more = 'p.chain(d(x * y, y), product_rule("both"), d(x, y) * y + x * d(y, y))'
    found = book(tmp_path, slope=script(f"{SLOPE}\n{LOOSE}\n{more}", "Slopes"))
    after = markdown(found.page("which"))
    assert before != after
    assert f"| **product rule** | {MEANS[Rule.PRODUCT]} | 2 |" in after


def test_a_page_that_does_not_exist_is_named(tmp_path: Path) -> None:
    """In the reading order; and a page alone has no others."""
    with pytest.raises(Refusal, match="there is no other page gone"):
        three(tmp_path, '"gone"').page("which")
    with pytest.raises(ResultMissing, match="stands alone"):
        Page("alone", "Alone").rules_used()


def test_whoever_looks_at_all_pages_is_cited_by_none(tmp_path: Path) -> None:
    """That would be a circle."""
    found = book(
        tmp_path,
        which=script(INDEX.format(first="")),
        other=script(
            'p.chain((x + y)**2 * 3, by(p.cite("which/square")), 3 * (x**2 + 2*x*y + y**2))'
        ),
    )
    with pytest.raises(ResultMissing, match="circle"):
        found.page("which")


def test_every_rule_has_its_words() -> None:
    """And those that differentiate are those with a form to recognise."""
    assert set(Rule) == set(MEANS)
    assert set(IN_SHORT) == set(DIFFERENTIATES)
    assert Rule.ALGEBRA not in DIFFERENTIATES
    assert Rule.PATHS in DIFFERENTIATES
