"""The public page of the register and its file."""

import csv
import io

import pytest
from flask.testing import FlaskClient

from tests import make
from tests import make_traders as applying


@pytest.fixture(autouse=True)
def _world(house: make.House) -> None:
    make.states(house)


def test_anybody_reads_the_register_and_nothing_private(
    house: make.House, client: FlaskClient
) -> None:
    number = make.registration(house, make.trader(house), "XA")
    page = client.get("/register").get_data(as_text=True)
    assert number in page
    assert "Norvane Brokering Ltd" in page
    for private in ("Quay Street", "Ada Quill", "HR 4711", "+999", "office@example.org"):
        assert private not in page


def test_an_empty_search_says_so(client: FlaskClient) -> None:
    page = client.get("/register?name=nobody").get_data(as_text=True)
    assert "No live registration fits this search." in page


def test_a_number_answers_without_ground(house: make.House, client: FlaskClient) -> None:
    number = make.registration(house, make.trader(house), "XA")
    assert "Registered until" in client.get(f"/register?number={number}").get_data(as_text=True)
    applying.suspend(house, number, make.at("2026-03-02 08:00"))
    page = client.get(f"/register?number={number}").get_data(as_text=True)
    assert "<strong>Suspended</strong>" in page
    assert "under examination" not in page
    assert "diversion" not in page.lower()
    assert "Not found." in client.get("/register?number=XA-1").get_data(as_text=True)


@pytest.mark.parametrize(
    "query",
    [
        "name=%00",
        "name=%FF%FE",
        "name=" + "a" * 5000,
        "kind=pirate&state=ZZ",
        "after=%27%3B+DROP+TABLE+traders",
        "after=nobody",
        "name=%25%25%5F",
        "number=%00XA",
        "number=" + "9" * 3000,
    ],
)
def test_hostile_addresses_are_answered_calmly(client: FlaskClient, query: str) -> None:
    for path in ("/register", "/register.csv"):
        assert client.get(f"{path}?{query}").status_code == 200, (path, query)


def test_the_file_holds_the_same_list(house: make.House, client: FlaskClient) -> None:
    key = make.trader(house)
    number = make.registration(house, key, "XA")
    make.registration(house, key, "XB")
    answer = client.get("/register.csv?state=XA")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=register.csv"
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert rows == [
        {
            "number": number,
            "name": "Norvane Brokering Ltd",
            "kind": "broker",
            "state": "XA",
            "valid_from": "2026-01-01",
            "valid_until": "2026-12-31",
        }
    ]


@pytest.mark.parametrize(
    "name",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1+1", "\tx", "\rx", '=HYPERLINK("http://evil")'],
)
def test_no_cell_is_a_formula(house: make.House, client: FlaskClient, name: str) -> None:
    make.registration(house, make.trader(house, name), "XA")
    text = client.get("/register.csv").get_data(as_text=True)
    (row,) = list(csv.DictReader(io.StringIO(text, newline="")))
    assert row["name"] == f"'{name}"
