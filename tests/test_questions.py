"""The questions of readers: all of them are answered, in words, with a link to the proof."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.conftest import ROOT

PAGE = (ROOT / "docs/questions.md").read_text("utf-8")
# The questions voiced in the sources, and the rows of the source map in which they are.
QUESTIONS = {
    "where a - y comes from": "S0-1",
    "what dz is": "S0-4",
    "dz by da or da by dz": "S0-5",
    "the extra minus one, and log": "S0-9 S0-10",
    "the slope of the sigmoid": "S0-17 S3-26",
    "AL - Y or dAL times g'": "S0-26",
    "one weight, m examples, a program, intuition": "S0-28 S0-29 S0-27 S0-25",
    "the chain rule from school": "S1-2 S1-3 S1-9",
    "curly and straight d": "S1-20 S1-21 S1-22 S1-23 S1-24 S1-25 S1-26 S1-27",
    "row or column": "S1-42 S3-29",
    "elementwise or matrix product": "S1-82 S1-102",
    "outer product and tensor": "S1-79 S1-83 S1-97",
    "paths or examples": "S1-99",
    "the biases": "S1-56",
    "ReLU at 0": "S1-112",
    "proving BP3 and BP4": "S2-5 S2-6 S2-7 S2-8 S2-2",
    "the derivative at a point": "S3-1",
    "a column of zeros, and transposes": "S3-40 S3-45",
    "which dots": "S3-42 S3-54",
    "selectors, clamp or logits": "S3-18 S3-19 S3-20",
    "what to cache": "S3-27 S3-38 S3-50 S1-118",
}
SECTION = re.compile(r"^### (?P<title>.+)\n\n(?P<answer>.+?)\n\n(?P<links>.+)$", re.MULTILINE)
LINKED = re.compile(r"\]\(derivations/\w+\.md#([\w-]+)\)")


def test_there_are_twenty_one_questions() -> None:
    """As many as the readers of the sources asked."""
    assert 21 == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_an_answer_that_leads_to_every_place(question: str) -> None:
    """All its rows stand under one heading, or under two that follow one another."""
    rows = set(QUESTIONS[question].split())
    sections = [set(LINKED.findall(found["links"])) for found in SECTION.finditer(PAGE)]
    pairs = [one | other for one, other in pairwise(sections)]

    assert any(rows <= found for found in [*sections, *pairs])


def test_every_answer_is_short_plain_and_leads_to_a_derivation() -> None:
    """Words, no typed mathematics; code is what readers type."""
    sections = list(SECTION.finditer(PAGE))
    assert len(sections) == PAGE.count("\n### ") >= 21
    for found in sections:
        assert LINKED.search(found["links"]), found["title"]
        prose = re.sub(r"`[^`]*`", "", found["answer"])
        assert not re.search(r"[$=<>∂Σ]", prose), found["title"]
        assert 15 < len(prose.split()) < 115, found["title"]
