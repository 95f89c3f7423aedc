"""A graph of links: boxes in columns, each behind everything it rests on, every box a link.

It is written as SVG by hand, not drawn by Matplotlib: a reader follows its boxes with the mouse or
the keyboard, and the words in them stay text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from html import escape
from textwrap import wrap

from bpcore.drawing.palette import GRID, INK, LINE, LIT_TINT, PAPER, SOFT, TINT, style
from bpcore.errors import CannotBeDrawn

WIDE, HIGH = 172, 42  # a box
ACROSS, BETWEEN = 52, 12  # from column to column, from box to box
MARGIN, LETTERS, LINES = 10, 25, 2  # around all; letters in a line, lines in a box
SWEEPS = 4  # over the columns, to bring boxes near to what they rest on


@dataclass(frozen=True)
class Node:
    """A box: what it is called by in the edges, its words, and where it leads.

    One that is ``apart`` belongs elsewhere and is drawn in another tint.
    """

    key: str
    words: str
    link: str
    apart: bool = False


def graph(nodes: Sequence[Node], rests_on: Mapping[str, Iterable[str]]) -> str:
    """Draw boxes and a curve from each to what rests on it, foundations at the left.

    Raises `CannotBeDrawn` for no boxes and for an edge to a box that is not there;
    `graphlib.CycleError` for a circle.
    """
    by_key = {node.key: node for node in nodes}
    below = {node.key: [one for one in rests_on.get(node.key, ())] for node in nodes}
    lost = {one for ends in below.values() for one in ends} - set(by_key)
    if not nodes or lost:
        raise CannotBeDrawn(f"a graph needs boxes for {sorted(lost) or 'what it links'}")
    columns = ordered(layers(below), below)
    at = places(columns)
    width = 2 * MARGIN + len(columns) * (WIDE + ACROSS) - ACROSS
    height = 2 * MARGIN + max(len(column) for column in columns) * (HIGH + BETWEEN) - BETWEEN
    curves = [curve(at[one], at[key]) for key, ends in below.items() for one in ends]
    boxes = [box(by_key[key], at[key]) for column in columns for key in column]
    look = {f"f-{role.name}" for role in (INK, PAPER, TINT, LIT_TINT)}
    look |= {f"s-{role.name}" for role in (LINE, GRID, SOFT)}
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" class="bp-picture bp-graph">',
            f" <style>{style(look)}</style>",
            f' <rect width="{width}" height="{height}" rx="6" class="bp-paper f-paper" '
            f'fill="{PAPER.light}" />',
            *curves,
            *boxes,
            "</svg>",
        ]
    )


def layers(below: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Return the boxes in columns: the column of each is one behind the last it rests on."""
    depth: dict[str, int] = {}
    for key in TopologicalSorter(below).static_order():
        depth[key] = max((depth[one] + 1 for one in below[key]), default=0)
    columns: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for key in below:  # in the order given, so that the same graph is the same picture
        columns[depth[key]].append(key)
    return columns


def ordered(columns: list[list[str]], below: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Return the columns with boxes near to their neighbours, so that few curves cross."""
    above: dict[str, list[str]] = {key: [] for key in below}
    for key, ends in below.items():
        for one in ends:
            above[one].append(key)
    for sweep in range(SWEEPS):
        near = below if sweep % 2 == 0 else above
        place = {key: row for column in columns for row, key in enumerate(column)}
        for column in columns if sweep % 2 == 0 else columns[::-1]:
            middle = {
                key: sum(place[one] for one in near[key]) / len(near[key])
                if near[key]
                else place[key]
                for key in column
            }
            column.sort(key=lambda key: (middle[key], place[key]))
            place |= {key: row for row, key in enumerate(column)}
    return columns


def places(columns: Sequence[Sequence[str]]) -> dict[str, tuple[int, int]]:
    """Return the upper left corner of every box; short columns stand in the middle."""
    tallest = max(len(column) for column in columns)
    return {
        key: (
            MARGIN + number * (WIDE + ACROSS),
            MARGIN + (tallest - len(column)) * (HIGH + BETWEEN) // 2 + row * (HIGH + BETWEEN),
        )
        for number, column in enumerate(columns)
        for row, key in enumerate(column)
    }


def curve(start: tuple[int, int], end: tuple[int, int]) -> str:
    """Return a curve from the right of one box to the left of another."""
    x, y = start[0] + WIDE, start[1] + HIGH // 2
    u, v = end[0], end[1] + HIGH // 2
    half = (u - x) // 2
    return (
        f' <path d="M {x} {y} C {x + half} {y} {u - half} {v} {u} {v}" fill="none" '
        f'stroke="{LINE.light}" stroke-width="1.2" class="s-line" />'
    )


def box(node: Node, at: tuple[int, int]) -> str:
    """Return a box with its words, as a link."""
    x, y = at
    tint = LIT_TINT if node.apart else TINT
    lines = wrap(node.words, LETTERS, max_lines=LINES, placeholder=" …")
    first = y + HIGH // 2 + 4 - 7 * (len(lines) - 1)
    text = "".join(
        f'<tspan x="{x + 8}" y="{first + 14 * number}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return (
        f' <a href="{escape(node.link)}"><title>{escape(node.words)}</title>'
        f'<rect x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="5" fill="{tint.light}" '
        f'stroke="{SOFT.light}" stroke-width="1" class="f-{tint.name} s-{SOFT.name}" />'
        f'<text font-size="11.5" font-family="system-ui, sans-serif" fill="{INK.light}" '
        f'class="f-ink">{text}</text></a>'
    )
