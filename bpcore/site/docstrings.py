"""Docstrings as the reference shows them: sessions in fences, names as links to their entries.

An extension of Griffe, which reads the library for `mkdocstrings` without running it.  It knows
docstrings of this project, and nothing of what they are about.
"""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent
from typing import Any

from griffe import Extension, Object

SESSION = re.compile(r"(?:^(?P<indent> *)>>> .*(?:\n(?P=indent)(?! *$).*)*\n?)", re.MULTILINE)
NAME = re.compile(r"`(?P<name>[A-Za-z_][\w.]*)`")
SPAN = re.compile(r"``(?P<code>[^`]+)``")
ENTRY = re.compile(r"^::: (?P<name>[\w.]+)$", re.MULTILINE)
FENCE = re.compile(r"(^```.*?^```$)", re.DOTALL | re.MULTILINE)


def fenced(text: str) -> str:
    """Return a docstring with each session in a fence of its own."""
    return SESSION.sub(lambda found: f"```pycon\n{dedent(found[0]).rstrip()}\n```\n", text)


def linked(text: str, places: dict[str, str]) -> str:
    """Return prose in which a name that has an entry leads there; code in fences stays.

    >>> linked("Raises `Refusal`, with ``text``.", {"Refusal": "bpcore.errors.Refusal"})
    'Raises [`Refusal`][bpcore.errors.Refusal], with `text`.'
    """

    def link(found: re.Match[str]) -> str:
        place = places.get(found["name"])
        return f"[{found[0]}][{place}]" if place else found[0]

    def said(prose: str) -> str:
        return NAME.sub(link, SPAN.sub(r"`\g<code>`", prose))

    return "".join(part if part.startswith("```") else said(part) for part in FENCE.split(text))


def entries(page: str) -> list[str]:
    r"""Return the full names of what a page of the reference shows.

    >>> entries("# Words\n\n::: a.b.one\n\n::: a.b.two\n")
    ['a.b.one', 'a.b.two']
    """
    return ENTRY.findall(page)


class Docstrings(Extension):
    """Rewrites every docstring; ``pages`` is the folder with the pages of the reference."""

    def __init__(self, pages: str) -> None:
        """Read which objects have an entry."""
        super().__init__()
        texts = [path.read_text("utf-8") for path in sorted(Path(pages).glob("*.md"))]
        found = [entry for text in texts for entry in entries(text)]
        self.places = {entry.rpartition(".")[2]: entry for entry in found}

    def on_object(self, *, obj: Object, **kwargs: Any) -> None:
        """Rewrite the docstring of one object: Griffe calls this for each."""
        if obj.docstring is not None:
            others = {name: at for name, at in self.places.items() if at != obj.path}
            obj.docstring.value = linked(fenced(obj.docstring.value), others)
