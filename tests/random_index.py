"""Random index expressions, true rewritings and false mutants of them: what the fuzz feeds on.

Nothing here knows the index calculus.  An expression is drawn over a fixed stock of names with
widths n, m, p and 2; a rewriting is one of the identities of the field applied at a random node; a
mutant is a usual slip at a random node.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import count

from bpcore import (
    array,
    column,
    exp,
    let,
    log,
    matrix,
    normal_pdf,
    opaque,
    row,
    scalar,
    sigmoid,
    sqrt,
    unspecified,
)
from bpcore.errors import IndexMisused, NotAnExpression, NotDifferentiable, ShapesDiffer
from bpcore.expr import (
    Add,
    Apply,
    At,
    Delta,
    Derivative,
    Diag,
    Div,
    Dot,
    Entry,
    Expr,
    Index,
    MatMul,
    Mul,
    Name,
    Neg,
    Num,
    Odot,
    Ones,
    Outer,
    Pow,
    Sub,
    Sum,
    Transpose,
    WidthOf,
)
from bpcore.function import Function
from bpcore.shape import Shape, Width, is_column
from bpcore.tree import depends, everything_under, free_indices, parts, rebuild, reindexed

REFUSED = (IndexMisused, NotAnExpression, NotDifferentiable, ShapesDiffer)
WIDTHS: tuple[Width, ...] = ("n", "n", "n", "m", "p", 2)

g = unspecified("g")
s, t = scalar("s"), scalar("t")
x, y = column("x", "n"), column("y", "n")
q = column("q", "n", between=(0, None))
u, v, f = column("u", "m"), column("v", "p"), column("f", 2)
r = row("r", "n")
W, V = matrix("W", "n", "m"), matrix("V", "p", "n")
A, B, F = matrix("A", "n", "n"), matrix("B", "n", "n"), array("F", 2, "n")
z = let("z", W @ u + x)
a = let("a", g(z))
c = let("c", V @ a)
e = let("h", s * y + A @ x)
_k = Index("k", "n")
S = let("S", exp(y) / Sum(_k, exp(y[_k])))
L = let("L", Dot(a - y, a - y))
C = opaque("C", c, s)
K = opaque("K", z)
D = let("delta", Derivative(C, z))

LEAVES = (s, t, x, y, q, u, v, f, r, W, V, A, B, F)
DEFINED = (z, a, c, e, S, L, C, K, D)
STOCK: tuple[Name, ...] = LEAVES + DEFINED
VARIABLES: tuple[Name, ...] = (x, x, y, u, s, W, A, f, z, z, a, c, e)
_letters = count()


def number(value: int | Fraction) -> Num:
    """Return a number as an expression."""
    return Num(Fraction(value))


def fresh(width: Width) -> Index:
    """Return a new index over a width."""
    return Index("abcdefghijklmnopqrstuvwxyz"[next(_letters) % 26], width)


def entry(of: Expr, row_at: At, column_at: At) -> Expr:
    """Return an entry of an array by row and column; a scalar is its own."""
    if not of.shape:
        return of
    if of.shape[0] == 1:
        return of[column_at]
    return of[row_at] if of.shape[1] == 1 else of[row_at, column_at]


@dataclass
class Maker:
    """Draws expressions in which the indices of a scope may occur."""

    draw: random.Random

    def some(self, make: Callable[[], Expr]) -> Expr:
        """Return what is made once nothing in it is refused."""
        while True:
            try:
                return make()
            except REFUSED:
                continue

    def at(self, width: Width, scope: list[Index]) -> At:
        """Return an index of the scope over a width, or a number that each width has."""
        fitting = [one for one in scope if one.width == width]
        if width == 1:
            return 1
        return self.draw.choice(fitting) if fitting and self.draw.random() < 0.9 else self.place()

    def place(self) -> int:
        """Return a number that each width has."""
        return self.draw.choice((1, 2))

    def leaf(self, scope: list[Index]) -> Expr:
        """Return an entry, a scalar name, a number, a width or a delta."""
        kind = self.draw.random()
        if kind < 0.1:
            return number(
                Fraction(self.draw.choice((-2, -1, 1, 2, 3)), self.draw.choice((1, 1, 2)))
            )
        if kind < 0.15:
            return WidthOf(self.draw.choice(("n", "m", "p")))
        if kind < 0.32 and scope:
            one = self.draw.choice(scope)
            return Delta(one, 3 if kind < 0.2 and one.width == 2 else self.at(one.width, scope))
        name = self.draw.choice(STOCK)
        rows, columns = name.shape or (1, 1)
        return entry(name, self.at(rows, scope), self.at(columns, scope))

    def scalar(self, depth: int, scope: list[Index]) -> Expr:
        """Return a random scalar."""
        if depth <= 0:
            return self.leaf(scope)

        def inner() -> Expr:
            return self.scalar(depth - self.draw.choice((1, 1, 2)), scope)

        kinds: dict[str, tuple[int, Callable[[], Expr]]] = {
            "sum": (7, lambda: self.total(depth, scope)),
            "plus": (3, lambda: Add(inner(), inner())),
            "minus": (3, lambda: Sub(inner(), inner())),
            "times": (5, lambda: Mul(inner(), inner())),
            "negative": (1, lambda: Neg(inner())),
            "over": (2, lambda: Div(inner(), self.below(scope))),
            "power": (1, lambda: Pow(inner(), self.draw.choice((2, 2, 3)))),
            "inverse": (1, lambda: Pow(self.below(scope), self.draw.choice((-1, -2)))),
            "function": (3, lambda: self.applied(inner())),
            "log": (1, lambda: log(entry(q, self.at("n", scope), 1) + exp(self.leaf(scope)))),
            "log of what is positive": (1, lambda: log(self.positive(scope))),
            "root": (2, lambda: sqrt(self.positive(scope))),
            "density": (1, lambda: normal_pdf(self.leaf(scope))),
            "dot": (1, lambda: self.dot(depth, scope)),
            "entry": (2, lambda: self.entry(depth, scope)),
            "derivative": (5, lambda: self.slope(inner(), scope)),
        }
        chosen = self.draw.choices(list(kinds), [weight for weight, _ in kinds.values()])[0]
        return self.some(kinds[chosen][1])

    def applied(self, inner: Expr) -> Expr:
        """Return a function of an expression, not of a number that explodes."""
        return Apply(self.draw.choice((exp, sigmoid, g, g, g.prime)), inner)

    def below(self, scope: list[Index]) -> Expr:
        """Return something that is hardly ever zero."""
        first, second = self.leaf(scope), self.leaf(scope)
        if self.draw.random() < 0.3:
            return self.total(1, scope) + 7
        return self.draw.choice((1 + Pow(first, 2), exp(first) + 1, second + 7))

    def positive(self, scope: list[Index]) -> Expr:
        """Return something that is positive wherever it has a value."""
        first, second = (self.positive_factor(scope) for _ in range(2))
        return self.draw.choice(
            (first, first * second, first / second, first + second, Pow(first, -1), first**2)
        )

    def positive_factor(self, scope: list[Index]) -> Expr:
        """Return something positive that is no product."""
        part, over = self.leaf(scope), fresh("n")
        return self.draw.choice(
            (
                exp(part),
                entry(q, self.at("n", scope), 1),
                1 + part**2,
                Sum(over, q[over] * self.draw.choice((1, 1 + part**2))),
                Dot(x, x) + 1,
                number(self.draw.choice((2, 3, Fraction(2, 3)))),
            )
        )

    def total(self, depth: int, scope: list[Index]) -> Expr:
        """Return a sum whose index occurs in what is summed."""
        over = fresh(self.draw.choice(WIDTHS))
        body = self.scalar(depth - 1, [*scope, over])
        if over not in free_indices(body):
            fitting = [n for n in STOCK if n.shape == (over.width, 1)]
            body = Mul(body, self.draw.choice(fitting)[over])
        return Sum(over, body)

    def dot(self, depth: int, scope: list[Index]) -> Expr:
        """Return a scalar product of two columns."""
        shape = (self.draw.choice(WIDTHS), 1)
        return Dot(self.array(shape, depth - 1, scope), self.array(shape, depth - 1, scope))

    def entry(self, depth: int, scope: list[Index]) -> Expr:
        """Return an entry of a random array."""
        width, other = self.draw.choice(WIDTHS), self.draw.choice((1, 1, "n", "m"))
        whole = self.array((width, other), depth - 1, scope)
        return entry(whole, self.at(width, scope), self.at(other, scope))

    def slope(self, of: Expr, scope: list[Index]) -> Expr:
        """Return the derivative of a scalar by a scalar or by an entry."""
        under = everything_under(of)
        fitting = [n for n in VARIABLES if n in under and self.draw.random() < 0.9]
        by = self.draw.choice(fitting or VARIABLES)
        rows, columns = by.shape or (1, 1)
        return self.slope_by(of, entry(by, self.at(rows, scope), self.at(columns, scope)))

    def slope_by(self, of: Expr, by: Expr) -> Expr:
        """Return the derivative of a scalar, often with a factor that depends on much."""
        if self.draw.random() < 0.5:
            of = self.draw.choice((Add, Mul))(
                of, self.draw.choice((L, C, K, Dot(e, y), Dot(a, x), Dot(z, z), Dot(S, x), s * t))
            )
        return self.holding(Derivative(of, by))

    def array(self, shape: Shape, depth: int, scope: list[Index]) -> Expr:
        """Return a random array of a shape."""
        return self.some(lambda: self.any_array(shape, depth, scope))

    def any_array(self, shape: Shape, depth: int, scope: list[Index]) -> Expr:
        """Return a random array of a shape, or raise that what was drawn is refused."""
        names = [n for n in STOCK if n.shape == shape]
        if depth <= 0:
            return self.draw.choice(names) if names else self.plain(shape, scope)

        def inner() -> Expr:
            return self.array(shape, depth - 1, scope)

        rows, columns = shape
        kinds: list[Callable[[], Expr]] = [
            *[lambda: self.draw.choice(names)] * (2 if names else 0),
            *[lambda: self.plain(shape, scope)] * 2,
            lambda: Transpose(self.array((columns, rows), depth - 1, scope)),
            lambda: Add(inner(), inner()),
            lambda: Sub(inner(), inner()),
            lambda: Mul(self.scalar(depth - 1, scope), inner()),
            lambda: Odot(inner(), inner()),
            lambda: Apply(self.draw.choice((g, sigmoid, exp)), inner()),
            lambda: Div(inner(), self.below(scope)),
            *[lambda: self.product(shape, depth, scope)] * 4,
            *[lambda: self.gradient(shape, depth, scope)] * 4,
        ]
        return self.draw.choice(kinds)()

    def plain(self, shape: Shape, scope: list[Index]) -> Expr:
        """Return ones, a transpose, a diagonal or an outer product."""
        rows, columns = shape
        if columns == 1:
            return Ones(rows)
        if rows == 1:
            return Transpose(self.array((columns, 1), 0, scope))
        if rows == columns and self.draw.random() < 0.7:
            return Diag(self.array((rows, 1), 0, scope))
        return Outer(self.array((rows, 1), 0, scope), self.array((1, columns), 0, scope))

    def product(self, shape: Shape, depth: int, scope: list[Index]) -> Expr:
        """Return a matrix product."""
        middle = self.draw.choice(("n", "m"))
        left = self.array((shape[0], middle), depth - 1, scope)
        return MatMul(left, self.array((middle, shape[1]), depth - 1, scope))

    def gradient(self, shape: Shape, depth: int, scope: list[Index]) -> Expr:
        """Return a derivative by a whole array, or a Jacobian; raises if there is none."""
        whole = [n for n in VARIABLES if n.shape == shape]
        columns = [n for n in VARIABLES if n.shape == (shape[1], 1)]
        if whole and (self.draw.random() < 0.5 or 1 in shape):
            return self.slope_by(self.scalar(depth - 1, scope), self.draw.choice(whole))
        if 1 in shape or not columns:
            raise NotDifferentiable("there is no variable of that shape")
        by = self.draw.choice(columns)
        return self.holding(Derivative(self.array((shape[0], 1), depth - 1, scope), by))

    def holding(self, node: Derivative) -> Derivative:
        """Return a derivative that sometimes holds names between the quantity and the variable."""
        under = everything_under(node.of)
        between = [n for n in DEFINED if n in under and depends(n, node.variable)]
        between = [n for n in between if n is not node.variable and self.draw.random() < 0.3]
        return replace(node, partial=bool(between), held=tuple(between))


# -- true rewritings -------------------------------------------------------------------------

Spot = tuple[tuple[int, ...], Expr, tuple[Name, ...], tuple[Index, ...]]


def spots(
    node: Expr,
    path: tuple[int, ...] = (),
    by: tuple[Name, ...] = (),
    scope: tuple[Index, ...] = (),
) -> Iterator[Spot]:
    """Yield every node with its path, the variables of derivatives and the sums around it."""
    yield path, node, by, scope
    if isinstance(node, Derivative):
        by = (*by, node.variable, *node.held)
    if isinstance(node, Sum):
        scope = (*scope, node.index)
    for k, part in enumerate(parts(node)):
        yield from spots(part, (*path, k), by, scope)


def put(node: Expr, path: tuple[int, ...], new: Expr) -> Expr:
    """Return an expression with what stands at a path replaced."""
    if not path:
        return new
    inner = iter(
        put(part, path[1:], new) if k == path[0] else part for k, part in enumerate(parts(node))
    )
    return rebuild(node, lambda _: next(inner))


@dataclass
class Rewriter:
    """Applies identities; what they may do depends on which names are kept and what is opaque."""

    draw: random.Random
    keep: frozenset[Name] = frozenset()
    opaque: bool = False
    used: list[str] = field(default_factory=list)

    def rewritten(self, node: Expr, times: int) -> Expr:
        """Return an expression after some random identities, the same for all values."""
        for _ in range(times):
            choices = [
                (path, name, change)
                for path, part, by, _ in spots(node)
                if not (self.opaque and (by or isinstance(part, Derivative)))
                for name, change in self.identities(part, by)
            ]
            self.draw.shuffle(choices)
            for path, name, change in choices:
                try:
                    node = put(node, path, change())
                except REFUSED:
                    continue
                self.used.append(name)
                break
        return node

    def identities(
        self, node: Expr, by: tuple[Name, ...]
    ) -> Iterator[tuple[str, Callable[[], Expr]]]:
        """Yield what may be written for a node, by name."""
        match node:
            case Add(left=left, right=right):
                yield "commute", lambda: Add(right, left)
                if isinstance(left, Add):
                    yield "associate", lambda: Add(left.left, Add(left.right, right))
            case Sub(left=left, right=right):
                yield "minus", lambda: Add(left, Neg(right))
            case Neg(operand=operand):
                yield "minus one", lambda: Mul(number(-1), operand)
            case Mul(left=left, right=right):
                yield "commute", lambda: Mul(right, left)
                if isinstance(right, (Add, Sub)):
                    yield "distribute", lambda: rebuild(right, lambda part: Mul(left, part))
                if isinstance(left, (Add, Sub)):
                    yield "distribute", lambda: rebuild(left, lambda part: Mul(part, right))
                if isinstance(right, Sum) and not left.shape:
                    yield "into the sum", lambda: inside(left, right)
            case Div(left=left, right=right):
                yield "quotient", lambda: Mul(left, Pow(right, -1))
                if isinstance(left, (Add, Sub)):
                    yield "distribute", lambda: rebuild(left, lambda part: Div(part, right))
            case Pow(operand=operand, exponent=exponent) if exponent > 1:
                yield "power", lambda: Mul(operand, Pow(operand, exponent - 1))
            case Odot(left=left, right=right):
                yield "commute", lambda: Odot(right, left)
                if is_column(left.shape):
                    yield "diagonal", lambda: Diag(left) @ right
            case MatMul(left=left, right=right) if node.shape:
                yield "transpose", lambda: Transpose(right.T @ left.T)
                if isinstance(right, (Add, Sub)):
                    yield "distribute", lambda: rebuild(right, lambda part: left @ part)
                if isinstance(left, MatMul):
                    yield "associate", lambda: left.left @ (left.right @ right)
            case Outer(left=left, right=right):
                yield "outer", lambda: left @ right
            case Transpose(operand=MatMul(left=left, right=right)):
                yield "transpose", lambda: right.T @ left.T
            case Transpose(operand=Add(left=left, right=right)):
                yield "transpose", lambda: left.T + right.T
            case Dot(left=left, right=right):
                yield "commute", lambda: Dot(right, left)
                if is_column(left.shape):
                    yield "dot", lambda: left.T @ right
                    yield "dot", lambda: dotted(left, right)
            case Apply(function=function, operand=operand) if not operand.shape:
                if function is exp and isinstance(operand, Add):
                    yield "exponential", lambda: exp(operand.left) * exp(operand.right)
                if function is exp:
                    yield "exponential", lambda: 1 / exp(-operand)
                if function is sigmoid:
                    yield "sigmoid", lambda: exp(operand) / (exp(operand) + 1)
                if function is normal_pdf:
                    yield "density", lambda: exp(-(operand**2) / 2) * normal_pdf(0)
                if function is sqrt:
                    yield "root", lambda: exp(log(operand) / 2)
                    yield "root", lambda: operand / sqrt(operand)
                if function in (log, sqrt):
                    yield from of_factors(function, operand)
            case Sum():
                yield from sums(node)
            case Entry(array=whole):
                yield from entries(node, whole, self.opaque)
            case Delta(first=first, second=second):
                yield "delta", lambda: Delta(second, first)
            case Name(definition=Expr() as meaning) if node not in self.keep | {*by}:
                yield "unfold", lambda: meaning
            case Derivative():
                yield from self.derivatives(node)
        if not node.shape and self.draw.random() < 0.04:
            below = self.draw.choice((1 + s**2, exp(t), s - 5, 1 + Dot(x, x)))
            yield "over itself", lambda: Div(Mul(node, below), below)
        if not node.shape and self.draw.random() < 0.2 and surely_positive(node):
            yield "exponential", lambda: exp(log(node))
            yield "root", lambda: sqrt(node) ** 2
            yield "root", lambda: sqrt(node**2)

    def safe(self, node: Expr, by: Name) -> bool:
        """Tell whether a node means the same inside a derivative and outside."""
        return not any(
            name in self.keep and not name.independent and name is not by and depends(name, by)
            for name in everything_under(node)
        )

    def derivatives(self, node: Derivative) -> Iterator[tuple[str, Callable[[], Expr]]]:
        """Yield what may be written for a derivative."""
        of, by = node.of, node.by
        if isinstance(by, Entry) and not of.shape:
            yield "entry of a derivative", lambda: Entry(node.put(of, by.array), by.at)
        if of.shape or (isinstance(by, Name) and by.shape and self.draw.random() < 0.5):
            return
        match of:
            case Add() | Sub() | Neg():
                yield "linear", lambda: rebuild(of, lambda part: node.put(part, by))
            case Sum(index=index, body=body) if not by.shape and index not in free_indices(by):
                yield "linear", lambda: Sum(index, node.put(body, by))
            case Mul(left=left, right=right) if self.safe(of, node.variable):
                yield (
                    "product rule",
                    lambda: left * node.put(right, by) + right * node.put(left, by),
                )
            case Pow(operand=inner, exponent=k) if self.safe(of, node.variable):
                yield "power rule", lambda: k * inner ** (k - 1) * node.put(inner, by)
            case Apply(function=function, operand=inner) if self.safe(of, node.variable):
                if function is log:
                    yield "chain rule", lambda: node.put(inner, by) / inner
                elif function is exp:
                    yield "chain rule", lambda: exp(inner) * node.put(inner, by)
                elif function is sqrt:
                    yield "chain rule", lambda: node.put(inner, by) / (2 * sqrt(inner))
                elif function is normal_pdf:
                    yield "chain rule", lambda: -inner * normal_pdf(inner) * node.put(inner, by)
                else:
                    yield "chain rule", lambda: function.prime(inner) * node.put(inner, by)
        for name in (z, c, e):
            if self.between(of, name, node.variable) and not by.shape and not node.held:
                yield "total derivative", lambda name=name: through(of, name, by)

    def between(self, of: Expr, name: Name, by: Name) -> bool:
        """Tell whether something depends on a variable only by way of a name."""
        return (
            name is not by
            and name not in self.keep
            and depends(name, by)
            and depends(of, name)
            and by not in everything_under(of, frozenset({name}))
            and self.safe(of, by)
            and self.safe(name, by)
        )


def surely_positive(node: Expr) -> bool:
    """Tell whether a node is positive, of what is easily told."""
    match node:
        case Num(value=value):
            return value > 0
        case Entry(array=whole):
            return whole is q
        case Mul(left=left, right=right) | Div(left=left, right=right):
            return surely_positive(left) and surely_positive(right)
        case Add(left=left, right=right):
            square = isinstance(right, Pow) and right.exponent % 2 == 0
            return surely_positive(left) and (square or surely_positive(right))
        case Sum(body=body):
            return surely_positive(body)
        case Pow(operand=operand):
            return surely_positive(operand)
    return isinstance(node, Apply) and node.function in (exp, sqrt, sigmoid, normal_pdf)


def of_factors(function: Function, inner: Expr) -> Iterator[tuple[str, Callable[[], Expr]]]:
    """Yield what may be written for a logarithm or a root of factors that are positive."""
    join = Add if function is log else Mul
    match inner:
        case Mul(left=left, right=right) if surely_positive(left) or surely_positive(right):
            yield "factors", lambda: join(function(left), function(right))
        case Div(left=left, right=right) if surely_positive(left) or surely_positive(right):
            yield "factors", lambda: join(function(left), function(Pow(right, -1)))
        case Pow(operand=operand, exponent=k) if surely_positive(operand):
            yield "factors", lambda: k * log(operand) if function is log else Pow(sqrt(operand), k)


def through(of: Expr, name: Name, by: Expr) -> Expr:
    """Return the total derivative by way of every entry of a name."""
    over = fresh(name.shape[0])
    return Sum(over, Derivative(of, name[over]) * Derivative(name[over], by))


def inside(factor: Expr, whole: Sum) -> Expr:
    """Return a sum with a factor moved into it."""
    over = fresh(whole.index.width)
    return Sum(over, factor * reindexed(whole.body, whole.index, over))


def dotted(left: Expr, right: Expr) -> Expr:
    """Return a scalar product of columns as a sum."""
    over = fresh(left.shape[0])
    return Sum(over, left[over] * right[over])


def sums(node: Sum) -> Iterator[tuple[str, Callable[[], Expr]]]:
    """Yield what may be written for a sum."""
    index, body = node.index, node.body
    new = fresh(index.width)
    yield "rename", lambda: Sum(new, reindexed(body, index, new))
    if isinstance(body, (Add, Sub)):
        yield "linear", lambda: rebuild(body, lambda part: Sum(index, part))
    if isinstance(body, Neg):
        yield "linear", lambda: Neg(Sum(index, body.operand))
    if isinstance(body, Mul):
        if index not in free_indices(body.left):
            yield "factor", lambda: body.left * Sum(index, body.right)
        if index not in free_indices(body.right):
            yield "factor", lambda: Sum(index, body.left) * body.right
        for one, other in ((body.left, body.right), (body.right, body.left)):
            if isinstance(one, Delta) and index in (ends := {one.first, one.second}):
                over = next(iter(ends - {index}), None)
                if isinstance(over, Index) and not within(other, over):
                    yield "collapse", lambda n=other, o=over: reindexed(n, index, o)
    if isinstance(body, Sum):
        yield "swap", lambda: Sum(body.index, Sum(index, body.body))


def within(node: Expr, index: Index) -> bool:
    """Tell whether a sum inside a node runs over an index."""
    return any(isinstance(part, Sum) and part.index is index for _, part, _, _ in spots(node))


def entries(
    node: Entry, whole: Expr, derivatives_as_atoms: bool
) -> Iterator[tuple[str, Callable[[], Expr]]]:
    """Yield what may be written for an entry."""
    i, j = node.position
    match whole:
        case Add() | Sub() | Neg() | Odot():
            product_ = isinstance(whole, Odot)
            one = [entry(part, i, j) for part in parts(whole)]
            yield "entries", lambda: Mul(*one) if product_ else type(whole)(*one)
        case Mul() | Div():
            yield "entries", lambda: rebuild(whole, lambda part: entry(part, i, j))
        case MatMul(left=left, right=right) if left.shape[1] != 1:
            over = fresh(left.shape[1])
            yield "entries", lambda: Sum(over, entry(left, i, over) * entry(right, over, j))
        case Outer(left=left, right=right):
            yield "entries", lambda: entry(left, i, 1) * entry(right, 1, j)
        case Transpose(operand=operand):
            yield "entries", lambda: entry(operand, j, i)
        case Diag(operand=operand):
            yield "entries", lambda: Delta(i, j) * entry(operand, i, i)
        case Apply(function=function, operand=operand):
            yield "entries", lambda: function(entry(operand, i, j))
        case Ones():
            yield "entries", lambda: number(1)
        case Derivative(of=of, by=by) if of.shape and by.shape and not derivatives_as_atoms:
            yield "entries", lambda: whole.put(of[i], by[j])
        case Derivative(of=of, by=by) if by.shape and not derivatives_as_atoms:
            yield "entries", lambda: whole.put(of, entry(by, i, j))
    if isinstance(i, Index):
        over = fresh(i.width)
        yield "delta", lambda: Sum(over, Delta(i, over) * entry(whole, over, j))
    if isinstance(j, Index):
        over_j = fresh(j.width)
        yield "delta", lambda: Sum(over_j, entry(whole, i, over_j) * Delta(over_j, j))


# -- false mutants ---------------------------------------------------------------------------


def mutated(node: Expr, draw: random.Random, scope: list[Index]) -> Expr:
    """Return an expression with one slip in it."""
    choices = [
        (path, change)
        for path, part, _, sums_around in spots(node)
        for change in slips(part, draw, [*scope, *sums_around])
    ]
    draw.shuffle(choices)
    for path, change in choices:
        try:
            return put(node, path, change())
        except REFUSED:
            continue
    return node * 2


def other_at(at: At, draw: random.Random, scope: list[Index]) -> At:
    """Return another index over the same width, or another number."""
    if not isinstance(at, Index):
        return 3 - at if at in (1, 2) else 1
    return draw.choice([one for one in scope if one.width == at.width and one is not at] or [1])


def slips(node: Expr, draw: random.Random, scope: list[Index]) -> Iterator[Callable[[], Expr]]:
    """Yield what is wrongly written for a node."""
    match node:
        case Transpose(operand=operand):
            yield lambda: operand
        case Add(left=left, right=right):
            yield lambda: left - right
            yield lambda: left
        case Sub(left=left, right=right):
            yield lambda: right - left
            yield lambda: left + right
        case Neg(operand=operand):
            yield lambda: operand
        case Sum(index=index, body=body):
            yield lambda: reindexed(body, index, 1)  # type: ignore[arg-type]
            yield (
                lambda: node / index.width if isinstance(index.width, int) else node / WidthOf("n")
            )
            for one in scope:
                if one.width == index.width and one is not index:
                    yield lambda one=one: reindexed(body, index, one)
        case Mul(left=left, right=right) if node.shape == right.shape:
            yield lambda: right
        case Pow(operand=operand, exponent=exponent):
            yield lambda: Pow(operand, exponent + 1)
        case Apply(function=function, operand=operand) if not function.given:
            yield lambda: function.prime(operand)
        case Entry(array=whole, at=at):
            yield lambda: Entry(whole, tuple(reversed(at)))
            yield lambda: Entry(whole, (other_at(at[0], draw, scope), *at[1:]))
            yield lambda: Entry(whole, (*at[:-1], other_at(at[-1], draw, scope)))
        case Delta(first=first, second=second):
            yield lambda: number(1)
            yield lambda: Delta(first, other_at(second, draw, scope))
        case Name():
            alike = [n for n in STOCK if n.shape == node.shape and n is not node]
            yield lambda: draw.choice(alike or [2 * node])
            if len(set(node.shape)) == 1:
                yield lambda: node.T
        case MatMul(left=left, right=right):
            yield lambda: right @ left
        case Derivative(of=of, by=Entry(array=by, at=at)):
            yield lambda: node.put(of, Entry(by, (other_at(at[0], draw, scope), *at[1:])))
        case Derivative(held=(_, *_)):
            yield lambda: replace(node, held=node.held[1:])
    if not node.shape and draw.random() < 0.2:  # true if it is positive
        yield lambda: sqrt(node**2)
        yield lambda: exp(log(node**2) / 2)
    if not node.shape or draw.random() < 0.2:
        yield lambda: 2 * node
        yield lambda: Neg(node)
