"""The evidence behind every equality, and the report of it."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from bpcore import Refusal, let, prove, scalar
from bpcore.blocks import every
from bpcore.book import Book
from bpcore.errors import StepIsFalse, StepIsUndecided
from bpcore.expr import Expr
from bpcore.ladder import Question
from bpcore.markdown import markdown
from bpcore.measured import deviation, power_above
from bpcore.mutants import mutants
from bpcore.overview import VERIFICATION, VERIFICATION_DATA
from bpcore.record import Record, equalities, records
from bpcore.sweep import fits
from bpcore.tree import key
from tests.books import NAMES, ROOT, book, real_pages, script

DOCS = ROOT / "docs"
DATA = json.loads((DOCS / VERIFICATION_DATA).read_text("utf-8"))
PAGES = sorted(path.stem for path in (DOCS / "derivations").glob("*.md"))
VERDICT = re.compile(r"\]\(#evidence-([\w^{}\[\].-]+) ")


def shown(page: str) -> str:
    """Return a committed page."""
    return (DOCS / "derivations" / f"{page}.md").read_text("utf-8")


def about(page: str) -> list[dict[str, object]]:
    """Return the published records of a page."""
    return [record for record in DATA["equalities"] if record["page"] == page]


@pytest.mark.parametrize("page", PAGES)
def test_every_equality_of_a_page_shows_its_verdict(page: str) -> None:
    """Beside it, with the way to its evidence; none has two, and none is left out."""
    ids = [str(record["id"]).partition("#")[2] for record in about(page)]
    assert ids, page
    assert len(ids) == len(set(ids))
    text = shown(page)
    said = VERDICT.findall(text)
    in_titles = set(ids) - set(said)  # a claim in a title or a caption is listed, not marked
    assert all(one.startswith("said-") for one in in_titles), in_titles
    assert set(said) <= set(ids)
    for one in ids:
        assert f'<a id="evidence-{one}"></a>' in text


@pytest.mark.parametrize("page", PAGES)
def test_every_chain_of_a_page_is_on_record(page: str) -> None:
    """Counted in the page as it stands: an equation that begins with a sign is a step."""
    steps = re.findall(r"^ *```math\n *= ", shown(page), re.MULTILINE)
    worked = len(re.findall(r'<div class="bp-worked"', shown(page)))
    recorded = [record["kind"] for record in about(page)]
    assert recorded.count("worked") == worked
    assert recorded.count("step") == len(steps) - worked_with_equals(page)


def worked_with_equals(page: str) -> int:
    """Return how many worked lines of a page are exact, so that they begin with the sign too."""
    parts = shown(page).split('<div class="bp-worked"')[1:]
    bodies = (part.partition("</div>")[0] for part in parts)
    return sum(len(re.findall(r"^ *```math\n *= ", body, re.MULTILINE)) for body in bodies)


def test_nothing_is_undecided_and_everything_was_spoilt() -> None:
    """The totals of the report, from its records."""
    assert DATA["undecided"] == 0
    assert len(DATA["equalities"]) > 1300
    assert sorted({record["page"] for record in DATA["equalities"]}) == PAGES
    for record in DATA["equalities"]:
        assert record["mutants"] == record["refused"] + len(record["true"])
        assert record["mutants"] > 0, record["id"]
        assert record["points"] > 0, record["id"]
        for one in record["true"]:
            proved = ("proved", "true by definition", "the line above again")
            assert one["verdict"].startswith(proved), (record["id"], one)
        assert record["apart_on_iris"] is None or float(record["apart_on_iris"]) <= 1e-8
        assert record["verdict"].startswith(("proved", "true by definition"))


def test_the_report_says_what_the_records_say() -> None:
    """Its first numbers are counted from the data."""
    said = (DOCS / VERIFICATION).read_text("utf-8")
    found = DATA["equalities"]
    tried, refused = (sum(record[what] for record in found) for what in ("mutants", "refused"))
    assert f"displays {len(found)} equalities on {len(PAGES)} pages" in said
    assert f"of {tried} spoilt versions, {refused} were refused" in said


@pytest.mark.parametrize("name", NAMES)
def test_what_the_sweep_calls_refused_is_refused_by_the_whole_ladder(name: str) -> None:
    """For mutants drawn from every equality: with a counterexample, not by double precision."""
    draw = random.Random(name)
    for record in records(real_pages()[name]).all:
        refused = list(differing(record))
        for line in draw.sample(refused, min(3, len(refused))):
            with pytest.raises(StepIsFalse, match="the left side is"):
                prove(record.left, line)


def differing(record: Record) -> list[Expr]:
    """Return the mutants of an equality that could be written and are not among the true ones."""
    true = {key(one.line) for one in record.survivors} | {key(record.right)}
    asked = Question(record.left, record.right, record.every)
    lines = (one.line for one in mutants(record.left, record.right))
    found = (line for line in lines if line is not None and fits(asked, line))
    return [line for line in found if key(line) not in true]


def test_an_undecided_mutant_stops_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the page and the line it belongs to."""

    def undecided(*sides: object) -> None:
        raise StepIsUndecided("no way to tell")

    page = book(tmp_path, tiny=script()).page("tiny")
    monkeypatch.setattr("bpcore.sweep.differs", lambda line, looked: False)
    monkeypatch.setattr("bpcore.sweep.proved_from", undecided)
    with pytest.raises(Refusal, match=r"a mutant of square on the page tiny|a mutant of .* tiny"):
        markdown(page)


def test_a_sweep_that_sees_nothing_still_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where double precision tells nothing apart, the ladder itself does."""
    page = book(tmp_path, tiny=script()).page("tiny")
    before = records(page).all[0].sweep
    again = book(tmp_path, tiny=script()).page("tiny")
    monkeypatch.setattr("bpcore.sweep.differs", lambda line, looked: False)
    after = records(again).all[0].sweep
    assert after.refuted.total() == before.refuted.total()
    assert len(after.survivors) == len(before.survivors)


def test_an_equality_has_one_record_wherever_it_stands() -> None:
    """The parts of a page in order; ids that no two share."""
    for page in real_pages().values():
        found = [id_ for _, _, id_, _, _ in equalities(page)]
        assert len(found) == len(set(found))
        assert len(found) >= sum(1 for _ in every(page.blocks)) / 10


def test_sides_that_differ_are_apart_at_iris() -> None:
    """The must-fail twin of the deviation: a wrong line is far off, a right one is not."""
    x, y = scalar("x"), scalar("y", between=(0, 1))
    z = let("z", x * y)
    right, wrong = (deviation(z, side) for side in (y * x, y + x))
    assert right is not None
    assert wrong is not None
    assert power_above(right) == -12
    assert wrong > 0.01


def test_the_book_writes_page_and_data(tmp_path: Path) -> None:
    """With every run of the whole book, of one page not."""
    found = book(tmp_path, tiny=script())
    assert isinstance(found, Book)
    texts = found.texts()
    assert {VERIFICATION, VERIFICATION_DATA} <= set(texts)
    assert json.loads(texts[VERIFICATION_DATA])["equalities"][0]["id"] == "tiny#square-1"
    assert VERIFICATION not in found.texts(["tiny"])
