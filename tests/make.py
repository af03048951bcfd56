"""Builders of what tests need: written straight into the database, as a given history would be.

Each builder takes a `House` first; names are invented. Acts under test go through services.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.sessions import digest
from app.work import Caller, _House
from models import numbers
from models.particulars import (
    Address,
    Associate,
    Eligibility,
    Form,
    KindAnswers,
    NationalityHeld,
    Particulars,
    Position,
    TraderKind,
)
from models.people import Person, Role, SignIn, User
from models.stages import Stage
from models.states import (
    Installation,
    State,
    StateTerms,
    Terms,
    day_of,
    end_instant,
    first_instant,
    last_day_of_term,
)
from models.traders import Filing, Nationality, Registration, RegistrationTerm, Trader

NAMES = {"XA": "Xandria", "XB": "Xbria", "XC": "Xcadia", "XD": "Xdonia", "XE": "Xeland"}
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    """A moment in UTC from its words: at("2026-03-01 09:00")."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class House:
    """A fresh register with a held clock; `with house.at("2026-03-01 09:00"):` moves it."""

    def __init__(self, url: str) -> None:
        self.url = url

    @contextmanager
    def at(self, text: str) -> Iterator[datetime]:
        """Hold the clock at this moment."""
        moment = at(text)
        with clock.standing_at(moment):
            yield moment

    @contextmanager
    def rows(self) -> Iterator[Session]:
        """Write rows, or read them back, beside the door: for tests only."""
        with _House.writing() as session, session.begin():
            yield session


def _stamp(row: Any, moment: datetime = LONG_AGO) -> Any:
    row.recorded_at = moment
    if hasattr(type(row), "revision"):
        row.revision = 1
    return row


def state(house: House, code: str, *, terms: Terms | None = None, name: str | None = None) -> str:
    """A State that takes part since long ago; returns its code."""
    given = terms or Terms(authority=f"Authority of {NAMES.get(code, code)}")
    with house.rows() as session:
        session.add(State(code=code, name=name or NAMES.get(code, code)))
        session.flush()
        session.add(_stamp(StateTerms(state_code=code, valid_from=LONG_AGO, terms=given)))
    return code


def more_terms(house: House, code: str, terms: Terms, since: str) -> None:
    """Further terms of a State, from a moment on."""
    with house.rows() as session:
        session.add(_stamp(StateTerms(state_code=code, valid_from=at(since), terms=terms)))


def states(house: House, *codes: str) -> None:
    """Several States with the default terms."""
    for code in codes or tuple(NAMES):
        state(house, code)


def demonstration(house: House) -> None:
    """Say that this database was created as a demonstration."""
    with house.rows() as session:
        session.add(Installation(id=1, demonstration=True, created_at=LONG_AGO))


def user(
    house: House,
    role: Role | str,
    state: str | None = None,
    *,
    trader: int | None = None,
    name: str | None = None,
    person: int | None = None,
    password_hash: str | None = None,
) -> Caller:
    """An account with a fresh sign-in; the answer is what services are called with."""
    role = Role(role)
    login = f"{role}.{secrets.token_hex(4)}@example.org"
    with house.rows() as session:
        if person is None:
            who = _stamp(Person(name=name or f"{role} of {state or trader}"))
            session.add(who)
            session.flush()
            person = who.id
        row = _stamp(
            User(
                login=login,
                person_id=person,
                role=str(role),
                state_code=state,
                trader_id=trader,
                password_hash=password_hash,
                stage=Stage.ACTIVE,
            )
        )
        session.add(row)
        session.flush()
        return _signed_in(session, row.id)


def _signed_in(session: Session, user_id: int) -> Caller:
    now = clock.now()
    row = SignIn(
        token_digest=digest(secrets.token_urlsafe(32)),
        user_id=user_id,
        started_at=now,
        seen_at=now,
        proved_at=now,
    )
    session.add(row)
    session.flush()
    return Caller(user_id, row.id)


def fresh(house: House, caller: Caller) -> Caller:
    """The same account, just proved by password at the clock's moment."""
    with house.rows() as session:
        return _signed_in(session, caller.user_id or 0)


def stale(caller: Caller) -> Caller:
    """The same account without proof: for tests of step-up."""
    return Caller(caller.user_id, None)


def person_of(house: House, caller: Caller) -> int:
    """The person behind an account."""
    with house.rows() as session:
        return session.get_one(User, caller.user_id).person_id


def particulars(name: str, country: str = "XA", **changed: Any) -> Particulars:
    """Whole particulars of a firm that lack nothing, for any kind."""
    given: dict[str, Any] = {
        "form": Form.FIRM,
        "name": name,
        "company_number": "HR 4711",
        "incorporated_on": date(2015, 5, 4),
        "nationalities": (NationalityHeld(country=country, since=date(2015, 5, 4)),),
        "addresses": (Address("registered", "1 Quay Street", "Port Norvane", "1000", country),),
        "phone": "+999 1 234567",
        "email": "office@example.org",
        "contact_person": "Ada Quill",
        "associates": (
            Associate(
                name="Ada Quill",
                position=Position.OFFICER,
                title="Director",
                birth_date=date(1975, 2, 3),
                nationality=country,
            ),
        ),
        "has_parent_or_subsidiary": False,
        "activities": ("negotiation",),
        "answers": KindAnswers(
            premises="1 Quay Street",
            marking="Laser, frame and barrel",
            storage="Vault, class III",
            modes=("sea",),
            carrier_or_arranger="arranger",
        ),
        "eligibility": Eligibility(charged=False, convicted=False, debarred=False),
    }
    return Particulars(**{**given, **changed})


def trader(
    house: House, name: str = "Norvane Brokering Ltd", country: str = "XA", **changed: Any
) -> int:
    """A trader with one nationality (or those of `nationalities`); returns its id."""
    facts = particulars(name, country, **changed)
    with house.rows() as session:
        row = _stamp(
            Trader(
                number=numbers.mint(session, country, numbers.Kind.TRADER, 2020),
                home_state=country,
                form=str(facts.form),
                name=name,
                phone=facts.phone,
                email=facts.email,
                facts=facts,
            )
        )
        session.add(row)
        session.flush()
        for held in facts.nationalities:
            session.add(
                _stamp(
                    Nationality(
                        trader_id=row.id,
                        country=held.country,
                        since=held.since,
                        until=held.until,
                        proof=held.proof,
                    )
                )
            )
        return row.id


def trader_number(house: House, trader_id: int) -> str:
    """The public number of a trader."""
    with house.rows() as session:
        return session.get_one(Trader, trader_id).number


def registration(
    house: House,
    trader_id: int,
    state: str,
    kind: TraderKind | str = TraderKind.BROKER,
    *,
    first_day: date = date(2026, 1, 1),
    last_day: date | None = None,
    zone: str = "UTC",
) -> str:
    """An active registration with one term; returns its number."""
    clock_zone = Terms(time_zone=zone).zone
    start = first_instant(first_day, clock_zone)
    end = end_instant(last_day or last_day_of_term(first_day, 12), clock_zone)
    with house.rows() as session:
        owner = session.get_one(Trader, trader_id)
        filing = _stamp(
            Filing(
                trader_id=trader_id,
                kind=str(kind),
                facts=owner.facts,
                submitted_at=start - timedelta(days=30),
                digest="0" * 64,
                declared_by="Ada Quill",
            ),
            start,
        )
        session.add(filing)
        session.flush()
        row = _stamp(
            Registration(
                number=numbers.mint(
                    session, state, numbers.Kind.REGISTRATION, day_of(start, clock_zone).year
                ),
                trader_id=trader_id,
                filing_id=filing.id,
                state_code=state,
                kind=str(kind),
                stage=Stage.ACTIVE,
                submitted_at=start - timedelta(days=30),
                decided_at=start,
            ),
            start,
        )
        session.add(row)
        session.flush()
        session.add(
            _stamp(
                RegistrationTerm(registration_id=row.id, valid_from=start, valid_until=end), start
            )
        )
        return str(row.number)


def hit_known_by(reference: str, source: str = "un") -> dict[str, str]:
    """What a hit is known by that is written without any screening."""
    known = hashlib.sha256(reference.encode()).hexdigest()
    return {
        "source": source,
        "entry_reference": reference,
        "entry_digest": known,
        "features_digest": known,
    }
