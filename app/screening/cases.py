"""Whose case a screened name is on: the State's own registration, renewal or authorization."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.dossiers import Authorization, Dossier
from models.people import Person, User
from models.screening import Screening
from models.traders import Filing, Registration, Renewal, Trader

Case: TypeAlias = Authorization | Registration | Renewal
Place: TypeAlias = tuple[str, int]
"""What was screened: filing, renewal or dossier, and its inner id."""


@dataclass(frozen=True)
class CaseHead:
    """The State's own case that a name is on."""

    thing: str
    """dossier, registration or renewal"""
    number: str
    key: str
    """The public number; of a renewal its uid."""
    trader: str


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


def case_heads(
    session: Session, state: str | None, places: Iterable[Place]
) -> dict[Place, CaseHead]:
    """A State's own case behind each screened thing, in three statements at most."""
    ids: dict[str, list[int]] = defaultdict(list)
    for thing, key in places:
        ids[thing].append(key)
    return {
        (thing, key): CaseHead(word, number or "", str(public or ""), name)
        for thing, (word, owner, column, rows) in _HEADS.items()
        if ids[thing]
        for key, number, public, name in session.execute(
            rows.where(owner == state, column.in_(ids[thing]))
        )
    }


_HEADS: dict[str, tuple[str, Any, Any, Any]] = {
    Dossier.THING: (
        "dossier",
        Authorization.state_code,
        Dossier.id,
        select(Dossier.id, Dossier.number, Dossier.number, Trader.name)
        .join(Authorization, Authorization.dossier_id == Dossier.id)
        .join(Trader, Trader.id == Dossier.trader_id),
    ),
    Filing.THING: (
        "registration",
        Registration.state_code,
        Registration.filing_id,
        select(Registration.filing_id, Registration.number, Registration.number, Trader.name).join(
            Trader, Trader.id == Registration.trader_id
        ),
    ),
    Renewal.THING: (
        "renewal",
        Renewal.state_code,
        Renewal.id,
        select(Renewal.id, Registration.number, Renewal.uid, Trader.name)
        .join(Registration, Registration.id == Renewal.registration_id)
        .join(Trader, Trader.id == Renewal.trader_id),
    ),
}
"""For each screened thing: the word for it, whose it is, its inner id, and what a head shows."""


def officers_of(session: Session, state: str | None, places: Iterable[Place]) -> dict[Place, str]:
    """By what was screened: the officer of this State whose case it is, where it is anybody's."""
    ids: dict[str, list[int]] = defaultdict(list)
    for thing, key in places:
        ids[thing].append(key)
    found: dict[Place, str] = {}
    for thing, (model, column) in _HELD.items():
        if ids[thing]:
            rows = session.execute(
                select(column, Person.name)
                .select_from(model)
                .join(User, User.id == model.officer_id)
                .join(Person, Person.id == User.person_id)
                .where(model.state_code == state, column.in_(ids[thing]))
            )
            found |= {(thing, key): name for key, name in rows}
    return found


_HELD: dict[str, tuple[Any, Any]] = {
    Dossier.THING: (Authorization, Authorization.dossier_id),
    Filing.THING: (Registration, Registration.filing_id),
    Renewal.THING: (Renewal, Renewal.id),
}
