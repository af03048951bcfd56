"""The square of a document, drawn straight into its page: not a picture that is read first."""

from __future__ import annotations

from math import isqrt
from typing import Any

import zxingcpp

DARK, LIGHT = b"\x00", b"\xff"


class Square:
    """A square code in the shape of WeasyPrint's own images; a module is one unit wide.

    An SVG of it would be read number by number in each document, which takes longer than laying
    out a page. The style sheet says how wide it is and keeps the margin around it.
    """

    def __init__(self, text: str) -> None:
        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
        picture: Any = code.to_image(scale=1, add_quiet_zones=False)
        modules = bytes(picture)
        self._side = isqrt(len(modules))
        self._modules = _strokes(modules, self._side)

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[int, int, int]:
        """Width, height, and one by the other."""
        return self._side, self._side, 1

    def draw(self, stream: Any, width: float, height: float, _style: object) -> None:
        """Draw its dark modules, each run of them as one stroke.

        Filled rectangles would be drawn a little too wide by what rounds them up to whole dots:
        of a grainy picture of such a square a reader makes out half as many.
        """
        stream.set_color_rgb(0, 0, 0, stroke=True)
        stream.set_line_width(1)
        stream.set_line_cap(0)
        stream.transform(a=width / self._side, d=height / self._side)
        stream.stream.append(self._modules)
        stream.stroke()


def _strokes(modules: bytes, side: int) -> bytes:
    """PDF's operators for the runs of dark modules, row by row from the top.

    >>> _strokes(DARK + DARK + LIGHT + LIGHT + LIGHT + DARK, 3)
    b'0 .5 m 2 .5 l\\n2 1.5 m 3 1.5 l'
    """
    found = []
    for y in range(len(modules) // side):
        row, x, middle = modules[y * side : (y + 1) * side], 0, f"{y or ''}.5"
        while (x := row.find(DARK, x)) >= 0:
            end = row.find(LIGHT, x)
            end = side if end < 0 else end
            found.append(f"{x} {middle} m {end} {middle} l")
            x = end
    return "\n".join(found).encode()
