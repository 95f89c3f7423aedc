"""An exercise with its solution

One flower through one network, forwards and backwards: everything about it can be chosen anew.

>>> from bpcore import run
>>> page = run(derive)
>>> print(page.results["slope"])
d(tanh(t), t) = 1 - tanh(t) * tanh(t): proved for all values
"""

from typing import Any

from bpcore import (
    N,
    Page,
    closed,
    column,
    d,
    dot,
    elementary,
    exp,
    gate,
    index,
    leaky_relu,
    let,
    log,
    matrix,
    odot,
    outer,
    partial,
    proved,
    relu,
    scalar,
    sigmoid,
    silu,
    softplus,
    tanh,
    total,
)
from bpcore.activations import activation_named
from bpcore.drawn import drawn_network
from bpcore.iris import FLOWERS, SPECIES_NAMES, flower
from bpcore.slips import Draw, Question, Slip, drawn_numbers

ACTIVATIONS = {
    "leaky_relu": leaky_relu,
    "relu": relu,
    "sigmoid": sigmoid,
    "silu": silu,
    "softplus": softplus,
    "tanh": tanh,
}
SLOPES = {  # where each slope is derived on the page about activations
    "leaky_relu": "leaky_relu",
    "relu": "relu",
    "sigmoid": "sigmoid",
    "silu": "silu",
    "softplus": "softplus",
    "tanh": "tanh_from_value",
}


GATED = ("leaky_relu", "relu")
FAR = 4  # tenths, from zero to each weighted sum at least: there tanh has bent
FURTHER = 1000  # from one seed to the next one, if something hides


def slope_of(name: str, t: Any, times: Any) -> Any:
    """Return the slope of an activation: of a number, or entry by entry with `odot` for `times`."""
    found = {
        "leaky_relu": gate(t) + N(1, 100) * (1 - gate(t)),
        "relu": gate(t),
        "sigmoid": times(sigmoid(t), 1 - sigmoid(t)),
        "silu": sigmoid(t) + times(t, times(sigmoid(t), 1 - sigmoid(t))),
        "softplus": sigmoid(t),
        "tanh": 1 - times(tanh(t), tanh(t)),
    }
    return found[name]


def product(u: Any, v: Any) -> Any:
    """Return the product of two numbers."""
    return u * v


def forgotten_slopes(right: Any, wrong: Any, neurons: int, name: str) -> list[Question]:
    """Return what has to show in a hidden layer: the slope of the activation, if it is forgotten.

    The slope of an open gate is one, which changes nothing; so with gates the errors of the whole
    layer have to differ, and else those of each neuron.
    """
    words = "forgot the slope of the activation"
    if name in GATED:
        return [Question(dot(right, right), [Slip(words, dot(wrong, wrong))])]
    return [Question(right[k], [Slip(words, wrong[k])]) for k in range(1, neurons + 1)]


def derive(p: Page) -> None:
    """Set the exercise and solve it."""
    number = p.choice("flower", 102, "the number of the flower", range(1, FLOWERS + 1))
    hidden = p.choice("hidden", (2,), "the widths of the hidden layers", range(2, 9))
    seed = p.choice("seed", 1, "the seed that the weights are drawn with")
    name = p.choice("activation", "tanh", "the activation of the hidden layers", ACTIVATIONS)
    widths, iris = (4, *hidden, 3), flower(number)
    g, last = ACTIVATIONS[name], len(widths) - 1
    curve: Any = activation_named(name).value

    c, i = index("c", over=f"n_{last}"), index("i", over=f"n_{last}")
    a = [column("a^[0]", "n_0", "the measurements of the flower, in dm")]
    W, b, z = [], [], []
    for layer in range(1, last + 1):
        sizes = (f"n_{layer}", f"n_{layer - 1}")
        W.append(matrix(f"W^[{layer}]", *sizes, f"the weights of layer {layer}"))
        b.append(column(f"b^[{layer}]", sizes[0], f"the biases of layer {layer}"))
        said = f"the pre-activations of layer {layer}"
        z.append(let(f"z^[{layer}]", W[-1] @ a[-1] + b[-1], said))
        if layer < last:
            a.append(let(f"a^[{layer}]", g(z[-1]), f"the activations of layer {layer}"))
    S = let(
        "S",
        total(c, exp(z[-1][c])),
        "the sum of the exponentials",
        between=(0, None),
        abbreviation=True,
    )
    answers = let(
        f"a^[{last}]", exp(z[-1]) / S, "the answers: a share for each species", (0, closed(1))
    )
    y = column("y", f"n_{last}", "the targets: a one for the right species")
    L = let("L", -total(i, y[i] * log(answers[i])), "the loss: cross-entropy")

    p.text(
        f"Iris flower {number} is a {iris.species}. It goes through a network with "
        f"{' and '.join(map(str, hidden))} hidden neurons and an answer for each of the "
        f"{len(SPECIES_NAMES)} species. What does the network say, how large is the loss, and how "
        "does it change with every weight and every bias? Work it out on paper, with a calculator; "
        "the solutions are folded away. [Ten shorter exercises](exercises.md) take one thing at a "
        "time."
    )
    p.symbols(a[0], *W, *b, y)
    p.define(*[one for pair in zip(z, a[1:], strict=False) for one in pair], z[-1])
    p.define(S, answers, L)
    p.text(
        "The numbers, drawn so that nothing hides: whoever forgets the slope of the activation in "
        "a hidden layer finds visibly other errors there."
    )
    tried: list[int] = []

    def given(_: Draw) -> dict[Any, Any]:
        tried.append(seed + FURTHER * len(tried))
        drawn = drawn_network(
            widths,
            tried[-1],
            iris,
            least=FAR,
            activation=lambda value: float(curve(float(value))),
        )

        found: dict[Any, Any] = {a[0]: [[value / 10] for value in iris.features]}
        for (weights, biases), (W_l, b_l) in zip(drawn, zip(W, b, strict=True), strict=True):
            found |= {W_l: weights, b_l: biases}
        return found | {y: [[int(one == iris.species)] for one in SPECIES_NAMES]}

    forgotten = [
        one
        for layer in range(1, last)
        for one in forgotten_slopes(
            partial(L, z[layer - 1]), W[layer].T @ partial(L, z[layer]), hidden[layer - 1], name
        )
    ]
    here = p.numbers(drawn_numbers(seed, given, forgotten))

    p.part("Forwards")
    with p.try_first("Solution: what the network says"):
        p.worked(here, *[one for pair in zip(z, a[1:], strict=False) for one in pair])
        p.worked(here, z[-1], S, answers, L)

    p.part("The slope of the activation")
    t = scalar("t", "any number")
    p.text("Backwards, the hidden layers need the slope of their activation. For one number:")
    p.symbols(t)
    with p.try_first("Solution: the slope"):
        p.chain(
            d(g(t), t),
            elementary(f"derived [step by step](activations.md#{SLOPES[name]}) elsewhere"),
            slope_of(name, t, product),
            name="slope",
            title="The slope of the activation",
        )

    p.part("Backwards")
    p.text(
        "Begin with the error of the last layer, and go down: the slopes of the weights are error "
        "times input, a column times a row, and those of the biases are the error itself. Why, is "
        "told under [softmax](softmax.md#dG_dz), [the final layer](final_layer.md) and [hidden "
        "layers](hidden_layer.md). Every formula below was proved again for this page, for any "
        "widths."
    )
    for layer in range(last, 0, -1):
        error = partial(L, z[layer - 1])
        with p.try_first(f"Solution: layer {layer}"):
            if layer == last:
                p.worked(here, proved(error, total(c, y[c]) * answers - y))
            else:
                above = partial(L, z[layer])
                slope = slope_of(name, z[layer - 1], odot)
                p.worked(here, proved(error, odot(W[layer].T @ above, slope)))
            p.worked(here, proved(partial(L, W[layer - 1]), outer(error, a[layer - 1].T)))
            p.worked(here, proved(partial(L, b[layer - 1]), 1 * error))
    p.text("Every slope beside a difference of the loss itself, which knows no formula:")
    p.compare(here, *[partial(L, one) for pair in zip(W, b, strict=True) for one in pair])
