"""The condition of an equality: where it is claimed, if not everywhere, and that in words.

It holds needs that one side has and the other has not.  Where they are met, each side has a value
exactly where the other has one; where they are not, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from bpcore.expr import (
    Add,
    Div,
    Dressed,
    Entry,
    Expr,
    Index,
    Mul,
    Name,
    Neg,
    Num,
    Pow,
    Sub,
    Sum,
)
from bpcore.needs import Kind, Need, once
from bpcore.signs import implied, met
from bpcore.tex import latex, width_tex
from bpcore.tree import indices_at, reindexed, walk

Show = Callable[[Expr], str]
Say = tuple[str, str]  # what is said of one, and of several
LETTERS = "ijklpqrstuvwabcdefghmnoxyz"


@dataclass(frozen=True, eq=False)
class Condition:
    """Needs that all have to be met; none is no condition.

    Names in ``assumed`` have to keep the bounds that are not proved of their definitions.

    >>> from bpcore.function import log
    >>> from bpcore.language import column, scalar
    >>> from bpcore.needs import needs
    >>> x, y, z = scalar("x"), scalar("y"), column("z", "n")
    >>> print(Condition(needs(1 / x + 1 / y + 1 / (x - 1))))
    x and y differ from zero and x differs from 1
    >>> print(Condition(needs(log(z))))
    every entry of z is positive
    """

    needs: tuple[Need, ...] = ()
    assumed: tuple[Name, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.needs or self.assumed)

    def __eq__(self, other: object) -> bool:
        """Tell whether the same is asked of the same; names are compared by what they are."""
        return isinstance(other, Condition) and self.asked == other.asked

    def __hash__(self) -> int:
        return hash(self.asked)

    @property
    def asked(self) -> tuple[object, ...]:
        """All that is asked, in a form that can be compared."""
        needs = ((need.key, need.kink, need.only_at) for need in self.needs)
        return (*needs, *map(id, self.assumed))

    def __str__(self) -> str:
        """Return the condition in words, with expressions as code."""
        return self.said(repr)

    def said(self, show: Show) -> str:
        """Return the condition in words, with expressions as they are shown."""
        bounds = [f"{show(name)} {' and '.join(bounded(name))}" for name in self.assumed]
        return " and ".join([*phrases(self.needs, show), *bounds])

    @property
    def shown(self) -> tuple[Expr, ...]:
        """The expressions that the condition in words displays."""
        arrays = (of_every_entry(need) for need in self.needs)
        about = (
            need.of if array is None else array
            for need, array in zip(self.needs, arrays, strict=True)
        )
        return (*about, *self.assumed)

    def as_data(self) -> list[dict[str, object]]:
        """Return the needs as JSON holds them, their expressions as LaTeX."""
        needs: list[dict[str, object]] = [
            {
                "kind": need.kind.name.lower(),
                "of": latex(need.of),
                "every": {index.letter: width_tex(index.width) for index in need.every},
                "kink": need.kink,
            }
            for need in self.needs
        ]
        return needs + [
            {"kind": "bounds", "of": latex(name), "said": " and ".join(bounded(name))}
            for name in self.assumed
        ]

    @property
    def kinks(self) -> Condition:
        """The needs that are kinks."""
        return Condition(tuple(need for need in self.needs if need.kink))

    def but(self, others: Condition) -> Condition:
        """Return the needs that are not among those of another condition."""
        said = {need.key for need in others.needs}
        assumed = frozenset(others.assumed)
        return Condition(
            tuple(need for need in self.needs if need.key not in said),
            tuple(name for name in self.assumed if name not in assumed),
        )


EVERYWHERE = Condition()


def union(conditions: Iterable[Condition]) -> Condition:
    """Return the condition that all of some conditions are met, each need once."""
    every = tuple(conditions)
    found = once(need for condition in every for need in condition.needs)
    assumed = tuple(dict.fromkeys(name for one in every for name in one.assumed))
    return Condition(fewest(found) if len(found) > 1 else found, assumed)


def fewest(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Return needs without those that follow from the others."""
    left = list(needs)
    for need in sorted(left, key=lambda one: one.kind is Kind.POSITIVE):
        others = [one for one in left if one is not need]
        if others and implied([need], others)[0]:
            left = others
    return tuple(left)


def simplest(need: Need) -> Iterator[Need]:
    """Yield the needs of parts of a tree that amount to one need of the whole.

    A product or quotient differs from zero, and has a value, where its parts differ from zero; an
    even power is positive where its base differs from zero; and what is positive anyhow counts for
    nothing in a product that has to be.
    """
    other = Kind.NONZERO if need.kind is Kind.NONZERO else None
    match need.of:
        case Dressed(operand=operand):
            yield from simplest(replace(need, of=operand))
        case Neg(operand=operand) if other:
            yield from simplest(replace(need, of=operand))
        case Pow(operand=operand, exponent=exponent) if other or exponent % 2 == 0:
            yield from simplest(replace(need, kind=Kind.NONZERO, of=operand))
        case Pow(operand=operand):
            yield from simplest(replace(need, of=operand))
        case Mul(left=left, right=right) if other:
            yield from simplest(replace(need, of=left))
            yield from simplest(replace(need, of=right))
        case Div(left=left, right=right) if other:
            yield from simplest(replace(need, of=left))
            yield from simplest(replace(need, of=right))
        case Mul(left=left, right=right) | Div(left=left, right=right):
            ends = [one for one in (left, right) if not met(replace(need, of=one))]
            if len(ends) == 1:
                yield from simplest(replace(need, of=ends[0]))
            else:
                yield need
        case _ if not met(need):
            yield need


def bounded(name: Name) -> Iterator[str]:
    """Yield what is said of a name that keeps its bounds."""
    (low, high), (at_low, at_high) = name.between, name.closed
    if low is not None:
        yield f"is at least {low}" if at_low else f"is larger than {low}" if low else "is positive"
    if high is not None:
        yield f"is at most {high}" if at_high else f"is smaller than {high}"


def lettered(need: Need) -> Need:
    """Return a need whose own indices have letters that no other index in it has."""
    for index in need.every:
        taken = {one.letter for one in indices(need.of) if one is not index}
        if index.letter in taken:
            letter = next(one for one in LETTERS if one not in taken)
            fresh = Index(letter, index.width)
            every = tuple(fresh if one is index else one for one in need.every)
            need = replace(need, of=reindexed(need.of, index, fresh), every=every)
    return need


def indices(node: Expr) -> set[Index]:
    """Return all indices in a node, those of its sums too."""
    found = {at for one in walk(node) for at in indices_at(one) if isinstance(at, Index)}
    return found | {one.index for one in walk(node) if isinstance(one, Sum)}


# -- in words --------------------------------------------------------------------------------


def phrases(needs: Iterable[Need], show: Show) -> list[str]:
    """Return what is said of needs: of those of whom the same is said, and of one all at once."""
    same: dict[tuple[str, Say], list[str]] = {}
    for need in needs:
        whose, subject, said = spoken(need, show)
        same.setdefault((whose, said), []).append(subject)
    told: dict[str, list[str]] = {}
    for (whose, (one, many)), subjects in same.items():
        said_of = told.setdefault(f"{whose}{listed(subjects)}", [])
        said_of.append(one if whose or len(subjects) == 1 else many)
    return [f"{subject} {' and '.join(without_verbs(said))}" for subject, said in told.items()]


def without_verbs(said: list[str]) -> list[str]:
    """Return what is said of one subject, its verb not repeated."""
    verb = said[0].partition(" ")[0]
    return [said[0], *(one.removeprefix(f"{verb} ") for one in said[1:])]


def listed(words: list[str]) -> str:
    """Return words as a list with commas and an and."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def spoken(need: Need, show: Show) -> tuple[str, str, Say]:
    """Return whose need it is, its subject and what is said of that."""
    array = of_every_entry(need)
    if array is not None and need.kink:
        return "no entry of ", show(array), ("is zero", "is zero")
    if array is not None:
        said = "differs from zero" if need.kind is Kind.NONZERO else "is positive"
        return "every entry of ", show(array), (said, said)
    after = "".join(f" for every {index.letter}" for index in need.every)
    subject, (one, many) = compared(need, show)
    return "", subject, (one + after, many + after)


def compared(need: Need, show: Show) -> tuple[str, Say]:
    """Return what a need is about and what is said of it: a difference compares two numbers."""
    match need.of:
        case Sub(left=Num() as left, right=right):
            return show(right), told(need.kind, "smaller", show(left))
        case Sub(left=left, right=right):
            return show(left), told(need.kind, "larger", show(right))
        case Add(left=one, right=Num(value=value)) | Add(left=Num(value=value), right=one):
            return show(one), told(need.kind, "larger", show(Num(-value)))
        case Neg(operand=operand):
            return show(operand), told(need.kind, "smaller", "zero")
    if need.kind is Kind.NONZERO:
        return show(need.of), told(need.kind, "", "zero")
    return show(need.of), ("is positive", "are positive")


def told(kind: Kind, way: str, what: str) -> Say:
    """Return what is said of one number beside another, and of several."""
    if kind is Kind.NONZERO:
        return f"differs from {what}", f"differ from {what}"
    return f"is {way} than {what}", f"are {way} than {what}"


def of_every_entry(need: Need) -> Expr | None:
    """Return the array of which a need is about every entry; None for any other need."""
    match need.of:
        case Entry(array=array, at=at) if set(at) == set(need.every) and len(at) == len(set(at)):
            return array
    return None
