"""A page as others cite it: the book, its version and the page, in words and as BibTeX.

Nobody is named as author and no address is given: what stands here is what is known.  A page of a
book without a title stands for itself.
"""

from __future__ import annotations

import re

from bpcore.edition import Edition

SPECIAL = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def reference(title: str, edition: Edition) -> str:
    """Return how a page is cited in a list of references, as Markdown.

    >>> reference("The sigmoid", Edition(title="Losses, proved", version="2"))
    '“The sigmoid”, a page of *Losses, proved*, version 2'
    >>> reference("The sigmoid", Edition())
    '“The sigmoid”'
    """
    return f"“{title}”" + (f", a page of {edition.named}" if edition.title else "")


def bibtex(name: str, title: str, edition: Edition) -> str:
    r"""Return the entry of a page for BibTeX: the page's name is the end of its key.

    Titles keep their capitals. Without an author, `key` is what a list is sorted by.

    >>> print(bibtex("loss", "Loss & slope", Edition(title="Losses, proved", version="2")))
    @misc{losses-proved-loss,
      key          = {Losses, proved},
      title        = {{Loss \& slope}},
      howpublished = {In \emph{Losses, proved}, version 2},
    }
    >>> print(bibtex("loss", "Loss & slope", Edition()))
    @misc{loss,
      key          = {Loss \& slope},
      title        = {{Loss \& slope}},
    }
    """
    book, number = escaped(edition.title), f", version {edition.version}" * bool(edition.version)
    fields = {"key": f"{{{book or escaped(title)}}}", "title": f"{{{{{escaped(title)}}}}}"}
    if book:
        fields["howpublished"] = f"{{In \\emph{{{book}}}{number}}}"
    lines = [f"  {field:12} = {value}," for field, value in fields.items()]
    return "\n".join([f"@misc{{{'-'.join([*words(edition.title), name])},", *lines, "}"])


def words(title: str) -> list[str]:
    """Return the words of a title, in small letters without signs, for a key.

    >>> words("Backpropagation, proved")
    ['backpropagation', 'proved']
    """
    return re.findall("[a-z0-9]+", title.lower())


def escaped(text: str) -> str:
    r"""Return words as LaTeX prints them.

    >>> escaped("50% of a_1")
    '50\\% of a\\_1'
    """
    return text.translate(SPECIAL)
