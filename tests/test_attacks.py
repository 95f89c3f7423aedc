"""Every attack that was tried is tried again: what is false is refused, what is true passes."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.attacks import Attack, attacks


def name(attack: Attack) -> str:
    """Return how an attack is called in the report of the tests."""
    return f"{attack.kind}: {attack.title}"


@pytest.mark.parametrize("attack", attacks(), ids=name)
def test_what_is_false_is_refused_and_its_twin_passes(attack: Attack) -> None:
    """With the refusal that fits, and with nothing but a refusal."""
    if not attack.is_false:
        attack.run()
        return
    with pytest.raises(attack.refusals) as met:
        attack.run()
    assert attack.says in str(met.value)


def test_every_class_has_false_ones_and_true_twins() -> None:
    """A class of which everything is refused would show nothing."""
    kinds = {attack.kind for attack in attacks()}
    for kind in kinds:
        one = Counter(attack.is_false for attack in attacks() if attack.kind == kind)
        assert one[True], f"{kind} tries nothing false"
        assert one[False], f"{kind} has no true twin"


def test_no_two_attacks_are_called_alike() -> None:
    """Their names stand on a page."""
    assert not [one for one, often in Counter(map(name, attacks())).items() if often > 1]
