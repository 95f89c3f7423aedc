"""How long 1,000 steps of training take: bpcore beside plain NumPy and well-known libraries.

Run it with ``make bench``.  Everybody trains the same 4-5-3 network (relu, softmax, categorical
cross-entropy, float64) from the same start on all 150 flowers, with the same rate, and hands back
the cost before every step.  The curves must agree, or nothing is printed.  The runs take turns, so
that a busy machine is unjust to all alike; what counts is the median.  The table and the list of
versions go to ``build/bench/training.json`` too.

Libraries that are not installed are named and left out.  HIPS autograd comes with the tests; to
have the others once:

    .venv/bin/python -m pip install jax torch

They are large (about half a gigabyte for JAX, more for PyTorch), so nothing else in the book asks
for them, and ``make clean`` removes them together with ``.venv``.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from bpcore.iris import load_iris, one_hot, standardise
from bpcore.network import Network

STEPS = 1000
RATE = 0.1
REPEATS = 15
OUT = Path(__file__).parents[2] / "build" / "bench" / "training.json"

IRIS = load_iris()
X = standardise(IRIS.features).features
Y = one_hot(IRIS.species, classes=3)
M = len(X)
START = Network.random([4, 5, 3], ["relu", "softmax"], "categorical cross-entropy", seed=1)

Training = Callable[[], Any]


def parameters() -> list[Any]:
    """Return W1, b1, W2, b2 at the start."""
    arrays = START.weights[1], START.biases[1], START.weights[2], START.biases[2]
    return [array.copy() for array in arrays]


def ours() -> Training:
    """`Network.train`."""
    return lambda: START.copy().train(X, Y, RATE, STEPS)[:-1]


def by_hand() -> Training:
    """`Network.forward` and `backward`, and the update written out."""

    def training() -> list[float]:
        network, costs = START.copy(), []
        for _ in range(STEPS):
            costs.append(network.cost(X, Y))
            gradients = network.backward(network.forward(X), Y)
            for layer in (1, 2):
                network.weights[layer][...] -= RATE * gradients.dC_dW[layer]
                network.biases[layer][...] -= RATE * gradients.dC_db[layer]
        return costs

    return training


def plain_numpy() -> Training:
    """The script that everybody writes first."""

    def training() -> list[float]:
        W1, b1, W2, b2 = parameters()
        costs = []
        for _ in range(STEPS):
            Z1 = X @ W1.T + b1
            A1 = np.maximum(Z1, 0)
            Z2 = A1 @ W2.T + b2
            shares = np.exp(Z2 - Z2.max(axis=1, keepdims=True))
            A2 = shares / shares.sum(axis=1, keepdims=True)
            costs.append(-(Y * np.log(A2)).sum() / M)
            delta2 = (A2 - Y) / M
            delta1 = (delta2 @ W2) * (Z1 > 0)
            W2 -= RATE * delta2.T @ A1
            b2 -= RATE * delta2.sum(axis=0)
            W1 -= RATE * delta1.T @ X
            b1 -= RATE * delta1.sum(axis=0)
        return costs

    return training


def autograd() -> Training:
    """HIPS autograd: a tape over NumPy."""
    import autograd.numpy as anp
    from autograd import value_and_grad

    def cost(values: list[Any]) -> Any:
        W1, b1, W2, b2 = values
        Z2 = anp.maximum(X @ W1.T + b1, 0) @ W2.T + b2
        lowered = Z2 - anp.max(Z2, axis=1, keepdims=True)
        log_total = anp.log(anp.sum(anp.exp(lowered), axis=1, keepdims=True))
        return anp.sum(Y * (log_total - lowered)) / M

    both = value_and_grad(cost)

    def training() -> list[float]:
        values, costs = parameters(), []
        for _ in range(STEPS):
            now, slopes = both(values)
            costs.append(now)
            values = [value - RATE * slope for value, slope in zip(values, slopes, strict=True)]
        return costs

    return training


def jax_step() -> Any:
    """Return the start, and a function from parameters to new parameters and the cost, for JAX."""
    import jax

    jax.config.update("jax_enable_x64", True)
    import jax.numpy as jnp

    rows, targets = jnp.asarray(X), jnp.asarray(Y)

    def cost(values: list[Any]) -> Any:
        W1, b1, W2, b2 = values
        logits = jax.nn.relu(rows @ W1.T + b1) @ W2.T + b2
        return -jnp.sum(targets * jax.nn.log_softmax(logits, axis=1)) / M

    def step(values: list[Any]) -> Any:
        now, slopes = jax.value_and_grad(cost)(values)
        return [v - RATE * slope for v, slope in zip(values, slopes, strict=True)], now

    return jax, [jnp.asarray(value) for value in parameters()], step


def jax_jitted_step() -> Training:
    """JAX, one step compiled, called 1,000 times."""
    jax, start, step = jax_step()
    compiled = jax.jit(step)

    def training() -> Any:
        values, costs = start, []
        for _ in range(STEPS):
            values, now = compiled(values)
            costs.append(now)
        jax.block_until_ready(values)
        return costs

    return training


def jax_jitted_loop() -> Training:
    """JAX, all 1,000 steps compiled into one call."""
    jax, start, step = jax_step()
    loop = jax.jit(lambda values: jax.lax.scan(lambda v, _: step(v), values, length=STEPS))
    return lambda: jax.block_until_ready(loop(start))[1]


def torch() -> Training:
    """PyTorch with bare tensors: no module, no optimiser."""
    import torch

    torch.set_num_threads(1)  # more of them are slower on arrays of this size
    rows, targets = torch.tensor(X), torch.tensor(Y)

    def training() -> list[float]:
        values = [torch.tensor(value, requires_grad=True) for value in parameters()]
        W1, b1, W2, b2 = values
        costs = []
        for _ in range(STEPS):
            logits = torch.relu(rows @ W1.T + b1) @ W2.T + b2
            now = -(targets * torch.log_softmax(logits, dim=1)).sum() / M
            slopes = torch.autograd.grad(now, values)
            costs.append(now.item())
            with torch.no_grad():
                for value, slope in zip(values, slopes, strict=True):
                    value -= RATE * slope
        return costs

    return training


CONTENDERS: dict[str, tuple[str, Callable[[], Training]]] = {
    "bpcore, train": ("numpy", ours),
    "bpcore, forward and backward": ("numpy", by_hand),
    "plain NumPy": ("numpy", plain_numpy),
    "JAX, jitted step": ("jax", jax_jitted_step),
    "JAX, jitted loop": ("jax", jax_jitted_loop),
    "PyTorch, bare tensors": ("torch", torch),
    "HIPS autograd": ("autograd", autograd),
}


def installed(package: str) -> str | None:
    """Return the version of a package, or None."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def timed(trainings: dict[str, Training]) -> dict[str, list[float]]:
    """Return the seconds of each run, the runs taking turns, the first turn not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in trainings}
    for turn in range(REPEATS + 1):
        for name, training in trainings.items():
            start = perf_counter()
            training()
            if turn:
                seconds[name].append(perf_counter() - start)
    return seconds


def check(curves: dict[str, Any]) -> None:
    """Refuse a contender who trains differently: its time would say nothing."""
    expected = curves["bpcore, train"]
    for name, curve in curves.items():
        difference = np.max(np.abs(curve / expected - 1))
        if curve.shape != (STEPS,) or not difference < 1e-9:
            raise SystemExit(f"{name} trains differently: {difference:.1e} relative")


def main() -> None:
    """Compare, print, write."""
    versions = {package: installed(package) for package, _ in CONTENDERS.values()}
    present = {name: make() for name, (package, make) in CONTENDERS.items() if versions[package]}
    curves = {name: np.asarray(training(), dtype=float) for name, training in present.items()}
    check(curves)
    seconds = timed(present)
    base = median(seconds["bpcore, train"])
    print(f"{STEPS} steps of the 4-5-3 network on {M} flowers, {REPEATS} runs each, medians\n")
    print(f"{'':30}{'ms':>8}{'bpcore takes':>16}")
    for name, (package, _) in CONTENDERS.items():
        if name in seconds:
            own = median(seconds[name])
            print(
                f"{name:30}{own * 1e3:8.1f}{base / own:10.2f} of it  {package} {versions[package]}"
            )
        else:
            print(f"{name:30}   not installed")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    report = {"python": platform.python_version(), "versions": versions, "seconds": seconds}
    OUT.write_text(json.dumps(report, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
