"""An extension of Python-Markdown: equations in Markdown become HTML and MathML.

It knows Python-Markdown; it knows no site.  Used alone it gives finished HTML, so it serves every
tool that runs Markdown extensions.  Given a sheet (by the hook), it leaves stand-ins in the HTML
and faults on the sheet.

Equations are taken out of the source before any other extension looks at it, fences and raw HTML
included, so lists, call-outs, tables and `<details>` see one word without special characters.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from bpcore.typeset.katex import CACHE, CannotTypeset, typesetter
from bpcore.typeset.sheet import Sheet
from bpcore.typeset.source import replaced, wanted

AFTER_WHITESPACE, LAST = 28, -1000  # superfences is at 25, raw HTML at 20


class Conversion:
    """What one conversion of a page knows: its sheet, and where each equation stood."""

    def __init__(self, md: Markdown, sheet: Sheet) -> None:
        """Begin before the first line."""
        self.md = md
        self.sheet = sheet
        self.places: list[tuple[int, int]] = []
        self.tree_is_done = False

    def put(self, line: int, tex: str, display: bool) -> str:
        """Return a word that Markdown carries through and replaces by the stand-in."""
        try:
            number = self.sheet.number(tex, display)
        except CannotTypeset as error:
            self.sheet.fault(line, error)
            return ""
        self.places.append((line, number))
        return self.md.htmlStash.store(self.sheet[number].stand_in(number))

    def complain(self, line: int, text: str, reason: str) -> None:
        """Keep a fault in the source."""
        self.sheet.fault(line, CannotTypeset(text, reason))


class TypesetExtension(Extension):
    """Python-Markdown's entry: options, and one conversion after the other."""

    def __init__(self, **options: Any) -> None:
        """Take the options: `cache`, a folder; `sheet`, for who inserts the equations later."""
        self.config = {
            "cache": [str(CACHE), "folder where typeset equations are kept"],
            "sheet": ["", "a Sheet: stand-ins stay in the HTML, and faults on the sheet"],
        }
        super().__init__(**options)
        self.conversion: Conversion

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register what runs first, what runs after the tree, and what runs last."""
        md.block_level_elements.append("bp-eq")
        md.ESCAPED_CHARS.append("$")  # as on GitHub
        md.preprocessors.register(TakeOut(md, self), "bp-take-out", AFTER_WHITESPACE)
        md.treeprocessors.register(TreeIsDone(md, self), "bp-tree-is-done", LAST)
        md.postprocessors.register(PutIn(md, self), "bp-put-in", LAST)

    @property
    def given(self) -> Sheet | None:
        """Return the sheet that was given, if any."""
        sheet = self.getConfig("sheet")
        return sheet if isinstance(sheet, Sheet) else None

    def begin(self, md: Markdown) -> Conversion:
        """Return the conversion that begins now."""
        folder = Path(self.getConfig("cache"))
        self.conversion = Conversion(md, self.given or Sheet(typesetter(folder)))
        return self.conversion


class TakeOut(Preprocessor):
    """Takes the equations out of the source."""

    def __init__(self, md: Markdown, extension: TypesetExtension) -> None:
        """Keep the extension, which holds the conversion."""
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with words for equations; alone, raise the first fault."""
        conversion = self.extension.begin(self.md)
        conversion.sheet.prepare(wanted(lines))
        done = replaced(lines, conversion)
        if self.extension.given is None:
            refuse(conversion.sheet)
        return done


class TreeIsDone(Treeprocessor):
    """Notes that titles and the table of contents have been read from the stand-ins."""

    def __init__(self, md: Markdown, extension: TypesetExtension) -> None:
        """Keep the extension, which holds the conversion."""
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        """Let the next postprocessing be the page's own."""
        self.extension.conversion.tree_is_done = True


class PutIn(Postprocessor):
    """Looks whether every equation reached the page, and alone puts the HTML in."""

    def __init__(self, md: Markdown, extension: TypesetExtension) -> None:
        """Keep the extension, which holds the conversion."""
        super().__init__(md)
        self.extension = extension

    def run(self, text: str) -> str:
        """Return the finished page; other extensions also send pieces, which stay as they are."""
        conversion = self.extension.conversion
        if not conversion.tree_is_done:
            return text
        conversion.sheet.expect(conversion.places, text)
        if self.extension.given is not None:
            return text
        refuse(conversion.sheet)
        return conversion.sheet.inserted(text)


def refuse(sheet: Sheet) -> None:
    """Raise the first fault of a sheet, if there is one, with its line."""
    for line, fault in sheet.take_faults():
        raise fault.at(f"line {line}")


def makeExtension(**options: Any) -> TypesetExtension:  # noqa: N802
    """Return the extension; Python-Markdown calls this by its name."""
    return TypesetExtension(**options)
