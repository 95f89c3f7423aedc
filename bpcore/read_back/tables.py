"""Tables: what a table of symbols says itself, tried too.

A bound of a name holds for its definition; a function with a name of the field does what the field
means by it; and no name is written like something that already means something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from arithmetic import flat, value
from kinks import NO_VALUE, SEARCH, places
from precision import FEWEST, MOST, Enough, digits, mp, watch
from reading import Parser, Tree, Unreadable, tokens
from symbols import FAR, FIELD, MINUS, NEAR, PLUS, WHOLE, WIDE, Body, Point, Symbol, Symbols
from trying import Refuted, TooFine, differences

Row = tuple[str, str, Callable[[], None]]  # kind, LaTeX, what raises unless it holds
KINDS = (NEAR, NEAR, MINUS, PLUS, WIDE, WIDE, WHOLE, WHOLE, FAR)
ARGUMENTS = ((3, 10), (13, 10), (9, 4))


def ranges(symbols: Symbols) -> Iterator[Row]:
    """Yield what has bounds and a definition that has to keep them."""
    for row in symbols.rows:
        if row.definition and any(end is not None for end in row.between) and not row.assumed:
            yield "range", row.tex, partial(in_range, row, symbols)


def in_range(row: Symbol, symbols: Symbols) -> None:
    """Raise `Refuted` where the values of a definition leave the bounds of the name."""
    tree: Tree = ("symbol", row.key)
    sizes = symbols.sizes(0, trees=(tree,))
    found = [Point(sizes, seed, kind=kind) for seed, kind in enumerate(KINDS)]
    ends = [end for end in row.between if end is not None]
    beyond = [("-", tree, ("number", str(float(end)))) for end in ends]
    level = [("derivative", tree, by, "d") for by in variables(row, symbols)]
    met = False
    most = watch.work + SEARCH
    for at in (*found, *places((tree,), symbols, found[0], (*level, *beyond))):
        if watch.work > most and met:
            return
        try:
            met |= keeps(row, symbols, tree, at)
        except (*NO_VALUE, TooFine):
            continue
    if not met:
        raise Unreadable("no point was found at which it has a value")


def variables(row: Symbol, symbols: Symbols) -> Iterator[Tree]:
    """Yield what a definition rests on and is not defined itself; of a column, its first entry."""
    for key in sorted(symbols.under[row.key] - set(symbols.definitions)):
        shape = symbols.by_key[key].shape
        if not shape:
            yield ("symbol", key)
        elif shape[1] == 1:
            yield ("entry", ("symbol", key), ("1",))


def keeps(row: Symbol, symbols: Symbols, tree: Tree, at: Point) -> bool:
    """Return whether values keep their bounds at a point; raises `Refuted` and `TooFine`."""
    count, enough = FEWEST, Enough()
    while count <= MOST:
        with digits(count):
            indices = dict.fromkeys(symbols.indices, 1)
            worth = flat(value(tree, symbols.table(at).at(indices)))
            out = next((x for x in worth if not symbols.lies(row.key, x)), None)
            if enough.at(count):
                if out is not None:
                    where = ", ".join(f"{k} = {mp.nstr(x, 12)}" for k, x in at.moved.items())
                    raise Refuted(f"it is {mp.nstr(out, 12)}" + (f" at {where}" if where else ""))
                return True
            count = watch.needed
    raise TooFine


def functions(symbols: Symbols) -> Iterator[Row]:
    """Yield what is called like a function of the field."""
    for name, row in symbols.declared.items():
        if FIELD.get(name) is not None:
            yield "function", name, partial(as_in_the_field, name, row, symbols)


def as_in_the_field(name: str, row: Any, symbols: Symbols) -> None:
    """Raise `Refuted` if a function is not what its name means."""
    if row["body"] is None:
        raise Refuted(f"{name} has a meaning in the field, and here none")
    body = Body(row["argument"], row["body"], symbols.functions)
    for above, below in ARGUMENTS:
        number = mp.mpf(above) / below
        if differences(body(number), FIELD[name](number)):
            raise Refuted(f"{name} of {mp.nstr(number, 3)} is not {mp.nstr(body(number), 12)}")


def letters(symbols: Symbols) -> Iterator[Row]:
    """Yield names that have a script: without them it may mean something."""
    for row in symbols.rows:
        if "^" in row.tex:
            yield "letter", row.tex, partial(alone, row, symbols)


def alone(row: Symbol, symbols: Symbols) -> None:
    """Raise `Refuted` if a name is written like a power or a transpose of something else."""
    others = {name: None for name in symbols.vocabulary.values if name != row.tex}
    try:
        tree = Parser(tokens(row.tex), replace(symbols.vocabulary, values=others)).whole()
    except Unreadable:
        return
    if tree[0] in ("power", "transpose", "exp"):
        raise Refuted(f"{row.tex} is the name of a quantity, and a {tree[0]} of another one")
