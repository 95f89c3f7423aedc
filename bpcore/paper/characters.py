"""Text as LaTeX: what TeX would take for a command is escaped, what its fonts lack is replaced."""

from __future__ import annotations

from bpcore.paper.errors import CannotPrint

ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "|": r"\textbar{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}
MATHEMATICAL = {  # characters that stand in text, by the command that sets them in mathematics
    **{"·": r"\cdot", "→": r"\to", "∂": r"\partial", "✓": r"\checkmark", "−": "-", "×": r"\times"},
    **{"σ": r"\sigma", "θ": r"\theta", "Σ": r"\Sigma", "δ": r"\delta", "ζ": r"\zeta"},
    **{"λ": r"\lambda", "Δ": r"\Delta", "η": r"\eta", "α": r"\alpha", "β": r"\beta"},
    **{"γ": r"\gamma", "ε": r"\varepsilon", "μ": r"\mu", "π": r"\pi", "φ": r"\varphi"},
    **{"⊗": r"\otimes", "⊙": r"\odot", "∘": r"\circ", "∗": r"\ast", "‖": r"\|", "½": r"\tfrac12"},
    **{"≠": r"\neq", "≤": r"\leq", "≥": r"\geq", "≈": r"\approx", "√": r"\surd", "∞": r"\infty"},
    **{"′": "{}'", "ᵢ": "{}_i", "ⱼ": "{}_j", "ₖ": "{}_k", "ˡ": "{}^l", "ᴸ": "{}^L"},
    **{"ᵀ": r"{}^{\mathsf{T}}", "⁻": "{}^-", "↔": r"\leftrightarrow", "←": r"\leftarrow"},
    **{digit: f"{{}}_{number}" for number, digit in enumerate("₀₁₂₃₄₅₆₇₈₉")},
    **{digit: f"{{}}^{number}" for number, digit in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
}
TYPOGRAPHIC = {
    **{"“": "``", "”": "''", "‘": "`", "’": "'", "–": "--", "—": "---", "…": r"\ldots{}"},
    **{"\N{NO-BREAK SPACE}": "~", "\N{SOFT HYPHEN}": r"\-", "\N{SECTION SIGN}": r"\S{}"},
}
COMMANDS = frozenset("\\{}$&#%_~^")  # what is a command even where nothing is set
LIGATED = "-<>,'`!?"  # two of these in a row would become another sign
BREAKS = frozenset("/._(,=")  # after these a line of code may end
LATIN = range(0xC0, 0x180)  # letters with accents, which the fonts have


def text(words: str) -> str:
    """Return words as LaTeX.

    Raises `CannotPrint` for a character that the book's fonts cannot set.

    >>> print(text("dW_1 costs 5 % & more — ŷ → y"))
    dW\\_1 costs 5 \\% \\& more --- ŷ \\ensuremath{\\to} y
    """
    return "".join(_separated(words))


def code(words: str) -> str:
    """Return words as LaTeX in which a line may also end after a dot, a slash or a bracket.

    >>> print(code("a.b"))
    a.\\bpbreak{}b
    """
    pieces = zip(words, _separated(words), f"{words[1:]} ", strict=bool(words))
    return "".join(
        piece + r"\bpbreak{}" * (letter in BREAKS and following != " ")
        for letter, piece, following in pieces
    )


def line_of_code(words: str) -> str:
    """Return a line of code as LaTeX, with all its spaces.

    >>> print(line_of_code("  x = 1"))
    \\ \\ x = 1
    """
    rest = words.lstrip(" ")
    spaces = "\\ " * (len(words) - len(rest))
    return spaces + code(rest).replace("  ", " \\ ")


def _separated(words: str) -> list[str]:
    """Return the characters of words as LaTeX, kept from becoming one sign with the next."""
    return [
        character(letter) + "{}" * (letter == following and letter in LIGATED)
        for letter, following in zip(words, f"{words[1:]} ", strict=bool(words))
    ]


def character(letter: str) -> str:
    """Return one character as LaTeX, or raise `CannotPrint`."""
    if letter in MATHEMATICAL:
        return rf"\ensuremath{{{MATHEMATICAL[letter]}}}"
    found = ESCAPED.get(letter) or TYPOGRAPHIC.get(letter)
    if found:
        return found
    if (letter.isascii() and letter.isprintable()) or letter == "\n" or ord(letter) in LATIN:
        return letter
    raise CannotPrint(f"the character {letter!r} (U+{ord(letter):04X}) cannot be printed")


def plain(words: str) -> str:
    """Return words for the bookmarks of a PDF, which are no TeX: as they are, but escaped."""
    return "".join(ESCAPED[letter] if letter in COMMANDS else letter for letter in words)
