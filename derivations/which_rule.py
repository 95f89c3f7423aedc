"""Which chain rule where?

Four rules of differentiation look alike on paper. Here they stand side by side, and after them
every derivation of this book with the rules that its steps use.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
one_path: d(L, w) = d(L, u) * d(u, w): proved for all values
own: partial(K, z[j]) = partial(K, h[j]) * s_prime(z[j]): proved for any width
several: partial(C, a[j]) = sum(partial(C, q[k]) * W[k, j] for k in 1..p): proved for any width
examples: d(J, w) = sum(partial(J, t[i]) * x[i] for i in 1..m): proved for any width
"""

from bpcore import (
    Page,
    algebra,
    chain_rule,
    column,
    d,
    elementary,
    elementwise,
    index,
    kronecker,
    let,
    matrix,
    odot,
    opaque,
    over_paths,
    partial,
    proved,
    scalar,
    sigmoid,
    stacked,
    total,
    unspecified,
)


def derive(p: Page) -> None:
    """Set the rules side by side, and collect where each is used."""
    i, j, k, n = (
        index("i", over="m"),
        index("j", over="n"),
        index("k", over="p"),
        index("r", over="n"),
    )
    s, f = unspecified("s"), unspecified("f")

    p.text(
        "The chain rule from school multiplies two slopes. So does almost every line of "
        "backpropagation, whichever rule stands behind it: the products look alike, and only some "
        "of them are the rule from school. Which rule is used where? In this book no reader has "
        "to guess: each step carries its rule, and as far as a rule can be recognised from the "
        "two sides, the label is checked.",
        covers="S1-9",
    )

    p.part("Four rules that look alike", covers="S1-32")
    p.text("**One way only.** A weight acts on one sum, and the sum acts on the loss.")
    w, x_1 = scalar("w", "a weight"), scalar("v", "its input")
    u = let("u", w * x_1, "what the weight acts on")
    L = let("L", f(u), "a loss")
    p.symbols(w, x_1)
    p.define(u)
    p.define(L)
    p.chain(
        d(L, w),
        chain_rule("one way: multiply the two slopes"),
        d(L, u) * d(u, w),
        name="one_path",
        title="The rule from school",
    )

    p.text(
        "**Many ways, of which all but one are closed.** An activation depends on its own "
        "pre-activation only. The sum over all ways is there, but a delta leaves one term of it, "
        "and what remains looks like the rule from school.",
        covers="S1-122",
    )
    z = column("z", "n", "the pre-activations of a layer")
    h = let("h", s(z), "the activations of the layer")
    K = opaque("K", h, meaning="a cost that depends on the activations")
    p.symbols(z, K)
    p.define(h)
    p.chain(
        partial(K, z[j]),
        over_paths("over every activation"),
        total(n, partial(K, h[n]) * partial(h[n], z[j])),
        elementwise("an activation depends on its own pre-activation only"),
        total(n, partial(K, h[n]) * (kronecker(n, j) * s.prime(z[j]))),
        algebra("one term is left"),
        partial(K, h[j]) * s.prime(z[j]),
        name="own",
        title="The elementwise rule",
        when="an activation that works on each entry by itself, so not for softmax",
    )

    p.text(
        "**Many ways, all open.** A neuron feeds every neuron of the next layer. Nothing removes "
        "the sum, and a program writes it as a matrix product."
    )
    a = column("a", "n", "the activations that feed the next layer")
    W = matrix("W", "p", "n", "the weights of the next layer")
    q = let("q", W @ a, "the pre-activations of the next layer")
    C = opaque("C", q, meaning="a cost that depends on the next layer")
    p.symbols(a, W, C)
    p.define(q)
    entry = p.chain(
        partial(C, a[j]),
        over_paths("over every neuron of the next layer"),
        total(k, partial(C, q[k]) * partial(q[k], a[j])),
        elementary("each weighted sum holds this activation once, times its weight"),
        total(k, partial(C, q[k]) * W[k, j]),
        name="several",
        title="The total derivative",
    )
    p.chain(
        partial(C, a),
        stacked(entry, "a sum over the rows of the weights is a product with their transpose"),
        W.T @ partial(C, q),
    )

    p.text(
        "**One parameter, many examples.** The same weight acts in every example of a batch. That "
        "sum is written as a matrix product as well, but it runs over examples and not over "
        "neurons."
    )
    x = column("x", "m", "one input for each example")
    t = let("t", w * x, "the weighted input, for each example")
    J = opaque("J", t, meaning="any cost that depends on all examples, such as a mean")
    p.symbols(x, J)
    p.define(t)
    p.chain(
        d(J, w),
        over_paths("over every example"),
        total(i, partial(J, t[i]) * partial(t[i], w)),
        elementary("each weighted input holds the weight once"),
        total(i, partial(J, t[i]) * x[i]),
        name="examples",
        title="The sum over examples",
    )
    p.text(
        "Formally the last two are one law: a variable acts through several others, and all ways "
        "count. That is the total derivative. What differs is what one sums over, and for a "
        "reader that is everything."
    )

    p.part("Three sources of confusion", covers="S1-121")
    p.table(
        ("what confuses", "why", "how this book tells them apart"),
        (
            "one notation for several rules",
            "a product of two slopes may be the rule from school, or what a delta left of a sum, "
            "or a product of Jacobians",
            "every step names its rule; vectors and matrices are introduced with their shapes",
        ),
        (
            "special cases look like the general law",
            "in a last layer with an elementwise head the sum over paths has one term, so the "
            "rule from school seems to do; with [softmax](softmax.md) it does not",
            "the general step comes first, and the step that removes the sum is shown",
        ),
        (
            "the matrix product has two roles",
            "one sums over paths through neurons, the other over [examples](batches.md)",
            "each sum is written out with its index before it becomes a product",
        ),
    )
    p.text(
        "Without its signs, the formula for a [hidden layer](hidden_layer.md) reads like the rule "
        "from school: four slopes, side by side. The sum over paths hides in the matrix product. "
        "So the signs are part of the statement: a matrix product adds over paths, a circled dot "
        "multiplies entry by entry, a circled cross multiplies every entry by every entry.",
        covers="S1-119",
    )

    p.part("The key ideas, each with its proof", covers="S1-124")
    o = index("o", over="p")
    v = scalar("zeta", "the pre-activation of one neuron")
    y = let("alpha", sigmoid(v), "its activation")
    U = matrix("U", "p", "n", "the weights above")
    r = let("g", U @ h, "the pre-activations above")
    G = opaque("C_g", r, meaning="a cost")
    p.text("The letters are those of above, and for the last two ideas these:")
    p.symbols(v, U, G)
    p.define(y, r)
    p.table(
        ("idea", "the line that says it", "where it is proved at length"),
        (
            "a matrix product with the weights is the total derivative over all paths",
            proved(partial(C, a), W.T @ partial(C, q)),
            "[Hidden layers](hidden_layer.md#dC_da)",
        ),
        (
            "the slope of pre-activations by activations is the matrix of weights",
            proved(partial(q, a), W),
            "[Hidden layers](hidden_layer.md#dz_da)",
        ),
        (
            "the slope of a pre-activation by its weight is an activation that is known already",
            proved(partial(q[k], W[o, j]), kronecker(k, o) * a[j]),
            "[The final layer](final_layer.md#dz_dw)",
        ),
        (
            "the slope of an activation can often be had from its value, for the sigmoid say",
            proved(d(y, v), y * (1 - y)),
            "[Activations and losses](activations.md#sigmoid_from_value); for the SiLU it cannot",
        ),
        (
            "an error, once known, gives the error one layer below",
            proved(partial(G, z), odot(U.T @ partial(G, r), s.prime(z))),
            "[Hidden layers](hidden_layer.md#dC_dz)",
        ),
    )
    p.text(
        "Taken together: most partial derivatives of a network need no computing at all. They are "
        "weights, and activations that the forward pass has left behind.",
        covers="S1-125",
    )

    p.part("Every derivation of this book, with its rules", covers="S1-10")
    p.text(
        "Collected by the program from all other pages. First what each rule says, and at how many "
        "steps of the book it stands; those by which a derivative is worked out are in bold. Then "
        "the steps of each page by rule; one path stands for the rule from school, paths for "
        "the total derivative. Which derivations use a rule is told in the lists that "
        "fold out, one for each rule but the elementary derivative, which nearly every derivation "
        "uses. On the pages themselves the rule stands beside the step."
    )
    p.rules_used(
        "sigmoid",
        "neuron",
        "examples",
        "pairings",
        "two_neurons",
        "jacobian",
        "total_derivative",
        "forward_pass",
        "error",
        "four_equations",
        "translation",
        "composite",
        "final_layer",
        "softmax",
        "softmax_shortcut",
        "hidden_layer",
        "batches",
        "activations",
        "iris_trained",
        "three_layers",
        "layer_three",
        "layer_two",
        "layer_one",
        "entries_to_matrices",
        "numerical_safety",
        "caching",
        "gradient_checking",
        "went_wrong",
        "conditions",
    )
