"""The folder of an offline root: its key, its certificate, and what it remembers."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from app import authority
from app.authority import Subject, Window
from app.keys.ceremony import Answer, Ledger, Request, spoken, strangers, vouch
from app.keys.shapes import Said
from app.signers import files
from app.signers.base import Signer, kid_of
from app.signers.files import FileSigner
from models.errors import Duplicate, Invalid

CERTIFICATE = "root.pem"
LEDGER = "ledger.json"


@dataclass(frozen=True)
class Root:
    """An offline root, opened."""

    folder: Path
    signer: Signer
    ledger: Ledger


def found(folder: Path, subject: Subject, window: Window) -> Root:
    """Make a root in a new folder, which is its owner's alone (0700)."""
    if (folder / CERTIFICATE).exists():
        raise Duplicate("key_root_folder_used", folder=str(folder))
    signer = files.make(folder)
    certificate = authority.root_certificate(signer, subject, window)
    _kept(folder / CERTIFICATE, authority.pem(certificate))
    _kept(folder / LEDGER, msgspec.json.encode(Ledger()))
    return opened(folder)


def opened(folder: Path) -> Root:
    """Open the root of a folder; Invalid when it holds none."""
    try:
        certificate = authority.from_pem((folder / CERTIFICATE).read_bytes())
        ledger = msgspec.json.decode((folder / LEDGER).read_bytes(), type=Ledger)
    except (OSError, ValueError):
        raise Invalid("key_root_folder_empty", folder=str(folder)) from None
    kid = kid_of(authority.public_key_of(certificate)).hex()
    return Root(folder, FileSigner(folder, kid, certificate), ledger)


def adopting(root: Root, request: Request) -> Root:
    """The root as if it had vouched before for what the register has on record: a new root's."""
    keys = (*root.ledger.keys, *strangers(request, root.ledger))
    return replace(root, ledger=msgspec.structs.replace(root.ledger, keys=keys))


def answer(root: Root, request: Request, at: datetime, lasts: timedelta, said: Said) -> bytes:
    """Vouch for what is asked, remember it, and return the answer as a file."""
    if not said.by or not said.witness or said.by.casefold() == said.witness.casefold():
        raise Invalid("key_two_persons")
    made, keys = vouch(request, root.signer, root.ledger, at, lasts)
    text = spoken(made, root.signer)
    # Remembered before the answer leaves: a root that forgot could be made to say two things.
    ledger = Ledger(_next(root, request), keys, (*root.ledger.sessions, _line(made, said)))
    _kept(root.folder / LEDGER, msgspec.json.format(msgspec.json.encode(ledger), indent=1))
    return text


def _next(root: Root, request: Request) -> int:
    return max(request.seq, root.ledger.seq) + 1


def _line(made: Answer, said: Said) -> str:
    kids = ", ".join(item.kid for item in made.certified) or "no new key"
    return f"{made.made_at.isoformat()} {said.by} before {said.witness}: {kids}"


def _kept(path: Path, text: bytes) -> None:
    """Write a file whole or not at all, for its owner alone."""
    unfinished = path.with_suffix(".new")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
