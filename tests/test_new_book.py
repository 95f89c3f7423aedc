"""A new book: everything in its place, proved as it stands, and never over something else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bpcore.book import Book
from bpcore.commands import commands
from bpcore.errors import FolderNotEmpty
from bpcore.new_book import new_book, template
from tests.conftest import build

TITLE = 'Losses: "proved" & told – $a'


def test_a_new_book_is_proved_and_builds(tmp_path: Path) -> None:
    """Strictly, whatever its title is."""
    new_book(tmp_path / "own", TITLE)
    home = tmp_path / "own"
    assert TITLE == Book(home / "derivations").edition.title
    done = CliRunner().invoke(
        commands, ["regenerate", str(home / "derivations"), "--docs", str(home / "docs")]
    )
    assert 0 == done.exit_code, done.output
    result = build(home / "docs", tmp_path / "site", home / "mkdocs.yml")
    assert 0 == result.returncode, result.stderr
    page = (tmp_path / "site" / "derivations" / "squared_error.html").read_text("utf-8")
    assert "Losses: &quot;proved&quot; &amp; told – $a" in page.replace(
        '"proved"', "&quot;proved&quot;"
    )
    assert "Content-Security-Policy" in page


def test_the_script_of_a_new_book_is_tested_by_itself(tmp_path: Path) -> None:
    """By the session in its docstring."""
    new_book(tmp_path / "own", TITLE)
    script = tmp_path / "own" / "derivations" / "squared_error.py"
    done = subprocess.run(
        [sys.executable, "-m", "doctest", "-v", script], capture_output=True, text=True
    )
    assert 0 == done.returncode
    assert "2 passed" in done.stdout


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """A folder with something in it is refused, and a file; an empty folder is not."""
    (tmp_path / "note.txt").write_text("mine", "utf-8")
    for place in (tmp_path, tmp_path / "note.txt"):
        with pytest.raises(FolderNotEmpty, match="is not empty"):
            new_book(place, "Losses")
    assert ["note.txt"] == [path.name for path in tmp_path.iterdir()]
    (tmp_path / "empty").mkdir()
    assert len(template()) == len(new_book(tmp_path / "empty", "Losses"))


def test_the_command_names_the_book_and_its_files(tmp_path: Path) -> None:
    """Without a title, after its folder; and says why it did nothing."""
    place = str(tmp_path / "my_losses")
    done = CliRunner().invoke(commands, ["new", place])
    assert 0 == done.exit_code
    assert f"{place}/derivations/squared_error.py\n" in done.output
    assert "My losses" == Book(tmp_path / "my_losses" / "derivations").edition.title
    again = CliRunner().invoke(commands, ["new", place])
    assert 1 == again.exit_code
    assert "is not empty" in again.output
