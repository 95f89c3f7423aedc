"""The index normal form: a sum of monomials that two expressions share only if they are equal.

An entry of an array is read as a sum of monomials: a rational number times whole powers of atoms,
under sums over bound indices whose ranges are widths by name.  Atoms are entries of names,
Kronecker deltas, widths, functions of another such form, partial derivatives of opaque costs,
sums in parentheses, positive roots of a form, and numbers that have a name.  A delta collapses the
sum over either of its indices, a sum over an index that occurs nowhere gives its width, and bound
indices get canonical names.

A width that is a letter is taken to be no smaller than any number that stands for one of its
indices: without that, what is asked for is not there.

This module knows polynomials; it knows neither expressions nor numbers of any one width.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import count, permutations, product, starmap
from math import factorial, prod
from typing import Any

Place = tuple[str, str, str]  # kind (free, bound or number), name, width
Atom = tuple[Any, ...]
Factors = tuple[tuple[Atom, int], ...]
Monomial = tuple[tuple[Place, ...], Factors]
Poly = tuple[tuple[Monomial, Fraction], ...]
Rename = Mapping[Place, Place]

ZERO: Poly = ()
MOST_BOUND = 5  # beyond this many sums whose indices are taken as free nothing is decided
MOST_ORDERS = 240  # nor where the bound indices of a monomial can be named in more ways
MOST_BELOW = 12  # nor with more denominators than this
MOST_TERMS = 2_000  # nor beyond this many products of two monomials, or terms under sums
MOST_LONG = 10_000  # nor with more atoms in one atom, each as often as it stands there
MOST_POWER = 200  # nor for a higher power of a sum
MOST_DIGITS = 100_000  # nor with a number of more binary digits
MOST_MONOMIALS = 60_000  # nor after so many monomials were brought to their normal form
NOTHING_LEFT: Atom = ("function", "exp", 0, ZERO)  # e to the power of zero
NESTED = ("function", "sum", "root")  # atoms whose last part is a form
GATE = ("function", "gate")  # 1 where the form behind it is positive, else 0
_fresh = count()


class TooIntricate(Exception):
    """A form grew beyond what is worth comparing; nothing is decided."""


@dataclass
class Budget:
    """How many monomials may still be brought to their normal form before nothing is decided."""

    left: int = MOST_MONOMIALS

    def spend(self, monomials: int = 1) -> None:
        """Count monomials; raises `TooIntricate` when there are too many."""
        self.left -= monomials
        if self.left < 0:
            raise TooIntricate


_budget = Budget()


def begin() -> None:
    """Begin to count anew: once for each equality that is to be decided."""
    _budget.left = MOST_MONOMIALS


def bound(width: str) -> Place:
    """Return a new bound index over a width."""
    return ("bound", f"new{next(_fresh):09}", width)


def number(value: Fraction | int) -> Poly:
    """Return a constant."""
    return ((((), ()), Fraction(value)),) if value else ZERO


def single(atom: Atom, power: int = 1) -> Poly:
    """Return one atom to a power."""
    return collected([((), ((atom, power),), Fraction(1))])


def collected(terms: Iterable[tuple[tuple[Place, ...], Factors, Fraction]]) -> Poly:
    """Return the normal form of a sum of monomials."""
    whole: dict[Monomial, Fraction] = {}
    for bounds, factors, coefficient in terms:
        _budget.spend()
        found = normal(bounds, factors)
        if found is not None:
            monomial, times_over = found
            for part, share in without_whole_roots(monomial):
                whole[part] = whole.get(part, Fraction(0)) + coefficient * times_over * share
    return tuple(sorted((m, c) for m, c in whole.items() if c))


def without_whole_roots(monomial: Monomial) -> Poly:
    """Return a monomial in which every root stands to a power between zero and its order.

    The q-th root of w, to the power of q, is w: the root is of a number above zero, where it has a
    value.  A power of q or more, or one below zero, so parts into a whole power of w and the rest.
    """
    for atom, power in monomial[1]:
        if atom[0] == "root" and not 0 < power < atom[1]:
            bounds, factors = monomial
            whole, left = divmod(power, atom[1])
            rest = tuple((a, p) for a, p in factors if a != atom)
            rest = (*rest, (atom, left)) if left else rest
            return under(bounds, rest, Fraction(1), powered(atom[-1], whole))
    return ((monomial, Fraction(1)),)


def plus(*polys: Poly) -> Poly:
    """Return a sum."""
    return collected((b, f, c) for poly in polys for (b, f), c in poly)


def times(left: Poly, right: Poly) -> Poly:
    """Return a product, distributed; bound indices of the two are kept apart."""
    if len(left) * len(right) > MOST_TERMS:
        raise TooIntricate
    terms = []
    for (b, f), c in left:
        for monomial, e in right:
            other_b, other_f = apart(monomial)
            terms.append((b + other_b, f + other_f, c * e))
    return collected(terms)


def scaled(poly: Poly, by: Fraction) -> Poly:
    """Return a multiple."""
    return tuple((m, c * by) for m, c in poly) if by else ZERO


def summed(poly: Poly, over: Place) -> Poly:
    """Return the sum over an index, which becomes bound."""
    return collected(((*b, over), f, c) for (b, f), c in poly)


def powered(poly: Poly, power: int) -> Poly:
    """Return a whole power; a sum to a negative power stays in parentheses."""
    if power == 0:
        return number(1)
    if power < 0:
        return powered(inverse(poly), -power)
    if len(poly) == 1 and not poly[0][0][0]:
        ((_, factors), coefficient) = poly[0]
        digits = coefficient.numerator.bit_length() + coefficient.denominator.bit_length()
        if abs(coefficient) != 1 and digits * power > MOST_DIGITS:
            raise TooIntricate
        raised = tuple((atom, each * power) for atom, each in factors)
        return collected([((), raised, coefficient**power)])
    if power > MOST_POWER:
        raise TooIntricate
    whole = poly
    for _ in range(power - 1):
        whole = times(whole, poly)
    return whole


def inverse(poly: Poly) -> Poly:
    """Return one over a form; of a sum, with the first coefficient and common powers taken out.

    So one over a sum has one form, whatever it was multiplied with.  Raises `ZeroDivisionError` for
    zero and for a delta, which is zero somewhere.
    """
    if not poly:
        raise ZeroDivisionError
    check_length(poly)
    (bounds, factors), coefficient = poly[0]
    if len(poly) == 1 and any(atom[0] == "delta" for atom, _ in factors):
        raise ZeroDivisionError
    if len(poly) == 1 and not bounds:
        return reduce(times, starmap(flipped, factors), number(1 / coefficient))
    outside = number(1)
    for atom, power in content(poly).items():
        if atom[0] != "delta" and atom[:2] != GATE:
            poly = without(poly, atom, power)
            outside = times(outside, flipped(atom, power))
    if outside != number(1):
        return times(outside, inverse(poly))
    check_length(poly)
    return scaled(single(("sum", scaled(poly, 1 / coefficient)), -1), 1 / coefficient)


def check_length(poly: Poly) -> None:
    """Raise `TooIntricate` for a form too long to stand in an atom."""
    if length(poly) > MOST_LONG:
        raise TooIntricate


def length(poly: Poly) -> int:
    """Return how many atoms stand in a form and in the forms inside them."""
    return sum(
        1 + (length(atom[-1]) if atom[0] in ("function", "sum") else 0)
        for (_, factors), _ in poly
        for atom, _ in factors
    )


def content(poly: Poly) -> dict[Atom, int]:
    """Return the least power of each atom over all terms, where it is not zero.

    An atom that depends on an index summed over in its term is a factor of no sum, and stands in
    the way of none.  Of sums only those below count.
    """
    least: dict[Atom, int] = {}
    here = [{a: p for a, p in factors if places(a).isdisjoint(over)} for (over, factors), _ in poly]
    for atom in sorted({atom for powers in here for atom in powers}):
        power = min(powers.get(atom, 0) for powers in here)
        if power and (atom[0] != "sum" or power < 0):
            least[atom] = power
    return least


def without(poly: Poly, atom: Atom, power: int) -> Poly:
    """Return a form over a power of an atom; with a sum that stands below it is multiplied out."""
    if atom[0] == "sum":
        return times_sum(poly, atom, -power)
    return times(poly, single(atom, -power))


def flipped(atom: Atom, power: int) -> Poly:
    """Return one over a power of an atom; a sum that stood below comes out of its parentheses."""
    if atom[0] == "sum" and power < 0:
        return powered(atom[-1], -power)
    return single(atom, -power)


# -- one monomial ----------------------------------------------------------------------------


def normal(bounds: tuple[Place, ...], factors: Factors) -> tuple[Monomial, int] | None:
    """Return a monomial with its deltas collapsed and its bound indices named, or None if zero.

    The number beside it is the product of the widths, as far as they are numbers, of the sums over
    indices that occur nowhere.
    """
    found = collapsed(list(bounds), merged(factors))
    if found is None or vanishes(found[1]):
        return None
    left, powers = found
    used = {place for atom in powers for place in places(atom)}
    idle = [place[2] for place in left if place not in used]
    letters = [(("width", width), 1) for width in idle if not width.isdigit()]
    powers = merged((*powers.items(), *letters))
    loose = {place[1].split(".")[0] for place in used.difference(left) if place[0] == "bound"}
    monomial = named([p for p in left if p in used], tuple(sorted(powers.items())), loose)
    return monomial, number_of_terms(idle)


def vanishes(powers: dict[Atom, int]) -> bool:
    """Tell whether a sum among the atoms came to nothing; raises `ZeroDivisionError` below."""
    empty = [power for atom, power in powers.items() if atom == ("sum", ZERO)]
    if any(power < 0 for power in empty):
        raise ZeroDivisionError
    return bool(empty)


def merged(factors: Iterable[tuple[Atom, int]]) -> dict[Atom, int]:
    """Return atoms with their powers added up."""
    powers: dict[Atom, int] = {}
    broken = False
    for atom, power in factors:
        powers[atom] = powers.get(atom, 0) + power
        broken = broken or is_broken(atom)
    if broken:
        powers = joined(powers)
    return {
        atom: 1 if power > 1 and atom[:2] == GATE else power  # it is 0 or 1, and so are its powers
        for atom, power in powers.items()
        if power and atom != NOTHING_LEFT
    }


def is_broken(atom: Atom) -> bool:
    """Tell whether an atom is a root, or the exponential of a broken part of one monomial."""
    if atom[0] == "root":
        return True
    if atom[:2] != ("function", "exp") or len(atom[-1]) != 1:
        return False
    return bool(atom[-1][0][1].denominator != 1)


def joined(powers: dict[Atom, int]) -> dict[Atom, int]:
    """Return powers with all roots of one form, and exponentials of one monomial, in one atom.

    A root to a power is its form to a fraction, and exponents of one base are added up.
    """
    exponents: dict[Any, Fraction] = {}
    kept: dict[Atom, int] = {}
    for atom, power in powers.items():
        if atom[0] == "root":
            base, share = ("root", atom[2]), Fraction(power, atom[1])
        elif atom[:2] == ("function", "exp") and len(atom[-1]) == 1:
            base, share = ("exp", atom[-1][0][0]), power * atom[-1][0][1]
        else:
            kept[atom] = power
            continue
        exponents[base] = exponents.get(base, Fraction(0)) + share
    for (kind, inner), share in exponents.items():
        top, below = share.numerator, share.denominator
        if not top:
            continue
        if kind == "root":
            kept["root", below, inner] = top
        else:
            kept["function", "exp", 0, ((inner, Fraction(1, below)),)] = top
    return kept


def collapsed(
    bounds: list[Place], powers: dict[Atom, int]
) -> tuple[list[Place], dict[Atom, int]] | None:
    """Return bounds and powers with every delta put to use, or None if one of them is zero.

    Indices that deltas tie together form a class; one of them is written for all, and a bound one
    that is not needed any more loses its sum.
    """
    classes: list[set[Place]] = []
    for atom in powers:
        if atom[0] == "delta":
            tied = {atom[1], atom[2]}
            classes, met = [c for c in classes if not c & tied], [c for c in classes if c & tied]
            classes.append(tied.union(*met))
    rename: dict[Place, Place] = {}
    kept: dict[Atom, int] = {}
    left = list(bounds)
    for tied in classes:
        numbers = [place for place in tied if place[0] == "number"]
        if len(numbers) > 1 or any(beyond(numbers, place) for place in tied):
            return None
        free = sorted(place for place in tied if place not in bounds and place not in numbers)
        chosen = (numbers or free or sorted(tied))[0]
        for place in tied - {chosen}:
            rename[place] = chosen
            if place in left:
                left.remove(place)
            else:
                kept["delta", *sorted((chosen, place))] = 1
    rest = {atom: power for atom, power in powers.items() if atom[0] != "delta"}
    if rename:
        rest = merged((renamed(atom, rename), power) for atom, power in rest.items())
    return left, {**rest, **kept}


def beyond(numbers: list[Place], place: Place) -> bool:
    """Tell whether an index over a width that is a number never comes to one of some numbers."""
    return place[2].isdigit() and any(int(one[1]) > int(place[2]) for one in numbers)


def named(bounds: list[Place], factors: Factors, loose: set[str]) -> Monomial:
    """Return a monomial whose bound indices have the names that make it smallest.

    None of them is the name of a bound index of a sum around it, which begins with a loose one.
    Only indices that play the same part are tried in every order.
    """
    if not bounds:
        return (), factors
    groups = alike(bounds, factors)
    orders = prod(factorial(len(group)) for group in groups)
    if orders > MOST_ORDERS:
        raise TooIntricate
    _budget.spend(orders - 1)
    depth = 1 + max((depth_of(atom) for atom, _ in factors), default=0)
    while str(depth) in loose:
        depth += 1
    best: Monomial | None = None
    for chosen in product(*map(permutations, groups)):
        order = [place for group in chosen for place in group]
        fresh = [("bound", f"{depth}.{k}", place[2]) for k, place in enumerate(order)]
        names = dict(zip(order, fresh, strict=True))
        candidate = (
            tuple(fresh),
            tuple(sorted((renamed(atom, names), power) for atom, power in factors)),
        )
        if best is None or candidate < best:
            best = candidate
    assert best is not None
    return best


def alike(bounds: list[Place], factors: Factors) -> list[list[Place]]:
    """Return bound indices in groups that nothing but their names tells apart."""
    if len(bounds) == 1:
        return [bounds]
    parts: dict[Any, list[Place]] = {}
    for place in bounds:
        parts.setdefault((place[2], outline(factors, place)), []).append(place)
    return [parts[part] for part in sorted(parts)]


def outline(factors: Factors, place: Place | None) -> Any:
    """Return factors with one bound index marked and the others not told apart."""
    return tuple(sorted((drawn(atom, place), power) for atom, power in factors))


def drawn(part: Any, place: Place | None) -> Any:
    """Return a part of an atom with one bound index marked and the others not told apart."""
    if is_place(part):
        return ("bound", "this" if part == place else "", part[2]) if part[0] == "bound" else part
    if not isinstance(part, tuple) or not part:
        return part
    if part[0] in NESTED:
        inner = ((len(b), outline(f, None if place in b else place), c) for (b, f), c in part[-1])
        return (*part[:-1], tuple(sorted(inner)))
    if part[0] == "delta":
        return ("delta", *sorted(drawn(one, place) for one in part[1:]))
    if part[0] == "partial":
        return (*part[:2], tuple(sorted(drawn(one, place) for one in part[2])), *part[3:])
    return tuple(drawn(inner, place) for inner in part)


def apart(monomial: Monomial) -> Monomial:
    """Return a monomial with new bound indices."""
    bounds, factors = monomial
    names = {place: bound(place[2]) for place in bounds}
    return tuple(names.values()), tuple((renamed(a, names), p) for a, p in factors)


# -- inside an atom --------------------------------------------------------------------------


def is_place(part: Any) -> bool:
    """Tell whether a part of an atom is an index."""
    return isinstance(part, tuple) and len(part) == 3 and part[0] in ("free", "bound", "number")


def number_of_terms(widths: Iterable[str]) -> int:
    """Return how many terms sums over widths have, as far as the widths are numbers."""
    return prod(int(width) for width in widths if width.isdigit())


def places(part: Any) -> set[Place]:
    """Return the indices in an atom, those bound inside it left out."""
    if is_place(part):
        return {part}
    if not isinstance(part, tuple):
        return set()
    if part and part[0] in NESTED:
        return {p for (b, f), _ in part[-1] for a, _ in f for p in places(a) if p not in b}
    return {place for inner in part for place in places(inner)}


def renamed(part: Any, names: Rename) -> Any:
    """Return an atom with indices renamed, also in the forms inside it."""
    if is_place(part):
        return names.get(part, part)
    if not isinstance(part, tuple) or not part:
        return part
    if part[0] in NESTED:
        return part if places(part).isdisjoint(names) else (*part[:-1], in_poly(part[-1], names))
    if part[0] == "partial":
        inner = sorted(renamed(by, names) for by in part[2])
        return (*part[:2], tuple(inner), *part[3:])
    if part[0] == "delta":
        return ("delta", *sorted(renamed(place, names) for place in part[1:]))
    return tuple(renamed(inner, names) for inner in part)


def in_poly(poly: Poly, names: Rename) -> Poly:
    """Return a form with free indices renamed; its bound ones step aside for them."""
    taken = {*names, *names.values()}
    terms = []
    for monomial, c in poly:
        b, f = monomial if taken.isdisjoint(monomial[0]) else apart(monomial)
        terms.append((b, tuple((renamed(atom, names), power) for atom, power in f), c))
    return collected(terms)


def depth_of(part: Any) -> int:
    """Return how deep sums are nested inside an atom."""
    if not isinstance(part, tuple) or not part:
        return 0
    if part[0] in NESTED:
        return max((poly_depth(part[-1]),), default=0)
    return max((depth_of(inner) for inner in part), default=0)


def poly_depth(poly: Poly) -> int:
    """Return how deep sums are nested in a form."""
    inner = (depth_of(atom) for (_, f), _ in poly for atom, _ in f)
    return 1 + max(inner, default=0) if poly else 0


# -- zero ------------------------------------------------------------------------------------


def is_zero(poly: Poly) -> bool:
    """Tell whether a form is shown to be zero, with denominators cleared.

    A denominator without bound indices multiplies the whole.  One with them multiplies all that
    stands under the same sums, which is zero if it is zero for each value of their indices; that is
    tried for each kind of sums by itself, then for all together.
    """
    whole = cleared(poly)
    groups: dict[tuple[str, ...], list[tuple[Monomial, Fraction]]] = {}
    for monomial, coefficient in whole:
        widths = tuple(place[2] for place in monomial[0])
        groups.setdefault(widths, []).append((monomial, coefficient))
    if all(widths and is_zero(body(terms, widths)) for widths, terms in groups.items()):
        return True
    return len(groups) > 1 and is_zero(body(whole, in_common(groups)))


def in_common(kinds: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return widths of which every one of some lists of widths is a part."""
    counts: Counter[str] = Counter()
    for widths in kinds:
        counts |= Counter(widths)
    return tuple(sorted(counts.elements()))


def body(terms: Iterable[tuple[Monomial, Fraction]], widths: tuple[str, ...]) -> Poly:
    """Return what stands under sums over these widths, their indices taken as free.

    What has fewer sums is divided by the widths it lacks.  Which index stands for which changes
    nothing in the sums, so the mean over all choices is taken.
    """
    if len(widths) > MOST_BOUND:
        raise TooIntricate
    free: list[Place] = [("free", f"under {next(_fresh):09}", width) for width in widths]
    opened = []
    for (bounds, factors), coefficient in terms:
        chosen = [dict(zip(bounds, those, strict=True)) for those in fitting(bounds, free)]
        for names in chosen:
            inside = tuple((renamed(a, names), p) for a, p in factors)
            lacking = [place[2] for place in free if place not in names.values()]
            below = tuple((("width", width), -1) for width in lacking if not width.isdigit())
            share = len(chosen) * number_of_terms(lacking)
            opened.append(((), (*inside, *below), coefficient / share))
        if len(opened) > MOST_TERMS:
            raise TooIntricate
    return collected(opened)


def fitting(bounds: tuple[Place, ...], free: list[Place]) -> Iterable[tuple[Place, ...]]:
    """Yield every choice of different free indices over the widths of the bound ones."""
    for chosen in permutations(free, len(bounds)):
        if all(one[2] == other[2] for one, other in zip(bounds, chosen, strict=True)):
            yield chosen


def cleared(poly: Poly) -> Poly:
    """Return a form times its denominators without bound indices; zero only if the form is."""
    for _ in range(MOST_BELOW):
        powers: dict[Atom, int] = {}
        for (_, factors), _ in poly:
            for atom, power in factors:
                if atom[0] == "sum" and power < 0 and all(p[0] != "bound" for p in places(atom)):
                    powers[atom] = max(powers.get(atom, 0), -power)
        if not powers:
            return poly
        atom = max(powers, key=depth_of)
        poly = times_sum(poly, atom, powers[atom])
    raise TooIntricate


def times_sum(poly: Poly, atom: Atom, power: int) -> Poly:
    """Return a form times a power of a sum, cancelled against the sum where it stands below."""
    parts = []
    for (bounds, factors), coefficient in poly:
        here = dict(factors).get(atom, 0)
        rest = tuple((a, p) for a, p in factors if a != atom)
        term = collected([(bounds, rest, coefficient)])
        left = power + here
        parts.append(times(term, powered(atom[-1], left)) if left else term)
    return plus(*parts)


# -- differentiating -------------------------------------------------------------------------


def differentiated(poly: Poly, by: Callable[[Atom], Poly]) -> Poly:
    """Return the derivative of a form, given that of an atom."""
    parts = []
    for monomial, coefficient in poly:
        bounds, factors = apart(monomial)
        for k, (atom, power) in enumerate(factors):
            inner = by(atom)
            if not inner:
                continue
            rest = (*factors[:k], (atom, power - 1), *factors[k + 1 :])
            parts.append(under(bounds, rest, coefficient * power, inner))
    return plus(*parts)


def under(bounds: tuple[Place, ...], factors: Factors, coefficient: Fraction, inner: Poly) -> Poly:
    """Return a monomial times a form that shares the bound indices of the sums around it."""
    terms = []
    for monomial, e in inner:
        other_b, other_f = apart(monomial)
        terms.append((bounds + other_b, factors + other_f, coefficient * e))
    return collected(terms)
