"""Pages: the HTML of a built page in, its statements out, in reading order; or its Markdown.

Every rendered equation carries its LaTeX in ``<annotation encoding="application/x-tex">``; that is
what is read.  What kind of statement an equation is follows from where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

from manuscript import as_html
from reading import tokens

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
EVIDENCE = "#evidence-"
COMPARED = 4  # columns: derivative, by the formula, by differences, relative difference
BOUNDS = {"<", r"\le"}
RELATIONS = ("=", r"\neq", r"\approx", *BOUNDS)
FOR_EVERY = re.compile(r"\s*\\qquad\s*\\text\s*\{for every \}(.*)", re.DOTALL)
FORMULAS = {"bp-eq": True, "bp-m": False}  # whether it stands on a line of its own


@dataclass
class Node:
    """An element of a page; a formula has its LaTeX."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parts: list[Node | str] = field(default_factory=list)
    tex: str = ""
    line: int = 0

    @property
    def classes(self) -> list[str]:
        """The classes of the element."""
        return self.attributes.get("class", "").split()

    @property
    def elements(self) -> list[Node]:
        """The elements right inside."""
        return [part for part in self.parts if isinstance(part, Node)]

    @property
    def text(self) -> str:
        """The words inside, without formulas."""
        found = (part if isinstance(part, str) else part.text for part in self.parts)
        return "" if self.tag in FORMULAS else "".join(found)

    def every(self, *tags: str) -> Iterator[Node]:
        """Yield all elements inside with these tags."""
        for part in self.elements:
            if part.tag in tags:
                yield part
            yield from part.every(*tags)


class Reader(HTMLParser):
    """Builds the tree of a page, with formulas as leaves."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__(convert_charrefs=True)
        self.root = Node("page")
        self.open = [self.root]
        self.formula: Node | None = None
        self.noted = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; inside a formula only the annotation counts."""
        if self.formula is not None:
            self.noted = tag == "annotation" or (self.noted and tag != "annotation")
            return
        attributes = {name: value or "" for name, value in attrs}
        node = Node(tag, attributes, line=int(attributes.get("data-line") or self.getpos()[0]))
        self.open[-1].parts.append(node)
        if tag in FORMULAS:
            self.formula = node
        elif tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        """Close an element and those left open inside it."""
        if self.formula is not None:
            if tag == "annotation":
                self.noted = False
            if tag == self.formula.tag:
                self.formula = None
            return
        tags = [node.tag for node in self.open]
        if tag in tags[1:]:
            del self.open[len(tags) - 1 - tags[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        """Keep words, and the LaTeX of a formula."""
        if self.formula is None:
            self.open[-1].parts.append(data)
        elif self.noted:
            self.formula.tex += data


@dataclass(frozen=True)
class Proof:
    """The evidence that a page refers to: its name, and whether a condition is told beside that.

    It is not known of a mark in a sentence.
    """

    name: str = ""
    conditional: bool | None = None


UNPROVED = Proof()


@dataclass(frozen=True)
class Statement:
    """Something that a page says with a sign between two sides, or a line with numbers.

    ``parts`` is the LaTeX; ``kind`` says how it is to be judged; ``link`` is where a link around
    it, or the mark behind it, leads; ``version`` the title of the tab it stands in; ``at`` holds
    further LaTeX, such as the numbers at which something is refuted; ``proof`` is what the page
    refers to as evidence; ``every`` are the letters of which it says that they are any.
    """

    kind: str
    parts: tuple[str, ...]
    line: int
    link: str = ""
    version: str = ""
    at: tuple[str, ...] = ()
    proof: Proof = UNPROVED
    every: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """Where in a page the reader is."""

    link: str = ""
    version: str = ""
    proof: Proof = UNPROVED


def article(path: Path) -> Node:
    """Return the article of a page."""
    text = path.read_text("utf-8")
    reader = Reader()
    reader.feed(as_html(text) if path.suffix == ".md" else text)
    reader.close()
    found = list(reader.root.every("article"))
    if len(found) != 1:
        raise ValueError(f"{path} has {len(found)} articles")
    return found[0]


def statements(path: Path) -> list[Statement]:
    """Return the statements of a page."""
    return list(inside(article(path), Place()))


def split(tex: str) -> list[str]:
    """Return LaTeX as its sides, with the relations between them.

    That it holds for every value of an index is left out: every value of a free index is tried.

    >>> split(r"\\sum_{i=1}^{n} x_{i} = a < b")
    ['\\\\sum _ { i = 1 } ^ { n } x _ { i }', '=', 'a', '<', 'b']
    """
    sides: list[list[str]] = [[]]
    depth = 0
    for token in tokens(FOR_EVERY.sub("", tex.replace(r"\displaystyle", ""))):
        bare = token.removeprefix(r"\left").removeprefix(r"\right")
        depth += bare in ("(", "[", "{", r"\begin{bmatrix}")
        depth -= bare in (")", "]", "}", r"\end{bmatrix}")
        if token in RELATIONS and depth == 0:
            sides += [[token], []]
        else:
            sides[-1].append(token)
    return [" ".join(side) for side in sides]


def every_of(tex: str) -> frozenset[str]:
    """Return the letters of which a line says that it holds for every one.

    >>> sorted(every_of(r"x_{i} = y_{j} \\qquad \\text{for every } i, j"))
    ['i', 'j']
    """
    found = FOR_EVERY.search(tex)
    return frozenset(re.findall(r"[A-Za-z]", found[1]) if found else ())


def inside(node: Node, place: Place) -> Iterator[Statement]:
    """Yield the statements inside an element."""
    if node.tag in FORMULAS:
        yield from formula(node, place)
    elif "bp-chain" in node.classes:
        yield from chain(node, place)
    elif "bp-worked" in node.classes:
        yield from worked(node, place)
    elif "bp-definition" in node.classes:
        yield from definition(node, place)
    elif "tabbed-set" in node.classes:
        yield from tabs(node, place)
    elif node.tag == "table":
        yield from table(node, place)
    else:
        yield from run(node.elements, replace(place, link=node.attributes.get("href", place.link)))


def run(elements: list[Node], place: Place) -> Iterator[Statement]:
    """Yield the statements of elements side by side; a refutation takes up several."""
    at = 0
    while at < len(elements):
        node = elements[at]
        if node.tag == "bp-eq" and r"\neq" in split(node.tex):
            point, sides = elements[at + 1 : at + 3]
            yield mistake(node, point, sides, place)
            at += 3
            continue
        after = elements[at + 1] if at + 1 < len(elements) else Node("")
        marks = list(after.every("a")) if after.tag == "sup" else []
        link = marks[0].attributes.get("href", "") if marks else place.link
        proof = evidence(after) if after.tag in ("sup", "p") else place.proof
        yield from inside(node, replace(place, link=link, proof=proof))
        at += 1


def evidence(node: Node) -> Proof:
    """Return the evidence that an element refers to first, and what is said behind that."""
    for inner in (node, *node.every("small")):
        for part, after in pairwise([*inner.parts, ""]):
            if isinstance(part, Node) and part.tag == "a":
                _, sign, name = part.attributes.get("href", "").partition(EVIDENCE)
                if sign:
                    said = after if isinstance(after, str) else after.text
                    told = said.split()[:1] == ["where"]
                    return Proof(name, None if node.tag == "sup" else told)
    return UNPROVED


def proofs(page: Node) -> dict[str, bool]:
    """Return for all evidence that a page gives whether a condition is told there."""
    found = {}
    for row in page.every("tr"):
        cells = [cell for cell in row.elements if cell.tag == "td"]
        for anchor in cells[0].every("a") if cells else ():
            _, sign, name = f"#{anchor.attributes.get('id', '')}".partition(EVIDENCE)
            if sign:
                found[name] = "where" in cells[1].text.split()
    return found


def formula(node: Node, place: Place) -> Iterator[Statement]:
    """Yield what one formula states, if it has a relation."""
    sides = split(node.tex)
    kind = "claim" if node.tag == "bp-eq" else "in words"
    if BOUNDS & set(sides):
        yield Statement("bounds", tuple(sides), node.line, place.link, place.version)
    elif len(sides) > 1:
        for left, sign, right in zip(sides[::2], sides[1::2], sides[2::2], strict=False):
            parts = (left, sign, right)
            told = (place.link, place.version, (), place.proof, every_of(node.tex))
            yield Statement(kind, parts, node.line, *told)


def chain(node: Node, place: Place) -> Iterator[Statement]:
    """Yield the steps of a chain: each line equals the line before; and what the reasons say."""
    before = ""
    for part in node.elements:
        if part.tag == "bp-eq":
            before = " ".join(split(part.tex))
        for item in part.every("li"):
            for inner in item.elements:
                if inner.tag != "bp-eq":
                    yield from inside(inner, place)
                    continue
                empty, *signs = split(inner.tex)
                if not before or empty or len(signs) != 2:
                    raise ValueError(f"line {inner.line} is no step of a chain: {inner.tex}")
                sign, after = signs
                parts = (before, sign, after)
                told = (place.link, place.version, (), evidence(item), every_of(inner.tex))
                yield Statement("step", parts, inner.line, *told)
                before = after


def worked(node: Node, place: Place) -> Iterator[Statement]:
    """Yield a claim, and the line with its numbers."""
    claim, numbers = (part for part in node.elements if part.tag == "bp-eq")
    yield from formula(claim, place)
    parts = (*split(claim.tex), *split(numbers.tex)[1:])
    yield Statement("worked", parts, numbers.line, place.link, place.version)
    yield from run([part for part in node.elements if part.tag != "bp-eq"], place)


def definition(node: Node, place: Place) -> Iterator[Statement]:
    """Yield what a name is said to be."""
    for part in node.elements:
        if part.tag == "bp-eq":
            parts = tuple(split(part.tex))
            yield Statement("definition", parts, part.line, place.link, place.version)
        else:
            yield from inside(part, place)


def mistake(node: Node, point: Node, sides: Node, place: Place) -> Statement:
    """Return an equality that is refuted, with the numbers and what both sides come to."""
    items = [item for item in sides.elements if item.tag == "li"]
    at = [part.tex for part in point.every("bp-m")]
    shown = [part.tex for item in items for part in item.every("bp-m")]
    if not point.text.startswith("At") or len(shown) != 2:
        raise ValueError(f"line {node.line}: a refutation without numbers: {node.tex}")
    parts = (*split(node.tex), *shown)
    return Statement("mistake", parts, node.line, place.link, place.version, tuple(at))


def tabs(node: Node, place: Place) -> Iterator[Statement]:
    """Yield the statements of tabs, each under its title."""
    titles = [label.text.strip() for label in node.every("label")]
    blocks = [part for part in node.every("div") if "tabbed-block" in part.classes]
    for title, block in zip(titles, blocks, strict=True):
        yield from run(block.elements, replace(place, version=title))


def table(node: Node, place: Place) -> Iterator[Statement]:
    """Yield what the rows of a table say; a table of given numbers is one statement."""
    headings, *lines = (
        [cell for cell in line.elements if cell.tag in ("td", "th")] for line in node.every("tr")
    )
    heads = [head.text.strip() for head in headings]
    if heads == ["given", "number"]:
        given = tuple(f"{tex(name)} = {tex(number)}" for name, number in lines)
        yield Statement("given", (), node.line, place.link, place.version, given)
    elif heads[-COMPARED:-1] == ["derivative", "by the formula", "by differences"]:
        for line in lines:
            parts = tuple(map(tex, line[-COMPARED:]))
            put_in = zip(headings[:-COMPARED], line[:-COMPARED], strict=True)
            at = tuple(tex(cell) for pair in put_in for cell in pair)
            yield Statement("compared", parts, node.line, place.link, place.version, at)
    else:
        for line in lines:
            for cell, head in zip(line, heads, strict=True):
                yield from run(cell.elements, replace(place, version=place.version or head))


def tex(cell: Node) -> str:
    """Return the one formula of a cell."""
    (found,) = cell.every("bp-m")
    return found.tex.replace(r"\displaystyle", "").strip()
