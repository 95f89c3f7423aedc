"""Functions: two are given, the others follow, the unspecified ones promise nothing."""

from __future__ import annotations

import mpmath
import pytest

from bpcore import (
    Function,
    N,
    column,
    d,
    exp,
    gate,
    gelu,
    leaky_relu,
    let,
    log,
    log10,
    matrix,
    normal_cdf,
    normal_pdf,
    odot,
    opaque,
    partial,
    positive_part,
    prove,
    relu,
    scalar,
    sigmoid,
    silu,
    softplus,
    sqrt,
    tanh,
    unspecified,
)
from bpcore.domain import Exact, Floats, OutsideDomain, Precise, Unknown
from bpcore.errors import NotAnExpression, StepIsFalse
from bpcore.evaluate import Evaluator, Setting
from bpcore.expr import Expr
from bpcore.function import functions_in
from bpcore.verdict import Rung

z = scalar("z")
p = scalar("p", between=(0, None))


def test_the_slopes_of_the_given_functions() -> None:
    """exp is its own, log has one over its argument."""
    prove(d(exp(z), z), exp(z) * 1)
    prove(d(log(p), p), 1 / p)


def test_the_slope_of_tanh_follows_from_its_definition() -> None:
    """It is never typed anywhere."""
    prove(d(tanh(z), z), 1 - tanh(z) ** 2)


def test_a_wrong_slope_of_tanh_is_refused() -> None:
    """The must-fail twin."""
    with pytest.raises(StepIsFalse):
        prove(d(tanh(z), z), 1 - tanh(z))


def test_the_logarithm_to_base_ten_is_a_multiple() -> None:
    """Not the natural one."""
    prove(log10(p), log(p) / log(10))
    with pytest.raises(StepIsFalse):
        prove(log10(p), log(p) * 1)


def test_primes_are_derivatives() -> None:
    """Of unspecified functions and of those with a meaning."""
    g = unspecified("g")
    prove(d(g(z), z), g.prime(z))
    prove(d(g.prime(z), z), g.prime.prime(z))
    prove(d(sigmoid(z), z), sigmoid.prime(z))


def test_a_prime_is_one_function() -> None:
    """However often it is asked for, and not the function itself."""
    g = unspecified("g")
    assert g.prime is g.prime
    assert g.prime is not g.prime.prime
    with pytest.raises(StepIsFalse):
        prove(g.prime(z), g(z))


def test_given_functions_have_no_prime() -> None:
    """Their derivatives are elementary and are written out."""
    for function in (exp, log, gate, normal_cdf, normal_pdf):
        with pytest.raises(NotAnExpression, match="write the derivative"):
            _ = function.prime


def test_two_unspecified_functions_are_two() -> None:
    """Even where they have one letter."""
    g, other = unspecified("g"), unspecified("g")
    with pytest.raises(StepIsFalse):
        prove(2 * g(z), g(z) + other(z))


def test_a_function_is_named_by_letters() -> None:
    """Nothing else prints as a function."""
    for text in ("g_1", "2", ""):
        with pytest.raises(NotAnExpression):
            unspecified(text)


def test_only_unspecified_functions_are() -> None:
    """Neither a given one, nor a defined one, nor a derivative."""
    g = unspecified("g")
    assert g.unspecified
    assert not any(f.unspecified for f in (exp, log, sigmoid, tanh, log10, g.prime))


# -- gates and the functions made of them -------------------------------------------------------

SLOPES = [
    (relu, gate(z) * 1),
    (positive_part, gate(z) * 1),
    (leaky_relu, gate(z) + N(1, 100) * (1 - gate(z))),
    (softplus, sigmoid(z) * 1),
    (silu, sigmoid(z) * (1 + z * (1 - sigmoid(z)))),
    (gelu, normal_cdf(z) + z * normal_pdf(z)),
    (normal_cdf, normal_pdf(z) * 1),
    (normal_pdf, -z * normal_pdf(z)),
]


@pytest.mark.parametrize(("function", "slope"), SLOPES, ids=lambda one: repr(one))
def test_slopes_are_proved(function: Function, slope: Expr) -> None:
    """For all values, not at points; and not the negative."""
    assert Rung.SYMBOLS is prove(d(function(z), z), slope).rung
    with pytest.raises(StepIsFalse):
        prove(d(function(z), z), -slope)


def test_a_root_is_what_its_square_says() -> None:
    """Its laws and its slope are proved where it has a value; nothing is claimed elsewhere."""
    t = scalar("t", between=(0, None))
    assert Rung.SYMBOLS is prove(sqrt(t) ** 2, t).rung
    assert Rung.SYMBOLS is prove(d(sqrt(t), t), 1 / (2 * sqrt(t))).rung
    for wrong in (2 * sqrt(t), 1 / sqrt(t), -1 / (2 * sqrt(t))):
        with pytest.raises(StepIsFalse):
            prove(d(sqrt(t), t), wrong)
    for number in (0.1, 2.0):
        found = Evaluator(Floats()).value(sqrt(t), Setting({t: number}))
        assert abs(found**2 - number) < 1e-14


def test_functions_have_their_values() -> None:
    """Compared with mpmath's own, at both sides of the kink and at it."""
    mp = mpmath.mp.clone()
    mp.dps = 60
    known = {
        relu: lambda t: max(t, mp.mpf(0)),
        leaky_relu: lambda t: t if t > 0 else t / 100,
        softplus: lambda t: mp.log1p(mp.exp(t)),
        silu: lambda t: t / (1 + mp.exp(-t)),
        gelu: lambda t: t * (1 + mp.erf(t / mp.sqrt(2))) / 2,
        gate: lambda t: mp.mpf(t > 0),
        normal_cdf: lambda t: (1 + mp.erf(t / mp.sqrt(2))) / 2,
        normal_pdf: lambda t: mp.exp(-t * t / 2) / mp.sqrt(2 * mp.pi),
    }
    for function, value in known.items():
        for number in (-3, -0.25, 0, 0.5, 2):
            true = value(mp.mpf(number))
            for domain, digits in ((Precise(), 45), (Floats(), 13)):
                found = Evaluator(domain).value(
                    function(z), Setting({z: domain.number(N(0).value) + number})
                )
                assert abs(found - true) <= 10**-digits * max(1, abs(true)), (function, number)


def test_the_slopes_of_what_is_given_are_those_of_mpmath() -> None:
    """Gate, normal distribution and density are taken as given, so they are compared."""
    mp = mpmath.mp.clone()
    mp.dps = 60
    for number in ("-2.5", "-0.3", "0.7", "3"):
        t = mp.mpf(number)
        for function, slope in (
            (mp.ncdf, mp.npdf(t)),
            (mp.npdf, -t * mp.npdf(t)),
            (lambda u: mp.mpf(u > 0), 0),
        ):
            assert abs(mp.diff(function, t) - slope) < mp.mpf(10) ** -25


def test_a_gate_has_no_slope_at_zero() -> None:
    """Nor has anything made of it; elsewhere the slope is nought."""
    evaluator = Evaluator(Precise())
    for function in (gate, relu, leaky_relu):
        with pytest.raises(OutsideDomain):
            evaluator.value(d(function(z), z), Setting({z: 0}))
    assert 0 == evaluator.value(d(gate(z), z), Setting({z: 1}))


def test_exact_numbers_know_gates() -> None:
    """Of rational numbers, not of unknown ones."""
    exact = Exact()
    assert (1, 0, 0) == tuple(exact.gate(N(n, 2).value) for n in (3, 0, -1))
    assert isinstance(exact.gate(Unknown()), Unknown)
    assert N(1, 2).value == exact.Phi(N(0).value)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (gate(z) ** 2, gate(z) * 1),
        (relu(z) * gate(z), relu(z) * 1),
        (gate(relu(z)), gate(z)),
        (relu(-z), relu(z) - z),
        (relu(2 * z), 2 * relu(z)),
        (relu(z) - relu(-z), 1 * z),
        (relu(z) * relu(-z) + z, z * 1),
        (gate(z - 2), gate(z) * gate(z - 2)),
    ],
)
def test_gates_are_decided_case_by_case(left: Expr, right: Expr) -> None:
    """Open, shut and at the kink."""
    assert Rung.SYMBOLS is prove(left, right).rung


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (gate(z) + gate(-z), N(1)),  # false at zero only
        (gate(z - 1000), N(0) * z),  # false far away only
        (relu(z - 1000) + z, 1 * z),
        (relu(2 * z), 4 * relu(z)),
        (gate(z) ** 2, 2 * gate(z)),
    ],
)
def test_points_are_no_proof_where_something_switches(left: Expr, right: Expr) -> None:
    """However many agree: they can all lie on one side."""
    with pytest.raises(StepIsFalse):
        prove(left, right)


def test_layers_of_relu_have_gates_at_any_width() -> None:
    """The hidden step of backpropagation, and what becomes of it with the gate left out."""
    x, b, W = column("x", "m"), column("b", "n"), matrix("W", "n", "m")
    s = let("s", W @ x + b)
    a = let("a", relu(s))
    C = opaque("C", a)
    assert Rung.INDICES is prove(partial(C, s), odot(partial(C, a), gate(s))).rung
    with pytest.raises(StepIsFalse):
        prove(partial(C, s), partial(C, a))
    g = let("g", gelu(s))
    K = opaque("K", g)
    slope = normal_cdf(s) + odot(s, normal_pdf(s))
    assert Rung.INDICES is prove(partial(K, s), odot(partial(K, g), slope)).rung


def test_functions_are_found_inside_functions() -> None:
    """Whoever uses a gate, however deep."""
    assert gate in functions_in(relu)
    assert gate in functions_in(leaky_relu.prime)
    assert gate not in functions_in(softplus)
    assert sigmoid in functions_in(silu)
