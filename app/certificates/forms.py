"""The public check: number and code; and making a certificate anew."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app.forms import Form, NumberField, RadioField, ReasonField
from app.gate import GraveForm
from app.signed.token import PREFIX
from app.words.certificates import WORDS
from models.letters import ReissueCause


class VerifyForm(Form):
    """What is printed on a document; or its square, scanned into the number."""

    number = NumberField(_l("Number"), missing=_l("Type the number of the document"))
    code = NumberField(_l("Check code"), hint=_l("Printed under the square code."))

    def validate_code(self, field: NumberField) -> None:
        """A number needs its code; a scanned square needs nothing else."""
        if not field.data and not (self.number.data or "").startswith(PREFIX):
            raise ValidationError(gettext("Type the check code"))


class ReplaceForm(GraveForm):
    """Why a certificate is made anew."""

    cause = RadioField(
        _l("Why it is replaced"),
        choices=(),
        missing=_l("Choose why it is replaced"),
    )
    reason = ReasonField(
        _l("Your reason"),
        missing=_l("Give the reason in your own words"),
        hint=_l("Kept on the record: who told you of it, when, and what you looked at."),
    )

    def offer(self, causes: Iterable[ReissueCause]) -> None:
        """The causes that this document can be replaced for."""
        self.cause.choices = [(str(cause), _l(WORDS[f"reissue.{cause}"])) for cause in causes]
