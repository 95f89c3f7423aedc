"""What normalising forgets

A batch that is stretched and moved comes out the same.

>>> from bpcore import run
>>> page = run(derive)
>>> print(page.results["variance"])
v_u = c**2 * v: proved for any width
"""

from bpcore import (
    N,
    Page,
    algebra,
    by,
    column,
    definition,
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
    """Derive that stretching and moving a batch changes nothing."""
    m, k, i = width("m"), index("k", "m"), index("i", "m")
    x = column("x", "m", "one feature of the examples of a batch")
    c = scalar("c", "by what the batch is stretched", (0, None))
    b = scalar("b", "by what it is moved")
    mu = let("mu", total(k, x[k]) / m, "the mean of the batch")
    v = let("v", total(k, (x[k] - mu) ** 2) / m, "the variance of the batch")
    u = let("u", c * x + b * ones("m"), "the batch, stretched and moved")
    mu_u = let("mu_u", total(k, u[k]) / m, "its mean")
    v_u = let("v_u", total(k, (u[k] - mu_u) ** 2) / m, "its variance")

    p.text(
        "If the weights of the layer below are doubled, its outputs are doubled, and so is the "
        "whole batch. If its bias grows, the batch is moved. What does batch normalisation make "
        "of that?"
    )
    p.symbols(x, c, b)
    p.define(mu, v, u, mu_u, v_u)

    p.part("Mean and variance go along")
    mean = p.chain(
        mu_u,
        definition("what it is the mean of"),
        total(k, (c * x + b * ones("m"))[k]) / m,
        algebra("every example is moved by the same"),
        c * (total(k, x[k]) / m) + b,
        definition("the mean as it was"),
        c * mu + b,
        name="mean",
        title="The mean of what is stretched and moved",
    )
    variance = p.chain(
        v_u,
        definition("what it is the variance of"),
        total(k, ((c * x + b * ones("m"))[k] - mu_u) ** 2) / m,
        by(mean),
        total(k, ((c * x + b * ones("m"))[k] - (c * mu + b)) ** 2) / m,
        algebra("the move cancels; the stretch comes out as a square"),
        c**2 * (total(k, (x[k] - mu) ** 2) / m),
        definition("the variance as it was"),
        c**2 * v,
        name="variance",
        title="The variance of what is stretched and moved",
    )

    p.part("The normalised values stay")
    p.text(
        "Without the small number that keeps the variance away from zero, nothing is left of "
        "stretch and move:"
    )
    p.chain(
        (u[i] - mu_u) / sqrt(v_u),
        by(mean, variance),
        (u[i] - (c * mu + b)) / sqrt(c**2 * v),
        definition("what is stretched and moved"),
        ((c * x + b * ones("m"))[i] - (c * mu + b)) / sqrt(c**2 * v),
        algebra("stretch over stretch is one"),
        (x[i] - mu) / sqrt(v),
        name="stays",
        title="A normalised value of what is stretched and moved",
    )
    p.text(
        "So a bias below a batch normalisation is of no use, and its slope is zero; the shift that "
        "is learned above takes its place. And the size of the weights below does not matter, only "
        "their direction does. With the small number in its place this is almost true, and "
        "the less so the smaller the variance is."
    )

    p.part("With flowers")
    p.text(
        "Petal lengths of four flowers in centimetres, and the same on a ruler in inches that "
        "begins one inch late:"
    )
    lengths = [[flower(number).petal_length] for number in CHOSEN]
    here = p.numbers({x: lengths, c: N(50, 127), b: -1})
    p.worked(here, mu, mean, v, variance)
