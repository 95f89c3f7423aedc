"""Anchors of nameless lines: they say what the line says, and stay where it stays."""

from __future__ import annotations

import re

from bpcore import algebra, scalar
from bpcore.anchor import DIGEST, Anchors
from bpcore.page import Page
from bpcore.record import records


def said(*, first: bool) -> list[str]:
    """Return the anchors of a page with two unnamed chains, or with the second one only."""
    page = Page("p", "T")
    x = scalar("x")
    if first:
        page.chain(x + x, algebra("twice"), 2 * x)
    page.chain(x * x, algebra("a square"), x**2)
    return [record.id for record in records(page).all]


def test_a_line_keeps_its_anchor_when_another_is_put_before_it() -> None:
    """What is linked to does not move."""
    assert said(first=True)[1:] == said(first=False)


def test_another_line_has_another_anchor() -> None:
    """A changed side is another statement."""
    anchors = Anchors()

    assert anchors.new("line", "a", "b") != anchors.new("line", "a", "c")
    assert anchors.new("line", "ab", "c") != anchors.new("line", "a", "bc")
    assert anchors.new("cell", "a", "b") != Anchors().new("line", "a", "b")


def test_a_line_that_stands_twice_has_two_anchors_of_one_form() -> None:
    """No id stands twice on a page, and the printer knows all of them."""
    anchors = Anchors()
    found = [anchors.new("said", "a", "b") for _ in range(3)]

    assert 3 == len(set(found))
    for anchor in found:
        assert re.fullmatch(rf"said-{DIGEST}", anchor)
