"""What the register hands to an offline root and takes from it, and what it gives away to all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import select

from app import authority, keyring
from app.keys import ceremony, queries, services
from app.keys.ceremony import Answer, Asked, Request
from app.keys.shapes import Certified, Said
from app.keys.subjects import subject
from app.known_keys import roots, trusted
from app.signed import trust
from app.signed.cose import PublicKey
from app.work import Caller, View, reading
from models.codes import Published, PublishedList
from models.errors import Invalid
from models.keys import BackEnd, KeyUse


@dataclass(frozen=True)
class Made:
    """A request as a file, and the keys that are new in it: use and kid, to be compared."""

    text: bytes
    new: tuple[tuple[KeyUse, str], ...]


def take_root(caller: Caller, text: bytes, said: Said) -> str:
    """Put an offline root on record from its certificate in PEM; returns its kid."""
    try:
        certificate = authority.from_pem(text)
    except ValueError:
        raise Invalid("key_not_a_root") from None
    return services.take_root(caller, certificate, said)


def request(
    caller: Caller,
    state: str | None,
    uses: Sequence[KeyUse],
    place: BackEnd,
    days: int | None,
    base_url: str,
) -> Made:
    """Make the new keys that are asked for, if any, and the request to the root."""
    root = queries.standing_root(caller)
    if root is None:
        raise keyring.missing(None, KeyUse.ROOT)
    with reading(caller) as view:
        names = {use: subject(view.session, state, use, view.at) for use in uses}
        seq, at = _newest(view), view.at.replace(microsecond=0)
    asked: list[Asked] = []
    for use in uses:
        signer = keyring.make(place, f"{state or 'regime'} {use}")
        lasts = days or services.LASTS[use].days
        asked.append(ceremony.ask(signer, use, state, names[use], lasts))
    known = tuple(ceremony.listed(key) for key in queries.known(caller))
    made = Request("sacr-keys-request-1", at, base_url, root.kid, seq, tuple(asked), known)
    text = msgspec.json.format(msgspec.json.encode(made), indent=1)
    return Made(text, tuple((item.use, item.kid()) for item in asked))


def take_answer(caller: Caller, text: bytes, said: Said) -> tuple[Answer, tuple[str, ...]]:
    """Put the keys of a root's answer on record; the answer, whose lists are to be published.

    Refused when it is not the root's, is older than what is out, or when the secret part of a
    key is not here.
    """
    with reading(caller) as view:
        known, seq = roots(view.session, view.at), _newest(view)
        here = {key.kid.hex() for key in trusted(view.session, view.at)}
    root = next((key for key in known if _heard(text, key.public_key)), None)
    if root is None:
        raise Invalid("key_answer_of_another")
    answer = ceremony.heard(text, root.public_key)
    listed = trust.opened(answer.trust, [PublicKey.of_spki(root.public_key)])
    if listed.seq <= seq:
        raise Invalid("key_answer_older")
    certified = [
        Certified(
            item.public_key,
            item.certificate,
            item.use,
            item.state,
            keyring.found(item.kid)[0],
            item.start,
            item.end,
        )
        for item in answer.certified
        if item.kid not in here  # taken in before, by an import that did not get to its end
    ]
    return answer, services.take_certified(caller, root.kid.hex(), certified, said)


def _heard(text: bytes, public_key: bytes) -> bool:
    try:
        ceremony.heard(text, public_key)
    except Invalid as no:
        if no.code == "key_answer_of_another":
            return False
        raise
    return True


def _newest(view: View) -> int:
    """The number of the trust list that is out; 0 before the first."""
    content = view.session.scalar(
        select(PublishedList.content).where(PublishedList.kind == Published.TRUST)
    )
    if content is None:
        return 0
    believed = [PublicKey.of_spki(key.public_key) for key in roots(view.session, view.at)]
    return trust.opened(content, believed).seq


def export(caller: Caller, folder: Path) -> int:
    """Write the public part of every key into a folder; how many there are."""
    with reading(caller) as view:
        known = (*roots(view.session, view.at), *queries.known(caller))
    folder.mkdir(parents=True, exist_ok=True)
    for key in known:
        if key.certificate is not None:
            name = f"{key.state or 'regime'}-{key.use}-{key.kid.hex()}.pem"
            (folder / name).write_bytes(authority.pem(key.certificate))
    rows = [ceremony.listed(key) for key in known]
    (folder / "keys.json").write_bytes(msgspec.json.format(msgspec.json.encode(rows), indent=1))
    return len(known)
