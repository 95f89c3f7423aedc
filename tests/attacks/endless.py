"""Endless proofs: lines whose check would never end; each ends with a verdict or a refusal."""

from functools import reduce

from bpcore import (
    N,
    array,
    column,
    d,
    dot,
    exp,
    index,
    let,
    log,
    opaque,
    outer,
    partial,
    prove,
    relu,
    scalar,
    softplus,
    tanh,
    total,
    unspecified,
)
from bpcore.errors import NotAnExpression, StepIsFalse, StepIsTooLarge, StepIsUndecided
from bpcore.expr import Expr
from tests.attacks import false, true

x, y, z, w, a = (scalar(letter) for letter in ("x", "y", "z", "w", "a"))
weights = [scalar(f"w_{k}") for k in range(1, 15)]
functions = [unspecified(letter) for letter in "fghijklmnopq"]
v, i = column("v", 500), index("i", 500)
letters = column("v", "n")


def layers(primes: bool = False) -> Expr:
    """Return twelve unspecified layers, or the product of their slopes."""
    inner, slopes = x, N(1)
    for function in functions:
        slopes = slopes * function.prime(inner)
        inner = function(inner)
    return slopes if primes else inner


def slope_of_tanh(of: list[Expr]) -> Expr:
    """Return the slope of a sum of tanh(w a) by a."""
    terms = [(1 - tanh(one * a) ** 2) * one for one in of]
    return reduce(lambda left, right: left + right, terms)


def sum_of_tanh(of: list[Expr]) -> Expr:
    """Return a sum of tanh(w a)."""
    return reduce(lambda left, right: left + right, [tanh(one * a) for one in of])


def doubled(times: int, named: bool) -> Expr:
    """Return what holds the one before twice, so many times over."""

    def again(inner: Expr, k: int) -> Expr:
        whole = inner * inner + 1
        return let(f"u_{k}", whole) if named else whole

    return reduce(again, range(times), x)


@true("twelve unspecified layers")
def _() -> None:
    prove(d(layers(), x), layers(primes=True))


@false("twelve unspecified layers, one slope lost", StepIsFalse)
def _() -> None:
    prove(d(layers(), x), layers(primes=True) / functions[0].prime(x))


@true("seven hyperbolic tangents")
def _() -> None:
    prove(d(sum_of_tanh(weights[:7]), a), slope_of_tanh(weights[:7]))


@false("seven hyperbolic tangents, one of them lost", StepIsFalse)
def _() -> None:
    prove(d(sum_of_tanh(weights[:7]), a), slope_of_tanh(weights[:6]))


@false("fourteen hyperbolic tangents, one of them lost", StepIsFalse)
def _() -> None:
    prove(d(sum_of_tanh(weights), a), slope_of_tanh(weights[:13]))


@true("a huge power")
def _() -> None:
    prove(d(x ** (10**7), x), 10**7 * x ** (10**7 - 1))


@false("a huge power, one too low", StepIsFalse)
def _() -> None:
    prove(x ** (10**7), x ** (10**7 - 1))


@false("a power of a hundred digits, one too low", StepIsFalse)
def _() -> None:
    prove(x ** (10**100), x ** (10**100 - 1))


@false("a huge power of a sum, one too low", StepIsFalse)
def _() -> None:
    prove((x + y + z + w) ** (10**6), (x + y + z + w) ** (10**6 - 1))


@false("a huge power of a number", StepIsFalse, StepIsTooLarge)
def _() -> None:
    prove(N(3) ** (10**8) * x, N(3) ** (10**8 - 1) * x)


@false("a high power of a sum of four, multiplied out wrongly", StepIsFalse)
def _() -> None:
    prove((x + y + z + w) ** 90, x**90 + y**90 + z**90 + w**90)


@false("a high power of a sum under a gate", StepIsFalse, StepIsUndecided)
def _() -> None:
    prove(relu((x + y + z + w) ** 41), (x + y + z + w) ** 41 + 0 * a)


@false("a tower of exponentials, one sign turned", StepIsFalse)
def _() -> None:
    tower = exp(exp(exp(exp(x))))
    prove(tower * exp(y), exp(exp(exp(exp(x))) - y))


@false("an array of five hundred entries, by its slope", StepIsTooLarge, says="width 500")
def _() -> None:
    prove(partial(dot(v, v), v), 3 * v)


@true("five hundred entries, added up")
def _() -> None:
    prove(total(i, v[i] ** 2), v.T @ v)


@true("any number of entries, by their slope")
def _() -> None:
    prove(partial(dot(letters, letters), letters), 2 * letters)


@false("indices over millions of places", StepIsFalse, StepIsTooLarge)
def _() -> None:
    X = array("X", 300, 300)
    p, q, r, s = (index(letter, 300) for letter in "pqrs")
    prove(X[p, q] * X[r, s], X[p, s] * X[r, q])


@false("nested sums over seven widths", StepIsFalse, StepIsTooLarge)
def _() -> None:
    over = zip("klmnpqr", "abchijo", strict=True)
    pairs = [(column(f"v_{width}", width), index(letter, width)) for width, letter in over]
    product = reduce(lambda left, right: left * right, [one[at] for one, at in pairs])
    whole = reduce(lambda inner, pair: total(pair[1], inner), pairs, product)
    prove(whole, 2 * whole)


@false("a million signs on display", StepIsTooLarge, says="signs")
def _() -> None:
    prove(doubled(20, named=False), doubled(20, named=False) + 1)


@true("a million signs behind names")
def _() -> None:
    whole = doubled(20, named=True)
    prove(2 * d(whole, x) / 2, d(whole, x) * 1)


@false("a million signs behind names, doubled", StepIsFalse, StepIsTooLarge)
def _() -> None:
    whole = doubled(20, named=True)
    prove(d(whole, x), 2 * d(whole, x))


@true("a sum three hundred deep")
def _() -> None:
    prove(reduce(lambda inner, _: inner + 1, range(300), x), x + 300)


@false("a sum three hundred deep, one more", StepIsFalse)
def _() -> None:
    prove(reduce(lambda inner, _: inner + 1, range(300), x), x + 301)


@false("functions in functions, three hundred deep", StepIsFalse)
def _() -> None:
    prove(reduce(lambda inner, _: softplus(inner), range(300), x), x)


@false("names that mean names, three hundred deep", StepIsFalse)
def _() -> None:
    prove(reduce(lambda inner, k: let(f"u_{k}", inner + 1), range(300), x), x + 301)


@false("a sum three thousand deep", NotAnExpression, says="deep")
def _() -> None:
    prove(reduce(lambda inner, _: inner + 1, range(3000), x), x + 3000)


@false("a number of five thousand digits", StepIsTooLarge, says="digits")
def _() -> None:
    prove(x + N(10**5000), x)


@false("the ninth slope of a hyperbolic tangent", StepIsFalse, StepIsTooLarge)
def _() -> None:
    ninth = reduce(lambda inner, _: d(inner, x), range(9), tanh(x))
    prove(ninth, 2 * ninth)


@false("a logarithm of high powers, one of them lost", StepIsFalse)
def _() -> None:
    prove(log((1 + x**2) ** 500 * (1 + y**2) ** 300), 500 * log(1 + x**2))


@false("fractions in fractions, one of them lost", StepIsFalse)
def _() -> None:
    whole = reduce(lambda inner, k: 1 / (inner + weights[k] + x), range(13), y)
    prove(whole, reduce(lambda inner, k: 1 / (inner + weights[k] + x), range(12), y))


@true("the slope of a product of five matrices")
def _() -> None:
    M = [array(f"M_{k}", *"klmnp"[k : k + 2]) for k in range(4)]
    u, t = column("u", "k"), column("t", "p")
    scalar_ = u.T @ M[0] @ M[1] @ M[2] @ M[3] @ t
    prove(partial(scalar_, M[1]), outer((u.T @ M[0]).T, (M[2] @ M[3] @ t).T))


@true("four slopes of an unknown cost, in another order")
def _() -> None:
    u = column("u", 6)
    C = opaque("C", u)
    one = partial(partial(partial(partial(C, u[1]), u[2]), u[3]), u[1])
    prove(one, partial(partial(partial(partial(C, u[3]), u[1]), u[1]), u[2]))
