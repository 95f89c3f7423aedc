"""What one side of an equality needs and the other does not; what is carried along."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bpcore import (
    N,
    Page,
    by,
    column,
    d,
    elementary,
    exp,
    gate,
    index,
    kronecker,
    let,
    log,
    matrix,
    opaque,
    partial,
    relu,
    scalar,
    sqrt,
    total,
    unspecified,
)
from bpcore.condition import EVERYWHERE, Condition
from bpcore.errors import ValuesAreLost
from bpcore.expr import Expr, Operand, expr
from bpcore.lost_values import carried, condition_of
from bpcore.needs import Kind, Need, needs
from bpcore.signs import implied, met

x, y, z = scalar("x"), scalar("y"), scalar("z")
v, u = column("v", "n"), column("u", "n")
i, j = index("i", "n"), index("j", "n")
A, B = matrix("A", "n", "n"), matrix("B", 2, 2)
Z = let("Z", A @ v)
a = let("a", relu(Z))
C = opaque("C", a)


def found(left: Operand, right: Operand) -> str:
    """Return the condition of an equality in words."""
    return str(condition_of(expr(left), expr(right)))


def test_assumed_bounds_are_carried_along() -> None:
    """Whatever of them a step shows, and each once."""
    bounded = let("r", x - 1, between=(0, None), assume=True)
    other = let("s", y - 1, between=(None, N(2)), assume=True)
    one, both = Condition(assumed=(bounded,)), Condition(assumed=(bounded, other))
    cited = [((x, y), one), ((y, z), both)]
    assert "r is positive and s is smaller than 2" == str(carried(cited, x, z, EVERYWHERE))
    assert both == carried(cited, x, z, one)
    assert Condition(assumed=(other,)) == both.but(one)
    assert [{"kind": "bounds", "of": "r", "said": "is positive"}] == one.as_data()
    assert (bounded,) == one.shown
    assert one
    assert not Condition()


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        (partial(x * y, x), x * y / x, "x differs from zero"),
        (x * y / x, partial(x * y, x), "x differs from zero"),
        (x**-1 * x, 1, "x differs from zero"),
        (v / x * x, 1 * v, "x differs from zero"),
        (total(i, v[i] / v[i]), total(i, u[i] / u[i]), "every entry of v and u differs from zero"),
        (1 / v[j], total(i, kronecker(i, j) / v[i]), "every entry of v differs from zero"),
        (total(i, kronecker(i, j) / v[i]), 1 / v[j], "every entry of v differs from zero"),
        (B[1, 1] / B[1, 1], 1, "B[1, 1] differs from zero"),
        (x / (B[1, 1] * B[2, 2] - B[1, 2] * B[2, 1]), 0 * x, None),
        (sqrt(x) ** 2, x, "x is positive"),
        (exp(log(total(i, v[i] ** 2))), total(i, v[i] ** 2), None),
        (d(relu(x - y), x), gate(x - y), "x differs from y"),
        (partial(C, Z[j]), partial(C, a[j]) * gate(Z[j]), "Z[j] differs from zero"),
        (partial(C, Z[j]), total(i, partial(C, a[i]) * partial(a[i], Z[j])), ""),
        (partial(a[j], v[1]), gate(Z[j]) * A[j, 1], "Z[j] differs from zero"),
        (d(gate(y) * x, x), 1 * gate(y), ""),
        (d(gate(y) * x, y), 0 * x, "y differs from zero"),
        (d(log(unspecified("f")(x)), x), 0 * x, "f(x) is positive"),
        (1 / (x * y), (1 / x) * (1 / y), ""),
        (1 / x**2, 1 / (-x), ""),
        (log(x) - log(y), log(x / y), "x and y are positive"),
        (log(x / y) + log(y), log(x), "y is positive"),
        (log(1 - x**2), log(1 - x) + log(1 + x), "x is smaller than 1 and larger than -1"),
        (1 / (x**2 - y**2), 1 / (x - y) / (x + y), ""),
        (d(x, x) + let("h", 1 / y) * 0, 1, "y differs from zero"),
    ],
)
def test_what_one_side_alone_needs_is_the_condition(
    left: Operand, right: Operand, said: str | None
) -> None:
    """On whichever side it stands; what both need is none."""
    if said is None:
        assert found(left, right)
    else:
        assert said == found(left, right)


def test_held_names_have_no_kink() -> None:
    """What does not move is not differentiated."""
    b = let("b", relu(y))
    assert "y differs from zero" == found(d(b * y, y), 0 * y)
    assert "" == found(partial(b * y, y, holding=b), 1 * b)


def test_a_condition_that_nobody_reads_is_refused() -> None:
    """With what there is to do."""
    w = column("w", 6)
    few, many = 1 / w[1] + 1 / w[2], N(1)
    for k in range(1, 7):
        many = many + 1 / w[k]
    assert "w[1] and w[2] differ from zero" == found(few, 0 * x)
    with pytest.raises(ValuesAreLost, match="give parts of it names"):
        found(many, 0 * x)


def test_a_need_of_the_left_side_is_carried_by_it_already() -> None:
    """A cited condition is said only where it says something."""
    cited = ((x / x, expr(1)), Condition(needs(1 / x)))
    assert "" == str(carried([cited], 1 / x + x / x, 1 / x + 1, EVERYWHERE))
    assert "x differs from zero" == str(carried([cited], y * z, z * y, EVERYWHERE))


def test_a_cited_condition_is_filled_like_its_equality() -> None:
    """With what stands in the place of its names."""
    cited = ((exp(x) * y, y * exp(x)), Condition(needs(1 / x)))
    said = carried([cited], z * (exp(z - 3) * y), z * (y * exp(z - 3)), EVERYWHERE)
    assert "z differs from 3" == str(said)


def test_a_result_hands_its_condition_on() -> None:
    """To what rests on it, on this page or another."""
    page = Page("p", "P")
    slope = page.chain(d(relu(z), z), elementary("open or shut"), gate(z), name="relu")
    rests = page.chain(3 * d(relu(z), z), by(slope), 3 * gate(z), name="thrice")
    assert "z differs from zero" == str(rests.verdict.condition)


def every_sign() -> Iterator[tuple[Expr, bool]]:
    """Yield expressions with whether they are positive wherever they have a value."""
    p = scalar("p", between=(0, 1))
    yield exp(x), True
    yield 1 + exp(x), True
    yield p * (1 - p), True
    yield x**2, False
    yield x**2 + p, True
    yield total(i, exp(v[i])), True
    yield total(i, v[i] ** 2), False
    yield 1 - p**2, True
    yield p - 1, False


@pytest.mark.parametrize(("node", "positive"), list(every_sign()), ids=repr)
def test_what_is_met_anyhow_is_no_need(node: Expr, positive: bool) -> None:
    """By its interval."""
    assert positive == met(Need(Kind.POSITIVE, node))


def test_what_holds_for_every_entry_holds_for_one() -> None:
    """And not the other way round."""
    (every,), (one,) = needs(log(v)), needs(log(v[j]))
    assert [True] == implied([one], [every])
    assert [False] == implied([every], [one])


def test_positive_numbers_differ_from_zero() -> None:
    """And not the other way round; a product has the needs of its factors."""
    (positive,), (nonzero,) = needs(log(x)), needs(1 / x)
    assert [True] == implied([nonzero], [positive])
    assert [False] == implied([positive], [nonzero])
    (product,) = needs(1 / (x * y))
    assert [True, True] == implied(needs(1 / x) + needs(1 / y), [product])
