"""The verb of an officer: find hits true, false or unclear, with a reason and evidence (RSK-04)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app import papers, standing
from app.papers import Paper
from app.screening.cases import Case, case_of, number_of
from app.work import Caller, Work, act, work
from models.actions import Action
from models.casework import Document, Task, TaskKind
from models.clearances import MOST_AT_ONCE
from models.errors import Invalid, NotFound, Stale
from models.screening import Disposition, DispositionOutcome, Hit
from models.stages import Stage
from models.states import Terms, day_of, first_instant
from models.watchlist import Entry

FOLLOW_UP = timedelta(hours=12)
"""Within these a person of the owner State follows up a confirmed hit (rules 5.3)."""
LONGEST = timedelta(days=5 * 366)
"""Nothing is left unlooked at for longer by its own day."""


@dataclass(frozen=True)
class Seen:
    """A hit as its officer saw it: its uid, and the revision of the page."""

    uid: str
    revision: int | None = None


@dataclass(frozen=True)
class Finding:
    """What an officer found, and what it rests on; `look_again` is a day of the own State."""

    outcome: DispositionOutcome | str
    reason: str
    evidence: str = ""
    look_again: date | None = None
    paper: Paper | None = None


@act
def dispose(
    caller: Caller,
    key: str,
    outcome: DispositionOutcome | str,
    reason: str,
    *,
    seen: int | None = None,
) -> None:
    """Record what an officer found of one hit; see `find`."""
    _find(caller, (Seen(key, seen),), Finding(outcome, reason))


@act
def find(caller: Caller, hits: tuple[Seen, ...], finding: Finding) -> int:
    """Record what an officer found, for each hit by itself: all of them, or nothing at all.

    The newest finding counts, every one stays. Anybody of a State that decides on the case may
    find, as screened once for all of them. A true hit on another State's entry tells that State at
    once (WL-05). An unclear one without a day is looked at again after the State's days for a task.
    Raises Invalid for an outcome that is none, without a reason, for a day that is not to come or
    too many hits; NotFound for a hit on nobody's case here, Stale when somebody found otherwise
    since the page was read. Returns the number of hits.
    """
    return _find(caller, hits, finding)


def _find(caller: Caller, hits: tuple[Seen, ...], finding: Finding) -> int:
    if finding.outcome not in list(DispositionOutcome):
        raise Invalid("outcome_missing", field="outcome")
    if not hits:
        raise Invalid("hits_missing", field="hits")
    if len(hits) > MOST_AT_ONCE:
        raise Invalid("hits_too_many", field="hits", limit=MOST_AT_ONCE)
    with work(caller) as w:
        expiry = _expiry(w, finding)
        document: Document | None = None
        for case, seen in _in_order(w, hits):
            hit = w.find(Hit, seen.uid, seen=seen.revision)
            if hit.replaced_at is not None:  # its entry has changed: another hit is to be found
                raise Stale("changed_meanwhile")
            if finding.paper is not None and document is None:
                state = w.actor.state
                document = papers.keep(w, hit, finding.paper, trader=None, state=state, of=case)
            _record(w, hit, case, finding, expiry, document)
    return len(hits)


def _in_order(w: Work, hits: Iterable[Seen]) -> list[tuple[Case, Seen]]:
    """Each hit once with the State's own case, in one order of locking for everybody."""
    once = {seen.uid: seen for seen in hits}
    rows = sorted(
        ((w.get(Hit, uid), seen) for uid, seen in once.items()), key=lambda row: row[0].id
    )
    return [(_own_case(w, hit), seen) for hit, seen in rows]


def _expiry(w: Work, finding: Finding) -> tuple[date, datetime] | None:
    """The day of the next look, and when it begins on the State's own clock."""
    terms = standing.regime(w.session).of(w.actor.state or "", w.at) or Terms()
    today = day_of(w.at, terms.zone)
    day = finding.look_again
    if day is None and finding.outcome == DispositionOutcome.UNCLEAR:
        day = today + timedelta(days=terms.task_days)
    if day is None:
        return None
    if finding.outcome == DispositionOutcome.TRUE:
        raise Invalid("look_again_of_true", field="look_again")
    if day <= today:
        raise Invalid("look_again_past", field="look_again")
    if day > today + LONGEST:
        raise Invalid("look_again_far", field="look_again")
    return day, first_instant(day, terms.zone)


def _record(
    w: Work,
    hit: Hit,
    case: Case,
    finding: Finding,
    expiry: tuple[date, datetime] | None,
    document: Document | None,
) -> None:
    told_before = _is_true(w, hit)
    outcome, reason = str(finding.outcome), finding.reason.strip()
    found = Disposition(
        hit_id=hit.id,
        outcome=outcome,
        reason=reason,
        state_code=w.actor.state,
        decided_at=w.at,
        by_id=w.actor.user_id,
        party_digest=hit.screening.subject_digest,
        entry_digest=hit.entry_digest,
        features_digest=hit.features_digest,
        evidence=finding.evidence.strip(),
        document_id=document.id if document else None,
        expires_on=expiry[0] if expiry else None,
        expires_at=expiry[1] if expiry else None,
    )
    w.attach(found)
    w.session.flush()
    hit.disposition_id = found.id
    facts = {"look_again": expiry[0].isoformat()} if expiry else {}
    w.do(Action.HIT_DISPOSE, hit, reason, of=case, outcome=outcome, **facts)
    if outcome == DispositionOutcome.TRUE and not told_before:
        _tell_owner(w, hit, case)


def _own_case(w: Work, hit: Hit) -> Case:
    """The State's own case of a hit, its traders locked: a consent waits for the finding."""
    place = case_of(hit.screening, w.actor.state)
    key = w.session.scalar(place[1]) if place else None
    if place is None or key is None:
        raise NotFound
    w.lock_traders_of(place[0], key)
    model: type[Any] = place[0]
    found: Case = w.session.get_one(model, key, populate_existing=True)
    return found


def _is_true(w: Work, hit: Hit) -> bool:
    """Whether any earlier finding of this hit was true: its owner was told then."""
    earlier = select(Disposition.id).where(
        Disposition.hit_id == hit.id, Disposition.outcome == str(DispositionOutcome.TRUE)
    )
    return w.session.scalar(earlier.limit(1)) is not None


def _tell_owner(w: Work, hit: Hit, case: Case) -> None:
    """Tell the owner of another State's entry: who, where, when, in which case."""
    entry = w.session.get(Entry, hit.entry_id) if hit.entry_id else None
    if entry is None or entry.state_code == w.actor.state:
        return
    task = Task(
        kind=str(TaskKind.HIT_CONFIRMED),
        state_code=entry.state_code,
        from_state=w.actor.state,
        about=Entry.THING,
        about_id=entry.id,
        about_number=entry.number,
        told={"party": hit.screening.name, "case": number_of(case)},
        trader_id=entry.trader_id,
        due_at=w.at + FOLLOW_UP,
        stage=Stage.OPEN,
    )
    w.add(Action.TASK_RAISE, task, case=number_of(case))
