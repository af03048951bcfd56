"""The trust list: which key of which State may sign what, signed by the root of the regime."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from app.signed import cose, cwt
from app.signed.flaws import Flaw, NotGenuine

CONTENT_TYPE = "application/vnd.sacr.trust+cwt"
"""The media type, and the `typ` in the protected header."""
ADDRESS = "/v1/trust"
"""Where the list stands, from the root of the register's site; also its subject."""
LIMIT = 262_144
"""Bytes of a signed trust list; more is not read."""
MOST_KEYS = 1_000

_LABELS = frozenset({cwt.SUBJECT, cwt.EXPIRES, cwt.ISSUED, cwt.PRIVATE})
_SEQ, _KEYS = 1, 2
_KID, _STATE, _USE, _ALGORITHM, _PUBLIC, _FROM, _UNTIL, _WITHDRAWN = range(1, 9)
_NEEDED = frozenset({_KID, _STATE, _USE, _ALGORITHM, _PUBLIC, _FROM, _UNTIL})
_NAMES = {number: name for name, number in cose.ALGORITHMS.items()}


class Use(StrEnum):
    """What a State's key signs; one key, one use."""

    SEAL = "seal"
    TOKEN = "token"  # noqa: S105  no password
    STATUS = "status"


@dataclass(frozen=True)
class TrustedKey:
    """One key: good for what was issued in [not_before, not_after), unless it was withdrawn.

    `public` is as in `cose.PublicKey`. A key that only came to its end stays listed while
    anything that it signed runs; a withdrawn one stays so that it is known to be withdrawn.
    """

    kid: bytes
    state: str
    use: Use
    algorithm: str
    public: bytes
    not_before: datetime
    not_after: datetime
    withdrawn_at: datetime | None = None

    @cached_property
    def key(self) -> cose.PublicKey:
        """The key itself."""
        return cose.PublicKey(self.algorithm, self.public)

    def covers(self, issued_at: datetime) -> bool:
        """Whether the moment of issue is in the key's window."""
        return self.not_before <= issued_at < self.not_after


@dataclass(frozen=True)
class TrustList:
    """All keys of the regime; of two lists the one with the greater `seq` is the newer."""

    seq: int
    issued_at: datetime
    expires_at: datetime
    keys: tuple[TrustedKey, ...]

    @cached_property
    def by_kid(self) -> Mapping[bytes, TrustedKey]:
        """The keys by name."""
        return {key.kid: key for key in self.keys}

    def found(self, sealed: cose.Sealed, use: Use) -> tuple[TrustedKey, bytes]:
        """The key that signed, and the payload.

        NotGenuine: KEY_UNKNOWN, KEY_USE, ALGORITHM, SIGNATURE, KEY_WITHDRAWN, asked in this
        order. Whose State and when is asked of the payload, by `allowed`.
        """
        key = self.by_kid.get(sealed.kid)
        if key is None:
            raise NotGenuine(Flaw.KEY_UNKNOWN)
        if key.use is not use:
            raise NotGenuine(Flaw.KEY_USE)
        payload = sealed.opened(key.key)
        if key.withdrawn_at is not None:
            raise NotGenuine(Flaw.KEY_WITHDRAWN)
        return key, payload


def allowed(key: TrustedKey, state: str, issued_at: datetime) -> None:
    """Refuse, as NotGenuine, what another State's key signed, or a key outside its window."""
    if key.state != state:
        raise NotGenuine(Flaw.KEY_STATE)
    if not key.covers(issued_at):
        raise NotGenuine(Flaw.KEY_WINDOW)


def payload(new: TrustList) -> bytes:
    """The claims of a trust list, ready to be signed. ValueError for one no reader would take."""
    made = cwt.encoded(
        {
            cwt.SUBJECT: ADDRESS,
            cwt.ISSUED: cwt.seconds(new.issued_at),
            cwt.EXPIRES: cwt.seconds(new.expires_at),
            cwt.PRIVATE: {_SEQ: new.seq, _KEYS: [_written(key) for key in new.keys]},
        }
    )
    try:
        read_payload(made)
    except NotGenuine as error:
        msg = "this trust list would not be readable"
        raise ValueError(msg) from error
    return made


def signed(new: TrustList, root: cose.Signer) -> bytes:
    """The trust list as it is published."""
    return cose.sign1(payload(new), root, content_type=CONTENT_TYPE)


def opened(data: bytes, roots: Iterable[cose.PublicKey]) -> TrustList:
    """The trust list that one of the roots signed; NotGenuine for anything else."""
    sealed = cose.unwrap(data, content_type=CONTENT_TYPE, limit=LIMIT)
    for root in roots:
        if root.kid == sealed.kid:
            return read_payload(sealed.opened(root))
    raise NotGenuine(Flaw.KEY_UNKNOWN)


def read_payload(data: bytes) -> TrustList:
    """The trust list that these claims are; NotGenuine for anything else."""
    found = cwt.claims(data, _LABELS, limit=LIMIT)
    issued_at, expires_at = cwt.moment(found[cwt.ISSUED]), cwt.moment(found[cwt.EXPIRES])
    if found[cwt.SUBJECT] != ADDRESS or issued_at >= expires_at:
        raise NotGenuine(Flaw.CLAIMS)
    body = cwt.mapping(found[cwt.PRIVATE], frozenset({_SEQ, _KEYS}))
    keys = tuple(_read(item) for item in cwt.kind(body[_KEYS], list))
    if len(keys) > MOST_KEYS or len({key.kid for key in keys}) < len(keys):
        raise NotGenuine(Flaw.CLAIMS)
    return TrustList(cwt.number(body[_SEQ], 1, cwt.END_OF_TIME), issued_at, expires_at, keys)


def _written(key: TrustedKey) -> dict[int, object]:
    row: dict[int, object] = {
        _KID: key.kid,
        _STATE: key.state,
        _USE: key.use.value,
        _ALGORITHM: cose.ALGORITHMS[key.algorithm],
        _PUBLIC: key.public,
        _FROM: cwt.seconds(key.not_before),
        _UNTIL: cwt.seconds(key.not_after),
    }
    if key.withdrawn_at is not None:
        row[_WITHDRAWN] = cwt.seconds(key.withdrawn_at)
    return row


def _read(value: object) -> TrustedKey:
    """One key; its name must be that of its public key."""
    row = cwt.mapping(value, _NEEDED, frozenset({_WITHDRAWN}))
    try:
        use = Use(cwt.kind(row[_USE], str))
        public = cose.PublicKey(
            _NAMES[cwt.kind(row[_ALGORITHM], int)], cwt.kind(row[_PUBLIC], bytes)
        )
    except (KeyError, ValueError) as error:
        raise NotGenuine(Flaw.CLAIMS) from error
    not_before, not_after = cwt.moment(row[_FROM]), cwt.moment(row[_UNTIL])
    if row[_KID] != public.kid or not_before >= not_after:
        raise NotGenuine(Flaw.CLAIMS)
    return TrustedKey(
        kid=public.kid,
        state=cwt.text(row[_STATE], cwt.STATE),
        use=use,
        algorithm=public.algorithm,
        public=public.raw,
        not_before=not_before,
        not_after=not_after,
        withdrawn_at=cwt.moment(row[_WITHDRAWN]) if _WITHDRAWN in row else None,
    )
