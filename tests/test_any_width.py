"""The central statements hold at any width, and their usual wrong variants at none."""

from __future__ import annotations

import pytest

from bpcore import (
    N,
    array,
    column,
    diag,
    exp,
    index,
    kronecker,
    let,
    log,
    matrix,
    odot,
    ones,
    opaque,
    outer,
    partial,
    prove,
    row,
    total,
    unspecified,
    width,
)
from bpcore.errors import ShapesDiffer, StepIsFalse
from bpcore.expr import Expr

s = unspecified("s")
i, j, k = index("i", "m"), index("j", "n"), index("k", "p")
a_0, W, b = column("a", "m"), matrix("W", "n", "m"), column("b", "n")
z = let("z", W @ a_0 + b)
a = let("h", s(z))
V, c = matrix("V", "p", "n"), column("c", "p")
z_1 = let("u", V @ a + c)
C = opaque("C", z_1)
error, error_1 = let("delta", partial(C, z)), let("epsilon", partial(C, z_1))
K = opaque("K", a)
error_L = let("delta_L", partial(K, z))

# rows, as the article on the total derivative writes them
x_row, W_row = row("x", "m"), matrix("W", "n", "m")
z_row = let("z", x_row @ W_row.T)
h_row = let("h", s(z_row))
V_row = matrix("V", "p", "n")
u_row = let("u", h_row @ V_row.T)
C_row = opaque("C", u_row)

q, r = index("q", "n"), index("r", "n")
logits, target = column("z", "n"), column("y", "n")
softmax = let("a", exp(logits) / total(q, exp(logits[q])))
entropy = let("C", -total(q, target[q] * log(softmax[q])))

e = index("e", "m")
X, Y = array("X", "m", "n", examples=True), array("Y", "m", 1, examples=True)
w = column("w", "n")
Z = let("Z", X @ w, examples=True)
L = let("L", odot(Z - Y, Z - Y), examples=True)
J = let("J", 1 / width("m") * total(e, L[e]))

TRUE: dict[str, tuple[Expr, Expr]] = {
    "BP1": (error_L, odot(partial(K, a), s.prime(z))),
    "BP1, entries": (error_L[j], partial(K, a[j]) * s.prime(z[j])),
    "BP2": (error, odot(V.T @ error_1, s.prime(z))),
    "BP2, entries": (error[j], total(k, error_1[k] * V[k, j]) * s.prime(z[j])),
    "BP3": (partial(C, b), 1 * error),
    "BP4": (partial(C, W), error @ a_0.T),
    "BP4, entries": (partial(C, W[j, i]), error[j] * a_0[i]),
    "softmax Jacobian": (partial(softmax, logits), diag(softmax) - softmax @ softmax.T),
    "softmax and cross-entropy": (
        partial(entropy, logits),
        softmax * total(q, target[q]) - target,
    ),
    "softmax adds up to one": (total(q, softmax[q]), N(1)),
    "equation (5)": (partial(C_row, h_row), partial(C_row, u_row) @ V_row),
    "hidden layer": (
        partial(C_row, W_row),
        outer(odot(partial(C_row, u_row) @ V_row, s.prime(z_row)).T, x_row),
    ),
    "batch sum": (partial(J, w), 2 / width("m") * (X.T @ (Z - Y))),
    "batch sum, entries": (
        partial(J, w[j]),
        2 / width("m") * total(e, (Z[e] - Y[e]) * X[e, j]),
    ),
    "affine of affine": (V @ (W @ a_0 + b) + c, V @ W @ a_0 + (V @ b + c)),
    "ones": (ones("n").T @ w, total(q, w[q])),
}

# square, so that a lost transpose is not refused by its shape already
U = matrix("U", "n", "n")
v = let("v", U @ a)
D = opaque("D", v)

FALSE: dict[str, tuple[Expr, Expr]] = {
    "BP1 without the slope": (error_L, 1 * partial(K, a)),
    "BP1 with the slope at the activation": (error_L, odot(partial(K, a), s.prime(a))),
    "BP2, transpose lost": (partial(D, z), odot(U @ partial(D, v), s.prime(z))),
    "BP2, index swapped": (
        partial(D, z[j]),
        total(r, partial(D, v[r]) * U[j, r]) * s.prime(z[j]),
    ),
    "BP2, sum lost": (error[j], error_1[1] * V[1, j] * s.prime(z[j])),
    "BP2, layer off by one": (error, odot(V.T @ error_1, s.prime(V.T @ z_1))),
    "BP2 without the slope": (error, V.T @ error_1),
    "BP3 summed over an index that does not occur": (partial(C, b[j]), width("n") * error[j]),
    "BP3 with the next layer's slope": (partial(C, b), odot(error, s.prime(z))),
    "BP4 with the activation of its own layer": (
        partial(D, U),
        partial(D, v) @ z.T,
    ),
    "BP4, transposed": (partial(D, U), a @ partial(D, v).T),
    "softmax, diagonal only": (
        partial(softmax, logits),
        diag(softmax) - diag(odot(softmax, softmax)),
    ),
    "softmax, sign": (partial(softmax, logits), softmax @ softmax.T - diag(softmax)),
    "cross-entropy, a minus y for any y": (partial(entropy, logits), softmax - target),
    "mean for sum": (partial(J, w), 2 * (X.T @ (Z - Y))),
    "sum for mean of another width": (partial(J, w), 2 / width("n") * (X.T @ (Z - Y))),
    "delta of the wrong index": (1 * error[2], total(q, error[q] * kronecker(q, 1))),
}


@pytest.mark.parametrize("name", TRUE)
def test_a_central_statement_is_proved_for_any_width(name: str) -> None:
    """Letters for widths, any activation, any cost."""
    left, right = TRUE[name]

    assert "proved for any width" == str(prove(left, right))


@pytest.mark.parametrize("name", FALSE)
def test_its_wrong_variant_is_refused(name: str) -> None:
    """With numbers that show it."""
    left, right = FALSE[name]

    with pytest.raises(StepIsFalse, match="the left side is"):
        prove(left, right)


def test_a_lost_transpose_of_unequal_widths_is_refused_when_written() -> None:
    """Widths are compared by name, so no number is needed."""
    with pytest.raises(ShapesDiffer, match="p x n"):
        _ = V @ error_1


def test_the_errors_of_two_layers_are_not_mixed() -> None:
    """The third equation with the error of the next layer does not even have a shape."""
    with pytest.raises(ShapesDiffer, match="n x 1"):
        prove(partial(C, b), error_1)
