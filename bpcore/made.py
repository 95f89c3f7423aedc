"""A page that was made: its files and its summary, ready to be written, sent or remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from bpcore.edition import Edition
from bpcore.markdown import markdown, pictures
from bpcore.notebook import notebook
from bpcore.page import Page
from bpcore.summary import Summary, summarised
from bpcore.symbols import symbol_table

SYMBOLS, NOTEBOOK = ".symbols.json", ".ipynb"


@dataclass(frozen=True)
class Made:
    """The files of a page by path below the documentation, its summary, and what it leant on.

    ``cites`` are the pages whose results it asked for; ``looks`` tells whether it looked at the
    derivations of all others; ``asks`` is what can be chosen on it, with its meaning.
    """

    texts: dict[str, str]
    summary: Summary
    cites: tuple[str, ...]
    looks: bool
    asks: dict[str, str]

    @property
    def as_data(self) -> dict[str, Any]:
        """The page as JSON can hold it."""
        return {
            "texts": self.texts,
            "summary": self.summary.as_data,
            "cites": self.cites,
            "looks": self.looks,
            "asks": self.asks,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Return a page from what JSON held; raises `KeyError` or `TypeError` for other data."""
        summary = Summary.from_data(data["summary"])
        cites, asks = tuple(data["cites"]), dict(data["asks"])
        return cls(dict(data["texts"]), summary, cites, data["looks"], asks)


def made(page: Page, edition: Edition, cites: Iterable[str], *, looks: bool) -> Made:
    """Return a page of a book as its files; raises a `Refusal` for a mutant left undecided."""
    below = f"{edition.folder}/{page.name}"
    texts = {
        f"{below}.md": markdown(page, edition),
        f"{below}{SYMBOLS}": symbol_table(page, edition),
        f"{below}{NOTEBOOK}": notebook(page, edition),
    }
    found = pictures(page, edition)
    texts |= {f"{edition.folder}/{path}": text for path, text in found.items()}
    asks = {choice.name: choice.meaning for choice in page.choices.values()}
    return Made(texts, summarised(page), tuple(sorted(cites)), looks, asks)
