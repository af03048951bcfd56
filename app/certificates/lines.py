"""Lets WeasyPrint lay out and shape each line once.

- A line from right to left is laid out a second time unless it was known beforehand how wide it
  would be, which it is only beside floats; no box of a sheet floats.
- What Pango made of a text is thrown away after layout, for books, and made again to be drawn.
- How high an empty line is, is looked up by a long key for every line and each word of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.certificates.quick import replace

Where = tuple[float, float, float]
"""Where a line may begin, and how wide it may be."""


def quicken(line_break: Any, inline: Any, boxes: Any) -> None:
    """Done once; these are WeasyPrint's modules of those names."""
    replace(inline, "avoid_collisions", lambda avoid: _ending(avoid, boxes.LineBox))
    replace(inline, "strut", _kept)
    layout = line_break.Layout
    replace(layout, "deactivate", lambda _: lambda _layout: None)
    replace(layout, "reactivate", lambda _: lambda _layout, _style: None)
    single = line_break.pango.pango_layout_set_single_paragraph_mode
    replace(layout, "set_text", lambda write: _as_drawn(write, single))


def _ending(avoid: Callable[..., Where], line: type) -> Callable[..., Where]:
    """A line from right to left is said to begin where it ends: then it need not be tried again."""

    def where(context: Any, box: Any, around: Any, outer: bool = True) -> Where:  # noqa: FBT001, FBT002
        x, y, width = avoid(context, box, around, outer)
        if isinstance(box, line) and around.style["direction"] == "rtl":
            begins = x - box.width  # type: ignore[attr-defined]
            # Where a part of a point is lost on the way, it is laid out twice as before.
            x = begins if begins + box.width == x else x  # type: ignore[attr-defined]
        return x, y, width

    return where


def _kept(measure: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Height and baseline of an empty line, kept with the style."""

    def strut(style: Any) -> Any:
        try:
            return style.sacr_strut
        except AttributeError:
            style.sacr_strut = measure(style)
            return style.sacr_strut

    return strut


def _as_drawn(write: Callable[..., None], single: Callable[[Any, bool], None]) -> Any:
    """Text is laid out as one paragraph, as it is drawn: Pango shapes it anew when that changes."""

    def set_text(layout: Any, text: str, justify: bool = False) -> None:  # noqa: FBT001, FBT002
        single(layout.layout, "\n" not in text)
        write(layout, text, justify)

    return set_text
