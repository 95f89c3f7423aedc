"""Verdicts say how an equality was established, and for which sizes."""

from __future__ import annotations

from bpcore.verdict import Finding, Rung, Verdict


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
    found = str(Verdict(Rung.SYMBOLS, 12, ("m = 2, n = 3", "m = 3, n = 2")))
    assert found.endswith(" at widths m = 2, n = 3 and m = 3, n = 2")
