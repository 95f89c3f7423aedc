"""The command and its words: what each does, and what it says where it cannot."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bpcore import commands as module
from bpcore.commands import commands
from bpcore.new_book import new_book
from tests.books import exchanged


def bpcore(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Return how the command went in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "bpcore", *words], cwd=folder, capture_output=True, text=True
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the folder of a new book."""
    new_book(tmp_path / "own", "Losses, proved")
    return tmp_path / "own"


def test_the_words_are_told() -> None:
    """With what each does."""
    said = CliRunner().invoke(commands, ["--help"]).output
    for word in ("new", "regenerate", "check", "build", "serve"):
        assert f"\n  {word} " in said
    assert "0.1.0" in CliRunner().invoke(commands, ["--version"]).output


def test_a_book_is_built_proved_and_checked(home: Path) -> None:
    """`build` proves first; `check` compares; a wrong line stops both, and the old site stays."""
    built = bpcore(home, "build")
    assert 0 == built.returncode, built.stderr
    assert "1 page proved, 1 changed" in built.stdout
    page = home / "site" / "derivations" / "squared_error.html"
    before = page.read_bytes()
    assert "1 page proved, all as committed" in bpcore(home, "check").stdout

    script = home / "derivations" / "squared_error.py"
    script.write_text(exchanged(script.read_text("utf-8"), "        a - y,\n", "        y - a,\n"))
    for word in ("build", "check"):
        refused = bpcore(home, word)
        assert 1 == refused.returncode
        assert "squared_error.py:28: step 4" in refused.stderr
    assert before == page.read_bytes()


def test_a_page_that_was_edited_is_found(home: Path) -> None:
    """And shown as a diff; options reach the command beneath."""
    bpcore(home, "regenerate")
    page = home / "docs" / "derivations" / "squared_error.md"
    page.write_text(page.read_text("utf-8").replace("a - y", "y - a"), "utf-8")
    stale = bpcore(home, "check", "--only", "squared_error")
    assert 1 == stale.returncode
    assert "stale: derivations/squared_error.md; run bpcore regenerate" in stale.stderr
    assert "-r = y - a" in stale.stdout


@pytest.mark.parametrize("word", ["build", "serve"])
def test_a_site_needs_a_book_and_mkdocs(
    word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is said."""
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(commands, [word])
    assert (1, "Error: there is no mkdocs.yml here: give this command in a book\n") == (
        said.exit_code,
        said.output,
    )
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    assert "pip install 'bpcore[site]'" in CliRunner().invoke(commands, [word]).output


def test_a_site_without_the_plugin_is_no_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be built without equations."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: Plain\n", "utf-8")
    said = CliRunner().invoke(commands, ["build"])
    assert "mkdocs.yml does not name the plugin bpcore" in said.output
