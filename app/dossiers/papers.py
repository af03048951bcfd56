"""Papers of a dossier: a file as given becomes a document, once, and is never changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from app.work import Work
from models.actions import Action
from models.casework import DOCUMENT_LIMIT, MEDIA_TYPES, Document
from models.dossiers import Dossier
from models.errors import Invalid


class Purpose(StrEnum):
    """What a paper of a dossier is for."""

    CONTRACT = "contract"
    END_USE_CERTIFICATE = "end_use_certificate"
    IMPORT_AUTHORIZATION = "import_authorization"
    TRANSIT = "transit"
    OUTSIDE_EVIDENCE = "outside_evidence"
    OTHER = "other"
    ANSWER = "answer"


@dataclass(frozen=True)
class Given:
    """A file as it was sent: its own name, its kind by its first bytes, its bytes."""

    name: str
    media_type: str
    content: bytes


def attached(w: Work, dossier: Dossier, purpose: str, given: Given) -> Document:
    """Add a document to a dossier, inside the act that brings it."""
    if given.media_type not in MEDIA_TYPES or not 1 <= len(given.content) <= DOCUMENT_LIMIT:
        raise Invalid("file_not_taken", field="file")
    return w.add(
        Action.DOCUMENT_ATTACH,
        Document(
            thing=Dossier.THING,
            thing_id=dossier.id,
            trader_id=dossier.trader_id,
            purpose=purpose,
            name=given.name,
            media_type=given.media_type,
            size=len(given.content),
            sha256=hashlib.sha256(given.content).hexdigest(),
            scanned=False,
            given_by_id=w.actor.user_id,
            content=given.content,
        ),
        of=dossier,
    )
