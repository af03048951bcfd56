"""What belongs to a hit: earlier findings on the same entry, other lists of the same person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app import standing
from app.found import is_open_at, outcome_at
from app.screening import watched
from app.screening.carrying import bound_of
from app.screening.cases import CaseHead, case_heads
from app.screening.entries import ListEntry
from app.screening.keys import identifier_key
from app.work import View
from models.clearances import Bound, Lapse, lapses
from models.people import Person, User
from models.screening import Disposition, Hit, ListEntryRow, Screening
from models.sees import visible
from models.states import Regime
from models.watchlist import Entry

MOST_EARLIER = 10
LEAST_NUMBER = 4
"""Signs of a number: a shorter one is shared by chance."""


@dataclass(frozen=True)
class Earlier:
    """What an officer found of the same party on the same entry, on another hit."""

    outcome: str
    reason: str
    evidence: str
    state: str
    by: str
    at: datetime
    look_again: date | None
    head: CaseHead | None
    """The case, where it is one of the reader's own State."""
    lapses: tuple[Lapse, ...]
    """Why it does not hold here; empty where all that it rests on is the same."""


@dataclass(frozen=True)
class SamePerson:
    """Another entry that is about the same person or firm, by its own facts."""

    uid: str
    revision: int
    entry_name: str
    source: str
    owner: str | None
    reference: str
    outcome: str | None
    by_number: bool
    """By a number that both have; else by name and birth."""


def earlier(view: View, row: Hit) -> tuple[Earlier, ...]:
    """Findings on other hits of this party and this entry, newest first.

    Shown are those of hits that the reader may see, and of States that share what they find.
    """
    screening = row.screening
    rows = view.session.execute(
        select(Disposition, Screening.thing, Screening.thing_id, Person.name)
        .select_from(Disposition)
        .join(Hit, Hit.id == Disposition.hit_id)
        .join(Screening, Screening.id == Hit.screening_id)
        .join(User, User.id == Disposition.by_id)
        .join(Person, Person.id == User.person_id)
        .where(
            Hit.id != row.id,
            Hit.source == row.source,
            Hit.entry_reference == row.entry_reference,
            Disposition.carried_from_id.is_(None),
            _same_party(screening),
            or_(visible(Screening, view.actor), Disposition.state_code.in_(_sharing(view))),
        )
        .order_by(Disposition.id.desc())
        .limit(MOST_EARLIER)
    ).all()
    places = [(thing, key) for _, thing, key, _ in rows]
    heads = case_heads(view.session, view.actor.state, places)
    now = bound_of(screening, row)
    return tuple(
        Earlier(
            outcome=found.outcome,
            reason=found.reason,
            evidence=found.evidence,
            state=found.state_code,
            by=name,
            at=found.decided_at,
            look_again=found.expires_on,
            head=heads.get((thing, key)),
            lapses=lapses(
                Bound(found.party_digest, found.entry_digest, found.features_digest),
                found.expires_at,
                now,
                view.at,
            ),
        )
        for found, thing, key, name in rows
    )


def _same_party(screening: Screening) -> Any:
    """The very facts; or the same name of the same trader or in the same case, changed since."""
    same_case = and_(Screening.thing == screening.thing, Screening.thing_id == screening.thing_id)
    known = [same_case]
    if screening.trader_id is not None:
        known.append(Screening.trader_id == screening.trader_id)
    return or_(
        Disposition.party_digest == screening.subject_digest,
        and_(
            or_(*known),
            Screening.subject_of == screening.subject_of,
            Screening.name == screening.name,
        ),
    )


def _sharing(view: View) -> tuple[str, ...]:
    """The States that let others read what they found."""
    regime: Regime = standing.regime(view.session)
    terms = {code: regime.of(code, view.at) for code in regime.names}
    return tuple(code for code, own in terms.items() if own is not None and own.shares_findings)


def same_person(view: View, row: Hit, entry: ListEntry | None) -> tuple[SamePerson, ...]:
    """Other hits of this screened name whose entries are about the same person or firm."""
    if entry is None:
        return ()
    outcome = outcome_at(view.at)
    others = view.session.execute(
        select(Hit, outcome)
        .where(
            Hit.screening_id == row.screening_id,
            Hit.id != row.id,
            Hit.replaced_at.is_(None),
        )
        .order_by(Hit.score.desc(), Hit.id)
    ).unique()
    rows = [(hit, found) for hit, found in others]
    entries = entries_of(view.session, [hit for hit, _ in rows])
    found = []
    for hit, said in rows:
        other = entries.get(hit.id)
        by = None if other is None else _agree(entry, other[0])
        if other is not None and by is not None:
            found.append(
                SamePerson(
                    str(hit.uid),
                    hit.revision,
                    hit.entry_name,
                    hit.source,
                    other[1],
                    hit.entry_reference,
                    said,
                    by,
                )
            )
    return tuple(found)


def entries_of(session: Session, hits: Sequence[Hit]) -> dict[int, tuple[ListEntry, str | None]]:
    """By the inner id of a hit: its entry, and whose it is on the watchlist."""
    listed = [hit.list_entry_id for hit in hits if hit.list_entry_id is not None]
    known = [hit.entry_id for hit in hits if hit.entry_id is not None]
    rows = session.execute(
        select(ListEntryRow.id, ListEntryRow.facts).where(ListEntryRow.id.in_(listed))
    ).all()
    facts = {key: found for key, found in rows}  # noqa: C416  a row is no pair to dict()
    own = {row.id: row for row in session.scalars(select(Entry).where(Entry.id.in_(known)))}
    found: dict[int, tuple[ListEntry, str | None]] = {}
    for hit in hits:
        if hit.list_entry_id in facts:
            found[hit.id] = (msgspec.convert(facts[hit.list_entry_id], ListEntry), None)
        entry = own.get(hit.entry_id or 0)
        if entry is not None and not entry.is_erased:
            found[hit.id] = (watched.compared(entry.number, entry.facts), entry.state_code)
    return found


def _agree(one: ListEntry, other: ListEntry) -> bool | None:
    """Whether two entries are about one: True by a number, False by name and birth; None if not."""
    if one.kind != other.kind:
        return None
    if _numbers(one) & _numbers(other):
        return True
    births = {(item.first, item.last) for item in one.births if item.exact}
    same_birth = births & {(item.first, item.last) for item in other.births if item.exact}
    return False if same_birth and _names(one) & _names(other) else None


def _numbers(entry: ListEntry) -> set[str]:
    keys = (identifier_key(item.number) for item in entry.documents)
    return {key for key in keys if len(key) >= LEAST_NUMBER}


def _names(entry: ListEntry) -> set[str]:
    return {" ".join(sorted(item.text.casefold().split())) for item in entry.names}


def open_elsewhere(view: View, row: Hit, limits: Iterable[Any]) -> int:
    """How many open hits of this entry the reader's State has, this one among them."""
    found = (
        select(Hit.id)
        .join(Screening, Screening.id == Hit.screening_id)
        .where(
            Hit.source == row.source,
            Hit.entry_reference == row.entry_reference,
            is_open_at(view.at),
            *limits,
        )
        .limit(1000)
    )
    return len(view.session.scalars(found).all())
