"""A trader's desk: what is asked of it first, then its registrations, dossiers and licences."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from app.covered_now import row_uncovered, suspension_stands
from app.standing import licence_days, regime
from app.work import View
from app.work_list.shapes import (
    DossierLine,
    Duty,
    LicenceLine,
    Rank,
    RegistrationLine,
    TraderDesk,
)
from models.casework import Answer, Question
from models.deals import Deal
from models.dossiers import Authorization, CoverRow, Dossier
from models.enforcement import Case
from models.licences import Licence
from models.licences import LicenceLine as Line
from models.stages import Stage
from models.states import Embargo, Regime, day_of, end_instant
from models.traders import (
    OPEN_STAGES,
    RENEWAL_OPEN,
    Filing,
    Registration,
    RegistrationTerm,
    Renewal,
    Suspension,
)
from models.windows import window

MOST = 100
"""Records of one kind on the first page; the lists have them all."""
STILL_SHOWN = timedelta(days=30)
"""How long an expired licence stays on the first page."""


def desk(view: View) -> TraderDesk:
    """Everything on a trader's first page."""
    states = regime(view.session)
    registrations = _registrations(view)
    dossiers, deals = _dossiers(view)
    duties = [
        *_questions(view),
        *_notices(view),
        *_decisions(view, states),
        *_renewals(view, states, registrations),
        *_draft_applications(registrations),
        *_draft_dossiers(dossiers),
    ]
    return TraderDesk(
        firm=view.actor.firm,
        duties=tuple(sorted(duties, key=Duty.order)),
        registrations=tuple(
            _registration_line(view, states, row) for row in registrations if row.number is not None
        ),
        dossiers=tuple(_dossier_line(rows, deals[key]) for key, rows in dossiers.items()),
        licences=_licences(view, states),
        may_apply=any(row.in_term and not row.suspended for row in registrations),
        zones={code: states.zone(code, view.at).key for code in states.terms},
    )


def _registrations(view: View) -> list[Any]:
    """The trader's applications and registrations that are not over, with their validity."""
    until = _term(func.max(RegistrationTerm.valid_until))
    start = _term(func.min(RegistrationTerm.valid_from))
    in_term = exists().where(
        RegistrationTerm.registration_id == Registration.id,
        RegistrationTerm.valid_from <= view.at,
        RegistrationTerm.valid_until > view.at,
    )
    suspended = exists().where(
        Suspension.registration_id == Registration.id, suspension_stands(view.at)
    )
    renewing = exists().where(
        Renewal.registration_id == Registration.id, Renewal.stage.in_(RENEWAL_OPEN)
    )
    return list(
        view.session.execute(
            select(
                Registration.number,
                Registration.state_code,
                Registration.kind,
                Registration.stage,
                Registration.recorded_at,
                Filing.uid.label("filing"),
                start.label("start"),
                until.label("until"),
                in_term.label("in_term"),
                suspended.label("suspended"),
                renewing.label("renewing"),
            )
            .join(Filing, Filing.id == Registration.filing_id)
            .where(
                Registration.trader_id == view.actor.trader_id,
                Registration.stage.in_(OPEN_STAGES | {Stage.ACTIVE, Stage.DRAFT}),
            )
            .order_by(Registration.state_code, Registration.id)
            .limit(MOST)
        )
    )


def _term(column: Any) -> Any:
    return (
        select(column)
        .where(RegistrationTerm.registration_id == Registration.id)
        .correlate(Registration)
        .scalar_subquery()
    )


def _registration_line(view: View, states: Regime, row: Any) -> RegistrationLine:
    shown = str(row.stage)
    if row.until is not None:
        if row.suspended:
            shown = "SUSPENDED"
        elif row.until <= view.at:
            shown = "EXPIRED"
        elif not row.in_term:
            shown = "NOT_YET_VALID"
    return RegistrationLine(
        key=row.number,
        number=row.number,
        state=row.state_code,
        kind=row.kind,
        stage=shown,
        until=_last_day(row.until, states.zone(row.state_code, view.at)),
    )


def _last_day(until: datetime | None, zone: tzinfo) -> date | None:
    """The last day before the first instant after a validity."""
    return None if until is None else (until - timedelta(microseconds=1)).astimezone(zone).date()


def _renewals(view: View, states: Regime, rows: list[Any]) -> list[Duty]:
    """A registration whose window to renew is open, and that is not being renewed."""
    found = []
    for row in rows:
        terms = states.of(row.state_code, view.at)
        if row.until is None or row.until <= view.at or row.renewing or terms is None:
            continue
        days = window(row.until, terms)
        if days.too_early(day_of(view.at, terms.zone)):
            continue
        in_time = days.in_time(day_of(view.at, terms.zone))
        found.append(
            Duty(
                "renew",
                "renew",
                row.number,
                row.number,
                Rank.CASE,
                view.at,
                due=_end_of(days.closes, terms.zone) if in_time else row.until,
                state=row.state_code,
                said="" if in_time else "renew_late",
            )
        )
    return found


def _end_of(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=zone)


def _draft_applications(rows: list[Any]) -> list[Duty]:
    """Applications that were begun and not sent: one for each filing, whatever its States."""
    drafts: dict[str, Duty] = {}
    for row in rows:
        if row.number is None:
            key = str(row.filing)
            drafts[key] = Duty(
                "finish_application",
                "draft_registration",
                key,
                "",
                Rank.LATER,
                row.recorded_at,
                kind=row.kind,
            )
    return list(drafts.values())


def _questions(view: View) -> list[Duty]:
    """Questions of States that nobody has answered yet; their clock stands still meanwhile."""
    rows = view.session.execute(
        select(
            Question.text,
            Question.state_code,
            Question.asked_at,
            Question.answer_by,
            Registration.number.label("registration"),
            Authorization.uid.label("authorization"),
            Dossier.number.label("dossier"),
        )
        .outerjoin(Answer, Answer.question_id == Question.id)
        .outerjoin(
            Registration,
            and_(
                Question.thing == Registration.THING,
                Registration.id == Question.thing_id,
                Registration.stage == Stage.INFO_REQUESTED,
            ),
        )
        .outerjoin(
            Authorization,
            and_(
                Question.thing == Authorization.THING,
                Authorization.id == Question.thing_id,
                Authorization.stage == Stage.INFO_REQUESTED,
            ),
        )
        .outerjoin(Dossier, Dossier.id == Authorization.dossier_id)
        .where(
            Answer.id.is_(None),
            or_(
                Registration.trader_id == view.actor.trader_id,
                Dossier.trader_id == view.actor.trader_id,
            ),
        )
        .order_by(Question.answer_by)
        .limit(MOST)
    )
    return [
        Duty(
            "answer_question",
            "answer_registration" if row.registration else "answer_dossier",
            row.registration or str(row.authorization),
            row.registration or row.dossier,
            Rank.OTHER_STATE,
            row.asked_at,
            name=row.text,
            due=row.answer_by,
            state=row.state_code,
            said="clock_stands",
        )
        for row in rows
    ]


def _notices(view: View) -> list[Duty]:
    """Notices of a de-registration case that may be replied to."""
    rows = view.session.execute(
        select(Case.number, Case.state_code, Case.notice_at, Case.reply_until).where(
            Case.trader_id == view.actor.trader_id,
            Case.visible_to_trader,
            Case.stage == Stage.NOTICE_SERVED,
        )
    )
    return [
        Duty(
            "reply_notice",
            "reply",
            row.number,
            row.number,
            Rank.STANDS_STILL,
            row.notice_at,
            due=row.reply_until,
            state=row.state_code,
        )
        for row in rows
    ]


def _decisions(view: View, states: Regime) -> list[Duty]:
    """Decisions that ended the registration in a State, as long as an appeal may be filed."""
    rows = view.session.execute(
        select(Case.number, Case.state_code, Case.closed_at, Case.appeal_until).where(
            Case.trader_id == view.actor.trader_id,
            Case.visible_to_trader,
            Case.stage == Stage.DEREGISTERED,
        )
    )
    ends = [
        (row, end_instant(row.appeal_until, states.zone(row.state_code, view.at))) for row in rows
    ]
    return [
        Duty(
            "read_decision",
            "reply",
            row.number,
            row.number,
            Rank.STANDS_STILL,
            row.closed_at,
            due=end,
            state=row.state_code,
            said="may_appeal",
        )
        for row, end in ends
        if end > view.at
    ]


def _dossiers(view: View) -> tuple[dict[int, list[Any]], dict[int, Deal]]:
    """The trader's drafts and undecided dossiers, a row for each State that is asked."""
    rows = view.session.execute(
        select(
            Dossier.id,
            Dossier.uid,
            Dossier.number,
            Dossier.stage,
            Dossier.recorded_at,
            Dossier.draft,
            Authorization.state_code,
            Authorization.stage.label("asked"),
        )
        .outerjoin(Authorization, Authorization.dossier_id == Dossier.id)
        .where(
            Dossier.trader_id == view.actor.trader_id,
            Dossier.stage.in_((Stage.DRAFT, Stage.LOCKED)),
        )
        .order_by(Dossier.id.desc(), Authorization.id)
        .limit(MOST)
    )
    found: dict[int, list[Any]] = {}
    deals: dict[int, Deal] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
        deals[row.id] = row.draft
    return found, deals


def _dossier_line(rows: list[Any], deal: Deal) -> DossierLine:
    first = rows[0]
    return DossierLine(
        key=first.number or str(first.uid),
        number=first.number or "",
        stage=str(first.stage),
        name=deal.title,
        country=deal.destination,
        lanes=tuple((row.state_code, str(row.asked)) for row in rows if row.state_code),
        since=first.recorded_at,
    )


def _draft_dossiers(dossiers: dict[int, list[Any]]) -> list[Duty]:
    return [
        Duty(
            "finish_dossier",
            "draft_dossier",
            str(rows[0].uid),
            "",
            Rank.LATER,
            rows[0].recorded_at,
            name=rows[0].draft.title,
        )
        for rows in dossiers.values()
        if rows[0].number is None
    ]


def _licences(view: View, states: Regime) -> tuple[LicenceLine, ...]:
    """Licences that may still be used or ended lately, with what is left and how they stand."""
    uncovered = exists().where(CoverRow.version_id == Licence.version_id, row_uncovered(view.at))
    suspended = exists().where(Suspension.licence_id == Licence.id, suspension_stands(view.at))
    rows = view.session.execute(
        select(
            Licence.number,
            Licence.valid_from,
            Licence.valid_until,
            Licence.destination,
            Line.goods_class,
            Line.quantity,
            Line.used,
            uncovered.label("uncovered"),
            suspended.label("suspended"),
        )
        .join(Line, Line.licence_id == Licence.id)
        .where(
            Licence.trader_id == view.actor.trader_id,
            Licence.stage == Stage.ISSUED,
            Licence.valid_until > view.at - STILL_SHOWN,
        )
        .order_by(Licence.valid_until, Licence.id, Line.no)
        .limit(MOST)
    )
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.number, []).append(row)
    until = _last_days(view, states, list(found))
    stopped = _embargoed(view, {lines[0].destination for lines in found.values()})
    return tuple(
        LicenceLine(
            number=number,
            standing=_standing(view, lines, stopped),
            left=tuple((row.goods_class, row.quantity - row.used, row.quantity) for row in lines),
            until=until[number],
            destination=lines[0].destination,
        )
        for number, lines in found.items()
    )


def _last_days(view: View, states: Regime, numbers: list[str]) -> dict[str, date]:
    """The last day of each licence, as the State that set it counts."""
    if not numbers:
        return {}
    rows = view.session.scalars(
        select(Licence).where(Licence.number.in_(numbers)).options(joinedload(Licence.shares))
    ).unique()
    return {row.number: licence_days(states, row)[1] for row in rows}


def _embargoed(view: View, countries: set[str]) -> list[Embargo]:
    if not countries:
        return []
    rows = view.session.scalars(select(Embargo).where(Embargo.target_code.in_(countries)))
    return list(rows)


def _standing(view: View, lines: list[Any], embargoes: list[Embargo]) -> str:
    """What a border would answer first, of what a list can tell; the order of rules 3.1."""
    first = lines[0]
    embargoed = any(
        item.touches(first.destination, row.goods_class, view.at)
        for item in embargoes
        for row in lines
    )
    ordered = (
        ("SUSPENDED", first.suspended),
        ("COVER_LOST", first.uncovered),
        ("EMBARGO", embargoed),
        ("NOT_YET_VALID", first.valid_from > view.at),
        ("EXPIRED", first.valid_until <= view.at),
        ("USED_UP", all(row.used >= row.quantity for row in lines)),
    )
    return next((word for word, applies in ordered if applies), "VALID")
