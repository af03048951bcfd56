"""Papers: files given to the register, checked by their bytes and kept as they were given."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import filetype
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.work import View, Work
from models.actions import Action
from models.base import Thing
from models.casework import DOCUMENT_LIMIT, MEDIA_TYPES, Document
from models.errors import Exceeds, Invalid

MEGABYTE = 1024 * 1024
TRADER_QUOTA = 200 * MEGABYTE
"""Bytes that one trader may keep in the register, all files together."""
LONGEST_NAME = 120


@dataclass(frozen=True)
class Paper:
    """A file as it is given: its own name, the bytes, and what it is meant to prove."""

    name: str
    content: bytes
    purpose: str


@dataclass(frozen=True)
class Kept:
    """A file of the register as a list shows it; `size` in bytes."""

    uid: str
    name: str
    purpose: str
    media_type: str
    size: int
    sha256: str


def keep(
    w: Work,
    thing: Thing,
    paper: Paper,
    *,
    trader: int | None,
    state: str | None = None,
    of: Thing | None = None,
) -> Document:
    """Keep a file with a thing, inside an act; its kind is read from its bytes, not its name.

    Refused: nothing in it, more than 10 MiB, no PDF, PNG or JPEG, the trader's quota is full.
    `trader` is the id of the trader whose file it is, who may read it: lock it first, for its
    quota is counted here. None is a file of a State's own, which no trader reads. `of` is whose it
    is in the eyes of the law, where the thing itself is no State's.
    """
    size = len(paper.content)
    if not size:
        raise Invalid("document_empty", field="document")
    if size > DOCUMENT_LIMIT:
        raise Invalid("document_too_large", field="document", limit=DOCUMENT_LIMIT // MEGABYTE)
    media_type = filetype.guess_mime(paper.content)
    if media_type not in MEDIA_TYPES:
        raise Invalid("document_kind", field="document")
    if trader is not None and _used(w.session, trader) + size > TRADER_QUOTA:
        raise Exceeds("document_quota", field="document", limit=TRADER_QUOTA // MEGABYTE)
    document = Document(
        thing=thing.THING,
        thing_id=thing.id,
        trader_id=trader,
        state_code=state,
        purpose=paper.purpose,
        name=paper.name[:LONGEST_NAME],
        media_type=media_type,
        size=size,
        sha256=hashlib.sha256(paper.content).hexdigest(),
        scanned=False,
        given_by_id=w.actor.user_id,
        content=paper.content,
    )
    return w.add(Action.DOCUMENT_ATTACH, document, of=of or thing, purpose=paper.purpose)


def _used(session: Session, trader_id: int) -> int:
    found = session.scalar(
        select(func.coalesce(func.sum(Document.size), 0)).where(Document.trader_id == trader_id)
    )
    return int(found or 0)


def seen_with(view: View, thing: str, thing_id: int) -> tuple[Kept, ...]:
    """The files of a thing that this person may open, oldest first."""
    return _kept(view.session, view.see(Document), thing, thing_id)


def kept_with(session: Session, thing: str, thing_id: int) -> tuple[Kept, ...]:
    """The files of a thing, oldest first; the caller has made sure that the thing may be seen."""
    return _kept(session, select(Document), thing, thing_id)


def _kept(session: Session, files: Select[Document], thing: str, thing_id: int) -> tuple[Kept, ...]:
    rows = session.scalars(
        files.where(Document.thing == thing, Document.thing_id == thing_id).order_by(Document.id)
    )
    return tuple(
        Kept(str(row.uid), row.name, row.purpose, row.media_type, row.size, row.sha256)
        for row in rows
    )
