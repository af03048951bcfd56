"""The files of docs/vectors, as text."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache

from app.signed.held import Held
from app.signed.judge import Judgement, judge
from app.signed.token import Token
from tools.vectors import cases, keys, lists

NAMES = ("keys.json", "lists.json", "verdicts.json")

KEYS = """Keys of the test vectors. THE PRIVATE KEYS STAND HERE ON PURPOSE: they are worth nothing \
and must never be used. kid: first 8 bytes of the SHA-256 of the DER SubjectPublicKeyInfo. public: \
uncompressed point of P-256 (ES256) or the 32 bytes of Ed25519 (EdDSA). secret: the SHA-256 of \
'SACR test vector key: ' and the name; scalar of P-256 or seed of Ed25519. ES256 signatures are \
deterministic (RFC 6979). All in hexadecimal."""

LISTS = """documents: every list by name, as published, in hexadecimal. steps: a reader with the \
root of keys.json takes the documents of 'holds' in order (each is accepted: a name that begins \
with 'trust' as the trust list, another as the status list of the State in capitals of its first \
two letters, year 2026), and then 'comes' arrives from the address 'asked'. expect: 'taken', or \
the flaw for which it is refused; a refused list changes nothing. The moment plays no part."""

VERDICTS = """shelves: what readers hold, as the documents of lists.json that were taken in order. \
cases: a code's text, shown at the moment 'at' to the reader with that shelf. expect is the whole \
answer: verdict; reason (empty, or why); states (who stops it, or whose list is missing or too \
old); list_age in seconds of the oldest list asked (null where one is missing or the code is not \
genuine); kid and token only of a genuine code. See docs/reference/formats.md."""


@cache
def written() -> dict[str, str]:
    """Text by name of file."""
    made = {"keys.json": _keys(), "lists.json": _lists(), "verdicts.json": _verdicts()}
    return {
        name: json.dumps(said, ensure_ascii=False, indent=1) + "\n" for name, said in made.items()
    }


@cache
def shelf(names: tuple[str, ...]) -> Held:
    """A reader with these documents taken in order."""
    documents = lists.documents()
    held = Held((keys.ROOT.public,))
    for name in names:
        held = took(held, documents[name], name)
    return held


def took(held: Held, data: bytes, name: str) -> Held:
    """The reader after a document came as what its name says."""
    if name.startswith("trust"):
        return held.with_trust(data)
    return held.with_status(data, name[:2].upper(), lists.YEAR)


def answered(case: cases.Case) -> Judgement:
    """What our own reader says."""
    return judge(case.text, shelf(cases.SHELVES[case.shelf]), case.at)


def _keys() -> dict[str, object]:
    rows = [
        {
            "name": key.name,
            "algorithm": key.algorithm,
            "kid": key.kid.hex(),
            "public": key.public.raw.hex(),
            "secret": key.secret.hex(),
        }
        for key in keys.ALL
    ]
    return {"about": KEYS, "root": keys.ROOT.kid.hex(), "keys": rows}


def _lists() -> dict[str, object]:
    documents = {name: data.hex() for name, data in lists.documents().items()}
    steps = [
        {
            "name": step.name,
            "why": step.why,
            "holds": step.holds,
            "comes": step.comes,
            "asked": step.asked,
            "expect": step.flaw.value if step.flaw else "taken",
        }
        for step in lists.steps()
    ]
    return {"about": LISTS, "steps": steps, "documents": documents}


def _verdicts() -> dict[str, object]:
    made = [
        {
            "name": case.name,
            "shelf": case.shelf,
            "at": instant(case.at),
            "expect": expected(case, answered(case)),
            "text": case.text,
        }
        for case in cases.cases()
    ]
    return {"about": VERDICTS, "shelves": cases.SHELVES, "cases": made}


def expected(case: cases.Case, found: Judgement) -> dict[str, object]:
    """The answer as the file says it: the verdict by the author of the case, the rest as read."""
    age = found.list_age
    return {
        "verdict": case.verdict.value,
        "reason": str(case.reason),
        "states": case.states,
        "list_age": None if age is None else int(age.total_seconds()),
        "kid": found.kid.hex() if found.kid else None,
        "token": facts(found.token) if found.token else None,
    }


def facts(said: Token) -> dict[str, object]:
    """A token as the files say it."""
    return {
        "number": said.number,
        "kind": said.kind.value,
        "issuers": [list(item) for item in said.issuers],
        "issued_at": instant(said.issued_at),
        "not_before": instant(said.not_before),
        "expires_at": instant(said.expires_at),
        "schedule_hash": said.schedule_hash.hex(),
        "register_number": said.register_number,
        "supplier": said.supplier,
        "end_user": said.end_user,
        "transit": list(said.transit),
        "end_use_certificate": said.end_use_certificate,
    }


def instant(at: datetime) -> str:
    """A moment, as 2026-03-02T12:00:00Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
