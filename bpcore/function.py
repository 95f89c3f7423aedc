"""Scalar functions: how each prints and what it means.

Only ``exp`` and ``log`` are given; every other function has a definition in terms of them, so its
derivative follows instead of being trusted, or is *unspecified* and stands for any differentiable
function.  A function with primes (``g.prime``) is the derivative of its ``base``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from bpcore.errors import NotAnExpression
from bpcore.expr import Apply, Expr, Num, Operand, expr

Interval = tuple[Fraction | None, Fraction | None]
ANYWHERE: Interval = (None, None)


@dataclass(frozen=True, eq=False)
class Function:
    """A function of one number, applied to every entry of an array.

    ``meaning`` builds its definition from its argument; it is None for ``exp``, ``log`` and for
    unspecified functions.  ``domain`` is the open interval where it is defined.
    """

    text: str
    tex: str
    meaning: Callable[[Expr], Expr] | None = None
    domain: Interval = ANYWHERE
    given: bool = False
    base: Function | None = None
    primes: int = 0

    def __call__(self, argument: Operand) -> Expr:
        """Return the function applied to an expression."""
        return Apply(self, expr(argument))

    @cached_property
    def prime(self) -> Function:
        """The derivative of this function, as a function; always the same one."""
        if self.given:
            raise NotAnExpression(f"write the derivative of {self.text} out, it is elementary")
        return Function(
            text=self.text + "_prime",
            tex=self.tex + "'",
            domain=self.domain,
            base=self.base or self,
            primes=self.primes + 1,
        )

    @property
    def unspecified(self) -> bool:
        """Whether the function stands for any differentiable function."""
        return not self.given and self.base is None and self.meaning is None

    def __repr__(self) -> str:
        return f"<function {self.text}>"


POSITIVE: Interval = (Fraction(0), None)

exp = Function("exp", "e", given=True)
log = Function("log", r"\log", domain=POSITIVE, given=True)
log10 = Function("log10", r"\log_{10}", lambda t: log(t) / log(Num(Fraction(10))), domain=POSITIVE)
sigmoid = Function("sigmoid", r"\sigma", lambda t: 1 / (1 + exp(-t)))
tanh = Function("tanh", r"\tanh", lambda t: (exp(t) - exp(-t)) / (exp(t) + exp(-t)))


def unspecified(text: str) -> Function:
    """Return a function of which nothing is assumed but that it can be differentiated.

    >>> unspecified("g")
    <function g>
    """
    if not text.isalpha():
        raise NotAnExpression(f"a function is named by letters, not {text!r}")
    from bpcore.naming import tex_of  # naming knows no functions

    return Function(text, tex_of(text))
