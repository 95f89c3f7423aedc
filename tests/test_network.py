"""The network: gradients against three routes without its formulas, refusals, and training.

Every loss and last layer, every hidden activation, depths 1 to 5, widths 1 to 8 and batches of 1
to 9 are compared, entry by entry, with five-point differences, with complex steps, and with HIPS
autograd, which is told nothing but the textbook formulas below.  Each route is shown to refuse
the mistakes that people make.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import value_and_grad
from autograd.extend import defvjp, primitive

from bpcore.activations import ACTIVATIONS, Activation, ActivationUnknown, Interval
from bpcore.errors import Refusal, ShapesDiffer
from bpcore.iris import load_iris, one_hot, standardise
from bpcore.losses import LOSSES, Loss, LossUnknown, NotATarget
from bpcore.network import (
    Cache,
    Diverged,
    Gradients,
    LossUndefined,
    Network,
    NotALayer,
    NotANumber,
)
from tests.bench import training as bench
from tests.differences import Array, by_complex_step, by_five_points, relative_error

HALF, BINARY, CATEGORICAL = LOSSES
HEADS = [
    (last.name, head.name)
    for head in LOSSES.values()
    for last in ACTIVATIONS.values()
    if head.answers.holds(last.interval)
]
PER_HEAD = 18  # architectures; the first hidden activation takes turns

normal_below = primitive(np.vectorize(lambda z: math.erfc(-z / math.sqrt(2)) / 2, otypes=[float]))
defvjp(normal_below, lambda _, z: lambda up: up * np.exp(-z * z / 2) / math.sqrt(2 * math.pi))


def _softmax(z: Any) -> Any:
    """Return the textbook formula."""
    return anp.exp(z) / anp.sum(anp.exp(z), axis=1, keepdims=True)


TEXTBOOK: dict[str, Callable[..., Any]] = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "tanh": anp.tanh,
    "relu": lambda z: anp.maximum(z, 0.0),
    "leaky_relu": lambda z: anp.maximum(z, z / 100),
    "softplus": lambda z: anp.log(1 + anp.exp(z)),
    "silu": lambda z: z / (1 + anp.exp(-z)),
    "gelu": lambda z: z * normal_below(z),
    "softmax": _softmax,
    HALF: lambda a, y: anp.sum((a - y) ** 2) / 2,
    BINARY: lambda a, y: -anp.sum(y * anp.log(a) + (1 - y) * anp.log(1 - a)),
    CATEGORICAL: lambda a, y: -anp.sum(y * anp.log(a)),
}


@dataclass(frozen=True, eq=False)
class Case:
    """A network, a batch for it, and what autograd says: the cost, and dC_dW1, dC_db1, dC_dW2, …"""

    network: Network
    X: Array
    Y: Array
    cost: float
    slopes: list[Array]


def by_autograd(network: Network, X: Array, Y: Array) -> tuple[float, list[Array]]:
    """Return the cost and its derivatives by weights and biases, layer by layer."""
    names = [row.name for row in network.activations.values()]

    def cost(values: list[Any]) -> Any:
        A: Any = X
        for name, W, b in zip(names, values[::2], values[1::2], strict=True):
            A = TEXTBOOK[name](anp.dot(A, anp.transpose(W)) + b)
        return TEXTBOOK[network.loss.name](A, Y) / len(X)

    value, slopes = value_and_grad(cost)(parameters(network))
    return float(value), slopes


def parameters(network: Network) -> list[Array]:
    """Return W1, b1, W2, b2, …"""
    pairs = zip(network.weights.values(), network.biases.values(), strict=True)
    return [array for pair in pairs for array in pair]


def in_order(gradients: Gradients) -> list[Array]:
    """Return dC_dW1, dC_db1, dC_dW2, …"""
    pairs = zip(gradients.dC_dW.values(), gradients.dC_db.values(), strict=True)
    return [array for pair in pairs for array in pair]


def targets(head: str, shape: tuple[int, int], draw: np.random.Generator) -> Array:
    """Return targets that are neither one-hot nor symmetric."""
    if head == CATEGORICAL:
        return draw.dirichlet(np.ones(shape[1]), size=shape[0])
    return draw.uniform(0.05, 0.95, size=shape) if head == BINARY else draw.normal(size=shape)


def away_from_kinks(network: Network, X: Array) -> bool:
    """Return whether no relu is so near its kink that a finite step could cross it."""
    Z = network.forward(X).Z
    kinked = [n for n, row in network.activations.items() if row.name in ("relu", "leaky_relu")]
    return all(np.min(np.abs(Z[layer])) > 0.05 for layer in kinked)


def drawn(number: int) -> Case:
    """Return a case: its head and its first hidden activation by number, the rest by chance.

    It is drawn anew while a relu is near its kink or a gradient is zero altogether: behind dead
    relus there is nothing to compare.
    """
    last, head = HEADS[number // PER_HEAD]
    draw = np.random.default_rng(number)
    depth = 1 + number % 5
    while True:
        hidden = [
            list(ACTIVATIONS)[number % len(ACTIVATIONS)],
            *draw.choice(list(ACTIVATIONS), size=4),
        ]
        names = [*map(str, hidden[: depth - 1]), last]
        least = [1, *(2 if name == "softmax" else 1 for name in names)]  # one share is always 1
        widths = [int(draw.integers(low, 9)) for low in least]
        weights = [draw.normal(size=(n, k)) * 1.5 / k**0.5 for k, n in pairwise(widths)]
        biases = [draw.normal(size=width) / 2 for width in widths[1:]]
        network = Network(weights, biases, names, head)
        X = draw.normal(size=(int(draw.integers(1, 10)), widths[0]))
        if not away_from_kinks(network, X):
            continue
        Y = targets(head, (len(X), widths[-1]), draw)
        cost, slopes = by_autograd(network, X, Y)
        if all(np.max(np.abs(array)) > 1e-6 for array in slopes):
            return Case(network, X, Y, cost, slopes)


@cache
def cases() -> list[Case]:
    """Return all cases."""
    return [drawn(number) for number in range(len(HEADS) * PER_HEAD)]


def of_head(last: str, head: str) -> list[Case]:
    """Return the cases that end in a last activation and a loss."""
    start = HEADS.index((last, head)) * PER_HEAD
    return cases()[start : start + PER_HEAD]


def found(case: Case) -> list[Array]:
    """Return what the network itself says."""
    return in_order(case.network.backward(case.network.forward(case.X), case.Y))


def five_points(case: Case) -> list[Array]:
    """Return the derivatives by finite differences of the cost."""
    network = case.network.copy()
    return [
        by_five_points(lambda: network.cost(case.X, case.Y), array) for array in parameters(network)
    ]


def complex_steps(case: Case) -> list[Array]:
    """Return the derivatives by complex steps."""
    there = case.network
    weights = {layer: W + 0j for layer, W in there.weights.items()}
    network = Network(weights, there.biases, list(there.activations.values()), there.loss)
    return [
        by_complex_step(lambda: network.cost(case.X, case.Y), array)
        for array in parameters(network)
    ]


def apart(one: list[Array], other: list[Array]) -> float:
    """Return the largest relative error among arrays that belong together."""
    return max(relative_error(here, there) for here, there in zip(one, other, strict=True))


every_head = pytest.mark.parametrize(("last", "head"), HEADS, ids=lambda name: name)


@every_head
def test_gradients_are_those_of_automatic_differentiation(last: str, head: str) -> None:
    """Every entry of every weight and bias, and the cost."""
    for case in of_head(last, head):
        assert case.network.cost(case.X, case.Y) == pytest.approx(case.cost, rel=1e-13, abs=0)
        assert apart(found(case), case.slopes) < 1e-12


@every_head
def test_gradients_are_those_of_complex_steps(last: str, head: str) -> None:
    """Exact but for rounding."""
    for case in of_head(last, head):
        assert apart(found(case), complex_steps(case)) < 1e-12


@every_head
def test_gradients_are_those_of_five_points(last: str, head: str) -> None:
    """With nothing but costs."""
    for case in of_head(last, head)[::3]:
        assert apart(found(case), five_points(case)) < 1e-8


def test_the_cases_are_as_various_as_promised() -> None:
    """Each width, batch and depth; each activation hidden; relus on and off in one layer."""
    networks = [case.network for case in cases()]
    assert len(HEADS) == 14
    assert set(range(1, 6)) == {network.depth for network in networks}
    assert set(range(1, 9)) == {width for network in networks for width in network.widths}
    assert set(range(1, 10)) == {len(case.X) for case in cases()}
    hidden = [row.name for each in networks for row in list(each.activations.values())[:-1]]
    assert set(ACTIVATIONS) == set(hidden)
    gates = [
        (case.network.forward(case.X).Z[layer] > 0).mean()
        for case in cases()
        for layer, row in case.network.activations.items()
        if row.name == "relu"
    ]
    assert sum(0 < share < 1 for share in gates) > 20


class WrongSign(Network):
    """Target minus answer."""

    def head_error(self, cache: Cache, Y: Array) -> Array:
        """Return the wrong head."""
        return -super().head_error(cache, Y)


class TransposeLost(Network):
    """The error goes back through W instead of its transpose: fits where widths are equal."""

    def hidden_error(self, layer: int, above: Array, cache: Cache) -> Array:
        """Return a wrong step."""
        upstream = above @ self.weights[layer + 1].T
        return self.activations[layer].vjp(upstream, cache.Z[layer], cache.A[layer])


class SlopeLost(Network):
    """The error goes back and the activation is forgotten."""

    def hidden_error(self, layer: int, above: Array, cache: Cache) -> Array:
        """Return a wrong step."""
        return above @ self.weights[layer + 1]


class SlopeOfTheValue(Network):
    """The slope is taken at a, not at z."""

    def hidden_error(self, layer: int, above: Array, cache: Cache) -> Array:
        """Return a wrong step."""
        return (above @ self.weights[layer + 1]) * self.activations[layer].slope(cache.A[layer])


class OnePath(Network):
    """Softmax as if an output depended on its own input only."""

    def head_error(self, cache: Cache, Y: Array) -> Array:
        """Return dL/da times its own slope."""
        A = cache.A[self.depth]
        return self.loss.slope(A, Y) * A * (1 - A) / len(Y)


class ShortHead(Network):
    """Answer minus target behind every pair."""

    def head_error(self, cache: Cache, Y: Array) -> Array:
        """Return what is right behind partners only."""
        return (cache.A[self.depth] - Y) / len(Y)


class MeanForSum(Network):
    """The biases' gradient is divided by m a second time."""

    def backward(self, cache: Cache, Y: Any) -> Gradients:
        """Return wrong gradients of the biases."""
        gradients = super().backward(cache, Y)
        for slopes in gradients.dC_db.values():
            slopes /= len(cache.A[0])
        return gradients


class SumForMean(Network):
    """The 1/m is forgotten."""

    def head_error(self, cache: Cache, Y: Array) -> Array:
        """Return the errors of the sum of the losses."""
        return super().head_error(cache, Y) * len(Y)


class GradientTransposed(Network):
    """The gradient of a square matrix of weights is turned over."""

    def backward(self, cache: Cache, Y: Any) -> Gradients:
        """Return wrong gradients of the weights."""
        gradients = super().backward(cache, Y)
        for slopes in gradients.dC_dW.values():
            slopes[...] = slopes.T.copy()
        return gradients


MISTAKES = [
    (WrongSign, "tanh", "softmax", CATEGORICAL),
    (WrongSign, "relu", "tanh", HALF),
    (TransposeLost, "tanh", "softmax", CATEGORICAL),
    (TransposeLost, "relu", "identity", HALF),
    (SlopeLost, "sigmoid", "sigmoid", BINARY),
    (SlopeOfTheValue, "sigmoid", "softmax", CATEGORICAL),
    (OnePath, "tanh", "softmax", CATEGORICAL),
    (OnePath, "tanh", "softmax", HALF),
    (ShortHead, "tanh", "softmax", HALF),
    (ShortHead, "tanh", "sigmoid", CATEGORICAL),
    (ShortHead, "tanh", "tanh", HALF),
    (MeanForSum, "relu", "softmax", CATEGORICAL),
    (SumForMean, "relu", "softmax", CATEGORICAL),
    (GradientTransposed, "tanh", "softmax", CATEGORICAL),
]


def square(kind: type[Network], hidden: str, last: str, head: str) -> Case:
    """Return a case whose widths are all 3, so that no shape gives a mistake away."""
    draw = np.random.default_rng(8)
    W, b = draw.normal(size=(3, 3, 3)), draw.normal(size=(3, 3))
    network = kind(list(W), list(b), [hidden, hidden, last], head)
    X, Y = draw.normal(size=(5, 3)), targets(head, (5, 3), draw)
    return Case(network, X, Y, *by_autograd(network, X, Y))


@pytest.mark.parametrize(("kind", "hidden", "last", "head"), MISTAKES)
def test_every_route_refuses_a_mistake(
    kind: type[Network], hidden: str, last: str, head: str
) -> None:
    """The must-fail twins; beside each, the right network of the same numbers passes."""
    case = square(kind, hidden, last, head)
    right = square(Network, hidden, last, head)
    for route, close in (
        (lambda one: one.slopes, 1e-12),
        (complex_steps, 1e-12),
        (five_points, 1e-8),
    ):
        assert apart(found(right), route(right)) < close
        assert apart(found(case), route(case)) > 0.05


def test_a_comparison_with_nothing_is_no_comparison() -> None:
    """Zeros, NaN and other shapes do not pass for agreement."""
    with pytest.raises(AssertionError, match="nothing but zeros"):
        relative_error(np.zeros(2), np.zeros(2))
    with pytest.raises(AssertionError, match="NaN"):
        relative_error(np.array([np.nan]), np.ones(1))
    with pytest.raises(AssertionError):
        relative_error(np.ones((1, 2)), np.ones(2))


def test_errors_are_derivatives_by_weighted_sums() -> None:
    """A bias of one example moves one weighted sum: delta of a single example is dC/db."""
    for case in cases()[::7]:
        network = case.network
        gradients = network.backward(network.forward(case.X[:1]), case.Y[:1])
        for layer in range(1, network.depth + 1):
            assert np.array_equal(gradients.delta[layer][0], gradients.dC_db[layer])
            assert gradients.delta[layer].shape == (1, network.widths[layer])


def test_a_cost_is_the_mean_of_losses() -> None:
    """So is a gradient: that of a batch is the mean of those of its examples."""
    for case in cases()[::11]:
        rows = [(case.X[i : i + 1], case.Y[i : i + 1]) for i in range(len(case.X))]
        costs = [case.network.cost(*row) for row in rows]
        assert case.network.cost(case.X, case.Y) == pytest.approx(np.mean(costs), rel=1e-13, abs=0)
        alone = [in_order(case.network.backward(case.network.forward(x), y)) for x, y in rows]
        means = [np.mean(arrays, axis=0) for arrays in zip(*alone, strict=True)]
        assert apart(found(case), means) < 1e-12


def test_the_cache_holds_what_the_page_says() -> None:
    """Z[l] = A[l-1] W[l].T + b[l], from A[0] = X."""
    for case in cases()[::13]:
        there, cache = case.network, case.network.forward(case.X)
        assert np.array_equal(cache.A[0], case.X)
        for layer in range(1, there.depth + 1):
            Z = cache.A[layer - 1] @ there.weights[layer].T + there.biases[layer]
            assert relative_error(cache.Z[layer], Z) < 1e-14
            assert np.array_equal(cache.A[layer], there.activations[layer].value(cache.Z[layer]))
        assert np.array_equal(there.answers(case.X), cache.A[there.depth])


def by_hand(network: Network, X: Array, Y: Array, rate: float, steps: int) -> list[float]:
    """Train as a page would write it."""
    costs = []
    for _ in range(steps):
        costs.append(network.cost(X, Y))
        gradients = network.backward(network.forward(X), Y)
        for layer in network.weights:
            network.weights[layer][...] -= rate * gradients.dC_dW[layer]
            network.biases[layer][...] -= rate * gradients.dC_db[layer]
    return [*costs, network.cost(X, Y)]


@every_head
def test_training_is_forward_backward_update_repeated(last: str, head: str) -> None:
    """The same numbers, step after step, though it looks for speed."""
    for case in of_head(last, head)[1::3]:
        slow, fast = case.network.copy(), case.network.copy()
        expected = by_hand(slow, case.X, case.Y, 0.01, 12)
        assert relative_error(fast.train(case.X, case.Y, 0.01, 12), np.array(expected)) < 1e-12
        assert apart(parameters(fast), parameters(slow)) < 1e-12
        assert apart(parameters(slow), parameters(case.network)) > 1e-9


IRIS = load_iris()
X, Y = standardise(IRIS.features).features, one_hot(IRIS.species, 3)
NAMES = ["relu", "softmax"]


def iris_network(kind: type[Network] = Network, seed: int = 1) -> Network:
    """Return a 4-5-3 network that knows nothing of flowers yet."""
    return kind.random([4, 5, 3], NAMES, CATEGORICAL, seed)


def test_training_stays_the_same_over_a_thousand_steps() -> None:
    """On all the flowers."""
    slow, fast = iris_network(), iris_network()
    expected = np.array(by_hand(slow, X, Y, 0.1, 1000))
    assert relative_error(fast.train(X, Y, 0.1, 1000), expected) < 1e-12
    assert apart(parameters(fast), parameters(slow)) < 1e-12


def test_training_learns_the_flowers() -> None:
    """From any of five starts; the curve begins at the cost before and ends at that after."""
    for seed in range(5):
        network = iris_network(seed=seed)
        before = network.cost(X, Y)
        costs = network.train(X, Y, rate=0.5, steps=1000)
        assert costs.shape == (1001,)
        assert costs[0] == pytest.approx(before, rel=1e-14, abs=0)
        assert costs[-1] == pytest.approx(network.cost(X, Y), rel=1e-14, abs=0)
        assert (network.predict(X) == IRIS.species).mean() > 0.95


def test_training_believes_what_a_subclass_believes() -> None:
    """A page can train the mistake and show what happens."""
    slow, fast = iris_network(OnePath), iris_network(OnePath)
    expected = np.array(by_hand(slow, X, Y, 0.1, 50))
    assert relative_error(fast.train(X, Y, 0.1, 50), expected) < 1e-12
    assert relative_error(iris_network().train(X, Y, 0.1, 50), expected) > 0.01
    slow, fast = (iris_network(SlopeLost) for _ in range(2))
    expected = np.array(by_hand(slow, X, Y, 0.1, 50))
    assert relative_error(fast.train(X, Y, 0.1, 50), expected) < 1e-12


def test_training_touches_no_data_and_no_other_network() -> None:
    """The batch, the given parameters and a copy stay what they were."""
    W, b = np.ones((1, 4)), np.zeros(1)
    network = Network([W], [b], ["sigmoid"], BINARY)
    other, rows = network.copy(), X.copy()
    network.train(rows, Y[:, :1], 0.1, 3)
    assert np.array_equal(rows, X)
    assert np.array_equal(W, np.ones((1, 4)))
    assert np.array_equal(other.weights[1], W)
    assert not np.array_equal(network.weights[1], W)


def test_training_that_diverges_leaves_the_network_as_it_was() -> None:
    """And says after which step."""
    network = Network([np.ones((1, 4))], [np.zeros(1)], ["identity"], HALF)
    with pytest.raises(Diverged, match=r"the cost is (inf|nan) after step \d+ at rate 100"):
        network.train(X, Y[:, :1], rate=100, steps=1000)
    assert np.array_equal(network.weights[1], np.ones((1, 4)))
    assert np.array_equal(network.biases[1], np.zeros(1))


def test_a_cache_keeps_the_batch_it_was_made_from() -> None:
    """Even if the caller writes into his array between forward and backward."""
    network, rows = iris_network(), np.asfortranarray(X)
    cache = network.forward(rows)
    expected = network.backward(cache, Y).dC_dW[1]
    rows[...] = 0
    assert np.array_equal(network.backward(cache, Y).dC_dW[1], expected)


def test_no_steps_change_nothing() -> None:
    """The curve is the cost."""
    network = iris_network()
    assert network.train(X, Y, 0.1, 0) == pytest.approx([network.cost(X, Y)], rel=1e-14, abs=0)
    assert np.array_equal(network.weights[1], iris_network().weights[1])


def test_random_networks_keep_the_size_of_what_they_are_given() -> None:
    """Behind relu by a gain of 2; the first layer and others by 1; biases start at 0."""
    deep = Network.random([300, 400, 200, 500, 300], ["relu"] * 4, HALF, seed=0)
    cache = deep.forward(np.random.default_rng(1).normal(size=(200, 300)))
    assert all(0.7 < np.mean(Z**2) < 1.4 for Z in cache.Z.values())
    assert deep.weights[1].var() == pytest.approx(1 / 300, rel=0.02)
    assert deep.weights[2].var() == pytest.approx(2 / 400, rel=0.02)
    assert not any(b.any() for b in deep.biases.values())


def test_a_seed_is_a_network() -> None:
    """The same seed the same, another seed another."""
    assert np.array_equal(iris_network(seed=4).weights[2], iris_network(seed=4).weights[2])
    assert not np.array_equal(iris_network(seed=4).weights[2], iris_network(seed=5).weights[2])


def test_one_output_tells_two_classes_apart() -> None:
    """Above one half is class 1; more outputs ask which is the largest."""
    network = Network([[[1.0]]], [[0.0]], ["sigmoid"], BINARY)
    assert [0, 0, 1] == network.predict([[-1.0], [0.0], [1.0]]).tolist()
    three = Network(np.eye(3)[None], np.zeros((1, 3)), ["softmax"], CATEGORICAL)
    assert [2, 0] == three.predict([[1, 2, 3], [5, 5, 4]]).tolist()


def test_parameters_are_found_by_layer_and_changed_in_place() -> None:
    """There is no layer 0, and no way to put another array in."""
    network = iris_network()
    before = network.cost(X, Y)
    network.weights[2][0, 1] += 0.5
    assert network.cost(X, Y) != before
    with pytest.raises(KeyError):
        network.weights[0]
    with pytest.raises(TypeError):
        network.weights[1] = np.zeros((5, 4))  # type: ignore[index]


def test_numbers_come_in_many_forms() -> None:
    """Lists, whole numbers, either memory order, layers by number in any order."""
    lists = Network([[[1, 2]], [[3]]], [[4], [5]], ["tanh", "identity"], HALF)
    numbered = {2: np.array([[3.0]]), 1: np.array([[1.0, 2.0]])}, {1: [4.0], 2: [5.0]}
    mapped = Network(*numbered, ["tanh", "identity"], HALF)  # type: ignore[arg-type]
    assert lists.answers([[0, 1]]) == mapped.answers(np.asfortranarray([[0.0, 1.0]]))


def test_ones_own_activation_and_loss_are_taken() -> None:
    """A cube and a fourth power, with no partner."""
    cube = Activation("cube", lambda z: z**3, lambda z: 3 * z**2, Interval(-np.inf, np.inf), "")
    fourth = Loss(
        "fourth power",
        lambda a, y: ((a - y) ** 4).sum(axis=1),
        lambda a, y: 4 * (a - y) ** 3,
        Interval(-np.inf, np.inf),
        lambda y: None,
    )
    draw = np.random.default_rng(2)
    network = Network([draw.normal(size=(2, 3))], [draw.normal(size=2)], [cube], fourth)
    rows, aims = draw.normal(size=(4, 3)), draw.normal(size=(4, 2))
    case = Case(network, rows, aims, 0.0, [])
    assert apart(found(case), complex_steps(case)) < 1e-12


def test_a_wrong_answer_that_rounds_to_zero_costs_what_it_should() -> None:
    """And has the error it should; elsewhere the cost is refused, not printed as inf."""
    far = [[[1000.0], [-1000.0]]]
    network = Network(far, [[0, 0]], ["softmax"], CATEGORICAL)
    assert network.cost([[1.0]], [[0.0, 1.0]]) == 2000
    gradients = network.backward(network.forward([[1.0]]), [[0.0, 1.0]])
    assert [[1, -1]] == gradients.delta[1].tolist()
    with pytest.raises(Diverged, match="the cost is inf"):
        Network(far, [[0, 0]], ["softmax"], BINARY).cost([[1.0]], [[0.0, 1.0]])


GOOD: dict[str, Any] = {
    "weights": [np.ones((5, 4)), np.ones((3, 5))],
    "biases": [np.ones(5), np.ones(3)],
    "activations": NAMES,
    "loss": CATEGORICAL,
}


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (
            {"weights": [np.ones((5, 4)), np.ones((3, 4))]},
            ShapesDiffer,
            "weights[2] has shape (3, 4): layer 1 has width 5, so (3, 5) is needed",
        ),
        (
            {"biases": [np.ones(4), np.ones(3)]},
            ShapesDiffer,
            "biases[1] has shape (4,): weights[1] has shape (5, 4), so (5,) is needed",
        ),
        (
            {"biases": [np.ones((5, 1)), np.ones(3)]},
            ShapesDiffer,
            "biases[1] has shape (5, 1): it needs one axis",
        ),
        (
            {"weights": [np.ones(4), np.ones((3, 5))]},
            ShapesDiffer,
            "weights[1] has shape (4,): it needs two axes",
        ),
        ({"weights": [np.ones((0, 4)), np.ones((3, 5))]}, ShapesDiffer, "weights[1] has shape (0,"),
        ({"weights": [np.ones((5, 4))]}, NotALayer, "1 weights, 2 biases and 2 activations: each"),
        ({"activations": ["relu"]}, NotALayer, "2 weights, 2 biases and 1 activations"),
        ({"weights": [], "biases": [], "activations": []}, NotALayer, "one layer is needed"),
        ({"biases": [np.ones(5), [0, np.nan, 0]]}, NotANumber, "biases[2][1] is nan"),
        ({"weights": [[[1, 2], [3]], [[1]]]}, NotANumber, "weights[1] is not an array of numbers"),
        ({"weights": [[["a"]], [[1]]]}, NotANumber, "weights[1] is not an array of numbers"),
        ({"activations": ["Relu", "softmax"]}, ActivationUnknown, "no activation 'Relu': there ar"),
        ({"loss": "mse"}, LossUnknown, "no loss 'mse': there are half squared error"),
        (
            {"activations": ["relu", "relu"]},
            LossUndefined,
            "relu answers in [0, inf), and categorical cross-entropy is defined in (0, inf)",
        ),
        (
            {"activations": ["relu", "tanh"], "loss": BINARY},
            LossUndefined,
            "tanh answers in (-1, 1), and binary cross-entropy is defined in (0, 1)",
        ),
    ],
)
def test_what_makes_no_network_is_refused(
    change: dict[str, Any], error: type[Refusal], message: str
) -> None:
    """With the layer, the shapes and the numbers."""
    with pytest.raises(error, match=re.escape(message)):
        Network(**(GOOD | change))


@pytest.mark.parametrize(
    ("rows", "aims", "error", "message"),
    [
        (X[:, :3], Y, ShapesDiffer, "X has shape (150, 3): <network 4-5-3: relu, softmax; "),
        (X[0], Y, ShapesDiffer, "X has shape (4,): it needs two axes and at least one number"),
        (X[:0], Y, ShapesDiffer, "X has shape (0, 4)"),
        (np.where(X == X[2, 1], np.nan, X), Y, NotANumber, "X[2, 1] is nan"),
        (X, IRIS.species, ShapesDiffer, "so (150, 3) is needed; one_hot(Y, 3) makes it of labels"),
        (X, Y[:, :1], ShapesDiffer, "Y has shape (150, 1): <network 4-5-3: relu, softmax; categ"),
        (X, Y.T, ShapesDiffer, "Y has shape (3, 150)"),
        (X, Y[:7], ShapesDiffer, "Y has shape (7, 3)"),
        (X, Y * 2, NotATarget, "Y[0] sums to 2: categorical cross-entropy takes rows that sum"),
        (X, np.where(Y, np.inf, 0), NotANumber, "Y[0, 0] is inf"),
        (X, Y + 0j, NotANumber, "Y is complex"),
    ],
)
def test_a_batch_that_does_not_fit_is_refused(
    rows: Array, aims: Array, error: type[Refusal], message: str
) -> None:
    """By everything that takes one."""
    network = iris_network()
    with pytest.raises(error, match=re.escape(message)):
        network.cost(rows, aims)
    with pytest.raises(error, match=re.escape(message)):
        network.train(rows, aims, 0.1, 1)
    with pytest.raises(error, match=re.escape(message)):
        network.backward(network.forward(rows), aims)


def test_a_cache_of_another_network_is_refused() -> None:
    """Its shapes are named."""
    other = Network.random([4, 3], ["softmax"], CATEGORICAL, seed=0)
    with pytest.raises(ShapesDiffer, match="the cache is of a network 4-3, not <network 4-5-3"):
        iris_network().backward(other.forward(X), Y)


@pytest.mark.parametrize(
    ("rate", "steps", "message"),
    [
        (0.0, 1, "rate is 0.0"),
        (-0.1, 1, "rate is -0.1"),
        (np.nan, 1, "rate is nan"),
        (0.1, -1, "steps -1"),
    ],
)
def test_a_rate_and_a_number_of_steps_must_make_sense(
    rate: float, steps: int, message: str
) -> None:
    """Uphill and backwards are refused."""
    with pytest.raises(NotANumber, match=message):
        iris_network().train(X, Y, rate, steps)


def test_a_complex_network_is_not_trained() -> None:
    """It is for complex steps; so are complex examples."""
    network = Network([np.ones((3, 4)) + 0j], [np.ones(3)], ["softmax"], CATEGORICAL)
    with pytest.raises(NotANumber, match="a parameter or an example is complex"):
        network.train(X, Y, 0.1, 1)
    with pytest.raises(NotANumber, match="a parameter or an example is complex"):
        iris_network().train(X + 0j, Y, 0.1, 1)


@pytest.mark.parametrize("widths", [[4, 5], [4, 5, 3, 2], [4, 0, 3], [4, -5, 3]])
def test_widths_that_make_no_layers_are_refused(widths: list[int]) -> None:
    """One more than activations, each at least 1."""
    with pytest.raises(NotALayer, match=re.escape(f"widths are {widths} with 2 activations")):
        Network.random(widths, NAMES, CATEGORICAL, seed=0)


def test_the_benchmark_compares_like_with_like(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is installed trains the same curve; a training at another rate is sent home."""
    monkeypatch.setattr(bench, "STEPS", 20)
    curves = {
        name: np.asarray(make()(), dtype=float)
        for name, (package, make) in bench.CONTENDERS.items()
        if package in ("numpy", "autograd")
    }
    assert len(curves) == 4
    bench.check(curves)
    monkeypatch.setattr(bench, "RATE", 0.11)
    curves["plain NumPy"] = np.asarray(bench.plain_numpy()(), dtype=float)
    with pytest.raises(SystemExit, match="plain NumPy trains differently"):
        bench.check(curves)
