"""Screening on the database: lists taken whole, names answered once."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.screened import Name, newest_lists, standing
from app.screening import list_files, services, services_answers
from app.screening.desk import Found, Laid
from app.screening.errors import Halved, ListError, ListTooLarge, SourceName
from app.screening.un_list import INVENTED
from app.work import REGISTER
from models.errors import Blocked, Duplicate
from models.screening import ListEntryRow, ListVersion, SubjectOf
from models.stages import Stage
from models.watchlist import SubjectKind
from tests import make, make_lists
from tests import make_screening as given
from tests.app.screening.test_un_list import FIRM, PERSON, list_of

REAL = Path(__file__).resolve().parents[4] / "shared" / "lists" / "un"
COUNTS = {
    "un_consolidated_2025-04-19.xml": (date(2025, 4, 19), 684, 193, 3961),
    "un_consolidated_2025-11.xml": (date(2025, 11, 20), 727, 273, 4132),
}


def persons(count: int, made: str = "2026-01-15T23:00:00Z") -> io.BytesIO:
    """A list with this many persons and one firm."""
    each = [PERSON.replace("INi.900", f"INi.{n:03}") for n in range(count)]
    return io.BytesIO(list_of("\n".join(each), made=made).encode())


def in_use(house: make.House) -> list[tuple[date, int, int]]:
    """Every version that counts: its date, the entries it says it has, those it has."""
    with house.rows() as session:
        return [
            (
                row.published_on,
                row.entry_count,
                session.scalar(select(func.count()).where(ListEntryRow.list_version_id == row.id))
                or 0,
            )
            for row in newest_lists(session)
        ]


# Lists


def test_a_list_is_taken_whole(house: make.House) -> None:
    seen: list[int] = []
    taken = services.import_list(REGISTER, INVENTED, invented=True, progress=seen.append)
    assert (taken.persons + taken.firms, taken.replaced) == (42, None)
    assert in_use(house) == [(date(2026, 1, 15), 42, 42)]
    assert seen == list(range(1, 43))


@pytest.mark.parametrize("name", COUNTS)
def test_the_list_as_published_is_taken(house: make.House, name: str) -> None:
    if not (REAL / name).exists():
        pytest.skip("the published list is not beside the project")
    published_on, people, firms, names = COUNTS[name]
    taken = services.import_list(REGISTER, REAL / name)
    told = (taken.published_on, taken.persons, taken.firms, taken.names)
    assert told == (published_on, people, firms, names)
    assert in_use(house) == [(published_on, people + firms, people + firms)]


def test_a_damaged_file_changes_nothing(house: make.House) -> None:
    services.import_list(REGISTER, persons(3))
    cut = list_of(PERSON, FIRM)[:200].encode()
    with pytest.raises(ListError) as no:
        services.import_list(REGISTER, io.BytesIO(cut))
    assert (no.value.code, no.value.line > 1) == ("list_damaged", True)
    assert in_use(house) == [(date(2026, 1, 15), 4, 4)]


def test_a_file_with_less_than_half_changes_nothing_unless_forced(house: make.House) -> None:
    services.import_list(REGISTER, persons(9))
    short = persons(2, made="2026-02-01T00:00:00Z")
    with pytest.raises(Halved):
        services.import_list(REGISTER, short)
    assert in_use(house) == [(date(2026, 1, 15), 10, 10)]
    services.import_list(REGISTER, short, forced=True)
    assert in_use(house) == [(date(2026, 2, 1), 3, 3)]


def test_the_same_file_is_taken_once(house: make.House) -> None:
    services.import_list(REGISTER, persons(3))
    with pytest.raises(Duplicate) as no:
        services.import_list(REGISTER, persons(3))
    assert no.value.facts == {"published_on": date(2026, 1, 15)}
    with house.rows() as session:
        assert session.scalar(select(func.count()).select_from(ListVersion)) == 1


def test_an_older_file_does_not_follow_a_newer_one(house: make.House) -> None:
    services.import_list(REGISTER, persons(3))
    with pytest.raises(Blocked, match="list_older"):
        services.import_list(REGISTER, persons(4, made="2026-01-14T23:00:00Z"))
    assert in_use(house) == [(date(2026, 1, 15), 4, 4)]


def test_a_file_from_the_future_would_never_grow_old_and_is_refused(house: make.House) -> None:
    with pytest.raises(Blocked, match="list_from_the_future"):
        services.import_list(REGISTER, persons(3, made="2026-03-09T00:00:00Z"))
    assert in_use(house) == []


def test_a_file_larger_than_any_list_is_refused(
    house: make.House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_files, "FILE_LIMIT", 100)
    with pytest.raises(ListTooLarge):
        services.import_list(REGISTER, persons(3))
    assert in_use(house) == []


def test_a_real_list_follows_an_invented_one_and_never_the_other_way(house: make.House) -> None:
    given.invented_list()
    services.import_list(REGISTER, persons(3, made="2025-11-20T00:00:00Z"))
    assert in_use(house) == [(date(2025, 11, 20), 4, 4)]
    other = io.BytesIO(INVENTED.read_bytes() + b"\n")
    with pytest.raises(Blocked, match="list_real_already"):
        services.import_list(REGISTER, other, invented=True)


SET = {"form": "ofac-csv", "published_on": make_lists.DAY}


def kept_set(folder: Path, **changed: bytes) -> Path:
    """The invented set of files in a folder of its own, some of them changed."""
    for name in ("sdn", "add", "alt", "sdn_comments"):
        content = changed.get(name) or (make_lists.FILES / f"{name}.csv").read_bytes()
        (folder / f"{name}.csv").write_bytes(content)
    return folder / "sdn.csv"


def test_a_set_of_files_is_one_version_and_a_damaged_part_changes_nothing(
    house: make.House, tmp_path: Path
) -> None:
    taken = services.import_list(REGISTER, kept_set(tmp_path), **SET)  # type: ignore[arg-type]
    assert (taken.source, taken.persons, taken.firms, taken.crafts) == ("ofac", 2, 3, 2)
    alt = (make_lists.FILES / "alt.csv").read_bytes()
    for broken, code in (
        (alt[:60], "list_damaged"),
        (alt.replace(b"9002,", b"9902,"), "list_stray"),
        (alt.replace(b'"fka"', b'"xka"'), "list_unknown_value_in_entry"),
        (alt.replace(b',"OLDENS, Ilse"', b""), "list_row_cut"),
    ):
        main = kept_set(tmp_path, alt=broken)
        with pytest.raises(ListError) as no:
            services.import_list(REGISTER, main, **SET)  # type: ignore[arg-type]
        assert no.value.code == code
        assert no.value.line >= 1
        assert in_use(house) == [(make_lists.DAY, 5, 5)]


def test_a_list_of_any_form_is_not_halved_and_not_older(house: make.House) -> None:
    whole = (make_lists.FILES / "conlist_2020.csv").read_bytes()
    lines = whole.splitlines(keepends=True)
    more = b"".join([*lines, *(lines[-1].replace(b"9302", b"%d" % n) for n in range(1, 4))])
    services.import_list(REGISTER, io.BytesIO(more), form="uk-ofsi")
    with pytest.raises(Halved):
        services.import_list(REGISTER, io.BytesIO(whole), form="uk-ofsi")
    old = more.replace(b"20/02/2026", b"19/02/2026", 1)
    with pytest.raises(Blocked, match="list_older"):
        services.import_list(REGISTER, io.BytesIO(old), form="uk-ofsi")
    assert in_use(house) == [(make_lists.DAY, 5, 5)]


def test_a_file_without_a_day_is_current_again_when_published_unchanged(house: make.House) -> None:
    def take(day: date) -> None:
        content = (make_lists.FILES / "dpl.txt").read_bytes()
        services.import_list(REGISTER, io.BytesIO(content), form="bis-dpl", published_on=day)

    take(date(2026, 2, 20))
    with pytest.raises(Duplicate):
        take(date(2026, 2, 20))
    take(date(2026, 2, 27))
    assert in_use(house) == [(date(2026, 2, 27), 3, 3)]


def test_a_collection_has_a_name_of_its_own_and_is_screened_beside_the_others(
    house: make.House,
) -> None:
    make.states(house)
    given.invented_list()
    content = (make_lists.FILES / "collection.ftm.json").read_bytes()
    for name in ("watchlist", "Own", "x" * 33, "1st"):
        with pytest.raises(SourceName):
            services.import_list(
                REGISTER, io.BytesIO(content), form="ftm", source_name=name, published_on=date.max
            )
    services.import_list(
        REGISTER,
        io.BytesIO(content),
        form="ftm",
        source_name="port-list",
        published_on=make_lists.DAY,
    )
    key = given.asked(house, "Quay Freighters", identifiers=("551042",))
    assert services.answer_next(REGISTER)
    found = given.answered(house, key)
    assert [item["source"] for item in found.lists or ()] == ["port-list", "un", "watchlist"]
    assert [hit.entry_name for hit in found.hits] == ["Karrow Freight Ltd"]
    assert "identifier_same" in [reason["code"] for reason in found.hits[0].reasons]


# Answers


def test_a_name_is_answered_with_lists_reasons_and_what_it_was_made_with(
    house: make.House,
) -> None:
    given.invented_list()
    make.states(house)
    key = given.asked(house, "Davor Meshkan", kind="person", countries=("XA",))
    assert services.answer_next(REGISTER)
    found = given.answered(house, key)
    assert found.answered_at == make.at("2026-03-02 09:00")
    assert found.threshold == 75
    assert (found.matcher or "").startswith("simple-2 rigour-")
    un, watchlist = found.lists or ()
    assert (un["source"], un["published_on"], un["entries"]) == ("un", "2026-01-15", 42)
    assert (watchlist["source"], watchlist["entries"]) == ("watchlist", 0)
    hit = found.hits[0]
    assert (hit.score, hit.stage, hit.list_entry_id is not None) == (100, Stage.OPEN, True)
    assert hit.reasons[0]["code"] == "name_same"


def test_an_empty_result_is_stored(house: make.House) -> None:
    given.invented_list()
    make.states(house)
    key = given.asked(house, "Quite Another Name GmbH")
    assert services.answer_next(REGISTER)
    found = given.answered(house, key)
    assert found.hits == []
    assert len(found.lists or ()) == 2
    assert not services.answer_next(REGISTER)


def test_without_any_list_the_watchlist_alone_is_named(house: make.House) -> None:
    make.states(house)
    key = given.asked(house, "Quite Another Name GmbH")
    services.answer_all(REGISTER)
    assert [item["source"] for item in given.answered(house, key).lists or ()] == ["watchlist"]
    with house.rows() as session:
        assert standing(session, "dossier", 1).oldest_list is None


def test_entries_of_every_state_count_while_others_may_see_them(house: make.House) -> None:
    make.states(house)
    own = given.entry(house, "Orlane Shadow Logistics", "XA")
    revoked = given.entry(house, "Orlane Shadow Logistics", "XB", stage=Stage.REVOKED_DATED)
    given.entry(house, "Orlane Shadow Logistics", "XC", reviewed_within=-timedelta(days=1))
    given.entry(house, "Orlane Shadow Logistics", "XD", stage=Stage.DRAFT)
    given.entry(house, "Orlane Shadow Logistics", "XE", kind=SubjectKind.OBJECT)
    key = given.asked(house, "Orlane Shadow Logistics Ltd")
    services.answer_all(REGISTER)
    names = {hit.reasons[0]["facts"]["listed"] for hit in given.answered(house, key).hits}
    assert names == {"Orlane Shadow Logistics"}
    assert len(given.answered(house, key).hits) == len({own, revoked})


def test_an_entry_about_the_trader_itself_counts_whatever_its_name(house: make.House) -> None:
    make.states(house)
    trader = make.trader(house)
    number = given.entry(house, "Wholly Different SA", trader=trader)
    own = given.asked(house, "Norvane Brokering Ltd", of=SubjectOf.TRADER, trader=trader)
    officer = given.asked(house, "Ada Quill", kind="person", of=SubjectOf.OFFICER, trader=trader)
    services.answer_all(REGISTER)
    [hit] = given.answered(house, own).hits
    assert (hit.score, hit.strength) == (100, "high")
    assert hit.reasons[0] == {"code": "trader_same", "facts": {"listed": number}}
    assert given.answered(house, officer).hits == []


def test_a_changed_watchlist_and_a_newer_list_are_seen_by_the_same_process(
    house: make.House,
) -> None:
    make.states(house)
    services.import_list(REGISTER, persons(3))
    given.asked(house, "Orlane Shadow Logistics")
    services.answer_all(REGISTER)
    assert given.hits(house) == []
    given.entry(house, "Orlane Shadow Logistics")
    services.import_list(REGISTER, persons(4, made="2026-02-01T00:00:00Z"))
    later = given.asked(house, "Orlane Shadow Logistics", version=2)
    services.answer_all(REGISTER)
    assert [hit.screening_id for hit in given.hits(house)] == [later]
    assert (given.answered(house, later).lists or ())[0]["published_on"] == "2026-02-01"


def test_a_worker_that_ends_between_matching_and_storing_loses_nothing(
    house: make.House, monkeypatch: pytest.MonkeyPatch
) -> None:
    given.invented_list()
    make.states(house)
    keys = [given.asked(house, "Davor Meshkan", kind="person") for _ in range(3)]
    whole = services_answers.hit_of
    stored: list[int] = []

    def cut(screening_id: int, found: Found) -> object:
        if stored:
            raise KeyboardInterrupt
        stored.append(screening_id)
        return whole(screening_id, found)

    with monkeypatch.context() as patch:
        patch.setattr(services_answers, "hit_of", cut)
        with pytest.raises(KeyboardInterrupt):
            services.answer_next(REGISTER)
    assert [given.answered(house, key).answered_at for key in keys] == [None] * 3
    assert given.hits(house) == []
    services.answer_all(REGISTER)
    assert sorted(hit.screening_id for hit in given.hits(house)) == keys


def test_what_another_process_answered_meanwhile_stays(
    house: make.House, monkeypatch: pytest.MonkeyPatch
) -> None:
    given.invented_list()
    make.states(house)
    key = given.asked(house, "Davor Meshkan", kind="person")
    whole = Laid.found
    answers: list[int] = []

    def found(laid: Laid, *args: object) -> object:
        if not answers:
            answers.append(1)
            services.answer_next(REGISTER)
        return whole(laid, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Laid, "found", found)
    services.answer_next(REGISTER)
    assert len(given.hits(house)) == len({hit.list_entry_id for hit in given.hits(house)})
    assert given.answered(house, key).answered_at is not None


def test_a_case_of_many_names_is_answered_in_bounded_pieces(
    house: make.House, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.states(house)
    monkeypatch.setattr(services_answers, "BATCH", 2)
    for number in range(5):
        given.asked(house, f"Firm Number {number}")
    given.asked(house, "Firm of another case", thing_id=2)
    assert services.answer_all(REGISTER) == 4


def test_a_name_that_cannot_be_compared_keeps_no_other_waiting(
    house: make.House, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.states(house)
    bad = given.asked(house, "Bad Name")
    good = given.asked(house, "Good Name")
    other = given.asked(house, "Other Case", thing_id=2)
    whole = Laid.found

    def found(laid: Laid, name: Name, trader_id: int | None) -> object:
        if name.name == "Bad Name":
            raise ArithmeticError
        return whole(laid, name, trader_id)

    with monkeypatch.context() as patch:
        patch.setattr(Laid, "found", found)
        with pytest.raises(ArithmeticError):
            services.answer_next(REGISTER)
        assert services.answer_next(REGISTER)
        with pytest.raises(ArithmeticError):
            services.answer_next(REGISTER)
    answers = [given.answered(house, key).answered_at for key in (bad, good, other)]
    assert [answer is None for answer in answers] == [True, False, False]
    assert services.answer_all(REGISTER) == 1
    assert given.answered(house, bad).answered_at is not None
