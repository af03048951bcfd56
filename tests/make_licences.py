"""Builders of decided dossiers and licences: through the officers' own services.

`issued(house)` gives a licence's number; the steps before it can be taken alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update

from app import clock
from app.authorizations import services, services_decide
from app.authorizations.answers import CriterionAnswer
from app.authorizations.services_decide import Signed
from app.work import Caller
from models.criteria import CRITERIA
from models.deals import Stop
from models.dossiers import AnswerGiven, Authorization, Dossier, DossierVersion
from models.goods import GoodsLine
from models.licences import Licence
from models.people import Interest, Role, User
from models.proposals import ConsentTerms, LineTerms, Proposal
from models.screening import ListVersion, Screening
from models.stages import Stage
from models.traders import Registration
from tests import make, make_dossiers
from tests.make_dossiers import LINES, ROUTE

FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)
REASON = "The quantities match the stated need."


@dataclass(frozen=True)
class Desk:
    """The two persons of one State who decide; their proof is renewed at each act."""

    officer: Caller
    senior: Caller


def desk(house: make.House, state: str) -> Desk:
    """A licensing officer and a senior officer of a State."""
    return Desk(
        make.user(house, Role.LICENSING_OFFICER, state, name=f"Case officer of {state}"),
        make.user(house, Role.SENIOR_OFFICER, state, name=f"Senior officer of {state}"),
    )


def screened(house: make.House, number: str, *, published_on: date | None = None) -> None:
    """Answer every open screening of a dossier without a hit, against one list of that day."""
    today = clock.now().date()
    with house.rows() as session:
        dossier = session.scalars(select(Dossier).where(Dossier.number == number)).one()
        listed = ListVersion(
            source="un",
            published_on=published_on or today,
            imported_at=clock.now(),
            sha256=hashlib.sha256((published_on or today).isoformat().encode()).hexdigest(),
            entry_count=1,
            name_count=1,
            recorded_at=clock.now(),
        )
        seen = ListVersion.sha256 == listed.sha256
        if session.scalar(select(ListVersion.id).where(seen)) is None:
            session.add(listed)
        session.execute(
            update(Screening)
            .where(
                Screening.thing == Dossier.THING,
                Screening.thing_id == dossier.id,
                Screening.answered_at.is_(None),
            )
            .values(
                answered_at=clock.now(),
                lists=({"source": "un", "published_on": (published_on or today).isoformat()},),
                threshold=85,
                matcher="test",
            )
        )


def answers(**changed: str) -> tuple[CriterionAnswer, ...]:
    """Every criterion met; or answered as said: answers(c7="concern")."""
    return tuple(
        CriterionAnswer(
            item,
            AnswerGiven(changed.get(f"c{item}", "met")),
            "Looked at the papers.",
            "Sea only.",
        )
        for item in CRITERIA
    )


def terms(
    house: make.House,
    number: str,
    *,
    first_day: date = FIRST,
    last_day: date = LAST,
    quantities: dict[int, int] | None = None,
    conditions: tuple[str, ...] = (),
) -> ConsentTerms:
    """Terms of consent: what was asked, unless `quantities` say less for a line."""
    changed = quantities or {}
    return ConsentTerms(
        first_day=first_day,
        last_day=last_day,
        lines=tuple(
            LineTerms(line.no, changed.get(line.no, line.quantity))
            for line in newest(house, number).deal.lines
        ),
        conditions=conditions,
    )


def newest(house: make.House, number: str) -> DossierVersion:
    """The newest version of a dossier."""
    with house.rows() as session:
        return session.scalars(
            select(DossierVersion)
            .join(Dossier, Dossier.id == DossierVersion.dossier_id)
            .where(Dossier.number == number, DossierVersion.number == Dossier.version)
        ).one()


def take(house: make.House, number: str, at: Desk) -> None:
    """The officer takes the case and answers every criterion."""
    services.take(make.fresh(house, at.officer), number)
    take_criteria(house, number, at)


def take_criteria(house: make.House, number: str, at: Desk) -> None:
    """The officer answers every criterion: all met."""
    services.assess(make.fresh(house, at.officer), number, answers=answers())


def propose(house: make.House, number: str, at: Desk, **wanted: Any) -> None:
    """The officer proposes to consent."""
    services_decide.propose_consent(
        make.fresh(house, at.officer), number, terms=terms(house, number, **wanted), reason=REASON
    )


def sign(house: make.House, number: str, at: Desk, reason: str = "Read and agreed.") -> Signed:
    """The senior officer countersigns the newest proposal, as the page would have shown it."""
    return services_decide.countersign(
        make.fresh(house, at.senior),
        number,
        shown_digest=digest_shown(house, number, at),
        reason=reason,
    )


def digest_shown(house: make.House, number: str, at: Desk) -> str:
    """The digest of the newest proposal of a desk's State."""
    with house.rows() as session:
        return session.scalars(
            select(Proposal.evidence_digest)
            .join(Authorization, Authorization.id == Proposal.thing_id)
            .join(Dossier, Dossier.id == Authorization.dossier_id)
            .where(
                Proposal.thing == Authorization.THING,
                Dossier.number == number,
                Authorization.state_code == state_of(house, at),
            )
            .order_by(Proposal.id.desc())
            .limit(1)
        ).one()


def interested(house: make.House, caller: Caller, trader_id: int) -> None:
    """Declare that a person has an interest in a trader."""
    with house.rows() as session:
        who = session.get_one(User, caller.user_id)
        session.add(
            Interest(
                person_id=who.person_id,
                trader_id=trader_id,
                state_code=str(who.state_code),
                reason="A brother works there.",
                since=make.LONG_AGO,
                declared_by_id=who.id,
                recorded_at=make.LONG_AGO,
                revision=1,
            )
        )


def state_of(house: make.House, at: Desk) -> str:
    """The State of a desk."""
    with house.rows() as session:
        return str(session.get_one(User, at.senior.user_id).state_code)


def consented(house: make.House, number: str, at: Desk, **wanted: Any) -> Signed:
    """Take, answer, propose and countersign: the whole of one State's consent."""
    take(house, number, at)
    propose(house, number, at, **wanted)
    return sign(house, number, at)


def issued(
    house: make.House,
    states: tuple[str, ...] = ("XA", "XB"),
    *,
    broker: int | None = None,
    lines: tuple[GoodsLine, ...] = LINES,
    route: tuple[Stop, ...] = ROUTE,
    first_day: date = FIRST,
    last_day: date = LAST,
    conditions: tuple[str, ...] = (),
    **changed: Any,
) -> str:
    """A licence granted by the consents of these States; returns its number.

    The clock stays where it is: `first_day` may be later. `changed` are fields of the deal.
    """
    number = make_dossiers.submitted(
        house, states, broker=broker, lines=lines, route=route, **changed
    )
    screened(house, number)
    licence = None
    for state in states:
        licence = consented(
            house,
            number,
            desk(house, state),
            first_day=first_day,
            last_day=last_day,
            conditions=conditions,
        ).licence
    assert licence is not None
    return licence


def of_number(house: make.House, number: str) -> Licence:
    """A licence as the database has it, with its lines, shares, conditions and stops."""
    with house.rows() as session:
        found = session.scalars(select(Licence).where(Licence.number == number)).unique().one()
        _ = (found.lines, found.shares, found.conditions, found.stops)
        return found


def stages(house: make.House, number: str) -> dict[str, Stage]:
    """The stage of each State's case, by State."""
    with house.rows() as session:
        rows = session.execute(
            select(Authorization.state_code, Authorization.stage)
            .join(Dossier)
            .where(Dossier.number == number)
        )
        return dict(rows.all())


def dossier_stage(house: make.House, number: str) -> Stage:
    """The stage of a dossier."""
    with house.rows() as session:
        return session.scalars(select(Dossier.stage).where(Dossier.number == number)).one()


def refuse(house: make.House, number: str, at: Desk, grounds: tuple[str, ...] = ("2",)) -> None:
    """The officer proposes to refuse."""
    services_decide.propose_refusal(
        make.fresh(house, at.officer),
        number,
        grounds=grounds,
        reason="Two units were named in the report of 2024.",
        reason_for_applicant="The risk named in criterion 2 remains.",
    )


def end_registration(house: make.House, state: str) -> None:
    """End every registration in a State, a minute ago."""
    with house.rows() as session:
        session.execute(
            update(Registration)
            .where(Registration.state_code == state)
            .values(stage=Stage.DEREGISTERED, ended_at=make.at("2026-03-02 08:59"))
        )
