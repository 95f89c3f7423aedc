"""Notation, and how to translate it

Four sources, four notations (000 to 003), and this book's own: one table, the four equations in
each of them, and what leads from one to the other.

>>> from bpcore import run
>>> results = run(derive).results
>>> for source in ("book", "000", "001", "002", "003"):
...     print(results["BP2_" + source])
delta^[l] = W^[l+1].T @ delta^[l+1] * s_prime(z^[l]): proved for any width
partial(L, u[p]) = dz * w[p] * (x[p] * (1 - x[p])): proved for any width
partial(C, z_L-1) = partial(C, z_L) @ W_L * sigma_prime(z_L-1): proved for any width
delta^l[j] = sum(w^l+1[i, j] * delta^l+1[i] for i in 1..t) * sigma_prime(z^l[j]): proved for any \
width
dz^[1] = W^[2] @ dz^[2] * act_prime(z^[1]): proved for any width
>>> print(results["backward_003"])
W_002.T @ delta_002 = W_003 @ dz_003: proved for any width
>>> {str(claim.verdict) for claim in results.values()}
{'proved for any width'}
"""

from bpcore import (
    Page,
    algebra,
    array,
    by,
    chain_rule,
    column,
    d,
    definition,
    elementary,
    elementwise,
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
    proved,
    row,
    scalar,
    sigmoid,
    stacked,
    total,
    unspecified,
    width,
)


def derive(p: Page) -> None:
    """Give BP1 to BP4 in five notations, prove each in its own, and translate between them."""
    book, post, article = "This book", "000 forum post", "001 article"
    answer, notes = "002 question and answer", "003 handwritten notes"
    before, this = index("p", over="r"), index("q", over="n")

    # this book: columns, the layer in brackets above
    s = unspecified("s")
    a_before = column("a^[l-1]", "r", "what the layer receives")
    W = matrix("W^[l]", "n", "r", "weights: row for neuron, column for input")
    b = column("b^[l]", "n", "biases")
    z = let("z^[l]", W @ a_before + b, "pre-activations: a column")
    a = let("a^[l]", s(z), "activations, by any function that works entry by entry")
    W_next = matrix("W^[l+1]", "t", "n", "weights of the next layer")
    b_next = column("b^[l+1]", "t", "biases of the next layer")
    z_next = let("z^[l+1]", W_next @ a + b_next, "pre-activations of the next layer")
    C = opaque("C", z_next, meaning="cost, whatever stands above the next layer")
    z_last = column("z^[L]", "n", "pre-activations of the last layer")
    a_last = let("a^[L]", s(z_last), "activations of the last layer")
    K = opaque("K", a_last, meaning="the same cost, as the last layer sees it")
    e_layer = let("delta^[l]", partial(C, z), "error of the layer: a column")
    e_next = let("delta^[l+1]", partial(C, z_next), "error of the next layer")
    e_last = let("delta^[L]", partial(K, z_last), "error of the last layer")

    # 000: one neuron, every quantity a number
    u = column("u", "r", "sums of the neurons in front")
    x = let("x", sigmoid(u), "inputs: what the neurons in front say", between=(0, 1))
    w, c = column("w", "r", "weights, one for each input"), scalar("b", "bias")
    y = scalar("y", "label")
    added = total(before, w[before] * x[before]) + c
    z_0 = let("z", added, "pre-activation")
    a_0 = let("a", sigmoid(z_0), "activation, always the sigmoid", between=(0, 1))
    L = let("L", -(y * log(a_0) + (1 - y) * log(1 - a_0)), "loss of one example")
    dz_0 = let("dz", d(L, z_0), "a derivative, named as in code")
    dw_0 = let("dw", partial(L, w), "the derivatives by the weights")

    # 001: rows, the layer below, L the last one
    i, j, s_1 = index("i", over="n"), index("j", over="r"), unspecified("sigma")
    i_2 = index("h", over="n")
    z_1b = array("z_L-1", 1, "r", "pre-activations of the hidden layer: a row")
    a_1b = let("a_L-1", s_1(z_1b), "activations of the hidden layer", entry="a")
    W_1 = array("W_L", "n", "r", "weights: row for neuron, column for input", entry="w")
    b_1 = array("b_L", 1, "n", "biases: a row", entry="b")
    z_1 = let("z_L", a_1b @ W_1.T + b_1, "pre-activations: a row", entry="z")
    a_1 = let("a_L", s_1(z_1), "predictions: the activations of the last layer")
    C_1 = opaque("C", a_1, meaning="cost of one example, any")

    # 002: components, the layer above without brackets
    h, k, g = index("j", over="n"), index("k", over="r"), index("i", over="t")
    v, s_2 = index("v", over="n"), unspecified("sigma")
    a_2b = column("a^l-1", "r", "what the layer receives")
    w_2 = matrix("w^l", "n", "r", "weights: first index neuron, second index input")
    b_2 = column("b^l", "n", "biases")
    z_2 = let("z^l", w_2 @ a_2b + b_2, "pre-activations")
    a_2 = let("a^l", s_2(z_2), "activations")
    entry = total(before, w_2[this, before] * a_2b[before]) + b_2[this]
    w_2n = matrix("w^l+1", "t", "n", "weights of the next layer")
    b_2n = column("b^l+1", "t", "biases of the next layer")
    z_2n = let("z^l+1", w_2n @ a_2 + b_2n, "pre-activations of the next layer")
    C_2 = opaque("C", z_2n, meaning="cost, whatever stands above the next layer")
    z_2L = column("z^L", "n", "pre-activations of the last layer")
    a_2L = let("a^L", s_2(z_2L), "activations of the last layer")
    K_2 = opaque("K", a_2L, meaning="the same cost, as the last layer sees it")
    e_2 = let("delta^l", partial(C_2, z_2), "error of the layer")
    e_2n = let("delta^l+1", partial(C_2, z_2n), "error of the next layer")
    e_2L = let("delta^L", partial(K_2, z_2L), "error of the last layer")

    # 003: columns, weights the other way round, a network of three layers
    act, example = unspecified("act"), index("e", over="m")
    z_31 = column("z^[1]", "r", "pre-activations of the first layer")
    a_31 = let("a^[1]", act(z_31), "activations of the first layer")
    W_32 = matrix("W^[2]", "r", "n", "weights: row for input, column for neuron")
    b_32 = column("b^[2]", "n", "biases")
    z_32 = let("z^[2]", W_32.T @ a_31 + b_32, "pre-activations: a column")
    a_32 = let("a^[2]", act(z_32), "activations")
    W_33 = column("W^[3]", "n", "weights of the last layer, which has one neuron")
    b_33 = scalar("b^[3]", "bias of the last layer")
    z_33 = let("z^[3]", W_33.T @ a_32 + b_33, "pre-activation of the last layer")
    y_hat, y_3 = let("y_hat", sigmoid(z_33), "prediction: the answer"), scalar("y", "label")
    nll = -(y_3 * log(y_hat) + (1 - y_3) * log(1 - y_hat))
    loss = let("loss", nll, "loss of one example")
    dz_33 = let("dz^[3]", partial(loss, z_33), "derivative at the last layer")
    dz_32 = let("dz^[2]", partial(loss, z_32), "derivative at the second layer: a column")
    dz_31 = let("dz^[1]", partial(loss, z_31), "derivative at the first layer: a column")
    labels = array("Y", "m", 1, entry="y", examples=True)
    said = array("Y_hat", "m", 1, entry="y_hat", examples=True)
    losses = array("Loss", "m", 1, entry="loss", examples=True)
    mean = 1 / width("m") * total(example, losses[example])
    J = let("J", mean)

    p.text(
        "Which way round is the matrix of weights? Is the error a row or a column? Every text "
        "answers in its own way, and a formula copied from one text into the notation of another "
        "is wrong without anybody having made a mistake. This page puts five notations side by "
        "side: that of this book and those of its [four sources](../sources.md). Every equation "
        "in every notation is proved in that notation. Which statement of a source is met "
        "where is told in the [source map](../source-map.md). Equations are typeset when the site "
        "is built, so that no page needs MathJax.",
        covers="S2-17",
    )
    p.text(
        "You need the [forward pass](forward_pass.md), and for the second half the [four "
        "equations](four_equations.md)."
    )
    p.text(
        f"The same widths are used for all: a layer has {width('n')} neurons, the layer before it "
        f"{width('r')}, the layer after it {width('t')}. Products are written with this book's "
        "signs throughout, because a sign that means two products cannot be read."
    )
    p.text(
        "Further down, choose a notation in one place and the whole page follows. Where the "
        "versions stand one below another instead, a bold title begins each."
    )

    p.part("One thing, five ways to write it")
    p.table(
        ("what", book, post, article, answer, notes),
        ("loss of one example", scalar("L"), L, f"{C_1}, also called loss", C_2, loss),
        (
            f"cost over {width('m')} examples",
            f"{C} or {scalar('J')}, a mean",
            f"{scalar('J')} in the course, a mean",
            "a sum over the batch, in a remark",
            "none",
            f"{proved(J, mean)}",
        ),
        (
            "which loss",
            "any",
            "binary cross-entropy",
            "any; then cross-entropy with softmax",
            "half the squared distance",
            "binary cross-entropy, there called negative log-likelihood",
        ),
        (
            "label and prediction",
            f"{column('y', 'n')} and {a_last}",
            f"{y} and {a_0}",
            f"{row('y', 'n')} and {proved(let('y_hat', a_1), a_1)}",
            f"{column('y', 'n')} and {a_2L}",
            f"{labels[example]} and {said[example]}",
        ),
        (
            "the layer stands",
            f"above, in brackets: {z}",
            "nowhere: there is one",
            f"below: {z_1}; also above, with and without brackets",
            f"above: {z_2}",
            f"above, in brackets: {z_32}",
        ),
        (
            "last layer, and input",
            f"{a_last} and {column('a^[0]', 'r')}",
            f"{a_0} and {x}",
            f"{a_1} and {row('a_L-2', 't')}",
            a_2L,
            f"{scalar('a^[3]')} and {column('a^[0]', 't')}",
        ),
        (
            "neurons in the layer, and in the one before",
            f"{width('n')} and {width('r')}, any letters",
            "none",
            f"counted by {i} and by {j}",
            "none",
            f"{scalar('lambda^[l]')} and {scalar('lambda^[l-1]')}",
        ),
        (
            f"weight from neuron {before} of the layer before to neuron {this}",
            W[this, before],
            w[before],
            W_1[this, before],
            w_2[this, before],
            W_32[before, this],
        ),
        (
            "shape of the weights",
            "this layer by layer before",
            "one list",
            "this layer by layer before",
            "this layer by layer before",
            "layer before by this layer",
        ),
        (
            "pre-activation",
            f"column {proved(z, W @ a_before + b)}",
            f"{proved(z_0, added)}",
            f"row {proved(z_1, a_1b @ W_1.T + b_1)}",
            f"entry {proved(z_2[this], entry)}",
            f"column {proved(z_32, W_32.T @ a_31 + b_32)}",
        ),
        (
            "activation",
            f"{proved(a, s(z))}, any; {sigmoid(z)} for the sigmoid",
            f"{proved(a_0, sigmoid(z_0))}, the sigmoid",
            f"{proved(a_1, s_1(z_1))}, any",
            f"{proved(a_2, s_2(z_2))}, any",
            f"{proved(a_32, act(z_32))}, any; {sigmoid(z_33)} at the end, the sigmoid",
        ),
        (
            "derivative by the pre-activation",
            f"column {proved(e_layer, partial(C, z))}",
            f"{proved(dz_0, d(L, z_0))}",
            f"row {partial(C_1, z_1)}",
            f"entry {proved(e_2[this], partial(C_2, z_2[this]))}",
            f"column {dz_32}, in drawings",
        ),
        (
            "derivative by the weights",
            f"{partial(C, W)}, shaped like {W}",
            f"{dw_0}",
            f"{partial(C_1, W_1)}, shaped like {W_1}",
            f"entries {partial(C_2, w_2[this, before])}",
            f"one {partial(J, W_32[before, this])} at a time, arranged like {W_32}",
        ),
        (
            "derivative of an array by an array",
            "Jacobian: row for output, column for input",
            "none",
            "Jacobian: row for output, column for input",
            "entries",
            "a column for each single weight",
        ),
        (
            "elementwise product",
            odot(e_layer, s.prime(z)),
            "a cross, between numbers",
            "a star",
            "none; the chapter that it follows has a circled dot",
            "a dot, with a remark",
        ),
        (
            "column times row",
            f"{e_layer @ a_before.T}",
            "none",
            outer(partial(C_1, z_1).T, a_1b),
            "none",
            "none",
        ),
        (
            "Kronecker delta",
            kronecker(this, v),
            "none",
            "in words: zero unless the indices agree",
            kronecker(v, h),
            "in words: one at one place of a column of zeros",
        ),
        (
            "examples",
            f"rows; {labels[example]} is one label",
            "columns, in the course",
            "rows",
            "one",
            f"above in parentheses: {labels[example]}",
        ),
        ("value at a point", "in words", "none", "none", "none", "a bar, the point below it"),
        (
            "derivatives are written",
            f"{partial(C, z)}, {s.prime(z)}",
            f"{d(L, z_0)}, {dz_0}",
            f"{d(C_1, W_1)}, {partial(C_1, z_1)}, and a capital delta for a gradient or Jacobian",
            f"{partial(C_2, z_2[h])}",
            f"{partial(J, W_32[before, this])}, {act.prime(z_32)}",
        ),
        no_claim="what five sources call the same thing",
    )

    p.part("What the letters mean")
    with p.tabs():
        with p.tab(book):
            p.symbols(a_before, W, b, W_next, b_next, z_last, C, K)
            p.define(z, a, z_next, a_last, e_layer, e_next, e_last)
        with p.tab(post):
            p.text(
                "The post has one neuron, and every quantity is a number. The inputs are counted "
                "here, and they may be what other neurons in front have said; for that the post "
                f"has no letters, so the sums of those neurons are called {u}."
            )
            p.symbols(u, w, c, y)
            p.define(x, z_0, a_0, L, dz_0)
        with p.tab(article):
            p.text(
                "The article writes rows, and layers below the letter: the last layer and the one "
                "before it. Entries carry no layer. Its sigma is any activation."
            )
            p.symbols(z_1b, W_1, b_1, C_1)
            p.define(a_1b, z_1, a_1)
        with p.tab(answer):
            p.text(
                "Question and answer write entries, with the layer above. The first index of a "
                "weight is the neuron, the second its input. Their sigma is any activation."
            )
            p.symbols(a_2b, w_2, b_2, w_2n, b_2n, z_2L, C_2, K_2)
            p.define(z_2, a_2, z_2n, a_2L, e_2, e_2n, e_2L)
            p.text(
                f"{kronecker(v, h)} is the Kronecker delta: one where both indices agree, else "
                "zero. The answer writes it with a capital to keep it apart from the error, and "
                "so does this book.",
                covers="S2-15",
            )
        with p.tab(notes):
            p.text(
                "The notes follow a network of three layers with one neuron at its end. Their "
                "weights stand the other way round: row for input, column for neuron. The name of "
                "an activation carries its layer there; here all hidden layers share one name."
            )
            p.symbols(z_31, W_32, b_32, W_33, b_33, y_3)
            p.define(a_31, z_32, a_32, z_33, y_hat, loss, dz_33, dz_32, dz_31)

    p.text(
        "Now the [four equations](four_equations.md), one after the other. Each is proved again "
        "in every notation, from the definitions of that notation and from nothing else."
    )

    p.part("BP1: the error at the output")
    with p.tabs():
        with p.tab(book):
            p.chain(
                e_last,
                definition("what the error means"),
                partial(K, z_last),
                elementwise("an activation depends on its own pre-activation only"),
                odot(partial(K, a_last), s.prime(z_last)),
                name="BP1_book",
                title="BP1",
            )
        with p.tab(post):
            p.chain(
                dz_0,
                definition("what the name means"),
                d(L, z_0),
                chain_rule(f"the one path, over {a_0}"),
                d(L, a_0) * d(a_0, z_0),
                elementary("the slopes of this loss and of the sigmoid"),
                ((a_0 - y) / (a_0 * (1 - a_0))) * (a_0 * (1 - a_0)),
                algebra("cancel"),
                a_0 - y,
                name="BP1_000",
                title="BP1 with one neuron",
            )
            p.text("Step by step it stands on the page [One neuron](neuron.md).")
        with p.tab(article):
            p.chain(
                partial(C_1, z_1),
                elementwise("an activation depends on its own pre-activation only"),
                odot(partial(C_1, a_1), s_1.prime(z_1)),
                name="BP1_001",
                title="BP1 in rows",
            )
        with p.tab(answer):
            p.chain(
                e_2L[h],
                definition("what the error means"),
                partial(K_2, z_2L[h]),
                over_paths("over every activation of the last layer"),
                total(v, partial(K_2, a_2L[v]) * partial(a_2L[v], z_2L[h])),
                elementwise("an activation depends on its own pre-activation only"),
                total(v, partial(K_2, a_2L[v]) * (kronecker(v, h) * s_2.prime(z_2L[h]))),
                algebra("only one term is left"),
                partial(K_2, a_2L[h]) * s_2.prime(z_2L[h]),
                name="BP1_002",
                title="BP1 in components",
            )
        with p.tab(notes):
            p.chain(
                dz_33,
                definition("what the name means"),
                partial(loss, z_33),
                chain_rule("the loss and the sigmoid, one path"),
                ((1 - y_3) / (1 - y_hat) - y_3 / y_hat) * (y_hat * (1 - y_hat)),
                algebra("multiply out"),
                y_hat - y_3,
                name="BP1_003",
                title="BP1 with one output",
            )

    p.part("BP2: one layer back")
    with p.tabs():
        with p.tab(book):
            p.chain(
                e_layer,
                definition("what the error means"),
                partial(C, z),
                elementwise("an activation depends on its own pre-activation only"),
                odot(partial(C, a), s.prime(z)),
                over_paths("over every neuron of the next layer; the product adds them up"),
                odot(W_next.T @ partial(C, z_next), s.prime(z)),
                definition("the error of the next layer"),
                odot(W_next.T @ e_next, s.prime(z)),
                name="BP2_book",
                title="BP2",
            )
        with p.tab(post):
            p.text(
                "One neuron has no next layer: the post has no BP2. Let other neurons stand in "
                "front of it, then each of them has one path to the loss."
            )
            p.chain(
                partial(L, u[before]),
                chain_rule(f"the one path, over the input and {z_0}"),
                d(L, z_0) * partial(z_0, x[before]) * partial(x[before], u[before]),
                definition("the name for the first factor"),
                dz_0 * partial(z_0, x[before]) * partial(x[before], u[before]),
                elementary("the input stands once in the sum, times its weight"),
                dz_0 * w[before] * partial(x[before], u[before]),
                elementary("the slope of the sigmoid"),
                dz_0 * w[before] * (x[before] * (1 - x[before])),
                name="BP2_000",
                title="BP2 with one neuron behind",
            )
        with p.tab(article):
            p.chain(
                partial(C_1, a_1b[j]),
                over_paths("over every neuron of the last layer"),
                total(i, partial(C_1, z_1[i]) * partial(z_1[i], a_1b[j])),
                elementary("the slope between two neurons is their weight"),
                total(i, partial(C_1, z_1[i]) * W_1[i, j]),
                name="step_001",
                title="Through the weights, in components",
            )
            rows = p.chain(
                partial(C_1, a_1b),
                over_paths("the same for all at once: the matrix product adds over the paths"),
                partial(C_1, z_1) @ W_1,
                name="row_001",
                title="Through the weights",
            )
            p.chain(
                partial(C_1, z_1b),
                elementwise("an activation depends on its own pre-activation only"),
                odot(partial(C_1, a_1b), s_1.prime(z_1b)),
                by(rows),
                odot(partial(C_1, z_1) @ W_1, s_1.prime(z_1b)),
                name="BP2_001",
                title="BP2 in rows",
            )
        with p.tab(answer):
            p.chain(
                e_2[h],
                definition("what the error means"),
                partial(C_2, z_2[h]),
                over_paths("over every pre-activation of the next layer"),
                total(g, partial(C_2, z_2n[g]) * partial(z_2n[g], z_2[h])),
                definition("the first factor is the error of the next layer"),
                total(g, e_2n[g] * partial(z_2n[g], z_2[h])),
                chain_rule("the activation, times its weight"),
                total(g, e_2n[g] * (w_2n[g, h] * s_2.prime(z_2[h]))),
                algebra("the slope does not depend on the index of the sum"),
                total(g, w_2n[g, h] * e_2n[g]) * s_2.prime(z_2[h]),
                name="BP2_002",
                title="BP2 in components",
            )
        with p.tab(notes):
            p.chain(
                dz_31,
                definition("what the name means"),
                partial(loss, z_31),
                elementwise("an activation depends on its own pre-activation only"),
                odot(partial(loss, a_31), act.prime(z_31)),
                over_paths("over every neuron of the next layer; the product adds them up"),
                odot(W_32 @ partial(loss, z_32), act.prime(z_31)),
                definition("the name for the derivative at the next layer"),
                odot(W_32 @ dz_32, act.prime(z_31)),
                name="BP2_003",
                title="BP2 without a transpose",
            )

    p.part("BP3: the biases")
    with p.tabs():
        with p.tab(book):
            p.chain(
                partial(C, b),
                over_paths("over every pre-activation of the layer"),
                partial(z, b).T @ partial(C, z),
                elementary("each bias is added to its own pre-activation"),
                partial(C, z),
                definition("what the error means"),
                e_layer,
                name="BP3_book",
                title="BP3",
            )
        with p.tab(post):
            p.chain(
                partial(L, c),
                chain_rule(f"the one path, over {z_0}"),
                d(L, z_0) * partial(z_0, c),
                definition("the name for the first factor"),
                dz_0 * partial(z_0, c),
                elementary("the bias is added as it is"),
                dz_0 * 1,
                algebra("a factor of one changes nothing"),
                dz_0,
                name="BP3_000",
                title="BP3 with one neuron",
            )
        with p.tab(article):
            one_bias = p.chain(
                partial(C_1, b_1[i]),
                over_paths("over every pre-activation of the layer"),
                total(i_2, partial(C_1, z_1[i_2]) * partial(z_1[i_2], b_1[i])),
                elementary("each bias is added to its own pre-activation and to no other"),
                total(i_2, partial(C_1, z_1[i_2]) * kronecker(i_2, i)),
                algebra("only one term is left"),
                partial(C_1, z_1[i]),
            )
            p.chain(
                partial(C_1, b_1),
                stacked(
                    p.result(one_bias, "BP3_001_entry", "BP3 in rows, for one bias"),
                    "one beside the other",
                ),
                partial(C_1, z_1),
                name="BP3_001",
                title="BP3 in rows",
            )
        with p.tab(answer):
            p.chain(
                partial(C_2, b_2[h]),
                over_paths("over every pre-activation of the layer"),
                total(v, partial(C_2, z_2[v]) * partial(z_2[v], b_2[h])),
                definition("the first factor is the error"),
                total(v, e_2[v] * partial(z_2[v], b_2[h])),
                elementary("each bias is added to its own pre-activation and to no other"),
                total(v, e_2[v] * kronecker(v, h)),
                algebra("only one term is left"),
                e_2[h],
                name="BP3_002",
                title="BP3 in components",
            )
        with p.tab(notes):
            p.chain(
                partial(loss, b_32),
                over_paths("over every pre-activation of the layer"),
                partial(z_32, b_32).T @ partial(loss, z_32),
                elementary("each bias is added to its own pre-activation"),
                partial(loss, z_32),
                definition("the name for it"),
                dz_32,
                name="BP3_003",
                title="BP3",
            )

    p.part("BP4: the weights")
    with p.tabs():
        with p.tab(book):
            p.chain(
                partial(C, W),
                over_paths("each weight acts over its own neuron, times its input"),
                partial(C, z) @ a_before.T,
                definition("what the error means"),
                e_layer @ a_before.T,
                name="BP4_book",
                title="BP4",
            )
        with p.tab(post):
            p.chain(
                partial(L, w[before]),
                chain_rule(f"the one path, over {z_0}"),
                d(L, z_0) * partial(z_0, w[before]),
                definition("the name for the first factor"),
                dz_0 * partial(z_0, w[before]),
                elementary("the weight stands once in the sum, times its input"),
                dz_0 * x[before],
                algebra("the order in which courses write it"),
                x[before] * dz_0,
                name="BP4_000",
                title="BP4 with one neuron",
            )
        with p.tab(article):
            p.chain(
                partial(C_1, W_1),
                over_paths("each weight acts over its own neuron, times its input"),
                partial(C_1, z_1).T @ a_1b,
                algebra("a column by a row"),
                outer(partial(C_1, z_1).T, a_1b),
                name="BP4_001",
                title="BP4 in rows",
            )
        with p.tab(answer):
            p.chain(
                partial(C_2, w_2[h, k]),
                over_paths("over every pre-activation of the layer"),
                total(v, partial(C_2, z_2[v]) * partial(z_2[v], w_2[h, k])),
                definition("the first factor is the error"),
                total(v, e_2[v] * partial(z_2[v], w_2[h, k])),
                elementary("a weight stands in one pre-activation only, times its input"),
                total(v, e_2[v] * (kronecker(v, h) * a_2b[k])),
                algebra("only one term is left"),
                a_2b[k] * e_2[h],
                name="BP4_002",
                title="BP4 in components",
            )
        with p.tab(notes):
            p.chain(
                partial(loss, W_32),
                over_paths("each weight acts over its own neuron, times its input"),
                a_31 @ partial(loss, z_32).T,
                definition("the name for the derivative"),
                a_31 @ dz_32.T,
                name="BP4_003",
                title="BP4 in the shape of these weights",
            )

    p.part("From one notation to another")
    a_002 = column("a_002", "r", "what the layer receives, as 002 writes it")
    W_002 = matrix("W_002", "n", "r", "weights, as 002 writes them")
    b_002 = column("b_002", "n", "biases, as 002 writes them")
    W_001, a_001, b_001 = let("W_001", W_002), let("a_001", a_002.T), let("b_001", b_002.T)
    W_003, a_003, b_003 = let("W_003", W_001.T), let("a_003", a_002), let("b_003", b_002)
    z_003 = let("z_003", W_003.T @ a_003 + b_003, "pre-activations, as 003 computes them")
    z_001 = let("z_001", z_003.T, "the pre-activations as a row")
    z_002 = let("z_002", z_001.T, "the pre-activations as a column again")
    E = opaque("C_0", z_002, meaning="the cost: one number, the same in every notation")
    d_002 = let("delta_002", partial(E, z_002), "error of 002")
    dz_003 = let("dz_003", partial(E, z_003), "error of 003")
    p.text(
        "Take one layer and write it down three times. A number below a letter says whose array "
        "it is. The weights of 001 are those of 002, the weights of 003 are their transpose; rows "
        "of 001 are columns of 002 and of 003. This book writes as 002 does, with matrices."
    )
    p.symbols(a_002, W_002, b_002, E)
    p.define(W_001, W_003, a_001, a_003, b_001, b_003, z_003, z_001, z_002, d_002, dz_003)
    p.chain(
        W_002,
        definition("001 has the same weights"),
        W_001,
        algebra("turned twice"),
        W_001.T.T,
        definition("003 has them the other way round"),
        W_003.T,
        name="weights",
        title="The weights",
    )
    p.text("Each notation computes the pre-activation by its own formula, and all agree.")
    p.chain(
        z_001,
        definition("the row of what 003 computes"),
        (W_003.T @ a_003 + b_003).T,
        definition("in the letters of 002"),
        (W_002.T.T @ a_002 + b_002).T,
        algebra("a product is turned factor by factor, in the other order"),
        a_002.T @ W_002.T + b_002.T,
        definition("in the letters of 001"),
        a_001 @ W_001.T + b_001,
        name="forward_001",
        title="The layer in rows",
    )
    p.chain(
        z_002,
        definition("the column of what 003 computes"),
        (W_003.T @ a_003 + b_003).T.T,
        definition("in the letters of 002"),
        (W_002.T.T @ a_002 + b_002).T.T,
        algebra("turned twice, all of it and its matrix"),
        W_002 @ a_002 + b_002,
        name="forward_002",
        title="The layer in columns",
    )
    p.text(
        "The derivative of a number has the shape of what it is taken by: the error of 001 is a "
        "row, those of 002 and 003 are columns."
    )
    error = p.chain(
        d_002,
        definition("what the error means"),
        partial(E, z_002),
        elementary("an entry of the column is an entry of the row"),
        partial(E, z_001).T,
        name="error",
        title="The error of 002 and the row of 001",
    )
    error_3 = p.chain(
        d_002,
        definition("what the error means"),
        partial(E, z_002),
        elementary("entry for entry the same numbers"),
        partial(E, z_003),
        definition("what the name of 003 means"),
        dz_003,
        name="error_003",
        title="The error of 002 and of 003",
    )
    p.chain(
        W_002.T @ d_002,
        by(error),
        W_002.T @ partial(E, z_001).T,
        definition("the same weights"),
        W_001.T @ partial(E, z_001).T,
        algebra("a product is turned factor by factor, in the other order"),
        (partial(E, z_001) @ W_001).T,
        name="backward_001",
        title="The backward step of 002 and of 001",
    )
    p.chain(
        W_002.T @ d_002,
        by(error_3),
        W_002.T @ dz_003,
        definition("the weights of 003 are the transpose"),
        W_003 @ dz_003,
        name="backward_003",
        title="The backward step of 002 and of 003",
    )
    p.text(
        "Where the forward step has a transpose, the backward step has none, and the other way "
        "round. That is why a transpose gets lost so easily when one text is read with the eyes "
        "of another. The gradients of the weights turn with the weights:"
    )
    p.chain(
        partial(E, W_002),
        elementary("the same weights, the same slopes"),
        partial(E, W_001),
        elementary("entry by entry; rows and columns change places"),
        partial(E, W_003).T,
        name="gradients",
        title="The gradients of the weights",
    )
    p.chain(
        d_002 @ a_002.T,
        by(error),
        partial(E, z_001).T @ a_002.T,
        definition("the input as a row"),
        partial(E, z_001).T @ a_001,
        algebra("a column times a row is their outer product"),
        outer(partial(E, z_001).T, a_001),
        name="BP4_as_outer",
        title="BP4 of 002 and of 001",
    )
    p.chain(
        d_002 @ a_002.T,
        by(error_3),
        dz_003 @ a_002.T,
        definition("the input of 003 is the same column"),
        dz_003 @ a_003.T,
        algebra("a product is turned factor by factor, in the other order"),
        (a_003 @ dz_003.T).T,
        name="BP4_turned",
        title="BP4 of 002 and of 003",
    )
    p.text(
        "Source 000 has one neuron. Its error is a single number, so row and column are the same "
        "thing, and nothing has to be turned."
    )

    p.part("Letters that mean several things")
    p.table(
        ("letter", "what it means where", "in this book"),
        (
            "*L*",
            "The loss in 000; the last layer in 001 and 002.",
            "The loss of one example; among the marks of layers, the last one.",
        ),
        (
            "*C*, *J*, *L*",
            "The cost of one example is a *C* in 001 and 002, the loss an *L* in 000, a mean over "
            "examples a *J* in 003.",
            "*L* for one example; *J* for a mean over examples, or for their sum; *C*, or *K* for "
            "a second one, for a cost of which nothing else is known. *H* and *E* are the "
            "cross-entropies of a softmax and of sigmoids, *Q* is half the squared error.",
        ),
        (
            "small delta",
            "The error in 002; elsewhere often the Kronecker delta. In a scan the round sign of a "
            "partial derivative looks like it, too.",
            "The error, and nothing else.",
        ),
        (
            "capital delta",
            "The Kronecker delta in 002; a gradient or a Jacobian in 001; in programs often the "
            "errors of a whole batch.",
            "The Kronecker delta, and nothing else.",
        ),
        (
            "*i*, *j*",
            "In 001 *i* counts this layer and *j* the one before; in 003 it is the other way "
            "round. Beside the counting, 001 uses them for how many there are.",
            "Indices only. What each runs over stands above its sum.",
        ),
        (
            "star",
            "A product of numbers in programs; elementwise in 001 and in courses.",
            "Only in code. On paper the elementwise product has a circled dot.",
        ),
        (
            "sigma",
            "The sigmoid in 000 and 003; any activation in 001 and 002.",
            "The sigmoid. An activation of which nothing is known is an *s*; an *f*, a *g* or an "
            "*h* where there are several, or where a source has that letter.",
        ),
        (
            "lambda",
            "The number of neurons of a layer in 003; in most other texts the strength of a "
            "regulariser.",
            "The width of a layer on the pages after the notes; the strength of a penalty "
            "elsewhere.",
        ),
        (
            "*m*",
            "The number of examples in 000 and 003; in 001 also the number of functions in a "
            "vector.",
            "The number of examples. On some pages also the width of a layer, and then it says so.",
        ),
        (
            "`dz`",
            "A derivative in 000 and 003; in analysis a differential.",
            "A derivative, and only as a name in code or in a source's own notation.",
        ),
        (
            "capital *T* above",
            "Always the transpose; but which of two matrices needs it depends on how the weights "
            "are laid out.",
            "The transpose. The weights have a row for each neuron; on the pages after the notes, "
            "a column.",
        ),
    )
