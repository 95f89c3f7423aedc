"""Signs of normal forms: whether a need is met everywhere, or wherever other needs are met.

A form is a product of factors, as far as they show: it differs from zero where all of them do, and
it is positive where those in odd powers have signs that multiply to plus.  Of a factor its interval
is known (an exponential is positive, a name lies between its bounds, a sum of what is positive is
positive), or another need says what it is: what holds for every value of an index holds for each.
Two needs are compared as forms, so neither the order of terms nor a factor that has a sign matters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any

from bpcore.bounds import interval, of_atom, of_form
from bpcore.expr import Name
from bpcore.indexed import HERE, CannotRead, Reader, Reading, place
from bpcore.interval import NONNEGATIVE, POSITIVE, Interval, point
from bpcore.needs import Kind, Need
from bpcore.normal import (
    Atom,
    Place,
    Poly,
    TooIntricate,
    begin,
    collected,
    in_poly,
    is_place,
    number,
    places,
    plus,
    powered,
    scaled,
    single,
    times,
)

Keep = Callable[[Name], bool]
MOST_INSTANCES = 60  # ways to put the indices of one need in place of those of another
KNOWN = 4096


def as_they_stand(name: Name) -> bool:
    """Keep every name: what is known of it are its bounds."""
    return True


def written_out(name: Name) -> bool:
    """Keep the names that depend on nothing."""
    return name.independent


@dataclass(frozen=True)
class Factors:
    """A form as a product: the sign of its number, factors in odd powers, and those in even."""

    sign: int
    odd: frozenset[Poly]
    even: frozenset[Poly]

    @property
    def all(self) -> frozenset[Poly]:
        """Every factor."""
        return self.odd | self.even


@dataclass(frozen=True)
class Fact:
    """A need that is taken to be met, read as a form; it holds for every value of some places."""

    kind: Kind
    of: Factors
    every: frozenset[Place]


@dataclass
class Signs:
    """What is known of forms, their names kept or written out."""

    keep: Keep
    fine: bool = False  # whether sums are taken apart into factors too
    reader: Reader = field(default_factory=Reader)
    facts: list[Fact] = field(default_factory=list)

    def form(self, need: Need) -> Poly | None:
        """Return a need as a form; None if there is none."""
        try:
            return self.reader.entry(need.of, HERE, Reading(self.keep, functions=True))
        except (CannotRead, TooIntricate, ZeroDivisionError):
            return None

    def suppose(self, found: Iterable[Need]) -> None:
        """Take needs to be met."""
        how = Reading(self.keep)
        for need in found:
            form = self.form(need)
            if form:
                every = frozenset(place(index, how) for index in need.every)
                with suppress(TooIntricate):  # a fact less
                    self.facts.append(Fact(need.kind, self.factors(form), every))

    def met(self, need: Need) -> bool:
        """Tell whether a need is shown to be met wherever it has a value and the facts hold."""
        form = self.form(need)
        if not form:
            return False
        try:
            found = self.factors(form)
            if need.kind is Kind.NONZERO:
                return all(self.differs(one) for one in found.all)
            return all(self.differs(one) for one in found.even) and self.positive(found)
        except TooIntricate:
            return False

    def differs(self, factor: Poly) -> bool:
        """Tell whether a factor is shown to differ from zero."""
        return bool(self.side(factor)) or any(
            same(factor, one) for fact in self.facts for one in self.told(fact, factor)
        )

    def told(self, fact: Fact, about: Poly) -> Iterator[Poly]:
        """Yield factors that a fact says are not zero, at the places of a form."""
        for names in instances(fact.every, about):
            yield from (in_poly(one, names) for one in fact.of.all)

    def positive(self, found: Factors) -> bool:
        """Tell whether the product of the factors in odd powers is shown to be positive."""
        sign, unknown = found.sign, set()
        for one in found.odd:
            side = self.side(one)
            sign *= side or 1
            if not side:
                unknown.add(one)
        if not unknown:
            return sign > 0
        return any(
            fact.kind is Kind.POSITIVE and self.same_product(fact, sign, frozenset(unknown))
            for fact in self.facts
        )

    def side(self, factor: Poly) -> int:
        """Return the sign of a factor: of its interval, or as a fact says it; 0 if not known."""
        span = self.span(factor)
        if span.positive or (-span).positive:
            return 1 if span.positive else -1
        return self.said(factor)

    def said(self, factor: Poly) -> int:
        """Return the sign that a fact says a factor has; 0 if none does.

        What is above something positive by what is not negative is positive.
        """
        turn, here = upright(factor)
        for fact in self.facts:
            if fact.kind is not Kind.POSITIVE or len(fact.of.odd) != 1:
                continue
            (only,) = fact.of.odd
            for names in instances(fact.every, factor):
                side, one = upright(in_poly(only, names))
                side *= fact.of.sign
                if one == here:
                    return side * turn
                for share in shares(here, one):
                    way = side if share > 0 else -side
                    beyond = plus(here, scaled(one, -share))
                    if (of_form(beyond, self.reader) * point(way)).nonnegative:
                        return way * turn
        return 0

    def same_product(self, fact: Fact, sign: int, unknown: frozenset[Poly]) -> bool:
        """Tell whether a fact says that the product of some factors with a sign is positive."""
        about = tuple(term for one in unknown for term in one)
        for names in instances(fact.every, about):
            whole, left = fact.of.sign, set()
            for one in (in_poly(factor, names) for factor in fact.of.odd):
                side = self.side(one)
                whole *= side or upright(one)[0]
                if not side:
                    left.add(upright(one)[1])
            if whole == sign and left == unknown:
                return True
        return False

    # -- factors ----------------------------------------------------------------------------

    def factors(self, form: Poly) -> Factors:
        """Return a form as a product of its factors, as far as they show."""
        powers: dict[Poly, int] = {}
        sign = self.split(form, 1, powers)
        return Factors(
            sign,
            frozenset(one for one, power in powers.items() if power % 2),
            frozenset(one for one, power in powers.items() if power and not power % 2),
        )

    def split(self, form: Poly, power: int, powers: dict[Poly, int]) -> int:
        """Note the factors of a power of a form; return the sign of what is left, a number."""
        common, rest = taken_out(form)
        sign = 1
        for atom, times_over in common.items():
            if atom[0] == "sum":
                sign *= self.split(atom[-1], power * times_over, powers)
            elif atom[:2] != ("function", "exp"):
                one = single(atom)
                powers[one] = powers.get(one, 0) + power * times_over
        (monomial, coefficient), *others = rest
        if not others and monomial == ((), ()):
            turned = coefficient < 0
        else:
            side, one = upright(rest)
            inner, found = apart(one) if self.fine else (1, {one: 1})
            turned = side * inner < 0
            for factor, times_over in found.items():
                powers[factor] = powers.get(factor, 0) + power * times_over
        return -sign if turned and power % 2 else sign

    # -- intervals --------------------------------------------------------------------------

    def span(self, form: Poly) -> Interval:
        """Return where the values of a form lie."""
        found = of_form(form, self.reader)
        if not self.facts or found.nonzero:
            return found
        whole = point(0)
        for (bounds, factors), coefficient in form:
            one = point(coefficient)
            for atom, power in factors:
                one = one * self.raised(atom, power)
            for over in bounds:
                one = one.times_over(int(over[2]) if over[2].isdigit() else None)
            whole = whole + one
        return found.meet(whole)

    def raised(self, atom: Atom, power: int) -> Interval:
        """Return where a power of an atom lies."""
        found = self.of_atom(atom).power(power)
        if power % 2 or found.nonzero:
            return found
        told = (same(single(atom), one) for f in self.facts for one in self.told(f, single(atom)))
        return found.meet(POSITIVE if any(told) else NONNEGATIVE)

    def of_atom(self, atom: Atom) -> Interval:
        """Return where an atom lies."""
        here = self.span(atom[-1]) if atom[0] == "sum" else of_atom(atom, self.reader)
        said = 0 if here.positive else self.said(single(atom))
        return here.meet(POSITIVE if said > 0 else -POSITIVE) if said else here


def shares(of: Poly, one: Poly) -> set[Fraction]:
    """Return the multiples of one form that have a term of another, which is no number."""
    there = dict(one)
    return {c / there[term] for term, c in of if term in there and term != ((), ())}


def upright(form: Poly) -> tuple[int, Poly]:
    """Return the sign of a form's first coefficient, and the form divided by that coefficient."""
    first = form[0][1]
    return (1 if first > 0 else -1), scaled(form, 1 / first)


def same(one: Poly, other: Poly) -> bool:
    """Tell whether two forms are the same but for a number as a factor."""
    return bool(one) and bool(other) and upright(one)[1] == upright(other)[1]


def taken_out(form: Poly) -> tuple[dict[Atom, int], Poly]:
    """Return the powers of atoms that are a factor of a whole form, and the rest.

    What stands below in one term is taken out of all of them, so that the rest has no denominator
    but those under a sum.
    """
    common: dict[Atom, int] = {}
    while True:
        found = lowest(form)
        if not found:
            return common, form
        for atom, power in found.items():
            common[atom] = common.get(atom, 0) + power
            form = without(form, atom, power)


def lowest(form: Poly) -> dict[Atom, int]:
    """Return the lowest power of each atom of a form, where it is not zero."""
    atoms = {
        atom
        for (bounds, factors), _ in form
        for atom, _ in factors
        if places(atom).isdisjoint(bounds)
    }
    powers = {}
    for atom in atoms:
        each = [
            dict(factors).get(atom, 0) if places(atom).isdisjoint(bounds) else 0
            for (bounds, factors), _ in form
        ]
        if min(each):
            powers[atom] = min(each)
    return powers


def without(form: Poly, atom: Atom, power: int) -> Poly:
    """Return a form divided by a power of an atom; sums left over are multiplied out."""
    terms = []
    for (bounds, factors), coefficient in form:
        left = dict(factors).get(atom, 0) - power
        rest = tuple((one, p) for one, p in factors if one != atom)
        if atom[0] == "sum" and left > 0:
            term = collected([(bounds, rest, coefficient)])
            terms.append(times(term, powered(atom[-1], left)))
        else:
            terms.append(collected([(bounds, (*rest, (atom, left)), coefficient)]))
    return plus(*terms)


def apart(form: Poly) -> tuple[int, dict[Poly, int]]:
    """Return a form as a product: its sign, and its factors with their powers.

    Atoms, and terms under sums as wholes, are taken as independent: what is a product then is one
    whatever they are.  The product is multiplied out again and compared.
    """
    from bpcore.symbolic import factored  # SymPy takes a third of a second to import

    letters: dict[Any, int] = {}
    terms = {}
    for (bounds, factors), coefficient in form:
        parts = ((((bounds, factors), None), 1),) if bounds else factors
        if any(power < 0 for _, power in parts):
            return 1, {form: 1}
        terms[tuple((letters.setdefault(one, len(letters)), p) for one, p in parts)] = coefficient
    if max(sum(power for _, power in parts) for parts in terms) < 2:
        return 1, {form: 1}
    polynomial = {
        tuple(dict(parts).get(k, 0) for k in range(len(letters))): c for parts, c in terms.items()
    }
    powers, whole = {}, number(1)
    for factor, power in factored(polynomial):
        one = plus(*(monomial(list(letters), those, c) for those, c in factor.items()))
        powers[upright(one)[1]] = power
        whole = times(whole, powered(upright(one)[1], power))
    if not same(whole, form):
        return 1, {form: 1}
    return upright(whole)[0] * upright(form)[0], powers


def monomial(atoms: list[Any], powers: tuple[int, ...], coefficient: Fraction) -> Poly:
    """Return a number times powers of atoms, or of terms under sums."""
    whole = number(coefficient)
    for atom, power in zip(atoms, powers, strict=True):
        if power:
            under_sums = len(atom) == 2 and atom[1] is None
            one = ((atom[0], Fraction(1)),) if under_sums else single(atom)
            whole = times(whole, powered(one, power))
    return whole


def instances(every: frozenset[Place], about: Poly) -> Iterator[dict[Place, Place]]:
    """Yield the ways to put places of a form where a fact holds for every value."""
    if not every:
        yield {}
        return
    there = sorted(all_places(about))
    order = sorted(every)
    choices = [[one for one in there if one[2] == free[2]] or [free] for free in order]
    for count, chosen in enumerate(product(*choices)):
        if count >= MOST_INSTANCES:
            return
        yield dict(zip(order, chosen, strict=True))


def all_places(part: object) -> set[Place]:
    """Return all places in a form, bound ones too."""
    if is_place(part):
        return {part}  # type: ignore[arg-type]
    if not isinstance(part, tuple):
        return set()
    return {found for inner in part for found in all_places(inner)}


@lru_cache(maxsize=KNOWN)
def met(need: Need) -> bool:
    """Tell whether a need is met whatever the names in it are, within their bounds.

    >>> from bpcore.function import exp
    >>> from bpcore.language import scalar
    >>> x, y = scalar("x"), scalar("y", between=(0, 1))
    >>> [met(Need(Kind.POSITIVE, one)) for one in (1 + exp(x), 1 - y, x**2 + 1, x**2, x + 1)]
    [True, True, True, False, False]
    """
    begin()
    with suppress(TooIntricate):
        found = interval(need.of)
        if found.positive or (need.kind is Kind.NONZERO and found.nonzero):
            return True
    return any(Signs(keep).met(need) for keep in (as_they_stand, written_out))


def implied(needs: Iterable[Need], by: Iterable[Need]) -> list[bool]:
    """Tell for each of some needs whether it is met wherever all of some others are."""
    asked, facts = list(needs), list(by)
    answers = [False] * len(asked)
    for fine, keep in product((False, True), (as_they_stand, written_out)):
        if all(answers):
            break
        begin()
        signs = Signs(keep, fine)
        signs.suppose(facts)
        answers = [old or signs.met(need) for old, need in zip(answers, asked, strict=True)]
    return answers
