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

    >>> from bpcore.ladder import prove
    >>> z = Name("z", "z")
    >>> square = Function("square", "q", lambda t: t**2, form="(#)^2", code="square(#)")
    >>> print(square(z + 1), prove(square(z + 1), z**2 + 2 * z + 1), sep=": ")
    square(z + 1): proved for all values
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
"""The exponential function; given."""
log = Function("log", r"\log", domain=POSITIVE, given=True)
"""The natural logarithm of a positive number; given."""
log10 = Function("log10", r"\log_{10}", lambda t: log(t) / log(Num(Fraction(10))), domain=POSITIVE)
"""The logarithm to base ten of a positive number."""
sqrt = Function(
    "sqrt",
    r"\sqrt",
    lambda t: exp(Num(Fraction(1, 2)) * log(t)),
    domain=POSITIVE,
    form=r"\sqrt{#}",
    code="sqrt(#)",
)
"""The square root of a positive number."""
sigmoid = Function("sigmoid", r"\sigma", lambda t: 1 / (1 + exp(-t)))
"""The sigmoid, between 0 and 1."""
tanh = Function("tanh", r"\tanh", lambda t: (exp(t) - exp(-t)) / (exp(t) + exp(-t)))
"""The hyperbolic tangent, between -1 and 1."""

gate = Function("gate", r"\mathrm{gate}", given=True, form="[# > 0]", code="(# > 0)")
"""One where its argument is positive, else zero; given. At zero it has no derivative."""
normal_cdf = Function("Phi", r"\Phi", given=True)
"""The share of a standard normal distribution below its argument; given."""
normal_pdf = Function("phi", r"\varphi", given=True)
"""The density of a standard normal distribution; given."""

positive_part = Function(
    "positive_part", r"\max", lambda t: t * gate(t), form=r"\max(0, #)", code="maximum(0, #)"
)
"""The larger of zero and its argument."""
relu = Function("relu", r"\mathrm{ReLU}", positive_part)
"""The rectified linear unit: its argument where that is positive, else zero."""
leaky_relu = Function(
    "leaky_relu",
    r"\mathrm{LeakyReLU}",
    lambda t: t * gate(t) + Num(Fraction(1, 100)) * t * (1 - gate(t)),
)
"""Its argument where that is positive, else a hundredth of it."""
softplus = Function("softplus", r"\mathrm{softplus}", lambda t: log(1 + exp(t)))
"""A smooth ReLU: the logarithm of one plus the exponential."""
silu = Function("silu", r"\mathrm{SiLU}", lambda t: t * sigmoid(t))
"""The SiLU, or swish: a number times its sigmoid."""
gelu = Function("gelu", r"\mathrm{GELU}", lambda t: t * normal_cdf(t))
"""The GELU: a number times the share of a normal distribution below it."""


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
