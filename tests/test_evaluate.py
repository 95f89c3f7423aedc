"""The evaluator, against loops written out and against NumPy."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from bpcore import (
    N,
    array,
    column,
    d,
    diag,
    dot,
    index,
    kronecker,
    let,
    log,
    odot,
    ones,
    outer,
    partial,
    scalar,
    sigmoid,
    total,
    unspecified,
    width,
)
from bpcore.domain import Exact, Floats
from bpcore.errors import IndexMisused
from bpcore.evaluate import Evaluator, Setting, as_rows, as_value, each, entries, pair, turned
from bpcore.expr import Array, Expr

X, W = array("X", "m", "n"), array("W", "n", "k")
u, v = column("u", "n"), column("v", "n")
s, t = scalar("s"), scalar("t")
i, j = index("i", over="m"), index("j", over="n")
POINT: dict[Any, Any] = {
    X: ((1, 2, -3), (4, -5, 6)),
    W: ((1, 0, 2, 1), (0, -1, 1, 3), (2, 2, -1, 5)),
    u: ((1,), (-2,), (4,)),
    v: ((3,), (5,), (-1,)),
    s: Fraction(3, 2),
    t: Fraction(-2),
}
AT = Setting(POINT, {"m": 2, "n": 3, "k": 4})
NP = {name: np.array(value, dtype=object) for name, value in POINT.items()}


def value(expression: Expr) -> Any:
    """Return the exact value at the point."""
    return Evaluator(Exact()).value(expression, AT)


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        (NP[X] @ NP[W], X @ W),
        (NP[X].T, X.T),
        (NP[u] * NP[v], odot(u, v)),
        (NP[u] @ NP[v].T, outer(u, v.T)),
        (np.diag(NP[u][:, 0]), diag(u)),
        (1 - NP[u], 1 - u),
        (NP[u] * NP[s], s * u),
        (NP[u] * Fraction(-1, 2), u / t),
        (-NP[X], -X),
        (np.ones((2, 1), dtype=object), ones("m")),
        (NP[u] + NP[v] - NP[u] * 2, u + v - 2 * u),
    ],
)
def test_arrays_are_computed_as_numpy_does(expected: Any, expression: Expr) -> None:
    """Entry by entry, exactly."""
    assert np.array_equal(expected, np.array(value(expression), dtype=object))


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        (3 - 10 - 4, dot(u, v)),
        (-11, u.T @ v),
        (-3, X[1, 3]),
        (3, total(i, total(j, kronecker(j, 2) * X[i, j])) + 6),
        (5, total(i, total(j, X[i, j]))),
        (Fraction(1, 2), 1 / width("m")),
        (Fraction(9, 4), s**2),
        (Fraction(2, 3), s**-1),
        (Fraction(1, 2), sigmoid(0 * s)),
        (0, 0 * log(N(2))),
    ],
)
def test_numbers_are_computed_exactly(expected: Any, expression: Expr) -> None:
    """Scalar products, entries, sums, deltas, widths, powers, functions."""
    assert expected == value(expression)


def test_a_definition_is_followed() -> None:
    """Unless the name has a value of its own."""
    z = let("z", s * t)
    assert -3 == value(z)
    assert 7 == Evaluator(Exact()).value(z, Setting({**POINT, z: 7}))


def test_derivatives_hold_their_variable() -> None:
    """dL/da opens L and leaves a alone; dL/ds goes all the way."""
    a = let("a", s * s)
    L = let("L", a * a * s)
    assert 2 * Fraction(9, 4) * Fraction(3, 2) == value(d(L, a))
    assert 5 * Fraction(3, 2) ** 4 == value(d(L, s))


def test_a_name_held_elsewhere_is_unfolded_inside_a_derivative() -> None:
    """Its own value would hide that it moves with the variable."""
    a = let("a", s * s)
    assert 3 == Evaluator(Exact()).value(d(a, s), Setting({**POINT, a: 100}))


def test_gradients_and_jacobians_have_their_shapes() -> None:
    """A gradient has the shape of its parameter, row = output in a Jacobian."""
    z = let("z", X @ u)
    assert POINT[X] == value(d(z, u))
    whole = let("J", total(i, z[i] * z[i]))
    expected = 2 * NP[X].T @ (NP[X] @ NP[u])
    assert np.array_equal(expected, np.array(value(d(whole, u)), dtype=object))


def test_a_derivative_by_an_entry() -> None:
    """Of one entry by another: the delta; of a product: the other factor."""
    unit = Evaluator(Exact()).value(partial(u[j], u[2]), Setting(POINT, AT.widths, {j: 2}))
    other = Evaluator(Exact()).value(partial(u[j], u[2]), Setting(POINT, AT.widths, {j: 3}))
    assert (1, 0) == (unit, other)
    assert 5 == value(partial(dot(u, v), u[2]))


def test_nested_derivatives() -> None:
    """The inner one is not moved by the outer one's direction."""
    assert 1 == value(d(s * d(s + t, t), s))
    assert 2 * Fraction(-2) == value(d(d(s * t**2, s), t))
    assert 6 * Fraction(3, 2) == value(d(d(s**3, s), s))


def test_functions_with_primes() -> None:
    """Of a function with a meaning, and of one that stands for any."""
    assert Fraction(1, 4) == value(sigmoid.prime(0 * s))
    g = unspecified("g")
    cube = Setting({s: Fraction(2)}, functions={g: lambda x: x**3})
    assert [8, 12, 12] == [
        Evaluator(Exact()).value(f(s), cube) for f in (g, g.prime, g.prime.prime)
    ]


def test_opaque_derivatives_are_not_looked_into() -> None:
    """They are what they are said to be."""
    at = Setting(POINT, opaque=lambda node, here: Fraction(42))
    assert 84 == Evaluator(Exact()).value(2 * d(s * s, s), at)


def test_an_index_without_a_value_is_an_error() -> None:
    """The must-fail twin of entries."""
    with pytest.raises(IndexMisused, match="index j has no value here"):
        value(u[j])


def test_a_name_without_value_and_definition_is_an_error() -> None:
    """It is not taken for zero."""
    with pytest.raises(AssertionError, match="neither a value nor a definition"):
        value(scalar("q") + s)


def test_division_by_zero_is_an_error() -> None:
    """It is not taken for infinity, not even in floats."""
    for domain in (Exact(), Floats()):
        with pytest.raises(ZeroDivisionError):
            Evaluator(domain).value(1 / (s - s), Setting({s: domain.number(Fraction(2))}))


def test_written_arrays_and_helpers() -> None:
    """Rows, values, transposes; one entry alone is a number."""
    assert ((Fraction(3, 2), -2),) == value(Array(((s, t),)))
    assert 5 == as_value(((5,),))
    assert ((5,),) == as_rows(5)
    assert [1, 2] == entries(((1,), (2,)))
    assert ((1, 3), (2, 4)) == turned(((1, 2), (3, 4)))
    assert ((2,), (4,)) == each(((1,), (2,)), lambda x: 2 * x)
    assert ((5,), (7,)) == pair(((2,), (4,)), 3, lambda x, y: x + y)


def test_arrays_of_unequal_size_are_not_paired() -> None:
    """The must-fail twin: nothing is cut off or repeated."""
    with pytest.raises(ValueError, match="shorter"):
        pair(((1,), (2,)), ((1,),), lambda x, y: x + y)


def test_what_is_held_stays_at_its_value() -> None:
    """And what depends on the variable through it only; all else moves."""
    y = let("y", s**2)
    w = let("w", y + t)
    f = let("f", s * y * w)
    here, there = POINT[s], POINT[t]

    def product(*factors: Any) -> Any:
        return np.prod(factors)

    assert product(here**2, here**2 + there) == value(partial(f, s, holding=y))
    assert value(d(f, s)) == 5 * here**4 + 3 * here**2 * there
    assert value(partial(f, y, holding=(s, w))) == here * (here**2 + there)
    assert value(partial(partial(s**2 * y, s, holding=y), s, holding=y)) == 2 * here**2
    assert value(d(partial(s**2 * y, s, holding=y), s)) == 6 * here**2


def test_what_is_held_apart_from_its_definition_keeps_that_value() -> None:
    """A name with a value of its own is held there."""
    y = let("y", s**2)
    at = Setting({**POINT, y: Fraction(7)}, AT.widths)
    assert Evaluator(Exact()).value(partial(s * y, s, holding=y), at) == 7
    assert Evaluator(Exact()).value(d(s * y, s), at) == 3 * POINT[s] ** 2


def test_entries_with_something_held() -> None:
    """The mean of a column is held while one entry moves."""
    mean = let("r", total(j, u[j]) / width("n"))
    spread = let("q", total(j, (u[j] - mean) ** 2))
    rows = value(partial(spread, u, holding=mean))
    numbers = [row[0] for row in POINT[u]]
    middle = sum(numbers) / 3
    assert rows == tuple((2 * (number - middle),) for number in numbers)
