"""Forms of a program's key."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.forms import Form, ReasonField, SelectField, TextField, WholeNumberField
from app.gate import GraveForm
from app.programs.asked import Wanted
from app.words import searches
from models.api_keys import LONGEST_DAYS, REASON_LENGTH
from models.searches import CASE_LENGTH, Purpose

PURPOSES = [(str(item), _l(searches.WORDS[f"purpose.{item}"])) for item in Purpose]


class KeyForm(GraveForm):
    """What a program is to be let in for."""

    label = TextField(
        _l("Which program, of which office?"),
        missing=_l("Name the program that will use the key"),
        hint=_l("As in: case system, licensing office."),
        limit=120,
    )
    purpose = SelectField(
        _l("What does it search for?"),
        choices=PURPOSES,
        missing=_l("Choose what it searches for"),
        hint=_l("Recorded with each search that names no other purpose."),
    )
    case_ref = TextField(
        _l("Case or file"),
        hint=_l("Recorded with each search that names no other case. It may be left empty."),
        limit=CASE_LENGTH,
    )
    days = WholeNumberField(
        _l("For how many days?"), least=1, most=LONGEST_DAYS, missing=_l("Say for how many days")
    )

    def value(self) -> Wanted:
        """The key that is wanted."""
        return Wanted(
            label=self.label.data or "",
            purpose=self.purpose.data or "",
            case_ref=self.case_ref.data or "",
            days=self.days.data or 0,
        )


class WithdrawForm(Form):
    """Why a key is withdrawn."""

    reason = ReasonField(
        _l("Why is it withdrawn?"),
        missing=_l("Give the reason in your own words"),
        limit=REASON_LENGTH,
    )
