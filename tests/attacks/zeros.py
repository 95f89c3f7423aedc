"""Zeros: what comes to zero is proved, what does not is refused, and no zero stands for itself."""

from bpcore import (
    N,
    Page,
    algebra,
    by,
    column,
    d,
    definition,
    exp,
    index,
    let,
    matrix,
    ones,
    partial,
    prove,
    proved,
    scalar,
    total,
    width,
)
from bpcore.errors import IndexMisused, StepIsFalse, StepIsVacuous
from bpcore.markdown import markdown
from tests.attacks import false, true

x, y = scalar("x"), scalar("y")
n = width("n")
z, j, k = column("z", "n"), index("j", "n"), index("k", "n")
S = let("S", total(j, exp(z[j])), abbreviation=True)
s = let("s", exp(z) / S)
mean = let("mu", total(j, z[j]) / n)


@true("the slopes of softmax add up to zero")
def _() -> None:
    claim = proved(total(j, partial(s[j], z[1])), 0)
    assert str(claim.verdict) == "proved for any width"


@true("the slopes of softmax add up to zero, for every variable")
def _() -> None:
    prove(partial(total(j, s[j]), z), 0 * z)


@false("the slopes of softmax add up to one", StepIsFalse)
def _() -> None:
    prove(total(j, partial(s[j], z[1])), 1)


@false("the slopes of softmax add up to zero, one of them forgotten", StepIsFalse)
def _() -> None:
    prove(total(j, partial(s[j], z[1])) - partial(s[2], z[1]), 0)


@true("deviations from the mean add up to zero")
def _() -> None:
    claim = proved(total(j, z[j] - mean), 0)
    assert str(claim.verdict) == "proved for any width"


@false("deviations from a sum add up to zero", StepIsFalse)
def _() -> None:
    whole = let("t", total(j, z[j]))
    prove(total(j, z[j] - whole), 0)


@false("squared deviations from the mean add up to zero", StepIsFalse)
def _() -> None:
    prove(total(j, (z[j] - mean) ** 2), 0)


@true("what comes to zero is a result on a page, and is spoilt like any other")
def _() -> None:
    page = Page("p", "P")
    whole = total(j, z[j])
    page.chain(
        total(j, z[j] - mean),
        algebra("the sum of each part"),
        whole - n * mean,
        definition("what the mean is"),
        whole - n * (whole / n),
        algebra("nothing is left"),
        N(0),
        name="deviations",
    )
    page.finish()
    assert "deviations" in markdown(page)


@false("deviations from the mean, with one slip, on a page", StepIsFalse, says="step 2")
def _() -> None:
    whole = total(j, z[j])
    Page("p", "P").chain(
        whole - n * mean,
        definition("what the mean is"),
        whole - n * (whole / n),
        algebra("nothing is left"),
        whole - whole + 1,
    )


@false("two zeros that are written as such", StepIsVacuous)
def _() -> None:
    prove(0 * x, 0 * y)


@false("two slopes of nothing", StepIsVacuous)
def _() -> None:
    prove(d(y * y, x), d(y, x))


@false("arrays of zeros", StepIsVacuous)
def _() -> None:
    W = matrix("W", "n", "m")
    prove(W @ (0 * column("v", "m")), 0 * z)


@true("a slope by what a quantity does not depend on")
def _() -> None:
    prove(d(y, x), 0)


@true("differences that cancel")
def _() -> None:
    prove(x - x + 1, 1)


@true("a column less its mean has no part along the ones")
def _() -> None:
    prove(ones("n").T @ (z - mean * ones("n")), 0)


@false("a column less its first entry has none", StepIsFalse)
def _() -> None:
    prove(ones("n").T @ (z - z[1] * ones("n")), 0)


# -- for every value of an index -----------------------------------------------------------------

A, Z = matrix("A", "n", "m"), matrix("Z", "n", "m")
i, r, q = index("i", "n"), index("r", "n"), index("q", "m")
E = let("E", exp(Z))
T = let("T", E @ ones("m"))
rows = total(q, E[i, q] / T[i])


@true("each row of shares adds up to one, for every row")
def _() -> None:
    claim = proved(rows, 1, every=i)
    assert str(claim) == ("sum(E[i, q] / T[i] for q in 1..m) = 1 for every i: proved for any width")


@false("each row adds up to one, and nobody says for which", IndexMisused, says="every=i")
def _() -> None:
    proved(rows, 1)


@false("each row of any matrix adds up to one", StepIsFalse, says="i = 1")
def _() -> None:
    proved(total(q, A[i, q]), 1, every=i)


@false("all rows but the last add up to one", StepIsFalse)
def _() -> None:
    last = let("u", column("w", 3))
    k = index("k", 3)
    proved(last[k] / last[k] + (last[k] - last[1]) * (last[k] - last[2]), 1, every=k)


@false("a row adds up to itself at another place", StepIsFalse)
def _() -> None:
    proved(A[i, 1], A[1, 1], every=i)


@false("every value of an index that is free on both sides", IndexMisused)
def _() -> None:
    proved(A[i, 1] + A[i, 1], 2 * A[i, 1], every=i)


@false("every value of no index", IndexMisused)
def _() -> None:
    proved(rows, 1, every=2)  # type: ignore[arg-type]


def page_of_rows() -> Page:
    """Return a page on which rows of shares add up to one."""
    page = Page("p", "P")
    page.chain(
        rows,
        algebra("one divisor for all"),
        total(q, E[i, q]) / T[i],
        definition("the sum of a row"),
        total(q, E[i, q]) / (E @ ones("m"))[i],
        algebra("a sum divided by itself"),
        N(1),
        name="rows",
        every=i,
    )
    return page


@true("it is printed for which indices a line holds, in the step, the result and in words")
def _() -> None:
    page = page_of_rows()
    page.text(f"That is, {page.results['rows']}.")
    page.finish()
    assert markdown(page).count(r"1 \qquad \text{for every } i") == 3


@true("what holds for every row is put to use for another index")
def _() -> None:
    page = page_of_rows()
    page.chain(A[r, 1] * total(q, E[r, q] / T[r]), by(page.results["rows"]), A[r, 1] * 1)


@false("what holds for every row is put to use for a sum of columns", StepIsFalse)
def _() -> None:
    page = page_of_rows()
    page.chain(total(r, E[r, 1] / T[r]) * 2, by(page.results["rows"]), N(2))
