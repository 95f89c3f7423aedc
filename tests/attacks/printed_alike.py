"""Printed alike: two things that a reader takes for one, or one that is read as an operation."""

from bpcore import (
    Page,
    algebra,
    array,
    column,
    index,
    let,
    listed,
    matrix,
    ones,
    scalar,
    sigmoid,
    total,
    unspecified,
    width,
)
from bpcore.errors import NameClash, NotAnExpression
from bpcore.expr import Expr
from tests.attacks import Try, false, true

x, y = scalar("x", "a number"), scalar("y", "another")
i, k, same = index("i", "n"), index("i", "m"), index("i", "n")


def beside(*shown: Expr) -> Try:
    """Return a try to show expressions on one page."""

    def run() -> None:
        page = Page("tried", "A page")
        for one in shown:
            page.chain(one + 0 * one, algebra("nothing is added"), 1 * one)
        page.finish()

    return run


OPERATIONS = {
    "the square of a letter": "x^2",
    "a negative power": "x^-1",
    "a higher power": "x^10",
    "the square of a letter with a subscript": "x_1^2",
    "a sum of numbers as a power": "x^2+1",
    "the transpose": "W^T",
    "the transpose, small": "W^t",
    "the conjugate transpose": "W^H",
    "an exponential": "e^x",
    "an exponential of a layer": "e^[2]",
    "a Kronecker delta": "Delta_ij",
    "a Kronecker delta of numbers": "Delta_12",
}
for title, text in OPERATIONS.items():
    false(f"a name like {title}", NotAnExpression, says="would be printed like")(
        lambda text=text: scalar(text)  # type: ignore[misc]
    )
false("a defined name like a power", NotAnExpression)(lambda: let("x^2", 2 * x))
false("an array like a transpose", NotAnExpression)(lambda: matrix("W^T", 2, 2))
false("entries like powers", NotAnExpression)(lambda: array("X", 2, 2, entry="x^2"))

PAIRS = {
    "ones of two widths": beside(ones("n").T @ ones("n"), ones("m").T @ ones("m")),
    "ones of a letter and of a number": beside(ones(2).T @ ones(2), ones("n").T @ ones("n")),
    "ones inside of products": beside(
        column("u", "n").T @ ones("n") * x, y * (column("v", "m").T @ ones("m"))
    ),
    "two names of one letter": beside(x * y, scalar("x") + y),
    "a name and an entry": beside(column("x", 3)[1] * y, scalar("x_1") + y),
    "entries of a matrix and of a column": beside(
        array("X", 3, 3)[1, 2] * y, column("x", 12, "wide")[12] * y
    ),
    "two functions of one letter": beside(unspecified("g")(x) * y, unspecified("g")(y) * x),
    "a function and a name": beside(sigmoid(x), scalar("sigma") * y),
    "a width and a number": beside(width("m") * x, scalar("m") * y),
    "two indices of one letter": beside(
        total(i, column("u", "n")[i]), total(k, column("v", "m")[k])
    ),
    "two meanings of one defined letter": beside(let("z", x * y) * x, let("z", x + y) * x),
    "two arrays of one letter": beside(
        column("c", "n").T @ column("c", "n"), column("c", "m").T @ column("c", "m")
    ),
}
for title, run in PAIRS.items():
    false(f"side by side: {title}", NameClash)(run)


def tabs(first: tuple[str, ...], second: tuple[str, ...], where: tuple[str, str]) -> Try:
    """Return a try with q in a tab of one group and another q in a tab of a second group."""

    def run() -> None:
        page = Page("tried", "A page")
        for titles, place, q in (
            (first, where[0], let("q", x + 1, "one more")),
            (second, where[1], let("q", 2 * x, "twice as much")),
        ):
            with page.tabs():
                for title in titles:
                    with page.tab(title):
                        page.text("Words.")
                        if title == place:
                            page.define(q)
        page.chain((x + y) ** 2, algebra("expand"), x**2 + 2 * x * y + y**2)
        page.finish()

    return run


false("two meanings in two groups of tabs", NameClash)(
    tabs(("One", "Two"), ("Three", "Four"), ("One", "Three"))
)
false("two meanings under other titles of two groups", NameClash)(
    tabs(("One", "Two"), ("Three", "Four"), ("Two", "Three"))
)
false("two meanings where only one title is common", NameClash)(
    tabs(("One", "Two"), ("One", "Three"), ("Two", "One"))
)
false("two meanings where the order differs", NameClash)(
    tabs(("One", "Two"), ("Two", "One"), ("One", "Two"))
)
false("two meanings under one title", NameClash)(
    tabs(("One", "Two"), ("One", "Two"), ("One", "One"))
)


@false("a meaning in a tab and another outside", NameClash)
def _() -> None:
    page = Page("tried", "A page")
    with page.tabs(), page.tab("One"):
        page.define(let("q", x + 1, "one more"))
    q = let("q", 2 * x)
    page.chain(q + y, algebra("turn"), y + q)
    page.finish()


true("two meanings in tabs that are never open together")(
    tabs(("One", "Two"), ("One", "Two"), ("One", "Two"))
)
true("one letter, one meaning, twice")(beside(x * y, y + x))
true("names with layers")(
    beside(scalar("x^[2]") * x**2, scalar("a^l") * y, scalar("a^[T]") * y, scalar("e_1") * y)
)
true("ones of one width")(beside(ones("n").T @ ones("n"), column("u", "n").T @ ones("n")))
true("an index of one letter and range")(
    beside(total(i, column("u", "n")[i]), total(same, column("v", "n")[same]))
)
true("an array written out beside a column of ones")(
    beside(listed(1, 1, 1).T @ column("t", 3), column("u", "n").T @ ones("n"))
)


READ_AS_DONE = ("x^y", "x^n", "f^prime", "W^dagger", "theta^star")
for text in READ_AS_DONE:
    false(f"a name that is read as a power or an operation: {text}", NotAnExpression)(
        lambda text=text: scalar(text)  # type: ignore[misc]
    )
true("words and layers that the field writes as names")(
    lambda: [scalar(text) for text in ("dz", "loss", "w_max", "a^L", "a^l-1", "a^[T]", "mean")]
)

typed = total(i, column("u", "n")[i])
CAUGHT = {
    "a letter below": scalar("x_i") * y,
    "two letters below": scalar("w_ij") * y,
    "a shifted letter below": scalar("x_i+1") * y,
    "a layer in brackets": scalar("x^[i]") * y,
    "a defined name": let("z_i", x * y) * y,
    "an array with a letter below": column("x_i", "m")[1] * y,
    "a width with a letter below": width("m_i") * x,
}
for title, one in CAUGHT.items():
    false(f"typed into a name and caught by a sum: {title}", NameClash)(beside(typed, one))
false("typed into a name and caught by a sum in one expression", NameClash)(
    beside(total(i, scalar("x_i") * column("u", "n")[i]))
)
true("letters typed into names that no index on the page has")(
    beside(typed, scalar("x_j") * y, scalar("o_in") * y, scalar("w_min") * y, scalar("a^[l]") * y)
)
true("an array's own places under a sum")(beside(typed, array("X", 3, "n")[1, i] * y))

false("a quotient of names like a derivative", NameClash)(beside(scalar("dy") / scalar("dx")))
false("a multiple of a quotient of names like a derivative", NameClash)(
    beside((2 * scalar("dy_1")) / (x * scalar("dx")))
)
true("a name like a slope, divided by a number of examples")(beside(scalar("dw") / width("m")))
