"""What a broker's pages show of its own dossiers: no officer's name, no note, never a hit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, selectinload

from app import papers, standing, versions
from app.dossiers.writing import parts_of
from app.papers import Kept
from app.work import Caller, View, reading
from models.actions import Action
from models.audit import AuditEntry
from models.casework import Document, Question
from models.deals import Deal
from models.dossiers import Authorization, CoverRow, Dossier, DossierVersion
from models.errors import NotFound
from models.licences import Licence
from models.proposals import Decision, Outcome, Proposal, Signature
from models.states import Regime, day_of
from models.traders import Trader

PAGE = 25
TOLD = (
    Action.DOSSIER_SUBMIT,
    Action.DOSSIER_AMEND,
    Action.DOSSIER_ADD_STATE,
    Action.DOSSIER_WITHDRAW,
    Action.DOSSIER_STOP,
    Action.AUTHORIZATION_TAKE,
    Action.AUTHORIZATION_ASK,
    Action.AUTHORIZATION_ANSWER,
    Action.AUTHORIZATION_CONSENT,
    Action.AUTHORIZATION_REFUSE,
    Action.AUTHORIZATION_PEER_REFUSED,
    Action.AUTHORIZATION_REOPEN,
    Action.AUTHORIZATION_STOP,
)
"""The acts a broker is told of: none says what was found, or who proposed what to whom."""
TO_CONFIRM = "TO_CONFIRM"
"""Standing: consented, but on an earlier version (C06)."""


@dataclass(frozen=True)
class Asked:
    """One question of a State."""

    uid: str
    text: str


@dataclass(frozen=True)
class Open:
    """A State's questions that wait for an answer; days are of that State's calendar."""

    case: str
    revision: int
    number: str
    title: str
    state: str
    authority: str
    asked: tuple[Asked, ...]
    asked_on: date
    answer_by: date
    days_left: int


@dataclass(frozen=True)
class Line:
    """One dossier in a list; `lanes` are pairs of State and what is shown of its case."""

    key: str
    number: str | None
    title: str
    destination: str
    version: int
    stage: str
    lanes: tuple[tuple[str, str], ...]
    done: int
    parts: int
    waits: bool
    """Whether a question of it waits for the broker."""


@dataclass(frozen=True)
class Home:
    """A broker's dossiers, what is asked of it first."""

    trader: str
    today: date
    questions: tuple[Open, ...]
    open: tuple[Line, ...]
    drafts: tuple[Line, ...]
    ended: tuple[Line, ...]
    older: int | None
    newer: int | None


@dataclass(frozen=True)
class Told:
    """One line of the timeline: `told.<code>` in the words."""

    at: datetime
    state: str | None
    code: str


@dataclass(frozen=True)
class Step:
    """One step of a lane: `done` at a moment, or what happens `now`."""

    state: str
    code: str
    at: datetime | None = None


@dataclass(frozen=True)
class Lane:
    """One State's case as the applicant sees it."""

    state: str
    why: tuple[tuple[str, date | None], ...]
    """Pairs of a reason (`lane.<why>`) and, for a place, the first day there."""
    shown: str
    zone: str
    steps: tuple[Step, ...]
    registrations: tuple[str, ...]
    refusal: str
    consented_on: int | None
    """The version that its consent is for."""
    question: Open | None


@dataclass(frozen=True)
class Issued:
    """The licence that resulted; each day is of the State that set it."""

    number: str
    first_day: date
    last_day: date
    stage: str


@dataclass(frozen=True)
class Submitted:
    """One version: its number, when, and why it was made."""

    number: int
    at: datetime
    reason: str


@dataclass(frozen=True)
class Page:
    """A submitted dossier: a lane for each State, what was asked, what happened."""

    key: str
    number: str
    version: int
    revision: int
    stage: str
    deal: Deal
    digest: str
    lead_state: str
    zone: str
    lanes: tuple[Lane, ...]
    licence: Issued | None
    told: tuple[Told, ...]
    papers: tuple[Kept, ...]
    versions: tuple[Submitted, ...]
    writes: bool
    """Whether the next version is being written."""
    may: frozenset[Action]


def home(caller: Caller, page: int = 1) -> Home:
    """The broker's dossiers, newest first, a page at a time; NotFound for who is no trader's."""
    with reading(caller) as view:
        if view.actor.trader_id is None:
            raise NotFound
        trader = view.get(Trader, view.actor.trader_id)
        rows = (
            view.session.scalars(
                view.see(Dossier)
                .options(selectinload(Dossier.authorizations))
                .order_by(Dossier.id.desc())
                .limit(PAGE + 1)
                .offset((page - 1) * PAGE)
            )
            .unique()
            .all()
        )
        world = standing.regime(view.session)
        questions = _open_questions(view, world)
        waiting = {item.number for item in questions}
        confirming = _consents(view.session, rows[:PAGE])
        found: dict[str, list[Line]] = defaultdict(list)
        for row in rows[:PAGE]:
            found[_part_of(row)].append(_line(row, confirming, waits=row.number in waiting))
        return Home(
            trader=trader.name,
            today=day_of(view.at, world.zone(trader.home_state, view.at)),
            questions=questions,
            open=tuple(found["open"]),
            drafts=tuple(found["draft"]),
            ended=tuple(found["ended"]),
            older=page + 1 if len(rows) > PAGE else None,
            newer=page - 1 if page > 1 else None,
        )


def _part_of(dossier: Dossier) -> str:
    allows = dossier.workflow.allows
    if allows(dossier.stage, Action.DOSSIER_DISCARD):
        return "draft"
    return "open" if allows(dossier.stage, Action.DOSSIER_WITHDRAW) else "ended"


def _line(dossier: Dossier, consents: dict[int, int], *, waits: bool) -> Line:
    parts = parts_of(dossier.draft)
    return Line(
        key=dossier.number or str(dossier.uid),
        number=dossier.number,
        title=dossier.draft.title,
        destination=dossier.draft.destination,
        version=dossier.version,
        stage=str(dossier.stage),
        lanes=tuple(
            (case.state_code, _shown(case, dossier, consents)) for case in dossier.authorizations
        ),
        done=sum(part.is_done for part in parts),
        parts=len(parts),
        waits=waits,
    )


def _shown(case: Authorization, dossier: Dossier, consents: dict[int, int]) -> str:
    """The stage; or, where a consent waits on an earlier version, that it must be confirmed."""
    reopens = case.workflow.allows(case.stage, Action.AUTHORIZATION_REOPEN)
    on_version = consents.get(case.id)
    if reopens and on_version is not None and on_version < dossier.version:
        return TO_CONFIRM
    return str(case.stage)


def _consents(session: Session, dossiers: Iterable[Dossier]) -> dict[int, int]:
    """For each case the version that its newest accepted consent is for."""
    keys = [case.id for row in dossiers for case in row.authorizations]
    rows = session.execute(
        select(Proposal.thing_id, Proposal.version)
        .join(Signature, Signature.proposal_id == Proposal.id)
        .where(
            Proposal.thing == Authorization.THING,
            Proposal.thing_id.in_(keys),
            Proposal.decision == Decision.CONSENT,
            Signature.outcome == Outcome.ACCEPTED,
        )
        .order_by(Proposal.id)
    )
    return {key: version for key, version in rows}  # noqa: C416  a result is no mapping


def questions(caller: Caller, case: str) -> Open:
    """The open questions of one State's case; NotFound where none waits for an answer."""
    with reading(caller) as view:
        found = view.get(Authorization, case)
        world = standing.regime(view.session)
        for item in _open_questions(view, world, found.dossier_id):
            if item.case == case:
                return item
        raise NotFound


def _open_questions(view: View, world: Regime, dossier_id: int | None = None) -> tuple[Open, ...]:
    statement = (
        view.see(Authorization)
        .add_columns(Question)
        .join(
            Question,
            and_(Question.thing == Authorization.THING, Question.thing_id == Authorization.id),
        )
        .where(~Question.answer.has())
        .order_by(Question.answer_by, Question.id)
    )
    if dossier_id is not None:
        statement = statement.where(Authorization.dossier_id == dossier_id)
    by_case: dict[int, list[Question]] = defaultdict(list)
    cases: dict[int, Authorization] = {}
    for case, question in view.session.execute(statement).unique():
        if view.may(Action.AUTHORIZATION_ANSWER, case):
            by_case[case.id].append(question)
            cases[case.id] = case
    return tuple(_open(view, world, cases[key], rows) for key, rows in by_case.items())


def _open(view: View, world: Regime, case: Authorization, rows: list[Question]) -> Open:
    zone = world.zone(case.state_code, view.at)
    terms = world.of(case.state_code, view.at)
    last = day_of(min(row.answer_by for row in rows) - timedelta(microseconds=1), zone)
    return Open(
        case=str(case.uid),
        revision=case.revision,
        number=case.dossier.number or "",
        title=case.dossier.draft.title,
        state=case.state_code,
        authority=terms.authority if terms else "",
        asked=tuple(Asked(str(row.uid), row.text) for row in rows),
        asked_on=day_of(rows[0].asked_at, zone),
        answer_by=last,
        days_left=(last - day_of(view.at, zone)).days,
    )


def page(caller: Caller, number: str) -> Page:
    """A submitted dossier of the broker's own; NotFound for a draft."""
    with reading(caller) as view:
        dossier = view.get(Dossier, number)
        if dossier.number is None or dossier.lead_state is None:
            raise NotFound
        world = standing.regime(view.session)
        version = versions.newest(dossier)
        zone = world.zone(dossier.lead_state, view.at)
        offered = (Action.DOSSIER_EDIT, Action.DOSSIER_WITHDRAW)
        told = _told(view.session, dossier)
        return Page(
            key=dossier.number,
            number=dossier.number,
            version=dossier.version,
            revision=dossier.revision,
            stage=str(dossier.stage),
            deal=version.deal,
            digest=version.digest,
            lead_state=dossier.lead_state,
            zone=str(zone),
            lanes=_lanes(view, world, dossier, version, told),
            licence=_licence(view.session, dossier, world),
            told=tuple(reversed(told)),
            papers=papers.kept_with(view.session, Dossier.THING, dossier.id),
            versions=tuple(
                Submitted(row.number, row.submitted_at, row.reason)
                for row in reversed(dossier.versions)
            ),
            writes=dossier.draft != version.deal,
            may=frozenset(act for act in offered if view.may(act, dossier)),
        )


def _told(session: Session, dossier: Dossier) -> list[Told]:
    """What happened, oldest first; the State is the case's, or the officer's who added one."""
    keys = {case.id: case.state_code for case in dossier.authorizations}
    rows = session.scalars(
        select(AuditEntry)
        .where(
            or_(
                and_(AuditEntry.thing == Dossier.THING, AuditEntry.thing_id == dossier.id),
                and_(AuditEntry.thing == Authorization.THING, AuditEntry.thing_id.in_(keys)),
            ),
            AuditEntry.action.in_([str(action) for action in TOLD]),
        )
        .order_by(AuditEntry.id)
    )
    return [
        Told(
            row.at,
            keys.get(row.thing_id) if row.thing == Authorization.THING else row.actor_state,
            row.action,
        )
        for row in rows
    ]


def _lanes(
    view: View, world: Regime, dossier: Dossier, version: DossierVersion, told: list[Told]
) -> tuple[Lane, ...]:
    consents = _consents(view.session, [dossier])
    refusals = _refusals(view.session, dossier)
    open_questions = {item.state: item for item in _open_questions(view, world, dossier.id)}
    numbers = _registrations(view, version)
    lanes = []
    for case in dossier.authorizations:
        rows = [row for row in version.cover if row.state_code == case.state_code]
        shown = _shown(case, dossier, consents)
        lanes.append(
            Lane(
                state=case.state_code,
                why=_why(version.deal, [row for row in rows if not row.exempt]),
                shown=shown,
                zone=str(world.zone(case.state_code, view.at)),
                steps=_steps(case, shown, told),
                registrations=numbers.get(case.state_code, ()),
                refusal=refusals.get(case.id, ""),
                consented_on=consents.get(case.id),
                question=open_questions.get(case.state_code),
            )
        )
    return tuple(lanes)


def _steps(case: Authorization, shown: str, told: list[Told]) -> tuple[Step, ...]:
    done = [Step("done", "opened", case.opened_at)]
    done += [
        Step("done", item.code, item.at)
        for item in told
        if item.state == case.state_code and item.code.startswith("authorization.")
    ]
    waits = case.workflow.allows(case.stage, Action.AUTHORIZATION_WITHDRAW)
    return (*done, Step("now", shown)) if waits else tuple(done)


def _why(deal: Deal, rows: list[CoverRow]) -> tuple[tuple[str, date | None], ...]:
    days = {step.no: step.first_day for step in deal.steps}
    found = [(row.why, days.get(row.step_no)) for row in rows]
    return tuple(dict.fromkeys(found)) or (("kept", None),)


def _refusals(session: Session, dossier: Dossier) -> dict[int, str]:
    """What each refusing State tells the applicant."""
    keys = [case.id for case in dossier.authorizations]
    rows = session.execute(
        select(Proposal.thing_id, Proposal.reason_for_applicant)
        .join(Signature, Signature.proposal_id == Proposal.id)
        .where(
            Proposal.thing == Authorization.THING,
            Proposal.thing_id.in_(keys),
            Proposal.decision == Decision.REFUSE,
            Signature.outcome == Outcome.ACCEPTED,
        )
    )
    return {key: text for key, text in rows}  # noqa: C416  a result is no mapping


def _registrations(view: View, version: DossierVersion) -> dict[str, tuple[str, ...]]:
    """The live registrations that cover the version now, by State."""
    found = versions.needed(view.session, version.deal, view.at)
    numbers: dict[str, list[str]] = defaultdict(list)
    for need, number in found.met.items():
        if number not in numbers[need.state]:
            numbers[need.state].append(number)
    return {code: tuple(items) for code, items in numbers.items()}


def _licence(session: Session, dossier: Dossier, world: Regime) -> Issued | None:
    row = session.scalars(select(Licence).where(Licence.dossier_id == dossier.id)).first()
    if row is None:
        return None
    first, last = standing.licence_days(world, row)
    return Issued(
        number=row.number,
        first_day=first,
        last_day=last,
        stage=str(row.stage),
    )


@dataclass(frozen=True)
class File:
    """A paper to be handed out: as an attachment only."""

    name: str
    media_type: str
    content: bytes


def paper(caller: Caller, key: str, uid: str) -> File:
    """One paper of a dossier that the person may see."""
    with reading(caller) as view:
        dossier = view.get(Dossier, key)
        document = view.get(Document, uid)
        if (document.thing, document.thing_id) != (Dossier.THING, dossier.id):
            raise NotFound
        return File(document.name, document.media_type, document.content)
