"""The rooms of bpcore and the directions between them: who may import whom, and who touches files.

Read from the source with ``ast``; imports for types alone do not count.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import bpcore
from tests.books import ROOT

EXPRESSION = [
    *("needs", "signs", "condition", "lost_values", "edges"),
    *("errors", "shape", "expr", "function", "naming", "language", "inline", "tex", "code"),
    *(
        "domain",
        "evaluate",
        "regions",
        "gates",
        "symbolic",
        "sampling",
        "unfold",
        "ladder",
        "rules",
        "verdict",
    ),
    *("prose", "sentence", "snippet"),
    *("claim", "worked", "alike", "normal", "indexed", "spell", "tree"),
    *("interval", "bounds"),
    *("counterexample", "effort", "quotient", "zero"),
    *("enclosure", "decimals", "differences", "absence", "arguments", "given", "slips"),
    *("mutants", "sweep", "measured", "dependence"),
    *("numpy_code", "worksheet", "school"),
]
PAGES = [
    *("blocks", "page", "record", "markdown", "symbols", "sources", "verification", "session"),
    *("dependencies", "tabs", "anchor", "published", "citation", "edition"),
    "choice",
    *("notebook", "statement"),
    *("summary", "made", "overview", "explorer"),
]
DESK = [  # what sits at the desk touches files
    *("book", "command_line", "commands", "entry", "files", "inputs", "memory", "new_book"),
    *("proofreader", "regenerate", "unchanged", "workers"),
]
DATA = ["iris", "example", "drawn", "timings"]
NETWORK = ["activations", "losses", "network", "gradient_check"]  # knows NumPy, no expression
TAKEN_ALONG = ["carried", "agreement"]  # what goes into notebooks, as text
BESIDE_THE_WORDS = {
    "typing",  # for annotations, which compute nothing
    *("bpcore.iris", "bpcore.example", "bpcore.drawn", "bpcore.drawing", "bpcore.explorer"),
    "bpcore.slips",
    *(f"bpcore.{room}" for room in NETWORK),
}
FILES = {"pathlib", "os", "shutil", "tempfile", "glob", "sqlite3"}
OPENING = {"open", "read_text", "write_text", "read_bytes", "write_bytes"}
NUMERIC = {"sympy", "numpy"}
SITE = {"mkdocs", "py_mini_racer", "markdown", "sympy", "numpy", "click", "rich"}


def source(module: str) -> str:
    """Return the text of a module of bpcore."""
    return (ROOT / "bpcore" / f"{module}.py").read_text("utf-8")


def statements(text: str) -> Iterator[ast.AST]:
    """Yield the nodes of a source, but for what stands below ``if TYPE_CHECKING``."""
    waiting: list[ast.AST] = [ast.parse(text)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        waiting.extend(ast.iter_child_nodes(node))


def imported(text: str) -> set[str]:
    """Return the modules that a source imports, and ``module.name`` for names out of packages."""
    found: set[str] = set()
    for node in statements(text):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add(f"{'.' * node.level}{node.module or ''}")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def into(text: str, rooms: set[str] | list[str]) -> set[str]:
    """Return which of some modules of bpcore a source imports."""
    return {room for room in rooms if f"bpcore.{room}" in imported(text)}


def outside(text: str, packages: set[str]) -> set[str]:
    """Return which of some packages a source imports, at its top or inside a function."""
    return {module.partition(".")[0] for module in imported(text)} & packages


def touches_files(text: str) -> set[str]:
    """Return the ways in which a source reaches for files."""
    calls = {
        getattr(node.func, "id", getattr(node.func, "attr", ""))
        for node in statements(text)
        if isinstance(node, ast.Call)
    }
    return outside(text, FILES) | (calls & OPENING)


def beyond_the_words(text: str) -> set[str]:
    """Return what a derivation imports that is not a word of bpcore, a flower or a network."""
    found = set()
    for node in statements(text):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            if node.module == "bpcore" and not node.level:
                found |= {alias.name for alias in node.names} - set(bpcore.__all__)
            elif node.module not in {*BESIDE_THE_WORDS, "__future__"}:
                found.add(f"{'.' * node.level}{node.module or ''}")
    return found


SCRIPTS = sorted(path.stem for path in (ROOT / "derivations").glob("*.py") if path.stem[0] != "_")


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_derivation_uses_public_words_only(name: str) -> None:
    """Neither another derivation, nor the inside of bpcore, nor a library."""
    assert set() == beyond_the_words((ROOT / "derivations" / f"{name}.py").read_text("utf-8"))


@pytest.mark.parametrize(
    "line",
    [
        "from bpcore.expr import Num",
        "from derivations.sigmoid import derive",
        "from . import sigmoid",
        "import numpy as np",
        "from bpcore import Num",
        "def f():\n    import sympy",
    ],
)
def test_a_derivation_that_reaches_further_is_seen(line: str) -> None:
    """The must-fail twin."""
    assert set() != beyond_the_words(line)


def test_every_module_has_a_room() -> None:
    """A new module must be put into one of the lists above."""
    known = {
        *EXPRESSION,
        *PAGES,
        *DESK,
        *NETWORK,
        *TAKEN_ALONG,
        "__init__",
        "__main__",
        *DATA,
    }
    assert known == {path.stem for path in (ROOT / "bpcore").glob("*.py")}


@pytest.mark.parametrize("module", EXPRESSION)
def test_the_expression_knows_no_page(module: str) -> None:
    """Neither blocks, nor pages, nor the desk."""
    assert set() == into(source(module), [*PAGES, *DESK])


def test_an_expression_that_knows_a_page_is_seen() -> None:
    """The must-fail twin, in every way of writing it."""
    for line in ("from bpcore.page import Page", "import bpcore.page", "from bpcore import page"):
        assert {"page"} == into(line, PAGES)
    assert set() == into("if TYPE_CHECKING:\n    from bpcore.page import Page", PAGES)


@pytest.mark.parametrize("module", PAGES)
def test_a_page_knows_no_desk(module: str) -> None:
    """Pages reach each other through a function they are given."""
    assert set() == into(source(module), DESK)


@pytest.mark.parametrize("module", [*EXPRESSION, *PAGES])
def test_only_the_desk_touches_files(module: str) -> None:
    """And the iris reader, and the type-setting of the site."""
    assert set() == touches_files(source(module))


def test_whoever_touches_files_is_seen() -> None:
    """The must-fail twin; the desk is seen too."""
    assert {"pathlib"} == touches_files("from pathlib import Path")
    assert {"os"} == touches_files("import os.path")
    assert {"open"} == touches_files("def f(x):\n    return open(x)")
    assert {"read_text"} == touches_files("text = path.read_text()")
    assert "pathlib" in touches_files(source("book"))


@pytest.mark.parametrize("module", ["expr", "tex"])
def test_the_display_knows_no_algebra_system(module: str) -> None:
    """Neither SymPy nor NumPy can reorder what an author wrote."""
    assert set() == outside(source(module), NUMERIC)


@pytest.mark.parametrize("module", [*EXPRESSION, *PAGES, *DESK])
def test_sympy_has_one_room(module: str) -> None:
    """Everything else asks that room."""
    assert ({"sympy"} if module == "symbolic" else set()) == outside(source(module), NUMERIC)


def test_an_algebra_system_is_seen() -> None:
    """The must-fail twin, also below the top."""
    assert NUMERIC == outside("import sympy\ndef f():\n    from numpy import array", NUMERIC)


def beyond_arrays(text: str) -> set[str]:
    """Return what a part of the network imports of bpcore that is neither it nor an error."""
    allowed = {f"bpcore.{room}" for room in [*NETWORK, "errors"]}
    modules = {module for module in imported(text) if module.partition(".")[0] in {"bpcore", ""}}
    return {module for module in modules if ".".join(module.split(".")[:2]) not in allowed}


@pytest.mark.parametrize("module", NETWORK)
def test_the_network_knows_arrays_only(module: str) -> None:
    """NumPy, the errors and itself: a reader can take the files away."""
    assert set() == beyond_arrays(source(module))
    assert {"numpy"} == outside(source(module), SITE)
    assert set() == touches_files(source(module))


@pytest.mark.parametrize("module", [*EXPRESSION, *PAGES, *DESK])
def test_nothing_but_a_derivation_knows_the_network(module: str) -> None:
    """No proof leans on it."""
    assert set() == into(source(module), NETWORK)


def test_a_network_that_knows_more_is_seen() -> None:
    """The must-fail twin."""
    assert {"bpcore.expr", "bpcore.expr.Num"} == beyond_arrays("from bpcore.expr import Num")
    assert {"bpcore", "bpcore.let"} == beyond_arrays("from bpcore import let")
    assert {"."} == beyond_arrays("from . import expr") - {"None.expr"}
    assert set() == beyond_arrays("import numpy\nfrom bpcore.losses import Loss")
    assert {"network"} == into("from bpcore.network import Network", NETWORK)


@pytest.mark.parametrize("path", sorted((ROOT / "bpcore").rglob("*.py")), ids=lambda p: p.stem)
def test_the_library_knows_no_derivation(path: Path) -> None:
    """Not one of them, nowhere."""
    assert set() == outside(path.read_text("utf-8"), {"derivations"})


def test_a_library_that_knows_a_derivation_is_seen() -> None:
    """The must-fail twin."""
    assert {"derivations"} == outside("from derivations.neuron import derive", {"derivations"})


def loaded(statement: str) -> set[str]:
    """Return which packages for sites and numbers a fresh Python has loaded after a statement."""
    ask = f"{statement}\nimport sys\nprint(*(set(sys.modules) & {SITE!r}))"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, cwd=ROOT)
    assert 0 == done.returncode, done.stderr
    return set(done.stdout.split())


def test_the_library_loads_quickly() -> None:
    """Neither the site's packages nor an algebra system before they are needed."""
    assert set() == loaded("import bpcore")


def test_what_is_loaded_is_seen() -> None:
    """The must-fail twin."""
    assert "sympy" in loaded("import bpcore.symbolic")


DRAWING = sorted(path.stem for path in (ROOT / "bpcore" / "drawing").glob("*.py"))


def drawing(module: str) -> str:
    """Return the text of a module of the drawing room."""
    return (ROOT / "bpcore" / "drawing" / f"{module}.py").read_text("utf-8")


@pytest.mark.parametrize("module", DRAWING)
def test_a_picture_knows_no_page_and_no_file(module: str) -> None:
    """It is drawn from expressions and numbers, and handed over as text."""
    assert set() == into(drawing(module), [*PAGES, *DESK])
    assert set() == touches_files(drawing(module))


def test_drawing_is_loaded_by_those_who_draw() -> None:
    """A page without pictures pays nothing."""
    assert "matplotlib" not in loaded_all("import bpcore.drawing")
    assert "matplotlib" in loaded_all("import matplotlib")


def loaded_all(statement: str) -> set[str]:
    """Return every package that a fresh Python has loaded after a statement."""
    ask = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, cwd=ROOT)
    assert 0 == done.returncode, done.stderr
    return {name.partition(".")[0] for name in done.stdout.split()}
