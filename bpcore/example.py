"""The networks of the worked examples: 4-5-3 for three species, 4-5-3-1 for two.

Their weights were found by training and then rounded to one decimal, so that a reader can type
them; none is zero, no two rows are alike, and with ReLU some hidden neurons are on and some are
off, for a mistake hides behind zeros and symmetry.  No flower sits exactly at a kink.
Others can be drawn by a seed.  Knows no expression, derivation or page.

>>> from bpcore.example import example_network
>>> network = example_network()
>>> [str(weight) for weight in network.W_1[0]], str(network.b_2[0][0])
(['1/10', '7/10', '-1/5', '-3/10'], '-2/5')
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import NamedTuple

from bpcore.errors import Refusal
from bpcore.iris import Flower, flowers

Numbers = tuple[tuple[Fraction, ...], ...]
TRIES = 1000  # for one neuron
SIDE = Fraction(1, 10)  # how far sums lie on both sides of zero at least


class NoNetworkDrawn(Refusal):
    """No weights with the wanted properties were found."""


class ExampleNetwork(NamedTuple):
    """Weights and biases, exact: `W_1` (5, 4), `b_1` (5, 1), `W_2` (3, 5), `b_2` (3, 1).

    Row i of the weights belongs to neuron i of their layer, column j to neuron j of the layer
    before; inputs are the four measurements of a flower in cm, in the order of the table.
    """

    W_1: Numbers
    b_1: Numbers
    W_2: Numbers
    b_2: Numbers


def example_network() -> ExampleNetwork:
    """Return the weights and biases of the worked examples.

    With ReLU in the hidden layer and softmax in the last one, the largest answer is the right
    species for most of the 150 flowers:

    >>> import numpy as np
    >>> from bpcore.iris import load_iris
    >>> W_1, b_1, W_2, b_2 = (np.array(part, dtype=float) for part in example_network())
    >>> iris = load_iris()
    >>> hidden = np.maximum(0, iris.features @ W_1.T + b_1.T)
    >>> answers = hidden @ W_2.T + b_2.T
    >>> int((answers.argmax(axis=1) == iris.species).sum())
    147
    """
    return ExampleNetwork(
        W_1=tenths("1 7 -2 -3", "2 -7 6 2", "7 2 -7 -4", "1 -1 3 2", "-4 -4 9 5"),
        b_1=tenths("3", "-3", "1", "2", "-1"),
        W_2=tenths("2 -8 5 -1 -4", "-2 4 -1 1 -5", "-2 2 -3 -4 9"),
        b_2=tenths("-4", "-2", "-5"),
    )


class NotesNetwork(NamedTuple):
    """Three layers in the notation of the notes, exact: weights are (before, this layer).

    `W_1` (4, 5), `b_1` (5, 1), `W_2` (5, 3), `b_2` (3, 1), `W_3` (3, 1), `b_3` one number.
    """

    W_1: Numbers
    b_1: Numbers
    W_2: Numbers
    b_2: Numbers
    W_3: Numbers
    b_3: Fraction


def notes_network() -> NotesNetwork:
    """Return the weights and biases of the network with three layers, for two species.

    With ReLU, then tanh, then the sigmoid, an answer above one half means virginica:

    >>> import numpy as np
    >>> from bpcore.iris import only
    >>> W_1, b_1, W_2, b_2, W_3, b_3 = (
    ...     np.array(part, dtype=float) for part in notes_network()
    ... )
    >>> pair = only("versicolor", "virginica")
    >>> first = np.maximum(0, pair.features @ W_1 + b_1.T)
    >>> logits = np.tanh(first @ W_2 + b_2.T) @ W_3 + b_3
    >>> int(((logits[:, 0] > 0) == pair.species).sum())
    94
    """
    return NotesNetwork(
        W_1=tenths("8 2 5 -3 -3", "6 -1 4 -2 -9", "-9 -3 -7 -1 13", "-12 1 -6 4 10"),
        b_1=tenths("5", "6", "3", "20", "-6"),
        W_2=tenths("4 -6 -1", "-2 3 -5", "5 -1 1", "-3 2 4", "-4 2 1"),
        b_2=tenths("2", "-3", "3"),
        W_3=tenths("-21", "18", "3"),
        b_3=Fraction(-3, 10),
    )


class DrawnLayer(NamedTuple):
    """Weights (width, inputs) and biases (width, 1) of a layer, exact."""

    weights: Numbers
    biases: Numbers


def drawn_network(widths: Sequence[int], seed: int, shown: Flower) -> list[DrawnLayer]:
    """Return the layers of a network for the iris, drawn by a seed: the same for the same seed.

    `widths` are those of the layers, the inputs among them: `(4, 6, 3)` gives two layers. Inputs
    are the four measurements in decimetres, for which weights can be of the size of one: they are
    tenths from -2 to 2, none of them zero, and no two rows are alike. The biases of the first layer
    put each neuron between the flowers: for some its sum is positive, for others negative. With
    ReLU, at least one neuron of each hidden layer is on for the flower `shown`, and none sits at
    its kink. Raises `NoNetworkDrawn` if so many tries did not find such a neuron.

    >>> from bpcore.iris import flower
    >>> hidden, last = drawn_network((4, 2, 3), 1, flower(102))
    >>> len(hidden.weights), len(hidden.weights[0]), len(last.biases)
    (2, 4, 3)
    >>> drawn_network((4, 2, 3), 1, flower(102)) == [hidden, last]
    True
    >>> drawn_network((4, 2, 3), 2, flower(102)) == [hidden, last]
    False
    """
    draw, layers = Random(seed), []
    received = tuple(value / 10 for value in shown.features)
    for number, width in enumerate(widths[1:], 1):
        rows: list[tuple[Fraction, ...]] = []
        biases: list[Fraction] = []
        for _ in range(width):
            row, bias = drawn_neuron(draw, received, rows, among_flowers=number == 1)
            rows.append(row)
            biases.append(bias)
        layers.append(DrawnLayer(tuple(rows), tuple((bias,) for bias in biases)))
        sums = (dot(row, received) + bias for row, bias in zip(rows, biases, strict=True))
        received = tuple(max(value, Fraction(0)) for value in sums)
    return layers


def drawn_neuron(
    draw: Random,
    received: Sequence[Fraction],
    others: Sequence[tuple[Fraction, ...]],
    *,
    among_flowers: bool,
) -> tuple[tuple[Fraction, ...], Fraction]:
    """Return weights unlike those of the other neurons, and a bias.

    What is ``received`` makes the first neuron of a layer positive, and none zero.
    """
    for _ in range(TRIES):
        row = tuple(drawn_tenth(draw) for _ in received)
        bias = drawn_tenth(draw)
        if among_flowers:
            sums = [dot(row, one.features) / 10 for one in flowers()]
            bias = -round(sum(sums) / len(sums) * 10) * Fraction(1, 10)
            if not min(sums) + bias < -SIDE < SIDE < max(sums) + bias:
                continue
        found = dot(row, received) + bias
        if row not in others and (found > 0 or (others and found)):
            return row, bias
    raise NoNetworkDrawn(
        f"{TRIES} tries found no neuron of {len(received)} inputs unlike the others"
    )


def drawn_tenth(draw: Random) -> Fraction:
    """Return a number of tenths from -2 to 2, not zero."""
    # only `random` itself is promised to give the same numbers in every version of Python
    size = 1 + int(draw.random() * 20)
    return Fraction(size if draw.random() < 0.5 else -size, 10)


def dot(row: Sequence[Fraction], values: Sequence[Fraction]) -> Fraction:
    """Return a weighted sum."""
    return sum((weight * value for weight, value in zip(row, values, strict=True)), Fraction(0))


def tenths(*rows: str) -> Numbers:
    """Return rows of whole numbers, divided by ten."""
    return tuple(tuple(Fraction(int(number), 10) for number in row.split()) for row in rows)
