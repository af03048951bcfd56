"""What the tests of this area share: whole proposals, and reading back what stands."""

import threading
from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from app import standing
from app.registrations import services
from app.registrations.wanted import Place, Wanted
from app.work import Caller
from models.errors import (
    Refusal,
)
from models.proposals import Decision, Proposal
from models.traders import Registration
from tests import make, make_registrations
from tests.make_registrations import Officers

APPROVE = Wanted(
    Decision.APPROVE,
    "Papers read; the director came with her passport.",
    first_day=date(2026, 3, 2),
    last_day=date(2027, 3, 1),
    identity_vetted=True,
)
REFUSE = Wanted(
    Decision.REFUSE,
    "The extract names another director.",
    reason_for_applicant="The extract from the commercial register does not fit your answers.",
    reasons=("false_statement",),
)


def row_of(house: make.House, number: str) -> Registration:
    with house.rows() as session:
        found = session.scalars(select(Registration).where(Registration.number == number)).one()
        session.expunge_all()
        return found


def proposal_of(house: make.House) -> Proposal:
    with house.rows() as session:
        return session.scalars(select(Proposal).order_by(Proposal.id.desc())).first()  # type: ignore[return-value]


def proposed(
    house: make.House, people: Officers, wanted: Wanted = APPROVE, **more: object
) -> tuple[Place, str]:
    """A registration with a proposal that waits; its place and the fingerprint as proposed."""
    (number,) = make_registrations.submitted(house, "XA", **more)  # type: ignore[arg-type]
    place = Place(number)
    services.take(people.officer, place)
    services.propose(people.officer, place, wanted)
    return place, proposal_of(house).evidence_digest


def live(house: make.House, number: str, at: str) -> bool:
    """Whether the registration covers at that instant: the verdict's own question."""
    with house.rows() as session:
        owner = session.scalars(
            select(Registration.trader_id).where(Registration.number == number)
        ).one()
        rows = standing.registered(session, [owner]).get(owner, [])
        return any(row.live(make.at(at)) for _, _, row in rows if row.number == number)


def at_once(callers: list[Caller], act: Callable[[Caller], object]) -> list[str]:
    """What each was told, when all act at the same instant: "" for done, else the code."""
    gate = threading.Barrier(len(callers))
    told: list[str] = []

    def one(who: Caller) -> None:
        gate.wait()
        try:
            act(who)
        except Refusal as no:
            told.append(no.code)
        else:
            told.append("")

    threads = [threading.Thread(target=one, args=(who,)) for who in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return told
