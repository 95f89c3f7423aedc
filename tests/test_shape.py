"""Shapes: what fits, what does not, and how a refusal says so."""

from __future__ import annotations

import pytest

from bpcore.errors import NotAnExpression, ShapesDiffer
from bpcore.shape import (
    SCALAR,
    check_width,
    is_column,
    is_row,
    letters,
    product,
    same,
    shape_of,
    text,
    transposed,
)

BOTH = ("P", "Q")


def test_one_by_one_is_a_scalar() -> None:
    """A neuron with one input has a number for its weight."""
    assert SCALAR == shape_of(1, 1)
    assert (1, "n") == shape_of(1, "n")


@pytest.mark.parametrize("width", [0, -1, True])
def test_a_width_is_at_least_one(width: int) -> None:
    """Zero, negative numbers and truth values are no widths."""
    with pytest.raises(ShapesDiffer, match="from 1 up"):
        shape_of(width, 2)


def test_a_width_is_a_letter_or_a_number_within_reach() -> None:
    """And nothing that has to be worked out."""
    for width in (1, 10**6, "n", "n_1", "n^[l]", "n_l-1"):
        check_width(width)
    for words in ("hello world", "n-k+1", "2*n", "e", ""):
        with pytest.raises(NotAnExpression, match="is no width"):
            check_width(words)
    for number in (10**7, None, 1.5, ("n",)):
        with pytest.raises(ShapesDiffer, match="a width is"):
            check_width(number)


def test_a_matrix_product_keeps_outer_widths() -> None:
    """Rows of the left by columns of the right."""
    assert ("n", "k") == product(("n", "m"), ("m", "k"), BOTH)
    assert SCALAR == product((1, "m"), ("m", 1), BOTH)


def test_letters_are_compared_by_name() -> None:
    """The must-fail twin: a lost transpose is refused for every width."""
    with pytest.raises(ShapesDiffer, match="P is n x m and Q is n x 1"):
        product(("n", "m"), ("n", 1), BOTH)


def test_a_scalar_takes_no_part_in_a_matrix_product() -> None:
    """It is told to use the other sign."""
    with pytest.raises(ShapesDiffer, match=r"write \* for a scalar factor"):
        product(SCALAR, ("n", 1), BOTH)


def test_equal_shapes_are_passed_on() -> None:
    """And unequal ones are refused with both operands named."""
    assert ("n", 1) == same("a sum", ("n", 1), ("n", 1), BOTH)
    with pytest.raises(ShapesDiffer, match="a sum needs equal shapes, but P is n x 1 and Q is 1 x"):
        same("a sum", ("n", 1), (1, "n"), BOTH)


def test_the_transpose_exchanges_sides() -> None:
    """A scalar is its own transpose."""
    assert ("m", "n") == transposed(("n", "m"))
    assert SCALAR == transposed(SCALAR)


def test_rows_and_columns_are_told_apart() -> None:
    """A scalar is neither."""
    assert is_column(("n", 1))
    assert not is_column((1, "n"))
    assert is_row((1, "n"))
    assert not is_row(("n", 1))
    assert not is_row(SCALAR)
    assert not is_column(SCALAR)


def test_shapes_in_words() -> None:
    """As messages write them."""
    assert "scalar" == text(SCALAR)
    assert "3 x n" == text((3, "n"))
    assert frozenset({"n"}) == letters((3, "n"))
