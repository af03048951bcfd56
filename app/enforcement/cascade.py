"""The cascade of a de-registration: its facts as they are now, and the doing of its plan."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import standing
from app.enforcement import entries
from app.work import Work
from models.actions import Action
from models.base import Thing
from models.cascades import (
    Cascade,
    CascadeFacts,
    Consequence,
    DossierFact,
    LicenceFact,
    RegistrationFact,
)
from models.casework import Task, TaskKind
from models.dossiers import UNDECIDED, Authorization, CoverRow, Dossier, DossierVersion
from models.enforcement import OPEN_CASE, Case
from models.licences import Licence, LicenceShare
from models.proposals import Proposal
from models.stages import Stage
from models.states import Regime, Terms, day_of, end_instant
from models.traders import OPEN_STAGES, Registration, RegistrationTerm, Renewal

STOPPABLE = UNDECIDED | {Stage.APPROVED_PENDING_PEER}
THINGS: dict[str, type[Any]] = {
    thing.THING: thing for thing in (Registration, Renewal, Dossier, Authorization)
}


def facts(session: Session, case: Case, at: datetime) -> CascadeFacts:
    """All that the plan needs to know, read in one go; the act has locked the trader before."""
    return CascadeFacts(
        state=case.state_code,
        registrations=_registrations(session, case.trader_id, at),
        renewals=_renewals(session, case.trader_id),
        dossiers=_dossiers(session, case.trader_id),
        licences=_licences(session, case.trader_id, at),
        acted=_acted(session, case, at),
    )


def run(w: Work, case: Case, proposal: Proposal, planned: Cascade) -> None:
    """Do the whole plan inside the act that de-registers: all of it, or nothing (C53)."""
    regime = standing.regime(w.session)
    for consequence in planned.acts:
        row = _locked(w.session, consequence)
        if consequence.action is Action.REGISTRATION_DEREGISTER:
            row.ended_at = w.at
        w.do(consequence.action, row, case=case.number)
    for state in planned.tasks:
        w.add(Action.TASK_RAISE, _task(case, state, regime, w.at), case=case.number)
    if planned.entry:
        entries.record(w, case, proposal, regime.of(case.state_code, w.at) or Terms())


def _locked(session: Session, consequence: Consequence) -> Any:
    thing: type[Thing] = THINGS[consequence.thing]
    return (
        session.scalars(
            select(thing)
            .where(thing.id == consequence.thing_id)
            .with_for_update(of=thing)
            .execution_options(populate_existing=True)
        )
        .unique()
        .one()
    )


def _task(case: Case, state: str, regime: Regime, at: datetime) -> Task:
    """What another State is asked: recognise, open its own case, or decline with reason."""
    terms = regime.of(state, at) or Terms()
    last_day = day_of(at, terms.zone) + timedelta(days=terms.task_days)
    return Task(
        kind=str(TaskKind.RECOGNISE),
        state_code=state,
        from_state=case.state_code,
        about=case.THING,
        about_id=case.id,
        about_number=case.number,
        trader_id=case.trader_id,
        due_at=end_instant(last_day, terms.zone),
        stage=Stage.OPEN,
    )


def _registrations(session: Session, trader_id: int, at: datetime) -> tuple[RegistrationFact, ...]:
    rows = session.execute(
        select(
            Registration.id,
            Registration.number,
            Registration.state_code,
            Registration.stage,
        )
        .where(Registration.trader_id == trader_id, Registration.number.is_not(None))
        .order_by(Registration.id)
    ).all()
    running = set(
        session.scalars(
            select(RegistrationTerm.registration_id).where(
                RegistrationTerm.registration_id.in_([row.id for row in rows]),
                RegistrationTerm.valid_until > at,
            )
        )
    )
    return tuple(
        RegistrationFact(
            row.id,
            row.number,
            row.state_code,
            row.stage,
            live=row.stage is Stage.ACTIVE and row.id in running,
        )
        for row in rows
    )


def _renewals(session: Session, trader_id: int) -> tuple[RegistrationFact, ...]:
    rows = session.scalars(
        select(Renewal)
        .where(Renewal.trader_id == trader_id, Renewal.stage.in_(OPEN_STAGES))
        .order_by(Renewal.id)
    ).unique()
    return tuple(
        RegistrationFact(row.id, row.reference(), row.state_code, row.stage, live=False)
        for row in rows
    )


def _covered_states(session: Session, trader_id: int, version_ids: Any) -> dict[int, list[str]]:
    """By version, the States that must cover the trader; exempt and outside rows ask for none."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = session.execute(
        select(CoverRow.version_id, CoverRow.state_code)
        .where(
            CoverRow.trader_id == trader_id,
            CoverRow.version_id.in_(version_ids),
            CoverRow.exempt.is_(False),
            CoverRow.outside.is_(False),
        )
        .distinct()
        .order_by(CoverRow.version_id, CoverRow.state_code)
    )
    for version_id, state in rows:
        found[version_id].append(state)
    return found


def _dossiers(session: Session, trader_id: int) -> tuple[DossierFact, ...]:
    """Submitted dossiers whose newest version names the trader in a cover row."""
    named = (
        select(Dossier.id, Dossier.number, DossierVersion.id.label("version_id"))
        .join(
            DossierVersion,
            (DossierVersion.dossier_id == Dossier.id) & (DossierVersion.number == Dossier.version),
        )
        .where(
            Dossier.stage == Stage.LOCKED,
            DossierVersion.id.in_(
                select(CoverRow.version_id).where(CoverRow.trader_id == trader_id)
            ),
        )
        .order_by(Dossier.id)
    )
    rows = session.execute(named).all()
    covered = _covered_states(session, trader_id, [row.version_id for row in rows])
    open_cases: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for item in session.scalars(
        select(Authorization)
        .where(
            Authorization.dossier_id.in_([row.id for row in rows]),
            Authorization.stage.in_(STOPPABLE),
        )
        .order_by(Authorization.id)
    ).unique():
        open_cases[item.dossier_id].append((item.id, item.reference(), item.state_code))
    return tuple(
        DossierFact(
            row.id, row.number, tuple(covered.get(row.version_id, ())), tuple(open_cases[row.id])
        )
        for row in rows
    )


def _licences(session: Session, trader_id: int, at: datetime) -> tuple[LicenceFact, ...]:
    """Licences in their validity that name the trader as holder or in a cover row."""
    rows = session.execute(
        select(Licence.id, Licence.number, Licence.version_id)
        .where(
            Licence.stage == Stage.ISSUED,
            Licence.valid_until > at,
            (Licence.trader_id == trader_id)
            | Licence.version_id.in_(
                select(CoverRow.version_id).where(CoverRow.trader_id == trader_id)
            ),
        )
        .order_by(Licence.id)
    ).all()
    covered = _covered_states(session, trader_id, [row.version_id for row in rows])
    shares: dict[int, list[str]] = defaultdict(list)
    for licence_id, state in session.execute(
        select(LicenceShare.licence_id, LicenceShare.state_code)
        .where(LicenceShare.licence_id.in_([row.id for row in rows]))
        .order_by(LicenceShare.id)
    ):
        shares[licence_id].append(state)
    return tuple(
        LicenceFact(
            row.id, row.number, tuple(covered.get(row.version_id, ())), tuple(shares[row.id])
        )
        for row in rows
    )


def _acted(session: Session, case: Case, at: datetime) -> tuple[str, ...]:
    """States that need no asking: they have a case or a bar of their own, or were asked before."""
    regime = standing.regime(session)
    rows = session.execute(
        select(Case.state_code, Case.bar_until).where(
            Case.trader_id == case.trader_id,
            Case.id != case.id,
            Case.stage.in_(OPEN_CASE) | Case.bar_until.is_not(None),
        )
    )
    found = {
        state
        for state, bar_until in rows
        if bar_until is None or day_of(at, regime.zone(state, at)) <= bar_until
    }
    if case.recognises_id is not None:
        asked = select(Task.state_code).where(
            Task.about == Case.THING, Task.about_id == case.recognises_id
        )
        found |= set(session.scalars(asked))
    return tuple(sorted(found))
