"""Printing never changes meaning: what is printed, read by a stranger, has the tree's own value.

Random trees of every kind are printed, read back by the program in `bpcore/read_back` and evaluated
on both sides, to 60 digits, at values of both signs and pairwise distinct widths.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from functools import cache
from importlib import import_module
from inspect import signature
from itertools import product
from typing import Any

import pytest

from arithmetic import Table, flat, mp, read, sides
from bpcore import (
    N,
    array,
    column,
    d,
    diag,
    dot,
    exp,
    gate,
    index,
    kronecker,
    latex,
    let,
    log,
    log10,
    matrix,
    normal_cdf,
    normal_pdf,
    odot,
    ones,
    outer,
    partial,
    positive_part,
    relu,
    row,
    scalar,
    sigmoid,
    softplus,
    tanh,
    total,
    unspecified,
    width,
)
from bpcore.domain import Exact, OutsideDomain, Precise
from bpcore.errors import IndexMisused, NotAnExpression, NotDifferentiable, ShapesDiffer
from bpcore.evaluate import Evaluator, Setting, as_rows, as_value
from bpcore.expr import Array, Derivative, Entry, Expr, Index, Labelled, Name, Num, Pending, Struck
from bpcore.function import Function
from bpcore.tree import walk
from reading import Ambiguous, Unreadable, tokens

printer = import_module("bpcore.tex")

WIDTHS = {"m": 4, "n": 3, "k": 5}
a, b, alpha, y_hat = scalar("a"), scalar("b"), scalar("alpha"), scalar("y_hat")
theta_1, dz = scalar("theta_1"), scalar("dz")
mu = scalar("mu^L")
u, t, p, y = column("u", "n"), array("t", "m", 1, examples=True), column("p", "k"), column("y", 2)
r, s = row("r", "n"), array("s", 1, "k", examples=True)
X, W, F = array("X", "m", "n", examples=True), matrix("W", "n", "k"), matrix("F", "n", "n")
B_1, C = matrix("B_1", "k", "m"), matrix("C", 2, "n")
V, A = matrix("V^[l]", "k", "n"), array("A^[l-1]", "m", "k", examples=True)
z = let("z", a * b + alpha)
h = let("h", sigmoid(z))
L = let("L", (h - a) ** 2 * b)
K = let("K", dot(u, u) * a + u[1] ** 3)
Q = let("Q", X @ u)
g = unspecified("g")
FREE = (a, b, alpha, y_hat, theta_1, dz, mu, u, t, p, y, r, s, X, W, F, B_1, C, V, A)
INDICES = {
    index("i", over="m"): 2,
    index("j", over="n"): 3,
    index("l", over="k"): 1,
    index("c", over=2): 2,
}
BOUND = (
    *INDICES,
    index("o", over="m"),
    index("q", over="n"),
    index("v", over="k"),
    index("w", over=2),
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
    letters |= {"B_{1}": "B_{1}", "v^{[l]}": "V^{[l]}", "a^{[l-1]}": "A^{[l-1]}"}
    return Table.of(
        values=values,
        letters=letters,
        examples=("t", "s", "x", "a^{[l-1]}"),
        functions={
            "g": lambda t: t**3 / 7 - t + 2,
            "g'": lambda t: 3 * t**2 / 7 - 1,
            "g''": lambda t: 6 * t / 7,
            r"\sigma": logistic,
            r"\tanh": mp.tanh,
            "[]": lambda t: mp.mpf(t > 0),
            r"\max": lambda t: max(mp.mpf(0), t),
            r"\mathrm{ReLU}": lambda t: max(mp.mpf(0), t),
            r"\mathrm{softplus}": lambda t: mp.log(1 + mp.exp(t)),
            r"\Phi": mp.ncdf,
            r"\varphi": mp.npdf,
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
        often = (self.mul, self.mul, self.mul, self.apply, self.apply, self.sum, self.sum)
        seldom = (self.add, self.sub, self.neg, self.div, self.pow, self.struck)
        others = (self.slope, self.operator, self.entry_of_array, self.products)
        return self.random.choice((*often, *seldom, *others))(depth - 1)

    # -- numbers ----------------------------------------------------------------------------

    def number(self) -> Expr:
        """Return a number: whole, negative, a fraction, a decimal, a width or a delta."""
        top, below = self.random.randint(1, 12), self.random.randint(2, 9)
        row = self.place("m")
        plain = (N(top), N(-top), N(top, below), N(-top, below))
        decimal = (Num(Fraction(top, 4), 2), Num(Fraction(-top, 8), 3))
        deltas = (kronecker(row, self.place("m")), kronecker(row, self.random.randint(1, 12)))
        return self.random.choice((*plain, *decimal, *deltas, width(self.random.choice("mnk"))))

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
        return self.entry_of(self.random.choice((u, t, p, y, r, s, X, W, F, B_1, C, V, A, Q)))

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

    def struck(self, depth: int) -> Expr:
        """Return something struck out."""
        dressed = (Struck, Pending, lambda inner: Labelled(inner, "from layer 2"))
        return self.random.choice(dressed)(self.scalar(depth))

    def pow(self, depth: int) -> Expr:
        """Return a power."""
        return self.scalar(depth) ** self.random.choice((-2, -1, 0, 1, 2, 2, 3))

    def apply(self, depth: int) -> Expr:
        """Return a function of a number."""
        return self.applied(lambda: self.scalar(depth))

    def applied(self, argument: Callable[[], Expr]) -> Expr:
        """Return a function of something; exponentials are not piled up."""
        steep = (exp, exp, sigmoid, tanh, softplus) if not self.gentle else ()
        kinks = (gate, gate, positive_part, relu, normal_cdf, normal_pdf)
        smooth = (g, g.prime, g.prime.prime, log, log, log10, *steep)
        found: Function = self.random.choice((*smooth, *kinks))
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
        first = self.entry_along(index)
        body = self.scalar(depth)
        products = (first * body, body * first, body / first, first * body * first)
        others = (first, first + body, -first, first - body, first**2, log(first**2) * body)
        found = self.random.choice((*products, *others))
        self.within = outside
        return total(index, found)

    def entry_along(self, index: Index) -> Expr:
        """Return an entry of a named array at an index."""
        by_width: dict[object, Callable[[], Expr]] = {
            "m": lambda: self.random.choice((t[index], X[index, self.place("n")])),
            "n": lambda: self.random.choice((u[index], r[index], F[self.place("n"), index])),
            "k": lambda: self.random.choice((W[self.place("n"), index], s[1, index])),
            2: lambda: self.random.choice((y[index], C[index, self.place("n")])),
        }
        return by_width[index.width]()

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
        row, inner = self.place("m"), X[self.place("m"), self.place("n")]
        names = ((L, z), (h, z), (L, h), (z, a), (K, a), (K, u[2]))
        of, by = self.random.choice((*names, (Q[row], u[1]), (Q[row], inner)))
        whole = self.random.choice((d(L, a), d(L, b)))
        return self.random.choice((sign(of, by), sign(K, u)[self.place("n")], whole))

    def operator(self, depth: int) -> Expr:
        """Return the derivative of a whole expression."""
        sign, by = self.random.choice((d, partial)), self.random.choice((a, b, alpha, u[2], z))
        try:
            return sign(self.scalar(min(depth, 2)), by)
        except NotDifferentiable:
            return self.name()

    # -- arrays -----------------------------------------------------------------------------

    def array(self, shape: tuple[int | str, int | str], depth: int) -> Expr:
        """Return a tree for an array."""
        if depth <= 0 or self.random.random() < 0.12:
            return self.named_array(shape)
        often = (self.sums, self.sums, self.scaled, self.scaled, self.matmul, self.matmul)
        seldom = (self.odot, self.turned, self.special, self.elementwise, self.slopes)
        return self.random.choice((*often, *seldom))(shape, depth - 1)

    def named_array(self, shape: tuple[int | str, int | str]) -> Expr:
        """Return a named array, turned if need be, or the outer product of two."""
        known = (u, t, p, y, r, s, X, W, F, B_1, C, V, A, Q, ones("m"))
        found = [one for one in known if one.shape == shape]
        found += [one.T for one in known if one.shape == shape[::-1]]
        if found:
            return self.random.choice(found)
        left, right = self.named_array((shape[0], 1)), self.named_array((1, shape[1]))
        return self.random.choice((outer(left, right), left @ right))

    def sums(self, shape: tuple[int | str, int | str], depth: int) -> Expr:
        """Return a sum or difference of arrays, or of an array and a plain number."""
        left, right = self.array(shape, depth), self.array(shape, depth)
        return self.random.choice(
            (left + right, left - right, -left, 1 - left, left + N(-2, 3), Struck(left) + right)
        )

    def scaled(self, shape: tuple[int | str, int | str], depth: int) -> Expr:
        """Return an array times or over a number."""
        left, right = self.array(shape, depth), self.scalar(min(depth, 3))
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
        except NotDifferentiable:
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


# -- both readings ------------------------------------------------------------------------------


@cache
def setting() -> Setting:
    """Return the same point for bpcore's own evaluator."""
    to = evaluator().domain.number
    values = {
        name: tuple(tuple(map(to, row)) for row in rows) if name.shape else to(rows[0][0])
        for name, rows in point().items()
    }
    return Setting(values, WIDTHS, INDICES, {g: lambda t: t**3 / 7 - t + 2})


@cache
def evaluator() -> Evaluator:
    """Return bpcore's evaluator; it takes a while to make one."""
    return Evaluator(Precise())


def meaning(tree: Expr) -> list[list[Any]] | None:
    """Return the rows of the tree's own value, or None where it has none."""
    try:
        found = as_rows(evaluator().value(tree, replace(setting(), known={})))
    except (OutsideDomain, ZeroDivisionError, OverflowError):
        return None
    return [[mp.mpf(x) for x in row] for row in found]


def as_read(tree: Expr) -> list[list[Any]]:
    """Return the rows of the value of the printed tree."""
    found = read(printer.latex(tree), table())
    return found if isinstance(found, list) else [[found]]


def agree(own: list[list[Any]], other: list[list[Any]]) -> bool:
    """Tell whether two arrays have one shape and the same entries, up to 1e-9 of the largest."""
    if sides(own) != sides(other):
        return False
    scale = max(abs(x) for x in flat(own) + flat(other))
    return all(
        abs(x - y) <= max(scale * 1e-9, 1e-25) for x, y in zip(flat(own), flat(other), strict=True)
    )


def valued(trees: Iterable[Expr]) -> Iterator[tuple[Expr, list[list[Any]]]]:
    """Yield the trees that have a value, with it."""
    for tree in trees:
        own = meaning(tree)
        if own is not None:
            yield tree, own


def misread(tree: Expr, own: list[list[Any]]) -> bool:
    """Tell whether the printed tree is read as something else than its own value."""
    try:
        return not agree(own, as_read(tree))
    except (Unreadable, ValueError, ZeroDivisionError):
        return True


def compared(trees: Iterable[Expr]) -> tuple[int, list[str]]:
    """Return how many trees were compared, and those that are misread."""
    found = list(valued(trees))
    wrong = [f"{tree!r}: {printer.latex(tree)}" for tree, own in found if misread(tree, own)]
    return len(found), wrong


# -- the property -------------------------------------------------------------------------------


def test_what_is_printed_of_numbers_has_the_value_of_the_tree() -> None:
    """Nine in ten of the random trees have a value; all of those are read back."""
    count, wrong = compared(scalar_trees(4600, "numbers"))
    assert [] == wrong
    assert count >= 4000


def test_what_is_printed_of_arrays_has_the_value_of_the_tree() -> None:
    """Shape and every entry."""
    count, wrong = compared(array_trees(2400, "arrays"))
    assert [] == wrong
    assert count >= 2000


def test_every_kind_of_node_is_among_the_trees() -> None:
    """A kind that never occurs would be tested by nobody."""
    met = {type(n) for tree, _ in some_trees() for n in walk(tree)}
    assert set(printer.piece.registry) - {object, Expr} == met


@cache
def some_trees() -> list[tuple[Expr, list[list[Any]]]]:
    """Return a few hundred trees with their values, for breaking the printer."""
    return [*valued(scalar_trees(400, "some")), *valued(array_trees(300, "some"))]


# -- a printer that is broken is caught ---------------------------------------------------------

SUM_TEX, AT_LEAST = printer.sum_tex, printer.at_least
BROKEN: dict[str, tuple[str, Callable[..., Any]]] = {
    "no parentheses at all": ("wrapped", lambda inner: inner),
    "no parentheses around what binds loosely": (
        "at_least",
        lambda binds, inner, *, last=True: inner,
    ),
    "terms the other way round": (
        "sum_tex",
        lambda expr, sign: SUM_TEX(type(expr)(expr.right, expr.left), sign),
    ),
    "products of two kinds side by side": (
        "first_factor",
        lambda expr, kind: AT_LEAST(printer.MULTIPLIES, printer.piece(expr), last=False),
    ),
    "a power of a power, of a function": (
        "scriptable",
        lambda expr: AT_LEAST(printer.ATOM, printer.piece(expr)),
    ),
    "indices the other way round": (
        "places_tex",
        lambda at, *, line=False: "".join(map(printer.place_tex, reversed(at))),
    ),
    "a minus lost": ("number_text", lambda value, digits: str(abs(value))),
    "entries named after another array": ("subscripted", lambda letter, at: f"x_{{{at}}}"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_printer_is_caught(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of these would look fine on most pages."""
    assert not any(misread(tree, own) for tree, own in some_trees())
    monkeypatch.setattr(printer, *BROKEN[how])
    assert any(misread(tree, own) for tree, own in some_trees())


# -- two things are not printed alike -----------------------------------------------------------


def grown(leaves: list[Expr], joins: Iterable[Callable[..., Expr]]) -> list[Expr]:
    """Return the leaves and everything one step makes of them, if the shapes allow it."""
    found = list(leaves)
    for join in joins:
        for operands in product(leaves, repeat=len(signature(join).parameters)):
            try:
                found.append(join(*operands))
            except ShapesDiffer:
                continue
    return found


def printed_alike(trees: Iterable[Expr]) -> dict[str, set[Any]]:
    """Return the exact values of all trees that are printed in one way."""
    at = Setting(
        {name: as_value(tuple(map(tuple, rows))) for name, rows in point().items()}, WIDTHS
    )
    found: dict[str, set[Any]] = defaultdict(set)
    for tree in trees:
        with suppress(ZeroDivisionError):
            found[latex(tree).replace(" ", "")].add(Evaluator(Exact()).value(tree, at))
    return found


ARITHMETIC: list[Callable[..., Expr]] = [
    lambda x, y: x + y,
    lambda x, y: x - y,
    lambda x, y: x * y,
    lambda x, y: x / y,
    lambda x: -x,
    lambda x: x**2,
]
PRODUCTS: list[Callable[..., Expr]] = [
    *ARITHMETIC[:5],
    lambda x, y: x @ y,
    odot,
    outer,
    dot,
    lambda x: x.T,
    diag,
]


@pytest.mark.parametrize(
    ("leaves", "joins", "count"),
    [([a, b, N(2)], ARITHMETIC, 5000), ([a, u, r, F], PRODUCTS, 1000)],
)
def test_trees_that_differ_in_value_differ_in_print(
    leaves: list[Expr], joins: list[Callable[..., Expr]], count: int
) -> None:
    """All trees of two steps, by exact fractions."""
    found = printed_alike(grown(grown(leaves, joins), joins))
    assert [] == [tex for tex, values in found.items() if len(values) > 1]
    assert len(found) > count


# -- the fewest parentheses ---------------------------------------------------------------------

i, j = index("i", over="m"), index("j", over="n")


@pytest.mark.parametrize(
    ("expected", "tree"),
    [
        ("a + b + z", a + b + z),
        ("a + (b + z)", a + (b + z)),
        ("a - b - z", a - b - z),
        ("a - (b - z)", a - (b - z)),
        ("a - (-b)", a - (-b)),
        (r"(a + b) \, z", (a + b) * z),
        (r"a \, b \, z", a * b * z),
        (r"a \, (b \, z)", a * (b * z)),
        (r"-a \, b", -a * b),
        (r"-a \, b", -(a * b)),
        (r"a \cdot (-b)", a * (-b)),
        ("-(a + b)", -(a + b)),
        (r"2 \cdot 3", N(2) * N(3)),
        (r"(-2) \cdot 3", N(-2) * N(3)),
        (r"a \cdot 0.50", a * Num(Fraction(1, 2), 2)),
        (r"\frac{a + b}{z}", (a + b) / z),
        (r"\frac{1}{2} \, (a + b)", N(1, 2) * (a + b)),
    ],
)
def test_terms_and_factors_have_no_parenthesis_too_many(expected: str, tree: Expr) -> None:
    """And none too few."""
    assert expected == latex(tree)


@pytest.mark.parametrize(
    ("expected", "tree"),
    [
        (r"\sum_{j=1}^{n} u_{j}", total(j, u[j])),
        (r"\sum_{j=1}^{n} a \, u_{j}", total(j, a * u[j])),
        (r"\sum_{j=1}^{n} (a + u_{j})", total(j, a + u[j])),
        (r"\sum_{j=1}^{n} (-u_{j})", total(j, -u[j])),
        (r"a \, \sum_{j=1}^{n} u_{j}", a * total(j, u[j])),
        (r"\left(\sum_{j=1}^{n} u_{j}\right) \, a", total(j, u[j]) * a),
        (r"\left(a \, \sum_{j=1}^{n} u_{j}\right) \, b", a * total(j, u[j]) * b),
        (r"a - \sum_{j=1}^{n} u_{j}", a - total(j, u[j])),
        (r"-\sum_{j=1}^{n} u_{j}", -total(j, u[j])),
        (r"\left(\sum_{j=1}^{n} u_{j}\right)^{2}", total(j, u[j]) ** 2),
        (
            r"\sum_{i=1}^{m} \sum_{j=1}^{n} x_{j}^{(i)} \, u_{j}",
            total(i, total(j, X[i, j] * u[j])),
        ),
    ],
)
def test_a_sum_reaches_over_the_product_that_follows(expected: str, tree: Expr) -> None:
    """Whatever comes after the sum keeps it in parentheses."""
    assert expected == latex(tree)


@pytest.mark.parametrize(
    ("expected", "tree"),
    [
        ("a^{2}", a**2),
        ("-a^{2}", -(a**2)),
        ("(-a)^{2}", (-a) ** 2),
        ("(-2)^{2}", N(-2) ** 2),
        ("(a^{2})^{3}", (a**2) ** 3),
        ("(e^{a})^{2}", exp(a) ** 2),
        (r"(\sigma(a))^{2}", sigmoid(a) ** 2),
        (r"\left(\frac{a}{b}\right)^{2}", (a / b) ** 2),
        (r"\left(\frac{1}{2}\right)^{2}", N(1, 2) ** 2),
        (r"\left(\frac{dL}{da}\right)^{2}", d(L, a) ** 2),
        ("u_{j}^{2}", u[j] ** 2),
        (r"\theta_{1}^{2}", theta_1**2),
        (r"(\mu^{L})^{2}", mu**2),
        ("(t^{(i)})^{2}", t[i] ** 2),
        ("(v^{[l]}_{1j})^{2}", V[1, j] ** 2),
        (r"(V^{[l]})^{\top}", V.T),
        (r"B_{1}^{\top}", B_1.T),
        (r"(W^{\top})_{1j}", W.T[1, j]),
        (r"(X \, u)_{i}", (X @ u)[i]),
    ],
)
def test_a_script_belongs_to_what_is_before_it(expected: str, tree: Expr) -> None:
    """What has a script above is put in parentheses before it gets another one."""
    assert expected == latex(tree)


@pytest.mark.parametrize(
    ("expected", "tree"),
    [
        (r"X \, W", X @ W),
        (r"X \, W \, p", X @ W @ p),
        (r"(X \, u) \odot t", odot(X @ u, t)),
        (r"-(a \, t) \odot t", odot(-(a * t), t)),
        (r"(a \, u) \cdot u", dot(a * u, u)),
        (r"(u \cdot u) \, a", dot(u, u) * a),
        (r"u \, \frac{r}{a}", u @ (r / a)),
        (r"X \cdot \frac{u}{a}", X @ (u / a)),
        (r"\frac{d}{da} (a \, b)", d(a * b, a)),
        (r"\frac{d}{da} \sigma(a)", d(sigmoid(a), a)),
        (r"\left(\frac{d}{da} \sigma(a)\right) \cdot b", d(sigmoid(a), a) * b),
        (r"\frac{dL}{dh} \cdot \frac{dh}{dz} \cdot a", d(L, h) * d(h, z) * a),
        (r"-\frac{dL}{dh} \cdot \frac{dh}{dz}", -d(L, h) * d(h, z)),
    ],
)
def test_kinds_of_product_are_told_apart(expected: str, tree: Expr) -> None:
    """One kind in a row needs no parentheses; a derivative reaches over one parenthesis only."""
    assert expected == latex(tree)


@pytest.mark.parametrize(
    ("expected", "tree"),
    [
        (r"w_{12}", W[1, 2]),
        (r"p_{4, 1}", p[4, 1]),
        (r"r_{1j}", r[1, j]),
        (r"x_{j}^{(i)}", X[i, j]),
        (r"t^{(i)}", t[i]),
        (r"s_{3}^{(1)}", s[3]),
        (r"a_{3}^{[l-1](i)}", A[i, 3]),
        (r"y_{1}^{L,(i)}", array("Y^L", "m", "n", examples=True)[i, 1]),
        (r"{B_{1}}_{3i}", B_1[3, i]),
        (r"\Delta_{i 2}", kronecker(i, 2)),
        (r"\Delta_{1, 12}", kronecker(1, 12)),
        (r"\Delta_{11, 2}", kronecker(11, 2)),
    ],
)
def test_places_are_not_read_as_one_number(expected: str, tree: Expr) -> None:
    """A comma where digits could run together; an example stands above, its feature below."""
    assert expected == latex(tree)


# -- the author's words -------------------------------------------------------------------------


def test_names_are_printed_in_the_authors_order() -> None:
    """Nothing is sorted; only a derivative names first what it is by."""
    shown = {"K", "h", r"\alpha", r"\theta", r"\mu"}
    trees = [t for t, _ in some_trees() if not any(isinstance(n, Derivative) for n in walk(t))]
    assert len(trees) > 300
    for tree in trees:
        words = [n.tex.partition("_")[0].partition("^")[0] for n in walk(tree) if type(n) is Name]
        printed = [token for token in tokens(latex(tree)) if token in shown]
        assert [word for word in words if word in shown] == printed


def test_a_float_is_refused_with_the_fraction_it_should_be() -> None:
    """Python has turned 1/2 into 0.5 before anybody could see it."""
    for refused in (lambda: 0.5 * a, lambda: a + 1 / 2, lambda: X @ u - 0.5):
        with pytest.raises(NotAnExpression, match=re.escape("write a fraction, N(1, 2)")):
            refused()


def test_a_decimal_is_rounded_half_to_even() -> None:
    """The one place where less is printed than is meant: so many digits were asked for."""
    eighths = [Num(Fraction(n, 8), 2) for n in (1, 3, -1)]
    assert ["0.12", "0.38", "-0.12"] == [latex(one) for one in eighths]
    assert "0.00" == latex(Num(Fraction(-1, 1000), 2))


def test_a_sum_that_would_catch_another_index_is_refused() -> None:
    """Two indices i, one inside the sum over the other: on the page they would be one."""
    other = index("i", over="m")
    with pytest.raises(IndexMisused, match="would catch another index i"):
        latex(total(i, t[i] * X[other, 1]))
    assert r"t^{(i)} \, \sum_{i=1}^{m} t^{(i)}" == latex(t[other] * total(i, t[i]))


def test_only_the_exponential_is_printed_as_a_power_of_e() -> None:
    """No function of an author's is called exp."""
    assert "e^{a}" == latex(exp(a))
    with pytest.raises(NotAnExpression, match="exp is one of the field's functions"):
        unspecified("exp")


def test_a_width_that_is_no_name_is_refused() -> None:
    """As a factor n-1 would lose its second half."""
    assert "a \\, n_{1}" == latex(a * width("n_1"))
    with pytest.raises(NotAnExpression, match="n-1"):
        latex(a * width("n-1"))


# -- the reader itself --------------------------------------------------------------------------

PLAIN = Table.of(
    values={"a": mp.mpf(2), "b": mp.mpf(3), "x": [[mp.mpf(1)], [mp.mpf(4)]], "y_{1}": mp.mpf(5)},
    letters={"x": "x", "y": "x"},
    functions={"f": lambda t: t + 1},
    widths={"n": 2},
    indices={"i": 2},
)


@pytest.mark.parametrize(
    ("expected", "tex"),
    [
        (1, "a - b + a"),
        (-12, r"-a^{2} \, b"),
        (8, r"a \, f(b)"),
        (9, r"f\left(a \cdot 4\right)"),
        (0.5, r"\frac{a}{4}"),
        (13, r"b + a \, \sum_{i=1}^{n} x_{i}"),
        (17, r"x \cdot x"),
        (17, r"x^{\top} \, x"),
        (4, "x_{i}"),
        (12, r"\frac{d}{da} (a^{3})"),
        (1.25, "1.25"),
    ],
)
def test_the_reader_reads_as_a_person_does(expected: float, tex: str) -> None:
    """A few lines that need no table to be checked."""
    assert abs(expected - read(tex, PLAIN)) < 1e-20


@pytest.mark.parametrize(
    "tex",
    [
        "a b",
        "a (b)",
        "2 a",
        r"a \, 2",
        r"a \, b \odot a",
        "f a",
        "f(a)^{2}",
        "e^{a}^{2}",
        "a^{2}^{2}",
        r"\frac{a}{b}^{2}",
        "y_{1}",
        r"\frac{d}{da} f(a) \, b",
        r"\frac{d}{da} a",
        r"x \, x",
        r"x^{\top} \, x \, x^{\top} \, x \, x",
        r"x \cdot x^{\top}",
    ],
)
def test_the_reader_does_not_guess(tex: str) -> None:
    """What can be read in two ways is an error."""
    with pytest.raises(Ambiguous):
        read(tex, PLAIN)


@pytest.mark.parametrize(
    "tex",
    [
        *("", "a +", "c", r"\left(a)", "(a", "a)", r"a \, -b", "a + -b", "x + a_{1}", "a^{b}"),
        *("x_{3}", "x^{2}", "a / b", r"\frac{d}{a}", r"x \, a \odot x", r"x \otimes x"),
        *(r"\sum_{i=2}^{n} x_{i}", r"\textcolor{gray}{a}", r"x + \sum_{i=1}^{k} x_{i}"),
    ],
)
def test_the_reader_refuses_what_is_no_mathematics(tex: str) -> None:
    """Wrong brackets, unknown symbols, signs in a row, places that do not exist."""
    with pytest.raises(Unreadable):
        read(tex, PLAIN)


def test_what_is_held_is_printed_as_a_subscript() -> None:
    """In parentheses around the derivative, so that a place or a power can follow."""
    mean, spread = let("r_0", u[1] + u[2]), let("q_0", u[1] * u[2])
    f = let("f", u[1] * mean * spread)
    both = partial(f, u[1], holding=(mean, spread))
    square = let("c_0", a**2)
    of_product = partial(a * square, a, holding=square)
    assert latex(of_product) == (r"\left(\frac{\partial}{\partial a} (a \, c_{0})\right)_{c_{0}}")
    assert latex(both) == r"\left(\frac{\partial f}{\partial u_{1}}\right)_{r_{0}, q_{0}}"
    assert latex(both**2) == rf"\left({latex(both)}\right)^{{2}}"
    assert latex(2 * both) == rf"2 \cdot {latex(both)}"
    assert latex(-both) == f"-{latex(both)}"
