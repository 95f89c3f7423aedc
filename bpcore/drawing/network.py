"""The network: layers as columns of circles, with every connection between neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import index

from bpcore.arguments import checked
from bpcore.drawing.canvas import SIZE, SMALL, Canvas
from bpcore.drawing.label import Label, measure, set_text
from bpcore.drawing.palette import INK, LINE, LIT, LIT_TINT, PAPER, SOFT
from bpcore.errors import CannotBeDrawn

Neuron = tuple[int, int]
MOST = 12
GAP, ROW = 92.0, 12.0
MARGIN = 14.0


@checked
def network(
    widths: Sequence[int],
    *,
    labels: Sequence[Sequence[Label]] = (),
    names: Sequence[Label] = (),
    lit: Iterable[Sequence[Neuron]] = (),
    off: Iterable[Neuron] = (),
    counted: bool = True,
) -> str:
    """Draw a network of layers with these widths, from left to right.

    A neuron is a pair: its layer, from 0, and its number in the layer, from 1. ``labels`` holds
    the labels of the neurons, layer by layer, and ``names`` what is written below each layer,
    above its width (unless not ``counted``). ``lit`` holds walks through the network, each a
    sequence of neurons in successive layers; a walk of one neuron lights that neuron. Neurons that
    are ``off`` are drawn dashed, and so are their connections.
    """
    try:
        widths = [index(width) for width in widths]
        walks, shut = [list(walk) for walk in lit], list(off)
        labels = [list(layer) for layer in labels]
    except TypeError as error:
        raise CannotBeDrawn(
            f"widths are whole numbers, labels and walks come in rows: {error}"
        ) from None
    if len(widths) < 2:
        raise CannotBeDrawn(f"a network has two layers or more, not {len(widths)}")
    for width in widths:
        if not 1 <= width <= MOST:
            raise CannotBeDrawn(f"a layer of {width} neurons: from 1 to {MOST} can be drawn")
    fits("labels", [len(layer) for layer in labels], list(widths))
    fits("names", [1] * len(names), [1] * len(widths))
    texts = [[set_text(label) for label in layer] for layer in labels]
    below = [set_text(name) for name in names]
    for neuron in [*shut, *(neuron for walk in walks for neuron in walk)]:
        known(neuron, widths)
    dark = set(shut)
    edges = {edge for walk in walks for edge in pairwise(walk)}
    for start, end in sorted(edges):
        if end[0] != start[0] + 1:
            raise CannotBeDrawn(f"a walk goes from a layer to the next, not from {start} to {end}")
    bright = {neuron for walk in walks for neuron in walk}

    radius = max([9.0, *(measure(text, SIZE)[0] / 2 + 5 for layer in texts for text in layer)])
    pitch = 2 * radius + ROW
    side = max([radius, *(measure(text, SMALL)[0] / 2 for text in below)]) + MARGIN
    step = max([2 * radius + GAP, *(measure(text, SMALL)[0] + 12 for text in below)])
    foot = (20.0 if below else 0.0) + (18.0 if counted else 0.0)
    tall = max(widths) * pitch - ROW
    canvas = Canvas(2 * side + step * (len(widths) - 1), tall + 2 * MARGIN + foot)

    def place(neuron: Neuron) -> tuple[float, float]:
        layer, number = neuron
        top = MARGIN + (tall - (widths[layer] * pitch - ROW)) / 2
        return side + layer * step, top + radius + (number - 1) * pitch

    every = [
        ((layer, i), (layer + 1, j))
        for layer in range(len(widths) - 1)
        for i in range(1, widths[layer] + 1)
        for j in range(1, widths[layer + 1] + 1)
    ]
    for edge in [*(e for e in every if e not in edges), *(e for e in every if e in edges)]:
        (x, y), (u, v) = place(edge[0]), place(edge[1])
        if edge in edges:
            canvas.line([x, u], [y, v], role=LIT, width=2.4)
        elif dark & set(edge):
            canvas.line([x, u], [y, v], role=LINE, width=0.6, dashes=(2, 4))
        else:
            canvas.line([x, u], [y, v], role=LINE, width=0.7)
    for layer, width in enumerate(widths):
        for number in range(1, width + 1):
            neuron = (layer, number)
            x, y = place(neuron)
            if neuron in bright:
                canvas.circle(x, y, radius, fill=LIT_TINT, line=LIT, width=2.2)
            elif neuron in dark:
                canvas.circle(x, y, radius, fill=PAPER, line=LINE, width=1.0, dashes=(3, 3))
            else:
                canvas.circle(x, y, radius, fill=PAPER, line=INK, width=1.1)
            if texts:
                canvas.text(x, y, texts[layer][number - 1], role=SOFT if neuron in dark else INK)
        x, y = side + layer * step, MARGIN + tall
        if below:
            y += 20
            canvas.text(x, y, below[layer], role=SOFT, size=SMALL)
        if counted:
            canvas.text(x, y + 18, str(width), role=SOFT, size=SMALL)
    return canvas.svg()


def fits(what: str, given: list[int], wanted: list[int]) -> None:
    """Check that there is a label for each thing, or none at all."""
    if given and given != wanted:
        raise CannotBeDrawn(f"{what} for {given} where {wanted} are drawn")


def known(neuron: Neuron, widths: Sequence[int]) -> None:
    """Check that there is such a neuron."""
    if not isinstance(neuron, tuple) or [*map(type, neuron)] != [int, int]:
        raise CannotBeDrawn(f"a neuron is its layer and its number, such as (0, 1), not {neuron!r}")
    layer, number = neuron
    if not (0 <= layer < len(widths) and 1 <= number <= widths[layer]):
        raise CannotBeDrawn(f"there is no neuron {neuron} in layers of {list(widths)}")
