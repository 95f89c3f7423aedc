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
    chain_rule,
    d,
    definition,
    exp,
    let,
    quotient_rule,
    scalar,
    sigmoid,
)


def derive(p: Page) -> None:
    """Prove that the slope of the sigmoid follows from its own value."""
    z = scalar("z", "the pre-activation of a neuron")
    a = let("a", sigmoid(z), "the activation, what the neuron says", between=(0, 1))
    q = let("q", exp(-z), "what is added to one below the fraction line", between=(0, None))

    p.text(
        "The sigmoid turns any number into one between zero and one, which can be read as a "
        "probability. Its slope has a short form that many derivations of backpropagation use. "
        "This page proves that form from the exponential function and school calculus alone."
    )
    p.symbols(z, a, q)
    p.part("Definition")
    p.chain(sigmoid(z), definition("what the sigmoid means"), 1 / (1 + exp(-z)))
    p.define(a)

    p.part("The derivative")
    p.text(
        f"There is one exponential only, {exp(-z)}. Its derivative is the one place where the "
        "chain rule "
        "is needed: the outer function is the exponential, the inner one a change of sign."
    )
    p.define(q)
    p.chain(
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
        "Now the quotient rule: below times derivative of above, minus above times derivative "
        "of below, over below squared."
    )
    p.chain(
        d(sigmoid(z), z),
        definition("what the sigmoid means"),
        d(1 / (1 + exp(-z)), z),
        quotient_rule("the numerator is constant, so its derivative is zero"),
        (0 * (1 + exp(-z)) - 1 * (-exp(-z))) / (1 + exp(-z)) ** 2,
        algebra("two minus signs make a plus"),
        exp(-z) / (1 + exp(-z)) ** 2,
        algebra("split the square into two fractions"),
        (1 / (1 + exp(-z))) * (exp(-z) / (1 + exp(-z))),
        algebra("add one and take it away again above the second line"),
        (1 / (1 + exp(-z))) * ((1 + exp(-z) - 1) / (1 + exp(-z))),
        algebra("divide both terms"),
        (1 / (1 + exp(-z))) * (1 - 1 / (1 + exp(-z))),
        definition("both fractions are the sigmoid"),
        sigmoid(z) * (1 - sigmoid(z)),
        name="dsigma_dz",
        title="The slope of the sigmoid",
        covers="S0-16 S0-17",
    )
