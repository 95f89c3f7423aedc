"""False alarms: what looks wrong and is right

A factor that is gone, a sign that vanished, a transpose here and none there: places where readers
stop and doubt. Each is settled by a proof, and each says when the alarm would be real.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
half: d(Q, y_hat) = y_hat - y: proved for all values
no_half: d(Q_2, y_hat) = 2 * (y_hat - y): proved for all values
sign: d(L, z) = a - y: proved for all values
no_blow_up: (a - y) / (a * (1 - a)) * d(a, z) = a - y: proved for all values
from_value: d(a, z) = a * (1 - a): proved for all values
rows_and_columns: (xi @ W.T + b.T).T = W @ xi.T + b: proved for any width
entry: partial(C, x[j]) = sum(delta[i] * W[i, j] for i in 1..n): proved for any width
as_column: partial(C, x) = W.T @ delta: proved for any width
as_row: (W.T @ delta).T = delta.T @ W: proved for any width
outer: outer(delta, x.T) = delta @ x.T: proved for any width
ones: (B.T @ ones((r, 1)))[k] = sum(B[q, k] for q in 1..r): proved for any width
factor: (1 / r * B).T @ X = 1 / r * (B.T @ X): proved for any width
any_targets: partial(H, o) = g * sum(tau[k] for k in 1..l) - tau: proved for any width
"""

from __future__ import annotations

from bpcore import (
    N,
    Page,
    algebra,
    chain_rule,
    closed,
    column,
    d,
    definition,
    elementary,
    exp,
    index,
    let,
    log,
    matrix,
    ones,
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
    width,
)


def derive(p: Page) -> None:
    """Settle the alarms, those about one neuron first."""
    p.text(
        "Not everything that looks wrong is a mistake. If you stopped at a line because a factor "
        "seemed to be missing, or because two books disagree, look here before you correct it: "
        "many famous lines have been made wrong by a correction. Real mistakes have a page of "
        "[their own](mistakes.md)."
    )
    one_neuron(p)
    layers(p)
    many(p)
    digits(p)


def one_neuron(p: Page) -> None:
    """Halves, signs and denominators."""
    z, y = scalar("z", "what a neuron adds up"), scalar("y", "its target")
    a = let("a", sigmoid(z), "its answer", between=(0, 1))
    r = scalar("y_hat", "an answer: any number")
    Q = let("Q", (r - y) ** 2 / 2, "half the squared error")
    T = let("Q_2", (r - y) ** 2, "the squared error")
    L = let("L", -(y * log(a) + (1 - y) * log(1 - a)), "the loss: binary cross-entropy")

    p.part("The half that is gone")
    p.text(
        "One book differentiates the squared error and gets a factor of two, the other has none. "
        "Neither is wrong: the other one's loss has a half in front, put there so that the two "
        "cancels."
    )
    p.symbols(y, r)
    p.define(Q, T)
    p.chain(
        d(Q, r),
        chain_rule("the two from the square"),
        2 * (r - y) / 2,
        algebra("and the half in front cancel"),
        r - y,
        name="half",
        title="With the half",
    )
    p.chain(
        d(T, r),
        chain_rule("nothing stands in front of the square"),
        2 * (r - y),
        name="no_half",
        title="Without the half",
    )
    p.worked(p.numbers({r: N(1, 2), y: 1}), proved(d(Q, r), r - y), proved(d(T, r), 2 * (r - y)))
    p.text(
        "A factor in front of the whole loss makes every slope larger by that factor and turns "
        "none of them: a smaller learning rate takes it back. The alarm is real if loss and "
        "slope come from two different books."
    )

    p.part("The minus sign that vanished")
    p.text(
        "Cross-entropy begins with a minus sign, and its slope has none. It has not been lost; it "
        "was used to turn the difference round."
    )
    p.symbols(z)
    p.define(a, L)
    p.chain(
        d(L, z),
        chain_rule("the slopes of both logarithms, times the slope of the answer"),
        -(y / a - (1 - y) / (1 - a)) * (a * (1 - a)),
        algebra("the denominators cancel"),
        -(y * (1 - a) - (1 - y) * a),
        algebra("take the minus sign into the brackets"),
        (1 - y) * a - y * (1 - a),
        algebra("two products cancel"),
        a - y,
        name="sign",
        title="The sign is in the order of the difference",
    )
    p.text(
        "The alarm is real if the line ends with "
        "[target minus answer](mistakes.md#the-sign-turned-round)."
    )

    p.part("A denominator that goes to zero")
    p.text(
        "The slope of the loss by the answer has a denominator that is zero for an answer of zero "
        "or one. Does the gradient blow up? Not if it is multiplied by the slope of the sigmoid, "
        "which vanishes at the same place."
    )
    p.chain(
        (a - y) / (a * (1 - a)) * d(a, z),
        elementary("the slope of the sigmoid, from its value"),
        (a - y) / (a * (1 - a)) * (a * (1 - a)),
        algebra("what is large and what is small cancel"),
        a - y,
        name="no_blow_up",
        title="What is large and what is small",
    )
    p.text(
        "The alarm is real in a program that computes the two factors one after the other: "
        "[numerical safety](numerical_safety.md)."
    )

    p.part("The slope of the activation, without the pre-activation")
    p.text(
        "A slope at the pre-activation is written with the activation only. Has somebody mixed up "
        "the two? For the sigmoid it is the same number:"
    )
    p.chain(
        d(a, z),
        elementary("the [slope of the sigmoid](sigmoid.md#dsigma_dz)"),
        sigmoid(z) * (1 - sigmoid(z)),
        definition("that is the answer, twice"),
        a * (1 - a),
        name="from_value",
        title="The slope from the value",
    )
    p.text(
        "The alarm is real if the *function* for the slope is called with the value: "
        "[the slope taken at the value]"
        "(mistakes.md#the-slope-taken-at-the-value-instead-of-at-the-sum)."
    )


def layers(p: Page) -> None:
    """Transposes and layouts."""
    i, j = index("i", over="n"), index("j", over="m")
    W = matrix("W", "n", "m", "weights, a row for each neuron")
    x = column("x", "m", "inputs, as a column")
    b = column("b", "n", "biases")
    s = let("s", W @ x + b, "what the layer adds up")
    C = opaque("C", s, meaning="a cost that depends on it")
    delta = let("delta", partial(C, s), "the error of the layer")
    xi = row("xi", "m", "the same inputs as a row")

    p.part("Weights transposed in one book and not in the other")
    p.text(
        "For inputs as a column the weights stand in front, for inputs as a row they stand behind "
        "and are transposed. It is one statement, written in two ways:"
    )
    p.symbols(W, x, b, xi)
    p.define(s)
    p.chain(
        (xi @ W.T + b.T).T,
        algebra("the transpose of a sum is the sum of the transposes"),
        (xi @ W.T).T + b,
        algebra("and that of a product is the product in the other order"),
        W @ xi.T + b,
        name="rows_and_columns",
        title="Rows and columns",
    )
    p.text(
        "A third way stores the weights the other way round from the start, as the notes of "
        "source three do; [the translation](translation.md#weights) has all of them. The alarm is "
        "real if one program mixes two of these ways."
    )

    p.part("Numerator and denominator layout")
    p.text(
        "One book sends the errors back with the transpose of the weights, the other without. What "
        "differs is how the weights are stored, with a row or with a column for each neuron, or "
        "whether a derivative by a column is written as a row or as a column:"
    )
    p.symbols(C)
    p.define(delta)
    entry = p.chain(
        partial(C, x[j]),
        over_paths("over everything that the layer adds up"),
        total(i, partial(C, s[i]) * W[i, j]),
        definition("the first factor is the error"),
        total(i, delta[i] * W[i, j]),
        name="entry",
        title="One entry, in which there is no layout",
    )
    p.chain(
        partial(C, x),
        stacked(entry, "one below the other: the shape of the inputs"),
        W.T @ delta,
        name="as_column",
        title="As a column",
    )
    p.chain(
        (W.T @ delta).T,
        algebra("the same numbers as a row"),
        delta.T @ W,
        name="as_row",
        title="As a row",
    )
    p.text(
        "The entries are the same. This book writes Jacobians with a row for each output, and "
        "gradients in the shape of their parameter. The alarm is real if the shapes on the two "
        "sides of one equation differ."
    )

    p.part("A circled cross, or a matrix product?")
    p.text("A column times a row is both: each entry is one product, and there is nothing to add.")
    p.chain(
        outer(delta, x.T),
        algebra("a sum over one thing is that thing"),
        delta @ x.T,
        name="outer",
        title="Outer product and matrix product",
    )
    p.text("The alarm is real for anything that is not a column by a row.")


def many(p: Page) -> None:
    """Batches, and softmax."""
    k, q = index("k", over="l"), index("q", over="r")
    m = width("r")
    D = matrix("B", "r", "l", "errors, a row for each example")
    X = matrix("X", "r", "t", "inputs, a row for each example")

    p.part("Where did the ones go?")
    p.text(
        "In one book the slopes of the biases are a product with a column of ones, in the other a "
        "sum over the examples. The ones are what adds up:"
    )
    p.symbols(D, X)
    p.chain(
        (D.T @ ones("r"))[k],
        algebra("each entry is a row of the transpose times ones"),
        total(q, D[q, k] * ones("r")[q]),
        algebra("a factor of one"),
        total(q, D[q, k]),
        name="ones",
        title="A product with ones is a sum",
    )
    p.text("The alarm is real if neither the ones nor the sum are there.")

    p.part("The factor of the mean, inside or outside?")
    p.text("It may stand in the errors already, or in front of the product; but only once.")
    p.chain(
        (1 / m * D).T @ X,
        algebra("a number may stand anywhere in a product"),
        1 / m * (D.T @ X),
        name="factor",
        title="One factor",
    )
    p.text("The alarm is real if it stands in both places, or in neither.")

    p.part("Two formulas for softmax with cross-entropy")
    o = column("o", "l", "pre-activations")
    total_ = let("S", total(k, exp(o[k])), "the sum of the exponentials", between=(0, None))
    g = let("g", exp(o) / total_, "softmax", between=(0, closed(1)))
    t = column("tau", "l", "targets")
    H = let("H", -total(k, t[k] * log(g[k])), "cross-entropy")
    p.text(
        "One book has share minus target, the other has a sum of targets as a factor. They agree "
        "whenever the targets add up to one, as they do for hard labels and for shares:"
    )
    p.symbols(o, t)
    p.define(total_, g, H)
    general = p.chain(
        partial(H, o),
        over_paths("over all shares, as on the page about [softmax](softmax.md#dH_dz)"),
        g * total(k, t[k]) - t,
        name="any_targets",
        title="For any targets",
    )
    p.worked(
        p.numbers({o: [[0], [0]], t: [[1], [0]]}),
        general,
    )
    p.text(
        "With targets of one and zero the sum is one, and the line is share minus target. The "
        "alarm is real for targets that do not add up to one, such as several labels at once."
    )


def digits(p: Page) -> None:
    """Rounding in displayed numbers."""
    u = scalar("u", "a number")
    v = let("v", sigmoid(u), "its sigmoid", between=(0, 1))
    p.part("Digits that do not seem to add up")
    p.text(
        "A worked line shows rounded numbers. Would the exact ones not give another last digit? "
        "They might; so this book shows as many digits as it takes for *the displayed numbers* to "
        "give the displayed result. Type them into a calculator:"
    )
    p.symbols(u)
    p.define(v)
    here = p.numbers({u: N(7, 10)})
    p.worked(here, v, proved(d(v, u), v * (1 - v)))
    p.code(
        """
        shown = 0.6682
        print(round(shown * (1 - shown), 4))
        """
    )
    p.text(
        "The sign between the numbers says which is which: an equals sign stands only where "
        "nothing was rounded. How the digits are chosen is told under "
        "[digits that recompute](../how-it-is-checked.md#digits-that-recompute). The alarm is real "
        "if a calculator disagrees with a line of this book: please tell."
    )
