"""An officer's desk: every open case of the own State, what waits for whom, in few statements."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from app.covered_now import suspension_stands
from app.found import is_open_at
from app.standing import regime
from app.work import View
from app.work_list import exports
from app.work_list.lost_cover import without_cover
from app.work_list.shapes import Desk, Duty, OfficerLine, Rank
from models.actions import Action
from models.casework import Task, TaskKind
from models.dossiers import UNDECIDED, Authorization, Dossier
from models.enforcement import OPEN_CASE, Case
from models.licences import Licence
from models.people import Person, User
from models.policy import role_may
from models.proposals import Outcome, Proposal, Signature
from models.screening import Hit, Screening
from models.sees import visible
from models.stages import Stage
from models.states import Terms
from models.traders import (
    OPEN_STAGES,
    RENEWAL_OPEN,
    Registration,
    Renewal,
    Suspension,
    Trader,
)
from models.watchlist import Entry

REVIEW_SOON = timedelta(days=30)
LIMIT_SOON = timedelta(days=14)
"""How long before its end a confirmed suspension is shown as a duty."""
MOST = 400
"""Cases of one State that a desk reads at once; the queues have them all."""

TAKES = {
    Registration.THING: Action.REGISTRATION_TAKE,
    Renewal.THING: Action.RENEWAL_TAKE,
    Authorization.THING: Action.AUTHORIZATION_TAKE,
}
SIGNS = {
    Registration.THING: Action.REGISTRATION_APPROVE,
    Renewal.THING: Action.RENEWAL_APPROVE,
    Authorization.THING: Action.AUTHORIZATION_CONSENT,
    Case.THING: Action.CASE_DEREGISTER,
    Entry.THING: Action.ENTRY_PUBLISH,
    Licence.THING: Action.LICENCE_REVOKE,
    "movement": Action.MOVEMENT_REVERSE,
}
"""The act that a second person does on each thing."""
AT_BORDER = frozenset({TaskKind.STOP_REPORTED, TaskKind.OFF_ROUTE_CHECK, TaskKind.OFFLINE_CONFLICT})


def desk(view: View) -> Desk:
    """Everything on an officer's first page."""
    states = regime(view.session)
    terms = states.of(view.actor.state or "", view.at) or Terms()
    rows = _open_cases(view)
    cases = [row for row in rows if row.thing != Task.THING]
    proposals = _proposals(view)
    waiting = _waiting(rows, proposals)
    signable = [pair for pair in waiting if _may_sign(view, *pair)]
    hits, oldest = _hits(view)
    asked, agreeable = exports.to_decide(view)
    duties = [
        *_tasks(view, rows),
        *(_to_sign(row, proposal) for row, proposal in signable),
        *_own_cases(view, cases),
        *_suspensions(view),
        *without_cover(view, terms),
        *agreeable,
    ]
    if hits and oldest and role_may(view.actor.role, Action.HIT_DISPOSE):
        duties.append(Duty("hits", "hits", "", "", Rank.HIT, oldest, name=str(hits)))
    return Desk(
        duties=tuple(sorted(duties, key=Duty.order)),
        waiting_signatures=len(waiting) + asked,
        may_sign=len(signable) + len(agreeable),
        open_hits=hits,
        oldest_hit=oldest,
        from_states=tuple(duty for duty in duties if duty.rank is Rank.OTHER_STATE and duty.state),
        unit=_unit(cases),
        ages=tuple((view.at - row.since).days for row in cases if row.thing in TAKES),
        zone=terms.time_zone,
    )


def _open_cases(view: View) -> list[Any]:
    """Registrations, renewals, authorizations, cases, entries, tasks: one statement for all."""
    actor = view.actor
    parts = [
        _row(
            Registration, Registration.number, Registration.submitted_at, extra=Registration.kind
        ).where(Registration.state_code == actor.state, Registration.stage.in_(OPEN_STAGES)),
        _row(Renewal, Registration.number, Renewal.recorded_at, extra=Registration.kind)
        .join(Registration, Registration.id == Renewal.registration_id)
        .where(Renewal.state_code == actor.state, Renewal.stage.in_(RENEWAL_OPEN)),
        _row(
            Authorization,
            Dossier.number,
            Authorization.opened_at,
            extra=case((_is_stale(Authorization), "confirm_consent"), else_="reopen_consent"),
        ).where(
            Authorization.state_code == actor.state,
            or_(
                Authorization.stage.in_(UNDECIDED),
                and_(
                    Authorization.stage == Stage.APPROVED_PENDING_PEER,
                    or_(_is_stale(Authorization), _terms_clash()),
                ),
            ),
        ),
        _row(Case, Case.number, Case.opened_at, due=Case.reply_until).where(
            Case.state_code == actor.state, Case.stage.in_(OPEN_CASE), visible(Case, actor)
        ),
        _row(Entry, Entry.number, Entry.recorded_at, due=Entry.review_by, extra=Entry.type).where(
            Entry.state_code == actor.state,
            visible(Entry, actor),
            or_(
                Entry.stage.in_((Stage.DRAFT, Stage.AWAITING_COUNTERSIGN)),
                and_(
                    Entry.stage == Stage.ACTIVE,
                    Entry.review_by <= view.at + REVIEW_SOON,
                ),
            ),
        ),
        _row(Task, Task.about_number, Task.recorded_at, due=Task.due_at, extra=Task.kind).where(
            visible(Task, actor), Task.stage == Stage.OPEN
        ),
    ]
    both = union_all(*parts).subquery()
    if actor.interests:
        free = or_(both.c.trader_id.is_(None), both.c.trader_id.not_in(actor.interests))
        return list(
            view.session.execute(select(both).where(free).order_by(both.c.since).limit(MOST))
        )
    return list(view.session.execute(select(both).order_by(both.c.since).limit(MOST)))


def _row(
    thing: type[Any],
    number: Any,
    since: Any,
    *,
    due: Any = None,
    extra: Any = None,
) -> Any:
    """The columns that every kind of case has in common, with its trader and its officer."""
    holder, person = aliased(User), aliased(Person)
    officer = getattr(thing, "officer_id", None)
    name = Entry.subject_name if thing is Entry else Trader.name
    from_state = Task.from_state if thing is Task else literal(None, String)
    chosen = select(
        literal(thing.THING).label("thing"),
        thing.id.label("id"),
        thing.uid.label("uid"),
        number.label("number"),
        thing.stage.label("stage"),
        (null() if officer is None else officer).label("officer_id"),
        (literal(None, String) if officer is None else person.name).label("officer"),
        since.label("since"),
        (literal(None, Case.reply_until.type) if due is None else due).label("due"),
        name.label("name"),
        _trader_id(thing).label("trader_id"),
        (literal("") if extra is None else extra).label("extra"),
        from_state.label("from_state"),
    ).select_from(thing)
    if thing is Authorization:
        chosen = chosen.join(Dossier, Dossier.id == Authorization.dossier_id)
    if thing is not Entry:
        chosen = chosen.outerjoin(Trader, Trader.id == _trader_id(thing))
    if officer is not None:
        chosen = chosen.outerjoin(holder, holder.id == officer).outerjoin(
            person, person.id == holder.person_id
        )
    return chosen


def _trader_id(thing: type[Any]) -> Any:
    return Dossier.trader_id if thing is Authorization else thing.trader_id


def _is_stale(of: Any) -> ColumnElement[bool]:
    """A consent that was signed for an earlier version than the newest (rules 4.3)."""
    signed = (
        select(func.max(Proposal.version))
        .join(Signature, Signature.proposal_id == Proposal.id)
        .where(
            Proposal.thing == Authorization.THING,
            Proposal.thing_id == of.id,
            Signature.outcome == str(Outcome.ACCEPTED),
        )
        .correlate(of)
        .scalar_subquery()
    )
    return Dossier.version > func.coalesce(signed, 0)


def _terms_clash() -> ColumnElement[bool]:
    """Every State has consented to the newest version and no licence came of it (rules 4.2)."""
    other = aliased(Authorization)
    waits = select(other.id).where(
        other.dossier_id == Dossier.id,
        or_(other.stage != Stage.APPROVED_PENDING_PEER, _is_stale(other)),
    )
    return ~waits.correlate(Dossier).exists()


def _proposals(view: View) -> dict[tuple[str, int], Any]:
    """The newest unsigned proposal on each thing of the State, with its author's name."""
    rows = view.session.execute(
        select(
            Proposal.thing,
            Proposal.thing_id,
            Proposal.decision,
            Proposal.person_id,
            Proposal.proposed_at,
            Person.name.label("by"),
            Licence.number.label("licence"),
        )
        .join(Person, Person.id == Proposal.person_id)
        .outerjoin(Signature, Signature.proposal_id == Proposal.id)
        .outerjoin(Licence, and_(Proposal.thing == Licence.THING, Licence.id == Proposal.thing_id))
        .where(Proposal.state_code == view.actor.state, Signature.id.is_(None))
        .order_by(Proposal.id.desc())
        .limit(MOST)
    )
    found: dict[tuple[str, int], Any] = {}
    for row in rows:
        found.setdefault((row.thing, row.thing_id), row)
    return found


def _waiting(
    rows: list[Any], proposals: dict[tuple[str, int], Any]
) -> list[tuple[Any | None, Any]]:
    """What waits for a second signature: a case at that stage, or a proposal on a thing in force.

    A proposal that a new version overtook is no longer at its stage, so nobody is asked.
    """
    at_stage = {
        (row.thing, row.id): row
        for row in rows
        if row.stage in (Stage.AWAITING_COUNTERSIGN, Stage.APPROVED_PENDING_PEER)
    }
    return [
        (at_stage.get(key), proposal)
        for key, proposal in proposals.items()
        if key in at_stage or key[0] in (Licence.THING, "movement")
    ]


def _may_sign(view: View, row: Any | None, proposal: Any) -> bool:
    """Whether the page should offer it; the law asks again when it is done."""
    action = SIGNS.get(proposal.thing)
    holds = row is not None and row.officer_id == view.actor.user_id
    return (
        action is not None
        and role_may(view.actor.role, action)
        and proposal.person_id != view.actor.person_id
        and not holds
    )


def _to_sign(row: Any | None, proposal: Any) -> Duty:
    number = row.number if row is not None else proposal.licence or ""
    movement = proposal.thing == "movement"
    return Duty(
        f"sign.{proposal.decision}",
        "reversals" if movement else proposal.thing,
        "" if movement else number,
        number,
        Rank.SIGNATURE,
        proposal.proposed_at,
        name=(row.name or "") if row is not None else number,
        kind=row.extra if row is not None and row.thing in TAKES else "",
        by=proposal.by,
    )


def _own_cases(view: View, rows: list[Any]) -> list[Duty]:
    """What this officer holds and can go on with, and what nobody has taken yet."""
    found = []
    for row in rows:
        code = _case_code(view, row)
        if code:
            found.append(
                Duty(
                    code,
                    row.thing,
                    row.number or "",
                    row.number or "",
                    Rank.LATER if code.startswith("review") else Rank.CASE,
                    row.since,
                    name=row.name or "",
                    kind=row.extra if row.thing in (Registration.THING, Renewal.THING) else "",
                    due=row.due,
                )
            )
    return found


def _case_code(view: View, row: Any) -> str:
    """The code of what this officer can do with a case now, or nothing."""
    actor = view.actor
    if row.thing in TAKES:
        may = role_may(actor.role, TAKES[row.thing])
        codes = {
            Stage.SUBMITTED: f"take.{row.thing}" if may else "",
            Stage.UNDER_REVIEW: (f"decide.{row.thing}" if row.officer_id == actor.user_id else ""),
            Stage.APPROVED_PENDING_PEER: (
                row.extra if role_may(actor.role, Action.AUTHORIZATION_PROPOSE) else ""
            ),
        }
        return str(codes.get(row.stage, ""))
    if row.thing == Case.THING:
        return _enforcement_code(view, row)
    if row.thing == Entry.THING and role_may(actor.role, Action.ENTRY_PROPOSE):
        return {Stage.DRAFT: "finish_entry", Stage.ACTIVE: "review_entry"}.get(row.stage, "")
    return ""


def _enforcement_code(view: View, row: Any) -> str:
    if not role_may(view.actor.role, Action.CASE_PROPOSE):
        return ""
    replied_or_late = row.due is not None and row.due <= view.at
    return {
        Stage.PRELIMINARY: "serve_notice",
        Stage.NOTICE_SERVED: "propose_case" if replied_or_late else "",
        Stage.REPLY_RECEIVED: "propose_case",
    }.get(row.stage, "")


def _tasks(view: View, rows: list[Any]) -> list[Duty]:
    """What other States, and our own borders, have asked of this State."""
    if not role_may(view.actor.role, Action.TASK_ANSWER):
        return []
    return [
        Duty(
            f"task.{row.extra}",
            "task",
            str(row.uid),
            row.number,
            Rank.STANDS_STILL if row.extra in AT_BORDER else Rank.OTHER_STATE,
            row.since,
            name=row.name or row.number,
            due=row.due,
            state=row.from_state,
        )
        for row in rows
        if row.thing == Task.THING
    ]


def _hits(view: View) -> tuple[int, datetime | None]:
    """How many hits are open that this State decides on, and since when the oldest is.

    Only the newest screening of a case counts, as when a consent asks (`app.screened`).
    """
    asked, newer = aliased(Screening), aliased(Screening)
    overtaken = exists().where(
        newer.thing == asked.thing,
        newer.thing_id == asked.thing_id,
        or_(
            newer.version > asked.version,
            and_(newer.version == asked.version, newer.asked_at > asked.asked_at),
        ),
    )
    count, oldest = view.session.execute(
        select(func.count(Hit.id), func.min(asked.asked_at))
        .join(asked, asked.id == Hit.screening_id)
        .where(
            is_open_at(view.at),
            Hit.replaced_at.is_(None),
            visible(Hit, view.actor),
            ~overtaken,
        )
    ).one()
    return count, oldest


def _suspensions(view: View) -> list[Duty]:
    """Suspensions of this State that lapse unless somebody acts (rules 5.2)."""
    actor = view.actor
    with_case = exists().where(
        Case.trader_id == Registration.trader_id,
        Case.state_code == Suspension.state_code,
        Case.closed_at.is_(None),
    )
    rows = view.session.execute(
        select(
            Suspension.suspended_at,
            Suspension.suspended_person_id,
            Suspension.confirmed_at,
            Suspension.confirm_by,
            Suspension.limit_at,
            Registration.number.label("registration"),
            Licence.number.label("licence"),
            Trader.name,
            with_case.label("carried"),
            Person.name.label("by"),
        )
        .outerjoin(Registration, Registration.id == Suspension.registration_id)
        .outerjoin(Licence, Licence.id == Suspension.licence_id)
        .join(Trader, or_(Trader.id == Registration.trader_id, Trader.id == Licence.trader_id))
        .join(Person, Person.id == Suspension.suspended_person_id)
        .where(Suspension.state_code == actor.state, suspension_stands(view.at))
        .order_by(Suspension.id)
    )
    found = []
    for row in rows:
        action = (
            Action.LICENCE_CONFIRM_SUSPENSION
            if row.licence
            else Action.REGISTRATION_CONFIRM_SUSPENSION
        )
        code, due = _suspension_code(view, row, may=role_may(actor.role, action))
        if code:
            number = row.licence or row.registration
            place = Licence.THING if row.licence else Registration.THING
            found.append(
                Duty(
                    code,
                    place,
                    number,
                    number,
                    Rank.STANDS_STILL,
                    row.suspended_at,
                    name=row.name,
                    due=due,
                    by=row.by,
                )
            )
    return found


def _suspension_code(view: View, row: Any, *, may: bool) -> tuple[str, datetime]:
    """To confirm by another senior; or near its limit, with no case that carries it."""
    if row.confirmed_at is None:
        mine = row.suspended_person_id == view.actor.person_id
        return ("confirm_suspension" if may and not mine else "unconfirmed"), row.confirm_by
    ends_soon = not row.carried and row.limit_at <= view.at + LIMIT_SOON
    return ("suspension_ends" if ends_soon else ""), row.limit_at


def _unit(rows: list[Any]) -> tuple[OfficerLine, ...]:
    """How many open cases each officer of the State holds; those not taken come last."""
    held: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for row in rows:
        if row.thing in TAKES:
            name = row.officer or ""
            held[name] += 1
            asked[name] += row.stage is Stage.INFO_REQUESTED
    names = sorted(held, key=lambda name: (not name, name.casefold()))
    return tuple(OfficerLine(name, held[name], asked[name]) for name in names)
