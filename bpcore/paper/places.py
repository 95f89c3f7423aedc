"""Where the places of a book are: what a link leads to on paper, and which places need a label.

A place is a page, or an anchor on one: an element with an id, or a heading by the words in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import dirname, join, normpath

from markdown.extensions.toc import slugify

from bpcore.paper.errors import CannotPrint
from bpcore.paper.markup import Node
from bpcore.paper.navigation import Page

LEFT_OUT = (  # titles; front.md tells readers
    "Play with it",
    "The evidence, line by line",
    "Take this page with you",
    "Spoilt versions that are true",
)
MOVING = "bp-explorer"  # a division that is nothing without a browser
OUTSIDE = re.compile(r"(https?|mailto):")


@dataclass(frozen=True)
class Place:
    """What a link leads to: a label, its line, how it is counted: `result`, `chapter`, `page`."""

    label: str
    counted: str
    line: int


@dataclass(frozen=True)
class Places:
    """The places of a book that are printed, those that are left out, and those that are cited."""

    printed: Mapping[str, Place]
    left_out: frozenset[str]
    cited: frozenset[str]

    def of(self, href: str, page: str) -> Place | None:
        """Return where a link of a page leads inside the book, or None if that is not printed.

        Raises `CannotPrint` if the link leads nowhere.
        """
        name = resolved(href, page)
        if name in self.printed:
            return self.printed[name]
        whole = name.partition("#")[0]
        if {name, whole} & self.left_out or not whole.endswith(".md"):
            return None
        raise CannotPrint(f"the link {href} leads nowhere")


def resolved(href: str, page: str) -> str:
    """Return a link of a page as a path below the folder of the pages, with its anchor.

    >>> resolved("../glossary.md#batch", "derivations/neuron.md")
    'glossary.md#batch'
    """
    path, hash_, anchor = href.partition("#")
    return (normpath(join(dirname(page), path)) if path else page) + hash_ + anchor


def places(
    pages: Sequence[Page], chapters: Mapping[str, int], on_site: Iterable[str] = ()
) -> Places:
    """Return the places of pages, or raise `CannotPrint` if two have one name.

    ``on_site`` are pages that are not printed.
    """
    printed: dict[str, Place] = {}
    left_out: set[str] = set(on_site)
    cited: set[str] = set()
    for page in pages:
        counted = "chapter" if page.path in chapters else "page"
        printed[page.path] = Place(label(page.path), counted, 1)
        kept, dropped = divided(page.tree)
        for anchor, how, line in anchors(kept):
            name = f"{page.path}#{anchor}"
            if name in printed:
                raise CannotPrint(f"{anchor} is the name of two places").at(f"{page.path}:{line}")
            printed[name] = Place(label(name), how, line)
        left_out |= {f"{page.path}#{anchor}" for node in dropped for anchor, _, _ in anchors(node)}
        cited |= {resolved(href, page.path) for href in links(kept)}
    return Places(printed, frozenset(left_out), frozenset(cited))


def label(place: str) -> str:
    """Return the label of a place, without signs that TeX minds.

    >>> label("derivations/neuron.md#dL_dz")
    'derivations/neuron:dL_dz'
    """
    return re.sub(r"[^A-Za-z0-9/:._-]", "-", place.replace(".md", "").replace("#", ":"))


def divided(tree: Node) -> tuple[Node, list[Node]]:
    """Return a page without what is not printed, and the pieces that were taken out."""
    kept: list[Node] = []
    dropped: list[Node] = []
    level = ""  # of the heading of a section that is left out
    for node in tree.children:
        if node.kind == "heading" and (not level or node.attributes["tag"] <= level):
            level = node.attributes["tag"] if node.text in LEFT_OUT else ""
        folded = node.kind == "details" and node.children[0].text in LEFT_OUT
        gone = level or folded or MOVING in node.classes
        (dropped if gone else kept).append(node)
    return Node(tree.kind, tree.line, children=kept), dropped


def anchors(tree: Node) -> Iterator[tuple[str, str, int]]:
    """Yield the names of the places below a node, how they are counted, and their lines."""
    results = {node.attributes["href"][1:] for node in tree.walk() if "bp-number" in node.classes}
    taken = {node.attributes["id"] for node in tree.walk() if "id" in node.attributes}
    for node in tree.walk():
        if "id" in node.attributes:
            name = node.attributes["id"]
            yield name, "result" if name in results else "page", node.line
        elif node.kind == "heading" and node.attributes["tag"] != "h1" and slug(node) not in taken:
            taken.add(slug(node))
            yield slug(node), "page", node.line


def slug(heading: Node) -> str:
    """Return the name that the site gives a heading, from its words."""
    return str(slugify(heading.text, "-"))


def links(tree: Node) -> Iterator[str]:
    """Yield where the links below a node lead, but for those that leave the book."""
    for node in tree.walk():
        href = node.attributes.get("href", "")
        if href and not OUTSIDE.match(href):
            yield href
