"""A licence as rows, for tests of the ledger and the verdict: no dossier work, one act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy.orm import Session

from models import check_codes, numbers
from models.base import Base
from models.deals import Behalf, Capacity, Consideration, Deal, DealParty, DealStep, Stop
from models.dossiers import Authorization, CoverRow, Dossier, DossierVersion, Party
from models.goods import GoodsClass, GoodsLine
from models.licences import Licence, LicenceCondition, LicenceLine, LicenceShare, LicenceStop
from models.particulars import TraderKind
from models.people import Role
from models.stages import Stage
from models.traders import Trader
from tests import make

R = TypeVar("R", bound=Base)
ROUTE = (("XB", "dispatch"), ("XD", "transit"), ("XE", "destination"))


@dataclass(frozen=True)
class Given:
    """A licence that was given."""

    number: str
    code: str
    trader_id: int


def licence(
    house: make.House,
    states: tuple[str, ...] = ("XA", "XB"),
    *,
    quantities: tuple[int, ...] = (100,),
    route: tuple[tuple[str, str], ...] = ROUTE,
    first_day: date = date(2026, 1, 1),
    last_day: date = date(2026, 12, 31),
    trader: int | None = None,
) -> Given:
    """An issued licence whose holder is a broker with cover in each of `states`."""
    holder = trader or make.trader(house, country=states[0])
    if trader is None:
        for code in states:
            make.registration(house, holder, code, first_day=date(2026, 1, 1))
    number = make.trader_number(house, holder)
    deal = _deal(number, states, quantities, route, first_day, last_day)
    officer = make.user(house, Role.APPLICANT_ADMIN, trader=holder)
    with house.rows() as session:
        version = _submitted(session, deal, holder, states, officer.user_id, first_day)
        _covered(session, version, holder, states)
        row = _issued(session, version, holder, states[0], first_day, last_day)
        _consented(session, row, states, first_day, last_day)
        session.add_all(_parts(row.id, deal, states[0], route))
        return Given(row.number, row.check_code, holder)


def _put(session: Session, row: R) -> R:
    """A row with its stamps and its key."""
    session.add(make._stamp(row))
    session.flush()
    return row


def _submitted(
    session: Session,
    deal: Deal,
    holder: int,
    states: tuple[str, ...],
    by: int | None,
    first_day: date,
) -> DossierVersion:
    dossier = _put(
        session,
        Dossier(
            number=numbers.mint(session, states[0], numbers.Kind.DOSSIER, 2026),
            trader_id=holder,
            lead_state=states[0],
            stage=Stage.DECIDED,
            draft=deal,
            version=1,
        ),
    )
    return _put(
        session,
        DossierVersion(
            dossier_id=dossier.id,
            number=1,
            deal=deal,
            digest="0" * 64,
            submitted_at=_start(first_day),
            submitted_by_id=by,
        ),
    )


def _covered(
    session: Session, version: DossierVersion, holder: int, states: tuple[str, ...]
) -> None:
    name = session.get_one(Trader, holder).name
    session.add(
        Party(
            version_id=version.id,
            no=1,
            capacity=str(Capacity.BROKER),
            name=name,
            state_code=states[0],
            trader_id=holder,
        )
    )
    session.add_all(
        CoverRow(
            version_id=version.id,
            party_no=1,
            party_name=name,
            trader_id=holder,
            capacity=str(Capacity.BROKER),
            kind=str(TraderKind.BROKER),
            state_code=code,
            why="nationality" if code == states[0] else "place",
        )
        for code in states
    )


def _issued(
    session: Session,
    version: DossierVersion,
    holder: int,
    lead: str,
    first_day: date,
    last_day: date,
) -> Licence:
    return _put(
        session,
        Licence(
            number=numbers.mint(session, lead, numbers.Kind.LICENCE, 2026),
            check_code=check_codes.new(),
            dossier_id=version.dossier_id,
            version_id=version.id,
            trader_id=holder,
            lead_state=lead,
            stage=Stage.ISSUED,
            issued_at=_start(first_day),
            valid_from=_start(first_day),
            valid_until=_start(last_day + timedelta(days=1)),
            destination=version.deal.route[-1].state,
        ),
    )


def _consented(
    session: Session, row: Licence, states: tuple[str, ...], first_day: date, last_day: date
) -> None:
    for code in states:
        case = _put(
            session,
            Authorization(
                dossier_id=row.dossier_id,
                state_code=code,
                stage=Stage.ISSUED,
                opened_at=_start(first_day),
            ),
        )
        _put(
            session,
            LicenceShare(
                licence_id=row.id,
                state_code=code,
                authorization_id=case.id,
                first_day=first_day,
                last_day=last_day,
                consented_at=_start(first_day),
            ),
        )


def _parts(key: int, deal: Deal, lead: str, route: tuple[tuple[str, str], ...]) -> list[Base]:
    """Lines, stops and a condition of a licence."""
    return [
        *(
            LicenceLine(
                licence_id=key,
                no=line.no,
                goods_class=str(line.goods_class),
                description=line.description,
                quantity=line.quantity,
                unit=str(line.unit),
            )
            for line in deal.lines
        ),
        *(
            LicenceStop(licence_id=key, position=position, state_code=code, role=role)
            for position, (code, role) in enumerate(route)
        ),
        LicenceCondition(licence_id=key, state_code=lead, text="Carriage by sea only"),
    ]


def _start(day: date) -> datetime:
    return make.at(f"{day} 00:00")


def _deal(
    trader_number: str,
    states: tuple[str, ...],
    quantities: tuple[int, ...],
    route: tuple[tuple[str, str], ...],
    first_day: date,
    last_day: date,
) -> Deal:
    return Deal(
        behalf=Behalf.ANOTHER,
        consideration=Consideration.COMMISSION,
        international=True,
        parties=(
            DealParty(
                no=1, capacity=Capacity.BROKER, name="Norvane Brokering Ltd", trader=trader_number
            ),
            DealParty(no=2, capacity=Capacity.SELLER, name="Karrow Works SA", state=route[0][0]),
            DealParty(
                no=3,
                capacity=Capacity.END_USER,
                name="Xeland National Police",
                state=route[-1][0],
                is_state_body=True,
            ),
        ),
        steps=tuple(
            DealStep(no=n, party=1, state=code, first_day=first_day, last_day=first_day)
            for n, code in enumerate(states, 1)
        ),
        lines=tuple(
            GoodsLine(
                no=n,
                goods_class=GoodsClass.PISTOL,
                description="Pistol, semi-automatic, 9×19 mm",
                quantity=quantity,
            )
            for n, quantity in enumerate(quantities, 1)
        ),
        route=tuple(Stop(code, role) for code, role in route),
        end_use="Service pistols of the police",
        wanted_from=first_day,
        wanted_until=last_day,
    )
