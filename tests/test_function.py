"""Functions: two are given, the others follow, the unspecified ones promise nothing."""

from __future__ import annotations

import pytest

from bpcore import d, exp, log, log10, prove, scalar, sigmoid, tanh, unspecified
from bpcore.errors import NotAnExpression, StepIsFalse

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
    for function in (exp, log):
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
