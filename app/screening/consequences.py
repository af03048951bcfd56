"""What a new hit on something in force asks of the States that answer for it (RSK-05, WL-11)."""

from __future__ import annotations

from sqlalchemy import Select, select

from app.alerts import alert, raise_task
from app.work import Work
from models.casework import TaskKind
from models.dossiers import Dossier
from models.licences import Licence
from models.screening import Screening
from models.stages import Stage
from models.states import Terms
from models.traders import Filing, Registration, Renewal


def tell(w: Work, row: Screening) -> None:
    """Give the States a task to look, and by their own setting the proposal to suspend.

    A case on which a State has still to decide needs neither: its consent waits for the hit.
    """
    if row.thing == Dossier.THING:
        for licence in w.session.scalars(_licences(row, w)).unique():
            told = _told(row, Dossier.THING, licence.dossier.number or "")
            for kind, where in KINDS:
                alert(
                    w,
                    licence,
                    kind,
                    licence.THING,
                    licence.id,
                    licence.number,
                    where=where,
                    told=told,
                )
    elif row.thing in (Filing.THING, Renewal.THING):
        for registration in w.session.scalars(_registrations(row)).unique():
            _tell_of(w, row, registration)


def _tell_of(w: Work, row: Screening, registration: Registration) -> None:
    """The key of a renewal's case is its uid, of a registration's its number."""
    number = registration.number or ""
    word, key = Registration.THING, number
    if row.thing == Renewal.THING:
        word, key = Renewal.THING, str(w.session.get_one(Renewal, row.thing_id).uid)
    for kind, where in KINDS:
        raise_task(
            w,
            kind,
            registration.state_code,
            (registration.THING, registration.id, number),
            trader_id=registration.trader_id,
            where=where,
            told=_told(row, word, key),
        )


def _told(row: Screening, word: str, key: str) -> dict[str, str]:
    return {"party": row.name, "screened": word, "key": key}


def _proposes(terms: Terms) -> bool:
    return terms.hit_proposes_suspension


KINDS = ((TaskKind.NEW_HIT, None), (TaskKind.SUSPENSION_PROPOSED, _proposes))
"""Each kind of task, and what of a State's terms asks for it."""


def _licences(row: Screening, w: Work) -> Select[Licence]:
    return select(Licence).where(
        Licence.dossier_id == row.thing_id,
        Licence.stage == Stage.ISSUED,
        Licence.valid_until > w.at,
    )


def _registrations(row: Screening) -> Select[Registration]:
    of_renewal = select(Renewal.registration_id).where(
        Renewal.id == row.thing_id, Renewal.stage == Stage.DECIDED
    )
    mine = (
        Registration.filing_id == row.thing_id
        if row.thing == Filing.THING
        else Registration.id.in_(of_renewal)
    )
    return select(Registration).where(mine, Registration.stage == Stage.ACTIVE)
