"""Two neurons in a row: the first step into a hidden layer

Where source 000 points to the intuition behind backpropagation.

>>> from bpcore import run
>>> print(run(derive).results["dL_du"])
d(L, u) = (a - y) * w * (h * (1 - h)): proved for all values
"""

from bpcore import Page, algebra, by, chain_rule, d, elementary, let, log, scalar, sigmoid


def derive(p: Page) -> None:
    """Carry the slope of the loss from one neuron to the neuron before it."""
    x, y = scalar("x", "one measurement"), scalar("y", "target")
    v, c = scalar("v", "weight of the first neuron"), scalar("c", "bias of the first neuron")
    w, b = scalar("w", "weight of the second neuron"), scalar("b", "bias of the second neuron")
    u = let("u", v * x + c, "pre-activation of the first neuron")
    h = let("h", sigmoid(u), "activation of the first neuron", between=(0, 1))
    z = let("z", w * h + b, "pre-activation of the second neuron")
    a = let("a", sigmoid(z), "activation of the second neuron", between=(0, 1))
    L = let("L", -(y * log(a) + (1 - y) * log(1 - a)), "loss: binary cross-entropy")

    p.text(
        "Put one neuron behind another. The second one sees only what the first one says. How "
        "does the first one learn, when the target is told to the second one alone? The slope is "
        "handed back from neuron to neuron; that is all that backpropagation does.",
        covers="S0-25",
    )
    p.symbols(x, y, v, c, w, b)
    p.define(u)
    p.define(h)
    p.define(z)
    p.define(a)
    p.define(L)

    p.part("What the second neuron knows")
    p.text(
        "For the second neuron nothing has changed: it is the neuron of [the first "
        "page](neuron.md#dL_dz), with another input."
    )
    dL_dz = p.chain(
        d(L, z),
        chain_rule(f"one path, over {a}"),
        d(L, a) * d(a, z),
        elementary("both slopes are known from [one neuron](neuron.md#dL_dz)"),
        ((a - y) / (a * (1 - a))) * (a * (1 - a)),
        algebra("cancel"),
        a - y,
        name="dL_dz",
        title="The slope at the second neuron",
        formerly="dL_da",
    )

    p.part("Handing it back")
    p.text(
        f"The first neuron reaches the loss over {h} and {z}. There is still one path, so there "
        "are only more factors: the weight between the neurons, and the slope of the first "
        "sigmoid."
    )
    dL_du = p.chain(
        d(L, u),
        chain_rule(f"one path, over {z} and {h}"),
        d(L, z) * d(z, h) * d(h, u),
        by(dL_dz),
        (a - y) * d(z, h) * d(h, u),
        elementary(f"in {z} the activation {h} is multiplied by {w}"),
        (a - y) * w * d(h, u),
        by(p.cite("sigmoid/dsigma_dz")),
        (a - y) * w * (h * (1 - h)),
        name="dL_du",
        title="The slope at the first neuron",
    )
    p.text(
        "Read it from left to right: what the second neuron knows, times the weight over which "
        "the first one acts on it, times how far the first sigmoid still moves. With several "
        "second neurons there would be one such product for each of them, and they would be "
        "added: one term for every path. With one path there is nothing to add."
    )

    p.part("Worked with numbers")
    here = p.numbers({x: 2, y: 1, v: 1, c: -1, w: -2, b: 1})
    p.worked(here, u, h, z, a, dL_dz, dL_du)
    p.compare(here, dL_dz.left, dL_du.left)
    p.text(
        "The target is above the answer, so the second neuron wants more; its weight is negative, "
        "so the first neuron is told to say less."
    )
