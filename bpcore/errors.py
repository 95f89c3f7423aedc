"""What the library says when it refuses.

Every refusal is a `Refusal`.  The message says what is wrong with shapes and numbers; where it
happened (script, page, step) is put in front by whoever knows it, with `Refusal.at`.
"""

from __future__ import annotations

from typing import Self


class Refusal(Exception):
    """Something an author wrote cannot be accepted; nothing was published."""

    def __init__(self, message: str) -> None:
        """Keep the message; the places are added on the way up."""
        super().__init__(message)
        self.message = message
        self.places: list[str] = []

    def at(self, place: str) -> Self:
        """Return this refusal, with one more enclosing place put in front of its message."""
        self.places.insert(0, place)
        return self

    def __str__(self) -> str:
        """Return the places, outermost first, and the message."""
        return ": ".join([*self.places, self.message])


class NotAnExpression(Refusal):
    """A float, a truth value or a foreign object stands where an expression is wanted."""


class ShapesDiffer(Refusal):
    """The shapes of two operands, or of two sides, do not fit."""


class IndexMisused(Refusal):
    """An index runs over another range, is free on one side only, or is bound twice."""


class NotDifferentiable(Refusal):
    """A derivative by something that is not a name, or one whose meaning would be ambiguous."""


class StepIsFalse(Refusal):
    """The two sides differ; the message holds a counterexample."""


class StepChangesNothing(Refusal):
    """Both sides are printed alike: the reader would see the same line twice."""


class StepIsVacuous(Refusal):
    """Both sides are zero wherever they were looked at: the check would show nothing."""


class StepIsUndecided(Refusal):
    """No rung of the ladder could decide; that is never a pass."""


class ValuesAreLost(Refusal):
    """One side has a value where the other has none, and no condition says where that is."""


class StepIsTooLarge(StepIsUndecided):
    """To decide it would take more operations than one equality may; says what grew."""


class WrongRule(Refusal):
    """The equality holds, but not by the rule that is named beside it."""


class NameClash(Refusal):
    """Two different things are printed alike on one page, or one id is used twice."""


class ResultMissing(Refusal):
    """A result, page or row that is cited does not exist, or citations run in a circle."""


class NothingChecked(Refusal):
    """A page holds no claim, or a refutation refutes nothing."""


class TypedByHand(Refusal):
    """Prose holds mathematics that was typed instead of printed from an object."""


class DigitsDoNotRecompute(Refusal):
    """The displayed digits of a worked line do not give the displayed result."""


class CannotBeDrawn(Refusal):
    """A picture of nothing, of more than can be told apart, or with a label that cannot be set."""


class ScriptFailed(Refusal):
    """A derivation script stopped with an error of its own."""


class OutsideTheFolder(Refusal):
    """A page would be written outside the folder of the documentation."""


class CannotBeChosen(Refusal):
    """Something was chosen that no page asks for, or that is not what is asked for."""


class FolderNotEmpty(Refusal):
    """A new book was to be started where something stands already."""


class TookTooMuch(Refusal):
    """A script ran longer, or took more memory, than it may; it was stopped."""
