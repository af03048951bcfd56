"""What a case gathers: documents, questions and answers, notes, and tasks between States."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Select,
    String,
    Text,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.actions import Action
from models.base import Base, Frozen, Id, Moment, Record, Staged, Thing
from models.columns import listed, stage_column, stage_needs, stages_check
from models.stages import Stage
from models.traders import Trader
from models.workflow import Step, Workflow

DOCUMENT_LIMIT = 10 * 1024 * 1024
MEDIA_TYPES = ("application/pdf", "image/jpeg", "image/png")

TASK = Workflow(
    start=frozenset({Stage.OPEN}),
    steps=(Step(Action.TASK_ANSWER, {Stage.OPEN}, Stage.ANSWERED),),
)


class Document(Thing, Base):
    """A file as it was given: never changed, delivered as an attachment only, not yet scanned."""

    THING = "document"
    __tablename__ = "documents"
    __table_args__ = (
        Index("ix_documents_thing", "thing", "thing_id"),
        CheckConstraint(f"media_type IN {listed(MEDIA_TYPES)}", name="media_type_known"),
        CheckConstraint(f"size BETWEEN 1 AND {DOCUMENT_LIMIT}", name="size_in_limit"),
    )

    thing: Mapped[str] = mapped_column(String(32))
    thing_id: Mapped[int] = mapped_column(Id)
    trader_id: Mapped[int | None] = mapped_column(ForeignKey("traders.id"), index=True)
    state_code: Mapped[str | None] = mapped_column(String(2))
    purpose: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    scanned: Mapped[bool] = mapped_column(Boolean, default=False)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Question(Record, Base):
    """A State's question to the applicant; the clock stands still until the answer (CAS-06)."""

    __tablename__ = "questions"
    __table_args__ = (Index("ix_questions_thing", "thing", "thing_id"),)

    thing: Mapped[str] = mapped_column(String(32))
    thing_id: Mapped[int] = mapped_column(Id)
    state_code: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Moment())
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    answer_by: Mapped[datetime] = mapped_column(Moment())
    answer: Mapped[Answer | None] = relationship(back_populates="question", lazy="joined")


class Answer(Record, Base):
    """The applicant's answer; given once."""

    __tablename__ = "answers"

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), unique=True)
    text: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime] = mapped_column(Moment())
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    question: Mapped[Question] = relationship(back_populates="answer")


class Note(Record, Base):
    """An officer's confidential note; added, never edited; never shown to the applicant."""

    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_thing", "thing", "thing_id"),)

    thing: Mapped[str] = mapped_column(String(32))
    thing_id: Mapped[int] = mapped_column(Id)
    state_code: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Moment())
    written_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class NoteRelease(Record, Base):
    """A note released to another State (rules 4.6)."""

    __tablename__ = "note_releases"

    note_id: Mapped[int] = mapped_column(ForeignKey("notes.id"), index=True)
    to_state: Mapped[str] = mapped_column(String(2))
    purpose: Mapped[str] = mapped_column(String(500))
    released_at: Mapped[datetime] = mapped_column(Moment())
    released_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class TaskKind(StrEnum):
    """What a State is asked to do."""

    RECOGNISE = "recognise"
    REVOKE_LICENCE = "revoke_licence"
    STOP_REPORTED = "stop_reported"
    OFF_ROUTE_CHECK = "off_route_check"
    HIT_CONFIRMED = "hit_confirmed"
    NEW_HIT = "new_hit"
    SUSPENSION_PROPOSED = "suspension_proposed"
    OFFLINE_CONFLICT = "offline_conflict"


class TaskOutcome(StrEnum):
    """How a task was answered."""

    RECOGNISED = "recognised"
    OWN_CASE = "own_case"
    DECLINED = "declined"
    NOTED = "noted"


OUTCOMES = {
    TaskKind.RECOGNISE: frozenset(
        {TaskOutcome.RECOGNISED, TaskOutcome.OWN_CASE, TaskOutcome.DECLINED}
    )
}
"""How a kind of task may be answered (rules 6.2); every other kind is noted."""


def outcomes_of(kind: TaskKind) -> frozenset[TaskOutcome]:
    """The answers that a kind of task takes.

    >>> outcomes_of(TaskKind.STOP_REPORTED) == {TaskOutcome.NOTED}
    True
    """
    return OUTCOMES.get(kind, frozenset({TaskOutcome.NOTED}))


class Task(Staged, Base):
    """A duty of a State that an act elsewhere raised, with its due moment."""

    THING = "task"
    workflow = TASK
    __tablename__ = "tasks"
    __table_args__ = (
        stages_check(TASK),
        CheckConstraint(f"kind IN {listed(TaskKind)}", name="kind_known"),
        stage_needs(
            "answered_has_outcome",
            {Stage.ANSWERED},
            "outcome IS NOT NULL AND answered_at IS NOT NULL",
        ),
        Index("ix_tasks_about", "about", "about_id"),
    )

    kind: Mapped[str] = mapped_column(String(32))
    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"), index=True)
    from_state: Mapped[str | None] = mapped_column(String(2))
    about: Mapped[str] = mapped_column(String(32))
    about_id: Mapped[int] = mapped_column(Id)
    about_number: Mapped[str] = mapped_column(String(64))
    told: Mapped[dict[str, Any]] = mapped_column(Frozen(dict[str, Any]), default=dict)
    """What the State that raised it tells beside: of a confirmed hit, who and in which case."""
    trader_id: Mapped[int | None] = mapped_column(ForeignKey("traders.id"), index=True)
    due_at: Mapped[datetime] = mapped_column(Moment())
    stage: Mapped[Stage] = stage_column()
    outcome: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment())
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    def of_trader(self) -> int | None:
        return None

    def parties(self) -> frozenset[int]:
        return frozenset() if self.trader_id is None else frozenset({self.trader_id})

    @classmethod
    def traders_to_lock(cls, key: int) -> Select[int] | None:
        return select(Trader.id).join(Task, Task.trader_id == Trader.id).where(Task.id == key)
