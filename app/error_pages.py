"""The pages that say no: calm, with what happened, what to do next, and a number to quote."""

from __future__ import annotations

from flask import current_app, render_template

from models.casework import DOCUMENT_LIMIT

TEMPLATE = "errors/page.html"
CODES = (400, 401, 403, 404, 405, 409, 413, 429, 500, 503)
SERVER = 500


def render(code: int, *, request_id: str, sentence: str = "", wait: int | None = None) -> str:
    """The page for an HTTP code; other codes read as the first of their hundred.

    `sentence` says why, in the reader's language, where the register knows; a page of 404 never
    shows it, and without it 403 reads as 404. `wait` is in seconds. Pages of 500 and above ask
    nothing of the context, which may be what is broken.
    """
    shown = code if code in CODES else SERVER if code >= SERVER else CODES[0]
    facts = {
        "code": shown,
        "request_id": request_id,
        "sentence": "" if shown == 404 else sentence,  # noqa: PLR2004
        "wait": wait,
        "megabytes": DOCUMENT_LIMIT // (1024 * 1024),
    }
    if shown < SERVER:
        return render_template(TEMPLATE, **facts)
    return current_app.jinja_env.get_template(TEMPLATE).render(bare=True, **facts)
