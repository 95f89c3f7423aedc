"""Norms, deviations and what is normalised by them: proved for any width, each in one step."""

from __future__ import annotations

import time

import pytest

from bpcore import (
    N,
    column,
    d,
    diag,
    dot,
    exp,
    index,
    kronecker,
    let,
    log,
    matrix,
    odot,
    ones,
    opaque,
    partial,
    prove,
    scalar,
    sqrt,
    total,
    width,
)
from bpcore.errors import Refusal
from bpcore.expr import Expr

n, m = width("n"), width("m")
i, j, k = index("i", "n"), index("j", "n"), index("k", "n")
x, g, delta = column("x", "n"), column("g", "n"), column("delta", "n")
p, shift, stretch = scalar("p", between=(0, None)), scalar("M"), scalar("c", between=(0, None))

R = let("R", sqrt(x.T @ x), abbreviation=True)

mu = let("mu", total(k, x[k]) / n, abbreviation=True)
V = let("V", total(k, (x[k] - mu) ** 2) / n, abbreviation=True)
w = let("w", V + p, abbreviation=True)
s = let("s", sqrt(w), abbreviation=True)
x_hat = let("x_hat", (x - mu * ones("n")) / s)
L = opaque("L", x_hat)
at_hat = partial(L, x_hat)

S = let("S", total(k, exp(x[k])), abbreviation=True)
a = let("a", exp(x) / S)
E = let("E", log(total(k, exp(x[k]))))

rho = let("rho", sqrt(total(k, x[k] ** 2) / n + p), abbreviation=True)

# a batch of m examples in rows, normalised feature by feature
e, f, o = index("e", "m"), index("f", "m"), index("o", "m")
X, gamma, beta = matrix("X", "m", "n"), column("gamma", "n"), column("beta", "n")
means = let("nu", X.T @ ones("m") / m, abbreviation=True)
away = let("B", X - ones("m") @ means.T, abbreviation=True)
spread = let("v", odot(away, away).T @ ones("m") / m, abbreviation=True)
r = let("r", exp(N(-1, 2) * log(spread + p * ones("n"))), "one over deviations", abbreviation=True)
X_hat = let("X_hat", away @ diag(r))
K = opaque("K", X_hat)
D = partial(K, X_hat)

STATEMENTS: dict[str, tuple[Expr, Expr, Expr]] = {  # left, right, and a wrong right side
    "norm, squared": (R**2, x.T @ x, x.T @ x + p),
    "norm, its gradient": (partial(R, x), x / R, x / R**2),
    "norm of what is stretched": (
        sqrt((stretch * x).T @ (stretch * x)),
        stretch * R,
        stretch**2 * R,
    ),
    "norm, its second slopes": (
        d(x[i] / R, x[j]),
        kronecker(i, j) / R - x[i] * x[j] / R**3,
        kronecker(i, j) / R - x[i] * x[j] / R**2,
    ),
    "weight normalisation": (
        d(dot(g, x) / R, x),
        g / R - dot(g, x) / R**3 * x,
        g / R - dot(g, x) / R**2 * x,
    ),
    "cosine similarity": (
        d(dot(g, x) / (R * sqrt(g.T @ g)), x),
        g / (R * sqrt(g.T @ g)) - dot(g, x) / (R**3 * sqrt(g.T @ g)) * x,
        g / (R * sqrt(g.T @ g)) - dot(g, x) / (R * sqrt(g.T @ g)) * x,
    ),
    "standard deviation, its gradient": (
        partial(s, x),
        (x - mu * ones("n")) / (n * s),
        (x - mu * ones("n")) / s,
    ),
    "log-softmax": (log(a[i]), x[i] - E, x[i] - S),
    "log-softmax, its Jacobian": (
        d(log(a[i]), x[j]),
        kronecker(i, j) - a[j],
        kronecker(i, j) - a[i],
    ),
    "log-sum-exp, its gradient": (partial(E, x), a, exp(x)),
    "log-sum-exp, shifted": (
        E,
        shift + log(total(k, exp(x[k] - shift))),
        log(total(k, exp(x[k] - shift))),
    ),
    "log-sum-exp, its second slopes": (
        d(d(E, x[i]), x[j]),
        a[i] * kronecker(i, j) - a[i] * a[j],
        a[i] - a[i] * a[j],
    ),
    "RMS norm, its Jacobian": (
        d(x[i] / rho, x[j]),
        kronecker(i, j) / rho - x[i] * x[j] / (n * rho**3),
        kronecker(i, j) / rho - x[i] * x[j] / rho**3,
    ),
    "layer norm, its Jacobian": (
        d(x_hat[i], x[j]),
        (kronecker(i, j) - 1 / n - x_hat[i] * x_hat[j] / n) / s,
        (kronecker(i, j) - 1 / n - x_hat[i] * x_hat[j]) / s,
    ),
    "layer norm, backwards through any cost": (
        d(L, x),
        1
        / (n * s)
        * (n * at_hat - total(i, at_hat[i]) * ones("n") - total(i, at_hat[i] * x_hat[i]) * x_hat),
        1 / (n * s) * (n * at_hat - total(i, at_hat[i]) * ones("n")),
    ),
    "layer norm, its squares": (total(i, x_hat[i] ** 2), n * V / w, n + 0 * V),
    "batch norm, forward": (
        (X[e, i] - total(f, X[f, i]) / m)
        / sqrt(total(f, (X[f, i] - total(o, X[o, i]) / m) ** 2) / m + p)
        * gamma[i]
        + beta[i],
        gamma[i]
        * (m * X[e, i] - total(f, X[f, i]))
        / sqrt(m * total(f, X[f, i] ** 2) - total(f, X[f, i]) ** 2 + m**2 * p)
        + beta[i],
        gamma[i]
        * (m * X[e, i] - total(f, X[f, i]))
        / sqrt(m * total(f, X[f, i] ** 2) - total(f, X[f, i]) ** 2 + p)
        + beta[i],
    ),
    "batch norm, backwards through any cost": (
        d(K, X[e, i]),
        r[i]
        / m
        * (m * D[e, i] - total(f, D[f, i]) - X_hat[e, i] * total(f, D[f, i] * X_hat[f, i])),
        r[i] / m * (m * D[e, i] - X_hat[e, i] * total(f, D[f, i] * X_hat[f, i])),
    ),
    "batch norm, backwards, in whole arrays": (
        d(K, X),
        1
        / m
        * (
            (m * D - ones("m") @ (ones("m").T @ D) - X_hat @ diag(odot(D, X_hat).T @ ones("m")))
            @ diag(r)
        ),
        1 / m * ((m * D - ones("m") @ (ones("m").T @ D) - X_hat @ diag(D.T @ ones("m"))) @ diag(r)),
    ),
    "one over a deviation": (1 / s, s / w, s / V),
    "a variance, stretched": (sqrt(stretch**2 * V), stretch * sqrt(V), stretch**2 * sqrt(V)),
    "two exponents of a norm": (R**3 / (x.T @ x), R, R**2),
    "the root of a mean of squares": (sqrt(N(4) * p * n), 2 * sqrt(p) * sqrt(n), 4 * sqrt(p * n)),
}


@pytest.mark.parametrize("statement", STATEMENTS)
def test_it_is_proved_for_any_width_in_one_step(
    statement: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """And what it costs is told; a condition may say where a radicand is positive."""
    left, right, _ = STATEMENTS[statement]
    begun = time.process_time()
    verdict = str(prove(left, right))
    spent = time.process_time() - begun
    with capsys.disabled():
        print(f"\n{statement}: {verdict}, {1000 * spent:.0f} ms of CPU", end="")
    assert "proved for any width" == verdict.partition(" where ")[0]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_its_wrong_twin_is_refused(statement: str) -> None:
    """By the same rules."""
    left, _, wrong = STATEMENTS[statement]
    with pytest.raises(Refusal):
        prove(left, wrong)
