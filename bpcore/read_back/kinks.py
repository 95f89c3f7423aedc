"""Kinks: where an equality could change, found along lines through a point.

A gate opens, a sigmoid turns, a denominator vanishes where something inside the formula is zero.
Numbers drawn at random rarely come near such a place if it is far away, narrow, or a single
number.  So one quantity is moved until the thing is zero, and the equality is tried there, a little
to both sides, between two such places, and beyond.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from arithmetic import Table, Value, flat, rows, sides, value
from precision import mp, watch
from reading import Tree, Unreadable
from symbols import Point, Symbols, named_in

NO_VALUE = (ValueError, ZeroDivisionError, OverflowError)
STEPS, LINES, TURNS = 60, 6, 12  # of a search, quantities that are moved, things that may be zero
SEARCH = 20000  # nodes that are worked out in a search
STARTS = (0, 7, -50)  # where a search begins, from where the quantity is


def unfolded(trees: Any, symbols: Symbols) -> list[Tree]:
    """Return trees, the definitions of the names in them, and of the functions, put in place."""
    found: dict[Tree, None] = {}

    def look(tree: Any) -> None:
        if isinstance(tree, tuple) and tree:
            meant: Tree | None = None
            match tree:
                case ("symbol" | "example", name, *_):
                    meant = symbols.definitions.get(name)
                case ("apply", name, inner) if body := symbols.body(name):
                    meant = replaced(body[1], ("symbol", body[0]), inner)
            if meant is not None and meant not in found:
                found[meant] = None
                look(meant)
            for part in tree:
                look(part)

    look(trees)
    return [*trees, *found]


def turns(trees: Any, symbols: Symbols) -> list[Tree]:
    """Return what may be zero inside trees, and inside what they mean."""
    found: dict[Tree, None] = {}

    def look(tree: Any) -> None:
        if isinstance(tree, tuple) and tree:
            match tree:
                case ("apply", _, inner) | ("exp", inner) | ("power", inner, _):
                    found[inner] = None
                case ("quotient", _, inner):
                    found[inner] = None
                case (("\\max" | "\\min"), *choices):
                    for one, other in pairwise(choices):
                        found["-", one, other] = None
            for part in tree:
                look(part)

    for tree in unfolded(trees, symbols):
        look(tree)
    return [tree for tree in found if named_in(tree)][:TURNS]


def kinks(trees: Any, symbols: Symbols) -> list[Tree]:
    """Return what has a kink where it is zero inside trees, and inside what they mean."""
    found: list[Tree] = []

    def look(tree: Any) -> None:
        if isinstance(tree, tuple) and tree:
            match tree:
                case ("apply", "[ ]" | "| |", inner):
                    found.append(inner)
                case ("apply", r"\sqrt", inner):
                    found.extend(squared(inner))
                case (("\\max" | "\\min"), one, other, *_):
                    found.append(("-", one, other))
            for part in tree:
                look(part)

    for tree in unfolded(trees, symbols):
        look(tree)
    return [tree for tree in dict.fromkeys(found) if named_in(tree)]


def needed(tree: Tree, symbols: Symbols) -> list[Tree]:
    """Return what must not be zero, or not below it, inside a tree and inside what it means."""
    found: dict[Tree, None] = {}

    def look(tree: Any) -> None:
        if isinstance(tree, tuple) and tree:
            match tree:
                case ("quotient", _, inner) | ("apply", r"\sqrt" | r"\log", inner):
                    found[inner] = None
                case ("power", inner, exponent) if exponent < 0:
                    found[inner] = None
            for part in tree:
                look(part)

    for part in unfolded([tree], symbols):
        look(part)
    return [tree for tree in found if named_in(tree)]


def lost(trees: tuple[Tree, ...], symbols: Symbols, at: Point) -> Iterator[Point]:
    """Yield points at which something is zero that one of two trees needs and the other does not.

    They lie on lines through a point, and beside these zeros on both sides.
    """
    left, right = (needed(tree, symbols) for tree in trees)
    zeros = [tree for tree in (*left, *right) if (tree in left) != (tree in right)][:TURNS]
    for key, found in along_lines(trees, symbols, at, zeros):
        for number in [*found, *(one + sign for one in found for sign in (-1, 1))]:
            if symbols.lies(key, number):
                yield replace(at, moved={key: number})


def squared(tree: Any) -> Iterator[Tree]:
    """Yield what is raised to an even power in a tree: its root has a kink where that is zero."""
    if isinstance(tree, tuple) and tree:
        if tree[0] == "power" and tree[2] % 2 == 0:
            yield tree[1]
        for part in tree:
            yield from squared(part)


def replaced(tree: Any, old: Tree, new: Tree) -> Any:
    """Return a tree with another one in place of a part."""
    if tree == old:
        return new
    return tuple(replaced(part, old, new) for part in tree) if isinstance(tree, tuple) else tree


def places(
    trees: Any, symbols: Symbols, at: Point, others: tuple[Tree, ...] = ()
) -> Iterator[Point]:
    """Yield points, on lines through a point, around everything that may be zero in trees.

    And around the zeros of others.
    """
    for key, found in along_lines(trees, symbols, at, [*others, *turns(trees, symbols)]):
        for number in around(found):
            if symbols.lies(key, number):
                yield replace(at, moved={key: number})


def along_lines(
    trees: Any, symbols: Symbols, at: Point, zeros: list[Tree]
) -> Iterator[tuple[str, list[Any]]]:
    """Yield where some trees are zero along one quantity after another, through a point."""
    if not zeros:
        return
    end = watch.work + SEARCH
    table = symbols.table(at).at(dict.fromkeys(symbols.indices, 1))
    free = sorted(symbols.beneath(trees) - set(symbols.definitions))
    moved = [key for key in free if not symbols.by_key[key].of][:LINES]
    for key in moved:
        start = table.value(key)
        first = start[0][0] if rows(start) else start
        yield key, sorted(set(roots(zeros, key, first, table, end)))


def around(found: list[Any]) -> list[Any]:
    """Return numbers at, beside, between and beyond some numbers."""
    if not found:
        return []
    size = 1 + max(map(abs, found))
    between = [(low + high) / 2 for low, high in pairwise(found)]
    beside = [number + sign * size * mp.mpf(2) ** -20 for number in found for sign in (-1, 1)]
    near = [number + sign for number in found for sign in (-1, 1)]
    return [*between, *found, *near, *beside, found[0] - 10 * size, found[-1] + 10 * size]


def roots(zeros: list[Tree], key: str, start: Any, table: Table, end: int) -> Iterator[Any]:
    """Yield numbers for a quantity at which one of some trees is zero, or as close as it comes."""
    for tree in zeros:
        for shift in STARTS:
            if watch.work > end:
                return
            number = root(tree, key, start + shift, table)
            if number is not None:
                yield from number


def root(tree: Tree, key: str, start: Any, table: Table) -> list[Any] | None:
    """Return where a tree is zero along one quantity, and where it is about one on both sides."""
    one, other = start, start + mp.mpf(1) / 3
    try:
        low, high = worth(tree, key, one, table), worth(tree, key, other, table)
        for _ in range(STEPS):
            if high == low or not high:
                break
            one, other, low = other, other - high * (other - one) / (high - low), high
            high = worth(tree, key, other, table)
    except (*NO_VALUE, Unreadable):
        return None
    if not (abs(high) < mp.mpf(10) ** -8):
        return None
    number = tidy(other)
    found = [number]
    try:
        near = mp.mpf(2) ** -40 * (1 + abs(number))
        slope = (worth(tree, key, number + near, table) - high) / near
        if slope:
            found += [number + 1 / slope, number - 1 / slope]
    except (*NO_VALUE, Unreadable):
        pass
    return found


def tidy(number: Any) -> Any:
    """Return a number without the last digits: a search that ends near nine means nine."""
    return mp.mpf(mp.nstr(number, mp.dps // 2))


def worth(tree: Tree, key: str, number: Any, table: Table) -> Any:
    """Return the value of a tree, of an array its first entry, with one quantity moved."""
    base = table.value(key)
    place = (0, 0)
    step = number - (base[0][0] if rows(base) else base)
    found: Value = value(tree, table.moved(key, place, step))
    return flat(found)[0] if sides(found) else found
