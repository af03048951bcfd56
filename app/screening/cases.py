"""Whose case a screened name is on: the State's own registration, renewal or authorization."""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy import Select, select

from models.dossiers import Authorization, Dossier
from models.screening import Screening
from models.traders import Filing, Registration, Renewal

Case: TypeAlias = Authorization | Registration | Renewal


def case_of(row: Screening, state: str | None) -> tuple[type[Case], Select[int]] | None:
    """The kind of case that a screening is on in one State, and the select of its inner id.

    >>> case_of(Screening(thing="unknown", thing_id=1), "XA") is None
    True
    """
    if row.thing == Dossier.THING:
        return Authorization, select(Authorization.id).where(
            Authorization.dossier_id == row.thing_id, Authorization.state_code == state
        )
    if row.thing == Filing.THING:
        return Registration, select(Registration.id).where(
            Registration.filing_id == row.thing_id, Registration.state_code == state
        )
    if row.thing == Renewal.THING:
        return Renewal, select(Renewal.id).where(
            Renewal.id == row.thing_id, Renewal.state_code == state
        )
    return None


def number_of(case: Case) -> str:
    """The public number that a case is known by: a dossier's for an authorization."""
    if isinstance(case, Authorization):
        return case.dossier.number or ""
    registration = case.registration if isinstance(case, Renewal) else case
    return registration.number or ""
