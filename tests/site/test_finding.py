"""Finding things in the browser: the search, terms that explain themselves, and the next page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.conftest import ROOT
from tests.site.test_browser import CHROMIUM, QUIET

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
# TeX, what MathML would say twice, records, and numbers without words.
DEBRIS = re.compile(
    r"\\|frac\b|\(⊤\)|✓|([α-ωΔ∂∑σ])\1|wrong versions|proved for (all|any)|^[\d\s.,·−]+$",
    re.MULTILINE,
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return Debian's Chromium, driven by Playwright."""
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        running.close()


@pytest.fixture(scope="module")
def search(browser: Browser, site: Path) -> Page:
    """Return the home page, opened from its file, with the search at work."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((site / "index.html").as_uri())
    page.get_by_placeholder("Search").click()
    return page


def hits(page: Page, query: str) -> list[Locator]:
    """Return the first three pages that are found."""
    box, found = page.get_by_placeholder("Search"), page.locator(".md-search-result__item")
    box.fill("")
    box.press("End")
    found.first.wait_for(state="detached")
    box.fill(query)
    box.press("End")
    found.first.wait_for(timeout=15_000)
    return found.all()[:3]


def name(hit: Locator) -> str:
    """Return the name of the page that a hit leads to."""
    href = hit.locator("a.md-search-result__link").first.get_attribute("href") or ""
    return re.split(r"[?#]", href)[0].rpartition("/built/")[2].removesuffix(".html")


SHOWN = {  # each has signs that other searches take for syntax, and a page that comes first
    "why is it X^T and not X": "derivations/entries_to_matrices",
    "sigma'": "derivations/sigmoid",
    '"log(0)': "derivations/numerical_safety",
    "dL/dz": "derivations/neuron",
}


def test_a_query_is_answered_in_a_page_from_a_folder(search: Page) -> None:
    """What is shown is what the engine found, best first, and it can be read."""
    for query, page in SHOWN.items():
        found = hits(search, query)
        assert page == name(found[0]), query
        for hit in found:
            for block in hit.locator(":is(h1, h2, p, li):visible").all_inner_texts():
                assert not DEBRIS.search(block), block


def test_what_the_book_does_not_have_is_said(search: Page) -> None:
    """In words, to eyes and ears, and no page is shown for it."""
    box, said = search.get_by_placeholder("Search"), search.locator(".md-search-result__meta")
    for query, answer in {
        "adam optimizer": "The book has nothing on “adam” or “optimizer”.",
        "^ ~ :": "Nothing is found for that. Try a word or a formula, such as softmax or W^T.",
    }.items():
        box.fill(query)
        box.press("End")
        search.locator(".md-search-result__item").first.wait_for(state="detached")
        search.wait_for_function(
            "text => document.querySelector('.md-search-result__meta').textContent === text",
            arg=answer,
        )
        assert "status" == said.get_attribute("role")


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[str]:
    """Return the address of the site on a server of this machine."""
    handler = partial(Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    """A server that writes no log."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def test_the_index_is_fetched_when_something_is_typed(browser: Browser, server: str) -> None:
    """From a server, too: before the first letter a page asks for none of it."""
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(server)))
    page.goto(f"{server}/derivations/neuron.html")
    page.get_by_placeholder("Search").click()
    page.wait_for_load_state("networkidle")
    assert "/search/search_index.json" in asked
    assert {"/search/index.js", "/assets/search/engine.js"}.isdisjoint(asked)
    found = hits(page, "X^T")
    assert 1 == asked.count("/search/index.js")
    href = found[0].locator("a.md-search-result__link").first.get_attribute("href") or ""
    assert "/derivations/entries_to_matrices.html" in href
    page.close()


def test_debris_is_seen() -> None:
    """The must-fail twin."""
    for text in (r"\frac", "a^(⊤)", "∂∂L", "x\n2.616 0.23\ny", "sum · proved for any width"):
        assert DEBRIS.search(text)
    assert not DEBRIS.search("answer minus target: ∂L/∂W = D^⊤ X, by 2 rows")


def box_of(page: Page) -> Locator:
    """Return the box in which a term is explained."""
    return page.locator("#bp-term-box")


def test_a_term_explains_itself_under_the_mouse_and_on_focus(browser: Browser, site: Path) -> None:
    """The box says what the title said, is tied to the word, and Escape closes it."""
    page = browser.new_page(viewport={"width": 1000, "height": 700})
    page.goto((site / "derivations/neuron.html").as_uri())
    term = page.locator("a.bp-term", has_text="loss").first
    meant = term.get_attribute("title")
    assert meant

    term.hover()
    assert meant == box_of(page).inner_text()
    assert term.get_attribute("title") is None
    assert "bp-term-box" == term.get_attribute("aria-describedby")
    page.mouse.move(5, 600)
    box_of(page).wait_for(state="hidden")
    assert meant == term.get_attribute("title")

    term.focus()
    assert box_of(page).is_visible()
    page.keyboard.press("Escape")
    assert not box_of(page).is_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary.html#loss")
    page.close()


def test_a_tap_shows_and_a_second_tap_follows(browser: Browser, site: Path) -> None:
    """The box stays inside the screen of a phone."""
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto((site / "derivations/neuron.html").as_uri())
    term = page.locator("a.bp-term").first
    term.tap()
    box = box_of(page).bounding_box()

    assert box
    assert 0 <= box["x"] < box["x"] + box["width"] <= 360
    assert page.url.endswith("neuron.html")
    term.tap()
    page.wait_for_url("**/glossary.html#*")
    context.close()


def test_without_javascript_a_term_is_a_link_with_a_title(browser: Browser, site: Path) -> None:
    """The browser shows the title, and the link leads to the entry."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "derivations/neuron.html").as_uri())
    term = page.locator("a.bp-term").first

    assert (term.get_attribute("title") or "").endswith(".")
    term.click()
    assert "glossary.html#" in page.url
    context.close()


IN_TABS = "[...document.querySelectorAll('.tabbed-block a[id]')].map(place => place.id)"
IS_SEEN = """async (name) => {
  location.hash = name;
  await new Promise((done) => setTimeout(() => requestAnimationFrame(done), 60));
  const box = document.getElementById(name).getBoundingClientRect();
  return document.getElementById(name).closest('.tabbed-block').offsetHeight > 0
    && box.top >= 0 && box.top < innerHeight;
}"""


def test_a_link_into_a_tab_that_is_not_shown_opens_it(browser: Browser, site: Path) -> None:
    """Each place of the page, one after another; and a page that is opened with such an address."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    address = (site / "derivations/translation.html").as_uri()
    page.goto(address)
    places = page.evaluate(IN_TABS)
    hidden = [one for one in places if not page.locator(f"[id='{one}']").is_visible()]
    assert len(places) > 50
    assert [] == [one for one in places[::25] if not page.evaluate(IS_SEEN, one)]

    for name in (places[0], places[-1]):
        page.goto("about:blank")
        page.goto(f"{address}#{name}")
        page.wait_for_function(
            "name => document.getElementById(name).closest('.tabbed-block').offsetHeight > 0",
            arg=name,
        )
    assert hidden
    page.close()


def test_a_copied_link_to_a_step_marks_it(browser: Browser, site: Path) -> None:
    """The line itself, and no other."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((site / "derivations/neuron.html").as_uri() + "#dL_da-3")
    outlined = page.locator(".bp-chain li").evaluate_all(
        "lines => lines.filter(line => getComputedStyle(line).outlineStyle === 'solid')"
        ".map(line => line.querySelector('a[id]:target')?.id)"
    )

    assert ["dL_da-3"] == outlined
    page.close()


def test_the_first_screen_of_the_home_page_says_what_it_is(browser: Browser, site: Path) -> None:
    """The sentence, what is asked most, and the network, without scrolling."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((site / "index.html").as_uri())
    for part in (".bp-lead", ".bp-asked", ".bp-idea svg", ".bp-idea [role=status]"):
        box = page.locator(part).bounding_box()
        assert box, part
        assert 0 < box["y"] < 860, part
        assert box["height"] > 20, part
    assert 4 == page.locator(".bp-doors li").count()
    page.close()


def test_every_page_leads_to_the_one_before_and_the_one_after(site: Path) -> None:
    """In the order of the menu, from the first page to the last."""
    menu = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:")[2]
    order = [page.removesuffix(".md") for page in re.findall(r"([\w/-]+\.md)$", menu, re.MULTILINE)]
    assert len(order) > 40
    for at, page in enumerate(order):
        html = (site / f"{page}.html").read_text("utf-8")
        for side, other in (("prev", at - 1), ("next", at + 1)):
            link = re.search(
                rf'<a href="([^"]*)" class="md-footer__link md-footer__link--{side}"', html
            )
            if not 0 <= other < len(order):
                assert link is None, page
                continue
            assert link, page
            target = ((site / page).parent / link[1]).resolve()
            assert (site / f"{order[other]}.html").resolve() == target, page
