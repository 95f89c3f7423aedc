"""The sigmoid and its derivative

Source 000 sends its reader to a web search at this point; here is the proof.

>>> from bpcore import run
>>> print(run(derive).results["dsigma_dz"])
d(sigmoid(z), z) = sigmoid(z) * (1 - sigmoid(z)): proved for all values
"""

from bpcore import (
    N,
    Page,
    algebra,
    by,
    chain_rule,
    d,
    definition,
    exp,
    let,
    proved,
    quotient_rule,
    scalar,
    sigmoid,
)


def derive(p: Page) -> None:
    """Prove that the slope of the sigmoid follows from its own value."""
    z = scalar("z", "the pre-activation of a neuron")
    a = let("a", sigmoid(z), "the activation, what the neuron says", between=(0, 1))
    q = let("q", exp(-z), "what is added to one in the denominator", between=(0, None))

    p.text(
        "The sigmoid turns any number into one between zero and one, which can be read as a "
        "probability. Its slope has a short form that many derivations of backpropagation use. "
        "This page proves that form from the exponential function and school calculus alone."
    )
    p.symbols(z, a, q)
    p.part("Definition")
    p.chain(sigmoid(z), definition("what the sigmoid means"), 1 / (1 + exp(-z)))
    p.define(a)

    p.part("Between zero and one")
    p.define(q)
    p.chain(
        1 / sigmoid(z),
        definition("what the sigmoid means, with the name for the exponential"),
        1 / (1 / (1 + q)),
        algebra("one over a fraction is the fraction turned over"),
        1 + q,
        name="upside_down",
        title="One over the sigmoid",
    )
    p.text(
        "An exponential is positive, so the right side is above one. The sigmoid is one over "
        f"that: above zero and below one, wherever {z} lies. It never reaches either. From the "
        "definition the checker [proves the bounds](../how-it-is-checked.md#bounds) in the table "
        "above by the same argument, and the lines of this book that divide by a sigmoid, or take "
        "its logarithm, rest on them."
    )

    p.part("The derivative")
    p.text(
        f"There is one exponential only, {q}. Its derivative is the one place where the chain rule "
        "is needed: the outer function is the exponential, the inner one a change of sign."
    )
    inner = p.chain(
        d(q, z),
        definition("write out the name"),
        d(exp(-z), z),
        chain_rule("outer derivative times inner derivative"),
        exp(-z) * N(-1),
        algebra("tidy up"),
        -exp(-z),
        name="dq_dz",
        title="The exponential with a minus sign",
    )
    p.text(
        "Now the quotient rule: denominator times derivative of the numerator, minus numerator "
        "times derivative of the denominator, over the denominator squared."
    )
    p.chain(
        d(sigmoid(z), z),
        definition("what the sigmoid means"),
        d(1 / (1 + q), z),
        quotient_rule("the numerator is constant, so its derivative is zero"),
        (0 * (1 + q) - 1 * d(q, z)) / (1 + q) ** 2,
        by(inner),
        (0 * (1 + q) - 1 * (-exp(-z))) / (1 + q) ** 2,
        definition("the exponential has a name"),
        (0 * (1 + q) - 1 * (-q)) / (1 + q) ** 2,
        algebra("two minus signs make a plus"),
        q / (1 + q) ** 2,
        algebra("split the square into two fractions"),
        (1 / (1 + q)) * (q / (1 + q)),
        algebra("add one and take it away again in the second numerator"),
        (1 / (1 + q)) * ((1 + q - 1) / (1 + q)),
        algebra("divide both terms"),
        (1 / (1 + q)) * (1 - 1 / (1 + q)),
        definition("both fractions are the sigmoid"),
        sigmoid(z) * (1 - sigmoid(z)),
        name="dsigma_dz",
        title="The slope of the sigmoid",
        covers="S0-16 S0-17",
    )
    p.text(f"In the letter for the activation: {proved(d(a, z), a * (1 - a))}.")
