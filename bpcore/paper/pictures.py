"""Pictures of the pages as files that TeX can put in."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath

from bpcore.paper.blocks import picture_name
from bpcore.paper.errors import CannotPrint
from bpcore.paper.navigation import Book
from bpcore.paper.places import divided

CONVERTER = "rsvg-convert"


def pictures(book: Book) -> Iterator[str]:
    """Yield the paths of the pictures of a book, below the folder of its pages, each once."""
    seen: set[str] = set()
    for page in book.pages:
        for node in divided(page.tree)[0].walk():
            path = normpath(join(dirname(page.path), node.attributes.get("src", "")))
            if node.kind == "image" and path not in seen:
                seen.add(path)
                yield path


def convert(book: Book, folder: Path) -> None:
    """Write the pictures of a book into a folder, as PDF where they are drawings.

    Raises `CannotPrint` if a picture is not there or cannot be converted.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for path in pictures(book):
        source = book.folder / path
        if not source.is_file():
            raise CannotPrint(f"there is no picture {path}")
        if source.suffix == ".svg":
            _drawn(source, folder / f"{picture_name(path)}.pdf")
        else:
            (folder / f"{picture_name(path)}{source.suffix}").write_bytes(source.read_bytes())


def _drawn(source: Path, target: Path) -> None:
    """Convert a drawing."""
    command = [CONVERTER, "--format=pdf", f"--output={target}", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotPrint(f"{source.name} cannot be converted: {done.stderr.strip()}")
