"""Prose: whatever a reader sees as words, and the one gate that all of it goes through.

Mathematics in words is printed from objects: a token stands for an expression or for a claim that
was proved.  Everything else is letters, digits and the signs of a sentence; what could be read as
mathematics is refused, in whatever alphabet it is typed, and so are words that set two expressions
equal.  This module knows strings, expressions and claims; it knows no page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import dedent
from xml.etree import ElementTree

from bpcore.claim import Claim, accepted
from bpcore.errors import TypedByHand
from bpcore.expr import Derivative, Entry, Expr, Index, Name, Num, WidthOf
from bpcore.inline import BEGINS, ENDS, TOKEN, Quoted, known
from bpcore.sentence import Part, Piece, Weight, check_sentences, leads
from bpcore.snippet import States, remarks, states

CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\(([^()]*)\)")
TARGET = re.compile(
    r"(?:(?:https?://[\w.-]+(?::\d+)?)?(?:/?[\w.%~-]+)*/?(?:\?[\w=&%.-]*)?)(?:#[\w./-]*)?"
)
EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,2})(?=[^\s*_])(.*?[^\s*_])\1(?![\w*])")
SIGNS = " .,;:?!'\"()/%&@-" + "“”‘’„«»–—…"
CODE_AT, THING_AT = "\ue010", "\ue011"  # in the place of a code span, of a token
AT = f"[{CODE_AT}{THING_AT}]"
FORMS = (
    (re.compile(rf"(?:\b\w|\d|{AT})/|/(?:\w\b|\d|{AT})|\bd\w*/d\w"), "a quotient"),
    (re.compile(rf"{AT} ?{AT}|{AT}\(|{AT}\d|\d{AT}|\b\w\(|\w\({AT}"), "a product or a function"),
    (re.compile(rf"{THING_AT}(?!th\b|s\b)[^\W_]|[^\W_]{THING_AT}"), "a letter at an expression"),
    (re.compile(rf"(?<![^\W\d_]{{2}})[-–—]{AT}|{AT}[-–—](?![^\W\d_]{{2}})"), "a minus sign"),
    (re.compile(rf"(?:{AT}|\b\w|\d) [-–] (?=\w\b|\d|{AT})"), "a minus sign"),
    (re.compile(rf"{AT}'(?!s\b)|\b[B-HJ-Zb-z]'(?!\w)"), "a prime"),
    (re.compile(r"\b\d+(?!(?:st|nd|rd|th|s|D|e)\b)[A-Za-z]\b"), "a product"),
    (
        re.compile(
            r"\b(?:[b-hj-zB-HJ-Z]|d[A-Za-z])\d? (?:minus|plus|times|squared|cubed|equals)\b"
            r"|\b(?:minus|plus|times|equals) (?:[b-hj-zB-HJ-Z]|d[A-Zxyzwt])\d?\b"
        ),
        "an expression in words",
    ),
)


@dataclass(frozen=True)
class Words:
    """A text that passed: folded, with what its author says claims nothing, and code to be met."""

    text: str
    unclaimed: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def checked(text: str, *, condition: bool = False, alone: bool = False) -> Words:
    """Return a text that went through the gate, its white space folded.

    A ``condition`` may say that a name is another or a number; an expression may stand ``alone``
    where nothing beside it could be its other side.

    Raises `TypedByHand` for typed mathematics, and for words that set two expressions equal.

    >>> checked("the  loss of one example").text
    'the loss of one example'
    >>> checked("dL/dz equals y minus a")
    Traceback (most recent call last):
    bpcore.errors.TypedByHand: a quotient is typed in 'dL/dz equals y minus a': ...
    """
    folded = " ".join(text.split())
    unclaimed = marked(folded)
    body, things, lines = set_apart(folded)
    bare = without_markup(body, folded)
    check_signs(bare, folded)
    check_forms(bare, folded)
    parts = in_parts(bare, things)
    pieces = [part for part in parts if isinstance(part, Piece)]
    if not alone and pieces and not any(words(part) for part in parts if isinstance(part, str)):
        for piece in pieces:
            if piece.weight == Weight.EXPRESSION and not piece.exempt:
                raise TypedByHand(
                    f"{piece.said} stands alone, and a reader takes it for the other side of what "
                    "is beside it: put the claim there, or say no_claim(…)"
                )
    check_sentences(parts, condition=condition)
    return Words(folded, unclaimed, lines)


def words(text: str) -> bool:
    """Tell whether there is a word in a text."""
    return bool(re.search(r"[^\W\d_]{2}", text))


def marked(text: str) -> tuple[str, ...]:
    """Return the parts of a text that are said to claim nothing; raises for marks that cross."""
    found = re.findall(f"{BEGINS}([^{BEGINS}{ENDS}]*){ENDS}", text)
    if re.search(f"[{BEGINS}{ENDS}]", re.sub(f"{BEGINS}[^{BEGINS}{ENDS}]*{ENDS}", "", text)):
        raise TypedByHand("no_claim(…) stands inside no_claim(…)")
    return tuple(found)


def set_apart(text: str) -> tuple[str, list[Part], tuple[str, ...]]:
    """Return a text with one sign for each token and piece of code, these, and lines of code."""
    things: list[Part] = []
    lines: list[str] = []
    exempt = False
    out: list[str] = []
    pattern = re.compile(f"{TOKEN.pattern}|{CODE.pattern}|[{BEGINS}{ENDS}{CODE_AT}{THING_AT}]")
    at = 0
    for found in pattern.finditer(text):
        out.append(text[at : found.start()])
        at = found.end()
        if found[0] in (BEGINS, ENDS):
            exempt = found[0] == BEGINS
        elif found[2] is not None:
            stated = states(found[2])
            lines += [found[2]] if stated is States.EQUALITY else []
            things.append(code_piece(found[2], stated, exempt=exempt))
            out.append(CODE_AT)
        elif found[1] is not None:
            things.append(piece_of(known(found[1]), exempt=exempt))
            out.append(THING_AT)
        else:
            raise TypedByHand(f"a sign that is none is typed in {shown(text)!r}")
    return "".join([*out, text[at:]]), things, tuple(lines)


def code_piece(code: str, stated: States, *, exempt: bool) -> Part:
    """Return what a piece of code is in a sentence."""
    if stated is States.NOTHING:
        return "code"
    weights = {
        States.NAME: Weight.NAME,
        States.EXPRESSION: Weight.EXPRESSION,
        States.EQUALITY: Weight.CLAIM,
    }
    return Piece(weights[stated], f"`{code}`", exempt)


def piece_of(thing: object, *, exempt: bool) -> Part:
    """Return what a thing in prose is in a sentence; raises `NothingChecked` for a forged claim."""
    if isinstance(thing, Quoted):
        if checked(thing.of).text != thing.of or "`" in thing.line or "\n" in thing.line:
            raise TypedByHand(f"a line is quoted, with the words whose it is: {thing!r}")
        states(thing.line)
        return Piece(Weight.CLAIM, f"`{thing.line}`", exempt)
    if isinstance(thing, Claim):
        return Piece(Weight.CLAIM, repr(accepted(thing)), exempt)
    return Piece(weight_of(thing), repr(thing), exempt, counts=isinstance(thing, Index))


def weight_of(thing: object) -> Weight:
    """Return how much an expression or an index is."""
    match thing:
        case Index() | Name() | WidthOf() | Num() | Entry(array=Name()):
            return Weight.NAME
        case Derivative(of=of) if weight_of(of) == Weight.NAME:
            return Weight.SLOPE
    assert isinstance(thing, Expr)
    return Weight.EXPRESSION


def without_markup(body: str, text: str) -> str:
    """Return a text without links and emphasis; raises `TypedByHand` for any other markup."""

    def inside(found: re.Match[str]) -> str:
        if not TARGET.fullmatch(found[2]) or not found[2]:
            raise TypedByHand(
                f"the link to {found[2]!r} leads to no page, no anchor and no address"
            )
        return found[1]

    bare, before = LINK.sub(inside, body), ""
    while bare != before:
        before, bare = bare, EMPHASIS.sub(r"\2", bare)
    return bare


def check_signs(bare: str, text: str) -> None:
    """Raise `TypedByHand` for a sign that is none of a sentence."""
    composed = unicodedata.normalize("NFC", bare)
    for sign in composed:
        if not is_sign(sign):
            name = unicodedata.name(sign, "a sign without a name").lower()
            raise TypedByHand(
                f"{sign!r} is typed in {shown(text)!r} ({name}); mathematics in prose is an "
                "expression or a claim in braces"
            )
    if found := re.search(r"&(?! )|(?<! )&|(?<![^\W\d_])@|@(?![^\W\d_])|(?<!\d)%", composed):
        raise TypedByHand(f"{found[0]!r} is typed in {shown(text)!r}, where it is no sign of prose")


def is_sign(sign: str) -> bool:
    """Tell whether a sign may stand in prose: a letter of a language, a digit, a mark."""
    if sign.isascii():
        return sign.isalnum() or sign in SIGNS
    if sign in SIGNS or sign in (CODE_AT, THING_AT):
        return True
    if unicodedata.normalize("NFKC", sign) != sign or "GREEK" in unicodedata.name(sign, "GREEK"):
        return False
    return unicodedata.category(sign) in ("Lu", "Ll", "Lo")


def check_forms(bare: str, text: str) -> None:
    """Raise `TypedByHand` for letters and signs in the form of mathematics."""
    for form, said in FORMS:
        if found := form.search(bare):
            at = found[0].replace(THING_AT, "{…}").replace(CODE_AT, "`…`")
            raise TypedByHand(
                f"{said} is typed in {shown(text)!r}: {at!r}; mathematics in prose is an "
                "expression or a claim in braces"
            )


def shown(text: str) -> str:
    """Return a text as messages show it, an ellipsis for each expression."""
    return re.sub(f"[{BEGINS}{ENDS}]", "", TOKEN.sub("{…}", text))


def is_value(before: list[Part]) -> bool:
    """Tell whether a number is what something is, and not which one or how many."""
    last = next((part for part in reversed(before) if part), "")
    return isinstance(last, str) and (not last.strip() or bool(leads(last)))


def in_parts(bare: str, things: list[Part]) -> list[Part]:
    """Return words and pieces in their order; typed numbers are pieces too."""
    found: list[Part] = []
    waiting = iter(things)
    for part in re.split(rf"({AT}|(?<![\w.-])-?\d+(?:[.,]\d+)*(?![\w-]))", bare):
        if re.fullmatch(AT, part):
            found.append(next(waiting))
        elif re.fullmatch(r"-?\d+(?:[.,]\d+)*", part) and is_value(found):
            found.append(Piece(Weight.NUMBER, part))
        else:
            found.append(part)
    return found


def plain(text: str, where: str) -> str:
    """Return a text of words only, without expressions and marks; raises `TypedByHand` for others.

    >>> plain("In entries", "a tab")
    'In entries'
    """
    folded = " ".join(text.split())
    if not folded or TOKEN.search(folded) or re.search(r"[`*_\[\]{}<>&\"|]", folded):
        raise TypedByHand(
            f"{where} is told in plain words, without mathematics or marks: {shown(folded)!r}"
        )
    return checked(folded).text


def meaning(name: Name) -> Words:
    """Return the words beside a name, which say what it stands for and define nothing.

    Raises `TypedByHand` for an expression in them, which would be a second definition, unproved.
    """
    found = checked(name.meaning)
    _, things, _ = set_apart(found.text)
    pieces = [part for part in things if isinstance(part, Piece) and not part.exempt]
    for piece in pieces:
        if piece.weight == Weight.EXPRESSION or not words(TOKEN.sub("", found.text)):
            raise TypedByHand(
                f"the meaning of {name.text} holds {piece.said}, as if it were equal to that: "
                "define it with let(…), put a claim there, or say no_claim(…)"
            )
    return found


def row_of_a_table(cells: Iterable[object], headings: Iterable[str]) -> list[str]:
    """Return the code in a row, which has to be some that ran.

    Raises `TypedByHand` for a row that a reader can take for an equality.  Words, claims (which
    show both sides) and one name may stand side by side.  Anything else that is mathematical is one
    side of something, with its other side in another cell.
    """
    names: list[str] = []
    numbers: list[str] = []
    code: list[str] = []
    for cell in cells:
        if isinstance(cell, Claim):
            continue
        body, things, _ = set_apart(" ".join(f"{cell}".split()))
        pieces = [part for part in things if isinstance(part, Piece) and not part.exempt]
        for part in pieces:
            if part.weight == Weight.EXPRESSION and part.said.startswith("`"):
                code.append(part.said.strip("`"))
            elif part.weight == Weight.EXPRESSION:
                raise TypedByHand(
                    f"{part.said} stands in a row of a table under "
                    f"{' | '.join(map(shown, headings))}, and a reader takes it for one side of an "
                    "equality: put a claim there, which shows both sides, or say no_claim(…)"
                )
        if not words(re.sub(AT, " ", body)):
            names += [one.said for one in pieces if one.weight != Weight.CLAIM]
            numbers += re.findall(r"\d+", body)
    if len(names) > 1 or (names and numbers):
        raise TypedByHand(
            f"{' and '.join([*names, *numbers][:2])} stand side by side in a row of a table, "
            "and a reader can take them for equal: put a claim there, or say no_claim=… of it"
        )
    return code


STATED = re.compile(r"=|\bequals?\b|\bd\w*/d\w|\bis (?:equal|the same)\b")


def in_code(source: str) -> None:
    """Raise `TypedByHand` for words in code, remarks or texts, that state an equality.

    What a program prints with ``{x=}`` it has worked out.

    >>> in_code("print(f'{n} flowers')  # all of them")
    >>> in_code("n = 3  # dL/dz = 3 * z")
    Traceback (most recent call last):
    bpcore.errors.TypedByHand: 'dL/dz' is typed in 'dL/dz = 3 * z' inside code: ...
    """
    text = dedent(source).strip()
    for said in remarks(text):
        odd = next((sign for sign in unicodedata.normalize("NFC", said) if is_odd(sign)), "")
        found = STATED.search(said)
        if odd or (found and "{" + said.lstrip() not in text):
            raise TypedByHand(
                f"{odd or (found and found[0])!r} is typed in {said!r} inside code: a program "
                "prints what it has worked out, and remarks are words"
            )


def is_odd(sign: str) -> bool:
    """Tell whether a sign in code is neither ASCII nor one of prose."""
    return not sign.isascii() and not is_sign(sign)


DRAWN = frozenset(
    {
        *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("use", "defs", "clipPath", "stop", "linearGradient", "radialGradient", "style"),
        *("text", "tspan", "title", "desc", "a"),
    }
)


def in_picture(svg: str) -> None:
    """Raise `TypedByHand` for words in a picture that do not pass the gate, or cannot be read."""
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise TypedByHand(f"a picture is no SVG: {error}") from None
    for node in root.iter():
        kind = node.tag.rpartition("}")[2]
        if kind not in DRAWN:
            raise TypedByHand(f"a picture holds <{kind}>, which can show what was not printed")
        if kind != "style":
            for said in (node.text, node.tail, node.get("aria-label"), node.get("title")):
                if said and said.strip():
                    plain(said, "a picture")
        elif "content" in (node.text or ""):
            raise TypedByHand("a style sheet of a picture writes content")


def unmet(lines: Iterable[str], sessions: Iterable[str]) -> Iterator[str]:
    """Yield the code that no session ran: equalities as whole lines, others inside of one."""
    ran = {
        squeezed(line[4:])
        for session in sessions
        for line in session.splitlines()
        if line.startswith((">>> ", "... "))
    }
    for line in lines:
        part = squeezed(line)
        whole = states(line) is States.EQUALITY
        if part not in ran and (whole or not any(part in one for one in ran)):
            yield line


def squeezed(line: str) -> str:
    """Return a line of code without its white space at the ends and its remark."""
    return " ".join(line.partition("  #")[0].split())
