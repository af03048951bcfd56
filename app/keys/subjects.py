"""Whom the certificate of a key names."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.authority import Subject
from app.keys.queries import demonstration
from app.standing import regime
from models.errors import NotFound
from models.keys import KeyUse

REGISTER = "Small Arms Control Register"
TITLES = {KeyUse.SEAL: "seal", KeyUse.TIMESTAMP: "Time stamper"}


def root_subject(session: Session, name: str) -> Subject:
    """The regime itself, by the name that it goes by."""
    return Subject(_marked(session, "Root"), name)


def subject(session: Session, state: str | None, use: KeyUse, at: datetime) -> Subject:
    """The State and its authority, or the regime's own stamper; NotFound for no such State."""
    require_state(session, state)
    title = TITLES.get(use, str(use))
    if state is None:
        return Subject(_marked(session, title), REGISTER)
    states = regime(session)
    name, terms = states.names[state], states.of(state, at)
    return Subject(
        _marked(session, f"{name} {title}"), (terms.authority if terms else "") or name, state
    )


def require_state(session: Session, state: str | None) -> None:
    """NotFound for a code that is none of a State of this register; None is the regime."""
    if state is not None and state not in regime(session).names:
        raise NotFound("key_state_unknown", state=state)


def _marked(session: Session, title: str) -> str:
    return f"DEMONSTRATION {title}" if demonstration(session) else title
