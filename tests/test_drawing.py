"""Pictures: the same bytes every time, legible twice, labelled by expressions, refused if empty."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from bpcore import column, matrix, odot, opaque, outer, partial, scalar, unspecified
from bpcore.drawing import confusion, curves, network, paths, regions, shapes
from bpcore.drawing.label import set_text
from bpcore.drawing.palette import AREAS, INK, LINE, LIT, PAPER, ROLES, SERIES, SOFT, Role, sheet
from bpcore.drawing.shapes import Box, box, taken_apart
from bpcore.errors import CannotBeDrawn, NameClash, TypedByHand
from bpcore.expr import Expr
from bpcore.shape import Width
from bpcore.tex import latex
from tests.books import ROOT

x, t, y, f = scalar("x"), scalar("t"), scalar("y"), scalar("f")
W, v = matrix("W", 3, 5), column("v", 3)
SVG = "{http://www.w3.org/2000/svg}"
POINTS = [[0.0, 0.0], [1.0, 0.5], [2.0, 1.5]]
DRAWN: dict[str, Callable[[], str]] = {
    "network": lambda: network([4, 5, 3], names=("inputs", "hidden", "answers")),
    "walk": lambda: network([2, 3, 1], lit=[[(0, 1), (1, 2), (2, 1)]], off=[(1, 3)]),
    "paths": lambda: paths([[t], [x, y], [f]], [(t, x), (t, y), (x, f), (y, f)], lit=[[t, x, f]]),
    "shapes": lambda: shapes(outer(v, column("u", 5).T), W),
    "letters": lambda: shapes(matrix("A", "lambda^[1]", "n") @ column("c", "n")),
    "curves": lambda: curves(("one", [1, 2, 3], [1, 4, 9]), (x, [1, 2, 3], [3, 2, 1]), x="steps"),
    "logs": lambda: curves(("one", [1, 10], [1e-9, 1]), x="h", y="error", log_x=True, log_y=True),
    "regions": lambda: regions(
        lambda points: (points[:, 0] > 1).astype(int), POINTS, [0, 0, 1], ("a", "b"), x="u", y="w"
    ),
    "confusion": lambda: confusion([[3, 1], [0, 4]], ("setosa", "virginica")),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_svg_of_our_own(name: str) -> None:
    """Well formed, with a size, scalable; nothing of the machine, no script, no outside."""
    svg = DRAWN[name]()
    root = ET.fromstring(svg)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    left, top, across, down = map(float, root.attrib["viewBox"].split())
    assert (left, top) == (0, 0)
    assert 1 <= width / across < 1.2
    assert width / across == pytest.approx(height / down, rel=0.01)
    assert 40 < width < 900
    assert 20 < height < 900
    assert not re.search(r"Matplotlib|<!--|20\d\d-|/home|/work|<script|href=\"h|style=\"", svg)
    assert set(re.findall(r"https?://[^\"]*", svg)) == {"http://www.w3.org/2000/svg"}


def test_pictures_do_not_depend_on_the_hash_seed() -> None:
    """Byte for byte, in processes of their own; another picture is other bytes."""
    ask = "from tests.test_drawing import DRAWN\nfor n in sorted(DRAWN): print(DRAWN[n]())"
    outs = [
        subprocess.run(
            [sys.executable, "-c", ask],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=True,
        ).stdout
        for seed in ("1", "77")
    ]
    assert outs[0] == outs[1]
    assert DRAWN["curves"]() in outs[0]
    assert network([4, 4, 3]) not in outs[0]


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as the accessibility guidelines define it."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_contrast_of_black_and_white() -> None:
    """The measure itself."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("role", [INK, SOFT, LIT, *SERIES], ids=lambda role: role.name)
def test_text_is_legible_on_light_and_dark(role: Role) -> None:
    """At 4.5 to 1; a faint grey would not be."""
    assert contrast(role.light, PAPER.light) >= 4.5
    assert contrast(role.dark, PAPER.dark) >= 4.5
    assert contrast("#bbbbbb", PAPER.light) < 4.5


def test_lines_and_counts_are_legible_too() -> None:
    """Lines at 3 to 1; counts on their cells like text."""
    assert min(contrast(LINE.light, PAPER.light), contrast(LINE.dark, PAPER.dark)) >= 3
    for area in AREAS:
        assert contrast(INK.light, area.light) >= 4.5
        assert contrast(INK.dark, area.dark) >= 4.5


def test_every_colour_is_a_role_and_every_role_in_the_style_sheet() -> None:
    """A file carries both schemes itself; the site takes them from its style sheet."""
    known = {role.light for role in ROLES} | {role.dark for role in ROLES}
    for name, draw in DRAWN.items():
        svg = draw()
        assert set(re.findall(r"#[0-9a-f]{6}", svg)) <= known, name
        assert "prefers-color-scheme:dark" in svg
    assert sheet() in (ROOT / "bpcore" / "site" / "assets" / "pictures.css").read_text("utf-8")


def test_labels_are_printed_from_expressions() -> None:
    """Words may hold them; typed mathematics and what cannot be set are refused."""
    s = unspecified("s")
    assert f"${latex(partial(s(x), x))}$" == set_text(partial(s(x), x))
    assert f"slope at ${latex(x)}$" == set_text(f"slope at {x}")
    with pytest.raises(TypedByHand, match="typed in the label"):
        set_text("x = 2")
    with pytest.raises(CannotBeDrawn, match="cannot be set"):
        set_text(matrix("M", 2, 2) @ listed_column())


def listed_column() -> object:
    """Return an array written out, which no label can hold."""
    from bpcore import listed

    return listed(x, y)


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda: network([3]), "two layers or more"),
        (lambda: network([3, 0]), "a layer of 0 neurons"),
        (lambda: network([2, 2], lit=[[(0, 3)]]), "neuron"),
        (lambda: network([2, 2, 2], lit=[[(0, 1), (2, 1)]]), "from a layer to the next"),
        (lambda: paths([], []), "no nodes"),
        (lambda: paths([[x]], [(x, y)]), "there is no node"),
        (lambda: shapes(x * y), "no array"),
        (lambda: curves(x="steps"), "0 curves"),
        (lambda: curves(("one", [1], [1]), x="steps"), "1 numbers along x"),
        (lambda: curves(("one", [1, 2], [1, 0]), x="h", log_y=True), "goes through 0"),
        (lambda: curves(("one", [1, 2], [1, float("nan")]), x="h"), "goes through nan"),
        (lambda: confusion([[1, 2]], ("a", "b")), "rows of"),
        (lambda: confusion([[0]], ("a",)), "nothing was counted"),
        (
            lambda: regions(lambda p: p[:, 0] * 0 + 5, POINTS, [0, 0, 1], ("a", "b"), x="u", y="w"),
            "a class outside",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw: Callable[[], str], said: str) -> None:
    """With what is wrong in words."""
    with pytest.raises(CannotBeDrawn, match=said):
        draw()


def test_two_nodes_are_not_labelled_alike() -> None:
    """An arrow would not know its end."""
    with pytest.raises(NameClash, match="two nodes"):
        paths([[x], [x]], [])


def test_lit_paths_differ_by_more_than_colour() -> None:
    """All others are dashed."""
    assert "stroke-dasharray" in DRAWN["paths"]()
    assert "stroke-dasharray" not in paths([[t], [x]], [(t, x)])


def test_words_and_slopes_have_room() -> None:
    """Nodes of words are wide, not high; high labels on arrows keep rows and boxes apart."""
    words = ("weight", "a neuron of the next layer")
    assert height(paths([[words[0]], [words[1]]], [words])) == height(paths([[t], [x]], [(t, x)]))
    both, bare = [(t, x, partial(x, t)), (t, y, partial(y, t))], [(t, x), (t, y)]
    assert height(paths([[t], [x, y]], both)) > height(paths([[t], [x, y]], bare))
    C, u = opaque("C", v), column("u", 5)
    assert height(shapes(W @ u, v)) < height(shapes(W @ u, partial(C, v)))


def test_a_number_is_a_box_of_one_cell() -> None:
    """As a factor and as a result; without any array there is no picture."""
    row_by_column = v.T @ column("u", 3)
    assert boxes_of(row_by_column, x) == [(1, 3), (3, 1), (1, 1)]
    assert across(shapes(row_by_column)) < across(shapes(row_by_column, x))
    assert boxes_of(x * v, v) == [(1, 1), (3, 1), (3, 1)]
    assert boxes_of(v.T @ (v - column("u", 3)), x) == [(1, 3), (3, 1), (1, 1)]
    with pytest.raises(CannotBeDrawn, match="no array"):
        shapes(x * y, t)


def test_brackets_stand_where_two_products_meet() -> None:
    """An elementwise product inside a matrix product, and the other way round; nowhere else."""
    u = column("u", 5)
    signs = [part for part in taken_apart(W.T @ odot(v, v)) if isinstance(part, str)]
    assert signs == ["", "$($", r"$\odot$", "$)$"]
    signs = [part for part in taken_apart(odot(W @ u, v)) if isinstance(part, str)]
    assert signs == ["$($", "", "$)$", r"$\odot$"]
    signs = [part for part in taken_apart(v.T @ W @ u) if isinstance(part, str)]
    assert signs == ["", ""]


def boxes_of(product: Expr, result: Expr) -> list[tuple[Width, Width]]:
    """Return rows and columns of the boxes that are drawn."""
    found = [*taken_apart(product), box(result)]
    return [(part.rows, part.columns) for part in found if isinstance(part, Box)]


def across(svg: str) -> float:
    """Return how wide a picture is."""
    return float(ET.fromstring(svg).attrib["viewBox"].split()[2])


def height(svg: str) -> float:
    """Return how high a picture is."""
    return float(ET.fromstring(svg).attrib["viewBox"].split()[3])


def test_a_straight_border_has_two_ends() -> None:
    """The grid it was found on does not show; a corner stays, and so does a hole."""
    import numpy as np

    from bpcore.drawing.regions import areas, borders, straight

    across, down = np.meshgrid(np.arange(60), np.arange(60))
    (line,) = borders(across + 2 * down > 71.5)
    assert 2 == len(line)
    (corner,) = borders((across > 30) & (down > 20))
    assert 3 <= len(corner) <= 4
    (area,) = areas((across - 30) ** 2 + (down - 30) ** 2 > 100)
    outline, hole = area
    assert 5 == len(outline)
    assert 8 < len(hole) < 40
    assert 3 == len(straight(np.array([[0.0, 0.0], [5.0, 3.0], [10.0, 0.0]])))


def test_what_is_used_many_times_takes_its_colour_where_it_is_used() -> None:
    """A page's style sheet does not reach into what an svg repeats."""
    root = ET.fromstring(DRAWN["regions"]())
    repeated = [node for part in root.iter(f"{SVG}defs") for node in part.iter()]
    assert len(repeated) > 3
    for node in repeated:
        assert not {"class"} & set(node.attrib)
        assert not any(value.startswith("#") for value in node.attrib.values())
    uses = [node for node in root.iter(f"{SVG}use") if "class" in node.attrib]
    assert len(uses) >= len(POINTS)


def test_a_long_legend_takes_more_rows() -> None:
    """So that no label is cut; one that is wider than the picture is refused."""
    one = curves(("a", [1, 2], [1, 2]), ("b", [1, 2], [2, 1]), x="step")
    long = "a curve with a name that is long"
    two = curves((long, [1, 2], [1, 2]), (f"{long} too", [1, 2], [2, 1]), x="step")
    assert height(one) < height(two)
    with pytest.raises(CannotBeDrawn, match="wider than the picture"):
        curves((f"{long} and longer still than that", [1, 2], [1, 2]), x="step")
