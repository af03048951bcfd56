"""Previews: the licence or letter that a waiting proposal would make, before it is signed."""

from __future__ import annotations

from app import letters, sheets
from app.authorizations import desk as desks
from app.sheets import Granted, Part
from app.work import Caller, reading
from models.errors import NotFound
from models.proposals import Decision
from models.sheets import Sheet
from models.states import day_of


def waiting(caller: Caller, number: str) -> Sheet:
    """The draft of what the own State's proposal would make, with every consent that stands.

    NotFound where nothing waits, or where the terms clash: nothing would be made.
    """
    with reading(caller) as view:
        desk = desks.load(view, number)
        case = desks.own_case(desk)
        proposal = desk.open(case)
        if proposal is None:
            raise NotFound
        if Decision(proposal.decision) is Decision.REFUSE:
            return letters.refused_dossier(view, case, proposal)
        return sheets.licence_sheet(view, _granted(desk))


def _granted(desk: desks.Desk) -> Granted:
    """The licence as it would be granted if no other State had anything to add."""
    found = desk.outlook()
    together = found.together
    if together is None or together.span is None or together.clash:
        raise NotFound
    goods = {line.no: line for line in desk.version.deal.lines}
    parts = []
    for case in desk.cases:
        terms = desk.terms_of(case)
        if terms is not None:
            state = case.state_code
            consent = found.consents.get(state)
            at = consent.signed_at if consent and not terms[1] else desk.view.at
            day = day_of(at, desk.regime.zone(state, desk.view.at))
            parts.append(Part(state, day, terms[0].first_day, terms[0].last_day))
    return Granted(
        dossier=desk.dossier,
        version=desk.version,
        lead=desk.dossier.lead_state or parts[0].state,
        span=together.span,
        parts=tuple(parts),
        lines=tuple(
            (
                line.no,
                line.quantity,
                goods[line.no].value * line.quantity // goods[line.no].quantity,
            )
            for line in together.left
        ),
        conditions=tuple((item.state, item.text) for item in together.conditions),
    )
