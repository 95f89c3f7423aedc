"""Notebooks run with NumPy alone: ``python -I tests/run_notebooks.py FOLDER OUT BLOCKED ...``.

Used as a program, in a process of its own in which the library is not to be found and some packages
cannot be imported; if none are to be blocked, everything is there, the library too.  Every cell is
run as Jupyter would, and the program writes, for each notebook, how long it took and what its cells
printed beside what they should, as JSON.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import sys
import time
from importlib.util import find_spec
from pathlib import Path


def hide(blocked: list[str]) -> None:
    """Make the library and some packages impossible to import."""
    sys.meta_path = [one for one in sys.meta_path if "editable" not in repr(one)]
    sys.path = [place for place in sys.path if not (Path(place) / "bpcore").exists()]
    for name in blocked:
        sys.modules[name] = None  # type: ignore[assignment]
    assert find_spec("bpcore") is None
    assert all(find_spec(name) is None for name in blocked)


def printed(source: str, space: dict[str, object]) -> str:
    """Return what a cell prints: its last expression shows its value."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(tree, "<cell>", "exec"), space)
        if last is not None:
            exec(compile(ast.Interactive([last]), "<cell>", "single"), space)
    return out.getvalue()


def run(path: Path) -> dict[str, object]:
    """Return how a notebook went: seconds, and for each code cell what it printed and should."""
    before = set(sys.modules), list(sys.path)
    cells = [cell for cell in json.loads(path.read_text("utf-8"))["cells"]]
    space: dict[str, object] = {"__name__": "__main__"}
    start, found, error = time.perf_counter(), [], ""
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        should = "".join(line for output in cell["outputs"] for line in output["text"])
        try:
            found.append((cell["id"], printed("".join(cell["source"]), space), should))
        except Exception as raised:
            error = f"{cell['id']}: {type(raised).__name__}: {raised}"
            break
    for name in set(sys.modules) - before[0]:
        if name.partition(".")[0] == "bpcore":
            del sys.modules[name]
    sys.path = before[1]
    return {"seconds": time.perf_counter() - start, "cells": found, "error": error}


def main(folder: Path, out: Path, blocked: list[str]) -> None:
    """Run all notebooks of a folder."""
    if blocked:
        hide(blocked)
    results = {path.stem: run(path) for path in sorted(folder.glob("*.ipynb"))}
    out.write_text(json.dumps(results), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
