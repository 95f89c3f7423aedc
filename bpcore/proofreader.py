"""The proofreader: starts the program that reads a book back, which knows nothing of this library.

The program stands in ``read_back/``: files that go to the site of every book, too.  It runs in a
process of its own, on a folder of pages.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

HOME = Path(__file__).parent / "read_back"
PROGRAM = HOME / "read_back.py"


def read_back(folder: Path, only: Iterable[str] = ()) -> int:
    """Return 0 if every equality on the pages of a folder is confirmed, else the status told.

    The folder is that of a built site or of its Markdown; with ``only``, of these pages alone.
    """
    words = [word for name in only for word in ("--page", name)]
    command = [sys.executable, str(PROGRAM), str(folder), "--quiet", *words]
    return subprocess.run(command, check=False).returncode
