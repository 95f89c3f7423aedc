"""A page as others cite it: the book, its version and the page, in words and as BibTeX.

Nobody is named as author and no address is given: what stands here is what is known.
"""

from __future__ import annotations

from importlib.metadata import version

BOOK = "Backpropagation, proved"
SPECIAL = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def edition() -> str:
    """Return the version of the book, which is that of the package."""
    return version("bpcore")


def reference(title: str) -> str:
    """Return how a page is cited in a list of references, as Markdown.

    >>> reference("The sigmoid").replace(edition(), "…")
    '“The sigmoid”, a page of *Backpropagation, proved*, version …'
    """
    return f"“{title}”, a page of *{BOOK}*, version {edition()}"


def bibtex(name: str, title: str) -> str:
    r"""Return the entry of a page for BibTeX: the page's name is the end of its key.

    Titles keep their capitals. Without an author, `key` is what a list is sorted by.

    >>> print(bibtex("loss", "Loss & slope").replace(edition(), "…"))
    @misc{backpropagation-proved-loss,
      key          = {Backpropagation, proved},
      title        = {{Loss \& slope}},
      howpublished = {In \emph{Backpropagation, proved}, version …},
    }
    """
    fields = {
        "key": f"{{{BOOK}}}",
        "title": f"{{{{{escaped(title)}}}}}",
        "howpublished": f"{{In \\emph{{{BOOK}}}, version {edition()}}}",
    }
    lines = [f"  {field:12} = {value}," for field, value in fields.items()]
    return "\n".join([f"@misc{{backpropagation-proved-{name},", *lines, "}"])


def escaped(text: str) -> str:
    r"""Return words as LaTeX prints them.

    >>> escaped("50% of a_1")
    '50\\% of a\\_1'
    """
    return text.translate(SPECIAL)
