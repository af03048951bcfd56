"""What a trader reads of a case against it: from the notice on, never the State's own papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app import papers, standing
from app.papers import Kept
from app.work import Caller, reading
from models.actions import Action
from models.enforcement import Case
from models.proposals import Outcome, Proposal, Signature
from models.states import Terms, day_of

MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Notice:
    """A case as its trader reads it."""

    number: str
    revision: int
    state: str
    stage: str
    grounds: tuple[str, ...]
    facts: str
    evidence: str
    notice: str
    notice_at: datetime
    reply_by: date | None
    days_left: int | None
    reply: str
    reply_at: datetime | None
    replied_late: bool
    closed_at: datetime | None
    bar_until: date | None
    appeal_until: date | None
    decision_reason: str
    papers: tuple[Kept, ...]
    may_reply: bool
    recognises: str | None
    zone: str
    authority: str
    contact: str


def notices(caller: Caller) -> tuple[Notice, ...]:
    """Every case that was notified to this trader, newest first."""
    with reading(caller) as view:
        rows = view.session.scalars(
            view.see(Case).where(Case.notice_at.is_not(None)).order_by(Case.id.desc())
        ).unique()
        numbers = [row.number for row in rows]
    return tuple(notice(caller, number) for number in numbers)


def notice(caller: Caller, number: str) -> Notice:
    """One notice to this trader; NotFound before it was served."""
    with reading(caller) as view:
        row = view.get(Case, number)
        terms = standing.regime(view.session).of(row.state_code, view.at) or Terms()
        reply_by = None
        if row.reply_until is not None and not row.is_recognition:
            reply_by = day_of(row.reply_until - MOMENT, terms.zone)
        own = papers.kept_with(view.session, Case.THING, row.id)
        return Notice(
            number=row.number,
            revision=row.revision,
            state=row.state_code,
            stage=str(row.stage),
            grounds=row.grounds,
            facts=row.facts,
            evidence=row.evidence,
            notice=row.notice,
            notice_at=row.notice_at or row.opened_at,
            reply_by=reply_by,
            days_left=None if reply_by is None else (reply_by - day_of(view.at, terms.zone)).days,
            reply=row.reply,
            reply_at=row.reply_at,
            replied_late=row.replied_late,
            closed_at=row.closed_at,
            bar_until=row.bar_until,
            appeal_until=row.appeal_until,
            decision_reason=view.session.scalar(
                select(Proposal.reason_for_applicant)
                .join(Signature, Signature.proposal_id == Proposal.id)
                .where(
                    Proposal.thing == Case.THING,
                    Proposal.thing_id == row.id,
                    Signature.outcome == str(Outcome.ACCEPTED),
                )
            )
            or "",
            papers=tuple(item for item in own if item.purpose == "case_reply"),
            may_reply=row.reply_at is None and view.may(Action.CASE_REPLY, row),
            recognises=None
            if row.recognises_id is None
            else view.session.scalar(select(Case.number).where(Case.id == row.recognises_id)),
            zone=terms.time_zone,
            authority=terms.authority,
            contact=terms.contact_phone or terms.contact_email,
        )
