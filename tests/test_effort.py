"""Effort: counted before any work is done, in operations, wherever a part stands."""

from __future__ import annotations

from functools import reduce

import pytest

from bpcore import (
    N,
    array,
    column,
    d,
    dot,
    exp,
    index,
    let,
    partial,
    prove,
    scalar,
    sigmoid,
    tanh,
    total,
    unspecified,
)
from bpcore.effort import (
    MOST_SIGNS,
    Evaluations,
    bits,
    check_size,
    check_written,
    largest_width,
    signs,
    written_out,
)
from bpcore.errors import StepIsTooLarge
from bpcore.expr import Expr

x, y = scalar("x"), scalar("y")
g = unspecified("g")


def doubled(times: int) -> Expr:
    """Return a product that holds the one before twice, each time under a name of its own."""
    return reduce(lambda inner, k: let(f"u_{k}", inner * inner + 1), range(times), x)


def test_what_is_on_display_is_counted() -> None:
    """What is differentiated by, too; names are one sign each."""
    assert 1 == signs(x)
    assert 5 == signs(x * y + 1)
    assert 5 == signs(d(x + y, x))
    assert 1 == signs(let("z", x * y + 1))


def test_a_part_that_stands_twice_is_counted_twice_and_looked_at_once() -> None:
    """So that a million signs are counted in a moment."""
    many = reduce(lambda inner, _: inner * inner, range(60), x)
    assert 2**61 - 1 == signs(many)
    assert written_out(doubled(200)) > 2**200


def test_names_and_functions_are_written_out() -> None:
    """Names that are kept are one sign; the argument of a function stands as often as it does."""
    z = let("z", x * y)
    assert written_out(z + 1) > written_out(z + 1, lambda name: name is z)
    assert written_out(sigmoid(z)) > written_out(sigmoid(x))
    assert written_out(tanh(z)) - written_out(tanh(x)) == 4 * (written_out(z) - 1)
    assert written_out(tanh.prime(z)) > written_out(tanh(z))


def test_operations_grow_with_widths() -> None:
    """Of a product with both sides, of a slope by an array with its entries."""
    W, v, i = array("W", "n", "m"), column("v", "m"), index("i", "m")
    small, large = Evaluations({"n": 2, "m": 3}), Evaluations({"n": 20, "m": 30})
    assert large.of(W @ v) > 50 * small.of(W @ v)
    assert large.of(partial(dot(v, v), v)) > 20 * small.of(partial(dot(v, v), v))
    assert large.of(total(i, v[i])) == 10 * small.of(total(i, v[i])) == 60
    assert small.of(partial(dot(v, v), v)) > small.of(partial(dot(v, v), v[1]))


def test_a_definition_is_evaluated_once() -> None:
    """However often its name stands there."""
    none = Evaluations({})
    assert none.of(doubled(50)) < 500


def test_digits_of_exact_numbers_are_foreseen() -> None:
    """Powers, unspecified functions that stand for cubics, squares of squares."""
    assert bits(x**10_000, {}) > 100_000
    assert bits(reduce(lambda inner, _: g(inner), range(12), x), {}) > 3**12
    assert bits(doubled(30), {}) > 2**30
    assert bits(exp(x) + N(3), {}) < 100


def test_what_is_too_large_is_refused_with_its_size() -> None:
    """And with what to do about it; what is just small enough passes."""
    long = reduce(lambda inner, _: inner * inner, range(12), x)
    with pytest.raises(StepIsTooLarge, match=rf"8191 signs, more than {MOST_SIGNS}.*names \(let\)"):
        check_size(long)
    with pytest.raises(StepIsTooLarge, match="about 2,989 digits"):
        check_size(x + N(10**3000))
    with pytest.raises(StepIsTooLarge, match="take some of the names as given"):
        check_written(doubled(40))


def test_a_wide_array_is_told_by_its_width() -> None:
    """A letter is advised."""
    v = column("v", 500)
    assert 500 == largest_width((v, x))
    assert 1 == largest_width((x, column("w", "n")))
    with pytest.raises(StepIsTooLarge, match=r"operations, .* a letter for the width 500"):
        prove(partial(dot(v, v), v), 2 * v)
    w = column("v", "n")
    assert "proved for any width" == str(prove(partial(dot(w, w), w), 2 * w))
