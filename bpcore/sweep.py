"""The sweep: what becomes of the mutants of a proved equality.

A mutant whose value differs from the other side at some point is refused by the ladder, which
looks at points before anything else.  One that agrees wherever it is looked at is decided: proved
to be another true line, or the equality does not stand.  Points are looked at in doubles here,
thousands of mutants a second; two numbers that are near are never taken for different.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bpcore.domain import Floats, Scalar
from bpcore.errors import (
    NotDifferentiable,
    StepIsFalse,
    StepIsUndecided,
    StepIsVacuous,
    ValuesAreLost,
)
from bpcore.evaluate import Evaluator, Setting, Value, entries
from bpcore.expr import Expr, Index, Name
from bpcore.ladder import Place, Question, Sense, decide, stretched
from bpcore.mutants import Mutant, Slip, assumed, mutants, unbounded
from bpcore.sampling import converted
from bpcore.tex import latex
from bpcore.tree import free_indices, key, walk
from bpcore.verdict import Verdict
from bpcore.zero import is_written_zero

APART = 1e-6  # of the largest entry: what doubles tell apart beyond doubt
NOTHING = 1e-9  # of what is put in: below this doubles may be what rounding leaves of a zero
PLACES, TURNS = 12, 3  # looked at; in fewer places more often, and with gates in each so often
NO_VALUE = (ArithmeticError, ValueError)


@dataclass(frozen=True)
class Survivor:
    """A mutant that is true as well, and how that was proved.

    There is no verdict if it is printed like the line itself or the one before.
    """

    slip: Slip
    line: Expr
    verdict: Verdict | None


@dataclass
class Sweep:
    """What became of the mutants of one equality.

    ``unwritable`` counts those whose shapes or indices do not fit, ``refuted`` those that differ at
    a point; the rest are true, and listed.
    """

    unwritable: Counter[Slip] = field(default_factory=Counter)
    refuted: Counter[Slip] = field(default_factory=Counter)
    survivors: list[Survivor] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many mutants were refused."""
        return self.unwritable.total() + self.refuted.total()

    @property
    def tried(self) -> int:
        """How many mutants there were."""
        return self.refused + len(self.survivors)


class Remembering(Evaluator):
    """Reads expressions in doubles, and remembers what the parts of one line came to."""

    def __init__(self, line: Expr) -> None:
        """Take the line whose parts will be met again and again."""
        super().__init__(Floats())
        self.line = line  # so that its parts live, and nothing else takes their places
        self.free = {id(node): order(free_indices(node)) for node in walk(line)}
        self.met: dict[tuple[int, ...], Value] = {}

    def value(self, expr: Expr, at: Setting) -> Value:
        """Return the value of an expression; nothing is remembered inside a derivative."""
        if at.level or id(expr) not in self.free:
            return super().value(expr, at)
        here = (id(expr), *(at.indices[index] for index in self.free[id(expr)]))
        if here not in self.met:
            self.met[here] = super().value(expr, at)
        return self.met[here]


def order(indices: frozenset[Index]) -> tuple[Index, ...]:
    """Return indices in a fixed order."""
    return tuple(sorted(indices, key=lambda index: (index.letter, str(index.width))))


@dataclass(frozen=True)
class Point:
    """Where mutants are looked at, what the left side comes to, and what counts as nothing."""

    reader: Remembering
    at: Setting
    left: list[Scalar]
    nothing: float

    def value(self, line: Expr) -> list[Scalar] | None:
        """Return the entries of a line here; None if it has no value."""
        try:
            found = entries(self.reader.value(line, self.at))
        except NO_VALUE:
            return None
        return found if all(entry == entry for entry in found) else None  # nan is no value


class Points:
    """Points at which both sides have a value, and the same one; made as they are asked for."""

    def __init__(self, question: Question) -> None:
        """Take the equality whose mutants are looked at."""
        few = question.places[:: max(1, len(question.places) // PLACES)]
        turns = max(TURNS, PLACES * TURNS // len(few))
        tried = (point(question, place, turn) for turn in range(turns) for place in few)
        self._coming = (found for found in tried if found is not None)
        self._made: list[Point] = []

    def __iter__(self) -> Iterator[Point]:
        """Yield the points that were made, then further ones."""
        yield from self._made
        for made in self._coming:
            self._made.append(made)
            yield made

    def telling(self) -> Iterator[Point]:
        """Yield points until so many were met at which the sides are not nothing."""
        left = PLACES
        for one in self:
            yield one
            left -= any(abs(x) > one.nothing for x in one.left)
            if not left:
                return


def point(question: Question, place: Place, turn: int) -> Point | None:
    """Return one point; None if the sides have no value there, or doubles are too coarse for it."""
    domain = Floats()
    drawn = question.generic(Sense.UNFOLDED, place, turn)
    if question.switches:  # kinks can lie far out
        wide = 10 ** (turn % TURNS)
        drawn = {name: stretched(name, value, wide) for name, value in drawn.items()}
    at = question.setting(converted(drawn, domain), place, turn, domain)
    reader = Remembering(question.right)
    try:
        left = entries(reader.value(question.left, at))
    except NO_VALUE:
        return None
    largest = max((abs(x) for value in at.values.values() for x in entries(value)), default=0)
    found = Point(reader, at, left, NOTHING * max(1, largest))
    right = found.value(question.right)
    return found if right is not None and not apart(left, right, found.nothing) else None


def apart(left: list[Scalar], right: list[Scalar], nothing: float) -> bool:
    """Tell whether numbers differ beyond doubt, relative to the largest of them."""
    if len(left) != len(right):
        return True
    scale = max((abs(value) for value in (*left, *right)), default=0)
    doubt = max(APART * scale, nothing)
    return any(abs(a - b) > doubt for a, b in zip(left, right, strict=True))


def swept(left: Expr, right: Expr, every: Iterable[Index] = ()) -> Sweep:
    """Return what becomes of the mutants of an equality that was proved.

    Of the indices in ``every`` all values are meant, so that they may be free on one side only.

    Raises `StepIsUndecided` for a mutant of which nothing shows whether it is true.
    """
    if is_written_zero(right):  # what comes to zero is spoilt, not the zero
        left, right = right, left
    question = Question(left, right, every)
    found, seen = Sweep(), {key(right)}
    looked = Points(question)
    for mutant in mutants(left, right):
        if mutant.line is None or not fits(question, mutant.line):
            found.unwritable[mutant.slip] += 1
            continue
        same = key(mutant.line)
        if same in seen:
            continue
        seen.add(same)
        if differs(mutant.line, looked if question.switches else looked.telling()):
            found.refuted[mutant.slip] += 1
        else:
            settle(question, mutant, looked, found)
    for name in assumed(left, right):
        unassumed(question, name, found)
    return found


def unassumed(question: Question, name: Name, found: Sweep) -> None:
    """Decide whether an equality needs what it assumes of a name."""
    known: dict[Expr, Expr] = {}
    left, right = (unbounded(side, name, known) for side in question.sides)
    try:
        verdict = proved_from(left, right, question)
    except (StepIsFalse, StepIsUndecided, ValuesAreLost):  # without values nothing is decided
        found.refuted[Slip.ASSUMPTION] += 1
    else:
        found.survivors.append(Survivor(Slip.ASSUMPTION, right, verdict))


def fits(question: Question, line: Expr) -> bool:
    """Tell whether a line could stand behind a left side at all."""
    loose = free_indices(line) ^ free_indices(question.left)
    return line.shape == question.left.shape and loose <= question.every


def differs(line: Expr, looked: Iterable[Point]) -> bool:
    """Tell whether a line differs from the left side at a point, or has no value at any."""
    some = met = False
    for one in looked:
        met, value = True, one.value(line)
        if value is not None:
            some = True
            if apart(one.left, value, one.nothing):
                return True
    return met and not some


def settle(question: Question, mutant: Mutant, looked: Iterable[Point], found: Sweep) -> None:
    """Decide a mutant that agrees wherever it was looked at and has a value.

    It equals the proved line, which is a matter of the one place that differs, or the line before.
    One that cannot be shown to is looked at further, and refused if it differs, or has no value
    somewhere where the line has one.
    """
    assert mutant.line is not None
    if latex(mutant.line) in map(latex, question.sides):
        found.survivors.append(Survivor(mutant.slip, mutant.line, None))
        return
    for line in (question.right, question.left):
        try:
            verdict = proved_from(line, mutant.line, question)
        except (StepIsFalse, NotDifferentiable, ValuesAreLost):
            break
        except (StepIsUndecided, StepIsVacuous) as refusal:
            undecided = refusal
        else:
            found.survivors.append(Survivor(mutant.slip, mutant.line, verdict))
            return
    else:
        further = differs(mutant.line, looked)
        if not further and all(one.value(mutant.line) is not None for one in looked):
            raise undecided
    found.refuted[mutant.slip] += 1


def proved_from(line: Expr, mutant: Expr, question: Question) -> Verdict:
    """Return how a mutant was proved to equal a line."""
    return decide(Question(line, mutant, question.every), told=False)[1]
