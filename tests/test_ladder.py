"""The ladder: true equalities are proved, everything else is refused, with numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpcore import (
    N,
    array,
    column,
    d,
    diag,
    dot,
    exp,
    gate,
    index,
    kronecker,
    let,
    log,
    odot,
    ones,
    opaque,
    outer,
    partial,
    prove,
    relu,
    row,
    scalar,
    sigmoid,
    softplus,
    tanh,
    total,
    unspecified,
    width,
)
from bpcore.errors import (
    IndexMisused,
    Refusal,
    ShapesDiffer,
    StepChangesNothing,
    StepIsFalse,
    StepIsUndecided,
    StepIsVacuous,
)
from bpcore.expr import Add, Expr
from bpcore.ladder import Question, Sense, check_interval, decide, same_quantity
from bpcore.verdict import Rung

a, b, c = scalar("a"), scalar("b"), scalar("c")
y, t = scalar("y"), scalar("t", between=(0, 1))
below = scalar("r", between=(-5, -1))
w, x, bias = scalar("w"), scalar("x"), scalar("b")
z = let("z", w * x + bias)
act = let("a", sigmoid(z), between=(0, 1))
L = let("L", -(y * log(act) + (1 - y) * log(1 - act)))
g, h = unspecified("g"), unspecified("h")
i, j, k = index("i", over="m"), index("j", over="n"), index("k", over="n")
X, M, W = array("X", "m", "n"), array("M", "n", "m"), array("W", "n", "k")
u, v, q = column("u", "n"), column("v", "n"), column("q", "m")
Z = let("Z", X @ u)
C = opaque("C", u)
K = opaque("K", let("r", sigmoid(u)))
F = opaque("F", b)


def thirds(p: int, r: int, s: int) -> Expr:
    """Return a third derivative of C by three entries."""
    return partial(partial(partial(C, u[p]), u[r]), u[s])


A = let("A", sigmoid(Z))
SHARES = let("s", exp(u) / let("S", total(j, exp(u[j])), abbreviation=True))

TRUE: list[tuple[Expr, Expr]] = [
    ((a + b) ** 2, a**2 + 2 * a * b + b**2),
    (exp(a + b), exp(a) * exp(b)),
    (sigmoid(-a), 1 - sigmoid(a)),
    (tanh(a), 2 * sigmoid(2 * a) - 1),
    (d(L, act), (act - y) / (act * (1 - act))),
    (d(L, z), act - y),
    (d(L, w), (act - y) * x),
    (d(d(a**3, a), a), 6 * a),
    (d(d(a**2 * b**3, a), b), 6 * a * b**2),
    (d(a * d(a + b, b), a), N(1) + 0 * a),
    (d(g(h(a)), a), g.prime(h(a)) * h.prime(a)),
    (d(g(a) * h(a), a), g.prime(a) * h(a) + g(a) * h.prime(a)),
    (d(d(g(a), a), a), g.prime.prime(a)),
    ((X @ W).T, W.T @ X.T),
    (dot(u, v), u.T @ v),
    (outer(u, q.T), u @ q.T),
    (diag(u) @ v, odot(u, v)),
    (total(j, kronecker(j, k) * u[j]), u[k] * 1),
    (total(j, X[i, j] * u[j]), (X @ u)[i]),
    (partial(u[j], u[k]), kronecker(j, k)),
    (partial(dot(u, u), u), 2 * u),
    (partial(dot(u, u), u[k]), 2 * u[k]),
    (partial(Z, u), 1 * X),
    (partial(A[i], u[j]), A[i] * (1 - A[i]) * X[i, j]),
    (partial(total(i, A[i]), u), X.T @ odot(A, 1 - A)),
    (partial(total(i, q[i] * Z[i]), X), outer(q, u.T)),
    (partial(K, u[j]), partial(K, K.of[0][j]) * (sigmoid(u[j]) * (1 - sigmoid(u[j])))),
    (partial(partial(C, u[j]), u[k]), partial(partial(C, u[k]), u[j])),
    (u[3] + a, a + 1 * u[3]),
    (total(i, 1 * q[i]) / width("m"), (1 / width("m")) * (ones("m").T @ q)),
]
FALSE: list[tuple[Expr, Expr]] = [
    ((a + b) ** 2, a**2 + b**2),
    (exp(a + b), exp(a) + exp(b)),
    (log(t / (1 - t)), log(t) / log(1 - t)),
    (sigmoid(-a), sigmoid(a) - 1),
    (d(L, act), (y - act) / (act * (1 - act))),
    (d(L, z), y - act),
    (d(L, w), (act - y) * w),
    (d(d(a**3, a), a), 3 * a),
    (d(a * d(a + b, b), a), N(2) + 0 * a),
    (d(g(h(a)), a), g.prime(a) * h.prime(a)),
    (d(g(a) * h(a), a), g.prime(a) * h.prime(a)),
    (g.prime(a), 1 * g(a)),
    (1 + g.prime.prime.prime.prime(a), 1 + 0 * a),
    (g.prime.prime.prime(a), 2 * g.prime.prime.prime.prime(a)),
    (g(a + b), g(a) + g(b)),
    (g(-a), -g(a)),
    (2 * g(a), g(a) + unspecified("g")(a)),
    (a**2, a * scalar("a")),
    ((X @ W).T, W.T @ X.T * 2),
    (dot(u, v), dot(u, u)),
    (outer(u, q.T), outer(u, q.T) * 1 + outer(v, q.T)),
    (diag(u) @ v, u + v),
    (total(j, kronecker(j, k) * u[j]), total(j, u[j]) * u[k]),
    (total(j, kronecker(j, 1) * u[j]), u[2] * 1),
    (total(j, total(k, u[j] * v[k])), total(j, u[j] * v[j])),
    (total(j, u[j] + 1), total(j, u[j]) + 1),
    (partial(u[j], u[k]), 1 - kronecker(j, k)),
    (partial(dot(u, u), u), 1 * u),
    (partial(dot(u, u), u[k]), 2 * v[k]),
    (partial(dot(u, v), u), 1 * u),
    (partial(A[i], u[j]), A[i] * (1 - A[i]) * u[j]),
    (partial(total(i, A[i]), u), X.T @ A),
    (partial(total(i, q[i] * Z[i]), X), -outer(q, u.T)),
    (partial(total(i, Z[i]) / width("m"), u), X.T @ ones("m")),
    (1 / width("m") * total(i, q[i]), 1 / width("n") * total(i, q[i])),
    (partial(K, u[j]), partial(K, K.of[0][j]) * sigmoid(u[j])),
    (2 * partial(C, u[j]), partial(C, u[j]) + partial(opaque("C", u), u[j])),
    (partial(partial(C, u[j]), u[k]), kronecker(j, k) * partial(partial(C, u[j]), u[j])),
    (a + d(d(d(d(F, b), b), b), b), a + 0 * b),
    (thirds(1, 1, 1) * thirds(2, 2, 2), thirds(1, 1, 2) * thirds(1, 2, 2)),
    (C, dot(u, u) * 1),
    (exp(N(400)) + b, exp(N(400)) + 0 * b),
    ((exp(N(400)) + b) / exp(N(400)), 1 + 0 * b),
]


@pytest.mark.parametrize(("left", "right"), TRUE, ids=repr)
def test_a_true_equality_is_proved(left: Expr, right: Expr) -> None:
    """Scalars, arrays, sums, deltas, entries, unspecified functions, nested derivatives."""
    assert str(prove(left, right))


@pytest.mark.parametrize(("left", "right"), FALSE, ids=repr)
def test_a_false_equality_is_refused_with_numbers(left: Expr, right: Expr) -> None:
    """The must-fail twin, as near to the truth as famous mistakes are."""
    with pytest.raises(StepIsFalse, match=r"the left side is .* and the right side is") as caught:
        prove(left, right)
    assert "as displayed" in str(caught.value)


def test_the_counterexample_is_readable() -> None:
    """Small numbers, inside the interval."""
    with pytest.raises(
        StepIsFalse, match=r"at t = 1/2 the left side is 2 and the right side is -2"
    ):
        prove(1 / t, -1 / t)


def test_a_difference_that_rounding_hides_is_told() -> None:
    """Both sides look alike to twelve digits; the message says how far they are apart."""
    with pytest.raises(StepIsFalse, match="they differ by 1"):
        prove(exp(N(400)) + b, exp(N(400)) + 0 * b)


def test_the_widths_are_part_of_a_counterexample() -> None:
    """And so are the indices."""
    with pytest.raises(StepIsFalse, match="n = 2, k = 1"):
        prove(total(j, u[j]) + u[k], u[k] + 2 * total(j, u[j]))


def test_a_step_that_changes_nothing_is_refused() -> None:
    """The reader would see one line twice."""
    with pytest.raises(StepChangesNothing, match="both sides are printed a"):
        prove(a + b, a + b)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (N(0) - 0 * a, 0 * b),
        (d(b * b, a), d(b, a)),
        (total(j, 0 * u[j]), 0 * a),
        (X @ (0 * u), 0 * q),
    ],
)
def test_a_vacuous_step_is_refused(left: Expr, right: Expr) -> None:
    """Nothing equals nothing whatever the formula is."""
    with pytest.raises(StepIsVacuous, match="zero as they are written"):
        prove(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (a - a, 0 * b),
        (d(b, a), 0),
        (total(j, u[j] - u[j]), 0),
        (X - X, 0 * X),
        (total(j, u[j] - total(k, u[k]) / width("n")), 0),
        (total(j, total(k, partial(SHARES[j], u[k]))), 0),
    ],
)
def test_zero_is_a_value(left: Expr, right: Expr | int) -> None:
    """What comes to zero is proved like anything else."""
    assert str(prove(left, right)).startswith("proved")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (a - b, 0),
        (d(a, a), 0),
        (total(j, u[j] - total(k, u[k])), 0),
        (total(j, partial(SHARES[j], u[1]) * u[j]), 0),
    ],
)
def test_what_is_not_zero_is_refused(left: Expr, right: Expr | int) -> None:
    """The must-fail twin."""
    with pytest.raises(StepIsFalse, match="the right side is 0"):
        prove(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (log(below) + 1, 1 + log(below)),
        (d(log(below), below), 1 / below),
        (1 / (a - a), 2 / (a - a)),
        (log(-(a**2)), 2 * log(-(a**2))),
    ],
)
def test_an_undecided_step_is_refused(left: Expr, right: Expr) -> None:
    """Where neither side has a value nothing was shown."""
    with pytest.raises(StepIsUndecided, match="no value could be found"):
        prove(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (b + sigmoid(10**5 * (a - 9)), 1 * b),
        (sigmoid(N(1200)), N(1) * 1),
        (log(1 + exp(N(2000))), N(2000) * 1),
    ],
)
def test_a_step_that_agrees_at_points_only_is_undecided(left: Expr, right: Expr) -> None:
    """However many they are; the message says so, and what to do."""
    with pytest.raises(
        StepIsUndecided, match=r"agree at \d+ points, which proves nothing.*smaller steps"
    ):
        prove(left, right)


def test_numbers_are_expressions() -> None:
    """On either side."""
    assert str(prove(d(a, a), 1)) == "proved for all values"
    assert str(prove(1, a - a + 1)) == "proved for all values"


def test_sides_of_unlike_shape_are_refused() -> None:
    """A row is no column, whatever the width."""
    with pytest.raises(ShapesDiffer, match=r"the left side u is n x 1, the right side u\.T is 1"):
        prove(u, u.T)


def test_an_index_that_is_free_on_one_side_is_refused() -> None:
    """An equality has the same indices on both sides."""
    with pytest.raises(IndexMisused, match="the index j is free on one side only"):
        prove(u[j] * 1, total(j, u[j]))


def rung(left: Expr, right: Expr) -> Rung:
    """Return the rung on which an equality was established."""
    return prove(left, right).rung


def test_definitions_are_seen_as_such() -> None:
    """The same tree once names are opened."""
    assert Rung.STRUCTURE == rung(act, sigmoid(z))
    assert Rung.STRUCTURE == rung(sigmoid(a), 1 / (1 + exp(-a)))


def test_algebra_is_shown_by_symbols() -> None:
    """For all values."""
    assert Rung.SYMBOLS == rung((a + b) ** 2, a**2 + 2 * a * b + b**2)


def sense(left: Expr, right: Expr) -> Sense:
    """Return the strongest sense in which an equality holds."""
    return decide(Question(left, right))[0]


def test_the_strongest_sense_is_found() -> None:
    """Algebra, worked-out derivatives, names opened as far as is needed."""
    assert Sense.OPAQUE == sense(d(L, act) * 2, d(L, act) + d(L, act))
    assert Sense.HELD == sense(d(z, w), 1 * x)
    assert Sense.VARIABLES == sense(d(act, z), act * (1 - act))
    assert Sense.UNFOLDED == sense(d(L, z) * w, (act - y) * (z - bias) / x)


def test_what_holds_for_names_alone_is_not_needed_deeper() -> None:
    """Two names that are held are independent; opened, they may agree."""
    square, product = let("s", a * a), let("p", a * a)
    assert sense(square + 1, product + 1) > Sense.HELD
    with pytest.raises(StepIsFalse):
        prove(square + 1, let("p", a * b) + 1)


def test_an_interval_is_believed_of_symbols_only() -> None:
    """For names with a definition it is tested, far out too."""
    check_interval(act)
    for wrong in (
        let("r", a / 100, between=(-1, 1)),
        let("r", sigmoid(a), between=(0, Fraction(1, 2))),
        let("r", a**2, between=(0, 5)),
        let("r", X @ u, between=(0, None)),
    ):
        with pytest.raises(StepIsFalse, match="is said to lie between"):
            check_interval(wrong)


def test_intervals_that_hold_are_accepted() -> None:
    """Their ends are never reached, though a sigmoid comes near."""
    for right in (
        let("r", exp(-a), between=(0, None)),
        let("r", (1 + tanh(a)) / 2, between=(0, 1)),
        let("r", sigmoid(100 * a), between=(0, 1)),
        let("r", a**2 + 1, between=(0, None)),
    ):
        check_interval(right)


def test_what_grows_beyond_all_bounds_is_not_waited_for() -> None:
    """Points at which a number would have a million digits are passed over."""
    tower = exp(exp(exp(a)))
    prove(tower * exp(b), exp(exp(exp(a)) + b))
    with pytest.raises(StepIsFalse):
        prove(tower * exp(b), exp(exp(exp(a)) - b))


def test_namesakes_are_the_same_only_if_they_mean_the_same() -> None:
    """z as a sum, and z as what the activation says of it."""
    assert same_quantity(z, let("z", log(act / (1 - act))))
    assert not same_quantity(scalar("x"), scalar("x"))
    assert not same_quantity(z, let("z", w * x))
    assert not same_quantity(u, scalar("u"))


def test_namesakes_that_agree_at_points_only_are_two() -> None:
    """Undecided is not the same."""
    steep = let("s", a + sigmoid(10**5 * (a - 9)))
    assert not same_quantity(steep, let("s", 1 * a))


@settings(deadline=None)
@given(st.integers(-4, 4), st.integers(-4, 4), st.integers(-4, 4))
def test_polynomials_are_equal_only_with_equal_coefficients(p: int, r: int, s: int) -> None:
    """The checker agrees with arithmetic on a family of equalities."""
    left, right = (a + p) * (a + r), a**2 + s * a + p * r
    if p + r == s:
        prove(left, right)
    else:
        with pytest.raises(StepIsFalse):
            prove(left, right)


ROTTEN: list[Callable[[], object]] = [
    lambda: prove(row("r", "n") @ u, u @ row("r", "n")),
    lambda: prove(X @ u, X.T @ u),
    lambda: prove(a * 0.5, a / 2),  # type: ignore[operator]
]


@pytest.mark.parametrize("ask", ROTTEN)
def test_what_makes_no_sense_is_refused(ask: Callable[[], object]) -> None:
    """Before anything is computed."""
    with pytest.raises(Refusal):
        ask()


def test_lost_digits_do_not_make_a_true_line_false() -> None:
    """The logarithm of one minus nearly one loses half a hundred digits; many more decide."""
    m, i = "m", index("i", "m")
    Z, Y = column("Z", m), column("Y", m, between=(0, 1))
    A = let("A", sigmoid(40 * Z), between=(0, 1))
    J = let("J", -total(i, Y[i] * log(A[i]) + (1 - Y[i]) * log(1 - A[i])))
    assert str(prove(partial(J, Z[1]), 40 * (A[1] - Y[1]))) == "proved for any width"
    z = scalar("z")
    assert str(prove(log(1 - sigmoid(100 * z)), -softplus(100 * z))) == "proved for all values"


def test_a_small_term_beside_a_large_one_is_still_seen() -> None:
    """The must-fail twin: where digits are lost, a difference of 1e-130 is one."""
    z = scalar("z")
    with pytest.raises(StepIsFalse, match="they differ by"):
        prove(log(1 - sigmoid(100 * z)), exp(N(-300)) - softplus(100 * z))


def test_too_many_regions_are_said_so() -> None:
    """A bound that is counted, so that it is the same on every machine."""
    letters = [scalar(letter) for letter in "abfghk"]
    sizes = (one * gate(one) - one * gate(-one) for one in letters)
    others = (2 * relu(one) - one for one in letters)
    with pytest.raises(StepIsUndecided, match=r"more than 400 regions.*fewer gates"):
        prove(reduce(Add, sizes) ** 2, reduce(Add, others) ** 2)
