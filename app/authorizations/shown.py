"""Shown: the parts of an officer's dossier page, loaded once each and put into plain shapes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.authorizations.shapes import (
    AnswerShown,
    CoverShown,
    Happened,
    ProposalShown,
    QuestionShown,
    Step,
)
from models.audit import AuditEntry
from models.casework import Question
from models.criteria import CRITERIA
from models.deals import Deal, Why
from models.dossiers import (
    AnswerGiven,
    Assessment,
    Authorization,
    Dossier,
    DossierVersion,
)
from models.licences import Licence
from models.people import Interest, Person, Role, User
from models.proposals import Proposal
from models.stages import Stage
from models.states import Regime, day_of
from models.verdicts import Covered

KEPT_TO_THE_STATE = frozenset(
    {
        "authorization.assess",
        "authorization.note",
        "authorization.propose_reopening",
        "authorization.release_note",
        "authorization.screen",
    }
)
"""What other States are not told of: no stage moves, or it is the State's own business."""

STEPS = {
    "authorization.open": "submitted",
    "authorization.take": "taken",
    "authorization.ask": "asked",
    "authorization.answer": "answered",
    "authorization.propose": "proposed",
    "authorization.consent": "consented",
    "authorization.refuse": "refused",
    "authorization.send_back": "sent_back",
    "authorization.reopen": "reopened",
    "authorization.to_new_version": "new_version",
    "authorization.issue": "issued",
    "authorization.peer_refused": "peer_refused",
    "authorization.withdraw": "withdrawn",
    "authorization.stop": "stopped",
}
LANE_STEPS = 4
"""How many past steps a lane shows; the timeline has them all."""


@dataclass(frozen=True)
class Entry:
    """One record of the trail, as pages need it."""

    at: datetime
    state: str | None
    action: str
    thing: str
    thing_id: int | None
    who: str
    facts: Mapping[str, Any]


def entries(session: Session, dossier: Dossier, cases: Iterable[Authorization]) -> list[Entry]:
    """Every record of a dossier, its cases and its licence, oldest first; one statement."""
    keys = [case.id for case in cases]
    licence = select(Licence.id).where(Licence.dossier_id == dossier.id)
    rows = session.execute(
        select(
            AuditEntry.at,
            AuditEntry.actor_state,
            AuditEntry.action,
            AuditEntry.thing,
            AuditEntry.thing_id,
            Person.name,
            AuditEntry.facts,
        )
        .outerjoin(Person, Person.id == AuditEntry.actor_person_id)
        .where(
            or_(
                and_(AuditEntry.thing == Dossier.THING, AuditEntry.thing_id == dossier.id),
                and_(AuditEntry.thing == Authorization.THING, AuditEntry.thing_id.in_(keys)),
                and_(AuditEntry.thing == Licence.THING, AuditEntry.thing_id.in_(licence)),
            )
        )
        .order_by(AuditEntry.id)
    )
    return [
        Entry(at, state, action, thing, key, name or "", msgspec.json.decode(facts or "{}"))
        for at, state, action, thing, key, name, facts in rows
    ]


def timeline(
    found: list[Entry], cases: tuple[Authorization, ...], own: str | None
) -> tuple[Happened, ...]:
    """Newest first; what another State keeps to itself is left out (rules 4.6)."""
    state_of = {case.id: case.state_code for case in cases}
    lines = []
    for entry in reversed(found):
        is_case = entry.thing == Authorization.THING
        state = state_of.get(entry.thing_id or 0) if is_case else entry.state
        code = _told(entry, is_own=state == own)
        if code is not None:
            lines.append(Happened(entry.at, state, code, {"who": entry.who, **_extra(entry)}))
    return tuple(lines)


UNTOLD = frozenset(
    {"dossier.start", "dossier.edit", "dossier.decide", "authorization.open", "authorization.issue"}
)


def _told(entry: Entry, *, is_own: bool) -> str | None:
    if entry.action in UNTOLD or (entry.action in KEPT_TO_THE_STATE and not is_own):
        return None
    if entry.action == "licence.grant" and entry.thing == Dossier.THING:
        return None
    decision = entry.facts.get("decision")
    if entry.action == "authorization.propose" and is_own and decision:
        return f"{entry.action}.{decision}"
    return entry.action


def _extra(entry: Entry) -> dict[str, Any]:
    found = entry.facts.get("released_to")
    return {"to_state": found} if found else {}


def lane_steps(found: list[Entry], case: Authorization, *, is_own: bool) -> tuple[Step, ...]:
    """The last steps that a case has taken."""
    mine = [
        entry
        for entry in found
        if entry.thing == Authorization.THING
        and entry.thing_id == case.id
        and entry.action in STEPS
    ]
    steps = []
    for entry in mine[:1] + mine[1:][-(LANE_STEPS - 1) :]:
        code = STEPS[entry.action]
        decision = entry.facts.get("decision")
        if code == "proposed" and is_own and decision:
            code = f"proposed_{decision}"
        steps.append(Step("done", code, {"who": entry.who}, entry.at))
    return tuple(steps)


def why(version: DossierVersion, state: str) -> tuple[tuple[str, Mapping[str, object]], ...]:
    """Why a State is asked: `why.<code>` with its facts, each once."""
    deal: Deal = version.deal
    days = {step.no: step.first_day for step in deal.steps}
    added = {(item.party, item.state): item.by_state for item in deal.added}
    found: dict[tuple[str, str], Mapping[str, object]] = {}
    for row in version.cover:
        if row.state_code != state or row.exempt:
            continue
        facts: dict[str, object] = {"party": row.party_name}
        if row.why == Why.PLACE:
            facts["day"] = days.get(row.step_no)
        if row.why == Why.ADDED:
            facts["by_state"] = added.get((row.party_no, state), state)
        found.setdefault((row.why, row.party_name), facts)
    return tuple((code, facts) for (code, _), facts in found.items())


def covers(
    rows: tuple[Covered, ...], at: datetime, regime: Regime, until: date | None
) -> tuple[CoverShown, ...]:
    """Each cover row with the registrations that meet it; `until` is the licence's last day."""
    shown = []
    for row in rows:
        zone = regime.zone(row.state, at)
        live = [item for item in row.registrations if item.live(at)]
        ends = [
            day_of(max(span.end for span in item.terms) - timedelta.resolution, zone)
            for item in live
            if item.terms
        ]
        last = max(ends, default=None)
        inside = last is not None and until is not None and last < until
        shown.append(
            CoverShown(
                party=row.party,
                state=row.state,
                kind=row.kind,
                numbers=tuple(item.number for item in live),
                met=row.met(at),
                outside=row.outside,
                ends=last if inside else None,
            )
        )
    return tuple(shown)


def proposal(row: Proposal, names: Mapping[int, str]) -> ProposalShown:
    """A proposal in plain values."""
    consent = row.terms.consent
    return ProposalShown(
        decision=row.decision,
        by=names.get(row.person_id, ""),
        at=row.proposed_at,
        reason=row.reason,
        reason_for_applicant=row.reason_for_applicant,
        grounds=row.terms.grounds,
        digest=row.evidence_digest,
        days=(consent.first_day, consent.last_day) if consent else None,
        conditions=consent.conditions if consent else (),
        quantities={line.no: line.quantity for line in consent.lines} if consent else {},
    )


def names_of(session: Session, keys: Iterable[int]) -> dict[int, str]:
    """The names of persons by id."""
    wanted = set(keys)
    if not wanted:
        return {}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {key: name for key, name in rows}  # noqa: C416  rows are not pairs to mypy


def officer_name(session: Session, user_id: int | None) -> str:
    """The name behind an account, or nothing."""
    if user_id is None:
        return ""
    found = session.scalar(
        select(Person.name).join(User, User.person_id == Person.id).where(User.id == user_id)
    )
    return found or ""


def signers(session: Session, case: Authorization, but: int) -> tuple[tuple[int, str], ...]:
    """Who may countersign: senior officers of the State without an interest, not the proposer."""
    conflicted = select(Interest.person_id).where(
        Interest.trader_id.in_(case.parties()), Interest.ended_at.is_(None)
    )
    rows = session.execute(
        select(Person.id, Person.name)
        .join(User, User.person_id == Person.id)
        .where(
            User.state_code == case.state_code,
            User.role == str(Role.SENIOR_OFFICER),
            User.stage == Stage.ACTIVE,
            Person.id != but,
            Person.id.not_in(conflicted),
        )
        .distinct()
        .order_by(Person.name)
    )
    return tuple((key, name) for key, name in rows)


def questions(session: Session, case: Authorization) -> tuple[QuestionShown, ...]:
    """Every question of a case to the broker, oldest first."""
    rows = session.execute(
        select(Question, Person.name)
        .join(User, User.id == Question.asked_by_id)
        .join(Person, Person.id == User.person_id)
        .where(Question.thing == Authorization.THING, Question.thing_id == case.id)
        .order_by(Question.id)
    ).unique()
    return tuple(
        QuestionShown(
            text=row.text,
            by=name,
            at=row.asked_at,
            answer_by=row.answer_by,
            answer=row.answer.text if row.answer else None,
            answered_at=row.answer.answered_at if row.answer else None,
        )
        for row, name in rows
    )


def answers(session: Session, case: Authorization) -> dict[str, AnswerShown]:
    """The newest answer to each criterion, of whatever version, by criterion."""
    found: dict[str, Assessment] = {}
    rows = session.scalars(
        select(Assessment)
        .where(Assessment.authorization_id == case.id)
        .order_by(Assessment.version, Assessment.id)
    )
    for row in rows:
        found[row.criterion] = row
    return {
        name: AnswerShown(name, row.answer, row.evidence, row.mitigation, row.version)
        for name, row in found.items()
    }


def counted(given: Mapping[str, Assessment]) -> tuple[int, int, int]:
    """Answered, of how many, concerns."""
    concerns = sum(row.answer == AnswerGiven.CONCERN for row in given.values())
    return len(given), len(CRITERIA), concerns
