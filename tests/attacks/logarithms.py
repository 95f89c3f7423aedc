"""Logarithms and roots: a factor parted off that may be negative, a root that loses its sign."""

from bpcore import (
    N,
    closed,
    column,
    d,
    dot,
    exp,
    index,
    kronecker,
    let,
    log,
    log10,
    normal_cdf,
    normal_pdf,
    ones,
    partial,
    prove,
    scalar,
    sigmoid,
    softplus,
    sqrt,
    total,
    width,
)
from bpcore.errors import StepIsFalse, StepIsUndecided
from bpcore.expr import Expr
from tests.attacks import Try, false, true

x, y, z = scalar("x"), scalar("y"), scalar("z")
p, q = scalar("p", between=(0, None)), scalar("q", between=(0, None))
below, atleast = scalar("g", between=(None, 0)), scalar("r", between=(closed(0), None))
u, v, n = column("u", "n"), column("v", "n"), width("n")
i, j, k = index("i", "n"), index("j", "n"), index("k", "n")
norm = let("R", sqrt(u.T @ u))
mean = let("mu", total(k, u[k]) / n)
variance = let("V", total(k, (u[k] - mean) ** 2) / n)
away = let("w", variance + p)
S = let("S", total(k, exp(u[k])))
a = let("a", exp(u) / S)

FALSE: dict[str, tuple[Expr, Expr]] = {
    "the root of a square": (sqrt(x**2), x),
    "the root of a square that is negative far away": (sqrt((x + 5000) ** 2), x + 5000),
    "the root of a square that turns at five": (sqrt((x - 5) ** 2), 5 - x),
    "the root of a square below zero": (sqrt(below**2), below),
    "the root of a square, cubed": (sqrt(x**2) ** 3, x**3),
    "the root of a product of squares": (sqrt((x - 3) ** 2 * (x + 3) ** 2), x**2 - 9),
    "one over the root of a square": (1 / sqrt((x - 900) ** 2), 1 / (x - 900)),
    "half a logarithm of a square": (exp(N(1, 2) * log((z - 77) ** 2)), z - 77),
    "a third of a logarithm of a sixth power": (
        exp(N(1, 3) * log((z + 901) ** 6)),
        (z + 901) ** 2 + 1,
    ),
    "the root of a sum": (sqrt(p**2 + q**2), p + q),
    "the root of a sum of squares and products": (sqrt((x + y) ** 2 + 0 * p), x + y),
    "the logarithm of a square": (log(x**2), 2 * log(x)),
    "the logarithm of a square far away": (log((x + 8000) ** 2), 2 * log(x + 8000)),
    "the logarithm of a square below zero": (log(below**2), 2 * log(below)),
    "the logarithm of a fourth power": (log((x - 10**7) ** 4), 4 * log(x - 10**7)),
    "the logarithm to base ten of a square": (log10((z - 77) ** 2), 2 * log10(z - 77)),
    "the logarithm of a product of two negatives": (log(x * y), log(x) + log(y)),
    "the logarithm of a quotient of two negatives": (log(x / y), log(x) - log(y)),
    "the logarithm of a product of squares": (log((x * y) ** 2), 2 * log(x) + 2 * log(y)),
    "the root of a product of two negatives": (sqrt(x * y), sqrt(x) * sqrt(y)),
    "the root of a quotient of two negatives": (sqrt(x / y), sqrt(x) / sqrt(y)),
    "a positive factor and a square": (log(p * x**2), log(p) + 2 * log(x)),
    "the logarithm of a sum": (log(p + q), log(p) + log(q)),
    "the logarithm of a product, as a product": (log(p * q), log(p) * log(q)),
    "the logarithm of a power, as a power": (log(p**2), log(p) ** 2),
    "the logarithm of one over": (log(1 / p), 1 / log(p)),
    "the exponential of half a logarithm": (exp(log(p) / 2), p / 2),
    "the exponential of a logarithm and one": (exp(log(p) + 1), p + 1),
    "a norm, turned by a number of either sign": (sqrt((x * u).T @ (x * u)), x * norm),
    "a norm as a sum": (norm, total(k, u[k])),
    "the root of the square of a sum": (sqrt(total(k, u[k]) ** 2), total(k, u[k])),
    "the gradient of a norm without the norm": (partial(norm, u), u),
    "the gradient of a norm, twice": (partial(norm, u), 2 * u / norm),
    "the slopes of a normalised column without the second term": (
        d(u[i] / norm, u[j]),
        kronecker(i, j) / norm,
    ),
    "the slopes of a normalised column with the wrong power": (
        d(u[i] / norm, u[j]),
        kronecker(i, j) / norm - u[i] * u[j] / norm**2,
    ),
    "the slope of a deviation without the width": (
        partial(let("s", sqrt(away)), u),
        (u - mean * ones("n")) / sqrt(away),
    ),
    "log-softmax with the wrong sum": (log(a[i]), u[i] - log(total(k, u[k]))),
    "the slopes of log-softmax with the wrong sign": (d(log(a[i]), u[j]), a[j] - kronecker(i, j)),
    "a shift of log-sum-exp that is lost": (
        log(total(k, exp(u[k]))),
        log(total(k, exp(u[k] - x))),
    ),
    "the logarithm of a share as a difference of shares": (log(a[i]), log(exp(u[i])) - S),
    "a density without its constant": (normal_pdf(z), exp(-(z**2) / 2)),
    "a density with nearly its constant": (
        normal_pdf(z),
        N(398942280401432677, 10**18) * exp(-(z**2) / 2),
    ),
    "a density of twice the width": (normal_pdf(z), normal_pdf(0) * exp(-(z**2))),
    "the square of a density with one constant": (normal_pdf(z) ** 2, normal_pdf(0) * exp(-(z**2))),
    "the slope of a density without its sign": (d(normal_pdf(z), z), z * normal_pdf(z)),
    "the slope of the distribution, twice": (d(normal_cdf(z), z), 2 * normal_pdf(z)),
    "softplus as its argument": (softplus(z), z),
    "the logarithm of a sigmoid with the wrong sign": (log(sigmoid(z)), -softplus(z)),
    "a number's logarithm": (log(N(6)) + x, 2 * log(N(3)) + x),
    "a half's logarithm": (log(p / 2), log(p) + log(N(2))),
}
TRUE: dict[str, tuple[Expr, Expr]] = {
    "the root of a positive square": (sqrt(p**2), p),
    "the root of a negative square": (sqrt(below**2), -below),
    "the root of a square that is positive for its form": (sqrt((x**2 + 5000) ** 2), x**2 + 5000),
    "a square of a root": (sqrt(p) ** 2, p + 0 * x),
    "one over a root": (1 / sqrt(p), sqrt(p) / p),
    "a sixth power's third": (exp(N(1, 3) * log((z**2 + 901) ** 6)), (z**2 + 901) ** 2),
    "the logarithm of a positive square": (log(p**2), 2 * log(p)),
    "the logarithm of a negative square": (log(below**2), 2 * log(-below)),
    "the logarithm of a product of one that is positive": (log(p * x), log(p) + log(x)),
    "the logarithm of a product of forms that are positive": (
        log((1 + x**2) * (1 + y**2)),
        log(1 + x**2) + log(1 + y**2),
    ),
    "the logarithm of one over anything": (log(1 / x), -log(x)),
    "the root of a product of one that is positive": (sqrt(p * x), sqrt(p) * sqrt(x)),
    "the exponential of half a logarithm": (exp(log(p) / 2), sqrt(p)),
    "a product of densities": (
        normal_pdf(x) * normal_pdf(y),
        normal_pdf(0) * normal_pdf(sqrt(x**2 + y**2)),
    ),
    "a norm, stretched": (sqrt((p * u).T @ (p * u)), p * norm),
    "the gradient of a norm": (partial(norm, u), u / norm),
    "the slopes of a normalised column": (
        d(u[i] / norm, u[j]),
        kronecker(i, j) / norm - u[i] * u[j] / norm**3,
    ),
    "the slope of a deviation": (
        partial(let("s", sqrt(away)), u),
        (u - mean * ones("n")) / (n * sqrt(away)),
    ),
    "log-softmax": (log(a[i]), u[i] - log(total(k, exp(u[k])))),
    "the slopes of log-softmax": (d(log(a[i]), u[j]), kronecker(i, j) - a[j]),
    "a shift of log-sum-exp": (log(total(k, exp(u[k]))), x + log(total(k, exp(u[k] - x)))),
    "a density as an exponential": (normal_pdf(z), normal_pdf(0) * exp(-(z**2) / 2)),
    "the slope of a density": (d(normal_pdf(z), z), -z * normal_pdf(z)),
    "the slope of the distribution": (d(normal_cdf(z), z), normal_pdf(z)),
    "softplus of both signs": (softplus(z) - softplus(-z), z + 0 * x),
    "the logarithm of a sigmoid": (log(sigmoid(z)), -softplus(-z)),
    "a number's logarithm": (log(N(6)) + x, log(N(2)) + log(N(3)) + x),
    "a half's logarithm": (log(p / 2), log(p) - log(N(2))),
    "the logarithm of a norm": (log(dot(u, u)), 2 * log(norm)),
}


def asked(left: Expr, right: Expr) -> Try:
    """Return a try to prove an equality."""
    return lambda: prove(left, right)


for title, (left, right) in FALSE.items():
    false(title, StepIsFalse, StepIsUndecided)(asked(left, right))
for title, (left, right) in TRUE.items():
    true(f"{title}, rightly")(asked(left, right))
