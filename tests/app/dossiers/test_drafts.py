"""Writing a draft: whose it is, what may stand in it, who is linked to the register."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.dossiers import drafts, services
from app.dossiers.said import Questions
from app.papers import Paper
from models.casework import Document
from models.deals import Behalf, Capacity, Consideration, DealParty, Stop
from models.errors import Blocked, Invalid, NotFound, WrongStage
from models.particulars import TraderKind
from models.people import Role
from tests import make, make_dossiers

LATER = date(2026, 3, 20)


def test_a_draft_is_its_traders_alone(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    stranger = make_dossiers.official(house, make.trader(house, "Orlane Logistics SA"), "Ulf Tarn")
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    for other in (stranger, officer):
        with pytest.raises(NotFound):
            drafts.save_route(other, key, ())
    services.discard(caller, key)
    with pytest.raises(WrongStage):
        drafts.save_route(caller, key, ())


@pytest.mark.parametrize("number", ["XA-2026-R-00099-A", "nonsense", ""])
def test_a_number_that_is_not_on_the_register_links_nobody(house: make.House, number: str) -> None:
    caller, key = make_dossiers.drafted(house)
    given = DealParty(no=99, capacity=Capacity.BROKER, name="")
    with pytest.raises(Invalid):
        drafts.save_party(caller, key, given, linked=number)


def test_a_trader_that_never_was_registered_cannot_be_found_by_its_number(
    house: make.House,
) -> None:
    caller, key = make_dossiers.drafted(house)
    hidden = make.trader_number(house, make.trader(house, "Orlane Logistics SA"))
    given = DealParty(no=99, capacity=Capacity.BROKER, name="")
    with pytest.raises(Invalid, match="trader_unknown"):
        drafts.save_party(caller, key, given, linked=hidden)


def test_the_applicant_stays_the_first_party(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    with pytest.raises(Invalid, match="applicant_is_fixed"):
        drafts.remove_party(caller, key, 1)
    with pytest.raises(Invalid, match="applicant_is_fixed"):
        drafts.save_party(caller, key, DealParty(no=1, capacity=Capacity.BUYER, name="Other"))


def test_a_party_that_acts_is_not_taken_out(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    broker = DealParty(no=99, capacity=Capacity.BROKER, name="Ulf Tarn", state="XC")
    no = drafts.save_party(caller, key, broker)
    drafts.save_step(caller, key, make_dossiers.step("XC", by=no))
    with pytest.raises(Invalid, match="party_acts_in_a_step"):
        drafts.remove_party(caller, key, no)
    steps = make_dossiers.draft_of(house, key).steps
    drafts.remove_step(caller, key, steps[-1].no)
    drafts.remove_party(caller, key, no)
    assert make_dossiers.draft_of(house, key).party(no) is None


def test_only_an_intermediary_has_steps(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    with pytest.raises(Invalid, match="step_needs_intermediary"):
        drafts.save_step(caller, key, make_dossiers.step("XC", by=2))


def test_a_paper_is_kept_to_the_byte(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    uid = drafts.attach(caller, key, make_dossiers.PAPER)
    with house.rows() as session:
        found = next(row for row in session.scalars(select(Document)) if str(row.uid) == uid)
        assert found.content == make_dossiers.PAPER.content
        assert (found.purpose, found.scanned) == ("contract", False)
    with pytest.raises(Invalid, match="document_kind"):
        drafts.attach(caller, key, Paper("a.pdf", b"MZ a program", "contract"))


def test_what_a_form_could_not_send_is_not_kept(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    with pytest.raises(Invalid, match="country_unknown"):
        drafts.save_route(caller, key, (Stop("ZZ", "dispatch"),))
    with pytest.raises(Invalid, match="value_not_taken"):
        drafts.save_route(caller, key, (Stop("XD", "over the hill"),))


def test_who_acts_for_itself_asks_its_state_of_establishment_alone(house: make.House) -> None:
    """Rules 1.2: a manufacturer who sells its own goods, wherever it meets the buyer."""
    make_dossiers.with_states(house)
    maker = make.trader(house, "Karrow Works SA", "XA")
    make.registration(house, maker, "XA", TraderKind.MANUFACTURER)
    caller = make_dossiers.official(house, maker)
    key = services.start(caller)
    make_dossiers.fill(caller, key, places=("XB",))
    own = Questions(
        behalf=Behalf.SELF,
        international=True,
        title="Own pistols for Selmark",
        kind=TraderKind.MANUFACTURER,
    )
    drafts.answer_questions(caller, key, own)
    number = make_dossiers.submit(house, caller, key)
    assert set(make_dossiers.stages(house, number)) == {"XA"}


def test_a_deal_inside_one_state_is_not_for_this_register(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    domestic = Questions(
        behalf=Behalf.ANOTHER,
        consideration=Consideration.FEE,
        international=False,
        title="At home",
    )
    drafts.answer_questions(caller, key, domestic)
    with pytest.raises(Blocked, match="incomplete") as no:
        make_dossiers.submit(house, caller, key)
    assert no.value.facts["lacks"] == ("questions.none_domestic",)
