"""The page: nothing unproved, nothing typed, nothing printed alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bpcore import (
    Claim,
    Page,
    algebra,
    by,
    column,
    d,
    elementary,
    index,
    let,
    proved,
    scalar,
    sigmoid,
    total,
    unspecified,
)
from bpcore.blocks import CallOut, Definition, Derivation, Heading, Misfit, Reveal, every
from bpcore.errors import (
    NameClash,
    NothingChecked,
    Refusal,
    ResultMissing,
    ScriptFailed,
    StepIsFalse,
    StepIsUndecided,
    TypedByHand,
)
from bpcore.markdown import markdown
from bpcore.page import as_claim, displayed, words

x, y = scalar("x", "a number"), scalar("y")
a = let("a", sigmoid(x), "the activation", between=(0, 1))


def page() -> Page:
    """Return a page on which one thing is proved."""
    found = Page("tiny", "A tiny page")
    found.chain((x + y) ** 2, algebra("expand"), x**2 + 2 * x * y + y**2, name="square")
    return found


def test_a_page_with_a_proof_is_finished() -> None:
    """And its result can be found by name."""
    found = page()
    found.finish()
    assert ["square"] == list(found.results)
    assert ("tiny", "square") == (found.results["square"].page, found.results["square"].name)


def test_a_page_that_proves_nothing_is_refused() -> None:
    """Words, definitions, tables and worked numbers are no proof."""
    empty = Page("empty", "An empty page")
    empty.text("Nothing here.")
    empty.define(a)
    empty.table(("claim",), (proved(x + y, y + x),))
    empty.worked(empty.numbers({x: 1}), a)
    with pytest.raises(NothingChecked, match="the page empty proves nothing"):
        empty.finish()


@pytest.mark.parametrize(
    "typed",
    ["a = b", "it is ≈ 3", "∂L/∂w", r"the \alpha", "costs $5", "∑ of all", r"\(x\)", "a ≤ b"],
)
def test_typed_mathematics_is_refused(typed: str) -> None:
    """Wherever words are put down."""
    ways: list[Callable[[Page], object]] = [
        lambda p: p.text(typed),
        lambda p: p.part(typed),
        lambda p: p.question(typed, "yes"),
        lambda p: p.question("why?", typed),
        lambda p: p.symbols(scalar("q", typed)),
        lambda p: p.define(let("q", x + 1, typed)),
        lambda p: p.table((typed,), ("a",)),
        lambda p: p.table(("a",), (typed,)),
        lambda p: p.chain(x + y, algebra(typed), y + x),
        lambda p: p.chain(x + y, algebra("turn"), y + x, name="r", title=typed),
        lambda p: p.chain(x + y, algebra("turn"), y + x, name="r", when=typed),
        lambda p: p.mistake(typed, x, x + 1, at={x: 1}),
        lambda p: p.mistake("wrong", x, x + 1, at={x: 1})(typed),
        lambda p: p.note(typed).__enter__(),
        lambda p: p.important(typed).__enter__(),
        lambda p: p.try_first(typed).__enter__(),
    ]
    for way in ways:
        with pytest.raises(TypedByHand):
            way(page())


def test_a_typed_title_is_refused() -> None:
    """It comes from the script's docstring."""
    found = Page("tiny", "dL/dz = a - y")
    found.chain(x + y, algebra("turn"), y + x)
    with pytest.raises(TypedByHand):
        found.finish()


def test_words_code_and_links_are_no_mathematics() -> None:
    """The must-pass twin."""
    found = page()
    found.text(
        "See [the sum](other.md?a=b#c) in `D.sum(axis=0)`; it costs 5 to 7, and a-b is a word."
    )
    found.text(f"The activation {a} of {x}, and {proved(x + y, y + x)}.")
    found.finish()


def test_a_false_chain_leaves_no_block() -> None:
    """What was refused is not put down."""
    found = page()
    before = len(found.blocks)
    with pytest.raises(StepIsFalse):
        found.chain(x + y, algebra("turn"), y - x)
    assert before == len(found.blocks)


def test_a_page_can_demand_any_width() -> None:
    """Of its chains at once, of claims in its prose when it is finished."""
    i, v = index("i", "m"), column("v", "m")
    whole = total(i, v[i])
    high = whole**7 * (x + 1), whole**7 * x + whole**7
    found = Page("p", "P")
    found.chain((x + 1) ** 2, algebra("square"), x**2 + 2 * x + 1)
    found.text(f"So {proved(*high)}.")
    found.finish()
    found.require("any width")
    with pytest.raises(StepIsUndecided, match=r"on the page p, .* any width is required"):
        found.finish()
    with pytest.raises(StepIsUndecided, match=r"step 1 .* any width is required"):
        found.chain(high[0], algebra("open"), high[1])


def test_a_claim_put_together_by_hand_is_refused() -> None:
    """Whatever is done with it."""
    found = page()
    forged = Claim(x, y, found.results["square"].verdict, "tiny", "forged")
    here = found.numbers({x: 1, y: 1})
    ways: list[Callable[[], object]] = [
        lambda: found.result(forged, "false"),
        lambda: found.table(("claim",), (forged,)),
        lambda: found.worked(here, forged),
        lambda: found.text(f"So {forged}."),
        lambda: found.chain(x + y, by(forged), y + x),
    ]
    for way in ways:
        with pytest.raises(NothingChecked, match="put together by hand"):
            way()


def test_a_result_stands_once() -> None:
    """Its name is an anchor."""
    found = page()
    with pytest.raises(NameClash, match="square stands twice"):
        found.result(found.results["square"], "square")


def test_only_a_named_result_is_cited() -> None:
    """There is nothing to link to otherwise."""
    found = page()
    unnamed = found.chain(d(x * x, x), elementary("power"), 2 * x)
    with pytest.raises(ResultMissing, match="has no name"):
        found.chain(d(x * x, x) * y, by(unnamed), 2 * x * y)


def test_a_page_alone_can_cite_nothing() -> None:
    """It was made without a book."""
    with pytest.raises(ResultMissing, match="stands alone"):
        page().cite("other/result")


def test_two_things_printed_alike_are_refused() -> None:
    """In chains, prose, reasons and boxes."""
    other, g, h = scalar("x"), unspecified("g"), unspecified("g")
    ways: list[Callable[[Page], object]] = [
        lambda p: p.text(f"Another {other}."),
        lambda p: p.symbols(scalar("x", "another")),
        lambda p: p.chain(other + 1, algebra("turn"), 1 + other),
        lambda p: p.chain(y + 1, algebra(f"beside {other}"), 1 + y),
        lambda p: p.table(("a",), (other,)),
        lambda p: p.mistake("wrong", other, other + 1, at={other: 1}),
        lambda p: p.numbers({other: 1}),
        lambda p: p.chain(g(x) + h(y), algebra("turn"), h(y) + g(x)),
        lambda p: p.text(f"{column('x', 3)[1]} beside {scalar('x_1')}"),
    ]
    for way in ways:
        found = page()
        way(found)
        with pytest.raises(NameClash, match="the page tiny: two different things are printed"):
            found.finish()


def test_a_definition_is_checked_against_its_interval() -> None:
    """Before it is shown."""
    with pytest.raises(StepIsFalse, match="is said to lie between"):
        page().define(let("q", 2 * x, between=(0, 1)))
    with pytest.raises(NothingChecked, match="has no definition"):
        page().define(x)


def test_an_interval_is_tested_even_if_no_one_shows_the_definition() -> None:
    """Proofs draw their values from it."""
    lie = let("q", 2 * x, between=(0, 1))
    with pytest.raises(StepIsFalse, match="q is said to lie between 0 and 1"):
        page().chain(lie + y, algebra("turn"), y + lie)
    found = page()
    found.text(f"Here {lie} is mentioned, no more.")
    found.chain(x + y, algebra("turn"), y + x)
    with pytest.raises(StepIsFalse, match="q is said to lie between 0 and 1"):
        found.finish()


def test_symbols_have_meanings() -> None:
    """A letter without one is refused."""
    with pytest.raises(TypedByHand, match="y has no meaning"):
        page().symbols(y)


def test_boxes_hold_what_is_put_down_inside() -> None:
    """And end where the block ends."""
    found = page()
    with found.try_first("Try it"):
        found.text("Inside.")
        with found.note("A remark"):
            found.text("Further inside.")
    found.text("Outside.")
    reveal = next(block for block in found.blocks if isinstance(block, Reveal))
    assert 2 == len(reveal.blocks)
    assert any(isinstance(block, CallOut) for block in every(found.blocks))
    assert found.blocks[-1] is not reveal


def test_a_box_is_left_after_an_error() -> None:
    """What follows does not fall into it."""
    found = page()
    with pytest.raises(StepIsFalse), found.note("A remark"):
        found.chain(x, algebra("false"), y)
    found.part("Next")
    assert isinstance(found.blocks[-1], Heading)


def test_a_mistake_must_be_one() -> None:
    """A true equality is not refuted."""
    with pytest.raises(NothingChecked):
        page().mistake("no mistake", d(a, x), a * (1 - a), at={x: 1})


def test_rows_have_as_many_cells_as_headings() -> None:
    """No table is ragged."""
    with pytest.raises(NothingChecked, match="a row of 1 cells under 2 headings"):
        page().table(("a", "b"), ("a",))


def test_headings_of_a_table_hold_mathematics() -> None:
    """It is printed, and kept apart from what is printed alike."""
    found = page()
    found.table(("share", f"by {a}"), ("first", x))
    assert "| share | by $`a`$ |" in markdown(found)
    found.table((f"{scalar('a')}",), ("another",))
    with pytest.raises(NameClash, match="two different things are printed a"):
        found.finish()


def test_only_derivatives_are_compared() -> None:
    """With differences there is nothing else to compare."""
    found = page()
    with pytest.raises(NothingChecked, match="is not a derivative"):
        found.compare(found.numbers({x: 1}), a)


def test_code_runs_in_one_session() -> None:
    """From block to block, and its failure is told."""
    found = page()
    found.code("q = k + 1", k=2)
    found.code("q * 2")
    assert ">>> q * 2\n6" == found.blocks[-1].session  # type: ignore[attr-defined]
    with pytest.raises(ScriptFailed, match="NameError"):
        found.code("nothing")


def test_a_name_is_worked_out_by_its_definition() -> None:
    """A name without one cannot be."""
    assert as_claim(a).left is a
    with pytest.raises(NothingChecked):
        as_claim(x)


def test_everything_displayed_is_looked_at() -> None:
    """Each kind of block yields its expressions and its words."""
    i = index("i", over="n")
    found = page()
    found.define(a)
    found.part(f"About {a}")
    found.text(f"row {i} of {x}")
    shown = [node for block in found.blocks for node in displayed(block)]
    assert any(node is a for node in shown)
    assert any(node is x for node in shown)
    assert ["expand"] == [w for b in found.blocks if isinstance(b, Derivation) for w in words(b)]
    assert [] == [w for b in found.blocks if isinstance(b, Definition) for w in words(b)]


@pytest.mark.parametrize("wrong", [lambda p: p.chain(x), lambda p: p.chain(0.5, algebra("-"), x)])
def test_what_is_no_chain_is_refused(wrong: Callable[[Page], object]) -> None:
    """Lines and reasons in turn, without floats."""
    with pytest.raises(Refusal):
        wrong(page())


def test_what_cannot_be_written_is_a_mistake_too() -> None:
    """The checker's own words stand on the page; what can be written is refused there."""
    found = page()
    u = column("u", 3)
    remark = found.misfit("Row by row", lambda: u.T @ u.T, covers="S9-1")
    remark("A row and a row do not multiply.")
    box = next(block for block in found.blocks if isinstance(block, CallOut))
    misfit = box.blocks[0]
    assert isinstance(misfit, Misfit)
    assert "1 x 3" in misfit.said
    assert ("S9-1",) == box.covers
    assert "Such a line cannot even be written" in markdown(found)
    with pytest.raises(NothingChecked, match="its shapes fit"):
        found.misfit("No mistake", lambda: u.T @ u)
