"""Losses: how wrong the answers of a network are, as a table of value and slope.

Knows arrays and activations, and nothing of networks.  Answers ``a`` and targets ``y`` are (m, n),
one example a row; a loss is one number for each example, (m,), and the cost of a batch is their
mean.  Each loss has a partner among the activations.  Behind its partner two things become
simple: the derivative by the logits z, the weighted sums of the last layer, is a - y; and the
loss can be computed from the logits without a logarithm of zero.

>>> import numpy as np
>>> from bpcore.losses import LOSSES
>>> entropy = LOSSES["categorical cross-entropy"]
>>> z, y = np.array([[0.0, 1000.0]]), np.array([[1.0, 0.0]])
>>> answers, losses = entropy.from_logits(z, y)
>>> answers, losses
(array([[0., 1.]]), array([1000.]))
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bpcore.activations import (
    ACTIVATIONS,
    EVERYWHERE,
    Activation,
    Array,
    Interval,
    sigmoid,
    softplus,
)
from bpcore.errors import Refusal


class LossUnknown(Refusal):
    """No loss has this name."""


class NotATarget(Refusal):
    """A loss is not defined for this target."""


@dataclass(frozen=True, eq=False)
class Loss:
    """One row of the table: a loss, its slope, and its partner.

    * `value(a, y)`: the loss of each example, (m,)
    * `slope(a, y)`: dL/da, (m, n)
    * `answers`: the interval in which the loss is defined and has a slope
    * `check(y)`: raises `NotATarget` if the loss is not defined for some row of targets
    * `partner`: the activation behind which dL/dz is a - y, or None
    * `from_logits(z, y)`: the partner's answers (m, n) and the losses (m,), safe for every z

    A reader's own loss is another `Loss`; a network takes it in place of a name.  The last two
    belong together: both are given, or neither.
    """

    name: str
    value: Callable[[Array, Array], Array]
    slope: Callable[[Array, Array], Array]
    answers: Interval
    check: Callable[[Array], None]
    partner: Activation | None = None
    from_logits: Callable[[Array, Array], tuple[Array, Array]] | None = None


def _half_square(a: Array, y: Array) -> Array:
    """Return half the sum of (a - y)² over each row, (m,)."""
    return np.add.reduce((a - y) ** 2, axis=1) / 2


def _binary(a: Array, y: Array) -> Array:
    """Return the sum of -y log a - (1 - y) log(1 - a) over each row, (m,)."""
    return -np.add.reduce(_times_log(y, a) + _times_log(1 - y, 1 - a), axis=1)


def _binary_from_logits(z: Array, y: Array) -> tuple[Array, Array]:
    """Return sigmoid(z) and the losses: -log of it is softplus(-z), -log(1 - it) softplus(z)."""
    return sigmoid(z), np.add.reduce(y * softplus(-z) + (1 - y) * softplus(z), axis=1)


def _categorical(a: Array, y: Array) -> Array:
    """Return the sum of -y log a over each row, (m,)."""
    return -np.add.reduce(_times_log(y, a), axis=1)


def _categorical_from_logits(z: Array, y: Array) -> tuple[Array, Array]:
    """Return softmax(z) and the losses: -log of it is log(sum of e^z) - z."""
    lowered = z - np.maximum.reduce(z, axis=1, keepdims=True)  # no exponential above 1
    shares = np.exp(lowered)
    total = np.add.reduce(shares, axis=1, keepdims=True)
    return shares / total, np.add.reduce(y * (np.log(total) - lowered), axis=1)


def _times_log(y: Array, a: Array) -> Array:
    """Return y log a, which is 0 where y is 0, whatever a is."""
    return y * np.log(np.where(y == 0, 1.0, a))


def _over(y: Array, a: Array) -> Array:
    """Return y / a, which is 0 where y is 0, whatever a is."""
    return y / np.where(y == 0, 1.0, a)


def _any_target(y: Array) -> None:
    """Every number can be aimed at."""


def _between_0_and_1(y: Array) -> None:
    """Refuse targets that are no probabilities."""
    if y.min() < 0 or y.max() > 1:
        row, column = np.argwhere((y < 0) | (y > 1))[0]
        raise NotATarget(
            f"Y[{row}, {column}] is {y[row, column]:g}: "
            f"binary cross-entropy takes targets from 0 to 1"
        )


def _shares_of_1(y: Array) -> None:
    """Refuse rows of targets that are no distribution: dL/dz would not be a - y."""
    if y.min() < 0:
        row, column = np.argwhere(y < 0)[0]
        raise NotATarget(
            f"Y[{row}, {column}] is {y[row, column]:g}: "
            f"categorical cross-entropy takes no target below 0"
        )
    for row in np.flatnonzero(np.abs(y.sum(axis=1) - 1) > 1e-9):
        raise NotATarget(
            f"Y[{row}] sums to {y[row].sum():g}: "
            f"categorical cross-entropy takes rows that sum to 1, such as one_hot makes"
        )


LOSSES: dict[str, Loss] = {
    row.name: row
    for row in (
        Loss(
            "half squared error",
            value=_half_square,
            slope=lambda a, y: a - y,
            answers=EVERYWHERE,
            check=_any_target,
            partner=ACTIVATIONS["identity"],
            from_logits=lambda z, y: (+z, _half_square(z, y)),
        ),
        Loss(
            "binary cross-entropy",
            value=_binary,
            slope=lambda a, y: _over(1 - y, 1 - a) - _over(y, a),
            answers=Interval(0, 1),
            check=_between_0_and_1,
            partner=ACTIVATIONS["sigmoid"],
            from_logits=_binary_from_logits,
        ),
        Loss(
            "categorical cross-entropy",
            value=_categorical,
            slope=lambda a, y: -_over(y, a),
            answers=Interval(0, math.inf),
            check=_shares_of_1,
            partner=ACTIVATIONS["softmax"],
            from_logits=_categorical_from_logits,
        ),
    )
}


def heads(targets: ArrayLike) -> list[tuple[str, str]]:
    """Return the pairs of a last activation and a loss that targets (m, n) allow, by name.

    An activation answers where the loss is defined; a softmax needs more than one answer.

    >>> from bpcore.losses import heads
    >>> for pair in heads([[0], [1]]):
    ...     print(pair)
    ('identity', 'half squared error')
    ('sigmoid', 'half squared error')
    ('sigmoid', 'binary cross-entropy')
    """
    Y = np.asarray(targets, dtype=np.float64)  # noqa: N806 - as in the network
    return [
        (last, loss.name)
        for loss in LOSSES.values()
        for last in ("identity", "sigmoid", "softmax")
        if loss.answers.holds(ACTIVATIONS[last].interval)
        and (last != "softmax" or Y.shape[1] > 1)
        and _allows(loss, Y)
    ]


def _allows(loss: Loss, targets: Array) -> bool:
    """Return whether a loss is defined for targets."""
    try:
        loss.check(targets)
    except NotATarget:
        return False
    return True


def loss_named(choice: str | Loss) -> Loss:
    """Return a loss by its name; a `Loss` is returned as it is.

    >>> from bpcore.losses import loss_named
    >>> print(loss_named("binary cross-entropy").answers)
    (0, 1)
    >>> loss_named("entropy")
    Traceback (most recent call last):
    bpcore.losses.LossUnknown: no loss 'entropy': there are half squared error, \
binary cross-entropy, categorical cross-entropy
    """
    if isinstance(choice, Loss):
        return choice
    if not isinstance(choice, str) or choice not in LOSSES:
        raise LossUnknown(f"no loss {choice!r}: there are {', '.join(LOSSES)}")
    return LOSSES[choice]
