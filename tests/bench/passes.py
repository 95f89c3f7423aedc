"""What passes cost: a backward pass, and a gradient by differences, in forward passes.

Run it with ``make bench``, or alone to write the table that the book shows:

    .venv/bin/python tests/bench/passes.py --write

Ratios only: each round times all of them one after another on the same machine, so that a busy one
is unjust to all alike, and the median of the rounds counts; they go to ``build/bench`` too.  One
thread is used where the library allows it.  `bpcore/timings.py` holds what was measured and when.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported

import json
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from bpcore.network import Network

SIZES = ((4, 5, 3, 1), (64, 64, 64, 1), (512, 512, 512, 1))
EXAMPLES = 256
ROUNDS, LEAST = 9, 0.02  # rounds, and seconds that one timing takes at least
OUT = Path(__file__).parents[2] / "bpcore" / "timings.py"
REPORT = Path(__file__).parents[2] / "build" / "bench" / "passes.json"
TEXT = '''"""What passes cost, measured: written by ``tests/bench/passes.py --write``, not by hand.

A backward pass and a gradient by two-sided differences, each as so many forward passes: for layers
of these sizes and a batch of `EXAMPLES`, the median of {rounds} rounds on one machine.
"""

MEASURED_ON = "{day}"
WITH = "{versions}"
EXAMPLES = {examples}
# sizes of the layers: backward / forward, differences / forward
RATIOS: dict[tuple[int, ...], tuple[float, float]] = {{
{rows}
}}
'''


def seconds(run: object) -> float:
    """Return how long one call takes, from as many as fill a moment."""
    assert callable(run)
    calls = 1
    while True:
        start = perf_counter()
        for _ in range(calls):
            run()
        spent = perf_counter() - start
        if spent >= LEAST:
            return spent / calls
        calls *= 2


def measured(sizes: tuple[int, ...]) -> tuple[float, float]:
    """Return the median ratios to a forward pass: of a backward pass, and of differences."""
    net = Network.random(list(sizes), ["relu", "tanh", "sigmoid"], "binary cross-entropy", seed=1)
    draw = np.random.default_rng(1)
    X = draw.normal(size=(EXAMPLES, sizes[0]))
    Y = (draw.random(size=(EXAMPLES, sizes[-1])) < 0.5).astype(float)
    cache = net.forward(X)
    parameters = sum(part.size for part in (*net.weights.values(), *net.biases.values()))
    back, differences = [], []
    for _ in range(ROUNDS):
        forward = seconds(lambda: net.forward(X))
        back.append(seconds(lambda: net.backward(cache, Y)) / forward)
        pair = seconds(lambda: (net.forward(X), net.forward(X)))  # one parameter, moved both ways
        differences.append(parameters * pair / forward)
    return round(median(back), 2), float(f"{median(differences):.2g}")


def main() -> None:
    """Print the ratios, and write them if asked to."""
    rows = {sizes: measured(sizes) for sizes in SIZES}
    for sizes, (back, differences) in rows.items():
        print(
            f"{'-'.join(map(str, sizes)):>14}  backward {back:.2f}  differences {differences:.2g}"
        )
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    data = [{"layers": sizes, "backward": b, "differences": d} for sizes, (b, d) in rows.items()]
    REPORT.write_text(json.dumps({"examples": EXAMPLES, "ratios": data}, indent=1) + "\n", "utf-8")
    if "--write" in sys.argv[1:]:
        lines = "\n".join(f"    {sizes}: {ratios}," for sizes, ratios in rows.items())
        versions = f"Python {platform.python_version()}, NumPy {np.__version__}"
        text = TEXT.format(
            rounds=ROUNDS,
            day=datetime.now(UTC).date(),
            versions=versions,
            examples=EXAMPLES,
            rows=lines,
        )
        OUT.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
