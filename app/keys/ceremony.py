"""What travels between the register and an offline root: a request, and the root's answer; pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from app import authority, vouching
from app.authority import Subject, Window
from app.known_keys import KnownKey
from app.signers.base import Signer, kid_of
from models.base import canonical
from models.errors import Invalid
from models.keys import ALGORITHM, CERTIFIED, KeyUse

SPOKEN = b"sacr keys answer 1\n"
"""Stands before what a root signs here, so that it can be taken for nothing else."""


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One new key; `request` is its PKCS#10."""

    use: KeyUse
    state: str | None
    common_name: str
    organization: str
    request: bytes
    start: datetime | None
    days: int

    def kid(self) -> str:
        """The name that the new key will have; Invalid when the request is not its own."""
        try:
            return kid_of(authority.requested(self.request)).hex()
        except ValueError:
            raise Invalid("key_request_not_genuine") from None


class Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One key as the register has it on record."""

    kid: str
    use: KeyUse
    state: str | None
    public_key: bytes
    certificate: bytes | None
    start: datetime
    end: datetime
    withdrawn_at: datetime | None

    def known(self) -> KnownKey:
        """The same, as the rest of the register names it."""
        return KnownKey(
            bytes.fromhex(self.kid),
            self.state,
            self.use,
            ALGORITHM,
            self.public_key,
            self.certificate,
            self.start,
            self.end,
            self.withdrawn_at,
        )


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the register asks its root to vouch for."""

    format: Literal["sacr-keys-request-1"]
    made_at: datetime
    base_url: str
    root: str
    seq: int
    """Of the newest trust list that the register knows; 0 before the first."""
    asked: tuple[Asked, ...]
    keys: tuple[Listed, ...]


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the root vouches for."""

    format: Literal["sacr-keys-answer-1"]
    made_at: datetime
    until: datetime
    """How long the trust list and the CRL hold."""
    root: str
    certified: tuple[Listed, ...]
    trust: bytes
    crl: bytes


class _Spoken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    body: str
    signature: bytes


class Ledger(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a root remembers of its own: each key that it vouched for, and its last number."""

    seq: int = 0
    keys: tuple[Listed, ...] = ()
    sessions: tuple[str, ...] = ()
    """One line each: when, by whom, before whom, for which keys."""


def listed(key: KnownKey) -> Listed:
    """A key on record, as it travels."""
    return Listed(
        key.kid.hex(),
        key.use,
        key.state,
        key.public_key,
        key.certificate,
        key.not_before,
        key.not_after,
        key.withdrawn_at,
    )


def ask(signer: Signer, use: KeyUse, state: str | None, subject: Subject, days: int) -> Asked:
    """Ask for one new key whose secret part this signer has; it begins when it is certified."""
    request = authority.request(signer, subject)
    return Asked(use, state, subject.common_name, subject.organization, request, None, days)


def read_request(text: bytes) -> Request:
    """A request; Invalid for anything else."""
    try:
        return msgspec.json.decode(text, type=Request)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Invalid("key_file_not_a_request") from None


def strangers(request: Request, ledger: Ledger) -> tuple[Listed, ...]:
    """The keys that the register has on record and this root never vouched for."""
    ours = {item.kid for item in ledger.keys}
    return tuple(item for item in request.keys if item.kid not in ours)


def reconciled(request: Request, ledger: Ledger) -> tuple[Listed, ...]:
    """The keys that the root vouched for before, as the register says they stand now.

    The register may end a window or withdraw a key, and nothing else: a key that this root never
    vouched for, a longer window or a withdrawal taken back is refused, for whoever holds the
    register's machine must not be able to widen what the root said.
    """
    said = {item.kid: item for item in request.keys}
    ours = {item.kid: item for item in ledger.keys}
    for kid, item in said.items():
        before = ours.get(kid)
        if before is None:
            raise Invalid("key_never_vouched", kid=kid)
        narrowed = msgspec.structs.replace(item, end=before.end, withdrawn_at=before.withdrawn_at)
        taken_back = before.withdrawn_at is not None and item.withdrawn_at is None
        if narrowed != before or item.end > before.end or taken_back:
            raise Invalid("key_differs_from_ledger", kid=kid)
    # What the register leaves out stays listed as it was: a list must not forget.
    return tuple(said.get(kid, before) for kid, before in ours.items())


def vouch(
    request: Request, root: Signer, ledger: Ledger, at: datetime, lasts: timedelta
) -> tuple[Answer, tuple[Listed, ...]]:
    """Certify what is asked, and sign the trust list and the CRL; the root's keys from now on."""
    at = at.replace(microsecond=0)
    if request.root != root.kid.hex():
        raise Invalid("key_root_unknown", kid=request.root)
    before = reconciled(request, ledger)
    ours = {item.kid: item for item in before}
    certified = tuple(
        _same(item, ours[item.kid()])
        if item.kid() in ours
        else _certified(item, root, at, request.base_url)
        for item in request.asked
    )
    new = {item.kid: item for item in certified if item.kid not in ours}
    # An older key of the same use stays in its term here, for the register signs with it until it
    # has the answer; its end comes with the next request.
    keys = (*before, *new.values())
    known = [item.known() for item in keys]
    seq = max(request.seq, ledger.seq) + 1
    answer = Answer(
        "sacr-keys-answer-1",
        at,
        at + lasts,
        root.kid.hex(),
        certified,
        vouching.trust_list(root, known, seq, at, lasts),
        vouching.crl(root, known, at, lasts),
    )
    return answer, keys


def spoken(answer: Answer, root: Signer) -> bytes:
    """The answer with the root's signature over it, as a file."""
    body = canonical(answer)
    signature = root.sign(SPOKEN + body.encode())
    return msgspec.json.format(msgspec.json.encode(_Spoken(body, signature)), indent=1)


def heard(text: bytes, root_public_key: bytes) -> Answer:
    """The answer that this root signed; Invalid for anything else."""
    try:
        said = msgspec.json.decode(text, type=_Spoken)
        if not authority.genuine(root_public_key, said.signature, SPOKEN + said.body.encode()):
            raise Invalid("key_answer_of_another")
        return msgspec.json.decode(said.body, type=Answer)
    except (msgspec.DecodeError, UnicodeError):
        raise Invalid("key_file_not_an_answer") from None


def _same(item: Asked, before: Listed) -> Listed:
    """What was answered before to the same question: an answer may be lost on its way."""
    if (item.use, item.state) != (before.use, before.state):
        raise Invalid("key_asked_again", kid=before.kid)
    return before


def _certified(item: Asked, root: Signer, at: datetime, base_url: str) -> Listed:
    kid, public_key = item.kid(), authority.requested(item.request)
    start = max(item.start or at, at).replace(microsecond=0)
    window = Window(start, start + timedelta(days=item.days))
    certificate = None
    if item.use in CERTIFIED:
        subject = Subject(item.common_name, item.organization, item.state)
        certificate = authority.certificate(root, public_key, item.use, subject, window, base_url)
        window = authority.window_of(certificate)
    return Listed(
        kid, item.use, item.state, public_key, certificate, window.start, window.end, None
    )
