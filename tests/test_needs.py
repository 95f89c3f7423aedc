"""What an expression needs is what it takes to have a value: no less, and no more."""

from __future__ import annotations

from random import Random

import pytest

from bpcore import column, d, let, log, matrix, partial, relu, scalar, sigmoid, softplus, tanh
from bpcore.errors import ValuesAreLost
from bpcore.expr import Expr
from bpcore.function import Function
from bpcore.lost_values import condition_of
from bpcore.needs import Kind, needs
from tests.random_gaps import Writer, holds_at, met_at, value

x, z = scalar("x"), scalar("z")
v = column("v", "n")


@pytest.mark.parametrize("seed", range(4))
def test_there_is_a_value_exactly_where_all_needs_are_met(seed: int) -> None:
    """At zeros, ties and kinks of random expressions, against evaluating them."""
    writer = Writer(Random(seed))
    seen = {True: 0, False: 0}
    for _ in range(250):
        node = writer.expression()
        asked = needs(node)
        for _ in range(4 if asked else 1):
            at = writer.point()
            has = value(node, at) is not None
            seen[has] += 1
            if all(need.certain for need in asked):
                assert has == all(met_at(need, at) for need in asked), (node, asked, at.values)
            else:  # more may be asked for than is needed
                assert has or not all(met_at(need, at) for need in asked)
    assert min(seen.values()) > 50


@pytest.mark.parametrize("seed", range(4))
def test_where_a_condition_holds_both_sides_have_a_value_or_neither(seed: int) -> None:
    """Whatever the two sides are: that they are equal is another matter."""
    writer = Writer(Random(100 + seed))
    held = said = 0
    for _ in range(60):
        left, right = scalar_of(writer), scalar_of(writer)
        try:
            condition = condition_of(left, right)
        except ValuesAreLost:
            continue
        said += bool(condition)
        for _ in range(5):
            at = writer.point()
            if holds_at(condition, at):
                held += 1
                has = [value(side, at) is not None for side in (left, right)]
                assert has[0] == has[1], (left, right, str(condition), at.values)
    assert held > 50
    assert said > 20


def scalar_of(writer: Writer) -> Expr:
    """Return a random scalar."""
    node = writer.expression()
    while node.shape:
        node = writer.expression()
    return node


def test_what_is_taken_times_zero_is_needed_too() -> None:
    """Everything that is written counts."""
    assert ["<x is positive>"] == [repr(need) for need in needs(0 * log(x) + z)]


def test_functions_without_gaps_need_nothing() -> None:
    """Nor do their slopes; a gate does only where it is differentiated."""
    for node in (sigmoid(z), tanh(z), softplus(z), d(tanh(z), z), relu(z), sigmoid.prime(z)):
        assert () == needs(node)
    (kink,) = needs(relu.prime(z))
    assert kink.kink


def test_the_domain_of_an_authors_function_is_needed() -> None:
    """At both ends."""
    bell = Function("bell", "b", lambda t: t, domain=(-1, 1))
    assert [Kind.POSITIVE, Kind.POSITIVE] == [need.kind for need in needs(bell(x))]


def test_a_kink_by_one_entry_is_that_of_what_looks_at_it() -> None:
    """Not those of all neurons."""
    W, a = matrix("W", 3, 2), column("a", 2)
    z_ = let("z", W @ a)
    assert ["<z[2] differs from zero>"] == [repr(n) for n in needs(partial(relu(z_)[2], W[2, 1]))]
    assert [] == [repr(n) for n in needs(partial(relu(z_)[2], W[1, 1]))]


def test_an_entry_has_a_value_of_its_own() -> None:
    """Whatever the other entries are."""
    (need,) = needs(log(v)[1])
    assert "v[1]" == repr(need.of)
