"""Read a book back: is every equality on its pages true, as it stands there?

    python read_back.py FOLDER [--page NAME] [--jobs N] [--json] [--quiet]

FOLDER is that of a built site, or of the Markdown it is built from.  For each page that has a table
of symbols beside it: the equalities on it, read with that table, tried at numbers.  Ends with
status 1 unless every one is confirmed.  This program knows nothing of the program that proved the
equalities and made the pages; it needs Python and the package mpmath.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from judging import Judge, Verdict
from pages import statements
from reading import Unreadable
from symbols import Symbols

TABLE = "{}.symbols.json"
KINDS = ("*.html", "*.md")  # of pages: a site has the first, its source the second
COUNTED = ("confirmed", "refuted", "unreadable")


def read_page(path: Path) -> list[Verdict]:
    """Return what becomes of every statement of a page."""

    @cache
    def find(page: str, version: str) -> Symbols:
        return Symbols.load(path.with_name(TABLE.format(page)), version)

    table = path.with_name(TABLE.format(path.stem))
    try:
        found = statements(path)
        if not found and not table.exists():
            return []  # a page without mathematics, between others
        data = json.loads(table.read_text("utf-8"))
    except (OSError, ValueError, Unreadable) as error:
        return [Verdict("page", 0, path.name, "unreadable", f"{type(error).__name__}: {error}")]
    tabs = sorted({title for row in data["symbols"] for title in row["versions"]})
    judge = Judge(find, path.stem, tabs)
    return [*judge.of_the_table(), *map(judge.verdict, found)]


def read_all(paths: Sequence[Path], jobs: int | None) -> Iterator[list[Verdict]]:
    """Yield the verdicts of pages in order, several pages being read at once."""
    if jobs == 1:
        yield from map(read_page, paths)
    else:
        with Pool(jobs) as pool:
            yield from pool.imap(read_page, paths)


def pages(folder: Path) -> list[Path]:
    """Return the pages of a folder, those that lie among tables of symbols."""
    homes = sorted({table.parent for table in folder.rglob(TABLE.format("*"))})
    found = [[sorted(home.glob(kind)) for kind in KINDS] for home in homes]
    return [path for html, markdown in found for path in html or markdown]


def report(name: str, verdicts: Sequence[Verdict]) -> str:
    """Return what is said of a page: counts, and every statement that is not confirmed."""
    counts = Counter(verdict.found for verdict in verdicts)
    lines = [line_of(name, len(verdicts), counts)]
    for verdict in verdicts:
        if verdict.found != "confirmed":
            lines.append(f"  line {verdict.line}, {verdict.kind}: {verdict.tex}")
            lines.append(f"    {verdict.found}: {verdict.why}")
    return "\n".join(lines)


def line_of(name: str, total: int, counts: Counter[str]) -> str:
    """Return counts in one line."""
    return f"{name}: {total} found, " + ", ".join(f"{counts[one]} {one}" for one in COUNTED)


def main(words: Sequence[str] | None = None) -> int:
    """Read the pages, report, and return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="a built site, or the Markdown of one")
    parser.add_argument("--page", action="append", default=[], help="only this page (repeatable)")
    parser.add_argument("--jobs", type=int, default=None, help="pages read at once (all cores)")
    parser.add_argument("--json", action="store_true", help="every verdict, as JSON")
    parser.add_argument("--quiet", action="store_true", help="no page of which all is confirmed")
    said = parser.parse_args(words)
    paths = pages(said.folder)
    missing = set(said.page) - {path.stem for path in paths}
    paths = [path for path in paths if path.stem in said.page or not said.page]
    if missing or not paths:
        what = f"page {', '.join(sorted(missing))}" if missing else "page with a table of symbols"
        parser.error(f"there is no {what} in {said.folder}")
    began = time.perf_counter()
    total: Counter[str] = Counter()
    everything: dict[str, list[dict[str, Any]]] = {}
    for path, verdicts in zip(paths, read_all(paths, said.jobs), strict=True):
        total += Counter(verdict.found for verdict in verdicts)
        everything[path.stem] = [asdict(verdict) for verdict in verdicts]
        confirmed = all(verdict.found == "confirmed" for verdict in verdicts)
        if not said.json and not (said.quiet and confirmed):
            print(report(path.stem, verdicts), flush=True)
    if said.json:
        print(json.dumps(everything, indent=1, ensure_ascii=False))
    else:
        seconds = time.perf_counter() - began
        many = f"{len(paths)} page{'' if len(paths) == 1 else 's'} read back"
        print(line_of(many, total.total(), total), f"({seconds:.0f} s)")
    return int(total["confirmed"] != total.total() or not total)


if __name__ == "__main__":
    sys.exit(main())
