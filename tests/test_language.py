"""The words of a derivation build what they say, and refuse what has no meaning."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bpcore import (
    N,
    array,
    closed,
    column,
    d,
    diag,
    dot,
    index,
    kronecker,
    let,
    matrix,
    odot,
    ones,
    outer,
    partial,
    row,
    scalar,
    total,
    width,
)
from bpcore.errors import IndexMisused, NotAnExpression, NotDifferentiable, ShapesDiffer
from bpcore.language import ends


def test_a_column_and_a_row_have_shapes() -> None:
    """A column stands, a row lies."""
    assert ("n", 1) == column("x", "n").shape
    assert (1, "n") == row("r", "n").shape
    assert ("m", "n") == matrix("W", "m", "n").shape
    assert ("m", 1) == ones("m").shape


def test_entries_of_an_array_have_a_small_letter() -> None:
    """Unless another is asked for."""
    assert "x" == array("X", "m", "n").entry
    assert r"\delta" == array("X", "m", "n", entry="delta").entry


def test_a_definition_gives_its_shape_to_its_name() -> None:
    """And prints as the name."""
    x, W = column("x", "n"), matrix("W", "m", "n")
    z = let("z", W @ x, "pre-activation")
    assert ("m", 1) == z.shape
    assert "z" == repr(z)


def test_a_definition_binds_its_indices() -> None:
    """A free index would mean another thing at every place."""
    i = index("i", over="n")
    x = column("x", "n")
    with pytest.raises(IndexMisused, match="leaves the index i free"):
        let("z", 2 * x[i])
    assert () == let("s", total(i, x[i])).shape


def test_intervals_are_open_and_not_empty() -> None:
    """Both ends may be missing, and an end is reached only if that is said."""
    assert ((Fraction(0), Fraction(1)), (False, False)) == ends((0, 1))
    assert ((None, Fraction(1, 2)), (False, True)) == ends((None, closed(N(1, 2))))
    with pytest.raises(NotAnExpression, match="no number lies between 1 and 1"):
        scalar("a", between=(1, 1))
    with pytest.raises(NotAnExpression, match="a pair of ends"):
        scalar("a", between=(1,))  # type: ignore[arg-type]
    for wrong in (0.5, "one", scalar("b")):
        with pytest.raises(NotAnExpression):
            scalar("a", between=(0, wrong))  # type: ignore[arg-type]


def test_what_is_assumed_is_said() -> None:
    """An assumption of nothing is none."""
    z = scalar("z")
    assert let("v", z - 1, between=(0, None), assume=True).assumed
    with pytest.raises(NotAnExpression, match="say what is assumed of v"):
        let("v", z - 1, assume=True)


def test_fractions_are_made_of_whole_numbers() -> None:
    """Two of them, neither a truth value nor a float."""
    assert Fraction(3, 5) == N(3, 5).value
    for wrong in (0.5, True):
        with pytest.raises(NotAnExpression):
            N(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("letter", ["ij", "", "1", "alpha"])
def test_an_index_is_one_letter(letter: str) -> None:
    """Two letters below an x could be two indices."""
    with pytest.raises(NotAnExpression, match="an index is one letter"):
        index(letter, over="n")


def test_products_are_told_apart() -> None:
    """Four words, four nodes, four shapes."""
    x, y = column("x", "n"), column("y", "n")
    assert ("n", 1) == odot(x, y).shape
    assert ("n", "n") == outer(x, y.T).shape
    assert () == dot(x, y).shape
    assert ("n", "n") == diag(x).shape


def test_a_diagonal_has_entries_from_a_column() -> None:
    """Not from a matrix, and not from a number."""
    for wrong in (matrix("W", "m", "n"), scalar("s")):
        with pytest.raises(ShapesDiffer):
            diag(wrong)


def test_both_signs_mean_the_same_derivative() -> None:
    """They differ in print only."""
    a = scalar("a")
    assert not d(a * a, a).partial
    assert partial(a * a, a).partial


def test_a_width_is_a_number() -> None:
    """The m of one over m, and deltas of its indices."""
    i = index("i", over="m")
    assert "1 / m" == repr(1 / width("m"))
    assert "(i == 1)" == repr(kronecker(i, 1))


def test_what_is_held_is_one_name_or_several() -> None:
    """And nothing that has no name."""
    x, q = scalar("x"), scalar("q")
    y, z = let("y", x**2), let("z", x**3)
    assert (y,) == partial(x * y, x, holding=y).held
    assert (y, z) == partial(x * y * z, x, holding=(y, z)).held
    for wrong in (None, "y", [y], 2 * q, (y, 1)):
        with pytest.raises(NotDifferentiable, match="what is held has a name"):
            partial(x * y, x, holding=wrong)  # type: ignore[arg-type]


def test_an_abbreviation_is_declared_where_it_is_defined() -> None:
    """Then the curly sign has one meaning only."""
    x = scalar("x")
    short = let("s", x**2, abbreviation=True)
    assert short.abbreviation
    assert not let("s", x**2).abbreviation
    assert partial(x * short, x).partial
    with pytest.raises(NotDifferentiable, match="shows x and s"):
        partial(x * let("s", x**2), x)
