"""The statements of Python sessions: what each prints, defines, uses and needs installed.

Read from the sessions as they stand on a page; nothing is run.
"""

from __future__ import annotations

import ast
import symtable
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

FREE = frozenset({*sys.stdlib_module_names, "numpy"})  # a notebook may ask for these
OWN = "bpcore"


@dataclass(frozen=True)
class Statement:
    """One statement with the remarks above it, and what it prints.

    ``stores`` and ``loads`` are the names of the session that it gives a value or asks for.
    """

    source: str
    output: str
    stores: frozenset[str]
    loads: frozenset[str]

    @property
    def node(self) -> ast.stmt:
        """The statement as a tree; the first one, if several stand on the line."""
        return ast.parse(self.source).body[0]

    @property
    def keeps_a_name(self) -> bool:
        """Whether it defines something that asks for other names whenever it is used."""
        return isinstance(self.node, (ast.FunctionDef, ast.ClassDef))


def statements(session: str) -> list[Statement]:
    """Return the statements of a session in order.

    >>> [one.output for one in statements(">>> # two\\n>>> a = 2\\n>>> a * 3\\n6")]
    ['', '6']
    """
    parts: list[tuple[list[str], list[str]]] = []
    remark = False  # what came last was a remark: the next statement belongs to it
    for line in session.splitlines():
        if line.startswith(">>> "):
            if remark:
                parts[-1][0].append(line[4:])
            else:
                parts.append(([line[4:]], []))
            remark = line[4:].lstrip().startswith("#")
        elif line.startswith("..."):
            parts[-1][0].append(line[4:])
        else:
            parts[-1][1].append("" if line == "<BLANKLINE>" else line)
    return [statement("\n".join(said), "\n".join(printed)) for said, printed in parts]


def statement(source: str, output: str) -> Statement:
    """Return a statement with what it gives a value and what it asks for."""
    stores, loads = set(), set()
    top = symtable.symtable(source, "<session>", "exec")
    for symbol in top.get_symbols():
        if symbol.is_assigned() or symbol.is_imported():
            stores.add(symbol.get_name())
        if symbol.is_referenced():
            loads.add(symbol.get_name())
    loads |= set(asked_inside(top))
    loads |= {
        node.target.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)
    }
    return Statement(source, output, frozenset(stores), frozenset(loads))


def asked_inside(table: symtable.SymbolTable) -> Iterator[str]:
    """Yield the names that functions and classes ask for outside themselves."""
    for child in table.get_children():
        yield from (one.get_name() for one in child.get_symbols() if one.is_global())
        yield from asked_inside(child)


def alive(before: Sequence[Statement], after: Sequence[Statement]) -> frozenset[str]:
    """Return the names that statements have defined and that later ones still ask for.

    >>> both = statements(">>> a, b = 1, 2\\n>>> a = 3\\n>>> print(a + b)\\n5")
    >>> sorted(alive(both[:1], both[1:]))
    ['b']
    """
    last = {name: one for one in before for name in one.stores}
    asked: list[str] = []
    known: set[str] = set()
    for one in after:
        asked += [name for name in one.loads if name not in known]
        known |= one.stores
    found: set[str] = set()
    while asked:
        name = asked.pop()
        if name in last and name not in found:
            found.add(name)
            if last[name].keeps_a_name:
                asked += last[name].loads
    return frozenset(found)


def needs(all_: Iterable[Statement], words: Iterable[str]) -> list[tuple[str, ...]]:
    """Return for each statement the packages that must be installed for it to run.

    Those are what it imports, and what the names it asks for came from.  ``words`` are the public
    names of this library, which need it whole; its modules can be taken along.
    """
    own, came_from, found = frozenset(words), dict[str, frozenset[str]](), []
    for one in all_:
        wanted = frozenset(foreign(one, own))
        wanted = wanted.union(*(came_from.get(name, frozenset()) for name in one.loads))
        came_from |= dict.fromkeys(one.stores, wanted)
        found.append(tuple(sorted(wanted)))
    return found


def foreign(one: Statement, words: frozenset[str]) -> Iterator[str]:
    """Yield the packages that a statement imports and that are not simply there."""
    for module, names in imports(one):
        package = module.partition(".")[0]
        if package not in FREE and (package != OWN or (module == OWN and names & words)):
            yield package


def modules(all_: Iterable[Statement], words: Iterable[str]) -> set[str]:
    """Return the modules of this library that statements import, one by one, by their full names.

    >>> sorted(modules(statements(">>> from bpcore import losses\\n>>> import bpcore.iris"), ()))
    ['bpcore.iris', 'bpcore.losses']
    """
    own, found = frozenset(words), set()
    for module, names in (pair for one in all_ for pair in imports(one)):
        if module == OWN:
            found |= {f"{OWN}.{name}" for name in names - own}
        elif module.startswith(f"{OWN}."):
            found.add(module)
    return found


def imports(one: Statement) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the modules that a statement imports, with the names out of them."""
    for node in ast.walk(ast.parse(one.source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, frozenset()) for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield node.module or "", frozenset(alias.name for alias in node.names)
