"""How the paper room refuses: what cannot be printed, with its page and line."""

from __future__ import annotations

from bpcore.errors import Refusal


class CannotPrint(Refusal):
    """Something on a page has no form on paper, or TeX refused what it was given."""
