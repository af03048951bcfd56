"""Asks for a certificate inside the act that decides: freezes its facts; the worker makes it."""

from __future__ import annotations

from datetime import UTC, date, timedelta

from sqlalchemy import select

from app import formats, standing
from app.work import Work
from models import check_codes, sheets
from models.actions import Action
from models.certificates import Certificate
from models.deals import Deal
from models.dossiers import CoverRow, DossierVersion
from models.licences import Licence, LicenceShare
from models.sheets import (
    Authorizer,
    LicenceSheet,
    RegistrationSheet,
    Sheet,
    SheetCondition,
    SheetLine,
    SheetOutside,
    SheetParty,
    SheetStop,
)
from models.stages import Stage
from models.states import Installation, Regime, day_of
from models.traders import Registration, RegistrationTerm, Trader

ONE_DAY = timedelta(days=1)
"""A term ends at 00:00 of the day after its last (rules 2.5)."""


def request_registration(w: Work, registration: Registration, term: RegistrationTerm) -> None:
    """Freeze the facts of a registration's term; a consequence of approving it (DOC-01)."""
    regime = standing.regime(w.session)
    state = registration.state_code
    zone = regime.zone(state, w.at)
    trader = w.session.get_one(Trader, registration.trader_id)
    sheet = RegistrationSheet(
        number=registration.number or "",
        check_code=check_codes.new(),
        issued_at=w.at,
        kind=registration.kind,
        trader=trader.name,
        trader_form=trader.form,
        trader_number=trader.number,
        authorizer=_authorizer(
            w,
            regime,
            state,
            day_of(w.at, zone),
            day_of(term.valid_from, zone),
            day_of(term.valid_until, zone) - ONE_DAY,
        ),
        conditions=registration.conditions,
        demonstration=_demonstration(w),
    )
    _add(w, sheet, trader.id, state, registration=registration, term=term)


def request_licence(w: Work, licence: Licence) -> None:
    """Freeze the facts of a licence; a consequence of granting it."""
    regime = standing.regime(w.session)
    version = w.session.get_one(DossierVersion, licence.version_id)
    deal = version.deal
    shares = w.session.scalars(
        select(LicenceShare).where(LicenceShare.licence_id == licence.id).order_by(LicenceShare.id)
    ).all()
    whys = _whys(w, licence)
    sheet = LicenceSheet(
        number=licence.number,
        check_code=licence.check_code,
        issued_at=licence.issued_at,
        valid_from=licence.valid_from.astimezone(UTC),
        valid_until=licence.valid_until.astimezone(UTC),
        lead=licence.lead_state,
        authorizers=tuple(
            _authorizer(
                w,
                regime,
                share.state_code,
                day_of(share.consented_at, regime.zone(share.state_code, w.at)),
                share.first_day,
                share.last_day,
                whys.get(share.state_code, ""),
            )
            for share in shares
        ),
        dossier=licence.dossier.number or "",
        version=version.number,
        parties=_parties(w, licence, version, regime),
        lines=_lines(licence, deal),
        route=tuple(
            SheetStop(
                state=stop.state, name=_name(regime, stop.state), role=stop.role, place=stop.place
            )
            for stop in deal.route
        ),
        conditions=tuple(
            SheetCondition(text=item.text, state_name=_name(regime, item.state_code))
            for item in licence.conditions
        ),
        end_use=deal.end_use,
        end_use_certificate=deal.certificate.number,
        end_use_issuer=deal.certificate.issuer,
        end_use_issued_on=deal.certificate.issued_on,
        outside=_outside(deal, regime),
        demonstration=_demonstration(w),
    )
    _add(w, sheet, licence.trader_id, licence.lead_state, licence=licence)


def _add(
    w: Work,
    sheet: Sheet,
    trader_id: int,
    state: str,
    *,
    registration: Registration | None = None,
    term: RegistrationTerm | None = None,
    licence: Licence | None = None,
) -> None:
    text = sheets.written(sheet)
    w.add(
        Action.CERTIFICATE_REQUEST,
        Certificate(
            number=sheet.number,
            check_code=sheet.check_code,
            registration_id=registration.id if registration else None,
            licence_id=licence.id if licence else None,
            term_id=term.id if term else None,
            trader_id=trader_id,
            state_code=state,
            facts=text,
            digest=sheets.digest(text),
            issued_at=w.at,
        ),
    )


def _authorizer(
    w: Work,
    regime: Regime,
    state: str,
    consented_on: date,
    first_day: date,
    last_day: date,
    why: str = "",
) -> Authorizer:
    terms = regime.of(state, w.at)
    return Authorizer(
        code=state,
        name=_name(regime, state),
        authority=terms.authority if terms else "",
        zone=str(regime.zone(state, w.at)),
        consented_on=consented_on,
        first_day=first_day,
        last_day=last_day,
        why=why,
    )


def _lines(licence: Licence, deal: Deal) -> tuple[SheetLine, ...]:
    """The goods as licensed, described as they were asked for."""
    asked = {line.no: line for line in deal.lines}
    return tuple(
        SheetLine(
            no=line.no,
            goods_class=line.goods_class,
            description=line.description,
            make_model=asked[line.no].make_model,
            calibre=asked[line.no].calibre,
            quantity=line.quantity,
            unit=line.unit,
            value=line.value,
            currency=line.currency if line.value else "",
        )
        for line in licence.lines
    )


def _outside(deal: Deal, regime: Regime) -> tuple[SheetOutside, ...]:
    """The evidence that was accepted in place of a State that takes no part (rules 1.7)."""
    parties = {party.no: party.name for party in deal.parties}
    return tuple(
        SheetOutside(
            party=parties.get(item.party, ""),
            state_name=_name(regime, item.state),
            authority=item.authority,
            registration=item.registration,
            authorization=item.authorization,
            first_day=item.first_day,
            last_day=item.last_day,
        )
        for item in deal.outside
    )


def _parties(
    w: Work, licence: Licence, version: DossierVersion, regime: Regime
) -> tuple[SheetParty, ...]:
    """Every party; covered ones with their live registrations in the required States."""
    rows = w.session.scalars(
        select(CoverRow).where(CoverRow.version_id == licence.version_id).order_by(CoverRow.id)
    ).all()
    traders = {row.trader_id for row in rows if row.trader_id}
    found = w.session.scalars(
        select(Registration).where(
            Registration.trader_id.in_(traders), Registration.stage == Stage.ACTIVE
        )
    ).unique()
    live = {(row.trader_id, row.state_code, row.kind): row.number or "" for row in found}
    references: dict[int, dict[str, None]] = {}
    for row in rows:
        number = live.get((row.trader_id or 0, row.state_code, row.kind))
        if number:
            references.setdefault(row.party_no, {})[number] = None
    return tuple(
        SheetParty(
            capacity=str(party.capacity),
            name=party.name,
            state=party.state,
            state_name=_name(regime, party.state) if party.state else "",
            references=tuple(references.get(party.no, {}))
            or tuple(filter(None, (party.authority_reference,))),
        )
        for party in version.deal.parties
    )


def _whys(w: Work, licence: Licence) -> dict[str, str]:
    """Why each State was asked first."""
    rows = w.session.execute(
        select(CoverRow.state_code, CoverRow.why)
        .where(CoverRow.version_id == licence.version_id)
        .order_by(CoverRow.id.desc())
    )
    return {row.state_code: row.why for row in rows}


def _name(regime: Regime, code: str) -> str:
    """A State by name: as the register calls it, else as English calls the country."""
    return regime.names.get(code) or str(formats.ENGLISH.territories.get(code, code))


def _demonstration(w: Work) -> bool:
    return bool(w.session.scalar(select(Installation.demonstration)))
