"""When do the four equations hold?

Source 002 names one cost and one layer; here is what BP1 to BP4 need, and what becomes of them
where the condition fails.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
dQ_da_entry: partial(Q, a[j]) = a[j] - y[j]: proved for any width
dQ_da: partial(Q, a) = a - y: proved for any width
dQ_dz: partial(Q, z) = (a - y) * s_prime(z): proved for any width
dE_dz_entry: partial(E, z[j]) = h[j] - y[j]: proved for any width
dE_dz: partial(E, z) = h - y: proved for any width
jacobian_elementwise: partial(a, z) = diag(s_prime(z)): proved for any width
dKP_db_entry: partial(K + P, b[j]) = delta[j] + lambda * b[j]: proved for any width
dKP_db: partial(K + P, b) = delta + lambda * b: proved for any width
dJ_db_entry: partial(J, b[j]) = 1 / m * sum(D[i, j] for i in 1..m): proved for any width
dJ_db: partial(J, b) = 1 / m * (D.T @ ones((m, 1))): proved for any width
"""

from bpcore import (
    N,
    Page,
    algebra,
    array,
    by,
    chain_rule,
    column,
    definition,
    diag,
    elementary,
    elementwise,
    index,
    kronecker,
    let,
    log,
    matrix,
    odot,
    ones,
    opaque,
    over_paths,
    partial,
    scalar,
    sigmoid,
    stacked,
    total,
    unspecified,
    width,
)


def derive(p: Page) -> None:
    """Derive the error of the last layer and the slope of a bias under other conditions."""
    m, i = width("m"), index("i", over="m")
    j, k = index("j", over="n"), index("k", over="n")
    s = unspecified("s")
    x = column("x", "r", "what the last layer receives")
    W, b = (
        matrix("W", "n", "r", "the weights of the layer"),
        column("b", "n", "the biases of the layer"),
    )
    y = column("y", "n", "the targets")
    z = let("z", W @ x + b, "the pre-activations of the last layer")
    a = let("a", s(z), "the answers: any activation, neuron by neuron")

    p.text(
        "[Four equations](four_equations.md) hold all of backpropagation. But textbooks state "
        "them for one cost, and your network has another; your last layer is a softmax, your "
        "biases are penalised, your cost is a mean. Which of the four still hold, and what "
        "becomes of the others?"
    )
    with p.important("In short"):
        p.text(
            "It does not matter which cost, as long as it can be differentiated, nor which "
            "elementwise activation, nor how many layers and neurons. Three things do matter. "
            "*First*, the elementwise form of BP1 and BP2 needs an activation in which each neuron "
            "depends on its own pre-activation only. *Second*, BP3 and BP4 need a parameter that "
            "reaches the cost through the pre-activations of its own layer only. *Third*, one has "
            "to say what the cost is the cost of: one example, or the mean of many."
        )
    p.text(
        "Everything here happens in the last layer and in its biases, so the layer's number is "
        f"left out. The [error](error.md) is the derivative of the cost by {z}; "
        "[BP1](four_equations.md#BP1) is the recipe for it, and most of this page is about what "
        "the recipe gives."
    )
    p.symbols(x, W, b, y)
    p.define(z)

    p.part("Half the squared error")
    Q = let("Q", N(1, 2) * total(k, (a[k] - y[k]) ** 2), "half the squared error")
    p.text(
        "The cost that most textbooks begin with. The half is there to meet the two that the "
        "square leaves behind. No proof of the four equations uses this cost; it only says what "
        "the first factor of BP1 is.",
        covers="S2-2",
    )
    p.define(a)
    p.define(Q)
    entry = p.chain(
        partial(Q, a[j]),
        chain_rule("differentiate each square; the two meets the half"),
        total(k, (a[k] - y[k]) * partial(a[k], a[j])),
        elementary("an answer moves with itself and with no other answer"),
        total(k, (a[k] - y[k]) * kronecker(k, j)),
        algebra("only the term where both indices agree is left"),
        a[j] - y[j],
        name="dQ_da_entry",
        title="The cost by one answer",
    )
    dQ_da = p.chain(
        partial(Q, a),
        stacked(entry, "one below the other"),
        a - y,
        name="dQ_da",
        title="The cost by all answers",
    )
    dQ_dz = p.chain(
        partial(Q, z),
        elementwise("BP1: each answer depends on its own pre-activation only"),
        odot(partial(Q, a), s.prime(z)),
        by(dQ_da),
        odot(a - y, s.prime(z)),
        name="dQ_dz",
        title="BP1 for half the squared error",
        when="an activation that works on each entry by itself",
    )

    p.part("Sigmoids with cross-entropy")
    h = let("h", sigmoid(z), "the answers of sigmoids", between=(0, 1))
    answers = y[k] * log(h[k]) + (1 - y[k]) * log(1 - h[k])
    E = let(
        "E", -total(k, answers), "binary cross-entropy: one question, yes or no, for each neuron"
    )
    p.text(
        "Each neuron answers a question of its own with yes or no: is there a dog in the picture? "
        "a cat? The cost is the sum of the neurons' losses, and each is the loss of [one "
        "neuron](neuron.md)."
    )
    p.define(h)
    p.define(E)
    entry = p.chain(
        partial(E, z[j]),
        chain_rule("BP1 in components: one path, through the neuron's own answer"),
        partial(E, h[j]) * partial(h[j], z[j]),
        elementary("both slopes are known, as for [one neuron](neuron.md#dL_dz)"),
        (h[j] - y[j]) / (h[j] * (1 - h[j])) * (h[j] * (1 - h[j])),
        algebra("cancel"),
        h[j] - y[j],
        name="dE_dz_entry",
        title="The error of one sigmoid",
        formerly="dE_dh",
    )
    dE_dz = p.chain(
        partial(E, z),
        stacked(entry, "one below the other"),
        h - y,
        name="dE_dz",
        title="BP1 for sigmoids with cross-entropy",
    )
    p.text(
        "The slope of the sigmoid has cancelled. That is no exception to BP1, it is BP1 with this "
        "cost and this activation put in."
    )

    p.part("Softmax: when the answers depend on one another")
    p.text(
        "A softmax layer chooses among species. It turns the pre-activations into shares of a "
        "whole, and where one share grows the others must shrink. So every pre-activation acts "
        "on every answer: there are many paths where BP1 knows one. Sum over all of them, and BP1 "
        "gets a form that holds for every activation: the transposed Jacobian of the activation "
        "times the slopes of the cost. If each answer depends on its own pre-activation only, the "
        "Jacobian has nothing beside its diagonal, and out comes the elementwise form; here for "
        "the activation and the cost from the top of the page."
    )
    diagonal = p.chain(
        partial(a, z),
        elementwise("every other pre-activation leaves the answer as it is"),
        diag(s.prime(z)),
        name="jacobian_elementwise",
        title="The Jacobian of an elementwise activation",
    )
    p.chain(
        partial(Q, z),
        over_paths("over every answer; the transpose sums over the rows of the Jacobian"),
        partial(a, z).T @ partial(Q, a),
        by(diagonal),
        diag(s.prime(z)).T @ partial(Q, a),
        algebra("a diagonal matrix multiplies each entry by its own number"),
        odot(partial(Q, a), s.prime(z)),
    )
    p.text(
        "The [Jacobian of softmax](softmax.md#jacobian) is full, so for softmax the general form "
        "[stays a matrix product](softmax.md#dC_dz). With cross-entropy it ends in [answer minus "
        "target](softmax.md#dG_dz) all the same, if the targets add up to one; for [any other "
        "targets](softmax.md#dH_dz) the answers are multiplied by their sum first. The page "
        "[Softmax and cross-entropy](softmax.md) derives all of it, and [Softmax, neuron by "
        "neuron](softmax_shortcut.md) shows what goes wrong if one takes the elementwise form."
    )

    p.part("A penalty on the biases")
    K = opaque("K", z, meaning="any cost that sees the layer through its pre-activations")
    error = let("delta", partial(K, z), "the error of the layer")
    strength = scalar("lambda", "how strong the penalty is", between=(0, None))
    P = let("P", N(1, 2) * strength * total(k, b[k] ** 2), "a penalty on large biases")
    p.text(
        "BP3 says that the slope of a bias is the error of its neuron, because the bias reaches "
        "the cost through its pre-activation only. A penalty opens a second way, straight from "
        "the bias to the cost, and each way adds a term."
    )
    p.symbols(K, strength)
    p.define(error)
    p.define(P)
    entry = p.chain(
        partial(K + P, b[j]),
        elementary("the derivative of a sum"),
        partial(K, b[j]) + partial(P, b[j]),
        over_paths("the cost through every pre-activation"),
        total(k, partial(K, z[k]) * partial(z[k], b[j])) + partial(P, b[j]),
        elementary("a bias is added to its own pre-activation and to no other"),
        total(k, partial(K, z[k]) * kronecker(k, j)) + partial(P, b[j]),
        algebra("only the term where both indices agree is left"),
        partial(K, z[j]) + partial(P, b[j]),
        definition("the first term is the error"),
        error[j] + partial(P, b[j]),
        elementary("the two of the square meets the half; the other squares are constant"),
        error[j] + strength * b[j],
        name="dKP_db_entry",
        title="One bias with a penalty",
    )
    dKP_db = p.chain(
        partial(K + P, b),
        stacked(entry, "one below the other"),
        error + strength * b,
        name="dKP_db",
        title="BP3 with a penalty",
        when="half a multiple of the squared biases added to the cost",
    )
    remark = p.mistake(
        "BP3 without the penalty's own term",
        partial(E + P, b[1]),
        partial(E, z[1]),
        at={
            x: [[1], [2]],
            W: [[1, -1], [2, 0]],
            b: [[1], [-2]],
            y: [[1], [0]],
            strength: N(1, 10),
        },
    )
    remark(
        f"Right is {dKP_db}. It comes about because the penalty does not change the error: the "
        "backward pass through the network is the same as before, and the second way is easily "
        "overlooked. Many programs avoid the question by penalising the weights only."
    )

    p.part("The mean over a batch")
    X = array("X", "m", "r", "the inputs: one row for each example", examples=True)
    Z = let("Z", X @ W.T + ones("m") @ b.T, "the pre-activations, one row each", examples=True)
    L = opaque("J_sum", Z, meaning="the sum of the losses of all examples")
    D = let("D", partial(L, Z), "the errors, one row each", entry="delta", examples=True)
    J = let("J", 1 / m * L, "the cost: the mean of the losses")
    p.text(
        f"With {m} examples the cost is usually the mean of their losses. Each example has "
        "pre-activations of its own, and so an error of its own, but all of them share the same "
        "biases. A bias therefore reaches the cost in as many ways as there are examples.",
        covers="S2-19",
    )
    p.symbols(X, L)
    for name in (Z, D, J):
        p.define(name)
    p.text(
        f"The loss of example {i} sees only row {i} of {Z}, whatever the losses are. So "
        f"{D[i, j]} is the error of neuron {j} in that example alone."
    )
    entry = p.chain(
        partial(J, b[j]),
        definition("the cost is the mean of the losses"),
        partial(1 / m * L, b[j]),
        over_paths("over every pre-activation of every example"),
        1 / m * total(i, total(k, partial(L, Z[i, k]) * partial(Z[i, k], b[j]))),
        elementary("a bias is added to its own pre-activation, in every example"),
        1 / m * total(i, total(k, partial(L, Z[i, k]) * kronecker(k, j))),
        algebra("only the term where both indices agree is left"),
        1 / m * total(i, partial(L, Z[i, j])),
        definition("the derivatives are the errors"),
        1 / m * total(i, D[i, j]),
        name="dJ_db_entry",
        title="One bias over a batch",
    )
    dJ_db = p.chain(
        partial(J, b),
        stacked(entry, "the transpose of the errors sums over the examples"),
        1 / m * (D.T @ ones("m")),
        name="dJ_db",
        title="BP3 over a batch: the mean of the errors",
        when="a cost that is the mean of the losses",
    )
    p.text(
        "In code the mean of the errors is one call. Here for three flowers, one of each species, "
        "and a softmax layer that sees their petals; a difference of the cost confirms the first "
        "bias:"
    )
    p.code(
        """
        import numpy as np
        from bpcore.iris import load_iris, one_hot
        iris, rows = load_iris(), [16, 50, 100]
        X, T = iris.features[rows, 2:], one_hot(iris.species[rows], 3)
        W, b = np.array([[-1, -0.5], [0.5, -0.5], [0.5, 1]]), np.array([2.0, 0.0, -1.0])
        def answers(b):
            powers = np.exp(X @ W.T + b)
            return powers / powers.sum(axis=1, keepdims=True)

        def cost(b):
            return -(T * np.log(answers(b))).sum(axis=1).mean()

        D = answers(b) - T
        D.mean(axis=0).round(6)
        step = np.array([1e-5, 0, 0])
        print(round((cost(b + step) - cost(b - step)) / 2e-5, 6))
        """
    )
    p.text(
        "If the cost is the sum of the losses instead, the first factor is missing on both sides. "
        "[Many examples](examples.md) shows the mistake of taking one for the other."
    )

    p.part("Side by side")
    p.table(
        ("condition", "what holds"),
        ("elementwise activation, half the squared error", dQ_dz),
        ("sigmoids with cross-entropy", dE_dz),
        ("softmax, any cost", "[a matrix product](softmax.md#dC_dz)"),
        ("softmax with cross-entropy, any targets", "[one more factor](softmax.md#dH_dz)"),
        (
            "softmax with cross-entropy, targets that add up to one",
            "[answer minus target](softmax.md#dG_dz)",
        ),
        ("penalised biases", dKP_db),
        ("the mean over a batch", dJ_db),
    )
