"""Derivatives without any rule, and how far two arrays of derivatives are apart.

The comparison is relative to the largest expected entry, with no absolute escape: where nothing
but zeros is expected there is nothing to compare, and that is an error.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

TINY = 1e-30  # a complex step subtracts nothing, so it can be as small as one likes
STEP = 1e-3


def relative_error(found: Array, expected: Array) -> float:
    """Return the largest difference divided by the largest expected entry."""
    assert found.shape == expected.shape, (found.shape, expected.shape)
    largest = np.max(np.abs(expected))
    assert largest > 0, "nothing but zeros is expected: this would compare nothing"
    error = np.max(np.abs(found - expected)) / largest
    assert not np.isnan(error), "a derivative is NaN"
    return float(error)


def by_five_points(cost: Callable[[], float], array: Array) -> Array:
    """Return the derivative of a cost by each entry of an array that it reads; h = 1/1000."""

    def at(place: tuple[int, ...], steps: int) -> float:
        kept = array[place]
        array[place] = kept + steps * STEP
        found = cost()
        array[place] = kept
        return found

    slopes = np.empty(array.shape)
    for place in np.ndindex(array.shape):
        far, near = at(place, 2) - at(place, -2), at(place, 1) - at(place, -1)
        slopes[place] = (8 * near - far) / (12 * STEP)
    return slopes


def by_complex_step(cost: Callable[[], Any], array: Array) -> Array:
    """Return the derivative of a cost by each entry of a complex array that it reads."""
    slopes = np.empty(array.shape)
    for place in np.ndindex(array.shape):
        kept = array[place]
        array[place] = kept + TINY * 1j
        slopes[place] = cost().imag / TINY
        array[place] = kept
    return slopes
