"""The LaTeX document as a PDF: as many runs of TeX as it takes, and what TeX minded, told briefly.

TeX names lines of the document.  The comments in it lead from there to page and line of the book.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import which

from bpcore.paper.errors import CannotPrint
from bpcore.paper.pictures import CONVERTER

TEX = "pdflatex"
DEBIAN = "texlive-latex-base texlive-latex-recommended lmodern librsvg2-bin"
RUNS = 5  # a document that has not come to rest by then never will
SECONDS = 300  # for one run
ALLOWED = 20.0  # pt: what may stick out on the right before anybody minds

PLACE = re.compile(r"%@ (.+)")
ERROR = re.compile(r"\S*?\.tex:(\d+): (.+)")
OVERFULL = re.compile(r"Overfull \\hbox \(([\d.]+)pt too wide\)[^\n]*?lines? (\d+)")
UNDEFINED = re.compile(r"Warning: (?:Hyper r|R)eference `([^']+)'[^\n]*undefined")
TWICE = re.compile(r"Warning: Label `([^']+)' multiply defined")
PAGES = re.compile(r"Output written on \S+ \((\d+) pages")


@dataclass(frozen=True)
class Outcome:
    """What became of a document: its pages, the runs it took, what is not as it should be."""

    pages: int
    runs: int
    complaints: list[str]


def missing() -> str:
    """Return one sentence that says what to install, or nothing if all is there."""
    lacking = [program for program in (TEX, CONVERTER) if not which(program)]
    if not lacking:
        return ""
    names = " and ".join(lacking)
    return f"For the PDF {names} must be installed; on Debian: apt-get install {DEBIAN}"


def typeset(document: Path) -> Outcome:
    """Run TeX on a document until its references have come to rest; the PDF stands beside it.

    Raises `CannotPrint` at TeX's first error, with the place in the book where it arose.
    """
    lines = document.read_text("utf-8").splitlines()
    before = ""
    for run in range(1, RUNS + 1):
        log = _run(document, lines)
        now = _notes(document)
        if now == before:
            pages = PAGES.search(log)
            return Outcome(int(pages[1]) if pages else 0, run, complaints(log, lines))
        before = now
    raise CannotPrint(f"page numbers and references do not come to rest in {RUNS} runs of {TEX}")


def _run(document: Path, lines: list[str]) -> str:
    """Run TeX once and return its log."""
    options = ["-interaction=nonstopmode", "-halt-on-error", "-file-line-error", "-no-shell-escape"]
    try:
        done = subprocess.run(
            [TEX, *options, document.name],
            cwd=document.parent,
            env={**os.environ, "max_print_line": "1000"},
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CannotPrint(f"{TEX} did not end within {SECONDS} s") from None
    log = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        raise CannotPrint(first_error(log, lines))
    return log


def _notes(document: Path) -> str:
    """Return a digest of what TeX wrote down for its next run."""
    digest = sha256()
    for ending in (".aux", ".toc", ".out"):
        notes = document.with_suffix(ending)
        digest.update(notes.read_bytes() if notes.exists() else b"")
    return digest.hexdigest()


def first_error(log: str, lines: list[str]) -> str:
    r"""Return TeX's first error with the place in the book, and the line of LaTeX.

    >>> print(first_error("./book.tex:2: Undefined control sequence.", ["%@ one.md:7", r"\fraq"]))
    one.md:7: Undefined control sequence. In the LaTeX, line 2: \fraq
    """
    found = ERROR.search(log)
    if not found:
        return f"{TEX} failed: {log.strip().splitlines()[-1] if log.strip() else 'it said nothing'}"
    number = int(found[1])
    near = next((line for line in lines[max(0, number - 3) : number][::-1] if len(line) > 2), "")
    return f"{place(number, lines)}: {found[2]} In the LaTeX, line {number}: {near.strip()[:200]}"


def complaints(log: str, lines: list[str]) -> list[str]:
    """Return what TeX minded without stopping: lost references, and what runs off the paper."""
    wide = {
        f"{place(int(line), lines)}: {float(width):.0f} pt too wide"
        for width, line in OVERFULL.findall(log)
        if float(width) > ALLOWED
    }
    lost = {f"no place is called {name}" for name in UNDEFINED.findall(log)}
    twice = {f"two places are called {name}" for name in TWICE.findall(log)}
    return sorted(wide | lost | twice)


def place(number: int, lines: list[str]) -> str:
    """Return where in the book a line of the document comes from."""
    for line in reversed(lines[:number]):
        if found := PLACE.match(line):
            return found[1]
    return f"line {number}"
