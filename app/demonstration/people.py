"""The people of the demonstration: two officers of each kind in each State, one of every other."""

from __future__ import annotations

from datetime import datetime
from secrets import token_bytes

from sqlalchemy import select

from app import clock
from app.demonstration.states import HISTORY
from app.sessions import password_hash
from app.work import REGISTER, Caller, act, reading, work
from models.people import Person, Role, SignIn, User
from models.stages import Stage

PASSWORD = "four invented states agree"  # noqa: S105  said aloud by every demonstration
DOMAIN = "demo.example"

OFFICERS: dict[str, dict[Role, tuple[str, ...]]] = {
    "XA": {
        Role.LICENSING_OFFICER: ("Mira Thandel", "Corvin Ashgrove"),
        Role.SENIOR_OFFICER: ("Oren Vask", "Lysa Pendrake"),
        Role.CUSTOMS_OFFICER: ("Bram Ottery", "Senna Vale"),
        Role.ENFORCEMENT_OFFICER: ("Rook Halloran",),
        Role.NATIONAL_ADMIN: ("Tessaly Brandt",),
        Role.AUDITOR: ("Ivo Marchetta",),
    },
    "XB": {
        Role.LICENSING_OFFICER: ("Juno Kestrel", "Amadi Forrow"),
        Role.SENIOR_OFFICER: ("Selwyn Darre", "Noor Illesley"),
        Role.CUSTOMS_OFFICER: ("Kip Saranto", "Dela Whitmarsh"),
        Role.ENFORCEMENT_OFFICER: ("Vance Orloque",),
        Role.NATIONAL_ADMIN: ("Peregrin Sole",),
        Role.AUDITOR: ("Hanne Brisco",),
    },
    "XC": {
        Role.LICENSING_OFFICER: ("Lio Marrec", "Nessa Quill"),
        Role.SENIOR_OFFICER: ("Ista Dovane", "Hale Brisk"),
        Role.CUSTOMS_OFFICER: ("Wren Tolliver", "Oskar Finch"),
        Role.ENFORCEMENT_OFFICER: ("Tovi Hanrel",),
        Role.NATIONAL_ADMIN: ("Mabel Cray",),
        Role.AUDITOR: ("Yorick Dunmore",),
    },
    "XD": {
        Role.LICENSING_OFFICER: ("Petra Lindqvar", "Sorin Ablett"),
        Role.SENIOR_OFFICER: ("Galen Whitlock", "Marta Isenhall"),
        Role.CUSTOMS_OFFICER: ("Toma Grayle", "Ursa Penhale"),
        Role.ENFORCEMENT_OFFICER: ("Caspian Drewe",),
        Role.NATIONAL_ADMIN: ("Odile Farrant",),
        Role.AUDITOR: ("Bertil Amsel",),
    },
    "XE": {
        Role.LICENSING_OFFICER: ("Rana Coldwell", "Idris Fennimore"),
        Role.SENIOR_OFFICER: ("Zuri Applegarth", "Fenn Oakhurst"),
        Role.CUSTOMS_OFFICER: ("Lark Sedgewick", "Milo Thorne"),
        Role.ENFORCEMENT_OFFICER: ("Quillon Rhys",),
        Role.NATIONAL_ADMIN: ("Saskia Morrow",),
        Role.AUDITOR: ("Emeric Vaughn",),
    },
}
SECRETARIAT = "Ondine Castellan"


def login_of(name: str) -> str:
    """The address that a demonstration person signs in with.

    >>> login_of("Ista Dovane")
    'ista.dovane@demo.example'
    """
    return f"{name.lower().replace(' ', '.')}@{DOMAIN}"


def lay(first_start: datetime) -> None:
    """Make the officers of every State, and the secretariat."""
    with clock.standing_at(first_start - HISTORY):
        hashed = password_hash(PASSWORD)
        for state, by_role in OFFICERS.items():
            for role, names in by_role.items():
                for name in names:
                    _account(name, role, hashed, state=state)
        _account(SECRETARIAT, Role.SECRETARIAT, hashed)


def applicant(name: str, trader_id: int, role: Role = Role.APPLICANT_ADMIN) -> None:
    """An account of a trader of the demonstration."""
    _account(name, role, password_hash(PASSWORD), trader_id=trader_id)


@act
def _account(
    name: str,
    role: Role,
    hashed: str,
    *,
    state: str | None = None,
    trader_id: int | None = None,
) -> None:
    """A demonstration account is given, not applied for: the database allows it only there."""
    with work(REGISTER) as w:
        person = Person(name=name)
        w.attach(person)
        w.session.flush()
        user = User(
            login=login_of(name),
            person_id=person.id,
            role=str(role),
            state_code=state,
            trader_id=trader_id,
            password_hash=hashed,
            demonstration=True,
            stage=Stage.ACTIVE,
        )
        w.attach(user)


def caller(name: str) -> Caller:
    """One of these people as services are called: signed in and proved at the clock's moment."""
    with reading(REGISTER) as view:
        user_id = view.session.scalar(select(User.id).where(User.login == login_of(name)))
    if user_id is None:
        msg = f"nobody in the demonstration is called {name}"
        raise LookupError(msg)
    return _signed_in(user_id)


@act
def _signed_in(user_id: int) -> Caller:
    with work(REGISTER) as w:
        row = SignIn(
            token_digest=token_bytes(32),
            user_id=user_id,
            started_at=w.at,
            seen_at=w.at,
            proved_at=w.at,
            ended_at=None,
        )
        w.session.add(row)
        w.session.flush()
        return Caller(user_id, row.id)
