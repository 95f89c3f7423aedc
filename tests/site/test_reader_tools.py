"""What a reader does with a page: copies from it, hides right sides, prints it.  In Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.books import ROOT
from tests.site.audit import until
from tests.site.test_browser import CHROMIUM, QUIET

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
RESULT = re.compile(
    r'^<a id="(?P<name>\w+)"></a>.*\n\n> \*\*.*\n>\n> ```math\n(?P<tex>(?:> .*\n)*?)> ```$', re.M
)
PAPER = {"width": 658, "height": 980}  # A4 without its margins, in pixels of 1/96 inch
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
NO_COMMAND = f"{NO_CLIPBOARD}; document.execCommand = () => false"
NO_STORE = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('none') } })"
SELECT = """([from, start, to, end]) => {
  const range = document.createRange();
  range.setStart(document.querySelector(from), start);
  range.setEnd(document.querySelector(to), end);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
WIDER = """() => [...document.querySelectorAll('article *')]
  .filter((part) => !part.closest('.katex-mathml, svg *, .headerlink'))
  .filter((part) => part.getBoundingClientRect().width)
  .filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
  .map((part) => part.outerHTML.slice(0, 80))"""
SHOWN = "part => getComputedStyle(part).visibility === 'visible' && part.checkVisibility()"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return Debian's Chromium, driven by Playwright."""
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        running.close()


def opened(browser: Browser, site: Path, name: str, before: str = "", **options: object) -> Page:
    """Return a page opened from its file, with a script run before all others."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], **options)  # type: ignore[arg-type]
    page = context.new_page()
    if before:
        page.add_init_script(before)
    page.goto(address(site, name))
    return page


def address(site: Path, name: str) -> str:
    """Return where a page of the site is opened."""
    return (site / "derivations" / f"{name}.html").as_uri()


def clipboard(page: Page) -> str:
    """Return the text in the clipboard."""
    return str(page.evaluate("navigator.clipboard.readText()"))


def shown(part: Locator) -> bool:
    """Tell whether a part of a page can be seen."""
    return bool(part.evaluate(SHOWN))


# -- copying ---------------------------------------------------------------------------------


def results(name: str) -> dict[str, str]:
    """Return the TeX of the results of a page by their anchors, from its Markdown."""
    text = (ROOT / "docs" / "derivations" / f"{name}.md").read_text("utf-8")
    lines = {found["name"]: found["tex"].splitlines() for found in RESULT.finditer(text)}
    return {name: "\n".join(line[2:] for line in tex) for name, tex in lines.items()}


@pytest.mark.parametrize(("name", "least"), [("neuron", 6), ("layer_three", 10)])
def test_every_result_gives_its_link_and_its_tex(
    browser: Browser, site: Path, name: str, least: int
) -> None:
    """Exactly what stands in the page's Markdown, also in tabs that are not chosen."""
    page = opened(browser, site, name)
    buttons = page.locator("blockquote .bp-tools")
    expected = results(name)
    found = {}
    for at in range(buttons.count()):
        copied = []
        for button in buttons.nth(at).locator("button").all():
            button.dispatch_event("click")
            until(page, "document.querySelector('.bp-said').textContent")
            copied.append(clipboard(page))
            assert "is copied." in page.locator(".bp-said").inner_text()
            page.evaluate("document.querySelector('.bp-said').replaceChildren()")
        where, tex = copied
        start, _, anchor = where.partition("#")
        assert address(site, name) == start
        found[anchor] = tex

    assert expected == found
    assert least <= len(found)


def test_without_a_clipboard_text_is_copied_or_offered(browser: Browser, site: Path) -> None:
    """By a selection; where even that is refused the text stands there selected."""
    page = opened(browser, site, "neuron", NO_CLIPBOARD)
    tex = results("neuron")["dL_dz"]
    page.get_by_label("Copy the TeX of result (2.4)").click()
    until(page, "document.querySelector('.bp-said').textContent")
    page.evaluate("document.body.prepend(document.createElement('textarea'))")
    page.locator("textarea").focus()
    page.keyboard.press("Control+V")
    assert tex == page.locator("textarea").input_value()
    assert "status" == page.locator(".bp-said").get_attribute("role")

    page = opened(browser, site, "neuron", NO_COMMAND)
    page.get_by_label("Copy the TeX of result (2.4)").click()
    field = page.locator(".bp-said input")
    assert tex == field.input_value()
    assert tex == field.evaluate(
        "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    )
    page.keyboard.press("Escape")
    assert 0 == field.count()


def test_steps_and_worked_lines_share_one_pair_of_buttons(browser: Browser, site: Path) -> None:
    """Arrow keys from the verdict, or the pointer; no line adds a tab stop."""
    page = opened(browser, site, "neuron")
    assert 0 == page.locator(".bp-chain .bp-tools, .bp-worked .bp-tools").count()

    verdict = page.locator("a[href='#evidence-dL_da-3']")
    verdict.focus()
    assert ["-1", "-1"] == page.locator(".bp-chain .bp-tool").evaluate_all(
        "all => all.map(one => one.getAttribute('tabindex'))"
    )
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    until(page, "document.querySelector('.bp-said').textContent")
    assert f"{address(site, 'neuron')}#dL_da-3" == clipboard(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    until(page, "document.querySelector('.bp-said').textContent.includes('TeX')")
    assert r"= \frac{-y}{a} + \frac{1 - y}{1 - a}" == clipboard(page)
    page.keyboard.press("Escape")
    assert verdict.evaluate("link => link === document.activeElement")

    page.locator(".bp-worked").first.hover()
    assert 1 == page.locator(".bp-chain .bp-tools, .bp-worked .bp-tools").count()
    page.evaluate("document.querySelector('.bp-said').replaceChildren()")
    page.locator(".bp-worked .bp-tool").nth(1).click()
    until(page, "document.querySelector('.bp-said').textContent")
    lines = page.locator(".bp-worked").first.locator("annotation").all_text_contents()
    assert 2 == len(lines)
    assert " ".join(lines) == clipboard(page)


def selected(page: Page, *ends: object) -> str:
    """Return what is in the clipboard after a selection was copied with the keyboard."""
    page.evaluate(SELECT, list(ends))
    page.keyboard.press("Control+C")
    return clipboard(page)


def test_a_selection_is_copied_with_the_exact_tex(browser: Browser, site: Path) -> None:
    """A part of an equation gives the whole; prose keeps its words, lines and signs."""
    page = opened(browser, site, "neuron")
    tex = results("neuron")["dL_da"]
    page.evaluate("document.querySelector('a#dL_da').closest('p').nextElementSibling.id = 'box'")
    part = "#box .katex-base:last-child"
    assert tex == selected(page, part, 1, part, 2)
    assert tex == selected(page, "#box bp-eq", 0, "#box bp-eq", 1)

    lines = selected(page, "#box", 0, "#box", page.evaluate("box.childNodes.length")).splitlines()
    assert "Step 1" in lines[0]
    assert f"$${tex}$$" in lines
    assert "Proved for all values. Holds for $0 < a < 1$." in lines
    assert not {"link", "TeX"} & set(" ".join(lines).split())

    first = page.locator("article p:has(> bp-m)").first
    first.evaluate("p => { p.id = 'words' }")
    text = first.evaluate(
        "p => [...p.childNodes].map(n => n.localName !== 'bp-m' ? n.textContent :"
        " '$' + n.querySelector('annotation').textContent + '$').join('')"
    )
    assert text.count("$") >= 4
    assert text == selected(page, "#words", 0, "#words", first.evaluate("p => p.childNodes.length"))
    html = page.evaluate(
        "navigator.clipboard.read().then(([one]) => one.getType('text/html')).then(b => b.text())"
    )
    assert "<math" in html
    assert "katex-html" not in html


def test_an_equation_that_is_only_touched_is_not_copied(browser: Browser, site: Path) -> None:
    """A selection up to the beginning of an equation holds the words before it, as they are."""
    page = opened(browser, site, "neuron")
    before = page.locator("article p:has(> bp-m)").first.evaluate(
        "p => { p.id = 'words'; p.querySelector('bp-m').id = 'next';"
        " const nodes = [...p.childNodes];"
        " return nodes.slice(0, nodes.indexOf(next)).map(node => node.textContent).join('') }"
    )
    assert len(before) > 20
    assert before.strip() == selected(page, "#words", 0, "#next", 0).strip()


def test_bibtex_is_copied_as_it_stands(browser: Browser, site: Path) -> None:
    """The theme's own button for code does it."""
    page = opened(browser, site, "neuron")
    fence = re.search(
        r"```bibtex\n(.*?)\n```", (ROOT / "docs/derivations/neuron.md").read_text("utf-8"), re.S
    )
    assert fence
    page.locator("#take-this-page-with-you ~ .highlight .md-code__button").click()
    page.wait_for_selector(".md-dialog--active")
    assert fence[1] == clipboard(page).rstrip("\n")


def test_of_a_session_the_statements_are_copied(browser: Browser, site: Path) -> None:
    """No prompts and no answers: what is copied runs where it is pasted."""
    page = opened(browser, site, "gradient_checking")
    page.locator(".highlight:has-text('>>> import') .md-code__button").first.click()
    page.wait_for_selector(".md-dialog--active")
    code = clipboard(page)

    assert ">>>" not in code
    assert "..." not in code
    compile(code, "pasted", "exec")


# -- pencil and paper ------------------------------------------------------------------------


def test_pencil_and_paper_hides_and_shows(browser: Browser, site: Path) -> None:
    """Right sides and reasons, from eyes and ears; what is shown takes the room it had."""
    page = opened(browser, site, "neuron")
    step = page.locator(".bp-chain li:has(a#dL_da-2)")
    parts = step.locator("> p, > bp-eq")
    result = page.locator("a#dL_da").locator("xpath=../following-sibling::blockquote[1]")
    sides = result.locator("> bp-eq .katex-html > .katex-base")
    assert all(map(shown, [*parts.all(), *sides.all()]))
    assert 0 == page.locator(".bp-show").count()

    page.locator(".bp-switch").click()
    assert not any(map(shown, parts.all()))
    assert [True, False] == [shown(side) for side in sides.all()]
    heard = step.aria_snapshot()
    assert "show step 2" in heard
    assert "logarithm" not in heard
    assert "math" not in heard
    assert "show the right side" in result.aria_snapshot()
    assert not shown(result.locator("> bp-eq .katex-mathml"))
    spoken = result.locator(".bp-spoken")
    assert shown(spoken)
    assert "dLda=" == spoken.evaluate("part => part.textContent")
    height = "document.querySelector('article').getBoundingClientRect().height"
    before = page.evaluate(height)
    step.get_by_role("button", name="show step 2").click()
    result.get_by_role("button", name="show the right side").click()
    assert all(map(shown, [*parts.all(), *sides.all()]))
    assert "logarithm" in step.aria_snapshot()
    assert pytest.approx(before, abs=0.5) == page.evaluate(height)  # pixels
    other = page.locator(".bp-chain li:has(a#dL_da-3) > bp-eq")
    assert not shown(other)
    page.locator(".bp-chain:has(a#dL_da-3) .bp-all").click()
    assert shown(other)

    page.locator(".bp-switch").click()
    assert all(map(shown, page.locator("article .bp-chain > ol > li > p").all()[:4]))
    assert 0 == page.locator(".bp-show:visible").count()


WATCH = """new MutationObserver((_, watching) => {
  if (!document.body) return;
  window.before = document.documentElement.classList.contains('bp-pencil');
  watching.disconnect();
}).observe(document, { childList: true, subtree: true })"""


def test_pencil_and_paper_is_remembered_and_follows_the_keyboard(
    browser: Browser, site: Path
) -> None:
    """After a reload and on another page, before anything is painted; r goes on, R shows all."""
    page = opened(browser, site, "neuron", WATCH)
    assert page.evaluate("before") is False
    page.locator(".bp-switch").focus()
    page.keyboard.press("Enter")
    assert "true" == page.locator(".bp-switch").get_attribute("aria-pressed")
    page.reload()
    assert page.evaluate("before") is True
    assert not shown(page.locator(".bp-chain li > bp-eq").first)

    page.goto(address(site, "sigmoid"))
    assert page.evaluate("before") is True
    waiting = page.locator(".bp-chain li:not(.bp-shown)")
    many = waiting.count()
    page.keyboard.press("r")
    page.keyboard.press("r")
    assert many - 2 == waiting.count()
    line = page.locator(".bp-chain li").nth(1)
    assert line.evaluate("line => line === document.activeElement")
    assert shown(line.locator("> bp-eq"))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert "show" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert many - 3 == waiting.count()
    page.keyboard.press("R")
    assert 0 == waiting.count()

    page.goto(f"{address(site, 'neuron')}#dL_da-2")
    assert [True, True, False] == [
        shown(part) for part in page.locator(".bp-chain:has(#dL_da-1) li > bp-eq").all()[:3]
    ]
    solution = page.locator("details:has(.bp-chain)").first
    solution.locator(".bp-show button").first.evaluate("button => button.click()")
    assert solution.get_attribute("open") is not None


def test_pencil_and_paper_needs_no_memory_and_no_page_of_words(
    browser: Browser, site: Path
) -> None:
    """Where nothing can be stored it lasts as long as the page; pages without lines have none."""
    page = opened(browser, site, "neuron", NO_STORE)
    page.locator(".bp-switch").click()
    assert not shown(page.locator(".bp-chain li > bp-eq").first)
    page.goto((site / "architecture.html").as_uri())
    assert 0 == page.locator(".bp-switch").count()
    page = opened(browser, site, "neuron", java_script_enabled=False)
    assert 0 == page.locator(".bp-switch, .bp-tool, .bp-print").count()


# -- printing --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["layer_three", "batches", "neuron"])
def test_a_page_prints_whole(browser: Browser, site: Path, name: str) -> None:
    """Black on white from a dark screen, nothing cut at the right, all unfolded, no buttons."""
    page = opened(browser, site, name, color_scheme="dark", viewport=PAPER)
    page.locator(".bp-switch").click()
    page.emulate_media(media="print")
    until(page, "document.querySelector('bp-eq').style.getPropertyValue('--bp-ems')")

    assert [] == page.evaluate(WIDER)
    assert 0 == page.locator("article details:not([open])").count()
    away = "header, .md-sidebar, .md-footer, .md-search, .bp-switch, .bp-tool, .bp-print, .bp-show"
    assert page.locator(away).count() > 10
    assert 0 == page.locator(f":is({away}):visible").count()
    assert 0 == page.locator("details:has(a[id^='evidence-']):visible").count()
    lines = page.locator(":is(.bp-chain li, .tabbed-set) :is(bp-eq, p), .tabbed-labels > *")
    assert lines.count() > 20
    assert lines.evaluate_all(f"parts => parts.every({SHOWN})")
    ground, ink = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor,"
        " getComputedStyle(document.querySelector('.katex')).color]"
    )
    assert "rgb(255, 255, 255)" == ground
    assert max(map(int, re.findall(r"\d+", ink)[:3])) < 64

    if name == "layer_three":  # the must-fail twin: without the widths something is cut
        page.evaluate(
            "document.querySelectorAll('bp-eq').forEach(e => e.style.removeProperty('--bp-ems'))"
        )
        assert page.evaluate(WIDER)


def test_printing_leaves_the_page_as_it_was(browser: Browser, site: Path) -> None:
    """The button prints; solutions are open on paper only, also in the PDF that Chromium makes."""
    page = opened(browser, site, "neuron", "window.print = () => { window.printed = true }")
    page.locator(".bp-print").click()
    assert page.evaluate("printed") is True
    folded = page.locator("details:not([open])").count()
    assert folded > 2
    made = page.pdf(format="A4")
    assert made.startswith(b"%PDF")
    assert 5 < len(re.findall(rb"/Type\s*/Page\b", made)) < 15
    assert folded == page.locator("details:not([open])").count()
    assert page.locator("bp-eq").first.evaluate("e => e.style.getPropertyValue('--bp-ems')")
