"""The site in Firefox and in WebKitGTK: what it does in Chromium, it does there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.engines import DISPLAY, FIREFOX, MINI, WEBKIT, Engine, firefox, until, webkit

THERE = {
    "Firefox": FIREFOX,
    "WebKitGTK": WEBKIT and DISPLAY and MINI,
}
RUN = {"Firefox": firefox, "WebKitGTK": webkit}


@pytest.fixture(scope="module", params=RUN)
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Return each of the two browsers, if it is on this machine."""
    if not THERE[request.param]:
        pytest.skip(f"no {request.param} on this machine")
    with RUN[request.param](tmp_path_factory.mktemp("profile")) as running:
        yield running


def opened(engine: Engine, site: Path, name: str) -> None:
    """Open a page from its file, and wait until its scripts have run."""
    engine.open("about:blank")  # or a second address on the same page would load nothing
    page, _, place = name.partition("#")
    engine.open((site / f"{page}.html").as_uri() + (f"#{place}" if place else ""))
    until(engine, "document.readyState === 'complete' && !!document.querySelector('.js')")


def test_equations_are_painted(engine: Engine, site: Path) -> None:
    """A fraction has width and height, and its parts stand above each other."""
    opened(engine, site, "derivations/neuron")
    width, height = engine.run(
        "const box = document.querySelector('bp-eq .mfrac, bp-eq mfrac').getBoundingClientRect();"
        "return [box.width, box.height];"
    )

    assert width > 10
    assert height > 20


@pytest.mark.parametrize(
    "which",
    ["article p > a[href]:not([class])", "article a.bp-term", "small > a[href^='#evidence-']"],
)
def test_links_are_underlined(engine: Engine, site: Path, which: str) -> None:
    """Links, terms and verdicts are told from text by more than their colour."""
    opened(engine, site, "derivations/neuron")
    line, colour = engine.run(
        "const style = getComputedStyle(document.querySelector(arguments[0]));"
        "return [style.textDecorationLine, style.textDecorationColor];",
        which,
    )

    assert "underline" == line
    assert "rgba(0, 0, 0, 0)" != colour


ASK = """const box = document.querySelector(".md-search__input");
box.focus();
box.value = arguments[0];
box.dispatchEvent(new KeyboardEvent("keyup", { key: "x", bubbles: true }));"""
BEST = "(document.querySelector('.md-search-result__item a')?.getAttribute('href') ?? '')"
SAID = "document.querySelector('.md-search-result__meta').textContent"


def test_the_search_works_in_a_page_from_a_folder(engine: Engine, site: Path) -> None:
    """A formula leads to its page, and what is missing is said."""
    opened(engine, site, "index")
    engine.run(ASK, "W^T")
    found = until(engine, f"{BEST}.includes('entries_to_matrices') && {BEST}")
    assert "/derivations/entries_to_matrices.html" in found
    engine.run(ASK, "adam optimizer")
    assert until(engine, f"{SAID}.includes('has nothing on “adam” or “optimizer”')")


def test_a_link_into_a_tab_opens_it(engine: Engine, site: Path) -> None:
    """The last place that stands in a tab, which is none of the first."""
    opened(engine, site, "derivations/translation")
    place = engine.run(
        "return [...document.querySelectorAll('.tabbed-block a[id]')]"
        ".filter((one) => one.closest('.tabbed-block').offsetHeight === 0).at(-1).id"
    )
    opened(engine, site, f"derivations/translation#{place}")
    assert until(
        engine,
        "document.getElementById(arguments[0]).closest('.tabbed-block').offsetHeight > 0",
        place,
    )


def test_a_link_to_a_step_marks_it(engine: Engine, site: Path) -> None:
    """An outline round the line."""
    opened(engine, site, "derivations/neuron#dL_da-3")
    outline = engine.run(
        "return getComputedStyle(document.getElementById('dL_da-3').closest('li')).outlineStyle"
    )
    assert "solid" == outline


MOVE = """const box = document.querySelector(".bp-explorer");
box.querySelectorAll("details").forEach((part) => { part.open = true; });
const slider = box.querySelectorAll("input[type=range]")[1];
slider.value = arguments[0];
slider.dispatchEvent(new Event("input", { bubbles: true }));
box.querySelector("[data-show=dL_dW1]").scrollIntoView({ block: "center", behavior: "instant" });
return box.querySelector("[data-show=loss] .bp-number-shown").textContent;"""


def test_the_explorer_answers_and_its_controls_stick(engine: Engine, site: Path) -> None:
    """The loss follows the slider, which stays in sight."""
    opened(engine, site, "derivations/hidden_layer")
    until(engine, "!!document.querySelector('.bp-explorer.bp-live')")
    assert engine.run(MOVE, "0.5") != engine.run(MOVE, "-0.5")
    top = (
        "document.querySelectorAll('.bp-explorer input[type=range]')[1].getBoundingClientRect().top"
    )
    assert until(engine, f"{top} > 40 && {top} < 400")


def test_the_paths_on_the_first_page_are_lit(engine: Engine, site: Path) -> None:
    """All that belong to one weight."""
    opened(engine, site, "index")
    assert until(engine, "document.querySelectorAll('.bp-paths .bp-edge.bp-lit').length === 7")


ANSWER = """document.documentElement.classList.contains("bp-pencil")
  || document.querySelector(".bp-switch").click();
const line = document.getElementById("dL_da-3").closest("li");
line.querySelector(".bp-answer input").value = arguments[0];
line.querySelector(".bp-answer button").click();
return line.querySelector(".bp-told").textContent;"""


def test_pencil_mode_judges_a_line(engine: Engine, site: Path) -> None:
    """Wrong with numbers, and right."""
    opened(engine, site, "derivations/neuron")
    until(engine, "!!document.querySelector('.bp-switch')")
    assert engine.run(ANSWER, "y/a + (1-y)/(1-a)").startswith("Not equal: at ")
    assert engine.run(ANSWER, "-y/a + (1-y)/(1-a)").startswith("Right")
    engine.run("document.querySelector('.bp-switch').click()")  # the choice is remembered


def test_wide_tables_show_where_they_go_on(engine: Engine, site: Path) -> None:
    """Whatever is wider than its place is marked, and nothing else."""
    opened(engine, site, "derivations/translation")
    wide = """[...document.querySelectorAll(".md-typeset__scrollwrap")].every((box) => (
      box.closest("details:not([open])") ||
      (box.scrollWidth > box.clientWidth + 1) === ("more" in box.dataset)))"""
    assert until(
        engine, f"document.querySelectorAll('.md-typeset__scrollwrap').length > 5 && {wide}"
    )
