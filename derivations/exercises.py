"""Ten exercises, with hints and solutions

Ten different tasks, each with numbers that are drawn by a seed, and drawn again until every usual
slip shows in the result.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
sigmoid_slope: d(a, z) = a * (1 - a): proved for all values
cross_entropy: d(E, q) = (q - y) / (q * (1 - q)): proved for all values
two_paths: d(F, w) = v * (2 * w) + u * (-1): proved for all values
softmax_jacobian: partial(r, o) = diag(r) - outer(r, r.T): proved for any width
bias_of_a_batch: partial(J, b) = 1 / m * (D.T @ ones((m, 1))): proved for any width
transposes_back: partial(Q, h) = W.T @ (s - t): proved for any width
transposes_weight: partial(Q, W[g, l]) = (s[g] - t[g]) * h[l]: proved for any width
transposes_weights: partial(Q, W) = outer(s - t, h.T): proved for any width
relu_neuron: d(C, omega) = sum((relu(zeta[f]) - tau[f]) * (zeta[f] > 0) * xi[f] for f in 1..m): \
proved for any width where no entry of zeta is zero
penalty: d(L, w) = (w * x - y) * x + lambda * w: proved for all values
tanh_network: d(K, mu) = (y_hat - y) * nu * (1 - alpha**2) * x: proved for all values
gradient_check: A = 3 * theta**2 + epsilon**2: proved for all values where epsilon differs from \
zero
"""

from typing import Any

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
    diag,
    elementary,
    exp,
    gate,
    index,
    let,
    log,
    log10,
    matrix,
    ones,
    outer,
    over_paths,
    partial,
    proved,
    relu,
    scalar,
    sigmoid,
    stacked,
    tanh,
    total,
    width,
)
from bpcore.slips import Draw, Question, Slip, drawn_numbers

# letters of more than one exercise
INPUT, TARGET, WEIGHT = (
    scalar("x", "an input"),
    scalar("y", "the target"),
    scalar("w", "a weight"),
)


def derive(p: Page) -> None:
    """Set ten exercises and solve them."""
    seed = p.choice("seed", 1, "the seed that the numbers are drawn with")
    p.text(
        "Ten tasks of five to fifteen minutes, for pencil, paper and a calculator. Each has a "
        "hint, a solution with all numbers, and a list of what comes out of the usual slips: if "
        "your number is in it, you know where to look. The numbers are drawn, and drawn again "
        "until every slip in the lists changes the result by at least a twentieth. A slip that "
        "hides behind lucky numbers teaches nothing."
    )
    p.text(
        "For a whole network at once, forwards and backwards, there is [another "
        "exercise](exercise.md). Logarithms are natural ones, as everywhere in this book."
    )
    tasks = (
        sigmoid_slope,
        cross_entropy,
        two_paths,
        softmax_jacobian,
        bias_of_a_batch,
        transposes,
        relu_neuron,
        penalty,
        tanh_network,
        gradient_check,
    )
    for number, task in enumerate(tasks, 1):
        task(p, 100 * seed + number)


def asked(answer: Any, *slips: tuple[str, Any]) -> Question:
    """Return a question, with the words and the formulas of its slips."""
    return Question(answer, [Slip(words, found) for words, found in slips])


def listed_slips(p: Page, numbers: Any, questions: list[Question]) -> None:
    """Put down what the usual slips give, folded away."""
    with p.try_first("Another number? The usual slips"):
        for question in questions:
            if len(questions) > 1:
                p.text(f"Instead of {question.answer}:")
            p.slips(numbers, question)


def sigmoid_slope(p: Page, seed: int) -> None:
    """Ask for the slope of the sigmoid at a number."""
    z = scalar("z", "a pre-activation")
    a = let("a", sigmoid(z), "the activation of a sigmoid", between=(0, 1))
    question = asked(
        d(a, z),
        ("you left out the factor one minus the value", a),
        ("you put the pre-activation where the value belongs", z * (1 - z)),
        ("you added the value to one instead of subtracting it", a * (1 + a)),
        ("you lost one of two minus signs", -a * (1 - a)),
    )
    given = drawn_numbers(seed, lambda draw: {z: draw.sign() * draw.tenths(5, 25)}, [question])
    p.part("1. The slope of the sigmoid")
    p.text(
        f"A neuron adds up {z}, and its activation is a sigmoid. What does it say, and how fast "
        "does that change with the sum?"
    )
    p.symbols(z)
    p.define(a)
    here = p.numbers(given)
    with p.try_first("Hint"):
        p.text("Work out the value first. The slope needs nothing else.")
    with p.try_first("Solution"):
        p.worked(here, a)
        found = p.chain(
            d(a, z),
            definition("write out the name"),
            d(sigmoid(z), z),
            by(p.cite("sigmoid/dsigma_dz")),
            sigmoid(z) * (1 - sigmoid(z)),
            definition("the value has a name"),
            a * (1 - a),
            name="sigmoid_slope",
            title="The slope of the sigmoid",
        )
        p.worked(here, found)
        p.compare(here, found.left)
    listed_slips(p, here, [question])


def cross_entropy(p: Page, seed: int) -> None:
    """Ask for binary cross-entropy and its slope by the answer."""
    y = TARGET
    q = scalar("q", "the answer of the network", between=(0, 1))
    B = let("E", -(y * log(q) + (1 - y) * log(1 - q)), "binary cross-entropy")
    questions = [
        asked(
            B,
            ("you took the logarithm to base ten", -(y * log10(q) + (1 - y) * log10(1 - q))),
            ("you took the other term", -(y * log(1 - q) + (1 - y) * log(q))),
            ("you lost the minus sign", y * log(q) + (1 - y) * log(1 - q)),
        ),
        asked(
            d(B, q),
            ("you lost the inner minus sign of the second logarithm", -(y / q + (1 - y) / (1 - q))),
            ("you went on to the slope by the pre-activation of a sigmoid", q - y),
            ("you took the slope of the other term", -((1 - y) / q - y / (1 - q))),
        ),
    ]
    given = drawn_numbers(seed, lambda draw: {q: draw.tenths(1, 9), y: draw.whole(0, 1)}, questions)
    p.part("2. Cross-entropy by hand")
    p.text("How large is the loss, and how fast does it change with the answer?")
    p.symbols(q, y)
    p.define(B)
    here = p.numbers(given)
    with p.try_first("Hint"):
        p.text(
            "One of the two terms has the factor zero. In the other one, look at what stands "
            "inside the logarithm: does it rise or fall when the answer rises?"
        )
    with p.try_first("Solution"):
        p.worked(here, B)
        found = p.chain(
            d(B, q),
            chain_rule("both logarithms; the second one brings a minus sign"),
            -(y / q - (1 - y) / (1 - q)),
            algebra("over one denominator"),
            (q - y) / (q * (1 - q)),
            name="cross_entropy",
            title="The slope of cross-entropy by the answer",
        )
        p.worked(here, found)
        p.compare(here, found.left)
    listed_slips(p, here, questions)


def two_paths(p: Page, seed: int) -> None:
    """Ask for a slope over two paths."""
    w = WEIGHT
    c = scalar("c", "a constant")
    u = let("u", w**2, "what the weight does on one path")
    v = let("v", c - w, "what it does on the other one")
    f = let("F", u * v, "the result")
    question = asked(
        d(f, w),
        ("you followed the first path only", v * (2 * w)),
        ("you followed the second path only", -u),
        ("you multiplied the slopes of both paths", -(2 * w)),
        ("you lost the minus sign of the second path", v * (2 * w) + u),
    )
    given = drawn_numbers(
        seed,
        lambda draw: {w: draw.sign() * draw.tenths(5, 25), c: draw.sign() * draw.whole(2, 5)},
        [question],
    )
    p.part("3. Two paths")
    p.text(f"How fast does {f} change with {w}? Draw the paths before you compute.")
    p.symbols(w, c)
    p.define(u, v, f)
    here = p.numbers(given)
    with p.try_first("Hint"):
        p.text(
            "Multiply along each path, then add. On the first path the second factor of the result "
            "is held, on the second one the first."
        )
    with p.try_first("Solution"):
        p.worked(here, u, v)
        found = p.chain(
            d(f, w),
            over_paths(f"one over {u}, one over {v}"),
            partial(f, u) * d(u, w) + partial(f, v) * d(v, w),
            elementary("each factor of a product grows with the other one held"),
            v * d(u, w) + u * d(v, w),
            elementary("how fast the two move"),
            v * (2 * w) + u * N(-1),
            name="two_paths",
            title="The slope over two paths",
        )
        p.worked(here, found)
        p.compare(here, found.left)
    listed_slips(p, here, [question])


def softmax_jacobian(p: Page, seed: int) -> None:
    """Ask for the Jacobian of a softmax with three answers."""
    k = index("k", over="n")
    o = column("o", "n", "the logits: what goes into a softmax")
    S = let(
        "S",
        total(k, exp(o[k])),
        "the sum of the exponentials",
        between=(0, None),
        abbreviation=True,
    )
    r = let("r", exp(o) / S, "the shares of a softmax")
    questions = [
        asked(
            partial(r[1], o[1]),
            ("you took the share itself", r[1]),
            ("you forgot the first term", -r[1] * r[1]),
            ("you put the second share into the second factor", r[1] - r[2] * r[1]),
        ),
        asked(
            partial(r[1], o[2]),
            ("you took softmax for an elementwise activation", N(0)),
            ("you lost the minus sign", r[1] * r[2]),
            ("you took the slope of the diagonal", r[1] * (1 - r[1])),
        ),
    ]
    given = drawn_numbers(
        seed, lambda draw: {o: [[draw.tenths(-10, 20)] for _ in range(3)]}, questions
    )
    p.part("4. The Jacobian of a softmax")
    p.text(
        f"Three logits go into a softmax. Write down all nine slopes of its shares {r}, as a "
        "matrix with a row for each share and a column for each logit."
    )
    p.symbols(o)
    p.define(S, r)
    here = p.numbers(given)
    with p.try_first("Hint"):
        p.text(
            "Work out the three shares; everything else is made of them. On the diagonal a share "
            "moves with its own logit, beside it with another one. To check: the shares always "
            "add up to one, so the numbers in each column add up to zero."
        )
    with p.try_first("Solution"):
        p.worked(here, S, r)
        p.text("The [Jacobian of softmax](softmax.md#jacobian), in one line:")
        found = p.chain(
            partial(r, o),
            elementary("a share on the diagonal, and minus the product of two shares everywhere"),
            diag(r) - outer(r, r.T),
            name="softmax_jacobian",
            title="The Jacobian of a softmax",
        )
        p.worked(here, found)
        p.compare(here, found.left)
    listed_slips(p, here, questions)


def bias_of_a_batch(p: Page, seed: int) -> None:
    """Ask for the slopes of the biases over a batch of three examples."""
    f, j = index("f", over="m"), index("j", over="n")
    T = array("T", "m", "n", "weighted sums without biases: a row for each example", examples=True)
    Y = array("Y", "m", "n", "the targets: a row for each example", examples=True)
    b = column("b", "n", "the biases: one for each neuron")
    Z = let("Z", T + ones("m") @ b.T, "the pre-activations, which are the answers", examples=True)
    E = let("D", Z - Y, "the errors, one row each", entry="epsilon", examples=True)
    J = let(
        "J",
        1 / width("m") * total(f, total(j, N(1, 2) * (Z[f, j] - Y[f, j]) ** 2)),
        "the cost: the mean over the examples of half the squared errors",
    )
    question = asked(
        partial(J, b[1]),
        ("you forgot the mean", total(f, E[f, 1])),
        (
            "you added up the neurons of the first example instead of the examples",
            total(j, E[1, j]),
        ),
        (
            "you divided by the number of neurons too",
            1 / (width("m") * width("n")) * total(f, E[f, 1]),
        ),
        ("you took the last example only", E[3, 1]),
    )
    given = drawn_numbers(
        seed,
        lambda draw: {
            T: [[draw.sign() * draw.tenths(1, 20) for _ in range(2)] for _ in range(3)],
            Y: [[draw.whole(0, 1) for _ in range(2)] for _ in range(3)],
            b: [[draw.sign() * draw.tenths(1, 9)] for _ in range(2)],
        },
        [question],
    )
    p.part("5. The biases of a batch")
    p.text(
        "Three examples go through a layer of two neurons without an activation, and the cost is a "
        "mean over the examples. What are the slopes of the two biases?"
    )
    p.symbols(T, Y, b)
    p.define(Z, E, J)
    here = p.numbers(given)
    with p.try_first("Hint"):
        p.text(
            "A bias stands in every row of the answers. Which numbers of the errors belong to it: "
            "a row or a column of them?"
        )
    with p.try_first("Solution"):
        p.worked(here, Z, E)
        p.text("One bias is shared by all examples, so its slope is a sum down a column:")
        found = p.chain(
            partial(J, b),
            chain_rule("each term holds the bias of its neuron once, and the two meets the half"),
            1 / width("m") * (E.T @ ones("m")),
            name="bias_of_a_batch",
            title="The biases of a batch",
        )
        p.worked(here, found)
        p.compare(here, found.left)
        p.text("The general case is proved under [batches](batches.md#dJ_db).")
    listed_slips(p, here, [question])


def transposes(p: Page, seed: int) -> None:
    """Ask where the transposes go, with a square matrix, which hides them from the shapes."""
    i = index("i", over="n")
    h = column("h", "m", "what a layer receives")
    W = matrix("W", "n", "m", "its weights: row for neuron, column for input")
    t = column("t", "n", "what its answers should be")
    s = let("s", W @ h, "its answers, with no activation")
    Q = let("Q", N(1, 2) * total(i, (s[i] - t[i]) ** 2), "half the squared error")
    questions = [
        asked(
            partial(Q, h[1]),
            ("you left the transpose out", W[1, 1] * (s[1] - t[1]) + W[1, 2] * (s[2] - t[2])),
            ("you followed one neuron only", W[1, 1] * (s[1] - t[1])),
            ("you followed the other neuron only", W[2, 1] * (s[2] - t[2])),
        ),
        asked(
            partial(Q, W[1, 2]),
            ("you exchanged row and column", (s[2] - t[2]) * h[1]),
            ("you took the first input", (s[1] - t[1]) * h[1]),
            ("you multiplied by the weight instead of the input", (s[1] - t[1]) * W[1, 2]),
        ),
    ]
    given = drawn_numbers(
        seed,
        lambda draw: {
            h: [[draw.sign() * draw.whole(1, 4)] for _ in range(2)],
            W: [[draw.sign() * draw.whole(1, 4) for _ in range(2)] for _ in range(2)],
            t: [[draw.sign() * draw.whole(1, 4)] for _ in range(2)],
        },
        questions,
    )
    p.part("6. Where the transposes go")
    p.text(
        "A layer has no activation and no biases. First with letters for the widths: which product "
        "gives the slopes by what the layer receives, and which one those of the weights? Let the "
        "shapes tell you. Then with numbers, where both widths are two, and the shapes tell "
        "nothing any more."
    )
    p.symbols(h, W, t)
    p.define(s, Q)
    here = p.numbers(given)
    with p.try_first("Hint"):
        p.text(
            f"The errors are {s} minus the targets, a column with an entry for each neuron. The "
            f"first result has the shape of {h}, the second one that of {W}. There is only one way "
            "to build each from the errors and one other array."
        )
    with p.try_first("Solution"):
        p.worked(here, s)
        back = p.chain(
            partial(Q, h),
            over_paths("over every neuron; the transpose sums over the rows of the weights"),
            W.T @ (s - t),
            name="transposes_back",
            title="By what the layer receives",
        )
        g, place = index("g", over="n"), index("l", over="m")
        entry = p.chain(
            partial(Q, W[g, place]),
            chain_rule("one path, over the neuron of the weight: its error, times the input"),
            (s[g] - t[g]) * h[place],
            name="transposes_weight",
            title="By one weight",
        )
        slopes = p.chain(
            partial(Q, W),
            stacked(entry, "error times input, arranged like the weights"),
            outer(s - t, h.T),
            name="transposes_weights",
            title="By the weights",
        )
        p.worked(here, back, slopes)
        p.compare(here, back.left, slopes.left)
        remark = p.misfit(
            "Without the transpose, for three inputs",
            lambda: matrix("M", 2, 3) @ column("delta", 2),
        )
        remark(
            "Where both widths are equal the slip gives a number, a wrong one; where they differ "
            "it cannot even be written. So try formulas on unequal widths."
        )
    listed_slips(p, here, questions)


def relu_neuron(p: Page, seed: int) -> None:
    """Ask for the slope of a ReLU neuron over three examples, of which one is off; then all."""
    f = index("f", over="m")
    omega, beta = scalar("omega", "the weight of a ReLU"), scalar("beta", "its bias")
    xi = column("xi", "m", "its input: one number for each example")
    tau = column("tau", "m", "its targets")
    zeta = let("zeta", omega * xi + beta * ones("m"), "its pre-activations")
    R = let("C", N(1, 2) * total(f, (relu(zeta[f]) - tau[f]) ** 2), "half the squared errors")
    open_ = total(f, (relu(zeta[f]) - tau[f]) * gate(zeta[f]) * xi[f])
    question = asked(
        d(R, omega),
        (
            "you forgot that a shut gate lets no slope through",
            total(f, (relu(zeta[f]) - tau[f]) * xi[f]),
        ),
        ("you forgot the input", total(f, (relu(zeta[f]) - tau[f]) * gate(zeta[f]))),
        ("you took the neuron for dead", N(0)),
        ("you let the neuron say its pre-activation", total(f, (zeta[f] - tau[f]) * xi[f])),
    )

    def given_by(draw: Draw) -> Any:
        return {
            omega: draw.sign() * draw.tenths(5, 20),
            beta: draw.sign() * (draw.tenths(0, 8) + draw.tenths(1, 1) / 2),  # no sum is zero
            xi: [[draw.sign() * draw.whole(1, 3)] for _ in range(3)],
            tau: [[draw.tenths(1, 30)] for _ in range(3)],
        }

    given = drawn_numbers(seed, given_by, [question])
    p.part("7. A ReLU that is off")
    p.text(
        "One neuron with a ReLU, one weight, one bias and three examples. For which examples is it "
        "on? What is the slope of the weight? And what becomes of that slope when the bias is "
        "lowered by ten?"
    )
    p.symbols(omega, beta, xi, tau)
    p.define(zeta, R)
    here = p.numbers(given)
    with p.try_first("Hint"):
        p.text(
            "Work out the three pre-activations, and cross out the examples with a negative one. "
            "An example that is crossed out still has an error, but it cannot be changed by this "
            "weight: a small step leaves the answer at zero."
        )
    with p.try_first("Solution"):
        p.worked(here, zeta)
        found = p.chain(
            d(R, omega),
            chain_rule("in each term: the square, the ReLU with its gate, and the input"),
            open_,
            name="relu_neuron",
            title="The weight of a ReLU over a batch",
        )
        p.worked(here, found)
        p.compare(here, found.left)
        lowered = dict(given) | {beta: given[beta] - 10}
        p.text("With the lower bias:")
        low = p.numbers(lowered)
        p.worked(low, zeta, found)
        p.text(
            "No gate is open, so neither the weight nor the bias gets any slope: the neuron is "
            "[dead](activations.md#what-is-a-neuron-that-is-off-for-every-flower), whatever its "
            "errors are."
        )
    listed_slips(p, here, [question])


def penalty(p: Page, seed: int) -> None:
    """Ask for the slope of a weight with a penalty on its square."""
    x, y, w = INPUT, TARGET, WEIGHT
    strength = scalar("lambda", "how strong the penalty is", between=(0, None))
    G = let("G", N(1, 2) * (w * x - y) ** 2, "half the square of what it is off")
    P = let("P", N(1, 2) * strength * w**2, "the penalty")
    H = let("L", G + P, "the loss, with its penalty")
    question = asked(
        d(H, w),
        ("you forgot the penalty", (w * x - y) * x),
        ("you lost the weight in its slope", (w * x - y) * x + strength),
        ("you added the penalty itself", (w * x - y) * x + P),
        ("the two did not meet the half", (w * x - y) * x + 2 * strength * w),
        ("you subtracted it as if it were the step", (w * x - y) * x - strength * w),
    )
    given = drawn_numbers(
        seed,
        lambda draw: {
            x: draw.sign() * draw.tenths(5, 20),
            y: draw.whole(0, 1),
            w: draw.sign() * draw.tenths(5, 25),
            strength: draw.tenths(2, 9),
        },
        [question],
    )
    p.part("8. A penalty on a large weight")
    p.text(
        "To keep weights small, half of their square, times a factor, is added to the cost "
        "(*L2 regularisation*, or *weight decay*). What is the slope of the weight now?"
    )
    p.symbols(x, y, w, strength)
    p.define(G, P, H)
    here = p.numbers(given)
    with p.try_first("Hint"):
        p.text("The slope of a sum is the sum of the slopes. Each summand has a square and a half.")
    with p.try_first("Solution"):
        found = p.chain(
            d(H, w),
            definition("error and penalty"),
            d(G + P, w),
            elementary("the slope of a sum"),
            d(G, w) + d(P, w),
            chain_rule("the two meets the half, and inside stands the weight times its input"),
            (w * x - y) * x + d(P, w),
            elementary("half of a square has the slope of what is squared"),
            (w * x - y) * x + strength * w,
            name="penalty",
            title="The slope with a penalty",
        )
        p.worked(here, found)
        p.compare(here, found.left)
        p.text(
            "A small step against this slope draws the weight towards zero, besides all else: "
            "hence the word decay. For biases see [when the four equations "
            "hold](conditions.md#a-penalty-on-the-biases)."
        )
    listed_slips(p, here, [question])


def tanh_network(p: Page, seed: int) -> None:
    """Ask for the slope of the first weight of a network with one hidden tanh."""
    x, y = INPUT, TARGET
    mu, nu = scalar("mu", "the weight of a hidden neuron"), scalar("nu", "the weight above it")
    kappa = let("kappa", mu * x, "the hidden pre-activation")
    eta = let("alpha", tanh(kappa), "the hidden activation", between=(-1, 1))
    y_hat = let("y_hat", nu * eta, "the answer")
    K = let("K", N(1, 2) * (y_hat - y) ** 2, "the loss")
    question = asked(
        d(K, mu),
        ("you left out the slope of the activation", (y_hat - y) * nu * x),
        ("you took the slope of a sigmoid", (y_hat - y) * nu * (eta * (1 - eta)) * x),
        (
            "you squared the pre-activation instead of the value",
            (y_hat - y) * nu * (1 - kappa**2) * x,
        ),
        ("you left out the weight above", (y_hat - y) * (1 - eta**2) * x),
        ("you left out the input", (y_hat - y) * nu * (1 - eta**2)),
        ("you found the slope of the weight above", (y_hat - y) * eta),
    )
    given = drawn_numbers(
        seed,
        lambda draw: {
            x: draw.sign() * draw.tenths(5, 20),
            y: draw.whole(0, 1),
            mu: draw.sign() * draw.tenths(3, 12),
            nu: draw.sign() * draw.tenths(5, 25),
        },
        [question],
    )
    p.part("9. Back through a tanh")
    p.text(
        "A network with one input, one hidden neuron with a tanh, and one answer without an "
        "activation. There are no biases. How fast does the loss change with the *first* weight?"
    )
    p.symbols(x, y, mu, nu)
    p.define(kappa, eta, y_hat, K)
    here = p.numbers(given)
    with p.try_first("Hint"):
        p.text(
            "There is one path: first weight, sum, tanh, answer, loss. So there are four slopes, "
            "and a product of them. The slope of the tanh is one minus the square of its value."
        )
    with p.try_first("Solution"):
        p.worked(here, kappa, eta, y_hat)
        found = p.chain(
            d(K, mu),
            chain_rule("one path, from the weight to the loss"),
            d(K, y_hat) * d(y_hat, eta) * d(eta, kappa) * d(kappa, mu),
            chain_rule("the two meets the half; the tanh by its value"),
            (y_hat - y) * d(y_hat, eta) * (1 - eta**2) * d(kappa, mu),
            elementary("products grow with each factor as the other says"),
            (y_hat - y) * nu * (1 - eta**2) * x,
            name="tanh_network",
            title="The first weight of a network with a tanh",
        )
        p.worked(here, found)
        p.compare(here, found.left)
    listed_slips(p, here, [question])


def gradient_check(p: Page, seed: int) -> None:
    """Ask for a two-sided difference of a cube, and how far it is off."""
    theta, step = scalar("theta", "where the slope is taken"), scalar("epsilon", "a step")
    V = let("V", theta**3, "a cube, in the place of a cost")
    central = ((theta + step) ** 3 - (theta - step) ** 3) / (2 * step)
    D = let("A", central, "the two-sided difference")
    question = asked(
        D,
        (
            "you divided by one step instead of two",
            ((theta + step) ** 3 - (theta - step) ** 3) / step,
        ),
        ("you stepped to one side only", ((theta + step) ** 3 - theta**3) / step),
        ("you stepped back only", (theta**3 - (theta - step) ** 3) / step),
        ("you did not divide", (theta + step) ** 3 - (theta - step) ** 3),
    )
    given = drawn_numbers(
        seed,
        lambda draw: {theta: draw.sign() * draw.tenths(5, 20), step: draw.tenths(1, 3)},
        [question],
    )
    p.part("10. A gradient check by hand")
    p.text(
        "Check a slope with a difference, with a step so large that a calculator shows what it "
        "does. Work out the two-sided difference of the cube, its slope, and how far they are "
        "apart. By what is the difference off, with letters?"
    )
    p.symbols(theta, step)
    p.define(V, D)
    here = p.numbers(given)
    with p.try_first("Hint"):
        p.text("Multiply both cubes out and subtract: half of the terms cancel.")
    with p.try_first("Solution"):
        slope = proved(d(V, theta), 3 * theta**2)
        p.worked(here, slope)
        found = p.chain(
            D,
            definition("a step to each side, divided by both steps"),
            central,
            algebra("multiply the cubes out; the even powers of the step cancel"),
            (6 * theta**2 * step + 2 * step**3) / (2 * step),
            algebra("divide"),
            3 * theta**2 + step**2,
            name="gradient_check",
            title="The two-sided difference of a cube",
        )
        p.worked(here, found)
        p.text(
            "It is off by the square of the step, whatever the number is: halve the step, and a "
            "quarter of the error is left. For costs that are no cubes this holds nearly: "
            "[gradient checking](gradient_checking.md#two_point)."
        )
    listed_slips(p, here, [question])
