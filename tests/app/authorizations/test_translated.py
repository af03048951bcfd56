"""Every text of the officers' dossier and licence pages goes through translation."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.authorizations import services, services_decide
from app.factory import create_app
from app.licences import services as licences
from models.people import Role
from tests import make, make_dossiers
from tests import make_licences as ml
from tests.app.conftest import SignedIn, settings
from tests.untranslated import untranslated


@pytest.fixture
def application(house: make.House, tmp_path: Path) -> Flask:
    """The register in the language of brackets."""
    app = create_app(settings(house.url, tmp_path), pseudo=True)
    app.testing = True
    return app


def test_no_text_of_a_dossier_is_left_untranslated(house: make.House, signed_in: SignedIn) -> None:
    number = make_dossiers.submitted(house)
    first, second = ml.desk(house, "XA"), ml.desk(house, "XB")
    officer, senior = signed_in(first.officer), signed_in(first.senior)
    url = f"/dossiers/{number}"
    pages = [(officer, "/dossiers"), (officer, "/dossiers?q=none"), (officer, url)]
    _all_bracketed(pages)
    services.take(first.officer, number)
    uid = services.note(first.officer, number, text="Late in 2024.")
    words = ("question", "notes", "criteria", "consent", "refusal", "add-state")
    _all_bracketed([(officer, url), *((officer, f"{url}/{word}") for word in words)])
    _all_bracketed([(senior, f"{url}/notes/{uid}/release")])
    ml.screened(house, number)
    ml.take_criteria(house, number, first)
    ml.propose(house, number, first, quantities={1: 5}, conditions=("By sea",))
    _all_bracketed([(officer, url), (senior, url), (senior, f"{url}/sign")])
    ml.sign(house, number, first)
    _all_bracketed([(officer, url), (officer, f"{url}/reopening")])
    services_decide.propose_reopening(first.officer, number, reason="New facts")
    _all_bracketed([(officer, url), (senior, f"{url}/reopen")])
    services_decide.send_back(first.senior, number, reason="No")
    ml.take(house, number, second)
    services_decide.propose_refusal(
        second.officer, number, grounds=("2", "A3"), reason="r", reason_for_applicant="a"
    )
    _all_bracketed([(signed_in(second.senior), f"{url}/sign")])
    ml.sign(house, number, second)
    _all_bracketed([(officer, url), (signed_in(second.officer), url)])


def test_no_text_of_a_licence_is_left_untranslated(house: make.House, signed_in: SignedIn) -> None:
    number = ml.issued(house, conditions=("By sea",))
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    senior, other = (make.user(house, Role.SENIOR_OFFICER, "XA") for _ in range(2))
    url = f"/licences/{number}"
    holder = make_dossiers.official(house, ml.of_number(house, number).trader_id)
    _all_bracketed(
        [
            (signed_in(officer), "/licences"),
            (signed_in(officer), "/licences?q=none"),
            (signed_in(officer), f"{url}?day-day=2&day-month=3&day-year=2026&time=08:00"),
            (signed_in(senior), f"{url}/suspend"),
            (signed_in(officer), f"{url}/revocation"),
            (signed_in(holder), url),
            (signed_in(holder), f"{url}/surrender"),
        ]
    )
    uid = licences.suspend(senior, number, ground="G5", reason="Diversion")
    licences.propose_revocation(officer, number, reason="Diversion")
    _all_bracketed(
        [
            (signed_in(other), url),
            (signed_in(other), f"{url}/suspensions/{uid}/confirm"),
            (signed_in(other), f"{url}/suspensions/{uid}/lift"),
            (signed_in(other), f"{url}/revoke"),
        ]
    )


def _all_bracketed(pages: list[tuple[FlaskClient, str]]) -> None:
    for browser, url in pages:
        answer = browser.get(url)
        assert answer.status_code == 200, url
        assert untranslated(answer.get_data(as_text=True)) == [], url
