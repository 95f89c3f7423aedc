"""What eyes see and ears would miss: names for signs, headers of rows, and one place for each id.

Markdown and the theme have no words for these, so they are put into the finished page.  If the
theme writes something else one day, the build stops: the repair has to be looked at again.  It
knows MkDocs, HTML and the theme.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink

# The box of the search is a dialogue; without a name it is "dialogue" and no more.
SEARCH = 'data-md-component="search" role="dialog"'
HEADING_LINK = re.compile(
    r'(<a (?:class="headerlink" href="[^"]*"|href="[^"]*" class="headerlink"))'
    r' title="Permanent link">'
)
CHECK = re.compile(r'<a (?P<attributes>[^>]*title="(?P<verdict>[^".]*)[^"]*")>✓</a>')
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
CORNER = re.compile(r"<th(?P<style>[^>]*)></th>")
SECTION = "-section"
PLACE = re.compile(r'<a id="([^"]+)"')
HEADING = re.compile(r'(?P<start><h[1-6] id=")(?P<id>[^"]+)(?P<rest>".*?</h[1-6]>)', re.DOTALL)
FIRST_CELL = re.compile(r"(<tr>\s*)<td([^>]*)>(.*?)</td>", re.DOTALL)


def spoken(html: str) -> str:
    """Return a page on which each sign that is a link is named by what it leads to.

    >>> spoken('<a class="headerlink" href="#why" title="Permanent link">&para;</a>')
    '<a class="headerlink" href="#why" title="Permanent link" aria-label="Link to this section">&para;</a>'
    >>> spoken('<a href="#dL_dz" title="Proved for all values. 9 wrong versions">✓</a>')
    '<a href="#dL_dz" title="Proved for all values. 9 wrong versions" aria-label="Proved for all values: evidence">✓</a>'
    """  # noqa: E501 - HTML as it stands, in one line
    linked = HEADING_LINK.sub(r'\1 title="Permanent link" aria-label="Link to this section">', html)
    return CHECK.sub(r'<a \g<attributes> aria-label="\g<verdict>: evidence">✓</a>', linked)


def headed(html: str) -> str:
    """Return a page whose tables with an empty corner have headers of rows in the first column.

    >>> table = "<table><tr><th></th><th>cost</th></tr> <tr><td>mean</td><td>1</td></tr></table>"
    >>> headed(table)
    '<table><tr><td></td><th>cost</th></tr> <tr><th scope="row">mean</th><td>1</td></tr></table>'
    >>> headed("<table><tr><th>a</th></tr><tr><td>1</td></tr></table>")
    '<table><tr><th>a</th></tr><tr><td>1</td></tr></table>'
    """
    return TABLE.sub(lambda table: rows_named(table[0]), html)


def rows_named(table: str) -> str:
    """Return a table, with headers of rows if its corner is empty."""
    head, body, rest = table.partition("</tr>")
    first = CORNER.search(head)
    if first is None or first.start() != head.find("<th", head.find("<tr")):
        return table
    return (
        CORNER.sub(r"<td\g<style>></td>", head, count=1)
        + body
        + FIRST_CELL.sub(r'\1<th scope="row"\2>\3</th>', rest)
    )


def apart(html: str) -> str:
    """Return a page on which no heading has the id of a result.

    A result's id is permanent, and a heading gets its id from its words: the heading gives way.

    >>> apart('<h3 id="relu">ReLU<a href="#relu">¶</a></h3><a id="relu"></a>')
    '<h3 id="relu-section">ReLU<a href="#relu-section">¶</a></h3><a id="relu"></a>'
    """
    results = set(PLACE.findall(html))

    def moved(heading: re.Match[str]) -> str:
        name = heading["id"]
        if name not in results:
            return heading[0]
        rest = heading["rest"].replace(f'href="#{name}"', f'href="#{name}{SECTION}"')
        return f"{heading['start']}{name}{SECTION}{rest}"

    return HEADING.sub(moved, html)


def repaired(html: str) -> str:
    """Return a finished page with all that is said to those who listen.

    Raises `ValueError` if the box of the search is not there: it would go without its name.
    """
    if SEARCH not in html:
        raise ValueError(
            f"the theme does not write {SEARCH} any more: see bpcore/site/accessible.py"
        )
    return headed(spoken(html.replace(SEARCH, f'{SEARCH} aria-label="Search"')))


def told(html: str, name: str) -> str:
    """Return a repaired page; stop the build, with the name of the page, if it cannot be."""
    try:
        return repaired(html)
    except ValueError as error:
        raise PluginError(f"{name}: {error}") from error


def follow(contents: Iterable[AnchorLink], results: set[str]) -> None:
    """Turn the links of a page's contents to the headings that gave way."""
    for link in contents:
        if link.id in results:
            link.id += SECTION
        follow(link.children, results)


def on_page_content(html: str, page: Page, **kwargs: Any) -> str:
    """Keep headings and results apart: MkDocs calls this for each page."""
    follow(page.toc, set(PLACE.findall(html)))
    return apart(html)


def on_post_page(output: str, page: Page, **kwargs: Any) -> str:
    """Repair a page: MkDocs calls this for each page."""
    return told(output, page.file.src_uri)


def on_post_template(output_content: str, template_name: str, **kwargs: Any) -> str:
    """Repair a page that has no Markdown: MkDocs calls this for each template."""
    return (
        told(output_content, template_name) if template_name.endswith(".html") else output_content
    )
