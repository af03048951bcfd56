"""Previews: the letters that a notice or a waiting decision on a case would send, before it is."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from app import letters, standing
from app.enforcement import evidence
from app.work import Caller, reading
from models.actions import Action
from models.enforcement import Case
from models.errors import NotFound
from models.sheets import LetterSheet
from models.states import Terms, day_of


def waiting(caller: Caller, number: str) -> LetterSheet:
    """The draft of the own State's letter; NotFound where nothing waits."""
    with reading(caller) as view:
        case = view.get(Case, number)
        found = evidence.open_proposal(view.session, case)
        if found is None or case.state_code != view.actor.state:
            raise NotFound
        return letters.decided_case(view, case, found)


def notice(caller: Caller, number: str, text: str) -> LetterSheet:
    """The draft of the notice with these words, served today; NotFound where none can be."""
    with reading(caller) as view:
        case = view.get(Case, number)
        if not view.may(Action.CASE_SERVE_NOTICE, case):
            raise NotFound
        terms = standing.regime(view.session).of(case.state_code, view.at) or Terms()
        last_day = day_of(view.at, terms.zone) + timedelta(days=terms.notice_reply_days)
        found = letters.notice(view, case)
        return msgspec.structs.replace(found, reason=text.strip(), reply_by=last_day)
