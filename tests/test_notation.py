"""One notation: what each letter stands for, on all pages but those that keep a source's letters.

The tables of symbols say what every letter of a page means.  Here stands what it may mean.  A
letter that is not in the table means whatever its page says, and nothing that has a letter here.
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
THEIR_OWN = {  # pages that show the letters of a source, and say so
    "three_layers",
    "layer_three",
    "layer_two",
    "layer_one",
    "entries_to_matrices",
    "caching",
    "translation",
}
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
        if not meaning:
            continue
        if base in MEANS and not any(word in meaning for word in MEANS[base]):
            yield f"{page}: {row['tex']} means {' or '.join(MEANS[base])}, not {meaning!r}"
        for words, letters in ONLY.items():
            if re.match(words, meaning) and base not in letters.split():
                yield f"{page}: {meaning!r} is written {letters}, not {row['tex']}"


def tables() -> list[Path]:
    """Return the tables of symbols of the pages with this book's own letters."""
    found = sorted(PAGES.glob("*.symbols.json"))
    return [path for path in found if path.name.partition(".")[0] not in THEIR_OWN]


@pytest.mark.parametrize("path", tables(), ids=lambda path: path.name.partition(".")[0])
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


def test_every_page_is_looked_at() -> None:
    """And the pages that are not are there."""
    names = {path.name.partition(".")[0] for path in PAGES.glob("*.symbols.json")}
    assert names >= THEIR_OWN
    assert len(tables()) == len(names) - len(THEIR_OWN) > 20
