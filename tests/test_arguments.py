"""Arguments: what a word does not take is refused where it was handed over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pytest

from bpcore.arguments import checked, fits, shown, with_checked_methods, words_for
from bpcore.errors import NotAnExpression
from bpcore.expr import Expr, Operand
from bpcore.language import scalar

if TYPE_CHECKING:
    from bpcore.claim import Claim

z = scalar("z")


@checked
def word(text: str, *many: int, maker: Callable[[], object] | None = None, **more: Claim) -> str:
    """Return a text."""
    return text


@with_checked_methods
class Kind:
    """A class with a public method."""

    def __init__(self, text: str) -> None:
        """Take a text."""
        self.text = text

    def twice(self, text: str) -> str:
        """Return a text twice."""
        return self._own(2) + text

    def _own(self, text: object) -> str:
        return self.text


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: word(3), "word(text=...) takes a text, not the whole number 3"),
        (lambda: word("a", 1, "b"), "word(many=...) takes a whole number, not the text 'b'"),
        (lambda: word("a", True), "takes a whole number, not True"),
        (lambda: word("a", maker=5), "takes a function of Python or nothing, not the whole number"),
        (
            lambda: word("a", other=5),
            "word(more=...) takes a proved claim, not the whole number 5",
        ),
        (lambda: word(None), "takes a text, not None"),
        (lambda: Kind(z), "Kind(text=...) takes a text, not the name z"),
        (lambda: Kind("a").twice([]), "twice(text=...) takes a text, not the list []"),
    ],
)
def test_another_type_is_refused(call: Callable[[], object], said: str) -> None:
    """With the word, the argument, what is wanted, and what came."""
    with pytest.raises(NotAnExpression) as refusal:
        call()
    assert said in str(refusal.value)


def test_what_fits_passes() -> None:
    """The must-fail twin of a check that refuses everything."""
    assert "a" == word("a", 1, 2, maker=dict)
    assert "ab" == Kind("a").twice("b")
    assert "word" == word.__name__
    assert Kind("a")._own(5) == "a"


@pytest.mark.parametrize(
    ("value", "wanted", "expected"),
    [
        (z, Expr, True),
        (0.5, Operand, True),  # it has words of its own for a float
        ((1, 2), tuple[int, ...], True),
        ((1, "a"), tuple[int, ...], False),
        ((1,), tuple[int, int], True),  # neither is a pair looked at here
        ("ab", Iterable[str], False),
        (["ab"], Sequence[str], True),
        ([1], Iterable[str], False),
        ({"a": 1}, Mapping[str, int], True),
        ({1: 1}, Mapping[str, int], False),
        ({"a": 1}, Iterable[str], True),
        (iter([1]), Iterable[str], True),
        (len, Callable[[object], int], True),
        (3, Callable[[object], int], False),
        (3, Any, True),
    ],
)
def test_types_are_compared(value: object, wanted: Any, expected: bool) -> None:
    """As deep as one can look without using anything up."""
    assert expected == fits(value, wanted)


def test_types_have_words() -> None:
    """Of several there is an or; what has none is called by its name."""
    assert "a text or nothing" == words_for(str | None)
    assert "a Kind" == words_for(Kind)


def test_what_was_handed_over_is_told_in_short() -> None:
    """Even if it cannot tell itself."""

    class Mute:
        def __repr__(self) -> str:
            raise RuntimeError

    assert "..." == shown(Mute())
    assert len(shown("a" * 1000)) < 70
