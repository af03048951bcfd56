"""Which hits a queue shows: by what was found, kind of case, list, strength and officer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from app.found import is_open_at, outcome_at
from app.screening.in_force import in_force
from app.screening.matches import Strength
from app.work import View
from models.dossiers import UNDECIDED, Authorization, Dossier
from models.screening import DispositionOutcome, Hit, Screening
from models.sees import visible
from models.traders import OPEN_STAGES, Filing, Registration, Renewal


class Part(StrEnum):
    """Which hits are shown."""

    OPEN = "open"
    UNCLEAR = "unclear"
    FOUND = "found"


class Of(StrEnum):
    """What the case is that a name is on."""

    DOSSIER = "dossier"
    REGISTRATION = "registration"
    RENEWAL = "renewal"
    IN_FORCE = "in_force"
    """Decided, and still looked at: an active registration, a live licence."""


class Whose(StrEnum):
    """Which officer has the case."""

    MINE = "mine"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to see; nothing means all."""

    part: Part = Part.OPEN
    of: Of | None = None
    source: str = ""
    strength: Strength | None = None
    whose: Whose | None = None

    def told(self) -> dict[str, str]:
        """What is set, as an address tells it."""
        given = {
            "part": self.part,
            "of": self.of,
            "source": self.source,
            "strength": self.strength,
            "whose": self.whose,
        }
        return {name: str(value) for name, value in given.items() if value}


def conditions(view: View, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Of hits joined with their screenings: those of one's own State that are wanted."""
    outcome = outcome_at(view.at)
    found: dict[Part, ColumnElement[bool]] = {
        Part.OPEN: is_open_at(view.at),
        Part.UNCLEAR: outcome == str(DispositionOutcome.UNCLEAR),
        Part.FOUND: outcome.in_([str(DispositionOutcome.TRUE), str(DispositionOutcome.FALSE)]),
    }
    limits = [visible(Screening, view.actor), Hit.replaced_at.is_(None), _cases(view, wanted)]
    if wanted.source:
        limits.append(Hit.source == wanted.source)
    if wanted.strength:
        limits.append(Hit.strength == str(wanted.strength))
    if wanted.whose:
        limits.append(_held(view, wanted.whose))
    return [*limits, found[wanted.part]]


def _cases(view: View, wanted: Wanted) -> ColumnElement[bool]:
    """Cases that this State decides on; and what is in force, of which a run found something."""
    state = view.actor.state
    if wanted.of is Of.IN_FORCE:
        return in_force(state, view.at)
    if wanted.of is not None:
        return _UNDECIDED[wanted.of](state)
    undecided = or_(*(condition(state) for condition in _UNDECIDED.values()))
    if wanted.part is Part.FOUND:
        return undecided
    return or_(undecided, in_force(state, view.at))


def _dossier(state: str | None) -> ColumnElement[bool]:
    return and_(
        Screening.thing == Dossier.THING,
        exists().where(
            Authorization.dossier_id == Screening.thing_id,
            Authorization.state_code == state,
            Authorization.stage.in_(UNDECIDED),
        ),
    )


def _registration(state: str | None) -> ColumnElement[bool]:
    return and_(
        Screening.thing == Filing.THING,
        exists().where(
            Registration.filing_id == Screening.thing_id,
            Registration.state_code == state,
            Registration.stage.in_(OPEN_STAGES),
        ),
    )


def _renewal(state: str | None) -> ColumnElement[bool]:
    return and_(
        Screening.thing == Renewal.THING,
        exists().where(
            Renewal.id == Screening.thing_id,
            Renewal.state_code == state,
            Renewal.stage.in_(OPEN_STAGES),
        ),
    )


_UNDECIDED = {Of.DOSSIER: _dossier, Of.REGISTRATION: _registration, Of.RENEWAL: _renewal}


def _held(view: View, whose: Whose) -> ColumnElement[bool]:
    """Cases of this officer, or that nobody has taken."""
    officer = view.actor.user_id if whose is Whose.MINE else None
    state = view.actor.state
    dossiers = select(Authorization.dossier_id).where(
        Authorization.state_code == state, Authorization.officer_id.is_not_distinct_from(officer)
    )
    filings = select(Registration.filing_id).where(
        Registration.state_code == state, Registration.officer_id.is_not_distinct_from(officer)
    )
    renewals = select(Renewal.id).where(
        Renewal.state_code == state, Renewal.officer_id.is_not_distinct_from(officer)
    )
    return or_(
        _is_in(Dossier.THING, dossiers),
        _is_in(Filing.THING, filings),
        _is_in(Renewal.THING, renewals),
    )


def _is_in(thing: str, ids: Select[int]) -> ColumnElement[bool]:
    return and_(Screening.thing == thing, Screening.thing_id.in_(ids))
