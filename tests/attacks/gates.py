"""Gates: what switches on and off, wrong at a tie, far away, in a thin region or at a kink."""

from itertools import pairwise

from bpcore import (
    N,
    column,
    d,
    exp,
    gate,
    index,
    leaky_relu,
    let,
    log,
    matrix,
    odot,
    opaque,
    partial,
    prove,
    relu,
    scalar,
    sigmoid,
    sqrt,
    tanh,
    total,
)
from bpcore.errors import StepIsFalse, StepIsUndecided
from bpcore.expr import Expr, Operand, expr
from bpcore.verdict import Rung
from tests.attacks import false, true

x, y, z, c = scalar("x"), scalar("y"), scalar("z"), scalar("c")
low, high = scalar("l"), scalar("h")
width = scalar("w", between=(0, None))
part = scalar("p", between=(0, 1))
HALF, HUNDREDTH = N(1, 2), N(1, 100)


i, k = index("i", "n"), index("k", "n")
u, v, b = column("u", "n"), column("v", "n"), column("b", "n")
inputs, weights = column("x", "m"), matrix("W", "n", "m")
above = column("p", "n", between=(0, None))
layer = let("z", weights @ inputs + b)


def at_any_width(left: Expr, right: Operand) -> None:
    """Prove a line whose widths are letters, for any width."""
    assert prove(left, right).rung is Rung.INDICES


def largest(a: Operand, b: Operand) -> Expr:
    """Return the larger of two numbers."""
    return expr(a) + relu(expr(b) - a)


def least(a: Operand, b: Operand) -> Expr:
    """Return the smaller of two numbers."""
    return expr(a) - relu(expr(a) - b)


def size(a: Expr) -> Expr:
    """Return an absolute value."""
    return a * gate(a) - a * gate(-a)


def clamp(a: Operand, down: Operand, up: Operand) -> Expr:
    """Return the nearest number between two bounds."""
    return least(largest(a, down), up)


def hard(a: Expr) -> Expr:
    """Return the hard sigmoid."""
    return clamp(a / 6 + HALF, 0, 1)


# -- wrong somewhere -------------------------------------------------------------------------------


@false("a gate and its opposite add up to one, but not at zero", StepIsFalse)
def _() -> None:
    prove(gate(z) + gate(-z), 1)


@false("the larger number, wrong at a tie only", StepIsFalse)
def _() -> None:
    prove(largest(x, y), largest(y, x) + 1 - gate(x - y) - gate(y - x))


@false("a gate that opens far away", StepIsFalse, says="at c = 1001")
def _() -> None:
    prove(gate(c - 1000), 0 * c)


@false("a gate that opens very far away, beside a name", StepIsFalse)
def _() -> None:
    prove(z + relu(c - 10**9), z)


@false("a gate in a thin region", StepIsFalse)
def _() -> None:
    prove(gate(c - 5), gate(c - 5 - HUNDREDTH))


@false("a bump that is thin and far away", StepIsFalse)
def _() -> None:
    prove(gate(c - 700) * gate(700 + N(1, 10**6) - c), 0 * c)


@false("a region where two of three numbers are near", StepIsFalse)
def _() -> None:
    prove(z * gate(x - y) * gate(y + N(1, 10**4) - x) * gate(z - x), 0 * z)


@false("wrong where three numbers tie", StepIsFalse)
def _() -> None:
    tie = (1 - gate(x - y) - gate(y - x)) * (1 - gate(y - z) - gate(z - y))
    prove(largest(x, largest(y, z)), largest(largest(x, y), z) + tie)


@false("one order of three numbers cannot occur, another can", StepIsFalse)
def _() -> None:
    prove(gate(x - y) * gate(y - z) * gate(x - z), 0 * x)


@false("wrong at one of two kinks", StepIsFalse)
def _() -> None:
    prove(clamp(z, -1, 1), relu(z + 1) - relu(z - 1) - gate(z) - gate(-z))


@false("clamped in the other order where the bounds have changed places", StepIsFalse)
def _() -> None:
    prove(clamp(z, low, high), largest(least(z, high), low))


@false("the slope between two bounds is the difference of gates, whatever the bounds", StepIsFalse)
def _() -> None:
    prove(d(clamp(z, low, high), z), gate(z - low) - gate(z - high))


@false("a leak with the wrong sign", StepIsFalse)
def _() -> None:
    prove(leaky_relu(z), z * gate(z) - z * HUNDREDTH * (1 - gate(z)))


@false("a leak's slope with the wrong sign", StepIsFalse)
def _() -> None:
    prove(d(leaky_relu(z), z), gate(z) - HUNDREDTH * (1 - gate(z)))


@false("an absolute value loses its kink", StepIsFalse)
def _() -> None:
    prove(size(z - 3), 3 - z + relu(z - 30))


@false("the root of a square is the number", StepIsFalse)
def _() -> None:
    prove(sqrt(x**2), x * gate(x) + x * gate(-x))


@false("a factor of unknown sign comes out of a gate", StepIsFalse)
def _() -> None:
    prove(relu(y * z), y * relu(z))


@false("a factor below zero comes out of a gate", StepIsFalse)
def _() -> None:
    m = scalar("m", between=(None, 0))
    prove(relu(m * z), m * relu(z))


@false("a bound is used beyond where it holds", StepIsFalse)
def _() -> None:
    prove(gate(HALF - part), 1 + 0 * part)


@false("the gate of a product is the product of gates", StepIsFalse)
def _() -> None:
    prove(gate(x * y), gate(x) * gate(y))


@false("a square is always above zero", StepIsFalse)
def _() -> None:
    prove(gate(x**2), 1 + 0 * x)


@false("the gate of a difference of squares", StepIsFalse)
def _() -> None:
    prove(gate(x**2 - y**2), gate(x - y))


@false("the larger and the smaller add up to twice the larger", StepIsFalse)
def _() -> None:
    prove(largest(x, y) + least(x, y), 2 * largest(x, y))


@false("a rectifier of a rectifier less a number", StepIsFalse)
def _() -> None:
    prove(relu(relu(x) - y), relu(x - y))


@false("a hinge with its slope on the wrong side", StepIsFalse)
def _() -> None:
    prove(d(relu(1 - y * z), z), -y * gate(y * z - 1))


@false("six lost at the top of a clipped rectifier", StepIsFalse)
def _() -> None:
    prove(least(relu(z), 6), relu(z) * gate(6 - z))


@false("a hard sigmoid whose slope goes on", StepIsFalse)
def _() -> None:
    prove(d(hard(z), z), gate(z + 3) / 6)


@false("a gate behind an exponential", StepIsFalse)
def _() -> None:
    prove(gate(exp(x) * (y - 40)), 0 * y)


@false("a smooth slope that is not what a gate says at its kink", StepIsUndecided, StepIsFalse)
def _() -> None:
    prove(d(relu(z) ** 2, z), 2 * relu(z) + 1 - gate(z) - gate(-z))


@false("a slope that exists at a kink, and another value there", StepIsUndecided, StepIsFalse)
def _() -> None:
    prove(d(z * size(z), z), 2 * size(z) + (1 - gate(z) - gate(-z)) / 7)


@false("one of many kinks far away", StepIsFalse)
def _() -> None:
    names = [scalar(letter) for letter in "abfghkpq"]
    prove(sum((relu(n - 50 * k) for k, n in enumerate(names, 2)), start=0 * x), 0 * x)


@false("more regions than are looked at are no proof", StepIsUndecided, StepIsFalse)
def _() -> None:
    names = [scalar(letter) for letter in "abfghk"]
    sizes = sum((size(n) for n in names), start=0 * x)
    prove(sizes**2, sum((2 * relu(n) - n for n in names), start=gate(x - 900) * x) ** 2)


@false("the larger of two columns, wrong at a tie only", StepIsFalse)
def _() -> None:
    prove(largest(u, v), largest(v, u) + 1 - gate(u - v) - gate(v - u))


@false("gates of a column and its opposite add up to one", StepIsFalse)
def _() -> None:
    prove(gate(u) + gate(-u), 1 + 0 * u)


@false("a sum whose summands differ in a thin region far away", StepIsFalse)
def _() -> None:
    bump = gate(u[i] - 700) * gate(700 + HUNDREDTH - u[i])
    prove(total(i, largest(u[i], v[i])), total(k, largest(v[k], u[k])) + total(i, bump))


@false("of any two entries one is larger, also of one and itself", StepIsFalse)
def _() -> None:
    n = total(i, total(k, 1 + 0 * u[i] * u[k]))
    prove(total(i, total(k, gate(u[i] - u[k]) + gate(u[k] - u[i]))), n)


@false("a column of unknown signs comes out of a gate", StepIsFalse)
def _() -> None:
    prove(relu(odot(v, u)), odot(v, relu(u)))


@false("the rectifier of a sum is the sum of rectifiers", StepIsFalse)
def _() -> None:
    prove(relu(let("s", total(i, u[i]))), total(i, relu(u[i])))


@false("a clipped layer whose slope goes on by one", StepIsFalse)
def _() -> None:
    a = let("a", least(largest(layer, 0), 6))
    cost = opaque("C", a)
    prove(partial(cost, layer), odot(partial(cost, a), odot(gate(layer), gate(7 - layer))))


@false("a hinge of examples with one gate for all", StepIsFalse)
def _() -> None:
    loss = let("L", total(i, relu(1 - v[i] * layer[i])))
    prove(d(loss, layer[i]), -v[i] * gate(1 - v[1] * layer[1]))


# -- right everywhere ------------------------------------------------------------------------------


@true("the larger of two numbers, in either order")
def _() -> None:
    prove(largest(x, y), largest(y, x))


@true("the larger and the smaller add up to both")
def _() -> None:
    prove(largest(x, y) + least(x, y), x + y)


@true("the larger number as mean and half of the distance")
def _() -> None:
    prove(largest(x, y), (x + y + size(x - y)) / 2)


@true("the larger of three, in any order")
def _() -> None:
    prove(largest(x, largest(y, z)), largest(largest(z, x), y))


@true("signs that go round in a circle cannot occur")
def _() -> None:
    prove(z + gate(x - y) * gate(y - z) * gate(z - x), z)


@true("between five and a hundredth more")
def _() -> None:
    prove(
        c + gate(c - 5) - gate(c - 5 - HUNDREDTH),
        c + gate(c - 5) * gate(c - 4) * (1 - gate(c - N(501, 100))),
    )


@true("clamped in the other order, where the bounds are in order")
def _() -> None:
    prove(clamp(z, low, low + width), largest(least(z, low + width), low))


@true("the slope of a clamped number")
def _() -> None:
    prove(d(clamp(z, low, high), z), gate(z - low) * gate(high - z))


@true("the slope of a clamped number as a difference of gates, where the bounds are in order")
def _() -> None:
    prove(d(clamp(z, low, low + width), z), gate(z - low) - gate(z - low - width))


@true("the clipped rectifier in two forms")
def _() -> None:
    prove(least(relu(z), 6), relu(z) - relu(z - 6))


@true("the hard sigmoid as two rectifiers, and its slope")
def _() -> None:
    prove(hard(z), (relu(z + 3) - relu(z - 3)) / 6)
    prove(d(hard(z), z), gate(z + 3) * gate(3 - z) / 6)


@true("the slope of the hard swish")
def _() -> None:
    prove(d(z * hard(z), z), hard(z) + z * gate(z + 3) * gate(3 - z) / 6)


@true("the root of a square is the absolute value")
def _() -> None:
    prove(sqrt(x**2), size(x))
    prove(sqrt(x**2), 2 * relu(x) - x)
    prove(sqrt((x - 5) ** 2), largest(x - 5, 5 - x))


@true("the slope of the root of a square")
def _() -> None:
    prove(d(sqrt(x**2), x), gate(x) - gate(-x))


@true("a factor above zero comes out of a gate")
def _() -> None:
    prove(relu(width * z), width * relu(z))
    prove(gate(exp(x) * y), 1 * gate(y))
    prove(gate(sigmoid(x) * y), 1 * gate(y))


@true("a factor below zero turns a gate round")
def _() -> None:
    m = scalar("m", between=(None, 0))
    prove(relu(m * z), -m * relu(-z))


@true("the bounds of a name decide a gate")
def _() -> None:
    prove(gate(2 - part), 1 + 0 * part)
    prove(z + relu(part - 1), z)


@true("the gate of a product, in all its signs")
def _() -> None:
    prove(gate(x * y), gate(x) * gate(y) + gate(-x) * gate(-y))
    prove(gate(x**2), gate(x) + gate(-x))
    prove(gate(x**2 - y**2), gate(x - y) * gate(x + y) + gate(y - x) * gate(-x - y))


@true("a square and one are above zero")
def _() -> None:
    prove(gate(x**2 + 1), 1 + 0 * x)


@true("gates inside gates")
def _() -> None:
    prove(relu(relu(x)), 1 * relu(x))
    prove(relu(relu(x) - y), (relu(x) - y) * gate(relu(x) - y))
    prove(relu(relu(x) - width), relu(x - width))


@true("the slope of a rectifier, whichever gate says it: at the kink there is none")
def _() -> None:
    prove(d(relu(z), z), 1 * gate(z))
    prove(d(relu(z), z), 1 - gate(-z))
    prove(d(relu(z), z), (gate(z) + 1 - gate(-z)) / 2)


@true("the hinge and its slopes")
def _() -> None:
    prove(partial(relu(1 - y * z), z), -y * gate(1 - y * z))
    prove(partial(relu(1 - y * z), y), -z * gate(1 - y * z))


@true("a clipped loss")
def _() -> None:
    r = let("r", y - z)
    loss = let("L", least(r**2, 4))
    prove(d(loss, z), -2 * r * gate(2 - r) * gate(2 + r))


@true("the loss that is a square near zero and straight elsewhere")
def _() -> None:
    near = least(size(z), 1)
    prove(size(z) - near / 2, near / 2 + relu(size(z) - 1))
    prove(d(near * (size(z) - near / 2), z), largest(least(z, 1), -1))


@true("logarithms behind a gate")
def _() -> None:
    q = scalar("q", between=(0, None))
    prove(relu(log(q)) - relu(-log(q)), 1 * log(q))


@true("columns: the larger of two, in either order, and with the smaller both")
def _() -> None:
    at_any_width(largest(u, v), largest(v, u))
    at_any_width(largest(u[i], v[i]), largest(v[i], u[i]))
    at_any_width(largest(u, v) + least(u, v), u + v)
    at_any_width(largest(largest(u, v), b), largest(u, largest(b, v)))


@true("columns: a factor above zero comes out of a gate")
def _() -> None:
    at_any_width(relu(odot(above, u)), odot(above, relu(u)))


@true("sums whose summands are equal, entry by entry")
def _() -> None:
    at_any_width(total(i, relu(u[i]) - relu(-u[i])), total(k, u[k]))
    at_any_width(total(i, largest(u[i], v[i])), total(k, largest(v[k], u[k])))


@true("gates inside gates, and of a whole sum, at any width")
def _() -> None:
    at_any_width(relu(relu(u) - 1), relu(u - 1))
    s = let("s", total(i, u[i]))
    at_any_width(relu(s) - relu(-s), 1 * s)


@true("layers: clipped, and its slope by what was put in")
def _() -> None:
    a = let("a", least(largest(layer, 0), 6))
    cost = opaque("C", a)
    slope = odot(partial(cost, a), odot(gate(layer), gate(6 - layer)))
    at_any_width(partial(cost, layer), slope)
    at_any_width(partial(cost, inputs), weights.T @ slope)


@true("layers: the slope of a rectifier by either gate")
def _() -> None:
    a = let("a", relu(layer))
    cost = opaque("C", a)
    at_any_width(partial(cost, layer), odot(partial(cost, a), gate(layer)))
    at_any_width(partial(cost, layer), odot(partial(cost, a), 1 - gate(-layer)))


@true("layers: hinge and clipped squares, summed over examples")
def _() -> None:
    hinge = let("L", total(i, relu(1 - v[i] * layer[i])))
    at_any_width(partial(hinge, layer), -odot(v, gate(1 - odot(v, layer))))
    r = let("r", v - layer)
    clipped = let("L", total(i, least(r[i] ** 2, 4)))
    at_any_width(partial(clipped, layer), -2 * odot(r, odot(gate(2 - r), gate(2 + r))))


@true("many kinks that have nothing to do with one another")
def _() -> None:
    names = [scalar(letter) for letter in "abfghkpq"]
    pairs = list(pairwise(names))
    prove(sum((relu(n) - relu(-n) for n in names), start=x), sum(names, start=x))
    there, back = ([largest(*pair[::way]) for pair in pairs] for way in (1, -1))
    prove(sum(there, start=x), sum(back, start=x))
    fixed, one = column("s", 7), index("i", 7)
    prove(total(one, size(fixed[one])), total(one, 2 * relu(fixed[one]) - fixed[one]))


@true("a gate behind what rises")
def _() -> None:
    prove(gate(sigmoid(z) - HALF), 1 * gate(z))
    prove(gate(exp(x) - exp(y)), 1 * gate(x - y))
    prove(relu(tanh(z)), tanh(z) * gate(z))


@true("the slope of a maximum that is written with a root")
def _() -> None:
    prove(d((x + y + sqrt((x - y) ** 2)) / 2, x), 1 * gate(x - y))


@false("a gate behind a sigmoid, at the wrong height", StepIsFalse)
def _() -> None:
    prove(gate(sigmoid(z) - N(1, 3)), 1 * gate(z))


@false("a gate behind unequal exponentials", StepIsFalse)
def _() -> None:
    prove(gate(2 * exp(x) - exp(y)), 1 * gate(x - y))
