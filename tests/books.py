"""Books for the tests: a folder of scripts in a temporary place, and mutants of real ones."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bpcore import Book, Page

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT / "derivations"
NAMES = ("examples", "neuron", "pairings", "sigmoid", "two_neurons")  # the first source

TINY = '''"""{title}"""
from bpcore import *


def derive(p: Page) -> None:
    """Derive something."""
    x, y = scalar("x"), scalar("y")
{body}
'''
SQUARE = 'p.chain((x + y) ** 2, algebra("{0}"), x**2 + 2 * x * y + y**2, name="square")'


def script(body: str = SQUARE.format("multiply out"), title: str = "A tiny page") -> str:
    """Return the text of a script whose derivation has this body."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return TINY.format(title=title, body=lines)


def book(folder: Path, **scripts: str) -> Book:
    """Return a book of scripts, given by name and text, written into a folder."""
    home = folder / "derivations"
    home.mkdir(exist_ok=True)
    for name, text in scripts.items():
        (home / f"{name}.py").write_text(text, "utf-8")
    return Book(home)


def exchanged(text: str, old: str, new: str, which: int = 0) -> str:
    """Return a text with one occurrence replaced; raises `AssertionError` if it is not there."""
    assert old != new
    parts = text.split(old)
    assert len(parts) > which + 1, f"{old!r} stands there {len(parts) - 1} times"
    return old.join(parts[: which + 1]) + new + old.join(parts[which + 1 :])


@cache
def real_pages() -> dict[str, Page]:
    """Return the pages of the first source, proved once for all tests."""
    whole = Book(REAL)
    return {name: whole.page(name) for name in NAMES}
