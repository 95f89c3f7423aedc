"""What the search finds first: the queries of students, in the engine that the site uses.

The engine runs in the JavaScript engine of the build, over the index of the built site; that a
browser loads and shows it is told in `test_finding.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from py_mini_racer import MiniRacer

from bpcore.site.assets import HERE

Found = dict[str, Any]
SYNTAX = [*"^~:+-*\"'()[]{}\\/|&!?<>=.,;#@$%_`´", "AND", "title:", "~1", "^2", " ", "W", "relu"]
FIRST = {
    # formulas, in every way they are typed
    "W^T": "entries_to_matrices",
    "X^T": "entries_to_matrices",
    "W.T": "entries_to_matrices",
    "A^{[l-1]T}": "entries_to_matrices",
    "dZ^[l]": "entries_to_matrices",
    "dW = dZ A^T": "entries_to_matrices",
    "e^x": "sigmoid",
    "sigma'": "sigmoid",
    "σ′(z)": "sigmoid",
    "sigmoid'(x)": "sigmoid",
    "a(1-a)": "sigmoid",
    "delta^l": "error",
    "delta = (W^T delta) * sigma'(z)": "four_equations",
    "dz": "neuron",
    "dZ": "pairings",
    "dL/dz": "neuron",
    "∂L/∂z": "neuron",
    r"\frac{\partial L}{\partial z}": "neuron",
    "a - y": "neuron",
    "a-y": "neuron",
    "z = wx + b": "forward_pass",
    "1/m": "examples",
    "log(0)": "numerical_safety",
    "np.sum(dZ, axis=0, keepdims=True)": "batches",
    "np.outer": "final_layer",
    "1/(1+e^-z)": "sigmoid",
    "np.dot(dZ, A_prev.T)": "entries_to_matrices",
    "p_i - y_i": "softmax",
    # questions
    "why is it X^T and not X": "entries_to_matrices",
    "why is dz = a - y": "neuron",
    "why is dz = a − y": "neuron",
    "why transpose W": "entries_to_matrices",
    "why divide by m": "examples",
    "why random initialization": "forward_pass",
    "check my own gradient": "gradient_checking",
    "what is delta": "error",
    "how do i compute the gradient of softmax with cross entropy?": "softmax",
    "total derivative vs partial derivative": "total_derivative",
    "numerator layout vs denominator layout": "jacobian",
    "elementwise or matrix product": "entries_to_matrices",
    # names of things
    "mse": "pairings",
    "sigmoid with mse": "pairings",
    "vanishing gradient": "vanishing_gradients",
    "xavier init": "vanishing_gradients",
    "convolution gradient": "shared_weights",
    "rnn": "shared_weights",
    "backprop pseudocode": "algorithm",
    "numerically stable softmax": "numerical_safety",
    "logsoftmax": "numerical_safety",
    "log softmax": "numerical_safety",
    "log-sum-exp": "numerical_safety",
    "logsumexp trick": "numerical_safety",
    "loss is nan": "numerical_safety",
    "divide by zero in loss": "numerical_safety",
    "derivative of relu at zero": "activations",
    "dead relu": "activations",
    "dying relu": "activations",
    "tanh derivative": "activations",
    "leaky relu gradient": "activations",
    "swish": "activations",
    "L2 regularization gradient": "conditions",
    "weight decay": "conditions",
    "nll": "neuron",
    "vectorized backprop": "entries_to_matrices",
    "softmax jacobian": "softmax",
    "derivative of softmax": "softmax",
    "softmax_cross_entropy": "softmax",
    "one hot encoding": "softmax",
    "derivative of sigmoid": "sigmoid",
    "binary cross entropy derivative": "neuron",
    "chain rule": "total_derivative",
    "multivariable chain rule": "total_derivative",
    "gradient checking": "gradient_checking",
    "numerical gradient": "gradient_checking",
    "gradcheck": "gradient_checking",
    "bias gradient": "batches",
    "gradient of bias in a batch": "batches",
    "outer product": "final_layer",
    "hadamard product": "entries_to_matrices",
    "BP2": "four_equations",
    "proof of BP3": "went_wrong",
    "nielsen notation": "translation",
    "learning rate": "iris_trained",
    "cache forward pass": "caching",
    "common mistakes": "mistakes",
    "mutant": "glossary",
    "how do i install it": "your-own-book",
    "exploding gradients": "vanishing_gradients",
    "xavier initialization": "vanishing_gradients",
    "rnn backpropagation through time": "shared_weights",
    "computational graph": "algorithm",
    "backpropagation algorithm": "algorithm",
    "exercises with solutions": "exercises",
    # slips, and what other searches take for syntax
    "finite diferences": "gradient_checking",
    "softmx jacobian": "softmax",
    '"chain rule"': "total_derivative",
    '"softmax jacobian': "softmax",
    "+relu -zero": "activations",
    "title:softmax": "softmax",
    "sigmoid^10": "sigmoid",
}
AMONG_THREE = {
    "one-hot": "softmax",
    "ReLU at 0": "activations",
    "transpose": "entries_to_matrices",
    "why elementwise": "questions",
    "elementwise product": "glossary",
    "backpropagation": "glossary",
    "softmax~2": "softmax",
}
NOTHING = [
    "adam optimizer",
    "transformer attention",
    "pytorch autograd",
    "dropout",
    "xyzzy",
    "docker",
]
IN_PART = {"adam gradient": "adam", "sigmoid in tensorflow": "tensorflow"}
AMONG_FEW = 3


@pytest.fixture(scope="module")
def engine() -> Iterator[MiniRacer]:
    """Return a JavaScript engine that holds the search, without an index."""
    running = MiniRacer()
    for name in ("words.js", "engine.js"):
        running.eval((HERE / "search" / name).read_text("utf-8"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def find(engine: MiniRacer, site: Path) -> Callable[[str], Found]:
    """Return the search over the built site."""
    engine.eval("var self = globalThis;" + (site / "search/index.js").read_text("utf-8"))
    engine.eval("var index = bpSearch.indexed(bpIndex); 0")

    def found(query: str) -> Found:
        shown: Found = json.loads(
            str(engine.eval(f"JSON.stringify(bpSearch.found(index, {json.dumps(query)}))"))
        )
        return shown

    return found


def pages(found: Found) -> list[str]:
    """Return the names of the pages that are found, best first."""
    names = [items[0]["location"].partition("#")[0] for items in found["items"]]
    return [re.sub(r"^derivations/|\.html$", "", name) for name in names]


def test_there_are_sixty_queries() -> None:
    """As many as were asked for, none of them twice in other letters only."""
    assert 60 <= len({query.casefold() for query in FIRST})


@pytest.mark.parametrize("query", FIRST)
def test_a_query_leads_to_its_page_first(find: Callable[[str], Found], query: str) -> None:
    """The page that answers it stands above all others."""
    assert FIRST[query] == pages(find(query))[0]


@pytest.mark.parametrize("query", AMONG_THREE)
def test_a_query_leads_to_its_page(find: Callable[[str], Found], query: str) -> None:
    """Where several pages answer, the page is among the first three."""
    assert AMONG_THREE[query] in pages(find(query))[:3]


@pytest.mark.parametrize("query", NOTHING)
def test_what_the_book_does_not_have_is_said(find: Callable[[str], Found], query: str) -> None:
    """No page is shown for words that stand nowhere, and all of them are named as typed."""
    assert {"items": [], "absent": query.split()} == find(query)


@pytest.mark.parametrize("query", IN_PART)
def test_a_word_that_is_missing_is_named(find: Callable[[str], Found], query: str) -> None:
    """A few pages for the rest; each says which word it does not have."""
    found = find(query)

    assert [IN_PART[query]] == found["absent"]
    assert 0 < len(found["items"]) <= AMONG_FEW
    assert all(items[0]["terms"][IN_PART[query]] is False for items in found["items"])


def test_results_are_few_and_can_be_read(find: Callable[[str], Found]) -> None:
    """A dozen pages at most; what is marked is what was asked for, and tags are whole."""
    found = find("gradient of the <loss> & weights")

    assert 0 < len(found["items"]) <= 12
    for items in found["items"]:
        for item in items:
            html = item["title"] + item["text"]
            assert html.count("<mark") == html.count("</mark>")
            assert not re.search(r"&(?!amp;|lt;|gt;)", html)
    marked = re.findall(
        r"<mark[^>]*>(.*?)</mark>", json.dumps(found["items"][0], ensure_ascii=False)
    )
    assert marked
    assert all(re.search(r"(?i)grad|slop|deriv|differ|loss|cost|weight", word) for word in marked)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=st.lists(st.sampled_from(SYNTAX), max_size=12).map("".join) | st.text(max_size=20))
def test_nothing_typed_is_a_syntax_error(find: Callable[[str], Found], typed: str) -> None:
    """Whatever it is, there is an answer."""
    assert {"items", "absent"} == set(find(typed))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"W^\top", "W.T"),
        ("W^{T}", "Wᵀ"),
        (r"\sigma'(z)", "σ′(z)"),
        ("dL_dz", "∂L/∂z"),
        ("regularization", "regularisation"),
        ("cross-entropy", "cross–entropy"),
        ("z²", "z^2"),
        ("a − y", "a-y"),
    ],
)
def test_one_thing_is_found_however_it_is_typed(engine: MiniRacer, one: str, other: str) -> None:
    """TeX, Unicode, NumPy and plain letters are one alphabet."""

    def terms(text: str) -> list[str]:
        read: list[str] = json.loads(
            str(engine.eval(f"JSON.stringify(bpWords.terms({json.dumps(text)}))"))
        )
        return read

    assert terms(one)
    assert terms(one) == terms(other)
    assert terms(one) != terms("relu")


def test_a_book_of_one_page_is_searched(engine: MiniRacer) -> None:
    """Without words of readers and without lists of words."""
    docs = [{"location": "index.html", "title": "Ohm's law", "text": "<p>Volts by amperes.</p>"}]
    engine.eval(f"var small = bpSearch.indexed({json.dumps({'docs': docs})}); 0")
    found = json.loads(str(engine.eval("JSON.stringify(bpSearch.found(small, 'ampere'))")))

    assert ["index"] == pages(found)
    assert "<mark data-md-highlight>amperes</mark>" in found["items"][0][0]["text"]
