"""A dossier against a small model: whatever is done in whatever order, both say the same."""

from __future__ import annotations

from datetime import date

import pytest
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

from app.dossiers import drafts, services
from models.deals import DealStep
from models.dossiers import Authorization, Dossier, DossierVersion
from models.errors import Blocked, WrongStage
from models.stages import Stage
from tests import make, make_dossiers

COVERED = ("XA", "XB", "XC")
PLACES = st.sampled_from((*COVERED, "XD"))
OPEN = (Stage.UNDER_REVIEW, Stage.AWAITING_COUNTERSIGN, Stage.APPROVED_PENDING_PEER)


class Model:
    """What a dossier is, said in ten lines: a national of XA, covered in XA, XB and XC."""

    def __init__(self) -> None:
        self.stage = Stage.DRAFT
        self.places: list[str] = ["XB"]
        self.submitted: list[str] = []
        self.version = 0
        self.cases: dict[str, Stage] = {}

    def covered(self) -> bool:
        return bool(self.places) and "XD" not in self.places

    def make_version(self) -> None:
        self.version += 1
        self.submitted = list(self.places)
        kept = (Stage.SUBMITTED, Stage.APPROVED_PENDING_PEER)
        for code, stage in self.cases.items():
            self.cases[code] = stage if stage in kept else Stage.UNDER_REVIEW
        for code in ("XA", *self.places):
            self.cases.setdefault(code, Stage.SUBMITTED)


class Dossiers(RuleBasedStateMachine):
    """Writes, submits, amends and withdraws one dossier; officers move their cases."""

    house: make.House

    @initialize()
    def begin(self) -> None:
        make_dossiers.with_states(self.house)
        broker = make.trader(self.house)
        for code in COVERED:
            make.registration(self.house, broker, code)
        self.caller, self.key = make_dossiers.drafted(self.house, broker=broker)
        self.model = Model()
        self.number = 1

    @rule(place=PLACES)
    def add_step(self, place: str) -> None:
        day = date(2026, 3, 20)
        given = DealStep(no=99, party=1, state=place, first_day=day, last_day=day)
        if self.model.stage is Stage.WITHDRAWN:
            with pytest.raises(WrongStage):
                drafts.save_step(self.caller, self.key, given)
            return
        drafts.save_step(self.caller, self.key, given)
        self.model.places.append(place)

    @precondition(lambda self: self.model.places and self.model.stage is not Stage.WITHDRAWN)
    @rule(data=st.data())
    def remove_step(self, data: st.DataObject) -> None:
        steps = make_dossiers.draft_of(self.house, self.key).steps
        index = data.draw(st.integers(0, len(steps) - 1))
        drafts.remove_step(self.caller, self.key, steps[index].no)
        del self.model.places[index]

    @rule()
    def submit(self) -> None:
        if self.model.version == 1 or self._can_submit():
            assert make_dossiers.submit(self.house, self.caller, self.key)
            if self.model.version == 0:
                self.model.stage = Stage.LOCKED
                self.model.make_version()
            return
        with pytest.raises((Blocked, WrongStage)):
            make_dossiers.submit(self.house, self.caller, self.key)

    def _can_submit(self) -> bool:
        return self.model.stage is Stage.DRAFT and self.model.covered()

    @rule()
    def amend(self) -> None:
        changed = self.model.places != self.model.submitted
        if self.model.stage is Stage.LOCKED and changed and self.model.covered():
            self._amend()
            self.model.make_version()
            return
        with pytest.raises((Blocked, WrongStage)):
            self._amend()

    def _amend(self) -> None:
        services.amend(
            make.fresh(self.house, self.caller),
            self.key,
            reason="another meeting",
            declared_by="Ada Quill",
            declaration=make_dossiers.DECLARATION,
        )

    @precondition(lambda self: self.model.stage is Stage.LOCKED)
    @rule()
    def abandon(self) -> None:
        drafts.abandon_changes(self.caller, self.key)
        self.model.places = list(self.model.submitted)

    @precondition(lambda self: self.model.stage is Stage.LOCKED)
    @rule(data=st.data(), stage=st.sampled_from(OPEN))
    def an_officer_moves(self, data: st.DataObject, stage: Stage) -> None:
        code = data.draw(st.sampled_from(sorted(self.model.cases)))
        with self.house.rows() as session:
            for case in self._cases(session):
                if case.state_code == code:
                    case.stage = stage
        self.model.cases[code] = stage

    @rule()
    def leave(self) -> None:
        fresh = make.fresh(self.house, self.caller)
        if self.model.stage is Stage.DRAFT:
            services.discard(fresh, self.key)
        elif self.model.stage is Stage.LOCKED:
            services.withdraw(fresh, self.key, reason="no more")
            self.model.cases = dict.fromkeys(self.model.cases, Stage.WITHDRAWN)
        else:
            with pytest.raises(WrongStage):
                services.withdraw(fresh, self.key, reason="no more")
        self.model.stage = Stage.WITHDRAWN

    @invariant()
    def both_say_the_same(self) -> None:
        with self.house.rows() as session:
            dossier = self._dossier(session)
            assert (dossier.stage, dossier.version) == (self.model.stage, self.model.version)
            assert (dossier.number is None) == (self.model.version == 0)
            cases = {case.state_code: case.stage for case in self._cases(session)}
            assert cases == self.model.cases
            versions = select(func.count()).select_from(DossierVersion)
            mine = versions.where(DossierVersion.dossier_id == dossier.id)
            assert session.scalar(mine) == self.model.version

    def _dossier(self, session: make.Session) -> Dossier:
        rows = session.scalars(select(Dossier)).unique()
        return next(row for row in rows if str(row.uid) == self.key)

    def _cases(self, session: make.Session) -> list[Authorization]:
        mine = select(Authorization).where(Authorization.dossier_id == self._dossier(session).id)
        return list(session.scalars(mine).unique())


def test_a_dossier_does_what_its_model_says(house: make.House) -> None:
    machine = type("OneHouse", (Dossiers,), {"house": house})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
