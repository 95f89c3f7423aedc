"""The index calculus against numbers, on thousands of random pairs.

Whatever it calls equal must be equal at two assignments of distinct widths, for generic values of
both signs; it may leave undecided what it likes, but not too much of what is true.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from bpcore import bounds, exp, indexed, log, normal
from bpcore.expr import Name
from bpcore.indexed import HERE, Reader, Reading
from bpcore.interval import POSITIVE
from bpcore.normal import (
    Monomial,
    Poly,
    apart,
    collected,
    number,
    plus,
    powered,
    renamed,
    scaled,
    under,
)
from bpcore.tree import everything_under
from tests.books import ROOT
from tests.index_fuzz import FalseProof, WrongForm, examined

PAIRS, CORES = 8_000, 2
DECIDED = 0.95  # of the true rewritings, at least


def counted(start: int, stop: int) -> subprocess.Popen[str]:
    """Return a process that examines some pairs and prints the counts."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.index_fuzz", str(start), str(stop)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_nothing_is_called_equal_that_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    """Every answer of 8,000 is compared with numbers; most true rewritings are decided."""
    share = PAIRS // CORES
    runs = [counted(start, start + share) for start in range(0, PAIRS, share)]
    counts: Counter[str] = Counter()
    for run in runs:
        out, complaint = run.communicate()
        assert run.returncode == 0, complaint
        counts += Counter(json.loads(out))

    with capsys.disabled():
        print("\nindex calculus:", ", ".join(f"{n} {what}" for what, n in counts.items()))
    assert PAIRS == counts["different"] + counts["rewriting"] + counts["mutant"]
    assert counts["rewriting, called equal"] > DECIDED * counts["rewriting"]
    assert counts["called equal and compared with numbers"] > PAIRS / 3
    assert counts["mutant, equal in numbers"] < counts["mutant"] / 3


# -- calculi with one mistake each -----------------------------------------------------------


def captured(poly: Poly, names: normal.Rename) -> Poly:
    """Rename without making the bound indices step aside."""
    return collected(
        (b, tuple((renamed(atom, names), power) for atom, power in f), c) for (b, f), c in poly
    )


def without_powers(poly: Poly, by: Callable[[normal.Atom], Poly]) -> Poly:
    """Differentiate and forget the exponent that comes down."""
    parts = []
    for monomial, coefficient in poly:
        bounds, factors = apart(monomial)
        for k, (atom, power) in enumerate(factors):
            rest = (*factors[:k], (atom, power - 1), *factors[k + 1 :])
            parts.append(under(bounds, rest, coefficient, by(atom)))
    return plus(*parts)


def at_the_first_point(reader: Reader, forms: tuple[Poly, ...]) -> str:
    """Take an opaque cost where the first one was taken."""
    label = f"here, of {len(forms)}"
    reader.points.setdefault(label, forms)
    return label


def moved_though_held(how: Reading, name: Name) -> bool:
    """Open whatever depends on a variable, held or not."""
    if name.independent or name in how.variables:
        return False
    return not how.keep(name) or bool(everything_under(name) & how.variables)


EXPONENTIAL = Reader.exponential


def without_roots(reader: Reader, term: tuple[Monomial, Fraction]) -> Poly:
    """Take the exponential of any multiple of a logarithm for what the logarithm is of."""
    over, factors = term[0]
    if len(factors) == 1 and not over and factors[0][0][:1] == ("function",):
        atom, power = factors[0]
        if power == 1 and reader.function(atom[1]) is log:
            return atom[-1]  # type: ignore[no-any-return]
    return EXPONENTIAL(reader, term)


MISTAKES: dict[str, tuple[Any, str, Any]] = {
    "bound indices are captured": (normal, "in_poly", captured),
    "two sums share their index": (normal, "apart", lambda monomial: monomial),
    "an exponent is forgotten": (indexed, "differentiated", without_powers),
    "the outer slope is forgotten": (Reader, "outer_slope", lambda self, atom: number(1)),
    "an opaque cost is the same everywhere": (Reader, "point", at_the_first_point),
    "kept names do not depend on anything": (
        Reading,
        "opens",
        lambda self, name: not (name.independent or name in self.variables or self.keep(name)),
    ),
    "every atom is positive": (Reader, "is_positive", lambda self, atom: True),
    "every factor is positive": (bounds, "of_tree", lambda expr: POSITIVE),
    "the density is an exponential": (
        Reader,
        "density",
        lambda self, inner: self.applied(exp, scaled(powered(inner, 2), Fraction(-1, 2)), HERE),
    ),
    "a root is its form": (Reader, "exponential", without_roots),
    "what is held moves along": (Reading, "opens", moved_though_held),
    "every delta is one": (indexed, "delta", lambda first, second: ("width", "1")),
    "an idle sum over a number of things is lost": (normal, "number_of_terms", lambda widths: 1),
    "a second term is lost": (indexed, "plus", lambda *forms: plus(*forms[:1])),
    "two terms are nothing": (indexed, "is_zero", lambda form: len(form) < 3),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_calculus_with_a_mistake_is_found_out(
    mistake: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a pair that it calls equal and numbers do not."""
    monkeypatch.setattr(*MISTAKES[mistake])

    with pytest.raises((FalseProof, WrongForm)):
        examined(range(3000))
