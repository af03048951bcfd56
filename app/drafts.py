"""Drafts: the sheet that a proposal would make, as a PDF that cannot be taken for a document.

Every page is crossed by DRAFT; it has no number, no code and no seal, and is never kept. Which
renderer draws it is told by the roof, for no area knows another.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, current_app

from models import sheets
from models.sheets import Sheet

Draw = Callable[[Sheet], bytes]
EXTENSION = "sacr.drafts"


def init(app: Flask, draw: Draw) -> None:
    """Tell the application who draws."""
    app.extensions[EXTENSION] = draw


def answer(sheet: Sheet) -> Response:
    """The draft, to be looked at and thrown away."""
    if not sheets.is_draft(sheet):
        msg = f"sheet {sheet.number} is no draft"
        raise ValueError(msg)
    draw: Draw = current_app.extensions[EXTENSION]
    return Response(
        draw(sheet),
        mimetype="application/pdf",
        headers={
            "Content-Disposition": 'attachment; filename="DRAFT.pdf"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "no-store",
        },
    )
