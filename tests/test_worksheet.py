"""The worksheet: worked examples as NumPy statements, which notice a wrong number."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from bpcore import N, column, d, dot, index, let, matrix, partial, proved, scalar, sigmoid
from bpcore.agreement import agree, compare, five_points
from bpcore.claim import Claim
from bpcore.expr import Num
from bpcore.worked import Numbers
from bpcore.worksheet import Sheet, identifier, put_at

w, x, y = scalar("w"), scalar("x"), scalar("y")
z = let("z", w * x)
a = let("a", sigmoid(z), between=(0, 1))
L = let("L", (a - y) ** 2)
AT = Numbers({w: Fraction(1, 2), x: 2, y: 0})


def run(sheet: Sheet) -> dict[str, object]:
    """Return what the statements of a sheet leave behind."""
    space: dict[str, object] = {
        "np": np,
        "agree": agree,
        "compare": compare,
        "five_points": five_points,
    }
    exec(sheet.fetch(), space)
    return space


def slope_of_square() -> Claim:
    """Return the slope of the loss by the answer, proved."""
    return proved(d(L, a), 2 * (a - y))


def test_what_is_printed_is_foretold(capsys: pytest.CaptureFixture[str]) -> None:
    """Given numbers, a definition, a formula, and the same by differences."""
    claim = slope_of_square()
    sheet = Sheet(AT, [claim])
    sheet.worked(AT.line(proved(a, sigmoid(z))))
    sheet.worked(AT.line(claim))
    sheet.compared(AT.check(d(L, a)))
    foretold = sheet.printed()
    run(sheet)
    assert f"{foretold}\n" == capsys.readouterr().out
    assert 4 == len(foretold.splitlines())
    assert ([], []) == (sheet.left_out, sheet.by_differences)


def test_a_wrong_number_is_noticed() -> None:
    """In a worked line, and in a compared one."""
    claim = slope_of_square()
    line, check = AT.line(claim), AT.check(d(L, a))
    assert isinstance(line.result, Num)
    assert isinstance(check.formula, Num)
    worked, compared = Sheet(AT, [claim]), Sheet(AT, [claim])
    worked.worked(replace(line, result=more(line.result)))
    compared.compared(replace(check, formula=more(check.formula)))
    for sheet in (worked, compared):
        with pytest.raises(AssertionError, match="the page shows"):
            run(sheet)


def more(shown: object) -> Num:
    """Return a displayed number with one more in its last digit."""
    assert isinstance(shown, Num)
    return Num(shown.value + Fraction(1, 10 ** (shown.digits or 0)), shown.digits)


def test_a_wrong_formula_is_noticed_by_differences() -> None:
    """As if something false had been proved."""
    wrong = replace(slope_of_square(), right=2 * (a - y) + N(1, 10**6))
    sheet = Sheet(AT, [wrong])
    sheet.compared(replace(AT.check(d(L, a)), formula=AT._quantity(wrong.right, 10)))
    with pytest.raises(AssertionError, match="differences give"):
        run(sheet)


def test_derivatives_are_taken_from_what_was_proved() -> None:
    """The product of two slopes, each by its formula; without one, by the rules of school."""
    product = proved(d(L, z), d(L, a) * d(a, z))
    known = [slope_of_square(), proved(d(a, z), a * (1 - a))]
    sheet = Sheet(AT, known)
    sheet.worked(AT.line(product))
    assert "dL_dz = dL_da * da_dz" in (text := sheet.fetch())
    assert "five_points" not in text
    sheet = Sheet(AT, known[:1])
    sheet.worked(AT.line(product))
    assert "da_dz = sigmoid_prime(z)" in sheet.fetch()
    assert [] == sheet.by_differences


def test_what_school_does_not_know_is_taken_by_differences() -> None:
    """A gradient of which nothing was proved; it is said, and checked less sharply."""
    v = column("v", 2)
    at = Numbers({v: ((1,), (2,))})
    q = let("q", dot(v, v))
    sheet = Sheet(at, [])
    sheet.worked(at.line(proved(partial(q, v).T @ v, 2 * q)))
    sheet.worked(at.line(proved(2 * partial(q, v), partial(q, v) + partial(q, v))))
    text = sheet.fetch()
    assert ["partial(q, v)"] == sheet.by_differences
    assert "dq_dv = five_points(q_of_v, v)  # by differences" in text
    checks = [line for line in text.splitlines() if line.startswith("agree(")]
    assert [False, True] == [line.endswith(", within=1e-9)") for line in checks]


def test_a_formula_for_any_place_serves_one_place() -> None:
    """Its indices become numbers, the same index the same number."""
    W, v = matrix("W", "m", "n"), column("v", "n")
    i, j = index("i", over="m"), index("j", over="n")
    C = let("C", dot(W @ v, W @ v))
    claim = proved(partial(C, W[i, j]), 2 * (W @ v)[i] * v[j])
    right = put_at(claim.left, claim.right, partial(C, W[2, 1]))
    assert "2 * (W @ v)[2] * v[1]" == repr(right)
    assert put_at(claim.left, claim.right, partial(C, v[1])) is None


def test_names_that_must_stay_are_left_alone() -> None:
    """And the words of Python and of the notebook."""
    sheet = Sheet(AT, [], taken={"w"})
    assert ["w_ = 0.5", "x = 2.0", "y = 0.0"] == sheet.fetch().splitlines()
    found = Numbers({scalar("lambda"): 1, scalar("sum"): 2})
    sheet = Sheet(found, [])
    assert ["lambda_ = 1.0", "sum_ = 2.0"] == sheet.fetch().splitlines()


@pytest.mark.parametrize(
    ("expected", "text"), [("z_l_plus_1", "z^[l+1]"), ("delta_L", "delta^L"), ("w_1", "w_1")]
)
def test_names_become_names_in_python(expected: str, text: str) -> None:
    """Layers stand behind, like everything else."""
    assert expected == identifier(text)


def test_what_cannot_be_worked_out_is_said() -> None:
    """The line stays as a remark, with the reason."""
    sheet = Sheet(AT, [])
    claim = slope_of_square()
    sheet.worked(replace(AT.line(claim), claim=replace(claim, right=scalar("q") + 1)))
    *_, last = sheet.fetch().splitlines()
    assert "# Not worked out here: d(L, a) = q + 1 (q has no value here)" == last
    assert 1 == len(sheet.left_out)


def test_a_notebook_holds_what_is_held(capsys: pytest.CaptureFixture[str]) -> None:
    """The function of which differences are taken finds it outside, and does not work it out."""
    r = let("r", x**2)
    f = let("f", x * r)
    here = Numbers({x: 3})
    sheet = Sheet(here, [])
    for node in (partial(f, x, holding=r), d(f, x), partial(f, r, holding=x)):
        sheet.compared(here.check(node))
    assert "def f_of_x_holding_r(x):\n    return x * r" in "\n".join(sheet.lines)
    foretold = sheet.printed()
    run(sheet)
    assert f"{foretold}\n" == capsys.readouterr().out
    assert "df_dx_holding_r = 9.0000000000" in foretold
    assert "df_dx = 27.0000000000" in foretold
