"""The audit of a page: everything that is asked of each page of the site, in one visit.

A visit is quiet (no error, no request to another host, nothing that the policy refuses); on a phone
nothing but boxes scrolls sideways; what is seen can be heard; and axe finds nothing, in both
schemes.  The pages are shared out to two files of tests, for two processes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.conftest import ROOT
from tests.site.test_browser import CHROMIUM, QUIET

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
ASK = Path(__file__).with_suffix(".js").read_text("utf-8")
PHONE = {"width": 360, "height": 800}
DESK = {"width": 1280, "height": 900}
LISTEN = """
window.refused = [];
addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
  window.refused.push(`the policy refuses ${effectiveDirective} ${blockedURI}`);
});
"""


def pages() -> list[str]:
    """Return the names of the pages of the site, the longest first."""
    found = sorted(
        (ROOT / "docs").rglob("*.md"), key=lambda page: page.stat().st_size, reverse=True
    )
    return [page.relative_to(ROOT / "docs").with_suffix("").as_posix() for page in found]


PAGES = pages()
ONE_HALF, OTHER_HALF = PAGES[0::4] + PAGES[3::4], PAGES[1::4] + PAGES[2::4]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield Debian's Chromium, driven by Playwright."""
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        running.close()


def until(page: Page, question: str) -> None:
    """Wait until something holds; Playwright's own waiting evaluates text, which is refused."""
    for _ in range(100):
        if page.evaluate(question):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {question}")


@contextmanager
def visit(browser: Browser, address: str, complaints: list[str]) -> Iterator[Page]:
    """Yield a page on a phone, light and without motion; complain of all that is not quiet."""
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        color_scheme="light",
        reduced_motion="reduce",
    )
    context.add_init_script(LISTEN)
    page = context.new_page()
    own = urlsplit(address)._replace(path="", query="", fragment="").geturl()

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(f"console: {message.text}")

    def asked(url: str) -> None:
        if not url.startswith((own, "data:", "blob:")):
            complaints.append(f"another host is asked: {url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on("request", lambda request: asked(request.url))
    page.goto(address)
    yield page
    complaints += page.evaluate("window.refused")
    context.close()


def audit(browser: Browser, address: str, plant: str = "0") -> list[str]:
    """Return all that is wrong with a page, after a script has planted faults in it."""
    complaints: list[str] = []
    with visit(browser, address, complaints) as page:
        page.evaluate(plant)
        page.evaluate(AXE)
        page.evaluate(ASK)
        complaints += page.evaluate("audit.narrow()")
        page.set_viewport_size(DESK)  # type: ignore[arg-type]
        complaints += page.evaluate("audit.broad()")
    return complaints
