"""What the forms of a draft say: plain values between a page and a verb."""

from __future__ import annotations

from datetime import date

import msgspec

from models.deals import Behalf, Capacity, Consideration
from models.particulars import TraderKind


class Questions(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked first (rules 1.3), and in which capacity the applicant acts."""

    behalf: Behalf
    behalf_of: str = ""
    consideration: Consideration | None = None
    payer: str = ""
    international: bool
    title: str = ""
    capacity: Capacity | None = None
    kind: TraderKind | None = None


class EndUse(msgspec.Struct, frozen=True, kw_only=True):
    """The end use and the certificate that the end user gave."""

    purpose: str
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None


class Contract(msgspec.Struct, frozen=True, kw_only=True):
    """The contract, the import authorization, and the days that are asked for."""

    contract: str = ""
    contract_day: date | None = None
    import_authorization: str = ""
    wanted_from: date | None = None
    wanted_until: date | None = None
