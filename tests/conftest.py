"""What all tests share: the built site, and the rule that nothing is skipped in CI."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "bpcore" / "read_back"))  # the program that reads pages back


REFERENCE = re.compile(r"  - mkdocstrings:\n(?:   .*\n)+|  - Reference:\n(?:   .*\n)+")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI a skipped test is a failure: a check that did not run has shown nothing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("CI") and skipped and exitstatus == 0:
        reporter.write_line(f"{len(skipped)} tests were skipped, which CI does not allow", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def build(
    docs: Path, site: Path, config: Path = ROOT / "mkdocs.yml"
) -> subprocess.CompletedProcess[str]:
    """Return how a strict build of the site from a folder of pages went."""
    config_text = config.read_text("utf-8").replace("docs_dir: docs", f"docs_dir: {docs}")
    if not (docs / "reference").exists():
        config_text = REFERENCE.sub("", config_text)
    own = site.parent / f"{site.name}.yml"
    own.write_text(
        config_text.replace("scripts: derivations", f"scripts: {config.parent}/derivations")
    )
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(own), "-d", str(site)],
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        cwd=ROOT,
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site, built strictly from the committed pages.

    All processes of a test run share it; no test changes anything in it.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, done = shared / "built", shared / "built.done"
    with FileLock(shared / "built.lock"):
        if not done.exists():
            result = build(ROOT / "docs", folder)
            assert result.returncode == 0, result.stdout + result.stderr
            done.touch()
    return folder


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Return a copy of the pages that a test may spoil."""
    copy = Path(shutil.copytree(ROOT / "docs", tmp_path / "docs"))
    shutil.rmtree(copy / "reference")  # it is read from the library, which takes half of a build
    guide = copy / "write-a-derivation.md"
    guide.write_text(
        guide.read_text("utf-8").replace("(reference/words.md)", "(index.md)"), "utf-8"
    )
    return copy
