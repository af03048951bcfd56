"""What must be made anew when a key is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from app.keys import queries, services
from app.work import REGISTER
from models.certificates import Certificate, CertificateFile
from models.letters import ReissueCause
from tests import make, make_keys, make_licences
from tests.app.published.reader import code_of
from tests.make_keys import TWO

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


def test_a_lost_key_leaves_a_list_of_what_it_signed_and_what_holds_still(
    house: make.House, tmp_path: Path
) -> None:
    number = make_licences.issued(house)
    kids = make_keys.keys(house, tmp_path / "keys", ("XA", "XB"))
    assert queries.signed_by(REGISTER, kids["XA token"]) == ()
    code_of(house, number)
    services.withdraw(REGISTER, kids["XA token"], "Stolen", TWO)
    (found,) = queries.signed_by(REGISTER, kids["XA token"])
    assert (found.number, found.state) == (number, "XA")
    assert queries.signed_by(REGISTER, kids["XB token"]) == ()
    assert queries.signed_by(REGISTER, kids["XA seal"]) == ()
    with house.rows() as session:
        old = session.scalars(select(Certificate).where(Certificate.number == number)).one()
        file = CertificateFile(
            certificate_id=old.id,
            content=b"%PDF",
            size=4,
            sha256="0" * 64,
            made_at=old.issued_at,
            renderer="none",
            sealed_by=kids["XA seal"],
            stamped_at=old.issued_at,
        )
        session.add(make._stamp(file))
    assert queries.signed_by(REGISTER, kids["XA seal"]) == (found,)
    with house.at("2031-01-01 09:00"):
        assert queries.signed_by(REGISTER, kids["XA token"]) == (), "over: nothing to make anew"
    with house.rows() as session:
        old = session.scalars(select(Certificate).where(Certificate.number == number)).one()
        copied = {
            name: getattr(old, name)
            for name in Certificate.__table__.columns.keys()  # noqa: SIM118  not a dict
            if name not in {"id", "uid", "check_code"}
        }
        replaced = {"supersedes_id": old.id, "reissue_cause": ReissueCause.KEY_WITHDRAWN}
        session.add(Certificate(**copied | replaced, check_code="another"))
    assert queries.signed_by(REGISTER, kids["XA token"]) == (), "made anew"
