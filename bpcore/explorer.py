"""The explorer: a network whose numbers a reader can change, and what is shown of it.

A page says which letters stand for what; each number then has its symbol beside it, printed from an
expression.  What the numbers are, a script in the reader's browser works out; without it the place
says what would be there.  This module knows expressions and no page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpcore.arguments import checked
from bpcore.errors import NothingChecked, ShapesDiffer
from bpcore.expr import Expr, Name
from bpcore.iris import flowers
from bpcore.language import partial

Rows = Sequence[Sequence[Fraction]]


@dataclass(frozen=True)
class Layer:
    """The names of a layer: weights, bias, pre-activations, activations; and its numbers.

    ``weight_rows`` has a row for each neuron of the layer; where the name has a row for each neuron
    of the layer before, the layer is ``turned``, and is shown so.
    """

    weights: Name
    bias: Name
    z: Name
    a: Name
    weight_rows: Rows
    biases: Sequence[Fraction]
    activation: str
    turned: bool = False


@dataclass(frozen=True)
class Quantity:
    """One thing that is shown: the key of its numbers, its symbol, and what it is, in words."""

    key: str
    symbol: Expr | None
    words: str


@dataclass(frozen=True)
class Part:
    """Quantities under a title, open or folded away at first."""

    title: str
    opened: bool
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True)
class Exploration:
    """What stands on the page, and the data for the script, as JSON."""

    parts: tuple[Part, ...]
    data: str


@checked
def exploration(
    inputs: Name,
    layers: Sequence[Layer],
    loss: Name,
    rate: Name,
    species: Sequence[str],
    start: int,
    heads: Iterable[tuple[str, str]],
    hidden: Iterable[str],
    loss_name: str,
    opened: Iterable[str],
) -> Exploration:
    """Return the exploration of a network.

    * ``inputs``, ``loss``, ``rate``: their names on the page
    * ``species``: of the flowers to choose from; the target is a one at the place of the species,
      or for a network with one answer that place itself, from 0
    * ``start``: the number of the flower that is shown first
    * ``heads``: pairs of a last activation and a loss; ``hidden``: activations of other layers
    * ``loss_name``: the loss at the beginning
    * ``opened``: the parts that are not folded away at first: "forward", "last", "hidden", "step",
      "check"

    Raises `ShapesDiffer` if widths do not fit, `NothingChecked` if ``start`` is none of the
    flowers or a part has no such name.
    """
    if not layers:
        raise NothingChecked("a network without layers has nothing to explore")
    answers = len(layers[-1].weight_rows)
    check_widths(layers, 4, 1 if len(species) == 2 and answers == 1 else len(species))
    examples = [one for one in flowers() if one.species in species]
    if start not in {one.number for one in examples}:
        raise NothingChecked(f"flower {start} is none of those to choose from")
    shown = {
        "forward": ("Forward", tuple(forward(inputs, layers, loss))),
        "last": ("Backward: the last layer", tuple(last(layers, loss))),
        "hidden": ("Backward: the other layers", tuple(below(layers, loss))),
        "step": ("One step downhill", tuple(step(layers, loss, rate))),
        "check": ("Checked with differences", tuple(check(loss))),
    }
    wanted = set(opened)
    if not wanted <= shown.keys():
        raise NothingChecked(f"no part {sorted(wanted - shown.keys())}; there are {list(shown)}")
    parts = tuple(Part(title, key in wanted, found) for key, (title, found) in shown.items())
    data = {
        "W": [[list(map(float, row)) for row in layer.weight_rows] for layer in layers],
        "b": [list(map(float, layer.biases)) for layer in layers],
        "activations": [layer.activation for layer in layers],
        "turned": [layer.turned for layer in layers],
        "loss": loss_name,
        "heads": [list(pair) for pair in heads],
        "hidden": list(hidden),
        "start": start,
        "examples": [
            [
                one.number,
                one.species,
                list(map(float, one.features)),
                target(species.index(one.species), answers),
            ]
            for one in examples
        ],
    }
    return Exploration(parts, json.dumps(data, separators=(",", ":")))


def target(place: int, answers: int) -> list[int]:
    """Return the target of a species: the place itself, or a one at it among several answers.

    >>> target(1, 1), target(1, 3)
    ([1], [0, 1, 0])
    """
    return [place] if answers == 1 else [int(place == k) for k in range(answers)]


def check_widths(layers: Sequence[Layer], inputs: int, answers: int) -> None:
    """Raise `ShapesDiffer` if layers do not fit each other, the inputs or the answers."""
    width = inputs
    for number, layer in enumerate(layers, 1):
        found = {len(row) for row in layer.weight_rows}
        if found != {width} or len(layer.biases) != len(layer.weight_rows):
            raise ShapesDiffer(
                f"layer {number} has rows of {sorted(found)} weights and {len(layer.biases)} "
                f"biases for {len(layer.weight_rows)} neurons over {width} inputs"
            )
        width = len(layer.weight_rows)
    if width != answers:
        raise ShapesDiffer(f"the last layer has {width} neurons, {answers} answers are needed")


def forward(inputs: Name, layers: Sequence[Layer], loss: Name) -> Iterator[Quantity]:
    """Yield what is worked out on the way forward."""
    yield Quantity("x", inputs, "the measurements of the flower, in centimetres")
    for number, layer in enumerate(layers, 1):
        yield Quantity(f"W{number}", layer.weights, f"the weights of layer {number}")
        yield Quantity(f"b{number}", layer.bias, f"the biases of layer {number}")
        yield Quantity(f"z{number}", layer.z, f"the pre-activations of layer {number}")
        yield Quantity(f"a{number}", layer.a, f"the activations of layer {number}")
    yield Quantity("y", None, "the targets")
    yield Quantity("loss", loss, "the loss of this flower")


def last(layers: Sequence[Layer], loss: Name) -> Iterator[Quantity]:
    """Yield what is worked out at the last layer on the way back."""
    number, layer = len(layers), layers[-1]
    yield Quantity(f"dL_da{number}", partial(loss, layer.a), "the loss by the answers")
    yield from of_layer(number, layer, loss)


def below(layers: Sequence[Layer], loss: Name) -> Iterator[Quantity]:
    """Yield what is worked out below the last layer on the way back, from the top downwards."""
    for number in range(len(layers) - 1, 0, -1):
        layer, above = layers[number - 1], layers[number]
        yield Quantity(
            f"W{number + 1}_above",
            partial(above.z, layer.a),
            f"the pre-activations of layer {number + 1} by the activations of layer {number}",
        )
        yield Quantity(
            f"dL_da{number}",
            partial(loss, layer.a),
            f"the loss by the activations of layer {number}: all paths",
        )
        yield from of_layer(number, layer, loss)


def of_layer(number: int, layer: Layer, loss: Name) -> Iterator[Quantity]:
    """Yield the Jacobian of a layer, its error, and the slopes of its parameters."""
    yield Quantity(
        f"J{number}",
        partial(layer.a, layer.z),
        "the Jacobian of its activation: a row for each output, a column for each input",
    )
    yield Quantity(
        f"delta{number}",
        partial(loss, layer.z),
        f"the error of layer {number}: the loss by its pre-activations",
    )
    yield Quantity(f"dL_dW{number}", partial(loss, layer.weights), "the slopes of its weights")
    yield Quantity(f"dL_db{number}", partial(loss, layer.bias), "the slopes of its biases")


def step(layers: Sequence[Layer], loss: Name, rate: Name) -> Iterator[Quantity]:
    """Yield the parameters after one step, and the loss there."""
    yield Quantity("rate", rate, "the learning rate: how far the step goes")
    for number, layer in enumerate(layers, 1):
        for key, name in (("W", layer.weights), ("b", layer.bias)):
            moved = name - rate * partial(loss, name)
            yield Quantity(f"new_{key}{number}", moved, "after the step")
    yield Quantity("new_loss", None, "the loss of this flower after the step")


def check(loss: Name) -> Iterator[Quantity]:
    """Yield the comparison with five-point differences."""
    yield Quantity("formula", None, "the slope along the chosen weight or bias, by the formula")
    yield Quantity("difference", None, "the same, by a five-point difference of the loss")
    yield Quantity("apart", None, "how far the two are apart, relative to the largest slope")
    yield Quantity(
        "deviation",
        None,
        "the largest deviation among all weights and biases, relative to the largest slope; it is "
        "large only where a kink lies within the steps of the difference",
    )
