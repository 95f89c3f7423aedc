"""Scalar functions: how each prints and what it means.

Given are ``exp``, ``log``, the ``gate`` (1 above zero, else 0) and the normal distribution with its
density; every other function has a definition in terms of them, so its derivative follows instead
of being trusted, or is *unspecified* and stands for any differentiable function.  A function with
primes (``g.prime``) is the derivative of its ``base``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property

from bpcore.errors import NotAnExpression
from bpcore.expr import Apply, Expr, Name, Num, Operand, expr
from bpcore.tree import walk

Interval = tuple[int | Fraction | None, int | Fraction | None]
ANYWHERE = (None, None)


@dataclass(frozen=True, eq=False)
class Function:
    """A function of one number, applied to every entry of an array.

    ``meaning`` builds its definition from its argument; it is None for given and for unspecified
    functions.  ``domain`` is the open interval where it is defined.  Where a function is not
    written before parentheses, ``form`` and ``code`` are its LaTeX and its code with a ``#`` for
    the argument.
    """

    text: str
    tex: str
    meaning: Callable[[Expr], Expr] | None = None
    domain: Interval = ANYWHERE
    given: bool = False
    base: Function | None = None
    primes: int = 0
    form: str = ""
    code: str = ""

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

# 1 where its argument is positive, else 0; it has no derivative at zero, and 0 everywhere else
gate = Function("gate", r"\mathrm{gate}", given=True, form="[# > 0]", code="(# > 0)")
# the share of a standard normal distribution below its argument, and its density
normal_cdf = Function("Phi", r"\Phi", given=True)
normal_pdf = Function("phi", r"\varphi", given=True)

positive_part = Function(
    "positive_part", r"\max", lambda t: t * gate(t), form=r"\max(0, #)", code="maximum(0, #)"
)
relu = Function("relu", r"\mathrm{ReLU}", positive_part)
leaky_relu = Function(
    "leaky_relu",
    r"\mathrm{LeakyReLU}",
    lambda t: t * gate(t) + Num(Fraction(1, 100)) * t * (1 - gate(t)),
)
softplus = Function("softplus", r"\mathrm{softplus}", lambda t: log(1 + exp(t)))
silu = Function("silu", r"\mathrm{SiLU}", lambda t: t * sigmoid(t))
gelu = Function("gelu", r"\mathrm{GELU}", lambda t: t * normal_cdf(t))


@cache
def functions_in(function: Function) -> frozenset[Function]:
    """Return a function, and those that its definition applies."""
    base = function.base or function
    if base.meaning is None:
        return frozenset({function, base})
    meant = base.meaning(Name("t", "t"))
    inner = (functions_in(node.function) for node in walk(meant) if isinstance(node, Apply))
    return frozenset({function, base}).union(*inner)


def unspecified(text: str) -> Function:
    """Return a function of which nothing is assumed but that it can be differentiated.

    >>> unspecified("g")
    <function g>
    """
    if not text.isalpha():
        raise NotAnExpression(f"a function is named by letters, not {text!r}")
    from bpcore.naming import tex_of  # naming knows no functions

    return Function(text, tex_of(text))
