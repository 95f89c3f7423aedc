"""Shared weights

A parameter that acts in several places: in two time steps, at every place of a signal, in an
encoder and its mirror. Its slope is the sum over its uses.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
uses: d(F, w) = sum(partial(F, u[k]) for k in 1..n): proved for any width
step_entry: delta_1[j] = sum(delta_2[i] * U[i, j] for i in 1..n) * s_prime(z_1[j]): proved for \
any width
step: delta_1 = U.T @ delta_2 * s_prime(z_1): proved for any width
dz_du: d(z_2[i], U[j, k]) = (i == j) * h_1[k] + U[i, j] * (s_prime(z_1[j]) * h_0[k]): proved for \
any width
dC_du: partial(C, U[j, k]) = delta_2[j] * h_1[k] + delta_1[j] * h_0[k]: proved for any width
dC_dU: partial(C, U) = outer(delta_2, h_1.T) + outer(delta_1, h_0.T): proved for any width
kernel_first: partial(K, c[1]) = partial(K, t[1]) * a[1] + partial(K, t[2]) * a[2] + partial(K, \
t[3]) * a[3]: proved for all values
kernel_second: partial(K, c[2]) = partial(K, t[1]) * a[2] + partial(K, t[2]) * a[3] + partial(K, \
t[3]) * a[4]: proved for all values
signal: partial(K, a[2]) = partial(K, t[1]) * c[2] + partial(K, t[2]) * c[1]: proved for all values
dr_dw: d(x_hat[o], W[j, q]) = (o == q) * h[j] + W[j, o] * (s_prime(z[j]) * x[q]): proved for any \
width
tied_entry: partial(L, W[j, q]) = h[j] * gamma[q] + sum(W[j, o] * gamma[o] for o in 1..r) * \
s_prime(z[j]) * x[q]: proved for any width
tied: partial(L, W) = outer(h, gamma.T) + outer(W @ gamma * s_prime(z), x.T): proved for any width
"""

from bpcore import (
    N,
    Page,
    algebra,
    by,
    chain_rule,
    column,
    d,
    definition,
    elementary,
    index,
    kronecker,
    let,
    listed,
    matrix,
    odot,
    ones,
    opaque,
    outer,
    over_paths,
    partial,
    product_rule,
    proved,
    quoted,
    scalar,
    sigmoid,
    stacked,
    total,
    unspecified,
    width,
)
from bpcore.drawing import paths
from bpcore.iris import FLOWERS, flower


def derive(p: Page) -> None:
    """Prove the sum over uses, and use it three times."""
    s = unspecified("s")
    n_u = index("k", over="n")
    w = scalar("w", "a weight")
    u = let("u", w * ones("n"), "its uses: one entry for each place in which it stands")
    F = opaque("F", u, meaning="whatever is made of them, differentiably")

    p.text(
        "The four equations give each layer weights of its own. But a recurrent network uses the "
        "same weights at every step of time, a convolution uses them at every place of a picture, "
        "and some autoencoders use them twice, forwards and mirrored. What is the slope of a "
        "weight that stands in several places?"
    )
    with p.important("In short"):
        p.text(
            "Pretend that each use is a weight of its own, and find its slope as ever. Then add "
            "up the slopes of all uses. No mean is taken, and no use is left out. That is the "
            "[total derivative](total_derivative.md#total): each use is a path."
        )
    p.text(
        "You need the [total derivative](total_derivative.md) and the [four "
        "equations](four_equations.md)."
    )

    p.part("The sum over uses")
    p.text(
        f"A parameter {w} stands in {width('n')} places. Give each place a letter of its own: "
        "copies of the parameter, in a column."
    )
    p.symbols(w)
    p.define(u)
    p.symbols(F)
    p.picture(
        "uses",
        paths(
            [[w], [u[1], u[2], u[3]], [F]],
            [
                *((w, u[k], N(1)) for k in (1, 2, 3)),
                *((u[k], F, partial(F, u[k])) for k in (1, 2, 3)),
            ],
            lit=[[w, u[k], F] for k in (1, 2, 3)],
        ),
        "From a parameter on the left three arrows lead to its three uses, each with the slope "
        "one, and from each use an arrow leads to the result. All are lit.",
        "Three uses, three paths. The first arrow of each has the slope one.",
    )
    p.chain(
        d(F, w),
        over_paths("over every use"),
        total(n_u, partial(F, u[n_u]) * d(u[n_u], w)),
        elementary("a copy moves as the parameter does"),
        total(n_u, partial(F, u[n_u]) * ones("n")[n_u]),
        algebra("a factor of one changes nothing"),
        total(n_u, partial(F, u[n_u])),
        name="uses",
        title="A shared parameter: the sum over its uses",
    )
    p.text(
        f"The derivative {partial(F, u[n_u])} is what a program gets that does not know that the "
        "copies are copies. In school you have met this rule: in a square the same number is used "
        "twice."
    )
    v = scalar("v", "a number")
    p.symbols(v)
    p.chain(
        d(v * v, v),
        product_rule("the first use moves, then the second"),
        d(v, v) * v + v * d(v, v),
        elementary("a number grows as fast as itself"),
        1 * v + v * 1,
    )
    remark = p.mistake("Only one of two uses", d(v * v, v), 1 * v, at={v: 3})
    remark(
        "In a square nobody forgets the second use. In a program it happens easily: somebody "
        "writes the slope of the second use over that of the first instead of adding it."
    )
    p.table(
        ("what is shared", "a use is", "where"),
        (
            "all weights and biases of a network, in a batch",
            "an example",
            "[batches](batches.md#dL_dW)",
        ),
        ("the weights of a recurrent network", "a step of time", "[below](#time)"),
        ("the kernel of a convolution", "a place", "[below](#places)"),
        ("the weights of a tied autoencoder", "encoder, decoder", "[below](#mirror)"),
    )

    p.part("Two steps of time", anchor="time")
    i, j = index("i", over="n"), index("j", over="n")
    k, q = index("k", over="n"), index("q", over="r")
    h_0 = column("h_0", "n", "the state at the beginning")
    x_1, x_2 = column("x_1", "r", "the first input"), column("x_2", "r", "the second input")
    U = matrix("U", "n", "n", "weights by which a state acts on the next one")
    V = matrix("V", "n", "r", "weights by which an input acts on the state")
    b = column("b", "n", "the biases")
    z_1 = let("z_1", U @ h_0 + V @ x_1 + b, "the pre-activations of the first step")
    h_1 = let("h_1", s(z_1), "the state after the first step")
    z_2 = let("z_2", U @ h_1 + V @ x_2 + b, "the pre-activations of the second step")
    C = opaque("C", z_2, meaning="the cost: any that depends on the last step, differentiably")
    e_1 = let("delta_1", partial(C, z_1), "the error of the first step")
    e_2 = let("delta_2", partial(C, z_2), "the error of the second step")
    p.text(
        "A *recurrent* network reads a sequence, one input after another. It keeps a *state*, and "
        "makes the next state from it and from the next input, each time with the same weights. "
        "Two steps are enough to see what happens. Written one after another they look like two "
        "layers; that is called unrolling."
    )
    p.symbols(h_0, x_1, x_2, U, V, b)
    p.define(z_1, h_1, z_2)
    p.symbols(C)
    p.define(e_1, e_2)
    p.text("The error goes back one step as it goes back one layer:")
    entry = p.chain(
        e_1[j],
        definition("what the error means"),
        partial(C, z_1[j]),
        over_paths("over every pre-activation of the second step"),
        total(i, partial(C, z_2[i]) * partial(z_2[i], z_1[j])),
        definition("the first factor is the error of the second step"),
        total(i, e_2[i] * partial(z_2[i], z_1[j])),
        chain_rule("each sum holds the state once, times its weight"),
        total(i, e_2[i] * (U[i, j] * s.prime(z_1[j]))),
        algebra("the slope does not depend on the index of the sum"),
        total(i, e_2[i] * U[i, j]) * s.prime(z_1[j]),
        name="step_entry",
        title="One step back, in components",
    )
    p.chain(
        e_1,
        stacked(entry, "a sum over the rows of the weights is a product with their transpose"),
        odot(U.T @ e_2, s.prime(z_1)),
        name="step",
        title="One step back",
    )
    p.text(
        f"Now a weight of {U}. It stands in the second step, where it meets the state {h_1}, and "
        f"in the first, where it meets {h_0}. So a sum of the second step moves with it in two "
        "ways. The straight d says that the state moves along:"
    )
    move = p.chain(
        d(z_2[i], U[j, k]),
        product_rule("the weight moves, and so does the state that it meets"),
        kronecker(i, j) * h_1[k] + U[i, j] * (s.prime(z_1[j]) * h_0[k]),
        name="dz_du",
        title="A sum of the second step by a weight",
    )
    weight = p.chain(
        partial(C, U[j, k]),
        over_paths("over every pre-activation of the second step"),
        total(i, partial(C, z_2[i]) * d(z_2[i], U[j, k])),
        definition("the first factor is the error"),
        total(i, e_2[i] * d(z_2[i], U[j, k])),
        by(move),
        total(i, e_2[i] * (kronecker(i, j) * h_1[k] + U[i, j] * (s.prime(z_1[j]) * h_0[k]))),
        algebra("of the first part one term is left; from the second what does not count goes out"),
        e_2[j] * h_1[k] + (total(i, e_2[i] * U[i, j]) * s.prime(z_1[j])) * h_0[k],
        by(entry),
        e_2[j] * h_1[k] + e_1[j] * h_0[k],
        name="dC_du",
        title="One weight over two steps of time",
    )
    p.chain(
        partial(C, U),
        stacked(weight, "each term is an entry of an outer product, of error and state"),
        outer(e_2, h_1.T) + outer(e_1, h_0.T),
        name="dC_dU",
        title="The weights of the state: a sum over the steps of time",
    )
    p.text(
        "Each term is [BP4](four_equations.md#BP4) for one step, as if that step had weights of "
        "its own. The weights of the inputs and the biases go the same way:"
    )
    with p.try_first("Try it first: the weights of the inputs, and the biases"):
        p.text(
            f"{proved(partial(C, V), outer(e_2, x_2.T) + outer(e_1, x_1.T))} and "
            f"{proved(partial(C, b), e_2 + e_1)}."
        )
    p.text(
        "With more steps there are more terms, one for each, and the error is carried back from "
        "step to step: that is *backpropagation through time*. If the cost looks at every state "
        "and not at the last one only, each error gets what comes straight from the cost as well. "
        "The same matrix is met at each step back, so over many steps its powers count; that is "
        "why such networks easily [lose their gradient, or have it "
        "explode](vanishing_gradients.md#chain)."
    )
    number = p.choice("flower", 17, "the number of the flower", range(1, FLOWERS + 1))
    petal = flower(number)
    p.text(
        f"With numbers: iris flower {number} as a sequence of two inputs, first its sepal, then "
        "its petal, each with length and width in decimetres. The state has two entries, the "
        "activation is a sigmoid, and the cost is half the sum of the squares of what the second "
        "step adds up."
    )
    Z_1 = let("zeta_1", U @ h_0 + V @ x_1 + b, "the first step")
    H_1 = let("psi_1", sigmoid(Z_1), "the state after it")
    Z_2 = let("zeta_2", U @ H_1 + V @ x_2 + b, "the second step")
    K = let("Q", N(1, 2) * total(i, Z_2[i] ** 2), "half the squared errors, for targets of zero")
    D_1, D_2 = partial(K, Z_1), partial(K, Z_2)
    p.define(Z_1, H_1, Z_2, K)
    sepal = [[petal.sepal_length / 10], [petal.sepal_width / 10]]
    leaf = [[petal.petal_length / 10], [petal.petal_width / 10]]
    here = p.numbers(
        {
            h_0: [[1], [N(1, 2)]],
            x_1: sepal,
            x_2: leaf,
            U: [[N(4, 5), N(-3, 5)], [N(1, 2), N(7, 10)]],
            V: [[1, -2], [N(3, 2), 1]],
            b: [[N(1, 5)], [N(-2, 5)]],
        }
    )
    p.worked(
        here,
        Z_1,
        H_1,
        Z_2,
        proved(D_2, Z_2),
        proved(D_1, odot(U.T @ D_2, odot(H_1, 1 - H_1))),
        proved(partial(K, U), outer(D_2, H_1.T) + outer(D_1, h_0.T)),
    )
    p.compare(here, partial(K, U), partial(K, V), partial(K, b))

    p.part("Every place of a signal", anchor="places")
    a = column("a", 4, "the input: a signal, four numbers in a row")
    c = column("c", 2, "the kernel: two weights")
    y = let(
        "t",
        listed(*(c[1] * a[t] + c[2] * a[t + 1] for t in (1, 2, 3))),
        "the pre-activations: one for each place of the kernel",
    )
    G = opaque("K", y, meaning="the cost")
    p.text(
        "A *convolution* lays the same few weights, the *kernel*, on every place of a signal. "
        "Written out for four numbers and a kernel of two weights, which fits on three places:"
    )
    p.symbols(a, c)
    p.define(y)
    p.symbols(G)
    p.text("Each weight is used once at every place, so its slope has a term for every place:")
    slope = [partial(G, y[t]) for t in (1, 2, 3)]
    p.chain(
        partial(G, c[1]),
        over_paths("over the three places"),
        slope[0] * partial(y[1], c[1])
        + slope[1] * partial(y[2], c[1])
        + slope[2] * partial(y[3], c[1]),
        elementary("at each place the weight is multiplied by the number it lies on"),
        slope[0] * a[1] + slope[1] * a[2] + slope[2] * a[3],
        name="kernel_first",
        title="The first weight of the kernel",
    )
    p.chain(
        partial(G, c[2]),
        over_paths("over the three places"),
        slope[0] * partial(y[1], c[2])
        + slope[1] * partial(y[2], c[2])
        + slope[2] * partial(y[3], c[2]),
        elementary("the second weight lies one number further on"),
        slope[0] * a[2] + slope[1] * a[3] + slope[2] * a[4],
        name="kernel_second",
        title="The second weight of the kernel",
    )
    p.text(
        "Read the two lines together: the errors are laid on the signal, first at its beginning, "
        "then one number further on. So the slopes of the kernel are made as the pre-activations "
        "were, with the errors for a kernel."
    )
    p.text(
        "One layer back it is a number of the signal that acts in several places. In the middle "
        "it lies under both weights:"
    )
    p.chain(
        partial(G, a[2]),
        over_paths("over the two places that see it"),
        slope[0] * partial(y[1], a[2]) + slope[1] * partial(y[2], a[2]),
        elementary("in the first it lies under the second weight, in the second under the first"),
        slope[0] * c[2] + slope[1] * c[1],
        name="signal",
        title="A number in the middle of the signal",
    )
    p.text(
        "The kernel stands there in the opposite order. That is why code for the way back flips "
        "it. To have a signal, take the four measurements of flower 1. In NumPy, `correlate` lays "
        "a kernel on a signal as it is, and `convolve` flips it first:"
    )
    p.code(
        """
        import numpy as np
        from bpcore.iris import flower
        a, kernel = np.array(flower(1).features, dtype=float), np.array([0.5, -2.0])
        y = np.correlate(a, kernel)
        delta = y
        dkernel, da = np.correlate(a, delta), np.convolve(delta, kernel)
        print(dkernel.round(4), da.round(4))
        def cost(a, kernel):
            return 0.5 * float((np.correlate(a, kernel) ** 2).sum())

        step = 1e-5
        [round((cost(a, kernel + s) - cost(a, kernel - s)) / 2e-5, 4) for s in step * np.eye(2)]
        [round((cost(a + s, kernel) - cost(a - s, kernel)) / 2e-5, 4) for s in step * np.eye(4)]
        """
    )
    p.text(
        "The cost is half the sum of the squares, so the errors are the pre-activations "
        "themselves. The last two lines are measured, and agree with the formulas."
    )

    p.part("An encoder and its mirror", anchor="mirror")
    o = index("o", over="r")
    X = column("x", "r", "the input")
    W = matrix("W", "n", "r", "the weights, used twice")
    Z = let("z", W @ X, "the pre-activations of the hidden layer")
    H = let("h", s(Z), "the hidden activations: the input in short")
    R = let("x_hat", W.T @ H, "the reconstruction")
    E = opaque("L", R, meaning="the loss: any that depends on the reconstruction")
    g = let("gamma", partial(E, R), "its slopes by the reconstruction")
    p.text(
        "An *autoencoder* has to give back its input, through a narrow hidden layer. In a *tied* "
        "one the decoder has no weights of its own; it uses those of the encoder, transposed. "
        "Biases go as always and are left out."
    )
    p.symbols(X, W)
    p.define(Z, H, R)
    p.symbols(E)
    p.define(g)
    p.text("A weight acts on the reconstruction as part of the decoder, and through the encoder:")
    both = p.chain(
        d(R[o], W[j, q]),
        product_rule("the weight of the decoder moves, and so does the hidden activation"),
        kronecker(o, q) * H[j] + W[j, o] * (s.prime(Z[j]) * X[q]),
        name="dr_dw",
        title="A number of the reconstruction by a weight",
    )
    tied = p.chain(
        partial(E, W[j, q]),
        over_paths("over every number of the reconstruction"),
        total(o, partial(E, R[o]) * d(R[o], W[j, q])),
        definition("the first factor has a name"),
        total(o, g[o] * d(R[o], W[j, q])),
        by(both),
        total(o, g[o] * (kronecker(o, q) * H[j] + W[j, o] * (s.prime(Z[j]) * X[q]))),
        algebra("of the first part one term is left; from the second what does not count goes out"),
        H[j] * g[q] + (total(o, W[j, o] * g[o]) * s.prime(Z[j])) * X[q],
        name="tied_entry",
        title="One weight, as decoder and as encoder",
    )
    p.chain(
        partial(E, W),
        stacked(tied, "two outer products, both with the shape of the weights"),
        outer(H, g.T) + outer(odot(W @ g, s.prime(Z)), X.T),
        name="tied",
        title="The weights of a tied autoencoder",
    )
    p.text(
        "The second term is what an encoder gets with weights of its own. The first is what a "
        "decoder gets, transposed: [BP4](four_equations.md#BP4) arranges the slopes like the "
        "weights of the decoder, and before they are added to those of the encoder they have to be "
        "turned back. "
        "For one number in, one hidden, and one out the transposes do not matter, and what happens "
        "without the one or the other use is easily seen:"
    )
    one_x, one_w = scalar("xi", "the input"), scalar("omega", "the weight")
    one_h = let("mu", sigmoid(one_w * one_x), "the hidden activation")
    one_r = let("rho", one_w * one_h, "the reconstruction")
    Q = let("R", N(1, 2) * (one_r - one_x) ** 2, "half the square of what it is off")
    p.symbols(one_x, one_w)
    p.define(one_h, one_r, Q)
    at = {one_x: 2, one_w: 1}
    whole = proved(
        partial(Q, one_w),
        (one_r - one_x) * one_h + (one_r - one_x) * one_w * (one_h * (1 - one_h)) * one_x,
    )
    p.text("Both uses:")
    p.worked(p.numbers(at), whole)
    remark = p.mistake(
        "The decoder only",
        partial(Q, one_w),
        (one_r - one_x) * one_h,
        at=at,
        formerly="mistake-6eec2a",
    )
    remark(
        "That would be right if the encoder had weights of its own, which are held. Here they are "
        "the same number and move along."
    )
    remark = p.mistake(
        "The mean of both uses",
        partial(Q, one_w),
        N(1, 2)
        * ((one_r - one_x) * one_h + (one_r - one_x) * one_w * (one_h * (1 - one_h)) * one_x),
        at=at,
        formerly="mistake-cfaf33",
    )
    remark(
        "Each use adds its own effect. A mean belongs into a slope only where the cost is a mean, "
        "as over [a batch](batches.md#mean)."
    )

    p.part("In a program")
    p.text(
        "The rule for every shared parameter: start its gradient at zero, and let each use *add* "
        f"to it. The line is {quoted('dW += ...', of='many programs')} and not an assignment. "
        "Here the tied autoencoder for all flowers, with sigmoids, and the check by differences:"
    )
    p.code(
        """
        from bpcore.iris import load_iris
        X = load_iris().features / 10
        W = np.array([[0.5, -1.0, 1.5, 0.5], [1.0, 0.5, -0.5, -1.5]])
        def forward(W):
            H = 1 / (1 + np.exp(-X @ W.T))
            return H, H @ W

        def cost(W):
            return 0.5 * float(((forward(W)[1] - X) ** 2).sum(axis=1).mean())

        H, R = forward(W)
        G = (R - X) / len(X)
        dW = np.zeros_like(W)
        dW += H.T @ G
        dW += (G @ W.T * H * (1 - H)).T @ X
        step = np.zeros_like(W)
        step[0, 2] = 1e-5
        print(f"{dW[0, 2]:.8f} {(cost(W + step) - cost(W - step)) / 2e-5:.8f}")
        """
    )

    p.part("Questions")
    p.question(
        "Do I divide by the number of uses?",
        "No. The slope says how fast the cost moves with the parameter, and every use moves it.",
    )
    p.question(
        "May I update after each use?",
        "Then the later uses would be worked out with another number than the earlier ones, and "
        "the sum is the slope of nothing. First all uses, then one step.",
    )
    p.question(
        "Is a bias a shared parameter?",
        "In a convolution and over time, yes: it stands at every place, and its slope is the sum "
        "of all errors. In a fully connected layer and one example, no.",
    )
