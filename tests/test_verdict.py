"""Verdicts say how an equality was established, and for which sizes."""

from __future__ import annotations

import pytest

from bpcore.errors import NotAnExpression, StepIsUndecided
from bpcore.verdict import ANY_WIDTH, Finding, Rung, Verdict, check_demand, check_met, in_short


def test_every_rung_has_words_of_its_own() -> None:
    """No two verdicts read alike."""
    words = {str(Verdict(rung, 20)) for rung in Rung}
    assert len(Rung) == len(words)


def test_no_verdict_rests_on_points() -> None:
    """They are counted beside it, and say nothing for it."""
    assert "proved for all values" == str(Verdict(Rung.SYMBOLS, 6))
    assert all("point" not in str(Verdict(rung, 20)) for rung in Rung)


def test_a_finding_stays_what_it_was_first() -> None:
    """Different, or without a value: further points change nothing; else they add up."""
    agreed = Finding(points=6)
    assert 10 == agreed.and_then(Finding(points=4)).points
    assert agreed.and_then(Finding(differ=True)).differ
    assert Finding(differ=True).and_then(agreed).differ
    lacking = Finding(points=1, lacking=True)
    assert (1, True) == (lacking.and_then(agreed).points, lacking.settled)
    assert not agreed.settled
    assert Verdict(Rung.INDICES, 6) == agreed.proved(Rung.INDICES).verdict


def test_widths_are_named_where_there_are_any() -> None:
    """A proof at two sizes does not claim any size."""
    found = str(Verdict(Rung.SYMBOLS, 12, ("m = 2, n = 3", "m = 4, n = 2")))
    assert found == "proved at these widths only: m = 2, n = 3; m = 4, n = 2"
    assert "proved at these widths only" == in_short(found)


def test_any_width_can_be_demanded() -> None:
    """A verdict that names widths does not meet it; nothing else can be demanded."""
    weak, strong = Verdict(Rung.SYMBOLS, 12, ("m = 2",)), Verdict(Rung.INDICES, 12)
    check_met("x = y", weak, "")
    check_met("x = y", strong, ANY_WIDTH)
    with pytest.raises(StepIsUndecided, match=r"x = y is proved at these widths only: m = 2; here"):
        check_met("x = y", weak, ANY_WIDTH)
    with pytest.raises(NotAnExpression, match="can be required is 'any width', not 'all'"):
        check_demand("all")
