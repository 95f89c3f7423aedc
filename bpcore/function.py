"""Scalar functions: how each prints and what it means.

Given are ``exp``, ``log``, the ``gate`` (1 above zero, else 0) and the normal distribution with its
density; every other function has a definition in terms of them, so its derivative follows instead
of being trusted, or is *unspecified* and stands for any differentiable function.  A function with
primes (``g.prime``) is the derivative of its ``base``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

from bpcore.arguments import checked, shown
from bpcore.errors import NotAnExpression, Refusal
from bpcore.expr import Apply, Derivative, Expr, Name, Num, Operand, Sum, WidthOf, expr
from bpcore.tree import everything_under, rebuild, walk

Interval = tuple[int | Fraction | None, int | Fraction | None]
ANYWHERE = (None, None)
ARGUMENT = Name("t", "t")


@dataclass(frozen=True, eq=False)
class Function:
    """A function of one number, applied to every entry of an array.

    ``meaning`` builds its definition from its argument and from nothing else, and is asked once,
    when the function is made; it is None for given and for unspecified functions.  ``domain`` is
    the open interval where it is defined.  An author makes functions by a definition, and never one
    that is called or printed like one of the field's; a page introduces it, with its definition,
    before it is used.

    What only the field's functions have: they can be ``given``, and where one is not written before
    parentheses, ``form`` and ``code`` are its LaTeX and its code with a ``#`` for the argument.  A
    function with ``primes`` is the derivative of its ``base``.

    Raises `NotAnExpression` for a name that is none, for one of the field's, and for a meaning in
    which another name stands: what it depends on would not be seen where it is applied.

    >>> from bpcore.ladder import prove
    >>> z = Name("z", "z")
    >>> square = Function("square", "q", lambda t: t**2)
    >>> print(square(z + 1), prove(square(z + 1), z**2 + 2 * z + 1), sep=": ")
    square(z + 1): proved for all values
    >>> Function("sin", "s", lambda t: t**2)
    Traceback (most recent call last):
    bpcore.errors.NotAnExpression: sin is one of the field's functions: ...
    """

    text: str
    tex: str
    meaning: Callable[[Expr], Expr] | None = None
    domain: Interval = ANYWHERE
    form: str = field(default="", init=False)
    code: str = field(default="", init=False)
    given: bool = field(default=False, init=False)
    base: Function | None = field(default=None, init=False)
    primes: int = field(default=0, init=False)
    of_the_field: bool = field(default=False, init=False)

    def __new__(  # noqa: D102 - told at the class
        cls,
        text: str,
        tex: str,
        meaning: Callable[[Expr], Expr] | None = None,
        domain: Interval = ANYWHERE,
        **beyond: object,
    ) -> Function:
        if beyond:
            raise NotAnExpression(
                "of a function an author says its text, tex, meaning and domain, not "
                f"{', '.join(sorted(beyond))}"
            )
        return object.__new__(cls)

    def __post_init__(self) -> None:
        if not isinstance(self.text, str) or not isinstance(self.tex, str):
            called = shown((self.text, self.tex))
            raise NotAnExpression(f"a function has a name and its LaTeX, two texts, not {called}")
        if self.meaning is not None and not callable(self.meaning):
            raise NotAnExpression(
                f"the meaning of {self.text} is a function of its argument, such as "
                f"lambda t: t**2, not {shown(self.meaning)}"
            )
        check_domain(self.domain)
        check_own(self.text, self.tex, defined=self.meaning is not None)
        if self.meaning is not None:
            object.__setattr__(self, "meaning", settled(self.text, self.meaning))

    def __call__(self, argument: Operand) -> Expr:
        """Return the function applied to an expression."""
        return Apply(self, expr(argument))

    @cached_property
    def prime(self) -> Function:
        """The derivative of this function, as a function; always the same one."""
        if self.given:
            raise NotAnExpression(f"write the derivative of {self.text} out, it is elementary")
        return made(
            self.text + "_prime",
            self.tex + "'",
            domain=self.domain,
            base=self.base or self,
            primes=self.primes + 1,
            of_the_field=self.of_the_field,
        )

    @property
    def unspecified(self) -> bool:
        """Whether the function stands for any differentiable function."""
        return not self.given and self.base is None and self.meaning is None

    def __repr__(self) -> str:
        return f"<function {self.text}>"


def made(
    text: str, tex: str, meaning: Callable[[Expr], Expr] | None = None, **rest: Any
) -> Function:
    """Return a function that only this library can make: given, a derivative, or with a form."""
    function = object.__new__(Function)
    values: dict[str, Any] = {"text": text, "tex": tex, "meaning": meaning, "domain": ANYWHERE}
    values |= {"form": "", "code": "", "given": False, "base": None, "primes": 0}
    for name, value in (values | {"of_the_field": True} | rest).items():
        object.__setattr__(function, name, value)
    return function


def settled(text: str, meaning: Callable[[Expr], Expr]) -> Callable[[Expr], Expr]:
    """Return a meaning as it is now, whatever the variables of Python that it uses become later.

    Raises `NotAnExpression` for a meaning that is no number, or depends on more than its argument.
    """
    try:
        body = expr(meaning(ARGUMENT))
    except Refusal:
        raise
    except Exception as error:  # it is an author's code: whatever it raises
        raise NotAnExpression(
            f"the meaning of {text} fails for an argument t: {type(error).__name__}: {error}"
        ) from error
    if any(isinstance(node, (Sum, WidthOf)) or node.shape for node in walk(body)):
        raise NotAnExpression(
            f"{text} is a function of one number, but {body!r} has a width or an array in "
            "it: write the expression itself where it is used, or give it a name with let"
        )
    if any(isinstance(node, Derivative) for node in walk(body)):
        raise NotAnExpression(f"write the derivative in the meaning of {text} out: {body!r}")
    others = sorted(name.text for name in everything_under(body) - {ARGUMENT})
    if others:
        raise NotAnExpression(
            f"{text} is a function of one number t, but its meaning has {', '.join(others)} in it: "
            "write the expression itself where it is used, or give it a name with let"
        )

    def put_in(argument: Expr) -> Expr:
        def changed(node: Expr) -> Expr:
            return argument if node is ARGUMENT else rebuild(node, changed)

        return changed(body)

    return put_in


def check_domain(domain: object) -> None:
    """Raise `NotAnExpression` for what is no interval of numbers."""
    pair = isinstance(domain, tuple) and len(domain) == 2
    if not pair or not all(
        end is None or (isinstance(end, (int, Fraction)) and not isinstance(end, bool))
        for end in domain  # type: ignore[attr-defined]
    ):
        raise NotAnExpression(f"a domain is a pair of ends, such as (0, None), not {shown(domain)}")


def check_own(text: str, tex: str, *, defined: bool) -> None:
    """Raise `NotAnExpression` for an author's function that looks like another thing.

    A letter that some books give to one function, such as sigma, may stand for an unspecified one:
    whatever is proved of that holds for every function.
    """
    if not OWN_TEXT.fullmatch(text):
        raise NotAnExpression(f"a function is named by letters, not {text!r}")
    found = OWN_TEX.fullmatch(tex)
    letters = (found["word"] or found["letter"]).lstrip("\\") if found else ""
    single = found is not None and (found["word"] or len(letters) == 1 or is_greek(letters))
    if not single:
        raise NotAnExpression(
            f"{text} would be printed {tex}: a function is printed as a letter, Greek or upright, "
            r"or as a word in \mathrm{…}, so that it is taken for nothing else"
        )
    letters = letters.removeprefix("var") if is_greek(letters) else letters
    for called in (bare(text), bare(letters)):
        alone = len(called) == 1 or called in LETTERS
        if called in ("d", "e", "delta") or (called in FIELDS and (defined or not alone)):
            raise NotAnExpression(
                f"{called} is one of the field's functions: it means what it means everywhere, so "
                f"{text} needs another name and other letters"
            )


def is_greek(letters: str) -> bool:
    """Tell whether a command of LaTeX is a Greek letter."""
    from bpcore.naming import GREEK  # naming knows no functions

    return letters.removeprefix("var") in GREEK


def bare(name: str) -> str:
    """Return the letters of a name, without marks and capitals."""
    return re.sub(r"[^a-z]", "", re.sub(r"_prime$|^\\(?:var)?", "", name).lower())


OWN_TEXT = re.compile(r"[A-Za-z]+(?:_[A-Za-z0-9]+)?")
OWN_TEX = re.compile(
    r"(?:\\(?:mathrm|mathit|operatorname|mathcal)\{(?P<word>[A-Za-z]+)\}|(?P<letter>\\?[A-Za-z]+))"
    r"(?:_\{?[A-Za-z0-9]+\}?)?"
)
LETTERS = frozenset(
    {"sigma", "phi", "psi", "rho", "chi", "theta", "tau", "eta", "gamma", "beta", "zeta", "lambda"}
)
FIELDS = frozenset(
    {
        *("sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "asin", "acos"),
        *("atan", "sinh", "cosh", "tanh", "coth", "artanh", "exp", "expm", "log", "ln", "lg", "lb"),
        *("logp", "sqrt", "root", "cbrt", "abs", "sign", "sgn", "max", "min", "maximum", "minimum"),
        *("sup", "inf", "argmax", "argmin", "sum", "prod", "mean", "var", "std", "cov", "erf"),
        *(
            "erfc",
            "erfinv",
            "gamma",
            "lgamma",
            "digamma",
            "psi",
            "beta",
            "zeta",
            "sigma",
            "sigmoid",
        ),
        *(
            "sigmoid",
            "logistic",
            "logit",
            "softmax",
            "logsoftmax",
            "logsumexp",
            "softplus",
            "softsign",
        ),
        *("softmin", "relu", "leakyrelu", "prelu", "elu", "selu", "celu", "gelu", "silu", "swish"),
        *(
            "mish",
            "hardsigmoid",
            "hardswish",
            "hardtanh",
            "clamp",
            "clip",
            "floor",
            "ceil",
            "round",
        ),
        *("round", "heaviside", "gate", "phi", "normal", "normalcdf", "normalpdf", "pdf", "cdf"),
        *("positivepart", "det", "tr", "trace", "rank", "diag", "norm", "dim", "ker", "re", "im"),
        *("gcd", "lcm", "mod", "lim"),
    }
)

POSITIVE: Interval = (Fraction(0), None)

exp = made("exp", "e", given=True)
"""The exponential function; given."""
log = made("log", r"\log", domain=POSITIVE, given=True)
"""The natural logarithm of a positive number; given."""
log10 = made("log10", r"\log_{10}", lambda t: log(t) / log(Num(Fraction(10))), domain=POSITIVE)
"""The logarithm to base ten of a positive number."""
sqrt = made(
    "sqrt",
    r"\sqrt",
    lambda t: exp(Num(Fraction(1, 2)) * log(t)),
    domain=POSITIVE,
    form=r"\sqrt{#}",
    code="sqrt(#)",
)
"""The square root of a positive number."""
sigmoid = made("sigmoid", r"\sigma", lambda t: 1 / (1 + exp(-t)))
"""The sigmoid, between 0 and 1."""
tanh = made("tanh", r"\tanh", lambda t: (exp(t) - exp(-t)) / (exp(t) + exp(-t)))
"""The hyperbolic tangent, between -1 and 1."""

gate = made("gate", r"\mathrm{gate}", given=True, form="[# > 0]", code="(# > 0)")
"""One where its argument is positive, else zero; given. At zero it has no derivative."""
normal_cdf = made("Phi", r"\Phi", given=True)
"""The share of a standard normal distribution below its argument; given."""
normal_pdf = made("phi", r"\varphi", given=True)
"""The density of a standard normal distribution; given."""

positive_part = made(
    "positive_part", r"\max", lambda t: t * gate(t), form=r"\max(0, #)", code="maximum(0, #)"
)
"""The larger of zero and its argument."""
relu = made("relu", r"\mathrm{ReLU}", positive_part)
"""The rectified linear unit: its argument where that is positive, else zero."""
leaky_relu = made(
    "leaky_relu",
    r"\mathrm{LeakyReLU}",
    lambda t: t * gate(t) + Num(Fraction(1, 100)) * t * (1 - gate(t)),
)
"""Its argument where that is positive, else a hundredth of it."""
softplus = made("softplus", r"\mathrm{softplus}", lambda t: log(1 + exp(t)))
"""A smooth ReLU: the logarithm of one plus the exponential."""
silu = made("silu", r"\mathrm{SiLU}", lambda t: t * sigmoid(t))
"""The SiLU, or swish: a number times its sigmoid."""
gelu = made("gelu", r"\mathrm{GELU}", lambda t: t * normal_cdf(t))
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


@checked
def unspecified(text: str) -> Function:
    """Return a function of which nothing is assumed but that it can be differentiated.

    >>> unspecified("g")
    <function g>
    """
    if not text.isascii() or not text.isalpha():
        raise NotAnExpression(f"a function is named by letters, not {text!r}")
    from bpcore.naming import tex_of  # naming knows no functions

    return Function(text, tex_of(text))
