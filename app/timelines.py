"""Timelines: who did what to a record, when and why, as each reader may know it (ADM-04).

An applicant reads the own acts and the stage changes, never an officer's name or words. A State
reads of another State what it did and when, not by whom and why (rules 4.6).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from app.words.stages import WORDS, tag_code
from app.work import View
from models.actions import Action
from models.audit import AuditEntry
from models.dossiers import Authorization, Dossier
from models.enforcement import Case
from models.licences import Licence, Movement
from models.people import APPLICANTS, Person, Role
from models.stages import Stage
from models.traders import Registration, Renewal, Trader

MOST = 500
"""Acts of one record that are read at once; a page says so when there are more."""
SHORT = 5
UNTOLD = frozenset({"screening", "hit", "entry", "task", "interest"})
"""Things whose acts no applicant is told of."""

TOLD = frozenset(
    {
        Action.LICENCE_LIFT,
        Action.LICENCE_SUSPEND,
        Action.REGISTRATION_LIFT,
        Action.REGISTRATION_SUSPEND,
    }
)
"""Acts of a State that a trader is told of although no stage changes."""

Subject = tuple[str, int]
"""(thing, inner id)"""


@dataclass(frozen=True)
class Line:
    """One act. `who`, `role` and `note` are empty where the reader may not know them."""

    at: datetime
    state: str | None
    action: str
    who: str = ""
    role: str = ""
    note: str = ""
    stage: str = ""
    """The stage it led to, where it led to another one."""
    consequence: bool = False


@dataclass(frozen=True)
class Timeline:
    """The newest lines of a record first, and how many there are."""

    lines: tuple[Line, ...]
    total: int

    def short(self) -> Timeline:
        """The five newest."""
        return Timeline(self.lines[:SHORT], self.total)


def of(view: View, subjects: Iterable[Subject]) -> Timeline:
    """The timeline of a record and of what belongs to it, in one statement."""
    ids: dict[str, list[int]] = {}
    for thing, key in subjects:
        ids.setdefault(thing, []).append(key)
    rows = view.session.execute(
        select(AuditEntry, Person.name)
        .outerjoin(Person, Person.id == AuditEntry.actor_person_id)
        .where(
            or_(
                *(
                    and_(AuditEntry.thing == thing, AuditEntry.thing_id.in_(keys))
                    for thing, keys in ids.items()
                )
            )
        )
        .order_by(AuditEntry.id.desc())
        .limit(MOST)
    ).all()
    for_trader = view.actor.role in APPLICANTS
    told = [
        _to_trader(entry, name or "")
        if for_trader
        else _to_officer(entry, name or "", view.actor.state)
        for entry, name in rows
    ]
    lines = [line for line in told if line is not None]
    return Timeline(tuple(lines), len(lines))


def _to_officer(entry: AuditEntry, name: str, state: str | None) -> Line | None:
    """Own State and applicants by name, with their words; another State's act without."""
    by_trader = entry.actor_role in APPLICANTS
    ours = by_trader or entry.actor_state == state or entry.actor_role == Role.SYSTEM
    moved = entry.after is not None and entry.before != entry.after
    if not ours and not moved:
        return None
    return Line(
        at=entry.at,
        state=entry.actor_state,
        action=entry.action,
        who=name if ours else "",
        role=entry.actor_role if ours else "",
        note=entry.note if ours else "",
        stage=str(entry.after) if moved else "",
        consequence=entry.cause_id is not None,
    )


def _to_trader(entry: AuditEntry, name: str) -> Line | None:
    """The own people's acts by name; of a State only what changed, as the trader sees it."""
    if entry.thing in UNTOLD:
        return None
    if entry.actor_role in APPLICANTS:
        return Line(entry.at, None, entry.action, name, entry.actor_role, stage=_after(entry))
    if entry.action in TOLD:
        return Line(entry.at, entry.actor_state, entry.action)
    if not entry.after or _said(entry.before) == _said(entry.after):
        return None
    if entry.thing == Case.THING and entry.after == Stage.PRELIMINARY:
        return None
    return Line(entry.at, entry.actor_state, "", stage=entry.after)


def _said(stage: str | None) -> str:
    """What a trader reads of a stage: several stages of officers are one to the trader."""
    return WORDS[tag_code(stage, "trader")] if stage else ""


def _after(entry: AuditEntry) -> str:
    return str(entry.after) if entry.after and entry.before != entry.after else ""


def of_registration(view: View, registration: Registration) -> Timeline:
    """A registration with its renewals."""
    renewals = view.session.scalars(
        select(Renewal.id).where(Renewal.registration_id == registration.id)
    )
    return of(view, [_key(registration), *((Renewal.THING, key) for key in renewals)])


def of_dossier(view: View, dossier: Dossier) -> Timeline:
    """A dossier with every State's case, and its licence."""
    cases = view.session.scalars(
        select(Authorization.id).where(Authorization.dossier_id == dossier.id)
    )
    licences = view.session.scalars(select(Licence.id).where(Licence.dossier_id == dossier.id))
    return of(
        view,
        [
            _key(dossier),
            *((Authorization.THING, key) for key in cases),
            *((Licence.THING, key) for key in licences),
        ],
    )


def of_licence(view: View, licence: Licence) -> Timeline:
    """A licence with what crossed on it."""
    moved = view.session.scalars(
        select(Movement.id)
        .where(Movement.licence_id == licence.id)
        .order_by(Movement.id.desc())
        .limit(MOST)
    )
    return of(view, [_key(licence), *((Movement.THING, key) for key in moved)])


def of_trader(view: View, trader: Trader) -> Timeline:
    """A trader with those of its registrations that the reader sees."""
    registrations = view.session.scalars(
        view.see(Registration).where(Registration.trader_id == trader.id)
    ).unique()
    return of(view, [_key(trader), *(_key(item) for item in registrations)])


def of_thing(view: View, thing: Registration | Dossier | Licence | Trader | Case) -> Timeline:
    """The timeline of any record with what belongs to it."""
    match thing:
        case Registration():
            return of_registration(view, thing)
        case Dossier():
            return of_dossier(view, thing)
        case Licence():
            return of_licence(view, thing)
        case Trader():
            return of_trader(view, thing)
        case _:
            return of(view, [_key(thing)])


def _key(thing: Registration | Dossier | Licence | Trader | Case) -> Subject:
    return thing.THING, thing.id
