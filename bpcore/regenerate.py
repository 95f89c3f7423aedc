"""Regeneration: pages are remembered where nothing changed, and made by workers where it did."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bpcore.blocks import RuledPage
from bpcore.book import Book
from bpcore.errors import ResultMissing
from bpcore.made import Made
from bpcore.memory import Memory
from bpcore.workers import Limits, Workers

Watch = Callable[[str], None]


@dataclass
class Regeneration:
    """A run: which pages are wanted, and what has become of them.

    ``anew`` lists the pages that were made; ``watch`` is told each of them when it is ready.
    """

    book: Book
    memory: Memory
    limits: Limits
    watch: Watch
    pages: dict[str, Made] = field(default_factory=dict)
    anew: list[str] = field(default_factory=list)

    def recalled(self, wanted: list[str]) -> list[str]:
        """Take the pages that are remembered, and return the names of those that are not."""
        for name in wanted:
            found = self.memory.recall(name)
            if found is not None:
                self.pages[name] = found
        return [name for name in wanted if name not in self.pages]

    def make(self, wanted: list[str]) -> None:
        """Make pages, and remember them.

        Raises a `Refusal` for the first page that is not whole; then nothing new is remembered.
        """
        if not wanted:
            return
        last = [name for name in wanted if self.memory.looks(name)]
        first = [name for name in wanted if name not in last]
        took: dict[str, float] = {}
        with Workers(self.book.folder, self.limits, self.book.chosen) as workers:
            for name, made, seconds in workers.made(sorted(first, key=self._longest)):
                if made is None:
                    last.append(name)
                else:
                    self._ready(name, made, took, seconds)
            for name in last:
                self._look_at_others(name, last, workers, took)
        made_now = {name: (self.pages[name], seconds) for name, seconds in took.items()}
        self.memory.keep(made_now, self.others)

    def _look_at_others(
        self, name: str, last: list[str], workers: Workers, took: dict[str, float]
    ) -> None:
        """Make a page that looks at the derivations of all others, after these."""
        if len(last) > 1:
            raise ResultMissing(
                f"citations run in a circle: {' and '.join(sorted(last))} look at "
                "all other pages, or rest on one that does"
            )
        missing = [other for other in self.book.names if other not in self.pages and other != name]
        rest = self.recalled(missing)
        for other, made, seconds in workers.made(sorted(rest, key=self._longest)):
            if made is None:
                raise ResultMissing(
                    f"citations run in a circle: {name} and {other} look at each other"
                )
            self._ready(other, made, took, seconds)
        found = self.memory.recall_last(name, self.others)
        if found is not None:
            self.pages[name] = found
            return
        for _, made, seconds in workers.made([name], self.others):
            assert made is not None
            self._ready(name, made, took, seconds)

    def pages_wanted(self, only: Iterable[str]) -> dict[str, Made]:
        """Return the pages asked for; without names, all."""
        wanted = list(only) or self.book.names
        return {name: self.pages[name] for name in wanted}

    def others(self, name: str) -> list[RuledPage]:
        """Return the derivations of all pages but one, in the order of names."""
        summaries = [self.pages[other].summary for other in self.book.names if other != name]
        return [RuledPage(one.name, one.title, one.derivations) for one in summaries]

    def _ready(self, name: str, made: Made, took: dict[str, float], seconds: float) -> None:
        self.pages[name] = made
        self.anew.append(name)
        took[name] = seconds
        self.watch(name)

    def _longest(self, name: str) -> tuple[float, int, str]:
        """Order pages so that no long one is left for the end."""
        return (-self.memory.seconds(name), -self.book.script(name).stat().st_size, name)
