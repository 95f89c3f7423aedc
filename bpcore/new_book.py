"""A new book: the template that comes with the library, copied and given its title."""

from __future__ import annotations

import json
from pathlib import Path
from string import Template

from bpcore.errors import FolderNotEmpty
from bpcore.files import write

TEMPLATE = Path(__file__).parent / "template"
HIDDEN = "gitignore"  # without its dot, for what is hidden is not packed into a wheel


def new_book(folder: Path, title: str) -> list[Path]:
    """Write a book with one derivation into a new or empty folder; return its files, in order.

    Raises `FolderNotEmpty` if something is there already: nothing is written over.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmpty(f"{folder} is not empty: a new book needs a folder of its own")
    words = {"title": title, "quoted": json.dumps(title, ensure_ascii=False)}
    texts = {
        name: Template(text.replace('"$quoted"', "$quoted")).substitute(words)
        for name, text in template().items()
    }
    write(texts, folder, whole=False)
    return [Path(name) for name in texts]


def template() -> dict[str, str]:
    """Return the texts of the template by path.

    In them `$title` stands for the title, and `"$quoted"` for it in quotes, as YAML and TOML read
    it: so the template is a book as it stands.
    """
    found = sorted(path for path in TEMPLATE.rglob("*") if path.is_file())
    return {name(path): path.read_text("utf-8") for path in found if path.suffix != ".pyc"}


def name(path: Path) -> str:
    """Return the path that a file of the template gets in a book."""
    below = path.relative_to(TEMPLATE).as_posix()
    return f".{below}" if below == HIDDEN else below
