"""What rests on what: every result of the book and the results that its proof puts to use.

Read from the citations in the steps, so it cannot say anything else than what was proved.  This
module knows summaries of pages and pictures; it knows no files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

from bpcore.drawing.graph import Node, graph
from bpcore.edition import Edition
from bpcore.errors import ResultMissing
from bpcore.summary import Known, Summary

NOTICE = Edition().notice("bpcore/dependencies.py")
PICTURE = "pictures/dependencies{}.svg"


def results(pages: Iterable[Summary]) -> dict[str, Known]:
    """Return every result by ``page/name``, in the order of the pages.

    Raises `ResultMissing` for one that rests on what no page proves, or on itself.
    """
    found = {known.key: known for page in pages for known in page.results}
    for known in found.values():
        for one in known.rests_on:
            if one not in found:
                raise ResultMissing(f"{known.key} rests on {one}, which no page proves")
    try:
        TopologicalSorter({key: known.rests_on for key, known in found.items()}).prepare()
    except CycleError as circle:
        raise ResultMissing(f"results rest on one another: {' -> '.join(circle.args[1])}") from None
    return found


def dependencies(pages: Iterable[Summary], folder: str) -> dict[str, str]:
    """Return the page on what rests on what, as Markdown, and its pictures, by path."""
    listed = list(pages)
    known = results(listed)
    carries: dict[str, list[str]] = {key: [] for key in known}
    for one in known.values():
        for under in one.rests_on:
            carries[under].append(one.key)
    texts = {PICTURE.format(""): picture(overview(tied(listed), folder))} if tied(listed) else {}
    parts = [
        "# What rests on what",
        NOTICE,
        f"The {len(known)} results of this book, and the results that the proof of each puts to "
        "use. Nothing here is typed: it is read from the citations in the steps. If a result "
        "rested on one that no page proves, or in a circle on itself, the book would not be "
        "written. Every box is a link; the same links stand in words below each picture.",
        "## The pages",
        *page_links(listed, folder),
        "## The results, page by page",
        "Boxes in another tint are results of other pages.",
    ]
    for page in listed:
        own = [one for one in known.values() if one.page == page.name]
        if own:
            texts[PICTURE.format(f"-{page.name}")] = picture(of_results(own, known, folder))
            lines = [result_line(one, known, carries[one.key], folder) for one in own]
            title = page.words
            alt = f"The results of the page {title} as boxes, each linked to what it rests on."
            parts.append(
                f'<details class="bp-try" markdown="1">\n<summary>{title}: {len(own)} results'
                f"</summary>\n\n{shown(alt, f'-{page.name}')}\n\n"
                + "\n".join(lines)
                + "\n\n</details>"
            )
    return {"dependencies.md": "\n\n".join(parts) + "\n", **texts}


def shown(alt: str, which: str) -> str:
    """Return a picture of the page in a box that scrolls by itself."""
    image = f"![{alt}]({PICTURE.format(which)})"
    return f'<div class="bp-figure bp-wide" markdown="1">\n\n{image}\n\n</div>'


def picture(svg: str) -> str:
    """Return the file of a picture."""
    return f"{NOTICE}\n{svg}\n"


def overview(pages: list[Summary], folder: str) -> str:
    """Return the picture of the pages."""
    nodes = [Node(p.name, p.words, f"{folder}/{p.name}.html") for p in pages]
    return graph(nodes, {page.name: page.rests_on for page in pages})


def of_results(own: list[Known], known: dict[str, Known], folder: str) -> str:
    """Return the picture of the results of one page, with those of others that they rest on."""
    mine = {one.key for one in own}
    others = dict.fromkeys(u for one in own for u in one.rests_on if u not in mine)
    nodes = [node(known[key], folder, apart=True) for key in others]
    nodes += [node(one, folder) for one in own]
    return graph(nodes, {one.key: one.rests_on for one in own})


def node(one: Known, folder: str, *, apart: bool = False) -> Node:
    """Return the box of a result."""
    return Node(one.key, one.title, f"{folder}/{one.page}.html#{one.name}", apart)


def tied(pages: list[Summary]) -> list[Summary]:
    """Return the pages that rest on another one, or on which another one rests."""
    used = {name for page in pages for name in page.rests_on}
    return [page for page in pages if page.name in used or page.rests_on]


def page_links(pages: list[Summary], folder: str) -> Iterator[str]:
    """Yield the picture of the pages, and the same in words."""
    links = {p.name: f"[{p.words}]({folder}/{p.name}.md)" for p in pages}
    together = tied(pages)
    alone = [links[page.name] for page in pages if page not in together]
    if together:
        yield "A page stands to the right of every page whose results it uses."
        yield shown("Pages of the book as boxes, each linked to the pages it rests on.", "")
        lines = [
            f"- {links[page.name]} rests on {', '.join(links[name] for name in page.rests_on)}."
            for page in together
            if page.rests_on
        ]
        yield "\n".join(lines)
    if alone:
        yield f"Pages that start from definitions and use no result of another: {', '.join(alone)}."


def result_line(one: Known, known: dict[str, Known], above: list[str], folder: str) -> str:
    """Return one result with what it rests on and what rests on it, as an item of a list."""
    under = ", ".join(link(known[key], one, folder) for key in one.rests_on) or "definitions only"
    carried = ", ".join(link(known[key], one, folder) for key in above)
    return f"- {link(one, one, folder)} rests on {under}." + (
        f" On it rests {carried}." if carried else ""
    )


def link(to: Known, seen_from: Known, folder: str) -> str:
    """Return a link to a result, with its page where that is another one."""
    where = "" if to.page == seen_from.page else f" ({to.page})"
    return f"[{to.title}{where}]({folder}/{to.page}.md#{to.name})"
