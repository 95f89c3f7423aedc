"""The SymPy reading: its own differentiation, and a test for zero that never says yes wrongly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy

from bpcore import (
    N,
    closed,
    column,
    d,
    exp,
    gate,
    index,
    let,
    log,
    normal_cdf,
    normal_pdf,
    odot,
    partial,
    relu,
    scalar,
    sigmoid,
    sqrt,
    tanh,
    total,
    unspecified,
)
from bpcore.evaluate import Setting
from bpcore.expr import Expr, expr
from bpcore.symbolic import (
    SymbolicEvaluator,
    independent_parts,
    rational_zero,
    symbol,
    unknown,
    vanishes,
)

x, y = sympy.symbols("x y", real=True)
p, q = sympy.symbols("p q", positive=True)


@pytest.mark.parametrize(
    "zero",
    [
        (x + y) ** 2 - x**2 - 2 * x * y - y**2,
        1 / (1 + sympy.exp(-x)) - sympy.exp(x) / (1 + sympy.exp(x)),
        sympy.exp(x + y) - sympy.exp(x) * sympy.exp(y),
        sympy.log(p * q) - sympy.log(p) - sympy.log(q),
        sympy.log(p / (1 + q)) - sympy.log(p) + sympy.log(1 + q),
        sympy.exp(2 * x) - sympy.exp(x) ** 2,
    ],
)
def test_what_is_zero_vanishes(zero: Any) -> None:
    """Rational functions, exponentials of sums, logarithms of products."""
    assert vanishes(zero)


@pytest.mark.parametrize(
    "other",
    [
        (x + y) ** 2 - x**2 - y**2,
        1 / (1 + sympy.exp(-x)) - sympy.exp(-x) / (1 + sympy.exp(-x)),
        sympy.exp(x + y) - sympy.exp(x) - sympy.exp(y),
        sympy.log(p + q) - sympy.log(p) - sympy.log(q),
        sympy.exp(x) - sympy.exp(y),
        sympy.Integer(1),
        sympy.nan,
        sympy.zoo,
    ],
)
def test_what_is_not_zero_does_not_vanish(other: Any) -> None:
    """The must-fail twin; undefined values do not vanish either."""
    assert not vanishes(other)


def test_whole_multiples_in_exponents_are_powers() -> None:
    """exp(3x) is a power of exp(x), exp(x/2) is a new variable."""
    assert rational_zero(sympy.exp(3 * x) - sympy.exp(x) ** 3)
    assert not rational_zero(sympy.exp(3 * x) - sympy.exp(x) ** 2)


def read(expression: Any, **values: Any) -> Any:
    """Return an expression of the names s and t in SymPy."""
    return SymbolicEvaluator().value(expression, Setting({S: x, T: y}, **values))


S, T = scalar("s"), scalar("t")


def test_sympy_differentiates_itself() -> None:
    """No dual number comes in: the slope is SymPy's, at the point where the variable is."""
    assert 0 == sympy.simplify(read(d(S**3 * T, S)) - 3 * x**2 * y)
    a = let("a", sigmoid(S))
    L = let("L", -log(a))
    assert vanishes(read(d(L, a)) + 1 / read(a))


def test_nested_derivatives_in_sympy() -> None:
    """The same trap as for dual numbers."""
    assert 1 == read(d(S * d(S + T, T), S))
    assert vanishes(read(d(d(S**3, S), S)) - 6 * x)


def test_an_unspecified_function_stays_unknown() -> None:
    """It has primes, and nothing else is known of it."""
    g, h = unspecified("g"), unspecified("g")
    assert read(d(g(S), S)) == read(g.prime(S))
    assert not vanishes(read(g.prime(S)) - read(g(S)))
    assert not vanishes(read(g(S)) - read(h(S)))
    assert unknown(g, 1) is unknown(g, 1)


def test_sums_are_written_out() -> None:
    """Never a SymPy sum, never a matrix symbol."""
    u, i = column("u", "n"), index("i", over="n")
    entries = tuple((symbol(u, row, 0, 0),) for row in range(3))
    at = Setting({u: entries}, {"n": 3})
    found = SymbolicEvaluator().value(total(i, odot(u, u)[i]), at)
    assert found == sum(row[0] ** 2 for row in entries)


def test_symbols_of_namesakes_differ() -> None:
    """By their number, and they are positive only where the interval says so."""
    assert symbol(S, 0, 0, 0) != symbol(S, 0, 0, 1)
    assert symbol(scalar("r", between=(0, None)), 0, 0, 0).is_positive
    assert symbol(scalar("r", between=(-1, None)), 0, 0, 0).is_positive is None


def test_an_end_that_is_reached_is_no_sign() -> None:
    """Zero belongs to [0, 1), so a number there need not be above it."""
    reached = symbol(scalar("r", between=(closed(0), 1)), 0, 0, 0)
    assert (reached.is_positive, reached.is_nonnegative) == (None, True)
    assert symbol(let("a", sigmoid(S)), 0, 0, 0).is_positive
    assert symbol(let("a", S**2), 0, 0, 0).is_positive is None


U, V, R = scalar("u"), scalar("p", between=(0, 1)), scalar("r", between=(0, closed(1)))


def undecided(left: Expr, right: Expr | int) -> list[dict[Any, Fraction]]:
    """Return points of a region in which two expressions are not shown to be equal."""
    letters = {n: symbol(n, 0, 0, k) for k, n in enumerate((S, T, U, V, R))}
    one, other = (SymbolicEvaluator().value(expr(e), Setting(letters)) for e in (left, right))
    failed: list[dict[Any, Fraction]] = []
    assert vanishes(one - other, failed) is not bool(failed)
    return failed


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (gate(S**2 + 1), 1),
        (gate(S * T), gate(S) * gate(T) + gate(-S) * gate(-T)),
        (gate(S / T), gate(S * T)),
        (gate(2 - V) + gate(1 - V), 2),
        (sqrt(S**2), relu(S) + relu(-S)),
        (d(relu(S), S), 1 - gate(-S)),
        (d(relu(relu(S) - 1), S), 1 * gate(S - 1)),
        (gate(sigmoid(S) - N(1, 2)), 1 * gate(S)),
        (gate(sigmoid(S) - sigmoid(T)), 1 * gate(S - T)),
        (relu(tanh(S)), tanh(S) * gate(S)),
        (gate(1 - exp(S)), 1 * gate(-S)),
        (gate(2 * exp(S) - 2 * exp(T)), 1 * gate(S - T)),
        (gate(log(V)), 0),
        (d(sqrt((S - T) ** 2), S), gate(S - T) - gate(T - S)),
        (d((S + T + sqrt((S - T) ** 2)) / 2, S), 1 * gate(S - T)),
        (relu(S) * gate(T - S * U) / gate(S), S * gate(T - S * U)),
    ],
)
def test_gates_are_decided_region_by_region(left: Expr, right: Expr | int) -> None:
    """With factors of known sign; where a side has no value nothing is compared."""
    assert not undecided(left, right)


@pytest.mark.parametrize(
    ("left", "right", "kept"),
    [
        (gate(1 - R), 1, R - 1),  # an end that is reached
        (gate(S) + gate(-S), 1, 1 * S),
        (gate(S - T) * gate(T - U) * gate(S - U), 0, None),
        (d(relu(S) ** 2, S), 2 * relu(S) + 1 - gate(S) - gate(-S), 1 * S),  # it has a slope there
        (relu(T - 10**9), 0, None),
        (gate(sigmoid(S) - N(1, 3)), 1 * gate(S), None),
        (gate(2 * exp(S) - exp(T)), 1 * gate(S - T), None),
        (gate(exp(S) + 1 - exp(T)), 1 * gate(S - T), None),
        (gate(exp(-S) - 1), 1 * gate(S), None),
        (d(sqrt((S - T) ** 2), S), gate(S - T), None),
    ],
)
def test_a_region_without_a_proof_has_a_point(
    left: Expr, right: Expr | int, kept: Expr | None
) -> None:
    """The must-fail twins, each with points in the region, where a form may be zero."""
    found = undecided(left, right)
    assert found
    if kept is not None:
        letters = {n: symbol(n, 0, 0, k) for k, n in enumerate((S, T, U, V, R))}
        form = SymbolicEvaluator().value(kept, Setting(letters))
        assert all(form.subs(point) == 0 for point in found)


def test_sympy_holds_what_is_held() -> None:
    """At the expression that it stands for, which does not move."""
    between = let("r", S**2)
    f = let("f", S * between)
    at = sympy.Symbol("s", real=True)
    reader, here = SymbolicEvaluator(), Setting({S: at})
    assert reader.value(partial(f, S, holding=between), here) == at**2
    assert reader.value(d(f, S), here) == 3 * at**2
    assert reader.value(partial(f, between, holding=S), here) == at
    twice = d(partial(S**2 * between, S, holding=between), S)
    assert sympy.expand(reader.value(twice, here)) == 6 * at**2


def test_parts_with_gates_of_their_own_are_decided_apart() -> None:
    """Their sum is the whole, whatever is taken from one and put to another."""
    letters = {n: symbol(n, 0, 0, k) for k, n in enumerate((S, T, U))}
    apart = relu(S - T) + relu(T - U) - relu(U - T) + gate(S) * S
    whole = SymbolicEvaluator().value(apart, Setting(letters))
    parts = independent_parts(whole)
    assert len(parts) == 4
    assert sympy.expand(sum(parts) - whole) == 0
    tied = SymbolicEvaluator().value(gate(S) * gate(T) + gate(T) * gate(S - T), Setting(letters))
    assert independent_parts(tied) == []


def test_a_point_without_a_value_is_no_matter_for_parts() -> None:
    """What is taken is a guess: no proof rests on it."""
    assert not undecided(relu(1 / (S - 1)) - relu(-1 / (S - 1)) + relu(T), 1 / (S - 1) + relu(T))
    assert not undecided(
        relu(1 / (S - 1)) - relu(1 / (1 - S)) + relu(T) - relu(-T), 1 / (S - 1) + T
    )


def test_a_symbol_has_the_sign_that_is_proved_of_its_name() -> None:
    """Of a definition it is not believed."""
    assert symbol(scalar("r", between=(None, 0)), 0, 0, 0).is_negative
    assert symbol(let("v", S**2 + 1), 0, 0, 0).is_positive
    assert symbol(let("v", S**2 - 1, between=(0, None)), 0, 0, 0).is_positive is None
    assert symbol(let("v", S - 1, between=(0, None), assume=True), 0, 0, 0).is_positive


@pytest.mark.parametrize(
    "split",
    [
        sympy.log(x * y) - sympy.log(x) - sympy.log(y),
        sympy.log(x**2) - 2 * sympy.log(x),
        sympy.log(x / p) - sympy.log(x) - sympy.log(p),
        sympy.log(p * x**2) - sympy.log(p) - 2 * sympy.log(x),
        sympy.sqrt((x + 5000) ** 2) - x - 5000,
    ],
)
def test_logarithms_are_not_split_on_hope(split: Any) -> None:
    """Factors of unknown sign stay together."""
    assert not vanishes(split)


def test_the_density_is_an_exponential() -> None:
    """Times its value at zero, and the slope of the distribution."""
    at_zero = read(normal_pdf(0))
    assert vanishes(read(normal_pdf(S)) - at_zero * sympy.exp(-(x**2) / 2))
    assert vanishes(read(d(normal_cdf(S), S)) - read(normal_pdf(S)))
    assert vanishes(read(d(normal_pdf(S), S)) + x * read(normal_pdf(S)))
    assert not vanishes(read(normal_pdf(S)) - sympy.exp(-(x**2) / 2))
