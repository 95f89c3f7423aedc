"""The table of losses: hand-sized numbers, slopes, partners, and what is refused."""

from __future__ import annotations

import re

import numpy as np
import pytest

from bpcore.activations import ACTIVATIONS
from bpcore.losses import LOSSES, Loss, LossUnknown, NotATarget, loss_named
from tests.differences import TINY, Array, relative_error

RANDOM = np.random.default_rng(5)
ANSWERS = RANDOM.uniform(0.1, 0.9, size=(6, 4))
SHARES = RANDOM.dirichlet(np.ones(4), size=6)
Z = RANDOM.normal(size=(6, 4)) * 2
ONE_HOT = np.eye(4)[[0, 3, 1, 1, 2, 0]]

each = pytest.mark.parametrize("row", LOSSES.values(), ids=LOSSES)
SMALL = np.array([[0.5, 0.25]])


def by_complex_columns(row: Loss, a: Array, y: Array) -> Array:
    """Return dL/da, one column a step; every loss belongs to one row of answers."""
    columns = [row.value(a + TINY * 1j * unit, y).imag / TINY for unit in np.eye(a.shape[1])]
    return np.stack(columns, axis=1)


@pytest.mark.parametrize(
    ("name", "y", "expected"),
    [
        ("half squared error", [0.0, 0.75], (0.25 + 0.25) / 2),
        ("binary cross-entropy", [1.0, 0.0], np.log(2) + np.log(4 / 3)),
        ("binary cross-entropy", [0.5, 0.0], np.log(2) + np.log(4 / 3)),
        ("categorical cross-entropy", [0.0, 1.0], np.log(4)),
        ("categorical cross-entropy", [0.5, 0.5], (np.log(2) + np.log(4)) / 2),
    ],
)
def test_values_are_those_of_a_head(name: str, y: list[float], expected: float) -> None:
    """The answers are 1/2 and 1/4."""
    assert LOSSES[name].value(SMALL, np.array([y])) == pytest.approx(expected, rel=1e-15, abs=0)


@each
def test_the_slope_is_that_of_a_complex_step(row: Loss) -> None:
    """By each answer, with soft targets and with one-hot ones."""
    for y in (SHARES, ONE_HOT):
        expected = by_complex_columns(row, ANSWERS, y)
        assert relative_error(row.slope(ANSWERS, y), expected) < 1e-14


@each
def test_a_wrong_slope_is_seen(row: Loss) -> None:
    """The must-fail twin: answers and targets exchanged, a sign, a lost denominator."""
    expected = by_complex_columns(row, ANSWERS, SHARES)
    assert relative_error(SHARES - ANSWERS, expected) > 0.1
    assert relative_error(-row.slope(ANSWERS, SHARES), expected) > 0.1
    if row.name != "half squared error":
        assert relative_error(ANSWERS - SHARES, expected) > 0.1


@each
def test_behind_its_partner_the_error_is_answer_minus_target(row: Loss) -> None:
    """The long way, slope of the loss taken back through the activation, ends at the short one."""
    assert row.partner is not None
    for y in (SHARES, ONE_HOT):
        a = row.partner.value(Z)
        assert relative_error(row.partner.vjp(row.slope(a, y), Z, a), a - y) < 1e-13


def test_the_short_way_belongs_to_the_partner_alone() -> None:
    """The must-fail twin: sigmoid before categorical cross-entropy, and the like."""
    for row in LOSSES.values():
        for last in (ACTIVATIONS["sigmoid"], ACTIVATIONS["softmax"], ACTIVATIONS["softplus"]):
            if last is not row.partner and row.answers.holds(last.interval):
                a = last.value(Z)
                assert relative_error(last.vjp(row.slope(a, SHARES), Z, a), a - SHARES) > 0.01


@each
def test_losses_from_logits_are_the_losses(row: Loss) -> None:
    """And the answers are the partner's."""
    assert row.from_logits is not None
    assert row.partner is not None
    for y in (SHARES, ONE_HOT):
        a, losses = row.from_logits(Z, y)
        assert relative_error(a, row.partner.value(Z)) < 1e-15
        assert relative_error(losses, row.value(row.partner.value(Z), y)) < 1e-13


@pytest.mark.parametrize(
    ("name", "z", "y", "expected"),
    [
        ("binary cross-entropy", [800.0], [0.0], 800),
        ("binary cross-entropy", [800.0], [1.0], 0),
        ("binary cross-entropy", [-800.0], [1.0], 800),
        ("binary cross-entropy", [50.0], [1.0], np.exp(-50)),
        ("categorical cross-entropy", [0.0, 900.0, -900.0], [1.0, 0.0, 0.0], 900),
        ("categorical cross-entropy", [0.0, 900.0, -900.0], [0.0, 0.0, 1.0], 1800),
        ("categorical cross-entropy", [0.0, 900.0, -900.0], [0.0, 1.0, 0.0], 0),
        ("categorical cross-entropy", [900.0, 900.0], [0.5, 0.5], np.log(2)),
    ],
)
def test_far_logits_give_the_true_loss(
    name: str, z: list[float], y: list[float], expected: float
) -> None:
    """Where the answer itself has rounded to 0 or 1."""
    row = LOSSES[name]
    assert row.from_logits is not None
    assert row.from_logits(np.array([z]), np.array([y]))[1] == pytest.approx(
        expected, rel=1e-12, abs=0
    )


@pytest.mark.parametrize("name", ["binary cross-entropy", "categorical cross-entropy"])
def test_where_the_target_is_zero_a_zero_answer_costs_nothing(name: str) -> None:
    """0 log 0 is 0, not NaN, and its slope is no division by zero."""
    a, y = np.array([[1.0, 0.0]]), np.array([[1.0, 0.0]])
    row = LOSSES[name]
    assert row.value(a, y)[0] == 0
    assert np.isfinite(row.slope(a, y)).all()


@pytest.mark.parametrize(
    ("name", "y", "message"),
    [
        ("binary cross-entropy", [[0.5], [2.0]], "Y[1, 0] is 2: binary cross-entropy takes"),
        ("binary cross-entropy", [[-0.5]], "Y[0, 0] is -0.5: binary"),
        ("categorical cross-entropy", [[1.0, 0.0], [1.0, 1.0]], "Y[1] sums to 2: categorical"),
        ("categorical cross-entropy", [[1.5, -0.5]], "Y[0, 1] is -0.5: categorical"),
    ],
)
def test_targets_without_a_loss_are_refused(name: str, y: list[list[float]], message: str) -> None:
    """Rows that sum to 2 have another error than a - y."""
    with pytest.raises(NotATarget, match=re.escape(message)):
        LOSSES[name].check(np.array(y))


def test_every_number_is_a_target_of_the_squared_error() -> None:
    """Nothing is refused, nor are soft targets by the others."""
    LOSSES["half squared error"].check(np.array([[-7.0, 1e9]]))
    for row in LOSSES.values():
        row.check(SHARES)
        row.check(ONE_HOT)


def test_an_unknown_loss_is_refused_with_the_known_ones() -> None:
    """A loss itself is taken as it is."""
    with pytest.raises(LossUnknown, match="no loss 'mse': there are half squared error, binary"):
        loss_named("mse")
    assert loss_named(LOSSES["half squared error"]) is LOSSES["half squared error"]
