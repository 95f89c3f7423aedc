"""Iris, trained

The formulas of this book, put into a network that learns to tell three kinds of flowers apart.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
direction: d(J, eta) = -dot(partial(J, w), g): proved for any width
steepest: dot(q, q) * dot(g, g) - dot(q, g)**2 = \
1/2 * sum(sum((q[i] * g[k] - q[k] * g[i])**2 for k in 1..n) for i in 1..n): proved for any width
"""

from bpcore import (
    N,
    Page,
    algebra,
    column,
    d,
    dot,
    elementary,
    index,
    let,
    opaque,
    over_paths,
    partial,
    proved,
    scalar,
    total,
)
from bpcore.drawing import confusion, curves, regions
from bpcore.iris import FLOWERS

STEPS, RATE = 2000, 0.1  # of training
RUNS = 11  # from starts of their own
KNOWN = 120  # flowers that are trained on
SHORT, LONG = 0.05, 20  # two steps


def derive(p: Page) -> None:
    """Show why the step goes against the gradient, then train and look."""
    k = index("k", over="n")

    p.text(
        "Do the formulas work? Here they are put together into a network with four inputs, five "
        "hidden neurons and three answers. It learns to name the species of a flower from the "
        "length and width of its sepals and petals. Every number and picture on this page comes "
        "from the program that you can read here.",
        covers="S1-11",
    )
    with p.note("What this page builds on"):
        p.text(
            "The [forward pass](forward_pass.md), the error of a [softmax](softmax.md) layer, the "
            "step to a [hidden layer](hidden_layer.md), and the sum over a [batch](batches.md)."
        )

    p.part("From formulas to a program", covers="S1-12")
    p.text(
        "Each line of the backward pass is one formula, and each works on all weights of a layer "
        "and on all flowers at once. There is no loop over weights, and none over flowers."
    )
    p.table(
        ("formula", "in the program", "proved in"),
        (
            p.cite("softmax/dG_dz"),
            "`D_2 = (A_2 - Y) / len(X)`, for the cost is a mean",
            "[Softmax](softmax.md#dG_dz)",
        ),
        (
            p.cite("four_equations/BP2"),
            "`D_1 = (D_2 @ W_2) * (Z_1 > 0)`, one flower in each row",
            "[Hidden layers](hidden_layer.md)",
        ),
        (
            p.cite("four_equations/BP4"),
            "`D_2.T @ A_1` and `D_1.T @ X`: summed over the flowers",
            "[Batches](batches.md)",
        ),
        (
            p.cite("four_equations/BP3"),
            "`D_2.sum(axis=0)` and `D_1.sum(axis=0)`",
            "[Batches](batches.md)",
        ),
    )
    p.text(
        "The whole network in NumPy. The measurements are *standardised*: each column is shifted "
        "and scaled to mean zero and deviation one, so that no measurement is louder than another "
        "just because of its unit. The species becomes a row with a one at its place. "
        f"{FLOWERS - KNOWN} of the {FLOWERS} flowers are put aside and never trained on; they took "
        "part in the means and deviations only, in no step of training.",
        covers="S1-126",
    )
    p.code(
        """
        import numpy as np
        from bpcore.iris import load_iris, one_hot, standardise
        iris = load_iris()
        X, Y = standardise(iris.features).features, one_hot(iris.species, 3)
        shuffled = np.random.default_rng(0).permutation(150)
        known, unseen = shuffled[:120], shuffled[120:]
        def start(seed):
            random = np.random.default_rng(seed)
            W_1, W_2 = random.normal(0, 0.5, (5, 4)), random.normal(0, 0.5, (3, 5))
            return [W_1, np.zeros(5), W_2, np.zeros(3)]

        def forward(X, W_1, b_1, W_2, b_2):
            Z_1 = X @ W_1.T + b_1
            A_1 = np.maximum(0, Z_1)
            Z_2 = A_1 @ W_2.T + b_2
            powers = np.exp(Z_2 - Z_2.max(axis=1, keepdims=True))
            return Z_1, A_1, powers / powers.sum(axis=1, keepdims=True)

        def cost(X, Y, parameters):
            return -(Y * np.log(forward(X, *parameters)[-1])).sum(axis=1).mean()

        def gradients(X, Y, W_1, b_1, W_2, b_2):
            Z_1, A_1, A_2 = forward(X, W_1, b_1, W_2, b_2)
            D_2 = (A_2 - Y) / len(X)
            D_1 = (D_2 @ W_2) * (Z_1 > 0)
            return [D_1.T @ X, D_1.sum(axis=0), D_2.T @ A_1, D_2.sum(axis=0)]

        """
    )
    p.text(
        "The backward pass reuses what the forward pass has computed: the activations, and which "
        "hidden neurons are on. Nothing is worked out twice.",
        covers="S1-86",
    )
    p.text(
        "Are these the derivatives? Move each of the 43 numbers a little to both sides, and "
        "compare. The largest difference, relative to the largest entry of its gradient:"
    )
    p.code(
        """
        def differences(X, Y, parameters, step=1e-4):
            found = [np.zeros_like(part) for part in parameters]
            for part, slopes in zip(parameters, found):
                for place in np.ndindex(part.shape):
                    kept, values = part[place], []
                    for shift in (-2, -1, 1, 2):
                        part[place] = kept + shift * step
                        values.append(cost(X, Y, parameters))
                    part[place] = kept
                    slopes[place] = np.dot([1, -8, 8, -1], values) / (12 * step)
            return found

        here = start(seed=1)
        ours = gradients(X[known], Y[known], *here)
        theirs = differences(X[known], Y[known], here)
        pairs = list(zip(ours, theirs))
        sum(part.size for part in here)
        all(abs(a - b).max() < 1e-9 * abs(a).max() for a, b in pairs)
        """
    )

    p.part("The direction and the size of a step", covers="S1-53")
    w_0 = column("u", "n", "the weights and biases now")
    g = column("g", "n", "the direction in which they are changed")
    eta = scalar("eta", "how far: the learning rate")
    w = let("w", w_0 - eta * g, "the weights and biases after a step")
    J = opaque("J", w, meaning="the cost, as a function of the parameters")
    p.text(
        f"Training changes all parameters at once, by {eta} times some direction {g}, and "
        "subtracts. How fast does the cost change at the beginning of such a step?"
    )
    p.symbols(w_0, g, eta, J)
    p.define(w)
    p.chain(
        d(J, eta),
        over_paths("over every parameter"),
        total(k, partial(J, w[k]) * partial(w[k], eta)),
        elementary(f"a parameter loses {g[k]} for each unit of {eta}"),
        total(k, partial(J, w[k]) * (-g[k])),
        algebra("the sum is a scalar product"),
        -dot(partial(J, w), g),
        name="direction",
        title="How fast a step changes the cost",
    )
    p.text(
        "If the direction is the gradient itself, this is minus the sum of its squares: below "
        "zero, unless the gradient is zero. So a short step against the gradient lowers the cost: "
        "*gradient descent*. "
        "That is a statement about the beginning of the step only. A long one may overshoot, and "
        "a step along the gradient climbs:"
    )
    p.code(
        """
        def stepped(parameters, slopes, rate):
            return [part - rate * slope for part, slope in zip(parameters, slopes)]

        round(float(cost(X[known], Y[known], here)), 4)
        round(float(cost(X[known], Y[known], stepped(here, ours, 0.05))), 4)
        round(float(cost(X[known], Y[known], stepped(here, ours, -0.05))), 4)
        round(float(cost(X[known], Y[known], stepped(here, ours, 20))), 1)
        """.replace("0.05", str(SHORT)).replace("ours, 20", f"ours, {LONG}")
    )
    p.text(
        "The cost before the step; after a short one; after one in the wrong direction; after one "
        f"that is {LONG / SHORT:.0f} times as long."
    )
    i = index("i", over="n")
    q = column("q", "n", "the slopes of the cost by the parameters: the gradient")
    p.text("Is there a better direction of the same length? No:")
    p.symbols(q)
    p.chain(
        dot(q, q) * dot(g, g) - dot(q, g) ** 2,
        algebra("every sum of products written out"),
        total(i, total(k, q[i] ** 2 * g[k] ** 2)) - total(i, total(k, q[i] * g[i] * q[k] * g[k])),
        algebra("each pair of parameters stands there twice"),
        N(1, 2) * total(i, total(k, (q[i] * g[k] - q[k] * g[i]) ** 2)),
        name="steepest",
        title="No direction is steeper than the gradient",
    )
    p.text(
        f"A sum of squares is never below zero, so the square of {dot(q, g)} is at most the "
        "product of both squared lengths, and it reaches that only where every square on the right "
        "is zero: where the direction is a multiple of the gradient. Along the gradient itself the "
        f"cost falls, for each unit of the rate, by {proved(dot(q, q), total(k, q[k] ** 2))}: a "
        "sum of squares, too."
    )

    p.part(f"{STEPS} steps", anchor="two-thousand-steps")
    p.text(
        f"The same step, again and again: forward, backward, update, with all {KNOWN} flowers "
        f"each time, so that every step is an *epoch*, and a learning rate of {RATE}. Afterwards "
        f"the network is asked about the {FLOWERS - KNOWN} flowers that it was not trained on; "
        "its answer is the species with the largest share."
    )
    p.code(
        """
        def share_right(flowers, parameters):
            answers = forward(X[flowers], *parameters)[-1].argmax(axis=1)
            return float((answers == iris.species[flowers]).mean())

        parameters = here
        for _ in range(2000):
            slopes = gradients(X[known], Y[known], *parameters)
            parameters = stepped(parameters, slopes, 0.1)

        round(float(cost(X[known], Y[known], parameters)), 3)
        round(share_right(known, parameters), 3), round(share_right(unseen, parameters), 3)
        """.replace("2000", str(STEPS)).replace("slopes, 0.1", f"slopes, {RATE}")
    )
    p.text(
        "`bpcore.network` holds the same formulas for any number of layers, any activation and "
        "several losses, with clear errors, and somewhat faster. It takes the same way:"
    )
    p.code(
        """
        from bpcore.network import Network
        layers = ["relu", "softmax"]
        loss = "categorical cross-entropy"
        network = Network([here[0], here[2]], [here[1], here[3]], layers, loss)
        curve = network.train(X[known], Y[known], rate=0.1, steps=2000)
        abs(network.weights[1] - parameters[0]).max() < 1e-9
        """.replace("2000", str(STEPS)).replace("rate=0.1", f"rate={RATE}")
    )

    p.part("Is one run enough?")
    p.text(
        "A single run is an anecdote: another start and another choice of flowers to put aside "
        f"give another result. So here are {RUNS}, each with weights and a choice of its own. "
        "What counts is the middle one, and how far the others lie from it."
    )
    found = p.code(
        """
        class Run:
            def __init__(self, seed, head="softmax", loss=loss, kind=Network):
                order = np.random.default_rng(seed).permutation(150)
                self.known, self.unseen = order[:120], order[120:]
                self.network = kind.random([4, 5, 3], ["relu", head], loss, seed)
                self.costs = self.network.train(X[self.known], Y[self.known], 0.1, 2000)

            def right(self, flowers):
                named = self.network.predict(X[flowers])
                return float((named == iris.species[flowers]).mean())

        runs = [Run(seed) for seed in range(RUNS)]
        softmax = sorted(round(run.right(run.unseen), 3) for run in runs)
        softmax
        others = [Run(seed, "sigmoid", "binary cross-entropy") for seed in range(RUNS)]
        sigmoid = sorted(round(run.right(run.unseen), 3) for run in others)
        sigmoid
        """.replace("2000", str(STEPS))
        .replace("0.1)", f"{RATE})")
        .replace("RUNS", str(RUNS))
    )
    p.table(
        ("last layer", "worst", "middle", "best"),
        *(
            (name, *(f"{found[kind][place]:.3f}" for place in (0, RUNS // 2, RUNS - 1)))
            for name, kind in (("softmax", "softmax"), ("three sigmoids", "sigmoid"))
        ),
    )
    p.text(
        f"With {FLOWERS - KNOWN} flowers put aside, one flower more or less counts much, so the "
        "spread is wide, and it would be dishonest to quote the best run. How the cost falls in "
        "three of the runs with softmax:"
    )
    steps = [0, *range(1, 20), *range(20, 200, 10), *range(200, 2001, 100)]
    p.picture(
        "costs",
        curves(
            *(
                (
                    f"start {number}",
                    [step + 1 for step in steps],
                    [round(float(found["runs"][number].costs[step]), 4) for step in steps],
                )
                for number in (0, 1, 2)
            ),
            x="step, counted from 1",
            y="cost on the 120 flowers",
            log_x=True,
            log_y=True,
        ),
        "Three curves of the cost over two thousand steps, on logarithmic axes. All fall: from "
        + ", ".join(f"{run.costs[0]:.1f} to {run.costs[-1]:.2f}" for run in found["runs"][:3])
        + ".",
        "The cost while the network learns, from three random starts.",
    )

    p.part("Which flowers are mistaken?")
    p.text(
        f"All answers of the {RUNS} runs about flowers they had not seen, counted by the true "
        "species and by the answer:"
    )
    found = p.code(
        """
        counts = np.zeros((3, 3), dtype=int)
        for run in runs:
            named = run.network.predict(X[run.unseen])
            np.add.at(counts, (iris.species[run.unseen], named), 1)

        counts
        """
    )
    names = tuple(found["iris"].species_names)
    p.picture(
        "confusion",
        confusion(found["counts"].tolist(), names),
        "A table of three species by three answers. "
        + "; ".join(
            f"of {sum(row)} {name}, {row[0]} were called setosa, {row[1]} versicolor and {row[2]} "
            "virginica"
            for name, row in zip(names, found["counts"].tolist(), strict=True)
        )
        + ".",
        f"True species and answers, over all {RUNS} runs.",
    )
    p.text(
        "Setosa stands apart from the others. Versicolor and virginica lie close together. To see "
        "it, train a network of the same kind on the two measurements of the petals alone, which "
        "can be drawn:"
    )
    found = p.code(
        """
        petals = Network.random([2, 5, 3], layers, loss, seed=0)
        costs = petals.train(X[:, 2:], Y, rate=0.1, steps=2000)
        wrong = np.flatnonzero(petals.predict(X[:, 2:]) != iris.species)
        len(wrong)
        mean, deviation = iris.features.mean(axis=0)[2:], iris.features.std(axis=0)[2:]
        def answer(centimetres):
            return petals.predict((centimetres - mean) / deviation)

        """
    )
    p.picture(
        "regions",
        regions(
            found["answer"],
            found["iris"].features[:, 2:].tolist(),
            found["iris"].species.tolist(),
            names,
            x="petal length in cm",
            y="petal width in cm",
            marked=found["wrong"].tolist(),
        ),
        "The plane of petal length and petal width, parted into three regions. The region of "
        "setosa holds all its flowers; a few flowers lie on the wrong side of the border between "
        "versicolor and virginica and carry a ring.",
        "What a network that sees petals only would answer at each point, and all 150 flowers; "
        "those it mistakes carry a ring.",
    )

    ten = N(10)
    p.part("The same network with one path only")
    p.text(
        "The article multiplies entry by entry in the last layer, and names softmax as an example "
        "of its activation. [Softmax](softmax.md) shows why the two do not go together: the "
        "product follows, for each neuron, the path through its own answer and forgets the others. "
        "What does a network learn that believes it? Only one method is different; starts, "
        "flowers, steps and everything else are those of above."
    )
    found = p.code(
        """
        class OnePath(Network):
            def head_error(self, cache, Y):
                A = cache.A[self.depth]
                return -Y * (1 - A) / len(Y)

        misled = [Run(seed, kind=OnePath) for seed in range(RUNS)]
        max(run.right(run.unseen) for run in misled) < 0.8
        all(run.costs[-1] > 1e30 for run in misled), all(run.costs[-1] < 0.1 for run in runs)
        all(run.costs.argmin() > 100 for run in misled)
        """.replace("RUNS", str(RUNS))
    )
    early = [0, *range(1, 20), *range(20, 301, 5)]
    p.picture(
        "one-path",
        curves(
            *(
                (
                    name,
                    [step + 1 for step in early],
                    [float(f"{found[kind][0].costs[step]:.3g}") for step in early],
                )
                for name, kind in (("all paths", "runs"), ("one path only", "misled"))
            ),
            x="step, counted from 1",
            y="cost on the 120 flowers",
            log_x=True,
            log_y=True,
        ),
        "Two curves of the cost over the first three hundred steps, on logarithmic axes. With all "
        "paths the cost falls; with one path only it falls for more than a hundred steps, turns, "
        "and climbs without end.",
        "The same start, the same flowers; the error of the last layer with all paths, and with "
        "one path only.",
    )
    p.text(
        "The share of the right species is told to grow, and no other share is told to shrink. "
        "Every answer pulls its own pre-activation up, for its own flowers, and nothing pulls "
        "down. For more than a hundred steps that looks like learning. Then the weights run away, "
        f"and whichever species grows fastest swallows the others. None of the {RUNS} runs names "
        "as many as four in five of the flowers it has not seen, and all of their costs end above "
        f"{ten**30}."
    )
    with p.important("Such a mistake does not crash"):
        p.text(
            "Every array has the right shape, no number is missing, and for a while the cost "
            "falls in every run. That is why a gradient has to be compared with differences "
            "before it is believed. Here the comparison fails at once. For the first bias of the "
            "last layer, what the one path says, and what the cost does:"
        )
    p.code(
        """
        start_of = OnePath.random([4, 5, 3], layers, loss, seed=1)
        believed = start_of.backward(start_of.forward(X), Y).dC_db[2]
        shift, moved = 1e-5, []
        for sign in (1, -1):
            other = start_of.copy()
            other.biases[2][0] += sign * shift
            moved.append(other.cost(X, Y))

        round(float(believed[0]), 4), round((moved[0] - moved[1]) / (2 * shift), 4)
        """
    )
