"""A cache: bytes kept by key between builds, in one SQLite file.

It knows keys and values and no mathematics.  It may always forget and must never fail: a file
that is absent, damaged, locked or not writable means only that nothing is found or kept.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

FILE = "equations.sqlite"
PATIENCE = 5.0  # seconds to wait for another process
SET_UP = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
"""


class Cache:
    """Values by key, shared by all processes that name the same folder.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, closing(Cache(Path(folder))) as cache:
    ...     cache.put(b"key", b"value")
    ...     cache.get(b"key"), cache.get(b"another key")
    (b'value', None)
    """

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is opened or made before the first use."""
        self.file = folder / FILE
        self._connection: sqlite3.Connection | None = None
        self._readable = self._writable = True
        self._lock = threading.Lock()

    def get(self, key: bytes) -> bytes | None:
        """Return the value kept for a key, or None."""
        with self._lock:
            return self._attempt(lambda found: self._read(found, key)) if self._readable else None

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value, if that is possible."""
        with self._lock:
            if self._writable:
                self._attempt(lambda found: self._write(found, key, value))

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None

    def __del__(self) -> None:
        """Close the file with the last user of the cache."""
        self.close()

    def _attempt(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """Return what work on the open file gives, or None when the file is of no use."""
        try:
            return work(self._opened())
        except (sqlite3.OperationalError, OSError):
            self._readable = self._writable = False
        except sqlite3.DatabaseError:
            self._start_afresh()
        return None

    def _opened(self) -> sqlite3.Connection:
        """Return the open file, opened now if need be."""
        if self._connection is None:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                self.file, timeout=PATIENCE, isolation_level=None, check_same_thread=False
            )
            self._connection.executescript(SET_UP)
        return self._connection

    def _read(self, connection: sqlite3.Connection, key: bytes) -> bytes | None:
        """Return the value of a key; something that is not bytes was not written here."""
        with closing(connection.execute("SELECT value FROM kept WHERE key = ?", (key,))) as rows:
            row = rows.fetchone()
        return row[0] if row is not None and isinstance(row[0], bytes) else None

    def _write(self, connection: sqlite3.Connection, key: bytes, value: bytes) -> None:
        """Write a value; a file that can be read but not written stays in use for reading."""
        try:
            connection.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (key, value))
        except sqlite3.OperationalError:
            self._writable = False

    def _start_afresh(self) -> None:
        """Put a damaged file out of the way, so that the next use makes a new one."""
        self.close()
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                self.file.with_name(self.file.name + ending).unlink()
