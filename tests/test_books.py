"""The helpers for books do what the other tests rely on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpcore.book import Book
from tests.books import NAMES, REAL, book, exchanged, script


def test_only_the_occurrence_asked_for_is_exchanged() -> None:
    """The second of three."""
    assert "a-b-a+b-a" == exchanged("a+b-a+b-a", "+", "-")
    assert "a+b-a-b-a" == exchanged("a+b-a+b-a", "+", "-", 1)


def test_a_text_that_is_not_there_cannot_be_exchanged() -> None:
    """The must-fail twin: a planted error that plants nothing."""
    with pytest.raises(AssertionError, match="stands there 0 times"):
        exchanged("a + b", "*", "/")
    with pytest.raises(AssertionError, match="stands there 1 times"):
        exchanged("a + b", "+", "-", 1)


def test_a_change_into_the_same_text_is_none() -> None:
    """The must-fail twin for exchanges that change nothing."""
    with pytest.raises(AssertionError):
        exchanged("a + b", "+", "+")


def test_a_tiny_script_proves_its_square(tmp_path: Path) -> None:
    """What other tests spoil is whole before they do."""
    page = book(tmp_path, tiny=script()).page("tiny")
    assert ["square"] == list(page.results)


def test_the_real_scripts_are_found() -> None:
    """So that no test over them runs over none."""
    assert set(NAMES) <= set(Book(REAL).names)
