"""The algorithm as a list, and why backwards

Backpropagation from the inputs to the update, line by line, each beside its proof and its line of
a program; and what it would cost to go the other way.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
order: g.T @ (A @ (B @ h)) = g.T @ A @ B @ h: proved for any width
both: F = n_0 * n_1 * (R - n_0 * n_1 + n_3): proved for all values
"""

from bpcore import (
    N,
    Page,
    algebra,
    column,
    d,
    definition,
    let,
    matrix,
    odot,
    opaque,
    partial,
    proved,
    scalar,
    unspecified,
)
from bpcore.drawing import paths


def derive(p: Page) -> None:
    """Put the algorithm down as a list, run it, and count both directions."""
    p.text(
        "All of backpropagation in one place: what is done first, what next, and where is each "
        "line proved? And why is it done from the end to the beginning, when the network is "
        "computed the other way?"
    )
    with p.important("In short"):
        p.text(
            "Forwards, layer by layer, and keep what each layer says. Then the error of the last "
            "layer; from it the errors of all layers, backwards; from each error the slopes of "
            "that layer's weights and biases; and one step against them. One goes backwards "
            "because the cost is *one* number, and the parameters are many: a sweep forwards gives "
            "the slopes by one quantity, a sweep backwards those of one quantity by all others."
        )
    p.text(
        "You need the [four equations](four_equations.md), or the [hidden layers]"
        "(hidden_layer.md) of the course."
    )

    p.part("The list")
    s = unspecified("s")
    a_0 = column("a^[l-1]", "m", "what the layer receives")
    W = matrix("W^[l]", "n", "m", "the weights of the layer: row for neuron, column for input")
    b = column("b^[l]", "n", "the biases of the layer")
    z = let("z^[l]", W @ a_0 + b, "the pre-activations of the layer")
    a = let("a^[l]", s(z), "the activations of the layer")
    W_1 = matrix("W^[l+1]", "p", "n", "the weights of the next layer")
    b_1 = column("b^[l+1]", "p", "the biases of the next layer")
    z_1 = let("z^[l+1]", W_1 @ a + b_1, "the pre-activations of the next layer")
    C = opaque("C", z_1, meaning="the cost: everything above the next layer")
    d_0 = let("delta^[l]", partial(C, z), "the error of the layer")
    d_1 = let("delta^[l+1]", partial(C, z_1), "the error of the next layer")
    z_L = column("z^[L]", "n", "the pre-activations of the last layer")
    a_L = let("a^[L]", s(z_L), "the activations of the last layer")
    K = opaque("K", a_L, meaning="the cost, as a function of what the network says")
    d_L = let("delta^[L]", partial(K, z_L), "the error of the last layer")
    eta = scalar("eta", "the learning rate", between=(0, None))
    p.text(
        f"There are {scalar('L')} layers, and {scalar('l')} is the number of any of them. One "
        "example goes through, written as a column. The letters are those of the [four "
        "equations](four_equations.md):"
    )
    p.symbols(a_0, W, b, W_1, b_1, eta)
    p.define(z, a, z_1)
    p.symbols(C)
    p.define(d_0, d_1)
    p.symbols(z_L)
    p.define(a_L)
    p.symbols(K)
    p.define(d_L)
    bp1 = proved(d_L, odot(partial(K, a_L), s.prime(z_L)))
    bp2 = proved(d_0, odot(W_1.T @ d_1, s.prime(z)))
    bp3, bp4 = proved(partial(C, b), d_0), proved(partial(C, W), d_0 @ a_0.T)
    new_W = let("W_new", W - eta * partial(C, W), "the weights after the step")
    new_b = let("b_new", b - eta * partial(C, b), "the biases after the step")
    p.define(new_W, new_b)
    p.text(
        f"The cost is called {K} where it is looked at from the last layer, and {C} from any layer "
        "below. Each step stands beside its line of the program that follows."
    )
    p.text(
        "**1. Inputs.** What layer 0 says is the example; there is nothing to compute. In the "
        "program: `a = {0: x}`"
    )
    p.text(
        "**2. Forwards**, from layer 1 to the last: [add up](forward_pass.md), then the "
        f"activation, and keep both. {proved(z, W @ a_0 + b)} and {proved(a, s(z))}. In the "
        "program: `a[l] = sigmoid(W[l] @ a[l - 1] + b[l])`"
    )
    p.text(
        f"**3. The error of the last layer**, by [BP1](four_equations.md#BP1): {bp1}. For sigmoids "
        "with cross-entropy that comes to [answer minus target](conditions.md#dE_dz). In the "
        "program: `delta = {last: a[last] - y}`"
    )
    p.text(
        "**4. Backwards**, from the last layer but one to layer 1: the errors, by "
        f"[BP2](four_equations.md#BP2). {bp2}. In the program: "
        "`delta[l] = W[l + 1].T @ delta[l + 1] * a[l] * (1 - a[l])`"
    )
    p.text(
        "**5. The slopes** of all biases, by [BP3](four_equations.md#BP3), and of all weights, by "
        f"[BP4](four_equations.md#BP4). {bp3} and {bp4}. In the program: "
        "`dW[l], db[l] = delta[l] @ a[l - 1].T, delta[l]`"
    )
    p.text(
        "**6. The update**, all layers at once: a [step against the slopes](iris_trained.md#the-"
        f"direction-and-the-size-of-a-step). {proved(new_W, W - eta * partial(C, W))} and "
        f"{proved(new_b, b - eta * partial(C, b))}. In the program: "
        "`W[l], b[l] = W[l] - eta * dW[l], b[l] - eta * db[l]`"
    )
    p.text(
        "Then the next example, from the first step on. Two things must not be mixed up: in step 4 "
        "all errors are worked out with the *old* weights, and only when all slopes are known does "
        "step 6 change anything. For many examples at once the slopes of step 5 are added up, or "
        "averaged if the cost is a mean: [batches](batches.md)."
    )

    p.part("The program")
    p.text("The same list for a network of any depth, with sigmoids in all layers.")
    p.code(
        """
        import numpy as np
        def sigmoid(z):
            return 1 / (1 + np.exp(-z))

        def forward(W, b, x):
            a = {0: x}
            for l in range(1, len(W) + 1):
                a[l] = sigmoid(W[l] @ a[l - 1] + b[l])
            return a

        def slopes(W, b, x, y):
            a, last = forward(W, b, x), len(W)
            delta = {last: a[last] - y}
            for l in range(last - 1, 0, -1):
                delta[l] = W[l + 1].T @ delta[l + 1] * a[l] * (1 - a[l])
            dW, db = {}, {}
            for l in range(1, last + 1):
                dW[l], db[l] = delta[l] @ a[l - 1].T, delta[l]
            return dW, db

        def step(W, b, x, y, eta):
            dW, db = slopes(W, b, x, y)
            for l in dW:
                W[l], b[l] = W[l] - eta * dW[l], b[l] - eta * db[l]
        """
    )
    p.text(
        "It is tried on versicolor (target 0) and virginica (target 1), with four inputs, layers "
        "of five and three neurons, and one answer. First a slope of the first layer beside a "
        "difference of the loss; then a hundred rounds through the hundred flowers, one flower "
        "after another:"
    )
    p.code(
        """
        from bpcore.iris import only, standardise
        iris = only("versicolor", "virginica")
        examples = [(x[:, None], float(y)) for x, y in
                    zip(standardise(iris.features).features, iris.species)]
        rng, sizes = np.random.default_rng(1), (4, 5, 3, 1)
        W = {l: rng.normal(size=(sizes[l], sizes[l - 1])) for l in (1, 2, 3)}
        b = {l: np.zeros((sizes[l], 1)) for l in (1, 2, 3)}

        def loss(x, y):
            answer = float(forward(W, b, x)[3][0, 0])
            return float(-(y * np.log(answer) + (1 - y) * np.log(1 - answer)))

        x, y = examples[0]
        found, losses = slopes(W, b, x, y)[0][1][2, 3], []
        for shift in (1e-5, -1e-5):
            W[1][2, 3] += shift
            losses.append(loss(x, y))
            W[1][2, 3] -= shift

        print(f"{found:.8f} {(losses[0] - losses[1]) / 2e-5:.8f}")
        print(f"{np.mean([loss(x, y) for x, y in examples]):.3f}")
        for _ in range(100):
            for x, y in examples:
                step(W, b, x, y, eta=0.1)

        print(f"{np.mean([loss(x, y) for x, y in examples]):.3f}")
        """
    )

    p.part("The graph of a computation", anchor="graph")
    w, x, c = scalar("w", "a weight"), scalar("x", "its input"), scalar("c", "a bias")
    y = scalar("y", "the target")
    u = let("u", w * x, "the product")
    v = let("v", u + c, "the sum")
    r = let("r", v - y, "how far it is off")
    Q = let("Q", N(1, 2) * r**2, "half the squared error")
    p.text(
        "Why backwards? Take a computation apart until every line does one thing. Each "
        "intermediate result is a node, and an arrow leads from what is used to what is made of "
        "it: that is the *computational graph*. Here is one neuron without activation:"
    )
    p.symbols(w, x, c, y)
    p.define(u, v, r, Q)
    edges = [
        (w, u, x),
        (x, u, w),
        (u, v, N(1)),
        (c, v, N(1)),
        (v, r, N(1)),
        (r, Q, r),
        (y, r, N(-1)),
    ]
    p.picture(
        "graph",
        paths([[w, x], [u, c], [v, y], [r], [Q]], edges, lit=[[w, u, v, r, Q]]),
        "A graph. Weight and input lead to the product, product and bias to the sum, sum and "
        "target to the difference, the difference to the error. The way from the weight to the "
        "error is lit.",
        "Each arrow bears the slope of its end by its beginning.",
    )
    p.text(
        "The slope of the last node by the first one is the product of the slopes on the lit "
        "arrows. A product can be worked out from either end."
    )
    now = {w: 3, x: 2, c: -1, y: 1}
    here = p.numbers(now)
    p.worked(here, u, v, r, Q)
    with p.tabs():
        with p.tab("From the end: backwards"):
            p.text("How does the *error* move with each node? Against the arrows:")
            p.worked(
                here,
                proved(d(Q, r), r * 1),
                proved(d(Q, v), d(Q, r) * 1),
                proved(d(Q, u), d(Q, v) * 1),
                proved(d(Q, w), d(Q, u) * x),
                proved(d(Q, x), d(Q, u) * w),
                proved(d(Q, c), d(Q, v) * 1),
            )
        with p.tab("From the beginning: forwards"):
            p.text("How does each node move with the *weight*? Along the arrows:")
            p.worked(
                here,
                proved(d(u, w), x * 1),
                proved(d(v, w), 1 * d(u, w)),
                proved(d(r, w), 1 * d(v, w)),
                proved(d(Q, w), r * d(r, w)),
            )
    p.text(
        "Both end in the same number. But look at what else was found on the way. The sweep "
        "backwards has the slopes of the error by *every* node, by the input and the bias too. The "
        "sweep forwards has the slopes of every node by the weight; for the bias one has to sweep "
        "again. Backwards is called *reverse accumulation*, forwards *forward accumulation*; "
        "backpropagation is the first of them."
    )
    p.text(
        "If several arrows leave a node, the sweep backwards adds up what comes in over all of "
        "them: slope at the arrow's end, times the slope on the arrow. That is the "
        "[total derivative](total_derivative.md#total)."
    )

    p.part("With matrices")
    A = matrix("A", "p", "n", "slopes of one layer by the layer below")
    B = matrix("B", "n", "m", "slopes of that layer by what lies below it")
    g = column("g", "p", "slopes of the cost by the upper layer")
    h = column("h", "m", "how what lies below moves with one parameter")
    p.text(
        "For layers the slopes on the arrows are Jacobians, and the [vector chain rule]"
        "(total_derivative.md#vector) multiplies them. Where one begins makes no difference for "
        "the result:"
    )
    p.symbols(A, B, g, h)
    p.chain(
        g.T @ (A @ (B @ h)),
        algebra("a product of matrices may be worked out in any order"),
        ((g.T @ A) @ B) @ h,
        name="order",
        title="From the right or from the left",
    )
    p.text(
        "On the left side one begins at the parameter, with a column; on the right side at the "
        "cost, with a row. Both times a matrix meets a vector. But the row at the cost is the same "
        "for all parameters, so it is carried down once, while the column is another one for each "
        "parameter."
    )

    p.part("Counted", anchor="counted")
    l_0, l_1, l_2, l_3 = (
        scalar(f"n_{k}", meaning, between=(0, None))
        for k, meaning in enumerate(
            ("number of inputs", "neurons in layer 1", "neurons in layer 2", "neurons in layer 3")
        )
    )
    p.text(
        "How much does it cost to find the slopes of all weights of the *first* layer, in a "
        "network of three layers? Count multiplications. The forward pass is done, and the slopes "
        "of the cost by the last sums are known, for example as answer minus target."
    )
    p.symbols(l_0, l_1, l_2, l_3)
    T = let(
        "T",
        l_1 + l_1 * l_2 + l_2 + l_2 * l_3 + l_3,
        "multiplications of one sweep forwards, for one weight",
    )
    S = let("F", (l_0 * l_1) * T, "the same for all weights of the first layer")
    R = let(
        "R",
        l_2 * l_3 + l_2 + l_1 * l_2 + l_1 + l_0 * l_1,
        "multiplications of one sweep backwards, for all weights of the first layer",
    )
    p.text(
        "*Forwards*, for one weight: a column of how the first sums move. Multiply it by the "
        "slopes of the first activation, the second weights, the slopes of the second activation, "
        "the third weights, and at the end by the slopes of the cost. Then again, for each weight:"
    )
    p.define(T, S)
    p.text(
        "*Backwards*: the same slopes and weights in the opposite order, once. Then each error of "
        "the first layer is multiplied by each input, for all weights together:"
    )
    p.define(R)
    both = p.chain(
        S,
        definition("a sweep for each weight"),
        (l_0 * l_1) * T,
        definition("the multiplications of one sweep"),
        (l_0 * l_1) * (l_1 + l_1 * l_2 + l_2 + l_2 * l_3 + l_3),
        algebra("in another order, with the last term taken away and added again"),
        (l_0 * l_1) * ((l_2 * l_3 + l_2 + l_1 * l_2 + l_1 + l_0 * l_1) - l_0 * l_1 + l_3),
        definition("the first bracket is the sweep backwards"),
        (l_0 * l_1) * (R - l_0 * l_1 + l_3),
        name="both",
        title="Forwards and backwards",
    )
    p.text(
        "So one sweep forwards costs about as much as one backwards, and forwards there are as "
        "many sweeps as weights. For the network of this page, with sizes four, five, three and "
        "one:"
    )
    sizes = p.numbers({l_0: 4, l_1: 5, l_2: 3, l_3: 1})
    p.worked(sizes, T, both, R)
    p.text(
        "Is the count fair? The column with which a sweep forwards begins has a single entry that "
        "is not zero, for a weight acts on its own neuron only. And weights of one neuron differ "
        "in their input alone, so one sweep for each *neuron* of the first layer would do, and "
        "then a product with each input. Leave out all zeros and sweep once for each neuron:"
    )
    clever = let(
        "V",
        l_1 * (1 + l_2 + l_2 + l_2 * l_3 + l_3) + l_0 * l_1,
        "multiplications forwards, one sweep for each neuron, without the zeros",
    )
    p.define(clever)
    p.worked(sizes, clever)
    p.text(
        "That is still more than backwards, and in a wide layer much more: each neuron needs a "
        "sweep of its own. Does a program count the same? Each product reports its multiplications:"
    )
    p.code(
        """
        counted = 0
        def times(A, B, elementwise=False):
            global counted
            counted += B.size if elementwise else A.shape[0] * A.shape[1] * B.shape[1]
            return A * B if elementwise else A @ B

        x, y = examples[0]
        a = forward(W, b, x)
        slope = {l: a[l] * (1 - a[l]) for l in (1, 2)}
        error = a[3] - y

        forwards = np.zeros((5, 4))
        for j in range(5):
            for k in range(4):
                moved = np.zeros((5, 1))
                moved[j] = x[k]
                moved = times(W[2], times(slope[1], moved, elementwise=True))
                moved = times(W[3], times(slope[2], moved, elementwise=True))
                forwards[j, k] = times(error.T, moved)[0, 0]

        print(counted)
        counted = 0
        delta = times(slope[2], times(W[3].T, error), elementwise=True)
        delta = times(slope[1], times(W[2].T, delta), elementwise=True)
        backwards = times(delta, x.T)
        print(counted, bool(np.allclose(forwards, backwards)))
        """
    )
    p.text(
        "Both counts are those of the formulas, and both ways give the same slopes. What all "
        "slopes of all layers cost, and what must be kept for it, is told under [what to "
        "cache](caching.md)."
    )

    p.part("When forwards is better")
    p.table(
        ("what is wanted", "better", "because"),
        ("one number by many parameters, as in training", "backwards", "one sweep is enough"),
        ("many numbers by one variable", "forwards", "one sweep is enough, and nothing is kept"),
        (
            "a check of one slope",
            "forwards",
            "a [complex step](gradient_checking.md#complex_step) or dual numbers need no code for "
            "the way back",
        ),
    )
    p.text(
        "There is a price for going backwards: everything that the slopes on the arrows are made "
        "of has to be kept from the forward pass until the sweep comes by, or be worked out again."
    )
