"""A page as Markdown: readable where it stands, anchored, every equality printed from a claim."""

from __future__ import annotations

import re

import pytest

from bpcore import (
    N,
    Page,
    algebra,
    by,
    column,
    d,
    definition,
    elementary,
    index,
    let,
    no_claim,
    scalar,
    sigmoid,
)
from bpcore.blocks import Block
from bpcore.markdown import indented, interval, markdown, power_of_ten, shown, table, values
from bpcore.tex import latex
from tests.books import book, real_pages, script

x, y = scalar("x", "a number"), scalar("y", "another", between=(0, None))
a = let("a", sigmoid(x), "the activation", between=(0, 1))


def page() -> Page:
    """Return a page with something of everything."""
    p = Page("tiny", "A tiny page")
    p.part("Words", covers="S0-1")
    p.text(f"The activation {a}, row {index('i', over='m')}.", covers="S0-2 S0-3")
    p.symbols(x, y)
    p.define(a)
    slope = p.chain(
        d(a, x),
        definition(f"open {a}", covers="S0-4"),
        d(sigmoid(x), x),
        elementary("known"),
        a * (1 - a),
        name="da_dx",
        title="The slope",
        when="one number",
    )
    with p.try_first("Try it first"):
        p.chain(y * d(a, x), by(slope), y * (a * (1 - a)))
    with p.note("A remark"):
        p.text("Inside.")
    p.mistake("Lost factor", d(a, x), 1 - a, at={x: 0})("It is lost.")
    here = p.numbers({x: N(1, 2), y: 3})
    p.worked(here, a, slope)
    p.compare(here, d(a, x))
    p.table(("what", "slope"), ("sigmoid", slope), ("number", no_claim(x + 1)))
    p.code("1 + 1")
    p.question("Why?", "Because.")
    return p


@pytest.fixture(scope="module")
def text() -> str:
    """Return the Markdown of that page."""
    return markdown(page())


def test_a_page_begins_with_its_title_and_a_notice(text: str) -> None:
    """And ends with one line end."""
    assert text.startswith("# A tiny page\n\n<!-- Written by derivations/tiny.py")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_every_row_has_its_anchor_once(text: str) -> None:
    """At blocks, at steps, at results."""
    for anchor in ("S0-1", "S0-2", "S0-3", "S0-4", "da_dx"):
        assert 1 == text.count(f'<a id="{anchor}"></a>')


def test_a_step_shows_reason_rule_verdict_and_line(text: str) -> None:
    """In that order."""
    step = text[text.index("1. <a id") : text.index("</div>", text.index("1. <a id"))]
    found = re.search(
        r"open (.*?) <small>definition · \[(.*?)\]\((.*?) \"(.*?)\"\)</small>"
        r"\n\n    ```math\n    = (.*)",
        step,
    )
    assert found
    assert ("$`a`$", "true by definition") == found.groups()[:2]
    assert re.fullmatch(r"#evidence-[\w-]+-1", found[3])
    assert f'<a id="{found[3][1:]}"></a>' in text
    assert "wrong versions were tried and refused" in found[4]
    assert latex(d(sigmoid(x), x)) == found[5]


def test_mathematics_stands_in_two_forms_only(text: str) -> None:
    """Fences and backticked dollars, as GitHub and the site read them; no token is left."""
    bare = re.sub(r"```math\n.*?```", "", text, flags=re.DOTALL)
    assert "$" not in re.sub(r"\$`[^`]*`\$", "", bare)
    assert not re.search("[\ue000\ue001]", text)
    assert text.count("```") % 2 == 0


def test_no_equality_is_printed_that_no_claim_holds(text: str) -> None:
    """The false one of the box is printed as different, not as equal."""
    assert rf"{latex(d(a, x))} \neq {latex(1 - a)}" in text
    assert f"{latex(d(a, x))} = {latex(1 - a)}" not in text


def test_a_result_says_for_which_values_it_holds(text: str) -> None:
    """Its condition in words, and its verdict."""
    result = text[text.index("**The slope**") :].split("\n\n")[0:3]
    assert any("Holds for one number." in part for part in text.split("\n"))
    assert f"{latex(d(a, x))} = {latex(a * (1 - a))}" in "\n".join(result)


def test_rounded_numbers_are_joined_by_the_sign_for_about(text: str) -> None:
    """An equals sign would be a lie."""
    worked = text[text.index('<div class="bp-worked"') :]
    assert r"\approx 0.62" in worked
    assert "0.6225 = " not in worked


def test_boxes_are_written_as_github_does(text: str) -> None:
    """With every line behind its sign."""
    assert "> [!NOTE]\n> **A remark**\n>\n> Inside." in text
    assert "> [!CAUTION]\n> **Lost factor**" in text
    assert "<summary>Try it first</summary>" in text


def test_code_tables_and_questions(text: str) -> None:
    """As sessions, with bars, as headings."""
    assert re.search(r"```pycon\n>>> 1 \+ 1\n2\n+```", text)
    assert "| what | slope |\n| --- | --- |\n| sigmoid |" in text
    assert "### Why?\n\nBecause." in text


def test_the_page_tells_how_it_was_checked(text: str) -> None:
    """Counted, not typed."""
    counts = re.findall(r"^\| ([a-z].*) \| (\d+) \|$", text[text.index("How this page") :], re.M)
    assert counts
    assert all(int(number) > 0 for _, number in counts)


def test_what_a_page_rests_on_is_linked(tmp_path: object) -> None:
    """Across pages by file and anchor, on its own page by anchor alone."""
    from pathlib import Path

    slope = 'p.chain(d(x**3, x), elementary("power"), 3 * x**2, name="cube")'
    use = 'p.chain(d(x**3, x) * y, by(p.cite("base/cube")), 3 * x**2 * y, name="r")'
    assert isinstance(tmp_path, Path)
    found = markdown(book(tmp_path, base=script(slope), top=script(use)).page("top"))
    assert "](base.md#cube)" in found
    assert "This page rests on [" in found
    assert "](#da_dx)" in markdown(page())


def test_links_of_the_real_pages_have_their_anchors() -> None:
    """Every link to a result or a row of the first pages leads somewhere."""
    texts = {name: markdown(found) for name, found in real_pages().items()}
    links = [
        (target or name, anchor)
        for name, text in texts.items()
        for target, anchor in re.findall(r"\]\((?:(\w+)\.md)?#([\w-]+)\)", text)
    ]
    assert len(links) > 10
    for target, anchor in links:
        if target in texts:
            assert f'<a id="{anchor}"></a>' in texts[target], (target, anchor)


def test_intervals_and_values_in_words() -> None:
    """Open at both ends, at one, at none."""
    assert "0 < a < 1" == interval(a)
    assert "0 < y" == interval(y)
    assert "" == interval(x)
    assert "any real number" == values(x)
    assert "$`0 < y`$" == values(y)


def test_small_pieces() -> None:
    """Powers of ten, prefixes, tables."""
    assert r"3.1 \cdot 10^{-13}" == power_of_ten("3.1e-13")
    assert "0" == power_of_ten("0")
    assert "> one\n>\n> two" == indented("one\n\ntwo", "> ")
    assert "| a |\n| --- |\n| b |" == table(["a"], [["b"]])


def test_a_block_that_nobody_can_write_is_an_error() -> None:
    """The must-fail twin: it is not left out in silence."""
    with pytest.raises(AssertionError, match="no Markdown for Block"):
        shown(Block(), "tiny")


def test_the_same_page_gives_the_same_text(text: str) -> None:
    """Made anew."""
    assert text == markdown(page())


def test_an_author_cannot_change_a_line_without_changing_its_claim() -> None:
    """What is printed at a sign is the right side of the step, for every step of the page."""
    found = page()
    chain = found.chain(x + y, algebra("turn"), y + x)
    assert f"= {latex(chain.right)}" in markdown(found)


def test_a_width_with_a_layer_is_printed_as_mathematics() -> None:
    """A width called lambda^[1] is the Greek letter in the table of symbols, as in the text."""
    a = column("a", "lambda^[1]", "what a layer says")
    assert values(a) == r"$`\lambda^{[1]}`$ by $`1`$ array of numbers"


def test_a_mistake_says_that_a_slope_the_wrong_way_round_is_zero() -> None:
    """Because the quantity does not depend on its variable; other mistakes say nothing of it."""
    p = page()
    p.mistake("The wrong way round", d(a, x), d(x, a), at={x: 0})
    p.mistake("The slope forgotten", d(a, x), a, at={x: 0})
    found = markdown(p)
    said = r"is zero: $`x`$ does not depend on $`a`$; $`a`$ is computed from it."
    assert f"Here $`\\displaystyle \\frac{{dx}}{{da}}`$ {said}" in found
    assert 1 == found.count("is computed from")


def test_an_abbreviation_is_called_one_where_it_is_defined() -> None:
    """So that readers know that it moves along."""
    p = page()
    p.define(let("s", x**2, "a square", abbreviation=True))
    assert "a square<br><small>definition of $`s`$, an abbreviation: it moves along</small>" in (
        markdown(p)
    )
