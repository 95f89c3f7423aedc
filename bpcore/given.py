"""Given numbers: exact numbers for names, and what every expression comes to with them.

A number that is no fraction is enclosed (`bpcore.enclosure`), with more digits until enough of them
count.  Where there is no value the refusal says which part has none, at which numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from bpcore.absence import NO_VALUE, absence, told
from bpcore.arguments import with_checked_methods
from bpcore.bounds import stated
from bpcore.decimals import in_short, terminating
from bpcore.domain import DIGITS, GUARD
from bpcore.enclosure import Enclosed, Enclosure, Undetermined
from bpcore.errors import NotAnExpression, NothingChecked, ShapesDiffer
from bpcore.evaluate import Evaluator, Setting, Value, as_rows, each, entries
from bpcore.expr import Apply, Array, Expr, Name, Num, Ones, Operand, Sum, WidthOf, expr
from bpcore.function import Function, sqrt
from bpcore.interval import point
from bpcore.shape import letters, text
from bpcore.tree import depends, everything_under, walk

PRECISIONS = tuple((DIGITS + GUARD) * 3**k for k in range(5))  # digits, until enough of them count

Given = Mapping[Name, Operand | Value]
Rows = tuple[tuple[Enclosure, ...], ...]


@with_checked_methods
class GivenNumbers:
    """Given numbers, and everything that follows from them, to as many digits as are needed."""

    def __init__(self, given: Given) -> None:
        """Take exact numbers for names: whole numbers, fractions, or arrays of them.

        Raises `NotAnExpression` for a number outside its name's interval, and for a name that
        already follows from another one that is given.
        """
        if not isinstance(given, Mapping):
            raise NotAnExpression(f"numbers are given by name, such as {{z: 2}}, not {given!r}")
        self.given: dict[Name, Value] = {}
        for name, value in given.items():
            if not isinstance(name, Name):
                raise NotAnExpression(f"numbers are given for names, not for {name!r}")
            self.given[name] = fractions(value)
        widths = widths_of(self.given)
        for name, value in self.given.items():
            check_given(name, value, self.given)
        self.at = Setting(self.given, widths)
        self.readings: dict[tuple[int, bool], tuple[Reader, Setting]] = {}
        self.known: dict[object, Rows] = {}
        self.looked_at: set[Expr] = set()

    # -- values -----------------------------------------------------------------------------

    def _reading(self, digits: int, *, rational: bool = True) -> tuple[Reader, Setting]:
        """Return what reads expressions with so many digits at each step, and where."""
        if (digits, rational) not in self.readings:
            field = Enclosed(digits, rational=rational)
            values = {name: each(value, field.number) for name, value in self.given.items()}
            at = replace(self.at, values=values, known={})
            self.readings[digits, rational] = Reader(field), at
        reader, at = self.readings[digits, rational]
        return reader, replace(at, indices=self.at.indices)

    def _read(self, expr: Expr, digits: int) -> Rows:
        """Return what is known of an expression's entries with so many digits at each step.

        Raises `Undetermined` where more are needed, and `NothingChecked` where there is no value.
        """
        mark = expr, digits, tuple(self.at.indices.items())
        if mark not in self.known:
            reader, at = self._reading(digits)
            try:
                found = reader.value(expr, at)
            except Undetermined:
                raise
            except NO_VALUE:
                raise NothingChecked(self._missing(expr, digits)) from None
            self.known[mark] = as_rows(each(found, reader.field.taken))
        return self.known[mark]

    def _missing(self, expr: Expr, digits: int) -> str:
        """Return in words which part of an expression has no value."""
        reader, at = self._reading(digits)
        found = absence(reader, expr, at)
        if found is None:
            return f"{expr!r} is not worked out to more than {PRECISIONS[-1] - GUARD} digits"
        said = told(found, reader, digits, self.given)
        return said if found.part is expr else f"{expr!r}: {said}"

    def rows(self, expr: Expr, digits: int = DIGITS) -> Rows:
        """Return an expression's entries, exact or to so many digits; a scalar is one row of one.

        An entry that is zero, for all that the most digits tell, is returned with what they leave.
        Raises `NothingChecked`, with the part and the numbers, where there is no value.
        """
        self._check_known(expr)
        found = None
        for precision in PRECISIONS:
            if precision < digits + GUARD:
                continue
            try:
                found = self._read(expr, precision)
            except Undetermined:
                continue
            if all(entry.known_to(digits) for entry in flat(found)):
                break
        if found is None:
            raise NothingChecked(self._missing(expr, PRECISIONS[-1]))
        return found

    def _check_known(self, expr: Expr) -> None:
        """Raise `NothingChecked` if something under an expression is not given."""
        if expr in self.looked_at:
            return
        under = everything_under(expr, stop=frozenset(self.given)) - self.given.keys()
        nodes = list(walk(expr))
        for name in sorted(under, key=lambda name: (name.text, name.tex)):
            if name.of:
                raise NothingChecked(f"{name.text} may depend on {name.of} in any way: no number")
            if name.definition is None:
                raise NothingChecked(f"no number is given for {name.text}, which {expr!r} needs")
            nodes += walk(name.definition)
        for node in nodes:
            self._check_node(node)
        self.looked_at.add(expr)

    def _check_node(self, node: Expr) -> None:
        """Raise `NothingChecked` if a node has a function or a width that is not given."""
        if isinstance(node, Apply):
            base = node.function.base or node.function
            if base.unspecified and base not in self.at.functions:
                raise NothingChecked(
                    f"{base.text} may be any function: {node!r} has no value; "
                    "page.instances puts functions in"
                )
        for letter in widths_at(node):
            if letter not in self.at.widths:
                raise NothingChecked(
                    f"{node!r} has no value: the width {letter} is not known; give numbers for an "
                    f"array of {letter} entries"
                )

    def _check_bounds(self, *exprs: Expr) -> None:
        """Raise `NothingChecked` if a name under some expressions has a value that it cannot have.

        So it is where an assumption fails at the given numbers: nothing that rests on it holds.
        """
        under = {name for expr in exprs for name in everything_under(expr, frozenset(self.given))}
        for name in sorted(under, key=lambda name: (name.text, name.tex)):
            if name.definition is None or name in self.given or name.between == (None, None):
                continue
            for entry in flat(self.rows(name)):
                if outside(entry, name):
                    low, high = name.between
                    raise NothingChecked(
                        f"{name.text} is said to lie between {low} and {high}, but it is "
                        f"{said(entry)} at these numbers: choose others"
                    )


class Reader(Evaluator):
    """Reads expressions as enclosed numbers."""

    def __init__(self, field: Enclosed) -> None:
        """Take the numbers to read them in."""
        super().__init__(field)
        self.field = field

    def applied(self, function: Function, argument: Any, at: Setting) -> Any:
        """Return a function's value; a root that is a fraction is exactly that."""
        if function is sqrt and isinstance(argument, Enclosure):
            root = argument.root()
            if root is not None:
                return self.field.exactly(root)
        return super().applied(function, argument, at)


def check_given(name: Name, value: Value, given: Mapping[Name, Value]) -> None:
    """Raise `NotAnExpression` if a name cannot have this value beside the others that are given."""
    low, high = name.between
    for entry in entries(value):
        if not point(Fraction(entry)).inside(stated(name)):
            raise NotAnExpression(f"{name.text} lies between {low} and {high}; {entry} does not")
    for other in given:
        if other is not name and depends(name, other):
            raise NotAnExpression(f"{name.text} follows from {other.text}: give one of them")


def written(value: Value) -> Expr:
    """Return an exact number or array as it is displayed."""
    if isinstance(value, tuple):
        return Array(tuple(tuple(written(entry) for entry in row) for row in value))
    return Num(value, terminating(value))


def fractions(value: Operand | Value) -> Value:
    """Return a number or an array of numbers as exact fractions."""
    if isinstance(value, (list, tuple)):
        if not value or not all(isinstance(row, (list, tuple)) and row for row in value):
            raise NotAnExpression(
                f"an array is given in rows, such as [[1], [2]] for a column, not as {value!r}"
            )
        if any(isinstance(entry, (list, tuple)) for row in value for entry in row):
            raise NotAnExpression(f"an array has numbers in its rows, not further rows: {value!r}")
        return tuple(tuple(fractions(entry) for entry in row) for row in value)
    number = expr(value)
    if isinstance(number, Num):
        return number.value
    found = None if number.shape or everything_under(number) else constant(number)
    if found is None:
        raise NotAnExpression(f"a whole number or a fraction is wanted, not {value!r}")
    return found


def constant(number: Expr) -> Fraction | None:
    """Return what is written out of numbers alone, as a fraction; None if it is none."""
    try:
        found = Reader(Enclosed(DIGITS)).value(number, Setting({}))
    except NO_VALUE:
        return None
    return found.exact if isinstance(found, Enclosure) else None


def widths_of(given: Mapping[Name, Value]) -> dict[str, int]:
    """Return what number each letter among the widths of arrays stands for.

    Raises `ShapesDiffer` for an array of another shape than its name's.
    """
    found: dict[str, int] = {}
    for name, value in given.items():
        rows = as_rows(value)
        sizes = (len(rows), len(rows[0]))
        if isinstance(value, tuple) != bool(name.shape) or {len(row) for row in rows} != {sizes[1]}:
            raise ShapesDiffer(f"{name.text} is {text(name.shape)}, but {value!r} is given for it")
        for width, number in zip(name.shape, sizes, strict=False):
            meant = found.setdefault(width, number) if isinstance(width, str) else width
            if meant != number:
                raise ShapesDiffer(
                    f"{name.text} is {text(name.shape)}, but {sizes[0]} x {sizes[1]} numbers are "
                    f"given for it, where {width} is {meant}"
                )
    return found


def widths_at(node: Expr) -> frozenset[str]:
    """Return the letters of widths that a node itself needs to have a value."""
    found = letters(node.shape)
    if isinstance(node, (WidthOf, Ones)):
        found |= {node.width} if isinstance(node.width, str) else set()
    bound = node.index.width if isinstance(node, Sum) else None
    return found | {bound} if isinstance(bound, str) else found


def not_reached(name: Name) -> list[Fraction]:
    """Return the ends of a name's interval that are not its values."""
    ends = zip(name.between, name.closed, strict=True)
    return [end for end, closed in ends if end is not None and not closed]


def flat(rows: Iterable[Iterable[Enclosure]]) -> list[Enclosure]:
    """Return all entries, row after row."""
    return [entry for row in rows for entry in row]


def nearly(value: Enclosure) -> Fraction:
    """Return a fraction that is nearly a number; zero where only rounding is left of it."""
    return Fraction(0) if value.may_be_zero else value.middle


def outside(value: Enclosure, name: Name) -> bool:
    """Tell whether a value is outside its name's interval for certain."""
    (least, greatest), (low, high), (reached, over) = value.ends, name.between, name.closed
    return (low is not None and (greatest < low or (greatest == low and not reached))) or (
        high is not None and (least > high or (least == high and not over))
    )


def said(value: Enclosure) -> str:
    """Return a number in a message."""
    return in_short(nearly(value))
