"""The sentence: expressions between words, and whether the words set two of them equal.

Nobody can tell for every sentence, so what is allowed is told instead, and is narrow: expressions
of which one is more than a name may stand in one sentence when nothing but "and", commas of a list,
prepositions and the field's nouns lie between them.  Verbs that say one thing is another are
refused right before an expression.  A sentence without an expression is left to its readers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from bpcore.errors import TypedByHand


class Weight(IntEnum):
    """How much a piece is: a typed number, a name, a derivative, more than that, a whole claim."""

    NUMBER = 0
    NAME = 1
    SLOPE = 2
    EXPRESSION = 3
    CLAIM = 4


@dataclass(frozen=True)
class Piece:
    """Something mathematical in a sentence, and how messages call it.

    It is ``exempt`` if its author says that no claim is meant.
    """

    weight: Weight
    said: str
    exempt: bool = False
    counts: bool = False  # an index, which says which one and is no quantity


Part = str | Piece

IS = (
    "is are was were be been being equals equal equalled gives give gave yields yield yielded "
    "becomes become became makes make made remains remain stays reads means namely viz ie alias "
    "totals simplifies reduces evaluates collapses amounts returns computes produces results "
    "leaves has gets get obtains obtain obtained find finds found comes turns boils "
    "works called written expressed given known described"
)
SOFTENED = (
    "just simply then now again exactly only thus therefore also always indeed precisely merely "
    "really the a an nothing but equal to same value of product sum difference quotient expression "
    "formula result number term hence here course clearly obviously never not out down up into "
    "short identical at everywhere still even as form"
)
PREPOSITIONS = "by over to of with at in on for from through under above below"
NOUNS = (
    "neuron neurons layer layers weight weights bias biases input inputs output outputs example "
    "examples row rows column columns entry entries slope slopes loss cost error errors activation "
    "activations pre-activation pre-activations factor factors term terms derivative derivatives "
    "path paths step steps quantity quantities variable variables flower flowers species function "
    "functions share shares logit logits target targets label labels"
)
BETWEEN = (
    f"{PREPOSITIONS} {NOUNS} and times the a an each every all any both its their this that these "
    "those one two three number numbers other first second third last depends depend follows "
    "belongs belong alone directly only"
)
SAME = "equal equals same identical agree agrees coincide coincides equivalent alike match matches"
WHEN = "if where when whenever unless wherever how"
ASKING = frozenset(["how", "what", "why", "where", "when", "which", "who"])
VERBS_OF_A_SUBJECT = frozenset(
    ["holds", "counts", "says", "sums", "belongs", "goes", "depends", "stands"]
)
IS_WORDS, SOFT_WORDS, BETWEEN_WORDS, SAME_WORDS, WHEN_WORDS, NOUN_WORDS, PREPOSITION_WORDS = (
    frozenset(words.split()) for words in (IS, SOFTENED, BETWEEN, SAME, WHEN, NOUNS, PREPOSITIONS)
)
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
END = re.compile(r"(?<=[^\W\d_]{2})([.?!])[\"')\]”’*]*\s+|(?<=\x00)([.?!])[\"')\]”’*]*\s+")


def check_sentences(parts: list[Part], *, condition: bool = False) -> None:
    """Raise `TypedByHand` if words set two expressions equal.

    ``parts`` are words and pieces in their order; a ``condition`` may say that one name is another.
    """
    for sentence in sentences(parts):
        check_sentence(sentence, condition=condition)


def sentences(parts: list[Part]) -> list[list[Part]]:
    """Return the parts of each sentence; one of a piece and hardly a word goes with the last."""
    found: list[list[Part]] = [[]]
    for number, part in enumerate(parts):
        if isinstance(part, Piece):
            found[-1].append(part)
            continue
        before = "\x00" if number else ""
        for piece in END.sub(cut, before + part).split("\x01"):
            found[-1].append(piece.replace("\x00", ""))
            found.append([])
        found.pop()
    joined: list[list[Part]] = []
    for sentence in found:
        words = sum(len(WORD.findall(part)) for part in sentence if isinstance(part, str))
        pieces = any(isinstance(part, Piece) for part in sentence)
        if joined and pieces and words < 2:
            joined[-1] += [": ", *sentence]
        else:
            joined.append(sentence)
    return joined


def cut(end: re.Match[str]) -> str:
    """Return the sign at the end of a sentence, and a mark behind it."""
    return f"{end[1] or end[2]}\x01"


def asks(parts: list[Part]) -> bool:
    """Tell whether a sentence is a question that begins with its word, where "is" says nothing."""
    first = WORD.search(parts[0].lower()) if parts and isinstance(parts[0], str) else None
    last = parts[-1] if parts else ""
    ends = isinstance(last, str) and last.rstrip("\"' )").endswith("?")
    return bool(ends and first and first[0] in ASKING)


def check_sentence(parts: list[Part], *, condition: bool) -> None:
    """Raise `TypedByHand` if a sentence sets two expressions equal, or words and one."""
    places = [number for number, part in enumerate(parts) if isinstance(part, Piece)]
    words = set(WORD.findall(" ".join(part for part in parts if isinstance(part, str)).lower()))
    for number, place in enumerate(places):
        piece = parts[place]
        assert isinstance(piece, Piece)
        lead = "".join(part for part in parts[:place] if isinstance(part, str))
        close = "".join(
            part
            for part in parts[places[number - 1] + 1 if number else 0 : place]
            if isinstance(part, str)
        )
        if number:
            before = parts[places[number - 1]]
            assert isinstance(before, Piece)
            listed = and_follows(parts, places[number:])
            check_pair(before, close, piece, words, lead, listed=listed, condition=condition)
        elif piece.weight >= Weight.EXPRESSION and not piece.exempt and not asks(parts):
            after = parts[place + 1] if place + 1 < len(parts) else ""
            check_led(close, piece, after if isinstance(after, str) else "")


def check_led(close: str, piece: Piece, after: str) -> None:
    """Raise `TypedByHand` if words say what something is, and then comes an expression."""
    if piece.weight == Weight.CLAIM:
        return
    led = leads(close)
    following = WORD.match(after.strip().lower())
    if led.endswith(":") and following and following[0] in IS_WORDS | VERBS_OF_A_SUBJECT:
        return  # the expression begins a sentence of its own behind the colon
    if led:
        raise TypedByHand(
            f"{led!r} stands before {piece.said}, so the sentence claims an equality: put the "
            f"whole claim in braces, {{proved(…, {piece.said})}}, or say no_claim(…)"
        )


def leads(close: str) -> str:
    """Return the words at the end of a text by which what follows is set equal, or nothing."""
    stripped = close.strip()
    if stripped.endswith((":", "=")) and WORD.search(stripped):
        return stripped[-40:]
    words = [word.lower() for word in WORD.findall(stripped)]
    if stripped.endswith(","):
        return ""
    for back, word in enumerate(reversed(words)):
        if word in IS_WORDS:
            return " ".join(words[-1 - back :])
        if word not in SOFT_WORDS:
            return ""
    return ""


def and_follows(parts: list[Part], places: list[int]) -> bool:
    """Tell whether a list goes on from a piece and ends with "and"."""
    for one, other in pairwise(places):
        between = "".join(part for part in parts[one + 1 : other] if isinstance(part, str))
        words = WORD.findall(between.lower())
        if "and" in words:
            return True
        if words or between.strip() != ",":
            return False
    return False


def check_pair(
    before: Piece,
    close: str,
    piece: Piece,
    words: set[str],
    lead: str,
    *,
    listed: bool,
    condition: bool,
) -> None:
    """Raise `TypedByHand` if the words between two pieces may set them equal."""
    between = [word.lower() for word in WORD.findall(close)]
    bare = between and between[0] in IS_WORDS and not set(between) - IS_WORDS - SOFT_WORDS
    plain = max(before.weight, piece.weight) <= Weight.NAME
    said = close.strip() or "nothing"
    counted = plain and before.counts != piece.counts
    if bare and not counted and close.strip(" ,")[-1:].isalpha():
        before_that = [word.lower() for word in WORD.findall(lead)]
        conditional = condition or bool(set(before_that[-len(between) - 4 :]) & WHEN_WORDS)
        if not (plain and conditional):
            raise joined(before, said, piece)
    if close.strip() in (":", "=", "-", "–", "—", "(") and not (before.exempt and piece.exempt):
        raise joined(before, said, piece)
    if plain or (before.exempt and piece.exempt):
        return
    if before.counts != piece.counts and not leads(close) and between:
        return  # an index says which one, and is no side of an equality
    weights = {before.weight, piece.weight}
    if (
        Weight.CLAIM in weights
        and Weight.EXPRESSION not in weights
        and not leads(close)
        and between
    ):
        return  # a claim has both its sides already
    if between and between[-1] in {*WHEN_WORDS, "than"} and close.rstrip()[-1].isalpha():
        return  # what follows is a condition, or what something is compared with
    of_it = between and between[-1] in PREPOSITION_WORDS and set(between) & NOUN_WORDS
    if of_it and not words & SAME_WORDS:
        return  # one is said to be something of the other
    neutral = set(between) <= BETWEEN_WORDS and plainly(close)
    comma_list = between or (listed and close.strip() == ",")
    if neutral and comma_list and close.strip() and not words & SAME_WORDS:
        return
    raise joined(before, said, piece)


def plainly(close: str) -> bool:
    """Tell whether nothing but words, spaces and commas stands in a text."""
    return not re.sub(r"[,;*\s]", "", WORD.sub("", close))


def joined(before: Piece, said: str, piece: Piece) -> TypedByHand:
    """Return the refusal of a sentence that may set two pieces equal."""
    return TypedByHand(
        f"two expressions are joined by {said!r} in a sentence: {before.said} and {piece.said}; if "
        "it claims that they are equal, put the claim in braces; if it does not, say no_claim(…) "
        "around the words"
    )
