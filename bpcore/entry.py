"""Where the command begins: with a quick look, and with the whole library only if it is needed."""

from __future__ import annotations

import sys

from bpcore.unchanged import look

REGENERATE = "regenerate"


def main(name: str = "bpcore regenerate") -> None:
    """Regenerate with the words the command was given; ``name`` is how its help calls it."""
    regenerate(sys.argv[1:], name)


def regenerate(words: list[str], name: str) -> None:
    """Prove what changed, write the pages, and end with the exit status of that."""
    said = look(words)
    if said is not None:
        print(said)
        return
    from bpcore.command_line import main as command

    command(args=words, prog_name=name, obj=words)


def bpcore() -> None:
    """Run the command ``bpcore``, which has several words: see `bpcore.commands`."""
    if sys.argv[1:2] == [REGENERATE]:
        regenerate(sys.argv[2:], f"bpcore {REGENERATE}")
        return
    from bpcore.commands import commands

    commands(prog_name="bpcore")
