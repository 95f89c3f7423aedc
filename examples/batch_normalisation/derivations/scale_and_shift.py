"""Scale and shift

Two numbers that the layer learns, and how the cost changes with them.

>>> from bpcore import run
>>> page = run(derive)
>>> print(page.results["dC_dgamma"])
partial(C, gamma) = sum(partial(C, y[i]) * x_hat[i] for i in 1..m): proved for any width
"""

from bpcore import (
    N,
    Page,
    algebra,
    column,
    definition,
    elementary,
    index,
    let,
    ones,
    opaque,
    over_paths,
    partial,
    scalar,
    total,
    width,
)
from bpcore.iris import flower

CHOSEN = (17, 51, 71, 101)


def derive(p: Page) -> None:
    """Derive the slopes of a cost by gamma and beta."""
    m, i = width("m"), index("i", "m")
    x_hat = column("x_hat", "m", "the normalised values of a batch")
    gamma = scalar("gamma", "the scale that the layer learns")
    beta = scalar("beta", "the shift that the layer learns")
    y = let("y", gamma * x_hat + beta * ones("m"), "what the layer hands on")
    C = opaque("C", y, meaning="a cost")

    p.text(
        "Mean zero and variance one need not be what the next layer wants. So two numbers are "
        "learned that can undo the normalisation: one multiplies, one is added. Of the cost only "
        "this is known: it depends on what the layer hands on, in any differentiable way."
    )
    p.symbols(x_hat, gamma, beta, C)
    p.define(y)
    p.text(
        f"The slopes {partial(C, y)} are known; they come from the layer above. There are {m} "
        "examples in the batch, and both numbers act in each of them."
    )

    p.part("The shift")
    p.chain(
        partial(C, beta),
        over_paths("one path through every example"),
        total(i, partial(C, y[i]) * partial(y[i], beta)),
        elementary("the shift is added to each, once"),
        total(i, partial(C, y[i]) * 1),
        algebra("a factor of one changes nothing"),
        total(i, partial(C, y[i])),
        name="dC_dbeta",
        title="The slope by the shift",
    )

    p.part("The scale")
    p.chain(
        partial(C, gamma),
        over_paths("one path through every example"),
        total(i, partial(C, y[i]) * partial(y[i], gamma)),
        elementary("the scale multiplies the normalised value"),
        total(i, partial(C, y[i]) * x_hat[i]),
        name="dC_dgamma",
        title="The slope by the scale",
    )
    p.text(
        "A sum over the examples of a batch, as for every bias and every weight: nothing here is "
        "special to batch normalisation. That comes [on the next page](three_paths.md)."
    )

    p.part("With flowers")
    x, t = column("x", "m", "petal lengths of a batch"), column("t", "m", "what is wanted")
    u = let("u", gamma * x + beta * ones("m"), "the petal lengths, scaled and shifted")
    L = let("L", N(1, 2) * total(i, (u[i] - t[i]) ** 2), "a cost: half the squared errors")
    p.text(
        "To compare with differences, take a cost that can be computed, and petal lengths of four "
        "flowers as they are, so that every number is exact."
    )
    p.symbols(x, t)
    p.define(u, L)
    by_scale = p.chain(
        partial(L, gamma),
        definition("what the cost adds up"),
        partial(N(1, 2) * total(i, (u[i] - t[i]) ** 2), gamma),
        elementary("the two of the square meets the half"),
        total(i, (u[i] - t[i]) * x[i]),
        name="dL_dgamma",
        title="The slope of this cost by the scale",
    )
    lengths = [[flower(number).petal_length] for number in CHOSEN]
    here = p.numbers({x: lengths, t: [[0], [1], [1], [2]], gamma: N(1, 2), beta: -1})
    p.worked(here, u, by_scale)
    p.compare(here, by_scale.left, partial(L, beta))
    remark = p.mistake(
        "The slope of one example only",
        by_scale.left,
        (u[1] - t[1]) * x[1],
        at={x: [[1], [2]], t: [[0], [1]], gamma: 1, beta: 1},
    )
    remark(
        "The slope of one example is what a program gets that forgets to sum over the batch. With "
        "a batch of one it is right, and so a test with a single example does not find it."
    )
