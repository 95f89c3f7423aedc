"""The ladder: is an equality true, and how was that established?

Numbers refute first (fast, and with a counterexample a person can read), then a proof is sought:
the same tree once names are unfolded; the same sums over indices, at any width; SymPy's
differentiation and cancellation of every entry.  Points only refute: what no proof decides is
refused, at however many of them both sides agree.  An equality is tried in its strongest sense
first, with derivatives as opaque atoms, then with the names on display as independent variables,
then with names unfolded down to the variables of the derivatives, then all the way; what holds in
a stronger sense holds in the weaker ones.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from fractions import Fraction
from functools import cache, cached_property
from itertools import count

from bpcore import bounds
from bpcore.condition import Condition
from bpcore.dependence import check_depends
from bpcore.domain import (
    DIGITS,
    Domain,
    Exact,
    NotExact,
    OutsideDomain,
    Precise,
    Scalar,
    Unknown,
)
from bpcore.edges import uncovered
from bpcore.errors import (
    IndexMisused,
    ShapesDiffer,
    StepChangesNothing,
    StepIsFalse,
    StepIsUndecided,
    StepIsVacuous,
    ValuesAreLost,
)
from bpcore.evaluate import Evaluator, Setting, Value, as_rows, as_value, each, entries, summed
from bpcore.expr import Derivative, Expr, Index, Name, Operand, WidthOf, expr
from bpcore.function import ANYWHERE
from bpcore.indexed import equal_at_any_width
from bpcore.lost_values import condition_of
from bpcore.sampling import (
    Sampler,
    converted,
    displayed,
    functions_under,
    further_assignments,
    index_assignments,
    largest_place,
    leaves,
    nodes_under,
    readable_points,
    told_apart,
    variables,
    width_assignments,
    width_letters,
)
from bpcore.shape import text as shape_text
from bpcore.tex import latex
from bpcore.tree import everything_under, free_indices, gathered, key, walk
from bpcore.unfold import same_by_definition
from bpcore.verdict import Finding, Rung, Verdict

SCREENING, ENOUGH, TURNS = 6, 20, 200
FEWER = 8  # turns for the interval of an array, each of which brings many numbers
FEW = 6  # places looked at before a proof at any width is sought; all of them where none is found
LONG = 1000  # digits at one last point, where a large term could hide a small one
EXACT_FIRST: tuple[Domain, ...] = (Exact(), Precise())
FAR: tuple[Domain, ...] = (Exact(), Precise(LONG))
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


DIFFERENT = Finding(differ=True)


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
        self.least = largest_place(self.sides)
        self.counts_widths = any(isinstance(n, WidthOf) for side in self.sides for n in walk(side))
        self.functions = functions_under(self.sides)
        self.unknown = bool(self.functions or self.opaque_names)
        self.nothing_but_zero = True
        self._vary: dict[Sense, list[Name]] = {}
        self.unproved: dict[tuple[Sense, int], list[dict[Name, Value]]] = {}  # in regions of signs

    @cached_property
    def places(self) -> list[Place]:
        """Every assignment of widths and free indices at which the sides are compared."""
        return self.places_at(width_assignments(self.letters, self.least))

    @cached_property
    def further_places(self) -> list[Place]:
        """Places at larger widths, for what was not proved at any: its points can be refuted."""
        places = self.places_at(further_assignments(self.letters, self.least))
        return places[:: max(1, len(places) // FEW)]

    def places_at(self, assignments: Iterable[dict[str, int]]) -> list[Place]:
        """Return the places at some widths, one for each value of the free indices."""
        return [
            Place(widths, indices)
            for widths in assignments
            for indices in index_assignments(free_indices(self.left), widths)
        ]

    @property
    def screening(self) -> int:
        """How many points are looked at in each place before a proof is sought.

        Six where there is one place only; one where indices and widths make many.
        """
        return max(1, SCREENING // len(self.places))

    @property
    def widths(self) -> tuple[str, ...]:
        """The assignments of widths in words."""
        return tuple(
            ", ".join(f"{letter} = {number}" for letter, number in widths.items())
            for widths in width_assignments(self.letters, self.least)
            if widths
        )

    def vary(self, sense: Sense) -> list[Name]:
        """Return the names that take values of their own in a sense."""
        if sense not in self._vary:
            find = {Sense.UNFOLDED: leaves, Sense.VARIABLES: variables}.get(sense, displayed)
            self._vary[sense] = find(self.sides)
        return self._vary[sense]

    @cached_property
    def senses(self) -> list[Sense]:
        """The senses in which something else varies than in the one before."""
        return [
            sense
            for sense in Sense
            if sense <= Sense.HELD
            or frozenset(self.vary(sense)) != frozenset(self.vary(Sense(sense - 1)))
        ]

    # -- points -----------------------------------------------------------------------------

    def setting(
        self, values: dict[Name, Value], place: Place, turn: int, domain: Domain
    ) -> Setting:
        """Return where both sides are evaluated."""
        known = {
            function: instance(self.sampler.coefficients(function, turn, place_), domain)
            for place_, function in enumerate(self.functions)
        }
        costs = {
            name: self.cost(name, turn, domain, namesakes)
            for name, namesakes in told_apart(self.opaque_names)
        }
        return Setting(values, place.widths, place.indices, known, costs=costs)

    @cached_property
    def opaque_names(self) -> list[Name]:
        """The names under both sides that depend on others in a way nobody knows."""
        found = (n for n in nodes_under(self.sides) if isinstance(n, Name) and n.of)
        return list(dict.fromkeys(found))

    def cost(
        self, name: Name, turn: int, domain: Domain, namesakes: int
    ) -> Callable[[list[Scalar]], Scalar]:
        """Return something generic in everything that an opaque name depends on.

        It is a cubic where numbers are exact; quotients are added where they are not, so that no
        derivative is nought and none follows from others.
        """

        known: dict[int, list[list[Fraction]]] = {}

        def value(under: list[Scalar]) -> Scalar:
            count = len(under)
            if count not in known:
                cost = Name(name.text, "cost")
                known[count] = self.sampler.generic(cost, 5, count, turn, namesakes)
            drawn = known[count]
            squares = [u * u for u in under]
            linear, square, mixed, one, other = (
                summed(domain.number(c) * u for c, u in zip(row, powers, strict=True))
                for row, powers in zip(drawn, (under, squares, under, under, under), strict=True)
            )
            cubic = linear + square + mixed * mixed * mixed
            if isinstance(domain, Exact):
                return cubic
            return cubic + 1 / (1 + one * one) + 1 / (2 + other * other)

        return value

    def generic(self, sense: Sense, place: Place, turn: int) -> dict[Name, Value]:
        """Return one generic point."""
        drawn = (
            (name, self.sampler.generic(name, *self.size(name, place), turn, namesakes))
            for name, namesakes in told_apart(self.vary(sense))
        )
        return {name: as_value(tuple(map(tuple, rows))) for name, rows in drawn}

    def size(self, name: Name, place: Place) -> tuple[int, int]:
        """Return rows and columns of a name."""
        return Setting({}, place.widths).sizes(name.shape)

    def compare(
        self,
        point: dict[Name, Value],
        place: Place,
        sense: Sense,
        turn: int,
        domains: Sequence[Domain] = EXACT_FIRST,
    ) -> tuple[Domain, list[Scalar], list[Scalar]]:
        """Return the entries of both sides at a point, in the first domain that has them."""
        for domain in domains:
            try:
                at = self.setting(converted(point, domain), place, turn, domain)
                if sense is Sense.OPAQUE:
                    at = opaque(at, self.numbers(turn, domain))
                reader = Evaluator(domain)
                left, right = (entries(reader.value(side, at)) for side in self.sides)
                if any(isinstance(value, Unknown) for value in (*left, *right)):
                    raise NotExact
            except NotExact:
                continue
            return domain, left, right
        raise AssertionError("digits are never inexact")

    def sides_at(
        self,
        point: dict[Name, Value],
        place: Place,
        sense: Sense,
        turn: int,
        domains: Sequence[Domain],
    ) -> tuple[list[Scalar], list[Scalar], bool] | None:
        """Return both sides at a point, and whether they agree; None if a side has no value there.

        Where digits were lost, as in the logarithm of one minus nearly one, 50 do not suffice to
        call two sides different; many more decide.
        """
        try:
            domain, left, right = self.compare(point, place, sense, turn, domains)
            alike = agree(left, right, domain)
            if not alike and isinstance(domain, Precise) and domains is EXACT_FIRST:
                domain, left, right = self.compare(point, place, sense, turn, (Precise(LONG),))
                alike = agree(left, right, domain)
        except (ZeroDivisionError, OutsideDomain, OverflowError):
            return None
        return left, right, alike

    def numbers(self, turn: int, domain: Domain) -> Callable[[str, int, int], Value]:
        """Return what gives an opaque derivative its entries."""

        def entries_of(label: str, rows: int, columns: int) -> Value:
            drawn = self.sampler.generic(Name(label, label), rows, columns, turn)
            return as_value(tuple(tuple(domain.number(x) for x in row) for row in drawn))

        return entries_of

    def agreeing(self, sense: Sense, places: Sequence[Place], wanted: int) -> Finding:
        """Find out whether both sides agree at so many points in each place.

        They are undecided, with the points so far, where a place has too few points at which both
        sides have a value.
        """
        points = 0
        for place in places:
            met = 0
            for turn in range(TURNS):
                point = self.generic(sense, place, turn)
                found = self.sides_at(point, place, sense, turn, EXACT_FIRST)
                if found is None:
                    continue
                left, right, alike = found
                if not alike:
                    return DIFFERENT
                self.nothing_but_zero &= all(is_nothing(x) for x in (*left, *right))
                met += 1
                if met == wanted:
                    break
            points += met
            if met < wanted:
                return Finding(points=points, lacking=True)
        return Finding(points=points)

    # -- verdicts ---------------------------------------------------------------------------

    def established(self, sense: Sense) -> Finding:
        """Find out whether the sides are equal in one sense: proved, different or undecided."""
        self.nothing_but_zero = True
        few = self.places[:: max(1, len(self.places) // FEW)]
        others = [place for place in self.places if place not in few]
        met = self.agreeing(sense, few, self.screening)
        if met.settled:
            return met
        if self.nothing_but_zero:
            met, others = met.and_then(self.agreeing(sense, others, self.screening)), []
        if self.nothing_but_zero and not met.settled:  # a gate may have been shut by chance
            met = met.and_then(self.agreeing(sense, few, ENOUGH))
        if met.settled:
            return met
        if same_by_definition(self.left, self.right):
            return met.proved(Rung.STRUCTURE)
        if self.letters and self.at_any_width(sense):
            return met.proved(Rung.INDICES)
        met = met.and_then(self.agreeing(sense, others, self.screening))
        met = met.and_then(self.agreeing(sense, self.further_places, 1))
        if met.settled or self.counts_widths:
            return met
        if all(self.vanishes(sense, place) for place in self.places):
            return met.proved(Rung.SYMBOLS, self.widths)
        if not (met.settled or self.letters) and self.at_any_width(sense):
            return met.proved(Rung.SYMBOLS)
        return met

    def at_any_width(self, sense: Sense) -> bool:
        """Tell whether the index calculus shows the sides equal, whatever the widths are."""
        kept = frozenset(self.vary(sense))
        return equal_at_any_width(*self.sides, kept.__contains__, opaque=sense is Sense.OPAQUE)

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
                lambda label, rows, columns: symbols_for(Name(label, label), rows, columns, 0),
            )
        left, right = (entries(reader.value(side, at)) for side in self.sides)
        failed: list[dict[Scalar, Fraction]] = []
        if all(symbolic.vanishes(a - b, failed) for a, b in zip(left, right, strict=True)):
            return True
        self.unproved[sense, id(place)] = [at_symbols(values, point) for point in failed]
        return False

    def counterexample(self) -> str | None:
        """Return in words a point where the sides differ, as short as can be found."""
        for domains in (EXACT_FIRST, (Precise(LONG),)):
            for sense in self.senses:
                if sense is Sense.OPAQUE or not self.realizable(sense):
                    continue
                for place in (*self.places, *self.further_places):
                    found = self.differing(sense, place, domains)
                    if found:
                        return found
        return None

    def differing(self, sense: Sense, place: Place, domains: Sequence[Domain]) -> str | None:
        """Return in words the first point of a kind where the sides differ, if there is one."""
        found = self.vary(sense)
        sizes = {name: self.size(name, place) for name in found}
        generic = (self.generic(sense, place, turn) for turn in range(ENOUGH))
        unproved = self.unproved.get((sense, id(place)), [])
        for points in (readable_points(found, sizes), generic, unproved):
            for turn, point in enumerate(points):
                met = self.sides_at(point, place, sense, turn, domains)
                if met is not None and not met[2]:
                    return described(point, place, met[0], met[1])
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


def at_symbols(values: dict[Name, Value], point: Mapping[Scalar, Fraction]) -> dict[Name, Value]:
    """Return the arrays of symbols with numbers in place of the symbols."""
    return {
        name: each(value, lambda symbol: point.get(symbol, Fraction(0)))
        for name, value in values.items()
    }


def opaque(at: Setting, draw: Callable[[str, int, int], Value]) -> Setting:
    """Return a setting in which every derivative is an atom, one for each value of its indices."""
    seen: dict[object, int] = {}

    def atom(node: Derivative, here: Setting) -> Value:
        whole = gathered(node)
        if whole is not None:
            array, places = whole
            row, column = map(here.place, places)
            return as_rows(atom(array, here))[row - 1][column - 1]
        number = seen.setdefault(key(node, free=here.place), len(seen))
        return draw(f"D{number}", *here.sizes(node.shape))

    return replace(at, opaque=atom)


def instance(coefficients: list[Fraction], domain: Domain) -> Callable[[Expr], Expr]:
    """Return a generic function: a cubic where numbers are exact, else with quotients.

    Those have derivatives of every order, and none of them follows from the others.
    """
    a, b, c, e, k, h = coefficients
    if isinstance(domain, Exact):
        return lambda t: a + b * t + c * t**2 + e * t**3
    return lambda t: a + b * t + c / (1 + (k * t) ** 2) + e / (2 + (h * t) ** 2)


def magnitude(values: list[Scalar]) -> Scalar:
    """Return the largest absolute value."""
    return max((abs(value) for value in values), default=0)


def is_nothing(value: Scalar) -> bool:
    """Tell whether a number is zero, or what high precision leaves of one."""
    return bool(abs(value) <= NOTHING) if isinstance(value, Fraction) else bool(abs(value) < 1e-60)


def agree(left: list[Scalar], right: list[Scalar], domain: Domain) -> bool:
    """Tell whether all entries agree, relative to the largest of them, as far as digits count."""
    scale = magnitude([*left, *right])
    if is_nothing(scale):
        return True
    differences = (abs(a - b) for a, b in zip(left, right, strict=True))
    if isinstance(scale, (int, Fraction)):
        return all(difference == 0 for difference in differences)
    digits = domain.digits if isinstance(domain, Precise) else DIGITS
    enough = digits - 5 if digits <= DIGITS else digits // 2  # of so many, some may be lost
    return all(difference * 10**enough <= scale for difference in differences)


def described(
    point: dict[Name, Value], place: Place, left: list[Scalar], right: list[Scalar]
) -> str:
    """Return a counterexample in words."""
    differs = max(range(len(left)), key=lambda k: abs(left[k] - right[k]))
    one, other = shown(left[differs]), shown(right[differs])
    where = f" in entry {differs + 1}" if len(left) > 1 else ""
    if one == other:
        where += f"; they differ by {shown(left[differs] - right[differs])}"
    return f"at {given(point, place)} the left side is {one} and the right side is {other}{where}"


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


def prove(left: Operand, right: Operand) -> Verdict:
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
    return decide(Question(expr(left), expr(right)))[1]


@cache
def check_interval(name: Name) -> None:
    """Raise `StepIsFalse` or `StepIsUndecided` unless a defined name keeps its interval.

    That is proved from its definition.  Points refute what cannot be proved, and say where; what
    they do not refute is refused nonetheless.  Of an interval that is assumed, one point at which
    it is kept is asked for, or everything would follow from it.
    """
    low, high = name.between
    if name.definition is None or (low is None and high is None) or bounds.proved(name):
        return
    question = Question(name, name.definition)
    looked_at = kept = 0
    for place in question.places:
        for turn in range(FEWER if name.shape else ENOUGH):
            point = question.generic(Sense.UNFOLDED, place, turn)
            wide = {one: stretched(one, value, 10 ** (turn % 4)) for one, value in point.items()}
            try:
                _, values, _ = question.compare(wide, place, Sense.UNFOLDED, turn, FAR)
            except (ZeroDivisionError, OutsideDomain, OverflowError):
                continue
            looked_at += 1
            rim = turn % 4 > 0  # far out a sigmoid is 1 to any number of digits
            out = [value for value in values if leaves_interval(name, value, rim)]
            kept += not out
            if out and not name.assumed:
                raise StepIsFalse(
                    f"{name.text} is said to lie between {low} and {high}, but "
                    f"is {shown(out[0])} at {given(wide, place)}"
                )
    if name.assumed and not kept:
        raise StepIsUndecided(
            f"{name.text} is assumed to lie between {low} and {high}; it does at none of "
            f"{looked_at} points tried"
        )
    if not name.assumed:
        raise StepIsUndecided(
            f"{name.text} is said to lie in {bounds.stated(name)}; of {name.definition!r} no more "
            f"could be proved than {bounds.of_name(name)}. Say where the names in it lie "
            "(between=..., an end that is reached: closed(end)), state a wider interval, or assume "
            f"it: let({name.text!r}, ..., assume=True) makes it a condition, which is printed with "
            "every result that rests on it"
        )


def leaves_interval(name: Name, value: Scalar, rim: bool) -> bool:
    """Tell whether a value lies outside a name's interval; ``rim`` lets it stand at any end."""
    (low, high), (at_low, at_high) = name.between, name.closed
    return beyond(low, value, rim or at_low) or beyond(value, high, rim or at_high)


def beyond(low: Scalar | None, high: Scalar | None, rim: bool) -> bool:
    """Tell whether two numbers stand in the wrong order; ``rim`` lets them be equal."""
    if low is None or high is None:
        return False
    end, value, sign = (low, high, 1) if isinstance(low, Fraction) else (high, low, -1)
    apart = sign * (value * end.denominator - end.numerator)
    return bool(apart < 0 or (apart == 0 and not rim))


def stretched(name: Name, value: Value, times: int) -> Value:
    """Return values that lie further out, if the name's interval lets them."""
    return value if name.between != ANYWHERE else each(value, lambda entry: entry * times)


def same_quantity(left: Expr, right: Expr) -> bool:
    """Tell whether two names printed alike are proved to mean the same once all is unfolded."""
    if left.shape != right.shape or free_indices(left) != free_indices(right):
        return False
    return Question(left, right).established(Sense.UNFOLDED).verdict is not None


def decide(question: Question) -> tuple[Sense, Verdict]:
    """Return the strongest sense in which an equality holds, and how that was established."""
    check_depends(*question.sides)
    if latex(question.left) == latex(question.right):
        raise StepChangesNothing(f"both sides are printed {latex(question.left)}")
    for name in nodes_under(question.sides):
        if isinstance(name, Name):
            check_interval(name)
    points = 0
    for sense in question.senses:
        found = question.established(sense)
        if found.verdict is not None:
            if question.nothing_but_zero:
                raise StepIsVacuous(
                    f"{question.left!r} and {question.right!r} are zero at every point tried"
                )
            condition = conditioned(question)
            return sense, replace(found.verdict, condition=condition)
        points = max(points, found.points)
    counterexample = question.counterexample()
    if counterexample is not None:
        raise StepIsFalse(
            f"{question.left!r} is not {question.right!r}: {counterexample}; "
            f"as displayed: {latex(question.left)} = {latex(question.right)}"
        )
    raise StepIsUndecided(undecided(question, points))


def conditioned(question: Question) -> Condition:
    """Return where an equality that was proved is claimed: where both sides have values together.

    Raises `ValuesAreLost` where that cannot be said, and at an edge that it does not exclude.
    """
    condition = condition_of(question.left, question.right)
    edge = uncovered(question, condition)
    if edge:
        raise ValuesAreLost(f"{question.left!r} = {question.right!r}: {edge}")
    return condition


def undecided(question: Question, points: int) -> str:
    """Return what there is to say of an equality that is neither proved nor refuted."""
    said = f"{question.left!r} = {question.right!r}: "
    if not points:
        return (
            f"{said}no value could be found for both sides at {TURNS} points; "
            "state the intervals of the names (between=...)"
        )
    many = "points" if points > 1 else "point"
    widths = "at any width " if question.counts_widths else ""
    return (
        f"{said}the sides agree at {points} {many}, which proves nothing, and no proof {widths}"
        "was found; "
        "write smaller steps, state the bounds of a name (between=...), or give a part of it a "
        "name (let)"
    )
