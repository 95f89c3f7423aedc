"""Things printed alike: two of them on one page would be one to the reader.

Everything that is displayed is looked at, with all that stands in it, and not a list of kinds:
whatever is printed the same has to be the same thing, made of the same parts in the same way, or be
proved to mean the same.  A name can not be printed like an operation at all (see `naming`), nor an
author's function like one of the field's (see `function`), for these would be read so even where
the other is not on the page.  This module knows expressions, not pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bpcore.errors import NameClash, Refusal
from bpcore.expr import (
    Apply,
    At,
    Delta,
    Derivative,
    Div,
    Entry,
    Expr,
    Index,
    Mul,
    Name,
    Neg,
    Num,
    Ones,
    Pow,
    Sum,
    WidthOf,
)
from bpcore.function import Function
from bpcore.ladder import same_quantity
from bpcore.tex import latex
from bpcore.tree import indices_at, walk

Thing = Expr | Index | Function
SCRIPT = re.compile(r"[_^]\{((?:[^{}]|\{[^{}]*\})*)\}")
PLACES = re.compile(r"[ijklmn]{2,3}")
WORDS = ("in", "min", "lin", "nil")  # in letters of indices
DIFFERENTIAL = re.compile(r"\\mathit\{d[A-Za-z]\}")
LOOKS = (  # differences of LaTeX that nobody sees
    (re.compile(r"\\left|\\right|\\displaystyle|\\[,;:!]|\s"), ""),
    (re.compile(r"\{(\\?[A-Za-z0-9])\}"), r"\1"),
    (re.compile(r"\\top(?![A-Za-z])"), "T"),
    (re.compile(r"\((\\?[A-Za-z]+)\)(?=\^)"), r"\1"),
)


def things(node: Expr) -> Iterator[Thing]:
    """Yield everything in a node that has a letter: names, entries, indices, widths, functions."""
    for part in walk(node):
        if isinstance(part, (Name, WidthOf, Delta, Ones)):
            yield part
        if isinstance(part, Entry) and isinstance(part.array, Name):
            yield part
        if isinstance(part, Apply):
            yield part.function
        if isinstance(part, Sum):
            yield part.index
            if isinstance(part.index.width, str):
                yield WidthOf(part.index.width)
        yield from (at for at in indices_at(part) if isinstance(at, Index))


def scripts(tex: str) -> set[str]:
    """Return the letters in the scripts of a printed name that an index could be meant by.

    A word is none, but for two or three letters that stand for indices everywhere.

    >>> sorted(scripts("w_{i}^{[l+1]}")), sorted(scripts(r"w_{\\mathrm{ij}}"))
    (['i', 'l'], ['i', 'j'])
    >>> scripts(r"w_{\\mathrm{max}}"), scripts(r"o_{\\mathrm{in}}"), scripts("w_{1}")
    (set(), set(), set())
    """
    found: set[str] = set()
    for script in SCRIPT.findall(tex):
        for word in re.findall(r"[A-Za-z]+", script.replace(r"\mathrm", "")):
            if len(word) == 1 or (PLACES.fullmatch(word) and word not in WORDS):
                found.update(word)
    return found


def marked(thing: Thing) -> str:
    """Return the LaTeX of a thing whose scripts were typed, as a part of its name.

    Those of an entry that it was given as places are its indices, and no part of it.
    """
    match thing:
        case Entry(array=Name() as array):
            return f"{array.tex} {array.entry}"
        case Name():
            return thing.tex
        case Function():
            return thing.tex
        case WidthOf():
            return latex(thing)
    return ""


def is_slope_of_names(node: Expr) -> bool:
    """Tell whether a quotient of names is printed like a derivative: dy over dx."""
    return isinstance(node, Div) and all(
        any(isinstance(one, Name) and DIFFERENTIAL.match(one.tex) for one in factors(side))
        for side in (node.left, node.right)
    )


def factors(node: Expr) -> Iterator[Expr]:
    """Yield the factors of a product as it is written, signs left out."""
    match node:
        case Mul(left=left, right=right):
            yield from factors(left)
            yield from factors(right)
        case Neg(operand=operand):
            yield from factors(operand)
        case _:
            yield node


def printed(thing: Thing) -> str:
    """Return how a thing is printed, without what a reader does not see.

    >>> from bpcore.language import scalar
    >>> printed(scalar("x") ** 2), printed(scalar("W_1"))
    ('x^2', 'W_1')
    """
    if isinstance(thing, Index):
        return thing.letter
    tex = thing.tex if isinstance(thing, Function) else latex(thing)
    for look, seen in LOOKS:
        tex = look.sub(seen, tex)
    return tex


def same(one: Thing, other: Thing) -> bool:
    """Tell whether two things printed alike are the same to a reader.

    Operations are compared by what they are; their parts are printed somewhere in them, and are
    compared by themselves.
    """
    if one is other:
        return True
    match one, other:
        case (Name(), Name()):
            return one.abbreviation == other.abbreviation and same_quantity(one, other)
        case (Entry(array=mine, at=here), Entry(array=theirs, at=there)):
            if len(here) != len(there) or not all(map(alike, here, there)):
                return False
            return same(mine, theirs)
        case (Index(), Index()):
            return alike(one, other)
        case (Delta(), Delta()):
            return alike(one.first, other.first) and alike(one.second, other.second)
        case (WidthOf(), WidthOf()):
            return one.width == other.width
        case (Ones(), Ones()):
            return one.width == other.width
        case (Num(), Num()):
            return one.value == other.value or None not in (one.digits, other.digits)
        case (Apply(), Apply()):
            return one.function is other.function
        case (Pow(), Pow()):
            return one.exponent == other.exponent
        case (Sum(), Sum()):
            return alike(one.index, other.index)
        case (Derivative(), Derivative()):
            return one.partial == other.partial
    if isinstance(one, (Function, Index)) or isinstance(other, (Function, Index)):
        return False
    return type(one) is type(other) or proved_same(one, other)


def proved_same(one: Expr, other: Expr) -> bool:
    """Tell whether two expressions of other kinds, printed alike, are proved to mean the same."""
    if isinstance(one, (Name, Entry)) != isinstance(other, (Name, Entry)):
        return False
    try:
        return same_quantity(one, other)
    except Refusal:
        return False


def alike(one: At, other: At) -> bool:
    """Tell whether two places are the same number, or letters that run over the same range."""
    if isinstance(one, Index) and isinstance(other, Index):
        return (one.letter, one.width) == (other.letter, other.width)
    return one == other


class Seen:
    """What was printed so far, each thing with where it stands; no node is printed twice."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.things: dict[str, list[tuple[Thing, Place]]] = {}
        self.known: dict[int, tuple[Expr, str]] = {}  # holds the nodes, so that ids stay theirs
        self.met: set[tuple[int, Place]] = set()
        self.scripts: dict[str, dict[Place, Thing]] = {}  # typed into names, by letter
        self.runs: dict[str, dict[Place, Index]] = {}  # indices, by letter

    def look(self, node: Expr, place: Place = ()) -> None:
        """Note everything in an expression; raises `NameClash` for two things printed alike."""
        for thing in things(node):
            if isinstance(thing, (Index, Function, WidthOf)):
                self.note(thing, printed(thing), place)
            self.look_at_scripts(thing, place)
        for part in walk(node):
            if (id(part), place) in self.met:
                continue
            self.met.add((id(part), place))
            if is_slope_of_names(part):
                raise NameClash(
                    f"{part!r} is a quotient of names and would be printed like a derivative: "
                    "give one of them another name"
                )
            if id(part) not in self.known:
                self.known[id(part)] = part, printed(part)
            self.note(part, self.known[id(part)][1], place)

    def look_at_scripts(self, thing: Thing, place: Place) -> None:
        """Raise `NameClash` for a letter typed into a name that is an index in use.

        A sum would seem to run over it, and the name does not change.
        """
        if isinstance(thing, Index):
            self.runs.setdefault(thing.letter, {})[place] = thing
            letters = {thing.letter}
        else:
            letters = scripts(marked(thing))
            for letter in letters:
                self.scripts.setdefault(letter, {})[place] = thing
        for letter in letters:
            for here, name in self.scripts.get(letter, {}).items():
                for there in self.runs.get(letter, {}):
                    if not apart(here, there):
                        raise NameClash(
                            f"{described(name)} has the letter {letter} typed into it, which is "
                            f"an index in use: it would be read as running along; take an entry "
                            f"of an array, or another letter"
                        )

    def note(self, thing: Thing, looks: str, place: Place) -> None:
        """Note one thing and how it is printed."""
        there = self.things.setdefault(looks, [])
        for other, elsewhere in there:
            if not apart(place, elsewhere) and not same(other, thing):
                raise NameClash(
                    f"two different things are printed {looks}: "
                    f"{described(other)} and {described(thing)}"
                )
        if not any(elsewhere == place for _, elsewhere in there):
            there.append((thing, place))  # whatever is the same as this one is the same as that


Place = tuple[tuple[tuple[str, ...], str], ...]  # of the tabs around: titles of the group, and own


def apart(one: Place, other: Place) -> bool:
    """Tell whether no reader can have two places before them at once.

    Tabs of one group are never open together; nor are tabs of groups with the same titles in the
    same order, since a title chosen in one is chosen in all.

    >>> first = ("a", "b")
    >>> apart(((first, "a"),), ((first, "b"),)), apart(((first, "a"),), ((("c", "d"), "c"),))
    (True, False)
    """
    return any(mine == theirs and own != others for mine, own in one for theirs, others in other)


def check_apart(shown: Iterable[Expr]) -> None:
    """Raise `NameClash` if two different things in some expressions are printed alike."""
    seen = Seen()
    for node in shown:
        seen.look(node)


def described(thing: Thing) -> str:
    """Return what a thing is, in words."""
    match thing:
        case Index():
            return f"the index {thing!r}"
        case Function():
            return f"the function {thing.text}"
        case Name(meaning=meaning):
            return f"the name {thing.text}" + (f" ({meaning})" if meaning else "")
        case Entry():
            return f"the entry {thing!r}"
        case WidthOf():
            return f"the width {thing!r}"
    return f"{thing!r}"
