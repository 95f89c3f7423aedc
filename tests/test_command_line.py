"""The command: what it says, what it writes, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bpcore import command_line
from bpcore.command_line import main
from tests.books import SQUARE, book, script

FALSE = 'p.chain((x + y) ** 2, algebra("multiply out"), x**2 + y**2)'


def command(folder: Path, *words: str) -> Result:
    """Return how a command ends for the book in a folder."""
    arguments = [str(folder / "derivations"), "--docs", str(folder / "docs"), *words]
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder with a book of two pages, written once."""
    book(tmp_path, a=script(title="Page A"), b=script(title="Page B"))
    assert 0 == command(tmp_path).exit_code
    return tmp_path


def there(home: Path) -> dict[str, bytes]:
    """Return the pages of a book."""
    return {path.name: path.read_bytes() for path in sorted((home / "docs").glob("*/*.md"))}


def test_pages_are_proved_and_written(tmp_path: Path) -> None:
    """And counted."""
    book(tmp_path, a=script(), b=script())
    said = command(tmp_path)
    assert 0 == said.exit_code
    assert "2 pages proved, 2 changed: derivations/a.md, derivations/b.md" in said.output
    assert {"a.md", "b.md"} == set(there(tmp_path))


AT_SOME_WIDTHS = """
i, v = index("i", "m"), column("v", "m")
s = total(i, v[i])
p.chain(s**7 * (x + 1), algebra("multiply out"), s**7 * x + s**7, name="high")
"""


def test_what_holds_at_named_widths_only_is_told(tmp_path: Path) -> None:
    """On the terminal, each time, on the page and in the report."""
    book(tmp_path, a=script(), b=script(AT_SOME_WIDTHS))
    told = "2 equalities are proved at named widths only: b#high-1, b#high"
    for words in ((), (), ("--check",)):
        assert told in command(tmp_path, *words).output
    page, report = there(tmp_path)["b.md"], (tmp_path / "docs/verification.md").read_text("utf-8")
    assert b"[Proved at these widths only: m = 2; m = 3; m = 4]" in page
    assert "| proved at these widths only | 2 |" in report
    assert "at named widths only: [b#high-1](derivations/b.md#high-1), [b#high]" in report
    assert "named widths" not in command(tmp_path, "--only", "a").output


def test_a_book_can_demand_any_width(tmp_path: Path) -> None:
    """Of every equality on every page."""
    book(tmp_path, a=script(), b=script(AT_SOME_WIDTHS))
    (tmp_path / "derivations" / "book.toml").write_text('require = "any width"', "utf-8")
    said = command(tmp_path)
    assert 1 == said.exit_code
    assert "derivations/b.py" in said.output
    assert "any width is required" in said.output.replace("\n", " ")
    assert 0 == command(tmp_path, "--only", "a").exit_code


def test_a_second_run_changes_nothing(home: Path) -> None:
    """And says so."""
    before = there(home)
    assert "2 pages proved, 0 changed: none" in command(home).output
    assert before == there(home)


def test_pages_are_listed_without_being_run(home: Path) -> None:
    """Even those that would fail."""
    book(home, c=script(FALSE, title="Page C"))
    said = command(home, "--list")
    assert 0 == said.exit_code
    assert ["a", "b", "c"] == [line.split()[0] for line in said.output.splitlines()]
    assert "Page C" in said.output


def test_one_page_alone_can_be_made(home: Path) -> None:
    """The others are neither run nor removed."""
    book(home, a=script(SQUARE.format("square it")), b=script(FALSE))
    said = command(home, "--only", "a")
    assert 0 == said.exit_code, said.output
    assert "1 page proved, 1 changed: derivations/a.md" in said.output
    assert {"a.md", "b.md"} == set(there(home))


def test_a_page_that_does_not_exist_is_an_error(home: Path) -> None:
    """With those that do."""
    said = command(home, "--only", "z")
    assert 1 == said.exit_code
    assert "no derivation called z" in said.output


def test_fresh_pages_pass_the_check(home: Path) -> None:
    """With a word about how many."""
    said = command(home, "--check")
    assert 0 == said.exit_code
    assert "2 pages proved, all as committed" in said.output


def test_a_hand_edit_is_found_and_left(home: Path) -> None:
    """The diff shows it, the status is 1, nothing is changed."""
    page = home / "docs/derivations/a.md"
    page.write_text(page.read_text().replace("y^{2}", "y^{3}", 1))
    before = there(home)
    said = command(home, "--check")
    assert 1 == said.exit_code
    assert any(line[0] == "-" and "y^{3}" in line for line in said.output.splitlines() if line)
    assert "stale: derivations/a.md; run bpcore regenerate" in said.output
    assert before == there(home)


@pytest.mark.parametrize("edit", [b"\r\n", b"\xff\xfe", b" ", b""])
def test_any_other_byte_is_found(home: Path, edit: bytes) -> None:
    """Line ends, text that is no text, a space, and a page that is gone."""
    page = home / "docs/derivations/a.md"
    if edit:
        page.write_bytes(page.read_bytes() + edit)
    else:
        page.unlink()
    assert 1 == command(home, "--check").exit_code


def test_a_page_that_no_script_writes_is_stale(home: Path) -> None:
    """It is removed by the next run, not by the check."""
    (home / "derivations/b.py").unlink()
    said = command(home, "--check")
    assert 1 == said.exit_code
    assert "derivations/b.md: no script writes it" in said.output
    assert {"a.md", "b.md"} == set(there(home))
    assert 1 == command(home).exit_code
    assert 0 == command(home, "--retract").exit_code
    assert {"a.md"} == set(there(home))


def test_an_error_ends_with_one_and_changes_nothing(home: Path) -> None:
    """It names script, line, step and numbers."""
    before = there(home)
    book(home, a=script(SQUARE.format("another reason")), b=script(FALSE))
    said = command(home)
    assert 1 == said.exit_code
    assert "derivations/b.py:8: step 1 (multiply out): " in said.output
    assert "at x = 1, y = 1 the left side is 4 and the right side is 2" in said.output
    assert "No page was changed." in said.output
    assert before == there(home)


@pytest.mark.parametrize("words", [(), ("--check",), ("--only", "b"), ("--list",)])
def test_a_script_that_is_no_python_is_told(home: Path, words: tuple[str, ...]) -> None:
    """In one line, without a traceback, whatever was asked."""
    book(home, b='"""B"""\ndef derive(p:\n')
    said = command(home, *words)
    assert 1 == said.exit_code
    assert "derivations/b.py:2: SyntaxError" in said.output
    assert isinstance(said.exception, SystemExit)


def test_an_empty_book_is_an_error(tmp_path: Path) -> None:
    """Nothing was proved."""
    book(tmp_path)
    said = command(tmp_path)
    assert 1 == said.exit_code
    assert "there are no derivations" in said.output


def test_help_says_what_can_be_asked() -> None:
    """Every option."""
    said = CliRunner().invoke(main, ["--help"])
    assert 0 == said.exit_code
    for word in ("--only", "--check", "--list", "--docs", "SCRIPTS"):
        assert word in said.output


def test_a_command_that_was_not_typed_is_not_remembered(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program's words are not ours: they would answer for a book they know nothing of."""
    monkeypatch.chdir(home)
    assert 0 == command(home, "--anew").exit_code
    assert not (home / ".cache" / "bpcore" / "runs.json").exists()


def test_the_command_proves_before_it_writes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The must-fail twin of writing: a disk that is full is an error."""

    def full(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(command_line, "write", full)
    assert isinstance(command(home).exception, OSError)
