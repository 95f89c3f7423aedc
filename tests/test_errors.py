"""Refusals: each is told on the page about them, with its real words."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest

import bpcore
from bpcore.errors import Refusal
from tests.books import ROOT

PAGE = (ROOT / "docs" / "when-it-refuses.md").read_text("utf-8")
IN_THE_RUN = {
    "ScriptFailed",
    "TookTooMuch",
    "OutsideTheFolder",
    "FolderNotEmpty",
    "CannotTypeset",
    "CannotBeChosen",
}


def refusals() -> list[type[Refusal]]:
    """Return every kind of refusal in the library."""
    for module in pkgutil.walk_packages(bpcore.__path__, "bpcore."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    found: list[type[Refusal]] = []
    waiting = [Refusal]
    while waiting:
        below = waiting.pop().__subclasses__()
        found += below
        waiting += below
    return [one for one in found if one.__module__.startswith("bpcore.")]


def test_every_refusal_is_told() -> None:
    """With a heading of its own, or in the table of the network."""
    names = {one.__name__ for one in refusals()}
    assert len(names) > 30
    for name in names:
        assert f"### {name}\n" in PAGE or f"`{name}`" in PAGE, name


@pytest.mark.parametrize(
    "name",
    sorted(one.__name__ for one in Refusal.__subclasses__() if one.__module__ == "bpcore.errors"),
)
def test_what_an_author_meets_is_shown_live(name: str) -> None:
    """As a session, which the tests of all pages run; the others have tests elsewhere."""
    entry = PAGE.partition(f"### {name}\n")[2].partition("\n### ")[0].partition("\n## ")[0]
    assert len(entry) > 100
    if name not in IN_THE_RUN:
        assert f"bpcore.errors.{name}: " in entry


def test_places_are_put_in_front_outermost_first() -> None:
    """As a reader looks for them: the file, the step, what is wrong."""
    refusal = Refusal("it is wrong").at("step 1").at("a.py:3")
    assert "a.py:3: step 1: it is wrong" == str(refusal)
