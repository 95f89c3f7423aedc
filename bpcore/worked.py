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
from bpcore.evaluate import Evaluator, Setting, Value, as_rows, as_value, each, entries, held
from bpcore.expr import (
    Add,
    Array,
    Derivative,
    Entry,
    Expr,
    Index,
    Name,
    Num,
    Operand,
    Sum,
    WidthOf,
    depends,
    expr,
    parts,
    rebuild,
)
from bpcore.latex import decimal_text
from bpcore.shape import text

FEWEST, MOST = 4, 14  # decimals displayed
WRITTEN_OUT = 4  # terms of a sum
STEP = Fraction(1, 1000)  # of the five-point difference
CLOSE = Fraction(1, 10**9)  # what a five-point difference with that step must reach

Given = Mapping[Name, Operand | Value]


@dataclass(frozen=True)
class Line:
    """A claim with numbers: the right side's symbols replaced, and the result.

    ``rounded`` says that some number put in is rounded, ``inexact`` that the result is.
    """

    claim: Claim
    numbers: Expr
    result: Num
    rounded: bool
    inexact: bool


@dataclass(frozen=True)
class Check:
    """A derivative compared with a five-point difference of the quantity itself."""

    derivative: Derivative
    formula: Num
    difference: Num
    apart: str


@dataclass(frozen=True)
class Refutation:
    """A false equality with a point where its sides differ, worked out on both sides."""

    left: Expr
    right: Expr
    point: tuple[tuple[Name, Expr], ...]
    numbers: tuple[Expr | None, Expr | None]
    values: tuple[Num, Num]


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

    def value(self, expr: Expr) -> Scalar:
        """Return a scalar expression's value to 50 digits; raises `ShapesDiffer` for an array."""
        if expr.shape:
            raise ShapesDiffer(
                f"{expr!r} is {text(expr.shape)}: one number is worked out at a time, write its "
                "entries"
            )
        return self.reader.value(expr, self.at)

    def exact(self, expr: Expr) -> Fraction | None:
        """Return a scalar expression's value if it is rational by exact arithmetic."""
        if expr.shape:
            return None
        try:
            found = Evaluator(Exact()).value(expr, replace(self.at, values=self.given, known={}))
        except NotExact:
            return None
        return None if isinstance(found, Unknown) else Fraction(found)

    # -- lines ------------------------------------------------------------------------------

    def line(self, claim: Claim) -> Line:
        """Return the claim's right side with numbers, and its result.

        Raises `StepIsFalse` if the two sides differ here, `DigitsDoNotRecompute` if no display
        recomputes.
        """
        left, right = self.value(claim.left), self.value(claim.right)
        if not close(left, right, Fraction(1, 10**40)):
            raise StepIsFalse(
                f"{claim.label}: the left side is {left}, the right side {right} here"
            )
        return self.displayed(claim)

    def displayed(self, claim: Claim) -> Line:
        """Return the line with the fewest digits that recompute."""
        result = self.quantity(claim.left, FEWEST)
        for digits in range(FEWEST, MOST + 1):
            numbers = self.substituted(claim.right, digits)
            again = recomputed(numbers)
            if again is not None and decimal_text(again, result.digits or 0) == decimal_text(
                result.value, result.digits or 0
            ):
                return Line(
                    claim,
                    numbers,
                    result,
                    rounded=self.loses(claim.right, digits),
                    inexact=again != result.value,
                )
        raise DigitsDoNotRecompute(f"{claim.label}: not even {MOST} decimals give {result!r} again")

    def quantity(self, expr: Expr, digits: int) -> Num:
        """Return one displayed quantity as a decimal."""
        exactly = self.exact(expr)
        if exactly is not None and terminating(exactly) is not None:
            return Num(exactly, terminating(exactly))
        truth = rational(self.value(expr))
        digits = max(digits, decimals_for(truth))
        if isinstance(expr, Name):
            enough = (
                k for k in range(digits, DIGITS) if rounded(truth, k).value not in expr.between
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
            return self.exact(expr) != self.quantity(expr, digits).value
        return any(self.loses(part, digits) for part in parts(expr))

    # -- checks -----------------------------------------------------------------------------

    def check(self, derivative: Derivative) -> Check:
        """Return a derivative beside the five-point difference, both worked out to 50 digits.

        Raises `StepIsFalse` if they are further apart than such a difference can be.
        """
        formula = self.value(derivative)
        difference = self.five_points(derivative)
        if formula == 0 and abs(difference) < 1e-40:
            raise NothingChecked(f"{derivative!r} is zero here: that compares nothing")
        if not close(formula, difference, CLOSE):
            raise StepIsFalse(
                f"{derivative!r} is {float(formula):.12g} but the five-point difference is "
                f"{float(difference):.12g}"
            )
        apart = abs(formula - difference) / max(abs(formula), abs(difference))
        digits = max(decimals_for(rational(formula)) + 6, 10)
        return Check(
            derivative,
            rounded(rational(formula), digits),
            rounded(rational(difference), digits),
            self.precise.context.nstr(apart, 2, min_fixed=0, max_fixed=0) if apart > 1e-40 else "0",
        )

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
        return self.reader.value(derivative.of, held(name, there, self.at))

    def refute(self, left: Expr, right: Expr) -> Refutation:
        """Return how two sides differ here.

        Raises `NothingChecked` if they do not, or if either has no value.
        """
        try:
            values = self.quantity(left, FEWEST), self.quantity(right, FEWEST)
        except (ZeroDivisionError, OutsideDomain) as error:
            raise NothingChecked(
                f"{left!r} and {right!r} do not both have a value here: {error!r}"
            ) from None
        alike = close(self.value(left), self.value(right), Fraction(1, 10**40))
        if alike or values[0].value == values[1].value:
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

    def working(self, side: Expr, value: Num) -> Expr | None:
        """Return a side with its numbers, if it is more than one quantity and recomputes."""
        if isinstance(side, Num) or is_quantity(side):
            return None
        numbers = self.substituted(side, FEWEST)
        return numbers if recomputed(numbers) == value.value else None


def check_given(name: Name, value: Value, given: Mapping[Name, Value]) -> None:
    """Raise `NotAnExpression` if a name cannot have this value beside the others that are given."""
    low, high = name.between
    for entry in entries(value):
        if (low is not None and entry <= low) or (high is not None and entry >= high):
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


def recomputed(numbers: Expr) -> Fraction | None:
    """Return what the displayed numbers give on a calculator: exactly, or to 50 digits."""
    nothing = Numbers({})
    exactly = nothing.exact(numbers)
    if exactly is not None:
        return exactly
    try:
        return rational(nothing.value(numbers))
    except (ZeroDivisionError, OutsideDomain):
        return None
