"""Keys of programs as a page shows them: whose, for what, how long, how used; never the key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app import standing
from app.work import Caller, View, reading
from models.actions import Action
from models.api_keys import ApiKey
from models.people import Person, User
from models.policy import role_may
from models.searches import Search
from models.states import Terms


@dataclass(frozen=True)
class KeyRow:
    """One key."""

    uid: str
    label: str
    hint: str
    holder: str
    purpose: str
    case_ref: str
    made_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None
    withdrawn_reason: str
    stands: bool
    searches: int
    last_used: datetime | None
    may_withdraw: bool
    zone: str


@dataclass(frozen=True)
class KeysPage:
    """The keys that somebody may see; an officer's own, an administrator's whole State's."""

    keys: tuple[KeyRow, ...]
    may_make: bool


def keys(caller: Caller) -> KeysPage:
    """Those that stand first, each kind the newest first."""
    with reading(caller) as view:
        state = view.actor.state or ""
        used = {
            key: (count, last)
            for key, count, last in view.session.execute(
                select(Search.api_key_id, func.count(), func.max(Search.asked_at))
                .where(Search.state_code == state, Search.api_key_id.is_not(None))
                .group_by(Search.api_key_id)
            )
        }
        rows = view.session.execute(
            view.see(ApiKey)
            .add_columns(Person.name)
            .join(User, User.id == ApiKey.user_id)
            .join(Person, Person.id == User.person_id)
            .order_by(ApiKey.id.desc())
        ).all()
        zone = _zone(view)
        shown = [_row(view, key, name, zone, *used.get(key.id, (0, None))) for key, name in rows]
        return KeysPage(
            keys=tuple(sorted(shown, key=lambda row: not row.stands)),
            may_make=role_may(view.actor.role, Action.API_KEY_MAKE),
        )


def key(caller: Caller, uid: str) -> KeyRow:
    """One key; NotFound for those whose it is not."""
    with reading(caller) as view:
        found = view.get(ApiKey, uid)
        name = view.session.scalar(
            select(Person.name)
            .join(User, User.person_id == Person.id)
            .where(User.id == found.user_id)
        )
        return _row(view, found, name or "", _zone(view), 0, None)


def _zone(view: View) -> str:
    terms = standing.regime(view.session).of(view.actor.state or "", view.at) or Terms()
    return terms.time_zone


def _row(
    view: View, key: ApiKey, holder: str, zone: str, searches: int, last: datetime | None
) -> KeyRow:
    return KeyRow(
        uid=str(key.uid),
        label=key.label,
        hint=key.hint,
        holder=holder,
        purpose=key.purpose,
        case_ref=key.case_ref,
        made_at=key.made_at,
        expires_at=key.expires_at,
        withdrawn_at=key.withdrawn_at,
        withdrawn_reason=key.withdrawn_reason or "",
        stands=key.stands(view.at),
        searches=searches,
        last_used=last,
        may_withdraw=key.withdrawn_at is None and view.may(Action.API_KEY_WITHDRAW, key),
        zone=zone,
    )
