"""What the search of the site finds: the prose of the pages, and nothing else.

The search plugin is given a page without its evidence, its tables of numbers and the remarks about
verdicts; what the reader sees is not changed.  Words that readers look for and titles do not have
come from `docs/search.toml`.

How it is found is no business of the theme: its own search takes what is typed for a language with
a syntax, in which a formula is an error.  `assets/search` takes its place; its index is a script of
its own, which a page loads when something is typed, from a server or from a folder.  It knows
MkDocs, the theme, HTML and the classes of the book.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority

from bpcore.site.elements import Piece, pieces

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

FIRST, LAST = 100, -100  # the search plugin reads at 0
AT_LAST = -200  # the offline plugin writes at -100

# Sections of records: the first ones stand on every page, or on many.
RECORDS = re.compile(
    r'(<h2 id="(?:how-this-page-was-checked|take-this-page-with-you|make-a-copy-of-your-own'
    r'|every-derivation-of-this-book-with-its-rules)")'
)
# Pages about the book stand behind those of the book.
ABOUT = frozenset(
    [
        "architecture",
        "attacks",
        "dependencies",
        "read-back",
        "source-map",
        "sources",
        "verification",
        "write-a-derivation",
    ]
)
BOOST_ABOUT = 0.1
REFERENCE = "reference/"  # for programmers: behind them too, and only what each thing is
# Pages of records: of them only what is said about the records is found.
REPORTS = ("attacks.md", "dependencies.md", "source-map.md", "verification.md")
REPORTED = frozenset({"table", "details", "ul"})
NOT_FOUND = frozenset({"small", "sup", "svg"})
NOT_FOUND_CLASSES = frozenset({"bp-worked", "bp-number", "admonition-title"})

EMPTY = re.compile(r'<p>(?:\s|<a id="[^"]*"></a>)*</p>')
SECTION = re.compile(r"(?=<h[1-6] )")
SAID = re.compile(r"(?P<heading><h[1-6] .*?</h[1-6]>)(?:.*?(?P<first><p>.*?</p>))?", re.DOTALL)
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
SYMBOLS = re.compile(r"<th>symbol</th>")
ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"[^\W\d_]{2,}")
LETTER = re.compile(r"[^\W\d_]")
WORDS_OF_PROSE = 5

WORDS = "search.toml"
SAME = "same"  # the lists of words for one thing, beside the words of places
PLUGIN = "material/search"
THEMES = re.compile(
    r'("search": "(?:[^"]*/)?)assets/javascripts/workers/search\.[0-9a-f]+\.min\.js"'
)
OWN = r'\1assets/search/worker.js"'
CONFIGURED = 'id="__config"'
INDEX = "search/index.js"

_whole: dict[str, str] = {}


class NoSuchPlace(LookupError):
    """There are words for a page or a heading that the search cannot find."""


def first_said(html: str) -> str:
    """Return the headings of a page, each with its first paragraph.

    >>> first_said("<h2 id='a'>A</h2> <p>One.</p> <p>Two.</p> <h3 id='b'>B</h3> <p>Three.</p>")
    "<h2 id='a'>A</h2><p>One.</p><h3 id='b'>B</h3><p>Three.</p>"
    """
    parts = (SAID.match(part) for part in SECTION.split(html))
    return "".join(part["heading"] + (part["first"] or "") for part in parts if part)


def searchable(html: str, leave_out: frozenset[str] = NOT_FOUND) -> str:
    """Return a page's HTML with what should be found: no element of these names, no records.

    >>> searchable('<p>cancel <small>algebra · proved</small></p><div class="bp-worked">3</div>')
    '<p>cancel </p>'
    """
    marked = RECORDS.sub(r"\1 data-search-exclude", TABLE.sub(prose_of_table, html))
    kept = (piece.text for piece in pieces(marked) if is_found(piece, leave_out))
    return EMPTY.sub("", "".join(kept))


def is_found(piece: Piece, leave_out: frozenset[str]) -> bool:
    """Tell whether a piece of a page belongs to what is found."""
    return not any(
        element.name in leave_out or element.classes & NOT_FOUND_CLASSES for element in piece.within
    )


def prose_of_table(table: re.Match[str]) -> str:
    """Return the rows of a table that say something in a sentence; symbols and numbers do not."""
    if SYMBOLS.search(table[0]):
        return ""
    rows = [row_of_words(row[0]) for row in ROW.finditer(table[0])]
    return "\n".join(f"<p>{' · '.join(cells)}</p>" for cells in rows if cells)


def row_of_words(row: str) -> list[str]:
    """Return the cells of a row but for bare numbers, if one of them is a short sentence."""
    lengths = {cell: len(WORD.findall(TAG.sub(" ", cell))) for cell in CELL.findall(row)}
    said = max(lengths.values(), default=0) >= WORDS_OF_PROSE
    return [cell for cell in lengths if LETTER.search(TAG.sub("", cell))] if said else []


def with_words(entries: list[dict[str, Any]], words: dict[str, list[str]]) -> None:
    """Give entries of the index their words, by page and heading; raise `NoSuchPlace`."""
    by_place = {entry["location"].replace(".html", ".md"): entry for entry in entries}
    missing = sorted(set(words) - set(by_place))
    if missing:
        raise NoSuchPlace(f"{WORDS} has words for places that are not found: {missing}")
    for place, own in words.items():
        by_place[place]["tags"] = own


def words_of(docs: Path) -> tuple[dict[str, list[str]], list[list[str]]]:
    """Return the words of the places of a book, and its lists of words for one thing."""
    path = docs / WORDS
    read: dict[str, Any] = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    same = read.pop(SAME, [])
    return read, same


def with_own_search(html: str) -> str:
    """Return a page that starts the search of the book instead of the theme's.

    Raises `ValueError` if the page starts a search that is not known here.

    >>> with_own_search('"search": "../assets/javascripts/workers/search.a7633da7.min.js"')
    '"search": "../assets/search/worker.js"'
    """
    page, count = THEMES.subn(OWN, html)
    if CONFIGURED in html and count != 1:
        raise ValueError("the theme starts its search in a way that is not known")
    return page


def written_apart(site: Path, same: list[list[str]]) -> None:
    """Put the index of a site into a script of its own, and leave the theme one without entries."""
    theirs = site / "search" / "search_index.json"
    if not theirs.is_file():  # the search is switched off
        return
    data = json.loads(theirs.read_text("utf-8"))
    text = json.dumps({"docs": data["docs"], SAME: same}, separators=(",", ":"), ensure_ascii=False)
    (site / INDEX).write_text(f"self.bpIndex = {text};\n", "utf-8")
    none = json.dumps({**data, "docs": []})
    theirs.write_text(none, "utf-8")
    theirs.with_suffix(".js").write_text(f"var __index = {none}", "utf-8")  # from a folder


@event_priority(FIRST)
def before_search(context: Any, /, page: Page, **kwargs: Any) -> None:
    """Give the search plugin what is to be found on a page."""
    path = page.file.src_uri
    is_reference = path.startswith(REFERENCE)
    _whole[path] = content = page.content or ""
    if path in REPORTS:  # its tables are the records
        content = TABLE.sub("", content)
    page.content = searchable(
        first_said(content) if is_reference else content,
        NOT_FOUND | (REPORTED if path in REPORTS else frozenset()),
    )
    if page.file.name in ABOUT or is_reference:
        page.meta.setdefault("search", {"boost": BOOST_ABOUT})


@event_priority(LAST)
def after_search(context: Any, /, page: Page, **kwargs: Any) -> None:
    """Give the page back as it was."""
    page.content = _whole.pop(page.file.src_uri)


on_page_context = CombinedEvent(before_search, after_search)  # MkDocs calls both for each page


def on_post_page(output: str, page: Page, config: MkDocsConfig, **kwargs: Any) -> str:
    """Let a page start the search of the book: MkDocs calls this for each page."""
    return started(output, page.file.src_uri, config)


def on_post_template(
    output_content: str, template_name: str, config: MkDocsConfig, **kwargs: Any
) -> str:
    """Let a page that has no Markdown start it too: MkDocs calls this for each template."""
    return started(output_content, template_name, config)


def started(html: str, name: str, config: MkDocsConfig) -> str:
    """Return a page with the search of the book; stop the build, with its name, if it cannot be."""
    if PLUGIN not in config.plugins:
        return html
    try:
        return with_own_search(html)
    except ValueError as error:
        raise PluginError(f"{name}: {error}") from error


@event_priority(FIRST)
def before_index(config: MkDocsConfig) -> None:
    """Put the words of readers in, before the index is written: MkDocs calls this once."""
    if PLUGIN in config.plugins:
        plugin: Any = config.plugins[PLUGIN]
        with_words(plugin.search_index.entries, words_of(Path(config.docs_dir))[0])


@event_priority(AT_LAST)
def after_index(config: MkDocsConfig) -> None:
    """Put the index where only the search looks for it."""
    if PLUGIN in config.plugins:
        written_apart(Path(config.site_dir), words_of(Path(config.docs_dir))[1])


on_post_build = CombinedEvent(before_index, after_index)
