"""Gradient checking: right gradients pass, every planted mistake is refused and explained."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bpcore.errors import ShapesDiffer
from bpcore.gradient_check import (
    CannotBeChecked,
    GradientIsWrong,
    GradientUndecided,
    check_gradient,
)

RANDOM = np.random.default_rng(11)
W = RANDOM.normal(size=(3, 4))
B = RANDOM.normal(size=3)
X = RANDOM.normal(size=(6, 4))
Y = RANDOM.normal(size=(6, 3))
AT = {"W": W, "b": B}
Gradient = dict[str, Any]


def cost(W: Any, b: Any) -> Any:
    """Half the squared error of tanh, mean of six examples."""
    return ((np.tanh(X @ W.T + b) - Y) ** 2).sum() / 12


def gradient(W: Any, b: Any) -> Gradient:
    """By the formulas of the book."""
    a = np.tanh(X @ W.T + b)
    delta = (a - Y) * (1 - a**2) / 6
    return {"W": delta.T @ X, "b": delta.sum(axis=0)}


RIGHT = gradient(**AT)


@pytest.mark.parametrize(("method", "limit"), [("differences", 1e-10), ("complex step", 1e-13)])
def test_a_right_gradient_passes(method: str, limit: float) -> None:
    """Far below the tolerance, with every entry compared and nothing to warn of."""
    result = check_gradient(cost, gradient, AT, method=method)
    assert result.passed
    assert result.worst.error < limit
    assert [] == result.warnings
    assert 12 == result.arrays["W"].compared.sum()
    assert "right" in repr(result)


def changed(array: Any, place: Any, value: float) -> Any:
    """Return an array with some entries set."""
    copy = array.copy()
    copy[place] = value
    return copy


@pytest.mark.parametrize(
    ("wrong", "cause"),
    [
        (-RIGHT["W"], "sign is flipped"),
        (2 * RIGHT["W"], "2 times what it should be: a half"),
        (0.5 * RIGHT["W"], "two of a square"),
        (6 * RIGHT["W"], "sum over the examples in place of the mean"),
        (-6 * RIGHT["W"], "with the sign flipped"),
        (RIGHT["W"] / 6, "divided by m once more"),
        (1.7 * RIGHT["W"], "1.7 times"),
        (0 * RIGHT["W"], "zero everywhere"),
        (RIGHT["W"].T.reshape(3, 4), "reshape was taken for a transpose"),
        (RIGHT["W"] + 0.1 * W, "-0.1 times the array itself"),
        (changed(RIGHT["W"], (slice(None), slice(0, 2)), 0), "a path is cut off"),
        (changed(RIGHT["W"], (1, 2), 9), "only this one entry"),
        (changed(RIGHT["W"], 1, 9), "only row 1"),
        (changed(RIGHT["W"], (slice(None), 3), 9), "only column 3"),
        (RIGHT["W"] * [[2], [3], [-1]], "each row is off by a factor of its own"),
        (RIGHT["W"] + RANDOM.normal(size=(3, 4)), "No usual cause fits"),
    ],
)
def test_a_mistake_is_refused_and_explained(wrong: Any, cause: str) -> None:
    """With the array, the entry and both numbers in the message and in the result."""
    with pytest.raises(GradientIsWrong, match=cause) as caught:
        check_gradient(cost, {**RIGHT, "W": wrong}, AT, examples=6)
    worst = caught.value.result.worst
    assert not caught.value.result.passed
    assert "W" == worst.name
    assert f"{worst.given[worst.place]:.6g}" in str(caught.value)
    assert f"{worst.measured[worst.place]:.6g}" in str(caught.value)


def test_a_transposed_square_is_seen() -> None:
    """Same shape, other numbers."""
    A = RANDOM.normal(size=(3, 3))
    u, v = np.array([1.0, 2.0, -1.0]), np.array([0.5, -3.0, 2.0])
    assert check_gradient(lambda M: u @ M @ v, np.outer(u, v), A).passed
    with pytest.raises(GradientIsWrong, match="it is the transpose"):
        check_gradient(lambda M: u @ M @ v, np.outer(v, u), A)


def test_a_small_gradient_of_the_wrong_sign_is_refused() -> None:
    """An absolute tolerance of 1e-8 would accept it."""
    at = np.array([0.4, -0.2])
    assert check_gradient(lambda x: 1e-10 * (x**2).sum(), 2e-10 * at, at).passed
    with pytest.raises(GradientIsWrong, match="sign is flipped"):
        check_gradient(lambda x: 1e-10 * (x**2).sum(), -2e-10 * at, at)


def test_a_slope_of_zero_among_higher_ones_is_not_called_wrong() -> None:
    """The differences are off by what they leave out themselves, and run into the gradient."""

    def cost(x: np.ndarray) -> float:
        return float((x**5).sum())

    def slope(x: np.ndarray) -> np.ndarray:
        return np.asarray(5 * x**4)

    for at in ([1e-3], [0.0, 1e-3, 1e-4], [0.0, 1.0]):
        assert check_gradient(cost, slope, np.array(at)).passed
        for wrong in (-1.0, 1.01):
            with pytest.raises(GradientIsWrong):
                check_gradient(cost, lambda x, by=wrong: by * slope(x), np.array(at))  # type: ignore[misc]
    with pytest.raises(GradientUndecided, match="run into that"):
        check_gradient(cost, slope, np.array([0.0]))
    with pytest.raises(GradientIsWrong):
        check_gradient(cost, lambda x: slope(x) + 1e-12, np.array([0.0]))


def test_a_kink_is_named() -> None:
    """At zero, and nearer than the step."""
    for place, cause in ((0.0, "slopes to the left"), (1e-4, "a kink lies nearby")):
        with pytest.raises(GradientIsWrong, match=cause):
            check_gradient(
                lambda x: np.maximum(0, x).sum(), lambda x: (x > 0) * 1.0, np.array([place, 2.0])
            )


def test_a_complex_step_that_misleads_is_named() -> None:
    """The function compares sizes of complex numbers, or drops the imaginary part."""
    at = np.array([1.5, -2.0])
    with pytest.raises(GradientIsWrong, match="none in the gradient"):
        check_gradient(lambda x: (x * x.conj()).sum() + 0j, 2 * at, at, method="complex step")
    with pytest.raises(CannotBeChecked, match="real numbers"):
        check_gradient(lambda x: np.abs(x).sum(), np.sign(at), at, method="complex step")


def test_rounding_is_no_pass() -> None:
    """A huge constant drowns the derivative."""
    with pytest.raises(GradientUndecided, match="too few digits"):
        check_gradient(lambda x: 1e12 + 1e-6 * x.sum(), np.full(2, -1e-6), np.array([1.0, 2.0]))


def test_an_upstream_makes_an_array_a_number() -> None:
    """And has to have its shape."""
    u = np.array([1.0, -2.0, 0.5])
    assert check_gradient(np.tanh, lambda x: u * (1 - np.tanh(x) ** 2), B, upstream=u).passed
    with pytest.raises(GradientIsWrong):
        check_gradient(np.tanh, lambda x: 1 - np.tanh(x) ** 2, B, upstream=u)
    with pytest.raises(ShapesDiffer, match="upstream of that shape is needed"):
        check_gradient(np.tanh, B, B)
    with pytest.raises(ShapesDiffer, match=r"upstream has shape \(2,\)"):
        check_gradient(np.tanh, B, B, upstream=[1, 2])


@pytest.mark.parametrize(
    ("at", "options", "warning"),
    [
        (np.zeros(2), {}, "all zeros"),
        (np.ones(2), {}, "equal entries 1"),
        (np.array([1e-5, 2e-5]), {}, "tiny"),
        (np.array([[1.0, 2.0], [2.0, 5.0]]), {}, "symmetric"),
        (np.array([1.0, 2.0]), {"examples": 1}, "one example"),
        (np.array([1.0, 2.0]), {"upstream": [1.0, 0.0]}, "upstream has zeros"),
        (np.array([1.0, 2.0]), {"upstream": [1.0, 1.0]}, "upstream has equal"),
    ],
)
def test_a_weak_test_is_told(at: Any, options: Any, warning: str) -> None:
    """It passes, with a warning that a reader sees."""
    u = np.asarray(options.get("upstream", 1.0))
    if u.ndim:
        result = check_gradient(np.exp, lambda x: u * np.exp(x), at, **options)
    else:
        result = check_gradient(lambda x: np.exp(x).sum(), np.exp, at, **options)
    assert any(warning in each for each in result.warnings)
    assert warning in repr(result)


def test_an_array_that_nothing_depends_on_is_told() -> None:
    """A zero gradient is right, and any other is not."""
    at = {"x": np.array([1.0, 2.0]), "unused": np.array([3.0, 4.0])}
    parts = {"x": np.array([2.0, 4.0]), "unused": np.zeros(2)}
    assert any("depend on unused" in each for each in check_gradient(square, parts, at).warnings)
    with pytest.raises(GradientIsWrong, match="does not depend on this array"):
        check_gradient(square, {**parts, "unused": np.array([0.0, 1e-3])}, at)
    with pytest.raises(GradientUndecided):
        check_gradient(square, {**parts, "unused": np.array([0.0, 1e-12])}, at)


def square(x: Any, unused: Any) -> Any:
    """Use one of two arrays."""
    return (x**2).sum()


def test_a_sample_is_the_same_each_time() -> None:
    """And leaves the others out."""
    one, two = (check_gradient(cost, RIGHT, AT, sample=5, seed=3) for _ in range(2))
    assert 5 == one.arrays["W"].compared.sum()
    assert (one.arrays["W"].compared == two.arrays["W"].compared).all()
    with pytest.raises(GradientIsWrong):
        check_gradient(cost, {**RIGHT, "W": -RIGHT["W"]}, AT, sample=1)


@pytest.mark.parametrize(
    ("gradient", "at", "options", "message"),
    [
        (RIGHT, {}, {}, "names no array"),
        (RIGHT["W"], AT, {}, "arrays by the names W, b"),
        ({"W": W}, AT, {}, r"has \['W'\]"),
        (RIGHT, {**AT, "b": [1, np.nan, 2]}, {}, r"b\[1\] is nan"),
        (RIGHT, {**AT, "b": ["a", "b", "c"]}, {}, "not an array of numbers"),
        (RIGHT, {**AT, "b": [1j, 2, 3]}, {}, "b is complex"),
        (RIGHT, {**AT, "b": []}, {}, "b is empty"),
        ({**RIGHT, "b": [1, 2, np.inf]}, AT, {}, r"gradient of b\[2\] is inf"),
        (RIGHT, AT, {"method": "guess"}, "no method 'guess'"),
        (RIGHT, AT, {"step": 0}, "step is 0"),
        (RIGHT, AT, {"tolerance": 1}, "tolerance is 1"),
        (RIGHT, AT, {"sample": 0}, "sample is 0"),
        (RIGHT, AT, {"examples": 0}, "examples is 0"),
    ],
)
def test_bad_input_is_named(gradient: Any, at: Any, options: Any, message: str) -> None:
    """Before anything is compared."""
    with pytest.raises(CannotBeChecked, match=message):
        check_gradient(cost, gradient, at, **options)


def test_the_shape_of_a_transpose_is_named() -> None:
    """And any other shape that does not fit."""
    with pytest.raises(ShapesDiffer, match="that of the transpose"):
        check_gradient(cost, {**RIGHT, "W": RIGHT["W"].T}, AT)
    with pytest.raises(ShapesDiffer, match=r"shape \(6,\)"):
        check_gradient(cost, {**RIGHT, "b": np.ones(6)}, AT)


def test_a_function_that_cannot_be_checked_is_named() -> None:
    """Random, infinite, or infinite a step away."""
    at = np.array([1e-4, 2.0])
    with pytest.raises(CannotBeChecked, match="asked twice"):
        check_gradient(lambda x: RANDOM.normal(), at, at)
    with pytest.raises(CannotBeChecked, match="returns nan"):
        check_gradient(lambda x: np.nan, at, at)
    with np.errstate(invalid="ignore"), pytest.raises(CannotBeChecked, match="smaller step"):
        check_gradient(lambda x: np.log(x).sum(), 1 / at, at)
    assert check_gradient(lambda x: np.log(x).sum(), 1 / at, at, step=1e-7, tolerance=1e-4).passed


def test_the_arrays_are_left_as_they_were() -> None:
    """Even by a function that writes into what it is given."""
    at = np.array([1.0, 2.0])

    def spoils(x: Any) -> Any:
        x *= 2
        return (x**2).sum()

    assert check_gradient(spoils, 8 * at, at).passed
    assert [1.0, 2.0] == at.tolist()


SQUARE = np.array([[1.0, 2.0, 0.5], [-1.0, 0.3, 1.0], [0.2, -0.6, 2.0]])
SCALE = np.array([1.5, 0.7, -2.0])
POINT = np.array([0.5, -1.5, 2.0])


def through(x: Any, M: Any) -> Any:
    """Return a cost behind a square layer."""
    return ((x @ M.T) ** 2).sum() / 2


def scaled(x: Any, gamma: Any) -> Any:
    """Return a cost behind a scale for each input."""
    return ((gamma * x) ** 2).sum() / 2


def said(cost: Any, gradient: Any, at: Any) -> str:
    """Return the message about a wrong gradient."""
    with pytest.raises(GradientIsWrong) as caught:
        check_gradient(cost, gradient, at)
    return str(caught.value)


@pytest.mark.parametrize("rows", [1, 4])
def test_a_transpose_lost_on_the_way_back_is_named(rows: int) -> None:
    """For one input, and for a batch with examples in rows."""
    x = POINT if rows == 1 else RANDOM.normal(size=(rows, 3))
    inner = x @ SQUARE.T
    gradient = {"x": inner @ SQUARE.T, "M": np.atleast_2d(inner).T @ np.atleast_2d(x)}
    message = said(through, gradient, {"x": x, "M": SQUARE})
    assert "Likely cause: a transpose of M is lost on the way back" in message


@pytest.mark.parametrize(
    ("power", "words"), [(1, "the factor gamma is missing"), (3, "gamma is there once too often")]
)
def test_a_factor_of_another_array_is_named(power: int, words: str) -> None:
    """Lost, or there twice."""
    gradient = {"x": SCALE**power * POINT, "gamma": SCALE * POINT**2}
    assert words in said(scaled, gradient, {"x": POINT, "gamma": SCALE})


def test_no_other_array_is_blamed_without_reason() -> None:
    """Random gradients, a symmetric matrix, equal scales: none of these explains anything."""
    symmetric = SQUARE + SQUARE.T
    for _ in range(20):
        wrong = RANDOM.normal(size=3)
        right = np.outer(SQUARE @ POINT, POINT)
        assert "transpose of M" not in said(
            through, {"x": wrong, "M": right}, {"x": POINT, "M": SQUARE}
        )
        right = np.outer(symmetric @ POINT, POINT)
        message = said(through, {"x": wrong, "M": right}, {"x": POINT, "M": symmetric})
        assert "transpose" not in message
        twos = np.full(3, 2.0)
        message = said(scaled, {"x": wrong, "gamma": 2 * POINT**2}, {"x": POINT, "gamma": twos})
        assert "gamma" not in message.partition("Likely cause")[2]
