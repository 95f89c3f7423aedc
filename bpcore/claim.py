"""The claim: one displayed equality with the verdict it was given, and chains of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from weakref import WeakSet

from bpcore.arguments import checked, described
from bpcore.condition import union
from bpcore.errors import IndexMisused, NotAnExpression, NothingChecked, Refusal
from bpcore.expr import Expr, Index, Operand, expr
from bpcore.inline import resolve, token
from bpcore.ladder import Every, Question, decide, meant
from bpcore.lost_values import carried
from bpcore.rules import Reason, check_rule
from bpcore.tree import free_indices
from bpcore.verdict import Verdict, check_met


@dataclass(frozen=True, eq=False, repr=False)
class Claim:
    """An equality that was proved: ``left = right``.

    ``page`` and ``name`` say where it can be cited, once it has a name; ``every`` holds the indices
    that are free on one side only, because every value of them is meant.
    """

    left: Expr
    right: Expr
    verdict: Verdict
    page: str = ""
    name: str = ""
    when: str = ""
    every: tuple[Index, ...] = ()

    @property
    def label(self) -> str:
        """How the claim is called in messages."""
        return self.name or repr(self)

    def __str__(self) -> str:
        """Return the equality as code, and its verdict."""
        return f"{self!r}: {self.verdict}"

    def __repr__(self) -> str:
        letters = ", ".join(sorted(index.letter for index in self.every))
        return f"{self.left!r} = {self.right!r}" + (f" for every {letters}" if letters else "")

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
    every: tuple[Index, ...] = ()


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
        end = self.steps[-1].right
        every = tuple(index for step in self.steps for index in step.every)
        claim = Claim(self.start, end, weakest, every=loose(self.start, end, every))
        object.__setattr__(self, "claim", claim)

    @property
    def claims(self) -> list[Claim]:
        """The claim of each step: that its line equals the line before."""
        lines = [self.start, *(step.right for step in self.steps)]
        return [
            Claim(left, step.right, step.verdict, every=step.every)
            for left, step in zip(lines, self.steps, strict=False)
        ]


def loose(left: Expr, right: Expr, every: Iterable[Index]) -> tuple[Index, ...]:
    """Return the indices, among some, that are free on one side only, in the order of letters."""
    found = (free_indices(left) ^ free_indices(right)) & frozenset(every)
    return tuple(sorted(found, key=lambda index: (index.letter, str(index.width))))


def weakness(verdict: Verdict) -> tuple[bool, int, int]:
    """Return what grows as verdicts get weaker: one at named widths only is the weakest."""
    return bool(verdict.widths), list(type(verdict.rung)).index(verdict.rung), -verdict.points


def proved_step(
    left: Expr, right: Expr, reason: Reason, require: str = "", every: Iterable[Index] = ()
) -> Verdict:
    """Return the verdict on one sign, with its rule checked too."""
    question = Question(left, right, every)
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


def proved_chain(
    start: Operand, *rest: Reason | Operand, require: str = "", every: Every = ()
) -> Chain:
    """Return a chain of equalities: a line, a reason, the next line, a reason, ...

    Every refusal names the step by its number and reason; ``require`` is demanded of each verdict,
    and ``every`` names indices that may be free on one side only: every value is meant.
    """
    indices = meant(every)
    if not rest or len(rest) % 2:
        raise NotAnExpression("a chain is a line, then a reason and a line for each step")
    line, steps = expr(start), []
    for number, (reason, following) in enumerate(zip(rest[::2], rest[1::2], strict=True), 1):
        try:
            if not isinstance(reason, Reason):
                raise NotAnExpression(f"a reason such as algebra('...') is wanted, not {reason!r}")
            right = expr(following)
            verdict = proved_step(line, right, reason, require, indices)
        except Refusal as refusal:
            raise refusal.at(f"step {number}{spoken(reason)}") from None
        steps.append(Step(right, reason, verdict, loose(line, right, indices)))
        line = right
    chain = Chain(expr(start), tuple(steps))
    idle = set(indices).difference(*(step.every for step in steps))
    if idle:
        letters = ", ".join(sorted(index.letter for index in idle))
        raise IndexMisused(f"every={letters}: no step has it free on one side only")
    _proved.add(chain.claim)
    return chain


@checked
def proved(left: Operand, right: Operand, *, require: str = "", every: Every = ()) -> Claim:
    """Return a claim outside any chain, proved.

    With ``require="any width"`` a proof at some widths does not suffice. ``every`` names an index,
    or several in a tuple, that may be free on one side only because every value of it is meant.

    Raises what `prove` raises, for a claim that is none.

    >>> from bpcore.language import scalar
    >>> a = scalar("a")
    >>> print(proved((a + 1) ** 2, a**2 + 2 * a + 1))
    (a + 1)**2 = a**2 + 2 * a + 1: proved for all values
    >>> from bpcore.language import index, kronecker, total
    >>> i, j = index("i", "n"), index("j", "n")
    >>> print(proved(total(j, kronecker(i, j)), 1, every=i))
    sum((i == j) for j in 1..n) = 1 for every i: proved for any width
    """
    one, other = expr(left), expr(right)
    indices = meant(every)
    verdict = decide(Question(one, other, indices))[1]
    check_met(f"{one!r} = {other!r}", verdict, require)
    claim = Claim(one, other, verdict, every=loose(one, other, indices))
    if len(claim.every) < len(set(indices)):
        raise IndexMisused(f"{claim!r}: every names an index that is not free on one side only")
    _proved.add(claim)
    return claim
