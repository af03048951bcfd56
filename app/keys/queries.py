"""What the page and the command line show of keys: public parts, windows, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from app.known_keys import KnownKey, trusted
from app.standing import regime
from app.work import Caller, View, reading
from models.certificates import Certificate, CertificateFile
from models.codes import SignedCode
from models.keys import OF_A_STATE, BackEnd, Key, KeyStanding, KeyUse
from models.licences import Licence
from models.states import Installation, Regime
from models.traders import RegistrationTerm

ROTATED_AFTER = timedelta(days=365)


@dataclass(frozen=True)
class KeyRow:
    """One key."""

    kid: str
    use: KeyUse
    state: str | None
    state_name: str
    """Empty for a key of the regime."""
    algorithm: str
    back_end: BackEnd
    valid_from: datetime
    not_after: datetime
    """Not included."""
    standing: KeyStanding
    withdrawn_at: datetime | None
    withdrawn_reason: str
    rotation_due: bool
    """It has signed for a year, and nothing is there to follow it."""


@dataclass(frozen=True)
class Lacking:
    """A use that no key stands for: what needs it waits."""

    use: KeyUse
    state: str | None
    state_name: str


@dataclass(frozen=True)
class Keys:
    """Every key of the regime, those of the regime itself first, and what is lacking."""

    rows: tuple[KeyRow, ...]
    lacking: tuple[Lacking, ...]


def all_keys(caller: Caller) -> Keys:
    """Every key of the regime, by State and use, newest first, as far as one may see them."""
    with reading(caller) as view:
        keys = view.session.scalars(view.see(Key)).unique().all()
        return _shown(view, keys)


def _shown(view: View, keys: Iterable[Key]) -> Keys:
    states = regime(view.session)
    ordered = sorted(keys, key=lambda key: (key.state_code or "", key.use, -key.id))
    standing = {(key.state_code, key.use) for key in ordered if _stands(key, view.at)}
    followed = {
        (key.state_code, key.use) for key in ordered if key.standing(view.at) is KeyStanding.COMING
    }
    rows = tuple(
        _row(key, states, view.at, followed=(key.state_code, key.use) in followed)
        for key in ordered
    )
    wanted: list[tuple[str | None, KeyUse]] = [(None, KeyUse.ROOT)]
    if demonstration(view.session):
        wanted.append((None, KeyUse.TIMESTAMP))
    wanted += [(state, use) for state in states.participating(view.at) for use in OF_A_STATE]
    lacking = [
        Lacking(use, state, states.names.get(state or "", ""))
        for state, use in wanted
        if (state, use) not in standing
    ]
    return Keys(rows, tuple(lacking))


def _stands(key: Key, at: datetime) -> bool:
    return key.standing(at) is KeyStanding.STANDS


def _row(key: Key, states: Regime, at: datetime, *, followed: bool) -> KeyRow:
    begun = max(key.valid_from, key.recorded_at)
    old = key.state_code is not None and at - begun >= ROTATED_AFTER
    return KeyRow(
        kid=key.kid,
        use=KeyUse(key.use),
        state=key.state_code,
        state_name=states.names.get(key.state_code or "", ""),
        algorithm=key.algorithm,
        back_end=BackEnd(key.back_end),
        valid_from=key.valid_from,
        not_after=key.not_after,
        standing=key.standing(at),
        withdrawn_at=key.withdrawn_at,
        withdrawn_reason=key.withdrawn_reason or "",
        rotation_due=old and _stands(key, at) and key.retired_at is None and not followed,
    )


def standing_root(caller: Caller) -> Key | None:
    """The root that stands now: for the command line."""
    with reading(caller) as view:
        found = view.session.scalars(
            view.see(Key).where(Key.use == KeyUse.ROOT).order_by(Key.id.desc())
        )
        return next((key for key in found if _stands(key, view.at)), None)


def known(caller: Caller) -> tuple[KnownKey, ...]:
    """Every key but the roots, as others may know it: what a request tells an offline root."""
    with reading(caller) as view:
        return tuple(key for key in trusted(view.session, view.at) if key.use is not KeyUse.ROOT)


@dataclass(frozen=True)
class Signed:
    """One document that a key sealed, or signed the code of, and that holds still."""

    number: str
    state: str
    issued_at: datetime


def signed_by(caller: Caller, kid: str) -> tuple[Signed, ...]:
    """What a key signed and what is not over yet: withdrawn with it, to be made anew."""
    kid, newer = kid.lower(), aliased(Certificate)
    with reading(caller) as view:
        rows = view.session.execute(
            select(Certificate.number, Certificate.state_code, Certificate.issued_at)
            .outerjoin(Licence, Licence.id == Certificate.licence_id)
            .outerjoin(RegistrationTerm, RegistrationTerm.id == Certificate.term_id)
            .where(
                or_(
                    exists().where(
                        SignedCode.certificate_id == Certificate.id, SignedCode.kid == kid
                    ),
                    exists().where(
                        CertificateFile.certificate_id == Certificate.id,
                        CertificateFile.sealed_by == kid,
                    ),
                ),
                ~exists().where(newer.supersedes_id == Certificate.id),
                or_(Licence.valid_until.is_(None), Licence.valid_until > view.at),
                or_(RegistrationTerm.valid_until.is_(None), RegistrationTerm.valid_until > view.at),
                ~exists().where(newer.supersedes_id == Certificate.id),
            )
            .order_by(Certificate.number, Certificate.id)
        ).all()
    return tuple(Signed(*row) for row in rows)


def demonstration(session: Session) -> bool:
    """Whether this installation was made as a demonstration: it stamps its own time."""
    found = session.get(Installation, 1)
    return found is not None and found.demonstration
