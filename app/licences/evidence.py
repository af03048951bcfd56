"""Evidence of a revocation: the licence as it stood when proposed, and its digest (CAS-08)."""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.base import canonical
from models.licences import Licence
from models.proposals import Decision, Proposal


def gathered(licence: Licence, state: str, reason: str) -> str:
    """The canonical JSON that a second person signs: which licence, whose act, on what reason.

    Movements are left out: goods that move on must not keep a licence from being revoked.
    """
    return canonical(
        {
            "licence": licence.number,
            "issued_at": licence.issued_at.isoformat(),
            "decision": str(Decision.REVOKE),
            "state": state,
            "reason": reason,
        }
    )


def digest(evidence: str) -> str:
    """SHA-256 of the canonical text, as 64 hexadecimal digits."""
    return hashlib.sha256(evidence.encode()).hexdigest()


def open_revocation(session: Session, licence: Licence, state: str) -> Proposal | None:
    """A State's newest proposal to revoke that nobody has answered yet."""
    newest = session.scalars(
        select(Proposal)
        .where(
            Proposal.thing == Licence.THING,
            Proposal.thing_id == licence.id,
            Proposal.state_code == state,
            Proposal.decision == Decision.REVOKE,
        )
        .order_by(Proposal.id.desc())
        .limit(1)
        .options(joinedload(Proposal.signature))
        .execution_options(populate_existing=True)
    ).first()
    return newest if newest is not None and newest.signature is None else None
