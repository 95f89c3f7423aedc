"""Networks that are drawn: what is promised of them holds for many seeds."""

from __future__ import annotations

from fractions import Fraction
from math import tanh

import pytest

from bpcore.drawn import NoNetworkDrawn, dot, drawn_network
from bpcore.iris import flower, flowers


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("widths", [(4, 2, 3), (4, 6, 3, 3)])
def test_a_drawn_network_is_as_promised(seed: int, widths: tuple[int, ...]) -> None:
    """Tenths, no zero, no two rows alike, neurons between the flowers, one on for the flower."""
    shown = flower(1 + 37 * seed % 150)
    layers = drawn_network(widths, seed, shown)
    assert list(widths[1:]) == [len(layer.weights) for layer in layers]
    received = [value / 10 for value in shown.features]
    for layer in layers:
        entries = [entry for row in layer.weights for entry in row]
        assert all(0 < abs(entry) <= 2 and (entry * 10).denominator == 1 for entry in entries)
        assert len(set(layer.weights)) == len(layer.weights)
        sums = [dot(row, received) + bias for row, (bias,) in zip(*layer, strict=True)]
        assert max(sums) > 0
        assert 0 not in sums
        received = [max(value, Fraction(0)) for value in sums]
    for row, (bias,) in zip(*layers[0], strict=True):
        found = [dot(row, one.features) / 10 + bias for one in flowers()]
        assert min(found) < 0 < max(found)


def test_too_many_neurons_alike_are_refused() -> None:
    """One input has forty weights: no more than forty neurons are unlike."""
    with pytest.raises(NoNetworkDrawn, match="found no neuron of 1 inputs unlike"):
        drawn_network((4, 1, 41), 1, flower(17))


@pytest.mark.parametrize("number", [17, 83, 102])
def test_no_sum_is_near_zero_if_that_is_asked(number: int) -> None:
    """Not even for a flower in the middle of all, and with the activation that is meant."""
    shown = flower(number)
    received = [value / 10 for value in shown.features]
    layers = drawn_network((4, 3, 2, 3), number, shown, least=4, activation=tanh)
    for layer in layers:
        sums = [dot(row, received) + bias for row, (bias,) in zip(*layer, strict=True)]
        assert min(map(abs, sums)) >= Fraction(2, 5)
        received = [Fraction(tanh(value)) for value in sums]
    for row, (bias,) in zip(*layers[0], strict=True):
        found = [dot(row, one.features) / 10 + bias for one in flowers()]
        assert min(found) < 0 < max(found)
