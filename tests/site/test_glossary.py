"""The glossary: its entries are read, and the first use of a term on a page leads to one."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from bpcore.site.elements import pieces
from bpcore.site.glossary import ENTRY, GlossaryIsUnclear, Marker, Term, term, terms
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "glossary.md").read_text("utf-8")
BIAS = Term(("Bias",), "A number that is added.")
CHAIN_RULE = Term(("Chain rule",), "Slopes are multiplied.")
ACTIVATION = Term(("Activation",), "What is passed on.")
PRE_ACTIVATION = Term(("Pre-activation", "logit"), "What is added up.")
LINK = re.compile(r'<a class="bp-term" href="([^"#]*)#([^"]+)" title="([^"]+)">([^<]+)</a>')


def marked(html: str, *known: Term) -> str:
    """Return HTML with its terms in square brackets, which are easier to read than links."""
    return LINK.sub(r"[\4]", Marker(known, "glossary.html").marked(html))


def test_every_entry_is_read() -> None:
    """As many terms as headings, in the order of the alphabet, each with a whole sentence."""
    found = terms(PAGE)
    names = [term.names[0] for term in found]

    assert len(found) >= 75
    assert names == re.findall(r"^## (.+)$", PAGE, re.MULTILINE)
    assert names == sorted(names, key=str.lower)
    assert [] == [term for term in found if not re.match(r"[A-Z].{20,}\.", term.definition)]


def unused(markdown: str, folder: Path) -> list[str]:
    """Return the terms that do not occur on the page that their entry leads to."""
    found = []
    for entry in ENTRY.finditer(markdown):
        link = re.search(r"\]\(([^)#]+)", entry["page"])
        assert link, entry["page"]
        page = re.sub(r"[*\s]+", " ", (folder / link[1]).read_text("utf-8")).lower()
        if not any(name.lower() in page for name in term(entry).names):
            found.append(entry["term"])
    return found


def test_a_term_is_used_where_it_leads_to() -> None:
    """Whoever looks a word up and follows its entry finds the word."""
    assert unused(PAGE, ROOT / "docs") == ["Rule beside a step"]  # there it is the rule's heading


def test_a_term_that_is_not_used_there_is_found(tmp_path: Path) -> None:
    """The must-fail twin."""
    (tmp_path / "b.md").write_text("A *weight* and a bias.\n")
    entries = "## {}\n\nA number.\n*Page: [a](b.md#c). Also: {}.*\n"
    assert unused(entries.format("Bias", "offset"), tmp_path) == []
    assert unused(entries.format("Width", "size"), tmp_path) == ["Width"]


def test_an_entry_without_a_definition_is_refused() -> None:
    """Or it would silently not be marked."""
    with pytest.raises(GlossaryIsUnclear, match="Width"):
        terms("## Bias\n\nAdded.\n*Page: [a](b.md).*\n\n## Width\n\n*Page: [a](b.md).*\n")


def test_a_name_of_two_terms_is_refused() -> None:
    """One word cannot lead to two entries."""
    one, other = (
        "## Bias\n\nAdded.\n*Page: [a](b.md).*\n",
        "## Added\n\nX.\n*Page: x. Also: bias.*",
    )

    with pytest.raises(GlossaryIsUnclear, match="bias"):
        terms(f"{one}\n{other}")


def test_the_first_use_is_marked_and_no_other() -> None:
    """In the case it has, and in the plural."""
    assert "<p>The [biases] and the bias, Bias.</p>" == marked(
        "<p>The biases and the bias, Bias.</p>", BIAS
    )


def test_the_longest_term_wins() -> None:
    """And a part of a word is no term."""
    html = "<p>A pre-activation and an activation; biased.</p><p>logits</p>"

    assert "<p>A [pre-activation] and an [activation]; biased.</p><p>logits</p>" == marked(
        html, ACTIVATION, PRE_ACTIVATION, BIAS
    )


def test_a_term_may_be_broken_between_lines() -> None:
    """As Markdown breaks them."""
    assert "<p>the [chain\nrule]</p>" == marked("<p>the chain\nrule</p>", CHAIN_RULE)


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Bias</h2>",
        '<p><a href="x">bias</a></p>',
        "<p><code>bias</code></p>",
        '<p><bp-m n="1">bias</bp-m></p>',
        "<table><tr><td><p>bias</p></td></tr></table>",
        '<div class="bp-chain"><ol><li><p>bias</p></li></ol></div>',
        '<p title="bias">x</p>',
        "<p><strong>Bias</strong></p>",
        '<h2 id="take-this-page-with-you">x</h2><p>Bias, a page</p>',
        "bias",
    ],
)
def test_only_running_prose_is_marked(html: str) -> None:
    """No heading, link, code, equation, table, step, attribute, title or citation."""
    assert html == marked(html, BIAS)


def test_a_definition_stands_in_the_link_as_text() -> None:
    """Signs that mean something in HTML are escaped."""
    term = Term(("Gate",), 'One "or" <zero>.')
    (found,) = LINK.findall(Marker([term], "../glossary.html").marked("<p>gate</p>"))

    assert ("../glossary.html", "gate", "gate") == (found[0], found[1], found[3])
    assert 'One "or" <zero>.' == unescape(found[2])


def test_terms_are_marked_once_on_every_page_and_lead_to_entries(site: Path) -> None:
    """And never on the glossary itself."""
    glossary = (site / "glossary.html").read_text("utf-8")
    assert 'class="bp-term"' not in glossary
    seen = 0
    for page in sorted((site / "derivations").glob("*.html")):
        html = page.read_text("utf-8")
        anchors = [anchor for _, anchor, _, _ in LINK.findall(html)]
        assert len(anchors) == len(set(anchors)), page
        assert [] == [anchor for anchor in anchors if f'id="{anchor}"' not in glossary]
        seen += len(anchors)
    assert seen > 300


def test_no_term_is_marked_in_a_link_a_heading_or_an_equation(site: Path) -> None:
    """On a page that has all of them."""
    html = (site / "derivations/softmax_shortcut.html").read_text("utf-8")
    around = [
        {element.name for element in piece.within[:-1]}
        for piece in pieces(html)
        if piece.text.startswith('<a class="bp-term"')
    ]

    assert len(around) > 5
    forbidden = {"a", "bp-m", "bp-eq", "code", "h1", "h2", "h3", "table"}
    assert [] == [names for names in around if names & forbidden]
