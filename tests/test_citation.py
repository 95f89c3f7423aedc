"""How a page is cited: parsed by a reader of BibTeX, printed back by a reader of LaTeX."""

from __future__ import annotations

import re

import pytest
from bibtexparser.entrypoint import parse_string
from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

from bpcore.book import Book
from bpcore.citation import bibtex, reference
from bpcore.edition import NO_BOOK, Edition
from tests.books import REAL, ROOT

LOSSES = Edition(title="Losses & slopes", version="2")
PAGES = sorted((ROOT / "docs" / "derivations").glob("*.md"))


def parsed(text: str) -> dict[str, str]:
    """Return the one entry of a bibliography, with its key and type."""
    found = parse_string(text)
    assert [] == found.failed_blocks
    (entry,) = found.entries
    fields = {field.key: str(field.value) for field in entry.fields}
    return {"entry": entry.key, "type": entry.entry_type, **fields}


def printed(tex: str) -> str:
    """Return what LaTeX prints for a field."""
    return str(LatexNodes2Text().latex_to_text(tex)).replace("ˆ", "^")


@pytest.mark.parametrize("title", ["One neuron", r"50% of a_1 & b^2 {x} #1 $2 ~ \n", "dz: a – b"])
def test_a_title_comes_back_as_it_is(title: str) -> None:
    """Signs that mean something to LaTeX are printed, not obeyed."""
    entry = parsed(bibtex("page", title, LOSSES))

    assert title == printed(entry["title"])
    assert "In Losses & slopes, version 2" == printed(entry["howpublished"])
    assert ("losses-slopes-page", "misc") == (entry["entry"], entry["type"])


def test_an_entry_that_is_not_closed_is_seen() -> None:
    """The must-fail twin."""
    with pytest.raises((AssertionError, ValueError)):
        parsed(bibtex("page", "One neuron", NO_BOOK)[:-1])


def test_the_version_is_that_of_the_package_and_the_name_that_of_the_site() -> None:
    """Neither is a second truth."""
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    site = (ROOT / "mkdocs.yml").read_text("utf-8")

    edition = Book(REAL).edition

    assert f'\nversion = "{edition.version}"\n' in project
    assert f"site_name: {edition.title}\n" in site
    assert f"*{edition.title}*, version {edition.version}" in reference("One neuron", edition)


def test_every_page_can_be_cited() -> None:
    """Its title as it stands at the top, a key of its own, and nobody made up."""
    entries = {}
    for page in PAGES:
        text = page.read_text("utf-8")
        fence = re.search(r"^```bibtex\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
        assert fence, page
        entry = parsed(fence[1])
        assert text.startswith(f"# {printed(entry['title'])}\n"), page
        assert not {"author", "url", "year", "doi"} & set(entry)
        entries[entry["entry"]] = entry
    assert len(PAGES) == len(entries) > 20
