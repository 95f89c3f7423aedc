"""``python -m derivations``: prove every derivation and write its page."""

from bpcore.command_line import main

main(prog_name="python -m derivations")
