"""A batch, normalised

One feature over a batch: its mean, its variance, and what is left when both are taken out.

>>> from bpcore import run
>>> page = run(derive)
>>> print(page.results["squares"].verdict)
proved for any width
"""

from bpcore import (
    N,
    Page,
    algebra,
    column,
    d,
    definition,
    elementary,
    index,
    let,
    ones,
    scalar,
    sqrt,
    total,
    width,
)
from bpcore.iris import flower

CHOSEN = (17, 51, 71, 101)


def derive(p: Page) -> None:
    """Derive what the normalised values of a batch add up to."""
    m, k = width("m"), index("k", "m")
    x = column("x", "m", "one feature of the examples of a batch")
    epsilon = scalar("epsilon", "a small number, so that nothing is divided by zero", (0, None))
    mu = let("mu", total(k, x[k]) / m, "the mean of the batch")
    v = let("v", total(k, (x[k] - mu) ** 2) / m, "the variance of the batch")
    w = let("w", v + epsilon, "the variance, kept away from zero")
    s = let("s", 1 / sqrt(w), "the scale: one over the standard deviation")
    x_hat = let("x_hat", s * (x - mu * ones("m")), "the normalised values")

    p.text(
        "A layer learns more easily if what it receives has mean zero and variance one. *Batch "
        "normalisation* sees to that: it takes one feature over all examples of a batch, subtracts "
        "the mean and divides by the standard deviation."
    )
    p.symbols(x, epsilon)
    p.define(mu, v, w, s, x_hat)
    p.text(
        f"The batch has {m} examples. The variance is the mean of the squares, divided by {m} and "
        f"not by one less: the batch is not a sample from which something is estimated here, it is "
        f"what is normalised. {ones('m')} is the column of ones; with it the same mean is taken "
        "from every entry."
    )

    p.part("The mean and the variance")
    p.chain(
        m * mu,
        definition("what the mean is"),
        m * (total(k, x[k]) / m),
        algebra("the number of examples cancels"),
        total(k, x[k]),
        name="mean",
        title="Mean times number is sum",
    )
    p.text(
        "So what lies above the mean and what lies below it add up to nothing: the normalised "
        "values have mean zero. And their squares?"
    )
    p.chain(
        total(k, x_hat[k] ** 2),
        definition("what the normalised values are"),
        total(k, (s * (x - mu * ones("m")))[k] ** 2),
        algebra("the scale is the same for all examples"),
        s**2 * total(k, (x[k] - mu) ** 2),
        algebra("a sum is the number of its terms times their mean"),
        s**2 * (m * (total(k, (x[k] - mu) ** 2) / m)),
        definition("the mean of these squares is the variance"),
        s**2 * (m * v),
        name="squares",
        title="The squares of the normalised values",
    )

    p.part("The scale")
    t = scalar("t", "any positive number", (0, None))
    p.text("A square root appears on every page of this book, so here are its two rules.")
    p.symbols(t)
    p.chain(
        sqrt(t) ** 2,
        algebra("the square undoes the root"),
        t,
        name="square",
        title="The square of a root",
    )
    p.chain(
        d(1 / sqrt(t), t),
        elementary("one over a root is the power minus one half"),
        -N(1, 2) * (1 / (t * sqrt(t))),
        algebra("the rule above, from right to left"),
        -N(1, 2) * (1 / sqrt(t)) ** 3,
        name="slope",
        title="The slope of one over a root",
    )
    p.text(
        f"The square of the scale is one over {w}. So the sum above is the number of examples "
        "times "
        f"{v / w}: almost that number, and exactly that if {epsilon} could be zero. The variance "
        "of the normalised values is as good as one."
    )

    p.part("With flowers")
    flowers = [flower(number) for number in CHOSEN]
    p.text(
        "The petal lengths, in centimetres, of four iris flowers: "
        + ", ".join(f"a {one.species} (number {one.number})" for one in flowers)
        + "."
    )
    here = p.numbers({x: [[one.petal_length] for one in flowers], epsilon: N(1, 100)})
    p.worked(here, mu, v, s, x_hat)
