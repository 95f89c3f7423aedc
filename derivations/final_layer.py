"""The final layer, with its four Jacobians

The slopes of the last weights: four Jacobians, entry by entry and for any width, and why they
become one outer product. Source 001, section 3.2.1 and 3.2.2, for an elementwise activation.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
dQ_do: partial(Q, o[i]) = o[i] - y[i]: proved for any width
dE_do: partial(E, y_hat[i]) = (y_hat[i] - y[i]) / (y_hat[i] * (1 - y_hat[i])): proved for any width
da_dz_entry: partial(a[k], z[i]) = (k == i) * s_prime(z[k]): proved for any width
da_dz: partial(a, z) = diag(s_prime(z)): proved for any width
diagonal_entry: (u @ diag(v))[i] = u[i] * v[i]: proved for any width
diagonal: u @ diag(v) = u * v: proved for any width
by_matrix: partial((u @ M)[i], u[k]) = M[k, i]: proved for any width
by_elementwise: partial((u * v)[i], u[k]) = (k == i) * v[i]: proved for any width
z_entry: z[i] = sum(W[i, q] * x[q] for q in 1..m) + b[i]: proved for any width
dz_dw: partial(z[i], W[k, j]) = (i == k) * x[j]: proved for any width
dC_dz_row: partial(K, z).T = partial(K, a).T * s_prime(z).T: proved for any width
dC_dz: partial(K, z) = partial(K, a) * s_prime(z): proved for any width
dC_dw: partial(K, W[k, j]) = partial(K, z[k]) * x[j]: proved for any width
dC_dW: partial(K, W) = outer(partial(K, z), x.T): proved for any width
dC_dW_whole: partial(K, W) = outer(partial(K, a) * s_prime(z), x.T): proved for any width
scaled: diag(delta) @ outer(ones((n, 1)), x.T) = outer(delta, x.T): proved for any width
as_matrix_product: outer(delta, x.T) = delta @ x.T: proved for any width
df_dz: partial(f[k], z[i]) = (k == i) * (f[k] * (1 - f[k])): proved for any width
dP_dz: partial(Q_f, z[i]) = (f[i] - y[i]) * (f[i] * (1 - f[i])): proved for any width
dH_dz: partial(E_f, z[i]) = f[i] - y[i]: proved for any width
"""

from bpcore import (
    N,
    Page,
    algebra,
    by,
    chain_rule,
    column,
    definition,
    diag,
    dot,
    elementary,
    elementwise,
    entries,
    index,
    kronecker,
    let,
    listed,
    log,
    matrix,
    no_claim,
    odot,
    ones,
    opaque,
    outer,
    over_paths,
    partial,
    proved,
    row,
    scalar,
    sigmoid,
    spelled,
    stacked,
    total,
    unspecified,
    width,
)
from bpcore.activations import entrywise
from bpcore.drawing import shapes
from bpcore.example import example_network
from bpcore.explorer import Layer, exploration
from bpcore.iris import FLOWERS, SPECIES_NAMES, flower
from bpcore.losses import heads


def derive(p: Page) -> None:
    """Derive the four Jacobians of the last layer and the slopes of its weights."""
    three, five = (1, 2, 3), (1, 2, 3, 4, 5)
    n, m = width("n"), width("m")
    i, k = index("i", over="n"), index("k", over="n")
    j, q = index("j", over="m"), index("q", over="m")
    s = unspecified("s")

    a_in = column("a^[L-1]", 5, "what the last layer receives: five hidden activations")
    W_L = matrix("W^[L]", 3, 5, "its weights: row for neuron, column for input")
    b_L = column("b^[L]", 3, "its biases")
    z_L = let("z^[L]", W_L @ a_in + b_L, "its three pre-activations")
    a_L = let("a^[L]", s(z_L), "its three activations: what the network answers")
    C = opaque("C", a_L, meaning="the cost: any that depends on the answers")

    x = column("x", "m", "what the layer receives")
    W = matrix("W", "n", "m", "its weights")
    b = column("b", "n", "its biases")
    z = let("z", W @ x + b, "its pre-activations")
    a = let("a", s(z), "its activations")
    K = opaque("K", a, meaning="the cost: any that depends on the answers")

    p.text(
        "How does the cost move with the weights of the last layer? The article answers with four "
        "Jacobians and puts them together with a product. What stands in each of them, why is most "
        "of it zero, and which product is it? This page writes out every entry."
    )
    with p.important("In short"):
        p.text(
            "The cost by the answers is a row. The answers by the pre-activations are a *diagonal* "
            "matrix, because the activation works neuron by neuron; a row times a diagonal matrix "
            "is an elementwise product. The pre-activations by the weights are a box of numbers in "
            "which each weight meets one neuron only, and what is left of it is the row of inputs. "
            f"Together: {proved(partial(K, W), outer(partial(K, z), x.T))}, a column by a row, in "
            "the shape of the weights."
        )
    p.text(
        "You need the [Jacobian](jacobian.md), the [sum over paths](total_derivative.md) and the "
        "[forward pass](forward_pass.md). The activation of this page works on each entry by "
        "itself. Softmax does not; it has a [page of its own](softmax.md)."
    )

    p.part("The layer")
    p.text(
        "One flower at a time goes through the network, so there is no index for the flower. "
        "[Batches](batches.md) come later.",
        covers="S1-70",
    )
    p.symbols(a_in, W_L, b_L, C)
    p.define(z_L, a_L)
    p.text(
        f"The activation {s(z_L)} is applied entry by entry: a sigmoid, a tanh or any other "
        "differentiable function of one number; ReLU too, except at its "
        "[kink](activations.md#at-the-kink). There is one weight for each pair of a neuron and an "
        f"input, {N(3)} times {N(5)}, which makes {N(3 * 5)}.",
        covers="S1-71",
    )
    p.text(
        f"Wanted is {partial(C, W_L)}: the slope of the cost by each of these weights. As "
        "[everywhere](jacobian.md#gradient) in this book, the derivative of a number by an array "
        "has the shape of the array.",
        covers="S1-72",
    )
    p.text(
        "Nothing depends on there being three neurons and five inputs. So every statement is "
        f"also proved for {n} neurons and {m} inputs. There the number of the layer is left out:"
    )
    p.symbols(x, W, b, K)
    p.define(z, a)
    p.text(
        "The way from the weights to the cost has three parts: weights move pre-activations, these "
        "move answers, these move the cost. Each part has a Jacobian, and a fourth one joins two "
        "of them. Between them stand products, and the article uses several. They do this:"
    )
    g, other = column("g", "n", "a column"), column("kappa", "n", "another column")
    wide = column("c", "m", "a column of another width")
    A, B = matrix("A", "n", "m", "a matrix"), matrix("B", "m", "n", "a matrix that fits behind it")
    p.symbols(g, other, wide, A, B)
    p.table(
        ("product", "here", "in the article", "an entry of it"),
        (
            "matrix product",
            A @ B,
            "nothing between the letters",
            proved((A @ B)[i, k], total(q, A[i, q] * B[q, k])),
        ),
        ("elementwise", odot(g, other), "a star", proved(odot(g, other)[i], g[i] * other[i])),
        (
            "column by row",
            outer(g, wide.T),
            "the same cross in a circle",
            proved(outer(g, wide.T)[i, j], g[i] * wide[j]),
        ),
        (
            "scalar product",
            dot(g, other),
            "a thick dot",
            proved(dot(g, other), total(i, g[i] * other[i])),
        ),
        covers="S1-84",
        no_claim="how each of the products is written, here and in the article",
    )
    p.text(
        "Two of them add something up and two do not. A sum over neurons is a sum over paths, so "
        "the product tells whether several ways lead to the cost. The article chooses its products "
        "for that reason."
    )

    p.part("I. The cost by the answers")
    p.text(
        "The cost is one number, and there are three answers. In a Jacobian the one output makes "
        "one row, and each input a column. The row is the gradient, laid down:"
    )
    p.chain(
        partial(C, a_L).T,
        definition("a row, with an entry for each answer"),
        entries(partial(C, a_L).T),
        covers="S1-74",
    )
    p.text(
        "What stands in it depends on the cost. With half the squared error or with cross-entropy, "
        "for example, and with a target for each answer:"
    )
    y = column("y", "n", "the targets")
    o = column("o", "n", "answers, for the moment with no network behind them")
    inside = column("y_hat", "n", "such answers between zero and one", between=(0, 1))
    Q = let("Q", N(1, 2) * total(k, (o[k] - y[k]) ** 2), "half the squared error")
    E = let(
        "E",
        -total(k, y[k] * log(inside[k]) + (1 - y[k]) * log(1 - inside[k])),
        "binary cross-entropy, added up over the answers",
    )
    p.symbols(y, o, inside)
    p.define(Q, E)
    p.chain(
        partial(Q, o[i]),
        chain_rule("the answer stands in one square, and the two cancels the half"),
        1 * (o[i] - y[i]),
        algebra("a factor of one changes nothing"),
        o[i] - y[i],
        name="dQ_do",
        title="Half the squared error by one answer",
    )
    p.chain(
        partial(E, inside[i]),
        chain_rule("the answer stands in two logarithms, once with a minus"),
        -(y[i] * (1 / inside[i]) - (1 - y[i]) * (1 / (1 - inside[i]))),
        algebra("one denominator for both"),
        (inside[i] - y[i]) / (inside[i] * (1 - inside[i])),
        name="dE_do",
        title="Cross-entropy by one answer",
    )

    p.part("II. The answers by the pre-activations")
    p.text(
        "Now there are three outputs and three inputs. (Our copy of the article announces the "
        f"derivative by {a_L}; the formula below its heading is by {z_L}, and that is what is "
        "needed. By itself every answer would have the slope one.)",
        covers="S1-75",
    )
    p.text(
        "Each row belongs to an answer, each column to a pre-activation. An answer sees its own "
        "pre-activation only. Move any other, and it stays where it is; so all slopes beside the "
        "diagonal are zero:"
    )
    p.chain(
        partial(a_L, z_L),
        definition("a row for each answer, a column for each pre-activation"),
        entries(partial(a_L, z_L)),
        elementwise("each answer depends on its own pre-activation only"),
        diag(s.prime(z_L)),
        definition("entry by entry"),
        entries(diag(s.prime(z_L))),
        covers="S1-76",
    )
    p.text(
        f"With {n} neurons one entry says it all. {kronecker(k, i)} is the *Kronecker delta*, one "
        "where both indices agree and zero where they do not."
    )
    own = p.chain(
        partial(a[k], z[i]),
        elementwise("each answer depends on its own pre-activation only"),
        kronecker(k, i) * s.prime(z[k]),
        name="da_dz_entry",
        title="One answer by one pre-activation",
    )
    da_dz = p.chain(
        partial(a, z),
        stacked(own, "everything beside the diagonal is zero"),
        diag(s.prime(z)),
        name="da_dz",
        title="The answers by the pre-activations",
        when="an activation that works on each entry by itself, so not for softmax",
    )

    p.part("A row for a diagonal matrix?", anchor="row-for-diagonal")
    p.text(
        "The article goes on: the three by three Jacobian *equals* its diagonal, written as a row "
        "of three. As an equality that cannot be:"
    )
    slopes = s.prime(z_L)
    remark = p.misfit(
        "A matrix that equals a row",
        lambda: proved(partial(a_L, z_L), slopes.T),
        covers="S1-78",
    )
    remark(
        "Nine numbers are not three, even if six of them are zero. Nor could the row take the "
        "place of the matrix in a product: a row of three cannot be multiplied by a row of three."
    )
    p.misfit("A row times a row", lambda: partial(C, a_L).T @ slopes.T)(
        f"What fits is {no_claim(diag(slopes))}. The row is tempting, because it holds "
        "everything that the "
        "matrix has to say."
    )
    p.text(
        "What the article means is a true statement about products, and it is worth a proof. Take "
        "any row and any diagonal matrix:"
    )
    u, d = row("u", "n", "any row"), row("v", "n", "the numbers on a diagonal, as a row")
    p.symbols(u, d)
    entry = p.chain(
        (u @ diag(d))[i],
        algebra("row times column; column number i of the matrix has one entry that is not zero"),
        total(k, u[k] * (kronecker(k, i) * d[i])),
        algebra("only the term where both indices agree is left"),
        u[i] * d[i],
        name="diagonal_entry",
        title="One entry of a row times a diagonal matrix",
    )
    p.chain(
        u @ diag(d),
        stacked(entry, "one beside the other"),
        odot(u, d),
        name="diagonal",
        title="A row times a diagonal matrix is an elementwise product",
    )
    p.text("With three entries, every term written out:")
    t = index("t", over=3)
    u_3, d_3 = row("alpha", 3, "a row of three"), row("gamma", 3, "three numbers on a diagonal")
    p.symbols(u_3, d_3)
    p.chain(
        (u_3 @ diag(d_3))[2],
        algebra("row times second column"),
        total(t, u_3[t] * (kronecker(t, 2) * d_3[2])),
        algebra("write the sum out; the terms struck out hold a zero"),
        spelled(total(t, u_3[t] * (kronecker(t, 2) * d_3[2]))),
        algebra("what is left is multiplied by one"),
        u_3[2] * d_3[2],
    )
    J = matrix("M", "n", "n", "any square matrix")
    p.text(
        "And the other way round: if a matrix is not diagonal, can an elementwise product still "
        f"replace it? Suppose it could for *every* row {u}. Then the two would agree, "
        f"{no_claim(u @ J)} and {no_claim(odot(u, d))}, and they "
        f"would also move alike when {u[k]} moves. They move like this:"
    )
    p.symbols(J)
    p.chain(
        partial((u @ J)[i], u[k]),
        elementary("the entry is a sum, and one of its terms holds this number"),
        J[k, i],
        name="by_matrix",
        title="The matrix product, by one entry of the row",
    )
    p.chain(
        partial(odot(u, d)[i], u[k]),
        elementary("the product holds this number only if it is its partner"),
        kronecker(k, i) * d[i],
        name="by_elementwise",
        title="The elementwise product, by one entry of the row",
    )
    p.text(
        f"So the entry {J[k, i]} would have to be that, and the matrix diagonal. "
        f"And every row {u} does occur, as the slopes of a cost that adds up the answers with "
        "these numbers as factors. *So the elementwise step is right for all costs if the Jacobian "
        "is diagonal, and only then.* Two rows and two columns show what goes wrong otherwise. "
        f"Here {d} is the diagonal of {J}:"
    )
    remark = p.mistake(
        "The diagonal alone, of a matrix that has more",
        u @ J,
        odot(u, d),
        at={u: [[1, 1]], J: [[1, 2], [3, 4]], d: [[1, 4]]},
        formerly="mistake-798ccb",
    )
    remark(
        "The matrix product adds up columns, and each column has something beside the diagonal. "
        "That is what happens with a softmax: [its Jacobian](softmax.md#jacobian) is full. The "
        "article gives another reason for the elementwise step, that nothing lies between the "
        "layers; [that is not the reason](softmax_shortcut.md#S1-82)."
    )

    p.part("III. The pre-activations by the weights")
    p.text(
        "A pre-activation is a weighted sum. The article leaves the bias out, to keep to the "
        "derivative of the product; here it stays. In the article's sum the weight carries one "
        "index only; the neuron belongs to it as well, for every neuron has weights of its own: "
        f"{W[i, q]}."
    )
    z_entry = p.chain(
        z[i],
        definition("what the layer computes"),
        (W @ x + b)[i],
        algebra("row times column, and the bias"),
        total(q, W[i, q] * x[q]) + b[i],
        name="z_entry",
        title="One pre-activation",
        covers="S1-87",
    )
    p.text(
        f"The inputs {x[q]} carry no index for the neuron: all neurons see the same ones. What "
        "differs from neuron to neuron are weights and bias.",
        covers="S1-88",
    )
    p.text(
        "Now move one weight. Let it be any weight of the layer, with a row index of its own: it "
        f"may belong to neuron {i} or to another one."
    )
    dz_dw = p.chain(
        partial(z[i], W[k, j]),
        by(z_entry),
        partial(total(q, W[i, q] * x[q]) + b[i], W[k, j]),
        elementary("term by term; a weight moves with itself and with no other"),
        total(q, kronecker(i, k) * kronecker(q, j) * x[q]),
        algebra("of the sum one term is left"),
        kronecker(i, k) * x[j],
        name="dz_dw",
        title="Any pre-activation by any weight",
        covers="S1-93",
    )
    p.text(
        "In words: by a weight of its own, a pre-activation has as its slope the activation where "
        "that weight comes from. By a weight of another neuron the slope is zero. For the second "
        "neuron and its fourth weight, with every term:"
    )
    c = index("r", over=5)
    p.chain(
        partial(z_L[2], W_L[2, 4]),
        elementary("term by term; the bias stays where it is"),
        total(c, kronecker(c, 4) * a_in[c]),
        algebra("write the sum out; the terms struck out do not hold this weight", covers="S1-90"),
        spelled(total(c, kronecker(c, 4) * a_in[c])),
        algebra("what is left is multiplied by one"),
        a_in[4],
        covers="S1-89",
    )
    p.text("All slopes of the second pre-activation by the weights of its own row:")
    p.chain(
        listed(tuple(partial(z_L[2], W_L[2, e]) for e in five)),
        elementary("each by itself, as above"),
        entries(a_in.T),
        definition("that is the row of inputs"),
        a_in.T,
        covers="S1-91",
    )
    p.text(
        "There are as many slopes as pairs of a pre-activation and a weight. They do not fit into "
        "a matrix: one needs a number for the pre-activation and two for the weight. It is a box "
        "with three sides, a *tensor*. Here it is in NumPy, found by moving each weight by one. "
        "(The sums are linear in the weights, so the step need not be small.) Weights and "
        "inputs are whole numbers, and no input is zero."
    )
    p.code(
        """
        import numpy as np
        W, a = np.arange(15).reshape(3, 5), np.array([1, 2, 3, 4, 5])
        tensor = np.zeros((3, 3, 5), dtype=int)
        for k in range(3):
            for j in range(5):
                moved = W.copy()
                moved[k, j] += 1
                tensor[:, k, j] = moved @ a - W @ a

        for one in tensor:
            print(one)

        print(tensor.size, "entries,", np.count_nonzero(tensor), "are not zero")
        print(np.unique(tensor[tensor != 0]).size, "different numbers among them")
        """
    )
    p.text(
        "Each of the three slices belongs to a pre-activation. In each slice one row is not zero, "
        "the row of its own neuron, and all these rows are alike. (An input that is zero makes "
        "more zeros.) So it is enough to keep that one row of each slice. This is the article's "
        "array with three rows and five columns:"
    )
    compact = listed(*(tuple(partial(z_L[r], W_L[r, e]) for e in five) for r in three))
    p.chain(
        compact,
        elementary("every entry is the slope of a sum by a weight of its own"),
        listed(*(tuple(a_in[e] for e in five) for _ in three)),
        algebra("three equal rows"),
        outer(listed(1, 1, 1), a_in.T),
        covers="S1-79",
    )
    p.text(
        "Keep in mind what was left out: it is a short form. The box itself has the zeros too, and "
        f"they say that no neuron listens to the weights of another. At these widths the short "
        f"form is written {no_claim(outer(ones('n'), x.T))}."
    )
    p.text(
        "How does one read the short form? Its *row* number two belongs to the second neuron: all "
        "weights that lead into it. Its *column* number two belongs to the second input: all "
        "weights that leave it, to any neuron.",
        covers="S1-80",
    )
    remark = p.mistake(
        "A column for the weights of one neuron",
        partial(z[2], W[1, 2]),
        x[2],
        at={x: [[1], [2]], W: [[3, 4], [5, 6]], b: [[0], [0]]},
        covers="S1-94",
    )
    remark(
        "The article says that each *column* tells how a change of the weights of one neuron "
        "moves that neuron. Then the weight in row one, column two would move the second neuron. "
        f"It does not; it moves the first. Right is: each *row*. It follows from {dz_dw}, where "
        "the row index of the weight must agree with the neuron. It is easily written, because "
        "weights of one neuron are often thought of as a column. In NumPy, with the weights and "
        "inputs from above, first the second row is moved and then the second column:"
    )
    p.code(
        """
        row, column = W.copy(), W.copy()
        row[1] += 1
        column[:, 1] += 1
        row @ a - W @ a
        column @ a - W @ a
        """
    )

    p.part("IV. The cost by the pre-activations")
    p.text(
        "Back to the cost. A pre-activation may act on several answers, and each answer acts on "
        "the cost. In general one has to add up over all answers; that is the product of the "
        "Jacobians I and II, in this order. Then the diagonal matrix makes it short:"
    )
    row_form = p.chain(
        partial(K, z).T,
        over_paths("through all answers: the row of part I times the matrix of part II"),
        partial(K, a).T @ partial(a, z),
        by(da_dz),
        partial(K, a).T @ diag(s.prime(z)),
        algebra("a [row times a diagonal matrix](#diagonal)"),
        odot(partial(K, a).T, s.prime(z).T),
        name="dC_dz_row",
        title="The cost by the pre-activations, as a row",
        when="an activation that works on each entry by itself, so not for softmax",
    )
    p.text("This book writes the gradient as a column, in the shape of the pre-activations:")
    dC_dz = p.chain(
        partial(K, z),
        algebra("laid down and put up again"),
        partial(K, z).T.T,
        by(row_form),
        odot(partial(K, a).T, s.prime(z).T).T,
        algebra("entry by entry nothing else happens"),
        odot(partial(K, a), s.prime(z)),
        name="dC_dz",
        title="The cost by the pre-activations",
        when="an elementwise activation, any differentiable cost",
    )
    p.text(
        "It is the [error of the layer](error.md), and this line is "
        "[BP1](four_equations.md#BP1), found there entry by entry and here by way of the "
        "Jacobians. For three neurons:"
    )
    p.picture(
        "row-times-matrix",
        shapes(partial(C, a_L).T @ partial(a_L, z_L), partial(C, z_L).T),
        "A row of three cells times a square of three by three cells gives a row of three cells.",
        "The Jacobians of parts I and II, and their product.",
    )
    p.chain(
        partial(C, z_L),
        over_paths("the matrix product, put up as a column"),
        partial(a_L, z_L).T @ partial(C, a_L),
        elementwise("the Jacobian is diagonal"),
        odot(partial(C, a_L), slopes),
        definition("entry by entry"),
        entries(odot(partial(C, a_L), slopes)),
    )

    p.part("All together: the cost by the weights")
    p.text(
        "Part III tells how weights move pre-activations, part IV how these move the cost. The "
        "chain rule joins them.",
        covers="S1-95",
    )
    p.text(
        "Take any one weight. In principle it could move every pre-activation, so one adds up over "
        "them. Part III then removes all terms but one:"
    )
    dC_dw = p.chain(
        partial(K, W[k, j]),
        over_paths("over every pre-activation of the layer"),
        total(i, partial(K, z[i]) * partial(z[i], W[k, j])),
        by(dz_dw),
        total(i, partial(K, z[i]) * (kronecker(i, k) * x[j])),
        algebra("only the term where both indices agree is left"),
        partial(K, z[k]) * x[j],
        name="dC_dw",
        title="The cost by one weight",
        when="any differentiable cost, any activation",
    )
    dC_dW = p.chain(
        partial(K, W),
        stacked(dC_dw, "a column by a row"),
        outer(partial(K, z), x.T),
        name="dC_dW",
        title="The cost by the weights",
        when="any differentiable cost, any activation",
    )
    p.text(
        "It is [BP4](four_equations.md#BP4), for the last layer. On the way from a weight to the "
        "pre-activations a single path is left, for any activation. From there to the cost a "
        "single path is left if the activation works entry by entry. Both together are what the "
        "article means: in its last layer the chain rule for one variable is enough, applied to "
        "each weight. With softmax the second half fails.",
        covers="S1-73",
    )
    p.text(
        "With both halves put in, the result is made of the cost, the activation and the inputs:"
    )
    p.chain(
        partial(K, W),
        by(dC_dW),
        outer(partial(K, z), x.T),
        by(dC_dz),
        outer(odot(partial(K, a), s.prime(z)), x.T),
        name="dC_dW_whole",
        title="The cost by the weights, with all its parts",
        when="an elementwise activation, any differentiable cost",
        covers="S1-103",
    )
    p.text(
        "The elementwise product comes first, then the outer product. In the article's sizes, with "
        "three neurons and five inputs:"
    )
    grid = outer(partial(C, z_L), a_in.T)
    error = let("delta^[L]", partial(C, z_L), "the error of the last layer, for short")
    h = let("h", a_in, "the hidden activations, for short")
    p.picture(
        "column-by-row",
        shapes(grid, partial(C, W_L)),
        "A column of three cells by a row of five cells gives a matrix of three rows and five "
        "columns.",
        "The error stands up, the inputs lie down, and every pair is multiplied.",
    )
    p.define(error, h)
    p.chain(
        partial(C, W_L),
        over_paths("each weight stands in the sum of one neuron, times its input"),
        partial(C, z_L) @ a_in.T,
        algebra("a column by a row"),
        grid,
        definition(f"all {N(15)} entries"),
        entries(grid),
        definition("with the short letters"),
        entries(outer(error, h.T)),
        covers="S1-96 S1-100",
    )

    p.part("Which product is it?")
    p.text(
        "The article first writes the result with the circled cross between the row of part IV and "
        "the array of part III. But that array has three rows, and the circled cross joins a "
        "column and a row:"
    )
    alike = outer(ones(3), a_in.T)
    remark = p.misfit(
        "Column by matrix",
        lambda: outer(partial(C, z_L), alike),
        covers="S1-83",
    )
    remark(
        "Right is to multiply each row by the error of its own neuron, as shown below. The circled "
        "cross is tempting because the last line of the derivation has one, and rightly: there the "
        "equal rows have become a single row. NumPy is more liberal than the checker. It makes "
        "something of a column and this array, but nothing with the shape of the weights:"
    )
    p.code(
        """
        delta, short = np.array([2, -1, 3]), np.tile(a, (3, 1))
        short.shape
        np.multiply.outer(delta, short).shape
        np.kron(delta, short).shape
        """
    )
    p.text(
        "What is meant can be seen in the matrix that the article prints: every row of the array "
        "is multiplied by its own number. A diagonal matrix from the *left* does that; from the "
        "right it would scale columns."
    )
    products = listed(
        *(tuple(partial(C, z_L[r]) * partial(z_L[r], W_L[r, e]) for e in five) for r in three)
    )
    p.chain(
        diag(partial(C, z_L)) @ compact,
        algebra("the zeros of the diagonal matrix leave one term in each entry"),
        products,
        elementary("every slope of a pre-activation by its own weight is an input"),
        entries(grid),
        definition("the entries of a column by a row"),
        grid,
    )
    p.text("For any width, with the short form as a column of ones by the row of inputs:")
    delta = let("delta", partial(K, z), "the error of the layer")
    p.define(delta)
    p.chain(
        diag(delta) @ outer(ones("n"), x.T),
        algebra("the first factor of the outer product may be multiplied first"),
        outer(diag(delta) @ ones("n"), x.T),
        algebra("a diagonal matrix times ones is the column of its diagonal"),
        outer(delta, x.T),
        name="scaled",
        title="Scaled rows are an outer product",
    )
    p.text(
        "So the circled cross is right as soon as the equal rows have become one, in the line of "
        "the article that has the row of inputs to its right. NumPy finds the same three times: "
        "with scaled rows, with the outer product, and with the whole box, summed over the "
        "pre-activations as the chain rule demands."
    )
    p.code(
        """
        delta[:, np.newaxis] * short
        np.outer(delta, a)
        np.einsum("i,ikj->kj", delta, tensor)
        np.outer(delta, a).shape
        """
    )
    p.chain(
        outer(delta, x.T),
        algebra("a sum over an inner width of one has one term"),
        delta @ x.T,
        name="as_matrix_product",
        title="An outer product is a matrix product",
        covers="S1-98",
    )
    p.text(
        "The article writes the circled cross on purpose, to say: here nothing is summed, unlike "
        "in the hidden layers. As a hint for the eye that is good, and this page does the same. "
        "But it is no other operation. A column times a row is a matrix product with inner width "
        "one; programs write it so, and with a [batch](batches.md) the inner width becomes the "
        "number of flowers."
    )
    remark = p.misfit(
        "A square matrix, which could be multiplied by itself",
        lambda: partial(C, W_L) @ partial(C, W_L),
        covers="S1-97",
    )
    remark(
        "The article calls the result a square matrix. It has the shape of the weights, three rows "
        "and five columns, as NumPy has shown above, and is square only if both layers have "
        "equally many neurons. It happens because most examples of outer products take two "
        "vectors of the same length."
    )

    p.part("Rows, columns, and a mixed layout", anchor="layout")
    p.text(
        "In strict numerator layout the derivative of a number has the shape of the transpose. By "
        "a column of three it is a row of three; by a matrix with three rows and five columns it "
        "has five rows and three columns. That is why the article's large bracket carries a "
        "transpose: inside the bracket stands the strict layout."
    )
    p.chain(
        partial(C, W_L).T,
        definition("a row for each input, a column for each neuron"),
        entries(partial(C, W_L).T),
    )
    p.text(
        "After the transpose the array has the shape of the weights, and can be subtracted from "
        "them. So the article lays vectors down but keeps matrices upright: a *mixed* layout. "
        "Nothing is wrong with that, if one says so. But it has a price: the article's error is a "
        "row, and has to be put up before it can stand to the left of the circled cross. In this "
        "book a derivative of the cost has the shape of what it is differentiated by, so the error "
        "is a column from the start."
    )

    p.part("What it costs")
    p.text(
        "Suppose nobody had told us all this, and we wanted each slope by itself. Every parameter "
        "would have to be moved up and down, and every time the whole network would have to be "
        "run, and all of that again for each step of training. Here it is for the small network of "
        "this course, with sigmoids in the last layer, on flower 17:",
        covers="S1-85",
    )
    p.code(
        """
        from bpcore.example import example_network
        from bpcore.iris import load_iris, one_hot
        from bpcore.network import Network
        W_1, b_1, W_2, b_2 = (np.array(part, dtype=float) for part in example_network())
        network = Network(
            [W_1, W_2], [b_1[:, 0], b_2[:, 0]], ["relu", "sigmoid"], "half squared error"
        )
        iris = load_iris()
        x, y = iris.features[16:17], one_hot(iris.species, 3)[16:17]
        passes = 0
        def cost():
            global passes
            passes += 1
            return network.cost(x, y)

        slow, h = [], 1e-5
        for array in (*network.weights.values(), *network.biases.values()):
            for place in np.ndindex(array.shape):
                start = array[place]
                array[place] = start + h
                above = cost()
                array[place] = start - h
                slow.append((above - cost()) / (2 * h))
                array[place] = start

        print(len(slow), "parameters,", passes, "forward passes")
        found = network.backward(network.forward(x), y)
        fast = [*found.dC_dW.values(), *found.dC_db.values()]
        fast = np.concatenate([slopes.ravel() for slopes in fast])
        print("one forward, one backward pass; all alike:", np.allclose(slow, fast, atol=1e-9))
        """
    )
    p.text(
        "The differences are good for checking, and this book uses them for nothing else. The "
        "rescue is to use again what is already there.",
        covers="S1-86",
    )
    p.text(
        f"Look at {dC_dW} once more. The inputs {x} have been computed on the way forward; nobody "
        f"has to find them again. Instead of {N(15)} slopes of part III one needs {N(5)} "
        f"numbers, and these are kept from the forward pass. The error has {N(3)}. Together "
        f"{N(3 + 5)} numbers make all {N(15)} slopes.",
        covers="S1-92",
    )
    p.text(
        "The slopes of the activation need nothing new either, for many activations: their value "
        "[tells the slope](activations.md)."
    )

    p.part("When cost and activation are known")
    p.text(
        "Which cost and which activation are used is decided before training. Then the error can "
        "be worked out on paper once and for all, and usually it becomes short. Let the activation "
        "be the sigmoid, with each of the two costs from above:",
        covers="S1-101",
    )
    f = let("f", sigmoid(z), "sigmoids as answers", between=(0, 1))
    P = let("Q_f", N(1, 2) * total(k, (f[k] - y[k]) ** 2), "half the squared error of these")
    H = let(
        "E_f",
        -total(k, y[k] * log(f[k]) + (1 - y[k]) * log(1 - f[k])),
        "their binary cross-entropy",
    )
    p.define(f, P, H)
    df_dz = p.chain(
        partial(f[k], z[i]),
        elementwise("each sigmoid sees its own pre-activation; its slope is known from its value"),
        kronecker(k, i) * (f[k] * (1 - f[k])),
        name="df_dz",
        title="Sigmoids by pre-activations",
    )
    p.chain(
        partial(P, z[i]),
        over_paths("over every answer"),
        total(k, partial(P, f[k]) * partial(f[k], z[i])),
        by(df_dz),
        total(k, partial(P, f[k]) * (kronecker(k, i) * (f[k] * (1 - f[k])))),
        chain_rule("half the squared error by an answer, [as above](#dQ_do)"),
        total(k, (f[k] - y[k]) * (kronecker(k, i) * (f[k] * (1 - f[k])))),
        algebra("one term is left"),
        (f[i] - y[i]) * (f[i] * (1 - f[i])),
        name="dP_dz",
        title="Sigmoid and half the squared error",
    )
    p.chain(
        partial(H, z[i]),
        chain_rule("each answer has one path, over its own pre-activation"),
        partial(H, f[i]) * partial(f[i], z[i]),
        elementary("both slopes are known, as for [one neuron](neuron.md#dL_dz)"),
        (f[i] - y[i]) / (f[i] * (1 - f[i])) * (f[i] * (1 - f[i])),
        algebra("the slope of the sigmoid cancels"),
        f[i] - y[i],
        name="dH_dz",
        title="Sigmoid and cross-entropy",
    )
    p.text(
        "With cross-entropy, part I brings in as a denominator what part II brings in as a factor. "
        "[Softmax with its cross-entropy](softmax.md#dG_dz) ends in the same difference, answer "
        "minus target, but with a Jacobian that is not diagonal."
    )

    p.part("On a flower")
    number = p.choice("flower", 17, "the number of the flower", range(1, FLOWERS + 1))
    iris, network = flower(number), example_network()
    measured, right = iris.features, SPECIES_NAMES.index(iris.species) + 1
    sums = network.pre_activations(measured)
    off = network.off(measured)
    silent = f"; those with the numbers {' and '.join(map(str, off))} say nothing" if off else ""
    columns = (
        f"Columns of zeros: {len(off)}. A hidden neuron that says nothing gives its weights no "
        "slope, for this flower. "
        if off
        else ""
    )
    a_1 = column("a^[1]", 5, "what the five hidden neurons say")
    W_2 = matrix("W^[2]", 3, 5, "the weights of the last layer")
    b_2 = column("b^[2]", 3, "its biases")
    y_17 = column("tau", 3, "the targets: a one for the right species")
    z_2 = let("z^[2]", W_2 @ a_1 + b_2, "the last pre-activations")
    a_2 = let("a^[2]", sigmoid(z_2), "the answers", between=(0, 1))
    R = let("Q_2", N(1, 2) * total(t, (a_2[t] - y_17[t]) ** 2), "half the squared error")
    p.text(
        f"Flower {number} is a {iris.species}, species number {right} of three. The [forward "
        "pass](forward_pass.md#network) tells what the hidden neurons say to it"
        f"{silent}. The weights are those of the example "
        "network. Its last layer "
        "gets sigmoids here, and the cost is half the squared error, so that nothing cancels."
    )
    p.symbols(a_1, W_2, b_2, y_17)
    p.define(z_2, a_2, R)
    here = p.numbers(
        {
            a_1: [[max(value, 0)] for value in sums],
            W_2: network.W_2,
            b_2: network.b_2,
            y_17: [[int(one == iris.species)] for one in SPECIES_NAMES],
        }
    )
    p.worked(here, z_2, a_2)
    p.text("The Jacobians, in the order of the article. I, the cost by the answers:")
    p.worked(here, proved(partial(R, a_2).T, (a_2 - y_17).T))
    p.text("II, the answers by the pre-activations, a diagonal matrix:")
    p.worked(here, proved(partial(a_2, z_2), diag(odot(a_2, 1 - a_2))))
    p.text("III, the pre-activations by the weights, in the short form:")
    rows = listed(*(tuple(partial(z_2[r], W_2[r, e]) for e in five) for r in three))
    p.worked(here, proved(rows, outer(listed(1, 1, 1), a_1.T)))
    p.text("IV, the cost by the pre-activations, with the Jacobians and then elementwise:")
    p.worked(
        here,
        proved(partial(R, z_2).T, partial(R, a_2).T @ partial(a_2, z_2)),
        proved(partial(R, z_2), odot(partial(R, a_2), odot(a_2, 1 - a_2))),
    )
    p.text("And the fifteen slopes:")
    p.worked(here, proved(partial(R, W_2), outer(partial(R, z_2), a_1.T)))
    p.text(
        f"{columns}The {'other ' if off else ''}slopes of row {right} are negative. "
        "Training subtracts slopes, so these weights grow, and with them the answer for the "
        f"{iris.species}; the other two answers shrink. Moving every quantity a "
        "little confirms all entries:"
    )
    p.compare(here, partial(R, a_2), partial(a_2, z_2), partial(R, z_2), partial(R, W_2))

    p.part("Play with it", anchor="explorer")
    x_17 = column("a^[0]", 4, "the measurements of the flower")
    W_1 = matrix("W^[1]", 5, 4, "the weights of the hidden layer")
    b_1 = column("b^[1]", 5, "its biases")
    z_1 = column("z^[1]", 5, "its pre-activations")
    rate = scalar("eta", "the learning rate")
    p.text(
        "The same network with sliders: choose a flower, press a weight under Forward and move it, "
        "take another loss. The Jacobians, the error and the slopes follow, and a difference "
        "quotient of the loss checks them. With softmax the Jacobian of the answers is no longer "
        "diagonal. These numbers are worked out in your browser, in double precision; without "
        "JavaScript you see only what they would be, and find one flower worked out in full "
        "[above](#on-a-flower)."
    )
    p.symbols(x_17, W_1, b_1, z_1, rate)
    p.explorer(
        exploration(
            x_17,
            [
                Layer(W_1, b_1, z_1, a_1, network.W_1, [b for (b,) in network.b_1], "relu"),
                Layer(W_2, b_2, z_2, a_2, network.W_2, [b for (b,) in network.b_2], "sigmoid"),
            ],
            R,
            rate,
            SPECIES_NAMES,
            start=number,
            heads=heads([[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
            hidden=entrywise(),
            loss_name="half squared error",
            opened=["last", "check"],
        )
    )

    p.part("Questions")
    p.question(
        "And the bias?",
        "It is added to its own pre-activation with the factor one, so its slope is the error of "
        "its neuron. [BP3](four_equations.md#BP3) proves it.",
    )
    p.question(
        "Why do some write a matrix product where others write an elementwise one?",
        "The matrix product of parts I and II is always right. The elementwise product is the same "
        "thing [if the Jacobian is diagonal](#diagonal), and saves all the multiplications with "
        "zero.",
    )
    p.question(
        "And the weights of the layer before?",
        "A hidden neuron acts on all three neurons of the last layer, so there the sum over paths "
        "stays. [Hidden layers](hidden_layer.md) goes on with that.",
    )
