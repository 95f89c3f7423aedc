"""Names are replaced by what they mean, and proved equalities are put to use, capturing nothing."""

from __future__ import annotations

import pytest

from bpcore import column, d, exp, index, let, log, opaque, partial, prove, scalar, sigmoid, total
from bpcore.tree import free_indices, key
from bpcore.unfold import (
    Binding,
    filled,
    match,
    open_names,
    rewritten,
    same_by_definition,
    unfolded,
)

x, y, p = scalar("x"), scalar("y"), scalar("p")
z = let("z", x * y)
a = let("a", sigmoid(z))
L = let("L", log(a))
C = opaque("C", a)
u, v = column("u", "n"), column("v", "n")
i, j = index("i", over="n"), index("j", over="n")


def test_a_name_is_replaced_by_its_definition() -> None:
    """All the way down, in the author's order."""
    assert "log(sigmoid(x * y))" == repr(unfolded(L))
    assert "log(1 / (1 + exp(-x * y)))" == repr(unfolded(L, functions=True))


def test_the_variable_of_a_derivative_is_held_inside_it() -> None:
    """And opened outside."""
    assert "d(log(a), a) * sigmoid(x * y)" == repr(unfolded(d(L, a) * a))


def test_sums_behind_names_keep_their_own_index() -> None:
    """A name that adds over i may stand in another sum over i."""
    S = let("S", total(i, u[i]))
    whole = total(i, S * v[i])
    assert key(unfolded(whole)) == key(total(i, total(j, u[j]) * v[i]))
    prove(whole, S * total(i, v[i]))


def test_same_by_definition() -> None:
    """Names, then functions; nothing that algebra would have to show."""
    assert same_by_definition(L, log(a))
    assert same_by_definition(sigmoid(p), 1 / (1 + exp(-p)))
    assert not same_by_definition(x + y, y + x)
    assert not same_by_definition(d(L, a), d(L, z))


@pytest.mark.parametrize(
    ("fits", "node"),
    [
        (True, d(sigmoid(x), x)),
        (True, d(sigmoid(z), z)),
        (True, d(sigmoid(u[i]), u[i])),
        (False, d(sigmoid(x), y)),
        (False, d(exp(x), x)),
        (False, sigmoid(x)),
    ],
)
def test_a_free_name_of_a_pattern_stands_for_anything(fits: bool, node: object) -> None:
    """For the same thing everywhere."""
    pattern = d(sigmoid(p), p)
    assert fits == match(pattern, node, {}, frozenset({p}))  # type: ignore[arg-type]


def test_a_name_that_is_not_open_stands_for_itself() -> None:
    """The must-fail twin; a shape must fit too."""
    assert not match(p, x, {}, frozenset())
    assert not match(p, u, {}, frozenset({p}))
    assert match(p, p, {}, frozenset())


def test_names_tied_to_a_definition_are_not_open() -> None:
    """What holds for L and its z says nothing about another z."""
    assert frozenset({p}) == open_names(d(sigmoid(p), p), sigmoid(p) * (1 - sigmoid(p)))
    assert frozenset() == open_names(d(L, z), 1 - a)
    assert frozenset({p}) == open_names(d(L, z) * p, p * (1 - a))
    assert frozenset({p}) == open_names(partial(C, a) * p, p * partial(C, a))


def test_an_equality_is_put_to_use_wherever_it_fits() -> None:
    """Twice here, and not where it does not fit."""
    slope = (d(sigmoid(p), p), sigmoid(p) * (1 - sigmoid(p)))
    found = rewritten(d(sigmoid(x), x) + d(sigmoid(y), y) + d(exp(x), x), [slope])
    expected = "sigmoid(x) * (1 - sigmoid(x)) + sigmoid(y) * (1 - sigmoid(y)) + d(exp(x), x)"
    assert expected == repr(found)


def test_no_sum_catches_the_index_of_what_is_put_in() -> None:
    """The i that was free before is free afterwards."""
    bound: Binding = {p: u[i]}
    found = filled(total(i, v[i] * p), bound)
    assert frozenset({i}) == free_indices(found)
    assert key(found) == key(total(j, v[j] * u[i]))


def test_what_is_held_is_not_opened_inside() -> None:
    """It would move along; what depends on it is opened down to it."""
    w = let("w", z**2)
    f = let("f", x * z * w)
    assert repr(unfolded(partial(f, x, holding=z))) == "partial(x * z * z**2, x, holding=z)"
    assert repr(unfolded(d(f, x))) == "d(x * (x * y) * (x * y)**2, x)"
    assert not same_by_definition(partial(f, x, holding=z), d(f, x))
    assert same_by_definition(partial(f, x, holding=z), partial(x * z * z**2, x, holding=z))


def test_a_pattern_fits_only_what_holds_the_same() -> None:
    """Whole slopes and slopes with something held are different things."""
    f = let("f", x * z)
    held = partial(f, x, holding=z)
    assert match(held, partial(f, x, holding=z), {}, frozenset())
    assert not match(held, d(f, x), {}, frozenset())
    assert not match(d(f, x), held, {}, frozenset())
