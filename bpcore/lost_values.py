"""Values that one side of an equality has and the other has not.

Each side is looked at by itself.  What one of them needs and the other does not is the condition
under which the equality is claimed; what both need is none, since neither loses anything there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bpcore.condition import Condition, fewest, lettered, simplest, union
from bpcore.errors import ValuesAreLost
from bpcore.expr import Expr
from bpcore.needs import Need, needs, once
from bpcore.signs import implied, met
from bpcore.tex import latex
from bpcore.tree import names, walk
from bpcore.unfold import Binding, Equality, filled, match, open_names, unfolded

Cited = tuple[Equality, Condition]
MOST_SAID = 4  # needs in one condition, beyond which nobody reads it
LONGEST = 120  # LaTeX of what one need is about


def condition_of(left: Expr, right: Expr) -> Condition:
    """Return where two sides have to be looked at so that each has a value if the other has one.

    Raises `ValuesAreLost` where that cannot be said in a few words.

    >>> from bpcore.function import log
    >>> from bpcore.language import scalar
    >>> x, y = scalar("x"), scalar("y", between=(0, 1))
    >>> print(condition_of(x / x, x**0), condition_of(log(x**2), 2 * log(x)), sep="; ")
    x differs from zero; x is positive
    >>> condition_of(y / y, y**0), condition_of(1 / x + 1 / y, (x + y) / (x * y))
    (Condition(needs=(), assumed=()), Condition(needs=(), assumed=()))
    """
    one, other = needs(left), needs(right)
    lost = [(need, other) for need in beyond(one, other)]
    lost += [(need, one) for need in beyond(other, one)]
    simple = once(each for need in without_others(lost) for each in simplest(need))
    short = fewest(simple) if len(simple) > 1 else simple
    found = Condition(tuple(map(lettered, short)))
    if too_long(found):
        raise ValuesAreLost(
            f"{left!r} = {right!r}: one side has a value only where {found}, the other elsewhere "
            "too, and that is too much for a condition; give parts of it names (let), state "
            "bounds (between=...), or write smaller steps"
        )
    return found


def carried(cited: Iterable[Cited], left: Expr, right: Expr, own: Condition) -> Condition:
    """Return the condition of a step with those of the equalities that it rests on.

    Where such an equality is put to use with something in place of its names, so is its condition.
    Bounds that they assume are carried along, whatever is put in.
    What the left side needs anyhow, or the step's own condition says, is not said again: where that
    fails nothing is claimed.
    """
    cited = tuple(cited)
    own = union([own, *(Condition(assumed=condition.assumed) for _, condition in cited)])
    found = [need for one, condition in cited for need in at_use(one, condition, left, right)]
    granted = (*needs(left), *own.needs)
    left_over = [simple for need in beyond(once(found), granted) for simple in simplest(need)]
    return union([own, Condition(once(left_over))]) if left_over else own


def at_use(cited: Equality, condition: Condition, left: Expr, right: Expr) -> Iterator[Need]:
    """Yield what a condition says wherever the left side of its equality is met in two sides."""
    if not condition:
        return
    met_at_all = False
    for pattern in (cited[0], unfolded(cited[0])):
        for side in (left, right, unfolded(left), unfolded(right)):
            for node in walk(side):
                bound: Binding = {}
                if match(pattern, node, bound, open_names(*cited)):
                    met_at_all = True
                    yield from (replace(n, of=filled(n.of, bound)) for n in condition.needs)
    if not met_at_all:
        yield from condition.needs


def beyond(asked: tuple[Need, ...], granted: tuple[Need, ...]) -> list[Need]:
    """Return the needs that are neither met anyhow nor wherever some others are."""
    same = {(need.key, need.only_at) for need in granted}
    granted = tuple(need for need in granted if need.certain)
    same |= {(need.key, one.only_at) for need in granted for one in asked}
    left = [need for need in asked if (need.key, need.only_at) not in same and not met(need)]
    if not left or not granted:
        return left
    return [need for need, said in zip(left, implied(left, granted), strict=True) if not said]


def without_others(lost: list[tuple[Need, tuple[Need, ...]]]) -> list[Need]:
    """Return needs, given with those of the other side, without those that follow from the rest.

    Where the rest is met and the other side has a value, what follows from both is met.  What is
    said of one name is left, as a reader takes it in at once.
    """
    left = [need for need, _ in lost]
    for need, granted in lost:
        if len(names(need.of)) == 1:
            continue
        others = [one for one in left if one is not need]
        certain = [one for one in (*granted, *others) if one.certain]
        if others and implied([need], certain)[0]:
            left = others
    return left


def too_long(found: Condition) -> bool:
    """Tell whether a condition is more than a reader takes in."""
    return len(found.needs) > MOST_SAID or any(len(latex(n.of)) > LONGEST for n in found.needs)
