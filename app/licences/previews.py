"""Previews: the letter that a waiting revocation would send, before it is signed."""

from __future__ import annotations

from app import letters
from app.licences import evidence
from app.work import Caller, reading
from models.errors import NotFound
from models.licences import Licence
from models.sheets import LetterSheet


def waiting(caller: Caller, number: str) -> LetterSheet:
    """The draft of the own State's letter; NotFound where it proposes no revocation."""
    with reading(caller) as view:
        licence = view.get(Licence, number)
        found = evidence.open_revocation(view.session, licence, view.actor.state or "")
        if found is None:
            raise NotFound
        return letters.revoked(view, licence, found)
