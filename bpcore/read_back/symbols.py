"""The table of symbols of a page, and generic numbers for everything in it.

``symbols.json`` says of every name how it is written, which shape it has, what it is defined by and
between which bounds it lies.  Here each width gets a number of its own, each independent name
generic numbers, each function of which nothing is said a curve, and each quantity of which only is
said what it depends on some smooth function of that.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache, cached_property
from itertools import product
from math import comb
from pathlib import Path
from typing import Any

from arithmetic import Meant, Table, Value, flat, rows, sides, value
from precision import (
    absolute,
    exponential,
    gate,
    hyperbolic_tangent,
    logarithm,
    mp,
    normal_share,
    root,
    step,
)
from reading import Parser, Tree, Unreadable, spelled, tokens

ONES = spelled(r"\mathbf{1}")
SIZES = (  # in each all different, none is 1; none is another one in another order
    (4, 3, 2, 5, 6, *range(8, 30)),
    (2, 5, 3, 4, 7, *range(9, 30)),
    (6, 2, 3, 7, 4, *range(10, 30)),
    *((p, q, *range(p * q, p * q + 30)) for p, q in ((11, 7), (8, 13), (19, 17), (101, 83))),
)
NEAR, WIDE, FAR, PLUS, MINUS, WHOLE = "near", "wide", "far", "plus", "minus", "whole"
PRIMES = 4  # a function, its slope, the slope of that, and once more
AGAIN = "#"  # behind a symbol's spelling: its second meaning, third meaning


@dataclass(frozen=True)
class Symbol:
    """One row of the table; ``key`` tells apart symbols that are written alike."""

    key: str
    tex: str
    shape: tuple[str | int, ...]
    definition: str
    of: tuple[str, ...]
    entry: str
    examples: bool
    between: tuple[Fraction | None, Fraction | None]
    closed: tuple[bool, bool]
    assumed: bool
    abbreviation: bool
    versions: tuple[str, ...]


@dataclass(frozen=True)
class Point:
    """Where an equality is tried: numbers for widths, a seed for all others, and given numbers.

    ``kind`` says what numbers the seed gives: near one, of many sizes, far away, of one sign, or
    small whole numbers, among them zeros and ties.  ``moved`` are single numbers that are others.
    """

    sizes: Mapping[str, int]
    seed: int = 0
    given: Mapping[str, Value] = field(default_factory=dict)
    kind: str = NEAR
    moved: Mapping[str, Any] = field(default_factory=dict)


class Symbols:
    """The table of symbols of one page, as a reader of one of its versions sees it."""

    def __init__(self, data: Mapping[str, Any], version: str = "") -> None:
        """Take what the file holds; ``version`` is the title of a tab."""
        self.page: str = data["page"]
        self.version = version
        self.widths = tuple(spelled(width) for width in data["widths"])
        self.indices: dict[str, list[str]] = data["indices"]
        self.numbers = [
            tuple(f"{row['tex']} = {row['value']}" for row in rows) for rows in data["numbers"]
        ]
        self.needs: dict[str, list[Mapping[str, Any]]] = {
            row["line"]: row["needs"] for row in data["conditions"]
        }
        self.rows = tuple(self.told_apart(data["symbols"]))
        self.declared = {
            spelled(row["tex"]): row
            for row in data["functions"]
            if not (version and row["versions"] and version not in row["versions"])
        }
        self.fixed = {
            int(width) for row in self.rows for width in row.shape if str(width).isdigit()
        } - {1}
        self.by_key = {row.key: row for row in self.rows}
        self._trees: dict[str, Tree] = {}
        self._functions: dict[int, dict[str, Callable[[Any], Any]]] = {}

    @classmethod
    def load(cls, path: Path, version: str = "") -> Symbols:
        """Return the table in a file."""
        return cls(json.loads(path.read_text("utf-8")), version)

    def told_apart(self, found: Iterable[Mapping[str, Any]]) -> Iterable[Symbol]:
        """Yield the symbols of this version; one that is written like another gets a key."""
        seen: dict[str, int] = {}
        for row in found:
            if self.version and row["versions"] and self.version not in row["versions"]:
                continue
            tex = spelled(row["tex"])
            seen[tex] = seen.get(tex, 0) + 1
            low, high = (None if end is None else Fraction(end) for end in row["between"])
            yield Symbol(
                key=tex + (f"{AGAIN}{seen[tex]}" if seen[tex] > 1 else ""),
                tex=tex,
                shape=tuple(w if isinstance(w, int) else spelled(w) for w in row["shape"]),
                definition=row["definition"] or "",
                of=tuple(map(spelled, row["of"])),
                entry=spelled(row["entry"]) if row["entry"] else "",
                examples=row["examples"],
                between=(low, high),
                closed=tuple(row.get("closed", (False, False))),
                assumed=row.get("assumed", False),
                abbreviation=row.get("abbreviation", False),
                versions=tuple(row["versions"]),
            )

    # -- what is written ------------------------------------------------------------------------

    @cached_property
    def vocabulary(self) -> Table:
        """Which symbols there are, without numbers."""
        letters: dict[str, tuple[str, ...]] = {}
        numbered: dict[str, tuple[str, ...]] = {}
        for row in self.rows:
            column = numbered if row.examples else letters
            if row.shape and row.tex not in column.get(row.entry, ()):
                column[row.entry] = (*column.get(row.entry, ()), row.tex)
        names = {row.tex: None for row in self.rows}
        return Table(
            values={**names, ONES: None},
            letters=letters,
            numbered=numbered,
            examples=frozenset(numbered),
            shapes={row.key: row.shape for row in self.rows},
            names_first=True,
            functions={
                name: function for name, function in self.functions.items() if name not in names
            },
            widths=dict.fromkeys(self.widths, 0),
            indices=dict.fromkeys(self.indices, 1),
        )

    def tree(self, tex: str) -> Tree:
        """Return the tree of LaTeX."""
        if tex not in self._trees:
            self._trees[tex] = Parser(tokens(tex), self.vocabulary).whole()
        return self._trees[tex]

    def measured(
        self, trees: tuple[Tree, ...], shape: tuple[str | int, ...] | None = None
    ) -> tuple[Tree, ...]:
        """Return trees in which every column of ones has a length: the one with which they fit.

        The widths are pairwise different, so a wrong length does not fit.
        """
        many = sum(map(count_ones, trees))
        sizes = self.sizes(0)
        numbers = set(map(str, self.fixed))
        table = self.blank(sizes)
        known = sorted([*self.widths, *numbers], key=lambda w: sizes.get(w) or int(w))
        for widths in product(known, repeat=many):
            left = list(widths)
            found = tuple(with_lengths(tree, left) for tree in trees)
            try:
                shapes = {self.shape_of(tree, table) for tree in found}
            except Unreadable:
                continue
            if len(shapes) == 1 and (shape is None or shapes == {self.size(shape, sizes)}):
                return found
        raise Unreadable("no length of the column of ones fits")

    def blank(self, sizes: Mapping[str, int]) -> Table:
        """Return a table in which every name has the right shape, and is worth nothing much."""
        values = {row.key: self.drawn(row, Point(sizes)) for row in self.rows}
        base = self.vocabulary
        indices = {
            letter: min(int(w) if w.isdigit() else sizes[spelled(w)] for w in widths)
            for letter, widths in self.indices.items()
        }
        return replace(
            base,
            values=values,
            widths=sizes,
            indices=indices,
            functions=dict.fromkeys(base.functions, lambda t: t),
            known={},
            near={},
        )

    def shape_of(self, tree: Tree, table: Table) -> tuple[int, int]:
        """Return rows and columns of a tree."""
        try:
            return sides(value(tree, table))
        except (ZeroDivisionError, ValueError) as error:
            raise Unreadable(str(error)) from error

    def meanings(self, symbol: str) -> list[str]:
        """Return the keys of a symbol: more than one if two meanings are written alike."""
        return [row.key for row in self.rows if row.tex == symbol]

    def defined_as(self, symbol: str, definition: str) -> str:
        """Return the key of the meaning of a symbol that has this definition, or nothing."""
        wanted = spelled(definition)
        found = (
            row.key
            for row in self.rows
            if row.tex == symbol and row.definition and spelled(row.definition) == wanted
        )
        return next(found, "")

    @cached_property
    def definitions(self) -> dict[str, Tree]:
        """The definitions; a name in one means what it meant last before that row."""
        found: dict[str, Tree] = {}
        seen: dict[str, str] = {}
        for row in self.rows:
            later = {r.tex: r.key for r in reversed(self.rows)}
            if row.definition:
                meant = self.tree(row.definition)
                if has_ones(meant):
                    (meant,) = self.measured((meant,), row.shape)
                found[row.key] = renamed(meant, {**later, **seen})
            seen[row.tex] = row.key
        return found

    @cached_property
    def parents(self) -> dict[str, frozenset[str]]:
        """The keys that stand in each definition, or that an opaque quantity depends on."""
        found: dict[str, frozenset[str]] = {}
        seen: dict[str, str] = {}
        for row in self.rows:
            if row.key in self.definitions:
                found[row.key] = frozenset(named_in(self.definitions[row.key]))
            else:
                first = {r.tex: r.key for r in reversed(self.rows)}
                found[row.key] = frozenset({**first, **seen}[tex] for tex in row.of)
            seen[row.tex] = row.key
        return found

    @cached_property
    def under(self) -> dict[str, frozenset[str]]:
        """The keys on which each key rests, through any definitions."""
        found: dict[str, frozenset[str]] = {}
        for key in self.parents:
            waiting, seen = list(self.parents[key]), set[str]()
            while waiting:
                one = waiting.pop()
                if one not in seen:
                    seen.add(one)
                    waiting.extend(self.parents.get(one, ()))
            found[key] = frozenset(seen)
        return found

    def shown(self, tree: Any) -> set[str]:
        """Return the names that a tree shows; for an abbreviation those that it is short for.

        A slope shows none but those that it holds, and the variable beside them.
        """
        if not isinstance(tree, tuple):
            return set()
        if tree[:1] in (("derivative",), ("operator",)):
            return set()
        if tree[:1] == ("held",):
            return named_in(tree[1][2]) | set(tree[2])
        if tree[:1] in (("symbol",), ("example",)):
            row = self.by_key.get(tree[1])
            if row is not None and row.abbreviation:
                return self.shown(self.definitions[tree[1]])
            return {tree[1]}
        return set().union(*map(self.shown, tree))

    # -- what it is worth -----------------------------------------------------------------------

    def sizes(
        self, turn: int, more: int = 0, trees: tuple[Tree, ...] | None = None
    ) -> dict[str, int]:
        """Return a number for each width, other numbers each turn.

        They differ from one another, and from the widths that are numbers in the trees at hand.
        """
        under = self.by_key if trees is None else self.beneath(trees)
        met = [width for key in sorted(under) for width in self.by_key[key].shape]
        fixed = self.fixed if trees is None else {int(w) for w in met if str(w).isdigit()}
        first = [width for width in self.widths if width in met]
        others = [width for width in self.widths if width not in met]
        raised = (size + more for size in SIZES[turn % len(SIZES)])
        numbers = (size for size in raised if size not in fixed)
        return dict(zip([*first, *others], numbers, strict=False))

    def beneath(self, trees: tuple[Tree, ...]) -> set[str]:
        """Return the keys in trees, and those on which they rest."""
        there = named_in(trees) & set(self.by_key)
        return there.union(*(self.under[key] for key in there))

    def size(self, shape: tuple[str | int, ...], sizes: Mapping[str, int]) -> tuple[int, int]:
        """Return rows and columns."""
        row, column = (
            w if isinstance(w, int) else int(w) if w.isdigit() else sizes[w]
            for w in shape or (1, 1)
        )
        return row, column

    def table(self, at: Point) -> Table:
        """Return what everything is worth at a point."""
        values: dict[str, Any] = {}
        for row in self.rows:
            if row.key in at.given:
                values[row.key] = at.given[row.key]
            elif row.key in self.definitions:
                values[row.key] = Meant(self.definitions[row.key])
            elif row.of:
                values[row.key] = opaque(row, sorted(self.parents[row.key]), at.seed)
            else:
                values[row.key] = lambda _, row=row: self.drawn(row, at)
        return replace(
            self.vocabulary,
            indices={},
            values=values,
            functions=self.functions_at(at.seed),
            widths=at.sizes,
            under=self.under,
            known={},
            near={},
        )

    def drawn(self, row: Symbol, at: Point) -> Value:
        """Return generic numbers for a name."""
        height, long = self.size(row.shape, at.sizes)
        found = [[generic(row, i, j, at) for j in range(1, long + 1)] for i in range(1, height + 1)]
        if row.key in at.moved:
            found[0][0] = at.moved[row.key]
        return found if row.shape else found[0][0]

    def lies(self, key: str, number: Any, *, reached: bool = False) -> bool:
        """Tell whether a number is between the bounds of a name; ends that are not reached are out.

        With ``reached``, they are in.
        """
        row = self.by_key[key]
        ends = zip(row.between, row.closed, (1, -1), strict=True)
        for end, closed, side in ends:
            if end is not None:
                apart = side * (number - mp.mpf(end.numerator) / end.denominator)
                if apart < 0 or not (apart or closed or reached):
                    return False
        return True

    def body(self, name: str) -> tuple[str, Tree] | None:
        """Return the argument and the definition of a function, of a slope those of its base."""
        row = self.declared.get(name.replace(" '", ""))
        if row is None or row["body"] is None or name in FIELD:
            return None
        meant = Body(spelled(row["argument"]), row["body"], self.functions)
        return meant.argument, meant.tree

    @cached_property
    def functions(self) -> dict[str, Callable[[Any], Any]]:
        """The names of functions, with primes, and one choice for those nothing is said of."""
        return self.functions_at(0)

    def functions_at(self, seed: int) -> dict[str, Callable[[Any], Any]]:
        """Return what functions do with a number; those of the field do what they do there."""
        if seed in self._functions:
            return self._functions[seed]
        found: dict[str, Any] = {**FIELD, **GIVEN}
        self._functions[seed] = found
        for name, row in self.declared.items():
            for primes in range(PRIMES):
                spelling = " ".join([name, *["'"] * primes])
                if name in FIELD:
                    found[spelling] = slope_of(FIELD[name], primes)
                elif row["body"] is None:
                    found[spelling] = curve(name, primes, seed)
                else:
                    found[spelling] = slope_of(Body(row["argument"], row["body"], found), primes)
        return found


@dataclass(frozen=True)
class Body:
    """A function with a definition."""

    argument: str
    body: str
    functions: Mapping[str, Callable[[Any], Any]]

    @cached_property
    def tree(self) -> Tree:
        """The definition, read."""
        table = Table(values={self.argument: None}, functions=self.functions)
        return Parser(tokens(self.body), table).whole()

    def __call__(self, number: Any) -> Any:
        """Return the function's value."""
        table = Table(values={self.argument: number}, functions=self.functions)
        return value(self.tree, table)


def slope_of(function: Callable[[Any], Any], primes: int) -> Callable[[Any], Any]:
    """Return the derivative of a function, so many times, by central differences."""
    if not primes:
        return function
    signs = [(-1) ** k * comb(primes, k) for k in range(primes + 1)]

    def slope(t: Any) -> Any:
        little = step()
        with mp.workdps(mp.dps * (1 + primes // 2)):
            shifts = [mp.mpf(primes) / 2 - k for k in range(primes + 1)]
            terms = [c * function(t + k * little) for c, k in zip(signs, shifts, strict=True)]
            return mp.fsum(terms) / little**primes

    return slope


def curve(name: str, primes: int, seed: int) -> Callable[[Any], Any]:
    """Return a curve for a function of which nothing is said, differentiated so many times."""
    a, b, c, k, shift = (number_from(f"{name} {seed} {n}") for n in range(5))

    def wave(t: Any) -> Any:
        return c * k**primes * mp.sin(k * t + shift + primes * mp.pi / 2)

    def drawn(t: Any) -> Any:
        return wave(t) + (a + b * t if primes == 0 else b if primes == 1 else 0)

    return drawn


def opaque(row: Symbol, of: list[str], seed: int) -> Callable[[Callable[[str], Value]], Value]:
    """Return a smooth function of everything that a quantity depends on."""

    @cache
    def drawn(place: int) -> list[Any]:
        return [number_from(f"{row.key} {seed} {place} {kind}") for kind in range(3)]

    def worth(look: Callable[[str], Value]) -> Value:
        under = [(u, *drawn(k)) for k, u in enumerate(u for key in of for u in flat(look(key)))]
        line = mp.fsum(a * u + b * u * u / 3 for u, a, b, _ in under)
        return line + mp.sin(mp.fsum(c * u for u, _, _, c in under))

    return worth


@cache
def number_from(text: str, kind: str = NEAR) -> Any:
    """Return a number of a kind that depends on a text alone; it is exact with few digits."""
    source = random.Random(f"{text} {kind}")
    sign = {PLUS: 1, MINUS: -1}.get(kind, source.choice((-1, 1)))
    whole = sign * mp.mpf(source.randint(2000, 15000)) / 8192
    match kind:
        case "wide":
            return whole * mp.mpf(2) ** source.randint(-10, 6)
        case "far":
            return whole * 2 ** source.randint(6, 13)
        case "whole":
            return mp.mpf(source.randint(-2, 2))
        case "plus" | "minus":
            return whole * 4
    return whole


def generic(row: Symbol, i: int, j: int, at: Point) -> Any:
    """Return a number between the bounds of a name; far away means close to an end."""
    found = number_from(f"{row.key} {i} {j} {at.seed}", at.kind)
    low, high = (
        None if end is None else mp.mpf(end.numerator) / end.denominator for end in row.between
    )
    if low is not None and high is not None:
        ends = dict(zip((-2, 2), zip(row.closed, (low, high), strict=True), strict=True))
        if at.kind == WHOLE and ends.get(int(found), (False,))[0]:
            return ends[int(found)][1]
        share = found / 4 if at.kind == NEAR else found / (1 + abs(found)) / 2
        return low + (high - low) * (mp.mpf(1) / 2 + share)
    if low is not None:
        return low + (abs(found) or (0 if row.closed[0] else 1))
    if high is not None:
        return high - (abs(found) or (0 if row.closed[1] else 1))
    return found


def renamed(tree: Any, names: Mapping[str, str]) -> Any:
    """Return a tree with other keys for its symbols."""
    if not isinstance(tree, tuple):
        return tree
    if len(tree) == 2 and tree[0] == "symbol":
        return ("symbol", names.get(tree[1], tree[1]))
    if tree[:1] == ("example",):
        return ("example", names.get(tree[1], tree[1]), *tree[2:])
    return tuple(renamed(part, names) for part in tree)


def count_ones(tree: Any) -> int:
    """Return how many columns of ones stand in a tree."""
    if not isinstance(tree, tuple):
        return 0
    return 1 if tree == ("symbol", ONES) else sum(map(count_ones, tree))


def has_ones(tree: Any) -> bool:
    """Tell whether a column of ones stands in a tree."""
    return count_ones(tree) > 0


def with_lengths(tree: Any, widths: list[str]) -> Any:
    """Return a tree whose columns of ones have these lengths, from left to right."""
    if not isinstance(tree, tuple):
        return tree
    if tree == ("symbol", ONES):
        return ("ones", widths.pop(0))
    return tuple(with_lengths(part, widths) for part in tree)


def named_in(tree: Any) -> set[str]:
    """Return the keys in a tree."""
    if not isinstance(tree, tuple):
        return set()
    if tree[:1] in (("symbol",), ("example",)):
        return {tree[1]}
    return set().union(*map(named_in, tree))


# What the field means by these names, whatever a table says.
FIELD: dict[str, Any] = {
    spelled(r"\exp"): exponential,
    spelled(r"\log"): logarithm,
    spelled(r"\ln"): logarithm,
    spelled(r"\log_{10}"): lambda t: logarithm(t) / mp.log(10),
    spelled(r"\log_{2}"): lambda t: logarithm(t) / mp.log(2),
    spelled(r"\sin"): mp.sin,
    spelled(r"\cos"): mp.cos,
    spelled(r"\tan"): mp.tan,
    spelled(r"\arctan"): mp.atan,
    spelled(r"\sinh"): mp.sinh,
    spelled(r"\cosh"): mp.cosh,
    spelled(r"\tanh"): hyperbolic_tangent,
    spelled(r"\max"): None,  # of several
    spelled(r"\min"): None,
    spelled(r"\sqrt"): root,
}
GIVEN: dict[str, Any] = {  # what a table need not define
    "| |": absolute,
    "[ ]": gate,
    spelled(r"\Phi"): normal_share,
    spelled(r"\varphi"): mp.npdf,
}

__all__ = ["Point", "Symbols", "Unreadable", "named_in", "renamed", "rows"]
