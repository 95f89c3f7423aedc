"""Partial derivatives: the whole slope for one that holds something, or the reverse."""

from bpcore import (
    N,
    Page,
    algebra,
    by,
    chain_rule,
    closed,
    column,
    d,
    definition,
    dot,
    elementary,
    exp,
    index,
    kronecker,
    let,
    listed,
    matrix,
    odot,
    ones,
    opaque,
    over_paths,
    partial,
    prove,
    proved,
    scalar,
    sigmoid,
    sqrt,
    tanh,
    total,
    unspecified,
    width,
)
from bpcore.errors import (
    NameClash,
    NotDifferentiable,
    NothingChecked,
    StepIsFalse,
    WrongRule,
)
from bpcore.expr import Name
from bpcore.sweep import swept
from tests.attacks import false, true

x, t, q = scalar("x"), scalar("t"), scalar("q")
y = let("y", x**2)
f = let("f", x * y)
w = let("w", y + 1)
h = let("h", x * y * w)
LAW = partial(f, x, holding=y) + partial(f, y, holding=x) * d(y, x)

m = width("m")
i, j, k = index("i", "m"), index("j", "m"), index("k", "m")
X = column("x", "m")
mu = let("mu", total(k, X[k]) / m)
v = let("v", total(k, (X[k] - mu) ** 2) / m)
epsilon = scalar("epsilon", between=(0, None))
x_hat = let("xhat", (X - mu * ones("m")) / sqrt(v + epsilon))
L = opaque("L", x_hat)

z = column("z", "n")
a, b = index("a", "n"), index("b", "n")
S = let("S", total(a, exp(z[a])), between=(0, None), abbreviation=True)
share = let("a", exp(z) / S, between=(0, closed(1)))


# -- a curly sign that leaves open what is meant --------------------------------------------------


@false("the curly sign for the whole slope", NotDifferentiable, says="whole slope is d(f, x)")
def _() -> None:
    prove(d(f, x), partial(f, x))


@true("the law of the total derivative")
def _() -> None:
    prove(d(f, x), LAW)


@false("the curly sign in an expression", NotDifferentiable, says="holding=y")
def _() -> None:
    partial(x * y, x)


@false("the curly sign inside a larger expression", NotDifferentiable, says="f shows x and y")
def _() -> None:
    partial(3 * exp(f) - q, x)


@false("the curly sign deep inside an array written out", NotDifferentiable)
def _() -> None:
    partial(listed(q, 1 / (1 + tanh(x * y))), x)


@false("a name between that depends on the variable over others", NotDifferentiable)
def _() -> None:
    far = let("g", exp(let("r", sigmoid(y))))
    partial(let("F", x + far), x)


@false("two names between, one of them held", NotDifferentiable, says="with s and y held")
def _() -> None:
    s = let("s", exp(x))
    partial(let("F", x * y * s), x, holding=s)


@true("what moves only through a name that is held does not move")
def _() -> None:
    prove(partial(h, x, holding=y), y * w)


@false("what moves only through a name that is held, moved", StepIsFalse)
def _() -> None:
    prove(partial(h, x, holding=y), y * w + x * y * (2 * x))


@false("the curly sign for an array and its mean", NotDifferentiable, says="holding=(mu, v)")
def _() -> None:
    partial(x_hat, X)


@false("the curly sign for entries of an array", NotDifferentiable, says="d(v, x[j])")
def _() -> None:
    partial(v, X[j])


@false("the curly sign for an entry by an entry", NotDifferentiable, says="xhat shows")
def _() -> None:
    partial(x_hat[i], X[j])


@false("the curly sign for numbered entries", NotDifferentiable)
def _() -> None:
    u = column("u", 3)
    s = let("s", u[1] * u[2])
    partial(let("F", u[3] * s), u[3])


@false("the curly sign for a residual block", NotDifferentiable)
def _() -> None:
    W = matrix("W", "n", "n")
    block = let("r", tanh(W @ z))
    partial(let("o", z + block), z)


@false("the curly sign for a function of a variable and of what follows from it", NotDifferentiable)
def _() -> None:
    partial(opaque("T", x, y), x)


@false("the curly sign for what is made of an abbreviation that shows the variable")
def _() -> None:
    short = let("s", 3 * x, abbreviation=True)
    partial(let("F", short * y), x)


@false("the curly sign in a definition", NotDifferentiable)
def _() -> None:
    let("g", partial(f, x))


@false("the curly sign in prose", NotDifferentiable)
def _() -> None:
    Page("p", "P").text(f"The slope {partial(f, x)} is wanted.")


@true("through the layers of a network the curly sign stays, and means the whole slope")
def _() -> None:
    W, B, c = matrix("W", "n", "m"), column("B", "n"), matrix("V", "n", "n")
    first = let("h", tanh(W @ X + B))
    last = let("o", c @ first)
    cost = opaque("C", last)
    prove(partial(cost, X[j]), total(a, partial(cost, last[a]) * partial(last[a], X[j])))


@true("through a residual block, above which the cost shows only what comes out")
def _() -> None:
    W = matrix("W", "n", "n")
    block = let("r", tanh(W @ z))
    out = let("o", z + block)
    cost = opaque("C", out)
    prove(partial(cost, z), partial(cost, out) + partial(block, z).T @ partial(cost, out))


@true("the variable beside names that do not move with it")
def _() -> None:
    prove(partial(f, y), x)


# -- held for whole, and whole for held -----------------------------------------------------------


@false("the whole slope for the one that holds", StepIsFalse)
def _() -> None:
    prove(partial(f, x, holding=y), 3 * x**2)


@false("the one that holds for the whole slope", StepIsFalse)
def _() -> None:
    prove(d(f, x), y)


@true("both at their values")
def _() -> None:
    prove(d(f, x), 3 * x**2)
    prove(partial(f, x, holding=y), x**2)


@false("the law without its second path", StepIsFalse)
def _() -> None:
    prove(d(f, x), partial(f, x, holding=y))


@false("the law with the second path twice", StepIsFalse)
def _() -> None:
    prove(d(f, x), d(f, x) + partial(f, y, holding=x) * d(y, x))


@false("the law with the whole slope for the direct path", StepIsFalse)
def _() -> None:
    prove(d(h, x), d(h, x) + partial(h, y, holding=(x, w)) * d(y, x))


@true("the law over two names between, of which one follows from the other")
def _() -> None:
    paths = partial(h, y, holding=(x, w)) * d(y, x) + partial(h, w, holding=(x, y)) * d(w, x)
    prove(d(h, x), partial(h, x, holding=(y, w)) + paths)


@false("that law with one name between too few", NotDifferentiable, says="holding=(w, y)")
def _() -> None:
    partial(h, x, holding=w)


@false("that law with a path too few", StepIsFalse)
def _() -> None:
    prove(d(h, x), partial(h, x, holding=(y, w)) + partial(h, y, holding=(x, w)) * d(y, x))


@false("that law with a path that may be counted in another one", NotDifferentiable)
def _() -> None:
    partial(h, y, holding=x)


@true("the law for any function of two quantities")
def _() -> None:
    g = unspecified("g")
    between = let("r", g(x))
    T = opaque("T", x, between)
    prove(
        d(T, x),
        partial(T, x, holding=between) + partial(T, between, holding=x) * g.prime(x),
    )


@false("the direct path of any function for the whole", StepIsFalse)
def _() -> None:
    between = let("r", unspecified("g")(x))
    T = opaque("T", x, between)
    prove(d(T, x), partial(T, x, holding=between))


@false("both slopes of any function taken for each other", StepIsFalse)
def _() -> None:
    between = let("r", unspecified("g")(x))
    T = opaque("T", x, between)
    prove(partial(T, x, holding=between), partial(T, between, holding=x))


@false("normalised values: mean and variance moved where they are held", StepIsFalse)
def _() -> None:
    prove(d(x_hat[i], X[j]), partial(x_hat[i], X[j], holding=(mu, v)))


@false("normalised values: mean and variance held, and the mean moved all the same", StepIsFalse)
def _() -> None:
    moved = (kronecker(i, j) - 1 / m) / sqrt(v + epsilon)
    prove(partial(x_hat[i], X[j], holding=(mu, v)), moved)


@true("normalised values with mean and variance held")
def _() -> None:
    prove(partial(x_hat[i], X[j], holding=(mu, v)), kronecker(i, j) / sqrt(v + epsilon))


@true("the three paths of batch normalisation")
def _() -> None:
    direct = total(i, partial(L, x_hat[i]) * partial(x_hat[i], X[j], holding=(mu, v)))
    through = partial(L, v) * partial(v, X[j], holding=mu) + partial(L, mu) * partial(mu, X[j])
    prove(partial(L, X[j]), direct + through)


@false("the three paths with mean and variance moved twice", StepIsFalse)
def _() -> None:
    direct = total(i, partial(L, x_hat[i]) * d(x_hat[i], X[j]))
    through = partial(L, v) * partial(v, X[j], holding=mu) + partial(L, mu) * partial(mu, X[j])
    prove(partial(L, X[j]), direct + through)


@false("the three paths without the one through the variance", StepIsFalse)
def _() -> None:
    direct = total(i, partial(L, x_hat[i]) * partial(x_hat[i], X[j], holding=(mu, v)))
    prove(partial(L, X[j]), direct + partial(L, mu) * partial(mu, X[j]))


@false("the paths over the deviations, the variance moved in each of them", StepIsFalse)
def _() -> None:
    whole = total(i, partial(L, x_hat[i]) * d(x_hat[i], X[j]))
    prove(partial(L, X[j]), whole + partial(L, v) * partial(v, X[j], holding=mu))


def cell() -> tuple[object, ...]:
    """Return the state of a cell of a recurrent network with gates, and what follows from it."""
    c, g, U = scalar("c"), unspecified("g"), scalar("u")
    out = let("h", scalar("o") * tanh(c))
    forget = let("r", sigmoid(U * out))
    following = let("s", forget * c + g(out))
    return c, out, following, opaque("C", out, following)


@true("the state of a cell: over its output and over the state that follows")
def _() -> None:
    c, out, following, cost = cell()
    later = partial(cost, following, holding=out) * partial(following, c, holding=out)
    prove(d(cost, c), d(cost, out) * d(out, c) + later)


@false("the state of a cell: the state that follows moved with the output twice", StepIsFalse)
def _() -> None:
    c, out, following, cost = cell()
    later = partial(cost, following, holding=out) * d(following, c)
    prove(d(cost, c), d(cost, out) * d(out, c) + later)


@false("the state of a cell: the output with the state that follows held", StepIsFalse)
def _() -> None:
    c, out, following, cost = cell()
    later = partial(cost, following, holding=out) * partial(following, c, holding=out)
    prove(d(cost, c), partial(cost, out, holding=following) * d(out, c) + later)


@false("the state of a cell: the curly sign", NotDifferentiable)
def _() -> None:
    c, _, following, _ = cell()
    partial(following, c)


# -- an abbreviation ------------------------------------------------------------------------------


@true("the sum of a softmax is an abbreviation")
def _() -> None:
    prove(partial(share[a], z[b]), share[a] * (kronecker(a, b) - share[b]))


@false("an abbreviation that stands still", StepIsFalse)
def _() -> None:
    prove(partial(share[a], z[b]), kronecker(a, b) * share[a])


@false("an abbreviation held", NotDifferentiable, says="an abbreviation")
def _() -> None:
    partial(share, z, holding=S)


@false("an abbreviation held beside another name", NotDifferentiable, says="an abbreviation")
def _() -> None:
    short = let("s", 3 * x, abbreviation=True)
    partial(let("F", x * y * short), x, holding=(y, short))


@false("an abbreviation of a name that is none", NotDifferentiable, says="shows x and y")
def _() -> None:
    short = let("s", y + 1, abbreviation=True)
    partial(let("F", x * short), x)


@true("an abbreviation of an abbreviation")
def _() -> None:
    short = let("s", 3 * x, abbreviation=True)
    shorter = let("r", short**2, abbreviation=True)
    prove(partial(let("F", x * shorter), x), 3 * shorter)


@false("one letter, once an abbreviation and once not, on one page", NameClash)
def _() -> None:
    page = Page("p", "P")
    one, other = let("s", x**2, abbreviation=True), let("s", x**2)
    page.chain(x * one, definition("what it is short for"), x * x**2)
    page.chain(x + other, definition("what it means"), x + x**2)
    page.finish()


# -- what can be held -----------------------------------------------------------------------------


@false("the variable held", NotDifferentiable, says="cannot be held while it moves")
def _() -> None:
    partial(f, x, holding=x)


@false("the quantity itself held", NotDifferentiable, says="the very quantity")
def _() -> None:
    partial(f, x, holding=f)


@false("an entry of the quantity itself, held", NotDifferentiable, says="the very quantity")
def _() -> None:
    partial(x_hat[i], X[j], holding=x_hat)


@false("something held that has nothing to do with it", NotDifferentiable, says="says nothing")
def _() -> None:
    partial(f, x, holding=(y, q))


@false("something held that moves, on which nothing depends", NotDifferentiable, says="not depend")
def _() -> None:
    partial(f, x, holding=(y, let("s", exp(x))))


@false("something held that stands still and is not on display", NotDifferentiable)
def _() -> None:
    inner = let("r", q * x)
    partial(let("F", inner**2 * x), x, holding=(inner, q))


@true("a name on display that stands still anyway")
def _() -> None:
    prove(partial(q * x**2, x, holding=q), 2 * q * x)


@false("the same name held twice", NotDifferentiable, says="twice")
def _() -> None:
    partial(f, x, holding=(y, y))


@false("an entry held", NotDifferentiable, says="has a name")
def _() -> None:
    partial(x_hat[i], X[j], holding=mu * 1)  # type: ignore[arg-type]


@false("a name through a function of which nothing is known, held where it moves", StepIsFalse)
def _() -> None:
    g = unspecified("g")
    inner = let("r", g(x))
    F = let("F", g(x * inner))
    prove(partial(F, x, holding=inner), g.prime(x * inner) * (inner + x * g.prime(x)))


@true("a name through a function of which nothing is known, held")
def _() -> None:
    g = unspecified("g")
    inner = let("r", g(x))
    F = let("F", g(x * inner))
    prove(partial(F, x, holding=inner), g.prime(x * inner) * inner)


@true("a product of arrays with one of them held")
def _() -> None:
    u = let("r", tanh(z))
    prove(partial(dot(z, u), z, holding=u), u)


@false("a product of arrays with one of them held, at equal widths", StepIsFalse)
def _() -> None:
    u = let("r", odot(z, z))
    prove(partial(dot(z, u), z, holding=u), 3 * u)


# -- twice ----------------------------------------------------------------------------------------


@false("twice, with something held the second time only", NotDifferentiable, says="ambiguous")
def _() -> None:
    partial(d(f, x), x, holding=y)


@false("twice, over a definition, with something held the second time only", NotDifferentiable)
def _() -> None:
    partial(let("g", d(f, x)), x, holding=y)


@false("twice, the curly sign the second time", NotDifferentiable)
def _() -> None:
    partial(partial(f, x, holding=y), x)


@false("twice, held twice, as if it had moved", StepIsFalse)
def _() -> None:
    F = let("F", x**2 * y)
    prove(partial(partial(F, x, holding=y), x, holding=y), 6 * x**2)


@true("twice, held twice")
def _() -> None:
    F = let("F", x**2 * y)
    prove(partial(partial(F, x, holding=y), x, holding=y), 2 * y)


@false("held, then whole, as if held", StepIsFalse)
def _() -> None:
    F = let("F", x**2 * y)
    prove(d(partial(F, x, holding=y), x), 2 * y)


@true("held, then whole")
def _() -> None:
    F = let("F", x**2 * y)
    prove(d(partial(F, x, holding=y), x), 2 * y + 2 * x * d(y, x))


@false("by a name of what was differentiated by what it follows from", NotDifferentiable)
def _() -> None:
    d(let("g", d(let("F", exp(y)), x)), y)


# -- rules and reasons ----------------------------------------------------------------------------


@false("two paths called one", WrongRule)
def _() -> None:
    Page("p", "P").chain(d(f, x), chain_rule("one path"), LAW)


@true("two paths called two")
def _() -> None:
    Page("p", "P").chain(d(f, x), over_paths("directly, and over the other"), LAW)


@false("held and whole told equal by algebra", StepIsFalse)
def _() -> None:
    Page("p", "P").chain(d(f, x) + q, algebra("the same"), q + partial(f, x, holding=y))


@false("a result about the whole slope put to use for one that holds")
def _() -> None:
    page = Page("p", "P")
    whole = page.chain(d(f, x), elementary("a power"), 3 * x**2, name="whole")
    page.chain(q * partial(f, x, holding=y), by(whole), q * (3 * x**2))


@false("a result about one that holds put to use for another one that holds more")
def _() -> None:
    page = Page("p", "P")
    F = let("F", x * y + x * w)
    held = page.chain(partial(F, x, holding=(y, w)), elementary("two factors"), y + w, name="held")
    page.chain(q * d(F, x), by(held), q * (y + w))


@true("a result about one that holds, put to use for the same")
def _() -> None:
    page = Page("p", "P")
    held = page.chain(partial(f, x, holding=y), elementary("a factor"), y, name="held")
    page.chain(q * partial(f, x, holding=y), by(held), q * y)


# -- numbers and other readings -------------------------------------------------------------------


@false("worked at a point with what is held moved", StepIsFalse)
def _() -> None:
    page = Page("p", "P")
    page.worked(page.numbers({x: 2}), proved(partial(f, x, holding=y), 3 * x**2))


@true("worked and compared with differences, held and whole")
def _() -> None:
    page = Page("p", "P")
    here = page.numbers({x: 2})
    page.worked(here, proved(partial(f, x, holding=y), y), proved(d(f, x), 3 * x**2))
    page.compare(here, partial(f, x, holding=y), d(f, x), partial(f, y, holding=x))


@true("the slips between held and whole are told apart")
def _() -> None:
    found = swept(d(f, x), LAW)
    assert not found.survivors
    assert found.refused


@false("the slope of a product at a kept factor, as a number", StepIsFalse)
def _() -> None:
    prove(partial(f, x, holding=y), N(2) * x)


# -- what is printed alike ------------------------------------------------------------------------


@false("an alias printed like the variable, beside it", NotDifferentiable, says="printed x")
def _() -> None:
    d(x * let("x", 1 * x), x)


@false("by an alias printed like the variable", NotDifferentiable, says="printed x")
def _() -> None:
    again = let("x", 1 * x)
    prove(d(x * again, again), x)


@false("an alias printed like the variable, under a name between", NotDifferentiable)
def _() -> None:
    again = let("x", 1 * x)
    partial(let("F", x * let("r", again**2)), again)


@false("something printed like what is held, and moved", NotDifferentiable, says="printed y")
def _() -> None:
    partial(x * y * let("y", x**2), x, holding=y)


@false("a quantity defined twice, once without the name between", NameClash)
def _() -> None:
    page = Page("p", "P")
    page.define(f)
    page.chain(partial(let("f", x**3), x), elementary("a power"), 3 * x**2)
    page.finish()


@true("a quantity defined twice, with the whole slope")
def _() -> None:
    page = Page("p", "P")
    page.define(f)
    page.chain(d(let("f", x**3), x), elementary("a power"), 3 * x**2)
    page.finish()


@false("an abbreviation of which the page does not tell", NothingChecked, says="define s")
def _() -> None:
    page = Page("p", "P")
    F = let("F", x * let("s", x**2, abbreviation=True))
    page.define(F)
    page.chain(partial(F, x), elementary("a power"), 3 * x**2)
    page.finish()


@false("the whole slope by an alias of what something else follows from", NotDifferentiable)
def _() -> None:
    alias = let("u", 1 * x)
    prove(d(alias * y, alias), y)


@true("by an alias, with what follows from the other name held")
def _() -> None:
    alias = let("u", 1 * x)
    prove(partial(alias * y, alias, holding=y), y)


def cells() -> tuple[Name, Name, Name, Name]:
    """Return the states of a layer of such cells, and what follows from them."""
    states, opened = column("c_t", "n"), column("o_t", "n")
    forget, write = matrix("U", "n", "n"), matrix("V", "n", "n")
    out = let("h_t", odot(opened, tanh(states)))
    kept, added = let("f_t", sigmoid(forget @ out)), let("g_t", tanh(write @ out))
    following = let("c_s", odot(kept, states) + odot(added, added))
    return states, out, following, opaque("C", out, following)


@true("the states of a layer of cells, at any width")
def _() -> None:
    states, out, following, cost = cells()
    direct = partial(following, states, holding=out).T @ partial(cost, following, holding=out)
    prove(d(cost, states), d(out, states).T @ d(cost, out) + direct)


@false("the states of a layer of cells: what follows moved with the outputs twice", StepIsFalse)
def _() -> None:
    states, out, following, cost = cells()
    twice = d(following, states).T @ partial(cost, following, holding=out)
    prove(d(cost, states), d(out, states).T @ d(cost, out) + twice)


@false("the states of a layer of cells: the cost by the outputs, what follows held", StepIsFalse)
def _() -> None:
    states, out, following, cost = cells()
    direct = partial(following, states, holding=out).T @ partial(cost, following, holding=out)
    less = d(out, states).T @ partial(cost, out, holding=following)
    prove(d(cost, states), less + direct)
