"""Expressions in prose: a token goes out, the expression comes back."""

from __future__ import annotations

import pytest

from bpcore import index, scalar
from bpcore.errors import TypedByHand
from bpcore.inline import TOKEN, resolve, token


def test_a_token_leads_back_to_its_thing() -> None:
    """The very object, not a copy."""
    thing = object()
    found: list[object] = []
    assert "the end" == resolve(f"the {token(thing)}", lambda one: found.append(one) or "end")  # type: ignore[func-returns-value]
    assert found == [thing]


def test_an_expression_formats_as_a_token() -> None:
    """So an f-string loses nothing; an index does the same."""
    for thing in (scalar("a") + 1, index("i", over="n")):
        assert TOKEN.fullmatch(f"{thing}")


def test_prose_without_tokens_stays_as_it_is() -> None:
    """Digits are no tokens."""
    assert "see 12" == resolve("see 12", repr)


def test_a_token_that_nobody_made_is_an_error() -> None:
    """The must-fail twin: nothing is put in its place."""
    with pytest.raises(TypedByHand, match="stands for no expression"):
        resolve("\ue000999999999\ue001", str)
