"""One error at four depths: in a script, in the printer, in a generated page, in the built site.

Each depth has a net of its own, and each net is shown to hold:

* a formula in a script: a `Refusal` with script, step and numbers, and no page is written;
* the printer: every page differs from what is committed, and what is printed is false to a reader
  that knows nothing of the printer (the program in `bpcore/read_back`);
* a generated page: `--check` ends with 1 and names the page;
* the built page: that reader finds it in the HTML; `tests/test_read_back.py` plants those errors.
"""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bpcore.blocks import claims, every
from bpcore.book import Book
from bpcore.command_line import main, report_stale
from bpcore.expr import Derivative, Entry, Expr, Name, Odot, Sub, Transpose
from bpcore.files import write
from bpcore.markdown import markdown
from bpcore.page import Page
from bpcore.symbols import symbol_table
from judging import Judge, Verdict
from pages import Statement
from symbols import Symbols
from tests.books import REAL, ROOT, exchanged

printer = import_module("bpcore.tex")
SLIP = ("a - y,\n", "y - a,\n")  # the same sign at every depth


@cache
def page(name: str) -> Page:
    """Return a real page, proved once."""
    return Book(REAL).page(name)


@cache
def printed(name: str) -> str:
    """Return the Markdown of a real page, printed before the printer is broken."""
    return markdown(page(name))


# -- in a script -------------------------------------------------------------------------------


def command(home: Path, *words: str) -> Result:
    """Return how the command ends for the scripts in a folder."""
    return CliRunner().invoke(
        main, [str(home / "derivations"), "--docs", str(home / "docs"), *words]
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the scripts of the one neuron and what it cites, and their pages."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "derivations").mkdir()
    for name in ("neuron", "sigmoid"):
        shutil.copy(REAL / f"{name}.py", folder / "derivations")
    said = command(folder)
    assert 0 == said.exit_code, said.output
    return folder


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """Return a copy of that folder, which a test may spoil."""
    return Path(shutil.copytree(made, tmp_path / "home"))


def there(home: Path) -> dict[str, bytes]:
    """Return every page of a folder."""
    return {path.name: path.read_bytes() for path in sorted((home / "docs").rglob("*.*"))}


def test_an_error_in_a_script_is_refused_and_writes_nothing(home: Path) -> None:
    """With the script, the step and numbers."""
    script = home / "derivations" / "neuron.py"
    script.write_text(exchanged(script.read_text("utf-8"), *SLIP), "utf-8")
    before = there(home)
    said = command(home, "--only", "neuron")
    assert 1 == said.exit_code
    assert "derivations/neuron.py:" in said.output
    assert ": step " in said.output
    assert "the left side is" in said.output
    assert "No page was changed." in said.output
    assert before == there(home)


# -- in the printer ----------------------------------------------------------------------------

SUM_TEX = printer.sum_tex


def swapped(node: Any) -> Any:
    """Print a difference with its sides exchanged."""
    return SUM_TEX(Sub(node.right, node.left), "-")


def bare(node: Any) -> Any:
    """Print a transposed array as the array."""
    return printer.piece(node.operand)


def without_sign(node: Any) -> Any:
    """Print an elementwise product as a matrix product."""
    return printer.product_tex(node, "matrix", r"\,")


def crossed(node: Any) -> Any:
    """Print the row of an entry where its column belongs."""
    if len(node.at) != 2 or not isinstance(node.array, Name):
        return RIGHT[Entry](node)
    column, row = map(printer.place_tex, reversed(node.at))
    return printer.Piece(printer.subscripted(node.array.entry, column + row))


def upside_down(node: Any) -> Any:
    """Print a derivative with above and below exchanged."""
    if isinstance(node.of, Name):
        return printer.Piece(
            rf"\frac{{d{printer.latex(node.by)}}}{{d{printer.latex(node.of)}}}",
            printer.FRACTION,
            tall=True,
        )
    return RIGHT[Derivative](node)


BROKEN: dict[str, tuple[str, type[Expr], Callable[[Any], Any]]] = {
    "a difference the wrong way round": ("neuron", Sub, swapped),
    "a derivative upside down": ("neuron", Derivative, upside_down),
    "a transpose lost": ("four_equations", Transpose, bare),
    "an elementwise product without its sign": ("four_equations", Odot, without_sign),
    "row and column of an entry exchanged": ("four_equations", Entry, crossed),
}
RIGHT = {kind: printer.piece.dispatch(kind) for _, kind, _ in BROKEN.values()}


@pytest.fixture
def broken(request: pytest.FixtureRequest) -> Iterator[str]:
    """Break the printer for one test, and return the page on which it is to be seen."""
    name, kind, wrong = BROKEN[request.param]
    printed(name)  # proved with the printer as it is
    printer.piece.register(kind)(wrong)
    try:
        yield name
    finally:
        printer.piece.register(kind)(RIGHT[kind])


def verdicts(name: str) -> list[Verdict]:
    """Return what a stranger makes of the equalities of a page, and of its table, as printed."""
    data = json.loads(symbol_table(page(name)))

    def find(other: str, version: str) -> Symbols:
        return Symbols(data, version)

    judge = Judge(find, name, [])
    found = []
    for block in every(page(name).blocks):
        for claim in claims(block):
            sides = (printer.latex(claim.left), "=", printer.latex(claim.right))
            found.append(judge.verdict(Statement("claim", sides, 0)))
    return found


def check(name: str, docs: Path) -> None:
    """Compare a page as it is printed now with the page in a folder, as `--check` does."""
    write({f"derivations/{name}.md": printed(name)}, docs, whole=False)
    report_stale({f"derivations/{name}.md": markdown(page(name))}, docs, "", whole=False)


@pytest.mark.parametrize("broken", BROKEN, indirect=True)
def test_an_error_in_the_printer_is_found_in_what_is_printed(
    broken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page is no longer the same; and to a reader an equality on it is false or no sense."""
    with pytest.raises(SystemExit) as ended:
        check(broken, tmp_path)
    assert 1 == ended.value.code
    assert f"stale: derivations/{broken}.md" in capsys.readouterr().err
    assert [verdict for verdict in verdicts(broken) if verdict.found != "confirmed"]


@pytest.mark.parametrize("name", sorted({name for name, _, _ in BROKEN.values()}))
def test_the_printer_as_it_is_prints_what_is_true(name: str, tmp_path: Path) -> None:
    """The must-pass twin: the page is the same, and a reader confirms every equality."""
    check(name, tmp_path)
    found = verdicts(name)
    assert len(found) > 5
    assert [] == [verdict for verdict in found if verdict.found != "confirmed"]


# -- in a generated page -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("neuron.md", "= a - y", "= y - a"),
        ("neuron.md", r"\frac{dL}{dz}", r"\frac{dz}{dL}"),
        ("neuron.md", "0.", "1."),
        ("neuron.md", "the ", "the  "),
        ("neuron.symbols.json", " - y", " + y"),
    ],
)
def test_an_error_in_a_generated_page_is_found_by_the_check(
    home: Path, file: str, old: str, new: str
) -> None:
    """A formula, a number, a word, the table beside it: status 1, and the page is named."""
    path = home / "docs" / "derivations" / file
    path.write_text(exchanged(path.read_text("utf-8"), old, new), "utf-8")
    said = command(home, "--check", "--only", "neuron")
    assert 1 == said.exit_code
    assert f"stale: derivations/{file}; run bpcore regenerate" in said.output


def test_a_page_without_an_error_passes_the_check(home: Path) -> None:
    """The must-pass twin."""
    said = command(home, "--check", "--only", "neuron")
    assert 0 == said.exit_code, said.output


# -- in the built site -------------------------------------------------------------------------


def test_errors_in_the_built_site_are_planted_elsewhere() -> None:
    """Where the site is built anyway: tokens of the HTML are changed, the program finds each."""
    planted = ast.parse((ROOT / "tests" / "test_read_back.py").read_text("utf-8"))
    tests = {node.name for node in planted.body if isinstance(node, ast.FunctionDef)}
    assert {
        "test_a_token_that_is_changed_in_the_page_is_found",
        "test_a_spoilt_page_ends_with_status_1_and_is_named",
        "test_every_statement_of_every_page_is_confirmed",
    } <= tests
