"""Verbs of customs: check, record movements, reverse them with four eyes, report a stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import documents, standing, stops
from app.alerts import alert
from app.customs import queries
from app.customs.queries import Answer
from app.stops import Told
from app.void import Void, void
from app.work import Caller, Work, act, work
from models import check_codes, numbers
from models.actions import Action
from models.casework import TaskKind
from models.errors import Blocked, Duplicate, Exceeds, Invalid, NotFound
from models.licences import (
    BorderCheck,
    Direction,
    Licence,
    LicenceLine,
    LicenceStop,
    Movement,
    StopReport,
)
from models.offline import OfflineCheck, Outcome
from models.verdicts import Asked, LicenceFacts, Reason, Verdict, verdict

LONGEST_NUMBER = 64


@dataclass(frozen=True)
class Receipt:
    """What a write-off is answered with; `repeated`: it was on the record already."""

    number: str
    uids: tuple[str, ...]
    left: dict[int, int]
    repeated: bool


@act
def check(caller: Caller, typed: str, code: str) -> Answer:
    """Answer "is this licence good, now?" for the officer's State, and log it (CUS-01, rules 3.2).

    A wrong code is UNKNOWN, and so is an off-route number without a code. With the code of a
    paper that counts no more, the answer is of that paper, and says how the licence stands.
    """
    with work(caller) as w:
        state = w.actor.state or ""
        number = numbers.parse(typed) or typed.strip().upper()[:LONGEST_NUMBER]
        licence = w.session.scalar(select(Licence).where(Licence.number == number))
        if licence is not None and not _may_ask(w.session, licence, code, state):
            licence = None
        if licence is None:
            found = _unknown(w, number, state)
        else:
            facts = standing.licence_facts(w.session, licence.id, history=False)
            found = queries.answer_of(w.session, licence, facts, state, w.at)
            found = _of_paper(found, _void(w.session, licence, code))
        itself = str(found.verdict.reason or "VALID")
        row = BorderCheck(
            licence_id=licence.id if licence else None,
            state_code=state,
            asked_number=number,
            verdict=found.void.why if found.void else itself,
            facts={"licence": itself} if found.void else found.verdict.facts,
            by_id=w.actor.user_id or 0,
        )
        w.add(Action.BORDER_CHECK, row)
        if licence is not None and found.verdict.reason is Reason.ROUTE:
            alert(w, licence, TaskKind.OFF_ROUTE_CHECK, licence.THING, licence.id, licence.number)
        return found


def _may_ask(session: Session, licence: Licence, code: str, state: str) -> bool:
    """With the code always; without it only where the State is on the route."""
    if code.strip():
        known = check_codes.same(code, documents.check_code(session, licence))
        return known or documents.paper(session, licence, code) is not None
    on_route = select(LicenceStop.id).where(
        LicenceStop.licence_id == licence.id, LicenceStop.state_code == state
    )
    return session.scalar(on_route.limit(1)) is not None


def _void(session: Session, licence: Licence, code: str) -> Void | None:
    """Why the paper with that code counts no more; a number without a code shows no paper."""
    paper = documents.paper(session, licence, code) if code.strip() else None
    return None if paper is None else void(session, paper)


def _of_paper(found: Answer, why: Void | None) -> Answer:
    """Nothing is shown to compare, and nothing written off, on a paper that counts no more."""
    return found if why is None else replace(found, void=why, on_route=None)


def _unknown(w: Work, number: str, state: str) -> Answer:
    zone = standing.regime(w.session).zone(state, w.at)
    return Answer(
        number=number,
        verdict=Verdict(at=w.at, reason=Reason.UNKNOWN),
        zone=str(zone),
        state=state,
        on_route=None,
        authorizing=(),
    )


@act
def record(
    caller: Caller,
    number: str,
    *,
    declaration: str,
    part: int,
    direction: str,
    amounts: Mapping[int, int],
    office: str = "",
    exit_uid: str | None = None,
) -> Receipt:
    """Record what crosses now, all lines of one declaration or none (CUS-05 to 07, rules 3.3, 3.4).

    `amounts`: whole quantity by line number. The same declaration with the same body gets the
    first answer again; with another body it is refused. Raises Exceeds, Duplicate, Blocked.
    """
    if not declaration.strip():
        raise Invalid("declaration_reference_missing", field="declaration")
    wanted = {no: quantity for no, quantity in sorted(amounts.items()) if quantity}
    if not wanted:
        raise Invalid("nothing_to_write_off", field="amounts")
    with work(caller) as w:
        licence = w.find(Licence, number, share=True)
        lines = _locked_lines(w.session, licence, wanted)
        key = _Key(w.actor.state or "", declaration.strip().upper(), part, direction, exit_uid)
        first = _first_answer(w.session, licence, lines, wanted, key)
        if first is not None:
            return first
        facts = standing.licence_facts(w.session, licence.id, history=False)
        consumes = _consumes(w, licence, facts, key)
        left, uids = {}, []
        for no, quantity in wanted.items():
            row = _movement(w, licence, lines[no], quantity, key, facts, consumes=consumes)
            row.office = office
            w.add(Action.MOVEMENT_RECORD, row, of=licence)
            uids.append(str(row.uid))
            left[no] = row.left_after
        return Receipt(licence.number, tuple(uids), left, repeated=False)


@dataclass(frozen=True)
class _Key:
    """What names a write-off beside its licence and line (rules 3.4)."""

    state: str
    declaration: str
    part: int
    direction: str
    exit_uid: str | None


def _locked_lines(
    session: Session, licence: Licence, wanted: Mapping[int, int]
) -> dict[int, LicenceLine]:
    """Lock the lines in order of number; the second port waits here, then sees the new balance."""
    rows = session.scalars(
        select(LicenceLine)
        .where(LicenceLine.licence_id == licence.id, LicenceLine.no.in_(wanted))
        .order_by(LicenceLine.no)
        .with_for_update(of=LicenceLine)
        .execution_options(populate_existing=True)
    )
    found = {row.no: row for row in rows}
    missing = next((no for no in wanted if no not in found), None)
    if missing is not None:
        raise Invalid("line_unknown", field="amounts", line=missing)
    return found


def _first_answer(
    session: Session,
    licence: Licence,
    lines: Mapping[int, LicenceLine],
    wanted: Mapping[int, int],
    key: _Key,
) -> Receipt | None:
    """The answer given when this declaration first came, if it did."""
    rows = session.scalars(
        select(Movement)
        .where(
            Movement.state_code == key.state,
            Movement.declaration == key.declaration,
            Movement.part == key.part,
            Movement.licence_id == licence.id,
            Movement.direction == key.direction,
            Movement.contra.is_(False),
        )
        .order_by(Movement.id)
    ).all()
    if not rows:
        return None
    numbers_of = {line.id: no for no, line in lines.items()}
    held = {numbers_of.get(row.line_id): row for row in rows}
    same = set(held) == set(wanted) and all(
        held[no].body_digest == queries.body_digest(quantity, key.direction, key.exit_uid)
        for no, quantity in wanted.items()
    )
    if not same:
        on_record = sum(row.quantity for row in rows)
        raise Duplicate(
            "declaration_other_body",
            field="declaration",
            declaration=key.declaration,
            quantity=on_record,
            when=rows[0].recorded_at,
        )
    left = {no: held[no].left_after for no in wanted}
    return Receipt(licence.number, tuple(str(row.uid) for row in rows), left, repeated=True)


def _consumes(w: Work, licence: Licence, facts: LicenceFacts, key: _Key) -> bool:
    """Whether this movement consumes; refused where the State's place does not fit."""
    allowed = queries.directions_of(w.session, licence.id, key.state)
    if key.state not in facts.route or not allowed:
        raise Blocked("licence_not_valid", reason=str(Reason.ROUTE))
    if key.direction not in allowed:
        raise Invalid("direction_not_of_state", field="direction")
    consuming = queries.consuming_state(facts, standing.regime(w.session), w.at)
    return key.state == consuming


def _movement(
    w: Work,
    licence: Licence,
    line: LicenceLine,
    quantity: int,
    key: _Key,
    facts: LicenceFacts,
    *,
    consumes: bool,
) -> Movement:
    """The row to be added, after the verdict has been asked inside this transaction."""
    _require_valid(facts, w, Asked(state=key.state, line=line.no, quantity=quantity), consumes)
    followed = None if consumes else _followed(w.session, licence, line, quantity, key)
    dispatched_here = key.direction == Direction.EXIT
    return Movement(
        licence_id=licence.id,
        line_id=line.id,
        state_code=key.state,
        declaration=key.declaration,
        part=key.part,
        direction=key.direction,
        quantity=quantity,
        consumes=consumes,
        instead_of_exit_state=consumes and not dispatched_here,
        exit_id=followed,
        body_digest=queries.body_digest(quantity, key.direction, key.exit_uid),
        left_after=line.quantity - line.used - (quantity if consumes else 0),
        moved_on=w.at,
        by_id=w.actor.user_id or 0,
        person_id=w.actor.person_id or 0,
    )


def _require_valid(facts: LicenceFacts, w: Work, asked: Asked, consumes: bool) -> None:  # noqa: FBT001
    if not consumes:
        asked = Asked(state=asked.state)
    found = verdict(facts, w.at, asked)
    if found.valid or (not consumes and str(found.reason) in queries.FOLLOW_ON):
        return
    if found.reason is Reason.QUANTITY:
        raise Exceeds(
            "more_than_left_on_line",
            field=f"line_{asked.line}",
            line=asked.line,
            left=int(found.facts["left"]),
            asked=asked.quantity,
        )
    raise Blocked("licence_not_valid", reason=str(found.reason), **_plain(found.facts))


def _plain(facts: Mapping[str, str]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in ("reason", "code")}


def _followed(
    session: Session, licence: Licence, line: LicenceLine, quantity: int, key: _Key
) -> int:
    """The exit row that a transit or entry belongs to; chosen when there is just one."""
    fitting = [
        item
        for item in queries.exits_open(session, licence.id, key.state)
        if item.line == line.no and (key.exit_uid is None or item.uid == key.exit_uid)
    ]
    if not fitting:
        raise Blocked("no_exit_recorded", line=line.no)
    if len(fitting) > 1 and key.exit_uid is None:
        raise Invalid("exit_to_choose", field="exit")
    if quantity > fitting[0].still:
        raise Exceeds(
            "more_than_left_exit", field=f"line_{line.no}", left=fitting[0].still, line=line.no
        )
    found = session.scalars(
        select(Movement).where(
            Movement.licence_id == licence.id,
            Movement.declaration == fitting[0].declaration,
            Movement.line_id == line.id,
            Movement.consumes,
            Movement.contra.is_(False),
        )
    )
    return next(row.id for row in found if str(row.uid) == fitting[0].uid)


@act
def report_stop(caller: Caller, typed: str, told: Told, kept_uid: str = "") -> str:
    """Report goods that were stopped (CUS-12); the authorizing States get a task. The number.

    `kept_uid` names a stop of the own State that a device sent in without saying enough to be a
    report: it is one from now on. Raises Blocked `stop_reported_already`.
    """
    with work(caller) as w:
        kept = w.find(OfflineCheck, kept_uid) if kept_uid else None
        if kept is not None:
            _require_open(w, kept)
            typed = kept.asked_number
        number = numbers.parse(typed) or typed.strip().upper()[:LONGEST_NUMBER]
        licence = w.session.scalar(select(Licence).where(Licence.number == number))
        return stops.report(w, number, licence, told, kept).number


def _require_open(w: Work, kept: OfflineCheck) -> None:
    """A stop of the own State, of which there is no report yet."""
    if kept.outcome != Outcome.STOPPED or kept.state_code != w.actor.state:
        raise NotFound
    if w.session.scalar(select(StopReport.id).where(StopReport.offline_check_id == kept.id)):
        raise Blocked("stop_reported_already")
