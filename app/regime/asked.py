"""What is asked for when an installation is laid out or an embargo entered: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

import msgspec

from models.states import Terms


@dataclass(frozen=True)
class NewEmbargo:
    """An embargo with its days, both included; no classes means all goods."""

    regime: str
    target: str
    classes: tuple[str, ...]
    first_day: date
    last_day: date | None
    legal_basis: str


class FoundState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One State of the file that `regime init` reads; see docs/examples/regime.toml."""

    code: Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    administrator_name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    administrator_email: Annotated[str, msgspec.Meta(pattern="^[^@ ]+@[^@ ]+$", max_length=254)]
    since: Annotated[datetime, msgspec.Meta(tz=True)]
    terms: Terms = msgspec.field(default_factory=Terms)


@dataclass(frozen=True)
class FirstCode:
    """The one-time code of a State's first administrator: printed once, never kept."""

    state: str
    login: str
    code: str
