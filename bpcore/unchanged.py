"""A quick look: did the very same command run before, and is everything as it was then?

It reads the bytes of all inputs and of all pages, and compares digests.  That takes little more
than starting Python, because nothing else of the library is loaded for it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable

from bpcore.inputs import digest, of_file, of_folder, of_library

RUNS = os.path.join(".cache", "bpcore", "runs.json")
MOST = 20  # commands that are remembered


def known(words: list[str]) -> str:
    """Return by what a command is remembered: its words and where it was given."""
    return digest(part.encode() for part in (os.getcwd(), *words))


def inputs(scripts: str | os.PathLike[str]) -> str:
    """Return the digest of a folder of scripts, of the library and of what it depends on."""
    return digest(part.encode() for part in (of_folder(scripts), of_library()))


def outputs(docs: str | os.PathLike[str], paths: Iterable[str]) -> str:
    """Return the digest of the pages below a folder and of the names of what is beside them."""
    home, listed = os.fspath(docs), sorted(paths)
    folders = sorted({os.path.dirname(path) for path in listed} - {""})
    parts = [part for path in listed for part in (path, of_file(os.path.join(home, path)))]
    for folder in folders:
        place = os.path.join(home, folder)
        parts += sorted(os.listdir(place)) if os.path.isdir(place) else [folder]
    return digest(part.encode() for part in parts)


def look(words: list[str]) -> str | None:
    """Return what a command has to say if there is nothing for it to do, else None."""
    try:
        with open(RUNS, encoding="utf-8") as file:
            run = json.load(file)[known(words)]
        as_before = run["inputs"] == inputs(run["scripts"])
        if as_before and run["outputs"] == outputs(run["docs"], run["paths"]):
            return str(run["said"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass  # no such run, or a damaged list: the command will do its work
    return None


def remember(
    words: list[str],
    before: str,
    scripts: str | os.PathLike[str],
    docs: str | os.PathLike[str],
    paths: Iterable[str],
    said: str,
) -> None:
    """Remember a command that went well: the inputs ``before`` it, the pages after it, its words.

    It is found again only from the folder in which it was given, and only there a file is written.
    """
    from pathlib import Path  # only now: a quick look needs none of these

    from bpcore.memory import put

    listed = sorted(paths)
    run = {
        "inputs": before,
        "scripts": os.path.abspath(scripts),
        "docs": os.path.abspath(docs),
        "paths": listed,
        "outputs": outputs(docs, listed),
        "said": said,
    }
    runs = {**remembered(), known(words): run}
    put(Path(RUNS), json.dumps(dict(list(runs.items())[-MOST:])))


def remembered() -> dict[str, object]:
    """Return all commands that are remembered."""
    try:
        with open(RUNS, encoding="utf-8") as file:
            found = json.load(file)
        return found if isinstance(found, dict) else {}
    except (OSError, ValueError):
        return {}
