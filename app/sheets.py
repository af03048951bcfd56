"""Asks for a certificate inside the act that decides: freezes its facts; the worker makes it.

The same facts are composed as a draft before the decision, for the officers who are to take it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import formats, standing
from app.work import View, Work
from models import check_codes, sheets
from models.actions import Action
from models.certificates import Certificate
from models.deals import Deal
from models.dossiers import CoverRow, Dossier, DossierVersion
from models.letters import ReissueCause
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

Room = View | Work
ONE_DAY = timedelta(days=1)
"""A term ends at 00:00 of the day after its last (rules 2.5)."""


def request_registration(w: Work, registration: Registration, term: RegistrationTerm) -> None:
    """Freeze the facts of a registration's term; a consequence of approving it (DOC-01)."""
    span = (term.valid_from, term.valid_until)
    draft = registration_sheet(w, registration, registration.conditions, span)
    sheet = _numbered(draft, registration.number or "", check_codes.new())
    _add(
        w,
        Action.CERTIFICATE_REQUEST,
        sheet,
        _certificate(sheet, registration, registration_id=registration.id, term_id=term.id),
    )


def request_licence(w: Work, licence: Licence) -> None:
    """Freeze the facts of a licence; a consequence of granting it."""
    sheet = _numbered(licence_sheet(w, granted(w, licence)), licence.number, licence.check_code)
    _add(
        w,
        Action.CERTIFICATE_REQUEST,
        sheet,
        _certificate(sheet, licence, licence_id=licence.id, state=licence.lead_state),
    )


def reissue(w: Work, old: Certificate, cause: ReissueCause, reason: str) -> Certificate:
    """Make a certificate anew from what stands now; the old one is good for nothing from here on.

    Its number stays, its check code is new: who found the lost paper cannot pass it off.
    """
    code = check_codes.new()
    if old.licence_id is not None:
        licence = w.session.get_one(Licence, old.licence_id)
        draft: LicenceSheet | RegistrationSheet = licence_sheet(
            w, granted(w, licence), names_of_now=True
        )
    else:
        registration = w.session.get_one(Registration, old.registration_id)
        term = w.session.get_one(RegistrationTerm, old.term_id)
        span = (term.valid_from, term.valid_until)
        draft = registration_sheet(w, registration, registration.conditions, span, term.recorded_at)
    sheet = _numbered(draft, old.number, code, replaces=old.issued_at)
    return _add(
        w,
        Action.CERTIFICATE_REISSUE,
        sheet,
        _certificate(
            sheet,
            old,
            registration_id=old.registration_id,
            licence_id=old.licence_id,
            term_id=old.term_id,
            supersedes_id=old.id,
            reissue_cause=str(cause),
        ),
        reason,
        cause=str(cause),
    )


def registration_sheet(
    room: Room,
    registration: Registration,
    conditions: tuple[str, ...],
    span: tuple[datetime, datetime],
    decided_at: datetime | None = None,
) -> RegistrationSheet:
    """What a registration's certificate says, as a draft; `span` is its validity."""
    regime = standing.regime(room.session)
    state = registration.state_code
    zone = regime.zone(state, room.at)
    trader = room.session.get_one(Trader, registration.trader_id)
    return RegistrationSheet(
        number=sheets.DRAFT,
        check_code="",
        issued_at=room.at,
        kind=registration.kind,
        trader=trader.name,
        trader_form=trader.form,
        trader_number=trader.number,
        authorizer=_authorizer(
            regime,
            room.at,
            Part(
                state,
                day_of(decided_at or room.at, zone),
                day_of(span[0], zone),
                day_of(span[1], zone) - ONE_DAY,
            ),
        ),
        conditions=conditions,
        demonstration=is_demonstration(room.session),
        languages=languages(regime, (state,), room.at),
    )


class Part(msgspec.Struct, frozen=True):
    """One State's part of a licence: the day it consented, and its own days."""

    state: str
    consented_on: date
    first_day: date
    last_day: date


class Granted(msgspec.Struct, frozen=True, kw_only=True):
    """What makes a licence: as granted, or as consents and a proposal would make it now."""

    dossier: Dossier
    version: DossierVersion
    lead: str
    span: tuple[datetime, datetime]
    parts: tuple[Part, ...]
    lines: tuple[tuple[int, int, int], ...]
    """Number, whole quantity, and value in minor units of each line that is left."""
    conditions: tuple[tuple[str, str], ...]
    """State and text."""


def granted(room: Room, licence: Licence) -> Granted:
    """What an issued licence was made of."""
    regime = standing.regime(room.session)
    shares = room.session.scalars(
        select(LicenceShare).where(LicenceShare.licence_id == licence.id).order_by(LicenceShare.id)
    )
    return Granted(
        dossier=licence.dossier,
        version=room.session.get_one(DossierVersion, licence.version_id),
        lead=licence.lead_state,
        span=(licence.valid_from, licence.valid_until),
        parts=tuple(
            Part(
                share.state_code,
                day_of(share.consented_at, regime.zone(share.state_code, room.at)),
                share.first_day,
                share.last_day,
            )
            for share in shares
        ),
        lines=tuple((line.no, line.quantity, line.value) for line in licence.lines),
        conditions=tuple((item.state_code, item.text) for item in licence.conditions),
    )


def licence_sheet(room: Room, of: Granted, *, names_of_now: bool = False) -> LicenceSheet:
    """What a licence says, as a draft; registered parties by the names they have now, if asked."""
    regime = standing.regime(room.session)
    deal = of.version.deal
    whys = _whys(room, of.version)
    return LicenceSheet(
        number=sheets.DRAFT,
        check_code="",
        issued_at=room.at,
        valid_from=of.span[0].astimezone(UTC),
        valid_until=of.span[1].astimezone(UTC),
        lead=of.lead,
        authorizers=tuple(
            _authorizer(regime, room.at, part, whys.get(part.state, "")) for part in of.parts
        ),
        dossier=of.dossier.number or "",
        version=of.version.number,
        parties=_parties(room, of.version, regime, names_of_now=names_of_now),
        lines=_lines(of.lines, deal),
        route=tuple(
            SheetStop(
                state=stop.state, name=name_of(regime, stop.state), role=stop.role, place=stop.place
            )
            for stop in deal.route
        ),
        conditions=tuple(
            SheetCondition(text=text, state_name=name_of(regime, state))
            for state, text in of.conditions
        ),
        end_use=deal.end_use,
        end_use_certificate=deal.certificate.number,
        end_use_issuer=deal.certificate.issuer,
        end_use_issued_on=deal.certificate.issued_on,
        outside=_outside(deal, regime),
        demonstration=is_demonstration(room.session),
        languages=languages(regime, [part.state for part in of.parts], room.at),
    )


def languages(regime: Regime, states: Iterable[str], at: datetime) -> tuple[str, ...]:
    """The languages that these States have set, each once, English last (DOC-08)."""
    terms = [regime.of(state, at) for state in states]
    found = [code for item in terms if item for code in item.languages if code != "en"]
    return (*dict.fromkeys(found), "en")


def _numbered(
    draft: LicenceSheet | RegistrationSheet,
    number: str,
    check_code: str,
    replaces: datetime | None = None,
) -> LicenceSheet | RegistrationSheet:
    """A draft that is decided now."""
    return msgspec.structs.replace(draft, number=number, check_code=check_code, replaces=replaces)


def _certificate(
    sheet: LicenceSheet | RegistrationSheet,
    of: Registration | Licence | Certificate,
    state: str | None = None,
    **keys: Any,
) -> Certificate:
    """The row of a sheet; `keys` say of which thing it is."""
    text = sheets.written(sheet)
    return Certificate(
        number=sheet.number,
        check_code=sheet.check_code,
        trader_id=of.trader_id,
        state_code=state or of.of_state(),
        facts=text,
        digest=sheets.digest(text),
        issued_at=sheet.issued_at,
        **keys,
    )


def _add(
    w: Work,
    action: Action,
    sheet: Sheet,
    row: Certificate,
    note: str = "",
    **facts: Any,
) -> Certificate:
    """Keep it, unless it is still a draft: that is a mistake of ours, and nothing is decided."""
    if sheets.is_draft(sheet):
        msg = "a draft is never kept"
        raise ValueError(msg)
    return w.add(action, row, note, **facts)


def _authorizer(regime: Regime, at: datetime, part: Part, why: str = "") -> Authorizer:
    terms = regime.of(part.state, at)
    return Authorizer(
        code=part.state,
        name=name_of(regime, part.state),
        authority=terms.authority if terms else "",
        zone=str(regime.zone(part.state, at)),
        consented_on=part.consented_on,
        first_day=part.first_day,
        last_day=part.last_day,
        why=why,
    )


def _lines(left: tuple[tuple[int, int, int], ...], deal: Deal) -> tuple[SheetLine, ...]:
    """The goods as licensed, described as they were asked for."""
    asked = {line.no: line for line in deal.lines}
    return tuple(
        SheetLine(
            no=no,
            goods_class=str(asked[no].goods_class),
            description=asked[no].description,
            make_model=asked[no].make_model,
            calibre=asked[no].calibre,
            quantity=quantity,
            unit=str(asked[no].unit),
            value=value,
            currency=asked[no].currency if value else "",
        )
        for no, quantity, value in left
    )


def _outside(deal: Deal, regime: Regime) -> tuple[SheetOutside, ...]:
    """The evidence that was accepted in place of a State that takes no part (rules 1.7)."""
    parties = {party.no: party.name for party in deal.parties}
    return tuple(
        SheetOutside(
            party=parties.get(item.party, ""),
            state_name=name_of(regime, item.state),
            authority=item.authority,
            registration=item.registration,
            authorization=item.authorization,
            first_day=item.first_day,
            last_day=item.last_day,
        )
        for item in deal.outside
    )


def _parties(
    room: Room, version: DossierVersion, regime: Regime, *, names_of_now: bool
) -> tuple[SheetParty, ...]:
    """Every party; covered ones with their live registrations in the required States."""
    rows = room.session.scalars(
        select(CoverRow).where(CoverRow.version_id == version.id).order_by(CoverRow.id)
    ).all()
    traders = {row.trader_id for row in rows if row.trader_id}
    found = room.session.scalars(
        select(Registration).where(
            Registration.trader_id.in_(traders), Registration.stage == Stage.ACTIVE
        )
    ).unique()
    live = {(row.trader_id, row.state_code, row.kind): row.number or "" for row in found}
    names = _names(room, rows) if names_of_now else {}
    references: dict[int, dict[str, None]] = {}
    for row in rows:
        number = live.get((row.trader_id or 0, row.state_code, row.kind))
        if number:
            references.setdefault(row.party_no, {})[number] = None
    return tuple(
        SheetParty(
            capacity=str(party.capacity),
            name=names.get(party.no, party.name),
            state=party.state,
            state_name=name_of(regime, party.state) if party.state else "",
            references=tuple(references.get(party.no, {}))
            or tuple(filter(None, (party.authority_reference,))),
        )
        for party in version.deal.parties
    )


def _names(room: Room, rows: Iterable[CoverRow]) -> dict[int, str]:
    """What the traders among the parties are called now, by party."""
    parties = {row.trader_id: row.party_no for row in rows if row.trader_id}
    found = room.session.execute(select(Trader.id, Trader.name).where(Trader.id.in_(parties)))
    return {parties[key]: name for key, name in found}


def _whys(room: Room, version: DossierVersion) -> dict[str, str]:
    """Why each State was asked first."""
    rows = room.session.execute(
        select(CoverRow.state_code, CoverRow.why)
        .where(CoverRow.version_id == version.id)
        .order_by(CoverRow.id.desc())
    )
    return {row.state_code: row.why for row in rows}


def name_of(regime: Regime, code: str) -> str:
    """A State by name: as the register calls it, else as English calls the country."""
    return regime.names.get(code) or str(formats.ENGLISH.territories.get(code, code))


def is_demonstration(session: Session) -> bool:
    """Whether everything in this register is invented."""
    return bool(session.scalar(select(Installation.demonstration)))
