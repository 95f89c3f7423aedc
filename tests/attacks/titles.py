"""Titles: a claim with a condition, in a place where the condition is not printed."""

from collections.abc import Callable

from bpcore import Page, algebra, d, exp, gate, let, log, proved, relu, scalar, sqrt
from bpcore.claim import Claim
from bpcore.errors import TypedByHand
from bpcore.markdown import markdown
from tests.attacks import Try, false, true

c, w, z = scalar("c"), scalar("w"), scalar("z")
v = let("v", z - 5, between=(0, None), assume=True)
Put = Callable[[Page, Claim], object]


def boxed(page: Page, box: str, title: str) -> None:
    """Put an empty remark into a box with a title."""
    with getattr(page, box)(title):
        page.text("Words.")


PLACES: dict[str, Put] = {
    "a part": lambda page, claim: page.part(f"The law {claim}"),
    "a note": lambda page, claim: boxed(page, "note", f"The law {claim}"),
    "what is important": lambda page, claim: boxed(page, "important", f"The law {claim}"),
    "something to try": lambda page, claim: boxed(page, "try_first", f"The law {claim}"),
    "a question": lambda page, claim: page.question(f"Why does {claim} hold?", "Words."),
    "a heading of a table": lambda page, claim: page.table((f"{claim}",), ("words",)),
    "a result": lambda page, claim: page.result(claim, "other", title=f"The law {claim}"),
    "a mistake": lambda page, claim: page.mistake(f"The law {claim}", z, z + 1, at={z: 1}),
}
CLAIMS = {
    "a need": lambda: proved(exp(log(c)), c),
    "a kink": lambda: proved(d(relu(w), w), gate(w)),
    "an assumed bound": lambda: proved(sqrt(v**2), v),
}


def titled(put: Put, claim: Callable[[], Claim]) -> Try:
    """Return a try to put a claim into a title."""

    def run() -> None:
        put(Page("tried", "A page"), claim())

    return run


for place, put in PLACES.items():
    for kind, claim in CLAIMS.items():
        false(f"with {kind}, in the title of {place}", TypedByHand, says="stand in a title")(
            titled(put, claim)
        )
    true(f"without a condition, in the title of {place}")(
        titled(put, lambda: proved((z + 1) ** 2, z**2 + 2 * z + 1))
    )


@false("the title of a page", TypedByHand, says="stand in a title")
def _() -> None:
    page = Page("tried", f"The law {CLAIMS['a need']()}")
    page.chain((z + 1) * z, algebra("multiply"), z**2 + z)
    page.finish()


@true("with a condition, in the text")
def _() -> None:
    page = Page("tried", "A page")
    page.text(f"The law {CLAIMS['a need']()} is useful.")
    page.result(CLAIMS["a need"](), "law", when="for two numbers only")
    text = markdown(page)
    assert "where $`c`$ is positive" in text
    assert "Holds for two numbers only." in text


TAKING_BACK = {
    "a number": "any number",
    "the name": f"{c} is any number",
    "values": "all values",
    "everywhere": "everywhere",
}
for title, said in TAKING_BACK.items():
    false(f"words that take a condition back: {title}", TypedByHand, says="only where")(
        lambda said=said: Page("tried", "A page").result(  # type: ignore[misc]
            CLAIMS["a need"](), "law", when=said
        )
    )
    true(f"the same words where there is no condition: {title}")(
        lambda said=said: Page("tried", "A page").result(  # type: ignore[misc]
            proved((c + 1) ** 2, c**2 + 2 * c + 1), "law", when=said
        )
    )
