"""One neuron: from the loss to its slope

After the forum post "Derivation of dL/dz" (source 000), with its slips mended.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
path: d(L, z) = d(L, a) * d(a, z): proved for all values
dL_da: d(L, a) = (a - y) / (a * (1 - a)): proved for all values
da_dz: d(a, z) = a * (1 - a): proved for all values
dL_dz: d(L, z) = a - y: proved for all values
dL_dw1: partial(L, w_1) = (a - y) * x_1: proved for all values
dL_db: partial(L, b) = a - y: proved for all values
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
    no_claim,
    partial,
    proved,
    scalar,
    sigmoid,
)
from bpcore.iris import flower


def derive(p: Page) -> None:
    """Derive dL/dz, and from it the slopes of a weight and of the bias, for one neuron."""
    x_1, x_2 = scalar("x_1", "petal length in cm"), scalar("x_2", "petal width in cm")
    w_1, w_2 = scalar("w_1", "weight of the length"), scalar("w_2", "weight of the width")
    b, y = scalar("b", "bias"), scalar("y", "target: what the neuron should have said")
    z = let("z", w_1 * x_1 + w_2 * x_2 + b, "pre-activation: what the neuron adds up")
    a = let("a", sigmoid(z), "activation: what the neuron says", between=(0, 1))
    loss = -(y * log(a) + (1 - y) * log(1 - a))
    L = let("L", loss, "loss: how bad the answer was, for one example")

    p.text(
        "Many courses on neural networks hand their students one line of code for the slope of the "
        "loss and leave out where it comes from. This page is for those who wonder. It asks for "
        "the chain rule and the derivative of a logarithm, and for nothing else: no matrices, no "
        "statistics. You can take such a course, and pass it, without reading this.",
        covers="S0-1",
    )
    p.text(
        "It is more fun with pencil and paper: every step is numbered, and where you can do it "
        "yourself the solution is folded away until you ask for it.",
        covers="S0-2",
    )

    p.part("The question")
    p.text(
        "A neuron weighs two measurements of a flower, squashes the sum with the "
        "[sigmoid](sigmoid.md), and is told which of two species the flower was: the target is "
        f"zero for one and one for the other. By how much does the loss {L} change when the sum "
        f"{z} changes a little?"
    )
    p.define(z)
    p.define(a)
    p.define(L, covers="S0-7")
    p.symbols(x_1, x_2, w_1, w_2, b, y)
    p.text(
        "This loss is called *binary cross-entropy*. Programmers call the answer to our question "
        "`dz`, and likewise `dw` and `db`. In such code `dz` is no small number. It is "
        f"the derivative {d(L, z)}.",
        covers="S0-4",
    )
    with p.note("Which logarithm?", covers="S0-10"):
        p.text(
            "Machine learning writes log for the natural logarithm, and so does this book. What "
            "base ten would do is shown among the [other pairings](pairings.md#dL10_dz)."
        )

    p.part("The plan", covers="S0-6")
    p.text(
        f"The loss sees {z} only through {a}: there is one path. So the chain rule for a single "
        f"variable applies, and there are three things to do: find {d(L, a)} and "
        f"{d(a, z)}, and multiply."
    )
    apart = d(L, a) * (1 / (a * (1 - a)) - a * (1 - a))
    path = p.chain(
        d(L, z),
        chain_rule(f"the one path from {z} over {a} to {L}"),
        d(L, a) * d(a, z),
        name="path",
        title="The chain rule",
        covers="S0-20",
    )
    solved = let("z_back", log(a / (1 - a)), "the sum, had from what the neuron says")
    p.text(
        f"Each factor goes from a quantity to one that it is computed from. Nothing computes {z} "
        f"from {a}; but one can solve for it, and the solution gets a letter of its own:"
    )
    p.define(solved)
    remark = p.mistake(
        "The second factor upside down",
        d(L, z),
        d(L, a) * d(solved, a),
        at={z: 0, y: 1},
        covers="S0-5",
        formerly="mistake-061cc3",
    )
    remark(
        f"The post prints its rule this way round once. It reads {z} as a function of {a}. But "
        f"{d(a, z)} is [never more than a quarter](activations.md#sigmoid_steepest), so turned "
        "upside down it is at least four. How far apart are the two? "
        f"{proved(d(L, a) * d(solved, a) - d(L, z), apart)}. The bracket is positive, so they "
        f"agree only where the first factor is zero: at an answer {a} that hits its target."
    )

    p.part("Step 1: the loss by the activation")
    dL_da = p.chain(
        d(L, a),
        definition(f"write out {L}"),
        d(loss, a),
        chain_rule(
            f"the derivative of a logarithm is one over what is in it; the inner derivative of "
            f"{1 - a} is the last factor",
            covers="S0-8 S0-9",
        ),
        -y * (1 / a) - (1 - y) * (1 / (1 - a)) * N(-1),
        algebra("two minus signs make a plus", covers="S0-11"),
        -y / a + (1 - y) / (1 - a),
        algebra("bring both terms over one denominator", covers="S0-12"),
        (-y * (1 - a)) / (a * (1 - a)) + (a * (1 - y)) / (a * (1 - a)),
        algebra("multiply out", covers="S0-13"),
        (-y + a * y + a - a * y) / (a * (1 - a)),
        algebra("two products cancel"),
        (a - y) / (a * (1 - a)),
        name="dL_da",
        title="Step 1",
        covers="S0-14",
    )
    remark = p.mistake(
        "The common denominator without its numerators",
        -y / a + (1 - y) / (1 - a),
        (1 - a) / (a * (1 - a)) + (a * (1 - a)) / (a * (1 - a)),
        at={a: N(1, 2), y: 1},
    )
    remark(
        f"The post loses the factors {-y} and {1 - y} in this line and has them again in the "
        "next. Whoever copies the line and goes on from it gets another result."
    )

    p.part("Step 2: the activation by the pre-activation")
    with p.try_first(f"Try it first: differentiate {a} by {z}"):
        found = p.chain(
            d(a, z),
            definition(f"{a} is the sigmoid of {z}", covers="S0-15"),
            d(sigmoid(z), z),
            by(p.cite("sigmoid/dsigma_dz")),
            sigmoid(z) * (1 - sigmoid(z)),
            definition(f"{a} is the sigmoid of {z}, read the other way", covers="S0-18"),
            a * (1 - a),
        )
    da_dz = p.result(found, "da_dz", "Step 2", covers="S0-19")

    p.part("Step 3: multiply")
    p.text(f"So far we have {dL_da} and {da_dz}.", covers="S0-21")
    with p.try_first("Try it first: multiply the two and cancel"):
        found = p.chain(
            d(L, z),
            by(path),
            d(L, a) * d(a, z),
            by(dL_da, da_dz, covers="S0-22"),
            ((a - y) / (a * (1 - a))) * a * (1 - a),
            algebra("cancel; neither factor is zero, because the sigmoid never reaches 0 or 1"),
            a - y,
        )
    dL_dz = p.result(
        found,
        "dL_dz",
        "The slope of the loss",
        when="the sigmoid with binary cross-entropy and the natural logarithm",
        covers="S0-3 S0-23",
    )
    p.text(
        "Answer minus target: the neuron is pushed down by as much as it said too much. Nothing "
        "in the steps asks the target to be zero or one, so soft labels in between are fine. "
        "Other pairs of activation and loss have [other slopes](pairings.md)."
    )

    p.part("The weight and the bias")
    p.text(
        f"A neuron learns by its weights, not by {z}. But each of them reaches the loss only "
        f"through {z}, so one more factor is all it takes. The sign is curly where a quantity has "
        "several inputs, of which one moves while the others are held: here the other weight, the "
        "bias and both measurements stay.",
        covers="S0-28",
    )
    dL_dw1 = p.chain(
        partial(L, w_1),
        chain_rule(f"the one path from {w_1} over {z} to {L}"),
        d(L, z) * partial(z, w_1),
        by(dL_dz),
        (a - y) * partial(z, w_1),
        elementary(f"in {z} the weight {w_1} is multiplied by {x_1}; the rest is constant"),
        (a - y) * x_1,
        name="dL_dw1",
        title="The slope of a weight",
    )
    with p.try_first(f"Try it first: the same for the bias {b}"):
        found = p.chain(
            partial(L, b),
            chain_rule(f"the one path from {b} over {z} to {L}"),
            d(L, z) * partial(z, b),
            by(dL_dz),
            (a - y) * partial(z, b),
            elementary(f"{b} is added to {z} as it is"),
            (a - y) * 1,
            algebra("a factor of one changes nothing"),
            a - y,
        )
    dL_db = p.result(found, "dL_db", "The slope of the bias")

    p.part("Worked on a flower")
    iris = flower(84)
    p.text(
        "Flower 84 of the iris data is a versicolor (target 0) with rather large petals. A neuron "
        "with these weights takes it for a virginica (target 1). Every line below is one of the "
        "equalities above, first in letters, then with numbers. Type the numbers as they stand "
        "into a calculator, and you get the result to its last digit."
    )
    here = p.numbers(
        {
            x_1: iris.petal_length,
            x_2: iris.petal_width,
            y: 0,
            w_1: N(3, 5),
            w_2: N(6, 5),
            b: N(-9, 2),
        }
    )
    p.worked(here, z, a, L, dL_da, da_dz, dL_dz, dL_dw1, dL_db)
    p.text(
        "Is that really by how much the loss changes? Nobody has to believe a formula: move each "
        "quantity a little to both sides, look how the loss moves, and compare."
    )
    p.compare(here, dL_da.left, da_dz.left, dL_dz.left, dL_dw1.left, dL_db.left)

    p.part("In code")
    p.text("With NumPy, the three steps and the short cut:")
    p.code(
        """
        import numpy as np
        def sigmoid(z):
            return 1 / (1 + np.exp(-z))

        z, y = 0.48, 0
        a = sigmoid(z)
        dL_da = (a - y) / (a * (1 - a))
        da_dz = a * (1 - a)
        dz = a - y
        round(dL_da * da_dz, 4), round(dz, 4)
        """,
        covers="S0-24",
    )
    p.text(
        "On paper both are the same. In a computer they are not: for large sums the sigmoid rounds "
        "to exactly one, or to exactly zero, and the long form divides by zero, and multiplies by "
        "zero afterwards: no number comes out. Use the short form."
    )
    p.code(
        """
        z, y = np.array([40.0, 40.0, -800.0]), np.array([0.0, 1.0, 1.0])
        with np.errstate(all="ignore"):
            a = sigmoid(z)
            print((a - y) / (a * (1 - a)) * (a * (1 - a)))

        a - y
        """
    )

    p.part("Questions")
    p.question(
        "What is dz: a very small number?",
        f"No. It is what programmers call {d(L, z)}, a rate: how many times faster the loss "
        f"changes than {z}. At the flower above it is more than a half, which is not small.",
    )
    p.question(
        f"Why is there an extra {N(-1)} in step 1?",
        f"{no_claim(f'Because {1 - a} falls as fast as {a} rises.')} Its derivative is minus "
        "one, and the "
        "chain rule multiplies by the derivative of what is inside the logarithm.",
    )
    p.question(
        "Is it dz by da, or da by dz?",
        f"The second factor is {d(a, z)}: the activation by what it is computed from. What is "
        "differentiated in the one factor must be what is differentiated by in the other.",
    )
    p.question(
        "Do I need step 1 and step 2 if only the short result is used?",
        f"To compute, no. To know why the result is what it is, and when it is something else, "
        f"yes: with [another loss or activation](pairings.md) {dL_da} or {da_dz} changes, and the "
        "product with it.",
    )

    p.part("Where this leads")
    p.text(
        "[Many examples](examples.md) averages this slope over a hundred flowers and trains the "
        "neuron in a loop. [Two neurons in a row](two_neurons.md) puts a second neuron in front: "
        "the first step into a hidden layer."
    )
    p.text(
        "The derivation follows a post in a course forum, originally written by Edward Shyu and "
        "posted in 2021; see [sources and licences](../sources.md).",
        covers="S0-30",
    )
