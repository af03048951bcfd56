"""Preview: what a signature would bring about, counted by the functions that the act asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from app.authorizations import desk as desks
from app.authorizations.grant import Outlook
from app.authorizations.shapes import CasePage
from models.actions import Action
from models.granting import appeal_until
from models.proposals import ConsentTerms, Decision, Proposal

Line = tuple[int, str, Mapping[str, object]]
"""How many, the code `cascade.<code>` of what happens to them, and its facts."""
Tick = tuple[str, str, Mapping[str, object]]
"""yes, no or later (not asked), the code `check.<code>` of what it is about, and its facts."""


@dataclass(frozen=True)
class Difference:
    """How the own proposal differs from what another State consented to."""

    state: str
    lines: tuple[tuple[str, Mapping[str, object]], ...]


@dataclass(frozen=True)
class Preview:
    """The moment you sign: consequences counted, checks, differences."""

    grants: bool
    clash: tuple[str, ...]
    consequences: tuple[Line, ...]
    checks: tuple[Tick, ...]
    differences: tuple[Difference, ...]


def of(desk: desks.Desk, waiting: Proposal, page: CasePage) -> Preview:
    """The preview of one proposal, of whatever decision."""
    found = desk.outlook()
    consents = waiting.decision == Decision.CONSENT
    lines = {
        Decision.CONSENT: lambda: _consent(desk, found),
        Decision.REFUSE: lambda: _refusal(desk),
        Decision.REOPEN: _reopening,
    }[Decision(waiting.decision)]()
    return Preview(
        grants=consents and found.grants,
        clash=found.together.clash if consents and found.is_last and found.together else (),
        consequences=tuple(lines),
        checks=tuple(_checks(desk, waiting, found, page)),
        differences=_differences(desk, waiting.terms.consent),
    )


def _consent(desk: desks.Desk, found: Outlook) -> list[Line]:
    if not found.is_last:
        return [
            (1, "consent_recorded", {}),
            (len(found.waits_for), "states_waited_for", {"states": found.waits_for}),
        ]
    if found.together is None or found.together.clash:
        return [(1, "consent_recorded", {}), (0, "licences_issued", {})]
    customs = len(desk.regime.participating(desk.view.at))
    struck = len(found.together.lines) - len(found.together.left)
    lines: list[Line] = [
        (1, "licence_issued", {}),
        (len(found.together.left), "lines_usable", {}),
        (len(found.together.conditions), "conditions_hold", {}),
        (len(desk.cases), "states_can_stop", {}),
        (customs, "customs_check", {}),
    ]
    return [*lines, (struck, "lines_struck", {})] if struck else lines


def _refusal(desk: desks.Desk) -> list[Line]:
    own = desks.own_case(desk)
    peers = [
        case
        for case in desk.cases
        if case.id != own.id and case.workflow.allows(case.stage, Action.AUTHORIZATION_PEER_REFUSED)
    ]
    terms = desk.regime.of(own.state_code, desk.view.at)
    lines: list[Line] = [(1, "dossier_refused", {})]
    if peers:
        lines.append((len(peers), "peers_stopped", {}))
    if terms:
        day = appeal_until(desk.view.at, terms)
        lines.append((1, "broker_told", {"day": day}))
    return lines


def _reopening() -> list[Line]:
    return [(1, "consent_taken_back", {}), (0, "licences_issued", {})]


def _checks(desk: desks.Desk, waiting: Proposal, found: Outlook, page: CasePage) -> list[Tick]:
    """What the act asks again, in its order."""
    own = desks.own_case(desk)
    is_other = waiting.person_id != desk.view.actor.person_id
    ticks = [_tick(is_other, "other_person"), _tick(_is_not_officer(desk), "not_assignee")]
    if waiting.decision != Decision.CONSENT:
        return ticks
    codes = {block.code for block in page.mine.blocks} if page.mine else set()
    ticks += [
        _tick("criterion_unanswered" not in codes, "criteria_answered"),
        _tick("criterion_refuses" not in codes, "no_overriding_risk"),
        _tick(not codes & {"cover_missing"}, "cover_live"),
        _tick(not codes & {"embargo"}, "no_embargo"),
        _tick(not codes & {"screening_waits", "hits_open", "hit_true"}, "no_hit"),
        _lists(desk, codes),
    ]
    if any(row.outside for row in desk.version.cover):
        ticks.append(_tick("outside_unaccepted" not in codes, "outside_accepted"))
    peers = [case for case in desk.cases if case.id != own.id]
    if peers and found.is_last and found.together is not None:
        span = found.together.span
        days = (span[1] - span[0]) // timedelta(days=1) if span else 0
        ticks.append(("yes" if span else "no", "days_meet", {"n": days}))
        ticks.append(_tick(bool(found.together.left), "line_left"))
    return ticks


def _lists(desk: desks.Desk, codes: set[str]) -> Tick:
    """A demonstration does not ask how old its lists are, and does not say it did."""
    if desk.shared.demonstration:
        return ("later", "lists_demonstration", {})
    return _tick(not codes & {"list_old", "list_none"}, "lists_current")


def _is_not_officer(desk: desks.Desk) -> bool:
    return desks.own_case(desk).officer_id != desk.view.actor.user_id


def _tick(passes: bool, code: str) -> Tick:  # noqa: FBT001  what was found, then what of
    return ("yes" if passes else "no", code, {})


def _differences(desk: desks.Desk, own: ConsentTerms | None) -> tuple[Difference, ...]:
    """Where the own terms are narrower or wider than another State's, in words."""
    if own is None:
        return ()
    mine = desks.own_case(desk)
    found = []
    for case in desk.cases:
        item = desk.terms_of(case)
        if case.id == mine.id or item is None:
            continue
        found.append(Difference(case.state_code, tuple(_against(desk, own, item[0]))))
    return tuple(found)


def _against(
    desk: desks.Desk, own: ConsentTerms, other: ConsentTerms
) -> list[tuple[str, Mapping[str, object]]]:
    lines: list[tuple[str, Mapping[str, object]]] = []
    for line in desk.version.deal.lines:
        by = own.quantity_of(line.no) - other.quantity_of(line.no)
        if by:
            facts = {"n": abs(by), "goods": line.description}
            lines.append(("fewer" if by < 0 else "more", facts))
    begins = (own.first_day - other.first_day).days
    ends = (own.last_day - other.last_day).days
    if begins:
        lines.append(("starts_later" if begins > 0 else "starts_earlier", {"n": abs(begins)}))
    if ends:
        lines.append(("ends_later" if ends > 0 else "ends_earlier", {"n": abs(ends)}))
    extra = [text for text in own.conditions if text not in other.conditions]
    if extra:
        lines.append(("conditions_more", {"n": len(extra)}))
    return lines
