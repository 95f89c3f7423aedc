"""Pictures on the site: a picture in a file becomes part of the page that shows it.

In its file a picture follows the reader's system between light and dark; on the page it follows
the page's own switch, so it has to stand in the page and take its colours from the site's style
sheet.  It knows MkDocs and SVG, and nothing of what is drawn.
"""

from __future__ import annotations

import re
from html import escape, unescape
from pathlib import Path, PurePosixPath
from typing import Any

IMAGE = re.compile(r'<img alt="(?P<alt>[^"]*)" src="(?P<src>(?:[^"]*/)?pictures/[^"]+\.svg)" ?/?>')
NOTICE = re.compile(r"\A<!--.*?-->\s*", re.DOTALL)
STYLE = re.compile(r"\s*<style>.*?</style>", re.DOTALL)
OPENING = re.compile(r"<svg [^>]*>")
ID = re.compile(r'\bid="(?P<id>[^"]+)"')


class PictureMissing(FileNotFoundError):
    """A page shows a picture whose file is not there."""


def inlined(html: str, folder: Path) -> str:
    """Return a page's HTML with the pictures that stand in files below a folder put into it.

    A picture gets its text alternative, and ids of its own on the page.  Raises `PictureMissing`.
    """
    count = 0

    def put_in(image: re.Match[str]) -> str:
        nonlocal count
        count += 1
        path = folder / PurePosixPath(image["src"])
        if not path.is_file():
            raise PictureMissing(f"{image['src']} is shown, but there is no such file in {folder}")
        return as_part(path.read_text("utf-8"), unescape(image["alt"]), f"picture-{count}-")

    return IMAGE.sub(put_in, html)


def as_part(svg: str, alt: str, prefix: str) -> str:
    """Return a picture as part of a page: named, without colours of its own, with its own ids.

    >>> as_part('<svg class="a"><style>.a{}</style><g id="b"/></svg>', "A line", "p-")
    '<svg role="img" aria-label="A line" class="a"><g id="p-b"/></svg>'
    """
    bare = STYLE.sub("", NOTICE.sub("", svg).strip())
    for name in ID.findall(bare):
        bare = bare.replace(f'id="{name}"', f'id="{prefix}{name}"')
        bare = bare.replace(f'"#{name}"', f'"#{prefix}{name}"')
        bare = bare.replace(f"url(#{name})", f"url(#{prefix}{name})")
    role = "group" if "<a " in bare else "img"  # what stands in an image cannot be followed
    named = f'<svg role="{role}" aria-label="{escape(alt)}" '
    return OPENING.sub(lambda opening: opening[0].replace("<svg ", named, 1), bare, count=1)


def on_page_content(html: str, page: Any, config: Any, **kwargs: Any) -> str:
    """Put a page's pictures in: MkDocs calls this for each page."""
    folder = Path(config["docs_dir"]) / PurePosixPath(page.file.src_uri).parent
    return inlined(html, folder)
