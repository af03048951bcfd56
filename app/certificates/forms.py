"""The public check: number and code."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.forms import Form, TextField


class VerifyForm(Form):
    """What is printed on a document."""

    number = TextField(_l("Number"), missing=_l("Type the number of the document"), limit=64)
    code = TextField(
        _l("Check code"),
        missing=_l("Type the check code"),
        hint=_l("Printed under the square code."),
        limit=40,
    )
