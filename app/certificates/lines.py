"""Lets WeasyPrint lay out a line from right to left once, as it does one from left to right.

It lays out such a line a second time unless it already knew how wide the line would be, which it
knows only beside floats. What it finds the second time is the same: a test draws both ways. It
reaches into private parts of the pinned version.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Where = tuple[float, float, float]
"""Where a line may begin, and how wide it may be."""


def quicken(inline: Any, boxes: Any) -> None:
    """Have lines from right to left end where they would begin; done once.

    `inline` and `boxes` are WeasyPrint's modules of those names. No box of a sheet floats.
    """
    if not hasattr(inline, "sacr_avoid_collisions"):
        inline.sacr_avoid_collisions = inline.avoid_collisions
        inline.avoid_collisions = _ending(inline.avoid_collisions, boxes.LineBox)


def _ending(avoid: Callable[..., Where], line: type) -> Callable[..., Where]:
    def where(context: Any, box: Any, around: Any, outer: bool = True) -> Where:  # noqa: FBT001, FBT002
        x, y, width = avoid(context, box, around, outer)
        if isinstance(box, line) and around.style["direction"] == "rtl":
            begins = x - box.width  # type: ignore[attr-defined]
            # Where a part of a point is lost on the way, it is laid out twice as before.
            x = begins if begins + box.width == x else x  # type: ignore[attr-defined]
        return x, y, width

    return where
