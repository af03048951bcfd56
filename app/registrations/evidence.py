"""The evidence of one case: all that was there to be seen, as one canonical text (CAS-08)."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.base import canonical
from models.casework import Document, Note, Question
from models.proposals import Evidence
from models.screening import Disposition, Hit, Screening
from models.traders import Filing, Registration, RegistrationTerm, Renewal, Suspension

Case = Registration | Renewal


def registration_of(case: Case) -> Registration:
    """The registration that a case is about: itself, or the one to be renewed."""
    return case.registration if isinstance(case, Renewal) else case


def screened_thing(case: Case) -> tuple[str, int]:
    """What was screened for a case: an application once for all its States, a renewal itself."""
    if isinstance(case, Renewal):
        return Renewal.THING, case.id
    return Filing.THING, case.filing_id


def gather(session: Session, case: Case) -> Evidence:
    """Everything that the decision rests on, as plain values in a fixed order."""
    registration = registration_of(case)
    filing = session.get_one(Filing, registration.filing_id)
    found: Evidence = {
        "thing": case.THING,
        "number": registration.number,
        "state": registration.state_code,
        "kind": registration.kind,
        "facts": msgspec.to_builtins(filing.facts),
        "declared_by": filing.declared_by,
        "declaration": filing.declaration,
        "submitted_at": filing.submitted_at,
        "documents": _documents(session, case),
        "questions": _questions(session, registration),
        "screenings": _screenings(session, case),
        "notes": session.scalar(select(func.count()).select_from(Note).where(*_own_notes(case))),
    }
    if isinstance(case, Renewal):
        found["renewal"] = {
            "statement": case.statement,
            "in_time": case.in_time,
            "filed_at": case.recorded_at,
            "name_now": registration.trader.name,
        }
        found["terms"] = _terms(session, registration)
        found["suspensions"] = _suspensions(session, registration)
    return found


def fingerprint(found: Evidence) -> tuple[str, str]:
    """The canonical text of evidence, and its SHA-256 in hexadecimal."""
    text = canonical(found)
    return text, hashlib.sha256(text.encode()).hexdigest()


def read_back(text: str) -> Evidence:
    """Evidence as plain values again, from its canonical text."""
    found: Evidence = msgspec.json.decode(text)
    return found


def differences(then: Evidence, now: Evidence) -> tuple[str, ...]:
    """The names of the parts that are not what they were, in order of name.

    >>> differences({"notes": 1, "kind": "broker"}, {"notes": 2, "kind": "broker"})
    ('notes',)
    """
    return tuple(
        name for name in sorted(then.keys() | now.keys()) if then.get(name) != now.get(name)
    )


def counts(found: Evidence) -> dict[str, int]:
    """How much there is of what a signer reads: files, answers, screened names, notes."""
    return {
        "documents": len(found["documents"]),
        "answers": sum(one["answer"] is not None for one in found["questions"]),
        "screenings": len(found["screenings"]),
        "notes": found["notes"],
    }


def documents_of(case: Case) -> Any:
    """The condition for a case's papers: those of the application, and this State's own."""
    registration = registration_of(case)
    places = [
        (Document.thing == Filing.THING) & (Document.thing_id == registration.filing_id),
        (Document.thing == Registration.THING) & (Document.thing_id == registration.id),
    ]
    if isinstance(case, Renewal):
        places.append((Document.thing == Renewal.THING) & (Document.thing_id == case.id))
    ours = or_(Document.state_code.is_(None), Document.state_code == registration.state_code)
    return or_(*places) & ours


def _own_notes(case: Case) -> tuple[Any, ...]:
    registration = registration_of(case)
    return (
        Note.thing == Registration.THING,
        Note.thing_id == registration.id,
        Note.state_code == registration.state_code,
    )


def _documents(session: Session, case: Case) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Document.purpose, Document.name, Document.sha256)
        .where(documents_of(case))
        .order_by(Document.id)
    )
    return [{"purpose": purpose, "name": name, "sha256": digest} for purpose, name, digest in rows]


def _questions(session: Session, registration: Registration) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(Question)
        .where(Question.thing == Registration.THING, Question.thing_id == registration.id)
        .order_by(Question.id)
        .execution_options(populate_existing=True)
    ).unique()
    return [
        {
            "asked_at": row.asked_at,
            "text": row.text,
            "answered_at": row.answer.answered_at if row.answer else None,
            "answer": row.answer.text if row.answer else None,
        }
        for row in rows
    ]


def _screenings(session: Session, case: Case) -> list[dict[str, Any]]:
    thing, key = screened_thing(case)
    mine = (Screening.thing == thing, Screening.thing_id == key)
    rows = session.scalars(select(Screening).where(*mine).order_by(Screening.id)).all()
    hits = session.execute(
        select(Hit.screening_id, Hit.id, Hit.entry_name, Hit.score)
        .join(Screening, Screening.id == Hit.screening_id)
        .where(*mine, Hit.replaced_at.is_(None))
        .order_by(Hit.id)
    ).all()
    answers = session.execute(
        select(Disposition.hit_id, Disposition.outcome, Disposition.reason, Disposition.decided_at)
        .join(Hit, Hit.id == Disposition.hit_id)
        .join(Screening, Screening.id == Hit.screening_id)
        .where(*mine)
        .order_by(Disposition.id)
    ).all()
    return [
        {
            "version": row.version,
            "name": row.name,
            "subject": row.subject_digest,
            "answered_at": row.answered_at,
            "lists": row.lists,
            "hits": [
                {
                    "entry": hit.entry_name,
                    "score": hit.score,
                    "answers": [
                        {"outcome": item.outcome, "reason": item.reason, "at": item.decided_at}
                        for item in answers
                        if item.hit_id == hit.id
                    ],
                }
                for hit in hits
                if hit.screening_id == row.id
            ],
        }
        for row in rows
    ]


def _terms(session: Session, registration: Registration) -> list[dict[str, Any]]:
    rows = session.execute(
        select(RegistrationTerm.valid_from, RegistrationTerm.valid_until)
        .where(RegistrationTerm.registration_id == registration.id)
        .order_by(RegistrationTerm.id)
    )
    return [{"from": start, "until": end} for start, end in rows]


def _suspensions(session: Session, registration: Registration) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(Suspension)
        .where(Suspension.registration_id == registration.id)
        .order_by(Suspension.id)
    )
    return [
        {
            "ground": row.ground,
            "suspended_at": row.suspended_at,
            "confirmed_at": row.confirmed_at,
            "lifted_at": row.lifted_at,
        }
        for row in rows
    ]
