"""One hit for the officer who must find: both sides, why, what was found before, what is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import standing
from app.found import outcome_at
from app.screened import Name
from app.screening import queries_related, sides, watched
from app.screening.cases import CaseHead, case_heads, case_of
from app.screening.entries import ListEntry
from app.screening.matches import Reason
from app.screening.queries_queue import by_urgency, hit_lines, line_of, newest_only, next_open
from app.screening.queries_related import Earlier, SamePerson
from app.screening.queue_filters import Wanted, conditions
from app.work import Caller, View, reading
from models.actions import Action
from models.casework import Document
from models.clearances import Lapse
from models.errors import NotFound
from models.people import Person, User
from models.screening import Disposition, Hit, ListEntryRow, ListVersion, Screening
from models.screening_runs import ScreeningRun
from models.states import Terms, day_of
from models.watchlist import Entry, EntryFacts, EntryVersion

OTHERWISE = "otherwise"
"""A finding that was carried over, of which an officer has found otherwise since."""


@dataclass(frozen=True)
class Paper:
    """A file that an officer kept with a finding."""

    uid: str
    name: str


@dataclass(frozen=True)
class Found:
    """One finding of an officer."""

    outcome: str
    reason: str
    state: str
    by: str
    at: datetime
    evidence: str
    look_again: date | None
    carried: bool
    """Made on another hit, and carried over as all that it rests on is the same."""
    paper: Paper | None
    """What is kept with it, where the reader may open it."""


@dataclass(frozen=True)
class Listed:
    """The entry as its publisher or owner has it; `entry` is nothing once it was annulled."""

    source: str
    reference: str
    entry: ListEntry | None
    published_on: date | None = None
    owner: str | None = None
    facts: EntryFacts | None = None


@dataclass(frozen=True)
class HitPage:
    """Everything that a finding rests on."""

    uid: str
    revision: int
    head: CaseHead
    no: int
    of: int
    party: Name
    subject_of: str
    entry_name: str
    listed: Listed
    summary: tuple[Reason, ...]
    rows: tuple[sides.Compared, ...]
    score: int
    strength: str
    threshold: int
    matcher: str
    screened_at: datetime
    lists: tuple[dict[str, Any], ...]
    findings: tuple[Found, ...]
    """Newest first."""
    outcome: str | None
    """What counts now; nothing while somebody must find, or find again."""
    reopened: tuple[str, ...]
    """Why it is open again after an earlier finding (`models.clearances.Lapse`, or otherwise)."""
    earlier: tuple[Earlier, ...]
    same_person: tuple[SamePerson, ...]
    open_elsewhere: int
    """Open hits of this entry in the cases of this State, this one among them."""
    superseded: bool
    """Whether the case was screened again since."""
    gone_at: datetime | None
    gone_why: str
    """Since when and why nothing of it would be found (`models.screening.Gone`)."""
    replaced_by: str | None
    """The hit that took its place when the entry changed."""
    by_run: bool
    """Whether a run found it that looked again, not the first answer."""
    may_find: bool
    previous: str | None
    """The hit of this case before it."""
    next_open: str | None
    """Of this case or, where it has none left, of the next one."""
    zone: str


def hit(caller: Caller, uid: str) -> HitPage:
    """One hit of a case of one's own State; NotFound for everybody else."""
    with reading(caller) as view:
        row = view.get(Hit, uid)
        screening = row.screening
        place = (screening.thing, screening.thing_id)
        head = case_heads(view.session, view.actor.state, [place]).get(place)
        if head is None or screening.answered_at is None:
            raise NotFound
        party = msgspec.convert(screening.subject, Name)
        reasons = tuple(msgspec.convert(item, Reason) for item in row.reasons)
        listed = _listed(view.session, row)
        no, of, previous, next_open = _neighbours(view, screening, uid)
        terms = standing.regime(view.session).of(view.actor.state or "", view.at) or Terms()
        run = view.session.get(ScreeningRun, row.run_id) if row.run_id else None
        screened_at = row.recorded_at if run else screening.answered_at
        used = run.lists if run else screening.lists
        rows = sides.compared(party, listed.entry, reasons, row.score) if listed.entry else ()
        findings = _findings(view, row.id)
        outcome = view.session.scalar(select(outcome_at(view.at)).where(Hit.id == row.id))
        before = queries_related.earlier(view, row)
        return HitPage(
            uid=uid,
            revision=row.revision,
            head=head,
            no=no,
            of=of,
            party=party,
            subject_of=screening.subject_of,
            entry_name=row.entry_name,
            listed=listed,
            summary=sides.summed_up(reasons) if listed.entry else (),
            rows=rows,
            score=row.score,
            strength=row.strength,
            threshold=(run.threshold if run else screening.threshold) or 0,
            matcher=(run.matcher if run else screening.matcher) or "",
            screened_at=screened_at,
            lists=tuple(aged(item, screened_at, terms) for item in used or ()),
            findings=findings,
            outcome=outcome,
            reopened=_reopened(view, row, outcome, findings, before),
            earlier=before,
            same_person=queries_related.same_person(view, row, listed.entry),
            open_elsewhere=queries_related.open_elsewhere(
                view, row, [newest_only(), *conditions(view, Wanted())]
            ),
            superseded=_superseded(view.session, screening),
            gone_at=row.gone_at,
            gone_why=row.gone_why or "",
            replaced_by=_replaced_by(view.session, row),
            by_run=run is not None,
            may_find=_may_find(view, row),
            previous=previous,
            next_open=next_open,
            zone=terms.time_zone,
        )


def _replaced_by(session: Session, row: Hit) -> str | None:
    if row.replaced_at is None:
        return None
    found = session.scalar(select(Hit.uid).where(Hit.replaces_id == row.id).order_by(Hit.id.desc()))
    return str(found) if found else None


def told(item: dict[str, Any]) -> dict[str, Any]:
    """One list of a screening, its days and moments read back."""
    moments = ("imported_at", "at")
    return {
        name: datetime.fromisoformat(value)
        if name in moments
        else date.fromisoformat(value)
        if name in {"published_on", "current_on"}
        else value
        for name, value in item.items()
    }


def aged(item: dict[str, Any], at: datetime | None, terms: Terms) -> dict[str, Any]:
    """The same with its age, in this State's calendar, when it was used."""
    read = told(item)
    if at is None or "published_on" not in read:
        return read
    age = (day_of(at, terms.zone) - read.get("current_on", read["published_on"])).days
    return {**read, "age_days": max(age, 0), "too_old": age > terms.list_max_age_days}


def _listed(session: Session, row: Hit) -> Listed:
    if row.entry_id is not None:
        return _of_watchlist(session, session.get_one(Entry, row.entry_id), row.entry_version)
    entry, version = session.execute(
        select(ListEntryRow, ListVersion)
        .join(ListVersion, ListVersion.id == ListEntryRow.list_version_id)
        .where(ListEntryRow.id == row.list_entry_id)
    ).one()
    shown = msgspec.convert(entry.facts, ListEntry)
    return Listed(version.source, entry.reference, shown, published_on=version.published_on)


def _of_watchlist(session: Session, entry: Entry, version: int | None) -> Listed:
    """The entry as it stood when the name was screened; of an annulled one the number only."""
    if entry.is_erased:
        return Listed("watchlist", entry.number, None, owner=entry.state_code)
    facts = session.scalar(
        select(EntryVersion.facts).where(
            EntryVersion.entry_id == entry.id, EntryVersion.number == version
        )
    )
    facts = facts or entry.facts
    shown = watched.compared(entry.number, facts)
    return Listed("watchlist", entry.number, shown, owner=entry.state_code, facts=facts)


def _neighbours(
    view: View, screening: Screening, uid: str
) -> tuple[int, int, str | None, str | None]:
    """Which of how many hits of the case this is, the one before, and the next open one."""
    rows = view.session.execute(
        hit_lines(view.at)
        .where(
            Screening.thing == screening.thing,
            Screening.thing_id == screening.thing_id,
            Screening.asked_at == screening.asked_at,
        )
        .order_by(Hit.id)
    )
    lines = by_urgency(line_of(row) for row in rows)
    uids = [line.uid for line in lines]
    # One in whose place another stands now is not among them: the first of them comes next.
    here = uids.index(uid) if uid in uids else -1
    later = [*lines[here + 1 :], *lines[: max(here, 0)]]
    first = next((line.uid for line in later if not line.outcome), None)
    before = uids[here - 1] if here > 0 else None
    return (
        max(here, 0) + 1,
        len(lines),
        before,
        first or next_open(view, (screening.thing, screening.thing_id)),
    )


def _superseded(session: Session, screening: Screening) -> bool:
    newest = select(Screening.id).where(Screening.id == screening.id, newest_only())
    return session.scalar(newest) is None


def _findings(view: View, hit_id: int) -> tuple[Found, ...]:
    rows = view.session.execute(
        select(Disposition, Person.name)
        .join(User, User.id == Disposition.by_id)
        .join(Person, Person.id == User.person_id)
        .where(Disposition.hit_id == hit_id)
        .order_by(Disposition.id.desc())
    ).all()
    ids = [row.document_id for row, _ in rows if row.document_id is not None]
    kept = view.session.scalars(view.see(Document).where(Document.id.in_(ids)))
    papers = {row.id: Paper(str(row.uid), row.name) for row in kept}
    return tuple(
        Found(
            outcome=row.outcome,
            reason=row.reason,
            state=row.state_code,
            by=name,
            at=row.decided_at,
            evidence=row.evidence,
            look_again=row.expires_on,
            carried=row.carried_from_id is not None,
            paper=papers.get(row.document_id or 0),
        )
        for row, name in rows
    )


def _reopened(
    view: View,
    row: Hit,
    outcome: str | None,
    findings: tuple[Found, ...],
    before: tuple[Earlier, ...],
) -> tuple[str, ...]:
    """Why an open hit was found before and is open again, by its newest finding."""
    if outcome is not None:
        return ()
    if findings:
        own = view.session.get_one(Disposition, row.disposition_id)
        run_out = own.expires_at is not None and own.expires_at <= view.at
        return (str(Lapse.EXPIRED),) if run_out else (OTHERWISE,)
    return tuple(str(lapse) for lapse in before[0].lapses) if before else ()


def paper(caller: Caller, uid: str) -> tuple[str, str, bytes]:
    """A file that was kept with a finding of one's own State: its name, media type and bytes."""
    with reading(caller) as view:
        found = view.get(Document, uid)
        if found.thing != Hit.THING:
            raise NotFound
        return found.name, found.media_type, found.content


def _may_find(view: View, row: Hit) -> bool:
    place = case_of(row.screening, view.actor.state)
    key = view.session.scalar(place[1]) if place else None
    if place is None or key is None:
        return False
    model: type[Any] = place[0]
    return view.may(Action.HIT_DISPOSE, row, of=view.session.get_one(model, key))
