"""What the officers' pages of dossiers show: the queue, one dossier, the forms, the signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from app import standing
from app.authorizations import cases, checks, desk, evidence, preview, shown
from app.authorizations.checks import Block
from app.authorizations.preview import Preview
from app.authorizations.shapes import AnswerShown, CasePage, Queue, Row
from app.papers import Kept, seen_with
from app.work import Caller, View, reading
from models.casework import Document, Note, NoteRelease
from models.criteria import CRITERIA
from models.deals import Deal, OutsideEvidence
from models.dossiers import UNDECIDED, Authorization, Dossier, DossierVersion
from models.errors import NotFound
from models.granting import shown_stage
from models.people import Person, Role, User
from models.proposals import Proposal
from models.stages import Stage
from models.states import day_of
from models.traders import Trader

PAGE = 25
OPEN = (*UNDECIDED, Stage.APPROVED_PENDING_PEER)


@dataclass(frozen=True)
class Filters:
    """What the queue is narrowed to; empty words narrow nothing."""

    shows: str = "open"
    """open, all, or a stage"""
    officer: str = ""
    """me, none, or anyone"""
    text: str = ""


def queue(caller: Caller, filters: Filters, page: int = 1) -> Queue:
    """A page of the dossiers that a State is asked about, oldest first (picture 03)."""
    with reading(caller) as view:
        if view.actor.state is None:
            raise NotFound
        mine = Authorization.state_code == view.actor.state
        wanted = [mine, *_wanted(view, filters)]
        base = (
            select(Authorization)
            .join(Dossier, Dossier.id == Authorization.dossier_id)
            .join(Trader, Trader.id == Dossier.trader_id)
        )
        total = view.session.scalar(
            select(func.count()).select_from(base.where(*wanted).subquery())
        )
        rows = tuple(
            view.session.scalars(
                base.where(*wanted)
                .options(contains_eager(Authorization.dossier).contains_eager(Dossier.trader))
                .order_by(Authorization.opened_at, Authorization.id)
                .offset((page - 1) * PAGE)
                .limit(PAGE)
            ).unique()
        )
        not_taken = view.session.scalar(
            select(func.count()).where(mine, Authorization.stage == Stage.SUBMITTED)
        )
        return Queue(
            state=view.actor.state,
            rows=_rows(view, rows),
            page=page,
            pages=-(-(total or 0) // PAGE),
            total=total or 0,
            not_taken=not_taken or 0,
            bare=_is_bare(view),
        )


def _is_bare(view: View) -> bool:
    return view.actor.role is Role.NATIONAL_ADMIN


def _wanted(view: View, filters: Filters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if filters.shows == "open":
        wanted.append(Authorization.stage.in_(OPEN))
    elif filters.shows in Stage.__members__:
        wanted.append(Authorization.stage == Stage(filters.shows))
    if filters.officer == "me":
        wanted.append(Authorization.officer_id == view.actor.user_id)
    elif filters.officer == "none":
        wanted.append(Authorization.officer_id.is_(None))
    if filters.text:
        found = Dossier.number.icontains(filters.text, autoescape=True)
        by_name = Trader.name.icontains(filters.text, autoescape=True)
        # Who may not read a name may not find by it either.
        wanted.append(found if _is_bare(view) else or_(found, by_name))
    return wanted


def _rows(view: View, rows: tuple[Authorization, ...]) -> tuple[Row, ...]:
    session = view.session
    dossiers = [row.dossier_id for row in rows]
    every = tuple(
        session.scalars(
            select(Authorization)
            .where(Authorization.dossier_id.in_(dossiers))
            .order_by(Authorization.id)
        ).unique()
    )
    known = cases.histories(session, every)
    regime = standing.regime(session)
    deals = {
        row[0]: row[1]
        for row in session.execute(
            select(DossierVersion.dossier_id, DossierVersion.deal)
            .join(Dossier, Dossier.id == DossierVersion.dossier_id)
            .where(DossierVersion.number == Dossier.version, Dossier.id.in_(dossiers))
        )
    }
    names = {
        row[0]: row[1]
        for row in session.execute(
            select(User.id, Person.name)
            .join(Person, Person.id == User.person_id)
            .where(User.id.in_({row.officer_id for row in rows if row.officer_id}))
        )
    }

    def stage(case: Authorization) -> str:
        consent = cases.consent_of(known[case.id], case.state_code, regime)
        return shown_stage(case.stage, consent, case.dossier.version, view.at)

    return tuple(
        _row(
            view,
            case,
            deals[case.dossier_id],
            stage(case),
            tuple(
                (other.state_code, stage(other))
                for other in every
                if other.dossier_id == case.dossier_id and other.id != case.id
            ),
            names.get(case.officer_id or 0, ""),
            regime.zone(case.state_code, view.at),
        )
        for case in rows
    )


SENIOR_WAITS = frozenset({"AWAITING_COUNTERSIGN"})
OFFICER_WAITS = frozenset({"UNDER_REVIEW", "TO_CONFIRM", "LAPSED"})


def _row(
    view: View,
    case: Authorization,
    deal: Deal,
    stage: str,
    others: tuple[tuple[str, str], ...],
    officer: str,
    zone: ZoneInfo,
) -> Row:
    is_mine = case.officer_id is not None and case.officer_id == view.actor.user_id
    role = view.actor.role
    waits = (role is Role.SENIOR_OFFICER and stage in SENIOR_WAITS) or (
        role is Role.LICENSING_OFFICER and is_mine and stage in OFFICER_WAITS
    )
    bare = _is_bare(view)
    first = deal.lines[0] if deal.lines and not bare else None
    return Row(
        number=str(case.dossier.number),
        version=case.dossier.version,
        trader="" if bare else case.dossier.trader.name,
        title="" if bare else deal.title,
        lines=len(deal.lines),
        first_class=str(first.goods_class) if first else "",
        first_quantity=first.quantity if first else 0,
        destination="" if bare else deal.destination,
        stage=stage,
        others=others,
        officer=officer,
        is_mine=is_mine,
        opened_on=day_of(case.opened_at, zone),
        waits_for_me=waits,
    )


def page(caller: Caller, number: str) -> CasePage:
    """One dossier as this officer may see it (picture 04)."""
    with reading(caller) as view:
        return desk.page(desk.load(view, number))


@dataclass(frozen=True)
class Head:
    """What every form of a case says at its top."""

    number: str
    version: int
    title: str
    state: str
    revision: int
    deal: Deal
    officer: str


def _head(found: desk.Desk) -> Head:
    case = desk.own_case(found)
    return Head(
        number=str(found.dossier.number),
        version=found.version.number,
        title=found.version.deal.title,
        state=case.state_code,
        revision=case.revision,
        deal=found.version.deal,
        officer=shown.officer_name(found.view.session, case.officer_id),
    )


def head(caller: Caller, number: str) -> Head:
    """The head of a case of the own State."""
    with reading(caller) as view:
        return _head(desk.load(view, number))


@dataclass(frozen=True)
class CriteriaPage:
    """The one-answer form with what was answered before."""

    head: Head
    given: dict[str, AnswerShown]
    criteria: tuple[str, ...]


def criteria(caller: Caller, number: str) -> CriteriaPage:
    """The criteria of a case with their newest answers, of an earlier version where none newer."""
    with reading(caller) as view:
        found = desk.load(view, number)
        given = shown.answers(view.session, desk.own_case(found))
        return CriteriaPage(_head(found), given, CRITERIA)


@dataclass(frozen=True)
class TermsPage:
    """What a proposal starts from: days wanted, lines, what keeps the State from consenting."""

    head: Head
    first_day: date | None
    last_day: date | None
    quantities: dict[int, int]
    conditions: tuple[str, ...]
    blocks: tuple[Block, ...]
    zone: str


def terms(caller: Caller, number: str) -> TermsPage:
    """The start of a proposal: the terms consented before, else what the broker asks."""
    with reading(caller) as view:
        found = desk.load(view, number)
        case = desk.own_case(found)
        deal = found.version.deal
        zone = found.regime.zone(case.state_code, view.at)
        today = day_of(view.at, zone)
        before = cases.consent_of(found.history(case), case.state_code, found.regime)
        asked = {line.no: line.quantity for line in deal.lines}
        given = before.terms if before else None
        return TermsPage(
            head=_head(found),
            first_day=given.first_day if given else max(deal.wanted_from or today, today),
            last_day=given.last_day if given else deal.wanted_until,
            quantities={
                no: min(most, given.quantity_of(no)) if given else most
                for no, most in asked.items()
            },
            conditions=given.conditions if given else (),
            blocks=desk.blocks(found, set(asked)),
            zone=str(zone),
        )


@dataclass(frozen=True)
class SignPage:
    """What a second person reads before signing (picture 05)."""

    page: CasePage
    proposal_evidence: dict[str, Any]
    is_same: bool
    answers: dict[str, AnswerShown]
    criteria: tuple[str, ...]
    preview: Preview


def sign(caller: Caller, number: str) -> SignPage:
    """The proposal that waits in the own State, and what a signature would bring about now."""
    with reading(caller) as view:
        found = desk.load(view, number)
        case = desk.own_case(found)
        waiting = found.open(case)
        if waiting is None and case.has_consented:
            waiting = found.history(case).reopening(found.version.number)
        if waiting is None:
            raise NotFound
        text = evidence.gathered(view.session, case, found.version, waiting.decision, waiting.terms)
        whole = desk.page(found)
        return SignPage(
            page=whole,
            proposal_evidence=_counts(waiting),
            is_same=evidence.digest(text) == waiting.evidence_digest,
            answers=shown.answers(view.session, case),
            criteria=CRITERIA,
            preview=preview.of(found, waiting, whole),
        )


def _counts(row: Proposal) -> dict[str, Any]:
    """How much the evidence holds, counted."""
    content = evidence.read_back(row.evidence)
    return {
        "documents": len(content["documents"]),
        "answers": len(content["answers"]),
        "questions": len(content["questions"]),
        "hits": len(content["hits"]),
    }


@dataclass(frozen=True)
class NoteShown:
    """A confidential note: own, or released by another State."""

    uid: str
    state: str
    by: str
    at: datetime
    text: str
    released_to: tuple[str, ...]


@dataclass(frozen=True)
class NotesPage:
    """The notes on a dossier that this person may read."""

    head: Head
    notes: tuple[NoteShown, ...]
    others: tuple[str, ...]
    may: frozenset[str]
    zone: str


def notes(caller: Caller, number: str) -> NotesPage:
    """Notes of the own State, and those that other States released to it (rules 4.6)."""
    with reading(caller) as view:
        found = desk.load(view, number)
        case = desk.own_case(found)
        return NotesPage(
            head=_head(found),
            notes=_notes(view, found, case.state_code),
            others=tuple(
                item.state_code for item in found.cases if item.state_code != case.state_code
            ),
            may=desk.mine(found, found.outlook()).may,
            zone=str(found.regime.zone(case.state_code, view.at)),
        )


READS_NOTES = frozenset({Role.LICENSING_OFFICER, Role.SENIOR_OFFICER})


def _notes(view: View, found: desk.Desk, state: str) -> tuple[NoteShown, ...]:
    """An enforcement officer reads the own ones; an auditor none without a purpose."""
    role = view.actor.role
    if role not in (*READS_NOTES, Role.ENFORCEMENT_OFFICER):
        return ()
    keys = [case.id for case in found.cases]
    rows = view.session.execute(
        select(Note, Person.name, User.person_id)
        .join(User, User.id == Note.written_by_id)
        .join(Person, Person.id == User.person_id)
        .where(Note.thing == Authorization.THING, Note.thing_id.in_(keys))
        .order_by(Note.id.desc())
    ).all()
    released = _releases(view.session, [note.id for note, _, _ in rows])
    shown_notes = []
    for note, name, person in rows:
        to = released.get(note.id, ())
        own = note.state_code == state and (role in READS_NOTES or person == view.actor.person_id)
        if own or (role in READS_NOTES and state in to):
            shown_notes.append(
                NoteShown(
                    str(note.uid), note.state_code, name, note.written_at, note.text, tuple(to)
                )
            )
    return tuple(shown_notes)


def _releases(session: Session, keys: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = session.execute(
        select(NoteRelease.note_id, NoteRelease.to_state)
        .where(NoteRelease.note_id.in_(keys))
        .order_by(NoteRelease.id)
    )
    for key, state in rows:
        found.setdefault(key, []).append(state)
    return found


@dataclass(frozen=True)
class OutsidePage:
    """Evidence of a State that takes no part, to be accepted or refused."""

    head: Head
    party: str
    evidence: OutsideEvidence | None
    paper: Kept | None
    answered: OutsideAnswered | None


@dataclass(frozen=True)
class OutsideAnswered:
    """What the own State last said of it, for this version."""

    accepted: bool
    reason: str
    at: datetime
    zone: str


def outside(caller: Caller, number: str, party_no: int, country: str) -> OutsidePage:
    """One row of evidence from outside the register (rules 1.7)."""
    with reading(caller) as view:
        found = desk.load(view, number)
        party = checks.outside_asked(found.version).get((party_no, country))
        if party is None:
            raise NotFound
        given = next(
            (
                item
                for item in found.version.deal.outside
                if (item.party, item.state) == (party_no, country)
            ),
            None,
        )
        uid = given.document if given else ""
        kept = seen_with(view, Dossier.THING, found.dossier.id)
        answer = found.outside.get((party_no, country))
        zone = str(found.regime.zone(desk.own_case(found).state_code, view.at))
        return OutsidePage(
            head=_head(found),
            party=party,
            evidence=given,
            paper=next((paper for paper in kept if paper.uid == uid), None),
            answered=OutsideAnswered(answer.accepted, answer.reason, answer.recorded_at, zone)
            if answer
            else None,
        )


@dataclass(frozen=True)
class File:
    """A paper as it was given."""

    name: str
    media_type: str
    content: bytes


def paper(caller: Caller, number: str, uid: str) -> File:
    """One paper of a dossier that the person may see."""
    with reading(caller) as view:
        found = desk.load(view, number)
        document = view.get(Document, uid)
        if (document.thing, document.thing_id) != (Dossier.THING, found.dossier.id):
            raise NotFound
        return File(document.name, document.media_type, document.content)
