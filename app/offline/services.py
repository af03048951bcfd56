"""The verb of the offline verifier: take what a device kept, once, and find what conflicts.

A release is judged, a stop becomes a report: with what the officer said, or once it is said.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import standing, stops, texts
from app.alerts import alert
from app.offline.queries import released_elsewhere
from app.offline.shapes import Sent
from app.stops import Told
from app.work import Caller, Work, act, work
from models import numbers
from models.actions import Action
from models.casework import TaskKind
from models.licences import Licence, Movement, StopReport
from models.offline import Conflict, OfflineCheck, Outcome
from models.verdicts import Asked, verdict

KEPT, CONFLICT, REFUSED = "kept", "conflict", "refused"
"""How one check is answered; refused: another check came with this uid before."""
REPORTED, TO_REPORT = "reported", "to_report"
"""How a stop is answered: it is a report now, or waits for what a report has to say."""


@act
def take(caller: Caller, check: Sent) -> str:
    """Put one check on the record (CUS-13); a second time it is answered as the first time.

    A release that cannot stand gives a task to each State that authorized the licence, and so
    does a stop that is reported.
    """
    with work(caller) as w:
        before = w.session.scalar(select(OfflineCheck).where(OfflineCheck.uid == check.uid))
        if before is not None:
            return _answer_again(w, before, check)
        number = numbers.parse(check.number) or _line(check.number, 64).upper()
        licence = w.session.scalar(select(Licence).where(Licence.number == number))
        if licence is not None:
            # Two posts that send at once wait here for each other: the second sees the first.
            w.lock_traders_of(Licence, licence.id)
        row = _row(w, check, number, licence)
        if row.outcome == Outcome.RELEASED:
            row.conflict, row.facts = _conflict(w, licence, row)
        if row.outcome == Outcome.STOPPED and licence is not None:
            row.facts = {"register": _verdict_then(w, licence, row)}
        w.add(Action.OFFLINE_CHECK_SEND, row)
        if row.outcome == Outcome.STOPPED:
            return _stopped(w, licence, row)
        if row.conflict and licence is not None:
            alert(w, licence, TaskKind.OFFLINE_CONFLICT, licence.THING, licence.id, licence.number)
        return CONFLICT if row.conflict else KEPT


def _stopped(w: Work, licence: Licence | None, row: OfflineCheck) -> str:
    """Report the stop, where the officer told the device all that a report has to say."""
    if not (row.note and row.goods and row.place):
        return TO_REPORT
    told = Told(reason=row.note, goods=row.goods, place=row.place)
    stops.report(w, row.asked_number, licence, told, row)
    return REPORTED


def _verdict_then(w: Work, licence: Licence, row: OfflineCheck) -> str:
    """What the register would have said at that moment, to be shown beside the device's word."""
    facts = standing.licence_facts(w.session, licence.id)
    found = verdict(facts, min(row.checked_at, w.at), Asked(state=row.state_code))
    return str(found.reason or "VALID")


def _line(text: str, limit: int) -> str:
    """What a form would have made of it: no page stood between this text and the device."""
    return texts.visible(texts.tidy(text))[:limit]


def _row(w: Work, check: Sent, number: str, licence: Licence | None) -> OfflineCheck:
    return OfflineCheck(
        uid=check.uid,
        licence_id=licence.id if licence else None,
        state_code=w.actor.state or "",
        asked_number=number,
        verdict=check.verdict,
        reason=_line(check.reason, 32),
        list_age=check.list_age,
        checked_at=check.moment,
        check_uid=check.check_uid,
        outcome=str(check.outcome),
        place=_line(check.place, 200),
        declaration=_line(check.declaration, 64).upper(),
        lines=tuple(sorted(check.lines.items())),
        spoke_to=_line(check.spoke_to, 120),
        note=_line(check.note, 2000),
        goods=_line(check.goods, 2000),
        conflict="",
        facts={},
        by_id=w.actor.user_id or 0,
    )


def _answer_again(w: Work, before: OfflineCheck, check: Sent) -> str:
    """The first answer, to the State that got it, for the same check; else refused."""
    same = (
        before.state_code == w.actor.state
        and before.outcome == check.outcome
        and before.checked_at == check.moment
        and before.lines == tuple(sorted(check.lines.items()))
    )
    if not same:
        return REFUSED
    if before.outcome == Outcome.STOPPED:
        report = select(StopReport.id).where(StopReport.offline_check_id == before.id)
        return TO_REPORT if w.session.scalar(report) is None else REPORTED
    return CONFLICT if before.conflict else KEPT


def _conflict(w: Work, licence: Licence | None, row: OfflineCheck) -> tuple[str, dict[str, str]]:
    """Why a release cannot stand, with the facts that say so; nothing where it can."""
    if licence is None:
        return str(Conflict.UNKNOWN), {}
    at = min(row.checked_at, w.at)
    facts = standing.licence_facts(w.session, licence.id)
    found = verdict(facts, at, Asked(state=row.state_code))
    if not found.valid:
        return str(Conflict.NOT_VALID), {**found.facts, "reason": str(found.reason)}
    over = {} if _entered(w.session, licence, row) else _over(w.session, licence, row)
    return (str(Conflict.OVER), over) if over else ("", {})


def _entered(session: Session, licence: Licence, row: OfflineCheck) -> bool:
    """Whether customs wrote this release off by hand before the device could send it."""
    movement = select(Movement.id).where(
        Movement.licence_id == licence.id,
        Movement.state_code == row.state_code,
        Movement.declaration == row.declaration,
        Movement.contra.is_(False),
    )
    return bool(row.declaration) and session.scalar(movement.limit(1)) is not None


def _over(session: Session, licence: Licence, row: OfflineCheck) -> dict[str, str]:
    """The first line of which more was released than is left; nothing where all is within.

    What posts released without a network and have not written off yet counts as gone.
    """
    gone = released_elsewhere(session, licence.id, row.uid)
    left = {line.no: line.quantity - line.used - gone[line.no] for line in licence.lines}
    for no, quantity in row.lines:
        if quantity > left.get(no, 0):
            return {"line": str(no), "left": str(left.get(no, 0)), "asked": str(quantity)}
    return {}
