"""Values: one side has a value where the other has none, and nothing says so."""

from bpcore import (
    N,
    Page,
    algebra,
    array,
    by,
    column,
    d,
    dot,
    elementary,
    exp,
    gate,
    index,
    kronecker,
    leaky_relu,
    let,
    log,
    matrix,
    odot,
    opaque,
    partial,
    prove,
    relu,
    scalar,
    sigmoid,
    softplus,
    sqrt,
    tanh,
    total,
    unspecified,
)
from bpcore.claim import Claim, proved
from bpcore.errors import StepIsUndecided, ValuesAreLost
from bpcore.expr import Expr, Operand
from bpcore.function import Function
from bpcore.markdown import markdown
from bpcore.notebook import notebook
from tests.attacks import false, true

x, y, z, c, w = (scalar(letter) for letter in "xyzcw")
p = scalar("p", between=(0, 1))
s = scalar("s", between=(0, None))
v, u = column("v", "n"), column("u", "n")
i, j = index("i", "n"), index("j", "n")
A = array("A", 2, 2)
B = array("B", 3, 3)
D = let("D", A[1, 1] * A[2, 2] - A[1, 2] * A[2, 1])


class Unsaid(Exception):
    """A condition is not said, or another one is."""


def unsaid(left: Expr, right: Operand) -> None:
    """Try to have an equality proved without a condition; what is refused or has one is fine."""
    verdict = prove(left, right)
    if verdict.condition:
        raise ValuesAreLost(str(verdict))


def said(left: Expr, right: Operand, condition: str) -> None:
    """Raise `Unsaid` unless the condition of an equality is said in these very words."""
    found = str(prove(left, right).condition)
    if found != condition:
        raise Unsaid(found)


def minor(row: int, column_: int) -> Expr:
    """Return the minor of a matrix of three by three."""
    a, b = (k for k in (1, 2, 3) if k != row)
    e, f = (k for k in (1, 2, 3) if k != column_)
    return B[a, e] * B[b, f] - B[a, f] * B[b, e]


determinant = B[1, 1] * minor(1, 1) - B[1, 2] * minor(1, 2) + B[1, 3] * minor(1, 3)

# -- divisors --------------------------------------------------------------------------------


@false("the slope of a product is the product over the factor", ValuesAreLost)
def _() -> None:
    unsaid(partial(x * y * z, x), (x * y * z) / x)


@true("the same, where the factor differs from zero")
def _() -> None:
    said(partial(x * y * z, x), (x * y * z) / x, "x differs from zero")


@true("the same for two factors at once")
def _() -> None:
    said(d(x, x) + y * z, x / x + (x * y * z) / x, "x differs from zero")
    said(partial(x * y * z, x) + z, (x * y * z) / x + (y * z) / y, "x and y differ from zero")


@true("the slope of a product is the product of the other factors")
def _() -> None:
    said(partial(x * y * z, x), y * z, "")


@false("the slope of a determinant by its inverse, two by two", ValuesAreLost)
def _() -> None:
    unsaid(partial(D, A[1, 2]), D * (-A[2, 1] / D))


@true("the same, where the determinant differs from zero")
def _() -> None:
    said(partial(D, A[1, 2]), D * (-A[2, 1] / D), "D differs from zero")


@true("the slope of a determinant by its cofactors")
def _() -> None:
    said(partial(D, A[1, 2]), -A[2, 1], "")


@false("the slope of a determinant by its inverse, three by three, without a name for it")
def _() -> None:
    prove(partial(determinant, B[1, 1]), determinant * (minor(1, 1) / determinant))


@true("the same with a name for the determinant")
def _() -> None:
    named = let("V", determinant)
    said(partial(named, B[1, 1]), named * (minor(1, 1) / named), "V differs from zero")


@false("a quotient of equals is one", ValuesAreLost)
def _() -> None:
    unsaid(x / x, N(1))


@false("a factor is cancelled that is zero somewhere", ValuesAreLost)
def _() -> None:
    unsaid((x**2 - 1) / (x - 1), x + 1)


@true("the same, where it is not")
def _() -> None:
    said((x**2 - 1) / (x - 1), x + 1, "x differs from 1")


@false("a divisor hides in a name", ValuesAreLost)
def _() -> None:
    unsaid(let("h", 1 / x) * x, N(1))


@false("a divisor hides in a name of a name", ValuesAreLost)
def _() -> None:
    h = let("h", 1 / (x - y))
    unsaid(let("g", h * z) - h * z + z, z)


@false("a divisor hides in a negative power", ValuesAreLost)
def _() -> None:
    unsaid(x**-2 * x**3, x)


@false("a divisor hides in a function of the author", ValuesAreLost)
def _() -> None:
    cut = Function("cut", "c", lambda t: t / (t - 2))
    unsaid(cut(z) * (z - 2), z)


@true("the divisor of an author's function is said at its argument")
def _() -> None:
    cut = Function("cut", "c", lambda t: t / (t - 2))
    said(cut(3 * z) * (3 * z - 2), 3 * z, "3 * z differs from 2")


@false("an array is divided by a number and taken times it again", ValuesAreLost)
def _() -> None:
    unsaid(v / x * x, 1 * v)


@false("a divisor stands under a sum", ValuesAreLost)
def _() -> None:
    unsaid(total(i, u[i] * (v[i] / u[i])), total(i, v[i]))


@true("the same, where no entry is zero")
def _() -> None:
    right = total(i, v[i])
    said(total(i, u[i] * (v[i] / u[i])), right, "every entry of u differs from zero")


@false("a divisor stands beside a delta that leaves one term", ValuesAreLost)
def _() -> None:
    unsaid(total(i, kronecker(i, j) * (v[i] / u[i]) * u[i]), v[j])


@false("one side divides by all entries, the other by one", ValuesAreLost)
def _() -> None:
    unsaid(total(i, kronecker(i, j) * v[i] / u[i]), v[j] / u[j])


@false("two unlike fractions are one, and one divisor is gone", ValuesAreLost)
def _() -> None:
    unsaid(1 / x + y / y, 1 / x + 1)


@false("the divisor is a scalar product", ValuesAreLost)
def _() -> None:
    unsaid(dot(u, v) / dot(u, v), N(1))


@false("the difference of two softmax outputs is cancelled", ValuesAreLost)
def _() -> None:
    a, b = let("a", sigmoid(x)), let("b", sigmoid(y))
    unsaid((a**2 - b**2) / (a - b), a + b)


@true("both sides have the same divisors, written otherwise")
def _() -> None:
    said(1 / x + 1 / y, (x + y) / (x * y), "")
    said(1 / (x**2 - 1), (1 / (x - 1) - 1 / (x + 1)) / 2, "")
    said((1 / (x - 1) - 1 / (x + 1)) / 2, 1 / (x**2 - 1), "")
    said(x / (y / z), x * z / y + z - z / 1 * 1 + 0 * (1 / z), "")
    said(-1 / (x - y), 1 / (y - x), "")


@true("divisors that are never zero need no condition")
def _() -> None:
    said(p / p * x, x, "")
    said((1 - p) * (x / (1 - p)), x, "")
    said((x**2 + 1) * (y / (x**2 + 1)), y, "")
    said(sigmoid(z) * (1 + exp(-z)), 1 * (sigmoid(z) / sigmoid(z)), "")
    said(exp(z) / (1 + exp(z)), sigmoid(z), "")
    said(exp(v[j]) / total(i, exp(v[i])) * total(i, exp(v[i])), exp(v[j]), "")


@true("slopes of functions without gaps need no condition")
def _() -> None:
    said(d(tanh(z), z), 1 - tanh(z) ** 2, "")
    said(d(softplus(z), z), sigmoid(z), "")
    said(d(sigmoid(z), z), sigmoid(z) * (1 - sigmoid(z)), "")


# -- logarithms and roots --------------------------------------------------------------------


@false("the logarithm of a square is twice the logarithm", ValuesAreLost, StepIsUndecided)
def _() -> None:
    unsaid(log(c**2), 2 * log(c))


@true("the same of a number that is introduced as positive")
def _() -> None:
    said(log(s**2), 2 * log(s), "")


@false("twice the logarithm is the logarithm of a square", ValuesAreLost, StepIsUndecided)
def _() -> None:
    unsaid(2 * log(c), log(c**2))


@false("the logarithm of a product of two negative numbers", ValuesAreLost, StepIsUndecided)
def _() -> None:
    unsaid(log(x * y), log(x) + log(y))


@true("the logarithm of a product of which one factor is positive")
def _() -> None:
    said(log(exp(x) * y), x + log(y), "")


@false("e to a logarithm", ValuesAreLost)
def _() -> None:
    unsaid(exp(log(x)), x)


@true("e to a logarithm of what is positive")
def _() -> None:
    said(exp(log(s)), s, "")


@false("the slope of a logarithm is claimed at negative numbers", ValuesAreLost)
def _() -> None:
    unsaid(d(log(x), x), 1 / x)


@false("nothing times a logarithm", ValuesAreLost)
def _() -> None:
    unsaid(0 * log(y) + x, x)


@false("a logarithm that is subtracted again", ValuesAreLost)
def _() -> None:
    unsaid(x + log(y) - log(y), x)


@false("logarithms that drop out of a sum, at any width", ValuesAreLost)
def _() -> None:
    unsaid(total(i, 0 * log(v[i]) + u[i]), total(i, u[i]))


@true("the same, where every entry is positive")
def _() -> None:
    said(total(i, 0 * log(v[i]) + u[i]), total(i, u[i]), "every entry of v is positive")


@false("the slope of a sum of logarithms by one entry needs all of them", ValuesAreLost)
def _() -> None:
    unsaid(partial(total(i, log(v[i])), v[j]), 1 / v[j])


@false("the square of a root", ValuesAreLost)
def _() -> None:
    unsaid(sqrt(x) ** 2, x)


@true("the square of a root of what is positive")
def _() -> None:
    said(sqrt(x) ** 2, x, "x is positive")
    said(sqrt(s) ** 2, s, "")
    said(sqrt(x**2 + 1) ** 2, x**2 + 1, "")


@true("a root and its slope need the same")
def _() -> None:
    said(d(sqrt(x), x), 1 / (2 * sqrt(x)), "")


@false("an array over its norm has the norm one", ValuesAreLost)
def _() -> None:
    r = let("r", sqrt(total(i, v[i] ** 2)))
    unsaid(total(i, (v[i] / r) ** 2), N(1))


@true("an array over its norm and something more below")
def _() -> None:
    r = let("r", sqrt(total(i, v[i] ** 2) + s))
    said(total(i, (v[i] / r) ** 2), total(i, v[i] ** 2) / r**2, "")


@false("a function of nothing assumed may have negative values", ValuesAreLost)
def _() -> None:
    f = unspecified("f")
    unsaid(d(log(f(x)), x), f.prime(x) / f(x))


# -- kinks -----------------------------------------------------------------------------------


@false("the slope of ReLU at its kink", ValuesAreLost)
def _() -> None:
    unsaid(d(relu(z), z), gate(z))


@false("the slope of the square of ReLU, which the checker knows nowhere at a kink", ValuesAreLost)
def _() -> None:
    unsaid(d(relu(z) ** 2, z), 2 * relu(z))


@false("the slope of a leaky ReLU at a kink that was moved", ValuesAreLost)
def _() -> None:
    unsaid(d(leaky_relu(z - 3), z), gate(z - 3) + N(1, 100) * (1 - gate(z - 3)))


@true("the same, away from the kink")
def _() -> None:
    slope = gate(z - 3) + N(1, 100) * (1 - gate(z - 3))
    said(d(leaky_relu(z - 3), z), slope, "z differs from 3")


@true("a gate has a value at zero, only its slope has none")
def _() -> None:
    said(relu(z), z * gate(z), "")
    said(relu(z) - relu(-z), z, "")


W, b = matrix("W", "n", "m"), column("b", "n")
a0 = column("a_0", "m")
Z = let("z", W @ a0 + b)
cost = opaque("C", let("a", relu(Z)))


@false("a layer with ReLU, at the kink of one neuron", ValuesAreLost)
def _() -> None:
    unsaid(partial(cost, Z), odot(partial(cost, cost.of[0]), gate(Z)))


@true("the same, where no neuron is at its kink")
def _() -> None:
    right = odot(partial(cost, cost.of[0]), gate(Z))
    said(partial(cost, Z), right, "no entry of z is zero")


@true("one entry of the slope needs one neuron away from its kink")
def _() -> None:
    right = partial(cost, cost.of[0][j]) * gate(Z[j])
    said(partial(cost, Z[j]), right, "z[j] differs from zero")


@true("a kink of one neuron on the left does not excuse kinks of all on the right")
def _() -> None:
    slopes = total(i, relu.prime(Z[i])) - total(i, relu.prime(Z[i]))
    right = partial(cost, cost.of[0][j]) * relu.prime(Z[j]) + slopes
    said(partial(cost, Z[j]), right, "no entry of z is zero")


# -- what is printed, and what rests on it ---------------------------------------------------


def page_with(claim: Claim) -> str:
    """Return a page that shows a claim as a result, in a sentence and in a cell."""
    page = Page("p", "P")
    page.text(f"So {proved(x * y / y, 1 * x)}.")
    page.table(("which", "slope"), ("one", proved(z / z * y, y)))
    page.result(claim, "it")
    page.finish()
    return markdown(page)


@true("a result, a sentence and a cell say their conditions on the page")
def _() -> None:
    text = page_with(proved(w / w, N(1)))
    for letter in "wyz":
        if f"where $`{letter}`$ differs from zero" not in text:
            raise Unsaid(letter)


@true("a step says its condition, and the result says it again")
def _() -> None:
    page = Page("p", "P")
    page.chain(x + x / x, algebra("cancel"), x + 1, algebra("turn round"), 1 + x, name="it")
    if page.results["it"].verdict.condition.said(repr) != "x differs from zero":
        raise Unsaid
    if markdown(page).count("where $`x`$ differs from zero") < 2:
        raise Unsaid


@true("what rests on a result carries the condition of the result")
def _() -> None:
    page = Page("p", "P")
    cited = page.chain(d(log(x), x), elementary("one over"), 1 / x, name="log")
    found = page.chain(y * d(log(x), x), by(cited), y * (1 / x))
    if str(found.verdict.condition) != "x is positive":
        raise Unsaid


@true("a notebook says it, too")
def _() -> None:
    page = Page("p", "P")
    page.chain(d(relu(z), z), elementary("open or shut"), gate(z), name="it")
    if "differs from zero" not in notebook(page):
        raise Unsaid
