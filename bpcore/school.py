"""The rules of school: the slope of an expression of one number, term by term.

For notebooks, which need the derivatives of known functions as formulas; no proof leans on it.
"""

from __future__ import annotations

from fractions import Fraction
from functools import singledispatch

from bpcore.errors import NotDifferentiable
from bpcore.expr import Add, Apply, Div, Expr, Mul, Name, Neg, Num, Pow, Sub, expr
from bpcore.function import Function, normal_pdf

ZERO, ONE = Num(Fraction(0)), Num(Fraction(1))


def prime(function: Function, t: Name) -> Expr:
    """Return the derivative of a function that has a definition, at t; a function with primes too.

    >>> from bpcore.function import sigmoid, silu
    >>> prime(sigmoid.prime, Name("t", "t"))
    exp(-t) / (1 + exp(-t))**2
    >>> prime(silu.prime, Name("t", "t"))
    sigmoid(t) + t * sigmoid_prime(t)
    """
    base = function.base or function
    assert base.meaning is not None
    found = base.meaning(t)
    for _ in range(function.primes):
        found = slope(found, t)
    return found


@singledispatch
def slope(node: Expr, t: Name) -> Expr:
    """Return the derivative of an expression by t, without terms and factors that do nothing.

    Every other name is a constant.  Raises `NotDifferentiable` for what school does not know, such
    as arrays and sums over an index.
    """
    raise NotDifferentiable(f"school knows no rule for {type(node).__name__}")


@slope.register
def _(node: Num, t: Name) -> Expr:
    return ZERO


@slope.register
def _(node: Name, t: Name) -> Expr:
    return ONE if node is t else ZERO


@slope.register
def _(node: Neg, t: Name) -> Expr:
    return minus(slope(node.operand, t))


@slope.register
def _(node: Add, t: Name) -> Expr:
    return plus(slope(node.left, t), slope(node.right, t))


@slope.register
def _(node: Sub, t: Name) -> Expr:
    return plus(slope(node.left, t), minus(slope(node.right, t)))


@slope.register
def _(node: Mul, t: Name) -> Expr:
    left, right = slope(node.left, t), slope(node.right, t)
    return plus(times(left, node.right), times(node.left, right))


@slope.register
def _(node: Div, t: Name) -> Expr:
    above, below = slope(node.left, t), slope(node.right, t)
    if is_number(below, 0):
        return over(above, node.right)
    whole = plus(times(above, node.right), minus(times(node.left, below)))
    return over(whole, Pow(node.right, 2))


@slope.register
def _(node: Pow, t: Name) -> Expr:
    lower = node.operand if node.exponent == 2 else Pow(node.operand, node.exponent - 1)
    return times(expr(node.exponent), times(lower, slope(node.operand, t)))


@slope.register
def _(node: Apply, t: Name) -> Expr:
    function, inside = node.function, node.operand
    within = slope(inside, t)
    match function.text:
        case "exp":
            return times(node, within)
        case "log":
            return over(within, inside)
        case "gate":
            return ZERO
        case "Phi":
            return times(normal_pdf(inside), within)
        case "phi":
            return minus(times(inside, times(node, within)))
    return times(function.prime(inside), within)


def is_number(node: Expr, value: int) -> bool:
    """Tell whether an expression is a number as it stands."""
    return isinstance(node, Num) and node.value == value


def plus(left: Expr, right: Expr) -> Expr:
    """Return a sum; a negative term is subtracted, nothing is not added."""
    if is_number(left, 0):
        return right
    if is_number(right, 0):
        return left
    return left - right.operand if isinstance(right, Neg) else left + right


def minus(node: Expr) -> Expr:
    """Return the negative; twice is not at all."""
    if isinstance(node, Num):
        return Num(-node.value)
    return node.operand if isinstance(node, Neg) else -node


def times(left: Expr, right: Expr) -> Expr:
    """Return a product; one does nothing, and a minus sign comes first."""
    if is_number(left, 0) or is_number(right, 0):
        return ZERO
    if is_number(left, 1):
        return right
    if is_number(right, 1):
        return left
    if is_number(right, -1):
        return minus(left)
    if isinstance(right, Neg):
        return minus(times(left, right.operand))
    if isinstance(left, Neg):
        return minus(times(left.operand, right))
    return left * right


def over(above: Expr, below: Expr) -> Expr:
    """Return a quotient; nothing over anything is nothing."""
    if is_number(above, 0):
        return ZERO
    return minus(over(above.operand, below)) if isinstance(above, Neg) else above / below
