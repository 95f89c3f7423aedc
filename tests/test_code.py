"""The code reading: what stands in messages is Python, and means the same numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpcore import (
    N,
    array,
    column,
    d,
    diag,
    dot,
    index,
    kronecker,
    log,
    ones,
    outer,
    partial,
    scalar,
    sigmoid,
    total,
    width,
)
from bpcore.code import as_code
from bpcore.domain import Exact
from bpcore.evaluate import Evaluator, Setting
from bpcore.expr import Array, Expr, Num

a, b = scalar("a"), scalar("b")
X, v = array("X", "m", "n"), column("v", "n")
i, k = index("i", over="m"), index("k", over="n")


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        ("(a - b) / (a * (1 - a))", (a - b) / (a * (1 - a))),
        ("-(a + b)", -(a + b)),
        ("(-a) * b", -a * b),
        ("a - (b - 1)", a - (b - 1)),
        ("(a + b)**2", (a + b) ** 2),
        ("a / (b / 2)", a / (b / 2)),
        ("1/2 * a", N(1, 2) * a),
        ("a * (-1)", a * N(-1)),
        ("sigmoid(a) * log(b)", sigmoid(a) * log(b)),
        ("X @ v", X @ v),
        ("(X @ v).T", (X @ v).T),
        ("outer(v, v.T)", outer(v, v.T)),
        ("dot(v, v)", dot(v, v)),
        ("diag(v)", diag(v)),
        ("ones((m, 1))", ones("m")),
        ("array([[a, b]])", Array(((a, b),))),
        ("sum(X[i, k] for i in 1..m) / m", total(i, X[i, k]) / width("m")),
        ("(i == 2)", kronecker(i, 2)),
        ("d(a * b, a) + partial(a, b)", d(a * b, a) + partial(a, b)),
        ("0.25", Num(Fraction(1, 4), 2)),
    ],
)
def test_expressions_read_as_python(expected: str, expression: Expr) -> None:
    """With the parentheses they need."""
    assert expected == as_code(expression)
    assert expected == repr(expression)


def trees() -> st.SearchStrategy[Expr]:
    """Return random expressions of two names, without division."""
    ends = st.sampled_from([a, b, N(2), N(-3), N(1, 2)])
    return st.recursive(
        ends,
        lambda inner: st.one_of(
            st.builds(lambda p, q: p + q, inner, inner),
            st.builds(lambda p, q: p - q, inner, inner),
            st.builds(lambda p, q: p * q, inner, inner),
            st.builds(lambda p: -p, inner),
            st.builds(lambda p: p**2, inner),
        ),
        max_leaves=12,
    )


@given(trees())
def test_python_computes_what_the_tree_means(tree: Expr) -> None:
    """No parenthesis is lost: the printed code has the tree's value."""
    point = {a: Fraction(7, 5), b: Fraction(-3, 2)}
    meant = Evaluator(Exact()).value(tree, Setting(point))
    code = as_code(tree).replace("1/2", "half")
    assert meant == eval(code, {"a": point[a], "b": point[b], "half": Fraction(1, 2)})
