"""Evidence: exactly what a proposal rests on, as one canonical text, and its digest (CAS-08)."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.authorizations import checks
from models.base import canonical
from models.casework import Document, Question
from models.dossiers import Authorization, Dossier, DossierVersion
from models.proposals import Terms
from models.screening import Disposition, Hit, Screening


def gathered(
    session: Session,
    case: Authorization,
    version: DossierVersion,
    decision: str,
    terms: Terms,
) -> str:
    """The canonical JSON of a case: what a second person must find unchanged to sign."""
    answers = checks.answers_of(session, case, version.number)
    outside = checks.outside_answers(session, (case,), version.number)[case.id]
    content: dict[str, Any] = {
        "dossier": case.dossier.number,
        "state": case.state_code,
        "version": version.number,
        "version_digest": version.digest,
        "decision": decision,
        "terms": terms,
        "answers": {
            name: [row.answer, row.evidence, row.mitigation] for name, row in answers.items()
        },
        "outside": [
            [no, state, row.accepted, row.reason] for (no, state), row in sorted(outside.items())
        ],
        "documents": _documents(session, case.dossier_id),
        "questions": _questions(session, case),
        "hits": _hits(session, case.dossier_id, version.number),
    }
    return canonical(content)


def digest(evidence: str) -> str:
    """SHA-256 of the canonical text, as 64 hexadecimal digits."""
    return hashlib.sha256(evidence.encode()).hexdigest()


def _documents(session: Session, dossier_id: int) -> list[list[str]]:
    rows = session.execute(
        select(Document.purpose, Document.name, Document.sha256)
        .where(Document.thing == Dossier.THING, Document.thing_id == dossier_id)
        .order_by(Document.id)
    )
    return [list(row) for row in rows]


def _questions(session: Session, case: Authorization) -> list[list[str]]:
    rows = session.scalars(
        select(Question)
        .where(Question.thing == Authorization.THING, Question.thing_id == case.id)
        .order_by(Question.id)
    )
    return [[row.text, row.answer.text if row.answer else ""] for row in rows]


def _hits(session: Session, dossier_id: int, version: int) -> list[list[object]]:
    """Each hit of the newest screening with what was found of it."""
    mine = (
        Screening.thing == Dossier.THING,
        Screening.thing_id == dossier_id,
        Screening.version == version,
    )
    newest = select(func.max(Screening.asked_at)).where(*mine).scalar_subquery()
    rows = session.execute(
        select(
            Screening.name,
            Hit.entry_name,
            Hit.score,
            Disposition.outcome,
            Disposition.reason,
            Disposition.expires_on,
        )
        .select_from(Hit)
        .join(Screening, Screening.id == Hit.screening_id)
        .outerjoin(Disposition, Disposition.id == Hit.disposition_id)
        .where(*mine, Screening.asked_at == newest, Hit.replaced_at.is_(None))
        .order_by(Hit.id)
    )
    return [list(row) for row in rows]


def read_back(evidence: str) -> dict[str, Any]:
    """The content of an evidence text."""
    content: dict[str, Any] = msgspec.json.decode(evidence)
    return content
