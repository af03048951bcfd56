"""A dossier as its broker writes, submits, changes and withdraws it."""

from __future__ import annotations

from sqlalchemy import select

from models.dossiers import Authorization, CoverRow, Dossier, DossierVersion
from models.stages import Stage
from tests import make, make_dossiers


def test_a_dossier_of_two_states_is_asked_of_both(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    with house.rows() as session:
        dossier = session.scalars(select(Dossier)).unique().one()
        assert (dossier.number, dossier.lead_state, dossier.stage) == (number, "XA", Stage.LOCKED)
        cases = session.scalars(select(Authorization).order_by(Authorization.id)).unique().all()
        assert [(case.state_code, case.stage) for case in cases] == [
            ("XA", Stage.SUBMITTED),
            ("XB", Stage.SUBMITTED),
        ]
        rows = session.execute(select(CoverRow.state_code, CoverRow.why).order_by(CoverRow.id))
        assert [tuple(row) for row in rows] == [("XA", "nationality"), ("XB", "place")]
        assert session.scalars(select(DossierVersion)).unique().one().number == 1
