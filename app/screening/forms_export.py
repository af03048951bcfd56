"""Forms of exports: why, the second person's answer, taking the file."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.forms import RadioField, ReasonField, VersionField
from app.gate import GraveForm

AGREE, DECLINE = "agree", "decline"


class AskExportForm(GraveForm):
    """Why a State's entries leave the register."""

    purpose = ReasonField(
        _l("Who is to have them, and what for?"),
        missing=_l("Say who is to have them, and what for"),
        limit=1000,
    )


class DecideExportForm(GraveForm):
    """The second person's answer."""

    version = VersionField()
    answer = RadioField(
        _l("Your answer"),
        choices=((AGREE, _l("I agree: it may be taken")), (DECLINE, _l("I decline"))),
        missing=_l("Say whether you agree"),
    )


class TakeExportForm(GraveForm):
    """Nothing but the proof of who takes it."""
