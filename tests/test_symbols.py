"""The symbol table of a page: every letter that the page shows or leads to, and nothing guessed.

Complete in two ways: against the trees of pages that are proved here, and, for every page as
committed, against its Markdown, of which the reader in `bpcore/read_back` reads each formula.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bpcore import (
    Page,
    algebra,
    array,
    elementary,
    index,
    latex,
    let,
    opaque,
    relu,
    scalar,
    silu,
    softplus,
    total,
    unspecified,
)
from bpcore.blocks import every
from bpcore.errors import NameClash
from bpcore.expr import Apply, Derivative, Expr
from bpcore.function import functions_in
from bpcore.language import d
from bpcore.page import displayed
from bpcore.symbols import symbol_table
from bpcore.tree import everything_under, walk
from pages import split
from reading import Unreadable, spelled
from symbols import Symbols
from tests.books import NAMES, ROOT, book, real_pages, script

PAGES = ROOT / "docs" / "derivations"
COMMITTED = sorted(path.stem for path in (ROOT / "derivations").glob("[!_]*.py"))
FORMULA = re.compile(r"```math\n(.*?)\n```|\$`(.*?)`\$", re.DOTALL)
LINK = re.compile(r"\[(?P<text>(?:`[^`]*`|[^\]`])*)\]\((?P<page>\w+)\.md[^)]*\)")
ELSEWHERE = re.compile(r"from \$`[^`]*`\$ on\b")  # a line of another page, in lists of rules
Data = dict[str, Any]


def table(page: Page) -> Data:
    """Return the table of a page, read again."""
    found: Data = json.loads(symbol_table(page))
    return found


def row(data: Data, tex: str) -> Data:
    """Return the one row of a name."""
    (found,) = (row for row in data["symbols"] if row["tex"] == tex)
    return dict(found)


# -- what it says ------------------------------------------------------------------------------


def tiny() -> Page:
    """Return a page on which a loss rests on what no reader sees."""
    page = Page("tiny", "A tiny page")
    i = index("i", over="n_1")
    w = array("W", 2, "n_1", "the weights")
    x = array("x", "n_1", 1, "the features", between=(0, 1))
    z = let("z", w @ x, "the sums")
    q = opaque("Q", z, meaning="a cost")
    s = let("s", total(i, softplus(x[i])))
    page.define(s)
    y = scalar("y")
    page.chain(d(y**2 * q, y), elementary("q"), 2 * y * q)
    page.numbers({y: 3}, show=False)
    return page


def test_a_name_comes_with_everything_that_a_program_needs() -> None:
    """Shape, definition, what it rests on, bounds: for names behind definitions too."""
    data = table(tiny())
    assert ("tiny", "derivations/tiny.py") == (data["page"], data["written_by"])
    assert ["n_{1}"] == data["widths"]
    assert {"i": ["n_{1}"]} == data["indices"]
    assert ["s", "x", "y", "Q", "z", "W"] == [row["tex"] for row in data["symbols"]]
    assert {
        "tex": "x",
        "shape": ["n_{1}", 1],
        "definition": None,
        "depends_on": [],
        "of": [],
        "entry": "x",
        "examples": False,
        "between": ["0", "1"],
        "meaning": "the features",
        "versions": [],
    } == row(data, "x")
    assert (r"W \, x", ["W", "x"]) == (row(data, "z")["definition"], row(data, "z")["depends_on"])
    assert (["z"], None) == (row(data, "Q")["of"], row(data, "Q")["definition"])
    assert ([2, "n_{1}"], "w") == (row(data, "W")["shape"], row(data, "W")["entry"])
    assert [[{"tex": "y", "value": "3"}]] == data["numbers"]


def test_a_function_comes_with_those_that_define_it() -> None:
    """Down to what every program has; a function of which nothing is said has no body."""
    x, g = scalar("x"), unspecified("g")
    page = Page("tiny", "A tiny page")
    page.chain(d(g(x) * relu(x), x), elementary("p"), g.prime(x) * relu(x) + g(x) * d(relu(x), x))
    functions = {one["tex"]: one for one in table(page)["functions"]}
    assert ["g", r"\mathrm{ReLU}", r"\max"] == list(functions)
    assert functions["g"]["body"] is None
    assert r"\max(0, x)" == functions[r"\mathrm{ReLU}"]["body"]
    assert "x \\, [x > 0]" == functions[r"\max"]["body"]


def test_functions_that_are_put_in_come_too() -> None:
    """With what defines them, though no formula of the page applies them."""
    f, x, w = unspecified("f"), scalar("x"), scalar("w")
    z = let("z", f(w * x))
    page = Page("tiny", "A tiny page")
    slope = page.chain(d(z, w), elementary("one factor"), f.prime(w * x) * x)
    page.instances(page.numbers({w: 1, x: 2}), [slope], {f: silu})
    found = {one["tex"]: one["body"] for one in table(page)["functions"]}
    assert ["f", r"\mathrm{SiLU}", r"\sigma"] == list(found)
    assert r"x \, \sigma(x)" == found[r"\mathrm{SiLU}"]


def versions_page(first: Expr, second: Expr) -> Page:
    """Return a page with two tabs, in each of which one line is proved."""
    page = Page("tiny", "A tiny page")
    shared = scalar("c")
    page.chain((shared + 1) ** 2, algebra("expand"), shared**2 + 2 * shared + 1)
    with page.tabs():
        for title, one in (("One", first), ("Two", second)):
            with page.tab(title):
                page.chain((one + 1) * shared, algebra("expand"), one * shared + shared)
    return page


def test_a_letter_with_two_meanings_says_in_which_tab_each_holds() -> None:
    """What holds everywhere names no tab."""
    page = versions_page(let("x", scalar("y") ** 2), scalar("x"))
    page.finish()
    data = table(page)
    found = {(row["tex"], row["definition"]): row["versions"] for row in data["symbols"]}
    assert {
        ("c", None): [],
        ("x", "y^{2}"): ["One"],
        ("y", None): ["One"],
        ("x", None): ["Two"],
    } == (found)


def test_functions_of_one_letter_are_told_apart_by_tabs() -> None:
    """As names are."""
    x = scalar("x")
    page = versions_page(unspecified("f")(x), let("h", unspecified("f")(x)))
    assert [["One"], ["Two"]] == [one["versions"] for one in table(page)["functions"]]


def hidden(first: Expr, second: Expr) -> Page:
    """Return a page that shows two names, and not what they mean."""
    p, q = let("p", first), let("q", second)
    page = Page("tiny", "A tiny page")
    page.chain((p + q) ** 2, algebra("expand"), p**2 + 2 * p * q + q**2)
    page.finish()
    return page


def test_namesakes_behind_definitions_are_refused() -> None:
    """Nobody sees them on the page, but a program that unfolds its names would mix them up."""
    x = scalar("x")
    with pytest.raises(NameClash, match="the table of symbols of the page tiny: two different"):
        symbol_table(hidden(let("h", x + 1) * 2, let("h", x + 2) * 3))
    f, g = unspecified("f"), unspecified("f")
    with pytest.raises(NameClash, match="the function f"):
        symbol_table(hidden(f(x), g(x)))


def test_one_quantity_made_twice_is_one_row() -> None:
    """The must-pass twin."""
    x = scalar("x")
    data = table(hidden(let("h", x + 1) * 2, let("h", x + 1) * 3))
    assert "x + 1" == row(data, "h")["definition"]
    f = unspecified("f")
    assert ["f"] == [one["tex"] for one in table(hidden(f(x), f(x) + 1))["functions"]]


# -- complete, by the trees --------------------------------------------------------------------


def meant(page: Page) -> Iterator[tuple[str, str]]:
    """Yield everything that a page leads to: names with definitions, functions, and indices."""
    shown = [node for block in every(page.blocks) for node in displayed(block)]
    names = {name for node in shown for name in everything_under(node)}
    for name in names:
        yield name.tex, "" if name.definition is None else latex(name.definition)
    for node in (*shown, *(name.definition for name in names if name.definition is not None)):
        for part in walk(node):
            if isinstance(part, Derivative):
                yield latex(part.variable), ""
            if isinstance(part, Apply):
                bases = {one.base or one for one in functions_in(part.function)}
                yield from ((one.tex + "()", "") for one in bases if not one.given)


def missing(page: Page, data: Data) -> set[tuple[str, str]]:
    """Return what a page leads to and a table does not hold."""
    rows = {(row["tex"], row["definition"] or "") for row in data["symbols"]}
    rows |= {(row["tex"], "") for row in data["symbols"] if not row["definition"]}
    defined = {(row["tex"], "") for row in data["symbols"]}
    functions = {(row["tex"] + "()", "") for row in data["functions"]}
    names = {one for one in meant(page) if not one[0].endswith("()")}
    wanted = {one for one in names if one[1] or (one[0], "") not in defined}
    applied = {one for one in meant(page) if one[0].endswith("()")}
    return (wanted - rows) | (applied - functions)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_that_a_page_leads_to_is_listed(name: str) -> None:
    """Displayed or not, with its definition; and without any one row, something is missing."""
    page = real_pages()[name]
    data = table(page)
    assert set() == missing(page, data)
    for kind in ("symbols", "functions"):
        for k in range(len(data[kind])):
            less = copy.deepcopy(data)
            del less[kind][k]
            assert missing(page, less), data[kind][k]["tex"]


# -- complete, by the pages as committed -------------------------------------------------------


@cache
def committed(name: str) -> str:
    """Return the text of a committed table."""
    return (PAGES / f"{name}.symbols.json").read_text("utf-8")


MEANT = re.compile(
    r"^\| function \| what it stands for \|\n\|.*\n(?P<rows>(?:\|.*\n)*)", re.MULTILINE
)
BODY = re.compile(r"\$`(?:\\displaystyle )?(?P<tex>[^`]*)`\$")


@cache
def formulas(name: str) -> tuple[str, ...]:
    """Return the sides of every formula on a committed page, but for what it quotes of others.

    What its functions stand for is told with an argument that is no letter of the page.
    """
    whole = MEANT.sub("", (PAGES / f"{name}.md").read_text("utf-8"))
    text = re.sub(r"(?m)^[ >]+", "", whole)
    own = ELSEWHERE.sub("", LINK.sub(lambda link: "" if link["page"] != name else link[0], text))
    found: dict[str, None] = {}
    for fence, span in FORMULA.findall(own):
        found |= dict.fromkeys(split(" ".join((fence or span).split()))[::2])
    return tuple(found)


def versions_of(data: Data) -> list[str]:
    """Return the titles of the tabs that a table tells apart."""
    rows = [*data["symbols"], *data["functions"]]
    return sorted({title for row in rows for title in row["versions"]}) or [""]


def unread(name: str, data: Data) -> list[str]:
    """Return what of a page, and of the definitions in its table, the table does not explain."""
    tables = [Symbols(data, version) for version in versions_of(data)]
    alone = {*data["indices"], *(spelled(one["tex"]) for one in data["functions"])}
    found = [
        tex
        for tex in formulas(name)
        if tex.strip() and tex not in alone and not any(reads(one, tex) for one in tables)
    ]
    for one in tables:
        listed = {row.tex for row in one.rows}
        found += [row.tex for row in one.rows if row.definition and not reads(one, row.definition)]
        found += [of for row in one.rows for of in row.of if of not in listed]
    for row in data["symbols"]:
        listed_here = {other["tex"] for other in data["symbols"] if together(row, other)}
        found += [tex for tex in row["depends_on"] if tex not in listed_here]
        found += [w for w in row["shape"] if isinstance(w, str) and w not in data["widths"]]
    ranges = {width for over in data["indices"].values() for width in over}
    return found + sorted(w for w in ranges if not w.isdigit() and w not in data["widths"])


def together(one: Data, other: Data) -> bool:
    """Tell whether two rows hold in one version."""
    here, there = set(one["versions"]), set(other["versions"])
    return not here or not there or bool(here & there)


def reads(symbols: Symbols, tex: str) -> bool:
    """Tell whether a formula can be read with a table."""
    try:
        symbols.tree(tex)
    except Unreadable:
        return False
    return True


@pytest.mark.parametrize("name", COMMITTED)
def test_every_formula_of_a_committed_page_is_explained_by_its_table(name: str) -> None:
    """With no other letter than those listed; and the definitions in the table too."""
    assert formulas(name)
    assert [] == unread(name, json.loads(committed(name)))


@pytest.mark.parametrize("name", COMMITTED)
def test_a_page_tells_of_its_functions_what_its_table_says(name: str) -> None:
    """One row each, in one order, with the same definition or the same words for none."""
    shown = MEANT.search((PAGES / f"{name}.md").read_text("utf-8"))
    rows = shown["rows"].splitlines() if shown else []
    listed = json.loads(committed(name))["functions"]
    assert len(rows) == len(listed)
    for row, function in zip(rows, listed, strict=True):
        applied, *body = BODY.findall(row)
        assert function["tex"].rstrip("'") in applied or applied.startswith(("\\sqrt", "[", "e^"))
        assert body == ([] if function["body"] is None else [function["body"]])


@pytest.mark.parametrize("name", COMMITTED)
def test_a_table_without_one_of_its_rows_is_found_incomplete(name: str) -> None:
    """The must-fail twin: some rows of each page, and every width.

    Rows that the reader would not miss are left out: an indexed letter can be read as an entry,
    another array may have entries of the same letter, and a name may stand only in what a page
    quotes of another.
    """
    data = json.loads(committed(name))
    letters = [row["entry"] or row["tex"] for row in data["symbols"]]
    used = {tex for row in data["symbols"] for tex in row["depends_on"]}
    used |= {token for tex in formulas(name) for token in tex.split()}
    missed = [
        k
        for k, row in enumerate(data["symbols"])
        if letters.count(letters[k]) == 1
        and not {"_", "^"} & set(row["tex"])
        and row["tex"] in used
    ]
    assert missed
    for k in sorted({missed[0], missed[len(missed) // 2], missed[-1]}):
        less = copy.deepcopy(data)
        del less["symbols"][k]
        assert unread(name, less), letters[k]
    for k, width in enumerate(data["widths"]):
        less = copy.deepcopy(data)
        del less["widths"][k]
        assert unread(name, less), width


def test_a_table_without_a_function_is_found_incomplete() -> None:
    """The must-fail twin for functions."""
    for name in ("sigmoid", "activations", "four_equations"):
        data = json.loads(committed(name))
        assert data["functions"]
        del data["functions"][0]
        assert unread(name, data), name


ALWAYS = set(
    [
        "between",
        "definition",
        "depends_on",
        "entry",
        "examples",
        "meaning",
        "of",
        "shape",
        "tex",
        "versions",
    ]
)
ONLY_WHERE_TRUE = {"abbreviation", "assumed", "closed"}


@pytest.mark.parametrize("name", COMMITTED)
def test_a_table_is_written_in_one_way(name: str) -> None:
    """One key a line, a line end at the end, whole numbers and texts only."""
    text = committed(name)
    data = json.loads(text)
    assert json.dumps(data, indent=1, ensure_ascii=False) + "\n" == text
    assert (name, f"derivations/{name}.py") == (data["page"], data["written_by"])
    for row in data["symbols"]:
        assert ALWAYS <= set(row) <= ALWAYS | ONLY_WHERE_TRUE, row["tex"]
        assert all(row[key] for key in ONLY_WHERE_TRUE & set(row)), row["tex"]


# -- published with the page -------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path) -> tuple[Path, Callable[..., Any]]:
    """Return a folder with a book of two pages, written once, and the command for it."""
    from click.testing import CliRunner

    from bpcore.command_line import main

    book(tmp_path, a=script(title="Page A"), b=script(title="Page B"))

    def command(*words: str) -> Any:
        there = [str(tmp_path / "derivations"), "--docs", str(tmp_path / "docs")]
        return CliRunner().invoke(main, [*there, *words])

    assert 0 == command().exit_code
    return tmp_path / "docs" / "derivations", command


def test_a_table_that_was_changed_by_hand_is_stale(home: tuple[Path, Callable[..., Any]]) -> None:
    """As a page is."""
    folder, command = home
    assert 0 == command("--check").exit_code
    path = folder / "a.symbols.json"
    path.write_text(path.read_text("utf-8").replace('"tex": "x"', '"tex": "w"', 1), "utf-8")
    said = command("--check")
    assert 1 == said.exit_code
    assert "stale: derivations/a.symbols.json; run bpcore regenerate" in said.output
    path.unlink()
    assert 1 == command("--check", "--only", "a").exit_code


def test_a_table_goes_with_its_page(home: tuple[Path, Callable[..., Any]]) -> None:
    """What no script wrote stays."""
    folder, command = home
    by_hand = folder / "by_hand.symbols.json"
    by_hand.write_text('{"page": "by_hand"}\n', "utf-8")
    (folder.parents[1] / "derivations" / "b.py").unlink()
    said = command("--check")
    assert 1 == said.exit_code
    assert "derivations/b.symbols.json: no script writes it" in said.output
    assert 0 == command("--retract").exit_code
    assert {"a.symbols.json", by_hand.name} == {path.name for path in folder.glob("*.json")}
