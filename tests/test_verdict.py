"""Verdicts say how an equality was established, and for which sizes."""

from __future__ import annotations

from bpcore.verdict import Rung, Verdict


def test_every_rung_has_words_of_its_own() -> None:
    """No two verdicts read alike."""
    words = {str(Verdict(rung, 20)) for rung in Rung}
    assert len(Rung) == len(words)


def test_points_are_counted_where_points_are_the_proof() -> None:
    """And not where they only screened."""
    assert "exact at 20 points" == str(Verdict(Rung.EXACT, 20))
    assert "50 digits agree at 40 points" == str(Verdict(Rung.DIGITS, 40))
    assert "proved for all values" == str(Verdict(Rung.SYMBOLS, 6))


def test_widths_are_named_where_there_are_any() -> None:
    """A proof at two sizes does not claim any size."""
    found = str(Verdict(Rung.SYMBOLS, 12, ("m = 2, n = 3", "m = 3, n = 2")))
    assert found.endswith(" at widths m = 2, n = 3 and m = 3, n = 2")
