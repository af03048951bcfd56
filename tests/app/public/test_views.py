"""The public pages."""

from typing import Any

import pytest
from flask import Flask
from lxml.html import fromstring

from app.public.views import REGIME, REGISTERED
from models.states import Regime
from tests.app import gallery
from tests.untranslated import untranslated

ADDRESSES = ["/", "/help", "/accessibility", "/privacy", "/how", "/contacts"]


@pytest.fixture
def app() -> Flask:
    return gallery.create()


@pytest.mark.parametrize("address", ADDRESSES)
def test_anybody_may_read_it_and_nothing_is_left_untranslated(address: str) -> None:
    client = gallery.create(pseudo_language=True).test_client()
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert untranslated(answer.text) == []


def test_the_front_door_names_the_states_and_leads_to_the_three_doors(app: Flask) -> None:
    page = app.test_client().get("/").text
    assert "5 States keep it together." in page
    for address in ("/register", "/verify", "/how", "/sign-in"):
        assert f'href="{address}"' in page
    for name in gallery.NAMES.values():
        assert name in page


def test_the_front_door_says_how_many_are_registered_in_each_state(app: Flask) -> None:
    app.extensions[REGISTERED] = lambda states: dict.fromkeys(states, 0) | {"XA": 214, "XB": 1001}
    page: Any = fromstring(app.test_client().get("/").text)
    said = [" ".join(cell.text_content().split()) for cell in page.xpath("//table//td[last()]")]
    assert said[:3] == [
        "Registered in Xandria: 214",
        "Registered in Xbria: more than 1,000",
        "Registered in Xcadia: none",
    ]


def test_one_state_alone_is_not_said_to_be_together(app: Flask) -> None:
    terms = {"XA": gallery.REGIME_NOW.terms["XA"]}
    app.extensions[REGIME] = lambda: Regime(names={"XA": "Xandria"}, terms=terms)
    assert "1 State keeps it." in app.test_client().get("/").text


@pytest.mark.parametrize("address", ["/", "/contacts"])
def test_before_the_regime_is_laid_the_page_says_so(app: Flask, address: str) -> None:
    del app.extensions[REGIME]
    answer = app.test_client().get(address)
    assert answer.status_code == 200
    assert "No State takes part yet." in answer.text


@pytest.mark.parametrize("address", ["/privacy", "/how"])
def test_it_is_said_that_no_private_owner_is_recorded(app: Flask, address: str) -> None:
    page = app.test_client().get(address).text
    assert "No private owner of a weapon is recorded." in page
    assert "never named together with serial numbers" in page


def test_the_contact_point_of_each_state_can_be_called(app: Flask) -> None:
    page = app.test_client().get("/contacts").text
    assert page.count('href="tel:+000550142"') == 5
    assert page.count('href="mailto:contact@xandria.example"') == 5
