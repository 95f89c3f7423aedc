"""Effort: how much work an expression makes, counted before any of it is done.

Everything is counted in operations, never in seconds, so that a verdict is the same on every
machine.  A part that stands in many places is counted in each of them but looked at once, so that
counting takes no longer than the expression takes to write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from bpcore.errors import StepIsTooLarge
from bpcore.expr import (
    Apply,
    Derivative,
    Dot,
    Entry,
    Expr,
    MatMul,
    Name,
    Num,
    Outer,
    Pow,
    Sum,
    WidthOf,
)
from bpcore.function import Function
from bpcore.shape import Width
from bpcore.tree import everything_under, parts

MOST_SIGNS = 5_000  # on display in one side
MOST_DIGITS = 400  # of a number on display
MOST_WRITTEN = 20_000  # signs of a side with names and functions written out
MOST_SPELLED = 20_000  # signs of one entry with sums written out too
MOST_AT_ONCE = 400_000  # operations to evaluate both sides at one point
MOST_BITS = 60_000  # binary digits of a number that is worked out exactly
VARIABLE = Name("t", "t")
DUAL, GIVEN, GENERIC = (
    3,
    5,
    20,
)  # operations for one of a dual number, in exp, in a generic function

Below = Callable[[Expr], tuple[Expr, ...]]


def folded(root: Expr, below: Below, combine: Callable[[Expr, list[int]], int]) -> int:
    """Return a number put together from the parts of a node upwards, each part looked at once."""
    found: dict[int, int] = {}
    waiting = [root]
    while waiting:
        node = waiting[-1]
        if id(node) in found:
            waiting.pop()
            continue
        under = below(node)
        missing = [part for part in under if id(part) not in found]
        if missing:
            waiting.extend(missing)
        else:
            found[id(waiting.pop())] = combine(node, [found[id(part)] for part in under])
    return found[id(root)]


def product(numbers: Iterable[int]) -> int:
    """Return the product of whole numbers."""
    whole = 1
    for number in numbers:
        whole *= number
    return whole


def shown_below(node: Expr) -> tuple[Expr, ...]:
    """Return the parts of a node on display, what is differentiated by among them."""
    return (*parts(node), node.by) if isinstance(node, Derivative) else parts(node)


def meant_below(node: Expr) -> tuple[Expr, ...]:
    """Return the parts of a node, and what a name means or depends on."""
    if isinstance(node, Name):
        return (node.definition,) if node.definition is not None else node.of
    return shown_below(node)


def signs(node: Expr) -> int:
    """Return how many signs are on display in a node, about.

    >>> from bpcore.language import scalar
    >>> a = scalar("a")
    >>> signs(a * a + 1)
    5
    """
    return folded(node, shown_below, lambda _, under: 1 + sum(under))


def longest_number(node: Expr, under: list[int]) -> int:
    """Return how many digits the longest number on display has, about."""
    own = 0
    if isinstance(node, Num):
        own = max(node.value.numerator.bit_length(), node.value.denominator.bit_length())
    if isinstance(node, Pow):
        own = node.exponent.bit_length()
    return max([own * 3 // 10, *under])


def check_size(node: Expr) -> None:
    """Raise `StepIsTooLarge` for a side that is too long for anyone to read."""
    long = signs(node)
    if long > MOST_SIGNS:
        raise StepIsTooLarge(
            f"a side shows {long} signs, more than {MOST_SIGNS}: give parts of it names (let)"
        )
    digits = folded(node, shown_below, longest_number)
    if digits > MOST_DIGITS:
        raise StepIsTooLarge(
            f"a number on display has about {digits:,} digits, more than {MOST_DIGITS:,}: write it "
            "as a power or a product, or give it a name"
        )


def check_written(node: Expr) -> None:
    """Raise `StepIsTooLarge` for a node that is too long with names written out."""
    long = written_out(node)
    if long > MOST_WRITTEN:
        raise StepIsTooLarge(
            f"with every name and function written out, a side has {long:,} signs, more than "
            f"{MOST_WRITTEN:,}: take some of the names as given, without a definition"
        )


def written_out(node: Expr, keep: Callable[[Name], bool] = lambda name: False) -> int:
    """Return how many signs a node has with names and functions written out, about.

    Names that are kept stand for themselves.  A sum counts once, a derivative as what it is of.

    >>> from bpcore.language import let, scalar
    >>> from bpcore.function import sigmoid
    >>> a = scalar("a")
    >>> written_out(let("z", a * a) + 1), written_out(sigmoid(a)) > 5
    (5, True)
    """

    def below(part: Expr) -> tuple[Expr, ...]:
        return () if isinstance(part, Name) and keep(part) else meant_below(part)

    def combine(part: Expr, under: list[int]) -> int:
        if isinstance(part, Name):
            return sum(under) or 1
        if isinstance(part, Apply):
            return times_written(part.function) * sum(under) + formula(part.function)
        return 1 + sum(under)

    return folded(node, below, combine)


def formula(function: Function) -> int:
    """Return how many signs the definition of a function has; 1 for one without."""
    base = function.base or function
    if base.meaning is None:
        return 1
    return written_out(base.meaning(VARIABLE)) << function.primes


def times_written(function: Function) -> int:
    """Return how often the argument stands in the definition of a function, about."""
    base = function.base or function
    if base.meaning is None:
        return 1
    meant = base.meaning(VARIABLE)

    def combine(part: Expr, under: list[int]) -> int:
        if isinstance(part, Apply):
            return times_written(part.function) * sum(under)
        return int(part is VARIABLE) + sum(under)

    return folded(meant, meant_below, combine) << function.primes


def largest_width(sides: tuple[Expr, Expr]) -> int:
    """Return the largest width that is a number in sides and in what their names mean; 0 if none.

    >>> from bpcore.language import column
    >>> largest_width((column("x", 500), column("y", "n")))
    500
    """

    def combine(part: Expr, under: list[int]) -> int:
        ranges = (part.index.width,) if isinstance(part, Sum) else ()
        here = [width for width in (*part.shape, *ranges) if isinstance(width, int)]
        return max([*here, *under], default=0)

    return max(folded(side, meant_below, combine) for side in sides)


class Evaluations:
    """How many operations it takes to evaluate expressions at some widths."""

    def __init__(self, widths: Mapping[str, int]) -> None:
        """Take numbers for the widths."""
        self.widths = widths
        self.known: dict[int, tuple[Expr, int]] = {}  # with the node, which keeps its number

    def size(self, width: Width) -> int:
        """Return a width as a number."""
        return width if isinstance(width, int) else self.widths[width]

    def entries(self, node: Expr) -> int:
        """Return how many entries a node has."""
        return product(map(self.size, node.shape))

    def of(self, node: Expr) -> int:
        """Return the operations for a node and for the definitions under it, each once."""
        if id(node) not in self.known:
            under = everything_under(node)
            self.known[id(node)] = node, self.shown(node) + sum(map(self.meant, under))
        return self.known[id(node)][1]

    def meant(self, name: Name) -> int:
        """Return the operations for what a name means."""
        if name.definition is not None:
            return self.shown(name.definition)
        return GENERIC * sum(map(self.entries, name.of))

    def shown(self, node: Expr) -> int:
        """Return the operations for what is on display, names taken as known."""
        return folded(node, parts, self.one)

    def one(self, node: Expr, under: list[int]) -> int:
        """Return the operations for one node, given those for its parts."""
        match node:
            case Num() | WidthOf() | Name():
                return 1
            case MatMul(left=left) | Outer(left=left) | Dot(left=left):
                inner = product(map(self.size, left.shape[1:]))
                return sum(under) + self.entries(node) * max(inner, 1) + self.entries(left)
            case Apply(function=function):
                return sum(under) + self.entries(node) * self.function(function)
            case Sum(index=index):
                return self.size(index.width) * sum(under)
            case Derivative(of=of, by=by):
                by_entries = 1 if isinstance(by, Entry) else self.entries(by)
                return by_entries * DUAL * self.of(of)
        return sum(under) + self.entries(node)

    def spelled(self, node: Expr, keep: Callable[[Name], bool]) -> int:
        """Return how many signs one entry has with sums, names and functions written out."""

        def below(part: Expr) -> tuple[Expr, ...]:
            return () if isinstance(part, Name) and keep(part) else meant_below(part)

        def combine(part: Expr, under: list[int]) -> int:
            match part:
                case Name():
                    return sum(under) or 1
                case Apply(function=function):
                    return times_written(function) * sum(under) + formula(function)
                case MatMul(left=left):
                    return max(1, product(map(self.size, left.shape[1:]))) * sum(under)
                case Dot(left=left):
                    return self.entries(left) * sum(under)
                case Sum(index=index):
                    return self.size(index.width) * sum(under)
                case Derivative():
                    return DUAL * sum(under)
            return 1 + sum(under)

        return folded(node, below, combine)

    def function(self, function: Function) -> int:
        """Return the operations for one value of a function."""
        base = function.base or function
        if base.given:
            return GIVEN
        return (GENERIC if base.meaning is None else GIVEN * formula(base)) << function.primes


def bits(node: Expr, widths: Mapping[str, int]) -> int:
    """Return how many binary digits the exact value of a node may have, about.

    >>> from bpcore.language import scalar
    >>> a = scalar("a")
    >>> bits(a**1000, {}) > 100 * bits(a, {})
    True
    """
    sizes = Evaluations(widths)

    def combine(part: Expr, under: list[int]) -> int:
        match part:
            case Num(value=value):
                return value.numerator.bit_length() + value.denominator.bit_length()
            case Name():
                return 3 * sum(under) * bool(part.of) + sum(under) * (not part.of) or 12
            case Pow(exponent=exponent):
                return sum(under) * max(1, abs(exponent))
            case Apply(function=function):
                base = function.base or function
                grows = {True: 3, False: times_written(base)}[base.unspecified]
                return 1 if base.given else grows * sum(under) + 12
            case Sum():
                return sum(under) + sizes.size(part.index.width).bit_length()
            case Derivative():
                return 2 * sum(under)
        return sum(under) + 1

    return folded(node, meant_below, combine)
