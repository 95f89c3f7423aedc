"""Printing never changes meaning: what is printed, read by a stranger, has the tree's own value.

Random trees of every kind are printed, read back by `tests.latex_reader` and evaluated on both
sides, to 60 digits, at values of both signs and pairwise distinct widths.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

import pytest

import bpcore.latex as printer
from bpcore import (
    N,
    array,
    column,
    d,
    diag,
    dot,
    exp,
    index,
    kronecker,
    latex,
    let,
    log,
    log10,
    matrix,
    odot,
    ones,
    outer,
    partial,
    row,
    scalar,
    sigmoid,
    tanh,
    total,
    unspecified,
    width,
)
from bpcore.domain import OutsideDomain, Precise
from bpcore.errors import IndexMisused, NotAnExpression
from bpcore.evaluate import Evaluator, Setting, as_rows
from bpcore.expr import Add, Array, Derivative, Entry, Expr, Index, Name, Num, walk
from bpcore.function import Function
from bpcore.latex import Piece
from tests.latex_reader import Ambiguous, Table, Unreadable, flat, mp, read, tokens

WIDTHS = {"m": 4, "n": 3, "k": 5}
a, b, alpha, y_hat = scalar("a"), scalar("b"), scalar("alpha"), scalar("y_hat")
theta_1, dz = scalar("theta_1"), scalar("dz")
mu = Name("mu_l", r"\mu^{l}")  # a name may carry a script of its own
u, t, p, y = column("u", "n"), array("t", "m", 1, examples=True), column("p", "k"), column("y", 2)
r, s = row("r", "n"), array("s", 1, "k", examples=True)
X, W, F = array("X", "m", "n", examples=True), matrix("W", "n", "k"), matrix("F", "n", "n")
B_1, C = matrix("B_1", "k", "m"), matrix("C", 2, "n")
V = Name("V_l", "V^{l}", ("k", "n"), entry="v^{l}")
P = Name("P_l", "P^{l}", ("n", "m"), entry="p^{l}", examples=True)
z = let("z", a * b + alpha)
h = let("h", sigmoid(z))
L = let("L", (h - a) ** 2 * b)
K = let("K", dot(u, u) * a + u[1] ** 3)
R = let("R", X @ u)
g = unspecified("g")
FREE = (a, b, alpha, y_hat, theta_1, dz, mu, u, t, p, y, r, s, X, W, F, B_1, C, V, P)
DEFINED = (z, h, L, K, R)
INDICES = {
    index("i", over="m"): 2,
    index("j", over="n"): 3,
    index("l", over="k"): 1,
    index("c", over=2): 2,
}
BOUND = (
    *INDICES,
    index("i_1", over="m"),
    index("nu", over="n"),
    index("lambda", over="k"),
    index("c_2", over=2),
)


@cache
def point() -> dict[Name, list[list[Fraction]]]:
    """Return generic values of both signs, unsymmetric, for everything free."""
    source = random.Random("generic")
    setting = Setting({}, WIDTHS)

    def draw() -> Fraction:
        return source.choice((-1, 1)) * Fraction(source.randint(20, 150), 67)

    sizes = {name: setting.sizes(name.shape) for name in FREE}
    return {name: [[draw() for _ in range(c)] for _ in range(r)] for name, (r, c) in sizes.items()}


def number(value: Fraction) -> Any:
    """Return a fraction as a number of the reader."""
    return mp.mpf(value.numerator) / value.denominator


def logistic(t: Any) -> Any:
    """Return the sigmoid of a number of the reader."""
    return 1 / (1 + mp.exp(-t))


def logarithm(t: Any) -> Any:
    """Return the logarithm of a positive number of the reader."""
    if t <= 0:
        raise ValueError("no logarithm")
    return mp.log(t)


@cache
def table() -> Table:
    """Return what the symbols mean, written down without bpcore."""
    values: dict[str, Any] = {}
    for name, rows in point().items():
        found = [[number(x) for x in row] for row in rows]
        values[name.tex] = found if name.shape else found[0][0]
    values |= {
        "z": lambda at: at("a") * at("b") + at(r"\alpha"),
        "h": lambda at: logistic(at("z")),
        "L": lambda at: (at("h") - at("a")) ** 2 * at("b"),
        "K": lambda at: at("a") * mp.fsum(x[0] ** 2 for x in at("u")) + at("u")[0][0] ** 3,
        "R": lambda at: [
            [mp.fsum(x * w[0] for x, w in zip(row, at("u"), strict=True))] for row in at("X")
        ],
        r"\mathbf{1}": [[mp.mpf(1)]] * WIDTHS["m"],
    }
    letters = {letter: letter for letter in "utpyrs"}
    letters |= {letter.lower(): letter for letter in "XWFCR" if letter != "R"}
    letters |= {"{B_{1}}": "B_{1}", "v^{l}": "V^{l}", "(p^{l})": "P^{l}"}
    return Table.of(
        values=values,
        letters=letters,
        examples=("t", "s", "x", "(p^{l})"),
        functions={
            "g": lambda t: t**3 / 7 - t + 2,
            "g'": lambda t: 3 * t**2 / 7 - 1,
            "g''": lambda t: 6 * t / 7,
            r"\sigma": logistic,
            r"\tanh": mp.tanh,
            r"\log": logarithm,
            r"\log_{10}": lambda t: logarithm(t) / mp.log(10),
        },
        widths=WIDTHS,
        indices={"i": 2, "j": 3, "l": 1, "c": 2},
    )
