"""One notation: what each letter stands for, on all pages.

The tables of symbols say what every letter of a page means.  Here stands what it may mean, and by
which letters costs, losses, errors, targets and learning rates are called.  A letter that is not
here is free: a page takes it for what it needs for itself, and says what it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from tests.books import ROOT

PAGES = ROOT / "docs" / "derivations"
THEIR_OWN = {  # pages that keep some letters of the notes, or compare the letters of all sources
    "three_layers",
    "layer_three",
    "layer_two",
    "layer_one",
    "entries_to_matrices",
    "caching",
    "translation",
}
THEIR_LETTERS = {r"\lambda", r"\mathit{loss}", r"\mathit{Loss}", r"\mathit{dz}", r"\mathit{dZ}"}
MATH = THEIR_LETTERS - {r"\lambda"}
MEANS = MappingProxyType(
    {  # letter: words of which its meaning has one
        "C": ("cost", "squared error"),
        "K": ("cost", "loss"),
        "J": ("mean", "as a function of the parameters", "the sum of the"),
        "L": ("loss", "cross-entropy"),
        "H": ("cross-entropy",),
        "E": ("binary cross-entropy",),
        "Q": ("squared error",),
        "S": ("exponentials",),
        "W": ("weights",),
        "w": ("weight",),
        "b": ("bias",),
        "z": ("pre-activation", "add up", "adds up", "logit", "the sum"),
        "Z": ("pre-activation",),
        "a": ("activation", "say", "answer", "receives", "puts out", "measure", "input"),
        "\\delta": ("error",),
        "D": ("errors",),
        "x": ("input", "receives", "measure", "petal", "example", "where"),
        "X": ("input", "receives"),
        "y": ("target", "label"),
        "Y": ("target", "label"),
        "\\hat{y}": ("answer",),
        "\\eta": ("learning rate",),
        "\\lambda": ("penal", "punish"),
    }
)
ONLY = MappingProxyType(
    {  # words at which a meaning begins: the letters it may have
        r"(the|a|any|its|their|this) (cost|mean loss|loss)": "C K J L H E Q",
        r"loss": "L",
        r"the sum of (the|their|all) losses": "J",
        r"(half )?(the|their) squared error": "Q C",
        r"(the )?(categorical |binary )?cross-entropy": "H E L",
        r"(the |three )?errors?( of|$)": r"\delta D",
        r".*learning rate": r"\eta",
        r"(the|its|their) targets?": r"y Y \tau",
        r"(the|its|their) sum of (all |the |three |their )*exponentials": "S",
    }
)


def letter(tex: str) -> str:
    r"""Return a name without its layer, its index and its mark.

    >>> letter(r"z^{[l]}"), letter(r"\delta_{1}"), letter(r"\hat{y}"), letter("L_{10}")
    ('z', '\\delta', '\\hat{y}', 'L')
    """
    found = re.match(r"\\hat\{\w\}|\\math\w+\{\w+\}|\\?[A-Za-z]+|.", tex)
    assert found, tex
    return found[0]


def strangers(page: str, symbols: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield the rows of a table of symbols in which a letter means what it does not mean."""
    for row in symbols:
        base, meaning = letter(row["tex"]), row["meaning"]
        if not meaning or (page in THEIR_OWN and base in THEIR_LETTERS):
            continue
        if base in MEANS and not any(word in meaning for word in MEANS[base]):
            yield f"{page}: {row['tex']} means {' or '.join(MEANS[base])}, not {meaning!r}"
        for words, letters in ONLY.items():
            if re.match(words, meaning) and base not in letters.split():
                yield f"{page}: {meaning!r} is written {letters}, not {row['tex']}"


TABLES = sorted(PAGES.glob("*.symbols.json"))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name.partition(".")[0])
def test_letters_mean_what_they_mean_everywhere(path: Path) -> None:
    """A cost is no matrix, and an error no step."""
    data = json.loads(path.read_text("utf-8"))
    assert list(strangers(data["page"], data["symbols"])) == []


def test_a_stranger_is_found() -> None:
    """The must-fail twin: a letter with another meaning, a meaning with another letter."""
    rows = [
        {"tex": r"\delta^{[l]}", "meaning": "a little step"},
        {"tex": r"\epsilon", "meaning": "the errors of the layer"},
        {"tex": "G_{1}", "meaning": "the cost: any"},
        {"tex": "C", "meaning": "the cost: any"},
        {"tex": "u", "meaning": "a number"},
    ]
    assert len(list(strangers("p", rows))) == 3


def test_exceptions_are_few_and_used() -> None:
    """The letters of the sources, on their own pages and nowhere else."""
    rows = {
        path.name.partition(".")[0]: json.loads(path.read_text("utf-8"))["symbols"]
        for path in TABLES
    }
    assert set(rows) >= THEIR_OWN
    assert len(rows) > 30
    used = {letter(row["tex"]) for name in THEIR_OWN for row in rows[name] if row["meaning"]}
    assert used >= THEIR_LETTERS - {r"\lambda"}
    there = [name for name in rows if name not in THEIR_OWN]
    assert not any(letter(row["tex"]) in MATH for name in there for row in rows[name])
