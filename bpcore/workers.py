"""Workers: pages made in processes of their own, several at once, none for too long.

A worker knows the folder of the scripts and is told a name.  It runs what that page cites itself,
so workers share nothing; a script that never ends, takes too much memory or kills its process
costs that process, and is named.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from bpcore.blocks import RuledPage
from bpcore.book import Book
from bpcore.errors import Refusal, TookTooMuch
from bpcore.made import Made

PAGES_EACH = 40  # then a worker is replaced by a new one, so that its memory stays bounded
READY = ["bpcore", "bpcore.workers", "bpcore.book", "bpcore.symbolic", "sympy", "numpy"]


@dataclass(frozen=True)
class Limits:
    """How many pages are made at once, and how many seconds and megabytes one may take."""

    jobs: int
    seconds: float
    megabytes: int


GRACE, MOMENT = 5.0, 0.2  # seconds: for workers to end when they are stopped, between two looks

told_to_stop = threading.Event()  # set when the run was interrupted

Answer = tuple[Made | Refusal | None, float]


class LooksAtOthers(BaseException):
    """A page looks at the derivations of all others, which are not made yet."""


def later(name: str) -> list[RuledPage]:
    """Stand for the other pages while these are being made."""
    raise LooksAtOthers


_book: Book | None = None


def begin(folder: Path, chosen: dict[str, str], megabytes: int) -> None:
    """Prepare a new worker: its book, its share of memory; the parent is told of Ctrl-C, not it."""
    global _book
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_the_parent, daemon=True).start()
    with suppress(ImportError, ValueError, OSError):  # not on every system
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
    _book = Book(folder, later, chosen)


def end_with_the_parent() -> None:
    """Wait until the process that wants the pages is gone, and go too: it may have been killed."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def make(name: str, others: Sequence[RuledPage] | None) -> Answer:
    """Return a page or why it is refused, and the seconds it took; None if it looks at others.

    ``others`` are the derivations of all other pages, if these have been made.
    """
    assert _book is not None
    start = time.perf_counter()
    _book.given_others = later if others is None else lambda name: others
    try:
        return _book.made(name), time.perf_counter() - start
    except LooksAtOthers:
        return None, 0.0
    except Refusal as refusal:
        refusal.__cause__ = None  # it may not survive the way to the parent
        return refusal, 0.0


class Workers:
    """A pool of workers for one folder of scripts, to be used in a ``with`` statement."""

    def __init__(self, folder: Path, limits: Limits, chosen: dict[str, str] | None = None) -> None:
        """Start nothing yet; ``chosen`` is what was chosen for this copy of the book."""
        self.folder, self.limits = folder, limits
        self._pool = ProcessPool(
            max_workers=limits.jobs,
            max_tasks=PAGES_EACH,
            initializer=begin,
            initargs=(folder, chosen or {}, limits.megabytes),
            context=context(),
        )

    def __enter__(self) -> Workers:
        """Return the pool."""
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """End every worker, at once if something went wrong."""
        if error is None:
            self._pool.close()  # type: ignore[no-untyped-call]
            self._pool.join()
            return
        self._pool.stop()  # type: ignore[no-untyped-call]
        with suppress(TookTooLong):
            self._pool.join(timeout=GRACE)
        for worker in multiprocessing.active_children():
            worker.kill()

    def made(
        self, names: Sequence[str], others: Callable[[str], list[RuledPage]] | None = None
    ) -> Iterator[tuple[str, Made | None, float]]:
        """Yield pages as they are made, with the seconds each took, in no particular order.

        None stands for a page that looks at the ``others`` while these are not given. Raises a
        `Refusal` for the first page that is not whole, and `TookTooMuch` for one that was stopped.
        """
        waiting: dict[Future[Answer], str] = {
            self._pool.schedule(
                make, args=(name, others and others(name)), timeout=self.limits.seconds
            ): name
            for name in names
        }
        for future in as_they_end(waiting):
            found, seconds = self._result(future, waiting[future])
            if isinstance(found, Refusal):
                raise found
            yield waiting[future], found, seconds

    def _result(self, future: Future[Answer], name: str) -> Answer:
        place = f"{self.folder.name}/{name}.py"
        try:
            result = future.result()
        except TookTooLong:
            raise TookTooMuch(
                f"not ready after {self.limits.seconds:g} seconds, and stopped; if it needs more, "
                "say so with --seconds"
            ).at(place) from None
        except MemoryError:
            raise TookTooMuch(self._memory).at(place) from None
        except ProcessExpired as expired:
            raise TookTooMuch(
                f"the process that made this page ended before it was ready ({ending(expired)})"
            ).at(place) from None
        if isinstance(result[0], Refusal) and "MemoryError" in result[0].message:
            raise TookTooMuch(self._memory).at(place)
        return result

    @property
    def _memory(self) -> str:
        return (
            f"more than {self.limits.megabytes} megabytes of memory were wanted; if it needs them, "
            "say so with --megabytes"
        )


def as_they_end(waiting: Iterable[Future[Answer]]) -> Iterator[Future[Answer]]:
    """Yield futures as they end; raises `KeyboardInterrupt` soon after a run was told to stop.

    It looks every moment, because an exception that a signal raises can be lost where Python must
    not stop, such as in a finalizer.
    """
    left = set(waiting)
    while left:
        ended, left = wait(left, timeout=MOMENT, return_when=FIRST_COMPLETED)
        if told_to_stop.is_set():
            raise KeyboardInterrupt
        yield from ended


def ending(expired: ProcessExpired) -> str:
    """Return in words how a process ended."""
    code = getattr(expired, "exitcode", None)
    if code is not None and code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit code {code}"


def context() -> multiprocessing.context.BaseContext:
    """Return how processes are started: if possible from one that has the libraries loaded."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(READY)
    return found


def cores() -> int:
    """Return how many processes can run at once on this machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
