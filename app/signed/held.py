"""What a reader holds without a network: the roots, the trust list, the status lists.

Every list is verified when it is taken, and never replaced by an older one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.signed import cose, status, trust
from app.signed.flaws import Flaw, NotGenuine
from app.signed.status import StatusList
from app.signed.trust import TrustList, Use


@dataclass(frozen=True)
class Held:
    """A reader's shelf. `roots` are what it was prepared with: one, or two while one follows
    the other.
    """

    roots: tuple[cose.PublicKey, ...]
    trust: TrustList | None = None
    lists: Mapping[tuple[str, int], StatusList] = field(default_factory=dict)

    @property
    def seen(self) -> datetime | None:
        """The greatest moment of issue of what is held and trusted: no true clock is before it.

        A list whose key was withdrawn does not count, or whoever stole the key could stop every
        reader by one list from the future.
        """
        if self.trust is None:
            return None
        lists = (self.standing_list(state, year) for state, year in self.lists)
        return max([self.trust.issued_at, *(found.issued_at for found in lists if found)])

    def with_trust(self, data: bytes) -> Held:
        """The shelf with this trust list, or NotGenuine; ROLLED_BACK if a newer one was seen.

        The list that is held may come again. Whether it has expired is asked at the judgement.
        """
        new = trust.opened(data, self.roots)
        held = self.trust
        if held is not None and new != held and new.seq <= held.seq:
            raise NotGenuine(Flaw.ROLLED_BACK)
        return replace(self, trust=new)

    def with_status(self, data: bytes, state: str, year: int) -> Held:
        """The shelf with this status list of a State and year, or NotGenuine.

        Order: too large, encoding, shape; NO_TRUST, key (`TrustList.found`); claims; ADDRESS;
        key's State and window; ROLLED_BACK.
        """
        sealed = cose.unwrap(data, content_type=status.CONTENT_TYPE, limit=status.LIMIT)
        if self.trust is None:
            raise NotGenuine(Flaw.NO_TRUST)
        key, payload = self.trust.found(sealed, Use.STATUS)
        new = status.read_payload(payload, key.kid)
        if (new.state, new.year) != (state, year):
            raise NotGenuine(Flaw.ADDRESS)
        trust.allowed(key, state, new.issued_at)
        held = self.standing_list(state, year)
        if held is not None and new.issued_at < held.issued_at:
            raise NotGenuine(Flaw.ROLLED_BACK)
        return replace(self, lists={**self.lists, (state, year): new})

    def standing_list(self, state: str, year: int) -> StatusList | None:
        """The list of a State and year, if its key is still trusted by the newest trust list."""
        found = self.lists.get((state, year))
        if found is None or self.trust is None:
            return None
        key = self.trust.by_kid.get(found.kid)
        if key is None or key.withdrawn_at is not None or key.use is not Use.STATUS:
            return None
        return found if key.state == state and key.covers(found.issued_at) else None
