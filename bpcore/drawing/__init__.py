"""Pictures: functions that return SVG text, and know neither pages nor files.

A label is an expression, or words with expressions in braces of an f-string, as in the prose of a
page; nobody types LaTeX.  Every picture is legible without colour, in light and in dark, and comes
out in the same bytes whenever it is drawn.
"""

from bpcore.drawing.confusion import confusion
from bpcore.drawing.curves import curves
from bpcore.drawing.network import network
from bpcore.drawing.paths import paths
from bpcore.drawing.regions import regions
from bpcore.drawing.shapes import shapes

__all__ = ["confusion", "curves", "network", "paths", "regions", "shapes"]
