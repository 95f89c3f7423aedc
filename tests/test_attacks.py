"""Every attack that was tried is tried again: what is false is refused, what is true passes."""

from __future__ import annotations

from collections import Counter

import pytest

from bpcore import Refusal
from bpcore.errors import StepIsFalse
from tests.attacks import Attack, attacks, met
from tests.attacks.__main__ import PAGE, text


def name(attack: Attack) -> str:
    """Return how an attack is called in the report of the tests."""
    return f"{attack.kind}: {attack.title}"


@pytest.mark.parametrize("attack", attacks(), ids=name)
def test_what_is_false_is_refused_and_its_twin_passes(attack: Attack) -> None:
    """With the refusal that fits, and with nothing but a refusal."""
    refusal = met(attack)
    if attack.is_false:
        assert isinstance(refusal, attack.refusals), refusal
        assert attack.says in str(refusal)
    else:
        assert refusal is None, refusal


def test_what_passes_or_is_refused_wrongly_is_noticed() -> None:
    """The must-fail twin: a false one that passes, and a true one that is refused."""

    def refused() -> None:
        raise StepIsFalse("no")

    assert met(Attack("planted", "a false one that passes", lambda: None, (Refusal,))) is None
    assert met(Attack("planted", "a true one that is refused", refused, ())) is not None


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


def test_the_page_tells_what_was_tried() -> None:
    """`docs/attacks.md`, byte for byte; `python -m tests.attacks` writes it."""
    assert PAGE.read_text("utf-8") == text()
