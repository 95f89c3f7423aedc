"""Paths: who depends on whom, in columns from left to right, with some of the paths lit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from bpcore.arguments import checked, shown
from bpcore.drawing.canvas import SIZE, SMALL, Canvas
from bpcore.drawing.label import Label, measure, set_text, tall
from bpcore.drawing.palette import INK, LINE, LIT, LIT_TINT, PAPER, SOFT
from bpcore.errors import CannotBeDrawn, NameClash

Edge = tuple[Label, Label] | tuple[Label, Label, Label]
MARGIN, GAP, ROW = 14.0, 70.0, 26.0
WORDS = 48.0  # wider labels stand in boxes with round ends


@checked
def paths(
    columns: Sequence[Sequence[Label]],
    edges: Iterable[Edge],
    *,
    lit: Iterable[Sequence[Label]] = (),
) -> str:
    """Draw nodes in columns, and an arrow for each edge.

    An edge names its two nodes by their labels, and may bring a label of its own, such as a
    derivative. ``lit`` holds walks along edges; if there are any, all other edges are dashed.
    """
    try:
        columns, walked = [list(column) for column in columns], [list(walk) for walk in lit]
    except TypeError as error:
        raise CannotBeDrawn(f"nodes stand in columns, walks are rows of nodes: {error}") from None
    texts = [[set_text(label) for label in column] for column in columns]
    nodes = [text for column in texts for text in column]
    if not nodes:
        raise CannotBeDrawn("there are no nodes to draw")
    for text in nodes:
        if nodes.count(text) > 1:
            raise NameClash(f"two nodes are labelled {text}")
    arrows: dict[tuple[str, str], str] = {}
    for one in edges:
        if not isinstance(one, tuple) or len(one) not in (2, 3):
            raise CannotBeDrawn(f"an edge is two nodes, and perhaps a label, not {shown(one)}")
        start, end, *label = one
        edge = (node(start, nodes), node(end, nodes))
        if edge in arrows:
            raise NameClash(f"two edges lead from {edge[0]} to {edge[1]}")
        arrows[edge] = tall(set_text(label[0])) if label else ""
    if not arrows:
        raise CannotBeDrawn("there are no edges to draw")
    walks = [[node(label, nodes) for label in walk] for walk in walked]
    bright = {edge for walk in walks for edge in pairwise(walk)}
    for start, end in sorted(bright):
        if (start, end) not in arrows:
            raise CannotBeDrawn(f"a walk goes from {start} to {end}, where no edge is")
    shining = {text for walk in walks for text in walk}

    widest = max(measure(text, SIZE)[0] for text in nodes)
    highest = max(measure(text, SIZE)[1] for text in nodes)
    words = widest > WORDS
    radius = max(15.0, highest / 2 + 6, 0.0 if words else widest / 2 + 6)
    half = [
        max([radius, *(measure(text, SIZE)[0] / 2 + 9 for text in column if words)])
        for column in texts
    ]
    labelled = max((measure(text, SMALL)[0] for text in arrows.values()), default=0.0)
    gap = max(GAP - 30 * words, labelled + 44)
    highest = max((measure(text, SMALL)[1] for text in arrows.values()), default=0.0)
    pitch = max(2 * radius + ROW, 2 * highest + 16)
    most = max(len(column) for column in texts)
    canvas = Canvas(
        2 * (sum(half) + MARGIN) + gap * (len(texts) - 1),
        2 * MARGIN + (most - 1) * pitch + 2 * radius,
    )
    place = {
        text: (
            MARGIN + 2 * sum(half[:at]) + half[at] + at * gap,
            canvas.height / 2 + (row - (len(column) - 1) / 2) * pitch,
        )
        for at, column in enumerate(texts)
        for row, text in enumerate(column)
    }
    wide = {text: half[at] for at, column in enumerate(texts) for text in column}
    for edge in sorted(arrows, key=lambda edge: edge in bright):
        (x, y), (u, v) = place[edge[0]], place[edge[1]]
        side = (u > x) - (u < x)  # arrows lead from end to end of what is wider than high
        x, u = x + side * (wide[edge[0]] - radius), u - side * (wide[edge[1]] - radius)
        length = ((u - x) ** 2 + (v - y) ** 2) ** 0.5
        dx, dy = radius * (u - x) / length, radius * (v - y) / length
        here, there = (x + dx, y + dy), (u - 1.15 * dx, v - 1.15 * dy)
        if edge in bright:
            canvas.arrow(here, there, role=LIT, width=2.4, head=10)
        elif bright:
            canvas.arrow(here, there, role=LINE, width=0.9, dashes=(3, 3))
        else:
            canvas.arrow(here, there, role=INK, width=1.0, head=8)
    for edge, text in arrows.items():
        if text:
            (x, y), (u, v) = place[edge[0]], place[edge[1]]
            role = SOFT if bright and edge not in bright else INK
            canvas.text((x + u) / 2, (y + v) / 2, text, role=role, size=SMALL, on_paper=True)
    for text, (x, y) in place.items():
        if text in shining:
            canvas.pill(x, y, wide[text], radius, fill=LIT_TINT, line=LIT, width=2.0)
        else:
            line = LINE if bright else INK
            canvas.pill(x, y, wide[text], radius, fill=PAPER, line=line, width=1.0)
        canvas.text(x, y, text, role=INK)
    return canvas.svg()


def node(label: Label, nodes: list[str]) -> str:
    """Return the text of a node; raises `CannotBeDrawn` if there is no such node."""
    text = set_text(label)
    if text not in nodes:
        raise CannotBeDrawn(f"there is no node {text}; there are {', '.join(nodes)}")
    return text
