"""What notebooks check numbers with: small functions that go along in a first cell.

Knows NumPy and nothing of the book; each function is taken along alone, so none uses another.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray


def agree(name: str, value: ArrayLike, page: str, within: float = 1e-12) -> None:
    """Check a value against the digits on the page; semicolons part the rows of an array.

    A number with four or more decimals may be rounded on the page, any other is exact; ``within``
    is the relative error of the value itself.

    >>> agree("a", 1 / 3, "0.3333")
    a = 0.3333 ✓
    >>> agree("a", [[1 / 3], [0.25]], "0.3333; 0.26")
    Traceback (most recent call last):
    AssertionError: a[1, 0] is 0.25, the page shows 0.26
    """
    shown = [row.split() for row in page.split(";")]
    found = np.array(value, dtype=float)
    found = found.reshape(1, 1) if found.ndim == 0 else found
    if found.shape != (len(shown), len(shown[0])):
        raise AssertionError(f"{name} has shape {found.shape}, the page shows {page}")
    for place, number in np.ndenumerate(found):
        digits = shown[place[0]][place[1]]
        decimals = len(digits.partition(".")[2])
        near = within * (1 + abs(number)) + (0.5 * 10.0**-decimals if decimals > 3 else 0)
        at = name if len(digits) == len(page) else f"{name}[{place[0]}, {place[1]}]"
        if not abs(number - float(digits)) <= near:  # also where it is not a number
            raise AssertionError(f"{at} is {number}, the page shows {digits}")
    print(name, "=", page, "✓")


def five_points(f: Callable[..., ArrayLike], x: ArrayLike, h: float = 1e-3) -> NDArray[np.float64]:
    """Return the slopes of f at x, each from four neighbours, at distances h and 2h.

    The slopes of a number have the shape of x, those of an array by a number its own; of a line of
    numbers by a line of numbers it is the Jacobian, with one row for each number of f.

    >>> float(five_points(lambda x: x**2, 3.0).round(6))
    6.0
    """
    x = np.asarray(x, dtype=float)
    slopes = []
    for place in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[place] = h
        near = np.subtract(f(x + step), f(x - step))
        far = np.subtract(f(x + 2 * step), f(x - 2 * step))
        slopes.append((8 * near - far) / (12 * h))
    if x.ndim == 0:
        return np.asarray(slopes[0])
    if slopes[0].ndim == 0:
        return np.reshape(slopes, x.shape)
    return np.stack([slope.ravel() for slope in slopes], axis=1)


def compare(name: str, formula: ArrayLike, difference: ArrayLike) -> None:
    """Check what a formula gives against five-point differences.

    >>> compare("slope", 6.0, 6.0 + 1e-10)
    slope: formula and differences agree ✓
    >>> compare("slope", 6.0, 6.01)
    Traceback (most recent call last):
    AssertionError: slope: the formula gives 6.0, differences give 6.01
    """
    if np.shape(formula) != np.shape(difference):
        raise AssertionError(f"{name}: {np.shape(formula)} beside {np.shape(difference)}")
    if not np.allclose(formula, difference, rtol=1e-7, atol=1e-10):
        raise AssertionError(
            f"{name}: the formula gives {formula!r}, differences give {difference!r}"
        )
    print(f"{name}: formula and differences agree ✓")


def installed(*packages: str) -> bool:
    """Tell whether packages are installed, and say which are not.

    >>> installed("numpy", "numbers_of_yesterday")
    Skipped: this needs numbers_of_yesterday, which is not installed here.
    False
    """
    missing = []
    for name in packages:
        home = "bpcore.language" if name == "bpcore" else name  # more than the files taken along
        try:
            found = importlib.util.find_spec(home) is not None
        except ModuleNotFoundError:
            found = False
        missing += [] if found else [name]
    if missing:
        print(f"Skipped: this needs {' and '.join(missing)}, which is not installed here.")
    return not missing
