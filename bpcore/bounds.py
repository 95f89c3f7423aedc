"""Where the values of an expression lie, proved at any width.

Every statement is about values: *wherever the expression has one*, each of its entries lies in the
interval.  Names without a definition lie where they are said to (that is assumed of an input),
names with one where their definitions do, and widths are one or more.  A rule for each kind of
node, with its argument beside it; what no rule knows may be anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache, reduce

from bpcore.expr import (
    Add,
    Apply,
    Array,
    Delta,
    Diag,
    Div,
    Dot,
    Dressed,
    Entry,
    Expr,
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
from bpcore.function import (
    Function,
    exp,
    gate,
    leaky_relu,
    log,
    normal_cdf,
    normal_pdf,
    positive_part,
    relu,
    sigmoid,
    softplus,
    sqrt,
    tanh,
)
from bpcore.interval import (
    ANYWHERE,
    POSITIVE,
    SHARE,
    Interval,
    point,
    root_above,
    root_below,
)
from bpcore.shape import Width
from bpcore.tree import everything_under, key

__all__ = ["Interval", "assumptions", "interval", "nonnegative", "nonzero", "positive", "proved"]


def interval(expr: Expr) -> Interval:
    """Return an interval in which every entry of an expression lies, wherever it has a value.

    >>> from bpcore.language import scalar, total, column, index
    >>> z, a = scalar("z"), scalar("a", between=(0, 1))
    >>> i, x = index("i", "n"), column("x", "n")
    >>> for one in (sigmoid(z), a * (1 - a), 1 + total(i, x[i] ** 2), z - 1):
    ...     print(interval(one))
    (0, 1)
    (0, 1)
    [1, oo)
    (-oo, oo)
    """
    return Bounds().of(expr)


def positive(expr: Expr) -> bool:
    """Tell whether every entry of an expression is proved to be above zero."""
    return interval(expr).positive


def nonnegative(expr: Expr) -> bool:
    """Tell whether no entry of an expression is below zero, proved."""
    return interval(expr).nonnegative


def nonzero(expr: Expr) -> bool:
    """Tell whether no entry of an expression is zero, proved."""
    return interval(expr).nonzero


def stated(name: Name) -> Interval:
    """Return the interval that a name is said to keep."""
    return Interval(*name.between, *name.closed)


@cache
def proved(name: Name) -> bool:
    """Tell whether a defined name keeps the interval it is said to keep, by its definition.

    >>> from bpcore.language import let, scalar
    >>> z = scalar("z")
    >>> proved(let("v", z**2, between=(-1, None))), proved(let("v", z**2 - 1, between=(0, None)))
    (True, False)
    """
    return name.definition is not None and interval(name.definition).inside(stated(name))


def assumptions(*exprs: Expr) -> list[Name]:
    """Return the names under some expressions whose bounds are assumed, not proved.

    What is found out about the expressions may rest on them.  (Bounds of names without a definition
    are not among them: those say what may be put in.)
    """
    found = {name for expr in exprs for name in everything_under(expr) if name.assumed}
    return sorted(found, key=lambda name: (name.text, name.tex))


@cache
def of_name(name: Name) -> Interval:
    """Return where the entries of a name lie.

    What is said of an input is assumed of it; of a defined name it is not believed, unless it is
    marked as an assumption: the definition tells.
    """
    if name.definition is None:
        return ANYWHERE if name.of else stated(name)
    found = interval(name.definition)
    return found.meet(stated(name)) if name.assumed else found


class Bounds:
    """Intervals of nodes, each found once."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self.known: dict[Expr, Interval] = {}

    def of(self, node: Expr) -> Interval:
        """Return where the entries of a node lie."""
        if node not in self.known:
            self.known[node] = self.found(node)
        return self.known[node]

    def found(self, node: Expr) -> Interval:
        """Return the same, by the kind of node."""
        match node:
            case Num(value=value):
                return point(value)
            case WidthOf():
                return Interval(Fraction(1), None, True)
            case Ones():
                return point(1)
            case Delta():
                return SHARE
            case Name():
                return of_name(node)
            case Add(left=left, right=right):
                return self.of(left) + self.of(right)
            case Sub(left=left, right=right):
                return self.of(left) - self.of(right)
            case Neg(operand=operand):
                return -self.of(operand)
            case Transpose(operand=operand) | Dressed(operand=operand) | Entry(array=operand):
                return self.entry(node) if isinstance(node, Entry) else self.of(operand)
            case Diag(operand=operand):
                return self.of(operand).hull(point(0))
            case Array(rows=rows):
                every = [self.of(entry) for row in rows for entry in row]
                return reduce(Interval.hull, every)
            case Mul() | Odot() | Div() | Pow():
                return self.product(node)
            case Outer(left=left, right=right):
                return self.of(left) * self.of(right)
            case Sum() | Dot() | MatMul():
                term, over = self.summation(node)
                return term.times_over(over if isinstance(over, int) else None)
            case Apply(function=function, operand=operand):
                return applied(function, self.of(operand))
        return ANYWHERE

    def entry(self, node: Entry) -> Interval:
        """Return where an entry lies: as the array says, or as it is written there."""
        row, column = node.position
        if isinstance(node.array, Array) and isinstance(row, int) and isinstance(column, int):
            return self.of(node.array.rows[row - 1][column - 1])
        return self.of(node.array)

    def summation(self, node: Expr) -> tuple[Interval, Width]:
        """Return where each term of a sum lies, and over which width it runs.

        A column with itself has squares as terms.
        """
        if isinstance(node, Sum):
            return self.of(node.body), node.index.width
        assert isinstance(node, (Dot, MatMul))
        left, right = node.left, node.right
        if isinstance(node, Dot):
            over = left.shape[0] if left.shape[1] == 1 else left.shape[1]
            squares = key(left) == key(right)
        else:
            over = left.shape[1]
            turned = left.operand if isinstance(left, Transpose) else Transpose(left)
            squares = not node.shape and key(turned) == key(right)
        return self.of(left).power(2) if squares else self.of(left) * self.of(right), over

    def product(self, node: Expr) -> Interval:
        """Return where a product of powers lies, equal factors taken together.

        So a factor times itself is a square.  A sum over a width divided by that width is a mean,
        which lies where the terms do: it is no smaller than the least and no larger than the
        largest of them.
        """
        powers: dict[object, tuple[Expr, int]] = {}
        coefficient = gathered_factors(node, 1, powers)
        widths = {base.width: n for base, n in powers.values() if isinstance(base, WidthOf)}
        whole = point(coefficient)
        for base, power in powers.values():
            if isinstance(base, WidthOf):
                continue
            meant = meaning(base)
            if power == 1 and isinstance(meant, (Sum, Dot, MatMul)) and not meant.shape:
                term, over = self.summation(meant)
                if isinstance(over, str) and widths.get(over, 0) < 0:
                    widths[over] += 1
                    whole *= term
                    continue
            whole *= self.of(base).power(power)
        for power in widths.values():
            whole *= Interval(Fraction(1), None, True).power(power)
        return whole


def gathered_factors(node: Expr, power: int, powers: dict[object, tuple[Expr, int]]) -> Fraction:
    """Enter the factors of a node to a power, and return the number among them."""
    match node:
        case Num(value=value) if value or power >= 0:
            return Fraction(value**power)
        case Mul(left=left, right=right) | Odot(left=left, right=right):
            return gathered_factors(left, power, powers) * gathered_factors(right, power, powers)
        case Div(left=left, right=right):
            return gathered_factors(left, power, powers) * gathered_factors(right, -power, powers)
        case Neg(operand=operand):
            return gathered_factors(operand, power, powers) * (1 if power % 2 == 0 else -1)
        case Dressed(operand=operand):
            return gathered_factors(operand, power, powers)
        case Pow(operand=operand, exponent=exponent) if exponent:
            return gathered_factors(operand, power * exponent, powers)
    mark = key(node)
    powers[mark] = (node, powers.get(mark, (node, 0))[1] + power)
    return Fraction(1)


def meaning(node: Expr) -> Expr:
    """Return what a name stands for, down to what is no name."""
    while isinstance(node, Name) and node.definition is not None and not node.assumed:
        node = node.definition
    return node


# -- functions -------------------------------------------------------------------------------


def applied(function: Function, inner: Interval) -> Interval:
    """Return where the values of a function lie, its argument in an interval.

    Of its domain nothing else has a value.  What has a definition and no rule of its own is bounded
    through the definition.
    """
    low, high = function.domain
    inner = inner.meet(Interval(fraction(low), fraction(high)))
    rule = RULES.get((function.base or function, function.primes))
    if rule is not None:
        return rule(inner)
    if function.meaning is None or function.primes:
        return ANYWHERE
    argument = Name(
        "t",
        "t",
        between=(inner.low, inner.high),
        closed=(inner.low_closed, inner.high_closed),
    )
    return interval(function.meaning(argument))


def fraction(end: int | Fraction | None) -> Fraction | None:
    """Return an end as a fraction."""
    return None if end is None else Fraction(end)


def of_exp(at: Interval) -> Interval:
    """Bound an exponential: it rises from 0, is 1 at 0, and 1 + t <= e^t <= 1/(1 - t) for t < 1."""
    low, closed = Fraction(0), False
    if at.low is not None and at.low > -1:
        low, closed = 1 + at.low, at.low == 0 and at.low_closed
    high = None if at.high is None or at.high >= 1 else 1 / (1 - at.high)
    return Interval(low, high, closed, high == 1 and at.high_closed)


def of_log(at: Interval) -> Interval:
    """Bound a logarithm: it rises, is 0 at 1, and 1 - 1/t <= log t <= t - 1."""
    low = None if at.low is None or at.low <= 0 else 1 - 1 / at.low
    high = None if at.high is None else at.high - 1
    return Interval(low, high, low == 0 and at.low_closed, high == 0 and at.high_closed)


def of_gate(at: Interval) -> Interval:
    """Bound a gate: 1 above zero, else 0."""
    if at.positive:
        return point(1)
    return point(0) if (-at).nonnegative else SHARE


def of_sqrt(at: Interval) -> Interval:
    """Bound a root, which rises: the ends' own roots, or fractions just outside them."""
    low, high = at.low or Fraction(0), at.high
    if low < 0 or (high is not None and high < 0):  # it has no value there
        return POSITIVE
    below, over = root_below(low), None if high is None else root_above(high)
    return Interval(
        below,
        over,
        at.low_closed and below * below == low,
        over is not None and over * over == high and at.high_closed,
    )


def of_relu(at: Interval) -> Interval:
    """Bound the larger of zero and a number: it rises, and is the number above zero."""
    low, high = at.low, at.high
    if low is not None and low > 0:
        return at
    reached = low is None or low < 0 or at.low_closed or low == high
    if high is not None and high <= 0:
        return point(0)
    return Interval(Fraction(0), high, reached, at.high_closed)


def of_leaky_relu(at: Interval) -> Interval:
    """Bound a leaky ReLU: it rises, is the number above zero and a hundredth of it below."""
    low = at.low if at.low is None or at.low > 0 else at.low / 100
    high = at.high if at.high is None or at.high > 0 else at.high / 100
    return Interval(low, high, at.low_closed, at.high_closed)


def of_softplus(at: Interval) -> Interval:
    """Bound softplus: log(1 + e^t) is above log e^t = t and above log 1 = 0."""
    return Interval(max(Fraction(0), at.low) if at.low is not None else Fraction(0), None)


def of_density(at: Interval) -> Interval:
    """Bound the density of the normal distribution: at most 1 over the root of 2 pi, below 2/5."""
    return Interval(Fraction(0), Fraction(2, 5))


def rising(low: Fraction, middle: Fraction, high: Fraction) -> Callable[[Interval], Interval]:
    """Return the rule of a function that rises from one value to another, neither of them reached.

    The value in the middle is that at zero.
    """

    def rule(at: Interval) -> Interval:
        least, greatest = low, high
        if at.nonnegative:
            least = middle
        if (-at).nonnegative:
            greatest = middle
        return Interval(
            least,
            greatest,
            least == middle and at.low == 0 and at.low_closed,
            greatest == middle and at.high == 0 and at.high_closed,
        )

    return rule


def within(interval_: Interval) -> Callable[[Interval], Interval]:
    """Return the rule of a function whose values all lie in one interval."""
    return lambda at: interval_


HALF, ONE = Fraction(1, 2), Fraction(1)
RULES: dict[tuple[Function, int], Callable[[Interval], Interval]] = {
    (exp, 0): of_exp,
    (log, 0): of_log,
    (gate, 0): of_gate,
    (normal_cdf, 0): rising(Fraction(0), HALF, ONE),
    (normal_pdf, 0): of_density,
    (sqrt, 0): of_sqrt,
    (positive_part, 0): of_relu,
    (relu, 0): of_relu,
    (leaky_relu, 0): of_leaky_relu,
    (softplus, 0): of_softplus,
    (sigmoid, 0): rising(Fraction(0), HALF, ONE),
    (tanh, 0): rising(-ONE, Fraction(0), ONE),
    # the slopes of these: a (1 - a) with a in (0, 1), 1 - t^2 with t in (-1, 1), the sigmoid
    (sigmoid, 1): within(Interval(Fraction(0), Fraction(1, 4), False, True)),
    (tanh, 1): within(Interval(Fraction(0), ONE, False, True)),
    (softplus, 1): within(Interval(Fraction(0), ONE)),
}
"""Rules by function and number of primes; each is a theorem about that very function."""
