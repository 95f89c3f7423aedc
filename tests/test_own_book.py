"""The tutorial for a book of one's own is played: in a new environment, from the built wheel.

Everything is typed as it stands on the page.  The environment is new, but instead of fetching what
the wheel needs from the network, ``pip`` finds that it is there: all that the tests themselves use,
but for this project.
"""

from __future__ import annotations

import os
import shutil
import site
import subprocess
import sys
from pathlib import Path

import pytest

from tests.books import ROOT
from tests.tutorials import FENCE, PROGRESS, Fence, changed, commands, fences, folded

TUTORIAL = ROOT / "docs" / "your-own-book.md"
REFUSED = "No page was changed."
OURS = ("bpcore", "__editable__", "distutils-precedence")


def wheel(folder: Path) -> Path:
    """Return the wheel of the library, built from a copy of what it is made of."""
    copy = folder / "copy"
    copy.mkdir()
    shutil.copytree(ROOT / "bpcore", copy / "bpcore", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, copy)
    build = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder / "dist")]
    done = subprocess.run(
        [sys.executable, "-m", "pip", *build, "."], cwd=copy, capture_output=True, text=True
    )
    assert 0 == done.returncode, done.stderr
    (found,) = (folder / "dist").glob("*.whl")
    return found


class Reader:
    """Somebody at a terminal in a folder, who types what the tutorial says."""

    def __init__(self, folder: Path) -> None:
        """Sit down: no environment is on yet."""
        self.folder, self.environment = folder, ""
        self.played: list[str] = []

    def read(self, fence: Fence) -> None:
        """Do what one fence says; raises `AssertionError` where the tutorial is wrong."""
        self.played.append(fence.language)
        file = self.folder / fence.title
        match fence.language:
            case "python" if file.exists():
                assert fence.body in file.read_text("utf-8"), f"no excerpt of {fence.title}"
            case "python":
                file.write_text(fence.body, "utf-8")
            case "diff":
                self.before = file, file.read_text("utf-8")
                file.write_text(changed(self.before[1], fence.body), "utf-8")
            case "console":
                self.type(fence.body)
                if REFUSED in fence.body:  # as the tutorial says then: put it back
                    self.before[0].write_text(self.before[1], "utf-8")

    def type(self, console: str) -> None:
        """Type the commands of a console, and compare the answers."""
        for command, answer in commands(console):
            if command.startswith(". "):
                self.environment = f"{self.folder / command[2:]}"
            elif command.startswith("cd "):
                self.folder = self.folder / command[3:]
            else:
                status, found = self.run(command)
                assert folded(answer) == folded(found), command
                assert status == (1 if REFUSED in answer else 0), found
                if command.startswith("python -m venv "):
                    with_what_the_tests_use(self.folder / command.split()[-1])

    def run(self, command: str) -> tuple[int, str]:
        """Return the exit status of a command and what a terminal shows of it."""
        done = subprocess.run(
            ["bash", "-c", f"{'. ' + self.environment if self.environment else ':'}; {command}"],
            cwd=self.folder,
            env={
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
                "HOME": str(self.folder),
                "NO_COLOR": "1",
                "PIP_NO_INDEX": "1",
                "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            },
            capture_output=True,
            text=True,
            timeout=200,
        )
        said = "\n".join(
            line for line in (done.stdout + done.stderr).splitlines() if "INFO  " not in line
        )
        return done.returncode, PROGRESS.sub("", f"{said}\n")


def with_what_the_tests_use(environment: Path) -> None:
    """Let an environment see all packages but this project, as if they had been fetched."""
    beside = environment / "fetched"
    beside.mkdir()
    (packages,) = (Path(path) for path in site.getsitepackages())
    for entry in packages.iterdir():
        if not entry.name.startswith(OURS):
            (beside / entry.name).symlink_to(entry)
    (own,) = (environment / "lib").glob("python*/site-packages")
    (own / "fetched.pth").write_text(f"{beside}\n", "utf-8")


def test_whoever_follows_the_tutorial_has_a_book(tmp_path: Path) -> None:
    """From the wheel to a site, with every answer; nothing of this checkout is in use."""
    name = wheel(tmp_path).name
    text = TUTORIAL.read_text("utf-8")
    assert f'"dist/{name}[site]"' in text
    reader = Reader(tmp_path)
    for fence in fences(text):
        reader.read(fence)

    assert {"console", "sh", "python", "diff"} == set(reader.played)
    assert tmp_path / "losses" == reader.folder
    page = (reader.folder / "site" / "derivations" / "one_step.html").read_text("utf-8")
    assert "What one step leaves of the residual" in page
    _, where = reader.run("python -c 'import bpcore; print(bpcore.__file__)'")
    assert str(tmp_path / "proofs") in where
    assert "-0.125" in (reader.folder / "docs/derivations/one_step.md").read_text("utf-8")
    typed = "python -c 'from importlib.resources import files; import bpcore; "
    assert "True\n" in reader.run(f'{typed}print((files(bpcore) / "py.typed").is_file())\'')[1]


def test_every_fence_of_the_tutorial_is_found() -> None:
    """None is missed by the search."""
    assert "```" not in FENCE.sub("", TUTORIAL.read_text("utf-8"))


def test_a_wrong_answer_is_found(tmp_path: Path) -> None:
    """The must-fail twin, for answers and for refusals that do not happen."""
    reader = Reader(tmp_path)
    reader.read(Fence("console", "", "$ echo proved\nproved\n"))
    with pytest.raises(AssertionError, match="echo proved"):
        reader.read(Fence("console", "", "$ echo proved\nproves\n"))
    with pytest.raises(AssertionError, match="No page"):
        reader.read(Fence("console", "", "$ echo No page was changed.\nNo page was changed.\n"))


def test_an_excerpt_that_is_none_is_found(tmp_path: Path) -> None:
    """The must-fail twin for files that are there."""
    (tmp_path / "a.py").write_text("one\ntwo\n", "utf-8")
    Reader(tmp_path).read(Fence("python", "a.py", "two\n"))
    with pytest.raises(AssertionError, match="no excerpt"):
        Reader(tmp_path).read(Fence("python", "a.py", "three\n"))
