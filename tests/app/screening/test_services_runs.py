"""Looking again: what a change of a list or an entry means for every name that stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from app.screened import Name, standing
from app.screening import queries_queue, services, services_hits, services_runs
from app.screening.desk import Found, Laid
from app.screening.queue_filters import Wanted
from app.screening.services_runs import LookAgain
from app.work import REGISTER
from models.dossiers import Dossier
from models.errors import Stale
from models.people import Role
from models.screening import Gone, Hit
from models.screening_runs import RunCause, RunKind
from models.stages import Stage
from models.states import Terms
from models.traders import Registration
from models.watchlist import Entry
from tests import make, make_dossiers
from tests import make_licences as ml
from tests import make_runs as mr
from tests import make_screening as given

NAMES = ("Karrow Freight Ltd", "Ulde Chandlery", "Tessel Mills", "Harrow Quay Stores")


@pytest.fixture
def number(house: make.House) -> str:
    """A dossier with four further names, all answered against a list that has none of them."""
    found = make_dossiers.submitted(house)
    mr.publish(date(2026, 3, 1), mr.firm("A1", "Nobody Known Trading"))
    mr.watched_names(house, found, NAMES)
    assert mr.look() > 1
    return found


def test_the_first_run_begins_by_itself_and_then_there_is_nothing_to_do(
    house: make.House, number: str
) -> None:
    (run,) = mr.runs(house)
    assert (run.kind, run.cause, run.alarms) == (RunKind.FULL, RunCause.FIRST, False)
    assert run.names >= len(NAMES)
    assert run.ended_at is not None
    assert mr.look() == 0


def test_a_new_entry_is_found_among_the_names_that_stand(house: make.House, number: str) -> None:
    mr.publish(
        date(2026, 3, 2), mr.firm("A1", "Nobody Known Trading"), mr.firm("A2", "Karrow Freight")
    )
    mr.look()
    assert mr.standing(house) == {("Karrow Freight Ltd", "un", "A2")}
    run = mr.runs(house)[-1]
    assert (run.kind, run.found, run.changed, run.gone) == (RunKind.DELTA, 1, 0, 0)
    (hit,) = given.hits(house)
    assert (hit.run_id, hit.stage) == (run.id, Stage.OPEN)


def test_a_delta_compares_the_names_alone_that_its_entries_could_be(
    house: make.House, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{word} Brokers" for word in ("Ardel", "Bronte", "Carrick", "Dunvale", "Eskdale")]
    mr.watched_names(house, number, names)
    mr.publish(date(2026, 3, 2), mr.firm("A2", "Karrow Freight"))
    mr.look()
    compared: list[str] = []
    found = Laid.found

    def listening(laid: Laid, name: Name, trader_id: int | None) -> tuple[Found, ...]:
        compared.append(name.name)
        return found(laid, name, trader_id)

    monkeypatch.setattr(Laid, "found", listening)
    changed = mr.firm("A2", "Somebody Else"), mr.firm("A3", "Carrik Brokers")
    mr.publish(date(2026, 3, 3), *changed)
    mr.look()
    # The one may be A3 now; the other had a hit on A2.
    assert sorted(compared) == ["Carrick Brokers", "Karrow Freight Ltd"]
    assert mr.standing(house) == {("Carrick Brokers", "un", "A3")}


def test_an_entry_that_a_new_version_leaves_as_it_was_opens_nothing(
    house: make.House, number: str
) -> None:
    same = mr.firm("A2", "Karrow Freight")
    mr.publish(date(2026, 3, 2), same)
    mr.look()
    close(house)
    mr.publish(date(2026, 3, 3), same, mr.firm("A3", "Others Altogether"))
    mr.look()
    (hit,) = given.hits(house)
    assert (hit.stage, hit.replaced_at, hit.gone_at) == (Stage.CLOSED, None, None)


def test_a_changed_entry_opens_the_hit_anew_and_the_old_one_counts_no_more(
    house: make.House, number: str
) -> None:
    mr.publish(date(2026, 3, 2), mr.firm("A2", "Karrow Freight"))
    mr.look()
    close(house)
    mr.publish(date(2026, 3, 3), mr.firm("A2", "Karrow Freight", comments="Seen at Port Ulm."))
    mr.look()
    old, new = given.hits(house)
    assert (old.stage, old.replaced_at is None) == (Stage.CLOSED, False)
    assert (new.stage, new.replaces_id) == (Stage.OPEN, old.id)
    assert screened(house, number).open_hits == 1
    assert screened(house, number).closed == 0


def test_an_entry_that_is_gone_leaves_its_hit_and_says_so(house: make.House, number: str) -> None:
    mr.publish(date(2026, 3, 2), mr.firm("A2", "Karrow Freight"), mr.firm("A3", "Ulde Chandlery"))
    mr.look()
    mr.publish(date(2026, 3, 3), mr.firm("A3", "Something Else Entirely"))
    mr.look()
    gone = {hit.entry_reference: hit.gone_why for hit in given.hits(house)}
    assert gone == {"A2": Gone.REMOVED, "A3": Gone.PARTED}
    assert screened(house, number).open_hits == 2
    mr.publish(date(2026, 3, 4), mr.firm("A2", "Karrow Freight"))
    mr.look()
    back = given.hits(house)[-1]
    assert (back.entry_reference, back.gone_at, screened(house, number).open_hits) == (
        "A2",
        None,
        2,
    )


def test_a_watchlist_entry_is_found_when_it_comes_changes_and_ends(
    house: make.House, number: str
) -> None:
    entry = given.entry(house, "Tessel Mills", "XC", reviewed_within=timedelta(days=30))
    mr.look()
    assert mr.standing(house) == {("Tessel Mills", "watchlist", entry)}
    with house.at("2026-04-15 09:00"):  # its review is overdue: it is not to be seen
        mr.look()
        assert mr.standing(house) == set()
        assert given.hits(house)[0].gone_why == Gone.REMOVED
        with house.rows() as session:
            session.execute(
                update(Entry)
                .where(Entry.number == entry)
                .values(review_by=make.at("2027-01-01 00:00"), revision=2)
            )
        mr.look()
        assert mr.standing(house) == {("Tessel Mills", "watchlist", entry)}


def test_a_full_run_finds_what_the_deltas_found_and_raises_no_alarm(
    house: make.House, number: str
) -> None:
    mr.publish(date(2026, 3, 2), mr.firm("A2", "Karrow Freight"), mr.firm("A3", "Ulde Chandlery"))
    mr.look()
    given.entry(house, "Tessel Mills", "XC")
    mr.look()
    mr.publish(date(2026, 3, 3), mr.firm("A3", "Ulde Chandlery"), mr.firm("A4", "Harrow Quay"))
    mr.look()
    before = mr.standing(house)
    with house.at("2026-03-03 02:30"):
        mr.look()
    run = mr.runs(house)[-1]
    assert (run.kind, run.cause) == (RunKind.FULL, RunCause.NIGHT)
    assert (run.missed, run.astray, run.alarms) == (0, 0, False)
    assert mr.standing(house) == before
    assert len(before) == 3


def test_a_full_run_mends_what_is_wrong_and_raises_the_alarm(
    house: make.House, number: str, caplog: pytest.LogCaptureFixture
) -> None:
    mr.publish(date(2026, 3, 2), mr.firm("A2", "Karrow Freight"), mr.firm("A3", "Ulde Chandlery"))
    mr.look()
    with house.rows() as session:  # as if a delta had lost one
        session.execute(
            update(Hit)
            .where(Hit.entry_reference == "A2")
            .values(replaced_at=make.at("2026-03-02 09:00"))
        )
    with house.at("2026-03-03 02:30"):
        mr.look()
    run = mr.runs(house)[-1]
    assert (run.missed, run.astray, run.alarms) == (1, 0, True)
    assert ("Karrow Freight Ltd", "un", "A2") in mr.standing(house)
    assert "the full run found otherwise: 1 missed" in caplog.text


def test_a_run_refreshes_the_age_of_what_stands(house: make.House, number: str) -> None:
    assert screened(house, number).oldest_list == date(2026, 3, 1)
    mr.publish(date(2026, 3, 9), mr.firm("A1", "Nobody Known Trading"))
    with house.at("2026-03-09 09:00"):
        mr.look()
        assert screened(house, number).oldest_list == date(2026, 3, 9)
        assert screened(house, number).answered_at == make.at("2026-03-09 09:00")


def test_a_process_killed_in_the_middle_loses_nothing_and_does_nothing_twice(
    house: make.House, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services_runs, "BATCH", 2)
    monkeypatch.setattr(services_runs, "LEAST_BATCH", 2)
    mr.publish(date(2026, 3, 2), *(mr.firm(f"B{n}", name) for n, name in enumerate(NAMES)))
    whole = services_runs.hit_of
    made: list[object] = []

    def cut(*facts: object) -> Hit:
        if len(made) == 3:
            raise KeyboardInterrupt
        made.append(facts)
        return whole(*facts)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(services_runs, "hit_of", cut)
        with pytest.raises(KeyboardInterrupt):
            mr.look()
    run = mr.runs(house)[-1]
    assert run.ended_at is None
    assert 0 < len(given.hits(house)) < len(NAMES)
    mr.look()  # another process goes on
    assert {place[0] for place in mr.standing(house)} == set(NAMES)
    assert len(given.hits(house)) == len(NAMES)
    run = mr.runs(house)[-1]
    assert (run.found, run.ended_at is not None) == (len(NAMES), True)


def test_two_processes_at_one_piece_store_it_once(
    house: make.House, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mr.publish(date(2026, 3, 2), mr.firm("A2", "Karrow Freight"))
    whole = services_runs._compare

    def overtaken(piece: object) -> object:
        found = whole(piece)  # type: ignore[arg-type]
        with monkeypatch.context() as patch:
            patch.setattr(services_runs, "_compare", whole)
            LookAgain(every=0).look_next(REGISTER)
        return found

    job = LookAgain(every=0)
    assert job.look_next(REGISTER)
    monkeypatch.setattr(services_runs, "_compare", overtaken)
    job.look_next(REGISTER)
    assert len(given.hits(house)) == 1
    assert mr.runs(house)[-1].found == 1


def test_a_name_that_cannot_be_compared_stops_no_run_and_is_told(
    house: make.House, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.screening.desk import Laid  # noqa: PLC0415

    whole = Laid.found

    def falls(laid: Laid, name: object, trader_id: int | None) -> object:
        if getattr(name, "name", "") == "Ulde Chandlery":
            raise ValueError
        return whole(laid, name, trader_id)  # type: ignore[arg-type]

    mr.publish(date(2026, 3, 2), mr.firm("A2", "Karrow Freight"), mr.firm("A3", "Ulde Chandlery"))
    monkeypatch.setattr(Laid, "found", falls)
    mr.look()
    run = mr.runs(house)[-1]
    assert (run.faults, run.found, run.alarms) == (1, 1, True)


@pytest.mark.parametrize("proposes", [False, True])
def test_a_new_hit_on_a_live_licence_asks_each_authorizing_state(
    house: make.House, *, proposes: bool
) -> None:
    licence = ml.issued(house)
    if proposes:
        make.more_terms(house, "XB", Terms(hit_proposes_suspension=True), "2026-01-01 00:00")
    mr.look()
    mr.publish(date(2026, 3, 3), mr.firm("A1", "Selmark Supply Ltd"))
    mr.look()
    expected = [("new_hit", "XA", licence), ("new_hit", "XB", licence)]
    if proposes:
        expected.append(("suspension_proposed", "XB", licence))
    assert mr.tasks(house) == expected
    mr.publish(
        date(2026, 3, 4), mr.firm("A1", "Selmark Supply Ltd"), mr.firm("A2", "Selmark Supply")
    )
    mr.look()
    assert mr.tasks(house) == expected  # one open task of a kind is enough


def test_a_new_hit_on_an_active_registration_asks_its_state(house: make.House) -> None:
    make.states(house)
    trader = make.trader(house)
    registration = make.registration(house, trader, "XA")
    make.more_terms(house, "XA", Terms(hit_proposes_suspension=True), "2026-01-01 00:00")
    with house.rows() as session:
        filing = session.scalars(select(Registration.filing_id)).one()
    given.asked(house, "Karrow Freight Ltd", thing="filing", thing_id=filing, trader=trader)
    services.answer_all(REGISTER)
    mr.look()
    mr.publish(date(2026, 3, 3), mr.firm("A1", "Karrow Freight"))
    mr.look()
    assert mr.tasks(house) == [
        ("new_hit", "XA", registration),
        ("suspension_proposed", "XA", registration),
    ]


def test_hits_on_what_is_in_force_are_in_the_queue_until_they_are_closed(
    house: make.House,
) -> None:
    licence = ml.issued(house)
    mr.look()
    mr.publish(date(2026, 3, 3), mr.firm("A1", "Selmark Supply Ltd"))
    mr.look()
    officer = make.user(house, Role.LICENSING_OFFICER, "XB")
    assert len(queries_queue.queue(officer, Wanted()).cases) == 1
    mr.publish(date(2026, 3, 4), mr.firm("A1", "Selmark Supply Ltd", comments="Seen at sea."))
    mr.look()
    assert queries_queue.queue(officer, Wanted()).hits == 1
    old, new = given.hits(house)
    with pytest.raises(Stale):
        services_hits.dispose(officer, str(old.uid), "false", "Another firm.")
    services_hits.dispose(officer, str(new.uid), "false", "Another firm.")
    assert queries_queue.queue(officer, Wanted()).hits == 0
    assert licence


def close(house: make.House) -> None:
    """An officer finds every open hit false."""
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    for hit in given.hits(house):
        services_hits.dispose(officer, str(hit.uid), "false", "Another firm, of Port Ulm.")


def screened(house: make.House, number: str):  # type: ignore[no-untyped-def]
    """What stands for a dossier."""
    with house.rows() as session:
        row = session.scalars(select(Dossier).where(Dossier.number == number)).one()
        return standing(session, Dossier.THING, row.id, row.version)
