"""Pictures on the site: in the page, named, with ids of their own, in the site's colours."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpcore import Page, algebra, scalar
from bpcore.drawing import network
from bpcore.errors import NameClash, NothingChecked, TypedByHand
from bpcore.files import orphans
from bpcore.markdown import markdown, pictures
from bpcore.site.inlined import PictureMissing, inlined
from tests.books import book, script

SVG = network([2, 3])
DRAWS = (
    "from bpcore.drawing import network\n"
    'p.picture("net", network([2, 3]), "Two layers of circles", "A caption.")\n'
    'p.chain((x + y) ** 2, algebra("multiply out"), x**2 + 2 * x * y + y**2)'
)


def page() -> Page:
    """Return a page with one picture."""
    found = Page("tiny", "Tiny")
    x = scalar("x")
    found.chain((x + 1) ** 2, algebra("multiply out"), x**2 + 2 * x + 1)
    found.picture("net", SVG, "Two layers", f"The circle of {x}.", covers="S9-1")
    return found


def test_a_picture_is_a_file_beside_the_page() -> None:
    """With its text alternative, its caption with mathematics, and who wrote it."""
    text = markdown(page())
    assert "![Two layers](pictures/tiny-net.svg)" in text
    assert "The circle of $`x`$." in text
    ((path, svg),) = pictures(page()).items()
    assert path == "pictures/tiny-net.svg"
    assert svg.startswith("<!-- Written by derivations/tiny.py")
    assert SVG in svg


@pytest.mark.parametrize(
    ("name", "svg", "alt", "kind"),
    [
        ("Net!", SVG, "words", NameClash),
        ("net", SVG, "words", NameClash),
        ("other", "<img>", "words", NothingChecked),
        ("other", SVG, "", TypedByHand),
        ("other", SVG, "x = 2", TypedByHand),
        ("other", SVG, f"of {scalar('x')}", TypedByHand),
    ],
)
def test_a_picture_needs_a_name_an_svg_and_words(
    name: str, svg: str, alt: str, kind: type[Exception]
) -> None:
    """A name that is free, a picture that is one, words for those who cannot see it."""
    with pytest.raises(kind):
        page().picture(name, svg, alt)


def test_pictures_are_written_with_pages_and_removed_with_them(tmp_path: Path) -> None:
    """A picture that no page shows any more is an orphan; a hand-drawn one is not."""
    texts = book(tmp_path, a=script(DRAWS)).texts()
    assert {"derivations/a.md", "derivations/pictures/a-net.svg"} <= set(texts)
    for path in ("old.svg", "mine.svg"):
        (tmp_path / "derivations" / "pictures").mkdir(parents=True, exist_ok=True)
        said = "<!-- Written by derivations/b.py -->\n" if path == "old.svg" else ""
        (tmp_path / "derivations" / "pictures" / path).write_text(f"{said}<svg />", "utf-8")
    assert ["derivations/pictures/old.svg"] == orphans(texts, tmp_path)


def test_a_picture_becomes_part_of_its_page(tmp_path: Path) -> None:
    """Named for a screen reader, without its own style; two of them share no id."""
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.svg").write_text(pictures(page())["pictures/tiny-net.svg"], "utf-8")
    image = '<img alt="Two &quot;layers&quot;" src="pictures/a.svg" />'
    found = inlined(f"<p>{image}</p><p>{image}</p>", tmp_path)
    assert found.count('<svg role="img" aria-label="Two &quot;layers&quot;"') == 2
    assert "<style>" not in found
    assert "<!--" not in found
    assert "<img" not in found
    ids = [part.split('"')[0] for part in found.split(' id="')[1:]]
    assert ids
    assert len(ids) == len(set(ids))
    for name in ids:
        assert f"url(#{name})" in found or f'"#{name}"' in found


def test_other_images_stay_and_a_missing_picture_is_told(tmp_path: Path) -> None:
    """Nothing is shown empty."""
    photo = '<img alt="A page" src="assets/page.png" />'
    assert photo == inlined(photo, tmp_path)
    with pytest.raises(PictureMissing, match=r"pictures/gone\.svg"):
        inlined('<img alt="x" src="pictures/gone.svg" />', tmp_path)
