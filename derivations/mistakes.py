"""Common mistakes, refuted

Every false statement of the sources and the classic mistakes of the field: the wrong line with
small numbers, the right line with its proof, why it happens, and where it stays hidden.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
gate_of_relu: (rho > 0) = (relu(rho) > 0): proved for all values
relu_of_sum: relu(kappa) + relu(nu) = relu(kappa + nu): proved for all values
symmetric: (U + U.T).T @ delta_1 = (U + U.T) @ delta_1: proved for any width
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpcore import (
    N,
    Page,
    algebra,
    closed,
    column,
    d,
    diag,
    dot,
    exp,
    gate,
    index,
    let,
    log,
    matrix,
    no_claim,
    odot,
    ones,
    outer,
    partial,
    positive_part,
    proved,
    relu,
    scalar,
    sigmoid,
    tanh,
    total,
    width,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


def derive(p: Page) -> None:
    """Refute the mistakes, in the order in which one meets them."""
    p.text(
        "Your gradient fails its check, or the network does not learn, or two books disagree. "
        "Somebody has been there before. Each entry shows a wrong line with numbers that you can "
        "redo with a calculator at most, the right line with its proof, why the wrong one "
        "happens, and where it stays hidden: at which weights, sizes or functions it happens to "
        "give the right number. The post, the article, the answer and the notes that some of them "
        "come from are the four [sources](../sources.md) of this book."
    )
    p.table(
        ("what you see", "look at"),
        ("the cost grows with every step", "[the sign](#the-sign-turned-round)"),
        (
            "the steps are as many times too long as there are examples",
            "[the mean](#a-sum-where-the-cost-is-a-mean)",
        ),
        ("shapes that do not fit", "[shapes and transposes](#shapes-and-transposes)"),
        (
            "all is well with one example, and wrong with two",
            "[sums, means and batches](#sums-means-and-batches)",
        ),
        (
            "the check passes for one neuron and fails for the others",
            "[the diagonal alone](#the-diagonal-alone-behind-a-softmax)",
        ),
        (
            "all is well as long as all weights are alike, or zero",
            "[paths](#which-paths) and [transposes](#a-transpose-lost-on-the-way-back)",
        ),
        (
            "the network stops learning though it is confidently wrong",
            "[numerics](#numerics)",
        ),
    )
    signs_and_slopes(p)
    which_paths(p)
    last_layer(p)
    shapes_and_transposes(p)
    batches(p)
    numerics(p)
    p.part("The slips of the drawings")
    p.text(
        "Two false statements of the sources are no formulas. One lets the numbers of neurons be "
        "powers of two; but a network may have four, five, three and one, as the one on these "
        "pages does.",
        covers="S3-6",
    )
    p.text(
        "The other is a heading: it asks how things look for layer three, above the pages that "
        "treat layer one.",
        covers="S3-46",
    )


def entry(
    p: Page,
    title: str,
    shows: str,
    line: Callable[[], Callable[[str], None]],
    *,
    right: str,
    why: str,
    hidden: str,
) -> None:
    """Put down one mistake: what it is, the wrong line refuted, and what is to be known of it."""
    p.question(title, shows)
    remark = line()
    remark(f"**Right:** {right}")
    remark(f"**Why it happens:** {why}")
    remark(f"**Hidden:** {hidden}")


def wrong(
    p: Page,
    title: str,
    left: Any,
    right: Any,
    at: Mapping[Any, Any],
    covers: str = "",
    formerly: str = "",
) -> Callable[[], Callable[[str], None]]:
    """Return what puts down a wrong line with its numbers."""
    return lambda: p.mistake(title, left, right, at=at, covers=covers, formerly=formerly)


def unwritable(
    p: Page, title: str, build: Callable[[], object], covers: str = ""
) -> Callable[[], Callable[[str], None]]:
    """Return what puts down a line whose shapes do not fit."""
    return lambda: p.misfit(title, build, covers=covers)


def signs_and_slopes(p: Page) -> None:
    """Signs, lost factors, and slopes taken at the wrong place."""
    z, y = scalar("z", "what one neuron adds up"), scalar("y", "its target")
    a = let("a", sigmoid(z), "its answer", between=(0, 1))
    L = let("L", -(y * log(a) + (1 - y) * log(1 - a)), "the loss: binary cross-entropy")
    S = let("Q", (a - y) ** 2 / 2, "half the squared error")
    t = let("t", tanh(z), "another activation")
    v = scalar("v", "what another neuron adds up")
    h = let("h", v**2, "its activation: the square")

    p.part("Signs, factors and slopes")
    p.text("One neuron, with the letters of the [page about it](neuron.md):")
    p.symbols(z, y, v)
    p.define(a, L, S, t, h)
    p.text(
        "A letter with the word *back* is a quantity that an equation was solved for. By itself "
        "nothing moves with [what is computed from it](jacobian.md#S1-127)."
    )
    back = let("z_back", log(a / (1 - a)), "the pre-activation, had from the answer")
    both = proved(-y / a + (1 - y) / (1 - a), (-y * (1 - a) + a * (1 - y)) / (a * (1 - a)))
    entry(
        p,
        "The sign turned round",
        "The cost grows with every step.",
        wrong(p, "Target minus answer", d(L, z), y - a, {z: 0, y: 1}),
        right=f"{proved(d(L, z), a - y)}, as [proved](neuron.md#dL_dz) for one neuron.",
        why="the step of training goes against the slope, so in a program one sees target "
        "minus answer, *added* to the weight. That is right there: the sign is in the step.",
        hidden=f"where the answer hits its target, and nowhere else: "
        f"{proved(d(L, z) - (y - a), 2 * (a - y))}.",
    )
    entry(
        p,
        "A factor upside down",
        "The slope is too large by far.",
        wrong(
            p,
            "The pre-activation by the answer",
            d(L, z),
            d(L, a) * d(back, a),
            {z: 0, y: 1},
            "S0-5",
            formerly="mistake-061cc3",
        ),
        right=f"{proved(d(L, z), d(L, a) * d(a, z))}: [each factor](neuron.md#path) goes from the "
        "later quantity to the earlier one.",
        why="the two letters stand side by side either way, and nothing seems to cancel wrongly.",
        hidden="where the activation has slope one, as the identity has.",
    )
    entry(
        p,
        "Numerators lost on a common denominator",
        "A line of a derivation does not follow from the one above.",
        wrong(
            p,
            "Only the denominators were multiplied",
            -y / a + (1 - y) / (1 - a),
            (1 - a) / (a * (1 - a)) + (a * (1 - a)) / (a * (1 - a)),
            {z: 0, y: 1},
            "S0-12",
        ),
        right=f"{both}, as in the [derivation](neuron.md#dL_da).",
        why="where the last line is right, nobody looks at the one before.",
        hidden="in the end result: the next line of the post is right again.",
    )
    entry(
        p,
        "The slope taken at the value instead of at the sum",
        "Gradients are wrong by no fixed factor.",
        wrong(p, "The slope of the square, at the square", d(h, v), 2 * h, {v: 3}),
        right=f"{proved(d(h, v), 2 * v)}: the slope belongs to what *goes into* the activation. "
        "Some slopes can be written with the value, as [these](activations.md#sigmoid_from_value), "
        "but then the formula is another one.",
        why="programs keep the value and call the function for the slope with it.",
        hidden="for ReLU it is even [right](#gate_of_relu). So a program that was tested with ReLU "
        "fails with other activations.",
    )
    entry(
        p,
        "The square of the tanh for one minus it",
        "A network of tanh learns nothing near zero.",
        wrong(p, "The square alone", d(t, z), t**2, {z: 0}),
        right=f"{proved(d(t, z), 1 - t**2)}, [proved](activations.md#tanh_from_value).",
        why="one remembers that the slope has to do with the square of the value.",
        hidden=f"where the square is one half: {proved(1 - t**2 - t**2, 2 * (N(1, 2) - t**2))}.",
    )
    entry(
        p,
        "One function put into the other",
        "A circle between the letters is read as composition.",
        wrong(p, "Sigma of one minus sigma", d(a, z), sigmoid(1 - sigmoid(z)), {z: 0}, "S3-25"),
        right=f"{proved(d(a, z), sigmoid(z) * (1 - sigmoid(z)))}, a product of numbers: "
        "[the slope of the sigmoid](sigmoid.md#dsigma_dz).",
        why="the circle is the usual sign for composition; the notes use it for a product.",
        hidden="nowhere: the wrong side is the sigmoid of a positive number, so above one half; "
        "the right one is [never above a quarter](activations.md#sigmoid_steepest).",
    )
    entry(
        p,
        "A prime too many",
        "The slope comes out too flat, by one minus the activation as a factor.",
        wrong(
            p,
            "The slope, times one minus the value",
            d(a, z),
            d(a, z) * (1 - a),
            {z: 0},
            "S3-44",
        ),
        right=f"{proved(d(a, z), a * (1 - a))}, without the prime.",
        why="on the left stands a derivative, so a prime slips into the right side.",
        hidden="far to the left, where the value is nearly zero: "
        f"{proved(d(a, z) - d(a, z) * (1 - a), d(a, z) * a)}.",
    )
    entry(
        p,
        "The hats lost",
        "A target stands where the answer belongs.",
        wrong(
            p,
            "The slope of the loss with targets only",
            (1 - y) / (1 - a) - y / a,
            (1 - y) / (1 - y) - y / y,
            {z: 0, y: N(1, 4)},
            "S3-43",
        ),
        right=f"{proved(d(L, a), (1 - y) / (1 - a) - y / a)}, as for "
        "[layer three](layer_three.md#dloss_deta).",
        why="a hat is a small sign, and a scan loses it.",
        hidden="where the answer hits its target: the wrong line is zero wherever it has a value, "
        f"{proved((1 - y) / (1 - y) - y / y, N(0))}. With hard targets it divides zero by zero.",
    )
    entry(
        p,
        "Answer minus target, with any loss",
        "The simple error is used where it does not belong.",
        wrong(
            p,
            "The error of cross-entropy, for the squared error",
            d(S, z),
            a - y,
            {z: 0, y: 1},
            formerly="mistake-8aa9f4",
        ),
        right=f"{proved(d(S, z), (a - y) * (a * (1 - a)))}: the slope of the activation stays, "
        "as on the page about [pairings](pairings.md#dS_dz).",
        why="the simple line is the famous one; that it needs its own pair of loss and "
        "activation is often left out.",
        hidden="it still points the right way, so the network learns, only differently.",
    )


def which_paths(p: Page) -> None:
    """Chain rules along too few paths, or with derivatives of the wrong kind."""
    r = scalar("r", "a quantity that two others depend on")
    u = let("u", 2 * r, "one that depends on it")
    q = let("q", 3 * r, "another")
    F = let("F", u * q, "what depends on both")
    s = let("s", r**2, "a third that depends on it")
    G = let("G", u + s, "a sum of two of them")

    p.part("Which paths")
    p.symbols(r)
    p.define(u, q, F, s, G)
    entry(
        p,
        "One path of two",
        "The gradient is wrong wherever two ways lead to the cost.",
        wrong(p, "The path through one of them", d(F, r), partial(F, u) * d(u, r), {r: 1}),
        right=f"{proved(d(F, r), partial(F, u) * d(u, r) + partial(F, q) * d(q, r))}: "
        "[multiply along each path, then add](total_derivative.md#two_paths).",
        why="the chain rule from school has one path, and nothing in it is wrong.",
        hidden="wherever the other path carries nothing: at weights of zero, or behind a ReLU that "
        f"is off. Here {proved(d(F, r) - partial(F, u) * d(u, r), partial(F, q) * d(q, r))}. "
        "A network that starts with zero weights passes the check.",
    )
    entry(
        p,
        "A path that seems to cancel",
        "A direct path is said to add nothing, because it is differentiated by itself.",
        wrong(p, "The slope by itself taken for zero", d(F, r) * d(r, r), N(0), {r: 1}, "S1-21"),
        right=f"{proved(d(r, r), N(1))}: a quantity moves with itself one to one. What is zero, "
        "where there is no direct path, is the *partial* derivative in front of it: see "
        "[the direct path](total_derivative.md#direct).",
        why="the article wants to say that the function does not contain the variable "
        "directly, and puts the zero in the wrong factor.",
        hidden="where the slope in front is zero; and the sum comes out right all the same, "
        "because the term was to vanish anyway.",
    )
    entry(
        p,
        "Only one of them moves, so the rest is dropped",
        "A second quantity that moves too is held still.",
        wrong(p, "The second term left out", d(G, r), partial(G, u) * d(u, r), {r: 1}, "S1-24"),
        right="the second term vanishes only if the second quantity does *not* depend on the "
        "variable: [only one moves](total_derivative.md#only_one_moves). Here "
        f"{proved(d(G, r), partial(G, u) * d(u, r) + partial(G, s) * d(s, r))}.",
        why="that the first depends on the variable *alone* sounds like that only the first "
        "depends on it.",
        hidden="where the other one stands still: "
        f"{proved(d(G, r) - partial(G, u) * d(u, r), partial(G, s) * d(s, r))}.",
    )
    w, x = scalar("w", "a weight"), scalar("x", "its input", between=(0, None))
    o = let("o", w * x, "what the weight makes of it")
    w_back = let("w_back", o / x, "the weight, had from that")
    p.text("The last two of this kind, with one weight or with three layers in a row:")
    p.symbols(w, x)
    p.define(o)
    entry(
        p,
        "The weight by the pre-activation",
        "A derivative is named the wrong way round.",
        wrong(
            p,
            "How the weight moves with the sum",
            d(w_back, o),
            x,
            {x: 3, w: 2},
            "S1-114",
            formerly="mistake-07428f",
        ),
        right=f"{proved(partial(o, w), x)}: how the *sum* moves with the weight. See "
        "[hidden layers](hidden_layer.md#dz_dw).",
        why="in words both directions sound alike; the formula beside the words was right.",
        hidden="where the input is one: "
        f"{proved(x - partial(w_back, o, holding=x), (x - 1) * (x + 1) / x)}.",
    )
    extra = scalar("epsilon", "a bias")
    moved = let("o_b", w * x + extra, "weight and bias together")
    cost = let("C_b", moved**2 / 2, "a cost")
    p.symbols(extra)
    p.define(moved, cost)
    entry(
        p,
        "The chain through the bias",
        "A path leads over a parameter, which nothing moves.",
        wrong(
            p,
            "By way of the bias",
            d(cost, moved),
            partial(cost, extra) * partial(extra, moved),
            {w: 1, x: 1, extra: 1},
            "S2-6",
        ),
        right=f"{proved(d(cost, moved), partial(cost, extra))}: the bias moves the sum one to one, "
        "which is [BP3](four_equations.md#BP3). A parameter is what goes in, not what comes out.",
        why="the slopes by the bias and by the sum are equal, so one hopes to get from one to "
        "the other by a chain rule. See [the proof that went wrong](went_wrong.md#dC_db).",
        hidden="only where the slope is zero anyway, for the second factor is zero.",
    )
    before = let("v_2", 3 * w, "what layer two adds up")
    second = let("h_2", before**2, "layer two, whose activation is the square")
    third = let("v_3", 2 * second, "what layer three adds up")
    p.text("Three layers of one neuron each, in a row:")
    p.define(before, second, third)
    entry(
        p,
        "An activation left out on the way",
        "The gradient of the first layer lacks a factor.",
        wrong(
            p,
            "From sum to sum, without the activation between",
            d(third, w),
            2 * d(before, w),
            {w: 1},
            "S3-47",
        ),
        right=f"{proved(d(third, w), d(third, second) * d(second, before) * d(before, w))}: "
        "[every layer adds two factors](layer_one.md#dz3_dw), its weights and its slope.",
        why="the weights are what one sees between two layers; the activation has no letter "
        "of its own in a drawing.",
        hidden="where the activation has slope one: the identity, or a ReLU that is on.",
    )


def last_layer(p: Page) -> None:
    """Elementwise products where a whole Jacobian is needed."""
    n, k = "n", index("k", over="n")
    zeta = column("zeta", n, "the pre-activations of a last layer")
    y = column("tau", n, "its targets: one for the right species, zero for the others")
    total_ = let(
        "S",
        total(k, exp(zeta[k])),
        "the sum of the exponentials",
        between=(0, None),
        abbreviation=True,
    )
    shares = let(
        "p", exp(zeta) / total_, "softmax: shares that add up to one", between=(0, closed(1))
    )
    H = let("H", -total(k, y[k] * log(shares[k])), "cross-entropy of the shares")
    slopes = shares - odot(shares, shares)
    level = {zeta: [[0], [0], [0]], y: [[1], [0], [0]]}

    p.part("Elementwise, or the whole Jacobian?")
    p.symbols(zeta, y)
    p.define(total_, shares, H)
    entry(
        p,
        "The diagonal alone, behind a softmax",
        "The right species gets its error, all others get zero.",
        wrong(
            p,
            "Each share along its own path",
            partial(H, zeta),
            odot(partial(H, shares), slopes),
            level,
            "S1-77 S1-81 S1-82",
        ),
        right="the [whole Jacobian](softmax.md#jacobian) times the slopes of the cost: "
        f"{proved(partial(H, zeta), shares * total(k, y[k]) - y)}, which for targets that add up "
        "to one is [share minus target](softmax.md#dG_dz).",
        why="for sigmoids it is right, and softmax looks like just another activation. The "
        "reason given, that no layer follows, has nothing to do with it: what permits it is an "
        "activation that works on each entry by itself.",
        hidden="in the neuron of the right species, [as "
        "proved](softmax_shortcut.md#one_hot_own_path): "
        "whoever tests only that one sees nothing. "
        "See [a shortcut that fails](softmax_shortcut.md).",
    )
    entry(
        p,
        "A total derivative is never needed at the last layer",
        "The same mistake, as a reason.",
        wrong(
            p, "A share by its neighbour's sum", partial(shares[1], zeta[2]), N(0), level, "S1-64"
        ),
        right=f"{proved(partial(shares[1], zeta[2]), -(shares[1] * shares[2]))}: every share "
        "depends on every sum, so all paths count.",
        why="each row of weights reaches its own sum only, which is true; but behind that "
        "sum the softmax mixes all of them.",
        hidden="from a test that moves each share's own sum and no other.",
    )
    e_1, e_2 = column("alpha", n, "slopes of an activation"), column("gamma", n, "slopes of a cost")
    entry(
        p,
        "A matrix that equals a row",
        "A diagonal Jacobian is written as its diagonal.",
        unwritable(p, "Nine numbers as three", lambda: proved(diag(e_1), e_1.T), "S1-78"),
        right=f"{proved(e_2.T @ diag(e_1), odot(e_2, e_1).T)}: a *product* with a diagonal matrix "
        "is an elementwise product, [proved](final_layer.md#diagonal).",
        why="the row holds everything the matrix has to say.",
        hidden="in programs, which multiply elementwise anyway and get it right.",
    )


def shapes_and_transposes(p: Page) -> None:
    """Transposes, orders, and products of the wrong kind."""
    M = matrix("M", 2, 2, "weights of two neurons with two inputs")
    c = column("c", 2, "the inputs")
    g = column("g", 2, "the slopes of the cost by what the layer adds up")
    C = let("C", dot(g, M @ c), "a cost with just these slopes")
    B = matrix("B", 2, 2, "the weights of another layer")
    f = let("f", B @ (M @ c), "two layers without activations")
    W, e = matrix("W", "n_2", "n_1", "weights"), column("o_in", "n_1", "inputs")
    b, delta = column("b", "n_2", "biases"), column("delta", "n_2", "errors")
    slopes = column("phi_2", "n_2", "the slopes of layer two")
    above = column("nu_2", "n_2", "how the sums of layer two move with a weight")
    below = column("nu_1", "n_1", "how the sums of layer one move with it")

    p.part("Shapes and transposes")
    p.text(
        "Two neurons with two inputs: every product fits, so nothing warns. With unequal widths "
        "most of these mistakes cannot even be written."
    )
    p.symbols(M, c, g, B)
    p.define(C, f)
    small = {M: [[1, 1], [0, 1]], c: [[0], [1]], g: [[1], [0]]}
    entry(
        p,
        "A transpose lost on the way back",
        "The gradient check fails in layers with as many neurons as inputs, elsewhere shapes fail.",
        wrong(p, "The errors sent back with the weights as they are", partial(C, c), M @ g, small),
        right=f"{proved(partial(C, c), M.T @ g)}, the middle of [BP2](four_equations.md#BP2). In "
        "the convention of the notes, where weights are stored the other way, there is "
        "[no transpose](entries_to_matrices.md#dz2).",
        why="forward there is no transpose, and half of the books store the weights the other "
        "way round.",
        hidden="if the matrix is symmetric, [see below](#symmetric): the identity is, and a matrix "
        "of zeros, and one of equal numbers.",
    )
    entry(
        p,
        "The outer product turned round",
        "The gradient of the weights is the transpose of the right one.",
        wrong(p, "Inputs by errors", partial(C, M), c @ g.T, small),
        right=f"{proved(partial(C, M), g @ c.T)}: a row for each neuron, as in "
        "[BP4](four_equations.md#BP4).",
        why="in a batch the product begins with the inputs, if the weights are stored the "
        "other way.",
        hidden="if the errors are a multiple of the inputs, such as "
        f"{proved((3 * c) @ c.T, c @ (3 * c).T)}; for layers of one neuron with one input; and in "
        "any sum or norm over all entries.",
    )
    entry(
        p,
        "Errors by inputs, where the gradient of the inputs is asked for",
        "The formula for the weights is used for the inputs.",
        unwritable(p, "A matrix for a column", lambda: proved(partial(C, c), g @ c.T)),
        right=f"{proved(partial(C, c), M.T @ g)} for the inputs, {proved(partial(C, M), g @ c.T)} "
        "for the weights.",
        why="both are called the gradient of the layer.",
        hidden="in a layer of one neuron with one input whose weight equals that input.",
    )
    entry(
        p,
        "Two Jacobians in the wrong order",
        "Two layers are multiplied as one reads, from left to right.",
        wrong(
            p,
            "First layer times second",
            partial(f, c),
            M @ B,
            {M: [[1, 1], [0, 1]], B: [[1, 0], [1, 1]], c: [[0], [1]]},
        ),
        right=f"{proved(partial(f, c), B @ M)}: [the last layer stands first](jacobian.md#ds_da).",
        why="one reads the network from left to right.",
        hidden="if the two matrices commute, as diagonal ones do: "
        f"{proved(diag(c) @ diag(g), diag(g) @ diag(c))}.",
    )
    entry(
        p,
        "A column for the weights of one neuron",
        "Rows and columns of the gradient are told apart by neuron the wrong way.",
        wrong(p, "The other neuron's sum", partial((M @ c)[2], M[1, 2]), c[2], small, "S1-94"),
        right=f"{proved(partial((M @ c)[2], M[2, 2]), c[2])}: every *row* belongs to one neuron, "
        "see the [final layer](final_layer.md#dz_dw).",
        why="in the article the weights of one neuron are written as a vector, and vectors "
        "as columns.",
        hidden="where that input is zero, as the slope is: "
        f"{proved(partial((M @ c)[2], M[1, 2]), N(0))}; and in sums over all entries.",
    )
    p.text("With widths as letters, shapes refuse these before any number is tried:")
    p.symbols(W, e, b, delta, slopes, above, below)
    entry(
        p,
        "An outer product with a matrix",
        "The circled cross stands where a product of rows is meant.",
        unwritable(p, "Column by matrix", lambda: outer(delta, W), "S1-83"),
        right=f"{proved(diag(delta) @ (ones('n_2') @ e.T), outer(delta, e.T))}: scale each row by "
        "the error of [its neuron](final_layer.md#scaled).",
        why="the last line of the derivation has a circled cross, and rightly: there a column "
        "meets a row.",
        hidden="in programs, which have no such product.",
    )
    entry(
        p,
        "The gradient of the weights as a square matrix",
        "It is said to be square.",
        unwritable(p, "Multiplied by itself", lambda: W @ W, "S1-97"),
        right=f"it has the shape of the weights, as {outer(delta, e.T)} has: a row for each "
        "neuron, a column for each input.",
        why="in the drawing both layers have equally many neurons.",
        hidden="whenever they do.",
    )
    entry(
        p,
        "Slopes of one layer, derivatives of another",
        "One counts down a layer too early.",
        unwritable(p, "Slopes of the next layer", lambda: odot(slopes, below), "S3-48"),
        right=f"{no_claim(odot(slopes, above))}: slope and derivative belong to the "
        "[same layer](layer_one.md#dz3_dw).",
        why="every step goes one layer back.",
        hidden="between layers of the same width.",
    )
    entry(
        p,
        "Width by height",
        "Sizes in a drawing are written the other way round.",
        unwritable(p, "Sizes as in the drawing", lambda: W.T @ e, "S3-51"),
        right=f"{no_claim(W @ e + b)}: rows by columns, as everywhere in mathematics and in NumPy.",
        why="pictures are measured width first.",
        hidden="for square matrices.",
    )


def batches(p: Page) -> None:
    """Sums, means, and indices."""
    m = width("m")
    i, j = index("i", over="m"), index("j", over="l")
    beta = scalar("beta", "the bias of one neuron")
    A = column("A", "m", "what it says in each example without its bias")
    T = column("Y", "m", "the targets")
    J = let("J", 1 / m * total(i, (A[i] + beta - T[i]) ** 2 / 2), "the cost: a mean")
    K = let("K", total(i, (A[i] + beta - T[i]) ** 2 / 2), "the same cost as a sum")
    two = {A: [[1], [2]], T: [[0], [0]], beta: 0}

    p.part("Sums, means and batches")
    p.symbols(beta, A, T)
    p.define(J, K)
    entry(
        p,
        "A sum where the cost is a mean",
        "The steps are as many times too long as there are examples.",
        wrong(
            p,
            "The mean forgotten",
            d(J, beta),
            total(i, A[i] + beta - T[i]),
            two,
            formerly="mistake-9fddaa",
        ),
        right=f"{proved(d(J, beta), 1 / m * total(i, A[i] + beta - T[i]))}, as for "
        "[many examples](examples.md#dJ_db).",
        why="the direction is right, and a smaller learning rate makes up for it.",
        hidden="in a batch of one, where dividing by the number of examples changes nothing: "
        f"{proved(m * d(J, beta), d(K, beta))}.",
    )
    entry(
        p,
        "Only the slope of the bias averaged",
        "Weights and biases learn at different speeds.",
        wrong(
            p,
            "A mean where the cost is a sum",
            d(K, beta),
            1 / m * total(i, A[i] + beta - T[i]),
            two,
            formerly="mistake-ff428a",
        ),
        right=f"{proved(d(K, beta), total(i, A[i] + beta - T[i]))}: the cost says whether there is "
        "a factor, and then it is the [same for weights and biases](batches.md#dJ_db).",
        why="a mean over the examples is one word in NumPy, and the bias has no matrix "
        "product to sum for it.",
        hidden="in a batch of one, and whenever the learning rate is tuned by hand.",
    )
    entry(
        p,
        "A sum whose index does not occur",
        "A slope comes out as many times as there are terms.",
        wrong(
            p,
            "The same term, once for each example",
            d(K, beta),
            m * (A[1] + beta - T[1]),
            two,
            formerly="mistake-e7b464",
        ),
        right="a sum runs through the quantities in between, and its index stands in them: "
        f"{proved(d(K, beta), total(i, A[i] + beta - T[i]))}. See "
        "[the proof that went wrong](went_wrong.md#attempt).",
        why="the chain rule gives a sum, so a sum is put in front.",
        hidden="if all terms are alike, and in a batch of one.",
    )
    inputs = column("chi", "l", "inputs")
    weights = column("omega", "l", "weights")
    p.text("And one neuron with several inputs:")
    p.symbols(inputs, weights)
    entry(
        p,
        "An index that stays behind",
        "Every weight meets the same input.",
        wrong(
            p,
            "The first input each time",
            dot(weights, inputs),
            total(j, weights[j] * inputs[1]),
            {weights: [[1], [2]], inputs: [[3], [5]]},
            "S2-11",
        ),
        right=f"{proved(dot(weights, inputs), total(j, weights[j] * inputs[j]))}, as in "
        "[the sum of a neuron](went_wrong.md#z_entry).",
        why="two letters that look alike, in small print.",
        hidden="with one input, or if all inputs are the same.",
    )
    grow, bias_2 = (
        scalar("lambda", "how strongly large biases are punished"),
        scalar("mu", "a bias"),
    )
    free = let("C_0", (bias_2 - 1) ** 2 / 2, "a cost")
    both = let("C_1", free + grow * bias_2**2 / 2, "the cost with a penalty")
    p.symbols(grow, bias_2)
    p.define(free, both)
    entry(
        p,
        "The penalty's own term forgotten",
        "With a penalty on the parameters, the gradient check fails.",
        wrong(
            p,
            "The error alone",
            d(both, bias_2),
            d(free, bias_2),
            {bias_2: 2, grow: 1},
            formerly="mistake-ed11ee mistake-e8bf1a",
        ),
        right=f"{proved(d(both, bias_2), d(free, bias_2) + grow * bias_2)}: the parameter acts "
        "along a [second path](conditions.md#dKP_db).",
        why="the four equations are about the network, and the penalty was added later.",
        hidden="at parameters of zero: "
        f"{proved(d(both, bias_2) - d(free, bias_2), grow * bias_2)}.",
    )


def numerics(p: Page) -> None:
    """What is switched off, clamped, or pulled out."""
    rho = scalar("rho", "a number of either sign")
    two_parts = let("V", relu(rho) + relu(-2 * rho), "two neurons that look in opposite directions")
    pulled = let("P", relu(rho - 2 * rho), "the largest taken after the sum")
    big, bigger = (
        scalar("kappa", "a positive number", between=(0, None)),
        scalar("nu", "another", between=(0, None)),
    )
    zeta, y = scalar("xi", "the logit of one neuron"), scalar("y_0", "its target")
    answer = let("theta", sigmoid(zeta), "its answer", between=(0, 1))
    held = let(
        "phi",
        answer - positive_part(answer - N(9, 10)),
        "the answer, at most nine tenths",
        between=(0, 1),
    )
    true_loss = let("L_true", -(y * log(answer) + (1 - y) * log(1 - answer)), "its loss")
    loss = let("L_held", -(y * log(held) + (1 - y) * log(1 - held)), "the loss of the held answer")

    p.part("Numerics")
    p.symbols(rho)
    p.define(two_parts, pulled)
    entry(
        p,
        "The largest taken after the sum instead of before",
        "A ReLU is pulled out of a sum.",
        wrong(p, "One ReLU for two", d(two_parts, rho), d(pulled, rho), {rho: 1}),
        right=f"{proved(d(two_parts, rho), gate(rho) - 2 * gate(-2 * rho))}: each neuron has a "
        "[gate of its own](activations.md#relu).",
        why="sums and derivatives may be exchanged, and the largest of two numbers looks "
        "just as harmless.",
        hidden="as long as all of them are on, where it is [right](#relu_of_sum).",
    )
    p.text("And one neuron whose answer is held back, so that no logarithm sees a zero:")
    p.symbols(zeta, y)
    p.define(answer, true_loss, held, loss)
    entry(
        p,
        "A clamped loss learns as the loss does",
        "A confidently wrong network stands still.",
        wrong(
            p,
            "The slope of the true loss",
            d(loss, zeta),
            answer - y,
            {zeta: 3, y: 0},
            formerly="mistake-34ef2c",
        ),
        right=f"{proved(d(true_loss, zeta), answer - y)} without the clamp. Where the clamp acts, "
        "the loss is constant and its slope is zero: "
        "[numerical safety](numerical_safety.md#clamped_above).",
        why="the loss itself changes by very little.",
        hidden="for all answers that are not extreme: most of them, and all at the beginning of "
        "training.",
    )
    p.symbols(big, bigger)

    p.part("Where they hide")
    p.text(
        "Three of the hiding places above are statements of their own. For ReLU, the slope taken "
        "at the value is the slope taken at the sum:"
    )
    p.chain(
        gate(rho),
        algebra("a number and its ReLU are positive together"),
        gate(relu(rho)),
        name="gate_of_relu",
        title="The gate of a ReLU",
    )
    p.text("As long as all neurons are on, one ReLU does for two:")
    p.chain(
        relu(big) + relu(bigger),
        algebra("both are positive, and so is their sum"),
        relu(big + bigger),
        name="relu_of_sum",
        title="ReLU of a sum of positive numbers",
    )
    U, g = matrix("U", "n", "n", "any square matrix"), column("delta_1", "n", "errors")
    p.text("And a symmetric matrix, such as a sum of any square one and its transpose, hides one:")
    p.symbols(U, g)
    p.chain(
        (U + U.T).T @ g,
        algebra("the transpose of a sum is the sum of the transposes, in any order"),
        (U + U.T) @ g,
        name="symmetric",
        title="A symmetric matrix and its transpose",
    )
