"""The second book: the library is not tied to the first.

Its pages are as its scripts write them, a wrong sign stops it, and its site is built strictly.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.books import ROOT, exchanged
from tests.conftest import build
from tests.test_rooms import beyond_the_words

BOOK = ROOT / "examples" / "batch_normalisation"
SCRIPTS = sorted((BOOK / "derivations").glob("*.py"))


def bpcore(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Return how the command went in the folder of a book."""
    return subprocess.run(
        [sys.executable, "-m", "bpcore", *words], cwd=folder, capture_output=True, text=True
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the book that a test may spoil, without what is remembered of it."""
    left_out = shutil.ignore_patterns(".cache", "site", "__pycache__")
    return Path(shutil.copytree(BOOK, tmp_path / "book", ignore=left_out))


def test_the_pages_are_as_the_scripts_write_them(copy: Path) -> None:
    """Byte for byte, proved anew."""
    done = bpcore(copy, "check")
    assert 0 == done.returncode, done.stdout + done.stderr
    assert f"{len(SCRIPTS)} pages proved, all as committed" in done.stdout


@pytest.mark.parametrize(
    ("script", "right", "wrong", "said"),
    [
        ("three_paths", "- (x[j] - mu) / w * total", "+ (x[j] - mu) / w * total", "step 4"),
        ("invariance", "        c**2 * v,", "        c * v,", "step 4"),
        ("normalise", "(1 / sqrt(t)) ** 3", "(1 / sqrt(t)) ** 2", "step 2"),
    ],
)
def test_a_planted_error_stops_the_book(
    copy: Path, script: str, right: str, wrong: str, said: str
) -> None:
    """A sign, a power: with script, line, step and numbers, and every page as before."""
    before = {path: path.read_bytes() for path in (copy / "docs").rglob("*.*")}
    file = copy / "derivations" / f"{script}.py"
    file.write_text(exchanged(file.read_text("utf-8"), right, wrong), "utf-8")
    done = bpcore(copy, "regenerate")
    assert 1 == done.returncode
    assert re.search(rf"derivations/{script}\.py:\d+: {said}", done.stderr), done.stderr
    assert "the left side is" in done.stderr
    assert "No page was changed." in done.stderr
    assert before == {path: path.read_bytes() for path in (copy / "docs").rglob("*.*")}


def test_the_site_is_built_strictly(tmp_path: Path) -> None:
    """With equations, pictures of what rests on what, and nothing of the first book."""
    done = build(BOOK / "docs", tmp_path / "site", BOOK / "mkdocs.yml")
    assert 0 == done.returncode, done.stderr
    for page in (tmp_path / "site").rglob("*.html"):
        text = page.read_text("utf-8")
        assert "Backpropagation, proved" not in text, page
        assert "how-it-is-checked" not in text, page
    page_text = (tmp_path / "site/derivations/three_paths.html").read_text("utf-8")
    assert page_text.count('class="katex"') > 100


def test_what_matters_is_proved_for_any_batch() -> None:
    """The gradient by an input, by scale and shift: no number of examples is fixed."""
    pages = {
        path.stem: path.read_text("utf-8") for path in (BOOK / "docs/derivations").glob("*.md")
    }
    for page, result in (("three_paths", "dC_dx"), ("scale_and_shift", "dC_dgamma")):
        at = pages[page].index(f'<a id="{result}"></a>\n\n>')
        assert "[Proved for any width]" in pages[page][at : at + 900]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_uses_public_words_and_tests_itself(script: Path) -> None:
    """As in the first book."""
    assert set() == beyond_the_words(script.read_text("utf-8"))
    done = subprocess.run(
        [sys.executable, "-m", "doctest", script], cwd=BOOK, capture_output=True, text=True
    )
    assert (0, "") == (done.returncode, done.stdout)
    assert ">>> " in script.read_text("utf-8")
