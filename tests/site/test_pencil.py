"""What a reader writes in pencil mode: read, compared at numbers, and judged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from py_mini_racer import MiniRacer

from bpcore.site.assets import HERE
from tests.conftest import ROOT
from tests.site.test_browser import CHROMIUM, QUIET

LINE = re.compile(r"^ *```math\n *= (.*?)\n *```", re.MULTILINE | re.DOTALL)
VALUES = {"y": 0.75, "a": 0.25, "z": -0.5, "w1": 2.0}
ASK = """(([text, typed, values]) => {
  const known = new Set(Object.keys(values));
  try {
    const tree = typed ? bpReading.fromReader(text, known) : bpReading.fromTex(text);
    return JSON.stringify(bpReading.valueOf(tree, new Map(Object.entries(values)), new Map()));
  } catch (error) {
    if (error instanceof bpReading.NotRead) return JSON.stringify(`not read: ${error.message}`);
    throw error;
  }
})"""


@pytest.fixture(scope="module")
def engine() -> Iterator[MiniRacer]:
    """Return a JavaScript engine that holds the reader of lines."""
    running = MiniRacer()
    for name in ("arrays.js", "reading.js"):
        running.eval((HERE / "pencil" / name).read_text("utf-8"))
    yield running
    running.close()


def value(engine: MiniRacer, text: str, typed: bool = False) -> float | str:
    """Return what a line comes to at the values, or why it is not read."""
    found: float | str = json.loads(str(engine.eval(f"{ASK}({json.dumps([text, typed, VALUES])})")))
    return found


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\frac{a - y}{a \, (1 - a)}", (0.25 - 0.75) / (0.25 * 0.75)),
        (r"-y \cdot \frac{1}{a}", -3.0),
        (r"e^{-z} \, w_{1}^{2}", 4 * 1.6487212707001282),
        (r"\left(a - \frac{1}{2}\right)^{2}", 0.0625),
        (r"\frac{d}{dz} \sigma(z)", 0.2350037122015945),
        (r"[z > 0] + z \, (1 - [z > 0])", -0.5),
        (r"\max(0, z) + \log(a)", -1.3862943611198906),
        (r"\textcolor{firebrick}{\boxed{a + y}}", 1.0),
    ],
)
def test_a_line_of_a_page_is_read(engine: MiniRacer, tex: str, expected: float) -> None:
    """As a reader would: products by a narrow space, fractions, powers, slopes, gates."""
    assert pytest.approx(expected, rel=1e-9) == value(engine, tex)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("(a - y)/(a*(1 - a))", (0.25 - 0.75) / (0.25 * 0.75)),
        ("= (a−y) / (a(1−a))", (0.25 - 0.75) / (0.25 * 0.75)),
        ("2a", 0.5),
        ("ay", 0.1875),
        ("-a^2", -0.0625),
        ("a**2", 0.0625),
        ("2^-1", 0.5),
        ("a/y/2", 0.25 / 0.75 / 2),
        ("e^(-z) + exp(z)", 2.2552519304127614),
        ("σ(z)", 0.3775406687981454),
        ("w_1 + w1", 4.0),
        ("1/2 a", 0.125),
    ],
)
def test_what_is_typed_is_read(engine: MiniRacer, typed: str, expected: float) -> None:
    """As people type: stars or none, Unicode or not."""
    assert pytest.approx(expected, rel=1e-9) == value(engine, typed, typed=True)


@pytest.mark.parametrize(
    ("text", "typed", "why"),
    [
        ("a +", True, "missing at the end"),
        ("(a", True, "“)” is missing"),
        ("a - q", True, "“q” has no meaning"),
        ("a ; y", True, "“;” is not read"),
        ("", True, "nothing is written"),
        (r"\sum_{k=0}^{n} a", False, "does not count from 1"),
        (r"\sum_{k=1}^{n} q_{k}", False, "no value"),
        (r"\begin{pmatrix} a \end{pmatrix}", False, "not read"),
        (r"\mathrm{softplus}(z)", False, "not known"),
        (r"s'", False, "prime"),
    ],
)
def test_what_is_not_read_is_said(engine: MiniRacer, text: str, typed: bool, why: str) -> None:
    """Nothing is guessed; the message names the place."""
    said = value(engine, text, typed)

    assert isinstance(said, str)
    assert why in said


def test_every_line_of_the_book_is_read_or_refused(engine: MiniRacer) -> None:
    """No line breaks the reader; a good part of them is read."""
    lines = [
        tex
        for page in sorted((ROOT / "docs/derivations").glob("*.md"))
        for tex in LINE.findall(page.read_text("utf-8"))
    ]
    ask = """((lines) => lines.filter((tex) => {
      try { bpReading.fromTex(tex); return true; }
      catch (error) { if (error instanceof bpReading.NotRead) return false; throw error; }
    }).length)"""

    assert len(lines) > 800
    assert len(lines) / 4 < int(str(engine.eval(f"{ask}({json.dumps(lines)})")))


@pytest.fixture(scope="module")
def neuron(site: Path) -> Iterator[Page]:
    """Return a page in pencil mode."""
    with sync_playwright() as driver:
        running: Browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = running.new_page(viewport={"width": 1280, "height": 900})
        page.goto((site / "derivations/neuron.html").as_uri())
        page.locator(".bp-switch").click()
        yield page
        running.close()


def answered(page: Page, step: str, text: str) -> str:
    """Return what is said of a line that is typed for a step."""
    line = page.locator(f".bp-chain li:has(a#{step})")
    line.evaluate("line => { if (line.closest('details')) line.closest('details').open = true; }")
    line.locator(".bp-answer input").fill(text)
    line.locator(".bp-answer input").press("Enter")
    return line.locator(".bp-told").inner_text()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_a_wrong_line_is_refused_with_numbers_that_can_be_redone(neuron: Page) -> None:
    """The letters' numbers, the reader's value and the line's; the step stays hidden."""
    said = answered(neuron, "dL_da-3", "-y/a + (1 + y)/(1 - a)")
    found = re.fullmatch(
        r"Not equal: at y = (\S+), a ≈ (\S+) yours is (\S+), the line is (\S+)\.", said
    )

    assert found, said
    y, a, yours, line = (float(number.replace("−", "-")) for number in found.groups())
    assert pytest.approx(-y / a + (1 + y) / (1 - a), rel=1e-2) == yours
    assert pytest.approx(-y / a + (1 - y) / (1 - a), rel=1e-2) == line
    assert not neuron.locator("li.bp-shown:has(a#dL_da-3)").count()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_a_right_line_is_shown_in_the_form_of_the_page(neuron: Page) -> None:
    """However it is written: it is its value that counts."""
    said = answered(neuron, "dL_da-4", "(-y(1 - a) + a(1 - y)) / (a(1 - a))")

    assert said.startswith("Right:")
    assert neuron.locator("li.bp-shown:has(a#dL_da-4)").count()
    assert answered(neuron, "dL_dz-1", "dL/da * da/dz").startswith("Right:")


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_a_factor_and_a_slip_of_the_pen_are_told_apart(neuron: Page) -> None:
    """One factor of a product is half an answer; what cannot be read is no wrong answer."""
    assert "one factor" in answered(neuron, "path-1", "da/dz")
    assert answered(neuron, "path-1", "dL/da * (").startswith("That is not read")
    assert answered(neuron, "path-1", "dL/dz * da/dz").startswith("Not equal")


ARRAYS = """(([text, typed]) => {
  const { array } = bpArrays;
  const values = new Map([
    ["W", array(2, 3, (i, k) => 1 + i + 2 * k)], ["x", array(3, 1, (i) => i - 0.5)],
    ["delta", array(2, 1, (i) => 2 - 3 * i)], ["n", 3], ["#j", 1], ["#k", 2],
  ]);
  const known = new Map([...values.keys()].map((name) => [name, { kind: "name", name }]));
  try {
    const tree = typed ? bpReading.fromReader(text, known) : bpReading.fromTex(text);
    const found = bpReading.valueOf(tree, values, new Map());
    const isArray = bpArrays.isArray(found);
    return JSON.stringify(isArray ? [found.rows, found.columns, ...found.at] : found);
  } catch (error) {
    if (error instanceof bpReading.NotRead) return JSON.stringify(`not read: ${error.message}`);
    if (error instanceof bpReading.NoValue) return JSON.stringify(`no value: ${error.message}`);
    throw error;
  }
})"""


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        (r"W^{\top} \, \delta", False, [3, 1, 0, 2, 4]),
        ("W.T @ delta", True, [3, 1, 0, 2, 4]),
        ("W^T delta", True, [3, 1, 0, 2, 4]),
        (r"\delta \otimes x^{\top}", False, [2, 3, -1, 1, 3, 0.5, -0.5, -1.5]),
        ("outer(delta, x)", True, [2, 3, -1, 1, 3, 0.5, -0.5, -1.5]),
        (r"x \odot x", False, [3, 1, 0.25, 0.25, 2.25]),
        ("x * x", True, [3, 1, 0.25, 0.25, 2.25]),
        (r"x \cdot x", False, 2.75),
        (r"\mathrm{Diag}(\delta)", False, [2, 2, 2, 0, 0, -1]),
        (r"\sum_{q=1}^{n} w_{jq} \, x_{q}", False, 1 * -0.5 + 3 * 0.5 + 5 * 1.5),
        (r"\Delta_{j k} \, x_{k}", False, 0),
        (r"\Delta_{j 1} \, x_{k}", False, 0.5),
        ("W delta", True, "no value: the matrix product of 2 by 3 and 2 by 1 does not fit"),
        ("W + x", True, "no value: the sum of 2 by 3 and 3 by 1 does not fit"),
    ],
)
def test_arrays_keep_their_order(
    engine: MiniRacer, text: str, typed: bool, expected: float | list[float] | str
) -> None:
    """Matrix, outer, elementwise and scalar products are four things; entries are found."""
    assert expected == json.loads(str(engine.eval(f"{ARRAYS}({json.dumps([text, typed])})")))


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_lines_with_arrays_are_compared_as_they_stand(neuron: Page, site: Path) -> None:
    """In the right order, with every sum and every delta; other letters are not judged."""
    assert neuron.context.browser
    page = neuron.context.browser.new_page()
    page.goto((site / "derivations/four_equations.html").as_uri())
    page.locator(".bp-switch").click()
    for step, text, said in (
        ("BP2-1", "(W^[l+1] delta^[l+1]) * s'(z^[l])", "That has no value: the matrix product"),
        ("BP2-1", "(W^[l+1].T @ delta^[l+1]) * s(z^[l])", "Not equal: with numbers for all"),
        ("BP2-1", "q", "That is not read: “q” has no meaning here. This line is compared by"),
        ("BP2-1", "(W^[l+1].T @ delta^[l+1]) * s'(z^[l])", "Right"),
        ("BP4-1", "a^[l-1] delta^[l].T", "Not equal: yours is"),
        ("BP4-1", "delta^[l] a^[l-1].T", "Right"),
        ("dz_dw-1", "a_i^[l-1]", "That is one factor"),
        ("dz_dw-1", "2 Delta_qj a_i^[l-1]", "Not equal"),
        ("dz_dw-1", "Delta_qj a_i^[l-1]", "Right"),
        ("BP1_entry-3", "dK/da_q^[L] * s'(z_j^[L])", "That is not read: q stands outside"),
        ("BP1_entry-3", "sum_q dK/da_q^[L] s'(z_j^[L])", "Not equal"),
        ("BP1_entry-3", "sum_q dK/da_q^[L] Delta_qj s'(z_j^[L])", "Right"),
    ):
        assert answered(page, step, text).startswith(said), (step, text)
    page.close()
