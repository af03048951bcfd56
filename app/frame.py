"""What the foot of every page says: that this is a demonstration, and which list is screened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import g
from sqlalchemy import func, select

from app.sayings import say
from app.showings import day_text
from app.work import NOBODY, reading
from models.list_sources import retired_sources
from models.screening import ListVersion
from models.states import Installation


@dataclass(frozen=True)
class Frame:
    """Whether everything is invented, and the newest version of each screening list."""

    demonstration: bool = False
    lists: tuple[tuple[str, date, bool], ...] = ()
    """(source, day of publication, invented)"""


def frame() -> Frame:
    """The frame of this request's pages, in one statement."""
    if "sacr_frame" not in g:
        g.sacr_frame = _load()
    found: Frame = g.sacr_frame
    return found


def _load() -> Frame:
    newest = select(func.max(ListVersion.id)).group_by(ListVersion.source)
    with reading(NOBODY) as view:
        rows = view.session.execute(
            select(
                Installation.demonstration,
                ListVersion.source,
                ListVersion.published_on,
                ListVersion.invented,
            )
            .outerjoin(
                ListVersion,
                ListVersion.id.in_(newest) & ListVersion.source.not_in(retired_sources()),
            )
            .order_by(ListVersion.source)
        ).all()
    return Frame(
        demonstration=bool(rows and rows[0].demonstration),
        lists=tuple(
            (row.source, row.published_on, row.invented) for row in rows if row.source is not None
        ),
    )


def list_notice() -> str | None:
    """Which lists names are screened against and of what day; nothing before the first import.

    One list has a sentence, several share one.
    """
    lists = frame().lists
    if not lists:
        return None
    if len(lists) == 1:
        return _told("frame.list", *lists[0])
    told = [_told("frame.list_short", *item) for item in lists]
    return say("frame.lists", count=len(lists), lists=told)


def _told(code: str, source: str, day: date, invented: bool) -> str:  # noqa: FBT001  as in `lists`
    code = f"{code}_invented" if invented else code
    return say(code, source=source.upper(), day=day_text(day))
