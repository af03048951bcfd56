"""Builders of de-registration cases: through the officers' own services, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app import clock
from app.enforcement import cascade, evidence, services, services_tasks
from app.enforcement.casefile import Opening, Wanted
from app.papers import Paper
from app.work import Caller
from models.cascades import Cascade, plan
from models.casework import Task, TaskKind, TaskOutcome
from models.enforcement import Case
from models.people import Role
from models.proposals import Decision
from models.stages import Stage
from tests import make

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
FACTS = "Certificate 17/2026 was not issued by Xeland; the broker knew it."
NOTICE = "You are told of the facts and grounds below. You may reply."
REASON = "The mails of 8 January show that the director had a doubt and went on."
TOLD = "The statement on the end user was false, and you knew it."


@dataclass(frozen=True)
class Unit:
    """The two persons of one State who end registrations."""

    officer: Caller
    senior: Caller
    state: str


def unit(house: make.House, state: str) -> Unit:
    """An enforcement officer and a senior officer of a State."""
    return Unit(
        make.user(house, Role.ENFORCEMENT_OFFICER, state, name=f"Enforcement officer of {state}"),
        make.user(house, Role.SENIOR_OFFICER, state, name=f"Head of unit of {state}"),
        state,
    )


def opened(house: make.House, trader: int, at: Unit, grounds: tuple[str, ...] = ("G1",)) -> str:
    """An open case under examination; returns its number."""
    number = make.trader_number(house, trader)
    opening = Opening(grounds=grounds, facts=FACTS, evidence="1. Letter of Xeland. 2. Mails.")
    return services.open_case(make.fresh(house, at.officer), number, opening)


def noticed(house: make.House, trader: int, at: Unit, grounds: tuple[str, ...] = ("G1",)) -> str:
    """A case whose notice was served."""
    number = opened(house, trader, at, grounds)
    services.serve_notice(make.fresh(house, at.officer), number, NOTICE)
    return number


def official(house: make.House, trader: int) -> Caller:
    """The trader's administrator."""
    return make.user(house, Role.APPLICANT_ADMIN, trader=trader, name="Ada Quill")


def paper(name: str = "letter.pdf") -> Paper:
    """A file as it is given."""
    return Paper(name, PDF, "")


def replied(house: make.House, trader: int, at: Unit, grounds: tuple[str, ...] = ("G1",)) -> str:
    """A case to which the trader replied in time."""
    number = noticed(house, trader, at, grounds)
    services.reply(official(house, trader), number, "Our agent brought it.", [paper()])
    return number


def wanted(**changed: object) -> Wanted:
    """A proposal to de-register on the first ground."""
    given: dict[str, object] = {
        "decision": Decision.DEREGISTER,
        "reason": REASON,
        "reason_for_trader": TOLD,
        "grounds": ("G1",),
    }
    return Wanted(**{**given, **changed})  # type: ignore[arg-type]


def proposed(house: make.House, trader: int, at: Unit, **changed: object) -> str:
    """A case with a proposal to de-register."""
    number = replied(house, trader, at)
    services.propose(make.fresh(house, at.officer), number, wanted(**changed))
    return number


def shown(house: make.House, number: str) -> str:
    """The digest that a signer's page would show now."""
    with house.rows() as session:
        case = _case(session, number)
        planned = plan(cascade.facts(session, case, clock.now()))
        _, now = evidence.fingerprint(evidence.gather(session, case))
        return evidence.shown_digest(now, planned)


def preview(house: make.House, number: str) -> Cascade:
    """The consequences that a page would count now."""
    with house.rows() as session:
        return plan(cascade.facts(session, _case(session, number), clock.now()))


def sign(house: make.House, number: str, at: Unit) -> None:
    """Countersign what was proposed, as the page shows it now."""
    services.sign(make.fresh(house, at.senior), number, shown(house, number), "Read and agreed.")


def deregistered(house: make.House, trader: int, state: str) -> str:
    """A trader de-registered in a State; returns the number of the case."""
    at = unit(house, state)
    number = proposed(house, trader, at)
    sign(house, number, at)
    return number


def task_of(house: make.House, state: str) -> Task:
    """The newest task of a State."""
    with house.rows() as session:
        return session.scalars(
            select(Task).where(Task.state_code == state).order_by(Task.id.desc()).limit(1)
        ).one()


def task(house: make.House, kind: TaskKind, state: str, number: str, **facts: object) -> None:
    """An open task of a State about a thing of that number, asked at this moment."""
    due = {"due_at": clock.now() + timedelta(days=14), "stage": Stage.OPEN}
    about = {"about": "case", "about_id": 1, "about_number": number}
    with house.rows() as session:
        task = Task(kind=str(kind), state_code=state, **(about | due | facts))
        session.add(make._stamp(task, clock.now()))


def recognise(house: make.House, at: Unit) -> str:
    """Answer a State's newest task by recognising; returns the number of its own case."""
    uid = str(task_of(house, at.state).uid)
    number = services_tasks.answer(
        make.fresh(house, at.officer), uid, TaskOutcome.RECOGNISED, "We rely on that decision."
    )
    assert number is not None
    return number


def case_of(house: make.House, number: str) -> Case:
    """A case as it stands."""
    with house.rows() as session:
        return _case(session, number)


def _case(session: object, number: str) -> Case:
    found = session.scalars(select(Case).where(Case.number == number))  # type: ignore[attr-defined]
    return found.unique().one()  # type: ignore[no-any-return]
