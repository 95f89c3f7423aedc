"""Nonsense: what nothing can be is refused where it is written, with what to write instead."""

import math
from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np

from bpcore import (
    Function,
    N,
    Page,
    Refusal,
    algebra,
    array,
    by,
    closed,
    column,
    d,
    diag,
    dot,
    exp,
    index,
    kronecker,
    labelled,
    latex,
    let,
    listed,
    matrix,
    odot,
    ones,
    opaque,
    outer,
    partial,
    pending,
    prove,
    proved,
    row,
    scalar,
    sigmoid,
    spelled,
    sqrt,
    tanh,
    total,
    unspecified,
    width,
)
from bpcore.drawing import confusion, curves, network, paths, shapes
from bpcore.errors import NotAnExpression
from bpcore.expr import Array, Expr
from bpcore.gradient_check import check_gradient
from bpcore.network import Network
from bpcore.worked import Numbers
from tests.attacks import false, true

Tried = Callable[[], object]
z: Any = scalar("z")
y: Any = scalar("y")
x: Any = column("x", "n")
W: Any = matrix("W", "n", "m")
i: Any = index("i", "n")
anything: Any = None
claim = proved((z + 1) ** 2, z**2 + 2 * z + 1)

# -- operators that Python has and no expression ------------------------------------------------

OPERATORS: dict[str, tuple[Tried, str]] = {
    "the size of a number": (lambda: abs(z), "positive_part(z) + positive_part(-z)"),
    "the larger of two numbers": (lambda: max(z, 1), "positive_part"),
    "the smallest of a list": (lambda: min([z, y]), "positive_part"),
    "an order": (lambda: z < 1, "gate(z) is 1 where z is positive"),
    "an order, the other way round": (lambda: 1 >= z, "gate(z)"),
    "a list in order": (lambda: sorted([z, y]), "an order has no truth value"),
    "an equality": (lambda: z == 1, "write it as a step of a chain"),
    "a truth value": (lambda: z and y, "has no truth value"),
    "a rounded number": (lambda: round(z, 2), "nothing is rounded"),
    "a number without its decimals": (lambda: math.floor(z), "nothing is rounded"),
    "a float": (lambda: float(z), "page.numbers"),
    "a whole number": (lambda: int(z), "page.numbers"),
    "a complex number": (lambda: complex(z), "page.numbers"),
    "a place in a list": (lambda: [1, 2][z], "page.numbers"),
    "an exponential of the library of Python": (lambda: math.exp(z), "those of bpcore"),
    "a length": (lambda: len(x), "width('n')"),
    "its entries, one after another": (lambda: list(x), "name its entries with an index"),
    "a whole quotient": (lambda: x // 2, "write / for a quotient"),
    "a remainder": (lambda: z % 2, "write / for a quotient"),
    "a remainder, the other way round": (lambda: 7 % z, "write / for a quotient"),
    "both of them": (lambda: divmod(z, 2), "write / for a quotient"),
    "a power that is a root": (lambda: z**0.5, "a root is sqrt(z)"),
    "a power that varies": (lambda: z**y, "exp(w * log(z))"),
    "a power that varies, of a number": (lambda: 2**z, "exp(z * log(a))"),
    "a power with a remainder": (lambda: pow(z, 2, 3), "no division with a remainder"),
    "a power as in other languages": (lambda: z ^ 2, "a power is written **"),
    "bits": (lambda: z & 1, "it has no bits"),
    "the sum of a list": (lambda: sum([z, y]), "total(index, term)"),
    "the sum of entries": (lambda: sum(x[k] for k in (1, 2)), "total(index, term)"),
    "a product without its sign": (lambda: z(1 - z), "a product is written *"),
    "a transpose that is called": (lambda: x.T(), "a product is written *"),
    "an entry that is changed": (lambda: x.__setitem__(1, 2), "listed(...)"),
    "a slice": (lambda: x[1:2], "entries are counted from 1"),
    "an entry from zero": (lambda: x[0], "entries are counted from 1"),
    "an index that is moved": (lambda: x[i + 1], "there is no arithmetic with it"),
    "an index that is compared": (lambda: i < 2, "there is no arithmetic with it"),
    "a number of NumPy": (lambda: np.float64(0.5) * z, "N(1, 2) for a number"),
    "a number of NumPy, behind": (lambda: z * np.float64(0.5), "has no exact meaning"),
    "a whole number of NumPy": (lambda: z + np.int64(2), "write N(1, 2)"),
    "an array of NumPy": (lambda: np.array([1.0, 2.0]) * x, "listed(...)"),
    "an array of NumPy, behind": (lambda: x + np.ones(3), "listed(...)"),
    "a function of NumPy": (lambda: np.exp(z), "the functions of bpcore"),
    "the largest, by NumPy": (lambda: np.maximum(z, 0), "the functions of bpcore"),
    "an array made by NumPy": (lambda: np.array([z, y]), "listed(...)"),
    "a float, added": (lambda: z + 0.5, "write a fraction, N(1, 2)"),
    "a number that is none": (lambda: z + float("nan"), "is no number here"),
    "an infinity": (lambda: z * float("inf"), "is no number here"),
    "a truth value as a number": (lambda: z + True, "is not an expression"),
    "nothing": (lambda: z + None, "is not an expression"),
    "a text": (lambda: "a" + z, "is not an expression"),
    "a list": (lambda: [1] * z, "is not an expression"),
    "a function without its argument": (lambda: z * sigmoid, "is not an expression"),
    "a number that fills pages": (lambda: z + 10**5000, "fills pages"),
}
for name, (tried, says) in OPERATORS.items():
    false(f"an operator: {name}", Refusal, says=says)(tried)

# -- names, widths and ranges --------------------------------------------------------------------

MADE: dict[str, tuple[Tried, str]] = {
    "the base of the exponential": (lambda: column("e", "n"), "the base of the exponential"),
    "the sign of differentiation": (lambda: scalar("d"), "the sign of differentiation"),
    "the Kronecker delta": (lambda: matrix("Delta", "n", "m"), "the Kronecker delta"),
    "what reads as an exponential": (lambda: column("e^[l]", "n"), "an exponential"),
    "entries named like the exponential": (
        lambda: array("E", "n", "m", entry="e"),
        "the base of the exponential",
    ),
    "two words": (lambda: scalar("two words"), "is not a name here"),
    "no text": (lambda: scalar(anything), "scalar(text=...) takes a text, not None"),
    "a meaning that is no text": (lambda: scalar("a", anything or z), "takes a text"),
    "a width of two words": (lambda: column("x", "hello world"), "'hello world' is no width"),
    "a width that is worked out": (lambda: matrix("W", "n-k+1", "m"), "a letter of its own"),
    "a width that is a product": (lambda: row("x", "2*n"), "a letter of its own"),
    "a width of nothing": (lambda: column("x", 0), "from 1 up"),
    "a width below nothing": (lambda: ones(-2), "from 1 up"),
    "a width that is true": (lambda: column("x", True), "a whole number or a text"),
    "a width that is a float": (lambda: column("x", anything or 1.5), "a whole number or a text"),
    "a width of astronomers": (lambda: ones(10**30), "or a letter"),
    "a width of NumPy": (lambda: column("x", anything or np.int64(3)), "a whole number or a text"),
    "a width as a number that is none": (lambda: width("n-1"), "is no width"),
    "an index over less than nothing": (lambda: index("i", -2), "from 1 up"),
    "an index over nothing": (lambda: index("i", 0), "from 1 up"),
    "an index over the truth": (lambda: index("i", True), "a whole number or a text"),
    "an index over a float": (lambda: index("i", anything or 1.5), "a whole number or a text"),
    "an index over an expression": (lambda: index("i", anything or z), "a whole number or a text"),
    "an index over words": (lambda: index("i", "all of them"), "is no width"),
    "an index of two letters": (lambda: index("ij", "n"), "one letter"),
    "a sum over a letter": (lambda: total(anything or "i", x[i]), "takes an index"),
    "a sum over an entry": (lambda: total(anything or x, x[i]), "takes an index"),
    "a delta of letters": (lambda: kronecker(anything or "i", i), "takes an index"),
    "a delta of nothing": (lambda: kronecker(i, anything), "takes an index"),
    "a delta that counts from zero": (lambda: kronecker(i, 0), "counted from 1"),
    "an unknown of a text": (lambda: opaque("C", anything or "a"), "takes a name"),
    "an unknown of a product": (lambda: opaque("C", anything or z * y), "takes a name"),
    "an unknown of nothing": (lambda: opaque("C"), "depends on"),
    "a name for nothing": (lambda: let("a", anything), "is not an expression"),
    "a name for a text": (lambda: let("a", anything or "z**2"), "is not an expression"),
    "a name for a list": (lambda: let("a", anything or [z, y]), "is not an expression"),
    "an interval with one end": (lambda: scalar("a", between=anything or (1,)), "a pair of ends"),
    "an interval the wrong way round": (lambda: scalar("a", between=(1, 0)), "no number lies"),
    "an interval of floats": (lambda: scalar("a", between=anything or (0.5, 1)), "has no exact"),
    "an end that is a text": (lambda: closed(anything or "1"), "a fraction"),
    "a fraction over zero": (lambda: N(1, 0), "divides by zero"),
    "a fraction of floats": (lambda: N(anything or 0.5), "N takes whole numbers"),
    "an array of nothing": (lambda: Array(anything), "write listed(...)"),
    "an array of numbers": (lambda: Array(anything or ((1, 2),)), "write listed(...)"),
    "an array in ragged rows": (lambda: listed((z, y), (z,)), "all of one length"),
    "an array without rows": (lambda: listed(), "all of one length"),
    "an array of arrays": (lambda: listed(x, x), "rows of scalars"),
    "a derivative by a number": (lambda: d(z, anything or 3), "takes an expression"),
    "a derivative by a text": (lambda: partial(z, anything or "z"), "takes an expression"),
    "words above a brace that are none": (lambda: labelled(z, anything or 3), "takes a text"),
    "a function with a number for a name": (lambda: unspecified(anything or 3), "takes a text"),
    "LaTeX of a text": (lambda: latex(anything or "z"), "takes an expression"),
    "a sum that is a text, written out": (lambda: spelled(anything or "z"), "takes an expression"),
    "products of nothing": (lambda: odot(anything, x), "is not an expression"),
    "an outer product of numbers": (lambda: outer(2, 3), "needs a column and a row"),
    "a scalar product of numbers": (lambda: dot(2, 3), "two columns or two rows"),
    "a diagonal of a number": (lambda: diag(2), "needs a column or a row"),
    "a box around nothing": (lambda: pending(anything), "is not an expression"),
    "a proof of a text": (lambda: prove(anything or "z", "z"), "is not an expression"),
}
for name, (tried, says) in MADE.items():
    false(f"a word takes nonsense: {name}", Refusal, says=says)(tried)

# -- a page, numbers, pictures, and the tools beside them ----------------------------------------


def page() -> Any:
    """Return an empty page."""
    return Page("p", "P")


SVG = "<svg />"
METHODS: dict[str, tuple[Tried, str]] = {
    "a paragraph of a number": (lambda: page().text(3), "text(prose=...) takes a text"),
    "a paragraph of nothing": (lambda: page().text(None), "takes a text, not None"),
    "a heading of an expression": (lambda: page().part(z), "takes a text"),
    "symbols by their letters": (lambda: page().symbols("z"), "takes a name"),
    "a definition of a sum": (lambda: page().define(z + y), "no name"),
    "a row that is a text": (lambda: page().table(("a", "b"), "ab"), "tuple"),
    "headings that are a text": (lambda: page().table("ab", ("a", "b")), "takes a tuple"),
    "a chain without a reason": (lambda: page().chain(z, z + 0), "a reason and a line"),
    "a chain with a text for a reason": (lambda: page().chain(z, "by hand", z), "is wanted"),
    "a chain that ends in a reason": (
        lambda: page().chain(z, algebra("so")),
        "a reason and a line",
    ),
    "a chain of a float": (lambda: page().chain(0.5, algebra("so"), z), "has no exact meaning"),
    "a result that was not proved": (lambda: page().result(z, "name"), "takes a proved claim"),
    "a reason that cites a name": (lambda: by(anything or z), "takes a proved claim"),
    "a mistake without numbers": (lambda: page().mistake("A", z, y, at=None), "a dictionary"),
    "a mistake at a list": (lambda: page().mistake("A", z, y, at=[1, 2]), "a dictionary"),
    "a misfit that is built already": (lambda: page().misfit("A", W @ W.T), "it is no function"),
    "a misfit that fails by itself": (lambda: page().misfit("A", lambda: 1 / 0), "ZeroDivision"),
    "numbers for a text": (lambda: page().numbers({"z": 1}), "takes a dictionary"),
    "numbers for an expression": (lambda: page().numbers({z + 1: 1}), "takes a dictionary"),
    "numbers in a list": (lambda: page().numbers([1, 2]), "takes a dictionary"),
    "numbers that are floats": (lambda: page().numbers({z: 0.5}), "has no exact meaning"),
    "numbers that are texts": (lambda: page().numbers({z: "1"}), "is not an expression"),
    "numbers that are not in rows": (lambda: page().numbers({x: [1, 2]}), "in rows"),
    "numbers in rows of rows": (lambda: page().numbers({x: [[[[1]]], [1]]}), "not further rows"),
    "numbers in empty rows": (lambda: page().numbers({x: [[]]}), "in rows"),
    "a worked line of a sum": (lambda: page().worked(Numbers({z: 1}), z + 1), "takes a proved"),
    "a worked line without numbers": (lambda: page().worked({z: 1}, claim), "a Numbers"),
    "a comparison of a claim": (lambda: page().compare(Numbers({z: 1}), claim), "an expression"),
    "instances of a name": (lambda: page().instances(Numbers({z: 1}), [z], {}), "proved claim"),
    "code that is no Python": (lambda: page().code("1 +"), "no statements of Python"),
    "code that is a number": (lambda: page().code(1), "takes a text"),
    "a picture of nothing": (lambda: page().picture("a", None, "A line."), "takes a text"),
    "a note about a number": (lambda: page().note(3).__enter__(), "takes a text"),
    "a tab without a title": (lambda: page().tab(None).__enter__(), "takes a text"),
    "an explorer of a network": (lambda: page().explorer([4, 5, 3]), "takes a"),
    "a page without a name": (lambda: Page(anything, "P"), "Page(name=...) takes a text"),
    "a typed token": (lambda: page().text("\ue00012345678\ue001"), "stands for no expression"),
    "curves without points": (lambda: curves(anything or z, x="x"), "all x and all y"),
    "curves through words": (lambda: curves(("a", ["b"], [1]), x="x"), "no number"),  # type: ignore[list-item]
    "a network of floats": (lambda: network(anything or [1.5, 2]), "whole number"),
    "a network with a walk that is none": (lambda: network([2, 2], lit=[["a"]]), "a neuron is"),  # type: ignore[list-item]
    "paths without columns": (lambda: paths(anything or 3, []), "paths(columns=...) takes"),
    "paths along half an edge": (lambda: paths([["a"], ["b"]], anything or [("a",)]), "two nodes"),
    "shapes of a list": (lambda: shapes(anything or [1, 2]), "takes an expression"),
    "counts that are texts": (lambda: confusion(anything or [["a"]], ["a"]), "whole number"),
    "a gradient of no function": (lambda: check_gradient(anything, [1.0], [1.0]), "be called"),
    "a gradient of a function of two": (
        lambda: check_gradient(lambda u, w: u, [1.0], [1.0]),
        "does not take one array",
    ),
    "a gradient with a step that is a text": (
        lambda: check_gradient(sum, [1.0], [1.0], step=anything or "small"),
        "step is 'small'",
    ),
    "a gradient of words": (lambda: check_gradient(str, [1.0], [1.0]), "no numbers"),
    "a gradient by a method nobody knows": (
        lambda: check_gradient(sum, [1.0], [1.0], method=anything or ["complex step"]),
        "no method",
    ),
    "a network of one number": (lambda: Network(anything or 3, [], [], "x"), "layer by layer"),
    "a network with one activation for all": (
        lambda: Network([[[1.0]]], [[0.0]], anything or "relu", "half squared error"),
        "in a list",
    ),
    "a network at random, of texts": (
        lambda: Network.random(anything or ["a", "b"], ["relu"], "half squared error", 1),
        "whole numbers",
    ),
}
for name, (tried, says) in METHODS.items():
    false(f"a method takes nonsense: {name}", Refusal, says=says)(tried)

# -- depth ---------------------------------------------------------------------------------------


def deep(terms: int) -> Expr:
    """Return a sum of so many terms, one after another."""
    return reduce(lambda whole, _: whole + z, range(terms - 1), z)


def nested(times: int) -> Expr:
    """Return a function of a function, so many times."""
    return reduce(lambda inner, _: tanh(inner), range(times), z)


def layers(many: int) -> Expr:
    """Return a chain of definitions, each of the one before."""
    return reduce(lambda below, k: let(f"a_{k}", sigmoid(below) + 1), range(many), z)


false("a sum of too many terms", NotAnExpression, says="give parts of it names")(lambda: deep(2000))
false("a function of a function, too often", NotAnExpression, says="operations deep")(
    lambda: nested(2000)
)
false("definitions of definitions, too many", NotAnExpression, says="operations deep")(
    lambda: layers(2000)
)
false("a false line about four hundred terms", Refusal)(lambda: prove(deep(400), 401 * z))


@true("four hundred terms are printed and worked out, a hundred proved")
def _() -> None:
    whole, some = deep(400), deep(100)
    assert latex(whole).count("z") == 400
    assert repr(whole).count("z") == 400
    assert Numbers({z: 2}).rows(whole)[0][0].exact == 800
    prove(some, 100 * z)
    prove(d(some, z), N(100))
    Numbers({z: 2}).line(proved(some, 100 * z))


@true("a function of a function, often, is printed and worked out")
def _() -> None:
    whole = nested(300)
    assert latex(whole).count("tanh") == 300
    Numbers({z: 1}).check(d(nested(60), z))  # type: ignore[arg-type]


@true("three hundred layers, one definition each")
def _() -> None:
    whole = layers(300)
    assert repr(whole) == "a_299"
    assert Numbers({z: 1}).rows(whole)[0][0].known_to(30)


# -- twins: the same, written as it can be -------------------------------------------------------


@true("what can be written instead of the operators")
def _() -> None:
    from bpcore import positive_part

    size = positive_part(z) + positive_part(-z)
    prove(size * size, z**2)
    prove(positive_part(z - 1) + 1, positive_part(1 - z) + z)
    prove(exp(z * y), exp(y * z))
    prove(sqrt(x.T @ x) ** 2, x.T @ x)


@true("a capital whose small letter is taken")
def _() -> None:
    E, D = matrix("E", "n", "m"), matrix("D", "n", "n")
    assert ("E_{ij}", "D_{ij}") == (
        latex(E[i, index("j", "m")]),
        latex(D[i, index("j", "n")]),
    )
    assert "E^{[l]}_{1}" in latex(column("E^[l]", "n")[1])


@true("widths and indices as they are")
def _() -> None:
    for wide in (1, 3, "n", "n_1", "n^[l]", "n_l-1"):
        assert column("x", wide).shape in ((), (wide, 1))
        index("i", over=wide)
    assert latex(kronecker(i, 2)) == r"\Delta_{i 2}"
    assert +z is z
    assert repr(z ** N(2)) == "z**2"


@true("functions are made and applied")
def _() -> None:
    cube = Function("cube", r"\mathrm{cube}", lambda t: t**3)
    prove(d(cube(z), z), 3 * z**2)
