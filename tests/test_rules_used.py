"""Which rule stands where: collected from the pages, counted, linked, never typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpcore.book import Book
from bpcore.errors import Refusal, ResultMissing
from bpcore.markdown import markdown
from bpcore.page import Page
from bpcore.rules import DIFFERENTIATES, MEANS, Rule
from tests.books import SQUARE, book, script

SLOPE = 'p.chain(d(x**3, x), elementary("power"), 3 * x**2, name="cube", title="The cube")'
LOOSE = 'p.chain(d(x * y, x), product_rule("both"), d(x, x) * y + x * d(y, x))'
INDEX = SQUARE.format("multiply out") + "\np.rules_used({first})"


def three(folder: Path, first: str = '"slope"') -> Book:
    """Return a book of two pages with derivatives and one that looks at them."""
    return book(
        folder,
        slope=script(SLOPE + "\n" + LOOSE, "Slopes"),
        square=script(title="A square"),
        which=script(INDEX.format(first=first), "Which rule?"),
    )


def test_every_derivation_of_the_other_pages_is_there(tmp_path: Path) -> None:
    """With its rules in order, a link where it has a name, the page itself left out."""
    text = markdown(three(tmp_path).page("which"))
    assert "| [The cube](slope.md#cube) | **elementary derivative** |" in text
    assert r"| from $`\frac{d}{dx} (x \, y)`$ on | **product rule** |" in text
    assert "<summary>A square</summary>" in text
    assert "<summary>Which rule?</summary>" not in text
    assert text.index("<summary>Slopes") < text.index("<summary>A square")


def test_rules_are_counted(tmp_path: Path) -> None:
    """Every rule of the closed list has a row with what it says."""
    text = markdown(three(tmp_path).page("which"))
    assert (
        f"| **elementary derivative** | {MEANS[Rule.ELEMENTARY]} | 1 | [Slopes](slope.md) 1 |"
        in text
    )
    assert f"| **algebra** | {MEANS[Rule.ALGEBRA]} | 1 |" in text
    assert f"| **quotient rule** | {MEANS[Rule.QUOTIENT]} | 0 | — |" in text


def test_another_step_changes_the_count(tmp_path: Path) -> None:
    """The must-fail twin: nothing is remembered or typed."""
    before = markdown(three(tmp_path).page("which"))
    more = 'p.chain(d(x * y, y), product_rule("both"), d(x, y) * y + x * d(y, y))'
    found = book(tmp_path, slope=script(f"{SLOPE}\n{LOOSE}\n{more}", "Slopes"))
    after = markdown(found.page("which"))
    assert before != after
    assert f"| **product rule** | {MEANS[Rule.PRODUCT]} | 2 | [Slopes](slope.md) 2 |" in after


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
    assert Rule.ALGEBRA not in DIFFERENTIATES
    assert Rule.PATHS in DIFFERENTIATES
