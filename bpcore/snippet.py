"""The snippet: a piece of code between backticks in prose, and what it states.

A name, a call, a path or a command states nothing.  An assignment or a comparison states something,
so it has to be a line of a session that ran, or somebody's.  This module knows strings only.
"""

from __future__ import annotations

import ast
import re
from enum import Enum

from bpcore.errors import TypedByHand

FILE = re.compile(r"(?:[\w.-]+/)*[\w.-]*\.[a-z]{1,5}|[\w.-]+/(?:[\w.-]+/)*")
COMMAND = re.compile(r"(?:(?:bpcore|python|pip|make|git|mkdocs|--[a-z][\w-]*)(?: [\w./:=,-]+)*)")
PLAIN = re.compile(r"[\w .,:/-]+")
OPERATORS = (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.IfExp, ast.Compare, ast.Lambda)


class States(Enum):
    """What a snippet says: nothing of numbers, a name, an expression, or an equality."""

    NOTHING = 0
    NAME = 1
    EXPRESSION = 2
    EQUALITY = 3


def states(code: str) -> States:
    """Return what a snippet states.

    Raises `TypedByHand` for what is neither Python nor a file, a command or plain words.

    >>> states("D.sum(axis=0)"), states("dz"), states("a - y"), states("dz = a - y")
    (<States.NAME: 1>, <States.NAME: 1>, <States.EXPRESSION: 2>, <States.EQUALITY: 3>)
    >>> states("make bench"), states("docs/index.md")
    (<States.NOTHING: 0>, <States.NOTHING: 0>)
    """
    if not code.isascii() or not code.isprintable():
        raise TypedByHand(f"the code `{code}` holds signs that Python has not: write them in ASCII")
    if FILE.fullmatch(code) or COMMAND.fullmatch(code):
        return States.NOTHING
    try:
        tree = ast.parse(code.strip())
    except (SyntaxError, ValueError):
        if PLAIN.fullmatch(code):
            return States.NOTHING
        raise TypedByHand(
            f"`{code}` is no Python, no file and no command: write the mathematics as an "
            "expression or a claim in braces"
        ) from None
    return of_tree(tree)


def of_tree(tree: ast.Module) -> States:
    """Return what parsed code states."""
    if len(tree.body) != 1:
        return States.EQUALITY if any(map(equates, ast.walk(tree))) else States.EXPRESSION
    if any(map(equates, ast.walk(tree))):
        return States.EQUALITY
    (line,) = tree.body
    if not isinstance(line, ast.Expr):
        return States.NOTHING
    inner = list(ast.walk(line))
    if any(isinstance(node, OPERATORS) for node in inner):
        return States.EXPRESSION
    return States.NAME


def equates(node: ast.AST) -> bool:
    """Tell whether a node of code sets two things equal; a plain keyword argument does not."""
    match node:
        case ast.Assign() | ast.AugAssign() | ast.AnnAssign() | ast.NamedExpr():
            return True
        case ast.Compare(ops=ops):
            return any(isinstance(op, (ast.Eq, ast.Is, ast.NotEq, ast.IsNot)) for op in ops)
        case ast.keyword(value=value):
            return any(isinstance(inner, (*OPERATORS, ast.Call)) for inner in ast.walk(value))
        case ast.Dict(values=values):
            return any(isinstance(value, OPERATORS) for value in values)
    return False


def remarks(source: str) -> list[str]:
    """Return the words inside code: remarks and texts, but for what is put into braces.

    >>> remarks("print(f'{n} flowers')  # all of them")
    ['all of them', ' flowers']
    """
    import io
    import tokenize

    found = [
        part.string.lstrip("# ")
        for part in tokenize.generate_tokens(io.StringIO(source).readline)
        if part.type == tokenize.COMMENT
    ]
    tree = ast.parse(source)
    formats = {
        id(node)
        for one in ast.walk(tree)
        if isinstance(one, ast.FormattedValue) and one.format_spec is not None
        for node in ast.walk(one.format_spec)
    }
    return found + [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in formats
    ]
