"""Shapes: an array where another is meant, at widths that happen to be equal."""

from bpcore import column, let, matrix, outer, partial, prove, scalar
from bpcore.errors import ShapesDiffer, StepIsFalse
from tests.attacks import false, true

n, m = "n", "m"
W, x, delta = matrix("W", n, m), column("x", m), column("delta", n)
z = let("z", W @ x)
C = let("C", delta.T @ z)


@false("a transpose is lost", ShapesDiffer)
def _() -> None:
    prove(partial(C, x), W @ delta)


@false("a transpose is lost at equal widths", StepIsFalse)
def _() -> None:
    square, u, v = matrix("V", n, n), column("u", n), column("v", n)
    prove(partial(u.T @ square @ v, v), square @ u)


@false("the gradient by the weights, turned round", ShapesDiffer)
def _() -> None:
    prove(partial(C, W), outer(x, delta.T))


@false("a number beside a column", ShapesDiffer)
def _() -> None:
    prove(scalar("a"), x)


@true("the transpose stays")
def _() -> None:
    prove(partial(C, x), W.T @ delta)


@true("the gradient by the weights")
def _() -> None:
    prove(partial(C, W), outer(delta, x.T))
