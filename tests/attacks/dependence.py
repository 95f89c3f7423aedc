"""Dependence: a slope by something that is computed from the quantity itself."""

from bpcore import (
    N,
    Page,
    algebra,
    chain_rule,
    column,
    d,
    elementary,
    exp,
    index,
    kronecker,
    let,
    log,
    matrix,
    opaque,
    partial,
    prove,
    proved,
    scalar,
    sigmoid,
    softplus,
    total,
)
from bpcore.errors import NotDifferentiable, StepIsFalse
from tests.attacks import false, true

z, w, q = scalar("z"), scalar("w"), scalar("q")
a = let("a", sigmoid(z), between=(0, 1))
u = let("u", 1 * z)
v = let("v", 1 * u)

n, m = "n", "m"
W, x, b = matrix("W", n, m), column("x", m), column("b", n)
zs = let("z", W @ x + b)
i, j = index("i", n), index("j", m)


@false("a pre-activation by its activation", NotDifferentiable, says="a is computed from z")
def _() -> None:
    prove(d(z, a) + q, q)


@false("a pre-activation by its activation, claimed to be zero", NotDifferentiable)
def _() -> None:
    prove(d(z, a), N(0))


@false("a pre-activation by its activation, inside a larger line", NotDifferentiable)
def _() -> None:
    prove(exp(q) * (1 + d(z, a)), exp(q))


@true("turned round: the pre-activation from the activation")
def _() -> None:
    p = scalar("p", between=(0, 1))
    back = let("z", log(p / (1 - p)))
    prove(d(back, p), 1 / (p * (1 - p)))


@true("the activation by its pre-activation")
def _() -> None:
    prove(d(a, z), a * (1 - a))


@false("by an alias", NotDifferentiable, says="u is computed from z")
def _() -> None:
    prove(d(z, u) + q, q)


@false("by an alias of an alias", NotDifferentiable, says="v is computed from z")
def _() -> None:
    prove(d(z, v) + q, q)


@false("an alias by an alias of it", NotDifferentiable)
def _() -> None:
    prove(d(u, v) + q, q)


@true("an alias by what it stands for")
def _() -> None:
    prove(d(v, z), N(1))
    prove(d(v, u) * q, q)


@false("two aliases of one quantity", NotDifferentiable, says="both are computed from z")
def _() -> None:
    prove(d(u, let("r", z + 0)) + q, q)


@false("a multiple by another multiple", NotDifferentiable, says="both are computed from z")
def _() -> None:
    prove(d(let("s", 2 * z), let("r", 3 * z)) + q, q)


@false("an alias by what is computed from what it stands for", NotDifferentiable, says="u is z")
def _() -> None:
    prove(d(u, let("r", w * z)) + q, q)


@false("an expression by what is computed from it", NotDifferentiable)
def _() -> None:
    prove(d(z**2 + 1, a) + q, q)


@false("an input by the cost", NotDifferentiable)
def _() -> None:
    prove(partial(w, let("C", (w * z - q) ** 2)) + q, q)


@false("an input by a cost of which nothing is known", NotDifferentiable)
def _() -> None:
    prove(partial(w, opaque("C", let("r", w * z))) + q, q)


@false("an entry of a bias by an entry of the sum", NotDifferentiable, says="computed from b")
def _() -> None:
    k = index("k", n)
    prove(partial(b[i], zs[k]) + q * kronecker(i, k), q * kronecker(i, k))


@false("an input by all sums", NotDifferentiable)
def _() -> None:
    prove(partial(x, zs), 0 * W.T)


@false("weights by the sum they make, in a sum over paths", NotDifferentiable)
def _() -> None:
    k = index("k", n)
    prove(total(k, zs[k] * partial(W[1, 1], zs[k])) + q, q)


@false("through definitions in definitions", NotDifferentiable)
def _() -> None:
    one = let("g", exp(a))
    two = let("h", softplus(one))
    prove(d(a, two) + q, q)


@false("in a definition", NotDifferentiable)
def _() -> None:
    prove(let("g", d(z, a)) + q, q)


@false("in a chain", NotDifferentiable)
def _() -> None:
    Page("p", "P").chain(q + d(z, a), algebra("nothing is left"), q)


@false("in a chain rule that goes through what is computed", NotDifferentiable)
def _() -> None:
    cost = let("C", a**2)
    Page("p", "P").chain(d(cost, a), chain_rule("over z"), d(cost, z) * d(z, a))


@true("a chain rule in the direction in which things are computed")
def _() -> None:
    cost = let("C", a**2)
    Page("p", "P").chain(d(cost, z), chain_rule("over a"), d(cost, a) * d(a, z))


@false("in prose", NotDifferentiable)
def _() -> None:
    Page("p", "P").text(f"The slope {d(z, a)} is wanted.")


@false("in a heading", NotDifferentiable)
def _() -> None:
    Page("p", "P").part(f"What is {d(z, u)}?")


@false("in a table", NotDifferentiable)
def _() -> None:
    Page("p", "P").table(("what", "slope"), ("of the sum", d(z, a)))


@false("in a reason", NotDifferentiable)
def _() -> None:
    Page("p", "P").chain(d(z**2, z), elementary(f"beside {d(z, a)}"), 2 * z)


@false("in a title", NotDifferentiable)
def _() -> None:
    claim = proved(d(z**2, z), 2 * z)
    Page("p", "P").result(claim, "slope", title=f"Not {d(z, a)}")


@false("in a definition on a page", NotDifferentiable)
def _() -> None:
    page = Page("p", "P")
    page.define(let("g", d(z, a)))
    page.chain(d(z**2, z), elementary("a power"), 2 * z)
    page.finish()


@true("in a box of a mistake")
def _() -> None:
    page = Page("p", "P")
    page.mistake("The wrong way round", d(a, z), d(z, a), at={z: 0})
    page.chain(d(z**2, z), elementary("a power"), 2 * z)
    page.finish()


@false("in the words of a box of a mistake", NotDifferentiable)
def _() -> None:
    page = Page("p", "P")
    remark = page.mistake("The wrong way round", d(a, z), d(z, a), at={z: 0})
    remark(f"In truth {d(z, a)} is something else.")


@true("a slope by an unrelated name is zero")
def _() -> None:
    prove(d(z, w) + q, q)
    prove(partial(a, w) + q, q)


@true("a slope by the sum of another neuron is zero")
def _() -> None:
    one, other = scalar("w_1"), scalar("w_2")
    first, second = let("z_1", one * z), let("z_2", other * z)
    prove(partial(sigmoid(first), second) + q, q)
    prove(partial(let("a_1", sigmoid(first)), second) + q, q)


@true("a slope by the sum of another neuron is zero, with entries of one array of weights")
def _() -> None:
    U, s = matrix("U", 2, 2), column("s", 2)
    first = let("z_1", U[1, 1] * s[1] + U[1, 2] * s[2])
    second = let("z_2", U[2, 1] * s[1] + U[2, 2] * s[2])
    prove(partial(let("a_1", sigmoid(first)), second) + q, q)


@false("the whole slope beside what the variable is computed from", NotDifferentiable)
def _() -> None:
    prove(d(z * a, a), z)


@true("that slope with what it is computed from held")
def _() -> None:
    prove(partial(z * a, a, holding=z), z)
    prove(partial(z * a, a), z)


@false("that slope as if it moved along", StepIsFalse)
def _() -> None:
    prove(partial(z * a, a, holding=z), z + a * (1 / (a * (1 - a))))
