"""Lets WeasyPrint take margins, padding, borders and sizes of a box as they stand in its style.

It asks each of the twenty, of every box, whether it is a share of what is around it: hardly any
is. What boxes of one style have in common is found once.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from app.certificates.quick import replace

SIDES = ("top", "right", "bottom", "left")
LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in SIDES),
    *(f"{limit}{size}" for limit in ("", "min_", "max_") for size in ("width", "height")),
)
BORDERS = tuple(f"border_{side}_width" for side in SIDES)


def quicken(*modules: ModuleType) -> None:
    """Done once, in each of WeasyPrint's modules that lay out boxes of a sheet."""
    for module in modules:
        replace(module, "resolve_percentages", _taking)


def _taking(resolve: Callable[..., None]) -> Callable[..., None]:
    def resolve_percentages(box: Any, containing_block: Any) -> None:
        kept = getattr(box.style, "sacr_lengths", None)
        if kept is None:
            resolve(box, containing_block)
            box.style.sacr_lengths = _plain(box)
        elif not kept:
            resolve(box, containing_block)
        else:
            lengths, collapses = kept
            found = vars(box)
            # In a table whose borders collapse, a cell was given its own.
            if not (collapses and BORDERS[0] in found):
                found.update({name: box.style[name] for name in BORDERS})
            found.update(lengths)

    return resolve_percentages


def _plain(box: Any) -> tuple[dict[str, Any], bool] | tuple[()]:
    """The lengths that every box of that style has; nothing where one depends on the box around."""
    style = box.style
    if style["box_sizing"] != "content-box" or not all(_stands(style[name]) for name in LENGTHS):
        return ()
    return {name: getattr(box, name) for name in LENGTHS}, style["border_collapse"] == "collapse"


def _stands(value: Any) -> bool:
    return value is None or value == "auto" or getattr(value, "unit", None) == "px"
