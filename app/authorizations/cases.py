"""Cases: a State's case found and locked, its proposals, its consent; for verbs and pages alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.work import Work
from models.dossiers import Authorization, Dossier, DossierVersion
from models.errors import NotFound
from models.granting import Consent, lapses_at
from models.people import Interest, Person, User
from models.proposals import Decision, Outcome, Proposal
from models.stages import Stage
from models.states import Regime

DECISIONS = (Decision.CONSENT, Decision.REFUSE)


def own(w: Work, number: str, seen: int | None = None) -> tuple[Dossier, Authorization]:
    """The dossier of that number and the case of the actor's own State, both locked.

    Order of locks: every covered trader, the dossier, the case. NotFound where the State is not
    asked; Stale when the case is not at the revision that the page showed.
    """
    dossier = w.find(Dossier, number)
    key = w.session.scalar(
        select(Authorization.id).where(
            Authorization.dossier_id == dossier.id, Authorization.state_code == w.actor.state
        )
    )
    if key is None:
        raise NotFound
    return dossier, w.find(Authorization, key, seen=seen)


def newest_version(session: Session, dossier: Dossier) -> DossierVersion:
    """The version that every State decides on now."""
    return session.scalars(
        select(DossierVersion).where(
            DossierVersion.dossier_id == dossier.id, DossierVersion.number == dossier.version
        )
    ).one()


def all_cases(session: Session, dossier: Dossier) -> tuple[Authorization, ...]:
    """Every State's case in the dossier's order, as the database has it now."""
    rows = session.scalars(
        select(Authorization)
        .where(Authorization.dossier_id == dossier.id)
        .order_by(Authorization.id)
        .execution_options(populate_existing=True)
    )
    return tuple(rows.unique())


def holder(session: Session, case: Authorization) -> str | None:
    """The name of the officer who holds a case and can act on it; None where nobody does.

    An account that is disabled, or a person with an interest in a party, holds nothing.
    """
    if case.officer_id is None:
        return None
    conflicted = select(Interest.person_id).where(
        Interest.trader_id.in_(case.parties()), Interest.ended_at.is_(None)
    )
    return session.scalar(
        select(Person.name)
        .join(User, User.person_id == Person.id)
        .where(
            User.id == case.officer_id,
            User.stage == Stage.ACTIVE,
            Person.id.not_in(conflicted),
        )
    )


@dataclass(frozen=True)
class History:
    """The proposals of one case, oldest first, each with its signature if it has one."""

    proposals: tuple[Proposal, ...]

    def open(self, version: int) -> Proposal | None:
        """The decision that waits for a second person; a newer version or proposal voids it."""
        found = [row for row in self.proposals if row.decision in DECISIONS]
        newest = found[-1] if found else None
        waits = newest is not None and newest.signature is None and newest.version == version
        return newest if waits else None

    def reopening(self, version: int) -> Proposal | None:
        """The reopening that waits for a second person, of the newest consent."""
        consented = self._accepted(Decision.CONSENT)
        found = [
            row
            for row in self.proposals
            if row.decision == Decision.REOPEN
            and row.signature is None
            and row.version == version
            and (consented is None or row.id > consented.id)
        ]
        return found[-1] if found else None

    def consented(self) -> Proposal | None:
        """The newest proposal to consent that a second person accepted."""
        return self._accepted(Decision.CONSENT)

    def refused(self) -> Proposal | None:
        """The refusal that a second person accepted."""
        return self._accepted(Decision.REFUSE)

    def _accepted(self, decision: Decision) -> Proposal | None:
        found = [
            row
            for row in self.proposals
            if row.decision == decision
            and row.signature is not None
            and row.signature.outcome == Outcome.ACCEPTED
        ]
        return found[-1] if found else None


def histories(session: Session, cases: Iterable[Authorization]) -> dict[int, History]:
    """The history of each case by its id, in one statement."""
    keys = [case.id for case in cases]
    rows = session.scalars(
        select(Proposal)
        .where(Proposal.thing == Authorization.THING, Proposal.thing_id.in_(keys))
        .order_by(Proposal.id)
        .options(joinedload(Proposal.signature))
        .execution_options(populate_existing=True)
    ).all()
    found: dict[int, list[Proposal]] = defaultdict(list)
    for row in rows:
        found[row.thing_id].append(row)
    return {key: History(tuple(found[key])) for key in keys}


def consent_of(history: History, state: str, regime: Regime) -> Consent | None:
    """A State's newest consent as signed, with the moment it lapses (C2), or None."""
    proposal = history.consented()
    if proposal is None or proposal.signature is None or proposal.terms.consent is None:
        return None
    signed_at = proposal.signature.signed_at
    terms = regime.of(state, signed_at)
    if terms is None:
        return None
    return Consent(
        version=proposal.version,
        signed_at=signed_at,
        lapses_at=lapses_at(signed_at, terms),
        terms=proposal.terms.consent,
    )
