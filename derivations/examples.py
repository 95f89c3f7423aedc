"""Many examples: the averaged slope, and a training loop

Source 000 names the setting (a cost over m examples, `dw`, `db`, a model function that puts
everything together) and leaves it to the course.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim.left, "=", claim.right)
dJ_dwj: partial(J, w[j]) = 1 / m * sum((A[i] - Y[i]) * X[i, j] for i in 1..m)
dJ_dw: partial(J, w) = 1 / m * (X.T @ (A - Y))
dJ_db: partial(J, b) = 1 / m * sum(A[i] - Y[i] for i in 1..m)
"""

from bpcore import (
    N,
    Page,
    array,
    chain_rule,
    column,
    definition,
    elementary,
    index,
    let,
    log,
    odot,
    ones,
    over_examples,
    partial,
    quoted,
    scalar,
    sigmoid,
    total,
    width,
)
from bpcore.iris import flowers


def derive(p: Page) -> None:
    """Derive the slopes of a cost over m examples, and train one neuron on a hundred flowers."""
    m, i, j = width("m"), index("i", over="m"), index("j", over="n")
    X = array("X", "m", "n", "the inputs: one row for each example", examples=True)
    Y = array("Y", "m", 1, "the targets: one for each example", examples=True)
    w, b = column("w", "n", "the weights: one for each measurement"), scalar("b", "the bias")
    Z = let("Z", X @ w + ones("m") * b, "the pre-activations", examples=True)
    A = let("A", sigmoid(Z), "the activations", between=(0, 1), examples=True)
    losses = -(odot(Y, log(A)) + odot(1 - Y, log(1 - A)))
    L = let("L", losses, "the losses", entry="L", examples=True)
    J = let("J", 1 / m * total(i, L[i]), "the cost: the mean of the losses")

    p.text(
        "One flower says little; a neuron learns from many. This page averages the loss of "
        f"[one neuron](neuron.md) over {m} examples and finds the slopes that programmers call "
        "`dw` and `db`.",
        covers="S0-29",
    )
    p.text(
        "You need the page about [one neuron](neuron.md), and what the product of a matrix and a "
        "column is."
    )
    p.part("The cost")
    p.text(
        f"Examples stand in rows: row {i} of {X} holds the measurements of flower {i}, and "
        f"{X[i, j]} is the measurement number {j} of that flower. The loss is taken for each "
        "example by itself, the cost is the mean over all of them."
    )
    p.symbols(X, Y, w, b)
    for name in (Z, A, L, J):
        p.define(name)

    p.part("One weight")
    p.text(
        "The derivative of a mean is the mean of the derivatives. This is a sum over *examples*, "
        "and must not be taken for a sum over paths inside the network: each loss still hangs on "
        "the weight by one path, through its own pre-activation."
    )
    p.chain(
        partial(J, w[j]),
        definition("write out the cost"),
        partial(1 / m * total(i, L[i]), w[j]),
        over_examples("differentiate term by term"),
        1 / m * total(i, partial(L[i], w[j])),
        chain_rule("one path in each term"),
        1 / m * total(i, partial(L[i], Z[i]) * partial(Z[i], w[j])),
        chain_rule("the slope of one neuron, answer minus target, in each term"),
        1 / m * total(i, (A[i] - Y[i]) * partial(Z[i], w[j])),
        elementary("each weight is multiplied by its measurement"),
        1 / m * total(i, (A[i] - Y[i]) * X[i, j]),
        name="dJ_dwj",
        title="The slope of one weight",
    )

    p.part("All weights at once")
    p.text(
        "The same numbers, stacked: a matrix product adds up over the examples. In code this is "
        "the "
        f"line {quoted('dw = X.T @ (A - Y) / m', of='course code')}."
    )
    p.chain(
        partial(J, w),
        chain_rule("the slopes of the weights, one below the other"),
        1 / m * (X.T @ (A - Y)),
        name="dJ_dw",
        title="The slope of all weights",
    )

    p.part("The bias")
    with p.try_first("Try it first: the slope of the bias"):
        found = p.chain(
            partial(J, b),
            definition("write out the cost"),
            partial(1 / m * total(i, L[i]), b),
            over_examples("differentiate term by term"),
            1 / m * total(i, partial(L[i], b)),
            chain_rule("one path in each term, and the bias is added as it is"),
            1 / m * total(i, A[i] - Y[i]),
        )
    dJ_db = p.result(found, "dJ_db", "The slope of the bias")
    remark = p.mistake(
        "The sum without its mean",
        partial(J, b),
        total(i, A[i] - Y[i]),
        at={X: [[1], [2]], Y: [[0], [0]], w: [[0]], b: 0},
    )
    remark(
        "With a cost that is a mean, the slopes are means. Forgetting the factor makes the step as "
        "many times larger as there are examples, which a smaller learning rate hides."
    )

    p.part("On a hundred flowers")
    two = [f for f in flowers() if f.species in ("versicolor", "virginica")]
    p.text(
        "Versicolor (target 0) against virginica (target 1), by petal length and width. The "
        f"formulas against five-point differences of the cost over all {len(two)} flowers:"
    )
    here = p.numbers(
        {
            X: [[f.petal_length, f.petal_width] for f in two],
            Y: [[int(f.species == "virginica")] for f in two],
            w: [[N(3, 5)], [N(6, 5)]],
            b: N(-9, 2),
        },
        show=False,
    )
    p.compare(here, partial(J, w[1]), partial(J, w[2]), dJ_db.left)

    p.part("A training loop", covers="S0-27")
    p.text(
        "Everything in one place, as exercises in such courses ask: start, forward pass, cost, "
        "backward pass, update, again. The data is centred and scaled first, so that one step size "
        "suits both weights."
    )
    p.code(
        """
        import numpy as np
        from bpcore.iris import only, standardise
        iris = only("versicolor", "virginica")
        X, _, _ = standardise(iris.features[:, 2:])
        y = iris.species.reshape(-1, 1).astype(float)

        def cost(z, y):
            return float(np.mean(np.logaddexp(0, z) - y * z))

        def train(X, y, steps, rate):
            m, n = X.shape
            w, b = np.zeros((n, 1)), 0.0
            costs = []
            for _ in range(steps):
                z = X @ w + b
                costs.append(cost(z, y))
                a = 1 / (1 + np.exp(-z))
                dz = a - y
                dw, db = X.T @ dz / m, float(np.mean(dz))
                w, b = w - rate * dw, b - rate * db
            return w, b, costs

        w, b, costs = train(X, y, steps=1000, rate=0.5)
        [round(costs[k], 3) for k in (0, 10, 100, 999)]
        right = ((X @ w + b > 0) == (y == 1)).sum()
        print(f"{right} of {len(y)} flowers on the right side")
        """
    )
    p.text(
        "The cost is computed from the pre-activation, not from the activation: the logarithm of a "
        "rounded zero would be the end of it. All weights may start at zero here because there is "
        "only one neuron; with several in a hidden layer, all started alike, they would stay alike."
    )
