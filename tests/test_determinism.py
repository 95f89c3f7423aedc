"""Same input, same bytes: for every hash seed, and as committed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.books import NAMES, ROOT

AGAIN = (*NAMES, "translation", "final_layer", "softmax", "mistakes", "caching")


def started(docs: Path, seed: str, *only: str) -> subprocess.Popen[str]:
    """Return the real command, writing all pages or some under a hash seed."""
    chosen = [word for name in only for word in ("--only", name)]
    return subprocess.Popen(
        [sys.executable, "-m", "derivations", "--docs", str(docs), *chosen],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def written(docs: Path, run: subprocess.Popen[str]) -> dict[str, bytes]:
    """Return the pages that a run has written."""
    _, errors = run.communicate()
    assert 0 == run.returncode, errors
    return {p.relative_to(docs).as_posix(): p.read_bytes() for p in docs.rglob("*.*")}


def different(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Return the pages that two runs do not share byte for byte."""
    return [path for path in sorted(one.keys() | other.keys()) if one.get(path) != other.get(path)]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """Return what two runs with unlike seeds wrote, the second of some pages only.

    The committed pages were written under a third seed, drawn by chance, and are compared with the
    first run whole.
    """
    folders = {seed: tmp_path_factory.mktemp("docs") / "out" for seed in ("1", "4242")}
    both = {"1": started(folders["1"], "1"), "4242": started(folders["4242"], "4242", *AGAIN)}
    return [written(folders[seed], run) for seed, run in both.items()]


def test_pages_do_not_depend_on_the_hash_seed(runs: list[dict[str, bytes]]) -> None:
    """Byte for byte, in processes of their own."""
    whole, some = runs
    assert len(some) >= 2 * len(AGAIN)
    assert [] == different({path: whole[path] for path in some}, some)


def test_the_committed_pages_are_what_the_scripts_write(runs: list[dict[str, bytes]]) -> None:
    """Every page and picture, byte for byte."""
    docs = ROOT / "docs"
    assert [] == [path for path, text in runs[0].items() if (docs / path).read_bytes() != text]
    made = {
        path.relative_to(docs).as_posix()
        for folder in ("derivations", "pictures")
        for path in (docs / folder).rglob("*.*")
    }
    reports = {"source-map.md", "verification.md", "verification.json", "dependencies.md"}
    assert made == set(runs[0]) - reports
    assert reports <= set(runs[0])


def test_the_pages_that_could_differ_were_compared(runs: list[dict[str, bytes]]) -> None:
    """Those with the most names, with arrays, with tabs, and the source map."""
    wanted = {f"derivations/{name}.md" for name in AGAIN}
    assert wanted | {"source-map.md"} <= set(runs[0])
    assert wanted <= set(runs[1])
    for pages in runs:
        assert all(len(text) > 1000 for path, text in pages.items() if path.endswith(".md"))


def test_a_page_that_differs_is_found() -> None:
    """The must-fail twin: another byte, a page too many, a page too few."""
    one = {"a.md": b"1", "b.md": b"2"}
    assert ["b.md"] == different(one, {**one, "b.md": b"3"})
    assert ["c.md"] == different(one, {**one, "c.md": b""})
    assert ["a.md"] == different(one, {"b.md": b"2"})
    assert [] == different(one, dict(one))


def test_the_hash_seed_is_really_another() -> None:
    """The must-fail twin of the runs: sets of texts come out in another order."""
    ask = [sys.executable, "-c", "print(*{'alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta'})"]
    said = {
        subprocess.check_output(ask, env={**os.environ, "PYTHONHASHSEED": seed})
        for seed in ("1", "4242")
    }
    assert 2 == len(said)
