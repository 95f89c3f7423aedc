"""The book on paper: the Markdown pages of a book as one LaTeX document, and that as a PDF.

It reads Markdown and knows nothing of expressions and proofs.  Needs the `site` extra, and for the
PDF a TeX.  `import bpcore` imports nothing from here.
"""

from bpcore.paper.document import document
from bpcore.paper.errors import CannotPrint
from bpcore.paper.navigation import Book, read

__all__ = ["Book", "CannotPrint", "document", "read"]
