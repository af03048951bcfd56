"""Answer: what an officer says to one criterion, between the form and the verb (RSK-07)."""

from __future__ import annotations

import msgspec

from models.dossiers import AnswerGiven


class CriterionAnswer(msgspec.Struct, frozen=True):
    """An officer's answer to one criterion: what it rests on, and what lowers the risk."""

    criterion: str
    answer: AnswerGiven
    evidence: str
    mitigation: str = ""
