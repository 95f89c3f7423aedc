"""Functions: one of an author's that is taken for one of the field's, or that nobody was told."""

from bpcore import (
    Function,
    Page,
    algebra,
    chain_rule,
    column,
    d,
    index,
    kronecker,
    let,
    ones,
    prove,
    scalar,
    sigmoid,
    tanh,
    total,
    unspecified,
    width,
)
from bpcore.errors import NameClash, NotAnExpression, StepIsFalse
from bpcore.expr import Expr
from tests.attacks import false, true

z = scalar("z", "a number")


def squared(t: Expr) -> Expr:
    """Return the square."""
    return t**2


TAKEN = {
    "the sine": ("sin", r"\sin"),
    "the sine by its text alone": ("sin", "s"),
    "the sine by its print alone": ("s", r"\sin"),
    "the sine, upright": ("s", r"\mathrm{sin}"),
    "the sine, as an operator": ("s", r"\operatorname{sin}"),
    "the sine with capitals": ("Sin", r"\mathrm{Sin}"),
    "the sine with a subscript": ("sin_1", r"\mathrm{sin}_1"),
    "the cosine": ("c", r"\mathrm{cos}"),
    "the tangent": ("tan", "t"),
    "the exponential": ("exp", "q"),
    "the exponential by its letter": ("q", "e"),
    "the exponential by its letter, upright": ("q", r"\mathrm{e}"),
    "the logarithm": ("ln", r"\mathrm{ln}"),
    "the logarithm to base two": ("log2", r"\mathrm{lb}"),
    "the largest": ("q", r"\mathrm{max}"),
    "the sigmoid": ("q", r"\sigma"),
    "the sigmoid by name": ("sigmoid", "q"),
    "the hyperbolic tangent": ("tanh", "q"),
    "softmax": ("q", r"\mathrm{softmax}"),
    "ReLU": ("ReLU", r"\mathrm{ReLU}"),
    "ReLU with a leak": ("leaky_relu", "q"),
    "the root": ("sqrt", r"\mathrm{q}"),
    "the error function": ("q", r"\mathrm{erf}"),
    "Gamma": ("q", r"\Gamma"),
    "Phi": ("q", r"\Phi"),
    "phi, the other way of writing it": ("q", r"\varphi"),
    "zeta": ("q", r"\zeta"),
    "the sign": ("sign", "q"),
    "the determinant": ("q", r"\mathrm{det}"),
    "the differential": ("q", "d"),
    "the Kronecker delta": ("q", r"\Delta"),
}
for title, (text, tex) in TAKEN.items():
    false(f"an author's {title}", NotAnExpression)(
        lambda text=text, tex=tex: Function(text, tex, squared)  # type: ignore[misc]
    )
for text in ("sin", "exp", "log", "max", "ReLU", "tanh", "softmax", "erf"):
    false(f"an unspecified function called {text}", NotAnExpression)(
        lambda text=text: unspecified(text)  # type: ignore[misc]
    )

PRINTS = {
    "a product": "a b",
    "two letters": "ab",
    "a power": "q^2",
    "a factor in front": "2q",
    "an equality": "q = 3",
    "a command that is no letter": r"\cdot",
    "a sum": r"\sum",
    "a nabla": r"\nabla",
    "a fraction": r"\frac{1}{2}",
    "nothing": "",
    "a prime": "q'",
    "a box with words": r"\text{the slope is}",
    "a minus": "-q",
    "a derivative": r"\partial",
}
for title, tex in PRINTS.items():
    false(f"a function printed as {title}", NotAnExpression)(
        lambda tex=tex: Function("q", tex, squared)  # type: ignore[misc]
    )
for option, value in {
    "given": True,
    "form": "(#)^2",
    "base": tanh,
    "primes": 1,
    "code": "#",
    "of_the_field": True,
}.items():
    false(f"a function of an author with {option}", NotAnExpression, says=option)(
        lambda option=option, value=value: Function("q", "q", squared, **{option: value})  # type: ignore[misc,arg-type]
    )

i, j = index("i", "n"), index("j", "n")
OTHERS = {
    "another name": lambda t: t * z,
    "a name that hides another": lambda t: t + let("h", z**2, "a square"),
    "an entry of an array": lambda t: t * column("w", "n", "weights")[index("i", "n")],
    "an array": lambda t: column("w", "n", "weights") * t,
    "a number from an array": lambda t: t * column("w", "n").T @ ones("n"),
    "a width": lambda t: t * width("n"),
    "a sum over a width": lambda t: total(i, total(j, t * kronecker(i, j))),
    "a derivative": lambda t: d(t**2, t),
    "no expression": lambda t: "t squared",
    "two arguments": lambda t, u: t * u,
    "an error of Python": lambda t: {}["t"],
}
for title, meaning in OTHERS.items():
    false(f"a function whose meaning is {title}", NotAnExpression)(
        lambda meaning=meaning: Function("q", "q", meaning)  # type: ignore[misc]
    )


@false("a function that has become another one", StepIsFalse)
def _becomes_another() -> None:
    powers = [Function("q", "q", lambda t: t**k) for k in (2, 3)]  # noqa: B023 - the attack
    prove(powers[0](z), z**3)


@true("functions made in a loop")
def _made_in_a_loop() -> None:
    powers = [Function("q", "q", lambda t: t**k) for k in (2, 3)]  # noqa: B023 - the attack
    prove(powers[0](z) * z, powers[1](z))


def page(
    *, introduced: bool, late: bool = False, inside: bool = False, prime: bool = False
) -> None:
    """Use an author's function, introduced or not."""
    square = Function("square", "q", squared)
    found = Page("tried", "A page")
    if introduced and not late:
        found.define(square(z))
    if inside:
        h = let("h", square(z) + 1, "a name that hides it")
        found.chain(h + z, algebra("turn"), z + h)
    elif prime:
        found.chain(square.prime(z) + z, algebra("turn"), z + square.prime(z))
    else:
        found.chain(d(square(z), z), chain_rule("the power comes down"), 2 * z)
    if introduced and late:
        found.define(square(z))
    found.finish()


false("a function that was never introduced", NameClash)(lambda: page(introduced=False))
false("a function that is introduced too late", NameClash)(lambda: page(introduced=True, late=True))
false("a function inside of a name", NameClash)(lambda: page(introduced=False, inside=True))
false("the derivative of one nobody knows", NameClash)(lambda: page(introduced=False, prime=True))
false("the slope of an author's function", StepIsFalse)(
    lambda: prove(d(Function("square", "q", squared)(z), z), 3 * z)
)


true("a function that is introduced with its meaning")(lambda: page(introduced=True))
true("a function inside of a name, introduced")(lambda: page(introduced=True, inside=True))
true("the derivative of one that is known")(lambda: page(introduced=True, prime=True))
true("functions called by letters and words of their own")(
    lambda: [
        Function("square", "q", squared),
        Function("cube", r"\mathrm{cube}", lambda t: t**3),
        Function("bump", r"\mathcal{B}", squared),
        Function("half_square", r"\rho", squared),
    ]
)
true("unspecified functions, also with the letters of books")(
    lambda: [unspecified(text) for text in ("f", "g", "sigma", "phi", "act", "cost")]
)


@true("the field's functions need no introduction")
def _() -> None:
    found = Page("tried", "A page")
    found.chain(sigmoid(z) + tanh(z), algebra("turn"), tanh(z) + sigmoid(z))
    found.finish()
