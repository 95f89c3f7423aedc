"""The absent value: which part of an expression has none at given numbers, and why, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bpcore.domain import OutsideDomain
from bpcore.enclosure import Enclosure, Undetermined
from bpcore.evaluate import Evaluator, Setting, Value
from bpcore.expr import Apply, Derivative, Div, Expr, Name, Pow, Sum
from bpcore.tree import everything_under, parts

NO_VALUE = (ZeroDivisionError, OutsideDomain, OverflowError, Undetermined)
FEW = 6  # numbers told


@dataclass(frozen=True)
class Absence:
    """The smallest part without a value, where it is, and what was raised there."""

    part: Expr
    at: Setting
    error: ArithmeticError


def failure(reader: Evaluator, node: Expr, at: Setting) -> ArithmeticError | None:
    """Return what is raised when a node is read; None if it has a value."""
    try:
        reader.value(node, at)
    except NO_VALUE as error:
        return error
    return None


def absence(reader: Evaluator, node: Expr, at: Setting) -> Absence | None:
    """Return the first of the smallest parts without a value; None if the node has one."""
    error = failure(reader, node, at)
    if error is None:
        return None
    for part, there in inside(node, at):
        found = absence(reader, part, there)
        if found is not None:
            return found
    return Absence(node, at, error)


def inside(node: Expr, at: Setting) -> Iterator[tuple[Expr, Setting]]:
    """Yield what a node is made from: its operands, each term of a sum, a name's definition."""
    if isinstance(node, Name):
        if node not in at.values and node.definition is not None:
            yield node.definition, at
    elif isinstance(node, Sum):
        for number in range(1, at.width(node.index.width) + 1):
            yield node.body, replace(at, indices={**at.indices, node.index: number})
    else:
        yield from ((part, at) for part in parts(node))


def told(found: Absence, reader: Evaluator, digits: int, given: Mapping[Name, Value]) -> str:
    """Return an absence in words: the part, the numbers, and the reason."""
    where = numbers_under(found, given)
    if isinstance(found.error, Undetermined):
        return (
            f"{found.part!r} turns on a sign that {digits} digits do not tell{where}; choose other "
            "numbers"
        )
    return f"{found.part!r} has no value{where}: {reason(found, reader)}"


def reason(found: Absence, reader: Evaluator) -> str:
    """Return in words why a part has no value."""
    if isinstance(found.error, OverflowError):
        return "it is too large to be written down"
    match found.part:
        case Div(right=right):
            return f"{right!r} is zero"
        case Pow(operand=operand):
            return f"{operand!r} is zero"
        case Derivative(of=of):
            return f"{of!r} has a value there, but no slope"
        case Apply(function=function, operand=operand) if not operand.shape:
            argument = reader.value(operand, found.at)
            return f"{function.text} is taken of {readable(argument)}"
    return "it divides by zero" if isinstance(found.error, ZeroDivisionError) else "outside"


def readable(value: Enclosure) -> str:
    """Return a number in words: as a fraction, or with a few digits."""
    return repr(value).partition(" ")[0]


def numbers_under(found: Absence, given: Mapping[Name, Value]) -> str:
    """Return the numbers that a part rests on, in words."""
    under = everything_under(found.part)
    said = [
        f"{name.text} is {value}"
        for name, value in given.items()
        if name in under and not isinstance(value, tuple)
    ]
    said += [f"{index.letter} is {number}" for index, number in found.at.indices.items()]
    more = ", ..." if len(said) > FEW else ""
    return f" where {', '.join(said[:FEW])}{more}" if said else " at these numbers"
