"""Published places: whoever links to a result finds it again, or the run stops."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpcore import algebra, column, scalar
from bpcore.book import Book
from bpcore.errors import NameClash, ResultMissing
from bpcore.markdown import markdown
from bpcore.overview import PUBLISHED
from bpcore.page import Page
from bpcore.published import check_kept, check_pages_kept, listed, places, published
from tests.conftest import ROOT


def page(name: str = "double", formerly: str = "") -> Page:
    """Return a page with one result and one mistake."""
    made = Page("p", "T")
    x = scalar("x")
    made.chain(x + x, algebra("twice"), 2 * x, name=name, formerly=formerly)
    made.mistake("Squared", x + x, x**2, at={x: 1})
    return made


def test_results_and_mistakes_are_listed() -> None:
    """Under the name of their page, in reading order, below a notice."""
    notice, result, mistake = published([places(page())]).splitlines()

    assert notice.startswith("# Written by")
    assert "p#double" == result
    assert mistake.startswith("p#mistake-")


def test_a_renamed_result_stops_the_run() -> None:
    """The message names the place and the way out."""
    with pytest.raises(ResultMissing, match=r"p#double was published.*formerly='double'"):
        check_kept(published([places(page())]), {"p": places(page("twice"))})


def test_a_renamed_result_that_says_so_is_found_under_both_names() -> None:
    """The old name stays an anchor."""
    renamed = page("twice", formerly="double")

    check_kept(published([places(page())]), {"p": places(renamed)})
    assert ["p#twice", "p#double"] == listed(published([places(renamed)]))[:2]


def test_a_former_name_cannot_be_that_of_another_result() -> None:
    """One anchor leads to one place."""
    made = page("twice", formerly="double")
    x = scalar("x")

    with pytest.raises(NameClash, match="double"):
        made.chain(x * 3, algebra("thrice"), x + x + x, name="double")


def test_a_changed_mistake_that_says_so_is_found_under_both_names() -> None:
    """Also one whose shapes do not fit; and every place that is lost is told at once."""
    before = page()
    before.misfit("A row and a column", lambda: column("u", 2) + column("u", 2).T)
    _, square, misfit = (place.partition("#")[2] for place in places(before))
    x = scalar("x")
    after = Page("p", "T")
    after.chain(x + x, algebra("twice"), 2 * x, name="double", formerly="")
    after.mistake("Cubed", x + x, x**3, at={x: 1}, formerly=square)
    after.misfit("Two widths", lambda: column("u", 2) + column("u", 3), formerly=misfit)
    bare = Page("p", "T")
    bare.chain(x + x, algebra("twice"), 2 * x, name="double")

    check_kept(published([places(before)]), {"p": places(after)})
    assert f'<a id="{square}"></a>' in markdown(after)
    assert f'<a id="{misfit}"></a>' in markdown(after)
    with pytest.raises(ResultMissing, match=f"{square}.*\n.*{misfit}"):
        check_kept(published([places(before)]), {"p": places(bare)})


def test_a_lost_page_stops_the_run() -> None:
    """Not only its results."""
    with pytest.raises(ResultMissing, match="no page p"):
        check_pages_kept(published([places(page())]), ["other"])


def test_a_run_that_would_lose_a_place_writes_nothing(tmp_path: Path) -> None:
    """The book refuses, with one page made anew as with all of them."""
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    (scripts / "one.py").write_text(
        '"""One."""\n\nfrom bpcore import algebra, scalar\n\n\n'
        'def derive(p):\n    x = scalar("x")\n'
        '    p.chain(x + x, algebra("twice"), 2 * x, name="twice")\n'
    )

    with pytest.raises(ResultMissing, match="one#double"):
        Book(scripts).texts(before="one#double\n")
    with pytest.raises(ResultMissing, match="one#double"):
        Book(scripts).texts(["one"], before="one#double\n")
    assert "one#twice" in Book(scripts).texts(before="one#twice\n")[PUBLISHED]


def test_every_published_place_of_the_book_is_on_its_page() -> None:
    """As committed: the list and the pages are of one run."""
    places = listed((ROOT / "docs" / PUBLISHED).read_text("utf-8"))

    assert len(places) > 200
    for place in places:
        name, _, anchor = place.partition("#")
        text = (ROOT / "docs" / "derivations" / f"{name}.md").read_text("utf-8")
        assert f'<a id="{anchor}"></a>' in text, place


def test_every_result_of_the_book_is_published() -> None:
    """Nothing with a number is missing in the list."""
    places = set(listed((ROOT / "docs" / PUBLISHED).read_text("utf-8")))
    for path in sorted((ROOT / "docs" / "derivations").glob("*.md")):
        for line in path.read_text("utf-8").splitlines():
            if 'class="bp-number"' in line:
                anchor = line.split('href="#')[1].split('"')[0]
                assert f"{path.stem}#{anchor}" in places
