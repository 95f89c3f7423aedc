"""The gate of prose: no words of a page escape it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import get_type_hints

import pytest

from bpcore import blocks, explorer, rules
from bpcore.errors import TypedByHand
from bpcore.prose import checked, in_code, in_picture, plain, unmet
from bpcore.sentence import Piece, Weight, check_sentences
from bpcore.snippet import States, states

# every field of a block that holds text, and the attack that tries to put words there
GATED = {
    "Heading.text": "a part",
    "Prose.text": "an answer",
    "CallOut.title": "a box",
    "Reveal.summary": "something to try",
    "Tab.title": "a tab",
    "Result.title": "the title of a result",
    "Table.headings": "a heading of a table",
    "Table.rows": "",  # rows of tables are a class of their own
    "Picture.alt": "an alternative text",
    "Picture.caption": "a caption",
    "Picture.svg": "a text in a picture",
    "Code.session": "a text in code",
    "Reason.text": "a reason",
}
PRINTED = {  # made by the program, or kept to letters that can be an anchor
    "Block.covers",
    "Block.anchor",
    "Block.formerly",
    "Picture.name",
    "Misfit.said",
    "Ruled.anchor",
    "Ruled.title",
    "RuledPage.name",
    "RuledPage.title",
    "Quantity.key",
    "Quantity.words",
    "Part.title",
    "Exploration.data",
    "Reason.covers",
}


def texts() -> Iterator[str]:
    """Yield the fields of the dataclasses of a page that hold text."""
    for module in (blocks, explorer):
        for name, kind in vars(module).items():
            if is_dataclass(kind) and isinstance(kind, type) and kind.__module__ == module.__name__:
                hints = get_type_hints(kind, vars(module))
                for field in fields(kind):
                    shared = ("covers", "anchor", "formerly")
                    inherited = field.name in shared and module is blocks
                    own = f"{'Block' if inherited and name != 'Ruled' else name}.{field.name}"
                    if "str" in str(hints[field.name]).replace("bpcore", ""):
                        yield own
    yield from (
        f"Reason.{field.name}" for field in fields(rules.Reason) if "str" in str(field.type)
    )


def test_every_field_that_holds_text_is_known() -> None:
    """A new kind of block cannot bring words that nothing looks at."""
    layers = {"Layer.activation"}  # a key of the explorer's own tables
    assert set(texts()) - layers == {*GATED, *PRINTED}


def test_every_field_has_its_attack() -> None:
    """What is gated is tried among the attacks on words."""
    from tests.attacks import words

    assert {place for place in GATED.values() if place} <= set(words.PLACES)


@pytest.mark.parametrize(
    ("code", "stated"),
    [
        ("dz", States.NAME),
        ("f(x)", States.NAME),
        ("np.sum(axis=0, keepdims=True)", States.NAME),
        ("a - y", States.EXPRESSION),
        ("z > 0", States.EXPRESSION),
        ("dz = a - y", States.EQUALITY),
        ("dz += 1", States.EQUALITY),
        ("f(dz=a - y)", States.EQUALITY),
        ("docs/index.md", States.NOTHING),
        ("bpcore check derivations --only neuron", States.NOTHING),
    ],
)
def test_code_states_what_it_states(code: str, stated: States) -> None:
    """Names, expressions and equalities are told apart."""
    assert stated is states(code)


def test_only_lines_that_ran_are_met() -> None:
    """An equality as a whole line, an expression inside of one."""
    session = ">>> dz = a - y  # the error\n>>> 2 * dz\n4"
    assert [] == list(unmet(["dz = a - y", "a - y", "2 * dz"], [session]))
    assert ["dz = a", "y - a"] == list(unmet(["dz = a", "y - a"], [session]))


def test_words_in_code_and_pictures_pass_the_gate() -> None:
    """And what is typed there does not."""
    in_code("print('done')  # all of it")
    in_picture("<svg><title>A line</title></svg>")
    with pytest.raises(TypedByHand):
        in_code("x = 1  # the slope is 3 = 3")
    with pytest.raises(TypedByHand):
        in_picture("<svg><text>3 = z</text></svg>")


def test_plain_words_hold_no_marks() -> None:
    """Titles of tabs and alternative texts are plain."""
    assert "In entries" == plain(" In  entries ", "a tab")
    for text in ("", "*a*", "`a`", "a | b", "[a](b)"):
        with pytest.raises(TypedByHand):
            plain(text, "a tab")


def test_white_space_is_folded_and_what_is_exempt_is_told() -> None:
    """The text that comes back is what is printed."""
    from bpcore import no_claim

    found = checked(f"a  word {no_claim('or two')}")
    assert ("or two",) == found.unclaimed
    assert found.text.startswith("a word")


def test_a_condition_may_say_which_index_is_meant() -> None:
    """Outside of a condition the same words are an equality."""
    k, j = Piece(Weight.NAME, "k"), Piece(Weight.NAME, "j")
    check_sentences(["where ", k, " is ", j])
    check_sentences([k, " is ", j], condition=True)
    with pytest.raises(TypedByHand, match="joined by 'is'"):
        check_sentences([k, " is ", j])
