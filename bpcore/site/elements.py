"""HTML as pieces: tags and the text between them, each with the elements it stands in.

For hooks that change some text of a page and leave every other byte as it is, which no parser of
HTML does.  It takes HTML as Python-Markdown and MkDocs write it: what is opened is closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

PIECE = re.compile(
    r"<!--.*?-->"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:\"[^\"]*\"|[^\">])*)>"
    r"|[^<]+|<",
    re.DOTALL,
)
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
CLASS = re.compile(r'\bclass="([^"]*)"')


@dataclass(frozen=True)
class Element:
    """An element that is open: its name, and its attributes as they are written."""

    name: str
    attributes: str

    @property
    def classes(self) -> frozenset[str]:
        """Return the classes of the element."""
        found = CLASS.search(self.attributes)
        return frozenset(found[1].split()) if found else frozenset()


@dataclass(frozen=True)
class Piece:
    """A tag, a comment or a text, and the elements it stands in; a tag stands in its own."""

    text: str
    within: tuple[Element, ...]

    @property
    def is_text(self) -> bool:
        """Tell whether this is text that a reader sees."""
        return not self.text.startswith("<") or self.text == "<"


def pieces(html: str) -> Iterator[Piece]:
    """Yield the pieces of HTML in their order; joined they are the HTML again.

    >>> [(piece.text, [e.name for e in piece.within]) for piece in pieces("<p>a<br>b</p>c")]
    [('<p>', ['p']), ('a', ['p']), ('<br>', ['p', 'br']), ('b', ['p']), ('</p>', ['p']), ('c', [])]
    """
    opened: tuple[Element, ...] = ()
    for found in PIECE.finditer(html):
        if found["name"] is None:
            yield Piece(found[0], opened)
        elif found["end"]:
            yield Piece(found[0], opened)
            opened = closed(opened, found["name"].lower())
        else:
            element = Element(found["name"].lower(), found["attributes"])
            yield Piece(found[0], (*opened, element))
            if element.name not in VOID and not element.attributes.endswith("/"):
                opened = (*opened, element)


def closed(opened: tuple[Element, ...], name: str) -> tuple[Element, ...]:
    """Return what is still open after an end tag: one that closes nothing changes nothing."""
    for at in range(len(opened) - 1, -1, -1):
        if opened[at].name == name:
            return opened[:at]
    return opened
