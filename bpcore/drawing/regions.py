"""Regions: which class a rule answers at each point of two features, with examples as marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from bpcore.drawing.canvas import SMALL, look, svg_of
from bpcore.drawing.curves import MARKS, dress
from bpcore.drawing.label import Label, set_text
from bpcore.drawing.palette import AREAS, INK, LINE, PAPER, SERIES
from bpcore.errors import CannotBeDrawn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WIDTH, HEIGHT, STEPS = 460, 380, 160


def regions(
    decide: Callable[[NDArray[np.float64]], NDArray[np.int64]],
    points: Sequence[Sequence[float]],
    classes: Sequence[int],
    names: Sequence[Label],
    *,
    x: Label,
    y: Label,
    marked: Iterable[int] = (),
) -> str:
    """Draw the regions of a rule, and examples on them.

    ``decide`` takes an array of points, one a row, and returns the class of each, from 0;
    ``points`` and ``classes`` are the examples, ``names`` the classes. Examples whose numbers
    (from 0) are ``marked`` get a ring.
    """
    import numpy as np
    from matplotlib.figure import Figure

    there = np.asarray(points, dtype=float)
    kinds = np.asarray(classes, dtype=int)
    if there.ndim != 2 or there.shape[1] != 2 or len(there) != len(kinds) or not len(there):
        raise CannotBeDrawn(f"points of shape {there.shape} with {len(kinds)} classes")
    if not np.isfinite(there).all():
        raise CannotBeDrawn("a point lies nowhere: its features are not numbers")
    if not 2 <= len(names) <= len(SERIES):
        raise CannotBeDrawn(f"{len(names)} classes: from 2 to {len(SERIES)} can be told apart")
    low, high = there.min(axis=0), there.max(axis=0)
    room = 0.06 * (high - low)
    xs = np.linspace(low[0] - room[0], high[0] + room[0], STEPS)
    ys = np.linspace(low[1] - room[1], high[1] + room[1], STEPS)
    grid = np.stack([part.ravel() for part in np.meshgrid(xs, ys)], axis=1)
    answers = np.asarray(decide(grid)).reshape(STEPS, STEPS)
    for found in (kinds, answers):
        if found.min() < 0 or found.max() >= len(names):
            raise CannotBeDrawn(f"a class outside 0 to {len(names) - 1}")
    with look():
        figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72)
        figure.patch.set_visible(False)
        axes = figure.add_axes((0.12, 0.13, 0.85, 0.77))
        dress(axes, set_text(x), set_text(y))
        axes.grid(False)
        for number in range(len(names)):
            mine = (answers == number).astype(float)
            if mine.any():
                axes.contourf(xs, ys, mine, levels=[0.5, 1.5], colors=[AREAS[number].light])
        for number in range(len(names)):
            mine = (answers == number).astype(float)
            if mine.any() and not mine.all():
                axes.contour(xs, ys, mine, levels=[0.5], colors=[LINE.light], linewidths=0.8)
        for number, name in enumerate(names):
            mine = there[kinds == number]
            axes.plot(
                mine[:, 0],
                mine[:, 1],
                color=SERIES[number].light,
                linestyle="",
                marker=MARKS[number],
                markersize=5.5,
                markerfacecolor=SERIES[number].light,
                markeredgecolor=PAPER.light,
                markeredgewidth=0.7,
                label=set_text(name),
            )
        for number in sorted(marked):
            axes.plot(
                *there[number],
                color=INK.light,
                linestyle="",
                marker="o",
                markersize=11,
                markerfacecolor="none",
                markeredgecolor=INK.light,
                markeredgewidth=1.2,
            )
        axes.set_xlim(xs[0], xs[-1])
        axes.set_ylim(ys[0], ys[-1])
        figure.legend(
            loc="upper left",
            bbox_to_anchor=(0.1, 1.0),
            ncols=len(names),
            frameon=False,
            fontsize=SMALL,
            handletextpad=0.2,
            columnspacing=1.6,
            labelcolor=INK.light,
        )
        return svg_of(figure, WIDTH, HEIGHT)
