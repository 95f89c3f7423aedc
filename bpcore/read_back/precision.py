"""Precision: how many digits numbers have, and what got lost for want of more.

A number far below another one vanishes beside it: with 60 digits, one and one plus e to the minus
200 are the same.  So every sum here notes how far its terms are apart, and whoever compares two
values raises the digits until nothing that was added got lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import mpmath

mp = mpmath.mp.clone()
FEWEST, ENOUGH, MOST = 60, 400, 6000  # digits: the second where numbers are drawn to be large
LARGEST = 64  # bits of what e is raised to: beyond that even its exponent is too long
mp.dps = FEWEST


@dataclass
class Watch:
    """What was met on the way to a value.

    ``apart`` is how far, in bits, terms of a sum were apart, and ``lost`` how far a sum fell below
    its terms; ``kink`` says that something with a kink was taken at it; ``work`` counts the nodes
    that were worked out.
    """

    apart: int = 0
    lost: int = 0
    kink: bool = False
    work: int = 0
    tiny: list[int] = field(default_factory=list)  # bits of differences that may be noise

    @property
    def trusted(self) -> bool:
        """Whether a difference is one, even if some term got lost beside a larger one."""
        return bool(self.lost < mp.prec // 2)

    @property
    def needed(self) -> int:
        """How many digits are enough for nothing to be lost."""
        return 3 * (int(self.apart * 0.30103) + 10)


watch = Watch()


class Enough:
    """Tells at growing numbers of digits when they are enough.

    Where slopes are taken, squares of the steps are added to other numbers: they are further apart
    the more digits there are, and need no more of them.
    """

    def __init__(self) -> None:
        """Begin with nothing that was tried."""
        self.needed = self.count = 0

    def at(self, count: int) -> bool:
        """Tell whether so many digits, which were just used, are enough."""
        needed, before, less = watch.needed, self.needed, self.count
        self.needed, self.count = needed, count
        grows = less > 0 and needed > before and 4 * needed * less >= 3 * before * count
        return needed <= count or grows


@contextmanager
def digits(count: int) -> Iterator[None]:
    """Work with so many digits, and watch anew."""
    before, mp.dps = mp.dps, count
    watch.apart, watch.lost, watch.kink, watch.tiny = 0, 0, False, []
    try:
        yield
    finally:
        mp.dps = before


def step() -> Any:
    """Return how far a quantity is moved to both sides for a slope."""
    return mp.mpf(10) ** -(mp.dps // 4)


def close() -> Any:
    """Return how far apart, relatively, two equal values may be; slopes are not better."""
    return mp.mpf(10) ** -(mp.dps // 3)


def alike(a: Any, b: Any) -> bool:
    """Tell whether two numbers are equal up to noise; notes a difference that may be none."""
    apart = abs(a - b)
    if apart <= close() * max(abs(a), abs(b)):
        return True
    if apart < close():
        watch.tiny.append(mp.mag(apart))
        return True
    return False


def plus(a: Any, b: Any) -> Any:
    """Return a sum of two."""
    found = a + b
    if a and b:
        note((mp.mag(a), mp.mag(b)), found)
    return found


def note(sizes: Sequence[int], found: Any) -> None:
    """Note how far the terms of a sum are apart, and how far it is below them."""
    largest = max(sizes)
    watch.apart = max(watch.apart, largest - min(sizes))
    watch.lost = max(watch.lost, largest - mp.mag(found) if found else mp.prec)


def total(terms: Sequence[Any]) -> Any:
    """Return a sum of many."""
    found = mp.fsum(terms)
    sizes = [mp.mag(term) for term in terms if term]
    if len(sizes) > 1:
        note(sizes, found)
    return found


def saturates(bits: Any) -> None:
    """Note that a function is so many bits away from a number that it never reaches."""
    watch.apart = max(watch.apart, int(bits))


def at_kink(distance: Any) -> None:
    """Note a kink, if a number is as close to it as the steps of slopes."""
    if abs(distance) <= 100 * step():
        watch.kink = True


def exponential(t: Any) -> Any:
    """Return e to a power; raises `OverflowError` if that is beyond all bounds."""
    if t and mp.mag(t) > LARGEST:
        raise OverflowError("e to a power beyond all bounds")
    return mp.exp(t)


def logarithm(t: Any) -> Any:
    """Return the logarithm of a positive number."""
    if t <= 0:
        raise ValueError("the logarithm of a number that is not positive")
    return mp.log(t)


def root(t: Any) -> Any:
    """Return the square root of a number that is not negative."""
    if t < 0:
        raise ValueError("the square root of a negative number")
    if not t:
        at_kink(t)
    return mp.sqrt(t)


def hyperbolic_tangent(t: Any) -> Any:
    """Return the hyperbolic tangent, which comes close to one."""
    saturates(3 * abs(t))
    return mp.tanh(t)


def normal_share(t: Any) -> Any:
    """Return the share of a normal distribution below a number, which comes close to one."""
    if t > 0:
        saturates(t * t)
    return mp.ncdf(t)


def gate(t: Any) -> Any:
    """Return one above zero, else zero."""
    at_kink(t)
    return mp.mpf(t > 0)


def absolute(t: Any) -> Any:
    """Return a number without its sign."""
    at_kink(t)
    return abs(t)
