"""A network with three layers: the question

What is asked when one asks for the slope of the cost along one weight or bias, at one point of the
space of all of them (source 003).

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
arranged: partial(C, V) = array([[partial(C, V[1, 1]), partial(C, V[1, 2]), partial(C, V[1, 3])], \
[partial(C, V[2, 1]), partial(C, V[2, 2]), partial(C, V[2, 3])]]): proved for all values
dJ_dtheta: partial(J, W^[1][q, r]) = 1 / m * sum(partial(Loss[e], W^[1][q, r]) for e in 1..m): \
proved for any width
dJ_db_1: partial(J, b^[1][r]) = 1 / m * sum(partial(Loss[e], b^[1][r]) for e in 1..m): proved for \
any width
dJ_dw_2: partial(J, W^[2][r, s]) = 1 / m * sum(partial(Loss[e], W^[2][r, s]) for e in 1..m): \
proved for any width
dJ_db_2: partial(J, b^[2][s]) = 1 / m * sum(partial(Loss[e], b^[2][s]) for e in 1..m): proved for \
any width
dJ_dw_3: partial(J, W^[3][t]) = 1 / m * sum(partial(Loss[e], W^[3][t]) for e in 1..m): proved for \
any width
dJ_db_3: partial(J, b^[3]) = 1 / m * sum(partial(Loss[e], b^[3]) for e in 1..m): proved for any \
width
dloss_dtheta: partial(loss, theta^[l]) = ((1 - y) / (1 - y_hat) - y / y_hat) * partial(y_hat, \
theta^[l]): proved for all values
"""

from bpcore import (
    N,
    Page,
    algebra,
    array,
    chain_rule,
    column,
    definition,
    elementary,
    entries,
    index,
    let,
    log,
    matrix,
    odot,
    ones,
    opaque,
    over_examples,
    partial,
    proved,
    relu,
    scalar,
    sigmoid,
    tanh,
    total,
    unspecified,
    width,
)
from bpcore.activations import entrywise
from bpcore.drawing import curves, network
from bpcore.example import notes_network
from bpcore.explorer import Layer, exploration
from bpcore.iris import flower
from bpcore.losses import heads


def derive(p: Page) -> None:
    """Ask for one slope of the cost, and reduce it to the slope of one answer."""
    zero, one, two, three = (f"lambda^[{layer}]" for layer in range(4))
    m, e = width("m"), index("e", over="m")
    i, j = index("i", over="lambda^[l-1]"), index("j", over="lambda^[l]")
    theta = scalar("theta^[l]", "one weight or one bias of a layer, whichever you like")
    W_l = matrix("W^[l]", "lambda^[l-1]", "lambda^[l]", "the weights of a layer")
    b_l = column("b^[l]", "lambda^[l]", "its biases")
    x = column("a^[0]", zero, "the inputs of one example")
    y = scalar("y", "its label: zero or one")
    W_1 = matrix("W^[1]", zero, one, "the weights of layer 1: row for from, column for to")
    b_1 = column("b^[1]", one, "the biases of layer 1")
    W_2 = matrix("W^[2]", one, two, "the weights of layer 2")
    b_2 = column("b^[2]", two, "the biases of layer 2")
    W_3 = matrix("W^[3]", two, 1, "the weights of layer 3, which has one neuron")
    b_3 = scalar("b^[3]", "the bias of layer 3")
    z_1 = let("z^[1]", W_1.T @ x + b_1, "the pre-activations of layer 1")
    a_1 = let("a^[1]", relu(z_1), "the activations of layer 1")
    z_2 = let("z^[2]", W_2.T @ a_1 + b_2, "the pre-activations of layer 2")
    a_2 = let("a^[2]", tanh(z_2), "the activations of layer 2")
    z_3 = let("z^[3]", W_3.T @ a_2 + b_3, "the pre-activation of layer 3")
    a_3 = let("a^[3]", sigmoid(z_3), "the activation of layer 3: the answer", between=(0, 1))

    f, g = unspecified("f"), unspecified("g")
    A_0 = array(
        "A^[0]", "m", zero, "the inputs: one row for each example", entry="a^[0]", examples=True
    )
    Y = array("Y", "m", 1, "the labels", entry="y", examples=True)
    each = ones("m")
    A_1 = let("A^[1]", f(A_0 @ W_1 + each @ b_1.T), "", entry="a^[1]", examples=True)
    A_2 = let("A^[2]", g(A_1 @ W_2 + each @ b_2.T), "", entry="a^[2]", examples=True)
    Y_hat = let(
        "Y_hat",
        sigmoid(A_2 @ W_3 + each * b_3),
        "the answers",
        entry="y_hat",
        examples=True,
        between=(0, 1),
    )
    losses = let(
        "Loss",
        -(odot(Y, log(Y_hat)) + odot(each - Y, log(each - Y_hat))),
        "the losses",
        entry="loss",
        examples=True,
    )
    J = let("J", 1 / m * total(e, losses[e]), "the cost: the mean of the losses")

    net, first, widths = notes_network(), flower(51), (4, 5, 3, 1)
    weights = {W_1: net.W_1, b_1: net.b_1, W_2: net.W_2, b_2: net.b_2, W_3: net.W_3, b_3: net.b_3}

    p.text(
        "A network has been fed with examples, and its cost is known. Now one single weight, or "
        "one single bias, is moved a little. How fast does the cost change? This page says "
        "precisely what that question means and takes the first steps towards its answer, which "
        "are the same for every weight and every bias.",
        covers="S3-1",
    )
    with p.important("In short"):
        p.text(
            "All weights and biases together are the coordinates of a space; the numbers they have "
            "now are a point in it. The slope along one coordinate at that point is the mean of "
            "the slopes of the single losses, and each of these is a factor that depends on "
            "label and answer, times the slope of the answer."
        )
    p.text(
        "This and the next pages follow a set of handwritten notes and keep their notation. One "
        "example is a column; where there are many, each is a row, until the lines with "
        "[matrices](entries_to_matrices.md) stand the columns of the notes side by side. A matrix "
        "of weights has a row for each neuron that its weights come *from* and a column for each "
        "neuron that they go *to*. On most pages of this book it is turned round; the "
        "[translation](translation.md) says how."
    )

    p.part("The network")
    p.text(
        "There are three layers that compute. They are counted from one; the inputs are layer "
        "zero. A layer takes what the layer before it says, multiplies by weights, adds biases, "
        "and applies its activation, as [the forward pass](forward_pass.md) tells in full. For two "
        "of the species of [iris](examples.md), versicolor and virginica, "
        "four measurements go in and one number comes out, the probability of virginica.",
        covers="S3-8",
    )
    p.picture(
        "network",
        network(
            widths,
            names=("inputs", "layer 1", "layer 2", "layer 3"),
            lit=[[(1, 5), (2, 1)]],
        ),
        "Four inputs, then layers of 5, 3 and 1 neurons; every neuron is joined with every neuron "
        "of the layer before. One connection is lit, from the fifth neuron of layer 1 to the "
        "first neuron of layer 2.",
        f"The lit line is one weight, {W_2[5, 1]}. The drawings of the notes were lost when they "
        "were read by machine; the pictures on these pages are drawn anew.",
        covers="S3-57",
    )
    p.symbols(W_l, b_l)
    p.text(
        f"The weight {W_l[i, j]} goes from neuron {i} of the layer before to neuron {j} of its "
        f"layer. So {i} runs from one to {width('lambda^[l-1]')}, the number of neurons in the "
        f"layer before, and {j} from one to {width('lambda^[l]')}, the number in this layer. The "
        f"matrix has as many rows as {i} has values and as many columns as {j} has."
    )
    p.text(
        f"The bias {b_l[j]} belongs to neuron {j} of its layer, so it has one index, with the same "
        "range.",
        covers="S3-7",
    )
    remark = p.mistake("Powers of two", width(zero), N(2) ** 0, at={W_1: net.W_1}, covers="S3-6")
    remark(
        f"In the notes as they have come down, indices run to powers of two: {i} to {N(2) ** 0} "
        f"and {j} to {N(2) ** 1} for the first layer. But the matrix of the example has "
        f"{len(net.W_1)} rows and {len(net.W_1[0])} columns. Right are the widths of the layers."
    )
    remark(
        "Where it comes from: a handwritten lambda looks like a two, and widths that are powers of "
        "two are popular. But a width is chosen freely, layer by layer."
    )

    p.part("The space and the point")
    p.text(
        "Put all weights and all biases, the *parameters*, into one long list. Each list is a "
        "point in a space with as many dimensions as the list has entries. Training moves the "
        "point. How many dimensions are there? A layer has a weight for each pair of neurons, and "
        "a bias for each neuron:"
    )
    lambdas = [width(text) for text in (zero, one, two, three)]
    count = lambdas[0] * lambdas[1] + lambdas[1]
    for layer in (2, 3):
        count = count + lambdas[layer - 1] * lambdas[layer] + lambdas[layer]
    p.text(f"{count} dimensions in all. With numbers:")
    p.code(
        """
        widths = (4, 5, 3, 1)
        sum(before * now + now for before, now in zip(widths, widths[1:]))
        """
    )
    p.text(
        "The cost depends on more than that: also on the inputs and labels. The notes "
        f"therefore put the point, which they call K, into a larger space. Each "
        f"example brings its inputs and one label, which adds {m * (lambdas[0] + 1)} dimensions "
        "for all of them. For the hundred flowers of the two species:"
    )
    p.code("m = 100\nm * (widths[0] + 1)", covers="S3-2")
    p.text(
        "These coordinates do not move while we differentiate: the data are what they are. And "
        "the cost at K is known already. A forward pass comes first, always; the slopes are made "
        "of numbers that it leaves behind. [What to cache](caching.md) says which.",
        covers="S3-3",
    )
    p.symbols(theta)
    p.text(
        f"The letter {theta} stands for one coordinate: any one weight or any one bias of a layer. "
        "It is a placeholder. As long as we do not need to know which one it is, one derivation "
        "serves for all.",
        covers="S3-5",
    )
    p.text(
        f"The cost, the mean of the losses, is called {J}; it is written out below. Wanted is "
        f"{partial(J, theta)} at K: all other coordinates stand still, and the "
        "derivative, which is a function, is evaluated at the numbers of K. The notes write a "
        "bar behind it with K at its foot. Here nothing is put in before the worked examples, and "
        "there the numbers given *are* K.",
        covers="S3-4",
    )

    p.part("What the slope looks like")
    p.text(
        "Stand at K and walk along one coordinate only, back and forth. The cost along this "
        "walk is a curve, a slice through the landscape. The slope that we want is the slope of "
        "its tangent at K. Here is such a slice, for the network of the example and all hundred "
        f"flowers, along the weight {W_2[5, 1]}, lit in the picture above."
    )
    seen = p.code(
        """
        import numpy as np
        from bpcore.example import notes_network
        from bpcore.iris import only
        from bpcore.network import Network

        W_1, b_1, W_2, b_2, W_3, b_3 = (np.array(part, dtype=float) for part in notes_network())
        pair = only("versicolor", "virginica")
        X, Y = pair.features, pair.species[:, None]
        at_K = Network([W_1.T, W_2.T, W_3.T], [b_1[:, 0], b_2[:, 0], [b_3]],
                       ["relu", "tanh", "sigmoid"], "binary cross-entropy")
        J = at_K.cost(X, Y)
        gradient = at_K.backward(at_K.forward(X), Y).dC_dW[2].T
        slope = gradient[4, 0]

        def moved(step):
            there = at_K.copy()
            there.weights[2][0, 4] += step
            return there.cost(X, Y)

        h = 1e-5
        difference = (moved(h) - moved(-h)) / (2 * h)
        print(f"cost at K {J:.6f}, slope {slope:.7f}, by a difference {difference:.7f}")
        bool(abs(slope - difference) < 1e-8)
        steps = np.linspace(-1.5, 1.5, 121)
        walk, tangent = [moved(step) for step in steps], J + slope * steps
        """
    )
    along = [value + step for value in (float(net.W_2[4][0]),) for step in seen["steps"]]
    p.picture(
        "slice",
        curves(
            ("cost", along, seen["walk"]),
            ("tangent at K", along, list(seen["tangent"])),
            x=W_2[5, 1],
        ),
        "A curve of the cost over one weight, and a straight line that touches it at the value "
        "which the weight has now.",
        f"The cost along one coordinate through K, where {W_2[5, 1]} is "
        f"{float(net.W_2[4][0])}, and its tangent there. The slope of the tangent is "
        f"{seen['slope']:.4f}.",
    )
    p.text(
        "The slope drawn was not measured on the curve. It is the one that backpropagation "
        "computes, by [the lines with matrices](entries_to_matrices.md#dJ_dW) that the next pages "
        "lead to; the difference beside it is the measurement, which [gradient "
        "checking](gradient_checking.md) is about. "
        "The tangent tells the truth only close to K, and that is why training takes small steps."
    )

    p.part("All slopes, arranged like the weights")
    V = matrix("V", 2, 3, "the weights of a layer, two neurons before and three in it")
    G = opaque("C", V, meaning="a cost")
    p.text(
        "Every weight has its slope. Put each slope where its weight stands, and they form a "
        "matrix of the same shape. The same is done with the slopes of the biases, which form a "
        "column. So each slope finds the number it belongs to without any bookkeeping:"
    )
    p.symbols(V, G)
    p.chain(
        partial(G, V),
        definition("entry by entry"),
        entries(partial(G, V)),
        name="arranged",
        title="The derivative by a matrix",
        covers="S3-10",
    )
    p.text("For layer 2 of the example, at K, with the slope of above in row 5 and column 1:")
    p.code(
        """
        print(np.array2string(gradient, precision=4, suppress_small=True))
        gradient.shape == W_2.shape
        """
    )

    p.part("First step: a mean of slopes")
    p.text(
        f"The examples are counted by {e}. It stands in parentheses above the letter, as in "
        f"{Y[e]}, so that it is not taken for a power or for the number of a layer. (The notes "
        "also write it behind the letter, in the line, and in the scan it sometimes looks like a "
        "*c*.) Written into rows, with any activations "
        f"{f(x)} and {g(x)} in the first two layers:",
        covers="S3-58",
    )
    p.symbols(A_0, Y, W_1, b_1, W_2, b_2, W_3, b_3)
    p.define(A_1, A_2, Y_hat, losses, J)
    p.text(
        "The cost is a sum with a number in front. A sum is differentiated term by term, and the "
        "number stays. That holds whichever coordinate is moved; here for each of the six kinds "
        "of them, with layers of any width."
    )
    q, r = index("q", over=zero), index("r", over=one)
    s, t = index("s", over=two), index("t", over=two)
    kinds = {
        "a weight of layer 1": (W_1[q, r], "dJ_dtheta"),
        "a bias of layer 1": (b_1[r], "dJ_db_1"),
        "a weight of layer 2": (W_2[r, s], "dJ_dw_2"),
        "a bias of layer 2": (b_2[s], "dJ_db_2"),
        "a weight of layer 3": (W_3[t], "dJ_dw_3"),
        "the bias of layer 3": (b_3, "dJ_db_3"),
    }
    for kind, (coordinate, name) in kinds.items():
        mean = 1 / m * total(e, partial(losses[e], coordinate))
        if name == "dJ_dtheta":
            p.chain(
                partial(J, coordinate),
                definition("what the cost is"),
                partial(1 / m * total(e, losses[e]), coordinate),
                over_examples("term by term, and the number in front stays"),
                mean,
                name=name,
                title=f"A mean of slopes: {kind}",
                covers="S3-9",
            )
            p.text("And in the same way:")
        else:
            title = f"A mean of slopes: {kind}"
            p.result(proved(partial(J, coordinate), mean), name, title)
    p.text(
        "So the slope of the cost is the mean of the slopes of the losses, and it is enough to "
        "look at one example. How a program does all examples at once is told in "
        "[batches](batches.md#dJ_dW)."
    )

    p.part("Second step: through the loss")
    u = opaque("u", theta, meaning="what the last neuron adds up, as the coordinate moves")
    y_hat = let("y_hat", sigmoid(u), "the answer of the network", between=(0, 1))
    loss = let("loss", -(y * log(y_hat) + (1 - y) * log(1 - y_hat)), "the loss of one example")
    p.text(
        "Take one example and forget the mean. Of the network only this is used: its last "
        f"neuron adds up some number, which depends on {theta} in a differentiable way."
    )
    p.symbols(y, u)
    p.define(y_hat)
    p.define(loss, covers="S3-11")
    p.text(
        "That is the negative logarithm of the probability that the network gives to the true "
        f"label. Here {log(y_hat)} counts if the label is one. The other, {log(1 - y_hat)}, counts "
        "if it is zero. This "
        "needs one number for an answer. It is one number because layer 3 has one neuron; with "
        "more of them the answer is a column, and another loss is needed, for example "
        "[softmax with cross-entropy](softmax.md).",
        covers="S3-14",
    )
    p.chain(
        partial(loss, theta),
        definition("what the loss is"),
        partial(-(y * log(y_hat) + (1 - y) * log(1 - y_hat)), theta),
        elementary("the label does not depend on any weight or bias", covers="S3-12"),
        -(y * partial(log(y_hat), theta) + (1 - y) * partial(log(1 - y_hat), theta)),
        chain_rule("both logarithms: one over what is inside, times its slope", covers="S3-13"),
        -(
            y * (1 / y_hat * partial(y_hat, theta))
            + (1 - y) * (1 / (1 - y_hat) * partial(1 - y_hat, theta))
        ),
        algebra("pull the minus sign in", covers="S3-15"),
        -(y / y_hat) * partial(y_hat, theta) - (1 - y) / (1 - y_hat) * partial(1 - y_hat, theta),
        elementary("one stands still, and the minus sign comes out"),
        -(y / y_hat) * partial(y_hat, theta) + (1 - y) / (1 - y_hat) * partial(y_hat, theta),
        algebra("the slope of the answer is common to both"),
        ((1 - y) / (1 - y_hat) - y / y_hat) * partial(y_hat, theta),
        name="dloss_dtheta",
        title="Through the loss",
    )
    p.text(
        "The bracket holds label and answer, two known numbers; over one denominator it is [the "
        "slope of the loss by the answer](layer_three.md#dloss_dyhat). A program that divides by "
        "an answer close to zero is in trouble, and [numerical safety](numerical_safety.md) shows "
        f"the way out. What is left is "
        f"{partial(y_hat, theta)}, and now it matters which coordinate it is. "
        "[Layer 3](layer_three.md#dJ_dw) comes first, then [layer 2](layer_two.md#dJ_dw) and "
        "[layer 1](layer_one.md#dJ_dw); each time the same two factors begin, and a longer way "
        "follows. At the end [all entries become matrices](entries_to_matrices.md)."
    )

    p.part("The forward pass, with numbers")
    p.text(
        "Here are the weights and biases at K. The pages on the three layers use them too. The "
        "first layer has ReLU, the second the hyperbolic tangent "
        "([activations](activations.md) has both), the last, as in the notes, the "
        "[sigmoid](sigmoid.md). Take flower 51, a versicolor, whose label is zero.",
        covers="S3-21",
    )
    p.symbols(x)
    p.define(z_1, a_1, z_2, a_2, z_3, a_3)
    at = p.numbers({**weights, x: [[value] for value in first.features], y: 0})
    p.worked(at, z_1, a_1, z_2, a_2, z_3, a_3)
    own = let("L", -(y * log(a_3) + (1 - y) * log(1 - a_3)), "the loss of this flower")
    p.text(
        "The answer is close to zero, so the network takes the flower for a versicolor, which it "
        "is. The loss is small:"
    )
    p.define(own)
    p.worked(at, own)
    p.text("And these are slopes of it at K, one for each kind of coordinate:")
    p.compare(
        at,
        *(partial(own, by_) for by_ in (W_1[1, 5], b_1[5], W_2[5, 1], b_2[1], W_3[1], b_3)),
    )
    p.text(
        "The formulas behind the second column are what the next three pages are about: for "
        "[layer 3](layer_three.md#dloss_dw), [layer 2](layer_two.md#dloss_dw) and "
        "[layer 1](layer_one.md#dloss_dw)."
    )

    p.part("Play with it", anchor="explorer")
    rate = scalar("eta", "the learning rate")
    p.text(
        "The same network with sliders: choose one of the hundred flowers, press a weight under "
        "Forward and move it, change an activation. All slopes follow, and a difference "
        "quotient of the loss checks them. These numbers are worked out in your browser, in double "
        "precision; without JavaScript you see only what they would be, and find one flower worked "
        "out above."
    )
    p.symbols(rate)
    p.explorer(
        exploration(
            x,
            [
                Layer(W, b, z, a, tuple(zip(*rows, strict=True)), biases, name, turned=True)
                for W, b, z, a, rows, biases, name in (
                    (W_1, b_1, z_1, a_1, net.W_1, [b for (b,) in net.b_1], "relu"),
                    (W_2, b_2, z_2, a_2, net.W_2, [b for (b,) in net.b_2], "tanh"),
                    (W_3, b_3, z_3, a_3, net.W_3, [net.b_3], "sigmoid"),
                )
            ],
            own,
            rate,
            ("versicolor", "virginica"),
            start=51,
            heads=heads([[0], [1]]),
            hidden=entrywise(),
            loss_name="binary cross-entropy",
            opened=["hidden", "check"],
        )
    )
