"""The explorer of a page: symbols from expressions, numbers from the library, refused if askew."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

import pytest

from bpcore import Page, algebra, column, let, matrix, opaque, relu, scalar, sigmoid
from bpcore.activations import entrywise
from bpcore.errors import NothingChecked, ShapesDiffer
from bpcore.explorer import Exploration, Layer, exploration
from bpcore.iris import SPECIES_NAMES, flower
from bpcore.losses import heads
from bpcore.markdown import markdown
from bpcore.page import displayed

x = column("x", 4, "inputs")
W, b = matrix("W", 2, 4, "weights"), column("b", 2, "biases")
z = let("z", W @ x + b, "sums")
a = let("a", relu(z), "hidden")
V, c = matrix("V", 3, 2, "weights"), column("c", 3, "biases")
u = let("u", V @ a + c, "sums")
o = let("o", sigmoid(u), "answers", between=(0, 1))
loss, rate = opaque("J", o, meaning="the loss"), scalar("rate", "the rate")


def explored(**changes: Any) -> Exploration:
    """Return an exploration of a small network, with something changed."""
    given: dict[str, Any] = {
        "inputs": x,
        "layers": [
            Layer(W, b, z, a, [[1, 2, 3, 4], [5, 6, 7, 8]], [9, 10], "relu"),
            Layer(V, c, u, o, [[1, 2], [3, 4], [5, 6]], [7, 8, 9], "sigmoid"),
        ],
        "loss": loss,
        "rate": rate,
        "species": SPECIES_NAMES,
        "start": 17,
        "heads": heads([[1, 0, 0]]),
        "hidden": entrywise(),
        "loss_name": "half squared error",
        "opened": ["forward"],
    }
    return exploration(**{**given, **changes})


def test_the_data_are_the_flowers_and_the_weights() -> None:
    """All of them, with a one at the place of the species."""
    data = json.loads(explored().data)
    assert [[1, 2, 3, 4], [5, 6, 7, 8]] == data["W"][0]
    assert 150 == len(data["examples"])
    number, species, measured, target = data["examples"][16]
    assert (17, "setosa", [1, 0, 0]) == (number, species, target)
    assert list(map(float, flower(17).features)) == measured


def test_every_quantity_is_shown_once_with_its_symbol() -> None:
    """The page displays the symbols, so they are compared with its other names."""
    found = explored()
    keys = [one.key for part in found.parts for one in part.quantities]
    assert len(keys) == len(set(keys))
    for layer in (1, 2):
        for key in ("W", "b", "z", "a", "J", "delta", "dL_dW", "dL_db", "dL_da", "new_W", "new_b"):
            assert f"{key}{layer}" in keys
    assert [part.opened for part in found.parts] == [True, False, False, False, False]
    page = Page("p", "T")
    page.explorer(found)
    assert {W, b, z, a, loss} <= set(displayed(page.blocks[-1]))


def test_the_page_holds_symbols_words_and_data() -> None:
    """Readable where no script runs; the data come back from the attribute."""
    page = Page("p", "T")
    page.chain(x.T @ x, algebra("the same, turned round"), (x.T @ x).T)
    page.explorer(explored())
    text = markdown(page)
    assert '<div class="bp-quantity" data-show="J2" markdown="1">' in text
    assert r"\frac{\partial o}{\partial u}" in text
    assert "the weights of layer 2" in text
    data = text.partition('data-explorer="')[2].partition('"')[0]
    assert explored().data == unescape(data)


@pytest.mark.parametrize(
    ("changes", "kind", "said"),
    [
        ({"start": 151}, NothingChecked, "flower 151 is none of those"),
        ({"species": ("setosa",)}, ShapesDiffer, "the last layer has 3 neurons, 1 answers"),
        ({"opened": ["middle"]}, NothingChecked, r"no part \['middle'\]"),
        (
            {"layers": [Layer(W, b, z, a, [[1, 2, 3]], [9], "relu")]},
            ShapesDiffer,
            r"layer 1 has rows of \[3\] weights and 1 biases for 1 neurons over 4 inputs",
        ),
    ],
)
def test_what_does_not_fit_is_refused(
    changes: dict[str, Any], kind: type[Exception], said: str
) -> None:
    """With the numbers."""
    with pytest.raises(kind, match=said):
        explored(**changes)


def test_heads_are_those_whose_answers_the_loss_allows() -> None:
    """One answer has no softmax; a target that is no share has no categorical cross-entropy."""
    three = heads([[1, 0, 0], [0, 1, 0]])
    assert ("softmax", "categorical cross-entropy") in three
    assert ("identity", "binary cross-entropy") not in three
    assert not any("softmax" in pair for pair in heads([[0], [1]]))
    assert ("softmax", "categorical cross-entropy") not in heads([[1, 1, 0]])
