"""Verbs of the regime: found an installation, admit a State, set terms, add an embargo."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import available_timezones

from sqlalchemy import select

from app.regime.asked import FirstCode, FoundState, NewEmbargo
from app.sessions import digest
from app.standing import regime
from app.work import Caller, Work, act, work
from models.actions import Action
from models.errors import Blocked, Duplicate, Invalid, NotFound
from models.people import Invitation, Person, Role, User
from models.stages import Stage
from models.states import (
    Embargo,
    Installation,
    State,
    StateTerms,
    Terms,
    end_instant,
    first_instant,
    known_country,
)

CODE_LASTS = timedelta(hours=1)


@act
def found(caller: Caller, *, demonstration: bool) -> None:
    """Say once what this database is; a demonstration stays one, and nothing else becomes one."""
    with work(caller) as w:
        _found(w, demonstration=demonstration)


def _found(w: Work, *, demonstration: bool) -> None:
    if w.session.get(Installation, 1) is not None:
        raise Duplicate("installed_already")
    w.attach(Installation(id=1, demonstration=demonstration, created_at=w.at))


@act
def lay_out(caller: Caller, states: Sequence[FoundState]) -> tuple[FirstCode, ...]:
    """Found a real installation with all its States and first administrators, or nothing of it.

    The answer holds each administrator's one-time code, good for one hour.
    """
    for state in states:
        _require_clock(state.terms)
    with work(caller) as w:
        _found(w, demonstration=False)
        for state in states:
            _admit(w, state.code, state.name, state.terms, state.since)
        return tuple(
            FirstCode(
                state.code,
                state.administrator_email,
                _first_administrator(
                    w, state.code, state.administrator_email, state.administrator_name
                ),
            )
            for state in states
        )


@act
def admit(caller: Caller, code: str, name: str, terms: Terms, since: datetime) -> None:
    """Admit a State with its first terms; they hold from `since` on (ADM-08)."""
    _require_clock(terms)
    with work(caller) as w:
        _admit(w, code, name, terms, since)


def _admit(w: Work, code: str, name: str, terms: Terms, since: datetime) -> None:
    if w.session.scalar(select(State.id).where(State.code == code)) is not None:
        raise Duplicate("state_admitted_already", state=code)
    w.attach(State(code=code, name=name))
    w.session.flush()
    w.add(Action.STATE_ADMIT, StateTerms(state_code=code, valid_from=since, terms=terms), name)


@act
def set_terms(caller: Caller, terms: Terms, first_day: date | None, reason: str) -> None:
    """Set new terms for one's own State; what was decided before stays.

    They hold from 00:00 of `first_day` by the State's clock; without a day, from now on.
    """
    _require_clock(terms)
    with work(caller) as w:
        state = w.actor.state
        if state is None:
            raise Invalid("no_state")
        zone = regime(w.session).zone(state, w.at)
        since = w.at if first_day is None else first_instant(first_day, zone)
        if since < w.at:
            raise Invalid("terms_in_the_past", field="first_day")
        row = StateTerms(state_code=state, valid_from=since, terms=terms)
        w.add(Action.STATE_SET_TERMS, row, reason)


def _require_clock(terms: Terms) -> None:
    """A State's days are nothing without its clock: a name that is none is refused at the door."""
    if terms.time_zone not in available_timezones():
        raise Invalid("time_zone_unknown", field="time_zone", zone=terms.time_zone)


@act
def add_embargo(caller: Caller, wanted: NewEmbargo, reason: str) -> None:
    """Enter an embargo row (RSK-10); it stops consents and licences from its first instant.

    Its days are those of the entering State's clock, both included.
    """
    with work(caller) as w:
        states = regime(w.session)
        if not known_country(wanted.target, states.names):
            raise Invalid("embargo_country_unknown", field="target")
        if wanted.last_day is not None and wanted.last_day < wanted.first_day:
            raise Invalid("embargo_ends_before", field="last_day")
        zone = states.zone(w.actor.state or "", w.at)
        embargo = Embargo(
            regime=wanted.regime,
            target_code=wanted.target,
            classes=wanted.classes,
            valid_from=first_instant(wanted.first_day, zone),
            valid_until=None if wanted.last_day is None else end_instant(wanted.last_day, zone),
            legal_basis=wanted.legal_basis,
            entered_by_state=w.actor.state or "",
        )
        w.add(Action.EMBARGO_ADD, embargo, reason)


@act
def invite_first_administrator(caller: Caller, state: str, login: str, name: str) -> str:
    """Make a State's first account and its one-time code, good for one hour; returns the code."""
    with work(caller) as w:
        return _first_administrator(w, state, login, name)


def _first_administrator(w: Work, state: str, login: str, name: str) -> str:
    if w.session.scalar(select(User.id).where(User.state_code == state).limit(1)) is not None:
        raise Blocked("state_has_accounts", state=state)
    person = Person(name=name)
    w.attach(person)
    w.session.flush()
    user = User(
        login=login.lower(),
        person_id=person.id,
        role=str(Role.NATIONAL_ADMIN),
        state_code=state,
        stage=Stage.ACTIVE,
    )
    w.add(Action.ACCOUNT_CREATE, user, "first administrator of the State")
    return _one_time_code(w, user, CODE_LASTS)


@act
def invite_again(caller: Caller, login: str) -> str:
    """A further code, good for one hour, for an administrator who never opened the account."""
    with work(caller) as w:
        user = w.session.scalar(
            select(User).where(User.login == login.lower(), User.password_hash.is_(None))
        )
        if user is None or user.role != str(Role.NATIONAL_ADMIN):
            raise NotFound("no_unopened_administrator", login=login)
        w.do(Action.ACCOUNT_INVITE, user, "a further one-time code")
        return _one_time_code(w, user, CODE_LASTS)


def _one_time_code(w: Work, user: User, lasts: timedelta) -> str:
    """A code that opens an account once; only its digest is kept."""
    code = secrets.token_urlsafe(16)
    for old in w.session.scalars(
        select(Invitation).where(Invitation.user_id == user.id, Invitation.used_at.is_(None))
    ):
        old.used_at = w.at
    w.attach(Invitation(user_id=user.id, code_digest=digest(code), expires_at=w.at + lasts))
    return code
