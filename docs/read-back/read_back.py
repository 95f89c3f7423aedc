"""Read a built site back: is every equality on its pages true, as it stands there?

    python read_back.py SITE [--json] [--page NAME]

This program knows nothing of the program that proved the equalities and made the pages.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from functools import cache
from multiprocessing import Pool
from pathlib import Path

from judging import Judge, Verdict
from pages import statements
from symbols import Symbols

FOUND = ("confirmed", "refuted", "unreadable")


def read_page(path: Path) -> list[Verdict]:
    """Return what becomes of every statement of a page."""

    @cache
    def find(page: str, version: str) -> Symbols:
        return Symbols.load(path.with_name(f"{page}.symbols.json"), version)

    data = json.loads(path.with_name(f"{path.stem}.symbols.json").read_text("utf-8"))
    versions = sorted({title for row in data["symbols"] for title in row["versions"]})
    judge = Judge(find, path.stem, versions)
    return [judge.verdict(statement) for statement in statements(path)]


def main() -> int:
    """Read the pages and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--page", action="append", default=[])
    parser.add_argument("--jobs", type=int, default=None)
    said = parser.parse_args()
    pages = sorted((said.site / "derivations").glob("*.html"))
    if said.page:
        pages = [page for page in pages if page.stem in said.page]
    total: Counter[str] = Counter()
    began = time.perf_counter()
    with Pool(said.jobs) as pool:
        for page, verdicts in zip(pages, pool.imap(read_page, pages), strict=True):
            counts = Counter(verdict.found for verdict in verdicts)
            total += counts
            print(page.stem, *(f"{counts[found]} {found}" for found in FOUND), flush=True)
            for verdict in verdicts:
                if verdict.found != "confirmed":
                    print(f"  {verdict.kind} {verdict.line}: {verdict.tex}\n    {verdict.found}: {verdict.why}")
    print("all", *(f"{total[found]} {found}" for found in FOUND), f"{time.perf_counter() - began:.0f} s")
    return int(total["confirmed"] != total.total() or not total)


if __name__ == "__main__":
    sys.exit(main())
