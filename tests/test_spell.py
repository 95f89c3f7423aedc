"""Sums and arrays written out: the same values, entry by entry, and shapes that are known."""

from __future__ import annotations

import pytest

from bpcore import (
    algebra,
    column,
    definition,
    diag,
    entries,
    index,
    kronecker,
    let,
    listed,
    matrix,
    odot,
    opaque,
    outer,
    partial,
    prove,
    row,
    scalar,
    sigmoid,
    spelled,
    total,
)
from bpcore.claim import proved_chain
from bpcore.errors import IndexMisused, ShapesDiffer, WrongRule
from bpcore.expr import Array, Expr
from bpcore.tex import latex

W, x, r = matrix("W", 3, 2), column("x", 2), row("r", 3)
z = let("z", W @ x)
a = let("a", sigmoid(z))
C = opaque("C", a)

ARRAYS: list[Expr] = [
    W,
    W @ x,
    x,
    r,
    z + a,
    odot(z, a),
    -z,
    z / 2,
    diag(a),
    diag(r),
    outer(z, x.T),
    (W @ x).T,
    sigmoid(W),
    partial(a, z),
    partial(C, W),
    partial(a, x[1]),
    W.T @ partial(C, z),
]


@pytest.mark.parametrize("whole", ARRAYS, ids=repr)
def test_an_array_written_out_is_the_array(whole: Expr) -> None:
    """Proved, and printed as brackets with as many entries."""
    listed = entries(whole)
    assert whole.shape == listed.shape
    assert len(listed.rows) - 1 == latex(listed).count(r"\\")
    prove(whole, listed)
    proved_chain(whole, definition("entry by entry"), listed)


def test_an_array_written_out_wrongly_is_no_definition() -> None:
    """Two equal entries exchanged are still true, but not what the entries are called."""
    swapped = Array(((x[1] + 0,), (x[2],)))
    with pytest.raises(WrongRule):
        proved_chain(x, definition("entry by entry"), swapped)
    proved_chain(x, algebra("add nothing"), swapped)


@pytest.mark.parametrize("whole", [x[1], column("u", "n"), matrix("V", 2, "n")], ids=repr)
def test_entries_that_cannot_be_counted_are_refused(whole: Expr) -> None:
    """Of a number, and of widths that are letters."""
    with pytest.raises(ShapesDiffer, match="cannot be listed"):
        entries(whole)


def test_jacobians_of_rows_are_jacobians() -> None:
    """Row = output, column = input, whichever way vectors are written."""
    s = let("s", r @ W)
    assert (2, 3) == partial(s, r).shape
    prove(partial(s, r), W.T)
    with pytest.raises(ShapesDiffer):
        prove(partial(s, r), W)
    wide, line = matrix("V", "m", "n"), row("v", "m")
    t = let("t", sigmoid(line @ wide))
    K = opaque("K", t)
    prove(partial(K, line), partial(K, t) @ partial(t, line))


def test_a_sum_is_spelled_term_by_term() -> None:
    """What a delta removes is struck out; a letter's terms cannot be counted."""
    k = index("k", over=2)
    prove(spelled(total(k, x[k] * kronecker(k, 2))), x[2] * 1)
    with pytest.raises(IndexMisused):
        spelled(x)


def test_an_array_is_listed_row_by_row() -> None:
    """A list of numbers is a column; rows must be of one length, and hold numbers only."""
    t = scalar("t")
    u = let("u", listed(t, t**2))
    assert ((2, 1), (1, 2), (2, 2)) == (u.shape, listed((t, 1)).shape, listed((1, t), (0, 1)).shape)
    proved_chain(u[2], definition("the second entry"), t**2)
    prove(partial(u, t), listed(1, 2 * t))
    with pytest.raises(ShapesDiffer, match="one length"):
        listed((t, 1), t)
    with pytest.raises(ShapesDiffer, match="rows of scalars"):
        listed(u, t)


def test_an_entry_of_a_slope_by_a_number_is_the_slope_of_an_entry() -> None:
    """By definition, so that a column of slopes can be named and taken apart."""
    t, w, k = scalar("t"), column("w", "n"), index("k", over="n")
    u = let("u", sigmoid(t * w))
    slopes = let("v", partial(u, t))
    proved_chain(partial(u[k], t), definition("one entry of all slopes"), slopes[k])
    with pytest.raises(WrongRule):
        proved_chain(partial(u[k], t), definition("two of them"), 2 * slopes[k] - slopes[k])


def test_rows_of_fractions_stand_apart() -> None:
    """Else a denominator touches the numerator below it; rows without fractions stay close."""
    assert r"\\[1em]" in latex(entries(partial(z, x)))
    assert r"\\[0.3em]" in latex(entries(column("a^[1]", 2)))
    assert "[" not in latex(listed(x[1], x[2]))


def test_what_would_fill_pages_is_not_written_out() -> None:
    """A long sum and a large array, refused before they are written."""
    i, x = index("i", 1000), column("x", 1000)
    with pytest.raises(IndexMisused, match="1,000 terms"):
        spelled(total(i, x[i]))
    with pytest.raises(ShapesDiffer, match="fill pages"):
        entries(outer(x, x.T))
