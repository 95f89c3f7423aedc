"""The iris data are Fisher's, exact where exact is promised, and refused where they do not fit."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import sys
from collections.abc import Callable
from fractions import Fraction
from importlib.resources import files
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpcore import iris
from bpcore.errors import Refusal, ShapesDiffer
from bpcore.iris import (
    FEATURE_NAMES,
    SPECIES_NAMES,
    ColumnDoesNotVary,
    DataDamaged,
    FlowerUnknown,
    NotALabel,
    NotFinite,
    SpeciesRepeated,
    SpeciesUnknown,
    TooFewClasses,
    flower,
    flowers,
    load_iris,
    one_hot,
    only,
    standardise,
)

DATA = files("bpcore").joinpath("data")
FISHERS_MEANS = ["5.843333", "3.057333", "3.758000", "1.199333"]
UCI_MEANS = ["5.843333", "3.054000", "3.758667", "1.198667"]


def lines() -> list[str]:
    """Return the lines of the file: the header, then flower n at index n."""
    return DATA.joinpath("iris.csv").read_text(encoding="utf-8").splitlines()


def refusal(error: pytest.ExceptionInfo[Refusal]) -> str:
    """Return the message of a refusal."""
    return str(error.value)


def exact_means(table: tuple[iris.Flower, ...]) -> list[str]:
    """Return the column means to six decimals, computed from exact values."""
    columns = zip(*(each.features for each in table), strict=True)
    return [f"{float(sum(column, Fraction(0)) / len(table)):.6f}" for column in columns]


def sums_in(text: str) -> list[str]:
    """Return every SHA-256 written in a text."""
    return re.findall(r"\b[0-9a-f]{64}\b", text)


def without_numpy(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the reader, imported afresh where `import numpy` fails."""
    spec = importlib.util.spec_from_file_location("iris_without_numpy", iris.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "numpy", None)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


# The file


def test_the_readme_names_the_checksum_of_the_file() -> None:
    """The file that is shipped is the file that is described."""
    digest = hashlib.sha256(DATA.joinpath("iris.csv").read_bytes()).hexdigest()
    assert [digest] == sums_in(DATA.joinpath("README.md").read_text(encoding="utf-8"))


def test_one_changed_digit_changes_the_checksum() -> None:
    """The checksum test would see the UCI repository's value in flower 35."""
    changed = DATA.joinpath("iris.csv").read_bytes().replace(b"4.9,3.1,1.5,0.2", b"4.9,3.1,1.5,0.1")
    readme = DATA.joinpath("README.md").read_text(encoding="utf-8")
    assert [hashlib.sha256(changed).hexdigest()] != sums_in(readme)


def test_flower_35_is_fishers() -> None:
    """The UCI repository has 0.1 for its petal width."""
    expected = (Fraction(49, 10), Fraction(31, 10), Fraction(3, 2), Fraction(1, 5))
    assert expected == flower(35).features


def test_flower_38_is_fishers() -> None:
    """The UCI repository has 3.1 for its sepal width and 1.5 for its petal length."""
    expected = (Fraction(49, 10), Fraction(18, 5), Fraction(7, 5), Fraction(1, 10))
    assert expected == flower(38).features


def test_the_exact_column_means_are_those_of_fishers_table() -> None:
    """Expected digits were computed elsewhere, from another copy."""
    assert exact_means(flowers()) == FISHERS_MEANS


def test_the_column_means_tell_the_uci_version_from_fishers() -> None:
    """With the two wrong rows put in, three of the four means differ."""
    text = lines()
    text[35] = text[38] = "4.9,3.1,1.5,0.1,setosa"
    assert exact_means(iris._parse(text)) == UCI_MEANS
    equal = [ours == theirs for ours, theirs in zip(FISHERS_MEANS, UCI_MEANS, strict=True)]
    assert equal == [True, False, False, False]


def test_the_readme_states_the_means_of_both_versions() -> None:
    """The table that tells the versions apart is the one that is tested here."""
    readme = DATA.joinpath("README.md").read_text(encoding="utf-8")
    assert f"| here | {' | '.join(FISHERS_MEANS)} |" in readme
    assert f"| UCI | {' | '.join(UCI_MEANS)} |" in readme


# Reading


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: [], "the columns of iris.csv are "),
        (lambda text: ["a,b", *text[1:]], "the columns of iris.csv are a, b"),
        (lambda text: text[:-1], "iris.csv holds 149 flowers, not 150"),
        (lambda text: [*text, text[1]], "iris.csv holds 151 flowers, not 150"),
        (
            lambda text: [text[0], "5.1,3.5,1.4,setosa", *text[2:]],
            "flower 1 in iris.csv: '5.1,3.5,1.4,setosa'",
        ),
        (
            lambda text: [*text[:150], "5.9,x,5.1,1.8,virginica"],
            "flower 150 in iris.csv: '5.9,x,5.1,1.8,virginica'",
        ),
        (
            lambda text: [*text[:150], "nan,3.0,5.1,1.8,virginica"],
            "flower 150 in iris.csv: 'nan,3.0,5.1,1.8,virginica'",
        ),
        (
            lambda text: [*text[:150], "5.9,3.0,5.1,0.0,virginica"],
            "flower 150 in iris.csv: '5.9,3.0,5.1,0.0,virginica'",
        ),
        (
            lambda text: [*text[:150], "5.9,3.0,5.1,1.8,rose"],
            "flower 150 in iris.csv: '5.9,3.0,5.1,1.8,rose'",
        ),
        (lambda text: [*text[:150], ""], "flower 150 in iris.csv: ''"),
    ],
)
def test_a_damaged_file_is_refused(change: Callable[[list[str]], list[str]], message: str) -> None:
    """Each way of damage is refused, and the message names the place."""
    with pytest.raises(DataDamaged) as error:
        iris._parse(change(lines()))
    assert message == refusal(error)


def test_the_undamaged_lines_are_read() -> None:
    """The refusals above come from the damage, not from the lines."""
    assert flowers() == iris._parse(lines())


# One flower


def test_flower_17_is_exact() -> None:
    """27/5 is 5.4 exactly, which no float64 is."""
    assert iris.Flower(
        17, Fraction(27, 5), Fraction(39, 10), Fraction(13, 10), Fraction(2, 5), "setosa"
    ) == flower(17)
    assert Fraction(27, 5) != Fraction(5.4)


def test_flower_reads_the_line_of_its_number() -> None:
    """For each of the 150, not only for the first."""
    for number, line in enumerate(lines()[1:], start=1):
        each = flower(number)
        text = [f"{float(value):.1f}" for value in each.features]
        assert (number, line) == (each.number, ",".join([*text, each.species]))


def test_a_flowers_features_are_named_in_the_order_of_the_columns() -> None:
    """The tuple, the attributes and the header agree."""
    assert lines()[0] == ",".join([*FEATURE_NAMES, "species"])
    assert tuple(getattr(flower(101), name) for name in FEATURE_NAMES) == flower(101).features


@pytest.mark.parametrize("number", [-1, 0, 151])
def test_there_is_no_flower_outside_1_to_150(number: int) -> None:
    """In particular 0 and -1 are not the last flowers."""
    with pytest.raises(FlowerUnknown) as error:
        flower(number)
    assert f"there is no flower {number}: flowers are numbered from 1 to 150" == refusal(error)


@pytest.mark.parametrize("number", [1, 150, np.int64(150)])
def test_the_first_and_the_last_flower_exist(number: int) -> None:
    """The bounds are included; NumPy's integers count."""
    assert number == flower(number).number


def test_a_flower_number_is_an_integer() -> None:
    """A float that happens to be whole is not a number of a flower."""
    with pytest.raises(TypeError):
        flower(17.0)  # type: ignore[arg-type]


def test_exact_flowers_need_no_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with exact values only never imports NumPy."""
    assert Fraction(27, 5) == without_numpy(monkeypatch).flower(17).sepal_length


def test_the_table_needs_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above really runs without NumPy."""
    with pytest.raises(ImportError, match="numpy"):
        without_numpy(monkeypatch).load_iris()


# The table


def test_each_species_has_50_flowers_in_blocks() -> None:
    """Setosa is 0 and comes first, versicolor 1, virginica 2."""
    expected = [0] * 50 + [1] * 50 + [2] * 50
    assert expected == load_iris().species.tolist()
    assert load_iris().species_names == ("setosa", "versicolor", "virginica")


def test_the_table_holds_the_nearest_floats_of_the_exact_flowers() -> None:
    """Row i is the flower numbered `numbers[i]`; nothing is rounded twice."""
    table = load_iris()
    assert list(range(1, 151)) == table.numbers.tolist()
    for number, row, label in zip(table.numbers, table.features, table.species, strict=True):
        assert [float(value) for value in flower(number).features] == row.tolist()
        assert flower(number).species == table.species_names[label]


def test_the_table_has_the_promised_types_and_shapes() -> None:
    """Features are (150, 4) float64; labels and numbers are (150,) int64."""
    table = load_iris()
    arrays = [table.features, table.species, table.numbers]
    expected = [((150, 4), "float64"), ((150,), "int64"), ((150,), "int64")]
    assert expected == [(array.shape, str(array.dtype)) for array in arrays]
    assert table.feature_names == FEATURE_NAMES


@pytest.mark.parametrize("name", ["features", "species", "numbers"])
def test_no_array_of_the_shared_table_can_be_written_to(name: str) -> None:
    """One page cannot change the flowers of the next."""
    array = getattr(load_iris(), name)
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 0
    array.copy()[0] = 0


# One species against another


def test_only_gives_the_first_name_0_and_the_second_1() -> None:
    """The targets of "is it a virginica, not a versicolor?"."""
    pair = only("versicolor", "virginica")
    expected = [0] * 50 + [1] * 50
    assert expected == pair.species.tolist()
    assert list(range(51, 151)) == pair.numbers.tolist()
    assert pair.species_names == ("versicolor", "virginica")
    np.testing.assert_array_equal(load_iris().features[50:], pair.features, strict=True)


def test_only_with_the_names_exchanged_exchanges_the_targets_and_nothing_else() -> None:
    """The order of the names decides the labels, not the order of the flowers."""
    pair, swapped = only("setosa", "virginica"), only("virginica", "setosa")
    assert (1 - pair.species).tolist() == swapped.species.tolist()
    np.testing.assert_array_equal(pair.features, swapped.features, strict=True)
    np.testing.assert_array_equal(pair.numbers, swapped.numbers, strict=True)


def test_only_with_all_three_names_is_the_whole_table() -> None:
    """Nothing is lost or reordered by choosing everything."""
    np.testing.assert_array_equal(load_iris().features, only(*SPECIES_NAMES).features, strict=True)
    np.testing.assert_array_equal(load_iris().species, only(*SPECIES_NAMES).species, strict=True)


@pytest.mark.parametrize(
    ("species", "error_type", "message"),
    [
        (
            ("setosa", "Virginica"),
            SpeciesUnknown,
            "no species 'Virginica': there are setosa, versicolor, virginica",
        ),
        (("setosa", "setosa"), SpeciesRepeated, "species 'setosa' is named 2 times"),
        (("setosa",), TooFewClasses, "1 species named: at least 2 are needed to tell apart"),
        ((), TooFewClasses, "0 species named: at least 2 are needed to tell apart"),
    ],
)
def test_only_refuses_what_is_no_choice_between_species(
    species: tuple[str, ...], error_type: type[Refusal], message: str
) -> None:
    """An unknown name, a repeated one, one alone and none."""
    with pytest.raises(error_type) as error:
        only(*species)
    assert message == refusal(error)


# Targets


def test_one_hot_puts_the_1_at_the_label() -> None:
    """Three labels, four classes: no shape can be mistaken for its transpose."""
    targets = one_hot([3, 0, 1], classes=4)
    expected = [[0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]]
    assert expected == targets.tolist()
    assert targets.dtype == np.float64


@given(st.lists(st.integers(0, 4), min_size=1))
def test_argmax_is_the_inverse_of_one_hot(labels: list[int]) -> None:
    """Every row sums to 1, and its 1 gives the label back."""
    targets = one_hot(labels, classes=5)
    assert labels == targets.argmax(axis=1).tolist()
    assert [1.0] * len(labels) == targets.sum(axis=1).tolist()


def test_one_hot_of_the_table_counts_50_of_each() -> None:
    """The column sums of the (150, 3) targets."""
    expected = [50.0, 50.0, 50.0]
    assert expected == one_hot(load_iris().species, classes=3).sum(axis=0).tolist()


@pytest.mark.parametrize(
    ("labels", "classes", "error_type", "message"),
    [
        ([0, 3], 3, NotALabel, "labels[1] is 3: 3 classes are numbered from 0 to 2"),
        ([0, 1, -1], 3, NotALabel, "labels[2] is -1: 3 classes are numbered from 0 to 2"),
        ([0.0, 1.0], 3, NotALabel, "labels are of type float64: whole numbers are needed"),
        ([True, False], 3, NotALabel, "labels are of type bool: whole numbers are needed"),
        ([[0, 1]], 3, ShapesDiffer, "labels have shape (1, 2): one axis (n,) is needed"),
        (1, 3, ShapesDiffer, "labels have shape (): one axis (n,) is needed"),
        ([0, 0], 1, TooFewClasses, "classes is 1: at least 2 are needed to tell apart"),
    ],
)
def test_one_hot_refuses_what_is_no_vector_of_labels(
    labels: object, classes: int, error_type: type[Refusal], message: str
) -> None:
    """In particular -1 is not the last class."""
    with pytest.raises(error_type) as error:
        one_hot(labels, classes)  # type: ignore[arg-type]
    assert message == refusal(error)


# Standardising


def test_standardised_features_have_mean_0_and_deviation_1() -> None:
    """To 1e-14, where the columns themselves are near 1."""
    scaled = standardise(load_iris().features).features
    np.testing.assert_allclose(0.0, scaled.mean(axis=0), rtol=0, atol=1e-14)
    np.testing.assert_allclose(1.0, (scaled**2).mean(axis=0), rtol=1e-14)


def test_the_features_themselves_are_not_standardised() -> None:
    """The test above fails for a function that returns what it is given."""
    raw = load_iris().features
    assert raw.mean(axis=0).min() > 1
    assert abs((raw**2).mean(axis=0) - 1).min() > 1


def test_standardise_divides_by_n() -> None:
    """Of 1, 2, 3, 6 the mean is 3 and the mean square deviation 14/4; with n - 1 it is 14/3."""
    _, mean, deviation = standardise([[1.0], [2.0], [3.0], [6.0]])
    np.testing.assert_array_equal([3.0], mean, strict=True)
    np.testing.assert_allclose([3.5**0.5], deviation, rtol=1e-15)
    assert abs(deviation[0] / (14 / 3) ** 0.5 - 1) > 0.1


def test_mean_and_deviation_give_the_features_back() -> None:
    """The two vectors that are returned are the two that were used."""
    raw = load_iris().features
    scaled, mean, deviation = standardise(raw)
    expected = (150, 4), (4,), (4,)
    assert expected == (scaled.shape, mean.shape, deviation.shape)
    np.testing.assert_allclose(raw, scaled * deviation + mean, rtol=1e-14)


def test_the_returned_means_are_fishers_in_cm() -> None:
    """The unit and the order of the columns are kept."""
    means = [f"{value:.6f}" for value in standardise(load_iris().features).mean]
    assert means == FISHERS_MEANS


@given(st.floats(0.5, 20), st.floats(-50, 50))
def test_standardised_features_do_not_depend_on_unit_or_origin(unit: float, origin: float) -> None:
    """Inches, or lengths over 1 cm, give the same numbers."""
    raw = load_iris().features
    np.testing.assert_allclose(
        standardise(raw).features, standardise(raw * unit + origin).features, rtol=0, atol=1e-10
    )


@pytest.mark.parametrize(
    ("features", "error_type", "message"),
    [
        ([[1, 0.1], [2, 0.1], [3, 0.1]], ColumnDoesNotVary, "[:, 1] is 0.1 in all of its 3 rows"),
        ([[1.0, 2.0]], ColumnDoesNotVary, "[:, 0] is 1.0 in all of its 1 rows"),
        ([[1.0, 2.0], [3.0, np.nan]], NotFinite, "[1, 1] is nan"),
        ([[np.inf, 2.0], [3.0, 4.0]], NotFinite, "[0, 0] is inf"),
        ([1.0, 2.0], ShapesDiffer, " have shape (2,): (n, d), neither 0, is needed"),
        ([[], []], ShapesDiffer, " have shape (2, 0): (n, d), neither 0, is needed"),
    ],
)
def test_standardise_refuses_what_has_no_deviation(
    features: list[object], error_type: type[Refusal], message: str
) -> None:
    """A constant column first of all, also where rounding gives it a deviation of 1.4e-17."""
    with pytest.raises(error_type) as error:
        standardise(features)  # type: ignore[arg-type]
    assert f"features{message}" == refusal(error)


def test_a_constant_column_of_tenths_has_a_deviation_that_is_not_zero() -> None:
    """The trap that the check for a constant column avoids."""
    assert np.std([0.1, 0.1, 0.1]) > 0
