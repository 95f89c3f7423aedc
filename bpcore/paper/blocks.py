"""What stands on a page, as LaTeX: headings, paragraphs, chains, results, tables, pictures.

Each block begins with a comment that says where it stands on its page, so that whoever looks at a
message of TeX finds the way back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath

from bpcore.paper import characters
from bpcore.paper.errors import CannotPrint
from bpcore.paper.lines import Lines, placed
from bpcore.paper.markup import Node
from bpcore.paper.places import slug
from bpcore.paper.tables import widths

HEADINGS = {"h2": "section", "h3": "subsection", "h4": "subsubsection"}
CALL_OUTS = {
    "[!NOTE]": ("note", "Note"),
    "[!IMPORTANT]": ("important", "Important"),
    "[!CAUTION]": ("mistake", "Common mistake"),
}
PLAIN = {"bp-asked", "bp-counts", "bp-doors"}  # divisions that only the site sets apart


@dataclass
class Blocks:
    """The printer of the blocks of one page."""

    page: str
    lines: Lines
    chapter: int | None
    waiting: list[str] = field(default_factory=list)  # labels for the block that comes next

    def printed(self, nodes: Sequence[Node]) -> str:
        """Return nodes as LaTeX, or raise `CannotPrint` with page and line."""
        return "\n".join(block for node in nodes if (block := self.one(node)))

    def one(self, node: Node) -> str:
        """Return one node as LaTeX, with a comment that tells where it stands."""
        try:
            if node.kind not in PRINTERS:
                raise CannotPrint(f"{node.kind!r} cannot be printed")
            found = PRINTERS[node.kind](self, node)
        except CannotPrint as problem:
            raise placed(problem, self.page, node.line) from None
        return f"%@ {self.page}:{node.line}\n{found}" if found else ""

    def labels(self) -> str:
        """Return the labels that wait for a block."""
        found = "".join(self.waiting)
        self.waiting.clear()
        return found

    def heading(self, node: Node) -> str:
        """Return a heading; the first of a page begins a chapter."""
        words = self.lines.printed(node.children)
        title = rf"\texorpdfstring{{{words}}}{{{characters.plain(node.text)}}}"
        if node.attributes["tag"] == "h1":
            label = self.lines.places.printed[self.page].label
            if self.chapter is None:
                return rf"\bpunnumbered{{{title}}}{{{label}}}"
            return rf"\bpchapter{{{self.chapter}}}{{{title}}}{{{label}}}"
        if node.attributes["tag"] not in HEADINGS:
            raise CannotPrint(f"a heading {node.attributes['tag']} cannot be printed")
        return rf"\{HEADINGS[node.attributes['tag']]}{{{title}}}{self.slug(node)}{self.labels()}"

    def slug(self, node: Node) -> str:
        """Return the label of a heading, if it is cited by its words."""
        name = f"{self.page}#{slug(node)}"
        places = self.lines.places
        if name not in places.cited or places.printed[name].line != node.line:
            return ""
        return rf"\bplabel{{{places.printed[name].label}}}"

    def paragraph(self, node: Node) -> str:
        """Return a paragraph; one of anchors alone names the block behind it."""
        if all(is_place(child) for child in node.children):
            self.waiting += [self.lines.one(child) for child in node.children if child.kind == "a"]
            return ""
        if [child.kind for child in node.children] == ["image"]:
            return self.picture(node.children[0])
        return f"{self.labels()}{self.lines.printed(node.children)}\n"

    def picture(self, node: Node) -> str:
        """Return a picture."""
        path = normpath(join(dirname(self.page), node.attributes["src"]))
        return rf"{self.labels()}\bppicture{{{picture_name(path)}}}"

    def figure(self, node: Node) -> str:
        """Return a picture with its caption."""
        return f"\\begin{{bpfigure}}\n{self.printed(node.children)}\n\\end{{bpfigure}}"

    def fence(self, node: Node) -> str:
        """Return an equation on a line of its own, or lines of code."""
        if node.attributes["language"] == "math":
            return self.labels() + equation(node)
        rows = node.content.rstrip("\n").split("\n")
        code = "\n".join(rf"\bpline{{{characters.line_of_code(row)}}}" for row in rows)
        return f"{self.labels()}\\begin{{bplisting}}\n{code}\n\\end{{bplisting}}"

    def items(self, node: Node) -> str:
        """Return a list."""
        name = {"bullet_list": "itemize", "ordered_list": "enumerate"}[node.kind]
        begin = [rf"\item {self.printed(item.children).strip()}" for item in node.children]
        start = int(node.attributes.get("start", 1))
        if start != 1:
            begin.insert(0, rf"\setcounter{{enumi}}{{{start - 1}}}")
        return "\n".join([rf"\begin{{{name}}}", *begin, rf"\end{{{name}}}"])

    def quote(self, node: Node) -> str:
        """Return a result, a call-out or a quotation, by how it begins."""
        head = node.children[0]
        if any("bp-number" in below.classes for below in head.children):
            return self.result(head, node.children[1:])
        if head.children[0].content in CALL_OUTS:
            return self.call_out(node)
        return f"\\begin{{quote}}\n{self.printed(node.children)}\n\\end{{quote}}"

    def result(self, head: Node, below: Sequence[Node]) -> str:
        """Return a result: title, equation with its number, verdict."""
        number = next(part for part in head.children if "bp-number" in part.classes)
        title = [part for part in head.children if part is not number]
        first, *others = below
        if first.kind != "fence" or first.attributes["language"] != "math":
            raise CannotPrint("a numbered result does not begin with an equation")
        label = self.lines.places.printed[f"{self.page}#{number.attributes['href'][1:]}"].label
        labels = self.labels()
        waiting = labels.replace(rf"\bplabel{{{label}}}", "")
        count = number.text.strip("()")
        title_ = self.lines.printed(title).strip()
        begin = rf"\begin{{bpresult}}{{{title_}}}{{{count}}}{{{label}}}{waiting}"
        return "\n".join([begin, self.one(first), self.printed(others), r"\end{bpresult}"])

    def call_out(self, node: Node) -> str:
        """Return a box about a mistake, or with something to keep in mind."""
        head, *below = node.children
        kind, word = CALL_OUTS[head.children[0].content]
        words = [part for part in head.children[2:] if part.kind != "text" or part.content]
        labels = self.labels()
        if words and all(part.kind in ("strong", "a") for part in words) and below:
            title, first = self.lines.printed(words), ""
        else:
            title, first = "", self.lines.printed(words) + "\n\n"
        body = first + self.printed(below)
        return f"\\begin{{bp{kind}}}{{{word}}}{{{title}}}{labels}\n{body}\n\\end{{bp{kind}}}"

    def division(self, node: Node) -> str:
        """Return a division of a page, by its class."""
        if not node.classes or node.classes[0] not in DIVISIONS:
            raise CannotPrint(f"a division {node.attributes.get('class', '')!r} is not known")
        return DIVISIONS[node.classes[0]](self, node)

    def plain(self, node: Node) -> str:
        """Return what stands in a division that is nothing special on paper."""
        return self.printed(node.children)

    def lead(self, node: Node) -> str:
        """Return the lines with which a book opens."""
        return f"\\begin{{bplead}}\n{self.printed(node.children)}\n\\end{{bplead}}"

    def glossary(self, node: Node) -> str:
        """Return words with what they mean."""
        return f"\\begin{{bpglossary}}\n{self.printed(node.children)}\n\\end{{bpglossary}}"

    def chain(self, node: Node) -> str:
        """Return a chain of equations: its beginning, then its steps with their reasons."""
        begin, *steps = node.children
        body = [self.one(begin), *(self.step(item) for steps_ in steps for item in steps_.children)]
        return "\n".join([r"\begin{bpchain}", *body, r"\end{bpchain}"])

    def step(self, item: Node) -> str:
        """Return a step: why it follows, and what follows."""
        if [child.kind for child in item.children] != ["paragraph", "fence"]:
            raise placed(
                CannotPrint("a step is not a reason and an equation"), self.page, item.line
            )
        reason, right = item.children
        words = self.lines.printed(reason.children)
        return f"\\bpstep{{{words}}}%\n{self.one(right)}"

    def definition(self, node: Node) -> str:
        """Return a definition: an equation, and beside it what it introduces."""
        return self.beside("bpdefinition", node)

    def worked(self, node: Node) -> str:
        """Return an equation with numbers put in, and how it was checked."""
        return self.beside("bpworked", node)

    def beside(self, name: str, node: Node) -> str:
        """Return equations with words that stand beside the last of them."""
        *before, last, words = node.children
        if words.kind != "paragraph" or {child.kind for child in [*before, last]} != {"fence"}:
            raise CannotPrint("equations with words beside them are expected here")
        said = rf"\bpbeside{{{self.lines.printed(words.children)}}}%"
        body = [*(self.one(child) for child in before), said, self.one(last)]
        return "\n".join([rf"\begin{{{name}}}", *body, rf"\end{{{name}}}"])

    def details(self, node: Node) -> str:
        """Return what is folded away on the site; on paper it is open."""
        summary, *below = node.children
        title = self.lines.printed(summary.children)
        return f"\\begin{{bpdetails}}{{{title}}}\n{self.printed(below)}\n\\end{{bpdetails}}"

    def tab(self, node: Node) -> str:
        """Return where one of several versions begins; its title stands below in bold."""
        return r"\bptab"

    def tabs_end(self, node: Node) -> str:
        """Return where the versions end."""
        return r"\bptabsend"

    def table(self, node: Node) -> str:
        """Return a table whose head is repeated on every page."""
        rows = [row.children for part in node.children for row in part.children]
        columns = "".join(f"C{{{share:.3f}}}" for share in widths(rows))
        head, *body = [self.row(row) for row in rows]
        named = any(cell.children for cell in rows[0])
        top = [rf"\bpheadrow {head} \\", r"\midrule"] if named else []
        begin = rf"\begin{{bptable}}{{{len(rows[0])}}}{{{columns}}}"
        kept = [r"\toprule", *top, r"\endhead", r"\bottomrule", r"\endlastfoot"]
        return "\n".join(
            [self.labels() + begin, *kept, *(rf"{row} \\[2pt]" for row in body), r"\end{bptable}"]
        )

    def row(self, cells: Sequence[Node]) -> str:
        """Return a row of a table, each cell on a line of the LaTeX."""
        return "\n& ".join(self.lines.printed(cell.children) for cell in cells)

    def rule(self, node: Node) -> str:
        """Return a line across the page."""
        return r"\bprule"


def equation(node: Node) -> str:
    """Return an equation on a line of its own, its TeX as it stands on the page."""
    tex = node.content.strip("\n")
    if not tex.strip() or "\n\n" in tex:
        raise CannotPrint("an equation is empty, or has an empty line")
    return f"\\bpdisplay{{%\n{tex}\n}}"


def is_place(node: Node) -> bool:
    """Return whether a node of a paragraph only says where something stands."""
    named = node.kind == "a" and "id" in node.attributes and not node.children
    return named or (node.kind in ("text", "softbreak") and not node.content.strip())


def picture_name(path: str) -> str:
    """Return the name, without ending, of the file that a picture is printed from.

    >>> picture_name("derivations/pictures/batches-weights.svg")
    'derivations-pictures-batches-weights'
    """
    return path.rpartition(".")[0].replace("/", "-")


DIVISIONS: dict[str, Callable[[Blocks, Node], str]] = {
    **{name: Blocks.plain for name in PLAIN},
    "bp-lead": Blocks.lead,
    "bp-glossary": Blocks.glossary,
    "bp-chain": Blocks.chain,
    "bp-definition": Blocks.definition,
    "bp-worked": Blocks.worked,
    "bp-figure": Blocks.figure,
}
PRINTERS: dict[str, Callable[[Blocks, Node], str]] = {
    "heading": Blocks.heading,
    "paragraph": Blocks.paragraph,
    "fence": Blocks.fence,
    "code_block": Blocks.fence,
    "bullet_list": Blocks.items,
    "ordered_list": Blocks.items,
    "blockquote": Blocks.quote,
    "div": Blocks.division,
    "details": Blocks.details,
    "tab": Blocks.tab,
    "end of tabs": Blocks.tabs_end,
    "table": Blocks.table,
    "hr": Blocks.rule,
}
