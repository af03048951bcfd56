"""A registration against a small model: any order of acts of trader, State and calendar.

The model is a table written by hand from workflow C1, not the one of the code. Both must agree
on what is possible, on the stage after, and on whether there is cover at every moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from app import clock
from app.standing import registered
from app.traders import extract, services, services_live
from app.work import Caller
from models.audit import AuditEntry
from models.errors import Refusal
from models.traders import Registration
from tests import make
from tests import make_traders as applying

BEGIN = make.at("2026-03-02 09:00")
LIVE = {"DRAFT", "SUBMITTED", "UNDER_REVIEW", "INFO_REQUESTED", "AWAITING_COUNTERSIGN", "ACTIVE"}
OPEN = LIVE - {"DRAFT", "ACTIVE"}

AFTER = {
    ("submit", "DRAFT"): "SUBMITTED",
    ("discard", "DRAFT"): "WITHDRAWN",
    ("take", "SUBMITTED"): "UNDER_REVIEW",
    ("take", "UNDER_REVIEW"): "UNDER_REVIEW",  # an officer takes a case over
    ("take", "INFO_REQUESTED"): "INFO_REQUESTED",
    ("ask", "UNDER_REVIEW"): "INFO_REQUESTED",
    ("answer", "INFO_REQUESTED"): "UNDER_REVIEW",
    ("propose", "UNDER_REVIEW"): "AWAITING_COUNTERSIGN",
    ("approve", "AWAITING_COUNTERSIGN"): "ACTIVE",
    **{("withdraw", stage): "WITHDRAWN" for stage in OPEN},
    ("surrender", "ACTIVE"): "SURRENDERED",
}
"""Workflow C1, as the document has it."""


def begin_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def a_year_later(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + 1, 2, 28) if leap_day else day.replace(year=day.year + 1)


class Registering(RuleBasedStateMachine):
    """One broker, one State; the newest application is the one acted on."""

    house: make.House

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGIN
        self.stage: str | None = None
        self.number = ""
        self.uid = ""
        self.answer_by: datetime | None = None
        self.terms: list[tuple[datetime, datetime]] = []
        self.renewal_open = False
        self.ended = False
        self.numbers: set[str] = set()

    @initialize()
    def world(self) -> None:
        with self.clock():
            self.trader = make.trader(self.house)
            self.official = applying.official(self.house, self.trader)
            self.officer = applying.officer(self.house, "XA")

    @contextmanager
    def clock(self) -> Iterator[None]:
        with clock.standing_at(self.now):
            yield

    def tries(self, verb: str, act: Any, *, but: bool = False) -> bool:
        """Do it; the register must accept it exactly when the model does.

        `but`: the model knows one more reason against it.
        """
        expected = None if but else AFTER.get((verb, self.stage or ""))
        with self.clock():
            try:
                act()
            except Refusal:
                assert expected is None, f"{verb} was refused at {self.stage}"
                return False
        assert expected is not None, f"{verb} was accepted at {self.stage}"
        self.stage = expected
        return True

    def fresh(self, caller: Caller) -> Caller:
        return make.fresh(self.house, caller)

    def revision(self) -> int:
        return applying.row_of(self.house, self.number).revision

    # the trader

    @rule()
    def start(self) -> None:
        with self.clock():
            try:
                self.uid = applying.draft(self.house, self.official)
            except Refusal:
                refused = True
            else:
                refused = False
        assert refused is (self.stage in LIVE)
        if refused:
            return
        self.stage, self.number, self.answer_by = "DRAFT", "", None
        self.terms, self.renewal_open, self.ended = [], False, False

    @precondition(lambda self: self.uid)
    @rule()
    def edit(self) -> None:
        with self.clock():
            seen = applying.seen(self.house, self.uid)
            try:
                services.edit(
                    self.official, self.uid, seen, "contact", {"phone": "+999 2", "email": ""}
                )
            except Refusal:
                assert self.stage != "DRAFT"
            else:
                assert self.stage == "DRAFT"

    @precondition(lambda self: self.stage == "DRAFT")
    @rule(again=st.booleans())
    def submit(self, *, again: bool) -> None:
        found: list[tuple[tuple[str, str], ...]] = []

        def act() -> None:
            seen = applying.seen(self.house, self.uid)
            caller = self.fresh(self.official)
            for _ in range(2 if again else 1):
                found.append(services.submit(caller, self.uid, seen, applying.OFFICIAL, "true"))

        assert self.tries("submit", act)
        assert len(set(found)) == 1
        self.number = dict(found[0])["XA"]
        assert self.number not in self.numbers
        self.numbers.add(self.number)

    @precondition(lambda self: self.uid)
    @rule()
    def discard(self) -> None:
        self.tries(
            "discard",
            lambda: services.discard(self.official, self.uid, applying.seen(self.house, self.uid)),
        )

    @precondition(lambda self: self.number)
    @rule()
    def answer(self) -> None:
        late = self.answer_by is not None and self.now >= self.answer_by
        self.tries(
            "answer",
            lambda: services_live.answer(self.official, self.number, self.revision(), "here"),
            but=late,
        )

    @precondition(lambda self: self.number)
    @rule()
    def withdraw(self) -> None:
        self.tries(
            "withdraw",
            lambda: services_live.withdraw(self.fresh(self.official), self.number, self.revision()),
        )

    @precondition(lambda self: self.number)
    @rule()
    def surrender(self) -> None:
        if self.tries(
            "surrender",
            lambda: services_live.surrender(
                self.fresh(self.official), self.number, self.revision()
            ),
        ):
            self.ended, self.renewal_open = True, False

    @precondition(lambda self: self.number)
    @rule()
    def renew(self) -> None:
        today = self.now.date()
        ends = max((end for _, end in self.terms), default=None)
        last_day = None if ends is None else ends.date() - timedelta(days=1)
        may = (
            self.stage == "ACTIVE"
            and not self.renewal_open
            and last_day is not None
            and today >= last_day - timedelta(days=60)
        )
        with self.clock():
            try:
                in_time: bool | None = services_live.renew(
                    self.fresh(self.official), self.number, self.revision(), "Ada Quill", "same"
                )
            except Refusal:
                in_time = None
        assert (in_time is not None) is may
        if in_time is None:
            return
        assert last_day is not None
        assert in_time is (today <= last_day - timedelta(days=30))
        self.renewal_open = True

    # the State

    @precondition(lambda self: self.number)
    @rule(act=st.sampled_from(["take", "propose"]))
    def officer_acts(self, act: str) -> None:
        does = {"take": applying.take, "propose": applying.propose}[act]
        self.tries(act, lambda: does(self.fresh(self.officer), self.number))

    @precondition(lambda self: self.number)
    @rule()
    def ask(self) -> None:
        if self.tries("ask", lambda: applying.ask(self.fresh(self.officer), self.number)):
            self.answer_by = self.now + timedelta(days=30)

    @precondition(lambda self: self.stage == "AWAITING_COUNTERSIGN")
    @rule()
    def approve(self) -> None:
        first = self.now.date()
        self.tries(
            "approve",
            lambda: applying.approve(self.house, self.number, first, self.officer),
        )
        self.terms.append((begin_of(first), begin_of(a_year_later(first))))

    @rule(steps=st.integers(1, 5))
    def the_usual_way(self, steps: int) -> None:
        """The next steps towards a registration, so that runs reach it often enough."""
        for _ in range(steps):
            self._next_step()

    def _next_step(self) -> None:
        match self.stage:
            case "DRAFT":
                self.submit(again=False)
            case "SUBMITTED":
                self.officer_acts("take")
            case "UNDER_REVIEW":
                self.officer_acts("propose")
            case "AWAITING_COUNTERSIGN":
                self.approve()
            case "ACTIVE":
                self.time_passes(31)
            case _:
                self.start()

    # the calendar

    @rule(days=st.sampled_from([1, 7, 31, 150, 400]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    # what must always hold

    @invariant()
    def the_stage_is_the_models(self) -> None:
        if not self.number:
            return
        with self.clock():
            assert str(applying.row_of(self.house, self.number).stage) == self.stage

    @invariant()
    def cover_is_the_models(self) -> None:
        if not self.number:
            return
        covered = not self.ended and any(begin <= self.now < end for begin, end in self.terms)
        with self.house.rows() as session:
            rows = {
                row.number: row for _, _, row in registered(session, [self.trader])[self.trader]
            }
        live = self.number in rows and rows[self.number].live(self.now)
        assert live == covered
        with self.clock():
            on_list = self.number in {one.number for one in extract.every(extract.Wanted())}
        assert on_list == covered

    @invariant()
    def only_one_is_live_and_every_submission_is_on_the_record(self) -> None:
        if not hasattr(self, "trader"):
            return
        mine = select(Registration.id).where(Registration.trader_id == self.trader)
        with self.house.rows() as session:
            live = session.scalar(
                select(func.count())
                .select_from(Registration)
                .where(Registration.id.in_(mine), Registration.stage.in_(list(LIVE)))
            )
            acts = session.scalar(
                select(func.count())
                .select_from(AuditEntry)
                .where(AuditEntry.action == "registration.submit", AuditEntry.thing_id.in_(mine))
            )
        assert (live or 0) <= 1
        assert acts == len(self.numbers)


def test_any_order_of_acts_keeps_workflow_c1(house: make.House) -> None:
    make.states(house, "XA")

    class Here(Registering):
        pass

    Here.house = house
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
