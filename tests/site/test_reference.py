"""The reference: every public name has an entry, every entry an example, every error is real."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import bpcore
from bpcore.commands import commands
from bpcore.errors import Refusal
from bpcore.function import Function
from bpcore.page import Page
from bpcore.site.docstrings import entries, fenced, linked
from tests.books import ROOT
from tests.test_errors import refusals

PAGES = {path.stem: path.read_text("utf-8") for path in (ROOT / "docs/reference").glob("*.md")}
ENTRIES = [entry for text in PAGES.values() for entry in entries(text)]
RAISES = re.compile(r"[Rr]aises? ((?:`\w+`(?:, | and |, and )?)+)")
# Classes whose use is shown where they are made, and an explorer, which needs a whole network.
SHOWN_ELSEWHERE = {"Book", "Claim", "Page.explorer"}


def thing(entry: str) -> Any:
    """Return what an entry is about."""
    module, _, name = entry.rpartition(".")
    return getattr(import_module(module), name)


def without_example(found: dict[str, Any]) -> set[str]:
    """Return the names of things that show no session in their docstring."""
    return {
        name
        for name, one in found.items()
        if not isinstance(one, Function) and ">>> " not in (one.__doc__ or "")
    }


def test_every_word_has_one_entry() -> None:
    """And so has every refusal of the library's own."""
    names = [entry.rpartition(".")[2] for entry in ENTRIES]
    listed = set(bpcore.__all__) | {
        one.__name__ for one in refusals() if one.__module__ == "bpcore.errors"
    }
    assert set() == listed - set(names)
    assert len(ENTRIES) == len(set(ENTRIES))
    assert Refusal is thing("bpcore.errors.Refusal")


def test_every_word_and_every_method_of_a_page_shows_an_example() -> None:
    """As a session in its docstring, which the tests of all docstrings run."""
    words = {name: getattr(bpcore, name) for name in bpcore.__all__}
    del words["Refusal"]
    methods = {
        f"Page.{name}": method
        for name, method in vars(Page).items()
        if callable(method) and not name.startswith("_")
    }
    assert len(methods) > 20
    assert SHOWN_ELSEWHERE == without_example(words | methods)


def test_what_shows_no_example_is_seen() -> None:
    """The must-fail twin."""
    assert {"Path"} == without_example({"Path": Path, "scalar": bpcore.scalar})


def unknown_errors(docstring: str) -> set[str]:
    """Return the errors that a docstring says are raised and that do not exist."""
    known = {one.__name__ for one in refusals()} | {"ValueError", "TypeError", "KeyError"}
    said = {name for found in RAISES.findall(docstring) for name in re.findall(r"`(\w+)`", found)}
    return said - known - {"prove"}


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_is_there_and_its_errors_exist(entry: str) -> None:
    """What is shown is documented, and raises what it says, as far as names go."""
    one = thing(entry)
    docs = [one.__doc__ or ""]
    docs += [
        method.__doc__ or "" for method in vars(one).values() if callable(method)
    ] * isinstance(one, type)
    assert isinstance(one, Function) or docs[0]
    assert set() == {name for text in docs for name in unknown_errors(text)}


def test_an_error_that_does_not_exist_is_seen() -> None:
    """The must-fail twin."""
    assert {"Nope"} == unknown_errors("Return one; raises `Nope` or `Refusal`, and `ShapesDiffer`.")


def test_the_words_of_the_command_are_told() -> None:
    """All of them, in the order of a day."""
    told = re.findall(r"^\| `bpcore (\w+)` \|", PAGES["page"], re.MULTILINE)
    assert sorted(commands.commands) == sorted(told)


def test_sessions_and_names_become_what_the_site_shows() -> None:
    """A fence for each session, a link for each name with an entry; code is left alone."""
    text = fenced("Return `b`.\n\n>>> b = ``1``\n>>> b\n1\n\nMore `b`.\n\n>>> c\n2")
    assert 2 == text.count("```pycon\n")
    done = linked(text, {"b": "m.b"})
    assert 2 == done.count("[`b`][m.b]")
    assert ">>> b = ``1``" in done


def test_the_site_shows_the_reference(site: Path) -> None:
    """With ids that can be linked to, sessions as code, and without private names."""
    words = (site / "reference" / "words.html").read_text("utf-8")
    for entry in entries(PAGES["words"]):
        assert f'id="{entry}"' in words
    assert words.count("&gt;&gt;&gt;") > 80
    page = (site / "reference" / "page.html").read_text("utf-8")
    assert 'id="bpcore.page.Page.chain"' in page
    assert "_put" not in page
    assert 'href="refusals.html#bpcore.errors.TypedByHand"' in page
