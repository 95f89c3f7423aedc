"""The verdict: how an equality was established, and for which sizes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rung(StrEnum):
    """The rungs of the ladder, from the strongest."""

    STRUCTURE = "by definition"
    INDICES = "proved in indices"
    SYMBOLS = "proved symbolically"
    EXACT = "exact at points"
    DIGITS = "50 digits at points"


@dataclass(frozen=True)
class Verdict:
    """What the ladder found for one equality.

    ``widths`` lists the assignments of widths that were tried, as text such as ``m = 3, n = 2``;
    ``points`` counts the random points at which both sides were compared besides.
    """

    rung: Rung
    points: int
    widths: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the verdict in words for a reader."""
        scope = f" at widths {' and '.join(self.widths)}" if self.widths else ""
        match self.rung:
            case Rung.STRUCTURE:
                return "true by definition" + scope
            case Rung.INDICES:
                return "proved for any width"
            case Rung.SYMBOLS:
                return "proved for all values" + scope
            case Rung.EXACT:
                return f"exact at {self.points} points" + scope
            case Rung.DIGITS:
                return f"50 digits agree at {self.points} points" + scope
