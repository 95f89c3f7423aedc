"""Sign regions: what can occur together, and nothing that can is left out."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

import pytest

from bpcore.regions import (
    UNIT,
    Fact,
    Known,
    Linear,
    Search,
    TooManyRegions,
    at,
    everywhere,
    kept,
    points,
    signed,
    solved,
    witness,
)


def form(constant: int = 0, **times: int) -> Linear:
    """Return a form from whole numbers."""
    found = {letter: Fraction(number) for letter, number in times.items() if number}
    return {**found, UNIT: Fraction(constant)} if constant else found


def test_signs_that_go_round_cannot_occur() -> None:
    """Three numbers in a circle; two of the three can be."""
    facts = [Fact(form(x=1, y=-1)), Fact(form(y=1, z=-1)), Fact(form(z=1, x=-1))]
    assert witness(facts) is None
    found = witness(facts[:2])
    assert found is not None
    assert found["x"] > found["y"] > found["z"]


def test_strict_is_not_at_least() -> None:
    """A number that is at least zero and at most zero is zero, and not above it."""
    both = [Fact(form(x=1), strict=False), Fact(form(x=-1), strict=False)]
    assert witness(both) == {"x": 0}
    assert witness([*both, Fact(form(x=1))]) is None
    assert witness([*both, Fact(form(1, x=1))]) == {"x": 0}


@pytest.mark.parametrize("width", [1, 100, 10**30])
def test_thin_regions_are_found(width: int) -> None:
    """However thin: there is no rounding."""
    above, below = form(-5 * width, x=width), form(5 * width + 1, x=-width)
    found = witness([Fact(above), Fact(below)])
    assert found is not None
    assert 5 < found["x"] < 5 + Fraction(1, width)
    assert witness([Fact(above), Fact(form(5 * width, x=-width))]) is None


def test_far_regions_are_found() -> None:
    """Where the only points have many digits."""
    facts = [Fact(form(-(10**40), x=1)), Fact(form(x=-1, y=1)), Fact(form(x=3, y=-2))]
    found = witness(facts)
    assert found is not None
    assert kept(facts, found)


def test_no_pattern_of_signs_that_occurs_is_left_out() -> None:
    """Drawn forms at drawn points: the signs seen there are always said to be possible."""
    draw = random.Random(15)
    for _ in range(40):
        forms = [
            form(
                draw.randint(-3, 3),
                x=draw.randint(-2, 2),
                y=draw.randint(-2, 2),
                z=draw.choice([0, 1]),
            )
            for _ in range(4)
        ]
        seen = set()
        for values in product(range(-2, 3), repeat=3):
            here = dict(zip("xyz", map(Fraction, values), strict=True))
            value = [at(one, here) for one in forms]
            seen.add(tuple((one > 0) - (one < 0) for one in value))
        for signs in product((-1, 0, 1), repeat=4):
            facts = [f for one, sign in zip(forms, signs, strict=True) for f in signed(one, sign)]
            found = witness(facts)
            assert found is not None or signs not in seen
            if found is not None:
                assert kept(facts, found)


def test_the_simplex_method_says_when_it_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """In words, and not for ever."""
    monkeypatch.setattr("bpcore.regions.MOST_PIVOTS", 0)
    with pytest.raises(TooManyRegions):
        solved([(form(x=1), Fraction(1))])


def test_a_sign_is_known_of_every_multiple() -> None:
    """Of the form itself, of multiples of both signs, of numbers, and of nothing else."""
    known = Known().with_sign(form(x=2, y=-2), 1)
    assert known.of(form(x=1, y=-1)) == 1
    assert known.of(form(x=-3, y=3)) == -1
    assert known.of(form(x=1, y=1)) is None
    assert known.of(form(1, x=1, y=-1)) is None
    assert (known.of({}), known.of(form(-7))) == (0, -1)
    changed = known.changed(lambda one: {**one, "y": Fraction(0)} and form(x=1))
    assert changed.of(form(x=5)) == 1


class Table:
    """A statement about forms: which signs of them make it hold."""

    def __init__(
        self, forms: list[Linear], holds: set[tuple[int, ...]], signs: tuple[int, ...] = ()
    ) -> None:
        """Take the forms, and the signs under which the statement holds."""
        self.forms, self.holds, self.signs = forms, holds, signs

    def vanishes(self) -> bool:
        """Tell it once all signs are known."""
        return len(self.signs) == len(self.forms) and self.signs in self.holds

    def never_zero(self) -> bool:
        """Never known."""
        return False

    def undecided(self) -> Linear | None:
        """Return the next form."""
        left = self.forms[len(self.signs) :]
        return left[0] if left else None

    def background(self, form: Linear) -> list[Fact]:
        """Nothing is known."""
        return []

    def where(self, form: Linear, sign: int) -> Table:
        """Return the statement with one more sign."""
        return Table(self.forms, self.holds, (*self.signs, sign))

    def kink(self) -> None:
        """There is none."""

    def beside(self, kink: object, side: int) -> Table:
        """There is none."""
        return self

    def minus(self, other: Table) -> Table:
        """Never asked for."""
        return self


CIRCLE = [form(x=1, y=-1), form(y=1, z=-1), form(z=1, x=-1)]
ORDERS = {  # the thirteen ways in which three numbers can stand
    signs for signs in product((-1, 0, 1), repeat=3) if signs == (0, 0, 0) or {1, -1} <= set(signs)
}


def test_every_region_is_looked_at_and_no_other() -> None:
    """Thirteen orders of three numbers; without any one of them there is no proof."""
    assert len(ORDERS) == 13
    assert everywhere(Table(CIRCLE, ORDERS), Search())
    for one in ORDERS:
        search = Search()
        assert not everywhere(Table(CIRCLE, ORDERS - {one}), search)
        assert search.failed is not None
        facts, here = search.failed
        values = [at(form_, here) for form_ in CIRCLE]
        assert one == tuple((value > 0) - (value < 0) for value in values)
        assert all(kept(facts, point) for point in points(facts, here, "xyz"))


def test_the_number_of_regions_is_bounded() -> None:
    """Counted, so that it does not depend on the machine."""
    letters = "abcdefgh"
    forms = [form(**{letter: 1}) for letter in letters]
    search = Search(most=50)
    with pytest.raises(TooManyRegions):
        everywhere(Table(forms, set(product((-1, 0, 1), repeat=8))), search)
    assert search.looked == 51


def test_points_of_a_region_differ() -> None:
    """So that what is zero at one of them by chance is seen at another."""
    facts = (Fact(form(x=1, y=-1)), *signed(form(-1, y=1, z=1), 0))
    here = witness(facts)
    assert here is not None
    found = list(points(facts, here, "xyz"))
    for letter in "xyz":
        assert len({point[letter] for point in found}) > 2
    assert all(kept(facts, point) for point in found)
