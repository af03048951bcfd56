"""The command line of keys for programs: made, listed, withdrawn, refused in words."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.programs import queries
from app.work import REGISTER
from models.api_keys import ApiKey
from models.people import Role, User
from tests import make


def rows(house: make.House) -> list[ApiKey]:
    with house.rows() as session:
        found = list(session.scalars(select(ApiKey)))
        session.expunge_all()
        return found


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_the_command_line_makes_lists_and_withdraws(house: make.House, application: Flask) -> None:
    make.states(house)
    officer = make.user(house, Role.ENFORCEMENT_OFFICER, "XA")
    customs = make.user(house, Role.CUSTOMS_OFFICER, "XA")
    with house.rows() as session:
        login = session.get_one(User, officer.user_id).login
        other = session.get_one(User, customs.user_id).login
    runner = application.test_cli_runner()
    named = ["--label", "Case system", "--purpose", "review"]
    made = runner.invoke(args=["apikeys", "create", login, *named])
    assert re.search(r"^sacr_[A-Za-z0-9_-]{43}$", made.stdout, re.MULTILINE)
    [row] = rows(house)
    listed = runner.invoke(args=["apikeys", "list"])
    assert f"{row.uid}  {row.hint}...  stands until" in listed.output
    for refused in ("nobody@example.org", other):
        assert runner.invoke(args=["apikeys", "create", refused, *named]).exit_code == 1
    gone = runner.invoke(args=["apikeys", "withdraw", str(row.uid), "--reason", "Replaced."])
    assert gone.exit_code == 0
    assert queries.keys(REGISTER).keys[0].stands is False
