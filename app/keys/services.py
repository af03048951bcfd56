"""Verbs of keys: make, take in, retire, withdraw; for the command line and the demonstration."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from app import authority, keyring
from app.authority import Window
from app.keys.queries import demonstration
from app.keys.shapes import Certified, Order, Said
from app.keys.subjects import require_state, root_subject, subject
from app.signers.base import Signer, kid_of
from app.work import Caller, Work, act, work
from models.actions import Action
from models.errors import Blocked, Duplicate, Invalid, NotFound
from models.keys import ALGORITHM, CERTIFIED, OF_A_STATE, REASON_LENGTH, BackEnd, Key, KeyUse

YEAR = timedelta(days=365)
LASTS = {
    KeyUse.ROOT: 20 * YEAR,
    KeyUse.TIMESTAMP: 10 * YEAR,
    **dict.fromkeys(OF_A_STATE, 3 * YEAR),
}
"""A State's key signs for a year and is rotated; the rest covers the longest usual licence, so
that a reader of PDF files that knows no time stamps still finds the certificate in its term."""
SECOND = timedelta(seconds=1)


@act
def found_root(
    caller: Caller, signer: Signer, back_end: BackEnd, name: str, said: Said, start: datetime | None
) -> str:
    """Put the regime's root on record, with a certificate that it signs itself; returns its kid."""
    with work(caller) as w:
        _require_no_root(w)
        begin = _whole(start or w.at)
        window = Window(begin, begin + LASTS[KeyUse.ROOT])
        made = authority.root_certificate(signer, root_subject(w.session, name), window)
        key = _key(signer.public_key, made, KeyUse.ROOT, None, back_end, window)
        w.add(Action.KEY_MAKE, key, **_said(w, said))
        return key.kid


@act
def take_root(caller: Caller, certificate: bytes, said: Said) -> str:
    """Put a root on record whose secret part is kept offline; returns its kid."""
    if not authority.is_root(certificate):
        raise Invalid("key_not_a_root")
    with work(caller) as w:
        _require_no_root(w)
        public_key = authority.public_key_of(certificate)
        window = authority.window_of(certificate)
        if not window.start <= w.at < window.end:
            raise Invalid("key_not_in_its_window")
        key = _key(public_key, certificate, KeyUse.ROOT, None, BackEnd.OFFLINE, window)
        w.add(Action.KEY_IMPORT, key, **_said(w, said))
        return key.kid


@act
def make(
    caller: Caller, orders: Sequence[Order], said: Said, base_url: str, *, replace: bool = False
) -> tuple[str, ...]:
    """Put new keys on record, certified by the root where their use asks for it; or none of them.

    A use that a key stands for already is refused, unless it is to be replaced: then the older
    key signs until the new one begins, and what it signed stays good. Returns the kids.
    """
    with work(caller) as w:
        told = _said(w, said)
        root = keyring.signer(w.session, None, KeyUse.ROOT, w.at)
        return tuple(_made(w, order, root, told, base_url, replace=replace) for order in orders)


def _made(
    w: Work, order: Order, root: Signer, told: dict[str, Any], base_url: str, *, replace: bool
) -> str:
    start = _whole(order.start or w.at)
    lasts = LASTS[order.use] if order.days is None else timedelta(days=order.days)
    window = Window(start, start + lasts)
    public_key = order.signer.public_key
    certificate = None
    if order.use in CERTIFIED:
        names = subject(w.session, order.state, order.use, w.at)
        certificate = authority.certificate(root, public_key, order.use, names, window, base_url)
        window = authority.window_of(certificate)
    _make_room(w, order.state, order.use, start, told, replace=replace)
    key = _key(public_key, certificate, order.use, order.state, order.back_end, window)
    w.add(Action.KEY_MAKE, key, **told)
    return key.kid


@act
def take_certified(
    caller: Caller, root_kid: str, certified: Sequence[Certified], said: Said
) -> tuple[str, ...]:
    """Put keys on record that the offline root certified; an older one of the same use retires.

    The answer as a whole was found to be the root's before; each certificate is tried again.
    """
    with work(caller) as w:
        told = _said(w, said)
        root = w.session.scalar(select(Key).where(Key.kid == root_kid, Key.use == KeyUse.ROOT))
        if root is None or root.certificate is None or root.withdrawn_at is not None:
            raise NotFound("key_root_unknown", kid=root_kid)
        return tuple(_taken(w, root.certificate, item, told) for item in certified)


def _taken(w: Work, root: bytes, item: Certified, told: dict[str, Any]) -> str:
    kid = kid_of(item.public_key).hex()
    if w.session.scalar(select(Key.id).where(Key.kid == kid)) is not None:
        raise Duplicate("key_on_record", kid=kid)
    require_state(w.session, item.state)
    if item.certificate is not None and (
        not authority.issued_by(item.certificate, root)
        or authority.public_key_of(item.certificate) != item.public_key
    ):
        raise Invalid("key_certificate_of_another", kid=kid)
    # What the older key signed until this very moment stays good.
    _make_room(w, item.state, item.use, max(item.start, w.at), told, replace=True)
    window = Window(item.start, item.end)
    key = _key(item.public_key, item.certificate, item.use, item.state, item.back_end, window)
    w.add(Action.KEY_IMPORT, key, **told)
    return kid


@act
def retire(caller: Caller, kid: str, said: Said) -> None:
    """Let a key sign no more; what it signed in its window stays good."""
    with work(caller) as w:
        key = _found(w, kid)
        if key.retired_at is not None:
            raise Duplicate("key_retired_already", kid=kid, at=key.retired_at)
        _retire(w, key, w.at, _said(w, said))


@act
def withdraw(caller: Caller, kid: str, reason: str, said: Said) -> None:
    """Say that a key is in wrong hands: everything that it ever signed is refused from now on."""
    if not reason.strip():
        raise Invalid("key_reason_missing", field="reason")
    if len(reason.strip()) > REASON_LENGTH:
        raise Invalid("key_reason_long", field="reason", limit=REASON_LENGTH)
    with work(caller) as w:
        key = _found(w, kid)
        if key.withdrawn_at is not None:
            raise Duplicate("key_withdrawn_already", kid=kid, at=key.withdrawn_at)
        key.withdrawn_at, key.withdrawn_reason = w.at, reason.strip()
        w.do(Action.KEY_WITHDRAW, key, reason.strip(), **_said(w, said))


def _make_room(
    w: Work, state: str | None, use: KeyUse, start: datetime, told: dict[str, Any], *, replace: bool
) -> None:
    """Retire what stands for a use from `start` on; refused when nothing is to be replaced."""
    require_state(w.session, state)
    standing = w.session.scalars(
        select(Key).where(
            Key.state_code == state if state is not None else Key.state_code.is_(None),
            Key.use == use,
            Key.valid_until > w.at,
            or_(Key.retired_at.is_(None), Key.retired_at > start),
            Key.withdrawn_at.is_(None),
        )
    ).all()
    for key in standing:
        if not replace:
            if state is None:
                raise Duplicate("key_stands_of_regime", kid=key.kid, use=str(use))
            raise Duplicate("key_stands", kid=key.kid, state=state, use=str(use))
        if key.retired_at is None:
            _retire(w, key, max(start, key.valid_from), told)


def _retire(w: Work, key: Key, at: datetime, told: dict[str, Any]) -> None:
    # A second later, for issue times are whole seconds: what was signed in this one stays good.
    key.retired_at = _whole(max(at, key.valid_from)) + SECOND
    w.do(Action.KEY_RETIRE, key, **told)


def _found(w: Work, kid: str) -> Key:
    key = w.session.scalar(select(Key).where(Key.kid == kid.lower()))
    if key is None:
        raise NotFound("key_unknown", kid=kid)
    return w.find(Key, key.id)


def _require_no_root(w: Work) -> None:
    standing = w.session.scalar(
        select(Key.kid).where(
            Key.use == KeyUse.ROOT, Key.retired_at.is_(None), Key.withdrawn_at.is_(None)
        )
    )
    if standing is not None:
        raise Duplicate("key_root_stands", kid=standing)


def _said(w: Work, said: Said) -> dict[str, Any]:
    """The two persons of an act on a key; a demonstration has none (ASVS 2.3.5)."""
    by, witness = said.by.strip(), said.witness.strip()
    two = bool(by and witness) and by.casefold() != witness.casefold()
    if not two and not demonstration(w.session):
        raise Invalid("key_two_persons")
    return {"by": by, "witness": witness} if by or witness else {}


def _key(
    public_key: bytes,
    certificate: bytes | None,
    use: KeyUse,
    state: str | None,
    back_end: BackEnd,
    window: Window,
) -> Key:
    if window.start >= window.end:
        raise Blocked("key_root_ends")
    return Key(
        kid=kid_of(public_key).hex(),
        state_code=state,
        use=str(use),
        algorithm=ALGORITHM,
        public_key=public_key,
        certificate=certificate,
        back_end=str(back_end),
        valid_from=window.start,
        valid_until=window.end,
        retired_at=None,
        withdrawn_at=None,
        withdrawn_reason=None,
    )


def _whole(at: datetime) -> datetime:
    return at.replace(microsecond=0)
