"""Builders of registration tests: an applicant, a whole application, and an officer's plain acts.

The officer's acts go through the one door but not through the State's own area, so that the
trader's side can be tried alone.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.papers import Paper
from app.traders import services
from app.work import Caller, work
from models.actions import Action
from models.casework import Question
from models.particulars import KindAnswers, TraderKind
from models.people import Role
from models.proposals import Proposal, Signature
from models.states import Terms, end_instant, first_instant, last_day_of_term
from models.traders import Filing, Registration, RegistrationTerm, Renewal, Suspension, Trader
from tests import make

OFFICIAL = "Ada Quill"
STATEMENT = "It is true and complete."
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 24
ANSWERS = KindAnswers(
    premises="1 Quay Street",
    marking="Laser, frame and barrel",
    storage="Vault, class III",
    modes=("sea",),
    carrier_or_arranger="arranger",
)


def official(house: make.House, trader: int, name: str = OFFICIAL) -> Caller:
    """The empowered official of a trader."""
    return make.user(house, Role.APPLICANT_ADMIN, trader=trader, name=name)


def filing_of(house: make.House, uid: str) -> Filing:
    """A filing as it stands."""
    with house.rows() as session:
        return session.scalars(select(Filing).where(Filing.uid == UUID(uid))).unique().one()


def seen(house: make.House, uid: str) -> int:
    """The revision that a page of a draft would show."""
    return filing_of(house, uid).revision


def trader_of(house: make.House, trader: int) -> Trader:
    """A trader as it stands."""
    with house.rows() as session:
        return session.get_one(Trader, trader)


def row_of(house: make.House, number: str) -> Registration:
    """A registration as it stands."""
    with house.rows() as session:
        found = session.scalars(select(Registration).where(Registration.number == number))
        return found.unique().one()


def stages(house: make.House) -> dict[tuple[str, str], str]:
    """The newest stage of every registration, by State and kind."""
    with house.rows() as session:
        rows = session.scalars(select(Registration).order_by(Registration.id)).unique()
        return {(row.state_code, row.kind): str(row.stage) for row in rows}


def paper(purpose: str = "incorporation", content: bytes = PDF, name: str = "extract.pdf") -> Paper:
    """A file as it is given."""
    return Paper(name, content, purpose)


def draft(house: make.House, caller: Caller, *states: str, kind: str = TraderKind.BROKER) -> str:
    """A draft that lacks nothing, to these States; answers the filing's uid."""
    (uid,) = services.start(caller, (kind,), states or ("XA",))
    services.edit(caller, uid, seen(house, uid), "activities", {"activities": ("negotiation",)})
    services.edit(caller, uid, seen(house, uid), "kind", {"answers": ANSWERS})
    services.attach(caller, uid, seen(house, uid), paper())
    return uid


def submitted(
    house: make.House, caller: Caller, *states: str, kind: str = TraderKind.BROKER
) -> dict[str, str]:
    """A submitted application; answers the numbers by State."""
    uid = draft(house, caller, *states, kind=kind)
    return dict(services.submit(caller, uid, seen(house, uid), OFFICIAL, STATEMENT))


def officer(house: make.House, state: str) -> Caller:
    """A licensing officer."""
    return make.user(house, Role.LICENSING_OFFICER, state)


def take(caller: Caller, number: str) -> None:
    """An officer takes a case."""
    with work(caller) as w:
        row = w.find(Registration, number)
        row.officer_id = w.actor.user_id
        w.do(Action.REGISTRATION_TAKE, row)


def ask(caller: Caller, number: str, text: str = "Which vessel?", days: int = 30) -> None:
    """An officer asks the applicant."""
    with work(caller) as w:
        row = w.find(Registration, number)
        w.do(Action.REGISTRATION_ASK, row)
        w.attach(
            Question(
                thing=Registration.THING,
                thing_id=row.id,
                state_code=row.state_code,
                text=text,
                asked_at=w.at,
                asked_by_id=w.actor.user_id,
                answer_by=w.at + timedelta(days=days),
            )
        )


def propose(caller: Caller, number: str) -> None:
    """The case officer proposes."""
    with work(caller) as w:
        w.do(Action.REGISTRATION_PROPOSE, w.find(Registration, number), "fit")


def approve(house: make.House, number: str, first_day: date, proposer: Caller) -> None:
    """Another person countersigns."""
    state = number[:2]
    signer = make.user(house, Role.SENIOR_OFFICER, state)
    first = make.person_of(house, proposer)
    with work(signer) as w:
        row = w.find(Registration, number)
        row.decided_at = w.at
        w.do(
            Action.REGISTRATION_APPROVE,
            row,
            "agreed",
            proposer_person_id=first,
            evidence_now="a",
            evidence_proposed="a",
        )
        zone = Terms().zone
        w.attach(
            RegistrationTerm(
                registration_id=row.id,
                valid_from=first_instant(first_day, zone),
                valid_until=end_instant(last_day_of_term(first_day, 12), zone),
            )
        )


def suspend(house: make.House, number: str, moment: datetime) -> None:
    """A suspension that stands until it is lifted, a confirmed one of 60 days."""
    caller = make.user(house, Role.SENIOR_OFFICER, number[:2])
    other = make.user(house, Role.SENIOR_OFFICER, number[:2])
    persons = make.person_of(house, caller), make.person_of(house, other)
    with house.rows() as session:
        row = (
            session.scalars(select(Registration).where(Registration.number == number))
            .unique()
            .one()
        )
        session.add(
            make._stamp(
                Suspension(
                    registration_id=row.id,
                    state_code=row.state_code,
                    ground="G5",
                    reason="under examination",
                    suspended_at=moment,
                    suspended_by_id=caller.user_id,
                    suspended_person_id=persons[0],
                    confirm_by=moment + timedelta(hours=72),
                    limit_at=moment + timedelta(days=60),
                    confirmed_at=moment + timedelta(minutes=1),
                    confirmed_by_id=other.user_id,
                    confirmed_person_id=persons[1],
                ),
                moment,
            )
        )


def renewals(house: make.House) -> list[Renewal]:
    """Every renewal, oldest first."""
    with house.rows() as session:
        return list(session.scalars(select(Renewal).order_by(Renewal.id)).unique())


def refuse(house: make.House, number: str, told: str, reasons: tuple[str, ...]) -> None:
    """A refusal that two officers signed; `told` is what the applicant reads."""
    state = number[:2]
    one, other = officer(house, state), make.user(house, Role.SENIOR_OFFICER, state)
    take(one, number)
    propose(one, number)
    persons = make.person_of(house, one), make.person_of(house, other)
    with work(other) as w:
        row = w.find(Registration, number)
        row.decided_at = w.at
        w.do(
            Action.REGISTRATION_REFUSE,
            row,
            "agreed",
            proposer_person_id=persons[0],
            evidence_now="a",
            evidence_proposed="a",
        )
        proposal = Proposal(
            thing=Registration.THING,
            thing_id=row.id,
            state_code=state,
            decision="refuse",
            reason="the officer’s own words",
            reason_for_applicant=told,
            criteria=reasons,
            evidence="{}",
            evidence_digest="a",
            user_id=one.user_id,
            person_id=persons[0],
            proposed_at=w.at,
        )
        w.attach(proposal)
        w.session.flush()
        w.attach(
            Signature(
                proposal_id=proposal.id,
                proposer_person_id=persons[0],
                state_code=state,
                user_id=other.user_id,
                person_id=persons[1],
                outcome="accepted",
                reason="agreed",
                evidence_digest="a",
                signed_at=w.at,
            )
        )
