"""Widths: lines that hold at the widths that are tried, and at no others."""

from bpcore import (
    N,
    Page,
    algebra,
    array,
    column,
    gate,
    index,
    let,
    log,
    ones,
    partial,
    prove,
    proved,
    scalar,
    total,
    width,
)
from bpcore.errors import StepIsFalse, StepIsUndecided
from tests.attacks import false, true

L, c = scalar("L"), scalar("c")
k, m, n = width("k"), width("m"), width("n")
x, y = column("x", "m"), column("y", "n")
W = array("W", "n", "m")
i, j = index("i", "m"), index("j", "n")
counted = ones("m").T @ ones("m")
s = total(i, x[i])
AT_SOME_WIDTHS = s**7 * (c + 1), s**7 * c + s**7  # the index calculus gives up on so high a power


@false("the sum of two widths", StepIsFalse, says="m = 4, n = 2")
def _() -> None:
    prove(m + n, 5)


@false("the product of two widths", StepIsFalse)
def _() -> None:
    prove(m * n, 6)


@false("the sum of three widths", StepIsFalse)
def _() -> None:
    prove(k + m + n, 9)


@false("a sum of widths for their product, below a fraction", StepIsFalse)
def _() -> None:
    prove(L / (m * n), L / (m + n + 1))


@false("a mean by a number of examples", StepIsFalse)
def _() -> None:
    prove(1 / m * total(i, x[i]), N(1, 2) * total(i, x[i]))


@false("a mean by the wrong number of examples", StepIsFalse)
def _() -> None:
    prove(1 / m * total(i, x[i]), 1 / n * total(i, x[i]))


@false("a polynomial that is zero at small widths", StepIsFalse)
def _() -> None:
    prove((m - 2) * (m - 3) * (m - 4) * L + L, 1 * L)


@false("a polynomial that is zero at many widths", StepIsUndecided, StepIsFalse, says="any width")
def _() -> None:
    many = c
    for number in range(2, 25):
        many = many * (m - number)
    prove(L + many, L)


@false("a polynomial in two widths that is zero at small ones", StepIsFalse)
def _() -> None:
    prove((m + n - 5) * (m + n - 6) * (m + n - 7) * L + L, 1 * L)


@false("the difference of two widths, squared", StepIsFalse)
def _() -> None:
    prove((m - n) ** 2, 1)


@false("widths that are counted by a column of ones", StepIsFalse)
def _() -> None:
    prove((counted - 2) * (counted - 3) * (counted - 4) + L, L)


@false("widths behind a name", StepIsFalse)
def _() -> None:
    hidden = let("h", (m - 2) * (m - 3) * (m - 4))
    prove(hidden * L + L, 1 * L)


@false("a gate that is open at all widths that are tried", StepIsUndecided, StepIsFalse)
def _() -> None:
    prove(gate(100 - m) * L, 1 * L)


@false("the first entries for all of them", StepIsFalse)
def _() -> None:
    prove(total(i, x[i]), x[1] + x[2])


@false("the first four entries for all of them", StepIsFalse)
def _() -> None:
    prove(total(i, x[i]), x[1] + x[2] + x[3] + x[4])


@false("the slope of a mean, without the number of examples", StepIsFalse)
def _() -> None:
    prove(partial(1 / m * total(i, x[i] ** 2), x), x)


@false("proved at some widths, where any width is required", StepIsUndecided, says="m = 2")
def _() -> None:
    proved(*AT_SOME_WIDTHS, require="any width")


@false("proved at some widths, in a chain that requires any width", StepIsUndecided, says="step 1")
def _() -> None:
    left, right = AT_SOME_WIDTHS
    Page("p", "P").chain(left, algebra("multiply out"), right, require="any width")


@false("proved at some widths, on a page that requires any width", StepIsUndecided)
def _() -> None:
    page, claim = Page("p", "P"), proved(*AT_SOME_WIDTHS)
    page.require("any width")
    page.result(proved((L + c) ** 2, L**2 + 2 * L * c + c**2), "square")
    page.text(f"It holds that {claim}.")
    page.finish()


@true("proved at some widths, where nothing is required, and said so")
def _() -> None:
    assert "at these widths only: m = 2; m = 3; m = 4" in str(proved(*AT_SOME_WIDTHS))


@true("a sum of fractions of widths")
def _() -> None:
    prove(1 / m + 1 / n, (m + n) / (m * n))


@true("a square of a sum of widths")
def _() -> None:
    prove((m + n) ** 2, m**2 + 2 * m * n + n**2)


@true("a difference of squares of widths, divided")
def _() -> None:
    prove((m**2 - n**2) / (m - n), m + n)


@true("a column of ones counts its entries")
def _() -> None:
    prove(counted, m)


@true("a mean of means is a mean")
def _() -> None:
    prove(
        1 / m * total(i, 1 / n * total(j, W[j, i])),
        1 / (m * n) * total(j, total(i, W[j, i])),
    )


@true("an equality for any width where any width is required")
def _() -> None:
    page = Page("p", "P")
    page.require("any width")
    page.chain(1 / m * total(i, x[i] * L), algebra("take it out"), L / m * total(i, x[i]))
    page.finish()


@true("the logarithm of a sum of squares, for any width")
def _() -> None:
    prove(log(1 + total(i, x[i] ** 2)) * 2, log(1 + x.T @ x) + log(1 + x.T @ x))
