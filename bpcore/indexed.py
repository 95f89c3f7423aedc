"""The index reading: an expression as the normal form of one of its entries, at any width.

Ranges are widths by name, so nothing here depends on how large they are.  The reader is told which
names stay as they are; it opens the definitions of all others, and inside a derivative of all that
depends on the variable.  What it cannot read raises `CannotRead`: nothing is decided then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial as bind
from functools import reduce

from bpcore import bounds
from bpcore.expr import (
    Add,
    Apply,
    Array,
    At,
    Delta,
    Derivative,
    Diag,
    Div,
    Dot,
    Dressed,
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
from bpcore.function import Function, exp, gate, log, normal_cdf, normal_pdf, sqrt
from bpcore.gates import Change, Gates, has_gates, holds, marked
from bpcore.interval import POSITIVE, Interval
from bpcore.normal import (
    GATE,
    ZERO,
    Atom,
    Monomial,
    Place,
    Poly,
    TooIntricate,
    apart,
    begin,
    bound,
    check_length,
    content,
    differentiated,
    in_poly,
    inverse,
    is_zero,
    number,
    plus,
    powered,
    scaled,
    single,
    summed,
    times,
    without,
)
from bpcore.shape import Width, is_column
from bpcore.tree import everything_under, gathered, key, moves

ONE: Place = ("number", "1", "")
Where = tuple[Place, Place]
HERE: Where = (ONE, ONE)
HIGHEST = 12  # whole power of an exponential
LARGEST_PRIME = 1000  # up to which numbers are split below a logarithm
AT_ZERO: Atom = ("constant", "phi(0)")  # the density of the normal distribution there
MOST_READ = 50_000  # parts of an expression, each as often as it is met


class CannotRead(Exception):
    """An expression that this reading has no form for."""


@dataclass(frozen=True)
class Reading:
    """What is read how: names that stay, indices that stand for others, derivatives as atoms."""

    keep: Callable[[Name], bool]
    functions: bool = False
    opaque: bool = False
    bound: Mapping[int, Place] = field(default_factory=dict)
    variables: frozenset[Name] = frozenset()
    held: frozenset[Name] = frozenset()

    def opens(self, name: Name) -> bool:
        """Tell whether it is looked into what a name depends on."""
        apart = self.variables | self.held
        if name.independent or name in apart:
            return False
        return not self.keep(name) or bool(everything_under(name, apart) & self.variables)


@dataclass
class Reader:
    """Reads entries of expressions; remembers names and functions by number."""

    known: dict[int, object] = field(default_factory=dict)
    numbers: dict[object, str] = field(default_factory=dict)
    points: dict[str, tuple[Poly, ...]] = field(default_factory=dict)
    meant: dict[str, object] = field(default_factory=dict)
    defined: bool = False  # whether a function was met that has a definition
    read: int = 0  # parts of expressions

    def label(self, thing: object) -> str:
        """Return a short text that stands for a name, a function or a key."""
        mark: object = id(thing) if isinstance(thing, (Name, Function)) else thing
        self.known[id(thing)] = thing  # kept alive, so that the number stays its own
        label = self.numbers.setdefault(mark, f"{len(self.numbers):04}")
        self.meant[label] = thing
        return label

    def entry(self, expr: Expr, at: Where, how: Reading) -> Poly:
        """Return the normal form of one entry; a scalar has the entry (1, 1)."""
        self.read += 1
        if self.read > MOST_READ:
            raise TooIntricate
        match expr:
            case Num(value=value):
                return number(value)
            case WidthOf(width=width):
                return single(("width", width))
            case Ones():
                return number(1)
            case Name():
                return self.named(expr, at, how)
            case Add(left=left, right=right):
                return plus(self.entry(left, at, how), self.entry(right, at, how))
            case Sub(left=left, right=right):
                right_form = self.entry(right, at, how)
                return plus(self.entry(left, at, how), scaled(right_form, Fraction(-1)))
            case Dressed(operand=operand):
                return self.entry(operand, at, how)
            case Neg(operand=operand):
                return scaled(self.entry(operand, at, how), Fraction(-1))
            case Mul(left=left, right=right):
                return times(self.part(left, at, how), self.part(right, at, how))
            case Odot(left=left, right=right):
                return times(self.entry(left, at, how), self.entry(right, at, how))
            case Div(left=left, right=right):
                return times(self.entry(left, at, how), inverse(self.entry(right, HERE, how)))
            case MatMul(left=left, right=right):
                return self.product(left, right, at, how)
            case Outer(left=left, right=right):
                above, beside = (at[0], ONE), (ONE, at[1])
                return times(self.entry(left, above, how), self.entry(right, beside, how))
            case Dot(left=left, right=right):
                return self.dot(left, right, how)
            case Transpose(operand=operand):
                return self.entry(operand, (at[1], at[0]), how)
            case Diag(operand=operand):
                inner = (at[0], ONE) if is_column(operand.shape) else (ONE, at[0])
                return times(single(delta(*at)), self.entry(operand, inner, how))
            case Pow(operand=operand, exponent=exponent):
                return powered(self.entry(operand, at, how), exponent)
            case Apply(function=function, operand=operand):
                if function is log or (function is sqrt and how.functions):
                    whole = self.logarithm_at(operand, at, how)
                    if function is log:
                        return whole
                    half = scaled(whole, Fraction(1, 2))
                    return reduce(times, map(self.exponential, half), number(1))
                return self.applied(function, self.entry(operand, at, how), how)
            case Entry(array=array):
                row, column = (place(one, how) for one in expr.position)
                return self.entry(array, (row, column), how)
            case Delta(first=first, second=second):
                return single(delta(place(first, how), place(second, how)))
            case Sum(index=index, body=body):
                over = ONE if index.width == 1 else bound(str(index.width))
                inside = replace(how, bound={**how.bound, id(index): over})
                form = self.entry(body, HERE, inside)
                return form if over == ONE else summed(form, over)
            case Array(rows=rows):
                return self.written(rows, at, how)
            case Derivative():
                return self.derivative(expr, at, how)
        raise CannotRead(type(expr).__name__)

    def part(self, factor: Expr, at: Where, how: Reading) -> Poly:
        """Return an entry of a factor of a product, of which one may be a scalar."""
        return self.entry(factor, at if factor.shape else HERE, how)

    def product(self, left: Expr, right: Expr, at: Where, how: Reading) -> Poly:
        """Return an entry of a matrix product: a sum over what lies between."""
        inner = left.shape[1]
        if inner == 1:
            return times(self.entry(left, (at[0], ONE), how), self.entry(right, (ONE, at[1]), how))
        over = bound(str(inner))
        return summed(
            times(self.entry(left, (at[0], over), how), self.entry(right, (over, at[1]), how)), over
        )

    def dot(self, left: Expr, right: Expr, how: Reading) -> Poly:
        """Return a scalar product: a sum over the entries."""
        column = is_column(left.shape)
        over = bound(str(left.shape[0] if column else left.shape[1]))
        at = (over, ONE) if column else (ONE, over)
        return summed(times(self.entry(left, at, how), self.entry(right, at, how)), over)

    def written(self, rows: tuple[tuple[Expr, ...], ...], at: Where, how: Reading) -> Poly:
        """Return an entry of an array written out; at a letter all of them, each with its delta."""
        terms = []
        for r, row in enumerate(rows, start=1):
            for c, entry in enumerate(row, start=1):
                there = single(delta(at[0], number_place(r))), single(delta(at[1], number_place(c)))
                if there[0] and there[1]:
                    terms.append(times(times(*there), self.entry(entry, HERE, how)))
        return plus(*terms)

    def named(self, name: Name, at: Where, how: Reading) -> Poly:
        """Return an entry of a name: an atom, or what its definition or dependence makes of it."""
        if how.opens(name) and name.definition is not None:
            return self.entry(name.definition, at, replace(how, bound={}))
        if how.opens(name):
            forms = tuple(self.named(one, every_entry(one), how) for one in name.of)
            return single(("partial", self.label(name), (), self.point(forms)))
        rows, columns = sides(name)
        row, column = (ONE if rows == 1 else at[0]), (ONE if columns == 1 else at[1])
        return single(("entry", self.label(name), (row, column)))

    def point(self, forms: tuple[Poly, ...]) -> str:
        """Return a label for what an opaque cost is taken at: a form of each thing it depends on.

        It keeps the cost at a name with a value of its own apart from the cost at its definition.
        """
        label = self.label(("point", forms))
        self.points[label] = forms
        return label

    def applied(self, function: Function, inner: Poly, how: Reading) -> Poly:
        """Return a function of a form; exponentials of sums are split into products."""
        check_length(inner)
        if function is exp:
            return reduce(times, map(self.exponential, inner), number(1))
        if function.meaning is not None and how.functions and not function.primes:
            return self.at_form(function.meaning, 0, inner)
        if function is log:
            return self.logarithm(inner)
        if function is gate:
            return gated(inner)
        if function is normal_pdf:
            return self.density(inner)
        base = function.base or function
        self.defined |= base.meaning is not None
        if how.functions and function.primes and base.meaning is not None:
            return self.at_form(base.meaning, function.primes, inner)
        return single(("function", self.label(base), function.primes, inner))

    def exponential(self, term: tuple[Monomial, Fraction]) -> Poly:
        """Return the exponential of one term, as a whole power if that is not too high.

        That of a multiple of log w is a power of w, or of a root of w.
        """
        (over, factors), coefficient = term
        power, below = coefficient.numerator, coefficient.denominator
        within = abs(power) <= HIGHEST
        if len(factors) == 1 and not over and within:
            atom, times_over = factors[0]
            if times_over == 1 and atom[0] == "function" and self.function(atom[1]) is log:
                inner = atom[-1]
                return (
                    powered(inner, power) if below == 1 else single(("root", below, inner), power)
                )
        if not within:
            power = 1 if power > 0 else -1
        return single(("function", "exp", 0, ((term[0], coefficient / power),)), power)

    def density(self, inner: Poly) -> Poly:
        """Return the density of the normal distribution: its value at zero times e^(-t^2/2)."""
        try:
            exponent = scaled(powered(inner, 2), Fraction(-1, 2))
            return reduce(times, map(self.exponential, exponent), single(AT_ZERO))
        except TooIntricate:
            return single(("function", self.label(normal_pdf), 0, inner))

    def root(self, inner: Poly, order: int) -> Poly:
        """Return the positive root of a form: e to a share of its logarithm."""
        share = scaled(self.logarithm(inner), Fraction(1, order))
        return reduce(times, map(self.exponential, share), number(1))

    def logarithm(self, inner: Poly) -> Poly:
        """Return the logarithm of a form, positive factors of the whole taken apart.

        log(u w) is log(u) + log(w) if u is positive: then w is, wherever the left side has a value.
        So numbers come out, and the least power of every positive atom, among which are
        exponentials; from a sum whose terms are over a positive denominator that comes out too.
        What is left of unknown sign stays together, but for an odd power: it is positive exactly
        where its base is.  One over it has the opposite logarithm.
        """
        if not inner:
            raise ZeroDivisionError  # zero has no logarithm
        size = abs(inner[0][1])
        inner = scaled(inner, 1 / size)
        outside = [self.logarithm_of_number(size)]
        for atom, power in content(inner).items():
            if self.is_positive(atom):
                inner = without(inner, atom, power)
                outside.append(scaled(self.logarithm_of_atom(atom), Fraction(power)))
            elif self.is_negative(atom):  # then its opposite is positive
                inner = scaled(without(inner, atom, power), Fraction((-1) ** (power % 2)))
                opposite = scaled(single(atom), Fraction(-1))
                one = single(("function", self.label(log), 0, opposite))
                outside.append(scaled(one, Fraction(power)))
        if len(outside) > 1 and inner != number(1):
            return plus(*outside, self.logarithm(inner))
        return plus(*outside, self.logarithm_of_rest(inner))

    def logarithm_of_number(self, value: Fraction) -> Poly:
        """Return the logarithm of a positive number: those of its small prime factors."""
        terms = []
        for whole, sign in ((value.numerator, 1), (value.denominator, -1)):
            for prime, power in factored(whole).items():
                atom = single(("function", self.label(log), 0, number(prime)))
                terms.append(scaled(atom, Fraction(sign * power)))
        return plus(*terms)

    def logarithm_of_atom(self, atom: Atom) -> Poly:
        """Return the logarithm of a positive atom."""
        if atom[:2] == ("function", "exp"):
            return atom[-1]  # type: ignore[no-any-return]
        if atom[0] == "root":
            return scaled(self.logarithm(atom[-1]), Fraction(1, atom[1]))
        if atom[0] == "sum":
            return self.logarithm(atom[-1])
        return single(("function", self.label(log), 0, single(atom)))

    def logarithm_of_rest(self, inner: Poly) -> Poly:
        """Return the logarithm of a form of which no factor is known to be positive."""
        if inner == number(1):
            return ZERO
        if len(inner) == 1 and not inner[0][0][0]:
            (_, factors), coefficient = inner[0]
            if factors and factors[0][1] < 0:
                return scaled(self.logarithm_of_rest(inverse(inner)), Fraction(-1))
            if len(factors) == 1 and coefficient == 1 and factors[0][1] % 2:
                atom, power = factors[0]
                base = atom[-1] if atom[0] == "sum" else single(atom)
                one = single(("function", self.label(log), 0, base))
                return scaled(one, Fraction(power))
        return single(("function", self.label(log), 0, inner))

    def is_positive(self, atom: Atom) -> bool:
        """Tell whether an atom is proved to be above zero, wherever it has a value."""
        if atom[:2] == ("function", "exp") or atom[0] in ("root", "width", "constant"):
            return True
        return bounds.of_atom(atom, self).positive

    def is_negative(self, atom: Atom) -> bool:
        """Tell whether an atom, no sum, is proved to be below zero, wherever it has a value."""
        return atom[0] != "sum" and (-bounds.of_atom(atom, self)).positive

    def lies(self, atom: Atom) -> Interval:
        """Return where an atom lies, wherever it has a value."""
        found = bounds.of_atom(atom, self)
        return found.meet(POSITIVE) if self.is_positive(atom) else found

    def logarithm_at(self, operand: Expr, at: Where, how: Reading) -> Poly:
        """Return the logarithm of an entry of an expression, its positive factors taken apart.

        A product that is multiplied out shows its factors no more, so they are looked for where
        they are written.
        """
        rest, terms = number(1), []
        for factor, there, power in self.factors(operand, at, how, 1):
            form = self.entry(factor, there, how)
            if not isinstance(factor, Num) and bounds.of_tree(factor).positive:
                terms.append(scaled(self.logarithm(form), Fraction(power)))
            else:
                rest = times(rest, powered(form, power))
        return plus(*terms, self.logarithm(rest))

    def factors(
        self, node: Expr, at: Where, how: Reading, power: int
    ) -> Iterator[tuple[Expr, Where, int]]:
        """Yield the factors of an entry of an expression to a power, with where they stand."""
        match node:
            case Mul(left=left, right=right) | Odot(left=left, right=right):
                yield from self.factors(left, at if left.shape else HERE, how, power)
                yield from self.factors(right, at if right.shape else HERE, how, power)
            case Div(left=left, right=right):
                yield from self.factors(left, at, how, power)
                yield from self.factors(right, HERE, how, -power)
            case Dressed(operand=operand):
                yield from self.factors(operand, at, how, power)
            case Transpose(operand=operand):
                yield from self.factors(operand, (at[1], at[0]), how, power)
            case Entry(array=array):
                row, column = (place(one, how) for one in node.position)
                yield from self.factors(array, (row, column), how, power)
            case Pow(operand=operand, exponent=exponent) if bounds.of_tree(operand).positive:
                yield from self.factors(operand, at, how, power * exponent)
            case Name(definition=Expr() as meant) if how.opens(node):
                yield from self.factors(meant, at, how, power)
            case _:
                yield node, at, power

    def at_form(self, meaning: Callable[[Expr], Expr], primes: int, inner: Poly) -> Poly:
        """Return a defined function, or a derivative of it, at a form."""
        variable = Name("t", "t")
        formula = meaning(variable)
        for _ in range(primes):
            formula = Derivative(formula, variable)
        form = self.entry(formula, HERE, Reading(lambda name: True, functions=True))
        return self.substituted(form, self.label(variable), lambda at: inner)

    def substituted(self, form: Poly, label: str, value: Callable[[Where], Poly]) -> Poly:
        """Return a form with the entries of a name replaced by other forms."""
        return self.changed(
            form, lambda atom: value(atom[2]) if atom[:2] == ("entry", label) else None
        )

    def changed(self, form: Poly, change: Change) -> Poly:
        """Return a form with atoms replaced by what is made of them, unless that is None."""
        parts = []
        for monomial, coefficient in form:
            over, factors = apart(monomial)
            whole = number(coefficient)
            for atom, power in factors:
                whole = times(whole, powered(self.replaced(atom, change), power))
            parts.append(reduce(summed, over, whole))
        return plus(*parts)

    def replaced(self, atom: Atom, change: Change) -> Poly:
        """Return an atom with what is made of it, or of the atoms inside it."""
        made = change(atom)
        if made is not None:
            return made
        if atom[0] == "sum":
            return self.changed(atom[-1], change)
        if atom[0] == "function":
            inner = self.changed(atom[-1], change)
            if atom[1] == "exp":
                return reduce(times, map(self.exponential, inner), number(1))
            if self.function(atom[1]) is log:
                return self.logarithm(inner)
            if self.function(atom[1]) is normal_pdf:
                return self.density(inner)
            return gated(inner, atom[2]) if atom[1] == "gate" else single((*atom[:-1], inner))
        if atom[0] == "root":
            return self.root(self.changed(atom[-1], change), atom[1])
        if atom[0] == "partial":
            forms = (self.changed(one, change) for one in self.points[atom[3]])
            return single((*atom[:3], self.point(tuple(forms))))
        return single(atom)

    # -- derivatives ------------------------------------------------------------------------

    def derivative(self, expr: Derivative, at: Where, how: Reading) -> Poly:
        """Return an entry of a derivative: shaped like the variable, or a Jacobian."""
        of_at, by_at = HERE, HERE
        if isinstance(expr.by, Entry):
            row, column = (place(one, how) for one in expr.by.position)
            of_at, by_at = at, (row, column)
        elif expr.of.shape and expr.by.shape:
            of_at, by_at = along(expr.of, at[0]), along(expr.by, at[1])
        elif expr.by.shape:
            by_at = at
        else:
            of_at = at
        if how.opaque:
            whole, there = gathered(expr) or (expr, None)
            if there is not None:
                at = (place(there[0], how), place(there[1], how))
            used: list[Place] = []
            label = self.label(key(whole, free=lambda one: used.append(place(one, how))))
            return single(("derivative", label, tuple(used), at))
        by, held = expr.variable, frozenset(expr.held)
        around = (how.variables | how.held) - {by} - held
        if any(moves(name, by, held) for name in around):
            raise CannotRead(f"a derivative by {by.text} inside one by what depends on it")
        inside = replace(how, variables=how.variables | {by}, held=(how.held - {by}) | held)
        form = self.form_slope(self.entry(expr.of, of_at, inside), by, by_at)
        if has_gates(form):
            form = self.changed(form, lambda atom: marked(atom, self.label(by)))
        for name in (by, *expr.held):
            if how.opens(name):
                form = self.substituted(form, self.label(name), bind(self.entry, name, how=how))
        return form

    def form_slope(self, form: Poly, by: Name, at: Where) -> Poly:
        """Return the derivative of a form by an entry of a name."""
        return differentiated(form, lambda atom: self.atom_slope(atom, by, at))

    def atom_slope(self, atom: Atom, by: Name, at: Where) -> Poly:
        """Return the derivative of an atom by an entry of a name."""
        match atom[0]:
            case "entry":
                if atom[1] != self.label(by):
                    return ZERO
                pairs = zip(atom[2], at, strict=True)
                deltas = [single(delta(p, q)) for p, q in pairs if p != ONE or q != ONE]
                return reduce(times, deltas, number(1))
            case "sum":
                return self.form_slope(atom[-1], by, at)
            case "partial":
                return self.cost_slope(atom, by, at)
            case "root":
                inner = self.form_slope(atom[-1], by, at)
                share = scaled(times(single(atom), inverse(atom[-1])), Fraction(1, atom[1]))
                return times(share, inner) if inner else ZERO
            case "function":
                inner = self.form_slope(atom[-1], by, at)
                return times(self.outer_slope(atom), inner) if inner else ZERO
        return ZERO

    def cost_slope(self, atom: Atom, by: Name, at: Where) -> Poly:
        """Return the total derivative of an opaque cost: a sum over all that it depends on.

        Every entry of every name counts: a partial derivative of the cost by that entry, times the
        derivative of the entry.
        """
        _, label, before, point = atom
        paths = []
        for name, form in zip(self.named_by(label).of, self.points[point], strict=True):
            every = every_entry(name)
            names = {place: bound(place[2]) for place in every if place != ONE}
            inner = self.form_slope(in_poly(form, names), by, at)
            step = (self.label(name), *(names.get(place, place) for place in every))
            outer = single(("partial", label, tuple(sorted((*before, step))), point))
            paths.append(reduce(summed, names.values(), times(outer, inner)))
        return plus(*paths)

    def named_by(self, label: str) -> Name:
        """Return the name that a label stands for."""
        found = self.meant[label]
        assert isinstance(found, Name)
        return found

    def outer_slope(self, atom: Atom) -> Poly:
        """Return the derivative of a function where it is applied."""
        _, label, primes, inner = atom
        if label == "exp":
            return single(atom)
        if label == "gate":
            return ZERO
        function = self.function(label)
        if function is log:
            return inverse(inner)
        if function is normal_cdf:
            return self.density(inner)
        if function is normal_pdf:
            return scaled(times(inner, single(atom)), Fraction(-1))
        if function is None or function.given:
            raise CannotRead(f"the derivative of {atom[1]}")
        return single(("function", label, primes + 1, inner))

    def function(self, label: str) -> Function | None:
        """Return the function that a label stands for; None for one that is written out."""
        found = self.meant.get(label)
        return found if isinstance(found, Function) else None


def sides(name: Name) -> tuple[Width, Width]:
    """Return rows and columns of a name; a scalar has one of each."""
    return (name.shape[0], name.shape[1]) if name.shape else (1, 1)


def delta(first: Place, second: Place) -> Atom:
    """Return the Kronecker delta of two indices."""
    return ("delta", *sorted((first, second)))


def place(at: At, how: Reading) -> Place:
    """Return an index or number as a place in the normal form."""
    if not isinstance(at, Index):
        return number_place(at)
    if at.width == 1:
        return ONE
    return how.bound.get(id(at), ("free", f"{at.letter}@{id(at)}", str(at.width)))


def number_place(at: int) -> Place:
    """Return a number as a place in the normal form."""
    return ("number", str(at), "")


def along(line: Expr, place: Place) -> Where:
    """Return where an entry of a column or row stands."""
    return (place, ONE) if is_column(line.shape) else (ONE, place)


def every_entry(name: Name) -> Where:
    """Return places that stand for any entry of a name."""
    rows, columns = sides(name)
    return (
        ONE if rows == 1 else ("free", "any row", str(rows)),
        ONE if columns == 1 else ("free", "any column", str(columns)),
    )


def factored(whole: int) -> dict[int, int]:
    """Return the prime factors of a positive number with their powers; a large rest stays whole."""
    found: dict[int, int] = {}
    for prime in range(2, LARGEST_PRIME):
        if prime * prime > whole:
            break
        while whole % prime == 0:
            whole //= prime
            found[prime] = found.get(prime, 0) + 1
    if whole > 1:
        found[whole] = found.get(whole, 0) + 1
    return found


def gated(inner: Poly, inside: int = 0) -> Poly:
    """Return the gate of a form; a positive multiple has the same gate, and zero has none."""
    if not inner:
        return ZERO
    (monomial, first), *others = inner
    if not others and monomial == ((), ()):
        return number(int(first > 0))
    return single((*GATE, inside, scaled(inner, 1 / abs(first))))


def equal_at_any_width(left: Expr, right: Expr, keep: Callable[[Name], bool], opaque: bool) -> bool:
    """Tell whether two expressions are shown equal entry by entry; False decides nothing."""
    if left.shape != right.shape:
        return False
    at = whole_entry(left)
    for functions in (False, True):
        begin()
        reader = Reader()
        how = Reading(keep, functions, opaque)
        try:
            form = plus(
                reader.entry(left, at, how),
                scaled(reader.entry(right, at, how), Fraction(-1)),
            )
            if is_zero(form):
                return True
            if has_gates(form) and holds(form, Gates(reader.changed, reader.lies)):
                return True
        except (CannotRead, TooIntricate, ZeroDivisionError):
            pass
        if not reader.defined:
            return False
    return False


def whole_entry(expr: Expr) -> Where:
    """Return places that stand for any entry of an expression."""
    rows, columns = sides_of(expr)
    return (
        ONE if rows == 1 else ("free", "row", str(rows)),
        ONE if columns == 1 else ("free", "column", str(columns)),
    )


def sides_of(expr: Expr) -> tuple[Width, Width]:
    """Return rows and columns of an expression; a scalar has one of each."""
    return (expr.shape[0], expr.shape[1]) if expr.shape else (1, 1)
