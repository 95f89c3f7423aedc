"""The networks of the worked examples: 4-5-3 for three species, 4-5-3-1 for two.

Their weights were found by training and then rounded to one decimal, so that a reader can type
them; none is zero, no two rows are alike, and with ReLU some hidden neurons are on and some are
off, for a mistake hides behind zeros and symmetry.  No flower sits exactly at a kink.
Knows no expression, derivation or page.

>>> from bpcore.example import example_network
>>> network = example_network()
>>> [str(weight) for weight in network.W_1[0]], str(network.b_2[0][0])
(['1/10', '7/10', '-1/5', '-3/10'], '-2/5')
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

Numbers = tuple[tuple[Fraction, ...], ...]


class ExampleNetwork(NamedTuple):
    """Weights and biases, exact: `W_1` (5, 4), `b_1` (5, 1), `W_2` (3, 5), `b_2` (3, 1).

    Row i of the weights belongs to neuron i of their layer, column j to neuron j of the layer
    before; inputs are the four measurements of a flower in cm, in the order of the table.
    """

    W_1: Numbers
    b_1: Numbers
    W_2: Numbers
    b_2: Numbers

    def pre_activations(self, features: Sequence[Fraction]) -> list[Fraction]:
        """Return what the hidden neurons add up for a flower's four measurements, exact.

        >>> from bpcore.iris import flower
        >>> [str(z) for z in example_network().pre_activations(flower(17).features)]
        ['319/100', '-109/100', '359/100', '41/50', '-49/20']
        """
        layer = zip(self.W_1, self.b_1, strict=True)
        return [
            sum((w * x for w, x in zip(row, features, strict=True)), bias) for row, (bias,) in layer
        ]

    def off(self, features: Sequence[Fraction]) -> list[int]:
        """Return the numbers, from 1, of the hidden neurons that ReLU turns off for a flower.

        >>> from bpcore.iris import flower
        >>> example_network().off(flower(17).features), example_network().off(flower(135).features)
        ([2, 5], [])
        """
        found = self.pre_activations(features)
        return [number for number, value in enumerate(found, 1) if value < 0]


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


def tenths(*rows: str) -> Numbers:
    """Return rows of whole numbers, divided by ten."""
    return tuple(tuple(Fraction(int(number), 10) for number in row.split()) for row in rows)
