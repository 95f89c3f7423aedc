"""The numbers of equations on the site: chapter and result, as in the printed book.

A page counts its results from (1).  A page with results is a chapter, in the order of the
navigation; its number is put in front while MkDocs builds, so that a page that moves in the book is
not written anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

NUMBER = re.compile(r'(<a class="bp-number" [^>]*>)\((\d+)\)(</a>)')

_chapters: dict[str, int] = {}


def chapters(pages: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return the numbers of the pages that have results, from paths and texts in reading order.

    >>> result = '> **Slope** <a class="bp-number" href="#slope">(1)</a>'
    >>> chapters([("index.md", "Welcome"), ("one.md", result), ("two.md", result)])
    {'one.md': 1, 'two.md': 2}
    """
    with_results = [path for path, text in pages if NUMBER.search(text)]
    return {path: number for number, path in enumerate(with_results, 1)}


def numbered(text: str, chapter: int) -> str:
    """Return a page with the number of its chapter in front of those of its results."""
    return NUMBER.sub(rf"\1({chapter}.\2)\3", text)


def on_nav(nav: Navigation, **kwargs: Any) -> None:
    """Count the chapters."""
    pages = [(page.file.src_uri, page.file.content_string) for page in nav.pages]
    _chapters.clear()
    _chapters.update(chapters(pages))


def on_page_content(html: str, page: Page, **kwargs: Any) -> str:
    """Return a page with its numbers."""
    chapter = _chapters.get(page.file.src_uri)
    return numbered(html, chapter) if chapter else html
