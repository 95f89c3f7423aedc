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
z = let("z", a * b + alpha)
h = let("h", sigmoid(z))
L = let("L", (h - a) ** 2 * b)
K = let("K", dot(u, u) * a + u[1] ** 3)
Q = let("Q", X @ u)
g = unspecified("g")
FREE = (a, b, alpha, y_hat, theta_1, dz, mu, u, t, p, y, r, s, X, W, F, B_1, C, V)
DEFINED = (z, h, L, K, Q)
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
        "Q": lambda at: [
            [mp.fsum(x * w[0] for x, w in zip(row, at("u"), strict=True))] for row in at("X")
        ],
        r"\mathbf{1}": [[mp.mpf(1)]] * WIDTHS["m"],
    }
    letters = {letter: letter for letter in "utpyrs"}
    letters |= {letter.lower(): letter for letter in "XWFCQ"}
    letters |= {"{B_{1}}": "B_{1}", "v^{l}": "V^{l}"}
    return Table.of(
        values=values,
        letters=letters,
        examples=("t", "s", "x"),
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


class Trees:
    """Random trees of a given shape: every kind of node, no branch deeper than asked for."""

    def __init__(self, seed: str) -> None:
        """Begin at a seed."""
        self.random = random.Random(seed)
        self.within: tuple[Index, ...] = tuple(INDICES)
        self.gentle = 0

    def shape(self) -> tuple[int | str, int | str]:
        """Return the shape of an array."""
        sides = ("m", "n", "k", 2, 1)
        while True:
            found = self.random.choice(sides), self.random.choice(sides)
            if found != (1, 1):
                return found

    def scalar(self, depth: int) -> Expr:
        """Return a tree for a number."""
        if depth == 0 or self.random.random() < 0.12:
            return self.random.choice((self.number, self.name, self.name, self.entry))()
        return self.random.choice(
            (self.add, self.sub, self.neg, self.mul, self.mul, self.mul, self.div, self.pow)
            + (self.apply, self.apply, self.sum, self.sum, self.entry_of_array, self.products)
            + (self.slope, self.operator)
        )(depth - 1)

    # -- numbers ----------------------------------------------------------------------------

    def number(self) -> Expr:
        """Return a number: whole, negative, a fraction, a decimal, a width or a delta."""
        top, below = self.random.randint(1, 12), self.random.randint(2, 9)
        row = self.place("m")
        return self.random.choice(
            (N(top), N(-top), N(top, below), N(-top, below), Num(Fraction(top, 4), 2))
            + (Num(Fraction(-top, 8), 3), width(self.random.choice("mnk")))
            + (kronecker(row, self.place("m")), kronecker(row, self.random.randint(1, 12)))
        )

    def name(self) -> Expr:
        """Return a named number."""
        return self.random.choice((a, b, alpha, y_hat, theta_1, dz, mu, z, h, L, K))

    def place(self, over: int | str) -> Index | int:
        """Return an index that runs over a width, or a number up to it."""
        known = [index for index in self.within if index.width == over]
        last = over if isinstance(over, int) else WIDTHS[over]
        return self.random.choice([*known, *known, *known, self.random.randint(1, last)])

    def entry(self) -> Expr:
        """Return an entry of a named array."""
        return self.entry_of(self.random.choice((u, t, p, y, r, s, X, W, F, B_1, C, V, Q)))

    def entry_of(self, found: Expr) -> Expr:
        """Return an entry of an array; one place is enough for a column or a row."""
        at = [self.place(side) for side in found.shape]
        if 1 in found.shape and self.random.random() < 0.8:
            del at[found.shape.index(1)]
        return Entry(found, tuple(at))

    def add(self, depth: int) -> Expr:
        """Return a sum."""
        return self.scalar(depth) + self.scalar(depth)

    def sub(self, depth: int) -> Expr:
        """Return a difference."""
        return self.scalar(depth) - self.scalar(depth)

    def neg(self, depth: int) -> Expr:
        """Return a negative."""
        return -self.scalar(depth)

    def mul(self, depth: int) -> Expr:
        """Return a product."""
        return self.scalar(depth) * self.scalar(depth)

    def div(self, depth: int) -> Expr:
        """Return a quotient."""
        return self.scalar(depth) / self.scalar(depth)

    def pow(self, depth: int) -> Expr:
        """Return a power."""
        return self.scalar(depth) ** self.random.choice((-2, -1, 0, 1, 2, 2, 3))

    def apply(self, depth: int) -> Expr:
        """Return a function of a number."""
        return self.applied(lambda: self.scalar(depth))

    def applied(self, argument: Callable[[], Expr]) -> Expr:
        """Return a function of something; exponentials are not piled up."""
        steep = (exp, exp, sigmoid, tanh) if not self.gentle else ()
        found: Function = self.random.choice((g, g.prime, g.prime.prime, log, log, log10, *steep))
        self.gentle += found in steep
        whole = found(argument())
        self.gentle -= found in steep
        return whole

    def sum(self, depth: int) -> Expr:
        """Return a sum over an index, which occurs in it."""
        index = self.random.choice([one for one in BOUND if one not in self.within] or [None])
        if index is None:
            return self.add(depth)
        outside, self.within = self.within, (*self.within, index)
        own = {"m": X[index, self.place("n")], "n": u[index], "k": W[self.place("n"), index]}
        first = own.get(str(index.width), C[index if index.width == 2 else 1, self.place("n")])
        body = self.scalar(depth)
        found = self.random.choice(
            (first, first * body, body * first, first + body, -first, first - body, first**2)
            + (log(first**2) * body, body / first, first * body * first)
        )
        self.within = outside
        return total(index, found)

    def entry_of_array(self, depth: int) -> Expr:
        """Return an entry of an array that has no name."""
        return self.entry_of(self.array(self.shape(), depth))

    def products(self, depth: int) -> Expr:
        """Return a number made of two arrays."""
        side = self.random.choice(("m", "n", "k", 2))
        left, right = self.array((side, 1), depth), self.array((side, 1), depth)
        return self.random.choice((lambda: dot(left, right), lambda: left.T @ right))()

    def slope(self, depth: int) -> Expr:
        """Return the derivative of a name, or an entry of one."""
        sign = self.random.choice((d, partial))
        of, by = self.random.choice(
            ((L, a), (L, z), (h, z), (L, h), (z, a), (K, a), (K, u[2]), (Q[self.place("m")], u[1]))
        )
        return self.random.choice((sign(of, by), sign(K, u)[self.place("n")], sign(L, b)))

    def operator(self, depth: int) -> Expr:
        """Return the derivative of a whole expression."""
        sign, by = self.random.choice((d, partial)), self.random.choice((a, b, alpha, u[2], z))
        try:
            return sign(self.scalar(min(depth, 2)), by)
        except NotAnExpression:
            return self.name()

    # -- arrays -----------------------------------------------------------------------------

    def array(self, shape: tuple[int | str, int | str], depth: int) -> Expr:
        """Return a tree for an array."""
        if depth <= 0 or self.random.random() < 0.12:
            return self.named_array(shape)
        return self.random.choice(
            (self.sums, self.sums, self.scaled, self.scaled, self.matmul, self.matmul)
            + (self.odot, self.turned, self.special, self.elementwise, self.slopes)
        )(shape, depth - 1)

    def named_array(self, shape: tuple[int | str, int | str]) -> Expr:
        """Return a named array, turned if need be, or the outer product of two."""
        known = (u, t, p, y, r, s, X, W, F, B_1, C, V, Q, ones("m"))
        found = [one for one in known if one.shape == shape]
        found += [one.T for one in known if one.shape == shape[::-1]]
        if found:
            return self.random.choice(found)
        left, right = self.named_array((shape[0], 1)), self.named_array((1, shape[1]))
        return self.random.choice((outer(left, right), left @ right))

    def sums(self, shape: tuple[int | str, int | str], depth: int) -> Expr:
        """Return a sum or difference of arrays, or of an array and a plain number."""
        left, right = self.array(shape, depth), self.array(shape, depth)
        return self.random.choice((left + right, left - right, -left, 1 - left, left + N(-2, 3)))

    def scaled(self, shape: tuple[int | str, int | str], depth: int) -> Expr:
        """Return an array times or over a number."""
        left, right = self.array(shape, depth), self.scalar(min(depth, 3))
        if isinstance(right, Num) and right.value == 0:
            return left
        return self.random.choice((left * right, right * left, left / right))

    def matmul(self, shape: tuple[int | str, int | str], depth: int) -> Expr:
        """Return a matrix product, or an outer one."""
        between = self.random.choice(("m", "n", "k", 2))
        if 1 not in shape and self.random.random() < 0.3:
            left, right = self.array((shape[0], 1), depth), self.array((1, shape[1]), depth)
            return self.random.choice((outer(left, right), left @ right))
        return self.array((shape[0], between), depth) @ self.array((between, shape[1]), depth)

    def odot(self, shape: tuple[int | str, int | str], depth: int) -> Expr:
        """Return an elementwise product."""
        return odot(self.array(shape, depth), self.array(shape, depth))

    def turned(self, shape: tuple[int | str, int | str], depth: int) -> Expr:
        """Return a transpose."""
        return self.array(shape[::-1], depth).T

    def elementwise(self, shape: tuple[int | str, int | str], depth: int) -> Expr:
        """Return a function of every entry."""
        return self.applied(lambda: self.array(shape, depth))

    def special(self, shape: tuple[int | str, int | str], depth: int) -> Expr:
        """Return a diagonal matrix or an array written out, where the shape allows."""
        if shape[0] == shape[1]:
            return diag(self.array((shape[0], 1), depth))
        if set(shape) <= {1, 2}:
            rows, columns = (int(side) for side in shape)
            small = min(depth, 2)
            return Array(
                tuple(tuple(self.scalar(small) for _ in range(columns)) for _ in range(rows))
            )
        return self.sums(shape, depth)

    def slopes(self, shape: tuple[int | str, int | str], depth: int) -> Expr:
        """Return an array of derivatives, where the shape allows."""
        sign = self.random.choice((d, partial))
        if shape == ("n", 1):
            return sign(K, u)
        if shape == ("m", "n"):
            return sign(Q, u)
        try:
            return sign(self.array(shape, min(depth, 1)), self.random.choice((a, b, alpha)))
        except NotAnExpression:
            return self.named_array(shape)


def scalar_trees(count: int, seed: str) -> Iterator[Expr]:
    """Yield so many trees for numbers."""
    trees = Trees(seed)
    for turn in range(count):
        yield trees.scalar(1 + turn % 5)


def array_trees(count: int, seed: str) -> Iterator[Expr]:
    """Yield so many trees for arrays."""
    trees = Trees(seed)
    for turn in range(count):
        yield trees.array(trees.shape(), 1 + turn % 4)


EVALUATOR = Evaluator(Precise())


@cache
def setting() -> Setting:
    """Return the same point for bpcore's own evaluator."""
    to = Precise().number
    values = {
        name: tuple(tuple(map(to, row)) for row in rows) if name.shape else to(rows[0][0])
        for name, rows in point().items()
    }
    return Setting(values, WIDTHS, INDICES, {g: lambda t: t**3 / 7 - t + 2})


def meaning(tree: Expr) -> list[Any] | None:
    """Return the entries of the tree's own value, or None where it has none."""
    try:
        found = as_rows(EVALUATOR.value(tree, replace(setting(), known={})))
    except (OutsideDomain, ZeroDivisionError, OverflowError):
        return None
    return [[mp.mpf(x) for x in row] for row in found]
