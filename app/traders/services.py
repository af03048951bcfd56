"""An application for registration, from its first word to its submission (workflow C1)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import func, select

from app import lookalikes, papers, screened
from app.papers import Paper
from app.standing import regime, registered
from app.traders import groups
from app.work import Caller, Work, act, work
from models import numbers
from models.actions import Action
from models.base import canonical
from models.casework import Document
from models.enforcement import Case
from models.errors import Blocked, Invalid, NotAllowed, NotFound, Stale, WrongStage
from models.particulars import Particulars, TraderKind
from models.stages import Stage
from models.states import Regime, day_of
from models.traders import OPEN_STAGES, Filing, Nationality, Registration, Trader

KINDS = frozenset(TraderKind)


@act
def start(caller: Caller, kinds: tuple[str, ...], states: tuple[str, ...]) -> tuple[str, ...]:
    """Start an application for each kind, to each State; answers the filings' uids.

    What the trader is, is taken over from its other draft or from what it last submitted.
    Refused: no kind, no State, a State that takes no part, one live of that kind there already.
    """
    if not kinds or not set(kinds) <= KINDS:
        raise Invalid("kinds_missing", field="kinds")
    if not states:
        raise Invalid("states_missing", field="states")
    with work(caller) as w:
        trader = _own_trader(w)
        _require_taking_part(regime(w.session), states, w.at)
        drafts = _drafts(w, trader)
        known = drafts[-1].facts if drafts else trader.facts
        uids = []
        for kind in dict.fromkeys(kinds):
            filing = Filing(trader_id=trader.id, trader=trader, kind=kind, facts=_for_kind(known))
            w.add(Action.REGISTRATION_START, filing, kind=kind)
            for state in sorted(set(states)):
                _ask_state(w, filing, state)
            uids.append(str(filing.uid))
        return tuple(uids)


@act
def edit(caller: Caller, uid: str, seen: int, group: str, fields: Mapping[str, Any]) -> None:
    """Replace one group of a draft; `fields` are those of `groups.FIELDS[group]`.

    What a trader is, is the same in all its drafts: a shared group is replaced in each.
    """
    if not set(fields) <= groups.FIELDS.get(group, frozenset()):
        raise Invalid("group_unknown")
    with work(caller) as w:
        trader = _own_trader(w)
        draft = _draft(w, uid, seen)
        changed = _replaced(draft.facts, fields)
        if group == "identity" and _is_known(w, trader):
            _require_same_identity(changed, trader.facts)
        others = [one for one in _drafts(w, trader) if one.id != draft.id]
        for one in (draft, *(others if group in groups.SHARED else ())):
            one.facts = _replaced(one.facts, fields)
            w.do(Action.REGISTRATION_EDIT, one, group=group)


@act
def add_state(caller: Caller, uid: str, seen: int, state: str) -> None:
    """Ask one more State with a draft."""
    with work(caller) as w:
        _own_trader(w)
        draft = _draft(w, uid, seen)
        _require_taking_part(regime(w.session), (state,), w.at)
        w.do(Action.REGISTRATION_EDIT, draft, group="states")
        _ask_state(w, draft, state)


@act
def drop_state(caller: Caller, uid: str, seen: int, state: str) -> None:
    """Ask a State no longer; one stays, or the whole draft is discarded."""
    with work(caller) as w:
        _own_trader(w)
        draft = _draft(w, uid, seen)
        asked = _asked(w, draft)
        if state not in asked:
            raise NotFound
        if len(asked) == 1:
            raise Blocked("last_state_asked", field="state")
        w.do(Action.REGISTRATION_EDIT, draft, group="states")
        w.do(Action.REGISTRATION_DISCARD, asked[state])


@act
def discard(caller: Caller, uid: str, seen: int) -> None:
    """Give a draft up, in every State asked."""
    with work(caller) as w:
        _own_trader(w)
        draft = _draft(w, uid, seen)
        for registration in _asked(w, draft).values():
            w.do(Action.REGISTRATION_DISCARD, registration)


@act
def attach(caller: Caller, uid: str, seen: int, paper: Paper) -> None:
    """Give a document with a draft; it is kept as given, and cannot be taken back."""
    if paper.purpose not in groups.PURPOSES:
        raise Invalid("purpose_unknown", field="purpose")
    with work(caller) as w:
        trader = _own_trader(w)
        draft = _draft(w, uid, seen)
        papers.keep(w, draft, paper, trader=trader.id)
        w.do(Action.REGISTRATION_EDIT, draft, group="documents")


@act
def submit(
    caller: Caller, uid: str, seen: int, declared_by: str, statement: str
) -> tuple[tuple[str, str], ...]:
    """Submit a draft to every State asked; answers (State, number minted) by State.

    `declared_by` is the empowered official's own name as typed (REG-08), `statement` the words
    that were agreed to. A second submission of the same filing answers the same numbers.
    """
    with work(caller) as w:
        trader = _own_trader(w)
        filing = w.find(Filing, uid)
        if filing.submitted_at is not None:
            return _numbers(w, filing)
        if filing.revision != seen:
            raise Stale("changed_meanwhile")
        asked = _asked(w, filing)
        world = regime(w.session)
        _require_may_submit(w, trader, tuple(asked), world)
        _require_complete(w, trader, filing, day_of(w.at, world.zone(min(asked), w.at)))
        if declared_by.strip().casefold() != w.actor.name.strip().casefold():
            raise Invalid("declaration_name", field="declaration", name=w.actor.name)
        _seal(w, filing, tuple(asked), declared_by.strip(), statement)
        _take_over(w, trader, filing.facts)
        for state, registration in asked.items():
            year = day_of(w.at, world.zone(state, w.at)).year
            registration.number = numbers.mint(w.session, state, numbers.Kind.REGISTRATION, year)
            registration.submitted_at = w.at
            w.do(
                Action.REGISTRATION_SUBMIT,
                registration,
                declaration=filing.declared_by,
                digest=filing.digest,
            )
        lookalikes.note(w, filing)
        screened.ask(w, filing, 1, screened.of_particulars(filing.facts, trader.id))
        return tuple((state, row.number or "") for state, row in asked.items())


# What a draft is made of


def _own_trader(w: Work) -> Trader:
    """The caller's own trader, locked before anything of it."""
    if w.actor.trader_id is None:
        raise NotAllowed("not_allowed")
    return w.find(Trader, w.actor.trader_id)


def _draft(w: Work, uid: str, seen: int) -> Filing:
    found = w.find(Filing, uid, seen=seen)
    if found.submitted_at is not None:
        raise WrongStage("wrong_stage", action=str(Action.REGISTRATION_EDIT))
    if not _asked(w, found):
        raise NotFound
    return found


def _drafts(w: Work, trader: Trader) -> list[Filing]:
    """The trader's filings that are not submitted and not given up, oldest first."""
    open_ones = select(Registration.filing_id).where(
        Registration.trader_id == trader.id, Registration.stage == Stage.DRAFT
    )
    rows = w.session.scalars(
        select(Filing)
        .where(Filing.id.in_(open_ones), Filing.submitted_at.is_(None))
        .order_by(Filing.id)
        .with_for_update(of=Filing)
    )
    return list(rows.unique())


def _asked(w: Work, filing: Filing) -> dict[str, Registration]:
    """The drafts of a filing by State, in order of code; locked."""
    rows = w.session.scalars(
        select(Registration)
        .where(Registration.filing_id == filing.id, Registration.stage == Stage.DRAFT)
        .order_by(Registration.state_code)
        .with_for_update(of=Registration)
    )
    return {row.state_code: row for row in rows.unique()}


def _ask_state(w: Work, filing: Filing, state: str) -> None:
    w.add(
        Action.REGISTRATION_START,
        Registration(
            trader_id=filing.trader_id,
            trader=filing.trader,
            filing_id=filing.id,
            state_code=state,
            kind=filing.kind,
            stage=Stage.DRAFT,
        ),
        state=state,
        kind=filing.kind,
    )


def _for_kind(facts: Particulars) -> Particulars:
    """What another application may take over: what the trader is, not what it asks for."""
    blank = Particulars()
    return msgspec.structs.replace(
        facts,
        **{name: getattr(blank, name) for name in ("activities", "goods_classes", "answers")},
        earlier_registrations="",
    )


def _replaced(facts: Particulars, fields: Mapping[str, Any]) -> Particulars:
    """The particulars with some fields replaced, checked whole."""
    changed = msgspec.structs.replace(facts, **fields)
    try:
        return msgspec.convert(msgspec.to_builtins(changed), Particulars)
    except msgspec.ValidationError as fault:
        raise Invalid("value_unfit", detail=str(fault)) from fault


def _require_taking_part(world: Regime, states: tuple[str, ...], at: datetime) -> None:
    for state in states:
        if world.of(state, at) is None:
            raise Blocked("state_outside", field="states", state=state)


# What a submission needs


def _is_known(w: Work, trader: Trader) -> bool:
    """Whether a State has, or decides on, a registration: the identity is then on the record."""
    live = OPEN_STAGES | {Stage.ACTIVE}
    count = w.session.scalar(
        select(func.count())
        .select_from(Registration)
        .where(Registration.trader_id == trader.id, Registration.stage.in_(live))
    )
    return bool(count)


def _require_same_identity(facts: Particulars, recorded: Particulars) -> None:
    changed = groups.changed_identity(facts, recorded)
    if changed:
        raise Blocked("identity_fixed", field=changed[0])


def _require_may_submit(w: Work, trader: Trader, asked: tuple[str, ...], world: Regime) -> None:
    if not asked:
        raise Blocked("no_state_asked")
    for state, _, row in registered(w.session, [trader.id]).get(trader.id, []):
        ended = row.ended_at is not None
        if not ended and any(item.stands(w.at) for item in row.suspensions):
            raise Blocked("suspended_no_submission", state=state)
    _require_taking_part(world, asked, w.at)
    bars = w.session.execute(
        select(Case.state_code, func.max(Case.bar_until))
        .where(
            Case.trader_id == trader.id,
            Case.stage == Stage.DEREGISTERED,
            Case.state_code.in_(asked),
        )
        .group_by(Case.state_code)
        .order_by(Case.state_code)
    )
    for state, bar_until in bars:
        if bar_until is not None and day_of(w.at, world.zone(state, w.at)) <= bar_until:
            raise Blocked("barred_until", state=state, day=bar_until)


def _require_complete(w: Work, trader: Trader, filing: Filing, today: date) -> None:
    purposes = w.session.scalars(
        select(Document.purpose).where(
            Document.thing == Filing.THING, Document.thing_id == filing.id
        )
    )
    held = _newest_nationalities(w, trader)
    found = groups.lacks(
        TraderKind(filing.kind), filing.facts, today, frozenset(purposes), frozenset(held)
    )
    if found:
        raise Blocked("application_incomplete", missing=found, n=len(found))
    if _is_known(w, trader):
        _require_same_identity(filing.facts, trader.facts)


def _newest_nationalities(w: Work, trader: Trader) -> dict[str, Nationality]:
    rows = w.session.scalars(
        select(Nationality).where(Nationality.trader_id == trader.id).order_by(Nationality.id)
    )
    return {row.country: row for row in rows}


def _seal(
    w: Work, filing: Filing, states: tuple[str, ...], declared_by: str, statement: str
) -> None:
    """Freeze what was said, with the digest of exactly what the official signed (REG-08)."""
    files = w.session.scalars(
        select(Document.sha256)
        .where(Document.thing == Filing.THING, Document.thing_id == filing.id)
        .order_by(Document.id)
    )
    signed = {
        "kind": filing.kind,
        "states": states,
        "facts": filing.facts,
        "documents": list(files),
        "declared_by": declared_by,
        "declaration": statement,
        "at": w.at,
    }
    filing.digest = hashlib.sha256(canonical(signed).encode()).hexdigest()
    filing.declared_by = declared_by
    filing.declaration = statement
    filing.submitted_at = w.at


def _take_over(w: Work, trader: Trader, facts: Particulars) -> None:
    """Make the newest submission what the register knows of the trader; history by rows."""
    known = _newest_nationalities(w, trader)
    for item in facts.nationalities:
        row = known.get(item.country)
        if row is None or (row.since, row.until, row.proof) != (item.since, item.until, item.proof):
            w.attach(
                Nationality(
                    trader_id=trader.id,
                    country=item.country,
                    since=item.since,
                    until=item.until,
                    proof=item.proof,
                )
            )
    trader.facts = facts
    trader.name = facts.name
    trader.form = str(facts.form)
    trader.phone = facts.phone
    trader.email = facts.email


def _numbers(w: Work, filing: Filing) -> tuple[tuple[str, str], ...]:
    rows = w.session.execute(
        select(Registration.state_code, Registration.number)
        .where(Registration.filing_id == filing.id, Registration.number.is_not(None))
        .order_by(Registration.state_code)
    )
    return tuple((state, number or "") for state, number in rows)
