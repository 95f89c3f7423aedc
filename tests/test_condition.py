"""The condition of an equality: needs in words, as data, and put together."""

from __future__ import annotations

import pytest

from bpcore import (
    Page,
    column,
    d,
    elementary,
    exp,
    gate,
    index,
    let,
    log,
    partial,
    relu,
    scalar,
    sqrt,
    tanh,
    total,
)
from bpcore.condition import EVERYWHERE, Condition, fewest, simplest, union
from bpcore.expr import Expr
from bpcore.lost_values import condition_of
from bpcore.markdown import markdown
from bpcore.needs import needs
from bpcore.page import displayed
from bpcore.symbols import symbol_table

x, y, z = scalar("x"), scalar("y"), scalar("z")
v, u = column("v", "n"), column("u", "n")


def words(node: Expr) -> str:
    """Return what a node needs, in words."""
    found = [simple for need in needs(node) for simple in simplest(need)]
    return str(Condition(fewest(found)))


@pytest.mark.parametrize(
    ("node", "said"),
    [
        (1 / x, "x differs from zero"),
        (1 / x + 1 / y, "x and y differ from zero"),
        (1 / (x * y * z), "x, y and z differ from zero"),
        (1 / (x - y), "x differs from y"),
        (1 / (x + 2), "x differs from -2"),
        (1 / (2 + x), "x differs from -2"),
        (1 / (3 - x), "x differs from 3"),
        (1 / x**2, "x differs from zero"),
        (x / (y / z), "y and z differ from zero"),
        (log(x), "x is positive"),
        (log(-x), "x is smaller than zero"),
        (log(x - 1), "x is larger than 1"),
        (log(1 - x), "x is smaller than 1"),
        (log(x**2), "x differs from zero"),
        (log(x) / x, "x is positive"),
        (log(exp(x) * y), "y is positive"),
        (log(x * y), "x * y is positive"),
        (sqrt(x) / y, "x is positive and y differs from zero"),
        (log(v), "every entry of v is positive"),
        (log(v) - log(u), "every entry of v and u is positive"),
        (partial(relu(v), v), "no entry of v is zero"),
        (d(relu(z), z), "z differs from zero"),
        (log(x) + log(1 - x), "x is positive and smaller than 1"),
        (log(1 - x) + 1 / (x - 3), "x is smaller than 1"),
        (log(1 - x) + 1 / (x + 3), "x is smaller than 1 and differs from -3"),
        (tanh(z), ""),
    ],
)
def test_a_condition_is_said_shortly(node: Expr, said: str) -> None:
    """In the field's words, what is said of several at once."""
    assert said == words(node)


def test_an_index_of_a_condition_has_a_letter_of_its_own() -> None:
    """A sum below would catch it, and a free index of the line would be taken for it."""
    i, j, other = index("i", "n"), index("j", "n"), index("i", "n")
    inner = let("h", total(other, u[other] * v[other]))
    found = condition_of(total(i, v[i] / (inner.definition + v[i])), total(j, v[j]))
    assert str(found).endswith("for every j")
    assert "v[j]" in str(found)


def test_no_condition_is_no_words() -> None:
    """And counts as false."""
    assert not EVERYWHERE
    assert "" == str(EVERYWHERE)
    assert Condition(needs(1 / x))


def test_together_each_need_is_said_once() -> None:
    """What follows from another one is not said."""
    both = union([Condition(needs(1 / x)), Condition(needs(log(x))), Condition(needs(2 / x))])
    assert "x is positive" == str(both)


def test_what_was_said_before_is_left_out() -> None:
    """Kinks can be asked for by themselves."""
    both = Condition(needs(1 / x) + needs(d(relu(z), z)))
    assert "z differs from zero" == str(both.kinks)
    assert "x differs from zero" == str(both.but(both.kinks))


def page() -> Page:
    """Return a page whose only result holds where no entry is zero."""
    found = Page("p", "P")
    found.chain(
        partial(relu(v), v)[1, 1],
        elementary("open or shut"),
        1 * gate(v[1]),
        name="it",
    )
    return found


def test_a_page_displays_what_a_condition_names() -> None:
    """So that its letters are compared with all others."""
    found = page()
    (shown,) = found.results["it"].verdict.condition.shown
    assert "v[1]" == repr(shown)
    assert any(node is shown for block in found.blocks for node in displayed(block))


def test_an_array_counts_whole_where_every_entry_is_meant() -> None:
    """It is the array that is printed."""
    (shown,) = Condition(needs(log(v))).shown
    assert shown is v


def test_the_kinks_of_a_named_chain_stand_with_the_result_alone() -> None:
    """Once in what is read, and in the evidence of each line."""
    text = markdown(page())
    said, evidence = text.split("## How this page was checked")
    assert 1 == said.count("where $`v_{1}`$ differs from zero")
    assert 2 == evidence.count("where $`v_{1}`$ differs from zero")


def test_the_data_for_programs_hold_conditions() -> None:
    """With the line and what has to be true of what."""
    text = symbol_table(page())
    assert '"line": "it"' in text
    assert '"kind": "nonzero"' in text
    assert '"of": "v_{1}"' in text
