"""What the pages of the regime show, and how the installation fares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.sessions import last_beat
from app.work import NOBODY, reading
from models.states import Installation

WORKER = "worker"
QUIET = timedelta(seconds=60)
"""Without a beat for so long the worker is not at work."""


@dataclass(frozen=True)
class Health:
    """Whether the register can serve."""

    database: bool
    worker_beat: datetime | None
    worker: bool

    @property
    def well(self) -> bool:
        """Whether everything works."""
        return self.database and self.worker


def health() -> Health:
    """Ask the database and the worker's heartbeat."""
    try:
        with reading(NOBODY) as view:
            view.session.execute(text("SELECT 1"))
            beat = last_beat(view.session, WORKER)
            fresh = beat is not None and view.at - beat < QUIET
            return Health(database=True, worker_beat=beat, worker=fresh)
    except SQLAlchemyError:
        return Health(database=False, worker_beat=None, worker=False)


def installation() -> Installation | None:
    """What this database was created as; None before it is installed."""
    with reading(NOBODY) as view:
        return view.session.get(Installation, 1)
