"""The grant: what the consents of all States make together, and the licence as a consequence.

`outlook` is asked by the page before a signature and by the act after it: one function, so the
preview and what happens cannot differ (design: principle 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app import sheets
from app.authorizations.cases import History, consent_of
from app.authorizations.checks import Block
from app.work import Work
from models import check_codes, numbers
from models.actions import Action
from models.dossiers import Authorization, Dossier, DossierVersion
from models.errors import Blocked
from models.granting import Consent, Effective, Part, effective
from models.licences import Licence, LicenceCondition, LicenceLine, LicenceShare, LicenceStop
from models.proposals import ConsentTerms
from models.stages import Stage
from models.states import Regime, day_of


@dataclass(frozen=True)
class Outlook:
    """What stands of a version: who has consented, who is waited for, and what it makes."""

    consents: Mapping[str, Consent]
    """By State, in the dossier's order: consents that stand for this version now."""
    proposed: str | None
    """The State whose proposal is counted in as if it were signed."""
    waits_for: tuple[str, ...]
    together: Effective | None
    """None while nothing is consented or proposed."""

    @property
    def is_last(self) -> bool:
        """Whether no State is waited for any more."""
        return not self.waits_for

    @property
    def grants(self) -> bool:
        """Whether a licence comes of it."""
        return self.is_last and self.together is not None and not self.together.clash


def outlook(
    version: DossierVersion,
    cases: tuple[Authorization, ...],
    known: Mapping[int, History],
    regime: Regime,
    at: datetime,
    proposed: tuple[str, ConsentTerms] | None = None,
) -> Outlook:
    """Put the standing consents of a version together, one State's proposal counted in."""
    consents: dict[str, Consent] = {}
    parts: list[Part] = []
    waits_for: list[str] = []
    for case in cases:
        state = case.state_code
        consent = consent_of(known[case.id], state, regime)
        stands = case.has_consented and consent and consent.stands(version.number, at)
        if consent and stands:
            consents[state] = consent
        terms = proposed[1] if proposed and proposed[0] == state else None
        terms = terms or (consent.terms if consent and stands else None)
        if terms is None:
            waits_for.append(state)
        else:
            parts.append(Part(state, terms, regime.zone(state, at)))
    return Outlook(
        consents=consents,
        proposed=proposed[0] if proposed else None,
        waits_for=tuple(waits_for),
        together=effective(version.deal.lines, tuple(parts)) if parts else None,
    )


def grant(
    w: Work,
    dossier: Dossier,
    version: DossierVersion,
    cases: tuple[Authorization, ...],
    found: Outlook,
    regime: Regime,
) -> Licence:
    """Issue the effective licence, as a consequence of the last consent (rules 4.1 to 4.4)."""
    if found.together is None or found.together.span is None or dossier.lead_state is None:
        raise Blocked("nothing_to_grant")
    lead = dossier.lead_state
    year = day_of(w.at, regime.zone(lead, w.at)).year
    licence = Licence(
        number=numbers.mint(w.session, lead, numbers.Kind.LICENCE, year),
        check_code=check_codes.new(),
        dossier_id=dossier.id,
        version_id=version.id,
        trader_id=dossier.trader_id,
        lead_state=lead,
        stage=Stage.ISSUED,
        issued_at=w.at,
        valid_from=found.together.span[0],
        valid_until=found.together.span[1],
        destination=version.deal.destination,
    )
    w.add(Action.LICENCE_GRANT, licence)
    w.attach(*_parts(licence.id, version, cases, found, found.together))
    w.do(Action.LICENCE_GRANT, dossier, licence=licence.number)
    for case in cases:
        w.do(Action.AUTHORIZATION_ISSUE, case, licence=licence.number)
    w.session.flush()
    sheets.request_licence(w, licence)
    return licence


def _parts(
    key: int,
    version: DossierVersion,
    cases: tuple[Authorization, ...],
    found: Outlook,
    together: Effective,
) -> list[LicenceShare | LicenceLine | LicenceCondition | LicenceStop]:
    case_of = {case.state_code: case.id for case in cases}
    goods = {line.no: line for line in version.deal.lines}
    rows: list[LicenceShare | LicenceLine | LicenceCondition | LicenceStop] = [
        LicenceShare(
            licence_id=key,
            state_code=state,
            authorization_id=case_of[state],
            first_day=consent.terms.first_day,
            last_day=consent.terms.last_day,
            consented_at=consent.signed_at,
        )
        for state, consent in found.consents.items()
    ]
    rows += [
        LicenceLine(
            licence_id=key,
            no=line.no,
            goods_class=str(goods[line.no].goods_class),
            description=goods[line.no].description,
            quantity=line.quantity,
            unit=str(goods[line.no].unit),
            value=goods[line.no].value * line.quantity // goods[line.no].quantity,
            currency=goods[line.no].currency,
        )
        for line in together.left
    ]
    rows += [
        LicenceCondition(licence_id=key, state_code=item.state, text=item.text)
        for item in together.conditions
    ]
    rows += [
        LicenceStop(licence_id=key, position=position, state_code=stop.state, role=stop.role)
        for position, stop in enumerate(version.deal.route)
    ]
    return rows


def require_none(blocks: tuple[Block, ...]) -> None:
    """Refuse a consent while anything must come first; the facts carry every code."""
    if blocks:
        codes = tuple(dict.fromkeys(block.code for block in blocks))
        raise Blocked("consent_blocked", n=len(blocks), codes=codes)
