"""Equations come through Markdown untouched, alone and beside other extensions."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown

from bpcore.typeset import CannotTypeset

EXTENSION = "bpcore.typeset.extension"
OTHERS = [
    "admonition",
    "attr_list",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.quotes",
    "pymdownx.superfences",
]
WITH_BARE = [[], OTHERS]
ELEMENT = re.compile(r"<(bp-eq|bp-m) .*?<annotation[^>]*>(.*?)</annotation>.*?</\1>", re.DOTALL)


def converter(folder: Path, others: list[str]) -> Markdown:
    """Return a converter with this and other extensions."""
    options: dict[str, Any] = {EXTENSION: {"cache": str(folder)}}
    if "pymdownx.quotes" in others:
        options["pymdownx.quotes"] = {"callouts": True}
    return Markdown(extensions=[EXTENSION, *others], extension_configs=options)


def shown(text: str, folder: Path, others: list[str]) -> str:
    """Return the HTML of a text, with the TeX of each equation in place of the equation."""
    page = converter(folder, others).convert(text)
    assert "\x02" not in page
    return ELEMENT.sub(lambda found: f"<{found[1]}>{html.unescape(found[2])}</{found[1]}>", page)


@pytest.mark.parametrize("others", WITH_BARE)
@pytest.mark.parametrize(
    "tex", [r"a_1 * b_2 * c", r"a < b \& c > d", r"\{x\}", "x_*", r"[a](b)", r"\alpha\_", "|x|"]
)
def test_tex_survives(tex: str, others: list[str], tmp_path: Path) -> None:
    """Nothing that Markdown or HTML would change is changed."""
    assert f"<bp-m>{tex}</bp-m>" in shown(f"*see* $`{tex}`$ *now*", tmp_path, others)
    assert f"<bp-eq>{tex}</bp-eq>" in shown(f"```math\n{tex}\n```", tmp_path, others)


@pytest.mark.parametrize("others", WITH_BARE)
def test_rows_of_a_matrix_survive(others: list[str], tmp_path: Path) -> None:
    """Two rows are written, two rows are set."""
    text = "```math\n\\begin{bmatrix} a & b \\\\ c & d \\end{bmatrix}\n```"
    assert converter(tmp_path, others).convert(text).count("<mtr>") == 2


@pytest.mark.parametrize("others", WITH_BARE)
def test_an_equation_stays_in_its_list_item(others: list[str], tmp_path: Path) -> None:
    """The chain of a derivation is a numbered list whose items hold equations."""
    text = "1. first\n\n    ```math\n    = a\n    ```\n\n2. second\n    ```math\n    = b\n    ```"
    assert re.sub(r"\s*\n\s*", "", shown(text, tmp_path, others)) == (
        "<ol><li><p>first</p><bp-eq>= a</bp-eq></li><li><p>second</p><bp-eq>= b</bp-eq></li></ol>"
    )


def test_an_equation_stays_in_its_call_out(tmp_path: Path) -> None:
    """A sign `>` of the equation is not a mark of the quote."""
    page = shown("> [!TIP]\n> word\n>\n> ```math\n> x\n> > y\n> ```\n> end", tmp_path, OTHERS)
    assert '<div class="admonition tip">' in page
    assert re.search(r"<bp-eq>x\n\s*> y</bp-eq>\s*<p>end</p>\s*</div>", page)


def test_an_equation_stays_in_its_details(tmp_path: Path) -> None:
    """In the summary, and in the Markdown inside."""
    text = '<details markdown="1">\n<summary>try $`s`$</summary>\n\n```math\nx\n```\n\n</details>'
    page = re.sub(r"\s*\n\s*", "", shown(text, tmp_path, OTHERS))
    assert page == "<details><summary>try <bp-m>s</bp-m></summary><bp-eq>x</bp-eq></details>"


def test_an_equation_stays_in_its_admonition_and_table(tmp_path: Path) -> None:
    """A bar in an equation ends no cell."""
    assert "<td><bp-m>|x|</bp-m></td>" in shown("a | b\n--|--\n$`|x|`$ | c", tmp_path, OTHERS)
    note = shown("!!! note\n    ```math\n    x\n    ```", tmp_path, OTHERS)
    assert re.search(r"Note</p>\s*<bp-eq>x</bp-eq>\s*</div>", note)


def test_a_heading_has_plain_text_for_contents_and_address(tmp_path: Path) -> None:
    """The table of contents gets text, the address letters, the page the equation."""
    markdown = converter(tmp_path, OTHERS)
    page = markdown.convert(r"# The loss $`\frac{a}{b} < \hat{y}`$ of `x`")
    (entry,) = markdown.toc_tokens  # type: ignore[attr-defined]
    assert (entry["name"], entry["id"]) == ("The loss a/b &lt; ŷ of x", "the-loss-ab-y-of-x")
    assert page.count("katex-html") == 1


def test_code_stays_code(tmp_path: Path) -> None:
    """An example of how to write an equation is not an equation."""
    page = shown("Write ``$`x`$`` or\n\n````markdown\n```math\nx\n```\n````", tmp_path, OTHERS)
    assert "bp-" not in page
    assert "<code>$`x`$</code>" in page


@pytest.mark.parametrize("others", WITH_BARE)
def test_a_dollar_sign_can_be_written(others: list[str], tmp_path: Path) -> None:
    """Escaped as on GitHub, where a pair of them would begin an equation."""
    assert shown(r"\$5 to 6\$", tmp_path, others) == "<p>$5 to 6$</p>"


def test_signs_of_html_stay_signs(tmp_path: Path) -> None:
    """Quotation marks in the plain text of a heading are not written as entities twice."""
    markdown = converter(tmp_path, OTHERS)
    markdown.convert('# $`\\text{"a" & <b>}`$'.replace("&", r"\&"))
    (entry,) = markdown.toc_tokens  # type: ignore[attr-defined]
    assert entry["name"] == '"a" &amp; &lt;b&gt;'


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (3, "a\n\n```math\n\\foo\n```"),
        (2, "a\nb $`\\foo`$"),
        (3, "a\n\n$$x$$"),
        (3, "a\n\n    ```math\n    x\n    ```"),
        (1, "![see $`x`$](a.png)"),
        (1, '<p title="$`x`$">a</p>'),
        (1, "[a]: b '$`x`$'"),
    ],
)
def test_an_equation_that_does_not_reach_the_reader_is_refused(
    line: int, text: str, tmp_path: Path
) -> None:
    """Broken TeX, raw TeX, and equations inside code or attributes, each with its line."""
    with pytest.raises(CannotTypeset, match=f"^line {line}: equation cannot be typeset: "):
        shown(text, tmp_path, OTHERS)


def test_a_converter_can_be_used_again(tmp_path: Path) -> None:
    """Also after a page that was refused."""
    markdown = converter(tmp_path, OTHERS)
    with pytest.raises(CannotTypeset):
        markdown.convert("$`\\foo`$")
    assert "katex-html" in markdown.reset().convert("$`x`$")
