"""A licence as rows, for tests of the ledger and the verdict: no dossier work, one act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models import check_codes, numbers
from models.deals import Behalf, Capacity, Consideration, Deal, DealParty, DealStep, Stop
from models.dossiers import Authorization, CoverRow, Dossier, DossierVersion, Party
from models.goods import GoodsClass, GoodsLine
from models.licences import Licence, LicenceCondition, LicenceLine, LicenceShare, LicenceStop
from models.particulars import TraderKind
from models.people import Role
from models.stages import Stage
from models.traders import Trader
from tests import make

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
    start = make.at(f"{first_day} 00:00")
    with house.rows() as session:
        stamp = make._stamp
        dossier = stamp(
            Dossier(
                number=numbers.mint(session, states[0], numbers.Kind.DOSSIER, 2026),
                trader_id=holder,
                lead_state=states[0],
                stage=Stage.DECIDED,
                draft=deal,
                version=1,
            )
        )
        session.add(dossier)
        session.flush()
        version = stamp(
            DossierVersion(
                dossier_id=dossier.id,
                number=1,
                deal=deal,
                digest="0" * 64,
                submitted_at=start,
                submitted_by_id=officer.user_id,
            )
        )
        session.add(version)
        session.flush()
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
        for code in states:
            session.add(
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
            )
        code_word = check_codes.new()
        row = stamp(
            Licence(
                number=numbers.mint(session, states[0], numbers.Kind.LICENCE, 2026),
                check_code=code_word,
                dossier_id=dossier.id,
                version_id=version.id,
                trader_id=holder,
                lead_state=states[0],
                stage=Stage.ISSUED,
                issued_at=start,
                valid_from=start,
                valid_until=_end(last_day),
                destination=route[-1][0],
            )
        )
        session.add(row)
        session.flush()
        for code in states:
            case = stamp(
                Authorization(
                    dossier_id=dossier.id, state_code=code, stage=Stage.ISSUED, opened_at=start
                )
            )
            session.add(case)
            session.flush()
            session.add(
                stamp(
                    LicenceShare(
                        licence_id=row.id,
                        state_code=code,
                        authorization_id=case.id,
                        first_day=first_day,
                        last_day=last_day,
                        consented_at=start,
                    )
                )
            )
        for line in deal.lines:
            session.add(
                LicenceLine(
                    licence_id=row.id,
                    no=line.no,
                    goods_class=str(line.goods_class),
                    description=line.description,
                    quantity=line.quantity,
                    unit=str(line.unit),
                )
            )
        for position, (code, role) in enumerate(route):
            session.add(
                LicenceStop(licence_id=row.id, position=position, state_code=code, role=role)
            )
        session.add(
            LicenceCondition(licence_id=row.id, state_code=states[0], text="Carriage by sea only")
        )
        return Given(row.number, code_word, holder)


def _end(last_day: date) -> datetime:
    return make.at(f"{last_day} 00:00") + timedelta(days=1)


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
