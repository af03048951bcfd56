"""Who may do what: one row for each action, resting on the cells of `permissions.csv`."""

from __future__ import annotations

from dataclasses import dataclass

from models.actions import Action as A  # noqa: N817  the table is read more than written
from models.ask import Actor, Ask
from models.base import Thing
from models.cells import CELLS, Cell, Scope, scopes_of
from models.conditions import KEPT_ELSEWHERE, PREDICATES, Condition, not_proposer
from models.errors import NotAllowed, NotFound, Refusal
from models.people import APPLICANTS, Role, User


@dataclass(frozen=True)
class Rule:
    """The law of one action.

    `resource` and `verb` name the cells; `inside` makes it a consequence, allowed only within
    an act that causes it (rules 4.4); `system` lets the register's own worker do it.
    """

    resource: str = ""
    verb: str = ""
    inside: frozenset[A] = frozenset()
    system: bool = False
    also: tuple[Condition, ...] = ()


def _inside(*causes: A) -> Rule:
    return Rule(inside=frozenset(causes))


SYSTEM_ONLY = Rule(system=True)

MAY: dict[A, Rule] = {
    A.ACCOUNT_APPROVE: Rule("user_account", "approve"),
    A.ACCOUNT_CHANGE: Rule("user_account", "grant_role"),
    A.ACCOUNT_CREATE: Rule("user_account", "create", system=True),
    A.ACCOUNT_DISABLE: Rule("user_account", "disable"),
    A.ACCOUNT_ENABLE: Rule("user_account", "enable"),
    A.ACCOUNT_INVITE: Rule("user_account", "invite", system=True),
    A.ACCOUNT_OPEN: Rule("user_account", "open_by_code"),
    A.ACCOUNT_PROMOTE: Rule("user_account", "grant_role"),
    A.ACCOUNT_SET_PASSWORD: Rule("user_account", "manage_own_authenticators"),
    A.ACCOUNT_SIGN_UP: Rule("user_account", "sign_up"),
    A.API_KEY_MAKE: Rule("api_key", "make", system=True),
    A.API_KEY_WITHDRAW: Rule("api_key", "withdraw", system=True),
    A.AUTHORIZATION_ANSWER: Rule("application", "respond_to_query"),
    A.AUTHORIZATION_ASK: Rule("application", "ask_query"),
    A.AUTHORIZATION_ASSESS: Rule("application", "assess"),
    A.AUTHORIZATION_CONSENT: Rule("application", "countersign_decision"),
    A.AUTHORIZATION_ISSUE: _inside(A.LICENCE_GRANT),
    A.AUTHORIZATION_NOTE: Rule("decision_note", "create"),
    A.AUTHORIZATION_OPEN: _inside(A.DOSSIER_SUBMIT, A.DOSSIER_AMEND, A.DOSSIER_ADD_STATE),
    A.AUTHORIZATION_PEER_REFUSED: _inside(A.AUTHORIZATION_REFUSE, A.AUTHORIZATION_SEND_BACK),
    A.AUTHORIZATION_PROPOSE: Rule("application", "propose_decision"),
    A.AUTHORIZATION_PROPOSE_REOPENING: Rule("application", "propose_reopening"),
    A.AUTHORIZATION_REFUSE: Rule("application", "countersign_decision"),
    A.AUTHORIZATION_RELEASE_NOTE: Rule("decision_note", "release_to_state"),
    A.AUTHORIZATION_REOPEN: Rule("application", "countersign_reopening"),
    A.AUTHORIZATION_SCREEN: Rule("application", "assess"),
    A.AUTHORIZATION_SEND_BACK: Rule("application", "return_for_rework"),
    A.AUTHORIZATION_STOP: _inside(A.CASE_DEREGISTER),
    A.AUTHORIZATION_TAKE: Rule("application", "take"),
    A.AUTHORIZATION_TO_NEW_VERSION: _inside(A.DOSSIER_AMEND, A.DOSSIER_ADD_STATE),
    A.AUTHORIZATION_WITHDRAW: _inside(A.DOSSIER_WITHDRAW),
    A.BORDER_CHECK: Rule("border_check", "ask"),
    A.CASE_CLOSE: Rule("enforcement_case", "countersign"),
    A.CASE_DEREGISTER: Rule("enforcement_case", "countersign"),
    A.CASE_OPEN: Rule("enforcement_case", "open"),
    A.CASE_PROPOSE: Rule("enforcement_case", "propose"),
    A.CASE_REPLY: Rule("enforcement_case", "reply"),
    A.CASE_SEND_BACK: Rule("enforcement_case", "return_for_rework"),
    A.CASE_SERVE_NOTICE: Rule("enforcement_case", "serve_notice"),
    A.CERTIFICATE_MAKE: SYSTEM_ONLY,
    A.CERTIFICATE_REISSUE: Rule("certificate", "reissue"),
    A.CERTIFICATE_REQUEST: _inside(A.REGISTRATION_APPROVE, A.RENEWAL_APPROVE, A.LICENCE_GRANT),
    A.CERTIFICATE_SIGN: SYSTEM_ONLY,
    A.DOCUMENT_ATTACH: Rule("document", "attach"),
    A.DOSSIER_ADD_STATE: Rule("application", "add_state"),
    A.DOSSIER_AMEND: Rule("application", "new_version"),
    A.DOSSIER_DECIDE: _inside(A.AUTHORIZATION_REFUSE),
    A.DOSSIER_DISCARD: Rule("application", "discard_draft"),
    A.DOSSIER_EDIT: Rule("application", "edit_draft"),
    A.DOSSIER_START: Rule("application", "create_draft"),
    A.DOSSIER_STOP: _inside(A.CASE_DEREGISTER),
    A.DOSSIER_SUBMIT: Rule("application", "submit"),
    A.DOSSIER_WITHDRAW: Rule("application", "withdraw"),
    A.EMBARGO_ADD: Rule("embargo", "create"),
    A.ENTRY_CORRECT: Rule("watchlist", "update"),
    A.ENTRY_DELETE: Rule("watchlist", "delete"),
    A.ENTRY_DRAFT: Rule("watchlist", "create_draft"),
    A.ENTRY_OPEN: Rule("watchlist", "read"),
    A.ENTRY_PROPOSE: Rule("watchlist", "create_propose"),
    A.ENTRY_PUBLISH: Rule("watchlist", "create_countersign"),
    A.ENTRY_READ_EVIDENCE: Rule("watchlist", "read_confidential"),
    A.ENTRY_RECORD_BY_CASCADE: _inside(A.CASE_DEREGISTER),
    A.ENTRY_REVOKE: Rule("watchlist", "revoke"),
    A.ENTRY_SEARCH: Rule("watchlist", "screen"),
    A.ENTRY_SEND_BACK: Rule("watchlist", "return_for_rework"),
    A.HIT_CARRY: _inside(A.SCREENING_LOOK_AGAIN, A.SCREENING_RECORD),
    A.HIT_DISPOSE: Rule("screening_hit", "dispose"),
    A.INTEREST_DECLARE: Rule("interest", "declare"),
    A.INTEREST_END: Rule("interest", "end"),
    A.KEY_IMPORT: SYSTEM_ONLY,
    A.KEY_MAKE: SYSTEM_ONLY,
    A.KEY_RETIRE: SYSTEM_ONLY,
    A.KEY_WITHDRAW: SYSTEM_ONLY,
    A.LETTER_REQUEST: _inside(
        A.AUTHORIZATION_REFUSE,
        A.CASE_CLOSE,
        A.CASE_DEREGISTER,
        A.CASE_OPEN,
        A.CASE_SERVE_NOTICE,
        A.LICENCE_CONFIRM_SUSPENSION,
        A.LICENCE_LIFT,
        A.LICENCE_REVOKE,
        A.LICENCE_SUSPEND,
        A.REGISTRATION_CONFIRM_SUSPENSION,
        A.REGISTRATION_LIFT,
        A.REGISTRATION_REFUSE,
        A.REGISTRATION_SUSPEND,
        A.RENEWAL_REFUSE,
    ),
    A.LICENCE_CONFIRM_SUSPENSION: Rule("licence", "confirm_suspension"),
    A.LICENCE_GRANT: _inside(A.AUTHORIZATION_CONSENT),
    A.LICENCE_LIFT: Rule("licence", "lift_suspension"),
    A.LICENCE_PROPOSE_REVOCATION: Rule("licence", "revoke_propose"),
    A.LICENCE_REVOKE: Rule("licence", "revoke_countersign"),
    A.LICENCE_SEND_BACK: Rule("licence", "return_for_rework"),
    A.LICENCE_SURRENDER: Rule("licence", "surrender"),
    A.LICENCE_SUSPEND: Rule("licence", "suspend"),
    A.LIST_IMPORT: SYSTEM_ONLY,
    A.LIST_RESUME: SYSTEM_ONLY,
    A.LIST_RETIRE: SYSTEM_ONLY,
    A.LIST_SCHEDULE: SYSTEM_ONLY,
    A.MOVEMENT_PROPOSE_REVERSAL: Rule("write_off", "reverse_propose"),
    A.MOVEMENT_RECORD: Rule("write_off", "create"),
    A.MOVEMENT_REVERSE: Rule("write_off", "reverse_countersign"),
    A.MOVEMENT_SEND_BACK: Rule("write_off", "reverse_return"),
    A.OFFLINE_CHECK_SEND: Rule("offline_check", "send"),
    A.REGISTRATION_ANSWER: Rule("registration", "respond_to_query"),
    A.REGISTRATION_APPROVE: Rule("registration", "countersign_decision"),
    A.REGISTRATION_ASK: Rule("registration", "ask_query"),
    A.REGISTRATION_CONFIRM_SUSPENSION: Rule("registration", "confirm_suspension"),
    A.REGISTRATION_DEREGISTER: _inside(A.CASE_DEREGISTER),
    A.REGISTRATION_DISCARD: Rule("registration", "discard_draft"),
    A.REGISTRATION_EDIT: Rule("registration", "edit_draft"),
    A.REGISTRATION_LIFT: Rule("registration", "lift_suspension"),
    A.REGISTRATION_NOTE: Rule("decision_note", "create"),
    A.REGISTRATION_PROPOSE: Rule("registration", "propose_decision"),
    A.REGISTRATION_REFUSE: Rule("registration", "countersign_decision"),
    A.REGISTRATION_SCREEN: Rule("registration", "ask_query"),
    A.REGISTRATION_SEND_BACK: Rule("registration", "return_for_rework"),
    A.REGISTRATION_START: Rule("registration", "create_draft"),
    A.REGISTRATION_STOP: _inside(A.CASE_DEREGISTER),
    A.REGISTRATION_SUBMIT: Rule("registration", "submit"),
    A.REGISTRATION_SURRENDER: Rule("registration", "surrender"),
    A.REGISTRATION_SUSPEND: Rule("registration", "suspend"),
    A.REGISTRATION_TAKE: Rule("registration", "take"),
    A.REGISTRATION_WITHDRAW: Rule("registration", "withdraw"),
    A.RENEWAL_APPROVE: Rule("registration", "countersign_decision"),
    A.RENEWAL_FILE: Rule("registration", "renew"),
    A.RENEWAL_PROPOSE: Rule("registration", "propose_decision"),
    A.RENEWAL_REFUSE: Rule("registration", "countersign_decision"),
    A.RENEWAL_SCREEN: Rule("registration", "ask_query"),
    A.RENEWAL_SEND_BACK: Rule("registration", "return_for_rework"),
    A.RENEWAL_STOP: _inside(A.CASE_DEREGISTER),
    A.RENEWAL_TAKE: Rule("registration", "take"),
    A.RENEWAL_WITHDRAW: Rule("registration", "withdraw"),
    A.SCREENING_ASK: _inside(
        A.REGISTRATION_SUBMIT,
        A.RENEWAL_FILE,
        A.DOSSIER_SUBMIT,
        A.DOSSIER_AMEND,
        A.DOSSIER_ADD_STATE,
        A.AUTHORIZATION_SCREEN,
        A.AUTHORIZATION_PROPOSE,
        A.REGISTRATION_PROPOSE,
        A.REGISTRATION_SCREEN,
        A.RENEWAL_SCREEN,
    ),
    A.SCREENING_LOOK_AGAIN: SYSTEM_ONLY,
    A.SCREENING_RECORD: SYSTEM_ONLY,
    A.SCREENING_RUN_BEGIN: SYSTEM_ONLY,
    A.SCREENING_RUN_END: SYSTEM_ONLY,
    A.SEARCH_ANSWER: SYSTEM_ONLY,
    A.SEARCH_ASK: Rule("watchlist", "screen"),
    A.STATE_ADMIT: SYSTEM_ONLY,
    A.STATE_SET_TERMS: Rule("state_configuration", "set_terms", system=True),
    A.STOP_REPORT: Rule("stop_report", "create"),
    A.TASK_ANSWER: Rule("task", "answer"),
    A.TASK_RAISE: _inside(
        A.BORDER_CHECK,
        A.CASE_DEREGISTER,
        A.HIT_DISPOSE,
        A.OFFLINE_CHECK_SEND,
        A.SCREENING_LOOK_AGAIN,
        A.STOP_REPORT,
    ),
    A.TRADER_CHANGE_CONTACT: Rule("user_account", "change_contact"),
    A.WATCHLIST_EXPORT_APPROVE: Rule("watchlist", "export", also=(not_proposer,)),
    A.WATCHLIST_EXPORT_ASK: Rule("watchlist", "export"),
    A.WATCHLIST_EXPORT_REFUSE: Rule("watchlist", "export", also=(not_proposer,)),
    A.WATCHLIST_EXPORT_TAKE: Rule("watchlist", "export"),
}


def scope_of(actor: Actor, thing: Thing) -> Scope:
    """How a thing stands to a person: own, shared, or another's."""
    if isinstance(thing, User) and actor.user_id is not None and thing.id == actor.user_id:
        return Scope.OWN_ORG if actor.role in APPLICANTS else Scope.OWN_STATE
    if actor.role in APPLICANTS:
        own = actor.trader_id is not None and thing.of_trader() == actor.trader_id
        return Scope.OWN_ORG if own else Scope.OTHER_ORG
    if actor.role is Role.ANONYMOUS:
        return Scope.PUBLIC
    if actor.role is Role.SECRETARIAT:
        return Scope.SHARED_STATE
    authorized_by: frozenset[str] = getattr(thing, "authorized_by", frozenset)()
    if actor.state is not None and (
        actor.state == thing.of_state() or actor.state in authorized_by
    ):
        return Scope.OWN_STATE
    return Scope.SHARED_STATE if actor.state in thing.shared_with() else Scope.OTHER_STATE


def cell_for(ask: Ask) -> Cell | None:
    """The cell that decides: the scope's own, else the public one."""
    rule = MAY[ask.action]
    scope = scope_of(ask.actor, ask.of or ask.thing)
    for candidate in (scope, Scope.PUBLIC):
        cell = CELLS.get((ask.actor.role, rule.resource, rule.verb, candidate))
        if cell is not None:
            return cell
    return None


def refusal(ask: Ask) -> Refusal | None:
    """None when the act is allowed, else why not; an action without a row is nobody's."""
    rule = MAY.get(ask.action)
    if rule is None:
        return NotAllowed("not_allowed", action=str(ask.action))
    if rule.inside:
        ok = bool(rule.inside & set(ask.done))
        return None if ok else NotAllowed("only_as_consequence", action=str(ask.action))
    if rule.system and ask.actor.role is Role.SYSTEM:
        return None
    cell = cell_for(ask) if rule.resource else None
    if cell is None or not cell.allow:
        hidden = cell is not None and cell.answer == NotFound.http
        return NotFound() if hidden else NotAllowed("not_allowed", action=str(ask.action))
    for word in cell.conditions:
        if word in KEPT_ELSEWHERE:
            continue
        found = PREDICATES[word](ask)
        if found is not None:
            return found
    return next((no for condition in rule.also if (no := condition(ask)) is not None), None)


def require(ask: Ask) -> None:
    """Raise the refusal, if there is one."""
    found = refusal(ask)
    if found is not None:
        raise found


def role_may(role: Role, action: A) -> bool:
    """Whether a role has any cell for an action: what a menu and a route ask first."""
    rule = MAY[action]
    return bool(rule.resource) and bool(scopes_of(role, rule.resource, rule.verb))
