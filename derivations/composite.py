"""The cost as a composite function

Which function is differentiated: the cost, unfolded layer by layer, and the paths on which a weight
acts on it (source 001).

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
answers: a^[L] = f(W^[L] @ a^[L-1] + b^[L]): true by definition
answer: a^[L][i] = f(sum(W^[L][i, j] * a^[L-1][j] for j in 1..r) + b^[L][i]): proved for any width
expanded: Q = 1/2 * sum((f(sum(W^[L][k, j] * a^[L-1][j] for j in 1..r) + b^[L][k]) - y[k])**2 for \
k in 1..n): proved for any width
nested: a^[L] = f(W^[L] @ s(W^[L-1] @ a^[L-2] + b^[L-1]) + b^[L]): true by definition
whole: Q = 1/2 * sum((f(sum(W^[L][k, j] * s(sum(W^[L-1][j, t] * a^[L-2][t] for t in 1..m) + \
b^[L-1][j]) for j in 1..r) + b^[L][k]) - y[k])**2 for k in 1..n): proved for any width
dz_dw: partial(z^[L][k], W^[L][i, j]) = (k == i) * a^[L-1][j]: proved for any width
dK_dw: partial(K, W^[L][i, j]) = partial(K, z^[L][i]) * a^[L-1][j]: proved for any width
dz_dhidden: partial(z^[L][k], W^[L-1][j, t]) = W^[L][k, j] * (s_prime(z^[L-1][j]) * a^[L-2][t]): \
proved for any width
dz_da: partial(z^[L][k], a^[L-1][j]) = W^[L][k, j]: proved for any width
dK_da: partial(K, a^[L-1][j]) = sum(partial(K, z^[L][k]) * W^[L][k, j] for k in 1..n): proved for \
any width
dK_dhidden: partial(K, W^[L-1][j, t]) = sum(partial(K, z^[L][k]) * W^[L][k, j] for k in 1..n) * \
(s_prime(z^[L-1][j]) * a^[L-2][t]): proved for any width
smallest: partial(C_h, g) = h_1 * c_1 + h_2 * c_2: proved for all values
"""

from bpcore import (
    N,
    Page,
    algebra,
    by,
    chain_rule,
    column,
    definition,
    elementary,
    exp,
    gate,
    index,
    kronecker,
    let,
    log,
    matrix,
    opaque,
    over_paths,
    partial,
    proved,
    relu,
    scalar,
    total,
    unspecified,
)
from bpcore.drawing import paths
from bpcore.example import example_network
from bpcore.iris import flower


def derive(p: Page) -> None:
    """Unfold the cost, and find the paths of a last weight and of a hidden weight."""
    i, k = index("i", over="n"), index("k", over="n")
    j, t = index("j", over="r"), index("t", over="m")
    f, s = unspecified("f"), unspecified("s")
    three = (1, 2, 3)
    received = column("a^[L-2]", "m", "what the hidden layer receives")
    W_h = matrix("W^[L-1]", "r", "m", "the weights of the hidden layer")
    b_h = column("b^[L-1]", "r", "its biases")
    z_h = let("z^[L-1]", W_h @ received + b_h, "the hidden pre-activations")
    a_h = let("a^[L-1]", s(z_h), "the hidden activations, by any elementwise activation")
    W = matrix("W^[L]", "n", "r", "the weights of the last layer")
    b = column("b^[L]", "n", "its biases")
    z = let("z^[L]", W @ a_h + b, "the last pre-activations")
    a = let("a^[L]", f(z), "the answers of the network, by any elementwise activation")
    y = column("y", "n", "the targets: what the answers should be")
    C = opaque("C", y, a, meaning="the cost: any that depends on targets and answers")
    K = opaque("K", z, meaning="the cost, as it depends on the last pre-activations")

    p.text(
        "Which function is differentiated in backpropagation, and what depends on what in it? A "
        "network is a function of a function of a function, and the cost is one more around it. "
        "On this page the cost is unfolded from the outside to the inside. Then one can read off "
        "along how many paths a weight acts on it: one path in the last layer, many in a hidden "
        "layer. That difference decides which chain rule is needed.",
        covers="S1-58",
    )
    with p.important("In short"):
        p.text(
            "A weight of the last layer acts on the pre-activation of its own neuron and on no "
            "other. A hidden weight acts on the activation of its neuron, and that one acts on "
            "*every* pre-activation of the next layer. So for hidden weights the slopes of all "
            "paths must be added up: the total derivative."
        )
    p.text(
        "You need the [forward pass](forward_pass.md) and the [sum over "
        "paths](total_derivative.md). The [four equations](four_equations.md) have told what comes "
        "out; here one sees on which paths. The last layer and the hidden layers are treated one "
        "after the other here and on the following pages, because different things happen in them.",
        covers="S1-57",
    )

    p.part("The cost is a function of two things")
    p.text(
        "The cost compares what the network says with what it should say. So it depends on two "
        "lists: the *targets*, also called labels, and the *answers*, also called predictions. The "
        f"targets are given and stay. The answers, which the article calls "
        f"{column('y_hat', 'n')}, are the activations of the last layer.",
        covers="S1-59",
    )
    p.symbols(y, C)
    p.text(
        f"Nothing else is assumed of {C}: it depends on {y} and on {a}, in any differentiable way. "
        "What follows holds for every such cost, but for the example that is written out."
    )

    p.part("The last layer")
    p.text("The answers are what the last layer makes of the activations of the layer before.")
    p.symbols(W, b)
    p.define(z, a)
    p.text(
        "The article calls the answers a function of two arguments, the weights and the "
        "activations one layer before. The biases are a third one. The article leaves them out to "
        "write less; here they are written.",
        covers="S1-61",
    )
    p.chain(
        a,
        definition("the activation of the last layer"),
        f(z),
        definition("the weighted sums"),
        f(W @ a_h + b),
        name="answers",
        title="The answers as a function of the last layer's weights",
        covers="S1-62",
    )
    p.text(
        f"Put that into {C} and you have equation (2) of the article: the cost as a function of "
        "the targets, of the last weights and biases, and of the activations before. Neuron by "
        "neuron:"
    )
    p.chain(
        a[i],
        definition("the activation of the last layer, and the weighted sums"),
        f(W @ a_h + b)[i],
        algebra("an elementwise function depends on its own entry, which is row times column"),
        f(total(j, W[i, j] * a_h[j]) + b[i]),
        name="answer",
        title="One answer: only its own row of weights occurs",
        when="a last activation that works on each entry by itself, so not for softmax",
        covers="S1-60",
    )
    Q = let("Q", N(1, 2) * total(k, (a[k] - y[k]) ** 2), "half the squared error")
    p.text(
        f"Row {i} of the weights and bias number {i} are there, no others. With a cost that is "
        "written out, one sees it in the whole formula. Take half the squared error, one term for "
        "each answer:"
    )
    p.define(Q)
    p.chain(
        Q,
        definition("what the cost is"),
        N(1, 2) * total(k, (a[k] - y[k]) ** 2),
        definition("the answers come from the last layer"),
        N(1, 2) * total(k, (f(W @ a_h + b)[k] - y[k]) ** 2),
        algebra("each of them [as above](#answer)"),
        N(1, 2) * total(k, (f(total(j, W[k, j] * a_h[j]) + b[k]) - y[k]) ** 2),
        name="expanded",
        title="Equation (3) of the article, for half the squared error",
        when="a last activation that works on each entry by itself, so not for softmax",
        covers="S1-63",
    )
    p.text(
        "The condition is the same as before. In [softmax](softmax.md), which the article takes as "
        "an example further down, each answer contains all pre-activations, so the cost cannot be "
        "split into one part for each neuron. The article does not say so here."
    )

    p.part("One layer deeper")
    p.text(
        "Where are the hidden weights? The article says one has to look a number of layers deeper "
        "to get *the weights with respect to the cost*. Meant is the cost with respect to the "
        "weights, for a layer that lies that many layers before the last. They are hidden in the "
        f"activations that the last layer receives, {a_h}:",
        covers="S1-65",
    )
    p.symbols(received, W_h, b_h)
    p.define(z_h, a_h)
    p.chain(
        a,
        definition("the last layer, as [above](#answers)"),
        f(W @ a_h + b),
        definition("what the last layer receives are activations"),
        f(W @ s(z_h) + b),
        definition("of weighted sums"),
        f(W @ s(W_h @ received + b_h) + b),
        name="nested",
        title="Equation (4) of the article: the answers with both layers written out",
        covers="S1-66",
    )
    p.text(
        f"In a network with one hidden layer there is nothing below: {received} is the list of the "
        "features, what was measured. In a deeper network it is made by the next layer down, and "
        "the unfolding goes on, layer in layer, until the features are reached.",
        covers="S1-67",
    )
    p.text("The whole cost, with every sum written out:")
    inner = s(total(t, W_h[j, t] * received[t]) + b_h[j])
    p.chain(
        Q,
        definition("one layer inside the other"),
        N(1, 2) * total(k, (f(W @ s(W_h @ received + b_h) + b)[k] - y[k]) ** 2),
        algebra("both matrix products, entry by entry"),
        N(1, 2) * total(k, (f(total(j, W[k, j] * inner) + b[k]) - y[k]) ** 2),
        name="whole",
        title="Half the squared error of a network with two layers",
        when="activations that work on each entry by itself",
    )
    p.text(
        f"Look where a weight stands. A last weight {W[i, j]} stands in one term of the outer sum, "
        f"in the one for its own neuron. A hidden weight {W_h[j, t]} stands in *all* terms of the "
        "outer sum, because the inner part is the same in each of them. The rest of the page "
        "makes that precise, for every cost."
    )

    p.part("A last weight: one path")
    p.text(
        f"For this part it does not matter what happens behind the pre-activations. So let {K} be "
        "the cost as it depends on them, with whatever activation comes in between; softmax is "
        "included."
    )
    p.symbols(K)
    dz_dw = p.chain(
        partial(z[k], W[i, j]),
        elementary("a weight stands in the sum of its own neuron only, times its input"),
        kronecker(k, i) * a_h[j],
        name="dz_dw",
        title="A last pre-activation by a last weight",
    )
    p.text(
        f"The Kronecker delta {kronecker(k, i)} is one where both indices agree and zero "
        "elsewhere: every other pre-activation stays. So of the sum over all paths one term is "
        "left:"
    )
    p.chain(
        partial(K, W[i, j]),
        over_paths("over every pre-activation of the last layer"),
        total(k, partial(K, z[k]) * partial(z[k], W[i, j])),
        by(dz_dw),
        total(k, partial(K, z[k]) * (kronecker(k, i) * a_h[j])),
        algebra("only the term where both indices agree is left"),
        partial(K, z[i]) * a_h[j],
        name="dK_dw",
        title="A last weight acts through its own pre-activation only",
        when="any last activation and any cost",
        covers="S1-64",
    )
    p.picture(
        "direct",
        paths(
            [
                [W[number, 1] for number in three],
                [z[number] for number in three],
                [a[number] for number in three],
                [C],
            ],
            [(W[number, 1], z[number]) for number in three]
            + [(z[number], a[number]) for number in three]
            + [(a[number], C) for number in three],
            lit=[(W[1, 1], z[1], a[1], C)],
        ),
        "Three weights lead to three pre-activations, these to three answers, and these to the "
        "cost. The path of the first weight is lit; it touches the others only at the cost.",
        "An elementwise last activation and three neurons: one path for each weight. With "
        "[softmax](softmax.md), arrows lead from every pre-activation to every answer.",
    )
    p.text(
        "How far does that go? From the weight to its pre-activation there is one path, in every "
        "network. From there to the cost there is one path only if the last activation is "
        "elementwise. The [final layer](final_layer.md) is derived in full on the next page."
    )

    p.part("A hidden weight: many paths")
    across = p.chain(
        partial(z[k], W_h[j, t]),
        chain_rule("the weight acts on its neuron; every last neuron has a weight for that neuron"),
        W[k, j] * (s.prime(z_h[j]) * received[t]),
        name="dz_dhidden",
        title="A last pre-activation by a hidden weight",
        covers="S1-68",
    )
    p.text(
        f"There is no Kronecker delta with {k}. A hidden weight moves *every* pre-activation of "
        f"the last layer, each in proportion to the weight {W[k, j]} that leads there. So the sum "
        "over paths keeps all of its terms:"
    )
    p.picture(
        "hidden",
        paths(
            [[W_h[1, 1]], [a_h[1]], [z[number] for number in three], [C]],
            [(W_h[1, 1], a_h[1])]
            + [(a_h[1], z[number], W[number, 1]) for number in three]
            + [(z[number], C) for number in three],
            lit=[(W_h[1, 1], a_h[1], z[number], C) for number in three],
        ),
        "From a hidden weight one arrow leads to its activation. From there three arrows lead to "
        "three pre-activations of the last layer, and from each of them one to the cost.",
        "The dependency graph of a hidden activation, with three neurons in the last layer. Each "
        "arrow in the middle bears the weight that leads there.",
        covers="S1-110",
    )
    reach = p.chain(
        partial(z[k], a_h[j]),
        elementary("each activation is multiplied by the neuron's weight for it"),
        W[k, j],
        name="dz_da",
        title="A last pre-activation by a hidden activation",
    )
    dK_da = p.chain(
        partial(K, a_h[j]),
        over_paths("through every pre-activation of the last layer"),
        total(k, partial(K, z[k]) * partial(z[k], a_h[j])),
        by(reach),
        total(k, partial(K, z[k]) * W[k, j]),
        name="dK_da",
        title="A hidden activation acts through all of them",
        when="any last activation and any cost",
        covers="S1-69",
    )
    p.chain(
        partial(K, W_h[j, t]),
        over_paths("through every pre-activation of the last layer"),
        total(k, partial(K, z[k]) * partial(z[k], W_h[j, t])),
        by(across),
        total(k, partial(K, z[k]) * (W[k, j] * (s.prime(z_h[j]) * received[t]))),
        algebra("what does not depend on the index of the sum goes out"),
        total(k, partial(K, z[k]) * W[k, j]) * (s.prime(z_h[j]) * received[t]),
        name="dK_dhidden",
        title="A hidden weight acts through all of them",
        when="any last activation and any cost",
    )
    p.text(
        f"The sum in front is {dK_da.left} again. So the many paths are dealt with once, for the "
        "activation, and then one goes on to each of its weights on a single path. That is what "
        "[hidden layers](hidden_layer.md) is about."
    )
    p.text(
        "What if one forgets the other paths? The smallest example has one activation and two of "
        "them:"
    )
    g = scalar("g", "a hidden activation")
    c_1, c_2 = scalar("c_1", "a weight"), scalar("c_2", "another weight")
    h_1, h_2 = let("h_1", c_1 * g, "one pre-activation"), let("h_2", c_2 * g, "another one")
    R = let("C_h", N(1, 2) * (h_1**2 + h_2**2), "a cost")
    p.symbols(g, c_1, c_2)
    p.define(h_1, h_2, R)
    smallest = p.chain(
        partial(R, g),
        over_paths("one term for each path"),
        partial(R, h_1) * partial(h_1, g) + partial(R, h_2) * partial(h_2, g),
        elementary("the two of each square meets the half, and each path has its weight"),
        h_1 * c_1 + h_2 * c_2,
        name="smallest",
        title="Two paths, two terms",
    )
    p.picture(
        "smallest",
        paths(
            [[g], [h_1, h_2], [R]],
            [(g, h_1, c_1), (g, h_2, c_2), (h_1, R), (h_2, R)],
            lit=[(g, h_1, R)],
        ),
        "From the activation two arrows lead to two pre-activations, and from each of them one to "
        "the cost. Only the upper path is lit.",
        "The lit path is the one that the mistake below follows; the other is forgotten.",
    )
    small = {g: 1, c_1: 2, c_2: 3}
    here = p.numbers(small)
    p.worked(here, h_1, h_2, smallest)
    p.compare(here, smallest.left)
    remark = p.mistake(
        "The chain rule along one path",
        partial(R, g),
        partial(R, h_1) * partial(h_1, g),
        at=small,
        formerly="mistake-f0d49a",
    )
    remark(
        f"Right is {smallest}. One slips because the rule from school multiplies two slopes "
        "and is done, and because one path looks like the other. But the second one adds "
        "to the slope, and more than the first."
    )

    p.part("How many paths?")
    p.text(
        "How many paths lead from one weight of the first layer to the cost? Count them as one "
        "would count roads: write down, for each step, which neuron leads to which (one for a "
        "road, zero for none), and multiply the tables. For the [network of the "
        "course](forward_pass.md#network), with four inputs, five hidden neurons and three answers:"
    )
    known = p.code(
        """
        import numpy as np
        hidden, last = np.array([1, 0, 0, 0, 0]), np.array([1, 0, 0])
        across = np.ones((3, 5), dtype=int)
        elementwise, softmax = np.eye(3, dtype=int), np.ones((3, 3), dtype=int)
        cost = np.ones(3, dtype=int)
        counts = {}
        counts["last weight"] = cost @ elementwise @ last, cost @ softmax @ last
        for more in range(3):
            heads = cost @ elementwise, cost @ softmax
            deep = np.linalg.matrix_power(np.ones((5, 5), dtype=int), more)
            counts[more] = tuple(head @ across @ deep @ hidden for head in heads)

        """
    )
    counts = known["counts"]
    p.table(
        ("a weight of", "paths, elementwise answers", "paths, softmax"),
        ("the last layer", *map(str, counts["last weight"])),
        ("the hidden layer before it", *map(str, counts[0])),
        ("one hidden layer further down", *map(str, counts[1])),
        ("two hidden layers further down", *map(str, counts[2])),
    )
    p.text(
        "Each further layer multiplies the number of paths by its width. Nobody follows them one "
        "by one. The products above count all of them without a list, and that is no accident: put "
        "slopes where the ones stand, and the same products add up the slopes of all paths. That "
        "is the [vector chain rule](total_derivative.md), and backpropagation multiplies these "
        "tables from the left, beginning at the cost."
    )

    p.part("On a flower")
    network = example_network()
    c = index("c", over=3)
    x = column("a^[0]", 4, "the measurements of a flower")
    W_1, b_1 = matrix("W^[1]", 5, 4, "the hidden weights"), column("b^[1]", 5, "hidden biases")
    W_2, b_2 = matrix("W^[2]", 3, 5, "the last weights"), column("b^[2]", 3, "last biases")
    z_1 = let("z^[1]", W_1 @ x + b_1, "the hidden pre-activations")
    a_1 = let("a^[1]", relu(z_1), "the hidden activations")
    z_2 = let("z^[2]", W_2 @ a_1 + b_2, "the last pre-activations")
    S = let(
        "S",
        total(c, exp(z_2[c])),
        "the sum of the exponentials",
        between=(0, None),
        abbreviation=True,
    )
    a_2 = let("a^[2]", exp(z_2) / S, "the answers of softmax", between=(0, 1))
    H = let("H", -log(a_2[1]), "cross-entropy: the first species is the right one")
    p.text(
        "From here on one flower at a time, as in the article, so that there is no further index. "
        "Training that takes examples one at a time, in random order, is called *stochastic "
        "gradient descent*. What several flowers at once change is told in [Batches and "
        "biases](batches.md).",
        covers="S1-70",
    )
    p.text(
        f"Flower 17 is a {flower(17).species}. The network is that of the course; its weights "
        "stand on the page [Forward pass](forward_pass.md#network), and so do the values at every "
        "stage. Its last activation is softmax, and the cost is [cross-entropy](softmax.md)."
    )
    p.define(z_1, a_1, z_2, S, a_2, H)
    p.text(
        f"Move one hidden weight, {W_1[3, 1]}, by a hundredth. What else moves? And what moves if "
        f"it is a last weight instead, {W_2[1, 1]}?"
    )
    known = p.code(
        """
        from bpcore.example import example_network
        from bpcore.iris import flower
        def last_sums(dW_1=0.0, dW_2=0.0, row=2):
            W_1, b_1, W_2, b_2 = (np.array(part, dtype=float) for part in example_network())
            W_1[row, 0] += dW_1
            W_2[0, 0] += dW_2
            x = np.array([flower(17).features], dtype=float).T
            return (W_2 @ np.maximum(0, W_1 @ x + b_1) + b_2).ravel()

        (last_sums(dW_1=0.01) - last_sums()).round(4) + 0
        (last_sums(dW_2=0.01) - last_sums()).round(4) + 0
        (last_sums(dW_1=0.01, row=1) - last_sums()).round(4) + 0
        powers = np.exp(last_sums())
        errors = powers / powers.sum() - np.array([1, 0, 0])
        along = errors * (last_sums(dW_1=0.01) - last_sums())
        (along / 0.01).round(4)
        """
    )
    lower = int((known["along"] < 0).sum())
    p.text(
        "The hidden weight moves all three pre-activations of the last layer, the last weight only "
        "its own. And the third line? There the weight belongs to the second hidden neuron, which "
        "is off for this flower. Such a neuron says zero, and goes on saying zero if its sum moves "
        "a little; so all of its paths are closed. The last line has what comes to the cost along "
        "each path of the first weight, [answer minus target](softmax.md#dG_dz) times what the sum "
        "has moved. Now exactly. How much "
        "comes to the cost through each of the three?"
    )
    reader = p.numbers(
        {
            x: [[value] for value in flower(17).features],
            W_1: network.W_1,
            b_1: network.b_1,
            W_2: network.W_2,
            b_2: network.b_2,
        },
        show=False,
    )
    arrive = [
        proved(partial(z_2[number], W_1[3, 1]), W_2[number, 3] * (gate(z_1[3]) * x[1]))
        for number in three
    ]
    slopes = [
        proved(partial(H, z_2[1]), a_2[1] - 1),
        proved(partial(H, z_2[2]), a_2[2] - 0),
        proved(partial(H, z_2[3]), a_2[3] - 0),
    ]
    p.text("How much each pre-activation of the last layer moves with the weight:")
    p.worked(reader, *arrive)
    p.text(
        "The gate is one, because the neuron is on. And how much the cost moves with each of "
        "these pre-activations, [answer minus target](softmax.md#dG_dz):"
    )
    p.worked(reader, *slopes)
    first, second, third = (
        partial(H, z_2[number]) * partial(z_2[number], W_1[3, 1]) for number in three
    )
    T = let("T", first + second + third, "the slopes of all three paths")
    p.text(f"Multiply along each path, and add the three. Call the sum {T}:")
    p.worked(reader, T)
    p.text(
        "Is that the slope of the cost? [It must be](#dK_dhidden), as no neuron is at its kink. "
        "Moving the weight a little confirms it:"
    )
    p.compare(reader, partial(H, W_1[3, 1]))
    said = "All three paths lower the cost." if lower == 3 else f"{lower} of the paths lower it."
    p.text(
        f"{said} A larger weight raises the first pre-activation, that of "
        "the right species, and lowers the other two, and each of these makes the right share "
        "larger. Along the first path alone one would find a slope that is too flat."
    )
    p.text(
        "Where next? [The final layer](final_layer.md) takes the single path and turns it into the "
        "slopes of all last weights; [Hidden layers](hidden_layer.md) does the same for the many."
    )
