"""The public check: number and code."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app.forms import Form, NumberField, TextField
from app.signed.token import PREFIX


class VerifyForm(Form):
    """What is printed on a document; or its square, scanned into the number."""

    number = NumberField(_l("Number"), missing=_l("Type the number of the document"))
    code = TextField(_l("Check code"), hint=_l("Printed under the square code."), limit=40)

    def validate_code(self, field: TextField) -> None:
        """A number needs its code; a scanned square needs nothing else."""
        if not field.data and not (self.number.data or "").startswith(PREFIX):
            raise ValidationError(gettext("Type the check code"))
