"""What the gradient cannot do

The slopes by the inputs of a batch add up to nothing, and hardly point along the batch itself.

>>> from bpcore import run
>>> page = run(derive)
>>> for name, claim in page.results.items():
...     print(name, "is", claim.verdict)
balance is proved for any width
along is proved for any width
"""

from bpcore import (
    N,
    Page,
    algebra,
    column,
    definition,
    index,
    let,
    ones,
    partial,
    scalar,
    sqrt,
    total,
    width,
)
from bpcore.iris import flower

CHOSEN = (17, 51, 71, 101)


def derive(p: Page) -> None:
    """Derive in which directions the slopes by the inputs have no part."""
    m, k, i, j = width("m"), index("k", "m"), index("i", "m"), index("j", "m")
    x = column("x", "m", "one feature of the examples of a batch")
    epsilon = scalar("epsilon", "a small number, so that nothing is divided by zero", (0, None))
    delta = column("delta", "m", "any numbers, such as the slopes of a cost")
    mu = let("mu", total(k, x[k]) / m, "the mean of the batch")
    v = let("v", total(k, (x[k] - mu) ** 2) / m, "the variance of the batch")
    w = let("w", v + epsilon, "the variance, kept away from zero")
    T = let("T", total(i, delta[i]), "the sum of the slopes")
    D = let("D", total(i, delta[i] * (x[i] - mu)), "the slopes, weighted with the deviations")
    own = m * delta[j]
    others = T + (x[j] - mu) / w * D
    bracket = own - others

    p.text(
        "A batch that is moved comes out the same, and so, almost, does one that is stretched. "
        "Then no cost can gain by moving or stretching it, and the gradient must show that."
    )
    p.symbols(x, epsilon, delta)
    p.define(mu, v, w, T, D)
    p.text(
        "[The slope by an input](three_paths.md#dC_dx) is a factor that all inputs share, times "
        "the "
        f"bracket {bracket}."
    )

    p.part("Moving the batch")
    p.text("Add up, over the batch, what is subtracted in that bracket:")
    p.chain(
        total(j, others),
        algebra("the sum of slopes stands there once for each example"),
        m * T + (total(k, x[k]) - m * mu) / w * D,
        definition("what the mean is"),
        m * T + (total(k, x[k]) - m * (total(k, x[k]) / m)) / w * D,
        algebra("the deviations add up to nothing"),
        m * T,
        name="balance",
        title="What is taken from the slopes, over the batch",
    )
    p.text(
        f"That is what the first terms, {own}, add up to. So nothing is left: the slopes by the "
        "inputs add up to zero, and a step along them leaves the mean of the batch where it was. "
        "A bias below gets the sum of these slopes; that is why it learns nothing."
    )

    p.part("Stretching the batch")
    p.text("Now weight each bracket with its input's own deviation:")
    p.chain(
        total(j, (x[j] - mu) * bracket),
        algebra("three sums"),
        m * total(j, delta[j] * (x[j] - mu))
        - (total(k, x[k]) - m * mu) * T
        - total(j, (x[j] - mu) ** 2) / w * D,
        definition("the weighted slopes have a name, and the mean is what it is"),
        m * D
        - (total(k, x[k]) - m * (total(k, x[k]) / m)) * T
        - total(j, (x[j] - mu) ** 2) / w * D,
        algebra("the deviations add up to nothing; a sum is the number of its terms times a mean"),
        m * D - m * (total(j, (x[j] - mu) ** 2) / m) / w * D,
        definition("the mean of these squares is the variance"),
        m * D - m * v / w * D,
        algebra("number and weighted slopes are in both terms"),
        m * (1 - v / w) * D,
        definition("what is divided by"),
        m * (1 - v / (v + epsilon)) * D,
        algebra("over one denominator"),
        m * (epsilon / (v + epsilon)) * D,
        name="along",
        title="The part of the gradient along the batch",
    )
    p.text(
        f"Without {epsilon} nothing would be left: the gradient would stand at a right angle to "
        "the deviations. With it, a small share remains."
    )

    p.part("With flowers")
    t = column("t", "m", "what is wanted")
    s = let("s", 1 / sqrt(w), "one over the standard deviation")
    x_hat = let("x_hat", s * (x - mu * ones("m")), "the normalised values")
    L = let("L", N(1, 2) * total(i, (x_hat[i] - t[i]) ** 2), "a cost: half the squared errors")
    p.text("Four petal lengths again. The four slopes add up to zero, up to rounding.")
    p.symbols(t)
    p.define(s, x_hat, L)
    lengths = [[flower(number).petal_length] for number in CHOSEN]
    here = p.numbers({x: lengths, t: [[0], [1], [1], [2]], epsilon: N(1, 100)})
    p.compare(here, partial(L, x))
    remark = p.mistake(
        "One less in one place only",
        partial(L, x[1]),
        s
        / m
        * (
            m * (x_hat[1] - t[1])
            - total(i, x_hat[i] - t[i])
            - (x[1] - mu)
            / ((m / (m - 1)) * v + epsilon)
            * total(i, (x_hat[i] - t[i]) * (x[i] - mu))
        ),
        at={x: [[0], [2]], t: [[1], [0]], epsilon: 1},
    )
    remark(
        "Some libraries divide by one less when they report a variance. Whoever puts that variance "
        "into the gradient, but normalised with the other, gets slopes that look right and are not."
    )
