"""An application: started, filled in, and submitted once."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select

from app import lookalikes
from app.papers import TRADER_QUOTA
from app.traders import services
from app.work import Caller
from models.audit import AuditEntry
from models.casework import Document
from models.enforcement import Case
from models.errors import (
    Blocked,
    Exceeds,
    Invalid,
    NotAllowed,
    NotFound,
    ProofNeeded,
    Refusal,
    Stale,
    WrongStage,
)
from models.particulars import Form, NationalityHeld
from models.people import Role
from models.screening import Screening
from models.stages import Stage
from models.states import Terms
from models.traders import Filing, Nationality, Registration
from tests import make
from tests import make_traders as applying


@pytest.fixture
def trader(house: make.House) -> int:
    make.states(house)
    return make.trader(house)


@pytest.fixture
def official(house: make.House, trader: int) -> Caller:
    return applying.official(house, trader)


def test_an_application_goes_to_several_states_and_kinds_at_once(
    house: make.House, official: Caller
) -> None:
    uids = services.start(official, ("broker", "transport_agent"), ("XB", "XA"))
    assert len(uids) == 2
    assert applying.stages(house) == {
        (state, kind): "DRAFT" for state in ("XA", "XB") for kind in ("broker", "transport_agent")
    }


@pytest.mark.parametrize(
    ("kinds", "states", "code"),
    [
        ((), ("XA",), "kinds_missing"),
        (("pirate",), ("XA",), "kinds_missing"),
        (("broker",), (), "states_missing"),
        (("broker",), ("FR",), "state_outside"),
    ],
)
def test_a_start_names_kinds_and_participating_states(
    official: Caller, kinds: tuple[str, ...], states: tuple[str, ...], code: str
) -> None:
    with pytest.raises(Refusal) as no:
        services.start(official, kinds, states)
    assert no.value.code == code


def test_one_application_of_a_kind_is_open_in_a_state(official: Caller) -> None:
    services.start(official, ("broker",), ("XA",))
    with pytest.raises(Refusal) as no:
        services.start(official, ("broker",), ("XB", "XA"))
    assert no.value.code == "registration_live_already"


def test_an_officer_starts_nothing(house: make.House, trader: int) -> None:
    with pytest.raises(NotAllowed):
        services.start(applying.officer(house, "XA"), ("broker",), ("XA",))


def test_the_second_draft_takes_over_what_the_trader_is(
    house: make.House, official: Caller
) -> None:
    first, second = services.start(official, ("broker", "retailer"), ("XA",))
    services.edit(official, first, 1, "contact", {"phone": "+999 7", "email": ""})
    services.edit(official, first, 2, "activities", {"activities": ("promotion",)})
    other = applying.filing_of(house, second)
    assert other.facts.phone == "+999 7"
    assert other.facts.activities == ()


def test_a_group_changes_only_its_own_fields(official: Caller) -> None:
    (uid,) = services.start(official, ("broker",), ("XA",))
    with pytest.raises(Invalid):
        services.edit(official, uid, 1, "contact", {"name": "Other Ltd"})
    with pytest.raises(Invalid):
        services.edit(official, uid, 1, "contact", {"phone": "9" * 300})


def test_a_stale_page_changes_nothing(house: make.House, official: Caller) -> None:
    (uid,) = services.start(official, ("broker",), ("XA",))
    services.edit(official, uid, 1, "contact", {"phone": "+999 1"})
    with pytest.raises(Stale):
        services.edit(official, uid, 1, "contact", {"phone": "+999 2"})
    assert applying.filing_of(house, uid).facts.phone == "+999 1"


def test_another_firms_draft_is_not_found(house: make.House, official: Caller) -> None:
    (uid,) = services.start(official, ("broker",), ("XA",))
    stranger = applying.official(house, make.trader(house, "Orlane Arms SA"))
    with pytest.raises(NotFound):
        services.edit(stranger, uid, 1, "contact", {"phone": "+999 1"})
    with pytest.raises(NotFound):
        services.submit(stranger, uid, 1, "Ada Quill", "yes")


def test_states_are_added_and_taken_away_while_it_is_a_draft(
    house: make.House, official: Caller
) -> None:
    (uid,) = services.start(official, ("broker",), ("XA",))
    services.add_state(official, uid, 1, "XC")
    services.drop_state(official, uid, 2, "XA")
    assert applying.stages(house) == {("XA", "broker"): "WITHDRAWN", ("XC", "broker"): "DRAFT"}
    with pytest.raises(Blocked) as no:
        services.drop_state(official, uid, 3, "XC")
    assert no.value.code == "last_state_asked"
    services.add_state(official, uid, 3, "XA")
    with pytest.raises(Refusal) as twice:
        services.add_state(official, uid, 4, "XA")
    assert twice.value.code == "registration_live_already"


def test_a_discarded_draft_is_gone_and_may_be_started_anew(
    house: make.House, official: Caller
) -> None:
    (uid,) = services.start(official, ("broker",), ("XA", "XB"))
    services.discard(official, uid, 1)
    assert set(applying.stages(house).values()) == {"WITHDRAWN"}
    with pytest.raises(NotFound):
        services.edit(official, uid, applying.seen(house, uid), "contact", {"phone": "1"})
    services.start(official, ("broker",), ("XA",))


# Documents


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "document_empty"),
        (b"MZ\x90\x00 a program", "document_kind"),
        (b"<html><script>alert(1)</script>", "document_kind"),
        (b"GIF89a....", "document_kind"),
        (applying.PDF + b"\0" * (10 * 1024 * 1024), "document_too_large"),
    ],
    ids=["empty", "program", "page", "gif", "large"],
)
def test_a_document_is_known_by_its_bytes(official: Caller, content: bytes, code: str) -> None:
    (uid,) = services.start(official, ("broker",), ("XA",))
    with pytest.raises(Invalid) as no:
        services.attach(official, uid, 1, applying.paper(content=content))
    assert no.value.code == code


def test_a_document_is_kept_as_given_and_marked_unscanned(
    house: make.House, official: Caller
) -> None:
    (uid,) = services.start(official, ("broker",), ("XA",))
    services.attach(official, uid, 1, applying.paper(content=applying.PNG, name="chart.pdf"))
    with house.rows() as session:
        row = session.scalars(select(Document)).one()
        assert (row.media_type, row.scanned, row.content) == ("image/png", False, applying.PNG)


def test_a_traders_quota_of_bytes_is_kept(
    house: make.House, official: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert TRADER_QUOTA == 200 * 1024 * 1024
    (uid,) = services.start(official, ("broker",), ("XA",))
    monkeypatch.setattr("app.papers.TRADER_QUOTA", 2 * len(applying.PDF))
    services.attach(official, uid, 1, applying.paper())
    services.attach(official, uid, 2, applying.paper())
    with pytest.raises(Exceeds) as no:
        services.attach(official, uid, 3, applying.paper())
    assert no.value.code == "document_quota"


def test_a_purpose_is_one_of_those_offered(official: Caller) -> None:
    (uid,) = services.start(official, ("broker",), ("XA",))
    with pytest.raises(Invalid):
        services.attach(official, uid, 1, applying.paper("love letter"))


# Submission


def test_everything_that_is_missing_is_told_at_once(house: make.House) -> None:
    make.states(house)
    key = make.trader(house, phone="", email="", associates=())
    official = applying.official(house, key)
    (uid,) = services.start(official, ("manufacturer",), ("XA",))
    with pytest.raises(Blocked) as no:
        services.submit(official, uid, 1, "Ada Quill", "yes")
    assert no.value.facts["missing"] == (
        "contact.phone_or_email",
        "people.officer",
        "activities.none",
        "kind.premises",
        "kind.marking",
        "documents.incorporation",
    )
    assert applying.stages(house) == {("XA", "manufacturer"): "DRAFT"}


def test_a_natural_person_proves_who_it_is(house: make.House) -> None:
    make.states(house)
    key = make.trader(house, "Ada Quill", form=Form.PERSON, birth_date=date(1975, 2, 3))
    official = applying.official(house, key)
    uid = applying.draft(house, official)
    with pytest.raises(Blocked) as no:
        services.submit(official, uid, applying.seen(house, uid), "Ada Quill", "yes")
    assert no.value.facts["missing"] == ("identity.document", "documents.identity")


def test_a_submission_gives_each_state_its_number_and_is_sealed(
    house: make.House, official: Caller
) -> None:
    found = applying.submitted(house, official, "XA", "XB")
    assert {state: number[:9] for state, number in found.items()} == {
        "XA": "XA-2026-R",
        "XB": "XB-2026-R",
    }
    row = applying.row_of(house, found["XA"])
    assert (row.stage, row.submitted_at) == (Stage.SUBMITTED, make.at("2026-03-02 09:00"))
    with house.rows() as session:
        filing = session.get_one(Filing, row.filing_id)
        assert filing.declared_by == "Ada Quill"
        assert filing.declaration == applying.STATEMENT
        assert len(filing.digest or "") == 64
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "registration.submit")
        ).first()
        assert entry is not None
        assert json.loads(entry.facts)["digest"] == filing.digest


def test_a_double_submission_gives_one_number(house: make.House, official: Caller) -> None:
    uid = applying.draft(house, official, "XA", "XB")
    seen = applying.seen(house, uid)
    first = services.submit(official, uid, seen, "Ada Quill", "yes")
    assert services.submit(official, uid, seen, "Ada Quill", "yes") == first
    with house.rows() as session:
        count = select(func.count()).where(AuditEntry.action == "registration.submit")
        assert session.scalar(count) == 2


def test_a_submitted_filing_is_not_changed_any_more(house: make.House, official: Caller) -> None:
    uid = applying.draft(house, official)
    services.submit(official, uid, applying.seen(house, uid), "Ada Quill", "yes")
    seen = applying.seen(house, uid)
    for act in (
        lambda: services.edit(official, uid, seen, "contact", {"phone": "1"}),
        lambda: services.add_state(official, uid, seen, "XB"),
        lambda: services.attach(official, uid, seen, applying.paper()),
        lambda: services.discard(official, uid, seen),
    ):
        with pytest.raises(WrongStage):
            act()


def test_what_was_changed_meanwhile_is_not_submitted_unread(
    house: make.House, official: Caller
) -> None:
    uid = applying.draft(house, official)
    seen = applying.seen(house, uid)
    services.edit(official, uid, seen, "contact", {"phone": "+999 8"})
    with pytest.raises(Stale):
        services.submit(official, uid, seen, "Ada Quill", "yes")


def test_only_the_empowered_official_submits_by_name_and_fresh_proof(
    house: make.House, official: Caller, trader: int
) -> None:
    uid = applying.draft(house, official)
    seen = applying.seen(house, uid)
    clerk = make.user(house, Role.APPLICANT_USER, trader=trader, name="Ada Quill")
    with pytest.raises((NotAllowed, NotFound)):
        services.submit(clerk, uid, seen, "Ada Quill", "yes")
    with pytest.raises(ProofNeeded):
        services.submit(make.stale(official), uid, seen, "Ada Quill", "yes")
    with pytest.raises(Invalid) as no:
        services.submit(official, uid, seen, "Somebody Else", "yes")
    assert no.value.code == "declaration_name"


def test_nationalities_are_added_and_never_dropped_in_silence(
    house: make.House, official: Caller, trader: int
) -> None:
    uid = applying.draft(house, official)
    second = NationalityHeld("XB", date(2020, 1, 1))
    services.edit(
        official, uid, applying.seen(house, uid), "nationality", {"nationalities": (second,)}
    )
    with pytest.raises(Blocked) as no:
        services.submit(official, uid, applying.seen(house, uid), "Ada Quill", "yes")
    assert no.value.facts["missing"] == ("nationality.dropped",)
    ended = NationalityHeld("XA", date(2015, 5, 4), date(2026, 1, 31), "deed 7")
    services.edit(
        official, uid, applying.seen(house, uid), "nationality", {"nationalities": (ended, second)}
    )
    services.submit(official, uid, applying.seen(house, uid), "Ada Quill", "yes")
    with house.rows() as session:
        rows = session.scalars(select(Nationality).order_by(Nationality.id)).all()
        assert [(row.country, row.until) for row in rows] == [
            ("XA", None),
            ("XA", date(2026, 1, 31)),
            ("XB", None),
        ]


def test_a_submission_becomes_what_the_register_knows(
    house: make.House, official: Caller, trader: int
) -> None:
    uid = applying.draft(house, official)
    change: dict[str, Any] = {"name": "Norvane Trading Ltd"}
    services.edit(official, uid, applying.seen(house, uid), "identity", change)
    assert applying.trader_of(house, trader).name == "Norvane Brokering Ltd"
    services.submit(official, uid, applying.seen(house, uid), "Ada Quill", "yes")
    known = applying.trader_of(house, trader)
    assert (known.name, known.name_key) == ("Norvane Trading Ltd", "norvane trading")


def test_a_name_on_the_record_is_not_changed_by_applying_elsewhere(
    house: make.House, official: Caller, trader: int
) -> None:
    uid = applying.draft(house, official, "XB")
    make.registration(house, trader, "XA")
    seen = applying.seen(house, uid)
    with pytest.raises(Blocked) as no:
        services.edit(official, uid, seen, "identity", {"name": "Clean Hands Ltd"})
    assert (no.value.code, no.value.field) == ("identity_fixed", "name")
    with house.rows() as session:
        filing = session.scalars(select(Filing).where(Filing.submitted_at.is_(None))).unique().one()
        filing.facts = msgspec.structs.replace(filing.facts, company_number="HR 9")
    with pytest.raises(Blocked) as late:
        services.submit(official, uid, seen, "Ada Quill", "yes")
    assert (late.value.code, late.value.field) == ("identity_fixed", "company_number")


def test_every_name_is_asked_to_be_screened_once_for_all_states(
    house: make.House, official: Caller
) -> None:
    applying.submitted(house, official, "XA", "XB")
    with house.rows() as session:
        rows = session.scalars(select(Screening).order_by(Screening.id)).all()
        assert [(row.thing, row.name) for row in rows] == [
            ("filing", "Norvane Brokering Ltd"),
            ("filing", "Ada Quill"),
        ]


def test_traders_that_look_alike_are_noted_for_the_officer(
    house: make.House, official: Caller
) -> None:
    make.trader(house, "NORVANE brokering limited", "XB", company_number="B-1")
    make.trader(house, "Orlane Arms SA", "XC", company_number="hr4711")
    make.trader(house, "Karrow Works SA", "XD", company_number="KW 1")
    (number,) = applying.submitted(house, official, "XA").values()
    filing_id = applying.row_of(house, number).filing_id
    with house.rows() as session:
        found = lookalikes.found(session, filing_id)
    assert [(item.name, item.whys) for item in found] == [
        ("NORVANE brokering limited", ("name",)),
        ("Orlane Arms SA", ("company_number",)),
    ]


def test_a_person_is_known_again_by_birth_date_and_name_in_any_order(house: make.House) -> None:
    make.states(house)
    born: dict[str, Any] = {"form": Form.PERSON, "birth_date": date(1975, 2, 3)}
    make.trader(house, "Quill Ada", "XB", company_number="", **born)
    make.trader(house, "Ben Marsh", "XB", company_number="", **born)
    key = make.trader(house, "Ada Quill", company_number="", identity_document="P 1", **born)
    official = applying.official(house, key)
    uid = applying.draft(house, official)
    services.attach(official, uid, applying.seen(house, uid), applying.paper("identity"))
    services.submit(official, uid, applying.seen(house, uid), "Ada Quill", "yes")
    filing_id = applying.filing_of(house, uid).id
    with house.rows() as session:
        found = lookalikes.found(session, filing_id)
    assert [(item.name, item.whys) for item in found] == [("Quill Ada", ("birth_date",))]


def test_a_state_that_left_meanwhile_gets_no_application(
    house: make.House, official: Caller
) -> None:
    uid = applying.draft(house, official, "XA", "XB")
    make.more_terms(house, "XB", Terms(participates=False), "2026-03-01 00:00")
    with pytest.raises(Blocked) as no:
        services.submit(official, uid, applying.seen(house, uid), "Ada Quill", "yes")
    assert (no.value.code, no.value.facts["state"]) == ("state_outside", "XB")


def test_a_barred_trader_applies_again_only_after_the_bar(
    house: make.House, official: Caller, trader: int
) -> None:
    uid = applying.draft(house, official)
    with house.rows() as session:
        session.add(
            make._stamp(
                Case(
                    number="XA-2025-N-00001-X",
                    trader_id=trader,
                    state_code="XA",
                    stage=Stage.DEREGISTERED,
                    grounds=("G1",),
                    facts="a forged statement",
                    opened_at=make.at("2025-01-01 00:00"),
                    notice_at=make.at("2025-01-02 00:00"),
                    reply_until=make.at("2025-02-02 00:00"),
                    closed_at=make.at("2025-03-01 00:00"),
                    bar_until=date(2026, 3, 2),
                    appeal_until=date(2025, 4, 1),
                )
            )
        )
    with pytest.raises(Blocked) as no:
        services.submit(official, uid, applying.seen(house, uid), "Ada Quill", "yes")
    assert no.value.facts["day"] == date(2026, 3, 2)
    with house.at("2026-03-03 00:00"):
        again = make.fresh(house, official)
        services.submit(again, uid, applying.seen(house, uid), "Ada Quill", "yes")


def test_each_act_leaves_its_record(house: make.House, official: Caller) -> None:
    applying.submitted(house, official, "XA")
    with house.rows() as session:
        found = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert found == [
            "registration.start",
            "registration.start",
            "registration.edit",
            "registration.edit",
            "document.attach",
            "registration.edit",
            "registration.submit",
            "screening.ask",
            "screening.ask",
        ]
        assert session.scalar(select(func.count()).select_from(Registration)) == 1


def test_two_submissions_in_the_same_instant_give_one_number(
    house: make.House, official: Caller
) -> None:
    uid = applying.draft(house, official, "XA", "XB")
    seen = applying.seen(house, uid)
    gate = threading.Barrier(4)

    def send(_: int) -> object:
        gate.wait()
        return services.submit(official, uid, seen, "Ada Quill", "yes")

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert len(set(map(str, answers))) == 1
    with house.rows() as session:
        count = select(func.count()).where(AuditEntry.action == "registration.submit")
        assert session.scalar(count) == 2
        assert session.scalar(select(func.count()).select_from(Screening)) == 2
