"""A page of Markdown as one tree: blocks, what stands in a line, and HTML elements, nested.

Markdown-It reads the Markdown.  It hands HTML tags through as they are; here they are closed and
become nodes like all others.  What the nodes mean on paper is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from bpcore.paper.errors import CannotPrint
from bpcore.tabs import BEGINS, TABS_END

EQUATION = re.compile(r"\$`([^`]+)`\$")
EMPTY = {"br"}  # elements without an end tag


@dataclass
class Node:
    """A block, a piece of a line or an HTML element, with the line it stands on."""

    kind: str
    line: int
    content: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Yield this node and all nodes in it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def classes(self) -> list[str]:
        """Return the classes of an HTML element."""
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """Return the words in this node, equations as TeX."""
        return "".join(node.content or " " * (node.kind == "softbreak") for node in self.walk())


def parsed(text: str) -> Node:
    """Return the tree of a page.

    Raises `CannotPrint`, with the line, if an HTML element is not closed where it was opened.

    >>> page = parsed('# Slope\\n\\n<a id="s"></a>\\n\\nIt is $`a - y`$.')
    >>> [node.kind for node in page.children]
    ['heading', 'paragraph', 'paragraph']
    >>> [(node.kind, node.content) for node in page.children[2].children]
    [('text', 'It is '), ('equation', 'a - y'), ('text', '.')]
    """
    tree = Builder()
    tree.take(reader().parse(text))
    return tree.finished()


def reader() -> MarkdownIt:
    """Return a reader of Markdown with tables and with equations between ``$`` and `````."""
    markdown = MarkdownIt("commonmark").enable("table")
    markdown.inline.ruler.before("backticks", "equation", equation)
    return markdown


def equation(state: StateInline, silent: bool) -> bool:
    """Read an equation in a line, as GitHub writes it; tell whether there is one here."""
    found = EQUATION.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("equation", "", 0).content = found[1]
    state.pos = found.end()
    return True


class Tags(HTMLParser):
    """The tags, words and comments of a piece of HTML, in a row."""

    def __init__(self, html: str) -> None:
        """Read the piece."""
        super().__init__()
        self.found: list[tuple[str, str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where an element begins."""
        self.found.append(("begin", tag, {name: value or "" for name, value in attrs}))
        if tag in EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note where an element ends."""
        self.found.append(("end", tag, {}))

    def handle_data(self, data: str) -> None:
        """Note words."""
        if data.strip():
            self.found.append(("words", data.strip(), {}))

    def handle_comment(self, data: str) -> None:
        """Note a comment."""
        self.found.append(("comment", f"<!--{data}-->", {}))

    def handle_decl(self, decl: str) -> None:
        """Note a declaration, which no page has any use for."""
        self.found.append(("declaration", decl, {}))

    def handle_pi(self, data: str) -> None:
        """Note an instruction to a program; the same holds."""
        self.handle_decl(data)

    def unknown_decl(self, data: str) -> None:
        """Note what is no HTML; the same holds."""
        self.handle_decl(data)


class Builder:
    """The tree while it grows: the nodes that are open, outermost first."""

    def __init__(self) -> None:
        """Begin with an empty page."""
        self.open = [Node("page", 1)]
        self.line = 1

    def take(self, tokens: Sequence[Token]) -> None:
        """Put tokens into the tree; those without a line of their own stand on the last one."""
        for token in tokens:
            self.line = token.map[0] + 1 if token.map else self.line
            if token.type in ("html_block", "html_inline"):
                self.html(token.content)
            elif token.type == "inline":
                self.take(token.children or [])
            elif token.nesting == 1:
                self.begin(token.type.removesuffix("_open"), attributes(token))
            elif token.nesting == -1:
                self.end(token.type.removesuffix("_close"))
            else:
                self.leaf(token)

    def leaf(self, token: Token) -> None:
        """Put down a token that holds no others, but for the words that stand for a picture."""
        node = Node(token.type, self.line, token.content, attributes(token))
        if token.type == "fence":
            node.attributes["language"] = token.info.partition(" ")[0]
        self.line += token.type == "softbreak"
        self.open[-1].children.append(node)

    def begin(self, kind: str, given: dict[str, str]) -> None:
        """Open a node."""
        node = Node(kind, self.line, attributes=given)
        self.open[-1].children.append(node)
        self.open.append(node)

    def end(self, kind: str) -> None:
        """Close the node that was opened last."""
        last = self.open[-1]
        if last.kind != kind:
            raise CannotPrint(f"</{kind}> stands inside of {last.kind}").at(str(self.line))
        self.open.pop()

    def html(self, text: str) -> None:
        """Put a piece of HTML into the tree; words between its tags are Markdown."""
        for kind, words, given in Tags(text).found:
            if kind == "begin":
                self.begin(words, given)
            elif kind == "end":
                self.end(words)
            elif kind == "words":
                self.take(reader().parseInline(words))
            elif kind == "comment":
                self.comment(words)
            else:
                raise CannotPrint(f"<!{words}> is not known").at(str(self.line))

    def comment(self, words: str) -> None:
        """Put down where versions of a text begin and end; other comments are for editors."""
        if tab := BEGINS.fullmatch(words):
            self.open[-1].children.append(Node("tab", self.line, tab["title"]))
        if words == TABS_END:
            self.open[-1].children.append(Node("end of tabs", self.line))

    def finished(self) -> Node:
        """Return the page, if everything on it is closed."""
        last = self.open[-1]
        if last.kind != "page":
            raise CannotPrint(f"<{last.kind}> is not closed").at(str(last.line))
        return last


def attributes(token: Token) -> dict[str, str]:
    """Return the attributes of a token, and the level of a heading as its tag."""
    found = {name: str(value) for name, value in token.attrs.items()}
    return {**found, "tag": token.tag} if token.type == "heading_open" else found
