"""Inputs: everything that pages are made from, as digests of their contents.

What these digests do not see cannot be noticed: whoever reads another file in a script, or the
clock, has to ask for all pages to be made anew.  Only the standard library is imported here, and
little of it, because a run in which nothing changed consists of this.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from hashlib import blake2b

LIBRARY = os.path.dirname(os.path.abspath(__file__))
NOT_FOR_PAGES = {
    "__pycache__",
    "typeset",
    "paper",
    "site",
    "template",
}  # what pages are turned into
READ = (".py", ".csv", ".toml")
LIBRARIES = (
    "contourpy",
    "fonttools",
    "kiwisolver",
    "matplotlib",
    "mpmath",
    "numpy",
    "pillow",
    "sympy",
)


def digest(parts: Iterable[bytes]) -> str:
    """Return one digest of several things in order; none can pass into its neighbour.

    >>> digest([b"ab", b"c"]) == digest([b"a", b"bc"])
    False
    """
    found = blake2b(digest_size=16)
    for part in parts:
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.hexdigest()


def of_file(path: str | os.PathLike[str]) -> str:
    """Return the digest of a file's content; empty if there is no such file."""
    try:
        with open(path, "rb") as file:
            return digest([file.read()])
    except FileNotFoundError:
        return ""


def files_below(folder: str) -> Iterator[str]:
    """Yield the paths of the files below a folder that pages can be made from, in order."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_dir():
            if entry.name not in NOT_FOR_PAGES:
                yield from files_below(entry.path)
        elif entry.name.endswith(READ):
            yield entry.path


def of_folder(folder: str | os.PathLike[str]) -> str:
    """Return the digest of the names and contents of all files below a folder."""
    home = os.fspath(folder)
    names = list(files_below(home))
    return digest(
        part.encode() for path in names for part in (os.path.relpath(path, home), of_file(path))
    )


def versions() -> list[str]:
    """Return Python's version and those of the libraries that pages depend on, as installed."""
    found = {
        name
        for place in sys.path
        if os.path.isdir(place)
        for name in os.listdir(place)
        if name.endswith(".dist-info") and name.split("-")[0].lower() in LIBRARIES
    }
    return [sys.version, *sorted(found)]


def of_library() -> str:
    """Return the digest of this library, of Python and of the libraries that pages depend on."""
    return digest(part.encode() for part in (of_folder(LIBRARY), *versions()))
