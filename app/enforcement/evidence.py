"""The evidence of a de-registration case: all that the signer is shown, as one text (CAS-08)."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import canonical
from models.cascades import Cascade
from models.casework import Document
from models.enforcement import Case
from models.proposals import Evidence, Proposal, Signature


def gather(session: Session, case: Case) -> Evidence:
    """Everything that the decision rests on, as plain values in a fixed order."""
    return {
        "number": case.number,
        "state": case.state_code,
        "trader": case.trader.number,
        "grounds": case.grounds,
        "facts": case.facts,
        "evidence": case.evidence,
        "recognises": case.recognises_id,
        "notice_at": case.notice_at,
        "notice": case.notice,
        "reply_until": case.reply_until,
        "reply_at": case.reply_at,
        "reply": case.reply,
        "documents": _documents(session, case),
    }


def fingerprint(found: Any) -> tuple[str, str]:
    """The canonical text of evidence, and its SHA-256 in hexadecimal."""
    text = canonical(found)
    return text, hashlib.sha256(text.encode()).hexdigest()


def shown_digest(evidence_digest: str, planned: Cascade) -> str:
    """What a signer's page showed: the evidence and the counted consequences, in one digest."""
    return fingerprint({"evidence": evidence_digest, "cascade": msgspec.to_builtins(planned)})[1]


def open_proposal(session: Session, case: Case) -> Proposal | None:
    """The proposal that waits for its second person."""
    return session.scalar(
        select(Proposal)
        .outerjoin(Signature, Signature.proposal_id == Proposal.id)
        .where(
            Proposal.thing == case.THING,
            Proposal.thing_id == case.id,
            Signature.id.is_(None),
        )
        .order_by(Proposal.id.desc())
        .limit(1)
    )


def _documents(session: Session, case: Case) -> list[dict[str, str]]:
    rows = session.execute(
        select(Document.purpose, Document.name, Document.sha256)
        .where(Document.thing == case.THING, Document.thing_id == case.id)
        .order_by(Document.id)
    )
    return [{"purpose": purpose, "name": name, "sha256": digest} for purpose, name, digest in rows]
