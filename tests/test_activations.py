"""The table of activations: values and slopes against the book, differences and complex steps."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from bpcore import Function, d, gelu, leaky_relu, relu, scalar, sigmoid, silu, softplus, tanh
from bpcore.activations import (
    ACTIVATIONS,
    Activation,
    ActivationUnknown,
    Interval,
    activation_named,
)
from bpcore.domain import Precise, WithDuals
from bpcore.evaluate import Evaluator, Setting
from tests.differences import TINY, relative_error

BOOK = {
    "sigmoid": sigmoid,
    "tanh": tanh,
    "relu": relu,
    "leaky_relu": leaky_relu,
    "softplus": softplus,
    "silu": silu,
    "gelu": gelu,
}
ELEMENTWISE = [row for row in ACTIVATIONS.values() if row.elementwise]
POINTS = [Fraction(n, 7) for n in range(-40, 41, 3)]  # from -5.7 to 5.6, zero is not among them
Z = np.array([[float(point) for point in POINTS]])

each = pytest.mark.parametrize("row", ACTIVATIONS.values(), ids=ACTIVATIONS)
each_elementwise = pytest.mark.parametrize("row", ELEMENTWISE, ids=lambda row: row.name)


def book_value(function: Function, point: Fraction) -> float:
    """Return what the book's own definition gives, computed with 50 digits."""
    z = scalar("z")
    at = Setting(values={z: Precise().number(point)})
    return float(Evaluator(Precise()).value(function(z), at))


def book_slope(function: Function, point: Fraction) -> float:
    """Return the derivative that the book's own rules give, computed with 50 digits."""
    z = scalar("z")
    at = Setting(values={z: Precise().number(point)})
    return float(Evaluator(WithDuals(Precise())).value(d(function(z), z), at))


def slope_error(row: Activation, z: np.ndarray) -> float:
    """Return how far an elementwise slope is from a complex step."""
    return relative_error(row.slope(z), row.value(z + TINY * 1j).imag / TINY)


def test_the_points_have_both_signs_and_no_kink() -> None:
    """A relu is linear on one side."""
    assert Z.min() < -5
    assert Z.max() > 5
    assert 0 not in Z


@pytest.mark.parametrize("name", BOOK)
def test_values_are_those_of_the_book(name: str) -> None:
    """The pages prove things of the same functions."""
    expected = np.array([[book_value(BOOK[name], point) for point in POINTS]])
    assert relative_error(ACTIVATIONS[name].value(Z), expected) < 1e-15


@pytest.mark.parametrize("name", BOOK)
def test_slopes_are_those_of_the_book(name: str) -> None:
    """The derivatives that the pages prove."""
    expected = np.array([[book_slope(BOOK[name], point) for point in POINTS]])
    assert relative_error(ACTIVATIONS[name].slope(Z), expected) < 1e-15


def test_all_but_two_rows_are_functions_of_the_book() -> None:
    """The identity needs no definition, softmax is no function of one number."""
    assert set(ACTIVATIONS) == {*BOOK, "identity", "softmax"}


@each_elementwise
def test_the_slope_is_that_of_a_complex_step(row: Activation) -> None:
    """At every point of both signs; gelu adds up a series there."""
    assert slope_error(row, Z) < (1e-13 if row.name == "gelu" else 1e-14)


@each_elementwise
def test_the_slope_is_that_of_five_points(row: Activation) -> None:
    """No complex numbers, no rule."""
    h = 1e-3
    far = row.value(Z + 2 * h) - row.value(Z - 2 * h)
    near = row.value(Z + h) - row.value(Z - h)
    assert relative_error(row.slope(Z), (8 * near - far) / (12 * h)) < 1e-11


@pytest.mark.parametrize("row", [row for row in ELEMENTWISE if row.slope_from_value])
def test_the_slope_from_the_value_is_the_slope(row: Activation) -> None:
    """A backward pass may use either."""
    assert row.slope_from_value is not None
    assert relative_error(row.slope_from_value(row.value(Z)), row.slope(Z)) < 1e-14


@pytest.mark.parametrize("name", ["silu", "gelu"])
def test_where_two_inputs_share_a_value_no_slope_is_read_off_it(name: str) -> None:
    """Falling and rising: the value does not tell on which side z is."""
    assert ACTIVATIONS[name].slope_from_value is None
    assert ACTIVATIONS[name].slope(np.array([-3.0])) < 0 < ACTIVATIONS[name].slope(np.array([3.0]))


def wrong(slope: str) -> Activation:
    """Return a sigmoid with a slope that has been published."""
    s = ACTIVATIONS["sigmoid"].value
    slopes = {
        "sign": lambda z: -s(z) * s(-z),
        "factor lost": s,
        "of a instead of z": lambda z: s(s(z)) * s(-s(z)),
        "square lost": lambda z: s(z) - s(z) ** 3,
    }
    return Activation("wrong", s, slopes[slope], Interval(0, 1), "must be refused")


@pytest.mark.parametrize("slope", ["sign", "factor lost", "of a instead of z", "square lost"])
def test_a_wrong_slope_is_seen(slope: str) -> None:
    """The must-fail twin."""
    assert slope_error(wrong(slope), Z) > 0.1


@each
def test_nothing_overflows_far_from_zero(row: Activation) -> None:
    """Warnings are errors here; a value or slope at ±800 is an ordinary number."""
    z = np.array([[-800.0, -40.0, 0.0, 40.0, 800.0]])
    a = row.value(z)
    assert np.isfinite(a).all()
    assert np.isfinite(row.slope(z)).all()
    assert np.isfinite(row.vjp(np.ones_like(z), z, a)).all()


@each_elementwise
def test_nothing_overflows_under_a_complex_step(row: Activation) -> None:
    """The series behind gelu ends at 10, all others go further."""
    far = 10.0 if row.name == "gelu" else 800.0
    z = np.array([-far, -9.0, 9.0, far])
    assert relative_error(row.value(z + TINY * 1j).imag / TINY, row.slope(z)) < 1e-13


def test_tails_are_right_to_the_last_digits() -> None:
    """Not only nearly zero: small values keep their digits."""
    z = np.array([-30.0])
    assert ACTIVATIONS["sigmoid"].value(z)[0] == pytest.approx(np.exp(-30.0), rel=1e-12, abs=0)
    assert ACTIVATIONS["softplus"].value(z)[0] == pytest.approx(np.exp(-30.0), rel=1e-12, abs=0)
    expected = book_value(gelu, Fraction(-30))
    assert ACTIVATIONS["gelu"].value(z)[0] == pytest.approx(expected, rel=1e-12, abs=0)


def test_the_remarks_about_tails_are_true() -> None:
    """Where the sigmoid rounds to 1 and to 0, and where tanh does."""
    sigmoids = ACTIVATIONS["sigmoid"].value(np.array([36.0, 37.0, -745.0, -746.0]))
    assert [True, False, True, False] == [bool(a not in (0, 1)) for a in sigmoids]
    tanhs = ACTIVATIONS["tanh"].value(np.array([18.0, 20.0]))
    assert [True, False] == [bool(a < 1) for a in tanhs]


@pytest.mark.parametrize(("name", "expected"), [("relu", 0.0), ("leaky_relu", 0.01)])
def test_at_the_kink_the_slope_is_that_of_the_left(name: str, expected: float) -> None:
    """A choice, and the same in both forms."""
    row, zero = ACTIVATIONS[name], np.zeros(1)
    assert row.slope_from_value is not None
    assert expected == row.slope(zero)[0]
    assert expected == row.slope_from_value(row.value(zero))[0]


@each
def test_nan_is_not_lost(row: Activation) -> None:
    """A relu that compares would turn it into 0 and hide it."""
    assert np.isnan(row.value(np.array([[np.nan, 1.0]]))).any()


@each
def test_values_lie_in_the_interval_and_fill_it(row: Activation) -> None:
    """An end that is finite is approached to a hundredth."""
    z = np.stack([np.linspace(-15, 15, 6001), np.zeros(6001)], axis=1)
    a = row.value(z)
    low, high, reached = row.interval
    assert (a >= low - 1e-15).all() if reached else (a > low).all()
    assert (a <= high).all()
    assert a.min() < low + 0.01 if np.isfinite(low) else a.min() < -0.1
    assert a.max() > high - 0.01 if np.isfinite(high) else a.max() > 14


def test_intervals_know_their_open_ends() -> None:
    """A logarithm takes every number above 0, and not 0."""
    positive = Interval(0, np.inf)
    assert positive.holds(Interval(0, 1))
    assert not positive.holds(Interval(0, 1, reached=True))
    assert not positive.holds(Interval(-1, 1))
    assert Interval(0, 9, reached=True).holds(Interval(0, 1, reached=True))
    assert not Interval(0, 1).holds(positive)
    assert ["(0, inf)", "[0, 1)"] == [str(positive), str(Interval(0, 1, reached=True))]


@pytest.mark.parametrize("name", ["relu", "leaky_relu"])
def test_the_gain_restores_the_mean_square(name: str) -> None:
    """Half a normal distribution carries half the mean square."""
    z = np.random.default_rng(0).normal(size=1_000_000)
    row = ACTIVATIONS[name]
    assert row.gain * np.mean(row.value(z) ** 2) == pytest.approx(1, abs=0.01)


ROWS = np.random.default_rng(3).normal(size=(6, 4)) * 2
UPSTREAM = np.random.default_rng(4).normal(size=(6, 4))


def test_softmax_rows_sum_to_one_and_do_not_notice_a_shift() -> None:
    """Even a shift by a thousand."""
    a = ACTIVATIONS["softmax"].value(ROWS)
    assert relative_error(a.sum(axis=1), np.ones(6)) < 1e-15
    assert relative_error(ACTIVATIONS["softmax"].value(ROWS + 1000), a) < 1e-12


def test_the_softmax_jacobian_is_that_of_complex_steps() -> None:
    """Row = output, column = input; one column a step."""
    row = ACTIVATIONS["softmax"]
    columns = [row.value(ROWS + TINY * 1j * unit).imag / TINY for unit in np.eye(4)]
    assert relative_error(row.slope(ROWS), np.stack(columns, axis=2)) < 1e-14


def test_softmax_takes_an_error_back_along_every_path() -> None:
    """Each row of upstream times its Jacobian; one path alone gives something else."""
    row, a = ACTIVATIONS["softmax"], ACTIVATIONS["softmax"].value(ROWS)
    expected = np.stack([u @ J for u, J in zip(UPSTREAM, row.slope(ROWS), strict=True)])
    assert relative_error(row.vjp(UPSTREAM, ROWS, a), expected) < 1e-14
    assert relative_error(UPSTREAM * a * (1 - a), expected) > 0.1


def test_an_activation_of_ones_own_needs_its_jacobian_only() -> None:
    """Softmax again, given as a reader would give it."""
    softmax = ACTIVATIONS["softmax"]
    own = Activation("own", softmax.value, softmax.slope, Interval(0, 1), "", elementwise=False)
    a = own.value(ROWS)
    expected = softmax.vjp(UPSTREAM, ROWS, a)
    assert relative_error(own.vjp(UPSTREAM, ROWS, a), expected) < 1e-14


def test_an_unknown_activation_is_refused_with_the_known_ones() -> None:
    """The list helps; an activation itself is taken as it is."""
    with pytest.raises(ActivationUnknown, match="no activation 'sigmiod': there are identity, sig"):
        activation_named("sigmiod")
    assert activation_named(ACTIVATIONS["relu"]) is ACTIVATIONS["relu"]


@each
def test_every_row_says_what_to_know(row: Activation) -> None:
    """A sentence, not a word."""
    assert len(row.remark.split()) > 4
