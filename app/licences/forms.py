"""Forms of a licence: stopping it, deciding on a stop, and asking how it stood."""

from __future__ import annotations

import re
from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app.forms import (
    CheckField,
    DayField,
    FingerprintField,
    Form,
    RadioField,
    ReasonField,
    TextField,
    VersionField,
)
from app.gate import GraveForm
from app.words import grounds

AGREE, BACK = "agree", "back"
REASON_HINT = _l("In your own words, what you looked at. It goes on the record.")
REASON_MISSING = _l("Give the reason in your own words")
TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])", re.ASCII)


class AsOfForm(Form):
    """A day and a time of day: how did it stand then? Sent by GET, it changes nothing."""

    class Meta(Form.Meta):
        csrf = False

    day = DayField(_l("Day"), missing=_l("Write the day"))
    time = TextField(
        _l("Time"), missing=_l("Write the time, such as 14:10"), limit=5, hint=_l("Such as 14:10")
    )

    def validate_time(self, field: TextField) -> None:
        """Hours and minutes."""
        if TIME.fullmatch(field.data or "") is None:
            raise ValidationError(gettext("Write the time as hours and minutes, such as 14:10"))

    def value(self) -> tuple[date, int, int] | None:
        """The day, the hour and the minute."""
        found = TIME.fullmatch(self.time.data or "")
        if self.day.data is None or found is None:
            return None
        return self.day.data, int(found[1]), int(found[2])


class SuspendForm(GraveForm):
    """A suspension of the own State."""

    version = VersionField()
    ground = RadioField(
        _l("Ground"),
        choices=[(code, _l(grounds.WORDS[f"ground.{code}"])) for code in grounds.CODES],
        missing=_l("Choose the ground"),
    )
    reason = ReasonField(
        _l("Your reason"),
        missing=REASON_MISSING,
        hint=_l("What happened, and what it rests on. Read by officers only."),
    )


class ReasonForm(GraveForm):
    """A reason for a grave act on a licence."""

    version = VersionField()
    reason = ReasonField(_l("Your reason"), missing=REASON_MISSING, hint=REASON_HINT)


class RevocationForm(ReasonForm):
    """A proposal to revoke: what the State keeps, and what the holder is told."""

    reason_for_holder = ReasonField(
        _l("What the holder is told"),
        missing=_l("Write what the holder is told"),
        hint=_l("It stands in the letter to the holder as you write it."),
    )


class SurrenderForm(GraveForm):
    """The holder gives it up."""

    version = VersionField()
    reason = ReasonField(_l("Why (if you wish to say)"))
    sure = CheckField(
        _l("I understand that this cannot be undone"),
        missing=_l("Say that you understand it cannot be undone"),
    )


class RevokeForm(GraveForm):
    """The second person's answer to a proposal to revoke."""

    version = VersionField()
    fingerprint = FingerprintField()
    answer = RadioField(
        _l("Your decision"),
        choices=[(AGREE, _l("I agree: revoke it")), (BACK, _l("Send back, with my reason"))],
        missing=_l("Choose whether you agree or send it back"),
    )
    reason = ReasonField(_l("Your reason"), missing=REASON_MISSING, hint=REASON_HINT)
    no_interest = CheckField(
        _l("I have no interest in this deal or in any party to it"),
        missing=_l("Say that you have no interest, or declare the interest and leave it to others"),
    )
