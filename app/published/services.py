"""Publishes the lists: signs anew what changed, or grew old; the worker is who calls it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import keyring, vouching
from app.known_keys import trusted
from app.published import statuses
from app.signed import status
from app.signed.status import StatusList
from app.signers.base import Signer
from app.work import Caller, Work, act, reading, work
from models.audit import AuditEntry
from models.codes import Published, PublishedList
from models.keys import BackEnd, Key, KeyMissing, KeyUnusable, KeyUse

OFTEN = timedelta(hours=1)
"""At least so often each status list is signed anew (docs/reference/formats.md)."""
LOOK_AGAIN = timedelta(minutes=5)
"""So long at most until everything is looked at again: a key may be back."""
TRUST_OFTEN = timedelta(days=1)
TRUST_LASTS = timedelta(days=30)
"""Of the trust list and the CRL, where the root is at hand; offline, its keeper says."""

log = logging.getLogger("sacr.published")


@dataclass(frozen=True)
class Draft:
    """What a list says now, and how it would be signed at a moment."""

    kind: Published
    state: str
    year: int
    said: str
    often: timedelta
    lasts: timedelta
    signer: Callable[[Session, datetime], Signer]
    sign: Callable[[Signer, datetime, int], bytes]


class Publisher:
    """Looks whether anything may have changed, which costs one question, and publishes it then.

    It keeps in memory only what it saw last; a new worker simply looks at everything once.
    """

    def __init__(self) -> None:
        self.seen = -1
        self.look_at: datetime | None = None

    def publish_next(self, caller: Caller) -> bool:
        """Publish what changed since the last look; whether there was anything."""
        with reading(caller) as view:
            newest = view.session.scalar(select(func.max(AuditEntry.id))) or 0
            due = self.look_at is None or view.at >= self.look_at
        if newest == self.seen and not due:
            return False
        count, look_at = publish(caller)
        self.seen, self.look_at = newest, look_at
        return count > 0


@act
def publish(caller: Caller) -> tuple[int, datetime]:
    """Sign every list that says something new or is due; how many, and when to look again."""
    with work(caller) as w:
        drafts = [*_of_states(w), *_of_the_root(w)]
        count = sum(_published(w, draft) for draft in drafts)
        oldest = w.session.scalar(
            select(func.min(PublishedList.issued_at)).where(PublishedList.kind == Published.STATUS)
        )
        moments = (statuses.next_change(w.session, w.at), oldest and oldest + OFTEN)
        ahead = [moment for moment in moments if moment is not None and moment > w.at]
        return count, min([w.at + LOOK_AGAIN, *ahead])


@act
def keep(
    caller: Caller,
    kind: Published,
    content: bytes,
    kid: bytes,
    issued_at: datetime,
    until: datetime,
) -> None:
    """Publish a list of the regime that its root's keeper signed elsewhere."""
    with work(caller) as w:
        row = _row(w, kind, "", 0)
        row.said = hashlib.sha256(content).hexdigest()
        _fill(row, content, kid, issued_at, until)
        w.session.add(row)


def _of_states(w: Work) -> list[Draft]:
    """The status list of each State and year."""
    found = statuses.values(w.session, w.at)
    return [
        _status(state, year, found.get((state, year), {}))
        for state, year in sorted(statuses.places(w.session))
    ]


def _status(state: str, year: int, values: statuses.Values) -> Draft:
    def sign(signer: Signer, at: datetime, _count: int) -> bytes:
        bits = status.packed(values)
        made = StatusList(state, year, at, at + status.LIFE, status.TTL, bits)
        return status.signed(made, signer)

    return Draft(
        Published.STATUS,
        state,
        year,
        _digest(sorted(values.items())),
        OFTEN,
        status.LIFE,
        lambda session, at: keyring.signer(session, state, KeyUse.STATUS, at),
        sign,
    )


def _of_the_root(w: Work) -> list[Draft]:
    """The trust list and the CRL, where the root is one that this installation can use."""
    root = w.session.scalar(
        select(Key)
        .where(Key.use == KeyUse.ROOT, Key.withdrawn_at.is_(None), Key.retired_at.is_(None))
        .order_by(Key.id.desc())
        .limit(1)
    )
    if root is None or root.back_end == BackEnd.OFFLINE:
        return []
    keys = trusted(w.session, w.at)
    said = _digest(keys)

    def signer(_session: Session, _at: datetime) -> Signer:
        return keyring.signer_of(root)

    def trust(by: Signer, at: datetime, count: int) -> bytes:
        return vouching.trust_list(by, keys, count, at, TRUST_LASTS)

    def crl(by: Signer, at: datetime, _count: int) -> bytes:
        return vouching.crl(by, keys, at, TRUST_LASTS)

    return [
        Draft(kind, "", 0, said, TRUST_OFTEN, TRUST_LASTS, signer, sign)
        for kind, sign in ((Published.TRUST, trust), (Published.CRL, crl))
    ]


def _published(w: Work, draft: Draft) -> bool:
    """Sign and put out one list, unless the one that is out says the same and is fresh."""
    row = _row(w, draft.kind, draft.state, draft.year)
    fresh = row.count > 0 and w.at < row.issued_at + draft.often
    if fresh and row.said == draft.said:
        return False
    try:
        signer = draft.signer(w.session, w.at)
    except (KeyMissing, KeyUnusable) as no:
        log.error("the %s list of %s waits: %s", draft.kind, draft.state or "the regime", no.code)
        return False
    at = w.at.replace(microsecond=0)
    row.said = draft.said
    _fill(row, draft.sign(signer, at, row.count + 1), signer.kid, at, at + draft.lasts)
    w.session.add(row)
    return True


def _row(w: Work, kind: Published, state: str, year: int) -> PublishedList:
    """What is out of that list; a new row where nothing is."""
    found = w.session.scalar(
        select(PublishedList).where(
            PublishedList.kind == kind,
            PublishedList.state_code == state,
            PublishedList.year == year,
        )
    )
    return found or PublishedList(kind=kind, state_code=state, year=year, count=0)


def _fill(
    row: PublishedList, content: bytes, kid: bytes, issued_at: datetime, until: datetime
) -> None:
    row.count += 1
    row.kid, row.content = kid.hex(), content
    row.sha256 = hashlib.sha256(content).hexdigest()
    row.issued_at, row.expires_at = issued_at, until


def _digest(said: object) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()
