"""Reading: LaTeX and a vocabulary in, a tree out.

Here are the rules by which a person reads a page, and nothing else:

* ``+`` and ``-`` bind loosest; a minus stands before a whole product, never inside one;
* factors are joined by a sign: a thin space or a centred dot (numbers, matrices; the dot of two
  columns is their scalar product), ``\\odot`` or ``\\otimes``; a product has one kind of sign;
* a sum reaches over the product that follows it;
* a parenthesis directly after the name of a function holds its argument;
* a script belongs to the one symbol or parenthesis before it, and a raised thing is not raised
  again.

Whatever these rules leave open raises `Ambiguous`; whatever is no mathematics raises `Unreadable`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Protocol

Tree = tuple[Any, ...]

TOKEN = re.compile(
    r"\\left[(\[|]|\\right[)\]|]|\\begin\{bmatrix\}|\\end\{bmatrix\}"
    r"|\\\\|\\,|\\[A-Za-z]+|\d+\.\d+|\d+|[A-Za-z]|[-+^_{}()\[\]&',=<>|]"
)
OPENS = {"(": ")", r"\left(": r"\right)"}
GATES = {"[": "]", r"\left[": r"\right]"}
BARS = {"|": "|", r"\left|": r"\right|", r"\lvert": r"\rvert"}
ROOTS = (r"\sqrt",)
CHOICES = (r"\max", r"\min")
SIGNS = (r"\,", r"\cdot", r"\odot", r"\otimes")
ACCENTS = (r"\hat", r"\mathit", r"\mathrm", r"\mathbf")
ENDS = (*")]}<>&,|+-", r"\right)", r"\right]", r"\right|", r"\rvert", r"\\", r"\end{bmatrix}", "")


class Unreadable(Exception):
    """What stands there is no mathematics, or has a symbol that is not in the table."""


class Ambiguous(Unreadable):
    """What stands there can be read in two ways."""


class NoSuchPlace(Unreadable):
    """An array is not large enough for an entry of it."""


def tokens(tex: str) -> list[str]:
    """Return the tokens of LaTeX; spaces say nothing, not even between two digits or two rows."""
    tex = tex.replace(r"\\[1em]", r"\\").replace(r"\\[0.3em]", r"\\")
    tex = re.sub(r"(?<=\d)\s+(?=\d)", "", tex)
    found, at = [], 0
    for match in TOKEN.finditer(tex):
        if tex[at : match.start()].strip():
            raise Unreadable(f"{tex[at : match.start()]!r} in {tex}")
        found.append(match.group())
        at = match.end()
    if tex[at:].strip():
        raise Unreadable(f"{tex[at:]!r} in {tex}")
    return found


@cache
def spelled(tex: str) -> str:
    """Return LaTeX in the one spelling in which symbols are looked up."""
    return " ".join(tokens(tex))


class Vocabulary(Protocol):
    """Which symbols there are; a tree can be built without knowing what they are worth."""

    @property
    def letters(self) -> Mapping[str, str | tuple[str, ...]]:
        """Letters of entries, and of which symbols they are entries."""

    @property
    def numbered(self) -> Mapping[str, str | tuple[str, ...]]:
        """The same for letters that count examples above, if they are listed apart."""

    @property
    def names_first(self) -> bool:
        """Whether what is listed as a name is that name, even if it could be an entry."""

    @property
    def shapes(self) -> Mapping[str, tuple[str | int, ...]]:
        """The shapes of arrays, as far as they are known."""

    @property
    def examples(self) -> frozenset[str]:
        """Letters of entries that count examples above."""

    @property
    def values(self) -> Mapping[str, Any]:
        """The symbols that have a value."""

    @property
    def functions(self) -> Mapping[str, Any]:
        """The names of functions."""

    @property
    def widths(self) -> Mapping[str, Any]:
        """The letters that stand for widths."""

    @property
    def indices(self) -> Mapping[str, int]:
        """The letters that stand for places."""

    def starts(self, symbol: str) -> bool:
        """Tell whether a symbol, scripts included, is known."""


class Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, found: list[str], table: Vocabulary) -> None:
        """Begin at the first token."""
        self.tokens, self.table, self.at = found, table, 0

    @property
    def next(self) -> str:
        """The next token, empty at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        """Return the next token and go on; raises if another one is wanted."""
        found = self.next
        if not found or (wanted and found != wanted):
            raise Unreadable(f"{wanted or 'more'} wanted at {self.here()}")
        self.at += 1
        return found

    def here(self) -> str:
        """Return what has been read, with a mark where reading stopped."""
        return " ".join([*self.tokens[: self.at], "<here>", *self.tokens[self.at :]])

    def whole(self) -> Tree:
        """Return the tree of everything there is."""
        found = self.sum()
        if self.next:
            raise Unreadable(f"not the end: {self.here()}")
        return found

    def sum(self) -> Tree:
        """Return terms with plus and minus between them; only the first may have a sign."""
        found = self.term()
        while self.next in ("+", "-"):
            found = (self.take(), found, self.product())
        return found

    def term(self) -> Tree:
        """Return a product, with or without a minus."""
        if self.next == "-":
            self.take()
            return ("neg", self.product())
        return self.product()

    def product(self) -> Tree:
        """Return factors joined by signs."""
        factors, signs = [self.factor()], []
        while self.next in SIGNS:
            signs.append(self.take())
            if signs[-1] == r"\," and self.next[:1].isdigit():
                raise Ambiguous(f"a thin space before a digit: {self.here()}")
            factors.append(self.factor())
        if self.next not in ENDS:
            raise Ambiguous(f"no sign between two factors: {self.here()}")
        if signs and any(factor[0] == "operator" for factor in factors):
            raise Ambiguous(f"how far does the derivative reach? {self.here()}")
        if len({sign if sign in SIGNS[2:] else "" for sign in signs}) > 1:
            raise Ambiguous(f"two kinds of product without a parenthesis: {self.here()}")
        return ("product", tuple(factors), tuple(signs)) if signs else factors[0]

    def factor(self) -> Tree:
        """Return one factor; a sum takes all that follows in its product."""
        token = self.next
        if token == r"\sum":
            return self.series()
        if token in OPENS:
            return self.scripts(("group", self.parenthesis()))
        if token == r"\frac":
            return self.fraction()
        if token in GATES:
            return self.scripts(self.gate())
        if token in BARS:
            return self.scripts(self.absolute())
        if token in ROOTS:
            return self.root()
        if token == "{" and self.tokens[self.at + 1] in GATES:  # apart from a line break before it
            self.take()
            found = self.factor()
            self.take("}")
            return found
        if token == r"\textcolor":
            return self.dressed()
        if token == r"\underbrace":
            return self.labelled()
        if token == r"\begin{bmatrix}":
            return self.scripts(self.matrix())
        if token[:1].isdigit():
            return self.scripts(("number", self.take()))
        return self.symbol()

    def parenthesis(self) -> Tree:
        """Return what is between parentheses that fit each other."""
        closing = OPENS[self.take()]
        found = self.sum()
        self.take(closing)
        return found

    def gate(self) -> Tree:
        """Return a question in brackets: is something larger than something else?"""
        closing = GATES[self.take()]
        sides = [self.sum()]
        sign = self.take("<" if self.next == "<" else ">")
        sides.append(self.sum())
        self.take(closing)
        larger, smaller = sides if sign == ">" else reversed(sides)
        return ("apply", "[ ]", larger if smaller == ("number", "0") else ("-", larger, smaller))

    def absolute(self) -> Tree:
        """Return a number without its sign: it stands between bars."""
        closing = BARS[self.take()]
        found = self.sum()
        self.take(closing)
        return ("apply", "| |", found)

    def root(self) -> Tree:
        """Return a square root: what stands below it is in braces; or its slope."""
        name = self.take()
        while self.next == "'":
            name += " " + self.take()
        inside = self.parenthesis() if name != r"\sqrt" else self.inside(self.braced())
        return self.scriptless(("apply", name, inside))

    def several(self, name: str) -> Tree:
        """Return the largest or smallest of what stands between parentheses."""
        closing = OPENS[self.take()]
        found = [self.sum()]
        while self.next == ",":
            self.take()
            found.append(self.sum())
        self.take(closing)
        if len(found) < 2:
            raise Unreadable(f"{name} of one thing: {self.here()}")
        return (name, *found)

    def dressed(self) -> Tree:
        """Return what is struck out in gray or boxed in red: it means what it meant before."""
        self.take()
        self.braced()
        sign, *found = self.braced()
        if sign not in (r"\cancel", r"\boxed") or found[:1] != ["{"] or found[-1:] != ["}"]:
            raise Unreadable(f"a colour without a meaning: {self.here()}")
        return self.scripts(("group", self.inside(found[1:-1])))

    def labelled(self) -> Tree:
        """Return what stands above a brace with words: it means what it meant before."""
        self.take()
        found = self.inside(self.braced())
        self.take("_")
        text, *_ = self.braced()
        if text != r"\text":
            raise Unreadable(f"a brace without words: {self.here()}")
        return self.scriptless(("group", found))

    def braced(self) -> list[str]:
        """Return the tokens between two braces."""
        self.take("{")
        found: list[str] = []
        depth = 1
        while True:
            token = self.take()
            depth += {"{": 1, "}": -1}.get(token, 0)
            if not depth:
                return found
            found.append(token)

    def held(self) -> tuple[str, ...]:
        """Return the names below a derivative in parentheses, which are held; none for places."""
        ahead = Parser(self.tokens, self.table)
        ahead.at = self.at
        parts = " ".join(ahead.braced()).split(" , ")
        names = tuple(part for part in parts if part in self.table.values)
        if names and (len(names) < len(parts) or set(names) & set(self.table.indices)):
            raise Ambiguous(f"what is held, and what is a place? {self.here()}")
        self.at = ahead.at if names else self.at
        return names

    def inside(self, found: list[str]) -> Tree:
        """Return the tree of the tokens between two braces."""
        return Parser(found, self.table).whole()

    def series(self) -> Tree:
        """Return a sum over an index, with the product that follows."""
        self.take()
        self.take("_")
        letter, equals, start = split_at_equals(self.braced())
        if equals != "=" or start != "1":
            raise Unreadable(f"a sum starts at 1: {self.here()}")
        self.take("^")
        return ("sum", letter, " ".join(self.braced()), self.product())

    def matrix(self) -> Tree:
        """Return an array written out."""
        self.take()
        rows = [[self.sum()]]
        while self.next != r"\end{bmatrix}":
            if self.take() == "&":
                rows[-1].append(self.sum())
            else:
                rows.append([self.sum()])
        self.take()
        return ("rows", tuple(map(tuple, rows)))

    def fraction(self) -> Tree:
        """Return a quotient, or a derivative if both parts begin with the same d."""
        self.take()
        above, below = self.braced(), self.braced()
        if above[:1] in (["d"], [r"\partial"]):
            if above[:1] != below[:1]:
                raise Unreadable(f"half a derivative: {self.here()}")
            return self.derivative(above[1:], below[1:], above[0])
        if self.next in ("^", "_"):
            raise Ambiguous(f"a script on a fraction: {self.here()}")
        return ("quotient", self.inside(above), self.inside(below))

    def derivative(self, above: list[str], below: list[str], sign: str) -> Tree:
        """Return a derivative: of the symbol above, or of what follows if there is none."""
        by = self.inside(below)
        if by[0] not in ("symbol", "entry", "example"):
            raise Unreadable(f"a derivative by something without a name: {self.here()}")
        if above:
            if self.next in ("^", "_"):
                raise Ambiguous(f"a script on a fraction: {self.here()}")
            return ("derivative", self.inside(above), by, sign)
        if self.next in OPENS:
            return ("operator", self.scriptless(self.parenthesis()), by, sign)
        for begin, inside in ((GATES, self.gate), (BARS, self.absolute), (ROOTS, self.root)):
            if self.next in begin:
                return ("operator", self.scriptless(inside()), by, sign)
        found = self.symbol()
        if found[0] not in ("apply", *CHOICES):
            raise Ambiguous(f"how far does the derivative reach? {self.here()}")
        return ("operator", found, by, sign)

    # -- symbols and their scripts --------------------------------------------------------------

    def symbol(self) -> Tree:
        """Return a name, an entry, a width, or a function with its argument."""
        name = self.base()
        if name == "e" and self.next == "^":
            self.take()
            return self.scriptless(("exp", self.inside(self.braced())))
        if name == spelled(r"\mathrm{Diag}"):
            return self.scripts(("diag", self.parenthesis()))
        if name in (r"\delta", r"\Delta") and not self.table.starts(name):
            self.take("_")
            return self.scripts(("delta", *places(self.braced(), 2)), "entry")
        if name in self.table.functions:
            if self.next not in OPENS:
                raise Ambiguous(f"a function without a parenthesis: {self.here()}")
            if name in CHOICES:
                return self.scriptless(self.several(name))
            return self.scriptless(("apply", name, self.parenthesis()))
        return self.named(name)

    def base(self) -> str:
        """Return a letter with everything that belongs to its name: accents, scripts, primes."""
        kept_apart = self.next == "{"
        if kept_apart:
            name = " ".join(self.braced())
        else:
            name = self.take()
            if not (name.isalpha() or name.startswith("\\")) or name in (*SIGNS, *ENDS, r"\top"):
                raise Unreadable(f"{name} is no symbol: {self.here()}")
            if name in ACCENTS:
                name = f"{name} {{ {' '.join(self.braced())} }}"
        while True:
            if self.next == "'":
                name += " " + self.take()
                continue
            longer = self.with_script(name)
            if not longer:
                if self.next in ("_", "^") and self.next in name.split() and not kept_apart:
                    raise Unreadable(f"two scripts in one place: {self.here()}")
                return name
            if name in self.table.examples and self.counts_examples():
                return name
            if name in self.table.letters and not self.table.names_first:
                raise Ambiguous(f"{longer}: a name or an entry? {self.here()}")
            name = longer
            self.take()
            self.braced()

    def with_script(self, name: str) -> str:
        """Return the name with the next script, if that is a name too."""
        if self.next not in ("_", "^"):
            return ""
        ahead = Parser(self.tokens, self.table)
        ahead.at = self.at
        longer = f"{name} {ahead.take()} {{ {' '.join(ahead.braced())} }}"
        return longer if self.table.starts(longer) else ""

    def named(self, name: str) -> Tree:
        """Return a name, or an entry of the array whose entries have that letter."""
        table = self.table
        found = self.example(name)
        if found:
            return self.scriptless(found)
        if name in table.letters and self.next == "_":
            self.take()
            at = tuple(self.braced())
            array = self.array_of(name, len(side_by_side(at)))
            return self.scripts(("entry", ("symbol", array), at), "entry")
        if name in table.widths:
            return self.scripts(("width", name))
        if name not in table.values:
            raise Unreadable(f"no symbol {name}: {self.here()}")
        found = ("symbol", name)
        return self.scriptless(found) if "^" in name else self.scripts(found)

    def example(self, name: str) -> Tree:
        """Return an entry of an example, whose number stands above in parentheses, or nothing.

        The letter's layer, if it has one, stands above too, before the parenthesis.
        """
        ahead = Parser(self.tokens, self.table)
        ahead.at = self.at
        below = ahead.scripted("_")
        above = ahead.scripted("^")
        if above[-1:] != [")"]:
            return ()
        self.at = ahead.at
        start = len(above) - above[::-1].index("(")
        layer, example = " ".join(above[: start - 1]).removesuffix(" ,"), above[start:-1]
        letter = f"{name} ^ {{ {layer} }}" if layer else name
        if letter not in self.table.examples:
            raise Unreadable(f"no examples of {letter}: {self.here()}")
        array = self.array_of(letter, 2 if below else 1, examples=True)
        return ("example", array, tuple(example), tuple(below))

    def array_of(self, letter: str, count: int, *, examples: bool = False) -> str:
        """Return which array has entries with this letter and so many places."""
        table = self.table
        known = (table.numbered if examples and table.numbered else table.letters)[letter]
        arrays = (known,) if isinstance(known, str) else known
        fits = [name for name in arrays if (1 in table.shapes.get(name, ())) == (count == 1)]
        if len(arrays) == 1:
            return arrays[0]
        if len(fits) != 1:
            raise Ambiguous(f"{letter} is a letter of {', '.join(arrays)}: {self.here()}")
        return fits[0]

    def counts_examples(self) -> bool:
        """Tell whether above the letter that was read stands the number of an example."""
        ahead = Parser(self.tokens, self.table)
        ahead.at = self.at
        ahead.scripted("_")
        return ahead.scripted("^")[-1:] == [")"]

    def scripted(self, sign: str) -> list[str]:
        """Return the tokens of a script, or none."""
        if self.next != sign:
            return []
        self.take()
        return self.braced()

    def scriptless(self, found: Tree) -> Tree:
        """Return a tree after which no script may stand."""
        if self.next in ("^", "_", "'"):
            raise Ambiguous(f"what does the script belong to? {self.here()}")
        return found

    def scripts(self, found: Tree, kind: str = "") -> Tree:
        """Return a tree with one place below or one power above, if there is one."""
        if self.next == "_" and kind != "entry":
            self.take()
            if found[0] == "group" and found[1][0] in ("derivative", "operator"):
                held = self.held()
                if held:
                    return self.scripts(("held", found[1], held), "entry")
            return self.scripts(("entry", found, tuple(self.braced())), "entry")
        if self.next != "^":
            return self.scriptless(found)
        if found[0] == "entry" and found[1][0] != "symbol":
            raise Ambiguous(f"a power of an entry of a parenthesis: {self.here()}")
        self.take()
        above = self.braced()
        if above == [r"\top"]:
            return self.scriptless(("transpose", found))
        if not re.fullmatch(r"(- )?\d+", " ".join(above)):
            raise Unreadable(f"a power that is no whole number: {self.here()}")
        return self.scriptless(("power", found, int("".join(above))))


def side_by_side(found: Sequence[str]) -> list[str]:
    """Return the places below a letter; two digits could be two places or one."""
    if "," in found:
        return " ".join(found).split(",")
    return [one for token in found for one in one_by_one(token)]


def split_at_equals(found: list[str]) -> tuple[str, str, str]:
    """Return what stands before an equals sign, the sign, and what stands behind it."""
    before, equals, behind = " ".join(found).partition(" = ")
    return before, equals.strip(), behind


def places(found: Sequence[str], count: int) -> tuple[str, ...]:
    """Return so many indices: separated by commas, or one character each."""
    if "," in found:
        texts = tuple(part.strip() for part in " ".join(found).split(","))
    elif count == 1:
        texts = (" ".join(found),)
    else:
        texts = tuple(character for token in found for character in one_by_one(token))
    if len(texts) != count:
        raise Ambiguous(f"{count} index(es) in {' '.join(found)}")
    return texts


def one_by_one(token: str) -> Iterator[str]:
    """Yield the digits of a number, or the token itself."""
    yield from token if token.isdigit() else [token]
