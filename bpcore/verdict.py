"""The verdict: how an equality was established, and for which sizes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Rung(StrEnum):
    """The rungs of the ladder, from the strongest."""

    STRUCTURE = "by definition"
    INDICES = "proved in indices"
    SYMBOLS = "proved symbolically"


@dataclass(frozen=True)
class Verdict:
    """What the ladder found for one equality.

    ``widths`` lists the assignments of widths that were tried, as text such as ``m = 3, n = 2``;
    ``points`` counts the random points at which both sides agreed besides, which proves nothing.
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


@dataclass(frozen=True)
class Finding:
    """What the ladder found out about two sides in one sense: proved, different or undecided.

    ``points`` counts the points at which both sides agree; ``lacking`` says that there are too few
    at which both have a value.
    """

    verdict: Verdict | None = None
    differ: bool = False
    points: int = 0
    lacking: bool = False

    @property
    def settled(self) -> bool:
        """Whether nothing more can be found out."""
        return self.differ or self.lacking or self.verdict is not None

    def and_then(self, other: Finding) -> Finding:
        """Return what two looks at points come to; what was settled first stays."""
        return self if self.settled else replace(other, points=self.points + other.points)

    def proved(self, rung: Rung, widths: tuple[str, ...] = ()) -> Finding:
        """Return the same, proved."""
        return replace(self, verdict=Verdict(rung, self.points, widths))
