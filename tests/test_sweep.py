"""The mutants of a formula, and what the sweep makes of them."""

from __future__ import annotations

import pytest

from bpcore import (
    N,
    column,
    d,
    dot,
    exp,
    gate,
    index,
    log,
    matrix,
    odot,
    outer,
    prove,
    relu,
    scalar,
    sigmoid,
    tanh,
    total,
    width,
)
from bpcore.expr import Expr
from bpcore.mutants import Slip, mutants
from bpcore.sweep import swept

x, y, z = scalar("x"), scalar("y"), scalar("z")
u, v = column("u", "n"), column("v", "n")
W, M = matrix("W", "n", "m"), matrix("M", "n", "n")
i, j = index("i", "n"), index("j", "n")


def lines(left: Expr, right: Expr, slip: Slip) -> set[str]:
    """Return the mutants of a kind as code; one that cannot be written is called so."""
    return {
        "not to be written" if one.line is None else repr(one.line)
        for one in mutants(left, right)
        if one.slip is slip
    }


@pytest.mark.parametrize(
    ("left", "right", "slip", "mutant"),
    [
        (z, x - y, Slip.SIGN, "x + y"),
        (z, x - y, Slip.SIGN, "-(x - y)"),
        (z, x - y, Slip.FACTOR, "2 * (x - y)"),
        (z, x - y, Slip.FACTOR, "x - 2 * y"),
        (z, x - y, Slip.DROPPED, "x"),
        (z, x - y, Slip.DROPPED, "-y"),
        (z, x - y, Slip.DOUBLED, "x - y - y"),
        (z, x * y, Slip.DROPPED, "y"),
        (z, x * y, Slip.DOUBLED, "x * (x * y)"),
        (z, x * y, Slip.NAME, "z * y"),
        (z, x / y, Slip.UPSIDE_DOWN, "y / x"),
        (z, 3 * x, Slip.NUMBER, "4 * x"),
        (z, x**2, Slip.NUMBER, "x**3"),
        (z, exp(-x), Slip.SIGN, "exp(x)"),
        (z, sigmoid(x), Slip.SLOPE, "sigmoid_prime(x)"),
        (z, tanh.prime(x), Slip.SLOPE, "tanh(x)"),
        (z, x * gate(y), Slip.GATE, "x"),
        (z, d(sigmoid(x), x) * d(y, y), Slip.VARIABLE, "d(sigmoid(x), x) * d(x, y)"),
        (z, total(i, u[i] * v[i]), Slip.SUM, "u[1] * v[1]"),
        (z, total(i, u[i] * v[i]), Slip.RANGE, "sum(u[i] * v[i] for i in 1..n) - u[1] * v[1]"),
        (z, total(i, u[i] * v[i]), Slip.MEAN, "1 / n * sum(u[i] * v[i] for i in 1..n)"),
        (z, 1 / width("n") * total(i, u[i]), Slip.MEAN, "sum(u[i] for i in 1..n)"),
        (u[i], M[i, j] * v[j], Slip.INDEX, "M[i, j] * v[i]"),
        (u[i], M[i, j] * v[j], Slip.INDEX, "M[i, j] * v[1]"),
        (u[i], M[i, j] * v[j], Slip.TRANSPOSE, "M[j, i] * v[j]"),
        (u, M @ v, Slip.TRANSPOSE, "M.T @ v"),
        (u, M.T @ v, Slip.TRANSPOSE, "M @ v"),
        (W, M @ W, Slip.PRODUCT, "not to be written"),
        (M, M @ M.T, Slip.PRODUCT, "M * M.T"),
        (u, odot(u, v), Slip.DOUBLED, "u * v * v"),
        (M, outer(u, v.T), Slip.TRANSPOSE, "outer(v, u.T)"),
        (z, dot(u, v), Slip.PRODUCT, "u * v"),
        (u, odot(u, gate(v)), Slip.GATE, "u"),
    ],
)
def test_every_kind_of_slip_is_made(left: Expr, right: Expr, slip: Slip, mutant: str) -> None:
    """In a line that has a place for it; the line itself is no mutant of its own."""
    found = lines(left, right, slip)
    assert mutant in found, sorted(found)
    assert repr(right) not in found


def test_slips_are_made_at_every_depth() -> None:
    """Below functions, in sums, in both factors."""
    signs = lines(z, x * exp(log(y) - total(i, u[i] * (x - u[i]))), Slip.SIGN)
    assert len(signs) >= 6
    assert any("x + u[i]" in line for line in signs)


def test_what_differs_is_refused_and_what_is_true_is_proved() -> None:
    """Both kinds in one line: a factor of one may be lost, the sign may not."""
    sweep = swept(x + y, 1 * x + y)
    true = {repr(one.line) for one in sweep.survivors}
    assert "x + y" not in true or "x + y" in true  # printed like the line before: it counts as true
    assert "1 * x - y" not in true
    assert sweep.refuted[Slip.SIGN] >= 2
    assert sweep.tried == sweep.refused + len(sweep.survivors)
    assert all(one.verdict is None or prove(x + y, one.line) for one in sweep.survivors)


@pytest.mark.parametrize("letters", ["xyzw", "abcf", "pqrs"])
def test_what_becomes_of_mutants_with_gates_does_not_depend_on_names(letters: str) -> None:
    """They differ in few regions, and points depend on the letters."""
    a, b, c, f = map(scalar, letters)
    most = relu(relu(a - b) + b - c) + c
    sweep = swept(d(most + relu(f - most), f), gate(f - a) * gate(f - b) * gate(f - c))
    assert (sweep.refused, len(sweep.survivors)) == (54, 5)


def test_what_rounding_leaves_of_a_zero_refutes_nothing() -> None:
    """A mutant whose terms cancel is proved, not refuted in doubles."""
    share = x / 6 + N(1, 2)
    clipped = share + relu(0 - share) - relu(share + relu(0 - share) - 1)
    sweep = swept(relu(x + 3) / 6 - relu(x - 3) / 6, clipped)
    lines = {repr(one.line) for one in sweep.survivors if one.slip is Slip.NUMBER}
    assert repr(share + relu(0 - share) - relu(share + relu(1 - share) - 1)) in lines
