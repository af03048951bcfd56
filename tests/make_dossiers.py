"""Builders of dossiers: written and submitted through the broker's own services."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from sqlalchemy import func, select

from app.dossiers import drafts, services
from app.dossiers.said import Contract, EndUse, Questions
from app.papers import Paper
from app.work import Caller
from models.deals import (
    Behalf,
    Capacity,
    Consideration,
    Deal,
    DealParty,
    DealStep,
    OutsideEvidence,
    Stop,
)
from models.dossiers import Authorization, Dossier
from models.goods import GoodsClass, GoodsLine, Unit
from models.people import Person, Role, User
from models.stages import Stage
from models.states import State
from models.traders import Registration, Suspension
from tests import make

PAPER = Paper("end-use.pdf", b"%PDF-1.7 invented", "contract")
EVIDENCE = OutsideEvidence(
    party=1,
    state="NO",
    authority="Ministry of Oslo",
    registration="NO-R-1",
    authorization="NO-A-1",
    first_day=date(2026, 1, 1),
    last_day=date(2027, 12, 31),
)
"""An authorization of a State that takes no part (rules 1.7); it still lacks its file."""
LATER = date(2026, 3, 20)
DECLARATION = "What is said here is true and whole."
LINES = (
    GoodsLine(
        no=1,
        goods_class=GoodsClass.PISTOL,
        description="Pistol, semi-automatic, 9×19 mm",
        quantity=1200,
        value=48_000_000,
        make_model="Karrow K4",
        calibre="9×19 mm",
    ),
    GoodsLine(
        no=2,
        goods_class=GoodsClass.AMMUNITION,
        description="Cartridge, 9×19 mm, ball",
        quantity=250_000,
        unit=Unit.ROUND,
        value=7_500_000,
    ),
)
ROUTE = (Stop("XD", "dispatch", "Port Ulm", "sea"), Stop("XE", "destination", "Selmark", "sea"))


def submitted(
    house: make.House,
    states: tuple[str, ...] = ("XA", "XB"),
    *,
    broker: int | None = None,
    lines: tuple[GoodsLine, ...] = LINES,
    route: tuple[Stop, ...] = ROUTE,
    **changed: Any,
) -> str:
    """A submitted dossier that these States must authorize; returns its number.

    The first State is the broker's nationality, in each further one a step takes place. `broker`
    is the id of a trader that has its registrations; without it one is made, registered in each.
    """
    caller, key = drafted(house, states, broker=broker, lines=lines, route=route, **changed)
    return submit(house, caller, key)


def drafted(
    house: make.House,
    states: tuple[str, ...] = ("XA", "XB"),
    *,
    broker: int | None = None,
    lines: tuple[GoodsLine, ...] = LINES,
    route: tuple[Stop, ...] = ROUTE,
    **changed: Any,
) -> tuple[Caller, str]:
    """A draft that lacks nothing, and its empowered official."""
    with_states(house)
    if broker is None:
        broker = make.trader(house, country=states[0])
        for code in states:
            make.registration(house, broker, code)
    caller = official(house, broker)
    key = services.start(caller)
    fill(caller, key, places=states[1:] or states[:1], lines=lines, route=route)
    if changed:
        _overwrite(house, key, changed)
    return caller, key


def fill(
    caller: Caller,
    key: str,
    *,
    places: tuple[str, ...] = ("XB",),
    lines: tuple[GoodsLine, ...] = LINES,
    route: tuple[Stop, ...] = ROUTE,
    first_day: date = date(2026, 3, 16),
) -> None:
    """Write every group of a draft, through the services."""
    drafts.answer_questions(
        caller,
        key,
        Questions(
            behalf=Behalf.ANOTHER,
            behalf_of="Karrow Works SA",
            consideration=Consideration.COMMISSION,
            payer="Karrow Works SA",
            international=True,
            title="Pistols and cartridges for Selmark",
            capacity=Capacity.BROKER,
        ),
    )
    for party in (
        DealParty(
            no=90,
            capacity=Capacity.SELLER,
            name="Karrow Works SA",
            state="XD",
            address="4 Foundry Road, Ulm",
            authority_reference="XD/M/118",
        ),
        DealParty(no=90, capacity=Capacity.BUYER, name="Selmark Supply Ltd", state="XE"),
        DealParty(
            no=90,
            capacity=Capacity.END_USER,
            name="Interior Ministry of Xeland",
            state="XE",
            is_state_body=True,
        ),
    ):
        drafts.save_party(caller, key, party)
    for place in places:
        drafts.save_step(
            caller,
            key,
            DealStep(
                no=90,
                party=1,
                state=place,
                first_day=first_day,
                last_day=first_day,
                means="meeting",
                acting_person="Ada Quill",
            ),
        )
    for line in lines:
        drafts.save_line(caller, key, line)
    drafts.save_route(caller, key, route)
    drafts.save_end_use(
        caller,
        key,
        EndUse(purpose="Border police", number="EUC 17/2026", issuer="Interior Ministry"),
        PAPER,
    )
    drafts.save_contract(
        caller,
        key,
        Contract(
            contract="KW-2026-004",
            wanted_from=date(2026, 4, 1),
            wanted_until=date(2027, 3, 31),
        ),
    )


def submit(house: make.House, caller: Caller, key: str, **more: Any) -> str:
    """Submit a draft in its official's own name; returns the number."""
    fresh = make.fresh(house, caller)
    name = name_of(house, caller)
    return services.submit(fresh, key, declared_by=name, declaration=DECLARATION, **more)


def official(house: make.House, trader_id: int, name: str = "Ada Quill") -> Caller:
    """The empowered official of a trader, freshly proved."""
    return make.user(house, Role.APPLICANT_ADMIN, trader=trader_id, name=name)


def owner(house: make.House, number: str) -> Caller:
    """The empowered official of a dossier's broker, freshly proved."""
    with house.rows() as session:
        trader_id = session.scalars(select(Dossier.trader_id).where(Dossier.number == number)).one()
        found = session.scalars(
            select(User.id).where(
                User.trader_id == trader_id,
                User.role == Role.APPLICANT_ADMIN,
                User.stage == Stage.ACTIVE,
            )
        ).first()
    return make.fresh(house, Caller(found)) if found else official(house, trader_id)


def trader_of(house: make.House, number: str) -> int:
    """The trader whose dossier it is."""
    with house.rows() as session:
        return session.scalars(select(Dossier.trader_id).where(Dossier.number == number)).one()


def name_of(house: make.House, caller: Caller) -> str:
    """The name of the person behind an account."""
    with house.rows() as session:
        return session.scalars(
            select(Person.name)
            .join(User, User.person_id == Person.id)
            .where(User.id == caller.user_id)
        ).one()


def with_states(house: make.House) -> None:
    """The five States, unless the test made its own."""
    with house.rows() as session:
        known = set(session.scalars(select(State.code)))
    if not known:
        make.states(house)


def draft_of(house: make.House, key: str) -> Deal:
    """What a dossier's draft says, by number or uid."""
    with house.rows() as session:
        return _row(session, key).draft


def _overwrite(house: make.House, key: str, changed: dict[str, Any]) -> None:
    with house.rows() as session:
        row = _row(session, key)
        row.draft = msgspec.structs.replace(row.draft, **changed)


def _row(session: Any, key: str) -> Dossier:
    found: Dossier = next(
        row for row in session.scalars(select(Dossier)) if key in (row.number, str(row.uid))
    )
    return found


def step(state: str, day: date = LATER, by: int = 1) -> DealStep:
    """A step of the broker, or of another party, to be added."""
    return DealStep(no=99, party=by, state=state, first_day=day, last_day=day, means="call")


def dossier_of(house: make.House, key: str) -> Dossier:
    """The dossier of a number or uid."""
    with house.rows() as session:
        rows = session.scalars(select(Dossier)).unique()
        return next(row for row in rows if key in (row.number, str(row.uid)))


def stages(house: make.House, number: str) -> dict[str, Stage]:
    """The stage of each State's case."""
    with house.rows() as session:
        rows = session.execute(
            select(Authorization.state_code, Authorization.stage)
            .join(Dossier, Dossier.id == Authorization.dossier_id)
            .where(Dossier.number == number)
        )
        return {code: stage for code, stage in rows}  # noqa: C416  a result is no mapping


def count(house: make.House, thing: type[Any]) -> int:
    """How many rows of a thing there are."""
    with house.rows() as session:
        return session.scalar(select(func.count()).select_from(thing)) or 0


def set_stage(house: make.House, number: str, state: str, stage: Stage) -> None:
    """Bring a case where an officer would have brought it."""
    with house.rows() as session:
        found = session.scalars(
            select(Authorization)
            .join(Dossier)
            .where(Dossier.number == number, Authorization.state_code == state)
        ).unique()
        found.one().stage = stage


def amend(house: make.House, number: str, reason: str = "one more meeting") -> int:
    """Submit the changed draft as the next version."""
    caller = owner(house, number)
    return services.amend(
        caller,
        number,
        reason=reason,
        declared_by=name_of(house, caller),
        declaration=DECLARATION,
    )


def suspend(house: make.House, state: str) -> None:
    """A suspension that stands, of the one registration in that State."""
    senior = make.user(house, Role.SENIOR_OFFICER, state)
    person = make.person_of(house, senior)
    with house.rows() as session:
        found = session.scalars(
            select(Registration.id).where(Registration.state_code == state)
        ).one()
        session.add(
            Suspension(
                registration_id=found,
                state_code=state,
                ground="G3",
                reason="in question",
                suspended_at=make.at("2026-03-01 09:00"),
                suspended_by_id=senior.user_id,
                suspended_person_id=person,
                confirm_by=make.at("2026-03-04 09:00"),
                limit_at=make.at("2026-05-01 09:00"),
                recorded_at=make.at("2026-03-01 09:00"),
            )
        )
