"""Claims and chains: an equality with the verdict it was given, made by a proof and by no one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bpcore import (
    Claim,
    algebra,
    column,
    d,
    definition,
    elementary,
    index,
    let,
    proved,
    scalar,
    sigmoid,
    total,
)
from bpcore.claim import Chain, Step, accepted, named, proved_chain, weakness
from bpcore.errors import (
    NotAnExpression,
    NothingChecked,
    StepIsFalse,
    StepIsUndecided,
    WrongRule,
)
from bpcore.verdict import Rung, Verdict

x, y = scalar("x"), scalar("y")
a = let("a", sigmoid(x))


def test_a_chain_claims_that_its_ends_are_equal() -> None:
    """With the weakest of its verdicts."""
    chain = proved_chain(a * x, definition("open"), sigmoid(x) * x, algebra("turn"), x * sigmoid(x))
    assert (chain.start, chain.steps[-1].right) == (chain.claim.left, chain.claim.right)
    assert Rung.STRUCTURE == chain.steps[0].verdict.rung
    assert chain.claim.verdict is chain.steps[1].verdict


def test_the_weakest_verdict_is_the_lowest_rung() -> None:
    """Widths that are named make it weaker still; fewer points only among equals."""
    strong, weak = Verdict(Rung.STRUCTURE, 6), Verdict(Rung.SYMBOLS, 20)
    assert weakness(weak) > weakness(strong)
    assert weakness(Verdict(Rung.SYMBOLS, 20, ("n = 2",))) > weakness(Verdict(Rung.SYMBOLS, 6))
    assert weakness(Verdict(Rung.SYMBOLS, 6)) > weakness(weak)
    steps = (Step(x, algebra(""), weak), Step(y, algebra(""), strong))
    assert Chain(a, steps).claim.verdict is weak


def test_any_width_can_be_required() -> None:
    """Of one claim, of every step of a chain; what holds at any width meets it."""
    i, v = index("i", "m"), column("v", "m")
    whole = total(i, v[i])
    high = whole**7 * (x + 1), whole**7 * x + whole**7
    assert proved(*high).verdict.widths
    with pytest.raises(StepIsUndecided, match=r"m = 2; m = 3; m = 4; here any width is required"):
        proved(*high, require="any width")
    with pytest.raises(StepIsUndecided, match=r"^step 1 \(open\): .* any width is required"):
        proved_chain(high[0], algebra("open"), high[1], require="any width")
    low = whole * (x + 1), whole * x + whole
    assert proved(*low, require="any width").verdict == proved(*low).verdict


def test_a_broken_step_is_named() -> None:
    """By its number and its reason."""
    with pytest.raises(StepIsFalse, match=r"^step 2 \(square\): "):
        proved_chain(d(x**3, x), elementary("power"), 3 * x**2, algebra("square"), 9 * x)


def test_the_rule_of_each_step_is_checked() -> None:
    """Also where the equality is true."""
    with pytest.raises(WrongRule, match="step 1"):
        proved_chain(d(x**3, x), algebra("power"), 3 * x**2)


def test_a_chain_alternates_lines_and_reasons() -> None:
    """Anything else is told how."""
    for wrong in ((x,), (x, algebra("alone")), (x, algebra("one"), y, algebra("two"))):
        with pytest.raises(NotAnExpression, match="a chain is a line, then a reason"):
            proved_chain(*wrong)


def test_a_proved_claim_is_accepted() -> None:
    """From a chain, alone, and under a name."""
    claim = proved((x + y) ** 2, x**2 + 2 * x * y + y**2)
    assert claim is accepted(claim)
    found = accepted(named(claim, "page", "square", "always"))
    assert ("page", "square", "square") == (found.page, found.name, found.label)


def test_a_claim_put_together_by_hand_is_refused() -> None:
    """The must-fail twin: borrowed verdicts prove nothing."""
    claim = proved((x + y) ** 2, x**2 + 2 * x * y + y**2)
    for forged in (Claim(x, y, claim.verdict), replace(claim, right=x**2 + y**2)):
        with pytest.raises(NothingChecked, match="put together by hand"):
            accepted(forged)
        with pytest.raises(NothingChecked):
            named(forged, "page", "square", "")


def test_a_claim_reads_as_code() -> None:
    """With its verdict."""
    assert "x + y = y + x: " == str(proved(x + y, y + x))[:15]
    assert "x + y = y + x" == proved(x + y, y + x).label
