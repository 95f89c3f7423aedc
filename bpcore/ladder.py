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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from fractions import Fraction
from functools import cache, cached_property
from itertools import count
from math import prod

from bpcore import bounds
from bpcore.arguments import checked, described
from bpcore.condition import Condition
from bpcore.counterexample import counterexample, given, shown
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
from bpcore.effort import (
    MOST_AT_ONCE,
    MOST_BITS,
    MOST_SPELLED,
    Evaluations,
    bits,
    check_size,
    largest_width,
)
from bpcore.errors import (
    IndexMisused,
    ShapesDiffer,
    StepChangesNothing,
    StepIsFalse,
    StepIsTooLarge,
    StepIsUndecided,
    StepIsVacuous,
    ValuesAreLost,
)
from bpcore.evaluate import Evaluator, Setting, Value, as_rows, as_value, each, entries, summed
from bpcore.expr import Apply, Derivative, Expr, Index, Name, Operand, WidthOf, expr
from bpcore.function import ANYWHERE, functions_in, gate
from bpcore.indexed import equal_at_any_width
from bpcore.lost_values import condition_of
from bpcore.regions import MOST_REGIONS, TooManyRegions
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
    told_apart,
    variables,
    width_assignments,
    width_letters,
)
from bpcore.shape import text as shape_text
from bpcore.tex import latex
from bpcore.tree import free_indices, gathered, key, walk
from bpcore.unfold import same_by_definition
from bpcore.verdict import Finding, Rung, Verdict
from bpcore.zero import shows_nothing

SCREENING, ENOUGH, TURNS = 6, 20, 200
FEWER = 8  # turns for the interval of an array, each of which brings many numbers
FEW = 6  # places looked at before a proof at any width is sought; all of them where none is found
LONG = 1000  # digits, where a large term could hide a small one
MORE_DIGITS = (150, LONG, 3 * LONG)  # until a difference stays the same
FEWEST = 20  # turns in search of a point at which both sides have a value
MOST_OPERATIONS = 1_500_000  # to compare sides in one sense; to search for a counterexample
MOST_PLACES = 2_000  # values of the free indices at which sides are compared
DRAWN = 5  # operations to draw a number
WIDE = 10  # a width that is a number, beyond which a letter is advised
EXACT_FIRST: tuple[Domain, ...] = (Exact(), Precise())
FAR: tuple[Domain, ...] = (Exact(), Precise(LONG))


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
Every = Index | tuple[Index, ...]


class Question:
    """One equality, with everything the ladder finds out about it."""

    def __init__(self, left: Expr, right: Expr, every: Iterable[Index] = ()) -> None:
        """Take two sides, and the indices that may be free on one of them: every value is meant.

        Raises `ShapesDiffer` or `IndexMisused`.
        """
        self.left, self.right = left, right
        self.sides = (left, right)
        for side in self.sides:
            check_size(side)
        if left.shape != right.shape:
            raise ShapesDiffer(
                f"the left side {left!r} is {shape_text(left.shape)}, "
                f"the right side {right!r} is {shape_text(right.shape)}"
            )
        self.every = frozenset(every)
        self.free = free_indices(left) | free_indices(right)
        loose = (free_indices(left) ^ free_indices(right)) - self.every
        if loose:
            letters = ", ".join(sorted(index.letter for index in loose))
            raise IndexMisused(
                f"the index {letters} is free on one side only; if the line holds for every value "
                f"of it, say so: every={letters}"
            )
        self.sampler = Sampler(zlib.crc32(f"{latex(left)} = {latex(right)}".encode()))
        self.letters = width_letters(self.sides)
        self.least = largest_place(self.sides)
        self.counts_widths = any(isinstance(n, WidthOf) for side in self.sides for n in walk(side))
        self.functions = functions_under(self.sides)
        self.unknown = bool(self.functions or self.opaque_names)
        self.nothing_but_zero = True
        self.differentiates = any(isinstance(n, Derivative) for s in self.sides for n in walk(s))
        self.difference: tuple[Place, int] | None = None  # where the sides are known to differ
        self.grew = ""  # what was too large for a proof
        self._vary: dict[Sense, list[Name]] = {}
        self.crowded = False  # with gates: more regions of signs than are looked at
        self.unproved: dict[tuple[Sense, int], list[dict[Name, Value]]] = {}  # in regions of signs

    @cached_property
    def switches(self) -> bool:
        """Whether there is a gate anywhere under both sides."""
        applied = (node for node in nodes_under(self.sides) if isinstance(node, Apply))
        return any(gate in functions_in(node.function) for node in applied)

    @cached_property
    def places(self) -> list[Place]:
        """Every assignment of widths and free indices at which the sides are compared."""
        return self.places_at(width_assignments(self.letters, self.least))

    @cached_property
    def further_places(self) -> list[Place]:
        """Places at larger widths, at which points can refute what was not proved for any width."""
        places = self.places_at(further_assignments(self.letters, self.least))
        few = places[:: max(1, len(places) // FEW)]
        return [place for place in few if self.operations_at(place.widths) <= MOST_AT_ONCE]

    def places_at(self, assignments: Iterable[dict[str, int]]) -> list[Place]:
        """Return the places at some widths, one for each value of the free indices."""
        return [
            Place(widths, indices)
            for widths in assignments
            for indices in index_assignments(self.free, widths, MOST_PLACES)
        ]

    @cached_property
    def every_place(self) -> bool:
        """Whether the places are all there are at their widths."""
        ranges = [index.width for index in self.free]
        return len(self.places) == sum(
            prod(width if isinstance(width, int) else widths[width] for width in ranges)
            for widths in width_assignments(self.letters, self.least)
        )

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

    all_the_way = Sense.UNFOLDED  # where only names without a definition vary

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
            if sense is Sense.OPAQUE
            or (sense is Sense.HELD and self.differentiates)
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

        known: dict[int, list[list[Scalar]]] = {}
        exact = isinstance(domain, Exact)

        def value(under: list[Scalar]) -> Scalar:
            count = len(under)
            if count not in known:
                cost = Name(name.text, "cost")
                draw = self.sampler.short if turn < 0 else self.sampler.generic
                drawn = draw(cost, 5, count, turn, namesakes)
                known[count] = [[domain.number(c) for c in row] for row in drawn]
            rows = known[count]
            squares = [u * u for u in under]
            of = (under, squares, under) if exact else (under, squares, under, under, under)
            linear, square, mixed, *others = (
                summed(c * u for c, u in zip(row, powers, strict=True))
                for row, powers in zip(rows, of, strict=False)
            )
            cubic = linear + square + mixed * mixed * mixed
            if exact:
                return cubic
            one, other = others
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
        self, point: dict[Name, Value], place: Place, sense: Sense, turn: int, *, far: bool = False
    ) -> tuple[Domain, list[Scalar], list[Scalar], bool] | None:
        """Return both sides at a point, in which numbers, and whether they agree.

        None where that cannot be told.

        A side may have no value there.  And digits may be lost, as in the logarithm of one minus
        nearly one: numbers that are not exact are called different only if their difference stays
        the same with more digits.  ``far`` begins with many, which see a small term beside a large.
        """
        try:
            domains: Sequence[Domain] = (Precise(LONG),) if far else self.domains
            domain, left, right = self.compare(point, place, sense, turn, domains)
            if agree(left, right, domain):
                return domain, left, right, True
            if isinstance(domain, Exact):
                return domain, left, right, False
            for digits in MORE_DIGITS[far:]:
                domain, one, other = self.compare(point, place, sense, turn, (Precise(digits),))
                if agree(one, other, domain):
                    return domain, one, other, True
                if steady(left, right, one, other):
                    return domain, one, other, False
                left, right = one, other
        except (ZeroDivisionError, OutsideDomain, OverflowError):
            pass
        return None

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
        wanted = max(1, min(wanted, MOST_OPERATIONS // (self.operations * max(1, len(places)))))
        turns = max(FEWEST, min(TURNS, MOST_OPERATIONS // self.operations))
        for place in places:
            met = 0
            for turn in range(turns):
                point = self.generic(sense, place, turn)
                found = self.sides_at(point, place, sense, turn)
                if found is None:
                    continue
                _, left, right, alike = found
                if not alike:
                    if frozenset(self.vary(sense)) == frozenset(self.vary(self.all_the_way)):
                        self.difference = place, turn
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
        """Find out whether the sides are equal in one sense: proved, different or undecided.

        Raises `StepIsTooLarge` for what takes too many operations.
        """
        self.check_cost()
        self.nothing_but_zero = True
        few = self.places[:: max(1, len(self.places) // FEW)]
        others = [place for place in self.places if place not in few]
        met = self.agreeing(sense, few, self.screening)
        if met.settled:
            return met
        if self.nothing_but_zero and self.switches:  # a gate may have been shut by chance
            met, others = met.and_then(self.agreeing(sense, others, self.screening)), []
            if self.nothing_but_zero and not met.settled:
                met = met.and_then(self.agreeing(sense, few, ENOUGH))
        if met.settled:
            return met
        if same_by_definition(self.left, self.right):
            return met.proved(Rung.STRUCTURE)
        spelled = self.spelled(sense)
        if (self.letters or spelled > MOST_SPELLED) and self.at_any_width(sense):
            return met.proved(Rung.INDICES if self.letters else Rung.SYMBOLS)
        met = met.and_then(self.agreeing(sense, others, self.screening))
        met = met.and_then(self.agreeing(sense, self.further_places, 1))
        if met.settled or self.counts_widths:
            return met
        if spelled > MOST_SPELLED or not self.every_place:
            self.grew = (
                f"written out, all entries have {spelled:,} signs, more than {MOST_SPELLED:,}"
            )
            return met
        if all(self.vanishes(sense, place) for place in self.places):
            return met.proved(Rung.SYMBOLS, self.widths)
        if not (met.settled or self.letters or self.crowded) and self.at_any_width(sense):
            return met.proved(Rung.SYMBOLS)
        return met

    @cached_property
    def operations(self) -> int:
        """How many operations it takes to evaluate both sides at one point, about."""
        return max(map(self.operations_at, width_assignments(self.letters, self.least)))

    def operations_at(self, widths: Mapping[str, int]) -> int:
        """Return the same for some widths; the numbers for a point have to be drawn, too."""
        found = Evaluations(widths)
        drawn = sum(found.entries(name) for name in self.vary(Sense.UNFOLDED))
        return DRAWN * drawn + sum(map(found.of, self.sides))

    def check_cost(self) -> None:
        """Raise `StepIsTooLarge` if the sides cannot be evaluated in few enough operations."""
        if self.operations > MOST_AT_ONCE:
            wide = largest_width(self.sides)
            letters = f"; write a letter for the width {wide}" if wide > WIDE else ""
            raise StepIsTooLarge(
                f"to evaluate both sides once takes {self.operations:,} operations, more than "
                f"{MOST_AT_ONCE:,}: write smaller steps, or give a part a name (let){letters}"
            )

    def spelled(self, sense: Sense) -> int:
        """Return how many signs all entries of both sides have, at all places, about."""
        keep = frozenset(self.vary(sense)).__contains__
        whole = 0
        for widths in width_assignments(self.letters, self.least):
            sizes = Evaluations(widths)
            many = prod(sizes.size(index.width) for index in self.free)
            whole += sum(many * sizes.entries(s) * sizes.spelled(s, keep) for s in self.sides)
        return whole

    @cached_property
    def domains(self) -> tuple[Domain, ...]:
        """The kinds of numbers in which both sides are compared at first."""
        assigned = width_assignments(self.letters, self.least)
        digits = max(bits(side, widths) for side in self.sides for widths in assigned)
        return EXACT_FIRST if digits <= MOST_BITS else EXACT_FIRST[1:]

    def at_any_width(self, sense: Sense) -> bool:
        """Tell whether the index calculus shows the sides equal, whatever the widths are."""
        kept = frozenset(self.vary(sense))
        return equal_at_any_width(*self.sides, kept.__contains__, opaque=sense is Sense.OPAQUE)

    def vanishes(self, sense: Sense, place: Place) -> bool:
        """Tell whether SymPy shows every entry of the difference to be zero."""
        from bpcore import symbolic  # SymPy takes a third of a second to import

        if self.crowded:
            return False
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
        try:
            left, right = (entries(reader.value(side, at)) for side in self.sides)
        except NotExact:
            self.grew = "a number would have too many digits"
            return False
        failed: list[dict[Scalar, Fraction]] = []
        try:
            if all(symbolic.vanishes(a - b, failed) for a, b in zip(left, right, strict=True)):
                return True
        except TooManyRegions:
            self.crowded = True
        self.unproved[sense, id(place)] = [at_symbols(values, point) for point in failed]
        return False

    @property
    def most_tries(self) -> int:
        """How many points are looked at in search of a counterexample."""
        return MOST_OPERATIONS // self.operations

    def in_regions(self, place: Place) -> Iterator[dict[Name, Value]]:
        """Yield points of regions of signs in which there was no proof."""
        leaves_ = frozenset(self.vary(self.all_the_way))
        for sense in self.senses:
            if frozenset(self.vary(sense)) == leaves_:
                yield from self.unproved.get((sense, id(place)), [])


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
    return bool(value == 0 if isinstance(value, (int, Fraction)) else abs(value) < 1e-60)


def agree(left: list[Scalar], right: list[Scalar], domain: Domain) -> bool:
    """Tell whether all entries agree, relative to the largest of them, as far as digits count."""
    if not isinstance(domain, Precise):
        return left == right
    scale = magnitude([*left, *right])
    if scale < domain.context.mpf(10) ** -(domain.digits + 10):
        return True  # what these digits leave of a zero
    differences = (abs(a - b) for a, b in zip(left, right, strict=True))
    digits = domain.digits
    enough = digits - 5 if digits <= DIGITS else digits // 2  # of so many, some may be lost
    return all(difference * 10**enough <= scale for difference in differences)


def steady(left: list[Scalar], right: list[Scalar], one: list[Scalar], other: list[Scalar]) -> bool:
    """Tell whether the largest difference of two sides stays the same with more digits."""
    differences = [a - b for a, b in zip(one, other, strict=True)]
    k = max(range(len(differences)), key=lambda place: abs(differences[place]))
    return bool(abs(left[k] - right[k] - differences[k]) * 1000 <= abs(differences[k]))


def meant(every: Every) -> tuple[Index, ...]:
    """Return the indices of which every value is meant; raises `IndexMisused` for none.

    >>> from bpcore.language import index
    >>> meant(index("i", "n"))
    (i in 1..n,)
    """
    found = every if isinstance(every, tuple) else (every,)
    for one in found:
        if not isinstance(one, Index):
            raise IndexMisused(f"every needs an index, or several in a tuple, not {described(one)}")
    return found


@checked
def prove(left: Operand, right: Operand, *, every: Every = ()) -> Verdict:
    """Return how an equality was established.

    ``every`` names an index, or several, that may be free on one side: every value is meant.

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
    return decide(Question(expr(left), expr(right), meant(every)))[1]


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
    turns = TURNS if name.assumed else FEWER if name.shape else ENOUGH
    looked_at = 0
    for place in question.places:
        for turn in range(turns):
            point = question.generic(Sense.UNFOLDED, place, turn)
            wide = {one: stretched(one, value, 10 ** (turn % 4)) for one, value in point.items()}
            try:
                _, values, _ = question.compare(wide, place, Sense.UNFOLDED, turn, FAR)
            except (ZeroDivisionError, OutsideDomain, OverflowError):
                continue
            looked_at += 1
            rim = turn % 4 > 0  # far out a sigmoid is 1 to any number of digits
            out = [value for value in values if leaves_interval(name, value, rim)]
            if name.assumed and not out:
                return
            if out and not name.assumed:
                raise StepIsFalse(
                    f"{name.text} is said to lie between {low} and {high}, but "
                    f"is {shown(out[0])} at {given(wide, place)}"
                )
    if name.assumed:
        raise StepIsUndecided(
            f"{name.text} is assumed to lie between {low} and {high}; it does at none of "
            f"{looked_at} points tried"
        )
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


def decide(question: Question, *, told: bool = True) -> tuple[Sense, Verdict]:
    """Return the strongest sense in which an equality holds, and how that was established.

    Unless a false one is to be ``told``, no counterexample that can be redone by hand is looked
    for where the sides are known to differ.
    """
    check_depends(*question.sides)
    if latex(question.left) == latex(question.right):
        raise StepChangesNothing(f"both sides are printed {latex(question.left)}")
    for name in nodes_under(question.sides):
        if isinstance(name, Name):
            check_interval(name)
    if shows_nothing(question.left, question.right):
        raise StepIsVacuous(
            f"{question.left!r} and {question.right!r} are zero as they are written: that they are "
            "equal would show nothing"
        )
    points = 0
    for sense in question.senses:
        found = question.established(sense)
        if found.verdict is not None:
            condition = conditioned(question)
            return sense, replace(found.verdict, condition=condition)
        points = max(points, found.points)
    if question.difference is not None and not told:
        raise StepIsFalse(f"{question.left!r} is not {question.right!r}")
    point = counterexample(question)
    if point is not None:
        raise StepIsFalse(
            f"{question.left!r} is not {question.right!r}: {point}; "
            f"as displayed: {latex(question.left)} = {latex(question.right)}"
        )
    kind = StepIsTooLarge if question.grew else StepIsUndecided
    raise kind(undecided(question, points))


def conditioned(question: Question) -> Condition:
    """Return where an equality that was proved is claimed: where both sides have values together.

    And where the bounds hold that are assumed of names under it.

    Raises `ValuesAreLost` where that cannot be said, and at an edge that it does not exclude.
    """
    condition = condition_of(question.left, question.right)
    edge = uncovered(question, condition)
    if edge:
        raise ValuesAreLost(f"{question.left!r} = {question.right!r}: {edge}")
    return replace(condition, assumed=tuple(bounds.assumptions(*question.sides)))


def undecided(question: Question, points: int) -> str:
    """Return what there is to say of an equality that is neither proved nor refuted."""
    said = f"{question.left!r} = {question.right!r}: "
    if not points:
        return (
            f"{said}no value could be found for both sides at {TURNS} points; "
            "state the intervals of the names (between=...)"
        )
    many = "points" if points > 1 else "point"
    if question.grew:
        return (
            f"{said}the sides agree at {points} {many}, which proves nothing, and no proof was "
            f"found: {question.grew}; write smaller steps, or give parts of them names (let)"
        )
    if question.crowded:
        return (
            f"{said}the sides agree at {points} {many}, which proves nothing, and what stands in "
            f"gates has more than {MOST_REGIONS} regions of signs; give a part with gates a name "
            "(let), or write steps with fewer gates"
        )
    widths = "at any width " if question.counts_widths else ""
    return (
        f"{said}the sides agree at {points} {many}, which proves nothing, and no proof {widths}"
        "was found; "
        "write smaller steps, state the bounds of a name (between=...), or give a part of it a "
        "name (let)"
    )
