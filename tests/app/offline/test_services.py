"""What a device sends counts once; a release that cannot stand is told to those who authorized."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select, update

from app.customs import queries_stops
from app.customs import services as customs
from app.licences import queries as licences
from app.offline import queries
from app.offline.sending import send
from app.offline.shapes import Sent, read
from app.stops import Told
from app.work import Caller
from app.work_list import queries as work_list
from models.casework import Task
from models.errors import Blocked, NotAllowed, NotFound
from models.licences import Licence, StopReport
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


def stopped(number: str, no: int, **more: object) -> Sent:
    """A stop, made by a device at 08:00 by a list that was old."""
    whole = {
        "uid": uid(no),
        "number": number,
        "verdict": "STALE_LIST",
        "checked_at": NOON,
        "outcome": "stopped",
        "place": "Shed 4",
        "note": "Nobody answered the telephone.",
        "goods": "12 crates of pistols",
    }
    return msgspec.convert(whole | more, Sent)


def test_a_stop_becomes_a_report_once_and_tells_the_states_of_the_licence(
    house: make.House, given: make_ledger.Given, officer: Caller
) -> None:
    check = stopped(given.number, 1)
    assert send(officer, [check]) == send(officer, [check]) == {str(uid(1)): "reported"}
    with house.rows() as session:
        (report,) = session.scalars(select(StopReport)).all()
        told = (report.reason, report.goods, report.place, report.verdict, report.claimed_number)
    assert told == (
        "Nobody answered the telephone.",
        "12 crates of pistols",
        "Shed 4",
        "STALE_LIST",
        given.number,
    )
    assert report.stopped_at == datetime.fromtimestamp(NOON, UTC)
    assert tasks(house) == [("stop_reported", "XA"), ("stop_reported", "XB")]
    (row,) = queries.releases(officer)
    assert (row.report, row.may_report) == (report.number, False)
    assert row.facts == {"register": "VALID"}
    licensing = make.user(house, Role.LICENSING_OFFICER, "XA")
    (shown,) = licences.page(licensing, given.number).stopped
    assert (shown.number, shown.state, shown.offline) == (report.number, "XB", True)


def test_a_stop_of_which_too_little_was_said_waits_for_the_rest(
    house: make.House, given: make_ledger.Given, officer: Caller
) -> None:
    assert send(officer, [stopped(given.number, 1, goods="")]) == {str(uid(1)): "to_report"}
    assert tasks(house) == []
    (row,) = queries.releases(officer)
    assert (row.report, row.may_report) == ("", True)
    colleague = make.user(house, Role.CUSTOMS_OFFICER, "XB")
    begun = queries_stops.kept_stop(colleague, row.uid)
    assert (begun.reason, begun.place) == ("Nobody answered the telephone.", "Shed 4")
    assert work_list.dashboard(colleague).stops_to_report == 1  # type: ignore[union-attr]
    told = Told(reason=begun.reason, goods="12 crates", place=begun.place)
    number = customs.report_stop(colleague, "", told, row.uid)
    assert send(officer, [stopped(given.number, 1, goods="")]) == {str(uid(1)): "reported"}
    with pytest.raises(Blocked, match="stop_reported_already"):
        customs.report_stop(officer, "", told, row.uid)
    with pytest.raises(NotFound):
        queries_stops.kept_stop(officer, row.uid)
    with house.rows() as session:
        (report,) = session.scalars(select(StopReport)).all()
    assert (report.number, report.claimed_number) == (number, given.number)
    assert report.stopped_at == datetime.fromtimestamp(NOON, UTC)
    assert tasks(house) == [("stop_reported", "XA"), ("stop_reported", "XB")]


def test_only_its_own_state_reports_a_stop_that_a_device_kept(
    house: make.House, given: make_ledger.Given, officer: Caller
) -> None:
    send(officer, [stopped(given.number, 1, goods=""), released(given.number, 2)])
    told = Told(reason="x", goods="y", place="z")
    with pytest.raises(NotFound):
        customs.report_stop(make.user(house, Role.CUSTOMS_OFFICER, "XE"), "", told, str(uid(1)))
    with pytest.raises(NotFound):
        customs.report_stop(officer, "", told, str(uid(2)))


def test_goods_without_a_licence_are_stopped_too(
    house: make.House, given: make_ledger.Given, officer: Caller
) -> None:
    assert send(officer, [stopped("", 1, verdict="FORGED")]) == {str(uid(1)): "reported"}
    assert tasks(house) == []
    assert queries.releases(officer)[0].facts == {}
