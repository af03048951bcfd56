"""The public check and the download: number and code, a verdict, and nothing for anybody else."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.certificates import making, views
from app.certificates.render import RENDERER, render
from app.factory import create_app
from app.licences import services as licences
from app.registrations import services as registrations
from app.registrations.services_suspensions import suspend
from app.work import REGISTER
from models.certificates import Certificate
from models.people import Role
from tests import make, make_enforcement, make_keys, make_licences, make_registrations
from tests.app.conftest import SignedIn, token
from tests.app.registrations.cases import proposed
from tests.app.registrations.test_renewals import FURTHER, decide, filed
from tests.make_registrations import Officers
from tests.untranslated import untranslated

BASE = "https://register.example"
Paper = tuple[str, str]
"""Number and check code, as they are printed."""


@pytest.fixture
def licence(house: make.House) -> Paper:
    number = make_licences.issued(house)
    return number, make_licences.of_number(house, number).check_code


@pytest.fixture
def people(house: make.House) -> Officers:
    make.state(house, "XA")
    return make_registrations.officers(house)


@pytest.fixture
def registration(house: make.House, people: Officers) -> Paper:
    place, digest = proposed(house, people)
    registrations.sign(people.senior, place, digest, "Read.")
    return place.number, codes(house, place.number)[0]


def codes(house: make.House, number: str) -> list[str]:
    """The check codes of a record's certificates, oldest first."""
    with house.rows() as session:
        return list(
            session.scalars(
                select(Certificate.check_code)
                .where(Certificate.number == number)
                .order_by(Certificate.id)
            )
        )


def asked(client: FlaskClient, paper: Paper) -> str:
    """What the address of the square code answers, in words alone."""
    answer = client.get(f"/verify/{paper[0]}/{paper[1]}")
    assert answer.status_code == 200
    return words(answer.text)


def words(page: str) -> str:
    main = page[page.index("<main") : page.index("</main")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


# A licence


def test_the_address_of_the_square_code_answers(
    house: make.House, client: FlaskClient, licence: Paper
) -> None:
    with house.at("2026-05-04 10:00"):
        text = asked(client, licence)
    assert text.startswith("VALID The licence stands")
    assert licence[0] in text
    for said in ("1 April 2026 to 31 March 2027", "Xandria", "Xbria", "Live answer."):
        assert said in text


def test_the_mark_on_the_page_is_the_one_at_the_foot_of_the_paper(
    house: make.House, client: FlaskClient, licence: Paper
) -> None:
    with house.rows() as session:
        found = session.scalars(
            select(Certificate.digest).where(Certificate.number == licence[0])
        ).one()
    mark = " ".join(found[place : place + 4] for place in range(0, 16, 4))
    assert mark in asked(client, licence)


def test_who_trades_what_is_not_told_to_whoever_holds_a_paper(
    house: make.House, client: FlaskClient, licence: Paper
) -> None:
    """Parties, goods and conditions are for customs on the route (rules 3.2)."""
    with house.rows() as session:
        facts = session.scalars(
            select(Certificate.facts).where(Certificate.number == licence[0])
        ).one()
    text = asked(client, licence)
    told = re.findall(r'"(?:description|end_use|text|end_use_certificate)":"([^"]+)"', facts)
    parties = re.findall(r'"capacity":"\w+","name":"([^"]+)"', facts)
    assert told
    assert parties
    assert [said for said in (*told, *parties) if said in text] == []


def test_before_its_first_day_a_licence_is_not_valid(client: FlaskClient, licence: Paper) -> None:
    assert asked(client, licence).startswith("NOT VALID The licence is not valid yet")


def test_after_its_last_day_it_has_expired(
    house: make.House, client: FlaskClient, licence: Paper
) -> None:
    with house.at("2028-04-01 10:00"):
        text = asked(client, licence)
    assert text.startswith("NOT VALID")
    assert "Valid 1 April 2026" in text  # what to compare with the paper stays


def test_a_suspension_is_told_at_once_without_its_ground(
    house: make.House, client: FlaskClient, licence: Paper
) -> None:
    senior = make.user(house, Role.SENIOR_OFFICER, "XB")
    with house.at("2026-05-04 10:00"):
        licences.suspend(
            make.fresh(house, senior), licence[0], reason="A forged paper", ground="G3"
        )
        text = asked(client, licence)
    assert text.startswith("NOT VALID The licence is suspended")
    assert "forged" not in text


def test_lost_cover_names_nobody(house: make.House, client: FlaskClient, licence: Paper) -> None:
    with house.rows() as session:
        trader = session.scalars(
            select(Certificate.trader_id).where(Certificate.number == licence[0])
        ).one()
    with house.at("2026-05-04 10:00"):
        make_enforcement.deregistered(house, trader, "XA")
    with house.at("2026-06-10 10:00"):
        text = asked(client, licence)
    assert text.startswith("NOT VALID A registration that the licence rests on stands no more")


# A registration


def test_a_registration_is_checked_with_whose_it_is(
    client: FlaskClient, registration: Paper
) -> None:
    text = asked(client, registration)
    assert text.startswith("VALID The registration stands")
    for said in ("Registration as broker", "2 March 2026 to 1 March 2027", "not a licence"):
        assert said in text


def test_a_suspended_registration_says_so_without_ground(
    house: make.House, client: FlaskClient, registration: Paper, people: Officers
) -> None:
    suspend(make.fresh(house, people.senior), registration[0], "G5", "A gun was not recorded")
    text = asked(client, registration)
    assert text.startswith("NOT VALID The registration is suspended")
    assert "gun" not in text


def test_an_ended_registration_says_so(
    house: make.House, client: FlaskClient, registration: Paper
) -> None:
    with house.rows() as session:
        trader = session.scalars(
            select(Certificate.trader_id).where(Certificate.number == registration[0])
        ).one()
    make_enforcement.deregistered(house, trader, "XA")
    with house.at("2026-05-04 10:00"):
        assert asked(client, registration).startswith("NOT VALID The registration has ended")


def test_each_paper_of_a_renewed_registration_answers_for_its_own_days(
    house: make.House, client: FlaskClient, registration: Paper, people: Officers
) -> None:
    number, first = registration
    decide(
        house,
        people,
        filed(house, number, "2027-01-10 09:00", in_time=True),
        "2027-02-01 09:00",
        FURTHER,
    )
    _, second = codes(house, number)
    with house.at("2027-02-02 09:00"):
        old, new = asked(client, (number, first)), asked(client, (number, second))
    assert old.startswith("VALID")
    assert "A newer certificate of this registration exists" in old
    assert new.startswith("NOT VALID This certificate is not valid yet")
    with house.at("2027-03-02 09:00"):
        old, new = asked(client, (number, first)), asked(client, (number, second))
    assert old.startswith("NOT VALID This certificate has expired")
    assert new.startswith("VALID")
    assert "newer" not in new


# Who may ask, how often, and what a wrong code tells


@pytest.mark.parametrize("typed", ["lower", "spaced", "misread"])
def test_a_paper_read_badly_is_still_understood(
    house: make.House, client: FlaskClient, licence: Paper, typed: str
) -> None:
    number, code = licence
    forms = {
        "lower": (number.lower(), code.lower()),
        "spaced": (number.replace("-", " "), " ".join(code)),
        "misread": (number, code.replace("0", "O").replace("1", "I")),
    }
    with house.at("2026-05-04 10:00"):
        answer = client.post(
            "/verify",
            data=dict(
                zip(("number", "code"), forms[typed], strict=True),
                csrf_token=token(client, "/verify"),
            ),
        )
    assert words(answer.text).startswith("VALID")


def test_a_wrong_code_says_nothing_of_whose_it_is(client: FlaskClient, licence: Paper) -> None:
    number, code = licence
    wrong = ("A" if code[0] != "A" else "B") + code[1:]
    answers = [
        client.get(address).text
        for address in (
            f"/verify/{number}/{wrong}",
            f"/verify/XA-2026-L-99999-A/{code}",
            f"/verify/nothing/{code}",
            f"/verify/{number}/%00",
            f"/verify/%00%ff/{code}",
            f"/verify/{'9' * 3000}/x",
        )
    ]
    assert len(set(answers)) == 1
    assert words(answers[0]).startswith("NOT VALID No document has this number and check code")


def test_a_code_opens_only_its_own_paper(
    house: make.House, client: FlaskClient, licence: Paper
) -> None:
    other = make_licences.issued(house)
    assert "No document" in asked(client, (other, licence[1]))


def test_the_eleventh_check_in_a_minute_waits(
    house: make.House, client: FlaskClient, licence: Paper
) -> None:
    number, code = licence
    answers = [client.get(f"/verify/{number}/AAAAA-AAAA{n}") for n in "BCDEFGHJKM"]
    late = client.get(f"/verify/{number}/{code}")
    assert [answer.status_code for answer in answers] == [200] * views.TRIES
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 0
    assert number not in words(late.text)
    other = client.get(f"/verify/{number}/{code}", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert other.status_code == 200
    with house.at("2026-03-02 09:02"):
        assert client.get(f"/verify/{number}/{code}").status_code == 200


def test_both_fields_are_asked_for(client: FlaskClient) -> None:
    answer = client.post("/verify", data={"csrf_token": token(client, "/verify")})
    text = words(answer.text)
    assert "Type the number of the document" in text
    assert "Type the check code" in text


def test_every_word_of_the_public_check_is_translated(
    house: make.House, application: Flask, licence: Paper
) -> None:
    brackets = create_app(application.extensions["sacr.config"], pseudo=True).test_client()
    for address in ("/verify", "/verify/{}/{}".format(*licence), "/verify/nothing/at-all"):
        assert untranslated(brackets.get(address).text) == []


# The file


def test_the_holder_takes_the_paper_as_made(
    house: make.House,
    signed_in: SignedIn,
    client: FlaskClient,
    licence: Paper,
    tmp_path: Path,
) -> None:
    make_keys.keys(house, tmp_path, ("XA", "XB"))
    while making.make_next(REGISTER, BASE, render, RENDERER):
        pass
    with house.rows() as session:
        row = session.scalars(select(Certificate).where(Certificate.number == licence[0])).one()
        uid, trader = str(row.uid), row.trader_id
        assert row.file is not None
        sha = row.file.sha256
    holder = signed_in(make.user(house, Role.APPLICANT_ADMIN, trader=trader))
    answer = holder.get(f"/certificates/{uid}.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert hashlib.sha256(answer.data).hexdigest() == sha
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{licence[0]}.pdf"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    stranger = signed_in(make.user(house, Role.LICENSING_OFFICER, "XC"))
    assert stranger.get(f"/certificates/{uid}.pdf").status_code == 404
    assert holder.get("/certificates/no-uid.pdf").status_code == 404
    assert client.get(f"/certificates/{uid}.pdf").status_code in {302, 401}
