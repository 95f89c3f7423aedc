"""A proof that went wrong, repaired

The question and the answer of source 002: a proof that the slope of a bias is the error of its
neuron, with every line that fails refuted by numbers, and the proof that holds.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
attempt: n * (partial(C, z^[l][j]) * partial(b^[l][j], b^[l][j])) = n * delta^[l][j]: proved for \
any width
z_entry: z^[l][k] = sum(W^[l][k, i] * a^[l-1][i] for i in 1..m) + b^[l][k]: proved for any width
dz_db: partial(z^[l][k], b^[l][j]) = (k == j): proved for any width
dC_db: partial(C, b^[l][j]) = delta^[l][j]: proved for any width
dE_dz: partial(C_b, z^[l][j]) = partial(C_b, b_back[j]): proved for any width
"""

from bpcore import (
    N,
    Page,
    algebra,
    by,
    column,
    definition,
    elementary,
    index,
    kronecker,
    let,
    matrix,
    opaque,
    over_paths,
    partial,
    proved,
    sigmoid,
    spelled,
    total,
    width,
)


def derive(p: Page) -> None:
    """Refute the attempt line by line, then prove what it wanted to prove."""
    n = width("n")
    i, j, k = index("i", over="m"), index("j", over="n"), index("k", over="n")
    a_0 = column("a^[l-1]", "m", "the activations that the layer receives")
    W = matrix("W^[l]", "n", "m", "the weights of the layer: row for neuron, column for input")
    b = column("b^[l]", "n", "the biases of the layer")
    z = let("z^[l]", W @ a_0 + b, "the pre-activations of the layer")
    C = opaque("C", z, meaning="the cost: any that depends on the pre-activations")
    error = let("delta^[l]", partial(C, z), "the error of the layer")

    p.text(
        "Someone reads a well-known online book, comes to the third of the [four "
        "equations](four_equations.md), and wants to prove it: the slope of the cost by a bias is "
        "the error of the neuron that has the bias. The first thought is right, *use the chain "
        "rule and get a sum*. Then four things go wrong that go wrong for many. This page takes "
        "the attempt line by line, shows with numbers what fails, and repairs it.",
        covers="S2-18",
    )
    p.text(
        "You need partial derivatives and the chain rule. Question and answer stand on Mathematics "
        "Stack Exchange, by Unepierre and user3658307, under a Creative Commons licence; they are "
        "retold here in other words, see [sources and licences](../sources.md)."
    )

    p.part("What is to be proved")
    p.text(
        f"Take one layer with {n} neurons. Of everything above it only this is known: the cost "
        f"{C} depends on {z}, in any differentiable way."
    )
    p.symbols(a_0, W, b, C)
    p.define(z)
    p.define(error)
    p.text(
        f"The [error](error.md) of neuron {j} is {error[j]}. Wanted is {partial(C, b[j])}, for "
        "every neuron of every layer."
    )

    p.part("An example to test every line with")
    a = let("a^[l]", sigmoid(z), "the activations, if the layer is the last one", between=(0, 1))
    y = column("y", "n", "the targets")
    Q = let("Q", N(1, 2) * total(k, (y[k] - a[k]) ** 2), "half the squared error")
    p.text(
        "One example is enough to bring a wrong line down. Let the layer be the last one, with "
        "two sigmoids, and let the cost be the one of the question, half the squared error. The "
        "numbers are chosen so that both pre-activations are zero."
    )
    p.symbols(y)
    p.define(a)
    p.define(Q)
    layer = {W: [[1, -1], [2, 0]], a_0: [[1], [2]], b: [[1], [-2]], y: [[1], [0]]}
    here = p.numbers(layer)
    first = proved(partial(Q, z[1]), (a[1] - y[1]) * (a[1] * (1 - a[1])))
    second = proved(partial(Q, z[2]), (a[2] - y[2]) * (a[2] * (1 - a[2])))
    p.worked(here, first, second)
    p.text(
        "These are the true errors of the two neurons. Moving each quantity a little confirms "
        "them, and shows that what was to be proved is true here: each bias has the slope of its "
        "pre-activation."
    )
    p.compare(here, partial(Q, z[1]), partial(Q, b[1]), partial(Q, z[2]), partial(Q, b[2]))

    p.part("First line: a sum without its index")
    p.text(
        "The attempt begins with the error itself, multiplies it by the derivative of a bias by a "
        f"bias, and sums over {k}. But {k} occurs nowhere under the sum. This library refuses to "
        "write such a line down, and says what it would mean:"
    )
    p.code(
        """
        from bpcore import Refusal, column, index, let, matrix, opaque, partial, total
        W, a, b = matrix("W", "n", "m"), column("a", "m"), column("b", "n")
        z = let("z", W @ a + b)
        C = opaque("C", z)
        j, k = index("j", over="n"), index("k", over="n")
        try:
            total(k, partial(C, z[j]) * partial(b[j], b[j]))
        except Refusal as refusal:
            print(refusal)
        """
    )
    p.text(
        f"To add the same term {n} times is to multiply it by {n}. So this is what the line "
        "says about any layer and any cost:"
    )
    p.chain(
        n * (partial(C, z[j]) * partial(b[j], b[j])),
        definition("the first factor is the error"),
        n * (error[j] * partial(b[j], b[j])),
        elementary("a quantity grows as fast as itself"),
        n * (error[j] * 1),
        algebra("a factor of one changes nothing"),
        n * error[j],
        name="attempt",
        title="What the first line amounts to",
    )
    p.text("In the example it gives each of the two neurons twice its error:")
    p.worked(
        here,
        proved(n * (partial(Q, z[1]) * partial(b[1], b[1])), n * partial(Q, z[1])),
        proved(n * (partial(Q, z[2]) * partial(b[2], b[2])), n * partial(Q, z[2])),
    )
    remark = p.mistake(
        "A sum whose index does not occur",
        partial(Q, z[1]),
        n * (partial(Q, z[1]) * partial(b[1], b[1])),
        at=layer,
        covers="S2-5",
    )
    paths = proved(partial(C, b[j]), total(k, partial(C, z[k]) * partial(z[k], b[j])))
    remark(f"Right is a sum whose index runs through the quantities in between: {paths}.")
    remark(
        "Where it comes from: the chain rule for several variables does give a sum, so a sum is "
        "put in front. But it sums over something. Ask first: *through which quantities does the "
        "change travel?* They carry the index, once in a denominator and once in a numerator. Here "
        "nothing lies between, so there is nothing to sum over."
    )

    p.part("Second line: a bias as a function of a pre-activation")
    p.text(
        "The second line puts the slope of the bias where the error stood, which is what one "
        "hopes for; nothing says why it should follow from the first. It multiplies by the "
        f"derivative of the bias by the pre-activation. There is still no {k} under the sum. And a "
        "bias is a parameter: it is set by training, and no pre-activation makes it move. In "
        f"{z} the bias is what goes in, not what comes out."
    )
    remark = p.mistake(
        "The chain through the bias",
        partial(Q, z[1]),
        n * (partial(Q, b[1]) * partial(b[1], z[1])),
        at=layer,
        covers="S2-6",
    )
    remark(
        "With the bias as the parameter that it is, its derivative is zero, and the whole line "
        f"with it. Right is the other direction, the pre-activation by the bias: {paths}."
    )
    remark(
        "Where it comes from: the line contains the two quantities that are to be compared, and "
        "fractions that seem to cancel. Derivatives are no fractions, and which quantity depends "
        "on which is not for the formula to choose."
    )

    p.part("The conclusion: must the last factor be one?")
    p.text(
        "From the second line the question concludes that the last factor must be shown to be one. "
        "As it stands the factor is zero:"
    )
    remark = p.mistake(
        "A parameter that follows its pre-activation",
        partial(b[1], z[1]),
        1,
        at=layer,
        covers="S2-7",
    )
    remark(
        "It is one only if weights and inputs are held fixed and the bias is computed back from "
        "the pre-activation of its own layer. That reading is made legal [below](#shift)."
    )
    moves = proved(partial(z[k], b[j]), kronecker(k, j))
    p.text("And even then the line fails, for its sum still multiplies:")
    remark = p.mistake(
        "The same line with the factor granted",
        partial(Q, z[2]),
        n * (partial(Q, b[2]) * 1),
        at=layer,
    )
    remark(
        f"What has to be shown is {moves}: a pre-activation moves with its own bias as fast as "
        f"that, and with no other. Here {kronecker(k, j)}, the *Kronecker delta*, is one where the "
        "indices agree and zero where they do not."
    )
    remark(
        "Where it comes from: a sum with one interesting factor looks as if the factor were all. "
        "But a single number cannot switch off the other terms of a sum; something with two "
        "indices can."
    )

    p.part("Two layers under one letter")
    b_L = column("b^[L]", "p", "the biases of the last layer, when it is another layer")
    p.text(
        "The attempt also writes the general layer in one place and the last layer in another, "
        "with the same neuron number in both. Two layers need not have equally many neurons; then "
        "the number runs over two ranges, and the line has no meaning at all:"
    )
    p.symbols(b_L)
    p.code(
        """
        b_L = column("b^[L]", "p")
        try:
            partial(b[j], b_L[j])
        except Refusal as refusal:
            print(refusal)
        """
    )
    remark = p.mistake(
        "One neuron number for two layers",
        partial(b[1], b_L[1]),
        1,
        at={b: [[1], [-2]], b_L: [[3], [5]]},
    )
    remark(
        "Even where the number exists in both layers: the bias of one layer does not move with "
        "the bias of another. Right is one layer throughout, with [the error defined for every "
        "layer](error.md). It is easily written, because the question was given the error of the "
        "last layer only, and the claim speaks of all of them."
    )

    p.part("A slip in the answer")
    entry = p.chain(
        z[k],
        definition("what the pre-activations are"),
        (W @ a_0 + b)[k],
        algebra("a matrix product, entry by entry"),
        total(i, W[k, i] * a_0[i]) + b[k],
        name="z_entry",
        title="A pre-activation in components",
    )
    p.text(
        "The answer proves the claim correctly, but its first line gives the activation another "
        f"index than the sum has. Right is {entry}: the activation counts with {i}. One neuron "
        "with two inputs shows the difference. The right sum:"
    )
    slip = {W: [[1, 2]], a_0: [[3], [5]], b: [[0]]}
    p.worked(p.numbers(slip), proved(z[1], total(i, W[1, i] * a_0[i]) + b[1]))
    p.mistake(
        "The first input with every weight",
        z[1],
        total(i, W[1, i] * a_0[1]) + b[1],
        at=slip,
        covers="S2-11",
    )
    remark = p.mistake(
        "The second input with every weight",
        z[1],
        total(i, W[1, i] * a_0[2]) + b[1],
        at=slip,
    )
    remark(
        "Why it happens: several letters are free at once, and one of them is typed from memory. "
        "A check that costs nothing: an index that is summed must occur in every factor that "
        "changes with it, and every index that is not summed must stand on both sides."
    )

    p.part("The proof that holds")
    p.text(
        f"Now the right way round. The cost depends on a bias through {z} and through nothing "
        "else. So the chain rule sums over all pre-activations of the layer: they lie between."
    )
    dz_db = p.chain(
        partial(z[k], b[j]),
        elementary("a bias is added to its own pre-activation and to no other"),
        kronecker(k, j),
        name="dz_db",
        title="A pre-activation by a bias",
    )
    p.chain(
        partial(C, b[j]),
        over_paths(f"over every pre-activation of the layer; {k} counts them"),
        total(k, partial(C, z[k]) * partial(z[k], b[j])),
        definition("the first factor is the error"),
        total(k, error[k] * partial(z[k], b[j])),
        by(dz_db),
        total(k, error[k] * kronecker(k, j)),
        algebra("only the term where both indices agree is left"),
        error[j],
        name="dC_db",
        title="The slope of a bias is the error of its neuron",
        when="a bias that acts through the pre-activation of its own neuron only",
    )
    p.text(
        "The same once more for a small layer, three neurons and the bias of the second one, with "
        "every term written out. The layer's number is left out here."
    )
    t, W_3 = index("t", over=3), matrix("W", 3, 2, "the weights of three neurons")
    x, b_3 = column("x", 2, "two inputs"), column("b", 3, "three biases")
    z_3 = let("z", W_3 @ x + b_3, "three pre-activations")
    K = opaque("K", z_3, meaning="any cost that depends on them")
    errors = let("delta", partial(K, z_3), "three errors")
    p.symbols(W_3, x, b_3, K)
    p.define(z_3)
    p.define(errors)
    terms = total(t, errors[t] * kronecker(t, 2))
    p.chain(
        partial(K, b_3[2]),
        over_paths("over all three pre-activations"),
        total(t, partial(K, z_3[t]) * partial(z_3[t], b_3[2])),
        definition("the first factor is the error"),
        total(t, errors[t] * partial(z_3[t], b_3[2])),
        elementary("the second bias is added to the second pre-activation only"),
        terms,
        algebra("write the sum out; what is struck out is multiplied by zero"),
        spelled(terms),
        algebra("what is left is multiplied by one"),
        errors[2],
    )
    p.text(
        "No line says which cost it is, which activation, or how many neurons; so it holds for "
        "every layer, and it is [BP3](four_equations.md#BP3_entry). With the numbers from above:"
    )
    p.worked(
        here,
        proved(partial(Q, b[1]), partial(Q, z[1])),
        proved(partial(Q, b[2]), partial(Q, z[2])),
    )

    p.part("The second line, made legal", anchor="shift")
    c = let("c", W @ a_0, "what the weights contribute; held fixed")
    b_of_z = let("b_back", z - c, "the bias that leads to a given pre-activation")
    E = opaque("C_b", b_of_z, meaning="the cost as it depends on the biases, all else held fixed")
    p.text(
        "Can the chain run through the biases after all? Yes, if one says so. Hold weights and "
        "inputs fixed. Then the pre-activations are the biases, shifted by a constant, and a shift "
        "can be undone: choose the pre-activation, and the bias follows."
    )
    p.define(c)
    p.define(b_of_z)
    p.symbols(E)
    p.chain(
        partial(E, z[j]),
        over_paths("over every bias of the layer, with an index of its own"),
        total(k, partial(E, b_of_z[k]) * partial(b_of_z[k], z[j])),
        elementary("a shift moves each bias with its own pre-activation and with no other"),
        total(k, partial(E, b_of_z[k]) * kronecker(k, j)),
        algebra("only the term where both indices agree is left"),
        partial(E, b_of_z[j]),
        name="dE_dz",
        title="The second line, repaired",
        when="weights and inputs of the layer held fixed",
    )
    p.text(
        f"The left side is the error, for {E} is the cost {C} in other words. So it is the same "
        f"equality, read from the other side. What the attempt lacked is the {k} on the bias, a "
        "Kronecker delta in place of the one, and the sentence that says what is held fixed."
    )
