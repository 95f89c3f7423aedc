"""The second reader and conditions: where one side of an equality alone has a value."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bpcore import N, Page, algebra, array, column, index, log, scalar, sqrt, total
from bpcore.expr import Expr
from bpcore.markdown import markdown
from bpcore.symbols import symbol_table
from read_back import read_page

x, y, z = scalar("x", "a number"), scalar("y", "a number"), scalar("z", "a number")
u = column("u", "n", "numbers")
i = index("i", "n")
LOSING = {
    "a factor cancelled": (x * y / x, y),
    "a quotient": ((x**2 - 1) / (x - 1), x + 1),
    "a logarithm": (y + log(x) - log(x), y),
    "a root": (sqrt(x) * sqrt(x), x),
    "a sum below": (total(i, u[i]) * z / total(i, u[i]), z),
}


def written(folder: Path, left: Expr, right: Expr) -> Path:
    """Return the file of a page with one result, beside its table of symbols."""
    page = Page("told", "A page")
    page.chain(left, algebra("as it is"), right, name="told", title="What is told")
    return stored(page, folder)


def stored(page: Page, folder: Path) -> Path:
    """Return the file of a page, beside its table of symbols."""
    path = folder / "told.md"
    path.write_text(markdown(page), "utf-8")
    (folder / "told.symbols.json").write_text(symbol_table(page), "utf-8")
    return path


def refusals(path: Path) -> set[str]:
    """Return why what is written is refused; none if all is confirmed."""
    return {verdict.why.split(" at ")[0] for verdict in read_page(path) if verdict.why}


@pytest.mark.parametrize("kind", LOSING)
def test_a_condition_is_read_back(kind: str, tmp_path: Path) -> None:
    """With it everything is confirmed; without it one side is found to have no value."""
    path = written(tmp_path, *LOSING[kind])
    table = path.with_suffix(".symbols.json")
    data = json.loads(table.read_text("utf-8"))
    assert data["conditions"]
    assert refusals(path) == set()

    table.write_text(json.dumps(data | {"conditions": []}), "utf-8")
    assert refusals(path) == {"the page tells a condition that the table of symbols does not have"}

    path.write_text(path.read_text("utf-8").replace(" where ", " everywhere "), "utf-8")
    assert refusals(path) == {"the left side alone has no value"}

    table.write_text(json.dumps(data), "utf-8")
    assert refusals(path) == {"the table of symbols has a condition that the page does not tell"}


def test_that_an_index_on_one_side_may_be_any_has_to_be_said(tmp_path: Path) -> None:
    """For every value of it, and of no other."""
    j = index("j", "m")
    share = array("S", "n", "m", "shares")
    k = index("k", "m")
    of_all = total(k, share[i, k])
    page = Page("told", "A page")
    page.chain(
        total(j, share[i, j] / of_all),
        algebra("add the shares up"),
        N(1),
        name="told",
        title="What is told",
        every=i,
    )
    path = stored(page, tmp_path)
    text = path.read_text("utf-8")
    assert refusals(path) == set()

    path.write_text(text.replace(r" \qquad \text{for every } i", ""), "utf-8")
    assert refusals(path) == {"i is on one side only, and nothing says that it may be any"}

    path.write_text(text.replace(r"\text{for every } i", r"\text{for every } i, l"), "utf-8")
    assert refusals(path) == {"l may be any, it says, but is on neither side"}


def test_what_comes_to_zero_is_read_back_and_nothing_is_not(tmp_path: Path) -> None:
    """A sum of numbers that cancel shows something; a product with zero shows nothing."""
    of_all = total(i, u[i])
    page = Page("told", "A page")
    page.chain(of_all * z - z * of_all, algebra("as it is"), z - z, name="told", title="Told")
    path = stored(page, tmp_path)
    assert refusals(path) == set()

    path.write_text(path.read_text("utf-8").replace("= z - z", r"= 0 \cdot z"), "utf-8")
    (why,) = refusals(path)
    assert "both sides are zero wherever they were tried" in why


def test_a_sign_that_is_not_known_is_a_verdict_and_no_crash(tmp_path: Path) -> None:
    """A page with a token that no rule reads is not confirmed, and says where it stopped."""
    page = Page("told", "A page")
    page.chain(z + z, algebra("add up"), 2 * z, name="told", title="Told")
    path = stored(page, tmp_path)
    assert refusals(path) == set()

    path.write_text(path.read_text("utf-8").replace("= 2", ":= 2", 1), "utf-8")
    (verdict,) = read_page(path)
    assert verdict.found == "unreadable"
    assert "':'" in verdict.why
