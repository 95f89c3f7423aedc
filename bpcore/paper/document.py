"""The whole book as one LaTeX document."""

from __future__ import annotations

from importlib.resources import files

from bpcore.paper import characters
from bpcore.paper.blocks import Blocks
from bpcore.paper.errors import CannotPrint
from bpcore.paper.lines import Lines
from bpcore.paper.navigation import Book, Page, Part
from bpcore.paper.places import Places, divided, places

NOTICE = "% Written by bpcore/paper from the pages of the book; run: python -m bpcore.paper"


def document(book: Book) -> str:
    """Return a book as LaTeX.

    Raises `CannotPrint` for whatever on its pages has no form on paper, with page and line.
    """
    front = Page("front.md", own("front.md"))  # how to read it; not a page of the site
    where = places([front, *book.pages], book.chapters, book.left_out)
    return "\n".join(
        [
            NOTICE,
            own("preamble.tex"),
            *title(book),
            chapter(front, None, where),
            r"\bpcontents",
            r"\mainmatter",
            *(printed(part, book, where) for part in book.parts),
            "\\end{document}\n",
        ]
    )


def own(name: str) -> str:
    """Return a text that belongs to this room."""
    return files("bpcore.paper").joinpath(name).read_text("utf-8")


def title(book: Book) -> list[str]:
    """Return the lines that begin the document: its title page and what a PDF says of itself."""
    return [
        rf"\hypersetup{{pdftitle={{{characters.plain(book.title)}}}}}",
        r"\begin{document}",
        r"\frontmatter",
        rf"\bptitlepage{{{characters.text(book.title)}}}"
        rf"{{{characters.text(book.description)}}}{{{characters.text(book.version)}}}",
    ]


def printed(part: Part, book: Book, where: Places) -> str:
    """Return a part of the book with its chapters."""
    head = rf"\part{{{characters.text(part.title)}}}" if part.title else r"\bpnopart"
    return "\n".join(
        [head, *(chapter(page, book.chapters.get(page.path), where) for page in part.pages)]
    )


def chapter(page: Page, number: int | None, where: Places) -> str:
    """Return a page as a chapter."""
    blocks = Blocks(page.path, Lines(page.path, where), number)
    kept, _ = divided(page.tree)
    if not kept.children or kept.children[0].attributes.get("tag") != "h1":
        raise CannotPrint("a page does not begin with its title").at(f"{page.path}:1")
    return "\n".join([f"%% page {page.path}", blocks.printed(kept.children), blocks.labels()])
