"""What a device sends counts once; a release that cannot stand is told to those who authorized."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select, update

from app.customs import services as customs
from app.offline import queries
from app.offline.sending import send
from app.offline.shapes import Sent, read
from app.work import Caller
from models.casework import Task
from models.errors import NotAllowed
from models.licences import Licence
from models.offline import OfflineCheck
from models.people import Role
from models.stages import Stage
from tests import make, make_ledger

NOON = int(datetime(2026, 3, 2, 8, tzinfo=UTC).timestamp())


def uid(number: int) -> UUID:
    return UUID(int=number + (4 << 76) + (2 << 62))


def released(number: str, no: int, quantity: int = 60, **more: object) -> Sent:
    """A release of line 1, made by a device at 08:00."""
    whole = {
        "uid": uid(no),
        "number": number,
        "verdict": "VALID",
        "checked_at": NOON,
        "outcome": "released",
        "place": "Shed 4",
        "declaration": f"26XB{no}",
        "lines": {1: quantity},
    }
    return msgspec.convert(whole | more, Sent)


@pytest.fixture
def given(house: make.House) -> make_ledger.Given:
    make.states(house)
    return make_ledger.licence(house)


@pytest.fixture
def officer(house: make.House, given: make_ledger.Given) -> Caller:
    return make.user(house, Role.CUSTOMS_OFFICER, "XB", name="Kip Saranto")


def tasks(house: make.House) -> list[object]:
    with house.rows() as session:
        return sorted(session.execute(select(Task.kind, Task.state_code)).all())


def test_a_release_within_what_is_left_is_kept(
    house: make.House, given: make_ledger.Given, officer: Caller
) -> None:
    assert send(officer, [released(given.number, 1)]) == {str(uid(1)): "kept"}
    assert tasks(house) == []


def test_the_same_check_sent_twice_counts_once(
    house: make.House, given: make_ledger.Given, officer: Caller
) -> None:
    check = released(given.number, 1)
    assert send(officer, [check]) == send(officer, [check])
    with house.rows() as session:
        assert len(session.scalars(select(OfflineCheck)).all()) == 1
    other = released(given.number, 1, quantity=61)
    assert send(officer, [other]) == {str(uid(1)): "refused"}


def test_two_posts_that_use_one_licence_up_are_in_conflict(
    house: make.House, given: make_ledger.Given, officer: Caller
) -> None:
    elsewhere = make.user(house, Role.CUSTOMS_OFFICER, "XE")
    assert send(officer, [released(given.number, 1, 100)]) == {str(uid(1)): "kept"}
    assert send(elsewhere, [released(given.number, 2, 100)]) == {str(uid(2)): "conflict"}
    assert tasks(house) == [("offline_conflict", "XA"), ("offline_conflict", "XB")]
    licensing = make.user(house, Role.LICENSING_OFFICER, "XA")
    shown = [(row.state, row.conflict) for row in queries.releases(licensing)]
    assert shown == [("XE", "over"), ("XB", "")]
    assert [row.conflict for row in queries.releases(elsewhere)] == ["over"]
    assert queries.releases(elsewhere)[0].facts == {"line": "1", "left": "0", "asked": "100"}


def test_what_was_written_off_meanwhile_counts_once(
    house: make.House, given: make_ledger.Given, officer: Caller
) -> None:
    send(officer, [released(given.number, 1, 60)])
    customs.record(
        officer, given.number, declaration="26XB1", part=1, direction="exit", amounts={1: 60}
    )
    assert [row.written_off for row in queries.releases(officer)] == [True]
    assert send(officer, [released(given.number, 2, 40)]) == {str(uid(2)): "kept"}
    assert send(officer, [released(given.number, 3, 1)]) == {str(uid(3)): "conflict"}


def test_goods_released_on_a_licence_that_was_stopped_are_in_conflict(
    house: make.House, given: make_ledger.Given, officer: Caller
) -> None:
    with house.rows() as session:
        session.execute(
            update(Licence).values(stage=Stage.REVOKED, ended_at=make.at("2026-03-02 07:00"))
        )
    answers = send(officer, [released(given.number, 1)])
    assert answers == {str(uid(1)): "conflict"}
    assert queries.releases(officer)[0].facts["reason"] == "REVOKED"
    before = released(given.number, 2, 40, checked_at=NOON - 2 * 3600)
    assert send(officer, [before]) == {str(uid(2)): "kept"}


def test_a_number_that_nobody_gave_is_in_conflict(house: make.House, officer: Caller) -> None:
    answers = send(officer, [released("XA-2026-L-99999-Q", 1)])
    assert answers == {str(uid(1)): "conflict"}
    assert tasks(house) == []


def test_a_mere_check_is_kept_whatever_it_said(house: make.House, officer: Caller) -> None:
    check = released("", 1, outcome="checked", verdict="FORGED", lines={})
    assert send(officer, [check]) == {str(uid(1)): "kept"}
    assert queries.releases(officer) == ()


def test_hidden_letters_do_not_reach_the_record(
    house: make.House, given: make_ledger.Given, officer: Caller
) -> None:
    check = released(
        given.number, 1, place="Shed\x00 4\u202e", note="a\ud7ff\x07", declaration="xb\x001"
    )
    assert send(officer, [check]) == {str(uid(1)): "kept"}
    shown = queries.releases(officer)[0]
    assert (shown.place, shown.declaration) == ("Shed 4", "XB1")


def test_only_customs_send(house: make.House, given: make_ledger.Given) -> None:
    licensing = make.user(house, Role.LICENSING_OFFICER, "XB")
    with pytest.raises(NotAllowed):
        send(licensing, [released(given.number, 1)])


@pytest.mark.parametrize(
    "wrong",
    [
        {"lines": {"1": 0}},
        {"lines": {"0": 1}},
        {"lines": {"1": 1.5}},
        {"outcome": "eaten"},
        {"verdict": "FINE"},
        {"checked_at": -1},
        {"note": "x" * 2001},
        {"uid": "no uid"},
        {"state": "XA"},
    ],
)
def test_what_no_device_sends_is_refused_and_spoils_nothing_else(wrong: dict[str, object]) -> None:
    good = {
        **msgspec.structs.asdict(released("X", 1)),
        "lines": {"1": 60},
    }
    body = msgspec.json.encode({"checks": [good | wrong, good]})
    found, broken = read(body)
    assert [str(item.uid) for item in found] == [str(uid(1))]
    assert len(broken) == 1
