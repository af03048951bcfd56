"""The ledger against a small model: whatever ports do, in whatever order."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from app.customs import reversals, services
from app.work import Caller
from models.errors import Refusal
from models.licences import LicenceLine, Passage
from models.people import Role
from tests import make, make_ledger

QUANTITY = 12
amounts = st.integers(min_value=1, max_value=QUANTITY + 2)
declarations = st.sampled_from(["A", "B", "C", "D"])


def machine_of(house: make.House) -> type[RuleBasedStateMachine]:  # noqa: C901  one class
    """The machine on one database; each run has a licence of its own."""
    make.states(house)
    holder = make_ledger.licence(house, quantities=(1,)).trader_id
    exit_port = make.user(house, Role.CUSTOMS_OFFICER, "XB")
    transit_port = make.user(house, Role.CUSTOMS_OFFICER, "XD")
    senior = make.user(house, Role.SENIOR_OFFICER, "XB")

    class Ledger(RuleBasedStateMachine):
        """What is left is what was licensed less what left and was not taken back."""

        def __init__(self) -> None:
            super().__init__()
            self.number = make_ledger.licence(house, quantities=(QUANTITY,), trader=holder).number
            self.exits: dict[str, tuple[int, str]] = {}
            self.passed: dict[str, int] = {}
            self.reversed: set[str] = set()

        def left(self) -> int:
            live = [n for name, (n, _) in self.exits.items() if name not in self.reversed]
            return QUANTITY - sum(live)

        def send(self, caller: Caller, declaration: str, quantity: int, **more: Any) -> Any:
            try:
                return services.record(
                    caller,
                    self.number,
                    declaration=declaration,
                    part=1,
                    direction=more.get("direction", "exit"),
                    amounts={1: quantity},
                    exit_uid=more.get("exit_uid"),
                )
            except Refusal as no:
                return no

        @rule(declaration=declarations, quantity=amounts)
        def goods_leave(self, declaration: str, quantity: int) -> None:
            """A port of the State of dispatch writes off."""
            answer = self.send(exit_port, declaration, quantity)
            if declaration in self.exits:
                same = self.exits[declaration][0] == quantity
                assert (isinstance(answer, services.Receipt) and answer.repeated) is same
            elif quantity <= self.left():
                assert isinstance(answer, services.Receipt), answer
                self.exits[declaration] = (quantity, answer.uids[0])
                assert answer.left == {1: self.left()}
            else:
                assert isinstance(answer, Refusal), answer

        @rule(declaration=declarations, quantity=amounts)
        def goods_pass(self, declaration: str, quantity: int) -> None:
            """A State of transit records against that exit."""
            if declaration not in self.exits:
                return
            out, uid = self.exits[declaration]
            done = self.passed.get(declaration, 0)
            answer = self.send(
                transit_port,
                f"T{declaration}{done}",
                quantity,
                direction="transit",
                exit_uid=uid,
            )
            if declaration not in self.reversed and quantity <= out - done:
                assert isinstance(answer, services.Receipt), answer
                self.passed[declaration] = done + quantity
            else:
                assert isinstance(answer, Refusal), answer

        @rule(declaration=declarations)
        def an_exit_is_reversed(self, declaration: str) -> None:
            """Two persons take an exit back, unless its goods have passed on."""
            if declaration not in self.exits:
                return
            uid = self.exits[declaration][1]
            may = declaration not in self.reversed and not self.passed.get(declaration)
            try:
                reversals.propose_reversal(exit_port, uid, "typed wrong")
                reversals.sign_reversal(senior, uid, accept=True, reason="seen")
            except Refusal:
                assert not may
            else:
                assert may
                self.reversed.add(declaration)

        @invariant()
        def the_database_says_the_same(self) -> None:
            """Never below zero, never above what was licensed, and as the model says."""
            with house.rows() as session:
                line = session.scalars(
                    select(LicenceLine).order_by(LicenceLine.id.desc()).limit(1)
                ).one()
                assert 0 <= line.used <= line.quantity
                assert line.quantity - line.used == self.left()
                for passage in session.scalars(select(Passage)):
                    assert passage.moved <= passage.allowed

    return Ledger


def test_the_ledger_does_what_its_model_says(house: make.House) -> None:
    run_state_machine_as_test(
        machine_of(house),
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
