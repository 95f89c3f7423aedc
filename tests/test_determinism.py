"""Same input, same bytes: for every hash seed, and as committed.

The one run of the whole book also serves the doctests of the scripts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.books import NAMES, ROOT
from tests.whole_book import doctested

SCRIPTS = [path for path in (ROOT / "derivations").glob("*.py") if path.stem[0] != "_"]
AGAIN = (*NAMES, "translation", "final_layer", "softmax", "mistakes", "caching")


def started(seed: str, *command: str) -> subprocess.Popen[str]:
    """Return a run of a module under a hash seed."""
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(run: subprocess.Popen[str]) -> str:
    """Return what a run printed, after it went well."""
    said, errors = run.communicate()
    assert 0 == run.returncode, errors
    return said


def written(docs: Path) -> dict[str, bytes]:
    """Return the pages below a folder."""
    return {p.relative_to(docs).as_posix(): p.read_bytes() for p in docs.rglob("*.*")}


def different(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Return the pages that two runs do not share byte for byte."""
    return [path for path in sorted(one.keys() | other.keys()) if one.get(path) != other.get(path)]


@dataclass(frozen=True)
class Runs:
    """What a run of the whole book wrote and its doctests found, and what a second one wrote."""

    whole: dict[str, bytes]
    doctests: dict[str, dict[str, Any]]
    some: dict[str, bytes]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Return two runs with unlike seeds, the second of some pages only.

    The committed pages were written under a third seed, drawn by chance, and are compared with the
    first run whole.
    """
    one, two = (tmp_path_factory.mktemp("docs") / "out" for _ in range(2))
    chosen = [word for name in AGAIN for word in ("--only", name)]
    whole = started("1", "tests.whole_book", str(one))
    some = started("4242", "derivations", "--anew", "--docs", str(two), *chosen)
    doctests = json.loads(ended(whole).splitlines()[-1])
    ended(some)
    return Runs(written(one), doctests, written(two))


def test_pages_do_not_depend_on_the_hash_seed(runs: Runs) -> None:
    """Byte for byte: one process that made all pages, and the command with its workers."""
    assert len(runs.some) >= 2 * len(AGAIN)
    assert [] == different({path: runs.whole[path] for path in runs.some}, runs.some)


@pytest.mark.parametrize("name", sorted(path.stem for path in SCRIPTS))
def test_a_script_prints_what_its_docstring_shows(runs: Runs, name: str) -> None:
    """The doctests of every script, on the pages of the run."""
    found = runs.doctests[name]
    assert 0 == found["failed"], found["said"]
    assert found["tried"] > 0


def test_the_committed_pages_are_what_the_scripts_write(runs: Runs) -> None:
    """Every page and picture, byte for byte."""
    docs = ROOT / "docs"
    assert [] == [path for path, text in runs.whole.items() if (docs / path).read_bytes() != text]
    made = {
        path.relative_to(docs).as_posix()
        for folder in ("derivations", "pictures")
        for path in (docs / folder).rglob("*.*")
    }
    reports = {
        "source-map.md",
        "verification.md",
        "verification.json",
        "dependencies.md",
        "published.txt",
    }
    assert made == set(runs.whole) - reports
    assert reports <= set(runs.whole)


def test_the_pages_that_could_differ_were_compared(runs: Runs) -> None:
    """Those with the most names, with arrays, with tabs, and the source map."""
    wanted = {f"derivations/{name}.md" for name in AGAIN}
    assert wanted | {"source-map.md"} <= set(runs.whole)
    assert wanted <= set(runs.some)
    for pages in (runs.whole, runs.some):
        assert all(len(text) > 1000 for path, text in pages.items() if path.endswith(".md"))


def test_a_page_that_differs_is_found() -> None:
    """The must-fail twin: another byte, a page too many, a page too few."""
    one = {"a.md": b"1", "b.md": b"2"}
    assert ["b.md"] == different(one, {**one, "b.md": b"3"})
    assert ["c.md"] == different(one, {**one, "c.md": b""})
    assert ["a.md"] == different(one, {"b.md": b"2"})
    assert [] == different(one, dict(one))


def test_a_failing_doctest_is_found(tmp_path: Path) -> None:
    """The must-fail twin: what a script prints is compared with what it shows."""
    script = tmp_path / "script.py"
    script.write_text('"""Title.\n\n>>> 1 + 1\n3\n>>> 2\n2\n"""\n', "utf-8")
    found = doctested(script)
    assert (2, 1) == (found["tried"], found["failed"])
    assert "Expected" in str(found["said"])


def test_the_hash_seed_is_really_another() -> None:
    """The must-fail twin of the runs: sets of texts come out in another order."""
    ask = [sys.executable, "-c", "print(*{'alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta'})"]
    said = {
        subprocess.check_output(ask, env={**os.environ, "PYTHONHASHSEED": seed})
        for seed in ("1", "4242")
    }
    assert 2 == len(said)
