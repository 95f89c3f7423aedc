"""The explorer: its numbers are those of the library, its controls work, and it can be doubted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Page as Tab

from bpcore.activations import ACTIVATIONS
from bpcore.network import Network
from tests.site.test_browser import CHROMIUM, QUIET

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
PAGES = ("forward_pass", "final_layer", "hidden_layer", "three_layers")
RATE = 0.1
ENOUGH = 1e-9

# Everything for every so manieth flower, for one choice of activations and loss.
EVERYTHING = """([last, loss, hidden, every]) => {
  const data = JSON.parse(document.querySelector(".bp-explorer").dataset.explorer);
  const below = data.W.slice(1).map((_, layer) => hidden ?? data.activations[layer]);
  const network = { W: data.W, b: data.b, activations: [...below, last], loss };
  const chosen = data.examples.filter((_, place) => place % every === 0);
  return chosen.map(([, , x, y]) => window.bpNetwork.everything(network, x, y, 0.1));
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return Debian's Chromium, driven by Playwright."""
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        running.close()


@pytest.fixture(scope="module")
def tabs(browser: Browser, site: Path) -> dict[str, tuple[Tab, list[str]]]:
    """Return the pages with an explorer, opened once, each with the errors on its console."""
    found = {}
    for name in PAGES:
        tab, errors = browser.new_page(), []
        tab.on("pageerror", lambda error, errors=errors: errors.append(str(error)))
        tab.goto((site / "derivations" / f"{name}.html").as_uri())
        tab.wait_for_selector(".bp-explorer.bp-live")
        found[name] = (tab, errors)
    return found


def data_of(tab: Tab) -> dict[str, Any]:
    """Return what the explorer of a page starts from."""
    return dict(json.loads(tab.locator(".bp-explorer").get_attribute("data-explorer") or ""))


def network(data: dict[str, Any], last: str, loss: str, hidden: str | None = None) -> Network:
    """Return the library's network for a choice of activations and loss."""
    names = [hidden or name for name in data["activations"][:-1]]
    return Network(data["W"], data["b"], [*names, last], loss)


def expected(net: Network, x: list[float], y: list[float]) -> dict[str, Any]:
    """Return what the library says of one flower, by the keys of the explorer."""
    cache = net.forward([x])
    slopes = net.backward(cache, [y])
    found: dict[str, Any] = {"loss": net.cost([x], [y])}
    after = net.copy()
    for layer in net.weights:
        activation = net.activations[layer]
        slope = activation.slope(cache.Z[layer])
        found[f"z{layer}"], found[f"a{layer}"] = cache.Z[layer][0], cache.A[layer][0]
        found[f"J{layer}"] = np.diag(slope[0]) if activation.elementwise else slope[0]
        found[f"delta{layer}"] = slopes.delta[layer][0]
        found[f"dL_dW{layer}"] = slopes.dC_dW[layer]
        found[f"dL_db{layer}"] = slopes.dC_db[layer]
        if layer < net.depth:
            found[f"dL_da{layer}"] = slopes.delta[layer + 1][0] @ net.weights[layer + 1]
        else:
            found[f"dL_da{layer}"] = net.loss.slope(cache.A[layer], np.array([y]))[0]
        after.weights[layer][...] -= RATE * slopes.dC_dW[layer]
        after.biases[layer][...] -= RATE * slopes.dC_db[layer]
        found[f"new_W{layer}"], found[f"new_b{layer}"] = after.weights[layer], after.biases[layer]
    found["new_loss"] = after.cost([x], [y])
    return found


def apart(shown: dict[str, Any], right: dict[str, Any]) -> float:
    """Return the largest deviation, relative to the largest entry of the same thing."""
    worst = 0.0
    for key, value in right.items():
        one, other = np.asarray(shown[key], dtype=float), np.asarray(value, dtype=float)
        assert one.shape == other.shape, key
        size = np.abs(other).max()
        difference = np.abs(one - other).max()
        worst = max(worst, difference / size if size else difference)
    return worst


def deviations(tab: Tab, last: str, loss: str, hidden: str | None, every: int) -> Iterator[float]:
    """Yield how far the page is from the library, for every so manieth flower."""
    data = data_of(tab)
    net = network(data, last, loss, hidden)
    shown = tab.evaluate(EVERYTHING, [last, loss, hidden, every])
    for (_, _, x, y), found in zip(data["examples"][::every], shown, strict=True):
        yield apart(found, expected(net, x, y))


@pytest.mark.parametrize(("page", "flowers"), [("forward_pass", 150), ("three_layers", 100)])
def test_every_flower_has_the_numbers_of_the_library(
    tabs: dict[str, tuple[Tab, list[str]]], page: str, flowers: int
) -> None:
    """Forward, Jacobians, errors, slopes, the step and both losses, with the page's own network."""
    tab, _ = tabs[page]
    data = data_of(tab)
    found = list(deviations(tab, data["activations"][-1], data["loss"], None, 1))
    assert flowers == len(found)
    assert max(found) < ENOUGH


@pytest.mark.parametrize("page", ["forward_pass", "three_layers"])
def test_every_choice_has_the_numbers_of_the_library(
    tabs: dict[str, tuple[Tab, list[str]]], page: str
) -> None:
    """Each activation below each last activation with each loss that is offered."""
    tab, _ = tabs[page]
    data = data_of(tab)
    assert {name for name, row in ACTIVATIONS.items() if row.elementwise} == set(data["hidden"])
    assert len(data["heads"]) >= 3
    for last, loss in data["heads"]:
        for hidden in data["hidden"]:
            worst = max(deviations(tab, last, loss, hidden, 25))
            assert worst < ENOUGH, (last, loss, hidden)


def test_the_differences_agree_and_would_not_if_a_sign_were_wrong(
    tabs: dict[str, tuple[Tab, list[str]]],
) -> None:
    """The check on the page can fail, and so can the comparison with the library."""
    tab, _ = tabs["forward_pass"]
    head = ("softmax", "categorical cross-entropy", "tanh")
    asked = [*head, 10]
    before = [one["deviation"] for one in tab.evaluate(EVERYTHING, asked)]
    assert max(before) < 1e-6, before
    spoil = """() => {
      const right = window.bpNetwork.backward;
      window.bpNetwork.backward = (...given) => {
        const slopes = right(...given);
        slopes.dL_dW[0] = slopes.dL_dW[0].map((row) => row.map((slope) => -slope));
        return slopes;
      };
      window.bpRight = right;
    }"""
    tab.evaluate(spoil)
    try:
        assert all(one["deviation"] > 0.01 for one in tab.evaluate(EVERYTHING, asked))
        assert max(deviations(tab, *head, 10)) > 0.01
    finally:
        tab.evaluate("() => { window.bpNetwork.backward = window.bpRight; }")


def shown(tab: Tab, key: str) -> list[float]:
    """Return the numbers that stand at a place."""
    cells = tab.locator(f'.bp-explorer [data-show="{key}"] .bp-number-shown').all_text_contents()
    return [float(cell.replace("−", "-")) for cell in cells]


@pytest.mark.parametrize("page", PAGES)
def test_controls_change_what_is_shown(tabs: dict[str, tuple[Tab, list[str]]], page: str) -> None:
    """Flower, activation, loss, weight and rate, with the keyboard where a reader would use it."""
    tab, errors = tabs[page]
    data = data_of(tab)
    box = tab.locator(".bp-explorer")
    box.evaluate("box => box.querySelectorAll('details').forEach(part => { part.open = true; })")
    number, _, x, y = data["examples"][60]
    flower, *hidden, head = box.locator("select").all()
    flower.select_option(str(number))
    assert pytest.approx(x) == shown(tab, "x")
    hidden[0].focus()
    hidden[0].press("Home")
    assert data["hidden"][0] == hidden[0].input_value()
    last, loss = data["heads"][-1]
    head.select_option(f"{last}|{loss}")

    names = [choice.input_value() for choice in hidden]
    net = Network(data["W"], data["b"], [*names, last], loss)
    assert pytest.approx(net.cost([x], [y]), rel=1e-3) == shown(tab, "loss")[0]

    first = box.locator('[data-show="W1"] button').first
    first.focus()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    chosen = box.locator('[data-show="W1"] button[aria-pressed="true"]')
    assert 1 == chosen.count()
    slider = box.locator("input[type=range]").nth(1)
    slider.fill("1.25")
    assert 1.25 == float(chosen.inner_text())
    place = (0, 1) if data["turned"][0] else (1, 0)
    net.weights[1][place] = 1.25
    cache = net.forward([x])
    slopes = net.backward(cache, [y])
    assert pytest.approx(cache.Z[1][0], rel=1e-3) == shown(tab, "z1")
    assert pytest.approx(slopes.dC_dW[1][place], rel=2e-3, abs=1e-9) == shown(tab, "formula")[0]
    assert shown(tab, "formula")[0] == pytest.approx(
        shown(tab, "difference")[0], rel=2e-3, abs=1e-9
    )

    box.locator("input[type=range]").first.fill("-2")
    assert 0.01 == shown(tab, "rate")[0]
    box.get_by_role("button", name="Take the step").click()
    for layer in net.weights:
        net.weights[layer][...] -= 0.01 * slopes.dC_dW[layer]
        net.biases[layer][...] -= 0.01 * slopes.dC_db[layer]
    assert pytest.approx(net.cost([x], [y]), rel=1e-3) == shown(tab, "loss")[0]
    assert "Loss" in box.locator("[role=status]").inner_text()
    box.get_by_role("button", name="Begin again").click()
    assert str(data["start"]) == flower.input_value()
    assert np.ravel(data["W"][0]).tolist() == pytest.approx(
        np.ravel(np.transpose(np.reshape(shown(tab, "W1"), (-1, len(data["W"][0])))))
        if data["turned"][0]
        else shown(tab, "W1")
    )
    assert [] == errors


def layouts(tab: Tab) -> int:
    """Return how often the page was laid out so far."""
    session = tab.context.new_cdp_session(tab)
    session.send("Performance.enable")
    found = session.send("Performance.getMetrics")["metrics"]
    return int(next(one["value"] for one in found if one["name"] == "LayoutCount"))


def test_a_move_of_the_slider_lays_the_page_out_once(
    tabs: dict[str, tuple[Tab, list[str]]],
) -> None:
    """Not once for each number that changes: that took a second."""
    tab, _ = tabs["hidden_layer"]
    box = tab.locator(".bp-explorer")
    box.evaluate("box => box.querySelectorAll('details').forEach(part => { part.open = true; })")
    slider = box.locator("input[type=range]").nth(1)
    slider.fill("0.5")
    before = layouts(tab)
    slider.fill("-0.5")

    assert box.locator(".bp-changed, .bp-changed-again").count() > 20
    assert layouts(tab) - before < 10


@pytest.mark.parametrize("width", [1280, 390])
def test_the_controls_stick(browser: Browser, site: Path, width: int) -> None:
    """Whoever moves the slider sees the numbers far below change."""
    tab = browser.new_page(viewport={"width": width, "height": 800})
    tab.goto((site / "derivations" / "hidden_layer.html").as_uri())
    box = tab.locator(".bp-explorer")
    box.evaluate("box => box.querySelectorAll('details').forEach(part => { part.open = true; })")
    tab.locator('[data-show="dL_dW1"]').evaluate("row => row.scrollIntoView({block: 'center'})")
    slider = box.locator("input[type=range]").nth(1).bounding_box()

    assert slider
    assert 40 < slider["y"] < 400
    tab.close()


def test_a_slope_that_is_nothing_agrees_with_its_difference(
    tabs: dict[str, tuple[Tab, list[str]]],
) -> None:
    """Both are last digits of sums; beside the largest slope neither is anything."""
    tab, _ = tabs["hidden_layer"]
    ask = """([slope, found]) => window.bpNetwork.apart(
      { dL_dW: [[[slope, 0.5]]], dL_db: [[0.25]] },
      { kind: "W", layer: 0, row: 0, column: 0 },
      found,
    )"""

    assert pytest.approx(3e-16 / 0.5) == tab.evaluate(ask, [1e-16, -2e-16])
    assert pytest.approx(1.0) == tab.evaluate(ask, [0.5, 0.0])
    assert 2 == tab.evaluate(ask, [0.5, -0.5])


def test_without_javascript_the_page_says_what_would_be_there(browser: Browser, site: Path) -> None:
    """Symbols and words, no control and no empty box; and where the worked example is."""
    tab = browser.new_page(java_script_enabled=False)
    tab.goto((site / "derivations" / "final_layer.html").as_uri())
    box = tab.locator(".bp-explorer")
    assert "the weights of layer 2" in unescape(box.inner_html())
    assert 0 == box.locator("select, input, button, .bp-value").count()
    assert "without JavaScript" in tab.locator("article").inner_text()
    tab.close()
