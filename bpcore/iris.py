"""The iris flowers: 150 flowers, four measurements in cm, three species.

Knows the file `data/iris.csv` and how to make inputs and targets of it.  Must not know any
expression, derivation or page.  Worked examples start from `flower`, whose values are exact;
training starts from `load_iris` or `only`, whose values are float64.  NumPy is imported by the
functions that return arrays and by nothing else here.

Source: R. A. Fisher 1936, measured by E. Anderson 1935; `data/README.md` says which version.

>>> from bpcore.iris import flower, only
>>> flower(17).sepal_length
Fraction(27, 5)
>>> only("versicolor", "virginica").features.shape
(100, 4)
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from operator import index
from typing import TYPE_CHECKING, NamedTuple

from bpcore.errors import Refusal, ShapesDiffer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Labels = NDArray[np.int64]

FEATURE_NAMES = ("sepal_length", "sepal_width", "petal_length", "petal_width")
SPECIES_NAMES = ("setosa", "versicolor", "virginica")
FLOWERS = 150


class DataDamaged(Refusal):
    """The file of flowers is not what its README describes."""


class FlowerUnknown(Refusal):
    """No flower has this number."""


class SpeciesUnknown(Refusal):
    """No flower is of this species."""


class SpeciesRepeated(Refusal):
    """One species is named twice: its flowers would need two targets."""


class TooFewClasses(Refusal):
    """There is nothing to tell apart."""


class NotALabel(Refusal):
    """A label is not the number of a class."""


class ColumnDoesNotVary(Refusal):
    """A column without spread cannot be given deviation 1."""


class NotFinite(Refusal):
    """A measurement is infinite or not a number."""


@dataclass(frozen=True)
class Flower:
    """One flower: its number (from 1), its four measurements in cm, exact, and its species.

    >>> from bpcore.iris import flower
    >>> flower(51).species
    'versicolor'
    """

    number: int
    sepal_length: Fraction
    sepal_width: Fraction
    petal_length: Fraction
    petal_width: Fraction
    species: str

    @property
    def features(self) -> tuple[Fraction, Fraction, Fraction, Fraction]:
        """Return the four measurements, exact, in cm, in the order of `FEATURE_NAMES`.

        >>> from bpcore.iris import flower
        >>> [str(value) for value in flower(17).features]
        ['27/5', '39/10', '13/10', '2/5']
        """
        return self.sepal_length, self.sepal_width, self.petal_length, self.petal_width


@dataclass(frozen=True, eq=False)
class Iris:
    """A table of n flowers; its arrays are read-only.

    * `features`: (n, 4) float64, cm, one flower a row, columns as in `feature_names`
    * `species`: (n,) int64, 0 to k - 1, positions in `species_names`
    * `numbers`: (n,) int64, the flowers' numbers, from 1: `flower(numbers[i])` is row i
    * `feature_names`, `species_names`: tuples of 4 and of k names

    >>> from bpcore.iris import load_iris
    >>> load_iris().features[16]
    array([5.4, 3.9, 1.3, 0.4])

    Row i is flower i + 1 in the whole table only; a choice of species starts elsewhere:

    >>> from bpcore.iris import only
    >>> int(only("versicolor", "virginica").numbers[0])
    51
    """

    features: Floats
    species: Labels
    numbers: Labels
    feature_names: tuple[str, ...]
    species_names: tuple[str, ...]


class Standardised(NamedTuple):
    """Standardised `features` (n, d), with the `mean` (d,) and `deviation` (d,) that were used."""

    features: Floats
    mean: Floats
    deviation: Floats


def flower(number: int) -> Flower:
    """Return one flower, with exact values, by its number from 1 to 150.

    Numbers count from 1, as the rows of the file do; rows of an array count from 0.  Needs no
    NumPy.  Raises `FlowerUnknown` for another number, `TypeError` for anything but an integer.

    >>> from bpcore.iris import flower
    >>> flower(17).sepal_length, flower(17).species
    (Fraction(27, 5), 'setosa')
    >>> flower(0)
    Traceback (most recent call last):
    bpcore.iris.FlowerUnknown: there is no flower 0: flowers are numbered from 1 to 150
    """
    number = index(number)
    if not 1 <= number <= FLOWERS:
        raise FlowerUnknown(
            f"there is no flower {number}: flowers are numbered from 1 to {FLOWERS}"
        )
    return flowers()[number - 1]


@cache
def flowers() -> tuple[Flower, ...]:
    """Return all 150 flowers, with exact values, flower 1 first.

    Needs no NumPy.  Raises `DataDamaged` if the file was changed into something else.

    >>> from bpcore.iris import flowers
    >>> max(flowers(), key=lambda flower: flower.petal_length).number
    119
    """
    text = files("bpcore").joinpath("data/iris.csv").read_text(encoding="utf-8")
    return _parse(text.splitlines())


@cache
def load_iris() -> Iris:
    """Return the whole table: features (150, 4) in cm, species (150,) 0, 1 and 2.

    Each entry is the float64 nearest to the exact value of `flower`.

    >>> from bpcore.iris import load_iris
    >>> iris = load_iris()
    >>> iris.features.shape, iris.species.shape, iris.species_names
    ((150, 4), (150,), ('setosa', 'versicolor', 'virginica'))

    The table is shared, so it cannot be written to; `.copy()` gives an array of one's own:

    >>> iris.features[0, 0] = 0.0
    Traceback (most recent call last):
    ValueError: assignment destination is read-only
    """
    return _table(flowers(), SPECIES_NAMES)


def only(*species: str) -> Iris:
    """Return the flowers of the named species, labelled 0, 1, ... in the order of the names.

    With two names, `features` is (100, 4) in cm and `species` (100,) holds the targets 0 and 1:
    `only("versicolor", "virginica")` asks whether a flower is a virginica.  Flowers stay in the
    order of their numbers, so the targets come sorted, in blocks of 50.

    Raises `TooFewClasses` for fewer than two names, `SpeciesUnknown` and `SpeciesRepeated`.

    >>> from bpcore.iris import only
    >>> pair = only("virginica", "setosa")
    >>> [(int(pair.numbers[i]), int(pair.species[i])) for i in (0, 50)]
    [(1, 1), (101, 0)]
    >>> only("setosa", "rose")
    Traceback (most recent call last):
    bpcore.iris.SpeciesUnknown: no species 'rose': there are setosa, versicolor, virginica
    """
    for name in species:
        if name not in SPECIES_NAMES:
            raise SpeciesUnknown(f"no species {name!r}: there are {', '.join(SPECIES_NAMES)}")
        if species.count(name) > 1:
            raise SpeciesRepeated(f"species {name!r} is named {species.count(name)} times")
    if len(species) < 2:
        raise TooFewClasses(f"{len(species)} species named: at least 2 are needed to tell apart")
    return _table((each for each in flowers() if each.species in species), species)


def one_hot(labels: ArrayLike, classes: int) -> Floats:
    """Return the targets (n, classes), float64: in row i a 1 at column `labels[i]`, else 0.

    `labels` is (n,), whole numbers from 0 to `classes` - 1.  `argmax(axis=1)` is the inverse.

    Raises `TooFewClasses` below 2 classes, `ShapesDiffer` unless labels are a vector,
    `NotALabel` for a label that is no whole number or out of range.

    >>> from bpcore.iris import one_hot
    >>> one_hot([2, 0], classes=3)
    array([[0., 0., 1.],
           [1., 0., 0.]])
    >>> one_hot([2, 0], classes=2)
    Traceback (most recent call last):
    bpcore.iris.NotALabel: labels[0] is 2: 2 classes are numbered from 0 to 1
    """
    import numpy as np

    numbers = np.asarray(labels)
    if classes < 2:
        raise TooFewClasses(f"classes is {classes}: at least 2 are needed to tell apart")
    if numbers.ndim != 1:
        raise ShapesDiffer(f"labels have shape {numbers.shape}: one axis (n,) is needed")
    if numbers.dtype.kind not in "iu":
        raise NotALabel(f"labels are of type {numbers.dtype}: whole numbers are needed")
    # Without this check a label of -1 would quietly count from the end.
    for row in np.flatnonzero((numbers < 0) | (numbers >= classes)):
        raise NotALabel(
            f"labels[{row}] is {numbers[row]}: "
            f"{classes} classes are numbered from 0 to {classes - 1}"
        )
    targets: Floats = np.eye(classes, dtype=np.float64)[numbers]
    return targets


def standardise(features: ArrayLike) -> Standardised:
    """Return each column minus its mean, divided by its deviation; and the two (d,) vectors.

    `features` is (n, d), any unit; the result (n, d) has no unit, `mean` and `deviation` keep
    the unit of the features.  The deviation divides by n (ddof = 0): the result has mean 0 and
    mean square 1 in every column.  New flowers are standardised with the same two vectors.

    Raises `ShapesDiffer` unless features are (n, d) with n and d at least 1, `NotFinite` for an
    infinity or a NaN, `ColumnDoesNotVary` for a constant column.

    >>> from bpcore.iris import standardise
    >>> scaled, mean, deviation = standardise([[1.0, 10.0], [3.0, 50.0]])
    >>> scaled
    array([[-1., -1.],
           [ 1.,  1.]])
    >>> mean, deviation
    (array([ 2., 30.]), array([ 1., 20.]))
    >>> standardise([[0.1, 1.0], [0.1, 2.0], [0.1, 3.0]])
    Traceback (most recent call last):
    bpcore.iris.ColumnDoesNotVary: features[:, 0] is 0.1 in all of its 3 rows

    It fails where the spread is lost beside the size, because the mean is rounded (in cm, iris
    is far from that); here the result should be -1 and 1:

    >>> standardise([[1e16], [1e16 + 2]]).features.round(3)
    array([[0.   ],
           [1.414]])
    """
    import numpy as np

    table = np.asarray(features, dtype=np.float64)
    if table.ndim != 2 or table.size == 0:
        raise ShapesDiffer(f"features have shape {table.shape}: (n, d), neither 0, is needed")
    for row, column in np.argwhere(~np.isfinite(table)):
        raise NotFinite(f"features[{row}, {column}] is {table[row, column]}")
    # Not `deviation == 0`: the mean of three 0.1 is not 0.1, so that deviation is 1.4e-17.
    for column in np.flatnonzero(table.min(axis=0) == table.max(axis=0)):
        raise ColumnDoesNotVary(
            f"features[:, {column}] is {table[0, column]} in all of its {len(table)} rows"
        )
    mean, deviation = table.mean(axis=0), table.std(axis=0, ddof=0)
    return Standardised((table - mean) / deviation, mean, deviation)


def _parse(lines: Iterable[str]) -> tuple[Flower, ...]:
    """Return the flowers written in the lines of the file, header first."""
    header, *rows = list(csv.reader(lines)) or [[]]
    if tuple(header) != (*FEATURE_NAMES, "species"):
        raise DataDamaged(f"the columns of iris.csv are {', '.join(header)}")
    if len(rows) != FLOWERS:
        raise DataDamaged(f"iris.csv holds {len(rows)} flowers, not {FLOWERS}")
    return tuple(_flower(number, row) for number, row in enumerate(rows, start=1))


def _flower(number: int, row: list[str]) -> Flower:
    """Return the flower written in one row of the file."""
    try:
        *decimals, species = row
        sizes = [Fraction(text) for text in decimals]
        sepal_length, sepal_width, petal_length, petal_width = sizes
    except ValueError as error:
        raise DataDamaged(f"flower {number} in iris.csv: {','.join(row)!r}") from error
    if species not in SPECIES_NAMES or min(sizes) <= 0:
        raise DataDamaged(f"flower {number} in iris.csv: {','.join(row)!r}")
    return Flower(number, sepal_length, sepal_width, petal_length, petal_width, species)


def _table(chosen: Iterable[Flower], species: tuple[str, ...]) -> Iris:
    """Return the arrays of the chosen flowers, labelled by position in `species`, read-only."""
    import numpy as np

    rows = tuple(chosen)
    features = np.array([[float(value) for value in each.features] for each in rows])
    labels = np.array([species.index(each.species) for each in rows], dtype=np.int64)
    numbers = np.array([each.number for each in rows], dtype=np.int64)
    for array in (features, labels, numbers):
        array.flags.writeable = False
    return Iris(features, labels, numbers, FEATURE_NAMES, species)
