"""Everything that the register holds of one trader and that the trader may read, as plain data.

Left out: what officers found, noted or proposed, screening, and whom the trader resembles.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.traders.lines import own_trader
from app.work import Caller, View, reading
from models.casework import Document, Question
from models.certificates import Certificate
from models.dossiers import Dossier, DossierVersion
from models.enforcement import Case
from models.licences import Licence, Movement
from models.people import User
from models.traders import (
    Filing,
    Nationality,
    Registration,
    RegistrationTerm,
    Renewal,
    Suspension,
    Trader,
)

Data = dict[str, Any]


def everything(caller: Caller) -> Data:
    """One JSON value: days as ISO text, moments in UTC, numbers as printed."""
    with reading(caller) as view:
        trader = own_trader(view)
        found = {
            "exported_at": view.at,
            "trader": _trader(view.session, trader),
            "accounts": _accounts(view),
            "applications": _applications(view),
            "registrations": _registrations(view),
            "renewals": _renewals(view),
            "documents": _documents(view),
            "certificates": _certificates(view),
            "dossiers": _dossiers(view),
            "licences": _licences(view),
            "cases": _cases(view),
        }
        plain: Data = msgspec.to_builtins(found)
        return plain


def _trader(session: Session, trader: Trader) -> Data:
    rows = session.scalars(
        select(Nationality).where(Nationality.trader_id == trader.id).order_by(Nationality.id)
    )
    return {
        "number": trader.number,
        "name": trader.name,
        "form": trader.form,
        "home_state": trader.home_state,
        "phone": trader.phone,
        "email": trader.email,
        "particulars": trader.facts,
        "nationalities": [
            {
                "country": row.country,
                "since": row.since,
                "until": row.until,
                "proof": row.proof,
                "recorded_at": row.recorded_at,
            }
            for row in rows
        ],
    }


def _accounts(view: View) -> list[Data]:
    rows = view.session.scalars(view.see(User).order_by(User.id)).unique()
    return [
        {"login": row.login, "name": row.person.name, "role": row.role, "stage": row.stage}
        for row in rows
    ]


def _applications(view: View) -> list[Data]:
    rows = view.session.scalars(view.see(Filing).order_by(Filing.id)).unique()
    return [
        {
            "id": str(row.uid),
            "kind": row.kind,
            "particulars": row.facts,
            "submitted_at": row.submitted_at,
            "declared_by": row.declared_by,
            "declaration": row.declaration,
            "digest": row.digest,
        }
        for row in rows
    ]


def _registrations(view: View) -> list[Data]:
    rows = view.session.scalars(view.see(Registration).order_by(Registration.id)).unique()
    return [
        {
            "number": row.number,
            "state": row.state_code,
            "kind": row.kind,
            "stage": row.stage,
            "application": str(row.filing.uid),
            "submitted_at": row.submitted_at,
            "decided_at": row.decided_at,
            "ended_at": row.ended_at,
            "conditions": row.conditions,
            "validities": _terms(view.session, row),
            "suspensions": _suspensions(view.session, row),
            "questions": _questions(view.session, row),
        }
        for row in rows
    ]


def _terms(session: Session, row: Registration) -> list[Data]:
    found = session.scalars(
        select(RegistrationTerm)
        .where(RegistrationTerm.registration_id == row.id)
        .order_by(RegistrationTerm.id)
    )
    return [{"valid_from": one.valid_from, "valid_until": one.valid_until} for one in found]


def _suspensions(session: Session, row: Registration) -> list[Data]:
    found = session.scalars(
        select(Suspension).where(Suspension.registration_id == row.id).order_by(Suspension.id)
    )
    return [
        {
            "suspended_at": one.suspended_at,
            "confirmed_at": one.confirmed_at,
            "limit_at": one.limit_at,
            "lifted_at": one.lifted_at,
        }
        for one in found
    ]


def _questions(session: Session, row: Registration) -> list[Data]:
    found = session.scalars(
        select(Question)
        .where(Question.thing == Registration.THING, Question.thing_id == row.id)
        .order_by(Question.id)
    ).unique()
    return [
        {
            "question": one.text,
            "asked_at": one.asked_at,
            "answer_by": one.answer_by,
            "answer": one.answer.text if one.answer else None,
            "answered_at": one.answer.answered_at if one.answer else None,
        }
        for one in found
    ]


def _renewals(view: View) -> list[Data]:
    rows = view.session.scalars(view.see(Renewal).order_by(Renewal.id)).unique()
    return [
        {
            "registration": row.registration.number,
            "stage": row.stage,
            "filed_at": row.recorded_at,
            "in_time": row.in_time,
            "decided_at": row.decided_at,
        }
        for row in rows
    ]


def _documents(view: View) -> list[Data]:
    rows = view.session.scalars(view.see(Document).order_by(Document.id))
    return [
        {
            "id": str(row.uid),
            "name": row.name,
            "purpose": row.purpose,
            "media_type": row.media_type,
            "size": row.size,
            "sha256": row.sha256,
            "given_at": row.recorded_at,
        }
        for row in rows
    ]


def _certificates(view: View) -> list[Data]:
    rows = view.session.scalars(view.see(Certificate).order_by(Certificate.id))
    return [
        {
            "number": row.number,
            "letter": row.letter,
            "state": row.state_code,
            "issued_at": row.issued_at,
            "digest": row.digest,
        }
        for row in rows
    ]


def _dossiers(view: View) -> list[Data]:
    rows = view.session.scalars(view.see(Dossier).order_by(Dossier.id)).unique()
    return [
        {
            "number": row.number,
            "stage": row.stage,
            "draft": row.draft,
            "versions": [
                {
                    "version": one.number,
                    "deal": one.deal,
                    "submitted_at": one.submitted_at,
                    "digest": one.digest,
                }
                for one in view.session.scalars(
                    select(DossierVersion)
                    .where(DossierVersion.dossier_id == row.id)
                    .order_by(DossierVersion.number)
                )
            ],
        }
        for row in rows
    ]


def _licences(view: View) -> list[Data]:
    rows = view.session.scalars(view.see(Licence).order_by(Licence.id)).unique()
    moved = view.session.scalars(view.see(Movement).order_by(Movement.id)).all()
    return [
        {
            "number": row.number,
            "stage": row.stage,
            "issued_at": row.issued_at,
            "valid_from": row.valid_from,
            "valid_until": row.valid_until,
            "movements": [
                {
                    "recorded_at": one.recorded_at,
                    "state": one.state_code,
                    "declaration": one.declaration,
                    "quantity": one.quantity,
                    "contra": one.contra,
                }
                for one in moved
                if one.licence_id == row.id
            ],
        }
        for row in rows
    ]


def _cases(view: View) -> list[Data]:
    rows = view.session.scalars(view.see(Case).order_by(Case.id)).unique()
    return [
        {
            "number": row.number,
            "state": row.state_code,
            "stage": row.stage,
            "notice": row.notice,
            "notice_at": row.notice_at,
            "reply_until": row.reply_until,
            "reply": row.reply,
            "closed_at": row.closed_at,
        }
        for row in rows
    ]
