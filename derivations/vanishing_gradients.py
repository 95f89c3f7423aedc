"""Vanishing and exploding gradients

What a slope is multiplied by on its way back through many layers, how small sigmoids make it, and
how large weights may be at the start.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
chain: partial(C, b^[1]) = partial(C, z^[4]) * (w^[2] * w^[3] * w^[4]) * (s_prime(z^[1]) * \
s_prime(z^[2]) * s_prime(z^[3])): proved for all values
slope: d(sigmoid(z), z) = v: proved for all values
residual: d(h_1, h) = 1 + s_prime(h): proved for all values
mean_square: 1 / m * dot(u, u) = sum(sum(x[i] * M[i, r] * x[r] for r in 1..n) for i in 1..n): \
proved for any width
independent: 1 / (m * p) * sum(sum(mu[o] * xi[k] for k in 1..p) for o in 1..m) = 1 / m * \
sum(mu[o] for o in 1..m) * (1 / p * sum(xi[k] for k in 1..p)): proved for any width
alike: sum(sum(x[i] * (nu * (i == r)) * x[r] for r in 1..n) for i in 1..n) = n * nu * (1 / n * \
dot(x, x)): proved for any width
back: sum(sum(psi[k] * (nu * (k == q)) * psi[q] for q in 1..p) for k in 1..p) = p * nu * (1 / p * \
dot(psi, psi)): proved for any width
half: 1/2 * (relu(t)**2 + relu(-t)**2) = 1/2 * t**2: proved for all values
"""

from bpcore import (
    N,
    Page,
    algebra,
    array,
    by,
    chain_rule,
    closed,
    column,
    d,
    definition,
    dot,
    elementary,
    gate,
    index,
    kronecker,
    let,
    matrix,
    odot,
    partial,
    positive_part,
    relu,
    scalar,
    sigmoid,
    tanh,
    total,
    unspecified,
    width,
)
from bpcore.drawing import curves, paths

LAYERS = 4


def derive(p: Page) -> None:
    """Show the product on the way back, bound it for sigmoids, and prove what a variance does."""
    s = unspecified("s")
    p.text(
        "Put ten layers of sigmoids on top of one another, and the first one hardly learns: "
        "*vanishing gradients*. Make the weights larger, and the slopes may become so large that "
        "a step of training leads anywhere. Both have one cause: on its way back a slope is "
        "multiplied once for each layer. This page looks at that product."
    )
    with p.important("In short"):
        p.text(
            "From layer to layer the error is multiplied by weights and by a slope of the "
            "activation. The slope of a sigmoid is never more than a quarter, so the slopes of "
            f"{LAYERS} sigmoids in a row bring a factor of at most one in {4**LAYERS}, whatever "
            "the numbers are. If the weights do not make up for it, the gradient *vanishes*; if "
            "they do more than that, it can *explode*. The slope of an open ReLU is one. Weights "
            "of the right variance keep the mean square of the sums the same through any number "
            "of ReLU layers, on the average over all draws; for the errors on the way back that "
            "is true only nearly."
        )
    p.text(
        "You need the [chain rule](total_derivative.md#one_path) and, for layers of many neurons, "
        "the second of the [four equations](four_equations.md#BP2)."
    )

    p.part("One neuron in each layer")
    a = [scalar("a^[0]", "the input")]
    w, b, z = [], [], []
    ordinals = ("first", "second", "third", "last")
    for layer, which in enumerate(ordinals, 1):
        w.append(scalar(f"w^[{layer}]", f"the weight of the {which} neuron"))
        b.append(scalar(f"b^[{layer}]", f"the bias of the {which} neuron"))
        said = f"the pre-activation of the {which} neuron"
        z.append(let(f"z^[{layer}]", w[-1] * a[-1] + b[-1], said))
        if layer < LAYERS:
            said = f"the activation of the {which} neuron"
            a.append(let(f"a^[{layer}]", s(z[-1]), said))
    C = let("C", unspecified("f")(z[-1]), "the cost: any differentiable function of the last sum")
    p.text(
        f"Nothing is as easy to follow as a single path. So let each of {LAYERS} layers have one "
        "neuron. "
        "Its activation is any function with a derivative."
    )
    p.symbols(a[0], *w, *b)
    p.define(*[one for pair in zip(z, a[1:], strict=False) for one in pair], z[-1], C)
    slopes = [w[n + 1] * s.prime(z[n]) for n in range(LAYERS - 1)]
    p.picture(
        "one-path",
        paths(
            [[one] for one in z],
            [(z[n], z[n + 1], slopes[n]) for n in range(LAYERS - 1)],
            lit=[z],
        ),
        "A single path leads from the first pre-activation over the second and third to the last. "
        "Each arrow bears a weight times a slope.",
        "Each arrow between two layers bears a weight and a slope of the activation.",
    )
    p.text("How does the cost move with the first bias? Multiply the slopes along the path:")
    p.chain(
        partial(C, b[0]),
        chain_rule("one path, from neuron to neuron"),
        partial(C, z[3])
        * partial(z[3], z[2])
        * partial(z[2], z[1])
        * partial(z[1], z[0])
        * partial(z[0], b[0]),
        elementary("the bias is added as it is"),
        partial(C, z[3]) * partial(z[3], z[2]) * partial(z[2], z[1]) * partial(z[1], z[0]) * 1,
        chain_rule("each sum holds the activation below once, times its weight"),
        partial(C, z[3]) * slopes[2] * slopes[1] * slopes[0] * 1,
        algebra("the weights together, and the slopes together"),
        partial(C, z[3]) * (w[1] * w[2] * w[3]) * (s.prime(z[0]) * s.prime(z[1]) * s.prime(z[2])),
        name="chain",
        title="The product on the way back",
    )
    p.text(
        "A weight and a slope for each layer above the first. Behind the last sum the same "
        f"would go on. The slope of the weight {w[0]} is this product times the input, so it "
        "shares its fate. With wide layers each path has such a product, and [BP2]"
        "(four_equations.md#BP2) adds the paths up."
    )
    small = {
        a[0]: N(3, 2),
        **dict(zip(w, (N(1), N(-2), N(3, 2), N(1)), strict=True)),
        **dict(zip(b, (N(1, 2), N(1), N(-1, 2), N(1)), strict=True)),
    }
    here = p.numbers(small)
    p.instances(
        here,
        [
            p.chain(
                partial(z[-1], b[0]),
                chain_rule("the same for the last sum itself"),
                (w[1] * w[2] * w[3]) * (s.prime(z[0]) * s.prime(z[1]) * s.prime(z[2])),
            )
        ],
        {s: sigmoid},
        {s: tanh},
    )

    p.part("A sigmoid: never more than a quarter", anchor="quarter")
    t = scalar("z", "any pre-activation")
    quarter = (0, closed(N(1, 4)))
    v = let("v", sigmoid(t) * (1 - sigmoid(t)), "the slope of a sigmoid", between=quarter)
    p.text(
        "The [slope of the sigmoid](sigmoid.md#dsigma_dz) is its value times one minus its value. "
        "[It is nowhere steeper than a quarter](activations.md#sigmoid_steepest), and a quarter is "
        "reached where the value is a half, at zero."
    )
    p.symbols(t)
    p.define(v)
    p.symbols(v)
    p.chain(
        d(sigmoid(t), t),
        by(p.cite("sigmoid/dsigma_dz")),
        sigmoid(t) * (1 - sigmoid(t)),
        definition("the slope has a name"),
        v,
        name="slope",
        title="The slope of a sigmoid, which has bounds",
    )
    p.text(
        "The table says more than the formula: between which bounds the values lie, whatever "
        "number is put in. Such bounds are [proved](../how-it-is-checked.md#bounds) of the "
        "definition, or the page is refused."
    )

    p.part("Many sigmoids")
    rho = scalar(
        "rho",
        "a product of slopes of sigmoids, one for each of some layers, each taken four times",
        between=(0, closed(1)),
    )
    more = let("kappa", rho * (4 * v), "the same with one layer more", between=(0, closed(1)))
    p.text(
        "What do the slopes of many layers make together? By induction. Take each of them four "
        "times, so that none is more than one. *Start:* for no layer at all the product is one. "
        "*Step:* suppose that for some number of layers it lies above zero and is at most one. "
        "One more layer brings one more slope, also taken four times:"
    )
    p.symbols(rho)
    p.define(more)
    p.symbols(more)
    p.text(
        f"The bounds of {more} are proved from those of {rho} and of {v}. *Therefore* the product "
        "lies there for any number of layers. Without the fours: the slopes of so many sigmoids "
        "together are at most a quarter times a quarter and so on, one quarter for each layer. "
        "They never reach zero, and they are that large only if every neuron sits at zero. As "
        "numbers:"
    )
    p.code(
        """
        for layers in (1, 2, 4, 8, 16):
            print(f"{layers:2} layers: at most one in {4**layers}")
        """
    )

    p.part("And the weights?")
    two = scalar("omega", "a weight of at most two in size", between=(closed(-2), closed(2)))
    halved = let("chi", two * v, "weight times slope", between=(closed(N(-1, 2)), closed(N(1, 2))))
    p.text(
        "The product has a weight in each factor, and a weight of four can make up for the "
        "steepest slope of a sigmoid. Smaller ones cannot:"
    )
    p.symbols(two)
    p.define(halved)
    p.symbols(halved)
    p.text(
        "So with weights of at most two in size each layer halves the product at least. And in a "
        "layer of many neurons? There the paths are added up, and what counts is the weight of all "
        f"of them together. Let {width('p')} neurons stand above, and let each weight be at most "
        "two in size, divided by their number."
    )
    j, k = index("j", over="n"), index("k", over="p")
    A = column("a", "n", "what the sigmoids of a layer say", between=(0, 1))
    V = array(
        "V",
        "p",
        "n",
        "the weights above, times the number of neurons there",
        between=(closed(-2), closed(2)),
    )
    D = column("delta^[l+1]", "p", "the errors above, at most one in size", (closed(-1), closed(1)))
    G = let("g", odot(A, 1 - A), "the slopes of these sigmoids", between=quarter)
    below = let(
        "delta^[l]",
        odot(1 / width("p") * (V.T @ D), G),
        "the errors of the layer",
        between=(closed(N(-1, 2)), closed(N(1, 2))),
    )
    p.symbols(A, V, D)
    p.define(G, below)
    p.symbols(G, below)
    p.chain(
        below[j],
        definition("BP2 with such weights"),
        odot(1 / width("p") * (V.T @ D), G)[j],
        algebra("entry by entry: a sum over the neurons above"),
        1 / width("p") * total(k, V[k, j] * D[k]) * G[j],
    )
    p.text(
        "Whatever bounds the errors above is halved: the line is proportional to them, so an error "
        "of at most one stands for an error of any size. Ten such layers "
        f"leave at most one in {2**10}. "
        "The bound says nothing of larger weights; with these the errors may shrink or "
        "grow."
    )

    p.part("Tanh and ReLU")
    tau = let("tau", 1 - tanh(t) ** 2, "the slope of a tanh", between=(0, closed(1)))
    open_ = let("gamma", gate(t), "the slope of a ReLU", between=(closed(0), closed(1)))
    p.text(
        "The [slope of a tanh](activations.md#tanh) is at most one, and the [slope of a ReLU]"
        "(activations.md#relu) is one or nothing:"
    )
    p.define(tau, open_)
    p.symbols(tau, open_)
    p.text(
        "Products of such slopes are at most one as well. For tanh the product is one only if "
        "every neuron sits exactly at zero; else it shrinks, slowly for sums near zero and fast "
        "for large ones. For ReLU there are two cases: if one gate on a path is shut, nothing "
        "passes along it; if all are open, the slopes take nothing away, however long the path "
        "is, and only the weights count."
    )
    p.text(
        "With all gates open and one and the same weight in each layer, what becomes of a slope "
        "of one?"
    )
    p.code(
        """
        for layers in (10, 50):
            for weight in (0.5, 1, 2):
                print(f"{layers} layers, weight {weight}: {float(weight)**layers:.3g}")
        """
    )
    big = scalar("theta", "a weight of any size")
    p.text(
        "That is the other half of the trouble. A product of many factors above one *explodes*. "
        "It can happen with sigmoids too, if a weight is large and the sum is near zero all the "
        "same, which takes a bias or an input of the right size:"
    )
    p.symbols(big)
    factor = let("phi", big * v, "what one layer of sigmoids multiplies by")
    p.define(factor)
    p.worked(p.numbers({big: 12, t: 0}), factor)
    p.text(
        "Three times as much from each layer. In a [recurrent network](shared_weights.md#time) the "
        "*same* weight is met at every time step, so there both happen most easily."
    )

    p.part("A way around: the input once more")
    x_0 = scalar("h", "what a block of layers receives")
    u = let("h_1", x_0 + s(x_0), "the input, and what the block makes of it")
    p.text(
        "Add to what a block of layers says the input that it received. Then there are two paths, "
        "and one of them has the slope one:"
    )
    p.symbols(x_0)
    p.define(u)
    p.chain(
        d(u, x_0),
        definition("write out the name"),
        d(x_0 + s(x_0), x_0),
        elementary("a sum grows as both summands together"),
        1 + s.prime(x_0),
        name="residual",
        title="A block with its input added",
    )
    p.text(
        "If the block itself lets nearly nothing through, nearly one is left, and the gradient "
        "does not vanish in it. Such a path past the block is a *skip connection*. It does not "
        "help where the slope of the block is near minus one, nor against large slopes."
    )

    p.part("On flowers")
    p.text(
        "Twelve layers of ten neurons and a softmax, all 150 flowers, weights drawn at "
        "random with the variance that is [explained below](#variance), biases of zero. How large "
        "are the slopes of the weights in each layer, on the average? For sigmoids, for "
        "tanh and for ReLU, in layers 1, 4, 7, 10 and 13:"
    )
    known = p.code(
        """
        import numpy as np
        from bpcore.iris import load_iris, one_hot, standardise
        from bpcore.network import Network
        iris = load_iris()
        X, Y = standardise(iris.features).features, one_hot(iris.species, 3)
        widths, loss, sizes = [4] + [10] * 12 + [3], "categorical cross-entropy", {}
        for name in ("sigmoid", "tanh", "relu"):
            network = Network.random(widths, [name] * 12 + ["softmax"], loss, seed=1)
            gradients = network.backward(network.forward(X), Y)
            sizes[name] = [float(abs(gradients.dC_dW[l]).mean()) for l in range(1, 14)]
            print(f"{name:7}", *(f"{sizes[name][l - 1]:.0e}" for l in (1, 4, 7, 10, 13)))
        """
    )
    sizes = known["sizes"]
    numbers = list(range(1, 14))
    p.picture(
        "sizes",
        curves(
            ("ReLU", numbers, sizes["relu"]),
            ("tanh", numbers, sizes["tanh"]),
            ("sigmoid", numbers, sizes["sigmoid"]),
            x="number of the layer",
            y="mean size of a slope",
            log_y=True,
            marks=True,
        ),
        "Three curves over the number of the layer, from one to thirteen, with a logarithmic "
        "scale. Those of ReLU and tanh stay in the upper part. That of the sigmoid falls from "
        "right to left in an almost straight line, through many powers of ten.",
        "Mean size of the slopes of the weights, before training. Behind twelve layers of "
        "sigmoids hardly anything arrives at the first one.",
    )
    fewer = sizes["sigmoid"][11] / sizes["sigmoid"][0]
    p.text(
        "For the sigmoids the line is almost straight on a logarithmic scale: one factor for each "
        f"layer. From layer 12 to layer 1 the slopes become "
        f"{round(fewer / 1e6)} million times smaller. Does a larger "
        "learning rate help? Not by itself: the last layers would take steps as many times too "
        "long."
    )

    p.part("How large should the weights be?", anchor="variance")
    m, n = width("m"), width("n")
    X = matrix("W", "m", "n", "the weights of one neuron: one row for each draw")
    x = column("x", "n", "what the neuron receives, the same in each draw")
    c, r = index("i", over="n"), index("r", over="n")
    y = let("u", X @ x, "what the neuron adds up, in each draw")
    M = let("M", 1 / m * (X.T @ X), "mean products of two weights of one draw")
    nu = scalar("nu", "the mean square of a weight", between=(0, None))
    p.text(
        "Before training, weights are drawn at random. Too small, and everything shrinks from "
        "layer to layer; too large, and it grows. What is the right size? Look at one neuron, with "
        "a bias of zero, and draw its weights many times. A mean over all draws can be written "
        f"with matrices: row after row of {X} is a draw, and all of them count alike."
    )
    p.symbols(X, x, nu)
    p.define(y, M)
    p.text("How large is the sum on the average? Sums have both signs, so look at their squares:")
    p.chain(
        1 / m * dot(y, y),
        definition("what the neuron adds up"),
        1 / m * dot(X @ x, X @ x),
        algebra("a scalar product is a row times a column"),
        x.T @ (1 / m * (X.T @ X)) @ x,
        definition("the mean products have a name"),
        x.T @ M @ x,
        algebra("row times matrix times column, written out"),
        total(c, total(r, x[c] * M[c, r] * x[r])),
        name="mean_square",
        title="The mean square of a sum",
    )
    u_1, u_2 = column("mu", "m", "the draws of one weight"), column("xi", "p", "of another one")
    o = index("o", over="m")
    p.text(
        "When is a mean product of two weights zero? If they are drawn *independently*, each value "
        "of the one meets each value of the other equally often:"
    )
    p.symbols(u_1, u_2)
    p.chain(
        1 / (m * width("p")) * total(o, total(k, u_1[o] * u_2[k])),
        algebra("what does not depend on the inner sum goes out of it"),
        (1 / m * total(o, u_1[o])) * (1 / width("p") * total(k, u_2[k])),
        name="independent",
        title="The mean of the product is the product of the means",
        when="two lists of numbers of which every pair counts once",
    )
    p.text(
        f"In {M} stand the mean squares of the weights, on the diagonal, and beside it the mean "
        "products of two different weights. Suppose, and from here on this is a condition, that "
        "the weights are drawn with mean zero, independently of one another, and all from the "
        f"same distribution. Then all mean squares are the same number {nu}, which is the "
        "*variance*. The mean products of different weights are zero, because for independent "
        "weights the mean of the product is the [product of the means](#independent). (For "
        "finitely many draws this holds about, and better the more there are.) So the entries of "
        f"the matrix become nothing but {nu} on the diagonal and zeros beside it, which the "
        "Kronecker delta says:"
    )
    p.chain(
        total(c, total(r, x[c] * (nu * kronecker(c, r)) * x[r])),
        algebra("of the inner sum one term is left"),
        total(c, x[c] * nu * x[c]),
        algebra("the squares are a scalar product"),
        nu * dot(x, x),
        algebra("multiply by the number of inputs, and divide by it"),
        n * nu * (1 / n * dot(x, x)),
        name="alike",
        title="The mean square of a sum, for independent weights",
    )
    p.text(
        "The last factor is the mean square of the inputs. So a layer keeps the mean square on the "
        "average if the variance is one over the number of its inputs. On the way back the errors "
        f"of the {width('p')} neurons above are added up, with weights that are drawn alike, and "
        "the same calculation gives"
    )
    above, q = width("p"), index("q", over="p")
    e = column("psi", "p", "the errors above, the same in each draw")
    p.symbols(e)
    p.chain(
        total(k, total(q, e[k] * (nu * kronecker(k, q)) * e[q])),
        algebra("one term of the inner sum is left; then multiply and divide by the number"),
        above * nu * (1 / above * dot(e, e)),
        name="back",
        title="The mean square of what comes back, before the slope",
    )
    p.text(
        "For the way back the variance should be one over the number of neurons *above*. Both "
        "at once is possible only between layers of equal width; a common compromise is two over "
        "the sum of both numbers."
    )
    p.text(
        "And the activation? A ReLU lets only positive sums through. If a distribution is "
        "symmetric, each set of weights is drawn as often as its negative, which gives the "
        "negative sum. Take the mean over both:"
    )
    sum_ = scalar("t", "a sum")
    p.symbols(sum_)
    p.chain(
        N(1, 2) * (relu(sum_) ** 2 + relu(-sum_) ** 2),
        definition("the larger of zero and the number"),
        N(1, 2) * (positive_part(sum_) ** 2 + positive_part(-sum_) ** 2),
        algebra("one of the two is zero, the other one is the size of the sum"),
        N(1, 2) * sum_**2,
        name="half",
        title="A ReLU leaves half of the mean square",
    )
    p.text(
        "So with ReLU in front of a layer the variance should be two over the number of inputs. "
        "`Network.random` draws weights like this. Does it do what was derived? Fifty layers of a "
        "hundred neurons, with half, once and twice this variance, and the root of the mean "
        "square of the sums for all flowers, in layers 2, 11, 31 and 50:"
    )
    p.code(
        """
        rng = np.random.default_rng(1)
        drawn = [rng.normal(size=(100, 100)) for _ in range(49)]
        first = rng.normal(size=(100, 4)) / 2
        for share in (0.5, 1, 2):
            Z, found = X @ first.T, []
            for W in drawn:
                Z = np.maximum(0, Z) @ W.T * np.sqrt(share * 2 / 100)
                found.append(float(np.sqrt((Z**2).mean())))
            print(f"{share:<3}", *(f"{found[l]:.1e}" for l in (0, 9, 29, 48)))
        """
    )
    p.text(
        "Half the variance, and on the average each layer divides by the root of two; twice, and "
        "each multiplies by it. How much of this is proved? What stands in the numbered results: "
        "means over draws, with what comes in held fixed. For many layers one needs besides that "
        "the weights of different layers are drawn independently; then the mean over all draws "
        "can be taken layer by layer, since what comes in was made by other draws. For sigmoids "
        "and tanh no such simple law is true, because they are no straight lines; on the way back "
        "through a ReLU it is *assumed* that gates and errors do not depend on one another, which "
        "is true only nearly. And after the first step of training the weights are no longer "
        "independent. Then the rule is a good start, and no more than that."
    )

    p.part("Questions")
    p.question(
        "Is a gradient that vanishes a mistake in my program?",
        "Not necessarily. Check the gradient [with differences](gradient_checking.md): if they "
        "agree, the slopes really are as small as that. Then change the activation, the size of "
        "the weights, or the depth.",
    )
    p.question(
        "Why does a sigmoid in the last layer do no harm?",
        "With binary cross-entropy its slope [cancels](neuron.md#dL_dz), so the product begins "
        "with answer minus target. Only the hidden layers bring slopes of their own.",
    )
    p.question(
        "What helps against slopes that are too large?",
        "Smaller weights at the start, a smaller learning rate, or a limit: if the gradient is "
        "longer than some bound, it is shortened to it before the step. That changes the "
        "length of the step and not its direction.",
    )
