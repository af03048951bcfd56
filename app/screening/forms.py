"""The form of a finding: true, false or unclear, and why."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.forms import Form, RadioField, ReasonField, VersionField
from app.words import screening
from models.screening import DispositionOutcome

OUTCOMES = [
    (str(outcome), _l(screening.WORDS[f"finding.{outcome}"])) for outcome in DispositionOutcome
]


class FindingForm(Form):
    """An officer's finding on one hit."""

    version = VersionField()
    outcome = RadioField(
        _l("Your finding"),
        choices=OUTCOMES,
        missing=_l("Say whether it is true, false or unclear"),
    )
    reason = ReasonField(
        _l("Reason"),
        missing=_l("Give the reason in your own words"),
        hint=_l("What you compared, and what decided it. It stays on the record."),
        limit=2000,
    )
