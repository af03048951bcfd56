"""People: persons, their accounts, one-time codes and sign-ins; a person is not an account."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.actions import Action
from models.base import Base, Id, Moment, Record, Row, Staged, Thing
from models.columns import stage_column, stages_check
from models.stages import Stage
from models.workflow import Step, Workflow, acts


class Role(StrEnum):
    """The twelve roles of `permissions.csv`, and the register's own worker."""

    ANONYMOUS = "anonymous"
    API_CUSTOMS = "api_customs"
    API_PEER_STATE = "api_peer_state"
    APPLICANT_ADMIN = "applicant_admin"
    APPLICANT_USER = "applicant_user"
    AUDITOR = "auditor"
    CUSTOMS_OFFICER = "customs_officer"
    ENFORCEMENT_OFFICER = "enforcement_officer"
    LICENSING_OFFICER = "licensing_officer"
    NATIONAL_ADMIN = "national_admin"
    SECRETARIAT = "secretariat"
    SENIOR_OFFICER = "senior_officer"
    SYSTEM = "system"


APPLICANTS = frozenset({Role.APPLICANT_ADMIN, Role.APPLICANT_USER})
PRIVILEGED = frozenset({Role.NATIONAL_ADMIN, Role.SENIOR_OFFICER, Role.AUDITOR})
STATE_ROLES = frozenset(
    {
        Role.AUDITOR,
        Role.CUSTOMS_OFFICER,
        Role.ENFORCEMENT_OFFICER,
        Role.LICENSING_OFFICER,
        Role.NATIONAL_ADMIN,
        Role.SENIOR_OFFICER,
    }
)
CASEWORK = frozenset({Role.ENFORCEMENT_OFFICER, Role.LICENSING_OFFICER, Role.SENIOR_OFFICER})
ROLE_GIVEN = (
    Action.ACCOUNT_CREATE,
    Action.ACCOUNT_CHANGE,
    Action.ACCOUNT_ENABLE,
    Action.ACCOUNT_INVITE,
    Action.ACCOUNT_PROMOTE,
)
"""The acts that give an account its role: who did the last of them may not approve it."""

ACCOUNT = Workflow(
    start=frozenset({Stage.AWAITING_APPROVAL, Stage.ACTIVE}),
    steps=(
        Step(Action.ACCOUNT_APPROVE, {Stage.AWAITING_APPROVAL}, Stage.ACTIVE),
        Step(Action.ACCOUNT_DISABLE, {Stage.ACTIVE, Stage.AWAITING_APPROVAL}, Stage.DISABLED),
        Step(Action.ACCOUNT_ENABLE, {Stage.DISABLED}, Stage.AWAITING_APPROVAL),
        # a privileged role is given to somebody who has another: a second administrator approves
        Step(
            Action.ACCOUNT_PROMOTE,
            {Stage.ACTIVE, Stage.AWAITING_APPROVAL},
            Stage.AWAITING_APPROVAL,
        ),
    ),
    acts=acts(
        {Stage.ACTIVE, Stage.AWAITING_APPROVAL},
        Action.ACCOUNT_CHANGE,
        Action.ACCOUNT_INVITE,
        Action.ACCOUNT_OPEN,
        Action.ACCOUNT_SET_PASSWORD,
    ),
)


class Person(Record, Base):
    """A natural person behind one or several accounts; four eyes compares persons."""

    __tablename__ = "persons"

    name: Mapped[str] = mapped_column(String(200))


class User(Staged, Base):
    """An account: one role, for one State or one trader."""

    THING = "account"
    workflow = ACCOUNT
    __tablename__ = "users"
    __table_args__ = (
        stages_check(ACCOUNT),
        CheckConstraint("state_code IS NULL OR trader_id IS NULL", name="state_or_trader"),
    )

    login: Mapped[str] = mapped_column(String(254), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(32))
    state_code: Mapped[str | None] = mapped_column(ForeignKey("states.code"), index=True)
    trader_id: Mapped[int | None] = mapped_column(ForeignKey("traders.id"), index=True)
    post: Mapped[str] = mapped_column(String(120), default="")
    demonstration: Mapped[bool] = mapped_column(Boolean, default=False)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    stage: Mapped[Stage] = stage_column()
    person: Mapped[Person] = relationship(lazy="joined")

    def reference(self) -> str:
        return str(self.uid)


class Invitation(Record, Base):
    """A one-time code, kept as its digest; it opens an account once and then is spent."""

    __tablename__ = "invitations"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    code_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    expires_at: Mapped[datetime] = mapped_column(Moment())
    used_at: Mapped[datetime | None] = mapped_column(Moment())


class SignIn(Row, Base):
    """A server-side session: the token as its digest, when seen, when proved by password."""

    __tablename__ = "sign_ins"

    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(Moment())
    seen_at: Mapped[datetime] = mapped_column(Moment())
    proved_at: Mapped[datetime] = mapped_column(Moment())
    ended_at: Mapped[datetime | None] = mapped_column(Moment())


class Interest(Thing, Base):
    """A declared interest of a person in a trader (rules 5.6): that person may not act."""

    THING = "interest"
    __tablename__ = "interests"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    trader_id: Mapped[int] = mapped_column(ForeignKey("traders.id"), index=True)
    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"))
    reason: Mapped[str] = mapped_column(String(1000))
    since: Mapped[datetime] = mapped_column(Moment())
    ended_at: Mapped[datetime | None] = mapped_column(Moment())
    declared_by_id: Mapped[int] = mapped_column(Id)

    def of_trader(self) -> int | None:
        return None
