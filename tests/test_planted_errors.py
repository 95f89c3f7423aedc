"""Errors planted in the real derivations: every one is refused, with script, step and numbers.

Each entry exchanges one piece of a script's text, as a slip of the pen would.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bpcore.book import Book
from bpcore.errors import (
    IndexMisused,
    NotAnExpression,
    NothingChecked,
    Refusal,
    ResultMissing,
    ScriptFailed,
    ShapesDiffer,
    StepChangesNothing,
    StepIsFalse,
    StepIsVacuous,
    TypedByHand,
    WrongRule,
)
from tests.books import NAMES, REAL, book, exchanged, real_pages

WRONG: list[tuple[str, str, str, int]] = [
    # sign
    ("sigmoid", "exp(-z) * N(-1)", "exp(-z) * 1", 0),
    ("sigmoid", "        -exp(-z),\n", "        exp(-z),\n", 0),
    ("sigmoid", "1 * (-exp(-z))", "1 * exp(-z)", 0),
    ("neuron", "* N(-1)", "* N(1)", 0),
    ("neuron", "-y / a + (1 - y) / (1 - a)", "-y / a - (1 - y) / (1 - a)", 0),
    ("pairings", "(a - y) * (a * (1 - a))", "(y - a) * (a * (1 - a))", 0),
    ("examples", "(A[i] - Y[i]) * X[i, j]", "(Y[i] - A[i]) * X[i, j]", 0),
    # factor
    ("pairings", "2 * (t - y)", "(t - y)", 0),
    ("pairings", "N(1, 2) * (a - y) ** 2", "(a - y) ** 2", 0),
    ("pairings", "(a - y) / log(N(10))", "(a - y) * log(N(10))", 0),
    ("two_neurons", "(a - y) * w * (h * (1 - h))", "(a - y) * (h * (1 - h))", 0),
    ("two_neurons", "(a - y) * w * d(h, u)", "(a - y) * v * d(h, u)", 0),
    ("neuron", "(a - y) * x_1", "(a - y) * w_1", 0),
    # lost term
    ("neuron", "(-y + a * y + a - a * y)", "(-y + a - a * y)", 0),
    ("neuron", "(-y * (1 - a)) / (a * (1 - a)) + (a * (1 - y))", "(1 - a) / (a * (1 - a)) + a", 0),
    ("sigmoid", "(1 + q - 1) / (1 + q)", "(1 + q) / (1 + q)", 0),
    ("sigmoid", "q / (1 + q) ** 2", "q / (1 + q)", 0),
    ("sigmoid", "sigmoid(z) * (1 - sigmoid(z))", "sigmoid(z) * sigmoid(z)", 0),
    # upside down
    ("neuron", "d(L, a) * d(a, z),\n        name", "d(L, a) / d(a, z),\n        name", 0),
    ("pairings", "d(any_L, any_a) * d(any_a, z)", "d(any_L, any_a) / d(any_a, z)", 0),
    ("two_neurons", "d(L, z) * d(z, h) * d(h, u)", "d(L, z) / d(z, h) * d(h, u)", 0),
    ("neuron", "d(a, z),\n        name", "d(let(\"z\", log(a / (1 - a))), a),\n        name", 0),
    # wrong definition beside right steps
    ("neuron", "-(y * log(a) + (1 - y) * log(1 - a))", "(y * log(a) + (1 - y) * log(1 - a))", 0),
    ("neuron", "loss = -(y * log(a) + (1 - y)", "loss = -(y * log(a) + (1 + y)", 0),
    ("pairings", "(1 + tanh(z)) / 2, \"a tanh", "(1 + tanh(2 * z)) / 2, \"a tanh", 0),
    ("two_neurons", "-(y * log(a) + (1 - y) * log(1 - a))", "(a - y) ** 2 / 2", 0),
    # mean, index, transpose
    ("examples", "1 / m * total(i, partial(L[i], b))", "total(i, partial(L[i], b))", 0),
    ("examples", "1 / m * (X.T @ (A - Y))", "1 * (X.T @ (A - Y))", 0),
    ("examples", "1 / m * total(i, A[i] - Y[i])", "total(i, A[i] - Y[i])", 0),
    ("examples", "1 / m * total(i, A[i] - Y[i])", "1 / width(\"n\") * total(i, A[i] - Y[i])", 0),
    ("examples", "partial(Z[i], w[j])),", "partial(Z[1], w[j])),", 1),
    ("examples", "(A[i] - Y[i]) * X[i, j]", "(A[i] - Y[i]) * X[1, j]", 0),
    ("examples", "A[i] - Y[i]) * partial", "A[1] - Y[1]) * partial", 0),
]  # fmt: skip
OTHER: list[tuple[type[Refusal], str, str, str, int]] = [
    # shapes and indices
    (ShapesDiffer, "examples", "(X.T @ (A - Y))", "(X @ (A - Y))", 0),
    (ShapesDiffer, "examples", "X @ w + ones", "X.T @ w + ones", 0),
    (ShapesDiffer, "examples", "1 / m * (X.T @ (A - Y))", "1 / m * ((A - Y).T @ X)", 0),
    (IndexMisused, "examples", "X[i, j]),\n        name", "X[j, i]),\n        name", 0),
    (IndexMisused, "examples", "total(i, L[i])", "L[i]", 0),
    (IndexMisused, "examples", "partial(J, w[j]),\n", "partial(J, w[1]),\n", 0),
    # rules
    (WrongRule, "neuron", "chain_rule(f\"the one path from {z}", "algebra(f\"the one path {z}", 0),
    (WrongRule, "neuron", "algebra(\"multiply out\"", "definition(\"multiply out\"", 0),
    (WrongRule, "sigmoid", "quotient_rule(\"", "algebra(\"", 0),
    (WrongRule, "neuron", "definition(f\"write out {L}", "algebra(f\"write out {L}", 0),
    (WrongRule, "examples", "over_examples(\"diff", "definition(\"diff", 0),
    (WrongRule, "neuron", "by(dL_da, da_dz, covers", "by(dL_da, covers", 0),
    (WrongRule, "neuron", "by(path)", "by(dL_da)", 0),
    (WrongRule, "two_neurons", "by(dL_dz)", "by(dL_dz, p.cite(\"sigmoid/dsigma_dz\"))", 0),
    (WrongRule, "neuron", "by(dL_dz)", "by(dL_da)", 0),
    # the rest of the promises
    (StepChangesNothing, "sigmoid", "exp(-z) * N(-1)", "d(exp(-z), z)", 0),
    (StepIsVacuous, "examples", "p.define(name)", "p.chain(0 * b, elementary(''), 0 * b * b)", 0),
    (NotAnExpression, "pairings", "N(1, 2) * (a - y)", "0.5 * (a - y)", 0),
    (TypedByHand, "neuron", "{d(L, a)} and ", "dL/da = 1", 0),
    (ResultMissing, "pairings", "sigmoid/dsigma_dz", "sigmoid/dtanh_dz", 0),
    (ResultMissing, "two_neurons", "sigmoid/dsigma_dz", "softmax/dsigma_dz", 0),
]  # fmt: skip
ARTICLE: list[tuple[type[Refusal], str, str, str, int]] = [
    # one path only, and a path too many
    (StepIsFalse, "total_derivative", "partial(A, a) * d(a, t) + partial(A, b) * d(b, t),", "partial(A, a) * d(a, t),", 0),  # noqa: E501
    (StepIsFalse, "total_derivative", "partial(F, s) * 1 + partial(F, x)", "partial(F, s) * 2 + partial(F, x)", 0),  # noqa: E501
    (StepIsFalse, "jacobian", "2 * y**3", "2 * y**2", 0),
    # softmax
    (StepIsFalse, "softmax", "kronecker(k, j) * a[k] - a[k] * a[j],\n        name", "kronecker(k, j) * a[k] + a[k] * a[j],\n        name", 0),  # noqa: E501
    (StepIsFalse, "softmax", "diag(a) - a @ a.T,\n        name", "diag(a) + a @ a.T,\n        name", 0),  # noqa: E501
    (StepIsFalse, "softmax", "exp(z[k] - z[j])", "exp(z[k] + z[j])", 0),
    # activations
    (StepIsFalse, "activations", "gate(z)", "gate(-z)", 3),
    # the last layer
    (StepIsFalse, "final_layer", "kronecker(i, k) * x[j],\n        name", "kronecker(i, k) * x[j] * 2,\n        name", 0),  # noqa: E501
    (ShapesDiffer, "final_layer", "outer(partial(K, z), x.T)", "outer(partial(K, z), x)", 0),
    # batches
    (StepIsFalse, "batches", "1 / m * (D.T @ X),\n        name", "1 * (D.T @ X),\n        name", 0),
    (StepIsFalse, "batches", "        D @ W,\n", "        -(D @ W),\n", 0),
    (ShapesDiffer, "batches", "        D.T @ X,\n", "        D @ X,\n", 0),
    # training
    (StepIsFalse, "iris_trained", "(-g[k])", "g[k]", 0),
    (ScriptFailed, "iris_trained", "D_1.T @ X", "D_1 @ X", 1),
]  # fmt: skip
ANSWER: list[tuple[type[Refusal], str, str, str, int]] = [
    # indices of the sum over paths, and what the delta leaves
    (StepIsFalse, "error", "kronecker(k, j),\n        name", "2 * kronecker(k, j),\n        name", 0),  # noqa: E501
    (IndexMisused, "error", "total(k, partial(C, z_1[k]) * partial(z_1[k], t[j]))", "total(k, partial(C, z_1[k]) * partial(z_1[k], t[k]))", 0),  # noqa: E501
    (IndexMisused, "error", "        d_1[j],\n", "        d_1[k],\n", 0),
    (StepIsFalse, "four_equations", "total(q, d_0[q] * kronecker(q, j)),", "total(q, d_0[j] * kronecker(q, q)),", 0),  # noqa: E501
    (IndexMisused, "four_equations", "        d_0[j] * a_0[i],\n", "        d_0[j] * a_0[1],\n", 0),
    # transposes, and where a slope is taken
    (ShapesDiffer, "four_equations", "        d_0 @ a_0.T,\n", "        a_0 @ d_0.T,\n", 0),
    (IndexMisused, "four_equations", "W_1[k, j] * s.prime(z[j]),\n", "W_1[j, k] * s.prime(z[j]),\n", 0),  # noqa: E501
    (ShapesDiffer, "four_equations", "W_1[k, j] * s.prime(z[j]),\n", "W_1[k, j] * s.prime(z),\n", 0),  # noqa: E501
]  # fmt: skip
NOTES: list[tuple[type[Refusal], str, str, str, int]] = [
    (StepIsFalse, "layer_three", "(1 - y) * y_hat - y * (1 - y_hat),\n", "(1 - y) * y_hat + y * (1 - y_hat),\n", 0),  # noqa: E501
    (IndexMisused, "layer_three", "(y_hat - y) * a_2[i],\n", "(y_hat - y) * a_2[1],\n", 0),
    (StepIsFalse, "numerical_safety", "        softplus(z) - z * y,\n", "        softplus(z) + z * y,\n", 0),  # noqa: E501
    (StepIsFalse, "numerical_safety", "        through * (a * (1 - a)),\n", "        a * (1 - a),\n", 0),  # noqa: E501
    (StepIsFalse, "caching", "2 * (l_0 * l_1 + l_1 * l_2 + l_2 * l_3) - l_0 * l_1,\n", "2 * (l_0 * l_1 + l_1 * l_2 + l_2 * l_3) - l_1 * l_2,\n", 0),  # noqa: E501
    (StepIsFalse, "false_alarms", "2 * (r - y) / 2,\n", "(r - y) / 2,\n", 0),
    (NothingChecked, "mistakes", "d(L, z), y - a, {z: 0, y: 1}", "d(L, z), a - y, {z: 0, y: 1}", 0),
    (NothingChecked, "mistakes", "lambda: W @ W,", "lambda: W @ W.T,", 0),
]  # fmt: skip


BEGINS = '"""\n\nfrom '  # before it stands what the script says of itself, and no derivation


def planted(folder: Path, name: str, old: str, new: str, which: int) -> Refusal:
    """Return what a book says whose script has one piece exchanged."""
    texts = {other: (REAL / f"{other}.py").read_text("utf-8") for other in NAMES}
    said, start, body = texts[name].partition(BEGINS)
    texts[name] = said + start + exchanged(body, old, new, which)
    spoilt = book(folder, **texts)
    if name != "sigmoid":  # which the others cite: proved once for all of them
        spoilt.pages["sigmoid"] = real_pages()["sigmoid"]
    with pytest.raises(Refusal) as caught:
        spoilt.page(name)
    return caught.value


@pytest.mark.parametrize(("name", "old", "new", "which"), WRONG)
def test_a_false_line_is_refused_with_script_step_and_numbers(
    tmp_path: Path, name: str, old: str, new: str, which: int
) -> None:
    """The message leads to the line, names the step, and shows where the sides differ."""
    refusal = planted(tmp_path, name, old, new, which)
    said = str(refusal)
    assert isinstance(refusal, StepIsFalse), said
    assert re.match(rf"derivations/{name}\.py:\d+: step \d+ \(.+\): ", said, re.DOTALL), said
    assert re.search(r"at .* = -?\d.* the left side is .*\d.* and the right side is .*\d", said)
    assert "as displayed" in said


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of all scripts."""
    folder = tmp_path_factory.mktemp("whole") / "derivations"
    shutil.copytree(REAL, folder)
    return folder


@pytest.mark.parametrize(("kind", "name", "old", "new", "which"), [*ARTICLE, *ANSWER, *NOTES])
def test_a_slip_on_the_pages_of_another_source_is_refused(
    whole: Path, kind: type[Refusal], name: str, old: str, new: str, which: int
) -> None:
    """With the script, and for a false line with the step; the copy is mended afterwards."""
    path = whole / f"{name}.py"
    text = path.read_text("utf-8")
    said, start, body = text.partition(BEGINS)
    path.write_text(said + start + exchanged(body, old, new, which), "utf-8")
    try:
        with pytest.raises(Refusal) as caught:
            Book(whole).page(name)
    finally:
        path.write_text(text, "utf-8")
    refused = str(caught.value)
    assert isinstance(caught.value, kind), refused
    assert re.match(rf"derivations/{name}\.py:\d+: ", refused), refused
    assert kind is not StepIsFalse or ": step " in refused


@pytest.mark.parametrize(("kind", "name", "old", "new", "which"), OTHER)
def test_another_slip_is_refused_at_its_script(
    tmp_path: Path, kind: type[Refusal], name: str, old: str, new: str, which: int
) -> None:
    """Shapes, indices, rules, citations, floats, typed mathematics."""
    refusal = planted(tmp_path, name, old, new, which)
    assert isinstance(refusal, kind), str(refusal)
    assert re.match(rf"derivations/{name}\.py:\d+: ", str(refusal)), str(refusal)


def test_enough_errors_are_planted_in_every_script() -> None:
    """More than twenty-five false lines; no script is left out."""
    assert len(WRONG) >= 25
    assert {"sigmoid", "neuron", "pairings", "examples", "two_neurons"} == {w[0] for w in WRONG}
    assert len(WRONG) == len(set(WRONG))


def test_the_real_scripts_stand_unspoilt(tmp_path: Path) -> None:
    """The must-pass twin: the same way of running them refuses none."""
    texts = {name: (REAL / f"{name}.py").read_text("utf-8") for name in NAMES}
    copied = book(tmp_path, **texts)
    assert all(copied.page(name).results for name in NAMES)
