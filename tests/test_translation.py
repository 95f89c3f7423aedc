"""Versions under tabs: one letter may mean different things in them, but in them only."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bpcore import Page, algebra, scalar
from bpcore.errors import NameClash
from bpcore.expr import Name


def page(*, outside: Sequence[Name] = (), **tabs: Sequence[Name]) -> Page:
    """Return a page with names outside of all tabs, and one group of tabs for each letter."""
    p, x = Page("p", "A page"), scalar("x")
    p.chain(x + x, algebra("twice"), 2 * x)
    for name in outside:
        p.text(f"{name}")
    for places in tabs.values():
        with p.tabs():
            for title, name in zip(("One", "Two"), places, strict=False):
                with p.tab(title):
                    p.text(f"{name}")
    return p


def test_tabs_of_different_titles_may_use_one_letter_for_two_things() -> None:
    """Whoever reads one version does not read the other; nor in another group of tabs."""
    w, other = scalar("w"), scalar("w")
    page(first=(w, other), second=(w, other)).finish()


def test_tabs_of_one_title_may_not() -> None:
    """They are chosen together, so they are one version."""
    w, other = scalar("w"), scalar("w")
    with pytest.raises(NameClash, match="the page p: two different things are printed w"):
        page(first=(w, other), second=(other,)).finish()


def test_what_stands_outside_of_tabs_belongs_to_every_version() -> None:
    """It must agree with each of them."""
    with pytest.raises(NameClash, match="printed w"):
        page(first=(scalar("v"), scalar("w")), outside=[scalar("w")]).finish()


def test_without_tabs_nothing_changes() -> None:
    """One page, one meaning."""
    with pytest.raises(NameClash, match="printed w"):
        page(outside=[scalar("w"), scalar("w")]).finish()


def tabled(headings: tuple[str, str]) -> Page:
    """Return a page with tabs and a table in which two quantities are called w."""
    p = page(first=(scalar("v"), scalar("u")))
    p.table(headings, (scalar("w"), scalar("w")), no_claim="one letter in two columns")
    return p


def test_a_column_under_the_title_of_a_tab_belongs_to_its_version() -> None:
    """So a table may set the versions side by side."""
    tabled(("One", "Two")).finish()


@pytest.mark.parametrize("headings", [("this", "that"), ("this", "Two")])
def test_a_column_under_another_heading_belongs_to_every_version(headings: tuple[str, str]) -> None:
    """The must-fail twin."""
    with pytest.raises(NameClash, match="printed w"):
        tabled(headings).finish()
