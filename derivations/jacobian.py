"""Partial derivatives and the Jacobian

What a derivative is when there are several inputs and several outputs, and where it stands in an
array.  First page of the course on source 001.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
df_dx: partial(f, x_1) = 2 * x_2**3: proved for all values
df_dy: partial(f, x_2) = 6 * x_1 * x_2**2: proved for all values
dv_du: partial(v, u) = array([[2 * u[2]**3, 6 * u[1] * u[2]**2], [1, 10 * u[2]]]): \
proved for all values
z_entry: z[i] = sum(W[i, k] * a[k] for k in 1..n) + b[i]: proved for any width
dz_da_entry: partial(z[i], a[j]) = W[i, j]: proved for any width
dz_da: partial(z, a) = W: proved for any width
transpose_entry: (A @ B).T[p, i] = (B.T @ A.T)[p, i]: proved for any width
transpose: (A @ B).T = B.T @ A.T: proved for any width
s_together: s = V @ W @ a + V @ b: proved for any width
ds_da: partial(s, a) = V @ W: proved for any width
ds_da_other: partial(s, a).T = W.T @ V.T: proved for any width
dq_da: partial(q, a) = g: proved for any width
"""

from bpcore import (
    Page,
    algebra,
    by,
    column,
    definition,
    dot,
    elementary,
    entries,
    index,
    kronecker,
    let,
    listed,
    matrix,
    odot,
    outer,
    partial,
    proved,
    scalar,
    stacked,
    total,
)
from bpcore.drawing import paths
from bpcore.example import example_network
from bpcore.iris import FLOWERS, flower


def derive(p: Page) -> None:
    """Open the course, then lead from one partial derivative to Jacobians of any width."""
    p.text(
        "What is a derivative when a quantity has many inputs, or many outputs, and where does it "
        "stand in an array? This page answers that. It opens a course on one question: which "
        "chain rule does backpropagation use?"
    )
    p.text(
        "You need the derivatives of school: of a sum, a multiple and a power. You need to know "
        "what a matrix is. Everything else is built here."
    )

    p.part("What the course is about", covers="S1-1")
    p.text(
        "The course follows an article, *The Total Derivative*, of which we have a reworded copy "
        "([source 001](../sources.md)). The article follows a paper: by its content *The Matrix "
        "Calculus You Need For Deep Learning* by Parr and Howard, though the link is lost in our "
        "copy. Its point: backpropagation is usually explained with the chain rule of school, for "
        "one variable, and that rule is too small for a network. There are two difficulties.",
        covers="S1-0",
    )
    p.text(
        "*Each layer feeds the next.* A weight changes its neuron, the neuron changes every "
        "neuron of the next layer, these change the layer after it, and so on up to the cost. To "
        "know how the weight acts on the cost one has to follow all of these ways.",
        covers="S1-5",
    )
    p.picture(
        "difficulty",
        paths(
            [["weight"], ["its neuron"], ["neuron 1", "neuron 2"], ["cost"]],
            [
                ("weight", "its neuron"),
                ("its neuron", "neuron 1"),
                ("its neuron", "neuron 2"),
                ("neuron 1", "cost"),
                ("neuron 2", "cost"),
            ],
        ),
        "A weight leads to one neuron. From that neuron two arrows lead to two neurons of the next "
        "layer, and from each of these an arrow leads to the cost.",
        "With two neurons in the next layer there are already two ways from a weight to the cost.",
    )
    p.text(
        "*A layer puts out a vector.* It has many neurons, each of them a number, and all of their "
        "derivatives are wanted at once, not one after the other.",
        covers="S1-6",
    )
    p.text(
        "The first difficulty needs the *total derivative*, which adds up what comes in along all "
        "ways. The second needs the *Jacobian*, which holds many derivatives in one matrix. "
        "Together they make the *vector chain rule*, and the course is what follows from it."
    )
    p.table(
        ("page", "question"),
        ("this one", "what is a derivative with several inputs and outputs?"),
        (
            "[Chain rule, total derivative, vector chain rule](total_derivative.md)",
            "what if a variable acts in several ways?",
        ),
        ("[Forward pass](forward_pass.md)", "what does a network compute?"),
        ("[The error of a neuron](error.md)", "how much is a neuron to blame?"),
        (
            "[The four equations](four_equations.md)",
            "how does the error go back, and what does it say about weights and biases?",
        ),
        ("[One notation for all](translation.md)", "how do other texts write all this?"),
        ("[The cost as a composite function](composite.md)", "which function is differentiated?"),
        (
            "[The final layer](final_layer.md)",
            "what are the slopes of the last weights, entry by entry?",
        ),
        (
            "[Softmax and cross-entropy](softmax.md)",
            "what if every output depends on every pre-activation?",
        ),
        ("[Hidden layers](hidden_layer.md)", "and the weights further down, at any depth?"),
        ("[Batches and biases](batches.md)", "and with many examples at once?"),
        ("[Activations and losses](activations.md)", "and with another activation or loss?"),
        ("[Iris, trained](iris_trained.md)", "does it work?"),
        ("[Which chain rule where?](which_rule.md)", "which rule stood at which step?"),
        covers="S1-8",
    )

    p.part("How things are written")
    c, r = column("c", "n", "a vector"), column("o", "n", "another vector")
    M, N_ = matrix("M", "m", "n", "a matrix"), matrix("N", "n", "k", "another matrix")
    p.text(
        "The article sets vectors in bold and numbers in italics. Here all letters are italic; "
        "what a letter stands for is said where it first appears, with its size. A size that is a "
        "letter can be any number. Vectors are columns. The four products are told apart:"
    )
    p.symbols(c, r, M, N_)
    p.table(
        ("what", "here", "in the article"),
        ("an entry of a vector", c[index("j", over="n")], "the same letter in italics"),
        (
            "an entry of a matrix: row, then column",
            M[index("i", over="m"), index("j", over="n")],
            "the small letter, with the same indices",
        ),
        ("elementwise product", odot(c, r), "a star; elsewhere the star also multiplies numbers"),
        ("matrix product", M @ N_, "nothing between the letters"),
        ("scalar product, a number", dot(c, r), "a thick dot"),
        ("column by row, a matrix", outer(c, r.T), "nothing between the letters"),
        no_claim="how things are written, here and in the article",
        covers="S1-13",
    )
    p.text(
        "[One notation for all](translation.md) compares the letters of all four sources.",
    )

    p.part("Which by which", covers="S1-127")
    w = scalar("w", "a weight")
    r_0, t = scalar("r", "what it multiplies"), scalar("t", "what should come out")
    C = let("C", (w * r_0 - t) ** 2, "the cost: the squared error")
    p.text(
        "A derivative has two ends: the quantity that is *differentiated*, and the one it is "
        "differentiated *by*, also called *with respect to*. Training needs the derivative of the "
        "cost with respect to the weights: move a weight a little, and see how much the cost "
        "moves. The copy of the article turns the words round in several places. The two are not "
        "the same:"
    )
    p.symbols(w, r_0, t)
    p.define(C)
    remark = p.mistake(
        "The weight differentiated by the cost",
        partial(C, w),
        partial(w, C),
        at={w: 1, r_0: 3, t: 2},
    )
    remark(
        f"Right is the left side: {C} follows from {w}, so it moves when the weight moves. On the "
        "right the weight is asked to move with the cost. But a weight is set by training; "
        "nothing computes it from the cost, so nothing moves, and the right side is zero. It comes "
        "from saying *the gradient of the weights* for short, and meaning the "
        "gradient of the cost by the weights."
    )

    p.text(
        "That is the convention of the whole book: by something that is computed from it a "
        "quantity does not move. Such derivatives stand in boxes about mistakes only, and are zero "
        "there. One can turn an equation round, and solve it for the quantity; but the solution is "
        "another quantity, and gets [a letter of its own](hidden_layer.md#dz_dw)."
    )

    p.part("A partial derivative")
    x, y = scalar("x_1", "the first input"), scalar("x_2", "the second input")
    f = let("f", 2 * x * y**3, "a function of both")
    p.text(
        "A function has two inputs. How fast does it change? That depends on which input moves. "
        "The *partial derivative* by one input is the rate of change when this input moves and all "
        "others stay as they are. The curly sign says so.",
        covers="S1-14",
    )
    p.symbols(x, y)
    p.define(f)
    df_dx = p.chain(
        partial(f, x),
        definition(f"write out {f}"),
        partial(2 * x * y**3, x),
        elementary(f"{y} stays, so it belongs to the constant factor; {x} grows as fast as itself"),
        2 * y**3 * 1,
        algebra("a factor of one changes nothing"),
        2 * y**3,
        name="df_dx",
        title="By the first input",
        covers="S1-15",
    )
    df_dy = p.chain(
        partial(f, y),
        definition(f"write out {f}"),
        partial(2 * x * y**3, y),
        elementary(f"now {x} stays, and the power gives its exponent as a factor"),
        2 * x * (3 * y**2),
        algebra("multiply the numbers"),
        6 * x * y**2,
        name="df_dy",
        title="By the second input",
    )
    p.text("With numbers. At this point the function is far more sensitive to its second input:")
    point = p.numbers({x: 5, y: 2})
    p.worked(point, f, df_dx, df_dy)
    p.text(
        "Is that so? Move one input a little, leave the other alone, and divide the change by the "
        "step. The smaller the step, the closer the quotient comes. By the first input it is "
        "exact from the start, because the function is a multiple of it."
    )
    p.code(
        """
        def f(x, y):
            return 2 * x * y**3
        for step in (0.1, 0.01, 0.001):
            by_x = (f(5 + step, 2) - f(5, 2)) / step
            by_y = (f(5, 2 + step) - f(5, 2)) / step
            print(f"{step:<6} {by_x:9.4f} {by_y:9.4f}")
        """
    )
    p.text(
        "The book does the same with a better difference, of four neighbours, and to fifty digits. "
        "Wherever a page sets a derivative beside differences, it is done so:"
    )
    p.compare(point, df_dx.left, df_dy.left)
    p.text(
        f"What if {y} does not stay, because it follows from {x}? Then the partial derivative by "
        f"{x} is only one part of the answer. The [next page](total_derivative.md) is about that."
    )

    p.part("Several outputs: the Jacobian")
    u = column("u", 2, "two inputs")
    v = let("v", listed(2 * u[1] * u[2] ** 3, u[1] + 5 * u[2] ** 2), "two outputs")
    p.text(
        "A layer has several outputs. Then every output has a partial derivative by every input. "
        "They are arranged in a matrix, the *Jacobian*: one row for each output, one column for "
        "each input. The row of an output is the list of its partial derivatives.",
        covers="S1-16",
    )
    p.text(f"Here are two outputs of two inputs. The first one is {f} again, in other letters.")
    p.symbols(u)
    p.define(v)
    dv_du = p.chain(
        partial(v, u),
        definition("row for output, column for input"),
        entries(partial(v, u)),
        elementary(
            f"in the first column {u[2]} stays, in the second {u[1]}; the first row is known"
        ),
        listed((2 * u[2] ** 3, 6 * u[1] * u[2] ** 2), (1, 10 * u[2])),
        name="dv_du",
        title="A Jacobian of two outputs by two inputs",
        covers="S1-17",
    )
    here = p.numbers({u: [[5], [2]]})
    p.worked(here, v, dv_du)
    p.compare(here, dv_du.left)
    p.text(
        "Read a Jacobian by rows: *what moves this output?* Read it by columns: *what does this "
        "input move?* Times a small step of the inputs it gives, nearly, the step of the outputs; "
        "that is what [differentiable](total_derivative.md#why-a-sum) means:"
    )
    p.code(
        """
        import numpy as np
        def v(u):
            return np.array([2 * u[0] * u[1]**3, u[0] + 5 * u[1]**2])
        J = np.array([[16.0, 120.0], [1.0, 20.0]])
        here, step = np.array([5.0, 2.0]), np.array([0.01, 0.02])
        print("by the Jacobian:", (J @ step).round(4))
        print("really:         ", (v(here + step) - v(here)).round(4))
        """
    )
    with p.note("One matrix, several signs"):
        p.text(
            "The article writes a capital delta for this matrix. Where others write nabla, the "
            "delta upside down, many mean the transpose. This book writes the fraction, which "
            f"names both ends: {partial(v, u)}. A capital delta with two indices is something else "
            "here, [see below](#dz_da_entry)."
        )
    remark = p.mistake(
        "A column for each output",
        partial(v, u),
        partial(v, u).T,
        at={u: [[5], [2]]},
    )
    remark(
        "Right is a row for each output. With as many outputs as inputs the sizes do not warn you; "
        "the entries off the diagonal change places. It comes about because outputs are written "
        "as a column, and so is the gradient, [see below](#gradient)."
    )

    p.part("Any number of inputs and outputs")
    i, j, k = index("i", over="m"), index("j", over="n"), index("k", over="n")
    a, b = column("a", "n", "what a layer receives"), column("b", "m", "its biases")
    W = matrix("W", "m", "n", "its weights: row for neuron, column for input")
    z = let("z", W @ a + b, "its pre-activations")
    p.text(
        "The most important Jacobian of the course is that of a layer without its activation: the "
        "weights times the inputs, plus the biases. How do the outputs move with the inputs? One "
        "entry is enough, if the entry can be any."
    )
    p.symbols(a, W, b)
    p.define(z)
    one_z = p.chain(
        z[i],
        definition("write it out"),
        (W @ a + b)[i],
        algebra("row times column, and the bias"),
        total(k, W[i, k] * a[k]) + b[i],
        name="z_entry",
        title="One pre-activation",
    )
    p.text(
        f"Below, {kronecker(k, j)} is the *Kronecker delta*: one where both indices agree and zero "
        "where they do not. It says that an input grows with itself and with no other."
    )
    entry = p.chain(
        partial(z[i], a[j]),
        by(one_z),
        partial(total(k, W[i, k] * a[k]) + b[i], a[j]),
        elementary("term by term; an input grows with itself and with no other, the bias stays"),
        total(k, W[i, k] * kronecker(k, j)),
        algebra("only the term where both indices agree is left"),
        W[i, j],
        name="dz_da_entry",
        title="One pre-activation by one input",
    )
    dz_da = p.chain(
        partial(z, a),
        stacked(entry, "row for output, column for input: the places of the weights"),
        W,
        name="dz_da",
        title="The Jacobian of a layer without its activation",
    )
    p.text(
        "The weights *are* the Jacobian. That is why the weight matrix has a row for each neuron: "
        "the same layout, output by input."
    )
    number = p.choice("flower", 17, "the number of the flower", range(1, FLOWERS + 1))
    petal = flower(number)
    network = example_network()
    rows = [[weight for weight in row[2:]] for row in network.W_1[:3]]
    p.text(
        f"For example, three neurons see the petal of iris flower {number}, its length and its "
        "width in centimetres. The weights are those that the first three hidden neurons of the "
        "example "
        "network have for these two measurements."
    )
    iris = p.numbers(
        {
            a: [[petal.petal_length], [petal.petal_width]],
            W: rows,
            b: [list(bias) for bias in network.b_1[:3]],
        }
    )
    p.worked(iris, z, dz_da)
    p.compare(iris, dz_da.left)
    p.text(
        "The middle row belongs to the second neuron: what it sees grows with the length of the "
        "petal, and less with its width. Nothing about the flower is left in it: the Jacobian of a "
        "layer without its activation is the same for every flower."
    )

    p.part("The other layout")
    A, B_0 = matrix("A", "m", "n", "any matrix"), matrix("B", "n", "k", "any that fits behind it")
    q, between = index("p", over="k"), index("l", over="n")
    p.text(
        "Row for output, column for input is called *numerator layout*. Some books use the other "
        "one, *denominator layout*: row for input, column for output. Each is the transpose of "
        "the other, so nothing is lost. But the order of a product turns round, because of this "
        "rule for matrices:"
    )
    p.symbols(A, B_0)
    entry = p.chain(
        (A @ B_0).T[q, i],
        algebra("the transpose exchanges row and column"),
        (A @ B_0)[i, q],
        algebra("row times column"),
        total(between, A[i, between] * B_0[between, q]),
        algebra("numbers may change places"),
        total(between, B_0[between, q] * A[i, between]),
        algebra("the same sum, with the transposes"),
        total(between, B_0.T[q, between] * A.T[between, i]),
        algebra("which is row times column again"),
        (B_0.T @ A.T)[q, i],
        name="transpose_entry",
        title="The transpose of a product, entry by entry",
    )
    p.chain(
        (A @ B_0).T,
        stacked(entry, "so for the whole array"),
        B_0.T @ A.T,
        name="transpose",
        title="The transpose of a product",
    )
    V = matrix("V", "k", "m", "weights of a second layer")
    s = let("s", V @ z, "what the second layer makes of the first")
    p.text(
        "Now let a second layer follow the first, both without activation. What is the Jacobian "
        "from the inputs of the first to the outputs of the second?"
    )
    p.symbols(V)
    p.define(s)
    together = p.chain(
        s,
        definition("write both layers out"),
        V @ (W @ a + b),
        algebra("multiply out; the first two factors may be multiplied first"),
        V @ W @ a + V @ b,
        name="s_together",
        title="Two layers are one",
    )
    ds_da = p.chain(
        partial(s, a),
        by(together),
        partial(V @ W @ a + V @ b, a),
        elementary("again a matrix times the inputs, and something that stays"),
        V @ W,
        name="ds_da",
        title="Two layers, numerator layout",
    )
    p.chain(
        partial(s, a).T,
        by(ds_da),
        (V @ W).T,
        algebra("the [transpose of the product](#transpose)"),
        W.T @ V.T,
        name="ds_da_other",
        title="Two layers, denominator layout",
    )
    p.text(
        "In numerator layout the last layer stands first, as in functions of functions. In "
        "denominator layout the first layer stands first. Both are right, and a formula copied "
        "from a book with the other layout is wrong in yours. With layers of unequal widths the "
        "sizes refuse it:"
    )
    remark_on_sizes = p.misfit("The order of the other layout", lambda: W @ V)
    remark_on_sizes(f"Right is {ds_da}.")
    P, Q = matrix("P", 2, 2, "a first layer"), matrix("R", 2, 2, "a second layer")
    h = let("h", Q @ (P @ u), "what two layers of two neurons each make of two inputs")
    p.text("With equal widths nothing warns:")
    p.symbols(P, Q)
    p.define(h)
    remark = p.mistake(
        "The wrong order, where every size fits",
        partial(h, u),
        P @ Q,
        at={P: [[1, 1], [0, 1]], Q: [[1, 0], [1, 1]], u: [[5], [2]]},
        formerly="mistake-584c15",
    )
    remark(
        f"Right is {proved(partial(h, u), Q @ P)}. It is easily written, because one reads "
        "from left to right, and the first layer comes first."
    )

    p.part("The gradient: a column", anchor="gradient")
    g = column("g", "n", "the weights of one neuron")
    q_1 = let("q", dot(g, a), "one number made of all inputs")
    p.text(
        "If there is one output only, its Jacobian is a single row. This book writes the "
        "derivative of *a number* by an array in the shape of the array instead: by a column it "
        "is a column, by a weight matrix it is a matrix of the same size. It is then called the "
        "*gradient*, and can be subtracted from what it belongs to, which is what training does."
    )
    p.symbols(g)
    p.define(q_1)
    at = index("j", over="n")
    p.chain(
        partial(q_1, a[at]),
        elementary("a sum of products; an input grows with itself and with no other"),
        total(k, g[k] * kronecker(k, at)),
        algebra("only the term where both indices agree is left"),
        g[at],
    )
    p.chain(
        partial(q_1, a),
        elementary("so for every input, in a column like the inputs"),
        g,
        name="dq_da",
        title="The gradient of one neuron by its inputs",
    )
    p.text(
        "The Jacobian of the same neuron is this column laid down, its transpose. Keep it in mind "
        "wherever a cost is differentiated: *the row of the Jacobian is the gradient, transposed*. "
        "It explains nearly every transpose in the formulas of backpropagation."
    )
    one = p.numbers({a: [[petal.petal_length], [petal.petal_width]], g: [[w] for w in rows[1]]})
    p.worked(one, q_1, proved(partial(q_1, a), g), proved(partial(q_1, a).T, g.T))

    p.part("Questions")
    p.question(
        "Is the Jacobian a number, a matrix or a function?",
        "At one point it is a matrix of numbers. In general its entries change with the point, as "
        f"those of {partial(v, u)} do. That of a layer without activation does not: its entries "
        "are the weights.",
    )
    p.question(
        "Where are the Jacobians of the weights?",
        "A layer has many outputs and its weights fill a matrix, so the derivatives of all outputs "
        "by all weights need a box with three sides. [The final layer](final_layer.md#dz_dw) "
        "builds it once, and finds it almost empty. The cost is one number, and its derivative by "
        "the weights [fits into a matrix](four_equations.md#BP4).",
    )
    p.question(
        "Does everything have a Jacobian?",
        "No. A function with a corner has none at the corner. Everything in this course is "
        "differentiable but ReLU and its kin at zero; [activations](activations.md) says what is "
        "done there.",
    )
