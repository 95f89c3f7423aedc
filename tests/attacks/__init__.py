"""Attacks on the promise: nothing false is published, nothing true that people write is refused.

Each module here is one class of attack, told by its first line.  A function marked `false` tries to
publish something false and has to meet a refusal; each has twins marked `true`, the same idea said
rightly, which have to pass.  So a class that refuses everything fails as surely as one that accepts
everything.  `python -m tests.attacks` counts them into ``docs/attacks.md``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from bpcore import Refusal

Try = Callable[[], object]


@dataclass(frozen=True)
class Attack:
    """One try: its class (a module's name), what is tried, in words, and what it has to meet."""

    kind: str
    title: str
    run: Try
    refusals: tuple[type[Refusal], ...]  # none: it has to pass
    says: str = ""

    @property
    def is_false(self) -> bool:
        """Whether something false is tried."""
        return bool(self.refusals)


ATTACKS: list[Attack] = []


@cache
def met(attack: Attack) -> Refusal | None:
    """Return the refusal that a try meets, None if it passes; tried once a process."""
    try:
        attack.run()
    except Refusal as refusal:
        return refusal
    return None


def false(title: str, *refusals: type[Refusal], says: str = "") -> Callable[[Try], Try]:
    """Enter a function that has to raise one of these refusals, with these words in its message."""

    def enter(run: Try) -> Try:
        kind = run.__module__.rpartition(".")[2]
        ATTACKS.append(Attack(kind, title, run, refusals or (Refusal,), says))
        return run

    return enter


def true(title: str) -> Callable[[Try], Try]:
    """Enter a function that has to pass: the true twin of a false one."""

    def enter(run: Try) -> Try:
        ATTACKS.append(Attack(run.__module__.rpartition(".")[2], title, run, ()))
        return run

    return enter


@cache
def attacks() -> tuple[Attack, ...]:
    """Return all attacks, class by class."""
    for module in sorted(one.name for one in pkgutil.iter_modules(__path__)):
        if not module.startswith("_"):
            importlib.import_module(f"{__name__}.{module}")
    return tuple(ATTACKS)
