"""Expressions inside prose: an f-string holds a token, and the page finds the expression again.

``f"the loss {L} of one example"`` calls ``format(L)``, which can only return text.  The text is a
token of two private-use characters around a number; whoever prints the prose resolves it.  So a
page knows every expression in its prose, and can refuse mathematics that was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

OPEN, CLOSE = "\ue000", "\ue001"
TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")
_formatted: list[object] = []


def token(thing: object) -> str:
    """Return a text that stands for a thing in prose."""
    _formatted.append(thing)
    return f"{OPEN}{len(_formatted) - 1}{CLOSE}"


def resolve(prose: str, show: Callable[[object], str]) -> str:
    """Return the prose with every token replaced by what ``show`` makes of its thing."""
    return TOKEN.sub(lambda found: show(_formatted[int(found[1])]), prose)
