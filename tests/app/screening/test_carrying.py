"""Findings that carry over, and what opens a hit again: party, entry, what agrees, and the day."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.papers import Paper
from app.screened import Screened, standing
from app.screening import queries_entry, queries_hit, services, services_hits
from app.screening.services_hits import Finding, Seen
from app.work import REGISTER
from models.audit import AuditEntry
from models.clearances import MOST_AT_ONCE
from models.dossiers import Dossier
from models.errors import Invalid, NotFound, Stale
from models.screening import Disposition, Hit, SubjectOf
from models.states import Terms
from tests import make, make_dossiers
from tests import make_runs as mr
from tests import make_screening as given

PDF = Paper("extract.pdf", b"%PDF-1.7 invented extract", "hit_evidence")


def key_of(house: make.House, number: str) -> int:
    with house.rows() as session:
        return session.scalars(select(Dossier.id).where(Dossier.number == number)).one()


def stands(house: make.House, number: str) -> Screened:
    with house.rows() as session:
        dossier = session.scalars(select(Dossier).where(Dossier.number == number)).one()
        return standing(session, Dossier.THING, dossier.id, dossier.version)


def newest(house: make.House) -> Hit:
    return given.hits(house)[-1]


def known_hit(house: make.House) -> str:
    """A hit on a party of which more is known than its name; returns the hit's uid."""
    make_dossiers.with_states(house)
    given.entry(house, "Ana Karrowska", "XC")
    known_case(house)
    return str(newest(house).uid)


def known_case(house: make.House) -> str:
    """A dossier that names this very party, screened; returns its number."""
    number = make_dossiers.submitted(house)
    given.asked(house, "Ana Karrowska", thing_id=key_of(house, number), addresses=("Quay 1",))
    services.answer_all(REGISTER)
    return number


def second_case(house: make.House, states: tuple[str, ...] = ("XA", "XB")) -> str:
    """A later dossier with the same parties, screened."""
    number = make_dossiers.submitted(house, states)
    services.answer_all(REGISTER)
    return number


def test_a_false_friend_is_not_found_again_in_a_later_case(house: make.House) -> None:
    uid = known_hit(house)
    officer = make.user(house, "licensing_officer", "XA")
    services_hits.dispose(officer, uid, "false", "Another firm, by its number.")
    later = known_case(house)
    assert stands(house, later).blocks() == ()
    page = queries_hit.hit(officer, str(newest(house).uid))
    [found] = page.findings
    assert (found.carried, found.state, found.reason) == (
        True,
        "XA",
        "Another firm, by its number.",
    )
    assert page.outcome == "false"
    with house.rows() as session:
        act = session.scalars(select(AuditEntry).where(AuditEntry.action == "hit.carry")).one()
        assert act.cause_id is not None


def test_what_is_found_otherwise_opens_what_was_carried(house: make.House) -> None:
    uid = known_hit(house)
    officer = make.user(house, "licensing_officer", "XA")
    services_hits.dispose(officer, uid, "false", "Another firm.")
    later = known_case(house)
    services_hits.dispose(make.user(house, "senior_officer", "XB"), uid, "true", "The same firm.")
    assert stands(house, later).blocks() == ("hits_open",)
    page = queries_hit.hit(officer, str(newest(house).uid))
    assert page.reopened == (queries_hit.OTHERWISE,)
    assert [item.outcome for item in page.earlier] == ["true", "false"]


@pytest.mark.parametrize("outcome", ["true", "unclear"])
def test_only_a_false_hit_carries_over(house: make.House, outcome: str) -> None:
    uid = known_hit(house)
    services_hits.dispose(make.user(house, "senior_officer", "XA"), uid, outcome, "Look closer.")
    assert stands(house, known_case(house)).blocks() == ("hits_open",)


def test_a_finding_holds_where_its_state_decides_and_is_shown_where_it_is_shared(
    house: make.House,
) -> None:
    _, uid = given.hit_on_dossier(house, owner="XD")
    services_hits.dispose(
        make.user(house, "licensing_officer", "XB"), uid, "false", "Another firm."
    )
    later = second_case(house, ("XC", "XD"))
    assert stands(house, later).blocks() == ("hits_open",)
    third = make.user(house, "licensing_officer", "XC")
    hit = str(newest(house).uid)
    assert queries_hit.hit(third, hit).earlier == ()
    make.more_terms(house, "XB", Terms(shares_findings=True), "2026-03-01 00:00")
    [shared] = queries_hit.hit(third, hit).earlier
    assert (shared.state, shared.reason, shared.head) == ("XB", "Another firm.", None)
    assert shared.lapses == ()


def test_a_name_alone_clears_nobody_in_another_case(house: make.House) -> None:
    numbers = [make_dossiers.submitted(house) for _ in range(2)]
    services.answer_all(REGISTER)
    given.entry(house, "Ana Karrowska", "XC")
    first, second = (key_of(house, number) for number in numbers)
    officer = make.user(house, "licensing_officer", "XA")
    given.asked(house, "Ana Karrowska", thing_id=first, countries=("XA",))
    services.answer_all(REGISTER)
    services_hits.dispose(officer, str(newest(house).uid), "false", "Another firm.")
    given.asked(house, "Ana Karrowska", thing_id=second, countries=("XA",))
    given.asked(house, "Ana Karrowska", thing_id=first, countries=("XA",), of=SubjectOf.PARTY)
    services.answer_all(REGISTER)
    again, elsewhere = sorted(given.hits(house)[1:], key=lambda hit: hit.screening.thing_id)
    assert queries_hit.hit(officer, str(again.uid)).outcome == "false"
    assert queries_hit.hit(officer, str(elsewhere.uid)).outcome is None


def test_on_its_day_a_finding_counts_no_more(house: make.House) -> None:
    number, uid = given.hit_on_dossier(house)
    officer = make.user(house, "licensing_officer", "XA")
    finding = Finding("false", "Another firm.", look_again=date(2026, 3, 12))
    services_hits.find(officer, (Seen(uid, 1),), finding)
    with house.at("2026-03-11 22:00"):
        assert stands(house, number).blocks() == ()
    with house.at("2026-03-12 00:00"):
        assert stands(house, number).blocks() == ("hits_open",)
        page = queries_hit.hit(make.fresh(house, officer), uid)
        assert page.reopened == ("expired",)
        services_hits.dispose(officer, uid, "false", "Still another firm.")
        assert stands(house, number).blocks() == ()


def test_an_unclear_hit_comes_back_after_the_days_of_a_task(house: make.House) -> None:
    _, uid = given.hit_on_dossier(house)
    services_hits.dispose(make.user(house, "licensing_officer", "XA"), uid, "unclear", "Asked.")
    with house.rows() as session:
        assert session.scalars(select(Disposition.expires_on)).one() == date(2026, 3, 16)


def test_a_changed_entry_opens_the_hit_and_says_so(house: make.House) -> None:
    make_dossiers.submitted(house)
    mr.publish(date(2026, 3, 1), mr.firm("A1", "Selmark Supply Ltd"))
    services.answer_all(REGISTER)
    mr.look()
    officer = make.user(house, "licensing_officer", "XA")
    services_hits.dispose(officer, str(newest(house).uid), "false", "Another firm.")
    mr.publish(date(2026, 3, 2), mr.firm("A1", "Selmark Supply Ltd", comments="Seen at sea."))
    mr.look()
    page = queries_hit.hit(officer, str(newest(house).uid))
    assert (page.outcome, page.reopened) == (None, ("entry",))


def test_what_is_newly_known_of_a_party_opens_the_hit_and_says_so(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    given.entry(house, "Ana Karrowska", "XC")
    dossier = key_of(house, number)
    given.asked(house, "Ana Karrowska", thing_id=dossier, addresses=("Quay 1",))
    services.answer_all(REGISTER)
    officer = make.user(house, "licensing_officer", "XA")
    services_hits.dispose(officer, str(newest(house).uid), "false", "Another firm.")
    given.asked(house, "Ana Karrowska", thing_id=dossier, addresses=("Quay 2",))
    services.answer_all(REGISTER)
    page = queries_hit.hit(officer, str(newest(house).uid))
    assert (page.outcome, page.reopened) == (None, ("party",))


def test_one_false_friend_is_cleared_in_many_cases_each_by_itself_or_not_at_all(
    house: make.House,
) -> None:
    numbers = [make_dossiers.submitted(house) for _ in range(3)]
    entry = given.entry(house, "Selmark Supply Ltd", "XC")
    services.answer_all(REGISTER)
    officer = make.user(house, "licensing_officer", "XA")
    page = queries_entry.of_entry(officer, "watchlist", entry)
    assert [line.head.number for line in page.lines] == numbers
    hits = tuple(Seen(line.uid, line.revision) for line in page.lines)
    services_hits.dispose(make.user(house, "senior_officer", "XB"), hits[1].uid, "unclear", "Ask.")
    finding = Finding("false", "Another firm.", evidence="Register of Selmark, no 4")
    with pytest.raises(Stale):
        services_hits.find(officer, hits, finding)
    assert [hit.disposition_id is None for hit in given.hits(house)] == [True, False, True]
    assert services_hits.find(officer, (hits[0], hits[2]), finding) == 2
    with house.rows() as session:
        acts = session.scalars(
            select(AuditEntry.thing_id).where(AuditEntry.actor_user_id == officer.user_id)
        )
        assert len(set(acts)) == 2
    assert queries_entry.of_entry(officer, "watchlist", entry).lines == ()
    with pytest.raises(NotFound):
        queries_entry.of_entry(make.user(house, "licensing_officer", "XE"), "watchlist", entry)


def test_a_finding_that_cannot_be_is_refused_at_its_field(house: make.House) -> None:
    _, uid = given.hit_on_dossier(house)
    officer = make.user(house, "licensing_officer", "XA")
    one = (Seen(uid, 1),)
    for finding, code in (
        (Finding("true", "Same.", look_again=date(2026, 4, 1)), "look_again_of_true"),
        (Finding("false", "Other.", look_again=date(2026, 3, 2)), "look_again_past"),
        (Finding("false", "Other.", look_again=date(2036, 3, 2)), "look_again_far"),
    ):
        with pytest.raises(Invalid, match=code):
            services_hits.find(officer, one, finding)
    with pytest.raises(Invalid, match="hits_too_many"):
        services_hits.find(officer, one * (MOST_AT_ONCE + 1), Finding("false", "Other."))
    with pytest.raises(Invalid, match="hits_missing"):
        services_hits.find(officer, (), Finding("false", "Other."))


def test_the_file_of_a_finding_is_read_by_the_own_state_alone(house: make.House) -> None:
    _, uid = given.hit_on_dossier(house)
    officer = make.user(house, "licensing_officer", "XA")
    services_hits.find(officer, (Seen(uid, 1),), Finding("false", "Another firm.", paper=PDF))
    [found] = queries_hit.hit(officer, uid).findings
    assert found.paper is not None
    assert queries_hit.paper(officer, found.paper.uid)[2] == PDF.content
    peer = make.user(house, "licensing_officer", "XB")
    assert queries_hit.hit(peer, uid).findings[0].paper is None
    with pytest.raises(NotFound):
        queries_hit.paper(peer, found.paper.uid)
