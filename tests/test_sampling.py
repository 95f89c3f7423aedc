"""Where two sides are compared: generic, unsymmetric, of both signs, the same on every machine."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations

import pytest

from bpcore import (
    array,
    column,
    d,
    index,
    kronecker,
    let,
    log,
    partial,
    proved,
    scalar,
    sigmoid,
    total,
    unspecified,
    width,
)
from bpcore.domain import Floats
from bpcore.expr import Array
from bpcore.sampling import (
    Sampler,
    converted,
    displayed,
    functions_under,
    further_assignments,
    in_order,
    index_assignments,
    largest_place,
    leaves,
    readable,
    readable_points,
    told_apart,
    variables,
    width_assignments,
    width_letters,
)

w, x, b = scalar("w"), scalar("x"), scalar("b")
z = let("z", w * x + b)
a = let("a", sigmoid(z))
L = let("L", -log(a))


def test_names_on_display_vary_first() -> None:
    """With the variables of the derivatives, and what those leave open."""
    assert [a, z] == displayed((d(a, z), a * (1 - a)))
    assert [x] == displayed((d(w * x, w) * 1, x))[1:]


def test_then_the_variables_of_derivatives_vary() -> None:
    """Names are followed down to them and no further."""
    assert [z] == variables((d(L, z), a - 1))
    assert [b, w, x] == variables((d(L, w), (a - 1) * x))


def test_then_only_leaves_vary() -> None:
    """All the way down."""
    assert [b, w, x] == leaves((d(L, z), a - 1))


def test_names_in_written_arrays_are_on_display() -> None:
    """Their rows are looked into."""
    assert [b, w] == displayed((Array(((w, b),)), Array(((w, b),))))


def test_namesakes_stand_in_order_of_appearance() -> None:
    """And are told apart by a number, so that they take values of their own."""
    one, two = scalar("q"), scalar("q")
    found = in_order({two, one}, (one * two, two))
    assert [one, two] == found
    assert [(one, 0), (two, 1)] == list(told_apart(found))
    sampler = Sampler(1)
    assert sampler.generic(one, 1, 1, 0, 0) != sampler.generic(two, 1, 1, 0, 1)


def test_letters_of_widths_are_found_everywhere() -> None:
    """In shapes, sums, numbers, deltas, behind names."""
    i, j = index("i", over="k"), index("j", over="q")
    X = array("X", "m", "n")
    assert [] == width_letters((w, x))
    assert ["m", "n"] == width_letters((X, X))
    assert ["k", "q"] == width_letters((kronecker(i, i), kronecker(j, j)))
    assert ["p"] == width_letters((1 / width("p"), w))
    y = column("y", "m")
    row = index("r", over="m")
    assert ["m"] == width_letters((let("s", total(row, y[row])), w))


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_widths_are_distinct_and_at_least_two(count: int) -> None:
    """In every assignment; no two have the same numbers, nor the same sum or product of them."""
    letters = [f"n{k}" for k in range(count)]
    found = [*width_assignments(letters), *further_assignments(letters)]
    for assignment in found:
        assert letters == list(assignment)
        assert count == len(set(assignment.values()))
        assert min(assignment.values()) >= 2
    for of_all in (sorted, sum, math.prod):
        totals = {str(of_all(assignment.values())) for assignment in found}
        assert len(found) == len(totals) == 5


def test_no_letter_is_larger_than_another_in_every_assignment() -> None:
    """Nor does one keep its number."""
    for first, second in combinations(range(3), 2):
        found = [list(one.values()) for one in width_assignments(["k", "m", "n"])]
        assert {True, False} == {one[first] < one[second] for one in found}
        assert all(len({one[place] for one in found}) > 1 for place in (first, second))


def test_a_single_width_is_tried_at_three_sizes() -> None:
    """None at all where there is no letter."""
    assert [{"n": 2}, {"n": 3}, {"n": 4}] == width_assignments(["n"])
    assert [{}] == width_assignments([])
    assert [] == further_assignments([])


def test_widths_reach_the_largest_entry_that_is_named() -> None:
    """The third entry of a column needs three of them, whatever letter its width has."""
    v, x = column("v", "n"), column("x", "m")
    assert 3 == largest_place((v[1] + v[3], x[2]))
    assert 1 == largest_place((v, x))
    assert [{"n": 3}, {"n": 4}, {"n": 5}] == width_assignments(["n"], 3)
    assert {"m": 3, "n": 4} == width_assignments(["m", "n"], 3)[0]
    assert all(min(one.values()) >= 9 for one in further_assignments(["m", "n"], 9))
    assert proved(v[3] - x[3], -(x[3] - v[3]))


def test_every_value_of_a_free_index_is_tried() -> None:
    """All pairs of two."""
    i, j = index("i", over="m"), index("j", over=3)
    found = index_assignments(frozenset({i, j}), {"m": 2})
    assert 6 == len(found)
    assert {(1, 3), (2, 1)} <= {(one[i], one[j]) for one in found}


def test_generic_values_keep_to_their_interval() -> None:
    """Strictly inside, and of both signs where there is none."""
    sampler = Sampler(7)
    inside = scalar("p", between=(0, 1))
    drawn = [sampler.generic(inside, 1, 1, turn)[0][0] for turn in range(50)]
    assert all(0 < value < 1 for value in drawn)
    free = [sampler.generic(w, 1, 1, turn)[0][0] for turn in range(50)]
    assert min(free) < 0 < max(free)
    half = [sampler.generic(scalar("h", between=(2, None)), 1, 1, k)[0][0] for k in range(20)]
    assert all(value > 2 for value in half)


def test_generic_arrays_are_unsymmetric() -> None:
    """No two entries are alike, and none is nought or one."""
    rows = Sampler(3).generic(array("X", "m", "n"), 3, 3, 0)
    values = [value for row in rows for value in row]
    assert len(values) == len(set(values))
    assert not {0, 1} & set(values)
    assert rows[0][1] != rows[1][0]


def test_the_same_seed_gives_the_same_values() -> None:
    """Another seed, another turn gives others."""
    assert Sampler(3).generic(w, 2, 2, 0) == Sampler(3).generic(w, 2, 2, 0)
    assert Sampler(3).generic(w, 2, 2, 0) != Sampler(4).generic(w, 2, 2, 0)
    assert Sampler(3).generic(w, 2, 2, 0) != Sampler(3).generic(w, 2, 2, 1)


def test_unspecified_functions_are_found_once() -> None:
    """Also behind names and primes; two of one letter are two."""
    g, h, other = unspecified("g"), unspecified("h"), unspecified("g")
    hidden = let("q", g(x))
    assert [g, h] == functions_under((hidden + h(x), g.prime(x)))
    assert [g, other] == functions_under((g(x), other(x)))
    assert Sampler(1).coefficients(g, 0, 0) != Sampler(1).coefficients(other, 0, 1)


def test_readable_points_are_short_numbers_inside_the_interval() -> None:
    """Simplest first."""
    assert Fraction(0) == readable(w)[0]
    assert Fraction(1, 2) == readable(scalar("p", between=(0, 1)))[0]
    assert all(value > 2 for value in readable(scalar("h", between=(2, None))))


def test_readable_points_fill_arrays_unevenly() -> None:
    """A few hundred at most."""
    X = array("X", "m", "n")
    points = list(readable_points([X, w], {X: (2, 3), w: (1, 1)}))
    assert 0 < len(points) <= 400
    assert len(set(points[0][X][0])) > 1


def test_points_become_numbers_of_a_domain() -> None:
    """Every entry."""
    X = array("X", 1, 2)
    found = converted({X: ((Fraction(1, 2), Fraction(3)),)}, Floats())
    assert {X: ((0.5, 3.0),)} == found


def test_what_is_held_is_on_display() -> None:
    """It has a value of its own as long as names on display vary by themselves."""
    r = let("r", w**2)
    sides = (partial(w * r, w, holding=r), x * 1)
    assert {"r", "w", "x"} == {name.text for name in displayed(sides)}
    assert {"w", "x"} == {name.text for name in leaves(sides)}
