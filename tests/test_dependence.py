"""Dependence: what moves with a variable, what is held, and what never moves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bpcore import (
    N,
    Page,
    column,
    d,
    definition,
    elementary,
    exp,
    index,
    let,
    listed,
    matrix,
    opaque,
    partial,
    scalar,
    sigmoid,
    total,
)
from bpcore.dependence import (
    abbreviations,
    between,
    check_depends,
    check_namesakes,
    leans_on,
    leaves,
    looks,
    moved_too,
    own,
    reversed_in,
    shows,
    slopes_under,
    tied,
)
from bpcore.errors import NameClash, NotDifferentiable, NothingChecked
from bpcore.expr import Derivative, Expr, Name

x, q, z = scalar("x"), scalar("q"), scalar("z")
y = let("y", x**2)
f = let("f", x * y)
short = let("s", 3 * x, abbreviation=True)
a = let("a", sigmoid(z))


def texts(found: object) -> list[str]:
    """Return names as sorted texts."""
    assert isinstance(found, (frozenset, set, list))
    return sorted(name.text for name in found)


def test_a_node_shows_its_names_and_what_abbreviations_are_short_for() -> None:
    """Not what other names mean, and of a slope only what stands still and the variable."""
    longer = let("r", short * y, abbreviation=True)
    assert ["q", "y"] == texts(shows(q * exp(y)))
    assert ["x", "y"] == texts(shows(longer))
    assert ["x", "y"] == texts(own(f))
    assert ["x", "y"] == texts(own(opaque("C", x, y)))
    assert [] == texts(own(x))
    assert [] == texts(shows(d(f, x)))
    assert ["x", "y"] == texts(shows(partial(f, x, holding=y)))
    assert ["r", "s"] == texts(abbreviations(let("F", longer + q)))


def test_every_name_in_an_expression_is_looked_at() -> None:
    """The expression itself, then each name with its own definition."""
    found = [(repr(who), texts(shown)) for who, shown in looks(f + a)]
    assert [("f + a", ["a", "f"]), ("a", ["z"]), ("f", ["x", "y"])] == found


def test_what_stands_between_is_found() -> None:
    """Unless it is held, an abbreviation, or moves through what is held only."""
    also = let("t", y + 1)
    three = let("F", x * y * also)
    found = between(Derivative(three, x, True))
    assert found is not None
    assert ["t", "y"] == texts(found[1])
    assert between(Derivative(three, x, True, (y,))) is None
    assert between(Derivative(three, q, True)) is None
    assert between(Derivative(let("G", x * short), x, True)) is None
    assert between(Derivative(let("G", f**2), x, True)) is None


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda: partial(f, x), "because f shows x and y, which depends on x"),
        (lambda: partial(f, x), "the whole slope is d(f, x); with y held it is"),
        (lambda: partial(f, x), "partial(f, x, holding=y). A name that always moves along"),
        (lambda: partial(q + f, x), "the whole slope is d(q + f, x)"),
        (lambda: partial(f, x, holding=x), "x cannot be held while it moves"),
        (lambda: partial(f, x, holding=(y, y)), "holds y twice"),
        (lambda: partial(f, x, holding=f), "the very quantity"),
        (lambda: partial(f, x, holding=(y, q)), "f does not depend on q"),
        (lambda: partial(short * y, x, holding=short), "s is an abbreviation"),
        (lambda: partial(x * let("o", let("r", a * x) ** 2), x, holding=a), "does not show it"),
        (lambda: partial(d(f, x), x, holding=y), "inside it stands d(f, x), in which y moves"),
        (lambda: d(let("g", d(f, x)), y), "inside it stands d(f, x), in which y moves"),
        (lambda: d(x * let("x", 1 * x), x), "two names are printed x"),
        (lambda: d(let("x", x + 1) * q, x), "one is part of what is differentiated"),
    ],
)
def test_what_is_not_said_beyond_doubt_is_refused(build: Callable[[], Expr], said: str) -> None:
    """With words that say what to write."""
    with pytest.raises(NotDifferentiable) as met:
        build()
    assert said in str(met.value)


def test_slopes_are_found_in_definitions_but_not_beneath_what_is_stopped_at() -> None:
    """The definition of a name that is held is nobody's business."""
    g = let("g", d(f, x))
    assert ["d(f, x)"] == [repr(one) for one in slopes_under(q * g, frozenset())]
    assert [] == list(slopes_under(q * g, frozenset({g})))


@pytest.mark.parametrize(
    ("node", "said"),
    [
        (d(z, a), "z does not depend on a: a is computed from z"),
        (d(z**2 + 1, a), "z**2 + 1 does not depend on a: a is computed from z"),
        (d(z, let("u", 1 * z)), "u is computed from z"),
        (d(let("u", 1 * z), let("v", z + 0)), "both are computed from z"),
        (d(let("u", 1 * z), let("v", q * z)), "u is z, and v is computed from z"),
        (d(a, z), ""),
        (d(z, q), ""),
        (d(z, let("c", N(3))), ""),
        (partial(let("u", q * x), let("v", z * x)), ""),
        (partial(f, x, holding=y), ""),
    ],
)
def test_what_does_not_depend_on_its_variable(node: Derivative, said: str) -> None:
    """Because it is computed from the quantity, or both from the same; else it is just zero."""
    assert reversed_in(node).endswith(said)
    assert bool(said) == bool(reversed_in(node))


def test_what_a_quantity_rests_on_in_the_end() -> None:
    """Names, or single entries of arrays; opaque names rest on what they are functions of."""
    W, v = matrix("W", 2, 2), column("v", 2)
    i = index("i", 2)
    one, other = let("r", W[1, 1] * q), let("s", W[2, 1] * q)
    assert {(W, (1, 1)), (q, ())} == set(leaves(one))
    assert {(v, ())} == set(leaves(total(i, v[i])))
    assert {(z, ())} == set(leaves(opaque("C", a)))
    assert {(x, ())} == set(leaves(partial(f, x, holding=y)))
    assert not tied(one, other)
    assert tied(one, let("t", W @ v * q))
    assert not tied(let("c", N(1)), x)


def test_a_whole_slope_by_what_does_not_move_alone() -> None:
    """Beside a stands z, from which it is computed; beside an alias what follows from z."""
    same = let("u", 1 * z)
    assert "z, which a cannot move without" in moved_too(d(z * a, a))
    assert "holding=z" in moved_too(d(let("s", z * a), a))
    assert "holding=a" in moved_too(d(same * a, same))
    fine = (partial(z * a, a), d(q * a, a), d(z * a, z), partial(z * a, a, holding=z))
    for node in (*fine, d(same**2, same), d(let("r", z**2) * a, a)):
        assert not moved_too(node)


def test_definitions_are_looked_into() -> None:
    """However deep the slope stands."""
    g = let("g", exp(let("h", q + d(z, a))))
    with pytest.raises(NotDifferentiable, match="a is computed from z"):
        check_depends(q, 2 * g)
    check_depends(q, d(a, z))


def test_one_letter_for_two_definitions_leaves_a_curly_sign_open() -> None:
    """The reader looks at the definition that shows the variable and what follows from it."""
    other = let("f", x**3)
    with pytest.raises(NameClash, match="another f on the page shows x and y"):
        check_namesakes([f, partial(other, x)])
    check_namesakes([f, d(other, x)])
    check_namesakes([f, partial(f, x, holding=y)])
    check_namesakes([partial(other, x)])


def test_what_a_curly_sign_leans_on_is_told_on_the_page() -> None:
    """An abbreviation that no definition introduces would leave the reader in doubt."""
    F = let("F", q * x * short)
    assert ["s"] == texts(leans_on(partial(F, x)))
    assert [] == texts(leans_on(d(F, x)))
    assert [] == texts(leans_on(partial(f, x, holding=y)))

    def page(*told: Name) -> Page:
        made = Page("p", "P")
        made.define(*told, F)
        made.chain(partial(F, x), elementary("a square"), 6 * q * x)
        return made

    page(short).finish()
    with pytest.raises(NothingChecked, match="define s on it"):
        page().finish()


def test_everything_on_a_page_is_looked_at_but_a_mistake() -> None:
    """There it is said that the slope is zero."""

    def page() -> Page:
        made = Page("p", "P")
        made.chain(let("u", a * q), definition("what it is"), a * q)
        return made

    made = page()
    made.mistake("The wrong way round", d(a, z), d(z, a), at={z: 0})
    made.finish()
    made = page()
    made.define(let("g", listed(q, d(z, a))))
    with pytest.raises(NotDifferentiable, match="a is computed from z"):
        made.finish()
