"""Differences: slopes compared where they are zero, tiny or off in a far digit."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from fractions import Fraction
from unittest.mock import patch

from bpcore import (
    N,
    Page,
    column,
    d,
    dot,
    exp,
    gelu,
    index,
    let,
    log,
    partial,
    relu,
    scalar,
    sigmoid,
    softplus,
    sqrt,
    tanh,
    total,
    unspecified,
)
from bpcore.claim import Claim
from bpcore.enclosure import Enclosure
from bpcore.errors import NothingChecked, StepIsFalse
from bpcore.expr import Derivative, Expr
from bpcore.function import Function
from bpcore.given import Given
from bpcore.verdict import Rung, Verdict
from bpcore.worked import Numbers
from tests.attacks import false, true

z, w, y = scalar("z"), scalar("w"), scalar("y")
p = scalar("p", between=(0, 1))
a = let("a", sigmoid(z), between=(0, 1))
i, k, u = index("i", 3), index("k", 3), column("u", 3)
shares = let("S", total(k, exp(u[k])), abbreviation=True)
g = unspecified("g")
IN_DOUBT = Verdict(Rung.SYMBOLS, 6)


def compared(of: Expr, at: Given) -> Callable[[], None]:
    """Return what puts a derivative beside its difference on a page."""

    def tried() -> None:
        page = Page("p", "P")
        page.compare(page.numbers(at), of)

    return tried


# -- true ones: the difference with one step is far from the slope, relatively -------------------

TRUE: dict[str, tuple[Expr, Given]] = {
    "a fifth power at zero": (d(z**5, z), {z: 0}),
    "a seventh power at zero": (d(z**7 - 2 * z**6, z), {z: 0}),
    "a fifth power beside zero": (d(z**5, z), {z: N(1, 10**3)}),
    "a fifth power far too near to zero": (d(z**5, z), {z: N(1, 10**30)}),
    "a fourth power times an exponential": (d((z - 1) ** 4 * exp(z), z), {z: 1}),
    "a slope of zero among higher ones": (d(exp(z) - z, z), {z: 0}),
    "a hyperbolic tangent less its tangent": (d(tanh(z) - z, z), {z: 0}),
    "slopes of a softmax that cancel": (d(log(shares) - u[1] / 3 - u[2] / 3, u[2]), {u: [[1]] * 3}),
    "an entropy at equal shares": (
        partial(let("H", total(i, exp(u[i]) / shares * (u[i] - log(shares)))), u),
        {u: [[2], [2], [2]]},
    ),
    "zeros among the entries": (partial(total(i, u[i] ** 5), u), {u: [[0], [1], [N(1, 10**9)]]}),
    "large and tiny slopes side by side": (
        partial(total(i, exp(u[i])), u),
        {u: [[200], [-200], [0]]},
    ),
    "a saturated sigmoid": (d(sigmoid(z), z), {z: 100}),
    "a sigmoid saturated beyond doubles": (d(sigmoid(z), z), {z: 2000}),
    "a steep sigmoid": (d(sigmoid(10**12 * z), z), {z: 0}),
    "a loss that is nearly nothing": (d(-log(a), z), {z: 80}),
    "a root beside zero": (d(sqrt(w), w), {w: N(1, 10**8)}),
    "a share beside the end of its interval": (d(-log(1 - p), p), {p: 1 - Fraction(1, 10**12)}),
    "a kink nearer than the step": (d(relu(z), z), {z: N(1, 10**5)}),
    "a kink nearer than the step, on the other side, beside a slope": (
        d(relu(z) + 2 * z, z),
        {z: -N(1, 10**25)},
    ),
    "a slope that is plain": (d(gelu(z), z), {z: N(3, 2)}),
}

for name, (of, at) in TRUE.items():
    true(f"a slope and its difference: {name}")(compared(of, at))


@true("a fifth power at zero is zero by the formula and by differences")
def _() -> None:
    check = Numbers({z: 0}).check(d(z**5, z))  # type: ignore[arg-type]
    assert (0, 0) == (check.formula.value, check.difference.value)  # type: ignore[union-attr]


# -- false ones: a slope that is off, though by little -------------------------------------------


def spoilt(by: Callable[[Enclosure], Enclosure], entry: str = "") -> AbstractContextManager[object]:
    """Return a context in which differences find another slope, as if the formula were wrong."""
    plain = Numbers.five_points

    def five_points(self: Numbers, derivative: Derivative) -> Enclosure:
        found = plain(self, derivative)
        return by(found) if entry in repr(derivative.by) else found

    return patch.object(Numbers, "five_points", five_points)


def off(
    of: Expr, at: Given, by: Callable[[Enclosure], Enclosure], entry: str = ""
) -> Callable[[], None]:
    """Return what compares a derivative while differences find another slope."""

    def tried() -> None:
        with spoilt(by, entry):
            compared(of, at)()

    return tried


def relatively(share: Fraction) -> Callable[[Enclosure], Enclosure]:
    """Return what moves a slope by a share of itself."""
    return lambda found: found * (1 + share)


def absolutely(by: Fraction) -> Callable[[Enclosure], Enclosure]:
    """Return what moves a slope."""
    return lambda found: found + by


OFF: dict[str, tuple[Expr, Given, Callable[[Enclosure], Enclosure]]] = {
    "by a billionth": (d(sigmoid(z), z), {z: 1}, relatively(Fraction(1, 10**9))),
    "by less than a billionth": (d(sigmoid(z), z), {z: 1}, relatively(Fraction(1, 10**15))),
    "in the thirtieth digit": (d(tanh(z), z), {z: 1}, relatively(Fraction(1, 10**30))),
    "by a half": (d(z**3, z), {z: 2}, relatively(Fraction(-1, 2))),
    "by its sign": (d(z**3, z), {z: 2}, relatively(Fraction(-2))),
    "by its sign, where it is tiny": (d(sigmoid(z), z), {z: 100}, relatively(Fraction(-2))),
    "by its sign, where doubles end": (d(sigmoid(z), z), {z: 1000}, relatively(Fraction(-2))),
    "by a factor, where it is tiny": (d(sigmoid(z), z), {z: -300}, relatively(Fraction(1))),
    "altogether, where it is tiny": (d(sigmoid(z), z), {z: 60}, relatively(Fraction(-1))),
    "by a trifle, where it is zero": (d(z**5, z), {z: 0}, absolutely(Fraction(1, 10**12))),
    "by a tiny trifle, where it is zero": (d(z**5, z), {z: 0}, absolutely(Fraction(1, 10**90))),
    "by less than anybody sees, where it is zero": (
        d(exp(z) - z, z),
        {z: 0},
        absolutely(Fraction(-1, 10**300)),
    ),
    "by a trifle, where nothing but zeros is": (
        d(z**2, z),
        {z: 0},
        absolutely(Fraction(1, 10**60)),
    ),
    "by the step": (d(exp(z), z), {z: 0}, absolutely(Fraction(1, 10**3))),
}

for name, (of, at, by) in OFF.items():
    false(f"a slope that is off {name}", StepIsFalse, says="the five-point difference is")(
        off(of, at, by)
    )

false("one entry of a gradient is off", StepIsFalse, says="u[2]")(
    off(
        partial(total(i, u[i] ** 5), u),
        {u: [[1], [0], [2]]},
        absolutely(Fraction(1, 10**40)),
        "u[2]",
    )
)


def formula(left: Expr, right: Expr, at: Given, put_in: Function = tanh) -> Callable[[], None]:
    """Return what compares a forged formula for any function, with one put in."""

    def tried() -> None:
        Numbers(at).instance(Claim(left, right, IN_DOUBT), {g: put_in}, {})

    return tried


SLOPE, RIGHT = d(g(z) ** 2, z), 2 * g(z) * g.prime(z)
FORMULAS: dict[str, tuple[Expr, Given]] = {
    "a factor is lost": (g(z) * g.prime(z), {z: 1}),
    "a sign is lost": (-RIGHT, {z: 1}),
    "a sign is lost where the slope is tiny": (-RIGHT, {z: 200}),
    "off by a billionth": (RIGHT * N(10**9 + 1, 10**9), {z: 1}),
    "off by the sixtieth digit": (RIGHT + N(1, 10**60), {z: 1}),
    "a tiny slope is zero": (0 * RIGHT, {z: 300}),
}

for name, (right, at) in FORMULAS.items():
    false(f"a forged formula: {name}", StepIsFalse, says="but the formula")(
        formula(SLOPE, right, at)
    )

true("a formula far out")(formula(SLOPE, RIGHT, {z: 300}))
true("a formula of another function far out")(formula(SLOPE, RIGHT, {z: -200}, softplus))


# -- nothing to compare --------------------------------------------------------------------------

NOTHING: dict[str, tuple[Expr, Given, str]] = {
    "a slope of zero, and nothing but zeros": (d(z**2, z), {z: 0}, "is zero here"),
    "behind a shut gate": (d(relu(z), z), {z: -3}, "is zero here"),
    "a constant in disguise": (
        d(total(i, exp(u[i]) / shares), u[1]),
        {u: [[1], [2], [3]]},
        "is zero here",
    ),
    "a slope at a kink": (d(relu(z), z), {z: 0}, "but no slope"),
    "a slope at the edge": (d(sqrt(w), w), {w: 0}, "has no value"),
    "a slope too small for any difference": (d(sigmoid(z), z), {z: 10**5}, "anything so small"),
    "what is no derivative": (z**2, {z: 1}, "is not a derivative"),
    "a variable without a number": (d(dot(u, u) * z, z), {z: 1}, "no number is given for u"),
}

for name, (of, at, says) in NOTHING.items():
    false(f"nothing is compared: {name}", NothingChecked, says=says)(compared(of, at))
