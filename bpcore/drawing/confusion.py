"""The confusion table: how often which class was answered for which."""

from __future__ import annotations

from collections.abc import Sequence

from bpcore.arguments import checked
from bpcore.drawing.canvas import SIZE, SMALL, Canvas
from bpcore.drawing.label import Label, measure, set_text
from bpcore.drawing.palette import AREAS, GRID, INK, LIT, LIT_TINT, SOFT
from bpcore.errors import CannotBeDrawn

CELL, MARGIN = 62.0, 14.0


@checked
def confusion(
    counts: Sequence[Sequence[int]],
    names: Sequence[Label],
    *,
    rows: Label = "true class",
    columns: Label = "answer",
) -> str:
    """Draw a square of counts, true classes by answers; mistakes stand beside the diagonal."""
    try:
        counts, names = [list(row) for row in counts], list(names)
        whole = all(int(count) == count and count >= 0 for row in counts for count in row)
    except (TypeError, ValueError, OverflowError):
        raise CannotBeDrawn("a table of counts is rows of whole numbers") from None
    if not names or [len(row) for row in counts] != [len(names)] * len(names):
        raise CannotBeDrawn(
            f"a table with rows of {[len(row) for row in counts]} for {len(names)} classes"
        )
    if not whole:
        raise CannotBeDrawn("a count is a whole number from 0 up")
    if not any(count for row in counts for count in row):
        raise CannotBeDrawn("nothing was counted")
    texts = [set_text(name) for name in names]
    widest = max(measure(text, SMALL)[0] for text in texts)
    cell = max(CELL, widest + 10)
    left = MARGIN + max(widest, measure(set_text(rows), SMALL)[0]) + 12
    top = MARGIN + 46
    size = len(names)
    canvas = Canvas(left + size * cell + MARGIN, top + size * CELL + MARGIN)
    canvas.text(left + size * cell / 2, MARGIN + 8, set_text(columns), role=SOFT, size=SMALL)
    canvas.text(left - 12, top - 16, set_text(rows), role=SOFT, size=SMALL, across="right")
    for i, text in enumerate(texts):
        canvas.text(left + (i + 0.5) * cell, top - 16, text, size=SMALL)
        canvas.text(left - 12, top + (i + 0.5) * CELL, text, size=SMALL, across="right")
    for i, row in enumerate(counts):
        for j, count in enumerate(row):
            x, y = left + j * cell, top + i * CELL
            wrong = i != j and count
            fill = AREAS[0] if i == j and count else LIT_TINT if wrong else None
            canvas.rectangle(x, y, cell, CELL, fill=fill, line=GRID, thick=1.0)
            role = INK if i == j else LIT if wrong else SOFT
            canvas.text(x + cell / 2, y + CELL / 2, f"{int(count)}", role=role, size=SIZE + 3)
    return canvas.svg()
