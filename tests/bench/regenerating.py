"""What a run of the whole book costs, phase by phase, against what it could cost at least.

    .venv/bin/python -m tests.bench.regenerating [--json FILE]

Cold (nothing remembered), unchanged, one script changed; the phases of one cold run in one process;
MkDocs with cold and warm equations.  Floors: Python started for nothing, ``import sympy``, SymPy
working out both sides of every equality and printing them without any check, MkDocs building the
same pages as plain text.  The book is copied: nothing is written to the real pages.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import click
from rich.console import Console
from rich.table import Table

from tests.bench.measuring import BUILD, REGENERATE, ROOT, least, machine, spent, watched, written

CHANGED = "two_neurons"  # the script that is changed: a small page that no other cites
PLUGIN = "  - bpcore:\n      scripts: derivations\n"
PLAIN = "\nmarkdown_extensions: [admonition, attr_list, md_in_html, tables, pymdownx.superfences]\n"


@contextmanager
def copied() -> Iterator[Path]:
    """Yield a folder with a copy of the book, without what is remembered of it."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        for part in ("derivations", "docs"):
            shutil.copytree(ROOT / part, home / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "mkdocs.yml", home)
        yield home


def runs() -> dict[str, float]:
    """Return the seconds of whole runs and of the floors below them, and the memory of one."""
    found = {}
    with copied() as home:
        python = [sys.executable, "-c"]
        found["python -c pass"] = least(lambda: spent(*python, "pass", folder=home))
        found["import sympy"] = least(lambda: spent(*python, "import sympy", folder=home))
        found["cold, one worker"] = spent(*REGENERATE, "--anew", "--jobs", "1", folder=home)
        cold = watched(*REGENERATE, "--anew", folder=home)
        found["cold, all cores"] = cold.seconds
        spent(*REGENERATE, folder=home)
        found["unchanged"] = least(lambda: spent(*REGENERATE, folder=home))
        script = home / "derivations" / f"{CHANGED}.py"
        script.write_text(script.read_text("utf-8") + "# changed\n", "utf-8")
        found["one script changed"] = spent(*REGENERATE, folder=home)
        found |= built(home)
        found["MB of the main process"], found["MB of a worker"] = cold.main, cold.worker
    return found


def built(home: Path) -> dict[str, float]:
    """Return the seconds of MkDocs: with equations set anew, as before, and with none."""
    command = [*BUILD, "--site-dir", str(home / "site")]
    found = {
        "mkdocs, equations set anew": spent(*command, folder=home),
        "mkdocs, equations as before": spent(*command, folder=home),
    }
    settings = (home / "mkdocs.yml").read_text("utf-8")
    assert PLUGIN in settings
    plain = settings.replace(PLUGIN, PLAIN).replace("strict: true\n", "")
    (home / "mkdocs.yml").write_text(plain, "utf-8")
    return {**found, "mkdocs, pages as plain text": spent(*command, folder=home)}


def phases() -> dict[str, float]:
    """Return the seconds of each phase of a cold run in this process, and of SymPy unchecked."""
    start = perf_counter()
    from bpcore.book import Book
    from bpcore.markdown import markdown
    from bpcore.notebook import notebook
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
    phase("spoilt versions, iris", lambda: [records(page) for page in pages])
    phase("Markdown", lambda: [markdown(page, book.edition) for page in pages])
    phase("notebooks", lambda: [notebook(page, book.edition) for page in pages])
    phase("tables of symbols", lambda: [symbol_table(page, book.edition) for page in pages])
    summaries = [summarised(page) for page in pages]
    phase("reports", lambda: overviews(summaries, book.sources(), book.edition))
    sides = [side for page in pages for one in records(page).all for side in (one.left, one.right)]
    phase("floor", lambda: [unchecked(side) for side in sides])
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


@click.command()
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write the numbers there.")
def main(out: Path | None) -> None:
    """Measure, and print ratios: to the floor beside each, measured in the same run."""
    at = machine()
    whole, parts = runs(), phases()
    table = Table("run", "seconds", "to python -c pass", "to cold, all cores")
    for name, seconds in whole.items():
        if not name.startswith("MB"):
            to_python = seconds / whole["python -c pass"]
            to_cold = seconds / whole["cold, all cores"]
            table.add_row(name, f"{seconds:.3f}", f"{to_python:.1f}", f"{to_cold:.3f}")
    total = sum(seconds for name, seconds in parts.items() if name != "floor")
    shares = Table("phase of a cold run in one process", "seconds", "share")
    for name, seconds in parts.items():
        shares.add_row(name, f"{seconds:.2f}", f"{seconds / total:.3f}")
    Console().print(at, table, shares)
    written({"machine": at, "runs": whole, "phases": parts}, out)


if __name__ == "__main__":
    main()
