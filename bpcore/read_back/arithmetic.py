"""Arithmetic: a tree and what its symbols are worth in, a value out.

Arrays are lists of rows, and a derivative is a central difference along one entry of a name: the
entry is moved a little to both sides, and everything that is defined by it follows, but for what is
held.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from precision import at_kink, exponential, mp, plus, step, total, watch
from reading import Ambiguous, NoSuchPlace, Parser, Tree, Unreadable, places, spelled, tokens

Value = Any  # a number, or a list of rows
Slope = Callable[[Tree, str, tuple[int, int], "Table"], Value]


@dataclass(frozen=True)
class Meant:
    """What a symbol is worth by its definition, as a tree."""

    tree: Tree


@dataclass(frozen=True)
class Table:
    """What the symbols of a page mean.

    ``values`` gives a symbol a number, rows, its definition, or a function of a look-up: a
    quantity that depends on others.  ``letters`` says of which symbol a letter with places is an
    entry, ``examples`` which letters count examples above; the rest gives functions, widths and
    indices.  ``under`` says of a symbol on which others it rests; one that is not in it may rest
    on any.  ``known`` and ``near`` remember values, and the tables with one entry moved.
    """

    values: Mapping[str, Any]
    letters: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    examples: frozenset[str] = frozenset()
    functions: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    widths: Mapping[str, int] = field(default_factory=dict)
    indices: Mapping[str, int] = field(default_factory=dict)
    numbered: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    shapes: Mapping[str, tuple[str | int, ...]] = field(default_factory=dict)
    names_first: bool = False
    under: Mapping[str, frozenset[str]] = field(default_factory=dict)
    known: dict[str, Value] = field(default_factory=dict, compare=False)
    near: dict[Any, Table] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, **columns: Any) -> Table:
        """Return a table whose symbols are in the spelling of the reader."""
        found = {name: column for name, column in columns.items() if isinstance(column, dict)}
        table: dict[str, Any] = {
            name: {spelled(k): v for k, v in column.items()} for name, column in found.items()
        }
        if "letters" in table:
            table["letters"] = {k: spelled(v) for k, v in table["letters"].items()}
        return cls(**table, examples=frozenset(map(spelled, columns.get("examples", ()))))

    def value(self, symbol: str) -> Value:
        """Return the value of a symbol."""
        if symbol not in self.known:
            self.known[symbol] = self.worked_out(symbol)
        return self.known[symbol]

    def worked_out(self, symbol: str) -> Value:
        """Return the value of a symbol from what it is defined by."""
        found = self.values[symbol]
        if isinstance(found, Meant):
            return value(found.tree, self.at({}))
        if not callable(found):
            return found
        return found(lambda tex: self.value(tex if tex in self.values else spelled(tex)))

    def moved(self, name: str, at: tuple[int, int], step: Any) -> Table:
        """Return a table in which one entry of a name is a little larger."""
        if (name, at, step) not in self.near:
            base = self.value(name)
            changed = [list(row) for row in base] if rows(base) else base + step
            if rows(base):
                changed[at[0]][at[1]] += step
            same = {
                symbol: worth
                for symbol, worth in self.known.items()
                if symbol in self.under and name not in self.under[symbol] and symbol != name
            }
            values = {**self.values, name: changed}
            self.near[name, at, step] = replace(self, values=values, known=same, near={})
        return self.near[name, at, step].at(self.indices)

    def at(self, indices: Mapping[str, int]) -> Table:
        """Return the same table with numbers for indices."""
        found = object.__new__(Table)  # much faster than dataclasses.replace, and called often
        found.__dict__.update(self.__dict__, indices=indices)
        return found

    def holding(self, names: tuple[str, ...]) -> Table:
        """Return a table in which some names keep their values, whatever is moved."""
        fixed = {name: self.value(name) for name in names}
        return replace(self, values={**self.values, **fixed}, near={})

    def width(self, symbol: str) -> int:
        """Return a width as a number."""
        if symbol.isdigit():
            return int(symbol)
        if symbol not in self.widths:
            raise Unreadable(f"no width {symbol}")
        return self.widths[symbol]

    def place(self, symbol: str) -> int:
        """Return an index as a number."""
        if symbol.isdigit():
            return int(symbol)
        if symbol not in self.indices:
            raise Unreadable(f"no index {symbol}")
        return self.indices[symbol]

    def starts(self, symbol: str) -> bool:
        """Tell whether a symbol, scripts included, is in the table."""
        return any(
            symbol in column
            for column in (self.values, self.letters, self.numbered, self.functions, self.widths)
        )


def read(tex: str, table: Table) -> Value:
    """Return the value of LaTeX."""
    return value(Parser(tokens(tex), table).whole(), table)


def value(tree: Tree, table: Table) -> Value:
    """Return the value of a tree."""
    watch.work += 1
    match tree:
        case ("number", text):
            return mp.mpf(text)
        case ("group", inner):
            return value(inner, table)
        case ("symbol", name):
            return table.value(name)
        case ("ones", width):
            return [[mp.mpf(1)]] * table.width(width)
        case ("width", name):
            return mp.mpf(table.width(name))
        case ("neg", inner):
            return each(value(inner, table), lambda a: -a)
        case ("+", left, right):
            return joined(value(left, table), value(right, table), plus)
        case ("-", left, right):
            return joined(value(left, table), value(right, table), lambda a, b: plus(a, -b))
        case ("product", factors, signs):
            return multiplied([value(factor, table) for factor in factors], signs)
        case ("quotient", above, below):
            divisor = number(value(below, table))
            return each(value(above, table), lambda a: a / divisor)
        case ("power", base, exponent):
            return number(value(base, table)) ** exponent
        case ("transpose", inner):
            found = value(inner, table)
            return [list(row) for row in zip(*found, strict=True)] if rows(found) else found
        case ("diag", inner):
            return diagonal([entry for row in value(inner, table) for entry in row])
        case ("rows", found):
            return [[number(value(entry, table)) for entry in row] for row in found]
        case ("exp", inner):
            return each(value(inner, table), exponential)
        case ("apply", name, inner):
            return each(value(inner, table), table.functions[name])
        case (r"\max" | r"\min" as choice, *found):
            return chosen(choice, [value(one, table) for one in found])
        case ("entry", array, found):
            if array[0] == "ones":
                return mp.mpf(1)
            shape = table.shapes.get(array[1], ()) if array[0] == "symbol" else ()
            return entry_of(value(array, table), found, table, shape)
        case ("example", name, example, feature):
            found = table.value(name)
            row, column = example_at(found, example, feature, table, table.shapes.get(name, ()))
            return found[row][column]
        case ("delta", first, second):
            return mp.mpf(table.place(first) == table.place(second))
        case ("sum", letter, width, body):
            return total(
                [
                    number(value(body, table.at({**table.indices, letter: at})))
                    for at in range(1, table.width(width) + 1)
                ]
            )
        case ("derivative" | "operator", of, by, _):
            return slopes(of, by, table)
        case ("held", inner, names):
            return value(inner, table.holding(names))
    raise AssertionError(tree)


def rows(found: Value) -> bool:
    """Tell whether a value is an array."""
    return isinstance(found, list)


def number(found: Value) -> Value:
    """Return a number; raises if it is an array."""
    if rows(found):
        raise Unreadable("an array where a number belongs")
    return found


def each(found: Value, change: Callable[[Any], Any]) -> Value:
    """Return an array or a number with every entry changed."""
    return [[change(x) for x in row] for row in found] if rows(found) else change(found)


def joined(left: Value, right: Value, join: Callable[[Any, Any], Any]) -> Value:
    """Return two values joined entry by entry; a number meets every entry of an array."""
    if not rows(left):
        return each(right, lambda b: join(left, b))
    if not rows(right):
        return each(left, lambda a: join(a, right))
    if sides(left) != sides(right):
        raise Unreadable(f"{sides(left)} and {sides(right)} do not fit")
    return [
        [join(a, b) for a, b in zip(one, other, strict=True)]
        for one, other in zip(left, right, strict=True)
    ]


def chosen(choice: str, found: list[Value]) -> Value:
    """Return the largest or smallest of values, entry by entry."""
    best, *others = found
    larger = choice == r"\max"

    def pick(a: Any, b: Any) -> Any:
        at_kink(a - b)
        return a if (a > b) == larger else b

    for other in others:
        best = joined(best, other, pick)
    return best


def sides(found: Value) -> tuple[int, int]:
    """Return how many rows and columns a value has."""
    return (len(found), len(found[0])) if rows(found) else (1, 1)


def multiplied(factors: list[Value], signs: tuple[str, ...]) -> Value:
    """Return the product of values joined by signs of one kind."""
    if r"\odot" in signs:
        return elementwise(factors)
    arrays = [factor for factor in factors if rows(factor)]
    check_order(arrays)
    found, *others = factors
    for sign, other in zip(signs, others, strict=True):
        if not (rows(found) and rows(other)):
            found = joined(found, other, lambda a, b: a * b)
        elif sides(found) == sides(other) and 1 in sides(found):
            if sign != r"\cdot" or len(factors) > 2:
                raise Ambiguous("two columns side by side")
            return total([a * b for a, b in zip(flat(found), flat(other), strict=True)])
        elif sign == r"\cdot" and sides(found)[1] == 1 == sides(other)[0]:
            raise Ambiguous("a dot between a column and a row: one number, or all products?")
        elif sign == r"\otimes" and not (sides(found)[1] == 1 == sides(other)[0]):
            raise Unreadable("an outer product is one of a column and a row")
        else:
            found = matrix_product(found, other)
    return found


def elementwise(factors: list[Value]) -> Value:
    """Return the product, entry by entry, of arrays of one shape."""
    found, *others = factors
    for other in others:
        if not (rows(found) and rows(other)):
            raise Unreadable("an elementwise product of something that is no array")
        found = joined(found, other, lambda a, b: a * b)
    return found


def check_order(arrays: list[Value]) -> None:
    """Raise if it matters which of several arrays are multiplied first."""
    fits = all(sides(a)[1] == sides(b)[0] for a, b in pairwise(arrays))
    if len(arrays) > 2 and not fits:
        raise Ambiguous("several arrays, and not every one fits the next")


def matrix_product(left: Value, right: Value) -> Value:
    """Return rows by columns; one row by one column is a number."""
    if sides(left)[1] != sides(right)[0]:
        raise Unreadable(f"{sides(left)} by {sides(right)}")
    columns = list(zip(*right, strict=True))
    found = [
        [total([a * b for a, b in zip(row, column, strict=True)]) for column in columns]
        for row in left
    ]
    return found[0][0] if sides(found) == (1, 1) else found


def flat(found: Value) -> list[Any]:
    """Return the entries of a value, row by row."""
    return [entry for row in found for entry in row] if rows(found) else [found]


def diagonal(entries: list[Any]) -> Value:
    """Return the square array with these entries on its diagonal."""
    return [
        [a if i == j else mp.mpf(0) for j in range(len(entries))] for i, a in enumerate(entries)
    ]


def position(
    array: Value, found: Sequence[str], table: Table, shape: tuple[str | int, ...] = ()
) -> tuple[int, int]:
    """Return row and column, counted from 0, of the places below a letter."""
    line = 1 in (shape or sides(array))
    count = 1 if line and "," not in found and not two(found) else 2
    at = [table.place(text) - 1 for text in places(found, count)]
    if count == 2:
        return inside(array, at[0], at[1])
    standing = (shape or sides(array))[1] == 1
    return inside(array, at[0], 0) if standing else inside(array, 0, at[0])


def inside(array: Value, row: int, column: int) -> tuple[int, int]:
    """Return row and column; raises if the array has no such place."""
    height, long = sides(array)
    if not rows(array) or not (0 <= row < height and 0 <= column < long):
        raise NoSuchPlace(f"no row {row + 1} and column {column + 1} in {height} by {long}")
    return row, column


def two(found: Sequence[str]) -> bool:
    """Tell whether there are two letters, or a letter and a number, side by side."""
    return len(found) == 2 and "_" not in found


def entry_of(
    array: Value, found: Sequence[str], table: Table, shape: tuple[str | int, ...] = ()
) -> Value:
    """Return one entry."""
    row, column = position(array, found, table, shape)
    return array[row][column]


def example_at(
    array: Value,
    example: Sequence[str],
    feature: Sequence[str],
    table: Table,
    shape: tuple[str | int, ...] = (),
) -> tuple[int, int]:
    """Return row and column of a feature of an example; a column has no features."""
    if ((shape or sides(array))[1] == 1) == bool(feature):
        raise Unreadable("a feature of a number, or an example without a feature")
    row, column = (table.place(*places(one, 1)) - 1 for one in (example, feature or ["1"]))
    return inside(array, row, column)


def slopes(of: Tree, by: Tree, table: Table, slope: Slope | None = None) -> Value:
    """Return a derivative by differences: a number, an array, or a Jacobian."""
    slope = slope or difference
    if by[0] == "example":
        at = example_at(table.value(by[1]), by[2], by[3], table, table.shapes.get(by[1], ()))
        return slope(of, by[1], at, table)
    name = by[1] if by[0] == "symbol" else by[1][1]
    base = table.value(name)
    if by[0] == "entry":
        at = position(base, by[2], table, table.shapes.get(name, ()))
        return slope(of, name, at, table)
    found = each_place(base, lambda at: slope(of, name, at, table))
    if not rows(base) or not rows(found[0][0]):
        return found if rows(base) else found[0][0]
    columns = [flat(entry) for row in found for entry in row]
    return [list(row) for row in zip(*columns, strict=True)]


def each_place(base: Value, change: Callable[[tuple[int, int]], Value]) -> list[list[Value]]:
    """Return something for every place of a value."""
    height, long = sides(base)
    return [[change((row, column)) for column in range(long)] for row in range(height)]


def difference(of: Tree, name: str, at: tuple[int, int], table: Table) -> Value:
    """Return the central difference along one entry of a name; all that depends on it follows."""
    little = step()
    higher, lower = (value(of, table.moved(name, at, move)) for move in (little, -little))
    return joined(higher, lower, lambda a, b: (a - b) / (2 * little))


def five_points(of: Tree, name: str, at: tuple[int, int], table: Table, step: Any) -> Value:
    """Return the slope from four neighbours a step apart, as in the tables of the pages."""
    far, near, here, there = (
        value(of, table.moved(name, at, places * step)) for places in (-2, -1, 1, 2)
    )
    inner = joined(here, near, lambda a, b: 8 * (a - b))
    outer = joined(there, far, lambda a, b: a - b)
    return joined(inner, outer, lambda a, b: (a - b) / (12 * step))
