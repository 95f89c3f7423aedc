"""For every reader: that the audit can fail, the policy, the keyboard, and no motion."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from bpcore.site.policy import digests
from tests.site.audit import PHONE, audit, chromium, until, visit
from tests.site.test_browser import CHROMIUM

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
PLANTED = {
    "image-alt": "last().append(Object.assign(new Image(), { src: 'data:,' }))",
    "color-contrast: <p": "put('p', 'hardly seen').style.color = '#bbb'",
    "in the dark: color-contrast": "put('p', 'dark on dark').style.color = '#333'",
    "an equation of contrast": "document.querySelector('bp-m').style.color = '#999'",
    "the page is": "put('div', 'wide').style.width = '900px'",
    "a box that scrolls": "put('div', '<hr style=\"width: 900px\">').style.overflowX = 'auto'",
    "a sign that does not": "put('p', '<a href=\"#why\">✓</a>')",
    "a table without headers": "put('table', '<tr><td>1</td></tr>')",
    "an equation without MathML": "put('p', '<bp-m><i class=\"katex-html\"></i></bp-m>')",
    "an equation that is heard twice": "put('p', '<i class=\"katex-html\">1</i>')",
    "two things have the id": "put('p', '').id = document.querySelector('article [id]').id",
    "the policy refuses script-src-elem": "run(document.createElement('script'))",
    "the policy refuses connect-src": "fetch('https://example.org/').catch(() => 0)",
    "console: a fault": "console.error('a fault')",
}
PUT = """
const article = document.querySelector('article');
const last = () => article.lastElementChild;
const put = (tag, inside) => {
  article.append(document.createElement(tag));
  last().innerHTML = inside;
  return last();
};
const run = (script) => {
  script.text = 'window.ran = 1';
  last().append(script);
};
"""
THROUGH = """async () => {
  for (const box of document.querySelectorAll('details')) box.open = true;
  for (const equation of document.querySelectorAll('bp-eq')) {
    equation.scrollIntoView(); // an equation knows that it is wide when it comes near
    await new Promise(requestAnimationFrame);
  }
}"""
SEEN = """() => {
  const element = document.activeElement;
  const shown = element.matches('input[type=radio]') ? element.nextElementSibling : element;
  const { outlineStyle, outlineWidth } = getComputedStyle(shown);
  const { width } = shown.getBoundingClientRect();
  return [element.outerHTML.slice(0, 90), element.matches(':focus-visible') && width > 0
    && (outlineStyle === 'auto' || (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1))];
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a running Chromium."""
    with chromium() as running:
        yield running


class Quiet(SimpleHTTPRequestHandler):
    """A server of files that is silent, and shows the site's own page for a lost one."""

    def log_message(self, *told: Any) -> None:
        """Write nothing."""

    def send_error(self, code: int, *told: Any, **more: Any) -> None:
        """Answer as a host of static sites does."""
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """Return the address of the site on a server of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def opened(browser: Browser, address: str, **options: Any) -> Page:
    """Return a page in a window of its own."""
    page = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options}).new_page()
    page.goto(address)
    return page


def focused(page: Page, question: str) -> Any:
    """Return what is asked about the element that has the focus, as ``it``."""
    return page.evaluate(f"(it => {question})(document.activeElement)")


# -- the audit ------------------------------------------------------------------------------


def test_the_audit_sees_what_is_planted(browser: Browser, site: Path) -> None:
    """The must-fail twin: each kind of fault is named."""
    plant = f"(() => {{ {PUT} {'; '.join(PLANTED.values())} }})()"

    found = audit(browser, (site / "derivations/sigmoid.html").as_uri(), plant)

    for fault in PLANTED:
        assert any(fault in each for each in found), f"{fault} was not found in {found}"


def test_a_lost_page_is_for_everyone(browser: Browser, served: str) -> None:
    """What a server shows for a page that is not there; the lost page itself is the one message."""
    found = audit(browser, f"{served}/derivations/nowhere.html")

    assert len(found) == 1
    assert "404" in found[0]


# -- the policy -----------------------------------------------------------------------------


def test_every_page_has_its_policy_before_anything_else(site: Path) -> None:
    """No source but the site itself; what is written into the page is allowed by its own hash."""
    pages = sorted(site.rglob("*.html"))
    assert site / "404.html" in pages
    for page in pages:
        html = page.read_text("utf-8")
        told = POLICY.search(html)
        assert told, page
        assert not re.search("<(script|style|link|img)", html[: told.start()]), page
        rules = {name: sources for name, *sources in map(str.split, told[1].split(";"))}
        assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == ["'none'"]
        assert rules["script-src"] == ["'self'", *digests(html, "script")]
        assert rules["style-src"] == ["'self'", *digests(html, "style")]
        assert rules["img-src"] == ["'self'", "data:"]
        assert {"'self'"} == {*rules["font-src"], *rules["connect-src"], *rules["worker-src"]}


def test_a_planted_script_does_not_run(browser: Browser, site: Path, tmp_path: Path) -> None:
    """The policy is alive: what somebody puts into a page is refused, the theme's own is not."""
    folder = tmp_path / "site"
    folder.mkdir()
    html = (site / "index.html").read_text("utf-8")
    planted = "<script>window.ran = 1</script><img src=x: onerror='window.ran = 2'>"
    (folder / "index.html").write_text(html.replace("</body>", f"{planted}</body>"), "utf-8")
    complaints: list[str] = []

    with visit(browser, (folder / "index.html").as_uri(), complaints) as page:
        assert page.evaluate("window.ran") is None
        assert page.evaluate("typeof __md_get") == "function"  # an inline script of the theme

    assert 1 == complaints.count("the policy refuses script-src-elem inline")


@pytest.mark.parametrize("place", ["folder", "server"])
def test_the_site_works_under_its_policy(
    browser: Browser, site: Path, served: str, place: str
) -> None:
    """Search, schemes and tabs: from a folder as from a server, nothing is refused."""
    root = site.as_uri() if place == "folder" else served
    complaints: list[str] = []
    with visit(browser, f"{root}/derivations/translation.html", complaints) as page:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.locator("#__palette_0").focus()
        page.keyboard.press("ArrowRight")
        assert "slate" == page.evaluate("document.body.dataset.mdColorScheme")
        page.locator(".tabbed-set >> nth=0").get_by_text("002 question and answer").first.click()
        page.reload()
        assert "slate" == page.evaluate("document.body.dataset.mdColorScheme")
        assert page.evaluate("document.querySelectorAll('.tabbed-set input')[3].checked")
        page.get_by_placeholder("Search").press_sequentially("softmax")
        page.locator(".md-search-result__item").first.wait_for(timeout=10_000)

    assert [] == complaints


# -- the keyboard ---------------------------------------------------------------------------


def test_the_first_tab_skips_to_the_page(browser: Browser, site: Path) -> None:
    """The skip link is seen when it has the focus, and leads behind the header."""
    page = opened(browser, (site / "derivations/neuron.html").as_uri(), reduced_motion="reduce")
    page.keyboard.press("Tab")
    assert "Skip to content" == focused(page, "it.textContent.trim()")
    assert focused(page, "getComputedStyle(it).opacity") == "1"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert focused(page, "it.closest('article') !== null")


def test_what_has_the_focus_is_seen(browser: Browser, site: Path) -> None:
    """Through header, contents and page: each stop of Tab has a line around it."""
    page = opened(browser, (site / "derivations/neuron.html").as_uri(), reduced_motion="reduce")
    stops = []
    for _ in range(75):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(SEEN))

    assert [] == [what for what, seen in stops if not seen]
    assert len({what for what, _ in stops}) > 60


def test_the_search_opens_and_closes_with_keys(browser: Browser, site: Path) -> None:
    """A slash opens it, words are typed, the arrow leads to what is found, Escape closes."""
    page = opened(browser, (site / "index.html").as_uri(), reduced_motion="reduce")
    page.keyboard.press("/")
    until(page, "document.activeElement.matches('.md-search__input')")
    page.keyboard.type("softmax")
    page.locator(".md-search-result__item").first.wait_for(timeout=10_000)
    page.keyboard.press("ArrowDown")
    assert focused(page, "it.matches('.md-search-result__link')")
    page.keyboard.press("Escape")

    assert not page.evaluate("document.getElementById('__search').checked")


def test_the_contents_open_on_a_phone_with_keys(browser: Browser, site: Path) -> None:
    """A button leads in, Escape leads back; closed contents are no stop of Tab."""
    address = (site / "derivations/neuron.html").as_uri()
    page = opened(browser, address, viewport=PHONE, reduced_motion="reduce")
    for _ in range(2):  # the skip link is before it
        page.keyboard.press("Tab")
    assert "Contents of the book" == focused(page, "it.ariaLabel")
    assert page.evaluate("document.querySelector('.md-sidebar--primary').inert")

    page.keyboard.press("Enter")
    assert focused(page, "it.closest('.md-sidebar--primary') !== null")
    assert "true" == page.locator("[data-opens=__drawer]").get_attribute("aria-expanded")

    page.keyboard.press("Escape")
    assert "Contents of the book" == focused(page, "it.ariaLabel")
    page.keyboard.press("Tab")
    assert focused(page, "it.closest('.md-header') !== null")


def test_tabs_are_chosen_with_arrows(browser: Browser, site: Path) -> None:
    """One stop of Tab, and arrows between the versions."""
    page = opened(browser, (site / "derivations/translation.html").as_uri())
    page.locator(".tabbed-set input").first.focus()
    page.keyboard.press("ArrowRight")

    assert page.evaluate("document.querySelectorAll('.tabbed-set input')[1].checked")
    shown = page.locator(".tabbed-set").first.locator(".tabbed-block")
    assert [False, True] == [shown.nth(at).is_visible() for at in range(2)]


def test_a_row_of_tabs_is_seen_to_have_the_focus(browser: Browser, site: Path) -> None:
    """Around the chosen tab while arrows choose, around the row while they scroll it."""
    address = (site / "derivations/translation.html").as_uri()
    page = opened(browser, address, viewport=PHONE, reduced_motion="reduce")
    group = page.locator(".tabbed-set").first
    row = group.locator(".tabbed-labels")
    around = "(row, part) => getComputedStyle(row, part).outlineStyle"
    assert ["none", "none"] == [row.evaluate(around, part) for part in ("", "::before")]

    group.locator("input").first.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert ["none", "solid"] == [row.evaluate(around, part) for part in ("", "::before")]
    last = "document.querySelector('.tabbed-labels label:last-child').getBoundingClientRect()"
    until(page, f"{last}.right <= innerWidth")

    page.keyboard.press("Tab")
    assert ["solid", "none"] == [row.evaluate(around, part) for part in ("", "::before")]
    at = focused(page, "it.scrollLeft")
    page.keyboard.press("ArrowLeft")
    until(page, f"document.activeElement.scrollLeft < {at}")


@pytest.mark.parametrize(
    ("name", "box", "said"),
    [
        ("derivations/composite", "bp-eq", "equation, scrolls sideways"),
        ("verification", ".md-typeset__scrollwrap", "table, scrolls sideways"),
        ("dependencies", ".bp-figure", "picture, scrolls sideways"),
        ("derivations/translation", ".tabbed-labels", "row of tabs, scrolls sideways"),
    ],
)
def test_wide_boxes_scroll_with_arrows(
    browser: Browser, site: Path, name: str, box: str, said: str
) -> None:
    """What is wider than a phone says so, is reached with Tab, and scrolls inside itself."""
    page = opened(browser, (site / f"{name}.html").as_uri(), viewport=PHONE)
    page.evaluate(THROUGH)
    wide = page.locator(f"article {box}[tabindex='0']").first
    wide.scroll_into_view_if_needed()
    wide.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert said == focused(page, "it.ariaLabel")
    page.keyboard.press("ArrowRight")

    until(page, "document.activeElement.scrollLeft > 0")
    assert PHONE["width"] == page.evaluate("document.documentElement.scrollWidth")


# -- motion, and what is heard --------------------------------------------------------------


@pytest.mark.parametrize("wish", ["no-preference", "reduce"])
def test_whoever_wants_no_motion_gets_none(browser: Browser, site: Path, wish: str) -> None:
    """No transition, no animation, no smooth scrolling; for others the theme moves a little."""
    page = opened(browser, (site / "index.html").as_uri(), reduced_motion=wish)
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter((element) => {
          const { transitionDuration, transitionProperty, animationName, scrollBehavior }
            = getComputedStyle(element);
          return (transitionProperty !== 'none' && /[1-9]/.test(transitionDuration))
            || animationName !== 'none' || scrollBehavior === 'smooth';
        }).length"""
    )

    assert (moving == 0) == (wish == "reduce")


def test_every_title_is_its_own(site: Path) -> None:
    """A window, a tab, a bookmark: each page is told from the others, and its language is named."""
    pages = [page.read_text("utf-8") for page in site.rglob("*.html") if page.name != "404.html"]
    heads = [page.partition("</head>")[0] for page in pages]
    titles = [re.findall("<title>(.*?)</title>", head) for head in heads]

    assert all(len(title) == 1 and title[0] for title in titles)
    assert len(pages) == len({title for (title,) in titles})
    assert all('<html lang="en"' in page for page in pages)


def test_links_are_heard_in_chromium(browser: Browser, site: Path) -> None:
    """The tree that screen readers are given: names of signs, and mathematics as mathematics."""
    page = opened(browser, (site / "derivations/neuron.html").as_uri())

    heard = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    named = {
        (node.get("role", {}).get("value"), node.get("name", {}).get("value")) for node in heard
    }

    assert ("link", "Link to this section") in named
    assert ("link", "Proved for all values: evidence") in named
    assert ("search", "") in named or ("search", None) in named
    roles = {role for role, _ in named}
    assert {"banner", "main", "contentinfo", "navigation", "MathMLMath", "MathMLFraction"} <= roles
