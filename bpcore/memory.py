"""Memory: pages made in earlier runs, each found again only while everything it came from stays.

A page's key is a digest of its script, of the library and its dependencies, of the keys of the
pages that it cites and, if it looks at all others, of their derivations.  So a page is made anew
after any change of what it rests on, however far away, and is not after any other.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bpcore.blocks import RuledPage
from bpcore.edition import FILE as EDITION
from bpcore.inputs import digest, of_file, of_library
from bpcore.made import Made

FOLDER = Path(".cache") / "bpcore"


def home(scripts: Path) -> Path:
    """Return the folder in which the pages of a folder of scripts are remembered."""
    return scripts.resolve().parent / FOLDER / scripts.resolve().name


class Memory:
    """What is remembered of the pages of one folder of scripts."""

    def __init__(
        self, scripts: Path, names: list[str], chosen: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """Take the folder of the scripts, the names of all of them, and what was chosen.

        A copy for which something was chosen has a memory of its own.

        The scripts and the library are looked at now, before any page is made: what is changed
        while pages are made is a change to the next run.
        """
        self.names = names
        said = digest(part.encode() for one in sorted(chosen.items()) for part in one)
        self.folder = home(scripts) / "chosen" / said if chosen else home(scripts)
        self.base = digest([of_library().encode(), of_file(scripts / EDITION).encode()])
        self._scripts = {name: of_file(scripts / f"{name}.py") for name in names}
        self._entries: dict[str, dict[str, Any] | None] = {}
        self._keys: dict[str, str] = {}
        self._asking: list[str] = []

    def forget(self) -> None:
        """Recall nothing in this run."""
        self._entries = dict.fromkeys(self.names)

    def recall(self, name: str) -> Made | None:
        """Return a page as it was made, if everything that it came from is as it was.

        Of a page that looks at all others, this does not tell: see `recall_last`.
        """
        entry = self._entry(name)
        if entry is None or entry["made"]["looks"] or entry["key"] != self.key(name):
            return None
        return self._made(name, entry)

    def recall_last(self, name: str, others: Callable[[str], list[RuledPage]]) -> Made | None:
        """Return a page that looks at the derivations of all others, if these are as they were."""
        entry = self._entry(name)
        if entry is None or entry["key"] != self.key(name):
            return None
        if entry["others"] != seen(others(name)):
            return None
        return self._made(name, entry)

    def looks(self, name: str) -> bool:
        """Tell whether a page looked at all others when it was made last."""
        entry = self._entry(name)
        return entry is not None and bool(entry["made"]["looks"])

    def seconds(self, name: str) -> float:
        """Return how long a page took when it was made last, however it was then."""
        entry = self._read(name)
        return float(entry["seconds"]) if entry else 0.0

    def keep(
        self, pages: Mapping[str, tuple[Made, float]], others: Callable[[str], list[RuledPage]]
    ) -> None:
        """Remember pages and how many seconds they took; forget those whose script is gone."""
        for name, (made, _) in pages.items():
            self._entries[name] = {"made": {"cites": list(made.cites)}}
        self._keys.clear()
        for name, (made, seconds) in pages.items():
            entry = {
                "key": self.key(name),
                "seconds": round(seconds, 2),
                "others": seen(others(name)) if made.looks else "",
                "made": made.as_data,
            }
            put(self.folder / f"{name}.json", json.dumps(entry, ensure_ascii=False))
        for path in self.folder.glob("*.json"):
            if path.stem not in self.names:
                path.unlink(missing_ok=True)

    def key(self, name: str) -> str:
        """Return the digest of what a page comes from, its citations as remembered.

        A script that changed has another key whatever it cites now, so what is remembered of its
        citations need not be right for it.
        """
        if name in self._asking:  # a circle: the run will say so
            return ""
        if name not in self._keys:
            entry = self._entry(name)
            cites = entry["made"]["cites"] if entry else []
            self._asking.append(name)
            try:
                parts = [self.base, name, self._scripts.get(name, "")]
                parts += [self.key(cited) for cited in cites]
            finally:
                self._asking.pop()
            self._keys[name] = digest(part.encode() for part in parts)
        return self._keys[name]

    def _entry(self, name: str) -> dict[str, Any] | None:
        if name not in self._entries:
            self._entries[name] = self._read(name)
        return self._entries[name]

    def _read(self, name: str) -> dict[str, Any] | None:
        """Return what stands in the file of a page; None if there is none or it is damaged."""
        try:
            found = json.loads((self.folder / f"{name}.json").read_text("utf-8"))
            return found if {"key", "seconds", "others", "made"} <= found.keys() else None
        except (OSError, ValueError, AttributeError):
            return None

    def _made(self, name: str, entry: Mapping[str, Any]) -> Made | None:
        try:
            return Made.from_data(entry["made"])
        except (KeyError, TypeError, ValueError):  # damaged: made anew
            return None


def seen(others: list[RuledPage]) -> str:
    """Return the digest of what a page sees of the others."""
    return digest(json.dumps(asdict(page)).encode() for page in others)


def put(path: Path, text: str) -> None:
    """Write a file of the memory in one move; a memory that cannot be kept is no fault."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    except OSError:
        return
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
