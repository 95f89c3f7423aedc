"""Files: pages are replaced whole and together, and only below the folder of the documentation."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bpcore.errors import OutsideTheFolder

WRITTEN = ("<!-- Written by", ' "written_by": ', '  "written_by": ', "# Written by")
KINDS = ("*.md", "*.symbols.json", "*.ipynb", "pictures/*.svg")
PART = ".part"


def write(texts: dict[str, str], folder: Path, *, whole: bool) -> list[str]:
    """Replace the pages that changed, each in one move, and return their paths.

    All are written beside their places first; an error, even between two moves, leaves every page
    as it was.  When the book is ``whole``, pages that a script once wrote and no script writes any
    more are removed.  Raises `OutsideTheFolder` for a path that leads out of the folder.
    """
    for path in texts:
        check_inside(path, folder)
    sweep_up(texts, folder)
    changed = {
        path: text for path, text in texts.items() if stands(folder / path) != as_bytes(text)
    }
    gone = orphans(texts, folder) if whole else []
    before = {path: stands(folder / path) for path in (*changed, *gone)}
    staged: dict[str, Path] = {}
    try:
        for path, text in changed.items():
            staged[path] = beside(folder / path, as_bytes(text))
        for path, part in staged.items():
            os.replace(part, folder / path)
        for path in gone:
            (folder / path).unlink()
    except BaseException:
        for path, content in before.items():
            restore(folder / path, content)
        raise
    finally:
        for part in staged.values():
            part.unlink(missing_ok=True)
    return sorted(before)


def check_inside(path: str, folder: Path) -> None:
    """Raise `OutsideTheFolder` if a path leads out of a folder, also over a symbolic link."""
    home = folder.resolve()
    target = (home / path).resolve()
    if not target.is_relative_to(home) or target == home:
        raise OutsideTheFolder(f"{path!r} leads out of {home}, to {target}: it was not written")


def sweep_up(texts: dict[str, str], folder: Path) -> None:
    """Remove what a run that was killed has left beside the places of pages."""
    for parent in {(folder / path).parent for path in texts}:
        for left in parent.glob(f".*{PART}"):
            left.unlink(missing_ok=True)


def as_bytes(text: str) -> bytes:
    """Return a page as it stands in its file."""
    return text.encode("utf-8")


def stands(path: Path) -> bytes | None:
    """Return what stands in a file, None if there is no such file."""
    return path.read_bytes() if path.exists() else None


def beside(target: Path, content: bytes) -> Path:
    """Return a new file beside its target, written to the disk."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=PART)
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
    except BaseException:
        os.unlink(name)
        raise
    return Path(name)


def restore(path: Path, content: bytes | None) -> None:
    """Put a page back as it was, if it is not."""
    if content is None:
        path.unlink(missing_ok=True)
    elif stands(path) != content:
        path.write_bytes(content)


def orphans(texts: dict[str, str], folder: Path) -> list[str]:
    """Return the generated pages, tables, notebooks and pictures that no script writes any more."""
    folders = {Path(path).parent for path in texts if path.endswith(".md")}
    found = [
        path.relative_to(folder).as_posix()
        for parent in sorted(folders)
        for kind in KINDS
        for path in sorted((folder / parent).glob(kind))
    ]
    return [path for path in found if path not in texts and generated((folder / path).read_bytes())]


def generated(content: bytes) -> bool:
    """Tell whether a page says below its title that a script wrote it, other files at their top."""
    marks = tuple(map(as_bytes, WRITTEN))
    return any(line.startswith(marks) for line in content.splitlines()[:3])
