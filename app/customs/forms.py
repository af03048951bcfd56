"""Forms of the border: number and code, what crosses, a contra entry, a stop."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import msgspec
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.customs.queries import OnRoute
from app.customs.queries_stops import KeptStop
from app.forms import (
    Form,
    NumberField,
    RadioField,
    ReasonField,
    SelectField,
    TextField,
    WholeNumberField,
)
from app.gate import GraveForm
from app.sayings import say
from app.showings import quantity
from app.stops import Told

QR_PARTS = 3
"""verify, number, code"""


class CheckForm(Form):
    """Number and check code; a scanner may put the certificate's whole address in the number."""

    number = NumberField(
        _l("Licence number"),
        missing=_l("Type or scan the number of the licence"),
        hint=_l("Or scan the square on the certificate."),
    )
    code = NumberField(_l("Check code"), hint=_l("Printed under the square."))

    def value(self) -> tuple[str, str]:
        """(number, code) as meant; both from the address where that was scanned."""
        typed = self.number.data or ""
        parts = [part for part in urlsplit(typed).path.split("/") if part]
        if len(parts) >= QR_PARTS and parts[-3] == "verify":
            return parts[-2], parts[-1]
        return typed, self.code.data or ""


class Crossing(msgspec.Struct, frozen=True):
    """What crosses now."""

    declaration: str
    part: int
    direction: str
    amounts: dict[int, int]
    office: str
    exit_uid: str | None


class _Amount(WholeNumberField):
    """How much of one line; empty means none."""


class MovementForm(Form):
    """One declaration: reference, direction, and how much of each line; lines are added by `of`."""

    declaration = TextField(
        _l("Declaration reference"), missing=_l("Type the declaration reference"), limit=64
    )
    part = HiddenField(default="1")
    office = TextField(_l("Customs office"), limit=120)
    direction = RadioField(_l("Direction"), missing=_l("Choose the direction"), choices=[])
    exit_uid = SelectField(_l("Which exit do these goods belong to?"), choices=[])

    lines: tuple[int, ...] = ()

    @classmethod
    def of(cls, shown: OnRoute) -> MovementForm:
        """The form for one licence: a field for each line, the directions this State has."""
        fields = {
            f"line_{line.no}": _Amount(
                gettext(
                    "%(no)s. %(title)s (%(left)s left)",
                    no=line.no,
                    title=line.title,
                    left=quantity(line.left),
                ),
                least=0,
                missing=None,
            )
            for line in shown.lines
        }
        bound = type("BoundMovementForm", (cls,), fields)
        form: MovementForm = bound()
        form.lines = tuple(line.no for line in shown.lines)
        form.direction.choices = [(code, say(f"direction.{code}")) for code in shown.directions]
        if len(shown.directions) == 1 and not form.direction.data:
            form.direction.data = shown.directions[0]
        _offer_exits(form, shown.exits)
        return form

    def amount_fields(self) -> list[Any]:
        """The fields of the lines, in order."""
        return [self[f"line_{no}"] for no in self.lines]

    def value(self) -> Crossing:
        amounts = {no: self[f"line_{no}"].data or 0 for no in self.lines}
        part = self.part.data or "1"
        chosen = self.exit_uid.data if "exit_uid" in self else None
        return Crossing(
            declaration=self.declaration.data or "",
            part=int(part) if part.isascii() and part.isdigit() else 1,
            direction=self.direction.data or "",
            amounts=amounts,
            office=self.office.data or "",
            exit_uid=chosen or None,
        )


def _offer_exits(form: MovementForm, exits: Iterable[Any]) -> None:
    found = list(exits)
    if len(found) < 2:  # noqa: PLR2004  nothing to choose
        del form.exit_uid
        return
    form.exit_uid.offered = [
        (
            item.uid,
            gettext(
                "%(declaration)s, line %(line)s, %(still)s still to come",
                declaration=item.declaration,
                line=item.line,
                still=item.still,
            ),
        )
        for item in found
    ]


class ReversalForm(GraveForm):
    """Why a movement should be reversed."""

    reason = ReasonField(
        _l("Why is this movement wrong?"), missing=_l("Say why the movement is wrong"), limit=2000
    )


class SignReversalForm(GraveForm):
    """The second signature under a contra entry."""

    decision = RadioField(
        _l("Your decision"),
        missing=_l("Choose whether you agree"),
        choices=[("accept", _l("I agree: reverse it")), ("send_back", _l("Send back"))],
    )
    reason = ReasonField(_l("Your reason"), missing=_l("Give your reason"), limit=2000)


class StopForm(Form):
    """A report of goods that were stopped."""

    reason = ReasonField(
        _l("Why were the goods stopped?"), missing=_l("Say why the goods were stopped"), limit=2000
    )
    goods = ReasonField(
        _l("What goods, and how many?"), missing=_l("Describe the goods"), limit=2000
    )
    place = TextField(_l("Where are they now?"), missing=_l("Say where the goods are"))
    serials = ReasonField(
        _l("Serial numbers, as far as known"), hint=_l("One a line."), limit=20000
    )

    def value(self) -> Told:
        """What was typed."""
        return Told(
            reason=self.reason.data or "",
            goods=self.goods.data or "",
            place=self.place.data or "",
            serials=self.serials.data or "",
        )

    def start_with(self, kept: KeptStop) -> None:
        """Start with what the officer told the device."""
        self.reason.data, self.goods.data, self.place.data = kept.reason, kept.goods, kept.place
