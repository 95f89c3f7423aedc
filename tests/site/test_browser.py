"""The site in a real browser: painted without JavaScript, dark, with tabs, a graph and a search."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return Debian's Chromium, driven by Playwright."""
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        running.close()


def opened(browser: Browser, site: Path, name: str, width: int, **options: object) -> Page:
    """Return a page opened from its file."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto((site / f"{name}.html").as_uri())
    return page


def test_equations_are_painted_without_javascript(browser: Browser, site: Path) -> None:
    """A fraction has width and height though no script may run."""
    page = opened(browser, site, "derivations/neuron", 1280, java_script_enabled=False)
    box = page.locator("bp-eq .mfrac").first.bounding_box()

    assert box is not None
    assert box["width"] > 10
    assert box["height"] > 20


def test_a_solution_opens_with_the_keyboard(browser: Browser, site: Path) -> None:
    """Try it first: Enter on the summary shows the steps."""
    page = opened(browser, site, "derivations/neuron", 1280)
    hidden = page.locator("details.bp-try").first
    assert hidden.get_attribute("open") is None

    hidden.locator("summary").focus()
    page.keyboard.press("Enter")

    assert hidden.get_attribute("open") is not None


def test_the_graph_is_followed_with_the_keyboard(browser: Browser, site: Path) -> None:
    """Tab reaches a box, which shows it; Enter leads to its result."""
    page = opened(browser, site, "dependencies", 1280)
    page.locator("details.bp-try").first.evaluate("box => { box.open = true }")
    box = page.locator("details.bp-try .bp-graph a").first
    box.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert box.evaluate("box => box === document.activeElement && box.matches(':focus-visible')")
    assert box.locator("rect").evaluate("rect => getComputedStyle(rect).strokeWidth") == "2.5px"
    target = box.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{target}")
    assert page.evaluate("document.getElementById(location.hash.slice(1)) !== null")


def test_the_dark_page_is_dark(browser: Browser, site: Path) -> None:
    """The scheme follows the system, and text stands out from its ground."""
    page = opened(browser, site, "derivations/neuron", 1280, color_scheme="dark")
    ground, ink = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor,"
        " getComputedStyle(document.querySelector('.md-typeset')).color]"
    )

    def brightness(colour: str) -> float:
        return sum(float(part) for part in colour.strip("rgba()").split(",")[:3]) / 3

    assert brightness(ground) < 60
    assert brightness(ink) > 180


def test_tabs_follow_the_choice_and_remember_it(browser: Browser, site: Path) -> None:
    """Who chooses a notation in one place has it everywhere, also after coming back."""
    page = opened(browser, site, "derivations/translation", 1280)
    groups = page.locator(".tabbed-set")
    assert groups.count() > 3

    page.locator(".tabbed-set >> nth=1").get_by_text("002 question and answer").first.click()
    page.reload()
    page.wait_for_timeout(300)

    chosen = page.evaluate(
        "[...document.querySelectorAll('.tabbed-set')].map(set =>"
        " [...set.querySelectorAll('input')].findIndex(input => input.checked))"
    )
    assert [3] * groups.count() == chosen


def test_search_works_in_a_page_opened_from_its_folder(browser: Browser, site: Path) -> None:
    """Words lead to pages, without a server and without noise from equations."""
    page = opened(browser, site, "index", 1280)
    page.get_by_placeholder("Search").press_sequentially("softmax")
    found = page.locator(".md-search-result__item").first
    found.wait_for(timeout=10_000)

    assert "softmax" in found.inner_text().lower()
    assert "\\frac" not in page.locator(".md-search-result").inner_text()


WIDE = """[...document.querySelectorAll('.md-typeset__scrollwrap')]
  .filter((box) => !box.closest("details:not([open])") && box.scrollWidth > box.clientWidth + 1)"""


@pytest.mark.parametrize("name", ["verification", "derivations/translation"])
def test_the_widest_tables_wrap(browser: Browser, site: Path, name: str) -> None:
    """On a desktop all columns are seen, and on paper none is cut."""
    page = opened(browser, site, name, 1280)
    page.wait_for_selector(".md-typeset__scrollwrap")
    assert 0 == page.evaluate(f"{WIDE}.length")

    page.set_viewport_size({"width": 658, "height": 1000})  # A4 without its margins
    page.emulate_media(media="print")
    cut = """[...document.querySelectorAll('article table')].filter((table) =>
      table.getBoundingClientRect().right > document.documentElement.clientWidth + 1).length"""
    assert 0 == page.evaluate(cut)


@pytest.mark.parametrize("name", ["verification", "derivations/translation"])
def test_a_table_that_scrolls_shows_it(browser: Browser, site: Path, name: str) -> None:
    """On a phone it fades where it goes on: at the right, on both sides, at the left."""
    page = opened(browser, site, name, 390)
    page.wait_for_selector("[data-more]")
    box = page.locator(".md-typeset__scrollwrap[data-more]").first
    seen = []
    for place in ("0", "box.scrollWidth / 4", "box.scrollWidth"):
        box.evaluate(f"box => {{ box.scrollLeft = {place} }}")
        page.wait_for_timeout(50)
        seen.append(box.get_attribute("data-more"))
        assert "gradient" in box.evaluate("box => getComputedStyle(box).maskImage")

    assert ["right", "left right", "left"] == seen
    marked = "document.querySelectorAll('.md-typeset__scrollwrap[data-more]').length"
    page.wait_for_function(f"() => {WIDE}.length === {marked}")


def test_no_page_is_fetched_in_advance(site: Path) -> None:
    """Firefox would, and log that the policy refuses it; the link at the foot stays."""
    page = (site / "derivations/neuron.html").read_text("utf-8")

    assert '<link rel="next"' not in page
    assert "md-footer__link--next" in page
