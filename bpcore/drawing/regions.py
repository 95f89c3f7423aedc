"""Regions: which class a rule answers at each point of two features, with examples as marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from bpcore.arguments import checked
from bpcore.drawing import legend
from bpcore.drawing.canvas import look, svg_of
from bpcore.drawing.curves import ENLARGED, MARKS, dress
from bpcore.drawing.label import Label, set_text
from bpcore.drawing.palette import AREAS, INK, LINE, PAPER, SERIES
from bpcore.errors import CannotBeDrawn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.float64]

WIDTH, HEIGHT, STEPS = 400, 321, 400
LEFT, ROOM, SAMPLE = 54, 340, 20.0
SMOOTH = 0.8  # steps of the grid


@checked
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
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    try:
        there = np.asarray(points, dtype=float)
        kinds = np.asarray(classes, dtype=int)
        rings = sorted(int(number) for number in marked)
    except (TypeError, ValueError, OverflowError) as error:
        raise CannotBeDrawn(f"points, classes and marks are numbers: {error}") from None
    if (
        kinds.ndim != 1
        or there.ndim != 2
        or there.shape[1] != 2
        or len(there) != len(kinds)
        or not len(there)
    ):
        raise CannotBeDrawn(f"points of shape {there.shape} with classes of shape {kinds.shape}")
    if not np.isfinite(there).all():
        raise CannotBeDrawn("a point lies nowhere: its features are not numbers")
    if not 2 <= len(names) <= len(SERIES):
        raise CannotBeDrawn(f"{len(names)} classes: from 2 to {len(SERIES)} can be told apart")
    if not all(0 <= number < len(there) for number in rings):
        raise CannotBeDrawn(f"marked are {rings}, and there are {len(there)} points")
    low, high = there.min(axis=0), there.max(axis=0)
    room = 0.06 * (high - low)
    xs = np.linspace(low[0] - room[0], high[0] + room[0], STEPS)
    ys = np.linspace(low[1] - room[1], high[1] + room[1], STEPS)
    grid = np.stack([part.ravel() for part in np.meshgrid(xs, ys)], axis=1)
    answers = np.asarray(decide(grid))
    if answers.size != STEPS * STEPS or answers.dtype.kind not in "iuf":
        raise CannotBeDrawn(
            f"the rule answers shape {answers.shape} of {answers.dtype} for {len(grid)} points: it "
            "has to return one whole number for each"
        )
    answers = answers.reshape(STEPS, STEPS)
    for found in (kinds, answers):
        if found.min() < 0 or found.max() >= len(names):
            raise CannotBeDrawn(f"a class outside 0 to {len(names) - 1}")

    def xy(places: Places) -> Places:
        """Return places on the grid as points of the picture."""
        steps = np.array([xs[1] - xs[0], ys[1] - ys[0]])
        found: Places = np.array([xs[0], ys[0]]) + places * steps
        return found

    across = legend.columns([set_text(name) for name in names], ROOM, SAMPLE)
    height = HEIGHT + round(legend.ROW) * legend.rows(len(names), across)
    with look():
        figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72)
        figure.patch.set_visible(False)
        axes = figure.add_axes((LEFT / WIDTH, 51 / height, 338 / WIDTH, 255 / height))
        dress(axes, set_text(x), set_text(y))
        axes.grid(False)
        for number in range(len(names)):
            for area in areas(answers == number):
                path = Path.make_compound_path(*(Path(xy(ring), closed=True) for ring in area))
                axes.add_patch(PathPatch(path, facecolor=AREAS[number].light, linewidth=0))
        for number in range(len(names)):
            for border in borders(answers == number):
                axes.plot(*xy(border).T, color=LINE.light, linewidth=0.8, zorder=1.5)
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
        for number in rings:
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
        legend.put(figure, LEFT - 10, across, SAMPLE)
        return svg_of(figure, WIDTH, height, ENLARGED)


def areas(mine: NDArray[np.bool_]) -> list[list[Places]]:
    """Return the areas in which a grid is true, each an outline and the holes in it."""
    from contourpy import FillType, contour_generator

    drawn = contour_generator(z=mine.astype(float), fill_type=FillType.OuterOffset)
    found = cast("tuple[list[Places], list[NDArray[np.uint32]]]", drawn.filled(0.5, 1.5))
    return [
        [straight(part[start:end]) for start, end in pairwise(cuts)]
        for part, cuts in zip(*found, strict=True)
    ]


def borders(mine: NDArray[np.bool_]) -> list[Places]:
    """Return the lines between where a grid is true and where it is not."""
    from contourpy import LineType, contour_generator

    drawn = contour_generator(z=mine.astype(float), line_type=LineType.Separate)
    return [straight(line) for line in cast("list[Places]", drawn.lines(0.5))]


def straight(line: Places) -> Places:
    """Return a line with as few corners as leave it where it was, to less than a step of the grid.

    So the stairs of the grid do not show.
    """
    import numpy as np

    kept = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        chord = line[last] - line[first]
        length = float(np.hypot(*chord))
        away = line[first + 1 : last] - line[first]
        if length:
            far = np.abs(away[:, 0] * chord[1] - away[:, 1] * chord[0]) / length
        else:
            far = np.hypot(away[:, 0], away[:, 1])
        if far.max() > SMOOTH:
            middle = first + 1 + int(far.argmax())
            kept.add(middle)
            waiting += [(first, middle), (middle, last)]
    return line[sorted(kept)]
