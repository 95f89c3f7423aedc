"""A network on a hand-written page, whose paths light up: its numbers come from a page's explorer.

A page says `<div class="bp-figure" data-paths="derivations/hidden_layer.md">` around a picture.
The site puts the numbers in place of the name, so that none is typed; a script draws the network,
and without it the picture stays.  It knows MkDocs and what an explorer writes into its page.
"""

from __future__ import annotations

import json
import re
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

PLACE = re.compile(r'data-paths="([^"{]+\.md)"')
EXPLORER = re.compile(r'data-explorer="([^"]*)"')
SHOWN = ("W", "b", "activations", "loss", "start")
EVERY = 10  # of the examples so many are passed over, but for the first that is shown


class NoNetwork(LookupError):
    """A page has no explorer with two layers, so that it has no paths to show."""


def paths_of(markdown: str) -> str:
    """Return the numbers of the explorer on a page, as JSON; raise `NoNetwork`.

    >>> data = {"W": [[[2]], [[3]]], "b": [[0], [1]], "activations": ["relu", "sigmoid"],
    ...         "loss": "half squared error", "start": 7, "examples": [[7, "setosa", [5], [1]]]}
    >>> page = f'<div data-explorer="{escape(json.dumps(data))}">'
    >>> json.loads(paths_of(page))["examples"]
    [[7, 'setosa', [5], [1]]]
    """
    found = EXPLORER.search(markdown)
    data: dict[str, Any] = json.loads(unescape(found[1])) if found else {}
    if len(data.get("W", [])) != 2:
        raise NoNetwork("there is no explorer of two layers")
    examples = data["examples"]
    kept = [one for at, one in enumerate(examples) if at % EVERY == 0 or one[0] == data["start"]]
    shown = {**{key: data[key] for key in SHOWN}, "examples": kept}
    return json.dumps(shown, separators=(",", ":"))


def on_page_content(html: str, page: Page, config: MkDocsConfig, **kwargs: Any) -> str:
    """Put numbers in the places of their pages: MkDocs calls this for each page."""

    def numbers(place: re.Match[str]) -> str:
        """Return the attribute with the numbers."""
        try:
            text = (Path(config.docs_dir) / place[1]).read_text("utf-8")
            return f'data-paths="{escape(paths_of(text))}"'
        except (OSError, NoNetwork) as error:
            raise PluginError(f"{page.file.src_uri}: no paths from {place[1]}: {error}") from error

    return PLACE.sub(numbers, html)
