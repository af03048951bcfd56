"""The watchlist as FollowTheMoney: who is told, what stays inside, and that it reads back."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import Result
from flask import Flask
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as some
from sqlalchemy import select

from app.screening import ftm_entities, services, watched, watchlist_export
from app.screening.entries import ListEntry
from app.screening.readers import ftm
from app.screening.un_fields import cleaned
from app.work import REGISTER
from models.errors import NotFound
from models.screening import ListEntryRow
from models.stages import Stage
from models.watchlist import Entry, EntryFacts, EntryType, Requested, Subject, SubjectKind
from tests import make, make_lists
from tests import make_screening as given

INVENTED = {"country", "entity", "phone"}
"""Types whose values are invented here, and unknown to the model."""
BASE = "https://sacr.example"
UNSAID = {"data_id": "", "programme": "", "listed_on": None}
"""What an exported entry has beside what the watchlist compares: its owner's warning."""


def plain(entry: ListEntry) -> ListEntry:
    """An entry without its warning, and without the kinds that numbers were given."""
    numbers = tuple(msgspec.structs.replace(item, kind="") for item in entry.documents)
    return msgspec.structs.replace(entry, documents=numbers, **UNSAID)


def read(lines: list[dict[str, Any]]) -> list[ListEntry]:
    content = b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
    return [entry for _, entry in ftm.entries({"": content})]


def whole_watchlist(house: make.House) -> dict[str, str]:
    """One entry of every sort, by what it is."""
    make.states(house)
    return {
        "person": given.entry(
            house, "Ilse Karrow", "XA", kind=SubjectKind.PERSON, birth_date=date(1970, 3, 4),
            other_names=("Карроу Ильзе",), country="XA", identifiers=("P 100",),  # noqa: RUF001
        ),
        "firm": given.entry(
            house, "Karrow Freight Ltd", "XB", country="XB", identifiers=("55-1042",),
            addresses=("Quay Street 4, Karst",), phones=("+99 555 0142",),
            mail_domains=("karrow-freight.example",), associates=("Ilse Karrow", "Davor Meshkan"),
        ),
        "revoked": given.entry(house, "Oldens GmbH", "XB", stage=Stage.REVOKED_DATED),
        "dormant": given.entry(house, "Asleep Ltd", "XA", reviewed_within=timedelta(days=-1)),
        "document": given.entry(house, "17/2026", "XA", kind=SubjectKind.DOCUMENT),
    }  # fmt: skip


def test_what_is_exported_reads_back_as_the_same_entries(house: make.House) -> None:
    numbers = whole_watchlist(house)
    found = watchlist_export.export(REGISTER, BASE)
    assert set(found.numbers) == {numbers[sort] for sort in ("person", "firm", "revoked")}
    assert found.left_out == 1
    services.import_list(
        REGISTER, io.BytesIO(found.content), form="ftm", source_name="peers",
        published_on=make_lists.DAY,
    )  # fmt: skip
    with house.rows() as session:
        rows = session.scalars(select(ListEntryRow)).all()
        back = {row.reference: plain(msgspec.convert(row.facts, ListEntry)) for row in rows}
        ours = session.scalars(select(Entry).where(Entry.number.in_(found.numbers)))
        assert back == {row.number: watched.compared(row.number, row.facts) for row in ours}
        assert len(back) == 3


def test_a_state_reads_its_own_dormant_entries_and_no_other_does(house: make.House) -> None:
    numbers = whole_watchlist(house)
    own = watchlist_export.export(REGISTER, BASE, state="XA")
    assert numbers["dormant"] in own.numbers
    assert numbers["dormant"] not in watchlist_export.export(REGISTER, BASE, state="XB").numbers
    alone = watchlist_export.export(REGISTER, BASE, state="XA", owned=True)
    assert set(alone.numbers) == {numbers["person"], numbers["dormant"]}
    with pytest.raises(NotFound):
        watchlist_export.export(REGISTER, BASE, state="ZZ")


def test_reason_and_evidence_stay_inside(house: make.House) -> None:
    whole_watchlist(house)
    lines = [json.loads(line) for line in watchlist_export.export(REGISTER, BASE).content.split()
             if line.startswith(b"{") and line.endswith(b"}")]  # fmt: skip
    assert not any({"reason", "summary", "description"} & set(line["properties"]) for line in lines)


def test_an_entry_says_whose_it_is_why_it_stands_and_where_it_is_read(house: make.House) -> None:
    number = whole_watchlist(house)["firm"]
    content = watchlist_export.export(REGISTER, BASE).content
    lines = {line["id"]: line for line in map(json.loads, content.splitlines())}
    assert lines[number]["schema"] == "Organization"
    assert lines[number]["properties"]["topics"] == ["poi"]
    assert lines[number]["properties"]["sourceUrl"] == [f"{BASE}/watchlist/{number}"]
    warning = lines[f"{number}-warning"]["properties"]
    assert (warning["entity"], warning["status"]) == ([number], ["active"])
    assert warning["listingDate"] == ["2026-01-05"]
    assert [line["target"] for line in lines.values() if line["schema"] == "LegalEntity"] == [
        False,
        False,
    ]


words = some.text(min_size=1, max_size=40).filter(lambda text: cleaned(text) == text != "")
lists_of = some.lists(words, max_size=3, unique=True).map(tuple)


@settings(max_examples=25)
@any_of(
    kind=some.sampled_from([SubjectKind.PERSON, SubjectKind.FIRM]),
    name=words,
    others=lists_of,
    numbers=lists_of,
    addresses=lists_of,
    associates=lists_of,
    born=some.none() | some.dates(date(1900, 1, 1), date(2010, 1, 1)),
)
def test_any_subject_reads_back(
    kind: SubjectKind, name: str, others: tuple[str, ...], born: date | None, **more: Any
) -> None:
    subject = Subject(
        kind=kind, name=name, other_names=tuple(text for text in others if text != name),
        birth_date=born if kind is SubjectKind.PERSON else None, country="XC",
        identifiers=more["numbers"], addresses=more["addresses"], associates=more["associates"],
        phones=("+99 555 0100",), mail_domains=("firm.example",),
    )  # fmt: skip
    facts = EntryFacts(
        type=EntryType.CONVICTION, requested=Requested.INFORM, subject=subject,
        legal_basis="Act", decided_on=date(2026, 1, 5),
    )  # fmt: skip
    entry = watched.compared("XC-2026-W-00001", facts)
    (back,) = read(list(ftm_entities.lines(entry)))
    assert plain(back) == entry


@pytest.mark.needs_matching
def test_the_model_of_follow_the_money_knows_every_word() -> None:
    from followthemoney import model  # noqa: PLC0415  an optional extra

    lines: list[dict[str, Any]] = []
    for form, file in make_lists.INVENTED:
        for entry in make_lists.read(form, make_lists.files(form, file)).entries:
            lines += ftm_entities.lines(entry)
    for line in lines:
        schema = model.get(line["schema"])
        assert schema is not None
        for name, values in line["properties"].items():
            found = schema.get(name)
            assert found is not None, (line["schema"], name)
            if found.type.name not in INVENTED:
                assert all(found.type.clean(value) for value in values), (name, values)
    topics = model.get("Thing").properties["topics"].type  # type: ignore[union-attr]
    assert set(watchlist_export.TOPICS.values()) <= topics.names.keys()  # type: ignore[attr-defined]
    assert set(watchlist_export.TOPICS) == set(EntryType)


def run(application: Flask, *words: str) -> Result:
    return application.test_cli_runner().invoke(args=["lists", "export-watchlist", *words])


def test_the_command_writes_the_file_whole_and_for_its_owner_alone(
    application: Flask, house: make.House, tmp_path: Path
) -> None:
    whole_watchlist(house)
    file = tmp_path / "watchlist.ftm.json"
    done = run(application, str(file))
    assert (done.exit_code, "3 entries. Left out: 1" in done.output) == (0, True)
    assert file.stat().st_mode & 0o077 == 0
    assert len(file.read_text("utf-8").splitlines()) == 10
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".json"] == [file.name]
    assert run(application, "-", "--state", "ZZ").exit_code == 1
    assert b'"Karrow Freight Ltd"' in run(application, "-", "--state", "XB").stdout_bytes
