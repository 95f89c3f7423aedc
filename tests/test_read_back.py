"""The built site, read back by a program that knows nothing of `bpcore`: every equality, as text.

The program is `bpcore/read_back`; here it runs on the site as it is built, on the Markdown it is
built from, on the second book, and on pages of which one token was changed.
"""

from __future__ import annotations

import ast
import html
import json
import re
import shutil
import subprocess
import sys
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import bpcore
from arithmetic import value
from bpcore import N, Page, algebra, d, latex, let, proved, scalar, sigmoid
from bpcore.blocks import Result
from bpcore.claim import Claim
from bpcore.domain import Precise
from bpcore.evaluate import Evaluator, Setting, as_rows
from bpcore.expr import Expr
from bpcore.function import Function
from bpcore.markdown import markdown
from bpcore.symbols import symbol_table
from bpcore.verdict import Rung, Verdict
from pages import statements
from precision import mp
from read_back import main, read_page
from reading import spelled
from symbols import Point, Symbols

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "bpcore" / "read_back"
SECOND = ROOT / "examples" / "batch_normalisation" / "docs"
PAGE = ROOT / "docs" / "read-back.md"
PAGES = sorted(path.stem for path in (ROOT / "derivations").glob("[!_]*.py"))
NOTE = re.compile(r'(<annotation encoding="application/x-tex">)(.*?)(</annotation>)', re.DOTALL)


@pytest.fixture(scope="module")
def verdicts(site: Path) -> dict[str, list[dict[str, Any]]]:
    """Return every verdict on the built site, by page."""
    command = [sys.executable, str(site / "read-back" / "read_back.py"), str(site), "--json"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    found: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    return found


# -- the site as it is ---------------------------------------------------------------------------


def test_every_statement_of_every_page_is_confirmed(verdicts: dict[str, Any]) -> None:
    """None is refuted, none is left unread; the program that did it came with the site."""
    assert sorted(verdicts) == PAGES
    everything = [verdict for page in verdicts.values() for verdict in page]
    assert [one for one in everything if one["found"] != "confirmed"] == []
    kinds = {one["kind"] for one in everything}
    assert {"step", "claim", "in words", "definition", "worked", "compared", "mistake"} <= kinds
    assert len([one for one in everything if one["kind"] in ("step", "claim")]) > 1000


@pytest.mark.parametrize("page", ["neuron", "translation", "mistakes", "two_neurons"])
def test_the_markdown_says_what_the_site_says(
    page: str, verdicts: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """The same statements with the same verdicts; only the lines are those of the other file."""
    found = read_page(ROOT / "docs" / "derivations" / f"{page}.md")
    said = [(one.kind, one.tex, one.found) for one in found]
    assert said == [(one["kind"], one["tex"], one["found"]) for one in verdicts[page]]
    text = (ROOT / "docs" / "derivations" / f"{page}.md").read_text("utf-8").splitlines()
    displayed = [one for one in found if one.kind in ("step", "claim", "definition")]
    assert all(
        text[one.line - 1].strip(" >").startswith(("```math", "|")) or "$`" in text[one.line - 1]
        for one in displayed
    )


def test_the_second_book_is_read_back_too(capsys: pytest.CaptureFixture[str]) -> None:
    """The program knows no book: square roots and all, from its Markdown."""
    assert main([str(SECOND), "--jobs", "1", "--quiet"]) == 0
    said = capsys.readouterr().out
    assert re.fullmatch(r"5 pages read back: (\d+) found, \1 confirmed, 0 .*\n", said), said


def test_every_equality_of_the_verification_report_is_read_back(verdicts: dict[str, Any]) -> None:
    """The report's records and the statements read from the site are the same equalities.

    A cell that shows one side only is left out: the page does not display that equality.
    """
    data = json.loads((ROOT / "docs" / "verification.json").read_text("utf-8"))
    shown = [record for record in data["equalities"] if record["kind"] != "cell"]
    assert len(shown) > 1300
    confirmed = {
        page: [one["tex"] for one in found if one["found"] == "confirmed"]
        for page, found in verdicts.items()
    }
    for record in shown:
        equality = spelled(f"{record['left']} = {record['right']}")
        assert any(tex.startswith(equality) for tex in confirmed[record["page"]]), record["id"]


def test_no_page_has_an_equality_that_is_passed_over(site: Path, verdicts: dict[str, Any]) -> None:
    """Counted another way: a sign of equality in the LaTeX, sums and given numbers left out."""
    for page in PAGES:
        text = (site / "derivations" / f"{page}.html").read_text("utf-8")
        article = text[text.index("<article") : text.index("</article>")]
        notes = [html.unescape(tex) for _, tex, _ in NOTE.findall(article)]
        signs = sum(len(re.findall(r"(?<!\w)=(?!1)|\\approx|\\neq", tex)) for tex in notes)
        read = sum(
            len(re.findall(r"(?<!\w) ?= (?!1 \})|\\approx|\\neq", one["tex"]))
            for one in verdicts[page]
        )
        assert read >= signs > 0, page


def test_the_program_imports_nothing_of_the_library() -> None:
    """Only the standard library, mpmath, and its own modules."""
    own = {path.stem for path in PROGRAM.glob("*.py")}
    assert {"arithmetic", "judging", "manuscript", "pages", "read_back", "reading"} < own
    for path in PROGRAM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0
                names = [node.module or ""]
            for name in names:
                top = name.partition(".")[0]
                assert top in own | {"mpmath"} | set(sys.stdlib_module_names), f"{path}: {name}"
            assert not (isinstance(node, ast.Name) and node.id in ("__import__", "exec", "eval"))


def test_the_page_shows_what_the_program_prints(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sample output on the page of the program is real."""
    shown = re.search(r"```text\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert shown
    command, *lines = shown[1].splitlines()
    words = command.removeprefix("$ python site/read-back/read_back.py site ").split()
    assert main([str(site), "--jobs", "1", *words]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [without_seconds(line) for line in lines] == [without_seconds(one) for one in printed]


def without_seconds(line: str) -> str:
    """Return a line of the report without the time it took."""
    return re.sub(r" \(\d+ s\)$", "", line)


# -- pages with one changed token ----------------------------------------------------------------

SPOILT = (
    ("sigmoid", r"\frac{d}{dz} \sigma(z) = \sigma(z) \, (1 - \sigma(z))", "1 -", "1 +"),  # a sign
    ("two_neurons", r"= a - y", "- y", "+ y"),
    ("two_neurons", r"\frac{dL}{du} = (a - y) \, w \, (h \, (1 - h))", r"\, w", r"\, v"),  # a name
    ("two_neurons", r"u = v \, x + c", "x + c", "x - c"),  # a definition
    ("two_neurons", r"= \sigma(1) \approx 0.7311", "0.7311", "0.7312"),  # the outcome
    ("two_neurons", r"\approx (-2) \cdot 0.73106 + 1 \approx -0.4621", "0.73106", "0.73107"),
    ("two_neurons", r"= 1 \cdot 2 + (-1) = 1", r"1 \cdot 2", r"2 \cdot 1"),  # in the wrong places
    ("two_neurons", r"= \sigma(1) \approx 0.7311", r"\approx", "="),  # as if it were exact
    ("two_neurons", r"-0.6135163044", "044", "045"),  # by the formula
    ("two_neurons", r"5.4 \cdot 10^{-15}", "5.4", "5.5"),
    ("two_neurons", r"-2", "-2", "-3"),  # given
    ("went_wrong", r"\delta^{[l]} = \frac{\partial C}{\partial z^{[l]}}", "z", "a"),
    ("four_equations", r"\sum_{k=1}^{p}", "_{k=1}", "_{j=1}"),  # a sum over another index
    ("four_equations", r"(W^{[l+1]})^{\top}", r"^{\top}", ""),  # a transpose
    ("conditions", r"Q = \frac{1}{2} \, \sum_{k=1}^{n} (a_{k} - y_{k})^{2}", "{2} ", "{3} "),
    ("conditions", r"= a_{j} - y_{j}", "y_{j}", "y_{k}"),  # an index
    ("conditions", r"0 < \lambda", "0", "1"),  # an assumption
    ("went_wrong", r"\frac{\partial b^{[l]}_{1}}{\partial z^{[l]}_{1}} \neq 1", "1$", "0"),
    ("went_wrong", r"2 \, ((-0.125) \cdot 1) = -0.25", r"\cdot 1", r"\cdot 3"),
    ("went_wrong", r"{\partial b^{[l]}_{j}} = \Delta_{k j}", "k j", "j j"),
    ("layer_one", r"\mathrm{SiLU}", "SiLU", "ReLU"),  # a function that is put in
    ("layer_one", "0.006672958702", "702", "703"),
)


def spoilt(folder: Path, site: Path, page: str, equation: str, old: str, new: str) -> Path:
    """Return a copy of a page in which the first equation with some LaTeX has another token."""
    home = folder / "derivations"
    home.mkdir()
    for table in (site / "derivations").glob("*.symbols.json"):
        shutil.copy(table, home)
    text = (site / "derivations" / f"{page}.html").read_text("utf-8")
    exactly = [tex for _, tex, _ in NOTE.findall(text) if html.unescape(tex) == equation]
    within = [tex for _, tex, _ in NOTE.findall(text) if equation in html.unescape(tex)]
    whole = (exactly or within)[0]
    there = html.unescape(whole)
    place = there.index(equation) if not exactly else 0
    if old.endswith("$"):
        changed = there[: -len(old) + 1] + new
    else:
        at = there.index(old, place)
        changed = there[:at] + new + there[at + len(old) :]
    mark = f">{whole}</annotation>"
    assert mark in text
    path = home / f"{page}.html"
    path.write_text(text.replace(mark, f">{html.escape(changed, quote=False)}</annotation>", 1))
    return path


@pytest.mark.parametrize(("page", "equation", "old", "new"), SPOILT)
def test_a_token_that_is_changed_in_the_page_is_found(
    tmp_path: Path, site: Path, page: str, equation: str, old: str, new: str
) -> None:
    """One changed token in one place makes a statement refuted or unreadable."""
    path = spoilt(tmp_path, site, page, equation, old, new)
    wrong = [verdict for verdict in read_page(path) if verdict.found != "confirmed"]
    assert wrong


def test_a_spoilt_page_ends_with_status_1_and_is_named(
    tmp_path: Path, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report gives the line of the page, the equality and numbers."""
    spoilt(tmp_path, site, "two_neurons", "= a - y", "- y", "+ y")
    assert main([str(tmp_path), "--jobs", "1"]) == 1
    said = capsys.readouterr().out
    assert "refuted: " in said
    assert " on the left, " in said


def test_a_page_without_its_table_of_symbols_is_not_confirmed(tmp_path: Path, site: Path) -> None:
    """What letters mean is not guessed."""
    path = spoilt(tmp_path, site, "sigmoid", r"\sigma(z)", "z", "z ")
    path.with_name("sigmoid.symbols.json").unlink()
    (verdict,) = read_page(path)
    assert verdict.found == "unreadable"
    assert "sigmoid.symbols.json" in verdict.why
    assert main([str(tmp_path), "--jobs", "1"]) == 1


def test_a_table_of_symbols_that_says_something_else_is_found(tmp_path: Path, site: Path) -> None:
    """A definition is compared with what is displayed."""
    path = spoilt(tmp_path, site, "two_neurons", "= a - y", "a", "a ")
    assert {verdict.found for verdict in read_page(path)} == {"confirmed"}
    table = path.with_name("two_neurons.symbols.json")
    told = json.loads(table.read_text("utf-8"))
    (row,) = (row for row in told["symbols"] if row["tex"] == "u")
    row["definition"] = row["definition"].replace("+ c", "- c")
    table.write_text(json.dumps(told), "utf-8")
    assert {verdict.found for verdict in read_page(path)} == {"confirmed", "refuted"}


def test_no_pages_are_an_error(tmp_path: Path) -> None:
    """An empty folder confirms nothing."""
    with pytest.raises(SystemExit):
        main([str(tmp_path)])


@cache
def kinds_of(path: Path) -> list[str]:
    """Return the kinds of the statements of a page, in reading order."""
    return [statement.kind for statement in statements(path)]


def test_what_kind_of_statement_an_equation_is_follows_from_its_place(site: Path) -> None:
    """A definition, steps and a result, then numbers, in the order of the page."""
    found = kinds_of(site / "derivations" / "two_neurons.html")
    assert found[:5] == ["definition"] * 5
    first = found.index("step")
    assert set(found[first : found.index("claim", first)]) == {"step"}
    assert found.index("given") < found.index("worked") < found.index("compared")


def test_tiny_and_zero_slopes_are_read_back(tmp_path: Path) -> None:
    """Numbers with a power of ten, and differences with smaller steps; a changed digit is seen."""
    z = scalar("z", "what is added up")
    a = let("a", sigmoid(z), "the answer")
    page = Page("tiny", "Tiny numbers")
    page.symbols(z)
    page.define(a)
    page.chain(a * (1 - a), algebra("multiply out"), a - a**2)
    page.worked(page.numbers({z: -40}), a, proved(d(a, z), a * (1 - a)))
    page.compare(page.numbers({z: N(1, 1000)}), d(z**5, z), d(a, z))
    page.compare(page.numbers({z: 0}), d(z**5, z))
    path = tmp_path / "tiny.md"
    path.write_text(markdown(page), "utf-8")
    path.with_name("tiny.symbols.json").write_text(symbol_table(page), "utf-8")
    assert {"confirmed"} == {one.found for one in read_page(path)}

    text = path.read_text("utf-8")
    for old, new in (("4.248", "4.249"), ("{-18}", "{-19}"), ("5.000000000", "5.000000001")):
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        assert {"confirmed"} != {one.found for one in read_page(path)}


# -- everything that can be printed --------------------------------------------------------------

AT = Fraction(3, 8)
FUNCTIONS = [name for name in bpcore.__all__ if isinstance(getattr(bpcore, name), Function)]


def read_at(node: Expr, worth: Fraction) -> Any:
    """Return what the program makes of an expression in one name, from LaTeX and table alone."""
    page = Page("printed", "Printed")
    page.blocks.append(Result(Claim(node, node, Verdict(Rung.SYMBOLS, 6)), "Printed", 1))
    symbols = Symbols(json.loads(symbol_table(page)))
    given = {row.key: mp.mpf(worth.numerator) / worth.denominator for row in symbols.rows}
    return value(symbols.tree(latex(node)), symbols.table(Point({}, given=given)))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_is_read_as_what_it_is(name: str) -> None:
    """Its value, and its slope; a new function that the program cannot read fails here.

    What an expression is printed as is tried for every node in `tests/test_printing.py`.
    """
    z = scalar("z")
    function = getattr(bpcore, name)
    for node in (function(z), 3 * function(z * z + 1) ** 2, d(function(z), z)):
        own = Evaluator(Precise())
        there = own.value(node, Setting({z: own.domain.number(AT)}, {}))
        ((worth,),) = as_rows(there)
        assert abs(mp.mpf(worth) - read_at(node, AT)) < mp.mpf(10) ** -14


def test_functions_are_found() -> None:
    """An empty search would pass."""
    assert {"sqrt", "relu", "sigmoid", "log10", "gelu"} <= set(FUNCTIONS)
