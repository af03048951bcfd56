"""The token in the square on a certificate: what customs must know, signed, without names."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import base45

from app.signed import cose, cwt, status
from app.signed.flaws import Flaw, NotGenuine

PREFIX = "SB1:"
"""What the text of every code of this form begins with."""
LIMIT = 512
"""Bytes of a signed token; more is not read."""
LONGEST_TEXT = len(PREFIX) + LIMIT // 2 * 3
"""Characters of its text."""

DIGEST = 16
"""Bytes of the digest of the facts: the first of the SHA-256 of the file in the certificate."""
LONGEST_REFERENCE = 32
"""Bytes of an end-use certificate's number."""
MOST_ISSUERS = 9
MOST_TRANSIT = 12
YEARS = (2000, 2100)

_LABELS = frozenset({cwt.SUBJECT, cwt.EXPIRES, cwt.NOT_BEFORE, cwt.ISSUED, cwt.PRIVATE})
_KIND, _ISSUERS, _DIGEST, _REGISTER, _SUPPLIER, _END_USER, _TRANSIT, _END_USE = range(1, 9)
_ALWAYS = frozenset({_KIND, _ISSUERS, _DIGEST})
_ROUTE = frozenset({_SUPPLIER, _END_USER})
_PERHAPS = frozenset({_REGISTER, _TRANSIT, _END_USE})
_NUMBER = re.compile(r"([A-Z]{2})-(20[0-9]{2})-([LR])-[0-9]{5,9}-[A-Z]")
_REGISTER_NUMBER = re.compile(r"[A-Z]{2}-20[0-9]{2}-[A-Z]-[0-9]{5,9}-[A-Z]")
_REFERENCE = re.compile(r"[^\x00-\x1f\x7f-\x9f]{1,32}")


class Kind(StrEnum):
    """What a token is of; its number bears the letter."""

    LICENCE = "licence"
    REGISTRATION = "registration"


_KINDS = {1: Kind.LICENCE, 2: Kind.REGISTRATION}
_CODES = {kind: code for code, kind in _KINDS.items()}
_LETTERS = {Kind.LICENCE: "L", Kind.REGISTRATION: "R"}


class Reference(NamedTuple):
    """Where an authorizing State says whether it still stands: its list, and the entry there."""

    state: str
    year: int
    entry: int


@dataclass(frozen=True, kw_only=True)
class Token:
    """What a code says. Moments are aware UTC, whole seconds; it runs [not_before, expires_at).

    `issuers`: one reference of each authorizing State, the lead State's first (rules 4.1).
    `schedule_hash`: the first 16 bytes of the SHA-256 of the certificate's facts file; its first
    eight are printed at the foot of the paper. A registration names no States of a route.
    """

    number: str
    kind: Kind
    issuers: tuple[Reference, ...]
    issued_at: datetime
    not_before: datetime
    expires_at: datetime
    schedule_hash: bytes
    register_number: str = ""
    supplier: str = ""
    end_user: str = ""
    transit: tuple[str, ...] = ()
    end_use_certificate: str = ""

    @property
    def lead(self) -> str:
        """The State whose key signs."""
        return self.issuers[0].state


def reference(number: str) -> str:
    """An end-use certificate's number as a token can bear it: whole, or marked by its digest.

    >>> reference("EUC 12/2026")
    'EUC 12/2026'
    >>> reference("A very long number that some ministry gives")
    'sha256:863fcca0719ad51b'
    """
    if len(number.encode()) <= LONGEST_REFERENCE and _REFERENCE.fullmatch(number):
        return number
    return f"sha256:{hashlib.sha256(number.encode()).hexdigest()[:16]}"


def payload(token: Token) -> bytes:
    """The claims of a token, ready to be signed; ValueError for one that no reader would take."""
    body: dict[int, object] = {
        _KIND: _CODES[token.kind],
        _ISSUERS: [list(item) for item in token.issuers],
        _DIGEST: token.schedule_hash,
        _REGISTER: token.register_number,
        _SUPPLIER: token.supplier,
        _END_USER: token.end_user,
        _TRANSIT: list(token.transit),
        _END_USE: token.end_use_certificate,
    }
    made = cwt.encoded(
        {
            cwt.SUBJECT: token.number,
            cwt.EXPIRES: cwt.seconds(token.expires_at),
            cwt.NOT_BEFORE: cwt.seconds(token.not_before),
            cwt.ISSUED: cwt.seconds(token.issued_at),
            cwt.PRIVATE: {label: said for label, said in body.items() if said},
        }
    )
    try:
        same = read_payload(made) == token
    except NotGenuine as error:
        msg = f"the token of {token.number} would not be readable"
        raise ValueError(msg) from error
    if not same:
        msg = f"the token of {token.number} would be read as something else"
        raise ValueError(msg)
    return made


def read_payload(data: bytes) -> Token:
    """The token that these claims are; NotGenuine for anything else."""
    found = cwt.claims(data, _LABELS, limit=LIMIT)
    kind, body = _body(found[cwt.PRIVATE])
    token = Token(
        number=cwt.text(found[cwt.SUBJECT], _NUMBER),
        kind=kind,
        issuers=_references(body[_ISSUERS]),
        issued_at=cwt.moment(found[cwt.ISSUED]),
        not_before=cwt.moment(found[cwt.NOT_BEFORE]),
        expires_at=cwt.moment(found[cwt.EXPIRES]),
        schedule_hash=cwt.octets(body[_DIGEST], DIGEST),
        register_number=_said(body, _REGISTER, _REGISTER_NUMBER),
        supplier=_said(body, _SUPPLIER, cwt.STATE),
        end_user=_said(body, _END_USER, cwt.STATE),
        transit=cwt.states(body[_TRANSIT], MOST_TRANSIT) if _TRANSIT in body else (),
        end_use_certificate=_said(body, _END_USE, _REFERENCE),
    )
    if len(token.end_use_certificate.encode()) > LONGEST_REFERENCE:
        raise NotGenuine(Flaw.CLAIMS)
    if token.expires_at <= max(token.not_before, token.issued_at):
        raise NotGenuine(Flaw.CLAIMS)
    if not token.number.startswith(f"{token.lead}-") or token.number[8] != _LETTERS[kind]:
        raise NotGenuine(Flaw.CLAIMS)
    return token


def qr_text(sealed: bytes) -> str:
    """The text of the square for a signed token: digits, capitals and the few signs of base45."""
    letters: bytes = base45.b45encode(sealed)
    return PREFIX + letters.decode()


def read_qr(text: str) -> bytes:
    """The signed token of a text, still without trust: only the one spelling of `qr_text`.

    NotGenuine: NOT_A_CODE, TOO_LARGE, ENCODING. Nothing is trimmed: a blank is a letter of
    base45, also at the end and twice in a row.
    """
    if not text.startswith(PREFIX):
        raise NotGenuine(Flaw.NOT_A_CODE)
    if len(text) > LONGEST_TEXT:
        raise NotGenuine(Flaw.TOO_LARGE)
    try:
        data: bytes = base45.b45decode(text.removeprefix(PREFIX))
    except ValueError as error:
        raise NotGenuine(Flaw.ENCODING) from error
    if qr_text(data) != text:
        raise NotGenuine(Flaw.ENCODING)
    return data


def signed(token: Token, signer: cose.Signer) -> bytes:
    """The token as it stands in the square, before `qr_text`."""
    return cose.sign1(payload(token), signer)


def unwrap(text: str) -> cose.Sealed:
    """The envelope of a code's text, still without trust; NotGenuine for anything else."""
    return cose.unwrap(read_qr(text), limit=LIMIT)


def _body(value: object) -> tuple[Kind, dict[object, object]]:
    """Our own claims, with exactly the labels of their kind."""
    found = cwt.kind(value, dict)
    kind = _KINDS.get(cwt.kind(found.get(_KIND), int))
    if kind is Kind.LICENCE:
        return kind, cwt.mapping(found, _ALWAYS | _ROUTE, _PERHAPS)
    if kind is Kind.REGISTRATION:
        return kind, cwt.mapping(found, _ALWAYS, frozenset({_REGISTER}))
    raise NotGenuine(Flaw.CLAIMS)


def _references(value: object) -> tuple[Reference, ...]:
    """One reference of each authorizing State."""
    found = tuple(_reference(item) for item in cwt.kind(value, list))
    if not 1 <= len(found) <= MOST_ISSUERS or len({item.state for item in found}) < len(found):
        raise NotGenuine(Flaw.CLAIMS)
    return found


def _reference(value: object) -> Reference:
    parts = cwt.kind(value, list)
    if len(parts) != len(Reference._fields):
        raise NotGenuine(Flaw.CLAIMS)
    state, year, index = parts
    return Reference(
        cwt.text(state, cwt.STATE), cwt.number(year, *YEARS), cwt.number(index, 0, status.ENTRIES)
    )


def _said(body: dict[object, object], label: int, pattern: re.Pattern[str]) -> str:
    """A text of the body that fits, or nothing where it does not stand."""
    return cwt.text(body[label], pattern) if label in body else ""
