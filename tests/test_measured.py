"""How far both sides of a line are apart in double precision, at iris flowers."""

from __future__ import annotations

from bpcore import Page, column, exp, gate, index, let, log, proved, relu, scalar, sigmoid, total
from bpcore.markdown import markdown
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


def test_numbers_beyond_all_doubles_leave_the_flowers() -> None:
    """A page with such a number is printed."""
    page = Page("far", "Far out")
    page.numbers({z: 10**400})
    page.result(proved(z + z, 2 * z), "twice", "Twice")
    assert "At iris flowers they differ by less than 1e-12" in markdown(page)


def test_a_gate_on_what_never_changes_its_sign_has_no_kink() -> None:
    """A page with one is printed."""
    page = Page("gates", "A gate in a gate")
    page.result(proved(relu(gate(z)) * 1, relu(gate(z))), "gates", "Gates")
    assert "proved" in markdown(page).lower()
