"""Layer 3, entry by entry

How the slope of a weight or a bias of the last of three layers is put together, one factor at a
time, for any width of the layer before (source 003).

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
dloss_deta: partial(-(y * log(rho) + (1 - y) * log(1 - rho)), rho) = (1 - y) / (1 - rho) - y / \
rho: proved for all values
dloss_dyhat: partial(loss, y_hat) = (y_hat - y) / (y_hat * (1 - y_hat)): proved for any width
sigma_prime: sigmoid_prime(zeta) = sigmoid(zeta) * (1 - sigmoid(zeta)): proved for all values
family: d(sigmoid(zeta - s), zeta) = sigmoid(zeta - s) * (1 - sigmoid(zeta - s)): proved for all \
values
no_others: d(log(q(zeta)) - log(1 - q(zeta)), zeta) = q_prime(zeta) / (q(zeta) * (1 - q(zeta))): \
proved for all values where q(zeta) is positive and smaller than 1
dz_dw: partial(z^[3], W^[3][i]) = a^[2][i]: proved for any width
dz_db: partial(z^[3], b^[3]) = 1: proved for any width
factors_w: partial(loss, W^[3][i]) = ((1 - y) / (1 - y_hat) - y / y_hat) * (sigmoid(z^[3]) * (1 - \
sigmoid(z^[3]))) * a^[2][i]: proved for any width
factors_b: partial(loss, b^[3]) = ((1 - y) / (1 - y_hat) - y / y_hat) * (sigmoid(z^[3]) * (1 - \
sigmoid(z^[3]))): proved for any width
factors_all: partial(loss, W^[3]) = ((1 - y) / (1 - y_hat) - y / y_hat) * (sigmoid(z^[3]) * (1 - \
sigmoid(z^[3]))) * a^[2]: proved for any width
difference: ((1 - y) / (1 - y_hat) - y / y_hat) * (sigmoid(z^[3]) * (1 - sigmoid(z^[3]))) = y_hat \
- y: proved for any width
dloss_dw: partial(loss, W^[3][i]) = (y_hat - y) * a^[2][i]: proved for any width
dloss_db: partial(loss, b^[3]) = y_hat - y: proved for any width
dJ_dw: partial(J, W^[3][i]) = 1 / m * sum((Y_hat[e] - Y[e]) * A^[2][e, i] for e in 1..m): proved \
for any width
dJ_db: partial(J, b^[3]) = 1 / m * sum(Y_hat[e] - Y[e] for e in 1..m): proved for any width
dJ_dW: partial(J, W^[3]) = 1 / m * (A^[2].T @ (Y_hat - Y)): proved for any width
dJ_db_ones: partial(J, b^[3]) = 1 / m * (ones((m, 1)).T @ (Y_hat - Y)): proved for any width
"""

from bpcore import (
    N,
    Page,
    algebra,
    array,
    by,
    chain_rule,
    column,
    d,
    definition,
    elementary,
    index,
    labelled,
    let,
    log,
    matrix,
    ones,
    over_examples,
    partial,
    pending,
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
    """Expand the slope of the loss by a parameter of layer 3, and average it over examples."""
    zero, one, two = "lambda^[0]", "lambda^[1]", "lambda^[2]"
    i = index("i", over=two)
    a_2 = column("a^[2]", two, "the activations of layer 2, for one example")
    y = scalar("y", "the label of that example: zero or one")
    W_3 = matrix("W^[3]", two, 1, "the weights of layer 3: row for from, column for to")
    b_3 = scalar("b^[3]", "the bias of layer 3")
    z_3 = let("z^[3]", W_3.T @ a_2 + b_3, "the pre-activation of layer 3, one number")
    y_hat = let("y_hat", sigmoid(z_3), "the answer of the network", between=(0, 1))
    loss = let("loss", -(y * log(y_hat) + (1 - y) * log(1 - y_hat)), "the loss of one example")
    w, bias = W_3[i], b_3

    p.text(
        "How fast does the cost change with one weight of the *last* of three layers, and with its "
        "bias? This page expands the slope step by step, until no derivative is left."
    )
    with p.important("In short"):
        p.text(
            "Three factors are multiplied: one from the loss, one from the sigmoid, and what came "
            f"in through the weight, {a_2[i]}. The first two are an unfriendly fraction and its "
            f"cure: together they are the error {y_hat - y}, answer minus label. For the bias "
            "the last "
            "factor is one."
        )
    p.text(
        "[The question](three_layers.md) says what the letters mean and which slope is wanted. As "
        "there, the notation is that of the handwritten notes: a matrix of weights has a row for "
        "each neuron that they come from and a column for each that they go to. On most pages of "
        "this book it is turned round; the [translation](translation.md) says how."
    )

    p.part("The last layer, for one example")
    p.symbols(a_2, y, W_3, b_3)
    p.define(z_3, covers="S3-29")
    p.define(y_hat, loss)
    p.text(
        f"Layer 2 has any number of neurons, {width(two)}. Layer 3 has one. So the transposed "
        f"weights are a row, times a column that is one number, and {z_3} is a number."
    )
    p.picture(
        "forward",
        shapes(W_3.T @ a_2 + b_3, z_3),
        "The transposed weights, one row, times the activations of layer 2, one column, plus the "
        "bias, one number, are the pre-activation, one number.",
        "Under each box stands its size, rows by columns. A number is a box with one row and one "
        "column.",
        covers="S3-57",
    )
    p.text(
        f"A weight of layer 3 has two indices: the neuron {i} of layer 2 it comes from, and the "
        "neuron of layer 3 it goes to. As long as layer 3 has one neuron, the second index can "
        f"only be one. It is left out here: {w}. With more neurons in layer 3 it would count.",
        covers="S3-31",
    )
    p.part("The factor from the loss")
    eta = scalar("rho", "any number that could be an answer", between=(0, 1))
    p.text(
        f"How does the loss change with the answer? Forget for a moment where {y_hat} comes from, "
        "and put a free letter in its place."
    )
    p.symbols(eta)
    from_loss = p.chain(
        partial(-(y * log(eta) + (1 - y) * log(1 - eta)), eta),
        elementary("the label does not depend on the letter"),
        -(y * partial(log(eta), eta) + (1 - y) * partial(log(1 - eta), eta)),
        chain_rule("both logarithms; the second has a minus sign inside"),
        -(y * (1 / eta) + (1 - y) * (1 / (1 - eta) * -1)),
        algebra("the minus signs, multiplied out"),
        (1 - y) / (1 - eta) - y / eta,
        name="dloss_deta",
        title="The factor from the loss, with a free letter",
        covers="S3-17",
    )
    p.text("With the answer in the place of the letter:")
    p.chain(
        partial(loss, y_hat),
        definition("what the loss is"),
        partial(-(y * log(y_hat) + (1 - y) * log(1 - y_hat)), y_hat),
        by(from_loss),
        (1 - y) / (1 - y_hat) - y / y_hat,
        algebra("over one denominator"),
        (y_hat - y) / (y_hat * (1 - y_hat)),
        name="dloss_dyhat",
        title="The factor from the loss",
    )

    p.part("The factor from the sigmoid")
    zeta = scalar("zeta", "any pre-activation")
    p.text(
        f"The next factor is the slope of the sigmoid, taken at {z_3}. Again a new letter helps: "
        "it is the variable by which the *sigmoid* is differentiated, and only afterwards is the "
        "pre-activation put in. The notes use the same letter as before and say that it is for "
        "the derivative of the pre-activation, which is a slip; that derivative is the box after "
        "this one.",
        covers="S3-23",
    )
    p.symbols(zeta)
    slope = p.chain(
        sigmoid.prime(zeta),
        elementary("a prime, as Lagrange wrote it, is the derivative by what stands inside"),
        d(sigmoid(zeta), zeta),
        by(p.cite("sigmoid/dsigma_dz")),
        sigmoid(zeta) * (1 - sigmoid(zeta)),
        name="sigma_prime",
        title="The slope of the sigmoid, with a prime",
        covers="S3-24",
    )
    p.text(
        "The product is the ordinary one: the value of the sigmoid at a place, times one minus its "
        "value at the same place. The notes print a small circle, which usually means that one "
        "function is put into the other."
    )
    remark = p.mistake(
        "One function put into the other",
        d(sigmoid(zeta), zeta),
        sigmoid(1 - sigmoid(zeta)),
        at={zeta: 0},
        covers="S3-25",
    )
    remark(f"Right is the product: {slope}.")
    remark(
        "Where it comes from: the rule is often written without its variable, and then a dot and a "
        "circle are easily mixed up. Write the variable once, and there is no doubt."
    )
    remark = p.mistake(
        "A prime too many",
        d(sigmoid(zeta), zeta),
        d(sigmoid(zeta), zeta) * (1 - sigmoid(zeta)),
        at={zeta: 0},
        covers="S3-44",
    )
    remark(
        "Further on the notes print this for the factor from the sigmoid. The prime is left over "
        f"from the line before. Right is {slope}: no prime on the right side."
    )
    remark(
        "Where it comes from: one has just written the prime, and now replaces only half of it. A "
        "slope that is replaced by its formula must leave nothing behind."
    )

    p.part("Is that peculiar to the sigmoid?")
    s = scalar("s", "a shift: any number")
    q = unspecified("q")
    p.text(
        "The notes call it a property peculiar to the sigmoid that its slope is its value times "
        "one minus its value. Are there other functions like that? Shift the sigmoid sideways. "
        "In its [definition](sigmoid.md) that puts a positive number in front of the exponential, "
        "and every positive number can be had in this way."
    )
    p.symbols(s)
    p.chain(
        d(sigmoid(zeta - s), zeta),
        chain_rule("outer slope, taken at the shifted place, times inner slope"),
        sigmoid.prime(zeta - s) * d(zeta - s, zeta),
        elementary("a shift does not change how fast the inside grows"),
        sigmoid.prime(zeta - s) * 1,
        algebra("the slope of the sigmoid, as found above"),
        sigmoid(zeta - s) * (1 - sigmoid(zeta - s)),
        name="family",
        title="Every shifted sigmoid has the property",
        covers="S3-26",
    )
    odds = log(q(zeta)) - log(1 - q(zeta))
    p.text(
        f"So it is not the sigmoid's alone. Any others? Take some function {q(zeta)} whose values "
        "lie strictly between zero and one, and look at the logarithm of its odds:"
    )
    p.chain(
        d(odds, zeta),
        chain_rule("both logarithms; the second has a minus sign inside"),
        q.prime(zeta) / q(zeta) + q.prime(zeta) / (1 - q(zeta)),
        algebra("over one denominator"),
        q.prime(zeta) / (q(zeta) * (1 - q(zeta))),
        name="no_others",
        title="The slope of the logarithm of the odds",
        when="values strictly between zero and one",
    )
    p.text(
        "If the function has the property, numerator and denominator are equal. Then the "
        f"logarithm of the odds has slope one everywhere, so it is the variable {zeta}, moved by "
        "some constant shift. Only one function has these odds:"
    )
    p.chain(
        log(sigmoid(zeta - s)) - log(1 - sigmoid(zeta - s)),
        algebra("the odds of a sigmoid are an exponential"),
        zeta - s,
    )
    p.text(
        "Between zero and one there are thus the shifted sigmoids and nothing else, and the "
        "sigmoid itself is the one that is a half at zero. Outside, the property is had by the "
        "constants zero and one, and by this function:"
    )
    kappa = scalar("kappa", "a number below zero", between=(None, 0))
    outside = let("nu", 1 / (1 + kappa * (1 / sigmoid(zeta) - 1)), "a function with values outside")
    p.symbols(kappa)
    p.define(outside)
    p.text(
        f"For it, too, {proved(d(outside, zeta), outside * (1 - outside))}. Its denominator falls "
        "from one to minus infinity as the variable goes from far right to far left. So its "
        "values are above one on the right and below zero on the left, and it runs to infinity in "
        "between. None of these could be an activation here."
    )

    p.part("One block at a time")
    of_loss = labelled((1 - y) / (1 - y_hat) - y / y_hat, "from the loss")
    of_act = labelled(sigmoid(z_3) * (1 - sigmoid(z_3)), "from act of layer 3")
    of_input = labelled(a_2[i], "from z of layer 3")
    raw = (1 - y) / (1 - y_hat) - y / y_hat
    act = sigmoid(z_3) * (1 - sigmoid(z_3))
    p.text("What comes in through a weight is quickly found, and so is it for the bias.")
    p.chain(
        partial(z_3, w),
        definition("what the pre-activation is"),
        partial(W_3.T @ a_2 + b_3, w),
        elementary("the weight stands there once, times the activation it carries"),
        a_2[i],
        name="dz_dw",
        title="The last pre-activation by a weight",
        covers="S3-30",
    )
    p.chain(
        partial(z_3, bias),
        elementary("the products do not move, and the bias grows as fast as itself"),
        N(1),
        name="dz_db",
        title="The last pre-activation by the bias",
        covers="S3-32",
    )
    p.text(
        "Now all of it in one go. In each line a red box holds what is not yet worked out. "
        "The next step opens this box and touches nothing else. So one looks "
        "at one small question at a time, and what stands outside the box is finished.",
        covers="S3-28",
    )
    with p.tabs():
        with p.tab("A weight"):
            p.chain(
                partial(loss, w),
                chain_rule("the loss sees the weight through the answer", covers="S3-16"),
                raw * pending(partial(y_hat, w)),
                definition("the answer is a sigmoid"),
                raw * pending(partial(sigmoid(z_3), w)),
                chain_rule("outer slope, times inner slope", covers="S3-22"),
                raw * (sigmoid.prime(z_3) * pending(partial(z_3, w))),
                algebra("the slope of the sigmoid, as found above"),
                raw * (act * pending(partial(z_3, w))),
                elementary("the weight stands there once, times the activation it carries"),
                raw * (act * a_2[i]),
                algebra("three factors, each with its origin"),
                of_loss * of_act * of_input,
                name="factors_w",
                title="The three factors, for a weight",
            )
        with p.tab("The bias"):
            p.chain(
                partial(loss, bias),
                chain_rule("the loss sees the bias through the answer"),
                raw * pending(partial(y_hat, bias)),
                definition("the answer is a sigmoid"),
                raw * pending(partial(sigmoid(z_3), bias)),
                chain_rule("outer slope, times inner slope"),
                raw * (sigmoid.prime(z_3) * pending(partial(z_3, bias))),
                algebra("the slope of the sigmoid, as found above"),
                raw * (act * pending(partial(z_3, bias))),
                elementary("the products stand still, and the bias gives one"),
                raw * (act * 1),
                algebra("two factors, each with its origin"),
                of_loss * of_act,
                name="factors_b",
                title="The two factors, for the bias",
            )
    p.text(
        "For one parameter every factor is a number. Take the slopes of all weights together, "
        "arranged as the weights are, and the last factor is the whole column that comes in:"
    )
    together = proved(partial(loss, W_3), raw * act * a_2)
    p.result(together, "factors_all", "The three factors, for all weights at once")
    p.picture(
        "factors",
        shapes(together.right, together.left),
        "Three numbers, one from the loss and two from the slope of the sigmoid, times the "
        "activations of layer 2, a column, are a column of slopes.",
        "Numbers times a column are a column: a row for each weight.",
    )
    p.text(
        f"The factor {act} depends on {z_3} alone, through its sigmoid. The forward pass "
        "computes both "
        "on its way up. It can compute this product as well, and keep it for the way back.",
        covers="S3-27",
    )

    p.part("Two factors are one difference")
    p.text(
        "The first factor has two denominators that can come close to zero. The second is their "
        "product. Put them together before computing anything:"
    )
    p.chain(
        raw * act,
        definition("the sigmoid of the pre-activation is the answer"),
        raw * (y_hat * (1 - y_hat)),
        algebra("each denominator is cancelled"),
        (1 - y) * y_hat - y * (1 - y_hat),
        algebra("multiply out; two products cancel"),
        y_hat - y,
        name="difference",
        title="The two factors together",
    )
    p.text(
        "A program should use this difference and never form the quotients; "
        "[numerical safety](numerical_safety.md) shows what happens otherwise."
    )
    dloss_dw = p.chain(
        partial(loss, w),
        chain_rule("the three factors from above, with the answer for its sigmoid"),
        raw * (y_hat * (1 - y_hat)) * a_2[i],
        algebra("the first two are a difference"),
        (y_hat - y) * a_2[i],
        name="dloss_dw",
        title="A weight of layer 3, one example",
    )
    p.chain(
        partial(loss, bias),
        chain_rule("the two factors from above, with the answer for its sigmoid"),
        raw * (y_hat * (1 - y_hat)),
        algebra("they are a difference"),
        y_hat - y,
        name="dloss_db",
        title="The bias of layer 3, one example",
    )
    p.text("Where the notes carry the factor from the loss on, the hats are lost in print:")
    remark = p.mistake(
        "The hats are lost",
        (1 - y) / (1 - eta) - y / eta,
        (1 - y) / (1 - y) - y / y,
        at={y: N(1, 2), eta: N(3, 4)},
        covers="S3-43",
        formerly="mistake-c266c7",
    )
    remark(
        f"Right is the fraction {raw}, with the answer below and the label above. Without hats "
        "it is zero for "
        "every label strictly between zero and one, and zero over zero for the labels zero and "
        "one, which are the ones that occur."
    )
    remark(
        "Where it comes from: label and answer differ by one small sign. Keep asking which of the "
        "two the network has computed; only that one stands below."
    )

    p.part("The mean over examples")
    m, e = width("m"), index("e", over="m")
    A_2 = array("A^[2]", "m", two, "one row for each example", entry="a^[2]", examples=True)
    Y = array("Y", "m", 1, "their labels", entry="y", examples=True)
    each = ones("m")
    Z_3 = let("Z^[3]", A_2 @ W_3 + each * b_3, "", entry="z^[3]", examples=True)
    Y_hat = let("Y_hat", sigmoid(Z_3), "", entry="y_hat", examples=True, between=(0, 1))
    term = Y[e] * log(Y_hat[e]) + (1 - Y[e]) * log(1 - Y_hat[e])
    J = let("J", 1 / m * total(e, -term), "the cost: the mean of the losses")
    p.text(
        f"Now {m} examples, counted by {e}, which stands in parentheses above the letter. Write "
        "each into a row; the column of ones copies the bias to every row."
    )
    p.symbols(A_2, Y)
    p.define(Z_3, Y_hat, J)
    dJ_dw = p.chain(
        partial(J, w),
        over_examples("the mean is differentiated term by term"),
        1 / m * total(e, partial(-term, w)),
        chain_rule("the three factors from above, for each example"),
        1
        / m
        * total(
            e,
            ((1 - Y[e]) / (1 - Y_hat[e]) - Y[e] / Y_hat[e])
            * (Y_hat[e] * (1 - Y_hat[e]))
            * A_2[e, i],
        ),
        algebra("the first two factors are a difference"),
        1 / m * total(e, (Y_hat[e] - Y[e]) * A_2[e, i]),
        name="dJ_dw",
        title="A weight of layer 3",
        covers="S3-33",
    )
    dJ_db = p.chain(
        partial(J, bias),
        over_examples("the mean is differentiated term by term"),
        1 / m * total(e, partial(-term, bias)),
        chain_rule("the two factors from above, for each example"),
        1
        / m
        * total(
            e,
            ((1 - Y[e]) / (1 - Y_hat[e]) - Y[e] / Y_hat[e]) * (Y_hat[e] * (1 - Y_hat[e])),
        ),
        algebra("the two factors are a difference"),
        1 / m * total(e, Y_hat[e] - Y[e]),
        name="dJ_db",
        title="The bias of layer 3",
    )
    p.text(
        "Both sums over the examples are matrix products, and the shapes say so. The examples, "
        f"{m} of them, stand inside the product, where they are summed and vanish:"
    )
    errors = Y_hat - Y
    with p.tabs():
        with p.tab("A weight"):
            of_all = p.chain(
                partial(J, W_3),
                stacked(dJ_dw, "one weight below the other"),
                1 / m * (A_2.T @ errors),
                name="dJ_dW",
                title="All weights of layer 3",
            )
            p.picture(
                "batch-weights",
                shapes(of_all.right, of_all.left),
                "A number, times the transposed activations, a row for each neuron of layer 2 and "
                "a column for each example, times the errors, a row for each example, give a "
                "column with a row for each weight.",
                "The slopes of the weights: a column in the shape of the weights.",
            )
        with p.tab("The bias"):
            of_bias = p.chain(
                partial(J, b_3),
                by(dJ_db),
                1 / m * total(e, Y_hat[e] - Y[e]),
                algebra("a row of ones adds up the errors"),
                1 / m * (each.T @ errors),
                name="dJ_db_ones",
                title="The bias of layer 3, with a row of ones",
            )
            p.picture(
                "batch-bias",
                shapes(of_bias.right, of_bias.left),
                "A number, times a row of ones with a column for each example, times the errors, a "
                "row for each example, gives one number.",
                "The slope of the bias: one row, one column.",
            )
    p.text(
        "For the bias that is the mean of answer minus label. A network whose answers are too "
        "large on the whole has its bias lowered."
    )

    p.part("With numbers")
    p.text(
        "Here is one flower. For every other one, with other weights and activations, move the "
        "sliders of [the explorer](three_layers.md#explorer)."
    )
    net, one_flower = notes_network(), flower(51)
    x = column("a^[0]", zero, "the measurements of one flower")
    W_1 = matrix("W^[1]", zero, one, "the weights of layer 1")
    b_1 = column("b^[1]", one, "the biases of layer 1")
    W_2 = matrix("W^[2]", one, two, "the weights of layer 2")
    b_2 = column("b^[2]", two, "the biases of layer 2")
    weights = {W_1: net.W_1, b_1: net.b_1, W_2: net.W_2, b_2: net.b_2, W_3: net.W_3, b_3: net.b_3}
    h_2 = let("h^[2]", tanh(W_2.T @ relu(W_1.T @ x + b_1) + b_2), "what layer 2 says")
    u_3 = let("u^[3]", W_3.T @ h_2 + b_3, "what layer 3 then adds up")
    answer = let("p_hat", sigmoid(u_3), "the answer", between=(0, 1))
    loss_1 = let("L", -(y * log(answer) + (1 - y) * log(1 - answer)), "its loss")
    p.text(
        "The network of [the question](three_layers.md) has four inputs, five neurons with ReLU, "
        "three with the hyperbolic tangent and one with the sigmoid; its weights and biases "
        "stand there. Take flower 51, a versicolor, whose label is zero."
    )
    p.symbols(x, W_1, b_1, W_2, b_2)
    p.define(h_2, u_3, answer, loss_1)
    at = p.numbers({**weights, x: [[value] for value in one_flower.features], y: 0}, show=False)
    p.worked(at, h_2, u_3, answer)
    p.worked(
        at,
        proved(partial(loss_1, W_3[2]), (answer - y) * h_2[2]),
        proved(partial(loss_1, b_3), answer - y),
    )
    p.compare(at, *(partial(loss_1, by_) for by_ in (W_3[1], W_3[2], W_3[3], b_3)))
    chosen = (51, 71, 101, 107)
    A_0 = array("A^[0]", "m", zero, "one row for each flower", entry="a^[0]", examples=True)
    H_2 = let(
        "T^[2]",
        tanh(relu(A_0 @ W_1 + each @ b_1.T) @ W_2 + each @ b_2.T),
        "what layer 2 says",
        entry="t^[2]",
        examples=True,
    )
    P = let(
        "P_hat",
        sigmoid(H_2 @ W_3 + each * b_3),
        "the answers",
        entry="p_hat",
        examples=True,
        between=(0, 1),
    )
    cost = let(
        "J_1",
        -1 / m * total(e, Y[e] * log(P[e]) + (1 - Y[e]) * log(1 - P[e])),
        "the mean of their losses",
    )
    p.text(
        f"And the mean over four flowers, numbers {', '.join(map(str, chosen[:-1]))} and "
        f"{chosen[-1]}: two versicolor, two virginica."
    )
    p.symbols(A_0)
    p.define(H_2, P, cost)
    four = p.numbers(
        {
            **weights,
            A_0: [flower(number).features for number in chosen],
            Y: [[0], [0], [1], [1]],
        },
        show=False,
    )
    p.worked(four, H_2, P)
    p.worked(
        four,
        proved(partial(cost, W_3[2]), 1 / m * total(e, (P[e] - Y[e]) * H_2[e, 2])),
        proved(partial(cost, b_3), 1 / m * total(e, P[e] - Y[e])),
    )
    p.compare(four, *(partial(cost, by_) for by_ in (W_3[1], W_3[2], W_3[3], b_3)))
    f, g = unspecified("f"), unspecified("g")
    B_2 = let(
        "B^[2]",
        g(f(A_0 @ W_1 + each @ b_1.T) @ W_2 + each @ b_2.T),
        "what layer 2 says with any activations",
        entry="b^[2]",
        examples=True,
    )
    S_3 = let("S^[3]", B_2 @ W_3 + each * b_3, "", entry="s^[3]", examples=True)
    R = let("R_hat", sigmoid(S_3), "", entry="r_hat", examples=True, between=(0, 1))
    open_cost = let(
        "J_2", 1 / m * total(e, softplus(S_3[e]) - Y[e] * S_3[e]), "the mean of their losses"
    )
    p.text(
        "Does it matter which activations the layers before have? The formulas of this page ask "
        "only what layer 2 says, not how it came about. Let layer 1 have any differentiable "
        f"activation and layer 2 any other, {f(zeta)} and {g(zeta)}. The loss is written "
        "[straight from the "
        "last pre-activation](layer_two.md#the-mean-over-examples), which is the same."
    )
    p.define(B_2, S_3, R, open_cost)
    both = (
        proved(partial(open_cost, W_3[i]), 1 / m * total(e, (R[e] - Y[e]) * B_2[e, i])),
        proved(partial(open_cost, b_3), 1 / m * total(e, R[e] - Y[e])),
    )
    p.text(f"Still {both[0]} and {both[1]}. Here are pairs put in, for the same four flowers:")
    p.instances(four, both, *({f: first, g: second} for first, second in PAIRS), at={i: 2})
    p.text(
        f"Layer 3 is done: {dloss_dw}, and then the mean. In [layer 2](layer_two.md) the same two "
        "factors stand in front, and the last box takes longer to open."
    )
