"""Sign regions: in which signs several forms can stand together, and what holds in each of them.

A statement with gates is one statement without gates in each *region*, in which every form that
stands in a gate is positive, negative or zero throughout.  `everywhere` goes through the regions
and asks for a proof in each.  Why its yes is a proof:

* Every point lies in a region.  A form is split off as positive, negative or zero, which leaves no
  point out, and a branch is dropped only if no numbers at all give its signs.
* What cannot occur is decided exactly.  A form is linear in *unknowns*, which are taken to be
  independent of one another and of any real value.  That can only add points (where an unknown
  stands for x^2, or for e^x), never take one away; what is known of the sign of an unknown is added
  as a fact that has a proof of its own.  Linear inequalities, strict ones too, have a solution or
  not, and the simplex method over fractions (Bland's rule, so that it ends) tells which, without
  rounding.
* In a region every gate has the value that its sign gives it, and where a form is zero it may be
  used as an equation.  What is left has no gate and must be shown to vanish by the proofs for
  statements without gates.  A gate that is left unknown stands for both of its values.
* A derivative has no value where a gate inside it stands at its kink, so there is nothing to be
  compared there.  So that a slope that exists all the same (that of relu(z)^2 at zero) is not
  misreported, the statement has to hold there with the gates of one side or of the other, unless
  the two sides are known to have different slopes.  A value has a kink like any other point: there
  its gates are shut, and the statement has to hold.

The number of regions is bounded, and counted, not timed; beyond it nothing is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol, Self, TypeVar

UNIT = "1"  # the unknown that is one
MOST_REGIONS = 400  # regions and the ways to them, beyond which a statement is not decided
MOST_POINTS = 4  # of one region
FINEST = Fraction(1, 8**40)  # step to another point of a region
MOST_PIVOTS = 2_000  # steps of the simplex method for one question
Linear = Mapping[Hashable, Fraction]  # what each unknown is multiplied by
Point = dict[Hashable, Fraction]


class TooManyRegions(Exception):
    """The gates of a statement cut its values into more regions than are looked at."""


@dataclass(frozen=True)
class Fact:
    """That a form is positive, or, if not ``strict``, at least zero."""

    form: Linear
    strict: bool = True


def signed(form: Linear, sign: int) -> tuple[Fact, ...]:
    """Return what is known of a form with a sign."""
    opposite = {unknown: -times for unknown, times in form.items()}
    if sign == 0:
        return Fact(form, strict=False), Fact(opposite, strict=False)
    return (Fact(form if sign > 0 else opposite),)


def at(form: Linear, point: Mapping[Hashable, Fraction]) -> Fraction:
    """Return the value of a form at a point; unknowns that it does not name are zero."""
    zero = Fraction(0)
    return sum(
        (times * (1 if u == UNIT else point.get(u, zero)) for u, times in form.items()), zero
    )


def kept(facts: Iterable[Fact], point: Mapping[Hashable, Fraction]) -> bool:
    """Tell whether facts hold at a point."""
    values = ((at(fact.form, point), fact.strict) for fact in facts)
    return all(value > 0 or (value == 0 and not strict) for value, strict in values)


def witness(facts: Sequence[Fact]) -> Point | None:
    """Return a rational point at which all facts hold; None if there is none.

    With every form made homogeneous (one is an unknown as well, and positive), a solution can be
    stretched until every strict form is at least one, so the question is one of plain inequalities.

    >>> x, y = {"x": Fraction(1)}, {"y": Fraction(1)}
    >>> less = {"y": Fraction(1), "x": Fraction(-1)}
    >>> witness([Fact(x), Fact(less), *signed(y, 0)]) is None
    True
    >>> found = witness([Fact(less), Fact({"x": Fraction(1), UNIT: Fraction(-5)})])
    >>> str(found["x"]), str(found["y"])
    ('6', '7')
    """
    least = [(dict(fact.form), Fraction(int(fact.strict))) for fact in facts]
    least.append(({UNIT: Fraction(1)}, Fraction(1)))
    values = solved(least)
    if values is None:
        return None
    whole = values.pop(UNIT)
    return {unknown: value / whole for unknown, value in values.items()}


def solved(least: Sequence[tuple[Linear, Fraction]]) -> Point | None:
    """Return values with every form at least so large; None if there are none.

    The simplex method: every form is a row, which is basic at first, and the unknowns are zero.  A
    row that is too small is lifted by the first unknown or row that can lift it, and changes places
    with it; always the first, so no state comes back.  Raises `TooManyRegions` if that takes long.
    """
    unknowns = list(dict.fromkeys(unknown for form, _ in least for unknown in form))
    column = {unknown: k for k, unknown in enumerate(unknowns)}
    count = len(unknowns)
    floor: dict[int, Fraction] = {}
    rows: dict[int, dict[int, Fraction]] = {}
    value = [Fraction(0)] * (count + len(least))
    for k, (form, bound) in enumerate(least, start=count):
        rows[k] = {column[u]: times for u, times in form.items() if times}
        floor[k] = bound
    for _ in range(MOST_PIVOTS):
        low = min((k for k in rows if k in floor and value[k] < floor[k]), default=None)
        if low is None:
            return {unknown: value[k] for k, unknown in enumerate(unknowns)}
        row = rows[low]
        lifting = (
            j for j, times in row.items() if times > 0 or j not in floor or value[j] > floor[j]
        )
        enters = min(lifting, default=None)
        if enters is None:
            return None
        pivot(rows, value, low, enters, floor[low])
    raise TooManyRegions


def pivot(
    rows: dict[int, dict[int, Fraction]],
    value: list[Fraction],
    leaves: int,
    enters: int,
    target: Fraction,
) -> None:
    """Let a basic row take a value, by moving one unknown, and let the two change places."""
    row = rows.pop(leaves)
    slope = row.pop(enters)
    step = (target - value[leaves]) / slope
    value[leaves] = target
    value[enters] += step
    entered = {j: -times / slope for j, times in row.items()}
    entered[leaves] = 1 / slope
    for k, other in rows.items():
        times = other.pop(enters, None)
        if times is None:
            continue
        value[k] += times * step
        for j, share in entered.items():
            whole = other.get(j, 0) + times * share
            if whole:
                other[j] = whole
            else:
                other.pop(j, None)
    rows[enters] = entered


# -- statements with gates -------------------------------------------------------------------------


class Statement(Protocol):
    """That something with gates in it is zero; what a reading has to know for `everywhere`."""

    def vanishes(self) -> bool:
        """Tell whether it is shown to be zero, gates that are left taken as unknown."""

    def never_zero(self) -> bool:
        """Tell whether it is shown to be a number other than zero."""

    def undecided(self) -> Linear | None:
        """Return a form whose sign is not known yet, one that a gate waits for; None if none."""

    def background(self, form: Linear) -> Iterable[Fact]:
        """Return what is known of the unknowns in a form, whatever the region."""

    def where(self, form: Linear, sign: int) -> Self | None:
        """Return the statement where a form has a sign; None if it has no value there."""

    def kink(self) -> Hashable | None:
        """Return a kink that this region is at and a derivative goes through; None if none."""

    def beside(self, kink: Hashable, side: int) -> Self:
        """Return the statement with the gates of the derivative as on one side of a kink."""

    def minus(self, other: Self) -> Self:
        """Return the difference of two statements."""


S = TypeVar("S", bound=Statement)


@dataclass
class Search:
    """How far a proof by regions has come.

    ``looked`` counts regions and the ways to them; ``failed`` are the facts and a point of the
    first region in which there was no proof.
    """

    most: int = MOST_REGIONS
    looked: int = 0
    failed: tuple[tuple[Fact, ...], Point] | None = None

    def spend(self) -> None:
        """Count one more region; raises `TooManyRegions` beyond the bound."""
        self.looked += 1
        if self.looked > self.most:
            raise TooManyRegions


def everywhere(
    statement: S, search: Search, facts: tuple[Fact, ...] = (), here: Point | None = None
) -> bool:
    """Tell whether a statement is shown to hold in every region; see the top of the module.

    Raises `TooManyRegions`.
    """
    search.spend()
    if statement.vanishes():
        return True
    here = here or {}
    form = statement.undecided()
    if form is not None:
        return split(statement, search, facts, here, form)
    kink = statement.kink()
    if kink is not None:
        return beside_kink(statement, search, facts, here, kink)
    if search.failed is None:
        search.failed = facts, here
    return False


def split(statement: S, search: Search, facts: tuple[Fact, ...], here: Point, form: Linear) -> bool:
    """Tell whether a statement holds with a form positive, negative and zero."""
    known = tuple(fact for fact in statement.background(form) if fact not in facts)
    facts = (*facts, *known)
    if known and not kept(known, here):
        found = witness(facts)
        if found is None:
            return True  # no point has what is known: this region is empty
        here = found
    for sign in (1, -1, 0):
        more = (*facts, *signed(form, sign))
        there = here if kept(signed(form, sign), here) else witness(more)
        if there is None:
            continue
        case = statement.where(form, sign)
        if case is not None and not everywhere(case, search, more, there):
            return False
    return True


def beside_kink(
    statement: S, search: Search, facts: tuple[Fact, ...], here: Point, kink: Hashable
) -> bool:
    """Tell whether a statement holds at a kink with the gates of one side, or has no value there.

    If every derivative in it exists, each has the slope of either side, and so has the statement.
    """
    sides = [statement.beside(kink, side) for side in (-1, 1)]
    if sides[0].minus(sides[1]).never_zero():
        return True
    failed = search.failed
    if any(everywhere(one, search, facts, here) for one in sides):
        search.failed = failed
        return True
    return False


# -- points of a region ----------------------------------------------------------------------------


def points(facts: Sequence[Fact], here: Point, unknowns: Sequence[Hashable]) -> Iterator[Point]:
    """Yield points of a region, its witness first, then others near it.

    A statement that is not zero in a region can be zero at one of its points, seldom at several.
    """
    start = {unknown: here.get(unknown, Fraction(0)) for unknown in unknowns}
    yield start
    ways = directions(facts, unknowns)
    for turn in range(1, MOST_POINTS):
        step, moved = Fraction(1), start
        for k, way in enumerate(ways):
            share = Fraction((7 * k + 5 * turn * (k + 1)) % 11 - 5, 11)
            while step > FINEST:
                tried = {u: value + step * share * way.get(u, 0) for u, value in moved.items()}
                if kept(facts, tried):
                    moved = tried
                    break
                step /= 8
        if moved != start:
            yield moved


def directions(facts: Sequence[Fact], unknowns: Sequence[Hashable]) -> list[Linear]:
    """Return ways to move, one for each unknown that is free, that keep zero what has to be zero.

    Every form that is at least zero is taken to be zero.
    """
    rows: dict[Hashable, dict[Hashable, Fraction]] = {}
    for fact in facts:
        if fact.strict:
            continue
        row = {u: times for u, times in fact.form.items() if u in unknowns}
        for lead, other in rows.items():
            add(row, other, -row.get(lead, Fraction(0)))
        if row:
            first = min(row, key=unknowns.index)
            row = {u: times / row[first] for u, times in row.items()}
            for other in rows.values():
                add(other, row, -other.get(first, Fraction(0)))
            rows[first] = row
    free = [unknown for unknown in unknowns if unknown not in rows]
    return [
        {one: Fraction(1), **{lead: -row[one] for lead, row in rows.items() if one in row}}
        for one in free
    ]


def add(row: dict[Hashable, Fraction], other: Linear, times: Fraction) -> None:
    """Add a multiple of a form to another, in place."""
    for unknown, share in other.items():
        whole = row.get(unknown, Fraction(0)) + times * share
        if whole:
            row[unknown] = whole
        else:
            row.pop(unknown, None)


@dataclass
class Known:
    """The signs of forms, each known by its direction: a positive multiple has the same sign."""

    signs: dict[frozenset[tuple[Hashable, Fraction]], int] = field(default_factory=dict)

    def of(self, form: Linear) -> int | None:
        """Return the sign of a form; None if it is not known."""
        if not form:
            return 0
        if set(form) == {UNIT}:
            return 1 if form[UNIT] > 0 else -1
        direction, turned = direct(form)
        sign = self.signs.get(direction)
        return None if sign is None else sign * turned

    def with_sign(self, form: Linear, sign: int) -> Known:
        """Return the same, and the sign of one more form."""
        direction, turned = direct(form)
        return Known({**self.signs, direction: sign * turned})

    def changed(self, change: Callable[[Linear], Linear]) -> Known:
        """Return the signs of forms that an equation has changed."""
        found = Known()
        for direction, sign in self.signs.items():
            form = change(dict(direction))
            if form and set(form) != {UNIT}:
                found = found.with_sign(form, sign)
        return found


def direct(form: Linear) -> tuple[frozenset[tuple[Hashable, Fraction]], int]:
    """Return a multiple of a form that stands for all of its multiples, and in which sense."""
    first = min(form, key=repr)
    size = form[first]
    return frozenset((u, times / size) for u, times in form.items()), 1 if size > 0 else -1
