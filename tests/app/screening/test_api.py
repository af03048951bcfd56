"""The match API: answers of a known shape, refusals that name the field, every call on record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.screening import api_shapes, searching
from models.people import Role, User
from models.stages import Stage
from tests import make
from tests import make_screening as given
from tests import make_searches as asking
from tests.app.conftest import SignedIn
from tests.make_searches import HIT, NEAR, firm, sent
from tools import openapi


@pytest.fixture
def number(house: make.House) -> str:
    """The number of the one entry of the watchlist; the list of invented names is there as well."""
    make.states(house)
    given.invented_list()
    return given.entry(house, HIT, "XB")


@pytest.fixture
def opened(number: str, tmp_path: Path) -> Iterator[None]:
    with asking.line_open(tmp_path):
        yield


@pytest.fixture
def secret(house: make.House, number: str) -> str:
    return asking.key(house, make.user(house, Role.LICENSING_OFFICER, "XA"))


@pytest.mark.usefixtures("opened")
def test_a_batch_is_answered_query_by_query_and_put_on_record(
    house: make.House, client: FlaskClient, secret: str, number: str
) -> None:
    answer = sent(client, secret, {"a": firm(NEAR), "b": firm("Quiet Harbour Bakery")})
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/json; charset=utf-8"
    told = answer.json
    read = msgspec.json.decode(answer.data, type=api_shapes.Response)
    assert msgspec.json.encode(read) == answer.data  # nothing that is not described
    [found] = told["responses"]["a"]["results"]
    assert found["id"] == f"watchlist-{number}"
    assert (found["caption"], found["schema"]) == (HIT, "Organization")
    assert found["properties"]["name"] == [HIT]
    assert found["match"] is True
    assert 0.75 <= found["score"] <= 1
    assert found["explanations"]["name_like"]["query"] == NEAR
    assert "much like the listed name" in found["explanations"]["name_like"]["detail"]
    assert told["responses"]["b"]["results"] == []
    assert told["responses"]["b"]["total"] == {"value": 0, "relation": "eq"}
    [search] = asking.searches(house)
    assert told["provenance"]["search"] == str(search.uid)
    assert (search.purpose, search.case_ref, search.found) == ("review", "XA-7", 1)
    assert search.api_key_id is not None
    assert [item["source"] for item in told["provenance"]["lists"]] == ["un", "watchlist"]


@pytest.mark.usefixtures("opened")
def test_purpose_and_case_of_the_call_go_before_those_of_the_key(
    house: make.House, client: FlaskClient, secret: str
) -> None:
    sent(client, secret, {"a": firm(NEAR)}, headers={"X-Purpose": "border", "X-Case": "26XA-9"})
    sent(
        client, secret, {"a": firm(NEAR)}, body={"config": {"purpose": "assistance", "case": "B 4"}}
    )
    told = [(search.purpose, search.case_ref) for search in asking.searches(house)]
    assert told == [("border", "26XA-9"), ("assistance", "B 4")]


@pytest.mark.usefixtures("opened")
def test_what_narrows_a_search_is_honoured(client: FlaskClient, secret: str, number: str) -> None:
    def found(query: str = "", url: str = "/api/v1/match") -> list[str]:
        answer = sent(client, secret, {"a": firm(HIT)}, url=f"{url}?{query}")
        assert answer.status_code == 200, answer.text
        return [item["id"] for item in answer.json["responses"]["a"]["results"]]

    ours = f"watchlist-{number}"
    assert found() == found("algorithm=best&fuzzy=false&limit=1") == [ours]
    assert found(url="/api/v1/match/watchlist") == found("topics=reg.warn") == [ours]
    assert found(url="/api/v1/match/un") == []
    assert found("exclude_dataset=watchlist") == found("topics=sanction") == []
    assert found(f"exclude_entity_ids={ours}") == found("exclude_schema=LegalEntity") == []
    assert found("include_dataset=un&include_dataset=watchlist") == [ours]
    answer = sent(client, secret, {"a": firm(NEAR)}, url="/api/v1/match?threshold=1&cutoff=0.5")
    [item] = answer.json["responses"]["a"]["results"]
    assert item["match"] is False
    assert answer.json["responses"]["a"]["total"]["value"] == 0


WRONG: tuple[tuple[str, dict[str, Any], int, str], ...] = (
    ("no query", {"json": {"queries": {}}}, 422, "queries"),
    ("too many", {"json": {"queries": {str(n): firm("A") for n in range(101)}}}, 422, "queries"),
    ("an unknown word", {"json": {"queries": {"a": firm("A")}, "limits": 3}}, 422, "body"),
    ("a list for an object", {"json": [1]}, 422, "body"),
    ("no JSON", {"data": b"{", "content_type": "application/json"}, 422, "body"),
    ("no text", {"data": b"\xff\xfe{", "content_type": "application/json"}, 422, "body"),
    ("too deep", {"data": b'{"queries":{"a":' + b"[" * 90_000, "content_type": "application/json"},
     422, "body"),
    ("another type", {"data": b"a=b", "content_type": "text/plain"}, 415, "Content-Type"),
    ("an unknown schema", {"json": {"queries": {"a": firm("A", schema="Song")}}}, 400,
     "queries.a.schema"),
    ("a number for a name", {"json": {"queries": {"a": firm(7)}}}, 422,  # type: ignore[arg-type]
     "queries.a.properties.name[0]"),
    ("a long name", {"json": {"queries": {"a": firm("W" * 50_000)}}}, 422,
     "queries.a.properties.name[0]"),
    ("no name", {"json": {"queries": {"a": firm("\0\u202e ")}}}, 400, "queries.a.properties.name"),
    ("many names", {"json": {"queries": {"a": firm(*map(str, range(30)))}}}, 400,
     "queries.a.properties.name"),
    ("no date", {"json": {"queries": {"a": firm("A", birthDate=["soon"])}}}, 400,
     "queries.a.properties.birthDate"),
    ("no day", {"json": {"queries": {"a": firm("A", birthDate=["1979-02-31"])}}}, 400,
     "queries.a.properties.birthDate"),
    ("weights", {"json": {"queries": {"a": firm("A")}, "weights": {"name": 1}}}, 400, "weights"),
    ("settings", {"json": {"queries": {"a": firm("A")}, "config": {"x": 1}}}, 422, "config"),
    ("a purpose", {"json": {"queries": {"a": firm("A")}, "config": {"purpose": "fun"}}}, 400,
     "X-Purpose"),
)  # fmt: skip
ADDRESSES = (
    ("limit=0", 422, "limit"),
    ("limit=1000", 422, "limit"),
    ("limit=5&limit=6", 400, "limit"),
    ("threshold=2", 422, "threshold"),
    ("threshold=nan", 422, "threshold"),
    ("algorithm=regression-v1", 400, "algorithm"),
    ("changed_since=2026-01-01", 400, "changed_since"),
    ("api_key=sacr_x", 400, "api_key"),
    ("sort=score", 400, "sort"),
    ("include_dataset=moon", 400, "include_dataset"),
    ("exclude_schema=Song", 400, "exclude_schema"),
    ("topics=music", 400, "topics"),
    ("exclude_dataset=un&exclude_dataset=watchlist", 400, "exclude_dataset"),
)


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("opened")
def test_whatever_is_asked_wrongly_is_refused_by_name_and_nothing_is_searched(
    house: make.House, client: FlaskClient, secret: str
) -> None:
    headers = {"Authorization": f"ApiKey {secret}"}
    for what, request, status, field in WRONG:
        answer = client.post("/api/v1/match", headers=headers, **request)
        assert (answer.status_code, answer.json.get("field")) == (status, field), (
            f"{what}: {answer.text}"
        )
        assert answer.content_type == "application/problem+json; charset=utf-8"
        assert answer.json["detail"], what
        assert status in openapi.PROBLEMS
    for query, status, field in ADDRESSES:
        answer = sent(client, secret, {"a": firm("A")}, url=f"/api/v1/match?{query}")
        assert (answer.status_code, answer.json.get("field")) == (status, field), (
            f"{query}: {answer.text}"
        )
    answer = sent(client, secret, {"a": firm("A")}, url="/api/v1/match/moon")
    assert answer.status_code == 404
    assert "default, un, watchlist" in answer.json["detail"]
    large = client.post(
        "/api/v1/match", headers=headers, data=b" " * (2**20 + 1), content_type="application/json"
    )
    assert (large.status_code, large.json["code"]) == (413, "api_too_large")
    assert client.get("/api/v1/match", headers=headers).status_code == 405
    assert client.get("/api/v2").json["code"] == "api_no_such_address"
    assert asking.searches(house) == []


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("opened")
def test_a_hostile_name_is_compared_as_text_and_stays_out_of_the_log(
    client: FlaskClient, secret: str, caplog: pytest.LogCaptureFixture
) -> None:
    names = (
        "\u202egnaS",
        "a\u0000b",
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "\ud83d\ude00" * 90,
    )
    for name in names:
        answer = sent(client, secret, {"\u202e<b>": firm(name, alias=["Ordinary"])})
        assert answer.status_code == 200, answer.text
        assert list(answer.json["responses"]) == ["\u202e<b>"]
    raw = (
        b'{"queries": {"a": {"schema": "Person", "properties": {"name": ["half \\ud800 letter"]}}}}'
    )
    answer = client.post(
        "/api/v1/match", data=raw, content_type="application/json",
        headers={"Authorization": f"ApiKey {secret}"},
    )  # fmt: skip
    assert answer.status_code in (200, 422)
    assert "Ordinary" not in caplog.text
    assert secret not in caplog.text


def test_a_key_opens_while_it_stands_and_its_officer_may_search(
    house: make.House, client: FlaskClient, opened: None
) -> None:
    officer = make.user(house, Role.SENIOR_OFFICER, "XA")
    secret = asking.key(house, officer, days=30)
    for shown in (f"ApiKey {secret}", f"Bearer {secret}", secret):
        assert client.post("/api/v1/match", json={"queries": {"a": firm("A")}},
                           headers={"Authorization": shown}).status_code == 200  # fmt: skip
    with house.at("2026-04-02 09:00"):
        assert sent(client, secret, {"a": firm("A")}).status_code == 401
    with house.rows() as session:
        session.get_one(User, officer.user_id).role = str(Role.CUSTOMS_OFFICER)
    assert sent(client, secret, {"a": firm("A")}).status_code == 403
    with house.rows() as session:
        session.get_one(User, officer.user_id).role = str(Role.NATIONAL_ADMIN)
    assert sent(client, secret, {"a": firm("A")}).status_code == 404
    with house.rows() as session:
        session.get_one(User, officer.user_id).stage = Stage.DISABLED
    answer = sent(client, secret, {"a": firm("A")})
    assert (answer.status_code, answer.json["code"]) == (401, "api_key_unknown")
    assert answer.headers["WWW-Authenticate"].startswith("ApiKey ")
    assert "Set-Cookie" not in answer.headers
    assert len(asking.searches(house)) == 3


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_a_sign_in_is_no_key_and_a_key_is_no_sign_in(
    house: make.House, client: FlaskClient, signed_in: SignedIn, secret: str
) -> None:
    browser = signed_in(make.user(house, Role.LICENSING_OFFICER, "XA"))
    answer = browser.post("/api/v1/match", json={"queries": {"a": firm("A")}})
    assert (answer.status_code, answer.json["code"]) == (401, "api_key_missing")
    page = client.get("/screening/searches", headers={"Authorization": f"ApiKey {secret}"})
    assert page.status_code == 302


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_while_nobody_compares_names_the_attempt_is_on_record_and_says_503(
    house: make.House, client: FlaskClient, secret: str
) -> None:
    answer = sent(client, secret, {"a": firm(NEAR)})
    assert (answer.status_code, answer.json["code"]) == (503, "screening_not_running")
    assert answer.headers["Retry-After"] == "30"
    [search] = asking.searches(house)
    assert search.answered_at is None


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("opened")
def test_a_key_that_asks_too_often_waits(
    client: FlaskClient, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "KEY_SEARCHES", 1)
    assert sent(client, secret, {"a": firm("A")}).status_code == 200
    answer = sent(client, secret, {"a": firm("A")})
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_an_officer_who_must_name_a_case_cannot_leave_it_out(
    house: make.House, client: FlaskClient, number: str
) -> None:
    secret = asking.key(house, make.user(house, Role.LICENSING_OFFICER, "XA"), case_ref="")
    answer = sent(client, secret, {"a": firm("A")})
    assert (answer.status_code, answer.json["field"]) == (400, "X-Case")


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_a_fault_of_ours_tells_a_program_nothing_of_what_is_inside(
    application: Flask, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        msg = "the inside"
        raise RuntimeError(msg)

    monkeypatch.setattr(searching.line, "ask", broken)
    application.testing = False
    answer = sent(application.test_client(), secret, {"a": firm("A")})
    assert (answer.status_code, answer.json["code"]) == (500, "api_fault")
    assert "inside" not in answer.text
