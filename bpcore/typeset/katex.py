"""KaTeX in V8: TeX in, HTML and MathML out.

It knows the vendored library and its options; it knows no Markdown and no site.  One JavaScript
context a process, started when the first equation is not in the cache, and closed at exit: an
open context hangs the interpreter now and then.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bpcore.errors import Refusal
from bpcore.typeset.cache import Cache
from bpcore.typeset.equation import Equation, equation, pack, unpack

if TYPE_CHECKING:
    from py_mini_racer import MiniRacer

VERSION = "0.19.1"
VENDOR = Path(__file__).parent / "vendor"
CACHE = Path(".cache") / "typeset"
RECORD = 2  # to be raised when `equation.py` reads something else from the same HTML

# KaTeX swallows what a `strict` or `trust` function throws, so complaints are collected.
BRIDGE = r"""
function typeset(tex, display) {
  const complaints = [];
  const options = {
    displayMode: display,
    output: "htmlAndMathml",
    throwOnError: true,
    strict: (code, message) => { complaints.push(message); return "error"; },
    trust: (context) => { complaints.push(context.command + " is not trusted"); return false; },
  };
  try {
    const html = katex.renderToString(tex, options);
    return complaints.length ? {reason: complaints[0]} : {html};
  } catch (error) {
    if (!(error instanceof katex.ParseError)) throw error;
    return {reason: complaints[0] || error.rawMessage || error.message};
  }
}
function answers(wanted) {
  return JSON.stringify(wanted.map(([tex, display]) => typeset(tex, display)));
}
"""


class CannotTypeset(Refusal):
    """An equation that KaTeX cannot set, or that is not written the way equations are."""

    def __init__(self, tex: str, reason: str) -> None:
        """Keep the TeX and the reason; who knows the page puts it in front with `at`."""
        super().__init__(f"equation cannot be typeset: {' '.join(tex.split())}: {reason}")
        self.tex = tex
        self.reason = reason


# What is asked of KaTeX: some TeX, and whether it stands on lines of its own.
Wanted = tuple[str, bool]


class Engine:
    """The one JavaScript context of this process."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self.starts = 0
        self._context: MiniRacer | None = None
        self._lock = threading.Lock()

    def html(self, wanted: Sequence[Wanted]) -> list[str | CannotTypeset]:
        """Return KaTeX's HTML, or its refusal, for each that is wanted; one call is quicker."""
        with self._lock:
            answers = json.loads(str(self._started().call("answers", wanted)))
        return [
            answer["html"] if "html" in answer else CannotTypeset(tex, answer["reason"])
            for (tex, _), answer in zip(wanted, answers, strict=True)
        ]

    def _started(self) -> MiniRacer:
        """Return the context, started now if need be."""
        if self._context is None:
            from py_mini_racer import MiniRacer

            self._context = MiniRacer()
            self.starts += 1
            atexit.register(self.close)
            self._context.eval(library())
            self._context.eval(BRIDGE)
        return self._context

    def close(self) -> None:
        """Close the context; without this the interpreter may hang when it ends."""
        if self._context is not None:
            self._context.close()
            self._context = None


ENGINE = Engine()


class Typesetter:
    """KaTeX behind a cache, counting what it set and what it found."""

    def __init__(self, kept: Cache, engine: Engine = ENGINE) -> None:
        """Name the cache; JavaScript starts when something is not in it."""
        self.made = self.found = 0
        self._cache = kept
        self._engine = engine

    def equation(self, tex: str, display: bool) -> Equation:
        """Return the equation of some TeX; raise `CannotTypeset` if there is none."""
        (answer,) = self.equations([(tex, display)])
        if isinstance(answer, CannotTypeset):
            raise answer
        return answer

    def equations(self, wanted: Sequence[Wanted]) -> list[Equation | CannotTypeset]:
        """Return for each that is wanted its equation or why there is none."""
        answers = {each: self._kept(*each) for each in wanted}
        missing = [each for each, answer in answers.items() if answer is None]
        self.found += sum(isinstance(answer, Equation) for answer in answers.values())
        made = self._made(missing) if missing else {}
        return [answers[each] or made[each] for each in wanted]

    def _kept(self, tex: str, display: bool) -> Equation | CannotTypeset | None:
        """Return what needs no JavaScript: what is in the cache, and that nothing is nothing."""
        if not tex.strip():
            return CannotTypeset(tex, "nothing is written there")
        record = self._cache.get(key(tex, display))
        return unpack(record, tex, display) if record is not None else None

    def _made(self, missing: Sequence[Wanted]) -> dict[Wanted, Equation | CannotTypeset]:
        """Return what KaTeX says of each that is missing, and keep what it set."""
        made: dict[Wanted, Equation | CannotTypeset] = {}
        for each, html in zip(missing, self._engine.html(missing), strict=True):
            if isinstance(html, CannotTypeset):
                made[each] = html
            else:
                made[each] = kept = equation(*each, html)
                self._cache.put(key(*each), pack(kept))
                self.made += 1
        return made


def render(tex: str, display: bool, folder: Path = CACHE) -> str:
    """Return TeX as HTML with MathML; raise `CannotTypeset` if KaTeX refuses it.

    >>> "katex-html" in render(r"a^{[l]}", display=False)
    True
    >>> render(r"\\foo", display=True)
    Traceback (most recent call last):
    bpcore.typeset.katex.CannotTypeset: equation cannot be typeset: \\foo: Undefined control...
    """
    return typesetter(folder).equation(tex, display).html


@cache
def typesetter(folder: Path) -> Typesetter:
    """Return the typesetter of a folder."""
    return Typesetter(Cache(folder))


def key(tex: str, display: bool) -> bytes:
    """Return what an equation is kept under: a hash of library, options, display and TeX."""
    return hashlib.sha256(setting() + bytes([display]) + tex.encode()).digest()


@cache
def setting() -> bytes:
    """Return a hash of all that the HTML depends on besides the equation."""
    return hashlib.sha256(f"{RECORD}\0{BRIDGE}\0{library()}".encode()).digest()


@cache
def library() -> str:
    """Return the source of KaTeX."""
    return (VENDOR / "katex.min.js").read_text(encoding="utf-8")
