"""Three paths through a batch

How the cost changes with one input: directly, through the mean, and through the variance.

>>> from bpcore import run
>>> page = run(derive)
>>> print(page.results["dC_dx"].verdict)
proved for any width
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
    ones,
    opaque,
    over_paths,
    partial,
    product_rule,
    proved,
    scalar,
    sqrt,
    total,
    width,
)
from bpcore.iris import flower

CHOSEN = (17, 51, 71, 101)


def derive(p: Page) -> None:
    """Derive the slope of a cost by one input of a normalised batch."""
    m, k, i, j = width("m"), index("k", "m"), index("i", "m"), index("j", "m")
    x = column("x", "m", "one feature of the examples of a batch")
    epsilon = scalar("epsilon", "a small number, so that nothing is divided by zero", (0, None))
    gamma = scalar("gamma", "the scale that the layer learns")
    beta = scalar("beta", "the shift that the layer learns")
    mu = let("mu", total(k, x[k]) / m, "the mean of the batch")
    v = let("v", total(k, (x[k] - mu) ** 2) / m, "the variance of the batch")
    w = let("w", v + epsilon, "the variance, kept away from zero")
    s = let("s", 1 / sqrt(w), "the scale: one over the standard deviation")
    x_hat = let("x_hat", s * (x - mu * ones("m")), "the normalised values")
    y = let("y", gamma * x_hat + beta * ones("m"), "what the layer hands on")
    C = opaque("C", y, meaning="a cost")

    p.text(
        "In most layers an input acts in its own example only. Here it does not: it moves the mean "
        "and the variance of the whole batch, and through them every other example. That is what "
        "makes this gradient look forbidding, and it is nothing but the total derivative."
    )
    p.symbols(x, epsilon, gamma, beta, C)
    p.define(mu, v, w, s, x_hat, y)
    p.text(
        f"All this is for {m} examples, however many. The slopes {partial(C, y)} are known. The "
        f"scale {s} and its root are the subject of [the first page](normalise.md)."
    )

    p.part("What one input moves")
    p.text(
        f"One input, number {j}, moves the mean by its share. {kronecker(k, j)}, the Kronecker "
        f"delta, is one where {k} is {j}, and zero everywhere else:"
    )
    p.chain(
        partial(mu, x[j]),
        definition("what the mean is"),
        partial(total(k, x[k]) / m, x[j]),
        elementary("the sum holds this input once"),
        total(k, kronecker(k, j)) / m,
        name="dmu_dx",
        title="The mean by one input",
    )
    p.text(
        f"The sum counts how often {k} is {j}: once. So the slope is one over the number of "
        "examples. And the variance? It shows the inputs and their mean, and the mean moves with "
        "them. The straight d asks for the whole slope, in which it does:"
    )
    dv = p.chain(
        d(v, x[j]),
        definition("what the variance is"),
        d(total(k, (x[k] - mu) ** 2) / m, x[j]),
        elementary("the slope of a square, in every example"),
        2 / m * total(k, (x[k] - mu) * (kronecker(k, j) - partial(mu, x[j]))),
        algebra("the slope of the mean is the same in every term"),
        2 / m * ((x[j] - mu) - partial(mu, x[j]) * (total(k, x[k]) - m * mu)),
        definition("what the mean is"),
        2 / m * ((x[j] - mu) - partial(mu, x[j]) * (total(k, x[k]) - m * (total(k, x[k]) / m))),
        algebra("the deviations add up to nothing"),
        2 / m * (x[j] - mu),
        name="dv_dx",
        title="The variance by one input",
    )
    p.text(
        "The deviations from a mean add up to nothing: so it does not matter here that the mean "
        "moves too. The scale moves with the variance, by a single path:"
    )
    ds = p.chain(
        partial(s, x[j]),
        chain_rule("the scale depends on the inputs through the variance alone"),
        partial(s, v) * d(v, x[j]),
        by(dv),
        partial(s, v) * (2 / m * (x[j] - mu)),
        elementary("the slope of one over a root"),
        -N(1, 2) * (s / w) * (2 / m * (x[j] - mu)),
        algebra("the half meets the two"),
        -(s / w) * ((x[j] - mu) / m),
        name="ds_dx",
        title="The scale by one input",
    )

    p.part("The Jacobian of normalisation")
    p.text(
        "Now one normalised value by one input. The product rule has two terms, and the first of "
        "them two parts: three paths."
    )
    entry = (x - mu * ones("m"))[i]
    jacobian = p.chain(
        d(x_hat[i], x[j]),
        definition("what a normalised value is"),
        d((s * (x - mu * ones("m")))[i], x[j]),
        product_rule("the deviation times the scale"),
        s * d(entry, x[j]) + (x[i] - mu) * partial(s, x[j]),
        elementary("directly, and through the mean"),
        s * (kronecker(i, j) - 1 / m) + (x[i] - mu) * partial(s, x[j]),
        by(ds),
        s * (kronecker(i, j) - 1 / m) + (x[i] - mu) * (-(s / w) * ((x[j] - mu) / m)),
        algebra("the scale is in every term"),
        s / m * (m * kronecker(i, j) - 1 - (x[i] - mu) * (x[j] - mu) / w),
        name="jacobian",
        title="One normalised value by one input",
    )
    p.text(
        "Directly, there is a one in its own example and a zero in all others. Through the mean, "
        "every example loses the same. Through the variance, it loses in proportion to how far "
        "both are from the mean."
    )

    p.part("The cost by one input")
    deltas = total(i, partial(C, y[i]))
    p.chain(
        partial(C, x[j]),
        over_paths("over every normalised value of the batch"),
        total(i, partial(C, x_hat[i]) * d(x_hat[i], x[j])),
        elementary("the scale that is learned multiplies each of them"),
        total(i, gamma * partial(C, y[i]) * d(x_hat[i], x[j])),
        by(jacobian),
        total(
            i,
            gamma
            * partial(C, y[i])
            * (s / m * (m * kronecker(i, j) - 1 - (x[i] - mu) * (x[j] - mu) / w)),
        ),
        algebra("three sums; of the first, one term is left"),
        gamma
        * (s / m)
        * (
            m * partial(C, y[j])
            - deltas
            - (x[j] - mu) / w * total(i, partial(C, y[i]) * (x[i] - mu))
        ),
        name="dC_dx",
        title="The cost by one input of the batch",
    )
    p.text(
        "One term for each path: the slope of its own example, minus the mean of all slopes, minus "
        "what is in proportion to the input's own deviation. No example is alone any more."
    )

    p.part("As the paper writes it")
    direct = partial(x_hat[i], x[j], holding=(mu, v))
    p.text(
        "The paper on batch normalisation names the three paths one by one. On the first of them "
        "mean and variance stand still, and what stands still is written as a subscript: "
        f"{direct} is the slope of a normalised value by an input with {mu} and {v} held. The "
        f"variance moves with {mu} held. What the mean does to it is part of {partial(C, mu)}. "
        f"That is a whole slope like {partial(C, x[j])}: the cost shows neither, so nothing is "
        "left open."
    )
    p.chain(
        partial(C, x[j]),
        over_paths("directly, through the variance, and through the mean"),
        total(i, partial(C, x_hat[i]) * direct)
        + partial(C, v) * partial(v, x[j], holding=mu)
        + partial(C, mu) * partial(mu, x[j]),
        elementary("directly, an input acts in its own example"),
        partial(C, x_hat[j]) * s + partial(C, v) * (2 / m * (x[j] - mu)) + partial(C, mu) * (1 / m),
        name="three_paths",
        title="The three paths of the paper",
    )
    p.chain(
        partial(C, mu),
        over_paths("through every deviation, and through the variance"),
        total(i, partial(C, x_hat[i]) * partial(x_hat[i], mu, holding=v))
        + partial(C, v) * partial(v, mu),
        elementary("a deviation falls as fast as the mean grows"),
        -s * total(i, partial(C, x_hat[i])) + partial(C, v) * (-2 / m * (total(k, x[k] - mu))),
        name="dC_dmu",
        title="The cost by the mean, as in the paper",
    )
    alike = proved(partial(v, x[j], holding=mu), d(v, x[j]))
    p.text(
        "The last bracket is zero, because deviations add up to nothing. That is why the slope of "
        f"the variance with the mean held is the same number as its whole slope above: {alike}. "
        "Elsewhere the two are different."
    )

    p.part("As programs write it")
    delta = column("delta", "m", "any numbers, such as the slopes of a cost")
    p.text(
        "Programs have kept the normalised values, not the deviations. The last term is the same, "
        "whatever the slopes are:"
    )
    p.symbols(delta)
    scaled = s * (x - mu * ones("m"))
    p.chain(
        (x[j] - mu) / w * total(i, delta[i] * (x[i] - mu)),
        algebra("one over a number is the square of one over its root"),
        (1 / sqrt(w)) ** 2 * ((x[j] - mu) * total(i, delta[i] * (x[i] - mu))),
        definition("that is the square of the scale"),
        s**2 * ((x[j] - mu) * total(i, delta[i] * (x[i] - mu))),
        algebra("one scale for each deviation"),
        scaled[j] * total(i, delta[i] * scaled[i]),
        definition("what the normalised values are"),
        x_hat[j] * total(i, delta[i] * x_hat[i]),
        name="kept",
        title="With what was kept",
    )
    p.text(
        "So with normalised values the bracket takes the form "
        f"{m * delta[j] - total(i, delta[i]) - x_hat[j] * total(i, delta[i] * x_hat[i])}. The two "
        "sums in it are the slopes by [the shift and the scale](scale_and_shift.md), which have "
        "been worked out already."
    )

    p.part("With flowers")
    t = column("t", "m", "what is wanted")
    L = let("L", N(1, 2) * total(i, (y[i] - t[i]) ** 2), "a cost: half the squared errors")
    p.text(
        "The petal lengths of four flowers again, and a cost that can be computed. Each slope "
        "stands beside a difference of the cost itself, which knows nothing of paths."
    )
    p.symbols(t)
    p.define(L)
    here = p.numbers(
        {
            x: [[flower(number).petal_length] for number in CHOSEN],
            t: [[0], [1], [1], [2]],
            gamma: N(1, 2),
            beta: 1,
            epsilon: N(1, 100),
        }
    )
    p.worked(here, mu, v, y)
    p.compare(here, partial(L, x))
    remark = p.mistake(
        "Mean and variance taken for constants",
        partial(L, x[1]),
        gamma * s * (y[1] - t[1]),
        at={x: [[0], [2]], t: [[1], [0]], gamma: 1, beta: 1, epsilon: 1},
    )
    remark(
        "This is what is left if only the direct path is followed. It is tempting, because the "
        "mean and the variance look like constants in the formula of the layer, and it is right "
        "once training is over, when they *are* constants."
    )
