"""Answers, withdrawals, renewals and surrender; what a suspended trader may still do (C54)."""

from datetime import date

import pytest
from sqlalchemy import select

from app.standing import registered
from app.traders import export, queries, services, services_live
from app.work import Caller
from models.casework import Answer, Document
from models.enforcement import Case
from models.errors import Blocked, Invalid, NotAllowed, NotFound, ProofNeeded, Refusal, WrongStage
from models.people import Role
from models.screening import Screening
from models.stages import Stage
from models.states import Terms
from tests import make
from tests import make_traders as applying

LATE = "2026-04-02 10:00"


@pytest.fixture
def trader(house: make.House) -> int:
    make.states(house)
    return make.trader(house)


@pytest.fixture
def official(house: make.House, trader: int) -> Caller:
    return applying.official(house, trader)


@pytest.fixture
def questioned(house: make.House, official: Caller) -> str:
    """An application to which Xandria has put a question, to be answered by 1 April."""
    (number,) = applying.submitted(house, official, "XA").values()
    officer = applying.officer(house, "XA")
    applying.take(officer, number)
    applying.ask(officer, number)
    return number


def revision(house: make.House, number: str) -> int:
    return applying.row_of(house, number).revision


# Questions


def test_an_answer_goes_to_the_state_with_its_documents(
    house: make.House, official: Caller, questioned: str
) -> None:
    files = (applying.paper("whatever"),)
    services_live.answer(official, questioned, revision(house, questioned), " The Aurora ", files)
    row = applying.row_of(house, questioned)
    assert row.stage is Stage.UNDER_REVIEW
    with house.rows() as session:
        assert session.scalars(select(Answer.text)).all() == ["The Aurora"]
        paper = session.scalars(select(Document).where(Document.thing == "registration")).one()
        assert (paper.purpose, paper.state_code, paper.thing_id) == ("answer", "XA", row.id)


def test_an_answer_needs_words(house: make.House, official: Caller, questioned: str) -> None:
    with pytest.raises(Invalid):
        services_live.answer(official, questioned, revision(house, questioned), "  ")


def test_an_answer_is_given_once(house: make.House, official: Caller, questioned: str) -> None:
    services_live.answer(official, questioned, revision(house, questioned), "The Aurora")
    with pytest.raises(WrongStage):
        services_live.answer(official, questioned, revision(house, questioned), "The Borea")


def test_after_the_last_day_the_case_is_closed_incomplete(
    house: make.House, official: Caller, questioned: str
) -> None:
    with house.at("2026-04-01 09:00"), pytest.raises(Blocked) as no:
        services_live.answer(official, questioned, revision(house, questioned), "The Aurora")
    assert no.value.code == "answer_too_late"
    assert applying.row_of(house, questioned).stage is Stage.INFO_REQUESTED


def test_one_may_apply_anew_after_withdrawing(
    house: make.House, official: Caller, questioned: str
) -> None:
    services_live.withdraw(official, questioned, revision(house, questioned))
    (again,) = applying.submitted(house, official, "XA").values()
    assert again != questioned


def test_only_the_official_withdraws_with_fresh_proof(
    house: make.House, official: Caller, trader: int, questioned: str
) -> None:
    clerk = make.user(house, Role.APPLICANT_USER, trader=trader)
    seen = revision(house, questioned)
    with pytest.raises((NotAllowed, NotFound)):
        services_live.withdraw(clerk, questioned, seen)
    with pytest.raises(ProofNeeded):
        services_live.withdraw(make.stale(official), questioned, seen)


def test_withdrawing_from_one_state_leaves_the_other(house: make.House, official: Caller) -> None:
    numbers = applying.submitted(house, official, "XA", "XB")
    services_live.withdraw(official, numbers["XA"], revision(house, numbers["XA"]))
    assert applying.stages(house) == {("XA", "broker"): "WITHDRAWN", ("XB", "broker"): "SUBMITTED"}


# Renewal


def renew(house: make.House, caller: Caller, number: str, name: str = "Ada Quill") -> bool:
    fresh = make.fresh(house, caller)
    return services_live.renew(fresh, number, revision(house, number), name, "nothing changed")


@pytest.mark.parametrize(
    ("moment", "filed"),
    [
        ("2026-01-30 00:00", "in time"),
        ("2026-03-01 23:59", "in time"),
        ("2026-03-02 00:00", "late"),
        (LATE, "late"),
    ],
)
def test_a_renewal_is_in_time_from_sixty_to_thirty_days_before_the_end(
    house: make.House, official: Caller, trader: int, moment: str, filed: str
) -> None:
    number = make.registration(
        house, trader, "XA", first_day=date(2025, 4, 1), last_day=date(2026, 3, 31)
    )
    with house.at(moment):
        assert renew(house, official, number) is (filed == "in time")
    (found,) = applying.renewals(house)
    assert (found.stage, found.in_time) == (Stage.SUBMITTED, filed == "in time")
    with house.rows() as session:
        assert {row.thing for row in session.scalars(select(Screening))} == {"renewal"}


def test_a_renewal_waits_for_its_window(house: make.House, official: Caller, trader: int) -> None:
    number = make.registration(
        house, trader, "XA", first_day=date(2025, 4, 1), last_day=date(2026, 3, 31)
    )
    with house.at("2026-01-29 23:59"), pytest.raises(Blocked) as no:
        renew(house, official, number)
    assert no.value.facts["day"] == date(2026, 1, 30)


def test_one_renewal_is_open_at_a_time_and_may_be_withdrawn(
    house: make.House, official: Caller, trader: int
) -> None:
    number = make.registration(
        house, trader, "XA", first_day=date(2025, 4, 1), last_day=date(2026, 3, 31)
    )
    renew(house, official, number)
    with pytest.raises(Refusal) as no:
        renew(house, official, number)
    assert no.value.code == "renewal_open_already"
    (found,) = applying.renewals(house)
    services_live.withdraw_renewal(official, str(found.uid), found.revision)
    assert renew(house, official, number) is False


def test_a_renewal_is_declared_by_the_official(
    house: make.House, official: Caller, trader: int
) -> None:
    number = make.registration(
        house, trader, "XA", first_day=date(2025, 4, 1), last_day=date(2026, 3, 31)
    )
    with pytest.raises(Invalid):
        renew(house, official, number, "Somebody Else")


def test_what_is_not_active_is_not_renewed(house: make.House, official: Caller) -> None:
    (number,) = applying.submitted(house, official, "XA").values()
    with pytest.raises(WrongStage):
        renew(house, official, number)


def test_c10_a_lapse_by_one_day_shows_its_gap(
    house: make.House, official: Caller, trader: int
) -> None:
    """C10: ends 31 March, renewal filed 2 April: no cover from 1 April 00:00 of the State."""
    make.state(house, "XF", terms=Terms(time_zone="Etc/GMT-3"), name="Xfenia")
    number = make.registration(
        house,
        trader,
        "XF",
        first_day=date(2025, 4, 1),
        last_day=date(2026, 3, 31),
        zone="Etc/GMT-3",
    )

    def live(moment: str) -> bool:
        with house.rows() as session:
            ((_, _, row),) = registered(session, [trader])[trader]
        return row.live(make.at(moment))

    assert live("2026-03-31 20:59")
    assert not live("2026-03-31 21:00")
    with house.at(LATE):
        assert renew(house, official, number) is False
        shown = queries.registration(make.fresh(house, official), number)
    assert [(gap.first, gap.last) for gap in shown.gaps] == [(date(2026, 4, 1), None)]
    assert shown.standing == "EXPIRED"


# Surrender


def test_a_surrendered_registration_ends_with_its_open_renewal(
    house: make.House, official: Caller, trader: int
) -> None:
    number = make.registration(
        house, trader, "XA", first_day=date(2025, 4, 1), last_day=date(2026, 3, 31)
    )
    renew(house, official, number)
    services_live.surrender(official, number, revision(house, number), "we close")
    row = applying.row_of(house, number)
    assert (row.stage, row.ended_at) == (Stage.SURRENDERED, make.at("2026-03-02 09:00"))
    assert [item.stage for item in applying.renewals(house)] == [Stage.WITHDRAWN]


def open_case(house: make.House, trader: int) -> None:
    with house.rows() as session:
        session.add(
            make._stamp(
                Case(
                    number="XA-2026-N-00001-X",
                    trader_id=trader,
                    state_code="XA",
                    stage=Stage.PRELIMINARY,
                    grounds=("G1",),
                    facts="a forged statement",
                    opened_at=make.at("2026-03-01 00:00"),
                )
            )
        )


def test_nobody_slips_away_from_an_open_case(
    house: make.House, official: Caller, trader: int
) -> None:
    here, there = make.registration(house, trader, "XA"), make.registration(house, trader, "XB")
    open_case(house, trader)
    with pytest.raises(Blocked) as no:
        services_live.surrender(official, here, revision(house, here))
    assert no.value.code == "surrender_case_open"
    services_live.surrender(official, there, revision(house, there))


# C54


def test_c54_what_a_suspended_trader_may_do(
    house: make.House, official: Caller, trader: int, questioned: str
) -> None:
    number = make.registration(
        house, trader, "XB", first_day=date(2025, 4, 1), last_day=date(2026, 3, 31)
    )
    uid = applying.draft(house, official, "XC")
    applying.suspend(house, number, make.at("2026-03-02 08:00"))

    with pytest.raises(Blocked) as no:
        services.submit(official, uid, applying.seen(house, uid), "Ada Quill", "yes")
    assert (no.value.code, no.value.facts["state"]) == ("suspended_no_submission", "XB")

    seen = applying.trader_of(house, trader).revision
    services_live.change_contact(official, seen, "+999 55", "new@example.org")
    services_live.answer(official, questioned, revision(house, questioned), "The Aurora")
    assert export.everything(official)["trader"]["phone"] == "+999 55"
    renew(house, official, number)
    (found,) = applying.renewals(house)
    assert found.stage is Stage.SUBMITTED
    services_live.surrender(official, number, revision(house, number))


def test_after_the_suspension_has_lapsed_a_draft_is_submitted(
    house: make.House, official: Caller, trader: int
) -> None:
    number = make.registration(house, trader, "XB")
    uid = applying.draft(house, official, "XC")
    applying.suspend(house, number, make.at("2026-03-02 08:00"))
    with house.at("2026-05-01 08:00"):
        fresh = make.fresh(house, official)
        assert services.submit(fresh, uid, applying.seen(house, uid), "Ada Quill", "yes")


def test_a_changed_telephone_reaches_trader_and_drafts(
    house: make.House, official: Caller, trader: int
) -> None:
    uid = applying.draft(house, official)
    seen = applying.trader_of(house, trader).revision
    services_live.change_contact(official, seen, "+999 55", "")
    known = applying.trader_of(house, trader)
    assert (known.phone, known.email, known.facts.phone) == ("+999 55", "", "+999 55")
    assert applying.filing_of(house, uid).facts.phone == "+999 55"
    with pytest.raises(Refusal) as stale:
        services_live.change_contact(official, seen, "+999 66", "")
    assert stale.value.code == "changed_meanwhile"
    with pytest.raises(Invalid):
        services_live.change_contact(official, known.revision, " ", "")
