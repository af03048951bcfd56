"""Builders of screenings: names that wait, watchlist entries, lists small enough to read."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import select

from app import clock
from app.screened import Name
from app.screening import services
from app.screening.un_list import INVENTED
from app.work import REGISTER
from models import numbers
from models.base import canonical
from models.people import User
from models.screening import Hit, Screening, SubjectOf
from models.stages import Stage
from models.watchlist import Entry, EntryFacts, EntryType, Requested, Subject, SubjectKind
from tests import make, make_dossiers


def invented_list() -> None:
    """The list of invented names, imported."""
    services.import_list(REGISTER, INVENTED, invented=True)


def asked(
    house: make.House,
    name: str,
    *,
    thing: str = "dossier",
    thing_id: int = 1,
    version: int = 1,
    of: SubjectOf = SubjectOf.PARTY,
    kind: str = "firm",
    trader: int | None = None,
    **facts: Any,
) -> int:
    """A name that waits to be screened; returns its id."""
    subject: dict[str, Any] = msgspec.to_builtins(Name(kind=kind, name=name, **facts))
    with house.rows() as session:
        row = Screening(
            thing=thing,
            thing_id=thing_id,
            version=version,
            subject_of=str(of),
            name=name,
            subject=subject,
            subject_digest=hashlib.sha256(canonical(subject).encode()).hexdigest(),
            trader_id=trader,
            asked_at=clock.now(),
            recorded_at=clock.now(),
            revision=1,
        )
        session.add(row)
        session.flush()
        return row.id


def entry(
    house: make.House,
    name: str,
    state: str = "XB",
    *,
    kind: SubjectKind = SubjectKind.FIRM,
    trader: int | None = None,
    stage: Stage = Stage.ACTIVE,
    reviewed_within: timedelta = timedelta(days=300),
    **subject: Any,
) -> str:
    """A published entry of a State's watchlist; returns its number."""
    author = make.user(house, "senior_officer", state)
    now = clock.now()
    facts = EntryFacts(
        type=EntryType.SUSPICIOUS_TRADER,
        requested=Requested.REFUSE,
        subject=Subject(kind=kind, name=name, **subject),
        legal_basis="Brokering Act, section 12",
        decided_on=date(2026, 1, 5),
    )
    with house.rows() as session:
        person = session.scalars(select(User.person_id).where(User.id == author.user_id)).one()
        row = Entry(
            number=numbers.mint(session, state, numbers.Kind.ENTRY, 2026),
            state_code=state,
            stage=stage,
            trader_id=trader,
            facts=facts,
            author_person_id=person,
            published_at=now - timedelta(days=30),
            review_by=now + reviewed_within,
            revoked_at=now if stage is Stage.REVOKED_DATED else None,
            recorded_at=now,
            revision=1,
        )
        session.add(row)
        session.flush()
        return row.number


def hit_on_dossier(house: make.House, owner: str = "XC") -> tuple[str, str]:
    """A dossier of XA and XB whose buyer another State warns of: its number, and the hit's uid."""
    number = make_dossiers.submitted(house)
    entry(house, "Selmark Supply Ltd", owner)
    services.answer_all(REGISTER)
    [found] = hits(house)
    return number, str(found.uid)


def answered(house: make.House, key: int) -> Screening:
    """What a screening came to, with its hits loaded."""
    with house.rows() as session:
        found = session.get_one(Screening, key)
        _ = list(found.hits)
        session.expunge_all()
        return found


def hits(house: make.House) -> list[Hit]:
    """Every hit there is, oldest first."""
    with house.rows() as session:
        found = list(session.scalars(select(Hit).order_by(Hit.id)))
        session.expunge_all()
        return found
