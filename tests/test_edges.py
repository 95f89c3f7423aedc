"""Edges: what is seen by evaluating each side by itself, without reading anything off it."""

from __future__ import annotations

import pytest

from bpcore import array, column, d, gate, let, log, matrix, partial, relu, scalar, sigmoid, sqrt
from bpcore.condition import EVERYWHERE
from bpcore.edges import edges, uncovered
from bpcore.expr import Expr, Operand, expr
from bpcore.ladder import Question
from bpcore.lost_values import condition_of

x, y, z = scalar("x"), scalar("y"), scalar("z")
v, W = column("v", 3), matrix("W", "n", "m")
A = array("A", 2, 2)
D = let("D", A[1, 1] * A[2, 2] - A[1, 2] * A[2, 1])

LINES: list[tuple[Expr, Operand]] = [
    (x / x, 1),
    (partial(x * y * z, x), (x * y * z) / x),
    ((x**2 - 1) / (x - 1), x + 1),
    ((x - y) / (x - y), 1),
    (v[1] / (v[1] - v[2]) * (v[1] - v[2]), v[1]),
    (partial(D, A[1, 1]), D * (A[2, 2] / D)),
    (log(x**2), 2 * log(x)),
    (sqrt(x) ** 2, x),
    (d(relu(z), z), gate(z)),
    (0 * log(y), 0 * y),
    (x**-1 * x**2, x),
]


@pytest.mark.parametrize(("left", "right"), LINES, ids=repr)
def test_without_a_condition_the_edge_is_seen(left: Expr, right: Operand) -> None:
    """With the point, the value of one side, and which side has none."""
    words = uncovered(Question(left, expr(right)), EVERYWHERE)
    assert words.startswith("at ")
    assert words.endswith("side has no value")


@pytest.mark.parametrize(("left", "right"), LINES, ids=repr)
def test_the_condition_excludes_what_is_seen(left: Expr, right: Operand) -> None:
    """The net finds nothing that was not said."""
    sides = left, expr(right)
    assert "" == uncovered(Question(*sides), condition_of(*sides))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (1 / (1 - sigmoid(40 * z)), 1 + (1 / (1 - sigmoid(40 * z)) - 1)),
        ((1 - sigmoid(z)) / (1 - sigmoid(z)), sigmoid(z) / sigmoid(z)),
        (log(v)[1], log(v[1])),
    ],
)
def test_doubles_that_lose_their_digits_raise_no_alarm(left: Expr, right: Expr) -> None:
    """Exact numbers, or many digits, decide; and an entry is read by itself."""
    assert "" == uncovered(Question(left, right), EVERYWHERE)


def test_points_stay_inside_the_intervals() -> None:
    """Nothing is looked at where a name cannot be."""
    p = scalar("p", between=(0, 1))
    question = Question(1 / p + W[1, 1], W[1, 1] + 1 / p)
    found = list(edges(question, question.places[0]))
    assert len(found) > 5
    assert all(0 < point[p] < 1 for point in found)
    assert any(point[W][0][0] == 0 for point in found)
