"""Expressions inside prose: an f-string holds a token, and the page finds the expression again.

``f"the loss {L} of one example"`` calls ``format(L)``, which can only return text.  The text is a
token of two private-use characters around a number; whoever prints the prose resolves it.  So a
page knows every expression in its prose, and can refuse mathematics that was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpcore.arguments import checked
from bpcore.errors import TypedByHand

if TYPE_CHECKING:
    from bpcore.claim import Claim
    from bpcore.expr import Expr

OPEN, CLOSE = "\ue000", "\ue001"
TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")
BEGINS, ENDS = "\ue002", "\ue003"  # around words of which their author says: no equality
MARKS = re.compile(f"[{BEGINS}{ENDS}]")
MOST_DIGITS = 18  # of the number in a token
_formatted: list[object] = []


@dataclass(frozen=True)
class Quoted:
    """A line of code that somebody wrote, and who."""

    line: str
    of: str


def token(thing: object) -> str:
    """Return a text that stands for a thing in prose."""
    _formatted.append(thing)
    return f"{OPEN}{len(_formatted) - 1}{CLOSE}"


def known(number: str) -> object:
    """Return the thing whose token has a number; raises `TypedByHand` for one that none has."""
    if len(number) > MOST_DIGITS or int(number) >= len(_formatted):
        raise TypedByHand(f"token {number[:MOST_DIGITS]} stands for no expression: it was typed")
    return _formatted[int(number)]


def resolve(prose: str, show: Callable[[object], str]) -> str:
    """Return the prose with every token replaced by what ``show`` makes of its thing."""
    return TOKEN.sub(lambda found: show(known(found[1])), MARKS.sub("", prose))


@checked
def no_claim(prose: str | Expr | Claim) -> str:
    """Say that words, or an expression, state no equality; such places are counted in the report.

    A sentence that joins two expressions by anything but "and" or a preposition may be read as an
    equality, and is refused without this.  Not even this allows two of them around "is" alone.

    >>> from bpcore import *
    >>> page, L, z = Page("p", "P"), scalar("L"), scalar("z")
    >>> page.text(no_claim(f"Programmers call {d(L, z)} by a short name, {scalar('dz')}."))
    >>> page.text(no_claim(f"The slope {d(L, z)} is {3 * z}."))
    Traceback (most recent call last):
    bpcore.errors.TypedByHand: two expressions are joined by 'is' in ...
    """
    return f"{BEGINS}{prose}{ENDS}"


@checked
def quoted(line: str, of: str) -> str:
    """Return a line of code as a quotation, which stands on the page with the words whose it is.

    An equality in code is a line of a session on the page, or somebody's, who is named.

    >>> from bpcore import *
    >>> page = Page("p", "P")
    >>> page.text(f"The line {quoted('dZ = A - Y', of='the article')} is short.")
    >>> page.text("The line `dZ = A - Y` is short.")
    >>> page.finish()
    Traceback (most recent call last):
    bpcore.errors.TypedByHand: the page p: the code `dZ = A - Y` states an equality, and is ...
    """
    return token(Quoted(line, of))
