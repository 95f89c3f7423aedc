"""The ladder: is an equality true, and how was that established?

Numbers refute first (fast, and with a counterexample a person can read), then a proof is sought:
the same tree once names are unfolded; SymPy's differentiation and cancellation of every entry;
exact rationals at random points; 50 digits at random points.  Whatever none of these decides is
refused.  An equality is tried in its strongest sense first, with derivatives as opaque atoms, then
with the names on display as independent variables, then with names unfolded down to the variables
of the derivatives, then all the way; what holds in a stronger sense holds in the weaker ones.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from functools import cached_property
from itertools import count, islice

from bpcore.domain import Domain, Exact, NotExact, OutsideDomain, Precise, Scalar, rational
from bpcore.errors import (
    IndexMisused,
    ShapesDiffer,
    StepChangesNothing,
    StepIsFalse,
    StepIsUndecided,
    StepIsVacuous,
)
from bpcore.evaluate import Evaluator, Setting, Value, as_value, entries
from bpcore.expr import Derivative, Expr, Index, Name, everything_under, free_indices, key, walk
from bpcore.function import exp as exponential
from bpcore.latex import latex
from bpcore.sampling import (
    Sampler,
    converted,
    displayed,
    functions_under,
    index_assignments,
    leaves,
    readable_points,
    variables,
    width_assignments,
    width_letters,
)
from bpcore.shape import text as shape_text
from bpcore.unfold import same_by_definition
from bpcore.verdict import Rung, Verdict

SCREENING, ENOUGH, TURNS = 6, 20, 200
AGREE = Fraction(1, 10**45)  # of the largest entry, at 50 digits that count
NOTHING = Fraction(1, 10**60)  # below this a number is what 80 digits leave of a zero


class Sense(IntEnum):
    """How much of both sides is looked into; what holds in one sense holds in the later ones."""

    OPAQUE = 0  # derivatives and names are atoms: pure algebra
    HELD = 1  # derivatives are worked out, names on display are independent variables
    VARIABLES = 2  # names are their definitions, down to what is differentiated by
    UNFOLDED = 3  # names are their definitions, all the way


@dataclass(frozen=True)
class Place:
    """Numbers for the widths and the free indices."""

    widths: dict[str, int]
    indices: dict[Index, int]


class Difference(Exception):
    """Two sides differ at a point."""


class Undecided(Exception):
    """Too few points at which both sides have a value."""


class Question:
    """One equality, with everything the ladder finds out about it."""

    def __init__(self, left: Expr, right: Expr) -> None:
        """Take two sides; raises `ShapesDiffer` or `IndexMisused`."""
        self.left, self.right = left, right
        self.sides = (left, right)
        if left.shape != right.shape:
            raise ShapesDiffer(
                f"the left side {left!r} is {shape_text(left.shape)}, "
                f"the right side {right!r} is {shape_text(right.shape)}"
            )
        loose = free_indices(left) ^ free_indices(right)
        if loose:
            letters = ", ".join(sorted(index.letter for index in loose))
            raise IndexMisused(f"the index {letters} is free on one side only")
        self.sampler = Sampler(zlib.crc32(f"{latex(left)} = {latex(right)}".encode()))
        self.letters = width_letters(self.sides)
        self.nothing_but_zero = True

    @cached_property
    def places(self) -> list[Place]:
        """Every assignment of widths and free indices at which the sides are compared."""
        return [
            Place(widths, indices)
            for widths in width_assignments(self.letters)
            for indices in index_assignments(free_indices(self.left), widths)
        ]

    @property
    def widths(self) -> tuple[str, ...]:
        """The assignments of widths in words."""
        return tuple(
            ", ".join(f"{letter} = {number}" for letter, number in widths.items())
            for widths in width_assignments(self.letters)
            if widths
        )

    def vary(self, sense: Sense) -> list[Name]:
        """Return the names that take values of their own in a sense."""
        if sense is Sense.UNFOLDED:
            return leaves(self.sides)
        return variables(self.sides) if sense is Sense.VARIABLES else displayed(self.sides)

    # -- points -----------------------------------------------------------------------------

    def setting(
        self, values: dict[Name, Value], place: Place, turn: int, domain: Domain
    ) -> Setting:
        """Return where both sides are evaluated."""
        known = {
            function: instance(self.sampler.coefficients(function, turn), domain)
            for function in functions_under(self.sides)
        }
        return Setting(values, place.widths, place.indices, known)

    def generic(self, sense: Sense, place: Place, turn: int) -> dict[Name, Value]:
        """Return one generic point."""
        return {
            name: as_value(
                tuple(map(tuple, self.sampler.generic(name, *self.size(name, place), turn)))
            )
            for name in self.vary(sense)
        }

    def size(self, name: Name, place: Place) -> tuple[int, int]:
        """Return rows and columns of a name."""
        return Setting({}, place.widths).sizes(name.shape)

    def compare(
        self, point: dict[Name, Value], place: Place, sense: Sense, turn: int
    ) -> tuple[Rung, list[Scalar], list[Scalar]]:
        """Return the entries of both sides at a point; exact if possible, else to 50 digits."""
        for rung, domain in ((Rung.EXACT, Exact()), (Rung.DIGITS, Precise())):
            try:
                at = self.setting(converted(point, domain), place, turn, domain)
                if sense is Sense.OPAQUE:
                    at = opaque(at, self.sides, self.numbers(turn, domain))
                reader = Evaluator(domain)
                left, right = (entries(reader.value(side, at)) for side in self.sides)
            except NotExact:
                continue
            return rung, left, right
        raise AssertionError("50 digits are never inexact")

    def numbers(self, turn: int, domain: Domain) -> Callable[[str, int, int], Value]:
        """Return what gives an opaque derivative its entries."""

        def entries_of(label: str, rows: int, columns: int) -> Value:
            drawn = self.sampler.generic(Name(label, label), rows, columns, turn)
            return as_value(tuple(tuple(domain.number(x) for x in row) for row in drawn))

        return entries_of

    def points(self, sense: Sense, place: Place) -> Iterator[tuple[Rung, bool]]:
        """Yield, point by generic point, on which rung both sides were compared.

        Raises `Difference` at the first point where they differ.
        """
        for turn in range(TURNS):
            try:
                rung, left, right = self.compare(
                    self.generic(sense, place, turn), place, sense, turn
                )
            except (ZeroDivisionError, OutsideDomain, OverflowError):
                continue
            if not agree(left, right):
                raise Difference
            zero = all(is_nothing(x) for x in (*left, *right))
            self.nothing_but_zero &= zero
            yield rung, zero

    # -- verdicts ---------------------------------------------------------------------------

    def established(self, sense: Sense) -> Verdict | None:
        """Return the verdict in one sense, or None if the sides differ in it.

        Raises `Undecided` if there are too few points at which both sides have a value.
        """
        rungs: set[Rung] = set()
        tried = 0
        try:
            for place in self.places:
                seen = [rung for rung, _ in islice(self.points(sense, place), SCREENING)]
                if len(seen) < SCREENING:
                    raise Undecided
                tried += len(seen)
            if same_by_definition(self.left, self.right):
                return Verdict(Rung.STRUCTURE, tried, ())
            if all(self.vanishes(sense, place) for place in self.places):
                return Verdict(Rung.SYMBOLS, tried, self.widths)
            tried = 0
            for place in self.places:
                seen = [rung for rung, _ in islice(self.points(sense, place), ENOUGH)]
                if len(seen) < ENOUGH:
                    raise Undecided
                tried += len(seen)
                rungs.update(seen)
        except Difference:
            return None
        return Verdict(Rung.DIGITS if Rung.DIGITS in rungs else Rung.EXACT, tried, self.widths)

    def vanishes(self, sense: Sense, place: Place) -> bool:
        """Tell whether SymPy shows every entry of the difference to be zero."""
        from bpcore import symbolic  # SymPy takes a third of a second to import

        reader = symbolic.SymbolicEvaluator()
        numbers = count()
        values = {
            name: symbols_for(name, *self.size(name, place), next(numbers))
            for name in self.vary(sense)
        }
        at = Setting(values, place.widths, place.indices)
        if sense is Sense.OPAQUE:
            at = opaque(
                at,
                self.sides,
                lambda label, rows, columns: symbols_for(Name(label, label), rows, columns, 0),
            )
        left, right = (entries(reader.value(side, at)) for side in self.sides)
        return all(symbolic.vanishes(a - b) for a, b in zip(left, right, strict=True))

    def counterexample(self) -> str:
        """Return in words a point where the sides differ, as short as can be found."""
        for sense in (Sense.HELD, Sense.VARIABLES, Sense.UNFOLDED):
            if not self.realizable(sense):
                continue
            for place in self.places:
                found = self.differing(sense, place)
                if found:
                    return found
        raise AssertionError("a difference was seen but cannot be found again")

    def differing(self, sense: Sense, place: Place) -> str | None:
        """Return in words the first point of a kind where the sides differ, if there is one."""
        found = self.vary(sense)
        sizes = {name: self.size(name, place) for name in found}
        generic = (self.generic(sense, place, turn) for turn in range(TURNS))
        for points in (readable_points(found, sizes), generic):
            for turn, point in enumerate(points):
                try:
                    _, left, right = self.compare(point, place, sense, turn)
                except (ZeroDivisionError, OutsideDomain, OverflowError):
                    continue
                if not agree(left, right):
                    return described(point, place, left, right)
        return None

    def realizable(self, sense: Sense) -> bool:
        """Tell whether the names that vary in a sense can do so independently of one another."""
        held = [name for name in self.vary(sense) if name.definition is not None]
        seen = {n for n in self.vary(sense) if n.definition is None}
        for name in held:
            under = {n for n in everything_under(name) if n is not name}
            if under & seen:
                return False
            seen |= under
        return True


def symbols_for(name: Name, rows: int, columns: int, number: int) -> Value:
    """Return an array of SymPy symbols for a name."""
    from bpcore import symbolic

    return as_value(
        tuple(
            tuple(symbolic.symbol(name, i, j, number) for j in range(columns)) for i in range(rows)
        )
    )


def opaque(
    at: Setting, sides: tuple[Expr, Expr], draw: Callable[[str, int, int], Value]
) -> Setting:
    """Return a setting in which every derivative is an atom, one for each value of its indices."""
    seen: dict[object, int] = {}
    for side in sides:
        for node in walk(side):
            if isinstance(node, Derivative):
                seen.setdefault(key(node), len(seen))

    def atom(node: Derivative, here: Setting) -> Value:
        free = sorted(free_indices(node), key=lambda index: index.letter)
        places = "_".join(str(here.indices[index]) for index in free)
        return draw(f"D{seen[key(node)]}_{places}", *here.sizes(node.shape))

    return Setting(at.values, at.widths, at.indices, at.functions, atom)


def instance(coefficients: list[Fraction], domain: Domain) -> Callable[[Expr], Expr]:
    """Return a generic function: a cubic where numbers are exact, else with an exponential."""
    a, b, c, e = coefficients
    if isinstance(domain, Exact):
        return lambda t: a + b * t + c * t**2 + e * t**3
    return lambda t: a + b * t + c * t**2 + e * exponential(t / 2)


def magnitude(values: list[Scalar]) -> Scalar:
    """Return the largest absolute value."""
    return max((abs(value) for value in values), default=0)


def is_nothing(value: Scalar) -> bool:
    """Tell whether a number is zero, or what high precision leaves of one."""
    return bool(abs(value) <= NOTHING) if isinstance(value, Fraction) else bool(abs(value) < 1e-60)


def agree(left: list[Scalar], right: list[Scalar]) -> bool:
    """Tell whether all entries agree, relative to the largest of them."""
    scale = magnitude([*left, *right])
    if is_nothing(scale):
        return True
    differences = (abs(a - b) for a, b in zip(left, right, strict=True))
    if isinstance(scale, (int, Fraction)):
        return all(difference == 0 for difference in differences)
    return all(difference <= scale * 1e-45 for difference in differences)


def described(
    point: dict[Name, Value], place: Place, left: list[Scalar], right: list[Scalar]
) -> str:
    """Return a counterexample in words."""
    differs = max(range(len(left)), key=lambda k: abs(left[k] - right[k]))
    where = f" in entry {differs + 1}" if len(left) > 1 else ""
    return (
        f"at {given(point, place)} the left side is {shown(left[differs])} and the right side is "
        f"{shown(right[differs])}{where}"
    )


def given(point: dict[Name, Value], place: Place) -> str:
    """Return a point in words: every name, width and index with its number."""
    words = [f"{name.text} = {shown(value)}" for name, value in point.items()]
    words += [f"{letter} = {number}" for letter, number in place.widths.items()]
    words += [f"{index.letter} = {number}" for index, number in place.indices.items()]
    return ", ".join(words)


def shown(value: Value) -> str:
    """Return a number or array in words: a fraction if exact, else twelve digits."""
    if isinstance(value, tuple):
        rows = ["[" + ", ".join(map(shown, row)) + "]" for row in value]
        return rows[0] if len(rows) == 1 else "[" + ", ".join(rows) + "]"
    return str(value) if isinstance(value, (int, Fraction)) else f"{float(value):.12g}"


def prove(left: Expr, right: Expr) -> Verdict:
    """Return how an equality was established.

    Raises `StepIsFalse` with a counterexample, `StepIsVacuous`, `StepIsUndecided`,
    `StepChangesNothing`, `ShapesDiffer` or `IndexMisused`.

    >>> from bpcore.language import N, scalar
    >>> a, b = scalar("a"), scalar("b")
    >>> print(prove((a + b) ** 2, a**2 + 2 * a * b + b**2))
    proved for all values
    >>> prove((a + b) ** 2, a**2 + b**2)
    Traceback (most recent call last):
    bpcore.errors.StepIsFalse: (a + b)**2 is not a**2 + b**2: at a = 1, b = 1 the left side is 4 ...
    """
    return decide(Question(left, right))[1]


def check_interval(name: Name) -> None:
    """Raise `StepIsFalse` if a defined name leaves the interval it is said to keep."""
    low, high = name.between
    if name.definition is None or (low is None and high is None):
        return
    question = Question(name, name.definition)
    for place in question.places:
        for turn in range(ENOUGH):
            point = question.generic(Sense.UNFOLDED, place, turn)
            try:
                _, values, _ = question.compare(point, place, Sense.UNFOLDED, turn)
            except (ZeroDivisionError, OutsideDomain, OverflowError):
                continue
            for value in map(rational, values):
                if (low is not None and value <= low) or (high is not None and value >= high):
                    raise StepIsFalse(
                        f"{name.text} is said to lie between {low} and {high}, but "
                        f"is {shown(value)} at {given(point, place)}"
                    )


def same_quantity(left: Expr, right: Expr) -> bool:
    """Tell whether two names printed alike mean the same once everything is unfolded."""
    if left.shape != right.shape or free_indices(left) != free_indices(right):
        return False
    try:
        return Question(left, right).established(Sense.UNFOLDED) is not None
    except Undecided:
        return False


def decide(question: Question) -> tuple[Sense, Verdict]:
    """Return the strongest sense in which an equality holds, and how that was established."""
    if latex(question.left) == latex(question.right):
        raise StepChangesNothing(f"both sides are printed {latex(question.left)}")
    decided = False
    for sense in Sense:
        try:
            verdict = question.established(sense)
        except Undecided:
            continue
        decided = True
        if verdict is not None:
            if question.nothing_but_zero:
                raise StepIsVacuous(
                    f"{question.left!r} and {question.right!r} are zero at every point tried"
                )
            return sense, verdict
    if not decided:
        raise StepIsUndecided(
            f"{question.left!r} = {question.right!r}: no value could be found for both sides at "
            f"{SCREENING} points; state the intervals of the names (between=...)"
        )
    raise StepIsFalse(
        f"{question.left!r} is not {question.right!r}: {question.counterexample()}; "
        f"as displayed: {latex(question.left)} = {latex(question.right)}"
    )
