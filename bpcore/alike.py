"""Things printed alike: two of them on one page would be one to the reader.

A name and an entry of an array (``x_1`` and ``x[1]``), two functions of one letter, a width and a
number: whatever is printed the same must be the same.  This module knows expressions, not pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bpcore.errors import NameClash
from bpcore.expr import Apply, At, Delta, Entry, Expr, Index, Name, Sum, WidthOf
from bpcore.function import Function
from bpcore.ladder import same_quantity
from bpcore.tex import latex
from bpcore.tree import indices_at, walk

Thing = Expr | Index | Function


def things(node: Expr) -> Iterator[Thing]:
    """Yield everything in a node that has a letter: names, entries, indices, widths, functions."""
    for part in walk(node):
        if isinstance(part, (Name, WidthOf, Delta)):
            yield part
        if isinstance(part, Entry) and isinstance(part.array, Name):
            yield part
        if isinstance(part, Apply):
            yield part.function
        if isinstance(part, Sum):
            yield part.index
            if isinstance(part.index.width, str):
                yield WidthOf(part.index.width)
        yield from (at for at in indices_at(part) if isinstance(at, Index))


def printed(thing: Thing) -> str:
    """Return how a thing is printed, without the spaces, which a reader does not see."""
    if isinstance(thing, Index):
        return thing.letter
    tex = thing.tex if isinstance(thing, Function) else latex(thing)
    return tex.replace(" ", "")


def same(one: Thing, other: Thing) -> bool:
    """Tell whether two things printed alike are the same to a reader."""
    if one is other:
        return True
    match one, other:
        case (Name(), Name()):
            return one.abbreviation == other.abbreviation and same_quantity(one, other)
        case (Entry(array=mine, at=here), Entry(array=theirs, at=there)):
            return same(mine, theirs) and len(here) == len(there) and all(map(alike, here, there))
        case (Index(), Index()):
            return alike(one, other)
        case (Delta(), Delta()):
            return alike(one.first, other.first) and alike(one.second, other.second)
        case (WidthOf(), WidthOf()):
            return one.width == other.width
    return False


def alike(one: At, other: At) -> bool:
    """Tell whether two places are the same number, or letters that run over the same range."""
    if isinstance(one, Index) and isinstance(other, Index):
        return (one.letter, one.width) == (other.letter, other.width)
    return one == other


def check_apart(shown: Iterable[Expr]) -> None:
    """Raise `NameClash` if two different things in some expressions are printed alike."""
    seen: dict[str, Thing] = {}
    for node in shown:
        for thing in things(node):
            other = seen.setdefault(printed(thing), thing)
            if not same(other, thing):
                raise NameClash(
                    f"two different things are printed {printed(thing)}: "
                    f"{described(other)} and {described(thing)}"
                )


def described(thing: Thing) -> str:
    """Return what a thing is, in words."""
    match thing:
        case Index():
            return f"the index {thing!r}"
        case Function():
            return f"the function {thing.text}"
        case Name(meaning=meaning):
            return f"the name {thing.text}" + (f" ({meaning})" if meaning else "")
        case Entry():
            return f"the entry {thing!r}"
        case WidthOf():
            return f"the width {thing!r}"
    return f"{thing!r}"
