"""Reasons: every rule of the closed list is accepted where it is used and refused elsewhere."""

from __future__ import annotations

import pytest

from bpcore import (
    N,
    algebra,
    array,
    by,
    chain_rule,
    column,
    d,
    definition,
    elementary,
    elementwise,
    exp,
    index,
    let,
    log,
    odot,
    opaque,
    over_examples,
    over_paths,
    partial,
    product_rule,
    quotient_rule,
    scalar,
    sigmoid,
    stacked,
    total,
    unspecified,
)
from bpcore.claim import Claim, proved, proved_chain
from bpcore.errors import NotAnExpression, Refusal, StepIsFalse, WrongRule
from bpcore.expr import Expr, Index
from bpcore.rules import Reason, Rule, covered, several_paths

x, y, w = scalar("x"), scalar("y"), scalar("w")
z = let("z", w * x)
a = let("a", sigmoid(z))
L = let("L", -log(a))
f, g = let("f", x**2), let("g", exp(x))
both = let("h", f * g)
i, j = index("i", over="m"), index("j", over="n")
X, v = array("X", "m", "n"), column("v", "n")
Z = let("Z", X @ v)
A = let("A", sigmoid(Z))
J = let("J", total(i, Z[i] * Z[i]))

RIGHT: list[tuple[Expr, Reason, Expr]] = [
    (x * (y + 1), algebra("expand"), x * y + x),
    (d(L, a) * (x + x), algebra("a slope is a number too"), 2 * (d(L, a) * x)),
    (a, definition("open"), sigmoid(z)),
    (d(L, a), definition("open"), d(-log(a), a)),
    (d(x**3, x), elementary("power"), 3 * x**2),
    (d(L, z), chain_rule("one path"), d(L, a) * d(a, z)),
    (d(f * g, x), product_rule("two terms"), d(f, x) * g + f * d(g, x)),
    (d(g / f, x), quotient_rule("below"), (d(g, x) * f - g * d(f, x)) / f**2),
    (d(both, x), over_paths("two"), d(both, f) * d(f, x) + d(both, g) * d(g, x)),
    (
        partial(total(i, A[i]), Z),
        elementwise("each by its own"),
        odot(A, 1 - A),
    ),
    (partial(J, v[j]), over_paths("all"), total(i, partial(J, Z[i]) * partial(Z[i], v[j]))),
    (
        partial(total(i, A[i] * 2), v[j]),
        over_examples("term by term"),
        total(i, partial(A[i] * 2, v[j])),
    ),
]
WRONG: list[tuple[Expr, Reason, Expr]] = [
    (a, algebra("opened"), sigmoid(z)),
    (d(x**3, x), algebra("worked out"), 3 * x**2),
    (d(L, z), algebra("chained"), d(L, a) * d(a, z)),
    (x * (y + 1), definition("expanded"), x * y + x),
    (d(a, z), definition("worked out"), a * (1 - a)),
    (x * (y + 1), elementary("no derivative"), x * y + x),
    (x * (y + 1), chain_rule("no derivative"), x * y + x),
    (d(x + y, x) * y, chain_rule("nothing inner"), 1 * y),
    (d(both, x), chain_rule("two"), d(both, f) * d(f, x) + d(both, g) * d(g, x)),
    (partial(J, v[j]), chain_rule("all"), total(i, partial(J, Z[i]) * partial(Z[i], v[j]))),
    (d(x + y, x) * x, product_rule("a sum"), x * 1),
    (d(L, a), product_rule("no product of it"), -1 / a),
    (d(exp(x), x), quotient_rule("no quotient"), exp(x) * 1),
    (d(exp(x), x), elementwise("no array"), exp(x) * 1),
    (d(exp(x), x), over_paths("one path"), exp(x) * 1),
    (d(exp(x), x), over_examples("no examples"), exp(x) * 1),
    (x * (y + 1), over_examples("no derivative"), x * y + x),
    (x * (y + 1), over_paths("no derivative"), x * y + x),
    (x * (y + 1), product_rule("no derivative"), x * y + x),
    (x / (y + 1) * 2, quotient_rule("no derivative"), 2 * x / (y + 1)),
    (odot(v, v) + v, elementwise("no derivative"), v + odot(v, v)),
    (d(L, z), by(), d(L, a) * d(a, z)),
]


@pytest.mark.parametrize(("left", "reason", "right"), RIGHT)
def test_a_right_rule_is_accepted(left: Expr, reason: Reason, right: Expr) -> None:
    """Every rule of the list but that of results, which has tests of its own."""
    assert proved_chain(left, reason, right).steps[0].reason is reason


@pytest.mark.parametrize(("left", "reason", "right"), WRONG)
def test_a_wrong_rule_is_refused(left: Expr, reason: Reason, right: Expr) -> None:
    """The must-fail twin: the equality is true and the label is not."""
    proved(left, right)
    with pytest.raises(WrongRule):
        proved_chain(left, reason, right)


def test_every_rule_is_tried_rightly_and_wrongly() -> None:
    """So that a new rule cannot be forgotten above."""
    assert set(Rule) - {Rule.RESULT, Rule.STACKED} == {reason.rule for _, reason, _ in RIGHT}
    assert set(Rule) - {Rule.STACKED} == {reason.rule for _, reason, _ in WRONG}


def named(left: Expr, right: Expr, name: str) -> Claim:
    """Return a proved claim with a name."""
    from bpcore.claim import named as under

    return under(proved(left, right), "page", name, "")


SLOPE = named(d(sigmoid(y), y), sigmoid(y) * (1 - sigmoid(y)), "slope")
INNER = named(d(L, a), -1 / a, "inner")
PATH = named(d(L, z), d(L, a) * d(a, z), "path")
POWER = named(d(x**3, x), 3 * x**2, "power")


def test_a_result_is_of_use_to_a_page_with_names_of_its_own() -> None:
    """Names made anew with the same meaning are other objects, and mean the same."""
    target = scalar("t", "target")
    error = let("E", N(1, 2) * (x - target) ** 2, "half the squared error")
    again = let("E", N(1, 2) * (x - target) ** 2, "half the squared error")
    other = let("E", N(1, 2) * (x - target) ** 3, "something else")
    slope = named(d(error, x), x - target, "slope")

    proved_chain(y - d(again, x), by(slope), y - (x - target))
    with pytest.raises(WrongRule, match="does not follow from slope"):
        proved_chain(y - d(other, x), by(slope), y - N(3, 2) * (x - target) ** 2)


@pytest.mark.parametrize(
    ("left", "reason", "right"),
    [
        (d(L, z), by(PATH), d(L, a) * d(a, z)),
        (d(a, z) * x, by(SLOPE), (a * (1 - a)) * x),
        (d(sigmoid(w), w), by(SLOPE), sigmoid(w) * (1 - sigmoid(w))),
        (d(L, a) * d(a, z), by(INNER, SLOPE), (-1 / a) * (a * (1 - a))),
    ],
)
def test_a_cited_result_is_put_to_use(left: Expr, reason: Reason, right: Expr) -> None:
    """As it stands, for other letters, behind a definition, two at once."""
    assert proved_chain(left, reason, right).steps[0].reason.cites


@pytest.mark.parametrize(
    ("left", "reason", "right", "said"),
    [
        (d(L, z), by(INNER), d(L, a) * d(a, z), "does not follow from inner"),
        (d(a, z) * x, by(POWER), (a * (1 - a)) * x, "does not follow from power"),
        (d(L, a) * d(a, z), by(INNER, SLOPE, POWER), (-1 / a) * (a * (1 - a)), "need the cited po"),
        (x * (y + 1), by(POWER), x * y + x, "does not need the cited power"),
        (d(L, a) * d(a, z), by(INNER), (-1 / a) * (a * (1 - a)), "does not follow from inner"),
        (d(L, z), by(SLOPE, INNER), -(1 - a), "does not follow from slope and inner"),
    ],
)
def test_a_result_that_does_not_lead_there_is_refused(
    left: Expr, reason: Reason, right: Expr, said: str
) -> None:
    """The must-fail twin: another result, one too many, one too few, none at all needed."""
    proved(left, right)
    with pytest.raises(WrongRule, match=said):
        proved_chain(left, reason, right)


def test_a_result_that_only_opens_a_name_may_be_cited() -> None:
    """Where the step would otherwise need the name opened, which algebra does not do."""
    shares = let("t", v / total(j, v[j]))
    one = named(total(j, shares[j]), N(1), "one")
    assert proved_chain(x * total(j, shares[j]) + y, by(one), x * 1 + y)


def test_a_slope_is_opened_under_a_sum_with_its_own_index() -> None:
    """The definition sums over j, and so does the step in which its slope is put to use."""
    squares = let("C", total(j, v[j] ** 2))
    slope = named(partial(squares, v[j]), 2 * v[j], "slope")
    assert proved_chain(total(j, partial(squares, v[j])), by(slope), total(j, 2 * v[j]))


ENTRY = named(partial(Z[i], v[j]), 1 * X[i, j], "entry")
STEEP = named(partial(J, Z[i]), 2 * Z[i], "steep")


@pytest.mark.parametrize(
    ("left", "result", "right"),
    [(partial(J, Z), STEEP, 2 * Z), (partial(Z, v), ENTRY, 1 * X)],
)
def test_a_result_about_one_entry_is_stacked(left: Expr, result: Claim, right: Expr) -> None:
    """Slopes of a number in a column; slopes of a column in a Jacobian, row = output."""
    assert proved_chain(left, stacked(result), right)


@pytest.mark.parametrize(
    ("left", "result", "right"),
    [
        (partial(J, Z), ENTRY, 2 * Z),
        (partial(Z, v), STEEP, 1 * X),
        (partial(J, Z), INNER, 2 * Z),
        (partial(J, Z[1]), STEEP, 2 * Z[1]),
    ],
)
def test_entries_of_something_else_are_not_stacked(left: Expr, result: Claim, right: Expr) -> None:
    """The must-fail twin: each equality is true, and the result says another thing."""
    proved(left, right)
    with pytest.raises(Refusal):
        proved_chain(left, stacked(result), right)


def test_a_jacobian_is_not_stacked_on_its_side() -> None:
    """Row = output: the transpose has another shape, or other entries."""
    with pytest.raises(Refusal):
        proved_chain(partial(Z, v), stacked(ENTRY), 1 * X.T)


def test_a_result_about_one_z_is_not_taken_for_another() -> None:
    """What is true of L and its z is said of no other quantity."""
    other = let("K", -log(let("b", sigmoid(2 * z))))
    with pytest.raises(Refusal):
        proved_chain(d(other, z), by(PATH), d(other, z) * 1)


def test_a_result_does_not_make_a_false_step_true() -> None:
    """The step itself is proved first."""
    with pytest.raises(StepIsFalse):
        proved_chain(d(a, z), by(SLOPE), a * (a - 1))


def test_a_result_with_an_index_of_its_own_catches_none() -> None:
    """A sum over i in the result, a free i where it is put to use."""
    s, k = scalar("s"), scalar("k")
    q = column("q", "m")
    whole = named(s * (k * total(i, q[i])), total(i, q[i] * s) * k, "whole")
    right = total(i, q[i] * X[i, 1]) * k
    with pytest.raises(Refusal):
        proved_chain(X[1, 1] * (k * total(i, q[i])), by(whole), right)


def test_several_paths_are_seen() -> None:
    """In a sum of products of slopes; not in a sum over examples."""
    assert several_paths(d(both, f) * d(f, x) + d(both, g) * d(g, x))
    assert several_paths(total(i, partial(J, Z[i]) * partial(Z[i], v[j])))
    assert not several_paths(total(i, partial(A[i], Z[i]) * partial(Z[i], v[j])))
    assert not several_paths(d(L, a) * d(a, z) + d(f, x) * y)
    assert not several_paths(d(L, a) * d(a, z))


def test_a_reason_is_needed_at_every_sign() -> None:
    """A text alone is no reason."""
    with pytest.raises(NotAnExpression, match="a reason such as"):
        proved_chain(x + y, "obvious", y + x)  # type: ignore[arg-type]


def test_a_prime_counts_as_a_derivative() -> None:
    """The slope of an unspecified function is worked out by giving it its prime."""
    q = unspecified("q")
    proved_chain(d(q(x), x), elementary("the prime means the derivative"), q.prime(x))


def test_rows_are_parted_by_spaces() -> None:
    """As many as are named."""
    assert ("S0-1", "S0-2") == covered("S0-1 S0-2")
    assert () == covered("")


def test_one_entry_is_not_every_entry() -> None:
    """What a result says of the first entry, or of a diagonal, is not stacked."""
    square = total(j, v[j] * v[j])
    every, first = (named(partial(square, one), 2 * one, "r") for one in (v[j], v[1]))
    assert proved_chain(partial(square, v), stacked(every), 2 * v)
    with pytest.raises(WrongRule, match="r does not say something of every entry"):
        proved_chain(partial(square, v), stacked(first), 2 * v)


def test_a_derivative_by_an_entry_is_an_entry_of_the_derivative() -> None:
    """So a sum over entries is a product by algebra, at any width and at known ones."""
    for width in ("n", 3):
        r, s_ = column("r", width), column("s", width)
        c = opaque("c", let("t", 2 * r + s_))
        k, q = index("k", over=width), index("q", over=width)
        by_entries, by_array = partial(c, r[k]), partial(c, r)
        proved_chain(total(k, by_entries * s_[k]), algebra("a product"), by_array.T @ s_)
        proved_chain(by_array[q] * 1, algebra("the same entry"), by_entries_at(c, r, q))
        t = let("t", sigmoid(r))
        jacobian = partial(t, r)
        proved_chain(total(k, partial(t[q], r[k]) * s_[k]), algebra("a row"), (jacobian @ s_)[q])
        with pytest.raises(Refusal):
            proved_chain(
                total(k, partial(t[k], r[q]) * s_[k] * s_[k]),
                algebra("not a row"),
                (jacobian @ s_)[q] * s_[q],
            )


def by_entries_at(cost: Expr, by: Expr, at: Index) -> Expr:
    """Return the derivative of a cost by one entry."""
    return partial(cost, by[at])


def test_other_entries_of_a_derivative_are_others() -> None:
    """The must-fail twin."""
    r = column("r", 3)
    c = opaque("c", let("t", 2 * r))
    for wrong in (partial(c, r[2]), 2 * partial(c, r[1])):
        with pytest.raises(Refusal):
            proved_chain(partial(c, r)[1] * 1, algebra("another entry"), wrong)


def test_a_direct_path_is_one_of_several() -> None:
    """The law of the total derivative follows two paths, of which one has nothing between."""
    between = let("r", x**2)
    whole = let("f", x * between)
    direct, through = partial(whole, x, holding=between), partial(whole, between) * d(between, x)
    assert several_paths(direct + through)
    assert several_paths(through - direct)
    assert not several_paths(through)
    assert not several_paths(d(f, x) * g + f * d(g, x))
    assert proved_chain(d(whole, x), over_paths("both"), direct + through).steps
    with pytest.raises(WrongRule):
        proved_chain(d(whole, x), chain_rule("one"), direct + through)


def test_a_result_about_what_is_held_is_one_about_that_only() -> None:
    """Neither the whole slope nor what holds something else is put in its place."""
    between, other = let("r", x**2), let("q", x**3)
    whole = let("f", x * between * other)
    both = partial(whole, x, holding=(between, other))
    held = named(both, between * other, "held")
    assert proved_chain(y * both, by(held), y * (between * other)).steps
    for left in (d(whole, x), partial(whole, between, holding=(x, other))):
        with pytest.raises(Refusal):
            proved_chain(y * left, by(held), y * (between * other))
