"""Forward pass: neuron, layer, batch

What a network computes before anything is differentiated, in rows and in columns, and the small
network on which the worked examples of the course are done (source 001).

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
neuron: z = dot(w, x) + b: proved for any width
z_entry: z^[l][i] = sum(W^[l][i, j] * a^[l-1][j] for j in 1..r) + b^[l][i]: proved for any width
layer: a^[l][i] = s(sum(W^[l][i, j] * a^[l-1][j] for j in 1..r) + b^[l][i]): proved for any width
dz_dw: partial(z^[l][i], W^[l][q, j]) = (i == q) * a^[l-1][j]: proved for any width
dz_db: partial(z^[l][i], b^[l][q]) = (i == q): proved for any width
dz_da: partial(z^[l][i], a^[l-1][j]) = W^[l][i, j]: proved for any width
row_layer: (rho @ W^[l].T + beta).T = W^[l] @ rho.T + beta.T: proved for any width
column_layer: z^[l].T = a^[l-1].T @ W^[l].T + b^[l].T: proved for any width
affine: f_s = f_u + f_v - b^[l]: proved for any width
collapse: o = W_o @ a^[l-1] + b_o: proved for any width
opposite: alpha * xi + kappa + (alpha * (-xi) + kappa) = 2 * (alpha * 0 + kappa): proved for all \
values
alike_sum: h[i] = ones((n, 1))[i] * zeta: proved for any width
alike_weight: M[k, i] = mu[k] * ones((n, 1))[i]: proved for any width
alike_slope: partial(C, G[i, j]) = sum(partial(C, psi[k]) * mu[k] for k in 1..p) * s_prime(zeta) * \
(ones((n, 1))[i] * x[j]): proved for any width
alike_slopes: partial(C, G) = ones((n, 1)) @ (sum(partial(C, psi[k]) * mu[k] for k in 1..p) * \
s_prime(zeta) * x.T): proved for any width
alike_after: G - eta * partial(C, G) = ones((n, 1)) @ (gamma - eta * (sum(partial(C, \
psi[k]) * mu[k] for k in 1..p) * s_prime(zeta) * x)).T: proved for any width
alike_next: partial(C, M[k, i]) = partial(C, psi[k]) * s(zeta) * ones((n, 1))[i]: proved for any \
width
alike_next_all: partial(C, M) = s(zeta) * partial(C, psi) @ ones((n, 1)).T: proved for any width
batch_entry: Z[t, i] = sum(X[t, j] * W^[l][i, j] for j in 1..r) + chi[t] * b^[l][i]: proved for \
any width
batch_row: tau.T @ Z = tau.T @ X @ W^[l].T + tau.T @ chi * b^[l].T: proved for any width
batch_columns: Z.T = W^[l] @ X.T + b^[l] @ chi.T: proved for any width
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
    dot,
    elementary,
    exp,
    index,
    kronecker,
    let,
    matrix,
    no_claim,
    ones,
    opaque,
    over_paths,
    partial,
    relu,
    row,
    scalar,
    stacked,
    total,
    unspecified,
    width,
)
from bpcore.activations import entrywise
from bpcore.drawing import network as drawn
from bpcore.example import example_network
from bpcore.explorer import Layer, exploration
from bpcore.iris import FLOWERS, SPECIES_NAMES, flower
from bpcore.losses import heads


def derive(p: Page) -> None:
    """Build the forward pass from one neuron to a batch, and work it on a flower."""
    i, j, t = index("i", over="n"), index("j", over="r"), index("t", over="m")
    q, k, g = index("q", over="n"), index("k", over="p"), index("g", over="p")
    n, r, m = width("n"), width("r"), width("m")
    s = unspecified("s")
    number = p.choice("flower", 17, "the number of the flower", range(1, FLOWERS + 1))
    weights, measured = example_network(), flower(number).features
    inputs = [[value] for value in measured]
    sums = weights.pre_activations(measured)
    off = [(1, neuron) for neuron in weights.off(measured)]
    votes = [
        sum((w * max(value, N(0).value) for w, value in zip(row_, sums, strict=True)), bias)
        for row_, (bias,) in zip(weights.W_2, weights.b_2, strict=True)
    ]
    named = SPECIES_NAMES[votes.index(max(votes))]
    same = named == flower(number).species
    taken = ", as the network says" if same else f", which the network takes for a {named}"

    W = matrix("W^[l]", "n", "r", "the weights of a layer: row for neuron, column for input")
    received = column("a^[l-1]", "r", "what the layer receives: the activations one layer before")
    b = column("b^[l]", "n", "the biases of the layer, one for each neuron")
    z_l = let("z^[l]", W @ received + b, "the pre-activations of the layer")
    X = array("X", "m", "r", "the inputs: one row for each example", examples=True)
    each = let("chi", ones("m"), "a column of ones, one for each example")
    Z = let(
        "Z",
        X @ W.T + each @ b.T,
        "the pre-activations: one row for each example",
        examples=True,
    )

    p.text(
        "What does a network compute? Before anything is differentiated one has to know what is "
        "differentiated. This page goes from one neuron to a layer, from a layer to a network, "
        "and from one flower to many at once. On the way it answers why an activation stands "
        "between the layers, why the weights start at random, and whether the inputs are a row or "
        "a column."
    )
    with p.important("In short"):
        p.text(
            f"A layer takes what the layer before has said, {received}, makes the weighted sums "
            f"{z_l} of it, and puts each of them into the activation. In a batch the examples are "
            f"rows, with {Z.definition} and {each} a column of ones. Without an activation two "
            "layers would be one. If the "
            "neurons of a hidden layer start with equal weights, in and out, they stay equal for "
            "ever."
        )
    p.text(
        "You need the product of two matrices, and for two of the parts the [partial "
        "derivative](jacobian.md)."
    )

    p.part("How things are numbered")
    last, layer = scalar("L"), scalar("l")
    with p.note("Indices, widths and layers"):
        p.text(
            "*Layers.* The number of the layer stands above the letter, in brackets, so that it "
            f"looks neither like a power nor like an entry: {W}. The last layer has the number "
            f"{last}, any layer the number {layer}. The article writes it in several ways, "
            f"{matrix('W_L', 'n', 'r')}, {column('a^L', 'n')}, {column('a^[L]', 'n')}, and leaves "
            "it away where only the last layer is meant.",
            covers="S1-128",
        )
        p.text(
            f"*Entries.* {W[i, j]} belongs to neuron {i} of the layer and to neuron {j} of the "
            f"layer before: first the row, then the column. The article uses {i} and {j} also for "
            "how many neurons there are. Here they only count through; how many there are is "
            f"another letter, {n} in the layer and {r} in the one before. Where several layers "
            f"occur, people write {scalar('n_l')} and {scalar('n_l-1')}.",
            covers="S1-37",
        )
        p.text(
            "*Loss and cost.* The article uses both words for the same thing. In this book the "
            "loss belongs to one example, and the cost is the mean of the losses of all "
            "examples. With a single example the two are equal.",
            covers="S1-129",
        )

    p.part("One neuron")
    w, x = column("w", "r", "its weights"), column("x", "r", "its inputs")
    bias = scalar("b", "its bias")
    z = let("z", total(j, w[j] * x[j]) + bias, "its pre-activation")
    a = let("a", s(z), "its activation")
    p.text(
        "A neuron multiplies each of its inputs by a weight, adds the products up, and adds a "
        f"number of its own, the *bias*. It has {r} inputs, {j} counts them."
    )
    p.symbols(w, x, bias)
    p.define(z, covers="S1-33")
    p.text(
        "One weight for each input, products added up: that is the scalar product of two lists. "
        "It does not matter whether both lists are written as rows, as in the article, or as "
        "columns, as here."
    )
    p.chain(
        z,
        definition("what the neuron adds up"),
        total(j, w[j] * x[j]) + bias,
        algebra("products of partners, added up"),
        dot(w, x) + bias,
        name="neuron",
        title="A neuron, with the scalar product",
        covers="S1-34",
    )
    p.text(
        "The result is called the *pre-activation*. It is put into a function, the *activation "
        "function*, and what comes out is the *activation*. Here the function has a letter that "
        "stands for any activation. The article takes a small Greek sigma for that, which other "
        "books keep for one function, the [sigmoid](sigmoid.md).",
        covers="S1-35",
    )
    p.define(a)
    p.text(
        f"For example, this neuron sees the four measurements of iris flower {number} in "
        "centimetres: length and width of the sepals, length and width of the petals. Its weights "
        "are those of "
        "the first neuron in the network [at the end of the page](#network)."
    )
    one = p.numbers(
        {w: [[weight] for weight in weights.W_1[0]], x: inputs, bias: weights.b_1[0][0]}
    )
    p.worked(one, z)

    p.part("A layer")
    a_l = let("a^[l]", s(z_l), "the activations of the layer")
    p.text(
        f"A layer has {n} neurons. Each has weights of its own; laid down as rows, one below the "
        "other, they make the weight matrix.",
        covers="S1-39",
    )
    p.text(
        f"Each row has {r} entries, one for each neuron of the layer before. So a row of weights "
        "is a list of numbers, but what its neuron adds up is a single number. (Our copy of the "
        "article once prints it in bold, as if it were a list.)",
        covers="S1-40",
    )
    p.symbols(W, received, b)
    p.define(z_l)
    p.text("Is that one matrix product what the neurons do one by one? Neuron by neuron:")
    z_entry = p.chain(
        z_l[i],
        definition("what the layer computes"),
        (W @ received + b)[i],
        algebra("row times column"),
        total(j, W[i, j] * received[j]) + b[i],
        name="z_entry",
        title="One neuron of a layer",
        covers="S1-41",
    )
    p.text(
        f"Yes: entry {i} is a neuron with row {i} of the weights and with bias {b[i]}. All neurons "
        "of the layer share the same inputs; only weights and bias are their own.",
        covers="S1-88",
    )
    p.text(
        f"Where do the inputs come from? From the layer before: {received} are its activations. "
        "For the first layer they are what was measured, the *features*. "
        "(In the article's words it is the number of features; the list of the features is meant.)",
        covers="S1-44",
    )
    p.text(
        "Then the activation is applied to every pre-activation by itself; one says "
        "*elementwise*. This is the second half of the layer:",
        covers="S1-46",
    )
    p.define(a_l)
    p.chain(
        a_l[i],
        definition("the activation, entry by entry"),
        s(z_l)[i],
        algebra("an elementwise function depends on its own entry"),
        s(z_l[i]),
        by(z_entry),
        s(total(j, W[i, j] * received[j]) + b[i]),
        name="layer",
        title="One activation of a layer: equation (1) of the article",
        when="an activation that works on each entry by itself, so not for softmax",
        covers="S1-47",
    )
    p.text(
        "The condition matters. [Softmax](softmax.md), which the article names as its example for "
        "a last layer, divides each exponential by the sum of all of them, so every activation "
        "depends on every pre-activation. The weighted sums are the same as here; the activation "
        "is not elementwise."
    )
    p.text(
        f"Take the whole layer as a machine: a list of {r} numbers goes in, a list of {n} numbers "
        "comes out. It is a function with several inputs and several outputs, just as those on "
        "the page [Partial derivatives and the Jacobian](jacobian.md).",
        covers="S1-48",
    )
    p.text(
        f"It has as many outputs as the layer has neurons, {n}, whatever the number of inputs.",
        covers="S1-49",
    )
    p.text(
        "And each neuron takes two lists, the shared inputs and its own weights, together with "
        "its bias, and makes one number of them. The numbers of all neurons, one below the other, "
        "are what the layer says.",
        covers="S1-50",
    )

    p.part("Which weights does a pre-activation depend on?")
    p.text(
        "The article says that the first pre-activation is a function of the first row of weights "
        "only, the second of the second row, and so on. Among the *weights* of the layer that is "
        "right. The derivative by any weight of the layer tells:"
    )
    p.chain(
        partial(z_l[i], W[q, j]),
        elementary("a weight stands in the sum of its own neuron only, times its input"),
        kronecker(i, q) * received[j],
        name="dz_dw",
        title="A pre-activation by a weight",
        covers="S1-43",
    )
    p.text(
        f"Here {kronecker(i, q)}, the *Kronecker delta*, is one where both indices agree and zero "
        f"where they do not. So the weights of neuron {q} leave every other neuron alone. But a "
        "pre-activation also depends on its bias and on *every* input:"
    )
    p.chain(
        partial(z_l[i], b[q]),
        elementary("a bias is added to its own neuron only"),
        kronecker(i, q),
        name="dz_db",
        title="A pre-activation by a bias",
    )
    p.chain(
        partial(z_l[i], received[j]),
        elementary("each input is multiplied by the neuron's weight for it"),
        W[i, j],
        name="dz_da",
        title="A pre-activation by an input",
    )
    p.text(
        "There is no Kronecker delta in the last line, and from that all of backpropagation "
        "follows: an input acts on every neuron of the layer. [The cost as a composite "
        "function](composite.md) goes on from here."
    )

    p.part("Row or column?")
    x_row = row("rho", "r", "the inputs, as a row")
    b_row = row("beta", "n", "the biases, as a row")
    p.text(
        "The article shows the pre-activations as a column, and then writes the layer with the "
        "inputs to the left and the weights transposed. Both are in use, but not both at once. If "
        "the inputs are a *row*, the biases must be a row too, and the result is a row:"
    )
    p.symbols(x_row, b_row)
    p.chain(
        (x_row @ W.T + b_row).T,
        algebra("the transpose of a sum, and of a product, whose order turns round"),
        W @ x_row.T + b_row.T,
        name="row_layer",
        title="The layer in rows is the layer in columns, transposed",
        covers="S1-42",
    )
    p.chain(
        z_l.T,
        definition("what the layer computes"),
        (W @ received + b).T,
        algebra("the transpose of a sum, and of a product, whose order turns round"),
        received.T @ W.T + b.T,
        name="column_layer",
        title="The layer in columns is the layer in rows, transposed",
    )
    p.text(
        "So nothing is lost either way. This book writes columns for one example; programs write "
        "rows, because [many examples](#batch) stand below one another. What goes wrong if the two "
        "are mixed?"
    )
    c_4, W_54 = column("x", 4), matrix("W", 5, 4)
    remark = p.misfit("A column with the formula for rows", lambda: c_4 @ W_54.T)
    remark(
        "Four inputs as a column, and five neurons: the shapes do not fit, and this mistake is "
        "noticed at once. The next one is not:"
    )
    p.code(
        """
        import numpy as np
        from bpcore.example import example_network
        from bpcore.iris import flower
        W_1, b_1, W_2, b_2 = (np.array(part, dtype=float) for part in example_network())
        x = np.array([flower(17).features], dtype=float)
        z = x @ W_1.T
        W_1.shape, x.shape, z.shape, b_1.shape
        (z + b_1).shape
        (z + b_1.T).shape
        """.replace("flower(17)", f"flower({number})")
    )
    p.text(
        "A row of five pre-activations plus a *column* of five biases should be an error. NumPy "
        "repeats the row downwards and the column sideways instead, and adds: a table of five by "
        "five numbers, each pre-activation with each bias. No message appears. The program goes on "
        "with a wrong shape, and complains somewhere else or never. Look at the shapes, or keep "
        "biases as plain lists, which NumPy treats as rows."
    )
    p.text("The checker of this book refuses that as well:")
    remark = p.misfit("A row and a column added", lambda: x_row @ W.T + b)
    remark(no_claim(f"What fits is {x_row @ W.T + b_row} in rows, {W @ received + b} in columns."))

    p.part("Linear or affine?")
    u, v = column("u", "r", "any inputs"), column("v", "r", "other inputs")
    f_u = let("f_u", W @ u + b, "what the layer makes of them, before its activation")
    f_v = let("f_v", W @ v + b, "what it makes of the others")
    f_sum = let("f_s", W @ (u + v) + b, "what it makes of their sum")
    p.text(
        "Weights times inputs is *linear*: twice the inputs give twice the result, and a sum of "
        "inputs gives the sum of the results. Then the bias is added, which shifts everything. A "
        "linear map and a shift together are called *affine*. Is an affine map linear?"
    )
    p.symbols(u, v)
    p.define(f_u)
    p.define(f_v)
    p.define(f_sum)
    p.chain(
        f_sum,
        definition("write it out"),
        W @ (u + v) + b,
        algebra("multiply out, and add a bias that is taken away again"),
        (W @ u + b) + (W @ v + b) - b,
        definition("what becomes of each of the two has a name"),
        f_u + f_v - b,
        name="affine",
        title="What a layer makes of a sum",
        covers="S1-51",
    )
    p.text(
        "Not if there is a bias: two results hold it twice, and one of the two has to be taken "
        "away. And for inputs that are all zero the result is the bias, where a linear map would "
        "give zero. With one neuron and one input:"
    )
    slope, shift = scalar("alpha", "a weight"), scalar("kappa", "a bias")
    first, second = scalar("xi_1", "an input"), scalar("xi_2", "another one")
    p.symbols(slope, shift, first, second)
    numbers = {slope: 2, shift: 1, first: 1, second: 1}
    remark = p.mistake(
        "A sum of inputs gives the sum of the results",
        slope * (first + second) + shift,
        (slope * first + shift) + (slope * second + shift),
        at=numbers,
        formerly="mistake-3dcad0",
    )
    remark(
        "Right is that sum with one of the two biases taken away. One slips because the "
        "layers of a network are often called linear; what is meant is affine."
    )
    remark = p.mistake(
        "Nothing in, nothing out",
        slope * first + shift,
        N(0),
        at={slope: 2, shift: 1, first: 0},
        formerly="mistake-16ca6d",
    )
    remark("What comes out of zero inputs is the bias.")

    p.part("Why an activation between the layers?")
    V = matrix("V", "p", "n", "the weights of a second layer")
    theta = column("theta", "p", "its biases")
    o = let("o", V @ (W @ received + b) + theta, "two layers without activation")
    both = let("W_o", V @ W, "the weights of both, multiplied")
    b_both = let("b_o", V @ b + theta, "the bias that remains")
    p.text(
        "The article says that activations let a network explain more complex things. Why? Leave "
        "them away, and let one layer follow another:"
    )
    p.symbols(V, theta)
    p.define(o)
    p.define(both)
    p.define(b_both)
    p.chain(
        o,
        definition("the second layer receives what the first one computes"),
        V @ (W @ received + b) + theta,
        algebra("multiply out, and keep what does not depend on the inputs together"),
        (V @ W) @ received + (V @ b + theta),
        definition("the weights and the biases of a single layer"),
        both @ received + b_both,
        name="collapse",
        title="Two layers without an activation are one",
        covers="S1-45",
    )
    p.text(
        "So a second layer adds nothing, nor does a third: layer by layer they collapse into one. "
        "However deep, such a network is a single affine map. That cannot even compute the "
        "distance of a number from zero. Two neurons with an activation can. Take ReLU, the "
        "largest of zero and its argument:"
    )
    free = scalar("xi", "any number")
    distance = let("F", relu(free) + relu(-free), "two ReLU neurons, and one that adds them")
    p.symbols(free)
    p.define(distance)
    p.text(
        "Its two hidden neurons have the weights one and minus one, its output neuron has twice "
        "the weight one, and there are no biases. Do as above, multiply the weights as if nothing "
        "stood between the layers:"
    )
    remark = p.mistake(
        "The two layers multiplied, though ReLU stands between them",
        distance,
        1 * free + 1 * -free,
        at={free: 1},
        formerly="mistake-739afb",
    )
    remark("Right is the left side. The second neuron is off here, so it cannot cancel the first.")
    p.text(
        "Perhaps another affine map does it? No. Whatever affine map it is, its values at two "
        "opposite numbers add up to twice its value at zero:"
    )
    p.chain(
        (slope * free + shift) + (slope * -free + shift),
        algebra("the multiples cancel, the bias comes twice"),
        2 * (slope * 0 + shift),
        name="opposite",
        title="Any affine map at two opposite numbers",
    )
    opposite, at_zero = -free, relu(N(0)) + relu(N(0))
    remark = p.mistake(
        "The same for the two ReLU neurons",
        (relu(free) + relu(-free)) + (relu(opposite) + relu(-opposite)),
        2 * at_zero,
        at={free: 1},
        formerly="mistake-b00c51",
    )
    remark(
        "If the network were affine the two sides would be equal. So no single layer without "
        "activation computes what these two do."
    )

    p.part("Why do the weights start at random?")
    gamma = column("gamma", "r", "the weights that all hidden neurons have in common")
    mu = column("mu", "p", "the weights of the next layer for each of them")
    G = let("G", ones("n") @ gamma.T, "the hidden weights: all rows alike")
    h = let("h", G @ x, "the hidden pre-activations")
    common_sum = let("zeta", dot(gamma, x), "what every hidden neuron adds up")
    M = let("M", mu @ ones("n").T, "the weights of the next layer: all columns alike")
    o_0 = let("psi", M @ s(h) + theta, "the pre-activations of the next layer")
    C = opaque("C", o_0, meaning="the cost: any that depends on them, differentiably")
    rate = scalar("eta", "the learning rate: how far a step of training goes")
    p.text(
        "Every neuron of a layer gets weights of its own, and before training these are drawn at "
        "random. Why not start all of them with the same number? Because then they stay the same. "
        "Suppose that all neurons of a hidden layer have the same weights, and that the next layer "
        "weighs all of them in the same way, with whatever biases of its own. Hidden biases need "
        "no line of their own here: a bias is the weight of an input that is always one.",
        covers="S1-36",
    )
    p.symbols(gamma, mu)
    p.define(G, h, common_sum, M, o_0)
    p.symbols(C)
    h_entry = p.chain(
        h[i],
        definition("what the neuron adds up"),
        (ones("n") @ gamma.T @ x)[i],
        algebra("the row of weights is the same for every neuron"),
        ones("n")[i] * dot(gamma, x),
        definition("the sum that they have in common"),
        ones("n")[i] * common_sum,
        name="alike_sum",
        title="All hidden neurons add up the same",
    )
    m_entry = p.chain(
        M[k, i],
        definition("a column like all the others"),
        (mu @ ones("n").T)[k, i],
        algebra("column times row"),
        mu[k] * ones("n")[i],
        name="alike_weight",
        title="All of them are weighed alike",
    )
    p.text(
        f"The factor {ones('n')[i]} is an entry of a column of ones, so it is just one; it is "
        "written to say which neuron is meant. How does the cost move with one hidden weight?"
    )
    common = total(k, partial(C, o_0[k]) * mu[k]) * s.prime(common_sum)
    step = p.chain(
        partial(C, G[i, j]),
        over_paths("through every pre-activation of the next layer"),
        total(k, partial(C, o_0[k]) * partial(o_0[k], G[i, j])),
        chain_rule("the weight acts on its neuron, and the neuron on all of the next layer"),
        total(k, partial(C, o_0[k]) * (M[k, i] * (s.prime(h[i]) * x[j]))),
        by(h_entry, m_entry),
        total(
            k,
            partial(C, o_0[k])
            * (mu[k] * ones("n")[i] * (s.prime(ones("n")[i] * common_sum) * x[j])),
        ),
        algebra("a factor of one changes nothing; what does not depend on the sum goes out"),
        common * (ones("n")[i] * x[j]),
        name="alike_slope",
        title="The slope of one hidden weight",
    )
    rows_alike = p.chain(
        partial(C, G),
        stacked(step, "for every neuron the same row"),
        ones("n") @ (common * x.T),
        name="alike_slopes",
        title="All rows of the slopes are alike",
        when="hidden neurons that start alike, any activation, any cost",
    )
    p.text("Training subtracts a multiple of the slopes. Nothing tells the neurons apart then:")
    p.symbols(rate)
    p.chain(
        G - rate * partial(C, G),
        by(rows_alike),
        G - rate * (ones("n") @ (common * x.T)),
        definition("the rows were alike before"),
        ones("n") @ gamma.T - rate * (ones("n") @ (common * x.T)),
        algebra("take the column of ones out"),
        ones("n") @ (gamma - rate * (common * x)).T,
        name="alike_after",
        title="After a step the rows are alike again",
    )
    entry = p.chain(
        partial(C, M[k, i]),
        over_paths("through every pre-activation of the next layer"),
        total(g, partial(C, o_0[g]) * partial(o_0[g], M[k, i])),
        elementary("the weight stands in one of them only, times what the hidden neuron says"),
        total(g, partial(C, o_0[g]) * (kronecker(g, k) * s(h[i]))),
        algebra("only the term where both indices agree is left"),
        partial(C, o_0[k]) * s(h[i]),
        by(h_entry),
        partial(C, o_0[k]) * s(ones("n")[i] * common_sum),
        algebra("a factor of one may stand outside as well"),
        partial(C, o_0[k]) * s(common_sum) * ones("n")[i],
        name="alike_next",
        title="The slope of one weight of the next layer",
    )
    p.chain(
        partial(C, M),
        stacked(entry, "for every hidden neuron the same column"),
        (s(common_sum) * partial(C, o_0)) @ ones("n").T,
        name="alike_next_all",
        title="All columns of its slopes are alike",
    )
    p.text(
        "So the columns of the next layer stay alike too, and after the step everything is as it "
        "was supposed to be before it. By induction the neurons never separate: however long one "
        "trains, the layer works like a single neuron. Over many examples the slopes are sums of "
        "such arrays, which changes nothing. Here is a network with five hidden neurons, started "
        "with equal weights and trained on the irises:"
    )
    p.code(
        """
        from bpcore.iris import load_iris, one_hot
        from bpcore.network import Network
        iris = load_iris()
        X, Y = iris.features, one_hot(iris.species, 3)
        start = [np.full((5, 4), 0.1), np.full((3, 5), 0.1)], [np.zeros(5), np.zeros(3)]
        alike = Network(*start, ["relu", "softmax"], "categorical cross-entropy")
        costs = alike.train(X, Y, rate=0.05, steps=300)
        print(f"cost {costs[0]:.2f}, then {costs[-1]:.2f}")
        alike.weights[1].round(3)
        alike.weights[2].round(3)
        """
    )
    p.text(
        "It has learnt something, but with one hidden neuron in five copies. Move its start a "
        "little, at random, and the rows go different ways; the cost falls further:"
    )
    p.code(
        """
        start[0][0] += np.random.default_rng(1).normal(scale=0.1, size=(5, 4))
        apart = Network(*start, ["relu", "softmax"], "categorical cross-entropy")
        costs = apart.train(X, Y, rate=0.05, steps=300)
        print(f"cost {costs[0]:.2f}, then {costs[-1]:.2f}")
        for name, network in ("alike", alike), ("apart", apart):
            different = np.unique(network.weights[1].round(6), axis=0)
            print(name, len(different), "different rows")
        """
    )
    p.text(
        "How large the random numbers should be is another question, and "
        "[part of its answer](vanishing_gradients.md#variance) can be proved."
    )

    p.part("A batch", anchor="batch")
    tau = column("tau", "m", "any numbers, one for each example")
    p.text(
        "Many flowers can go through a layer at once. Write their inputs as rows below one "
        f"another; with {m} flowers that is a matrix {X}, a *batch*.",
        covers="S1-38",
    )
    p.symbols(X)
    p.define(each)
    p.text("The layer becomes:")
    p.define(Z)
    p.text(
        "The column of ones times the row of biases puts the same biases into every row. "
        f"One neuron {i} for one example {t} still adds up what it did:"
    )
    p.chain(
        Z[t, i],
        definition("what the pre-activations of a batch are"),
        (X @ W.T + each @ b.T)[t, i],
        algebra("row times column"),
        total(j, X[t, j] * W[i, j]) + each[t] * b[i],
        name="batch_entry",
        title="One neuron, one example",
    )
    p.text(
        f"The factor {each[t]} is an entry of the column of ones, so it is just one. "
        f"Only row {t} of the inputs occurs in this, so no example depends on another. Here is the "
        "same for whole rows. Multiply from the left by a row of numbers, one for each example:"
    )
    p.symbols(tau)
    p.chain(
        tau.T @ Z,
        definition("what the pre-activations of a batch are"),
        tau.T @ (X @ W.T + each @ b.T),
        algebra("multiply out"),
        (tau.T @ X) @ W.T + (tau.T @ each) * b.T,
        name="batch_row",
        title="A batch is many layers",
        when="any number of examples, inputs and neurons",
    )
    p.text(
        f"Let {tau} have a one at place {t} and zeros elsewhere. Then {tau.T @ Z} picks row {t} of "
        f"{Z}. The same row of the inputs is in {tau.T @ X}, and the last parenthesis is one. So "
        "the line says: row "
        f"{t} of the result is [the layer in rows](#row_layer), applied to row {t} of the inputs. "
        "With examples in columns everything is transposed:"
    )
    p.chain(
        Z.T,
        definition("what the pre-activations of a batch are"),
        (X @ W.T + each @ b.T).T,
        algebra("the transpose of a sum, and of products, whose order turns round"),
        W @ X.T + b @ each.T,
        name="batch_columns",
        title="The same batch in columns",
    )
    p.text("What a batch does to the slopes is told in [Batches and biases](batches.md).")

    p.part("The network of the course", anchor="network")
    c = index("c", over=3)
    a_0 = column("a^[0]", 4, "the four measurements of a flower in centimetres")
    W_1 = matrix("W^[1]", 5, 4, "the weights of the hidden layer")
    b_1 = column("b^[1]", 5, "its biases")
    W_2 = matrix("W^[2]", 3, 5, "the weights of the last layer")
    b_2 = column("b^[2]", 3, "its biases")
    z_1 = let("z^[1]", W_1 @ a_0 + b_1, "the hidden pre-activations")
    a_1 = let("a^[1]", relu(z_1), "the hidden activations")
    z_2 = let("z^[2]", W_2 @ a_1 + b_2, "the last pre-activations")
    S = let(
        "S",
        total(c, exp(z_2[c])),
        "the sum of the three exponentials",
        between=(0, None),
        abbreviation=True,
    )
    a_2 = let("a^[2]", exp(z_2) / S, "the answers: a share for each species", between=(0, 1))
    p.text(
        "All worked examples of the course use one small network. The article's picture of its "
        "network is lost in our copy; from the numbers in its text it has four inputs, five hidden "
        "neurons with ReLU, and three outputs, one for each species of iris. This is it:",
        covers="S1-54",
    )
    p.picture(
        "network",
        drawn(
            [4, 5, 3],
            labels=[
                [a_0[number] for number in range(1, 5)],
                [a_1[number] for number in range(1, 6)],
                [a_2[number] for number in range(1, 4)],
            ],
            names=["measurements", "hidden neurons", "species"],
        ),
        "Three columns of circles: four measurements, five hidden neurons, three species. Every "
        "circle is joined to every circle of the next column.",
        f"Each line is a weight: those on the left are the entries of {W_1}, those on the right "
        f"the entries of {W_2}.",
    )
    p.symbols(a_0, W_1, b_1, W_2, b_2)
    p.define(z_1, a_1, z_2, S, a_2)
    p.text(
        "The activation of the last layer is [softmax](softmax.md): each exponential, divided by "
        "the sum of all three. The weights were found by training and then rounded to one decimal, "
        f"so that you can type them. Other pages take them from here. Flower {number} has these "
        "measurements:"
    )
    here = p.numbers(
        {
            a_0: inputs,
            W_1: weights.W_1,
            b_1: weights.b_1,
            W_2: weights.W_2,
            b_2: weights.b_2,
        }
    )
    p.text("Now the forward pass. First the hidden layer adds up:")
    p.worked(here, z_1)
    p.text(
        "ReLU keeps what is above zero. "
        + (
            f"For this flower {len(off)} of the {len(sums)} hidden neurons are off:"
            if off
            else f"For this flower all {len(sums)} hidden neurons are on:"
        )
    )
    p.worked(here, a_1)
    p.text("The last layer adds up what the hidden neurons say:")
    p.worked(here, z_2)
    p.text("And softmax makes shares of it:")
    p.worked(here, S, a_2)
    p.picture(
        f"flower-{number}",
        drawn(
            [4, 5, 3],
            labels=[
                [a_0[number] for number in range(1, 5)],
                [a_1[number] for number in range(1, 6)],
                [a_2[number] for number in range(1, 4)],
            ],
            off=off,
        ),
        "The same network; "
        + (
            f"{len(off)} of the {len(sums)} hidden neurons, and all their connections, are dashed."
            if off
            else "nothing is dashed."
        ),
        f"What flower {number} passes through. "
        + ("The dashed neurons are off and send nothing on." if off else "No neuron is off."),
    )
    p.text(
        f"The shares are those of {', '.join(SPECIES_NAMES)}, in this order, and flower {number} "
        f"is a {flower(number).species}{taken}. The same with NumPy, in rows, for this flower and "
        "then for all of them at once:"
    )
    p.code(
        """
        def forward(X):
            hidden = np.maximum(0, X @ W_1.T + b_1.T)
            powers = np.exp(hidden @ W_2.T + b_2.T)
            return powers / powers.sum(axis=1, keepdims=True)

        forward(x).round(4)
        answers = forward(X)
        answers.shape, answers[16].round(4)
        right = answers.argmax(axis=1) == iris.species
        print(right.sum(), "of", right.size)
        print(W_1.size + b_1.size + W_2.size + b_2.size, "weights and biases")
        """.replace("answers[16]", f"answers[{number - 1}]")
    )
    p.text(
        "How such weights are found is the subject of the following pages. They begin with the "
        "[error of a neuron](error.md): how fast the cost moves with what it adds up."
    )

    p.part("Play with it", anchor="explorer")
    loss = opaque("K", a_2, meaning="the loss of one flower")
    p.text(
        "Choose another flower, move a weight or a bias, take another activation: here every "
        "number of the network follows, backwards as well as forwards. Press a number among the "
        "weights to move it with the slider. What the slopes are, and how one step uses them, is "
        "told on the following pages. These numbers are worked out in your browser, in double "
        "precision; without JavaScript you see only what they would be, and find one flower worked "
        "out in full [above](#network)."
    )
    p.symbols(loss)
    p.explorer(
        exploration(
            a_0,
            [
                Layer(W_1, b_1, z_1, a_1, weights.W_1, [b for (b,) in weights.b_1], "relu"),
                Layer(W_2, b_2, z_2, a_2, weights.W_2, [b for (b,) in weights.b_2], "softmax"),
            ],
            loss,
            rate,
            SPECIES_NAMES,
            start=number,
            heads=heads([[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
            hidden=entrywise(),
            loss_name="categorical cross-entropy",
            opened=["forward"],
        )
    )

    p.part("Questions")
    p.question(
        "Does a layer have as many outputs as inputs?",
        f"Only if one chooses so. It has {r} inputs and {n} outputs, and the weights have a column "
        "for each input and a row for each output.",
    )
    p.question(
        "Why is the bias not just another weight?",
        "It can be: put an input in front that is always one, and the bias is its weight. Most "
        "programs keep it apart, because that input is nobody's output and its slope is not "
        "handed back.",
    )
