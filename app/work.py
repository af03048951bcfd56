"""The hall: one person, one moment, one transaction, one record. The only door for changes.

`work(caller)` opens a writing transaction, `reading(caller)` a reading one with one snapshot.
A service is a function under `@act`: it is run again when the database could not order it
among simultaneous acts, so it takes values, never loaded things.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Engine, Select, create_engine, event, false, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from app import clock
from models import everything  # noqa: F401  every table is known before the first session
from models.actions import Action
from models.ask import ANYONE, SYSTEM, Actor, Ask
from models.audit import AuditEntry, RefusedAct
from models.base import Staged, Thing
from models.errors import Busy, NotAllowed, NotFound, ProofNeeded, Refusal, Stale
from models.people import Interest, Person, Role, SignIn, User
from models.policy import refusal, require
from models.sees import visible
from models.stages import Stage
from models.traders import Trader

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T", bound=Thing)

TRIES = 3
UID_LENGTH = 36
NOT_ORDERED = frozenset({"40001", "40P01"})
"""PostgreSQL: serialization failure, deadlock."""


@dataclass(frozen=True)
class Caller:
    """Who comes through the door: an account and its sign-in; rights are read again inside."""

    user_id: int | None = None
    sign_in_id: int | None = None
    system: bool = False
    actor: Actor | None = None
    """As the gate read it for this very request: enough to read by, never to act by."""


NOBODY = Caller()
REGISTER = Caller(system=True)
"""The register's own worker and command line."""


GIVEN: dict[str, Any] = {
    "case_ref": "-",
    "declaration": "-",
    "evidence_now": "-",
    "evidence_proposed": "-",
    "grounds": ("-",),
    "purpose": "-",
}
"""What a page takes as given when it asks whether to offer an act: the act itself asks again."""


class _House:
    """The one database of this process."""

    engine: Engine | None = None
    writing: sessionmaker[Session]
    reading: sessionmaker[Session]


def open_house(url: str) -> Engine:
    """Open the database at `url` for this process; an earlier one is let go."""
    close_house()
    engine = make_engine(url)
    _House.engine = engine
    write_options: dict[str, Any] = {"sacr_writing": True}
    read_options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        read_options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    _House.writing = sessionmaker(engine.execution_options(**write_options), expire_on_commit=False)
    _House.reading = sessionmaker(engine.execution_options(**read_options), expire_on_commit=False)
    return engine


def close_house() -> None:
    """Let the database go."""
    if _House.engine is not None:
        _House.engine.dispose()
        _House.engine = None


def make_engine(url: str) -> Engine:
    """An engine with the register's ways: foreign keys, WAL and BEGIN IMMEDIATE on SQLite."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=5, max_overflow=10)
    engine = create_engine(url, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        writing = connection.get_execution_options().get("sacr_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def act(service: Callable[P, R]) -> Callable[P, R]:
    """Mark a verb of the register: run again, up to three times, when it could not be ordered."""

    @functools.wraps(service)
    def again(*args: P.args, **kwargs: P.kwargs) -> R:
        for number in range(TRIES):
            try:
                return service(*args, **kwargs)
            except StaleDataError as fault:
                raise Stale("changed_meanwhile") from fault
            except (OperationalError, DBAPIError) as fault:
                if not _not_ordered(fault):
                    raise
            time.sleep(0.05 * (number + 1))
        raise Busy("busy")

    again.is_act = True  # type: ignore[attr-defined]  # read by tests/test_house.py
    return again


def _not_ordered(fault: DBAPIError) -> bool:
    code = getattr(fault.orig, "sqlstate", None)
    return code in NOT_ORDERED or "database is locked" in str(fault.orig)


class _Room:
    """What a reading and a writing transaction have in common."""

    def __init__(self, session: Session, actor: Actor, at: datetime) -> None:
        self.session = session
        self.actor = actor
        self.at = at

    def see(self, thing: type[T]) -> Select[T]:
        """A select of the rows of a thing that this person may see."""
        return select(thing).where(visible(thing, self.actor))

    def get(self, thing: type[T], key: str | int) -> T:
        """One thing by public number (text), uid (text) or inner id; NotFound if unseen."""
        found = self.session.scalars(self.see(thing).where(_is(thing, key))).unique().first()
        if found is None:
            raise NotFound
        return found


class View(_Room):
    """One reading: one snapshot, nothing changes."""

    def may(self, action: Action, thing: Thing, of: Thing | None = None, **facts: Any) -> bool:
        """Whether a page should offer an act: the stage allows it and the law does not forbid it.

        Proof by password, a reason and a declaration are asked when the act is done.
        """
        if (
            isinstance(thing, Staged)
            and thing.workflow is not None
            and not thing.workflow.allows(thing.stage, action)
        ):
            return False
        actor = replace(self.actor, proved_at=self.at)
        return refusal(Ask(actor, action, thing, self.at, of, "-", (), {**GIVEN, **facts})) is None


class Work(_Room):
    """One act: find and lock, add, do; all of it in one transaction, or nothing."""

    def __init__(self, session: Session, actor: Actor, at: datetime) -> None:
        super().__init__(session, actor, at)
        self._done: list[Action] = []
        self._causes: list[AuditEntry] = []
        self.refused: dict[str, Any] | None = None
        """What the law forbade, if it did: recorded once this transaction is undone."""

    def find(
        self, thing: type[T], key: str | int, *, seen: int | None = None, share: bool = False
    ) -> T:
        """Find and lock a thing: its traders first, in order of id, then its own row.

        `seen` is the revision that the person's page showed; Stale when it is not the newest.
        `share` locks against those who change it, not against others who share it: a write-off.
        """
        place = self.session.scalar(
            select(thing.id).where(visible(thing, self.actor), _is(thing, key))
        )
        if place is None:
            raise NotFound
        self.lock_traders_of(thing, place, share=share)
        found = (
            self.session.scalars(
                select(thing)
                .where(thing.id == place)
                .with_for_update(of=thing, read=share)
                .execution_options(populate_existing=True)
            )
            .unique()
            .one()
        )
        if seen is not None and seen != found.revision:
            raise Stale("changed_meanwhile")
        return found

    def lock_traders_of(self, thing: type[Thing], key: int, *, share: bool = False) -> None:
        """Lock the traders of a thing, in order of id; `share` for a write-off."""
        ids = thing.traders_to_lock(key)
        if ids is None:
            return
        statement = (
            select(Trader.id)
            .where(Trader.id.in_(ids))
            .order_by(Trader.id)
            .with_for_update(read=share, of=Trader)
        )
        self.session.execute(statement)
        # Who waited for a lock acts after the one who held it: else a write-off that had to wait
        # for a de-registration would be judged by the moment before it.
        self.at = max(self.at, clock.now())

    def add(
        self, action: Action, thing: T, note: str = "", *, of: Thing | None = None, **facts: Any
    ) -> T:
        """Let a thing be born: allowed, and recorded; its parts travel with it."""
        self._require(self._ask(action, thing, note, of, facts))
        self._stamp(thing)
        self.session.add(thing)
        self.session.flush()
        self._record(action, thing, None, note, facts)
        return thing

    def do(
        self, action: Action, thing: Thing, note: str = "", *, of: Thing | None = None, **facts: Any
    ) -> None:
        """Allowed, possible, done and recorded; or nothing at all.

        What the new stage needs (a moment, a number) is set on the thing before.
        """
        self._require(self._ask(action, thing, note, of, facts))
        before: Stage | None = None
        if isinstance(thing, Staged) and thing.workflow is not None:
            before = thing.stage
            thing.stage = thing.workflow.after(before, action)
        if thing.COUNTED:
            thing.revision += 1
        self._record(action, thing, before, note, facts)

    def attach(self, *parts: Any) -> None:
        """Add rows that belong to a thing of this act: recorded by the act itself."""
        for part in parts:
            self._stamp(part)
        self.session.add_all(parts)

    def _stamp(self, row: Any) -> None:
        if getattr(row, "recorded_at", self.at) is None:
            row.recorded_at = self.at
        if isinstance(row, Thing) and row.revision is None:
            row.revision = 1

    def _require(self, ask: Ask) -> None:
        try:
            # The law may load what it looks at; a thing half set for its new stage stays unwritten.
            with self.session.no_autoflush:
                require(ask)
        except ProofNeeded:
            raise
        except (NotAllowed, NotFound) as no:
            self.refused = _refused(ask, no)
            raise

    def _ask(
        self, action: Action, thing: Thing, note: str, of: Thing | None, facts: dict[str, Any]
    ) -> Ask:
        return Ask(self.actor, action, thing, self.at, of, note, tuple(self._done), facts)

    def _record(
        self, action: Action, thing: Thing, before: Stage | None, note: str, facts: dict[str, Any]
    ) -> None:
        self.session.flush()
        after = thing.stage if isinstance(thing, Staged) else None
        entry = AuditEntry(
            at=self.at,
            actor_user_id=self.actor.user_id,
            actor_person_id=self.actor.person_id,
            actor_role=str(self.actor.role),
            actor_state=self.actor.state,
            action=str(action),
            thing=thing.THING,
            thing_id=thing.id,
            reference=thing.reference(),
            before=None if before is None else str(before),
            after=None if after is None else str(after),
            note=note,
            facts=_told(facts),
            cause_id=self._causes[0].id if self._causes else None,
        )
        self.session.add(entry)
        self.session.flush()
        self._done.append(action)
        self._causes.append(entry)


def _told(facts: dict[str, Any]) -> str:
    """The facts of an act as JSON: plain values only, none that the law alone needs."""
    plain = {name: value for name, value in facts.items() if not name.endswith("_person_id")}
    return msgspec.json.encode(plain, enc_hook=str, order="sorted").decode()


def _is(thing: type[Thing], key: str | int) -> Any:
    """The row meant by an inner id, a public number or a uid."""
    if isinstance(key, int):
        return thing.id == key
    if len(key) != UID_LENGTH:
        return getattr(thing, "number", None) == key if hasattr(thing, "number") else false()
    try:
        return thing.uid == UUID(key)
    except ValueError:
        return false()


@contextmanager
def work(caller: Caller) -> Iterator[Work]:
    """Open one act of one person at one moment; commit at the end, or nothing."""
    at = clock.now()
    opened: Work | None = None
    try:
        with _House.writing() as session, session.begin():
            actor = _actor(session, caller, at)
            # SQLite has waited for its turn to write by now: the act happens when it may begin.
            opened = Work(session, actor, max(at, clock.now()))
            try:
                yield opened
                session.flush()
            except IntegrityError as fault:
                raise _told_by_database(fault) from fault
    except (NotAllowed, NotFound):
        if opened is not None and opened.refused is not None:
            _record_refusal(opened.refused)
        raise


def _refused(ask: Ask, no: Refusal) -> dict[str, Any]:
    """What is recorded of a forbidden act, as plain values."""
    return {
        "at": ask.at,
        "actor_user_id": ask.actor.user_id,
        "actor_person_id": ask.actor.person_id,
        "actor_role": str(ask.actor.role),
        "actor_state": ask.actor.state,
        "action": str(ask.action),
        "thing": ask.thing.THING,
        "thing_id": ask.thing.id,
        "reference": ask.thing.reference() if ask.thing.id else "-",
        "code": no.code,
    }


def _record_refusal(refused: dict[str, Any]) -> None:
    """Log a forbidden act in a transaction of its own (C42, C55)."""
    if refused["actor_user_id"] is None:
        return
    with _House.writing() as session, session.begin():
        session.add(RefusedAct(**refused))


@contextmanager
def reading(caller: Caller) -> Iterator[View]:
    """Open one reading: one snapshot for the whole answer."""
    at = clock.now()
    with _House.reading() as session, session.begin():
        yield View(session, caller.actor or _actor(session, caller, at), at)


def _actor(session: Session, caller: Caller, at: datetime) -> Actor:
    """Read who this is now: a disabled account or an ended sign-in is nobody (V7, 8.3.2)."""
    if caller.system:
        return SYSTEM
    if caller.user_id is None:
        return ANYONE
    if caller.sign_in_id is None:
        found = actor_of(session, User.id == caller.user_id, at)
        found = found and (None, replace(found[1], proved_at=None))
    else:
        same = (SignIn.id == caller.sign_in_id) & (SignIn.user_id == caller.user_id)
        found = actor_of(session, same, at)
    if found is None:
        raise NotAllowed("sign_in_ended")
    return found[1]


def actor_of(
    session: Session, which: ColumnElement[bool], at: datetime
) -> tuple[SignIn | None, Actor] | None:
    """The person of an account or sign-in as it stands now, in one statement.

    `which` is a condition on User or SignIn. None for a disabled account or an ended sign-in.
    """
    rows = session.execute(
        select(User, Person.name, SignIn, Interest.trader_id, Trader.name)
        .join(Person, Person.id == User.person_id)
        .outerjoin(SignIn, (SignIn.user_id == User.id) & SignIn.ended_at.is_(None))
        .outerjoin(Trader, Trader.id == User.trader_id)
        .outerjoin(
            Interest,
            (Interest.person_id == User.person_id)
            & Interest.ended_at.is_(None)
            & (Interest.since <= at),
        )
        .where(which, User.stage == Stage.ACTIVE)
        .execution_options(populate_existing=True)
    ).all()
    if not rows:
        return None
    user, name, _, _, firm = rows[0]
    sign_in: SignIn | None = rows[0][2]
    touched = [row[3] for row in rows]
    return sign_in, Actor(
        role=Role(user.role),
        user_id=user.id,
        person_id=user.person_id,
        name=name,
        state=user.state_code,
        trader_id=user.trader_id,
        firm=firm or "",
        interests=frozenset(filter(None, touched)),
        proved_at=None if sign_in is None else sign_in.proved_at,
    )


CONSTRAINT_WORDS = {
    "never_below_zero": "more_than_left",
    "within_exit": "more_than_exit",
    "uq_movements_declaration": "declaration_repeated",
    "uq_movements_reversed_once": "reversed_already",
    "two_persons": "proposer_may_not_sign",
    "uq_registrations_one_live": "registration_live_already",
    "uq_renewals_one_open": "renewal_open_already",
    "uq_cases_one_open": "case_open_already",
    "uq_users_login": "login_taken",
    "uq_list_versions_source_sha256": "list_imported_at_once",
    "movements.state_code, movements.declaration": "declaration_repeated",
    "movements.reverses_id": "reversed_already",
    "registrations.trader_id, registrations.state_code": "registration_live_already",
    "renewals.registration_id": "renewal_open_already",
    "cases.trader_id, cases.state_code": "case_open_already",
    "users.login": "login_taken",
    "list_versions.source, list_versions.sha256": "list_imported_at_once",
}
"""Constraint names as PostgreSQL says them, and columns as SQLite says them."""


def _told_by_database(fault: IntegrityError) -> Exception:
    """The refusal that a constraint stands for; another violation stays a fault."""
    text = str(fault.orig)
    for name, code in CONSTRAINT_WORDS.items():
        if name in text:
            return Refusal(code)
    return fault
