"""The style sheets, scripts and pictures of the site, which come with the library.

They are put among the files of a site below `assets`, but for those that a book has a file of its
own for.  It knows MkDocs.
"""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

FIRST = 100  # the offline plugin asks for its own script if it finds none
ASSETS = "assets"
HERE = Path(__file__).parent / ASSETS
STYLES = ("book.css", "pictures.css", "explorer/explorer.css", "reader.css", "finding.css")
SCRIPTS = (
    "explorer/network.js",
    "explorer/explorer.js",
    "explorer/paths.js",
    "copying.js",
    "pencil/arrays.js",
    "pencil/reading.js",
    "pencil/answers.js",
    "pencil.js",
    "printing.js",
    "glossary.js",
    "keyboard.js",
    "finding.js",
    "links.js",
)
IN_THE_HEAD = (
    "iframe-worker.js",  # search in pages opened from a folder; the offline plugin looks for this
    "pencil-first.js",  # so that nothing is seen before it is hidden
)


@event_priority(FIRST)
def on_config(config: MkDocsConfig) -> None:
    """Name the style sheets and scripts to the theme, before those of the book."""
    config.extra_css[:0] = [f"{ASSETS}/{name}" for name in STYLES]
    config.extra_javascript[:0] = [f"{ASSETS}/{name}" for name in SCRIPTS]
    own = config.extra.get("polyfills", [])
    config.extra["polyfills"] = [*(f"{ASSETS}/{name}" for name in IN_THE_HEAD), *own]


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add the files to the site."""
    for path in sorted(HERE.rglob("*.*")):
        place = f"{ASSETS}/{path.relative_to(HERE).as_posix()}"
        if files.get_file_from_path(place) is None:
            files.append(File.generated(config, place, abs_src_path=str(path)))
