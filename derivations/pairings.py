"""Other pairings: which loss with which activation

The slope "answer minus target" belongs to a pair, not to the sigmoid and not to the loss.  Contrast
to source 000.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
dK_dz: d(K, z) = d(K, h) * g_prime(z): proved for all values
dL_dz: d(L, z) = a - y: proved for all values
dS_dz: d(Q_a, z) = (a - y) * (a * (1 - a)): proved for all values
dQ_dz: d(Q, z) = r - y: proved for all values
tanh_as_sigmoid: t = sigmoid(2 * z): proved for all values
dT_dz: d(L_t, z) = 2 * (t - y): proved for all values
dL10_dz: d(L_10, z) = (a - y) / log(10): proved for all values
"""

from bpcore import (
    N,
    Page,
    algebra,
    by,
    chain_rule,
    d,
    definition,
    elementary,
    let,
    log,
    log10,
    proved,
    quoted,
    scalar,
    sigmoid,
    tanh,
    unspecified,
)


def derive(p: Page) -> None:
    """Derive the slope by z for five pairs of activation and loss, and compare them."""
    z, y = scalar("z", "pre-activation"), scalar("y", "target")
    g, ell = unspecified("g"), unspecified("C")

    p.text(
        "[One neuron](neuron.md#dL_dz) ends in a slope so short that it looks like a law. It is "
        "not: it is what comes out for one activation together with one loss. This page holds "
        "four other pairs against that one."
    )
    p.symbols(z, y)

    p.part("The rule behind all of them", covers="S0-26")
    any_a = let("h", g(z), "the output of any activation")
    any_L = let("K", ell(any_a), "any loss, a function of that output")
    p.text(
        f"Take any activation {g(z)} and any loss of its output. There is one path, so the slope "
        "is a product. In code over many examples this is the line "
        f"{quoted('dZ = dA * g_prime(Z)', of='course code')}."
    )
    p.define(any_a)
    p.define(any_L)
    rule = p.chain(
        d(any_L, z),
        chain_rule(f"the one path from {z} over {any_a} to {any_L}"),
        d(any_L, any_a) * d(any_a, z),
        definition(f"{any_a} is the activation"),
        d(any_L, any_a) * d(g(z), z),
        elementary("the prime means the derivative"),
        d(any_L, any_a) * g.prime(z),
        name="dK_dz",
        title="Any activation, any loss",
        when="one output, both functions differentiable",
    )
    p.text(
        f"The line {quoted('dZ = A - Y', of='course code')} is what this rule becomes for the "
        "sigmoid with binary cross-entropy. So the two lines do not compete: "
        f"{quoted('dZ = dA * g_prime(Z)', of='course code')} holds for every layer whose "
        "activation works on each entry by itself, and the short one is what it comes to in a last "
        "layer of one of the pairs below, where it is also [safer in floating "
        "point](neuron.md#S0-24). A [softmax layer](softmax.md#dG_dz) with cross-entropy ends in "
        "the same short line, but not by this rule, because each of its outputs depends on every "
        "pre-activation."
    )

    p.part("Sigmoid with cross-entropy")
    a = let("a", sigmoid(z), "sigmoid activation", between=(0, 1))
    L = let(
        "L", -(y * log(a) + (1 - y) * log(1 - a)), "the loss: binary cross-entropy of a sigmoid"
    )
    p.define(a)
    p.define(L)
    dL_dz = p.chain(
        d(L, z),
        chain_rule("one path"),
        d(L, a) * d(a, z),
        elementary("both slopes are known from [one neuron](neuron.md#dL_dz)"),
        ((a - y) / (a * (1 - a))) * (a * (1 - a)),
        algebra("cancel"),
        a - y,
        name="dL_dz",
        title="Sigmoid with cross-entropy",
    )

    p.part("Sigmoid with half the squared error")
    S = let("Q_a", N(1, 2) * (a - y) ** 2, "half the squared error of a sigmoid")
    p.define(S)
    dS_dz = p.chain(
        d(S, z),
        chain_rule("one path"),
        d(S, a) * d(a, z),
        chain_rule("the two of the square meets the half"),
        (a - y) * d(a, z),
        by(p.cite("sigmoid/dsigma_dz")),
        (a - y) * (a * (1 - a)),
        name="dS_dz",
        title="Sigmoid with half the squared error",
    )
    p.text(
        "Two more factors. They add up to one, so their product is small whenever the neuron is "
        "sure of itself, because one of them is. A neuron that is sure and wrong hardly moves."
    )

    p.part("No activation, half the squared error")
    r = let("r", 1 * z, "the pre-activation itself, as in linear regression")
    p.text(
        "The activation is the identity, which hands on what it gets, one to one; the factor one "
        "stands for it."
    )
    Q = let("Q", N(1, 2) * (r - y) ** 2, "half the squared error of a linear neuron")
    p.define(r)
    p.define(Q)
    dQ_dz = p.chain(
        d(Q, z),
        chain_rule("one path"),
        d(Q, r) * d(r, z),
        elementary(f"{r} grows as fast as {z}"),
        d(Q, r) * 1,
        chain_rule("the two of the square meets the half"),
        (r - y) * 1,
        algebra("a factor of one changes nothing"),
        r - y,
        name="dQ_dz",
        title="No activation with half the squared error",
    )
    p.text("Answer minus target again, with neither sigmoid nor logarithm.")

    p.part("A tanh squeezed between zero and one, with cross-entropy")
    t = let("t", (1 + tanh(z)) / 2, "a tanh, moved and halved to lie like a sigmoid", (0, 1))
    T = let("L_t", -(y * log(t) + (1 - y) * log(1 - t)), "binary cross-entropy of that output")
    p.define(t)
    p.define(T)
    twice = p.chain(
        t,
        definition(f"what {t} means"),
        (1 + tanh(z)) / 2,
        algebra("a tanh is [a sigmoid, stretched](activations.md#tanh_as_sigmoid)"),
        (1 + (2 * sigmoid(2 * z) - 1)) / 2,
        algebra("the ones cancel, and so do the twos"),
        sigmoid(2 * z),
        name="tanh_as_sigmoid",
        title="It is a sigmoid of twice the pre-activation",
    )
    dT_dz = p.chain(
        d(T, z),
        chain_rule("one path"),
        d(T, t) * d(t, z),
        chain_rule(f"as for the sigmoid, and {twice} brings an inner derivative of two"),
        ((t - y) / (t * (1 - t))) * (2 * (t * (1 - t))),
        algebra("cancel"),
        2 * (t - y),
        name="dT_dz",
        title="The moved tanh with cross-entropy",
    )

    p.part("The same loss with logarithms to base ten")
    L_10 = let("L_10", -(y * log10(a) + (1 - y) * log10(1 - a)), "binary cross-entropy to base ten")
    p.define(L_10)
    dL10_dz = p.chain(
        d(L_10, z),
        chain_rule("one path"),
        d(L_10, a) * d(a, z),
        chain_rule("a logarithm to base ten is a natural one over a constant"),
        ((a - y) / (a * (1 - a) * log(N(10)))) * d(a, z),
        by(p.cite("sigmoid/dsigma_dz")),
        ((a - y) / (a * (1 - a) * log(N(10)))) * (a * (1 - a)),
        algebra("cancel"),
        (a - y) / log(N(10)),
        name="dL10_dz",
        title="Cross-entropy to base ten",
    )
    p.text(
        f"That is {proved(d(L_10, z), d(L, z) / log(N(10)))}, and the logarithm of ten is above "
        "two: less than half as steep everywhere. Training would only need a larger step."
    )

    p.part("Side by side")
    p.table(
        ("activation", "loss", "slope"),
        ("sigmoid", "cross-entropy, natural logarithm", dL_dz),
        ("sigmoid", "half the squared error", dS_dz),
        ("none", "half the squared error", dQ_dz),
        ("moved tanh", "cross-entropy, natural logarithm", dT_dz),
        ("sigmoid", "cross-entropy, base ten", dL10_dz),
        ("any", "any", rule),
    )
    p.part("Sure and wrong")
    p.text("The target is zero, and the sum is five: the neuron is sure of the wrong answer.")
    here = p.numbers({z: 5, y: 0})
    p.worked(here, a, dL_dz, dS_dz, r, dQ_dz, t, dT_dz, dL10_dz)
    p.compare(here, dL_dz.left, dS_dz.left, dQ_dz.left, dT_dz.left, dL10_dz.left)
    p.text(
        "Cross-entropy pushes such a neuron hard, half the squared error almost not at all. That "
        "is why the sigmoid is paired with cross-entropy."
    )
