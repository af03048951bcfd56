"""De-registration: notice, reply, four eyes and one cascade (ENF-01, 05, 06; C31, C53)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.enforcement import services
from app.enforcement.casefile import Opening
from models.audit import AuditEntry, RefusedAct
from models.casework import Document, Task
from models.dossiers import Authorization, Dossier
from models.enforcement import Case
from models.errors import Blocked, Invalid, NotAllowed, NotFound, ProofNeeded, Refusal, Stale
from models.people import Role
from models.proposals import Decision, Signature
from models.stages import Stage
from models.traders import Registration
from models.watchlist import Entry
from tests import make, make_dossiers
from tests import make_enforcement as given
from tests.make_ledger import licence


@pytest.fixture
def trader(house: make.House) -> int:
    make.states(house)
    key = make.trader(house)
    make.registration(house, key, "XA")
    return key


def test_a_case_needs_no_conviction(house: make.House, trader: int) -> None:
    """C31: facts, notice, reply, two officers and reasons are enough; the bar is three years."""
    number = given.deregistered(house, trader, "XA")
    case = given.case_of(house, number)
    assert case.stage is Stage.DEREGISTERED
    assert case.bar_until == date(2029, 3, 2)
    assert case.appeal_until == date(2026, 3, 30)


def test_the_number_says_state_year_and_kind(house: make.House, trader: int) -> None:
    assert given.opened(house, trader, given.unit(house, "XA")).startswith("XA-2026-N-00001-")


def test_one_case_a_trader_and_state(house: make.House, trader: int) -> None:
    at = given.unit(house, "XA")
    given.opened(house, trader, at)
    with pytest.raises(Refusal, match="case_open_already"):
        given.opened(house, trader, at)


def test_a_state_that_never_registered_the_trader_opens_no_case(
    house: make.House, trader: int
) -> None:
    with pytest.raises(NotFound):
        given.opened(house, trader, given.unit(house, "XC"))


def test_a_case_rests_on_a_ground_of_the_catalogue(house: make.House, trader: int) -> None:
    at = given.unit(house, "XA")
    with pytest.raises(Invalid, match="grounds_missing"):
        given.opened(house, trader, at, ("G99",))
    with pytest.raises(Invalid, match="grounds_missing"):
        given.opened(house, trader, at, ())


def test_a_case_says_its_facts(house: make.House, trader: int) -> None:
    at = given.unit(house, "XA")
    with pytest.raises(Refusal):
        services.open_case(
            at.officer, make.trader_number(house, trader), Opening(grounds=("G1",), facts=" ")
        )


@pytest.mark.parametrize("role", [Role.SENIOR_OFFICER, Role.CUSTOMS_OFFICER, Role.AUDITOR])
def test_only_case_officers_open_cases(house: make.House, trader: int, role: Role) -> None:
    caller = make.user(house, role, "XA")
    with pytest.raises((NotAllowed, NotFound)):
        services.open_case(
            caller, make.trader_number(house, trader), Opening(grounds=("G1",), facts="Known.")
        )


def test_opening_a_case_is_grave(house: make.House, trader: int) -> None:
    at = given.unit(house, "XA")
    with pytest.raises(ProofNeeded):
        services.open_case(
            make.stale(at.officer),
            make.trader_number(house, trader),
            Opening(grounds=("G1",), facts="Known."),
        )


def test_the_trader_sees_nothing_before_the_notice(house: make.House, trader: int) -> None:
    at = given.unit(house, "XA")
    number = given.opened(house, trader, at)
    official = given.official(house, trader)
    with pytest.raises(NotFound):
        services.reply(official, number, "What is this?")
    services.serve_notice(make.fresh(house, at.officer), number, given.NOTICE)
    assert services.reply(official, number, "Our agent brought it.") is True


def test_the_window_ends_with_its_last_day_on_the_states_own_clock(house: make.House) -> None:
    make.state(house, "XA", terms=make.Terms(time_zone="Pacific/Auckland", notice_reply_days=30))
    trader = make.trader(house)
    make.registration(house, trader, "XA")
    number = given.noticed(house, trader, given.unit(house, "XA"))
    # 2 March 22:00 in Auckland; thirty days on is 1 April, which ends at 11:00 UTC (summer time).
    assert given.case_of(house, number).reply_until == make.at("2026-04-01 11:00")


def test_a_late_reply_is_taken_and_marked(house: make.House, trader: int) -> None:
    number = given.noticed(house, trader, given.unit(house, "XA"))
    official = given.official(house, trader)
    with house.at("2026-04-02 00:00"):
        assert services.reply(make.fresh(house, official), number, "We were away.") is False
    assert given.case_of(house, number).replied_late


def test_a_reply_after_the_proposal_is_refused(house: make.House, trader: int) -> None:
    at = given.unit(house, "XA")
    number = given.noticed(house, trader, at)
    official = given.official(house, trader)
    with house.at("2026-04-02 00:00"):
        services.propose(make.fresh(house, at.officer), number, given.wanted())
        with pytest.raises(Refusal, match="wrong_stage"):
            services.reply(make.fresh(house, official), number, "Wait.")


def test_a_reply_is_given_once(house: make.House, trader: int) -> None:
    number = given.replied(house, trader, given.unit(house, "XA"))
    with pytest.raises(Blocked, match="replied_already"):
        services.reply(given.official(house, trader), number, "And another thing.")


def test_only_the_firms_administrator_replies(house: make.House, trader: int) -> None:
    number = given.noticed(house, trader, given.unit(house, "XA"))
    clerk = make.user(house, Role.APPLICANT_USER, trader=trader)
    with pytest.raises(NotAllowed):
        services.reply(clerk, number, "Not us.")
    stranger = make.user(house, Role.APPLICANT_ADMIN, trader=make.trader(house, "Orlane SA"))
    with pytest.raises(NotFound):
        services.reply(stranger, number, "Not us.")


def test_papers_of_a_reply_are_the_traders_and_evidence_is_the_states(
    house: make.House, trader: int
) -> None:
    at = given.unit(house, "XA")
    number = given.replied(house, trader, at)
    services.add_evidence(make.fresh(house, at.officer), number, given.paper("mails.pdf"))
    with house.rows() as session:
        rows = session.scalars(select(Document).order_by(Document.id)).all()
        found = [(row.purpose, row.trader_id, row.state_code) for row in rows]
    assert found == [("case_reply", trader, None), ("case_evidence", None, "XA")]


def test_nobody_is_de_registered_unheard(house: make.House, trader: int) -> None:
    at = given.unit(house, "XA")
    number = given.noticed(house, trader, at)
    with pytest.raises(Blocked, match="reply_window_open"):
        services.propose(make.fresh(house, at.officer), number, given.wanted())
    with house.at("2026-03-31 23:59"), pytest.raises(Blocked, match="reply_window_open"):
        services.propose(make.fresh(house, at.officer), number, given.wanted())
    with house.at("2026-04-02 00:00"):
        services.propose(make.fresh(house, at.officer), number, given.wanted())


def test_no_measure_may_be_proposed_at_once(house: make.House, trader: int) -> None:
    at = given.unit(house, "XA")
    number = given.noticed(house, trader, at)
    services.propose(
        make.fresh(house, at.officer), number, given.wanted(decision=Decision.CLOSE, grounds=())
    )
    given.sign(house, number, at)
    case = given.case_of(house, number)
    assert case.stage is Stage.CLOSED
    assert case.bar_until is None
    with house.rows() as session:
        assert session.scalars(select(Registration)).unique().one().stage is Stage.ACTIVE


def test_a_charge_alone_ends_no_registration(house: make.House, trader: int) -> None:
    at = given.unit(house, "XA")
    number = given.replied(house, trader, at, ("G9", "G2"))
    with pytest.raises(Invalid, match="ground_interim_only"):
        services.propose(make.fresh(house, at.officer), number, given.wanted(grounds=("G9", "G2")))
    services.propose(make.fresh(house, at.officer), number, given.wanted(grounds=("G2",)))


def test_only_grounds_of_the_notice_are_proposed(house: make.House, trader: int) -> None:
    at = given.unit(house, "XA")
    number = given.replied(house, trader, at)
    with pytest.raises(Invalid, match="grounds_missing"):
        services.propose(make.fresh(house, at.officer), number, given.wanted(grounds=("G5",)))


def test_a_bar_lies_ahead(house: make.House, trader: int) -> None:
    at = given.unit(house, "XA")
    with pytest.raises(Invalid, match="bar_over"):
        given.proposed(house, trader, at, bar_until=date(2026, 3, 2))


def test_the_proposer_may_not_sign_with_another_account(house: make.House, trader: int) -> None:
    """C55: four eyes are two persons; the attempt is logged."""
    at = given.unit(house, "XA")
    number = given.proposed(house, trader, at)
    person = make.person_of(house, at.officer)
    twin = make.user(house, Role.SENIOR_OFFICER, "XA", person=person)
    with pytest.raises(NotAllowed, match="proposer_may_not_sign"):
        services.sign(twin, number, given.shown(house, number), "Agreed.")
    assert given.case_of(house, number).stage is Stage.AWAITING_COUNTERSIGN
    with house.rows() as session:
        row = session.scalars(select(RefusedAct)).one()
        assert (row.action, row.reference, row.code) == (
            "case.deregister",
            number,
            "proposer_may_not_sign",
        )


def test_another_states_senior_may_not_sign(house: make.House, trader: int) -> None:
    number = given.proposed(house, trader, given.unit(house, "XA"))
    with pytest.raises((NotFound, NotAllowed)):
        services.sign(
            make.user(house, Role.SENIOR_OFFICER, "XB"), number, given.shown(house, number), "Yes."
        )


def test_evidence_added_after_the_proposal_stops_the_signature(
    house: make.House, trader: int
) -> None:
    at = given.unit(house, "XA")
    number = given.proposed(house, trader, at)
    services.add_evidence(make.fresh(house, at.officer), number, given.paper("late.pdf"))
    with pytest.raises(Stale, match="evidence_changed"):
        given.sign(house, number, at)


def test_a_consequence_that_came_since_stops_the_signature(house: make.House, trader: int) -> None:
    at = given.unit(house, "XA")
    number = given.proposed(house, trader, at)
    page = given.shown(house, number)
    make.registration(house, trader, "XA", "retailer")
    with pytest.raises(Stale, match="cascade_changed"):
        services.sign(make.fresh(house, at.senior), number, page, "Agreed.")


def test_what_is_sent_back_may_be_answered_and_proposed_again(
    house: make.House, trader: int
) -> None:
    at = given.unit(house, "XA")
    number = given.proposed(house, trader, at)
    services.send_back(make.fresh(house, at.senior), number, "Name the mails.")
    assert given.case_of(house, number).stage is Stage.NOTICE_SERVED
    services.propose(make.fresh(house, at.officer), number, given.wanted())
    given.sign(house, number, at)
    with house.rows() as session:
        outcomes = list(session.scalars(select(Signature.outcome).order_by(Signature.id)))
    assert outcomes == ["sent_back", "accepted"]


def test_an_examination_that_finds_nothing_is_closed_by_another_person(
    house: make.House, trader: int
) -> None:
    at = given.unit(house, "XA")
    number = given.opened(house, trader, at)
    twin = make.user(house, Role.SENIOR_OFFICER, "XA", person=make.person_of(house, at.officer))
    with pytest.raises(NotAllowed, match="proposer_may_not_sign"):
        services.close(twin, number, "Nothing in it.")
    services.close(make.fresh(house, at.senior), number, "Nothing in it.")
    assert given.case_of(house, number).stage is Stage.CLOSED


def test_after_the_notice_only_a_proposal_closes_a_case(house: make.House, trader: int) -> None:
    at = given.unit(house, "XA")
    number = given.noticed(house, trader, at)
    with pytest.raises(Refusal, match="wrong_stage"):
        services.close(make.fresh(house, at.senior), number, "Let it be.")
    proposed = given.proposed(house, make_second(house), at)
    with pytest.raises(Blocked, match="case_proposed"):
        services.close(make.fresh(house, at.senior), proposed, "Let it be.")


def make_second(house: make.House) -> int:
    key = make.trader(house, "Orlane Logistics SA")
    make.registration(house, key, "XA")
    return key


def test_the_cascade_is_done_in_one_step(house: make.House, trader: int) -> None:
    """C53 in the rows: what the preview counts is what the record says was done, no more."""
    make.registration(house, trader, "XA", "retailer")
    make.registration(house, trader, "XB")
    for _ in range(4):
        licence(house, ("XA", "XB"), trader=trader)
    dossiers = [make_dossiers.submitted(house, ("XA", "XB"), broker=trader) for _ in range(2)]
    at = given.unit(house, "XA")
    number = given.proposed(house, trader, at)
    planned = given.preview(house, number)
    counts = (
        len(planned.registrations),
        len(planned.licences_stopped),
        len(planned.dossiers),
        len(planned.authorizations),
        planned.tasks,
    )
    assert counts == (2, 4, 2, 4, ("XB",))
    given.sign(house, number, at)
    with house.rows() as session:
        root = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "case.deregister")
        ).one()
        done = session.execute(
            select(AuditEntry.action, AuditEntry.thing, AuditEntry.thing_id).where(
                AuditEntry.cause_id == root.id
            )
        ).all()
        stored = {tuple(row) for row in done if row.action not in OTHERS}
        assert stored == {(str(c.action), c.thing, c.thing_id) for c in planned.acts}
        # and one entry, one letter to the trader
        assert len(done) == len(planned.acts) + len(planned.tasks) + 2
        stages = set(session.scalars(select(Dossier.stage).where(Dossier.number.in_(dossiers))))
        assert stages == {Stage.STOPPED}
        assert set(
            session.scalars(
                select(Authorization.stage).where(
                    Authorization.dossier_id.in_(
                        select(Dossier.id).where(Dossier.number.in_(dossiers))
                    )
                )
            )
        ) == {Stage.STOPPED}
        ended = session.execute(
            select(Registration.state_code, Registration.stage).order_by(Registration.id)
        ).all()
    assert [(row.state_code, str(row.stage)) for row in ended] == [
        ("XA", "DEREGISTERED"),
        ("XA", "DEREGISTERED"),
        ("XB", "ACTIVE"),
    ]


ENTRY = "entry.record_by_cascade"
OTHERS = ("task.raise", ENTRY, "letter.request")


def test_the_entry_says_who_is_barred_and_until_when(house: make.House, trader: int) -> None:
    number = given.deregistered(house, trader, "XA")
    with house.rows() as session:
        entry = session.scalars(select(Entry)).one()
        assert entry.stage is Stage.ACTIVE
        assert (entry.state_code, entry.trader_id) == ("XA", trader)
        assert entry.facts.until == date(2029, 3, 2)
        assert entry.facts.subject.name == "Norvane Brokering Ltd"
        assert entry.facts.subject.identifiers == ("HR 4711",)
        assert entry.facts.subject.associates == ("Ada Quill",)
        assert entry.facts.national_reference == number
        assert entry.review_by == make.at("2029-03-03 00:00")
        assert [version.number for version in entry.versions] == [1]


def test_other_states_are_asked_with_their_own_term(house: make.House, trader: int) -> None:
    make.registration(house, trader, "XB")
    given.deregistered(house, trader, "XA")
    with house.rows() as session:
        task = session.scalars(select(Task)).one()
    assert (task.state_code, task.from_state, task.kind) == ("XB", "XA", "recognise")
    assert task.due_at == make.at("2026-03-17 00:00")


def test_a_pending_application_stops_too(house: make.House, trader: int) -> None:
    from tests import make_traders  # noqa: PLC0415  the broker's own builders

    pending = make_traders.submitted(house, given.official(house, trader), "XA", kind="retailer")[
        "XA"
    ]
    given.deregistered(house, trader, "XA")
    assert make_traders.row_of(house, pending).stage is Stage.STOPPED


def test_nothing_of_the_cascade_stays_when_it_breaks(
    house: make.House, trader: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.registration(house, trader, "XB")
    at = given.unit(house, "XA")
    number = given.proposed(house, trader, at)
    monkeypatch.setattr("app.enforcement.entries.record", _broken)
    with pytest.raises(RuntimeError):
        given.sign(house, number, at)
    assert given.case_of(house, number).stage is Stage.AWAITING_COUNTERSIGN
    with house.rows() as session:
        assert not session.scalars(select(Task)).all()
        stages = set(session.scalars(select(Registration.stage)))
        assert stages == {Stage.ACTIVE}
        assert session.scalars(select(Case.closed_at)).one() is None


def _broken(*_: object) -> None:
    raise RuntimeError("the disk is full")
