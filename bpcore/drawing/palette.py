"""The colours of pictures: roles, each with one colour on light paper and one on dark paper.

A drawing is made in the colours of light paper; its colours then become classes, one for each
role, so that a style sheet can exchange them.  Text roles hold a contrast of 4.5:1 to the paper,
lines 3:1; the series stay apart for readers who see few colours, and never differ by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """What a colour is for, and the colour on light and on dark paper."""

    name: str
    light: str
    dark: str


INK = Role("ink", "#1c2430", "#e4e8ee")
SOFT = Role("soft", "#56606e", "#a9b3c0")
LINE = Role("line", "#7d8897", "#7f8b9b")
GRID = Role("grid", "#d9dde3", "#3a4250")
PAPER = Role("paper", "#ffffff", "#1e2129")
TINT = Role("tint", "#f0f3f8", "#2a3342")
LIT = Role("lit", "#b3541e", "#f0a26b")
LIT_TINT = Role("lit-tint", "#fbeee6", "#44301f")
SERIES = (
    Role("one", "#1f4e8d", "#8fb8ee"),
    Role("two", "#b2541f", "#f0a26c"),
    Role("three", "#00785a", "#6fcfae"),
    Role("four", "#7d3c8c", "#d9a6e6"),
)
AREAS = (
    Role("area-one", "#dfe8f5", "#23344f"),
    Role("area-two", "#f9e6da", "#4a3324"),
    Role("area-three", "#d9efe6", "#1f4035"),
    Role("area-four", "#efe0f3", "#42304a"),
)
ROLES = (INK, SOFT, LINE, GRID, PAPER, TINT, LIT, LIT_TINT, *SERIES, *AREAS)
BY_COLOUR = {role.light: role for role in ROLES}


def sheet() -> str:
    """Return the rules of the site's style sheet: every role on light and on dark paper.

    A page prints light.
    """
    light, dark = [], []
    for role in ROLES:
        for letter, what in (("f", "fill"), ("s", "stroke")):
            light.append(f".bp-picture .{letter}-{role.name} {{ {what}: {role.light}; }}")
            dark.append(
                f'[data-md-color-scheme="slate"] .bp-picture .{letter}-{role.name} '
                f"{{ {what}: {role.dark}; }}"
            )
    screen = "\n".join(f"  {rule}" for rule in dark)
    return "\n".join(light) + f"\n@media screen {{\n{screen}\n}}\n"


def style(classes: set[str]) -> str:
    """Return the style sheet of a picture that stands alone, with the classes it uses."""
    light, dark = [], []
    for role in ROLES:
        for letter, what in (("f", "fill"), ("s", "stroke")):
            if f"{letter}-{role.name}" in classes:
                light.append(f".{letter}-{role.name}{{{what}:{role.light}}}")
                dark.append(f".{letter}-{role.name}{{{what}:{role.dark}}}")
    return f"{''.join(light)}@media (prefers-color-scheme:dark){{{''.join(dark)}}}"
