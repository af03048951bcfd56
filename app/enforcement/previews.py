"""Previews: the letter that a waiting decision on a case would send, before it is signed."""

from __future__ import annotations

from app import letters
from app.enforcement import evidence
from app.work import Caller, reading
from models.enforcement import Case
from models.errors import NotFound
from models.sheets import LetterSheet


def waiting(caller: Caller, number: str) -> LetterSheet:
    """The draft of the own State's letter; NotFound where nothing waits."""
    with reading(caller) as view:
        case = view.get(Case, number)
        found = evidence.open_proposal(view.session, case)
        if found is None or case.state_code != view.actor.state:
            raise NotFound
        return letters.decided_case(view, case, found)
