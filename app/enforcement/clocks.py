"""The time of a case as a picture and in words: examined, reply window, decision (design 09)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from flask_babel import gettext

from app.enforcement.shapes import CasePage
from app.pictures import CaseClock, Phase, case_clock
from app.showings import days_text
from models.states import Terms, day_of

AHEAD = 14
"""Days that a part which still runs is drawn into the future, so that today stands inside it."""


class Drawn(NamedTuple):
    """A picture, and the same facts in words."""

    picture: CaseClock
    said: str


def clock_of(page: CasePage) -> Drawn:
    """The phases of a case up to today, or to its end."""
    zone = Terms(time_zone=page.zone).zone
    over = None if page.closed_at is None else day_of(page.closed_at, zone)
    phases = _phases(page, day_of(page.opened_at, zone), over)
    said = "; ".join(f"{phase.text}: {days_text(phase.first, phase.last)}" for phase in phases)
    return Drawn(case_clock(phases, page.this_day), said)


def _phases(page: CasePage, opened: date, over: date | None) -> list[Phase]:
    zone = Terms(time_zone=page.zone).zone
    end = over or page.this_day
    if page.notice_at is None or page.reply_by is None:
        running = over is None
        last = end + timedelta(days=AHEAD if running else 0)
        # One that rests on another State's decision is not examined: it is proposed at once.
        name = gettext("decision") if page.recognises else gettext("examination")
        return [Phase(name, opened, last, open=running)]
    noticed = day_of(page.notice_at, zone)
    found = []
    if opened < noticed:
        found.append(Phase(gettext("examined"), opened, noticed - timedelta(days=1)))
    # The window ends early for a reply that came, and the decision begins.
    window_ends = page.reply_by
    waiting = over is None and page.this_day <= window_ends and page.reply_at is None
    if page.reply_at is not None:
        window_ends = max(noticed, min(window_ends, day_of(page.reply_at, zone)))
    elif over is not None:
        window_ends = max(noticed, min(window_ends, over))
    found.append(Phase(gettext("reply window"), noticed, window_ends, open=waiting))
    begins = window_ends + timedelta(days=1)
    if waiting:
        found.append(Phase(gettext("decision"), begins, begins + timedelta(days=AHEAD), open=True))
    elif begins <= end or over is None:
        last = end if over is not None else max(end, begins) + timedelta(days=AHEAD)
        found.append(Phase(gettext("decision"), begins, last, open=over is None))
    return found
