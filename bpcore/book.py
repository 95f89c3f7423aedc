"""The book: a folder of derivation scripts, run in the order of their citations.

A script is a module with a docstring, whose first line is the page's title, and a function
``derive(p)``.
"""

from __future__ import annotations

import ast
import importlib.util
import inspect
import traceback
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType, ModuleType

from bpcore import edition
from bpcore.arguments import checked, described, with_checked_methods
from bpcore.blocks import RuledPage
from bpcore.choice import check_asked
from bpcore.claim import Claim
from bpcore.edition import Edition
from bpcore.errors import NotAnExpression, NothingChecked, Refusal, ResultMissing, ScriptFailed
from bpcore.made import Made, made
from bpcore.markdown import prose, ruled
from bpcore.overview import overviews
from bpcore.page import Page
from bpcore.published import check_kept, check_pages_kept
from bpcore.sources import Source, parse

SOURCES = "sources.toml"


@with_checked_methods
class Book:
    """The derivations of one folder, each run at most once."""

    def __init__(
        self,
        folder: Path,
        others: Callable[[str], Iterable[RuledPage]] | None = None,
        chosen: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Take the folder of the scripts.

        ``others`` returns the derivations of all pages but one; without it they are run for that.
        ``chosen`` is what was chosen for this copy of the book, by name.
        """
        self.folder, self.chosen = folder.resolve(), dict(chosen)
        self.pages: dict[str, Page] = {}
        self.cites: dict[str, set[str]] = {}  # by page, those whose results it asked for
        self.looks: set[str] = set()  # pages that look at all others
        self.given_others = others
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
        if self._running:
            self.cites.setdefault(self._running[-1], set()).add(name)
        page = self.page(name)
        if wanted not in page.results:
            raise ResultMissing(
                f"the page {name} proves no {wanted!r}; it proves {sorted(page.results)}"
            )
        return page.results[wanted]

    def others(self, name: str) -> Iterable[RuledPage]:
        """Return the derivations of all pages but one.

        Raises `ResultMissing` if one of these pages rests on that one.
        """
        self.looks.add(name)
        if self.given_others is not None:
            return self.given_others(name)
        pages = [self.page(other) for other in self.names if other != name]
        return [RuledPage(page.name, prose(page.title), tuple(ruled(page))) for page in pages]

    def _run(self, name: str) -> Page:
        path = self.script(name)
        page = Page(name, self.title(name), self.find, self.others, self.chosen)
        page.require(self.edition.require)
        try:
            derive(path)(page)
            page.finish()
        except Refusal as refusal:
            raise refusal.at(where(path, refusal)) from refusal.__cause__
        except (Exception, SystemExit) as error:
            raise ScriptFailed(f"{type(error).__name__}: {error}").at(where(path, error)) from error
        return page

    @cached_property
    def edition(self) -> Edition:
        """What the book says of itself; raises `ScriptFailed` for a file that cannot be read."""
        path = self.folder / edition.FILE
        if not path.exists():
            return Edition(self.folder.name)
        return edition.parsed(path.read_text("utf-8"), self.folder.name)

    def sources(self) -> tuple[Source, ...]:
        """Return the source list beside the scripts; none if there is no such file."""
        path = self.folder / SOURCES
        return parse(path.read_text("utf-8")) if path.exists() else ()

    def made(self, name: str) -> Made:
        """Return a page with its files, proved and doubted."""
        page = self.page(name)
        return made(page, self.edition, self.cites.get(name, ()), looks=name in self.looks)

    def texts(self, only: Iterable[str] = (), before: str = "") -> dict[str, str]:
        """Return the files of pages by path below the documentation, all made in this process.

        With ``only``, of those pages alone; else of all, and what is told of the whole book.
        ``before`` is the list of published places as it stands. Raises a `Refusal` for a page that
        is not whole, and `ResultMissing` if a published place is lost.
        """
        wanted = self.wanted(only)
        return self.told({name: self.made(name) for name in wanted}, before, whole=not list(only))

    def wanted(self, only: Iterable[str]) -> list[str]:
        """Return the names asked for, or all; raises `NothingChecked` if there are none."""
        wanted = list(only) or self.names
        if not wanted:
            raise NothingChecked(f"there are no derivations in {self.folder}")
        return wanted

    def told(self, pages: dict[str, Made], before: str, *, whole: bool) -> dict[str, str]:
        """Return the files of pages, and of the ``whole`` book if these are all of it."""
        asked = {name: said for page in pages.values() for name, said in page.asks.items()}
        check_asked(self.chosen, asked)
        check_pages_kept(before, self.names)
        check_kept(before, {name: page.summary.places for name, page in pages.items()})
        found = {path: text for page in pages.values() for path, text in page.texts.items()}
        if whole:
            summaries = [pages[name].summary for name in self.names]
            found |= overviews(summaries, self.sources(), self.edition)
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


@checked
def run(derivation: Callable[[Page], None]) -> Page:
    """Return the page of a derivation, proved; what it cites is looked up beside its script.

    For use in a script's own doctests.

    Raises what the script raises, with its name and line.

    >>> from bpcore.template.derivations import squared_error
    >>> print(run(squared_error.derive).results["dL_da"])
    d(L, a) = a - y: proved for all values
    """
    try:
        file = inspect.getsourcefile(derivation)
    except TypeError:
        file = None
    if file is None:
        raise NotAnExpression(f"run takes a function of a script, not {described(derivation)}")
    path = Path(file).resolve()
    return same_book(path.parent, stamp(path.parent)).page(path.stem)


@lru_cache(maxsize=1)
def same_book(folder: Path, stamp: tuple[object, ...]) -> Book:
    """Return one book as long as its scripts stay as they are, so that nothing is proved twice."""
    return Book(folder)


def stamp(folder: Path) -> tuple[object, ...]:
    """Return what changes with every change of a script."""
    return tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.py")))
