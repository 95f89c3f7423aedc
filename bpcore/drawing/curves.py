"""Curves: lines over a common axis, told apart by dashes and marks as well as by colour."""

from __future__ import annotations

from collections.abc import Sequence

from bpcore.arguments import checked, shown
from bpcore.drawing import legend
from bpcore.drawing.canvas import SIZE, SMALL, look, svg_of
from bpcore.drawing.label import Label, set_text
from bpcore.drawing.palette import GRID, INK, LINE, SERIES, SOFT
from bpcore.errors import CannotBeDrawn

Curve = tuple[Label, Sequence[float], Sequence[float]]
DASHES: tuple[tuple[float, ...], ...] = ((), (5, 2.5), (1.2, 2.2), (6, 2, 1.2, 2))
MARKS = ("o", "s", "^", "D")
WIDTH, HEIGHT, ENLARGED = 400, 246, 1.15
LEFT, ROOM, SAMPLE = 58, 340, 36.0


@checked
def curves(
    *lines: Curve,
    x: Label,
    y: Label = "",
    log_x: bool = False,
    log_y: bool = False,
    marks: bool = False,
) -> str:
    """Draw lines, each given by its label and its points: all x, then all y.

    ``log_x`` and ``log_y`` make an axis logarithmic; with ``marks`` every point carries a mark.
    """
    from matplotlib.figure import Figure

    if not 1 <= len(lines) <= len(SERIES):
        raise CannotBeDrawn(f"{len(lines)} curves: from 1 to {len(SERIES)} can be told apart")
    for line in lines:
        if not isinstance(line, tuple) or len(line) != 3:
            raise CannotBeDrawn(f"a curve is its label, all x and all y, not {shown(line)}")
        label, xs, ys = line
        check_line(set_text(label), xs, ys, log_x=log_x, log_y=log_y)
    across = legend.columns([set_text(label) for label, _, _ in lines], ROOM, SAMPLE)
    height = HEIGHT + round(legend.ROW) * legend.rows(len(lines), across)
    with look():
        figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72)
        figure.patch.set_visible(False)
        axes = figure.add_axes((LEFT / WIDTH, 46 / height, 334 / WIDTH, 188 / height))
        dress(axes, set_text(x), set_text(y), log_x=log_x, log_y=log_y)
        for number, (label, xs, ys) in enumerate(lines):
            axes.plot(
                [float(value) for value in xs],
                [float(value) for value in ys],
                label=set_text(label),
                color=SERIES[number].light,
                linewidth=1.8,
                linestyle=(0, DASHES[number]) if DASHES[number] else "-",
                marker=MARKS[number] if marks else "",
                markersize=4.5,
                solid_capstyle="round",
            )
        legend.put(figure, LEFT - 10, across, SAMPLE)
        return svg_of(figure, WIDTH, height, ENLARGED)


def check_line(
    label: str, xs: Sequence[float], ys: Sequence[float], *, log_x: bool, log_y: bool
) -> None:
    """Check that a curve has points, and that an axis can show them."""
    from math import isfinite

    along, up = numbers(label, xs), numbers(label, ys)
    if len(along) != len(up) or len(along) < 2:
        raise CannotBeDrawn(
            f"the curve {label} has {len(along)} numbers along x and {len(up)} along y"
        )
    for values, log in ((along, log_x), (up, log_y)):
        for value in values:
            if not isfinite(value) or (log and value <= 0):
                raise CannotBeDrawn(f"the curve {label} goes through {value}, which no axis shows")


def numbers(label: str, values: Sequence[float]) -> list[float]:
    """Return numbers as doubles; raises `CannotBeDrawn` for anything else."""
    try:
        return [float(value) for value in values]
    except (TypeError, ValueError, OverflowError) as error:
        raise CannotBeDrawn(f"the curve {label} goes through what is no number: {error}") from None


def dress(axes: object, x: str, y: str, *, log_x: bool = False, log_y: bool = False) -> None:
    """Give axes the look of the book: no frame, few ticks, thin lines."""
    from matplotlib.axes import Axes
    from matplotlib.ticker import MaxNLocator

    assert isinstance(axes, Axes)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(LINE.light)
    axes.spines["bottom"].set_linewidth(0.8)
    axes.tick_params(
        which="both", length=0, labelcolor=SOFT.light, labelsize=SMALL, color=LINE.light, pad=6
    )
    axes.grid(axis="y", color=GRID.light, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.set_xlabel(x, color=INK.light, size=named(x), loc="right")
    axes.set_ylabel(y, color=INK.light, size=named(y))
    if log_x:
        axes.set_xscale("log")
    else:
        axes.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
    if log_y:
        axes.set_yscale("log")
    else:
        axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))


def named(text: str) -> float:
    """Return the size of an axis label: letters of mathematics look smaller than words."""
    return SIZE if text.startswith("$") else SMALL
