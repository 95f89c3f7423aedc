"""Equations, typeset when the site is built: TeX in, HTML and MathML out, no JavaScript on a page.

Needs the `site` extra.  `import bpcore` imports nothing from here.
"""

from bpcore.typeset.cache import Cache
from bpcore.typeset.equation import Equation
from bpcore.typeset.katex import CannotTypeset, Typesetter, render

__all__ = ["Cache", "CannotTypeset", "Equation", "Typesetter", "render"]
