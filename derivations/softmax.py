"""Softmax and cross-entropy

How a network chooses among several species, what a choice costs, and why the slopes of that last
layer need all paths. Source 001 takes an elementwise step here that does not hold.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
shares: sum(a[k] for k in 1..n) = 1: proved for any width
ratio: a[k] / a[j] = exp(z[k] - z[j]): proved for any width
moved_share: s[j] = a[j]: proved for any width
moved: s = a: proved for any width
one_hot: -sum((k == q) * log(a[k]) for k in 1..n) = -log(a[q]): proved for any width
log_share: log(a[k]) = z[k] - log(S): proved for any width
da_dz: partial(a[k], z[j]) = (k == j) * a[k] - a[k] * a[j]: proved for any width
jacobian: partial(a, z) = diag(a) - a @ a.T: proved for any width
symmetric: partial(a, z).T = partial(a, z): proved for any width
sums: sum(a[k] * a[j] for k in 1..n) = a[j]: proved for any width
columns: sum(partial(a[k], z[j]) for k in 1..n) = 0 for every j: proved for any width
dC_dz: partial(C, z) = (diag(a) - a @ a.T) @ partial(C, a): proved for any width
dC_dz_average: partial(C, z) = a * (partial(C, a) - dot(a, partial(C, a)) * ones((n, 1))): proved \
for any width
dH_da: partial(H_r, a[k]) = -r[k] / a[k]: proved for any width
dH_dz_entry: partial(H_r, z[j]) = a[j] * sum(r[k] for k in 1..n) - r[j]: proved for any width
dH_dz: partial(H_r, z) = a * sum(r[k] for k in 1..n) - r: proved for any width
one: sum(y[k] for k in 1..n) = 1: proved for any width where V differs from zero
dG_dz_entry: partial(H, z[j]) = a[j] - y[j]: proved for any width
dG_dz: partial(H, z) = a - y: proved for any width
dlog_dz: partial(log(a[k]), z[j]) = (k == j) - a[j]: proved for any width
two_species: exp(o[1]) / sum(exp(o[i]) for i in 1..2) = sigmoid(o[1] - o[2]): proved for all values
"""

from bpcore import (
    Claim,
    N,
    Page,
    algebra,
    by,
    chain_rule,
    closed,
    column,
    definition,
    diag,
    dot,
    elementary,
    exp,
    index,
    kronecker,
    let,
    log,
    matrix,
    odot,
    ones,
    opaque,
    over_paths,
    partial,
    proved,
    quotient_rule,
    scalar,
    sigmoid,
    stacked,
    total,
)
from bpcore.drawing import paths
from bpcore.example import example_network
from bpcore.iris import FLOWERS, SPECIES_NAMES, flower


def derive(p: Page) -> None:
    """Derive the Jacobian of softmax and the slopes of cross-entropy, and refute the shortcut."""
    j, k = index("j", over="n"), index("k", over="n")
    right = index("q", over="n")
    x = column("x", "m", "what the last layer receives")
    W = matrix("W", "n", "m", "the weights of the last layer")
    b = column("b", "n", "the biases of the last layer")
    z = let("z", W @ x + b, "the pre-activations of the last layer")
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

    p.text(
        "Is this flower a setosa, a versicolor or a virginica? A network that has to choose ends "
        "in one number for each species. How do these numbers become shares, what does a poor "
        "choice cost, and in which direction should each number move? This page answers for any "
        "number of species."
    )
    with p.important("In short"):
        p.text(
            "*Softmax* turns the pre-activations into positive shares that add up to one. "
            "*Cross-entropy* charges the logarithm of the share that the right species got. "
            "Together they have a short slope: answer minus target, if the targets add up to one. "
            "But it does not come about neuron by neuron. Every share depends on every "
            "pre-activation, so one has to sum over all shares; the elementwise step that is "
            "right for sigmoids is wrong here."
        )
    p.text(
        "You need partial derivatives, the sum over paths and the [error of a layer](error.md). "
        "Only the last layer occurs, so its number is left out."
    )

    p.part("Shares")
    p.text(
        "The layer adds up its inputs as every layer does. Then each pre-activation is put into "
        "an exponential, and every exponential is divided by the sum of all."
    )
    p.symbols(x, W, b)
    for name in (z, S, a):
        p.define(name)
    quotients = exp(z) / S
    shares = p.chain(
        total(k, a[k]),
        definition("what the shares are"),
        total(k, quotients[k]),
        algebra("every entry is divided by the same number, so the sum is"),
        total(k, exp(z[k])) / S,
        definition("the sum of the exponentials has a name"),
        S / S,
        algebra("a positive number over itself"),
        N(1),
        name="shares",
        title="The shares add up to one",
    )
    p.text(
        "Why exponentials? A pre-activation can be negative, a share cannot, and an exponential "
        "is always positive. It also grows with its exponent, so the largest pre-activation gets "
        "the largest share. And two shares compare in a simple way:"
    )
    p.chain(
        a[k] / a[j],
        definition("both have the same sum in the denominator"),
        quotients[k] / quotients[j],
        algebra("the sum cancels; a quotient of powers is a power of the difference"),
        exp(z[k] - z[j]),
        name="ratio",
        title="How two shares compare",
    )
    p.text(
        f"Only the lead of one pre-activation over the other counts. A lead of one makes a "
        f"share {exp(N(1))} times as large as the other, wherever the two stand."
    )

    p.part("The same number added to all")
    c = scalar("c", "a number that is added to every pre-activation")
    lifted = z + c * ones("n")
    u = let("u", lifted, "the pre-activations, all moved by the same number")
    T = let("S_u", total(k, exp(u[k])), "the sum of their exponentials", between=(0, None))
    s = let("s", exp(u) / T, "their shares", between=(0, closed(1)))
    p.text("If only leads count, adding one number to every pre-activation must change nothing.")
    p.symbols(c)
    for name in (u, T, s):
        p.define(name)
    entry = p.chain(
        s[j],
        definition("what a share is"),
        (exp(lifted) / T)[j],
        algebra("entry by entry; a power of a sum is a product"),
        exp(c) * exp(z[j]) / T,
        definition("every exponent in the sum has grown too"),
        exp(c) * exp(z[j]) / total(k, exp(lifted[k])),
        algebra("the new factor goes before the sum, and cancels"),
        (exp(z) / total(k, exp(z[k])))[j],
        definition("that was the share before"),
        a[j],
        name="moved_share",
        title="One share",
    )
    p.chain(
        s,
        stacked(entry, "one below the other"),
        a,
        name="moved",
        title="The same number added to all changes no share",
        when="any number of species",
    )
    p.text(
        "That is more than a curiosity. A computer cannot hold the exponential of a thousand. But "
        "nothing is lost if the largest pre-activation is subtracted from all first: then no "
        "exponent is above zero, no exponential above one, and the sum is at least one."
    )
    p.code(
        """
        import numpy as np
        def naive(Z):
            powers = np.exp(Z)
            return powers / powers.sum(axis=1, keepdims=True)

        def softmax(Z):
            return naive(Z - Z.max(axis=1, keepdims=True))

        Z = np.array([[1000.0, 1001.0, 1002.0]])
        with np.errstate(all="ignore"):
            print(naive(Z))

        print(softmax(Z).round(4))
        """
    )

    p.part("What a choice costs")
    v = column("v", "n", "the votes for each species")
    V = let("V", total(k, v[k]), "all votes")
    y = let("y", v / V, "the targets: shares of the votes")
    G = let("H", -total(k, y[k] * log(a[k])), "cross-entropy: the cost of the shares")
    p.text(
        "What should the shares have been? Usually one for the right species and zero for the "
        "others; that is called *one-hot*. If several people looked at the flower and did not "
        "agree, the target of a species is its share of their votes; these are *soft* labels. "
        "Both are votes over all votes, and one-hot is the case of a single vote."
    )
    p.symbols(v)
    for name in (V, y, G):
        p.define(name)
    p.text(
        f"Count the species by {k}, and let {right} be the right one. Then a one-hot target is a "
        "Kronecker delta, one where both indices agree and zero elsewhere, and of the whole sum "
        "one term is left."
    )
    p.chain(
        -total(k, kronecker(k, right) * log(a[k])),
        algebra("the delta is zero for every other species"),
        -log(a[right]),
        name="one_hot",
        title="Cross-entropy with a one-hot target",
    )
    p.text(
        "So the cost depends on the share of the right species alone. Why its logarithm (the "
        "natural one)? If the share is one, nothing is charged; the nearer it comes to zero, the "
        "more, without limit. How likely are the right answers for several flowers together? The "
        "shares are multiplied, so their logarithms are added, as losses should be. And the "
        "logarithm undoes the exponential, so that the cost never becomes flat where the network "
        "is wrong:"
    )
    p.chain(
        log(a[k]),
        definition("what a share is"),
        log(quotients[k]),
        algebra("the logarithm of a quotient, and of an exponential"),
        z[k] - log(S),
        name="log_share",
        title="The logarithm of a share",
    )
    p.code(
        """
        for share in (1, 1 / 2, 1 / 10, 1 / 1000):
            print(share, "costs", abs(round(np.log(share), 4)))
        """
    )

    p.part("The Jacobian of softmax")
    p.text(
        "Raise one pre-activation. Its own share grows. But all shares are divided by the sum, "
        "and the sum has grown too, so every other share shrinks. There are as many slopes as "
        "there are pairs of a share and a pre-activation."
    )
    da_dz = p.chain(
        partial(a[k], z[j]),
        quotient_rule(
            f"{z[j]} stands in the denominator always, and in the numerator if it is its own"
        ),
        kronecker(k, j) * exp(z[k]) / S - exp(z[k]) * exp(z[j]) / S**2,
        algebra("both fractions are made of the quotients of exponential and sum"),
        kronecker(k, j) * quotients[k] - quotients[k] * quotients[j],
        definition("the quotients are the shares"),
        kronecker(k, j) * a[k] - a[k] * a[j],
        name="da_dz",
        title="One share by one pre-activation",
    )
    jacobian = p.chain(
        partial(a, z),
        stacked(da_dz, "a row for each share, a column for each pre-activation"),
        diag(a) - a @ a.T,
        name="jacobian",
        title="The Jacobian of softmax",
        when="any number of species",
    )
    p.text("It is symmetric: it equals its own transpose.")
    symmetric = p.chain(
        partial(a, z).T,
        by(jacobian),
        (diag(a) - a @ a.T).T,
        algebra("both parts are symmetric: factors may be swapped"),
        diag(a) - a @ a.T,
        by(jacobian),
        partial(a, z),
        name="symmetric",
        title="The Jacobian is symmetric",
    )
    p.text(
        "Its columns add up to zero, and because it is symmetric its rows do. To see it, add "
        f"up column {j}. The diagonal matrix brings in {a[j]} once. The second matrix takes away:"
    )
    p.chain(
        total(k, a[k] * a[j]),
        algebra("the second factor does not depend on the index of the sum"),
        total(k, a[k]) * a[j],
        by(shares),
        1 * a[j],
        algebra("a factor of one changes nothing"),
        a[j],
        name="sums",
        title="What the second matrix takes away from a column",
    )
    p.text("Exactly as much, and nothing is left:")
    p.chain(
        total(k, partial(a[k], z[j])),
        by(da_dz),
        total(k, kronecker(k, j) * a[k] - a[k] * a[j]),
        algebra("the delta leaves one term; the second sum is as above"),
        a[j] - total(k, a[k] * a[j]),
        by(p.results["sums"]),
        a[j] - a[j],
        algebra("the same twice"),
        N(0),
        name="columns",
        title="The columns of the Jacobian add up to zero",
        every=j,
    )
    p.text(
        f"And the rows: {proved(total(j, partial(a[k], z[j])), N(0), every=k)}. Both zeros have a "
        "meaning. A *column* tells what "
        "one pre-activation does to all shares: they go on adding up to one, so what one gains "
        "the others lose. A *row* tells what happens to one share if all pre-activations rise "
        "together: [nothing](#moved)."
    )
    three = (1, 2, 3)
    own = {one: proved(partial(a[one], z[one]), a[one] * (1 - a[one])) for one in three}
    cross = {
        (one, other): proved(partial(a[one], z[other]), -(a[one] * a[other]))
        for one in three
        for other in three
        if other != one
    }
    rows: list[tuple[str | Claim, ...]] = [
        (f"{a[one]}", *(cross.get((one, other), own[one]) for other in three)) for one in three
    ]
    with p.note("Three species, entry by entry"):
        p.text("Each row belongs to a share, each column to a pre-activation.")
        p.table(("", *(f"by {z[other]}" for other in three)), *rows)
    level = {z: [[0], [0], [0]]}
    remark = p.mistake(
        "The slopes beside the diagonal are zero",
        partial(a[1], z[2]),
        N(0),
        at=level,
        covers="S1-77",
    )
    remark(
        f"Right is {jacobian}. The article sets every slope beside the diagonal to zero, because "
        "an answer does not depend on the pre-activation of another neuron. For sigmoids and for "
        "ReLU that is true. Here it is false, and this entry is a third times a third."
    )

    p.part("Any cost: through all the shares")
    C = opaque("C", a, meaning="any cost that depends on the shares")
    p.text(
        "Now let a cost depend on the shares. A pre-activation acts on every share, every share "
        "acts on the cost, and each of these paths adds a term."
    )
    p.symbols(C)
    p.picture(
        "all-paths",
        paths(
            [[z[1]], [a[one] for one in three], [C]],
            [(z[1], a[one]) for one in three] + [(a[one], C) for one in three],
            lit=[(z[1], a[one], C) for one in three],
        ),
        "Three paths lead from the first pre-activation through the three shares to the cost. "
        "All of them are lit.",
        "With three species, three paths lead from each pre-activation to the cost.",
    )
    dC_dz = p.chain(
        partial(C, z),
        over_paths("over every share; the transpose sums over the rows of the Jacobian"),
        partial(a, z).T @ partial(C, a),
        by(symmetric),
        partial(a, z) @ partial(C, a),
        by(jacobian),
        (diag(a) - a @ a.T) @ partial(C, a),
        name="dC_dz",
        title="The error of a softmax layer",
        when="any differentiable cost",
    )
    p.chain(
        partial(C, z),
        by(dC_dz),
        (diag(a) - a @ a.T) @ partial(C, a),
        algebra("the row of shares times the slopes is a number, their average"),
        odot(a, partial(C, a) - dot(a, partial(C, a)) * ones("n")),
        name="dC_dz_average",
        title="The same without a matrix",
    )
    p.text(
        "The number in the middle is the average of the slopes, weighted with the shares. A neuron "
        "is told how far the slope of its own share lies above or below that average, times its "
        "own share."
    )
    p.text(
        "The article says of the last layer that each row of weights reaches the cost only through "
        "the pre-activation of its own neuron. That is true, for softmax too. It concludes that "
        "no sum over paths is needed. That does not follow: from the pre-activation on, the way "
        "parts and leads through all the shares. One path stays one path only if the activation "
        "works neuron by neuron. Three equal shares are enough to [see the "
        "difference](softmax_shortcut.md#S1-82).",
        covers="S1-64",
    )

    p.part("Cross-entropy: answer minus target")
    r = column("r", "n", "any numbers as targets")
    H = let("H_r", -total(k, r[k] * log(a[k])), "cross-entropy with any targets")
    p.text(
        "Put cross-entropy in. To see which property of the targets matters, let them be any "
        "numbers at first."
    )
    p.symbols(r)
    p.define(H)
    dH_da = p.chain(
        partial(H, a[k]),
        chain_rule("one logarithm holds this share"),
        -(r[k] / a[k]),
        name="dH_da",
        title="The cost by one share",
    )
    entry = p.chain(
        partial(H, z[j]),
        over_paths("over every share"),
        total(k, partial(H, a[k]) * partial(a[k], z[j])),
        by(dH_da, da_dz),
        total(k, -(r[k] / a[k]) * (kronecker(k, j) * a[k] - a[k] * a[j])),
        algebra("each share cancels"),
        total(k, r[k] * a[j] - r[k] * kronecker(k, j)),
        algebra("the delta leaves one term; the share does not depend on the index of the sum"),
        a[j] * total(k, r[k]) - r[j],
        name="dH_dz_entry",
        title="The error of one neuron",
    )
    p.chain(
        partial(H, z),
        stacked(entry, "one below the other"),
        a * total(k, r[k]) - r,
        name="dH_dz",
        title="Softmax with cross-entropy, for any targets",
    )
    p.text("Targets that are shares of votes add up to one, and the sum drops out.")
    one = p.chain(
        total(k, y[k]),
        definition("shares are votes over all votes"),
        total(k, (v / V)[k]),
        algebra("every entry is divided by the same number, so the sum is"),
        total(k, v[k]) / V,
        definition("the sum is the number of all votes"),
        V / V,
        algebra("a number over itself; it must not be zero"),
        N(1),
        name="one",
        title="The targets add up to one",
        when="at least one vote",
    )
    error = p.chain(
        partial(G, z[j]),
        over_paths("over every share; the same steps, with shares for targets"),
        a[j] * total(k, y[k]) - y[j],
        by(one),
        a[j] * 1 - y[j],
        algebra("a factor of one changes nothing"),
        a[j] - y[j],
        name="dG_dz_entry",
        title="The error of one neuron, targets that add up to one",
    )
    dG_dz = p.chain(
        partial(G, z),
        stacked(error, "one below the other"),
        a - y,
        name="dG_dz",
        title="Softmax with cross-entropy",
        when="targets that add up to one, one-hot or soft",
        covers="S1-102",
    )
    p.text(
        "The article states this line for one-hot labels, and for them it is right. It also says "
        "that the slopes beside the diagonal vanish and that one multiplies elementwise. The two "
        "cannot both hold for one network. [Softmax, neuron by neuron](softmax_shortcut.md) shows "
        "what that step would give, and what training makes of it."
    )
    with p.try_first("Try it first: the same slope by way of the logarithms"):
        p.text(
            "Differentiate the logarithm of a share first. The share in front cancels at once, and "
            "no fraction is left for the cost."
        )
        dlog_dz = p.chain(
            partial(log(a[k]), z[j]),
            chain_rule("the logarithm, then the share"),
            1 / a[k] * partial(a[k], z[j]),
            by(da_dz),
            1 / a[k] * (kronecker(k, j) * a[k] - a[k] * a[j]),
            algebra("the share cancels"),
            kronecker(k, j) - a[j],
            name="dlog_dz",
            title="The logarithm of a share by a pre-activation",
        )
        p.chain(
            partial(G, z[j]),
            elementary("the targets do not depend on the pre-activations"),
            -total(k, y[k] * partial(log(a[k]), z[j])),
            by(dlog_dz),
            -total(k, y[k] * (kronecker(k, j) - a[j])),
            algebra("the delta leaves one term; the share goes before the sum"),
            a[j] * total(k, y[k]) - y[j],
            by(one),
            a[j] * 1 - y[j],
            algebra("a factor of one changes nothing"),
            a[j] - y[j],
        )

    p.part("On a flower")
    number = p.choice("flower", 17, "the number of the flower", range(1, FLOWERS + 1))
    iris, network = flower(number), example_network()
    measured, rank = iris.features, SPECIES_NAMES.index(iris.species) + 1
    sums = network.pre_activations(measured)
    p.text(
        f"Flower {number} is a {iris.species}, species number {rank} of three. Here is the "
        "last layer of a small network, with four measurements and five hidden ReLU neurons before "
        "it. What the last "
        "layer receives is what the hidden neurons say to this flower."
    )
    here = p.numbers(
        {
            x: [[max(value, 0)] for value in sums],
            W: network.W_2,
            b: network.b_2,
            v: [[int(one == iris.species)] for one in SPECIES_NAMES],
        }
    )
    p.worked(here, z, a)
    p.text(
        f"How does the share of the {iris.species} move with each of the three pre-activations? Up "
        "to the last digit shown, the three slopes add up to zero, as [all "
        "columns](#columns) and rows do:"
    )
    p.worked(here, *(cross.get((rank, other), own[rank]) for other in three))
    p.text(
        f"These three are row {rank} of the Jacobian. Now the error, once with the "
        "whole "
        "Jacobian, over all paths, and once in short:"
    )
    p.worked(here, proved(partial(G, z), partial(a, z) @ partial(G, a)), dG_dz)
    p.text(
        "The two agree, and only the share of the right species is to grow. Moving each "
        "pre-activation a little gives the same slopes, of a share and of the cost; so does "
        "moving each bias:"
    )
    p.compare(here, partial(a[rank], z), partial(G, z), partial(G, b))

    p.part("Questions")
    o = column("o", 2, "two pre-activations")
    i = index("i", over=2)
    p.question(
        "Why is it answer minus target, as for a sigmoid?",
        "Because softmax is the sigmoid for more than two species. With two of them, the share of "
        "the first is a sigmoid of its lead over the second:",
    )
    p.symbols(o)
    p.chain(
        exp(o[1]) / total(i, exp(o[i])),
        algebra("the sum has two terms"),
        exp(o[1]) / (exp(o[1]) + exp(o[2])),
        algebra("numerator and denominator divided by the first exponential"),
        1 / (1 + exp(-(o[1] - o[2]))),
        definition("that is a sigmoid"),
        sigmoid(o[1] - o[2]),
        name="two_species",
        title="Softmax of two species",
    )
    p.text(
        "In both, the logarithm of the cost undoes the exponentials of the activation, and what is "
        "left of the activation is its own value. It belongs to the pair, not to the activation: "
        "[other pairings](pairings.md) shows pairs that end differently."
    )
    p.question(
        "Do I have to build that matrix for every flower?",
        "No. With cross-entropy the slope is a difference of two columns. With another cost, the "
        "[same without a matrix](#dC_dz_average) needs one sum for each flower.",
    )
