"""What a run of the whole book costs, phase by phase, against what it could cost at least.

    .venv/bin/python tests/bench/regenerating.py [--pages N] [--json FILE]

Cold (nothing remembered), unchanged, one script changed; the phases of one cold run in one process;
MkDocs with cold and warm equations.  Floors: Python started for nothing, ``import sympy``, SymPy
working out both sides of every equality and printing them without any check, MkDocs building the
same pages as plain text.  With ``--pages`` a synthetic book of so many pages, ten pages at a time
being one in ten of them, shows how time and memory grow.  The book is copied: nothing is written to
the real pages.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import log
from pathlib import Path
from time import perf_counter

import click
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
COMMAND = [sys.executable, "-m", "bpcore"]
ROUNDS = 5  # of what takes less than a second

PAGE = '''"""Page {number} of a book that only measures"""

from bpcore import Page, algebra, d, definition, elementary, let, product_rule, scalar


def derive(p: Page) -> None:
    """Derive the slope of a product, {lines} times."""
    x = scalar("x", "a number")
    for k in range({lines}):
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


def spent(*command: str, folder: Path) -> float:
    """Return how many seconds a command took; raises `RuntimeError` if it failed."""
    start = perf_counter()
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr[-2000:]}")
    return perf_counter() - start


def least(run: Callable[[], float]) -> float:
    """Return the least of some rounds, for what others on the machine disturb most."""
    return min(run() for _ in range(ROUNDS))


@contextmanager
def copied() -> Iterator[Path]:
    """Yield a folder with a copy of the book, without what is remembered of it."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        for part in ("derivations", "docs"):
            shutil.copytree(ROOT / part, home / part, ignore=shutil.ignore_patterns("__pycache__"))
        text = (ROOT / "mkdocs.yml").read_text("utf-8")
        (home / "mkdocs.yml").write_text(text.replace("- bpcore/", f"- {ROOT}/bpcore/"), "utf-8")
        yield home


def runs() -> dict[str, float]:
    """Return the seconds of whole runs and of the floors below them."""
    found = {}
    with copied() as home:
        python = [sys.executable, "-c"]
        found["python -c pass"] = least(lambda: spent(*python, "pass", folder=home))
        found["import sympy"] = least(lambda: spent(*python, "import sympy", folder=home))
        found["cold, one worker"] = spent(*COMMAND, "--anew", "--jobs", "1", folder=home)
        found["cold, all cores"] = spent(*COMMAND, "--anew", folder=home)
        spent(*COMMAND, folder=home)
        found["unchanged"] = least(lambda: spent(*COMMAND, folder=home))
        script = home / "derivations" / "two_neurons.py"
        script.write_text(script.read_text("utf-8") + "# changed\n", "utf-8")
        found["one script changed"] = spent(*COMMAND, folder=home)
        found |= built(home)
    return found


def built(home: Path) -> dict[str, float]:
    """Return the seconds of MkDocs: with equations set anew, as before, and with none."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(home / "site")]
    found = {
        "mkdocs, equations set anew": spent(*command, folder=home),
        "mkdocs, equations as before": spent(*command, folder=home),
    }
    bare = (home / "mkdocs.yml").read_text("utf-8")
    bare = re.sub(r"hooks:\n(  - .*\n)+", "", bare)
    bare = re.sub(r"  - bpcore\.\S+\n", "", bare)
    (home / "mkdocs.yml").write_text(bare, "utf-8")
    found["mkdocs, pages as plain text"] = spent(*command, folder=home)
    return found


def phases() -> dict[str, float]:
    """Return the seconds of each phase of a cold run in this process, and of SymPy unchecked."""
    start = perf_counter()
    from bpcore.book import Book
    from bpcore.markdown import markdown
    from bpcore.overview import overviews
    from bpcore.record import records
    from bpcore.summary import summarised
    from bpcore.symbols import symbol_table

    found = {"imports": perf_counter() - start}
    book = Book(ROOT / "derivations")

    def phase(name: str, run: Callable[[], object]) -> None:
        begin = perf_counter()
        run()
        found[name] = perf_counter() - begin

    phase("proofs, sessions and pictures", lambda: [book.page(name) for name in book.names])
    pages = list(book.pages.values())
    phase("doubts (mutants, iris)", lambda: [records(page) for page in pages])
    phase("markdown", lambda: [markdown(page) for page in pages])
    phase("tables of symbols", lambda: [symbol_table(page) for page in pages])
    summaries = [summarised(page) for page in pages]
    folder = book.folder.name
    phase("overviews", lambda: overviews(summaries, book.sources(), folder))
    sides = [side for page in pages for one in records(page).all for side in (one.left, one.right)]
    phase("floor: SymPy on the same lines, unchecked", lambda: [unchecked(side) for side in sides])
    return found


def unchecked(side: object) -> object:
    """Return one side of an equality as SymPy works it out and prints it; None if it cannot."""
    import sympy

    from bpcore.evaluate import Evaluator, Setting
    from bpcore.expr import Expr
    from bpcore.symbolic import Symbols, symbol
    from bpcore.tree import everything_under

    assert isinstance(side, Expr)
    try:
        names = {name for name in everything_under(side) if not name.shape}
        at = Setting({name: symbol(name, 0, 0, 0) for name in names}, {}, {}, {})
        return sympy.latex(sympy.sympify(Evaluator(Symbols()).value(side, at)))
    except Exception:  # a side that SymPy cannot read alone costs it nothing here: a lower floor
        return None


def growth(most: int) -> list[dict[str, float]]:
    """Return pages, seconds to regenerate and to build, and memory, for synthetic books."""
    found = []
    for pages in sorted({most // 10, most // 3, most}):
        with tempfile.TemporaryDirectory() as place:
            home = Path(place)
            (home / "derivations").mkdir()
            for number in range(pages):
                text = PAGE.format(number=number, lines=5)
                (home / "derivations" / f"page_{number:04}.py").write_text(text, "utf-8")
            seconds = spent(*COMMAND, folder=home)
            megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            again = spent(*COMMAND, folder=home)
            (home / "docs" / "index.md").write_text("# Index\n", "utf-8")
            (home / "mkdocs.yml").write_text(SMALL.format(root=ROOT), "utf-8")
            build = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
            found.append(
                {
                    "pages": pages,
                    "regenerate": seconds,
                    "unchanged": again,
                    "build": spent(*build, folder=home),
                    "megabytes of one process": megabytes,
                }
            )
    return found


SMALL = """\
site_name: Growth
theme: {{name: material}}
hooks: [{root}/bpcore/typeset/hook.py, {root}/bpcore/site/inlined.py]
markdown_extensions: [bpcore.tabs, bpcore.typeset.extension, attr_list, md_in_html, tables]
"""


def exponent(rows: list[dict[str, float]], what: str) -> float:
    """Return the power of the number of pages by which something grows."""
    first, last = rows[0], rows[-1]
    return log(last[what] / first[what]) / log(last["pages"] / first["pages"])


@click.command()
@click.option("--pages", type=int, default=0, help="Also a synthetic book of so many pages.")
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write the numbers there.")
def main(pages: int, out: Path | None) -> None:
    """Measure, and print ratios: to the floor beside each, measured in the same run."""
    data: dict[str, object] = {}
    whole = runs()
    parts = phases()
    data |= {"runs": whole, "phases": parts}
    table = Table("run", "seconds", "to python -c pass", "to cold, all cores")
    for name, seconds in whole.items():
        to_python, to_cold = seconds / whole["python -c pass"], seconds / whole["cold, all cores"]
        table.add_row(name, f"{seconds:.2f}", f"{to_python:.1f}", f"{to_cold:.3f}")
    total = sum(seconds for name, seconds in parts.items() if not name.startswith("floor"))
    shares = Table("phase of a cold run in one process", "seconds", "share")
    for name, seconds in parts.items():
        shares.add_row(name, f"{seconds:.2f}", f"{seconds / total:.3f}")
    console = Console()
    console.print(table, shares)
    if pages:
        rows = growth(pages)
        data["growth"] = rows
        grown = Table(*rows[0])
        for row in rows:
            grown.add_row(*(f"{value:.4g}" for value in row.values()))
        console.print(grown)
        powers = {what: exponent(rows, what) for what in ("regenerate", "unchanged", "build")}
        data["exponents"] = powers
        console.print({what: round(power, 2) for what, power in powers.items()})
    if out:
        out.write_text(json.dumps(data, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
