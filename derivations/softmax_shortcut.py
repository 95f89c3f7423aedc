"""Softmax, neuron by neuron: a shortcut that fails

Source 001 multiplies elementwise in the last layer and has a softmax there. What comes of it, in
general, in three thirds and in training, and when the elementwise step is right.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
own_path: partial(H, a[j]) * partial(a[j], z[j]) = -y[j] * (1 - a[j]): proved for any width
missing: partial(H, z[j]) = partial(H, a[j]) * partial(a[j], z[j]) + a[j] * (sum(y[k] for k in \
1..n) - y[j]): proved for any width
one_hot_own_path: -(j == q) * (1 - a[j]) = (j == q) * (a[j] - (j == q)): proved for any width
dh_dz: partial(h, z) = diag(h - h * h): proved for any width
"""

from bpcore import (
    N,
    Page,
    algebra,
    chain_rule,
    closed,
    column,
    diag,
    elementwise,
    exp,
    index,
    kronecker,
    let,
    log,
    odot,
    over_paths,
    partial,
    proved,
    quoted,
    quotient_rule,
    sigmoid,
    total,
)
from bpcore.drawing import paths


def derive(p: Page) -> None:
    """Derive what the elementwise step gives for a softmax, refute it, and train with it."""
    j, k = index("j", over="n"), index("k", over="n")
    right = index("q", over="n")
    z = column("z", "n", "the pre-activations of the last layer")
    S = let(
        "S",
        total(k, exp(z[k])),
        "the sum of all the exponentials",
        between=(0, None),
        abbreviation=True,
    )
    a = let(
        "a", exp(z) / S, "the answers of softmax: shares that add up to one", between=(0, closed(1))
    )
    y = column("y", "n", "the targets: one for the right species and zero for the others, or soft")
    H = let("H", -total(k, y[k] * log(a[k])), "cross-entropy: the cost of the shares")

    p.text(
        "The error of a last layer of sigmoids is an elementwise product: the slope of the cost by "
        "each answer times the slope of that answer. May one do the same with a "
        "[softmax](softmax.md)? The article that this course follows makes the elementwise step "
        "without leaving softmax out, and says a page later that with softmax the result is answer "
        "minus target. The two do not hold for one network. How wrong is the elementwise step, why "
        "does one take it, and would training notice?"
    )
    with p.important("In short"):
        p.text(
            "The elementwise step takes one path out of many. With cross-entropy and a one-hot "
            "target it finds the right error for the right species and zero for all others, so no "
            "wrong share is told to shrink. What permits an elementwise step is a diagonal "
            "Jacobian of the activation, and nothing else: not that the layer is the last, nor "
            "that no other layer follows."
        )
    p.text("The letters are those of [Softmax and cross-entropy](softmax.md):")
    p.symbols(z, y)
    for name in (S, a, H):
        p.define(name)

    p.part("One path instead of all")
    own_path = partial(H, a[j]) * partial(a[j], z[j])
    p.text(
        "The article multiplies, neuron by neuron, the slope of the cost by the share and the "
        "slope of the share by its own pre-activation. For a softmax that follows one path and "
        "leaves the others out. What does it give with cross-entropy?",
        covers="S1-81",
    )
    p.picture(
        "one-path",
        paths(
            [[z[1]], [a[e] for e in (1, 2, 3)], [H]],
            [(z[1], a[e]) for e in (1, 2, 3)] + [(a[e], H) for e in (1, 2, 3)],
            lit=[(z[1], a[1], H)],
        ),
        "Three paths lead from the first pre-activation through the three shares to the cost. "
        "Only the path through the first share is lit; the other two are dashed.",
        "The elementwise step sees the path through the neuron's own share and no other.",
    )
    p.chain(
        own_path,
        chain_rule("one logarithm holds this share"),
        -(y[j] / a[j]) * partial(a[j], z[j]),
        quotient_rule("a [slope on the diagonal](softmax.md#da_dz): both indices agree"),
        -(y[j] / a[j]) * (a[j] - a[j] ** 2),
        algebra("the share cancels"),
        -(y[j] * (1 - a[j])),
        name="own_path",
        title="The path through a neuron's own share",
    )
    others = total(k, (1 - kronecker(k, j)) * (partial(H, a[k]) * partial(a[k], z[j])))
    p.chain(
        partial(H, z[j]),
        over_paths("over every share"),
        total(k, partial(H, a[k]) * partial(a[k], z[j])),
        algebra("the neuron's own share by itself, then all the other shares"),
        own_path + others,
        chain_rule("[slopes beside the diagonal](softmax.md#da_dz); each share cancels"),
        own_path + total(k, (1 - kronecker(k, j)) * (y[k] * a[j])),
        algebra("all terms but one; the share does not depend on the index of the sum"),
        own_path + a[j] * (total(k, y[k]) - y[j]),
        name="missing",
        title="What the other paths add",
        when="any targets",
    )
    p.text(
        "The targets add up to one, so what is missing is zero only where the target is one. With "
        "soft labels every error is wrong. And with a one-hot target, such as "
        f"{kronecker(j, right)} for the right species {right}?"
    )
    p.chain(
        -(kronecker(j, right) * (1 - a[j])),
        algebra("where the delta is not zero it is one"),
        kronecker(j, right) * (a[j] - kronecker(j, right)),
        name="one_hot_own_path",
        title="The one path with a one-hot target",
    )
    p.text(
        "In the bracket stands the true error, answer minus target; the delta before it keeps the "
        "error of the right species and turns all others into zero. The share of the right species "
        "is told to grow, as it should be. The shares of the wrong species are never told to "
        "shrink."
    )
    p.part("In your head")
    p.text(
        "You can redo it in your head. Let three species have the same pre-activation, so that "
        "each share is a third, and let the flower be of the first species. The true errors:"
    )
    level = {z: [[0], [0], [0]], y: [[1], [0], [0]]}
    here = p.numbers(level)
    p.worked(here, proved(partial(H, z), a * total(k, y[k]) - y))
    p.text(
        f"And along each neuron's own path, with {a - odot(a, a)} for the diagonal of the Jacobian:"
    )
    diagonal_only = odot(partial(H, a), a - odot(a, a))
    p.worked(here, proved(diagonal_only, odot(y, a) - y))
    remark = p.mistake(
        "The elementwise step behind a softmax",
        partial(H, z),
        diagonal_only,
        at=level,
        covers="S1-82",
    )
    remark(
        "No layer follows here, so by the article's reason the step should be right. Right is [the "
        "whole Jacobian times the slopes of the cost](softmax.md#dC_dz), which with "
        "cross-entropy is [answer minus target](softmax.md#dG_dz). One slips because the "
        "first neuron, the one of the right species, gets its true error: whoever tests that one "
        "alone sees no difference. Another way to notice it: true errors add up to zero, "
        f"{proved(total(j, partial(H, z[j])), N(0))}, because the [columns](softmax.md#columns) "
        "of the Jacobian do. These add up to something below zero: "
        f"{proved(total(j, own_path), -total(j, y[j] * (1 - a[j])))}."
    )

    p.part("The right reason")
    p.text(
        "For the last layer, says the article, the rule for one variable is enough, extended to "
        "vectors. That depends on its activation. With sigmoids, or with no activation at all, it "
        "is enough, once for each neuron. With softmax it is not.",
        covers="S1-73",
    )
    p.text(
        "In the article's summary the vector rule turns into the scalar rule in special cases, "
        "such as the last layer. What makes the case special is not that the layer is the last. "
        "It is an activation that works on each entry by itself.",
        covers="S1-122",
    )
    with p.note("Why the step is elementwise where it is"):
        p.text(
            "The article multiplies elementwise in the last layer because there are no indirect "
            "dependencies between layers to account for. That is not the reason, and one can see "
            "it from both sides. A softmax has no later layer behind it, and it needs the whole "
            "matrix. A hidden layer of ReLU neurons acts on the cost through every neuron of the "
            "next layer, and its activation is still passed "
            "[elementwise](four_equations.md#BP2). What decides is the Jacobian of the activation "
            "alone: if it has nothing beside its diagonal, the matrix product with it is an "
            "elementwise product."
        )
        p.table(
            ("layer", "acts on a later layer", "Jacobian of its activation", "elementwise step"),
            ("last, sigmoid", "no", "diagonal", "right"),
            ("last, softmax", "no", "full", "wrong"),
            ("hidden, ReLU", "yes", "diagonal", "right"),
            ("hidden, softmax", "yes", "full", "wrong"),
        )

    p.part("What training makes of it")
    p.text(
        "Does it matter? Train the same network twice from the same start, once with answer minus "
        "target and once with the elementwise step, in three versions with different first "
        "weights. Each line shows the cost at the start, after 100 and after 200 steps, then how "
        "many of the 150 flowers are recognised in the end, and the largest pre-activation of the "
        "last layer."
    )
    p.code(
        """
        from bpcore.iris import load_iris, one_hot, standardise
        from bpcore.network import Network
        iris = load_iris()
        X, Y = standardise(iris.features).features, one_hot(iris.species, 3)
        class Elementwise(Network):
            def head_error(self, cache, Y):
                return -Y * (1 - cache.A[self.depth]) / len(Y)

        def report(kind, widths, activations):
            loss = "categorical cross-entropy"
            for seed in (1, 2, 3):
                network = kind.random(widths, activations, loss, seed)
                costs = network.train(X, Y, rate=0.1, steps=200)
                right = (network.predict(X) == iris.species).sum()
                top = round(network.forward(X).Z[network.depth].max())
                start, middle, end = costs[[0, 100, 200]]
                print(f"{start:.2f} {middle:.2f} {end:.2f}", right, top)

        report(Network, [4, 5, 3], ["relu", "softmax"])
        report(Elementwise, [4, 5, 3], ["relu", "softmax"])
        """
    )
    p.text(
        "With the elementwise step the cost falls at first, as if all were well. Then it rises "
        "above where it began. Every flower asks only for more of its own species, and none asks "
        "for less of another. So all three species pull at the hidden neurons they share, with "
        "nothing to hold them back, and the pre-activations grow and grow. Without a hidden layer "
        "the mistake hides:"
    )
    p.code(
        """
        report(Network, [4, 3], ["softmax"])
        report(Elementwise, [4, 3], ["softmax"])
        """
    )
    p.text(
        "Here the wrong slopes recognise nearly as many flowers as the right ones. A program that "
        "seems to learn has not been checked; comparing its slopes with differences of the cost "
        "checks it."
    )

    p.part("A layer of sigmoids beside a layer of softmax")
    h = let("h", sigmoid(z), "the answers of sigmoids", between=(0, 1))
    p.text(
        "The other common last layer asks a question of its own in each neuron: is there a dog in "
        "the picture? a cat? There may be both, or neither. Its Jacobian is diagonal, and the "
        "product with a diagonal matrix [is elementwise](conditions.md#jacobian_elementwise). So "
        "there the article's step is right."
    )
    p.define(h)
    dh_dz = p.chain(
        partial(h, z),
        elementwise("each [sigmoid](sigmoid.md#dsigma_dz) sees its own pre-activation only"),
        diag(h - odot(h, h)),
        name="dh_dz",
        title="The Jacobian of a layer of sigmoids",
    )
    p.table(
        ("", "layer of sigmoids", "softmax layer"),
        ("what it answers", "yes or no, to as many questions", "which one of several"),
        ("an answer depends on", "its own pre-activation", "all pre-activations"),
        ("the answers add up to", "anything", proved(total(k, a[k]), N(1))),
        ("Jacobian", dh_dz, proved(partial(a, z), diag(a) - a @ a.T)),
        ("elementwise step", "right", "wrong"),
        (
            "slope with its own cross-entropy",
            "[answer minus target](conditions.md#dE_dz)",
            "[answer minus target](softmax.md#dG_dz)",
        ),
        ("which holds for", "any targets", "targets that add up to one"),
    )
    p.text(
        "The article writes the activation of a layer entry by entry from the start. That fits the "
        "column on the left; the softmax that it names as an example does not fit it."
    )

    short = quoted("dZ = A - Y", of="course code")
    long = quoted("dZ = dA * g_prime(Z)", of="course code")
    p.part("Questions")
    p.question(
        f"Which line is right in code, {short} or {long}?",
        "For a layer of sigmoids with cross-entropy both are, and the first is [safer in floating "
        "point](neuron.md#S0-24). For softmax with cross-entropy only the first is. The second is "
        "the rule for activations that work on each entry by itself, [with any "
        "cost](pairings.md#dK_dz); what takes its place behind a softmax with another cost is "
        "[the whole Jacobian](softmax.md#dC_dz). [When do the four equations "
        "hold?](conditions.md) has more such cases.",
    )
    p.question(
        "My library gives the derivative of softmax as share times one minus share. Is it wrong?",
        "It is the diagonal of the Jacobian, so it is right as far as it goes. It is not the "
        "derivative of the layer, and multiplying by it is the mistake of this page.",
    )
