"""The cascade of a de-registration, planned purely: preview and act share it (rules 6.1, C53)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from models.actions import Action
from models.stages import Stage
from models.traders import OPEN_STAGES
from models.verdicts import Covered


class Consequence(msgspec.Struct, frozen=True, order=True):
    """One thing the moment of signing does: an action on a thing, with words to show it."""

    action: Action
    thing: str
    thing_id: int
    reference: str
    state: str = ""


class Cascade(msgspec.Struct, frozen=True):
    """Everything that happens in the moment of signing, counted; preview and act share it."""

    registrations: tuple[Consequence, ...] = ()
    pending_registrations: tuple[Consequence, ...] = ()
    renewals: tuple[Consequence, ...] = ()
    licences_stopped: tuple[Consequence, ...] = ()
    """Nothing is stored on these: they show COVER_LOST at once (rules 6.1)."""
    dossiers: tuple[Consequence, ...] = ()
    authorizations: tuple[Consequence, ...] = ()
    tasks: tuple[str, ...] = ()
    """The States that are asked to recognise, open their own case or decline."""
    entry: bool = True
    goes_on: tuple[Consequence, ...] = ()
    """What goes on all the same: licences and dossiers that rest on other States' cover."""

    @property
    def acts(self) -> tuple[Consequence, ...]:
        """What is done to stored things, in the order of locks: registrations first."""
        return (
            *self.registrations,
            *self.pending_registrations,
            *self.renewals,
            *self.dossiers,
            *self.authorizations,
        )


class RegistrationFact(msgspec.Struct, frozen=True):
    """A registration or renewal of the trader, in any State.

    `live`: its validity is not over, suspended or not.
    """

    id: int
    number: str
    state: str
    stage: Stage
    live: bool


class DossierFact(msgspec.Struct, frozen=True):
    """A pending dossier whose newest version names the trader as covered in these States."""

    id: int
    number: str
    covered_states: tuple[str, ...]
    authorizations: tuple[tuple[int, str, str], ...]
    """(id, reference, State) of each undecided or pending authorization."""


class LicenceFact(msgspec.Struct, frozen=True):
    """A licence in its validity that names the trader as covered in these States."""

    id: int
    number: str
    covered_states: tuple[str, ...]
    authorizing: tuple[str, ...]


class CascadeFacts(msgspec.Struct, frozen=True):
    """All that the plan needs to know."""

    state: str
    registrations: tuple[RegistrationFact, ...] = ()
    renewals: tuple[RegistrationFact, ...] = ()
    dossiers: tuple[DossierFact, ...] = ()
    licences: tuple[LicenceFact, ...] = ()
    acted: tuple[str, ...] = ()
    """States that have a case of their own against the trader, or were asked about it already."""


def plan(facts: CascadeFacts) -> Cascade:
    """Plan the cascade of a de-registration in `facts.state` (rules 6.1, C53); pure."""
    own = [item for item in facts.registrations if item.state == facts.state]
    halted = [item for item in facts.dossiers if facts.state in item.covered_states]
    return Cascade(
        registrations=_each(
            Action.REGISTRATION_DEREGISTER,
            "registration",
            (item for item in own if item.stage is Stage.ACTIVE),
        ),
        pending_registrations=_each(
            Action.REGISTRATION_STOP,
            "registration",
            (item for item in own if item.stage in OPEN_STAGES),
        ),
        renewals=_each(
            Action.RENEWAL_STOP,
            "renewal",
            (
                item
                for item in facts.renewals
                if item.state == facts.state and item.stage in OPEN_STAGES
            ),
        ),
        licences_stopped=_each(
            Action.LICENCE_REVOKE,
            "licence",
            (item for item in facts.licences if facts.state in item.covered_states),
        ),
        dossiers=_each(Action.DOSSIER_STOP, "dossier", halted),
        authorizations=tuple(
            Consequence(Action.AUTHORIZATION_STOP, "authorization", key, reference, state)
            for item in halted
            for key, reference, state in item.authorizations
        ),
        tasks=_asked(facts),
        goes_on=(
            *_each(
                Action.LICENCE_REVOKE,
                "licence",
                (item for item in facts.licences if facts.state not in item.covered_states),
            ),
            *_each(
                Action.DOSSIER_STOP,
                "dossier",
                (item for item in facts.dossiers if facts.state not in item.covered_states),
            ),
        ),
    )


def _each(
    action: Action,
    thing: str,
    items: Iterable[RegistrationFact | DossierFact | LicenceFact],
) -> tuple[Consequence, ...]:
    return tuple(
        Consequence(action, thing, item.id, item.number, getattr(item, "state", ""))
        for item in items
    )


def _asked(facts: CascadeFacts) -> tuple[str, ...]:
    """Every other State that registers the trader or authorized a licence that names it."""
    others = {
        item.state for item in facts.registrations if item.live or item.stage in OPEN_STAGES
    } | {state for item in facts.licences for state in item.authorizing}
    return tuple(sorted(others - {facts.state} - set(facts.acted)))


BEFORE = timedelta(microseconds=1)


def lost_since(rows: Iterable[Covered], at: datetime) -> datetime | None:
    """Since when the cover of a licence has been lost without a break; None while it stands.

    The earliest of its rows that are not met now: a licence needs every one of them (rules 2.3).
    """
    return min((_row_lost_since(row, at) for row in rows if not row.met(at)), default=None)


def _row_lost_since(row: Covered, at: datetime) -> datetime:
    """The last instant up to `at` from which on this row was not met any more."""
    turns = sorted({turn for turn in _turns(row) if turn <= at}, reverse=True)
    for turn in turns:
        if row.met(turn - BEFORE) and not row.met(turn):
            return turn
    return turns[-1] if turns else at


def _turns(row: Covered) -> Iterable[datetime]:
    """Every instant at which a row may begin or cease to be met."""
    for item in row.registrations:
        for span in item.terms:
            yield from (span.start, span.end, span.recorded_at)
        if item.ended_at is not None:
            yield item.ended_at
        for stop in item.suspensions:
            yield from (stop.start, stop.confirm_by, stop.limit_at)
            yield from (moment for moment in (stop.confirmed_at, stop.lifted_at) if moment)
            yield from (end for _, end in stop.case_spans if end)
