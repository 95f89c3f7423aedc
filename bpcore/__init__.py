"""Derivations that prove themselves: write each step of a gradient, and it is checked.

A derivation script imports its words from here and from nowhere else.
"""

from bpcore.book import Book, run
from bpcore.claim import Claim, proved
from bpcore.errors import Refusal
from bpcore.function import Function, exp, log, log10, sigmoid, tanh, unspecified
from bpcore.language import (
    N,
    array,
    column,
    d,
    diag,
    dot,
    index,
    kronecker,
    let,
    matrix,
    odot,
    ones,
    opaque,
    outer,
    partial,
    row,
    scalar,
    total,
    width,
)
from bpcore.latex import latex
from bpcore.page import Page
from bpcore.prove import prove
from bpcore.rules import (
    algebra,
    by,
    chain_rule,
    definition,
    elementary,
    elementwise,
    over_examples,
    over_paths,
    product_rule,
    quotient_rule,
    stacked,
)
from bpcore.spell import spelled

__all__ = [
    "Book",
    "Claim",
    "Function",
    "N",
    "Page",
    "Refusal",
    "algebra",
    "array",
    "by",
    "chain_rule",
    "column",
    "d",
    "definition",
    "diag",
    "dot",
    "elementary",
    "elementwise",
    "exp",
    "index",
    "kronecker",
    "latex",
    "let",
    "log",
    "log10",
    "matrix",
    "odot",
    "ones",
    "opaque",
    "outer",
    "over_examples",
    "over_paths",
    "partial",
    "product_rule",
    "prove",
    "proved",
    "quotient_rule",
    "row",
    "run",
    "scalar",
    "sigmoid",
    "spelled",
    "stacked",
    "tanh",
    "total",
    "unspecified",
    "width",
]
