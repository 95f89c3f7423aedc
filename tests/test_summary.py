"""The summary of a page: what is told of it elsewhere, and the same after a way through JSON."""

from __future__ import annotations

import json

import pytest

from bpcore.edition import NO_BOOK
from bpcore.made import Made, made
from bpcore.overview import overviews
from bpcore.summary import Summary, summarised
from tests.books import NAMES, real_pages


@pytest.mark.parametrize("name", NAMES)
def test_a_summary_survives_json(name: str) -> None:
    """So that what is told of a remembered page is what is told of a fresh one."""
    found = summarised(real_pages()[name])
    assert found == Summary.from_data(json.loads(json.dumps(found.as_data)))
    anchors = [row.anchor for row in found.derivations if row.anchor]
    assert len(anchors) == len(set(anchors)), "a derivation is listed under the name of another"


def test_a_made_page_survives_json() -> None:
    """Its files byte for byte, and what it leant on."""
    page = made(real_pages()["neuron"], NO_BOOK, ["sigmoid"], looks=False)
    again = Made.from_data(json.loads(json.dumps(page.as_data)))
    assert page == again
    assert ("sigmoid",) == again.cites
    assert {"derivations/neuron.md", "derivations/neuron.symbols.json"} <= set(again.texts)


def test_overviews_of_remembered_pages_are_those_of_fresh_ones() -> None:
    """The report, its data, the pictures and the list of places."""
    fresh = [summarised(page) for page in real_pages().values()]
    kept = [Summary.from_data(json.loads(json.dumps(page.as_data))) for page in fresh]
    assert overviews(fresh, (), NO_BOOK) == overviews(kept, (), NO_BOOK)


def test_other_data_is_no_summary() -> None:
    """The must-fail twin: a field that is missing, a rule that there is none of."""
    data = json.loads(json.dumps(summarised(real_pages()["sigmoid"]).as_data))
    with pytest.raises(KeyError):
        Summary.from_data({key: value for key, value in data.items() if key != "slips"})
    data["derivations"][0]["rules"] = ["magic"]
    with pytest.raises(ValueError, match="magic"):
        Summary.from_data(data)
