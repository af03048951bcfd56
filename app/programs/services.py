"""Verbs of a program's key: made, shown once, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app import api_keys
from app.programs.asked import Wanted
from app.work import Caller, Work, act, work
from models.actions import Action
from models.api_keys import LONGEST_DAYS, ApiKey, Scope
from models.errors import Blocked, Duplicate, Invalid
from models.people import CASEWORK, Role, User
from models.searches import Purpose
from models.stages import Stage

MOST_KEYS = 20
"""Of one officer at a time: a key for each program, not for each day."""


@dataclass(frozen=True)
class Made:
    """A new key; `secret` is nowhere else and cannot be shown again."""

    uid: str
    label: str
    secret: str


@act
def make(caller: Caller, wanted: Wanted) -> Made:
    """Make a key that carries one's own rights and no more."""
    with work(caller) as w:
        return _make(w, w.session.get_one(User, w.actor.user_id), wanted)


@act
def make_for(caller: Caller, login: str, wanted: Wanted) -> Made:
    """Make a key for an officer's account, on the command line."""
    with work(caller) as w:
        named = User.login == login.strip().lower()
        user = w.session.scalar(select(User).where(named, User.stage == Stage.ACTIVE))
        if user is None:
            raise Invalid("api_key_no_account", field="login")
        if Role(user.role) not in CASEWORK:
            raise Blocked("api_key_role")
        return _make(w, user, wanted)


def _make(w: Work, user: User, wanted: Wanted) -> Made:
    label = wanted.label.strip()
    if not label:
        raise Invalid("api_key_label_missing", field="label")
    if wanted.purpose not in list(Purpose):
        raise Invalid("purpose_missing", field="purpose")
    if not 1 <= wanted.days <= LONGEST_DAYS:
        raise Invalid("api_key_days", field="days", most=LONGEST_DAYS)
    standing = [
        key.label
        for key in w.session.scalars(select(ApiKey).where(ApiKey.user_id == user.id))
        if key.stands(w.at)
    ]
    if label in standing:
        raise Duplicate("api_key_label_taken", field="label")
    if len(standing) >= MOST_KEYS:
        raise Blocked("api_key_too_many", most=MOST_KEYS)
    secret = api_keys.new_secret()
    key = ApiKey(
        label=label,
        user_id=user.id,
        person_id=user.person_id,
        state_code=user.state_code,
        scope=str(Scope.MATCH),
        purpose=wanted.purpose,
        case_ref=wanted.case_ref.strip(),
        digest=api_keys.digest(secret),
        hint=api_keys.hint(secret),
        made_at=w.at,
        expires_at=w.at + timedelta(days=wanted.days),
    )
    w.add(Action.API_KEY_MAKE, key, purpose=wanted.purpose, label=label)
    return Made(str(key.uid), label, secret)


@act
def withdraw(caller: Caller, uid: str, reason: str) -> None:
    """Withdraw a key: from now on it opens nothing, for good."""
    with work(caller) as w:
        key = w.find(ApiKey, uid)
        if key.withdrawn_at is not None:
            raise Blocked("api_key_withdrawn_already")
        if not reason.strip():
            raise Invalid("reason_missing", field="reason")
        key.withdrawn_at = w.at
        key.withdrawn_reason = reason.strip()
        w.do(Action.API_KEY_WITHDRAW, key, reason)
