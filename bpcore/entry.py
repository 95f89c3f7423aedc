"""Where the command begins: with a quick look, and with the whole library only if it is needed."""

from __future__ import annotations

import sys

from bpcore.unchanged import look


def main(name: str = "bpcore") -> None:
    """Run the command with the words it was given; ``name`` is how its help calls it."""
    said = look(sys.argv[1:])
    if said is not None:
        print(said)
        return
    from bpcore.command_line import main as command

    command(prog_name=name, obj=sys.argv[1:])
