"""What passes cost, measured: written by ``tests/bench/passes.py --write``, not by hand.

A backward pass and a gradient by two-sided differences, each as so many forward passes: for layers
of these sizes and a batch of `EXAMPLES`, the median of 9 rounds on one machine.
"""

MEASURED_ON = "2026-11-23"
WITH = "Python 3.11.7, NumPy 2.4.6"
EXAMPLES = 256
# sizes of the layers: backward / forward, differences / forward
RATIOS: dict[tuple[int, ...], tuple[float, float]] = {
    (4, 5, 3, 1): (1.3, 95.0),
    (64, 64, 64, 1): (1.16, 19000.0),
    (512, 512, 512, 1): (1.06, 1100000.0),
}
