"""Derivations that prove themselves: write each step of a gradient, and it is checked.

A derivation script imports its words from here and from nowhere else.  A word is loaded with its
module when it is used first, so that a command with nothing to do loads none; their types stand in
`__init__.pyi`.
"""

from importlib import import_module

WORDS = {
    "book": "Book run",
    "claim": "Claim proved",
    "errors": "Refusal",
    "function": (
        "Function exp gate gelu leaky_relu log log10 normal_cdf normal_pdf positive_part "
        "relu sigmoid silu softplus sqrt tanh unspecified"
    ),
    "inline": "no_claim quoted",
    "ladder": "prove",
    "language": (
        "N array closed column d diag dot index kronecker labelled let matrix odot ones opaque "
        "outer partial pending row scalar total width"
    ),
    "page": "Page",
    "rules": (
        "algebra by chain_rule definition elementary elementwise over_examples over_paths "
        "product_rule quotient_rule stacked"
    ),
    "spell": "entries listed spelled",
    "tex": "latex",
}
HOMES = {word: home for home, words in WORDS.items() for word in words.split()}
__all__ = sorted(HOMES)


def __getattr__(name: str) -> object:
    """Return a word, its module loaded."""
    if name not in HOMES:
        raise AttributeError(f"module 'bpcore' has no word {name!r}")
    found: object = getattr(import_module(f"bpcore.{HOMES[name]}"), name)
    globals()[name] = found
    return found
