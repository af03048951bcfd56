"""Screening as every area asks for it: ask in the act, read what stands; the worker answers."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.found import outcome_at
from app.work import Work
from models.actions import Action
from models.base import Thing, canonical
from models.deals import Deal
from models.list_sources import ListFetch, retired_sources
from models.machinery import Lease, is_at_work
from models.particulars import Particulars, Position
from models.screening import (
    DispositionOutcome,
    Hit,
    ListVersion,
    Screening,
    SubjectOf,
)
from models.screening_runs import ScreeningRun

SCREENING = "screening"
"""The lease of the screening process."""
Lists: TypeAlias = tuple[dict[str, Any], ...]
"""Lists with their dates, as a screening stores them."""


class Name(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a name that is to be screened; the matcher reads nothing else."""

    kind: str
    """person or firm"""
    name: str
    other_names: tuple[str, ...] = ()
    birth_date: date | None = None
    countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    mail_domains: tuple[str, ...] = ()
    associates: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """One name and what it is on the case."""

    subject_of: SubjectOf
    name: Name
    trader_id: int | None = None


@dataclass(frozen=True)
class Queue:
    """Every name of the register that waits to be compared, and whether anybody is at work."""

    names: int
    since: datetime
    """When the oldest of them was asked for."""
    heard_at: datetime | None
    """When the screening process last showed itself."""
    at_work: bool


@dataclass(frozen=True)
class Screened:
    """What stands for one version of one case, at the moment asked."""

    names: int
    waiting: int
    """Names that the worker has not answered yet."""
    open_hits: int
    unclear: int
    """Hits whose newest disposition is unclear: they block as open ones do."""
    true_hits: int
    closed: int
    answered_at: datetime | None
    oldest_list: date | None
    queue: Queue | None = None
    """While names wait."""

    def blocks(self) -> tuple[str, ...]:
        """The codes of what keeps a State from consenting (rules 7.3)."""
        found = []
        if self.waiting or not self.names:
            found.append("screening_waits")
        if self.open_hits or self.unclear:
            found.append("hits_open")
        if self.true_hits:
            found.append("hit_true")
        return tuple(found)


def of_particulars(facts: Particulars, trader_id: int | None) -> tuple[Asked, ...]:
    """The trader itself, and each officer and owner (RSK-02)."""
    domain = facts.email.rpartition("@")[2].lower()
    own = Name(
        kind=str(facts.form),
        name=facts.name,
        other_names=(*facts.trading_names, *facts.former_names),
        birth_date=facts.birth_date,
        countries=tuple(held.country for held in facts.nationalities),
        addresses=tuple(f"{item.lines}, {item.town}, {item.country}" for item in facts.addresses),
        phones=(facts.phone,) if facts.phone else (),
        mail_domains=(domain,) if domain else (),
        associates=tuple(item.name for item in facts.associates),
        identifiers=tuple(filter(None, (facts.company_number, facts.identity_document))),
    )
    people = tuple(
        Asked(
            SubjectOf.OWNER if item.position is Position.OWNER else SubjectOf.OFFICER,
            Name(
                kind="firm" if item.is_firm else "person",
                name=item.name,
                other_names=item.other_names,
                birth_date=item.birth_date,
                countries=(item.nationality,) if item.nationality else (),
            ),
            trader_id,
        )
        for item in facts.associates
        if item.name
    )
    return (Asked(SubjectOf.TRADER, own, trader_id), *people)


def of_deal(deal: Deal, traders: dict[str, int]) -> tuple[Asked, ...]:
    """Every party of a deal; `traders` maps trader numbers to ids."""
    return tuple(
        Asked(
            SubjectOf.PARTY,
            Name(
                kind="person" if party.is_person else "firm",
                name=party.name,
                birth_date=party.birth_date,
                countries=tuple(dict.fromkeys(filter(None, (*party.nationalities, party.state)))),
                addresses=(party.address,) if party.address else (),
            ),
            traders.get(party.trader),
        )
        for party in deal.parties
    )


def ask(w: Work, thing: Thing, version: int, names: tuple[Asked, ...]) -> None:
    """Ask for names of a case to be screened, inside the act that submits them."""
    for item in names:
        subject: dict[str, Any] = msgspec.to_builtins(item.name)
        w.add(
            Action.SCREENING_ASK,
            Screening(
                thing=thing.THING,
                thing_id=thing.id,
                version=version,
                subject_of=str(item.subject_of),
                name=item.name.name,
                subject=subject,
                subject_digest=hashlib.sha256(canonical(subject).encode()).hexdigest(),
                trader_id=item.trader_id,
                asked_at=w.at,
            ),
        )


def standing(session: Session, thing: str, thing_id: int, version: int = 1) -> Screened:
    """What stands for a case: counts of its newest screening, in three statements.

    All names of one act are asked at one moment; asked again, the newer answers count. A run that
    has ended since has looked at all of them again: its lists count for each.
    """
    of_case = (
        Screening.thing == thing,
        Screening.thing_id == thing_id,
        Screening.version == version,
    )
    newest_asked = select(func.max(Screening.asked_at)).where(*of_case).scalar_subquery()
    mine = (*of_case, Screening.asked_at == newest_asked)
    rows = session.execute(
        select(Screening.id, Screening.answered_at, Screening.lists).where(*mine)
    ).all()
    hits = Counter(
        session.scalars(
            select(outcome_at(clock.now()))
            .select_from(Hit)
            .join(Screening, Screening.id == Hit.screening_id)
            .where(*mine, Hit.replaced_at.is_(None))
        )
    )
    run = last_run(session)
    seen = [_as_looked_at(at, lists, run) for _, at, lists in rows]
    answered = [at for at, _ in seen if at is not None]
    days = [
        date.fromisoformat(item.get("current_on") or item["published_on"])
        for _, lists in seen
        for item in lists or ()
        if item.get("published_on")
    ]

    return Screened(
        names=len(rows),
        waiting=len(rows) - len(answered),
        open_hits=hits[None],
        unclear=hits[DispositionOutcome.UNCLEAR],
        true_hits=hits[DispositionOutcome.TRUE],
        closed=hits.total() - hits[None],
        answered_at=min(answered) if rows and len(answered) == len(rows) else None,
        oldest_list=min(days) if days else None,
        queue=queue(session) if len(answered) < len(rows) else None,
    )


def queue(session: Session) -> Queue | None:
    """The names that wait, of all cases; None when there is none."""
    names, since = session.execute(
        select(func.count(), func.min(Screening.asked_at)).where(Screening.answered_at.is_(None))
    ).one()
    if not names:
        return None
    heard_at = session.scalar(select(Lease.beat_at).where(Lease.job == SCREENING))
    return Queue(names, since, heard_at, at_work=is_at_work(heard_at, clock.now()))


def last_run(session: Session) -> ScreeningRun | None:
    """The run that last looked again at everything that stands."""
    return session.scalar(
        select(ScreeningRun)
        .where(ScreeningRun.ended_at.is_not(None))
        .order_by(ScreeningRun.ended_at.desc(), ScreeningRun.id.desc())
        .limit(1)
    )


def _as_looked_at(
    answered_at: datetime | None, lists: Lists | None, run: ScreeningRun | None
) -> tuple[datetime | None, Lists]:
    """When a name was last compared, and with which lists: at its answer, or in a later run."""
    if run is None or answered_at is None or answered_at > run.started_at:
        return answered_at, lists or ()
    return run.ended_at, run.lists


def newest_lists(session: Session) -> tuple[ListVersion, ...]:
    """The version of each list that counts now; a list that is out of use has none."""
    newest = select(func.max(ListVersion.id)).group_by(ListVersion.source)
    rows = session.scalars(
        select(ListVersion)
        .where(ListVersion.id.in_(newest), ListVersion.source.not_in(retired_sources()))
        .order_by(ListVersion.source)
    )
    return tuple(rows)


def current_days(session: Session) -> Mapping[int, date]:
    """The day on which each version was last found to be its publisher's newest, by its id.

    A version is as old as that day, not as its publication: publishers change a list when there
    is something to change.
    """
    rows = session.execute(
        select(ListFetch.list_version_id, func.max(ListFetch.confirmed_on))
        .where(ListFetch.confirmed_on.is_not(None))
        .group_by(ListFetch.list_version_id)
    )
    return {key: day for key, day in rows.all() if key is not None and day is not None}
