"""The square of a document, drawn straight into its page: not a picture that is read first."""

from __future__ import annotations

from typing import Any

import segno

MASK = 3
"""Of the square: trying all eight takes a tenth of drawing a sheet, and a signed code is as good
as noise under each."""


class Square:
    """A square code in the shape of WeasyPrint's own images; a module is one unit wide.

    An SVG of it would be read number by number in each document, which takes longer than laying
    out a page. The style sheet says how wide it is and keeps the margin around it.
    """

    def __init__(self, text: str) -> None:
        code = segno.make(text, error="q", micro=False, mask=MASK)
        self._side = len(code.matrix)
        self._modules = _rectangles(code.matrix)

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[int, int, int]:
        """Width, height, and one by the other."""
        return self._side, self._side, 1

    def draw(self, stream: Any, width: float, height: float, _style: object) -> None:
        """Fill its dark modules, each run of them as one rectangle."""
        stream.set_color_rgb(0, 0, 0)
        stream.transform(a=width / self._side, d=height / self._side)
        stream.stream.append(self._modules)
        stream.fill()


def _rectangles(matrix: tuple[bytearray, ...]) -> bytes:
    """PDF's operators for the runs of dark modules, row by row from the top.

    >>> _rectangles((bytearray(b"\\1\\1\\0"), bytearray(b"\\0\\0\\1")))
    b'0 0 2 1 re\\n2 1 1 1 re'
    """
    found = []
    for y, row in enumerate(matrix):
        x = 0
        while (x := row.find(1, x)) >= 0:
            end = row.find(0, x)
            end = len(row) if end < 0 else end
            found.append(f"{x} {y} {end - x} 1 re")
            x = end
    return "\n".join(found).encode()
