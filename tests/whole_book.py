"""One run of the whole book: it is written, then every script's doctests look at it.

Used as a program: ``python -m tests.whole_book OUT``, in a process of its own, so that it can have
a hash seed of its own.  Nothing is proved twice.
"""

from __future__ import annotations

import doctest
import io
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path

from bpcore.book import loaded, same_book, stamp
from bpcore.files import write

SCRIPTS = Path(__file__).resolve().parents[1] / "derivations"


def main(out: Path) -> None:
    """Write all pages below a folder, and print what the doctests found, as JSON."""
    kept = same_book(SCRIPTS, stamp(SCRIPTS))  # the one that `run` in a doctest finds again
    write(kept.texts(), out, whole=True)
    found = {name: doctested(SCRIPTS / f"{name}.py") for name in kept.names}
    assert same_book(SCRIPTS, stamp(SCRIPTS)) is kept
    print(json.dumps(found))


def doctested(path: Path) -> dict[str, object]:
    """Return how many examples of a script were tried and failed, and what was said."""
    said = io.StringIO()
    with redirect_stdout(said):
        failed, tried = doctest.testmod(loaded(path), optionflags=doctest.ELLIPSIS)
    return {"tried": tried, "failed": failed, "said": said.getvalue()}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
