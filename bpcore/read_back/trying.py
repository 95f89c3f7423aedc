"""Trying: two trees and a table of symbols in; whether they are equal wherever they are tried, out.

They are tried at several assignments of numbers to the widths, at numbers of both signs and of many
sizes, at zeros and ties, far away, and around the places where something in them turns.  At each
point the digits are raised until nothing is lost; and a difference counts if it stays when there
are twice as many.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any

from arithmetic import Table, Value, flat, rows, sides, value
from kinks import NO_VALUE, kinks, lost, places
from precision import ENOUGH, FEWEST, MOST, Enough, close, digits, mp, step, watch
from reading import NoSuchPlace, Tree, Unreadable, spelled
from symbols import FAR, MINUS, NEAR, PLUS, WHOLE, WIDE, Point, Symbols

SEEDS, PLACES, MORE = 12, 5, 5  # points, free indices, wider arrays
FURTHER = ((MINUS, 1), (WIDE, 2), (WHOLE, 3), (PLUS, 4), (NEAR, 5), (WIDE, 6), (WHOLE, 7))
WORK, SEARCH = 250, 8000  # nodes that are worked out at further points, and around kinks
ASSIGNMENTS = 2  # of numbers to widths; more where that costs little
LARGE = 250  # nodes of a statement that is tried at no further points
SMALL = 100  # numbers, from which no digits are lost in a sigmoid
NONZERO, POSITIVE = "nonzero", "positive"
KINDS = (NONZERO, POSITIVE)  # of needs
BESIDE = 10_000  # steps of a slope, within which a kink may be met
COVERED = 5  # a number below this in size is close to where something turns


class Refuted(Exception):
    """The page says something that is not so."""


class Undecided(Exception):
    """No point was found at which both sides have a value, or none at which that shows anything."""


class TooFine(Exception):
    """What is added there is further apart than any number of digits that is used here."""


@dataclass(frozen=True)
class Need:
    """Something that is positive, or not zero, where an equality is claimed.

    At a ``kink`` there is no slope; nor is one found by numbers so close to it as they step.
    """

    kind: str
    of: Tree
    kink: bool = False


def equal(trees: tuple[Tree, ...], symbols: Symbols, needs: Sequence[Need] | None = None) -> None:
    """Raise unless two trees have one value wherever they are tried.

    Where some needs are not met nothing is claimed; where they are, one side has a value where the
    other has one.  This is not asked if no needs are given at all.
    """
    Trial(trees, symbols, needs).run()


class Trial:
    """Two trees on trial."""

    def __init__(
        self, trees: tuple[Tree, ...], symbols: Symbols, needs: Sequence[Need] | None = None
    ) -> None:
        """Take the trees, what their symbols mean, and where the trees are said to be equal."""
        self.trees, self.symbols, self.needs = trees, symbols, needs
        self.letters = sorted(set().union(*map(free_letters, trees)))
        self.slopes = any(map(has_slopes, trees))
        self.settled = self.lost = False

    def run(self) -> None:
        """Raise `Refuted` at the first difference, `Undecided` if nothing was compared."""
        before = watch.work
        something = []
        for turn in self.turns():
            share = (watch.work - before) / max(1, turn)
            if turn < ASSIGNMENTS or share < LARGE:
                something.append(self.somewhere(turn))
        share = (watch.work - before) / len(something)
        left = max(int(WORK / max(1, share)), share < LARGE)
        for kind, seed in [*((FAR, 8), (FAR, 9)) * self.alone(), *FURTHER][:left]:
            something.append(self.tried(Point(self.sizes(0), seed, kind=kind)))
        if self.could_hide():
            something += self.around()
        if self.needs is not None:
            for point in lost(self.trees, self.symbols, Point(self.sizes(0), 3, kind=WHOLE)):
                something.append(self.tried(point))
        if not self.settled:
            raise Undecided("no point was found at which both sides have a value that can be told")
        if not any(something) and ("number", "0") not in self.trees and not self.cancels():
            raise Undecided("both sides are zero wherever they were tried: that shows nothing")

    def cancels(self) -> bool:
        """Tell whether each side adds up numbers other than zero, which come to zero."""
        for seed in range(SEEDS):
            point = Point(self.sizes(0), seed)
            try:
                for at in places_for(self.letters, self.symbols, point.sizes):
                    table = self.symbols.table(point).at(at)
                    if all(any(map(any_of, addends(tree, table))) for tree in self.trees):
                        return True
            except (*NO_VALUE, NoSuchPlace):
                continue
        return False

    def turns(self) -> range:
        """Return the numbers of the assignments to the widths: more where widths are counted."""
        if not self.symbols.widths:
            return range(1)
        if not any(map(counts_widths, self.trees)):
            return range(2)
        return range(7 if self.alone() else 3)

    def alone(self) -> bool:
        """Tell whether there is no array under the trees, so that any width costs the same."""
        under = self.symbols.beneath(self.trees)
        return not any(self.symbols.by_key[key].shape for key in under) and not self.letters

    def sizes(self, turn: int, more: int = 0) -> dict[str, int]:
        """Return numbers for the widths."""
        return self.symbols.sizes(turn, more, self.trees)

    def somewhere(self, turn: int) -> bool:
        """Return whether the trees agree in more than zeros, at the first point where they do."""
        for seed in range(SEEDS):
            if self.tried(Point(self.sizes(turn), 10 * turn + seed), turn):
                return True
        return False

    def tried(self, point: Point, turn: int = 0) -> bool:
        """Return whether the trees agree in more than zeros at a point, if they have values."""
        for more in range(MORE):
            sizes = self.sizes(turn, more) if more else point.sizes
            found = False
            try:
                for at in places_for(self.letters, self.symbols, sizes):
                    found |= self.settle(replace(point, sizes=sizes), at)
            except NoSuchPlace:
                continue  # a place that is named asks for wider arrays
            except NO_VALUE:
                small = all(abs(number) < SMALL for number in point.moved.values())
                if self.needs is not None and (point.kind == WHOLE or point.moved) and small:
                    self.check_values(point, sizes)
                return False
            except TooFine:
                self.lost |= point.kind == NEAR
                return False
            self.settled = True
            return found
        raise Unreadable("no array is wide enough for the places that are named")

    def settle(self, point: Point, at: Mapping[str, int]) -> bool:
        """Return whether the trees agree in more than zeros; raises `Refuted` and `TooFine`.

        Digits are raised until no term of a sum is lost.  What stays of a difference when there are
        twice as many digits is one; what vanishes with them is none.
        """
        before: dict[int, Any] = {}
        enough = Enough()
        count = FEWEST
        while count <= (MOST if point.kind == NEAR else ENOUGH):
            with digits(count):
                table = self.symbols.table(point).at(at)
                left, right = (value(tree, table) for tree in self.trees)
                if self.slopes and watch.kink:
                    raise ValueError("a kink has no slope")
                apart = differences(left, right)
                sound = enough.at(count)
                both = apart.keys() & before.keys() if sound or watch.trusted else ()
                if any(stays(apart[k], before[k]) for k in both):
                    raise Refuted(told(left, right, point, at))
                vanishing = all(vanishes(apart[k], before.get(k)) for k in apart)
                if vanishing and sound:
                    return any(x and k not in apart for k, x in enumerate(flat(left)))
                count = max(watch.needed, 2 * count if apart else count + 1)
                before = apart
        raise TooFine

    def check_values(self, point: Point, sizes: Mapping[str, int]) -> None:
        """Raise `Refuted` where one side has a value and the other has none, for all that is said.

        A number that is too large to be held is none that is missing, nor is one that is lost with
        the digits: the most of them have to tell the same.
        """
        for at in places_for(self.letters, self.symbols, sizes):
            here = replace(point, sizes=sizes)
            found = self.alone_without(here, at, ENOUGH)
            if found and self.alone_without(here, at, MOST):
                raise Refuted(found)

    def alone_without(self, point: Point, at: Mapping[str, int], count: int) -> str:
        """Return which side alone has no value at a point, in words, and where; none if that is so.

        Nothing is said where a condition leaves the point out.
        """
        with digits(count):
            table = self.symbols.table(point).at(at)
            try:
                has = [self.has_value(tree, table) for tree in self.trees]
            except OverflowError:
                return ""
            if has[0] == has[1] or self.left_out(table, point.sizes, at):
                return ""
            side = "left" if has[1] else "right"
            where = [f"{key} = {short(table.value(key))}" for key in sorted(self.free())]
            places = [f"{name} = {number}" for name, number in at.items()]
            return f"the {side} side alone has no value at {', '.join([*where, *places])}"

    def free(self) -> set[str]:
        """Return what the trees rest on and is not defined itself."""
        return {
            key
            for key in self.symbols.beneath(self.trees) - set(self.symbols.definitions)
            if not self.symbols.by_key[key].of
        }

    def has_value(self, tree: Tree, table: Table) -> bool:
        """Tell whether a tree has a value; raises `OverflowError` if that cannot be told."""
        watch.kink = False
        try:
            value(tree, table)
        except (ValueError, ZeroDivisionError):
            return False
        return not (has_slopes(tree) and watch.kink)

    def left_out(self, table: Table, sizes: Mapping[str, int], at: Mapping[str, int]) -> bool:
        """Tell whether something that is needed fails at a point."""
        for need in self.needs or ():
            bound = sorted(free_letters(need.of) - at.keys())
            for more in places_for(bound, self.symbols, sizes):
                try:
                    found = flat(value(need.of, table.at({**at, **more})))
                except (ValueError, ZeroDivisionError):
                    return True
                near = BESIDE * step() if need.kink else 0
                if any((x if need.kind == POSITIVE else abs(x)) <= near for x in found):
                    return True
        return False

    # -- where an equality could change ----------------------------------------------------------

    def could_hide(self) -> bool:
        """Tell whether a difference could hide from the points that were tried.

        It could where something was too fine at all of them, and where something with a kink was
        met on one side of it only, or two such things may have something between them.
        """
        found = kinks(self.trees, self.symbols)
        if not found and not self.lost:
            return False
        if self.lost or (len(found) > 1 and self.alone()):
            return True
        tables = [
            self.symbols.table(Point(self.sizes(0), seed, kind=kind)).at(
                dict.fromkeys(self.symbols.indices, 1)
            )
            for kind, seed in ((NEAR, 0), (MINUS, 1), (PLUS, 4), (NEAR, 5))
        ]
        return not all(met_on_both_sides(tree, tables) for tree in found)

    def around(self) -> Iterator[bool]:
        """Yield what becomes of the trees around the places where something in them turns."""
        end = watch.work + SEARCH
        for seed in range(2):
            for point in places(self.trees, self.symbols, Point(self.sizes(0), seed)):
                yield self.tried(point)
                if watch.work > end:
                    return


def steadily(judge: Callable[[], None]) -> None:
    """Judge numbers on display with digits enough; raises what stays with twice as many."""
    refusal: Refuted | None = None
    tiny: list[int] = []
    enough = Enough()
    count = FEWEST
    while count <= MOST:
        with digits(count):
            failed = None
            try:
                judge()
            except Refuted as found:
                failed = found
            sound, needed, trusted = enough.at(count), watch.needed, watch.trusted
            gone = len(tiny) == len(watch.tiny) and all(
                now < then - count / 5 for now, then in zip(watch.tiny, tiny, strict=True)
            )
            if failed is None and sound and gone:
                return
            if failed is not None and refusal is not None and (sound or trusted):
                raise failed
            refusal, tiny = failed, watch.tiny
        count = max(needed, 2 * count)
    raise TooFine


def differences(left: Value, right: Value) -> dict[int, Any]:
    """Return how far apart the entries are that differ; raises `Refuted` for other shapes."""
    if rows(left) != rows(right) or sides(left) != sides(right):
        raise Refuted(f"{sides(left)} on the left, {sides(right)} on the right")
    little = close()
    return {
        k: abs(x - y)
        for k, (x, y) in enumerate(zip(flat(left), flat(right), strict=True))
        if x != y and abs(x - y) > little * max(abs(x), abs(y))
    }


def stays(apart: Any, before: Any) -> bool:
    """Tell whether a difference is the same with twice the digits."""
    return bool(abs(apart - before) <= apart / 1000)


def vanishes(apart: Any, before: Any) -> bool:
    """Tell whether a difference went away with the digits."""
    return before is not None and bool(apart <= before * mp.mpf(10) ** -(mp.dps // 10))


def told(left: Value, right: Value, point: Point, at: Mapping[str, int]) -> str:
    """Return in words how two sides differ, and where."""
    one, other = short(left), short(right)
    if one == other:
        x, y = next((x, y) for x, y in zip(flat(left), flat(right), strict=True) if x != y)
        other += f", {mp.nstr(y - x, 3)} more"
    places = [f"{name} = {number}" for name, number in {**point.sizes, **at}.items()]
    moved = [f"{name} = {mp.nstr(number, 12)}" for name, number in point.moved.items()]
    where = f" at {', '.join([*places, *moved])}" if places or moved else ""
    return f"{one} on the left, {other} on the right{where}"


def met_on_both_sides(tree: Tree, tables: Iterable[Table]) -> bool:
    """Tell whether a tree has values of both signs, one of them small, at some points."""
    found = []
    for table in tables:
        try:
            found += flat(value(tree, table))
        except (*NO_VALUE, Unreadable):
            continue
    signs = {x > 0 for x in found}
    return len(signs) == 2 and min(map(abs, found)) < COVERED


def has_slopes(tree: Any) -> bool:
    """Tell whether something is differentiated in a tree."""
    if not isinstance(tree, tuple):
        return False
    if tree[:1] in (("derivative",), ("operator",)) or (
        tree[:1] == ("apply",) and tree[1].endswith("'")
    ):
        return True
    return any(map(has_slopes, tree))


def counts_widths(tree: Any) -> bool:
    """Tell whether a width is used as a number in a tree."""
    return isinstance(tree, tuple) and (tree[:1] == ("width",) or any(map(counts_widths, tree)))


def addends(tree: Tree, table: Table) -> Iterator[Value]:
    """Yield what a tree adds up, of a sum over an index the first."""
    match tree:
        case ("+" | "-", left, right):
            yield from addends(left, table)
            yield from addends(right, table)
        case ("neg" | "group", inner):
            yield from addends(inner, table)
        case ("sum", letter, _, body):
            yield from addends(body, table.at({**table.indices, letter: 1}))
        case _:
            yield value(tree, table)


def any_of(found: Value) -> bool:
    """Tell whether a value is not nothing."""
    return any(flat(found))


def short(found: Value) -> str:
    """Return a value in few digits."""
    if not rows(found):
        return str(mp.nstr(found, 12))
    return "[" + "; ".join(" ".join(mp.nstr(x, 6) for x in row) for row in found) + "]"


def places_for(
    letters: list[str], symbols: Symbols, sizes: Mapping[str, int]
) -> list[dict[str, int]]:
    """Return numbers for free indices: some that are equal, some that differ."""
    ranges = []
    for letter in letters:
        if letter not in symbols.indices:
            raise Unreadable(f"no index {letter}")
        ends = [
            int(width) if width.isdigit() else sizes[spelled(width)]
            for width in symbols.indices[letter]
        ]
        ranges.append(range(1, min(ends) + 1))
    found = [dict(zip(letters, numbers, strict=True)) for numbers in product(*ranges)]
    if len(found) <= PLACES:
        return found
    source = random.Random(" ".join(letters))
    chosen = source.sample(found, PLACES - 3)
    for first, second in combinations(letters, 2):  # where a Kronecker delta is one
        chosen += [source.choice([place for place in found if place[first] == place[second]])]
    return [dict.fromkeys(letters, 1), dict.fromkeys(letters, 2), *chosen[: PLACES + 1]]


def free_letters(tree: Any, bound: frozenset[str] = frozenset()) -> set[str]:
    """Return the letters in places that no sum binds."""
    if not isinstance(tree, tuple):
        return set()
    match tree:
        case ("sum", letter, _, body):
            return free_letters(body, bound | {letter})
        case ("entry", array, found):
            return free_letters(array, bound) | letters_in(found) - bound
        case ("example", _, example, feature):
            return letters_in([*example, *feature]) - bound
        case ("delta", first, second):
            return letters_in([first, second]) - bound
    return set().union(*(free_letters(part, bound) for part in tree))


def letters_in(found: Iterable[str]) -> set[str]:
    """Return the letters among tokens."""
    return {token for token in found if len(token) == 1 and token.isalpha()}
