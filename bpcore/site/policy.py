"""The content security policy of each page: what a browser may load and run there.

Scripts, styles, fonts and pictures come from the site itself, and from nowhere else.  What the
theme writes into a page is allowed by its hash, which is computed from the finished page; any other
script in a page is refused by the browser.  It knows MkDocs and HTML.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

LAST = -1000  # what is hashed is not changed any more
CHARSET = re.compile(r'<meta charset="utf-8"\s*/?>')
WRITTEN = re.compile(
    r"<(?P<tag>script|style)(?P<attributes>(?:\s[^>]*)?)>(?P<text>.*?)</(?P=tag)>", re.DOTALL
)
SOURCE = re.compile(r"\ssrc\s*=")
DATA = re.compile(r'\stype="application/(?:ld\+)?json"')  # read, never run


def digests(html: str, tag: str) -> list[str]:
    """Return the hashes of the scripts or styles that are written into a page, each once.

    >>> digests('<script src="a.js"></script><style>a{}</style>', "script")
    []
    >>> digests("<script>a()</script> <script>a()</script>", "script")
    ["'sha256-qVpDBgj7bpq5hMAcGp3AOc79J3Y1Z4HvySTwKrWDoy4='"]
    """
    texts = [
        found["text"]
        for found in WRITTEN.finditer(html)
        if found["tag"] == tag
        and not SOURCE.search(found["attributes"])
        and not DATA.search(found["attributes"])
    ]
    return [
        f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
        for text in dict.fromkeys(texts)
    ]


def policy(scripts: Iterable[str] = (), styles: Iterable[str] = ()) -> str:
    """Return the policy of a page that has some scripts and styles written into it, as hashes.

    KaTeX places each letter by a style attribute; those cannot run anything.  The search reads its
    index, and runs in a worker.

    >>> print(policy().replace("; ", "\\n"))
    default-src 'none'
    script-src 'self'
    style-src 'self'
    style-src-attr 'unsafe-inline'
    img-src 'self' data:
    font-src 'self'
    connect-src 'self'
    worker-src 'self'
    base-uri 'none'
    form-action 'none'
    """
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *scripts]),
            " ".join(["style-src 'self'", *styles]),
            "style-src-attr 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def guarded(html: str) -> str:
    """Return a page with its policy, before anything that the policy is about.

    Raises `ValueError` if the page does not name its encoding.

    >>> guarded('<head><meta charset="utf-8"><script>a()</script></head>')[:62]
    '<head><meta charset="utf-8"><meta http-equiv="Content-Security'
    """
    content = policy(digests(html, "script"), digests(html, "style"))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{content}">'
    page, count = CHARSET.subn(lambda charset: charset[0] + meta, html, count=1)
    if count != 1:
        raise ValueError("there is no encoding behind which the policy could stand")
    return page


@event_priority(LAST)
def on_post_page(output: str, page: Page, **kwargs: Any) -> str:
    """Return a page with its policy: MkDocs calls this for each page."""
    return told(output, page.file.src_uri)


@event_priority(LAST)
def on_post_template(output_content: str, template_name: str, **kwargs: Any) -> str:
    """Return a page that has no Markdown with its policy: MkDocs calls this for each template."""
    return (
        told(output_content, template_name) if template_name.endswith(".html") else output_content
    )


def told(html: str, name: str) -> str:
    """Return a page with its policy; stop the build, with the name of the page, if it has none."""
    try:
        return guarded(html)
    except ValueError as error:
        raise PluginError(f"{name}: {error}") from error
