"""From entries to matrices

The entry formulas of the three layers, gathered into one line for each layer: which product each
dot becomes, and where a transpose stands (source 003).

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
dz3: dz^[3] = y_hat - y: proved for any width
dz2_entry: dz^[2][k] = dz^[3] * (W^[3][k] * g_prime(z^[2][k])): proved for any width
dz2: dz^[2] = W^[3] * dz^[3] * g_prime(z^[2]): proved for any width
dz_dz: partial(z^[2][k], z^[1][j]) = W^[2][j, k] * f_prime(z^[1][j]): proved for any width
dz1_entry: dz^[1][j] = sum(W^[2][j, k] * dz^[2][k] for k in 1..lambda^[2]) * f_prime(z^[1][j]): \
proved for any width
dz1: dz^[1] = W^[2] @ dz^[2] * f_prime(z^[1]): proved for any width
dJ_dW_entry: partial(J, W^[l][r, c]) = 1 / m * sum(A^[l-1][r, e] * dZ^[l][c, e] for e in 1..m): \
proved for any width
dJ_dW: partial(J, W^[l]) = 1 / m * (A^[l-1] @ dZ^[l].T): proved for any width
dJ_db_entry: partial(J, b^[l][c]) = 1 / m * sum(dZ^[l][c, e] for e in 1..m): proved for any width
dJ_db: partial(J, b^[l]) = 1 / m * (dZ^[l] @ ones((m, 1))): proved for any width
two_examples_entry: partial(J_2, W^[l][r, c]) = x_1[r] * d_1[c] + x_2[r] * d_2[c]: proved for any \
width
two_examples: partial(J_2, W^[l]) = x_1 @ d_1.T + x_2 @ d_2.T: proved for any width
turned_entry: partial(C, N[c, r]) = partial(C, W_turned[r, c]): proved for any width
turned: partial(C, N) = partial(C, W_turned).T: proved for any width
back: W_turned @ delta = N.T @ delta: true by definition
"""

from bpcore import (
    Page,
    algebra,
    by,
    chain_rule,
    column,
    definition,
    elementary,
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
    opaque,
    over_paths,
    partial,
    proved,
    relu,
    scalar,
    sigmoid,
    silu,
    softplus,
    stacked,
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
    """Gather the entry formulas of three layers into lines with matrices."""
    f, g = unspecified("f"), unspecified("g")
    zero, one, two = "lambda^[0]", "lambda^[1]", "lambda^[2]"
    j = index("j", over=one)
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

    dz_3 = let("dz^[3]", partial(loss, z_3), "the error of layer 3")
    dz_2 = let("dz^[2]", partial(loss, z_2), "the error of layer 2, in the shape of its column")
    dz_1 = let("dz^[1]", partial(loss, z_1), "the error of layer 1")

    p.text(
        "The slopes of [layer 3](layer_three.md), [layer 2](layer_two.md) and [layer "
        "1](layer_one.md) "
        "are known entry by entry. How do they become the few lines with matrices that a program "
        "runs? Which dot turns into which product, and where do the transposes go?"
    )
    with p.important("In short"):
        p.text(
            f"Going forward, layer 2 works with {W_2.T @ a_1}, with a transpose. Going backward it "
            f"sends {W_2 @ dz_2}, without one. Between two layers stands a matrix product, "
            "inside a "
            f"layer an elementwise one. The slopes of its weights stand in "
            f"{a_1 @ dz_2.T}, a column by a row, in the shape of the weights themselves."
        )
    p.text(
        "The notation is that of the handwritten notes: a row of weights for where they come from, "
        "a column for where they go to. The activations of layer 1 and layer 2, "
        f"{f(x)} and {g(x)}, work on each entry by itself and are otherwise open; so are all "
        "widths "
        "but that of the last layer, which has one neuron."
    )
    p.symbols(x, y, W_1, b_1, W_2, b_2, W_3, b_3)
    p.define(z_1, a_1, z_2, a_2, z_3, y_hat, loss)

    p.part("One column for each layer")
    p.text(
        "All parameters of a neuron act through its pre-activation. So the derivative of the loss "
        "by the pre-activations is worth a name. The notes call it as programs do:"
    )
    p.define(dz_3, dz_2, dz_1)
    of_loss = (1 - y) / (1 - y_hat) - y / y_hat
    of_act = y_hat * (1 - y_hat)
    dz3 = p.chain(
        dz_3,
        definition("what the letters mean"),
        partial(loss, z_3),
        chain_rule("through the answer"),
        of_loss * partial(y_hat, z_3),
        chain_rule("the slope of the sigmoid"),
        of_loss * of_act,
        algebra("multiply out: almost everything cancels"),
        y_hat - y,
        name="dz3",
        title="Where it starts",
    )
    found = p.chain(
        dz_2[k],
        definition("what the letters mean"),
        partial(loss, z_2[k]),
        chain_rule("there is one neuron in layer 3, so there is one path"),
        labelled(of_loss * of_act, "dz of layer 3") * partial(z_3, z_2[k]),
        chain_rule("the neuron passes through its activation and its weight"),
        labelled(of_loss * of_act, "dz of layer 3") * (W_3[k] * g.prime(z_2[k])),
        algebra("the braced factors are answer minus label"),
        (y_hat - y) * (W_3[k] * g.prime(z_2[k])),
        by(dz3),
        dz_3 * (W_3[k] * g.prime(z_2[k])),
        name="dz2_entry",
        title="One entry of layer 2",
    )
    p.chain(
        dz_2,
        stacked(found, "one below the other"),
        odot(W_3 * dz_3, g.prime(z_2)),
        name="dz2",
        title="From layer 3 to layer 2",
        when="an activation that works on each entry by itself",
        covers="S3-45",
    )
    step = p.chain(
        partial(z_2[k], z_1[j]),
        chain_rule(f"neuron {j} passes through its activation and one weight"),
        W_2[j, k] * f.prime(z_1[j]),
        name="dz_dz",
        title="From one layer to the one before",
    )
    found = p.chain(
        dz_1[j],
        definition("what the letters mean"),
        partial(loss, z_1[j]),
        over_paths("over every neuron of layer 2"),
        total(k, partial(loss, z_2[k]) * partial(z_2[k], z_1[j])),
        definition("the first factor is the error of layer 2"),
        total(k, dz_2[k] * partial(z_2[k], z_1[j])),
        by(step),
        total(k, dz_2[k] * (W_2[j, k] * f.prime(z_1[j]))),
        algebra("the slope does not depend on the index of the sum"),
        total(k, W_2[j, k] * dz_2[k]) * f.prime(z_1[j]),
        name="dz1_entry",
        title="One entry of layer 1",
    )
    p.chain(
        dz_1,
        stacked(found, "the sum over paths is a matrix product"),
        odot(W_2 @ dz_2, f.prime(z_1)),
        name="dz1",
        title="From layer 2 to layer 1",
        when="an activation that works on each entry by itself",
        covers="S3-56",
    )
    p.text(
        "The two lines are alike. The notes draw the first of them with braces and sizes, and "
        "remark that something has to be transposed. In which place, the next part says."
    )

    p.part("Where the transposes go")
    p.text(
        "Look at what is summed. Going forward, a neuron collects from all neurons *before* it: "
        "the "
        "sum runs down a column of the weights. Going backward, a neuron collects from all neurons "
        "*behind* it: the sum runs along a row."
    )
    p.chain(
        (W_2.T @ a_1)[k],
        algebra("forward: the first index is summed"),
        total(q, W_2[q, k] * a_1[q]),
    )
    p.chain(
        (W_2 @ dz_2)[j],
        algebra("backward: the second index is summed"),
        total(k, W_2[j, k] * dz_2[k]),
    )
    p.text(
        "A matrix product sums the second index of its left factor. So in this notation the "
        "forward pass needs the transpose and the backward pass does not. With the sizes of the "
        "examples, 4-5-3-1:"
    )
    V, u, v = (
        matrix("V", 5, 3, "weights of layer 2"),
        column("u", 5),
        column("v", 3, "an error of layer 2"),
    )
    V_3, t, s = matrix("V_3", 3, 1), scalar("t"), column("s", 3)
    p.picture(
        "forward",
        shapes(V.T @ u, s),
        "The transposed weights, 3 rows by 5 columns, times a column of 5 rows give one of 3 rows.",
        "Forward through layer 2: five entries come in, three go out.",
    )
    p.picture(
        "backward",
        shapes(V @ v, u),
        "The weights, 5 rows by 3 columns, times a column of 3 rows give a column of 5 rows.",
        "Backward through layer 2: three entries come in, five go out.",
    )
    p.picture(
        "start",
        shapes(odot(V_3 * t, s), v),
        "Weights of 3 rows and 1 column, times a number, elementwise times a column of 3 rows, "
        "give a column of 3 rows.",
        "From layer 3 to layer 2: the error of the last layer is one number.",
    )
    p.picture(
        "back",
        shapes(odot(W_2 @ dz_2, f.prime(z_1)), dz_1),
        "In brackets the weights of layer 2, a matrix, times the error of layer 2, a column; "
        "elementwise times the slopes of layer 1, a column. The outcome is a column.",
        "The whole line from layer 2 to layer 1, for any widths.",
    )
    p.symbols(V, v)
    remark = p.misfit("A transpose on the way back", lambda: V.T @ v)
    remark(
        f"What fits is {no_claim(V @ v)}. Where it comes from: in the notation of most books the "
        "weights are "
        "turned round, and there the way back is the one with the transpose."
    )

    p.part("Which dot is which product")
    p.text(
        "In the entry formulas every dot multiplies two numbers. In the lines with arrays the same "
        "dots are different products. Multiply from the loss backward, one layer after the other."
    )
    p.table(
        ("between", "product", "written"),
        ("error of layer 3 and weights of layer 3", "number by column", f"{W_3 * dz_3}"),
        ("that and the slopes of layer 2", "elementwise", f"{odot(W_3 * dz_3, g.prime(z_2))}"),
        ("weights and error of layer 2", "matrix product, a sum over neurons", f"{W_2 @ dz_2}"),
        ("that and the slopes of layer 1", "elementwise", f"{odot(W_2 @ dz_2, f.prime(z_1))}"),
        ("what comes in and the error", "column by row, nothing is summed", f"{a_1 @ dz_2.T}"),
        no_claim="how each of the products is written",
    )

    p.part("Weights and biases of any layer, over all examples")
    m, e = width("m"), index("e", over="m")
    low, high = "lambda^[l-1]", "lambda^[l]"
    r, c, h = index("r", over=low), index("c", over=high), index("h", over=high)
    A = matrix("A^[l-1]", low, "m", "what the layer receives: a column for each example")
    W = matrix("W^[l]", low, high, "the weights of the layer")
    b = column("b^[l]", high, "the biases of the layer")
    each = ones("m")
    Z = let("Z^[l]", W.T @ A + b @ each.T, "the pre-activations, a column for each example")
    L = opaque("J_sum", Z, meaning="the sum of the losses of all examples")
    J = let("J", 1 / m * L, "the cost: the mean of the losses")
    dZ = let("dZ^[l]", partial(L, Z), "the errors, a column for each example", entry="dz^[l]")
    p.text(
        f"Now any layer, and {m} examples at once, counted by {e}. Stand the columns side by side, "
        "one for each example; on the pages before, where sums over examples were written out, "
        f"each was a row. The entry {A[r, e]} is what the notes write with the example in "
        "parentheses. Of everything above the layer only this is known: the losses depend on its "
        "pre-activations."
    )
    p.symbols(A, W, b, L)
    p.define(Z, J, dZ)
    entry = p.chain(
        partial(J, W[r, c]),
        elementary("the cost is the mean, so its slope is one share of the sum"),
        1 / m * partial(L, W[r, c]),
        over_paths("over every neuron and every example"),
        1 / m * total(e, total(h, partial(L, Z[h, e]) * partial(Z[h, e], W[r, c]))),
        definition("the first factor is an error"),
        1 / m * total(e, total(h, dZ[h, e] * partial(Z[h, e], W[r, c]))),
        elementary("a weight stands in its own neuron only, times its input"),
        1 / m * total(e, total(h, dZ[h, e] * (kronecker(h, c) * A[r, e]))),
        algebra("one neuron is left; the sum over examples stays"),
        1 / m * total(e, A[r, e] * dZ[c, e]),
        name="dJ_dW_entry",
        title="One weight",
    )
    p.chain(
        partial(J, W),
        stacked(entry, "arranged like the weights"),
        1 / m * (A @ dZ.T),
        name="dJ_dW",
        title="All weights of a layer",
    )
    entry = p.chain(
        partial(J, b[c]),
        elementary("the cost is the mean, so its slope is one share of the sum"),
        1 / m * partial(L, b[c]),
        over_paths("over every neuron and every example"),
        1 / m * total(e, total(h, partial(L, Z[h, e]) * partial(Z[h, e], b[c]))),
        definition("the first factor is an error"),
        1 / m * total(e, total(h, dZ[h, e] * partial(Z[h, e], b[c]))),
        elementary("a bias is added to its own neuron only"),
        1 / m * total(e, total(h, dZ[h, e] * kronecker(h, c))),
        algebra("one neuron is left"),
        1 / m * total(e, dZ[c, e]),
        name="dJ_db_entry",
        title="One bias",
    )
    p.chain(
        partial(J, b),
        stacked(entry, "the column of ones adds up the examples"),
        1 / m * (dZ @ each),
        name="dJ_db",
        title="All biases of a layer",
    )
    p.text(
        f"The product {A @ dZ.T} sums over examples, and each of its terms is the column of one "
        "example times the row of its error. Here for two examples, with their columns by name:"
    )
    x_1, x_2 = (column(f"x_{n}", low, f"what example {n} brings") for n in (1, 2))
    s_1 = let("s_1", W.T @ x_1 + b, "its pre-activations")
    s_2 = let("s_2", W.T @ x_2 + b, "the same for the other")
    K = opaque("J_2", s_1, s_2, meaning="the sum of their losses")
    d_1, d_2 = let("d_1", partial(K, s_1), "its error"), let("d_2", partial(K, s_2), "the other's")
    p.symbols(x_1, x_2, K)
    p.define(s_1, s_2, d_1, d_2)
    pair = p.chain(
        partial(K, W[r, c]),
        over_paths("one path through each example, by the weight's own neuron"),
        partial(K, s_1[c]) * partial(s_1[c], W[r, c])
        + partial(K, s_2[c]) * partial(s_2[c], W[r, c]),
        definition("the first factors are the errors"),
        d_1[c] * partial(s_1[c], W[r, c]) + d_2[c] * partial(s_2[c], W[r, c]),
        elementary("the weight multiplies the input of each example"),
        x_1[r] * d_1[c] + x_2[r] * d_2[c],
        name="two_examples_entry",
        title="One weight, two examples",
    )
    p.chain(
        partial(K, W),
        stacked(pair, "entries of a column by a row"),
        x_1 @ d_1.T + x_2 @ d_2.T,
        name="two_examples",
        title="A sum over examples",
    )
    U, G = matrix("U", 5, 2), matrix("G", 3, 2)
    p.picture(
        "batch",
        shapes(U @ G.T, V),
        "A matrix of 5 rows and 2 columns times one of 2 rows and 3 columns gives 5 rows and 3 "
        "columns. The width 2, of the examples, vanishes.",
        "Slopes of the weights of layer 2 from two examples: the examples are summed.",
    )

    p.part("In the notation of the other pages")
    R = matrix("N", high, low, "the weights as other pages arrange them: row for where to")
    W_r = let("W_turned", R.T, "the same weights as the notes arrange them")
    F = opaque("C", W_r, meaning="the cost, as it depends on these weights")
    delta = column("delta", high, "the error of the layer")
    p.text(
        "Most pages of this book turn the matrix round. Nothing else changes: the same numbers "
        "stand at other places, and so do their slopes."
    )
    p.symbols(R, F, delta)
    p.define(W_r)
    p.chain(
        partial(F, R[c, r]),
        elementary("the same number, at the turned place"),
        partial(F, W_r[r, c]),
        name="turned_entry",
        title="One slope",
    )
    turned = proved(partial(F, R), partial(F, W_r).T)
    p.result(turned, "turned", "Gradients are transposed")
    p.chain(
        W_r @ delta,
        definition("put the other matrix in"),
        R.T @ delta,
        name="back",
        title="The way back",
    )
    p.text(
        "So the transpose on the way back, in [BP2](four_equations.md#BP2), and its absence here "
        "say the same. The [translation](translation.md) sets all four notations side by side."
    )

    p.part("With numbers")
    net, one_flower = notes_network(), flower(51)
    weights = {W_1: net.W_1, b_1: net.b_1, W_2: net.W_2, b_2: net.b_2, W_3: net.W_3, b_3: net.b_3}
    u_1 = let("u^[1]", W_1.T @ x + b_1, "what layer 1 adds up")
    h_1 = let("h^[1]", relu(u_1), "layer 1 with ReLU")
    u_2 = let("u^[2]", W_2.T @ h_1 + b_2, "what layer 2 then adds up")
    h_2 = let("h^[2]", tanh(u_2), "layer 2 with the hyperbolic tangent")
    u_3 = let("u^[3]", W_3.T @ h_2 + b_3, "what layer 3 then adds up")
    answer = let("p_hat", sigmoid(u_3), "the answer", between=(0, 1))
    loss_1 = let("L", softplus(u_3) - y * u_3, "its loss")
    p.text(
        "Now the network 4-5-3-1 of the examples, with ReLU in layer 1 and the hyperbolic tangent "
        "in layer 2, and flower 51, a versicolor, whose label is zero. The loss is written "
        "[straight from the last pre-activation](layer_two.md#the-mean-over-examples), which is "
        "the same."
    )
    at = p.numbers({**weights, x: [[one] for one in one_flower.features], y: 0})
    p.define(u_1, h_1, u_2, h_2, u_3, answer, loss_1)
    p.worked(at, u_1, u_2, u_3, answer)
    back_3 = let("delta^[3]", answer - y, "the error of layer 3, by the line above")
    back_2 = let("delta^[2]", odot(W_3 * back_3, tanh.prime(u_2)), "the error of layer 2")
    back_1 = let("delta^[1]", odot(W_2 @ back_2, gate(u_1)), "the error of layer 1")
    p.define(back_3, back_2, back_1)
    p.worked(at, back_3, back_2, back_1)
    p.worked(
        at,
        proved(partial(loss_1, W_2), h_1 @ back_2.T),
        proved(partial(loss_1, W_1), x @ back_1.T),
    )
    p.text("The errors are the slopes of the biases. Differences of the loss agree:")
    p.compare(at, partial(loss_1, b_2), partial(loss_1, b_1))
    p.text(
        "With other activations the formulas change in the slopes only. The lines with arrays were "
        "derived for any pair, so put pairs in and take one weight and one bias of each layer, for "
        "the same flower. The error of each layer is computed from that of the layer behind it, as "
        "above, and multiplied by what comes in:"
    )
    error_2 = odot(W_3 * (y_hat - y), g.prime(z_2))
    error_1 = odot(W_2 @ error_2, f.prime(z_1))
    i = index("i", over=zero)
    p.instances(
        at,
        (
            proved(partial(loss, W_2[q, k]), a_1[q] * error_2[k]),
            proved(partial(loss, b_2[k]), error_2[k]),
            proved(partial(loss, W_1[i, j]), x[i] * error_1[j]),
            proved(partial(loss, b_1[j]), error_1[j]),
        ),
        *({f: first, g: second} for first, second in PAIRS),
        at={i: 4, j: 5, q: 2, k: 3},
    )
    p.text(
        "The pages on [layer 3](layer_three.md#with-numbers), [layer 2](layer_two.md#with-numbers) "
        "and [layer 1](layer_one.md#with-numbers) do the same with the mean over two flowers or "
        "four."
    )
