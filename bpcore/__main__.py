"""``python -m bpcore``: the command, for any folder of derivations."""

from bpcore.entry import main

if __name__ == "__main__":
    main("python -m bpcore")
