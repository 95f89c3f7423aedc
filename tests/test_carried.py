"""What goes along into a notebook: whole files, all that they import, and no more."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from bpcore.agreement import agree, compare, five_points
from bpcore.carried import FREE_TO_GO, carried, functions, imported
from bpcore.errors import ResultMissing
from tests.books import ROOT
from tests.test_rooms import outside, source


def test_a_module_comes_behind_those_it_imports() -> None:
    """As it stands, with the data that it reads."""
    files = carried(["bpcore.network", "bpcore.iris"])
    assert [
        "errors.py",
        "iris.py",
        "data/iris.csv",
        "activations.py",
        "losses.py",
        "network.py",
    ] == list(files)
    for name, text in files.items():
        assert (ROOT / "bpcore" / name).read_text("utf-8") == text


def test_what_needs_the_library_stays() -> None:
    """It is refused by name."""
    with pytest.raises(ResultMissing, match=r"bpcore\.language cannot be taken along"):
        carried(["bpcore.language"])


@pytest.mark.parametrize("name", FREE_TO_GO)
def test_what_goes_along_needs_numpy_and_the_like_of_it(name: str) -> None:
    """So a reader who has NumPy can import it."""
    assert set(imported(source(name))) <= {f"bpcore.{other}" for other in FREE_TO_GO}
    assert set() == outside(source(name), {"sympy", "matplotlib", "mpmath"})


def test_what_numbers_are_checked_with_stands_alone() -> None:
    """It knows nothing of the book, and each function works without the others."""
    assert [] == imported(source("agreement"))
    for name in ("agree", "compare", "five_points", "installed"):
        (found,) = ast.parse(functions("agreement", [name])).body
        assert isinstance(found, ast.FunctionDef)
        assert name == found.name


@pytest.mark.parametrize(
    ("value", "page", "fits"),
    [
        (0.61774, "0.6177", True),
        (0.6179, "0.6177", False),
        (0.4800001, "0.48", False),
        ([[3.19], [0.0]], "3.19; 0", True),
        ([[3.19, 0.0]], "3.19; 0", False),
        ([[3.19], [1e-6]], "3.19; 0", False),
        (float("nan"), "0.6177", False),
        ([1.0, 2.0], "1 2", False),
    ],
)
def test_digits_are_compared_to_the_last(value: object, page: str, fits: bool) -> None:
    """Rounded ones to half a unit, others exactly, and shapes too."""
    if fits:
        agree("a", value, page)  # type: ignore[arg-type]
        return
    with pytest.raises(AssertionError, match="the page shows"):
        agree("a", value, page)  # type: ignore[arg-type]


def test_differences_have_the_shape_of_what_they_are() -> None:
    """Of a number by an array, of a line by a line, of an array by a number."""
    x = np.array([[1.0], [2.0]])
    assert np.allclose(2 * x, five_points(lambda x: (x * x).sum(), x))
    assert np.allclose([[2, 0], [0, 4]], five_points(lambda x: x * x, x))
    assert np.allclose(x, five_points(lambda t: t * x, 3.0))
    with pytest.raises(AssertionError, match=r"\(2, 1\) beside \(1, 2\)"):
        compare("x", x, x.T)
    with pytest.raises(AssertionError, match="differences give"):
        compare("x", x, x + 1e-6)
