"""The page on costs is what was measured, and a run with nothing to do stays quick."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from bpcore.new_book import new_book
from tests.bench.growing import book
from tests.bench.measuring import exponent, family, most_held, watched
from tests.bench.report import DATA, texts


def data() -> dict[str, Any]:
    """Return what was measured."""
    found: dict[str, Any] = json.loads(DATA.read_text("utf-8"))
    return found


def test_the_page_is_what_was_measured() -> None:
    """Page and picture, byte for byte."""
    for path, text in texts(data()).items():
        assert text == path.read_text("utf-8"), path


def test_another_measurement_makes_another_page() -> None:
    """The must-fail twin: the figures are not typed."""
    other = data()
    other["regenerating"]["runs"]["unchanged"] *= 2
    changed = [path for path, text in texts(other).items() if text != path.read_text("utf-8")]
    assert ["cost.md"] == [path.name for path in changed]


def test_the_powers_are_those_of_the_rows() -> None:
    """What the page says of growth follows from its tables."""
    grown = data()["growing"]
    rows = grown["pages"]
    assert 1000 == rows[-1]["pages"]
    for what in ("regenerate", "build"):
        fitted = exponent([row["pages"] for row in rows], [row[what] for row in rows])
        assert fitted == pytest.approx(grown["powers of pages"][what], abs=0.01)
        assert fitted < 1.2, "that is not in proportion any more"
    assert rows[-1]["MB of a worker"] < 1.2 * rows[0]["MB of a worker"]


def test_nothing_to_do_takes_little_more_than_starting_python(tmp_path: Path) -> None:
    """At most four times, in the best of many rounds that alternate."""
    new_book(tmp_path / "own", "Losses")
    command = [sys.executable, "-m", "bpcore", "regenerate"]
    nothing = [sys.executable, "-c", "pass"]

    def seconds(words: list[str]) -> float:
        start = perf_counter()
        subprocess.run(words, cwd=tmp_path / "own", check=True, capture_output=True)
        return perf_counter() - start

    seconds(command)
    rounds = [(seconds(nothing), seconds(command)) for _ in range(12)]
    floor, unchanged = map(min, zip(*rounds, strict=True))
    assert unchanged < 4 * floor


def test_memory_is_that_of_the_process_that_held_it(tmp_path: Path) -> None:
    """A child that takes 60 MB is found below its parent, and a command that fails is told."""
    takes = "x = bytearray(60 << 20); import time; time.sleep(0.5)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {takes!r}])"
    run = watched(sys.executable, "-c", parent, folder=tmp_path)
    assert run.worker > 60 > run.main > 1
    with pytest.raises(RuntimeError, match="no such thing"):
        watched(sys.executable, "-c", "raise SystemExit('no such thing')", folder=tmp_path)
    assert [] == family(2**22 + 1)[1:]
    assert 0 == most_held(2**22 + 1)


def test_a_synthetic_book_is_a_book(tmp_path: Path) -> None:
    """Its pages are proved, with as many chains as were asked for."""
    book(tmp_path, 2, 3)
    done = subprocess.run(
        [sys.executable, "-m", "bpcore", "regenerate"], cwd=tmp_path, capture_output=True, text=True
    )
    assert "2 pages proved" in done.stdout, done.stderr
    assert 3 == (tmp_path / "docs/derivations/page_0001.md").read_text("utf-8").count("bp-chain")
