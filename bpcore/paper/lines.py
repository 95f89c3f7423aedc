"""What stands in a line, as LaTeX: words, equations, links, marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bpcore.paper import characters
from bpcore.paper.errors import CannotPrint
from bpcore.paper.markup import Node
from bpcore.paper.places import OUTSIDE, Place, Places

WRAPPED = {  # what only changes how the words in it look
    "strong": "textbf",
    "b": "textbf",
    "em": "emph",
    "small": "bpsmall",
}
REFERENCES = {"result": "bpresultlink", "chapter": "bpchapterlink", "page": "bppagelink"}


@dataclass(frozen=True)
class Lines:
    """The printer of the lines of one page."""

    page: str
    places: Places

    def printed(self, nodes: Sequence[Node]) -> str:
        """Return nodes as LaTeX, or raise `CannotPrint` with page and line."""
        return "".join(self.one(node) for node in nodes)

    def one(self, node: Node) -> str:
        """Return one node as LaTeX."""
        try:
            if node.kind in WRAPPED:
                return rf"\{WRAPPED[node.kind]}{{{self.printed(node.children)}}}"
            if node.kind not in PRINTERS:
                raise CannotPrint(f"{node.kind!r} cannot be printed in a line")
            return PRINTERS[node.kind](self, node)
        except CannotPrint as problem:
            raise placed(problem, self.page, node.line) from None

    def labels(self, node: Node) -> str:
        """Return the label of a place, if it is a result or cited from anywhere."""
        name = f"{self.page}#{node.attributes['id']}"
        place = self.places.printed[name]
        return rf"\bplabel{{{place.label}}}" if name in self.places.cited else ""

    def anchor(self, node: Node) -> str:
        """Return an HTML anchor: a place, or a link."""
        if "bp-number" in node.classes:
            raise CannotPrint("a number stands outside of the title of a result")
        if "href" in node.attributes:
            return self.link(node)
        if "id" not in node.attributes or node.children:
            raise CannotPrint("<a> is neither a place nor a link")
        return self.labels(node)

    def link(self, node: Node) -> str:
        """Return a link; one into the book is followed by its number or page."""
        href, words = node.attributes["href"], self.printed(node.children)
        if OUTSIDE.match(href):
            return rf"\href{{{address(href)}}}{{{words}}}"
        place = self.places.of(href, self.page)
        return rf"\{REFERENCES[place.counted]}{{{place.label}}}{{{words}}}" if place else words

    def mark(self, node: Node) -> str:
        """Return what stands above the line: a verdict mark with the number of its result."""
        inside = [self.mark_link(below) for below in node.children]
        return rf"\bpmarks{{{''.join(inside)}}}"

    def mark_link(self, node: Node) -> str:
        """Return a link above the line: its number follows without brackets."""
        if node.kind != "link":
            return self.one(node)
        place: Place | None = self.places.of(node.attributes["href"], self.page)
        words = self.printed(node.children)
        if place and place.counted == "result":
            return rf"\bpmark{{{place.label}}}{{{words}}}"
        return words


def address(href: str) -> str:
    """Return an address as TeX can read it inside of a link."""
    return "".join("\\" + letter if letter in "#%&_" else letter for letter in href)


def placed(problem: CannotPrint, page: str, line: int) -> CannotPrint:
    """Return a refusal with the page and line where it arose, once."""
    return problem if problem.places else problem.at(f"{page}:{line}")


PRINTERS: dict[str, Callable[[Lines, Node], str]] = {
    "text": lambda lines, node: characters.text(node.content),
    "text_special": lambda lines, node: characters.text(node.content),
    "softbreak": lambda lines, node: "\n",
    "hardbreak": lambda lines, node: "\\newline\n",
    "br": lambda lines, node: "\\newline\n",
    "equation": lambda lines, node: rf"\bpinline{{\({node.content}\)}}",
    "code_inline": lambda lines, node: rf"\bpcode{{{characters.code(node.content)}}}",
    "link": Lines.link,
    "a": Lines.anchor,
    "sup": Lines.mark,
}
