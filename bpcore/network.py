"""The network of the book in NumPy: forward, backward and training, at any depth and width.

Knows arrays, activations and losses; must not know any expression or page.  Everything is written
as on the pages.  Layers count from 1 to L and arrays are found by the number of their layer:

* `weights[l]` (n_l, n_{l-1}) and `biases[l]` (n_l,), for l = 1 to L
* `A[0]` = X (m, n_0) the batch, one example a row; `Z[l]` = A[l-1] W[l].T + b[l] and
  `A[l]` = activation(Z[l]), both (m, n_l)
* the cost C is the mean of the m losses; a gradient has the shape of its parameter
* `delta[l]` = dC/dZ[l] (m, n_l), the errors, one example a row

Source: the four equations of backpropagation, for batches and for any activation and loss.

>>> from bpcore.iris import load_iris, one_hot, standardise
>>> from bpcore.network import Network
>>> iris = load_iris()
>>> X, Y = standardise(iris.features).features, one_hot(iris.species, 3)
>>> network = Network.random([4, 5, 3], ["relu", "softmax"], "categorical cross-entropy", seed=1)
>>> costs = network.train(X, Y, rate=0.5, steps=500)
>>> print(f"cost {costs[0]:.2f}, then {costs[-1]:.2f}")
cost 1.70, then 0.04
>>> right = network.predict(X) == iris.species
>>> print(right.sum(), "of", right.size)
148 of 150
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import index
from types import MappingProxyType
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from bpcore.activations import Activation, Array, activation_named
from bpcore.errors import Refusal, ShapesDiffer
from bpcore.losses import Loss, loss_named

Layers = Mapping[int, Array]  # found by the number of the layer, from 1


class NotANumber(Refusal):
    """An entry is NaN, infinite, or no number at all."""


class NotALayer(Refusal):
    """Weights, biases and activations do not make layers."""


class LossUndefined(Refusal):
    """The last layer gives answers for which the loss is not defined."""


class Diverged(Refusal):
    """The cost became infinite or NaN."""


@dataclass(frozen=True, eq=False)
class Cache:
    """What `forward` leaves for `backward`: `Z[1]` to `Z[L]` and `A[0]` = X to `A[L]`."""

    Z: dict[int, Array]
    A: dict[int, Array]


@dataclass(frozen=True, eq=False)
class Gradients:
    """The derivatives of the cost: `dC_dW[l]`, `dC_db[l]`, and `delta[l]` = dC/dZ[l]."""

    dC_dW: dict[int, Array]
    dC_db: dict[int, Array]
    delta: dict[int, Array]


class Network:
    """A network of fully connected layers with a loss at its end.

    * `weights`: W[1] to W[L], each (n_l, n_{l-1}); `biases`: b[1] to b[L], each (n_l,)
    * `activations`: for each layer a name out of `ACTIVATIONS`, or an `Activation`
    * `loss`: a name out of `LOSSES`, or a `Loss`

    The numbers are copied.  `weights` and `biases` afterwards hold them by the number of the layer;
    their entries may be changed in place, `network.weights[1][0, 2] += 0.1`.  A complex parameter
    makes the whole network complex: a derivative by a complex step is
    `cost(X, Y).imag / h` with `h * 1j` added to one parameter.

    The two steps that people get wrong are `head_error` and `hidden_error`; a subclass that
    overrides one of them has its own `backward` and `train`.

    Raises `NotALayer` and `ShapesDiffer` for numbers of layers and widths that do not fit,
    `NotANumber` for an infinity or a NaN, `ActivationUnknown` and `LossUnknown` for names,
    `LossUndefined` for a last layer that the loss cannot take.

    >>> from bpcore.network import Network
    >>> network = Network([[[1, -1], [2, 0.5], [0, 3]], [[1, 1, -1]]], [[0, 0, 1], [0]],
    ...                   ["relu", "identity"], "half squared error")
    >>> network
    <network 2-3-1: relu, identity; half squared error>
    >>> cache = network.forward([[1.0, 2.0]])
    >>> cache.Z[1], cache.A[1], cache.A[2]
    (array([[-1.,  3.,  7.]]), array([[0., 3., 7.]]), array([[-4.]]))
    >>> network.backward(cache, [[0.0]]).dC_dW[2]
    array([[  0., -12., -28.]])
    >>> Network([[[1, 2]], [[3, 4]]], [[0], [0]], ["tanh", "identity"], "half squared error")
    Traceback (most recent call last):
    bpcore.errors.ShapesDiffer: weights[2] has shape (1, 2): layer 1 has width 1, so (1, 1) is \
needed
    """

    def __init__(
        self,
        weights: Sequence[ArrayLike] | Layers,
        biases: Sequence[ArrayLike] | Layers,
        activations: Sequence[str | Activation],
        loss: str | Loss,
    ) -> None:
        """Copy the parameters, having checked that they fit together."""
        Ws, bs = _in_order("weights", weights), _in_order("biases", biases)
        activations = _choices(activations)
        if not len(Ws) == len(bs) == len(activations) > 0:
            counted = f"{len(Ws)} weights, {len(bs)} biases and {len(activations)} activations"
            raise NotALayer(f"{counted}: each layer needs one of each, and one layer is needed")
        matrices = [_array(f"weights[{n}]", W, axes=2) for n, W in enumerate(Ws, start=1)]
        vectors = [_array(f"biases[{n}]", b, axes=1) for n, b in enumerate(bs, start=1)]
        self.widths = (matrices[0].shape[1], *(W.shape[0] for W in matrices))
        self.depth = len(matrices)
        self.activations = dict(enumerate(map(activation_named, activations), start=1))
        self.loss = loss_named(loss)
        self._check_layers(matrices, vectors)
        self._check_loss()
        dtype = np.result_type(np.float64, *matrices, *vectors)
        self._parameters, self._rows = _rows(self.widths, dtype)
        self.weights: Layers = MappingProxyType({n: row[:, :-1] for n, row in self._rows.items()})
        self.biases: Layers = MappingProxyType({n: row[:, -1] for n, row in self._rows.items()})
        for layer, (W, b) in enumerate(zip(matrices, vectors, strict=True), start=1):
            self.weights[layer][...] = W
            self.biases[layer][...] = b

    @classmethod
    def random(
        cls,
        widths: Sequence[int],
        activations: Sequence[str | Activation],
        loss: str | Loss,
        seed: int,
    ) -> Self:
        """Return a network n_0-n_1-…-n_L whose weights are drawn at random; its biases are 0.

        A weight of layer l is normal with mean 0 and variance gain / n_{l-1}.  Behind relu, which
        leaves half of the mean square of its inputs, gain is 2, so the weighted sums neither grow
        nor shrink from layer to layer; behind leaky_relu it is 2 / 1.0001, everywhere else 1.
        The same seed gives the same network.

        Source: He, Zhang, Ren, Sun 2015, Delving Deep into Rectifiers, section 2.2.

        >>> from bpcore.network import Network
        >>> two = [Network.random([4, 5, 3], ["relu", "softmax"], "categorical cross-entropy", 7)
        ...        for _ in range(2)]
        >>> two[0].weights[2].shape, bool((two[0].weights[2] == two[1].weights[2]).all())
        ((3, 5), True)
        """
        activations = _choices(activations)
        try:
            sizes = [index(width) for width in widths]
            draw = np.random.default_rng(index(seed)).normal
        except (TypeError, ValueError) as error:
            raise NotALayer(f"widths and a seed are whole numbers: {error}") from None
        if not sizes or len(sizes) != len(activations) + 1 or min(sizes) < 1:
            raise NotALayer(
                f"widths are {sizes} with {len(activations)} activations: "
                f"one width more than layers is needed, each at least 1"
            )
        gains = [1.0, *(activation_named(choice).gain for choice in activations[:-1])]
        weights = [
            draw(scale=math.sqrt(gain / before), size=(width, before))
            for (before, width), gain in zip(pairwise(sizes), gains, strict=True)
        ]
        return cls(weights, [np.zeros(width) for width in sizes[1:]], activations, loss)

    def copy(self) -> Self:
        """Return a network with the same numbers, which can then go its own way.

        >>> from bpcore.network import Network
        >>> network = Network([[[2.0]]], [[0.0]], ["identity"], "half squared error")
        >>> other = network.copy()
        >>> other.weights[1][0, 0] = 3.0
        >>> network.weights[1], other.weights[1]
        (array([[2.]]), array([[3.]]))
        """
        return type(self)(self.weights, self.biases, list(self.activations.values()), self.loss)

    def forward(self, X: ArrayLike) -> Cache:
        """Return the weighted sums and activations of every layer for a batch X (m, n_0).

        `np.matmul` is the sign @ with an order of memory: see `train` for "F".
        """
        Z: dict[int, Array] = {}
        A = {0: self._examples(X)}
        for layer, W in self.weights.items():
            Z[layer] = np.matmul(A[layer - 1], W.T, order="F") + self.biases[layer]
            A[layer] = self.activations[layer].value(Z[layer])
        return Cache(Z, A)

    def backward(self, cache: Cache, Y: ArrayLike) -> Gradients:
        """Return the derivatives of the cost, with targets Y (m, n_L), after `forward`.

        Raises `ShapesDiffer` for targets of another shape than the answers and for a cache of
        another network, `NotATarget` for targets that the loss does not know.
        """
        if not isinstance(cache, Cache):
            raise NotALayer(f"backward takes the cache that forward returned, not {type(cache)}")
        widths = tuple(A.shape[1] for A in cache.A.values())
        if widths != self.widths:
            raise ShapesDiffer(f"the cache is of a network {_hyphened(widths)}, not {self!r}")
        delta = self._errors(cache, self._targets(Y, len(cache.A[0])))
        dC_dW = {layer: delta[layer].T @ cache.A[layer - 1] for layer in self.weights}
        dC_db = {layer: delta[layer].sum(axis=0) for layer in self.biases}
        return Gradients(dC_dW, dC_db, delta)

    def head_error(self, cache: Cache, Y: Array) -> Array:
        """Return delta[L] = dC/dZ[L], (m, n_L): here, and nowhere else, stands the 1/m.

        A - Y if the last activation is the loss's partner; else dL/dA taken back through the
        activation, for softmax along every path.
        """
        Z, A, m = cache.Z[self.depth], cache.A[self.depth], len(Y)
        last = self.activations[self.depth]
        if last is self.loss.partner:
            return (A - Y) / m
        return last.vjp(self.loss.slope(A, Y), Z, A) / m

    def hidden_error(self, layer: int, above: Array, cache: Cache) -> Array:
        """Return delta[l] = (delta[l+1] W[l+1]) ⊙ activation'(Z[l]), (m, n_l).

        `above` is delta[l+1]; the product in the brackets is dC/dA[l].
        """
        upstream = np.matmul(above, self.weights[layer + 1], order="F")
        return self.activations[layer].vjp(upstream, cache.Z[layer], cache.A[layer])

    def cost(self, X: ArrayLike, Y: ArrayLike) -> float:
        """Return the mean of the losses of a batch X (m, n_0) with targets Y (m, n_L).

        Behind the loss's partner it is computed from the logits, so a wrong answer that rounds to
        0 costs what it should.  Raises `Diverged` if it is infinite or NaN all the same.
        """
        with np.errstate(all="ignore"):
            cache = self.forward(X)
            cost = _mean(self._losses(cache, self._targets(Y, len(cache.A[0]))))
        if not np.isfinite(cost):
            raise Diverged(f"the cost is {cost}: an answer has rounded to a number without a loss")
        return cost

    def answers(self, X: ArrayLike) -> Array:
        """Return A[L], (m, n_L), for a batch X (m, n_0)."""
        return self.forward(X).A[self.depth]

    def predict(self, X: ArrayLike) -> Array:
        """Return the number of a class for each example, (m,): where the answer is largest.

        Of two equal answers the first counts.  With one output there are the classes 0 and 1: it
        is 1 where the answer is above 1/2.
        """
        answers = self.answers(X).real
        return np.argmax(answers, axis=1) if answers.shape[1] > 1 else (answers[:, 0] > 0.5) * 1

    def train(self, X: ArrayLike, Y: ArrayLike, rate: float, steps: int) -> Array:
        """Change the parameters `steps` times by -rate * gradient; return the learning curve.

        X (m, n_0) and Y (m, n_L) are the whole batch of every step.  The curve has steps + 1
        costs: the first before training, the last after it.

        The numbers are those of `forward`, `backward` and an update in turn, sooner: the cost of
        small arrays is the number of calls, so three habits save calls and time.  A column of ones
        beside A makes one product of `A W.T + b = [A | 1] [W | b].T`, and one of
        [dC_dW | dC_db] = delta.T [A | 1]; all parameters lie in one vector, and change in one
        subtraction; and in order "F" the numbers of one neuron lie side by side, so that a sum
        over few neurons is a sum of few long columns.

        Raises what `cost` and `backward` raise; `Diverged` if a cost is infinite or NaN, and then
        the network is as it was before.

        >>> from bpcore.network import Network
        >>> network = Network([[[0.0]]], [[0.0]], ["identity"], "half squared error")
        >>> network.train([[1.0], [3.0]], [[3.0], [7.0]], rate=0.2, steps=100).round(3)[[0, 1, 100]]
        array([14.5,  0.4,  0. ])
        >>> network.weights[1].round(2), network.biases[1].round(2)
        (array([[2.]]), array([1.]))
        """
        batch = self._examples(X)
        targets = self._targets(Y, len(batch))
        self._check_training(batch, rate, steps)
        below = enumerate(self.widths[:-1])
        with_one = {n: np.ones((len(batch), width + 1), order="F") for n, width in below}
        cache = Cache(
            Z={n: np.empty((len(batch), len(W)), order="F") for n, W in self.weights.items()},
            A={n: array[:, :-1] for n, array in with_one.items()},
        )
        cache.A[0][...] = batch
        slopes, rows_of_slopes = _rows(self.widths, self._parameters.dtype)
        before = self._parameters.copy()
        costs = np.empty(steps + 1)
        with np.errstate(all="ignore"):
            for step in range(steps + 1):
                for layer, W_b in self._rows.items():
                    np.matmul(with_one[layer - 1], W_b.T, out=cache.Z[layer])
                    if layer < self.depth:
                        cache.A[layer][...] = self.activations[layer].value(cache.Z[layer])
                costs[step] = _mean(self._losses(cache, targets))
                if not math.isfinite(costs[step]):
                    self._parameters[...] = before
                    raise Diverged(f"the cost is {costs[step]} after step {step} at rate {rate}")
                if step < steps:
                    for layer, delta in self._errors(cache, targets).items():
                        np.matmul(delta.T, with_one[layer - 1], out=rows_of_slopes[layer])
                    slopes *= rate
                    self._parameters -= slopes
        return costs

    def _errors(self, cache: Cache, Y: Array) -> dict[int, Array]:
        """Return delta[L] to delta[1], (m, n_l), from the last layer to the first."""
        delta = {self.depth: self.head_error(cache, Y)}
        for layer in range(self.depth - 1, 0, -1):
            delta[layer] = self.hidden_error(layer, delta[layer + 1], cache)
        return delta

    def _losses(self, cache: Cache, Y: Array) -> Array:
        """Return the losses (m,), and put A[L] into the cache."""
        Z, last = cache.Z[self.depth], self.activations[self.depth]
        if self.loss.from_logits and last is self.loss.partner:
            cache.A[self.depth], losses = self.loss.from_logits(Z, Y)
            return losses
        cache.A[self.depth] = last.value(Z)
        return self.loss.value(cache.A[self.depth], Y)

    def _check_training(self, X: Array, rate: float, steps: int) -> None:
        """Refuse what is no way to train."""
        try:
            trains = math.isfinite(rate) and rate > 0 and index(steps) >= 0
        except (TypeError, ValueError, OverflowError) as error:
            raise NotANumber(f"rate is a number and steps a whole one: {error}") from None
        if not trains:
            raise NotANumber(f"rate is {rate}, steps {steps}: rate is above 0, steps not below")
        if np.iscomplexobj(self._parameters) or np.iscomplexobj(X):
            raise NotANumber("a parameter or an example is complex: training takes real numbers")

    def _check_layers(self, weights: list[Array], biases: list[Array]) -> None:
        """Refuse widths that do not fit."""
        for layer, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
            before, width = self.widths[layer - 1 : layer + 1]
            if W.shape != (width, before):
                raise ShapesDiffer(
                    f"weights[{layer}] has shape {W.shape}: "
                    f"layer {layer - 1} has width {before}, so ({width}, {before}) is needed"
                )
            if b.shape != (width,):
                raise ShapesDiffer(
                    f"biases[{layer}] has shape {b.shape}: "
                    f"weights[{layer}] has shape {W.shape}, so ({width},) is needed"
                )

    def _check_loss(self) -> None:
        """Refuse a last layer whose answers lie where the loss is not defined."""
        last, head = self.activations[self.depth], self.loss
        if not head.answers.holds(last.interval):
            raise LossUndefined(
                f"{last.name} answers in {last.interval}, "
                f"and {head.name} is defined in {head.answers}"
            )

    def _examples(self, X: ArrayLike) -> Array:
        """Return X as an array, checked."""
        rows = _array("X", X, axes=2)
        if rows.shape[1] != self.widths[0]:
            raise ShapesDiffer(
                f"X has shape {rows.shape}: {self!r} takes {self.widths[0]} numbers an example, "
                f"one example a row, so (m, {self.widths[0]}) is needed"
            )
        return rows

    def _targets(self, Y: ArrayLike, m: int) -> Array:
        """Return Y as an array, checked."""
        targets = _array("Y", Y)
        if np.iscomplexobj(targets):
            raise NotANumber("Y is complex: targets are real numbers")
        if targets.shape != (m, self.widths[-1]):
            labels = targets.shape == (m,) and self.widths[-1] > 1
            advice = f"; one_hot(Y, {self.widths[-1]}) makes it of labels" if labels else ""
            raise ShapesDiffer(
                f"Y has shape {targets.shape}: {self!r} gives {m} examples "
                f"{self.widths[-1]} answers each, so ({m}, {self.widths[-1]}) is needed{advice}"
            )
        self.loss.check(targets)
        return targets

    def __repr__(self) -> str:
        names = ", ".join(each.name for each in self.activations.values())
        return f"<network {_hyphened(self.widths)}: {names}; {self.loss.name}>"


def _in_order(name: str, layers: Sequence[ArrayLike] | Layers) -> list[ArrayLike]:
    """Return what belongs to layers 1, 2, …"""
    try:
        if isinstance(layers, Mapping):
            return [layers[layer] for layer in sorted(layers)]
        return list(layers)
    except TypeError as error:
        raise NotALayer(f"{name} are given layer by layer: {error}") from None


def _choices(activations: Sequence[str | Activation]) -> list[str | Activation]:
    """Return the activations of layers 1, 2, …"""
    if isinstance(activations, (str, bytes, Mapping)) or not isinstance(activations, Iterable):
        raise NotALayer("activations are given layer by layer, in a list")
    return list(activations)


def _array(name: str, numbers: ArrayLike, axes: int | None = None) -> Array:
    """Return a new array of finite float64 or complex128 numbers, with so many axes, none empty."""
    try:
        kind = np.complex128 if np.iscomplexobj(numbers) else np.float64
        array = np.array(numbers, dtype=kind, order="F")
    except (TypeError, ValueError, OverflowError) as error:
        raise NotANumber(f"{name} is not an array of numbers: {error}") from error
    if array.size == 0 or (axes and array.ndim != axes):
        wanted = {None: "", 1: "one axis and ", 2: "two axes and "}[axes]
        raise ShapesDiffer(f"{name} has shape {array.shape}: it needs {wanted}at least one number")
    if not np.isfinite(array).all():
        place = np.argwhere(~np.isfinite(array))[0]
        raise NotANumber(f"{name}[{', '.join(map(str, place))}] is {array[tuple(place)]}")
    return array


def _rows(widths: tuple[int, ...], dtype: np.dtype[Any]) -> tuple[Array, dict[int, Array]]:
    """Return one vector of zeros, and for each layer [W | b] (n_l, n_{l-1} + 1), parts of it."""
    sizes = [(width, before + 1) for before, width in pairwise(widths)]
    ends = np.cumsum([0, *(rows * columns for rows, columns in sizes)])
    vector = np.zeros(ends[-1], dtype)
    parts = [vector[start:end] for start, end in pairwise(ends)]
    return vector, {n: part.reshape(sizes[n - 1]) for n, part in enumerate(parts, start=1)}


def _mean(losses: Array) -> float:
    """Return the sum divided by the number; complex if a loss is."""
    mean: float = (np.add.reduce(losses) / len(losses)).item()
    return mean


def _hyphened(widths: tuple[int, ...]) -> str:
    """Return widths as they are written: 4-5-3."""
    return "-".join(map(str, widths))
