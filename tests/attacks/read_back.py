"""Reading back: a false line on a page, which the second reader alone has to refute."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from bpcore import (
    N,
    Page,
    closed,
    column,
    d,
    dot,
    exp,
    gate,
    index,
    latex,
    let,
    log,
    log10,
    matrix,
    ones,
    outer,
    partial,
    positive_part,
    scalar,
    sigmoid,
    softplus,
    sqrt,
    tanh,
    total,
    unspecified,
    width,
)
from bpcore.blocks import Block, Definition, Result, Symbols
from bpcore.claim import Claim
from bpcore.errors import Refusal
from bpcore.expr import Name, Operand, expr
from bpcore.function import made
from bpcore.markdown import fence, shown
from bpcore.symbols import symbol_table
from bpcore.verdict import Rung, Verdict
from read_back import read_page
from tests.attacks import false, true


class ReadersRefusal(Refusal):
    """The second reader does not confirm a line."""


class Refuted(ReadersRefusal):
    """It refutes it, with numbers."""


class Unread(ReadersRefusal):
    """It cannot read it, or cannot tell."""


def read(page: Page, text: Iterable[str]) -> None:
    """Have a page read back as it would be published; raises what the reader says of it.

    Nothing of it was proved: whatever a page holds is printed here.
    """
    with TemporaryDirectory() as folder:
        home = Path(folder)
        table = symbol_table(page)
        (home / f"{page.name}.symbols.json").write_text(table, "utf-8")
        path = home / f"{page.name}.md"
        path.write_text("\n\n".join(text), "utf-8")
        found = read_page(path)
    assert [one for one in found if one.line], "no statement was found"
    for one in found:
        if one.found != "confirmed":
            kind = Refuted if one.found == "refuted" else Unread
            raise kind(f"{one.kind} {one.tex}: {one.why}")


def told(left: Operand, right: Operand, *defined: Name, given: Iterable[Name] = ()) -> None:
    """Have a claim read back, with definitions before it, as if it had been proved."""
    claim = Claim(expr(left), expr(right), Verdict(Rung.SYMBOLS, 6))
    page = Page("attack", "An attack")
    blocks: list[Block] = [Symbols(tuple(given)), *map(Definition, defined)]
    page.blocks += [*blocks, Result(claim, "Claimed", 1)]
    before = [shown(block, page) for block in blocks]
    read(page, [*before, fence(f"{latex(claim.left)} = {latex(claim.right)}")])


def worked(
    numbers: dict[Name, int], left: Operand, right: Operand, line: str, *defined: Name
) -> None:
    """Have a worked line read back, typed as it is, with numbers that are given."""
    claim = Claim(expr(left), expr(right), Verdict(Rung.SYMBOLS, 6))
    page = Page("attack", "An attack")
    page.numbers(numbers)
    page.blocks += [*map(Definition, defined), Result(claim, "Claimed", 1)]
    equation = fence(f"{latex(claim.left)} = {latex(claim.right)}")
    box = f'<div class="bp-worked" markdown="1">\n\n{equation}\n\n{fence(line)}\n\n</div>'
    read(page, [*(shown(block, page) for block in page.blocks[:-1]), box])


def boxed(left: Operand, right: Operand, at: dict[Name, int], first: str, second: str) -> None:
    """Have a box about a mistake read back, with what both sides are said to be."""
    claim = Claim(expr(left), expr(right), Verdict(Rung.SYMBOLS, 6))
    page = Page("attack", "An attack")
    page.blocks.append(Result(claim, "Claimed", 1))
    point = ", ".join(f"$`{latex(name)} = {value}`$" for name, value in at.items())
    sides = f"- the left side is $`{first}`$,\n- the right side is $`{second}`$."
    box = fence(rf"{latex(claim.left)} \neq {latex(claim.right)}")
    read(page, [box, f"At {point}", sides])


x, y, z = scalar("x"), scalar("y"), scalar("z")
a = scalar("a", between=(0, 1))
p = scalar("p", between=(0, None))
m, n = width("m"), width("n")
u, v = column("u", "n"), column("v", "n")
W = matrix("W", "n", "m")
i, j = index("i", "n"), index("j", "n")


# -- numbers drawn near one are not enough --------------------------------------------------------


@false("a root without its bars, true below five", Refuted)
def _() -> None:
    told(sqrt((x - 5) ** 2), 5 - x)


@true("a root squared")
def _() -> None:
    told(sqrt((x - 5) ** 2) ** 2, (5 - x) ** 2)


@false("a step far away, between two numbers a hair apart", Refuted)
def _() -> None:
    told(z + sigmoid(10**5 * (x - 9)), z)


@true("a step far away, and what it is one minus")
def _() -> None:
    told(z + sigmoid(10**5 * (x - 9)), z + 1 - sigmoid(10**5 * (9 - x)))


@false("a bump as narrow as a hair, far away", Refuted)
def _() -> None:
    told(z + exp(-(10**8) * (x - 7) ** 2), z)


@false("a strip between two gates", Refuted)
def _() -> None:
    told(y * gate(x - 900) * gate(N(90001, 100) - x) + z, z)


@false("a small hill of a clipped parabola", Refuted)
def _() -> None:
    told(z + positive_part(N(1, 10**6) - (x - 7) ** 2), z)


@false("a gate with its opposite, at one point only", Refuted)
def _() -> None:
    told(gate(z - 3) + gate(3 - z), 1)


@true("a gate and one minus itself")
def _() -> None:
    told(gate(z - 3) + (1 - gate(z - 3)), 1)


@false("a ramp as its argument, true for what is positive", Refuted)
def _() -> None:
    told(positive_part(x + 50), x + 50)


@true("a ramp and the opposite ramp")
def _() -> None:
    told(positive_part(x + 50) - positive_part(-(x + 50)), x + 50)


@false("a logarithm of a square, true where both sides have a value near one", Refuted)
def _() -> None:
    told(log(p**2), log(p) + log(p + N(1, 10**30)))


@true("a logarithm of a square")
def _() -> None:
    told(log(p**2), 2 * log(p))


# -- numbers that saturate ------------------------------------------------------------------------


@false("a sigmoid far out is one", Refuted)
def _() -> None:
    told(sigmoid(1200), 1)


@true("a sigmoid far out, and its opposite")
def _() -> None:
    told(sigmoid(1200), 1 - sigmoid(-1200))


@false("a softplus far out is its argument", Refuted)
def _() -> None:
    told(log(1 + exp(2000)), 2000)


@false("a softplus by its name", Refuted)
def _() -> None:
    told(softplus(700) + x, 700 + x)


@true("a softplus far out")
def _() -> None:
    told(log(1 + exp(2000)), 2000 + log(1 + exp(-2000)))


@false("a tanh far out is one", Refuted)
def _() -> None:
    told(tanh(300), 1)


@false("a tiny exponential is zero", Refuted)
def _() -> None:
    told(exp(-(10**5)), 0)


@false("a slope far out is zero", Refuted)
def _() -> None:
    h = let("h", sigmoid(z + 400))
    told(d(h, z), 0, h)


@true("a slope far out")
def _() -> None:
    h = let("h", sigmoid(z + 400))
    told(d(h, z), h * (1 - h), h)


@false("what is too fine for all digits is not confirmed", Unread)
def _() -> None:
    told(sigmoid(10**9), 1)


# -- widths ---------------------------------------------------------------------------------------


@false("a sum of two widths", Refuted)
def _() -> None:
    told(m + n, 5)


@false("a product of two widths", Refuted)
def _() -> None:
    told(m * n, 6)


@false("a product of widths for a sum", Refuted)
def _() -> None:
    told(x / (m * n), x / (m + n + 1))


@false("a polynomial that the first widths satisfy", Refuted)
def _() -> None:
    told((m + n - 7) * (m + n - 12) * (m + n - 8) + z, z)


@false("the mean over another width", Refuted)
def _() -> None:
    told(1 / m * total(i, u[i]), 1 / n * total(i, u[i]))


@true("a square of widths")
def _() -> None:
    told((m + n) ** 2, m**2 + 2 * m * n + n**2)


@true("a sum of ones is a width")
def _() -> None:
    told(dot(ones("n"), ones("n")), n)


@false("an outer product, turned round", ReadersRefusal)
def _() -> None:
    told(outer(u, v.T), outer(v, u.T))


# -- what a definition is said to be --------------------------------------------------------------


@false("a bound that fails near five", Refuted)
def _() -> None:
    low = let("v", (z - 5) ** 2 - N(1, 100), between=(0, None))
    told(sqrt(low**2) + 1, low + 1, low)


@true("a bound that holds")
def _() -> None:
    low = let("v", (z - 5) ** 2 + N(1, 100), between=(0, None))
    told(sqrt(low**2), low, low)


@false("an end that is reached, and said not to be", Refuted)
def _() -> None:
    s = let("s", a * (1 - a), between=(0, N(1, 4)))
    told(s + a, a * (2 - a), s)


@true("an end that is reached")
def _() -> None:
    s = let("s", a * (1 - a), between=(0, closed(N(1, 4))))
    told(s + a, a * (2 - a), s)


@false("a bound that fails far away", Refuted)
def _() -> None:
    high = let("h", x - N(1, 1000) * x**2, between=(None, 200))
    told(high + x, 2 * x - N(1, 1000) * x**2, high)


@false("the name of the sine for a square", Refuted)
def _() -> None:
    own = made("sin", r"\sin", lambda t: t**2)
    told(d(own(z), z), 2 * z)


@false("a name written like a power", ReadersRefusal)
def _() -> None:
    square = Name("square", "x^{2}")
    told(square * x + 1, x * square + 1)


@false("a name written like a transpose", ReadersRefusal)
def _() -> None:
    turned = Name("turned", r"W^{\top}", ("m", "n"))
    told(turned @ W @ W.T, turned @ (W @ W.T))


# -- slopes ---------------------------------------------------------------------------------------


square = let("y", x**2)
product = let("f", x * square)


@false("a whole slope for one that holds something", Refuted)
def _() -> None:
    told(d(product, x), partial(product, x, holding=square), square, product)


@true("the law of the total derivative")
def _() -> None:
    held = partial(product, x, holding=square)
    other = partial(product, square, holding=x)
    told(d(product, x), held + other * d(square, x), square, product)


@false("a slope of a clipped number, the other side of its kink", Refuted)
def _() -> None:
    told(d(positive_part(x - 40), x), 0)


@true("a slope of a clipped number")
def _() -> None:
    told(d(positive_part(x - 40), x), gate(x - 40))


@false("an entry for its neighbour", Refuted)
def _() -> None:
    told(d(total(i, u[i] ** 2), u[1]), 2 * u[2])


@false("a slope of any function, with a prime too few", Refuted)
def _() -> None:
    g = unspecified("g")
    told(d(g(z**2), z), 2 * z * g(z**2))


@true("a slope of any function")
def _() -> None:
    g = unspecified("g")
    told(d(g(z**2), z), 2 * z * g.prime(z**2))


@true("a logarithm to base ten")
def _() -> None:
    told(log10(1000 * p), 3 + log10(p))


# -- worked lines and boxes -----------------------------------------------------------------------

sig = 1 / (1 + exp(-z))


@false("rounded digits after a sign of equality", Refuted)
def _() -> None:
    worked({z: 200}, sigmoid(z), sig, r"= \frac{1}{1 + e^{-200}} = 1.0000")


@true("rounded digits after a sign that says so")
def _() -> None:
    worked({z: 200}, sigmoid(z), sig, r"= \frac{1}{1 + e^{-200}} \approx 1.0000")


@false("a wrong last digit", Refuted)
def _() -> None:
    worked({z: 2}, sigmoid(z), sig, r"= \frac{1}{1 + e^{-2}} \approx 0.8809")


@true("a right last digit")
def _() -> None:
    worked({z: 2}, sigmoid(z), sig, r"= \frac{1}{1 + e^{-2}} \approx 0.8808")


@false("an exponential that is said to be zero", Refuted)
def _() -> None:
    worked({z: 1200}, exp(-z) * 2, 2 * exp(-z), r"= 2 \, e^{-1200} = 0")


@false("a false claim at the numbers of its line", Refuted)
def _() -> None:
    worked({z: 180}, sigmoid(z), 1 - exp(-z), r"= 1 - e^{-180} \approx 1.0000")


@false("a true line in a box about a mistake", Refuted)
def _() -> None:
    boxed((1 + exp(z)) - exp(z), 1 + 0 * z, {z: 180}, "1", "1")


@true("a mistake in its box, where both sides are almost one")
def _() -> None:
    boxed(sigmoid(z), 1 + 0 * z, {z: 180}, "1.0000", "1")


@false("a mistake with a wrong number below it", Refuted)
def _() -> None:
    boxed(z**2, 2 * z, {z: 3}, "9", "5")


@true("a mistake with its numbers")
def _() -> None:
    boxed(z**2, 2 * z, {z: 3}, "9", "6")
