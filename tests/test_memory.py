"""Memory between runs: nothing is proved twice in vain, and nothing stays that has changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bpcore import inputs, memory
from bpcore.memory import home as memory_of
from tests.books import ROOT, SQUARE, book, script

SLOPE = 'p.chain(d(x**3, x), elementary("power"), {0} * x**2, name="slope", title="{1}")'
CITES = 'p.chain(d(x**3, x) * y, by(p.cite("base/slope")), {0} * x**2 * y, name="use")'
FAR = 'p.chain(d(x**3, x) * y * 2, by(p.cite("middle/use")), 3 * x**2 * y * 2, name="far")'
LOOKS = SQUARE.format("multiply out") + "\np.rules_used()"


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Return how the command went, as a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from bpcore.entry import main; main()", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )


def proved(folder: Path, *words: str) -> list[str]:
    """Return the pages that a run proved anew."""
    done = run(folder, *words)
    assert 0 == done.returncode, done.stderr
    return sorted(line.split()[0] for line in done.stderr.splitlines() if "is ready" in line)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """Return a folder with a book of five pages, written once: one cites another, one looks."""
    book(
        tmp_path,
        base=script(SLOPE.format(3, "The cube")),
        middle=script(CITES.format(3)),
        far=script(FAR),
        alone=script(),
        rules=script(LOOKS),
    )
    assert ["alone", "base", "far", "middle", "rules"] == proved(tmp_path)
    return tmp_path


def there(folder: Path) -> dict[str, bytes]:
    """Return all pages of a folder."""
    return {p.name: p.read_bytes() for p in (folder / "docs").rglob("*.*")}


def test_a_run_in_which_nothing_changed_loads_nothing(written: Path) -> None:
    """Neither SymPy nor NumPy nor the words of the library; it reads bytes and compares them."""
    ask = (
        "import sys; from bpcore.entry import main; main();"
        "print([name for name in ('sympy', 'numpy', 'click', 'rich', 'bpcore.expr') "
        "if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=written,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert ["0 of 5 pages proved, 0 changed: none", "[]"] == done.stdout.splitlines(), done.stderr


def test_a_page_by_itself_is_made_anew_alone(written: Path) -> None:
    """And the page that looks at all others only if its derivations changed."""
    book(written, alone=script() + "# a remark\n")
    assert ["alone"] == proved(written)
    book(written, alone=script(SQUARE.format("multiply out") + '\np.text("Words.")'))
    assert ["alone"] == proved(written)
    more = '\np.chain(x + x, algebra("add"), 2 * x)'
    book(written, alone=script(SQUARE.format("multiply out") + more))
    assert ["alone", "rules"] == proved(written)
    assert b"10 " not in there(written)["rules.md"]


def test_what_the_book_says_of_itself_is_on_every_page(written: Path) -> None:
    """Its title is in every citation, so a new one makes every page anew."""
    (written / "derivations" / "book.toml").write_text('title = "Cubes"', "utf-8")
    assert ["alone", "base", "far", "middle", "rules"] == proved(written)
    assert all(b"*Cubes*" in text for name, text in there(written).items() if name == "far.md")
    assert [] == proved(written)


def test_what_rests_on_a_page_is_made_anew_with_it(written: Path) -> None:
    """However far away; what does not rest on it is remembered."""
    book(written, base=script(SLOPE.format(3, "The slope of the cube")))
    assert ["base", "far", "middle", "rules"] == proved(written)
    assert [] == proved(written)


def test_a_changed_assumption_upstream_is_noticed(written: Path) -> None:
    """A result that others cite becomes false: the run stops at it, and every page stays."""
    before = there(written)
    book(written, base=script(SLOPE.format(2, "The cube")))
    done = run(written)
    assert 1 == done.returncode
    assert "derivations/base.py:8" in done.stderr
    assert before == there(written)


@pytest.mark.parametrize("spoil", ["edit", "delete", "strange"])
def test_a_page_that_was_changed_by_hand_comes_back(written: Path, spoil: str) -> None:
    """Whole, without being proved again, from what is remembered; a strange page goes."""
    before = there(written)
    page = written / "docs" / "derivations" / "alone.md"
    if spoil == "edit":
        page.write_bytes(page.read_bytes().replace(b"y^{2}", b"y^{3}"))
    elif spoil == "delete":
        page.unlink()
    else:
        (page.parent / "old.md").write_bytes(page.read_bytes())
    assert [] == proved(written)
    assert before == there(written)


def test_a_script_that_is_renamed_or_removed_is_noticed(written: Path) -> None:
    """Its page goes with it, what it was remembered as too."""
    (written / "derivations" / "alone.py").rename(written / "derivations" / "other.py")
    refused = run(written)
    assert 1 == refused.returncode
    assert "other is ready" in refused.stderr
    assert [] == proved(written, "--retract")
    assert "alone.md" not in there(written)
    assert not (memory_of(written / "derivations") / "alone.json").exists()


@pytest.mark.parametrize("what", ["library", "version", "data"])
def test_a_change_of_what_pages_are_made_with_is_noticed(
    written: Path, what: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file of the library, one iris value, another version of SymPy: all other keys."""
    copy = tmp_path / "library"
    (copy / "data").mkdir(parents=True)
    (copy / "expr.py").write_text("x = 1\n")
    (copy / "data" / "iris.csv").write_text("5.1,3.5\n")
    installed = tmp_path / "installed"
    (installed / "sympy-1.13.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(inputs, "LIBRARY", str(copy))
    monkeypatch.setattr(sys, "path", [str(installed)])
    before = memory.Memory(written / "derivations", ["alone"]).key("alone")
    assert before == memory.Memory(written / "derivations", ["alone"]).key("alone")
    if what == "library":
        (copy / "expr.py").write_text("x = 2\n")
    elif what == "data":
        (copy / "data" / "iris.csv").write_text("5.1,3.4\n")
    else:
        (installed / "sympy-1.13.0.dist-info").rename(installed / "sympy-1.13.1.dist-info")
    assert before != memory.Memory(written / "derivations", ["alone"]).key("alone")


def test_the_digest_of_the_real_library_sees_every_module() -> None:
    """The code, the flowers, the pictures' room; not what only sets the site."""
    found = {os.path.relpath(path, inputs.LIBRARY) for path in inputs.files_below(inputs.LIBRARY)}
    assert {"expr.py", "ladder.py", "data/iris.csv", "drawing/canvas.py"} <= found
    assert not any(path.startswith("typeset") for path in found)
    assert any(name.startswith("sympy-") for name in inputs.versions())
    assert any(name.startswith("numpy-") for name in inputs.versions())


@pytest.mark.parametrize("damage", ["{", '{"key": 1}', "[]", ""])
def test_a_damaged_memory_is_no_memory(written: Path, damage: str) -> None:
    """The page is made anew, and is the same."""
    before = there(written)
    (memory_of(written / "derivations") / "alone.json").write_text(damage)
    (written / ".cache" / "bpcore" / "runs.json").write_text(damage)
    assert ["alone"] == proved(written)
    assert before == there(written)


def test_a_check_remembers_nothing(written: Path) -> None:
    """Whoever doubts gets every proof again; so does who asks for it."""
    every = ["alone", "base", "far", "middle", "rules"]
    assert every == proved(written, "--check")
    assert every == proved(written, "--anew")


def test_one_page_alone_is_remembered_too(written: Path) -> None:
    """And one that looks at all others finds them."""
    assert [] == proved(written, "--only", "rules")
    book(written, rules=script(LOOKS + "\n\n"))
    assert ["rules"] == proved(written, "--only", "rules")
    assert ["alone"] == proved(written, "--only", "alone", "--anew")


def test_remembered_pages_are_plain_data(written: Path) -> None:
    """Nothing that is run when it is read."""
    entry = json.loads((memory_of(written / "derivations") / "far.json").read_text("utf-8"))
    assert ["middle"] == entry["made"]["cites"]
