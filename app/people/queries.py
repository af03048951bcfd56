"""What the pages of people show."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.work import NOBODY, reading
from models.people import Person, User
from models.stages import Stage
from models.states import Installation, State
from models.traders import Trader


@dataclass(frozen=True)
class Offered:
    """A demonstration account that the sign-in page offers by one click."""

    login: str
    name: str
    role: str
    state: str | None
    place: str
    """The State's or trader's name."""


def offered() -> tuple[Offered, ...]:
    """The accounts of a demonstration, by State and role; nothing anywhere else."""
    with reading(NOBODY) as view:
        return _offered(view.session)


def _offered(session: Session) -> tuple[Offered, ...]:
    if not session.scalar(select(Installation.demonstration)):
        return ()
    rows = session.execute(
        select(User.login, Person.name, User.role, User.state_code, State.name, Trader.name)
        .join(Person, Person.id == User.person_id)
        .outerjoin(State, State.code == User.state_code)
        .outerjoin(Trader, Trader.id == User.trader_id)
        .where(User.demonstration, User.stage == Stage.ACTIVE)
        .order_by(User.id)
    )
    return tuple(
        Offered(login, name, role, code, state or trader or "")
        for login, name, role, code, state, trader in rows
    )
