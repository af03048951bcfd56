"""Previews: the certificate or letter that a waiting proposal would make, before it is signed."""

from __future__ import annotations

from sqlalchemy import select

from app import letters, sheets
from app.registrations import review
from app.work import Caller, reading
from models.errors import NotFound
from models.proposals import Decision
from models.registering import first_term, next_term
from models.sheets import Sheet
from models.traders import OPEN_STAGES, Registration, Renewal


def waiting(caller: Caller, number: str, *, renewal: bool) -> Sheet:
    """The draft of what signing now would make; NotFound where nothing waits in the own State."""
    with reading(caller) as view:
        row = view.get(Registration, number)
        if row.state_code != view.actor.state:
            raise NotFound
        case: Registration | Renewal | None = row
        if renewal:
            open_ones = Renewal.stage.in_(OPEN_STAGES)
            case = view.session.scalars(
                select(Renewal).where(Renewal.registration_id == row.id, open_ones)
            ).first()
        proposal = review.open_proposal(view.session, case) if case is not None else None
        if case is None or proposal is None:
            raise NotFound
        if Decision(proposal.decision) is Decision.REFUSE:
            return letters.refused_registration(view, case, proposal)
        terms = review.terms_of(view.session, case, view.at)
        wanted = proposal.terms
        if wanted.last_day is None:
            raise NotFound
        if isinstance(case, Renewal):
            end = review.old_end(view.session, case) or view.at
            span = next_term(end, wanted.last_day, view.at, terms.zone, in_time=case.in_time)
        else:
            span = first_term(wanted.first_day, wanted.last_day, view.at, terms.zone)
        if span is None:
            raise NotFound
        conditions = row.conditions if renewal else wanted.conditions
        return sheets.registration_sheet(view, row, conditions, span)
