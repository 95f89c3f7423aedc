"""The NumPy reading: source that means the same numbers as the tree, on pages and at random."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
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
    exp,
    gate,
    gelu,
    index,
    kronecker,
    let,
    listed,
    log,
    odot,
    ones,
    outer,
    scalar,
    sigmoid,
    total,
    unspecified,
    width,
)
from bpcore.agreement import five_points
from bpcore.domain import Floats
from bpcore.evaluate import Evaluator, Value, each
from bpcore.expr import Expr, Name
from bpcore.numpy_code import NotInNumPy, as_numpy
from bpcore.worked import Numbers
from bpcore.worksheet import Sheet
from tests.random_index import LEAVES, REFUSED, Maker, g

a, b = scalar("a"), scalar("b")
X, v = array("X", "m", "n"), column("v", "n")
i, k = index("i", over="m"), index("k", over="n")
POINT = Numbers({a: Fraction(3, 2), b: -2, X: ((1, 2, 3), (4, 5, 6)), v: ((1,), (-2,), (3,))})
SPACE = {"np": np, "math": math, "five_points": five_points}


def ran(source: str, sheet: Sheet) -> Any:
    """Return the value of a source after the statements of its sheet."""
    space = dict(SPACE)
    exec(sheet.fetch(), space)
    return eval(source, space)


def value_of(expression: Expr, numbers: Numbers) -> Any:
    """Return what NumPy makes of an expression."""
    sheet = Sheet(numbers, [])
    return ran(as_numpy(expression, sheet.top), sheet)


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        ("(a - b) / (a * (1 - a))", (a - b) / (a * (1 - a))),
        ("(-a) * b", -a * b),
        ("a - (b - 1)", a - (b - 1)),
        ("(a + b)**2", (a + b) ** 2),
        ("0.5 * a", N(1, 2) * a),
        ("a / (1 / 3)", a / N(1, 3)),
        ("X @ v", X @ v),
        ("(X @ v).T", (X @ v).T),
        ("(v.T @ v).item()", v.T @ v),
        ("np.outer(v, v.T)", outer(v, v.T)),
        ("np.vdot(v, v)", dot(v, v)),
        ("v * (v + 1)", odot(v, v + 1)),
        ("np.diagflat(v)", diag(v)),
        ("np.ones((2, 1))", ones("m")),
        ("np.array([[a], [0]])", listed(a, 0)),
        ("np.exp(a) * np.log(b)", exp(a) * log(b)),
        ("sum(X[i, 1] for i in range(2)) / 2", total(i, X[i, 2]) / width("m")),
        ("sum(float(k == 1) * v[k, 0] for k in range(3))", total(k, kronecker(k, 2) * v[k])),
        ("v.T[0, 2]", v.T[3]),
        ("sigmoid(v)", sigmoid(v)),
    ],
)
def test_expressions_read_as_numpy(expected: str, expression: Expr) -> None:
    """With the parentheses they need, and entries counted from 0."""
    sheet = Sheet(POINT, [])
    assert expected == as_numpy(expression, sheet.top)


def test_what_has_no_value_is_refused() -> None:
    """A free name, any function, an unknown width; nothing half done stays behind."""
    sheet = Sheet(POINT, [])
    sheet.fetch()
    j, wide = index("j", over="p"), column("w", "p")
    for lost in (scalar("c"), unspecified("g")(a), total(j, wide[j])):
        whole = let("z", a + 1) + lost
        with pytest.raises(NotInNumPy):
            sheet.tried(partial(as_numpy, whole, sheet.top))
        assert "" == sheet.fetch()


def test_derivatives_without_formula_are_taken_by_differences() -> None:
    """Numbers, gradients and Jacobians, each with its shape."""
    z = let("z", X @ v)
    assert 12 == pytest.approx(value_of(d(a**3 * b**2, a) * Fraction(4, 9), POINT))
    assert np.allclose([[1, 2, 3], [4, 5, 6]], value_of(d(z, v), POINT))
    assert np.allclose([[2], [-4], [6]], value_of(d(dot(v, v), v), POINT))
    assert np.allclose(-4, value_of(d(dot(v, v), v[2]), POINT))


@pytest.mark.parametrize("function", [gate, gelu, gelu.prime, sigmoid.prime, sigmoid.prime.prime])
def test_functions_are_defined_before_they_are_used(function: Any) -> None:
    """By their definition, by what was proved, or by differences."""
    meant = Evaluator(Floats()).value(function(v), floats(POINT))
    assert np.allclose(np.array(meant), value_of(function(v), POINT), rtol=1e-6)


def floats(numbers: Numbers, functions: Mapping[Any, Any] | None = None) -> Any:
    """Return the setting of some numbers, in doubles."""
    values = {name: each(value, float) for name, value in numbers.given.items()}
    return replace(numbers.at, values=values, functions=functions or {}, known={})


def drawn_point(draw: random.Random) -> Numbers:
    """Return small numbers for all names of the stock of random expressions."""
    sizes = {"n": 3, "m": 2, "p": 4, 1: 1, 2: 2}

    def some(name: Name) -> Fraction:
        return Fraction(draw.randint(1 if name.between[0] == 0 else -9, 9), 10)

    def full(name: Name) -> Value:
        if not name.shape:
            return some(name)
        rows, columns = (sizes[width] for width in name.shape)
        return tuple(tuple(some(name) for _ in range(columns)) for _ in range(rows))

    return Numbers({name: full(name) for name in LEAVES})


def test_random_expressions_have_the_same_value() -> None:
    """Sums, products, entries, functions and derivatives, as `evaluate` reads them."""
    compared = differentiated = 0
    for seed in range(240):
        draw = random.Random(seed)
        point, maker = drawn_point(draw), Maker(draw)
        shape = draw.choice([(), ("n", 1), ("n", "m"), (1, "n")])
        tree = maker.array(shape, 3, []) if shape else maker.scalar(3, [])
        sheet = Sheet(point, [], functions={g: sigmoid})
        try:
            meant = Evaluator(Floats()).value(tree, floats(point, {g: sigmoid}))
            source = as_numpy(tree, sheet.top)
        except (NotInNumPy, *REFUSED, ArithmeticError, KeyError, IndexError):
            continue
        expected = np.array(meant, dtype=float)
        if not np.isfinite(expected).all() or abs(expected).max() > 1e6:
            continue
        with np.errstate(all="ignore"):
            found = np.array(ran(source, sheet), dtype=float)
        assert expected.reshape(-1).shape == found.reshape(-1).shape, tree
        assert np.allclose(expected.ravel(), found.ravel(), rtol=1e-6, atol=1e-7), (seed, tree)
        compared += 1
        differentiated += bool(sheet.by_differences)
    assert compared > 120
    assert differentiated > 10
