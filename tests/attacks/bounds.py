"""Bounds: an interval that a definition leaves where no point lies, or whose end it reaches."""

from bpcore import (
    N,
    Page,
    algebra,
    closed,
    column,
    d,
    dot,
    exp,
    index,
    let,
    log,
    normal_cdf,
    normal_pdf,
    positive_part,
    prove,
    relu,
    scalar,
    sigmoid,
    softplus,
    sqrt,
    tanh,
    total,
    width,
)
from bpcore.errors import NotAnExpression, StepIsFalse, StepIsUndecided
from bpcore.expr import Expr
from bpcore.language import Bounds
from tests.attacks import Try, false, true

x, y, z = scalar("x"), scalar("y"), scalar("z")
share, positive = scalar("h", between=(0, 1)), scalar("p", between=(0, None))
u, n = column("u", "n"), width("n")
i, k = index("i", "n"), index("k", "n")
mean = total(i, u[i]) / n
S = let("S", total(k, exp(u[k])))


def used(definition: Expr, between: Bounds, assume: bool = False) -> Try:
    """Return a try to say a bound of a definition and use its name in a line."""

    def run() -> None:
        v = let("v", definition, between=between, assume=assume)
        prove(v + v, 2 * v)

    return run


BROKEN: dict[str, tuple[Expr, Bounds]] = {
    "below zero between two samples": ((z - 5) ** 2 - N(1, 100), (0, None)),
    "below zero a million away": ((z - 10**6) ** 2 - N(1, 100), (0, None)),
    "below zero at two places far away": (
        (z - 10**6) ** 2 * (z - 10**6 - 1) ** 2 - N(1, 100),
        (0, None),
    ),
    "a square is zero at one point": ((z - N(1, 3)) ** 2, (0, None)),
    "a square is zero at one point far away": ((z - 123456) ** 2, (0, None)),
    "a product of squares is zero on a line": ((x - 17 * y) ** 2 * (1 + z**2), (0, None)),
    "a share times the rest reaches a quarter": (share * (1 - share), (0, N(1, 4))),
    "a sigmoid times the rest reaches a quarter": (
        sigmoid(z) * (1 - sigmoid(z)),
        (0, N(1, 4)),
    ),
    "the slope of a sigmoid reaches a quarter": (d(sigmoid(z), z), (0, N(1, 4))),
    "the square of a hyperbolic tangent is zero at zero": (tanh(z) ** 2, (0, 1)),
    "one minus that square is one at zero": (1 - tanh(z) ** 2, (0, 1)),
    "a sigmoid comes nearer to zero than that": (sigmoid(z), (N(1, 10**300), 1)),
    "a sigmoid comes nearer to one than that": (sigmoid(z / 10**9), (0, N(10**12 - 1, 10**12))),
    "the only share of softmax is one": (exp(u[1]) / S, (0, 1)),
    "a sum of squares is zero for zeros": (u.T @ u, (0, None)),
    "a norm's square over one more is zero for zeros": (dot(u, u) / (1 + dot(u, u)), (0, 1)),
    "a variance is zero for equal entries": (total(k, (u[k] - mean) ** 2) / n, (0, None)),
    "the square of a sum is zero where the entries cancel": (total(k, u[k]) ** 2, (0, None)),
    "a mean of squares is not above one hundredth more than the squared mean": (
        total(k, u[k] ** 2) / n - mean**2 - N(1, 100),
        (closed(0), None),
    ),
    "a product of two signs": (x * y, (0, None)),
    "a product that is negative far away only": ((10**7 - x) * (1 + y**2), (0, None)),
    "a line that crosses zero a thousand million away": (100 - z / 10**7, (0, None)),
    "one over a width is one": (1 / n, (0, 1)),
    "one over what comes near zero": (1 / positive, (0, 10**9)),
    "an exponential comes nearer to zero than that": (exp(-positive), (N(1, 10**6), 1)),
    "the exponential of zero is one": (exp(-(z**2)), (0, 1)),
    "a logarithm is negative below one": (log(positive), (0, None)),
    "a logarithm of what is nearly one": (log(1 - share / 10**9), (closed(0), None)),
    "a ReLU is zero": (relu(z), (0, None)),
    "a ReLU that wakes far away": (relu(z - 10**8), (closed(0), closed(1))),
    "what is held at nine tenths reaches them": (
        share - positive_part(share - N(9, 10)),
        (0, N(9, 10)),
    ),
    "what is held at nine tenths is not below eight": (
        share - positive_part(share - N(9, 10)),
        (0, N(8, 10)),
    ),
    "a polynomial of fourth degree dips below": ((z**2 - 2) ** 2 - N(1, 10**12), (0, None)),
    "a polynomial of sixth degree dips below": (z**6 - 3 * z + 2, (0, None)),
    "a polynomial is zero at its double root": (
        z**4 - 4 * z**3 + 6 * z**2 - 4 * z + 1,
        (0, None),
    ),
    "two forms that are hardly definite": (
        x**2 + 2 * x * y + N(999999, 10**6) * y**2,
        (closed(0), None),
    ),
    "softplus is above zero, but not by that": (softplus(z), (N(1, 10**100), None)),
    "a density is below four tenths, but not by that": (normal_pdf(z), (0, N(398, 1000))),
    "a density is above zero, but not by that": (normal_pdf(z), (N(1, 10**1000), 1)),
    "the distribution is a half at zero": (normal_cdf(z**2), (N(1, 2), 1)),
    "a root is below its square far out": (sqrt(1 + z**2), (1, 10**9)),
    "a root reaches one at zero": (sqrt(1 + z**2), (1, None)),
}
KEPT: dict[str, tuple[Expr, Bounds]] = {
    "a square, its end reached": ((z - 5) ** 2, (closed(0), None)),
    "a square and a hundredth": ((z - 5) ** 2 + N(1, 100), (0, None)),
    "a share times the rest, its end reached": (share * (1 - share), (0, closed(N(1, 4)))),
    "a sigmoid times the rest, its end reached": (
        sigmoid(z) * (1 - sigmoid(z)),
        (0, closed(N(1, 4))),
    ),
    "the slope of a sigmoid, its end reached": (d(sigmoid(z), z), (0, closed(N(1, 4)))),
    "the square of a hyperbolic tangent": (tanh(z) ** 2, (closed(0), 1)),
    "one minus that square": (1 - tanh(z) ** 2, (0, closed(1))),
    "a sigmoid": (sigmoid(z / 10**9), (0, 1)),
    "exponential over one plus exponential": (exp(z) / (1 + exp(z)), (0, 1)),
    "a share of softmax, its end reached": (exp(u[1]) / S, (0, closed(1))),
    "a sum of squares": (u.T @ u, (closed(0), None)),
    "a norm's square over one more": (dot(u, u) / (1 + dot(u, u)), (closed(0), 1)),
    "a variance": (total(k, (u[k] - mean) ** 2) / n, (closed(0), None)),
    "a variance kept away from zero": (
        total(k, (u[k] - mean) ** 2) / n + positive,
        (0, None),
    ),
    "the square of a sum": (total(k, u[k]) ** 2, (closed(0), None)),
    "a mean of sigmoids": (total(k, sigmoid(u[k])) / n, (0, 1)),
    "one over a width": (1 / n, (0, closed(1))),
    "an exponential of a square": (exp(-(z**2)), (0, closed(1))),
    "an entropy": (-share * log(share), (0, None)),
    "a cross-entropy": (-(share * log(share) + (1 - share) * log(1 - share)), (0, None)),
    "a ReLU": (relu(z), (closed(0), None)),
    "a ReLU held at six": (relu(z) - relu(z - 6), (closed(0), closed(6))),
    "what is held at nine tenths": (
        share - positive_part(share - N(9, 10)),
        (0, closed(N(9, 10))),
    ),
    "a polynomial of fourth degree": ((z**2 - 2) ** 2 + N(1, 10**12), (0, None)),
    "a polynomial of sixth degree": (z**6 - 3 * z + 3, (0, None)),
    "a square multiplied out": (z**2 - 10 * z + 25, (closed(0), None)),
    "a square of two multiplied out": (x**2 - 2 * x * y + y**2, (closed(0), None)),
    "two forms that are just definite": (
        x**2 + 2 * x * y + N(1000001, 10**6) * y**2,
        (closed(0), None),
    ),
    "softplus": (softplus(z), (0, None)),
    "a density": (normal_pdf(z), (0, N(2, 5))),
    "the distribution from its middle on": (normal_cdf(z**2), (closed(N(1, 2)), 1)),
    "a root": (sqrt(1 + z**2), (closed(1), None)),
}
for title, (definition, between) in BROKEN.items():
    false(title, StepIsUndecided, StepIsFalse)(used(definition, between))
for title, (definition, between) in KEPT.items():
    true(title)(used(definition, between))


@false("the root of a square that was said to be positive", StepIsUndecided)
def _() -> None:
    v = let("v", (z - 5) ** 2 - N(1, 100), between=(0, None))
    prove(sqrt(v**2), v)


@false("the same two definitions away", StepIsUndecided)
def _() -> None:
    v = let("v", (z - 5) ** 2 - N(1, 100), between=(0, None))
    w = let("w", 2 * v, between=(0, None))
    prove(sqrt(w**2) + x, w + x)


@false("a bound that only a mention on a page shows", StepIsUndecided)
def _() -> None:
    page = Page("p", "Bounds")
    v = let("v", (z - 5) ** 2 - N(1, 100), "what is left", between=(0, None))
    page.text(f"Here {v} is mentioned.")
    page.chain(x + y, algebra("turn"), y + x)
    page.finish()


@false("a definition on a page", StepIsUndecided)
def _() -> None:
    Page("p", "Bounds").define(let("v", (z - 5) ** 2 - N(1, 100), "what is left", (0, None)))


@false("an assumption that nothing meets", StepIsUndecided)
def _() -> None:
    v = let("v", -(z**2) - 1, between=(0, None), assume=True)
    prove(sqrt(v**2), v)


@false("an assumption of nothing", NotAnExpression)
def _() -> None:
    let("v", z - 1, assume=True)


@false("an interval that ends at a float", NotAnExpression)
def _() -> None:
    scalar("a", between=(0, 0.5))  # type: ignore[arg-type]


@true("the root of a square that is positive")
def _() -> None:
    v = let("v", (z - 5) ** 2 + N(1, 100), between=(0, None))
    prove(sqrt(v**2), v)


@true("the same as a condition, which is printed")
def _() -> None:
    v = let("v", (z - 5) ** 2 - N(1, 100), between=(0, None), assume=True)
    assert "where v is positive" in str(prove(sqrt(v**2), v))


@true("a condition two definitions away, which is printed")
def _() -> None:
    v = let("v", (z - 5) ** 2 - N(1, 100), between=(closed(0), closed(2)), assume=True)
    w = let("w", 2 * v + 1)
    assert "where v is at least 0 and is at most 2" in str(prove(sqrt(w**2), w))


@true("on a page")
def _() -> None:
    Page("p", "Bounds").define(let("v", (z - 5) ** 2, "what is left", (closed(0), None)))


@false("a zeroth power below, and twice the number", StepIsFalse)
def _() -> None:
    prove(scalar("x") / scalar("y") ** 0 * 1, 2 * scalar("x"))


@true("a zeroth power below, as a divisor and in a logarithm")
def _() -> None:
    x, y = scalar("x"), scalar("y")
    prove(x / y**0 * 1, 1 * x)
    prove(x / N(3) ** 0 * 1, 1 * x)
    prove(log(y**0 + 1) + 0 * x, 1 * log(y**0 + 1))
