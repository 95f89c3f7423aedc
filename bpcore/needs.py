"""What an expression needs, so that it has a value: divisors that are not zero, and so on.

A quotient needs its divisor to differ from zero, and so does a negative power its base; a logarithm
and a square root need what is positive; and a derivative that goes through a gate needs what stands
in the gate to differ from zero, where there is a kink.  All this is read off the tree, with
definitions opened and entry by entry, so that no width matters.  Whatever stands in a line counts,
also what is multiplied by zero.  Whether a need is met anywhere else is no business of this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache

from bpcore.expr import (
    Apply,
    Array,
    At,
    Derivative,
    Diag,
    Div,
    Dot,
    Entry,
    Expr,
    Index,
    MatMul,
    Name,
    Neg,
    Num,
    Outer,
    Pow,
    Sub,
    Sum,
    Transpose,
)
from bpcore.function import ANYWHERE, ARGUMENT, Function, functions_in, gate
from bpcore.shape import is_column, is_row
from bpcore.tree import depends, everything_under, free_indices, key, names, parts, reindexed, walk
from bpcore.unfold import entry_of, filled

Where = tuple[At, At] | None  # row and column of an entry; None for a scalar
Moving = frozenset[tuple[Name, frozenset[Name]]]  # by what, holding what, derivatives around go
STILL: Moving = frozenset()
KNOWN = 4096


class Kind(StrEnum):
    """What has to be true of a number."""

    NONZERO = "differs from zero"
    POSITIVE = "is positive"


@dataclass(frozen=True, eq=False)
class Need:
    """A scalar that has to differ from zero, or to be positive, for all values of some indices.

    A ``kink`` is what stands in a gate that is differentiated.  ``only_at`` holds indices without
    all of whose values it is not certain that the need is there at all: it may be asked for more
    than is needed, never be taken as granted.
    """

    kind: Kind
    of: Expr
    every: tuple[Index, ...] = ()
    kink: bool = False
    only_at: frozenset[Index] = frozenset()

    @cached_property
    def key(self) -> tuple[object, ...]:
        """What two needs share exactly when they ask the same of the same tree."""
        return (self.kind, *(index.width for index in self.every), key(self.of, self.every))

    @property
    def certain(self) -> bool:
        """Whether there is no value where this is not met."""
        return not self.only_at

    def __repr__(self) -> str:
        every = "".join(f" for every {index.letter}" for index in self.every)
        return f"<{self.of!r} {self.kind}{every}>"


def needs(node: Expr) -> tuple[Need, ...]:
    """Return what an expression needs so that each of its entries has a value.

    >>> from bpcore.language import column, d, index, let, scalar, total
    >>> from bpcore.function import log, relu, sqrt
    >>> x, y, z = scalar("x"), scalar("y"), column("z", "n")
    >>> needs(log(x) / y), needs(d(relu(x), x)), needs(relu(x))
    ((<x is positive>, <y differs from zero>), (<x differs from zero>,), ())
    >>> i = index("i", "n")
    >>> needs(z / sqrt(total(i, z[i] ** 2)))
    (<sum(z[i]**2 for i in 1..n) is positive>, <sqrt(sum(z[i]**2 for i in 1..n)) differs from zero>)
    >>> needs(log(z))
    (<z[i] is positive for every i>,)
    """
    with_indices, every = any_entry(node)
    return once(quantified(found_in(node, with_indices, STILL), every))


def any_entry(node: Expr) -> tuple[Where, tuple[Index, ...]]:
    """Return a place that stands for any entry of a node, and its indices."""
    if not node.shape:
        return None, ()
    sides = tuple(1 if width == 1 else width for width in node.shape)
    letters = iter("ij")
    place = tuple(1 if width == 1 else Index(next(letters), width) for width in sides)
    return (place[0], place[1]), tuple(at for at in place if isinstance(at, Index))


def once(found: Iterable[Need]) -> tuple[Need, ...]:
    """Return needs without repetition; one that is no kink, or certain, somewhere is so."""
    met: dict[object, Need] = {}
    for need in found:
        old = met.get(need.key, need)
        kink, only_at = old.kink and need.kink, min(old.only_at, need.only_at, key=len)
        met[need.key] = replace(old, kink=kink, only_at=only_at)
    return tuple(met.values())


def quantified(found: Iterable[Need], indices: Iterable[Index]) -> Iterator[Need]:
    """Yield needs of all values of some indices, which get fresh ones for them."""
    over = tuple(indices)
    for need in found:
        for index in over:
            need = replace(need, only_at=need.only_at - {index})
            if index in free_indices(need.of):
                fresh = Index(index.letter, index.width)
                need = replace(
                    need,
                    of=reindexed(need.of, index, fresh),
                    every=in_order(need, fresh, index),
                )
        yield need


def in_order(need: Need, fresh: Index, old: Index) -> tuple[Index, ...]:
    """Return the indices of a need in the order in which its tree leads to them."""
    met = dict.fromkeys(
        fresh if at is old else at
        for node in walk(need.of)
        for at in getattr(node, "at", ())
        if isinstance(at, Index)
    )
    wanted = {*need.every, fresh}
    return tuple(at for at in met if at in wanted) or (*need.every, fresh)


def found_in(node: Expr, at: Where, moving: Moving) -> list[Need]:
    """Return what one entry of a node needs, inside derivatives by some names."""
    match node:
        case Name():
            return of_name(node, at, moving)
        case Div(left=left, right=right):
            divisor = Need(Kind.NONZERO, right)
            return [*part(left, at, moving), *found_in(right, None, moving), divisor]
        case Pow(operand=operand, exponent=exponent):
            below = [Need(Kind.NONZERO, operand)] if exponent < 0 else []
            return [*found_in(operand, None, moving), *below]
        case Apply(function=function, operand=operand):
            argument = entry(operand, at)
            return [*found_in(operand, at, moving), *applied(function, argument, moving)]
        case MatMul(left=left, right=right) | Outer(left=left, right=right):
            return of_product(node, left, right, at, moving)
        case Dot(left=left, right=right):
            over = Index("k", left.shape[0] if is_column(left.shape) else left.shape[1])
            there: Where = (over, 1) if is_column(left.shape) else (1, over)
            inner = [*found_in(left, there, moving), *found_in(right, there, moving)]
            return list(quantified(inner, (over,)))
        case Transpose(operand=operand):
            return found_in(operand, None if at is None else (at[1], at[0]), moving)
        case Diag(operand=operand):
            assert at is not None
            return found_in(operand, along(operand, at[0]), moving)
        case Entry(array=array):
            return found_in(array, node.position, moving)
        case Sum(index=index, body=body):
            return list(quantified(found_in(body, None, moving), (index,)))
        case Array(rows=rows):
            return of_array(rows, at, moving)
        case Derivative():
            return of_derivative(node, at, moving)
    return [need for one in parts(node) for need in part(one, at, moving)]


def part(node: Expr, at: Where, moving: Moving) -> list[Need]:
    """Return what an entry of an operand needs, which may be a scalar beside an array."""
    return found_in(node, at if node.shape else None, moving)


def of_array(rows: tuple[tuple[Expr, ...], ...], at: Where, moving: Moving) -> list[Need]:
    """Return what an entry of an array written out needs; at an index it may be any of them."""
    row, column = at or (1, 1)
    if isinstance(row, int):
        rows = rows[row - 1 : row]
    if isinstance(column, int):
        rows = tuple(line[column - 1 : column] for line in rows)
    any_of = frozenset(one for one in (row, column) if isinstance(one, Index))
    found = (need for line in rows for one in line for need in found_in(one, None, moving))
    return [replace(need, only_at=need.only_at | any_of) for need in found]


def of_product(node: Expr, left: Expr, right: Expr, at: Where, moving: Moving) -> list[Need]:
    """Return what an entry of a matrix or outer product needs: a row and a column."""
    row, column = at or (1, 1)
    width = left.shape[1]
    over: At = 1 if width == 1 else Index("k", width)
    inner = [*found_in(left, (row, over), moving), *found_in(right, (over, column), moving)]
    return list(quantified(inner, (over,))) if isinstance(over, Index) else inner


def of_name(name: Name, at: Where, moving: Moving) -> list[Need]:
    """Return what an entry of a name needs: what its definition needs there."""
    if name.independent:
        return []
    found, place = known(name, frozenset(one for one in moving if moved(name, *one)))
    if place is None or at is None:
        return list(found)
    for old, new in zip(place, at, strict=True):
        if isinstance(old, Index) and old is not new:
            found = tuple(placed(need, old, new) for need in found)
    return list(found)


def placed(need: Need, old: Index, new: At) -> Need:
    """Return a need with an index, or a number, in place of another index."""
    only = need.only_at - {old}
    if old in need.only_at and isinstance(new, Index):
        only |= {new}
    elif old in need.only_at:
        only |= {NEVER}
    return replace(need, of=reindexed(need.of, old, new), only_at=only)


@lru_cache(maxsize=KNOWN)
def known(name: Name, moving: Moving) -> tuple[tuple[Need, ...], Where]:
    """Return what an entry of a name needs, and the place by which that entry is called."""
    if name.definition is None:
        return once(need for one in name.of for need in whole(one, moving)), None
    place, _ = any_entry(name)
    return once(found_in(name.definition, place, moving)), place


def whole(name: Name, moving: Moving) -> Iterator[Need]:
    """Yield what all entries of a name need."""
    place, every = any_entry(name)
    return quantified(found_in(name, place, moving), every)


@lru_cache(maxsize=KNOWN)
def under(name: Name, held: frozenset[Name] = frozenset()) -> frozenset[Name]:
    """Return a name and everything that it depends on, not through what is held."""
    return everything_under(name, held)


def moved(node: Expr, by: Name, held: frozenset[Name]) -> bool:
    """Tell whether a node moves with a name while others are held."""
    return any(by in under(name, held) for name in names(node))


def along(line: Expr, at: At) -> Where:
    """Return where an entry of a column or row stands."""
    return (at, 1) if is_column(line.shape) else (1, at)


def entry(array: Expr, at: Where) -> Expr:
    """Return one entry of an array as a scalar, taken as far inside as it goes; or the scalar."""
    if not array.shape or at is None:
        return array
    if is_column(array.shape):
        return entry_of(array, at[:1])
    return entry_of(array, at[1:] if is_row(array.shape) else at)


# -- functions -------------------------------------------------------------------------------


def applied(function: Function, argument: Expr, moving: Moving) -> Iterator[Need]:
    """Yield what a function needs at an argument, inside derivatives by some names."""
    moves = switches(function) and any(moved(argument, *one) for one in moving)
    for need in of_function(function, moves):
        yield replace(need, of=filled(need.of, {ARGUMENT: argument}))


def switches(function: Function) -> bool:
    """Tell whether a function opens a gate."""
    return gate in functions_in(function)


@lru_cache(maxsize=KNOWN)
def of_function(function: Function, moves: bool) -> tuple[Need, ...]:
    """Return what a function needs at its argument, whose slope is asked for where it moves.

    What is met by every argument is left out.
    """
    from bpcore.signs import met

    base = function.base or function
    found = list(within(base))
    if base is gate:
        found += [Need(Kind.NONZERO, ARGUMENT, kink=True)] if moves else []
    elif base.meaning is not None:
        moving = frozenset({(ARGUMENT, frozenset[Name]())}) if moves or function.primes else STILL
        found += found_in(base.meaning(ARGUMENT), None, moving)
    return tuple(need for need in once(found) if not met(need))


def within(function: Function) -> Iterator[Need]:
    """Yield what says that an argument lies in the open interval of a function."""
    if function.domain == ANYWHERE:
        return
    low, high = function.domain
    if low is not None:
        yield Need(Kind.POSITIVE, Sub(ARGUMENT, Num(Fraction(low))) if low else ARGUMENT)
    if high is not None:
        yield Need(Kind.POSITIVE, Sub(Num(Fraction(high)), ARGUMENT) if high else Neg(ARGUMENT))


# -- derivatives -----------------------------------------------------------------------------


def of_derivative(node: Derivative, at: Where, moving: Moving) -> list[Need]:
    """Return what an entry of a derivative needs: what it differentiates has a value and no kink.

    By one entry of an array nothing is at a kink but what depends on that entry.
    """
    of_at: Where = at
    by_at: Where = None
    if isinstance(node.by, Entry):
        by_at = node.by.position
    elif node.of.shape and node.by.shape:
        assert at is not None
        of_at, by_at = along(node.of, at[0]), along(node.by, at[1])
    elif node.by.shape:
        of_at, by_at = None, at
    by, held = node.variable, frozenset(node.held)
    found = []
    for need in found_in(node.of, of_at, moving | {(by, held)}):
        alone = need.kink and moved(need.of, by, held)
        if alone and by_at is not None and not any(moved(need.of, *one) for one in moving):
            found += at_entry(need, by, by_at)
        else:
            found.append(need)
    return [*found, *found_in(by, by_at, moving)]


def at_entry(need: Need, by: Name, at: tuple[At, At]) -> list[Need]:
    """Return a kink as a derivative by one entry meets it; none where it does not look at it.

    What stands in the gate looks at entries of the variable.  If they are at one place, in which an
    index stands, then only its value at the entry counts.
    """
    met = places(need.of, None, by)
    if len(met) != 1:
        return [replace(need, only_at=need.only_at | {NEVER})]
    for old, new in zip(next(iter(met)), at, strict=True):
        if old is None or old is new or old == new:
            continue
        if isinstance(old, Index):
            left = tuple(index for index in need.every if index is not old)
            only = need.only_at if old in need.every else need.only_at | {old}
            need = replace(need, of=reindexed(need.of, old, new), every=left, only_at=only)
        elif isinstance(new, Index):
            need = replace(need, only_at=need.only_at | {new})
        else:
            return []
    return [need]


Looks = tuple[At | None, At | None]  # row and column that are looked at; None is every one
EVERYWHERE: Looks = (None, None)


def places(node: Expr, at: Where, by: Name) -> set[Looks]:
    """Return at which entries of a name an entry of a node looks."""
    if node is by:
        return {EVERYWHERE if at is None else at}
    match node:
        case Name() if by not in under(node):
            return set()
        case Name(definition=Expr() as meant):
            return places(meant, at, by)
        case Entry(array=array):
            return places(array, node.position, by)
        case Transpose(operand=operand):
            return places(operand, None if at is None else (at[1], at[0]), by)
        case Sum(index=index, body=body):
            return {without(looks, index) for looks in places(body, None, by)}
        case MatMul(left=left, right=right) | Outer(left=left, right=right):
            over = Index("k", left.shape[1])
            row, column = at or (1, 1)
            found = places(left, (row, over), by) | places(right, (over, column), by)
            return {without(looks, over) for looks in found}
        case Dot() | Derivative() | Array() | Diag() | Name():
            return {EVERYWHERE} if depends(node, by) else set()
    return {looks for one in parts(node) for looks in places(one, at if one.shape else None, by)}


def without(looks: Looks, over: Index) -> Looks:
    """Return a place with every one where an index stands."""
    row, column = (None if at is over else at for at in looks)
    return row, column


NEVER = Index("never", 1)
