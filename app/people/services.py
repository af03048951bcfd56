"""Verbs of accounts: sign up, open by code, create, invite, change, approve, disable, enable."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app import sessions
from app.people.asked import NewAccount, SignUp
from app.people.passwords import refuse_common
from app.people.queries import author_of
from app.standing import regime
from app.work import NOBODY, Caller, Work, act, work
from models import numbers
from models.actions import Action
from models.errors import Invalid
from models.particulars import Form, Particulars
from models.people import APPLICANTS, PRIVILEGED, STATE_ROLES, Invitation, Person, Role, User
from models.stages import Stage
from models.states import State, day_of
from models.traders import Trader

CODE_LASTS = timedelta(hours=72)
"""How long a one-time code opens an account (V6 6.4.1)."""
TRIES = 10
"""Sign-ups, or tries of a code, that one client has in a minute."""


@dataclass(frozen=True)
class Made:
    """What the administrator is shown once: the code, and whether another must approve."""

    uid: str
    login: str
    code: str
    expires_at: datetime
    awaits_approval: bool


@act
def sign_up(asked: SignUp, client: str) -> None:
    """Make a trader with its first administrator (REG-16); identity is vetted in the review.

    The answer is the same, and takes as long, where the address has an account already: then
    nothing is made (V6 6.3.8).
    """
    sessions.count("sign_up", client, TRIES)
    names = (asked.trader_name, asked.person_name, asked.login)
    refuse_common(asked.password, names)
    hashed = sessions.password_hash(asked.password)
    with work(NOBODY) as w:
        states = regime(w.session)
        if asked.home_state not in states.participating(w.at):
            raise Invalid("state_takes_no_part", field="home_state")
        refuse_common(asked.password, (states.names[asked.home_state],))
        if _taken(w, asked.login):
            return
        year = day_of(w.at, states.zone(asked.home_state, w.at)).year
        trader = Trader(
            number=numbers.mint(w.session, asked.home_state, numbers.Kind.TRADER, year),
            home_state=asked.home_state,
            form=str(asked.form),
            name=asked.trader_name,
            email=asked.login,
            facts=Particulars(
                form=asked.form,
                name=asked.trader_name,
                email=asked.login,
                contact_person=asked.person_name if asked.form is Form.FIRM else "",
            ),
        )
        person = Person(name=asked.person_name)
        w.attach(trader, person)
        w.session.flush()
        user = User(
            login=asked.login.lower(),
            person_id=person.id,
            password_hash=hashed,
            role=str(Role.APPLICANT_ADMIN),
            trader_id=trader.id,
            stage=Stage.ACTIVE,
        )
        w.add(Action.ACCOUNT_SIGN_UP, user)


def _taken(w: Work, login: str) -> bool:
    return w.session.scalar(select(User.id).where(User.login == login.lower())) is not None


@act
def open_account(code: str, password: str, client: str) -> bool:
    """Spend a one-time code and set the first password; whether one may sign in at once.

    The refusal is the same for an unknown, spent and expired code and a disabled account.
    """
    sessions.count("open_account", client, TRIES)
    hashed = sessions.password_hash(password)
    refuse_common(password, ())
    with work(NOBODY) as w:
        found = w.session.execute(
            select(Invitation, User)
            .join(User, User.id == Invitation.user_id)
            .where(Invitation.code_digest == sessions.digest(code.strip()))
            .with_for_update(of=Invitation)
        ).first()
        if found is None:
            raise Invalid("code_wrong", field="code")
        invitation, user = found
        over = invitation.used_at is not None or invitation.expires_at <= w.at
        if over or not user.workflow.allows(user.stage, Action.ACCOUNT_OPEN):
            raise Invalid("code_wrong", field="code")
        refuse_common(password, (user.person.name, user.login, *_places(w, user)))
        invitation.used_at = w.at
        user.password_hash = hashed
        sessions.end_all(w.session, user.id, w.at)
        w.do(Action.ACCOUNT_OPEN, user)
        return not user.workflow.allows(user.stage, Action.ACCOUNT_APPROVE)


def _places(w: Work, user: User) -> tuple[str, ...]:
    """The names of an account's State and trader."""
    names = [
        w.session.scalar(select(State.name).where(State.code == user.state_code)),
        w.session.scalar(select(Trader.name).where(Trader.id == user.trader_id)),
    ]
    return tuple(name for name in names if name)


@act
def create(caller: Caller, new: NewAccount) -> Made:
    """Make an account of one's own State, with a one-time code shown once.

    A privileged role waits for a second administrator, unless there is none: the State's only
    administrator may make the second one (docs/decisions).
    """
    with work(caller) as w:
        if new.role not in STATE_ROLES:
            raise Invalid("role_not_of_state", field="role")
        waits = new.role in PRIVILEGED and not (
            new.role is Role.NATIONAL_ADMIN and _is_only_administrator(w)
        )
        user = User(
            login=new.login.lower(),
            person_id=_person(w, new),
            role=str(new.role),
            state_code=w.actor.state,
            post=new.post,
            created_by_id=w.actor.user_id,
            stage=Stage.AWAITING_APPROVAL if waits else Stage.ACTIVE,
        )
        w.add(Action.ACCOUNT_CREATE, user, role=str(new.role))
        return _with_code(w, user, awaits=waits)


def _person(w: Work, new: NewAccount) -> int:
    """The person behind a new account: four eyes compares persons, so nobody is made twice."""
    if new.same_as:
        return w.get(User, new.same_as).person_id
    person = Person(name=new.name)
    w.attach(person)
    w.session.flush()
    return person.id


def _is_only_administrator(w: Work) -> bool:
    """Whether no other person is an administrator of the actor's State now; they are locked."""
    others = w.session.scalars(
        select(User.person_id)
        .where(
            User.state_code == w.actor.state,
            User.role == str(Role.NATIONAL_ADMIN),
            User.stage == Stage.ACTIVE,
        )
        .with_for_update(of=User)
    ).all()
    return set(others) <= {w.actor.person_id}


def _with_code(w: Work, user: User, *, awaits: bool) -> Made:
    code = secrets.token_urlsafe(16)
    expires = w.at + CODE_LASTS
    _void_codes(w, user)
    w.attach(Invitation(user_id=user.id, code_digest=sessions.digest(code), expires_at=expires))
    return Made(str(user.uid), user.login, code, expires, awaits)


def _void_codes(w: Work, user: User) -> None:
    """Spend every earlier code of an account: the newest alone opens it."""
    for old in w.session.scalars(
        select(Invitation).where(Invitation.user_id == user.id, Invitation.used_at.is_(None))
    ):
        old.used_at = w.at


@act
def invite(caller: Caller, new: NewAccount) -> Made:
    """Make an account of one's own firm, with a one-time code shown once."""
    with work(caller) as w:
        person = Person(name=new.name)
        w.attach(person)
        w.session.flush()
        user = User(
            login=new.login.lower(),
            person_id=person.id,
            role=str(new.role),
            trader_id=w.actor.trader_id,
            post=new.post,
            created_by_id=w.actor.user_id,
            stage=Stage.ACTIVE,
        )
        w.add(Action.ACCOUNT_INVITE, user, role=str(new.role))
        return _with_code(w, user, awaits=False)


@act
def change(caller: Caller, uid: str, role: Role, post: str, *, seen: int | None = None) -> bool:
    """Give an account another role or post; whether it now waits for a second administrator.

    Its sign-ins end: rights are those of the new role from the next request on (V7 7.2.4).
    """
    with work(caller) as w:
        user = w.find(User, uid, seen=seen)
        if role not in STATE_ROLES:
            raise Invalid("role_not_of_state", field="role")
        waits = role in PRIVILEGED and user.role != str(role)
        before = user.role
        user.role, user.post = str(role), post
        sessions.end_all(w.session, user.id, w.at)
        action = Action.ACCOUNT_PROMOTE if waits else Action.ACCOUNT_CHANGE
        w.do(action, user, role=str(role), role_before=before)
        return waits


@act
def approve(caller: Caller, uid: str, *, seen: int | None = None) -> None:
    """Approve a privileged account as second administrator: never one's own work (V7)."""
    with work(caller) as w:
        user = w.find(User, uid, seen=seen)
        w.do(Action.ACCOUNT_APPROVE, user, author_person_id=author_of(w.session, user.id))


@act
def disable(caller: Caller, uid: str, reason: str, *, seen: int | None = None) -> None:
    """Disable an account: its sign-ins end now, and its codes open nothing."""
    with work(caller) as w:
        user = w.find(User, uid, seen=seen)
        sessions.end_all(w.session, user.id, w.at)
        _void_codes(w, user)
        w.do(Action.ACCOUNT_DISABLE, user, reason, is_last_admin=_is_last_admin(w, user))


def _is_last_admin(w: Work, user: User) -> bool:
    """Whether a firm would be left without administrator."""
    if user.role not in APPLICANTS or user.role != str(Role.APPLICANT_ADMIN):
        return False
    w.lock_traders_of(Trader, user.trader_id or 0)
    others = w.session.scalar(
        select(func.count(User.id)).where(
            User.trader_id == user.trader_id,
            User.role == str(Role.APPLICANT_ADMIN),
            User.stage == Stage.ACTIVE,
            User.id != user.id,
        )
    )
    return not others


@act
def enable(caller: Caller, uid: str, reason: str, *, seen: int | None = None) -> Made:
    """Let a disabled account in again, by a new one-time code; its old password is gone.

    A privileged one waits for a second administrator.
    """
    with work(caller) as w:
        user = w.find(User, uid, seen=seen)
        user.password_hash = None
        w.do(Action.ACCOUNT_ENABLE, user, reason)
        waits = user.role in PRIVILEGED
        if not waits:
            w.do(Action.ACCOUNT_APPROVE, user, author_person_id=None)
        return _with_code(w, user, awaits=waits)


@act
def new_code(caller: Caller, uid: str) -> Made:
    """Give a further one-time code for an account that was never opened; the earlier is void."""
    with work(caller) as w:
        user = w.find(User, uid)
        if user.password_hash is not None:
            raise Invalid("account_opened_already")
        action = Action.ACCOUNT_INVITE if user.trader_id else Action.ACCOUNT_CHANGE
        w.do(action, user)
        return _with_code(w, user, awaits=False)


@act
def end_sign_ins(caller: Caller, uid: str) -> None:
    """End every sign-in of an account of one's State (V7 7.4.5)."""
    with work(caller) as w:
        user = w.find(User, uid)
        sessions.end_all(w.session, user.id, w.at)
        w.do(Action.ACCOUNT_CHANGE, user, "sign-ins ended")


@act
def set_password(caller: Caller, current: str, new: str) -> None:
    """Change one's own password: the current one is asked, and other sign-ins end."""
    try:
        sessions.prove(caller, current)
    except Invalid as no:
        raise Invalid(no.code, field="current") from None
    hashed = sessions.password_hash(new)
    with work(caller) as w:
        user = w.session.get_one(User, w.actor.user_id, with_for_update={"of": User})
        refuse_common(new, (user.person.name, user.login, *_places(w, user)))
        user.password_hash = hashed
        sessions.end_all(w.session, user.id, w.at, but=caller.sign_in_id)
        w.do(Action.ACCOUNT_SET_PASSWORD, user)
