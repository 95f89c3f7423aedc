"""HTML in pieces: joined they are the HTML again, and each knows where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpcore.site.elements import pieces


@pytest.mark.parametrize("name", ["index", "derivations/neuron", "dependencies", "404"])
def test_pieces_of_a_page_are_the_page(site: Path, name: str) -> None:
    """Not a byte is lost, and at the end nothing is open."""
    html = (site / f"{name}.html").read_text("utf-8")
    found = list(pieces(html))

    assert html == "".join(piece.text for piece in found)
    assert len(found) > 100
    assert len(found[-1].within) <= 1


def test_what_is_opened_is_closed_in_its_order() -> None:
    """A void element holds nothing; an end tag that closes nothing changes nothing."""
    html = "<ul><li>a<br>b<svg/>c</i></li></ul>d"
    texts = {piece.text: [e.name for e in piece.within] for piece in pieces(html) if piece.is_text}

    assert {"a": ["ul", "li"], "b": ["ul", "li"], "c": ["ul", "li"], "d": []} == texts


def test_a_sign_in_an_attribute_or_a_comment_ends_no_tag() -> None:
    """Titles of evidence hold such signs, and comments whole tags."""
    html = '<p title="0 < a > 1">x</p><!-- <p> -->y'

    assert ["x", "y"] == [piece.text for piece in pieces(html) if piece.is_text]


def test_classes_are_read() -> None:
    """All of them, and none where there are none."""
    first, second, *_ = pieces('<div class="a b"><p>')

    assert {"a", "b"} == first.within[0].classes
    assert set() == second.within[1].classes
