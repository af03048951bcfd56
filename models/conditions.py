"""Every condition word of `permissions.csv`: a predicate, or the place that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from models.ask import FRESH, Ask
from models.errors import Blocked, Invalid, NotAllowed, ProofNeeded, Refusal, Stale

Condition = Callable[[Ask], Refusal | None]
"""None when the condition holds, else the refusal to raise."""


def step_up(ask: Ask) -> Refusal | None:
    """Fresh authentication within five minutes (rules 5.4)."""
    proved = ask.actor.proved_at
    return None if proved is not None and ask.at - proved <= FRESH else ProofNeeded()


def reason(ask: Ask) -> Refusal | None:
    """A reason in the person's own words."""
    return None if ask.note.strip() else Invalid("reason_missing", field="reason")


def not_conflicted(ask: Ask) -> Refusal | None:
    """No declared interest in any party (rules 5.6)."""
    subject = ask.of or ask.thing
    touched = ask.actor.interests & (subject.parties() | ask.thing.parties())
    return NotAllowed("interest_declared") if touched else None


def assigned(ask: Ask) -> Refusal | None:
    """The case is this officer's."""
    return None if _officer(ask) == ask.actor.user_id else NotAllowed("not_your_case")


def not_assignee(ask: Ask) -> Refusal | None:
    """The case officer is not the one who signs."""
    return NotAllowed("assignee_may_not_sign") if _officer(ask) == ask.actor.user_id else None


def _officer(ask: Ask) -> int | None:
    """Whose case it is: of the thing itself, or of the case that decides the scope."""
    case = ask.thing if hasattr(ask.thing, "officer_id") else ask.of
    found: int | None = getattr(case, "officer_id", None)
    return found


def not_proposer(ask: Ask) -> Refusal | None:
    """Four eyes are two persons, not two accounts (rules 5.1)."""
    proposer = ask.fact("proposer_person_id")
    return NotAllowed("proposer_may_not_sign") if proposer == ask.actor.person_id else None


def not_author(ask: Ask) -> Refusal | None:
    """Another person than the one who wrote it."""
    author = ask.fact("author_person_id")
    return NotAllowed("author_may_not_sign") if author == ask.actor.person_id else None


def not_same_as_suspender(ask: Ask) -> Refusal | None:
    """Another senior than the one who suspended (rules 5.2)."""
    suspender = ask.fact("suspender_person_id")
    return NotAllowed("suspender_may_not") if suspender == ask.actor.person_id else None


def same_evidence_hash(ask: Ask) -> Refusal | None:
    """What is signed is exactly what was proposed, and what the signer was shown."""
    if ask.fact("evidence_now") != ask.fact("evidence_proposed"):
        return Stale("evidence_changed")
    return None


def is_self(ask: Ask) -> Refusal | None:
    """Only of oneself."""
    person = getattr(ask.thing, "person_id", None)
    return None if person == ask.actor.person_id else NotAllowed("only_of_yourself")


def not_self(ask: Ask) -> Refusal | None:
    """Never of oneself."""
    person = getattr(ask.thing, "person_id", None)
    return NotAllowed("not_of_yourself") if person == ask.actor.person_id else None


def state_on_route(ask: Ask) -> Refusal | None:
    """The officer's State stands on the route."""
    stops = getattr(ask.of or ask.thing, "stops", ())
    on_route = {stop.state_code for stop in stops}
    return None if ask.actor.state in on_route else NotAllowed("state_not_on_route")


def purpose(ask: Ask) -> Refusal | None:
    """A purpose is recorded with the act."""
    given = str(ask.facts.get("purpose", "")).strip()
    return None if given else Invalid("purpose_missing", field="purpose")


def case_ref(ask: Ask) -> Refusal | None:
    """The case is named."""
    given = str(ask.facts.get("case_ref", "")).strip()
    return None if given else Invalid("case_ref_missing", field="case_ref")


def movement_ref(ask: Ask) -> Refusal | None:
    """Customs name the declaration or the goods that they look for."""
    given = str(ask.facts.get("case_ref", "")).strip()
    return None if given else Invalid("movement_ref_missing", field="case_ref")


def grounds(ask: Ask) -> Refusal | None:
    """At least one ground."""
    return None if ask.facts.get("grounds") else Invalid("grounds_missing", field="grounds")


def declaration(ask: Ask) -> Refusal | None:
    """The declaration was made by name (REG-08)."""
    given = str(ask.facts.get("declaration", "")).strip()
    return None if given else Invalid("declaration_missing", field="declaration")


def not_last_admin(ask: Ask) -> Refusal | None:
    """One administrator stays."""
    return Blocked("last_administrator") if ask.fact("is_last_admin") else None


def delegated_signatory(ask: Ask) -> Refusal | None:  # noqa: ARG001  nobody is delegated yet
    """Only the empowered official submits (REG-08); delegation is not recorded yet."""
    return NotAllowed("not_empowered")


def no_machine_door(ask: Ask) -> Refusal | None:  # noqa: ARG001  no machine signs in yet
    """Machines have no door before the customs interface: refused whoever claims to be one."""
    return NotAllowed("not_allowed")


def roles_subset_of_org(ask: Ask) -> Refusal | None:
    """An organisation gives only its own two roles."""
    role = getattr(ask.thing, "role", "")
    ok = role in ("applicant_admin", "applicant_user")
    return None if ok else NotAllowed("role_not_of_organisation")


PREDICATES: Final[dict[str, Condition]] = {
    "assigned": assigned,
    "case_ref": case_ref,
    "cert=mtls": no_machine_door,
    "declaration": declaration,
    "delegated_signatory": delegated_signatory,
    "grounds": grounds,
    "movement_ref": movement_ref,
    "not_assignee": not_assignee,
    "not_author": not_author,
    "not_conflicted": not_conflicted,
    "not_last_admin": not_last_admin,
    "not_proposer": not_proposer,
    "not_same_as_suspender": not_same_as_suspender,
    "not_self": not_self,
    "purpose": purpose,
    "reason": reason,
    "roles_subset_of_org": roles_subset_of_org,
    "same_evidence_hash": same_evidence_hash,
    "self": is_self,
    "signed_message": no_machine_door,
    "state_on_route": state_on_route,
    "step_up": step_up,
}

KEPT_ELSEWHERE: Final[dict[str, str]] = {
    "acting_for_second_state": "rules 4.6: an officer's own Authorization is own_state",
    "assignee_not_conflicted": "asked again of the assignee when the case is taken",
    "before_decision": "workflow: withdrawal is a step of undecided stages",
    "before_review_date": "standing of the entry (models/watchlist.py)",
    "checks_complete": "app/dossiers/services.py: hits, criteria, cover before proposing",
    "countersign": "workflow: a correction is published by a second person",
    "countersign_24h": "Suspension.confirm_by",
    "creates_change_request": "workflow C1: an amendment opens a change case",
    "fields=hit_action": "queries give hit and action only",
    "fields=operational": "queries give lines, conditions, parties only",
    "fields=shared": "queries give what the owner shares",
    "fields=status_identity": "queries give standing and identity only",
    "fields=workload_metadata": "queries give counts and stages only",
    "idempotency_key": "uq_movements_declaration",
    "licence_valid": "the verdict inside the transaction",
    "masked": "an auditor has no page of the watchlist yet: no route bears its cell",
    "not_requester": "end-use checks are a later issue",
    "not_sole_author": "review by a person other than the author",
    "open_query": "workflow: answering is a step of INFO_REQUESTED",
    "org_registered": "a dossier's cover is checked at submission",
    "own_advice": "a note is written under its author's own name",
    "own_entries": "machines only: cert=mtls refuses first",
    "own_posts": "machines only: cert=mtls refuses first",
    "own_post": "the movement's State is the officer's own",
    "page_limit": "queries page by fifty",
    "proportionality_check": "a yes is asked on the page and recorded in the note",
    "review_by_second_senior_72h": "Suspension.confirm_by",
    "review_date": "set from the State's terms at publication",
    "row_limit": "exports are a later issue",
    "second_senior_approves": "WatchlistExport: taken only once a second person approved it",
    "second_admin_approves_privileged": "account workflow: AWAITING_APPROVAL",
    "separation_of_duties": "one account has one role",
    "status=draft": "workflow: editing is an act of DRAFT",
    "supersedes_previous": "Certificate.supersedes_id, unique: each is replaced once",
    "within_balance": "ck_licence_lines_never_below_zero",
}
"""Condition words that are kept by structure; the test of this table names each place."""
