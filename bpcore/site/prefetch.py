"""What browsers fetch in advance: nothing.

The theme names the page after each page to programs, and Firefox fetches what is named so: half a
megabyte that nobody asked for, which the policy of the page refuses, with a message in the log.
The reader's own link to the next page stays.  It knows MkDocs and HTML.
"""

from __future__ import annotations

import re
from typing import Any

NEXT = re.compile(r'\s*<link rel="next"[^>]*>')


def on_post_page(output: str, **kwargs: Any) -> str:
    """Return a page that names no page to be fetched in advance: MkDocs calls this for each page.

    >>> on_post_page('<link rel="prev" href="a.html"><link rel="next" href="b.html"></head>')
    '<link rel="prev" href="a.html"></head>'
    """
    head, end, body = output.partition("</head>")
    return NEXT.sub("", head) + end + body
