"""What was tried against the promise, as a page of the book: `docs/attacks.md`.

    .venv/bin/python -m tests.attacks

Every attack is run, and what it met is told; no figure is typed.
"""

from __future__ import annotations

import importlib
from collections import Counter
from itertools import groupby

from tests.attacks import Attack, attacks, met
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "attacks.md"
PASSED = "passed"
HEAD = """# Attacks tried

<!-- Made by `python -m tests.attacks`; do not edit by hand. -->

A checker earns trust by what it withstands. Whenever somebody found a way, or thought of one, to publish something false, it was written down as a small program, together with twins that say the same thing rightly; a class that refused everything would fail as surely as one that accepts everything. All of them are run with the tests, and again whenever this page is made: {false} false statements in {kinds} classes, of which {refused} were refused, and {true} true ones, of which {passed} passed.

| class | false | refused | true | passed |
| --- | --- | --- | --- | --- |
{rows}

What is false here is false of its kind: far away, at one point only, at widths that happen to be equal, under another name, in a word. That these were refused does not show that the next one will be. What stands behind each equality of this book is told under [how it is checked](how-it-is-checked.md), and counted in the [verification report](verification.md). The programs are in `tests/attacks`; a way that is not there yet is the most welcome report of all.
"""  # noqa: E501 - a paragraph is a line of Markdown


def outcome(attack: Attack) -> str:
    """Return the name of the refusal that a try met, or that it passed."""
    refusal = met(attack)
    return PASSED if refusal is None else type(refusal).__name__


def described(kind: str) -> tuple[str, str]:
    """Return the title of a class and what it tries, from the first line of its module."""
    first = (importlib.import_module(f"tests.attacks.{kind}").__doc__ or "").partition("\n")[0]
    title, _, rest = first.rstrip(".").partition(": ")
    return title, rest


def listed(kind: str, tried: list[Attack]) -> str:
    """Return a class with all that was tried in it, and what it met."""
    title, rest = described(kind)
    false = [f"* {one.title}: `{outcome(one)}`" for one in tried if one.is_false]
    true = [f"* {one.title}: {outcome(one)}" for one in tried if not one.is_false]
    said = f"{rest[:1].upper()}{rest[1:]}.\n\n" if rest else ""
    head = f"## {title}\n\n{said}"
    return head + "\n".join(["False:", "", *false, "", "True:", "", *true])


def row(kind: str, tried: list[Attack]) -> str:
    """Return the row that counts a class."""
    counts = Counter((one.is_false, outcome(one) == PASSED) for one in tried)
    false, true = (counts[side, True] + counts[side, False] for side in (True, False))
    title = described(kind)[0]
    refused, passed = counts[True, False], counts[False, True]
    return f"| [{title}](#{anchor(title)}) | {false} | {refused} | {true} | {passed} |"


def anchor(title: str) -> str:
    """Return the anchor that a heading gets.

    >>> anchor("Points prove nothing")
    'points-prove-nothing'
    """
    kept = "".join(sign for sign in title.lower() if sign.isalnum() or sign in " -")
    return "-".join(kept.split())


def text() -> str:
    """Return the page."""
    grouped = {kind: list(found) for kind, found in groupby(attacks(), lambda one: one.kind)}
    everything = [one for found in grouped.values() for one in found]
    head = HEAD.format(
        kinds=len(grouped),
        false=sum(one.is_false for one in everything),
        refused=sum(one.is_false and outcome(one) != PASSED for one in everything),
        true=sum(not one.is_false for one in everything),
        passed=sum(not one.is_false and outcome(one) == PASSED for one in everything),
        rows="\n".join(row(kind, found) for kind, found in grouped.items()),
    )
    return "\n".join([head, *(listed(kind, found) + "\n" for kind, found in grouped.items())])


if __name__ == "__main__":
    PAGE.write_text(text(), "utf-8")
