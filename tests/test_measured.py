"""How far both sides of a line are apart in double precision, at iris flowers."""

from __future__ import annotations

from bpcore import column, exp, index, let, log, scalar, sigmoid, total
from bpcore.measured import deviation

z = scalar("z", "what is added up")
a = let("a", sigmoid(z), "the answer")
u = column("u", "n", "pre-activations")
q = index("q", over="n")
s = let("s", exp(u) / total(q, exp(u[q])), "shares")
k = index("k", over="n")


def test_doubles_agree_to_their_last_digits() -> None:
    """Beside the largest entry."""
    found = deviation(a * (1 - a), a - a**2)
    assert found is not None
    assert found < 1e-14


def test_what_is_left_of_zero_is_set_beside_what_is_put_in() -> None:
    """One minus the sum of all shares is no zero in doubles, and not wrong by all of itself."""
    found = deviation(1 - total(k, s[k]), scalar("x") * 0)
    assert found is not None
    assert found < 1e-14


def test_a_line_that_is_off_is_seen() -> None:
    """Also one that should come to zero, and one that is off by little."""
    off = [deviation(a - a, a), deviation(a, a + a**2 / 10**6)]
    assert off[0] == 1
    assert off[1] is not None
    assert 1e-7 < off[1] < 1e-5


def test_without_a_value_nothing_is_told() -> None:
    """A logarithm of what is not positive."""
    assert deviation(log(-(z**2) - 1), log(-(z**2) - 1) + z - z) is None
