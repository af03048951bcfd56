"""The record of a search: put down before it is made, filled in once, never changed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from app.programs import queries
from app.programs import services as programs
from app.screening import services_search
from app.screening.asking import Answered, Party, Wanted
from app.screening.line import Query
from app.screening.matches import Subject
from models.api_keys import ApiKey
from models.errors import Invalid, NotAllowed
from models.particulars import Form
from models.people import Role
from models.searches import Purpose, Search
from tests import make
from tests import make_searches as asking


def wanted(*names: str, **more: object) -> Wanted:
    query = Query(subject=Subject(kind=Form.FIRM, names=names))
    given = {"purpose": Purpose.REVIEW, "case_ref": "XA-7", **more}
    return Wanted(parties=(Party(queries=(query,)),), **given)  # type: ignore[arg-type]


def answered() -> Answered:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    return Answered(at=at, threshold=75, lists=(), made_with={"matcher": "simple-1"})


def test_the_database_itself_refuses_to_change_or_lose_a_search(house: make.House) -> None:
    make.states(house)
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    key = services_search.put_down(officer, wanted("Karrow"))
    services_search.fill_in(key, [answered()])
    changes = (
        update(Search).values(answer_digest="0" * 64),
        update(Search).values(found=7),
        update(Search).values(case_ref="another"),
        update(Search).values(purpose="border"),
        delete(Search),
    )
    for change in changes:
        with pytest.raises(DBAPIError), house.rows() as session:
            session.execute(change.where(Search.id == key))
    [row] = asking.searches(house)
    assert (row.found, row.case_ref) == (0, "XA-7")


def test_a_key_withdrawn_at_this_moment_puts_no_search_down(house: make.House) -> None:
    make.states(house)
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    asking.key(house, officer)
    [shown] = queries.keys(officer).keys
    with house.rows() as session:
        key_id = session.scalars(select(ApiKey.id)).one()
    services_search.put_down(officer, wanted("Karrow", api_key_id=key_id))
    other = make.user(house, Role.LICENSING_OFFICER, "XA")
    with pytest.raises(NotAllowed):
        services_search.put_down(other, wanted("Karrow", api_key_id=key_id))
    programs.withdraw(officer, shown.uid, "Lost.")
    with pytest.raises(NotAllowed):
        services_search.put_down(officer, wanted("Karrow", api_key_id=key_id))
    assert len(asking.searches(house)) == 1


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_a_party_without_a_name_with_too_many_or_a_long_case_is_refused(house: make.House) -> None:
    make.states(house)
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    for wrong in (
        wanted(" "),
        wanted(*map(str, range(21))),
        wanted("W" * 1001),
        wanted("Karrow", case_ref="W" * 121),
        wanted("Karrow", case_ref=""),
    ):
        with pytest.raises(Invalid):
            services_search.put_down(officer, wrong)
    for role in (Role.NATIONAL_ADMIN, Role.AUDITOR):
        with pytest.raises(Exception, match=r"not_(found|allowed)"):
            services_search.put_down(make.user(house, role, "XA"), wanted("Karrow"))
    assert asking.searches(house) == []
