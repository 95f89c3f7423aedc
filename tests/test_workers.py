"""Workers: the same bytes from any number of them, and a script that goes wrong is named."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.books import ROOT, SQUARE, book, script
from tests.test_memory import CITES, SLOPE, run, there


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """Return a folder with a book of three pages, written once."""
    book(
        tmp_path,
        base=script(SLOPE.format(3, "The cube")),
        middle=script(CITES.format(3)),
        alone=script(),
    )
    assert 0 == run(tmp_path).returncode
    return tmp_path


def test_any_number_of_workers_writes_the_same(written: Path) -> None:
    """Byte for byte."""
    before = there(written)
    for jobs in ("1", "3"):
        assert 0 == run(written, "--anew", "--jobs", jobs, "--docs", f"docs{jobs}").returncode
        found = {p.name: p.read_bytes() for p in (written / f"docs{jobs}").rglob("*.*")}
        assert before == found


@pytest.mark.parametrize(
    ("body", "words", "said"),
    [
        ("while True:\n    pass", ("--seconds", "3"), "not ready after 3 seconds"),
        ("waste = [0] * 10**9", ("--megabytes", "700"), "more than 700 megabytes of memory"),
        ("import os\nos._exit(7)", (), "ended before it was ready (exit code 7)"),
        ("import os\nos.kill(os.getpid(), 9)", (), "killed by SIGKILL"),
    ],
)
def test_a_script_that_goes_wrong_is_named(
    written: Path, body: str, words: tuple[str, ...], said: str
) -> None:
    """It loops, eats memory, ends its process, is killed: the run stops and every page stays."""
    before = there(written)
    book(written, alone=script(f"{SQUARE.format('another reason')}\n{body}"))
    done = run(written, *words)
    assert 1 == done.returncode
    assert "derivations/alone.py" in done.stderr
    assert said in done.stderr
    assert "No page was changed." in done.stderr
    assert before == there(written)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_interrupted_leaves_every_page(written: Path, sign: signal.Signals) -> None:
    """And no process behind."""
    before = there(written)
    mark = written / "pid"
    body = f"import os, time\nopen({str(mark)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    book(written, alone=script(f"{SQUARE.format('another reason')}\n{body}"))
    running = subprocess.Popen(
        [sys.executable, "-c", "from bpcore.entry import main; main()"],
        cwd=written,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    waited_for(lambda: mark.exists() and mark.read_text() != "")
    running.send_signal(sign)
    _, said = running.communicate(timeout=30)
    if sign != signal.SIGKILL:
        assert 130 == running.returncode
        assert "Interrupted. No page was changed." in said
    assert before == there(written)
    waited_for(lambda: not alive(int(mark.read_text())))
    book(written, alone=script())
    assert 0 == run(written).returncode


def waited_for(true: object, seconds: float = 30) -> None:
    """Wait until something is true; raises `AssertionError` if it never is."""
    assert callable(true)
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def alive(pid: int) -> bool:
    """Tell whether a process runs."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_two_runs_at_once_do_not_corrupt_each_other(written: Path) -> None:
    """Both end well, and the pages are those of one run."""
    book(written, alone=script(SQUARE.format("another reason")))
    both = [
        subprocess.Popen(
            [sys.executable, "-c", "from bpcore.entry import main; main()", "--anew"],
            cwd=written,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        for _ in range(2)
    ]
    assert [0, 0] == [each.wait(60) for each in both]
    after = there(written)
    assert b"another reason" in after["alone.md"]
    assert 0 == run(written, "--check").returncode
    assert not any(name.endswith(".part") for name in after)
