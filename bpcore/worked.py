"""The numeric reading: a claim worked out on given numbers, with digits that recompute.

Whoever types the displayed numbers into a calculator gets the displayed result to its last digit;
where four decimals are not enough for that, more are shown.  Everything displayed is rational
arithmetic on what is displayed, so that it is the same on every machine.  All that is found out is
certain: numbers are enclosed (`bpcore.enclosure`), with more digits until enough of them count, and
a sign says that two are equal only where both are the same fraction.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial, reduce
from typing import Any

from bpcore import differences
from bpcore.absence import NO_VALUE
from bpcore.arguments import with_checked_methods
from bpcore.claim import Claim
from bpcore.decimals import (
    FEWEST,
    MOST,
    WHOLE,
    decimal,
    decimals_for,
    exactly,
    in_short,
    long,
    numbers_in,
    power_of,
    reads_as,
    rounded,
    short,
)
from bpcore.decimals import terminating as terminating  # found here before, and still
from bpcore.decimals import written as told_as
from bpcore.differences import MEETING, STEP, Unseen, Unsmooth, five_points
from bpcore.domain import DIGITS, GUARD, Precise
from bpcore.enclosure import Enclosed, Enclosure
from bpcore.errors import (
    DigitsDoNotRecompute,
    NothingChecked,
    ShapesDiffer,
    StepIsFalse,
)
from bpcore.evaluate import Evaluator, Setting, as_value, each, moved
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
    Sum,
    WidthOf,
)
from bpcore.function import Function
from bpcore.given import (
    PRECISIONS,
    Given,
    GivenNumbers,
    Rows,
    flat,
    nearly,
    not_reached,
    said,
    written,
)
from bpcore.sampling import nodes_under
from bpcore.shape import text
from bpcore.tree import parts, rebuild, reindexed

WRITTEN_OUT = 4  # terms of a sum
BESIDE_THE_END = 100  # decimals that may be needed to tell a number from the end of its interval
FURTHER = (20, 30, 45, 70, BESIDE_THE_END)  # decimals put in for a result with a power of ten


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
    """A false equality with a point where its sides differ, worked out on both sides.

    ``exact`` says of each side whether it is what is displayed, or rounded to that.
    """

    left: Expr
    right: Expr
    point: tuple[tuple[Name, Expr], ...]
    numbers: tuple[Expr | None, Expr | None]
    values: tuple[Num | Array, Num | Array]
    exact: tuple[bool, bool]


@with_checked_methods
class Numbers(GivenNumbers):
    """Given numbers, and what is shown of them: worked lines, differences, refutations."""

    def __init__(self, given: Given) -> None:
        """Take exact numbers for names: whole numbers, fractions, or arrays of them.

        Raises `NotAnExpression` for a number outside its name's interval, and for a name that
        already follows from another one that is given.
        """
        super().__init__(given)
        self.step = STEP
        self.digits = DIGITS + GUARD
        self.roughly = False
        self.rough: dict[int, tuple[Evaluator, Setting]] = {}

    # -- lines ------------------------------------------------------------------------------

    def line(self, claim: Claim) -> Line:
        """Return the claim's right side with numbers, and its result.

        Raises `StepIsFalse` if the two sides differ here, `NothingChecked` if either has no value,
        `DigitsDoNotRecompute` if no display recomputes.
        """
        try:
            left, right = self.rows(claim.left), self.rows(claim.right)
            self._check_bounds(claim.left, claim.right)
        except NothingChecked as refusal:
            raise refusal.at(claim.label) from None
        for one, other in zip(flat(left), flat(right), strict=True):
            if not (one - other).may_be_zero:
                raise StepIsFalse(
                    f"{claim.label}: the left side is {said(one)}, the right side {said(other)} "
                    f"here; they differ by {said(one - other)}"
                )
        return self._displayed(claim)

    def _displayed(self, claim: Claim) -> Line:
        """Return the line with the fewest digits that recompute."""
        result = self._quantity(claim.left, FEWEST)
        shown = numbers_in(result)
        further = FURTHER if any(number.power for number in shown) else ()
        for digits in (*range(FEWEST, MOST + 1), *further):
            numbers = self._substituted(claim.right, digits)
            again = worked_again(numbers, shown)
            if again is not None and all(
                reads_as(value.middle, number) for value, number in zip(again, shown, strict=True)
            ):
                return Line(
                    claim,
                    numbers,
                    result,
                    rounded=self._loses(claim.right, digits),
                    inexact=any(
                        one.exact != number.value for one, number in zip(again, shown, strict=True)
                    ),
                )
        outcome = in_short(result.value) if isinstance(result, Num) else told_as(result)
        raise DigitsDoNotRecompute(
            f"{claim.label}: not even {digits} decimals give {outcome} again"
        )

    def _quantity(self, expr: Expr, digits: int) -> Num | Array:
        """Return one displayed quantity as a decimal, or as an array of them."""
        found = self.rows(expr, max(DIGITS, digits + MOST))
        if any(needs_more(entry, expr) for entry in flat(found)):
            found = self.rows(expr, 2 * max(WHOLE, BESIDE_THE_END))
        rows = tuple(tuple(self._number(expr, entry, digits) for entry in row) for row in found)
        return Array(rows) if expr.shape else rows[0][0]

    def _number(self, expr: Expr, value: Enclosure, digits: int) -> Num:
        """Return one number that belongs to a quantity as a decimal."""
        if value.exact is not None:
            shown = exactly(value.exact)
            if shown is not None:
                return shown
        if value.may_be_zero:
            raise DigitsDoNotRecompute(
                f"{expr!r} cannot be told from zero with {PRECISIONS[-1]} digits here: choose "
                "other numbers"
            )
        ends = not_reached(expr) if isinstance(expr, Name) else []
        shown, more = decimal(value.middle, digits), 0
        while shown.value in ends:
            more += 1
            decimals = decimals_for(value.middle) + more
            if decimals > BESIDE_THE_END:
                raise DigitsDoNotRecompute(
                    f"{expr!r} is so close to the end of its interval that {BESIDE_THE_END} "
                    "decimals do not tell them apart"
                )
            beyond = digits - FEWEST if decimals > MOST else 0
            shown = rounded(value.middle, max(digits, decimals))
            if shown.value not in ends:
                shown = rounded(value.middle, max(digits, decimals + beyond))
        return shown

    def _substituted(self, expr: Expr, digits: int) -> Expr:
        """Return an expression with every name, entry and derivative replaced by its number.

        A short sum is written out term by term; a long one is replaced by its value.
        """
        if isinstance(expr, WidthOf):
            return Num(Fraction(self.at.width(expr.width)))
        if isinstance(expr, Ones):
            return Ones(self.at.width(expr.width))
        if isinstance(expr, Sum) and self.at.width(expr.index.width) <= WRITTEN_OUT:
            terms = [
                self._where(expr.index, number)._substituted(expr.body, digits)
                for number in range(1, self.at.width(expr.index.width) + 1)
            ]
            return reduce(Add, terms)
        if is_quantity(expr) or isinstance(expr, Sum):
            return self._quantity(expr, digits)
        return rebuild(expr, lambda part: self._substituted(part, digits))

    def _where(self, index: Index, number: int) -> Numbers:
        """Return the same numbers with an index set."""
        other = copy(self)
        other.at = replace(self.at, indices={**self.at.indices, index: number})
        return other

    def _loses(self, expr: Expr, digits: int) -> bool:
        """Tell whether some number put in for a quantity is rounded."""
        if isinstance(expr, Sum) and self.at.width(expr.index.width) <= WRITTEN_OUT:
            return any(
                self._where(expr.index, number)._loses(expr.body, digits)
                for number in range(1, self.at.width(expr.index.width) + 1)
            )
        if is_quantity(expr) or isinstance(expr, Sum):
            shown = [number.value for number in numbers_in(self._quantity(expr, digits))]
            return shown != [value.exact for value in flat(self.rows(expr))]
        return any(self._loses(part, digits) for part in parts(expr))

    # -- checks -----------------------------------------------------------------------------

    def check(self, derivative: Derivative, formula_of: Expr | None = None) -> Check:
        """Return a derivative beside the five-point difference of what it differentiates.

        Where a formula for it is given, that is worked out.  Raises `StepIsFalse` if the formula
        is wrong here, or if smaller and smaller differences do not run into the derivative, and
        `NothingChecked` where there is nothing but zeros.
        """
        slopes = self.rows(derivative)
        formula = slopes if formula_of is None else self.rows(formula_of)
        self._check_bounds(derivative, *(() if formula_of is None else (formula_of,)))
        for one, other in zip(flat(formula), flat(slopes), strict=True):
            if not (one - other).may_be_zero:
                raise StepIsFalse(
                    f"{derivative!r} is {said(other)} but the formula {formula_of!r} gives "
                    f"{said(one)}"
                )
        found = tuple(
            tuple(self._difference(derivative, i, j) for j, _ in enumerate(row))
            for i, row in enumerate(formula)
        )
        pairs = list(zip(flat(formula), flat(found), strict=True))
        if all(one.may_be_zero and other.may_be_zero for one, other in pairs):
            raise NothingChecked(f"{derivative!r} is zero here: that compares nothing")
        return Check(
            derivative,
            self._compared(derivative, formula, formula),
            self._compared(derivative, found, formula),
            apart(pairs),
            formula_of,
        )

    def _difference(self, derivative: Derivative, row: int, column: int) -> Enclosure:
        """Return the difference that stands beside one entry of a derivative.

        Raises `StepIsFalse` if they do not belong together.
        """
        one = self._one_of(derivative, row, column)
        slope = self.rows(derivative)[row][column]
        quick = differences.quickly(partial(self._with_step, one, roughly=True), slope)
        if quick is not None:
            return quick
        measure = partial(self._with_step, one)
        try:
            shown = differences.displayed(measure, slope)
            if differences.fits(measure, slope, partial(self._slope, derivative, row, column)):
                return shown
        except Unsmooth:
            raise NothingChecked(
                f"{derivative.of!r} has no values beside the numbers given, however near: there "
                f"is no difference to compare {derivative!r} with"
            ) from None
        except Unseen:
            raise NothingChecked(
                f"{one!r} is {said(slope)}: no difference shows anything so small; choose other "
                "numbers"
            ) from None
        raise StepIsFalse(
            f"{one!r} is {said(slope)} but the five-point difference is {said(shown)}"
        )

    def _slope(self, derivative: Derivative, row: int, column: int, digits: int) -> Enclosure:
        """Return one entry of a derivative, each step to so many digits."""
        return self._read(derivative, digits)[row][column]

    def _with_step(
        self, derivative: Derivative, step: Fraction, digits: int, *, roughly: bool = False
    ) -> Enclosure:
        """Return the five-point difference with a step, from values of so many digits."""
        there = copy(self)
        there.step, there.digits, there.roughly = step, digits, roughly
        return there.five_points(derivative)

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
        there.at = replace(self.at, functions=functions)
        there.readings, there.rough, there.known, there.looked_at = {}, {}, {}, set()
        return there.check(left, right)

    def _compared(self, derivative: Derivative, found: Rows, slopes: Rows) -> Num | Array:
        """Return what is compared: one number with many decimals, or an array with few.

        Where the slope is zero, what is left at the smallest step is rounded to zero.
        """
        show = short if derivative.shape else long
        rows = tuple(
            tuple(
                show(Fraction(0) if is_nothing(entry, slope) else entry.middle)
                for entry, slope in zip(*both, strict=True)
            )
            for both in zip(found, slopes, strict=True)
        )
        return Array(rows) if derivative.shape else rows[0][0]

    def _one_of(self, derivative: Derivative, row: int, column: int) -> Derivative:
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

    def five_points(self, derivative: Derivative) -> Enclosure:
        """Return the slope from four neighbours; raises `NothingChecked` where one has no value."""
        self._check_known(derivative)
        try:
            if self.roughly:
                return self._estimate(derivative)
            reader, at = self._reading(self.digits, rational=False)
            found: Enclosure = five_points(partial(moved_by, derivative, reader, at), self.step)
            return found
        except NO_VALUE as error:
            raise NothingChecked(
                f"{derivative.of!r} has no value {self.step} or two times that beside the numbers "
                "given"
            ) from error

    def _estimate(self, derivative: Derivative) -> Enclosure:
        """Return the same without a look at what is lost, as if no more than a few digits were.

        Nothing but a slope that it meets in forty digits may be told by it.
        """
        if self.digits not in self.rough:
            domain = Precise(self.digits)
            values = {name: each(value, domain.number) for name, value in self.given.items()}
            at = replace(self.at, values=values, known={})
            self.rough[self.digits] = Evaluator(domain), at
        reader, at = self.rough[self.digits]
        at = replace(at, indices=self.at.indices)
        found: Any = five_points(
            partial(moved_by, derivative, reader, at), self.step, reader.domain
        )
        return Enclosed(self.digits).about(found._mpf_, MEETING + 2)

    # -- refutations ------------------------------------------------------------------------

    def refute(self, left: Expr, right: Expr) -> Refutation:
        """Return how two sides differ here.

        Raises `NothingChecked` if they do not, if either has no value, or if the digits shown
        would not tell them apart.
        """
        if not self._differ(left, right):
            raise NothingChecked(
                f"{left!r} and {right!r} are both {said(flat(self.rows(left))[0])} here, as far "
                f"as {PRECISIONS[-1]} digits tell: this refutes nothing"
            )
        self._check_bounds(left, right)
        values = self._quantity(left, FEWEST), self._quantity(right, FEWEST)
        one, other = ([number.value for number in numbers_in(value)] for value in values)
        if one == other:
            apart = max(
                (abs((a - b).middle) for a, b in self._pairs(left, right, DIGITS)),
                default=Fraction(0),
            )
            raise NothingChecked(
                f"{left!r} and {right!r} are both displayed as {told_as(values[0])} here, though "
                f"they are not equal: they differ by {in_short(apart)}; choose numbers that tell "
                "them apart"
            )
        point = tuple((name, written(value)) for name, value in self.given.items())
        return Refutation(
            left,
            right,
            point,
            (self._working(left, values[0]), self._working(right, values[1])),
            values,
            (self._shows(left, values[0]), self._shows(right, values[1])),
        )

    def _shows(self, side: Expr, value: Num | Array) -> bool:
        """Tell whether a side is exactly the numbers displayed for it."""
        shown = [number.value for number in numbers_in(value)]
        return [entry.exact for entry in flat(self.rows(side))] == shown

    def _pairs(self, left: Expr, right: Expr, digits: int) -> list[tuple[Enclosure, Enclosure]]:
        """Return the entries of two sides, beside one another; raises `ShapesDiffer`."""
        if left.shape != right.shape:
            raise ShapesDiffer(
                f"{left!r} is {text(left.shape)} and {right!r} is {text(right.shape)}: no numbers "
                "are needed to tell them apart"
            )
        return list(zip(flat(self.rows(left, digits)), flat(self.rows(right, digits)), strict=True))

    def _differ(self, left: Expr, right: Expr) -> bool:
        """Tell whether two sides differ for certain, with as many digits as that may take."""
        for precision in PRECISIONS:
            pairs = self._pairs(left, right, precision - GUARD)
            if any(not (one - other).may_be_zero for one, other in pairs):
                return True
            if all(one.exact is not None and other.exact is not None for one, other in pairs):
                return False
        return False

    def _working(self, side: Expr, value: Num | Array) -> Expr | None:
        """Return a side with its numbers, if it is more than one quantity and recomputes."""
        if isinstance(side, Num) or is_quantity(side):
            return None
        numbers = self._substituted(side, FEWEST)
        shown = numbers_in(value)
        again = worked_again(numbers, shown)
        exact = again is not None and [one.exact for one in again] == [one.value for one in shown]
        return numbers if exact else None


def moved_by(derivative: Derivative, reader: Evaluator, at: Setting, by: Fraction) -> Any:
    """Return what is differentiated, with the variable moved."""
    here, step = reader.named(derivative.variable, at), reader.domain.number(by)
    if isinstance(derivative.by, Entry):
        row, column = (at.place(one) for one in derivative.by.position)
        there = as_value(
            tuple(
                tuple(x + step if (i, j) == (row, column) else x for j, x in enumerate(line, 1))
                for i, line in enumerate(here, 1)
            )
        )
    else:
        there = here + step
    return reader.value(derivative.of, moved(derivative, there, reader, at))


def is_quantity(expr: Expr) -> bool:
    """Tell whether an expression is shown as one number: a name, an entry, a derivative."""
    return isinstance(expr, (Name, Derivative)) or (
        isinstance(expr, Entry) and isinstance(expr.array, Name)
    )


def recomputed(numbers: Expr) -> list[Fraction] | None:
    """Return what the displayed numbers give on a calculator; None if they give nothing."""
    found = worked_again(numbers, [])
    return None if found is None else [value.middle for value in found]


def worked_again(numbers: Expr, shown: list[Num]) -> list[Enclosure] | None:
    """Return the same with what is known of it, to the digits of what is shown for it."""
    wanted = (10 + (one.digits or 0) + max(0, power_of(one.value)) for one in shown if one.value)
    try:
        return flat(Numbers({}).rows(numbers, max((DIGITS, *wanted))))
    except NothingChecked:
        return None


def is_nothing(value: Enclosure, slope: Enclosure) -> bool:
    """Tell whether a number is zero, or no more than what a step leaves of one."""
    tiny = slope.may_be_zero and abs(value.middle) < Fraction(1, 10**30)
    return value.may_be_zero or tiny


def needs_more(value: Enclosure, expr: Expr) -> bool:
    """Tell whether fifty digits of a quantity are not enough for its display."""
    if value.exact is not None:
        return False
    ends = not_reached(expr) if isinstance(expr, Name) else []
    near = any(abs(value.middle - end) * 10 ** (DIGITS - MOST) < 1 for end in ends)
    return near or abs(value.middle) >= 10 ** (DIGITS - 2 * MOST)


def apart(pairs: list[tuple[Enclosure, Enclosure]]) -> str:
    """Return in two digits how far numbers are apart at most, relative to the larger of two.

    Where one of two is zero there is no such thing.
    """
    found = Fraction(0)
    for one, other in pairs:
        a, b = nearly(one), nearly(other)
        if a and b:
            found = max(found, abs(a - b) / max(abs(a), abs(b)))
    if found <= Fraction(1, 10**40):
        return "0"
    context = Precise().context
    return str(context.nstr(Precise().number(found), 2, min_fixed=0, max_fixed=0))


def place_in(array: Expr, row: int, column: int) -> tuple[int, ...]:
    """Return where an entry stands, with one number where an array has one row or column."""
    if 1 in array.shape:
        return (max(row, column) + 1,)
    return row + 1, column + 1
