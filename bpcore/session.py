"""Python sessions: statements run one by one, with what they print, in the form of doctests."""

from __future__ import annotations

import ast
import codeop
import contextlib
import io
from textwrap import dedent

from bpcore.errors import ScriptFailed


def run_session(source: str, names: dict[str, object] | None = None) -> str:
    """Return a source as a session: prompts, statements, and whatever each statement printed.

    Raises `ScriptFailed` with the statement if one raises.

    >>> print(run_session("a = 2\\na * 3"))
    >>> a = 2
    >>> a * 3
    6
    """
    space: dict[str, object] = {"__name__": "__session__"} if names is None else names
    text = dedent(source).strip()
    lines = text.splitlines()
    shown: list[str] = []
    for node in ast.parse(text).body:
        statement = lines[node.lineno - 1 : node.end_lineno]
        shown += prompted(statement)
        shown += printed("\n".join(statement), space)
    return "\n".join(shown)


def prompted(statement: list[str]) -> list[str]:
    """Return the lines of one statement behind prompts."""
    first, *others = statement
    return [f">>> {first}", *(f"... {line}".rstrip() for line in others)]


def printed(statement: str, space: dict[str, object]) -> list[str]:
    """Return what a statement prints, run as if it were typed."""
    whole = statement + "\n\n" if "\n" in statement else statement
    compiled = codeop.compile_command(whole, "<session>", "single")
    if compiled is None:
        raise ScriptFailed(f"unfinished statement: {statement}")
    output = io.StringIO()
    try:
        with contextlib.redirect_stdout(output):
            exec(compiled, space)
    except Exception as error:
        raise ScriptFailed(f"{statement.splitlines()[0]!r} raised {error!r}") from error
    return output.getvalue().rstrip().splitlines()
