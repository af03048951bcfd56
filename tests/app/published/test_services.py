"""What is published says at every moment what the register says, signed by the State itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock, scanned
from app.customs import services as customs
from app.licences import services as licences
from app.published import queries, services, statuses
from app.published.services import Publisher
from app.signed import status, token
from app.signed.judge import Verdict
from app.work import REGISTER
from models.codes import Published, PublishedList, SignedCode, StatusEntry
from models.people import Role
from models.states import Embargo
from models.traders import Registration
from tests import make, make_keys, make_licences
from tests.app.published.reader import code_of, told

BASE = "https://register.example"


@pytest.fixture
def keys(house: make.House, tmp_path: Path) -> dict[str, str]:
    make.states(house)
    return make_keys.keys(house, tmp_path, ("XA", "XB"))


@pytest.fixture
def licence(house: make.House, tmp_path: Path) -> str:
    number = make_licences.issued(house)
    make_keys.keys(house, tmp_path, ("XA", "XB"))
    return number


def test_each_state_stops_a_licence_alone_and_the_reader_names_it(
    house: make.House, licence: str
) -> None:
    """C18 without a network."""
    code, publisher = code_of(house, licence), Publisher()
    with house.at("2026-05-03 09:59"):
        assert told(house, code, publisher).verdict is Verdict.VALID
    with house.at("2026-05-03 10:00"):
        senior = make.user(house, Role.SENIOR_OFFICER, "XB")
        licences.suspend(senior, licence, reason="Diversion reported.")
        found = told(house, code, publisher)
        assert (found.verdict, found.states) == (Verdict.SUSPENDED, ("XB",))
    # Nobody confirms: it lapses by the calendar alone, and the list says so in that second.
    with house.at("2026-05-06 10:00"):
        assert told(house, code, publisher).verdict is Verdict.VALID


def test_a_revoked_licence_is_revoked_by_every_state(house: make.House, licence: str) -> None:
    code = code_of(house, licence)
    with house.rows() as session:
        trader = session.scalars(select(Registration.trader_id)).first()
    holder = make.user(house, Role.APPLICANT_ADMIN, trader=trader)
    licences.surrender(holder, licence, reason="The deal is off.")
    found = told(house, code)
    assert (found.verdict, set(found.states)) == (Verdict.REVOKED, {"XA", "XB"})


def test_used_up_goods_and_lost_cover_and_an_embargo_are_told(
    house: make.House, licence: str
) -> None:
    code, publisher = code_of(house, licence), Publisher()
    with house.at("2026-05-03 10:00"):
        make.user(house, Role.SENIOR_OFFICER, "XA")
        with house.rows() as session:
            embargo = make._stamp(
                Embargo(
                    regime="Council of the invented",
                    target_code="XE",
                    classes=("machine_gun",),
                    valid_from=clock.now(),
                    legal_basis="Decision 1",
                    entered_by_state="XA",
                )
            )
            session.add(embargo)
        assert told(house, code).verdict is Verdict.VALID
        with house.rows() as session:
            session.add(
                make._stamp(
                    Embargo(
                        regime="Council of the invented",
                        target_code="XE",
                        classes=(),
                        valid_from=clock.now(),
                        valid_until=clock.now() + timedelta(days=1),
                        legal_basis="Decision 2",
                        entered_by_state="XA",
                    )
                )
            )
        assert told(house, code, publisher).verdict is Verdict.SUSPENDED
    with house.at("2026-05-04 10:00"):
        assert told(house, code, publisher).verdict is Verdict.VALID


def test_cover_that_ends_by_the_calendar_is_on_the_list_of_that_state(
    house: make.House, licence: str
) -> None:
    code, publisher = code_of(house, licence), Publisher()
    publisher.publish_next(REGISTER)
    with house.rows() as session:
        change = statuses.next_change(session, clock.now())
    assert change is not None
    with house.at(f"{change:%Y-%m-%d %H:%M}"):
        found = told(house, code, publisher)
        assert found.verdict in {Verdict.SUSPENDED, Verdict.EXPIRED}


def test_nothing_new_is_signed_only_when_it_is_an_hour_old(house: make.House, licence: str) -> None:
    code_of(house, licence)
    publisher = Publisher()
    assert publisher.publish_next(REGISTER)
    assert not publisher.publish_next(REGISTER)
    before = queries.newest(Published.STATUS, "XA", 2026)
    with house.at("2026-03-02 09:59"):
        publisher.publish_next(REGISTER)
        assert queries.newest(Published.STATUS, "XA", 2026) == before
    with house.at("2026-03-02 10:00"):
        assert publisher.publish_next(REGISTER)
        after = queries.newest(Published.STATUS, "XA", 2026)
    assert before is not None
    assert after is not None
    assert after.issued_at - before.issued_at == timedelta(hours=1)


def test_a_list_waits_without_its_key_and_the_others_do_not(
    house: make.House, tmp_path: Path
) -> None:
    number = make_licences.issued(house)
    made = make_keys.keys(house, tmp_path, ("XA", "XB"))
    code_of(house, number)
    (tmp_path / f"{made['XB status']}.pem").unlink()
    Publisher().publish_next(REGISTER)
    assert queries.newest(Published.STATUS, "XA", 2026) is not None
    assert queries.newest(Published.STATUS, "XB", 2026) is None


def test_a_code_is_signed_once_with_an_entry_of_each_state(house: make.House, licence: str) -> None:
    first = code_of(house, licence)
    assert code_of(house, licence) == first
    read = token.read_payload(token.unwrap(first).payload)
    assert [item.state for item in read.issuers] == ["XA", "XB"]
    assert read.number == licence
    assert len(first) <= 400
    with house.rows() as session:
        assert len(session.scalars(select(SignedCode)).all()) == 1
        assert len(session.scalars(select(StatusEntry)).all()) == 2


def test_a_scanned_code_stands_for_number_and_check_code_and_a_changed_one_for_nothing(
    house: make.House, licence: str
) -> None:
    code = code_of(house, licence)
    number, check_code = scanned.meant(code, "")
    assert number == licence
    with house.at("2026-05-03 10:00"):
        officer = make.user(house, Role.CUSTOMS_OFFICER, "XD")
        assert customs.check(officer, number, check_code).verdict.valid
    for place in range(0, len(code), 7):
        changed = code[:place] + ("A" if code[place] != "A" else "B") + code[place + 1 :]
        assert scanned.meant(changed, "")[0] != licence
    assert scanned.meant(licence, "7KQ4M-XW2ZA") == (licence, "7KQ4M-XW2ZA")


def test_the_addresses_are_public_cacheable_and_open_to_every_site(
    house: make.House, licence: str, client: FlaskClient
) -> None:
    code_of(house, licence)
    assert client.get("/v1/trust").status_code == 404
    services.publish(REGISTER)
    for address, kind in {
        "/v1/trust": "application/vnd.sacr.trust+cwt",
        "/v1/status/XA/2026": status.CONTENT_TYPE,
        "/v1/crl": "application/pkix-crl",
        "/v1/root.pem": "application/x-pem-file",
    }.items():
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.mimetype == kind
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "public" in answer.headers["Cache-Control"]
        if "ETag" in answer.headers:
            again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
            assert again.status_code == 304
    index = client.get("/v1/status")
    assert index.get_json() == {"lists": ["/v1/status/XA/2026", "/v1/status/XB/2026"]}
    assert index.headers["Access-Control-Allow-Origin"] == "*"
    tagged = {"If-None-Match": index.headers["ETag"]}
    assert client.get("/v1/status", headers=tagged).status_code == 304
    for nowhere in ("/v1/status/XZ/2026", "/v1/status/XA/1999", "/v1/status/x/2026"):
        assert client.get(nowhere).status_code == 404


def test_a_list_signed_elsewhere_is_put_out_as_it_is(house: make.House) -> None:
    at = clock.now()
    services.keep(REGISTER, Published.TRUST, b"signed offline", b"\x01" * 8, at, at)
    services.keep(REGISTER, Published.TRUST, b"signed again", b"\x01" * 8, at, at)
    out = queries.newest(Published.TRUST)
    assert out is not None
    assert out.content == b"signed again"
    with house.rows() as session:
        assert session.scalars(select(PublishedList.count)).all() == [2]
