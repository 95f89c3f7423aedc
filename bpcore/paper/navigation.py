"""A book as a reader of its site meets it: pages in the order of the navigation, in parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from mkdocs.utils.yaml import yaml_load

from bpcore.paper.errors import CannotPrint
from bpcore.paper.markup import Node, parsed
from bpcore.site.numbered import chapters

LEFT_OUT = ("Reference",)  # sections for programmers, which the site reads from the library


@dataclass
class Page:
    """A page: where it stands below the folder of the pages, and its Markdown."""

    path: str
    text: str

    @cached_property
    def tree(self) -> Node:
        """Return the page as a tree, or raise `CannotPrint` with page and line."""
        try:
            return parsed(self.text)
        except CannotPrint as problem:
            raise CannotPrint(problem.message).at(f"{self.path}:{problem.places[0]}") from None


@dataclass
class Part:
    """A section of the navigation: pages below one title, or without any."""

    title: str
    pages: list[Page]


@dataclass
class Book:
    """A book: its parts, the folder of its pages, and the paths of pages that stay on the site."""

    title: str
    description: str
    version: str
    folder: Path
    parts: list[Part] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def pages(self) -> list[Page]:
        """Return all pages in reading order."""
        return [page for part in self.parts for page in part.pages]

    @cached_property
    def chapters(self) -> dict[str, int]:
        """Return the numbers of the pages with numbered results, as the site counts them."""
        return chapters((page.path, page.text) for page in self.pages)


def read(settings: Path, version: str) -> Book:
    """Return the book that a ``mkdocs.yml`` describes.

    Raises `CannotPrint` if the navigation is not made of pages and of sections of pages.
    """
    told = yaml_load(settings.read_text("utf-8"))
    folder = settings.parent / told.get("docs_dir", "docs")
    book = Book(told["site_name"], told.get("site_description", ""), version, folder)
    for title, paths in sections(told["nav"]):
        if title in LEFT_OUT:
            book.left_out += paths
            continue
        pages = [Page(path, (folder / path).read_text("utf-8")) for path in paths]
        if not title and book.parts and not book.parts[-1].title:
            book.parts[-1].pages += pages
        else:
            book.parts.append(Part(title, pages))
    return book


def sections(entries: list[Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield title and paths of the entries of a navigation; a page alone has no title of a part.

    >>> list(sections(["index.md", {"Basics": ["one.md", {"Two": "two.md"}]}]))
    [('', ['index.md']), ('Basics', ['one.md', 'two.md'])]
    """
    for entry in entries:
        title, below = next(iter(entry.items())) if isinstance(entry, dict) else ("", entry)
        if isinstance(below, list):
            yield title, [path for _, paths in sections(below) for path in paths]
        elif isinstance(below, str):
            yield "", [below]
        else:
            raise CannotPrint(f"{entry!r} in the navigation is neither a page nor a section")
