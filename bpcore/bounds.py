"""Where the values of an expression lie, proved at any width.

Every statement is about values: *wherever the expression has one*, each of its entries lies in the
interval.  Names without a definition lie where they are said to (that is assumed of an input),
names with one where their definitions do, and widths are one or more.  A rule for each kind of
node, with its argument beside it; what no rule knows may be anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache, lru_cache, reduce
from itertools import islice, product
from typing import TYPE_CHECKING

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
    functions_in,
    gate,
    gelu,
    leaky_relu,
    log,
    normal_cdf,
    normal_pdf,
    positive_part,
    relu,
    sigmoid,
    silu,
    softplus,
    sqrt,
    tanh,
)
from bpcore.interval import (
    ANYWHERE,
    NONNEGATIVE,
    POSITIVE,
    SHARE,
    Interval,
    point,
    positive_over,
    quadratic_over,
    root_above,
    root_below,
)
from bpcore.normal import (
    GATE,
    Atom,
    Factors,
    Monomial,
    Place,
    Poly,
    TooIntricate,
    collected,
    places,
    plus,
    renamed,
    scaled,
    times,
)
from bpcore.shape import Width
from bpcore.tree import everything_under, key, names, walk

if TYPE_CHECKING:
    from bpcore.indexed import Reader

__all__ = ["Interval", "assumptions", "interval", "nonnegative", "nonzero", "positive", "proved"]


REMEMBERED = 4096  # expressions of which it is remembered where they lie
MOST_CASES = 6  # things of which more is known in a case of open and shut gates
MOST_SQUARES = 12  # that are completed one after another
MOST_INSTANCES = 50  # of a term of a sum that are looked for elsewhere


@lru_cache(maxsize=REMEMBERED)
def interval(expr: Expr) -> Interval:
    """Return an interval in which every entry of an expression lies, wherever it has a value.

    >>> from bpcore.language import scalar, total, column, index
    >>> z, a = scalar("z"), scalar("a", between=(0, 1))
    >>> i, x = index("i", "n"), column("x", "n")
    >>> for one in (sigmoid(z), a * (1 - a), 1 + total(i, x[i] ** 2), z - 1):
    ...     print(interval(one))
    (0, 1)
    (0, 1/4]
    [1, oo)
    (-oo, oo)
    """
    found = of_tree(expr)
    if isinstance(expr, Name):
        return found  # all that is known of it
    for form, reader in forms(expr):
        found = found.meet(of_form(form, reader))
    return found


def of_tree(expr: Expr) -> Interval:
    """Return what can be told of an expression as it is written, with no product multiplied out."""
    return Bounds().of(expr)


def positive(expr: Expr) -> bool:
    """Tell whether every entry of an expression is proved to be above zero."""
    return keeps(expr, POSITIVE)


def nonnegative(expr: Expr) -> bool:
    """Tell whether no entry of an expression is below zero, proved."""
    return keeps(expr, NONNEGATIVE)


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
    return name.definition is not None and keeps(name.definition, stated(name))


def keeps(expr: Expr, wanted: Interval) -> bool:
    """Tell whether every entry of an expression is proved to lie in an interval.

    The expression as it is written is asked first, then its forms, in which what cancels is gone.
    """
    found = of_tree(expr)
    if found.inside(wanted):
        return True
    lower = Interval(wanted.low, None, wanted.low_closed)
    upper = Interval(None, wanted.high, False, wanted.high_closed)
    for form, reader in forms(expr, deep=True):
        found = found.meet(of_form(form, reader))
        if (found.inside(lower) or stays_above(form, wanted.low, 1, reader)) and (
            found.inside(upper) or stays_above(form, wanted.high, -1, reader)
        ):
            return True
    return False


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

    What is said of an input is assumed of it; what is said of a defined name is believed if it is
    proved of the definition, or marked as an assumption.
    """
    if name.definition is None:
        return ANYWHERE if name.of else stated(name)
    found = interval(name.definition)
    return found.meet(stated(name)) if name.assumed or proved(name) else found


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
        case Pow(exponent=0):
            return Fraction(1)  # wherever it has a value; as a factor it would stand for itself
        case Pow(operand=operand, exponent=exponent):
            return gathered_factors(operand, power * exponent, powers)
    mark = key(node)
    powers[mark] = (node, powers.get(mark, (node, 0))[1] + power)
    return Fraction(1)


def meaning(node: Expr) -> Expr:
    """Return what a name stands for, down to what is no name."""
    while isinstance(node, Name) and node.definition is not None and not node.assumed:
        node = node.definition
    return node


# -- forms -----------------------------------------------------------------------------------


def forms(expr: Expr, deep: bool = False) -> Iterator[tuple[Poly, Reader]]:
    """Yield an entry of an expression as sums of products, with what tells what stands in them.

    First with the names as they are, so that a (1 - a) is one about a; then with their definitions
    in their place, so that the whole is seen of which something is a share; ``deep`` opens all.
    Functions with gates in them are written out, so that each gate can be looked at open and shut.
    """
    from bpcore.indexed import CannotRead, Reader, Reading, whole_entry  # it asks for bounds

    shown = names(expr)
    kept: list[Callable[[Name], bool]] = [lambda name: True]
    if any(name.definition is not None for name in shown):
        kept.append(lambda name: name not in shown)
        if deep:
            kept.append(lambda name: False)
    gated = any(isinstance(one, Apply) and gate in functions_in(one.function) for one in walk(expr))
    for keep, functions in product(kept, (False, True) if gated else (False,)):
        reader = Reader()
        try:
            yield reader.entry(expr, whole_entry(expr), Reading(keep, functions)), reader
        except (CannotRead, TooIntricate, ZeroDivisionError):
            continue


def of_form(form: Poly, reader: Reader) -> Interval:
    """Return where a form lies.

    It is where the sum of its terms is; where it is about one thing, exactly where that polynomial
    is; and where gates stand in it, where it is with each of them open or shut.
    """
    return Forms(reader).of(form)


def of_atom(atom: Atom, reader: Reader) -> Interval:
    """Return where an atom of a form lies."""
    return Forms(reader).atom(atom)


def stays_above(form: Poly, end: Fraction | None, sign: int, reader: Reader) -> bool:
    """Tell whether a form about one thing stays above an end (sign 1), or below it (sign -1).

    Decided for polynomials of any degree, by counting roots; so for any two of them, whatever lies
    between the points that one could try.
    """
    if end is None:
        return True
    one = about_one(form)
    if one is None:
        return False
    atom, powers = one
    lies, least = of_atom(atom, reader), min(0, *powers)
    if least < 0 and not lies.positive:
        return False
    powers = {power: sign * c for power, c in powers.items()}
    powers[0] = powers.get(0, Fraction(0)) - sign * end
    coefficients = [powers.get(k + least, Fraction(0)) for k in range(max(powers) - least + 1)]
    return positive_over(coefficients, lies)


def about_one(form: Poly) -> tuple[Atom, dict[int, Fraction]] | None:
    """Return the one atom that stands in a form outside of sums, with coefficients by power."""
    atoms = {atom for (_, factors), _ in form for atom, _ in factors}
    if len(atoms) != 1 or any(over for (over, _), _ in form):
        return None
    powers = {(factors[0][1] if factors else 0): c for (_, factors), c in form}
    return atoms.pop(), powers


class Forms:
    """Intervals of forms; ``known`` are those of atoms of which more is known in a case."""

    def __init__(self, reader: Reader, known: Mapping[Atom, Interval] | None = None) -> None:
        """Take who read the forms, and so knows what the atoms are."""
        self.reader, self.known = reader, known or {}
        self.met: dict[int, tuple[Atom, Interval]] = {}  # by identity, which costs no look inside

    def of(self, form: Poly) -> Interval:
        """Return where a form lies."""
        found = reduce(Interval.__add__, (self.term(m) * point(c) for m, c in form), point(0))
        one = about_one(form)
        if one is not None and max(one[1]) <= 2 and min(one[1]) >= 0:
            powers = [one[1].get(k, Fraction(0)) for k in range(3)]
            found = found.meet(quadratic_over(powers, self.atom(one[0])))
        gates = sorted({a for (_, f), _ in form for a, _ in f if a[:2] == GATE})
        gates = [one for one in gates if all(place[0] != "bound" for place in places(one))]
        if gates and len(self.known) < MOST_CASES:
            found = found.meet(self.by_cases(form, gates[0]))
        if len(form) > 2:
            found = found.meet(self.squares_completed(form))
            found = found.meet(-self.squares_completed(scaled(form, Fraction(-1))))
        return found

    def squares_completed(self, form: Poly) -> Interval:
        """Return a low end of a form of degree two in several things.

        a t^2 + l t, with a above zero and l linear in other things, is a (t + l/2a)^2 - l^2/4a.
        Squares are not below zero, so neither is the form below what is left when they are gone.
        """
        if any(
            over or sum(p for _, p in f) > 2 or min(p for _, p in f) < 1
            for (over, f), _ in form
            if f
        ):
            return ANYWHERE
        rest = form
        for _ in range(MOST_SQUARES):
            squares = {f[0][0]: c for (_, f), c in rest if len(f) == 1 and f[0][1] == 2}
            if not squares:
                break
            atom, leading = next(iter(squares.items()))
            if leading < 0:
                return ANYWHERE
            linear = collected(
                ((), tuple((a, p) for a, p in f if a != atom), c)
                for (_, f), c in rest
                if (atom, 1) in f
            )
            others = collected(((), f, c) for (_, f), c in rest if atom not in dict(f))
            rest = plus(others, scaled(times(linear, linear), -1 / (4 * leading)))
        left = reduce(Interval.__add__, (self.term(m) * point(c) for m, c in rest), point(0))
        return Interval(left.low, None, left.low_closed)

    def by_cases(self, form: Poly, one: Atom) -> Interval:
        """Return where a form lies with a gate open or shut.

        It is open where what stands in it is above zero, so that thing's sign is known in each.
        """
        cases = []
        for value in (0, 1):
            if self.atom(one).misses(point(value)):
                continue
            known = {**self.known, one: point(value)}
            inside = about_one(one[-1])
            if inside is not None and set(inside[1]) <= {0, 1}:
                atom, powers = inside
                end = -powers.get(0, Fraction(0)) / powers[1]
                shut, open_ = Interval(None, end, False, True), Interval(end, None)
                if powers[1] < 0:
                    shut, open_ = Interval(end, None, True), Interval(None, end)
                side = open_ if value else shut
                if self.atom(atom).misses(side):
                    continue
                known[atom] = self.atom(atom).meet(side)
            cases.append(Forms(self.reader, known).of(with_gate(form, one, value)))
        return reduce(Interval.hull, cases) if cases else ANYWHERE

    def term(self, monomial: Monomial) -> Interval:
        """Return where a product of powers lies, under the sums around it.

        A sum over a width, over that width, is a mean.
        """
        over, factors = monomial
        whole = self.sum_over_whole(monomial) if over else None
        if whole is not None:
            return whole
        found, factors = self.share(factors)
        widths = {atom[1]: power for atom, power in factors if atom[0] == "width"}
        for atom, power in factors:
            if atom[0] != "width":
                found *= self.atom(atom).power(power)
        for place in over:
            if place[2].isdigit():
                found = found.times_over(int(place[2]))
            elif widths.get(place[2], 0) < 0:
                widths[place[2]] += 1
            else:
                found = found.times_over(None)
        for power in widths.values():
            found *= Interval(Fraction(1), None, True).power(power)
        return found

    def sum_over_whole(self, monomial: Monomial) -> Interval | None:
        """Return where a sum over a whole lies of which it is a term, with none below zero."""
        over, factors = monomial
        for atom, power in factors:
            if atom[0] != "sum" or power != -1 or not places(atom).isdisjoint(over):
                continue
            ((part, _),) = collected([(over, tuple(one for one in factors if one[0] != atom), ONE)])
            terms = dict(atom[-1])
            lies = {m: self.term(m) * point(c) for m, c in terms.items()}
            if part in terms and all(one.nonnegative for one in lies.values()):
                more = any(one.positive for m, one in lies.items() if m != part)
                return Interval(Fraction(0), 1 / terms[part], not lies[part].positive, not more)
        return None

    def share(self, factors: Factors) -> tuple[Interval, Factors]:
        """Return where a part over its whole lies, and the other factors.

        If no term of the whole is below zero and the part is one of them, the whole is no less than
        the part: part over whole is at most one, and below one if the whole has more in it.
        """
        powers = dict(factors)
        for atom, power in factors:
            if atom[0] != "sum" or power >= 0:
                continue
            terms = sorted(atom[-1], key=lambda term: -len(term[0][1]))
            if not all((self.term(m) * point(c)).nonnegative for m, c in terms):
                continue
            for monomial, coefficient in terms:
                for part in instances(monomial, factors):
                    if all(0 < p <= powers.get(a, 0) or powers.get(a, 0) <= p < 0 for a, p in part):
                        lies = reduce(
                            Interval.__mul__, (self.atom(a).power(p) for a, p in part), point(1)
                        )
                        if not lies.nonnegative:
                            continue
                        others = (self.term(m) for m, _ in terms if m != monomial)
                        several = any(
                            place[2].isdigit() and place[2] != "1" for place in monomial[0]
                        )
                        more = any(one.positive for one in others) or (several and lies.positive)
                        for a, p in (*part, (atom, -1)):
                            powers[a] = powers[a] - p
                        left = tuple((a, p) for a, p in powers.items() if p)
                        return (
                            Interval(Fraction(0), 1 / coefficient, not lies.positive, not more),
                            left,
                        )
        return point(1), factors

    def atom(self, atom: Atom) -> Interval:
        """Return where an atom lies."""
        if id(atom) not in self.met:
            known = self.known.get(atom) if self.known else None
            self.met[id(atom)] = atom, self.found(atom) if known is None else known
        return self.met[id(atom)][1]

    def found(self, atom: Atom) -> Interval:
        """Return the same, by the kind of atom."""
        match atom[0]:
            case "entry":
                return of_name(self.reader.named_by(atom[1]))
            case "width":
                return Interval(Fraction(1), None, True)
            case "delta":
                return SHARE
            case "constant":  # one over the root of 2 pi
                return Interval(Fraction(39, 100), Fraction(2, 5))
            case "sum":
                return self.of(atom[-1])
            case "root":
                return of_sqrt(self.of(atom[-1])) if atom[1] == 2 else POSITIVE
            case "function":
                return self.function(atom)
        return ANYWHERE

    def function(self, atom: Atom) -> Interval:
        """Return where a function of a form lies."""
        _, label, primes, inner = atom
        lies = self.of(inner)
        if label == "exp":
            return of_exp(lies)
        if label == "gate":
            return of_gate(lies)
        function = self.reader.function(label)
        if function is None:
            return ANYWHERE
        if primes:
            rule = RULES.get((function, primes))
            return ANYWHERE if rule is None else rule(lies)
        return applied(function, lies)


def instances(monomial: Monomial, factors: Factors) -> Iterator[Factors]:
    """Yield the factors of a term of a sum, for each value of its indices that occurs elsewhere."""
    over, inside = monomial
    there = sorted({place for atom, _ in factors for place in places(atom)})
    fitting = [
        [one for one in there if one[2] == place[2] or (one[0] == "number" and fits(one, place))]
        for place in over
    ]
    for chosen in islice(product(*fitting), MOST_INSTANCES):
        put = dict(zip(over, chosen, strict=True))
        yield tuple((renamed(atom, put), power) for atom, power in inside)


def fits(number: Place, over: Place) -> bool:
    """Tell whether a number is among the values of an index; a letter is no smaller than it."""
    return not over[2].isdigit() or int(number[1]) <= int(over[2])


def with_gate(form: Poly, one: Atom, value: int) -> Poly:
    """Return a form with a gate open (1) or shut (0) where it is a factor of a term."""
    return collected(
        (over, tuple((atom, power) for atom, power in factors if atom != one), c)
        for (over, factors), c in form
        if value or one not in dict(factors)
    )


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


def of_silu(at: Interval) -> Interval:
    """Bound t sigmoid(t) and t Phi(t): they have the sign of t, and are at most t above zero.

    Below zero they are above -1/3: 1 + e^-t is at least 2 - t + t^2/2 there, and t over that is
    least at -2, where it is -1/3; and Phi(t) is below e^(-t^2/2)/2, of which t times is least at
    -1, where it is above -1/3.
    """
    low = Fraction(0) if at.nonnegative else Fraction(-1, 3)
    high = at.high if at.high is None or at.high > 0 else Fraction(0)
    return Interval(low, high, low == 0 and at.low_closed, high == 0 and at.high_closed)


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
    (silu, 0): of_silu,
    (gelu, 0): of_silu,
    (sigmoid, 0): rising(Fraction(0), HALF, ONE),
    (tanh, 0): rising(-ONE, Fraction(0), ONE),
    # the slopes of these: a (1 - a) with a in (0, 1), 1 - t^2 with t in (-1, 1), the sigmoid
    (sigmoid, 1): within(Interval(Fraction(0), Fraction(1, 4), False, True)),
    (tanh, 1): within(Interval(Fraction(0), ONE, False, True)),
    (softplus, 1): within(Interval(Fraction(0), ONE)),
}
"""Rules by function and number of primes; each is a theorem about that very function."""
