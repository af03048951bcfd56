"""Keys of programs at the door: which key is shown, and whose rights it carries now."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, replace

from sqlalchemy import select

from app import sessions
from app.work import NOBODY, Caller, View, actor_of, reading
from models.api_keys import ApiKey
from models.ask import Actor
from models.errors import NotAllowed
from models.people import User

MARK = "sacr_"
"""Every key begins so: whoever finds one in a file knows where it belongs."""
HINT = 10
BYTES = 32
FAILURES = 60
"""Keys that are none, of one client in a minute; a key itself is never guessed."""
_SHOWN = re.compile(r"(?:(?:ApiKey|Bearer)[ ]+)?([A-Za-z0-9_-]{1,128})", re.IGNORECASE)


class KeyRefused(NotAllowed):
    """No key, or none that opens anything; the answer does not say which keys there are."""

    http = 401


@dataclass(frozen=True)
class KeyVisit:
    """A program that showed a key: the key, and its officer as they are now."""

    key_id: int
    actor: Actor
    scope: str
    purpose: str
    case_ref: str

    def caller(self) -> Caller:
        """What the services are given: this officer, with no sign-in and no proof of identity."""
        return Caller(self.actor.user_id, actor=self.actor)


def new_secret() -> str:
    """A new key of 256 random bits, as its program shows it."""
    return MARK + secrets.token_urlsafe(BYTES)


def digest(secret: str) -> bytes:
    """What is kept of a key: chance needs no slow digest."""
    return hashlib.sha256(secret.encode()).digest()


def hint(secret: str) -> str:
    """The beginning of a key, by which people tell two apart."""
    return secret[:HINT]


def entered(header: str, client: str) -> KeyVisit:
    """Who shows this Authorization header: `ApiKey KEY`, `Bearer KEY`, or the key alone.

    Raises KeyRefused for every key that opens nothing, TooMany for a client that keeps trying.
    """
    if not header.strip():
        raise KeyRefused("api_key_missing")
    shown = _SHOWN.fullmatch(header.strip())
    if shown is not None:
        with reading(NOBODY) as view:
            visit = _visit(view, shown.group(1))
        if visit is not None:
            return visit
    sessions.count("api_key", client, FAILURES)
    raise KeyRefused("api_key_unknown")


def _visit(view: View, secret: str) -> KeyVisit | None:
    key = view.session.scalar(select(ApiKey).where(ApiKey.digest == digest(secret)))
    if key is None or not key.stands(view.at):
        return None
    found = actor_of(view.session, User.id == key.user_id, view.at)
    if found is None or found[1].state != key.state_code:
        return None
    actor = replace(found[1], proved_at=None)
    return KeyVisit(key.id, actor, key.scope, key.purpose, key.case_ref)
