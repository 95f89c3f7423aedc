"""A choice: a number or a word of a page that whoever makes a copy can choose anew.

A script asks for it with `Page.choice`, and says what stands there if nobody chooses.  Everything
else follows: the same proofs run for what was chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bpcore.errors import CannotBeChosen

Value = int | str | tuple[int, ...]


@dataclass(frozen=True)
class Choice:
    """What a page can have chosen: its name, what it means, its value here, and whether chosen."""

    name: str
    meaning: str
    value: Value
    chosen: bool

    @property
    def words(self) -> str:
        """Name and value in words.

        >>> Choice("hidden", "the widths of the hidden layers", (6, 3), True).words
        'hidden 6,3'
        """
        return f"{self.name} {shown(self.value)}"


def shown(value: Value) -> str:
    """Return a value as it is typed in a command."""
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def parsed(words: Iterable[str]) -> dict[str, str]:
    """Return what was chosen by name; raises `CannotBeChosen` for what is not ``name=value``.

    >>> parsed(["flower=60", "hidden=6,3"])
    {'flower': '60', 'hidden': '6,3'}
    """
    found: dict[str, str] = {}
    for said in words:
        name, sign, value = said.partition("=")
        if not (name and sign and value):
            raise CannotBeChosen(f"{said!r} chooses nothing; write name=value, such as flower=60")
        if name in found:
            raise CannotBeChosen(f"{name} is chosen twice: {found[name]} and {value}")
        found[name] = value
    return found


def read(name: str, default: Value, meaning: str, among: Iterable[Value], said: str) -> Choice:
    """Return a choice as it was said, of the kind of its default.

    Raises `CannotBeChosen` for another kind, and for what is not ``among`` what can be chosen.

    >>> read("flower", 17, "the flower", range(1, 151), "60").value
    60
    """
    value: Value
    try:
        match default:
            case int():
                value = int(said)
            case tuple():
                value = tuple(int(part) for part in said.split(","))
            case _:
                value = said
    except ValueError:
        kind = "whole numbers, parted by commas" if isinstance(default, tuple) else "a whole number"
        raise CannotBeChosen(f"{name} is {kind}, not {said!r}") from None
    allowed = list(among)
    if allowed and any(part not in allowed for part in as_parts(value)):
        raise CannotBeChosen(f"{name} cannot be {said}; it can be {in_short(allowed)}")
    return Choice(name, meaning, value, chosen=True)


def as_parts(value: Value) -> tuple[int | str, ...]:
    """Return the parts of a value: a single one but for several numbers."""
    return value if isinstance(value, tuple) else (value,)


def in_short(allowed: list[Value]) -> str:
    """Return what is allowed, a long run of numbers by its ends.

    >>> in_short([1, 2, 3, 4, 5]), in_short(["relu", "tanh"])
    ('from 1 to 5', 'relu or tanh')
    """
    numbers = [one for one in allowed if isinstance(one, int)]
    if len(numbers) == len(allowed) > 3 and numbers == [*range(numbers[0], numbers[-1] + 1)]:
        return f"from {numbers[0]} to {numbers[-1]}"
    return " or ".join(map(str, allowed))


def check_asked(chosen: Mapping[str, str], asked: Mapping[str, str]) -> None:
    """Raise `CannotBeChosen` for what was chosen and no page asks for.

    ``asked`` holds by name what the pages ask for, with its meaning.
    """
    if unknown := sorted(set(chosen) - set(asked)):
        there = "; ".join(f"{name}: {meaning}" for name, meaning in sorted(asked.items()))
        raise CannotBeChosen(
            f"none of these pages asks for {unknown[0]}; what can be chosen is {there or 'nothing'}"
        )
