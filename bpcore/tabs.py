"""Tabs: one Markdown for GitHub, which shows all versions, and for the site, which shows one.

In the text every version begins with a comment that names it and a line with its title in bold, and
a last comment ends them.  The Markdown extension turns that into the syntax of PyMdown's tabs,
line for line, so that the numbers of lines in messages stay right.  It knows Markdown only.
"""

from __future__ import annotations

import re
from typing import Any

TAB = "<!-- tab: {title} -->"
TABS_END = "<!-- end of tabs -->"
BEGINS = re.compile(r"<!-- tab: (?P<title>.+) -->")


def as_tabs(lines: list[str]) -> list[str]:
    """Return lines with marked versions as tabs, as many lines as before.

    >>> as_tabs(["<!-- tab: One -->", "", "**One**", "", "text", "<!-- end of tabs -->", "more"])
    ['=== "One"', '', '', '', '    text', '', 'more']
    """
    found: list[str] = []
    title = ""
    for line in lines:
        begins = BEGINS.fullmatch(line)
        if begins:
            title = begins["title"]
            found.append(f'=== "{title}"')
        elif line == TABS_END:
            title = ""
            found.append("")
        elif title and line == f"**{title}**":
            found.append("")
        else:
            found.append(f"    {line}" if title and line else line)
    return found


def makeExtension(**options: Any) -> Any:  # noqa: N802 - the name that Python-Markdown looks for
    """Return the Markdown extension."""
    from markdown import Extension, Markdown
    from markdown.preprocessors import Preprocessor

    class Tabbed(Preprocessor):
        """Rewrites marked versions before anything else reads the lines."""

        def run(self, lines: list[str]) -> list[str]:
            """Return the lines as tabs."""
            return as_tabs(lines)

    class Tabs(Extension):
        """Registers the preprocessor."""

        def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
            """Put the preprocessor first."""
            md.preprocessors.register(Tabbed(md), "bpcore-tabs", 1000)

    return Tabs(**options)
