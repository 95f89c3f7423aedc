"""Read a built site back: is every equality on its pages true, as it stands there?

    python read_back.py SITE [--page NAME] [--jobs N] [--json]

For each page of SITE/derivations: the equalities in its HTML, read with the table of symbols that
is published beside it, tried at numbers.  Ends with status 1 unless every one is confirmed.  This
program knows nothing of the program that proved the equalities and made the pages; it needs
Python and the package mpmath.
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
from symbols import Symbols

TABLE = "{}.symbols.json"
COUNTED = ("confirmed", "refuted", "unreadable")


def read_page(path: Path) -> list[Verdict]:
    """Return what becomes of every statement of a page."""

    @cache
    def find(page: str, version: str) -> Symbols:
        return Symbols.load(path.with_name(TABLE.format(page)), version)

    try:
        data = json.loads(path.with_name(TABLE.format(path.stem)).read_text("utf-8"))
        found = statements(path)
    except (OSError, ValueError) as error:
        return [Verdict("page", 0, path.name, "unreadable", f"{type(error).__name__}: {error}")]
    tabs = sorted({title for row in data["symbols"] for title in row["versions"]})
    judge = Judge(find, path.stem, tabs)
    return [judge.verdict(statement) for statement in found]


def read_all(paths: Sequence[Path], jobs: int | None) -> Iterator[list[Verdict]]:
    """Yield the verdicts of pages in order, several pages being read at once."""
    if jobs == 1:
        yield from map(read_page, paths)
    else:
        with Pool(jobs) as pool:
            yield from pool.imap(read_page, paths)


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
    parser.add_argument("site", type=Path, help="the folder of the built site")
    parser.add_argument("--page", action="append", default=[], help="only this page (repeatable)")
    parser.add_argument("--jobs", type=int, default=None, help="pages read at once (all cores)")
    parser.add_argument("--json", action="store_true", help="every verdict, as JSON")
    said = parser.parse_args(words)
    paths = sorted((said.site / "derivations").glob("*.html"))
    missing = set(said.page) - {path.stem for path in paths}
    paths = [path for path in paths if path.stem in said.page or not said.page]
    if missing or not paths:
        parser.error(f"no page {', '.join(sorted(missing)) or '*.html'} in {said.site}/derivations")
    began = time.perf_counter()
    total: Counter[str] = Counter()
    everything: dict[str, list[dict[str, Any]]] = {}
    for path, verdicts in zip(paths, read_all(paths, said.jobs), strict=True):
        total += Counter(verdict.found for verdict in verdicts)
        everything[path.stem] = [asdict(verdict) for verdict in verdicts]
        if not said.json:
            print(report(path.stem, verdicts), flush=True)
    if said.json:
        print(json.dumps(everything, indent=1, ensure_ascii=False))
    else:
        seconds = time.perf_counter() - began
        print(line_of(f"{len(paths)} pages", total.total(), total), f"({seconds:.0f} s)")
    return int(total["confirmed"] != total.total() or not total)


if __name__ == "__main__":
    sys.exit(main())
