"""The screening process: warmed once, it alone compares names, for the cases and over the line."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from app.jobs import Job, Stop, run, settle, told_by_signal
from app.screened import SCREENING
from app.screening import answering, line, matcher, services_answers
from app.screening.desk import DESK
from app.screening.prepared import FOLDER, Shelf
from app.screening.services_runs import NIGHT_HOUR, LookAgain
from app.work import REGISTER, reading

log = logging.getLogger("sacr.screening")


def jobs(hour: int) -> list[Job]:
    """Every kind of work, in the order in which it is looked for."""
    return [
        Job("screening", services_answers.answer_next),
        Job("looking again", LookAgain(hour).look_next),
    ]


def main(folder: Path, hour: int) -> None:
    """Run as a process until told to stop; the line is in `folder`, the full run after `hour`."""
    DESK.shelf = Shelf(folder / FOLDER)
    serve(folder, told_by_signal(), hour, settle)


def serve(
    folder: Path, stop: Stop, hour: int = NIGHT_HOUR, warmed: Callable[[], None] = lambda: None
) -> None:
    """Answer names and the line until told to stop.

    Another process may hold the lease and answer the names that wait; this one's line is open all
    the same.
    """
    with contextlib.ExitStack() as opened:

        def brought() -> list[Job]:
            _warm()
            warmed()
            opened.enter_context(line.serving(folder, answering.answered))
            return jobs(hour)

        run(stop, SCREENING, brought)


def _warm() -> None:
    """Read the lists, and what compares names, before the first name comes."""
    matcher.warm()  # first: while it loads it takes 120 MB more than it keeps
    try:
        with DESK.lock, reading(REGISTER) as view:
            DESK.laid(view.session, view.at)
    except SQLAlchemyError as fault:  # it is read when the database answers
        log.error("the lists could not be read (%s)", type(fault).__name__)
