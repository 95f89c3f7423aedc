"""The book: a folder of derivation scripts, run in the order of their citations.

A script is a module with a docstring, whose first line is the page's title, and a function
``derive(p)``.  Nothing is written unless every page that was asked for came out whole; then each
file is replaced in one move.
"""

from __future__ import annotations

import ast
import importlib.util
import inspect
import os
import tempfile
import traceback
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from bpcore.claim import Claim
from bpcore.dependencies import dependencies
from bpcore.errors import NothingChecked, Refusal, ResultMissing, ScriptFailed
from bpcore.markdown import markdown, pictures
from bpcore.page import Page
from bpcore.published import check_kept, check_pages_kept, published
from bpcore.sources import Source, parse, source_map
from bpcore.symbols import symbol_table
from bpcore.verification import as_json, report

SOURCES = "sources.toml"
SOURCE_MAP = "source-map.md"
PUBLISHED = "published.txt"
VERIFICATION, VERIFICATION_DATA = "verification.md", "verification.json"
WRITTEN = ("<!-- Written by", ' "written_by": ')
PICTURES = "pictures/*.svg"
SYMBOLS = ".symbols.json"


class Book:
    """The derivations of one folder, each run at most once."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of the scripts."""
        self.folder = folder.resolve()
        self.pages: dict[str, Page] = {}
        self._running: list[str] = []

    @property
    def names(self) -> list[str]:
        """The names of all scripts, in alphabetical order."""
        return sorted(
            path.stem for path in self.folder.glob("*.py") if not path.stem.startswith("_")
        )

    def script(self, name: str) -> Path:
        """Return the file of a script; raises `ResultMissing` if there is none."""
        if name not in self.names:
            raise ResultMissing(f"there is no derivation called {name}; there are {self.names}")
        return self.folder / f"{name}.py"

    def title(self, name: str) -> str:
        """Return a page's title, without running its script; raises `ScriptFailed` for none."""
        path = self.script(name)
        try:
            said = ast.get_docstring(ast.parse(path.read_text("utf-8"), path))
        except (SyntaxError, ValueError) as error:
            raise ScriptFailed(f"{type(error).__name__}: {error}").at(where(path, error)) from error
        if not said:
            raise ScriptFailed("no docstring to take a title from").at(where(path))
        return said.splitlines()[0].rstrip(".")

    def page(self, name: str) -> Page:
        """Return a page, its script run and everything on it proved.

        Raises a `Refusal` that names the script and line; citations in a circle are refused.
        """
        if name in self._running:
            circle = " -> ".join([*self._running[self._running.index(name) :], name])
            raise ResultMissing(f"citations run in a circle: {circle}")
        if name not in self.pages:
            self._running.append(name)
            try:
                self.pages[name] = self._run(name)
            finally:
                self._running.pop()
        return self.pages[name]

    def find(self, result: str) -> Claim:
        """Return a proved claim by its name ``page/result``, running that page first if need be."""
        name, _, wanted = result.partition("/")
        page = self.page(name)
        if wanted not in page.results:
            raise ResultMissing(
                f"the page {name} proves no {wanted!r}; it proves {sorted(page.results)}"
            )
        return page.results[wanted]

    def others(self, name: str) -> list[Page]:
        """Return all pages but one; raises `ResultMissing` if one of them rests on that one."""
        return [self.page(other) for other in self.names if other != name]

    def _run(self, name: str) -> Page:
        path = self.script(name)
        page = Page(name, self.title(name), self.find, self.others)
        try:
            derive(path)(page)
            page.finish()
        except Refusal as refusal:
            raise refusal.at(where(path, refusal)) from refusal.__cause__
        except (Exception, SystemExit) as error:
            raise ScriptFailed(f"{type(error).__name__}: {error}").at(where(path, error)) from error
        return page

    def sources(self) -> tuple[Source, ...]:
        """Return the source list beside the scripts; none if there is no such file."""
        path = self.folder / SOURCES
        return parse(path.read_text("utf-8")) if path.exists() else ()

    def texts(
        self,
        only: Iterable[str] = (),
        watch: Callable[[str], None] = lambda name: None,
        before: str = "",
    ) -> dict[str, str]:
        """Return the Markdown of pages, and their pictures, by path below the documentation.

        With ``only``, of those pages alone; else of all, the source map, the verification report
        and the list of published places. ``watch`` is told each name before its page is made;
        ``before`` is that list as it stands. Raises `ResultMissing` if one of its places is lost.
        """
        wanted = list(only) or self.names
        check_pages_kept(before, self.names)
        if not wanted:
            raise NothingChecked(f"there are no derivations in {self.folder}")
        found = {}
        for name in wanted:
            watch(name)
            page = self.page(name)
            found[f"{self.folder.name}/{name}.md"] = markdown(page)
            found[f"{self.folder.name}/{name}{SYMBOLS}"] = symbol_table(page)
            for path, text in pictures(page).items():
                found[f"{self.folder.name}/{path}"] = text
        check_kept(before, [self.pages[name] for name in wanted])
        if not only:
            pages = [self.pages[name] for name in self.names]
            found[VERIFICATION] = report(pages, self.folder.name)
            found[VERIFICATION_DATA] = as_json(pages)
            found[PUBLISHED] = published(pages)
            found |= dependencies(pages, self.folder.name)
            sources = self.sources()
            if sources:
                found[SOURCE_MAP] = source_map(sources, pages, self.folder.name)
        return found


def derive(path: Path) -> Callable[[Page], None]:
    """Return the ``derive`` function of a script, freshly loaded."""
    function = getattr(loaded(path), "derive", None)
    if not callable(function):
        raise ScriptFailed("the script has no function derive(p)")
    return function  # type: ignore[no-any-return]


def loaded(path: Path) -> ModuleType:
    """Return a script as a module of its own, whatever else has been imported."""
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}.{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def where(path: Path, error: BaseException | None = None) -> str:
    """Return script and line at which an error came up."""
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__ if error else None)
        if Path(frame.filename) == path
    ]
    if isinstance(error, SyntaxError):
        lines.append(error.lineno)
    line = f":{lines[-1]}" if lines else ""
    return f"{path.parent.name}/{path.name}{line}"


def run(derivation: Callable[[Page], None]) -> Page:
    """Return the page of a derivation, proved; what it cites is looked up beside its script.

    For use in a script's own doctests.
    """
    file = inspect.getsourcefile(derivation)
    assert file is not None
    path = Path(file).resolve()
    return same_book(path.parent, stamp(path.parent)).page(path.stem)


@lru_cache(maxsize=1)
def same_book(folder: Path, stamp: tuple[object, ...]) -> Book:
    """Return one book as long as its scripts stay as they are, so that nothing is proved twice."""
    return Book(folder)


def stamp(folder: Path) -> tuple[object, ...]:
    """Return what changes with every change of a script."""
    return tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.py")))


def write(texts: dict[str, str], folder: Path, *, whole: bool) -> list[str]:
    """Replace the pages that changed, each in one move, and return their paths.

    All are written beside their places first; an error, even between two moves, leaves every page
    as it was.  When the book is ``whole``, pages that a script once wrote and no script writes any
    more are removed.
    """
    changed = {
        path: text for path, text in texts.items() if stands(folder / path) != as_bytes(text)
    }
    gone = orphans(texts, folder) if whole else []
    before = {path: stands(folder / path) for path in (*changed, *gone)}
    staged: dict[str, Path] = {}
    try:
        for path, text in changed.items():
            staged[path] = beside(folder / path, as_bytes(text))
        for path, part in staged.items():
            os.replace(part, folder / path)
        for path in gone:
            (folder / path).unlink()
    except BaseException:
        for path, content in before.items():
            restore(folder / path, content)
        raise
    finally:
        for part in staged.values():
            part.unlink(missing_ok=True)
    return sorted(before)


def as_bytes(text: str) -> bytes:
    """Return a page as it stands in its file."""
    return text.encode("utf-8")


def stands(path: Path) -> bytes | None:
    """Return what stands in a file, None if there is no such file."""
    return path.read_bytes() if path.exists() else None


def beside(target: Path, content: bytes) -> Path:
    """Return a new file beside its target, written to the disk."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
    except BaseException:
        os.unlink(name)
        raise
    return Path(name)


def restore(path: Path, content: bytes | None) -> None:
    """Put a page back as it was, if it is not."""
    if content is None:
        path.unlink(missing_ok=True)
    elif stands(path) != content:
        path.write_bytes(content)


def orphans(texts: dict[str, str], folder: Path) -> list[str]:
    """Return the generated pages, tables and pictures that no script writes any more."""
    folders = {Path(path).parent for path in texts if path.endswith(".md")}
    found = [
        path.relative_to(folder).as_posix()
        for parent in sorted(folders)
        for kind in ("*.md", f"*{SYMBOLS}", PICTURES)
        for path in sorted((folder / parent).glob(kind))
    ]
    return [path for path in found if path not in texts and generated((folder / path).read_bytes())]


def generated(content: bytes) -> bool:
    """Tell whether a page says below its title that a script wrote it, other files at their top."""
    marks = tuple(map(as_bytes, WRITTEN))
    return any(line.startswith(marks) for line in content.splitlines()[:3])
