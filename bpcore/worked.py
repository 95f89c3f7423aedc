"""The numeric reading: a claim worked out on given numbers, with digits that recompute.

Whoever types the displayed numbers into a calculator gets the displayed result to its last digit;
where four decimals are not enough for that, more are shown.  Everything displayed is rational
arithmetic on what is displayed, so that it is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce

from bpcore.bounds import stated
from bpcore.claim import Claim
from bpcore.domain import (
    DIGITS,
    Exact,
    NotExact,
    OutsideDomain,
    Precise,
    Scalar,
    Unknown,
    rational,
)
from bpcore.errors import (
    DigitsDoNotRecompute,
    NotAnExpression,
    NothingChecked,
    ShapesDiffer,
    StepIsFalse,
)
from bpcore.evaluate import Evaluator, Setting, Value, as_rows, as_value, each, entries, moved
from bpcore.expr import (
    Add,
    Apply,
    Array,
    At,
    Derivative,
    Entry,
    Expr,
    Index,
    Name,
    Num,
    Ones,
    Operand,
    Sum,
    WidthOf,
    expr,
)
from bpcore.function import Function
from bpcore.interval import point
from bpcore.sampling import nodes_under
from bpcore.shape import text
from bpcore.tex import decimal_text
from bpcore.tree import depends, parts, rebuild, reindexed

FEWEST, MOST = 4, 14  # decimals displayed
WRITTEN_OUT = 4  # terms of a sum
STEP = Fraction(1, 1000)  # of the five-point difference
CLOSE = Fraction(1, 10**9)  # what a five-point difference with that step must reach

Given = Mapping[Name, Operand | Value]
Rows = tuple[tuple[Scalar, ...], ...]


@dataclass(frozen=True)
class Line:
    """A claim with numbers: the right side's symbols replaced, and the result.

    ``rounded`` says that some number put in is rounded, ``inexact`` that the result is.
    """

    claim: Claim
    numbers: Expr
    result: Num | Array
    rounded: bool
    inexact: bool


@dataclass(frozen=True)
class Check:
    """A derivative compared with a five-point difference of the quantity itself.

    ``formula_of`` is what was worked out for it, where that was not the derivative itself.
    """

    derivative: Derivative
    formula: Num | Array
    difference: Num | Array
    apart: str
    formula_of: Expr | None = None


@dataclass(frozen=True)
class Refutation:
    """A false equality with a point where its sides differ, worked out on both sides."""

    left: Expr
    right: Expr
    point: tuple[tuple[Name, Expr], ...]
    numbers: tuple[Expr | None, Expr | None]
    values: tuple[Num | Array, Num | Array]


class Numbers:
    """Given numbers, and everything that follows from them to 50 digits."""

    def __init__(self, given: Given) -> None:
        """Take exact numbers for names: whole numbers, fractions, or arrays of them.

        Raises `NotAnExpression` for a number outside its name's interval, and for a name that
        already follows from another one that is given.
        """
        self.given = {name: fractions(value) for name, value in given.items()}
        for name, value in self.given.items():
            check_given(name, value, self.given)
        self.precise = Precise()
        self.reader = Evaluator(self.precise)
        values = {name: each(value, self.precise.number) for name, value in self.given.items()}
        self.at = Setting(values, widths_of(self.given))

    def value(self, expr: Expr) -> Rows:
        """Return an expression's entries to 50 digits, row by row; a scalar has one."""
        return as_rows(self.reader.value(expr, self.at))

    def exact(self, expr: Expr) -> Rows:
        """Return the same by exact arithmetic, None for an entry that is not rational by it."""
        try:
            found = Evaluator(Exact()).value(expr, replace(self.at, values=self.given, known={}))
        except NotExact:
            return tuple(tuple(None for _ in row) for row in self.value(expr))
        return tuple(
            tuple(None if isinstance(entry, Unknown) else Fraction(entry) for entry in row)
            for row in as_rows(found)
        )

    # -- lines ------------------------------------------------------------------------------

    def line(self, claim: Claim) -> Line:
        """Return the claim's right side with numbers, and its result.

        Raises `StepIsFalse` if the two sides differ here, `DigitsDoNotRecompute` if no display
        recomputes.
        """
        left, right = self.value(claim.left), self.value(claim.right)
        for one, other in zip(flat(left), flat(right), strict=True):
            if not close(one, other, Fraction(1, 10**40)):
                raise StepIsFalse(
                    f"{claim.label}: the left side is {one}, the right side {other} here"
                )
        return self.displayed(claim)

    def displayed(self, claim: Claim) -> Line:
        """Return the line with the fewest digits that recompute."""
        result = self.quantity(claim.left, FEWEST)
        for digits in range(FEWEST, MOST + 1):
            numbers = self.substituted(claim.right, digits)
            again = recomputed(numbers)
            shown = numbers_in(result)
            if again is not None and all(map(reads_as, again, shown)):
                return Line(
                    claim,
                    numbers,
                    result,
                    rounded=self.loses(claim.right, digits),
                    inexact=any(
                        one != number.value for one, number in zip(again, shown, strict=True)
                    ),
                )
        raise DigitsDoNotRecompute(f"{claim.label}: not even {MOST} decimals give {result!r} again")

    def quantity(self, expr: Expr, digits: int) -> Num | Array:
        """Return one displayed quantity as a decimal, or as an array of them."""
        rows = tuple(
            tuple(
                self.decimal(expr, exactly, value, digits)
                for exactly, value in zip(*both, strict=True)
            )
            for both in zip(self.exact(expr), self.value(expr), strict=True)
        )
        return Array(rows) if expr.shape else rows[0][0]

    def decimal(self, expr: Expr, exactly: Fraction | None, value: Scalar, digits: int) -> Num:
        """Return one number that belongs to a quantity as a decimal."""
        if exactly is not None and terminating(exactly) is not None:
            return Num(exactly, terminating(exactly))
        truth = rational(value)
        if truth == 0:  # such as nothing times something irrational
            return Num(truth, 0)
        digits = max(digits, decimals_for(truth))
        if isinstance(expr, Name):
            enough = (
                k for k in range(digits, DIGITS) if rounded(truth, k).value not in not_reached(expr)
            )
            found = next(enough, None)
            if found is None:
                raise DigitsDoNotRecompute(
                    f"{expr.text} is so close to the end of its interval that {DIGITS} decimals "
                    "do not tell them apart"
                )
            digits = found
        return rounded(truth, digits)

    def substituted(self, expr: Expr, digits: int) -> Expr:
        """Return an expression with every name, entry and derivative replaced by its number.

        A short sum is written out term by term; a long one is replaced by its value.
        """
        if isinstance(expr, WidthOf):
            return Num(Fraction(self.at.width(expr.width)))
        if isinstance(expr, Ones):
            return Ones(self.at.width(expr.width))
        if isinstance(expr, Sum) and self.at.width(expr.index.width) <= WRITTEN_OUT:
            terms = [
                self.where(expr.index, number).substituted(expr.body, digits)
                for number in range(1, self.at.width(expr.index.width) + 1)
            ]
            return reduce(Add, terms)
        if is_quantity(expr) or isinstance(expr, Sum):
            return self.quantity(expr, digits)
        return rebuild(expr, lambda part: self.substituted(part, digits))

    def where(self, index: Index, number: int) -> Numbers:
        """Return the same numbers with an index set."""
        other = copy(self)
        other.at = replace(self.at, indices={**self.at.indices, index: number})
        return other

    def loses(self, expr: Expr, digits: int) -> bool:
        """Tell whether some number put in for a quantity is rounded."""
        if isinstance(expr, Sum) and self.at.width(expr.index.width) <= WRITTEN_OUT:
            return any(
                self.where(expr.index, number).loses(expr.body, digits)
                for number in range(1, self.at.width(expr.index.width) + 1)
            )
        if is_quantity(expr) or isinstance(expr, Sum):
            shown = [number.value for number in numbers_in(self.quantity(expr, digits))]
            return shown != flat(self.exact(expr))
        return any(self.loses(part, digits) for part in parts(expr))

    # -- checks -----------------------------------------------------------------------------

    def check(self, derivative: Derivative, formula_of: Expr | None = None) -> Check:
        """Return a derivative beside the five-point difference, both worked out to 50 digits.

        Where a formula for it is given, that is worked out.  Raises `StepIsFalse` if the formula
        is wrong here, or if they are further apart than such a difference can be.
        """
        formula = self.value(derivative)
        if formula_of is not None:
            formula, slopes = self.value(formula_of), formula
            for one, other in zip(flat(formula), flat(slopes), strict=True):
                if not close(one, other, Fraction(1, 10**40)):
                    raise StepIsFalse(
                        f"{derivative!r} is {float(other):.12g} but the formula {formula_of!r} "
                        f"gives {float(one):.12g}"
                    )
        difference = tuple(
            tuple(self.five_points(self.one_of(derivative, i, j)) for j, _ in enumerate(row))
            for i, row in enumerate(formula)
        )
        pairs = list(zip(flat(formula), flat(difference), strict=True))
        if all(is_nothing(one) and is_nothing(other) for one, other in pairs):
            raise NothingChecked(f"{derivative!r} is zero here: that compares nothing")
        for one, other in pairs:
            if not close(one, other, CLOSE) and not (is_nothing(one) and is_nothing(other)):
                raise StepIsFalse(
                    f"{derivative!r} is {float(one):.12g} but the five-point difference is "
                    f"{float(other):.12g}"
                )
        apart = max(
            abs(one - other) / max(abs(one), abs(other))
            for one, other in pairs
            if not (is_nothing(one) and is_nothing(other))
        )
        return Check(
            derivative,
            self.compared(derivative, formula),
            self.compared(derivative, difference),
            self.precise.context.nstr(apart, 2, min_fixed=0, max_fixed=0) if apart > 1e-40 else "0",
            formula_of,
        )

    def instance(
        self, claim: Claim, functions: Mapping[Function, Function], at: Mapping[Index, At]
    ) -> Check:
        """Return a proved formula for a derivative beside the five-point difference.

        ``functions`` are put in for the unspecified ones, numbers for the indices.  Raises
        `StepIsFalse` if formula and derivative differ, or are far from the difference;
        `NothingChecked` if other functions are unspecified than those that are given.
        """
        left, right = claim.left, claim.right
        for index, number in at.items():
            left, right = reindexed(left, index, number), reindexed(right, index, number)
        if not isinstance(left, Derivative):
            raise NothingChecked(f"{claim.label}: the left side is not a derivative")
        applied = [node.function for node in nodes_under((left, right)) if isinstance(node, Apply)]
        open_ = {function.base or function for function in applied}
        if {function for function in open_ if function.unspecified} != set(functions):
            raise NothingChecked(
                f"{claim.label}: these are not its unspecified functions: "
                + ", ".join(function.text for function in functions)
            )
        there = copy(self)
        there.at = replace(self.at, functions=functions, known={})
        return there.check(left, right)

    def compared(self, derivative: Derivative, found: Rows) -> Num | Array:
        """Return what is compared: one number with many decimals, or an array with few."""
        if derivative.shape:
            return Array(tuple(tuple(short(rational(entry)) for entry in row) for row in found))
        value = rational(found[0][0])
        return rounded(value, max(decimals_for(value) + 6, 10))

    def one_of(self, derivative: Derivative, row: int, column: int) -> Derivative:
        """Return one entry of a derivative as a derivative of numbers by one number."""
        of, by = derivative.of, derivative.by
        places = row, column
        if of.shape and by.shape:
            return derivative.put(Entry(of, (row + 1,)), Entry(by, (column + 1,)))
        if of.shape:
            return derivative.put(Entry(of, place_in(of, *places)), by)
        if by.shape:
            return derivative.put(of, Entry(by, place_in(by, *places)))
        return derivative

    def five_points(self, derivative: Derivative) -> Scalar:
        """Return the slope from four neighbours, weights 1, -8, 8, -1 over twelve steps."""
        step = self.precise.number(STEP)
        weights = {-2: 1, -1: -8, 1: 8, 2: -1}
        whole = sum(
            weight * self.moved(derivative, places * step) for places, weight in weights.items()
        )
        return whole / (12 * step)

    def moved(self, derivative: Derivative, by: Scalar) -> Scalar:
        """Return what is differentiated, with the variable moved."""
        name = derivative.variable
        here = self.reader.named(name, self.at)
        if isinstance(derivative.by, Entry):
            row, column = (self.at.place(at) for at in derivative.by.position)
            there = as_value(
                tuple(
                    tuple(x + by if (i, j) == (row, column) else x for j, x in enumerate(line, 1))
                    for i, line in enumerate(here, 1)
                )
            )
        else:
            there = here + by
        return self.reader.value(derivative.of, moved(derivative, there, self.reader, self.at))

    def refute(self, left: Expr, right: Expr) -> Refutation:
        """Return how two sides differ here.

        Raises `NothingChecked` if they do not, or if either has no value.
        """
        if left.shape != right.shape:
            raise ShapesDiffer(
                f"{left!r} is {text(left.shape)} and {right!r} is {text(right.shape)}: no numbers "
                "are needed to tell them apart"
            )
        try:
            values = self.quantity(left, FEWEST), self.quantity(right, FEWEST)
        except (ZeroDivisionError, OutsideDomain) as error:
            raise NothingChecked(
                f"{left!r} and {right!r} do not both have a value here: {error!r}"
            ) from None
        pairs = zip(flat(self.value(left)), flat(self.value(right)), strict=True)
        alike = all(close(one, other, Fraction(1, 10**40)) for one, other in pairs)
        printed = [[number.value for number in numbers_in(value)] for value in values]
        if alike or printed[0] == printed[1]:
            raise NothingChecked(
                f"{left!r} and {right!r} are both {values[0]!r} here: this refutes nothing"
            )
        point = tuple((name, written(value)) for name, value in self.given.items())
        return Refutation(
            left,
            right,
            point,
            (self.working(left, values[0]), self.working(right, values[1])),
            values,
        )

    def working(self, side: Expr, value: Num | Array) -> Expr | None:
        """Return a side with its numbers, if it is more than one quantity and recomputes."""
        if isinstance(side, Num) or is_quantity(side):
            return None
        numbers = self.substituted(side, FEWEST)
        return numbers if recomputed(numbers) == [one.value for one in numbers_in(value)] else None


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
        return tuple(tuple(fractions(entry) for entry in row) for row in value)
    number = expr(value)
    if not isinstance(number, Num):
        raise NotAnExpression(f"a number is wanted, not {value!r}")
    return number.value


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


def is_quantity(expr: Expr) -> bool:
    """Tell whether an expression is shown as one number: a name, an entry, a derivative."""
    return isinstance(expr, (Name, Derivative)) or (
        isinstance(expr, Entry) and isinstance(expr.array, Name)
    )


def close(one: Scalar, other: Scalar, within: Fraction) -> bool:
    """Tell whether two numbers agree, relative to the larger."""
    scale = max(abs(one), abs(other))
    return bool(abs(one - other) * within.denominator <= scale * within.numerator)


def not_reached(name: Name) -> list[Fraction]:
    """Return the ends of a name's interval that are not its values."""
    ends = zip(name.between, name.closed, strict=True)
    return [end for end, closed in ends if end is not None and not closed]


def rounded(value: Fraction, digits: int) -> Num:
    """Return a number with so many decimals."""
    return Num(Fraction(round(value * 10**digits), 10**digits), digits)


def decimals_for(value: Fraction) -> int:
    """Return four decimals, or more where fewer than four digits would count."""
    size, digits = abs(value), FEWEST
    while size and size * 10 ** (digits - FEWEST + 1) < 1 and digits < MOST:
        digits += 1
    return digits


def terminating(value: Fraction) -> int | None:
    """Return how many decimals show a number exactly, or None if more than six would be needed."""
    return next((digits for digits in range(7) if (value * 10**digits).denominator == 1), None)


def recomputed(numbers: Expr) -> list[Fraction] | None:
    """Return what the displayed numbers give on a calculator: exactly, or to 50 digits."""
    nothing = Numbers({})
    try:
        return [
            exactly if exactly is not None else rational(value)
            for exactly, value in zip(
                flat(nothing.exact(numbers)), flat(nothing.value(numbers)), strict=True
            )
        ]
    except (ZeroDivisionError, OutsideDomain):
        return None


def reads_as(value: Fraction, shown: Num) -> bool:
    """Tell whether a value is displayed like a number, to its last digit."""
    digits = shown.digits or 0
    return decimal_text(value, digits) == decimal_text(shown.value, digits)


def flat(rows: Rows) -> list[Scalar]:
    """Return all entries, row after row."""
    return [entry for row in rows for entry in row]


def numbers_in(shown: Num | Array) -> list[Num]:
    """Return the numbers displayed, row after row."""
    if isinstance(shown, Num):
        return [shown]
    return [entry for row in shown.rows for entry in row if isinstance(entry, Num)]


def is_nothing(value: Scalar) -> bool:
    """Tell whether a number is zero, or what 80 digits leave of one."""
    return bool(abs(value) < 1e-40)


def short(value: Fraction) -> Num:
    """Return a number with few decimals, or fewer if 30 digits show no more."""
    value = Fraction(round(value * 10**30), 10**30)
    digits = terminating(value)
    if digits is not None and digits <= FEWEST:
        return Num(value, digits)
    return rounded(value, decimals_for(value))


def place_in(array: Expr, row: int, column: int) -> tuple[int, ...]:
    """Return where an entry stands, with one number where an array has one row or column."""
    if 1 in array.shape:
        return (max(row, column) + 1,)
    return row + 1, column + 1
