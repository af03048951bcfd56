"""Letters: what a State tells a trader of its decision, frozen in the act that decides (DOC-01).

Each letter is first composed, as a draft that bears no number; `send` gives it one and keeps it.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec
from sqlalchemy import select

from app import sheets as frozen
from app import standing
from app.work import View, Work
from models import check_codes, numbers, sheets
from models.actions import Action
from models.certificates import Certificate
from models.dossiers import Authorization, Dossier
from models.enforcement import Case
from models.letters import LetterKind, ReissueCause
from models.licences import Licence
from models.proposals import Decision, Proposal
from models.registering import RefusalReason, appeal_last_day, last_day_before
from models.sheets import LetterSheet, Office
from models.stages import Stage
from models.states import Regime, Terms, day_of
from models.traders import Registration, Renewal, Suspension, Trader

Room = View | Work


def refused_registration(room: Room, of: Registration | Renewal, decided: Proposal) -> LetterSheet:
    """A State does not register, or does not renew."""
    renewed = isinstance(of, Renewal)
    registration = of.registration if isinstance(of, Renewal) else of
    known = {str(reason) for reason in RefusalReason}
    return msgspec.structs.replace(
        _letter(
            room,
            LetterKind.RENEWAL_REFUSED if renewed else LetterKind.REGISTRATION_REFUSED,
            of.state_code,
            of.trader_id,
            registration.number or "",
        ),
        trader_kind=registration.kind,
        codes=tuple(code for code in decided.criteria if code in known),
        reason=decided.reason_for_applicant,
        appeal_by=_appeal_by(room, of.state_code),
    )


def refused_dossier(room: Room, of: Authorization, decided: Proposal) -> LetterSheet:
    """A State does not authorize a transaction: its criteria, and what may be told (LIC-08)."""
    dossier = room.session.get_one(Dossier, of.dossier_id)
    return msgspec.structs.replace(
        _letter(
            room,
            LetterKind.DOSSIER_REFUSED,
            of.state_code,
            dossier.trader_id,
            dossier.number or "",
        ),
        codes=decided.terms.grounds,
        reason=decided.reason_for_applicant,
        appeal_by=_appeal_by(room, of.state_code),
    )


def suspended(room: Room, of: Registration | Licence, row: Suspension) -> LetterSheet:
    """A State suspends at once; without a second person's confirmation it lapses (rules 5.2)."""
    kind = _kind(of, LetterKind.LICENCE_SUSPENDED, LetterKind.REGISTRATION_SUSPENDED)
    return msgspec.structs.replace(
        _on_suspension(room, kind, of, row), since=row.suspended_at, until=row.confirm_by
    )


def confirmed(room: Room, of: Registration | Licence, row: Suspension) -> LetterSheet:
    """A second person confirms a suspension: it stands until its limit."""
    kind = _kind(
        of, LetterKind.LICENCE_SUSPENSION_CONFIRMED, LetterKind.REGISTRATION_SUSPENSION_CONFIRMED
    )
    return msgspec.structs.replace(
        _on_suspension(room, kind, of, row), since=row.suspended_at, until=row.limit_at
    )


def lifted(room: Room, of: Registration | Licence, row: Suspension) -> LetterSheet:
    """A State lifts its suspension."""
    kind = _kind(
        of, LetterKind.LICENCE_SUSPENSION_LIFTED, LetterKind.REGISTRATION_SUSPENSION_LIFTED
    )
    found = _on_suspension(room, kind, of, row)
    return msgspec.structs.replace(found, since=row.suspended_at, appeal_by=None)


def revoked(room: Room, of: Licence, decided: Proposal) -> LetterSheet:
    """A State revokes a licence, for good."""
    state = decided.state_code
    return msgspec.structs.replace(
        _letter(room, LetterKind.LICENCE_REVOKED, state, of.trader_id, of.number),
        reason=decided.reason_for_applicant,
        appeal_by=_appeal_by(room, state),
    )


def notice(room: Room, of: Case) -> LetterSheet:
    """The notice of a case: facts, grounds, evidence, and until when to reply (ENF-05).

    One that rests on another State's decision relies on the notice that was served there.
    """
    terms = _terms(room, of.state_code)
    return msgspec.structs.replace(
        _letter(room, LetterKind.CASE_NOTICE, of.state_code, of.trader_id, of.number),
        codes=of.grounds,
        reason=of.notice,
        facts=of.facts,
        evidence=of.evidence,
        reply_by=(
            last_day_before(of.reply_until, terms.zone)
            if of.reply_until and of.recognises_id is None
            else None
        ),
        recognises=_recognised(room, of),
    )


def decided_case(room: Room, of: Case, decided: Proposal) -> LetterSheet:
    """The decision on a case: de-registration with its bar, or no measure (ENF-04, ENF-05)."""
    ends = Decision(decided.decision) is Decision.DEREGISTER
    kind = LetterKind.DEREGISTERED if ends else LetterKind.CASE_CLOSED
    letter = msgspec.structs.replace(
        _letter(room, kind, of.state_code, of.trader_id, of.number),
        codes=decided.terms.grounds,
        reason=decided.reason_for_applicant,
    )
    if not ends:
        return letter
    return msgspec.structs.replace(
        letter,
        facts=of.facts,
        barred_until=of.bar_until or decided.terms.bar_until,
        appeal_by=of.appeal_until or _appeal_by(room, of.state_code),
        numbers=_ending(room, of),
        recognises=_recognised(room, of),
    )


def send(
    w: Work,
    draft: LetterSheet,
    *,
    registration: int | None = None,
    licence: int | None = None,
    authorization: int | None = None,
    case: int | None = None,
) -> None:
    """Give a letter its number and keep its facts: the worker seals it, the trader then has it."""
    office = draft.office
    year = day_of(w.at, standing.regime(w.session).zone(office.code, w.at)).year
    letter = msgspec.structs.replace(
        draft,
        number=numbers.mint(w.session, office.code, numbers.Kind.LETTER, year),
        check_code=check_codes.new(),
    )
    trader = w.session.scalars(select(Trader.id).where(Trader.number == letter.trader_number)).one()
    text = sheets.written(letter)
    w.add(
        Action.LETTER_REQUEST,
        Certificate(
            number=letter.number,
            check_code=letter.check_code,
            letter=str(letter.kind),
            registration_id=registration,
            licence_id=licence,
            authorization_id=authorization,
            case_id=case,
            trader_id=trader,
            state_code=office.code,
            facts=text,
            digest=sheets.digest(text),
            issued_at=w.at,
        ),
        letter=str(letter.kind),
        about=letter.about,
    )


def reissue(w: Work, old: Certificate, cause: ReissueCause, reason: str) -> Certificate:
    """Make a letter anew, word for word; the old paper is good for nothing from here on.

    What was decided that day stays as it was told: only paper, seal and check code are new.
    """
    told = sheets.read(old.facts)
    if not isinstance(told, LetterSheet):
        raise TypeError(old.number)
    letter = msgspec.structs.replace(
        told,
        form=sheets.FORM,
        check_code=check_codes.new(),
        issued_at=w.at,
        first_issued_at=told.decided_at,
    )
    text = sheets.written(letter)
    new = Certificate(
        number=letter.number,
        check_code=letter.check_code,
        letter=old.letter,
        registration_id=old.registration_id,
        licence_id=old.licence_id,
        authorization_id=old.authorization_id,
        case_id=old.case_id,
        supersedes_id=old.id,
        reissue_cause=str(cause),
        trader_id=old.trader_id,
        state_code=old.state_code,
        facts=text,
        digest=sheets.digest(text),
        issued_at=w.at,
    )
    return w.add(Action.CERTIFICATE_REISSUE, new, reason, cause=str(cause))


def _letter(room: Room, kind: LetterKind, state: str, trader_id: int, about: str) -> LetterSheet:
    """The head of a letter: who writes, to whom, and about what."""
    regime = standing.regime(room.session)
    trader = room.session.get_one(Trader, trader_id)
    return LetterSheet(
        number=sheets.DRAFT,
        check_code="",
        issued_at=room.at,
        kind=kind,
        office=_office(regime, state, room.at),
        trader=trader.name,
        trader_form=trader.form,
        trader_number=trader.number,
        address=_address(trader, regime),
        about=about,
        demonstration=frozen.is_demonstration(room.session),
        languages=frozen.languages(regime, (state,), room.at),
    )


def _kind(of: Registration | Licence, licence: LetterKind, registration: LetterKind) -> LetterKind:
    """The kind of letter for what it is about."""
    return licence if isinstance(of, Licence) else registration


def _on_suspension(
    room: Room, kind: LetterKind, of: Registration | Licence, row: Suspension
) -> LetterSheet:
    """What a letter on a suspension says; its reason in words is kept by the State's officers."""
    found = _letter(room, kind, row.state_code, of.trader_id, of.number or "")
    return msgspec.structs.replace(
        found,
        trader_kind=of.kind if isinstance(of, Registration) else "",
        codes=(row.ground,) if row.ground else (),
        appeal_by=_appeal_by(room, row.state_code),
    )


def _office(regime: Regime, state: str, at: datetime) -> Office:
    terms = regime.of(state, at) or Terms()
    return Office(
        code=state,
        name=frozen.name_of(regime, state),
        authority=terms.authority,
        zone=terms.time_zone,
        contact_point=terms.contact_point,
        phone=terms.contact_phone,
        email=terms.contact_email,
    )


def _address(trader: Trader, regime: Regime) -> tuple[str, ...]:
    """The registered address, line by line; nothing where the trader has named none."""
    found = next((item for item in trader.facts.addresses if item.use == "registered"), None)
    if found is None:
        return ()
    country = frozen.name_of(regime, found.country) if found.country else ""
    town = " ".join(filter(None, (found.postcode, found.town)))
    return tuple(filter(None, (found.lines, town, country)))


def _terms(room: Room, state: str) -> Terms:
    return standing.regime(room.session).of(state, room.at) or Terms()


def _appeal_by(room: Room, state: str) -> date:
    """The last day of appeal, counted from this decision on the State's calendar (C3)."""
    return appeal_last_day(room.at, _terms(room, state))


def _ending(room: Room, case: Case) -> tuple[str, ...]:
    """The registrations that this decision ended; of a draft, those that it would end."""
    ended = (Registration.stage == Stage.DEREGISTERED) & (Registration.ended_at == case.closed_at)
    live = Registration.stage == Stage.ACTIVE
    found = room.session.scalars(
        select(Registration.number)
        .where(
            Registration.trader_id == case.trader_id,
            Registration.state_code == case.state_code,
            live if case.closed_at is None else ended,
        )
        .order_by(Registration.id)
    )
    return tuple(number for number in found if number)


def _recognised(room: Room, case: Case) -> str:
    if case.recognises_id is None:
        return ""
    return room.session.scalar(select(Case.number).where(Case.id == case.recognises_id)) or ""
