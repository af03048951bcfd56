"""Renewals: a further term by two persons; a late one leaves a gap that shows (C10, C54)."""

from datetime import date

import pytest
from sqlalchemy import select

from app import standing
from app.registrations import services
from app.registrations.services_suspensions import lift, suspend
from app.registrations.wanted import Place, Wanted
from models.certificates import Certificate
from models.errors import Blocked, Invalid, NotAllowed, NotFound, Stale
from models.proposals import Decision, Proposal
from models.registering import gaps
from models.stages import Stage
from models.states import Terms
from models.traders import RegistrationTerm, Renewal, Suspension
from models.verdicts import Covered
from tests import make, make_registrations
from tests.app.registrations.cases import REFUSE, live, proposal_of
from tests.make_registrations import Officers

FURTHER = Wanted(
    Decision.APPROVE,
    "Nothing changed; asked the commercial register today.",
    last_day=date(2027, 3, 31),
    identity_vetted=True,
)


def filed(house: make.House, number: str, when: str, *, in_time: bool) -> Place:
    with house.at(when):
        make_registrations.renewal(house, number, in_time=in_time)
    return Place(number, renewal=True)


def decide(
    house: make.House, people: Officers, place: Place, when: str, wanted: Wanted = FURTHER
) -> None:
    """Take, propose and sign at one moment, each freshly proved."""
    with house.at(when):
        make_registrations.answer_screening(house, make_registrations.un_list(house))
        officer = make.fresh(house, people.officer)
        services.take(officer, place)
        services.screen_again(officer, place)
        make_registrations.answer_screening(house, make_registrations.un_list(house))
        services.propose(officer, place, wanted)
        shown = proposal_of(house).evidence_digest
        services.sign(make.fresh(house, people.senior), place, shown, "Read.")


def terms_of(house: make.House) -> list[RegistrationTerm]:
    with house.rows() as session:
        found = list(session.scalars(select(RegistrationTerm).order_by(RegistrationTerm.id)))
        session.expunge_all()
        return found


@pytest.fixture
def number(house: make.House, people: Officers) -> str:
    """A registration whose last day is 31 March."""
    return make.registration(
        house,
        make.trader(house),
        "XA",
        first_day=date(2025, 4, 1),
        last_day=date(2026, 3, 31),
    )


def test_a_renewal_in_time_begins_right_after_the_old_term(
    house: make.House, people: Officers, number: str
) -> None:
    place = filed(house, number, "2026-02-20 09:00", in_time=True)
    decide(house, people, place, "2026-03-20 09:00")
    old, new = terms_of(house)
    assert old.valid_until == new.valid_from == make.at("2026-04-01 00:00")
    with house.rows() as session:
        assert session.scalars(select(Certificate.term_id)).one() == new.id
    assert new.valid_until == make.at("2027-04-01 00:00")
    for moment in ("2026-03-31 23:59", "2026-04-01 00:00", "2027-03-31 23:59"):
        assert live(house, number, moment)


def test_filed_one_day_late_it_leaves_a_gap_that_cover_and_history_show(
    house: make.House, people: Officers, number: str
) -> None:
    """C10: nothing ran on 1 April, and yet the border says no from its first second."""
    assert live(house, number, "2026-03-31 23:59")
    assert not live(house, number, "2026-04-01 00:00")
    place = filed(house, number, "2026-04-02 10:00", in_time=False)
    decide(house, people, place, "2026-04-09 15:00")
    _, new = terms_of(house)
    assert new.valid_from == make.at("2026-04-09 00:00")
    assert new.renewal_id is not None
    for moment in ("2026-04-01 00:00", "2026-04-08 12:00", "2026-04-09 14:59"):
        assert not live(house, number, moment)
    assert live(house, number, "2026-04-09 15:00")
    with house.rows() as session:
        owner = session.scalars(select(Renewal.trader_id)).one()
        ((_, _, row),) = standing.registered(session, [owner])[owner]
    assert gaps(row.terms) == ((make.at("2026-04-01 00:00"), make.at("2026-04-09 15:00")),)
    cover = Covered(party="Norvane", state="XA", kind="broker", registrations=(row,))
    assert cover.met(make.at("2026-03-31 23:59"))
    assert not cover.met(make.at("2026-04-01 00:00"))
    assert cover.met(make.at("2026-04-10 00:00"))


def test_filed_in_time_and_decided_late_no_cover_is_claimed_for_the_days_between(
    house: make.House, people: Officers, number: str
) -> None:
    place = filed(house, number, "2026-02-20 09:00", in_time=True)
    decide(house, people, place, "2026-04-05 09:00")
    assert terms_of(house)[1].valid_from == make.at("2026-04-01 00:00")
    assert not live(house, number, "2026-04-03 09:00")
    assert live(house, number, "2026-04-05 09:00")


def test_filed_late_but_decided_before_the_end_it_leaves_no_gap(
    house: make.House, people: Officers, number: str
) -> None:
    place = filed(house, number, "2026-03-15 09:00", in_time=False)
    decide(house, people, place, "2026-03-20 09:00")
    assert terms_of(house)[1].valid_from == make.at("2026-04-01 00:00")


def test_the_gap_is_measured_on_the_clock_of_the_state(house: make.House) -> None:
    make.state(house, "XA", terms=Terms(time_zone="Europe/Vienna"))
    people = make_registrations.officers(house)
    number = make.registration(
        house,
        make.trader(house),
        "XA",
        first_day=date(2025, 4, 1),
        last_day=date(2026, 3, 31),
        zone="Europe/Vienna",
    )
    place = filed(house, number, "2026-04-02 10:00", in_time=False)
    assert live(house, number, "2026-03-31 21:59")
    assert not live(house, number, "2026-03-31 22:00")
    decide(house, people, place, "2026-04-08 23:00")  # the 9th already, in Vienna
    assert terms_of(house)[1].valid_from == make.at("2026-04-08 22:00")


def test_a_refused_renewal_adds_nothing(house: make.House, people: Officers, number: str) -> None:
    place = filed(house, number, "2026-02-20 09:00", in_time=True)
    decide(house, people, place, "2026-03-20 09:00", REFUSE)
    assert len(terms_of(house)) == 1
    with house.rows() as session:
        assert session.scalars(select(Renewal.stage)).one() is Stage.REFUSED
    assert live(house, number, "2026-03-31 23:59")
    with pytest.raises(NotFound):
        services.take(people.officer, place)


def test_four_eyes_hold_for_renewals_too(house: make.House, people: Officers, number: str) -> None:
    place = filed(house, number, "2026-03-02 09:00", in_time=True)
    services.take(people.officer, place)
    services.propose(people.officer, place, FURTHER)
    shown = proposal_of(house).evidence_digest
    second = make.user(house, "senior_officer", "XA", person=make.person_of(house, people.officer))
    with pytest.raises(NotAllowed, match="proposer_may_not_sign"):
        services.sign(second, place, shown, "Other hat.")
    suspend(people.senior, number, "G5", "A tip.")
    with pytest.raises(Stale, match="evidence_changed"):
        services.sign(people.other_senior, place, shown, "Read before the tip.")
    services.send_back(people.other_senior, place, "Look at the tip.")
    with pytest.raises(Blocked, match="suspended_not_renewed"):
        services.propose(people.officer, place, FURTHER)


def test_a_suspended_registration_is_renewed_after_it_was_lifted(
    house: make.House, people: Officers, number: str
) -> None:
    """C54: filed while suspended, decided when nothing stops it."""
    suspend(people.senior, number, "G5", "A tip.")
    place = filed(house, number, "2026-03-02 09:00", in_time=True)
    services.take(people.officer, place)
    with pytest.raises(Blocked, match="suspended_not_renewed"):
        services.propose(people.officer, place, FURTHER)
    with house.rows() as session:
        uid = str(session.scalars(select(Suspension.uid)).one())
    lift(people.other_senior, number, uid, "The tip was wrong.")
    services.propose(people.officer, place, FURTHER)
    with house.rows() as session:
        assert session.scalars(select(Proposal.thing)).one() == Renewal.THING


def test_a_renewal_that_would_be_over_already_is_not_proposed(
    house: make.House, people: Officers, number: str
) -> None:
    place = filed(house, number, "2026-03-02 09:00", in_time=True)
    services.take(people.officer, place)
    past = Wanted(Decision.APPROVE, "Once more.", last_day=date(2026, 3, 31), identity_vetted=True)
    with pytest.raises(Invalid, match="no_days_left"):
        services.propose(people.officer, place, past)


def test_there_is_nothing_to_renew_without_a_filing(
    house: make.House, people: Officers, number: str
) -> None:
    del house
    with pytest.raises(NotFound):
        services.take(people.officer, Place(number, renewal=True))
