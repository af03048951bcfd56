"""Verbs of the regime: found an installation, admit a State, set terms, add an embargo."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select

from app.sessions import digest
from app.work import Caller, Work, act, work
from models.actions import Action
from models.errors import Blocked, Duplicate, Invalid
from models.people import Invitation, Person, Role, User
from models.stages import Stage
from models.states import Embargo, Installation, State, StateTerms, Terms, known_country

CODE_LASTS = timedelta(hours=1)


@act
def found(caller: Caller, *, demonstration: bool) -> None:
    """Say once what this database is; a demonstration stays one, and nothing else becomes one."""
    with work(caller) as w:
        if w.session.get(Installation, 1) is not None:
            raise Duplicate("installed_already")
        w.attach(Installation(id=1, demonstration=demonstration, created_at=w.at))


@act
def admit(caller: Caller, code: str, name: str, terms: Terms, since: datetime) -> None:
    """Admit a State with its first terms; they hold from `since` on (ADM-08)."""
    with work(caller) as w:
        if w.session.scalar(select(State.id).where(State.code == code)) is not None:
            raise Duplicate("state_admitted_already", state=code)
        w.attach(State(code=code, name=name))
        w.session.flush()
        w.add(Action.STATE_ADMIT, StateTerms(state_code=code, valid_from=since, terms=terms), name)


@act
def set_terms(caller: Caller, terms: Terms, valid_from: datetime, reason: str) -> None:
    """Set new terms for one's own State from a moment on; what was decided before stays."""
    with work(caller) as w:
        state = w.actor.state
        if state is None:
            raise Invalid("no_state")
        if valid_from < w.at:
            raise Invalid("terms_in_the_past", field="valid_from")
        row = StateTerms(state_code=state, valid_from=valid_from, terms=terms)
        w.add(Action.STATE_SET_TERMS, row, reason)


@act
def add_embargo(caller: Caller, embargo: Embargo, reason: str) -> None:
    """Enter an embargo row (RSK-10); it stops consents and licences from its first instant."""
    with work(caller) as w:
        names = dict(w.session.execute(select(State.code, State.name)).tuples().all())
        if not known_country(embargo.target_code, names):
            raise Invalid("country_unknown", field="target")
        embargo.entered_by_state = w.actor.state or ""
        w.add(Action.EMBARGO_ADD, embargo, reason)


@act
def invite_first_administrator(caller: Caller, state: str, login: str, name: str) -> str:
    """Make a State's first account and its one-time code, good for one hour; returns the code."""
    with work(caller) as w:
        admins = select(User.id).where(User.state_code == state)
        if w.session.scalar(admins.limit(1)) is not None:
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
        return one_time_code(w, user, CODE_LASTS)


def one_time_code(w: Work, user: User, lasts: timedelta) -> str:
    """A code that opens an account once; only its digest is kept."""
    code = secrets.token_urlsafe(16)
    w.attach(Invitation(user_id=user.id, code_digest=digest(code), expires_at=w.at + lasts))
    return code
