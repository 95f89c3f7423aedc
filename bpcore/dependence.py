"""Dependence: what moves with the variable of a derivative, and whether that is said beyond doubt.

A derivative by something says what moves.  Two things can be wrong with it.  A quantity that shows
the variable and a name that depends on it has two slopes, and the curly sign alone does not say
which is meant: `check_said` refuses it where it is written.  And a quantity may not depend on the
variable at all, because the variable is computed from it: `check_depends` refuses it where it is
shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from bpcore.domain import Precise
from bpcore.errors import NameClash, NotDifferentiable
from bpcore.evaluate import Evaluator, Setting
from bpcore.expr import At, Derivative, Entry, Expr, Name
from bpcore.indexed import equal_at_any_width
from bpcore.sampling import Sampler
from bpcore.tree import depends, everything_under, moves, names, parts, walk

Leaf = tuple[Name, tuple[At, ...]]
KNOWN = 4096
APART = 1e-20  # between numbers near one, of which fifty digits count


def shows(node: Expr) -> frozenset[Name]:
    """Return the names that a node shows; for an abbreviation those that it is short for.

    A slope written as such shows no name but those that it holds and the variable beside them.

    >>> from bpcore.language import let, scalar
    >>> x = scalar("x")
    >>> y, s = let("y", x**2), let("s", x**3, abbreviation=True)
    >>> sorted(name.text for name in shows(y * s))
    ['x', 'y']
    """
    found: set[Name] = set()
    if isinstance(node, Derivative):
        return frozenset({node.variable, *node.held}) if node.held else frozenset()
    if isinstance(node, Name):
        short = node.abbreviation and node.definition is not None
        return own(node) if short else frozenset({node})
    for part in parts(node):
        found |= shows(part)
    return frozenset(found)


def own(name: Name) -> frozenset[Name]:
    """Return the names that the definition of a name shows, or of which it is a function."""
    return frozenset(name.of) if name.definition is None else shows(name.definition)


def looks(of: Expr) -> Iterator[tuple[Expr, frozenset[Name]]]:
    """Yield what is differentiated and each name displayed in it, with the names that it shows."""
    yield of, shows(of)
    for name in in_order(names(of)):
        yield name, own(name)


def in_order(found: frozenset[Name] | set[Name]) -> list[Name]:
    """Return names in the order of their text."""
    return sorted(found, key=lambda name: (name.text, name.tex))


def between(node: Derivative) -> tuple[Expr, list[Name]] | None:
    """Return who shows the variable beside names that move with it, and these names; else None.

    Names that are held, and what moves through them only, do not count.
    """
    by, held = node.variable, frozenset(node.held)
    for who, shown in looks(node.of):
        if who is by or who in held or by not in shown:
            continue
        found = [n for n in in_order(shown - held) if n is not by and moves(n, by, held)]
        if found:
            return who, found
    return None


def check_said(node: Derivative) -> None:
    """Raise `NotDifferentiable` if a derivative does not say what moves.

    That is one with the curly sign of what shows the variable and a name that depends on it, one
    that holds what cannot be held or changes nothing, and one that holds a name which a slope
    inside it moves.
    """
    check_held(node)
    check_inside(node)
    check_letters(node)
    found = between(node) if node.partial else None
    if found is None:
        return
    who, moving = found
    variable, still = node.variable.text, (*node.held, *moving)
    raise NotDifferentiable(
        f"{node!r} can be read in two ways, because {who!r} shows {variable} and "
        f"{listed(moving)}, which depend{'s' if len(moving) == 1 else ''} on {variable}: the whole "
        f"slope is d({node.of!r}, {node.by!r}); with {listed(still)} held it is "
        f"partial({node.of!r}, {node.by!r}, holding={written(still)}). A name that always moves "
        "along is declared an abbreviation, let(..., abbreviation=True)"
    )


def leans_on(node: Derivative) -> frozenset[Name]:
    """Return the abbreviations without which a curly sign would leave open what is meant."""
    by = node.variable
    if not node.partial:
        return frozenset()
    found: set[Name] = set()
    for who, shown in looks(node.of):
        if who is not by and by in shown:
            found |= {name for name in abbreviations(who) if moves(name, by)}
    return frozenset(found)


def abbreviations(node: Expr) -> frozenset[Name]:
    """Return the abbreviations that stand in a node, or in the definition that a name has."""
    meant = node.definition if isinstance(node, Name) else node
    found = {name for name in names(meant) if name.abbreviation} if meant is not None else set()
    return frozenset(found.union(*map(abbreviations, found)))


def check_held(node: Derivative) -> None:
    """Raise `NotDifferentiable` if what a derivative holds cannot be held, or if that is idle."""
    by, of = node.variable, node.of
    on_display = set[Name]().union(*(shown for _, shown in looks(of)))
    for count, name in enumerate(node.held):
        if any(name is other for other in node.held[:count]):
            raise NotDifferentiable(f"{node!r} holds {name.text} twice")
        if name is by:
            raise NotDifferentiable(f"{node!r}: {name.text} cannot be held while it moves")
        if name.abbreviation:
            raise NotDifferentiable(
                f"{node!r}: {name.text} is an abbreviation, which moves along with what it is made "
                "of; it cannot be held"
            )
        if of is name or (isinstance(of, Entry) and of.array is name):
            raise NotDifferentiable(f"{node!r} holds the very quantity that it differentiates")
        if not depends(of, name):
            raise NotDifferentiable(
                f"{node!r}: {of!r} does not depend on {name.text}, so holding it says nothing"
            )
        if not depends(name, by) and name not in on_display:
            raise NotDifferentiable(
                f"{node!r}: {name.text} does not depend on {by.text} and {of!r} does not show it, "
                "so holding it says nothing"
            )


def check_inside(node: Derivative) -> None:
    """Raise `NotDifferentiable` if a slope inside a derivative moves what the derivative holds.

    With y between f and x, "hold y in df/dx" has two readings: df/dx moves y.  The same for the
    variable, where it follows from that of the slope inside.
    """
    apart = (node.variable, *node.held)
    for inner in slopes_under(node.of, frozenset(apart)):
        inside = frozenset({inner.variable, *inner.held})
        for name in apart:
            if name not in inside and moves(name, inner.variable, frozenset(inner.held)):
                raise NotDifferentiable(
                    f"{node!r} is ambiguous: inside it stands {inner!r}, in which {name.text} "
                    f"moves with {inner.variable.text}"
                )


def check_letters(node: Derivative) -> None:
    """Raise `NotDifferentiable` if something beneath is printed like what moves or is held.

    It would stay where it is while its namesake moves, and no reader could tell the two apart.
    """
    apart = {name.tex: name for name in (node.variable, *node.held)}
    for name in in_order(everything_under(node.of, frozenset(apart.values()))):
        other = apart.get(name.tex, name)
        if other is not name:
            does = "moves" if other is node.variable else "is held"
            raise NotDifferentiable(
                f"{node!r}: two names are printed {name.tex}: one is part of what is "
                f"differentiated, and the other {does}"
            )


def slopes_under(node: Expr, stop: frozenset[Name]) -> Iterator[Derivative]:
    """Yield the derivatives in a node and in the definitions under it, but for those of names."""
    for part in (node, *(name.definition for name in everything_under(node, stop) - stop)):
        if part is not None:
            yield from (inner for inner in walk(part) if isinstance(inner, Derivative))


def listed(found: tuple[Name, ...] | list[Name]) -> str:
    """Return names in words."""
    texts = [name.text for name in found]
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


def written(found: tuple[Name, ...]) -> str:
    """Return names as they are handed over: one by itself, several in parentheses."""
    texts = ", ".join(name.text for name in found)
    return texts if len(found) == 1 else f"({texts})"


# -- what does not depend on the variable at all ----------------------------------------------


def reversed_in(node: Derivative) -> str:
    """Return in words why a quantity does not depend on the variable though they are related.

    Empty if it does depend on it, or if they have nothing to do with each other: then the slope is
    zero as one expects.

    >>> from bpcore.language import d, let, scalar
    >>> z = scalar("z")
    >>> reversed_in(d(z, let("a", z**2)))
    'z does not depend on a: a is computed from z'
    """
    of, by = node.of, node.variable
    if depends(of, by):
        return ""
    told = f"{of!r} does not depend on {by.text}: "
    above = [name for name in in_order(names(of)) if depends(by, name)]
    if above:
        return f"{told}{by.text} is computed from {listed(above)}"
    if by.independent:
        return ""
    if tied(by, of):
        return f"{told}both are computed from {listed(in_order({leaf[0] for leaf in leaves(by)}))}"
    for name in in_order(everything_under(of)):
        if depends(by, name) and alias(of, name):
            return f"{told}{of!r} is {name.text}, and {by.text} is computed from {name.text}"
    return ""


def leaves(node: Expr) -> frozenset[Leaf]:
    """Return what a node rests on in the end: names without a definition, or entries of them."""
    found: set[Leaf] = set()
    seen: set[Name] = set()
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Entry) and isinstance(part.array, Name) and part.array.independent:
            whole = any(not isinstance(at, int) for at in part.at)
            found.add((part.array, () if whole else part.position))
        elif isinstance(part, Name) and part not in seen:
            seen.add(part)
            if part.independent:
                found.add((part, ()))
            waiting.extend(part.of if part.definition is None else [part.definition])
        elif not isinstance(part, Name):
            waiting.extend(parts(part))
            if isinstance(part, Derivative):
                waiting.extend((part.by, *part.held))
    return frozenset(found)


def tied(by: Name, other: Expr) -> bool:
    """Tell whether a quantity rests on nothing but what another one rests on too.

    Then nothing moves it that does not move the other one.
    """
    mine, others = leaves(by), leaves(other)
    return bool(mine) and all(covered(leaf, others) for leaf in mine)


def covered(leaf: Leaf, others: frozenset[Leaf]) -> bool:
    """Tell whether a leaf, or the whole that it is an entry of, is among others."""
    return leaf in others or (leaf[0], ()) in others


@lru_cache(maxsize=KNOWN)
def alias(of: Expr, name: Name) -> bool:
    """Tell whether a quantity is another one under a name of its own."""
    if of.shape != name.shape or seen_apart(of, name):
        return False
    return equal_at_any_width(of, name, lambda one: False, opaque=False)


def seen_apart(one: Expr, other: Expr) -> bool:
    """Tell whether two numbers differ at a point: then no proof has to be sought.

    Nothing is told of arrays, nor where a function or a cost has no value of its own.
    """
    under = in_order(everything_under(one) | everything_under(other))
    if any(name.shape or (name.of and name.definition is None) for name in under):
        return False
    field, sampler = Precise(), Sampler(0)
    drawn = {
        name: field.number(sampler.generic(name, 1, 1, 0)[0][0])
        for name in under
        if name.independent
    }
    try:
        values = [Evaluator(field).value(side, Setting(drawn)) for side in (one, other)]
    except (ArithmeticError, ValueError, KeyError):
        return False
    return bool(abs(values[0] - values[1]) > APART)


def moved_too(node: Derivative) -> str:
    """Return in words what a whole slope would have to move and does not; empty if there is none.

    Where z stands beside a, and a is computed from z, a does not move without z; and an alias of z
    does not move without what follows from z.
    """
    by = node.variable
    if node.partial or node.held or by.independent:
        return ""
    others = [name for name in in_order(everything_under(by)) if name is not by and alias(by, name)]
    for who, shown in looks(node.of):
        if by not in shown or who is by:
            continue
        still = [name for name in in_order(shown) if not depends(name, by)]
        found = [n for n in still if depends(by, n) or any(depends(n, one) for one in others)]
        if found:
            return (
                f"{node!r} asks for the whole slope, but {who!r} also shows {listed(found)}, which "
                f"{by.text} cannot move without: with {listed(found)} held it is "
                f"partial({node.of!r}, {node.by!r}, holding={written(tuple(found))})"
            )
    return ""


def check_depends(*shown: Expr) -> None:
    """Raise `NotDifferentiable` for a derivative by what is computed from the quantity itself.

    Definitions are looked into.
    """
    opened: set[Name] = set()
    waiting = list(shown)
    while waiting:
        for node in walk(waiting.pop()):
            if isinstance(node, Name) and node not in opened and node.definition is not None:
                opened.add(node)
                waiting.append(node.definition)
            if isinstance(node, Derivative):
                wrong = reversed_in(node) or moved_too(node)
                if wrong:
                    raise NotDifferentiable(wrong)


# -- what is printed alike --------------------------------------------------------------------


def check_namesakes(shown: Iterable[Expr]) -> None:
    """Raise `NameClash` if a curly sign would be ambiguous for a quantity that is printed alike.

    With f = x y in one place and f = x³ in another, both of one value where y is x², the slope of
    the second would be read as one of the first.
    """
    nodes = list(shown)
    alike: dict[str, set[Name]] = {}
    for node in nodes:
        for name in everything_under(node):
            alike.setdefault(name.tex, set()).add(name)
    several = {tex for tex, found in alike.items() if len(found) > 1}
    if not several:
        return
    for node in (inner for one in nodes for inner in slopes_under(one, frozenset())):
        still = {name.tex for name in node.held}
        for name in names(node.of) if node.partial else ():
            for other in alike[name.tex] - {name} if name.tex in several else ():
                check_namesake(node, other, still)


def check_namesake(node: Derivative, other: Name, still: set[str]) -> None:
    """Raise `NameClash` if a curly sign would be ambiguous for another quantity than its own."""
    shown = own(other)
    for by in (name for name in shown if name.tex == node.variable.tex):
        moving = [n for n in in_order(shown) if n is not by and n.tex not in still and moves(n, by)]
        if moving:
            raise NameClash(
                f"{node!r} can be read in two ways, because another {other.text} on the page shows "
                f"{by.text} and {listed(moving)}"
            )
