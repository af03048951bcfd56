"""Builders of submitted registrations: what the applicant's side and the worker would have left."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select, update

from app import clock
from app.work import Caller, work
from models import numbers
from models.actions import Action
from models.casework import Answer, Document, Question
from models.particulars import TraderKind
from models.people import Role, User
from models.screening import Disposition, DispositionOutcome, Hit, ListEntryRow, ListVersion
from models.screening import Screening as ScreeningRow
from models.stages import Stage
from models.states import Terms, day_of
from models.traders import Filing, Registration, Renewal, Trader
from tests import make
from tests.make import House, _stamp

PDF = b"%PDF-1.7 invented"


class Officers(NamedTuple):
    """The people of one State whom most tests need."""

    officer: Caller
    senior: Caller
    other_senior: Caller
    enforcement: Caller


def officers(house: House, state: str = "XA") -> Officers:
    """A licensing officer, two seniors and an enforcement officer, each freshly proved."""
    return Officers(
        make.user(house, Role.LICENSING_OFFICER, state, name="Lio Marrec"),
        make.user(house, Role.SENIOR_OFFICER, state, name="Ista Dovane"),
        make.user(house, Role.SENIOR_OFFICER, state, name="Hale Brisk"),
        make.user(house, Role.ENFORCEMENT_OFFICER, state, name="Orla Fenwick"),
    )


def submitted(
    house: House,
    *states: str,
    trader: int | None = None,
    kind: TraderKind = TraderKind.BROKER,
    screened: bool = True,
    **changed: Any,
) -> tuple[str, ...]:
    """One application submitted now to these States; the number of each, in that order.

    `changed` are particulars of the trader. Unless `screened=False`, the worker has answered.
    """
    asked = states or ("XA",)
    owner = trader or make.trader(house, **changed)
    now = clock.now()
    with house.rows() as session:
        facts = session.get_one(Trader, owner).facts
        filing = _stamp(
            Filing(
                trader_id=owner,
                kind=str(kind),
                facts=facts,
                submitted_at=now,
                digest=hashlib.sha256(b"filing").hexdigest(),
                declared_by="Ada Quill",
                declaration="What I say here is true.",
            ),
            now,
        )
        session.add(filing)
        session.flush()
        found = []
        for state in asked:
            number = numbers.mint(session, state, numbers.Kind.REGISTRATION, now.year)
            row = Registration(
                number=number,
                trader_id=owner,
                filing_id=filing.id,
                state_code=state,
                kind=str(kind),
                stage=Stage.SUBMITTED,
                submitted_at=now,
            )
            session.add(_stamp(row, now))
            found.append(number)
        session.flush()
        key = filing.id
    if screened:
        screening(house, Filing.THING, key)
    return tuple(found)


def un_list(house: House, published_on: date | None = None) -> int:
    """A small invented list of one entry, imported now; returns the version's id."""
    now = clock.now()
    day = published_on or day_of(now, Terms().zone)
    sha = hashlib.sha256(f"list of {day}".encode()).hexdigest()
    with house.rows() as session:
        known = session.scalar(select(ListVersion.id).where(ListVersion.sha256 == sha))
        if known is not None:
            return known
        row = _stamp(
            ListVersion(
                source="un",
                published_on=day,
                imported_at=now,
                sha256=sha,
                invented=True,
                entry_count=1,
                name_count=1,
            ),
            now,
        )
        session.add(row)
        session.flush()
        key: int = row.id
        entry = ListEntryRow(
            list_version_id=key,
            reference="QDi.001",
            kind="person",
            name="ADA QVILL",
            facts={},
            digest="-",
        )
        session.add(entry)
        session.flush()
        return key


def screening(
    house: House,
    thing: str,
    thing_id: int,
    *,
    version: int = 1,
    name: str = "Norvane Brokering Ltd",
    published_on: date | None = None,
) -> int:
    """A screening that the worker has answered without a hit; returns its id."""
    now = clock.now()
    list_id = un_list(house, published_on)
    with house.rows() as session:
        row = ScreeningRow(
            thing=thing,
            thing_id=thing_id,
            version=version,
            subject_of="trader",
            name=name,
            subject={"name": name},
            subject_digest=hashlib.sha256(name.encode()).hexdigest(),
            asked_at=now,
        )
        session.add(_stamp(row, now))
        session.flush()
        key = row.id
    answer_screening(house, list_id, screening_id=key)
    return key


def answer_screening(house: House, list_id: int, *, screening_id: int | None = None) -> None:
    """Answer what waits, as the worker would: no hit in this list."""
    now = clock.now()
    with house.rows() as session:
        published = session.get_one(ListVersion, list_id).published_on
        which = (
            ScreeningRow.answered_at.is_(None)
            if screening_id is None
            else ScreeningRow.id == screening_id
        )
        session.execute(
            update(ScreeningRow)
            .where(which)
            .values(
                answered_at=now,
                lists=(
                    {
                        "source": "un",
                        "published_on": published.isoformat(),
                        "imported_at": now.isoformat(),
                        "list_version_id": list_id,
                    },
                ),
                threshold=80,
                matcher="test",
            )
        )


def filing_of(house: House, number: str) -> int:
    """The id of the application behind a registration."""
    with house.rows() as session:
        return session.scalars(
            select(Registration.filing_id).where(Registration.number == number)
        ).one()


def hit(house: House, number: str, name: str = "ADA QVILL") -> int:
    """An open hit on the newest screening of an application; returns its id."""
    now = clock.now()
    with house.rows() as session:
        key = session.scalars(
            select(ScreeningRow.id)
            .join(Registration, Registration.filing_id == ScreeningRow.thing_id)
            .where(ScreeningRow.thing == Filing.THING, Registration.number == number)
            .order_by(ScreeningRow.id.desc())
        ).first()
        entry = session.scalars(select(ListEntryRow.id).order_by(ListEntryRow.id)).first()
        row = Hit(
            screening_id=key,
            list_entry_id=entry,
            entry_name=name,
            **make.hit_known_by(name),
            score=91,
            strength="strong",
            reasons=({"code": "same_words"},),
            stage=Stage.OPEN,
        )
        session.add(_stamp(row, now))
        session.flush()
        return row.id


def dispose(
    house: House,
    officer: Caller,
    hit_id: int,
    outcome: DispositionOutcome = DispositionOutcome.FALSE,
) -> None:
    """Close a hit through the door, as the screening area does."""
    with work(officer) as w:
        found = w.find(Hit, hit_id)
        said = Disposition(
            hit_id=found.id,
            outcome=str(outcome),
            reason="Another birth date and another country.",
            state_code=w.actor.state,
            decided_at=w.at,
            by_id=w.actor.user_id,
            party_digest=found.screening.subject_digest,
            entry_digest=found.entry_digest,
            features_digest=found.features_digest,
        )
        w.attach(said)
        w.session.flush()
        found.disposition_id = said.id
        case = w.session.scalars(
            select(Registration).where(
                Registration.filing_id == found.screening.thing_id,
                Registration.state_code == w.actor.state,
            )
        ).first()
        w.do(Action.HIT_DISPOSE, found, said.reason, of=case)


def document(house: House, number: str, content: bytes = PDF, **more: Any) -> None:
    """A paper of the application, as given by the applicant."""
    now = clock.now()
    with house.rows() as session:
        row = session.scalars(select(Registration).where(Registration.number == number)).one()
        given = giver(session, row.trader_id)
        session.add(
            _stamp(
                Document(
                    thing=Filing.THING,
                    thing_id=row.filing_id,
                    trader_id=row.trader_id,
                    purpose=more.get("purpose", "incorporation"),
                    name=more.get("name", "extract.pdf"),
                    media_type="application/pdf",
                    size=len(content),
                    sha256=hashlib.sha256(content).hexdigest(),
                    given_by_id=given,
                    content=content,
                ),
                now,
            )
        )


def giver(session: Any, trader_id: int) -> int:
    """The account of a trader, or the first account there is."""
    mine = session.scalar(select(User.id).where(User.trader_id == trader_id))
    return int(mine or session.scalar(select(User.id).order_by(User.id)))


def answer(house: House, applicant: Caller, number: str, text: str = "By sea only.") -> None:
    """Answer the open question through the door, as the applicant's side does."""
    del house
    with work(applicant) as w:
        row = w.find(Registration, number)
        question = w.session.scalars(
            select(Question).where(Question.thing == row.THING, Question.thing_id == row.id)
        ).unique()
        newest = list(question)[-1]
        w.do(Action.REGISTRATION_ANSWER, row)
        w.attach(
            Answer(
                question_id=newest.id,
                text=text,
                answered_at=w.at,
                answered_by_id=w.actor.user_id,
            )
        )


def renewal(house: House, number: str, *, in_time: bool) -> int:
    """A renewal filed now, and screened; returns its id."""
    now = clock.now()
    with house.rows() as session:
        owner = session.scalars(select(Registration).where(Registration.number == number)).one()
        row = Renewal(
            registration_id=owner.id,
            trader_id=owner.trader_id,
            state_code=owner.state_code,
            stage=Stage.SUBMITTED,
            in_time=in_time,
            statement="Nothing has changed.",
        )
        session.add(_stamp(row, now))
        session.flush()
        key = row.id
    screening(house, Renewal.THING, key)
    return key
