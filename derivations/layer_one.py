"""Layer 1, entry by entry

How the slope of a weight or a bias of the first of three layers is put together, with the sum over
all neurons of layer 2 in its middle (source 003).

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
dz_dw: partial(z^[1][q], W^[1][i, j]) = (q == j) * a^[0][i]: proved for any width
dz_db: partial(z^[1][q], b^[1][j]) = (q == j): proved for any width
dz3_dw: partial(z^[3], W^[1][i, j]) = sum(W^[3][k] * g_prime(z^[2][k]) * W^[2][j, k] for k in \
1..lambda^[2]) * f_prime(z^[1][j]) * a^[0][i]: proved for any width
dloss_dw: partial(loss, W^[1][i, j]) = (y_hat - y) * (sum(W^[3][k] * g_prime(z^[2][k]) * W^[2][j, \
k] for k in 1..lambda^[2]) * f_prime(z^[1][j]) * a^[0][i]): proved for any width
dz3_db: partial(z^[3], b^[1][j]) = sum(W^[3][k] * g_prime(z^[2][k]) * W^[2][j, k] for k in \
1..lambda^[2]) * f_prime(z^[1][j]): proved for any width
dloss_db: partial(loss, b^[1][j]) = (y_hat - y) * (sum(W^[3][k] * g_prime(z^[2][k]) * W^[2][j, k] \
for k in 1..lambda^[2]) * f_prime(z^[1][j])): proved for any width
columns_w: (y_hat - y) * partial(z^[3], W^[1][i, j]) = (y_hat - y) * (W^[3].T @ (g_prime(z^[2]) * \
(W^[2].T @ (f_prime(z^[1]) * partial(z^[1], W^[1][i, j]))))): proved for any width
columns_b: (y_hat - y) * partial(z^[3], b^[1][j]) = (y_hat - y) * (W^[3].T @ (g_prime(z^[2]) * \
(W^[2].T @ (f_prime(z^[1]) * partial(z^[1], b^[1][j]))))): proved for any width
dJ_dw: partial(J, W^[1][i, j]) = 1 / m * sum((Y_hat[e] - Y[e]) * (sum(W^[3][k] * g_prime(Z^[2][e, \
k]) * W^[2][j, k] for k in 1..lambda^[2]) * f_prime(Z^[1][e, j]) * A^[0][e, i]) for e in 1..m): \
proved for any width
dJ_db: partial(J, b^[1][j]) = 1 / m * sum((Y_hat[e] - Y[e]) * (sum(W^[3][k] * g_prime(Z^[2][e, \
k]) * W^[2][j, k] for k in 1..lambda^[2]) * f_prime(Z^[1][e, j])) for e in 1..m): proved for any \
width
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
    gate,
    index,
    kronecker,
    labelled,
    let,
    log,
    matrix,
    no_claim,
    odot,
    ones,
    over_examples,
    over_paths,
    partial,
    pending,
    proved,
    relu,
    row,
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
    """Expand the slope of the loss by a parameter of layer 1, and average it over examples."""
    f, g = unspecified("f"), unspecified("g")
    zero, one, two = "lambda^[0]", "lambda^[1]", "lambda^[2]"
    i, j = index("i", over=zero), index("j", over=one)
    q, k = index("q", over=one), index("k", over=two)
    x = column("a^[0]", zero, "the measurements of one flower")
    y = scalar("y", "the label of that flower: zero or one")
    W_1 = matrix("W^[1]", zero, one, "the weights of layer 1: row for from, column for to")
    b_1 = column("b^[1]", one, "the biases of layer 1")
    W_2 = matrix("W^[2]", one, two, "the weights of layer 2, arranged likewise")
    b_2 = column("b^[2]", two, "the biases of layer 2")
    W_3 = matrix("W^[3]", two, 1, "the weights of layer 3, which has one neuron")
    b_3 = scalar("b^[3]", "the bias of layer 3")
    z_1 = let("z^[1]", W_1.T @ x + b_1, "the pre-activations of layer 1")
    a_1 = let("a^[1]", f(z_1), "the activations of layer 1")
    z_2 = let("z^[2]", W_2.T @ a_1 + b_2, "the pre-activations of layer 2")
    a_2 = let("a^[2]", g(z_2), "the activations of layer 2")
    z_3 = let("z^[3]", W_3.T @ a_2 + b_3, "the pre-activation of layer 3, one number")
    y_hat = let("y_hat", sigmoid(z_3), "the answer of the network", between=(0, 1))
    loss = let("loss", -(y * log(y_hat) + (1 - y) * log(1 - y_hat)), "the loss of one flower")

    w, bias = W_1[i, j], b_1[j]
    p.text(
        "How does the cost change with one weight of the *first* of three layers, and with one of "
        "its biases? Everything in between lies on the way, so this is the longest of the three "
        "expansions. It is also the one in which a sum stays."
    )
    with p.important("In short"):
        p.text(
            f"The error {y_hat - y} goes back through every neuron of layer 2 and arrives at the "
            "one neuron that the parameter belongs to. So there is a sum over layer 2. Outside it "
            "stand the slope of the neuron's own activation and, for a weight, the measurement "
            "that comes in."
        )
    p.text(
        "This page follows [layer 2](layer_two.md) and uses the notation of the handwritten notes: "
        "a row of a weight matrix for each neuron the weights come from, a column for each neuron "
        f"they go to, so {W_1.T @ x + b_1} is computed. The [translation](translation.md) "
        f"says how other pages write it. The activations of layer 1 and layer 2, {f(x)} and "
        f"{g(x)}, both work on each entry by itself and are otherwise open."
    )
    p.text(
        "The scan of the notes heads this part with a question about layer 3 and numbers the page "
        "as the seventeenth. What stands below it differentiates by parameters of layer 1, and it "
        "follows the tenth page. So read: layer 1, page eleven.",
        covers="S3-46",
    )

    p.part("The network, for one example")
    p.symbols(x, y, W_1, b_1, W_2, b_2, W_3, b_3)
    p.define(z_1, a_1, z_2, a_2, z_3, y_hat, loss)
    p.text(
        f"The widths {width(zero)}, {width(one)} and {width(two)} are any numbers from one on. The "
        "weight "
        f"{w} goes from measurement {i} to neuron {j} of layer 1. The last layer has one neuron; "
        f"the second index of {W_3[k]} can only be one and is left out."
    )

    p.part("One block at a time")
    p.text(
        "The box holds what is not yet worked out, and the next step opens it. First the innermost "
        "box, which will be needed at the end: how do the pre-activations of layer 1 move?"
    )
    p.chain(
        partial(z_1[q], w),
        definition("what the pre-activation is"),
        partial((W_1.T @ x + b_1)[q], w),
        elementary(f"the weight stands in neuron {j} only, times its measurement", covers="S3-52"),
        kronecker(q, j) * x[i],
        name="dz_dw",
        title="A pre-activation by a weight",
    )
    p.chain(
        partial(z_1[q], bias),
        elementary(f"the bias is added in neuron {j} only", covers="S3-53"),
        kronecker(q, j),
        name="dz_db",
        title="A pre-activation by a bias",
    )
    p.text(
        f"{kronecker(q, j)} is one where both indices agree and zero elsewhere. So each of the two "
        "is a column of zeros with one entry, at the place of the neuron "
        "([drawn out](layer_two.md#a-column-of-zeros-with-one-entry) for layer 2)."
    )
    of_loss = labelled((1 - y) / (1 - y_hat) - y / y_hat, "the loss")
    of_act = labelled(y_hat * (1 - y_hat), "act 3")
    of_bracket = labelled(total(k, W_3[k] * g.prime(z_2[k]) * W_2[j, k]), "W 3, act 2, W 2")
    of_slope = labelled(f.prime(z_1[j]), "act 1")
    of_input = labelled(x[i], "z 1")

    last = p.chain(
        partial(z_3, w),
        over_paths("over every neuron of layer 2, each with its weight"),
        W_3.T @ pending(partial(a_2, w)),
        elementwise("each activation of layer 2 depends on its own pre-activation only"),
        W_3.T @ odot(g.prime(z_2), pending(partial(z_2, w))),
        over_paths("over every neuron of layer 1, each with its weights", covers="S3-49"),
        W_3.T @ odot(g.prime(z_2), W_2.T @ pending(partial(a_1, w))),
        elementwise("the same for layer 1; the slope can be kept going forward", covers="S3-50"),
        W_3.T @ odot(g.prime(z_2), W_2.T @ odot(f.prime(z_1), pending(partial(z_1, w)))),
        elementary("read entry by entry; the column is zero but for one entry"),
        total(
            k,
            W_3[k]
            * g.prime(z_2[k])
            * total(q, W_2[q, k] * (f.prime(z_1[q]) * (kronecker(q, j) * x[i]))),
        ),
        algebra("of the inner sum one term is left; what does not change goes outside"),
        total(k, W_3[k] * g.prime(z_2[k]) * W_2[j, k]) * f.prime(z_1[j]) * x[i],
        name="dz3_dw",
        title="The last pre-activation by a weight of layer 1",
        when="activations that work on each entry by itself",
    )
    p.text("Above it stand the sigmoid and the loss, as on the other two pages.")
    p.chain(
        partial(loss, w),
        chain_rule("the loss sees the parameter through the answer"),
        of_loss * pending(partial(y_hat, w)),
        chain_rule("the answer is a sigmoid, whose slope is known"),
        of_loss * of_act * pending(partial(z_3, w)),
        by(last),
        of_loss * of_act * of_bracket * of_slope * of_input,
        algebra("the first two factors are the error of layer 3"),
        (y_hat - y) * (total(k, W_3[k] * g.prime(z_2[k]) * W_2[j, k]) * f.prime(z_1[j]) * x[i]),
        name="dloss_dw",
        title="A weight of layer 1, one example",
        when="activations that work on each entry by itself",
    )
    p.text(
        "Under each brace stands where the factor comes from: W for the weights, act for the "
        "activation, z for the pre-activation, each with its layer."
    )
    p.text(
        "Why does the sum stay? The neuron sends its activation to *every* neuron of layer 2, and "
        "all of them act on the answer. Each term of the sum is one path from the neuron to the "
        "last layer: the weight into a neuron of layer 2, the slope there, the weight out of it. "
        "For a bias only the last box differs."
    )
    last = p.chain(
        partial(z_3, bias),
        over_paths("over every neuron of layer 2"),
        W_3.T @ pending(partial(a_2, bias)),
        elementwise("layer 2, entry by entry"),
        W_3.T @ odot(g.prime(z_2), pending(partial(z_2, bias))),
        over_paths("over every neuron of layer 1"),
        W_3.T @ odot(g.prime(z_2), W_2.T @ pending(partial(a_1, bias))),
        elementwise("layer 1, entry by entry"),
        W_3.T @ odot(g.prime(z_2), W_2.T @ odot(f.prime(z_1), pending(partial(z_1, bias)))),
        elementary("one entry of the column is one"),
        total(
            k,
            W_3[k] * g.prime(z_2[k]) * total(q, W_2[q, k] * (f.prime(z_1[q]) * kronecker(q, j))),
        ),
        algebra("of the inner sum one term is left"),
        total(k, W_3[k] * g.prime(z_2[k]) * W_2[j, k]) * f.prime(z_1[j]),
        name="dz3_db",
        title="The last pre-activation by a bias of layer 1",
        when="activations that work on each entry by itself",
    )
    p.chain(
        partial(loss, bias),
        chain_rule("through the answer, and through its sigmoid"),
        of_loss * of_act * pending(partial(z_3, bias)),
        by(last),
        of_loss * of_act * of_bracket * of_slope,
        algebra("the first two factors are the error of layer 3"),
        (y_hat - y) * (total(k, W_3[k] * g.prime(z_2[k]) * W_2[j, k]) * f.prime(z_1[j])),
        name="dloss_db",
        title="A bias of layer 1, one example",
        when="activations that work on each entry by itself",
    )

    p.part("The shape of every factor")
    p.text(
        f"The slope of the loss is the error {y_hat - y} times the slope of {z_3}. Before the "
        "entries are read off, whole arrays stand in that product. Under each box stands its size, "
        "rows by columns, for any widths."
    )
    with p.tabs():
        with p.tab("A weight"):
            inner = odot(f.prime(z_1), partial(z_1, w))
            line = proved(
                (y_hat - y) * partial(z_3, w),
                (y_hat - y) * (W_3.T @ odot(g.prime(z_2), W_2.T @ inner)),
            )
            p.result(line, "columns_w", "The slope by a weight, with columns")
            p.picture(
                "factors-weight",
                shapes(line.right, line.left),
                "The error, a number; the transposed weights of layer 3, one row; the slopes of "
                "layer 2, a column; the transposed weights of layer 2, a matrix; the slopes of "
                "layer 1 and the derivative of its pre-activations by one weight, two columns. "
                "The outcome is a number.",
                "Brackets inside brackets: the innermost product comes first.",
            )
        with p.tab("A bias"):
            inner = odot(f.prime(z_1), partial(z_1, bias))
            line = proved(
                (y_hat - y) * partial(z_3, bias),
                (y_hat - y) * (W_3.T @ odot(g.prime(z_2), W_2.T @ inner)),
            )
            p.result(line, "columns_b", "The slope by a bias, with columns")
            p.picture(
                "factors-bias",
                shapes(line.right, line.left),
                "The error, a number; the transposed weights of layer 3, one row; the slopes of "
                "layer 2, a column; the transposed weights of layer 2, a matrix; the slopes of "
                "layer 1 and the derivative of its pre-activations by one bias, two columns. "
                "The outcome is a number.",
                "The same shapes. Only what stands in the last column is another.",
            )

    p.part("From right to left")
    p.text(
        "The line with the last box gives an order in which to multiply, for one slope. Start at "
        "the right: the column of zeros with one entry. Times the slopes of layer 1, entry by "
        "entry. Then the transposed weights of layer 2, as a matrix product. Times the slopes of "
        "layer 2, entry by entry. Then the transposed weights of layer 3. From left to right, as "
        "matrix products, the factors as they stand do not even fit. That is the order for one "
        "slope. For all of them begin at the other end, at the error, as in [caching](caching.md): "
        "the columns of that way are computed once and serve every weight, and that is "
        "backpropagation. Here with three neurons in layer 2 and five in layer 1:"
    )
    V_3, s_2 = matrix("V_3", 3, 1, "weights out of layer 2"), column("s_2", 3, "slopes of layer 2")
    V_2, s_1 = matrix("V_2", 5, 3, "weights into layer 2"), column("s_1", 5, "slopes of layer 1")
    r = column("r", 5, "the column of zeros with one entry")
    p.symbols(V_3, s_2, V_2, s_1, r)
    remark = p.misfit("All dots as matrix products", lambda: V_3.T @ s_2 * V_2.T @ s_1 @ r)
    whole = V_3.T @ odot(s_2, V_2.T @ odot(s_1, r))
    remark(
        f"What fits is {no_claim(whole)}: two of the dots are elementwise, and the brackets "
        "close on the right."
    )
    p.picture(
        "slopes",
        shapes(odot(s_1, r), column("h_1", 5)),
        "Two columns of 5 rows, multiplied entry by entry, give a column of 5 rows.",
        "First the elementwise product, in layer 1.",
    )
    p.picture(
        "weights",
        shapes(V_2.T @ column("h_1", 5), column("h_2", 3)),
        "A matrix of 3 rows and 5 columns times a column of 5 rows gives a column of 3 rows.",
        "Then the transposed weights: from layer 1 to layer 2.",
    )

    p.part("Three lines that are printed otherwise")
    w_1, w_2, w_3 = (scalar(f"w_{n}", f"the weight of layer {n}") for n in (1, 2, 3))
    into = scalar("x", "the input")
    first = let("z_1", w_1 * into, "what layer 1 adds up, and passes on as it is")
    second = let("z_2", w_2 * first, "what layer 2 adds up")
    half = let("a_2", second / 2, "the activation of layer 2, one half of that")
    top = let("z_3", w_3 * half, "what layer 3 adds up")
    chain_of_three = {w_1: 1, w_2: 2, w_3: 3, into: 2}
    p.text(
        "The scan loses a letter in the first line and in the second. A chain of three neurons, "
        "one in each layer and without biases, shows what that costs:"
    )
    p.symbols(w_1, w_2, w_3, into)
    p.define(first, second, half, top)
    small = p.numbers(chain_of_three)
    right = p.chain(
        partial(top, w_1),
        elementary("layer 3 multiplies an activation"),
        w_3 * partial(half, w_1),
        elementary("of which layer 2 passes on one half"),
        w_3 * (partial(second, w_1) / 2),
        elementary("the weight is multiplied by the input and by the next weight"),
        w_3 * (w_2 * into / 2),
    )
    p.worked(small, right)
    meant = proved(partial(z_3, w), W_3.T @ partial(a_2, w))
    remark = p.mistake(
        "The activation of layer 2 is left out",
        partial(top, w_1),
        w_3 * partial(second, w_1),
        at=chain_of_three,
        covers="S3-47",
        formerly="mistake-81727d",
    )
    remark(
        f"Layer 3 takes in *activations*: right is {meant}. "
        "Where it comes from: one letter differs, and the next line of the notes turns the "
        "activation into a pre-activation anyway."
    )
    v_1 = column("v_1", 5, "pre-activations of layer 1")
    t = scalar("t", "any weight of layer 1")
    d_1, d_2 = (
        let("upsilon_1", v_1 * t, "a column that moves with it"),
        column("p_2", 3, "slopes of layer 2"),
    )
    p.text("The next line multiplies the slopes of layer 2 by the derivative of layer 1:")
    p.symbols(v_1, t, d_2)
    p.define(d_1)
    remark = p.misfit(
        "Slopes of one layer, derivatives of another",
        lambda: odot(d_2, partial(d_1, t)),
        covers="S3-48",
    )
    step = proved(partial(a_2, w), odot(g.prime(z_2), partial(z_2, w)))
    remark(f"The shapes refuse it. Right is {step}: slope and derivative belong to the same layer.")
    remark("Where it comes from: every step goes one layer back, so one counts down too early.")
    U, o = matrix("U", 4, 5, "five columns, four rows"), row("o", 4, "a row of four entries")
    p.text(
        "The third is a drawing. It gives the transposed weights as wide as the layer of the "
        "inputs and calls the columns one by so many. Read as rows and columns, nothing fits:"
    )
    p.symbols(U, o)
    remark = p.misfit("Width by height", lambda: U @ o, covers="S3-51")
    remark(
        "All sizes of the drawing are right as width by height. In this book a size is always "
        "rows by columns, as everywhere in mathematics and in NumPy."
    )
    U_1, c_0 = matrix("U", 4, 5), column("o", 4)
    c_1 = column("c_1", 5, "biases")
    p.picture(
        "sizes",
        shapes(U_1.T @ c_0 + c_1, v_1),
        "The transposed weights, 5 rows by 4 columns, times a column of 4 rows, plus a column of "
        "5 rows, give a column of 5 rows.",
        "The drawing again, with rows by columns.",
    )

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
        "last pre-activation, with [softplus](activations.md#softplus), as on [the page "
        "before](layer_two.md#the-mean-over-examples):"
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
    bracket = total(k, W_3[k] * g.prime(Z_2[e, k]) * W_2[j, k]) * f.prime(Z_1[e, j])
    dJ_dw = p.chain(
        partial(J, w),
        over_examples("the mean is differentiated term by term"),
        1 / m * total(e, partial(losses[e], w)),
        chain_rule("each loss moves with its own pre-activation"),
        1 / m * total(e, (Y_hat[e] - Y[e]) * partial(Z_3[e], w)),
        over_paths("the factors from above, for each flower"),
        1 / m * total(e, (Y_hat[e] - Y[e]) * (bracket * A_0[e, i])),
        name="dJ_dw",
        title="A weight of layer 1",
        when="activations that work on each entry by itself",
        covers="S3-54",
    )
    dJ_db = p.chain(
        partial(J, bias),
        over_examples("the mean is differentiated term by term"),
        1 / m * total(e, partial(losses[e], bias)),
        chain_rule("each loss moves with its own pre-activation"),
        1 / m * total(e, (Y_hat[e] - Y[e]) * partial(Z_3[e], bias)),
        over_paths("the factors from above, for each flower"),
        1 / m * total(e, (Y_hat[e] - Y[e]) * bracket),
        name="dJ_db",
        title="A bias of layer 1",
        when="activations that work on each entry by itself",
    )

    p.part("With numbers")
    p.text(
        "Here is one flower. For every other one, with other weights and activations, move the "
        "sliders of [the explorer](three_layers.md#explorer)."
    )
    net, one_flower, other = notes_network(), flower(51), flower(101)
    weights = {W_1: net.W_1, b_1: net.b_1, W_2: net.W_2, b_2: net.b_2, W_3: net.W_3, b_3: net.b_3}
    u_1 = let("u^[1]", W_1.T @ x + b_1, "what layer 1 adds up")
    h_1 = let("h^[1]", relu(u_1), "layer 1 with ReLU")
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
    p.define(u_1, h_1, u_2, h_2, u_3, answer, loss_1)
    p.worked(at, u_1, h_1, u_2, h_2, u_3, answer)
    slope = answer - y
    paths = total(k, W_3[k] * tanh.prime(u_2[k]) * W_2[5, k]) * gate(u_1[5])
    p.worked(
        at,
        proved(partial(loss_1, W_1[4, 5]), slope * (paths * x[4])),
        proved(partial(loss_1, b_1[5]), slope * paths),
    )
    p.compare(at, partial(loss_1, W_1[4, 5]), partial(loss_1, b_1[5]))
    p.text(
        "The page left both activations open. So put pairs of them into its two last results, for "
        "a weight and for a bias, and a batch of two: flower 51 and flower 101, a virginica. "
        "Beside the formula stands how fast the cost changes when the parameter is really moved:"
    )
    two_flowers = p.numbers(
        {**weights, A_0: [one_flower.features, other.features], Y: [[0], [1]]}, show=False
    )
    p.instances(
        two_flowers,
        (dJ_dw, dJ_db),
        *({f: first, g: second} for first, second in PAIRS),
        at={i: 4, j: 5},
    )
    p.text(
        "The weight case, which the notes leave blank in their last line, is the measurement: "
        f"{x[i]}. With it the derivation of the notes is complete. Next: [from entries to "
        "matrices](entries_to_matrices.md).",
        covers="S3-55",
    )
