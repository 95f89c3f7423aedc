"""Equations are found where a reader of Markdown sees them, and what looks like one is told."""

from __future__ import annotations

import pytest

from bpcore.typeset.source import replaced, wanted


class Clerk:
    """An author who writes E for equations and keeps the faults."""

    def __init__(self) -> None:
        """Begin without faults."""
        self.faults: list[tuple[int, str]] = []

    def put(self, line: int, tex: str, display: bool) -> str:
        """Write E."""
        return "E"

    def complain(self, line: int, text: str, reason: str) -> None:
        """Keep a fault."""
        self.faults.append((line, text))


def faults(text: str) -> list[tuple[int, str]]:
    """Return the faults in a text."""
    clerk = Clerk()
    replaced(text.split("\n"), clerk)
    return clerk.faults


@pytest.mark.parametrize("prefix", ["", "    ", "> ", "> > ", "    > ", "1. ", "- ", "> - "])
def test_a_fence_is_found_at_any_depth(prefix: str) -> None:
    """Indentation and the marks of quotes are no part of the equation; its rows are."""
    inner = prefix.replace("1.", "  ").replace("-", " ")
    text = f"{prefix}```math\n{inner}a \\\\\n{inner}> b\n{inner}```"
    assert wanted(text.split("\n")) == [("a \\\\\n> b".replace("\n", f"\n{gap(inner)}"), True)]


def gap(inner: str) -> str:
    """Return the white space that stays in front of a line that stood behind a prefix."""
    return inner.rpartition(">")[2]


def test_special_characters_are_left_alone() -> None:
    """No Markdown happens inside an equation."""
    assert wanted(["see $`a_1 * b_2 * c < d \\& e`$, $`|x|`$"]) == [
        (r"a_1 * b_2 * c < d \& e", False),
        ("|x|", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "`$$` and ``$`x`$`` and `\\(`",
        "```\n$$\n\\[\n```",
        "````markdown\n```math\nx\n```\n````",
        "~~~\n```math\n~~~",
        "<!-- $$ -->",
        "<!--\n\n```math\n\n$$ -->",
        "<code>$$</code>",
        "\\$x\\$ and \\\\(x\\\\)",
        "it costs $5 or $6",
        "a code span `over\ntwo $$ lines`",
    ],
)
def test_code_and_comments_and_prices_are_no_equations(text: str) -> None:
    """What a reader sees as code stays code."""
    assert (wanted(text.split("\n")), faults(text)) == ([], [])


@pytest.mark.parametrize(
    "fault",
    ["$$", r"\(", r"\[", "$x$", r"$\frac{a}{b}$", "$`", "```math", "~~~ math"],
)
def test_what_would_reach_the_reader_raw_is_a_fault(fault: str) -> None:
    """The twin of the test above, with the line where it stands."""
    assert [line for line, _ in faults(f"first line\n\n```math\nx\n```\n\nglued {fault} to")] == [7]


def test_a_fence_that_is_not_ended_is_a_fault() -> None:
    """Otherwise the rest of the page would be swallowed."""
    assert faults("text\n\n```math\nx\n") == [(3, "```math")]


def test_a_fence_that_leaves_its_quote_is_a_fault() -> None:
    """The second line has no mark of the quote."""
    assert faults("> ```math\nx\n> ```") == [(1, "```math")]


def test_an_equation_over_two_lines_is_a_fault() -> None:
    """In a quote the mark of the second line would become a sign of the equation."""
    assert faults("> $`a\n> b`$")[0] == (1, "$`")
