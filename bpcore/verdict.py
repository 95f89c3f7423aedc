"""The verdict: how an equality was established, and for which sizes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bpcore.condition import EVERYWHERE, Condition
from bpcore.errors import NotAnExpression, StepIsUndecided

ANY_WIDTH = "any width"  # what can be demanded of a verdict


class Rung(StrEnum):
    """The rungs of the ladder, from the strongest."""

    STRUCTURE = "by definition"
    INDICES = "proved in indices"
    SYMBOLS = "proved symbolically"


@dataclass(frozen=True)
class Verdict:
    """What the ladder found for one equality.

    ``widths`` lists the assignments of widths at which it was proved, and for which alone it holds,
    as text such as ``m = 3, n = 2``; there are none for what holds at any width.
    ``points`` counts the random points at which both sides agreed besides, which proves nothing;
    ``condition`` says where the equality is claimed, if not wherever its names may be.
    """

    rung: Rung
    points: int
    widths: tuple[str, ...] = ()
    condition: Condition = EVERYWHERE

    def __str__(self) -> str:
        """Return the verdict in words for a reader, with its condition as code."""
        where = f" where {self.condition}" if self.condition else ""
        return f"{self.unconditional}{where}"

    @property
    def briefly(self) -> str:
        """The verdict in words, saying only whether there is a condition."""
        return f"{self.unconditional}, on a condition" if self.condition else self.unconditional

    @property
    def unconditional(self) -> str:
        """The verdict in words, without its condition."""
        if self.widths:
            return f"proved at these widths only: {'; '.join(self.widths)}"
        match self.rung:
            case Rung.STRUCTURE:
                return "true by definition"
            case Rung.INDICES:
                return "proved for any width"
            case Rung.SYMBOLS:
                return "proved for all values"


def in_short(verdict: str) -> str:
    """Return a verdict's words without the numbers of any widths.

    >>> in_short("proved at these widths only: m = 2; m = 3; m = 4")
    'proved at these widths only'
    """
    return verdict.partition(":")[0]


def check_demand(demand: str) -> str:
    """Return what is demanded of a verdict: nothing, or ``any width``.

    Raises `NotAnExpression` for anything else.
    """
    if demand not in ("", ANY_WIDTH):
        raise NotAnExpression(f"what can be required is {ANY_WIDTH!r}, not {demand!r}")
    return demand


def check_met(said: str, verdict: Verdict, demand: str) -> None:
    """Raise `StepIsUndecided` if an equality is proved at some widths where any is demanded."""
    if check_demand(demand) and verdict.widths:
        raise StepIsUndecided(
            f"{said} is {verdict}; here {ANY_WIDTH} is required: write smaller steps, with sums "
            "over indices, or state the bounds of a name (between=...)"
        )


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
