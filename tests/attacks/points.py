"""Points: lines that hold at every point that is tried, and fail elsewhere."""

from bpcore import N, Page, algebra, exp, let, log, prove, proved, scalar, sigmoid, sqrt, tanh
from bpcore.errors import NameClash, StepIsFalse, StepIsUndecided
from tests.attacks import false, true

x, y, z = scalar("x"), scalar("y"), scalar("z")
p = scalar("p", between=(0, 1))
LARGE = N(3) * 10**3


@false("a root takes one sign of what was squared", StepIsUndecided, StepIsFalse)
def _() -> None:
    prove(sqrt((x - 5) ** 2), 5 - x)


@false("a step that rises far away", StepIsUndecided, StepIsFalse, says="proves nothing")
def _() -> None:
    prove(z + sigmoid(10**5 * (x - 9)), z)


@false("a step that rises far away, as a product", StepIsUndecided, StepIsFalse)
def _() -> None:
    prove(z * (1 + exp(1000 * (x - 20))), z)


@false("a bump between the points", StepIsUndecided, StepIsFalse)
def _() -> None:
    prove(z + exp(-(10**9) * (x - N(21, 50)) ** 2), z)


@false("a saturated sigmoid is one", StepIsUndecided, StepIsFalse)
def _() -> None:
    prove(sigmoid(N(1200)), 1)


@false("a saturated hyperbolic tangent is one", StepIsUndecided, StepIsFalse)
def _() -> None:
    prove(tanh(LARGE), 1)


@false("the softplus of a large number is the number", StepIsUndecided, StepIsFalse)
def _() -> None:
    prove(log(1 + exp(N(2000))), 2000)


@false("what is tiny is zero", StepIsUndecided, StepIsFalse)
def _() -> None:
    prove(1 + exp(-LARGE), 1)


@false("what is tiny is zero, beside a name", StepIsUndecided, StepIsFalse)
def _() -> None:
    prove(z + exp(-LARGE - x**2), z)


@false("it is in a chain", StepIsUndecided, StepIsFalse, says="step 1")
def _() -> None:
    Page("p", "P").chain(z + sigmoid(10**5 * (x - 9)), algebra("far from nine"), z)


@false("it is a claim in prose", StepIsUndecided, StepIsFalse)
def _() -> None:
    Page("p", "P").text(f"Far from nine, {proved(z + sigmoid(10**5 * (x - 9)), z)}.")


@false("two quantities of one name agree at points only", NameClash)
def _() -> None:
    page = Page("p", "P")
    one, other = let("s", z + sigmoid(10**5 * (x - 9))), let("s", z * 1)
    page.chain(one + y, algebra("the order"), y + one)
    page.chain(other * y, algebra("the order"), y * other)
    page.finish()


@true("a sigmoid and its complement")
def _() -> None:
    prove(sigmoid(1200 * x) + sigmoid(-1200 * x), 1)


@true("a softplus, with the number taken out")
def _() -> None:
    prove(log(1 + exp(2000 * x)), 2000 * x + log(1 + exp(-2000 * x)))


@true("a square of a root")
def _() -> None:
    prove(sqrt(p) ** 2, p)


@true("two ways to write one quantity")
def _() -> None:
    page = Page("p", "P")
    one, other = let("s", sigmoid(x)), let("s", 1 / (1 + exp(-x)))
    page.chain(one + y, algebra("the order"), y + one)
    page.chain(other * y, algebra("the order"), y * other)
    page.finish()
