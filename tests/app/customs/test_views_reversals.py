"""Contra entries on pages: who is led to sign, and what is said after."""

import pytest

from app.customs import reversals, services
from app.words.verdicts import WORDS
from models.people import Role
from models.verdicts import Reason
from tests import make, make_ledger
from tests.app.conftest import SignedIn, carried


def test_only_who_may_sign_a_contra_entry_is_led_to_it(
    house: make.House, signed_in: SignedIn
) -> None:
    make.states(house)
    number = make_ledger.licence(house).number
    first, second = (make.user(house, Role.CUSTOMS_OFFICER, "XB") for _ in range(2))
    written = services.record(
        first, number, declaration="26XB1", part=1, direction="exit", amounts={1: 100}
    )
    reversals.propose_reversal(first, written.uids[0], "typed 100 for 10")
    address = f"/movements/{written.uids[0]}/sign"
    other = signed_in(second).get("/reversals").text
    assert address not in other
    assert "a senior officer of your State must sign" in other
    senior = signed_in(make.user(house, Role.SENIOR_OFFICER, "XB"))
    assert address in senior.get("/reversals").text
    typed = {"decision": "send_back", "reason": "The paper says 100."}
    answer = senior.post(address, data={**carried(senior, address), **typed}, follow_redirects=True)
    assert "Sent back. The movement stands as it stood" in answer.text


@pytest.mark.parametrize("code", ["VALID", *Reason])
def test_every_verdict_at_a_stop_has_its_word(code: str) -> None:
    assert f"verdict.{code}" in WORDS
