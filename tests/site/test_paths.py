"""The network on the first page: its numbers come from an explorer, and its paths add up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page as MkDocsPage
from playwright.sync_api import Page, sync_playwright

from bpcore.site.paths import NoNetwork, on_page_content, paths_of
from tests.conftest import ROOT
from tests.site.test_browser import CHROMIUM, QUIET

SOURCE = ROOT / "docs/derivations/hidden_layer.md"


def test_the_numbers_are_those_of_the_page() -> None:
    """Weights, biases and the first flower; fewer flowers than there."""
    page = SOURCE.read_text("utf-8")
    found = re.search(r'data-explorer="([^"]*)"', page)
    assert found
    whole, shown = json.loads(unescape(found[1])), json.loads(paths_of(page))

    assert whole["W"] == shown["W"]
    assert whole["b"] == shown["b"]
    assert shown["start"] in [number for number, *_ in shown["examples"]]
    assert len(shown["examples"]) < len(whole["examples"]) / 5


def test_a_page_without_such_a_network_is_refused() -> None:
    """No explorer, or one of three layers; and the build names the page that asks."""
    with pytest.raises(NoNetwork):
        paths_of("# Page")
    with pytest.raises(NoNetwork):
        paths_of((ROOT / "docs/derivations/three_layers.md").read_text("utf-8"))
    config = MkDocsConfig()
    config.load_dict({"site_name": "Book", "docs_dir": str(ROOT / "docs")})
    page = MkDocsPage("Home", File("index.md", "docs", "site", use_directory_urls=False), config)
    with pytest.raises(PluginError, match=r"index\.md: no paths from derivations/none\.md"):
        on_page_content('<div data-paths="derivations/none.md">', page, config)


@pytest.fixture(scope="module")
def home(site: Path) -> Iterator[Page]:
    """Return the first page."""
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = running.new_page(viewport={"width": 1280, "height": 900})
        page.goto((site / "index.html").as_uri())
        yield page
        running.close()


def numbers(home: Page) -> tuple[list[float], float, float]:
    """Return what stands at the paths, their sum and the measured slope, as shown."""

    def read(texts: list[str]) -> list[float]:
        return [float(text.replace("−", "-")) for text in texts]

    box = home.locator(".bp-paths")
    slope, measured = read(box.locator("strong").all_inner_texts())
    return read(box.locator(".bp-along").all_text_contents()), slope, measured


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_what_comes_in_along_the_paths_is_the_slope(home: Page) -> None:
    """At the beginning, after a move of the slider, and for another flower."""
    box = home.locator(".bp-paths")
    seen = set()
    for act in (
        lambda: None,
        lambda: box.locator("input[type=range]").fill("0.6"),
        lambda: box.locator("select").first.select_option(index=7),
    ):
        act()
        along, slope, measured = numbers(home)
        assert 3 == len(along)
        assert pytest.approx(slope, abs=2e-4) == sum(along)  # four digits of each are shown
        assert pytest.approx(slope, abs=1.1e-4) == measured
        seen.add(slope)
    assert 3 == len(seen)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_the_paths_are_lit_as_far_as_something_comes_in(home: Page) -> None:
    """Seven lines of one weight; the first alone where the hidden neuron is off."""
    box = home.locator(".bp-paths")
    box.get_by_role("button", name="Begin again").click()
    assert 7 == box.locator(".bp-edge.bp-lit").count()
    box.locator("input[type=range]").fill("-2")
    assert 1 == box.locator(".bp-edge.bp-lit").count()
    assert "is off" in box.locator("[role=status]").inner_text()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Why is dz = a - y?", "From multiplying two slopes"),
        ("Why is W transposed?", "Going forward a neuron collects"),
        ("Check my own gradient", "Copy this into your program"),
    ],
)
def test_what_is_asked_most_is_one_click_away(home: Page, asked: str, answer: str) -> None:
    """A link on the first screen; behind it the answer stands on the screen, before theory."""
    address = home.url
    link = home.locator(".bp-asked a", has_text=asked)
    box = link.bounding_box()
    assert box
    assert box["y"] + box["height"] < 900
    link.click()
    home.get_by_text(answer).first.wait_for()
    home.wait_for_function(
        """answer => {
          const said = [...document.querySelectorAll('article p')]
            .find((p) => p.textContent.startsWith(answer));
          const box = said?.getBoundingClientRect();
          return box && box.top > 0 && box.bottom < innerHeight;
        }""",
        arg=answer,
    )
    home.goto(address)
