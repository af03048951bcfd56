"""What the pages of people show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.sessions import limits_of
from app.work import NOBODY, Caller, View, reading
from models.actions import Action
from models.audit import AuditEntry
from models.errors import NotFound
from models.people import ROLE_GIVEN, Person, Role, SignIn, User
from models.policy import role_may
from models.stages import Stage
from models.states import Installation, State
from models.traders import Trader

MOST = 500
"""Accounts of one list; a State's own people fit on one page."""
ACTS = {
    "approve": Action.ACCOUNT_APPROVE,
    "change": Action.ACCOUNT_CHANGE,
    "disable": Action.ACCOUNT_DISABLE,
    "enable": Action.ACCOUNT_ENABLE,
}
"""What can be done to an account, by the last word of its page's address."""


@dataclass(frozen=True)
class Offered:
    """A demonstration account that the sign-in page offers by one click."""

    login: str
    name: str
    role: str
    state: str | None
    place: str
    """The State's or trader's name."""


def offered() -> tuple[Offered, ...]:
    """The accounts of a demonstration, by State and role; nothing anywhere else."""
    with reading(NOBODY) as view:
        return _offered(view.session)


def _offered(session: Session) -> tuple[Offered, ...]:
    if not session.scalar(select(Installation.demonstration)):
        return ()
    rows = session.execute(
        select(User.login, Person.name, User.role, User.state_code, State.name, Trader.name)
        .join(Person, Person.id == User.person_id)
        .outerjoin(State, State.code == User.state_code)
        .outerjoin(Trader, Trader.id == User.trader_id)
        .where(User.demonstration, User.stage == Stage.ACTIVE)
        .order_by(User.id)
    )
    return tuple(
        Offered(login, name, role, code, state or trader or "")
        for login, name, role, code, state, trader in rows
    )


@dataclass(frozen=True)
class Account:
    """One account, as those see it who look after accounts."""

    uid: str
    login: str
    name: str
    role: str
    post: str
    stage: str
    opened: bool
    seen_at: datetime | None
    revision: int
    is_self: bool


@dataclass(frozen=True)
class Accounts:
    """The accounts of a State or firm, those that wait for approval first."""

    rows: tuple[Account, ...]
    may_create: bool
    may_invite: bool
    sole_administrator: bool
    """Whether nobody else can look twice at a State's privileged accounts (decision 13)."""


def accounts(caller: Caller) -> Accounts:
    """The accounts that the caller sees, in two statements."""
    with reading(caller) as view:
        users = _accounts(view)
        administrators = {
            user.person_id
            for user in users
            if user.role == Role.NATIONAL_ADMIN and user.stage == Stage.ACTIVE
        }
        return Accounts(
            rows=_rows(view, users),
            may_create=role_may(view.actor.role, Action.ACCOUNT_CREATE),
            may_invite=role_may(view.actor.role, Action.ACCOUNT_INVITE),
            sole_administrator=administrators == {view.actor.person_id},
        )


def _accounts(view: View) -> Sequence[User]:
    waiting_first = case((User.stage == Stage.AWAITING_APPROVAL, 0), else_=1)
    found = view.session.scalars(view.see(User).order_by(waiting_first, User.id).limit(MOST))
    return found.unique().all()


def _rows(view: View, users: Sequence[User]) -> tuple[Account, ...]:
    seen: dict[int, datetime] = dict(
        view.session.execute(
            select(SignIn.user_id, func.max(SignIn.seen_at))
            .where(SignIn.user_id.in_([user.id for user in users]))
            .group_by(SignIn.user_id)
        ).all()
    )
    return tuple(_account(view, user, seen.get(user.id)) for user in users)


def _account(view: View, user: User, seen: datetime | None) -> Account:
    return Account(
        uid=str(user.uid),
        login=user.login,
        name=user.person.name,
        role=user.role,
        post=user.post,
        stage=str(user.stage),
        opened=user.password_hash is not None,
        seen_at=seen,
        revision=user.revision,
        is_self=user.id == view.actor.user_id,
    )


def author_of(session: Session, user_id: int) -> int | None:
    """The person who last gave an account its role or let it in again."""
    return session.scalar(
        select(AuditEntry.actor_person_id)
        .where(
            AuditEntry.thing == User.THING,
            AuditEntry.thing_id == user_id,
            AuditEntry.action.in_([str(action) for action in ROLE_GIVEN]),
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )


@dataclass(frozen=True)
class OneAccount:
    """One account with what the caller may do to it."""

    account: Account
    acts: tuple[str, ...]
    """Of `ACTS`."""
    may_give_code: bool
    may_end_sign_ins: bool
    of_state: bool


def one(caller: Caller, uid: str) -> OneAccount:
    """One account of the caller's State or firm; NotFound for any other."""
    with reading(caller) as view:
        user = view.get(User, uid)
        author = author_of(view.session, user.id)
        acts = tuple(
            name
            for name, action in ACTS.items()
            if view.may(action, user, author_person_id=author, is_last_admin=False)
        )
        seen = view.session.scalar(
            select(func.max(SignIn.seen_at)).where(SignIn.user_id == user.id)
        )
        renewing = Action.ACCOUNT_INVITE if user.trader_id else Action.ACCOUNT_CHANGE
        return OneAccount(
            account=_account(view, user, seen),
            acts=acts,
            may_give_code=user.password_hash is None and view.may(renewing, user),
            may_end_sign_ins=user.password_hash is not None and "change" in acts,
            of_state=user.state_code is not None,
        )


def persons(caller: Caller) -> tuple[tuple[str, str], ...]:
    """Uid and name of one account of each person of the caller's State."""
    with reading(caller) as view:
        users = view.session.scalars(view.see(User).order_by(User.id).limit(MOST)).unique().all()
        found: dict[int, tuple[str, str]] = {}
        for user in users:
            found.setdefault(user.person_id, (str(user.uid), user.person.name))
        return tuple(sorted(found.values(), key=lambda pair: pair[1].casefold()))


@dataclass(frozen=True)
class Visit:
    """One of one's own sign-ins."""

    started_at: datetime
    seen_at: datetime
    this: bool


@dataclass(frozen=True)
class Own:
    """One's own account."""

    name: str
    login: str
    role: str
    post: str
    state: str | None
    firm: str
    since: datetime
    visits: tuple[Visit, ...]


def own(caller: Caller) -> Own:
    """One's own account, and where one is signed in."""
    with reading(caller) as view:
        user = view.session.get(User, view.actor.user_id) if view.actor.user_id else None
        if user is None:
            raise NotFound
        limits = limits_of(view.actor.role)
        rows = view.session.scalars(
            select(SignIn)
            .where(
                SignIn.user_id == user.id,
                SignIn.ended_at.is_(None),
                SignIn.started_at >= view.at - limits.whole,
                SignIn.seen_at >= view.at - limits.idle,
            )
            .order_by(SignIn.id.desc())
        )
        return Own(
            name=user.person.name,
            login=user.login,
            role=user.role,
            post=user.post,
            state=user.state_code,
            firm=view.actor.firm,
            since=user.recorded_at,
            visits=tuple(
                Visit(row.started_at, row.seen_at, row.id == caller.sign_in_id) for row in rows
            ),
        )
