"""The canvas: a picture in pixels, drawn with Matplotlib and handed over as SVG of our own.

Matplotlib draws; what it returns is then stripped of dates, comments and inline styles, its
colours become classes (see `palette`) and its numbers are rounded, so that a picture depends on
nothing but what was drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from bpcore.drawing.palette import BY_COLOUR, INK, PAPER, Role, style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}"
SIZE = 14.0  # of labels, in pixels
SMALL = 12.0
NUMBER = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
COLOUR = re.compile(r"\b(?:fill|stroke): *#[0-9a-f]{6}\b;?")
REFERENCE = re.compile(r"#([\w-]+)")
INHERITED = {"opacity": "1", "fill-rule": "nonzero"}


@contextmanager
def look() -> Iterator[None]:
    """Set Matplotlib to the look of the book, whatever its user has configured."""
    import matplotlib

    settings: dict[Any, Any] = {
        **{key: value for key, value in matplotlib.rcParamsDefault.items() if key != "backend"},
        "font.family": ["DejaVu Sans"],
        "font.size": SIZE,
        "mathtext.fontset": "cm",
        "svg.fonttype": "path",
        "svg.hashsalt": "bpcore",
        "path.simplify": False,
        "text.color": INK.light,
    }
    with matplotlib.rc_context(settings):
        yield


class Canvas:
    """A blank picture of so many pixels; x runs to the right, y runs down."""

    def __init__(self, width: float, height: float) -> None:
        """Take the size."""
        from matplotlib.figure import Figure

        self.width, self.height = round(width), round(height)
        self.drawn = 0
        with look():
            self.figure: Figure = Figure(figsize=(self.width / 72, self.height / 72), dpi=72)
            self.figure.patch.set_visible(False)
            self.axes = self.figure.add_axes((0, 0, 1, 1))
            self.axes.set_xlim(0, self.width)
            self.axes.set_ylim(self.height, 0)
            self.axes.axis("off")

    def above(self) -> float:
        """Return a place above everything drawn so far."""
        self.drawn += 1
        return 1 + self.drawn / 1000

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        role: Role = INK,
        size: float = SIZE,
        across: str = "center",
        on_paper: bool = False,
    ) -> None:
        """Write a text, its middle at a height; ``on_paper`` clears what lies behind it."""
        box = {"facecolor": PAPER.light, "edgecolor": "none", "pad": 2.0} if on_paper else None
        with look():
            self.axes.text(
                *(x, y, text),
                color=role.light,
                size=size,
                ha=across,
                va="center",
                bbox=box,
                zorder=self.above(),
            )

    def line(
        self,
        xs: list[float],
        ys: list[float],
        *,
        role: Role = INK,
        width: float = 1.0,
        dashes: tuple[float, ...] = (),
    ) -> None:
        """Draw a line through points."""
        from matplotlib.lines import Line2D

        drawn = Line2D(xs, ys, color=role.light, linewidth=width, solid_capstyle="round")
        drawn.set_zorder(self.above())
        if dashes:
            drawn.set_linestyle((0, dashes))
        self.axes.add_line(drawn)

    def arrow(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        role: Role = INK,
        width: float = 1.0,
        dashes: tuple[float, ...] = (),
        head: float = 7.0,
    ) -> None:
        """Draw an arrow with a filled head."""
        (x, y), (u, v) = start, end
        length = ((u - x) ** 2 + (v - y) ** 2) ** 0.5
        dx, dy = (u - x) / length, (v - y) / length
        self.line([x, u - head * dx], [y, v - head * dy], role=role, width=width, dashes=dashes)
        back, half = (u - head * dx, v - head * dy), 0.38 * head
        left = (back[0] - half * dy, back[1] + half * dx)
        right = (back[0] + half * dy, back[1] - half * dx)
        self.shape([end, left, right], fill=role, line=None)

    def shape(
        self,
        corners: list[tuple[float, float]],
        *,
        fill: Role | None = PAPER,
        line: Role | None = INK,
        width: float = 1.0,
    ) -> None:
        """Draw a shape with straight sides."""
        from matplotlib.patches import Polygon

        drawn = Polygon(corners, closed=True, zorder=self.above(), **painted(fill, line, width))
        self.axes.add_patch(drawn)

    def rectangle(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Role | None = PAPER,
        line: Role | None = INK,
        thick: float = 1.0,
    ) -> None:
        """Draw a rectangle, from its corner at the top left."""
        from matplotlib.patches import Rectangle

        look = painted(fill, line, thick)
        self.axes.add_patch(Rectangle((x, y), width, height, zorder=self.above(), **look))

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: Role | None = PAPER,
        line: Role | None = INK,
        width: float = 1.0,
        dashes: tuple[float, ...] = (),
    ) -> None:
        """Draw a circle."""
        from matplotlib.patches import Circle

        drawn = Circle((x, y), radius, zorder=self.above(), **painted(fill, line, width))
        if dashes:
            drawn.set_linestyle((0, dashes))
        self.axes.add_patch(drawn)

    def pill(
        self,
        x: float,
        y: float,
        half: float,
        radius: float,
        *,
        fill: Role | None = PAPER,
        line: Role | None = INK,
        width: float = 1.0,
    ) -> None:
        """Draw a box with round ends; if it is no wider than high, a circle."""
        from matplotlib.patches import BoxStyle, FancyBboxPatch

        if half <= radius:
            self.circle(x, y, radius, fill=fill, line=line, width=width)
            return
        corner = (x - half, y - radius)
        round_ends = BoxStyle.Round(pad=0, rounding_size=radius)
        look = painted(fill, line, width)
        box = FancyBboxPatch(corner, 2 * half, 2 * radius, boxstyle=round_ends, **look)
        box.set_zorder(self.above())
        self.axes.add_patch(box)

    def svg(self) -> str:
        """Return the picture as SVG."""
        with look():
            return svg_of(self.figure, self.width, self.height)


def painted(fill: Role | None, line: Role | None, width: float) -> dict[str, Any]:
    """Return how Matplotlib is told of fill and outline."""
    return {
        "facecolor": fill.light if fill else "none",
        "edgecolor": line.light if line else "none",
        "linewidth": width if line else 0,
    }


def svg_of(figure: Figure, width: int, height: int, enlarged: float = 1.0) -> str:
    """Return a figure as SVG without anything that changes from run to run.

    It asks to be shown ``enlarged``, and is drawn small so that its words stay legible where
    there is no room for that.
    """
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    raw = StringIO()
    FigureCanvasSVG(figure)
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    figure.savefig(raw, format="svg", metadata=nothing)
    return cleaned(raw.getvalue(), width, height, enlarged)


def cleaned(raw: str, width: int, height: int, enlarged: float = 1.0) -> str:
    """Return Matplotlib's SVG with classes for colours and no more than it needs."""
    root = ET.fromstring(raw)
    used = set(REFERENCE.findall(re.sub(r"#[0-9a-f]{6}\b", "", raw)))
    names: dict[str, str] = {}
    classes: set[str] = set()
    stencils = {id(node) for part in root.iter(f"{{{SVG}}}defs") for node in part.iter()}
    for node in root.iter():
        if id(node) in stencils:  # takes its colours from where it is used, whatever the page
            node.set("style", COLOUR.sub("", node.get("style", "")))
        node.tag = node.tag.removeprefix(f"{{{SVG}}}")
        node.text = node.tail = None
        rewritten(node, used, names, classes)
    kept = [simplified(child) for child in root if child.tag != "metadata"]
    size = {"width": f"{width}", "height": f"{height}"}
    shown = {"width": f"{round(enlarged * width)}", "height": f"{round(enlarged * height)}"}
    found = ET.Element(
        "svg",
        {"xmlns": SVG, "viewBox": f"0 0 {width} {height}", **shown, "class": "bp-picture"},
    )
    classes.add(f"f-{PAPER.name}")
    ET.SubElement(found, "style").text = style(classes)
    paper = {"class": f"bp-paper f-{PAPER.name}", "fill": PAPER.light}
    ET.SubElement(found, "rect", {**size, "rx": "6", **paper})
    for children in kept:
        found.extend(children)
    ET.indent(found, " ")
    return ET.tostring(found, encoding="unicode")


def rewritten(node: ET.Element, used: set[str], names: dict[str, str], classes: set[str]) -> None:
    """Put attributes in place of the styles of an element, short ids in place of long ones."""
    found: dict[str, str] = {}
    for key, value in node.attrib.items():
        if key == "id" and value not in used:
            continue
        if key == "style":
            found |= presentation(value, classes)
        else:
            found[key.removeprefix(XLINK)] = value
    node.attrib.clear()
    for key, value in found.items():
        if key == "id":
            value = short(value, names)
        elif "#" in value and key in {"href", "clip-path"}:
            value = REFERENCE.sub(lambda match: f"#{short(match[1], names)}", value)
        elif key in {"d", "points", "x", "y", "width", "height", "cx", "cy", "r"}:
            value = NUMBER.sub(lambda match: plain(float(match[0]), 2), value)
        elif key == "transform":
            value = NUMBER.sub(lambda match: plain(float(match[0]), 4), value)
        node.set(key, " ".join(value.split()))


def short(name: str, names: dict[str, str]) -> str:
    """Return a short name for an id, by the order in which ids come up."""
    return names.setdefault(name, f"i{len(names) + 1}")


def plain(number: float, digits: int) -> str:
    """Return a number with so many decimals at most.

    >>> plain(-0.001, 2), plain(2.50, 2)
    ('0', '2.5')
    """
    text = f"{number:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def presentation(css: str, classes: set[str]) -> dict[str, str]:
    """Return the declarations of a style as attributes, colours as classes beside them."""
    found: dict[str, str] = {}
    mine = []
    for declaration in css.split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if not key or INHERITED.get(key) == value:
            continue
        found[key] = value
        if value.startswith("#"):
            mine.append(f"{key[0]}-{BY_COLOUR[value].name}")
    if mine:
        found["class"] = " ".join(mine)
        classes |= set(mine)
    return found


def simplified(node: ET.Element) -> list[ET.Element]:
    """Return an element without groups that say nothing."""
    children = [kept for child in node for kept in simplified(child)]
    if node.tag == "style" or (node.tag in {"g", "defs"} and not children):
        return []
    if node.tag == "g" and not node.attrib:
        return children
    node[:] = children
    return [node]
