"""Batches and biases

What many flowers at once do to the slopes of weights and biases, and why a matrix product can add
up over examples in one line and over neurons in the next (source 001).

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
Z_entry: Z[i, j] = sum(X[i, k] * W[j, k] for k in 1..r) + b[j]: proved for any width
dz_dw: partial(Z[f, q], W[j, k]) = (q == j) * X[f, k]: proved for any width
dz_db: partial(Z[f, q], b[j]) = (q == j) * ones((m, 1))[f]: proved for any width
dz_dx: partial(Z[f, q], X[i, k]) = (f == i) * W[q, k]: proved for any width
dL_dW_entry: partial(J_sum, W[j, k]) = sum(D[f, j] * X[f, k] for f in 1..m): proved for any width
dL_dW: partial(J_sum, W) = D.T @ X: proved for any width
dL_dX_entry: partial(J_sum, X[i, k]) = sum(D[i, q] * W[q, k] for q in 1..n): proved for any width
dL_dX: partial(J_sum, X) = D @ W: proved for any width
three_entry: partial(J_3, W[j, k]) = delta_1[j] * x_1[k] + delta_2[j] * x_2[k] + delta_3[j] * \
x_3[k]: proved for any width
three: partial(J_3, W) = outer(delta_1, x_1.T) + outer(delta_2, x_2.T) + outer(delta_3, x_3.T): \
proved for any width
three_back_entry: partial(J_3, x_1[k]) = sum(delta_1[q] * W[q, k] for q in 1..n): proved for any \
width
three_back: partial(J_3, x_1) = W.T @ delta_1: proved for any width
outer: outer(delta, v.T) = delta @ v.T: proved for any width
dL_db_entry: partial(J_sum, b[j]) = sum(D[f, j] for f in 1..m): proved for any width
dL_db: partial(J_sum, b) = D.T @ ones((m, 1)): proved for any width
dH_dz: partial(H, Z[i, j]) = exp(Z[i, j]) / sum(exp(Z[i, q]) for q in 1..n) - Y[i, j]: proved \
for any width
dJ_dW: partial(J, W) = 1 / m * (D.T @ X): proved for any width
dJ_db: partial(J, b) = 1 / m * (D.T @ ones((m, 1))): proved for any width
dJ_dZ: partial(J, Z) = 1 / m * D: proved for any width
dJ_dW_inside: partial(J, Z).T @ X = partial(J, W): proved for any width
"""

from bpcore import (
    Page,
    algebra,
    array,
    by,
    chain_rule,
    column,
    definition,
    elementary,
    exp,
    index,
    kronecker,
    let,
    log,
    matrix,
    no_claim,
    ones,
    opaque,
    outer,
    over_paths,
    partial,
    proved,
    stacked,
    total,
    width,
)
from bpcore.drawing import paths, shapes
from bpcore.example import example_network
from bpcore.iris import SPECIES_NAMES, flower


def derive(p: Page) -> None:
    """Derive what a layer's weights, biases and inputs get from a batch, and compare the sums."""
    m, n, r = width("m"), width("n"), width("r")
    i, f = index("i", over="m"), index("f", over="m")
    j, q = index("j", over="n"), index("q", over="n")
    k, one = index("k", over="r"), ones("m")
    X = array("X", "m", "r", "what the layer receives: one row for each example", examples=True)
    W = matrix("W", "n", "r", "the weights: row for neuron, column for input")
    b = column("b", "n", "the biases: one for each neuron")
    Z = let("Z", X @ W.T + one @ b.T, "the pre-activations, one row each", examples=True)
    L = opaque("J_sum", Z, meaning="the sum of the losses of all examples")
    D = let("D", partial(L, Z), "the errors, one row each", entry="delta", examples=True)

    p.text(
        "Several flowers go through the network at once. What becomes of the slopes of a layer? "
        "In the formulas a matrix product appears where one flower had an outer product; the layer "
        "below has a matrix product too. Do the two products do the same? And what about the "
        "biases, which the article leaves to its code?"
    )
    with p.important("In short"):
        p.text(
            f"Put the examples into rows. Then {no_claim(D.T @ X)} holds the slopes of the "
            "weights, "
            f"{no_claim(D.T @ one)} those of the biases, and {no_claim(D @ W)} those of what the "
            "layer received. "
            "The first two add up over *examples*, the third over *neurons*. All three come from "
            "one and the same double sum over all pre-activations; which half of it is left "
            "depends on what one differentiates by. For a cost that is a mean, divide by the "
            "number of examples, once."
        )
    p.text(
        "You need the [four equations](four_equations.md) for one example. A layer of any width "
        "is looked at by itself, so its number is left out."
    )

    p.part("A batch", covers="S1-38")
    p.text(
        f"A *batch* is {m} examples that are used together. Each example is a row of {X}. Every "
        "row meets the same weights and the same biases; the column of ones copies the biases "
        "into each row, which NumPy does by itself."
    )
    p.symbols(X, W, b, L)
    p.define(Z)
    p.chain(
        Z[i, j],
        definition("what the pre-activations are"),
        (X @ W.T + one @ b.T)[i, j],
        algebra("a matrix product, entry by entry"),
        total(k, X[i, k] * W[j, k]) + b[j],
        name="Z_entry",
        title="One neuron in one example",
    )
    p.text(
        f"So {Z[i, j]} is what neuron {j} adds up for example {i}. Of the losses only this is "
        "known: their sum depends on the pre-activations, in any differentiable way. Its "
        "derivatives are the [errors](error.md), one row for each example."
    )
    p.define(D)

    p.part("What acts on what")
    p.text(
        "To train a layer one needs the effect of every weight and every bias on all that comes "
        "after it. And the layer below needs the effect of what was passed up. Everything that "
        "comes after is reached through the pre-activations. So first: how do these move?",
        covers="S1-55",
    )
    dz_dw = p.chain(
        partial(Z[f, q], W[j, k]),
        elementary("a weight stands in its own neuron only, but in every example, times its input"),
        kronecker(q, j) * X[f, k],
        name="dz_dw",
        title="By a weight",
    )
    dz_db = p.chain(
        partial(Z[f, q], b[j]),
        elementary("a bias stands in its own neuron only, but in every example, times one"),
        kronecker(q, j) * one[f],
        name="dz_db",
        title="By a bias",
    )
    dz_dx = p.chain(
        partial(Z[f, q], X[i, k]),
        elementary("an input stands in its own example only, but in every neuron, times a weight"),
        kronecker(f, i) * W[q, k],
        name="dz_dx",
        title="By an input",
    )
    p.text(
        f"Here is the whole page in three lines. {kronecker(q, j)}, the Kronecker delta, is one "
        "where both indices agree and zero elsewhere. Weights and biases are bound to one "
        "*neuron* and shared by all examples. An input is bound to one *example* and shared by all "
        "neurons."
    )

    ends = (W[1, 1], X[1, 1])
    between = [Z[example, neuron] for example in (1, 2) for neuron in (1, 2)]
    edges = [
        *((ends[0], Z[example, 1]) for example in (1, 2)),
        *((ends[1], Z[1, neuron]) for neuron in (1, 2)),
        *((one_z, L) for one_z in between),
    ]
    p.picture(
        "paths-of-a-weight",
        paths(
            [ends, between, [L]],
            edges,
            lit=[(ends[0], Z[example, 1], L) for example in (1, 2)],
        ),
        "A weight and an input on the left, four pre-activations in the middle, the losses on the "
        "right. From the weight two paths lead on: through the first neuron in the first example "
        "and through the same neuron in the second example.",
        "Two neurons and two examples. From a weight there is one path for each example.",
    )
    p.picture(
        "paths-of-an-input",
        paths(
            [ends, between, [L]],
            edges,
            lit=[(ends[1], Z[1, neuron], L) for neuron in (1, 2)],
        ),
        "The same picture. From the input two paths lead on: through the first and through the "
        "second neuron, both in the first example.",
        "From an input there is one path for each neuron.",
    )

    p.part("The weights: a sum over examples")
    p.text(
        f"Between a weight and the losses lies {Z}. So the total derivative sums over all entries "
        "of it: over all examples, and in each over all neurons."
    )
    entry = p.chain(
        partial(L, W[j, k]),
        over_paths("over every pre-activation of every example"),
        total(f, total(q, partial(L, Z[f, q]) * partial(Z[f, q], W[j, k]))),
        definition("the first factor is an error"),
        total(f, total(q, D[f, q] * partial(Z[f, q], W[j, k]))),
        by(dz_dw),
        total(f, total(q, D[f, q] * (kronecker(q, j) * X[f, k]))),
        algebra("of the neurons only one is left; the sum over examples stays"),
        total(f, D[f, j] * X[f, k]),
        name="dL_dW_entry",
        title="One weight over a batch",
    )
    dL_dW = p.chain(
        partial(L, W),
        stacked(entry, "the transpose makes the matrix product run over the examples"),
        D.T @ X,
        name="dL_dW",
        title="All weights over a batch",
        when="a cost that is the sum of the losses",
    )

    p.part("One layer back: a sum over neurons")
    p.text(
        f"What the layer received, {X}, is what the layer below has sent. Its slopes are what the "
        "backward pass hands down. The derivation begins with the same double sum."
    )
    back = p.chain(
        partial(L, X[i, k]),
        over_paths("over every pre-activation of every example"),
        total(f, total(q, partial(L, Z[f, q]) * partial(Z[f, q], X[i, k]))),
        definition("the first factor is an error"),
        total(f, total(q, D[f, q] * partial(Z[f, q], X[i, k]))),
        by(dz_dx),
        total(f, total(q, D[f, q] * (kronecker(f, i) * W[q, k]))),
        algebra("of the examples only one is left; the sum over neurons stays"),
        total(q, D[i, q] * W[q, k]),
        name="dL_dX_entry",
        title="One input over a batch",
    )
    dL_dX = p.chain(
        partial(L, X),
        stacked(back, "no transpose: the matrix product runs over the neurons"),
        D @ W,
        name="dL_dX",
        title="All inputs over a batch",
    )
    p.text(
        f"Row {i} of the result is row {i} of the errors times the weights. No example acts on "
        "another; the batch only saves writing."
    )

    p.part("Two roles of one product")
    p.text(
        "The article ends with a list of what confuses readers. Its third item is this: the matrix "
        "product that collects a batch looks like the matrix product that carries out the total "
        "derivative. Here they stand side by side.",
    )
    p.table(
        ("", "slopes of the weights", "one layer back"),
        ("what is wanted", no_claim(partial(L, W[j, k])), no_claim(partial(L, X[i, k]))),
        ("before anything is left out", "all examples, all neurons", "all examples, all neurons"),
        ("what the Kronecker delta removes", "the sum over neurons", "the sum over examples"),
        ("what is left", entry, back),
        ("the index that is summed counts", "examples", "neurons, that is paths"),
        ("rule", "sum over examples", "total derivative: sum over paths"),
        ("as a matrix product", dL_dW, dL_dX),
        ("shapes", f"{n} by {m} times {m} by {r}", f"{m} by {n} times {n} by {r}"),
        ("shape of the result", f"that of {W}", f"that of {X}"),
        ("with a single example", "nothing is added: an outer product", "the sum stays"),
        covers="S1-123",
    )
    D_4 = array("D", 4, 3, entry="delta", examples=True)
    X_4, W_4 = array("X", 4, 5, examples=True), matrix("W", 3, 5)
    L_4 = opaque("L", W_4, X_4)
    p.picture(
        "weights",
        shapes(D_4.T @ X_4, partial(L_4, W_4)),
        "The transposed errors, 3 rows by 4 columns, times the inputs, 4 rows by 5 columns, "
        "are the slopes of the weights, 3 by 5. The width 4, of the examples, vanishes.",
        "Four examples, three neurons, five inputs. Slopes of the weights: the four examples are "
        "summed.",
    )
    p.picture(
        "inputs",
        shapes(D_4 @ W_4, partial(L_4, X_4)),
        "The errors, 4 rows by 3 columns, times the weights, 3 rows by 5 columns, give the slopes "
        "of the inputs, 4 rows by 5 columns. The width 3 of the neurons vanishes.",
        "The same layer. One layer back: the three neurons are summed, the examples stay apart.",
    )
    p.text(
        "How do you tell them apart in a program that you have not written? Look at the width that "
        "vanishes. If it is the number of examples, the product collects a batch. If it is the "
        "number of neurons, it sums over paths."
    )

    p.part("The sum, example by example")
    xs = [column(f"x_{e}", "r", f"example number {e}, as a column") for e in (1, 2, 3)]
    zs = [
        let(f"z_{e}", W @ x + b, f"the pre-activations of example number {e}")
        for e, x in enumerate(xs, 1)
    ]
    K = opaque("J_3", *zs, meaning="the sum of the losses of these three")
    ds = [
        let(f"delta_{e}", partial(K, z), f"the error of example number {e}")
        for e, z in enumerate(zs, 1)
    ]
    p.text(
        "With three examples the sum can be written out. Now each example is a column of its own, "
        "and there are three columns of pre-activations between the weights and the losses."
    )
    p.symbols(*xs, K)
    p.define(*zs)
    p.define(*ds)
    steps = [partial(K, z[j]) * partial(z[j], W[j, k]) for z in zs]
    found = [delta[j] * partial(z[j], W[j, k]) for delta, z in zip(ds, zs, strict=True)]
    terms = [delta[j] * x[k] for delta, x in zip(ds, xs, strict=True)]
    three = p.chain(
        partial(K, W[j, k]),
        over_paths("one path through each example, by the weight's own neuron"),
        steps[0] + steps[1] + steps[2],
        definition("the first factors are the errors"),
        found[0] + found[1] + found[2],
        elementary("in every example the weight is multiplied by that example's input"),
        terms[0] + terms[1] + terms[2],
        name="three_entry",
        title="One weight, three examples",
    )
    p.chain(
        partial(K, W),
        stacked(three, "each term is an entry of an outer product, of error and input"),
        outer(ds[0], xs[0].T) + outer(ds[1], xs[1].T) + outer(ds[2], xs[2].T),
        name="three",
        title="A sum of outer products",
    )
    p.text(
        f"And for any number of examples? In {entry} each term is an error of one example times an "
        f"input of the same example: entry number {j}, {k} of an outer product. So {D.T @ X} is "
        "the sum of the outer products of all examples."
    )
    first, z_1, delta_1 = xs[0], zs[0], ds[0]
    p.text(
        "One layer back there is nothing to write out, for an input of the first example acts in "
        "the first example only. There it acts through every neuron:"
    )
    three_back = p.chain(
        partial(K, first[k]),
        over_paths("over the neurons, in its own example"),
        total(q, partial(K, z_1[q]) * partial(z_1[q], first[k])),
        definition("the first factors are the errors"),
        total(q, delta_1[q] * partial(z_1[q], first[k])),
        elementary("in each neuron the input is multiplied by its weight"),
        total(q, delta_1[q] * W[q, k]),
        name="three_back_entry",
        title="One input of the first example",
    )
    p.chain(
        partial(K, first),
        stacked(three_back, "a sum over the rows of the weights"),
        W.T @ delta_1,
        name="three_back",
        title="One layer back, for one example as a column",
    )
    p.text(
        f"Here the transpose has changed its place, and nothing else has happened: {D @ W} holds "
        "the same numbers, with this column as its first row. Whoever copies the formula for "
        "columns into a program that keeps examples in rows puts the transpose on the wrong "
        "matrix."
    )

    p.part("Is it the total derivative or not?", covers="S1-99")
    p.text(
        "The article says of this matrix product that it sums over the observations and that it "
        "does *not* compute the total derivative. Three things need to be added."
    )
    p.text(
        "*First, the order.* The article writes the error before the derivative of the "
        "pre-activations by the weights, which is the layer's input. For a batch the two do not "
        "fit in that order. Take fifteen flowers, three neurons and five inputs:"
    )
    errors, inputs = array("D", 15, 3, entry="delta"), matrix("X", 15, 5)
    remark = p.misfit(
        "The two factors in the order in which they are written", lambda: errors @ inputs
    )
    remark(
        f"Right is {dL_dW}. The transpose is what brings the examples of both factors together. "
        "One leaves it out because the order of the chain rule is the order of the article."
    )
    p.text(
        "*Second, the sum.* The product adds the examples up. If the cost is their mean, a factor "
        "is missing: see [below](#mean)."
    )
    p.text(
        "*Third, the name.* Within one example there is a single path from a weight to the losses: "
        "through its own neuron. In that sense no paths are added up, and the article is right "
        "to warn. But the weight is shared. It reaches the losses through the pre-activations of "
        "every example, and the derivation above began with the total derivative over all of them. "
        "So formally the sum over examples *is* a sum over paths: one path for each example. The "
        "article means: it is not the sum over *neurons*."
    )
    u, v = column("delta", "n", "the error of one example"), column("v", "r", "its input")
    p.text(
        "In the same spirit the article writes an outer product for one example, to keep it apart "
        "from the matrix products that sum over paths. That is a choice of notation, and a good "
        "one. A column times a row is a matrix product all the same; the width between the two is "
        "one, so that there is nothing to add up.",
        covers="S1-98",
    )
    p.symbols(u, v)
    p.chain(
        outer(u, v.T),
        algebra("every entry is one product, without a sum"),
        u @ v.T,
        name="outer",
        title="An outer product is a matrix product",
    )

    p.part("The biases")
    p.text(
        "The article derives the slopes of the weights only; for the biases, it says, the same is "
        "trivial, and it points to the code. Here it is. For one example the slope of a bias is "
        "the error of its neuron: that is [BP3](four_equations.md#BP3). For a batch, begin as "
        "before."
    )
    with p.try_first("Try it first: the slope of a bias over a batch"):
        found_b = p.chain(
            partial(L, b[j]),
            over_paths("over every pre-activation of every example"),
            total(f, total(q, partial(L, Z[f, q]) * partial(Z[f, q], b[j]))),
            definition("the first factor is an error"),
            total(f, total(q, D[f, q] * partial(Z[f, q], b[j]))),
            by(dz_db),
            total(f, total(q, D[f, q] * (kronecker(q, j) * one[f]))),
            algebra("of the neurons only one is left; the sum over examples stays"),
            total(f, D[f, j] * one[f]),
            algebra("a factor of one changes nothing"),
            total(f, D[f, j]),
        )
    bias = p.result(found_b, "dL_db_entry", "One bias over a batch")
    dL_db = p.chain(
        partial(L, b),
        stacked(bias, "the sum of each column of the errors"),
        D.T @ one,
        name="dL_db",
        title="All biases over a batch",
        covers="S1-56",
        when="a cost that is the sum of the losses",
    )
    p.text(
        "A bias is a weight whose input is always one. So its slope is that of a weight, with a "
        "column of ones for the inputs. In code this is `D.sum(axis=0)`: the sum down each column."
    )
    remark = p.misfit("A bias that forgets to sum", lambda: b.T - D)
    remark(
        "One example leaves one error for each neuron, and the biases can be changed by it "
        f"directly. With a batch the errors have {m} rows. This library refuses the difference; "
        "NumPy does not. It copies the biases into every row and hands back a whole table of them, "
        "without a word:"
    )
    p.code(
        """
        import numpy as np
        b, D = np.zeros(3), np.ones((4, 3))
        (b - 0.1 * D).shape
        (b - 0.1 * D.sum(axis=0)).shape
        """
    )

    p.part("A cost to try it on")
    Y = array("Y", "m", "n", "the targets: one row for each example", examples=True)
    powers = total(q, exp(Z[f, q]))
    H = let(
        "H",
        total(f, log(powers) - total(q, Y[f, q] * Z[f, q])),
        "cross-entropy behind a softmax, summed over the examples",
    )
    p.text(
        "To put numbers in, a cost is needed. Take the one of the example network: [softmax with "
        "cross-entropy](softmax.md), in the form that shows the pre-activations. It is a sum over "
        "the examples, and each term sees one row only."
    )
    p.symbols(Y)
    p.define(H)
    p.chain(
        partial(H, Z[i, j]),
        chain_rule("only the term of this example holds it, in one exponential and one product"),
        exp(Z[i, j]) / total(q, exp(Z[i, q])) - Y[i, j],
        name="dH_dz",
        title="An error: answer minus target",
        when="targets that add up to one in each example",
    )
    p.text(
        "The fraction is the share that the softmax gives to this neuron. Where the weights and "
        "biases are zero and there are two neurons, every share is a half: numbers for the head."
    )
    head = {X: [[1], [3]], W: [[0], [0]], b: [[0], [0]], Y: [[1, 0], [1, 0]]}
    remark = p.mistake(
        "Only the slope of the bias is averaged",
        partial(H, b[1]),
        1 / m * total(f, partial(H, Z[f, 1])),
        at=head,
    )
    remark(
        f"Right is {bias}, without a factor, if the cost is a sum. The slip is common in programs: "
        "the weights come out of a matrix product, which sums, and for the biases somebody writes "
        "`D.mean(axis=0)`. Then the biases learn as many times more slowly as there are examples, "
        "and nothing else seems wrong. Sum both or average both."
    )

    p.part("Sum or mean", anchor="mean")
    J = let("J", 1 / m * L, "the cost: the mean of the losses")
    p.text(
        "Usually the cost is the mean of the losses, so that it does not grow with the size of the "
        "batch. A constant factor goes through every derivative."
    )
    p.define(J)
    mean = p.chain(
        partial(J, W),
        definition("the cost is the mean of the losses"),
        partial(1 / m * L, W),
        elementary("a constant factor stays"),
        1 / m * partial(L, W),
        by(dL_dW),
        1 / m * (D.T @ X),
        name="dJ_dW",
        title="All weights, for a mean",
        when="errors that are derivatives of the sum of the losses",
    )
    mean_b = p.chain(
        partial(J, b),
        elementary("a constant factor stays here too"),
        1 / m * partial(L, b),
        by(dL_db),
        1 / m * (D.T @ one),
        name="dJ_db",
        title="All biases, for a mean",
        when="errors that are derivatives of the sum of the losses",
    )
    p.text(
        "[When do they hold?](conditions.md#dJ_db) has the second line too, among other changes to "
        "BP3. Where does the factor stand? In some programs it is already inside the errors, "
        "because these are derivatives of the mean:"
    )
    inside = p.chain(
        partial(J, Z),
        elementary("a constant factor stays"),
        1 / m * partial(L, Z),
        definition("the derivatives are the errors"),
        1 / m * D,
        name="dJ_dZ",
        title="The errors of a mean",
    )
    weights = p.chain(
        partial(J, Z).T @ X,
        by(inside),
        (1 / m * D).T @ X,
        algebra("the factor may stand in front"),
        1 / m * (D.T @ X),
        by(mean),
        partial(J, W),
        name="dJ_dW_inside",
        title="The factor inside the errors",
    )
    biases = proved(partial(J, b), partial(J, Z).T @ one)
    p.text("Both are right. It must be there once: not left out, and not twice.")
    M = let("J_H", 1 / m * H, "the cost: the mean of the cross-entropies")
    p.define(M)
    remark = p.mistake(
        "The sum where the cost is a mean",
        partial(M, W[1, 1]),
        total(f, partial(H, Z[f, 1]) * X[f, 1]),
        at=head,
        formerly="mistake-64d95b",
    )
    remark(
        f"Right is {mean}. One does not notice, for the slope still points the right way; it is as "
        "many times too long as there are examples, and a smaller learning rate hides it until the "
        "size of the batch changes."
    )
    remark = p.mistake(
        "The factor twice",
        partial(M, W[1, 1]),
        1 / m * total(f, partial(M, Z[f, 1]) * X[f, 1]),
        at=head,
        formerly="mistake-f39cde",
    )
    remark(
        "Here the errors are derivatives of the mean, so the factor is in them already. It happens "
        "when the backward pass and the cost come from two different sources."
    )
    p.table(
        ("cost", "errors are derivatives of", "weights", "biases"),
        ("sum of the losses", "the sum", dL_dW, dL_db),
        ("mean of the losses", "the sum", mean, mean_b),
        ("mean of the losses", "the mean", proved(partial(J, W), weights.left), biases),
    )

    p.part("Four flowers")
    numbers = (17, 51, 71, 101)
    chosen = [flower(number) for number in numbers]
    network = example_network()
    hidden = [
        [
            max(sum(w * x for w, x in zip(row, one.features, strict=True)) + bias, 0)
            for row, (bias,) in zip(network.W_1, network.b_1, strict=True)
        ]
        for one in chosen
    ]
    species = SPECIES_NAMES
    p.text(
        "Now the last layer of the example network, with its real weights: five inputs, three "
        "neurons, one for each species. The batch is four flowers, numbers "
        f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]} of the table. What the layer "
        "receives from them is what the five hidden ReLU neurons say."
    )
    here = p.numbers(
        {
            X: hidden,
            W: network.W_2,
            b: network.b_2,
            Y: [[int(one.species == name) for name in species] for one in chosen],
        }
    )
    E = let("D_H", partial(H, Z), "the errors with this cost", examples=True)
    p.text("What the neurons add up, one row for each flower:")
    p.worked(here, Z)
    p.text("The errors with this cost get a letter of their own:")
    p.define(E)
    p.compare(here, partial(H, Z))
    p.text(
        "Read a row: the neuron of the right species has a negative error, for its share is to "
        "grow, and the others have positive ones. Each row adds up to zero. The "
        "three products, with their numbers:"
    )
    p.worked(
        here,
        proved(partial(H, W), E.T @ X),
        proved(partial(H, b), E.T @ one),
        proved(partial(H, X), E @ W),
    )
    p.text(
        "The slopes of the weights have the shape of the weights and hold no trace of the number "
        "of flowers. The slopes of the inputs have a row for each flower. Moving every number a "
        "little confirms all of them:"
    )
    p.compare(here, partial(H, W), partial(H, b), partial(H, X))

    p.part("In NumPy")
    computed = p.code(
        """
        from bpcore.example import example_network
        from bpcore.iris import load_iris, one_hot
        W_1, b_1, W, b = (np.array(part, dtype=float) for part in example_network())
        iris, rows = load_iris(), [16, 50, 70, 100]
        X = np.maximum(0, iris.features[rows] @ W_1.T + b_1.T)
        powers = np.exp(X @ W.T + b.T)
        D = powers / powers.sum(axis=1, keepdims=True) - one_hot(iris.species[rows], 3)
        (D.T @ X).round(4)
        D.sum(axis=0).round(4)
        (D @ W).round(4)
        largest = int(abs(D).max(axis=1).argmax())
        rows[largest] + 1, int(D[largest].argmax()), int(D[largest].argmin())
        """.replace("[16, 50, 70, 100]", str([number - 1 for number in numbers]))
    )
    worst = computed["largest"]
    taken, true = (
        SPECIES_NAMES[int(place)]
        for place in (computed["D"][worst].argmax(), computed["D"][worst].argmin())
    )
    p.text(
        f"The last line names the flower with the largest errors, number {numbers[worst]}: it is a "
        f"{true}, and most of the share goes to {taken}."
    )
    p.text(
        "And one flower at a time? Each flower adds its own outer product. A batch of any size, or "
        "no batch at all: the sum is the same, and so is every formula that was derived for a "
        "single example."
    )
    p.code(
        """
        dW, db = np.zeros((3, 5)), np.zeros(3)
        for x, delta in zip(X, D):
            dW += np.outer(delta, x)
            db += delta

        print(abs(dW - D.T @ X).max() < 1e-14, abs(db - D.sum(axis=0)).max() < 1e-14)
        """
    )
    p.text(
        "That is why the other pages may look at one observation only. The slope of a sum is the "
        "sum of the slopes. What a batch adds is the index of the example, and a sum over it "
        "wherever a parameter is shared. Parameters are [shared in other ways](shared_weights.md) "
        "too: over time, over the places of a picture."
    )

    p.part("Questions")
    p.question(
        "My examples stand in columns. What changes?",
        "Every matrix of the batch is transposed, and products change their order: with errors "
        "and inputs in columns, the slopes of the weights are the errors times the transposed "
        "inputs. The width that vanishes is still the number of examples.",
    )
    p.question(
        "What if an example acts on the pre-activations of another one?",
        "Then its input has several rows to act on, the Kronecker delta of the examples is gone, "
        "and the step one layer back sums over examples too. Batch normalisation does that. "
        "Nothing on this page assumes that the *losses* keep the examples apart: only the layer "
        "has to.",
    )
    p.question(
        "Why is the gradient of the weights not divided by the number of neurons?",
        "Because no mean over neurons is taken anywhere. The factor comes from the cost, and it is "
        "the factor that the cost has.",
    )
