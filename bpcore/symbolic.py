"""The SymPy reading: explicit entries at concrete widths, differentiated by SymPy itself.

SymPy is only ever given scalars (never `MatrixSymbol`, whose derivatives are silently wrong), and
is only asked whether a difference vanishes under a short list of rewritings, never to `simplify`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache, lru_cache
from math import comb, prod
from typing import Any

import sympy

from bpcore.bounds import interval
from bpcore.domain import Scalar
from bpcore.evaluate import Evaluator, Setting, Value, as_rows, as_value, by_entries, each, moved
from bpcore.expr import Derivative, Name
from bpcore.function import Function
from bpcore.interval import ANYWHERE, Interval
from bpcore.quotient import Quotients, TooManyTerms
from bpcore.regions import (
    UNIT,
    Fact,
    Known,
    Linear,
    Search,
    direct,
    everywhere,
    points,
)

MOST_TERMS = 500  # of what stands in a function, multiplied out
FEW_OPERATIONS = 400  # up to which an expression is multiplied out to look for parts
MOST_UNKNOWN = 6  # gates left to be unknown in one region
MOST_OPERATIONS = 3000  # beyond this SymPy's cancellation is no longer a matter of milliseconds


class Symbols:
    """SymPy's expressions as a domain of numbers."""

    def number(self, value: Fraction) -> Scalar:
        """Return an exact rational."""
        return sympy.Rational(value.numerator, value.denominator)

    def exp(self, value: Scalar) -> Scalar:
        """Return e to the value."""
        return sympy.exp(value)

    def log(self, value: Scalar) -> Scalar:
        """Return the natural logarithm."""
        return sympy.log(value)

    def gate(self, value: Scalar) -> Scalar:
        """Return 1 for a positive value, else 0."""
        return Gate(value)

    def Phi(self, value: Scalar) -> Scalar:  # noqa: N802 - the field's name
        """Return the share of a standard normal distribution below the value."""
        return Normal(value)

    def phi(self, value: Scalar) -> Scalar:
        """Return the density of the standard normal distribution."""
        return density(value)


class Gate(sympy.Function):  # type: ignore[misc]
    """1 where the argument is positive, else 0; the slope is 0 wherever there is one."""

    @classmethod
    def eval(cls, argument: Any) -> Any:
        """Return a number where the sign is known, and [t > 0] for [t [t > 0] > 0]: the same."""
        if argument.is_positive:
            return sympy.Integer(1)
        if argument.is_nonpositive:
            return sympy.Integer(0)
        inner = [part for part in sympy.Mul.make_args(argument) if isinstance(part, cls)]
        if len(inner) == 1 and sympy.expand(argument / inner[0] - inner[0].args[0]) == 0:
            return inner[0]
        return None

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the slope."""
        return sympy.Integer(0)


class Kinked(Gate):
    """A gate that a derivative has gone through: at its kink the derivative has no value."""

    @classmethod
    def eval(cls, argument: Any) -> Any:
        """Return a number where the sign is known and not zero."""
        return (
            None
            if argument.is_zero is not False and argument.is_nonpositive
            else super().eval(argument)
        )


class Normal(sympy.Function):  # type: ignore[misc]
    """The share of a standard normal distribution below the argument."""

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the slope, which is the density."""
        return density(self.args[0])


AT_ZERO = sympy.Symbol("phi(0)", positive=True)  # one over the root of 2 pi


def density(argument: Any) -> Any:
    """Return the density of the standard normal distribution: that at zero, times e^(-t^2/2)."""
    return AT_ZERO * sympy.exp(-(argument**2) / 2)


@cache
def unknown(function: Function, primes: int) -> Any:
    """Return a SymPy function that nothing is known of; its derivative has one prime more."""

    def fdiff(self: Any, argindex: int = 1) -> Any:
        return unknown(function, primes + 1)(self.args[0])

    return type(f"{function.text}_{primes}", (sympy.Function,), {"fdiff": fdiff})


@cache
def unknown_of_many(name: Name, by: tuple[int, ...]) -> Any:
    """Return a SymPy function of several arguments, differentiated by those in ``by``."""

    def fdiff(self: Any, argindex: int = 1) -> Any:
        return unknown_of_many(name, tuple(sorted((*by, argindex))))(*self.args)

    return type(f"{name.text}_{'_'.join(map(str, by))}", (sympy.Function,), {"fdiff": fdiff})


class SymbolicEvaluator(Evaluator):
    """Reads expressions as SymPy's, differentiating with SymPy."""

    def __init__(self) -> None:
        """Take SymPy's expressions as they are, without dual numbers."""
        self.domain = Symbols()

    def applied(self, function: Function, argument: Scalar, at: Setting) -> Scalar:
        """Return a function's value; an unspecified one stays unknown."""
        base = function.base or function
        if base.unspecified:
            return unknown(base, function.primes)(argument)
        return super().applied(function, argument, at)

    def cost(self, name: Name, under: list[Scalar], at: Setting) -> Scalar:
        """Return an unknown function of everything that an opaque name depends on."""
        return unknown_of_many(name, ())(*under)

    def derivative(self, expr: Derivative, at: Setting) -> Value:
        """Return a derivative found by SymPy, one entry of the variable after another."""
        return by_entries(self, expr, at, self.slope)

    def slope(self, expr: Derivative, at: Setting, place: tuple[int, int]) -> Value:
        """Return the derivative along one entry of the variable, a fresh symbol meanwhile."""
        fresh = sympy.Dummy("v", real=True)
        rows = as_rows(self.named(expr.variable, at))
        there = tuple(
            tuple(fresh if (i, j) == place else x for j, x in enumerate(row))
            for i, row in enumerate(rows)
        )
        found = self.value(expr.of, moved(expr, as_value(there), self, at))
        here = rows[place[0]][place[1]]
        return each(found, lambda entry: differentiated(entry, fresh).subs(fresh, here))


def differentiated(entry: Any, by: Any) -> Any:
    """Return a derivative, with the gates marked that it has gone through."""
    slope = sympy.diff(entry, by)
    through = {gate: Kinked(*gate.args) for gate in slope.atoms(Gate) if gate.has(by)}
    return slope.xreplace(through) if through else slope


RANGES: dict[Any, Interval] = {}  # of symbols, each told from others by its text


def symbol(name: Name, row: int, column: int, number: int) -> Scalar:
    """Return a real symbol for an entry, with the signs that its name is proved or said to have."""
    lies = interval(name)
    ends = "" if lies == ANYWHERE else f"_{lies}"
    known = {
        "positive": lies.positive,
        "nonnegative": lies.nonnegative,
        "negative": (-lies).positive,
        "nonpositive": (-lies).nonnegative,
    }
    signs = {sign: True for sign, holds in known.items() if holds}
    found = sympy.Symbol(f"{name.text}{number}_{row}_{column}{ends}", real=True, **signs)
    if ends:
        RANGES[found] = lies
    return found


def vanishes(difference: Scalar, failed: list[dict[Any, Fraction]] | None = None) -> bool:
    """Tell whether SymPy can show that a difference is zero; False means that it cannot.

    Points of a region of signs in which there was no proof are added to ``failed``.  Raises
    `TooManyRegions`.
    """
    found = sympy.sympify(difference)
    if found == 0:
        return True
    if sympy.count_ops(found) > MOST_OPERATIONS:
        return False
    if not found.has(*SWITCHES):
        return zero_in_one_way(found)
    parts = independent_parts(found) if sympy.count_ops(found) < FEW_OPERATIONS else []
    if parts and all(vanishes(part) for part in parts):
        return True
    search = Search()
    if everywhere(Switched(found).settled(), search):
        return True
    if failed is not None and search.failed is not None:
        letters = sorted(found.free_symbols, key=str)
        failed.extend(points(*search.failed, letters))
    return False


# -- gates, region by region -----------------------------------------------------------------------

SWITCHES = (Gate, sympy.Abs, sympy.sign)


@dataclass(frozen=True)
class Factors:
    """The sign of a number as a product: its own sign, and forms with their powers."""

    sign: int
    forms: tuple[tuple[Any, int], ...]


@dataclass(frozen=True)
class Switched:
    """An expression with gates as a statement that it is zero; see `bpcore.regions`.

    What stands in gates is never changed by an equation that holds in a region, so that it is
    seen on which side of a kink a gate opens.  ``solved`` are symbols with what they equal,
    ``zeros`` equations that could not be solved for one, and ``kinks`` symbols that stand for gates
    inside a derivative, by the direction of the form that is zero: 1 where it turns positive.
    """

    expression: Any
    known: Known = field(default_factory=Known)
    solved: tuple[tuple[Any, Any], ...] = ()
    zeros: tuple[Any, ...] = ()
    kinks: Mapping[Hashable, Any] = field(default_factory=dict)

    def with_equations(self, expression: Any) -> Any:
        """Return an expression with symbols replaced by what they equal here."""
        for letter, value in self.solved:
            expression = expression.xreplace({letter: value})
        return expression

    def form(self, part: Any) -> Linear:
        """Return a form as it is in this region."""
        return linear(self.with_equations(part) if self.solved else part)

    def vanishes(self) -> bool:
        """Tell whether the expression is zero with its gates as unknowns."""
        gates = self.expression.atoms(*SWITCHES)
        nested = any(gate.args[0].has(*SWITCHES) for gate in gates)
        if self.known.signs and (nested or len(gates) > MOST_UNKNOWN):
            return False  # not for certain, but it would seldom be shown, and at great cost
        through = {gate: Gate(*gate.args) for gate in gates if isinstance(gate, Kinked)}
        plain = self.expression.xreplace(through) if through else self.expression
        return zero_in_one_way(self.with_equations(plain), self.zeros)

    def never_zero(self) -> bool:
        """Tell whether the expression is a number other than zero."""
        found = sympy.cancel(self.with_equations(self.expression))
        return bool(found.is_Rational and found != 0)

    def lowest(self) -> list[Any]:
        """Return what switches and has nothing below it that does, in a fixed order."""
        found = self.expression.atoms(*SWITCHES)
        waits = (*SWITCHES, *self.kinks.values())
        ready = (one for one in found if not one.args[0].has(*waits))
        return sorted(ready, key=sympy.default_sort_key)

    def undecided(self) -> Linear | None:
        """Return the first form of unknown sign that a gate waits for."""
        for switch in self.lowest():
            for part, _ in factors_of(switch.args[0]).forms:
                form = self.form(part)
                if self.known.of(form) is None:
                    return form
        return None

    def background(self, form: Linear) -> Iterator[Fact]:
        """Yield what is known of the unknowns of a form: signs, and the intervals of names."""
        for unknown in form:
            if not isinstance(unknown, sympy.Basic):
                continue
            one = Fraction(1)
            if unknown.is_positive or unknown.is_nonnegative:
                yield Fact({unknown: one}, strict=bool(unknown.is_positive))
            lies = RANGES.get(unknown, ANYWHERE)
            if lies.low:
                yield Fact({unknown: one, UNIT: -lies.low}, strict=not lies.low_closed)
            if lies.high is not None:
                yield Fact({unknown: -one, UNIT: lies.high}, strict=not lies.high_closed)

    def where(self, form: Linear, sign: int) -> Switched | None:
        """Return the same where a form has a sign, with gates decided and the equation used."""
        case = replace(self, known=self.known.with_sign(form, sign))
        if sign == 0:
            case = case.at_zero(form)
        case = case.settled()
        here = case.with_equations(case.expression) if case.solved else case.expression
        return None if here.has(sympy.zoo, sympy.nan) else case

    def at_zero(self, form: Linear) -> Switched:
        """Return the same with a form that is zero solved for a symbol, or kept as an equation."""
        others = [u for u in form if isinstance(u, sympy.Basic)]
        alone = [u for u in others if u.is_Symbol and not any(v.has(u) for v in others if v != u)]
        if not alone:
            return replace(self, zeros=(*self.zeros, written(form)))
        letter = min(alone, key=str)
        value = sympy.expand(letter - written(form) / rational(form[letter]))
        put = {letter: value}
        return replace(
            self,
            known=self.known.changed(lambda one: linear(written(one).xreplace(put))),
            solved=(*self.solved, (letter, value)),
            zeros=tuple(zero.xreplace(put) for zero in self.zeros),
        )

    def settled(self) -> Switched:
        """Return the same with every gate decided whose sign is known."""
        case = self
        while True:
            found, kinks = {}, dict(case.kinks)
            for switch in case.lowest():
                sign = case.sign(switch.args[0])
                if sign == 0 and isinstance(switch, Kinked):
                    found[switch] = case.at_kink(switch.args[0], kinks)
                elif sign is not None:
                    found[switch] = decided(switch, sign)
            if not found:
                return case
            case = replace(case, expression=case.expression.xreplace(found), kinks=kinks)

    def sign(self, inside: Any) -> int | None:
        """Return the sign of a number, if the signs of its factors are known."""
        whole = factors_of(inside)
        signs = [(self.known.of(self.form(part)), power) for part, power in whole.forms]
        if any(sign == 0 for sign, _ in signs):
            return 0
        product = whole.sign
        for sign, power in signs:
            if sign is None:
                return None
            product *= sign if power % 2 else 1
        return product

    def at_kink(self, inside: Any, kinks: dict[Hashable, Any]) -> Any:
        """Return what stands for a gate inside a derivative, whose argument is zero here.

        Gates that open and shut with the same form are tied together; one of which that cannot be
        told is a symbol of its own, which stands for both values.
        """
        whole = factors_of(inside)
        signs = [(part, self.known.of(self.form(part)), power) for part, power in whole.forms]
        zero = [(part, power) for part, sign, power in signs if sign == 0]
        if len(zero) != 1 or any(sign is None for _, sign, _ in signs):
            return sympy.Dummy("open", real=True)
        (part, power), sense = zero[0], whole.sign
        for _, sign, odd in signs:
            sense *= sign or 1 if odd % 2 else 1
        if power % 2 == 0:
            return sympy.Integer(int(sense > 0))
        form = linear(part)
        if not form:  # zero everywhere: there is no side of it
            return sympy.Dummy("open", real=True)
        direction, turned = direct(form)
        open_ = kinks.setdefault(direction, sympy.Dummy("open", real=True))
        return open_ if sense * turned > 0 else 1 - open_

    def kink(self) -> Hashable | None:
        """Return the symbol of a kink that this is at and a derivative goes through."""
        found = self.expression.free_symbols
        return next((one for one in self.kinks.values() if one in found), None)

    def beside(self, kink: Hashable, side: int) -> Switched:
        """Return the same with the gates at a kink as they are on one side."""
        put = {kink: sympy.Integer(int(side > 0))}
        return replace(self, expression=self.expression.xreplace(put)).settled()

    def minus(self, other: Switched) -> Switched:
        """Return the difference."""
        return replace(self, expression=self.expression - other.expression)


def independent_parts(expression: Any) -> list[Any]:
    """Return expressions whose sum is this one, none with gates that another has as well.

    From each part is taken what it comes to with its gates as they are at one point, and the last
    part is what that leaves: if each part is zero, the whole is, whatever was taken.  So regions of
    parts are added up, not multiplied.  Empty if there are not two parts.
    """
    rest, groups = sympy.Integer(0), list[tuple[set[Any], Any]]()
    for term in sympy.Add.make_args(sympy.expand(expression)):
        forms = {
            direct(linear(part))[0]
            for one in term.atoms(*SWITCHES)
            for part, _ in factors_of(one.args[0]).forms
        }
        if not forms:
            rest += term
            continue
        met = [group for group in groups if group[0] & forms]
        groups = [group for group in groups if not group[0] & forms]
        groups.append(
            (forms.union(*(own for own, _ in met)), sympy.Add(term, *(own for _, own in met)))
        )
    if len(groups) < 2:
        return []
    symbols = sorted(expression.free_symbols, key=str)
    point = {letter: sympy.Rational(k + 2, 3) for k, letter in enumerate(symbols)}
    parts = []
    for _, part in groups:
        taken = gates_at(part, point)
        parts.append(part - taken)
        rest += taken
    return [*parts, rest]


def gates_at(expression: Any, point: dict[Any, Any]) -> Any:
    """Return an expression with what switches as it is at a point."""
    while switches := Switched(expression).lowest():
        signs = {one: sympy.sign(one.args[0].subs(point)) for one in switches}
        expression = expression.xreplace(
            {one: decided(one, 1 if sign == 1 else -1) for one, sign in signs.items()}
        )
    return expression


def decided(switch: Any, sign: int) -> Any:
    """Return what stands for a gate, an absolute value or a sign where its argument has a sign.

    A sign is the slope of an absolute value, which has none at zero.
    """
    if isinstance(switch, sympy.sign) and sign == 0:
        return sympy.nan
    if isinstance(switch, Gate):
        return sympy.Integer(int(sign > 0))
    return sign * switch.args[0] if isinstance(switch, sympy.Abs) else sympy.Integer(sign)


@lru_cache(maxsize=4096)
def factors_of(inside: Any) -> Factors:
    """Return a number as a product of its sign, and of forms whose signs are to be found."""
    if terms(inside) > MOST_TERMS:
        return Factors(1, ((inside, 1),))
    plain = sympy.expand(inside)
    if all(part.as_coeff_Mul()[1].is_Symbol or part.is_Number for part in plain.as_ordered_terms()):
        return Factors(1, ((plain, 1),))
    sign, forms = 1, []
    for part in sympy.Mul.make_args(sympy.factor(sympy.together(inside))):
        if part.is_positive:
            continue
        if part.is_negative:
            sign = -sign
            continue
        base, power = part.as_base_exp()
        base, power = (base, int(power)) if power.is_Integer else (part, 1)
        turned, form = same_sign(base)
        sign *= turned if power % 2 else 1
        forms.append((form, power))
    return Factors(sign, tuple(forms))


def same_sign(part: Any) -> tuple[int, Any]:
    """Return a form with the sign of a factor, or the opposite one, which the number tells.

    The exponential and the logarithm rise: c e^u - c e^v has the sign of c (u - v), and log u that
    of u - 1.
    """
    if part.func is sympy.log:
        return 1, part.args[0] - 1
    terms = [term.as_coeff_Mul() for term in part.args] if part.is_Add else []
    if len(terms) != 2 or terms[0][0] != -terms[1][0]:
        return 1, part
    powers = [sympy.Integer(0) if power == 1 else power for _, power in terms]
    if not all(power == 0 or power.func is sympy.exp for power in powers):
        return 1, part
    above, below = (power.args[0] if power != 0 else power for power in powers)
    return int(sympy.sign(terms[0][0])), above - below


@lru_cache(maxsize=4096)
def linear_terms(form: Any) -> tuple[tuple[Any, Fraction], ...]:
    """Return what stands in a form, each with the rational number it is multiplied by."""
    terms: dict[Any, Fraction] = {}
    for part in sympy.Add.make_args(multiplied_out(form)):
        times, unknown = part.as_coeff_Mul()
        if not times.is_Rational:
            times, unknown = sympy.Integer(1), part
        where = UNIT if unknown == 1 else unknown
        terms[where] = terms.get(where, Fraction(0)) + Fraction(int(times.p), int(times.q))
    return tuple((unknown, times) for unknown, times in terms.items() if times)


def linear(form: Any) -> Linear:
    """Return an expression as a form that is linear in its terms."""
    return dict(linear_terms(form))


def written(form: Linear) -> Any:
    """Return a form as an expression."""
    parts = (rational(times) * (1 if u == UNIT else u) for u, times in form.items())
    return sympy.Add(*parts)


def rational(value: Fraction) -> Any:
    """Return a fraction as SymPy's."""
    return sympy.Rational(value.numerator, value.denominator)


def zero_in_one_way(expression: Any, zeros: tuple[Any, ...] = ()) -> bool:
    """Tell whether one of a few rewritings shows that an expression is zero, where others are."""
    several = expression.has(sympy.exp, sympy.log)
    rewritings = [as_it_is, sums_split] if several else [as_it_is]
    if several and all(terms(one.args[0]) <= MOST_TERMS for one in expression.atoms(sympy.log)):
        rewritings.append(logarithms_split)
    return any(
        rational_zero(rewrite(expression), tuple(map(rewrite, zeros))) for rewrite in rewritings
    )


def as_it_is(expression: Any) -> Any:
    """Return the expression unchanged."""
    return expression


def sums_split(expression: Any) -> Any:
    """Return the same with the exponential of a sum written as a product."""
    return sympy.expand_power_exp(expression)


def logarithms_split(expression: Any) -> Any:
    """Return the same with the logarithm of a product or quotient written as a sum.

    Only factors that SymPy knows to be positive are parted from the rest, from the signs of its
    symbols and what it knows of exponentials.  log(u w) is log(u) + log(w) if u is positive,
    whatever w is, since w is positive too where the left side has a value.
    """
    merged = sympy.together(sympy.powsimp(expression))
    return sympy.expand_log(merged.replace(sympy.log, lone_logarithm))


def lone_logarithm(argument: Any) -> Any:
    """Return the logarithm of an argument that is brought over one denominator first."""
    return sympy.expand_log(sympy.log(sympy.cancel(sympy.together(argument))))


def rational_zero(expression: Any, zeros: tuple[Any, ...] = ()) -> bool:
    """Tell whether a rational function is zero, its transcendental parts taken as new variables.

    Taking them as independent can only make zero harder to reach, so True is a proof.  Where
    ``zeros`` are zero, it suffices that its numerator is made up of them.
    """
    whole = sympy.Tuple(expression, *zeros)
    for kind in (sympy.log, sympy.exp, sympy.core.function.AppliedUndef, sympy.Function):
        whole = parts_named(whole, kind)
    plain, *equations = whole.args
    letters = sorted(whole.free_symbols, key=str)
    quotients = Quotients(sympy.polys.rings.PolyRing(letters, sympy.QQ, sympy.lex))
    try:
        above = quotients.of(plain).above
        if not above:
            return True
        known = [quotients.of(equation).above for equation in equations]
        return bool(known and above.rem([one for one in known if one]) == 0)
    except (ValueError, TooManyTerms):
        return False


def parts_named(expression: Any, kind: Any) -> Any:
    """Return an expression with every function of a kind replaced by a variable.

    Exponentials whose arguments differ by a whole factor become powers of one variable.
    """
    named: list[tuple[Any, Any, Any]] = []

    def name(part: Any) -> Any:
        argument = multiplied_out(part.args[0]) if len(part.args) == 1 else sympy.Tuple(*part.args)
        for base, function, variable in named:
            if function is not part.func:
                continue
            if argument == base:
                return variable
            times = multiple(argument, base) if part.func is sympy.exp else None
            if times is not None:
                return variable**times
        variable = sympy.Dummy("t")
        named.append((argument, part.func, variable))
        return variable

    found = sorted(expression.atoms(kind), key=sympy.default_sort_key)
    return expression.xreplace({part: name(part) for part in found})


Polynomial = dict[tuple[int, ...], Fraction]  # a number for the powers of each variable


def factored(polynomial: Polynomial) -> list[tuple[Polynomial, int]]:
    """Return the factors of a polynomial in several variables but for a number, with their powers.

    >>> len(factored({(2, 0): Fraction(1), (0, 2): Fraction(-1)}))
    2
    """
    letters = sympy.symbols(f"x:{len(next(iter(polynomial)))}")
    whole = sympy.Poly.from_dict(
        {powers: Symbols().number(c) for powers, c in polynomial.items()}, *letters
    )
    return [
        ({one: Fraction(int(c.p), int(c.q)) for one, c in factor.as_dict().items()}, power)
        for factor, power in whole.factor_list()[1]
    ]


def multiplied_out(expression: Any) -> Any:
    """Return an expression as a sum of terms, unless it would have too many."""
    return sympy.expand(expression) if terms(expression) <= MOST_TERMS else expression


def terms(expression: Any) -> int:
    """Return how many terms an expression has at most once it is multiplied out."""
    if expression.is_Add:
        return sum(map(terms, expression.args))
    if expression.is_Mul:
        return prod(map(terms, expression.args))
    if expression.is_Pow and expression.exp.is_Integer:
        many, power = terms(expression.base), abs(int(expression.exp))
        return 1 if many == 1 else comb(many + power - 1, power) if power <= MOST_TERMS else power
    return 1


def multiple(whole: Any, base: Any) -> int | None:
    """Return by which whole number a sum of terms is a multiple of another, else None."""
    first, second = (
        dict(reversed(part.as_coeff_Mul()) for part in sympy.Add.make_args(one))
        for one in (whole, base)
    )
    if first.keys() != second.keys():
        return None
    times = {first[part] / second[part] for part in first if second[part] != 0}
    found = times.pop() if len(times) == 1 else None
    return int(found) if found is not None and found.is_Integer else None
