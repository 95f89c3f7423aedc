"""The rules: why one line follows from the line before, from one closed list.

A reason is a rule and a text.  Readers cannot tell from the symbols alone whether a step follows
one path or sums over several, so every step says; and where a rule can be recognised from the two
sides, what the author says is checked too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING

from bpcore.arguments import checked
from bpcore.errors import NameClash, WrongRule
from bpcore.expr import (
    Add,
    Apply,
    Array,
    At,
    Delta,
    Derivative,
    Diag,
    Div,
    Dot,
    Entry,
    Expr,
    Index,
    MatMul,
    Mul,
    Neg,
    Odot,
    Outer,
    Pow,
    Sub,
    Sum,
)
from bpcore.ladder import Question, Sense
from bpcore.spell import entries
from bpcore.tree import apart, depends, free_indices, indices_at, key, rebuild, reindexed, walk
from bpcore.unfold import entry_of, rewritten, same_by_definition, unfolded
from bpcore.verdict import Rung

if TYPE_CHECKING:
    from bpcore.claim import Claim


class Rule(StrEnum):
    """The closed list of rules."""

    ALGEBRA = "algebra"
    DEFINITION = "definition"
    ELEMENTARY = "elementary derivative"
    CHAIN = "single-variable chain rule"
    PRODUCT = "product rule"
    QUOTIENT = "quotient rule"
    ELEMENTWISE = "elementwise derivative"
    PATHS = "total derivative: sum over paths"
    EXAMPLES = "sum over examples"
    RESULT = "result already proved"
    STACKED = "the same for every entry"


MEANS = {
    Rule.ALGEBRA: "terms are rearranged; no derivative is worked out",
    Rule.DEFINITION: "a name is written out, or a quantity is given its name",
    Rule.ELEMENTARY: "the derivative of a sum, a multiple, a power, an exponential, a logarithm",
    Rule.CHAIN: "there is one way from the variable to the quantity, and the slopes on it multiply",
    Rule.PRODUCT: "both factors of a product move, one after the other",
    Rule.QUOTIENT: "numerator and denominator of a fraction, both move",
    Rule.ELEMENTWISE: "entry by entry, because each entry depends on its own partner only",
    Rule.PATHS: "there are several ways from the variable to the quantity: multiply along each, "
    "then add them all",
    Rule.EXAMPLES: "the same parameter acts in every example, and the examples add up",
    Rule.RESULT: "something that was proved before is put to use",
    Rule.STACKED: "what holds for every entry is written as one line about the array",
}

IN_SHORT = {  # for the columns of a table
    Rule.ELEMENTARY: "elementary",
    Rule.CHAIN: "one path",
    Rule.PRODUCT: "product",
    Rule.QUOTIENT: "quotient",
    Rule.ELEMENTWISE: "elementwise",
    Rule.PATHS: "paths",
    Rule.EXAMPLES: "examples",
}


@dataclass(frozen=True)
class Reason:
    """Why one line follows from the line before."""

    rule: Rule
    text: str
    cites: tuple[Claim, ...] = ()
    covers: tuple[str, ...] = ()


def covered(rows: str) -> tuple[str, ...]:
    """Return the ledger rows named in a text, which are parted by spaces.

    Raises `NameClash` for what cannot be an anchor.
    """
    found = tuple(rows.split())
    for row in found:
        if not ROW.fullmatch(row):
            raise NameClash(
                f"{row!r} is no row of the sources: letters, digits, _, . and - make one"
            )
    return found


ROW = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)


@checked
def algebra(text: str, covers: str = "") -> Reason:
    """Say that a step only rearranges: no derivative is worked out, no definition opened.

    >>> from bpcore import prove, scalar
    >>> a, b = scalar("a"), scalar("b")
    >>> algebra(f"take {a} out").rule, str(prove(a * b + a, a * (b + 1)))
    (<Rule.ALGEBRA: 'algebra'>, 'proved for all values')
    """
    return Reason(Rule.ALGEBRA, text, covers=covered(covers))


@checked
def definition(text: str, covers: str = "") -> Reason:
    """Say that a step only writes out what a name means.

    >>> from bpcore import Page, let, scalar
    >>> a, y = scalar("a"), scalar("y")
    >>> print(Page("p", "P").chain(let("r", a - y), definition("what the residual is"), a - y))
    r = a - y: true by definition
    """
    return Reason(Rule.DEFINITION, text, covers=covered(covers))


@checked
def elementary(text: str, covers: str = "") -> Reason:
    """Say that a step uses the derivatives of sums, multiples, powers, exp and log.

    >>> from bpcore import Page, d, scalar
    >>> z = scalar("z")
    >>> print(Page("p", "P").chain(d(z**3, z), elementary("the slope of a power"), 3 * z**2))
    d(z**3, z) = 3 * z**2: proved for all values
    """
    return Reason(Rule.ELEMENTARY, text, covers=covered(covers))


@checked
def chain_rule(text: str, covers: str = "") -> Reason:
    """Say that a step follows the one path from the variable to the quantity.

    >>> from bpcore import Page, d, let, scalar
    >>> z = scalar("z")
    >>> a = let("a", z**2)
    >>> L = let("L", a**3)
    >>> print(Page("p", "P").chain(d(L, z), chain_rule("through a"), d(L, a) * d(a, z)))
    d(L, z) = d(L, a) * d(a, z): proved for all values
    """
    return Reason(Rule.CHAIN, text, covers=covered(covers))


@checked
def product_rule(text: str, covers: str = "") -> Reason:
    """Say that a step differentiates a product.

    >>> from bpcore import Page, d, exp, scalar
    >>> z = scalar("z")
    >>> slope = d(z, z) * exp(z) + z * d(exp(z), z)
    >>> print(Page("p", "P").chain(d(z * exp(z), z), product_rule("in turn"), slope).verdict)
    proved for all values
    """
    return Reason(Rule.PRODUCT, text, covers=covered(covers))


@checked
def quotient_rule(text: str, covers: str = "") -> Reason:
    """Say that a step differentiates a quotient.

    >>> from bpcore import Page, d, exp, scalar
    >>> z = scalar("z")
    >>> slope = (d(exp(z), z) * z - exp(z) * d(z, z)) / z**2
    >>> print(Page("p", "P").chain(d(exp(z) / z, z), quotient_rule("above, below"), slope).verdict)
    proved for all values
    """
    return Reason(Rule.QUOTIENT, text, covers=covered(covers))


@checked
def elementwise(text: str, covers: str = "") -> Reason:
    """Say that a step differentiates entry by entry, because entry k depends on entry k only.

    >>> from bpcore import Page, column, index, odot, partial, sigmoid, total
    >>> z, i = column("z", "n"), index("i", "n")
    >>> slopes = odot(sigmoid(z), 1 - sigmoid(z))
    >>> whole = partial(total(i, sigmoid(z)[i]), z)
    >>> print(Page("p", "P").chain(whole, elementwise("each by its own"), slopes).verdict)
    proved for any width
    """
    return Reason(Rule.ELEMENTWISE, text, covers=covered(covers))


@checked
def over_paths(text: str, covers: str = "") -> Reason:
    """Say that a step sums over all the ways in which the variable acts.

    >>> from bpcore import Page, column, index, let, matrix, opaque, partial, total
    >>> a, W = column("a", "m"), matrix("W", "n", "m")
    >>> z, i, j = let("z", W @ a), index("i", "n"), index("j", "m")
    >>> C = opaque("C", z)
    >>> paths = total(i, partial(C, z[i]) * partial(z[i], a[j]))
    >>> print(Page("p", "P").chain(partial(C, a[j]), over_paths("all neurons"), paths).verdict)
    proved for any width
    """
    return Reason(Rule.PATHS, text, covers=covered(covers))


@checked
def over_examples(text: str, covers: str = "") -> Reason:
    """Say that a step differentiates a sum over examples term by term.

    >>> from bpcore import Page, column, index, partial, scalar, total
    >>> x, w, i = column("x", "m"), scalar("w"), index("i", "m")
    >>> by_terms = total(i, partial((w * x[i]) ** 2, w))
    >>> whole = partial(total(i, (w * x[i]) ** 2), w)
    >>> print(Page("p", "P").chain(whole, over_examples("term by term"), by_terms).verdict)
    proved for any width
    """
    return Reason(Rule.EXAMPLES, text, covers=covered(covers))


@checked
def by(*results: Claim, text: str = "", covers: str = "") -> Reason:
    """Say that a step puts results to use that were proved before, here or on another page.

    A name in a result that depends on nothing stands for anything of its shape. A step that does
    not need the result is refused: `WrongRule`.

    >>> from bpcore import Page, d, elementary, scalar
    >>> z, page = scalar("z"), Page("p", "P")
    >>> cube = page.chain(d(z**3, z), elementary("a power"), 3 * z**2, name="cube")
    >>> print(page.chain(2 * d(z**3, z), by(cube), 2 * (3 * z**2)))
    2 * d(z**3, z) = 2 * (3 * z**2): proved for all values
    """
    return Reason(Rule.RESULT, text, cites=results, covers=covered(covers))


@checked
def stacked(result: Claim, text: str = "", covers: str = "") -> Reason:
    """Say that a step puts together in one array what a result says of each of its entries.

    >>> from bpcore import Page, algebra, column, index, matrix, partial, elementary
    >>> x, W, i, j = column("x", "m"), matrix("W", "n", "m"), index("i", "n"), index("j", "m")
    >>> page = Page("p", "P")
    >>> entry = page.chain(partial((W @ x)[i], x[j]), elementary("one term"), W[i, j], name="entry")
    >>> print(page.chain(partial(W @ x, x), stacked(entry, "a row for each output"), W))
    partial(W @ x, x) = W: proved for any width
    """
    return Reason(Rule.STACKED, text, cites=(result,), covers=covered(covers))


# -- recognising a rule ----------------------------------------------------------------------


def check_rule(reason: Reason, question: Question, sense: Sense, rung: Rung) -> None:
    """Raise `WrongRule` if the rule named is recognisably not the one that is used."""
    left, right = question.sides
    if reason.rule is Rule.ALGEBRA:
        if sense is not Sense.OPAQUE:
            raise WrongRule(
                f"{left!r} = {right!r} holds, but not by algebra alone: a definition is opened or "
                "a derivative worked out"
            )
        return
    if reason.rule is Rule.DEFINITION:
        if rung is not Rung.STRUCTURE and not written_out(left, right):
            raise WrongRule(
                f"{left!r} = {right!r} holds, but not by definition alone: written out, the two "
                "sides are not the same"
            )
        return
    if reason.rule is Rule.RESULT:
        check_cited(reason, left, right, question.every)
        return
    if reason.rule is Rule.STACKED:
        check_stacked(reason.cites[0], left, right)
        return
    if sense is Sense.OPAQUE:
        raise WrongRule(f"{left!r} = {right!r} is algebra; no derivative is worked out in it")
    if not SIGNS[reason.rule](left, right):
        raise WrongRule(f"{left!r} = {right!r} does not have the form of the {reason.rule}")


def written_out(left: Expr, right: Expr) -> bool:
    """Tell whether one side is the other as an array written out entry by entry."""
    pairs = ((left, right), (right, left))
    return any(
        isinstance(listed, Array)
        and not isinstance(whole, Array)
        and same_by_definition(entries(whole), listed)
        for whole, listed in pairs
    )


def check_cited(reason: Reason, left: Expr, right: Expr, every: frozenset[Index]) -> None:
    """Raise `WrongRule` unless the cited equalities and algebra lead from one side to the other."""
    if not reason.cites:
        raise WrongRule(f"{left!r} = {right!r}: say which result is used")
    needed = depth(left, right, reason.cites, every)
    if needed is None:
        cited = " and ".join(claim.label for claim in reason.cites)
        raise WrongRule(
            f"{left!r} = {right!r} holds, but does not follow from {cited} by algebra alone"
        )
    for count in range(len(reason.cites)):
        others = (*reason.cites[:count], *reason.cites[count + 1 :])
        without = depth(left, right, others, every)
        if without is not None and without <= needed:
            raise WrongRule(
                f"{left!r} = {right!r} does not need the cited {reason.cites[count].label}"
            )


def check_stacked(result: Claim, left: Expr, right: Expr) -> None:
    """Raise `WrongRule` unless a result is the equality of one entry of both sides."""
    at = place_of(result.left)
    letters = {one for one in at if isinstance(one, Index)}
    if not at or not left.shape or len(letters) < len(at):
        raise WrongRule(f"{result.label} does not say something of every entry of an array")
    pairs = ((entry_of(left, at), result.left), (entry_of(right, at), result.right))
    if not all(same_without_differentiating(one, other) for one, other in pairs):
        raise WrongRule(f"{result.label} is not what {left!r} = {right!r} says of one entry")


def place_of(entry: Expr) -> tuple[At, ...]:
    """Return where an entry of an array or of a derivative stands; nowhere for anything else."""
    match entry:
        case Entry(at=at):
            return at
        case Derivative(of=of, by=by):
            return place_of(of) + place_of(by)
    return ()


def same_without_differentiating(one: Expr, other: Expr) -> bool:
    """Tell whether two expressions are equal by definition, or by algebra."""
    return same_by_definition(one, other) or equal_by_algebra(one, other)


def depth(
    left: Expr, right: Expr, cites: tuple[Claim, ...], every: frozenset[Index] = frozenset()
) -> int | None:
    """Return how deep one must look until cited equalities and algebra make two sides equal.

    0: as they stand; 1: derivatives look at what their names mean; 2: names are written out; 3: so
    are those of the cited equalities, for another page has names of its own with the same meaning.
    """
    equalities = [pair for claim in cites for pair in at_any_index(claim, left, right)]
    put = [rewritten(side, equalities) for side in (left, right)]
    opened = [rewritten(unfolded_once(side), equalities) for side in put]
    meant = [(unfolded(one), unfolded(other)) for one, other in equalities]
    pairs = [put, opened, [unfolded(side) for side in opened]]
    pairs.append([rewritten(unfolded(side), meant) for side in (left, right)])
    return next(
        (
            level
            for level, (one, other) in enumerate(pairs)
            if equal_by_algebra(one, other, every)
            or (same_by_definition(one, other) and no_derivative_left(one, other))
        ),
        None,
    )


def at_any_index(claim: Claim, left: Expr, right: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Yield an equality as it was proved, and for the other indices of two sides.

    What holds for every value of an index holds for another index over the same range.
    """
    yield claim.left, claim.right
    met = dict.fromkeys(
        index
        for side in (left, right)
        for node in walk(side)
        for index in (*indices_at(node), *((node.index,) if isinstance(node, Sum) else ()))
        if isinstance(index, Index)
    )
    ranges = [[one for one in met if one.width == index.width] for index in claim.every]
    for others in product(*ranges):
        if others and others != claim.every:
            one, other = claim.left, claim.right
            for index, put in zip(claim.every, others, strict=True):
                one, other = (
                    reindexed(apart(side, frozenset({put})), index, put) for side in (one, other)
                )
            yield one, other


def no_derivative_left(one: Expr, other: Expr) -> bool:
    """Tell whether two sides hold the same derivatives, so that none was worked out."""
    return not any(isinstance(n, Derivative) for side in (one, other) for n in walk(side))


def unfolded_once(node: Expr) -> Expr:
    """Return a node in which derivatives look at what their names mean."""
    if isinstance(node, Derivative):
        meant = unfolded(node.of, holding=frozenset({node.variable, *node.held}))
        return node.put(apart(meant, free_indices(node)), node.by)
    return rebuild(node, unfolded_once)


def equal_by_algebra(left: Expr, right: Expr, every: frozenset[Index] = frozenset()) -> bool:
    """Tell whether two sides are equal with names and derivatives as atoms."""
    from bpcore.tex import latex

    if latex(left) == latex(right):
        return True
    return Question(left, right, every).established(Sense.OPAQUE).verdict is not None


def differentiated(side: Expr) -> Iterator[tuple[Expr, Derivative]]:
    """Yield every derivative in a side with what it differentiates, written out."""
    for node in walk(side):
        if isinstance(node, Derivative):
            yield node.of, node
            yield unfolded(node.of, holding=frozenset({node.variable, *node.held})), node


def differentiates(side: Expr, kinds: tuple[type[Expr], ...]) -> bool:
    """Tell whether a side differentiates something that holds a node of these kinds."""
    return any(
        isinstance(inner, kinds) and depends(inner, node.variable)
        for of, node in differentiated(side)
        for inner in walk(of)
    )


def shows(side: Expr, kinds: tuple[type[Expr], ...]) -> bool:
    """Tell whether a side displays a node of these kinds."""
    return any(isinstance(node, kinds) for node in walk(side))


def has_derivative(left: Expr, right: Expr) -> bool:
    """Tell whether a derivative is worked out at all."""
    return shows(left, (Derivative,)) or shows(right, (Derivative,)) or primes(left, right)


def primes(left: Expr, right: Expr) -> bool:
    """Tell whether a function with a prime is displayed."""
    return any(
        isinstance(node, Apply) and node.function.primes > 0
        for side in (left, right)
        for node in walk(side)
    )


def several_paths(side: Expr) -> bool:
    """Tell whether a side adds up products of slopes that lead from one variable to one quantity.

    Those are ``dL/du du/dx + dL/dv dv/dx`` and a sum over ``dL/du_i du_i/dx``; of two paths one may
    be direct, as in ``(dL/dx)_u + dL/du du/dx``.  A sum over examples, in which every term has a
    loss ``L_i`` of its own, is none.
    """
    for node in walk(side):
        if isinstance(node, Sum):
            whole = (free_indices(of) | free_indices(by) for of, by in paths(node.body))
            if any(node.index not in free for free in whole):
                return True
        if isinstance(node, (Add, Sub)):
            ends = [(key(of), key(by)) for term in terms(node) for of, by in paths(term)]
            if len(set(ends)) < len(ends) or set(ends) & set(direct_paths(node)):
                return True
    return False


def terms(node: Expr) -> Iterator[Expr]:
    """Yield the terms of a sum or difference."""
    if isinstance(node, (Add, Sub)):
        yield from terms(node.left)
        yield from terms(node.right)
    else:
        yield node


def factors(node: Expr) -> Iterator[Expr]:
    """Yield the factors of a product, its sign left out."""
    if isinstance(node, Mul):
        yield from factors(node.left)
        yield from factors(node.right)
    elif isinstance(node, Neg):
        yield from factors(node.operand)
    else:
        yield node


def paths(term: Expr) -> list[tuple[Expr, Expr]]:
    """Return quantity and variable of every pair of slopes in a product that follow each other."""
    slopes = [factor for factor in factors(term) if isinstance(factor, Derivative)]
    return [
        (outer.of, inner.by)
        for outer in slopes
        for inner in slopes
        if outer is not inner and key(outer.by) == key(inner.of)
    ]


def direct_paths(whole: Expr) -> list[tuple[object, object]]:
    """Return quantity and variable of every slope that is alone in its term of a sum."""
    slopes = (
        [factor for factor in factors(term) if isinstance(factor, Derivative)]
        for term in terms(whole)
    )
    return [(key(one[0].of), key(one[0].by)) for one in slopes if len(one) == 1]


PRODUCTS = (Mul, MatMul, Odot, Outer, Dot)

SIGNS: dict[Rule, Callable[[Expr, Expr], bool]] = {
    Rule.ELEMENTARY: has_derivative,
    Rule.CHAIN: lambda left, right: (
        has_derivative(left, right)
        and shows(right, (Mul, Div))
        and differentiates(left, (Apply, Pow, Div))
        and (several_paths(left) or not several_paths(right))
    ),
    Rule.PRODUCT: lambda left, right: differentiates(left, PRODUCTS) and shows(right, (Add, Sub)),
    Rule.QUOTIENT: lambda left, right: differentiates(left, (Div,)) and shows(right, (Div,)),
    Rule.ELEMENTWISE: lambda left, right: (
        has_derivative(left, right)
        and any(shows(side, (Odot, Delta, Diag)) for side in (left, right))
    ),
    Rule.PATHS: lambda left, right: (
        has_derivative(left, right) and shows(right, (Sum, Add, MatMul))
    ),
    Rule.EXAMPLES: lambda left, right: differentiates(left, (Sum,)) and shows(right, (Sum, MatMul)),
}

DIFFERENTIATES = frozenset(SIGNS)  # the rules by which a derivative is worked out
