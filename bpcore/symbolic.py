"""The SymPy reading: explicit entries at concrete widths, differentiated by SymPy itself.

SymPy is only ever given scalars (never `MatrixSymbol`, whose derivatives are silently wrong), and
is only asked whether a difference vanishes under a short list of rewritings, never to `simplify`.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import sympy

from bpcore.domain import Scalar
from bpcore.evaluate import Evaluator, Setting, Value, as_rows, as_value, by_entries, each, held
from bpcore.expr import Derivative, Name
from bpcore.function import Function

MOST_GATES = 4  # each is open, shut or at its kink: three cases
MOST_POWERS = 4  # of what stands in one gate, as they stand in another
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
        return Density(value)


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


class Normal(sympy.Function):  # type: ignore[misc]
    """The share of a standard normal distribution below the argument."""

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the slope, which is the density."""
        return Density(self.args[0])


class Density(sympy.Function):  # type: ignore[misc]
    """The density of the standard normal distribution, the same on both sides of zero."""

    @classmethod
    def eval(cls, argument: Any) -> Any:
        """Return the density at the opposite of a negative."""
        return cls(-argument) if argument.could_extract_minus_sign() else None

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the slope."""
        return -self.args[0] * Density(self.args[0])


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
        moved = tuple(
            tuple(fresh if (i, j) == place else x for j, x in enumerate(row))
            for i, row in enumerate(rows)
        )
        found = self.value(expr.of, held(expr.variable, as_value(moved), at))
        here = rows[place[0]][place[1]]
        return each(found, lambda entry: sympy.diff(entry, fresh).subs(fresh, here))


def symbol(name: Name, row: int, column: int, number: int) -> Scalar:
    """Return a real symbol for an entry; positive where its name's interval says so."""
    low, _ = name.between
    positive = True if low is not None and low >= 0 else None
    return sympy.Symbol(f"{name.text}{number}_{row}_{column}", real=True, positive=positive)


def vanishes(difference: Scalar) -> bool:
    """Tell whether SymPy can show that a difference is zero; False means that it cannot."""
    found = sympy.sympify(difference)
    if found == 0:
        return True
    if sympy.count_ops(found) > MOST_OPERATIONS:
        return False
    if found.has(Gate):
        return zero_in_every_case(found, ())
    return zero_in_one_way(found)


def zero_in_one_way(expression: Any) -> bool:
    """Tell whether one of a few rewritings shows that an expression is zero."""
    return any(
        rational_zero(rewrite(expression)) for rewrite in (as_it_is, sums_split, logarithms_split)
    )


def zero_in_every_case(expression: Any, decided: tuple[tuple[Any, int], ...]) -> bool:
    """Tell whether an expression is zero with every gate open, shut, or at its kink.

    ``decided`` holds what stands in gates seen before, with its sign; whatever is a multiple of
    that has a sign too.
    """
    gates = sorted(expression.atoms(Gate), key=sympy.default_sort_key)
    lowest = [gate for gate in gates if not gate.args[0].has(Gate)]
    if not lowest:
        return zero_in_one_way(expression)
    if len(decided) > MOST_GATES:
        return False
    inside = lowest[0].args[0]
    known = [sign_from(inside, base, sign) for base, sign in decided]
    signs = [sign for sign in known if sign is not None][:1] or [1, -1, 0]
    for sign in signs:
        case = expression.xreplace({lowest[0]: sympy.Integer(int(sign > 0))})
        letter = inside.as_coeff_Mul()[1]
        if sign == 0 and letter.is_Symbol:
            case = case.xreplace({letter: sympy.Integer(0)})
        if not zero_in_every_case(case, (*decided, (inside, sign))):
            return False
    return True


def sign_from(inside: Any, base: Any, sign: int) -> int | None:
    """Return the sign of a number that is a known multiple of a power of another, else None."""
    for power in range(1, MOST_POWERS):
        times = sympy.cancel(inside / base**power)
        if times.is_Rational:
            return int(int(sympy.sign(times)) * sign**power)
    return None


def as_it_is(expression: Any) -> Any:
    """Return the expression unchanged."""
    return expression


def sums_split(expression: Any) -> Any:
    """Return the same with the exponential of a sum written as a product."""
    return sympy.expand_power_exp(expression)


def logarithms_split(expression: Any) -> Any:
    """Return the same with the logarithm of a product or quotient written as a sum.

    Right where the factors are positive, which the comparison at points has to bear out.
    """
    merged = sympy.together(sympy.powsimp(expression))
    return sympy.expand_log(merged.replace(sympy.log, lone_logarithm), force=True)


def lone_logarithm(argument: Any) -> Any:
    """Return the logarithm of an argument that is brought over one denominator first."""
    return sympy.expand_log(sympy.log(sympy.cancel(sympy.together(argument))), force=True)


def rational_zero(expression: Any) -> bool:
    """Tell whether a rational function is zero, its transcendental parts taken as new variables.

    Taking them as independent can only make zero harder to reach, so True is a proof.
    """
    plain = expression
    for kind in (sympy.log, sympy.exp, sympy.core.function.AppliedUndef, sympy.Function):
        plain = parts_named(plain, kind)
    letters = sorted(plain.free_symbols, key=str)
    if not letters:
        return bool(plain.is_Rational and plain == 0)
    field = sympy.polys.fields.FracField(letters, sympy.QQ)
    try:
        return bool(field.from_expr(plain) == 0)
    except (ValueError, ZeroDivisionError):
        return False


def parts_named(expression: Any, kind: Any) -> Any:
    """Return an expression with every function of a kind replaced by a variable.

    Exponentials whose arguments differ by a whole factor become powers of one variable.
    """
    named: list[tuple[Any, Any, Any]] = []

    def name(part: Any) -> Any:
        argument = sympy.expand(part.args[0]) if len(part.args) == 1 else sympy.Tuple(*part.args)
        for base, function, variable in named:
            if function is part.func and len(part.args) > 1:
                if argument == base:
                    return variable
            elif function is part.func:
                times = sympy.cancel(argument / base) if base != 0 else sympy.nan
                if times == 1 or (part.func is sympy.exp and times.is_Integer):
                    return variable**times
        variable = sympy.Dummy("t")
        named.append((argument, part.func, variable))
        return variable

    found = sorted(expression.atoms(kind), key=sympy.default_sort_key)
    return expression.xreplace({part: name(part) for part in found})
