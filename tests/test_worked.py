"""Worked numbers: shown digits recompute, differences agree, and only what is false is refuted."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpcore import (
    Claim,
    N,
    Page,
    algebra,
    array,
    column,
    d,
    exp,
    index,
    let,
    log,
    ones,
    partial,
    proved,
    relu,
    scalar,
    sigmoid,
    softplus,
    tanh,
    total,
    unspecified,
)
from bpcore.blocks import Compared, Worked, every
from bpcore.code import as_code
from bpcore.decimals import decimals_for, numbers_in, rounded, terminating
from bpcore.domain import Scalar
from bpcore.errors import (
    DigitsDoNotRecompute,
    NotAnExpression,
    NothingChecked,
    ShapesDiffer,
    StepIsFalse,
)
from bpcore.expr import Array, Derivative, Expr, Num
from bpcore.markdown import markdown
from bpcore.tex import latex
from bpcore.verdict import Rung, Verdict
from bpcore.worked import Line, Numbers, recomputed
from tests.books import real_pages

w, x, b, y = scalar("w"), scalar("x"), scalar("b"), scalar("y")
z = let("z", w * x + b)
a = let("a", sigmoid(z), between=(0, 1))
L = let("L", -(y * log(a) + (1 - y) * log(1 - a)))
i = index("i", over="m")
u = column("u", "m")
HERE = {w: N(3, 5), x: 2, b: N(-1, 2), y: 1}


def calculator(line: Line) -> float:
    """Return what a reader's calculator gives for the displayed numbers."""
    text = as_code(line.numbers)
    return float(eval(text, {"sigmoid": lambda t: 1 / (1 + math.exp(-t)), "log": math.log}))


def last_digit(result: Num) -> float:
    """Return half a unit in the last displayed place."""
    return 0.5000001 * 10.0 ** -(result.digits or 0)


@cache
def real_lines() -> tuple[Line, ...]:
    """Return every worked line of the first pages."""
    return tuple(
        line
        for page in real_pages().values()
        for block in every(page.blocks)
        if isinstance(block, Worked)
        for line in block.lines
    )


def test_shown_digits_of_the_real_pages_recompute() -> None:
    """Typed into floats as they stand, they give the displayed result to its last digit."""
    assert len(real_lines()) >= 20
    for line in real_lines():
        code = as_code(line.numbers)
        space = {n: getattr(math, n) for n in ("log", "exp", "tanh")}
        space |= {"sigmoid": lambda t: 1 / (1 + math.exp(-t)), "log10": math.log10}
        again = eval(code, space)
        assert abs(again - float(line.result.value)) <= last_digit(line.result), code


@given(st.integers(-300, 300), st.integers(1, 99), st.integers(-200, 200))
@settings(max_examples=60, deadline=None)
def test_shown_digits_recompute_wherever_the_example_is(p: int, q: int, r: int) -> None:
    """For many weights and flowers, also where the sigmoid is nearly one."""
    here = Numbers({w: Fraction(p, 100), x: Fraction(q, 10), b: Fraction(r, 100), y: 0})
    for claim in (SLOPE, STEP, ACTIVATION):
        line = here.line(claim)
        assert abs(calculator(line) - float(line.result.value)) <= last_digit(line.result)


SLOPE = proved(d(L, z), a - y)
STEP = proved(d(a, z), a * (1 - a))
ACTIVATION = proved(a, sigmoid(z))


def test_more_digits_are_shown_where_four_do_not_recompute() -> None:
    """0.9999 times 0.0001 would not be the slope."""
    line = Numbers({w: 8, x: 1, b: 0}).line(STEP)
    shown = re.findall(r"\d\.\d+", latex(line.numbers))
    assert max(len(number) for number in shown) > len("0.0000")
    assert recomputed(line.numbers) is not None


def test_an_exact_number_is_shown_exactly() -> None:
    """And joined by an equals sign; a rounded one is not."""
    exact = Numbers(HERE).line(proved(z, w * x + b))
    assert (False, False) == (exact.rounded, exact.inexact)
    assert Fraction(7, 10) == exact.result.value
    assert Numbers(HERE).line(ACTIVATION).inexact


def test_a_claim_that_is_false_here_is_not_shown() -> None:
    """The must-fail twin: even if someone said it was proved."""
    forged = Claim(d(L, z), y - a, Verdict(Rung.SYMBOLS, 6))
    with pytest.raises(StepIsFalse, match="the left side is"):
        Numbers(HERE).line(forged)


def test_digits_that_never_recompute_are_refused() -> None:
    """An exponential of a large number feels the hundredth digit of it."""
    large = let("k", exp(x))
    claim = proved(let("q", exp(large * large)), exp(large * large))
    with pytest.raises(DigitsDoNotRecompute, match="not even 14 decimals"):
        Numbers({x: 3}).line(claim)


def test_a_value_at_the_rim_of_its_interval_is_refused() -> None:
    """No number of decimals would tell it from one."""
    with pytest.raises(DigitsDoNotRecompute, match="so close to the end"):
        Numbers({z: 800}).line(ACTIVATION)


def test_a_short_sum_is_written_out() -> None:
    """Term by term, with the numbers of each; a long one is one number."""
    claim = proved(total(i, 2 * u[i]), total(i, u[i]) * 2)
    short = Numbers({u: [[1], [N(1, 3)], [3]]}).line(claim)
    assert "(1.0 + 0.33333 + 3.0) * 2" == as_code(short.numbers)
    assert short.rounded
    long = Numbers({u: [[k] for k in range(7)]}).line(claim)
    assert "21.0 * 2" == as_code(long.numbers)
    assert not long.rounded


@pytest.mark.parametrize(
    "given_",
    [
        {w: 0.6, x: 2},
        {w: w * x},
        {a: 2},
        {a: N(1, 2), w: 1},
        {a: N(1, 2), z: 0},
        {w: True},
    ],
)
def test_numbers_that_cannot_be_given_are_refused(given_: dict[object, object]) -> None:
    """Floats, expressions, values outside an interval, a name beside what it follows from."""
    with pytest.raises(NotAnExpression):
        Numbers(given_)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "given_",
    [
        {u: 3},
        {w: [[1], [2]]},
        {u: [[1, 2, 3]]},
        {u: [[1], [2, 3]]},
        {u: [[1], [2]], column("v", "m"): [[1], [2], [3]]},
        {array("X", 2, 3): [[1, 2], [3, 4]]},
    ],
)
def test_arrays_of_another_shape_are_refused(given_: dict[object, object]) -> None:
    """A letter stands for one number only."""
    with pytest.raises(ShapesDiffer):
        Numbers(given_)  # type: ignore[arg-type]


W_, v_ = array("W", 3, 2), column("v", 2)
s_ = let("s", W_ @ v_)
h_ = let("h", sigmoid(s_), between=(0, 1))
k_ = index("k", over=3)
Q_ = let("Q", total(k_, h_[k_] ** 2))
ARRAYS = {W_: [[N(1, 10), -2], [N(-3, 10), 0], [N(1, 2), 1]], v_: [[N(27, 5)], [N(13, 10)]]}


def test_arrays_are_worked_out_entry_by_entry() -> None:
    """Exact where they are; every entry recomputes from what is displayed."""
    here = Numbers(ARRAYS)
    exact = here.line(proved(s_, W_ @ v_))
    assert not exact.rounded
    assert not exact.inexact
    assert [Fraction("-2.06"), Fraction("-1.62"), 4] == [n.value for n in numbers_in(exact.result)]
    for claim in (proved(h_, sigmoid(s_)), proved(partial(Q_, W_), partial(Q_, s_) @ v_.T)):
        line = here.line(claim)
        again = recomputed(line.numbers)
        assert again is not None
        assert [
            rounded(value, shown.digits or 0).value
            for value, shown in zip(again, numbers_in(line.result), strict=True)
        ] == [shown.value for shown in numbers_in(line.result)]


def test_a_column_of_ones_is_as_long_as_the_batch() -> None:
    """Whose width is a letter until numbers are given."""
    V, c = array("V", "m", 2), column("c", 2)
    line = Numbers({V: [[1, 2], [3, 4], [5, 6]], c: [[1], [2]]}).line(
        proved(V + ones("m") @ c.T, ones("m") @ c.T + V)
    )
    assert [2, 4, 4, 6, 6, 8] == [number.value for number in numbers_in(line.result)]


def test_an_array_that_differs_in_one_entry_is_refused() -> None:
    """A claim is worked out again, not believed: all entries, not the first."""
    two = Array(((s_[1],), (s_[2],), (s_[2],)))
    with pytest.raises(StepIsFalse, match="right side"):
        Numbers(ARRAYS).line(Claim(s_, two, Verdict(Rung.SYMBOLS, 1)))


def test_arrays_of_slopes_agree_with_five_points() -> None:
    """A gradient in the shape of its parameter, a Jacobian, zeros among their entries."""
    here = Numbers(ARRAYS)
    for derivative in (partial(Q_, W_), partial(h_, s_), partial(h_, v_), partial(s_, v_)):
        check = here.check(derivative)
        assert float(check.apart) < 1e-9
        assert latex(check.formula) == latex(check.difference)


def test_one_wrong_slope_among_many_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The must-fail twin: one entry of the differences is moved."""
    plain = Numbers.five_points

    def moved(self: Numbers, derivative: Derivative) -> Scalar:
        found = plain(self, derivative)
        return found * 2 if repr(derivative.by) == "W[3, 2]" else found

    monkeypatch.setattr(Numbers, "five_points", moved)
    with pytest.raises(StepIsFalse, match="five-point"):
        Numbers(ARRAYS).check(partial(Q_, W_))


def test_arrays_are_refuted_and_compared_as_wholes() -> None:
    """One entry that differs is enough; equal arrays refute nothing."""
    here = Numbers(ARRAYS)
    found = here.refute(partial(s_, v_), 2 * W_)
    assert "bmatrix" in latex(found.values[0])
    with pytest.raises(NothingChecked):
        here.refute(W_ @ v_, s_ + 0 * s_)
    with pytest.raises(ShapesDiffer, match="no numbers are needed"):
        here.refute(W_, v_)


def test_a_derivative_agrees_with_five_points() -> None:
    """By a name, by a name with a definition, by an entry."""
    total_loss = let("J", total(i, sigmoid(u[i])))
    for derivative in (d(L, z), d(L, w), d(L, a)):
        check = Numbers(HERE).check(derivative)
        assert float(check.apart) < 1e-9
        assert abs(check.formula.value - check.difference.value) < abs(check.formula.value) / 10**8
    assert float(Numbers({u: [[1], [2]]}).check(partial(total_loss, u[2])).apart) < 1e-9


def test_the_checks_of_the_real_pages_are_close() -> None:
    """Relative differences, none of them nought by accident."""
    blocks = [block for page in real_pages().values() for block in every(page.blocks)]
    found = [check for block in blocks if isinstance(block, Compared) for check in block.checks]
    assert len(found) >= 10
    assert all(float(check.apart) < 1e-9 for check in found)
    assert all(check.formula.value for check in found)


f, g = unspecified("f"), unspecified("g")
q = index("q", over="m")
TRIED = let("T", total(i, f(g(u[i]))))
INNER_SLOPE = f.prime(g(u[q])) * g.prime(u[q])
PLACED = Numbers({u: [[N(1, 2)], [-1]]})


def test_a_formula_holds_with_functions_put_in() -> None:
    """Proved for any functions; worked out with given ones, and the difference agrees."""
    claim = proved(partial(TRIED, u[q]), INNER_SLOPE)
    for case in ({f: tanh, g: sigmoid}, {f: softplus, g: relu}):
        check = PLACED.instance(claim, case, {q: 1})
        assert repr(check.derivative) == "partial(T, u[1])"
        assert float(check.apart) < 1e-9
    formula = PLACED.instance(claim, {f: tanh, g: tanh}, {q: 1}).formula
    slope = (1 - math.tanh(math.tanh(0.5)) ** 2) * (1 - math.tanh(0.5) ** 2)
    assert isinstance(formula, Num)
    assert float(formula.value) == pytest.approx(slope, abs=1e-9)


def test_a_wrong_formula_is_refused_with_functions_put_in() -> None:
    """One that no proof made, one that holds for some functions only, and one that is zero."""
    forged = Claim(partial(TRIED, u[q]), f.prime(u[q]) * g.prime(u[q]), Verdict(Rung.SYMBOLS, 5))
    with pytest.raises(StepIsFalse, match="but the formula"):
        PLACED.instance(forged, {f: tanh, g: sigmoid}, {q: 1})
    claim = proved(partial(TRIED, u[q]), INNER_SLOPE)
    with pytest.raises(NothingChecked, match="zero here"):
        PLACED.instance(claim, {f: tanh, g: relu}, {q: 2})
    with pytest.raises(NothingChecked, match="unspecified functions: f"):
        PLACED.instance(claim, {f: tanh}, {q: 1})
    with pytest.raises(NothingChecked, match="put together by hand"):
        Page("forged", "Forged").instances(PLACED, [forged], {f: tanh, g: tanh}, at={q: 1})
    with pytest.raises(NothingChecked, match="not a derivative"):
        PLACED.instance(proved(TRIED, total(i, f(g(u[i])))), {f: tanh, g: tanh}, {})
    with pytest.raises(NothingChecked, match="no formula"):
        Page("none", "None").instances(PLACED, [claim])


def test_a_difference_that_is_far_off_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The must-fail twin: a slope wrong in its ninth digit."""
    true = Numbers.five_points
    monkeypatch.setattr(Numbers, "five_points", lambda self, by: true(self, by) * (1 + 3e-9))
    with pytest.raises(StepIsFalse, match="the five-point difference is"):
        Numbers(HERE).check(d(L, z))


def test_a_slope_of_nought_compares_nothing() -> None:
    """Any formula that is nought there would pass."""
    with pytest.raises(NothingChecked, match="is zero here"):
        Numbers({x: 0}).check(d(let("q", x * x), x))


def test_a_false_equality_is_refuted_with_both_sides() -> None:
    """And with the numbers that show it."""
    wrong = Numbers({z: 0, y: 1}).refute(d(L, z), y - a)
    assert (Fraction(-1, 2), Fraction(1, 2)) == tuple(value.value for value in wrong.values)
    assert "1.0 - 0.5" == as_code(wrong.numbers[1])  # type: ignore[arg-type]


def test_a_number_in_a_refutation_is_not_worked_out() -> None:
    """One is one; only the other side has something to show."""
    assert (None, None) == Numbers({z: 0, y: 1}).refute(a, N(1)).numbers


@pytest.mark.parametrize(
    ("left", "right", "at"),
    [
        (d(L, z), a - y, {z: 0, y: 1}),
        (d(L, z), y - a, {z: 0, y: N(1, 2)}),
        (1 / x, 2 / x, {x: 0}),
        (log(x), 2 * log(x), {x: -1}),
        (N(1, 64) * 1, exp(-log(N(64))), {x: 1}),
        (x, x + N(1, 10**9), {x: N(1, 3)}),
    ],
)
def test_what_does_not_differ_visibly_is_not_refuted(
    left: Expr, right: Expr, at: dict[object, object]
) -> None:
    """The must-fail twin: true ones, accidents, points without a value, hidden digits."""
    with pytest.raises(NothingChecked):
        Numbers(at).refute(left, right)  # type: ignore[arg-type]


def test_a_truth_cannot_be_refuted_at_a_point_that_does_not_exist() -> None:
    """z = 0 and a = 9/10 at once would refute the slope of the sigmoid."""
    page = Page("p", "A page")
    with pytest.raises(NotAnExpression, match="a follows from z"):
        page.mistake("true", d(a, z), a * (1 - a), at={z: 0, a: N(9, 10)})


def test_decimals() -> None:
    """Four, or more where fewer than four digits would count; exact ones are seen."""
    assert 4 == decimals_for(Fraction(5))
    assert 7 == decimals_for(Fraction(1, 1500))
    assert 3 == terminating(Fraction(1, 8))
    assert terminating(Fraction(1, 3)) is None
    assert Num(Fraction(3333, 10**4), 4).value == rounded(Fraction(1, 3), 4).value


def test_a_worked_page_shows_what_it_worked_out() -> None:
    """From the page's own method."""
    page = Page("p", "A page")
    slope = page.chain(2 * (d(L, z) + 1), algebra("expand"), 2 * d(L, z) + 2)
    page.worked(page.numbers({z: 1, y: 0}), slope, a)
    assert any(isinstance(block, Worked) for block in page.blocks)


def test_differences_hold_what_is_held() -> None:
    """At its value, while the variable moves; the whole slope beside it is another number."""
    r = let("r", x**2)
    f = let("f", x * r)
    here = Numbers({x: 3})
    assert [Fraction(9), Fraction(27), Fraction(3)] == [
        number.value
        for node in (partial(f, x, holding=r), d(f, x), partial(f, r, holding=x))
        for number in numbers_in(here.check(node).difference)
    ]
    with pytest.raises(StepIsFalse):
        here.check(partial(f, x, holding=r), 3 * x**2)


def test_a_side_that_is_rounded_is_said_to_be() -> None:
    """In the box of a mistake; what is exact is not."""
    page = Page("p", "A page")
    page.mistake("the other sign", d(L, z), y - a, at={z: 0, y: 1})
    page.mistake("no sign at all", d(L, z), y - a, at={z: 2, y: 0})
    text = markdown(page)
    assert "- the left side is $`-0.5`$," in text
    assert "- the left side is about $`0.8808`$," in text
    assert "- the right side is about $`0 - 0.8808 = -0.8808`$." in text
