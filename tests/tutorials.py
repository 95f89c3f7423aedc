"""Tutorials as tests: the fences of a page, what a diff makes of a file, commands and answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FENCE = re.compile(
    r"^(?P<run>`{3,})(?P<language>\w+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<body>.*?)^(?P=run)$",
    re.DOTALL | re.MULTILINE,
)
PROGRESS = re.compile(r"^\w+ is ready\n", re.MULTILINE)  # overwritten where there is a terminal
SECONDS = re.compile(r" \(\d+ s\)$", re.MULTILINE)  # how long it took


@dataclass(frozen=True)
class Fence:
    """A block of code on a page: its language, the file it belongs to, its text."""

    language: str
    title: str
    body: str


def fences(text: str) -> list[Fence]:
    """Return the fences of a page, in its order."""
    return [Fence(f["language"], f["title"] or "", f["body"]) for f in FENCE.finditer(text)]


def folded(text: str) -> str:
    """Return a text with its white space folded, for a terminal may break lines anywhere.

    How long something took is left out.
    """
    return " ".join(SECONDS.sub("", text).split())


def changed(text: str, diff: str) -> str:
    """Return a text with the lines of a diff exchanged; what goes must stand there exactly once."""
    signs = {"-": "", "+": ""}
    for line in diff.splitlines(keepends=True):
        for sign in line[0] if line[0] in signs else signs:  # what stays is on both sides
            signs[sign] += line[1:]
    assert text.count(signs["-"]) == 1, f"not once in the script: {signs['-']}"
    return text.replace(signs["-"], signs["+"])


def commands(console: str) -> Iterator[tuple[str, str]]:
    """Yield the commands of a console and what they answer."""
    for session in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _, answer = session.partition("\n")
        yield command, answer
