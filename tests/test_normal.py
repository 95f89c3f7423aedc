"""The index normal form, monomial by monomial."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bpcore.normal import (
    ZERO,
    Atom,
    Place,
    Poly,
    TooIntricate,
    bound,
    differentiated,
    in_poly,
    inverse,
    is_zero,
    number,
    places,
    plus,
    powered,
    scaled,
    single,
    summed,
    times,
)

I: Place = ("free", "i", "n")  # noqa: E741 - the index i
J: Place = ("free", "j", "n")
K: Place = ("free", "k", "n")
ONE, TWO, THREE = (("number", text, "") for text in "123")
HERE: Place = ONE


def x(at: Place) -> Poly:
    """Return an entry of a column x."""
    return single(("entry", "x", (at, HERE)))


def y(at: Place) -> Poly:
    """Return an entry of a column y."""
    return single(("entry", "y", (at, HERE)))


def w(row: Place, column: Place) -> Poly:
    """Return an entry of a matrix."""
    return single(("entry", "w", (row, column)))


def delta(first: Place, second: Place) -> Poly:
    """Return the Kronecker delta of two indices."""
    return single(("delta", *sorted((first, second))))


def exp(inner: Poly) -> Poly:
    """Return a function of a form."""
    return single(("function", "f", 0, inner))


def total(*makers: object, over: str = "n") -> Poly:
    """Return the sum over a new index of a product of columns."""
    index = bound(over)
    whole = number(1)
    for make in makers:
        whole = times(whole, make(index))  # type: ignore[operator]
    return summed(whole, index)


N: Poly = single(("width", "n"))


# -- sums and products -----------------------------------------------------------------------


def test_a_product_of_sums_is_distributed() -> None:
    """(x + y)(x − y) = x² − y²."""
    difference = plus(x(I), scaled(y(I), Fraction(-1)))

    assert plus(powered(x(I), 2), scaled(powered(y(I), 2), Fraction(-1))) == times(
        plus(x(I), y(I)), difference
    )


def test_equal_terms_are_added_and_opposite_ones_vanish() -> None:
    """Coefficients are rationals; nothing is kept of a zero."""
    assert scaled(x(I), Fraction(3, 2)) == plus(x(I), scaled(x(I), Fraction(1, 2)))
    assert ZERO == plus(x(I), scaled(x(I), Fraction(-1)))


def test_powers_add_up_and_cancel() -> None:
    """A power and its inverse leave one."""
    assert single(x(I)[0][0][1][0][0], 3) == times(x(I), powered(x(I), 2))
    assert number(1) == times(x(I), inverse(x(I)))
    assert number(1) == powered(plus(x(I), y(I)), 0)


def test_the_order_of_factors_and_terms_does_not_matter() -> None:
    """Products and sums commute."""
    assert times(x(I), y(J)) == times(y(J), x(I))
    assert plus(x(I), y(J)) == plus(y(J), x(I))


# -- bound indices ---------------------------------------------------------------------------


def test_the_name_of_a_bound_index_does_not_matter() -> None:
    """Each call binds another index."""
    assert total(x, y) == total(x, y)
    assert total(x, y) == total(y, x)


def test_the_order_of_two_sums_does_not_matter() -> None:
    """The sum over i and j of w_ij x_j y_i, bound in either order."""
    i, j = bound("n"), bound("n")
    body = times(w(i, j), times(x(j), y(i)))

    assert summed(summed(body, i), j) == summed(summed(body, j), i)


def test_a_matrix_is_not_its_transpose_under_sums() -> None:
    """The sum of x_i w_ij y_j is not the sum of x_j w_ij y_i."""
    i, j = bound("n"), bound("n")
    one, other = times(times(x(i), y(j)), w(i, j)), times(times(x(j), y(i)), w(i, j))

    assert not is_zero(
        plus(summed(summed(one, i), j), scaled(summed(summed(other, i), j), Fraction(-1)))
    )


def test_a_product_of_sums_is_a_double_sum() -> None:
    """Not a sum of products: the two indices are different."""
    assert total(x, y) != times(total(x), total(y))
    i, j = bound("n"), bound("n")
    assert times(total(x), total(y)) == summed(summed(times(x(i), y(j)), i), j)


def test_an_index_that_does_not_occur_gives_its_width() -> None:
    """A letter stays a letter, a number multiplies."""
    assert times(N, x(I)) == summed(x(I), bound("n"))
    assert scaled(x(I), Fraction(3)) == summed(x(I), bound("3"))


def test_sums_over_different_widths_differ() -> None:
    """The same body over n and over m."""
    assert total(lambda at: y(at), over="n") != total(lambda at: y(at), over="m")


def test_a_sum_in_a_function_keeps_its_index_to_itself() -> None:
    """In x_i f(sum of y) the sum outside does not reach in, whatever the indices are called."""
    product = times(total(x), exp(total(y)))
    i = bound("n")

    assert summed(times(x(i), exp(total(y))), i) == product
    assert summed(times(x(i), exp(times(N, y(i)))), i) != product
    ((bounds, factors), _), *_ = product
    assert all(places(atom) <= {*bounds, HERE} for atom, _ in factors)


def test_renaming_does_not_run_into_a_sum_inside() -> None:
    """The index that i is renamed to is bound inside: that one steps aside."""
    inside: Place = ("bound", "1.0", "n")
    form = exp(total(x, lambda at: w(I, at)))

    assert {inside, HERE} == places(in_poly(form, {I: inside})[0][0][1][0][0])
    assert in_poly(in_poly(form, {I: inside}), {inside: I}) == form


def test_too_many_interchangeable_sums_are_left_undecided() -> None:
    """The seventh power of a sum has 5040 ways to name its indices."""
    with pytest.raises(TooIntricate):
        powered(total(lambda at: exp(x(at))), 7)


# -- deltas ----------------------------------------------------------------------------------


def test_a_delta_collapses_a_sum() -> None:
    """The sum of delta_ij x_j is x_i."""
    assert x(I) == total(x, lambda at: delta(I, at))


def test_a_delta_collapses_a_sum_inside_a_function_of_it() -> None:
    """Also where the index stands inside a function, under a sum of its own."""
    assert exp(total(lambda at: w(I, at))) == total(
        lambda at: delta(I, at), lambda at: exp(total(lambda there: w(at, there)))
    )


def test_a_chain_of_deltas_collapses_all_its_sums() -> None:
    """delta_ia delta_ab delta_bj leaves delta_ij."""
    a, b = bound("n"), bound("n")
    chain = times(times(delta(I, a), delta(a, b)), delta(b, J))

    assert delta(I, J) == summed(summed(chain, a), b)


def test_a_delta_between_free_indices_lets_one_stand_for_the_other() -> None:
    """delta_ij x_i = delta_ij x_j, and delta_ij delta_jk = delta_ij delta_ik."""
    assert times(delta(I, J), x(I)) == times(delta(I, J), x(J))
    assert times(delta(I, J), delta(J, K)) == times(delta(I, J), delta(I, K))
    assert times(delta(I, J), x(I)) != x(I)


def test_a_delta_with_itself_is_one_and_squared_is_itself() -> None:
    """So the trace of the identity is the width."""
    assert number(1) == delta(I, I)
    assert delta(I, J) == powered(delta(I, J), 2)
    assert N == total(lambda at: delta(at, at))


def test_deltas_with_numbers() -> None:
    """1 is not 2; a sum picks the entry; no index is 1 and 2 at once."""
    assert number(1) == delta(TWO, TWO)
    assert ZERO == delta(ONE, TWO)
    assert x(TWO) == total(x, lambda at: delta(at, TWO))
    assert ZERO == times(delta(I, ONE), delta(I, TWO))


def test_an_index_over_two_never_comes_to_three() -> None:
    """The sum over 1..2 of delta_i3 is zero, that of delta_i2 is one."""
    assert ZERO == total(lambda at: delta(at, THREE), over="2")
    assert number(1) == total(lambda at: delta(at, TWO), over="2")


def test_one_over_a_delta_is_refused() -> None:
    """It has no value wherever the indices differ."""
    with pytest.raises(ZeroDivisionError):
        inverse(delta(I, J))
    with pytest.raises(ZeroDivisionError):
        inverse(ZERO)


# -- denominators ----------------------------------------------------------------------------


def zero(*terms: tuple[int, Poly]) -> bool:
    """Tell whether whole multiples of forms are shown to add up to nothing."""
    return is_zero(plus(*(scaled(form, Fraction(times_)) for times_, form in terms)))


def test_denominators_are_cleared() -> None:
    """x / (x + y) + y / (x + y) = 1, also with another factor in each."""
    below = inverse(plus(x(I), y(I)))

    assert zero((1, times(x(I), below)), (1, times(y(I), below)), (-1, number(1)))
    assert not zero((1, times(x(I), below)), (1, times(y(I), below)), (-2, number(1)))


def test_denominators_inside_denominators_are_cleared() -> None:
    """1 / (1 + 1/x) = x / (x + 1)."""
    inner = plus(number(1), inverse(plus(x(I), number(1))))

    assert zero(
        (1, inverse(inner)),
        (-1, times(plus(x(I), number(1)), inverse(plus(x(I), number(2))))),
    )


def test_one_over_one_over_a_sum_is_the_sum() -> None:
    """The parentheses are opened again."""
    both = plus(x(I), y(I))

    assert both == inverse(inverse(both))


def test_denominators_under_a_sum_are_cleared_under_it() -> None:
    """The sum of x_i / (1 + x_i) and of 1 / (1 + x_i) is the width."""
    i = bound("n")
    below = inverse(plus(number(1), x(i)))
    one, other = summed(times(x(i), below), i), summed(below, i)

    assert zero((1, one), (1, other), (-1, N))
    assert not zero((1, one), (-1, other))


def test_sums_over_indices_of_one_width_are_aligned() -> None:
    """Each term may name its indices in another order; their mean is compared."""
    i, j = bound("n"), bound("n")
    below = inverse(plus(x(i), y(j)))
    terms = [times(times(one, w(i, j)), below) for one in (x(i), y(j))]
    left = [summed(summed(term, i), j) for term in terms]

    assert zero((1, left[0]), (1, left[1]), (-1, summed(summed(w(i, j), j), i)))


def test_a_denominator_under_one_sum_does_not_clear_another() -> None:
    """sum x_i/d_i sum y_j is not sum x_j sum y_i/d_i, inside a denominator either."""

    def below(at: Place) -> Poly:
        return inverse(plus(number(1), powered(w(at, at), 2)))

    one = times(total(x, below), total(y))
    other = times(total(x), total(y, below))
    k = bound("n")
    pair = [summed(inverse(plus(w(k, k), form)), k) for form in (one, other)]

    assert not zero((1, one), (-1, other))
    assert not zero((1, pair[0]), (-1, pair[1]))


def test_what_divides_by_a_sum_that_came_to_nothing_is_refused() -> None:
    """1 / (delta_i1 + delta_i2) has no value at i = 3, though it has at the others."""
    form = inverse(plus(delta(I, ONE), delta(I, TWO)))

    with pytest.raises(ZeroDivisionError):
        times(form, delta(I, THREE))


# -- derivatives -----------------------------------------------------------------------------


def by_x(atom: Atom) -> Poly:
    """Return the derivative of an atom by x_k."""
    return delta(atom[2][0], K) if atom[:2] == ("entry", "x") else ZERO


def test_the_product_rule_and_the_power_rule() -> None:
    """d(x_i² y_i)/dx_k = 2 delta_ik x_i y_i."""
    assert scaled(times(delta(I, K), times(x(I), y(I))), Fraction(2)) == differentiated(
        times(powered(x(I), 2), y(I)), by_x
    )


def test_a_sum_is_differentiated_term_by_term() -> None:
    """d(sum of x_i²)/dx_k = 2 x_k, not 2 times the sum."""
    assert scaled(x(K), Fraction(2)) == differentiated(total(x, x), by_x)


def test_an_inverse_is_differentiated() -> None:
    """d(1/x_i)/dx_k = -delta_ik / x_i²."""
    assert scaled(times(delta(I, K), inverse(powered(x(I), 2))), Fraction(-1)) == differentiated(
        inverse(x(I)), by_x
    )


# -- roots -----------------------------------------------------------------------------------


def root(order: int, of: Poly, power: int = 1) -> Poly:
    """Return a power of a root."""
    return single(("root", order, of), power)


def test_a_root_to_the_power_of_its_order_is_its_form() -> None:
    """Also where two of them meet, and below."""
    whole = plus(x(I), y(I))
    assert whole == times(root(2, whole), root(2, whole)) == root(3, whole, 3)
    assert times(whole, root(2, whole)) == root(2, whole, 3)
    assert times(root(2, whole), inverse(whole)) == root(2, whole, -1)
    assert root(2, whole) != root(2, x(I))


def test_roots_of_one_form_are_put_together() -> None:
    """As shares of its exponent."""
    assert root(2, x(I)) == root(4, x(I), 2) == times(root(4, x(I)), root(4, x(I)))
    assert root(6, x(I), 5) == times(root(2, x(I)), root(3, x(I)))
    assert times(root(2, x(I)), root(2, y(I))) != root(2, times(x(I), y(I)))


def test_exponentials_of_broken_parts_are_put_together() -> None:
    """e^(x/2) twice is e^x."""
    (term,) = x(I)
    half: Atom = ("function", "exp", 0, ((term[0], Fraction(1, 2)),))
    one: Atom = ("function", "exp", 0, ((term[0], Fraction(1)),))
    assert single(one) == single(half, 2)
    assert single(half, 3) == times(single(one), single(half))


def test_one_over_a_sum_has_one_form() -> None:
    """Whatever the sum was multiplied with, and whatever it stands over."""
    whole = plus(x(I), y(I))
    assert inverse(times(x(J), whole)) == times(inverse(x(J)), inverse(whole))
    assert inverse(plus(number(1), inverse(x(I)))) == times(x(I), inverse(plus(x(I), number(1))))
    assert inverse(whole) != inverse(plus(x(I), scaled(y(I), Fraction(2))))


def test_a_gate_is_no_common_factor() -> None:
    """It is zero somewhere, where one over it has no value."""
    gate: Atom = ("function", "gate", 0, x(I))
    both = times(single(gate), plus(x(I), y(I)))
    ((_, factors), _) = inverse(both)[0]
    assert all(atom[:2] != ("function", "gate") for atom, _ in factors)
