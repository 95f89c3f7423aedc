"""Python sessions: statements run one by one, with what they print, in the form of doctests."""

from __future__ import annotations

import ast
import codeop
import contextlib
import io
import re
from collections.abc import Iterator
from textwrap import dedent

from bpcore.errors import ScriptFailed

ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]+")


def run_session(source: str, names: dict[str, object] | None = None) -> str:
    """Return a source as a session: prompts, statements, and whatever each statement printed.

    Raises `ScriptFailed` with the statement if one raises.

    >>> run_session("a = 2\\na * 3").splitlines()
    ['>>> a = 2', '>>> a * 3', '6']
    """
    space: dict[str, object] = {"__name__": "__session__"} if names is None else names
    shown: list[str] = []
    for remarks, statement in statements(dedent(source).strip()):
        shown += [f">>> {remark}" for remark in remarks]
        shown += prompted(statement)
        shown += printed("\n".join(statement), space)
    return "\n".join(shown)


def statements(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the lines of each statement, decorators included, behind the remarks before them."""
    lines, done = text.splitlines(), 0
    spans = [(first_line(node), node.end_lineno or node.lineno) for node in parsed(text).body]
    for position, (start, end) in enumerate(spans):
        if start <= done:  # a second statement on the same line
            continue
        end = max([end, *(e for s, e in spans[position:] if s <= end)])
        remarks = [line for line in lines[done : start - 1] if line.strip()]
        yield remarks, lines[start - 1 : end]
        done = end


def parsed(source: str) -> ast.Module:
    """Return statements as Python reads them; raises `ScriptFailed` if it cannot."""
    try:
        return ast.parse(dedent(source).strip())
    except (SyntaxError, ValueError) as error:
        raise ScriptFailed(f"these are no statements of Python: {error}") from None


def first_line(node: ast.stmt) -> int:
    """Return the line on which a statement begins, with its decorators."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def prompted(statement: list[str]) -> list[str]:
    """Return the lines of one statement behind prompts."""
    first, *others = statement
    return [f">>> {first}", *(f"... {line}".rstrip() for line in others)]


def printed(statement: str, space: dict[str, object]) -> list[str]:
    """Return what a statement prints, run as if it were typed."""
    compiled = codeop.compile_command(statement + "\n\n", "<session>", "single")
    if compiled is None:
        raise ScriptFailed(f"unfinished statement: {statement}")
    output = io.StringIO()
    try:
        with contextlib.redirect_stdout(output):
            exec(compiled, space)
    except Exception as error:
        raise ScriptFailed(f"{statement.splitlines()[0]!r} raised {error!r}") from error
    said = output.getvalue().rstrip()
    if ADDRESS.search(said):
        raise ScriptFailed(f"{statement!r} prints a place in memory, another one on every run")
    return [line.rstrip() or "<BLANKLINE>" for line in said.splitlines()]
