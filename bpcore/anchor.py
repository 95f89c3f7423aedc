"""The anchor: by what a line of a page can be linked to, for good.

What has a name is found under it.  What has none is found under a digest of what it says, so that
its anchor stays when lines are added, removed or moved around it, and is lost only with the line.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

LENGTH = 6  # hexadecimal digits: one clash among 1,000 lines of a page in about 33 pages
DIGEST = rf"[0-9a-f]{{{LENGTH}}}(?:-again-\d+)?"


class Anchors:
    """The anchors of the nameless lines of a page, none of them twice."""

    def __init__(self) -> None:
        """Begin with none."""
        self._met: Counter[str] = Counter()

    def new(self, kind: str, *said: object) -> str:
        """Return the anchor of a line of some kind, from what it says; a repeated line is counted.

        >>> anchors = Anchors()
        >>> anchors.new("line", "a", "b"), anchors.new("line", "a", "b")
        ('line-1d3503', 'line-1d3503-again-1')
        """
        text = "\n".join(map(repr, said))
        anchor = f"{kind}-{sha256(text.encode()).hexdigest()[:LENGTH]}"
        again = self._met[anchor]
        self._met[anchor] += 1
        return f"{anchor}-again-{again}" if again else anchor
