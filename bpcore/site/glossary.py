"""The glossary on the site: the first use of a term on a page shows what it means.

The terms are read from `docs/glossary.md`.  A term in running prose becomes a link to its entry,
with the definition as its title, so that it serves without JavaScript too; a script of the site,
`glossary.js`, makes a better box of it.  It knows MkDocs and HTML, and nothing of what the terms
are about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from bpcore.site.elements import Piece, pieces

if TYPE_CHECKING:
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

GLOSSARY = "glossary.md"
ENTRY = re.compile(r"^## (?P<term>.+)\n\n(?P<definition>.+)\n\*Page: (?P<page>.+)\*$", re.MULTILINE)
HEADINGS = re.compile(r"^## (.+)$", re.MULTILINE)
ALSO = re.compile(r" Also: (?P<names>[^.]+)\.$")
MARKUP = re.compile(r"[`*]")

IN = frozenset({"p", "li", "dd"})
NOT_IN = frozenset(
    [
        "a",
        "bp-eq",
        "bp-m",
        "button",
        "code",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "label",
        "pre",
        "script",
        "small",
        "strong",
        "style",
        "sub",
        "summary",
        "sup",
        "svg",
        "table",
    ]
)
NOT_IN_CLASSES = frozenset(
    {"admonition-title", "bp-chain", "bp-counts", "bp-definition", "bp-doors", "bp-worked"}
)
CITATION = '<h2 id="take-this-page-with-you"'  # from here on the words are to be copied
LINK = '<a class="bp-term" href="{href}" title="{title}">{word}</a>'

_terms: list[Term] = []


class GlossaryIsUnclear(ValueError):
    """An entry has not the form that is read, or two entries have one name."""


@dataclass(frozen=True)
class Term:
    """A term: its names, the first being its heading, and what it means, in plain text."""

    names: tuple[str, ...]
    definition: str

    @property
    def anchor(self) -> str:
        """Return the id of the entry's heading, as GitHub and MkDocs give it."""
        return re.sub(r"[^\w\s-]", "", self.names[0]).strip().lower().replace(" ", "-")


def terms(markdown: str) -> list[Term]:
    """Return the terms of a glossary.

    Raises `GlossaryIsUnclear` for a heading without a definition, and for a name used twice.

    >>> terms("## Bias\\n\\nA number that is added.\\n*Page: [a](b.md). Also: offset.*\\n")
    [Term(names=('Bias', 'offset'), definition='A number that is added.')]
    """
    found = [term(entry) for entry in ENTRY.finditer(markdown)]
    headings = HEADINGS.findall(markdown)
    unread = [heading for heading in headings if heading not in {each.names[0] for each in found}]
    names = [name.lower() for each in found for name in each.names]
    twice = sorted({name for name in names if names.count(name) > 1})
    if unread or twice:
        raise GlossaryIsUnclear(f"entries that cannot be read: {unread}; names used twice: {twice}")
    return found


def term(entry: re.Match[str]) -> Term:
    """Return the term of one entry."""
    also = ALSO.search(entry["page"])
    others = also["names"].split(", ") if also else []
    return Term((entry["term"], *others), MARKUP.sub("", entry["definition"]))


def plurals(name: str) -> set[str]:
    """Return a name and its plural.

    >>> sorted(plurals("Bias")), sorted(plurals("matrix")), sorted(plurals("penalty"))
    (['Bias', 'Biases'], ['matrices', 'matrix'], ['penalties', 'penalty'])
    """
    if name.endswith("ix"):
        return {name, f"{name[:-2]}ices"}
    if name.endswith("y") and name[-2] not in "aeiou":
        return {name, f"{name[:-1]}ies"}
    return {name, f"{name}es" if name.endswith(("s", "x", "ch", "sh")) else f"{name}s"}


class Marker:
    """Marks the first use of each term on one page."""

    def __init__(self, known: Iterable[Term], glossary: str) -> None:
        """Take the terms, and the address of the glossary as seen from the page."""
        self.glossary = glossary
        self.by_word = {
            word.lower(): each for each in known for name in each.names for word in plurals(name)
        }
        longest_first = sorted(self.by_word, key=len, reverse=True)
        either = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
        self.word = re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE)
        self.seen: set[Term] = set()

    def marked(self, html: str) -> str:
        """Return a page's HTML with its first uses marked."""
        if not self.by_word:
            return html
        page, heading, citation = html.partition(CITATION)
        marked = (
            self.word.sub(self.link, piece.text) if is_prose(piece) else piece.text
            for piece in pieces(page)
        )
        return "".join(marked) + heading + citation

    def link(self, found: re.Match[str]) -> str:
        """Return a term as a link to its entry, or as it is when it has been marked before."""
        each = self.by_word[" ".join(found[0].lower().split())]
        if each in self.seen:
            return found[0]
        self.seen.add(each)
        href = f"{self.glossary}#{each.anchor}"
        return LINK.format(href=escape(href), title=escape(each.definition), word=found[0])


def is_prose(piece: Piece) -> bool:
    """Tell whether a piece is running prose: no heading, link, code, equation, table or remark."""
    names = {element.name for element in piece.within}
    return (
        piece.is_text
        and not names.isdisjoint(IN)
        and names.isdisjoint(NOT_IN)
        and not any(element.classes & NOT_IN_CLASSES for element in piece.within)
    )


def on_files(files: Files, **kwargs: Any) -> None:
    """Read the glossary: MkDocs calls this once."""
    page = files.get_file_from_path(GLOSSARY)
    _terms[:] = terms(page.content_string) if page else []


def on_page_content(html: str, page: Page, files: Files, **kwargs: Any) -> str:
    """Mark the terms of a page: MkDocs calls this for each page."""
    glossary = files.get_file_from_path(GLOSSARY)
    if glossary is None or page.file == glossary:
        return html
    return Marker(_terms, glossary.url_relative_to(page.file)).marked(html)
