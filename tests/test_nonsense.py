"""Nonsense: whatever is handed to a public word, only refusals come out."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from decimal import Decimal
from fractions import Fraction
from functools import partial as bind
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bpcore
from bpcore import (
    N,
    Page,
    Refusal,
    algebra,
    chain_rule,
    column,
    d,
    index,
    latex,
    let,
    matrix,
    opaque,
    partial,
    proved,
    scalar,
    sigmoid,
    total,
    unspecified,
)
from bpcore.arguments import fits, hints
from bpcore.explorer import exploration
from bpcore.expr import Expr
from bpcore.gradient_check import check_gradient
from bpcore.inline import no_claim, quoted
from bpcore.markdown import markdown
from bpcore.network import Network
from bpcore.page import Page as Written
from bpcore.worked import Numbers

Nonsense = Callable[[], object]
Word = Callable[..., object]

z, y, x, v = scalar("z"), scalar("y"), column("x", "n"), column("v", 3)
W, u, i, k = matrix("W", "n", "m"), column("u", "m"), index("i", "n"), index("k", 3)
a, g, C = let("a", sigmoid(z)), unspecified("g"), opaque("C", x)
square = proved(d(z**2, z), 2 * z)

CONSTANT: list[object] = [
    *(None, True, False, 0, 1, 2, -2, 1.5, float("nan"), float("inf"), 10**5000, 1j),
    *("", "z", "w_1", "hello world", "n-k+1", "e", "n", "a = b", "$x$", "<b>", "|", "`", "x" * 300),
    *("print(1)", "1 +", "page/name", "\ue0005\ue001", "\ue00099999999999\ue001", "<svg />", b"x"),
    *((), (1, 2), (0, 1), (None, None), ("a", "b"), (z, z), (0.5, 1.5), slice(1), range(3), ...),
    *(Fraction(1, 3), Decimal(1), np.float64(0.5), np.int64(3), np.array([1.0, 2.0]), np.zeros(0)),
    *(z, y, x, v, W, i, k, a, g, C, square, sigmoid, N(1, 2), int, Exception, object()),
    *(z**2, d(z**2, z), partial(z * y, z), x[i], v.T, W @ u, total(i, x[i]), -z / y),
    *(algebra("a reason"), chain_rule("another"), Path("nowhere"), len, square.verdict),
]
MADE: list[Nonsense] = [
    *(list, dict, set, lambda: [1, 2], lambda: [[1, 2], [3]], lambda: [["a"]], lambda: {"a": 1}),
    *(lambda: {z: 1}, lambda: {z: 1, y: 2}, lambda: {v: [[1], [2], [3]]}, lambda: {z: "a"}),
    *(lambda: {z: [1]}, lambda: {z: [[]]}, lambda: {x: [[1], [2]]}, lambda: {g: sigmoid}),
    *(lambda: {k: 1}, lambda: {k: 9}, lambda: {i: "a"}, lambda: iter([1, 2]), lambda: {z: z}),
    *(lambda: [[1.0, 2.0]], lambda: [[0.0]], lambda: ["relu", "identity"], lambda: [[[1.0]]]),
    *(lambda: Page("q", "Q"), lambda: Numbers({z: 1}), lambda: lambda t: t, lambda: [z, y]),
    *(lambda: "half squared error", lambda: "relu", lambda: [square], lambda: net([[1.0]])),
]
POOL: list[Nonsense] = [*(bind(lambda one: one, one) for one in CONSTANT), *MADE]


def net(X: object) -> object:
    """Return the cache of a network, for numbers in its input."""
    return network().forward(X)  # type: ignore[arg-type]


def network() -> Network:
    """Return a small network."""
    return Network([[[1.0]], [[2.0]]], [[0.0], [0.5]], ["relu", "identity"], "half squared error")


def here() -> Numbers:
    """Return given numbers."""
    return Numbers({z: 1, y: 2, v: [[1], [2], [3]]})


def page() -> Written:
    """Return an empty page."""
    return Page("p", "P")


def methods(kind: type, make: Callable[[], object], *left_out: str) -> Iterator[tuple[str, Any]]:
    """Yield the public methods of a class, each with what makes one of an object of its own."""
    for name, _ in inspect.getmembers(kind, callable):
        if not name.startswith("_") and name not in left_out:
            yield f"{kind.__name__}.{name}", bind(lambda name: getattr(make(), name), name)


def public() -> dict[str, Callable[[], Word]]:
    """Return every public word by name, with what makes it anew."""
    apart = {"Page", "Refusal", "Claim"}  # kinds of things
    words = {
        word: bind(lambda word: getattr(bpcore, word), word)
        for word in bpcore.__all__
        if word not in apart
    }
    others: list[Word] = [
        *(Page, Numbers, Network, Network.random, check_gradient, no_claim, quoted, exploration),
    ]
    from bpcore import drawing

    return {
        **words,
        **{one.__qualname__: bind(lambda one: one, one) for one in others},
        **{f"drawing.{one}": bind(getattr, drawing, one) for one in drawing.__all__},
        **dict(methods(Written, page)),
        **dict(methods(Numbers, here)),
        **dict(methods(Network, network, "head_error", "hidden_error", "random")),
    }


PUBLIC = public()
SLOW = {"drawing.shapes": 6, "drawing.curves": 10, "Numbers.instance": 10}


def chosen(draw: st.DataObject, word: Word, name: str) -> object:
    """Return an argument: often of the type that is wanted, and sometimes anything."""
    wanted = hints(inspect.unwrap(getattr(word, "__func__", word))).get(name)
    every = range(len(POOL))
    some = every
    if wanted is not None and draw.draw(st.integers(0, 4)):
        some = [n for n in every if fits(POOL[n](), wanted)] or every  # type: ignore[assignment]
    return POOL[draw.draw(st.sampled_from(some))]()


def arguments(draw: st.DataObject, word: Word) -> tuple[list[object], dict[str, object]]:
    """Return arguments of the right number for a word."""
    places: list[object] = []
    named: dict[str, object] = {}
    for name, parameter in inspect.signature(word).parameters.items():
        if parameter.kind is parameter.VAR_KEYWORD:
            continue
        if parameter.kind is parameter.VAR_POSITIONAL:
            places += [chosen(draw, word, name) for _ in range(draw.draw(st.integers(0, 3)))]
        elif parameter.default is parameter.empty and parameter.kind is not parameter.KEYWORD_ONLY:
            places.append(chosen(draw, word, name))
        elif parameter.default is parameter.empty or draw.draw(st.integers(0, 2)) == 0:
            named[name] = chosen(draw, word, name)
    return places, named


def tried(draw: st.DataObject, word: Word) -> None:
    """Hand nonsense to a word, and look at what came out: it has to print, or be refused."""
    places, named = arguments(draw, word)
    if any(isinstance(one, dict) for one in places) and "given" in named:
        return
    try:
        found = word(*places, **named)
        if isinstance(found, AbstractContextManager):
            with found:
                pass
        if isinstance(found, Expr):
            repr(found), latex(found)
        author = getattr(word, "__self__", None)
        if isinstance(author, Written):
            markdown(author)
            author.finish()
    except Refusal as refusal:
        said = str(refusal)
    else:
        return
    assert said, "it says nothing"


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_only_refusals_come_out(name: str) -> None:
    """Of every public word, whatever it is handed."""

    @given(st.data())
    @settings(
        max_examples=SLOW.get(name, 20),
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    def only_refusals(draw: st.DataObject) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of NumPy and Matplotlib, about the numbers
            tried(draw, PUBLIC[name]())

    only_refusals()


def planted(text: str) -> str:
    """Return a text, or add a number to it."""
    return text + 1  # type: ignore[operator]


def mute(text: str) -> None:
    """Refuse without a word."""
    raise Refusal("")


def choosy(name: object, at: object) -> None:
    """Fail for one name only."""
    if name is z and at is not None:
        raise KeyError(name)


@pytest.mark.parametrize(
    ("word", "error"), [(planted, TypeError), (mute, AssertionError), (choosy, KeyError)]
)
def test_a_word_that_fails_otherwise_is_found(word: Word, error: type[Exception]) -> None:
    """The must-fail twin: words are planted that raise something else, or say nothing."""

    @given(st.data())
    @settings(max_examples=400, deadline=None, database=None, derandomize=True)
    def fails(draw: st.DataObject) -> None:
        tried(draw, word)

    with pytest.raises(error):
        fails()


def test_nonsense_reaches_what_is_behind_the_types() -> None:
    """The must-fail twin of a pool that everything refuses at the door: many words let some in."""
    passed = set()
    for name in sorted(set(PUBLIC) - SLOW.keys() - {"Book", "run"}):
        for make in POOL:
            word = PUBLIC[name]()
            try:
                word(*[make() for _ in inspect.signature(word).parameters])
            except (Refusal, TypeError):  # of the wrong number, too
                continue
            passed.add(name)
            break
    assert len(passed) > 25, sorted(passed)
