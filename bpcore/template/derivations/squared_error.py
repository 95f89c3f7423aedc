"""The slope of a squared error

One prediction, one target, and how the error between them changes with the prediction.

>>> from bpcore import run
>>> print(run(derive).results["dL_da"])
d(L, a) = a - y: proved for all values
"""

from bpcore import N, Page, algebra, chain_rule, d, definition, elementary, let, scalar


def derive(p: Page) -> None:
    """Derive the slope of half the squared error."""
    a = scalar("a", "the prediction")
    y = scalar("y", "the target")
    r = let("r", a - y, "the residual: how far the prediction is from the target")
    L = let("L", N(1, 2) * r**2, "the error: half the square of the residual")

    p.text(
        f"A prediction {a} is to be near a target {y}. How does the error {L} change when the "
        "prediction does?"
    )
    p.symbols(a, y)
    p.define(r, L)

    p.part("The slope")
    dL_da = p.chain(
        d(L, a),
        chain_rule("the error depends on the prediction through the residual"),
        d(L, r) * d(r, a),
        elementary("the slope of half a square, and of a difference"),
        r * 1,
        algebra("a factor of one changes nothing"),
        r,
        definition("what the residual is"),
        a - y,
        name="dL_da",
        title="The slope of a squared error",
    )

    p.part("With numbers")
    here = p.numbers({a: N(3, 4), y: 1})
    p.worked(here, r, L, dL_da)
    p.compare(here, dL_da.left)
