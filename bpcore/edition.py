"""The edition of a book: its title and version, and what it says of its own checks.

What it says stands in `book.toml` beside the scripts.  A book without one has no title of its own
on its pages, and says of its checks what holds for every book.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields

from bpcore.errors import NotAnExpression, ScriptFailed, TypedByHand
from bpcore.prose import checked
from bpcore.verdict import check_demand

FILE = "book.toml"


@dataclass(frozen=True)
class Edition:
    """What pages say of the book they belong to; ``folder`` is that of the scripts.

    ``require`` is what is demanded of every equality: nothing, or ``any width``. ``explained`` is
    the page, below the documentation, that says what the verdicts mean. The others are sentences in
    Markdown on what is done besides: ``page_checked`` at the end of each page, ``read_back``,
    ``checker_checked`` and ``book_checked`` in the verification report.
    """

    folder: str = "derivations"
    title: str = ""
    version: str = ""
    require: str = ""
    explained: str = ""
    page_checked: str = ""
    read_back: str = ""
    checker_checked: str = ""
    book_checked: str = ""

    def notice(self, written_by: str) -> str:
        """Return the comment that says where a text comes from.

        >>> Edition().notice("derivations/a.py")
        '<!-- Written by derivations/a.py with `bpcore regenerate`; do not edit by hand. -->'
        """
        return f"<!-- Written by {written_by} with `bpcore regenerate`; do not edit by hand. -->"

    def script(self, name: str) -> str:
        """Return the path of a page's script, as the book names it.

        >>> Edition("proofs").script("loss")
        'proofs/loss.py'
        """
        return f"{self.folder}/{name}.py"

    @property
    def named(self) -> str:
        """Return title and version in words, with a comma in front of the version.

        >>> Edition(title="Losses, proved", version="2").named, Edition(title="Losses").named
        ('*Losses, proved*, version 2', '*Losses*')
        """
        return f"*{self.title}*" + (f", version {self.version}" if self.version else "")


NO_BOOK = Edition()


def parsed(text: str, folder: str) -> Edition:
    """Return the edition that a `book.toml` describes.

    Raises `ScriptFailed` for what is no TOML, for a word that is not known, for a value that is no
    text, and for a demand that cannot be made; `TypedByHand` for mathematics in one.

    >>> parsed('title = "Losses, proved"', "derivations").title
    'Losses, proved'
    """
    known = [field.name for field in fields(Edition) if field.name != "folder"]
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScriptFailed(f"no TOML: {error}").at(f"{folder}/{FILE}") from None
    if wrong := [word for word in told if word not in known]:
        raise ScriptFailed(f"nothing is called {wrong[0]}; what can be said is {known}").at(
            f"{folder}/{FILE}"
        )
    if wrong := [word for word, said in told.items() if not isinstance(said, str)]:
        raise ScriptFailed(f"{wrong[0]} needs a text, in quotes").at(f"{folder}/{FILE}")
    for word, said in told.items():
        try:
            checked(said.replace("$", ""))
        except TypedByHand as refusal:
            raise refusal.at(f"{folder}/{FILE}, {word}") from None
    found = Edition(folder, **{word: said.strip() for word, said in told.items()})
    try:
        check_demand(found.require)
    except NotAnExpression as refusal:
        raise ScriptFailed(refusal.message).at(f"{folder}/{FILE}") from None
    return found
