"""Two different things printed alike are refused; the same thing may appear again and again."""

from __future__ import annotations

import pytest

from bpcore import (
    N,
    array,
    column,
    index,
    kronecker,
    let,
    log,
    scalar,
    sigmoid,
    total,
    unspecified,
    width,
)
from bpcore.alike import check_apart, printed, things
from bpcore.errors import NameClash
from bpcore.expr import Expr

x, w = scalar("x"), scalar("w")
u, X = column("x", 3), array("X", "m", "n")
i, j, k = index("i", over="m"), index("i", over="m"), index("i", over="n")
z = let("z", w * x)
a = let("a", sigmoid(z))
g = unspecified("g")


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (x + 1, 2 * scalar("x"), "the name x and the name x"),
        (u[1] + 1, scalar("x_1") * 2, r"the entry x\[1\] and the name x_1"),
        (x, column("x", 3)[1] * column("x", 3)[2], "printed x"),
        (g(x), unspecified("g")(x), "the function g and the function g"),
        (sigmoid(x), scalar("sigma") + 1, "the function sigmoid and the name sigma"),
        (scalar("m") + 1, 1 / width("m"), "the name m and the width m"),
        (scalar("m") + 1, total(i, X[i, 1]), "the name m and the width m"),
        (scalar("i") + 1, total(i, X[i, 1]), "the name i and the index i in 1..m"),
        (total(i, X[i, 1]), total(k, X[1, k]), "the index i in 1..m and the index i in 1..n"),
        (z, let("z", w * x + 1), "the name z and the name z"),
        (X[1, 1] + column("x", 12)[11], N(1) + 0, r"the entry X\[1, 1\] and the entry x\[11\]"),
    ],
)
def test_different_things_printed_alike_are_refused(one: Expr, other: Expr, said: str) -> None:
    """Names, entries, functions, widths, indices, deltas."""
    with pytest.raises(NameClash, match=said):
        check_apart([one, other])


def test_the_same_thing_may_be_printed_twice() -> None:
    """The must-pass twin: one object, one meaning, or an index of the same letter and range."""
    again = let("z", log(a / (1 - a)))
    check_apart([z + x, again * w, g(x), g(w), total(i, X[i, 1]), total(j, X[j, 2]), X[i, 1]])
    check_apart([kronecker(i, 1), kronecker(j, 1), 1 / width("m"), width("m") * x])


def test_spaces_do_not_tell_things_apart() -> None:
    """A reader does not see them."""
    assert " " not in printed(kronecker(1, 2)) + printed(X[1, 12])


def test_everything_with_a_letter_is_found() -> None:
    """In sums, entries, functions and derivatives."""
    found = {printed(thing) for thing in things(g(total(i, X[i, 2])) / width("n") + x)}
    assert {"g", "i", "m", "X", "x_{i2}", "n", "x"} == found
