"""The gates of a normal form, region by region, whatever the widths are.

A form that is to be zero is taken apart where `bpcore.normal` takes it apart, at its sums, and each
summand is a statement for `bpcore.regions`.  Its unknowns are monomials: entries at free indices,
products of them, whole sums.  Two entries at different free indices may be the same one, and then
stand for the same number: to take them for independent can only add points, so a proof holds at
those too.  A gate that depends on an index summed over inside the form stays an unknown.

How a form is put together again, once an atom of it is replaced, is known to the reader that made
it; this module is given its `changed`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import reduce
from math import isqrt

from bpcore.interval import Interval, point
from bpcore.normal import (
    GATE,
    ZERO,
    Atom,
    Monomial,
    Poly,
    body,
    cleared,
    in_common,
    is_zero,
    number,
    places,
    plus,
    scaled,
    single,
    times,
)
from bpcore.regions import (
    UNIT,
    Fact,
    Known,
    Linear,
    Search,
    TooManyRegions,
    direct,
    everywhere,
)

Change = Callable[[Atom], Poly | None]
INSIDE = 1  # in place of primes: a gate that a derivative has gone through
OPEN = "open at a kink"


@dataclass(frozen=True)
class Gates:
    """What has to be known of a form: how to replace its atoms, and where they lie."""

    changed: Callable[[Poly, Change], Poly]
    lies: Callable[[Atom], Interval]


def holds(form: Poly, how: Gates) -> bool:
    """Tell whether a form with gates is shown to be zero, region by region.

    What stands under sums is zero if each summand is: for each kind of sums by itself, or for all
    of them together.
    """
    if is_zero(unmarked(form, how)):
        return True
    form = cleared(form)
    kinds: dict[tuple[str, ...], list[tuple[Monomial, Fraction]]] = {}
    for monomial, coefficient in form:
        widths = tuple(place[2] for place in monomial[0])
        kinds.setdefault(widths, []).append((monomial, coefficient))
    apart = (body(terms, widths) if widths else tuple(terms) for widths, terms in kinds.items())
    if all(holds_in_regions(summand, how) for summand in apart):
        return True
    return len(kinds) > 1 and holds_in_regions(body(form, in_common(kinds)), how)


def holds_in_regions(form: Poly, how: Gates) -> bool:
    """Tell whether a form is shown to be zero in every region."""
    try:
        return everywhere(Gated(form, how).settled(), Search())
    except TooManyRegions:
        return False


def has_gates(form: Poly) -> bool:
    """Tell whether there is a gate anywhere in a form."""
    return any(True for _ in gates_in(form))


def gates_in(part: object) -> Iterator[Atom]:
    """Yield the gates in a form or an atom, outer ones first."""
    if isinstance(part, tuple):
        if part[:2] == GATE:
            yield part
        for inner in part:
            yield from gates_in(inner)


def unmarked(form: Poly, how: Gates) -> Poly:
    """Return a form in which gates inside derivatives are gates like others."""

    def change(atom: Atom) -> Poly | None:
        return how.changed(single((*GATE, 0, atom[-1])), change) if is_inside(atom) else None

    return how.changed(form, change)


def is_inside(atom: Atom) -> bool:
    """Tell whether an atom is a gate that a derivative has gone through."""
    return atom[:2] == GATE and atom[2] == INSIDE


def marked(atom: Atom, label: str) -> Poly | None:
    """Return a gate as one that a derivative has gone through, if it can depend on a name."""
    if atom[:2] != GATE or not any(
        part[:2] == ("entry", label) or part[0] == "partial" for part in atoms_of(atom[-1])
    ):
        return None
    return single((*GATE, INSIDE, atom[-1]))


@dataclass(frozen=True)
class Gated:
    """A form with gates as a statement that it is zero; see `bpcore.regions`.

    ``solved`` are atoms with what they equal; ``kinks`` are atoms that stand for gates inside a
    derivative, by the direction of the form that is zero: 1 where it turns positive.
    """

    poly: Poly
    how: Gates
    known: Known = field(default_factory=Known)
    solved: tuple[tuple[Atom, Poly], ...] = ()
    kinks: Mapping[Hashable, Atom] = field(default_factory=dict)

    def with_equations(self, poly: Poly) -> Poly:
        """Return a form with atoms replaced by what they equal here."""
        for atom, value in self.solved:
            poly = self.how.changed(poly, {atom: value}.get)
        return poly

    def form(self, part: Poly) -> Linear:
        """Return a part of what stands in a gate as it is in this region."""
        return linear(self.with_equations(part))

    def vanishes(self) -> bool:
        """Tell whether the form is zero with its gates as unknowns."""
        return is_zero(self.with_equations(unmarked(self.poly, self.how)))

    def never_zero(self) -> bool:
        """Tell whether the form is a number other than zero."""
        found = self.with_equations(self.poly)
        return len(found) == 1 and found[0][0] == ((), ())

    def lowest(self) -> list[Atom]:
        """Return the gates at free indices in which there is no gate, in a fixed order."""
        return sorted(
            {
                gate
                for gate in gates_in(self.poly)
                if not any(place[0] == "bound" for place in places(gate))
                and not has_gates(gate[-1])
                and not any(kink in atoms_of(gate[-1]) for kink in self.kinks.values())
            },
            key=repr,
        )

    def undecided(self) -> Linear | None:
        """Return the first form of unknown sign that a gate waits for."""
        for gate in self.lowest():
            for part, _ in self.factors(gate[-1]):
                form = self.form(part)
                if self.known.of(form) is None:
                    return form
        return None

    def factors(self, inner: Poly) -> list[tuple[Poly, int]]:
        """Return forms, with powers, whose product has the sign of what stands in a gate.

        What is a factor of every term comes out, and is left away where it is positive; what is
        quadratic in an atom is taken apart at its roots, if they can be written.
        """
        found = []
        for atom, power in common(inner).items():
            inner = times(inner, single(atom, -power))
            if not self.how.lies(atom).positive:
                found.append((atom[-1] if atom[0] == "sum" else single(atom), power))
        return [*found, *((part, 1) for part in quadratic(inner))]

    def background(self, form: Linear) -> Iterator[Fact]:
        """Yield what is known of the unknowns of a form: where they lie."""
        for unknown in form:
            if not isinstance(unknown, tuple):
                continue
            over, factors = unknown
            if over:
                continue
            parts = (self.how.lies(atom).power(power) for atom, power in factors)
            lies = reduce(Interval.__mul__, parts, point(1))
            one = Fraction(1)
            if lies.low is not None:
                yield Fact({unknown: one, UNIT: -lies.low}, strict=not lies.low_closed)
            if lies.high is not None:
                yield Fact({unknown: -one, UNIT: lies.high}, strict=not lies.high_closed)

    def where(self, form: Linear, sign: int) -> Gated:
        """Return the same where a form has a sign, with gates decided and the equation used."""
        case = replace(self, known=self.known.with_sign(form, sign))
        return (case.at_zero(form) if sign == 0 else case).settled()

    def at_zero(self, form: Linear) -> Gated:
        """Return the same with a form that is zero solved for an atom, if one stands alone."""
        atoms = {u: atoms_of(u) for u in form if isinstance(u, tuple)}
        alone = [
            u[1][0][0]
            for u in atoms
            if not u[0]
            and len(u[1]) == 1
            and u[1][0][1] == 1
            and not any(u[1][0][0] in inside for other, inside in atoms.items() if other != u)
        ]
        if not alone:
            return self
        atom = min(alone, key=lambda one: (one[0] != "entry", repr(one)))
        share = form[((), ((atom, 1),))]
        value = plus(single(atom), scaled(written(form), -1 / share))
        put = {atom: value}
        return replace(
            self,
            known=self.known.changed(lambda one: linear(self.how.changed(written(one), put.get))),
            solved=(*self.solved, (atom, value)),
        )

    def settled(self) -> Gated:
        """Return the same with every gate decided whose sign is known."""
        case = self
        while True:
            found: dict[Atom, Poly] = {}
            kinks = dict(case.kinks)
            for gate in case.lowest():
                sign = case.sign(gate[-1])
                if sign == 0 and is_inside(gate):
                    found[gate] = case.at_kink(gate[-1], kinks)
                elif sign is not None:
                    found[gate] = number(int(sign > 0))
            if not found:
                return case
            case = replace(case, poly=case.how.changed(case.poly, found.get), kinks=kinks)

    def sign(self, inner: Poly) -> int | None:
        """Return the sign of what stands in a gate, if the signs of its factors are known."""
        signs = [(self.known.of(self.form(part)), power) for part, power in self.factors(inner)]
        if any(sign == 0 for sign, _ in signs):
            return 0
        product = 1
        for sign, power in signs:
            if sign is None:
                return None
            product *= sign if power % 2 else 1
        return product

    def at_kink(self, inner: Poly, kinks: dict[Hashable, Atom]) -> Poly:
        """Return what stands for a gate inside a derivative, whose argument is zero here.

        Gates that open and shut with the same form are tied together; one of which that cannot be
        told is an atom of its own, which stands for both values.
        """
        signs = [(p, self.known.of(self.form(p)), power) for p, power in self.factors(inner)]
        zero = [(part, power) for part, sign, power in signs if sign == 0]
        if len(zero) != 1 or any(sign is None for _, sign, _ in signs):
            return single((OPEN, repr(inner)))
        (part, power), sense = zero[0], 1
        for _, sign, odd in signs:
            sense *= sign or 1 if odd % 2 else 1
        if power % 2 == 0:
            return number(int(sense > 0))
        direction, turned = direct(linear(part))
        open_ = single(kinks.setdefault(direction, (OPEN, str(len(kinks)))))
        return open_ if sense * turned > 0 else plus(number(1), scaled(open_, Fraction(-1)))

    def kink(self) -> Hashable | None:
        """Return the atom of a kink that this is at and a derivative goes through."""
        found = atoms_of(self.poly)
        return next((one for one in self.kinks.values() if one in found), None)

    def beside(self, kink: Hashable, side: int) -> Gated:
        """Return the same with the gates at a kink as they are on one side."""
        value = number(int(side > 0))
        changed = self.how.changed(self.poly, lambda atom: value if atom == kink else None)
        return replace(self, poly=changed).settled()

    def minus(self, other: Gated) -> Gated:
        """Return the difference."""
        return replace(self, poly=plus(self.poly, scaled(other.poly, Fraction(-1))))


def linear(poly: Poly) -> Linear:
    """Return a form as one that is linear in its monomials."""
    return {UNIT if monomial == ((), ()) else monomial: c for monomial, c in poly}


def written(form: Linear) -> Poly:
    """Return a linear form as the form it is."""
    parts = []
    for unknown, coefficient in form.items():
        monomial: Monomial = unknown if isinstance(unknown, tuple) else ((), ())
        parts.append(((monomial, coefficient),))
    return plus(*parts)


def common(poly: Poly) -> dict[Atom, int]:
    """Return the least power of each atom that is a factor of every term."""
    terms = [{a: p for a, p in f if places(a).isdisjoint(over)} for (over, f), _ in poly]
    if len(terms) < 2:
        terms = [{a: p for a, p in one.items() if len(one) > 1 or p != 1} for one in terms]
    shared = set.intersection(*(set(one) for one in terms)) if terms else set()
    least = {atom: min(one[atom] for one in terms) for atom in sorted(shared)}
    return {atom: power for atom, power in least.items() if power and atom[0] != "delta"}


def quadratic(poly: Poly) -> tuple[Poly, ...]:
    """Return factors of a form: two where it is quadratic in an atom, with roots, else itself.

    a t^2 + b t + c is a (t - u) (t - w) with u and w = (-b -+ s)/(2a), if a is a number and
    b^2 - 4ac = s^2 with a number s; the sign of a is put to the first of them.
    """
    squares = [f[0][0] for (over, f), _ in poly if not over and len(f) == 1 and f[0][1] == 2]
    for atom in squares:
        powers: dict[int, Poly] = {0: ZERO, 1: ZERO, 2: ZERO}
        for (over, factors), coefficient in poly:
            power = dict(factors).get(atom, 0)
            rest = tuple((a, p) for a, p in factors if a != atom)
            if power not in powers or any(atom in atoms_of(a) for a, _ in rest):
                break
            powers[power] = plus(powers[power], (((over, rest), coefficient),))
        else:
            lead = powers[2]
            if len(lead) != 1 or lead[0][0] != ((), ()):
                continue
            first = lead[0][1]
            inside = plus(
                times(powers[1], powers[1]), scaled(times(powers[2], powers[0]), Fraction(-4))
            )
            root = root_of(inside)
            if root is not None:
                slope = plus(scaled(single(atom), 2 * first), powers[1])  # 2 a t + b
                low, high = plus(slope, number(root)), plus(slope, number(-root))
                return scaled(low, 1 / first), scaled(high, Fraction(1, 4))
    return (poly,)


def root_of(poly: Poly) -> Fraction | None:
    """Return the root of a form that is the square of a number; None if it is not one."""
    if not poly:
        return Fraction(0)
    (monomial, square), *others = poly
    if others or monomial != ((), ()) or square < 0:
        return None
    root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    return root if root * root == square else None


def atoms_of(part: object) -> set[Atom]:
    """Return everything in a form that may be an atom of it, at any depth."""
    found: set[Atom] = set()
    if isinstance(part, tuple):
        if part and isinstance(part[0], str):
            found.add(part)
        for inner in part:
            found |= atoms_of(inner)
    return found
