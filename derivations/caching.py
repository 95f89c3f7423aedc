"""What to cache, and what it costs

What the forward pass should leave behind, and how many multiplications forward pass, backward
pass and differences need, as formulas and counted in a program.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
backward: B = 2 * F - lambda_0 * lambda_1: proved for all values
gain: T - 2 * P * (F + B) / 3 = 2 * P * (lambda_0 * lambda_1) / 3: proved for all values
"""

from bpcore import (
    Page,
    algebra,
    column,
    definition,
    let,
    matrix,
    odot,
    opaque,
    outer,
    partial,
    proved,
    scalar,
    sigmoid,
    unspecified,
)


def derive(p: Page) -> None:
    """Derive the cost of a gradient, and count it."""
    p.text(
        "The forward pass has been through the network and knows the cost. What should it leave "
        "behind, so that the backward pass need not work anything out twice? And what does the "
        "backward pass cost: as much as the forward pass, or as much as one forward pass for each "
        "weight? The notation is that of the notes, with weights as [from by to](three_layers.md).",
        covers="S3-3",
    )

    p.part("What to keep")
    g = unspecified("g")
    a_1 = column("a^[1]", "m", "what a layer receives")
    W = matrix("W^[2]", "m", "n", "its weights: from by to")
    b = column("b^[2]", "n", "its biases")
    z = let("z^[2]", W.T @ a_1 + b, "its pre-activations")
    a_2 = let("a^[2]", g(z), "its activations")
    V = matrix("W^[3]", "n", "p", "the weights above")
    u = let("z^[3]", V.T @ a_2, "the pre-activations above, biases left out")
    C = opaque("C", u, meaning="the cost")
    p.symbols(a_1, W, b, V, C)
    p.define(z, a_2, u)
    p.text(
        "Each line of the backward pass is built from something that the forward pass has had in "
        "its hands:"
    )
    p.table(
        ("line of the backward pass", "kept by the forward pass", "in the program"),
        (
            proved(partial(C, z), odot(V @ partial(C, u), g.prime(z))),
            f"the slopes of the activation, or {z} to work them out",
            "`dz_2 = times(W_3, dz_3) * (1 - a_2**2)`, here with a tanh",
        ),
        (
            proved(partial(C, W), outer(a_1, partial(C, z).T)),
            f"the activations {a_1} below",
            "`dW_2 = times(a_1, dz_2.T)`",
        ),
        (
            proved(partial(C, b), partial(C, z) * 1),
            "nothing more",
            "nothing to do",
        ),
    )
    t = scalar("t", "one pre-activation")
    s = let("s", sigmoid(t), "its sigmoid")
    p.text(
        "For a sigmoid the slope costs one multiplication once the value is known, so it can be "
        "kept, or made from the kept activation:",
        covers="S3-27",
    )
    p.symbols(t)
    p.define(s)
    p.text(f"{proved(partial(s, t), s * (1 - s))}.")
    p.text(
        "The same goes for the other layers, as far as their slope follows from the value "
        "([which do](activations.md)); else the pre-activation is kept.",
        covers="S3-38 S3-50",
    )
    p.text(
        "The errors themselves go the other way. Each is used twice, for the weights of its own "
        "layer and for the errors below, and may be forgotten then."
    )

    p.part("Multiplications, as a formula")
    l_0, l_1, l_2, l_3 = (
        scalar(f"lambda_{k}", meaning, between=(0, None))
        for k, meaning in enumerate(
            ("number of inputs", "neurons in layer 1", "neurons in layer 2", "neurons in layer 3")
        )
    )
    p.text(
        "Count multiplications in matrix products, which are most of the work. Three layers, one "
        "example. A layer multiplies each weight by one activation:"
    )
    p.symbols(l_0, l_1, l_2, l_3)
    F = let("F", l_0 * l_1 + l_1 * l_2 + l_2 * l_3, "multiplications of a forward pass")
    p.define(F)
    p.text(
        "Backward, the slope of each weight is one product, of an activation and an error: as many "
        "multiplications as forward. To carry the errors down, each weight is multiplied by one "
        "error, but not those of the first layer, for nobody asks for the slopes of the inputs."
    )
    B = let(
        "B",
        (l_0 * l_1 + l_1 * l_2 + l_2 * l_3) + (l_1 * l_2 + l_2 * l_3),
        "multiplications of a backward pass",
    )
    p.define(B)
    back = p.chain(
        B,
        definition("slopes of the weights, then errors carried down"),
        (l_0 * l_1 + l_1 * l_2 + l_2 * l_3) + (l_1 * l_2 + l_2 * l_3),
        algebra("twice the forward pass, without the first layer's share of the second time"),
        2 * (l_0 * l_1 + l_1 * l_2 + l_2 * l_3) - l_0 * l_1,
        definition("the bracket has a name"),
        2 * F - l_0 * l_1,
        name="backward",
        title="A backward pass costs less than two forward passes",
    )
    P = let(
        "P",
        (l_0 + 1) * l_1 + (l_1 + 1) * l_2 + (l_2 + 1) * l_3,
        "weights and biases",
    )
    p.text(
        "Differences need two forward passes for each weight and each bias. How many times a "
        "forward and a backward pass together is that?"
    )
    p.define(P)
    D = let("T", 2 * P * F, "multiplications of two-sided differences")
    p.define(D)
    p.chain(
        D - 2 * P * (F + B) / 3,
        definition("the cost of differences"),
        2 * P * F - 2 * P * (F + B) / 3,
        algebra("bring the terms together"),
        2 * P * (2 * F - B) / 3,
        definition("write out the backward pass and the forward pass"),
        2
        * P
        * (
            2 * (l_0 * l_1 + l_1 * l_2 + l_2 * l_3)
            - ((l_0 * l_1 + l_1 * l_2 + l_2 * l_3) + (l_1 * l_2 + l_2 * l_3))
        )
        / 3,
        algebra("all but the first layer's share cancels"),
        2 * P * (l_0 * l_1) / 3,
        name="gain",
        title="Differences against backpropagation",
    )
    p.text(
        "The right side is above zero. So differences cost more than two thirds of the number of "
        "parameters times forward and backward pass together: the ratio grows with the number of "
        "parameters. For the network of the notes, with sizes four, five, three and one:"
    )
    here = p.numbers({l_0: 4, l_1: 5, l_2: 3, l_3: 1})
    p.worked(here, F, back, P, D)

    p.part("Multiplications, counted")
    p.text("Is that what a program does? Here each matrix product reports its multiplications:")
    p.code(
        """
        import numpy as np
        from bpcore.example import notes_network
        from bpcore.iris import flower
        counted = 0
        def times(A, B):
            global counted
            counted += A.shape[0] * A.shape[1] * B.shape[1]
            return A @ B

        W_1, b_1, W_2, b_2, W_3, b_3 = (np.array(part, dtype=float) for part in notes_network())
        x, y = np.array([flower(51).features], dtype=float).T, 0.0
        def forward():
            a_1 = np.maximum(0, times(W_1.T, x) + b_1)
            a_2 = np.tanh(times(W_2.T, a_1) + b_2)
            z_3 = times(W_3.T, a_2) + b_3
            return a_1, a_2, 1 / (1 + np.exp(-z_3))

        a_1, a_2, y_hat = forward()
        forwards, counted = counted, 0
        forwards
        dz_3 = y_hat - y
        dW_3 = times(a_2, dz_3.T)
        dz_2 = times(W_3, dz_3) * (1 - a_2**2)
        dW_2 = times(a_1, dz_2.T)
        dz_1 = times(W_2, dz_2) * (a_1 > 0)
        dW_1 = times(x, dz_1.T)
        backwards = counted
        backwards
        """
    )
    p.text(
        "The slopes of tanh and ReLU are made from the kept activations. Now the first slope "
        "of the second layer by two-sided differences, and the multiplications for all parameters:"
    )
    p.code(
        """
        def loss():
            z_3 = np.log(forward()[2] / (1 - forward()[2]))
            return float(np.logaddexp(0, z_3[0, 0]) - y * z_3[0, 0])

        step, values = 1e-5, []
        for shift in (step, -step):
            W_2[0, 0] += shift
            values.append(loss())
            W_2[0, 0] -= shift

        round((values[0] - values[1]) / (2 * step), 6), round(float(dW_2[0, 0]), 6)
        counted = 0
        parameters = sum(part.size for part in (W_1, b_1, W_2, b_2, W_3, b_3))
        for _ in range(2 * parameters):
            cache = forward()

        parameters, counted
        sizes = 4, 5, 3, 1
        F = sum(before * now for before, now in zip(sizes, sizes[1:]))
        forwards == F, backwards == 2 * F - 4 * 5, counted == 2 * parameters * F
        """
    )
    p.text(
        "All three counts are those of the formulas. `bpcore.network` keeps the same things: its "
        "`forward` returns a cache of pre-activations and activations, and its `backward` takes "
        "that cache and nothing else from the forward pass."
    )
    p.part("Measured")
    p.text(
        "Multiplications are not all that takes time. `tests/bench/passes.py` times the passes of "
        "`bpcore.network` for three sizes of the layers, and keeps the ratios; nothing is timed "
        "while this page is made. The columns are a backward pass in forward passes, counted and "
        "measured, and a gradient by differences in forward passes, counted and measured:"
    )
    p.code(
        """
        from bpcore.timings import EXAMPLES, MEASURED_ON, RATIOS, WITH
        print(f"{EXAMPLES} examples, {MEASURED_ON}, {WITH}")
        for sizes, (backward, differences) in RATIOS.items():
            pairs = list(zip(sizes, sizes[1:]))
            F = sum(a * b for a, b in pairs)
            B = 2 * F - sizes[0] * sizes[1]
            P = sum((a + 1) * b for a, b in pairs)
            print(*sizes, f": {B / F:.2f} {backward:.2f}, {2 * P} {differences:.2g}")
        """
    )
    p.text(
        "Why is a backward pass cheaper than counted? Forward, the program also works out an "
        "exponential for every activation of tanh and sigmoid; backward, slopes come from the kept "
        "values, for a product each. Such things count for the activations, of which there are few "
        "beside the weights in a wide layer; but one exponential takes as long as many "
        "multiplications. For differences, one parameter was moved both ways and timed, and the "
        "time taken as many times as there are parameters: there the count is what one waits for. "
        "On another machine the ratios are others: `make bench` measures them again."
    )
    p.text(
        "Three layers stand here for any number: a further layer adds its weights once to the "
        "forward pass and twice to the backward pass. What it would cost to go forwards instead is "
        "[counted](algorithm.md#counted) beside the algorithm."
    )
