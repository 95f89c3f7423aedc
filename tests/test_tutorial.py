"""The tutorial is played: its script, its changes, its commands and their answers.

What a reader types is taken from ``docs/write-a-derivation.md`` and typed in a small copy of the
book: the pages that the tutorial needs, and the source list with no source declared finished.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tutorials import FENCE, PROGRESS, Fence, changed, commands, fences, folded

ROOT = Path(__file__).resolve().parents[1]
TUTORIAL = ROOT / "docs" / "write-a-derivation.md"
NEEDED = ("__init__.py", "__main__.py", "sigmoid.py", "sources.toml")


def run(command: str, folder: Path) -> tuple[int, str]:
    """Return the exit status of a command and what a terminal would show of it."""
    program, *arguments = shlex.split(command)
    assert program == "python"
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.returncode, PROGRESS.sub("", done.stdout + done.stderr)


class Play:
    """A small copy of the book in which the fences of a tutorial are played, one after another.

    A diff holds for the next console; after it the script is as it was.
    """

    def __init__(self, folder: Path) -> None:
        """Copy the book into a folder."""
        self.folder = folder
        self.diff: Fence | None = None
        self.played: list[str] = []
        (folder / "derivations").mkdir()
        for name in NEEDED:
            shutil.copy(ROOT / "derivations" / name, folder / "derivations")
        sources = folder / "derivations" / "sources.toml"
        listed = sources.read_text("utf-8").replace("finished = true", "finished = false")
        sources.write_text(listed, "utf-8")

    def play(self, fence: Fence) -> None:
        """Play one fence; raises `AssertionError` where the tutorial is wrong."""
        self.played.append(fence.language)
        match fence.language:
            case "python":
                (self.folder / fence.title).write_text(fence.body, "utf-8")
            case "diff":
                self.diff = fence
            case "console":
                self.console(fence.body)
            case "sh":
                for command in fence.body.splitlines():
                    status, answer = run(command, self.folder)
                    assert status == 0, answer
            case "markdown":
                assert fence.body in (self.folder / fence.title).read_text("utf-8")
            case "yaml":
                self.nav(fence)

    def console(self, body: str) -> None:
        """Type commands, with the diff before them applied, and compare the answers."""
        diff, self.diff = self.diff, None
        pages = self.pages()
        if diff is not None:
            script = self.folder / diff.title
            before = script.read_text("utf-8")
            script.write_text(changed(before, diff.body), "utf-8")
        for command, answer in commands(body):
            status, found = run(command, self.folder)
            assert folded(answer) == folded(found)
            assert status == (1 if diff is not None else 0)
        if diff is not None:
            script.write_text(before, "utf-8")
            assert self.pages() == pages, "a refused run changed a page"

    def pages(self) -> dict[str, bytes]:
        """Return the pages that are there."""
        docs = self.folder / "docs"
        return {path.as_posix(): path.read_bytes() for path in sorted(docs.rglob("*.md"))}

    def nav(self, fence: Fence) -> None:
        """Check that the lines before the new one stand in the site's own file."""
        *there, new = fence.body.splitlines(keepends=True)
        assert "".join(there) in (ROOT / fence.title).read_text("utf-8")
        assert new.strip() == "- derivations/silu.md"


def test_whoever_follows_the_tutorial_sees_what_it_shows(tmp_path: Path) -> None:
    """Script, page, refusals and commands, in the order of the page."""
    book = Play(tmp_path)
    for fence in fences(TUTORIAL.read_text("utf-8")):
        book.play(fence)
    assert set(book.played) == {"python", "diff", "console", "sh", "markdown", "yaml"}
    assert book.played.count("diff") == 4
    assert book.diff is None, "a diff that no console follows was not played"


def test_every_fence_of_the_tutorial_is_found() -> None:
    """The search for fences misses none: each has a first and a last line."""
    text = TUTORIAL.read_text("utf-8")
    left = FENCE.sub("", text)
    assert "```" not in left


def test_a_wrong_answer_in_a_tutorial_is_found(tmp_path: Path) -> None:
    """The must-fail twin for consoles."""
    with pytest.raises(AssertionError, match="proves"):
        Play(tmp_path).play(Fence("console", "", "$ python -c \"print('proved')\"\nproves\n"))


def test_a_refusal_that_does_not_happen_is_found(tmp_path: Path) -> None:
    """The must-fail twin for refusals: the change does no harm, so the status is 0."""
    book = Play(tmp_path)
    book.play(Fence("python", "derivations/a.py", "one\ntwo\n"))
    book.play(Fence("diff", "derivations/a.py", "-two\n+three\n"))
    with pytest.raises(AssertionError, match="0 == "):
        book.play(Fence("console", "", "$ python -c \"print('fine')\"\nfine\n"))


def test_an_excerpt_that_the_page_does_not_hold_is_found(tmp_path: Path) -> None:
    """The must-fail twin for excerpts."""
    book = Play(tmp_path)
    (tmp_path / "a.md").write_text("= 1 + z", "utf-8")
    book.play(Fence("markdown", "a.md", "= 1 + z"))
    with pytest.raises(AssertionError):
        book.play(Fence("markdown", "a.md", "= 1 - z"))


def test_a_diff_that_does_not_fit_the_script_is_found() -> None:
    """The must-fail twin for diffs."""
    assert changed("one\ntwo\n", "-two\n+three\n") == "one\nthree\n"
    with pytest.raises(AssertionError, match="not once"):
        changed("one\ntwo\n", "-four\n+three\n")


def test_the_table_of_refusals_quotes_what_the_library_says() -> None:
    """Each quotation, parted at its dots, stands in the library's source, line breaks apart."""
    text = TUTORIAL.read_text("utf-8")
    quoted = re.findall(r"^\| (`….*?|`both.*?|`no value.*?|`two.*?) \|", text, re.MULTILINE)
    said = "".join(path.read_text("utf-8") for path in (ROOT / "bpcore").glob("*.py"))
    said = re.sub(r'"\s+f?"', "", said)
    fragments = [part.strip(" `,") for row in quoted for part in re.split(r"…|`, `", row)]
    fragments = [part for part in fragments if part]
    assert len(fragments) >= len(quoted) >= 8
    assert [part for part in fragments if part not in said] == []
