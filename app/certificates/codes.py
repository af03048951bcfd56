"""Signs the code of a certificate, once, before it is drawn (docs/reference/formats.md)."""

from __future__ import annotations

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app import keyring
from app.signed import status, token
from app.signed.token import Kind, Reference, Token
from app.work import Caller, Work, act, work
from models import sheets
from models.actions import Action
from models.certificates import Certificate
from models.codes import SignedCode, StatusEntry
from models.keys import KeyUse
from models.sheets import LetterSheet, LicenceSheet, RegistrationSheet
from models.states import end_instant, first_instant

DRAWN = 16
"""Entries drawn by lot at once; one that is free is taken."""


@act
def code(caller: Caller, key: int) -> str:
    """The code of a certificate, signed by its lead State when it is asked for first.

    Nothing for a letter, which permits nothing, and for a document whose days are over already:
    their squares lead to the public check instead. KeyMissing or KeyUnusable: it waits.
    """
    with work(caller) as w:
        made = w.session.scalar(select(SignedCode.text).where(SignedCode.certificate_id == key))
        if made is not None:
            return made
        certificate = w.session.scalars(
            select(Certificate).where(Certificate.id == key).with_for_update(of=Certificate)
        ).one()
        sheet = sheets.read(certificate.facts)
        if isinstance(sheet, LetterSheet):
            return ""
        starts, ends = _span(sheet)
        if ends <= w.at:
            return ""
        signer = keyring.signer(w.session, certificate.state_code, KeyUse.TOKEN, w.at)
        digest = bytes.fromhex(certificate.digest)[: token.DIGEST]
        told = _token(sheet, _entries(w, certificate, sheet), digest, (w.at, starts, ends))
        text = token.qr_text(token.signed(told, signer))
        w.do(Action.CERTIFICATE_SIGN, certificate, kid=signer.kid.hex())
        w.attach(SignedCode(certificate_id=key, text=text, kid=signer.kid.hex()))
        return text


def _token(
    sheet: LicenceSheet | RegistrationSheet,
    issuers: tuple[Reference, ...],
    digest: bytes,
    moments: tuple[datetime, datetime, datetime],
) -> Token:
    issued_at, starts, ends = (moment.replace(microsecond=0) for moment in moments)
    if isinstance(sheet, RegistrationSheet):
        return Token(
            number=sheet.number,
            kind=Kind.REGISTRATION,
            issuers=issuers,
            issued_at=issued_at,
            not_before=starts,
            expires_at=ends,
            schedule_hash=digest,
            register_number=sheet.number,
        )
    route = {stop.role: stop.state for stop in sheet.route}
    return Token(
        number=sheet.number,
        kind=Kind.LICENCE,
        issuers=issuers,
        issued_at=issued_at,
        not_before=starts,
        expires_at=ends,
        schedule_hash=digest,
        register_number=_holder(sheet),
        supplier=route["dispatch"],
        end_user=route["destination"],
        transit=tuple(stop.state for stop in sheet.route if stop.role == "transit"),
        end_use_certificate=token.reference(sheet.end_use_certificate),
    )


def _holder(sheet: LicenceSheet) -> str:
    """The applicant's registration in the lead State, or its first."""
    applicant = next(party for party in sheet.parties if party.references)
    known = applicant.references
    return next((one for one in known if one.startswith(f"{sheet.lead}-")), known[0])


def _span(sheet: LicenceSheet | RegistrationSheet) -> tuple[datetime, datetime]:
    """From when until when what it says runs."""
    if isinstance(sheet, LicenceSheet):
        return sheet.valid_from, sheet.valid_until
    by = sheet.authorizer
    zone = ZoneInfo(by.zone)
    return first_instant(by.first_day, zone), end_instant(by.last_day, zone)


def _entries(
    w: Work, certificate: Certificate, sheet: LicenceSheet | RegistrationSheet
) -> tuple[Reference, ...]:
    """An entry in the list of each authorizing State, the lead State's first."""
    states = (
        [item.code for item in sheet.authorizers]
        if isinstance(sheet, LicenceSheet)
        else [sheet.authorizer.code]
    )
    states.sort(key=lambda code: code != certificate.state_code)
    return tuple(_entry(w, certificate, state, w.at.year) for state in states)


def _entry(w: Work, certificate: Certificate, state: str, year: int) -> Reference:
    """A free entry by lot, so that neighbours in a list tell nothing."""
    drawn = [secrets.randbelow(status.ENTRIES) for _ in range(DRAWN)]
    taken = set(
        w.session.scalars(
            select(StatusEntry.entry).where(
                StatusEntry.state_code == state,
                StatusEntry.year == year,
                StatusEntry.entry.in_(drawn),
            )
        )
    )
    entry = next(one for one in drawn if one not in taken)
    w.attach(StatusEntry(certificate_id=certificate.id, state_code=state, year=year, entry=entry))
    return Reference(state, year, entry)
