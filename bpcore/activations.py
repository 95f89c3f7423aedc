"""Activations: what a neuron makes of its weighted sum, as a table of value and slope.

Knows arrays and nothing of networks or losses.  An array ``z`` has any shape if the activation
is elementwise; softmax takes rows, one example in each.  Complex arrays are taken as well, so
that any derivative can be checked by a complex step: where a formula asks for the sign of ``z``,
the sign of the real part decides.

>>> import numpy as np
>>> from bpcore.activations import ACTIVATIONS
>>> tanh = ACTIVATIONS["tanh"]
>>> z = np.array([-1.0, 0.0, 2.0])
>>> bool(abs(tanh.value(z + 1e-30j).imag / 1e-30 - tanh.slope(z)).max() < 1e-15)
True
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bpcore.errors import Refusal

Array = NDArray[Any]  # float64, or complex128 under a complex step


class ActivationUnknown(Refusal):
    """No activation has this name."""


class Interval(NamedTuple):
    """The numbers from `low` to `high`; `low` itself is among them only if `reached`."""

    low: float
    high: float
    reached: bool = False

    def holds(self, other: Interval) -> bool:
        """Return whether every number of another interval is in this one.

        >>> from bpcore.activations import Interval
        >>> Interval(0, 1).holds(Interval(0, 1, reached=True))
        False
        """
        inside = self.low <= other.low and other.high <= self.high
        return inside and (self.reached or not other.reached or self.low < other.low)

    def __str__(self) -> str:
        return f"{'[' if self.reached else '('}{self.low:g}, {self.high:g})"


@dataclass(frozen=True, eq=False)
class Activation:
    """One row of the table: an activation, its slope, and what to know about both.

    * `value(z)`: the activations, in the shape of z
    * `slope(z)`: the derivative at each z, in the shape of z; if the activation is not
      `elementwise`, the Jacobian of each row instead, (m, n, n), row = output, column = input
    * `slope_from_value(a)`: the same derivative from a = value(z), or None if a does not tell it
    * `interval`: the values that are taken, for finite z and before rounding
    * `remark`: what happens at a kink or far from zero
    * `gain`: 1 over the share of the mean square that is left behind it, if it is like relu;
      random weights of the next layer make up for the loss
    * `vjp_from_value(upstream, a)`: see `vjp`; needed by no elementwise activation

    A reader's own activation is another `Activation`; a network takes it in place of a name.
    """

    name: str
    value: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    interval: Interval
    remark: str
    slope_from_value: Callable[[Array], Array] | None = None
    elementwise: bool = True
    gain: float = 1.0
    vjp_from_value: Callable[[Array, Array], Array] | None = None

    def vjp(self, upstream: Array, z: Array, a: Array) -> Array:
        """Return dC/dz (m, n) from `upstream` = dC/da (m, n), one example a row.

        Elementwise: upstream ⊙ slope.  Otherwise every output of a row depends on every input of
        the row, and the paths are added up: each row of upstream times the Jacobian.

        >>> from bpcore.activations import ACTIVATIONS
        >>> import numpy as np
        >>> z = np.array([[0.0, 0.0]])
        >>> ACTIVATIONS["softmax"].vjp(np.array([[1.0, 0.0]]), z, np.array([[0.5, 0.5]]))
        array([[ 0.25, -0.25]])
        """
        if self.vjp_from_value:
            return self.vjp_from_value(upstream, a)
        slope = self.slope_from_value(a) if self.slope_from_value else self.slope(z)
        if self.elementwise:
            return upstream * slope
        return np.matmul(upstream[:, None, :], slope)[:, 0, :]


def sigmoid(z: Array) -> Array:
    """Return 1 / (1 + e^-z), in the shape of z.

    The exponential is always of a negative number, so it cannot overflow.

    >>> from bpcore.activations import sigmoid
    >>> import numpy as np
    >>> sigmoid(np.array([-800.0, 0.0, 800.0]))
    array([0. , 0.5, 1. ])
    """
    small = np.exp(-_size(z))
    return np.where(z.real < 0, small, 1.0) / (1 + small)


def softplus(z: Array) -> Array:
    """Return log(1 + e^z), in the shape of z: z itself far above zero, e^z far below.

    >>> from bpcore.activations import softplus
    >>> import numpy as np
    >>> softplus(np.array([-800.0, 0.0, 800.0])).tolist()
    [0.0, 0.6931471805599453, 800.0]
    """
    return np.where(z.real < 0, 0.0, z) + np.log1p(np.exp(-_size(z)))


def softmax(z: Array) -> Array:
    """Return e^z divided by its sum over the row, in the shape of z: each row sums to 1.

    The largest entry of a row is first subtracted from the whole row, which changes nothing and
    leaves no exponential above 1.

    >>> from bpcore.activations import softmax
    >>> import numpy as np
    >>> softmax(np.array([[1000.0, 1000.0], [0.0, -1000.0]]))
    array([[0.5, 0.5],
           [1. , 0. ]])
    """
    shares = np.exp(z - np.maximum.reduce(z, axis=-1, keepdims=True))
    return shares / np.add.reduce(shares, axis=-1, keepdims=True)


def _softmax_jacobian(z: Array) -> Array:
    """Return Diag(a) - a ⊗ a for each row a of softmax(z), (m, n, n)."""
    a = softmax(z)
    return a[..., :, None] * (np.eye(a.shape[-1]) - a[..., None, :])


def _softmax_vjp(upstream: Array, a: Array) -> Array:
    """Return a ⊙ (upstream - the sum of a ⊙ upstream over the row), (m, n)."""
    return a * (upstream - np.add.reduce(a * upstream, axis=-1, keepdims=True))


def _size(z: Array) -> Array:
    """Return z or -z, whichever has no negative real part: |z| of a real z."""
    return np.where(z.real < 0, -z, z) if np.iscomplexobj(z) else np.abs(z)


def _density(z: Array) -> Array:
    """Return the density of the normal distribution, e^(-z²/2) / √(2π)."""
    return np.exp(-z * z / 2) / math.sqrt(2 * math.pi)


def _below(z: Array) -> Array:
    """Return the share of the normal distribution that lies below z.

    Real z: by the error function of the standard library, as NumPy has none.  Complex z: by
    1/2 + density * (z + z³/3 + z⁵/(3·5) + z⁷/(3·5·7) + …), good for |z| up to about 10.
    """
    if not np.iscomplexobj(z):
        return _erfc(-z / math.sqrt(2)) / 2
    term = total = z
    for odd in range(3, 401, 2):
        term = term * z * z / odd
        total = total + term
    return 0.5 + _density(z) * total


_erfc = np.vectorize(math.erfc, otypes=[np.float64])

EVERYWHERE = Interval(-math.inf, math.inf)

ACTIVATIONS: dict[str, Activation] = {
    row.name: row
    for row in (
        Activation(
            "identity",
            value=lambda z: +z,
            slope=lambda z: np.ones_like(z),
            slope_from_value=lambda a: np.ones_like(a),
            interval=EVERYWHERE,
            remark="the slope is 1 everywhere",
        ),
        Activation(
            "sigmoid",
            value=sigmoid,
            slope=lambda z: sigmoid(z) * sigmoid(-z),
            slope_from_value=lambda a: a * (1 - a),
            interval=Interval(0, 1),
            remark="flat in both tails: beyond 37 the value rounds to 1, below -746 to 0",
        ),
        Activation(
            "tanh",
            value=np.tanh,
            slope=lambda z: 4 * sigmoid(2 * z) * sigmoid(-2 * z),  # 1 - tanh², to the last digits
            slope_from_value=lambda a: 1 - a * a,
            interval=Interval(-1, 1),
            remark="flat in both tails: beyond 20 the value rounds to 1",
        ),
        Activation(
            "relu",
            value=lambda z: np.maximum(z, 0.0),
            slope=lambda z: np.heaviside(z.real, 0.0),
            slope_from_value=lambda a: np.sign(a.real),  # a is never below 0
            interval=Interval(0, math.inf, reached=True),
            remark="a kink at 0, where there is no slope; 0 is used there, the slope on the left",
            gain=2.0,
        ),
        Activation(
            "leaky_relu",
            value=lambda z: np.where(z.real > 0, z, z / 100),
            slope=lambda z: np.where(z.real > 0, 1.0, 1 / 100),
            slope_from_value=lambda a: np.where(a.real > 0, 1.0, 1 / 100),
            interval=EVERYWHERE,
            remark="a kink at 0, where there is no slope; 1/100 is used there, as on the left",
            gain=2 / (1 + 1 / 100**2),
        ),
        Activation(
            "softplus",
            value=softplus,
            slope=sigmoid,
            slope_from_value=lambda a: -np.expm1(-a),
            interval=Interval(0, math.inf),
            remark="a smooth relu: e^z far below zero, z far above; log 2 at 0",
        ),
        Activation(
            "silu",
            value=lambda z: z * sigmoid(z),
            slope=lambda z: sigmoid(z) * (1 + z * sigmoid(-z)),
            interval=Interval(-0.2784645427610738, math.inf, reached=True),
            remark="falls to its least value at z = -1.278 and rises to 0 on the left of it, "
            "so a value below zero belongs to two z",
        ),
        Activation(
            "gelu",
            value=lambda z: z * _below(z),
            slope=lambda z: _below(z) + z * _density(z),
            interval=Interval(-0.1699712074799037, math.inf, reached=True),
            remark="z times the share of the normal distribution below z, exactly, not by the "
            "formula with tanh; falls to its least value at z = -0.752 and rises to 0 on the left",
        ),
        Activation(
            "softmax",
            value=softmax,
            slope=_softmax_jacobian,
            interval=Interval(0, 1),
            remark="every output of a row depends on every input of the row, so its slope is a "
            "matrix; the same number added to a whole row changes nothing",
            elementwise=False,
            vjp_from_value=_softmax_vjp,
        ),
    )
}


def entrywise() -> list[str]:
    """Return the names of the activations that work on each entry by itself.

    >>> from bpcore.activations import entrywise
    >>> "tanh" in entrywise(), "softmax" in entrywise()
    (True, False)
    """
    return [name for name, row in ACTIVATIONS.items() if row.elementwise]


def activation_named(choice: str | Activation) -> Activation:
    """Return an activation by its name; an `Activation` is returned as it is.

    >>> from bpcore.activations import activation_named
    >>> print(activation_named("relu").interval)
    [0, inf)
    >>> activation_named("Relu")
    Traceback (most recent call last):
    bpcore.activations.ActivationUnknown: no activation 'Relu': there are identity, sigmoid, \
tanh, relu, leaky_relu, softplus, silu, gelu, softmax
    """
    if isinstance(choice, Activation):
        return choice
    if not isinstance(choice, str) or choice not in ACTIVATIONS:
        raise ActivationUnknown(f"no activation {choice!r}: there are {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[choice]
