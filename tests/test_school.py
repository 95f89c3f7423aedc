"""The rules of school against dual numbers, for every function of the book."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bpcore import (
    N,
    column,
    dot,
    exp,
    gelu,
    index,
    leaky_relu,
    log,
    log10,
    normal_cdf,
    normal_pdf,
    positive_part,
    relu,
    scalar,
    sigmoid,
    silu,
    softplus,
    sqrt,
    tanh,
    total,
)
from bpcore.domain import Floats
from bpcore.errors import NotDifferentiable
from bpcore.evaluate import Evaluator, Setting
from bpcore.expr import Derivative, Expr
from bpcore.function import Function
from bpcore.school import prime, slope

t = scalar("t")
FUNCTIONS = [
    *(sigmoid, tanh, relu, leaky_relu, softplus, silu, gelu, positive_part),
    *(log10, sqrt, sigmoid.prime, tanh.prime),
]


def value(expression: Expr, at: Fraction) -> float:
    """Return the value of an expression at a number."""
    return float(Evaluator(Floats()).value(expression, Setting({t: float(at)})))


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda one: one.text)
def test_primes_of_functions(function: Function) -> None:
    """On both sides of zero, where they are defined."""
    for at in (Fraction(-3, 2), Fraction(2, 5), Fraction(3)):
        if function in (log10, sqrt) and at < 0:
            continue
        meant = value(Derivative(function(t), t), at)
        assert meant == pytest.approx(value(prime(function.prime, t), at), rel=1e-12)


def test_what_school_does_not_know_is_refused() -> None:
    """Sums over an index, and arrays."""
    v = column("v", "n")
    k = index("k", over="n")
    for unknown in (total(k, v[k]), dot(v, v)):
        with pytest.raises(NotDifferentiable, match="school knows no rule"):
            slope(unknown, t)


@pytest.mark.parametrize(
    "expression",
    [
        (t + 1) * (2 - t) / (1 + t**2),
        exp(-t) * log(1 + t**2),
        (t**3 - N(1, 2)) ** -2,
        -(1 / t),
        N(3) - 2 * t,
        normal_cdf(t**2) * normal_pdf(1 - t),
        sigmoid(tanh(t)) / 4,
        (1 - exp(t)) * (-t),
    ],
    ids=repr,
)
def test_slopes_of_expressions(expression: Expr) -> None:
    """Sums, products, quotients, powers, functions inside functions."""
    for at in (Fraction(-3, 2), Fraction(2, 5)):
        meant = value(Derivative(expression, t), at)
        assert meant == pytest.approx(value(slope(expression, t), at), rel=1e-12)
