"""Layer 2, entry by entry

How the slope of a weight or a bias of the second of three layers is put together, factor by
factor, for any widths and any activations (source 003).

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
dz_dw: partial(z^[2][k], W^[2][i, j]) = (k == j) * a^[1][i]: proved for any width
dz_db: partial(z^[2][k], b^[2][j]) = (k == j): proved for any width
dz3_dw: partial(z^[3], W^[2][i, j]) = W^[3][j] * g_prime(z^[2][j]) * a^[1][i]: proved for any width
dloss_dw: partial(loss, W^[2][i, j]) = (y_hat - y) * (W^[3][j] * g_prime(z^[2][j]) * a^[1][i]): \
proved for any width
dz3_db: partial(z^[3], b^[2][j]) = W^[3][j] * g_prime(z^[2][j]): proved for any width
dloss_db: partial(loss, b^[2][j]) = (y_hat - y) * (W^[3][j] * g_prime(z^[2][j])): proved for any \
width
dJ_dw: partial(J, W^[2][i, j]) = 1 / m * sum((Y_hat[e] - Y[e]) * (W^[3][j] * g_prime(Z^[2][e, j]) \
* A^[1][e, i]) for e in 1..m): proved for any width
dJ_db: partial(J, b^[2][j]) = 1 / m * sum((Y_hat[e] - Y[e]) * (W^[3][j] * g_prime(Z^[2][e, j])) \
for e in 1..m): proved for any width
"""

from bpcore import (
    Page,
    algebra,
    array,
    by,
    chain_rule,
    column,
    definition,
    elementary,
    elementwise,
    entries,
    index,
    kronecker,
    labelled,
    let,
    listed,
    log,
    matrix,
    odot,
    ones,
    over_examples,
    over_paths,
    partial,
    pending,
    proved,
    relu,
    scalar,
    sigmoid,
    silu,
    softplus,
    tanh,
    total,
    unspecified,
    width,
)
from bpcore.drawing import shapes
from bpcore.example import notes_network
from bpcore.iris import flower

PAIRS = (relu, tanh), (sigmoid, softplus), (tanh, silu), (softplus, sigmoid)


def derive(p: Page) -> None:
    """Expand the slope of the loss by a parameter of layer 2, and average it over examples."""
    f, g = unspecified("f"), unspecified("g")
    zero, one, two = "lambda^[0]", "lambda^[1]", "lambda^[2]"
    i, j, k = index("i", over=one), index("j", over=two), index("k", over=two)
    x = column("a^[0]", zero, "the measurements of one flower")
    y = scalar("y", "the label of that flower: zero or one")
    W_1 = matrix("W^[1]", zero, one, "the weights of layer 1: row for from, column for to")
    b_1 = column("b^[1]", one, "the biases of layer 1")
    W_2 = matrix("W^[2]", one, two, "the weights of layer 2, arranged likewise")
    b_2 = column("b^[2]", two, "the biases of layer 2")
    W_3 = matrix("W^[3]", two, 1, "the weights of layer 3, which has one neuron")
    b_3 = scalar("b^[3]", "the bias of layer 3")
    a_1 = let("a^[1]", f(W_1.T @ x + b_1), "the activations of layer 1")
    z_2 = let("z^[2]", W_2.T @ a_1 + b_2, "the pre-activations of layer 2")
    a_2 = let("a^[2]", g(z_2), "the activations of layer 2")
    z_3 = let("z^[3]", W_3.T @ a_2 + b_3, "the pre-activation of layer 3, one number")
    y_hat = let("y_hat", sigmoid(z_3), "the answer of the network", between=(0, 1))
    loss = let("loss", -(y * log(y_hat) + (1 - y) * log(1 - y_hat)), "the loss of one flower")

    p.text(
        "How fast does the cost change with one weight of the *second* of three layers, and with "
        "one of its biases? This page expands the slope step by step, until no derivative is left."
    )
    with p.important("In short"):
        p.text(
            f"Five factors are multiplied: two from the last layer, together the error "
            f"{y_hat - y}, "
            "the weight that leads on from the neuron, the slope of the neuron's activation, and "
            "what came in through the weight. For a bias the last factor is one."
        )
    p.text(
        "Before it stands [layer 3](layer_three.md), behind it [layer 1](layer_one.md). The "
        "notation is that of the handwritten notes: a matrix of weights has a row for each neuron "
        "that they come from and a column for each that they go to, so layer 2 works with "
        f"{W_2.T @ a_1 + b_2}. On most pages of this book the matrix is turned round; the "
        "[translation](translation.md) says how. The notes write the activation of layer 1 and of "
        f"layer 2 as act with the layer above. Here {f(x)} and {g(x)} take their place. "
        "Nothing is assumed of them but that each works on every entry by itself and can be "
        "differentiated.",
        covers="S3-35",
    )
    p.part("The network, for one example")
    p.symbols(x, y, W_1, b_1, W_2, b_2, W_3, b_3)
    for name in (a_1, z_2, a_2, z_3, y_hat, loss):
        p.define(name)
    w, bias = W_2[i, j], b_2[j]
    p.text(
        f"The widths {width(zero)}, {width(one)} and {width(two)} are any numbers from one on. The "
        "weight "
        f"{w} goes from neuron {i} of layer 1 to neuron {j} of layer 2. The last layer has one "
        f"neuron, so the second index of its weights can only be one and is left out: {W_3[k]}."
    )

    p.part("One block at a time")
    p.text(
        "In every line the box holds what is not yet worked out. The next step opens this box and "
        "nothing else. Derive by a weight first, and begin at the inside. A column "
        "differentiated by one number is a column."
    )
    of_loss = labelled((1 - y) / (1 - y_hat) - y / y_hat, "the loss")
    of_act = labelled(y_hat * (1 - y_hat), "act 3")
    of_weight = labelled(W_3[j], "W 3")
    of_slope = labelled(g.prime(z_2[j]), "act 2")
    of_input = labelled(a_1[i], "z 2")

    p.chain(
        partial(z_2[k], w),
        definition("what the pre-activation is", covers="S3-39"),
        partial((W_2.T @ a_1 + b_2)[k], w),
        elementary(f"the weight stands in neuron {j} only, times the activation it carries"),
        kronecker(k, j) * a_1[i],
        name="dz_dw",
        title="A pre-activation by a weight",
    )
    p.chain(
        partial(z_2[k], bias),
        elementary(f"the bias is added in neuron {j} only", covers="S3-41"),
        kronecker(k, j),
        name="dz_db",
        title="A pre-activation by a bias",
    )
    p.text(
        f"{kronecker(k, j)} is one where both indices agree and zero elsewhere. Down the column it "
        "leaves one entry and makes zeros of all others."
    )
    last = p.chain(
        partial(z_3, w),
        over_paths("over every neuron of layer 2, each with its weight", covers="S3-34"),
        W_3.T @ pending(partial(a_2, w)),
        elementwise("each activation depends on its own pre-activation only", covers="S3-36"),
        W_3.T @ odot(g.prime(z_2), pending(partial(z_2, w))),
        elementary("the column is zero but for one entry; read the products entry by entry"),
        total(k, W_3[k] * (g.prime(z_2[k]) * (kronecker(k, j) * a_1[i]))),
        algebra("of the sum one term is left"),
        W_3[j] * g.prime(z_2[j]) * a_1[i],
        name="dz3_dw",
        title="The last pre-activation by a weight of layer 2",
        when="activations that work on each entry by itself",
    )
    p.text("Above it stand the sigmoid and the loss, the same for every parameter of the network.")
    p.chain(
        partial(loss, w),
        chain_rule("the loss sees the parameter through the answer"),
        of_loss * pending(partial(y_hat, w)),
        chain_rule("the answer is a sigmoid, whose slope is known"),
        of_loss * of_act * pending(partial(z_3, w)),
        by(last),
        of_loss * of_act * of_weight * of_slope * of_input,
        algebra("the first two factors are the error of layer 3"),
        (y_hat - y) * (W_3[j] * g.prime(z_2[j]) * a_1[i]),
        name="dloss_dw",
        title="A weight of layer 2, one example",
        when="activations that work on each entry by itself",
    )
    p.text(
        "Under each brace stands where the factor comes from: the loss, the activation of layer 3, "
        "the weights of layer 3, the activation of layer 2, the pre-activation of layer 2."
    )
    p.text(
        "With an activation that mixes its entries, as softmax does, the second step would not "
        "hold: there the derivative is a [Jacobian](jacobian.md), and a matrix product stands in "
        "place of the elementwise one."
    )
    p.text(
        f"The slope {g.prime(z_2)} depends on {z_2} alone. The forward pass has just computed that "
        "column, so it can compute the slope too and keep it for the way back.",
        covers="S3-38",
    )
    p.text("For a bias all but the last box is the same.")
    last = p.chain(
        partial(z_3, bias),
        over_paths("over every neuron of layer 2"),
        W_3.T @ pending(partial(a_2, bias)),
        elementwise("each activation depends on its own pre-activation only"),
        W_3.T @ odot(g.prime(z_2), pending(partial(z_2, bias))),
        elementary("one entry of the column is one"),
        total(k, W_3[k] * (g.prime(z_2[k]) * kronecker(k, j))),
        algebra("of the sum one term is left"),
        W_3[j] * g.prime(z_2[j]),
        name="dz3_db",
        title="The last pre-activation by a bias of layer 2",
        when="activations that work on each entry by itself",
    )
    p.chain(
        partial(loss, bias),
        chain_rule("through the answer, and through its sigmoid"),
        of_loss * of_act * pending(partial(z_3, bias)),
        by(last),
        of_loss * of_act * of_weight * of_slope,
        algebra("the first two factors are the error of layer 3"),
        (y_hat - y) * (W_3[j] * g.prime(z_2[j])),
        name="dloss_db",
        title="A bias of layer 2, one example",
        when="activations that work on each entry by itself",
    )

    p.part("The shape of every factor")
    p.text(
        f"The slope of the loss is the error {y_hat - y} times the slope of {z_3}. Before the "
        "entry is picked out, whole columns stand in that product. Under each box stands its size, "
        "rows by columns, for any widths. What is in brackets comes first."
    )
    with p.tabs():
        with p.tab("A weight"):
            whole = p.chain(
                (y_hat - y) * partial(z_3, w),
                elementwise("the last layer, and the activations before it"),
                (y_hat - y) * (W_3.T @ odot(g.prime(z_2), partial(z_2, w))),
            )
            p.picture(
                "factors-weight",
                shapes(whole.right, whole.left),
                "The error, a number; the transposed weights of layer 3, one row; in brackets two "
                "columns with a row for each neuron of layer 2, the slopes and the derivative of "
                "the pre-activations by one weight. The outcome is a number.",
                "A row times a column is a number, and so the slope is one.",
            )
        with p.tab("A bias"):
            whole = p.chain(
                (y_hat - y) * partial(z_3, bias),
                elementwise("the last layer, and the activations before it"),
                (y_hat - y) * (W_3.T @ odot(g.prime(z_2), partial(z_2, bias))),
            )
            p.picture(
                "factors-bias",
                shapes(whole.right, whole.left),
                "The error, a number; the transposed weights of layer 3, one row; in brackets two "
                "columns with a row for each neuron of layer 2, the slopes and the derivative of "
                "the pre-activations by one bias. The outcome is a number.",
                "The same shapes. Only what stands in the last column is another.",
            )

    p.part("A column of zeros with one entry")
    V, u, c = (
        matrix("V", 5, 3, "weights"),
        column("u", 5, "what comes in"),
        column("c", 3, "biases"),
    )
    v = let("z", V.T @ u + c, "pre-activations")
    p.text(
        "Here is that column, drawn out for five neurons in layer 1 and three in layer 2. Letters "
        "without a layer stand for this one layer."
    )
    p.symbols(V, u, c)
    p.define(v)
    p.chain(
        partial(v, V[4, 2]),
        definition("entry by entry"),
        entries(partial(v, V[4, 2])),
        elementary("the weight leads to the second neuron and carries the fourth input"),
        listed(0, u[4], 0),
    )
    p.chain(
        partial(v, c[2]),
        definition("entry by entry"),
        entries(partial(v, c[2])),
        elementary("the bias is added to the second neuron"),
        listed(0, 1, 0),
    )
    p.picture(
        "column",
        shapes(V.T @ u + c, v),
        "The transposed weights, 3 rows by 5 columns, times the input, 5 by 1, plus the biases, "
        "3 by 1, are the pre-activations, 3 by 1.",
        f"The derivative by one number has the shape of {v}: three rows, one column.",
        covers="S3-37",
    )
    R, r, t = matrix("R", 1, 2, "two weights"), scalar("r", "one input"), column("t", 2, "biases")
    small = {R: [[1, 2]], r: 3, t: [[0], [0]]}
    q = let("q", R.T * r + t, "two pre-activations")
    p.text(
        "What if the place is forgotten and only the entry is kept? Take one input and two neurons."
    )
    p.symbols(R, r, t)
    p.define(q)
    remark = p.mistake(
        "One number in place of a column",
        partial(q[1], R[1, 2]),
        r,
        at=small,
        covers="S3-40",
    )
    right = proved(partial(q, R[1, 2]), listed(0, r))
    remark(
        f"Right is a column: {right}. The input stands at the place of the neuron that the weight "
        "leads to. The other neuron does not move at all."
    )
    remark(
        "Where it comes from: in the end only this one number survives. But until the product with "
        "the next weights is taken, the place says which of them it meets."
    )

    p.part("Which product is which")
    p.text(
        "In the notes the factors stand in a row, with a dot between each two. The dots mean "
        "different things. The first two factors are numbers and multiply anything. Behind the "
        "weights stands a matrix product, behind the slope an elementwise one. And the elementwise "
        "product comes first, for it makes the column that the matrix product then sums."
    )
    M, s, n = (
        column("w", 2, "two weights"),
        column("s", 2, "two slopes"),
        column("r_0", 2, "the derivatives of two pre-activations"),
    )
    p.symbols(M, s, n)
    three = {M: [[1], [2]], s: [[3], [5]], n: [[7], [0]]}
    here = p.numbers(three)
    inner = proved(M.T @ odot(s, n), M[1] * s[1] * n[1] + M[2] * s[2] * n[2])
    p.worked(here, inner)
    wrong = let("h", (M.T @ s) * n, "the same factors, multiplied from left to right")
    p.text("Read from left to right as matrix products, the same factors give a column:")
    p.define(wrong)
    p.worked(here, wrong)
    remark = p.mistake(
        "From left to right, as matrix products",
        M.T @ odot(s, n),
        wrong[1],
        at=three,
        formerly="mistake-10956e",
    )
    remark(
        "The product of weights and slopes sums too early, over neurons that the parameter does "
        f"not reach. Right is {inner}."
    )
    remark("Where it comes from: it is how a row of matrices is read, and the dots look alike.")

    p.part("The mean over examples")
    m, e = width("m"), index("e", over="m")
    A_0 = array("A^[0]", "m", zero, "one row for each flower", entry="a^[0]", examples=True)
    Y = array("Y", "m", 1, "their labels", entry="y", examples=True)
    each = ones("m")

    Z_1 = let(
        "Z^[1]",
        A_0 @ W_1 + each @ b_1.T,
        "pre-activations of layer 1",
        entry="z^[1]",
        examples=True,
    )
    A_1 = let("A^[1]", f(Z_1), "activations of layer 1", entry="a^[1]", examples=True)
    Z_2 = let(
        "Z^[2]",
        A_1 @ W_2 + each @ b_2.T,
        "pre-activations of layer 2",
        entry="z^[2]",
        examples=True,
    )
    A_2 = let("A^[2]", g(Z_2), "activations of layer 2", entry="a^[2]", examples=True)
    Z_3 = let(
        "Z^[3]", A_2 @ W_3 + each * b_3, "pre-activations of layer 3", entry="z^[3]", examples=True
    )
    Y_hat = let("Y_hat", sigmoid(Z_3), "the answers", entry="y_hat", examples=True, between=(0, 1))
    losses = let("Loss", softplus(Z_3) - odot(Y, Z_3), "the losses", entry="loss", examples=True)
    J = let("J", 1 / m * total(e, losses[e]), "the cost: the mean of the losses")
    eta = scalar("zeta", "the pre-activation of the last neuron")
    p.text(
        f"Now {m} flowers, counted by {e}, which stands in parentheses above the letter, as in "
        "the notes. Write each flower into a row. Then the layers are written as follows; the "
        "column of ones copies the biases to every row. The loss is written straight from the "
        "last pre-activation, with [softplus](activations.md#softplus), the logarithm of one more "
        "than an exponential. For a free letter that is the same:"
    )
    p.symbols(eta)
    p.chain(
        -(y * log(sigmoid(eta)) + (1 - y) * log(1 - sigmoid(eta))),
        algebra("the logarithms, [as from a logit](numerical_safety.md#from_logit)"),
        -(y * (eta - softplus(eta)) + (1 - y) * -softplus(eta)),
        algebra("collect"),
        softplus(eta) - y * eta,
    )
    p.symbols(A_0, Y)
    p.define(Z_1, A_1, Z_2, A_2, Z_3, Y_hat, losses, J)
    inside = Z_2[e, j], A_1[e, i]
    dJ_dw = p.chain(
        partial(J, w),
        over_examples("the mean is differentiated term by term"),
        1 / m * total(e, partial(losses[e], w)),
        chain_rule("each loss moves with its own pre-activation"),
        1 / m * total(e, (Y_hat[e] - Y[e]) * partial(Z_3[e], w)),
        chain_rule("the five factors from above, for each flower"),
        1 / m * total(e, (Y_hat[e] - Y[e]) * (W_3[j] * g.prime(inside[0]) * inside[1])),
        name="dJ_dw",
        title="A weight of layer 2",
        when="activations that work on each entry by itself",
        covers="S3-42",
    )
    dJ_db = p.chain(
        partial(J, bias),
        over_examples("the mean is differentiated term by term"),
        1 / m * total(e, partial(losses[e], bias)),
        chain_rule("each loss moves with its own pre-activation"),
        1 / m * total(e, (Y_hat[e] - Y[e]) * partial(Z_3[e], bias)),
        chain_rule("the factors from above, for each flower"),
        1 / m * total(e, (Y_hat[e] - Y[e]) * (W_3[j] * g.prime(inside[0]))),
        name="dJ_db",
        title="A bias of layer 2",
        when="activations that work on each entry by itself",
    )

    p.part("With numbers")
    p.text(
        "Here is one flower. For every other one, with other weights and activations, move the "
        "sliders of [the explorer](three_layers.md#explorer)."
    )
    net, one_flower, other = notes_network(), flower(51), flower(101)
    weights = {W_1: net.W_1, b_1: net.b_1, W_2: net.W_2, b_2: net.b_2, W_3: net.W_3, b_3: net.b_3}
    h_1 = let("h^[1]", relu(W_1.T @ x + b_1), "layer 1 with ReLU")
    u_2 = let("u^[2]", W_2.T @ h_1 + b_2, "what layer 2 then adds up")
    h_2 = let("h^[2]", tanh(u_2), "layer 2 with the hyperbolic tangent")
    u_3 = let("u^[3]", W_3.T @ h_2 + b_3, "what layer 3 then adds up")
    answer = let("p_hat", sigmoid(u_3), "the answer", between=(0, 1))
    loss_1 = let("L", softplus(u_3) - y * u_3, "its loss")
    p.text(
        "The network of the examples has four inputs, five neurons, three neurons and one answer. "
        "Let layer 1 have ReLU and layer 2 the hyperbolic tangent, and take flower 51, a "
        "versicolor, whose label is zero."
    )
    at = p.numbers({**weights, x: [[one] for one in one_flower.features], y: 0})
    p.define(h_1, u_2, h_2, u_3, answer, loss_1)
    p.worked(at, h_1, u_2, h_2, u_3, answer)
    slope = answer - y
    p.worked(
        at,
        proved(partial(loss_1, W_2[2, 3]), slope * (W_3[3] * tanh.prime(u_2[3]) * h_1[2])),
        proved(partial(loss_1, b_2[3]), slope * (W_3[3] * tanh.prime(u_2[3]))),
    )
    p.compare(at, partial(loss_1, W_2[2, 3]), partial(loss_1, b_2[3]))
    p.text(
        "The page left both activations open. So put pairs of them into its two last results, for "
        "a weight and for a bias, and a batch of two: flower 51 and flower 101, a virginica. The "
        "formula gives one number. Moving the parameter a little and looking at the cost gives "
        "another. They agree:"
    )
    two_flowers = p.numbers(
        {**weights, A_0: [one_flower.features, other.features], Y: [[0], [1]]}, show=False
    )
    p.instances(
        two_flowers,
        (dJ_dw, dJ_db),
        *({f: first, g: second} for first, second in PAIRS),
        at={i: 2, j: 3},
    )
