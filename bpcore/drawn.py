"""Networks drawn by a seed, for exercises: any widths, weights that can be typed.

What is promised of the weights keeps mistakes from hiding behind zeros and symmetry.  Knows no
expression, derivation or page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from random import Random
from typing import Any, NamedTuple

from bpcore.errors import Refusal
from bpcore.example import Numbers
from bpcore.iris import Flower, flowers

TRIES = 1000  # for one neuron
SIDE = Fraction(1, 10)  # how far sums lie on both sides of zero at least


def positive(value: Fraction) -> Fraction:
    """Return a number above zero, or else zero: exactly, for a fraction."""
    return max(value, Fraction(0))


class NoNetworkDrawn(Refusal):
    """No weights with the wanted properties were found."""


class DrawnLayer(NamedTuple):
    """Weights (width, inputs) and biases (width, 1) of a layer, exact."""

    weights: Numbers
    biases: Numbers


def drawn_network(
    widths: Sequence[int],
    seed: int,
    shown: Flower,
    *,
    least: int = 0,
    activation: Callable[[Any], Any] = positive,
) -> list[DrawnLayer]:
    """Return the layers of a network for the iris, drawn by a seed: the same for the same seed.

    `widths` are those of the layers, the inputs among them: `(4, 6, 3)` gives two layers. Inputs
    are the four measurements in decimetres, for which weights can be of the size of one: they are
    tenths from -2 to 2, none of them zero, and no two rows are alike. The biases of the first layer
    put each neuron between the flowers: for some its sum is positive, for others negative. With
    ReLU, at least one neuron of each hidden layer is on for the flower `shown`, and none sits at
    its kink. With another `activation`, which takes and returns a number, this holds for the sums
    that it leads to, nearly; and all sums are at least `least` tenths in size. Raises
    `NoNetworkDrawn` if so many tries did not find such a neuron.

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
            row, bias = drawn_neuron(draw, received, rows, least, among_flowers=number == 1)
            rows.append(row)
            biases.append(bias)
        layers.append(DrawnLayer(tuple(rows), tuple((bias,) for bias in biases)))
        sums = (dot(row, received) + bias for row, bias in zip(rows, biases, strict=True))
        received = tuple(Fraction(activation(value)) for value in sums)
    return layers


def drawn_neuron(
    draw: Random,
    received: Sequence[Fraction],
    others: Sequence[tuple[Fraction, ...]],
    least: int,
    *,
    among_flowers: bool,
) -> tuple[tuple[Fraction, ...], Fraction]:
    """Return weights unlike those of the other neurons, and a bias.

    What is ``received`` makes the first neuron of a layer positive, none zero, and all of them
    ``least`` tenths in size.
    """
    for _ in range(TRIES):
        row = tuple(drawn_tenth(draw) for _ in received)
        bias = drawn_tenth(draw)
        if among_flowers:
            sums = [dot(row, one.features) / 10 for one in flowers()]
            bias = -round(sum(sums) / len(sums) * 10) * Fraction(1, 10)
            if least:  # else no flower in the middle could be far from zero
                bias += drawn_tenth(draw) / 2
            if not min(sums) + bias < -SIDE < SIDE < max(sums) + bias:
                continue
        found = dot(row, received) + bias
        if row not in others and 10 * abs(found) >= least and (found > 0 or (others and found)):
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
