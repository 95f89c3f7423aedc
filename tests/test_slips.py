"""Slips in exercises: each shows at the numbers that are drawn, or the numbers are refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from bpcore import N, Page, d, exp, scalar, sigmoid, tanh
from bpcore.book import Book
from bpcore.given import GivenNumbers
from bpcore.slips import LEAST, Draw, Question, Slip, SlipHides, check_shown, drawn_numbers
from tests.books import REAL

z, x = scalar("z"), scalar("x")
FORGOTTEN = Question(d(tanh(z), z), [Slip("forgot the slope", N(1))])


def asked(*found: Any) -> Question:
    """Return a question about a square, with some wrong answers."""
    return Question(x**2, [Slip(f"slip {number}", one) for number, one in enumerate(found)])


def test_a_factor_that_is_nearly_one_hides() -> None:
    """Near zero the slope of tanh is nearly one; further out it is not."""
    with pytest.raises(SlipHides, match="forgot the slope: 1 is 1 at these numbers, and the right"):
        check_shown(GivenNumbers({z: N(2, 1000)}), FORGOTTEN)
    assert check_shown(GivenNumbers({z: N(1, 2)}), FORGOTTEN)


@pytest.mark.parametrize(
    ("wrong", "hides"),
    [
        (2 * x, True),  # doubled instead of squared, at two
        (4 + 4 * N(1, 19), False),  # exactly a twentieth of the larger
        (4 + 4 * N(1, 20), True),
        (4 - 4 * N(1, 20), False),
        (-(x**2), False),
        (N(0), False),
        (exp(x) / exp(x) * 4, True),  # known by a ball only, and equal
    ],
)
def test_what_hides_is_refused(wrong: Any, hides: bool) -> None:
    """By the difference from the right answer, as a part of the larger of the two."""
    here = GivenNumbers({x: 2})
    if not hides:
        assert check_shown(here, asked(wrong))
        return
    with pytest.raises(SlipHides, match="choose numbers that tell them apart"):
        check_shown(here, asked(wrong))


def test_an_answer_of_zero_has_slips_too() -> None:
    """Whatever is not zero is apart from it; zero is not."""
    here = GivenNumbers({x: 0})
    assert check_shown(here, asked(N(1, 1000)))
    with pytest.raises(SlipHides):
        check_shown(here, asked(3 * x))


def test_two_slips_with_one_number_are_refused() -> None:
    """A reader could not tell which one it was, even if they differ beyond what is shown."""
    here = GivenNumbers({x: 2})
    with pytest.raises(SlipHides, match="slip 0 and slip 1 both give 8"):
        check_shown(here, asked(4 * x, x**3))
    with pytest.raises(SlipHides, match="both give"):
        check_shown(here, asked(sigmoid(x), sigmoid(x) + N(1, 10**6)))


def test_numbers_are_drawn_until_every_slip_shows() -> None:
    """And nothing is drawn that hides one: small pre-activations are passed over."""
    for seed in range(20):
        found = drawn_numbers(seed, lambda draw: {z: draw.sign() * draw.tenths(0, 9)}, [FORGOTTEN])
        value = found[z]
        assert isinstance(value, Fraction)
        assert abs(value) >= Fraction(3, 10)
    with pytest.raises(SlipHides, match="500 draws found no numbers without such a slip"):
        drawn_numbers(1, lambda draw: {z: draw.tenths(0, 1)}, [FORGOTTEN])


def test_draws_keep_their_bounds() -> None:
    """Both ends are drawn, and nothing beyond; the same seed gives the same numbers."""
    draw = Draw(3)
    assert {1, 2, 3} == {draw.whole(1, 3) for _ in range(100)}
    assert {-1, 1} == {draw.sign() for _ in range(50)}
    assert {Fraction(-1, 10), Fraction(0), Fraction(1, 10)} == {
        draw.tenths(-1, 1) for _ in range(100)
    }
    assert Draw(5).whole(1, 10**6) == Draw(5).whole(1, 10**6)
    assert 0 < LEAST < 1


def test_a_page_refuses_numbers_that_hide_a_slip() -> None:
    """Nothing of the table is put down then."""
    page = Page("p", "P")
    here = page.numbers({z: N(1, 100)})
    before = len(page.blocks)
    with pytest.raises(SlipHides):
        page.slips(here, FORGOTTEN)
    assert before == len(page.blocks)
    page.slips(page.numbers({z: 1}), FORGOTTEN)
    assert len(page.blocks) == before + 2


@pytest.mark.parametrize("seed", ["7"])
def test_the_exercises_stand_for_other_seeds(seed: str) -> None:
    """With other numbers, each proved and compared again, and no slip that hides."""
    page = Book(REAL, chosen={"seed": seed}).page("exercises")
    assert 12 == len(page.results)
    assert page.choices["seed"].chosen
