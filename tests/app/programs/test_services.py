"""Keys of programs: shown once, kept as a digest, withdrawn for good, each to its own State."""

from __future__ import annotations

import hashlib
import re

import pytest
from sqlalchemy import select

from app.programs import queries, services
from app.programs.asked import Wanted
from models.api_keys import ApiKey
from models.audit import AuditEntry
from models.errors import Blocked, Duplicate, Invalid, NotAllowed, NotFound, ProofNeeded
from models.people import Role
from tests import make

WANTED = Wanted("Case system, licensing office", "review", "XA-7", 90)


def rows(house: make.House) -> list[ApiKey]:
    with house.rows() as session:
        found = list(session.scalars(select(ApiKey)))
        session.expunge_all()
        return found


def test_only_the_digest_of_a_key_is_kept(house: make.House) -> None:
    make.states(house)
    officer = make.user(house, Role.SENIOR_OFFICER, "XA")
    made = services.make(officer, WANTED)
    [row] = rows(house)
    assert re.fullmatch(r"sacr_[A-Za-z0-9_-]{43}", made.secret)
    assert row.digest == hashlib.sha256(made.secret.encode()).digest()
    assert made.secret.startswith(row.hint)
    with house.rows() as session:
        told = session.scalars(select(AuditEntry).where(AuditEntry.thing == "api_key")).all()
    assert made.secret not in "".join(entry.facts + entry.note for entry in told)
    assert made.secret not in repr(queries.keys(officer))


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_a_key_is_refused_without_name_purpose_end_or_fresh_proof(house: make.House) -> None:
    make.states(house)
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    for wanted, field in (
        (Wanted(" ", "review"), "label"),
        (Wanted("A", "fun"), "purpose"),
        (Wanted("A", "review", days=0), "days"),
        (Wanted("A", "review", days=367), "days"),
    ):
        with pytest.raises(Invalid) as no:
            services.make(officer, wanted)
        assert no.value.field == field
    services.make(officer, WANTED)
    with pytest.raises(Duplicate):
        services.make(officer, WANTED)
    with pytest.raises(ProofNeeded):
        services.make(make.stale(officer), Wanted("Other", "review"))


def test_who_may_see_and_withdraw_a_key(house: make.House) -> None:
    make.states(house)
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    made = services.make(officer, WANTED)
    colleague = make.user(house, Role.SENIOR_OFFICER, "XA")
    abroad = make.user(house, Role.NATIONAL_ADMIN, "XB")
    for other in (colleague, abroad):
        assert queries.keys(other).keys == ()
        with pytest.raises(NotFound):
            services.withdraw(other, made.uid, "Mine")
    auditor = make.user(house, Role.AUDITOR, "XA")
    [shown] = queries.keys(auditor).keys
    assert not shown.may_withdraw
    with pytest.raises(NotAllowed):
        services.withdraw(auditor, made.uid, "No use")
    admin = make.user(house, Role.NATIONAL_ADMIN, "XA")
    with pytest.raises(Invalid):
        services.withdraw(admin, made.uid, " ")
    services.withdraw(admin, made.uid, "The program was replaced.")
    [row] = queries.keys(officer).keys
    assert (row.stands, row.withdrawn_reason) == (False, "The program was replaced.")
    with pytest.raises(Blocked):
        services.withdraw(officer, made.uid, "Again")
    with pytest.raises(NotAllowed):
        services.make(admin, WANTED)
