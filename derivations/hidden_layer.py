"""Hidden layers, to any depth

What the slopes above a layer say about the layer below: eq. (5) of the article, ReLU and its kink,
the weights of a hidden layer, and why one step settles a network of any depth.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
dz_da_entry: partial(u[i], a[j]) = V[i, j]: proved for any width
dz_da: partial(u, a) = V: proved for any width
dC_da_entry: partial(C, a[j]) = sum(partial(C, u[i]) * V[i, j] for i in 1..p): proved for any width
dC_da: partial(C, a) = V.T @ partial(C, u): proved for any width
relu: partial(relu(t), t) = (t > 0): proved for all values where t differs from zero
relu_jacobian: partial(G, z) = diag((z > 0)): proved for any width where no entry of z is zero
dC_dz_entry: partial(C, z[j]) = sum(partial(C, u[i]) * V[i, j] for i in 1..p) * s_prime(z[j]): \
proved for any width
dC_dz: partial(C, z) = V.T @ partial(C, u) * s_prime(z): proved for any width
dz_dw: partial(z[k], W[j, q]) = (k == j) * x[q]: proved for any width
dC_dw: partial(C, W[j, q]) = partial(C, z[j]) * x[q]: proved for any width
dC_dW: partial(C, W) = outer(partial(C, z), x.T): proved for any width
dC_dW_whole: partial(C, W) = outer(V.T @ partial(C, u) * s_prime(z), x.T): proved for any width
dC_db_entry: partial(C, b[j]) = partial(C, z[j]): proved for any width
dC_db: partial(C, b) = partial(C, z): proved for any width
bracket: V.T @ delta * rho = diag(rho) @ V.T @ delta: proved for any width
two_deep: partial(C_2, z^[l]) = delta^[l]: proved for any width
"""

from bpcore import (
    N,
    Page,
    algebra,
    by,
    closed,
    column,
    definition,
    diag,
    elementary,
    elementwise,
    entries,
    exp,
    gate,
    index,
    kronecker,
    let,
    log,
    matrix,
    odot,
    opaque,
    outer,
    over_paths,
    partial,
    positive_part,
    proved,
    relu,
    row,
    scalar,
    stacked,
    total,
    unspecified,
)
from bpcore.activations import entrywise
from bpcore.drawing import paths, shapes
from bpcore.example import example_network
from bpcore.explorer import Layer, exploration
from bpcore.iris import FLOWERS, SPECIES_NAMES, flower
from bpcore.losses import heads


def derive(p: Page) -> None:
    """Derive the slopes of a hidden layer, of its weights, and of any layer below."""
    i, k = index("i", over="p"), index("k", over="n")
    j, q = index("j", over="n"), index("q", over="m")
    s = unspecified("s")

    x = column("x", "m", "what the hidden layer receives")
    W = matrix("W", "n", "m", "the weights of the hidden layer")
    b = column("b", "n", "the biases of the hidden layer")
    z = let("z", W @ x + b, "the pre-activations of the hidden layer")
    a = let("a", s(z), "the activations of the hidden layer: any activation, neuron by neuron")
    V = matrix("V", "p", "n", "the weights of the layer above")
    c = column("c", "p", "the biases of the layer above")
    u = let("u", V @ a + c, "the pre-activations of the layer above")
    C = opaque("C", u, meaning="the cost: whatever stands above, differentiable")

    p.text(
        "A weight in a hidden layer never touches the cost. It moves its neuron, the neuron moves "
        "every neuron of the layer above, and so on up. How does one add all that up, without "
        "going through the whole network again for each weight?"
    )
    down = proved(partial(C, z), odot(V.T @ partial(C, u), s.prime(z)))
    weights = proved(partial(C, W), outer(partial(C, z), x.T))
    with p.important("In short"):
        p.text(
            "The slopes of the cost by the pre-activations above are known. A product with the "
            "weights carries them down to the activations, and that product *is* the total "
            "derivative: a sum over all paths. An elementwise product with the slopes of the "
            "activation carries them on to the pre-activations, and a column by a row turns them "
            f"into the slopes of the weights: {down} and {weights}. Then the same again, one layer "
            "down."
        )
    p.text(
        "You need the [total derivative](total_derivative.md), the "
        "[final layer](final_layer.md), or [softmax](softmax.md) if that is your last layer.",
        covers="S1-104",
    )

    p.part("Two layers and the rest")
    p.text(
        "In the network of this course the layer above is the last one, but nothing here depends "
        "on that. So the letters carry no number of a layer, and all widths are letters. Of the "
        f"cost only this is known: it depends on the pre-activations {u} above, in any "
        "differentiable way. What comes after, another layer, a softmax, ten layers, is hidden in "
        "that sentence."
    )
    p.symbols(x, W, b, V, c, C)
    p.define(z, a, u)
    p.text(
        f"The slopes {partial(C, u)} are known: they are what the "
        "[final layer](final_layer.md#dC_dz) or the layer above has just worked out for its own "
        "weights. They are used a second time here. That is the whole economy of backpropagation.",
        covers="S1-105",
    )

    p.part("I. The layer above, by the activations")
    p.text(
        "Each pre-activation above adds up all activations below it, each times a weight. So its "
        "slope by an activation is the weight between the two:",
        covers="S1-106",
    )
    du_da = p.chain(
        partial(u[i], a[j]),
        definition("what the layer above adds up"),
        partial((V @ a + c)[i], a[j]),
        elementary("the sum holds this activation once, times its weight"),
        V[i, j],
        name="dz_da_entry",
        title="One pre-activation above by one activation",
    )
    p.chain(
        partial(u, a),
        stacked(du_da, "a row for each neuron above, a column for each activation"),
        V,
        name="dz_da",
        title="The Jacobian is the matrix of weights",
        covers="S1-107",
    )
    p.text(
        "Row for output, column for input: that is how this book writes weights as well, so the "
        "Jacobian is the matrix itself. The notes of source 003 write the weights the other way "
        "round, and there the Jacobian is the transpose ([translation](translation.md))."
    )

    p.part("II. The cost by the activations: all paths", covers="S1-108")
    p.text(
        "Here the hidden layer differs from the last one. An activation of the last layer went "
        "straight into the cost. A hidden activation goes into *every* neuron above, and each of "
        "them goes into the cost."
    )
    three = (1, 2, 3)
    h = column("h", 5, "five hidden activations")
    U = matrix("U", 3, 5, "the weights of three neurons above")
    o = let("o", U @ h, "their pre-activations, biases left out")
    L = opaque("K", o, meaning="a cost")
    p.text("Take five activations and three neurons, to have something to draw and to write out.")
    p.symbols(h, U, L)
    p.define(o)
    p.picture(
        "paths",
        paths(
            [[h[2]], [o[t] for t in three], [L]],
            [
                *((h[2], o[t], U[t, 2]) for t in three),
                *((o[t], L, partial(L, o[t])) for t in three),
            ],
            lit=[[h[2], o[t], L] for t in three],
        ),
        "One activation on the left, three neurons above it in the middle, the cost on the right. "
        "An arrow leads from the activation to each of the three neurons and from each of them to "
        "the cost; all arrows are lit.",
        "Second activation of five, three neurons above: three paths. Each arrow bears its slope.",
        covers="S1-110",
    )
    p.text("Multiply along each path, then add the paths:")
    dC_da = p.chain(
        partial(C, a[j]),
        over_paths("over every neuron of the layer above"),
        total(i, partial(C, u[i]) * partial(u[i], a[j])),
        by(du_da),
        total(i, partial(C, u[i]) * V[i, j]),
        name="dC_da_entry",
        title="The cost by one hidden activation",
    )
    p.chain(
        partial(C, a),
        stacked(dC_da, "a sum over the rows of the weights is a product with their transpose"),
        V.T @ partial(C, u),
        name="dC_da",
        title="Eq. (5): the cost by all hidden activations",
        covers="S1-109",
    )
    p.text("For the five activations and three neurons of the picture, all sums written out:")
    p.chain(
        partial(L, h),
        over_paths("over the three neurons, for each activation"),
        U.T @ partial(L, o),
        algebra("row of the transpose times column"),
        entries(U.T @ partial(L, o)),
    )
    p.text(
        "Five entries, three terms each, as many terms as weights. The article writes the same as "
        "a row; there the weights stand behind, untransposed:"
    )
    p.chain(
        partial(C, a).T,
        by(p.results["dC_da"]),
        (V.T @ partial(C, u)).T,
        algebra("the transpose of a product, in the opposite order"),
        partial(C, u).T @ V,
    )
    p.picture(
        "eq-five",
        shapes(U.T @ partial(L, o), partial(L, h)),
        "Three boxes: five by three, times three by one, gives five by one.",
        "The matrix product adds over what lies between: the three neurons above.",
    )
    g = scalar("g", "the only hidden activation")
    w_1, w_2 = scalar("w_1", "its first weight"), scalar("w_2", "its second weight")
    u_1, u_2 = let("q_1", w_1 * g, "first neuron above"), let("q_2", w_2 * g, "second neuron above")
    K = let("C_1", N(1, 2) * (u_1**2 + u_2**2), "a cost")
    p.text(
        "What if one follows a single path? The smallest network that shows it has one hidden "
        "activation and two neurons above it, without biases."
    )
    p.symbols(g, w_1, w_2)
    p.define(u_1, u_2, K)
    one = {g: 1, w_1: 2, w_2: 3}
    p.chain(
        partial(K, g),
        over_paths("over both neurons"),
        partial(K, u_1) * partial(u_1, g) + partial(K, u_2) * partial(u_2, g),
        elementary("the square's two meets the half; each product holds the activation once"),
        u_1 * w_1 + u_2 * w_2,
    )
    remark = p.mistake(
        "One path of two",
        partial(K, g),
        partial(K, u_1) * partial(u_1, g),
        at=one,
        formerly="mistake-21d461",
    )
    remark(
        "It is the rule from school, applied to the first neuron. Nothing in it is wrong "
        "but that a second path exists."
    )

    p.part("III. ReLU, and its value at zero", covers="S1-111")
    t = scalar("t", "the pre-activation of one neuron")
    p.text("The hidden layer of the article uses the *rectified linear unit*:")
    p.symbols(t)
    p.chain(
        relu(t),
        definition("the larger of zero and the pre-activation"),
        positive_part(t),
        definition(f"{gate(t)} is one if {t} is above zero, and zero otherwise"),
        t * gate(t),
    )
    drelu = p.chain(
        partial(relu(t), t),
        elementary("above zero the slope is one, below it is zero"),
        1 * gate(t),
        algebra("a factor of one changes nothing"),
        gate(t),
        name="relu",
        title="The slope of ReLU",
        covers="S1-112",
    )
    p.text(
        f"At zero there is a kink and no slope. {drelu.right} is zero there, and programs take "
        "that; it is a choice, not a result. Any number from zero to one would serve. Three ways "
        "to take differences at the kink give three answers, and a computer algebra system gives "
        "one half:"
    )
    p.code(
        """
        import sympy
        def relu(t):
            return max(0.0, t)

        step = 1e-6
        forward = (relu(step) - relu(0)) / step
        backward = (relu(0) - relu(-step)) / step
        central = (relu(step) - relu(-step)) / (2 * step)
        print(round(forward, 6), round(backward, 6), round(central, 6))
        t = sympy.Symbol("t", real=True)
        sympy.diff(sympy.Max(0, t), t).subs(t, 0)
        """
    )
    p.text(
        "Does the choice matter? Hardly: a sum is exactly zero only where everything below it says "
        "zero and its bias is zero, as above a layer that is off, or where all weights and biases "
        "start at zero. In that case every neuron sits on its kink. The formula says that no "
        "weight below matters, while central differences say that they do:"
    )
    p.code(
        """
        import numpy as np
        from bpcore.iris import flower
        from bpcore.network import Network
        above = [[0.2, -0.8, 0.5, -0.1, -0.4], [-0.2, 0.4, -0.1, 0.1, -0.5],
                 [-0.2, 0.2, -0.3, -0.4, 0.9]]
        network = Network([np.zeros((5, 4)), above], [np.zeros(5), np.zeros(3)],
                          ["relu", "softmax"], "categorical cross-entropy")
        X = np.array([flower(17).features], dtype=float)
        Y = np.array([[1.0, 0.0, 0.0]])
        float(abs(network.backward(network.forward(X), Y).dC_dW[1]).max())
        costs = []
        for shift in (1e-6, -1e-6):
            moved = network.copy()
            moved.weights[1][0, 0] = shift
            costs.append(moved.cost(X, Y))

        round((costs[0] - costs[1]) / 2e-6, 4)
        """
    )
    G = let("G", relu(z), "ReLU, neuron by neuron")
    p.text(
        "For one flower the slopes are a *vector* of ones and zeros, one for each hidden neuron. "
        "The article calls it a matrix; as a Jacobian it is one, with the vector on its diagonal. "
        "With a batch there is a row of ones and zeros for each flower.",
        covers="S1-113",
    )
    p.define(G)
    p.chain(
        partial(G, z),
        elementwise("each neuron depends on its own pre-activation only"),
        diag(gate(z)),
        name="relu_jacobian",
        title="The Jacobian of a ReLU layer",
    )

    p.part("The cost by the pre-activations")
    p.text(
        "The sum over paths is done; from the activation down to its own pre-activation there is "
        "one way only, as in the last layer. So what is left is elementwise:",
        covers="S1-115",
    )
    entry = p.chain(
        partial(C, z[j]),
        over_paths("over every activation of the hidden layer"),
        total(k, partial(C, a[k]) * partial(a[k], z[j])),
        elementwise("an activation depends on its own pre-activation only"),
        total(k, partial(C, a[k]) * (kronecker(k, j) * s.prime(z[j]))),
        algebra("one term is left"),
        partial(C, a[j]) * s.prime(z[j]),
        by(p.results["dC_da_entry"]),
        total(i, partial(C, u[i]) * V[i, j]) * s.prime(z[j]),
        name="dC_dz_entry",
        title="The error of one hidden neuron",
    )
    p.chain(
        partial(C, z),
        stacked(entry, "all of them in one line"),
        odot(V.T @ partial(C, u), s.prime(z)),
        name="dC_dz",
        title="The errors of a hidden layer",
        when="an activation that works on each entry by itself",
    )
    p.text("This is [BP2](four_equations.md#BP2), reached by the article's way of Jacobians.")

    p.part("IV. The weights", covers="S1-114")
    dz_dw = p.chain(
        partial(z[k], W[j, q]),
        elementary("a weight stands in its own neuron's sum only, times its input"),
        kronecker(k, j) * x[q],
        name="dz_dw",
        title="A pre-activation by a weight",
    )
    p.text(
        "For the neuron of the weight itself that is the input, and in the compact notation of "
        "the [final layer](final_layer.md#dz_dw) it is the row of inputs for each neuron. The "
        "article introduces it as the gradient of the *weights with respect to the "
        "pre-activations*. That would be the other way round. By its pre-activation a weight does "
        "not move at all; one has to solve for it, and then it is another quantity, with [a letter "
        "of its own](jacobian.md#S1-127):"
    )
    y_1, v_1 = scalar("xi", "one input"), scalar("omega", "its weight")
    r_1 = let("zeta", v_1 * y_1, "a neuron with one input and no bias")
    back = scalar("psi", "a pre-activation that is wanted")
    needed = let("chi", back / y_1, "the weight that gives it")
    p.symbols(y_1, v_1, back)
    p.define(r_1, needed)
    remark = p.mistake(
        "The weight by the pre-activation",
        partial(needed, back),
        partial(r_1, v_1),
        at={y_1: 3, v_1: 2, back: 6},
    )
    remark(
        f"Right is {partial(r_1, v_1)}: how the pre-activation moves with the weight. With an "
        "input of three a weight moves it three times as fast as itself; to move it by one, a "
        "third of that is needed. The two are reciprocal, and only the first leads to the cost."
    )
    entry = p.chain(
        partial(C, W[j, q]),
        over_paths("over every pre-activation of the hidden layer"),
        total(k, partial(C, z[k]) * partial(z[k], W[j, q])),
        by(dz_dw),
        total(k, partial(C, z[k]) * (kronecker(k, j) * x[q])),
        algebra("one term is left"),
        partial(C, z[j]) * x[q],
        name="dC_dw",
        title="The cost by one hidden weight",
    )
    p.chain(
        partial(C, W),
        stacked(entry, "error by input, arranged like the weights"),
        outer(partial(C, z), x.T),
        name="dC_dW",
        title="The cost by the weights of a hidden layer",
        covers="S1-117",
    )
    p.chain(
        partial(C, W),
        by(p.results["dC_dW"]),
        outer(partial(C, z), x.T),
        by(p.results["dC_dz"]),
        outer(odot(V.T @ partial(C, u), s.prime(z)), x.T),
        name="dC_dW_whole",
        title="The same, with all that is known put in",
        when="an activation that works on each entry by itself",
        covers="S1-116",
    )
    entry = p.chain(
        partial(C, b[j]),
        over_paths("over every pre-activation of the hidden layer"),
        total(k, partial(C, z[k]) * partial(z[k], b[j])),
        elementary("a bias is added to its own pre-activation and to no other"),
        total(k, partial(C, z[k]) * kronecker(k, j)),
        algebra("one term is left"),
        partial(C, z[j]),
    )
    p.chain(
        partial(C, b),
        stacked(p.result(entry, "dC_db_entry", "The cost by one hidden bias"), "for every bias"),
        partial(C, z),
        name="dC_db",
        title="The cost by the biases of a hidden layer",
    )

    p.part("Which product first?")
    d_1 = column("delta", "p", "the errors above")
    r = column("rho", "n", "the slopes of the activation")
    p.text(
        "Three signs follow each other in that line: a matrix product, an elementwise product, a "
        "column by a row. They are worked from left to right. Does the bracket around the first "
        "two matter? The slopes of the activation may as well be put into the weights first:"
    )
    p.symbols(d_1, r)
    p.chain(
        odot(V.T @ d_1, r),
        algebra("a diagonal matrix multiplies each entry by its own number"),
        diag(r) @ (V.T @ d_1),
        algebra("a product of three matrices may be bracketed either way"),
        (diag(r) @ V.T) @ d_1,
        name="bracket",
        title="A harmless bracket",
    )
    two, y_2 = row("beta", 2, "an error, as a row of two"), row("kappa", 2, "two slopes")
    B = matrix("B", 2, 2, "four weights")
    p.text(
        "Another bracket is not harmless. The elementwise product must not be done before the sum "
        "over paths, on the wrong side of it:"
    )
    p.symbols(two, y_2, B)
    remark = p.mistake(
        "The slopes before the sum over paths",
        odot(two @ B, y_2),
        odot(two, y_2) @ B,
        at={two: [[1, 2]], y_2: [[3, 5]], B: [[1, 1], [0, 1]]},
    )
    remark(
        "The slopes belong to the layer below, the errors to the layer above. With as many neurons "
        "in both layers the shapes fit either way, and nothing warns."
    )

    p.part("To any depth", covers="S1-118")
    p.text(
        "Nothing in these proofs used that the layer above is the last. They used that the cost "
        f"depends on {u}, differentiably. So the step can be repeated: *start* with the errors of "
        "the last layer; *suppose* the errors of some layer are known; the line above gives those "
        "of the layer below it. *Therefore* all are known, however many layers there are. Here "
        "are two hidden layers, one on top of the other, with a third width:"
    )
    x_0 = column("a^[l-1]", "r", "what the first receives")
    W_1 = matrix("W^[l]", "m", "r", "the first weights")
    z_1 = let("z^[l]", W_1 @ x_0, "first pre-activations, biases left out")
    a_1 = let("a^[l]", s(z_1), "first activations")
    W_2 = matrix("W^[l+1]", "n", "m", "the second weights")
    z_2 = let("z^[l+1]", W_2 @ a_1, "second pre-activations")
    a_2 = let("a^[l+1]", s(z_2), "second activations")
    W_3 = matrix("W^[l+2]", "p", "n", "the third weights")
    z_3 = let("z^[l+2]", W_3 @ a_2, "third pre-activations")
    J = opaque("C_2", z_3, meaning="the cost: whatever stands above the third")
    p.symbols(x_0, W_1, W_2, W_3, J)
    for name in (z_1, a_1, z_2, a_2, z_3):
        p.define(name)
    e_3 = let("delta^[l+2]", partial(J, z_3), "the errors of the third layer, known")
    e_2 = let("delta^[l+1]", odot(W_3.T @ e_3, s.prime(z_2)), "the errors of the second")
    e_1 = let("delta^[l]", odot(W_2.T @ e_2, s.prime(z_1)), "the errors of the first")
    for name in (e_3, e_2, e_1):
        p.define(name)
    p.chain(
        partial(J, z_1),
        over_paths("over every neuron of the second layer, then of the third"),
        odot(W_2.T @ odot(W_3.T @ partial(J, z_3), s.prime(z_2)), s.prime(z_1)),
        definition("what the errors mean"),
        e_1,
        name="two_deep",
        title="Two layers down",
    )
    p.text(
        "So one keeps, on the way up, the activations and the slopes of the activation, and on the "
        "way down the errors of one layer. Each error is used twice: for the weights of its own "
        "layer, and for the errors below. [Four equations](four_equations.md) tell the same in "
        "Nielsen's notation."
    )
    p.text(
        "Written without its signs, the line for the weights looks like the rule from school: "
        "slopes side by side, multiplied. The matrix product hides a sum over paths, the "
        "elementwise product a diagonal matrix, and the cross nothing at all. That is why the "
        "signs are part of the statement.",
        covers="S1-119",
    )

    p.part("On a flower")
    number = p.choice("flower", 17, "the number of the flower", range(1, FLOWERS + 1))
    p.text(
        f"The network of the [forward pass](forward_pass.md#network) on flower {number}, a "
        f"{flower(number).species}: four measurements, five hidden neurons with ReLU, three "
        "answers. The cost is softmax with "
        "cross-entropy, written on the pre-activations of the last layer."
    )
    net = example_network()
    iris = flower(number)
    off = net.off(iris.features)
    a_0h = column("a^[0]", "m", "the four measurements in cm")
    W_1h, b_1h = matrix("W^[1]", "n", "m", "hidden weights"), column("b^[1]", "n", "hidden biases")
    W_2h, b_2h = matrix("W^[2]", "p", "n", "last weights"), column("b^[2]", "p", "last biases")
    y = column("y", "p", "the targets")
    z_1h = let("z^[1]", W_1h @ a_0h + b_1h, "hidden pre-activations")
    a_1h = let("a^[1]", relu(z_1h), "hidden activations")
    z_2h = let("z^[2]", W_2h @ a_1h + b_2h, "last pre-activations")
    v = index("v", over="p")
    S = let(
        "S",
        total(v, exp(z_2h[v])),
        "the sum of the exponentials",
        between=(0, None),
        abbreviation=True,
    )
    A = let("a^[2]", exp(z_2h) / S, "the answers", between=(0, closed(1)))
    H = let("H", -total(v, y[v] * log(A[v])), "the cross-entropy")
    p.symbols(a_0h, W_1h, b_1h, W_2h, b_2h, y)
    p.define(z_1h, a_1h, z_2h, S, A, H)
    here = p.numbers(
        {
            a_0h: [[value] for value in iris.features],
            W_1h: net.W_1,
            b_1h: net.b_1,
            W_2h: net.W_2,
            b_2h: net.b_2,
            y: [[int(one == iris.species)] for one in SPECIES_NAMES],
        },
        show=False,
    )
    p.text(
        "Forward, then the error of the last layer. The targets add up to one, so it is answer "
        "minus target ([why](softmax.md#dG_dz)):"
    )
    p.worked(here, z_1h, a_1h, z_2h)
    p.worked(here, A, proved(partial(H, z_2h), A * total(v, y[v]) - y))
    quiet = (
        f"Neurons that are off for this flower: {', '.join(map(str, off))}."
        if off
        else "No neuron is off for this flower."
    )
    p.text("One layer down: all paths, then the gates, then column by row.")
    p.worked(here, proved(partial(H, a_1h), W_2h.T @ partial(H, z_2h)))
    p.worked(here, proved(partial(H, z_1h), odot(partial(H, a_1h), gate(z_1h))))
    p.worked(here, proved(partial(H, W_1h), outer(partial(H, z_1h), a_0h.T)))
    p.text(
        f"{quiet} The error of a neuron that is off is zero, and so is its row of weights: from "
        "this flower it learns nothing. The slopes of all hidden weights and biases beside "
        "differences of the cost itself:"
    )
    p.compare(here, partial(H, a_1h), partial(H, z_1h), partial(H, W_1h), partial(H, b_1h))

    p.part("Play with it", anchor="explorer")
    rate = scalar("eta", "the learning rate")
    p.text(
        "The same network with sliders: choose a flower, press a weight under Forward and move it, "
        "switch ReLU for another activation. The error goes back through the hidden layer, every "
        "slope follows, and a difference quotient of the loss checks them all. These numbers "
        "are worked out in your browser, in double precision; without JavaScript you see only what "
        "they would be, and find one flower worked out in full [above](#on-a-flower)."
    )
    p.symbols(rate)
    p.explorer(
        exploration(
            a_0h,
            [
                Layer(W_1h, b_1h, z_1h, a_1h, net.W_1, [b for (b,) in net.b_1], "relu"),
                Layer(W_2h, b_2h, z_2h, A, net.W_2, [b for (b,) in net.b_2], "softmax"),
            ],
            H,
            rate,
            SPECIES_NAMES,
            start=number,
            heads=heads([[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
            hidden=entrywise(),
            loss_name="categorical cross-entropy",
            opened=["hidden", "check"],
        )
    )
    p.text(
        "Where next? [Batches and biases](batches.md): the same with many flowers at once, where "
        "a matrix product adds over flowers instead of neurons."
    )
