"""The expression tree: kept in the author's order, checked when built, never asked for truth."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce

import pytest

from bpcore import (
    N,
    array,
    column,
    d,
    index,
    let,
    listed,
    log,
    odot,
    outer,
    scalar,
    sigmoid,
    total,
)
from bpcore.errors import (
    IndexMisused,
    NotAnExpression,
    NotDifferentiable,
    ShapesDiffer,
    StepIsTooLarge,
)
from bpcore.expr import (
    ARITHMETIC,
    DEEPEST,
    HIGHEST,
    INSTEAD,
    Array,
    Derivative,
    Expr,
    Index,
    Num,
    Pow,
    expr,
)
from bpcore.tree import (
    apart,
    depends,
    everything_under,
    free_indices,
    key,
    moves,
    names,
    parts,
    rebuild,
    reindexed,
    walk,
)

a, b = scalar("a"), scalar("b")
i, j, k = index("i", over="n"), index("j", over="n"), index("k", over="m")
x, v, W = column("x", "n"), column("v", "n"), array("W", "m", "n")


def test_a_product_stays_as_it_was_written() -> None:
    """No factor moves, nothing is merged."""
    assert "b * (1 / a)" == repr(b * (1 / a))
    assert "a + 0 * b - a" == repr(a + 0 * b - a)


def test_numbers_are_wrapped_exactly() -> None:
    """Whole numbers and fractions."""
    found = expr(Fraction(1, 3))
    assert isinstance(found, Num)
    assert Fraction(1, 3) == found.value


@pytest.mark.parametrize("value", [0.5, True, "a", None])
def test_what_has_no_exact_meaning_is_refused(value: object) -> None:
    """Floats, truth values, texts."""
    with pytest.raises(NotAnExpression):
        expr(value)


def test_a_float_is_told_its_fraction() -> None:
    """The message says what to write instead."""
    with pytest.raises(NotAnExpression, match=r"write a fraction, N\(1, 2\)"):
        a * 0.5  # type: ignore[operator]


def test_an_equality_is_not_asked() -> None:
    """Neither ``==`` nor a truth value nor walking has an answer."""
    for ask in (lambda: a == b, lambda: bool(a), lambda: list(x)):
        with pytest.raises(NotAnExpression):
            ask()


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: x * v, "say which product is meant"),
        (lambda: W @ W, "as many columns on the left"),
        (lambda: W.T @ x, "as many columns on the left"),
        (lambda: x + W @ x, "a sum needs equal shapes"),
        (lambda: x + a, "a sum needs equal shapes"),
        (lambda: a / x, "only a scalar divides"),
        (lambda: odot(x, a), "needs two arrays"),
        (lambda: odot(x, x.T), "needs equal shapes"),
        (lambda: outer(x, v), "needs a column and a row"),
        (lambda: x**2, "only a scalar has a power"),
        (lambda: a @ b, "needs two arrays"),
    ],
)
def test_shapes_that_do_not_fit_are_refused_when_written(
    build: Callable[[], Expr], message: str
) -> None:
    """Every product and sum names its operands."""
    with pytest.raises(ShapesDiffer, match=message):
        build()


def test_a_plain_number_meets_every_entry() -> None:
    """One minus a column is a column, a named number beside it is not meant that way."""
    assert ("n", 1) == (1 - x).shape
    with pytest.raises(ShapesDiffer):
        1 * a - x


def test_division_by_zero_is_seen_when_written() -> None:
    """A plain zero below the line."""
    with pytest.raises(NotAnExpression, match="divided by zero"):
        a / 0


@pytest.mark.parametrize("power", [True, 1.5, "2"])
def test_a_power_is_a_whole_number(power: object) -> None:
    """Nothing else has a derivative that the rules know."""
    with pytest.raises(NotAnExpression):
        Pow(a, power)  # type: ignore[arg-type]


def test_an_entry_of_a_wrong_range_is_refused() -> None:
    """Neither an index over another width nor a place that is not there."""
    for wrong in (lambda: x[k], lambda: W[i, k], lambda: column("u", 3)[4], lambda: x[0]):
        with pytest.raises(IndexMisused):
            wrong()


def test_entries_have_as_many_indices_as_sides() -> None:
    """One for a column, two for a matrix, none for a number."""
    assert (1, 2) == W[1, 2].position  # type: ignore[attr-defined]
    assert (i, 1) == x[i].position  # type: ignore[attr-defined]
    for wrong in (lambda: W[k], lambda: a[1]):
        with pytest.raises(IndexMisused):
            wrong()


def test_a_sum_binds_its_index() -> None:
    """Only the other one stays free."""
    assert frozenset({k}) == free_indices(total(i, W[k, i] * x[i]))
    assert frozenset() == free_indices(total(k, total(i, W[k, i])))


def test_a_sum_that_only_multiplies_is_refused() -> None:
    """Its index must occur, and occur freely."""
    with pytest.raises(IndexMisused, match="only multiply by n"):
        total(i, a)
    with pytest.raises(IndexMisused, match="two nested sums"):
        total(i, x[i] * total(i, x[i]))


def test_a_delta_compares_one_range() -> None:
    """Indices over different ranges never meet."""
    from bpcore import kronecker

    with pytest.raises(IndexMisused, match="different ranges"):
        kronecker(i, k)


def test_a_derivative_is_by_a_name() -> None:
    """Or by an entry of one."""
    assert Derivative(a * b, a).variable is a
    assert d(total(i, x[i]), x[j]).variable is x
    with pytest.raises(NotDifferentiable, match="give that quantity a name"):
        d(a * b, a * b)


def test_a_second_derivative_through_an_intermediate_is_refused() -> None:
    """Whether z moves with the weights would be ambiguous."""
    z = let("z", a * b)
    L = let("L", z * z)
    with pytest.raises(NotDifferentiable, match="ambiguous"):
        d(d(L, z), z)
    assert () == d(d(L, a), b).shape


def test_shapes_of_derivatives() -> None:
    """A gradient has the shape of its parameter; row = output in a Jacobian."""
    assert ("m", "n") == d(total(k, (W @ x)[k]), W).shape
    assert ("m", "n") == d(let("z", W @ x), x).shape
    with pytest.raises(ShapesDiffer, match="more than two sides"):
        d(let("z", W @ x), W)


def test_rebuilding_checks_shapes_again() -> None:
    """And leaves an unchanged node alone."""
    whole = W @ x
    assert whole is rebuild(whole, lambda part: part)
    with pytest.raises(ShapesDiffer):
        rebuild(whole, lambda part: part.T)


def test_everything_under_a_name_is_found() -> None:
    """Through definitions, unless told to stop."""
    z = let("z", a * b)
    L = let("L", log(z))
    assert frozenset({L, z, a, b}) == everything_under(L)
    assert frozenset({L, z}) == everything_under(L, frozenset({z}))
    assert frozenset({z}) == names(log(z))
    assert depends(L, a)
    assert not depends(a, L)


def test_entries_of_a_written_array_are_parts() -> None:
    """Row by row."""
    found = Array(((a, b), (b, a)))
    assert (a, b, b, a) == parts(found)
    assert 5 == len(list(walk(found)))


def test_the_key_tells_trees_apart() -> None:
    """Order counts, objects count, the letter of a sum does not."""
    assert key(a + b) == key(a + b)
    assert key(a + b) != key(b + a)
    assert key(a) != key(scalar("a"))
    assert key(sigmoid(a)) != key(log(a))
    assert key(total(i, x[i])) == key(total(j, x[j]))


def test_nested_sums_have_keys_that_tell_which_index_is_which() -> None:
    """The must-fail twin for the letters of sums."""
    one = total(i, total(j, x[i] * v[j]))
    assert key(one) == key(total(j, total(i, x[j] * v[i])))
    assert key(one) != key(total(i, total(j, x[j] * v[i])))
    assert key(x[i]) != key(x[j])


def test_an_index_is_replaced_where_it_is_free() -> None:
    """And only there."""
    assert "x[j] + sum(x[i] for i in 1..n)" == repr(reindexed(x[i] + total(i, x[i]), i, j))


def test_sums_step_out_of_the_way_of_an_index() -> None:
    """The bound index is a fresh one; a free one stays."""
    moved = apart(total(i, x[i] * v[j]), frozenset({i, j}))
    assert frozenset({j}) == free_indices(moved)
    assert i not in free_indices(moved.body)  # type: ignore[attr-defined]
    assert key(moved) == key(total(i, x[i] * v[j]))


def test_numbers_are_fractions_only() -> None:
    """The author's word for a fraction refuses everything else."""
    assert "1/2" == repr(N(1, 2))
    with pytest.raises(NotAnExpression):
        N(0.5)  # type: ignore[arg-type]


def test_a_derivative_keeps_what_is_held_wherever_it_is_rebuilt() -> None:
    """Walking meets it, it belongs to the key, and a changed operand leaves it alone."""
    y, z = let("y", a**2), let("z", a**3)
    held, other = Derivative(a * y * z, a, True, (y, z)), Derivative(a * y * z, a, True, (z, y))

    assert {a, y, z} == names(Derivative(a * b, a, True, (y, z))) - {b}
    assert key(held) == key(other) != key(Derivative(a * y * z, a, True, (y,)))
    assert key(held) != key(Derivative(a * y * z, a))
    again = rebuild(held, lambda part: part * b)
    assert isinstance(again, Derivative)
    assert (y, z) == again.held == held.put(b, a).held
    assert "partial(a * y * z * b, a, holding=(y, z))" == repr(again)


def test_what_moves_past_what_is_held() -> None:
    """Whatever depends on the variable through it only does not move."""
    y = let("y", a**2)
    w = let("w", y + b)
    assert moves(w, a)
    assert not moves(w, a, frozenset({y}))
    assert moves(w, b, frozenset({y}))


# -- what no expression has, and how deep it may be ---------------------------------------------


@pytest.mark.parametrize("operator", sorted(" ".join(INSTEAD).split()))
def test_every_operator_that_is_missing_says_what_to_write(operator: str) -> None:
    """As a method, so that none of Python's own messages comes first."""
    with pytest.raises(NotAnExpression, match=r"^a: \w"):
        getattr(Expr, f"__{operator}__")(scalar("a"))


def test_an_index_has_no_arithmetic() -> None:
    """And is still told apart from others, looked up and printed."""
    one, other = index("i", "n"), index("i", "n")
    for operator in (*ARITHMETIC.split(), "lt", "floordiv", "rpow", "float"):
        with pytest.raises(NotAnExpression, match="no arithmetic"):
            getattr(Index, f"__{operator}__")(one)
    assert one != other
    assert {one: 1}[one] == 1


def test_a_plus_changes_nothing_and_a_whole_power_may_be_a_number() -> None:
    """Both are what is displayed."""
    z = scalar("z")
    assert +z is z
    assert "z**3" == repr(z ** N(3))
    with pytest.raises(NotAnExpression, match="a root is sqrt"):
        z ** N(1, 2)


def test_depth_is_counted_as_displayed_and_with_definitions() -> None:
    """A name is one deep, whatever it means; an entry, a cell and a derivative count."""
    z, x = scalar("z"), column("x", 2)
    a = let("a", (z + 1) ** 2)
    assert (3, 3) == (((z + 1) ** 2).depth, ((z + 1) ** 2).height)
    assert (1, 4) == (a.depth, a.height)
    assert (2, 5) == ((a + 1).depth, (a + 1).height)
    assert 2 == x[1].depth
    assert 4 == listed((z + 1) ** 2, z).depth
    assert (2, 5) == (d(a, z).depth, d(a, z).height)


def test_what_is_too_deep_is_refused_when_it_is_built() -> None:
    """One operation more than can be read, and the most that can."""
    z = scalar("z")
    deepest = reduce(lambda whole, _: whole + z, range(DEEPEST - 1), z)
    assert DEEPEST == deepest.depth
    assert DEEPEST == repr(deepest).count("z") == len(list(walk(deepest))) // 2 + 1
    with pytest.raises(NotAnExpression, match=f"{DEEPEST + 1} operations deep"):
        deepest + z
    highest = reduce(lambda below, k: let(f"a_{k}", -below), range(HIGHEST // 2 - 1), z)
    with pytest.raises(NotAnExpression, match=f"{HIGHEST + 1} operations deep"):
        -highest * 2


def test_a_number_that_fills_pages_is_refused() -> None:
    """It could not even be printed."""
    z = scalar("z")
    assert "10" == repr(z * 10**3000)[4:6]
    for long in (10**5000, Fraction(1, 10**5000), -(10**5000)):
        with pytest.raises(StepIsTooLarge, match="fills pages"):
            z * long
