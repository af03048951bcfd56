"""What a paper of a dossier is for, and how it is kept with it."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from app import papers
from app.papers import Paper
from app.work import Work
from models.casework import Document
from models.dossiers import Dossier


class Purpose(StrEnum):
    """What a paper of a dossier is for; `purpose.<value>` in the words."""

    CONTRACT = "contract"
    END_USE_CERTIFICATE = "end_use_certificate"
    IMPORT_AUTHORIZATION = "import_authorization"
    TRANSIT = "transit"
    OUTSIDE_EVIDENCE = "outside_evidence"
    OTHER = "other"
    ANSWER = "answer"


def attached(w: Work, dossier: Dossier, purpose: Purpose, paper: Paper) -> Document:
    """Keep a paper with its dossier, inside the act that brings it."""
    given = replace(paper, purpose=str(purpose))
    return papers.keep(w, dossier, given, trader=dossier.trader_id)
