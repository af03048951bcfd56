"""Any order of acts on one registration, against a small model of what must come of it."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from app import clock, standing
from app.registrations import services
from app.registrations.services_suspensions import confirm_suspension, lift, suspend
from app.registrations.wanted import Place, Wanted
from app.work import Caller, close_house, open_house
from models.errors import Refusal
from models.particulars import TraderKind
from models.people import Role
from models.proposals import Decision, Proposal, Signature
from models.stages import Stage
from models.traders import Registration, RegistrationTerm, Suspension, Trader
from tests import databases, make, make_registrations
from tests.app.registrations.cases import APPROVE, REFUSE

HOUR = timedelta(hours=1)
LAST_MOMENT = make.at("2027-03-02 00:00")
"""The end of the validity that is proposed."""


@cache
def template() -> Path:
    """One migrated file for all runs of the machine."""
    path = Path(tempfile.mkdtemp()) / "machine.db"
    databases.migrated_sqlite(path)
    return path


class Stop:
    """A suspension as the model keeps it."""

    def __init__(self, uid: str, by: str, at: datetime, hours: int) -> None:
        self.uid, self.by = uid, by
        self.lapses = at + hours * HOUR
        self.limit = at + timedelta(days=60)
        self.confirmed = self.lifted = False

    def stands(self, at: datetime) -> bool:
        """Whether it stops the registration at that moment."""
        return not self.lifted and at < (self.limit if self.confirmed else self.lapses)


class OneRegistration(RuleBasedStateMachine):
    """Officers, seniors and the applicant do anything at any time; most of it is refused."""

    @initialize(decided=st.booleans())
    def begin(self, *, decided: bool) -> None:
        """A registration just submitted, or already decided by two, so that each part is walked."""
        self.submit()
        if decided:
            self.take("officer")
            self.propose("officer", APPROVE)
            self.sign("senior")

    def submit(self) -> None:
        folder = Path(tempfile.mkdtemp())
        shutil.copyfile(template(), folder / "sacr.db")
        self.folder = folder
        open_house(f"sqlite:///{folder / 'sacr.db'}")
        self.now = make.at("2026-03-02 09:00")
        self.clock = clock.standing_at(self.now)
        self.clock.__enter__()
        self.house = make.House("")
        make.demonstration(self.house)
        make.states(self.house, "XA")
        found = make_registrations.officers(self.house)
        owner = make.trader(self.house)
        self.people = {
            "officer": found.officer,
            "senior": found.senior,
            "other": found.other_senior,
            "enforcement": found.enforcement,
            "applicant": make.user(self.house, Role.APPLICANT_ADMIN, trader=owner),
        }
        self.people["hat"] = make.user(
            self.house,
            Role.SENIOR_OFFICER,
            "XA",
            person=make.person_of(self.house, found.officer),
        )
        (self.number,) = make_registrations.submitted(
            self.house, trader=owner, kind=TraderKind.BROKER
        )
        self.stage = Stage.SUBMITTED
        self.decision: Decision | None = None
        self.signed = 0
        self.stops: list[Stop] = []

    def teardown(self) -> None:
        if hasattr(self, "clock"):
            self.clock.__exit__(None, None, None)
            close_house()
            shutil.rmtree(self.folder)

    def done(self, who: str, act: Callable[[Caller], object]) -> bool:
        """Whether the register did it; a refusal is an answer like any other."""
        try:
            act(make.fresh(self.house, self.people[who]))
        except Refusal:
            return False
        return True

    def expect(self, *, did: bool, allowed: bool, becomes: Stage) -> None:
        assert did is allowed, (did, allowed, self.stage)
        if did:
            self.stage = becomes

    # the review

    @rule(who=st.sampled_from(["officer", "senior", "applicant"]))
    def take(self, who: str) -> None:
        did = self.done(who, lambda caller: services.take(caller, Place(self.number)))
        again = self.stage in (Stage.UNDER_REVIEW, Stage.INFO_REQUESTED)
        allowed = who == "officer" and (self.stage is Stage.SUBMITTED or again)
        self.expect(did=did, allowed=allowed, becomes=self.stage if again else Stage.UNDER_REVIEW)

    @rule(who=st.sampled_from(["officer", "senior"]))
    def ask(self, who: str) -> None:
        did = self.done(who, lambda caller: services.ask(caller, Place(self.number), "Which?"))
        allowed = who == "officer" and self.stage is Stage.UNDER_REVIEW
        self.expect(did=did, allowed=allowed, becomes=Stage.INFO_REQUESTED)

    @rule()
    def answer(self) -> None:
        if self.stage is Stage.INFO_REQUESTED:
            make_registrations.answer(self.house, self.people["applicant"], self.number)
            self.stage = Stage.UNDER_REVIEW

    @rule(
        who=st.sampled_from(["officer", "senior", "hat"]), wanted=st.sampled_from([APPROVE, REFUSE])
    )
    def propose(self, who: str, wanted: Wanted) -> None:
        did = self.done(who, lambda caller: services.propose(caller, Place(self.number), wanted))
        in_hand = who == "officer" and self.stage is Stage.UNDER_REVIEW
        allowed = in_hand and self.has_days_left(wanted.decision)
        self.expect(did=did, allowed=allowed, becomes=Stage.AWAITING_COUNTERSIGN)
        if did:
            self.decision = wanted.decision

    @rule(who=st.sampled_from(["officer", "hat", "senior", "other", "enforcement", "applicant"]))
    def sign(self, who: str) -> None:
        shown = self.newest_digest()
        did = self.done(
            who, lambda caller: services.sign(caller, Place(self.number), shown, "Read.")
        )
        waits = who in ("senior", "other") and self.stage is Stage.AWAITING_COUNTERSIGN
        allowed = waits and self.has_days_left(self.decision)
        approved = self.decision is Decision.APPROVE
        self.expect(did=did, allowed=allowed, becomes=Stage.ACTIVE if approved else Stage.REFUSED)
        self.signed += did

    @rule(who=st.sampled_from(["officer", "hat", "senior"]))
    def send_back(self, who: str) -> None:
        did = self.done(who, lambda caller: services.send_back(caller, Place(self.number), "No."))
        allowed = who == "senior" and self.stage is Stage.AWAITING_COUNTERSIGN
        self.expect(did=did, allowed=allowed, becomes=Stage.UNDER_REVIEW)

    def has_days_left(self, decision: Decision | None) -> bool:
        """Nothing is approved until a day that is over."""
        return decision is Decision.REFUSE or self.now < LAST_MOMENT

    def newest_digest(self) -> str:
        with self.house.rows() as session:
            statement = select(Proposal.evidence_digest).order_by(Proposal.id.desc())
            return session.scalars(statement).first() or ""

    # suspensions

    @rule(who=st.sampled_from(["officer", "senior", "other", "enforcement"]))
    def suspend(self, who: str) -> None:
        did = self.done(who, lambda caller: suspend(caller, self.number, "G5", "A tip."))
        assert did is (who != "officer" and self.stage is Stage.ACTIVE)
        if did:
            with self.house.rows() as session:
                newest = select(Suspension.uid).order_by(Suspension.id.desc())
                uid = str(session.scalars(newest).first())
            self.stops.append(Stop(uid, who, self.now, 24 if who == "enforcement" else 72))

    @rule(who=st.sampled_from(["senior", "other", "enforcement"]), which=st.integers(0, 3))
    def confirm(self, who: str, which: int) -> None:
        if which >= len(self.stops):
            return
        stop = self.stops[which]
        did = self.done(who, lambda caller: confirm_suspension(caller, self.number, stop.uid, "Y."))
        free = stop.stands(self.now) and not stop.confirmed and who != stop.by
        assert did is (free and who != "enforcement")
        stop.confirmed = stop.confirmed or did

    @rule(who=st.sampled_from(["senior", "other", "officer"]), which=st.integers(0, 3))
    def lift(self, who: str, which: int) -> None:
        if which >= len(self.stops):
            return
        stop = self.stops[which]
        did = self.done(who, lambda caller: lift(caller, self.number, stop.uid, "Over."))
        assert did is (stop.stands(self.now) and who not in (stop.by, "officer"))
        stop.lifted = stop.lifted or did

    @rule(hours=st.sampled_from([1, 23, 24, 71, 72, 24 * 61, 24 * 200]))
    def wait(self, hours: int) -> None:
        self.now += hours * HOUR
        clock.step(hours * HOUR)

    # what must always hold

    @invariant()
    def the_record_is_as_the_model_says(self) -> None:
        if not hasattr(self, "house"):
            return
        with self.house.rows() as session:
            row = session.scalars(select(Registration)).one()
            assert row.stage is self.stage
            terms = len(session.scalars(select(RegistrationTerm)).all())
            assert terms == (1 if self.stage is Stage.ACTIVE else 0)
            accepted = session.scalars(
                select(Signature).where(Signature.outcome == "accepted")
            ).all()
            assert len(accepted) == self.signed <= 1
            assert all(one.person_id != one.proposer_person_id for one in accepted)
            owner = session.scalars(select(Trader.id)).one()
            found = standing.registered(session, [owner]).get(owner, [])
            live = any(one.live(self.now) for _, _, one in found)
        in_term = self.stage is Stage.ACTIVE and self.now < LAST_MOMENT
        assert live == (in_term and not any(stop.stands(self.now) for stop in self.stops))


OneRegistration.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestOneRegistration = OneRegistration.TestCase
