"""House rules that no linter knows: comparisons are used, tests run, scripts can be doctested."""

from __future__ import annotations

import ast
import doctest
from collections import Counter
from pathlib import Path

import pytest

from tests.books import ROOT

COMPARES = {"allclose", "isclose", "array_equal", "allequal", "approx", "equal", "all", "any"}
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LIBRARY = sorted((ROOT / "bpcore").rglob("*.py"))
SCRIPTS = sorted(p for p in (ROOT / "derivations").glob("*.py") if not p.stem.startswith("_"))


def called(node: ast.expr) -> str:
    """Return the last name of what is called."""
    return getattr(node, "attr", getattr(node, "id", ""))


def dropped(text: str) -> list[int]:
    """Return the lines on which a comparison stands whose result nobody looks at."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr)
        and (
            isinstance(node.value, (ast.Compare, ast.BoolOp))
            or (isinstance(node.value, ast.Call) and called(node.value.func) in COMPARES)
        )
    ]


def shadowed(text: str) -> list[str]:
    """Return the names that are defined twice in one module or class: the first is never run."""
    found: list[str] = []
    for scope in ast.walk(ast.parse(text)):
        if isinstance(scope, (ast.Module, ast.ClassDef)):
            names = [n.name for n in scope.body if isinstance(n, (ast.FunctionDef, ast.ClassDef))]
            found += [name for name, count in Counter(names).items() if count > 1 and name != "_"]
    return found


def skips_silently(text: str) -> list[int]:
    """Return the lines on which a test is skipped and nobody is told why."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.Call, ast.Attribute))
        and ast.unparse(node.func if isinstance(node, ast.Call) else node)
        in {"pytest.skip", "pytest.mark.skip", "pytest.mark.skipif", "pytest.mark.xfail"}
        and isinstance(node, ast.Call)
        and not any(word.arg == "reason" for word in node.keywords)
        and not (ast.unparse(node.func) == "pytest.skip" and node.args)
    ]


def undocumented(text: str) -> list[str]:
    """Return the tests without a sentence that says what they show."""
    return [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]


def complaints(text: str) -> list[str]:
    """Return what a script's docstring lacks: a title line, an empty one, a doctest."""
    said = ast.get_docstring(ast.parse(text)) or ""
    title, *others = said.splitlines() or [""]
    found = [] if title.strip() else ["no title"]
    if others and others[0].strip():
        found.append("no empty line below the title")
    examples = doctest.DocTestParser().get_examples(said)
    if not any(example.want for example in examples):
        found.append("no doctest that shows a result")
    return found


@pytest.mark.parametrize("path", [*TESTS, *LIBRARY], ids=lambda p: p.stem)
def test_no_comparison_is_dropped(path: Path) -> None:
    """A comparison alone on a line has never failed."""
    assert [] == dropped(path.read_text("utf-8"))


@pytest.mark.parametrize(
    "line", ["np.allclose(a, b)", "a == b", "math.isclose(a, b)", "a < b and c", "all(x)"]
)
def test_a_dropped_comparison_is_found(line: str) -> None:
    """The must-fail twin; the same in an assertion is fine."""
    assert [2] == dropped(f"a = 1\n{line}")
    assert [] == dropped(f"assert {line}")


@pytest.mark.parametrize("path", [*TESTS, *LIBRARY], ids=lambda p: p.stem)
def test_no_test_is_shadowed(path: Path) -> None:
    """Of two functions of one name only the second runs."""
    assert [] == shadowed(path.read_text("utf-8"))


def test_a_shadowed_test_is_found() -> None:
    """The must-fail twin, in modules and classes."""
    twice = "def test_a(): pass\n\ndef test_a(): pass\n"
    assert ["test_a"] == shadowed(twice)
    assert ["test_a"] == shadowed("class Box:\n" + "\n".join(f"    {x}" for x in twice.split("\n")))


@pytest.mark.parametrize("path", TESTS, ids=lambda p: p.stem)
def test_nothing_is_skipped_without_a_reason(path: Path) -> None:
    """And what is skipped fails in CI."""
    assert [] == skips_silently(path.read_text("utf-8"))


def test_a_silent_skip_is_found() -> None:
    """The must-fail twin."""
    silent = "import pytest\npytest.skip()\npytest.mark.skipif(True)\n"
    assert [2, 3] == skips_silently(silent)
    assert [] == skips_silently("pytest.skip('no browser')\npytest.mark.skip(reason='none')")


@pytest.mark.parametrize("path", TESTS, ids=lambda p: p.stem)
def test_every_test_says_what_it_shows(path: Path) -> None:
    """In a docstring."""
    assert [] == undocumented(path.read_text("utf-8"))


def test_a_test_that_says_nothing_is_found() -> None:
    """The must-fail twin."""
    assert ["test_a"] == undocumented("def test_a():\n    assert True")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.stem)
def test_every_script_has_a_title_and_a_doctest(path: Path) -> None:
    """The title is the page's; the doctest shows a result."""
    assert [] == complaints(path.read_text("utf-8"))


@pytest.mark.parametrize(
    ("lacks", "text"),
    [
        (["no title", "no doctest that shows a result"], "x = 1"),
        (["no doctest that shows a result"], '"""A title\n\nAnd words.\n"""'),
        (["no doctest that shows a result"], '"""A title\n\n>>> x = 1\n"""'),
        (["no empty line below the title"], '"""A title\n>>> 1 + 1\n2\n"""'),
        ([], '"""A title\n\n>>> 1 + 1\n2\n"""'),
    ],
)
def test_a_script_without_title_or_doctest_is_found(lacks: list[str], text: str) -> None:
    """The must-fail twin."""
    assert lacks == complaints(text)


def test_there_is_something_to_look_at() -> None:
    """No rule is kept by finding no files."""
    assert len(TESTS) > 20
    assert len(LIBRARY) > 20
    assert len(SCRIPTS) >= 5
