"""The facts that a decision freezes: everything that the paper says, as it was that day."""

from __future__ import annotations

import json
from datetime import UTC, date

import pytest
from sqlalchemy import select

from app.registrations import services
from models import sheets
from models.certificates import Certificate
from models.deals import Stop
from models.sheets import LicenceSheet, RegistrationSheet
from models.states import StateTerms, Terms
from tests import make, make_licences, make_registrations
from tests.app.registrations.cases import proposed
from tests.make_dossiers import LINES, ROUTE

THROUGH_GERMANY = (ROUTE[0], Stop("DE", "transit", "Hamburg", "sea"), ROUTE[1])


def frozen(house: make.House, number: str) -> Certificate:
    with house.rows() as session:
        found = session.scalars(select(Certificate).where(Certificate.number == number)).one()
        session.expunge_all()
        return found


@pytest.fixture
def licence(house: make.House) -> LicenceSheet:
    number = make_licences.issued(
        house, route=THROUGH_GERMANY, conditions=("Carriage by sea only.",), end_use="Police arms"
    )
    found = sheets.read(frozen(house, number).facts)
    assert isinstance(found, LicenceSheet)
    return found


def test_goods_are_frozen_as_they_were_described_and_licensed(licence: LicenceSheet) -> None:
    shown = [
        (item.no, item.goods_class, item.description, item.make_model, item.calibre, item.unit)
        for item in licence.lines
    ]
    assert shown == [
        (item.no, item.goods_class, item.description, item.make_model, item.calibre, item.unit)
        for item in LINES
    ]
    first = licence.lines[0]
    assert (first.quantity, first.value, first.currency) == (1200, 48_000_000, "EUR")


def test_states_are_named_on_the_day_by_register_or_country(licence: LicenceSheet) -> None:
    assert [(stop.name, stop.role, stop.place) for stop in licence.route] == [
        ("Xdonia", "dispatch", "Port Ulm"),
        ("Germany", "transit", "Hamburg"),
        ("Xeland", "destination", "Selmark"),
    ]
    assert [(item.name, item.why) for item in licence.authorizers] == [
        ("Xandria", "nationality"),
        ("Xbria", "place"),
    ]
    assert licence.lead == "XA"


def test_each_condition_names_its_state(licence: LicenceSheet) -> None:
    assert sorted((item.text, item.state_name) for item in licence.conditions) == [
        ("Carriage by sea only.", "Xandria"),
        ("Carriage by sea only.", "Xbria"),
    ]


def test_the_applicant_stands_first_with_its_registration_in_each_state(
    licence: LicenceSheet,
) -> None:
    first = licence.parties[0]
    assert first.capacity == "broker"
    assert {number[:2] for number in first.references} == {"XA", "XB"}


def test_instants_are_frozen_in_utc_and_their_days_are_found(
    house: make.House, licence: LicenceSheet
) -> None:
    facts = json.loads(frozen(house, licence.number).facts)
    assert all(facts[name].endswith("Z") for name in ("issued_at", "valid_from", "valid_until"))
    assert licence.valid_from.tzinfo == UTC
    days = sheets.days(licence)
    assert days is not None
    assert (days.first_day, days.last_day) == (make_licences.FIRST, make_licences.LAST)


def test_the_paper_says_what_the_row_says(house: make.House, licence: LicenceSheet) -> None:
    row = frozen(house, licence.number)
    kept = make_licences.of_number(house, licence.number)
    assert (row.check_code, row.issued_at) == (licence.check_code, licence.issued_at)
    assert row.check_code == kept.check_code
    assert (licence.valid_from, licence.valid_until) == (kept.valid_from, kept.valid_until)
    assert row.digest == sheets.digest(row.facts)


def test_what_a_state_changes_later_does_not_change_the_paper(
    house: make.House, licence: LicenceSheet
) -> None:
    before = frozen(house, licence.number)
    make.more_terms(house, "XA", Terms(authority="Another Authority"), "2026-03-03 00:00")
    with house.at("2026-03-04 09:00"):
        assert frozen(house, licence.number).facts == before.facts
    with house.rows() as session:
        assert session.scalars(select(StateTerms.terms)).all()
    assert "Another Authority" not in before.facts


@pytest.mark.parametrize("demonstration", [True, False])
def test_a_registration_is_frozen_with_its_term_and_the_kind_of_register(
    house: make.House, *, demonstration: bool
) -> None:
    make.state(house, "XA", terms=Terms(authority="Arms Office", time_zone="Europe/Berlin"))
    if demonstration:
        make.demonstration(house)
    people = make_registrations.officers(house)
    place, digest = proposed(house, people)
    services.sign(people.senior, place, digest, "Read.")
    found = sheets.read(frozen(house, place.number).facts)
    assert isinstance(found, RegistrationSheet)
    assert found.demonstration is demonstration
    assert (found.kind, found.trader_form) == ("broker", "firm")
    by = found.authorizer
    assert (by.authority, by.zone) == ("Arms Office", "Europe/Berlin")
    assert (by.first_day, by.last_day) == (date(2026, 3, 2), date(2027, 3, 1))
