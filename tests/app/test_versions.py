"""Versions: an officer adds a State on evidence; locks and names are those of the deal."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app import versions
from app.dossiers import drafts
from app.work import Caller, act, work
from models.dossiers import Authorization, CoverRow, Dossier, DossierVersion
from models.errors import Invalid, NotAllowed
from models.people import Role
from models.stages import Stage
from tests import make, make_dossiers


@act
def add_state(caller: Caller, number: str, party: int, state: str, reason: str) -> None:
    """As the area of the officers does it."""
    with work(caller) as w:
        dossier = w.find(Dossier, number)
        case = next(row for row in dossier.authorizations if row.state_code == w.actor.state)
        versions.with_state(w, dossier, case, party=party, state=state, reason=reason)


def officer_of(house: make.House, number: str, state: str) -> Caller:
    """The officer whose case it is."""
    officer = make.user(house, Role.LICENSING_OFFICER, state)
    with house.rows() as session:
        case = (
            session.scalars(
                select(Authorization)
                .join(Dossier)
                .where(Dossier.number == number, Authorization.state_code == state)
            )
            .unique()
            .one()
        )
        case.stage, case.officer_id = Stage.UNDER_REVIEW, officer.user_id
    return officer


def test_a_state_added_on_evidence_is_asked_on_a_new_version(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    add_state(officer_of(house, number, "XA"), number, 1, "XC", "Seen at a fair in Xcadia.")
    with house.rows() as session:
        cases = session.scalars(select(Authorization).order_by(Authorization.id)).unique()
        assert [(row.state_code, row.stage) for row in cases] == [
            ("XA", Stage.UNDER_REVIEW),
            ("XB", Stage.SUBMITTED),
            ("XC", Stage.SUBMITTED),
        ]
        version = (
            session.scalars(select(DossierVersion).where(DossierVersion.number == 2)).unique().one()
        )
        assert version.reason == "Seen at a fair in Xcadia."
        assert version.deal.added[0].by_state == "XA"
        rows = session.execute(
            select(CoverRow.state_code, CoverRow.why).where(CoverRow.version_id == version.id)
        )
        assert ("XC", "added") in [tuple(row) for row in rows]
    assert make_dossiers.draft_of(house, number) == version.deal


def test_what_the_broker_is_writing_meanwhile_is_kept(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    drafts.save_line(make_dossiers.owner(house, number), number, make_dossiers.LINES[0])
    owner = make_dossiers.owner(house, number)
    drafts.save_route(owner, number, make_dossiers.ROUTE[:1])
    add_state(officer_of(house, number, "XA"), number, 1, "XC", "Seen at a fair.")
    draft = make_dossiers.draft_of(house, number)
    assert draft.route == make_dossiers.ROUTE[:1]
    assert [item.state for item in draft.added] == ["XC"]


@pytest.mark.parametrize(
    ("party", "state", "code"),
    [(1, "XB", "state_asked_already"), (9, "XC", "party_unknown"), (2, "XC", "party_needs")],
)
def test_a_state_is_added_once_and_for_an_intermediary(
    house: make.House, party: int, state: str, code: str
) -> None:
    number = make_dossiers.submitted(house)
    with pytest.raises(Invalid, match=code):
        add_state(officer_of(house, number, "XA"), number, party, state, "Seen there.")


def test_adding_a_state_needs_a_reason_and_ones_own_case(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    with pytest.raises(Invalid, match="reason_missing"):
        add_state(officer_of(house, number, "XA"), number, 1, "XC", " ")
    other = make.user(house, Role.LICENSING_OFFICER, "XB")
    with pytest.raises(NotAllowed, match="not_your_case"):
        add_state(other, number, 1, "XC", "Seen there.")
    with house.rows() as session:
        assert session.scalars(select(DossierVersion.number)).all() == [1]
