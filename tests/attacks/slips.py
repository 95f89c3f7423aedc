"""Slips in exercises: numbers at which a usual mistake gives the right answer, or another one's."""

from typing import Any

from bpcore import (
    N,
    Page,
    column,
    d,
    gate,
    index,
    let,
    log,
    matrix,
    outer,
    partial,
    relu,
    scalar,
    sigmoid,
    tanh,
    total,
)
from bpcore.slips import Question, Slip, SlipHides
from tests.attacks import false, true

x, y, z, w = scalar("x"), scalar("y"), scalar("z"), scalar("w")
q = scalar("q", between=(0, 1))
loss = let("E", -(y * log(q) + (1 - y) * log(1 - q)))
W, u = matrix("W", 2, 2), column("u", 2)
f, xs = index("f", 2), column("xi", 2)
on = let("C", total(f, N(1, 2) * relu(w * xs[f]) ** 2))


def set_at(given: Any, answer: Any, *found: Any) -> None:
    """Set an exercise at some numbers, with what slips give."""
    page = Page("p", "P")
    slips = [Slip(f"slip {number}", one) for number, one in enumerate(found)]
    page.slips(page.numbers(given), Question(answer, slips))


@false("the slope of tanh is forgotten near zero", SlipHides, says="tell them apart")
def _() -> None:
    set_at({z: N(2, 1000)}, d(tanh(z), z), 1)


@true("the slope of tanh is forgotten further out")
def _() -> None:
    set_at({z: N(1, 2)}, d(tanh(z), z), 1)


@false("doubled instead of squared, at two", SlipHides)
def _() -> None:
    set_at({x: 2}, x**2, 2 * x)


@false("the input is forgotten where it is one", SlipHides)
def _() -> None:
    set_at({x: 1, w: 3, y: 0}, (w * x - y) * x, w * x - y)


@false("the inner minus sign is forgotten where its term has the factor zero", SlipHides)
def _() -> None:
    set_at({q: N(1, 5), y: 1}, d(loss, q), -(y / q + (1 - y) / (1 - q)))


@true("the inner minus sign is forgotten where its term counts")
def _() -> None:
    set_at({q: N(1, 5), y: 0}, d(loss, q), -(y / q + (1 - y) / (1 - q)))


@false("a transpose is forgotten at a symmetric matrix", SlipHides)
def _() -> None:
    set_at({W: [[1, 2], [2, 5]], u: [[1], [3]]}, (W.T @ u)[1], (W @ u)[1])


@true("a transpose is forgotten at another matrix")
def _() -> None:
    set_at({W: [[1, 2], [4, 5]], u: [[1], [3]]}, (W.T @ u)[1], (W @ u)[1])


@false("rows and columns are exchanged where both entries are alike", SlipHides)
def _() -> None:
    product = outer(u, (W @ u).T)
    set_at({W: [[1, 0], [0, 1]], u: [[2], [3]]}, product[1, 2], product[2, 1])


@false("the gate is forgotten where every gate is open", SlipHides)
def _() -> None:
    slope = total(f, w * xs[f] * xs[f])
    set_at({w: 1, xs: [[1], [2]]}, partial(on, w), slope)


@true("the gate is forgotten where one is shut")
def _() -> None:
    slope = total(f, w * xs[f] * xs[f])
    set_at({w: 1, xs: [[1], [-2]]}, total(f, w * xs[f] * gate(w * xs[f]) * xs[f]), slope)


@false("all is zero, whatever one does", SlipHides)
def _() -> None:
    set_at({x: 0, w: 3}, w * x, 2 * w * x)


@false("equal, but known by digits only", SlipHides)
def _() -> None:
    set_at({z: 1}, sigmoid(z), 1 - sigmoid(-z))


@false("two slips with one number", SlipHides, says="both give")
def _() -> None:
    set_at({x: 2}, x**2, 4 * x, x**3)


@true("two slips with numbers of their own")
def _() -> None:
    set_at({x: 3}, x**2, 4 * x, x**3)
