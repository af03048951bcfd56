"""How the demonstration's history is told: who does what, so many days before the first start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from app import clock
from app.demonstration.people import caller
from app.screening import services as screening
from app.screening import services_hits
from app.screening.services_runs import LookAgain
from app.work import REGISTER, Caller, reading
from models.dossiers import Authorization, Dossier, DossierVersion
from models.proposals import Proposal
from models.screening import DispositionOutcome, Hit, Screening
from models.stages import Stage
from models.traders import Registration, Suspension, Trader
from models.watchlist import Entry

OFFICE_HOURS = 9
"""Acts happen from nine o'clock UTC on, a quarter of an hour apart."""
QUARTER = timedelta(minutes=15)


@dataclass
class Story:
    """The days of the history, told from its end."""

    first_start: datetime

    def day(self, days_ago: int) -> date:
        """A day so many days before the first start; negative for one still to come."""
        return (self.first_start - timedelta(days=days_ago)).date()

    @contextmanager
    def on(self, days_ago: int, quarter: int = 0) -> Iterator[None]:
        """Hold the clock on a working hour of that day; never after the first start itself."""
        day = self.day(days_ago)
        moment = datetime(day.year, day.month, day.day, OFFICE_HOURS, tzinfo=UTC)
        moment = min(moment + quarter * QUARTER, self.first_start)
        with clock.standing_at(moment):
            yield

    @staticmethod
    def who(name: str) -> Caller:
        """Somebody of the demonstration, signed in at the clock's moment."""
        return caller(name)


def answer_screenings() -> None:
    """Do what the screening process does: answer every screening that waits."""
    while screening.answer_next(REGISTER):
        pass


def look_again() -> None:
    """Do what the screening process does: look again at all that stands."""
    job = LookAgain(every=0)
    while job.look_next(REGISTER):
        pass


def clear_hits(officer: Caller, thing: str, thing_id: int, reason: str) -> None:
    """An officer closes every open hit on a case as a false one."""
    with reading(REGISTER) as view:
        uids = view.session.scalars(
            select(Hit.uid)
            .join(Screening, Screening.id == Hit.screening_id)
            .where(
                Screening.thing == thing,
                Screening.thing_id == thing_id,
                Hit.stage == Stage.OPEN,
            )
        ).all()
    for uid in uids:
        services_hits.dispose(officer, str(uid), DispositionOutcome.FALSE, reason)


def proposed_digest(thing: str, thing_id: int) -> str:
    """The fingerprint of the newest proposal on a thing, as its page shows it."""
    with reading(REGISTER) as view:
        return view.session.scalars(
            select(Proposal.evidence_digest)
            .where(Proposal.thing == thing, Proposal.thing_id == thing_id)
            .order_by(Proposal.id.desc())
            .limit(1)
        ).one()


def dossier_lines(number: str) -> tuple[tuple[int, int], ...]:
    """(line, quantity) of the newest version of a dossier."""
    with reading(REGISTER) as view:
        deal = view.session.scalars(
            select(DossierVersion.deal)
            .join(Dossier, Dossier.id == DossierVersion.dossier_id)
            .where(Dossier.number == number)
            .order_by(DossierVersion.number.desc())
            .limit(1)
        ).one()
        return tuple((line.no, line.quantity) for line in deal.lines)


def authorization_id(number: str, state: str) -> int:
    """The inner id of a State's case on a dossier."""
    with reading(REGISTER) as view:
        return view.session.scalars(
            select(Authorization.id)
            .join(Dossier, Dossier.id == Authorization.dossier_id)
            .where(Dossier.number == number, Authorization.state_code == state)
        ).one()


def suspension_of(number: str) -> str:
    """The uid of the newest suspension of a registration."""
    with reading(REGISTER) as view:
        uid = view.session.scalars(
            select(Suspension.uid)
            .join(Registration, Registration.id == Suspension.registration_id)
            .where(Registration.number == number)
            .order_by(Suspension.id.desc())
            .limit(1)
        ).one()
        return str(uid)


def dossier_id(number: str) -> int:
    """The inner id of a dossier."""
    with reading(REGISTER) as view:
        return view.session.scalars(select(Dossier.id).where(Dossier.number == number)).one()


def trader_number(name: str) -> str:
    """The public number of a trader of the demonstration."""
    with reading(REGISTER) as view:
        return view.session.scalars(select(Trader.number).where(Trader.name == name)).one()


def entry_id(number: str) -> int:
    """The inner id of a watchlist entry."""
    with reading(REGISTER) as view:
        return view.session.scalars(select(Entry.id).where(Entry.number == number)).one()
