"""Bounds of expressions: proved at any width, and never beyond what values show."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

import pytest

from bpcore import (
    N,
    closed,
    column,
    d,
    diag,
    dot,
    exp,
    gate,
    gelu,
    index,
    kronecker,
    leaky_relu,
    let,
    log,
    log10,
    matrix,
    normal_cdf,
    normal_pdf,
    odot,
    ones,
    opaque,
    outer,
    positive_part,
    relu,
    scalar,
    sigmoid,
    silu,
    softplus,
    sqrt,
    tanh,
    total,
    unspecified,
    width,
)
from bpcore.bounds import assumptions, interval, nonnegative, nonzero, positive, proved
from bpcore.domain import OutsideDomain, Precise
from bpcore.errors import StepIsFalse, StepIsUndecided
from bpcore.evaluate import Evaluator, Setting
from bpcore.expr import Array, Expr, Name
from bpcore.function import Function
from bpcore.ladder import check_interval

z, x = scalar("z"), scalar("x")
h, p, g = (
    scalar("h", between=(0, 1)),
    scalar("p", between=(0, None)),
    scalar("g", between=(None, -1)),
)
r = scalar("r", between=(closed(0), closed(2)))
u, W, n = column("u", "n"), matrix("W", "n", "n"), width("n")
i, k, c = index("i", "n"), index("k", "n"), index("c", 3)
t = column("t", 3)
S = let("S", total(k, exp(u[k])))
mu = let("mu", total(k, u[k]) / n)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (N(1, 2), "[1/2, 1/2]"),
        (n, "[1, oo)"),
        (1 / n, "(0, 1]"),
        (p, "(0, oo)"),
        (r, "[0, 2]"),
        (z, "(-oo, oo)"),
        (opaque("C", u), "(-oo, oo)"),
        (unspecified("f")(z), "(-oo, oo)"),
        (z * z, "[0, oo)"),
        (z * x * z * x, "[0, oo)"),
        (z * x, "(-oo, oo)"),
        (z**2 + 1, "[1, oo)"),
        (1 / (z**2 + 1), "(0, 1]"),
        (z**-2, "(0, oo)"),
        (z**3, "(-oo, oo)"),
        (-(z**4), "(-oo, 0]"),
        (h * (1 - h), "(0, 1/4]"),
        (h - h**2, "(0, 1/4]"),
        (r * (2 - r), "[0, 1]"),
        (z**2 - 10 * z + 25, "[0, oo)"),
        (x**2 - 2 * x * z + z**2 + 3, "[3, oo)"),
        (z - z, "[0, 0]"),
        (u.T @ u, "[0, oo)"),
        (dot(u, u), "[0, oo)"),
        (dot(u, ones("n")), "(-oo, oo)"),
        (total(k, u[k] ** 2) / n, "[0, oo)"),
        (total(k, sigmoid(u[k])) / n, "(0, 1)"),
        (1 / n * total(k, sigmoid(u[k])), "(0, 1)"),
        (total(k, sigmoid(u[k])), "(0, oo)"),
        (total(c, sigmoid(t[c])), "(0, 3)"),
        (total(k, (u[k] - mu) ** 2) / n, "[0, oo)"),
        (S, "(0, oo)"),
        (exp(u) / S, "(0, 1]"),
        (exp(t) / total(c, exp(t[c])), "(0, 1)"),
        (exp(u[1] - x) / total(k, exp(u[k] - x)), "(0, 1]"),
        (1 - exp(u[1]) / S, "[0, 1)"),
        (dot(u, u) / (1 + dot(u, u)), "[0, 1)"),
        (exp(z) / (exp(z) + exp(x)), "(0, 1)"),
        (sigmoid(z), "(0, 1)"),
        (sigmoid(p), "(1/2, 1)"),
        (d(sigmoid(z), z), "(0, 1/4]"),
        (1 - tanh(z) ** 2, "(0, 1]"),
        (tanh(z) / 2 + N(1, 2), "(0, 1)"),
        (exp(-(z**2)), "(0, 1]"),
        (exp(p), "(1, oo)"),
        (log(1 + p), "(0, oo)"),
        (log(h), "(-oo, 0)"),
        (sqrt(z**2 + 4), "[2, oo)"),
        (relu(z), "[0, oo)"),
        (relu(z) - relu(z - 6), "[0, 6]"),
        (relu(h), "(0, 1)"),
        (leaky_relu(g), "(-oo, -1/100)"),
        (positive_part(r - 1), "[0, 1]"),
        (gate(p), "[1, 1]"),
        (gate(g), "[0, 0]"),
        (gate(z), "[0, 1]"),
        (h - positive_part(h - N(9, 10)), "(0, 9/10]"),
        (softplus(z), "(0, oo)"),
        (silu(z), "(-1/3, oo)"),
        (gelu(p), "(0, oo)"),
        (normal_cdf(p), "(1/2, 1)"),
        (normal_pdf(z), "(0, 2/5)"),
        (kronecker(i, k), "[0, 1]"),
        (diag(sigmoid(u)), "[0, 1)"),
        (outer(sigmoid(u), sigmoid(u).T), "(0, 1)"),
        (odot(u, u), "[0, oo)"),
        (W.T @ W, "(-oo, oo)"),
        (Array(((h, N(2)),))[1], "(0, 1)"),
        (Array(((h, N(2)),)), "(0, 2]"),
        (log10(p + 1), "(0, oo)"),
        (Function("cube", "q", lambda a: a**3 + 1)(p), "(1, oo)"),
    ],
)
def test_an_expression_lies_where_it_does(expression: Expr, expected: str) -> None:
    """No further than can be said exactly, as a rule."""
    assert expected == str(interval(expression))


def test_words_for_signs() -> None:
    """What is not proved is not said."""
    assert positive(1 + z**2)
    assert not positive(z**2)
    assert nonnegative(z**2)
    assert not nonnegative(z**3)
    assert nonzero(g)
    assert nonzero(-1 - z**2)
    assert not nonzero(z)
    assert positive(z**4 - 2 * z**2 + N(1001, 1000))  # by counting roots
    assert not positive(z**4 - 2 * z**2 + 1)


def test_a_definition_is_asked_and_not_believed() -> None:
    """Nor is one that stands on it, unless it is assumed."""
    lie = let("v", z**2 - 1, between=(0, None))
    assert not proved(lie)
    assert not positive(lie)
    assert not positive(2 * lie)
    assumed = let("v", z**2 - 1, between=(0, None), assume=True)
    assert positive(2 * assumed)
    assert proved(let("v", z**2 + 1, between=(closed(1), None)))
    assert not proved(let("v", z**2 + 1, between=(1, None)))


def test_assumptions_are_told() -> None:
    """All that an expression leads to, in order."""
    one = let("v", z**2 - 1, between=(0, None), assume=True)
    other = let("a", x - 1, between=(0, None), assume=True)
    deep = let("w", one * other)
    assert [other, one] == assumptions(deep + h)
    assert [] == assumptions(h * p, S)


def test_what_cannot_be_proved_is_refused_with_what_can() -> None:
    """And with what to do."""
    lie = let("v", (z - 5) ** 2 - N(1, 100), between=(0, None))
    with pytest.raises(StepIsUndecided, match=r"no more could be proved than \[-1/100, oo\)"):
        check_interval(lie)
    with pytest.raises(StepIsUndecided, match="assume=True"):
        check_interval(lie)
    with pytest.raises(StepIsFalse, match="is said to lie between"):
        check_interval(let("v", z, between=(0, None)))
    with pytest.raises(StepIsUndecided, match="it does at none of"):
        check_interval(let("v", -(z**2), between=(0, None), assume=True))
    check_interval(let("v", (z - 5) ** 2 - N(1, 100), between=(0, None), assume=True))


# -- against numbers -------------------------------------------------------------------------


NAMES = (z, x, h, p, g, r)
FAR = tuple(map(Fraction, ("0", "1", "-1", "1/2", "-1/2", "2", "-3", "1/1000000", "40", "-40")))


def drawn(draw: random.Random, depth: int) -> Expr:
    """Return a random expression of one number or several."""

    def inner() -> Expr:
        return drawn(draw, depth - 1)

    if depth <= 0:
        return draw.choice((*NAMES, z, x, N(draw.choice((-2, 1, 3)), draw.choice((1, 2)))))
    same = inner()
    makes: list[Callable[[], Expr]] = [
        lambda: inner() + inner(),
        lambda: inner() - inner(),
        lambda: inner() * inner(),
        lambda: same * (1 - same),
        lambda: same * same,
        lambda: inner() / (1 + same**2),
        lambda: same / (same + 1),
        lambda: exp(same) / (exp(same) + exp(inner())),
        lambda: inner() ** draw.choice((2, 2, 3, -1, -2)),
        lambda: -same,
        lambda: let("q", same) + inner(),
        *[
            lambda: draw.choice((exp, sigmoid, tanh, softplus, relu, leaky_relu, gate, silu, gelu))(
                same
            )
        ]
        * 3,
        lambda: draw.choice((log, sqrt, normal_cdf, normal_pdf, log10, positive_part))(same),
        lambda: d(draw.choice((sigmoid, tanh, softplus))(same), z),
        lambda: relu(same) - relu(same - 1),
    ]
    return draw.choice(makes)()


def some(name: Name, draw: random.Random) -> Fraction:
    """Return a number of a name's interval, far out and at its reached ends too."""
    low, high = name.between
    if low is not None and high is not None:
        reached = [e for e, closed_ in zip((low, high), name.closed, strict=True) if closed_]
        near = [low + (high - low) * share for share in (Fraction(1, 10**9), Fraction(1, 2))]
        return draw.choice([*near, high - (high - low) / 10**9, *reached])
    size = abs(draw.choice(FAR)) + Fraction(1, 10**9)
    if low is not None:
        return low + size
    return high - size if high is not None else draw.choice(FAR)


def test_no_value_lies_outside() -> None:
    """Of two hundred random expressions, each at some points, to fifty digits."""
    draw, evaluator, looked_at, told = random.Random(11), Evaluator(Precise()), 0, 0
    for _ in range(200):
        expression = drawn(draw, draw.choice((1, 2, 2, 3)))
        lies = interval(expression)
        told += lies.low is not None or lies.high is not None
        for _ in range(8):
            at = {name: Precise().number(some(name, draw)) for name in NAMES}
            try:
                value = evaluator.value(expression, Setting(at))
            except (ZeroDivisionError, OutsideDomain, OverflowError):
                continue
            looked_at += 1
            slack = Precise().number(Fraction(1, 10**40)) * (1 + abs(value))
            for end, sign in ((lies.low, 1), (lies.high, -1)):
                if end is not None:
                    assert sign * (value - Precise().number(end)) > -slack, (expression, at, lies)
    assert looked_at > 1000
    assert told > 80
