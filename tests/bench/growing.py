"""How cost grows: with the number of pages, with the lines on a page, and MkDocs with them.

    .venv/bin/python -m tests.bench.growing [--pages N] [--json FILE]

Synthetic books of real, proved pages are regenerated and built; the processes are watched for the
most memory that each ever held.  A book of ten pages with more and more lines on each shows what a
line costs.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from tests.bench.measuring import BUILD, REGENERATE, exponent, machine, spent, watched, written

PAGES = 1000
LINES = (5, 10, 20, 40)  # chains on each page
OF_TEN = 10
PAGE = '''"""Page {number} of a book that only measures"""

from bpcore import Page, algebra, d, definition, elementary, let, product_rule, scalar


def derive(p: Page) -> None:
    """Derive the slope of a product, {chains} times."""
    x = scalar("x", "a number")
    for k in range({chains}):
        f = let(f"f_{{k}}", x**2 * (x + k + {number}), "a product")
        p.chain(
            d(f, x),
            definition("what the product is"),
            d(x**2 * (x + k + {number}), x),
            product_rule("one factor after the other"),
            d(x**2, x) * (x + k + {number}) + x**2 * d(x + k + {number}, x),
            elementary("both slopes"),
            2 * x * (x + k + {number}) + x**2 * 1,
            algebra("multiply out"),
            3 * x**2 + 2 * (k + {number}) * x,
            name=f"slope_{{k}}",
        )
        p.worked(p.numbers({{x: 2}}, show=False), f)
'''
SETTINGS = """\
site_name: Growth
theme: {name: material}
plugins: [search, bpcore]
"""


def book(home: Path, pages: int, chains: int) -> None:
    """Write a synthetic book into a folder."""
    (home / "derivations").mkdir()
    (home / "docs").mkdir()
    for number in range(1, pages + 1):
        text = PAGE.format(number=number, chains=chains)
        (home / "derivations" / f"page_{number:04}.py").write_text(text, "utf-8")
    (home / "docs" / "index.md").write_text("# Index\n", "utf-8")
    (home / "mkdocs.yml").write_text(SETTINGS, "utf-8")


def measured(pages: int, chains: int, *, build: bool) -> dict[str, float]:
    """Return what one synthetic book costs, in seconds and MB."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        book(home, pages, chains)
        cold = watched(*REGENERATE, folder=home)
        found = {
            "pages": pages,
            "chains on a page": chains,
            "regenerate": cold.seconds,
            "unchanged": min(spent(*REGENERATE, folder=home) for _ in range(3)),
            "MB of the main process": cold.main,
            "MB of a worker": cold.worker,
        }
        if build:
            built = watched(*BUILD, folder=home)
            found |= {"build": built.seconds, "MB of MkDocs": built.main}
        return found


def powers(rows: list[dict[str, float]], by: str) -> dict[str, float]:
    """Return the power of one column by which each other one grows."""
    sizes = [row[by] for row in rows]
    costs = set(rows[0]) - {"pages", "chains on a page"}
    return {what: exponent(sizes, [row[what] for row in rows]) for what in sorted(costs)}


def shown(rows: list[dict[str, float]], found: dict[str, float]) -> Table:
    """Return a table of what was measured, and below each column the power by which it grows."""
    table = Table(*rows[0])
    for row in rows:
        table.add_row(*(f"{value:.4g}" for value in row.values()))
    table.add_section()
    table.add_row(*(f"power {found[what]:.2f}" if what in found else "" for what in rows[0]))
    return table


@click.command()
@click.option("--pages", default=PAGES, show_default=True, help="Of the largest book.")
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write the numbers there.")
def main(pages: int, out: Path | None) -> None:
    """Measure, and print how each cost grows."""
    at = machine()
    sizes = [max(2, round(pages * share)) for share in (0.1, 0.316, 1)]
    by_pages = [measured(size, 2, build=True) for size in sizes]
    by_lines = [measured(OF_TEN, chains, build=False) for chains in LINES]
    pages_powers, lines_powers = powers(by_pages, "pages"), powers(by_lines, "chains on a page")
    Console(width=160).print(at, shown(by_pages, pages_powers), shown(by_lines, lines_powers))
    data = {"machine": at, "pages": by_pages, "lines": by_lines}
    written({**data, "powers of pages": pages_powers, "powers of lines": lines_powers}, out)


if __name__ == "__main__":
    main()
