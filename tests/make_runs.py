"""Builders for looking again: small lists, names under watch, and what stands for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from sqlalchemy import select

from app.screening import services
from app.screening.entries import ListedName, ListEntry, ListFile
from app.screening.services_runs import LookAgain
from app.work import REGISTER
from models.casework import Task
from models.dossiers import Dossier
from models.particulars import Form
from models.screening import Hit
from models.screening_runs import ScreeningRun
from tests import make
from tests import make_screening as given


def firm(reference: str, *names: str, comments: str = "") -> ListEntry:
    """An entry of a list."""
    return ListEntry(
        reference=reference,
        kind=Form.FIRM,
        names=tuple(ListedName(name) for name in names),
        comments=comments,
    )


def publish(day: date, *entries: ListEntry, source: str = "un") -> int:
    """Take a list of that day as the newest; returns the version's id."""
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    file = ListFile(published_at=moment, entries=entries)
    digest = f"{source}{day.isoformat()}".ljust(64, "0")
    return services.store_list(REGISTER, source, file, digest, forced=True).version_id


def watched_names(house: make.House, number: str, names: Iterable[str]) -> list[int]:
    """Further names on a dossier, answered; returns the inner ids of their screenings."""
    with house.rows() as session:
        key, version = session.execute(
            select(Dossier.id, Dossier.version).where(Dossier.number == number)
        ).one()
    found = [given.asked(house, name, thing_id=key, version=version) for name in names]
    services.answer_all(REGISTER)
    return found


def look(hour: int = 2) -> int:
    """Look again until nothing is due; returns how many pieces that took."""
    job = LookAgain(hour, every=0)
    pieces = 0
    while job.look_next(REGISTER):
        pieces += 1
    return pieces


def runs(house: make.House) -> list[ScreeningRun]:
    """Every run, oldest first."""
    with house.rows() as session:
        found = list(session.scalars(select(ScreeningRun).order_by(ScreeningRun.id)))
        session.expunge_all()
        return found


def standing(house: make.House) -> set[tuple[str, str, str]]:
    """The hits that stand, all open and closed ones whose entry is there: (name, list, entry)."""
    with house.rows() as session:
        rows = session.scalars(select(Hit).where(Hit.replaced_at.is_(None), Hit.gone_at.is_(None)))
        return {
            (hit.screening.name, hit.source, hit.entry_reference) for hit in rows.unique().all()
        }


def tasks(house: make.House) -> list[tuple[str, str, str]]:
    """Every task: (kind, State, number of what it is about)."""
    with house.rows() as session:
        rows = session.scalars(select(Task).order_by(Task.id))
        return [(row.kind, row.state_code, row.about_number) for row in rows]
