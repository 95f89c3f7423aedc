"""The legend: what each line or mark stands for, in as many rows above the picture as it needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bpcore.drawing.canvas import SMALL
from bpcore.drawing.label import measure
from bpcore.drawing.palette import INK
from bpcore.errors import CannotBeDrawn

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW, SPACE = 19.0, 1.6 * SMALL


def columns(texts: Sequence[str], room: float, sample: float) -> int:
    """Return in how many columns labels fit into a room, each behind a sample of some width.

    >>> columns(["one", "two", "three"], 300, 30), columns(["one", "two", "three"], 150, 30)
    (3, 2)
    """
    widths = [sample + measure(text, SMALL)[0] for text in texts]
    for count in range(len(texts), 0, -1):
        deep = rows(len(texts), count)
        parts = [max(widths[at : at + deep]) for at in range(0, len(widths), deep)]
        if len(parts) == count and sum(parts) + SPACE * (count - 1) <= room:
            return count
    raise CannotBeDrawn(f"a label of {', '.join(texts)} is wider than the picture")


def rows(texts: int, columns: int) -> int:
    """Return how many rows so many texts take."""
    return -(-texts // columns)


def put(figure: Figure, left: float, columns: int, sample: float) -> None:
    """Write the legend of what a figure shows at its top, from so far left in pixels."""
    width = figure.get_figwidth() * 72
    gap = 0.5 * SMALL
    figure.legend(
        loc="upper left",
        bbox_to_anchor=(left / width, 1.0),
        ncols=columns,
        frameon=False,
        fontsize=SMALL,
        handlelength=(sample - gap) / SMALL,
        handletextpad=gap / SMALL,
        columnspacing=SPACE / SMALL,
        borderpad=0.6,
        borderaxespad=0.2,
        labelcolor=INK.light,
    )
