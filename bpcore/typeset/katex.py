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
RECORD = 1  # to be raised when `equation.py` reads something else from the same HTML

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
    return JSON.stringify(complaints.length ? {reason: complaints[0]} : {html});
  } catch (error) {
    if (!(error instanceof katex.ParseError)) throw error;
    return JSON.stringify({reason: complaints[0] || error.rawMessage || error.message});
  }
}
"""


class CannotTypeset(Refusal):
    """An equation that KaTeX cannot set, or that is not written the way equations are."""

    def __init__(self, tex: str, reason: str) -> None:
        """Keep the TeX and the reason; who knows the page puts it in front with `at`."""
        super().__init__(f"equation cannot be typeset: {' '.join(tex.split())}: {reason}")
        self.tex = tex
        self.reason = reason


class Engine:
    """The one JavaScript context of this process."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self.starts = 0
        self._context: MiniRacer | None = None
        self._lock = threading.Lock()

    def html(self, tex: str, display: bool) -> str:
        """Return KaTeX's HTML; raise `CannotTypeset` if there is none."""
        with self._lock:
            answer = json.loads(str(self._started().call("typeset", tex, display)))
        if "reason" in answer:
            raise CannotTypeset(tex, answer["reason"])
        return str(answer["html"])

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
        if not tex.strip():
            raise CannotTypeset(tex, "nothing is written there")
        record = self._cache.get(key(tex, display))
        kept = unpack(record, tex, display) if record is not None else None
        if kept is not None:
            self.found += 1
            return kept
        made = equation(tex, display, self._engine.html(tex, display))
        self.made += 1
        self._cache.put(key(tex, display), pack(made))
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
