"""How a name in code becomes a name in LaTeX, so that no author types any.

``z`` prints as it is, ``delta`` as the Greek letter, ``w_1`` with a subscript, ``y_hat`` with a
hat, ``dz`` as one word in italics, ``W^[l]`` with the layer above.  This module knows strings only.
"""

from __future__ import annotations

import keyword
import re

from bpcore.errors import NotAnExpression

GREEK = frozenset(
    {
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "zeta",
        "eta",
        "theta",
        "kappa",
        "lambda",
        "mu",
        "nu",
        "xi",
        "rho",
        "sigma",
        "tau",
        "phi",
        "chi",
        "psi",
        "omega",
        "Gamma",
        "Theta",
        "Lambda",
        "Xi",
        "Sigma",
        "Phi",
        "Psi",
        "Omega",
    }
)
RESERVED = {
    "Delta": "the Kronecker delta",
    "d": "the sign of differentiation",
    "e": "the base of the exponential",
}
PATTERN = re.compile(
    r"(?P<letter>[A-Za-z]+)(?P<hat>_hat)?(?P<subscript>_[A-Za-z0-9]+(?:[+-][0-9]+)?)?"
    r"(?:\^(?P<layer>\[[A-Za-z0-9+-]+\]|[A-Za-z0-9+-]+))?"
)


def tex_of(text: str) -> str:
    """Return the LaTeX of a name.

    Raises `NotAnExpression` for a text that has no such form or is reserved.

    >>> tex_of("z"), tex_of("delta"), tex_of("w_1"), tex_of("y_hat"), tex_of("dz")
    ('z', '\\\\delta', 'w_{1}', '\\\\hat{y}', '\\\\mathit{dz}')
    >>> tex_of("W^[l+1]"), tex_of("delta^L"), tex_of("a_L-1")
    ('W^{[l+1]}', '\\\\delta^{L}', 'a_{L-1}')
    """
    if not isinstance(text, str):
        raise NotAnExpression(f"a name is a text such as 'w_1', not {text!r}")
    if text in RESERVED:
        raise NotAnExpression(
            f"{text!r} is not a name here: it is {RESERVED[text]}; choose another letter"
        )
    found = PATTERN.fullmatch(text)
    if not found or (keyword.iskeyword(text) and text != "lambda"):
        raise NotAnExpression(
            f"{text!r} is not a name here: letters, then _hat, then _ and one subscript, "
            "then ^ and a layer; "
            f"{' and '.join(sorted(RESERVED))} are taken"
        )
    check_layer(text, found["letter"], found["layer"] or "")
    tex = letter_tex(found["letter"])
    if found["hat"]:
        tex = rf"\hat{{{tex}}}"
    if found["subscript"]:
        tex += f"_{{{subscript_tex(found['subscript'][1:])}}}"
    if found["layer"]:
        tex += f"^{{{found['layer']}}}"
    return tex


def check_layer(text: str, letter: str, layer: str) -> None:
    """Raise `NotAnExpression` for what stands above a letter and would be read as an operation."""
    if letter == "Delta" and text != letter:
        raise NotAnExpression(
            f"{text} would be printed like a Kronecker delta: take another letter"
        )
    said = ""
    if re.fullmatch(r"[+-]?[0-9]+(?:[+-][0-9]+)*", layer):
        said = f"a power of {letter}"
    elif layer and not re.fullmatch(r"\[.*\]|[lL](?:[+-][0-9]+)?", layer):
        said = f"a power of {letter}, or what is done to it"
    if layer in ("T", "t", "top", "H"):
        said = f"the transpose of {letter}"
    if letter == "e" and layer:
        said = "an exponential"
    if said:
        raise NotAnExpression(
            f"{text} would be printed like {said}: write a layer in brackets, {letter}^[{layer}]"
        )


def entry_of(text: str) -> str:
    """Return the name of an array's entries: a single capital becomes small, if that is not taken.

    >>> entry_of("W^[l]"), entry_of("delta"), entry_of("E")
    ('w^[l]', 'delta', 'E')
    """
    letter, up, layer = text.partition("^") if isinstance(text, str) else (text, "", "")
    small = letter.lower() if isinstance(text, str) and len(letter) == 1 else letter
    return text if small in RESERVED else small + up + layer


def letter_tex(letter: str) -> str:
    """Return the LaTeX of a letter or a word."""
    if letter in GREEK:
        return "\\" + letter
    return letter if len(letter) == 1 else rf"\mathit{{{letter}}}"


def subscript_tex(text: str) -> str:
    """Return the LaTeX of a subscript: words stand upright, a letter and a number do not."""
    sloping = re.fullmatch(r"[A-Za-z]([+-][0-9]+)?|[0-9]+([+-][0-9]+)?", text)
    return text if sloping else rf"\mathrm{{{text}}}"
