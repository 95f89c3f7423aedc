"""``python -m derivations``: prove every derivation and write its page."""

from bpcore.entry import main

if __name__ == "__main__":
    main("python -m derivations")
