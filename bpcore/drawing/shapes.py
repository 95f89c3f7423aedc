"""Shapes: the arrays of an expression as boxes of cells, with their sizes written below."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from bpcore.arguments import checked
from bpcore.drawing.canvas import SIZE, SMALL, Canvas
from bpcore.drawing.label import measure, set_text, tall
from bpcore.drawing.palette import INK, LINE, LIT, LIT_TINT, SOFT, TINT
from bpcore.errors import CannotBeDrawn
from bpcore.expr import Add, Binary, Dot, Expr, MatMul, Mul, Odot, Outer, Sub
from bpcore.shape import Width
from bpcore.tex import width_tex

SIGNS = {Add: "+", Sub: "$-$", MatMul: "", Mul: "", Odot: r"$\odot$", Outer: r"$\otimes$"}
SIGNS[Dot] = r"$\cdot$"
CELL, MOST, LETTER = 18.0, 12, 3.6
MARGIN, GAP, CLOSE = 14.0, 12.0, 3.0
OPENS, CLOSES = "$($", "$)$"


@dataclass(frozen=True)
class Box:
    """An array as a box, ``across`` by ``down`` pixels, with its cells if they can be counted."""

    name: str
    size: str
    rows: Width
    columns: Width

    @property
    def down(self) -> float:
        """The height of the box."""
        return extent(self.rows)

    @property
    def across(self) -> float:
        """The width of the box."""
        return extent(self.columns)

    @property
    def high(self) -> float:
        """The height of the name."""
        return measure(self.name, SIZE)[1]

    @property
    def room(self) -> float:
        """The width that box, name and size need."""
        return max(self.across, measure(self.name, SIZE)[0], measure(self.size, SMALL)[0])


@checked
def shapes(expression: Expr, result: Expr | None = None) -> str:
    """Draw the arrays of a product or sum side by side, and behind an equals sign its result.

    Sizes are read from the expressions. Widths that are numbers are drawn as cells; letters are
    drawn as blank boxes. A number among the arrays is a box of one cell. Where matrix products
    and elementwise products meet, brackets say which comes first.
    """
    parts = taken_apart(expression)
    if result is not None:
        parts = [*parts, "$=$", box(result)]
    rooms = [part.room if isinstance(part, Box) else sign_room(part) for part in parts]
    boxes = [part for part in parts if isinstance(part, Box)]
    if all((part.rows, part.columns) == (1, 1) for part in boxes):
        raise CannotBeDrawn(f"there is no array to draw in {expression!r}")
    highest = max(part.down for part in boxes)
    above = max(24.0, *(6 + part.high - (highest - part.down) / 2 for part in boxes))
    high = above + highest + 22 + 2 * MARGIN
    gaps = [*(gap(*pair) for pair in pairwise(parts)), 0.0]
    canvas = Canvas(2 * MARGIN + sum(rooms) + sum(gaps), high)
    x, middle = MARGIN, MARGIN + above + highest / 2
    for part, room, behind in zip(parts, rooms, gaps, strict=True):
        if isinstance(part, Box):
            last = result is not None and part is boxes[-1]
            draw(canvas, part, x + room / 2, middle, last=last)
        elif part:
            canvas.text(x + room / 2, middle, part, size=SIZE + 2)
        x += room + behind
    return canvas.svg()


def draw(canvas: Canvas, part: Box, x: float, middle: float, *, last: bool) -> None:
    """Draw one box with its cells, its name above and its size below."""
    left, top = x - part.across / 2, middle - part.down / 2
    fill, line = (LIT_TINT, LIT) if last else (TINT, INK)
    canvas.rectangle(left, top, part.across, part.down, fill=fill, line=None)
    if isinstance(part.rows, int) and part.rows <= MOST:
        for k in range(1, part.rows):
            y = top + k * CELL
            canvas.line([left, left + part.across], [y, y], role=LINE, width=0.6)
    if isinstance(part.columns, int) and part.columns <= MOST:
        for k in range(1, part.columns):
            u = left + k * CELL
            canvas.line([u, u], [top, top + part.down], role=LINE, width=0.6)
    canvas.rectangle(left, top, part.across, part.down, fill=None, line=line, thick=1.2)
    canvas.text(x, top - max(13, 6 + part.high / 2), part.name)
    canvas.text(x, top + part.down + 14, part.size, role=SOFT, size=SMALL)


def extent(width: Width) -> float:
    """Return how long a side of so many cells is drawn."""
    if isinstance(width, str):
        return LETTER * CELL
    return min(width, MOST) * CELL


def gap(before: Box | str, behind: Box | str) -> float:
    """Return how far two parts stand apart: brackets stand close to what is in them."""
    return CLOSE if before == OPENS or behind == CLOSES else GAP


def sign_room(sign: str) -> float:
    """Return how much room a sign takes."""
    return measure(sign, SIZE + 2)[0] if sign else 0.0


def box(expression: Expr) -> Box:
    """Return an array, or a number, as a box."""
    rows, columns = expression.shape or (1, 1)
    size = rf"${width_tex(rows)} \times {width_tex(columns)}$"
    return Box(tall(set_text(expression)), size, rows, columns)


def taken_apart(expression: Expr) -> list[Box | str]:
    """Return the arrays of an expression as boxes, with the signs between them."""
    if isinstance(expression, Binary) and type(expression) in SIGNS:
        sign = SIGNS[type(expression)]
        return [*inside(expression.left, expression), sign, *inside(expression.right, expression)]
    return [box(expression)]


def inside(part: Expr, whole: Expr) -> list[Box | str]:
    """Return a part of a product taken apart, in brackets if it is a product of another kind.

    A sum inside a product stands in one box.
    """
    if isinstance(part, (Add, Sub)) and not isinstance(whole, (Add, Sub)):
        return [box(part)]
    found = taken_apart(part)
    if {type(part), type(whole)} == {MatMul, Odot}:
        return [OPENS, *found, CLOSES]
    return found
