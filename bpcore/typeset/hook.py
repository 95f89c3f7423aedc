"""The hook of MkDocs: equations are inserted into the finished page, and the site gets its files.

It knows MkDocs.  While pages are converted the theme, its search index and its templates see a
stand-in for each equation; the HTML comes in at the end.  An equation that cannot be typeset stops
the build, with page, line and equation.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from bpcore.typeset.cache import Cache
from bpcore.typeset.equation import STAND_IN
from bpcore.typeset.katex import CACHE, VENDOR, Typesetter
from bpcore.typeset.sheet import Sheet

EXTENSION = "bpcore.typeset.extension"
ASSETS = "assets/typeset"
HERE = Path(__file__).parent
FIRST, LAST = 100, -100

log = logging.getLogger("mkdocs.hooks.typeset")


class Build:
    """One build of the site: its sheet, its cache, and how many lines each page's header has."""

    def __init__(self, config: MkDocsConfig) -> None:
        """Open nothing yet."""
        self.cache = Cache(Path(config.config_file_path or "mkdocs.yml").parent / CACHE)
        self.typesetter = Typesetter(self.cache)
        self.sheet = Sheet(self.typesetter)
        self.headers: dict[str, int] = {}

    def place(self, page: Page, line: int) -> str:
        """Return where a line of a page's Markdown is, for a message."""
        return f"{page.file.src_uri}:{line + self.headers.get(page.file.src_uri, 0)}"


_builds: list[Build] = []


def current() -> Build:
    """Return the build that is running."""
    return _builds[-1]


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Begin a build, and give its sheet to the Markdown extension."""
    if EXTENSION not in config.markdown_extensions:
        raise PluginError(f"add {EXTENSION} to markdown_extensions in mkdocs.yml")
    _builds[:] = [Build(config)]
    options: dict[str, Any] = config.mdx_configs.setdefault(EXTENSION, {})
    options["sheet"] = current().sheet
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add style sheets, fonts and script to the site."""
    for name, source in sorted(assets().items()):
        files.append(File.generated(config, f"{ASSETS}/{name}", abs_src_path=str(source)))
    return files


def assets() -> dict[str, Path]:
    """Return the files a reader needs, by their name below the site's folder."""
    fonts = {f"fonts/{font.name}": font for font in (VENDOR / "fonts").glob("*.woff2")}
    own = {name: HERE / name for name in ("typeset.css", "typeset.js")}
    return {"katex.min.css": VENDOR / "katex.min.css", **own, **fonts}


@event_priority(FIRST)
def on_page_markdown(markdown: str, page: Page, **kwargs: Any) -> None:
    """Note how many lines of the file come before its Markdown."""
    whole = page.file.content_string
    current().headers[page.file.src_uri] = whole.count("\n") - markdown.count("\n")


def on_page_content(html: str, page: Page, **kwargs: Any) -> None:
    """Stop the build if the page has faults."""
    faults = current().sheet.take_faults()
    told = [str(fault.at(current().place(page, line))) for line, fault in faults]
    if told:
        raise PluginError("\n".join(told))


@event_priority(LAST)
def on_post_page(output: str, page: Page, **kwargs: Any) -> str:
    """Return the page with its equations, and with what the page must load for them."""
    has_equations = STAND_IN.search(output) is not None
    linked = output.replace("</head>", f"{links(page.url, has_equations)}</head>", 1)
    return current().sheet.inserted(linked)


def links(url: str, has_equations: bool) -> str:
    """Return the elements that load style sheets and script, relative to a page.

    The script is small and on every page: a theme that exchanges pages without loading them anew
    takes over the style sheets of the next page, but does not run its scripts.
    """
    at = get_relative_url(ASSETS, url)
    script = f'<script src="{at}/typeset.js" defer></script>'
    styles = (
        f'<link rel="stylesheet" href="{at}/katex.min.css">'
        f'<link rel="stylesheet" href="{at}/typeset.css">'
    )
    return styles + script if has_equations else script


def on_post_build(config: MkDocsConfig) -> None:
    """Say how much was typeset, and close the cache."""
    made, found = current().typesetter.made, current().typesetter.found
    log.info("Equations: %d typeset, %d from the cache", made, found)
    current().cache.close()
