"""Namings: the same line under other letters, proved and spoilt, gets the same verdict."""

from collections.abc import Callable
from itertools import islice, permutations

from bpcore import N, d, gate, let, prove, relu, scalar
from bpcore.errors import Refusal, StepIsFalse, StepIsUndecided
from bpcore.expr import Expr, Operand, expr
from bpcore.sweep import swept
from tests.attacks import false, true

LETTERS = (
    ("x_1", "x_2", "x_3", "x_4"),
    ("a", "b", "c", "f"),
    ("p", "q", "r", "s"),
    ("x", "y", "z", "w"),
    ("alpha", "beta", "gamma", "lambda"),
)
FAR = 11  # orders between two that are taken
Line = Callable[..., tuple[Expr, Operand]]


def largest(*numbers: Expr) -> Expr:
    """Return the largest of some numbers, taken one after another."""
    whole = numbers[0]
    for number in numbers[1:]:
        whole = whole + relu(number - whole)
    return whole


def least(a: Operand, b: Operand) -> Expr:
    """Return the smaller of two numbers."""
    return expr(a) - relu(expr(a) - b)


def namings(count: int, every: int) -> list[tuple[Expr, ...]]:
    """Return the names of a line in so many orders of every alphabet."""
    return [
        tuple(scalar(text) for text in order)
        for start, letters in enumerate(LETTERS)
        for order in islice(permutations(letters, count), start, None, FAR // every)
    ][: every * len(LETTERS)]


def alike(line: Line, count: int = 4, every: int = 1) -> None:
    """Prove and spoil a line in every naming; raises `AssertionError` if two of them differ."""
    seen = set()
    for named in namings(count, every):
        left, right = line(*named)
        verdict = prove(left, right)
        sweep = swept(left, expr(right))
        found = verdict.unconditional, len(verdict.condition.needs)
        seen.add((*found, sweep.refused, len(sweep.survivors)))
    assert len(seen) == 1, seen


def refused(line: Line, count: int = 4, every: int = 1) -> None:
    """Raise the refusal of a line that is refused in every naming; nothing if one accepts it."""
    last: Refusal | None = None
    for named in namings(count, every):
        try:
            prove(*line(*named))
        except (StepIsFalse, StepIsUndecided) as refusal:
            last = refusal
        else:
            return
    assert last is not None
    raise last


@true("the slope of a maximum of two")
def _() -> None:
    alike(lambda a, b: (d(largest(a, b), b), 1 * gate(b - a)), 2)


@true("the slope of pooling two by two, by the first entry")
def _() -> None:
    def line(a: Expr, b: Expr, c: Expr, f: Expr) -> tuple[Expr, Operand]:
        whole = largest(largest(a, b), largest(c, f))
        return d(whole, a), gate(a - b) * gate(a - c) * gate(a - f)

    alike(line, every=2)


@true("the slope of pooling four in a row, by the third entry")
def _() -> None:
    def line(a: Expr, b: Expr, c: Expr, f: Expr) -> tuple[Expr, Operand]:
        return d(largest(a, b, c, f), c), gate(c - a) * gate(c - b) * gate(c - f)

    alike(line)


@true("pooling two by two and four in a row")
def _() -> None:
    alike(lambda a, b, c, f: (largest(largest(a, b), largest(c, f)), largest(f, c, b, a)))


@true("a hinge loss")
def _() -> None:
    alike(lambda y, z: (d(relu(1 - y * z), z), -y * gate(1 - y * z)), 2)


@true("a hinge loss between three classes")
def _() -> None:
    def line(a: Expr, b: Expr, c: Expr) -> tuple[Expr, Operand]:
        most = largest(b, c)
        return d(relu(1 - a + most), b), gate(1 - a + most) * gate(b - c)

    alike(line, 3)


@true("a clipped loss")
def _() -> None:
    def line(y: Expr, z: Expr) -> tuple[Expr, Operand]:
        r = let("t", y - z)
        return d(let("L", least(r**2, 4)), z), -2 * r * gate(2 - r) * gate(2 + r)

    alike(line, 2)


@true("a network of two rectified neurons")
def _() -> None:
    def line(w: Expr, v: Expr, x: Expr, y: Expr) -> tuple[Expr, Operand]:
        h = let("h", relu(w * x))
        o = let("o", relu(v * h))
        slope = (o - y) * gate(v * h) * v * gate(w * x) * x
        return d(let("L", (o - y) ** 2 / 2), w), slope

    alike(line)


@true("a number kept between two bounds")
def _() -> None:
    def line(z: Expr, low: Expr, up: Expr) -> tuple[Expr, Operand]:
        return d(least(largest(z, low), low + up**2), z), gate(z - low) * gate(low + up**2 - z)

    alike(line, 3)


@true("kinks that lie further out than any point is drawn")
def _() -> None:
    def line(z: Expr) -> tuple[Expr, Operand]:
        kept = least(largest(z, N(-40)), 40)
        return d(kept, z), gate(z + 40) * gate(40 - z)

    alike(line, 1)


@false("the slope of a maximum in which the gate is turned round", StepIsFalse)
def _() -> None:
    refused(lambda a, b: (d(largest(a, b), b), 1 * gate(a - b)), 2)


@false("pooling in which one gate compares the wrong two", StepIsFalse)
def _() -> None:
    def line(a: Expr, b: Expr, c: Expr, f: Expr) -> tuple[Expr, Operand]:
        whole = largest(largest(a, b), largest(c, f))
        return d(whole, a), gate(a - b) * gate(a - c) * gate(c - f)

    refused(line)


@false("pooling in which one gate is lost", StepIsFalse)
def _() -> None:
    def line(a: Expr, b: Expr, c: Expr, f: Expr) -> tuple[Expr, Operand]:
        return d(largest(a, b, c, f), a), gate(a - b) * gate(a - c)

    refused(line)


@false("pooling in which one gate opens too late by a thousandth", StepIsFalse)
def _() -> None:
    def line(a: Expr, b: Expr, c: Expr, f: Expr) -> tuple[Expr, Operand]:
        whole = largest(largest(a, b), largest(c, f))
        return d(whole, a), gate(a - b) * gate(a - c) * gate(a - f - N(1, 1000))

    refused(line)


@false("a maximum that is wrong where all four tie", StepIsFalse)
def _() -> None:
    def line(a: Expr, b: Expr, c: Expr, f: Expr) -> tuple[Expr, Operand]:
        tie = largest(a, b, c, f) + least(-a, least(-b, least(-c, -f)))
        return tie * 0 + gate(a - b) + gate(b - a), 1 + 0 * c * f

    refused(line)


@false("a rectified network that loses its second gate", StepIsFalse)
def _() -> None:
    def line(w: Expr, v: Expr, x: Expr, y: Expr) -> tuple[Expr, Operand]:
        h = let("h", relu(w * x))
        o = let("o", relu(v * h))
        return d(let("L", (o - y) ** 2 / 2), w), (o - y) * v * gate(w * x) * x

    refused(line)
