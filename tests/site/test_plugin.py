"""The plugin: a book needs nothing else, and is proved and shown anew while it is written."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bpcore.new_book import new_book
from tests.books import exchanged
from tests.conftest import build

PLAIN = "site_name: Plain\ntheme: {name: material}\ndocs_dir: docs\nplugins: [search, bpcore]\n"
TEXT = "# Page\n\nSo $`a`$ and\n\n> [!NOTE]\n> It is.\n\n<!-- tab: One -->\n\n**One**\n\ntext\n"


def test_a_site_needs_nothing_but_the_plugin(tmp_path: Path) -> None:
    """Equations, call-outs, tabs, style sheets and policy come with it; so do all scripts."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(f"{TEXT}\n<!-- end of tabs -->\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text(PLAIN, "utf-8")
    done = build(tmp_path / "docs", tmp_path / "site", tmp_path / "mkdocs.yml")
    assert 0 == done.returncode, done.stderr
    page = (tmp_path / "site" / "index.html").read_text("utf-8")
    for piece in ("katex", "admonition note", "tabbed-set", "Content-Security-Policy", "bpcore"):
        assert piece in page.replace("assets/book.css", "bpcore"), piece
    for asset in ("book.css", "explorer/explorer.js", "pencil-first.js", "iframe-worker.js"):
        assert f"assets/{asset}" in page
        assert (tmp_path / "site" / "assets" / asset).is_file()


def test_a_site_opens_from_a_folder(tmp_path: Path) -> None:
    """Whatever the settings say: a picture is found, and links lead to files."""
    (tmp_path / "docs" / "pictures").mkdir(parents=True)
    (tmp_path / "docs" / "pictures" / "a.svg").write_text("<svg class='a'><g/></svg>", "utf-8")
    (tmp_path / "docs" / "index.md").write_text("# One\n\n[two](two.md)\n", "utf-8")
    (tmp_path / "docs" / "two.md").write_text("# Two\n\n![Line](pictures/a.svg)\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text(f"{PLAIN}use_directory_urls: true\n", "utf-8")
    done = build(tmp_path / "docs", tmp_path / "site", tmp_path / "mkdocs.yml")
    assert 0 == done.returncode, done.stderr
    assert 'href="two.html"' in (tmp_path / "site" / "index.html").read_text("utf-8")
    assert 'aria-label="Line"' in (tmp_path / "site" / "two.html").read_text("utf-8")


def test_a_file_of_the_book_goes_before_ours(tmp_path: Path) -> None:
    """Whoever wants another look has one; and what a book says of an extension holds."""
    (tmp_path / "docs" / "assets").mkdir(parents=True)
    (tmp_path / "docs" / "assets" / "book.css").write_text("/* mine */", "utf-8")
    (tmp_path / "docs" / "index.md").write_text("# Page\n\n## Part\n", "utf-8")
    own = "markdown_extensions: [{toc: {permalink: '#'}}]\n"
    (tmp_path / "mkdocs.yml").write_text(PLAIN + own, "utf-8")
    done = build(tmp_path / "docs", tmp_path / "site", tmp_path / "mkdocs.yml")
    assert 0 == done.returncode, done.stderr
    assert "/* mine */" == (tmp_path / "site" / "assets" / "book.css").read_text("utf-8")
    page = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert 'title="Permanent link" aria-label="Link to this section">#</a>' in page


def free() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def served(home: Path) -> Iterator[tuple[Callable[[], str], Path]]:
    """Serve a book; give what its page holds just now, and where its messages are."""
    port, log = free(), home / "log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "bpcore", "serve", "-a", f"127.0.0.1:{port}"],
            cwd=home,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )

    def page() -> str:
        try:
            with urlopen(f"http://127.0.0.1:{port}/derivations/squared_error.html") as found:
                return str(found.read().decode("utf-8"))
        except URLError:
            return ""

    try:
        yield page, log
    finally:
        # SIGINT is passed over by processes below a shell that runs them in the background
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


def until(true: Callable[[], bool], log: Path) -> None:
    """Wait until something is true; raises `AssertionError` if it is not in half a minute."""
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, log.read_text("utf-8")
        time.sleep(0.2)


def test_a_book_is_shown_while_it_is_written(tmp_path: Path) -> None:
    """What is saved is proved and shown; what is refused is told, and the page stays."""
    home = tmp_path / "own"
    new_book(home, "Losses, proved")
    script = home / "derivations" / "squared_error.py"
    right = script.read_text("utf-8")
    with served(home) as (page, log):
        until(lambda: "The slope of a squared error" in page(), log)
        assert "Content-Security-Policy" not in page(), "it would keep the page from reloading"

        script.write_text(exchanged(right, "        a - y,\n", "        y - a,\n"), "utf-8")
        until(lambda: "step 4 (what the residual is)" in log.read_text("utf-8"), log)
        assert "The slope of a squared error" in page()

        script.write_text(exchanged(right, "With numbers", "In numbers"), "utf-8")
        until(lambda: "In numbers" in page(), log)
