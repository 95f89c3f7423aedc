"""Counterexamples: numbers that cannot occur, cannot be redone by hand, or do not differ."""

import re
from fractions import Fraction

from bpcore import (
    N,
    Refusal,
    column,
    d,
    exp,
    index,
    let,
    log,
    matrix,
    odot,
    opaque,
    partial,
    prove,
    scalar,
    sigmoid,
    softplus,
    sqrt,
    tanh,
    total,
    unspecified,
)
from bpcore.errors import StepIsFalse, StepIsUndecided
from bpcore.expr import Expr
from tests.attacks import false, true

x, y, z, w = (scalar(letter) for letter in ("x", "y", "z", "w"))
g, h = unspecified("g"), unspecified("h")
v, i, j = column("v", "n"), index("i", "n"), index("j", "n")
S = let("S", total(j, exp(v[j])), abbreviation=True)
share = let("s", exp(v) / S)
C = opaque("C", v)


def said(left: Expr, right: Expr | int) -> str:
    """Return what is said to a false line."""
    try:
        prove(left, right)
    except StepIsFalse as refusal:
        return str(refusal)
    raise AssertionError("it was not refused as false")


@false("the entries of a softmax, squared", StepIsFalse, says="so that s = [[0.88")
def _() -> None:
    prove(share[i] * 1, share[i] ** 2)


@true("a softmax gets no numbers that do not add up to one")
def _() -> None:
    for left, right in ((share[i] * 1, share[i] ** 2), (total(j, share[j] ** 2), 1)):
        told = re.search(r"so that s = \[\[(.*?)\], \[(.*?)\]\]", said(left, right))
        assert told is not None
        assert abs(float(told[1]) + float(told[2]) - 1) < 1e-9


@true("a square that has a name is never negative")
def _() -> None:
    square = let("q", (x - 1) ** 2)
    told = re.findall(r"q = ([^,)]*)", said(square + square, 3 * square))
    assert told
    assert all(not number.startswith("-") for number in told)


@true("a sigmoid that has a name lies between zero and one")
def _() -> None:
    a = let("a", sigmoid(w * x + y))
    told = re.search(r"so that a = ([^,)]*)", said(a * 1, a**2))
    assert told is not None
    assert 0 < float(Fraction(told[1])) < 1


@true("two names for one quantity do not differ from one another")
def _() -> None:
    one, other = let("p", x * y), let("q", y * x)
    told = re.search(r"p = (\S+), q = (\S+)\)", said(one + other, 3 * one))
    assert told is not None
    assert told[1] == told[2]


@false("an unspecified function of a sum", StepIsFalse, says="assumed there: g(0) = ")
def _() -> None:
    prove(g(x + y), g(x) + g(y))


@true("what is assumed of a function gives the sides again")
def _() -> None:
    told = said(g(x) * g.prime(x), 2 * g(x) + h(x))
    found = dict(re.findall(r"([gh]'?)\(0\) = (-?\d+)", told))
    left = int(found["g"]) * int(found["g'"])
    right = 2 * int(found["g"]) + int(found["h"])
    assert f"the left side is {left} and the right side is {right}" in told
    assert left != right


@true("what is assumed of a chain of functions gives the sides again")
def _() -> None:
    told = said(d(g(h(x)), x), g.prime(x) * h.prime(x))
    found = {key: int(value) for key, value in re.findall(r"([gh]'?\(-?\d+\)) = (-?\d+)", told)}
    left = found[f"g'({found['h(0)']})"] * found["h'(0)"]
    right = found["g'(0)"] * found["h'(0)"]
    assert f"the left side is {left} and the right side is {right}" in told


@true("what is assumed of a cost gives the sides again")
def _() -> None:
    told = said(partial(C, v[i]), 2 * partial(C, v[i]))
    slope = int(re.search(r"the slope of C by v\[1\] = (-?\d+)", told)[1])  # type: ignore[index]
    assert f"the left side is {slope} and the right side is {2 * slope}" in told


@true("the second slopes of a cost are told")
def _() -> None:
    told = said(partial(partial(C, v[1]), v[2]), partial(partial(C, v[1]), v[1]))
    assert re.search(r"the slope of C by v\[1\], v\[2\] = -?\d+", told)


@true("a cost behind a layer is told with its slopes")
def _() -> None:
    W, a0 = matrix("W", "m", "n"), column("a", "n")
    u = let("u", W @ a0)
    a = let("b", tanh(u))
    K = opaque("K", a)
    told = said(partial(K, u), odot(partial(K, a), a))
    assert "the slope of K by b[1] = " in told
    assert "so that b = [[" in told


@true("a tiny difference is told by its size")
def _() -> None:
    told = said(log(1 - sigmoid(100 * z)), exp(N(-300)) - softplus(100 * z))
    assert re.search(r"they differ by -?\d\.\d+e-131", told)
    assert "differ by -0" not in told


@true("a difference beyond what doubles hold is told")
def _() -> None:
    told = said(exp(N(-900)) + x, x + exp(N(-901)))
    assert "differ by -0" not in told
    assert "differ by 0" not in told


@true("lost digits are no counterexample")
def _() -> None:
    for times in (500, 1000, 2000, 5000, 20_000):
        try:
            prove(log(1 - sigmoid(times * z)), -softplus(times * z))
        except StepIsFalse as refusal:
            raise AssertionError(str(refusal)) from None
        except Refusal:
            pass


@true("a cancelled saturation is no counterexample")
def _() -> None:
    for times in (300, 3000, 30_000):
        try:
            prove(1 - tanh(times * z) ** 2, 4 / (exp(times * z) + exp(-times * z)) ** 2)
        except StepIsFalse as refusal:
            raise AssertionError(str(refusal)) from None


@false("a root is its own opposite at zero only", StepIsFalse, StepIsUndecided)
def _() -> None:
    prove(sqrt(x**2 + 1), -sqrt(x**2 + 1))


@false("many names, of which only the last shows the difference", StepIsFalse)
def _() -> None:
    names = [scalar(f"w_{k}") for k in range(1, 15)]
    product, rest = names[0], names[0]
    for name in names[1:]:
        product, rest = product * name, rest * name
    prove(product + names[0], 2 * rest - rest)


@true("a logarithm that drops out of both sides has a value all the same")
def _() -> None:
    b = let("b", log(x), "a logarithm")
    assert "so that b = " in said(y * b * (y - y) + z, z + 1)
    assert "so that b = " in said(0 * b + z, z + 1)
