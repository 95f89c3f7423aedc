"""Files of this library that a reader takes along: the network and the flowers, as text.

Beside the desk this is the only place that reads the library's own files.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from bpcore.errors import ResultMissing

HOME = Path(__file__).parent
FREE_TO_GO = (  # what needs NumPy and these alone
    *("errors", "activations", "losses", "network", "gradient_check"),
    *("iris", "example", "timings"),
)
DATA = {"bpcore.iris": ("data/iris.csv",)}


def carried(modules: Iterable[str]) -> dict[str, str]:
    """Return the files that modules of this library consist of, with those they import, by path.

    Raises `ResultMissing` for a module that needs more of the library than can be taken along.

    >>> list(carried(["bpcore.iris"]))
    ['errors.py', 'iris.py', 'data/iris.csv']
    """
    found: dict[str, str] = {}
    for module in sorted(modules):
        take(module, found)
    return found


def take(module: str, found: dict[str, str]) -> None:
    """Put a module behind those it imports."""
    name = module.removeprefix("bpcore.")
    if name not in FREE_TO_GO:
        raise ResultMissing(f"{module} cannot be taken along; there are {', '.join(FREE_TO_GO)}")
    if f"{name}.py" in found:
        return
    for other in imported(text(f"{name}.py")):
        take(other, found)
    found[f"{name}.py"] = text(f"{name}.py")
    found |= {path: text(path) for path in DATA.get(module, ())}


def imported(source: str) -> list[str]:
    """Return the modules of this library that a source imports, in order."""
    return [
        node.module
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("bpcore")
    ]


@cache
def text(path: str) -> str:
    """Return a file of this library."""
    return (HOME / path).read_text("utf-8")


def functions(module: str, names: Iterable[str]) -> str:
    """Return the imports of a module's functions and some of these functions, as source.

    >>> functions("agreement", ["compare"]).splitlines()[0]
    'def compare(name: str, formula: ArrayLike, difference: ArrayLike) -> None:'
    """
    source = text(f"{module}.py")
    wanted = set(names)
    parts = [
        ast.get_source_segment(source, node) or ""
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name in wanted
    ]
    return "\n\n\n".join(parts)
