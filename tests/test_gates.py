"""The gates of a normal form: what they wait for, and what is taken apart for it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bpcore import closed, column, d, exp, gate, index, relu, scalar, total
from bpcore.expr import Expr, expr
from bpcore.gates import Gates, common, has_gates, holds, is_inside, quadratic, unmarked
from bpcore.indexed import HERE, Reader, Reading, whole_entry
from bpcore.normal import Poly, number, plus, scaled, times

x, y, z = scalar("x"), scalar("y"), scalar("z")
p, q = scalar("p", between=(0, 1)), scalar("q", between=(closed(0), None))
u, v = column("u", "n"), column("v", "n")
i, k = index("i", "n"), index("k", "n")


def read(one: Expr | int, reader: Reader) -> Poly:
    """Return the normal form of an entry, with functions written out."""
    whole = expr(one)
    at = whole_entry(whole) if whole.shape else HERE
    return reader.entry(whole, at, Reading(lambda name: True, functions=True))


def equal(left: Expr, right: Expr | int) -> bool:
    """Tell whether two expressions are shown to be equal region by region."""
    reader = Reader()
    form = plus(read(left, reader), scaled(read(right, reader), Fraction(-1)))
    return holds(form, Gates(reader.changed, reader.lies))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (x + relu(y - x), y + relu(x - y)),
        (gate(x * y), gate(x) * gate(y) + gate(-x) * gate(-y)),
        (gate(exp(x) * y / p), gate(y)),
        (gate(2 - p), 1),
        (gate(1 + q), 1),
        (gate(4 - (x - y) ** 2), gate(2 - x + y) * gate(2 + x - y)),
        (gate(x**2 + 1), 1),
        (relu(relu(x) - 1), relu(x - 1)),
        (d(relu(z), z), 1 - gate(-z)),
        (d(relu(z), z), (gate(z) + 1 - gate(-z)) / 2),
        (total(i, relu(u[i])), total(k, relu(-u[k]) + u[k])),
        (relu(u - v) + v, relu(v - u) + u),
    ],
)
def test_what_holds_in_every_region_is_proved(left: Expr, right: Expr | int) -> None:
    """At every sign, at ties, inside sums; no derivative at its kink."""
    assert equal(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (x + relu(y - x), y + relu(x - y) + 1 - gate(x - y) - gate(y - x)),
        (gate(x * y), gate(x) * gate(y)),
        (gate(exp(x) * y * z), gate(y)),
        (gate(q), 1),  # zero is reached
        (gate(4 - (x - y) ** 2), gate(2 - x + y)),
        (gate(x**2), 1),
        (gate(z) + gate(-z), 1),
        (d(relu(z) ** 2, z), 2 * relu(z) + 1 - gate(z) - gate(-z)),
        (d(relu(z), z), gate(z) - gate(z - 5) * gate(6 - z)),
        (total(i, relu(u[i])), total(k, u[k])),
        (gate(u[i] - u[k]) + gate(u[k] - u[i]), 1),  # the indices may be the same
        (relu(total(i, u[i])), total(i, relu(u[i]))),
    ],
)
def test_what_fails_in_a_region_is_not(left: Expr, right: Expr | int) -> None:
    """The must-fail twins."""
    assert not equal(left, right)


def test_a_derivative_marks_the_gates_it_goes_through() -> None:
    """Those that depend on its variable, however deep, and no others."""
    reader = Reader()
    form = read(d(relu(x * relu(y)) * gate(z), x), reader)
    gates = {atom for (_, factors), _ in form for atom, _ in factors if has_gates((atom,))}
    assert {is_inside(atom) for atom in gates} == {True, False}
    plain = unmarked(form, Gates(reader.changed, reader.lies))
    assert not any(is_inside(atom) for (_, factors), _ in plain for atom, _ in factors)


def test_a_factor_of_every_term_comes_out() -> None:
    """Not one that stands in some terms only, and not what is a sum's own."""
    reader = Reader()
    assert len(common(read(x * y + x * z, reader))) == 1
    assert common(read(x * y + z, reader)) == {}
    assert common(read(x, reader)) == {}
    assert list(common(read(x**2, reader)).values()) == [2]
    assert common(read(total(i, u[i] * v[i]), reader)) == {}


@pytest.mark.parametrize(
    ("form", "parts"),
    [
        (x**2 - 9, 2),
        (4 - (x - y) ** 2, 2),
        (3 * x**2 + 6 * x * y + 3 * y**2, 2),
        (x**2 + 1, 1),
        (x**2 - 2, 1),
        (x**2 - y, 1),
        (x**3 - x**2 - 1, 1),
        (x + y, 1),
    ],
)
def test_roots_take_a_quadratic_apart(form: Expr, parts: int) -> None:
    """Where they can be written; the product is the form again."""
    reader = Reader()
    whole = read(form, reader)
    found = quadratic(whole)
    product = number(1)
    for part in found:
        product = times(product, part)
    assert (len(found), product) == (parts, whole)
