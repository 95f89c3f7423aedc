"""What all benchmarks share: commands that are timed and watched, and what is written down."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from math import log
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
REGENERATE = [sys.executable, "-m", "bpcore", "regenerate"]
BUILD = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
ROUNDS = 5  # of what takes less than a second
MOMENT = 0.05  # seconds between two looks at the processes


@dataclass
class Run:
    """A command that was run: its seconds, and the most memory that its processes held, in MB.

    ``main`` is the process of the command itself, ``worker`` the largest of those that it started.
    """

    seconds: float = 0.0
    main: float = 0.0
    worker: float = 0.0
    seen: dict[int, float] = field(default_factory=dict)


def spent(*command: str, folder: Path) -> float:
    """Return how many seconds a command took; raises `RuntimeError` if it failed."""
    return watched(*command, folder=folder, look=False).seconds


def watched(*command: str, folder: Path, look: bool = True) -> Run:
    """Return a command as it went, its processes looked at while it runs.

    Linux keeps for each process the most it ever held (`VmHWM`), so looking now and then is enough.
    Raises `RuntimeError` if the command failed.
    """
    found, ended = Run(), threading.Event()
    start = perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:

        def watch() -> None:
            while not ended.wait(MOMENT):
                for pid in family(process.pid):
                    found.seen[pid] = max(found.seen.get(pid, 0.0), most_held(pid))

        watcher = threading.Thread(target=watch)
        if look:
            watcher.start()
        _, said = process.communicate()
        ended.set()
        if look:
            watcher.join()
    found.seconds = perf_counter() - start
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {said[-2000:]}")
    found.main = found.seen.get(process.pid, 0.0)
    found.worker = max([held for pid, held in found.seen.items() if pid != process.pid], default=0)
    return found


def family(pid: int) -> list[int]:
    """Return a process and all that it started, directly or not."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, task.read_text().split())
    return found


def most_held(pid: int) -> float:
    """Return the most memory that a process ever held, in MB; 0 if it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def least(run: Callable[[], float]) -> float:
    """Return the least of some rounds, for what others on the machine disturb most."""
    return min(run() for _ in range(ROUNDS))


def exponent(sizes: list[float], costs: list[float]) -> float:
    """Return the power of a size by which a cost grows, fitted to all pairs by least squares.

    >>> round(exponent([1, 2, 4], [3, 12, 48]), 6)
    2.0
    """
    xs, ys = [log(size) for size in sizes], [log(cost) for cost in costs]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    above = sum((one - x) * (other - y) for one, other in zip(xs, ys, strict=True))
    return above / sum((one - x) ** 2 for one in xs)


def machine() -> dict[str, object]:
    """Return on what is measured: cores, Python, and how busy the machine is just now."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2),
    }


def written(data: dict[str, object], out: Path | None) -> None:
    """Write what was measured as JSON, numbers with four digits, if a file is named."""
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        short = json.loads(json.dumps(data), parse_float=lambda text: float(f"{float(text):.4g}"))
        out.write_text(json.dumps(short, indent=1) + "\n", "utf-8")
