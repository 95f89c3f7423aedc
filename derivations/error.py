"""The error of a neuron

What the four equations of backpropagation are about, defined for every layer (source 002).

>>> from bpcore import run
>>> print(run(derive).results["moved_cost"])
partial(C, t[j]) = delta^[1][j]: proved for any width
"""

from bpcore import (
    Page,
    algebra,
    by,
    column,
    definition,
    elementary,
    index,
    kronecker,
    let,
    matrix,
    opaque,
    over_paths,
    partial,
    total,
    unspecified,
)


def derive(p: Page) -> None:
    """Define the error for every layer, and show what it measures."""
    s = unspecified("s")
    j, k = index("j", over="n"), index("k", over="n")
    x = column("x", "m", "the inputs")
    W_1, b_1 = matrix("W^[1]", "n", "m", "weights"), column("b^[1]", "n", "biases")
    W_2, b_2 = matrix("W^[2]", "p", "n", "weights"), column("b^[2]", "p", "biases")
    t = column("t", "n", "a little extra for each neuron of the first layer")
    z_1 = let("z^[1]", W_1 @ x + b_1 + t, "the pre-activations of the first layer")
    a_1 = let("a^[1]", s(z_1), "the activations of the first layer")
    z_2 = let("z^[2]", W_2 @ a_1 + b_2, "the pre-activations of the second layer")
    C = opaque("C", z_2, meaning="the cost")
    d_1 = let("delta^[1]", partial(C, z_1), "the error of the first layer")
    d_2 = let("delta^[2]", partial(C, z_2), "the error of the second layer")

    p.text(
        "Every neuron adds up a number before its activation squashes it. Suppose a demon could "
        "add a little extra to that number: how fast would the cost of the network change? That is "
        "the *error* of the neuron. It says how much the neuron is to blame."
    )
    p.text(
        "You need the [forward pass](forward_pass.md) and the [sum over "
        "paths](total_derivative.md)."
    )
    p.part("The definition, for every layer", covers="S2-10")
    p.text(
        "Two layers are enough to see it. Of the activation nothing is assumed but that it can "
        "be differentiated, of the cost only that it depends on what the last layer adds up."
    )
    p.symbols(x, W_1, b_1, W_2, b_2, t, C)
    for name in (z_1, a_1, z_2):
        p.define(name)
    p.text("The error of a layer is the derivative of the cost by its pre-activations.")
    p.define(d_1)
    p.define(d_2)

    p.part("What it measures")
    dz_dt = p.chain(
        partial(z_1[k], t[j]),
        elementary("the extra for a neuron reaches its own sum, and no other"),
        kronecker(k, j),
        name="dz_dt",
        title="A sum by an extra",
    )
    p.chain(
        partial(C, t[j]),
        over_paths(f"over all the sums of the layer, {k} counts them"),
        total(k, partial(C, z_1[k]) * partial(z_1[k], t[j])),
        definition("the first factor is the error"),
        total(k, d_1[k] * partial(z_1[k], t[j])),
        by(dz_dt),
        total(k, d_1[k] * kronecker(k, j)),
        algebra("only one term is left"),
        d_1[j],
        name="moved_cost",
        title="The error is the slope of the cost in the extra",
    )

    p.part("Why the last layer is not enough", covers="S2-4")
    p.text(
        "Some texts define the error for the last layer only. But the bias of an early layer has "
        "as many entries as that layer has neurons, and the error of the last layer has another "
        "number. An equation between the two is refused before anyone computes:"
    )
    p.code(
        """
        from bpcore import Refusal, column, opaque, partial, prove
        b_1, z_L = column("b", 5), column("z", 3)
        C = opaque("C", b_1, z_L)
        try:
            prove(partial(C, b_1), partial(C, z_L))
        except Refusal as refusal:
            print(refusal)

        """
    )
    p.text(
        "With an error for every layer, the equation about biases "
        "([BP3](four_equations.md#BP3)) can even be said. And the errors can be had one from the "
        "other, from the last layer to the first: that is [BP2](four_equations.md#BP2), and it "
        "is why the method is called backpropagation."
    )

    p.part("With numbers")
    p.text(
        "A network of two inputs, three neurons and two outputs, with sigmoids and half the "
        "squared error. The errors of the first layer by BP1 and BP2, beside difference quotients: "
        "each sum gets a thousandth more, then a thousandth less, and the change of the cost is "
        "divided by what lies between:"
    )
    p.code(
        """
        import numpy as np
        x, y = np.array([1.0, -2.0]), np.array([1.0, 0.0])
        W1 = np.array([[0.5, -0.2], [0.3, 0.8], [-0.6, 0.1]])
        W2 = np.array([[0.4, -0.7, 0.2], [0.9, 0.1, -0.5]])
        b1, b2 = np.array([0.1, 0.0, -0.1]), np.array([0.2, -0.3])
        def sigmoid(z):
            return 1 / (1 + np.exp(-z))

        def cost(extra):
            a1 = sigmoid(W1 @ x + b1 + extra)
            return 0.5 * np.sum((sigmoid(W2 @ a1 + b2) - y) ** 2)

        a1 = sigmoid(W1 @ x + b1)
        a2 = sigmoid(W2 @ a1 + b2)
        delta2 = (a2 - y) * a2 * (1 - a2)
        delta1 = (W2.T @ delta2) * a1 * (1 - a1)
        print(np.round(delta1, 6))
        step = 1e-3 * np.eye(3)
        print(np.round([(cost(e) - cost(-e)) / 2e-3 for e in step], 6))
        """
    )
