"""Sign-ins, rate counters and job leases: written without being records of the register."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app import clock
from app.work import NOBODY, Caller, act, actor_of, work
from models.ask import ANYONE, FRESH, Actor
from models.errors import Invalid, NotAllowed, TooMany
from models.machinery import Lease, RateCount
from models.people import APPLICANTS, Role, SignIn, User
from models.stages import Stage

HASHER = PasswordHasher()
_NOBODYS_HASH = HASHER.hash(secrets.token_urlsafe(16))
"""Checked when there is no such account, so that the answer takes as long (V6 6.3.8)."""

LONGEST_PASSWORD = 256
SHORTEST_PASSWORD = 15
SEEN_EVERY = timedelta(minutes=1)
"""How exactly the last use of a sign-in is kept: a write a minute, not one a page."""
MINUTE = 60
SIGN_IN_TRIES = 10


@dataclass(frozen=True)
class Limits:
    """How long a sign-in lasts unused, and at all (V7)."""

    idle: timedelta
    whole: timedelta


APPLICANT_LIMITS = Limits(timedelta(minutes=60), timedelta(hours=24))
OFFICER_LIMITS = Limits(timedelta(minutes=30), timedelta(hours=12))
SENIOR_LIMITS = Limits(timedelta(minutes=15), timedelta(hours=8))
SENIOR_ROLES = frozenset({Role.SENIOR_OFFICER, Role.AUDITOR, Role.NATIONAL_ADMIN})


def limits_of(role: Role) -> Limits:
    """The limits of a role."""
    if role in APPLICANTS:
        return APPLICANT_LIMITS
    return SENIOR_LIMITS if role in SENIOR_ROLES else OFFICER_LIMITS


@dataclass(frozen=True)
class Visit:
    """One request's visitor: the sign-in and who it is now."""

    sign_in_id: int
    actor: Actor

    def caller(self) -> Caller:
        """What the services are given."""
        return Caller(self.actor.user_id, self.sign_in_id, actor=self.actor)

    def is_fresh(self, at: datetime) -> bool:
        """Whether grave acts need no password again."""
        return self.actor.proved_at is not None and at - self.actor.proved_at <= FRESH


def digest(token: str) -> bytes:
    """What is kept of a token or one-time code."""
    return hashlib.sha256(token.encode()).digest()


def password_hash(password: str) -> str:
    """The argon2id hash of a new password; refused when too short or too long (V6 6.2)."""
    password = _composed(password)
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid("password_too_short", field="password", least=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise Invalid("password_too_long", field="password", most=LONGEST_PASSWORD)
    return HASHER.hash(password)


def _composed(password: str) -> str:
    """One spelling of what keyboards compose in several ways (V6 6.2.9)."""
    return unicodedata.normalize("NFC", password)


def _matches(stored: str | None, password: str) -> bool:
    try:
        HASHER.verify(stored or _NOBODYS_HASH, _composed(password)[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


@act
def sign_in(login: str, password: str, client: str) -> str:
    """Check name and password and begin a sign-in; the answer is the token for the cookie.

    The refusal is the same for an unknown name, a wrong password and a disabled account.
    """
    count("sign_in", client, SIGN_IN_TRIES)
    count("sign_in_name", login.lower(), SIGN_IN_TRIES)
    with work(NOBODY) as w:
        user = w.session.scalar(select(User).where(User.login == login.strip().lower()))
        known = _matches(user.password_hash if user else None, password)
        if user is None or not known or user.stage is not Stage.ACTIVE:
            raise Invalid("sign_in_wrong", field="password")
        return _begin(w.session, user.id, w.at)


@act
def sign_in_demonstration(login: str) -> str:
    """Begin a sign-in by one click; only for demonstration accounts (the database keeps those)."""
    with work(NOBODY) as w:
        user = w.session.scalar(
            select(User).where(User.login == login, User.demonstration, User.stage == Stage.ACTIVE)
        )
        if user is None:
            raise NotAllowed("not_allowed")
        return _begin(w.session, user.id, w.at)


def _begin(session: Session, user_id: int, at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(token_digest=digest(token), user_id=user_id, started_at=at, seen_at=at, proved_at=at)
    )
    return token


def visit(session: Session, token: str, at: datetime) -> Visit | None:
    """Who holds this token now, in one statement; None when it is over."""
    sign_in, actor = actor_of(session, SignIn.token_digest == digest(token), at) or (None, ANYONE)
    if sign_in is None:
        return None
    limits = limits_of(actor.role)
    over = at - sign_in.seen_at > limits.idle or at - sign_in.started_at > limits.whole
    return None if over else Visit(sign_in.id, actor)


@act
def seen(token: str) -> None:
    """Note that a sign-in is in use."""
    with work(NOBODY) as w:
        w.session.execute(
            update(SignIn)
            .where(SignIn.token_digest == digest(token), SignIn.seen_at < w.at - SEEN_EVERY)
            .values(seen_at=w.at)
        )


@act
def prove(caller: Caller, password: str) -> None:
    """Fresh authentication for grave acts (`step_up`, rules 5.4): the one function for it."""
    count("prove", str(caller.user_id), SIGN_IN_TRIES)
    with work(caller) as w:
        user = w.session.get_one(User, w.actor.user_id)
        if not _matches(user.password_hash, password):
            raise Invalid("password_wrong", field="password")
        w.session.execute(
            update(SignIn).where(SignIn.id == caller.sign_in_id).values(proved_at=w.at)
        )


@act
def sign_out(token: str) -> None:
    """End a sign-in; the token is refused from now on."""
    with work(NOBODY) as w:
        w.session.execute(
            update(SignIn)
            .where(SignIn.token_digest == digest(token), SignIn.ended_at.is_(None))
            .values(ended_at=w.at)
        )


def end_all(session: Session, user_id: int, at: datetime, *, but: int | None = None) -> None:
    """End every sign-in of an account, inside the act that changes it (V7 7.4.1); `but` stays."""
    session.execute(
        update(SignIn)
        .where(SignIn.user_id == user_id, SignIn.id != (but or 0), SignIn.ended_at.is_(None))
        .values(ended_at=at)
    )


@act
def end_others(caller: Caller) -> None:
    """End every other sign-in of one's own account (V7 7.4.3)."""
    with work(caller) as w:
        end_all(w.session, w.actor.user_id or 0, w.at, but=caller.sign_in_id)


@act
def count(what: str, client: str, most: int, seconds: int = MINUTE) -> None:
    """Count a try of a client in this window of time; TooMany beyond `most` (kept by all workers).

    The try is counted whether or not what follows succeeds.
    """
    at = clock.now()
    window = int(at.timestamp()) // seconds
    name = hashlib.sha256(client.encode("utf-8", "surrogatepass")).hexdigest()
    with work(NOBODY) as w:
        dialect = postgresql if w.session.get_bind().dialect.name == "postgresql" else sqlite
        row = {"what": what, "client": name, "window": window}
        statement = dialect.insert(RateCount).values(**row, count=1)
        tries = w.session.scalar(
            statement.on_conflict_do_update(
                index_elements=["what", "client", "window"],
                set_={"count": RateCount.count + 1},
            ).returning(RateCount.count)
        )
        old = RateCount.window < window - 1
        w.session.execute(delete(RateCount).where(RateCount.what == what, old))
    if tries is not None and tries > most:
        wait = seconds - int(at.timestamp()) % seconds
        raise TooMany("too_many_tries", wait=wait)


@act
def lease(job: str, holder: str, seconds: int) -> bool:
    """Take or keep the only right to do a job for so many seconds; False when another has it."""
    with work(NOBODY) as w:
        dialect = postgresql if w.session.get_bind().dialect.name == "postgresql" else sqlite
        until = w.at + timedelta(seconds=seconds)
        statement = dialect.insert(Lease).values(job=job, holder=holder, until=until, beat_at=w.at)
        row = w.session.scalar(
            statement.on_conflict_do_update(
                index_elements=["job"],
                set_={"holder": holder, "until": until, "beat_at": w.at},
                where=or_(Lease.holder == holder, Lease.until <= w.at),
            ).returning(Lease.holder)
        )
        return bool(row == holder)


def last_beat(session: Session, job: str) -> datetime | None:
    """When the process that does a job was last heard of."""
    return session.scalar(select(Lease.beat_at).where(Lease.job == job))
