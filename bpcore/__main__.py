"""``python -m bpcore``: the command, for any folder of derivations."""

from bpcore.entry import bpcore

if __name__ == "__main__":
    bpcore()
