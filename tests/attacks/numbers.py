"""Numbers: worked lines and boxes of mistakes where digits are lost, or where there is no value."""

from collections.abc import Callable

from bpcore import (
    Claim,
    N,
    Page,
    column,
    d,
    exp,
    gate,
    gelu,
    index,
    let,
    listed,
    log,
    opaque,
    proved,
    relu,
    scalar,
    sigmoid,
    softplus,
    sqrt,
    tanh,
    total,
    unspecified,
    width,
)
from bpcore.blocks import Worked, every
from bpcore.errors import DigitsDoNotRecompute, NotAnExpression, NothingChecked, StepIsFalse
from bpcore.expr import Expr, Name
from bpcore.given import Given
from bpcore.markdown import markdown
from bpcore.verdict import Rung, Verdict
from bpcore.worked import Line, Numbers
from tests.attacks import false, true

x, y, z, w = scalar("x"), scalar("y"), scalar("z"), scalar("w")
p = scalar("p", between=(0, 1))
a = let("a", sigmoid(z), between=(0, 1))
b = let("b", sigmoid(z))
t = let("t", tanh(z))
L = let("L", -(y * log(a) + (1 - y) * log(1 - a)))
i, k, u = index("i", "n"), index("k", 3), column("u", "n")
v = column("v", 3)
s = let("s", total(i, exp(u[i])))
TINY = N(1, 10**60)
g, C = unspecified("g"), opaque("C", x)
IN_DOUBT = Verdict(Rung.SYMBOLS, 6)


def box(left: Expr, right: Expr | int, at: Given) -> Callable[[], None]:
    """Return what puts an equality into a box of a mistake."""

    def tried() -> None:
        Page("p", "P").mistake("A mistake", left, right, at=at)

    return tried


def worked(claim: Claim | Name, at: Given) -> Page:
    """Return a page with a worked line."""
    page = Page("p", "P")
    page.worked(page.numbers(at), claim)
    return page


def line(claim: Claim, at: Given) -> Line:
    """Return a worked line."""
    (block,) = (one for one in every(worked(claim, at).blocks) if isinstance(one, Worked))
    return block.lines[0]


def forged(left: Expr, right: Expr, at: Given) -> Callable[[], None]:
    """Return what works out a line that no proof made."""

    def tried() -> None:
        Numbers(at).line(Claim(left, right, IN_DOUBT))

    return tried


# -- a true line in the box of a mistake, wherever digits are lost -------------------------------

TRUE_LINES: dict[str, tuple[Expr, Expr | int, Given]] = {
    "the slope of the loss": (d(L, z), a - y, {z: 180, y: 0}),
    "the slope of the loss, on the other side": (d(L, z), a - y, {z: -400, y: 1}),
    "the slope of a saturated sigmoid": (d(b, z), b * (1 - b), {z: 200}),
    "the same, further out": (d(b, z), b * (1 - b), {z: 3000}),
    "the same, out of reach of all digits": (d(b, z), b * (1 - b), {z: 10**6}),
    "the slope of a saturated hyperbolic tangent": (d(t, z), 1 - t**2, {z: -300}),
    "what is left of a sigmoid": (1 - sigmoid(z), sigmoid(-z), {z: 700}),
    "the softplus of a large number": (softplus(z) - z, softplus(-z), {z: 900}),
    "large terms that cancel": ((exp(z) + 1) - exp(z), N(1), {z: 5000}),
    "large powers that cancel": ((z + 1) ** 2 - z**2, 2 * z + 1, {z: N(10**90)}),
    "the logarithm beside one": (log(1 - p), -log(1 / (1 - p)), {p: 1 - TINY.value}),
    "shares of one exponential": (exp(u[1]) / s, 1 / (1 + exp(u[2] - u[1])), {u: [[0], [500]]}),
    "a product over a tiny divisor": (x / w * w, x, {x: 3, w: TINY}),
    "an array, in one entry": (
        listed(sigmoid(z), 1 - sigmoid(z)),
        listed(sigmoid(z), sigmoid(-z)),
        {z: 500},
    ),
}

for name, (left, right, at) in TRUE_LINES.items():
    false(f"a true line is boxed as a mistake: {name}", NothingChecked, says="refutes nothing")(
        box(left, right, at)
    )


# -- what differs, but where no reader could see it ----------------------------------------------

UNSEEN: dict[str, tuple[Expr, Expr | int, Given]] = {
    "in the eighty-seventh digit": (sigmoid(z), 1, {z: 200}),
    "in the hundredth digit": (x, x + N(1, 10**100), {x: N(1, 3)}),
    "in the hundredth digit, of roots": (sqrt(x), sqrt(x + N(1, 10**100)), {x: 2}),
    "a slope and what it is nearly": (d(b, z), b, {z: -60}),
    "in one entry of an array": (listed(x, y), listed(x, y + TINY), {x: 1, y: N(1, 7)}),
}

for name, (left, right, at) in UNSEEN.items():
    false(f"a mistake that no digit shows: {name}", NothingChecked, says="both displayed as")(
        box(left, right, at)
    )


# -- no value ------------------------------------------------------------------------------------

ABSENT: dict[str, tuple[Expr, Expr, Given, str]] = {
    "the logarithm of a negative number": (
        d(log(x), x),
        1 / x,
        {x: -1},
        "log(x) has no value where x is -1: log is taken of -1",
    ),
    "the logarithm of zero": (log(x) + y, y + log(x), {x: 0, y: 1}, "log(x) has no value"),
    "a division by zero": (d(1 / x, x), -1 / x**2, {x: 0}, "1 / x has no value where x is 0"),
    "a division by zero, in a definition": (
        let("q", 1 / (x - y)) * x,
        x / (x - y),
        {x: 2, y: 2},
        "1 / (x - y) has no value where x is 2, y is 2: x - y is zero",
    ),
    "a division by zero, in one term of a sum": (
        total(i, 1 / u[i]) * 2,
        total(i, 2 / u[i]),
        {u: [[1], [0]]},
        "1 / u[i] has no value where i is 2",
    ),
    "a slope at a kink": (
        d(relu(z), z),
        gate(z),
        {z: 0},
        "relu(z) has a value there, but no slope",
    ),
    "a root of a negative number": (
        sqrt(x) * y,
        y * sqrt(x),
        {x: -4, y: 1},
        "sqrt(x) has no value",
    ),
    "a number that nobody can write down": (
        exp(x) * y,
        y * exp(x),
        {x: 10**9, y: 1},
        "exp(x) has no value where x is 1000000000: it is too large to be written down",
    ),
    "a tower of exponentials": (
        exp(exp(x)) * y,
        y * exp(exp(x)),
        {x: 20, y: 1},
        "exp(exp(x)) has no value where x is 20",
    ),
    "a sign that no digit tells": (
        log(1 - sigmoid(z)),
        log(sigmoid(-z)),
        {z: 10**6},
        "digits do not tell where z is 1000000",
    ),
    "a number is missing": (x * y, y * x, {x: 1}, "no number is given for y"),
    "a number is missing under a definition": (
        b * x,
        x * sigmoid(z),
        {x: 1},
        "no number is given for z",
    ),
    "a width is missing": (width("m") * x, x * width("m"), {x: 1}, "the width m is not known"),
    "any function": ((g(x) + 1) * y, y * (g(x) + 1), {x: 1, y: 2}, "g may be any function"),
    "any cost": (C * x, x * C, {x: 1}, "C may depend on"),
}

for name, (left, right, at, says) in ABSENT.items():
    false(f"a line without a value is worked out: {name}", NothingChecked, says=says)(
        forged(left, right, at)
    )
    false(f"a line without a value is refuted: {name}", NothingChecked, says=says)(
        box(left, right, at)
    )


# -- outside what a name may be ------------------------------------------------------------------

held = let("r", x - 5, between=(0, None), assume=True)


@false("a number outside its interval is given", NotAnExpression)
def _() -> None:
    worked(proved(p * x, x * p), {p: 2, x: 1})


@false("the end of an open interval is given", NotAnExpression)
def _() -> None:
    worked(proved(p * x, x * p), {p: 1, x: 1})


@false("a number outside its interval, in one entry", NotAnExpression)
def _() -> None:
    shares = column("q", 3, between=(0, 1))
    worked(proved(shares[1] * x, x * shares[1]), {shares: [[N(1, 2)], [0], [N(1, 2)]], x: 1})


@false("an assumption does not hold at the numbers", NothingChecked, says="r is said to lie")
def _() -> None:
    worked(proved(sqrt(held**2), held), {x: 2})


@false("a mistake is refuted where an assumption fails", NothingChecked, says="r is said to lie")
def _() -> None:
    Page("p", "P").mistake("A mistake", sqrt(held**2), held, at={x: 2})


@false("differences are taken where an assumption fails", NothingChecked, says="r is said to lie")
def _() -> None:
    page = Page("p", "P")
    page.compare(page.numbers({x: 2}), d(held**2, x))


# -- forged lines: what no proof made, wrong in a far digit --------------------------------------

FORGED: dict[str, tuple[Expr, Expr, Given]] = {
    "a wrong sign": (d(L, z), y - a, {z: 2, y: 0}),
    "a saturated sigmoid is one": (b + 0 * z, 1 + 0 * z, {z: 100}),
    "the fiftieth digit of a fraction": (x * y, x * y + N(1, 10**50), {x: N(1, 3), y: 1}),
    "the fiftieth digit of a root": (sqrt(x) * 1, sqrt(x) + N(1, 10**50), {x: 2}),
    "a tiny slope of the wrong sign": (d(b, z), -b * (1 - b), {z: 90}),
    "a tiny slope is zero": (d(b, z), 0 * z, {z: 150}),
    "one entry of an array": (2 * v, listed(2 * v[1], 2 * v[2], v[3]), {v: [[1], [2], [3]]}),
}

for name, (left, right, at) in FORGED.items():
    false(f"a forged line is worked out: {name}", StepIsFalse, says="the left side is")(
        forged(left, right, at)
    )


# -- digits that do not recompute ----------------------------------------------------------------


@false("a display that would need too many digits", DigitsDoNotRecompute)
def _() -> None:
    worked(proved(d(b, z), b * (1 - b)), {z: 800})


@false("an activation that no display tells from one", DigitsDoNotRecompute, says="so close to")
def _() -> None:
    worked(a, {z: 800})


@false("a value that no digit tells from zero", DigitsDoNotRecompute, says="told from zero")
def _() -> None:
    worked(proved(1 - b, 1 - sigmoid(z)), {z: 10**6})


# -- twins: what is true is worked out, with the signs that are right ----------------------------


def signs(shown: Line) -> tuple[str, str]:
    """Return the two signs of a worked line."""
    return "≈" if shown.rounded else "=", "≈" if shown.inexact else "="


SIGNS: dict[str, tuple[Expr, Expr, Given, tuple[str, str]]] = {
    "a fraction that ends": (x * y, y * x, {x: N(1, 2), y: 3}, ("=", "=")),
    "a fraction that does not end": (x / y, x * (1 / y), {x: 1, y: 3}, ("=", "≈")),
    "a saturated sigmoid": (b * 1, 1 / (1 + exp(-z)), {z: 200}, ("=", "≈")),
    "a saturated sigmoid on the other side": (b * 1, 1 / (1 + exp(-z)), {z: -200}, ("=", "≈")),
    "a hyperbolic tangent": (t * 1, tanh(z), {z: 50}, ("=", "≈")),
    "the slope of a loss": (d(L, z), a - y, {z: 180, y: 0}, ("≈", "≈")),
    "the slope of a saturated sigmoid": (d(b, z), b * (1 - b), {z: 40}, ("≈", "≈")),
    "a root that is a fraction": (sqrt(x) * y, y * sqrt(x), {x: N(9, 4), y: 2}, ("=", "=")),
    "a root that is none": (sqrt(x) * y, y * sqrt(x), {x: 2, y: 2}, ("=", "≈")),
    "large terms that cancel": (
        exp(z) + 1 - exp(z),
        exp(z) * (1 + exp(-z)) - exp(z),
        {z: 300},
        ("=", "≈"),
    ),
    "a large exponential": (exp(2 * z), exp(z) ** 2, {z: 1000}, ("=", "≈")),
    "a gate of an irrational number": (d(relu(b), z), d(b, z) * 1, {z: 1}, ("≈", "=")),
    "one half, exactly": (b * 1, sigmoid(z), {z: 0}, ("=", "=")),
    "a share of a softmax far below the others": (
        exp(u[1]) / s,
        exp(u[1]) * (1 / s),
        {u: [[0], [900]]},
        ("≈", "≈"),
    ),
}


def signed(left: Expr, right: Expr, at: Given, expected: tuple[str, str]) -> Callable[[], None]:
    """Return what works out a true line and looks at its signs."""

    def tried() -> None:
        assert expected == signs(line(proved(left, right), at))

    return tried


for name, (left, right, at, expected) in SIGNS.items():
    true(f"a worked line with the right signs: {name}")(signed(left, right, at, expected))


@true("a saturated sigmoid is nearly one on the page, and not equal to it")
def _() -> None:
    text = markdown(worked(proved(b * 1, 1 / (1 + exp(-z))), {z: 200}))
    assert r"\approx 1.0000" in text
    assert "= 1.0000" not in text


@true("a number that decimals do not show has a power of ten")
def _() -> None:
    assert r"\approx 1.384 \cdot 10^{-87}" in markdown(worked(proved(b * 1, sigmoid(z)), {z: -200}))


@true("a mistake whose sides are tiny, and differ")
def _() -> None:
    page = Page("p", "P")
    page.mistake("A saturated neuron has no slope", d(b, z), 0 * z, at={z: 100})
    page.mistake("The slope is the share", d(b, z), 1 - b, at={z: -100})


@true("a mistake far out in one tail")
def _() -> None:
    Page("p", "P").mistake("The wrong sign", d(L, z), y - a, at={z: 100, y: 0})


@true("an assumption that holds at the numbers")
def _() -> None:
    worked(proved(sqrt(held**2), held), {x: 9})


@true("a slope on either side of a kink")
def _() -> None:
    for place in (TINY, -TINY):
        worked(proved(d(relu(z), z), gate(z)), {z: place})


@true("a formula for any function, with functions put in far out")
def _() -> None:
    page = Page("p", "P")
    claim = proved(d(g(z) ** 2, z), 2 * g(z) * g.prime(z))
    page.instances(
        page.numbers({z: 60}), [claim], {g: tanh}, {g: sigmoid}, {g: softplus}, {g: gelu}
    )
