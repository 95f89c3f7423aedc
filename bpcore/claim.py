"""The claim: one displayed equality with the verdict it was given, and chains of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from weakref import WeakSet

from bpcore.arguments import checked, described
from bpcore.condition import union
from bpcore.errors import NotAnExpression, NothingChecked, Refusal
from bpcore.expr import Expr, Operand, expr
from bpcore.inline import resolve, token
from bpcore.ladder import Question, decide
from bpcore.lost_values import carried
from bpcore.rules import Reason, check_rule
from bpcore.verdict import Verdict, check_met


@dataclass(frozen=True, eq=False, repr=False)
class Claim:
    """An equality that was proved: ``left = right``.

    ``page`` and ``name`` say where it can be cited, once it has a name.
    """

    left: Expr
    right: Expr
    verdict: Verdict
    page: str = ""
    name: str = ""
    when: str = ""

    @property
    def label(self) -> str:
        """How the claim is called in messages."""
        return self.name or f"{self.left!r} = {self.right!r}"

    def __str__(self) -> str:
        """Return the equality as code, and its verdict."""
        return f"{self.left!r} = {self.right!r}: {self.verdict}"

    def __repr__(self) -> str:
        return f"{self.left!r} = {self.right!r}"

    def __format__(self, spec: str) -> str:
        """Return a token for prose: the page puts the equality in its place."""
        return token(self)


_proved: WeakSet[Claim] = WeakSet()


def accepted(claim: Claim) -> Claim:
    """Return a claim that a proof made; raises `NothingChecked` for one that was put together."""
    if not isinstance(claim, Claim):
        raise NotAnExpression(f"a proved claim is wanted, not {described(claim)}")
    if claim not in _proved:
        raise NothingChecked(
            f"{claim.left!r} = {claim.right!r} was put together by hand, not proved: write a chain"
        )
    return claim


def named(claim: Claim, page: str, name: str, when: str) -> Claim:
    """Return a proved claim under a name by which it can be cited."""
    found = replace(accepted(claim), page=page, name=name, when=when)
    _proved.add(found)
    return found


@dataclass(frozen=True, eq=False)
class Step:
    """One sign of a chain: the line after it, why it follows, and how that was established."""

    right: Expr
    reason: Reason
    verdict: Verdict


@dataclass(frozen=True, eq=False)
class Chain:
    """A first line and the steps that lead on from it, every sign of them proved."""

    start: Expr
    steps: tuple[Step, ...]
    claim: Claim = field(init=False)

    def __post_init__(self) -> None:
        weakest = max((step.verdict for step in self.steps), key=weakness)
        condition = union(step.verdict.condition for step in self.steps)
        if condition != weakest.condition:
            weakest = replace(weakest, condition=condition)
        object.__setattr__(self, "claim", Claim(self.start, self.steps[-1].right, weakest))


def weakness(verdict: Verdict) -> tuple[bool, int, int]:
    """Return what grows as verdicts get weaker: one at named widths only is the weakest."""
    return bool(verdict.widths), list(type(verdict.rung)).index(verdict.rung), -verdict.points


def proved_step(left: Expr, right: Expr, reason: Reason, require: str = "") -> Verdict:
    """Return the verdict on one sign, with its rule checked too."""
    question = Question(left, right)
    sense, verdict = decide(question)
    check_met(f"{left!r} = {right!r}", verdict, require)
    check_rule(reason, question, sense, verdict.rung)
    cited = [((claim.left, claim.right), claim.verdict.condition) for claim in reason.cites]
    condition = carried(cited, left, right, verdict.condition)
    return replace(verdict, condition=condition)


def spoken(reason: object) -> str:
    """Return a reason as messages tell it, with its expressions as code."""
    if not isinstance(reason, Reason):
        return ""
    cited = " and ".join(claim.label for claim in reason.cites)
    said = resolve(reason.text, repr) or (f"by {cited}" if cited else reason.rule)
    return f" ({said})"


def proved_chain(start: Operand, *rest: Reason | Operand, require: str = "") -> Chain:
    """Return a chain of equalities: a line, a reason, the next line, a reason, ...

    Every refusal names the step by its number and reason; ``require`` is demanded of each verdict.
    """
    if not rest or len(rest) % 2:
        raise NotAnExpression("a chain is a line, then a reason and a line for each step")
    line, steps = expr(start), []
    for number, (reason, following) in enumerate(zip(rest[::2], rest[1::2], strict=True), 1):
        try:
            if not isinstance(reason, Reason):
                raise NotAnExpression(f"a reason such as algebra('...') is wanted, not {reason!r}")
            right = expr(following)
            verdict = proved_step(line, right, reason, require)
        except Refusal as refusal:
            raise refusal.at(f"step {number}{spoken(reason)}") from None
        steps.append(Step(right, reason, verdict))
        line = right
    chain = Chain(expr(start), tuple(steps))
    _proved.add(chain.claim)
    return chain


@checked
def proved(left: Operand, right: Operand, *, require: str = "") -> Claim:
    """Return a claim outside any chain, proved.

    With ``require="any width"`` a proof at some widths does not suffice.

    Raises what `prove` raises, for a claim that is none.

    >>> from bpcore.language import scalar
    >>> a = scalar("a")
    >>> print(proved((a + 1) ** 2, a**2 + 2 * a + 1))
    (a + 1)**2 = a**2 + 2 * a + 1: proved for all values
    """
    one, other = expr(left), expr(right)
    verdict = decide(Question(one, other))[1]
    check_met(f"{one!r} = {other!r}", verdict, require)
    claim = Claim(one, other, verdict)
    _proved.add(claim)
    return claim
